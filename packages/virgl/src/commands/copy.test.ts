import * as p from '@virglass/protocol';
import { command, VirglBench, type VirglGuest } from '@virglass/testkit';
import type { ResourceArgs } from '@virglass/virtio-gpu';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';

const { PipeBind, PipeFormat, PipeTarget } = p;
const bench = new VirglBench();
afterAll(() => bench[Symbol.dispose]());
let guest: VirglGuest;
beforeEach(() => {
  guest = bench.guest();
});
afterEach(() => {
  guest[Symbol.dispose]();
  expect(bench.glErrors()).toBe('');
});

function copy(srcResHandle: number, dstResHandle: number, args: Partial<p.ResourceCopyRegionArgs>): number {
  const box = { dstLevel: 0, dstX: 0, dstY: 0, dstZ: 0, srcLevel: 0, srcX: 0, srcY: 0, srcZ: 0, srcW: 1, srcH: 1, srcD: 1 };
  return guest.submit(command(p.encodeResourceCopyRegion, { dstResHandle, srcResHandle, ...box, ...args }));
}

test.each([
  ['apart', 0, 6, 3, [1, 2, 3, 4, 5, 6, 1, 2, 3, 10]],
  ['overlapping forwards', 0, 1, 8, [1, 1, 2, 3, 4, 5, 6, 7, 8, 10]],
  ['overlapping backwards', 2, 1, 8, [1, 3, 4, 5, 6, 7, 8, 9, 10, 10]],
  ['onto itself', 2, 2, 8, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
])('bytes of one buffer, %s', (_name, srcX, dstX, srcW, expected) => {
  const id = guest.buffer(10);
  guest.write(id, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], { width: 10 });
  expect(copy(id, id, { srcX, dstX, srcW })).toBe(0);
  expect([...guest.read(id, 10, { width: 10 })]).toEqual(expected);
});

test('bytes of a buffer into one that the GPU never reads', () => {
  const src = guest.buffer(4);
  guest.write(src, [1, 2, 3, 4], { width: 4 });
  const dst = guest.buffer(4, PipeBind.STAGING);
  expect(copy(src, dst, { srcX: 1, dstX: 2, srcW: 2 })).toBe(0);
  expect([...guest.backing(dst)]).toEqual([0, 0, 2, 3]);
});

const F = PipeFormat;
const pairs: [name: string, src: number, dst: number, bytes: number][] = [
  ['RGBA8 to itself', F.R8G8B8A8_UNORM, F.R8G8B8A8_UNORM, 4],
  ['RGBA8 to R32F', F.R8G8B8A8_UNORM, F.R32_FLOAT, 4],
  ['RGBA8 to sRGB', F.R8G8B8A8_UNORM, F.R8G8B8A8_SRGB, 4],
  ['BGRA8 to RGBA8', F.B8G8R8A8_UNORM, F.R8G8B8A8_UNORM, 4],
  ['BGRA8 to R32UI', F.B8G8R8A8_UNORM, F.R32_UINT, 4],
  ['BGRA8 to BGRX8', F.B8G8R8A8_UNORM, F.B8G8R8X8_UNORM, 4],
  ['RGB565 to R16UI', F.B5G6R5_UNORM, F.R16_UINT, 2],
  ['L8A8 to RG8', F.L8A8_UNORM, F.R8G8_UNORM, 2],
  ['RGBA16F to RG32F', F.R16G16B16A16_FLOAT, F.R32G32_FLOAT, 8],
  ['Z24S8', F.S8_UINT_Z24_UNORM, F.S8_UINT_Z24_UNORM, 4],
  ['Z32F', F.Z32_FLOAT, F.Z32_FLOAT, 4],
  ['Z16', F.Z16_UNORM, F.Z16_UNORM, 2],
];

test.each(pairs)('bits of %s', (_name, srcFormat, dstFormat, bytes) => {
  const bind = (format: number): number =>
    PipeBind.SAMPLER_VIEW |
    (format === F.S8_UINT_Z24_UNORM || format === F.Z32_FLOAT || format === F.Z16_UNORM ? PipeBind.DEPTH_STENCIL : 0);
  const args: Partial<ResourceArgs> = { target: PipeTarget.TEXTURE_2D_ARRAY, width: 2, height: 2, arraySize: 2 };
  const src = guest.resource({ ...args, format: srcFormat, bind: bind(srcFormat) });
  const dst = guest.resource({ ...args, format: dstFormat, bind: bind(dstFormat) });
  const texels = Uint8Array.from({ length: 8 * bytes }, (_, i) => (i % 4 === 3 ? 0x3f : i + 1));
  guest.write(src, texels, { width: 2, height: 2, depth: 2 });
  guest.write(dst, new Uint8Array(8 * bytes), { width: 2, height: 2, depth: 2 });
  expect(copy(src, dst, { srcX: 1, srcY: 0, srcZ: 0, dstX: 0, dstY: 0, dstZ: 0, srcW: 1, srcH: 2, srcD: 2 })).toBe(0);
  const expected = new Uint8Array(8 * bytes);
  for (let row = 0; row < 4; row++) expected.set(texels.subarray((row * 2 + 1) * bytes, (row * 2 + 2) * bytes), row * 2 * bytes);
  expect([...guest.read(dst, 8 * bytes, { width: 2, height: 2, depth: 2 })]).toEqual([...expected]);
});

test.each([8, 6])('blocks of a compressed texture of %i rows and texels of their size', (height) => {
  const blocks = guest.resource({ format: F.DXT5_RGBA, width: 8, height, bind: PipeBind.SAMPLER_VIEW });
  const texels = guest.resource({ format: F.R32G32B32A32_UINT, width: 2, height: 2, bind: PipeBind.SAMPLER_VIEW });
  const bytes = Uint8Array.from({ length: 64 }, (_, i) => i + 1);
  guest.write(texels, bytes, { width: 2, height: 2 });
  expect(copy(texels, blocks, { srcW: 2, srcH: 2 })).toBe(0);
  expect([...guest.read(blocks, 64, { width: 8, height })]).toEqual([...bytes]);
  expect(copy(blocks, texels, { srcX: 4, srcW: 4, srcH: height, dstX: 0 })).toBe(0);
  const column = [...bytes.subarray(16, 32), ...bytes.subarray(16, 32), ...bytes.subarray(48, 64), ...bytes.subarray(48, 64)];
  expect([...guest.read(texels, 64, { width: 2, height: 2 })]).toEqual(column);
  // Not on a block's border.
  expect(copy(blocks, texels, { srcX: 2, srcW: 4, srcH: 4 })).not.toBe(0);
});

test.each([
  ['RGBA8', F.R8G8B8A8_UNORM, 4],
  ['A8', F.A8_UNORM, 1],
] as const)('%s boxes that overlap in one texture', (_name, format, bytes) => {
  const id = guest.resource({ format, width: 4, height: 1 });
  const texel = (value: number): number[] => Array<number>(bytes).fill(value);
  guest.write(id, [1, 2, 3, 4].flatMap(texel), { width: 4 });
  expect(copy(id, id, { srcX: 0, dstX: 1, srcW: 3 })).toBe(0);
  expect([...guest.read(id, 4 * bytes, { width: 4 })]).toEqual([1, 1, 2, 3].flatMap(texel));
});

test('layers of 1D arrays and faces of cubes', () => {
  for (const args of [
    { target: PipeTarget.TEXTURE_1D_ARRAY, height: 1, arraySize: 6 },
    { target: PipeTarget.TEXTURE_CUBE, height: 2, arraySize: 6 },
  ]) {
    const texels = 2 * args.height * 6;
    const src = guest.resource({ width: 2, format: F.R8_UNORM, ...args });
    const dst = guest.resource({ width: 2, format: F.R8_UNORM, ...args });
    const bytes = Uint8Array.from({ length: texels }, (_, i) => i + 1);
    const box = { width: 2, height: args.height, depth: 6 };
    guest.write(src, bytes, box);
    guest.write(dst, new Uint8Array(texels), box);
    expect(copy(src, dst, { srcZ: 4, dstZ: 1, srcW: 2, srcH: args.height, srcD: 2 })).toBe(0);
    const layer = 2 * args.height;
    const expected = new Uint8Array(texels);
    expected.set(bytes.subarray(4 * layer, 6 * layer), layer);
    expect([...guest.read(dst, texels, box)]).toEqual([...expected]);
  }
});

const refusals: [name: string, args: Partial<p.ResourceCopyRegionArgs>][] = [
  ['a missing source', { srcResHandle: 99 }],
  ['a missing destination', { dstResHandle: 99 }],
  ['a source box outside', { srcX: 1, srcW: 4 }],
  ['a source box that wraps around', { srcX: 0xffffffff, srcW: 2 }],
  ['a destination outside', { dstY: 1, srcH: 4 }],
  ['a destination far outside', { dstX: 0x80000000 }],
  ['a layer that is not there', { srcZ: 1 }],
  ['a destination layer that is not there', { dstZ: 3 }],
  ['a level that is not there', { srcLevel: 1 }],
  ['a destination level that is not there', { dstLevel: 0xffffffff }],
];

test.each(refusals)('refused: %s', (_name, args) => {
  const src = guest.resource({});
  const dst = guest.resource({});
  expect(copy(src, dst, args)).not.toBe(0);
});

test('refused: buffers out of range, buffer and texture, other sizes of texels', () => {
  const buffer = guest.buffer(8);
  expect(copy(buffer, buffer, { srcX: 4, srcW: 5 })).not.toBe(0);
  expect(copy(buffer, buffer, { dstX: 0xfffffffc, srcW: 8 })).not.toBe(0);
  const texture = guest.resource({});
  expect(copy(buffer, texture, {})).not.toBe(0);
  expect(copy(texture, buffer, {})).not.toBe(0);
  expect(copy(texture, guest.resource({ format: F.R8_UNORM }), {})).not.toBe(0);
});
