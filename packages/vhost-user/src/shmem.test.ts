import { closeFd, type Fd, Mapping, SharedBlock, socketPair } from '@virglass/host-linux';
import { createNativeGl } from '@virglass/gl/native';
import * as p from '@virglass/protocol';
import { createVirglRenderer } from '@virglass/virgl';
import { readdirSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { FramedSocket } from './framed-socket.ts';
import { VhostUserServer } from './server.ts';
import { ShmemWindow } from './shmem.ts';
import { TestMonitor } from './testing/test-monitor.ts';

const cleanup: (() => void)[] = [];
afterEach(() => {
  for (const one of cleanup.splice(0).reverse()) one();
});
const openFds = (): number => readdirSync('/proc/self/fd').length;

/** A request to map or unmap, as the monitor gets it. */
interface Asked {
  readonly request: number;
  readonly flags: number;
  readonly words: readonly number[];
  readonly fd: Fd | null;
}

/** The monitor's end of the device's own socket. */
class BackendEnd implements Disposable {
  readonly socket: FramedSocket;
  readonly asked: Asked[] = [];
  /** Status that is answered at once; null: the test answers. */
  status: number | null = 0;
  readonly #words = new Uint32Array(5);

  constructor(fd: Fd) {
    this.socket = new FramedSocket(fd, 4096, {
      message: ({ request, flags, words, bytes, fds }) => {
        this.asked.push({ request, flags, words: [...words.subarray(3, 3 + bytes / 4)], fd: fds.shift() ?? null });
        if (this.status !== null) this.answer(request, this.status);
      },
      closed: () => undefined,
    });
  }

  answer(request: number, status: number): void {
    this.#words.set([request, p.VhostUserFlag.VERSION | p.VhostUserFlag.REPLY, 8, status, 0]);
    this.socket.send(this.#words, 20);
  }

  async next(): Promise<Asked> {
    await expect.poll(() => this.asked.length).toBeGreaterThan(0);
    return this.asked.shift()!;
  }

  [Symbol.dispose](): void {
    for (const { fd } of this.asked) if (fd !== null) closeFd(fd);
    this.socket[Symbol.dispose]();
  }
}

function open(): { window: ShmemWindow; end: BackendEnd; block: SharedBlock } {
  const [ours, theirs] = socketPair();
  const window = new ShmemWindow(1 << 20);
  const end = new BackendEnd(theirs);
  const socket = new FramedSocket(ours, 4096, {
    message: (message) => void window.answer(message),
    closed: () => {
      window.socket = null;
    },
  });
  window.socket = socket;
  window.agreed = true;
  const block = SharedBlock.allocate('test', 1 << 16);
  cleanup.push(
    () => block[Symbol.dispose](),
    () => end[Symbol.dispose](),
    () => socket[Symbol.dispose](),
    () => window[Symbol.dispose](),
  );
  return { window, end, block };
}

test('memory goes to the monitor with its place, and comes back by the same numbers', async () => {
  const before = openFds();
  const { window, end, block } = open();
  const range = { memory: block, offset: 8192, length: 8192 };
  const mapped = Promise.withResolvers<boolean>();
  window.map(range, 0x10000, 4096, mapped.resolve);
  const map = await end.next();
  expect(map.request).toBe(p.VhostUserBackendRequest.SHMEM_MAP);
  expect(map.flags & p.VhostUserFlag.NEED_REPLY).not.toBe(0);
  // Region 1, padding, place in the file, place in the region, length, read and write.
  expect(map.words).toEqual([1, 0, 8192, 0, 0x10000, 0, 4096, 0, 1, 0]);
  expect(await mapped.promise).toBe(true);
  {
    using seen = new Mapping(map.fd!, 4096, 8192);
    seen.bytes[0] = 5;
    block.bytes[8193] = 6;
    expect([block.bytes[8192], seen.bytes[1]]).toEqual([5, 6]);
  }
  closeFd(map.fd!);
  const unmapped = Promise.withResolvers<boolean>();
  window.unmap(0x10000, 4096, unmapped.resolve);
  const unmap = await end.next();
  expect([unmap.request, unmap.fd, ...unmap.words]).toEqual([
    p.VhostUserBackendRequest.SHMEM_UNMAP,
    null,
    1,
    0,
    0,
    0,
    0x10000,
    0,
    4096,
    0,
    0,
    0,
  ]);
  expect(await unmapped.promise).toBe(true);
  for (const one of cleanup.splice(0).reverse()) one();
  expect(openFds()).toBe(before);
});

test('answers are those of the requests in their order; what is refused, or never answered, is not mapped', async () => {
  const before = openFds();
  const { window, end, block } = open();
  end.status = null;
  const outcomes: string[] = [];
  const note = (name: string) => (done: boolean) => void outcomes.push(`${name} ${done}`);
  const range = { memory: block, offset: 0, length: 4096 };
  window.map(range, 0, 4096, note('first'));
  window.map(range, 4096, 4096, note('second'));
  window.unmap(0, 4096, note('third'));
  window.map(range, 8192, 4096, note('fourth'));
  const { SHMEM_MAP, SHMEM_UNMAP, CONFIG_CHANGE_MSG } = p.VhostUserBackendRequest;
  for (const request of [SHMEM_MAP, SHMEM_MAP, SHMEM_UNMAP, SHMEM_MAP]) expect((await end.next()).request).toBe(request);
  end.answer(SHMEM_MAP, 0);
  end.answer(SHMEM_MAP, 22);
  end.answer(CONFIG_CHANGE_MSG, 0);
  end.answer(SHMEM_UNMAP, 0);
  await expect.poll(() => outcomes).toEqual(['first true', 'second false', 'third true']);
  end.socket[Symbol.dispose]();
  await expect.poll(() => outcomes.at(-1)).toBe('fourth false');
  window.map(range, 0, 4096, note('late'));
  window.unmap(0, 4096, note('late'));
  expect(outcomes.slice(-2)).toEqual(['late false', 'late false']);
  for (const one of cleanup.splice(0).reverse()) one();
  expect(openFds()).toBeLessThanOrEqual(before + 4);
});

test('a monitor that does not speak it is asked nothing', () => {
  const { window, end, block } = open();
  window.agreed = false;
  let outcome: boolean | null = null;
  window.map({ memory: block, offset: 0, length: 4096 }, 0, 4096, (done) => {
    outcome = done;
  });
  expect([outcome, end.asked.length]).toEqual([false, 0]);
});

test('a guest maps a buffer of the renderer, and both see what the other wrote', async () => {
  const gl = createNativeGl({ platform: 'surfaceless' });
  const renderer = createVirglRenderer(gl, { shared: { bytes: 1 << 20, allocate: (bytes) => SharedBlock.allocate('test', bytes) } });
  const [ours, theirs] = socketPair();
  const log: string[] = [];
  const server = new VhostUserServer({
    socket: { connected: ours },
    renderer,
    quota: { bytes: 64 << 20, resources: 64, contexts: 4, objects: 100, gpuMilliseconds: 2000 },
    log: { warn: (line) => void log.push(line), debug: () => undefined },
    screens: [{ width: 800, height: 600 }],
    hostVisibleBytes: 1 << 20,
  });
  const monitor = new TestMonitor(theirs);
  cleanup.push(
    () => gl[Symbol.dispose](),
    () => renderer[Symbol.dispose](),
    () => server[Symbol.dispose](),
    () => monitor[Symbol.dispose](),
  );
  const offered = await monitor.ask((w, f) => p.encodeVhostUserGetProtocolFeatures(w, f, 0));
  const shmem = 1 << p.VhostUserProtocolFeature.SHMEM;
  expect(p.vhostUserGetProtocolFeaturesReplyValueLo(offered.words, 0) & shmem).toBe(shmem);
  await monitor.start();
  monitor.tell((w, f) => p.encodeVhostUserSetProtocolFeatures(w, f, 0, { valueLo: 0x8608 | shmem, valueHi: 0 }));
  const config = await monitor.ask((w, f) => p.encodeVhostUserGetShmemConfig(w, f, 0));
  expect([...config.words.subarray(3, 9)]).toEqual([1, 0, 0, 0, 1 << 20, 0]);
  const [backend, device] = socketPair();
  const end = new BackendEnd(backend);
  cleanup.push(() => end[Symbol.dispose]());
  await monitor.demand((w, f) => p.encodeVhostUserSetBackendReqFd(w, f, 0), [device]);
  closeFd(device);

  const words = new Uint32Array(1024);
  const floats = new Float32Array(words.buffer);
  const send = async <A>(
    encode: (w: Uint32Array, f: Float32Array, at: number, args: A) => number,
    args: A,
    stream: readonly number[] = [],
  ): Promise<number> => {
    words.fill(0);
    const at = encode(words, floats, 0, args);
    words.set(stream, at);
    words[4] = 1;
    return (await monitor.command(words, (at + stream.length) * 4))[0]!;
  };
  const OK = p.VirtioGpuResponse.OK_NODATA;
  expect(await send(p.encodeVirtioGpuCtxCreate, { nlen: 0, capsetId: 2, debugName: Array.from({ length: 16 }, () => 0) })).toBe(OK);
  const prepare = (blobId: number): number[] => [
    p.commandHeader(p.Ccmd.PIPE_RESOURCE_CREATE, 0, 11),
    0,
    64,
    16,
    4096,
    1,
    1,
    1,
    0,
    0,
    6,
    blobId,
  ];
  const stream = [...prepare(7), ...prepare(8)];
  expect(await send(p.encodeVirtioGpuSubmit3d, { size: stream.length * 4, numInFences: 0 }, stream)).toBe(OK);
  const memories: Mapping[] = [];
  for (const resourceId of [1, 2]) {
    const blob = { blobMem: 2, blobFlags: 1, nrEntries: 0, blobIdHi: 0, sizeLo: 4096, sizeHi: 0, entries: [] };
    expect(await send(p.encodeVirtioGpuResourceCreateBlob, { resourceId, blobIdLo: 6 + resourceId, ...blob })).toBe(OK);
    expect(await send(p.encodeVirtioGpuCtxAttachResource, { resourceId })).toBe(OK);
    expect(await send(p.encodeVirtioGpuResourceMapBlob, { resourceId, offsetLo: resourceId * 4096, offsetHi: 0 })).toBe(
      p.VirtioGpuResponse.OK_MAP_INFO,
    );
    const { fd, words: asked } = await end.next();
    memories.push(new Mapping(fd!, 4096, asked[2]));
    closeFd(fd!);
  }
  cleanup.push(() => {
    for (const memory of memories) memory[Symbol.dispose]();
  });
  memories[0]!.bytes.set([1, 2, 3, 4], 100);
  const copy = [p.commandHeader(p.Ccmd.RESOURCE_COPY_REGION, 0, 13), 2, 0, 50, 0, 0, 1, 0, 100, 0, 0, 4, 1, 1];
  expect(await send(p.encodeVirtioGpuSubmit3d, { size: copy.length * 4, numInFences: 0 }, copy)).toBe(OK);
  server.session!.device.drain();
  expect([...memories[1]!.bytes.subarray(49, 55)]).toEqual([0, 1, 2, 3, 4, 0]);
  // A monitor that cannot unmap is an error for the guest, and no more than that.
  end.status = 12;
  expect(await send(p.encodeVirtioGpuResourceUnmapBlob, { resourceId: 1 })).toBe(p.VirtioGpuResponse.ERR_UNSPEC);
  end.status = 0;
  expect(await send(p.encodeVirtioGpuResourceUnref, { resourceId: 1 })).toBe(OK);
  expect(await send(p.encodeVirtioGpuResourceUnmapBlob, { resourceId: 2 })).toBe(OK);
  expect(log.join('\n')).toMatch(/were not unmapped/);
});
