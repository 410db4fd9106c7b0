import { chmodSync, closeSync, constants, fstatSync, mkdirSync, openSync, readSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { MAX_ENTRY_BYTES } from './entry.ts';

/**
 * Where the cache is when nobody says otherwise, as the XDG base directory specification has it.
 *
 * @param environment - such as process.env
 */
export function defaultFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const base = environment['XDG_CACHE_HOME'];
  // The specification has relative paths ignored.
  return join(base !== undefined && isAbsolute(base) ? base : join(homedir(), '.cache'), 'virglass', 'programs');
}

/** The user that files must belong to. */
function user(): number {
  return process.geteuid?.() ?? -1;
}

/**
 * Makes sure that there is a folder that only this user can write to.
 *
 * @returns why it cannot be used; '' when it can
 * @throws what the file system says
 */
export function prepareFolder(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const found = statSync(path);
  if (!found.isDirectory()) return 'it is not a folder';
  if (found.uid !== user()) return `it belongs to user ${found.uid}`;
  // What others can write to may hold what others wrote; a program in it would run in this process.
  if ((found.mode & 0o022) !== 0) return 'others can write to it';
  if ((found.mode & 0o077) !== 0) chmodSync(path, 0o700);
  return '';
}

/** A file that was read, with its time of last use. */
export interface ReadFile {
  readonly content: Buffer;
  readonly usedMs: number;
}

/**
 * Reads a file that belongs to this user and that nobody else can write to, other than through a link.
 *
 * @returns null when there is no such file
 */
export function readOwnFile(path: string): ReadFile | null {
  let descriptor: number;
  try {
    // Not waiting: a pipe of that name must not hold us up.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return null;
  }
  try {
    const found = fstatSync(descriptor);
    if (!found.isFile() || found.uid !== user() || (found.mode & 0o022) !== 0 || found.size > MAX_ENTRY_BYTES) return null;
    const content = Buffer.allocUnsafeSlow(found.size);
    let length = 0;
    while (length < content.length) {
      const count = readSync(descriptor, content, length, content.length - length, length);
      if (count === 0) return null;
      length += count;
    }
    return { content, usedMs: found.mtimeMs };
  } catch {
    return null;
  } finally {
    closeSync(descriptor);
  }
}
