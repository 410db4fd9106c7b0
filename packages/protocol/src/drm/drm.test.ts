import { expect, test } from 'vitest';
import * as p from '../index.ts';

test('request numbers are those that C programs are compiled with', () => {
  expect(p.DrmIoctl).toEqual({
    VERSION: 0xc0406400,
    GEM_CLOSE: 0x40086409,
    VIRTGPU_MAP: 0xc0106441,
    VIRTGPU_EXECBUFFER: 0xc0406442,
    VIRTGPU_GETPARAM: 0xc0106443,
    VIRTGPU_RESOURCE_CREATE: 0xc0386444,
    VIRTGPU_RESOURCE_INFO: 0xc0106445,
    VIRTGPU_TRANSFER_FROM_HOST: 0xc02c6446,
    VIRTGPU_TRANSFER_TO_HOST: 0xc02c6447,
    VIRTGPU_WAIT: 0xc0086448,
    VIRTGPU_GET_CAPS: 0xc0186449,
    VIRTGPU_CONTEXT_INIT: 0xc010644b,
  });
});

test('members lie where C has them', () => {
  const words = new Uint32Array(16);
  const floats = new Float32Array(words.buffer);
  p.encodeDrmVirtgpuExecbuffer(words, floats, 0, {
    flags: 1,
    size: 2,
    commandLo: 3,
    commandHi: 4,
    boHandlesLo: 5,
    boHandlesHi: 6,
    boCount: 7,
    fenceFd: -1,
    ringIndex: 8,
    syncobjStride: 9,
    inSyncobjs: 10,
    outSyncobjs: 11,
    inSyncobjsAtLo: 12,
    inSyncobjsAtHi: 13,
    outSyncobjsAtLo: 14,
    outSyncobjsAtHi: 15,
  });
  expect([...words]).toEqual([1, 2, 3, 4, 5, 6, 7, 0xffffffff, 8, 9, 10, 11, 12, 13, 14, 15]);
  words[7] = 5;
  expect(p.drmVirtgpuExecbufferFenceFd(words, 0)).toBe(5);
});
