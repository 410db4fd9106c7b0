import { expect, test } from 'vitest';
import { fixedWords, isFixed } from '../layout.ts';
import * as protocol from '../index.ts';
import { vtestSpecs } from './commands.ts';
import { vtestRequestBytes } from './framing.ts';

/** Payload words by the VCMD_*_SIZE macros. */
const sizes: Readonly<Record<string, number>> = {
  GET_CAPS: 0,
  RESOURCE_CREATE: 10,
  RESOURCE_UNREF: 1,
  TRANSFER_GET: 11,
  RESOURCE_BUSY_WAIT: 2,
  GET_CAPS2: 0,
  PING_PROTOCOL_VERSION: 0,
  PROTOCOL_VERSION: 1,
  RESOURCE_CREATE2: 11,
  TRANSFER_GET2: 10,
  TRANSFER_PUT2: 10,
  GET_PARAM: 1,
  GET_CAPSET: 2,
  CONTEXT_INIT: 1,
  RESOURCE_CREATE_BLOB: 6,
  SYNC_CREATE: 2,
  SYNC_UNREF: 1,
  SYNC_READ: 1,
  SYNC_WRITE: 3,
  DRM_SYNC_CREATE: 1,
  DRM_SYNC_DESTROY: 1,
  DRM_SYNC_HANDLE_TO_FD: 1,
  DRM_SYNC_FD_TO_HANDLE: 0,
  DRM_SYNC_IMPORT_SYNC_FILE: 1,
  DRM_SYNC_EXPORT_SYNC_FILE: 1,
  DRM_SYNC_WAIT: 4,
  DRM_SYNC_RESET: 1,
  DRM_SYNC_SIGNAL: 1,
  DRM_SYNC_TIMELINE_SIGNAL: 1,
  DRM_SYNC_TIMELINE_WAIT: 4,
  DRM_SYNC_QUERY: 2,
  DRM_SYNC_TRANSFER: 7,
  RESOURCE_EXPORT_FD: 1,
};

test('commands 1-38 with the sizes of vtest_protocol.h', () => {
  expect(vtestSpecs.map((spec) => spec.command)).toEqual(Array.from({ length: 38 }, (_, i) => i + 1));
  for (const spec of vtestSpecs) {
    const size = sizes[spec.name];
    expect(isFixed(spec.fields), spec.name).toBe(size !== undefined);
    if (size !== undefined) expect(fixedWords(spec.fields), spec.name).toBe(size);
  }
  const versionOf = (command: number): number => (command <= 11 ? 0 : command <= 14 ? 2 : command <= 24 ? 3 : 4);
  for (const spec of vtestSpecs) expect(spec.version, spec.name).toBe(versionOf(spec.command));
});

test('positions of vtest_protocol.h', () => {
  const words = Uint32Array.from({ length: 64 }, (_, i) => i);
  expect(protocol.vtestResourceCreate2DataSize(words, 0)).toBe(2 + 10);
  expect(protocol.vtestResourceCreateNrSamples(words, 0)).toBe(2 + 9);
  expect(protocol.vtestTransferGetDataSize(words, 0)).toBe(2 + 10);
  expect(protocol.vtestTransferGet2Offset(words, 0)).toBe(2 + 9);
  expect(protocol.vtestTransferPut2Depth(words, 0)).toBe(2 + 7);
  expect(protocol.vtestResourceBusyWaitFlags(words, 0)).toBe(2 + 1);
  expect(protocol.vtestResourceCreateBlobIdHi(words, 0)).toBe(2 + 5);
  expect(protocol.vtestSyncWaitSyncId(words, 0, 2)).toBe(2 + 2 + 6);
  expect(protocol.vtestSyncWaitSyncValueHi(words, 0, 2)).toBe(2 + 2 + 8);
  expect(protocol.vtestSubmitCmd2BatchCmdSize(words, 0, 1)).toBe(2 + 1 + 8 + 2);
  expect(protocol.vtestSubmitCmd2BatchNumOutSyncobj(words, 0, 1)).toBe(2 + 1 + 8 + 7);
  expect(protocol.vtestDrmSyncTransferFlags(words, 0)).toBe(2 + 6);
  expect(protocol.VtestCommand.RESOURCE_EXPORT_FD).toBe(38);
  expect(protocol.VtestBlobType.HOST3D_GUEST).toBe(3);
});

/** Bytes of a request: its header words and payload words. */
function request(...words: number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(words).buffer);
}

test.each([
  ['an incomplete header', new Uint8Array(7), null],
  ['an unknown command', request(3, 99), null],
  ['command 0', request(3, 0), null],
  ['CREATE_RENDERER counts bytes', request(9, 8), 17],
  ['TRANSFER_PUT2 claims words that do not follow', request(10 + 4096, 14), 48],
  ['TRANSFER_PUT before its size is there', request(11 + 3, 5, 0, 0, 0), null],
  ['TRANSFER_PUT with 9 bytes', request(11 + 3, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9), 52 + 9],
  ['SUBMIT_CMD', request(100, 6), 408],
  ['a length that lies about a fixed request', request(0xffffffff, 11), 12],
  ['DRM_SYNC_TIMELINE_WAIT with two points', request(4, 35, 2, 0, 0, 0), 24 + 2 * 8 + 2 * 4],
  ['SUBMIT_CMD2 with syncobjs', request(9, 24, 1, 0, 9, 0, 9, 0, 0, 2, 1), 44 + 3 * 16],
  ['SUBMIT_CMD2 with more batches than words', request(9, 24, 0xffffffff, 0, 9, 0, 9, 0, 0, 0, 0), 44],
])('size of a request: %s', (_, bytes, size) => {
  expect(vtestRequestBytes(bytes, 0)).toBe(size);
});
