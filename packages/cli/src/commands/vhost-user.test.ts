import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeFd, socketPair } from '@virglass/host-linux';
import { expect, onTestFinished, test } from 'vitest';
import { capabilities, descriptor } from './vhost-user-conventions.ts';

const { binary } = descriptor();

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'virglass-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

/** A back end on one end of a pair of sockets that this process has made, as libvirt starts it, and the other end. */
function started(
  node: readonly string[],
  ...args: string[]
): { child: ChildProcess; socket: Socket; exit: Promise<number | null>; errors: () => string } {
  const [ours, theirs] = socketPair();
  const command = [...node, binary, '--fd=3', ...args];
  const child = spawn(command[0]!, command.slice(1), { stdio: ['ignore', 'ignore', 'pipe', theirs] });
  onTestFinished(() => void child.kill('SIGKILL'));
  closeFd(theirs);
  const socket = new Socket({ fd: ours });
  onTestFinished(() => void socket.destroy());
  let errors = '';
  child.stderr!.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.on('close', resolve);
  return { child, socket, exit: promise, errors: () => errors };
}

/** The device's features, as a monitor asks for them. */
async function features(socket: Socket): Promise<number> {
  const getFeatures = 1;
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  let received = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    if (received.length >= 20) resolve(received);
  });
  socket.on('close', () => reject(new Error('the back end has closed the connection')));
  socket.write(Buffer.from(new Uint32Array([getFeatures, 1, 0]).buffer));
  return (await promise).readUInt32LE(12);
}

const VIRGL = 1;

test.each([
  ['2D as long as nobody asks for more', [], 0],
  ['3D when asked by the option alone', ['--virgl'], VIRGL],
  ['2D when asked for that', ['--virgl=off'], 0],
] as const)('a socket that the parent has opened: %s', async (_, args, virgl) => {
  const { child, socket, exit, errors } = started([], ...args, '--shader-cache', 'off');
  expect((await features(socket)) & VIRGL).toBe(virgl);
  // The connection is the machine: when it is gone, so is the back end.
  socket.destroy();
  expect([await exit, errors()]).toEqual([0, '']);
  expect(child.signalCode).toBe(null);
});

test('who is ended as soon as it listens leaves no socket behind', async () => {
  const path = join(folder(), 'gpu');
  const child = spawn(binary, ['--socket-path', path, '--virgl', 'off'], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const { promise: exit, resolve } = Promise.withResolvers<number | null>();
  child.on('close', resolve);
  child.stdout.once('data', () => child.kill('SIGTERM'));
  expect(await exit).toBe(0);
  expect(existsSync(path)).toBe(false);
});

test.runIf(Number.parseInt(spawnSync('/usr/bin/node', ['--version'], { encoding: 'utf8' }).stdout?.slice(1) ?? '') < 24)(
  'a socket gets through the Node of the system, which is too old and starts another',
  async () => {
    const { socket, exit } = started(['/usr/bin/node'], '--virgl', 'off');
    expect((await features(socket)) & VIRGL).toBe(0);
    socket.destroy();
    expect(await exit).toBe(0);
  },
);

test('SIGTERM ends it in order', async () => {
  const { child, socket, exit } = started([]);
  await features(socket);
  child.kill('SIGTERM');
  expect(await exit).toBe(0);
});

test.each([
  ['no socket', [], 1, /give either --socket-path PATH or --fd NUMBER/],
  ['two', ['--fd', '3', '--socket-path', 'x'], 1, /give either/],
  ['a descriptor that is none', ['--fd', '77'], 1, /--fd 77: EBADF/],
  ['a descriptor that is no socket', ['--fd', '3'], 1, /--fd 3 is no socket/],
  ['a folder that is not there', ['--socket-path', '/nowhere/gpu.sock'], 1, /cannot listen on \/nowhere\/gpu.sock/],
  ['a state that is none', ['--virgl', 'perhaps'], 2, /'perhaps' is invalid. Allowed choices are on, off/],
] as const)('%s is said in a line', (_, args, status, line) => {
  const run = spawnSync(binary, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe', 'ignore'] });
  expect(run.stderr).toMatch(line);
  expect([run.status, run.stdout]).toEqual([status, '']);
});

test('what it can do is told as JSON, whatever else is asked', () => {
  const run = spawnSync(binary, ['--print-capabilities', '--fd=9', '--virgl'], { encoding: 'utf8' });
  expect(run.stderr).toBe('');
  const answer = JSON.parse(run.stdout) as { type: string; features: string[] };
  expect(answer.type).toBe('gpu');
  for (const feature of answer.features) expect(['virgl', 'render-node']).toContain(feature);
});

test('a render node is a feature where there is one', async () => {
  const empty = folder();
  const nodes = folder();
  writeFileSync(join(nodes, 'card0'), '');
  expect((await capabilities(undefined, join(empty, 'none'))).features).not.toContain('render-node');
  expect((await capabilities(undefined, nodes)).features).not.toContain('render-node');
  writeFileSync(join(nodes, 'renderD128'), '');
  expect((await capabilities(undefined, nodes)).features).toContain('render-node');
  // A GPU that is not there cannot draw.
  expect((await capabilities(join(empty, 'renderD200'), nodes)).features).toEqual(['render-node']);
});

test('the descriptor names a program that runs', () => {
  const run = spawnSync(binary, ['--print-descriptor'], { encoding: 'utf8' });
  expect(JSON.parse(run.stdout)).toEqual({ description: 'virglass vhost-user-gpu', type: 'gpu', binary });
  accessSync(binary, constants.X_OK);
});
