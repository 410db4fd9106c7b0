/*
 * The driver's side of a split virtqueue, for a guest written in JavaScript: the rings lie in a block of memory that the
 * device shares, buffers are guest addresses.
 *
 * Free descriptors form a list through their `next` members. A request of more than one buffer takes one descriptor and a
 * table (an indirect descriptor) when a table was provided, else as many descriptors as it has buffers.
 */
import type { GuestMemory } from './guest-memory.ts';
import { crosses, RingFlag, type RingPlaces, SplitRing } from './split-ring.ts';

/** A buffer: guest address and bytes. */
export interface DriverRange {
  readonly address: number;
  readonly length: number;
}

/** A queue as its driver sees it. */
export class DriverQueue {
  readonly ring: SplitRing;
  readonly #eventIndex: boolean;
  #free = 0;
  #freeCount: number;
  #available: number;
  #kicked: number;
  #seen: number;

  /**
   * Lays the rings out at their places and clears them.
   * @throws {RangeError} when the places are not in memory
   */
  constructor(memory: GuestMemory, size: number, places: RingPlaces, eventIndex: boolean) {
    const ring = SplitRing.find(memory, size, places);
    if (typeof ring === 'string') throw new RangeError(ring);
    this.ring = ring;
    this.#eventIndex = eventIndex;
    ring.descriptors.fill(0);
    ring.available.fill(0);
    ring.used.fill(0);
    for (let i = 0; i < size; i++) ring.descriptors[i * 4 + 3] = ((i + 1) % size) << 16;
    this.#freeCount = size;
    this.#available = 0;
    this.#kicked = 0;
    this.#seen = 0;
  }

  /** Descriptors that are free. */
  get free(): number {
    return this.#freeCount;
  }

  /**
   * Adds a request; the device sees it after `kick`.
   *
   * @param readable - buffers for the device to read
   * @param writable - buffers for the device to write
   * @returns the head, by which `collect` names the request, or -1 when too few descriptors are free
   */
  add(readable: readonly DriverRange[], writable: readonly DriverRange[]): number {
    const count = readable.length + writable.length;
    if (count === 0 || count > this.#freeCount) return -1;
    const { descriptors } = this.ring;
    const head = this.#free;
    let at = head;
    for (let i = 0; i < count; i++) {
      const write = i >= readable.length;
      const { address, length } = write ? writable[i - readable.length]! : readable[i]!;
      const next = descriptors[at * 4 + 3]! >>> 16;
      this.#fill(at, address, length, (write ? RingFlag.DESC_WRITE : 0) | (i < count - 1 ? RingFlag.DESC_NEXT : 0), next);
      at = next;
    }
    this.#free = at;
    this.#freeCount -= count;
    this.#offer(head);
    return head;
  }

  /** Adds a request whose buffers are described in a table in guest memory: one descriptor. */
  addIndirect(table: DriverRange): number {
    if (this.#freeCount === 0) return -1;
    const head = this.#free;
    const next = this.ring.descriptors[head * 4 + 3]! >>> 16;
    this.#fill(head, table.address, table.length, RingFlag.DESC_INDIRECT, next);
    this.#free = next;
    this.#freeCount--;
    this.#offer(head);
    return head;
  }

  /** Publishes what was added; true when the device wants to be kicked. */
  kick(): boolean {
    const before = this.#kicked;
    if (before === this.#available) return false;
    this.ring.availableIndex = this.#available;
    this.#kicked = this.#available;
    if (this.#eventIndex) return crosses(this.ring.availableEvent, this.#available, before);
    return (this.ring.usedFlags & RingFlag.USED_NO_NOTIFY) === 0;
  }

  /**
   * Takes one finished request off the used ring.
   *
   * @param report - gets its head and the bytes that the device wrote
   * @returns false when there is none
   */
  collect(report: (head: number, written: number) => void): boolean {
    if (this.ring.usedIndex === this.#seen) return false;
    const at = (this.#seen & (this.ring.size - 1)) * 2;
    const head = this.ring.usedEntries[at]!;
    const written = this.ring.usedEntries[at + 1]!;
    this.#seen = (this.#seen + 1) & 0xffff;
    if (this.#eventIndex) this.ring.usedEvent = this.#seen;
    this.#release(head);
    report(head, written);
    return true;
  }

  #fill(at: number, address: number, length: number, flags: number, next: number): void {
    const { descriptors } = this.ring;
    descriptors[at * 4] = address >>> 0;
    descriptors[at * 4 + 1] = Math.floor(address / 0x100000000);
    descriptors[at * 4 + 2] = length;
    descriptors[at * 4 + 3] = flags | (next << 16);
  }

  #offer(head: number): void {
    this.ring.available[2 + (this.#available & (this.ring.size - 1))] = head;
    this.#available = (this.#available + 1) & 0xffff;
  }

  /** Puts a chain back in front of the free list. */
  #release(head: number): void {
    const { descriptors } = this.ring;
    let last = head;
    let count = 1;
    while ((descriptors[last * 4 + 3]! & RingFlag.DESC_NEXT) !== 0) {
      last = descriptors[last * 4 + 3]! >>> 16;
      count++;
    }
    descriptors[last * 4 + 3] = this.#free << 16;
    this.#free = head;
    this.#freeCount += count;
  }
}
