import { readdirSync } from 'node:fs';
import { closeFd, connectUnix, socketPair } from '@virglass/host-linux';
import * as p from '@virglass/protocol';
import { afterEach, expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { VhostUserServer } from './server.ts';
import { TestConsole } from './testing/test-console.ts';
import { DATA, RAM_BASE, TestMonitor } from './testing/test-monitor.ts';

const G = p.VhostUserGpuRequest as Readonly<Record<string, number>>;
const lines: string[] = [];
const log = { warn: (line: string) => lines.push(line), debug: () => undefined };
const quota = { bytes: 64 << 20, resources: 64, contexts: 4, objects: 100, gpuMilliseconds: 2000 };
const cleanup: (() => void)[] = [];
afterEach(() => {
  for (const one of cleanup.splice(0).reverse()) one();
  lines.length = 0;
});

function connect(): { server: VhostUserServer; monitor: TestMonitor; gone: Promise<void> } {
  const [ours, theirs] = socketPair();
  const { promise: gone, resolve } = Promise.withResolvers<void>();
  const server = new VhostUserServer({
    socket: { connected: ours },
    renderer: null,
    quota,
    log,
    screens: [{ width: 800, height: 600 }],
    onGone: resolve,
  });
  const monitor = new TestMonitor(theirs);
  cleanup.push(
    () => server[Symbol.dispose](),
    () => monitor[Symbol.dispose](),
  );
  return { server, monitor, gone };
}

const words = new Uint32Array(1024);
const floats = new Float32Array(words.buffer);
/** Encodes a request with an empty header; returns its bytes. */
function request<A>(encode: (w: Uint32Array, f: Float32Array, at: number, args: A) => number, args: A): number {
  words.fill(0);
  return encode(words, floats, 0, args) * 4;
}

/** A 4x2 picture on scanout 0 with the pixels 1 to 8. */
async function showPicture(monitor: TestMonitor): Promise<void> {
  const send = async <A>(encode: (w: Uint32Array, f: Float32Array, at: number, args: A) => number, args: A): Promise<void> => {
    const answer = await monitor.command(words, request(encode, args));
    expect(answer[0]).toBe(p.VirtioGpuResponse.OK_NODATA);
  };
  new Uint32Array(monitor.ram.bytes.buffer, DATA, 8).set([1, 2, 3, 4, 5, 6, 7, 8]);
  await send(p.encodeVirtioGpuResourceCreate2d, { resourceId: 1, format: p.VirtioGpuFormat.B8G8R8X8_UNORM, width: 4, height: 2 });
  const entries = [{ addrLo: RAM_BASE + DATA, addrHi: 0, length: 32, padding: 0 }];
  await send(p.encodeVirtioGpuResourceAttachBacking, { resourceId: 1, nrEntries: 1, entries });
  await send(p.encodeVirtioGpuTransferToHost2d, { resourceId: 1, x: 0, y: 0, width: 4, height: 2, offsetLo: 0, offsetHi: 0 });
  await send(p.encodeVirtioGpuSetScanout, { scanoutId: 0, resourceId: 1, x: 0, y: 0, width: 4, height: 2 });
  await send(p.encodeVirtioGpuResourceFlush, { resourceId: 1, x: 1, y: 0, width: 2, height: 2 });
}

test('a monitor connects, shares memory and queues, and its guest gets answers by interrupt', async () => {
  const { monitor } = connect();
  const low = await monitor.start();
  expect(low & 0x1f).toBe(
    (1 << p.VirtioGpuFeature.EDID) | (1 << p.VirtioGpuFeature.RESOURCE_UUID) | (1 << p.VirtioGpuFeature.RESOURCE_BLOB),
  );
  const config = await monitor.ask((w, f) =>
    p.encodeVhostUserGetConfig(w, f, 0, { offset: 0, size: 24, flags: 0, data: new Uint8Array(24) }),
  );
  expect(config.bytes).toBe(12 + 24);
  expect([...config.words.subarray(6, 12)]).toEqual([0, 0, 1, 0, 0, 0]);
  const info = await monitor.command(words, request(p.encodeVirtioGpuGetDisplayInfo, {} as never));
  expect([info[0], info[8], info[9], info[10]]).toEqual([p.VirtioGpuResponse.OK_DISPLAY_INFO, 800, 600, 1]);
  await showPicture(monitor);
  expect(lines).toEqual([]);
});

test("the monitor's console is asked for modes and shown what changes", async () => {
  const { monitor } = connect();
  const [ours, theirs] = socketPair();
  const shown = new TestConsole(theirs, { modes: [[1024, 768]], features: 0 });
  cleanup.push(() => shown[Symbol.dispose]());
  await monitor.start();
  await monitor.demand((w, f) => p.encodeVhostUserGpuSetSocket(w, f, 0), [ours]);
  closeFd(ours);
  const info = await monitor.command(words, request(p.encodeVirtioGpuGetDisplayInfo, {} as never));
  expect([info[0], info[8], info[9]]).toEqual([p.VirtioGpuResponse.OK_DISPLAY_INFO, 1024, 768]);
  const edid = await monitor.command(words, request(p.encodeVirtioGpuGetEdid, { scanout: 0 }));
  const block = new Uint8Array(edid.buffer, 32, 128);
  expect([edid[0], block[56]! | ((block[58]! >> 4) << 8)]).toEqual([p.VirtioGpuResponse.OK_EDID, 1024]);
  await showPicture(monitor);
  const scanout = await shown.until(G['SCANOUT']!);
  expect([...scanout.words.subarray(3, 6)]).toEqual([0, 4, 2]);
  const update = await shown.until(G['UPDATE']!);
  // A scanout's first picture is whole, whatever was flushed of it.
  expect([...update.words.subarray(3)]).toEqual([0, 0, 0, 4, 2, 1, 2, 3, 4, 5, 6, 7, 8]);
  // A console that comes back is shown what is there.
  const [again, there] = socketPair();
  const second = new TestConsole(there, { modes: [[1024, 768]] });
  cleanup.push(() => second[Symbol.dispose]());
  await monitor.demand((w, f) => p.encodeVhostUserGpuSetSocket(w, f, 0), [again]);
  closeFd(again);
  expect([...(await second.until(G['UPDATE']!)).words.subarray(3)]).toEqual([0, 0, 0, 4, 2, 1, 2, 3, 4, 5, 6, 7, 8]);
});

test('a guest that waits for the console is answered with what is known when its queue is stopped', async () => {
  const { monitor } = connect();
  const [ours, theirs] = socketPair();
  const shown = new TestConsole(theirs, { silent: true });
  cleanup.push(() => shown[Symbol.dispose]());
  await monitor.start();
  await monitor.demand((w, f) => p.encodeVhostUserGpuSetSocket(w, f, 0), [ours]);
  closeFd(ours);
  const begin = performance.now();
  const info = monitor.command(words, request(p.encodeVirtioGpuGetDisplayInfo, {} as never));
  await shown.until(G['GET_DISPLAY_INFO']!);
  const base = await monitor.ask((w, f) => p.encodeVhostUserGetVringBase(w, f, 0, { index: 0, num: 0 }));
  expect(p.vhostUserGetVringBaseReplyNum(base.words, 0)).toBe(1);
  expect([...(await info)].slice(8, 11)).toEqual([800, 600, 1]);
  // Not because the console's time was over.
  expect(performance.now() - begin).toBeLessThan(900);
});

test('queues are stopped, memory goes and comes, and the guest goes on', async () => {
  const { server, monitor } = connect();
  await monitor.start();
  await showPicture(monitor);
  const base = await monitor.ask((w, f) => p.encodeVhostUserGetVringBase(w, f, 0, { index: 0, num: 0 }));
  expect(p.vhostUserGetVringBaseReplyNum(base.words, 0)).toBe(5);
  await monitor.ask((w, f) => p.encodeVhostUserGetVringBase(w, f, 0, { index: 1, num: 0 }));
  expect(await monitor.removeMemory()).toBe(true);
  expect(await monitor.removeMemory()).toBe(false);
  expect(server.session!.memory.regions.length).toBe(0);
  expect(await monitor.addMemory()).toBe(true);
  expect(await monitor.addMemory()).toBe(false);
  // Only the control queue has moved on; the cursor queue begins where it was.
  monitor.tell((w, f) => p.encodeVhostUserSetVringBase(w, f, 0, { index: 0, num: 5 }));
  monitor.tell((w, f) => p.encodeVhostUserSetVringEnable(w, f, 0, { index: 0, num: 0 }));
  monitor.tell((w, f) => p.encodeVhostUserSetVringBase(w, f, 0, { index: 0, num: 5 }));
  monitor.tell((w, f) => p.encodeVhostUserSetVringEnable(w, f, 0, { index: 0, num: 1 }));
  const answer = await monitor.command(words, request(p.encodeVirtioGpuResourceFlush, { resourceId: 1, x: 0, y: 0, width: 4, height: 2 }));
  expect(answer[0]).toBe(p.VirtioGpuResponse.OK_NODATA);
});

test('what makes no sense is refused, and what is no message ends the connection', async () => {
  const { monitor, gone } = connect();
  await monitor.start();
  expect(await monitor.demand((w, f) => p.encodeVhostUserSetVringNum(w, f, 0, { index: 7, num: 4 }))).toBe(false);
  expect(await monitor.demand((w, f) => p.encodeVhostUserSetFeatures(w, f, 0, { valueLo: 0, valueHi: 0 }))).toBe(true);
  expect(await monitor.demand((w) => (w.set([14, 1, 4, 9]), 4))).toBe(false);
  expect(await monitor.demand((w) => (w.set([250, 1, 0]), 3))).toBe(false);
  expect(await monitor.demand((w, f) => p.encodeVhostUserGpuSetSocket(w, f, 0))).toBe(false);
  expect(lines.join('\n')).toMatch(/no queue 7[\s\S]*SET_VRING_ERR of 4 bytes[\s\S]*no descriptor came with it/);
  monitor.tell((w) => (w.set([1, 1, 0xffffffff]), 3));
  await gone;
  expect(lines.at(-1)).toMatch(/announces 4294967295 bytes/);
});

test('a guest with a broken ring is stopped and reported, another machine is served after it, no descriptor is left', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'virglass-vhost-'));
  cleanup.push(() => rmSync(folder, { recursive: true }));
  const socketPath = join(folder, 'gpu.sock');
  let resolve = (): void => undefined;
  const server = new VhostUserServer({
    socket: { path: socketPath },
    renderer: null,
    quota,
    log,
    screens: [{ width: 800, height: 600 }],
    onGone: () => resolve(),
  });
  cleanup.push(() => server[Symbol.dispose]());
  const count = (): number => readdirSync('/proc/self/fd').length;
  const before = count();
  for (let i = 0; i < 3; i++) {
    const gone = Promise.withResolvers<void>();
    ({ resolve } = gone);
    const monitor = new TestMonitor(connectUnix(socketPath));
    await monitor.start();
    if (i === 0) {
      // The second monitor is turned away while one is served.
      const other = new TestMonitor(connectUnix(socketPath));
      await expect.poll(() => other.isClosed).toBe(true);
      other[Symbol.dispose]();
    }
    if (i === 1) {
      monitor.queues[0]!.ring.availableIndex = 0x4000;
      monitor.tell((w, f) => p.encodeVhostUserVringKick(w, f, 0, { index: 0, num: 0 }));
      await expect.poll(() => lines.join('\n')).toMatch(/queue 0 is stopped: the available index is 16384 ahead/);
    } else await showPicture(monitor);
    monitor[Symbol.dispose]();
    await gone.promise;
  }
  expect(count()).toBe(before);
});
