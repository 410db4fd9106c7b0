/* What every command that serves has in common: the shader cache, and how it ends. */
import { constants } from 'node:os';
import { resolve } from 'node:path';
import type { Log } from './log.ts';
import type { GlChoice } from './open-gl.ts';
import { codeVersion } from './shader-cache/code-version.ts';
import { DiskProgramStore } from './shader-cache/disk-program-store.ts';
import { defaultFolder } from './shader-cache/folder.ts';

/** The options that decide where programs are kept. */
export interface CacheChoice extends Pick<GlChoice, 'gl'> {
  /** Folder of the shader cache, or 'off'; absent: where the user's caches are. */
  readonly shaderCache?: string;
  /** Bound on the shader cache in bytes. */
  readonly shaderCacheSize: number;
}

const endingSignals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** How often to look whether npm's shell is still there. */
const PARENT_CHECK_MILLISECONDS = 500;

/** The shader cache that the options ask for; null when there is to be none, or there can be none. */
export function openStore({ gl, shaderCache, shaderCacheSize }: CacheChoice, log: Log): DiskProgramStore | null {
  if (gl === 'null' || shaderCache === 'off') return null;
  const folder = shaderCache === undefined ? defaultFolder(process.env) : resolve(shaderCache);
  return DiskProgramStore.open({ folder, maxBytes: shaderCacheSize, codeVersion: codeVersion(), log });
}

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
