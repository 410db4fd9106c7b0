import { GL } from '@virglass/gl';
import type { VertexElements } from '../objects/vertex-elements.ts';
import type { SubContext } from '../sub-context.ts';
import { syncEdgeFlags } from './sync-edge-flags.ts';

/** Divisor of an attribute that is the same for all vertices and instances: no draw has so many. */
const CONSTANT_DIVISOR = 0x7fffffff;

/**
 * Binds the vertex array and buffers of the next draw.
 *
 * A slot without a resource reads zeros from a buffer of the host's: the guest gets what Gallium promises and GL never
 * sees an attribute without memory.
 *
 * @param bias - vertex that index 0 means: for hosts that draw without a base vertex
 * @returns false when the bias would reach before the start of a buffer
 */
export function syncVertexInput(sub: SubContext, bias = 0): boolean {
  const { host } = sub.ctx;
  const layout = sub.vertexElements;
  if (layout === null) {
    host.state.bindVertexArray(host.emptyVertexArray);
    return true;
  }
  return host.gl.features.vertexAttribBinding ? bindBuffers(sub, layout, bias) : setPointers(sub, layout, bias);
}

function bindBuffers(sub: SubContext, layout: VertexElements, bias: number): boolean {
  const { host } = sub.ctx;
  layout.bindArray(host);
  const count = layout.bindingBuffer.length;
  for (let b = 0; b < count; b++) {
    const slot = layout.bindingBuffer[b]!;
    const resource = sub.vertexBuffers[slot]!;
    const stride = resource === null ? 0 : sub.vertexStrides[slot]!;
    const first = layout.bindingDivisor[b] === 0 ? bias * stride : 0;
    const offset = resource === null ? 0 : sub.vertexOffsets[slot]! + layout.bindingOffset[b]! + first;
    if (offset < 0) return false;
    if (layout.boundResource[b] === resource && layout.boundOffset[b] === offset && layout.boundStride[b] === stride) continue;
    layout.boundResource[b] = resource;
    layout.boundOffset[b] = offset;
    layout.boundStride[b] = stride;
    host.gl.bindVertexBuffer(b, resource === null ? host.zeroBuffer : resource.glName, offset, stride);
  }
  if (host.gl.features.compatibility) syncEdgeFlags(sub, layout);
  return true;
}

/**
 * Hosts without attribute bindings: pointers into the buffers, set anew at each draw. A stride of 0, with which Gallium
 * gives all vertices the same value, means densely packed here; an attribute that never advances has the same effect.
 */
function setPointers(sub: SubContext, layout: VertexElements, bias: number): boolean {
  const { host } = sub.ctx;
  const { gl, state } = host;
  state.bindVertexArray(layout.plainArray(host));
  for (let i = 0; i < layout.count; i++) {
    const slot = layout.buffers[i]!;
    const resource = sub.vertexBuffers[slot]!;
    const stride = resource === null ? 0 : sub.vertexStrides[slot]!;
    const divisor = stride === 0 ? CONSTANT_DIVISOR : layout.divisors[i]!;
    const first = divisor === 0 ? bias * stride : 0;
    const offset = resource === null ? 0 : sub.vertexOffsets[slot]! + layout.offsets[i]! + first;
    if (offset < 0) return false;
    if (layout.plainDivisors[i] !== divisor) {
      layout.plainDivisors[i] = divisor;
      gl.vertexAttribDivisor(i, divisor);
    }
    state.bindBuffer(GL.ARRAY_BUFFER, resource === null ? host.zeroBuffer : resource.glName);
    const f = layout.formats[i]!;
    if (f.integer) gl.vertexAttribIPointer(i, f.size, f.glType, stride, offset);
    else gl.vertexAttribPointer(i, f.bgra && gl.features.vertexArrayBgra ? GL.BGRA : f.size, f.glType, f.normalized, stride, offset);
  }
  return true;
}
