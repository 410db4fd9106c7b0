import { readFileSync } from 'node:fs';
import { processTree } from '@virglass/testkit';

/*
 * Comparing what cannot stand beside each other.
 *
 * A machine that others share is half as fast in one minute as in the next, and two programs that run at once take it from each other.
 * So they take turns of a second or less: one is stopped (SIGSTOP) while the other runs. What comes over the machine hits both, and a
 * difference of a few percent shows in minutes. To a stopped program time goes on: what it counts by a clock is to be multiplied by
 * the number of those that take turns.
 */

/** Whose processes have a text in their command line: the folder of a run. */
function processesOf(text: string): number[] {
  return processTree(process.pid).filter((pid) => {
    try {
      return pid !== process.pid && readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(text);
    } catch {
      return false;
    }
  });
}

function send(pids: readonly number[], signal: 'SIGSTOP' | 'SIGCONT'): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has just ended.
    }
  }
}

/** Turns of groups of processes, each group those that have a text in their command lines; see the essay above. */
export class Slices implements Disposable {
  readonly #groups: readonly string[];
  readonly #timer: ReturnType<typeof setInterval>;
  #turn = 0;

  constructor(groups: readonly string[], milliseconds: number) {
    this.#groups = groups;
    this.#timer = setInterval(() => this.#next(), milliseconds);
    this.#next();
  }

  #next(): void {
    this.#turn = (this.#turn + 1) % this.#groups.length;
    this.#groups.forEach((group, i) => {
      if (i !== this.#turn) send(processesOf(group), 'SIGSTOP');
    });
    send(processesOf(this.#groups[this.#turn]!), 'SIGCONT');
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    for (const group of this.#groups) send(processesOf(group), 'SIGCONT');
  }
}
