import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { run } from '../program.ts';
import { DiskProgramStore } from '../shader-cache/disk-program-store.ts';

test('cache tells what is there, and empties it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'virglass-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const log = { warn: () => undefined, debug: () => undefined };
  const store = DiskProgramStore.open({ folder, maxBytes: 2 ** 20, codeVersion: '', log })!;
  for (const key of ['a', 'b']) store.put(key, () => ({ description: '', bytes: new Uint8Array(464) }));
  await store.flush();
  let out = '';
  const output = { out: (text: string) => void (out += text), err: () => undefined };
  expect(await run(['cache', '--shader-cache', folder], output)).toBe(0);
  expect(await run(['cache', '--shader-cache', folder, '--clear'], output)).toBe(0);
  expect(await run(['cache', '--shader-cache', folder], output)).toBe(0);
  expect(out).toBe(`${folder}: 2 files, 1 KiB\n${folder}: removed 2 files, 1 KiB\n${folder}: 0 files, 0 B\n`);
  expect(readdirSync(folder)).toEqual([]);
});
