/*
 * Buffers that are only memory.
 *
 * Query results, fences and staging areas are buffers that the GPU never reads: `Resource.deferred`. What they hold is in
 * their backing, which the guest sees; a guest without shared memory has a shadow here and fetches from it.
 */
import type { BackingSegment } from '@virglass/virtio-gpu';
import { readGuest, writeGuest } from './guest-memory.ts';
import type { Resource } from './resource.ts';

/**
 * Puts bytes that the host produced (a query's result) where the guest finds them: into the backing of a buffer, or its
 * shadow. A buffer that has GL storage gets them there as well.
 *
 * @param offset - byte of the buffer
 * @returns false, with nothing written, when the buffer or its backing is too small
 */
export function writeSystemBuffer(resource: Resource, offset: number, source: Uint8Array): boolean {
  if (!resource.isBuffer || offset + source.length > resource.args.width) return false;
  if (resource.backing.length > 0) return writeGuest(resource.backing, offset, source);
  shadowOf(resource).bytes.set(source, offset);
  return true;
}

function shadowOf(resource: Resource): NonNullable<Resource['shadow']> {
  resource.shadow ??= resource.device.host.gl.memory(Math.max(1, resource.args.width));
  return resource.shadow;
}

/**
 * Copies between a guest's memory and a deferred buffer.
 *
 * @param segments - guest memory; when it is the buffer's own backing and the range is the same, there is nothing to do
 * @param offset - byte of the guest memory
 * @param at - byte of the buffer
 * @returns false when the backing of the buffer is too small
 */
export function copySystemBuffer(
  resource: Resource,
  segments: readonly BackingSegment[],
  offset: number,
  at: number,
  bytes: number,
  toHost: boolean,
): boolean {
  if (segments === resource.backing && offset === at) return true;
  const block = new Uint8Array(bytes);
  if (toHost) return readGuest(segments, offset, block) && writeSystemBuffer(resource, at, block);
  if (resource.backing.length > 0) {
    if (!readGuest(resource.backing, at, block)) return false;
  } else if (resource.shadow !== null) block.set(resource.shadow.bytes.subarray(at, at + bytes));
  return writeGuest(segments, offset, block);
}
