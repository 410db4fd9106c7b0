/*
 * Clients that do wrong, die, flood or do not read. Each is a row: what it sends, what happens to it, and what the log says.
 * In every row a second client works before and after, and at the end nothing is left of either.
 */
import { closeFd, type Fd } from '@virglass/host-linux';
import { VtestCommand } from '@virglass/protocol';
import { describe, expect, test } from 'vitest';
import { maxInlineBytes, maxSubmitBytes } from './limits.ts';
import type { FakeRules } from './testing/fake-renderer.ts';
import { announced, busyWait, createRenderer, createTexture, get2, message, pause, type TestClient } from './testing/test-client.ts';
import { holdings, startServer } from './testing/test-server.ts';

/** The same numbers in every run. */
function noise(seed: number, byteLength: number): Uint8Array {
  const bytes = new Uint8Array(byteLength);
  let state = seed >>> 0 || 1;
  for (let i = 0; i < byteLength; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[i] = state >>> 0;
  }
  return bytes;
}

type Row = {
  /** Protocol version to agree on first; null: the bytes come first of all. */
  readonly hello: number | null;
  readonly bytes: readonly Uint8Array[];
  /** What happens: the server closes, the client goes away in the middle, or it is answered. */
  readonly end: 'closed' | 'leaves' | 'answered';
  /** Lines that the log must have, in order; none means that nothing is worth a line. */
  readonly log: readonly RegExp[];
  readonly rules?: FakeRules;
};

const text = (value: string): Uint8Array => new Uint8Array(Buffer.from(value));
const texture = createTexture(1, 16, 16, 1024);
const done = busyWait(0, 0);

const rows: Record<string, Row> = {
  'noise from the first byte': {
    hello: null,
    bytes: [noise(1, 65_536)],
    end: 'closed',
    log: [/the first command must be CREATE_RENDERER/],
  },
  'other noise from the first byte': { hello: null, bytes: [noise(7, 65_536)], end: 'closed', log: [/must be CREATE_RENDERER/] },
  'noise after the handshake': {
    hello: 2,
    bytes: [noise(2, 65_536)],
    end: 'closed',
    log: [/^client 2: command \d+: there is no such command/],
  },
  'a first message of 4 GiB': {
    hello: null,
    bytes: [announced(0xffff_ffff, 8), text('x'.repeat(100))],
    end: 'closed',
    log: [/^client 2: CREATE_RENDERER: a name of 4294967295 bytes, the limit is 4096; disconnected$/],
  },
  'a name of 100 MiB': {
    hello: null,
    bytes: [announced(100 << 20, 8), text('x'.repeat(1000))],
    end: 'closed',
    log: [/CREATE_RENDERER: a name of 104857600 bytes/],
  },
  'a stream of 16 GiB': {
    hello: 2,
    bytes: [announced(0xffff_ffff, 6), new Uint8Array(4096)],
    end: 'closed',
    log: [/^client 2: SUBMIT_CMD: 4294967295 words, the limit is 4194304; disconnected$/],
  },
  'a stream of 1 GiB': {
    hello: 2,
    bytes: [announced(0x1000_0000, 6), new Uint8Array(4096)],
    end: 'closed',
    log: [/SUBMIT_CMD: 268435456 words, the limit is/],
  },
  'a stream that is announced and does not come': {
    hello: 2,
    bytes: [announced(maxSubmitBytes / 4, 6), new Uint8Array(4096)],
    end: 'leaves',
    log: [/^client 2: SUBMIT_CMD: the connection ended after 4104 of 16777224 bytes$/],
  },
  'a stream of noise': {
    hello: 2,
    bytes: [message(6, ...new Uint32Array(noise(5, 4096).buffer)), done],
    end: 'answered',
    log: [/^client 2: SUBMIT_CMD: the renderer refused the stream with status 8$/],
    rules: { submitStatus: () => 8 },
  },
  'a command that runs past its stream': {
    hello: 2,
    bytes: [message(6, 1 | (1 << 8) | (0xffff << 16)), message(6, 0), done],
    end: 'answered',
    log: [/SUBMIT_CMD: the renderer refused the stream with status 8/],
    rules: { submitStatus: () => 8 },
  },
  'an unknown command': {
    hello: 2,
    bytes: [message(200)],
    end: 'closed',
    log: [/^client 2: command 200: there is no such command; disconnected$/],
  },
  'command 0': { hello: 2, bytes: [message(0)], end: 'closed', log: [/command 0: there is no such command/] },
  'a command of protocol 4': {
    hello: 4,
    bytes: [message(25, 0)],
    end: 'closed',
    log: [/DRM_SYNC_CREATE: belongs to protocol 4, the client speaks 3/],
  },
  'a command of protocol 3': {
    hello: 2,
    bytes: [message(15, 1)],
    end: 'closed',
    log: [/GET_PARAM: belongs to protocol 3, the client speaks 2/],
  },
  'a stream before CREATE_RENDERER': {
    hello: null,
    bytes: [message(6, 0)],
    end: 'closed',
    log: [/^client 2: SUBMIT_CMD: the first command must be/],
  },
  'a texture of 2048 layers with 4 GiB of shared memory': {
    hello: 2,
    bytes: [message(12, 1, 2, 67, 10, 16_384, 16_384, 1, 2048, 0, 0, 0xffff_ffff), done],
    end: 'answered',
    log: [/^client 2: RESOURCE_CREATE2: resource 1 .*16384 x 16384.* with 4294967296 bytes of shared memory: the client holds/],
  },
  'two textures of 512 MiB with as much shared memory': {
    hello: 2,
    bytes: [1, 2].map((id) => message(12, id, 2, 67, 10, 16_384, 8192, 1, 1, 0, 0, 1 << 29)),
    end: 'answered',
    log: [/^client 2: RESOURCE_CREATE2: resource 2 .* with 536870912 bytes of shared memory: the client holds \d+ of its 2147483648 bytes/],
  },
  'a texture that the renderer refuses': {
    hello: 2,
    bytes: [texture, done],
    end: 'answered',
    log: [/RESOURCE_CREATE2: resource 1 .*: the renderer refused it with status 7/],
    rules: { createStatus: () => 7 },
  },
  'a resource number twice': {
    hello: 2,
    bytes: [texture, texture, done],
    end: 'closed',
    log: [/^client 2: RESOURCE_CREATE2: resource 1 exists already; disc/],
  },
  'resource number 0': {
    hello: 2,
    bytes: [createTexture(0, 16, 16, 4)],
    end: 'closed',
    log: [/RESOURCE_CREATE2: resource 0: the number must not be 0/],
  },
  'the end of a resource that does not exist': {
    hello: 2,
    bytes: [message(3, 12_345), done],
    end: 'closed',
    log: [/RESOURCE_UNREF: no resource 12345/],
  },
  'a transfer of a resource that does not exist': {
    hello: 2,
    bytes: [get2(999, 16, 16), done],
    end: 'closed',
    log: [/TRANSFER_GET2: no resource 999/],
  },
  'a put to a resource that does not exist': {
    hello: 2,
    bytes: [message(14, 999, 0, 0, 0, 0, 1, 1, 1, 4, 0)],
    end: 'closed',
    log: [/TRANSFER_PUT2: no resource 999/],
  },
  'a transfer to an offset outside': {
    hello: 2,
    bytes: [texture, message(13, 1, 0, 0, 0, 0, 16_000, 16_000, 1, 1_024_000_000, 0xffff_fff0), done],
    end: 'closed',
    log: [/^client 2: TRANSFER_GET2: offset 4294967280 lies outside the 1024 bytes of resource 1; disconnected$/],
  },
  'a transfer that the renderer refuses': {
    hello: 2,
    bytes: [texture, get2(1, 16_000, 16_000), done],
    end: 'answered',
    log: [/TRANSFER_GET2: the renderer refused the box of resource 1 with status 11/],
    rules: { transferStatus: 11 },
  },
  'an inline answer of 4 GiB': {
    hello: 0,
    bytes: [message(2, 1, 2, 67, 10, 16, 16, 1, 1, 0, 0), message(4, 1, 0, 0, 0, 0, 0, 0, 16, 16, 1, 0xffff_ffff)],
    end: 'closed',
    log: [/TRANSFER_GET: 4294967295 bytes: the limit is 268435456/],
  },
  'inline data of 4 GiB': {
    hello: 0,
    bytes: [message(2, 1, 2, 67, 10, 16, 16, 1, 1, 0, 0), announced(11 + (1 << 30), 5, 1, 0, 0, 0, 0, 0, 0, 16, 16, 1, 0xffff_ffff)],
    end: 'closed',
    log: [/TRANSFER_PUT: 4294967295 bytes, the limit is 268435456/],
  },
  'inline data that is announced and does not come': {
    hello: 0,
    bytes: [
      message(2, 1, 2, 67, 10, 16, 16, 1, 1, 0, 0),
      announced(11 + maxInlineBytes / 4, 5, 1, 0, 0, 0, 0, 0, 0, 16, 16, 1, maxInlineBytes),
    ],
    end: 'leaves',
    log: [/TRANSFER_PUT: the connection ended after 52 of 268435508 bytes/],
  },
  'two lengths of inline data': {
    hello: 0,
    bytes: [message(2, 1, 2, 67, 10, 16, 16, 1, 1, 0, 0), announced(12, 5, 1, 0, 0, 0, 0, 0, 0, 16, 16, 1, 100)],
    end: 'closed',
    log: [/TRANSFER_PUT: 12 words, with 100 bytes of data it has 36/],
  },
  'half a header': {
    hello: null,
    bytes: [Uint8Array.of(1, 0, 0)],
    end: 'leaves',
    log: [/^client 2: header: the connection ended after 3 bytes$/],
  },
  'half a body': {
    hello: 2,
    bytes: [announced(1000, 6), new Uint8Array(400)],
    end: 'leaves',
    log: [/SUBMIT_CMD: the connection ended after 408 of 4008 bytes/],
  },
  'nothing at all': { hello: null, bytes: [], end: 'leaves', log: [] },
  'CREATE_RENDERER twice': { hello: 2, bytes: [createRenderer('x'), done], end: 'closed', log: [/CREATE_RENDERER: sent twice/] },
  'a wrong length': { hello: 2, bytes: [message(7, 0)], end: 'closed', log: [/RESOURCE_BUSY_WAIT: 1 words, it has 2/] },
  'a wrong length of 16 GiB': {
    hello: 2,
    bytes: [announced(0xffff_ffff, 7, 0, 0)],
    end: 'closed',
    log: [/RESOURCE_BUSY_WAIT: 4294967295 words, it has 2/],
  },
  'a list of syncs that is none': {
    hello: 3,
    bytes: [message(23, 0, 0, 1)],
    end: 'closed',
    log: [/SYNC_WAIT: 3 words are no list of syncs/],
  },
  'a list of 16 GiB of syncs': {
    hello: 3,
    bytes: [announced(0xffff_ffff, 23)],
    end: 'closed',
    log: [/SYNC_WAIT: 4294967295 words, the limit is 4096/],
  },
  'an exception in the renderer': {
    hello: 2,
    bytes: [message(6, 1, 2, 3)],
    end: 'closed',
    log: [/^client 2: internal error: Error: the GPU is gone/],
    rules: {
      onSubmit: () => {
        throw new Error('the GPU is gone');
      },
    },
  },
};

/** A round trip that needs the whole path. */
async function works(client: TestClient): Promise<void> {
  await client.send(createTexture(77, 8, 8, 256));
  closeFd((await client.fd()) as Fd);
  await client.send(get2(77, 8, 8), message(VtestCommand.RESOURCE_UNREF, 77), busyWait(77, 1));
  expect(await client.words(3)).toEqual([1, 7, 0]);
}

describe('one client does wrong, the other does not notice', () => {
  test.for(Object.entries(rows))('%s', async ([, row]) => {
    const before = holdings();
    {
      await using host = await startServer();
      using good = host.connect();
      await good.hello(2, 'good');
      await works(good);
      Object.assign(host.renderer.rules, row.rules);
      using bad = host.connect();
      if (row.hello !== null) await bad.hello(row.hello, 'bad');
      await bad.send(...row.bytes);
      if (row.end === 'closed') expect(await bad.closes()).toBe(true);
      if (row.end === 'answered') await expect.poll(() => host.warnings.length).toBe(row.log.length);
      await pause(2);
      // Memory is not taken for what was announced.
      expect(host.server.stats.bytes).toBeLessThan(row.bytes.length === 2 && row.end === 'answered' ? 2 ** 31 + (1 << 20) : 1 << 20);
      if (row.end !== 'closed') bad[Symbol.dispose]();
      await expect.poll(() => host.server.stats.clients).toBe(1);
      expect(host.warnings.length).toBe(row.log.length);
      for (const [i, line] of row.log.entries()) expect(host.warnings[i]).toMatch(line);
      for (const rule of Object.keys(row.rules ?? {})) delete host.renderer.rules[rule as keyof FakeRules];
      await works(good);
      expect(host.renderer.open).toBe(1);
    }
    expect(holdings()).toEqual(before);
  });
});

test('a client may die at any byte of a session', async () => {
  const session = Buffer.concat([
    createRenderer('mayfly'),
    message(10),
    busyWait(0, 0),
    message(11, 2),
    message(9),
    createTexture(1, 16, 16, 4096),
    message(6, 1, 2, 3, 4),
    busyWait(1, 1),
    get2(1, 16, 16),
    message(3, 1),
  ]);
  const before = holdings();
  {
    await using host = await startServer();
    using good = host.connect();
    await good.hello(2);
    for (let cut = 0; cut <= session.length; cut += 3) {
      const client = host.connect();
      await client.send(session.subarray(0, cut));
      if (cut % 2 === 0) await pause();
      client[Symbol.dispose]();
    }
    await expect.poll(() => host.server.stats.clients).toBe(1);
    expect(host.renderer.open).toBe(0);
    await works(good);
  }
  expect(holdings()).toEqual(before);
});

test('a flood does not starve the others', async () => {
  await using host = await startServer();
  using good = host.connect();
  using flooder = host.connect();
  await good.hello(2);
  await flooder.hello(2);
  let flooding = true;
  const flood = (async () => {
    const burst = Buffer.concat(Array.from({ length: 4000 }, () => message(6, 1, 2)));
    while (flooding && (await flooder.send(burst)));
  })();
  for (let i = 0; i < 50; i++) await works(good);
  expect(host.renderer.devices.find((device) => device.submits > 0)?.submits).toBeGreaterThan(1000);
  flooding = false;
  await flood;
  expect(host.server.stats.bytes).toBeLessThan(1 << 20);
});

test('a client that does not read its answers stalls only itself', async () => {
  await using host = await startServer();
  using good = host.connect();
  using lazy = host.connect();
  await good.hello(2);
  await lazy.hello(2);
  const burst = Buffer.concat(Array.from({ length: 2000 }, () => message(9)));
  let sent = false;
  const sending = lazy.send(burst).then((all) => {
    sent = all;
  });
  for (let i = 0; i < 20; i++) await works(good);
  // 2000 capability sets are 2.8 MB of answers: more than the kernel queues, so most are not even made.
  expect(host.server.stats.bytes).toBeLessThan(1 << 20);
  for (let i = 0; i < 2000; i++) {
    const header = await lazy.words(2);
    expect(header).toEqual([1409, 2]);
    await lazy.read(1408);
  }
  await sending;
  expect(sent).toBe(true);
  expect(host.warnings).toEqual([]);
});

test('a client that never reads is disconnected in the end', async () => {
  await using host = await startServer({}, { stalledMilliseconds: 50, housekeepingMilliseconds: 20 });
  using lazy = host.connect();
  await lazy.hello(2);
  await lazy.send(Buffer.concat(Array.from({ length: 2000 }, () => message(9))));
  await expect.poll(() => host.server.stats.clients).toBe(0);
  expect(host.warnings[0]).toMatch(/^client 1: has not read \d+ bytes of answers for 0.05 s; disconnected$/);
});

test('a large stream takes memory as it arrives, and gives it back', async () => {
  await using host = await startServer({}, { housekeepingMilliseconds: 20 });
  using client = host.connect();
  await client.hello(2);
  const words = 1 << 20;
  await client.send(announced(words, 6), new Uint8Array(4 * words).fill(1), busyWait(0, 0));
  expect(await client.words(3)).toEqual([1, 7, 0]);
  expect(host.renderer.devices[0]?.calls.at(-1)).toMatch(/^submit 1 1048576 /);
  await expect.poll(() => host.server.stats.bytes).toBe(0);
});

test('a stream that outgrows the quota is refused', async () => {
  await using host = await startServer({}, { quota: { bytes: 1 << 20, resources: 10, contexts: 1, objects: 10, gpuMilliseconds: 4000 } });
  using client = host.connect();
  await client.hello(2);
  void client.send(announced(maxSubmitBytes / 4, 6), new Uint8Array(8 << 20));
  await expect.poll(() => host.server.stats.clients).toBe(0);
  expect(host.warnings).toEqual(["client 1: SUBMIT_CMD: the client's quota does not allow a larger receive buffer; disconnected"]);
});

test('what one client can write into the log is bounded', async () => {
  await using host = await startServer({ transferStatus: 9 });
  using client = host.connect();
  await client.hello(2);
  await client.send(createTexture(1, 16, 16, 1024));
  closeFd((await client.fd()) as Fd);
  for (let i = 0; i < 500; i++) await client.send(get2(1, 1, 1));
  await client.send(busyWait(0, 0));
  await client.words(3);
  expect(host.warnings.length).toBe(20);
  client[Symbol.dispose]();
  await expect.poll(() => host.server.stats.clients).toBe(0);
  expect(host.warnings.at(-1)).toBe('client 1: 480 more lines like these');
});
