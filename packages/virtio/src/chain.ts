import type { GuestMemory } from './guest-memory.ts';

/** Buffers of one request, at most. Drivers of real guests send below 100; QEMU bounds them to 1024 as well. */
export const MAX_CHAIN_SEGMENTS = 1024;

/**
 * One request on a queue: buffers the device reads, then buffers it writes.
 *
 * Chains are made once for each place in the queue and used again; a device keeps one only until it has given it back.
 * Copying in and out looks every buffer up again in the memory map, so a chain stays harmless when memory has gone meanwhile.
 */
export class Chain {
  readonly #memory: GuestMemory;
  #addresses = new Float64Array(8);
  #lengths = new Uint32Array(8);
  #segments = 0;
  /** Descriptor that the chain began with. */
  head = 0;
  /** Which life of the queue it belongs to; a chain of an earlier life is not given back. */
  life = 0;
  /** Buffers that the device reads; those that it writes follow. */
  readableSegments = 0;
  /** Bytes to read and to write. */
  readable = 0;
  writable = 0;
  /** Bytes written so far, from the first writable byte on. */
  written = 0;

  constructor(memory: GuestMemory) {
    this.#memory = memory;
  }

  get segments(): number {
    return this.#segments;
  }

  /** Guest address of a buffer. */
  address(segment: number): number {
    return this.#addresses[segment]!;
  }

  /** Bytes of a buffer. */
  bytes(segment: number): number {
    return this.#lengths[segment]!;
  }

  /** Empties the chain for a new request. */
  begin(head: number, life: number): void {
    this.head = head;
    this.life = life;
    this.#segments = 0;
    this.readableSegments = 0;
    this.readable = 0;
    this.writable = 0;
    this.written = 0;
  }

  /**
   * Adds a buffer.
   * @returns '' or why the chain is not one
   */
  add(address: number, length: number, write: boolean): string {
    if (this.#segments >= MAX_CHAIN_SEGMENTS) return `has more than ${MAX_CHAIN_SEGMENTS} buffers`;
    if (!write && this.writable > 0) return 'has a buffer to read behind one to write';
    if (this.#segments === this.#addresses.length) this.#grow();
    this.#addresses[this.#segments] = address;
    this.#lengths[this.#segments] = length;
    this.#segments++;
    if (write) this.writable += length;
    else {
      this.readable += length;
      this.readableSegments++;
    }
    return '';
  }

  #grow(): void {
    const addresses = new Float64Array(this.#addresses.length * 4);
    addresses.set(this.#addresses);
    const lengths = new Uint32Array(addresses.length);
    lengths.set(this.#lengths);
    this.#addresses = addresses;
    this.#lengths = lengths;
  }

  /**
   * Copies readable bytes out.
   *
   * @param from - first byte, counted over all readable buffers
   * @param target - where they go, from `at` on
   * @returns false when so many are not there, or guest memory is not; `target` may then hold a part
   */
  read(from: number, target: Uint8Array, at: number, length: number): boolean {
    if (from < 0 || length < 0 || from + length > this.readable || at + length > target.length) return false;
    return this.#copy(0, this.readableSegments, from, target, at, length, false);
  }

  /**
   * Copies bytes into the writable buffers.
   *
   * @param to - first byte, counted over all writable buffers
   * @returns false when there is no room, or guest memory is not there
   */
  write(to: number, source: Uint8Array, at: number, length: number): boolean {
    if (to < 0 || length < 0 || to + length > this.writable || at + length > source.length) return false;
    if (!this.#copy(this.readableSegments, this.#segments, to, source, at, length, true)) return false;
    if (to + length > this.written) this.written = to + length;
    return true;
  }

  #copy(first: number, end: number, from: number, other: Uint8Array, at: number, length: number, write: boolean): boolean {
    let skip = from;
    let done = 0;
    for (let i = first; i < end && done < length; i++) {
      const bytes = this.#lengths[i]!;
      if (skip >= bytes) {
        skip -= bytes;
        continue;
      }
      const n = Math.min(bytes - skip, length - done);
      const address = this.#addresses[i]! + skip;
      const region = this.#memory.find(address, n);
      if (region === null) return false;
      const start = region.offset + (address - region.guestAddress);
      copyBytes(region.memory.bytes, start, other, at + done, n, write);
      skip = 0;
      done += n;
    }
    return done === length;
  }
}

/** Few bytes are copied one by one: a view would cost more than they do. */
const SMALL = 64;

function copyBytes(guest: Uint8Array, start: number, other: Uint8Array, at: number, n: number, write: boolean): void {
  if (n > SMALL) {
    if (write) guest.set(other.subarray(at, at + n), start);
    else other.set(guest.subarray(start, start + n), at);
    return;
  }
  if (write) for (let i = 0; i < n; i++) guest[start + i] = other[at + i]!;
  else for (let i = 0; i < n; i++) other[at + i] = guest[start + i]!;
}
