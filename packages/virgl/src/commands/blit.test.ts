import * as p from '@virglass/protocol';
import { bindPipeline, bindPositions, command, drawArrays, floatBits, VirglBench, type VirglGuest } from '@virglass/testkit';
import type { ResourceArgs } from '@virglass/virtio-gpu';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';

const { PipeBind, PipeClear, PipeFormat, PipeTarget, TexFilter } = p;
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

const RGBA8 = PipeFormat.R8G8B8A8_UNORM;
const bindDepth = PipeBind.DEPTH_STENCIL | PipeBind.SAMPLER_VIEW;

interface Image {
  readonly id: number;
  readonly format: number;
  readonly width: number;
  readonly height: number;
}

/** A texture and its contents. */
function image(format: number, width: number, height: number, bytes?: ArrayLike<number>, args: Partial<ResourceArgs> = {}): Image {
  const id = guest.resource({ format, width, height, ...args });
  const layers = Math.max(args.arraySize ?? 1, args.depth ?? 1);
  if (bytes !== undefined) guest.write(id, bytes, { width, height, depth: layers });
  return { id, format, width, height };
}

function blit(src: Image, dst: Image, args: Partial<p.BlitArgs> = {}): number {
  return guest.submit(
    command(p.encodeBlit, {
      mask: 0xf,
      filter: TexFilter.NEAREST,
      scissorEnable: 0,
      renderConditionEnable: 0,
      alphaBlend: 0,
      scissorMinx: 0,
      scissorMiny: 0,
      scissorMaxx: 0,
      scissorMaxy: 0,
      dstResHandle: dst.id,
      dstLevel: 0,
      dstFormat: dst.format,
      dstX: 0,
      dstY: 0,
      dstZ: 0,
      dstW: dst.width,
      dstH: dst.height,
      dstD: 1,
      srcResHandle: src.id,
      srcLevel: 0,
      srcFormat: src.format,
      srcX: 0,
      srcY: 0,
      srcZ: 0,
      srcW: src.width,
      srcH: src.height,
      srcD: 1,
      ...args,
    }),
  );
}

function texels(of: Image, bytesPerTexel: number, depth = 1, level = 0): number[] {
  const width = Math.max(1, of.width >> level);
  const height = Math.max(1, of.height >> level);
  return [...guest.read(of.id, width * height * depth * bytesPerTexel, { level, width, height, depth })];
}

/** Red values of an RGBA8 image. */
const reds = (of: Image, depth = 1, level = 0): number[] => texels(of, 4, depth, level).filter((_, i) => i % 4 === 0);
/** An RGBA8 image with these reds, alpha 255. */
const red = (...values: number[]): number[] => values.flatMap((v) => [v, 0, 0, 255]);

const conversions: [name: string, src: number, from: number[], dst: number, to: number[], view?: Partial<p.BlitArgs>][] = [
  ['RGBA8 to itself', RGBA8, [1, 2, 3, 4], RGBA8, [1, 2, 3, 4]],
  ['RGBA8 to BGRA8', RGBA8, [1, 2, 3, 4], PipeFormat.B8G8R8A8_UNORM, [3, 2, 1, 4]],
  ['RGBX8 to RGBA8: alpha one', PipeFormat.R8G8B8X8_UNORM, [1, 2, 3, 4], RGBA8, [1, 2, 3, 255]],
  ['BGRX8 to BGRX8', PipeFormat.B8G8R8X8_UNORM, [1, 2, 3, 4], PipeFormat.B8G8R8X8_UNORM, [1, 2, 3, 4]],
  ['RGBA8 to RGB565', RGBA8, [255, 0, 255, 4], PipeFormat.B5G6R5_UNORM, [0x1f, 0xf8]],
  ['RGBA8 to RGBA16F', RGBA8, [255, 0, 0, 255], PipeFormat.R16G16B16A16_FLOAT, [0, 0x3c, 0, 0, 0, 0, 0, 0x3c]],
  ['R8 to RGBA8', PipeFormat.R8_UNORM, [7], RGBA8, [7, 0, 0, 255]],
  ['L8 to RGBA8', PipeFormat.L8_UNORM, [7], RGBA8, [7, 7, 7, 255]],
  ['L8A8 to RGBA8', PipeFormat.L8A8_UNORM, [7, 9], RGBA8, [7, 7, 7, 9]],
  ['A8 to RGBA8', PipeFormat.A8_UNORM, [7], RGBA8, [0, 0, 0, 7]],
  ['RGBA8 to L8', RGBA8, [7, 8, 9, 10], PipeFormat.L8_UNORM, [7]],
  ['RGBA8 to A8', RGBA8, [7, 8, 9, 10], PipeFormat.A8_UNORM, [10]],
  ['RGBA8 to L8A8', RGBA8, [7, 8, 9, 10], PipeFormat.L8A8_UNORM, [7, 10]],
  ['A8 to A8', PipeFormat.A8_UNORM, [7], PipeFormat.A8_UNORM, [7]],
  ['sRGB to linear', PipeFormat.R8G8B8A8_SRGB, [188, 0, 255, 9], RGBA8, [128, 0, 255, 9]],
  ['linear to sRGB', RGBA8, [128, 0, 255, 9], PipeFormat.R8G8B8A8_SRGB, [188, 0, 255, 9]],
  ['sRGB to sRGB', PipeFormat.R8G8B8A8_SRGB, [1, 2, 3, 4], PipeFormat.B8G8R8A8_SRGB, [3, 2, 1, 4]],
  ['sRGB seen as linear', PipeFormat.R8G8B8A8_SRGB, [188, 0, 1, 9], RGBA8, [188, 0, 1, 9], { srcFormat: RGBA8 }],
  ['linear seen as sRGB', RGBA8, [188, 0, 1, 9], RGBA8, [128, 0, 0, 9], { srcFormat: PipeFormat.R8G8B8A8_SRGB }],
  ['BGRA8 seen as RGBA8', PipeFormat.B8G8R8A8_UNORM, [1, 2, 3, 4], RGBA8, [1, 2, 3, 4], { srcFormat: RGBA8 }],
  ['into BGRA8 seen as RGBA8', RGBA8, [1, 2, 3, 4], PipeFormat.B8G8R8A8_UNORM, [1, 2, 3, 4], { dstFormat: RGBA8 }],
  ['integers', PipeFormat.R8G8B8A8_UINT, [1, 2, 3, 200], PipeFormat.R8G8B8A8_UINT, [1, 2, 3, 200]],
  ['integers of other sizes', PipeFormat.R8G8_UINT, [1, 200], PipeFormat.R8G8B8A8_UINT, [1, 200, 0, 1]],
  ['unsigned to signed integers', PipeFormat.R8_UINT, [200], PipeFormat.R32_SINT, [200, 0, 0, 0]],
  ['signed to unsigned integers', PipeFormat.R8_SINT, [200], PipeFormat.R32_UINT, [0, 0, 0, 0]],
  ['RGB9E5, which cannot be rendered to', PipeFormat.R9G9B9E5_FLOAT, [0, 1, 0, 128], RGBA8, [255, 0, 0, 255]],
  ['SNORM', PipeFormat.R8G8B8A8_SNORM, [127, 129, 0, 127], PipeFormat.R8G8B8A8_SNORM, [127, 129, 0, 127]],
];

test.each(conversions)('a blit converts %s', (_name, srcFormat, from, dstFormat, to, view) => {
  const src = image(srcFormat, 1, 1, from);
  const dst = image(dstFormat, 2, 1);
  // Scaled, so that it is no raw copy.
  expect(blit(src, dst, view)).toBe(0);
  expect(texels(dst, to.length)).toEqual([...to, ...to]);
  const same = image(dstFormat, 1, 1);
  expect(blit(src, same, view)).toBe(0);
  expect(texels(same, to.length)).toEqual(to);
});

const shapes: [name: string, args: Partial<p.BlitArgs>, expected: number[]][] = [
  ['whole', {}, [1, 2, 3, 4]],
  ['flipped in x', { srcX: 4, srcW: -4 }, [4, 3, 2, 1]],
  ['flipped in x by the destination', { dstX: 4, dstW: -4 }, [4, 3, 2, 1]],
  ['part', { srcX: 1, srcW: 2, dstX: 2, dstW: 2 }, [9, 9, 2, 3]],
  ['enlarged', { srcX: 1, srcW: 2 }, [2, 2, 3, 3]],
  ['shrunk', { dstX: 1, dstW: 2 }, [9, 2, 4, 9]],
  ['enlarged and flipped', { srcX: 3, srcW: -2 }, [3, 3, 2, 2]],
  ['scissored', { scissorEnable: 1, scissorMinx: 1, scissorMaxx: 3, scissorMaxy: 1 }, [9, 2, 3, 9]],
  ['scissored to nothing', { scissorEnable: 1, scissorMinx: 3, scissorMaxx: 1, scissorMaxy: 1 }, [9, 9, 9, 9]],
  ['destination reaching out on the left', { dstX: -2 }, [3, 4, 9, 9]],
  ['destination reaching out on the right', { dstX: 3 }, [9, 9, 9, 1]],
  ['source reaching out', { srcX: -2 }, [9, 9, 1, 2]],
  ['source reaching out on the right', { srcX: 2 }, [3, 4, 9, 9]],
  ['from far outside', { srcX: 0x7fffff00 }, [9, 9, 9, 9]],
  ['of huge boxes', { srcX: -0x3fffffff, srcW: 0x7fffffff, dstX: -0x3fffffff, dstW: 0x7fffffff }, [1, 2, 3, 4]],
  ['of a size that wraps around', { srcX: -0x70000000, srcW: -0x20000000, dstX: -0x70000000, dstW: -0x20000000 }, [1, 2, 3, 4]],
  ['of no width', { srcW: 0, dstW: 0 }, [9, 9, 9, 9]],
];

test.each(shapes)('a blit by GL: %s', (_name, args, expected) => {
  const src = image(RGBA8, 4, 1, red(1, 2, 3, 4));
  const dst = image(RGBA8, 4, 1, red(9, 9, 9, 9));
  expect(blit(src, dst, args)).toBe(0);
  expect(reds(dst)).toEqual(expected);
});

test.each(shapes)('a blit by shader: %s', (_name, args, expected) => {
  const src = image(PipeFormat.L8_UNORM, 4, 1, [1, 2, 3, 4]);
  const dst = image(PipeFormat.R8G8B8X8_UNORM, 4, 1, red(9, 9, 9, 9));
  expect(blit(src, dst, args)).toBe(0);
  expect(reds(dst)).toEqual(expected);
});

test('rows are flipped too', () => {
  const src = image(RGBA8, 1, 3, red(1, 2, 3));
  const dst = image(RGBA8, 1, 3);
  blit(src, dst, { srcY: 3, srcH: -3 });
  expect(reds(dst)).toEqual([3, 2, 1]);
  const luminance = image(PipeFormat.L8_UNORM, 1, 3, [1, 2, 3]);
  blit(luminance, dst, { srcY: 3, srcH: -3 });
  expect(reds(dst)).toEqual([3, 2, 1]);
});

test.each([
  ['GL', RGBA8, red(0, 100)],
  ['shader', PipeFormat.L8_UNORM, [0, 100]],
] as const)('a linear filter by %s', (_name, format, from) => {
  const src = image(format, 2, 1, from);
  const dst = image(RGBA8, 4, 1);
  blit(src, dst, { filter: TexFilter.LINEAR });
  expect(reds(dst)).toEqual([0, 25, 75, 100]);
});

test('only the channels of the mask are written', () => {
  const src = image(RGBA8, 1, 1, [1, 2, 3, 4]);
  const dst = image(PipeFormat.B8G8R8A8_UNORM, 1, 1, [10, 20, 30, 40]);
  expect(blit(src, dst, { mask: 0x9 })).toBe(0);
  expect(texels(dst, 4)).toEqual([10, 20, 1, 4]);
});

test('blending puts the source over the destination', () => {
  const src = image(RGBA8, 1, 1, [255, 0, 0, 51]);
  const dst = image(RGBA8, 1, 1, [0, 255, 0, 255]);
  expect(blit(src, dst, { alphaBlend: 1 })).toBe(0);
  expect(texels(dst, 4)).toEqual([51, 204, 0, 214]);
});

test('a blit between levels of one texture', () => {
  const src = image(RGBA8, 4, 1, red(0, 100, 200, 100), { lastLevel: 2 });
  for (const level of [1, 2]) {
    const width = 4 >> level;
    expect(blit(src, src, { dstLevel: level, srcLevel: level - 1, srcW: width * 2, dstW: width, filter: TexFilter.LINEAR })).toBe(0);
  }
  expect(reds(src, 1, 1)).toEqual([50, 150]);
  expect(reds(src, 1, 2)).toEqual([100]);
  const alpha = image(PipeFormat.A8_UNORM, 4, 1, [0, 100, 200, 100], { lastLevel: 1 });
  expect(blit(alpha, alpha, { dstLevel: 1, dstW: 2, filter: TexFilter.LINEAR, mask: 8 })).toBe(0);
  expect(texels(alpha, 1, 1, 1)).toEqual([50, 150]);
});

/** Fills a multisample texture, whose samples cannot be uploaded, by clearing rectangles. */
function fill(of: Image, colors: readonly number[], width = 1): void {
  const handle = guest.surface(of.id, of.format);
  guest.framebuffer(0, handle);
  colors.forEach((value, i) => {
    guest.submit(
      command(p.encodeClearSurface, {
        renderCondition: 0,
        buffers: PipeClear.COLOR0,
        handle,
        color: of.format === PipeFormat.R8G8B8A8_UINT ? [value, 0, 0, 1] : [floatBits(value / 255), 0, 0, floatBits(1)],
        dstX: i * width,
        dstY: 0,
        width,
        height: of.height,
      }),
    );
  });
}

test.each([
  ['resolved by GL', RGBA8, RGBA8, {}, [10, 20]],
  ['resolved by shader', RGBA8, PipeFormat.R8G8B8X8_UNORM, { mask: 0x3 }, [10, 20]],
  ['resolved and flipped', RGBA8, RGBA8, { srcX: 2, srcW: -2 }, [20, 10]],
  ['integers resolved', PipeFormat.R8G8B8A8_UINT, PipeFormat.R8G8B8A8_UINT, {}, [10, 20]],
] as const)('multisampling: %s', (_name, from, to, args, expected) => {
  const src = image(from, 2, 1, undefined, { samples: 4 });
  fill(src, [10, 20]);
  const dst = image(to, 2, 1);
  expect(blit(src, dst, args)).toBe(0);
  expect(reds(dst)).toEqual(expected);
});

test('multisampling: every sample that GL stores counts', () => {
  // Hosts round two samples up to what they have. A triangle that covers half of the pixel shows in what is resolved.
  const src = image(RGBA8, 2, 1, undefined, { samples: 2 });
  guest.framebuffer(0, guest.surface(src.id, RGBA8));
  guest.submit(command(p.encodeClear, { buffers: PipeClear.COLOR0, color: [0, 0, 0, 0], depth: 0, stencil: 0 }));
  bindPipeline(guest, 2, 1, { rasterizer: { multisample: 1 } });
  bindPositions(guest, [-1, -1, 0, 1, 1, -1, 0, 1, -1, 1, 0, 1]);
  drawArrays(guest, p.PipePrim.TRIANGLES, 3);
  const plain = image(RGBA8, 2, 1);
  blit(src, plain);
  const flipped = image(RGBA8, 2, 1);
  blit(src, flipped, { srcX: 2, srcW: -2 });
  expect(reds(flipped)).toEqual(reds(plain).toReversed());
  expect(reds(plain)[0]).not.toBe(0);
});

test('multisampling: resolved and scaled with a linear filter', () => {
  const src = image(RGBA8, 2, 1, undefined, { samples: 4 });
  fill(src, [0, 100]);
  const dst = image(RGBA8, 4, 1);
  expect(blit(src, dst, { filter: TexFilter.LINEAR })).toBe(0);
  expect(reds(dst)).toEqual([0, 25, 75, 100]);
});

test.each([
  ['to as many samples', 4, RGBA8],
  ['to as many samples of another format', 4, PipeFormat.R8G8B8X8_UNORM],
  ['from one sample', 0, RGBA8],
  ['to another count', 2, RGBA8],
] as const)('multisampling: %s', (_name, samples, format) => {
  const src = image(RGBA8, 2, 1, samples === 0 ? red(10, 20) : undefined, { samples });
  if (samples !== 0) fill(src, [10, 20]);
  const between = image(format, 2, 1, undefined, { samples: 4 });
  expect(blit(src, between)).toBe(0);
  const dst = image(format, 2, 1);
  expect(blit(between, dst)).toBe(0);
  expect(reds(dst)).toEqual([10, 20]);
});

test.each([
  ['2D array', { target: PipeTarget.TEXTURE_2D_ARRAY, arraySize: 6 }],
  ['cube', { target: PipeTarget.TEXTURE_CUBE, arraySize: 6 }],
  ['cube array', { target: PipeTarget.TEXTURE_CUBE_ARRAY, arraySize: 6 }],
  ['3D', { target: PipeTarget.TEXTURE_3D, depth: 6 }],
] as const)('layers of a %s', (_name, args) => {
  const values = Array.from({ length: 24 }, (_, i) => i + 1);
  const dst = image(RGBA8, 2, 2, red(...values.map(() => 99)), args);
  const src = image(RGBA8, 2, 2, red(...values), args);
  expect(blit(src, dst, { srcZ: 1, srcD: 3, dstZ: 2, dstD: 3 })).toBe(0);
  expect(reds(dst, 6)).toEqual([...Array<number>(8).fill(99), ...values.slice(4, 16), ...Array<number>(4).fill(99)]);
  // The same through a shader, each layer flipped.
  const luminance = image(PipeFormat.L8_UNORM, 2, 2, values, args);
  const flat = image(RGBA8, 2, 2, red(...values.map(() => 99)), { target: PipeTarget.TEXTURE_2D_ARRAY, arraySize: 6 });
  expect(blit(luminance, flat, { srcZ: 3, srcD: 3, dstZ: 3, dstD: 3, srcX: 2, srcW: -2 })).toBe(0);
  expect(reds(flat, 6)).toEqual([...Array<number>(12).fill(99), 14, 13, 16, 15, 18, 17, 20, 19, 22, 21, 24, 23]);
});

test.each([
  ['1D', { target: PipeTarget.TEXTURE_1D }, 1],
  ['1D array', { target: PipeTarget.TEXTURE_1D_ARRAY, arraySize: 3 }, 3],
  ['rectangle', { target: PipeTarget.TEXTURE_RECT }, 1],
] as const)('a blit of a %s texture', (_name, args, layers) => {
  const values = Array.from({ length: 2 * layers }, (_, i) => i + 1);
  for (const [format, bytes] of [[RGBA8, red(...values)] as const, [PipeFormat.L8_UNORM, values] as const]) {
    const src = image(format, 2, 1, bytes, args);
    const dst = image(RGBA8, 2, 1, red(...values.map(() => 99)), args);
    expect(blit(src, dst, { srcX: 2, srcW: -2, srcZ: layers - 1, dstZ: layers - 1 })).toBe(0);
    expect(reds(dst, layers).slice(-2)).toEqual([values.at(-1), values.at(-2)]);
  }
});

test('3D levels are halved in all directions', () => {
  const args = { target: PipeTarget.TEXTURE_3D, depth: 4, lastLevel: 1 };
  const src = image(RGBA8, 2, 2, red(0, 0, 0, 0, 80, 80, 80, 80, 100, 100, 100, 100, 200, 200, 200, 200), args);
  expect(blit(src, src, { dstLevel: 1, dstW: 1, dstH: 1, dstD: 2, srcD: 4, filter: TexFilter.LINEAR })).toBe(0);
  expect(reds(src, 2, 1)).toEqual([40, 150]);
});

const Z24S8 = PipeFormat.S8_UINT_Z24_UNORM;
const depthRows: [name: string, src: number, from: number[], dst: number, mask: number, to: number[]][] = [
  ['Z24S8 whole', Z24S8, [0x80000001, 0xffffff05], Z24S8, 0x30, [0x80000001, 0xffffff05]],
  ['Z24S8 depth only', Z24S8, [0x80000001, 0xffffff05], Z24S8, 0x10, [0x80000099, 0xffffff99]],
  ['Z24S8 stencil only', Z24S8, [0x80000001, 0xffffff05], Z24S8, 0x20, [0x99999901, 0x99999905]],
  ['Z32F to Z24S8', PipeFormat.Z32_FLOAT, [0x3f800000, 0], Z24S8, 0x30, [0xffffff99, 0x00000099]],
  ['Z24S8 to Z32F', Z24S8, [0xffffff01, 5], PipeFormat.Z32_FLOAT, 0x30, [0x3f800000, 0]],
  ['Z32F', PipeFormat.Z32_FLOAT, [0x3e800000, 0x3f000000], PipeFormat.Z32_FLOAT, 0x10, [0x3e800000, 0x3f000000]],
  ['colour of a depth texture, which is nothing', Z24S8, [1, 2], Z24S8, 0xf, [0x99999999, 0x99999999]],
];

test.each(depthRows)('a depth-stencil blit: %s', (_name, srcFormat, from, dstFormat, mask, to) => {
  const src = image(srcFormat, 2, 1, new Uint8Array(Uint32Array.from(from).buffer), { bind: bindDepth });
  const flipped = [to[1], to[0]];
  for (const args of [{}, { srcX: 2, srcW: -2 }]) {
    const old = new Uint8Array(8).fill(0x99);
    const dst = image(dstFormat, 2, 1, old, { bind: bindDepth });
    expect(blit(src, dst, { mask, ...args })).toBe(0);
    expect([...new Uint32Array(guest.read(dst.id, 8, { width: 2 }).buffer)]).toEqual('srcX' in args ? flipped : to);
  }
});

test('depth is filtered for mipmaps', () => {
  const src = image(PipeFormat.Z32_FLOAT, 2, 1, new Uint8Array(Float32Array.of(0.25, 0.75).buffer), { bind: bindDepth });
  const dst = image(PipeFormat.Z32_FLOAT, 1, 1, undefined, { bind: bindDepth });
  expect(blit(src, dst, { mask: 0x10, filter: TexFilter.LINEAR })).toBe(0);
  expect(new Float32Array(guest.read(dst.id, 4, {}).buffer)[0]).toBe(0.5);
});

test('stencil between formats of different depth', () => {
  const src = image(PipeFormat.Z32_FLOAT_S8X24_UINT, 2, 1, new Uint8Array(Uint32Array.of(0x3f800000, 0xa5, 0, 0x5a).buffer), {
    bind: bindDepth,
  });
  const dst = image(Z24S8, 2, 1, new Uint8Array(8).fill(0x99), { bind: bindDepth });
  expect(blit(src, dst, { mask: 0x30 })).toBe(0);
  expect([...new Uint32Array(guest.read(dst.id, 8, { width: 2 }).buffer)]).toEqual([0xffffffa5, 0x0000005a]);
});

test('depth is resolved to a sample', () => {
  const src = image(Z24S8, 1, 1, undefined, { samples: 4, bind: bindDepth });
  guest.framebuffer(guest.surface(src.id, Z24S8));
  guest.submit(command(p.encodeClear, { buffers: PipeClear.DEPTH | PipeClear.STENCIL, color: [0, 0, 0, 0], depth: 1, stencil: 7 }));
  for (const format of [Z24S8, PipeFormat.Z32_FLOAT]) {
    const dst = image(format, 1, 1, undefined, { bind: bindDepth });
    expect(blit(src, dst, { mask: 0x30 })).toBe(0);
    expect(new Uint32Array(guest.read(dst.id, 4, {}).buffer)[0]).toBe(format === Z24S8 ? 0xffffff07 : 0x3f800000);
  }
});

const refusals: [name: string, args: Partial<p.BlitArgs>][] = [
  ['a missing source', { srcResHandle: 77 }],
  ['a missing destination', { dstResHandle: 77 }],
  ['a level that is not there', { srcLevel: 1 }],
  ['a destination level that is not there', { dstLevel: 31 }],
  ['a layer that is not there', { srcZ: 1 }],
  ['a negative layer', { dstZ: -1 }],
  ['too many layers', { dstD: 0x7fffffff }],
  ['a negative depth', { srcD: -1 }],
  ['a format that is none', { srcFormat: 0xffff }],
  ['a depth format for a colour texture', { dstFormat: PipeFormat.Z32_FLOAT, mask: 0x1f }],
];

test.each(refusals)('refused: %s', (_name, args) => {
  const src = image(RGBA8, 2, 2, red(1, 2, 3, 4));
  const dst = image(RGBA8, 2, 2, red(9, 9, 9, 9));
  expect(blit(src, dst, args)).not.toBe(0);
  expect(reds(dst)).toEqual([9, 9, 9, 9]);
});
