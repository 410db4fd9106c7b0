import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { knownLock, packageFile } from './apt/fetch.ts';
import { exclusive } from './build/exclusive.ts';
import { imagePath } from './guest-image.ts';
import { pinnedLock } from './locks.ts';
import { type BuildOptions, cacheFolder } from './options.ts';
import { everythingLocked, type ImageName, recipes, umlSource } from './recipes.ts';
import { kernelPath } from './uml-kernel.ts';

/**
 * Removes from the cache what no build of this version would use: images and kernels with other keys, packages of other
 * versions, and what interrupted builds left. A guest that runs from such an image would lose its files.
 *
 * @returns what was removed, relative to the cache
 */
export async function cleanCache(options: BuildOptions): Promise<string[]> {
  const kept = new Set<string>();
  for (const [name, wanted] of Object.entries(everythingLocked)) {
    const lock = knownLock({ name, wanted, pinned: pinnedLock(wanted) }, options);
    if (lock === null) continue;
    if (Object.hasOwn(recipes, name)) kept.add(imagePath(name as ImageName, lock));
    if (wanted === umlSource) kept.add(kernelPath(lock));
    for (const one of lock.packages) kept.add(`packages/${basename(packageFile(one, options))}`);
  }
  const removed: string[] = [];
  for (const folder of ['building', 'images', 'uml', 'packages']) {
    const path = join(cacheFolder(options), folder);
    if (!existsSync(path)) continue;
    for (const name of readdirSync(path)) {
      const entry = `${folder}/${name}`;
      if (kept.has(entry)) continue;
      const remove = async (): Promise<void> => rmSync(join(path, name), { recursive: true, force: true });
      const guard = guardOf(folder, name);
      if (guard === null) await remove();
      else await exclusive(join(cacheFolder(options), 'locks', guard), entry, options, remove);
      removed.push(entry);
    }
  }
  return removed;
}

/** The lock that whoever makes this entry holds; null for what is made by a rename alone. */
function guardOf(folder: string, name: string): string | null {
  if (folder === 'building') return name;
  if (folder !== 'packages') return `${folder}-${name}`;
  return name.startsWith('arriving-') ? name.replace('arriving-', 'apt-') : null;
}
