import * as p from '@virglass/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import type { HostVisibleWindow } from './options.ts';
import { FenceRenderer } from './testing/fence-renderer.ts';
import { DATA, MockDriver } from './testing/mock-driver.ts';

/*
 * What hostile drivers send, request by request: each request of the specification is right once, then cut, lengthened and given wrong
 * numbers. Whatever it is, it is answered, and what was right before is right afterwards.
 */
const { VirtioGpuFeature, VirtioGpuFlag, VirtioGpuResponse: R } = p;
const ALL_BITS = 0xffffffff;

const window: HostVisibleWindow = {
  size: 1 << 20,
  slots: 4,
  map: (_range, _offset, _length, done) => done(true),
  unmap: (_offset, _length, done) => done(true),
};

let driver: MockDriver;
let renderer: FenceRenderer;
afterEach(() => driver.device[Symbol.dispose]());

type Encode = (words: Uint32Array, floats: Float32Array, at: number, args: never) => number;
interface Right {
  readonly encode: Encode;
  readonly args: object;
  readonly context?: number;
  readonly queue?: 1;
  /** Bytes behind the request. */
  readonly tail?: Uint8Array;
  /** Response type of success. */
  readonly type?: number;
  /** Requests that come before. */
  readonly before?: readonly string[];
}

const page = { addrLo: DATA, addrHi: 0, length: 16384, padding: 0 };
const box = { x: 0, y: 0, z: 0, w: 4, h: 4, d: 1, offsetLo: 0, offsetHi: 0, level: 0, stride: 0, layerStride: 0 };
const blob = { blobMem: 2, blobFlags: 1, blobIdLo: 2, blobIdHi: 0, sizeLo: 4096, sizeHi: 0, nrEntries: 0, entries: [] };
const cursor = { scanoutId: 0, x: 1, y: 2, hotX: 3, hotY: 4 };
const pad = Array.from({ length: 15 }, () => 0);

/** Each request as a driver sends it that means well: resource 1 is a picture, 2 a texture, 3 a blob of the host. */
const right: Readonly<Record<string, Right>> = {
  GET_DISPLAY_INFO: { encode: p.encodeVirtioGpuGetDisplayInfo, args: {}, type: R.OK_DISPLAY_INFO },
  RESOURCE_CREATE_2D: { encode: p.encodeVirtioGpuResourceCreate2d, args: { resourceId: 1, format: 2, width: 64, height: 64 } },
  RESOURCE_UNREF: { encode: p.encodeVirtioGpuResourceUnref, args: { resourceId: 1 }, before: ['RESOURCE_CREATE_2D'] },
  SET_SCANOUT: {
    encode: p.encodeVirtioGpuSetScanout,
    args: { x: 0, y: 0, width: 8, height: 8, scanoutId: 0, resourceId: 1 },
    before: ['RESOURCE_CREATE_2D'],
  },
  RESOURCE_FLUSH: {
    encode: p.encodeVirtioGpuResourceFlush,
    args: { x: 0, y: 0, width: 8, height: 8, resourceId: 1 },
    before: ['RESOURCE_CREATE_2D', 'SET_SCANOUT'],
  },
  TRANSFER_TO_HOST_2D: {
    encode: p.encodeVirtioGpuTransferToHost2d,
    args: { x: 0, y: 0, width: 8, height: 8, offsetLo: 0, offsetHi: 0, resourceId: 1 },
    before: ['RESOURCE_CREATE_2D', 'RESOURCE_ATTACH_BACKING'],
  },
  RESOURCE_ATTACH_BACKING: {
    encode: p.encodeVirtioGpuResourceAttachBacking,
    args: { resourceId: 1, nrEntries: 1, entries: [page] },
    before: ['RESOURCE_CREATE_2D'],
  },
  RESOURCE_DETACH_BACKING: {
    encode: p.encodeVirtioGpuResourceDetachBacking,
    args: { resourceId: 1 },
    before: ['RESOURCE_CREATE_2D', 'RESOURCE_ATTACH_BACKING'],
  },
  GET_CAPSET_INFO: { encode: p.encodeVirtioGpuGetCapsetInfo, args: { capsetIndex: 0 }, type: R.OK_CAPSET_INFO },
  GET_CAPSET: { encode: p.encodeVirtioGpuGetCapset, args: { capsetId: 1, capsetVersion: 1 }, type: R.OK_CAPSET },
  GET_EDID: { encode: p.encodeVirtioGpuGetEdid, args: { scanout: 0 }, type: R.OK_EDID },
  RESOURCE_ASSIGN_UUID: {
    encode: p.encodeVirtioGpuResourceAssignUuid,
    args: { resourceId: 1 },
    type: R.OK_RESOURCE_UUID,
    before: ['RESOURCE_CREATE_2D'],
  },
  RESOURCE_CREATE_BLOB: {
    encode: p.encodeVirtioGpuResourceCreateBlob,
    args: { resourceId: 3, ...blob },
    context: 1,
    before: ['CTX_CREATE'],
  },
  SET_SCANOUT_BLOB: {
    encode: p.encodeVirtioGpuSetScanoutBlob,
    args: {
      ...{ x: 0, y: 0, width: 8, height: 8, scanoutId: 0, resourceId: 3, fbWidth: 16, fbHeight: 16, format: 2 },
      ...{ strides: [64, 0, 0, 0], offsets: [0, 0, 0, 0] },
    },
    before: ['CTX_CREATE', 'RESOURCE_CREATE_BLOB'],
  },
  CTX_CREATE: { encode: p.encodeVirtioGpuCtxCreate, args: { nlen: 4, capsetId: 2, debugName: [0x41414141, ...pad] }, context: 1 },
  CTX_DESTROY: { encode: p.encodeVirtioGpuCtxDestroy, args: {}, context: 1, before: ['CTX_CREATE'] },
  CTX_ATTACH_RESOURCE: {
    encode: p.encodeVirtioGpuCtxAttachResource,
    args: { resourceId: 2 },
    context: 1,
    before: ['CTX_CREATE', 'RESOURCE_CREATE_3D'],
  },
  CTX_DETACH_RESOURCE: {
    encode: p.encodeVirtioGpuCtxDetachResource,
    args: { resourceId: 2 },
    context: 1,
    before: ['CTX_CREATE', 'RESOURCE_CREATE_3D', 'CTX_ATTACH_RESOURCE'],
  },
  RESOURCE_CREATE_3D: {
    encode: p.encodeVirtioGpuResourceCreate3d,
    args: {
      ...{ resourceId: 2, target: 2, format: 1, bind: 2, width: 4, height: 4, depth: 1 },
      ...{ arraySize: 1, lastLevel: 0, nrSamples: 0, flags: 0 },
    },
  },
  TRANSFER_TO_HOST_3D: {
    encode: p.encodeVirtioGpuTransferToHost3d,
    args: { ...box, resourceId: 2 },
    context: 1,
    before: ['CTX_CREATE', 'RESOURCE_CREATE_3D'],
  },
  TRANSFER_FROM_HOST_3D: {
    encode: p.encodeVirtioGpuTransferFromHost3d,
    args: { ...box, resourceId: 2 },
    context: 1,
    before: ['CTX_CREATE', 'RESOURCE_CREATE_3D'],
  },
  SUBMIT_3D: {
    encode: p.encodeVirtioGpuSubmit3d,
    args: { size: 8, numInFences: 0 },
    context: 1,
    tail: new Uint8Array(8),
    before: ['CTX_CREATE'],
  },
  RESOURCE_MAP_BLOB: {
    encode: p.encodeVirtioGpuResourceMapBlob,
    args: { resourceId: 3, offsetLo: 4096, offsetHi: 0 },
    type: R.OK_MAP_INFO,
    before: ['CTX_CREATE', 'RESOURCE_CREATE_BLOB'],
  },
  RESOURCE_UNMAP_BLOB: {
    encode: p.encodeVirtioGpuResourceUnmapBlob,
    args: { resourceId: 3 },
    before: ['CTX_CREATE', 'RESOURCE_CREATE_BLOB', 'RESOURCE_MAP_BLOB'],
  },
  UPDATE_CURSOR: {
    encode: p.encodeVirtioGpuUpdateCursor,
    args: { ...cursor, resourceId: 1 },
    queue: 1,
    before: ['RESOURCE_CREATE_2D'],
  },
  MOVE_CURSOR: { encode: p.encodeVirtioGpuMoveCursor, args: { ...cursor, resourceId: 0 }, queue: 1 },
};

function start(): void {
  renderer = new FenceRenderer();
  driver = new MockDriver({ renderer, window, onAnswered: () => void driver.device.control.publish() });
}

const bytesOf = (name: string, change: object = {}): Uint8Array => {
  const { encode, args, context = 0, tail } = right[name]!;
  return driver.encode(encode, { ...args, ...change } as never, { context, ...(tail === undefined ? {} : { tail }) });
};
/** Sends a request, right unless changed; the answer's type, also when it comes a little later. */
function send(name: string, change: object = {}): number {
  return sendBytes(right[name]!.queue ?? 0, bytesOf(name, change));
}
function sendBytes(queue: 0 | 1, bytes: Uint8Array): number {
  const head = driver.post(queue, bytes);
  driver.device.drain();
  driver.device.control.publish();
  const answer = driver.collect(queue).get(head);
  if (answer === undefined) throw new Error('no answer');
  return answer.type;
}
function prepare(name: string): void {
  for (const before of right[name]!.before ?? []) expect([before, send(before)]).toEqual([before, right[before]!.type ?? R.OK_NODATA]);
}

const names = p.virtioGpuSpecs.map(({ name }) => name);

test('every request of the specification is here', () => {
  start();
  expect(Object.keys(right).toSorted()).toEqual([...names].toSorted());
});

describe.each(names)('%s', (name) => {
  const { queue = 0, type = R.OK_NODATA } = right[name]!;
  const spec = p.virtioGpuSpecs.find((one) => one.name === name)!;

  test('right, and with more bytes than it has', () => {
    start();
    prepare(name);
    const bytes = bytesOf(name);
    const longer = new Uint8Array(bytes.length + 100).fill(0xff);
    longer.set(bytes);
    expect(sendBytes(queue, longer)).toBe(type);
  });

  test('cut at every byte, it is an error that changes nothing', () => {
    start();
    prepare(name);
    const bytes = bytesOf(name);
    const { resources, contexts, bytesUsed } = driver.device;
    const before = [resources.size, contexts.size, bytesUsed, driver.device.mapped.size];
    for (let length = 0; length < bytes.length; length++) {
      const answer = sendBytes(queue, bytes.slice(0, length));
      expect([length, answer >= R.ERR_UNSPEC && answer <= R.ERR_INVALID_PARAMETER]).toEqual([length, true]);
    }
    expect([resources.size, contexts.size, driver.device.bytesUsed, driver.device.mapped.size]).toEqual(before);
    expect(send(name)).toBe(type);
  });

  test('with any room for the answer, and on the wrong queue', () => {
    for (const room of [0, 1, 23, 24, 25, 31]) {
      start();
      prepare(name);
      const head = driver.post(queue, bytesOf(name), room);
      driver.device.drain();
      driver.device.control.publish();
      expect(driver.collect(queue).get(head)!.written).toBeLessThanOrEqual(room);
      driver.device[Symbol.dispose]();
    }
    start();
    prepare(name);
    expect(sendBytes((1 - queue) as 0 | 1, bytesOf(name))).toBe(R.ERR_UNSPEC);
    expect(send(name)).toBe(type);
  });

  const ids = Object.keys(right[name]!.args).filter((field) => /^(resourceId|scanoutId|scanout)$/.test(field));
  test.each(ids)('a wrong %s', (field) => {
    start();
    prepare(name);
    const isNew = name.startsWith('RESOURCE_CREATE');
    for (const id of [isNew ? 0 : 99, 0x7fffffff, 0x80000000, ALL_BITS]) {
      // Any number is one for a new resource, but 0; cursors move without theirs.
      const good = field === 'resourceId' && (name === 'MOVE_CURSOR' || (isNew && id !== 0));
      expect([id, send(name, { [field]: id }) >= R.ERR_UNSPEC]).toEqual([id, !good]);
    }
  });

  const numbers = spec.fields.flatMap((field) => (field.kind === 'u32' ? [field.name] : []));
  test.each(numbers)('any number for %s is answered, and nothing is left of it', (field) => {
    start();
    prepare(name);
    for (const value of [0, 1, 0xffff, 0x7fffffff, 0x80000000, 0xfffffff0, ALL_BITS]) {
      const bytes = bytesOf(name);
      // Counts are told in the words alone: nobody has so many entries.
      const at =
        24 +
        4 *
          p.minimumWords(
            spec.fields.slice(
              0,
              spec.fields.findIndex((one) => 'name' in one && one.name === field),
            ),
          );
      new DataView(bytes.buffer).setUint32(at, value, true);
      const answer = sendBytes(queue, bytes);
      expect(answer).toBeGreaterThanOrEqual(R.OK_NODATA);
      expect(answer).toBeLessThanOrEqual(R.ERR_INVALID_PARAMETER);
    }
    expect(driver.log.lines.join('\n')).not.toMatch(/\.ts:\d+/);
    driver.device.reset();
    expect([driver.device.bytesUsed, driver.device.resources.size, renderer.live]).toEqual([0, 0, 0]);
  });

  test('twice', () => {
    start();
    prepare(name);
    expect(send(name)).toBe(type);
    const once = /^(RESOURCE_CREATE|RESOURCE_UNREF|RESOURCE_(ATTACH|DETACH)|CTX_(CREATE|DESTROY)|RESOURCE_(UN)?MAP)/;
    expect(send(name) >= R.ERR_UNSPEC).toBe(once.test(name));
  });

  test('of a feature that the driver has not taken', () => {
    start();
    prepare(name);
    const feature = VirtioGpuFeature[spec.since as keyof typeof VirtioGpuFeature];
    driver.device.acceptFeatures(feature === undefined ? 0 : driver.device.features & ~(1 << feature));
    expect(send(name)).toBe(feature === undefined ? type : R.ERR_UNSPEC);
  });
});

describe('sums that overflow', () => {
  test.each([
    ['SET_SCANOUT', { x: ALL_BITS, width: 2 }],
    ['SET_SCANOUT', { width: ALL_BITS, height: ALL_BITS }],
    ['RESOURCE_FLUSH', { y: ALL_BITS, height: 1 }],
    ['TRANSFER_TO_HOST_2D', { x: 60, width: 5 }],
    ['TRANSFER_TO_HOST_2D', { offsetLo: ALL_BITS, offsetHi: ALL_BITS }],
    ['TRANSFER_TO_HOST_2D', { offsetLo: 16384 - 4 }],
    ['RESOURCE_CREATE_2D', { width: 0x10000, height: 0x10000 }],
    ['RESOURCE_CREATE_2D', { width: ALL_BITS, height: 1 }],
    ['RESOURCE_ATTACH_BACKING', { entries: [{ ...page, addrHi: ALL_BITS, addrLo: 0xfffff000 }] }],
    ['RESOURCE_ATTACH_BACKING', { entries: [{ ...page, length: ALL_BITS }] }],
    ['RESOURCE_CREATE_BLOB', { blobMem: 1, nrEntries: 1, entries: [page], blobIdLo: 0, sizeLo: ALL_BITS, sizeHi: ALL_BITS }],
    ['SET_SCANOUT_BLOB', { fbWidth: ALL_BITS, fbHeight: ALL_BITS, strides: [ALL_BITS, 0, 0, 0] }],
    ['SET_SCANOUT_BLOB', { offsets: [ALL_BITS, 0, 0, 0] }],
    ['RESOURCE_MAP_BLOB', { offsetLo: 0xfffff000, offsetHi: ALL_BITS }],
    ['SUBMIT_3D', { size: 0xfffffffc }],
    ['SUBMIT_3D', { numInFences: ALL_BITS }],
    ['SUBMIT_3D', { size: 6 }],
  ])('%s %j', (name, change) => {
    start();
    prepare(name);
    expect(send(name, change)).toBeGreaterThanOrEqual(R.ERR_UNSPEC);
    expect(send(name)).toBe(right[name]!.type ?? R.OK_NODATA);
  });
});

test.each([
  ['RESOURCE_ATTACH_BACKING', 28],
  ['RESOURCE_CREATE_BLOB', 36],
])('%s with 2^32 entries costs nothing', (name, at) => {
  start();
  prepare(name);
  const before = driver.device.bytesUsed;
  const bytes = bytesOf(name, { nrEntries: 1, entries: [page], blobMem: 1, blobIdLo: 0 });
  for (const announced of [2, 1 << 20, 0x10000000, 0x40000001, 0x80000000, ALL_BITS]) {
    new DataView(bytes.buffer).setUint32(at, announced, true);
    expect(sendBytes(0, bytes)).toBe(R.ERR_INVALID_PARAMETER);
  }
  expect(driver.device.bytesUsed).toBe(before);
});

test('lists of guest memory count against the quota', () => {
  start();
  const entries = Array.from({ length: 4000 }, () => ({ ...page, length: 4 }));
  let attached = 0;
  for (let resourceId = 1; resourceId <= 60; resourceId++) {
    send('RESOURCE_CREATE_2D', { resourceId, width: 1, height: 1 });
    if (send('RESOURCE_ATTACH_BACKING', { resourceId, nrEntries: entries.length, entries }) === R.OK_NODATA) attached++;
  }
  expect(attached).toBe(60);
  driver.device[Symbol.dispose]();
  driver = new MockDriver({ quota: { bytes: 1 << 20, resources: 64, contexts: 8, objects: 1000, gpuMilliseconds: 4000 } });
  send('RESOURCE_CREATE_2D', { resourceId: 1, width: 1, height: 1 });
  send('RESOURCE_CREATE_2D', { resourceId: 2, width: 1, height: 1 });
  for (let i = 0; i < 3; i++) send('RESOURCE_CREATE_2D', { resourceId: 10 + i, width: 1, height: 1 });
  const answers = [1, 2, 10, 11, 12].map((resourceId) =>
    send('RESOURCE_ATTACH_BACKING', { resourceId, nrEntries: entries.length, entries }),
  );
  expect(answers).toEqual([R.OK_NODATA, R.OK_NODATA, R.OK_NODATA, R.OK_NODATA, R.ERR_OUT_OF_MEMORY]);
  expect(driver.device.bytesUsed).toBeLessThanOrEqual(1 << 20);
});

test('contexts and resources are counted', () => {
  start();
  const context = (id: number): number =>
    sendBytes(0, driver.encode(right['CTX_CREATE']!.encode, right['CTX_CREATE']!.args as never, { context: id }));
  for (let id = 1; id <= 8; id++) expect(context(id)).toBe(R.OK_NODATA);
  expect(context(9)).toBe(R.ERR_OUT_OF_MEMORY);
  const made = Array.from({ length: 70 }, (_, i) => send('RESOURCE_CREATE_3D', { resourceId: 1 + i }));
  expect([made.filter((type) => type === R.OK_NODATA).length, made.at(-1)]).toEqual([64, R.ERR_OUT_OF_MEMORY]);
  driver.device.reset();
  // What the renderer keeps counts with what the device keeps.
  renderer.bytesUsed = 64 << 20;
  driver.start();
  expect(driver.device.hasRoom(0)).toBe(true);
  expect(driver.device.hasRoom(1)).toBe(false);
});

test('a flood of wrong requests is answered one by one and logged within bounds', () => {
  start();
  const bytes = bytesOf('RESOURCE_UNREF', { resourceId: 77 });
  for (let i = 0; i < 5000; i++) expect(sendBytes(0, bytes)).toBe(R.ERR_INVALID_RESOURCE_ID);
  expect(driver.log.lines.length).toBeLessThan(500);
  expect(send('RESOURCE_CREATE_2D')).toBe(R.OK_NODATA);
});

test('a full queue of fences is answered in order, one request at a time takes its turn', () => {
  start();
  prepare('SUBMIT_3D');
  const heads: number[] = [];
  for (let i = 0; i < 80; i++) {
    const { encode, args, tail } = right['SUBMIT_3D']!;
    heads.push(driver.post(0, driver.encode(encode, args as never, { context: 1, flags: VirtioGpuFlag.FENCE, fence: i, tail: tail! })));
  }
  expect(driver.collect(0).size).toBe(0);
  driver.device.drain();
  driver.device.control.publish();
  expect([...driver.collect(0).keys()]).toEqual(heads);
  expect(renderer.live).toBe(0);
});
