/** Sampling and multisampling where the host keeps things otherwise than the guest asked. */
import * as p from '@virglass/protocol';
import { bindPipeline, bindPositions, command, drawArrays, floatBits, VirglBench, type VirglGuest } from '@virglass/testkit';
import { afterAll, expect, test } from 'vitest';

const { PipeBind, PipeFormat, PipePrim, PipeShader, PipeTarget, Swizzle, TexFilter, TexWrap } = p;
const bench = new VirglBench();
afterAll(() => bench[Symbol.dispose]());

const cover = [-1, -1, 0, 1, 3, -1, 0, 1, -1, 3, 0, 1];

/** A target of one pixel to draw to; its resource. */
function target(guest: VirglGuest, args: Partial<Parameters<VirglGuest['resource']>[0]> = {}): number {
  const id = guest.resource({ width: 1, height: 1, ...args });
  guest.framebuffer(0, guest.surface(id, PipeFormat.R8G8B8A8_UNORM));
  guest.submit(command(p.encodeClear, { buffers: p.PipeClear.COLOR0, color: [0, 0, 0, 0], depth: 0, stencil: 0 }));
  return id;
}

interface Sampling {
  readonly texture: number;
  readonly format: number;
  /** Pipe swizzle of the view. */
  readonly swizzle: readonly [number, number, number, number];
  readonly compare?: boolean;
}

/** What a fragment shader gets that samples a texture beside its edge, at the border's colour of 1/5, 2/5, 3/5, 4/5. */
function sample(guest: VirglGuest, s: Sampling): number[] {
  const id = target(guest);
  const kind = s.compare === true ? 'SHADOW2D' : '2D';
  const fragment = `FRAG
DCL OUT[0], COLOR
DCL SAMP[0]
DCL SVIEW[0], 2D, FLOAT
IMM[0] FLT32 {-3.0, 0.5, 0.3, 0.0}
  0: TEX OUT[0], IMM[0], SAMP[0], ${kind}
  1: END
`;
  bindPipeline(guest, 1, 1, { fragment });
  const [view, sampler] = [guest.handle(), guest.handle()];
  const status = guest.submit(
    command(p.encodeCreateSamplerView, {
      handle: view,
      resHandle: s.texture,
      format: s.format,
      target: PipeTarget.TEXTURE_2D,
      texture: { firstLayer: 0, lastLayer: 0, firstLevel: 0, lastLevel: 0 },
      swizzleR: s.swizzle[0],
      swizzleG: s.swizzle[1],
      swizzleB: s.swizzle[2],
      swizzleA: s.swizzle[3],
    }),
    command(p.encodeCreateSamplerState, {
      handle: sampler,
      wrapS: TexWrap.CLAMP_TO_BORDER,
      wrapT: TexWrap.CLAMP_TO_BORDER,
      wrapR: TexWrap.CLAMP_TO_BORDER,
      minImgFilter: TexFilter.NEAREST,
      minMipFilter: p.MipFilter.NONE,
      magImgFilter: TexFilter.NEAREST,
      compareMode: s.compare === true ? 1 : 0,
      compareFunc: p.CompareFunc.LESS,
      seamlessCubeMap: 0,
      maxAnisotropy: 0,
      lodBias: 0,
      minLod: 0,
      maxLod: 0,
      borderColor: [floatBits(0.2), floatBits(0.4), floatBits(0.6), floatBits(0.8)],
    }),
    command(p.encodeSetSamplerViews, { shaderType: PipeShader.FRAGMENT, startSlot: 0, handle: [view] }),
    command(p.encodeBindSamplerStates, { shaderType: PipeShader.FRAGMENT, startSlot: 0, handle: [sampler] }),
  );
  expect(status, guest.log.at(-1)).toBe(0);
  bindPositions(guest, cover);
  expect(drawArrays(guest, PipePrim.TRIANGLES, 3), guest.log.at(-1)).toBe(0);
  const pixel = [...guest.read(id, 4, {})];
  expect(bench.glErrors()).toBe('');
  return pixel;
}

const plain = [Swizzle.X, Swizzle.Y, Swizzle.Z, Swizzle.W] as const;

test.each([
  ['R8G8B8A8_UNORM', [51, 102, 153, 204]],
  ['L8_UNORM', [51, 51, 51, 255]],
  ['A8_UNORM', [0, 0, 0, 204]],
  ['L8A8_UNORM', [51, 51, 51, 204]],
] as const)('the border of %s has the channels of the format', (name, want) => {
  using guest = bench.guest();
  const format = PipeFormat[name];
  const texture = guest.resource({ width: 1, height: 1, format, bind: PipeBind.SAMPLER_VIEW });
  expect(sample(guest, { texture, format, swizzle: plain })).toEqual(want);
});

test('a comparison is swizzled after it, not before, and what is read without comparing still is', () => {
  using guest = bench.guest();
  const format = PipeFormat.Z32_FLOAT;
  const texture = guest.resource({ width: 1, height: 1, format, bind: PipeBind.SAMPLER_VIEW | PipeBind.DEPTH_STENCIL });
  const alpha = [Swizzle.ZERO, Swizzle.ZERO, Swizzle.ZERO, Swizzle.X] as const;
  // The border is 0.2: the reference of 0.3 is not less.
  const luminance = [Swizzle.X, Swizzle.X, Swizzle.X, Swizzle.ONE] as const;
  expect(sample(guest, { texture, format, swizzle: alpha, compare: true })).toEqual([0, 0, 0, 0]);
  expect(sample(guest, { texture, format, swizzle: luminance, compare: true })).toEqual([0, 0, 0, 255]);
  expect(sample(guest, { texture, format, swizzle: alpha })).toEqual([0, 0, 0, 51]);
});

test('half of the sample mask is half of the samples, however many the host makes', () => {
  using guest = bench.guest();
  const samples = 2;
  target(guest, { samples, width: 1, height: 1 });
  bindPipeline(guest, 1, 1, { rasterizer: { multisample: 1 } });
  bindPositions(guest, cover);
  const resolved = guest.resource({ width: 1, height: 1 });
  const source = 1;
  expect(guest.submit(command(p.encodeSetSampleMask, { mask: 0b10 })), guest.log.at(-1)).toBe(0);
  expect(drawArrays(guest, PipePrim.TRIANGLES, 3), guest.log.at(-1)).toBe(0);
  expect(blit(guest, source, resolved, 0, 1), guest.log.at(-1)).toBe(0);
  const red = guest.read(resolved, 4, {})[0]!;
  expect(red).toBeGreaterThan(126);
  expect(red).toBeLessThan(129);
});

/** Blits a square of `size` pixels to `dstX` of another resource. */
function blit(guest: VirglGuest, srcResHandle: number, dstResHandle: number, dstX: number, size: number): number {
  const format = PipeFormat.R8G8B8A8_UNORM;
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
      dstResHandle,
      dstLevel: 0,
      dstFormat: format,
      dstX,
      dstY: 0,
      dstZ: 0,
      dstW: size,
      dstH: size,
      dstD: 1,
      srcResHandle,
      srcLevel: 0,
      srcFormat: format,
      srcX: 0,
      srcY: 0,
      srcZ: 0,
      srcW: size,
      srcH: size,
      srcD: 1,
    }),
  );
}

test('a blit into a multisample texture leaves the samples beside its box alone', () => {
  using guest = bench.guest();
  const white = guest.resource({ width: 4, height: 4 });
  guest.write(white, new Uint8Array(64).fill(255), { width: 4, height: 4 });
  const many = target(guest, { samples: 4, width: 8, height: 4 });
  const resolved = guest.resource({ width: 8, height: 4 });
  expect(blit(guest, white, many, 4, 4), guest.log.at(-1)).toBe(0);
  expect(blit(guest, many, resolved, 0, 4), guest.log.at(-1)).toBe(0);
  expect([...guest.read(resolved, 128, { width: 8, height: 4 })].every((byte) => byte === 0)).toBe(true);
});
