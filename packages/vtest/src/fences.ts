/*
 * When a client's work has finished on the GPU.
 *
 * Submissions are numbered from 1. GL executes in order, so one number says it all: everything up to `completed` is done. GL
 * fences are made only where somebody may ask (a fence resource, a wait), each covers all submissions before it, and they
 * signal in the order they were made.
 */
import type { RendererDevice } from '@virglass/virtio-gpu';
import { maxPendingFences } from './limits.ts';

/** The fences of one client. */
export class Fences implements Disposable {
  readonly #device: RendererDevice;
  readonly #pending: { readonly number: number; readonly fence: number }[] = [];
  #submitted = 0;
  #completed = 0;
  #flushed = 0;

  constructor(device: RendererDevice) {
    this.#device = device;
  }

  /** Number of the last submission. */
  get submitted(): number {
    return this.#submitted;
  }

  /** True while there are submissions of which nothing has told the GPU to begin. */
  get unflushed(): boolean {
    return this.#submitted > this.#flushed;
  }

  /** True when everything submitted is known to have finished. */
  get idle(): boolean {
    return this.#completed === this.#submitted;
  }

  /** Counts a submission. */
  submit(): void {
    this.#submitted++;
  }

  /** Tells the GPU to begin with what it has. */
  flush(): void {
    if (!this.unflushed) return;
    this.#device.flush();
    this.#flushed = this.#submitted;
  }

  /**
   * Makes sure that a fence covers everything submitted so far.
   * @returns the number to ask `isDone` for
   */
  cover(): number {
    const covered = this.#pending.at(-1)?.number ?? this.#completed;
    if (covered === this.#submitted) return covered;
    if (this.#pending.length >= maxPendingFences) this.#collect();
    if (this.#pending.length >= maxPendingFences) {
      this.#finish();
    } else {
      // A fence that is never flushed never signals, so making one flushes.
      this.#pending.push({ number: this.#submitted, fence: this.#device.createFence() });
      this.#flushed = this.#submitted;
    }
    return this.#submitted;
  }

  /** True when everything up to that submission, which must be covered, has finished. */
  isDone(number: number): boolean {
    if (this.#completed < number) this.#collect();
    return this.#completed >= number;
  }

  /**
   * Waits until the submission has finished or the time is over.
   * @returns as `isDone`
   */
  wait(number: number, timeoutMicroseconds: number): boolean {
    if (this.isDone(number)) return true;
    const covering = this.#pending.find((fence) => fence.number >= number);
    if (covering === undefined) this.#finish();
    else if (this.#device.waitFence(covering.fence, timeoutMicroseconds)) this.#collect();
    return this.#completed >= number;
  }

  /**
   * Asks the renderer to tell when the submission, which must be covered, has finished.
   * @returns false when it has, or when nobody can tell
   */
  watch(number: number): boolean {
    const covering = this.#completed >= number ? undefined : this.#pending.find((fence) => fence.number >= number);
    return covering !== undefined && this.#device.watchFence(covering.fence);
  }

  [Symbol.dispose](): void {
    for (const { fence } of this.#pending.splice(0)) this.#device.destroyFence(fence);
  }

  /** Takes signalled fences off, oldest first. */
  #collect(): void {
    for (;;) {
      const oldest = this.#pending[0];
      if (oldest === undefined || !this.#device.fenceSignalled(oldest.fence)) return;
      this.#device.destroyFence(oldest.fence);
      this.#completed = oldest.number;
      this.#pending.shift();
    }
  }

  #finish(): void {
    this.#device.finish();
    this[Symbol.dispose]();
    this.#completed = this.#submitted;
    this.#flushed = this.#submitted;
  }
}
