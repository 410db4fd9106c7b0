import { randomBytes } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import { rename, unlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProgramStore, StoredEntry } from '@virglass/virgl';
import type { Logger } from '@virglass/virtio-gpu';
import { messageOf } from '../errors.ts';
import { formatSize } from '../size.ts';
import { decodeEntry, encodeEntry, MAX_ENTRY_BYTES, nameOf } from './entry.ts';
import { prepareFolder, readOwnFile } from './folder.ts';
import { removeOldest, TEMPORARY_PREFIX } from './usage.ts';

/*
 * Programs on disk: a folder with a file per program, shared by all servers of a user.
 *
 * There is no lock and no index. A file is written under a name of its own and then renamed, so a reader sees a whole entry, an
 * older one that says the same, or none; two processes that write the same entry at once write the same thing. A file that
 * turns out to be broken is removed by whoever finds it, and the program is compiled as if it had not been there. Nothing that
 * goes wrong with the folder is an error: without it programs take longer to come, that is all.
 *
 * Reading is on the path of a draw and synchronous: an open, a stat, a read and two sums, tens of microseconds in a warm page
 * cache. Writing happens later and one file at a time, with the event loop running in between.
 *
 * The bound on the folder's size is kept by each process for all: it counts what it writes, looks at the folder when that is
 * a sixteenth of the bound, and removes what was used least lately. A file's modification time is the time of its last use,
 * to within an hour. n servers at once may go beyond the bound by n sixteenths.
 */

/** Programs that may wait to be written. More come only when many clients start at once; the rest is saved another time. */
const MAX_QUEUED = 1024;

/** From the first program that waits to the first that is written: a program's first frames come before. */
const WRITE_DELAY_MS = 200;

/** A time of last use older than this is brought up to date. */
const USE_RESOLUTION_MS = 3_600_000;

/** How the store writes; tests bring disks that are full. */
export type WriteFile = (path: string, content: Buffer, options: { readonly flag: 'wx'; readonly mode: number }) => Promise<void>;

/** A cache folder and how it is used. */
export interface DiskStoreOptions {
  readonly folder: string;
  /** Bound on the bytes of all files. */
  readonly maxBytes: number;
  /** The code that makes entries and understands them: entries of other code are not found. */
  readonly codeVersion: string;
  readonly log: Logger;
  readonly write?: WriteFile;
}

interface Queued {
  readonly name: string;
  readonly make: () => StoredEntry | null;
}

/** What a store has done so far. */
export interface DiskStoreStats {
  found: number;
  missed: number;
  written: number;
  /** Files that were no whole entries. */
  broken: number;
}

/** The programs of a folder. To be disposed of before the process ends: what waits is written then. */
export class DiskProgramStore implements ProgramStore, AsyncDisposable {
  readonly stats: DiskStoreStats = { found: 0, missed: 0, written: 0, broken: 0 };
  readonly #options: DiskStoreOptions;
  readonly #write: WriteFile;
  readonly #queue: Queued[] = [];
  readonly #queued = new Set<string>();
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> | null = null;
  #writable = true;
  #lastKey = '';
  #lastName = '';
  /** Bytes written since the folder was looked at; the first write looks. */
  #sinceLook = Infinity;

  /** The store of a folder, or null with a line in the log when it cannot be used. */
  static open(options: DiskStoreOptions): DiskProgramStore | null {
    let reason: string;
    try {
      reason = prepareFolder(options.folder);
    } catch (error) {
      reason = messageOf(error);
    }
    if (reason === '') return new DiskProgramStore(options);
    options.log.warn(`programs are not kept in ${options.folder}: ${reason}`);
    return null;
  }

  private constructor(options: DiskStoreOptions) {
    this.#options = options;
    this.#write = options.write ?? writeFile;
  }

  get folder(): string {
    return this.#options.folder;
  }

  #name(key: string): string {
    // What is not found is put soon after.
    if (key !== this.#lastKey) {
      this.#lastKey = key;
      this.#lastName = nameOf(`${this.#options.codeVersion}\n${key}`);
    }
    return this.#lastName;
  }

  get(key: string): StoredEntry | null {
    const name = this.#name(key);
    const path = join(this.folder, name);
    const file = readOwnFile(path);
    if (file === null) {
      this.stats.missed++;
      return null;
    }
    const entry = decodeEntry(name, file.content);
    if (entry === null) {
      this.stats.broken++;
      this.#removeFile(path, 'is not a whole program');
      return null;
    }
    this.stats.found++;
    const now = Date.now();
    if (now - file.usedMs > USE_RESOLUTION_MS) void utimes(path, now / 1000, now / 1000).catch(() => undefined);
    return entry;
  }

  put(key: string, make: () => StoredEntry | null): boolean {
    if (!this.#writable || this.#queue.length >= MAX_QUEUED) return false;
    const name = this.#name(key);
    if (this.#queued.has(name)) return false;
    this.#queued.add(name);
    this.#queue.push({ name, make });
    if (this.#writing === null && this.#timer === null) {
      this.#timer = setTimeout(() => void this.flush(), WRITE_DELAY_MS);
      // Whoever ends the process in order disposes of the store first.
      this.#timer.unref();
    }
    return true;
  }

  remove(key: string): void {
    this.#removeFile(join(this.folder, this.#name(key)), 'is refused by the driver');
  }

  #removeFile(path: string, reason: string): void {
    this.#options.log.debug(`shader cache: ${path} ${reason}`);
    try {
      unlinkSync(path);
    } catch {
      // Another process was faster, or the folder is not ours to write to.
    }
  }

  /** Writes what waits. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#writing ??= this.#drain().finally(() => (this.#writing = null));
    await this.#writing;
  }

  async #drain(): Promise<void> {
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      this.#queued.delete(next.name);
      const entry = next.make();
      if (entry === null || !this.#writable) continue;
      const file = encodeEntry(next.name, entry);
      if (file.length > MAX_ENTRY_BYTES || file.length > this.#options.maxBytes / 16) continue;
      await this.#store(next.name, file);
    }
  }

  async #store(name: string, file: Buffer): Promise<void> {
    const { folder, maxBytes } = this.#options;
    const temporary = join(folder, `${TEMPORARY_PREFIX}${process.pid}-${randomBytes(8).toString('hex')}`);
    try {
      if (this.#sinceLook + file.length > maxBytes / 16) {
        await removeOldest(folder, (maxBytes / 16) * 15 - file.length, (maxBytes / 4) * 3);
        this.#sinceLook = 0;
      }
      await this.#write(temporary, file, { flag: 'wx', mode: 0o600 });
      await rename(temporary, join(folder, name));
      this.#sinceLook += file.length;
      this.stats.written++;
    } catch (error) {
      // A disk that is full or read-only stays so for long; trying again for every program would only cost time.
      this.#writable = false;
      this.#options.log.warn(`no more programs are kept in ${folder}: ${messageOf(error)}`);
      await unlink(temporary).catch(() => undefined);
    }
  }

  /** What it did, for the log. */
  describe(): string {
    const { found, missed, written, broken } = this.stats;
    return `shader cache in ${this.folder} (at most ${formatSize(this.#options.maxBytes)}): ${found} found, ${missed} not, ${written} written, ${broken} broken`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.flush();
  }
}
