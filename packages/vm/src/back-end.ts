/* The process that draws for a machine: any program that follows the conventions of vhost-user back ends. */
import { existsSync } from 'node:fs';
import { Child } from './children.ts';
import { VmError } from './vm-error.ts';

/** How a back end is started. */
export interface BackEndOptions {
  /** Program and arguments; `--socket-path` is added. */
  readonly command: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** Where it is to listen. */
  readonly socket: string;
  /** What it says on its standard error. */
  readonly onError?: (bytes: Buffer) => void;
}

/** A back end has to make its GL first. */
const START_MILLISECONDS = 30_000;

/**
 * Starts a back end and waits until machines can connect to it.
 *
 * @throws {VmError} with its last words, when it does not come up
 */
export async function startBackEnd(options: BackEndOptions, signal: AbortSignal): Promise<Child> {
  const program = options.command.join(' ');
  const child = new Child('the back end', [...options.command, '--socket-path', options.socket], {
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(options.onError === undefined ? {} : { onError: options.onError }),
  });
  const up = await child.until(() => signal.aborted || existsSync(options.socket), START_MILLISECONDS);
  if (up && !signal.aborted) return child;
  await child.stop();
  signal.throwIfAborted();
  const last = child.log.trimEnd().split('\n').at(-1)?.trim() ?? '';
  throw new VmError(`the back end ${program} does not start: ${last === '' ? (child.ended?.reason ?? '') : last}`, child.log);
}
