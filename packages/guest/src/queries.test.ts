import { afterAll, afterEach, expect, test } from 'vitest';
import { createContext, destroyContext } from './create-context.ts';
import { localHost } from './testing/local-host.ts';

/* What a program asks for and gets, where the specifications have corners. */

const host = localHost();
const gl = createContext(4, 4, { transport: host.transport, antialias: false });
afterEach(() => {
  expect(gl.getError()).toBe(gl.NO_ERROR);
  expect(host.log.splice(0)).toEqual([]);
});
afterAll(() => {
  destroyContext(gl);
  host[Symbol.dispose]();
});

test('formats without a size are no renderbuffers and have no sample counts', () => {
  expect(gl.getInternalformatParameter(gl.RENDERBUFFER, gl.RGBA, gl.SAMPLES)).toEqual(new Int32Array());
  expect(gl.getInternalformatParameter(gl.RENDERBUFFER, gl.RGB, gl.SAMPLES)).toEqual(new Int32Array());
  expect(gl.getInternalformatParameter(gl.RENDERBUFFER, gl.RGBA8, gl.SAMPLES)?.length).toBeGreaterThan(0);
});

test('levels that are given as floats are rounded', () => {
  const program = gl.createProgram()!;
  for (const [type, text] of [
    [gl.VERTEX_SHADER, 'void main() { gl_Position = vec4(0, 0, 0, 1); gl_PointSize = 4.0; }'],
    [gl.FRAGMENT_SHADER, 'precision mediump float; uniform sampler2D s; out vec4 c; void main() { c = texture(s, vec2(0.5)); }'],
  ] as const) {
    const shader = gl.createShader(type)!;
    gl.shaderSource(shader, `#version 300 es\n${text}`);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  gl.useProgram(program);
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  const texel = (red: number, texels: number): Uint8Array => Uint8Array.from({ length: texels * 4 }, (_, i) => (i % 4 === 0 ? red : 255));
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 2, 2, 0, gl.RGBA, gl.UNSIGNED_BYTE, texel(10, 4));
  gl.texImage2D(gl.TEXTURE_2D, 1, gl.RGBA, 1, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, texel(20, 1));
  const pixel = new Uint8Array(4);
  for (const [level, wanted, red] of [
    [0.4, 0, 10],
    [0.6, 1, 20],
  ] as const) {
    gl.texParameterf(gl.TEXTURE_2D, gl.TEXTURE_BASE_LEVEL, level);
    expect(gl.getTexParameter(gl.TEXTURE_2D, gl.TEXTURE_BASE_LEVEL)).toBe(wanted);
    gl.drawArrays(gl.POINTS, 0, 1);
    gl.readPixels(1, 1, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
    expect([...pixel]).toEqual([red, 255, 255, 255]);
  }
  gl.texParameterf(gl.TEXTURE_2D, gl.TEXTURE_MAX_LEVEL, 2.7);
  expect(gl.getTexParameter(gl.TEXTURE_2D, gl.TEXTURE_MAX_LEVEL)).toBe(3);
});

test('an attachment without storage has sizes of 0 and no sRGB', () => {
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  const renderbuffer = gl.createRenderbuffer();
  gl.bindRenderbuffer(gl.RENDERBUFFER, renderbuffer);
  gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.RENDERBUFFER, renderbuffer);
  const ask = (pname: number): unknown => gl.getFramebufferAttachmentParameter(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, pname);
  expect(ask(gl.FRAMEBUFFER_ATTACHMENT_COLOR_ENCODING)).toBe(gl.LINEAR);
  expect(ask(gl.FRAMEBUFFER_ATTACHMENT_RED_SIZE)).toBe(0);
  gl.bindFramebuffer(gl.FRAMEBUFFER, null);
});
