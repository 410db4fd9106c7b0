import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const command = join(import.meta.dirname, '../../bin/virglass.js');

/** A running `virglass vtest` on the null GL. */
interface Running {
  readonly child: ChildProcess;
  readonly socket: string;
  readonly exit: Promise<number | null>;
  readonly output: () => { out: string; err: string };
}

function start(socket: string, ...args: string[]): Running {
  const child = spawn(command, ['vtest', '--gl', 'null', '--socket', socket, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.on('close', (code) => resolve(code));
  return { child, socket, exit: promise, output: () => ({ out, err }) };
}

async function listening(running: Running): Promise<void> {
  await expect.poll(() => running.output().out, { timeout: 15_000 }).toBe(`listening on ${running.socket}\n`);
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'virglass-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  '%s ends it in order and removes the socket, clients connected or not',
  async (signal) => {
    const server = start(join(folder(), 'vtest.sock'));
    await listening(server);
    const client = connect(server.socket);
    await new Promise((resolve) => client.on('connect', resolve));
    server.child.kill(signal);
    expect(await server.exit).toBe(0);
    expect(existsSync(server.socket)).toBe(false);
    expect(server.output().err).toBe('');
  },
);

test('a second server on the same socket says so and leaves the first alone', async () => {
  const first = start(join(folder(), 'vtest.sock'));
  await listening(first);
  const second = start(first.socket);
  expect(await second.exit).toBe(1);
  expect(second.output().err).toMatch(/^virglass: cannot listen on .*vtest\.sock: .*EADDRINUSE.*\n$/);
  expect(existsSync(first.socket)).toBe(true);
  first.child.kill('SIGTERM');
  expect(await first.exit).toBe(0);
});

test('a file in the way is left alone', async () => {
  const path = join(folder(), 'precious');
  writeFileSync(path, 'precious');
  const server = start(path);
  expect(await server.exit).toBe(1);
  expect(server.output().err).toMatch(/^virglass: cannot listen on .*precious: [^\n]*\n$/);
  expect(existsSync(path)).toBe(true);
});

test('the log tells what it draws with', async () => {
  const server = start(join(folder(), 'vtest.sock'), '--log', 'info', '--quota', '512M');
  await listening(server);
  expect(server.output().err).toMatch(/ info {2}drawing with /);
  await expect.poll(() => server.output().err).toMatch(/ info {2}each client may hold 512 MiB\n/);
  server.child.kill('SIGTERM');
  expect(await server.exit).toBe(0);
  expect(server.output().err).toMatch(/ info {2}SIGTERM: closing 0 of 0 clients\n$/);
});
