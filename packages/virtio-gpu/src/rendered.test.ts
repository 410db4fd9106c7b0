import * as p from '@virglass/protocol';
import { afterEach, expect, test } from 'vitest';
import { FenceRenderer } from './testing/fence-renderer.ts';
import { DATA, MockDriver } from './testing/mock-driver.ts';

const { VirtioGpuResponse: R, VirtioGpuFlag } = p;
let driver: MockDriver;
let renderer: FenceRenderer;
afterEach(() => driver.device[Symbol.dispose]());

function start(): void {
  renderer = new FenceRenderer();
  driver = new MockDriver({ renderer });
}

const context = (id: number, capsetId = 0): number =>
  driver.command(
    p.encodeVirtioGpuCtxCreate,
    { nlen: 4, capsetId, debugName: [0x41424344, ...Array.from({ length: 15 }, () => 0)] },
    { context: id },
  ).type;
const create3d = (resourceId: number): number =>
  driver.command(p.encodeVirtioGpuResourceCreate3d, {
    resourceId,
    target: 2,
    format: 1,
    bind: 2,
    width: 16,
    height: 16,
    depth: 1,
    arraySize: 1,
    lastLevel: 0,
    nrSamples: 0,
    flags: 0,
  }).type;
const stream = (words: number[]): Uint8Array => new Uint8Array(Uint32Array.from(words).buffer);
const submit = (id: number, header: { fence?: number; ring?: number } = {}): Uint8Array =>
  driver.encode(
    p.encodeVirtioGpuSubmit3d,
    { size: 8, numInFences: 0 },
    {
      context: id,
      tail: stream([id, 5]),
      flags: (header.fence === undefined ? 0 : VirtioGpuFlag.FENCE) | (header.ring === undefined ? 0 : VirtioGpuFlag.INFO_RING_IDX),
      fence: header.fence ?? 0,
      ring: header.ring ?? 0,
    },
  );

test('capability sets, contexts, resources and streams reach the renderer', () => {
  start();
  expect([...driver.command(p.encodeVirtioGpuGetCapsetInfo, { capsetIndex: 1 }).words.slice(0, 4)]).toEqual([2, 2, 1408, 0]);
  expect([...driver.command(p.encodeVirtioGpuGetCapsetInfo, { capsetIndex: 2 }).words.slice(0, 4)]).toEqual([0, 0, 0, 0]);
  const caps = driver.command(p.encodeVirtioGpuGetCapset, { capsetId: 2, capsetVersion: 2 });
  expect([caps.type, caps.written, caps.words[0], caps.words[351]]).toEqual([R.OK_CAPSET, 24 + 1408, 0x02020202, 0x02020202]);
  expect(driver.command(p.encodeVirtioGpuGetCapset, { capsetId: 2, capsetVersion: 3 }).type).toBe(R.ERR_INVALID_PARAMETER);
  expect(driver.command(p.encodeVirtioGpuGetCapset, { capsetId: 5, capsetVersion: 0 }).type).toBe(R.ERR_INVALID_PARAMETER);
  expect(context(1)).toBe(R.OK_NODATA);
  expect(context(1)).toBe(R.ERR_INVALID_CONTEXT_ID);
  expect(context(0)).toBe(R.ERR_INVALID_CONTEXT_ID);
  expect(context(2, 6)).toBe(R.ERR_INVALID_PARAMETER);
  expect(context(2, 2)).toBe(R.OK_NODATA);
  expect(create3d(7)).toBe(R.OK_NODATA);
  driver.command(p.encodeVirtioGpuResourceAttachBacking, {
    resourceId: 7,
    nrEntries: 2,
    entries: [
      { addrLo: DATA, addrHi: 0, length: 100, padding: 0 },
      { addrLo: DATA + 100, addrHi: 0, length: 28, padding: 0 },
    ],
  });
  driver.command(p.encodeVirtioGpuCtxAttachResource, { resourceId: 7 }, { context: 1 });
  expect(driver.send(0, submit(1)).type).toBe(R.OK_NODATA);
  expect(driver.send(0, submit(9)).type).toBe(R.ERR_INVALID_CONTEXT_ID);
  expect(driver.send(0, submit(1).slice(0, 36)).type).toBe(R.ERR_INVALID_PARAMETER);
  const box = { x: 0, y: 0, z: 0, w: 16, h: 16, d: 1, offsetLo: 4, offsetHi: 1, resourceId: 7, level: 0, stride: 0, layerStride: 0 };
  expect(driver.command(p.encodeVirtioGpuTransferToHost3d, box, { context: 1 }).type).toBe(R.OK_NODATA);
  renderer.signalled = 9;
  expect(driver.command(p.encodeVirtioGpuTransferFromHost3d, box, { context: 1 }).type).toBe(R.OK_NODATA);
  expect(driver.command(p.encodeVirtioGpuTransferFromHost3d, { ...box, resourceId: 8 }, { context: 1 }).type).toBe(
    R.ERR_INVALID_RESOURCE_ID,
  );
  driver.command(p.encodeVirtioGpuCtxDetachResource, { resourceId: 7 }, { context: 1 });
  expect(driver.command(p.encodeVirtioGpuCtxDestroy, {}, { context: 1 }).type).toBe(R.OK_NODATA);
  expect(driver.command(p.encodeVirtioGpuCtxDestroy, {}, { context: 1 }).type).toBe(R.ERR_INVALID_CONTEXT_ID);
  driver.command(p.encodeVirtioGpuResourceUnref, { resourceId: 7 });
  expect(renderer.take()).toEqual([
    'createContext 1 DCBA 0',
    'createContext 2 DCBA 2',
    'createResource 7',
    'attachBacking 7 128',
    'attachResource 1 7',
    'submit 1 1 5',
    `transferToHost 1 7 16 ${2 ** 32 + 4}`,
    `transferFromHost 1 7 16 ${2 ** 32 + 4}`,
    'detachResource 1 7',
    'destroyContext 1',
    'destroyResource 7',
  ]);
});

test('fences are answered in the order of their timeline, and not across timelines', () => {
  start();
  context(1);
  context(2);
  const heads = [
    driver.post(0, submit(1, { fence: 11, ring: 0 })),
    driver.post(0, submit(2, { fence: 12, ring: 0 })),
    driver.post(0, submit(1, { fence: 13, ring: 1 })),
    driver.post(0, submit(1, { fence: 14 })),
  ];
  // A 2D request of the device's timeline has nothing to wait for, but 14 is before it.
  const last = driver.post(0, driver.encode(p.encodeVirtioGpuGetDisplayInfo, {}, { flags: VirtioGpuFlag.FENCE, fence: 15 }));
  const answered = (): number[] => {
    driver.device.collect();
    driver.device.control.publish();
    return [...driver.collect(0).keys()];
  };
  expect(answered()).toEqual([]);
  expect(driver.device.waiting).toBe(5);
  renderer.signalled = 2;
  expect(answered()).toEqual([heads[0], heads[1]]);
  renderer.signalled = 3;
  expect(answered()).toEqual([heads[2]]);
  renderer.signalled = 4;
  expect(answered()).toEqual([heads[3], last]);
  expect(renderer.live).toBe(0);
  const alone = driver.send(0, driver.encode(p.encodeVirtioGpuGetDisplayInfo, {}, { flags: VirtioGpuFlag.FENCE, fence: 16 }));
  expect(alone.type).toBe(R.OK_DISPLAY_INFO);
});

test('a reset in the middle of waiting forgets everything and leaks nothing', () => {
  start();
  context(1);
  create3d(3);
  driver.post(0, submit(1, { fence: 1 }));
  driver.device.reset();
  expect(renderer.live).toBe(0);
  expect(driver.device.waiting).toBe(0);
  expect(renderer.take().slice(-2)).toEqual(['destroyResource 3', 'dispose']);
  renderer.signalled = 100;
  expect(driver.device.collect()).toBe(false);
});
