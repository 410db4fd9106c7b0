import { GL } from '@virglass/gl';
import type { VertexElements } from '../objects/vertex-elements.ts';
import type { VirglHost } from '../host.ts';
import type { Resource } from '../resources/resource.ts';
import type { SubContext } from '../sub-context.ts';

/*
 * Edge flags: which edges are drawn of polygons that are drawn as lines or points. Compatibility contexts alone have them.
 *
 * GLSL cannot write edge flags. A guest's vertex shader has them as an output nevertheless, and only ever passes an input on:
 * what matters is the array behind that input. GL takes an array of bytes, any of them but 0 being true. A guest's flags are such
 * bytes, or floats of 0 and 1 (whose highest byte will do), which programs send that draw vertex by vertex.
 */

/** Most vertices whose flags are turned into bytes. */
const MAX_FLAGS = 1 << 20;

/** Gives the bound vertex array the edge flags that the vertex shader passes on, or takes them away. */
export function syncEdgeFlags(sub: SubContext, layout: VertexElements): void {
  const element = sub.shaders[0]?.module?.tgsi.info.edgeFlagInput ?? -1;
  const format = element < 0 ? undefined : layout.formats[element];
  if (format === undefined && !layout.hasEdgeFlags) return;
  const { host } = sub.ctx;
  const { gl, state } = host;
  const slot = format === undefined ? 0 : layout.buffers[element]!;
  const resource = sub.vertexBuffers[slot]!;
  const stride = sub.vertexStrides[slot]!;
  const usable = format !== undefined && (format.glType === GL.UNSIGNED_BYTE || format.glType === GL.FLOAT);
  if (!usable || resource === null || stride === 0) {
    if (layout.hasEdgeFlags) gl.disableClientState(GL.EDGE_FLAG_ARRAY);
    layout.hasEdgeFlags = false;
    return;
  }
  const offset = sub.vertexOffsets[slot]! + layout.offsets[element]!;
  if (format.glType === GL.FLOAT && gl.features.quirks.has('edge-flags-are-one')) {
    bindBytes(host, resource, offset, stride);
    gl.edgeFlagPointer(1, 0);
  } else {
    state.bindBuffer(GL.ARRAY_BUFFER, resource.glName);
    gl.edgeFlagPointer(stride, format.glType === GL.FLOAT ? offset + 3 : offset);
  }
  if (!layout.hasEdgeFlags) gl.enableClientState(GL.EDGE_FLAG_ARRAY);
  layout.hasEdgeFlags = true;
}

/** Binds a buffer of bytes that are 1 where the floats of the guest's buffer are not 0. */
function bindBytes(host: VirglHost, resource: Resource, offset: number, stride: number): void {
  const { gl, state } = host;
  const room = resource.args.width - offset;
  const count = room < 4 ? 0 : Math.min(MAX_FLAGS, Math.floor((room - 4) / stride) + 1);
  const size = count === 0 ? 0 : (count - 1) * stride + 4;
  const memory = host.scratch(Math.max(1, size));
  const { bytes } = memory;
  if (size > 0) {
    state.bindBuffer(GL.COPY_READ_BUFFER, resource.glName);
    gl.getBufferSubData(GL.COPY_READ_BUFFER, offset, size, memory, 0);
  }
  // Byte i of the result is made of bytes from 4 * i or later, which lie behind it.
  for (let i = 0; i < count; i++) bytes[i] = bytes[i * stride + 3] === 0 ? 0 : 1;
  if (host.edgeFlagBuffer === 0) host.edgeFlagBuffer = gl.createBuffer();
  state.bindBuffer(GL.ARRAY_BUFFER, host.edgeFlagBuffer);
  gl.bufferData(GL.ARRAY_BUFFER, Math.max(1, count), memory, 0, GL.STREAM_DRAW);
}
