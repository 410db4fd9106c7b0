import { expect, test } from 'vitest';
import { cpuSeconds, openDescriptors, processTree, proportionalBytes, residentBytes } from './proc.ts';
import { runProcess, startProcess } from './processes.ts';
import { seededRandom } from './random.ts';

test('a process is seen with its children, its time and its memory', async () => {
  await using shell = startProcess('sh', ['-c', 'sleep 30 & while :; do :; done']);
  await shell.until(() => processTree(shell.pid).length === 2 && cpuSeconds([shell.pid]) > 0.05, 10_000);
  expect(processTree(shell.pid).length).toBe(2);
  expect(cpuSeconds([shell.pid])).toBeGreaterThan(0.05);
  expect(residentBytes([shell.pid])).toBeGreaterThan(100_000);
  expect(proportionalBytes([shell.pid])).toBeGreaterThan(10_000);
  expect(openDescriptors(shell.pid)).toBeGreaterThanOrEqual(3);
});

test('a process that takes too long is ended with its children', async () => {
  const run = await runProcess('sh', ['-c', 'echo begun; sleep 30 & wait'], { timeoutMs: 300 });
  expect(run).toMatchObject({ timedOut: true, output: 'begun\n' });
  expect(run.seconds).toBeLessThan(10);
});

test('a program that does not exist is an exit without a code', async () => {
  const run = await runProcess('/nowhere/at-all');
  expect(run.code).toBeNull();
  expect(run.output).toContain('ENOENT');
});

test('the same seed gives the same numbers, within the limit', () => {
  const [a, b] = [seededRandom(7), seededRandom(7)];
  const numbers = Array.from({ length: 1000 }, () => a.below(10));
  expect(numbers).toEqual(Array.from({ length: 1000 }, () => b.below(10)));
  expect(new Set(numbers).size).toBe(10);
});
