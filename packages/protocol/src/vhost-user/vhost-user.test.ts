import { expect, test } from 'vitest';
import * as p from '../index.ts';
import { vhostBackendSpecs, vhostGpuSpecs, vhostUserSpecs } from './messages.ts';

test('payloads are as long as the structures of the specification', () => {
  const bytes = (name: string): number => (p as unknown as Record<string, number>)[`VhostUser${name}Length`]! * 4;
  expect(bytes('SetVringAddr')).toBe(40);
  expect(bytes('SetVringNum')).toBe(8);
  expect(bytes('SetFeatures')).toBe(8);
  expect(bytes('AddMemReg')).toBe(40);
  expect(bytes('GetShmemConfigReply')).toBe(8 + 256 * 8);
  expect(bytes('BackendShmemMap')).toBe(40);
  expect(bytes('GetInflightFd')).toBe(20);
  expect(bytes('GpuDmabufScanout')).toBe(40);
  expect(bytes('GpuDmabufScanout2')).toBe(48);
  expect(bytes('GpuCursorUpdate')).toBe(20 + 64 * 64 * 4);
  expect(bytes('GpuScanout')).toBe(12);
  expect(p.VhostUserGpuUpdateMinLength * 4).toBe(20);
});

test('every direction numbers its requests once', () => {
  for (const specs of [vhostUserSpecs, vhostBackendSpecs, vhostGpuSpecs]) {
    expect(new Set(specs.map((spec) => spec.request)).size).toBe(specs.length);
  }
  expect([p.VhostUserRequest.GPU_SET_SOCKET, p.VhostUserBackendRequest.SHMEM_MAP, p.VhostUserGpuRequest.UPDATE]).toEqual([33, 9, 8]);
});

test('a region is read as it was written, header and reply flags included', () => {
  const words = new Uint32Array(64);
  const floats = new Float32Array(words.buffer);
  const args = {
    guestAddressLo: 1,
    guestAddressHi: 2,
    sizeLo: 3,
    sizeHi: 4,
    userAddressLo: 5,
    userAddressHi: 6,
    mmapOffsetLo: 7,
    mmapOffsetHi: 8,
  };
  expect(p.encodeVhostUserAddMemReg(words, floats, 0, args)).toBe(13);
  expect([...words.subarray(0, 13)]).toEqual([37, 1, 40, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(p.vhostUserAddMemRegUserAddressHi(words, 0)).toBe(6);
  p.encodeVhostUserGetFeaturesReply(words, floats, 0, { valueLo: 9, valueHi: 0 });
  expect([...words.subarray(0, 5)]).toEqual([1, 5, 8, 9, 0]);
  p.encodeVhostUserGpuScanout(words, floats, 0, { scanoutId: 1, width: 2, height: 3 });
  expect([...words.subarray(0, 6)]).toEqual([7, 0, 12, 1, 2, 3]);
});
