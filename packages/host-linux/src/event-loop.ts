import { readdirSync, readFileSync } from 'node:fs';
import type { Fd } from './fd.ts';

const folder = '/proc/self/fdinfo';

/**
 * Finds the descriptor that this thread's event loop sleeps on: an epoll, itself readable while a descriptor in it is ready, so that
 * who waits in place (`waitReadable`) learns that the loop has something to do. Timers and immediates are not in it.
 *
 * Node does not tell it; Linux does, by listing what is in an epoll (`tfd` in proc_pid_fdinfo(5)).
 *
 * @param watched - what a `Watch` of this thread waits for, for a turn of the loop at least
 * @returns borrowed, it lives as long as the thread; null where it cannot be found
 */
export function findEventLoop(watched: Fd): Fd | null {
  const target = new RegExp(`^tfd:\\s+${watched}\\s`, 'm');
  try {
    for (const name of readdirSync(folder)) if (target.test(read(name))) return Number(name) as Fd;
  } catch {
    // No /proc.
  }
  return null;
}

/** What Linux says of a descriptor; '' when it is closed meanwhile. */
function read(name: string): string {
  try {
    return readFileSync(`${folder}/${name}`, 'latin1');
  } catch {
    return '';
  }
}
