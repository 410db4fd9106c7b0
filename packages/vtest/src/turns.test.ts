/** Whose turn it is: streams that are left and taken up again, waits that are watched, clients that are ahead or leave. */
import { VtestCommand } from '@virglass/protocol';
import { expect, test } from 'vitest';
import { busyWait, createRenderer, get2, createTexture, message, pause } from './testing/test-client.ts';
import { startServer } from './testing/test-server.ts';
import { closeFd, type Fd } from '@virglass/host-linux';

const stream = (length: number, first = 1): number[] => Array.from({ length }, (_, i) => first + i);
const submit = message(VtestCommand.SUBMIT_CMD, 1, 2, 3);
const submitted = (transcript: string): string[] => transcript.split('\n').filter((line) => line.startsWith('submit'));

test('a stream that is left goes on in the next turns, while others have theirs', async () => {
  await using host = await startServer({ wordsPerTurn: 10 });
  using long = host.connect();
  using other = host.connect();
  await long.hello(2);
  await other.hello(2);
  await long.send(message(VtestCommand.SUBMIT_CMD, ...stream(95)), busyWait(0, 0));
  await other.send(submit, busyWait(0, 0));
  expect(await other.words(3)).toEqual([1, 7, 0]);
  expect(await long.words(3)).toEqual([1, 7, 0]);
  const [left, whole] = host.renderer.devices.toSorted((a, b) => b.submits - a.submits);
  const lengths = submitted(left!.transcript).map((line) => Number(line.split(' ')[2]));
  expect(lengths).toEqual([10, 10, 10, 10, 10, 10, 10, 10, 10, 5]);
  expect(whole!.submits).toBe(1);
  expect(host.warnings).toEqual([]);
});

test('streams that are left are executed word for word, wherever they lie in the receive buffer', async () => {
  const words = stream(200);
  await using whole = await startServer();
  await using parts = await startServer({ wordsPerTurn: 7 });
  const hashes: string[][] = [];
  for (const host of [whole, parts]) {
    using client = host.connect();
    // A name of odd length moves what follows to odd addresses.
    await client.send(createRenderer('a'), message(VtestCommand.SUBMIT_CMD, ...words), message(VtestCommand.SUBMIT_CMD, ...words));
    await client.send(busyWait(0, 0));
    expect(await client.words(3)).toEqual([1, 7, 0]);
    hashes.push(submitted(host.renderer.devices[0]!.transcript));
  }
  expect(hashes[0]!.length).toBe(2);
  const counts = hashes[1]!.map((line) => Number(line.split(' ')[2]));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(400);
  expect(hashes[1]!.slice(0, 29)).toEqual(hashes[1]!.slice(29));
});

test('the batches of SUBMIT_CMD2 are executed once each, and raise their syncs once', async () => {
  await using host = await startServer({ wordsPerTurn: 4 });
  using client = host.connect();
  await client.hello(3);
  await client.send(message(VtestCommand.SYNC_CREATE, 0, 0));
  expect(await client.words(3)).toEqual([1, 19, 1]);
  const header = 1 + 2 * 8;
  const batches = [0, header, 6, header + 12, 1, 0, 0, 0, 0, header + 6, 6, 0, 0, 0, 0, 0];
  await client.send(message(VtestCommand.SUBMIT_CMD2, 2, ...batches, ...stream(12), 1, 9, 0), message(VtestCommand.SYNC_READ, 1));
  expect(await client.words(4)).toEqual([2, 21, 9, 0]);
  const lengths = submitted(host.renderer.devices[0]!.transcript).map((line) => Number(line.split(' ')[2]));
  expect(lengths).toEqual([4, 2, 4, 2]);
});

test('a wait that lasts is watched, and asked about only when the renderer tells', async () => {
  await using host = await startServer({ signalAtOnce: false, limitedWait: true, watches: true });
  using client = host.connect();
  await client.hello(2);
  await client.send(submit, busyWait(5, 1));
  await expect.poll(() => host.renderer.devices[0]?.watched.length).toBe(1);
  const device = host.renderer.devices[0]!;
  const { waits } = device;
  await pause(50);
  expect(device.waits, 'nobody asks meanwhile').toBe(waits);
  host.renderer.onFences?.();
  await expect.poll(() => device.watched.length, { message: 'it was another’s fence' }).toBeGreaterThan(1);
  device.signalFences();
  host.renderer.onFences?.();
  expect(await client.words(3)).toEqual([1, 7, 0]);
});

test('results are fetched when they are there, and others do not wait for them', async () => {
  await using host = await startServer({ signalAtOnce: false, limitedWait: true, watches: true });
  using client = host.connect();
  using other = host.connect();
  await client.hello(2);
  await other.hello(2);
  await client.send(createTexture(7, 4, 4, 64));
  closeFd((await client.fd()) as Fd);
  await client.send(submit, get2(7, 4, 4), busyWait(7, 1));
  await other.send(submit, message(VtestCommand.GET_CAPS));
  expect((await other.read(8 + 308))?.length).toBe(316);
  const device = host.renderer.devices[0]!;
  await expect.poll(() => device.watched.length).toBeGreaterThan(0);
  expect(device.transcript).not.toContain('transferFromHost');
  device.signalFences();
  host.renderer.onFences?.();
  expect(await client.words(3)).toEqual([1, 7, 0]);
  expect(device.transcript.match(/transferFromHost/g)?.length).toBe(1);
});

test('a client that is ahead of the GPU is parked, and one that leaves then is forgotten at once', async () => {
  await using host = await startServer({ signalAtOnce: false, limitedWait: true, watches: true, wordsPerTurn: 1 });
  using other = host.connect();
  await other.hello(2);
  {
    using client = host.connect();
    await client.hello(2);
    await client.send(message(VtestCommand.SUBMIT_CMD, ...stream(1000)));
    await expect.poll(() => host.renderer.devices[0]?.watched.length ?? 0).toBeGreaterThan(0);
    await pause(20);
    expect(host.renderer.devices[0]!.submits).toBeLessThan(5);
  }
  await expect.poll(() => host.server.stats.clients).toBe(1);
  expect(host.renderer.open).toBe(0);
  expect(host.debug.join('\n')).toMatch(/went away before its work was done/);
});

test('a client that kept the thread for long comes after the others', async () => {
  const order: string[] = [];
  let rude: unknown = null;
  await using host = await startServer({
    onSubmit(device) {
      rude ??= device;
      order.push(device === rude ? 'rude' : 'other');
      if (device === rude) for (const end = performance.now() + 80; performance.now() < end;);
    },
  });
  using first = host.connect();
  using other = host.connect();
  await first.hello(2);
  await other.hello(2);
  await first.send(submit, submit, submit, submit, busyWait(0, 0));
  await pause(30);
  for (let i = 0; i < 5; i++) {
    await other.send(submit, busyWait(0, 0));
    expect(await other.words(3)).toEqual([1, 7, 0]);
    await pause(5);
  }
  expect(await first.words(3)).toEqual([1, 7, 0]);
  expect(order.slice(0, 6)).not.toEqual(['rude', 'rude', 'rude', 'rude', 'other', 'other']);
  expect(order.filter((name) => name === 'rude').length).toBe(4);
});
