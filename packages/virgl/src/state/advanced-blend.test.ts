/** The equations of KHR_blend_equation_advanced: in a blend state without blending, for shaders that allow them. */
import * as p from '@virglass/protocol';
import { bindPipeline, bindPositions, command, drawArrays, makeShader, VirglBench, type VirglGuest } from '@virglass/testkit';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';

const { BlendFactor, ObjectType, PipeFormat, PipePrim, PipeShader } = p;
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

const cover = [-1, -1, 0, 1, 3, -1, 0, 1, -1, 3, 0, 1];
const MULTIPLY = 1;
const SCREEN = 2;
const half = [128, 128, 128, 255];

/** Binds a blend state whose first colour buffer has these numbers. */
function bindBlend(first: Partial<p.CreateBlendArgs['rt'][number]>, independentBlendEnable = 0): void {
  const off = {
    blendEnable: 0,
    rgbFunc: 0,
    rgbSrcFactor: 0,
    rgbDstFactor: 0,
    alphaFunc: 0,
    alphaSrcFactor: 0,
    alphaDstFactor: 0,
    colormask: 15,
  };
  const handle = guest.handle();
  const status = guest.submit(
    command(p.encodeCreateBlend, {
      handle,
      independentBlendEnable,
      logicopEnable: 0,
      dither: 0,
      alphaToCoverage: 0,
      alphaToOne: 0,
      logicopFunc: 0,
      rt: Array.from({ length: 8 }, (_, i) => (i === 0 ? { ...off, ...first } : off)),
    }),
    command(p.encodeBindObject, { objectType: ObjectType.BLEND, handle }),
  );
  expect(status, guest.log.at(-1)).toBe(0);
}

/** Binds a fragment shader that draws 0.5, 0.25, 0, 1 and allows the modes of a mask; null: none. */
function bindFragment(modes: number | null): void {
  const property = modes === null ? '' : `PROPERTY FS_BLEND_EQUATION_ADVANCED ${modes}\n`;
  const text = `FRAG\n${property}DCL OUT[0], COLOR\nIMM[0] FLT32 {0.5, 0.25, 0.0, 1.0}\n  0: MOV OUT[0], IMM[0]\n  1: END\n`;
  guest.submit(command(p.encodeBindShader, { handle: makeShader(guest, PipeShader.FRAGMENT, text), type: PipeShader.FRAGMENT }));
}

/** Pixels that hold `half`, bound as colour buffers. */
function targets(count: number, format: number = PipeFormat.R8G8B8A8_UNORM): number[] {
  const ids = Array.from({ length: count }, () => guest.resource({ width: 1, height: 1, format }));
  for (const id of ids) guest.write(id, half, {});
  guest.framebuffer(0, ...ids.map((id) => guest.surface(id, format)));
  return ids;
}

function draw(): void {
  bindPositions(guest, cover);
  expect(drawArrays(guest, PipePrim.TRIANGLES, 3), guest.log.at(-1)).toBe(0);
}

const plain = [128, 64, 0, 255];

test('modes take turns with each other and with common blending', () => {
  const [pixel] = targets(1);
  bindPipeline(guest, 1, 1);
  bindFragment((1 << MULTIPLY) | (1 << SCREEN));
  const after = (rt: Parameters<typeof bindBlend>[0]): number[] => {
    guest.write(pixel!, half, {});
    bindBlend(rt);
    draw();
    return [...guest.read(pixel!, 4, {})];
  };
  expect(after({ alphaSrcFactor: MULTIPLY })).toEqual([64, 32, 0, 255]);
  expect(after({ alphaSrcFactor: SCREEN })).toEqual([192, 160, 128, 255]);
  const one = BlendFactor.ONE;
  expect(after({ blendEnable: 1, rgbSrcFactor: one, rgbDstFactor: one, alphaSrcFactor: one, alphaDstFactor: one })).toEqual([
    255, 192, 128, 255,
  ]);
  expect(after({ alphaSrcFactor: MULTIPLY })).toEqual([64, 32, 0, 255]);
  expect(after({})).toEqual(plain);
});

test('a shader that does not allow the mode draws without blending, one bound later blends', () => {
  const [pixel] = targets(1);
  bindPipeline(guest, 1, 1);
  bindBlend({ alphaSrcFactor: MULTIPLY });
  for (const modes of [null, 1 << SCREEN]) {
    bindFragment(modes);
    draw();
    expect([...guest.read(pixel!, 4, {})]).toEqual(plain);
  }
  guest.write(pixel!, half, {});
  bindFragment(1 << MULTIPLY);
  draw();
  expect([...guest.read(pixel!, 4, {})]).toEqual([64, 32, 0, 255]);
});

test.each([
  ['a mode that is none', { alphaSrcFactor: 16 }],
  ['a factor beside it', { alphaSrcFactor: MULTIPLY, rgbDstFactor: BlendFactor.ONE }],
  ['an alpha factor beside it', { alphaSrcFactor: MULTIPLY, alphaDstFactor: BlendFactor.ONE }],
])('%s is no advanced equation', (_, rt) => {
  const [pixel] = targets(1);
  bindPipeline(guest, 1, 1);
  bindFragment(0xfffe);
  bindBlend(rt);
  draw();
  expect([...guest.read(pixel!, 4, {})]).toEqual(plain);
});

test('several colour buffers, or one of integers, are not blended so', () => {
  const pixels = targets(2);
  bindPipeline(guest, 1, 1);
  bindFragment(1 << MULTIPLY);
  bindBlend({ alphaSrcFactor: MULTIPLY });
  draw();
  expect([...guest.read(pixels[0]!, 4, {})]).toEqual(plain);
  targets(1, PipeFormat.R8G8B8A8_UINT);
  draw();
});

test('what another guest left is not blended with', () => {
  targets(1);
  bindPipeline(guest, 1, 1);
  bindFragment(1 << MULTIPLY);
  bindBlend({ alphaSrcFactor: MULTIPLY });
  draw();
  guest[Symbol.dispose]();
  guest = bench.guest();
  const pixels = targets(2);
  bindPipeline(guest, 1, 1);
  bindFragment(null);
  const one = BlendFactor.ONE;
  bindBlend({ blendEnable: 1, rgbSrcFactor: one, rgbDstFactor: one, alphaSrcFactor: one, alphaDstFactor: one }, 1);
  draw();
  expect([...guest.read(pixels[0]!, 4, {})]).toEqual([255, 192, 128, 255]);
});

test('a barrier between draws that blend', () => {
  targets(1);
  expect(guest.submit(command(p.encodeTextureBarrier, { flags: p.TextureBarrier.FRAMEBUFFER })), guest.log.at(-1)).toBe(0);
});
