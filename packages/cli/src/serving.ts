/* What every command that serves has in common: the shader cache. */
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

/** The shader cache that the options ask for; null when there is to be none, or there can be none. */
export function openStore({ gl, shaderCache, shaderCacheSize }: CacheChoice, log: Log): DiskProgramStore | null {
  if (gl === 'null' || shaderCache === 'off') return null;
  const folder = shaderCache === undefined ? defaultFolder(process.env) : resolve(shaderCache);
  return DiskProgramStore.open({ folder, maxBytes: shaderCacheSize, codeVersion: codeVersion(), log });
}
