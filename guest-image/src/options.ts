import { homedir } from 'node:os';
import { join } from 'node:path';

/** What a build is doing now. */
export interface BuildStep {
  /** For people: `downloading 83 packages (96 MB)`. */
  readonly text: string;
  /** How much of `total` is done; absent for a step whose end is not known. */
  readonly done?: number;
  /** In the same unit as `done`. */
  readonly total?: number;
}

/** What every build takes. */
export interface BuildOptions {
  /** Folder that keeps what was built and fetched; default `$XDG_CACHE_HOME/virglass`. */
  readonly cache?: string | undefined;
  /** Called whenever there is something to tell; often for a step that has a `done`. */
  readonly progress?: ((step: BuildStep) => void) | undefined;
  /** Ends the build: its programs are stopped, and what was begun is removed by the next build. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A build failed for a reason outside this code: a program is missing, the mirror does not answer, a disk is full.
 * The message is for people and says what to do about it where that is known.
 */
export class BuildError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BuildError';
  }
}

/** The cache folder that these options mean. */
export function cacheFolder(options: BuildOptions): string {
  if (options.cache !== undefined) return options.cache;
  const base = process.env['XDG_CACHE_HOME'];
  return join(base === undefined || !base.startsWith('/') ? join(homedir(), '.cache') : base, 'virglass');
}
