/*
 * Memory that guests map: one block of shared memory for each device, cut into ranges of whole pages.
 *
 * One block means one descriptor and one mapping, whatever a guest makes of it. It is as large as the guest's window and costs
 * nothing until it is touched. Ranges that come back are given back to the system at once, so that a new one is zeros and a guest
 * that is done holds no memory.
 *
 * Behind each range lies a page that nobody gets: rasterisers on the CPU fetch some bytes beyond the end of a buffer.
 */
import type { SharedMemory, SharedMemorySource, SharedRange } from '@virglass/virtio-gpu';

/** Ranges are multiples of this, and so are their places: what guests map are pages. */
export const SHARED_PAGE = 4096;

/** The shared memory of one guest. */
export class SharedPool implements Disposable {
  readonly #source: SharedMemorySource;
  #memory: SharedMemory | null = null;
  /** Free runs by their place; neighbours are always joined. */
  readonly #starts: number[] = [];
  readonly #lengths: number[] = [];
  #used = 0;

  constructor(source: SharedMemorySource) {
    this.#source = source;
    const bytes = Math.floor(source.bytes / SHARED_PAGE) * SHARED_PAGE;
    if (bytes === 0) return;
    this.#starts.push(0);
    this.#lengths.push(bytes);
  }

  /** Bytes of all ranges that are out; for tests. */
  get used(): number {
    return this.#used;
  }

  /**
   * Takes zeroed memory.
   *
   * @param bytes - rounded up to whole pages
   * @returns null when there is no run of that length, or the system has no memory
   */
  allocate(bytes: number): SharedRange | null {
    const length = Math.max(1, Math.ceil(bytes / SHARED_PAGE)) * SHARED_PAGE;
    const taken = length + SHARED_PAGE;
    const i = this.#lengths.findIndex((free) => free >= taken);
    if (i < 0) return null;
    try {
      this.#memory ??= this.#source.allocate(this.#source.bytes);
    } catch {
      return null;
    }
    const offset = this.#starts[i]!;
    if (this.#lengths[i] === taken) {
      this.#starts.splice(i, 1);
      this.#lengths.splice(i, 1);
    } else {
      this.#starts[i]! += taken;
      this.#lengths[i]! -= taken;
    }
    this.#used += length;
    return { memory: this.#memory, offset, length };
  }

  /** Gives a range back; the GPU is done with it. */
  free(range: SharedRange): void {
    range.memory.discard(range.offset, range.length);
    this.#used -= range.length;
    const start = range.offset;
    const length = range.length + SHARED_PAGE;
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#starts[middle]! < start) low = middle + 1;
      else high = middle;
    }
    this.#starts.splice(low, 0, start);
    this.#lengths.splice(low, 0, length);
    this.#join(low);
    if (low > 0) this.#join(low - 1);
  }

  #join(i: number): void {
    if (i + 1 >= this.#starts.length || this.#starts[i]! + this.#lengths[i]! !== this.#starts[i + 1]) return;
    this.#lengths[i]! += this.#lengths[i + 1]!;
    this.#starts.splice(i + 1, 1);
    this.#lengths.splice(i + 1, 1);
  }

  /** Gives the block back. No range of it is in use any more. */
  [Symbol.dispose](): void {
    this.#memory?.[Symbol.dispose]();
    this.#memory = null;
  }
}
