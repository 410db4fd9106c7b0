/** Whose work takes how long, and what follows, with a watcher that the test plays. */
import { GL, type GpuWatcher, Verdict, WatchBoard } from '@virglass/gl';
import { createNativeGl } from '@virglass/gl/native';
import { encodeClear, PipeClear, PipeFormat } from '@virglass/protocol';
import { command, VirglBench } from '@virglass/testkit';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { Status } from './status.ts';

class FakeWatcher implements GpuWatcher {
  readonly board = new WatchBoard();
  alive = true;
  onReport: (() => void) | null = null;
  onFailure: ((cause: string) => void) | null = null;
  disposed = false;
  [Symbol.dispose](): void {
    this.disposed = true;
  }
}

let watcher: FakeWatcher;
let bench: VirglBench;
const benches: VirglBench[] = [];
beforeEach(() => {
  watcher = new FakeWatcher();
  bench = new VirglBench({}, { watcher });
  benches.push(bench);
});
afterAll(() => {
  for (const each of benches) each[Symbol.dispose]();
});

const nothing = command(encodeClear, { buffers: 0, color: [0, 0, 0, 0], depth: 0, stencil: 0 });
const clear = command(encodeClear, { buffers: PipeClear.COLOR0, color: [0, 0, 0, 0], depth: 0, stencil: 0 });

test('the work of one guest has a mark at its end when another’s begins', () => {
  using a = bench.guest();
  using b = bench.guest();
  a.submit(nothing);
  a.submit(nothing);
  expect(watcher.board.made).toBe(0);
  b.submit(nothing);
  expect(watcher.board.made).toBe(1);
  expect(watcher.board.slotOf(0)).toBe(1);
  expect(watcher.board.running).toBe(0);
  a.submit(nothing);
  expect(watcher.board.slotOf(1)).toBe(2);
});

test('fences share marks: without work between them there is one', () => {
  using a = bench.guest();
  a.submit(nothing);
  const fence = a.device.createFence();
  expect(a.device.createFence()).toBe(fence);
  a.device.flush();
  expect(watcher.board.made).toBe(1);
  expect(a.device.waitFence(fence, 10_000_000)).toBe(true);
  expect(a.device.watchFence(fence)).toBe(false);
  expect(watcher.board.retired).toBe(1);
});

test('a fence that is watched is told of', () => {
  using a = bench.guest();
  let told = 0;
  bench.renderer.onFences = () => void told++;
  const picture = a.resource({ width: 512, height: 512 });
  a.framebuffer(0, a.surface(picture, PipeFormat.R8G8B8A8_UNORM));
  a.submit(clear);
  const fence = a.device.createFence();
  if (a.device.watchFence(fence)) expect(watcher.board.wanted).toBe(1);
  bench.gl.finish();
  watcher.onReport?.();
  expect(told).toBe(1);
  expect(a.device.fenceSignalled(fence)).toBe(true);
  watcher.alive = false;
  expect(a.device.watchFence(99)).toBe(false);
});

test('a context that was stopped executes nothing more, and says why once', () => {
  using a = bench.guest();
  using b = bench.guest();
  a.submit(nothing);
  watcher.board.judge(1, watcher.board.holderOf(1), Verdict.GPU);
  watcher.onReport?.();
  expect(a.log).toEqual([expect.stringMatching(/stopped: its work kept the GPU busy for more than \d+ ms/)]);
  expect(a.submit(nothing)).toBe(Status.OUT_OF_QUOTA);
  expect(a.log.length).toBe(1);
  expect(b.submit(nothing)).toBe(Status.OK);
});

test('a verdict is noticed between two commands', () => {
  using a = bench.guest();
  watcher.board.judge(1, watcher.board.holderOf(1), Verdict.THREAD);
  expect(a.submit(nothing, nothing)).toBe(Status.OUT_OF_QUOTA);
  expect(a.log).toEqual([expect.stringMatching(/a command of it kept the host busy/)]);
});

test('places of contexts that went come back when their work is done, and there are only so many', () => {
  const log = { warn: () => undefined, debug: () => undefined };
  const quota = { bytes: 1 << 20, resources: 4, contexts: 2000, objects: 4, gpuMilliseconds: 1000 };
  using device = bench.renderer.openDevice(quota, log);
  for (let id = 1; id <= WatchBoard.slots; id++) expect(device.createContext(id, '')).toBe(Status.OK);
  expect(device.createContext(2000, '')).toBe(Status.OUT_OF_QUOTA);
  expect(device.destroyContext(7)).toBe(Status.OK);
  expect(device.createContext(2000, '')).toBe(Status.OK);
});

test('every context has a stop word of its own, at a binding that guests do not have', () => {
  const { board } = watcher;
  const address = board.stopAddress(1);
  expect(address).toBeGreaterThan(0);
  expect(board.stopAddress(2) - address).toBeGreaterThanOrEqual(16);
  const { time } = bench.renderer.host;
  expect(time.loopOptions(0, 0)).toEqual({ loopGuard: { binding: bench.gl.features.maxStorageBindings - 1 } });
  // Where a shader has all blocks of its stage, turns are counted.
  expect(time.loopOptions(0, 99).loopLimit).toBeGreaterThan(1000);
});

test('a submit is left when its time is over, and goes on where it was left', () => {
  using a = bench.guest();
  const many = Array.from({ length: 5000 }, () => clear);
  const picture = a.resource({ width: 2048, height: 2048 });
  a.framebuffer(0, a.surface(picture, PipeFormat.R8G8B8A8_UNORM));
  const memory = bench.gl.memory(5000 * 9 * 4);
  const words = new Uint32Array(memory.bytes.buffer, memory.bytes.byteOffset, 45_000);
  const floats = new Float32Array(words.buffer, words.byteOffset, words.length);
  let length = 0;
  for (const encode of many) length = encode(words, floats, length);
  let left = length;
  let parts = 0;
  for (; left > 0; parts++) {
    expect(a.device.submit(1, memory, 4 * (length - left), left, 1)).toBe(Status.OK);
    expect(a.device.unexecuted).toBeLessThan(left);
    left = a.device.unexecuted;
  }
  expect(parts).toBeGreaterThan(1);
  expect(a.device.submit(1, memory, 0, length)).toBe(Status.OK);
  expect(a.device.unexecuted).toBe(0);
  bench.gl.freeMemory(memory);
});

test('the renderer ends its watcher before it takes its memory back', () => {
  const gl = createNativeGl();
  const own = new FakeWatcher();
  const other = new VirglBench({}, { watcher: own });
  other[Symbol.dispose]();
  expect(own.disposed).toBe(true);
  gl.makeCurrent();
  expect(gl.getError()).toBe(GL.NO_ERROR);
  gl[Symbol.dispose]();
});
