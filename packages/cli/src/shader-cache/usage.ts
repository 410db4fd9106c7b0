import { readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { entryName } from './entry.ts';

/** Begins the names of files that are being written. */
export const TEMPORARY_PREFIX = '.new-';

/** A file that is being written for longer than this was left by a process that died. */
const TEMPORARY_MS = 3_600_000;

/** What a cache folder holds. */
export interface Usage {
  readonly entries: number;
  readonly bytes: number;
}

interface Found {
  readonly path: string;
  readonly bytes: number;
  readonly usedMs: number;
}

/** Looks at every entry; removes what dead writers left. Files that go away meanwhile are not counted. */
async function look(folder: string): Promise<Found[]> {
  const found: Found[] = [];
  for (const name of await readdir(folder)) {
    const temporary = name.startsWith(TEMPORARY_PREFIX);
    if (!temporary && !entryName.test(name)) continue;
    const path = join(folder, name);
    const one = await stat(path).catch(() => null);
    if (one === null || !one.isFile()) continue;
    if (!temporary) found.push({ path, bytes: one.size, usedMs: one.mtimeMs });
    else if (Date.now() - one.mtimeMs > TEMPORARY_MS) await unlink(path).catch(() => undefined);
  }
  return found;
}

function total(files: readonly Found[]): Usage {
  return { entries: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** Counts the entries of a folder; none when there is no folder. */
export async function usageOf(folder: string): Promise<Usage> {
  try {
    return total(await look(folder));
  } catch {
    return { entries: 0, bytes: 0 };
  }
}

/**
 * Removes the entries that were used least lately when they are more than `mostBytes` together, and some more so that this is
 * not soon to be done again. Several processes may do it at once.
 *
 * @param keepBytes - how much to leave
 * @returns what is left
 */
export async function removeOldest(folder: string, mostBytes: number, keepBytes: number): Promise<Usage> {
  const files = await look(folder);
  const before = total(files);
  if (before.bytes <= mostBytes) return before;
  files.sort((a, b) => a.usedMs - b.usedMs);
  let { entries, bytes } = before;
  for (const file of files) {
    if (bytes <= keepBytes) break;
    await unlink(file.path).catch(() => undefined);
    bytes -= file.bytes;
    entries--;
  }
  return { entries, bytes };
}

/** Removes every entry; how many and how large they were. */
export async function removeAll(folder: string): Promise<Usage> {
  const before = await usageOf(folder);
  if (before.entries > 0) await removeOldest(folder, -1, -1);
  return before;
}
