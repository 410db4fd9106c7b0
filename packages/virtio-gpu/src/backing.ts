/*
 * The guest memory of a resource.
 *
 * A driver names it by guest addresses, and the memory map may change while it is attached: a front that maps guest memory
 * anew invalidates every pointer into the old mapping. So the addresses are kept, and segments are made of them again
 * whenever the map has changed; a backing whose memory has gone is empty until it is there again.
 */
import type { GuestMemory } from '@virglass/virtio';
import type { BackingSegment } from './context-type.ts';

/** Runs of guest memory, in order, that together are a resource's contents. */
export class Backing {
  readonly #addresses: Float64Array;
  readonly #lengths: Uint32Array;
  #segments: readonly BackingSegment[] = [];
  #generation = -1;
  /** Bytes of all runs together. */
  readonly bytes: number;

  /** @param addresses - guest addresses; -1 where an address was none */
  constructor(addresses: Float64Array, lengths: Uint32Array) {
    this.#addresses = addresses;
    this.#lengths = lengths;
    let bytes = 0;
    for (const length of lengths) bytes += length;
    this.bytes = bytes;
  }

  /** Whether every run lies in guest memory now. */
  isIn(memory: GuestMemory): boolean {
    for (let i = 0; i < this.#addresses.length; i++) {
      if (this.#lengths[i] !== 0 && memory.find(this.#addresses[i]!, this.#lengths[i]!) === null) return false;
    }
    return true;
  }

  /** The runs where they are now; none when a part of them is not in guest memory. Adjacent runs are joined. */
  segments(memory: GuestMemory): readonly BackingSegment[] {
    if (this.#generation === memory.generation) return this.#segments;
    this.#generation = memory.generation;
    this.#segments = this.#find(memory);
    return this.#segments;
  }

  #find(memory: GuestMemory): readonly BackingSegment[] {
    const found: { memory: BackingSegment['memory']; offset: number; length: number }[] = [];
    for (let i = 0; i < this.#addresses.length; i++) {
      const address = this.#addresses[i]!;
      const length = this.#lengths[i]!;
      if (length === 0) continue;
      const region = memory.find(address, length);
      if (region === null) return [];
      const offset = region.offset + (address - region.guestAddress);
      const last = found.at(-1);
      if (last !== undefined && last.memory === region.memory && last.offset + last.length === offset) last.length += length;
      else found.push({ memory: region.memory, offset, length });
    }
    return found;
  }
}

/**
 * Copies bytes between segments and a block.
 *
 * @param from - first byte of the backing
 * @param toGuest - direction
 * @returns false when the segments have fewer bytes; nothing is copied then
 */
export function copySegments(
  segments: readonly BackingSegment[],
  from: number,
  block: Uint8Array,
  at: number,
  length: number,
  toGuest: boolean,
): boolean {
  let start = 0;
  let done = 0;
  let total = 0;
  for (const segment of segments) total += segment.length;
  if (from < 0 || length < 0 || from + length > total || at + length > block.length) return false;
  for (const segment of segments) {
    if (done === length) break;
    const skip = from + done - start;
    if (skip < segment.length) {
      const n = Math.min(segment.length - skip, length - done);
      const guest = segment.memory.bytes;
      const place = segment.offset + skip;
      if (toGuest) guest.set(block.subarray(at + done, at + done + n), place);
      else block.set(guest.subarray(place, place + n), at + done);
      done += n;
    }
    start += segment.length;
  }
  return true;
}
