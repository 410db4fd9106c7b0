import { fork } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredEntry } from '@virglass/virgl';
import { expect, onTestFinished, test } from 'vitest';
import { type DiskStoreOptions, DiskProgramStore } from './disk-program-store.ts';
import { MAX_ENTRY_BYTES } from './entry.ts';
import { defaultFolder } from './folder.ts';
import { removeAll, usageOf } from './usage.ts';

const root = process.geteuid?.() === 0;

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'virglass-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return join(path, 'programs');
}

const lines: string[] = [];
const log = { warn: (message: string): void => void lines.push(message), debug: (): void => undefined };

function open(path: string, more: Partial<DiskStoreOptions> = {}): DiskProgramStore {
  lines.length = 0;
  const store = DiskProgramStore.open({ folder: path, maxBytes: 2 ** 24, codeVersion: 'a', log, ...more });
  expect(store, lines.join()).not.toBeNull();
  return store!;
}

function entry(text: string, size = 100): StoredEntry {
  return { description: JSON.stringify({ text }), bytes: new Uint8Array(size).fill(text.length) };
}

async function keep(store: DiskProgramStore, key: string, size?: number): Promise<void> {
  expect(store.put(key, () => entry(key, size))).toBe(true);
  await store.flush();
}

const files = (path: string): string[] => readdirSync(path).map((name) => join(path, name));

test('what is put is found by the next process, and by nobody else', async () => {
  const path = folder();
  const store = open(path);
  expect(store.get('key ä')).toBeNull();
  await keep(store, 'key ä');
  await keep(store, 'empty', 0);
  const next = open(path);
  expect(next.get('key ä')).toEqual({ description: entry('key ä').description, bytes: Buffer.from(entry('key ä').bytes) });
  expect(next.get('empty')?.bytes.length).toBe(0);
  expect(next.get('key')).toBeNull();
  expect(open(path, { codeVersion: 'b' }).get('key ä')).toBeNull();
  expect(next.stats).toEqual({ found: 2, missed: 1, written: 0, broken: 0 });
  expect(statSync(path).mode & 0o777).toBe(0o700);
  for (const file of files(path)) expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('entries are made later, once, and what waits is written at the end', async () => {
  const path = folder();
  let made = 0;
  const make = (): StoredEntry => (made++, entry('k'));
  {
    await using store = open(path);
    expect(store.put('k', make)).toBe(true);
    expect(store.put('k', make)).toBe(false);
    expect(store.put('nothing', () => null)).toBe(true);
    expect(made).toBe(0);
  }
  expect(made).toBe(1);
  expect(files(path)).toHaveLength(1);
});

test('an entry is written without being asked for, soon', async () => {
  const path = folder();
  const store = open(path);
  store.put('k', () => entry('k'));
  await expect.poll(() => files(path).length, { timeout: 5000 }).toBe(1);
  await store.flush();
});

test('the queue is bounded', async () => {
  const store = open(folder());
  let taken = 0;
  for (let i = 0; i < 5000; i++) if (store.put(`k${i}`, () => null)) taken++;
  expect(taken).toBe(1024);
  await store.flush();
  expect(store.put('another', () => null)).toBe(true);
});

const damages: readonly (readonly [string, (file: string) => void])[] = [
  ['cut short', (file) => truncateSync(file, statSync(file).size - 1)],
  ['cut to its header', (file) => truncateSync(file, 48)],
  ['empty', (file) => truncateSync(file, 0)],
  ['longer', (file) => writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.of(0)]))],
  ['zeros', (file) => writeFileSync(file, Buffer.alloc(statSync(file).size))],
  ...[0, 4, 8, 12, 16, 47, 48, 60, 100].map((at) => {
    const flip = (file: string): void => {
      const content = readFileSync(file);
      content[at]! ^= 0x10;
      writeFileSync(file, content);
    };
    return [`one bit wrong at byte ${at}`, flip] as const;
  }),
];

test.each(damages)('a file that is %s is removed and can be made again', async (_what, damage) => {
  const path = folder();
  await keep(open(path), 'k');
  damage(files(path)[0]!);
  const store = open(path);
  expect(store.get('k')).toBeNull();
  expect(store.stats.broken).toBe(1);
  expect(files(path)).toEqual([]);
  await keep(store, 'k');
  expect(open(path).get('k')).not.toBeNull();
});

test("an entry under another's name is none", async () => {
  const path = folder();
  await keep(open(path), 'k');
  const [first] = files(path);
  await keep(open(path), 'other');
  const second = files(path).find((file) => file !== first);
  renameSync(first!, second!);
  expect(open(path).get('other')).toBeNull();
});

test('what the user of an entry refuses is removed', async () => {
  const path = folder();
  const store = open(path);
  await keep(store, 'k');
  store.remove('k');
  store.remove('never there');
  expect(files(path)).toEqual([]);
});

test('other than plain files of our own are not read', async () => {
  const path = folder();
  await keep(open(path), 'k');
  const [file] = files(path);
  const content = readFileSync(file!);
  chmodSync(file!, 0o666);
  expect(open(path).get('k')).toBeNull();
  chmodSync(file!, 0o600);
  expect(open(path).get('k')).not.toBeNull();
  if (root) {
    chownSync(file!, 12_345, 0);
    expect(open(path).get('k')).toBeNull();
  }
  rmSync(file!);
  const elsewhere = join(path, '..', 'elsewhere');
  writeFileSync(elsewhere, content, { mode: 0o600 });
  symlinkSync(elsewhere, file!);
  expect(open(path).get('k')).toBeNull();
  // A link is replaced, not written through.
  await keep(open(path), 'k');
  expect(readFileSync(elsewhere)).toEqual(content);
  expect(open(path).get('k')).not.toBeNull();
  rmSync(file!);
  mkdirSync(file!);
  expect(open(path).get('k')).toBeNull();
});

test('a file larger than any entry is not read', async () => {
  const path = folder();
  await keep(open(path), 'k');
  truncateSync(files(path)[0]!, MAX_ENTRY_BYTES + 1);
  expect(open(path).get('k')).toBeNull();
});

test('a folder that others can write to is not used', () => {
  const path = folder();
  mkdirSync(path);
  chmodSync(path, 0o770);
  lines.length = 0;
  expect(DiskProgramStore.open({ folder: path, maxBytes: 1e6, codeVersion: 'a', log })).toBeNull();
  expect(lines).toEqual([`programs are not kept in ${path}: others can write to it`]);
  if (root) {
    chmodSync(path, 0o700);
    chownSync(path, 12_345, 0);
    expect(DiskProgramStore.open({ folder: path, maxBytes: 1e6, codeVersion: 'a', log })).toBeNull();
    expect(lines[1]).toBe(`programs are not kept in ${path}: it belongs to user 12345`);
    chownSync(path, 0, 0);
  }
  chmodSync(path, 0o755);
  open(path);
  expect(statSync(path).mode & 0o777).toBe(0o700);
});

test('where no folder can be, there is no store', () => {
  const path = folder();
  writeFileSync(path, 'in the way');
  lines.length = 0;
  expect(DiskProgramStore.open({ folder: path, maxBytes: 1e6, codeVersion: 'a', log })).toBeNull();
  expect(DiskProgramStore.open({ folder: join(path, 'below'), maxBytes: 1e6, codeVersion: 'a', log })).toBeNull();
  expect(lines).toHaveLength(2);
});

test('a folder that cannot be written to is read', async () => {
  const path = folder();
  await keep(open(path), 'k');
  chmodSync(path, 0o500);
  if (root) {
    // Root may write anywhere; be somebody else for the while.
    const nobody = 65_534;
    for (const one of [join(path, '..'), path, ...files(path)]) chownSync(one, nobody, nobody);
    process.seteuid?.(nobody);
    onTestFinished(() => process.seteuid?.(0));
  } else {
    onTestFinished(() => chmodSync(path, 0o700));
  }
  const store = open(path);
  expect(store.get('k')).not.toBeNull();
  await keep(store, 'other');
  expect(lines).toEqual([expect.stringMatching(/^no more programs are kept in .*: EACCES/)]);
  expect(store.put('third', () => null)).toBe(false);
});

test.each(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EIO'])('after %s nothing more is written, with one line in the log', async (code) => {
  const path = folder();
  await keep(open(path), 'old');
  let tries = 0;
  const write: DiskStoreOptions['write'] = (temporary, content) => {
    tries++;
    // A disk that fills up while the file is written leaves the beginning of it.
    writeFileSync(temporary, content.subarray(0, 20));
    return Promise.reject(Object.assign(new Error(`${code}: no`), { code }));
  };
  const store = open(path, { write });
  for (const key of ['a', 'b', 'c']) store.put(key, () => entry(key));
  await store.flush();
  expect(tries).toBe(1);
  expect(lines).toEqual([`no more programs are kept in ${path}: ${code}: no`]);
  expect(files(path)).toHaveLength(1);
  expect(store.get('old')).not.toBeNull();
  expect(store.put('d', () => null)).toBe(false);
});

test('a folder that goes away is not missed', async () => {
  const path = folder();
  const store = open(path);
  await keep(store, 'a');
  rmSync(path, { recursive: true });
  expect(store.get('a')).toBeNull();
  await keep(store, 'b');
  expect(lines).toHaveLength(1);
});

test('the size stays within its bound, and what was used lately stays', async () => {
  const path = folder();
  const maxBytes = 160_000;
  const store = open(path, { maxBytes });
  for (let i = 0; i < 100; i++) {
    await keep(store, `k${i}`, 5000);
    for (const file of files(path)) utimesSync(file, statSync(file).mtimeMs / 1000 - 7200, statSync(file).mtimeMs / 1000 - 7200);
    // Looking at an old entry makes it young again.
    expect(store.get('k0'), `after ${i}`).not.toBeNull();
    await expect.poll(() => files(path).some((file) => Date.now() - statSync(file).mtimeMs < 3_600_000)).toBe(true);
    expect((await usageOf(path)).bytes).toBeLessThanOrEqual(maxBytes);
  }
  expect((await usageOf(path)).entries).toBeGreaterThan(15);
  expect(store.get('k1')).toBeNull();
  expect(store.get('k99')).not.toBeNull();
});

test('an entry that would push out all others is not written', async () => {
  const path = folder();
  const store = open(path, { maxBytes: 160_000 });
  await keep(store, 'large', 11_000);
  expect(files(path)).toEqual([]);
  expect(lines).toEqual([]);
});

test('a new process keeps to the bound with what it finds there', async () => {
  const path = folder();
  const large = open(path);
  for (let i = 0; i < 100; i++) await keep(large, `k${i}`, 5000);
  await keep(open(path, { maxBytes: 160_000 }), 'one more', 5000);
  expect((await usageOf(path)).bytes).toBeLessThanOrEqual(160_000);
  expect(open(path).get('one more')).not.toBeNull();
});

test('what a dead writer left is removed in the end', async () => {
  const path = folder();
  open(path);
  const [old, young, foreign] = ['.new-1-old', '.new-1-young', 'README'].map((name) => join(path, name)) as [string, string, string];
  for (const file of [old, young, foreign]) writeFileSync(file, '');
  utimesSync(old, 1, 1);
  utimesSync(foreign, 1, 1);
  await keep(open(path), 'k');
  expect([existsSync(old), existsSync(young), existsSync(foreign)]).toEqual([false, true, true]);
});

test('all can be removed', async () => {
  const path = folder();
  const store = open(path);
  for (const key of ['a', 'b', 'c']) await keep(store, key);
  expect((await removeAll(path)).entries).toBe(3);
  expect(await usageOf(path)).toEqual({ entries: 0, bytes: 0 });
  expect(await usageOf(join(path, 'not there'))).toEqual({ entries: 0, bytes: 0 });
});

test('two processes write the same entries at once, and a third reads them', async () => {
  const path = folder();
  const script = `
    import { DiskProgramStore } from ${JSON.stringify(join(import.meta.dirname, 'disk-program-store.ts'))};
    const log = { warn: (m) => { throw new Error(m); }, debug: (m) => { throw new Error(m); } };
    const store = DiskProgramStore.open({ folder: process.argv[2], maxBytes: 2 ** 24, codeVersion: 'a', log });
    for (let round = 0; round < 20; round++) {
      for (let i = 0; i < 20; i++) {
        const bytes = new Uint8Array(3000).fill(i);
        store.put('k' + i, () => ({ description: JSON.stringify(i), bytes }));
        const entry = store.get('k' + i);
        if (entry !== null && (entry.description !== JSON.stringify(i) || entry.bytes.some((b) => b !== i))) throw new Error('wrong entry');
      }
      await store.flush();
    }
    process.send(store.stats);
    process.disconnect();`;
  const main = join(path, '..', 'writer.mts');
  writeFileSync(main, script);
  const one = (): Promise<{ found: number; broken: number; code: number | null }> => {
    const child = fork(main, [path], { execArgv: ['-C', 'virglass-source'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const { promise, resolve } = Promise.withResolvers<{ found: number; broken: number; code: number | null }>();
    let stats = { found: 0, broken: 0 };
    child.on('message', (message) => (stats = message as typeof stats));
    child.on('close', (code) => resolve({ ...stats, code }));
    return promise;
  };
  for (const { found, broken, code } of await Promise.all([one(), one(), one()])) {
    expect(code).toBe(0);
    expect(broken).toBe(0);
    expect(found).toBeGreaterThan(300);
  }
  expect(await usageOf(path)).toMatchObject({ entries: 20 });
  expect(files(path)).toHaveLength(20);
}, 60_000);

test('the folder is where caches belong', () => {
  expect(defaultFolder({ XDG_CACHE_HOME: '/somewhere' })).toBe('/somewhere/virglass/programs');
  expect(defaultFolder({ XDG_CACHE_HOME: 'relative' })).toMatch(/^\/.*\/\.cache\/virglass\/programs$/);
  expect(defaultFolder({})).toMatch(/^\/.*\/\.cache\/virglass\/programs$/);
});
