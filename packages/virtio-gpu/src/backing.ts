/*
 * The guest memory of a resource.
 *
 * A driver names it by guest addresses, and the memory map may change while it is attached: a front that maps guest memory
 * anew invalidates every pointer into the old mapping. So the addresses are kept, and segments are made of them again
 * when a region that they are in has gone; a backing whose memory has gone is empty until it is there again. Regions that merely
 * come (a blob that was mapped, memory that was plugged in) change nothing for who has all of his.
 */
import type { GuestMemory, GuestRegion } from '@virglass/virtio';
import type { BackingSegment } from './context-type.ts';

/** Host memory that a run of a backing takes, for the quota. */
const RUN_BYTES = 64;

/** Runs of guest memory, in order, that together are a resource's contents. */
export class Backing {
  readonly #addresses: Float64Array;
  readonly #lengths: Uint32Array;
  #segments: readonly BackingSegment[] = [];
  #generation = -1;
  /** The regions that the segments are in; none while a part is not in guest memory. */
  readonly #regions = new Set<GuestRegion>();
  /** Bytes of all runs together. */
  readonly bytes: number;
  /** Host memory that keeping them takes. */
  readonly cost: number;

  /** @param addresses - guest addresses; -1 where an address was none */
  constructor(addresses: Float64Array, lengths: Uint32Array) {
    this.#addresses = addresses;
    this.#lengths = lengths;
    let bytes = 0;
    for (const length of lengths) bytes += length;
    this.bytes = bytes;
    this.cost = lengths.length * RUN_BYTES;
  }

  /** Whether every run lies in guest memory now. */
  isIn(memory: GuestMemory): boolean {
    for (let i = 0; i < this.#addresses.length; i++) {
      if (this.#lengths[i] !== 0 && memory.find(this.#addresses[i]!, this.#lengths[i]!) === null) return false;
    }
    return true;
  }

  /** Whether the segments are what they were before the memory map changed; `regions` are those that are there now. */
  survives(regions: ReadonlySet<GuestRegion>): boolean {
    if (this.#regions.size === 0) return false;
    for (const region of this.#regions) if (!regions.has(region)) return false;
    return true;
  }

  /** The runs where they are now; none when a part of them is not in guest memory. Adjacent runs are joined. */
  segments(memory: GuestMemory): readonly BackingSegment[] {
    if (this.#generation === memory.generation) return this.#segments;
    this.#generation = memory.generation;
    if (!this.survives(new Set(memory.regions))) this.#segments = this.#find(memory);
    return this.#segments;
  }

  #find(memory: GuestMemory): readonly BackingSegment[] {
    const found: { memory: BackingSegment['memory']; offset: number; length: number }[] = [];
    this.#regions.clear();
    for (let i = 0; i < this.#addresses.length; i++) {
      const address = this.#addresses[i]!;
      const length = this.#lengths[i]!;
      if (length === 0) continue;
      const region = memory.find(address, length);
      if (region === null) {
        this.#regions.clear();
        return [];
      }
      this.#regions.add(region);
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

/**
 * Copies rows of bytes between segments and a block.
 *
 * The runs are walked once, however many rows there are: a picture in scattered pages has hundreds of either.
 *
 * @param from - byte of the backing where the first row begins; further rows follow every `fromStride` bytes
 * @param at - byte of the block where the first row begins; further rows follow every `atStride` bytes
 * @returns false when the segments or the block have fewer bytes; nothing is copied then
 */
export function copyRows(
  segments: readonly BackingSegment[],
  from: number,
  fromStride: number,
  block: Uint8Array,
  at: number,
  atStride: number,
  rowBytes: number,
  rows: number,
): boolean {
  if (rowBytes === 0 || rows === 0) return true;
  if (fromStride === rowBytes && atStride === rowBytes) return copySegments(segments, from, block, at, rowBytes * rows, false);
  let total = 0;
  for (const segment of segments) total += segment.length;
  const last = (rows - 1) * fromStride;
  if (from < 0 || from + last + rowBytes > total || at + (rows - 1) * atStride + rowBytes > block.length) return false;
  let index = 0;
  let start = 0;
  for (let row = 0; row < rows; row++) {
    for (let done = 0; done < rowBytes;) {
      const segment = segments[index]!;
      const skip = from + row * fromStride + done - start;
      if (skip >= segment.length) {
        start += segment.length;
        index++;
        continue;
      }
      const n = Math.min(segment.length - skip, rowBytes - done);
      const place = segment.offset + skip;
      block.set(segment.memory.bytes.subarray(place, place + n), at + row * atStride + done);
      done += n;
    }
  }
  return true;
}
