import type { Logger } from '@virglass/virtio-gpu';
import { logLines, logWindowMilliseconds } from './limits.ts';

/**
 * The log of one client: every line begins with `client 3: `, and a client that does one wrong thing after the other gets
 * `logLines` lines per window and a count of the rest, so that it cannot fill a disk or bury what others report.
 */
export class ClientLog implements Logger {
  readonly #log: Logger;
  readonly #prefix: string;
  readonly #now: () => number;
  #windowStart: number;
  #lines = 0;
  #suppressed = 0;

  /**
   * @param log - where the lines go
   * @param prefix - `client 3`
   * @param now - clock in milliseconds, replaceable for tests
   */
  constructor(log: Logger, prefix: string, now: () => number = () => performance.now()) {
    this.#log = log;
    this.#prefix = prefix;
    this.#now = now;
    this.#windowStart = now();
  }

  warn(message: string): void {
    const now = this.#now();
    if (now - this.#windowStart >= logWindowMilliseconds) {
      this.flush();
      this.#windowStart = now;
      this.#lines = 0;
    }
    if (this.#lines < logLines) {
      this.#lines++;
      this.#log.warn(`${this.#prefix}: ${message}`);
    } else {
      this.#suppressed++;
    }
  }

  debug(message: string): void {
    this.#log.debug(`${this.#prefix}: ${message}`);
  }

  /** Reports how many lines were left out since the last report. */
  flush(): void {
    if (this.#suppressed === 0) return;
    this.#log.warn(`${this.#prefix}: ${this.#suppressed} more lines like these`);
    this.#suppressed = 0;
  }
}

/** Text of a guest as it may stand in a log: printable, bounded. */
export function printable(text: string, maxLength = 64): string {
  const clean = text.replaceAll(/[^\x20-\x7e]/g, '?');
  return clean.length > maxLength ? `${clean.slice(0, maxLength)}...` : clean;
}
