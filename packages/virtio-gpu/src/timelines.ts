/*
 * Fenced requests, answered when the GPU has got so far.
 *
 * A guest's kernel takes the answer to a fence as the answer to all earlier ones of the same timeline. So each timeline (the
 * device's own, and one for each ring of each context) is a queue: its head is asked, the ones behind it wait. A request
 * without work on the GPU is answered at once where nothing of its timeline waits, and queues up behind what does.
 */
import type { Chain } from '@virglass/virtio';
import type { RendererDevice } from './context-type.ts';

/** Fence of a request that waits for those before it alone. */
export const NO_FENCE = -1;

interface Waiting {
  readonly chain: Chain;
  readonly fence: number;
}

/** The timelines of a device. */
export class Timelines {
  readonly #renderer: RendererDevice | null;
  readonly #done: (chain: Chain) => void;
  readonly #queues = new Map<number, Waiting[]>();
  #count = 0;

  /** @param done - gives a request back */
  constructor(renderer: RendererDevice | null, done: (chain: Chain) => void) {
    this.#renderer = renderer;
    this.#done = done;
  }

  /** Requests that wait. */
  get waiting(): number {
    return this.#count;
  }

  /** Whether something of a timeline waits. */
  isBusy(timeline: number): boolean {
    return this.#queues.has(timeline);
  }

  /** Adds a request that is answered when its fence has signalled and those before it are answered. */
  add(timeline: number, chain: Chain, fence: number): void {
    const queue = this.#queues.get(timeline);
    if (queue === undefined) this.#queues.set(timeline, [{ chain, fence }]);
    else queue.push({ chain, fence });
    this.#count++;
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
      if (n === queue.length) this.#queues.delete(timeline);
      else if (n > 0) queue.splice(0, n);
    }
    return this.#count < before;
  }

  #isDone(fence: number): boolean {
    if (fence === NO_FENCE) return true;
    if (!this.#renderer!.fenceSignalled(fence)) return false;
    this.#renderer!.destroyFence(fence);
    return true;
  }

  /** Forgets everything without answering. */
  clear(): void {
    for (const queue of this.#queues.values()) {
      for (const { fence } of queue) if (fence !== NO_FENCE) this.#renderer!.destroyFence(fence);
    }
    this.#queues.clear();
    this.#count = 0;
  }
}

/** Number of a context's ring among timelines; the device's own is `DEVICE_TIMELINE`. */
export function ringTimeline(context: number, ring: number): number {
  return context * 256 + ring;
}

/** The timeline of fences without a ring. */
export const DEVICE_TIMELINE = -1;
