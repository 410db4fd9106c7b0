/*
 * The device's side of a split virtqueue.
 *
 * A kick means: look. The device then takes requests until there are none, answers those that are done, publishes all answers
 * with one index, and arms the queue: it says from which request on it wants to be kicked again, and looks once more, since
 * the driver may have added one before it read that. Requests may be given back in any order and at any later time, so a
 * request that waits for the GPU holds nobody up.
 *
 * The driver is hostile. What it can get wrong (an index that jumps, a chain that loops, a head that is still out, a table
 * outside memory) stops the queue: `broken` says why, nothing is taken any more, and a reset of the queue begins anew.
 */
import { addressOf } from '@virglass/protocol';
import { Chain, MAX_CHAIN_SEGMENTS } from './chain.ts';
import { type GuestMemory, hex } from './guest-memory.ts';
import { crosses, RingFlag, type RingPlaces, SplitRing } from './split-ring.ts';

/** Descriptors of one request, empty ones too. */
const MAX_CHAIN_DESCRIPTORS = 2 * MAX_CHAIN_SEGMENTS;

/** What a driver set up. */
export interface QueueSetup extends RingPlaces {
  /** Entries, a power of two. */
  readonly size: number;
  /** Index of the first request to take; where an earlier life of the queue ended. */
  readonly next: number;
  /** Whether indices say when to notify (VIRTIO_F_EVENT_IDX). */
  readonly eventIndex: boolean;
}

/** A queue as its device sees it. */
export class DeviceQueue {
  readonly #memory: GuestMemory;
  #ring: SplitRing | null = null;
  #setup: QueueSetup | null = null;
  #generation = 0;
  #held = false;
  #life = 0;
  #next = 0;
  #used = 0;
  #published = 0;
  #broken = '';
  #free: Chain[] = [];
  /** Heads that are out. */
  #out = new Uint8Array(0);
  #outCount = 0;

  constructor(memory: GuestMemory) {
    this.#memory = memory;
  }

  get running(): boolean {
    return this.#ring !== null && this.#broken === '';
  }

  /**
   * Whether the queue is held: nothing is taken, and nothing shall be given back or written, for the driver may have taken its memory
   * away. What is out stays out.
   */
  get held(): boolean {
    return this.#held;
  }

  set held(held: boolean) {
    this.#held = held;
  }

  /** Why the queue was stopped; '' while it makes sense. */
  get broken(): string {
    return this.#broken;
  }

  /** Requests taken and not given back. */
  get outstanding(): number {
    return this.#outCount;
  }

  /** Whether there is a request to take, or something wrong with the queue. */
  get isFilled(): boolean {
    const ring = this.#held ? null : this.#current();
    return ring !== null && ring.availableIndex !== this.#next;
  }

  /** Index of the next request to take. */
  get next(): number {
    return this.#next;
  }

  /**
   * Begins with what a driver set up; the used index is where the ring has it.
   * @returns '' or why not
   */
  start(setup: QueueSetup): string {
    this.stop();
    const ring = SplitRing.find(this.#memory, setup.size, setup);
    if (typeof ring === 'string') return ring;
    this.#setup = setup;
    this.#ring = ring;
    this.#generation = this.#memory.generation;
    this.#next = setup.next & 0xffff;
    this.#used = ring.usedIndex;
    this.#published = this.#used;
    this.#out = new Uint8Array(setup.size);
    return '';
  }

  /**
   * Ends this life of the queue. Requests that are still out are forgotten: giving them back later does nothing.
   * @returns the index of the next request, for another life to begin with
   */
  stop(): number {
    this.#ring = null;
    this.#setup = null;
    this.#broken = '';
    this.#held = false;
    this.#life++;
    this.#outCount = 0;
    this.#free = [];
    return this.#next;
  }

  /** The next request, or null when there is none (or the queue is broken). Give it back with `give`. */
  take(): Chain | null {
    const ring = this.#held ? null : this.#current();
    if (ring === null) return null;
    const waiting = (ring.availableIndex - this.#next) & 0xffff;
    if (waiting === 0) return null;
    if (waiting > ring.size) return this.#break(`the available index is ${waiting} ahead in a queue of ${ring.size}`);
    const head = ring.available[2 + (this.#next & (ring.size - 1))]!;
    if (head >= ring.size) return this.#break(`descriptor ${head} was offered in a queue of ${ring.size}`);
    if (this.#out[head] !== 0) return this.#break(`descriptor ${head} was offered again before it was used`);
    const chain = this.#free.pop() ?? new Chain(this.#memory);
    chain.begin(head, this.#life);
    const error = this.#follow(ring, ring.descriptors, ring.size, head, chain, true);
    if (error !== '') return this.#break(`the chain at descriptor ${head} ${error}`);
    this.#next = (this.#next + 1) & 0xffff;
    this.#out[head] = 1;
    this.#outCount++;
    return chain;
  }

  /** Whether a request was taken in this life of the queue and not given back: what belongs to an earlier life is not to be written. */
  isOut(chain: Chain): boolean {
    return this.#ring !== null && chain.life === this.#life && this.#out[chain.head] !== 0;
  }

  /** Gives a request back with what was written to it. The driver sees it after `publish`. */
  give(chain: Chain): void {
    const ring = this.#current();
    if (ring === null || chain.life !== this.#life || this.#out[chain.head] === 0) return;
    this.#out[chain.head] = 0;
    this.#outCount--;
    const at = (this.#used & (ring.size - 1)) * 2;
    ring.usedEntries[at] = chain.head;
    ring.usedEntries[at + 1] = chain.written;
    this.#used = (this.#used + 1) & 0xffff;
    this.#free.push(chain);
  }

  /**
   * Shows the driver everything that was given back.
   * @returns true when it wants an interrupt for that
   */
  publish(): boolean {
    const ring = this.#current();
    if (ring === null || this.#used === this.#published) return false;
    const before = this.#published;
    ring.usedIndex = this.#used;
    this.#published = this.#used;
    if (this.#setup!.eventIndex) return crosses(ring.usedEvent, this.#used, before);
    return (ring.availableFlags & RingFlag.AVAIL_NO_INTERRUPT) === 0;
  }

  /**
   * Asks to be kicked for the next request.
   * @returns true when one is already there, so that no kick will come
   */
  arm(): boolean {
    const ring = this.#held ? null : this.#current();
    if (ring === null) return false;
    // Written always: some monitors agree on event indices behind the device's back.
    ring.availableEvent = this.#next;
    if (!this.#setup!.eventIndex) ring.usedFlags = 0;
    return ring.availableIndex !== this.#next;
  }

  /** The ring, found again when the memory map has changed; null when there is none. */
  #current(): SplitRing | null {
    if (this.#ring === null || this.#broken !== '') return null;
    if (this.#generation === this.#memory.generation) return this.#ring;
    const found = SplitRing.find(this.#memory, this.#setup!.size, this.#setup!);
    if (typeof found === 'string') return this.#break(found);
    this.#generation = this.#memory.generation;
    this.#ring = found;
    return found;
  }

  #break(reason: string): null {
    this.#broken = reason;
    return null;
  }

  /** Adds the buffers of a chain of descriptors; '' or what is wrong with it. */
  #follow(ring: SplitRing, table: Uint32Array, entries: number, first: number, chain: Chain, direct: boolean): string {
    let at = first;
    for (let steps = 0; ; steps++) {
      // A chain longer than its table meets a descriptor twice; one of empty buffers could have the length of a table of any size.
      if (steps >= entries) return 'does not end';
      if (steps >= MAX_CHAIN_DESCRIPTORS) return `has more than ${MAX_CHAIN_DESCRIPTORS} descriptors`;
      const word = at * 4;
      const address = addressOf(table[word]!, table[word + 1]!);
      const length = table[word + 2]!;
      const rest = table[word + 3]!;
      const flags = rest & 0xffff;
      const next = rest >>> 16;
      if ((flags & RingFlag.DESC_INDIRECT) !== 0) {
        if (!direct) return 'has a table within a table';
        // An indirect descriptor ends its chain (virtio 1.3 section 2.7.5.3.1).
        return (flags & RingFlag.DESC_NEXT) !== 0 ? 'goes on behind a table' : this.#followTable(ring, address, length, chain);
      }
      if (length > 0) {
        if (address < 0 || this.#memory.find(address, length) === null)
          return `has ${length} bytes at ${hex(address)}, outside guest memory`;
        const error = chain.add(address, length, (flags & RingFlag.DESC_WRITE) !== 0);
        if (error !== '') return error;
      }
      if ((flags & RingFlag.DESC_NEXT) === 0) return '';
      if (next >= entries) return `goes on at descriptor ${next} of ${entries}`;
      at = next;
    }
  }

  #followTable(ring: SplitRing, address: number, length: number, chain: Chain): string {
    if (length === 0 || length % 16 !== 0) return `has a table of ${length} bytes`;
    const region = address < 0 ? null : this.#memory.find(address, length);
    if (region === null) return `has a table at ${hex(address)}, outside guest memory`;
    const { bytes } = region.memory;
    const at = bytes.byteOffset + region.offset + (address - region.guestAddress);
    if (at % 4 !== 0) return `has a table at ${hex(address)}, which is not aligned`;
    return this.#follow(ring, new Uint32Array(bytes.buffer, at, length / 4), length / 16, 0, chain, false);
  }
}
