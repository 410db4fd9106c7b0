import { expect, test } from 'vitest';
import { combineContextTypes } from './context-types.ts';
import { FenceRenderer } from './testing/fence-renderer.ts';
import { plainMemory } from './options.ts';

const quota = { bytes: 1 << 20, resources: 10, contexts: 4, objects: 10, gpuMilliseconds: 100 };
const log = { warn: () => undefined, debug: () => undefined };
const args = (id: number): never => ({ id }) as never;

function combined(): { virgl: FenceRenderer; other: FenceRenderer; both: ReturnType<typeof combineContextTypes> } {
  const virgl = new FenceRenderer();
  const other = new FenceRenderer([{ id: 5, maxVersion: 0, maxSize: 24 }]);
  return { virgl, other, both: combineContextTypes([virgl, other]) };
}

test('the capability set chooses the type; numbers belong to all', () => {
  const { virgl, other, both } = combined();
  expect(both.capsets.map(({ id }) => id)).toEqual([1, 2, 5]);
  expect([both.capset(2, 0).length, both.capset(5, 0).length, both.capset(4, 0).length]).toEqual([1408, 24, 0]);
  using device = both.openDevice(quota, log);
  expect(device.createContext(1, 'gl')).toBe(0);
  expect(device.createContext(2, 'wayland', 5)).toBe(0);
  expect(device.createContext(2, 'again', 5)).not.toBe(0);
  expect(device.createContext(3, 'unknown', 4)).not.toBe(0);
  expect(device.createResource(args(7))).toBe(0);
  expect(device.createResource(args(7))).not.toBe(0);
  expect(device.createBlob({ id: 8, contextId: 2, blobId: 4, size: 4096, mappable: true })).toBe(0);
  expect(device.createBlob({ id: 8, contextId: 2, blobId: 4, size: 4096, mappable: true })).not.toBe(0);
  expect(device.createBlob({ id: 9, contextId: 3, blobId: 4, size: 4096, mappable: true })).not.toBe(0);
  expect(device.blobMemory(8)?.length).toBe(4 * 4096);
  device.submit(2, plainMemory(8), 0, 1);
  device.submit(9, plainMemory(8), 0, 1);
  device.transferToHost(2, 7, { width: 1, offset: 0 } as never, null);
  device.destroyContext(2);
  expect(device.destroyContext(2)).not.toBe(0);
  expect(virgl.take()).toEqual(['createContext 1 gl 0', 'createResource 7', 'transferToHost 0 7 1 0']);
  expect(other.take()).toEqual(['createContext 2 wayland 5', 'createBlob 8 2 4 4096 true', 'submit 2 0', 'destroyContext 2']);
});

test('a resource of one type is brought in where a context of another is attached to it', () => {
  const { virgl, other, both } = combined();
  using device = both.openDevice(quota, log);
  device.createContext(1, 'gl');
  device.createContext(2, 'wayland', 5);
  device.createResource(args(7));
  device.createBlob({ id: 8, contextId: 2, blobId: 4, size: 4096, mappable: true });
  virgl.take();
  other.take();
  expect(device.attachResource(1, 8)).toBe(0);
  expect(device.attachResource(1, 8)).toBe(0);
  expect(device.attachResource(2, 7)).toBe(0);
  expect(device.attachResource(2, 99)).not.toBe(0);
  expect(device.attachResource(99, 7)).not.toBe(0);
  expect(device.detachResource(1, 8)).toBe(0);
  expect(device.destroyResource(8)).toBe(0);
  expect(device.destroyResource(8)).not.toBe(0);
  expect(virgl.take()).toEqual([
    'importBlob 8 16384',
    'attachResource 1 8',
    'attachResource 1 8',
    'detachResource 1 8',
    'destroyResource 8',
  ]);
  expect(other.take()).toEqual(['importBlob 7 without memory', 'attachResource 2 7', 'destroyResource 8']);
  // A type that cannot bring it in says so.
  other.refused.add('importBlob');
  device.createResource(args(9));
  expect(device.attachResource(2, 9)).not.toBe(0);
});

test("fences of a context are its type's, fences of the device are of all", () => {
  const { virgl, other, both } = combined();
  let told = 0;
  both.onFences = () => void told++;
  virgl.onFences!();
  other.onFences!();
  expect(told).toBe(2);
  using device = both.openDevice(quota, log);
  device.createContext(1, 'gl');
  device.createContext(2, 'wayland', 5);
  const ofGl = device.createFence(1, 0);
  const ofOther = device.createFence(2, 3);
  const ofAll = device.createFence();
  expect(device.watchFence(ofAll)).toBe(true);
  other.signalled = 2;
  expect([ofGl, ofOther, ofAll].map((fence) => device.fenceSignalled(fence))).toEqual([false, true, false]);
  expect(device.waitFence(ofAll, 0)).toBe(false);
  virgl.signalled = 2;
  expect(device.fenceSignalled(ofAll)).toBe(true);
  expect(device.watchFence(ofAll)).toBe(false);
  for (const fence of [ofGl, ofOther, ofAll]) device.destroyFence(fence);
  expect([virgl.live, other.live]).toEqual([0, 0]);
  virgl.bytesUsed = 5;
  other.bytesUsed = 6;
  expect(device.bytesUsed).toBe(11);
});

test('two types with one capability set are a mistake', () => {
  expect(() => combineContextTypes([new FenceRenderer(), new FenceRenderer()])).toThrow(/capability set 1 is offered twice/);
});
