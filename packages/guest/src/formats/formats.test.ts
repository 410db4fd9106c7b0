import { afterAll, expect, test } from 'vitest';
import { createContext, destroyContext } from '../create-context.ts';
import { handCompiler, programs } from '../testing/hand-compiler.ts';
import { localHost } from '../testing/local-host.ts';

const host = localHost();
const gl = createContext(4, 4, { transport: host.transport, compiler: handCompiler(programs), antialias: false });
gl.getExtension('EXT_color_buffer_float');
afterAll(() => {
  destroyContext(gl);
  host[Symbol.dispose]();
});

type Case = readonly [name: string, internalformat: number, format: number, type: number, data: ArrayBufferView, read: readonly number[]];

const cases: readonly Case[] = [
  ['RGBA8', gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE, Uint8Array.of(1, 2, 3, 4), [1, 2, 3, 4]],
  ['RGB8', gl.RGB8, gl.RGB, gl.UNSIGNED_BYTE, Uint8Array.of(1, 2, 3, 0), [1, 2, 3, 255]],
  ['RGB', gl.RGB, gl.RGB, gl.UNSIGNED_BYTE, Uint8Array.of(9, 8, 7, 0), [9, 8, 7, 255]],
  ['RG8', gl.RG8, gl.RG, gl.UNSIGNED_BYTE, Uint8Array.of(5, 6, 0, 0), [5, 6, 0, 255]],
  ['R8', gl.R8, gl.RED, gl.UNSIGNED_BYTE, Uint8Array.of(7, 0, 0, 0), [7, 0, 0, 255]],
  ['RGB565', gl.RGB565, gl.RGB, gl.UNSIGNED_SHORT_5_6_5, Uint16Array.of(0xf800, 0), [255, 0, 0, 255]],
  ['RGB565 of bytes', gl.RGB565, gl.RGB, gl.UNSIGNED_BYTE, Uint8Array.of(0, 255, 0, 0), [0, 255, 0, 255]],
  ['RGBA4', gl.RGBA4, gl.RGBA, gl.UNSIGNED_SHORT_4_4_4_4, Uint16Array.of(0xf00f, 0), [255, 0, 0, 255]],
  ['RGB5_A1', gl.RGB5_A1, gl.RGBA, gl.UNSIGNED_SHORT_5_5_5_1, Uint16Array.of(0x07c1, 0), [0, 255, 0, 255]],
  ['RGB10_A2', gl.RGB10_A2, gl.RGBA, gl.UNSIGNED_INT_2_10_10_10_REV, Uint32Array.of(0xc00003ff), [255, 0, 0, 255]],
  ['SRGB8_ALPHA8', gl.SRGB8_ALPHA8, gl.RGBA, gl.UNSIGNED_BYTE, Uint8Array.of(100, 2, 3, 4), [100, 2, 3, 4]],
  ['RGBA32F', gl.RGBA32F, gl.RGBA, gl.FLOAT, Float32Array.of(1.5, -2, 1e9, 0.25), [1.5, -2, 1e9, 0.25]],
  ['RGBA16F of floats', gl.RGBA16F, gl.RGBA, gl.FLOAT, Float32Array.of(1.5, -2, 1024, 0.25), [1.5, -2, 1024, 0.25]],
  ['R11F_G11F_B10F', gl.R11F_G11F_B10F, gl.RGB, gl.FLOAT, Float32Array.of(1.5, 2, 0.25, 0), [1.5, 2, 0.25, 1]],
  ['R32F', gl.R32F, gl.RED, gl.FLOAT, Float32Array.of(0.1, 0, 0, 0), [Math.fround(0.1), 0, 0, 1]],
  ['RGBA8UI', gl.RGBA8UI, gl.RGBA_INTEGER, gl.UNSIGNED_BYTE, Uint8Array.of(1, 2, 3, 200), [1, 2, 3, 200]],
  ['RGBA8I', gl.RGBA8I, gl.RGBA_INTEGER, gl.BYTE, Int8Array.of(-1, 2, -3, 100), [-1, 2, -3, 100]],
  ['RG16I', gl.RG16I, gl.RG_INTEGER, gl.SHORT, Int16Array.of(-1000, 2000, 0, 0), [-1000, 2000, 0, 1]],
  ['R32UI', gl.R32UI, gl.RED_INTEGER, gl.UNSIGNED_INT, Uint32Array.of(4000000000, 0, 0, 0), [4000000000, 0, 0, 1]],
  ['RGBA32I', gl.RGBA32I, gl.RGBA_INTEGER, gl.INT, Int32Array.of(-5, 6, 7, -8), [-5, 6, 7, -8]],
  ['RGB10_A2UI', gl.RGB10_A2UI, gl.RGBA_INTEGER, gl.UNSIGNED_INT_2_10_10_10_REV, Uint32Array.of(0x400003ff), [1023, 0, 0, 1]],
];

test.each(cases)('%s goes there and back', (_name, internalformat, format, type, data, read) => {
  const texture = gl.createTexture()!;
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texImage2D(gl.TEXTURE_2D, 0, internalformat, 1, 1, 0, format, type, data);
  expect(gl.getError()).toBe(0);
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  expect(gl.checkFramebufferStatus(gl.FRAMEBUFFER)).toBe(gl.FRAMEBUFFER_COMPLETE);
  const integer = format === gl.RED_INTEGER || format === gl.RG_INTEGER || format === gl.RGBA_INTEGER;
  const signed = data instanceof Int8Array || data instanceof Int16Array || data instanceof Int32Array;
  const float = type === gl.FLOAT;
  const out = integer ? (signed ? new Int32Array(4) : new Uint32Array(4)) : float ? new Float32Array(4) : new Uint8Array(4);
  const readType = integer ? (signed ? gl.INT : gl.UNSIGNED_INT) : float ? gl.FLOAT : gl.UNSIGNED_BYTE;
  gl.readPixels(0, 0, 1, 1, integer ? gl.RGBA_INTEGER : gl.RGBA, readType, out);
  expect(gl.getError()).toBe(0);
  expect([...out]).toEqual(read);
  // A clear by scissor is a draw: it has to write every kind of buffer.
  gl.enable(gl.SCISSOR_TEST);
  gl.scissor(0, 0, 1, 1);
  gl.colorMask(true, false, false, false);
  if (!integer) gl.clearBufferfv(gl.COLOR, 0, [1, 1, 1, 1]);
  else if (signed) gl.clearBufferiv(gl.COLOR, 0, [1, 1, 1, 1]);
  else gl.clearBufferuiv(gl.COLOR, 0, [1, 1, 1, 1]);
  gl.colorMask(true, true, true, true);
  gl.disable(gl.SCISSOR_TEST);
  gl.readPixels(0, 0, 1, 1, integer ? gl.RGBA_INTEGER : gl.RGBA, readType, out);
  expect([...out]).toEqual([float || integer ? 1 : 255, ...read.slice(1)]);
  expect(host.log.splice(0)).toEqual([]);
  gl.deleteTexture(texture);
});

test('levels of a mutable texture are gathered, whatever order they come in', () => {
  const texture = gl.createTexture()!;
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  for (const [level, size] of [
    [2, 1],
    [1, 2],
    [0, 4],
  ] as const) {
    gl.texImage2D(gl.TEXTURE_2D, level, gl.RGBA, size, size, 0, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(size * size * 4).fill(level + 1));
  }
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST_MIPMAP_NEAREST);
  expect(texture.object.isMipComplete).toBe(true);
  texture.object.view();
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  const out = new Uint8Array(4);
  for (const level of [0, 1, 2]) {
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, level);
    expect(gl.checkFramebufferStatus(gl.FRAMEBUFFER)).toBe(gl.FRAMEBUFFER_COMPLETE);
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, out);
    expect([...out]).toEqual([level + 1, level + 1, level + 1, level + 1]);
  }
  expect(gl.getError()).toBe(0);
  expect(host.log.splice(0)).toEqual([]);
});

test('copies, blits, cube faces, layers', () => {
  const source = gl.createTexture()!;
  gl.bindTexture(gl.TEXTURE_2D, source);
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, 4, 4);
  const bytes = Uint8Array.from({ length: 64 }, (_, i) => i * 4);
  gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, 4, 4, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
  const from = gl.createFramebuffer();
  gl.bindFramebuffer(gl.READ_FRAMEBUFFER, from);
  gl.framebufferTexture2D(gl.READ_FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, source, 0);
  const cube = gl.createTexture()!;
  gl.bindTexture(gl.TEXTURE_CUBE_MAP, cube);
  for (let face = 0; face < 6; face++) gl.copyTexImage2D(gl.TEXTURE_CUBE_MAP_POSITIVE_X + face, 0, gl.RGBA, 0, 0, 4, 4, 0);
  gl.generateMipmap(gl.TEXTURE_CUBE_MAP);
  const layers = gl.createTexture()!;
  gl.bindTexture(gl.TEXTURE_2D_ARRAY, layers);
  gl.texStorage3D(gl.TEXTURE_2D_ARRAY, 1, gl.RGBA8, 4, 4, 3);
  gl.copyTexSubImage3D(gl.TEXTURE_2D_ARRAY, 0, 1, 1, 2, 0, 0, 2, 2);
  const to = gl.createFramebuffer();
  const out = new Uint8Array(4);
  const at = (x: number, y: number): number[] => {
    gl.readPixels(x, y, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, out);
    return [...out];
  };
  gl.bindFramebuffer(gl.FRAMEBUFFER, to);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_CUBE_MAP_NEGATIVE_Z, cube, 0);
  expect(at(3, 2)).toEqual([...bytes.subarray(44, 48)]);
  gl.framebufferTextureLayer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, layers, 0, 2);
  expect(at(1, 1)).toEqual([...bytes.subarray(0, 4)]);
  expect(at(0, 0)).toEqual([0, 0, 0, 0]);
  gl.bindFramebuffer(gl.READ_FRAMEBUFFER, from);
  gl.blitFramebuffer(0, 0, 4, 4, 4, 4, 0, 0, gl.COLOR_BUFFER_BIT, gl.NEAREST);
  gl.bindFramebuffer(gl.READ_FRAMEBUFFER, to);
  expect(at(3, 3)).toEqual([...bytes.subarray(0, 4)]);
  expect(gl.getError()).toBe(0);
  expect(host.log.splice(0)).toEqual([]);
});
