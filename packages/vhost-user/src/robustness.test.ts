import { mkdtempSync, openSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeFd, connectUnix, createMemfd, EventFd, type Fd, socketPair } from '@virglass/host-linux';
import * as p from '@virglass/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { VhostUserServer } from './server.ts';
import { TestMonitor } from './testing/test-monitor.ts';

const lines: string[] = [];
const log = { warn: (line: string) => lines.push(line), debug: () => undefined };
const quota = { bytes: 64 << 20, resources: 64, contexts: 4, objects: 100, gpuMilliseconds: 2000 };
const words = new Uint32Array(1024);
const floats = new Float32Array(words.buffer);

let folder = '';
let socketPath = '';
let server: VhostUserServer;
let told = (): void => undefined;
let before: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'virglass-robust-'));
  socketPath = join(folder, 'gpu.sock');
  server = new VhostUserServer({
    socket: { path: socketPath },
    renderer: null,
    quota,
    log,
    screens: [{ width: 800, height: 600 }],
    onGone: () => told(),
  });
  before = descriptors();
});
afterEach(async () => {
  // Whatever a test did, nothing is left of it.
  await expect.poll(descriptors).toEqual(before);
  server[Symbol.dispose]();
  rmSync(folder, { recursive: true });
  lines.length = 0;
});

/** What this process has open. */
function descriptors(): string[] {
  return readdirSync('/proc/self/fd')
    .flatMap((fd) => {
      try {
        return [`${fd} ${readlinkSync(`/proc/self/fd/${fd}`)}`];
      } catch {
        return [];
      }
    })
    .filter((line) => !line.includes('/proc/'))
    .toSorted();
}

function gone(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  told = resolve;
  return promise;
}

async function started(): Promise<TestMonitor> {
  const monitor = new TestMonitor(connectUnix(socketPath));
  await monitor.start();
  return monitor;
}

async function leave(monitor: TestMonitor): Promise<void> {
  const end = gone();
  monitor[Symbol.dispose]();
  await end;
}

const displayInfo = (): number => {
  words.fill(0);
  return p.encodeVirtioGpuGetDisplayInfo(words, floats, 0) * 4;
};
const create2d = (resourceId: number): number => {
  words.fill(0);
  return p.encodeVirtioGpuResourceCreate2d(words, floats, 0, { resourceId, format: 1, width: 4, height: 4 }) * 4;
};

/** The machine still gets answers. */
async function works(monitor: TestMonitor): Promise<void> {
  expect((await monitor.command(words, displayInfo()))[0]).toBe(p.VirtioGpuResponse.OK_DISPLAY_INFO);
}

test('a machine that goes in the middle of its work leaves nothing, and the next is served', async () => {
  for (let i = 0; i < 20; i++) {
    const monitor = await started();
    await works(monitor);
    // Requests, a kick, half a message, and the end: in one go.
    for (let n = 0; n < 8; n++) monitor.post(words, create2d(n + 1));
    monitor.tell((w) => (w.set([p.VhostUserRequest.SET_MEM_TABLE, 1, 8]), 3));
    await leave(monitor);
  }
});

test('a machine that starts again is not turned away, though its old connection has not been seen to end', async () => {
  let monitor = await started();
  for (let i = 0; i < 20; i++) {
    const end = gone();
    const next = connectUnix(socketPath);
    monitor[Symbol.dispose]();
    await end;
    monitor = new TestMonitor(next);
    await monitor.start();
    await works(monitor);
  }
  await leave(monitor);
  expect(lines).toEqual([]);
});

test('a driver that begins anew without saying so gets a device as after power-on', async () => {
  const monitor = await started();
  for (let i = 0; i < 3; i++) {
    expect((await monitor.command(words, create2d(1)))[0]).toBe(p.VirtioGpuResponse.OK_NODATA);
    for (const index of [1, 0]) monitor.tell((w, f) => p.encodeVhostUserSetVringEnable(w, f, 0, { index, num: 0 }));
    await monitor.ask((w, f) => p.encodeVhostUserGetFeatures(w, f, 0));
    monitor.renewQueues();
    monitor.startQueues();
  }
  expect(lines).toEqual([]);
  await leave(monitor);
});

test('a queue that is switched off is left alone, and goes on where it was when it is switched on', async () => {
  const monitor = await started();
  await works(monitor);
  const enable = (num: number): Promise<boolean> => monitor.demand((w, f) => p.encodeVhostUserSetVringEnable(w, f, 0, { index: 0, num }));
  expect(await enable(0)).toBe(true);
  const used = monitor.queues[0]!.ring.used.slice();
  monitor.post(words, displayInfo());
  monitor.tell((w, f) => p.encodeVhostUserVringKick(w, f, 0, { index: 0, num: 0 }));
  await monitor.ask((w, f) => p.encodeVhostUserGetFeatures(w, f, 0));
  expect(monitor.queues[0]!.ring.used).toEqual(used);
  expect(await enable(1)).toBe(true);
  await monitor.answered();
  await works(monitor);
  expect(lines).toEqual([]);
  await leave(monitor);
});

test('interrupts that nobody takes are not waited for, and those that nobody can get are dropped', async () => {
  const monitor = await started();
  const [ours, theirs] = socketPair();
  monitor.tell((w, f) => p.encodeVhostUserSetVringCall(w, f, 0, { valueLo: 0, valueHi: 0 }), [ours]);
  // Long after the socket is full.
  for (let i = 0; i < 2000; i++) {
    monitor.post(words, displayInfo());
    await monitor.answered();
  }
  closeFd(theirs);
  monitor.post(words, displayInfo());
  await monitor.answered();
  closeFd(ours);
  expect(lines).toEqual([]);
  await leave(monitor);
});

test('descriptors that are none are refused or left alone', async () => {
  const monitor = await started();
  const file = openSync('/proc/self/exe', 'r') as Fd;
  const [gonePeer, other] = socketPair();
  closeFd(gonePeer);
  using event = new EventFd();
  const kick = (fds: readonly Fd[]): Promise<boolean> =>
    monitor.demand((w, f) => p.encodeVhostUserSetVringKick(w, f, 0, { valueLo: 1, valueHi: 0 }), fds);
  expect(await kick([file])).toBe(false);
  expect(await kick([other])).toBe(true);
  expect(await kick([])).toBe(true);
  expect(await kick([event.fd, event.fd, event.fd])).toBe(true);
  for (const fd of [file, other]) {
    expect(await monitor.demand((w, f) => p.encodeVhostUserSetVringErr(w, f, 0, { valueLo: 1, valueHi: 0 }), [fd])).toBe(true);
    expect(await monitor.demand((w, f) => p.encodeVhostUserSetVringCall(w, f, 0, { valueLo: 1, valueHi: 0 }), [fd])).toBe(true);
    expect(await monitor.demand((w, f) => p.encodeVhostUserAddMemReg(w, f, 0, { ...nowhere, sizeLo: 0x7ffff000 }), [fd])).toBe(false);
  }
  await works(monitor);
  closeFd(file);
  closeFd(other);
  await leave(monitor);
});

const nowhere = {
  guestAddressLo: 0,
  guestAddressHi: 8,
  sizeLo: 4096,
  sizeHi: 0,
  userAddressLo: 0,
  userAddressHi: 0,
  mmapOffsetLo: 0,
  mmapOffsetHi: 0,
};

test('memory that cannot be is refused, and memory that comes and goes leaves nothing', async () => {
  const monitor = await started();
  const fd = createMemfd('more', 4096);
  const add = (args: Partial<typeof nowhere>, fds: readonly Fd[] = [fd]): Promise<boolean> =>
    monitor.demand((w, f) => p.encodeVhostUserAddMemReg(w, f, 0, { ...nowhere, ...args }), fds);
  expect(await add({}, [])).toBe(false);
  expect(await add({ sizeLo: 0 })).toBe(false);
  expect(await add({ sizeHi: 0xffffffff })).toBe(false);
  expect(await add({ mmapOffsetLo: 4096 })).toBe(false);
  expect(await add({ mmapOffsetHi: 0x7fffffff })).toBe(false);
  expect(await add({ guestAddressHi: 0xffffffff })).toBe(false);
  for (let i = 0; i < 100; i++) {
    expect(await add({})).toBe(true);
    expect(await add({ guestAddressLo: 2048, sizeLo: 1024 })).toBe(false);
    expect(await monitor.demand((w, f) => p.encodeVhostUserRemMemReg(w, f, 0, nowhere))).toBe(true);
  }
  // The table of the whole memory, with the wrong number of descriptors and regions.
  expect(await monitor.demand((w) => (w.set([p.VhostUserRequest.SET_MEM_TABLE, 1, 8, 1, 0]), 5), [fd])).toBe(false);
  expect(await monitor.demand((w) => (w.set([p.VhostUserRequest.SET_MEM_TABLE, 1, 8, 0xffffffff, 0]), 5))).toBe(false);
  await works(monitor);
  closeFd(fd);
  await leave(monitor);
});

test('messages of noise never throw, and what they leave is cleaned up', async () => {
  let seed = 1;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const memory = createMemfd('noise', 1 << 16);
  const [pair, other] = socketPair();
  for (let round = 0; round < 40; round++) {
    const monitor = await started();
    for (let i = 0; i < 25 && !monitor.isClosed; i++) {
      const payload = random(80);
      const fds = Array.from({ length: random(4) }, () => [memory, pair, other][random(3)]!);
      monitor.tell(
        (w) => {
          // Small numbers are the ones that mean something.
          for (let k = 0; k < payload; k++) w[3 + k] = random(3) === 0 ? random(2 ** 32) : random(12);
          w[0] = random(46);
          w[2] = payload * 4;
          return 3 + payload;
        },
        fds,
        random(4) === 0 ? 9 : 1,
      );
    }
    await monitor.settled();
    if (!monitor.isClosed) await leave(monitor);
    else monitor[Symbol.dispose]();
    await expect.poll(() => server.session).toBeNull();
  }
  for (const fd of [memory, pair, other]) closeFd(fd);
  expect(lines.filter((line) => /internal error|TypeError|RangeError/.test(line))).toEqual([]);
});

test('a message of another version of the protocol ends the connection', async () => {
  const monitor = await started();
  const end = gone();
  monitor.tell((w, f) => p.encodeVhostUserGetFeatures(w, f, 0), [], 2);
  await end;
  expect(lines.at(-1)).toMatch(/version 2 of the protocol/);
  monitor[Symbol.dispose]();
});

test('a mistake of ours ends the session and not the process', async () => {
  const monitor = await started();
  const end = gone();
  server.session!.device.scanouts.damage = () => undefined;
  server.session!.device.process = () => {
    throw new RangeError('never');
  };
  monitor.post(words, displayInfo());
  await end;
  expect(lines.at(-1)).toMatch(/internal error: RangeError: never/);
  monitor[Symbol.dispose]();
  const next = await started();
  await works(next);
  await leave(next);
});
