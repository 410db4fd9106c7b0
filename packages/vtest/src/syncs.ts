/*
 * Sync objects of protocol 3: numbers that command streams raise when the GPU has finished, and that clients wait for through
 * a file descriptor that becomes readable.
 *
 * Values are 64-bit and only compared, so they are BigInts: none of this is on a path where that would matter.
 */
import { EventFd } from '@virglass/host-linux';
import { maxSyncs, maxSyncWaits } from './limits.ts';

/** One sync object; waits and streams hold it even after the client gave it up. */
export type Sync = { value: bigint };

type Wait = {
  readonly event: EventFd;
  readonly entries: { readonly sync: Sync; readonly value: bigint }[];
  /** How many entries still have to be reached. */
  missing: number;
  /** Time in milliseconds after which nobody looks at the descriptor any more. */
  readonly expires: number;
};

type Signal = { readonly number: number; readonly entries: readonly { readonly sync: Sync; readonly value: bigint }[] };

/** The sync objects of one client. */
export class Syncs implements Disposable {
  readonly #syncs = new Map<number, Sync>();
  readonly #waits = new Set<Wait>();
  readonly #signals: Signal[] = [];
  #lastId = 0;

  /** True while streams in flight will raise syncs. */
  get pending(): boolean {
    return this.#signals.length > 0;
  }

  /** Submission after which the next syncs are raised. */
  get next(): number {
    return this.#signals[0]?.number ?? 0;
  }

  /** Makes a sync; returns its number, or 0 when the client has too many. */
  create(value: bigint): number {
    if (this.#syncs.size >= maxSyncs) return 0;
    do this.#lastId = this.#lastId === 0xffff_ffff ? 1 : this.#lastId + 1;
    while (this.#syncs.has(this.#lastId));
    this.#syncs.set(this.#lastId, { value });
    return this.#lastId;
  }

  get(id: number): Sync | undefined {
    return this.#syncs.get(id);
  }

  /** Forgets a number; returns false when there was none. */
  unref(id: number): boolean {
    return this.#syncs.delete(id);
  }

  /** Sets the value and wakes whoever waited for it. */
  write(sync: Sync, value: bigint): void {
    const raised = value > sync.value;
    sync.value = value;
    if (!raised) return;
    for (const wait of this.#waits) {
      for (let i = wait.entries.length - 1; i >= 0; i--) {
        const entry = wait.entries[i];
        if (entry?.sync !== sync || entry.value > value) continue;
        wait.entries.splice(i, 1);
        wait.missing--;
      }
      if (wait.missing > 0) continue;
      wait.event.signal();
      this.#drop(wait);
    }
  }

  /**
   * Makes a descriptor that becomes readable when the syncs have reached the values.
   *
   * @param any - one of them suffices
   * @param timeoutMs - how long the client will look at it
   * @returns the event, owned by this object for as long as the wait is pending, else by the caller; null when there are too many
   * @throws {HostError} when there is no descriptor left
   */
  wait(
    entries: { sync: Sync; value: bigint }[],
    any: boolean,
    timeoutMs: number,
    now: number,
  ): { event: EventFd; pending: boolean } | null {
    if (this.#waits.size >= maxSyncWaits) return null;
    const open = entries.filter(({ sync, value }) => sync.value < value);
    const event = new EventFd();
    const missing = any && open.length < entries.length ? 0 : any ? Math.min(1, open.length) : open.length;
    if (missing === 0) event.signal();
    if (missing === 0 || timeoutMs === 0) return { event, pending: false };
    const expires = timeoutMs > 0x7fff_ffff ? Number.POSITIVE_INFINITY : now + timeoutMs;
    this.#waits.add({ event, entries: open, missing, expires });
    return { event, pending: true };
  }

  /** Raises syncs once everything up to a submission has finished. */
  signalAfter(number: number, entries: { sync: Sync; value: bigint }[]): void {
    this.#signals.push({ number, entries });
  }

  /** Raises what waited for this submission and those before it. */
  completed(number: number): void {
    for (;;) {
      const signal = this.#signals[0];
      if (signal === undefined || signal.number > number) return;
      this.#signals.shift();
      for (const { sync, value } of signal.entries) this.write(sync, value);
    }
  }

  /** Drops waits whose time is over. */
  expire(now: number): void {
    for (const wait of this.#waits) if (wait.expires <= now) this.#drop(wait);
  }

  [Symbol.dispose](): void {
    for (const wait of this.#waits) this.#drop(wait);
    this.#syncs.clear();
    this.#signals.length = 0;
  }

  #drop(wait: Wait): void {
    this.#waits.delete(wait);
    wait.event[Symbol.dispose]();
  }
}
