/*
 * The three parts of a split virtqueue (virtio 1.3 section 2.7) as typed arrays over guest memory.
 *
 *   descriptors  16 bytes each: address u64, length u32, flags u16, next u16
 *   available    flags u16, index u16, then a u16 per entry (head of a chain), then used_event u16
 *   used         flags u16, index u16, then per entry {head u32, bytes written u32}, then avail_event u16
 *
 * Both sides write at any time. Indices are therefore read and written with Atomics: what was written before an index is
 * published is seen by who reads the index. Everything else is read once.
 */
import type { GuestMemory, GuestRegion } from './guest-memory.ts';
import { hex } from './guest-memory.ts';

/** Flags of descriptors and rings. @source virtio 1.3 sections 2.7.5, 2.7.6 and 2.7.8 */
export const RingFlag = {
  /** The chain goes on at `next`. */
  DESC_NEXT: 1,
  /** The device writes here. */
  DESC_WRITE: 2,
  /** The buffer is a table of descriptors. */
  DESC_INDIRECT: 4,
  /** The driver asks not to be interrupted. */
  AVAIL_NO_INTERRUPT: 1,
  /** The device asks not to be kicked. */
  USED_NO_NOTIFY: 1,
} as const;

/** Guest addresses of the parts. */
export interface RingPlaces {
  readonly descriptors: number;
  readonly available: number;
  readonly used: number;
}

/** Bytes of each part of a queue. */
export function ringBytes(size: number): RingPlaces {
  return { descriptors: size * 16, available: 6 + size * 2, used: 6 + size * 8 };
}

/** A split ring that was found in guest memory. */
export class SplitRing {
  readonly size: number;
  /** Four words a descriptor. */
  readonly descriptors: Uint32Array;
  /** flags, index, entries, used_event. */
  readonly available: Uint16Array;
  /** flags, index, then entries in pairs of words as halves, avail_event last. */
  readonly used: Uint16Array;
  /** The used entries alone: head, bytes written. */
  readonly usedEntries: Uint32Array;

  private constructor(size: number, descriptors: Uint32Array, available: Uint16Array, used: Uint16Array, usedEntries: Uint32Array) {
    this.size = size;
    this.descriptors = descriptors;
    this.available = available;
    this.used = used;
    this.usedEntries = usedEntries;
  }

  /**
   * Finds the parts in guest memory.
   * @returns the ring, or why there is none
   */
  static find(memory: GuestMemory, size: number, places: RingPlaces): SplitRing | string {
    if (size < 1 || size > 32768 || (size & (size - 1)) !== 0) return `a queue of ${size} entries; a power of two up to 32768 is allowed`;
    const bytes = ringBytes(size);
    const descriptors = place(memory, 'descriptor table', places.descriptors, bytes.descriptors, 16);
    if (typeof descriptors === 'string') return descriptors;
    const available = place(memory, 'available ring', places.available, bytes.available, 2);
    if (typeof available === 'string') return available;
    const used = place(memory, 'used ring', places.used, bytes.used, 4);
    if (typeof used === 'string') return used;
    return new SplitRing(
      size,
      new Uint32Array(descriptors.buffer, descriptors.byteOffset, size * 4),
      new Uint16Array(available.buffer, available.byteOffset, size + 3),
      new Uint16Array(used.buffer, used.byteOffset, size * 4 + 3),
      new Uint32Array(used.buffer, used.byteOffset + 4, size * 2),
    );
  }

  get availableIndex(): number {
    return Atomics.load(this.available, 1);
  }

  set availableIndex(value: number) {
    Atomics.store(this.available, 1, value);
  }

  get usedIndex(): number {
    return Atomics.load(this.used, 1);
  }

  set usedIndex(value: number) {
    Atomics.store(this.used, 1, value);
  }

  /** Where the driver wants to be interrupted (used_event). */
  get usedEvent(): number {
    return Atomics.load(this.available, this.size + 2);
  }

  set usedEvent(value: number) {
    Atomics.store(this.available, this.size + 2, value);
  }

  /** Where the device wants to be kicked (avail_event). */
  get availableEvent(): number {
    return Atomics.load(this.used, this.size * 4 + 2);
  }

  set availableEvent(value: number) {
    Atomics.store(this.used, this.size * 4 + 2, value);
  }

  get availableFlags(): number {
    return Atomics.load(this.available, 0);
  }

  set availableFlags(value: number) {
    Atomics.store(this.available, 0, value);
  }

  get usedFlags(): number {
    return Atomics.load(this.used, 0);
  }

  set usedFlags(value: number) {
    Atomics.store(this.used, 0, value);
  }
}

/**
 * Whether the other side wants to hear of a move of an index from `before` to `now`, having asked for `event`.
 * @source virtio 1.3 section 2.7.10
 */
export function crosses(event: number, now: number, before: number): boolean {
  return ((now - event - 1) & 0xffff) < ((now - before) & 0xffff);
}

function place(memory: GuestMemory, what: string, address: number, bytes: number, alignment: number): Uint8Array | string {
  const region: GuestRegion | null = memory.find(address, bytes);
  if (region === null) return `the ${what} of ${bytes} bytes at ${hex(address)} is outside guest memory`;
  const { bytes: all } = region.memory;
  const at = region.offset + (address - region.guestAddress);
  // A region may begin at any place of its block, and typed arrays ask for alignment as the specification does.
  if (address % alignment !== 0 || (all.byteOffset + at) % Math.min(alignment, 4) !== 0) {
    return `the ${what} at ${hex(address)} is not aligned to ${alignment} bytes`;
  }
  return all.subarray(at, at + bytes);
}
