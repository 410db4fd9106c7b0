import { PipeFormat } from '@virglass/protocol';
import { expect, test } from 'vitest';
import { GL } from '@virglass/gl';
import { formatTable } from '../formats/table.ts';
import type { Format } from '../formats/format.ts';
import type { Resource } from '../resources/resource.ts';
import type { BlitRequest } from './blit-request.ts';
import { channelsMatch, rawCopyable, storageChannels } from './channels.ts';
import { BlitPath, chooseBlit, effectiveMask, srgbFix } from './choose.ts';
import { clipUnscaled } from './clip.ts';
import { levelContains, levelLayers, minify, onBlocks, overlaps } from './geometry.ts';

const formats = formatTable(false);
const format = (name: keyof typeof PipeFormat): Format => formats[PipeFormat[name]]!;

interface Shape {
  format?: keyof typeof PipeFormat;
  samples?: number;
  mutable?: boolean;
  target?: number;
}

/** As much of a resource as the choice looks at: 64x64, 7 levels, 6 layers where the target has any. */
function resource(shape: Shape): Resource {
  return {
    args: { width: 64, height: 64, depth: 16, arraySize: 6, lastLevel: 6, samples: shape.samples ?? 0 },
    format: format(shape.format ?? 'R8G8B8A8_UNORM'),
    glTarget: shape.target ?? GL.TEXTURE_2D,
    immutable: shape.mutable !== true,
  } as unknown as Resource;
}

function request(src: Shape, dst: Shape, args: Partial<BlitRequest> = {}): BlitRequest {
  const from = resource(src);
  const to = resource(dst);
  return {
    src: from,
    dst: to,
    srcFormat: from.format,
    dstFormat: to.format,
    srcLevel: 0,
    dstLevel: 0,
    srcX: 0,
    srcY: 0,
    srcZ: 0,
    srcWidth: 8,
    srcHeight: 8,
    srcDepth: 1,
    dstX: 0,
    dstY: 0,
    dstZ: 0,
    dstWidth: 8,
    dstHeight: 8,
    dstDepth: 1,
    mask: 0x3f,
    linear: false,
    scissor: false,
    scissorMinX: 0,
    scissorMinY: 0,
    scissorMaxX: 0,
    scissorMaxY: 0,
    alphaBlend: false,
    ...args,
  };
}

const { NOTHING, COPY, FRAMEBUFFER, SHADER, IMPOSSIBLE } = BlitPath;
const full = { copyImage: true, textureView: true, isGles: false };
const bare = { copyImage: false, textureView: false, isGles: false };
const es = { copyImage: true, textureView: false, isGles: true };

const rows: [name: string, src: Shape, dst: Shape, args: Partial<BlitRequest>, path: BlitPath, host?: typeof full][] = [
  ['equal boxes', {}, {}, {}, COPY],
  ['equal boxes, no copyImage', {}, {}, {}, FRAMEBUFFER, bare],
  ['equal boxes with a linear filter', {}, {}, { linear: true }, COPY],
  ['a window kept in another order', {}, { mutable: true }, {}, FRAMEBUFFER],
  ['scissored', {}, {}, { scissor: true }, FRAMEBUFFER],
  ['scaled', {}, {}, { dstWidth: 4 }, FRAMEBUFFER],
  ['flipped', {}, {}, { srcY: 8, srcHeight: -8 }, FRAMEBUFFER],
  ['reaching outside', {}, {}, { dstX: 60 }, FRAMEBUFFER],
  ['another level', {}, {}, { srcLevel: 1, dstLevel: 2 }, COPY],
  ['a level that is too small', {}, {}, { srcLevel: 5 }, FRAMEBUFFER],
  ['blended', {}, {}, { alphaBlend: true }, SHADER],
  ['some channels', {}, {}, { mask: 7 }, SHADER],
  ['no channels', {}, {}, { mask: 0x30 }, NOTHING],
  ['no width', {}, {}, { dstWidth: 0 }, NOTHING],
  ['no layers', {}, {}, { srcDepth: 0 }, NOTHING],
  ['to X8', {}, { format: 'R8G8B8X8_UNORM' }, {}, FRAMEBUFFER],
  ['from X8', { format: 'R8G8B8X8_UNORM' }, {}, {}, SHADER],
  ['to alpha', {}, { format: 'A8_UNORM' }, {}, SHADER],
  ['alpha to alpha', { format: 'A8_UNORM' }, { format: 'A8_UNORM' }, { dstWidth: 4 }, FRAMEBUFFER],
  ['to float', {}, { format: 'R16G16B16A16_FLOAT' }, {}, FRAMEBUFFER],
  ['sRGB to linear', { format: 'R8G8B8A8_SRGB' }, {}, {}, FRAMEBUFFER],
  ['sRGB seen as linear', { format: 'R8G8B8A8_SRGB' }, {}, { srcFormat: format('R8G8B8A8_UNORM') }, COPY],
  ['sRGB seen as linear, no views', { format: 'R8G8B8A8_SRGB' }, {}, { srcFormat: format('R8G8B8A8_UNORM') }, SHADER, bare],
  ['BGRA seen as RGBA', { format: 'B8G8R8A8_UNORM' }, {}, { srcFormat: format('R8G8B8A8_UNORM') }, SHADER],
  ['integers', { format: 'R8G8B8A8_UINT' }, { format: 'R16G16B16A16_UINT' }, {}, FRAMEBUFFER],
  ['integers of other signs', { format: 'R8G8B8A8_UINT' }, { format: 'R8G8B8A8_SINT' }, {}, SHADER],
  ['resolve', { samples: 4 }, {}, {}, FRAMEBUFFER],
  ['scaled resolve', { samples: 4 }, {}, { dstWidth: 4 }, SHADER],
  ['integer resolve', { samples: 4, format: 'R8G8B8A8_UINT' }, { format: 'R8G8B8A8_UINT' }, {}, SHADER],
  ['samples to samples', { samples: 4 }, { samples: 4 }, {}, COPY],
  ['other samples', { samples: 4 }, { samples: 8 }, {}, SHADER],
  ['resolve elsewhere on ES', { samples: 4 }, {}, { dstX: 1 }, SHADER, es],
  ['one sample to many on ES', {}, { samples: 4 }, {}, SHADER, es],
  ['depth', { format: 'Z32_FLOAT' }, { format: 'Z32_FLOAT' }, {}, COPY],
  ['depth of depth-stencil', { format: 'S8_UINT_Z24_UNORM' }, { format: 'S8_UINT_Z24_UNORM' }, { mask: 0x10 }, FRAMEBUFFER],
  ['depth with a filter', { format: 'Z32_FLOAT' }, { format: 'Z32_FLOAT' }, { dstWidth: 4, linear: true }, SHADER],
  [
    'depth with a filter for nothing',
    { format: 'Z32_FLOAT' },
    { format: 'Z32_FLOAT' },
    { srcX: 8, srcWidth: -8, linear: true },
    FRAMEBUFFER,
  ],
  ['other depth', { format: 'S8_UINT_Z24_UNORM' }, { format: 'Z32_FLOAT' }, {}, SHADER],
  ['depth to colour', { format: 'Z32_FLOAT' }, {}, {}, IMPOSSIBLE],
  ['layers scaled', { target: GL.TEXTURE_3D }, { target: GL.TEXTURE_3D }, { srcDepth: 4, dstDepth: 2 }, SHADER],
  ['from compressed', { format: 'DXT5_RGBA' }, {}, {}, SHADER],
  ['to compressed', {}, { format: 'DXT5_RGBA' }, {}, IMPOSSIBLE],
  ['compressed', { format: 'DXT5_RGBA' }, { format: 'DXT5_RGBA' }, {}, COPY],
];

test.each(rows)('the way of a blit: %s', (_name, src, dst, args, path, host = full) => {
  const r = request(src, dst, args);
  expect(chooseBlit(r, effectiveMask(r.mask, r.srcFormat, r.dstFormat), host)).toBe(path);
});

test('stored channels are where the swizzle reads them', () => {
  expect(storageChannels(format('A8_UNORM'))).toEqual([3, 4, 4, 4]);
  expect(storageChannels(format('L8_UNORM'))).toEqual([0, 4, 4, 4]);
  expect(storageChannels(format('L8A8_UNORM'))).toEqual([0, 3, 4, 4]);
  expect(storageChannels(format('R8G8B8X8_UNORM'))).toEqual([0, 1, 2, 4]);
  for (const one of formats) {
    if (one === null) continue;
    // Writing and reading back gives each stored channel what it had.
    const write = storageChannels(one);
    for (let stored = 0; stored < 4; stored++) {
      const channel = write[stored]!;
      if (channel < 4 && one.swizzle !== null) expect(one.swizzle[channel]).toBe(stored);
    }
    expect(channelsMatch(one, one)).toBe(true);
    expect(rawCopyable(one, one)).toBe(true);
  }
});

test.each([
  ['R8G8B8A8_UNORM', 'R32_FLOAT', true],
  ['R8G8B8A8_UNORM', 'R8G8B8A8_SRGB', true],
  ['B8G8R8A8_UNORM', 'B8G8R8X8_UNORM', true],
  ['B8G8R8A8_UNORM', 'R8G8B8A8_UNORM', false],
  ['B8G8R8A8_UNORM', 'R32_UINT', false],
  ['R8G8_UNORM', 'R8_UNORM', false],
  ['DXT5_RGBA', 'R32G32B32A32_UINT', true],
  ['DXT1_RGB', 'R16G16B16A16_FLOAT', true],
  ['DXT1_RGB', 'R32G32B32A32_UINT', false],
  ['S8_UINT_Z24_UNORM', 'R32_UINT', false],
  ['Z32_FLOAT', 'R32_FLOAT', false],
] as const)('raw copies from %s to %s: %s', (a, b, possible) => {
  expect(rawCopyable(format(a), format(b))).toBe(possible);
  expect(rawCopyable(format(b), format(a))).toBe(possible);
});

test('sRGB that GL does not convert is converted by shader', () => {
  const plain = format('R8G8B8A8_UNORM');
  const srgb = format('R8G8B8A8_SRGB');
  expect([srgbFix(plain, srgb, true), srgbFix(srgb, plain, true), srgbFix(plain, srgb, false), srgbFix(srgb, plain, false)]).toEqual([
    1, 2, 2, 1,
  ]);
  expect(srgbFix(srgb, srgb, true)).toBe(0);
});

const axes: [name: string, args: Partial<BlitRequest>, expected: number[]][] = [
  ['inside', {}, [0, 8, 0, 8]],
  ['beyond the left of the destination', { dstX: -3 }, [3, 5, 0, 5]],
  ['beyond the right of the destination', { dstX: 60 }, [0, 4, 60, 4]],
  ['beyond the left of the source', { srcX: -3 }, [0, 5, 3, 5]],
  ['beyond the right of the source', { srcX: 60 }, [60, 4, 0, 4]],
  ['flipped', { srcX: 8, srcWidth: -8 }, [8, -8, 0, 8]],
  ['flipped by both', { srcX: 8, srcWidth: -8, dstX: 8, dstWidth: -8 }, [0, 8, 0, 8]],
  ['flipped beyond the left of the destination', { srcX: 8, srcWidth: -8, dstX: -3 }, [5, -5, 0, 5]],
  ['flipped beyond the left of the source', { srcX: 5, srcWidth: -8 }, [5, -5, 0, 5]],
  ['flipped beyond the right of the source', { srcX: 66, srcWidth: -8 }, [64, -6, 2, 6]],
  ['huge', { srcX: -1e9, srcWidth: 2e9, dstX: -1e9 + 1, dstWidth: 2e9 }, [0, 63, 1, 63]],
  ['outside', { srcX: 64 }, [64, 0, 0, 0]],
  ['scissored', { scissor: true, scissorMinX: 2, scissorMaxX: 5, scissorMaxY: 64 }, [2, 3, 2, 3]],
  ['scaled', { srcX: -3, srcWidth: 16 }, [-3, 16, 0, 8]],
];

test.each(axes)('clipping along x: %s', (_name, args, expected) => {
  const r = request({}, {}, args);
  clipUnscaled(r);
  expect([r.srcX, r.srcWidth, r.dstX, r.dstWidth].map((v) => v + 0)).toEqual(expected);
  expect(r.scissor).toBe(false);
  const { srcX: srcY, srcWidth: srcHeight, dstX: dstY, dstWidth: dstHeight } = { ...request({}, {}), ...args };
  const turned = request({}, {}, { srcY, srcHeight, dstY, dstHeight });
  if (args.scissor !== true) {
    clipUnscaled(turned);
    expect([turned.srcY, turned.srcHeight, turned.dstY, turned.dstHeight].map((v) => v + 0)).toEqual(expected);
  }
});

test('a scissor stays where one axis is scaled', () => {
  const r = request({}, {}, { srcHeight: 4, scissor: true, scissorMaxX: 3, scissorMaxY: 64 });
  clipUnscaled(r);
  expect([r.scissor, r.dstWidth]).toEqual([true, 8]);
});

test('boxes and levels', () => {
  expect([minify(5, 0), minify(5, 1), minify(5, 2), minify(5, 30)]).toEqual([5, 2, 1, 1]);
  const volume = resource({ target: GL.TEXTURE_3D });
  expect([levelLayers(volume, 0), levelLayers(volume, 2), levelLayers(resource({ target: GL.TEXTURE_CUBE_MAP }), 3)]).toEqual([16, 4, 6]);
  expect(levelContains(volume, 2, 0, 0, 0, 16, 16, 4)).toBe(true);
  for (const box of [
    [2, 1, 0, 0, 16, 16, 4],
    [2, 0, 0, 1, 16, 16, 4],
    [2, 0, 0, 0, 16, 0, 4],
    [2, -1, 0, 0, 1, 1, 1],
    [7, 0, 0, 0, 1, 1, 1],
    [0, 0xffffffff, 0, 0, 0xffffffff, 1, 1],
  ] as const) {
    const [level, x, y, z, width, height, depth] = box;
    expect(levelContains(volume, level, x, y, z, width, height, depth)).toBe(false);
  }
  const blocks = resource({ format: 'DXT5_RGBA' });
  expect(onBlocks(blocks, 0, 4, 8, 8, 4)).toBe(true);
  expect(onBlocks(blocks, 0, 4, 8, 6, 4)).toBe(false);
  expect(onBlocks(blocks, 0, 2, 8, 4, 4)).toBe(false);
  // A level of 2x2 is one block that is cut off.
  expect(onBlocks(blocks, 5, 0, 0, 2, 2)).toBe(true);
  expect([overlaps(0, 4, 3, 1), overlaps(0, 4, 4, 1), overlaps(4, 1, 0, 4)]).toEqual([true, false, false]);
});
