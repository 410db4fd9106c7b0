import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packagePath } from './assets.ts';
import { type Lock, parseLock } from './apt/lock-file.ts';
import { type Wanted, wantedWords } from './apt/resolve.ts';

/** The lock that comes with the product for what is wanted; null when there is none, or it is for something else by now. */
export function pinnedLock(wanted: Wanted): Lock | null {
  const folder = packagePath('locks');
  if (!existsSync(folder)) return null;
  const words = wantedWords(wanted).join(' ');
  for (const name of readdirSync(folder).toSorted()) {
    if (!name.endsWith('.lock')) continue;
    const path = join(folder, name);
    const lock = parseLock(readFileSync(path, 'utf8'), path);
    if (lock.suite === wanted.suite && lock.wanted.toSorted().join(' ') === words) return lock;
  }
  return null;
}
