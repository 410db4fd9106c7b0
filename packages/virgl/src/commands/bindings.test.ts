/** What a draw sees where a guest bound nothing, or nothing that fits: never what another guest, or an earlier draw, left there. */
import * as p from '@virglass/protocol';
import { bindPipeline, bindPositions, command, drawArrays, makeShader, VirglBench, type VirglGuest } from '@virglass/testkit';
import { afterAll, expect, test } from 'vitest';

const { PipeFormat, PipePrim, PipeShader, PipeTarget } = p;
const bench = new VirglBench();
afterAll(() => bench[Symbol.dispose]());

const sampling = (target: string): string => `FRAG
DCL OUT[0], COLOR
DCL SAMP[0]
DCL SVIEW[0], ${target}, FLOAT
IMM[0] FLT32 {    0.5000,     0.5000,     0.5000,     0.0000}
  0: TEX OUT[0], IMM[0], SAMP[0], ${target}
  1: END
`;
const constants = `FRAG
DCL OUT[0], COLOR
DCL CONST[0][0..255]
DCL TEMP[0]
  0: ADD TEMP[0], CONST[0][0], CONST[0][100]
  1: ADD OUT[0], TEMP[0], CONST[0][255]
  2: END
`;
const cover = [-1, -1, 0, 1, 3, -1, 0, 1, -1, 3, 0, 1];
const black = [0, 0, 0];

/** A guest that draws over a target of one pixel. */
class Painter implements Disposable {
  readonly guest: VirglGuest = bench.guest();
  readonly #target = this.guest.resource({ width: 1, height: 1 });

  constructor(fragment: string) {
    this.guest.framebuffer(0, this.guest.surface(this.#target, PipeFormat.R8G8B8A8_UNORM));
    bindPipeline(this.guest, 1, 1, { fragment });
    bindPositions(this.guest, cover);
  }

  /** Draws; red, green and blue of what is in the target then. */
  paint(): number[] {
    expect(drawArrays(this.guest, PipePrim.TRIANGLES, 3), this.guest.log.at(-1)).toBe(0);
    return this.pixel();
  }

  pixel(): number[] {
    return [...this.guest.read(this.#target, 4, {}).subarray(0, 3)];
  }

  /** Binds a texture whose texels are all white to the fragment shader's first sampler. */
  white(target: number, depth: number): void {
    const texture = this.guest.resource({ target, width: 2, height: 2, depth });
    this.guest.write(
      texture,
      Array.from({ length: 16 * depth }, () => 255),
      { width: 2, height: 2, depth },
    );
    const handle = this.guest.handle();
    const whole = { firstLayer: 0, lastLayer: 0, firstLevel: 0, lastLevel: 0 };
    const plain = { swizzleR: 0, swizzleG: 1, swizzleB: 2, swizzleA: 3 };
    const status = this.guest.submit(
      command(p.encodeCreateSamplerView, {
        handle,
        resHandle: texture,
        format: PipeFormat.R8G8B8A8_UNORM,
        target,
        texture: whole,
        ...plain,
      }),
      command(p.encodeSetSamplerViews, { shaderType: PipeShader.FRAGMENT, startSlot: 0, handle: [handle] }),
    );
    expect(status, this.guest.log.at(-1)).toBe(0);
  }

  [Symbol.dispose](): void {
    this.guest[Symbol.dispose]();
  }
}

test.each([
  ['2D', PipeTarget.TEXTURE_2D, 1],
  ['3D', PipeTarget.TEXTURE_3D, 2],
])('a %s sampler without a view does not show the texture of another guest', (target, pipeTarget, depth) => {
  using owner = new Painter(sampling(target));
  owner.white(pipeTarget, depth);
  expect(owner.paint()).toEqual([255, 255, 255]);
  using other = new Painter(sampling(target));
  expect(other.paint()).toEqual(black);
});

test('a sampler with a view of another target does not show what was bound before', () => {
  using owner = new Painter(sampling('3D'));
  owner.white(PipeTarget.TEXTURE_3D, 2);
  expect(owner.paint()).toEqual([255, 255, 255]);
  using other = new Painter(sampling('3D'));
  other.white(PipeTarget.TEXTURE_2D, 1);
  expect(other.paint()).toEqual(black);
});

test('constants that were never set are zero, whatever other guests had', () => {
  using owner = new Painter(constants);
  const ones = Float32Array.from({ length: 1024 }, () => 1);
  for (let i = 0; i < 4; i++) {
    owner.guest.submit(
      command(p.encodeSetConstantBuffer, { shaderType: PipeShader.FRAGMENT, index: 0, data: new Uint32Array(ones.buffer) }),
    );
    expect(owner.paint()).toEqual([255, 255, 255]);
  }
  using other = new Painter(constants);
  expect(other.paint()).toEqual(black);
});

const sum = `FRAG
DCL OUT[0], COLOR
DCL CONST[0][0..3]
  0: ADD OUT[0], CONST[0][0], CONST[0][3]
  1: END
`;
/** Sets the fragment shader's constants inline: so many rows, all of one value. */
const setRows = (guest: VirglGuest, rows: number, value: number): number =>
  guest.submit(
    command(p.encodeSetConstantBuffer, {
      shaderType: PipeShader.FRAGMENT,
      index: 0,
      data: new Uint32Array(Float32Array.from({ length: rows * 4 }, () => value).buffer),
    }),
  );

test('few constants reach the program that guests share: each its own, and zeros behind them', () => {
  using owner = new Painter(sum);
  using other = new Painter(sum);
  setRows(owner.guest, 4, 0.5);
  expect(owner.paint()).toEqual([255, 255, 255]);
  expect(other.paint()).toEqual(black);
  expect(owner.paint()).toEqual([255, 255, 255]);
  setRows(other.guest, 4, 0.1);
  expect(other.paint()).toEqual([51, 51, 51]);
  setRows(owner.guest, 1, 0.2);
  expect(owner.paint()).toEqual([51, 51, 51]);
  setRows(owner.guest, 0, 0);
  expect(owner.paint()).toEqual(black);
});

test('the constants of two programs that have them in different places', () => {
  using painter = new Painter(sum);
  const { guest } = painter;
  const bind = (text: string): void => {
    guest.submit(command(p.encodeBindShader, { handle: makeShader(guest, PipeShader.FRAGMENT, text), type: PipeShader.FRAGMENT }));
  };
  setRows(guest, 256, 0.2);
  expect(painter.paint()).toEqual([102, 102, 102]);
  bind(constants);
  expect(painter.paint()).toEqual([153, 153, 153]);
  setRows(guest, 256, 0.1);
  bind(sum);
  expect(painter.paint()).toEqual([51, 51, 51]);
  setRows(guest, 256, 0.3);
  bind(constants);
  expect(painter.paint().map((value) => Math.round(value / 10))).toEqual([23, 23, 23]);
});

test('a buffer in the place of inline constants, and back', () => {
  using painter = new Painter(sum);
  const { guest } = painter;
  setRows(guest, 4, 0.5);
  expect(painter.paint()).toEqual([255, 255, 255]);
  const buffer = guest.buffer(64, p.PipeBind.CONSTANT_BUFFER);
  guest.write(buffer, new Uint8Array(new Float32Array(16).fill(0.1).buffer), { width: 64 });
  const use = { shaderType: PipeShader.FRAGMENT, index: 0, offset: 0, length: 64 };
  expect(guest.submit(command(p.encodeSetUniformBuffer, { ...use, resHandle: buffer }))).toBe(0);
  expect(painter.paint()).toEqual([51, 51, 51]);
  expect(guest.submit(command(p.encodeSetUniformBuffer, { ...use, resHandle: 0 }))).toBe(0);
  expect(painter.paint()).toEqual([255, 255, 255]);
  expect(guest.submit(command(p.encodeSetUniformBuffer, { ...use, resHandle: buffer }))).toBe(0);
  expect(painter.paint()).toEqual([51, 51, 51]);
  setRows(guest, 4, 0.25);
  expect(painter.paint()).toEqual([128, 128, 128]);
});

test('a refused BIND_SHADER leaves nothing to draw with until a shader is bound', () => {
  using painter = new Painter(sampling('2D'));
  const { guest } = painter;
  painter.white(PipeTarget.TEXTURE_2D, 1);
  const vertex = makeShader(guest, PipeShader.VERTEX, 'VERT\nDCL IN[0]\nDCL OUT[0], POSITION\n  0: MOV OUT[0], IN[0]\n  1: END\n');
  for (const handle of [9999, vertex]) {
    expect(guest.submit(command(p.encodeBindShader, { handle, type: PipeShader.FRAGMENT }))).not.toBe(0);
    expect(drawArrays(guest, PipePrim.TRIANGLES, 3)).not.toBe(0);
    expect(guest.log.at(-1)).toContain('no fragment shader is bound');
    expect(painter.pixel()).toEqual(black);
  }
  const fragment = makeShader(guest, PipeShader.FRAGMENT, sampling('2D'));
  expect(guest.submit(command(p.encodeBindShader, { handle: fragment, type: PipeShader.FRAGMENT }))).toBe(0);
  expect(painter.paint()).toEqual([255, 255, 255]);
});
