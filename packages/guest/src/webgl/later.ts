/** The clock that pages, workers and Node all have; this code knows none of their types. */
interface Timers {
  readonly setTimeout?: (job: () => void, milliseconds: number) => unknown;
}

/** Does something when the program has gone back to its event loop: as a task of its own where there are timers. */
export function later(job: () => void, milliseconds = 0): void {
  const timers = globalThis as Timers;
  if (timers.setTimeout === undefined) void Promise.resolve().then(job);
  else timers.setTimeout(job, milliseconds);
}
