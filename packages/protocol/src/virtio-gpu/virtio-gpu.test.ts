import { expect, test } from 'vitest';
import * as p from '../index.ts';
import { decodeFields } from '../decode.ts';
import { fixedWords, isFixed, minimumWords } from '../layout.ts';

/** Bytes of the structures in linux/virtio_gpu.h, as a C compiler has them. */
const bytes: Readonly<Record<string, number>> = {
  GET_DISPLAY_INFO: 24,
  RESOURCE_CREATE_2D: 40,
  RESOURCE_UNREF: 32,
  SET_SCANOUT: 48,
  RESOURCE_FLUSH: 48,
  TRANSFER_TO_HOST_2D: 56,
  RESOURCE_ATTACH_BACKING: 32,
  RESOURCE_DETACH_BACKING: 32,
  GET_CAPSET_INFO: 32,
  GET_CAPSET: 32,
  GET_EDID: 32,
  RESOURCE_ASSIGN_UUID: 32,
  RESOURCE_CREATE_BLOB: 56,
  SET_SCANOUT_BLOB: 96,
  CTX_CREATE: 96,
  CTX_DESTROY: 24,
  CTX_ATTACH_RESOURCE: 32,
  CTX_DETACH_RESOURCE: 32,
  RESOURCE_CREATE_3D: 72,
  TRANSFER_TO_HOST_3D: 72,
  TRANSFER_FROM_HOST_3D: 72,
  SUBMIT_3D: 32,
  RESOURCE_MAP_BLOB: 40,
  RESOURCE_UNMAP_BLOB: 32,
  UPDATE_CURSOR: 56,
  MOVE_CURSOR: 56,
  OK_DISPLAY_INFO: 408,
  OK_CAPSET_INFO: 40,
  OK_CAPSET: 24,
  OK_EDID: 1056,
  OK_RESOURCE_UUID: 40,
  OK_MAP_INFO: 32,
};

test.each([...p.virtioGpuSpecs, ...p.virtioGpuResponseSpecs].map((spec) => [spec.name, spec] as const))(
  '%s is as long as its structure',
  (name, spec) => {
    const words = isFixed(spec.fields) ? fixedWords(spec.fields) : minimumWords(spec.fields);
    expect((p.VirtioGpuHeaderWords + words) * 4).toBe(bytes[name]);
  },
);

test('every structure is in the tables, and every answer has a response', () => {
  expect([...p.virtioGpuSpecs, ...p.virtioGpuResponseSpecs].map((spec) => spec.name)).toEqual(Object.keys(bytes));
  for (const spec of p.virtioGpuSpecs) expect(p.VirtioGpuResponse).toHaveProperty(spec.answer);
});

test('a header and a backing list are read as they were written', () => {
  const words = new Uint32Array(64);
  const floats = new Float32Array(words.buffer);
  p.encodeVirtioGpuCtrlHdr(words, floats, 0, {
    type: 0,
    flags: p.VirtioGpuFlag.FENCE | p.VirtioGpuFlag.INFO_RING_IDX,
    fenceIdLo: 3,
    fenceIdHi: 256,
    ctxId: 7,
    ringIdx: 5,
  });
  const end = p.encodeVirtioGpuResourceAttachBacking(words, floats, 0, {
    resourceId: 9,
    nrEntries: 2,
    entries: [
      { addrLo: 4096, addrHi: 2, length: 8192, padding: 0 },
      { addrLo: 4096, addrHi: 0, length: 1, padding: 0 },
    ],
  });
  expect(end * 4).toBe(32 + 2 * 16);
  expect(words[0]).toBe(p.VirtioGpuCommand.RESOURCE_ATTACH_BACKING);
  expect(p.virtioGpuCtrlHdrFenceIdLo(words, 0)).toBe(3);
  expect(p.virtioGpuCtrlHdrFenceIdHi(words, 0)).toBe(256);
  expect(p.virtioGpuCtrlHdrRingIdx(words, 0)).toBe(5);
  expect(p.virtioGpuResourceAttachBackingEntriesAddrHi(words, 0, 0)).toBe(2);
  expect(p.virtioGpuResourceAttachBackingEntriesLength(words, 0, 1)).toBe(1);
  const spec = p.virtioGpuSpecOf(0x0106)!;
  expect(decodeFields(spec.fields, words, floats, p.VirtioGpuHeaderWords, end).values).toMatchObject({ resourceId: 9, nrEntries: 2 });
});
