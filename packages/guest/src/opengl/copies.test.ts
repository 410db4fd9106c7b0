import { expect, test } from 'vitest';
import { bytesAt, cover, openglContext } from '../testing/opengl-scene.ts';
import { testContexts } from '../testing/test-contexts.ts';
import type { OpenGLContext } from './context.ts';

const { context } = testContexts(openglContext);

/** Texels of a level of a texture that is bound, as reds. */
function reds(gl: OpenGLContext, target: number, level: number, count: number): number[] {
  const out = new Uint8Array(count);
  gl.pixelStorei(gl.PACK_ALIGNMENT, 1);
  gl.getTexImage(target, level, gl.RED, gl.UNSIGNED_BYTE, out);
  expect(gl.getError()).toBe(0);
  return [...out];
}

/** A picture whose red says where it is: 16 for each column, 1 for each row. */
function paint(gl: OpenGLContext): void {
  cover(gl, '', 'color = vec4((floor(gl_FragCoord.x) * 16. + floor(gl_FragCoord.y)) / 255., 0., 0., 1.);');
}

test('pixels of the framebuffer become texels of every kind of texture', () => {
  const gl = context();
  paint(gl);
  gl.bindTexture(gl.TEXTURE_1D, gl.createTexture());
  gl.copyTexImage1D(gl.TEXTURE_1D, 0, gl.R8, 2, 3, 4, 0);
  expect(reds(gl, gl.TEXTURE_1D, 0, 4)).toEqual([35, 51, 67, 83]);
  gl.copyTexSubImage1D(gl.TEXTURE_1D, 0, 1, 0, 0, 2);
  expect(reds(gl, gl.TEXTURE_1D, 0, 4)).toEqual([35, 0, 16, 83]);
  gl.bindTexture(gl.TEXTURE_1D_ARRAY, gl.createTexture());
  gl.copyTexImage2D(gl.TEXTURE_1D_ARRAY, 0, gl.R8, 1, 4, 2, 3, 0);
  expect(reds(gl, gl.TEXTURE_1D_ARRAY, 0, 6)).toEqual([20, 36, 21, 37, 22, 38]);
  gl.bindTexture(gl.TEXTURE_RECTANGLE, gl.createTexture());
  gl.copyTexImage2D(gl.TEXTURE_RECTANGLE, 0, gl.RGBA8, 0, 0, 2, 2, 0);
  expect(reds(gl, gl.TEXTURE_RECTANGLE, 0, 4)).toEqual([0, 16, 1, 17]);
  gl.bindTexture(gl.TEXTURE_3D, gl.createTexture());
  gl.texImage3D(gl.TEXTURE_3D, 0, gl.R8, 2, 2, 2, 0, gl.RED, gl.UNSIGNED_BYTE, null);
  gl.copyTexSubImage3D(gl.TEXTURE_3D, 0, 0, 0, 1, 6, 6, 2, 2);
  expect(reds(gl, gl.TEXTURE_3D, 0, 8)).toEqual([0, 0, 0, 0, 102, 118, 103, 119]);
  gl.copyTexImage2D(gl.TEXTURE_2D, 0, gl.R8, 0, 0, 2, 2, 1);
  expect(gl.getError()).toBe(gl.INVALID_VALUE);
});

test('depth is copied, from one format to another', () => {
  const gl = context();
  gl.clearDepth(0.25);
  gl.clear(gl.DEPTH_BUFFER_BIT);
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  gl.copyTexImage2D(gl.TEXTURE_2D, 0, gl.DEPTH_COMPONENT24, 0, 0, 4, 4, 0);
  expect(gl.getError()).toBe(0);
  const depth = new Float32Array(16);
  gl.getTexImage(gl.TEXTURE_2D, 0, gl.DEPTH_COMPONENT, gl.FLOAT, depth);
  expect(depth[5]).toBeCloseTo(0.25, 4);
});

test('boxes of 3D textures, with rows and images that are left out', () => {
  const gl = context();
  gl.bindTexture(gl.TEXTURE_3D, gl.createTexture());
  gl.texImage3D(gl.TEXTURE_3D, 0, gl.R8, 3, 2, 2, 0, gl.RED, gl.UNSIGNED_BYTE, null);
  const source = Uint8Array.from({ length: 64 }, (_, i) => i);
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  gl.pixelStorei(gl.UNPACK_ROW_LENGTH, 4);
  gl.pixelStorei(gl.UNPACK_IMAGE_HEIGHT, 3);
  gl.pixelStorei(gl.UNPACK_SKIP_PIXELS, 1);
  gl.pixelStorei(gl.UNPACK_SKIP_ROWS, 1);
  gl.pixelStorei(gl.UNPACK_SKIP_IMAGES, 1);
  gl.texSubImage3D(gl.TEXTURE_3D, 0, 1, 0, 0, 2, 2, 2, gl.RED, gl.UNSIGNED_BYTE, source);
  expect(reds(gl, gl.TEXTURE_3D, 0, 12)).toEqual([0, 17, 18, 0, 21, 22, 0, 29, 30, 0, 33, 34]);
  gl.pixelStorei(gl.PACK_IMAGE_HEIGHT, 3);
  const out = new Uint8Array(15).fill(255);
  gl.getTexImage(gl.TEXTURE_3D, 0, gl.RED, gl.UNSIGNED_BYTE, out);
  expect([...out]).toEqual([0, 17, 18, 0, 21, 22, 255, 255, 255, 0, 29, 30, 0, 33, 34]);
  gl.getTexImage(gl.TEXTURE_3D, 0, gl.RED, gl.UNSIGNED_BYTE, new Uint8Array(10));
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
});

test('ranges of buffers, three components of a texel', () => {
  const gl = context();
  const buffer = gl.createBuffer()!;
  gl.bindBuffer(gl.TEXTURE_BUFFER, buffer);
  const step = (gl.getInteger(gl.TEXTURE_BUFFER_OFFSET_ALIGNMENT) as number) * 3;
  const data = new Float32Array(step / 4 + 6);
  data.set([1, 0, 0, 0, 0.2, 1], step / 4);
  gl.bufferData(gl.TEXTURE_BUFFER, data, gl.STATIC_DRAW);
  gl.bindTexture(gl.TEXTURE_BUFFER, gl.createTexture());
  gl.texBufferRange(gl.TEXTURE_BUFFER, gl.RGB32F, buffer, step, 24);
  cover(gl, 'uniform samplerBuffer t;', 'color = vec4(texelFetch(t, 1).rgb, textureSize(t) == 2 ? 1. : 0.);');
  expect(bytesAt(gl, 0, 0)).toEqual([0, 51, 255, 255]);
  gl.texBufferRange(gl.TEXTURE_BUFFER, gl.RGB32F, buffer, step, 4096);
  expect(gl.getError()).toBe(gl.INVALID_VALUE);
  gl.texBuffer(gl.TEXTURE_BUFFER, gl.RGB8, buffer);
  expect(gl.getError()).toBe(gl.INVALID_ENUM);
});

test('views of cube maps and levels; mipmaps of a view', () => {
  const gl = context();
  const array = gl.createTexture()!;
  gl.bindTexture(gl.TEXTURE_2D_ARRAY, array);
  gl.texStorage3D(gl.TEXTURE_2D_ARRAY, 4, gl.R8, 8, 8, 7);
  const layer = new Uint8Array(16).fill(200);
  gl.texSubImage3D(gl.TEXTURE_2D_ARRAY, 1, 0, 0, 3, 4, 4, 1, gl.RED, gl.UNSIGNED_BYTE, layer);
  const cube = gl.createTexture()!;
  gl.textureView(cube, gl.TEXTURE_CUBE_MAP, array, gl.R8, 1, 2, 1, 6);
  gl.bindTexture(gl.TEXTURE_CUBE_MAP, cube);
  expect(gl.getTexLevelParameter(gl.TEXTURE_CUBE_MAP_POSITIVE_X, 0, gl.TEXTURE_WIDTH)).toBe(4);
  gl.generateMipmap(gl.TEXTURE_CUBE_MAP);
  expect(reds(gl, gl.TEXTURE_CUBE_MAP_POSITIVE_Y, 1, 4)).toEqual([200, 200, 200, 200]);
  expect(reds(gl, gl.TEXTURE_CUBE_MAP_NEGATIVE_Y, 1, 4)).toEqual([0, 0, 0, 0]);
  gl.texParameteri(gl.TEXTURE_CUBE_MAP, gl.TEXTURE_MIN_FILTER, gl.NEAREST_MIPMAP_NEAREST);
  cover(gl, 'uniform samplerCube t;', 'color = vec4(textureLod(t, vec3(0., 1., 0.), 1.).r);');
  expect(bytesAt(gl, 0, 0)[0]).toBe(200);
  gl.textureView(gl.createTexture()!, gl.TEXTURE_3D, array, gl.R8, 0, 1, 0, 1);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  gl.textureView(gl.createTexture()!, gl.TEXTURE_2D_ARRAY, array, gl.RGBA8, 0, 1, 0, 1);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
});

test('what is read from the default framebuffer with samples is resolved, and its depth is not to be had', () => {
  const gl = context(8, 8, { antialias: true });
  paint(gl);
  expect(bytesAt(gl, 3, 2)[0]).toBe(50);
  gl.readPixels(0, 0, 1, 1, gl.DEPTH_COMPONENT, gl.FLOAT, new Float32Array(1));
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
});

test('depth alone is replaced where there is stencil too', () => {
  const gl = context();
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  const both = Uint32Array.of(0x80000007, 0x80000008);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.DEPTH24_STENCIL8, 2, 1, 0, gl.DEPTH_STENCIL, gl.UNSIGNED_INT_24_8, both);
  gl.texSubImage2D(gl.TEXTURE_2D, 0, 1, 0, 1, 1, gl.DEPTH_COMPONENT, gl.UNSIGNED_SHORT, Uint16Array.of(0xffff));
  const out = new Uint32Array(2);
  gl.getTexImage(gl.TEXTURE_2D, 0, gl.DEPTH_STENCIL, gl.UNSIGNED_INT_24_8, out);
  expect([...out]).toEqual([0x80000007, 0xffffff08]);
  expect(gl.getError()).toBe(0);
});
