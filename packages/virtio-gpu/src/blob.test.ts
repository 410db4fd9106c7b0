import * as p from '@virglass/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import type { SharedRange } from './context-type.ts';
import type { CursorPicture, Picture } from './display.ts';
import { type HostVisibleWindow, plainMemory } from './options.ts';
import { FenceRenderer } from './testing/fence-renderer.ts';
import { DATA, MockDriver } from './testing/mock-driver.ts';

const { VirtioGpuBlobMem: Mem, VirtioGpuBlobFlag: Flag, VirtioGpuFeature, VirtioGpuFormat, VirtioGpuResponse: R } = p;
const base = 0x80000000;

/** A window that maps at once, or when the test says so. */
class TestWindow implements HostVisibleWindow {
  readonly size = 64 * 4096;
  slots = 8;
  readonly events: string[] = [];
  /** What is under way; null: everything is done at once. */
  waiting: ((done: boolean) => void)[] | null = null;
  outcome = true;

  map(range: SharedRange, offset: number, length: number, done: (mapped: boolean) => void): void {
    this.events.push(`map ${offset}+${length} of ${range.offset}+${range.length}`);
    this.#answer(done);
  }

  unmap(offset: number, length: number, done: (unmapped: boolean) => void): void {
    this.events.push(`unmap ${offset}+${length}`);
    this.#answer(done);
  }

  take(): string[] {
    return this.events.splice(0);
  }

  #answer(done: (done: boolean) => void): void {
    if (this.waiting === null) done(this.outcome);
    else this.waiting.push(done);
  }
}

let driver: MockDriver;
let renderer: FenceRenderer;
let window: TestWindow;
const pictures = new Map<number, Picture | null>();
let cursor: CursorPicture | null = null;
afterEach(() => driver.device[Symbol.dispose]());

function start(options: Partial<ConstructorParameters<typeof MockDriver>[0]> = {}): void {
  renderer = new FenceRenderer();
  window = new TestWindow();
  driver = new MockDriver({
    renderer,
    window,
    onAnswered: () => void driver.device.control.publish(),
    display: {
      scanout: (scanout, _, picture) => void pictures.set(scanout, picture),
      damage: () => undefined,
      cursor: (_, picture) => {
        cursor = picture;
      },
      moveCursor: () => undefined,
    },
    ...options,
  });
  driver.command(p.encodeVirtioGpuCtxCreate, { nlen: 0, capsetId: 2, debugName: Array.from({ length: 16 }, () => 0) }, { context: 1 });
  renderer.take();
}

interface BlobOptions {
  readonly mem?: number;
  readonly flags?: number;
  readonly blobId?: number;
  readonly size?: number;
  readonly context?: number;
  readonly entries?: readonly (readonly [address: number, length: number])[];
}
function create(resourceId: number, options: BlobOptions = {}): number {
  const { mem = Mem.HOST3D, flags = Flag.MAPPABLE, blobId = 4, size = 4 * 4096, context = 1, entries = [] } = options;
  return driver.command(
    p.encodeVirtioGpuResourceCreateBlob,
    {
      resourceId,
      blobMem: mem,
      blobFlags: flags,
      nrEntries: entries.length,
      blobIdLo: blobId >>> 0,
      blobIdHi: Math.floor(blobId / 2 ** 32),
      sizeLo: size >>> 0,
      sizeHi: Math.floor(size / 2 ** 32),
      entries: entries.map(([address, length]) => ({ addrLo: address >>> 0, addrHi: Math.floor(address / 2 ** 32), length, padding: 0 })),
    },
    { context },
  ).type;
}
const mapRequest = (resourceId: number, offset: number): Uint8Array =>
  driver.encode(p.encodeVirtioGpuResourceMapBlob, { resourceId, offsetLo: offset >>> 0, offsetHi: Math.floor(offset / 2 ** 32) });
const map = (resourceId: number, offset: number): number => driver.send(0, mapRequest(resourceId, offset)).type;
const unmap = (resourceId: number): number => driver.command(p.encodeVirtioGpuResourceUnmapBlob, { resourceId }).type;
const unref = (resourceId: number): number => driver.command(p.encodeVirtioGpuResourceUnref, { resourceId }).type;

test('a blob of the host is made of what its context has prepared, mapped, unmapped and freed', () => {
  start();
  expect(create(5)).toBe(R.OK_NODATA);
  const answer = driver.send(0, mapRequest(5, 4096));
  expect([answer.type, answer.written, answer.words[0]]).toEqual([R.OK_MAP_INFO, 32, p.VirtioGpuMapCache.CACHED]);
  expect(map(5, 0)).toBe(R.ERR_INVALID_PARAMETER);
  driver.command(p.encodeVirtioGpuCtxAttachResource, { resourceId: 5 }, { context: 1 });
  expect(unmap(5)).toBe(R.OK_NODATA);
  expect(unmap(5)).toBe(R.ERR_INVALID_PARAMETER);
  expect(map(5, 0)).toBe(R.OK_MAP_INFO);
  // A guest that forgets to unmap is helped.
  expect(unref(5)).toBe(R.OK_NODATA);
  expect(window.take()).toEqual(['map 4096+16384 of 0+16384', 'unmap 4096+16384', 'map 0+16384 of 0+16384', 'unmap 0+16384']);
  expect(renderer.take()).toEqual([`createBlob 5 1 4 16384 true`, 'attachResource 1 5', 'destroyResource 5']);
  expect([unref(5), map(5, 0), unmap(5)]).toEqual([R.ERR_INVALID_RESOURCE_ID, R.ERR_INVALID_RESOURCE_ID, R.ERR_INVALID_RESOURCE_ID]);
  expect(driver.device.bytesUsed).toBe(0);
});

test('a request to map is answered when it is done, and others meanwhile', () => {
  start();
  create(5);
  create(6);
  window.waiting = [];
  const first = driver.post(0, mapRequest(5, 0));
  const second = driver.post(0, mapRequest(6, 16384));
  expect(map(7, 0)).toBe(R.ERR_INVALID_RESOURCE_ID);
  expect(driver.collect(0).size).toBe(0);
  const [doFirst, doSecond] = window.waiting.splice(0);
  doFirst!(true);
  expect([...driver.collect(0).entries()].map(([head, { type }]) => [head, type])).toEqual([[first, R.OK_MAP_INFO]]);
  // What the monitor refuses is not mapped.
  doSecond!(false);
  expect([...driver.collect(0).entries()].map(([head, { type }]) => [head, type])).toEqual([[second, R.ERR_UNSPEC]]);
  expect(driver.device.mapped.size).toBe(1);
  window.waiting = null;
  expect(map(6, 16384)).toBe(R.OK_MAP_INFO);
});

test('resources may go, and devices be reset, while they are being mapped', () => {
  start();
  create(5);
  window.waiting = [];
  const head = driver.post(0, mapRequest(5, 0));
  expect(unref(5)).toBe(R.OK_NODATA);
  expect(window.take()).toEqual(['map 0+16384 of 0+16384', 'unmap 0+16384']);
  for (const done of window.waiting.splice(0)) done(true);
  expect(driver.collect(0).get(head)?.type).toBe(R.OK_MAP_INFO);
  create(6);
  driver.post(0, mapRequest(6, 0));
  const before = driver.ram.slice();
  driver.device.reset();
  expect(window.take()).toEqual(['map 0+16384 of 0+16384', 'unmap 0+16384']);
  for (const done of window.waiting.splice(0)) done(true);
  // Nothing is written into the memory of a driver that has gone.
  expect(driver.ram.every((byte, i) => byte === before[i])).toBe(true);
  driver.start();
  expect(driver.device.mapped.size).toBe(0);
});

test('a blob of both memories is transferred; guest memory is never mapped through the window', () => {
  start();
  const entries = [[DATA, 8192]] as const;
  expect(create(5, { mem: Mem.HOST3D_GUEST, size: 8192, entries })).toBe(R.OK_NODATA);
  expect(create(6, { mem: Mem.GUEST, size: 8192, blobId: 0, entries })).toBe(R.OK_NODATA);
  expect([map(5, 0), map(6, 0)]).toEqual([R.ERR_INVALID_PARAMETER, R.ERR_INVALID_PARAMETER]);
  const box = { x: 0, y: 0, z: 0, w: 16, h: 1, d: 1, offsetLo: 0, offsetHi: 0, level: 0, stride: 0, layerStride: 0 };
  expect(driver.command(p.encodeVirtioGpuTransferToHost3d, { ...box, resourceId: 5 }, { context: 1 }).type).toBe(R.OK_NODATA);
  expect(driver.command(p.encodeVirtioGpuTransferToHost3d, { ...box, resourceId: 6 }, { context: 1 }).type).toBe(R.ERR_INVALID_RESOURCE_ID);
  // Drivers transfer dumb buffers that are blobs all the same.
  const rect = { x: 0, y: 0, width: 4, height: 4, offsetLo: 0, offsetHi: 0 };
  expect(driver.command(p.encodeVirtioGpuTransferToHost2d, { ...rect, resourceId: 6 }).type).toBe(R.OK_NODATA);
  expect(renderer.take()).toEqual(['createBlob 5 1 4 8192 false', 'attachBacking 5 8192', 'transferToHost 1 5 16 0']);
  expect(window.take()).toEqual([]);
  // Lists of guest memory count, and are given back.
  expect(driver.device.bytesUsed).toBeGreaterThan(0);
  expect([unref(5), unref(6)]).toEqual([R.OK_NODATA, R.OK_NODATA]);
  expect(driver.device.bytesUsed).toBe(0);
});

describe('what cannot be is refused', () => {
  const entries = [[DATA, 8192]] as const;
  const huge = 2 ** 52;
  test.each([
    ['kind 0', { mem: 0 }, R.ERR_INVALID_PARAMETER],
    ['an unknown kind', { mem: 4 }, R.ERR_INVALID_PARAMETER],
    ['unknown flags', { flags: 8 }, R.ERR_INVALID_PARAMETER],
    ['no bytes', { size: 0 }, R.ERR_INVALID_PARAMETER],
    ['entries of memory of the host', { entries }, R.ERR_INVALID_PARAMETER],
    ['a blob number that nothing was prepared for', { blobId: 100 }, R.ERR_INVALID_PARAMETER],
    ['a blob number of 64 bits', { blobId: 2 ** 40 + 4 }, R.ERR_INVALID_PARAMETER],
    ['an unknown context', { context: 2 }, R.ERR_INVALID_CONTEXT_ID],
    ['no context', { context: 0 }, R.ERR_INVALID_CONTEXT_ID],
    ['guest memory without entries', { mem: Mem.GUEST }, R.ERR_INVALID_PARAMETER],
    ['less guest memory than bytes', { mem: Mem.GUEST, size: 8193, entries }, R.ERR_INVALID_PARAMETER],
    ['less guest memory than bytes, with the host', { mem: Mem.HOST3D_GUEST, size: huge, entries }, R.ERR_INVALID_PARAMETER],
    ['guest memory that is not there', { mem: Mem.GUEST, size: 1, entries: [[base + (16 << 20), 4096]] as const }, R.ERR_INVALID_PARAMETER],
    ['guest memory at the end of everything', { mem: Mem.GUEST, size: 1, entries: [[2 ** 63, 4096]] as const }, R.ERR_INVALID_PARAMETER],
  ] as const)('a blob with %s', (_name, options, type) => {
    start();
    expect(create(5, options)).toBe(type);
    expect(driver.device.resources.size).toBe(0);
    expect(driver.device.bytesUsed).toBe(0);
    expect(driver.log.lines.length).toBeLessThan(2);
  });

  test('numbers in use, and what the renderer refuses', () => {
    start();
    expect(create(0)).toBe(R.ERR_INVALID_RESOURCE_ID);
    expect(create(5)).toBe(R.OK_NODATA);
    expect(create(5)).toBe(R.ERR_INVALID_RESOURCE_ID);
    renderer.refused.add('createBlob');
    expect(create(6)).toBe(R.ERR_INVALID_PARAMETER);
  });

  test('places in the window', () => {
    start();
    create(5);
    create(6);
    create(7, { blobId: 3 });
    create(8, { flags: 0 });
    const refused: [number, number][] = [
      [5, 1],
      [5, 4095],
      [5, window.size - 16384 + 4096],
      [5, window.size],
      [5, 0xfffff000],
      [5, 2 ** 52],
      [5, 2 ** 63],
      [7, 0],
      [8, 0],
    ];
    for (const [id, offset] of refused) expect([id, offset, map(id, offset)]).toEqual([id, offset, R.ERR_INVALID_PARAMETER]);
    expect(map(5, window.size - 16384)).toBe(R.OK_MAP_INFO);
    for (const offset of [window.size - 16384, window.size - 32768 + 4096]) expect(map(6, offset)).toBe(R.ERR_INVALID_PARAMETER);
    expect(map(6, window.size - 32768)).toBe(R.OK_MAP_INFO);
    // More bytes than were prepared.
    expect(create(9, { size: 5 * 4096 })).toBe(R.OK_NODATA);
    expect(map(9, 0)).toBe(R.ERR_INVALID_PARAMETER);
    window.slots = 2;
    create(10);
    expect(map(10, 0)).toBe(R.ERR_OUT_OF_MEMORY);
    expect(unmap(5)).toBe(R.OK_NODATA);
    expect(map(10, 0)).toBe(R.OK_MAP_INFO);
    window.outcome = false;
    expect(unmap(10)).toBe(R.ERR_UNSPEC);
  });

  test('without a window, a renderer, blobs or the feature', () => {
    start({ window: undefined as never });
    create(5);
    expect([map(5, 0), unmap(5)]).toEqual([R.ERR_INVALID_PARAMETER, R.ERR_INVALID_PARAMETER]);
    driver.device[Symbol.dispose]();
    start({ renderer: null });
    expect(create(5)).toBe(R.ERR_INVALID_PARAMETER);
    expect(create(5, { mem: Mem.GUEST, blobId: 0, size: 8192, entries })).toBe(R.OK_NODATA);
    driver.device[Symbol.dispose]();
    start({ blobs: false });
    expect((driver.device.features >> VirtioGpuFeature.RESOURCE_BLOB) & 1).toBe(0);
    expect([create(5), map(5, 0)]).toEqual([R.ERR_UNSPEC, R.ERR_UNSPEC]);
    driver.device[Symbol.dispose]();
    start();
    driver.device.acceptFeatures(driver.device.features & ~(1 << VirtioGpuFeature.RESOURCE_BLOB));
    expect([create(5), map(5, 0), unmap(5)]).toEqual([R.ERR_UNSPEC, R.ERR_UNSPEC, R.ERR_UNSPEC]);
    expect(driver.log.lines.at(-1)).toMatch(/has not taken the feature RESOURCE_BLOB/);
  });
});

describe('blobs as pictures', () => {
  const show = (
    resourceId: number,
    args: { width?: number; stride?: number; offset?: number; format?: number; height?: number } = {},
  ): number =>
    driver.command(p.encodeVirtioGpuSetScanoutBlob, {
      x: 0,
      y: 0,
      width: 8,
      height: 8,
      scanoutId: 0,
      resourceId,
      fbWidth: args.width ?? 32,
      fbHeight: args.height ?? 32,
      format: args.format ?? VirtioGpuFormat.B8G8R8X8_UNORM,
      strides: [args.stride ?? 128, 0, 0, 0],
      offsets: [args.offset ?? 0, 0, 0, 0],
    }).type;
  const read = (x: number, y: number): number => {
    const target = plainMemory(4);
    expect(pictures.get(0)!.read({ x, y, width: 1, height: 1 }, target, 0, 4)).toBe(true);
    return new Uint32Array(target.bytes.buffer)[0]!;
  };

  test('memory of the host is shown where it lies', () => {
    start();
    create(5);
    expect(show(5, { offset: 4096 })).toBe(R.OK_NODATA);
    new Uint32Array(renderer.shared.bytes.buffer)[1024 + 32 + 3] = 0x12345678;
    expect(read(3, 1)).toBe(0x12345678);
    for (const bad of [
      { stride: 124 },
      { offset: 12292 },
      { offset: 0xffffffff },
      { height: 129 },
      { width: 0xffffffff },
      { format: 77 },
    ]) {
      expect(show(5, bad)).toBe(R.ERR_INVALID_PARAMETER);
    }
    expect(read(3, 1)).toBe(0x12345678);
    unref(5);
    expect(pictures.get(0)).toBe(null);
  });

  test('a texture is shown as what it is', () => {
    start();
    create(5, { blobId: 3 });
    renderer.color = 0x11;
    // The renderer's texture is 64x64, format 2.
    expect(show(5, { format: 2, width: 64, height: 64, stride: 0 })).toBe(R.OK_NODATA);
    expect(read(7, 7)).toBe(0x11111111);
    for (const bad of [{ format: 1 }, { format: 2, width: 65 }, { format: 2, height: 65 }, { format: 2, offset: 4 }]) {
      expect(show(5, bad)).toBe(R.ERR_INVALID_PARAMETER);
    }
    const scanout = { x: 0, y: 0, width: 64, height: 64, scanoutId: 0, resourceId: 5 };
    expect(driver.command(p.encodeVirtioGpuSetScanout, scanout).type).toBe(R.OK_NODATA);
    expect(driver.command(p.encodeVirtioGpuSetScanout, { ...scanout, width: 65 }).type).toBe(R.ERR_INVALID_PARAMETER);
    create(6);
    expect(driver.command(p.encodeVirtioGpuSetScanout, { ...scanout, resourceId: 6 }).type).toBe(R.ERR_INVALID_RESOURCE_ID);
  });

  test('cursors of drivers whose dumb buffers are blobs', () => {
    start();
    create(5, { mem: Mem.GUEST, blobId: 0, size: 16384, entries: [[DATA, 16384]] });
    create(6, { mem: Mem.GUEST, blobId: 0, size: 16383, entries: [[DATA, 16384]] });
    driver.ram.set([1, 2, 3, 4], DATA - base + 260);
    const update = (resourceId: number): number =>
      driver.command(p.encodeVirtioGpuUpdateCursor, { scanoutId: 0, x: 0, y: 0, hotX: 0, hotY: 0, resourceId }, { queue: 1 }).type;
    expect(update(5)).toBe(R.OK_NODATA);
    expect([...cursor!.pixels.subarray(256, 264)]).toEqual([0, 0, 0, 0, 1, 2, 3, 4]);
    expect(update(6)).toBe(R.ERR_INVALID_RESOURCE_ID);
  });
});
