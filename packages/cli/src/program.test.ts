import { expect, test } from 'vitest';
import { run } from './program.ts';

async function virglass(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const status = await run(args, { out: (text) => (out += text), err: (text) => (err += text) });
  return { status, out, err };
}

test.each([
  [[]],
  [['--help']],
  [['help']],
  [['vtest', '--help']],
  [['vm', '--help']],
  [['render', '--help']],
  [['doctor', '--help']],
  [['caps', '--help']],
  [['dump', '--help']],
])('help of "%s" teaches by examples', async (args) => {
  const { status, out, err } = await virglass(...args);
  expect(status).toBe(0);
  expect(out).toMatch(/Usage: virglass/);
  expect(out).toMatch(/Examples:\n {2}virglass /);
  expect(err).toBe('');
});

test.each([
  [['fly'], /^virglass: unknown command 'fly'/],
  [['vtest', '--gl', 'metal'], /^virglass: option '--gl <kind>' argument 'metal' is invalid/],
  [['vtest', '--quota', 'lots'], /^virglass: option '--quota <size>' argument 'lots' is invalid/],
  [['vtest', 'extra'], /^virglass: too many arguments/],
  [['vm'], /^virglass: say what to do/],
  [['vm', '--run', 'x', '--timeout', '0'], /^virglass: option '--timeout <time>'/],
  [['dump'], /^virglass: missing required argument 'file'/],
  [['dump', '--limit', '-1', 'x'], /^virglass: option '--limit <count>'/],
])('wrong usage "%s" is status 2 and says what', async (args, message) => {
  const { status, out, err } = await virglass(...args);
  expect(status).toBe(2);
  expect(out).toBe('');
  expect(err).toMatch(message);
});

test('prints the version', async () => {
  const { status, out } = await virglass('--version');
  expect(status).toBe(0);
  expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
});
