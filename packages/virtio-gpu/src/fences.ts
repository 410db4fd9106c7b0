import type { RendererDevice } from './context-type.ts';

/**
 * The renderer's fences that a device waits for. Who waits asks `isDone`. When to ask again, the renderer is asked to tell (`watch`), or the
 * thread waits for it in place (`await`), which is sooner and costs less where it has nothing better to do.
 */
export class Fences {
  readonly #renderer: RendererDevice | null;
  /** Fences that nobody watches yet. */
  readonly #fresh = new Set<number>();
  /** Fences that are waited for, oldest first, and by how many: what adds no work to the GPU may get the fence that was there. */
  readonly #open = new Map<number, number>();
  #mustPoll = false;

  constructor(renderer: RendererDevice | null) {
    this.#renderer = renderer;
  }

  /** Whether fences have to be asked again and again, because nobody tells when they signal. */
  get mustPoll(): boolean {
    return this.#mustPoll && this.#open.size > 0;
  }

  /** Makes a fence after everything submitted so far, or after what was submitted to a ring of a context. */
  make(context?: number, ring?: number): number {
    const fence = context === undefined ? this.#renderer!.createFence() : this.#renderer!.createFence(context, ring);
    this.#fresh.add(fence);
    this.#open.set(fence, (this.#open.get(fence) ?? 0) + 1);
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
    for (const fence of this.#open.keys()) return this.#renderer!.waitFence(fence, microseconds);
    return true;
  }

  /** Forgets a fence. */
  drop(fence: number): void {
    this.#renderer!.destroyFence(fence);
    const others = (this.#open.get(fence) ?? 1) - 1;
    if (others > 0) {
      this.#open.set(fence, others);
      return;
    }
    this.#open.delete(fence);
    this.#fresh.delete(fence);
    if (this.#open.size === 0) this.#mustPoll = false;
  }

  /** Has the new ones watched that are still open. */
  watch(): void {
    for (const fence of this.#fresh) {
      if (!this.#renderer!.watchFence(fence) && !this.#renderer!.fenceSignalled(fence)) this.#mustPoll = true;
    }
    this.#fresh.clear();
  }
}
