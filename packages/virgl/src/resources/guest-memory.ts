/*
 * The guest's side of a transfer: a list of runs of memory, in order, that together are the resource's backing.
 *
 * Sockets give one run, virtual machines one per page or per group of adjacent pages. A range that lies in one run is used
 * in place; everything else is gathered into, or scattered from, a block without gaps. Positions only ever go forward, so a
 * cursor walks the list once per copy.
 */
import type { Memory } from '@virglass/gl';
import type { BackingSegment } from '@virglass/virtio-gpu';
import type { BoxLayout } from './transfer-layout.ts';

/** A place in guest memory, as GL takes it. Filled by `findRun`; borrowed until the next call. */
export class GuestRun {
  memory: Memory | null = null;
  offset = 0;
}

/** Bytes of all runs together. */
export function backingBytes(segments: readonly BackingSegment[]): number {
  let bytes = 0;
  for (let i = 0; i < segments.length; i++) bytes += segments[i]!.length;
  return bytes;
}

/**
 * Finds a range that lies within one run.
 *
 * @param offset - byte of the backing where the range begins
 * @returns true when `out` has the place; false when the range crosses a border (or is not there at all)
 */
export function findRun(segments: readonly BackingSegment[], offset: number, bytes: number, out: GuestRun): boolean {
  let start = 0;
  for (let i = 0; i < segments.length; i++) {
    const segment = segments[i]!;
    if (offset < start + segment.length) {
      if (offset + bytes > start + segment.length) return false;
      out.memory = segment.memory;
      out.offset = segment.offset + (offset - start);
      return true;
    }
    start += segment.length;
  }
  return false;
}

/** Copies between a block without gaps and the runs of a backing; the position in the list is kept between rows. */
class Cursor {
  #segments: readonly BackingSegment[] = [];
  #index = 0;
  /** Byte of the backing where the current run begins. */
  #start = 0;

  reset(segments: readonly BackingSegment[]): void {
    this.#segments = segments;
    this.#index = 0;
    this.#start = 0;
  }

  /** Moves `bytes` from byte `at` of the backing to `packed[packedAt]`, or the other way round. `at` never goes back. */
  move(at: number, bytes: number, packed: Uint8Array, packedAt: number, toGuest: boolean): void {
    let from = at;
    let done = 0;
    while (done < bytes) {
      const segment = this.#segments[this.#index];
      if (segment === undefined) return;
      const within = from - this.#start;
      if (within >= segment.length) {
        this.#start += segment.length;
        this.#index++;
        continue;
      }
      const run = Math.min(bytes - done, segment.length - within);
      const guest = segment.memory.bytes;
      const guestAt = segment.offset + within;
      if (toGuest) guest.set(packed.subarray(packedAt + done, packedAt + done + run), guestAt);
      else packed.set(guest.subarray(guestAt, guestAt + run), packedAt + done);
      done += run;
      from += run;
    }
  }
}

const cursor = new Cursor();

function moveBox(
  segments: readonly BackingSegment[],
  offset: number,
  layout: BoxLayout,
  packed: Uint8Array,
  packedAt: number,
  toGuest: boolean,
): void {
  const { rowBytes, rows, layers, stride, layerStride } = layout;
  cursor.reset(segments);
  if (stride === rowBytes && (layers === 1 || layerStride === rows * rowBytes)) {
    cursor.move(offset, layout.packedBytes, packed, packedAt, toGuest);
    return;
  }
  let at = packedAt;
  for (let z = 0; z < layers; z++) {
    for (let y = 0; y < rows; y++) {
      cursor.move(offset + z * layerStride + y * stride, rowBytes, packed, at, toGuest);
      at += rowBytes;
    }
  }
}

/**
 * Copies a box out of guest memory into a block without gaps.
 *
 * @param offset - byte of the backing where the box begins; the box's span lies within the backing
 */
export function gatherBox(
  segments: readonly BackingSegment[],
  offset: number,
  layout: BoxLayout,
  packed: Uint8Array,
  packedAt: number,
): void {
  moveBox(segments, offset, layout, packed, packedAt, false);
}

/** Copies a block without gaps into the box's rows in guest memory; bytes between the rows stay as they are. */
export function scatterBox(
  segments: readonly BackingSegment[],
  offset: number,
  layout: BoxLayout,
  packed: Uint8Array,
  packedAt: number,
): void {
  moveBox(segments, offset, layout, packed, packedAt, true);
}

/**
 * Copies bytes into guest memory.
 *
 * @param offset - byte of the backing
 * @param source - copied whole
 * @returns false, with nothing copied, when the backing ends before
 */
export function writeGuest(segments: readonly BackingSegment[], offset: number, source: Uint8Array): boolean {
  if (offset + source.length > backingBytes(segments)) return false;
  cursor.reset(segments);
  cursor.move(offset, source.length, source, 0, true);
  return true;
}

/** Copies bytes out of guest memory; false, with nothing copied, when the backing ends before. */
export function readGuest(segments: readonly BackingSegment[], offset: number, destination: Uint8Array): boolean {
  if (offset + destination.length > backingBytes(segments)) return false;
  cursor.reset(segments);
  cursor.move(offset, destination.length, destination, 0, false);
  return true;
}
