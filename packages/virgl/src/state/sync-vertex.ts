import { GL } from '@virglass/gl';
import type { VertexElements } from '../objects/vertex-elements.ts';
import type { SubContext } from '../sub-context.ts';

/**
 * Binds the vertex array and buffers of the next draw.
 *
 * A slot without a resource reads zeros from a buffer of the host's: the guest gets what Gallium promises and GL never
 * sees an attribute without memory.
 */
export function syncVertexInput(sub: SubContext): void {
  const { host } = sub.ctx;
  const layout = sub.vertexElements;
  if (layout === null) host.state.bindVertexArray(host.emptyVertexArray);
  else if (host.gl.features.vertexAttribBinding) bindBuffers(sub, layout);
  else setPointers(sub, layout);
}

function bindBuffers(sub: SubContext, layout: VertexElements): void {
  const { host } = sub.ctx;
  layout.bindArray(host);
  const count = layout.bindingBuffer.length;
  for (let b = 0; b < count; b++) {
    const slot = layout.bindingBuffer[b]!;
    const resource = sub.vertexBuffers[slot]!;
    const stride = resource === null ? 0 : sub.vertexStrides[slot]!;
    const offset = resource === null ? 0 : sub.vertexOffsets[slot]! + layout.bindingOffset[b]!;
    if (layout.boundResource[b] === resource && layout.boundOffset[b] === offset && layout.boundStride[b] === stride) continue;
    layout.boundResource[b] = resource;
    layout.boundOffset[b] = offset;
    layout.boundStride[b] = stride;
    host.gl.bindVertexBuffer(b, resource === null ? host.zeroBuffer : resource.glName, offset, stride);
  }
}

/** Hosts without attribute bindings: pointers into the buffers, set anew when anything changed. */
function setPointers(sub: SubContext, layout: VertexElements): void {
  const { host } = sub.ctx;
  const { gl, state } = host;
  state.bindVertexArray(layout.plainArray(host));
  for (let i = 0; i < layout.count; i++) {
    const slot = layout.buffers[i]!;
    const resource = sub.vertexBuffers[slot]!;
    state.bindBuffer(GL.ARRAY_BUFFER, resource === null ? host.zeroBuffer : resource.glName);
    const f = layout.formats[i]!;
    const stride = resource === null ? 0 : sub.vertexStrides[slot]!;
    const offset = resource === null ? 0 : sub.vertexOffsets[slot]! + layout.offsets[i]!;
    if (f.integer) gl.vertexAttribIPointer(i, f.size, f.glType, stride, offset);
    else gl.vertexAttribPointer(i, f.bgra ? GL.BGRA : f.size, f.glType, f.normalized, stride, offset);
  }
}
