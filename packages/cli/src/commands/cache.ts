import { resolve } from 'node:path';
import type { Output } from '../program.ts';
import { defaultFolder } from '../shader-cache/folder.ts';
import { removeAll, usageOf } from '../shader-cache/usage.ts';
import { formatSize } from '../size.ts';

/** Options of `virglass cache`. */
export interface CacheOptions {
  /** Folder of the shader cache; absent: where the user's caches are. */
  readonly shaderCache?: string;
  /** Remove everything. */
  readonly clear?: boolean;
}

/** `virglass cache`: tells how large the shader cache is, or empties it. Servers that are running go on without what was removed. */
export async function cache(options: CacheOptions, output: Output): Promise<void> {
  const folder = options.shaderCache === undefined ? defaultFolder(process.env) : resolve(options.shaderCache);
  const { entries, bytes } = await (options.clear === true ? removeAll(folder) : usageOf(folder));
  output.out(`${folder}: ${options.clear === true ? 'removed ' : ''}${entries} files, ${entries === 0 ? '0 B' : formatSize(bytes)}\n`);
}
