import * as p from '@virglass/protocol';
import { afterEach, expect, test } from 'vitest';
import type { Display, Picture, Rect } from './display.ts';
import { plainMemory } from './options.ts';
import { DATA, MockDriver } from './testing/mock-driver.ts';

const { VirtioGpuResponse: R, VirtioGpuFormat } = p;
const { B8G8R8X8_UNORM } = VirtioGpuFormat;

/** A display that keeps what it is told. */
class TestDisplay implements Display {
  readonly events: string[] = [];
  readonly pictures = new Map<number, Picture | null>();
  scanout(scanout: number, rect: Rect, picture: Picture | null): void {
    this.pictures.set(scanout, picture);
    this.events.push(`scanout ${scanout} ${picture === null ? 'off' : `${rect.width}x${rect.height}+${rect.x}+${rect.y}`}`);
  }
  damage(scanout: number, r: Rect): void {
    this.events.push(`damage ${scanout} ${r.width}x${r.height}+${r.x}+${r.y}`);
  }
  cursor(scanout: number, picture: { readonly pixels: Uint8Array; readonly hotX: number } | null, x: number, y: number): void {
    this.events.push(
      `cursor ${scanout} ${picture === null ? 'none' : `${picture.pixels.slice(0, 4).join(',')} hot ${picture.hotX}`} at ${x},${y}`,
    );
  }
  moveCursor(scanout: number, x: number, y: number): void {
    this.events.push(`move ${scanout} ${x},${y}`);
  }
  take(): string[] {
    return this.events.splice(0);
  }
}

let driver: MockDriver;
afterEach(() => driver.device[Symbol.dispose]());

function start(screens = 1): TestDisplay {
  const display = new TestDisplay();
  driver = new MockDriver({
    display,
    screens: Array.from({ length: screens }, (_, i) => (i === 2 ? null : { width: 800 + i, height: 600 })),
  });
  return display;
}

const create = (id: number, width = 64, height = 32, format: number = B8G8R8X8_UNORM): number =>
  driver.command(p.encodeVirtioGpuResourceCreate2d, { resourceId: id, format, width, height }).type;

function attach(id: number, runs: readonly (readonly [number, number])[], announced = runs.length): number {
  const entries = runs.map(([address, length]) => ({ addrLo: address >>> 0, addrHi: Math.floor(address / 2 ** 32), length, padding: 0 }));
  const request = driver.encode(p.encodeVirtioGpuResourceAttachBacking, { resourceId: id, nrEntries: entries.length, entries });
  new DataView(request.buffer).setUint32(28, announced, true);
  return driver.send(0, request).type;
}

const transfer = (id: number, x: number, y: number, width: number, height: number, offset = 0): number =>
  driver.command(p.encodeVirtioGpuTransferToHost2d, {
    resourceId: id,
    x,
    y,
    width,
    height,
    offsetLo: offset >>> 0,
    offsetHi: Math.floor(offset / 2 ** 32),
  }).type;
const scanout = (scanoutId: number, resourceId: number, x = 0, y = 0, width = 64, height = 32): number =>
  driver.command(p.encodeVirtioGpuSetScanout, { scanoutId, resourceId, x, y, width, height }).type;
const flush = (resourceId: number, x = 0, y = 0, width = 64, height = 32): number =>
  driver.command(p.encodeVirtioGpuResourceFlush, { resourceId, x, y, width, height }).type;
const unref = (resourceId: number): number => driver.command(p.encodeVirtioGpuResourceUnref, { resourceId }).type;

function pixels(picture: Picture, rect: Rect): number[] {
  const target = plainMemory(rect.width * rect.height * 4);
  expect(picture.read(rect, target, 0, rect.width * 4)).toBe(true);
  return [...new Uint32Array(target.bytes.buffer)];
}

test('a picture travels from scattered guest memory to the display', () => {
  const display = start();
  expect(create(1)).toBe(R.OK_NODATA);
  // Two runs, the second below the first.
  expect(
    attach(1, [
      [DATA + 0x10000, 3000],
      [DATA, 64 * 32 * 4 - 3000],
    ]),
  ).toBe(R.OK_NODATA);
  const guest = new Uint32Array(64 * 32).map((_, i) => i);
  const bytes = new Uint8Array(guest.buffer);
  driver.ram.set(bytes.subarray(0, 3000), DATA + 0x10000 - 0x80000000);
  driver.ram.set(bytes.subarray(3000), DATA - 0x80000000);
  expect(transfer(1, 0, 0, 64, 32)).toBe(R.OK_NODATA);
  expect(scanout(0, 1, 8, 4, 32, 16)).toBe(R.OK_NODATA);
  expect(flush(1, 0, 0, 12, 6)).toBe(R.OK_NODATA);
  expect(flush(1, 0, 0, 8, 4)).toBe(R.OK_NODATA);
  expect(display.take()).toEqual(['scanout 0 32x16+8+4', 'damage 0 4x2+0+0']);
  expect(pixels(display.pictures.get(0)!, { x: 8, y: 4, width: 2, height: 2 })).toEqual([264, 265, 328, 329]);
  // A part: the offset is that of its first pixel, rows lie as in the whole.
  guest.fill(7777);
  driver.ram.set(bytes.subarray(0, 3000), DATA + 0x10000 - 0x80000000);
  expect(transfer(1, 1, 1, 2, 2, 65 * 4)).toBe(R.OK_NODATA);
  expect(pixels(display.pictures.get(0)!, { x: 0, y: 1, width: 4, height: 1 })).toEqual([64, 7777, 7777, 67]);
  expect(unref(1)).toBe(R.OK_NODATA);
  expect(display.take()).toEqual(['scanout 0 off']);
  expect(driver.device.bytesUsed).toBe(0);
});

test('display info, EDID and hot-plug', () => {
  start(3);
  const info = driver.command(p.encodeVirtioGpuGetDisplayInfo, {});
  expect(info.type).toBe(R.OK_DISPLAY_INFO);
  expect(info.written).toBe(408);
  expect([...info.words.slice(0, 18)]).toEqual([0, 0, 800, 600, 1, 0, 0, 0, 801, 600, 1, 0, 0, 0, 0, 0, 0, 0]);
  const edid = driver.command(p.encodeVirtioGpuGetEdid, { scanout: 1 });
  expect([edid.type, edid.words[0], edid.written]).toEqual([R.OK_EDID, 128, 1056]);
  expect(edid.words[2]).toBe(0xffffff00);
  expect(driver.command(p.encodeVirtioGpuGetEdid, { scanout: 2 }).type).toBe(R.ERR_INVALID_PARAMETER);
  expect(driver.command(p.encodeVirtioGpuGetEdid, { scanout: 0xffffffff }).type).toBe(R.ERR_INVALID_SCANOUT_ID);
  driver.device.setScreen(2, { width: 1024, height: 768 });
  const config = (): Uint32Array => new Uint32Array(driver.device.config.slice().buffer);
  expect([...config()]).toEqual([1, 0, 3, 0, 0]);
  driver.device.writeConfig(0, 0xffff);
  driver.device.writeConfig(4, 1);
  expect(config()[0]).toBe(0);
  expect(driver.command(p.encodeVirtioGpuGetEdid, { scanout: 2 }).type).toBe(R.OK_EDID);
  expect(() => driver.device.setScreen(3, null)).toThrow(/screen 3 of 3/);
});

test('the cursor', () => {
  const display = start();
  create(5, 64, 64, VirtioGpuFormat.R8G8B8A8_UNORM);
  attach(5, [[DATA, 64 * 64 * 4]]);
  driver.ram.set([1, 2, 3, 4], DATA - 0x80000000);
  transfer(5, 0, 0, 64, 64);
  const update = (args: { resourceId: number; scanoutId?: number }): number =>
    driver.command(p.encodeVirtioGpuUpdateCursor, { scanoutId: 0, x: 10, y: 20, hotX: 3, hotY: 4, ...args }, { queue: 1 }).type;
  expect(update({ resourceId: 5 })).toBe(R.OK_NODATA);
  expect(
    driver.command(p.encodeVirtioGpuMoveCursor, { scanoutId: 0, x: 11, y: 21, hotX: 0, hotY: 0, resourceId: 0 }, { queue: 1 }).type,
  ).toBe(R.OK_NODATA);
  expect(update({ resourceId: 0 })).toBe(R.OK_NODATA);
  expect(display.take()).toEqual(['cursor 0 3,2,1,255 hot 3 at 10,20', 'move 0 11,21', 'cursor 0 none at 10,20']);
  create(6, 32, 32);
  expect(update({ resourceId: 6 })).toBe(R.ERR_INVALID_RESOURCE_ID);
  expect(update({ resourceId: 99 })).toBe(R.ERR_INVALID_RESOURCE_ID);
  expect(update({ resourceId: 5, scanoutId: 1 })).toBe(R.ERR_INVALID_SCANOUT_ID);
  // Cursor commands belong to their queue, all others to the control queue.
  expect(driver.command(p.encodeVirtioGpuUpdateCursor, { scanoutId: 0, x: 0, y: 0, hotX: 0, hotY: 0, resourceId: 5 }).type).toBe(
    R.ERR_UNSPEC,
  );
  expect(driver.command(p.encodeVirtioGpuResourceUnref, { resourceId: 5 }, { queue: 1 }).type).toBe(R.ERR_UNSPEC);
});

test('a blob in guest memory is shown where it lies', () => {
  const display = start(2);
  const blob = (resourceId: number, size: number, blobMem = 1, length = 8192): number =>
    driver.command(p.encodeVirtioGpuResourceCreateBlob, {
      resourceId,
      blobMem,
      blobFlags: 0,
      nrEntries: 1,
      blobIdLo: 0,
      blobIdHi: 0,
      sizeLo: size,
      sizeHi: 0,
      entries: [{ addrLo: DATA, addrHi: 0, length, padding: 0 }],
    }).type;
  expect(blob(1, 8192)).toBe(R.OK_NODATA);
  const show = (args: { resourceId?: number; stride?: number; offset?: number; fbHeight?: number; format?: number }): number =>
    driver.command(p.encodeVirtioGpuSetScanoutBlob, {
      x: 0,
      y: 0,
      width: 16,
      height: 16,
      scanoutId: 1,
      resourceId: args.resourceId ?? 1,
      fbWidth: 32,
      fbHeight: args.fbHeight ?? 32,
      format: args.format ?? B8G8R8X8_UNORM,
      strides: [args.stride ?? 128, 0, 0, 0],
      offsets: [args.offset ?? 0, 0, 0, 0],
    }).type;
  expect(show({})).toBe(R.OK_NODATA);
  driver.ram.set([9, 8, 7, 6], DATA - 0x80000000 + 128 + 4);
  expect(pixels(display.pictures.get(1)!, { x: 1, y: 1, width: 1, height: 1 })).toEqual([0x06070809]);
  expect(flush(1, 4, 4, 4, 4)).toBe(R.OK_NODATA);
  expect(display.take()).toEqual(['scanout 1 16x16+0+0', 'damage 1 4x4+4+4']);
  for (const bad of [
    { stride: 127 },
    { stride: 0xffffffff },
    { offset: 8192 },
    { offset: 0xffffffff },
    { fbHeight: 65 },
    { format: 9999 },
  ]) {
    expect(show(bad)).toBe(R.ERR_INVALID_PARAMETER);
  }
  expect(show({ resourceId: 7 })).toBe(R.ERR_INVALID_RESOURCE_ID);
  expect(show({ resourceId: 0 })).toBe(R.OK_NODATA);
  expect(blob(1, 8192)).toBe(R.ERR_INVALID_RESOURCE_ID);
  expect(blob(2, 8193)).toBe(R.ERR_INVALID_PARAMETER);
  expect(blob(2, 0)).toBe(R.ERR_INVALID_PARAMETER);
  expect(blob(2, 8192, 2)).toBe(R.ERR_INVALID_PARAMETER);
  expect(blob(2, 16, 1, 0xffffffff)).toBe(R.ERR_INVALID_PARAMETER);
  const map = driver.command(p.encodeVirtioGpuResourceMapBlob, { resourceId: 1, offsetLo: 0, offsetHi: 0 });
  expect(map.type).toBe(R.ERR_INVALID_PARAMETER);
  expect(driver.command(p.encodeVirtioGpuResourceUnmapBlob, { resourceId: 1 }).type).toBe(R.ERR_INVALID_PARAMETER);
  const uuid = driver.command(p.encodeVirtioGpuResourceAssignUuid, { resourceId: 1 });
  expect(uuid.type).toBe(R.OK_RESOURCE_UUID);
  expect([...driver.command(p.encodeVirtioGpuResourceAssignUuid, { resourceId: 1 }).words.slice(0, 4)]).toEqual([
    ...uuid.words.slice(0, 4),
  ]);
});

test('every request may be cut into any buffers, and answers fit the room that is there', () => {
  start();
  for (const pieces of [1, 2, 3, 7, 40]) {
    expect(
      driver.command(p.encodeVirtioGpuResourceCreate2d, { resourceId: pieces, format: B8G8R8X8_UNORM, width: 4, height: 4 }, { pieces })
        .type,
    ).toBe(R.OK_NODATA);
  }
  const request = driver.encode(p.encodeVirtioGpuGetDisplayInfo, {});
  expect(driver.send(0, request, 24).written).toBe(24);
  expect(driver.send(0, request, 10).written).toBe(10);
  expect(driver.send(0, request, 0).written).toBe(0);
});

test('what does not exist, is too large or makes no sense is refused with the cause', () => {
  start();
  const refusals: [() => number, number, RegExp][] = [
    [() => create(0), R.ERR_INVALID_RESOURCE_ID, /resource 0 is no number/],
    [() => create(1, 0, 5), R.ERR_INVALID_PARAMETER, /0x5/],
    [() => create(1, 0xffffffff, 0xffffffff), R.ERR_INVALID_PARAMETER, /at most 16384/],
    [() => create(1, 16384, 16384), R.ERR_OUT_OF_MEMORY, /1073741824 bytes/],
    [() => create(1, 4, 4, 5), R.ERR_INVALID_PARAMETER, /format 5/],
    [() => unref(3), R.ERR_INVALID_RESOURCE_ID, /no resource 3/],
    [() => scanout(1, 0), R.ERR_INVALID_SCANOUT_ID, /scanout 1 of 1/],
    [() => scanout(0xffffffff, 0), R.ERR_INVALID_SCANOUT_ID, /scanout 4294967295/],
    [() => scanout(0, 9), R.ERR_INVALID_RESOURCE_ID, /no resource 9/],
    [() => flush(9), R.ERR_INVALID_RESOURCE_ID, /no resource 9/],
    [() => transfer(9, 0, 0, 1, 1), R.ERR_INVALID_RESOURCE_ID, /no resource 9/],
    [() => attach(9, [[DATA, 4]]), R.ERR_INVALID_RESOURCE_ID, /no resource 9/],
  ];
  for (const [run, type, line] of refusals) {
    driver.log.lines.length = 0;
    expect(run()).toBe(type);
    expect(driver.log.lines.join('\n')).toMatch(line);
  }
  expect(create(1)).toBe(R.OK_NODATA);
  const more: [() => number, number, RegExp][] = [
    [() => create(1), R.ERR_INVALID_RESOURCE_ID, /resource 1 exists/],
    [() => transfer(1, 0, 0, 1, 1), R.ERR_INVALID_PARAMETER, /no backing/],
    [() => attach(1, [[DATA, 4]], 0xffffffff), R.ERR_INVALID_PARAMETER, /4294967295 entries announced/],
    [() => attach(1, [[DATA + (16 << 20), 4]]), R.ERR_INVALID_PARAMETER, /outside guest memory/],
    [() => attach(1, [[DATA, 0xffffffff]]), R.ERR_INVALID_PARAMETER, /outside guest memory/],
    [() => attach(1, [[2 ** 63, 4]]), R.ERR_INVALID_PARAMETER, /outside guest memory/],
    [() => attach(1, [[DATA, 4096]]), R.OK_NODATA, /^$/],
    [() => attach(1, [[DATA, 4096]]), R.ERR_UNSPEC, /has a backing/],
    [() => transfer(1, 0, 0, 64, 32), R.ERR_INVALID_PARAMETER, /bytes 0 to 8192 of a backing of 4096/],
    [() => transfer(1, 0, 0, 1, 1, 4096), R.ERR_INVALID_PARAMETER, /bytes 4096 to 4100/],
    [() => transfer(1, 0, 0, 1, 1, 2 ** 53), R.ERR_INVALID_PARAMETER, /of a backing/],
    [() => transfer(1, 64, 0, 1, 1), R.ERR_INVALID_PARAMETER, /1x1 at 64,0/],
    [() => transfer(1, 0xffffffff, 0, 2, 1), R.ERR_INVALID_PARAMETER, /2x1/],
    [() => transfer(1, 63, 31, 0, 0), R.OK_NODATA, /^$/],
    [() => scanout(0, 1, 1, 0, 64, 32), R.ERR_INVALID_PARAMETER, /64x32 at 1,0 of 64x32/],
    [() => scanout(0, 1, 0, 0, 0, 0), R.ERR_INVALID_PARAMETER, /0x0/],
    [() => flush(1, 0, 0, 65, 1), R.ERR_INVALID_PARAMETER, /65x1/],
    [() => driver.command(p.encodeVirtioGpuResourceDetachBacking, { resourceId: 1 }).type, R.OK_NODATA, /^$/],
    [() => driver.command(p.encodeVirtioGpuResourceDetachBacking, { resourceId: 1 }).type, R.ERR_UNSPEC, /no backing/],
    [() => unref(1), R.OK_NODATA, /^$/],
    [() => unref(1), R.ERR_INVALID_RESOURCE_ID, /no resource 1/],
  ];
  for (const [run, type, line] of more) {
    driver.log.lines.length = 0;
    expect(run()).toBe(type);
    expect(driver.log.lines.join('\n')).toMatch(line);
  }
});

test('every command, short by one byte, unknown or without a renderer, is an error and nothing else', () => {
  start();
  for (const spec of p.virtioGpuSpecs) {
    const words = new Uint32Array(64);
    words[0] = spec.type;
    for (const length of [0, 4, 23, 24, 25, 31]) {
      const request = new Uint8Array(words.buffer).slice(0, length);
      const { type } = driver.send(spec.queue, request);
      if (length < 24) expect(type).toBe(R.ERR_UNSPEC);
      else if (spec.since === 'VIRGL') expect(type).toBe(R.ERR_UNSPEC);
      else if (spec.fields.length > 0 && spec.name !== 'GET_DISPLAY_INFO') expect(type).toBe(R.ERR_INVALID_PARAMETER);
    }
  }
  for (const type of [0, 1, 0x10e, 0x20a, 0x302, 0x1100, 0xffffffff]) {
    const words = new Uint32Array(64);
    words[0] = type;
    expect(driver.send(0, new Uint8Array(words.buffer)).type).toBe(R.ERR_UNSPEC);
  }
  expect(create(1)).toBe(R.OK_NODATA);
});

test('resources and requests are bounded', () => {
  start();
  for (let i = 1; i <= 64; i++) expect(create(i, 1, 1)).toBe(R.OK_NODATA);
  expect(create(65, 1, 1)).toBe(R.ERR_OUT_OF_MEMORY);
  expect(driver.log.lines.at(-1)).toMatch(/limit is 64 resources/);
  driver.device.reset();
  driver.start();
  expect(driver.device.resources.size).toBe(0);
  expect(driver.device.bytesUsed).toBe(0);
});

test('memory that goes takes the backing with it', () => {
  const display = start();
  create(1);
  attach(1, [[DATA, 8192]]);
  const [region] = driver.memory.regions;
  const shot = { ...region!, guestAddress: 0, size: 0x400000 };
  scanout(0, 1);
  driver.memory.clear();
  driver.device.memoryChanged();
  // The queues' part comes back, the picture's does not.
  expect(driver.memory.add({ ...shot, guestAddress: 0x80000000 })).toBe('');
  driver.device.memoryChanged();
  expect(transfer(1, 0, 0, 64, 32)).toBe(R.ERR_INVALID_PARAMETER);
  expect(pixels(display.pictures.get(0)!, { x: 0, y: 0, width: 1, height: 1 })).toEqual([0]);
});
