import { expect, onTestFinished, test, vi } from 'vitest';
import { run } from './program.ts';
import { progressLine } from './progress-line.ts';

/** What is written to a stream until the test ends. */
function written(stream: NodeJS.WriteStream): () => string {
  const spy = vi.spyOn(stream, 'write').mockReturnValue(true);
  onTestFinished(() => spy.mockRestore());
  return () => spy.mock.calls.map(([text]) => String(text)).join('');
}

test('--help', async () => {
  const out = written(process.stdout);
  expect(await run(['--help'])).toBe(0);
  expect(out()).toMatch(/usage: .*\n[^]*mini[^]*kernel[^]*--cache DIR/);
});

test.each([
  ['nothing', [], 'usage: '],
  ['something unknown', ['mini', 'maxi'], 'there is no maxi'],
  ['an unknown option', ['--fast'], '--fast'],
])('called with %s', async (_, args, message) => {
  const errors = written(process.stderr);
  expect(await run(args)).toBe(2);
  expect(errors()).toContain(message);
});

test('progress on no terminal: a line for each text', () => {
  const out = written(process.stderr);
  const { show, end } = progressLine({ write: process.stderr.write.bind(process.stderr), isTTY: false } as NodeJS.WriteStream);
  show({ text: 'a', done: 1, total: 2 });
  show({ text: 'a', done: 2, total: 2 });
  show({ text: 'b' });
  end();
  expect(out()).toBe('a\nb\n');
});

test('progress on a terminal: one line that changes', () => {
  const out = written(process.stderr);
  const { show, end } = progressLine({ write: process.stderr.write.bind(process.stderr), isTTY: true } as NodeJS.WriteStream);
  show({ text: 'a', done: 0, total: 2 });
  show({ text: 'a', done: 2, total: 2 });
  show({ text: 'b' });
  end();
  expect(out()).toBe('\r\x1b[Ka 0%\r\x1b[Ka 100%\n\r\x1b[Kb\n');
});
