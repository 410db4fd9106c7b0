import { type FeatureName, type Features, GL, type Gl, GlState, type Memory } from '@virglass/gl';
import { createNativeGl, type NativeGl } from '@virglass/gl/native';
import { PipeBind, PipeFormat, PipeTarget } from '@virglass/protocol';
import type { ResourceArgs, TransferBox } from '@virglass/virtio-gpu';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { VirglDevice } from '../device.ts';
import { type Format, FormatConversion } from '../formats/format.ts';
import { FormatSupport, FormatUse } from '../formats/probe.ts';
import type { VirglHost } from '../host.ts';
import { QueryPool } from '../objects/query-slots.ts';
import { Status } from '../status.ts';
import { createResource, deleteResourceStorage, makeViewable } from './create.ts';
import type { Resource } from './resource.ts';
import { writeSystemBuffer } from './system-buffer.ts';
import { ShaderWrites } from '../state/shader-writes.ts';
import { transferFromHost, transferToHost } from './transfer.ts';
import { minify } from './transfer-layout.ts';
import { checkResource, resourceBytes } from './validate.ts';

/* The parts of a host that resources need, on the machine's software OpenGL: transfers are GL's word against ours. */

let real: NativeGl;
let gl: Gl;
let host: VirglHost;
let device: VirglDevice;
let scratch: Memory;
const log: string[] = [];

/**
 * Makes a context and the parts of a host.
 *
 * @param without - features that the host shall not have
 */
function open(api: 'gl' | 'gles', without: readonly FeatureName[]): void {
  real = createNativeGl({ platform: 'surfaceless', api });
  const features = Object.create(real.features, Object.fromEntries(without.map((name) => [name, { value: false }]))) as Features;
  gl = without.length === 0 ? real : (Object.create(real, { features: { value: features } }) as Gl);
  const formats = new FormatSupport(gl);
  const state = new GlState(gl);
  scratch = gl.memory(4096);
  const parts = {
    gl,
    state,
    formats,
    scratchUnit: gl.features.maxTextureUnits - 1,
    queries: new QueryPool(gl),
    shaderWrites: new ShaderWrites(gl),
    current: null,
    sharing: null,
    touchAll: () => undefined,
    scratch: (bytes: number) => {
      if (scratch.byteLength < bytes) {
        gl.freeMemory(scratch);
        scratch = gl.memory(bytes * 2);
      }
      return scratch;
    },
  };
  host = parts as unknown as VirglHost;
  const logger = { warn: (m: string) => void log.push(m), debug: () => undefined };
  device = { host, log: logger, bytesUsed: 0, quota: { bytes: 64 * 2 ** 20 } } as unknown as VirglDevice;
}

beforeEach(() => {
  device.bytesUsed = 0;
});

const noArgs = { id: 7, target: PipeTarget.TEXTURE_2D, format: PipeFormat.R8G8B8A8_UNORM, bind: PipeBind.SAMPLER_VIEW };
const argsOf = (over: Partial<ResourceArgs>): ResourceArgs => ({
  ...{ ...noArgs, width: 1, height: 1, depth: 1, arraySize: 1, lastLevel: 0, samples: 0, flags: 0 },
  ...over,
});
const boxOf = (over: Partial<TransferBox>): TransferBox => ({
  ...{ level: 0, x: 0, y: 0, z: 0, width: 1, height: 1, depth: 1, stride: 0, layerStride: 0, offset: 0 },
  ...over,
});

function make(over: Partial<ResourceArgs>): Resource {
  const made = createResource(device, argsOf(over));
  if (typeof made === 'number') throw new Error(`refused (${made}): ${log.at(-1)}`);
  return made;
}

function free(resource: Resource): void {
  deleteResourceStorage(host, resource);
}

let seed = 1;
function random(): number {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed >>> 8;
}

/** Random texels that every implementation keeps: no NaN, no denormals, signed minimum avoided, depth within 0 to 1. */
function texelsOf(format: Format, bytes: number): Uint8Array {
  const out = new Uint8Array(bytes);
  const view = new DataView(out.buffer);
  const { name } = format;
  if (name.startsWith('BPTC')) {
    // Only well-formed blocks: mode 6 of BC7, mode 10 of BC6H, then anything.
    for (let i = 0; i < bytes; i++) out[i] = i % 16 === 0 ? (name.includes('FLOAT') ? 0x1e : 0x40) : random() & 0xff;
  } else if (/16_FLOAT|^[ALI]\d*16[A-Z\d]*_FLOAT/.test(name))
    for (let i = 0; i + 2 <= bytes; i += 2) view.setUint16(i, 0x3000 + (random() & 0x1fff), true);
  else if (name === 'Z32_FLOAT') for (let i = 0; i + 4 <= bytes; i += 4) view.setFloat32(i, (random() & 0xffff) / 0x10000, true);
  else if (name === 'Z32_FLOAT_S8X24_UINT') {
    for (let i = 0; i + 8 <= bytes; i += 8) {
      view.setFloat32(i, (random() & 0xffff) / 0x10000, true);
      view.setUint32(i + 4, random() & 0xff, true);
    }
  } else if (/32_FLOAT|^[ALI]\d*32[A-Z\d]*_FLOAT/.test(name))
    for (let i = 0; i + 4 <= bytes; i += 4) view.setFloat32(i, (random() & 0xffff) / 256 - 100, true);
  else if (name === 'R11G11B10_FLOAT')
    for (let i = 0; i + 4 <= bytes; i += 4)
      view.setUint32(i, (0x1c0 + (random() & 63)) | ((0x1c0 + (random() & 63)) << 11) | ((0xe0 + (random() & 31)) << 22), true);
  else if (name === 'R9G9B9E5_FLOAT')
    for (let i = 0; i + 4 <= bytes; i += 4)
      view.setUint32(i, (0x100 + (random() & 255)) | ((random() & 511) << 9) | ((random() & 511) << 18) | (16 << 27), true);
  else if (/SNORM/.test(name) && !format.compressed) {
    for (let i = 0; i < bytes; i++) out[i] = random() & 0xff;
    if (/16/.test(name)) for (let i = 0; i + 2 <= bytes; i += 2) if (view.getUint16(i, true) === 0x8000) out[i] = 1;
    if (/8/.test(name)) for (let i = 0; i < bytes; i++) if (out[i] === 0x80) out[i] = 1;
  } else for (let i = 0; i < bytes; i++) out[i] = random() & 0xff;
  return out;
}

/** Bits of a texel word that carry no meaning, to be ignored. */
function meaningless(format: Format): number {
  return format.name === 'Z24X8_UNORM' ? 0xff000000 : format.name === 'X8Z24_UNORM' ? 0xff : 0;
}

function same(format: Format, a: Uint8Array, b: Uint8Array): boolean {
  const mask = meaningless(format);
  if (mask === 0) return Buffer.compare(a, b) === 0;
  const x = new Uint32Array(a.slice().buffer);
  const y = new Uint32Array(b.slice().buffer);
  return x.every((v, i) => ((v ^ y[i]!) & ~mask) === 0);
}

interface Shape {
  readonly name: string;
  readonly args: Partial<ResourceArgs>;
}

const shapes: readonly Shape[] = [
  { name: '1D', args: { target: PipeTarget.TEXTURE_1D, width: 37, lastLevel: 2 } },
  { name: '2D', args: { target: PipeTarget.TEXTURE_2D, width: 37, height: 26, lastLevel: 2 } },
  { name: 'rectangle', args: { target: PipeTarget.TEXTURE_RECT, width: 37, height: 26 } },
  { name: '3D', args: { target: PipeTarget.TEXTURE_3D, width: 25, height: 18, depth: 5, lastLevel: 1 } },
  { name: 'cube', args: { target: PipeTarget.TEXTURE_CUBE, width: 26, height: 26, arraySize: 6, lastLevel: 1 } },
  { name: '1D array', args: { target: PipeTarget.TEXTURE_1D_ARRAY, width: 37, arraySize: 4, lastLevel: 1 } },
  { name: '2D array', args: { target: PipeTarget.TEXTURE_2D_ARRAY, width: 26, height: 18, arraySize: 3, lastLevel: 1 } },
  { name: 'cube array', args: { target: PipeTarget.TEXTURE_CUBE_ARRAY, width: 18, height: 18, arraySize: 12, lastLevel: 1 } },
];

function layersOf(args: ResourceArgs, level: number): number {
  if (args.target === PipeTarget.TEXTURE_3D) return minify(args.depth, level);
  return Math.max(1, args.arraySize);
}

/** Writes a whole level and then a box inside it through guest memory, reads both back, and compares with a model. */
function roundTrip(format: Format, shape: Shape, level: number): void {
  const resource = make({ ...shape.args, format: format.id });
  const { args } = resource;
  const columns = Math.ceil(minify(args.width, level) / format.blockWidth);
  const rows = Math.ceil(minify(args.height, level) / format.blockHeight);
  const layers = layersOf(args, level);
  const rowBytes = columns * format.blockBytes;
  const levelBytes = rowBytes * rows * layers;
  const memory = gl.memory(levelBytes * 2 + 4096);
  const whole = boxOf({ level, width: minify(args.width, level), height: minify(args.height, level), depth: layers });

  const model = texelsOf(format, levelBytes);
  memory.bytes.set(model);
  expect(transferToHost(device, resource, whole, memory)).toBe(Status.OK);

  // A box off the origin, with gaps between rows that are no whole texel, and between layers.
  const firstColumn = columns > 2 ? 1 : 0;
  const firstRow = rows > 2 ? 1 : 0;
  const firstLayer = layers > 1 ? 1 : 0;
  const boxColumns = columns - firstColumn - (columns > 3 ? 1 : 0);
  const boxRows = rows - firstRow - (rows > 3 ? 1 : 0);
  const boxLayers = layers - firstLayer;
  const stride = boxColumns * format.blockBytes + 5;
  const layerStride = stride * boxRows + 3;
  const inner = texelsOf(format, boxColumns * format.blockBytes * boxRows * boxLayers);
  const box = boxOf({
    level,
    x: firstColumn * format.blockWidth,
    y: firstRow * format.blockHeight,
    z: firstLayer,
    width: Math.min(boxColumns * format.blockWidth, whole.width - firstColumn * format.blockWidth),
    height: Math.min(boxRows * format.blockHeight, whole.height - firstRow * format.blockHeight),
    depth: boxLayers,
    stride,
    layerStride,
    offset: 11,
  });
  let from = 0;
  for (let z = 0; z < boxLayers; z++) {
    for (let y = 0; y < boxRows; y++) {
      const row = inner.subarray(from, from + boxColumns * format.blockBytes);
      memory.bytes.set(row, 11 + z * layerStride + y * stride);
      model.set(row, (firstLayer + z) * rowBytes * rows + (firstRow + y) * rowBytes + firstColumn * format.blockBytes);
      from += row.length;
    }
  }
  expect(transferToHost(device, resource, box, memory)).toBe(Status.OK);

  memory.bytes.fill(0x5a);
  expect(transferFromHost(device, resource, whole, memory)).toBe(Status.OK);
  expect(same(format, memory.bytes.slice(0, levelBytes), model), `${format.name} ${shape.name} level ${level}: whole`).toBe(true);

  memory.bytes.fill(0x5a);
  expect(transferFromHost(device, resource, box, memory)).toBe(Status.OK);
  const out = new Uint8Array(inner.length);
  let at = 0;
  for (let z = 0; z < boxLayers; z++) {
    for (let y = 0; y < boxRows; y++) {
      const start = 11 + z * layerStride + y * stride;
      out.set(memory.bytes.subarray(start, start + boxColumns * format.blockBytes), at);
      at += boxColumns * format.blockBytes;
      if (y + 1 < boxRows) expect(memory.bytes[start + stride - 1], 'gap between rows').toBe(0x5a);
    }
  }
  expect(same(format, out, inner), `${format.name} ${shape.name} level ${level}: box`).toBe(true);
  expect(memory.bytes[10]).toBe(0x5a);
  expect(gl.getError()).toBe(0);
  gl.freeMemory(memory);
  free(resource);
}

const oldGl: readonly FeatureName[] = ['textureStorage', 'textureStorageMultisample', 'getTextureSubImage', 'textureView', 'copyImage'];

describe.each([
  ['OpenGL', 'gl', []],
  ['OpenGL without what came after 3.3', 'gl', oldGl],
  ['OpenGL ES', 'gles', []],
] as const)('transfers round trip: %s', (_name, api, without) => {
  beforeAll(() => open(api, without));
  afterAll(() => real[Symbol.dispose]());

  test('every format with every target and level', () => {
    let combinations = 0;
    for (const format of host.formats.storable()) {
      for (const shape of shapes) {
        const args = argsOf({ ...shape.args, format: format.id });
        if (checkResource(args, format, gl.features, host.formats, false) !== null || !host.formats.can(format.id, FormatUse.READBACK))
          continue;
        for (let level = 0; level <= args.lastLevel; level++) roundTrip(format, shape, level);
        combinations++;
      }
    }
    // 1D and rectangle textures do not go with compressed formats, 3D not with depth.
    const readable = host.formats.storable().filter((f) => host.formats.can(f.id, FormatUse.READBACK)).length;
    expect(readable).toBeGreaterThan(api === 'gles' ? 10 : 150);
    expect(combinations).toBeGreaterThanOrEqual(readable * 4);
    expect(device.bytesUsed).toBe(0);
  }, 120_000);

  test('buffers, in one run and in several', () => {
    const resource = make({
      target: PipeTarget.BUFFER,
      format: PipeFormat.R8_UNORM,
      bind: PipeBind.VERTEX_BUFFER,
      width: 1000,
      arraySize: 0,
    });
    const memory = gl.memory(4096);
    for (let i = 0; i < 4096; i++) memory.bytes[i] = random() & 0xff;
    const before = memory.bytes.slice();
    resource.backing = [
      { memory, offset: 100, length: 300 },
      { memory, offset: 2000, length: 700 },
    ];
    expect(transferToHost(device, resource, boxOf({ width: 1000 }), null)).toBe(Status.OK);
    memory.bytes.fill(0);
    expect(transferFromHost(device, resource, boxOf({ x: 290, width: 20, offset: 290 }), null)).toBe(Status.OK);
    expect([...memory.bytes.subarray(390, 400)]).toEqual([...before.subarray(390, 400)]);
    expect([...memory.bytes.subarray(2000, 2010)]).toEqual([...before.subarray(2000, 2010)]);
    expect(memory.bytes[2010]).toBe(0);
    expect(transferFromHost(device, resource, boxOf({ width: 1000, offset: 1 }), null)).toBe(Status.ILLEGAL_RANGE);
    expect(log.at(-1)).toMatch(/guest memory of 1000/);
    gl.freeMemory(memory);
    free(resource);
  });

  test('a large texture in scattered pages goes in pieces', () => {
    const resource = make({ width: 1500, height: 700, format: PipeFormat.B8G8R8A8_UNORM });
    const bytes = 1500 * 700 * 4;
    const pages = Math.ceil(bytes / 4096);
    const memory = gl.memory(pages * 8192);
    resource.backing = Array.from({ length: pages }, (_, i) => ({
      memory,
      offset: ((i * 7) % pages) * 8192,
      length: Math.min(4096, bytes - i * 4096),
    }));
    const words = new Uint32Array(memory.bytes.buffer, memory.bytes.byteOffset, pages * 2048);
    for (let i = 0; i < words.length; i++) words[i] = Math.imul(i, 2654435761);
    const before = words.slice();
    expect(transferToHost(device, resource, boxOf({ width: 1500, height: 700 }), null)).toBe(Status.OK);
    words.fill(0);
    expect(transferFromHost(device, resource, boxOf({ width: 1500, height: 700 }), null)).toBe(Status.OK);
    for (const segment of resource.backing) {
      const first = segment.offset / 4;
      expect(
        Buffer.compare(
          Buffer.from(words.slice(first, first + segment.length / 4).buffer),
          Buffer.from(before.slice(first, first + segment.length / 4).buffer),
        ),
      ).toBe(0);
    }
    expect(scratch.byteLength).toBeLessThan(4 * 2 ** 20);
    gl.freeMemory(memory);
    free(resource);
  });

  test('multisample textures are resolved to be read', () => {
    const resource = make({ width: 8, height: 4, samples: 4, bind: PipeBind.RENDER_TARGET });
    const framebuffer = gl.createFramebuffer();
    host.state.bindFramebuffer(GL.FRAMEBUFFER, framebuffer);
    gl.framebufferTexture2D(GL.FRAMEBUFFER, GL.COLOR_ATTACHMENT0, GL.TEXTURE_2D_MULTISAMPLE, resource.glName, 0);
    gl.clearBufferfv(GL.COLOR, 0, 1, 0.5, 0, 1);
    const memory = gl.memory(8 * 4 * 4);
    expect(transferFromHost(device, resource, boxOf({ x: 2, y: 1, width: 6, height: 3 }), memory)).toBe(Status.OK);
    expect(memory.bytes[0]).toBe(255);
    expect(Math.abs(memory.bytes[1]! - 128)).toBeLessThanOrEqual(1);
    expect(transferToHost(device, resource, boxOf({ width: 8, height: 4 }), memory)).toBe(Status.UNSUPPORTED);
    host.state.deleteFramebuffer(framebuffer);
    gl.freeMemory(memory);
    free(resource);
    expect(gl.getError()).toBe(0);
  });
});

/** r, g, b, a of a texel by the channels in the format's name, lowest bits first; null for formats that are not plain. */
function decode(name: string, bytes: Uint8Array): number[] | null {
  const [channels = '', type = ''] = name.split('_');
  const list = [...channels.matchAll(/([RGBALIX])(\d+)/g)].map((m) => [m[1]!, Number(m[2])] as const);
  if (list.map(([c, n]) => c + String(n)).join('') !== channels || !/NORM|SRGB|INT|FLOAT/.test(type)) return null;
  if (type === 'FLOAT' && list.some(([, bits]) => bits !== 32)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const value = new Map<string, number>();
  let bit = 0;
  for (const [channel, bits] of list) {
    let raw = 0n;
    for (let i = 0; i < bits; i++) if (((bytes[(bit + i) >> 3]! >> ((bit + i) & 7)) & 1) === 1) raw |= 1n << BigInt(i);
    const unsigned = Number(raw);
    const signed = Number(BigInt.asIntN(bits, raw));
    const v =
      type === 'FLOAT'
        ? view.getFloat32(bit >> 3, true)
        : type === 'UNORM' || type === 'SRGB'
          ? unsigned / (2 ** bits - 1)
          : type === 'SNORM'
            ? Math.max(-1, signed / (2 ** (bits - 1) - 1))
            : type === 'UINT'
              ? unsigned
              : signed;
    value.set(channel, v);
    bit += bits;
  }
  const l = value.get('L') ?? value.get('I');
  const color = l === undefined ? 0 : l;
  return [value.get('R') ?? color, value.get('G') ?? color, value.get('B') ?? color, value.get('A') ?? value.get('I') ?? 1];
}

describe('what GL makes of the bytes', () => {
  beforeAll(() => open('gl', []));
  afterAll(() => real[Symbol.dispose]());

  test('channels are those in the name of the format', () => {
    const memory = gl.memory(256);
    const words = new DataView(memory.bytes.buffer, memory.bytes.byteOffset);
    let checked = 0;
    for (const format of host.formats.storable()) {
      if (format.compressed || format.hasDepth || format.hasStencil || format.srgb) continue;
      const resource = make({ format: format.id });
      for (let round = 0; round < 8; round++) {
        const texel = texelsOf(format, format.blockBytes);
        const expected = decode(format.name, texel);
        if (expected === null) break;
        memory.bytes.set(texel);
        expect(transferToHost(device, resource, boxOf({}), memory)).toBe(Status.OK);
        host.state.bindTexture(host.scratchUnit, GL.TEXTURE_2D, resource.glName);
        host.state.pixelStorePack(1, 0, 0);
        const uint = format.name.endsWith('UINT');
        const integer = uint || format.name.endsWith('SINT');
        gl.getTexImage(
          GL.TEXTURE_2D,
          0,
          integer ? GL.RGBA_INTEGER : GL.RGBA,
          uint ? GL.UNSIGNED_INT : integer ? GL.INT : GL.FLOAT,
          memory,
          64,
        );
        const read = (i: number): number => {
          const at = 64 + i * 4;
          return uint ? words.getUint32(at, true) : integer ? words.getInt32(at, true) : words.getFloat32(at, true);
        };
        const got = (format.swizzle ?? [0, 1, 2, 3]).map((s) => (s === 4 ? 0 : s === 5 ? 1 : read(s)));
        for (let i = 0; i < 4; i++) expect(got[i], `${format.name} channel ${i} of ${[...texel].join(' ')}`).toBeCloseTo(expected[i]!, 3);
        checked++;
      }
      free(resource);
    }
    expect(checked).toBeGreaterThan(800);
    gl.freeMemory(memory);
  });

  test.each([
    ['Z16_UNORM', [0xff, 0xff], 1],
    ['Z24X8_UNORM', [0, 0, 0x80, 0x77], 0x800000 / 0xffffff],
    ['Z24X8_UNORM', [0xff, 0xff, 0xff, 0], 1],
    ['X8Z24_UNORM', [0x77, 0, 0, 0x80], 0x800000 / 0xffffff],
    ['S8_UINT_Z24_UNORM', [0x12, 0, 0, 0x40], 0x400000 / 0xffffff],
    ['Z32_FLOAT', [0, 0, 0x80, 0x3e], 0.25],
  ] as const)('depth of %s', (name, bytes, depth) => {
    const resource = make({ format: PipeFormat[name] });
    const memory = gl.memory(64);
    memory.bytes.set(bytes);
    expect(transferToHost(device, resource, boxOf({}), memory)).toBe(Status.OK);
    host.state.bindTexture(host.scratchUnit, GL.TEXTURE_2D, resource.glName);
    gl.getTexImage(GL.TEXTURE_2D, 0, GL.DEPTH_COMPONENT, GL.FLOAT, memory, 16);
    expect(new DataView(memory.bytes.buffer, memory.bytes.byteOffset).getFloat32(16, true)).toBeCloseTo(depth, 5);
    gl.freeMemory(memory);
    free(resource);
  });
});

describe('storage', () => {
  beforeAll(() => open('gl', []));
  afterAll(() => real[Symbol.dispose]());

  test('textures are immutable, window buffers are kept as BGRA until a view is wanted', () => {
    const plain = make({ width: 4, height: 4, lastLevel: 1 });
    expect([plain.immutable, plain.bytes]).toEqual([true, 80]);
    const window = make({ width: 4, height: 4, format: PipeFormat.B8G8R8X8_UNORM, bind: PipeBind.RENDER_TARGET | PipeBind.DISPLAY_TARGET });
    expect(window.immutable).toBe(!gl.features.quirks.has('host-is-software'));
    const memory = gl.memory(64);
    for (let i = 0; i < 64; i++) memory.bytes[i] = i;
    expect(transferToHost(device, window, boxOf({ width: 4, height: 4 }), memory)).toBe(Status.OK);
    expect(makeViewable(host, window)).toBe(true);
    expect(window.immutable).toBe(true);
    memory.bytes.fill(0);
    expect(transferFromHost(device, window, boxOf({ width: 4, height: 4 }), memory)).toBe(Status.OK);
    expect([...memory.bytes]).toEqual(Array.from({ length: 64 }, (_, i) => i));
    gl.freeMemory(memory);
    free(plain);
    free(window);
    expect(gl.getError()).toBe(0);
  });

  test('buffers that are only memory have no storage until they are asked for it', () => {
    const args = { target: PipeTarget.BUFFER, format: PipeFormat.R8_UNORM, bind: PipeBind.CUSTOM, width: 16, arraySize: 0 };
    const memory = gl.memory(64);
    const backed = make(args);
    backed.backing = [{ memory, offset: 8, length: 16 }];
    expect(backed.deferred).toBe(true);
    expect(writeSystemBuffer(backed, 4, Uint8Array.of(1, 2, 3))).toBe(true);
    expect([...memory.bytes.subarray(10, 16)]).toEqual([0, 0, 1, 2, 3, 0]);
    expect(writeSystemBuffer(backed, 14, Uint8Array.of(1, 2, 3))).toBe(false);
    expect(transferToHost(device, backed, boxOf({ width: 16 }), null)).toBe(Status.OK);
    expect(backed.glName).not.toBe(0);
    expect(backed.deferred).toBe(false);
    memory.bytes.fill(0);
    expect(transferFromHost(device, backed, boxOf({ width: 16 }), null)).toBe(Status.OK);
    expect([...memory.bytes.subarray(10, 16)]).toEqual([0, 0, 1, 2, 3, 0]);
    free(backed);

    const bare = make(args);
    memory.bytes.fill(9);
    expect(transferFromHost(device, bare, boxOf({ width: 4 }), memory)).toBe(Status.OK);
    expect(memory.bytes[0]).toBe(0);
    expect(writeSystemBuffer(bare, 0, Uint8Array.of(5, 6))).toBe(true);
    expect(transferFromHost(device, bare, boxOf({ width: 4, offset: 32 }), memory)).toBe(Status.OK);
    expect([...memory.bytes.subarray(32, 36)]).toEqual([5, 6, 0, 0]);
    expect(bare.deferred).toBe(true);
    free(bare);
    gl.freeMemory(memory);
    expect(device.bytesUsed).toBe(0);
  });

  test('conversions are for single formats only', () => {
    expect(
      host.formats
        .storable()
        .filter((f) => f.conversion !== FormatConversion.NONE)
        .map((f) => f.name),
    ).toEqual(['Z24X8_UNORM', 'X8Z24_UNORM']);
    expect(host.formats.can(PipeFormat.B8G8R8A8_UNORM, FormatUse.SAMPLER | FormatUse.RENDER | FormatUse.READBACK)).toBe(true);
  });
});

describe('resources that are refused', () => {
  beforeAll(() => open('gl', []));
  afterAll(() => real[Symbol.dispose]());

  const limit = 0x7fffffff;
  test.each([
    ['unknown target', { target: 9 }, Status.ILLEGAL_VALUE],
    ['no format', { format: 0 }, Status.ILLEGAL_FORMAT],
    ['unknown format', { format: 511 }, Status.ILLEGAL_FORMAT],
    ['format past the table', { format: 0xffffffff }, Status.ILLEGAL_FORMAT],
    ['vertex format', { format: PipeFormat.R8G8B8_USCALED }, Status.ILLEGAL_FORMAT],
    ['view format', { format: PipeFormat.X24S8_UINT }, Status.ILLEGAL_FORMAT],
    ['no width', { width: 0 }, Status.ILLEGAL_VALUE],
    ['no height', { height: 0 }, Status.ILLEGAL_VALUE],
    ['no depth', { depth: 0 }, Status.ILLEGAL_VALUE],
    ['2D with depth', { depth: 2 }, Status.ILLEGAL_VALUE],
    ['2D with layers', { arraySize: 2 }, Status.ILLEGAL_VALUE],
    ['too wide', { width: 1 << 20 }, Status.ILLEGAL_VALUE],
    ['widest number', { width: 0xffffffff, height: 0xffffffff }, Status.ILLEGAL_VALUE],
    ['too many levels', { width: 8, height: 4, lastLevel: 4 }, Status.ILLEGAL_VALUE],
    ['very many levels', { lastLevel: 0xffffffff }, Status.ILLEGAL_VALUE],
    ['rectangle with levels', { target: PipeTarget.TEXTURE_RECT, width: 8, height: 8, lastLevel: 1 }, Status.ILLEGAL_VALUE],
    ['1D with rows', { target: PipeTarget.TEXTURE_1D, width: 8, height: 2 }, Status.ILLEGAL_VALUE],
    ['3D too deep', { target: PipeTarget.TEXTURE_3D, depth: 1 << 16 }, Status.ILLEGAL_VALUE],
    ['oblong cube', { target: PipeTarget.TEXTURE_CUBE, width: 8, height: 4, arraySize: 6 }, Status.ILLEGAL_VALUE],
    ['cube of five', { target: PipeTarget.TEXTURE_CUBE, arraySize: 5 }, Status.ILLEGAL_VALUE],
    ['cube array of seven', { target: PipeTarget.TEXTURE_CUBE_ARRAY, arraySize: 7 }, Status.ILLEGAL_VALUE],
    ['array of none', { target: PipeTarget.TEXTURE_2D_ARRAY, arraySize: 0 }, Status.ILLEGAL_VALUE],
    ['array of too many', { target: PipeTarget.TEXTURE_2D_ARRAY, arraySize: 1 << 20 }, Status.ILLEGAL_VALUE],
    ['3D depth buffer', { target: PipeTarget.TEXTURE_3D, format: PipeFormat.Z16_UNORM }, Status.ILLEGAL_FORMAT],
    ['compressed 1D', { target: PipeTarget.TEXTURE_1D, format: PipeFormat.DXT1_RGB, width: 4 }, Status.ILLEGAL_FORMAT],
    ['S3TC in 3D', { target: PipeTarget.TEXTURE_3D, format: PipeFormat.DXT5_RGBA, width: 4, height: 4 }, Status.ILLEGAL_FORMAT],
    ['samples in 3D', { target: PipeTarget.TEXTURE_3D, samples: 4 }, Status.ILLEGAL_VALUE],
    ['samples with levels', { width: 8, height: 8, samples: 4, lastLevel: 1 }, Status.ILLEGAL_VALUE],
    ['too many samples', { samples: 64 }, Status.ILLEGAL_VALUE],
    ['samples of a compressed format', { width: 8, height: 8, samples: 4, format: PipeFormat.DXT1_RGB }, Status.ILLEGAL_VALUE],
    ['persistent mapping', { target: PipeTarget.BUFFER, width: 4, flags: 2 }, Status.UNSUPPORTED],
    ['unknown flag', { flags: 1 << 20 }, Status.UNSUPPORTED],
    ['texture bound as a vertex buffer', { bind: PipeBind.VERTEX_BUFFER }, Status.ILLEGAL_VALUE],
    ['buffer with rows', { target: PipeTarget.BUFFER, width: 4, height: 2 }, Status.ILLEGAL_VALUE],
    ['buffer with levels', { target: PipeTarget.BUFFER, width: 4, lastLevel: 1 }, Status.ILLEGAL_VALUE],
    ['largest buffer', { target: PipeTarget.BUFFER, width: limit + 1 }, Status.OUT_OF_MEMORY],
    ['buffer past the quota', { target: PipeTarget.BUFFER, width: 65 * 2 ** 20 }, Status.OUT_OF_QUOTA],
    ['texture past the quota', { width: 8192, height: 8192 }, Status.OUT_OF_QUOTA],
  ] as const)('%s', (_name, over, status) => {
    const before = log.length;
    expect(createResource(device, argsOf(over))).toBe(status);
    expect(log.length).toBe(before + 1);
    expect(device.bytesUsed).toBe(0);
    expect(gl.getError()).toBe(0);
  });

  test('the quota counts all resources and gets freed bytes back', () => {
    const args = { target: PipeTarget.BUFFER, format: PipeFormat.R8_UNORM, bind: PipeBind.VERTEX_BUFFER, width: 40 * 2 ** 20 };
    const first = make(args);
    expect(device.bytesUsed).toBe(40 * 2 ** 20);
    expect(createResource(device, argsOf(args))).toBe(Status.OUT_OF_QUOTA);
    free(first);
    const second = make(args);
    free(second);
    expect(device.bytesUsed).toBe(0);
  });

  test('sizes count levels, layers, blocks and samples', () => {
    const size = (over: Partial<ResourceArgs>): number => {
      const args = argsOf(over);
      return resourceBytes(args, host.formats.get(args.format)!);
    };
    expect(size({ width: 4, height: 4, lastLevel: 2 })).toBe((16 + 4 + 1) * 4);
    expect(size({ width: 5, height: 5, format: PipeFormat.DXT1_RGB })).toBe(4 * 8);
    expect(size({ width: 4, height: 4, samples: 4 })).toBe(256);
    expect(size({ target: PipeTarget.TEXTURE_3D, width: 4, height: 4, depth: 4, lastLevel: 1 })).toBe((64 + 8) * 4);
    expect(size({ target: PipeTarget.TEXTURE_CUBE, width: 2, height: 2, arraySize: 6 })).toBe(24 * 4);
    expect(size({ width: 0xffffffff, height: 0xffffffff })).toBeGreaterThan(2 ** 64);
  });
});
