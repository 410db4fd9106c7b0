/*
 * Libraries that draw with WebGL, unchanged from the registry, on the guest driver: PixiJS, regl, luma.gl. Each draws what is easy to
 * say, and is asked for the colors that must come of it.
 */
import { createContext, destroyContext, HeadlessCanvas, type WebGL2RenderingContext } from '@virglass/guest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalHost, localHost } from './guest-driver-support.ts';

const [width, height] = [128, 96];
let host: LocalHost;
beforeAll(() => {
  host = localHost();
});
afterAll(() => host[Symbol.dispose]());

type Draw = (gl: WebGL2RenderingContext) => unknown;
/** What draw.js has. */
interface Libraries {
  readonly drawWithRegl: Draw;
  readonly drawWithLuma: Draw;
  readonly drawWithPixi: Draw;
}

/** What a library draws on a context of its own. @returns the color of a pixel, counted from the bottom left */
async function drawn(name: keyof Libraries, api: 'webgl' | 'webgl2'): Promise<(x: number, y: number) => number[]> {
  const attributes = { antialias: false, preserveDrawingBuffer: true, stencil: true };
  const gl = createContext(width, height, { ...attributes, api, transport: host.transport });
  expect(gl.canvas).toBeInstanceOf(HeadlessCanvas);
  try {
    const libraries = (await import(new URL('libraries/draw.js', import.meta.url).href)) as Libraries;
    await libraries[name](gl);
    const pixels = new Uint8Array(width * height * 4);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
    expect(gl.getError()).toBe(0);
    expect(gl.isContextLost()).toBe(false);
    return (x, y) => [...pixels.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)];
  } finally {
    destroyContext(gl);
  }
}

test.each(['webgl', 'webgl2'] as const)('regl, on %s', { timeout: 30_000 }, async (api) => {
  const at = await drawn('drawWithRegl', api);
  // Triangles with colors by instance on a background, drawn to a framebuffer and from there to the canvas.
  expect(at(2, 2)).toEqual([51, 102, 153]);
  expect(at(32, 48)).toEqual([255, 0, 0]);
  expect(at(96, 48)).toEqual([0, 255, 0]);
});

test('luma.gl', { timeout: 30_000 }, async () => {
  const at = await drawn('drawWithLuma', 'webgl2');
  // A cube map's face on a model with a uniform buffer, in the middle; the clear color around it.
  expect(at(2, 2)).toEqual([26, 26, 26]);
  expect(at(64, 48)).toEqual([204, 51, 102]);
});

test('PixiJS', { timeout: 30_000 }, async () => {
  const at = await drawn('drawWithPixi', 'webgl2');
  // Its y goes down: a red rectangle at the top left, a blurred circle, a sprite of a texture, a mask.
  expect(at(10, height - 10)).toEqual([255, 0, 0]);
  expect(at(60, height - 60)).toEqual([0, 0, 255]);
  expect(at(100, height - 20)).toEqual([0, 255, 0]);
  expect(at(2, 2)).toEqual([16, 32, 48]);
});
