import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type BuildOptions, cacheFolder } from '../options.ts';
import { exclusive } from './exclusive.ts';

/** Short name of everything that a build's result depends on. */
export function keyOf(...parts: readonly (string | Uint8Array)[]): string {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(`${part.length}:`).update(part);
  return sum.digest('hex').slice(0, 12);
}

/**
 * The folder `path` of the cache, built when it is not there.
 *
 * It is built beside and then renamed, so it is either whole or absent; what an interrupted build left is removed first.
 *
 * @param path - relative to the cache; names everything that the contents depend on
 * @param build - fills the empty folder that it gets
 */
export async function cached(path: string, options: BuildOptions, build: (folder: string) => Promise<void>): Promise<string> {
  const cache = cacheFolder(options);
  const final = join(cache, path);
  if (existsSync(final)) return final;
  const flat = path.replaceAll('/', '-');
  return exclusive(join(cache, 'locks', flat), path, options, async () => {
    if (existsSync(final)) return final;
    const temporary = join(cache, 'building', flat);
    rmSync(temporary, { recursive: true, force: true });
    mkdirSync(temporary, { recursive: true });
    await build(temporary);
    options.signal?.throwIfAborted();
    mkdirSync(dirname(final), { recursive: true });
    renameSync(temporary, final);
    return final;
  });
}
