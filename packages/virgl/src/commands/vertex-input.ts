import {
  setVertexBuffersBufferHandle,
  setVertexBuffersBufferOffset,
  SetVertexBuffersBufferStride,
  setVertexBuffersBufferStride,
} from '@virglass/protocol';
import type { VirglContext } from '../context.ts';
import { MAX_VERTEX_BUFFERS } from '../limits.ts';
import type { Resource } from '../resources/resource.ts';
import { Dirty } from '../state/dirty.ts';
import { Status } from '../status.ts';

/** What a SET_VERTEX_BUFFERS names, each word read once. A refused one stays here until the next. */
const named: (Resource | null)[] = Array.from({ length: MAX_VERTEX_BUFFERS }, () => null);
const strides = new Uint32Array(MAX_VERTEX_BUFFERS);

/** SET_VERTEX_BUFFERS: stride, offset and resource of slots 0 to n - 1; the slots behind are emptied. */
export function setVertexBuffers(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  const count = length / SetVertexBuffersBufferStride;
  if (!Number.isInteger(count) || count > MAX_VERTEX_BUFFERS) {
    return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  }
  const { sub, host } = ctx;
  const { maxVertexStride } = host.gl.features;
  // All are looked at before any is changed: a refused command leaves what was bound.
  for (let i = 0; i < count; i++) {
    const handle = setVertexBuffersBufferHandle(words, at, i);
    const resource = handle === 0 ? null : ctx.resource(handle);
    const stride = setVertexBuffersBufferStride(words, at, i);
    if (handle !== 0 && resource?.isBuffer !== true) return ctx.refuse(Status.ILLEGAL_RESOURCE, `slot ${i}: no buffer ${handle}`);
    if (handle !== 0 && stride > maxVertexStride) {
      return ctx.refuse(Status.ILLEGAL_VALUE, `slot ${i}: stride ${stride}, the host has ${maxVertexStride}`);
    }
    named[i] = resource;
    strides[i] = stride;
  }
  for (let i = 0; i < count; i++) {
    const resource = named[i]!;
    named[i] = null;
    sub.vertexStrides[i] = strides[i]!;
    sub.vertexOffsets[i] = setVertexBuffersBufferOffset(words, at, i);
    const old = sub.vertexBuffers[i]!;
    if (resource === old) continue;
    sub.vertexBuffers[i] = resource === null ? null : resource.retain();
    if (old !== null) host.releaseResource(old);
  }
  for (let i = count; i < sub.vertexBufferCount; i++) {
    const old = sub.vertexBuffers[i]!;
    if (old !== null) host.releaseResource(old);
    sub.vertexBuffers[i] = null;
  }
  sub.vertexBufferCount = count;
  sub.dirty |= Dirty.VERTEX_BUFFERS;
  return Status.OK;
}

/** SET_INDEX_BUFFER: resource, bytes per index and byte offset; handle 0 unbinds. */
export function setIndexBuffer(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < 1) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, 'payload of 0 words');
  const { sub, host } = ctx;
  const handle = words[at + 1]!;
  const resource = handle === 0 ? null : ctx.resource(handle);
  if (handle !== 0) {
    if (length < 3) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
    if (resource === null || !resource.isBuffer) return ctx.refuse(Status.ILLEGAL_RESOURCE, `no buffer ${handle}`);
    const size = words[at + 2]!;
    if (size !== 1 && size !== 2 && size !== 4) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `index of ${size} bytes`);
    sub.indexSize = size;
    sub.indexOffset = words[at + 3]!;
  }
  const old = sub.indexBuffer;
  if (resource !== old) {
    // They draw with the old one.
    host.batch.flush();
    sub.indexBuffer = resource === null ? null : resource.retain();
    if (old !== null) host.releaseResource(old);
  }
  sub.dirty |= Dirty.INDEX_BUFFER;
  return Status.OK;
}
