import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { BuildStep } from '../options.ts';
import { exclusive } from './exclusive.ts';

function lockFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'virglass-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'below', 'lock');
}

test('one after the other', async () => {
  const path = lockFile();
  let inside = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    most = Math.max(most, ++inside);
    await new Promise((resolve) => setTimeout(resolve, 20));
    inside--;
  };
  await Promise.all([1, 2, 3].map(() => exclusive(path, 'a test', {}, work)));
  expect(most).toBe(1);
});

test('given back after a failure', async () => {
  const path = lockFile();
  await expect(exclusive(path, 'a test', {}, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await exclusive(path, 'a test', {}, async () => 'held')).toBe('held');
});

/** Another process that holds the lock until it is killed. */
async function holder(path: string): Promise<() => void> {
  const script = `import { exclusive } from ${JSON.stringify(join(import.meta.dirname, 'exclusive.ts'))};
    await exclusive(${JSON.stringify(path)}, 'a test', {}, () => { console.log('held'); return new Promise(() => setInterval(() => 0, 1000)); });`;
  const child = spawn(process.execPath, ['-C', 'virglass-source', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return () => void child.kill('SIGKILL');
}

test('given back when its holder is killed; a long wait is told', async () => {
  const path = lockFile();
  const kill = await holder(path);
  const steps: BuildStep[] = [];
  const waiting = exclusive(path, 'a test', { progress: (step) => steps.push(step) }, async () => 'held');
  await expect.poll(() => steps).toEqual([{ text: 'waiting for another process that makes a test' }]);
  kill();
  expect(await waiting).toBe('held');
});

test('a wait can be given up', async () => {
  const path = lockFile();
  const kill = await holder(path);
  const stop = new AbortController();
  const waiting = exclusive(path, 'a test', { signal: stop.signal }, async () => 'held');
  setTimeout(() => stop.abort(new Error('enough')), 50);
  await expect(waiting).rejects.toThrow('enough');
  kill();
  expect(await exclusive(path, 'a test', {}, async () => 'held')).toBe('held');
});
