import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Qmp, QmpError } from './client.ts';
import { Lines } from './lines.ts';
import { QmpServer } from './server.ts';

const greeting = '{"QMP":{"version":{"qemu":{"micro":2,"minor":0,"major":10},"package":"Debian"},"capabilities":["oob"]}}\r\n';
let folder = '';
let server: Server | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'virglass-qmp-'));
});
afterEach(() => {
  server?.close();
  server = null;
  rmSync(folder, { recursive: true, force: true });
});

interface Command {
  readonly execute: string;
  readonly id: number;
  readonly arguments?: unknown;
}

/** A monitor that answers as a function says, on a real socket. */
async function monitor(answer: (command: Command, socket: Socket) => void, first = greeting): Promise<string> {
  const path = join(folder, 'qmp');
  const listening = createServer((socket) => {
    const lines = new Lines();
    socket.setEncoding('utf8');
    socket.write(first);
    socket.on('error', () => undefined);
    socket.on('data', (text: string) => {
      for (const line of lines.feed(text)) answer(JSON.parse(line) as Command, socket);
    });
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(path, resolve));
  return path;
}

const ok = ({ id }: Command, socket: Socket): void => void socket.write(`{"return": {}, "id": ${id}}\r\n`);

test('negotiates, sends what it is asked to, and hands results on', async () => {
  const seen: Command[] = [];
  const path = await monitor((command, socket) => {
    seen.push(command);
    if (command.execute === 'query-status') socket.write(`{"return": {"status": "prelaunch", "running": false}, "id": ${command.id}}\r\n`);
    else ok(command, socket);
  });
  using qmp = await Qmp.connect(path);
  expect(await qmp.execute('query-status')).toEqual({ status: 'prelaunch', running: false });
  await qmp.execute('screendump', { filename: '/x.png', format: 'png', head: 1 });
  expect(seen).toEqual([
    { execute: 'qmp_capabilities', id: 1 },
    { execute: 'query-status', id: 2 },
    { execute: 'screendump', arguments: { filename: '/x.png', format: 'png', head: 1 }, id: 3 },
  ]);
});

test('answers find their commands in any order, in any pieces, with events between them', async () => {
  const held: number[] = [];
  const path = await monitor((command, socket) => {
    if (command.execute === 'qmp_capabilities') return ok(command, socket);
    held.push(command.id);
    if (held.length < 2) return;
    const text = `{"return":{"status":"b"},"id":${held[1]}}\n{"event":"RESUME","timestamp":{}}\n\n{"return":{"status":"a"},"id":${held[0]}}\n`;
    for (const char of text) socket.write(char);
  });
  using qmp = await Qmp.connect(path);
  let resumed = 0;
  using listening = qmp.on('RESUME', () => resumed++);
  const [a, b] = await Promise.all([qmp.execute('query-status'), qmp.execute('query-status')]);
  expect([a.status, b.status]).toEqual(['a', 'b']);
  expect(resumed).toBe(1);
  listening[Symbol.dispose]();
});

test('what is refused says why, and the connection lives on', async () => {
  const path = await monitor((command, socket) => {
    if (command.execute === 'screendump') socket.write(`{"error":{"class":"GenericError","desc":"no console"},"id":${command.id}}\n`);
    else ok(command, socket);
  });
  using qmp = await Qmp.connect(path);
  const refused = qmp.execute('screendump', { filename: 'x' });
  await expect(refused).rejects.toThrow('screendump: no console');
  await expect(refused).rejects.toBeInstanceOf(QmpError);
  await qmp.execute('cont');
});

test.each([
  ['closes', (_: Command, socket: Socket) => void socket.end(), /closed its connection/],
  ['talks nonsense', (_: Command, socket: Socket) => void socket.write('HTTP/1.1 400\n'), /not its protocol/],
])('a monitor that %s fails what waits for it, and what is asked later', async (_, behave, message) => {
  const path = await monitor((command, socket) => (command.execute === 'cont' ? behave(command, socket) : ok(command, socket)));
  using qmp = await Qmp.connect(path);
  await expect(qmp.execute('cont')).rejects.toThrow(message);
  await qmp.closed;
  await expect(qmp.execute('cont')).rejects.toThrow(/^cont: /);
});

test('nobody there', async () => {
  await expect(Qmp.connect(join(folder, 'none'))).rejects.toThrow(/none: .*ENOENT/);
});

test('waits for a monitor that connects by itself', async () => {
  const path = join(folder, 'wait');
  const { ready, qmp } = Qmp.listen(path, AbortSignal.timeout(10_000));
  await ready;
  const { connect } = await import('node:net');
  const socket = connect(path);
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => ok(JSON.parse(text.trim()) as Command, socket));
  socket.write(greeting);
  using connected = await qmp;
  await connected.execute('cont');
  socket.destroy();
});

test('gives up waiting when it is told to', async () => {
  const controller = new AbortController();
  const { ready, qmp } = Qmp.listen(join(folder, 'never'), controller.signal);
  await ready;
  controller.abort();
  await expect(qmp).rejects.toThrow('did not connect');
});

test('our own monitor answers our own client', async () => {
  const path = join(folder, 'own');
  {
    using own = await QmpServer.listen(path, {
      'query-status': async () => ({ status: 'running', running: true }),
      screendump: ({ filename }) => {
        throw new Error(`cannot write ${String(filename)}`);
      },
    });
    expect(own).toBeDefined();
    using qmp = await Qmp.connect(path);
    expect(await qmp.execute('query-status')).toEqual({ status: 'running', running: true });
    await expect(qmp.execute('screendump', { filename: '/no' })).rejects.toThrow('screendump: cannot write /no');
    await expect(qmp.execute('cont')).rejects.toThrow('has not been found');
  }
  await expect(Qmp.connect(path)).rejects.toThrow('ENOENT');
});

test('a line that does not end is refused', () => {
  const lines = new Lines();
  const piece = 'x'.repeat(1 << 20);
  expect(() => {
    for (let i = 0; i < 20; i++) lines.feed(piece);
  }).toThrow(RangeError);
});
