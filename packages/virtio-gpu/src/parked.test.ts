import * as p from '@virglass/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FenceRenderer } from './testing/fence-renderer.ts';
import { MockDriver } from './testing/mock-driver.ts';

const { VirtioGpuResponse: R, VirtioGpuFlag } = p;
let driver: MockDriver;
let renderer: FenceRenderer;
beforeEach(() => {
  renderer = new FenceRenderer();
  driver = new MockDriver({ renderer, quota: { bytes: 1 << 20, resources: 64, contexts: 8, objects: 10, gpuMilliseconds: 1000 } });
  for (const id of [1, 2, 3]) driver.command(p.encodeVirtioGpuCtxCreate, { nlen: 0, capsetId: 0, debugName: noName }, { context: id });
  for (const id of [10, 20, 30, 99]) create(id);
  for (const [context, resource] of [
    [1, 10],
    [2, 20],
    [3, 30],
    [1, 99],
    [3, 99],
  ] as const) {
    driver.command(p.encodeVirtioGpuCtxAttachResource, { resourceId: resource }, { context });
  }
  renderer.take();
});
afterEach(() => {
  driver.device[Symbol.dispose]();
  expect(renderer.live).toBe(0);
});

const noName = Array.from({ length: 16 }, () => 0);

function create(resourceId: number): number {
  const args = { target: 2, format: 1, bind: 2, width: 16, height: 16, depth: 1, arraySize: 1, lastLevel: 0, nrSamples: 0, flags: 0 };
  return driver.post(0, driver.encode(p.encodeVirtioGpuResourceCreate3d, { resourceId, ...args }));
}

/** Posts a request and returns its head. */
const post = <A>(encode: Encode<A>, args: A, context: number, fence = 0): number =>
  driver.post(0, driver.encode(encode, args, { context, fence, flags: fence === 0 ? 0 : VirtioGpuFlag.FENCE }));
type Encode<A> = (words: Uint32Array, floats: Float32Array, at: number, args: A) => number;

const box = { x: 0, y: 0, z: 0, w: 16, h: 16, d: 1, offsetLo: 0, offsetHi: 0, level: 0, stride: 0, layerStride: 0 };
const readBack = (context: number, resourceId: number, fence = 0): number =>
  post(p.encodeVirtioGpuTransferFromHost3d, { ...box, resourceId }, context, fence);

function submit(context: number, words: readonly number[], fence = 0): number {
  const tail = new Uint8Array(Uint32Array.from(words).buffer);
  const flags = fence === 0 ? 0 : VirtioGpuFlag.FENCE;
  return driver.post(0, driver.encode(p.encodeVirtioGpuSubmit3d, { size: tail.length, numInFences: 0 }, { context, tail, fence, flags }));
}

/** Lets fences up to this one signal; the heads that are answered then. */
function signal(fence: number): number[] {
  renderer.signalled = fence;
  driver.device.collect();
  driver.device.control.publish();
  return [...driver.collect(0).keys()];
}

test('a readback waits for the GPU, and what has nothing to do with it goes on meanwhile', () => {
  const read = readBack(1, 10);
  const other = submit(2, [7]);
  expect(driver.collect(0).has(other)).toBe(true);
  expect(renderer.take()).toEqual(['submit 2 7']);
  expect(signal(1)).toEqual([read]);
  expect(renderer.take()).toEqual(['transferFromHost 1 10 16 0']);
});

test('requests of the same context, of its resources, and of contexts that share one wait behind it, in order', () => {
  driver.collect(0);
  const heads = [
    readBack(1, 10),
    submit(1, [1]),
    submit(3, [3]),
    post(p.encodeVirtioGpuResourceUnref, { resourceId: 10 }, 0),
    // Waits for 3, which waits for 1.
    post(p.encodeVirtioGpuResourceUnref, { resourceId: 30 }, 0),
    create(10),
    post(p.encodeVirtioGpuCtxDestroy, {}, 1),
  ];
  const other = post(p.encodeVirtioGpuResourceUnref, { resourceId: 20 }, 0);
  expect([...driver.collect(0).keys()]).toEqual([other]);
  expect(renderer.take()).toEqual(['destroyResource 20']);
  expect(driver.device.waiting).toBe(7);
  expect(signal(1)).toEqual(heads);
  expect(renderer.take()).toEqual([
    'transferFromHost 1 10 16 0',
    'submit 1 1',
    'submit 3 3',
    'destroyResource 10',
    'destroyResource 30',
    'createResource 10',
    'destroyContext 1',
  ]);
  expect(driver.device.waiting).toBe(0);
});

test('what is shown where changes in order', () => {
  const show = (resourceId: number): number =>
    post(p.encodeVirtioGpuSetScanout, { x: 0, y: 0, width: 16, height: 16, scanoutId: 0, resourceId }, 0);
  driver.collect(0);
  const read = readBack(1, 10);
  const wait = [submit(1, [1]), show(10), show(20)];
  expect([...driver.collect(0).keys()].filter((head) => [read, ...wait].includes(head))).toEqual([]);
  expect(signal(1)).toEqual([read, ...wait]);
});

test('fences are answered in the order of the requests, whichever were carried out first', () => {
  driver.collect(0);
  const read = readBack(1, 10, 5);
  const other = submit(2, [7], 6);
  expect(renderer.take()).toEqual(['submit 2 7']);
  // The fence of the stream, 2, is older than the one that the readback will get.
  expect(signal(2)).toEqual([]);
  expect(renderer.take()).toEqual(['transferFromHost 1 10 16 0']);
  expect(signal(3)).toEqual([read, other]);
});

test('a stream that is left goes on where it was, and not further ahead of the GPU than two slices', () => {
  driver.collect(0);
  renderer.leaves.push(3, 2, 1);
  const head = submit(1, [1, 2, 3, 4], 9);
  // The second slice follows at once, the third when the GPU has done the first.
  expect(renderer.take()).toEqual(['submit 1 1', 'submit 1 2']);
  expect(signal(1)).toEqual([]);
  expect(renderer.take()).toEqual(['submit 1 3']);
  const other = submit(2, [8]);
  expect([...driver.collect(0).keys()]).toEqual([other]);
  expect(signal(2)).toEqual([]);
  expect(renderer.take()).toEqual(['submit 2 8', 'submit 1 4']);
  expect(driver.device.waiting).toBe(1);
  expect(signal(9)).toEqual([head]);
});

test('a guest that changes what waits harms nobody', () => {
  driver.collect(0);
  renderer.leaves.push(1, 1);
  const head = submit(1, [1, 2], 9);
  const gone = readBack(2, 20, 10);
  const request = 0x10000;
  // Everything becomes a request of another kind, without a fence.
  for (let at = request; at < request + 0x100000; at += 0x8000) driver.ram.fill(0, at, at + 4096);
  expect(signal(99).toSorted((a, b) => a - b)).toEqual([head, gone].toSorted((a, b) => a - b));
  expect(driver.device.waiting).toBe(0);
  expect(driver.device.mustPoll).toBe(false);
});

test('before a queue is stopped all of it is finished, and a reset forgets all of it', () => {
  driver.collect(0);
  const park = (): number[] => {
    renderer.leaves.push(2, 1, 0);
    return [readBack(1, 10, 5), submit(1, [1, 2, 3], 6), submit(2, [1], 7)];
  };
  const heads = park();
  expect(driver.device.waiting).toBeGreaterThan(2);
  expect(driver.device.drain()).toBe(true);
  driver.device.control.publish();
  expect([...driver.collect(0).keys()]).toEqual(heads);
  expect(driver.device.waiting).toBe(0);
  park();
  driver.device.reset();
  expect(renderer.live).toBe(0);
  expect(driver.device.waiting).toBe(0);
  driver.start();
});

test('attachments are bounded', () => {
  const { attachments } = driver.device;
  let n = 0;
  while (attachments.add(5, 1000 + n)) n++;
  expect(n).toBe((1 << 20) - 5);
  const answer = driver.command(p.encodeVirtioGpuCtxAttachResource, { resourceId: 10 }, { context: 2 });
  expect(answer.type).toBe(R.ERR_OUT_OF_MEMORY);
  attachments.dropContext(5);
  expect(driver.command(p.encodeVirtioGpuCtxAttachResource, { resourceId: 10 }, { context: 2 }).type).toBe(R.OK_NODATA);
});
