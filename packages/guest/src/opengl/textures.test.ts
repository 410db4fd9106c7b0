import { expect, test } from 'vitest';
import { bytesAt, cover, openglContext, useProgram } from '../testing/opengl-scene.ts';
import { testContexts } from '../testing/test-contexts.ts';
import type { OpenGLContext } from './context.ts';

const { context } = testContexts(openglContext);

const red = [255, 0, 0, 255];
const green = [0, 255, 0, 255];
const blue = [0, 0, 255, 255];
const white = [255, 255, 255, 255];

/** A texture bound to a target with nearest filtering. */
function texture(gl: OpenGLContext, target: number) {
  const one = gl.createTexture()!;
  gl.bindTexture(target, one);
  gl.texParameteri(target, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(target, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  return one;
}

/** Covers everything with what an expression of the sampler `t` is, and gives the first pixel. */
function sampled(gl: OpenGLContext, sampler: string, expression: string, version = 420): number[] {
  cover(gl, `uniform ${sampler} t;`, `color = vec4(${expression});`, version);
  return bytesAt(gl, 0, 0);
}

test('1D textures and arrays of them', () => {
  const gl = context();
  texture(gl, gl.TEXTURE_1D);
  gl.texImage1D(gl.TEXTURE_1D, 0, gl.RGBA8, 2, 0, gl.RGBA, gl.UNSIGNED_BYTE, Uint8Array.from([...red, ...green]));
  expect(sampled(gl, 'sampler1D', 'texture(t, .75)')).toEqual(green);
  texture(gl, gl.TEXTURE_1D_ARRAY);
  gl.texImage2D(
    gl.TEXTURE_1D_ARRAY,
    0,
    gl.RGBA8,
    2,
    3,
    0,
    gl.RGBA,
    gl.UNSIGNED_BYTE,
    Uint8Array.from([red, red, green, green, blue, white].flat()),
  );
  expect(sampled(gl, 'sampler1DArray', 'texture(t, vec2(.75, 2.))')).toEqual(white);
  gl.texSubImage2D(gl.TEXTURE_1D_ARRAY, 0, 1, 1, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, Uint8Array.from(blue));
  expect(sampled(gl, 'sampler1DArray', 'texture(t, vec2(.75, 1.))')).toEqual(blue);
  expect(gl.getTexLevelParameter(gl.TEXTURE_1D_ARRAY, 0, gl.TEXTURE_HEIGHT)).toBe(3);
  const back = new Uint8Array(24);
  gl.getTexImage(gl.TEXTURE_1D_ARRAY, 0, gl.RGBA, gl.UNSIGNED_BYTE, back);
  expect([...back]).toEqual([red, red, green, blue, blue, white].flat());
});

test('rectangles, cube map arrays and buffers', () => {
  const gl = context();
  texture(gl, gl.TEXTURE_RECTANGLE);
  gl.texImage2D(gl.TEXTURE_RECTANGLE, 0, gl.RGBA8, 2, 1, 0, gl.BGRA, gl.UNSIGNED_BYTE, Uint8Array.from([...red, ...blue]));
  expect(sampled(gl, 'sampler2DRect', 'texture(t, vec2(1.5, .5))')).toEqual(red);
  texture(gl, gl.TEXTURE_CUBE_MAP_ARRAY);
  const faces = Array.from({ length: 12 }, (_, i) => [i * 20, 0, 255 - i * 20, 255]).flat();
  gl.texImage3D(gl.TEXTURE_CUBE_MAP_ARRAY, 0, gl.RGBA8, 1, 1, 12, 0, gl.RGBA, gl.UNSIGNED_BYTE, Uint8Array.from(faces));
  expect(sampled(gl, 'samplerCubeArray', 'texture(t, vec4(0., -1., 0., 1.))')).toEqual([180, 0, 75, 255]);
  const buffer = gl.createBuffer();
  gl.bindBuffer(gl.TEXTURE_BUFFER, buffer);
  gl.bufferData(gl.TEXTURE_BUFFER, Float32Array.of(1, 0, 0, 1, 0, 0.2, 1, 1), gl.STATIC_DRAW);
  gl.bindTexture(gl.TEXTURE_BUFFER, gl.createTexture());
  gl.texBuffer(gl.TEXTURE_BUFFER, gl.RGBA32F, buffer);
  expect(sampled(gl, 'samplerBuffer', 'texelFetch(t, 1)')).toEqual([0, 51, 255, 255]);
  gl.bufferSubData(gl.TEXTURE_BUFFER, 16, Float32Array.of(1, 1, 0, 1));
  expect(sampled(gl, 'samplerBuffer', 'texelFetch(t, 1)')).toEqual([255, 255, 0, 255]);
  expect(gl.getTexLevelParameter(gl.TEXTURE_BUFFER, 0, gl.TEXTURE_WIDTH)).toBe(2);
});

test('samples are drawn, fetched and resolved', () => {
  const gl = context();
  const picture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D_MULTISAMPLE, picture);
  gl.texImage2DMultisample(gl.TEXTURE_2D_MULTISAMPLE, 4, gl.RGBA8, 8, 8, true);
  const target = gl.createFramebuffer();
  gl.bindFramebuffer(gl.FRAMEBUFFER, target);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D_MULTISAMPLE, picture, 0);
  expect(gl.checkFramebufferStatus(gl.FRAMEBUFFER)).toBe(gl.FRAMEBUFFER_COMPLETE);
  gl.clearColor(0, 0, 1, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  expect([0, 1, 2, 3].map((i) => gl.getMultisample(gl.SAMPLE_POSITION, i)!.length)).toEqual([2, 2, 2, 2]);
  gl.enable(gl.SAMPLE_MASK);
  gl.sampleMaski(0, 5);
  cover(gl, '', 'color = vec4(1., 0., 0., 1.);');
  gl.disable(gl.SAMPLE_MASK);
  gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, null);
  gl.blitFramebuffer(0, 0, 8, 8, 0, 0, 8, 8, gl.COLOR_BUFFER_BIT, gl.NEAREST);
  gl.bindFramebuffer(gl.READ_FRAMEBUFFER, null);
  const [r, g, b, a] = bytesAt(gl, 4, 4);
  expect([Math.abs(r! - 128) <= 1, g, Math.abs(b! - 128) <= 1, a]).toEqual([true, 0, true, 255]);
  expect(sampled(gl, 'sampler2DMS', 'texelFetch(t, ivec2(3), 2)')).toEqual(red);
  expect(sampled(gl, 'sampler2DMS', 'texelFetch(t, ivec2(3), 1)')).toEqual(blue);
});

test('swizzles, borders, level of detail bias, integer borders', () => {
  const gl = context();
  texture(gl, gl.TEXTURE_2D);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 1, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, Uint8Array.of(10, 20, 30, 40));
  gl.texParameteriv(gl.TEXTURE_2D, gl.TEXTURE_SWIZZLE_RGBA, [gl.BLUE, gl.ONE, gl.RED, gl.ZERO]);
  expect(sampled(gl, 'sampler2D', 'texture(t, uv)')).toEqual([30, 255, 10, 0]);
  gl.texParameteriv(gl.TEXTURE_2D, gl.TEXTURE_SWIZZLE_RGBA, [gl.RED, gl.GREEN, gl.BLUE, gl.ALPHA]);
  gl.texParameterfv(gl.TEXTURE_2D, gl.TEXTURE_BORDER_COLOR, [0, 1, 0, 1]);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_BORDER);
  expect(sampled(gl, 'sampler2D', 'texture(t, vec2(2., .5))')).toEqual(green);
  expect([...(gl.getTexParameter(gl.TEXTURE_2D, gl.TEXTURE_BORDER_COLOR) as Float32Array)]).toEqual([0, 1, 0, 1]);
  texture(gl, gl.TEXTURE_2D);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8UI, 1, 1, 0, gl.RGBA_INTEGER, gl.UNSIGNED_BYTE, Uint8Array.of(1, 2, 3, 4));
  gl.texParameterIuiv(gl.TEXTURE_2D, gl.TEXTURE_BORDER_COLOR, [51, 102, 0, 255]);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_BORDER);
  expect(sampled(gl, 'usampler2D', 'vec4(texture(t, vec2(2., .5))) / 255.')).toEqual([51, 102, 0, 255]);
});

test('formats and types of the desktop go in and come out', () => {
  const gl = context();
  const cases: [number, number, number, ArrayBufferView, number[]][] = [
    [gl.RGBA16, gl.RGBA, gl.UNSIGNED_SHORT, Uint16Array.of(65535, 0, 13107, 65535), [255, 0, 51, 255]],
    [gl.RGB8, gl.BGR, gl.UNSIGNED_BYTE, Uint8Array.of(1, 2, 3, 0), [3, 2, 1, 255]],
    [gl.RGBA8, gl.RGBA, gl.UNSIGNED_INT_8_8_8_8, Uint32Array.of(0x01020304), [1, 2, 3, 4]],
    [gl.RGBA8, gl.BGRA, gl.UNSIGNED_INT_8_8_8_8_REV, Uint32Array.of(0x01020304), [2, 3, 4, 1]],
    [gl.R3_G3_B2, gl.RGB, gl.UNSIGNED_BYTE_3_3_2, Uint8Array.of(0xe3, 0, 0, 0), [255, 0, 255, 255]],
    [gl.RGBA8_SNORM, gl.RGBA, gl.FLOAT, Float32Array.of(1, 0.5, -1, 1), [255, 129, 0, 255]],
    [gl.R11F_G11F_B10F, gl.RGB, gl.FLOAT, Float32Array.of(1, 0.5, 0), [255, 128, 0, 255]],
    [gl.RED, gl.GREEN, gl.UNSIGNED_BYTE, Uint8Array.of(9, 0, 0, 0), [0, 0, 0, 255]],
  ];
  for (const [internal, format, type, data, want] of cases) {
    texture(gl, gl.TEXTURE_2D);
    gl.texImage2D(gl.TEXTURE_2D, 0, internal, 1, 1, 0, format, type, data);
    expect(gl.getError()).toBe(0);
    expect(sampled(gl, 'sampler2D', 'texture(t, uv)')).toEqual(want);
    const out = new Uint8Array(4);
    gl.getTexImage(gl.TEXTURE_2D, 0, gl.RGBA, gl.UNSIGNED_BYTE, out);
    // What is signed is read as it is, not as it is sampled into bytes.
    expect([...out].map((v, i) => Math.abs(v - want[i]!) <= 1)).toEqual([true, true, true, true]);
  }
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 1, 1, 0, gl.RGBA_INTEGER, gl.UNSIGNED_BYTE, new Uint8Array(4));
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 1, 1, 0, gl.RGB, gl.UNSIGNED_SHORT_4_4_4_4, new Uint8Array(4));
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 1, 1, 0, gl.RGBA, 0x1234, new Uint8Array(4));
  expect(gl.getError()).toBe(gl.INVALID_ENUM);
});

test('pixel buffers, swapped bytes and rows', () => {
  const gl = context();
  const buffer = gl.createBuffer();
  gl.bindBuffer(gl.PIXEL_UNPACK_BUFFER, buffer);
  gl.bufferData(gl.PIXEL_UNPACK_BUFFER, Uint8Array.from([9, 9, 9, 9, ...green]), gl.STREAM_DRAW);
  texture(gl, gl.TEXTURE_2D);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 1, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, 4);
  gl.bindBuffer(gl.PIXEL_UNPACK_BUFFER, null);
  expect(sampled(gl, 'sampler2D', 'texture(t, uv)')).toEqual(green);
  gl.pixelStorei(gl.UNPACK_SWAP_BYTES, true);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.R16, 1, 1, 0, gl.RED, gl.UNSIGNED_SHORT, Uint16Array.of(0x00ff));
  gl.pixelStorei(gl.UNPACK_SWAP_BYTES, false);
  const out = new Uint16Array(1);
  gl.getTexImage(gl.TEXTURE_2D, 0, gl.RED, gl.UNSIGNED_SHORT, out);
  expect(out[0]).toBe(0xff00);
  gl.bindBuffer(gl.PIXEL_PACK_BUFFER, gl.createBuffer());
  gl.bufferData(gl.PIXEL_PACK_BUFFER, 8, gl.STREAM_READ);
  gl.getTexImage(gl.TEXTURE_2D, 0, gl.RED, gl.UNSIGNED_SHORT, 2);
  const bytes = new Uint8Array(8);
  gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, 0, bytes);
  expect([...bytes]).toEqual([0, 0, 0, 255, 0, 0, 0, 0]);
  expect(gl.getError()).toBe(0);
});

test('compressed texels are decoded; uploads and reads of blocks', () => {
  const gl = context();
  texture(gl, gl.TEXTURE_2D);
  // One block of RGTC: red 200 everywhere.
  gl.compressedTexImage2D(gl.TEXTURE_2D, 0, gl.COMPRESSED_RED_RGTC1, 4, 4, 0, Uint8Array.of(200, 200, 0, 0, 0, 0, 0, 0));
  expect(gl.getError()).toBe(0);
  expect(sampled(gl, 'sampler2D', 'texture(t, uv)')).toEqual([200, 0, 0, 255]);
  const blocks = new Uint8Array(8);
  gl.getCompressedTexImage(gl.TEXTURE_2D, 0, blocks);
  expect([...blocks]).toEqual([200, 200, 0, 0, 0, 0, 0, 0]);
  const texels = new Uint8Array(64);
  gl.getTexImage(gl.TEXTURE_2D, 0, gl.RGBA, gl.UNSIGNED_BYTE, texels);
  expect([...texels.subarray(0, 4)]).toEqual([200, 0, 0, 255]);
  expect(gl.getTexLevelParameter(gl.TEXTURE_2D, 0, gl.TEXTURE_COMPRESSED)).toBe(1);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.COMPRESSED_RGBA, 1, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, Uint8Array.from(blue));
  expect(sampled(gl, 'sampler2D', 'texture(t, uv)')).toEqual(blue);
});

test('views show a layer in another format, copies go bit by bit', () => {
  const gl = context();
  const array = texture(gl, gl.TEXTURE_2D_ARRAY);
  gl.texStorage3D(gl.TEXTURE_2D_ARRAY, 1, gl.RGBA8, 2, 2, 3);
  gl.texSubImage3D(gl.TEXTURE_2D_ARRAY, 0, 0, 0, 1, 2, 2, 1, gl.RGBA, gl.UNSIGNED_BYTE, Uint8Array.from([red, red, red, red].flat()));
  const view = gl.createTexture()!;
  gl.textureView(view, gl.TEXTURE_2D, array, gl.RGBA8UI, 0, 1, 1, 1);
  expect(gl.getError()).toBe(0);
  gl.bindTexture(gl.TEXTURE_2D, view);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  expect(sampled(gl, 'usampler2D', 'vec4(texture(t, uv)) / 255.')).toEqual(red);
  expect(gl.getTexParameter(gl.TEXTURE_2D, gl.TEXTURE_VIEW_MIN_LAYER)).toBe(1);
  const plain = texture(gl, gl.TEXTURE_2D);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 2, 2, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
  gl.copyImageSubData(array, gl.TEXTURE_2D_ARRAY, 0, 0, 0, 1, plain, gl.TEXTURE_2D, 0, 0, 0, 0, 2, 2, 1);
  expect(sampled(gl, 'sampler2D', 'texture(t, uv)')).toEqual(red);
  gl.clearTexImage(plain, 0, gl.RGBA, gl.UNSIGNED_BYTE, Uint8Array.from(green));
  expect(sampled(gl, 'sampler2D', 'texture(t, uv)')).toEqual(green);
});

test('depth and stencil of a texture are sampled and read', () => {
  const gl = context();
  const picture = texture(gl, gl.TEXTURE_2D);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.DEPTH24_STENCIL8, 8, 8, 0, gl.DEPTH_STENCIL, gl.UNSIGNED_INT_24_8, null);
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.DEPTH_STENCIL_ATTACHMENT, gl.TEXTURE_2D, picture, 0);
  gl.drawBuffer(gl.NONE);
  gl.readBuffer(gl.NONE);
  expect(gl.checkFramebufferStatus(gl.FRAMEBUFFER)).toBe(gl.FRAMEBUFFER_COMPLETE);
  gl.clearBufferfi(gl.DEPTH_STENCIL, 0, 0.5, 77);
  const depth = new Float32Array(1);
  gl.readPixels(3, 3, 1, 1, gl.DEPTH_COMPONENT, gl.FLOAT, depth);
  expect(depth[0]).toBeCloseTo(0.5, 5);
  const stencil = new Uint8Array(4);
  gl.readPixels(3, 3, 4, 1, gl.STENCIL_INDEX, gl.UNSIGNED_BYTE, stencil);
  expect([...stencil]).toEqual([77, 77, 77, 77]);
  expect(gl.getError()).toBe(0);
  gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  expect(sampled(gl, 'sampler2D', 'texture(t, uv)')).toEqual([128, 0, 0, 255]);
  gl.texParameteri(gl.TEXTURE_2D, gl.DEPTH_STENCIL_TEXTURE_MODE, gl.STENCIL_INDEX);
  expect(sampled(gl, 'usampler2D', 'vec4(float(texture(t, uv).r) / 255.)')).toEqual([77, 77, 77, 77]);
});

test('mipmaps, levels and samplers', () => {
  const gl = context();
  texture(gl, gl.TEXTURE_2D);
  gl.texImage2D(
    gl.TEXTURE_2D,
    0,
    gl.RGBA8,
    4,
    4,
    0,
    gl.RGBA,
    gl.UNSIGNED_BYTE,
    Uint8Array.from(Array.from({ length: 16 }, (_, i) => (i % 2 ? white : [0, 0, 0, 255])).flat()),
  );
  gl.generateMipmap(gl.TEXTURE_2D);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST_MIPMAP_NEAREST);
  expect(Math.abs(sampled(gl, 'sampler2D', 'textureLod(t, uv, 2.)')[0]! - 128) <= 1).toBe(true);
  const sampler = gl.createSampler()!;
  gl.samplerParameteri(sampler, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.samplerParameteri(sampler, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  gl.bindSampler(0, sampler);
  expect(sampled(gl, 'sampler2D', 'texture(t, vec2(.9, .1))')).toEqual(white);
  expect(gl.getError()).toBe(0);
  useProgram(gl, {
    [gl.VERTEX_SHADER]: '#version 420\nvoid main() { gl_Position = vec4(0.); }',
    [gl.FRAGMENT_SHADER]:
      '#version 420\nlayout(binding = 3) uniform sampler2D a; layout(binding = 3) uniform sampler3D b; out vec4 c; void main() { c = texture(a, vec2(0.)) + texture(b, vec3(0.)); }',
  });
  gl.drawArrays(gl.POINTS, 0, 1);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
});

test('proxies say what can be, immutable textures stay', () => {
  const gl = context();
  gl.texImage2D(gl.PROXY_TEXTURE_2D, 0, gl.RGBA8, 64, 32, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
  expect(gl.getTexLevelParameter(gl.PROXY_TEXTURE_2D, 0, gl.TEXTURE_WIDTH)).toBe(64);
  gl.texImage2D(gl.PROXY_TEXTURE_2D, 0, gl.RGBA8, 1 << 20, 32, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
  expect(gl.getTexLevelParameter(gl.PROXY_TEXTURE_2D, 0, gl.TEXTURE_WIDTH)).toBe(0);
  texture(gl, gl.TEXTURE_2D);
  gl.texStorage2D(gl.TEXTURE_2D, 2, gl.RGBA8, 4, 4);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 1, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  gl.copyTexSubImage2D(gl.TEXTURE_2D, 0, 0, 0, 0, 0, 4, 4);
  expect(gl.getError()).toBe(0);
});
