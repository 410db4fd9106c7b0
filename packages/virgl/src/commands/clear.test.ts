import * as p from '@virglass/protocol';
import { bindPipeline, bindPositions, command, drawArrays, floatBits, VirglBench, type VirglGuest } from '@virglass/testkit';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';

const { PipeBind, PipeClear, PipeFormat, PipeTarget } = p;
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

const f = (...values: number[]): number[] => values.map(floatBits);

function clear(buffers: number, color: number[], depth = 0, stencil = 0): number {
  return guest.submit(command(p.encodeClear, { buffers, color, depth, stencil }));
}

const colorRows: [name: string, format: number, color: number[], texel: number[]][] = [
  ['RGBA8', PipeFormat.R8G8B8A8_UNORM, f(1, 0, 0.2, 0.4), [255, 0, 51, 102]],
  ['BGRA8', PipeFormat.B8G8R8A8_UNORM, f(1, 0, 0.2, 0.4), [51, 0, 255, 102]],
  ['sRGB is encoded', PipeFormat.R8G8B8A8_SRGB, f(0.5, 0, 1, 0.5), [188, 0, 255, 128]],
  ['A8 takes alpha', PipeFormat.A8_UNORM, f(1, 1, 1, 0.2), [51]],
  ['L8 takes red', PipeFormat.L8_UNORM, f(0.2, 1, 1, 1), [51]],
  ['L8A8 takes red and alpha', PipeFormat.L8A8_UNORM, f(0.2, 1, 1, 0.4), [51, 102]],
  ['R8', PipeFormat.R8_UNORM, f(0.2, 1, 1, 1), [51]],
  ['RGBA8UI', PipeFormat.R8G8B8A8_UINT, [1, 2, 3, 200], [1, 2, 3, 200]],
  ['RGBA8I', PipeFormat.R8G8B8A8_SINT, [1, 0xfffffffe, 3, 0xffffff80], [1, 254, 3, 128]],
  ['RGB565', PipeFormat.B5G6R5_UNORM, f(1, 0, 1, 1), [0x1f, 0xf8]],
];

test.each(colorRows)('a colour clear of %s', (_name, format, color, texel) => {
  const id = guest.resource({ format, width: 2, height: 2 });
  guest.framebuffer(0, guest.surface(id, format));
  expect(clear(PipeClear.COLOR0, color)).toBe(0);
  expect([...guest.read(id, texel.length, { x: 1, y: 1 })]).toEqual(texel);
});

test('a clear of 32-bit integers keeps every bit', () => {
  const format = PipeFormat.R32G32B32A32_UINT;
  const id = guest.resource({ format, width: 1, height: 1 });
  guest.framebuffer(0, guest.surface(id, format));
  clear(PipeClear.COLOR0, [0xffffffff, 0x80000001, 7, 0x7f800001]);
  expect([...new Uint32Array(guest.read(id, 16, {}).buffer)]).toEqual([0xffffffff, 0x80000001, 7, 0x7f800001]);
});

test('only the buffers of the mask are cleared', () => {
  const a = guest.resource({});
  const b = guest.resource({});
  guest.framebuffer(0, guest.surface(a, PipeFormat.R8G8B8A8_UNORM), 0, guest.surface(b, PipeFormat.R8G8B8A8_UNORM));
  clear(PipeClear.COLOR0 | PipeClear.COLOR1 | PipeClear.COLOR2, f(0, 0, 0, 0));
  expect(clear(PipeClear.COLOR2, f(1, 1, 1, 1))).toBe(0);
  expect([...guest.read(a, 4, {})]).toEqual([0, 0, 0, 0]);
  expect([...guest.read(b, 4, {})]).toEqual([255, 255, 255, 255]);
});

const bindDepth = PipeBind.DEPTH_STENCIL | PipeBind.SAMPLER_VIEW;

test('depth and stencil are cleared together and apart', () => {
  const format = PipeFormat.S8_UINT_Z24_UNORM;
  const id = guest.resource({ format, bind: bindDepth, width: 1, height: 1 });
  guest.framebuffer(guest.surface(id, format));
  const texel = (): number => new Uint32Array(guest.read(id, 4, {}).buffer)[0]!;
  clear(PipeClear.DEPTH | PipeClear.STENCIL, f(0, 0, 0, 0), 1, 0x5a);
  expect(texel()).toBe(0xffffff5a);
  clear(PipeClear.DEPTH, f(0, 0, 0, 0), 0, 1);
  expect(texel()).toBe(0x0000005a);
  clear(PipeClear.STENCIL, f(0, 0, 0, 0), 1, 0x3c);
  expect(texel()).toBe(0x0000003c);
});

test('a clear of stencil where there is none does nothing', () => {
  const format = PipeFormat.Z32_FLOAT;
  const id = guest.resource({ format, bind: bindDepth, width: 1, height: 1 });
  guest.framebuffer(guest.surface(id, format));
  expect(clear(PipeClear.DEPTH | PipeClear.STENCIL, f(0, 0, 0, 0), 0.25, 9)).toBe(0);
  expect(new Float32Array(guest.read(id, 4, {}).buffer)[0]).toBe(0.25);
});

test('write masks and the scissor do not stop a clear, and are back for the next draw', () => {
  const id = guest.resource({ width: 2, height: 1 });
  guest.framebuffer(0, guest.surface(id, PipeFormat.R8G8B8A8_UNORM));
  bindPipeline(guest, 2, 1, { colorMask: 2, rasterizer: { scissor: 1 } });
  bindPositions(guest, [-4, -4, 0, 1, 4, -4, 0, 1, 0, 8, 0, 1]);
  guest.submit(command(p.encodeSetScissorState, { startSlot: 0, scissor: [{ minx: 1, miny: 0, maxx: 2, maxy: 1 }] }));
  const draw = (): number => drawArrays(guest, p.PipePrim.TRIANGLES, 3);
  expect(draw()).toBe(0);
  clear(PipeClear.COLOR0, f(0.2, 0.2, 0.2, 0.2));
  expect([...guest.read(id, 8, { width: 2 })]).toEqual([51, 51, 51, 51, 51, 51, 51, 51]);
  draw();
  expect([...guest.read(id, 8, { width: 2 })]).toEqual([51, 51, 51, 51, 51, 255, 51, 51]);
  guest.submit(
    command(p.encodeClearSurface, {
      renderCondition: 0,
      buffers: PipeClear.COLOR0,
      handle: guest.surface(id, PipeFormat.R8G8B8A8_UNORM),
      color: f(0, 0, 0, 0),
      dstX: 0,
      dstY: 0,
      width: 2,
      height: 1,
    }),
  );
  draw();
  expect([...guest.read(id, 8, { width: 2 })]).toEqual([0, 0, 0, 0, 0, 255, 0, 0]);
});

test('rasterizer discard does not stop a clear', () => {
  const id = guest.resource({ width: 1, height: 1 });
  guest.framebuffer(0, guest.surface(id, PipeFormat.R8G8B8A8_UNORM));
  bindPipeline(guest, 1, 1, { rasterizer: { rasterizerDiscard: 1 } });
  bindPositions(guest, [-4, -4, 0, 1, 4, -4, 0, 1, 0, 8, 0, 1]);
  drawArrays(guest, p.PipePrim.TRIANGLES, 3);
  clear(PipeClear.COLOR0, f(0.2, 0.2, 0.2, 0.2));
  drawArrays(guest, p.PipePrim.TRIANGLES, 3);
  expect([...guest.read(id, 4, {})]).toEqual([51, 51, 51, 51]);
});

test('the write masks of depth and stencil do not stop a clear', () => {
  const format = PipeFormat.S8_UINT_Z24_UNORM;
  const id = guest.resource({ format, bind: bindDepth, width: 1, height: 1 });
  const color = guest.resource({ width: 1, height: 1 });
  guest.framebuffer(guest.surface(id, format), guest.surface(color, PipeFormat.R8G8B8A8_UNORM));
  const stencil = { enabled: 1, func: 7, failOp: 0, zpassOp: 2, zfailOp: 0, valuemask: 255, writemask: 0x0f };
  bindPipeline(guest, 1, 1, { dsa: { depthEnable: 1, depthFunc: 7, depthWritemask: 0, stencil: [stencil, stencil] } });
  bindPositions(guest, [-4, -4, 0, 1, 4, -4, 0, 1, 0, 8, 0, 1]);
  guest.submit(command(p.encodeSetStencilRef, { front: 0xff, back: 0xff }));
  drawArrays(guest, p.PipePrim.TRIANGLES, 3);
  clear(PipeClear.DEPTH | PipeClear.STENCIL, f(0, 0, 0, 0), 1, 0xa0);
  expect(new Uint32Array(guest.read(id, 4, {}).buffer)[0]).toBe(0xffffffa0);
  drawArrays(guest, p.PipePrim.TRIANGLES, 3);
  expect(new Uint32Array(guest.read(id, 4, {}).buffer)[0]).toBe(0xffffffaf);
});

test('a clear of surfaces of several sizes and layers', () => {
  const small = guest.resource({ width: 1, height: 1 });
  const layers = guest.resource({ target: PipeTarget.TEXTURE_2D_ARRAY, width: 2, height: 2, arraySize: 3 });
  const zero = new Uint8Array(48);
  guest.write(layers, zero, { width: 2, height: 2, depth: 3 });
  // A layered and a plain surface make no complete framebuffer: each is cleared by itself.
  guest.framebuffer(0, guest.surface(small, PipeFormat.R8G8B8A8_UNORM), guest.surface(layers, PipeFormat.R8G8B8A8_UNORM, 0, 1, 2));
  clear(PipeClear.COLOR0 | PipeClear.COLOR1, f(1, 1, 1, 1));
  expect([...guest.read(small, 4, {})]).toEqual([255, 255, 255, 255]);
  expect([...guest.read(layers, 48, { width: 2, height: 2, depth: 3 })]).toEqual([...zero.subarray(32), ...zero.fill(255).subarray(16)]);
});

test('CLEAR_SURFACE fills a rectangle, clipped to the surface', () => {
  const id = guest.resource({ width: 4, height: 2 });
  const handle = guest.surface(id, PipeFormat.R8G8B8A8_UNORM);
  guest.framebuffer(0, handle);
  clear(PipeClear.COLOR0, f(0, 0, 0, 0));
  const status = guest.submit(
    command(p.encodeClearSurface, {
      renderCondition: 0,
      buffers: PipeClear.COLOR0,
      handle,
      color: f(1, 1, 1, 1),
      dstX: 2,
      dstY: 1,
      width: 0xffffffff,
      height: 9,
    }),
  );
  expect(status).toBe(0);
  const red = [...guest.read(id, 32, { width: 4, height: 2 })].filter((_, i) => i % 4 === 0);
  expect(red).toEqual([0, 0, 0, 0, 0, 0, 255, 255]);
});

test('CLEAR_SURFACE clears depth and stencil of one layer', () => {
  const format = PipeFormat.S8_UINT_Z24_UNORM;
  const id = guest.resource({ target: PipeTarget.TEXTURE_2D_ARRAY, format, bind: bindDepth, width: 1, height: 1, arraySize: 2 });
  const both = guest.surface(id, format, 0, 0, 1);
  guest.framebuffer(both);
  clear(PipeClear.DEPTH | PipeClear.STENCIL, f(0, 0, 0, 0), 0, 1);
  const handle = guest.surface(id, format, 0, 1);
  const bits = new Uint32Array(new Float64Array([1]).buffer);
  guest.submit(
    command(p.encodeClearSurface, {
      renderCondition: 0,
      buffers: PipeClear.DEPTH | PipeClear.STENCIL,
      handle,
      color: [bits[0]!, bits[1]!, 0, 7],
      dstX: 0,
      dstY: 0,
      width: 1,
      height: 1,
    }),
  );
  expect([...new Uint32Array(guest.read(id, 8, { depth: 2 }).buffer)]).toEqual([0x00000001, 0xffffff07]);
});

test('CLEAR_TEXTURE writes the texel as it lies in memory, in a box of layers', () => {
  const format = PipeFormat.B8G8R8A8_UNORM;
  const id = guest.resource({ target: PipeTarget.TEXTURE_2D_ARRAY, format, width: 2, height: 2, arraySize: 3 });
  guest.write(id, new Uint8Array(48), { width: 2, height: 2, depth: 3 });
  const status = guest.submit(
    command(p.encodeClearTexture, { handle: id, level: 0, x: 1, y: 0, z: 1, w: 1, h: 2, d: 2, data: [0x04030201, 0, 0, 0] }),
  );
  expect(status).toBe(0);
  const words = [...new Uint32Array(guest.read(id, 48, { width: 2, height: 2, depth: 3 }).buffer)];
  expect(words).toEqual([0, 0, 0, 0, 0, 0x04030201, 0, 0x04030201, 0, 0x04030201, 0, 0x04030201]);
});

test('CLEAR_TEXTURE of a 1D array takes layers as z', () => {
  const id = guest.resource({ target: PipeTarget.TEXTURE_1D_ARRAY, width: 2, height: 1, arraySize: 3 });
  guest.write(id, new Uint8Array(24), { width: 2, depth: 3 });
  expect(
    guest.submit(command(p.encodeClearTexture, { handle: id, level: 0, x: 0, y: 0, z: 2, w: 2, h: 1, d: 1, data: [0xffffffff, 0, 0, 0] })),
  ).toBe(0);
  expect([...new Uint32Array(guest.read(id, 24, { width: 2, depth: 3 }).buffer)]).toEqual([0, 0, 0, 0, 0xffffffff, 0xffffffff]);
});

test('a box outside the texture is refused', () => {
  const id = guest.resource({});
  const data = [0, 0, 0, 0];
  expect(guest.submit(command(p.encodeClearTexture, { handle: id, level: 0, x: 1, y: 0, z: 0, w: 4, h: 1, d: 1, data }))).not.toBe(0);
  expect(guest.submit(command(p.encodeClearTexture, { handle: id, level: 0, x: 0xffffffff, y: 0, z: 0, w: 2, h: 1, d: 1, data }))).not.toBe(
    0,
  );
  expect(guest.submit(command(p.encodeClearTexture, { handle: id, level: 1, x: 0, y: 0, z: 0, w: 1, h: 1, d: 1, data }))).not.toBe(0);
});
