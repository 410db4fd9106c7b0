import { closeFd, type Fd, Mapping } from '@virglass/host-linux';
import { afterAll, expect, test } from 'vitest';
import { GL } from '../constants.ts';
import { createNativeGl } from './native.ts';

const gl = createNativeGl();
const can = gl.eglExtensions.has('EGL_MESA_image_dma_buf_export');
const exporter = gl.createTextureExporter();
afterAll(() => gl[Symbol.dispose]());

test.runIf(!can)('a driver without the extension is not asked', () => {
  expect(exporter).toBe(null);
});

const ABGR8888 = 0x34324241;
const ARGB8888 = 0x34325241;

test.runIf(exporter !== null)(
  'what is drawn to a texture is seen through its export, before and after, and others are not exported',
  () => {
    const texture = gl.createTexture();
    gl.bindTexture(GL.TEXTURE_2D, texture);
    gl.texStorage2D(GL.TEXTURE_2D, 1, GL.RGBA8, 24, 16);
    const framebuffer = gl.createFramebuffer();
    gl.bindFramebuffer(GL.FRAMEBUFFER, framebuffer);
    gl.framebufferTexture2D(GL.FRAMEBUFFER, GL.COLOR_ATTACHMENT0, GL.TEXTURE_2D, texture, 0);
    const exported = exporter!.export(texture)!;
    const { fd, fourcc, strideBytes } = exported;
    expect(strideBytes).toBeGreaterThanOrEqual(24 * 4);
    using mapping = new Mapping(fd as Fd, strideBytes * 16);
    const pixel = (x: number, y: number): number[] => [...mapping.bytes.subarray(y * strideBytes + x * 4, y * strideBytes + x * 4 + 4)];
    const order = (r: number, g: number, b: number): number[] =>
      fourcc === ABGR8888 ? [r, g, b, 255] : fourcc === ARGB8888 ? [b, g, r, 255] : [];
    gl.clearBufferfv(GL.COLOR, 0, 1, 0.2, 0, 1);
    gl.finish();
    expect([pixel(0, 0), pixel(23, 15)]).toEqual([order(255, 51, 0), order(255, 51, 0)]);
    // Row 0 of the texture is row 0 of the memory.
    gl.enable(GL.SCISSOR_TEST);
    gl.scissor(0, 0, 24, 1);
    gl.clearBufferfv(GL.COLOR, 0, 0, 0, 1, 1);
    gl.finish();
    expect([pixel(5, 0), pixel(5, 1)]).toEqual([order(0, 0, 255), order(255, 51, 0)]);
    closeFd(fd as Fd);
    expect(exporter!.export(99_999)).toBe(null);
  },
);
