import type { Logger } from '@virglass/virtio-gpu';

/** Levels of the log, from silent to chatty. */
export const logLevels = ['error', 'warn', 'info', 'debug'] as const;
/** One of `logLevels`. */
export type LogLevel = (typeof logLevels)[number];

/** The program's log: a `Logger` for the packages below, with the levels that only the program itself uses. */
export interface Log extends Logger {
  readonly level: LogLevel;
  error(message: string): void;
  info(message: string): void;
}

/** Lines that may come in a burst, and lines a second after it: a guest that errs in a loop must not fill the disk. */
const BURST_LINES = 200;
const LINES_PER_SECOND = 50;

/**
 * Makes a log. Lines read `12:34:56.789 warn  message`; what exceeds the rate is counted and told in one line later.
 *
 * @param level - least important level that is written
 * @param write - takes one line with its line feed
 * @param now - milliseconds, for the rate and the time stamp
 */
export function createLog(level: LogLevel, write: (line: string) => void, now: () => number = Date.now): Log {
  const least = logLevels.indexOf(level);
  let tokens = BURST_LINES;
  let refilled = now();
  let suppressed = 0;

  const put = (name: LogLevel, message: string): void => {
    if (logLevels.indexOf(name) > least) return;
    const time = now();
    tokens = Math.min(BURST_LINES, tokens + ((time - refilled) / 1000) * LINES_PER_SECOND);
    refilled = time;
    if (tokens < 1) {
      suppressed++;
      return;
    }
    tokens--;
    const stamp = new Date(time).toISOString().slice(11, 23);
    if (suppressed > 0) write(`${stamp} warn  ${suppressed} more lines were not written\n`);
    suppressed = 0;
    write(`${stamp} ${name.padEnd(5)} ${printable(message)}\n`);
  };

  return {
    level,
    error: (message) => put('error', message),
    warn: (message) => put('warn', message),
    info: (message) => put('info', message),
    debug: (message) => put('debug', message),
  };
}

/** Text that may come from a guest (a program's name, shader text), safe for a terminal: one line, no escape sequences. */
function printable(text: string): string {
  return text.replace(/[\x00-\x1f\x7f-\x9f]/g, (c) => (c === '\n' ? ' | ' : `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`));
}
