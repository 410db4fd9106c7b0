/*
 * Fenced requests, answered when the GPU has got so far.
 *
 * A guest's kernel takes the answer to a fence as the answer to all earlier ones of the same timeline. So each timeline (the
 * device's own, and one for each ring of each context) is a queue: its head is asked, the ones behind it wait. A request
 * without work on the GPU is answered at once where nothing of its timeline waits, and queues up behind what does. A request
 * that is not carried out yet keeps its place.
 */
import type { Chain } from '@virglass/virtio';
import type { Fences } from './fences.ts';

/** Fence of a request that waits for those before it alone. */
export const NO_FENCE = -1;
/** Fence of a request that is not carried out yet. */
const UNKNOWN = -2;

/** Timelines on which nothing waits and that are kept all the same, because something soon will again. */
const KEPT_IDLE = 16;

interface Waiting {
  readonly chain: Chain;
  fence: number;
}

/** The timelines of a device. */
export class Timelines {
  readonly #fences: Fences;
  readonly #done: (chain: Chain) => void;
  readonly #queues = new Map<number, Waiting[]>();
  /** Places of requests that are not carried out yet. */
  readonly #places = new Map<Chain, Waiting>();
  #count = 0;

  /** @param done - gives a request back */
  constructor(fences: Fences, done: (chain: Chain) => void) {
    this.#fences = fences;
    this.#done = done;
  }

  /** Requests that wait. */
  get waiting(): number {
    return this.#count;
  }

  /** Whether something of a timeline waits. */
  isBusy(timeline: number): boolean {
    return (this.#queues.get(timeline)?.length ?? 0) > 0;
  }

  /** Whether a request has a place already. */
  hasPlace(chain: Chain): boolean {
    return this.#places.has(chain);
  }

  /** Keeps a place for a request that is carried out later: `add` it then. */
  keepPlace(timeline: number, chain: Chain): void {
    this.#places.set(chain, this.#append(timeline, chain, UNKNOWN));
  }

  /** Adds a request that is answered when its fence has signalled and those before it are answered. */
  add(timeline: number, chain: Chain, fence: number): void {
    const place = this.#places.get(chain);
    if (place === undefined) {
      this.#append(timeline, chain, fence);
      return;
    }
    this.#places.delete(chain);
    place.fence = fence;
  }

  /**
   * Answers what has finished.
   * @returns whether anything has
   */
  collect(): boolean {
    const before = this.#count;
    for (const [timeline, queue] of this.#queues) {
      let n = 0;
      while (n < queue.length && this.#isDone(queue[n]!.fence)) this.#done(queue[n++]!.chain);
      this.#count -= n;
      if (n === 1) queue.shift();
      else if (n > 0) queue.splice(0, n);
      if (queue.length === 0 && this.#queues.size > KEPT_IDLE) this.#queues.delete(timeline);
    }
    return this.#count < before;
  }

  /** Forgets everything without answering. */
  clear(): void {
    for (const queue of this.#queues.values()) for (const { fence } of queue) if (fence >= 0) this.#fences.drop(fence);
    this.#queues.clear();
    this.#places.clear();
    this.#count = 0;
  }

  #append(timeline: number, chain: Chain, fence: number): Waiting {
    const waiting = { chain, fence };
    const queue = this.#queues.get(timeline);
    if (queue === undefined) this.#queues.set(timeline, [waiting]);
    else queue.push(waiting);
    this.#count++;
    return waiting;
  }

  #isDone(fence: number): boolean {
    return fence === NO_FENCE || (fence !== UNKNOWN && this.#fences.isDone(fence));
  }
}

/** Number of a context's ring among timelines; the device's own is `DEVICE_TIMELINE`. */
export function ringTimeline(context: number, ring: number): number {
  return context * 256 + ring;
}

/** The timeline of fences without a ring. */
export const DEVICE_TIMELINE = -1;
