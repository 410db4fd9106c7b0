import type { Logger } from './context-type.ts';

/** Lines of one guest in a window of time. */
const WINDOW_LINES = 200;
const WINDOW_MILLISECONDS = 10_000;

/**
 * The log of one guest: one that does one wrong thing after the other gets some lines and a count of the rest, so that it cannot
 * fill a disk or bury what others report.
 */
export class BoundedLog implements Logger {
  readonly #log: Logger;
  readonly #now: () => number;
  #begin: number;
  #lines = 0;
  #more = 0;

  /** @param now - clock in milliseconds, replaceable for tests */
  constructor(log: Logger, now: () => number = Date.now) {
    this.#log = log;
    this.#now = now;
    this.#begin = now();
  }

  warn(message: string): void {
    const now = this.#now();
    if (now - this.#begin >= WINDOW_MILLISECONDS) {
      this.flush();
      this.#begin = now;
      this.#lines = 0;
    }
    if (this.#lines++ < WINDOW_LINES) this.#log.warn(message);
    else this.#more++;
  }

  debug(message: string): void {
    this.#log.debug(message);
  }

  /** Reports how many lines were left out since the last report. */
  flush(): void {
    if (this.#more > 0) this.#log.warn(`${this.#more} more lines like these`);
    this.#more = 0;
  }
}
