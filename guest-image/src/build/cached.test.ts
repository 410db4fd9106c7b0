import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { cached, keyOf } from './cached.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'virglass-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test('built once, also by two at the same time', async () => {
  const cache = folder();
  let builds = 0;
  const build = async (into: string): Promise<void> => {
    builds++;
    await new Promise((resolve) => setTimeout(resolve, 20));
    writeFileSync(join(into, 'file'), 'contents');
  };
  const [first, second] = await Promise.all([cached('images/a-1', { cache }, build), cached('images/a-1', { cache }, build)]);
  expect(first).toBe(second);
  expect(await cached('images/a-1', { cache }, build)).toBe(first);
  expect(builds).toBe(1);
  expect(readFileSync(join(first, 'file'), 'utf8')).toBe('contents');
});

test('a build that fails leaves nothing that counts', async () => {
  const cache = folder();
  const failing = async (into: string): Promise<void> => {
    writeFileSync(join(into, 'half'), '');
    throw new Error('no');
  };
  await expect(cached('images/a-1', { cache }, failing)).rejects.toThrow('no');
  expect(existsSync(join(cache, 'images/a-1'))).toBe(false);
  const path = await cached('images/a-1', { cache }, async (into) => writeFileSync(join(into, 'whole'), ''));
  expect(readdirSync(path)).toEqual(['whole']);
});

test('what an interrupted build left is removed', async () => {
  const cache = folder();
  mkdirSync(join(cache, 'building/images-a-1'), { recursive: true });
  writeFileSync(join(cache, 'building/images-a-1/left'), '');
  const path = await cached('images/a-1', { cache }, async (into) => writeFileSync(join(into, 'new'), ''));
  expect(readdirSync(path)).toEqual(['new']);
});

test('a stopped build does not count', async () => {
  const cache = folder();
  const stop = new AbortController();
  const build = async (): Promise<void> => stop.abort(new Error('enough'));
  await expect(cached('images/a-1', { cache, signal: stop.signal }, build)).rejects.toThrow('enough');
  expect(existsSync(join(cache, 'images/a-1'))).toBe(false);
});

test('keys tell parts apart', () => {
  expect(keyOf('ab', 'c')).not.toBe(keyOf('a', 'bc'));
  expect(keyOf('a')).toBe(keyOf(Buffer.from('a')));
});
