/* How a command that serves ends. Apart from all else, so that it is loaded before anything that somebody could want to end. */
import { constants } from 'node:os';

const endingSignals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** How often to look whether npm's shell is still there. */
const PARENT_CHECK_MILLISECONDS = 500;

/** Settles with the name of the first signal that asks the process to end; later ones change nothing. */
export function signal(): Promise<string> {
  const { promise, resolve: settle } = Promise.withResolvers<string>();
  for (const name of endingSignals) process.on(name, () => settle(name));
  // npm hands signals to a shell; a shell that dies of one leaves us behind, and nobody would know how to end us.
  if (process.env['npm_command'] !== undefined) {
    const parent = process.ppid;
    setInterval(() => {
      if (process.ppid !== parent) settle('the end of npm');
    }, PARENT_CHECK_MILLISECONDS).unref();
  }
  return promise;
}

/** The exit status that shells give to what a signal ended, for what `signal` settles with. */
export function signalStatus(name: string): number {
  return 128 + (constants.signals[name as NodeJS.Signals] ?? constants.signals.SIGTERM);
}
