import { closeFd, type Fd, Mapping } from '@virglass/host-linux';
import { VtestCommand } from '@virglass/protocol';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fakeCaps } from './testing/fake-renderer.ts';
import {
  announced,
  busyWait,
  createFence,
  createRenderer,
  createTexture,
  get2,
  message,
  pause,
  TestClient,
} from './testing/test-client.ts';
import { holdings, startServer } from './testing/test-server.ts';

const submit = message(VtestCommand.SUBMIT_CMD, 1, 2, 3, 4);

describe('handshake', () => {
  test.for([
    [0, 0],
    [1, 0],
    [2, 2],
    [3, 3],
    [4, 3],
    [0xffff_ffff, 3],
  ] as const)('a client of protocol %i gets %i', async ([asked, given]) => {
    await using host = await startServer();
    using client = host.connect();
    expect(await client.hello(asked)).toBe(given);
  });

  test('a client that never pings speaks protocol 0', async () => {
    await using host = await startServer();
    using client = host.connect();
    await client.send(
      createRenderer('old'),
      busyWait(0, 0),
      message(VtestCommand.RESOURCE_CREATE2, ...Array.from({ length: 11 }, () => 1)),
    );
    expect(await client.words(3)).toEqual([1, VtestCommand.RESOURCE_BUSY_WAIT, 0]);
    expect(await client.closes()).toBe(true);
    expect(host.warnings).toEqual(['client 1: RESOURCE_CREATE2: belongs to protocol 2, the client speaks 0; disconnected']);
  });

  test('the version can be negotiated again', async () => {
    await using host = await startServer();
    using client = host.connect();
    expect(await client.hello(3)).toBe(3);
    await client.send(message(VtestCommand.PING_PROTOCOL_VERSION), busyWait(0, 0), message(VtestCommand.PROTOCOL_VERSION, 2));
    expect((await client.words(8))?.[7]).toBe(2);
  });

  test('capability sets answer with their number and their bytes plus one', async () => {
    await using host = await startServer();
    using client = host.connect();
    await client.hello(2);
    await client.send(message(VtestCommand.GET_CAPS2), message(VtestCommand.GET_CAPS));
    expect(await client.words(2)).toEqual([1409, 2]);
    expect(await client.read(1408)).toEqual(fakeCaps[1]);
    expect(await client.words(2)).toEqual([309, 1]);
    expect(await client.read(308)).toEqual(fakeCaps[0]);
    expect(host.renderer.devices).toEqual([]);
  });

  test('GET_PARAM and GET_CAPSET say what is known', async () => {
    await using host = await startServer();
    using client = host.connect();
    await client.hello(3);
    await client.send(message(VtestCommand.GET_PARAM, 1), message(VtestCommand.GET_PARAM, 2));
    expect(await client.words(8)).toEqual([2, 15, 1, 64, 2, 15, 0, 0]);
    await client.send(message(VtestCommand.GET_CAPSET, 2, 1));
    expect(await client.words(3)).toEqual([1 + 352, 16, 1]);
    expect(await client.read(1408)).toEqual(fakeCaps[1]);
    await client.send(message(VtestCommand.GET_CAPSET, 4, 0), message(VtestCommand.GET_CAPSET, 2, 9));
    expect(await client.words(6)).toEqual([1, 16, 0, 1, 16, 0]);
  });

  test('CONTEXT_INIT takes the capsets of the renderer, once', async () => {
    await using host = await startServer();
    using client = host.connect();
    await client.hello(3, 'glxgears');
    await client.send(message(VtestCommand.CONTEXT_INIT, 2), message(VtestCommand.CONTEXT_INIT, 2), busyWait(1, 1));
    expect(await client.words(3)).toEqual([1, 7, 0]);
    expect(host.renderer.devices[0]?.calls).toEqual(['createContext 1 glxgears']);
    await client.send(message(VtestCommand.CONTEXT_INIT, 1));
    expect(await client.closes()).toBe(true);
    expect(host.warnings.at(-1)).toBe('client 1: CONTEXT_INIT: the context is for capset 2, not 1; disconnected');
  });

  test.for(['x', 'ab', 'abc', 'abcd', 'a\u0001\nb'])('a name of any length leaves what follows in place: %j', async (name) => {
    await using host = await startServer();
    using client = host.connect();
    await client.hello(2, name);
    await client.send(submit, busyWait(0, 0));
    expect(await client.words(3)).toEqual([1, 7, 0]);
    expect(host.renderer.devices[0]?.calls[0]).toBe(`createContext 1 ${name.replaceAll(/[\u0001\n]/g, '?')}`);
    expect(host.warnings).toEqual([]);
  });
});

describe('resources', () => {
  test('protocol 2: shared memory arrives, readback is visible in it, and the wait is answered', async () => {
    await using host = await startServer();
    using client = host.connect();
    await client.hello(2);
    await client.send(createTexture(7, 16, 4, 256));
    const fd = (await client.fd()) as Fd;
    using seen = new Mapping(fd, 256);
    closeFd(fd);
    await client.send(get2(7, 16, 4), busyWait(7, 1));
    expect(await client.words(3)).toEqual([1, 7, 0]);
    expect([seen.bytes[0], seen.bytes[63], seen.bytes[64], seen.bytes[255]]).toEqual([1, 1, 2, 4]);
    expect(host.renderer.devices[0]?.calls).toEqual([
      'createContext 1 test',
      'createResource 7 2 67 10 16 4 1 1 0 0',
      'attachBacking 7 0 256',
      'attachResource 1 7',
      'transferFromHost 1 7 0 0 0 0 16 4 1 0 0 0 backing',
    ]);
  });

  test('protocol 2: no shared memory, no descriptor', async () => {
    await using host = await startServer();
    using client = host.connect();
    await client.hello(2);
    await client.send(message(VtestCommand.RESOURCE_CREATE2, 3, 2, 67, 10, 16, 16, 1, 1, 0, 4, 0), busyWait(0, 0));
    expect(await client.words(3)).toEqual([1, 7, 0]);
    await client.send(get2(3, 16, 16));
    expect(await client.closes()).toBe(true);
    expect(host.warnings).toEqual(['client 1: TRANSFER_GET2: resource 3 has no shared memory; disconnected']);
  });

  test('TRANSFER_PUT2 announces data that does not follow', async () => {
    await using host = await startServer();
    using client = host.connect();
    await client.hello(2);
    await client.send(createTexture(1, 16, 16, 1024));
    closeFd((await client.fd()) as Fd);
    await client.send(announced(10 + 256, VtestCommand.TRANSFER_PUT2, 1, 0, 0, 0, 0, 16, 16, 1, 1024, 0), busyWait(1, 1));
    expect(await client.words(3)).toEqual([1, 7, 0]);
    expect(host.renderer.devices[0]?.calls.at(-1)).toBe('transferToHost 1 1 0 0 0 0 16 16 1 0 0 0 backing');
  });

  test('protocol 3: the server chooses the number', async () => {
    await using host = await startServer();
    using client = host.connect();
    await client.hello(3);
    for (const id of [1, 2]) {
      await client.send(createTexture(0, 16, 16, 1024));
      expect(await client.words(3)).toEqual([1, 12, id]);
      closeFd((await client.fd()) as Fd);
    }
    await client.send(createTexture(5, 16, 16, 1024));
    expect(await client.closes()).toBe(true);
    expect(host.warnings).toEqual(['client 1: RESOURCE_CREATE2: resource 5: since protocol 3 the server chooses the number; disconnected']);
  });

  test('protocol 3: guest blobs are shared memory, host blobs are refused', async () => {
    await using host = await startServer();
    using client = host.connect();
    await client.hello(3);
    await client.send(message(VtestCommand.RESOURCE_CREATE_BLOB, 1, 1, 10_000, 0, 0, 0));
    expect(await client.words(3)).toEqual([1, 18, 1]);
    const fd = (await client.fd()) as Fd;
    using blob = new Mapping(fd, 10_000);
    closeFd(fd);
    expect(blob.bytes[9_999]).toBe(0);
    expect(host.renderer.devices[0]?.calls.slice(1)).toEqual([
      'createResource 1 0 64 524288 10000 1 1 1 0 0',
      'attachBacking 1 0 10000',
      'attachResource 1 1',
    ]);
    for (const type of [2, 3, 9]) {
      await client.send(message(VtestCommand.RESOURCE_CREATE_BLOB, type, 1, 4096, 0, 1, 0));
      expect(await client.words(3)).toEqual([1, 18, 0]);
      expect(await client.fd()).toBe(null);
    }
    await client.send(message(VtestCommand.RESOURCE_CREATE_BLOB, 1, 1, 0, 1, 0, 0));
    expect(await client.words(3)).toEqual([1, 18, 0]);
    expect(await client.fd()).toBe(null);
    expect(host.warnings[0]).toBe('client 1: RESOURCE_CREATE_BLOB: blob type 2 is not supported, only guest memory is');
  });

  test('protocol 0: contents travel through the socket, at any length', async () => {
    await using host = await startServer();
    using client = host.connect();
    await client.hello(0);
    await client.send(message(VtestCommand.RESOURCE_CREATE, 4, 2, 67, 10, 8, 8, 1, 1, 0, 0));
    for (const size of [1, 2, 3, 4, 5, 32]) {
      const header = announced(11 + Math.ceil(size / 4), VtestCommand.TRANSFER_PUT, 4, 0, 32, 0, 0, 0, 0, 8, 1, 1, size);
      await client.send(header, new Uint8Array(size).fill(0x50 + size));
    }
    await client.send(submit, message(VtestCommand.TRANSFER_GET, 4, 0, 32, 0, 0, 0, 0, 8, 2, 1, 67), busyWait(4, 1));
    const data = await client.read(67);
    expect([data?.[0], data?.[31], data?.[32], data?.[63], data?.[64], data?.[66]]).toEqual([1, 1, 2, 2, 0, 0]);
    expect(await client.words(3)).toEqual([1, 7, 0]);
    expect(host.renderer.devices[0]?.calls.filter((call) => call.startsWith('transferToHost'))).toEqual(
      [1, 2, 3, 4, 5, 32].map((size) => `transferToHost 1 4 0 0 0 0 8 1 1 32 0 0 ${size} bytes from ${0x50 + size} to ${0x50 + size}`),
    );
    expect(host.warnings).toEqual([]);
  });

  test('a resource over the quota is refused so that Mesa can go on', async () => {
    await using host = await startServer({}, { quota: { bytes: 1 << 20, resources: 4, contexts: 1, objects: 100, gpuMilliseconds: 4000 } });
    using client = host.connect();
    await client.hello(2);
    // By its shared memory, by its storage in the renderer, by both together.
    for (const [width, dataSize] of [
      [16, 0xffff_ffff],
      [4096, 4096],
      [400, 700_000],
    ] as const) {
      await client.send(createTexture(1, width, width, dataSize));
      expect(await client.fd()).toBe(null);
    }
    // Without a descriptor to miss there is no way to tell: the number is dead, its use is harmless.
    await client.send(message(VtestCommand.RESOURCE_CREATE2, 2, 2, 67, 10, 4096, 4096, 1, 1, 0, 4, 0));
    await client.send(get2(2, 16, 16), busyWait(2, 1), message(VtestCommand.RESOURCE_UNREF, 2));
    expect(await client.words(3)).toEqual([1, 7, 0]);
    await client.send(createTexture(1, 16, 16, 1024));
    closeFd((await client.fd()) as Fd);
    expect(host.warnings[0]).toMatch(
      /^client 1: RESOURCE_CREATE2: resource 1 \(target 2, format 67, 16 x 16 x 1, .*quota|of its 1048576 bytes$/,
    );
    expect(host.warnings.every((line) => /^client 1: (RESOURCE_CREATE2|TRANSFER_GET2): /.test(line))).toBe(true);
    expect(host.warnings.length).toBe(5);
    expect(host.server.stats.bytes).toBeLessThan(1 << 20);
    expect(host.renderer.devices[0]?.bytesUsed).toBe(16 * 16 * 4);
  });

  test('memory of dropped resources is used again, only by the same client', async () => {
    await using host = await startServer();
    using a = host.connect();
    using b = host.connect();
    await a.hello(2);
    await b.hello(2);
    await a.send(createTexture(1, 16, 16, 5000));
    const first = (await a.fd()) as Fd;
    using seen = new Mapping(first, 5000);
    seen.bytes[4999] = 42;
    const before = holdings().shared;
    await a.send(message(VtestCommand.RESOURCE_UNREF, 1), createTexture(2, 16, 16, 4097));
    const second = (await a.fd()) as Fd;
    using again = new Mapping(second, 4097);
    expect(statSync(`/proc/self/fd/${second}`).ino).toBe(statSync(`/proc/self/fd/${first}`).ino);
    expect(again.byteLength).toBe(4097);
    expect(holdings().shared).toBe(before + 1);
    await a.send(message(VtestCommand.RESOURCE_UNREF, 2), busyWait(0, 0));
    await a.words(3);
    await b.send(createTexture(1, 16, 16, 5000));
    const other = (await b.fd()) as Fd;
    using clean = new Mapping(other, 5000);
    expect(clean.bytes[4999]).toBe(0);
    for (const fd of [first, second, other]) closeFd(fd);
  });

  test('more live resources than recyclable ones keep their memory', async () => {
    const before = holdings();
    {
      await using host = await startServer();
      using client = host.connect();
      await client.hello(2);
      for (let id = 1; id <= 200; id++) {
        await client.send(createTexture(id, 16, 16, 1024));
        closeFd((await client.fd()) as Fd);
      }
      expect(holdings().shared - before.shared).toBe(200);
      expect(holdings().fds - before.fds).toBeLessThan(80);
      for (let id = 1; id <= 200; id++) await client.send(message(VtestCommand.RESOURCE_UNREF, id));
      await client.send(busyWait(0, 0));
      await client.words(3);
      expect(holdings().shared - before.shared).toBeLessThan(40);
    }
    expect(holdings()).toEqual(before);
  });
});

describe('waiting for the GPU', () => {
  test('a fence resource stands for what was submitted before it', async () => {
    await using host = await startServer({ signalAtOnce: false, limitedWait: true });
    using client = host.connect();
    await client.hello(2);
    await client.send(submit, createFence(1));
    closeFd((await client.fd()) as Fd);
    await client.send(busyWait(1, 0));
    expect(await client.words(3)).toEqual([1, 7, 1]);
    host.renderer.devices[0]?.signalFences();
    await client.send(submit, busyWait(1, 0), busyWait(99, 0));
    expect(await client.words(6)).toEqual([1, 7, 0, 1, 7, 1]);
  });

  test('fence resources share one page and leave no fences behind', async () => {
    const before = holdings();
    {
      await using host = await startServer();
      using client = host.connect();
      await client.hello(2);
      for (let id = 1; id <= 500; id++) {
        await client.send(submit, createFence(id));
        closeFd((await client.fd()) as Fd);
        await client.send(busyWait(id, 1));
        await client.words(3);
      }
      expect(holdings().shared - before.shared).toBe(1);
      expect(host.renderer.devices[0]?.fences).toBeLessThan(2);
    }
    expect(holdings()).toEqual(before);
  });

  test('a waiting client gets its answer later and nobody else waits', async () => {
    await using host = await startServer({ signalAtOnce: false, limitedWait: true });
    using waiting = host.connect();
    using other = host.connect();
    await waiting.hello(2);
    await other.hello(2);
    await waiting.send(submit, busyWait(5, 1), message(VtestCommand.GET_CAPS));
    await other.send(message(VtestCommand.GET_CAPS));
    expect((await other.read(8 + 308))?.length).toBe(316);
    await expect.poll(() => host.renderer.devices[0]?.waits).toBeGreaterThan(0);
    host.renderer.devices[0]?.signalFences();
    expect(await waiting.words(5)).toEqual([1, 7, 0, 309, 1]);
  });

  test('a wait that is long enough is answered at once', async () => {
    await using host = await startServer({ signalAtOnce: false });
    using client = host.connect();
    await client.hello(2);
    await client.send(submit, busyWait(5, 1));
    expect(await client.words(3)).toEqual([1, 7, 0]);
    expect(host.renderer.devices[0]?.waits).toBe(1);
  });

  test('a client that dies while it waits is noticed when the GPU has finished', async () => {
    await using host = await startServer({ signalAtOnce: false, limitedWait: true });
    {
      using client = host.connect();
      await client.hello(2);
      await client.send(submit, busyWait(5, 1));
      await expect.poll(() => host.renderer.devices[0]?.waits ?? 0).toBeGreaterThan(0);
    }
    await pause(5);
    host.renderer.devices[0]?.signalFences();
    await expect.poll(() => host.server.stats.clients).toBe(0);
    expect(host.renderer.open).toBe(0);
  });

  test('idle clients have their work flushed', async () => {
    await using host = await startServer();
    using client = host.connect();
    await client.hello(2);
    await client.send(submit);
    await expect.poll(() => host.renderer.devices[0]?.flushes).toBe(1);
  });
});

describe('protocol 3: sync objects and SUBMIT_CMD2', () => {
  const batch = (flags: number, cmd: [number, number], sync: [number, number], ring = 0): number[] => [flags, ...cmd, ...sync, ring, 0, 0];

  test('syncs keep 64-bit values', async () => {
    await using host = await startServer();
    using client = host.connect();
    await client.hello(3);
    await client.send(message(VtestCommand.SYNC_CREATE, 5, 0x8000_0000), message(VtestCommand.SYNC_READ, 1));
    expect(await client.words(7)).toEqual([1, 19, 1, 2, 21, 5, 0x8000_0000]);
    await client.send(message(VtestCommand.SYNC_WRITE, 1, 6, 0x8000_0000), message(VtestCommand.SYNC_READ, 1));
    expect(await client.words(4)).toEqual([2, 21, 6, 0x8000_0000]);
    await client.send(message(VtestCommand.SYNC_UNREF, 1), message(VtestCommand.SYNC_READ, 1));
    expect(await client.closes()).toBe(true);
    expect(host.warnings).toEqual(['client 1: SYNC_READ: no sync 1; disconnected']);
  });

  test('streams raise syncs when the GPU has finished, and waits become readable', async () => {
    const before = holdings();
    {
      await using host = await startServer({ signalAtOnce: false, limitedWait: true });
      using client = host.connect();
      await client.hello(3);
      await client.send(message(VtestCommand.SYNC_CREATE, 0, 0), message(VtestCommand.SYNC_CREATE, 0, 0));
      await client.words(6);
      // Two batches of streams [7 8] and [9], raising sync 1 to 10 (after the GPU) and sync 2 to 20 (at once).
      const payload = [2, ...batch(1, [17, 2], [20, 1]), ...batch(0, [19, 1], [23, 1]), 7, 8, 9, 1, 10, 0, 2, 20, 0];
      await client.send(
        message(VtestCommand.SYNC_WAIT, 0, 5000, 1, 10, 0, 2, 20, 0),
        message(VtestCommand.SYNC_WAIT, 1, 5000, 1, 10, 0, 2, 20, 0),
      );
      expect(await client.words(2)).toEqual([0, 23]);
      const all = (await client.fd()) as Fd;
      expect(await client.words(2)).toEqual([0, 23]);
      const any = (await client.fd()) as Fd;
      await client.send(
        message(VtestCommand.SUBMIT_CMD2, ...payload),
        message(VtestCommand.SYNC_READ, 1),
        message(VtestCommand.SYNC_READ, 2),
      );
      expect(await client.words(8)).toEqual([2, 21, 0, 0, 2, 21, 20, 0]);
      expect([readable(all), readable(any)]).toEqual([false, true]);
      expect(host.renderer.devices[0]?.submits).toBe(2);
      host.renderer.devices[0]?.signalFences();
      await expect.poll(() => readable(all)).toBe(true);
      await client.send(message(VtestCommand.SYNC_READ, 1), message(VtestCommand.SYNC_WAIT, 0, 0, 1, 10, 0));
      expect(await client.words(6)).toEqual([2, 21, 10, 0, 0, 23]);
      const ready = (await client.fd()) as Fd;
      expect(readable(ready)).toBe(true);
      for (const fd of [all, any, ready]) closeFd(fd);
    }
    expect(holdings()).toEqual(before);
  });

  test.for([
    ['more batches than words', [200, ...batch(0, [0, 0], [0, 0])], /200 batches do not fit into 9 words/],
    ['a stream past the end', [1, ...batch(0, [9, 1], [0, 0])], /the stream ends at word 10 of 9/],
    ['a stream far past the end', [1, ...batch(0, [0xffff_ffff, 0xffff_ffff], [0, 0])], /the stream ends at word 8589934590/],
    ['syncs past the end', [1, ...batch(0, [0, 0], [8, 1])], /1 syncs do not fit into 1 words/],
    ['a sync that does not exist', [1, ...batch(0, [0, 0], [6, 1])], /no sync 0/],
    ['a ring that does not exist', [1, ...batch(1, [0, 0], [0, 0], 64)], /ring 64 of 64/],
    ['a fence descriptor', [1, ...batch(2, [0, 0], [0, 0])], /flags 2 are not supported/],
    ['no words', [], /no words at all/],
    ['one stream twice', [2, ...batch(0, [0, 15], [0, 0]), ...batch(0, [0, 15], [0, 0])], /the streams overlap/],
    ['too many batches', [257, ...Array.from({ length: 257 * 8 }, () => 0)], /257 batches, the limit is 256/],
  ] as const)('SUBMIT_CMD2 with %s is refused', async ([, payload, cause]) => {
    await using host = await startServer();
    using client = host.connect();
    await client.hello(3);
    await client.send(message(VtestCommand.SUBMIT_CMD2, ...payload));
    expect(await client.closes()).toBe(true);
    expect(host.warnings[0]).toMatch(cause);
    expect(host.renderer.devices[0]?.submits ?? 0).toBe(0);
  });

  test('pending waits are bounded and freed', async () => {
    const before = holdings();
    {
      await using host = await startServer();
      using client = host.connect();
      await client.hello(3);
      await client.send(message(VtestCommand.SYNC_CREATE, 0, 0));
      await client.words(3);
      const wait = message(VtestCommand.SYNC_WAIT, 0, 0xffff_ffff, 1, 1, 0);
      void client.send(...Array.from({ length: 300 }, () => wait));
      expect(await client.closes()).toBe(true);
      expect(host.warnings).toEqual(['client 1: SYNC_WAIT: the limit is 256 pending waits; disconnected']);
    }
    expect(holdings()).toEqual(before);
  });
});

describe('the server', () => {
  test('reports what it does, turns away who is too many, and cleans up', async () => {
    const before = holdings();
    const host = await startServer({}, { maxClients: 2 });
    expect(statSync(host.socketPath).mode & 0o777).toBe(0o600);
    using a = host.connect();
    using b = host.connect();
    await a.hello(2);
    await b.hello(2);
    using c = host.connect();
    expect(await c.closes()).toBe(true);
    await a.send(createTexture(1, 16, 16, 4096));
    closeFd((await a.fd()) as Fd);
    const { bytes, ...counts } = host.server.stats;
    expect(counts).toEqual({ clients: 2, accepted: 2, turnedAway: 1 });
    expect(bytes).toBeGreaterThanOrEqual(4096 + 1024);
    await host.server.close();
    await host.server.close();
    expect(await a.closes()).toBe(true);
    expect(existsSync(host.socketPath)).toBe(false);
    expect(host.renderer.open).toBe(0);
    for (const client of [a, b, c]) client[Symbol.dispose]();
    expect(holdings()).toEqual(before);
    await host[Symbol.asyncDispose]();
  });

  test('does not take a socket that someone listens on', async () => {
    await using host = await startServer();
    await expect(startServer({}, { socketPath: host.socketPath })).rejects.toThrow(/another process listens/);
  });

  test('idle clients hold no buffers', async () => {
    await using host = await startServer();
    using client = host.connect();
    await client.hello(2);
    await expect.poll(() => host.server.stats.bytes, { timeout: 8000, interval: 200 }).toBe(0);
    await client.send(submit, busyWait(0, 0));
    expect(await client.words(3)).toEqual([1, 7, 0]);
  });

  test('sixty idle connections cost next to nothing', async () => {
    await using host = await startServer();
    const clients = Array.from({ length: 60 }, () => new TestClient(host.socketPath));
    await expect.poll(() => host.server.stats.clients).toBe(60);
    expect(host.server.stats.bytes).toBe(0);
    for (const client of clients) client[Symbol.dispose]();
    await expect.poll(() => host.server.stats.clients).toBe(0);
    expect(host.warnings).toEqual([]);
  });
});

/** True when the descriptor of an eventfd has something to read. */
function readable(fd: Fd): boolean {
  return /eventfd-count:\s+0*[1-9a-f]/.test(fdInfo(fd));
}

function fdInfo(fd: Fd): string {
  return readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8');
}
