import type { RendererDevice } from './context-type.ts';

/** A fence that is waited for. */
interface Open {
  readonly fence: number;
  /** By how many: what adds no work to the GPU may get the fence that was there. */
  waiters: number;
  /** Nobody watches it yet. */
  fresh: boolean;
}

/**
 * The renderer's fences that a device waits for. Who waits asks `isDone`. When to ask again, the renderer is asked to tell (`watch`), or the
 * thread waits for it in place (`await`), which is sooner and costs less where it has nothing better to do.
 */
export class Fences {
  readonly #renderer: RendererDevice | null;
  /** Oldest first; few, mostly one. */
  readonly #open: Open[] = [];
  #mustPoll = false;

  constructor(renderer: RendererDevice | null) {
    this.#renderer = renderer;
  }

  /** Whether fences have to be asked again and again, because nobody tells when they signal. */
  get mustPoll(): boolean {
    return this.#mustPoll && this.#open.length > 0;
  }

  /** Makes a fence after everything submitted so far, or after what was submitted to a ring of a context. */
  make(context?: number, ring?: number): number {
    const fence = context === undefined ? this.#renderer!.createFence() : this.#renderer!.createFence(context, ring);
    const open = this.#open.findLast((one) => one.fence === fence);
    if (open === undefined) this.#open.push({ fence, waiters: 1, fresh: true });
    else open.waiters++;
    return fence;
  }

  /** Whether a fence has signalled; then it is gone. */
  isDone(fence: number): boolean {
    if (!this.#renderer!.fenceSignalled(fence)) return false;
    this.drop(fence);
    return true;
  }

  /** As `isDone`, after waiting for a moment. */
  wait(fence: number, microseconds: number): boolean {
    if (!this.#renderer!.waitFence(fence, microseconds)) return false;
    this.drop(fence);
    return true;
  }

  /** Waits for the oldest one for a moment; true: it has signalled, or there is none. */
  await(microseconds: number): boolean {
    return this.#open.length === 0 || this.#renderer!.waitFence(this.#open[0]!.fence, microseconds);
  }

  /** Forgets a fence. */
  drop(fence: number): void {
    this.#renderer!.destroyFence(fence);
    const at = this.#open.findIndex((one) => one.fence === fence);
    if (at < 0 || --this.#open[at]!.waiters > 0) return;
    if (at === 0) this.#open.shift();
    else this.#open.splice(at, 1);
    if (this.#open.length === 0) this.#mustPoll = false;
  }

  /** Has the new ones watched that are still open. */
  watch(): void {
    for (const open of this.#open) {
      if (!open.fresh) continue;
      open.fresh = false;
      if (!this.#renderer!.watchFence(open.fence) && !this.#renderer!.fenceSignalled(open.fence)) this.#mustPoll = true;
    }
  }
}
