import {
  openDescriptors,
  requireProgram,
  residentBytes,
  type RunningClient,
  seededRandom,
  startClient,
  Vcmd,
  VtestClient,
  vtestMessage,
} from '@virglass/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serverUnderTest, useDisplay, useServer } from './support.ts';

/*
 * Inputs that no honest client sends, against the real server, while a real program draws through it. Whatever the input, the server
 * lives, the other program goes on drawing, and no memory is taken for a size that was only announced.
 */
const display = useDisplay();
const server = useServer();
let bystander: RunningClient;

beforeAll(async () => {
  requireProgram('glxgears', 'mesa-utils');
  bystander = startClient(['glxgears'], { server: server(), display: display.name, timeoutMs: 170_000 });
  expect(await bystander.untilFrames(5, 30_000), bystander.process.output).toBe(true);
});

afterAll(async () => {
  await bystander[Symbol.asyncDispose]();
});

const FATE_MS = 8_000;
const ANNOUNCED_SLACK = 96 << 20;

/** What becomes of the client: it is disconnected; it is told so, or ignored, and can go on; or it went away by itself. */
type Outcome = 'closed' | 'served' | 'left';

interface HostileInput {
  readonly name: string;
  readonly outcome: Outcome;
  readonly send: (client: VtestClient) => Promise<unknown>;
  /** Greeting before it: none, or the protocol that is agreed on. */
  readonly greet?: false | 2;
  /** What the server's log must say about it. */
  readonly log?: RegExp;
}

const hugeTexture = { width: 16384, height: 16384 };
const create2 = (handle: number, width: number, height: number, arraySize: number, dataSize: number): Uint8Array =>
  vtestMessage(Vcmd.RESOURCE_CREATE2, [handle, 2, 67, 10, width, height, 1, arraySize, 0, 0, dataSize]);
/** A virgl command header: opcode, object type, payload words. */
const header = (opcode: number, object: number, words: number): number => (opcode | (object << 8) | (words << 16)) >>> 0;

const inputs: HostileInput[] = [
  ...[1, 2, 3].map((seed): HostileInput => ({
    name: `64 KiB of random bytes (seed ${seed})`,
    outcome: 'closed',
    greet: false,
    send: (client) => client.send(seededRandom(seed).bytes(65_536)),
  })),
  ...[4, 5, 6].map((seed): HostileInput => ({
    name: `64 KiB of random bytes after the greeting (seed ${seed})`,
    outcome: 'closed',
    send: (client) => client.send(seededRandom(seed).bytes(65_536)),
  })),
  {
    name: 'a renderer name of 4 GiB',
    outcome: 'closed',
    greet: false,
    send: (client) => client.message(Vcmd.CREATE_RENDERER, new Uint8Array(100), 0xffffffff),
  },
  {
    name: 'a renderer name of 100 MiB',
    outcome: 'closed',
    greet: false,
    send: (client) => client.message(Vcmd.CREATE_RENDERER, new Uint8Array(1000), 100 << 20),
  },
  { name: 'a submit of 16 GiB', outcome: 'closed', send: (client) => client.message(Vcmd.SUBMIT_CMD, new Uint8Array(4096), 0xffffffff) },
  { name: 'a submit of 1 GiB', outcome: 'closed', send: (client) => client.message(Vcmd.SUBMIT_CMD, new Uint8Array(4096), 0x10000000) },
  {
    name: 'a submit of random words',
    outcome: 'served',
    send: (client) => client.message(Vcmd.SUBMIT_CMD, seededRandom(7).bytes(4096)),
    log: /submit|command/i,
  },
  {
    name: 'a command longer than its submit',
    outcome: 'served',
    send: (client) => client.submit([header(1, 1, 0xffff)]),
    log: /CREATE_OBJECT|BLEND/i,
  },
  { name: 'an unknown message', outcome: 'closed', send: (client) => client.message(200), log: /200/ },
  { name: 'a submit before the greeting', outcome: 'closed', greet: false, send: (client) => client.submit([0]) },
  {
    name: 'a texture array of 2 TiB',
    outcome: 'served',
    greet: 2,
    send: (client) => client.send(create2(1, 16384, 16384, 2048, 0xffffffff)),
  },
  {
    name: 'a texture of 1 GiB with shared memory of 1 GiB',
    outcome: 'served',
    greet: 2,
    send: (client) => client.send(create2(1, 16384, 16384, 1, 16384 * 16384 * 4)),
  },
  {
    name: 'a texture array of 2 TiB, protocol 0',
    outcome: 'served',
    send: (client) => client.createResource(1, { ...hugeTexture, target: 7, arraySize: 2048 }),
  },
  { name: 'a texture with 2^32 - 1 columns', outcome: 'served', send: (client) => client.createResource(1, { width: 0xffffffff }) },
  {
    name: 'a resource of no known target and format',
    outcome: 'served',
    send: (client) => client.createResource(1, { target: 99, format: 0xfffff }),
  },
  {
    name: 'a resource twice',
    outcome: 'served',
    send: async (client) => {
      await client.createResource(1);
      await client.createResource(1);
    },
  },
  { name: 'an unref of nothing', outcome: 'served', send: (client) => client.message(Vcmd.RESOURCE_UNREF, [12345]) },
  {
    name: 'a readback of nothing, protocol 2',
    outcome: 'served',
    greet: 2,
    send: (client) => client.message(Vcmd.TRANSFER_GET2, [999, 0, 0, 0, 0, 16, 16, 1, 1024, 0]),
  },
  {
    name: 'a readback far outside, protocol 2',
    outcome: 'served',
    greet: 2,
    send: async (client) => {
      await client.send(create2(1, 16, 16, 1, 1024));
      await client.message(Vcmd.TRANSFER_GET2, [1, 0, 0, 0, 0, 16000, 16000, 1, 16000 * 16000 * 4, 0xfffffff0]);
    },
  },
  {
    name: 'a readback of 1 GiB of a small texture, protocol 0',
    outcome: 'closed',
    send: async (client) => {
      await client.createResource(1);
      await client.message(Vcmd.TRANSFER_GET, [1, 0, 65536, 0, 0, 0, 0, 16384, 16384, 1, 0x40000000]);
    },
  },
  { name: 'half a header', outcome: 'left', greet: false, send: (client) => client.send(new Uint8Array([1, 0, 0])) },
  { name: 'half a body', outcome: 'left', send: (client) => client.message(Vcmd.SUBMIT_CMD, new Uint8Array(400), 1000) },
  { name: 'a second greeting', outcome: 'served', send: (client) => client.message(Vcmd.CREATE_RENDERER, Buffer.from('x\0'), 2) },
  {
    name: 'a draw of four thousand million vertices without a program',
    outcome: 'served',
    send: (client) => client.submit([header(8, 0, 12), 0, 0xffffffff, 4, 0, 1, 0, 0, 0, 0, 0, 0xffffffff, 0]),
  },
  {
    name: 'a blit between resources that do not exist',
    outcome: 'served',
    send: (client) => client.submit([header(16, 0, 21), ...Array<number>(21).fill(7)]),
  },
];

test.each(inputs)('$name: $outcome', async ({ name, outcome, send, greet, log }) => {
  const framesBefore = bystander.live.read().frames;
  const memoryBefore = residentBytes(server().pids());
  const logBefore = server().log.length;
  using client = await VtestClient.connect(server().socket);
  if (greet !== false) await client.greet(greet ?? 0);
  await send(client);
  if (outcome === 'left') {
    client.close();
  } else {
    if (outcome === 'served') await client.message(Vcmd.RESOURCE_BUSY_WAIT, [0, 0]);
    const fate = await client.fate(FATE_MS);
    // The peer is only asked to live: it disconnects where ours answers, and waits where ours disconnects.
    if (serverUnderTest === 'virglass') {
      if (outcome === 'closed') expect(await client.untilClosed(FATE_MS), `${name}: ${fate}`).toBe('closed');
      else expect(fate, `${name}: the client must be told, or ignored, or disconnected; not left waiting`).not.toBe('open');
    }
  }
  expect(server().alive, server().log.slice(-4000)).toBe(true);
  expect(await bystander.untilFrames(framesBefore + 3, 20_000), `the other program stopped drawing:\n${bystander.process.output}`).toBe(
    true,
  );
  if (serverUnderTest === 'virglass') {
    expect(residentBytes(server().pids()) - memoryBefore).toBeLessThan(ANNOUNCED_SLACK);
    if (log) {
      await server().process.until(() => log.test(server().log.slice(logBefore)), 5_000); // the line may still be in the pipe
      expect(server().log.slice(logBefore)).toMatch(log);
    }
  }
});

test('fifty idle connections leave room for others', async () => {
  const framesBefore = bystander.live.read().frames;
  const idle = await Promise.all(Array.from({ length: 50 }, () => VtestClient.connect(server().socket)));
  using client = await VtestClient.open(server().socket);
  expect(await client.sync()).toBe(0);
  expect(await bystander.untilFrames(framesBefore + 3, 20_000)).toBe(true);
  for (const connection of idle) connection.close();
});

test('a client that never reads its answers stops nobody', async () => {
  const framesBefore = bystander.live.read().frames;
  using client = await VtestClient.open(server().socket);
  const question = vtestMessage(Vcmd.GET_CAPS2);
  const many = new Uint8Array(question.length * 4096);
  for (let at = 0; at < many.length; at += question.length) many.set(question, at);
  client.pauseReading();
  void client.send(many);
  expect(await bystander.untilFrames(framesBefore + 3, 20_000)).toBe(true);
});

test('connections that came and went leave no descriptors behind', async () => {
  const base = openDescriptors(server().process.pid);
  for (let i = 0; i < 20; i++) {
    using client = await VtestClient.open(server().socket);
    await client.createResource(1);
    await client.sync();
  }
  let now = 0;
  for (let i = 0; i < 50 && (now = openDescriptors(server().process.pid)) > base; i++)
    await new Promise((resolve) => setTimeout(resolve, 100));
  expect(now).toBeLessThanOrEqual(base + 2);
});

test('a program killed in the middle of a frame stops nobody', async () => {
  for (let i = 0; i < 3; i++) {
    await using victim = startClient(['glxgears'], { server: server(), display: display.name, timeoutMs: 60_000 });
    await victim.untilFrames(3 + i, 30_000);
    victim.process.signal('SIGKILL');
    await victim.process.exit;
  }
  const framesBefore = bystander.live.read().frames;
  expect(await bystander.untilFrames(framesBefore + 3, 20_000)).toBe(true);
  expect(server().alive).toBe(true);
});
