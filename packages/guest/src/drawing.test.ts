import { afterAll, afterEach, expect, test } from 'vitest';
import { createContext, destroyContext, readPicture, type ContextOptions } from './create-context.ts';
import { handCompiler, programs } from './testing/hand-compiler.ts';
import { localHost } from './testing/local-host.ts';
import type { WebGL2RenderingContext } from './webgl/contexts.ts';
import type { WebGLProgram, WebGLTexture } from './webgl/objects.ts';

const host = localHost();
const made: WebGL2RenderingContext[] = [];

afterEach(() => {
  for (const gl of made.splice(0)) destroyContext(gl);
  expect(host.log.splice(0)).toEqual([]);
});
afterAll(() => host[Symbol.dispose]());

function context(width = 8, height = 8, options: Partial<ContextOptions> = {}): WebGL2RenderingContext {
  const gl = createContext(width, height, { transport: host.transport, compiler: handCompiler(programs), antialias: false, ...options });
  made.push(gl);
  return gl;
}

function link(gl: WebGL2RenderingContext, name: string): WebGLProgram {
  const program = gl.createProgram()!;
  for (const type of [gl.VERTEX_SHADER, gl.FRAGMENT_SHADER]) {
    const shader = gl.createShader(type)!;
    gl.shaderSource(shader, `x:${name}`);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  expect(gl.getProgramParameter(program, gl.LINK_STATUS)).toBe(true);
  gl.useProgram(program);
  return program;
}

function array(gl: WebGL2RenderingContext, location: number, size: number, values: readonly number[]): void {
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ARRAY_BUFFER, Float32Array.from(values), gl.STATIC_DRAW);
  gl.enableVertexAttribArray(location);
  gl.vertexAttribPointer(location, size, gl.FLOAT, false, 0, 0);
}

function pixels(gl: WebGL2RenderingContext, x: number, y: number, width = 1, height = 1): number[] {
  const out = new Uint8Array(width * height * 4);
  gl.readPixels(x, y, width, height, gl.RGBA, gl.UNSIGNED_BYTE, out);
  expect(gl.getError()).toBe(0);
  return [...out];
}

const quad = [-1, -1, 1, -1, -1, 1, 1, 1];

test('a new context is clear, and clears to a color', () => {
  const gl = context();
  expect(pixels(gl, 0, 0)).toEqual([0, 0, 0, 0]);
  gl.clearColor(1, 0.5, 0, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  expect(pixels(gl, 7, 7)).toEqual([255, 128, 0, 255]);
  gl.enable(gl.SCISSOR_TEST);
  gl.scissor(2, 3, 2, 2);
  gl.clearColor(0, 0, 1, 1);
  gl.colorMask(false, true, true, true);
  gl.clear(gl.COLOR_BUFFER_BIT);
  expect(pixels(gl, 2, 3)).toEqual([255, 0, 255, 255]);
  expect(pixels(gl, 3, 5)).toEqual([255, 128, 0, 255]);
});

test('a triangle covers the lower left half', () => {
  const gl = context();
  const program = link(gl, 'flat');
  array(gl, 0, 2, [-1, -1, 1, -1, -1, 1]);
  gl.uniform4f(gl.getUniformLocation(program, 'color'), 0, 1, 0, 1);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  expect(pixels(gl, 0, 0)).toEqual([0, 255, 0, 255]);
  expect(pixels(gl, 7, 7)).toEqual([0, 0, 0, 0]);
  expect(pixels(gl, 6, 0)).toEqual([0, 255, 0, 255]);
  expect(pixels(gl, 0, 6)).toEqual([0, 255, 0, 255]);
});

test('what is wound clockwise is culled as back', () => {
  const gl = context();
  const program = link(gl, 'flat');
  array(gl, 0, 2, quad);
  gl.uniform4f(gl.getUniformLocation(program, 'color'), 1, 0, 0, 1);
  gl.enable(gl.CULL_FACE);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  expect(pixels(gl, 4, 4)).toEqual([255, 0, 0, 255]);
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.frontFace(gl.CW);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  expect(pixels(gl, 4, 4)).toEqual([0, 0, 0, 0]);
});

test('a canvas is a picture, from the top', () => {
  const gl = context(2, 2);
  gl.enable(gl.SCISSOR_TEST);
  gl.scissor(0, 1, 2, 1);
  gl.clearColor(1, 0, 0, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  const picture = readPicture(gl);
  expect([...picture.data]).toEqual([255, 0, 0, 255, 255, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0]);
  const other = context(2, 2);
  const texture = other.createTexture()!;
  other.bindTexture(other.TEXTURE_2D, texture);
  other.pixelStorei(other.UNPACK_FLIP_Y_WEBGL, true);
  other.texImage2D(other.TEXTURE_2D, 0, other.RGBA, other.RGBA, other.UNSIGNED_BYTE, gl.canvas);
  other.bindFramebuffer(other.FRAMEBUFFER, other.createFramebuffer());
  other.framebufferTexture2D(other.FRAMEBUFFER, other.COLOR_ATTACHMENT0, other.TEXTURE_2D, texture, 0);
  expect(pixels(other, 0, 1)).toEqual([255, 0, 0, 255]);
  expect(pixels(other, 0, 0)).toEqual([0, 0, 0, 0]);
});

test('indices, viewport, blending', () => {
  const gl = context();
  const program = link(gl, 'flat');
  array(gl, 0, 2, quad);
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, Uint16Array.of(9, 0, 1, 2, 2, 1, 3), gl.STATIC_DRAW);
  const color = gl.getUniformLocation(program, 'color');
  gl.viewport(0, 0, 4, 8);
  gl.uniform4f(color, 1, 0, 0, 1);
  gl.drawElements(gl.TRIANGLES, 6, gl.UNSIGNED_SHORT, 2);
  expect(pixels(gl, 3, 7)).toEqual([255, 0, 0, 255]);
  expect(pixels(gl, 4, 7)).toEqual([0, 0, 0, 0]);
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA);
  gl.uniform4fv(color, [0, 0, 1, 0.5]);
  gl.drawElements(gl.TRIANGLES, 6, gl.UNSIGNED_SHORT, 2);
  const [r, , b] = pixels(gl, 0, 0);
  expect(Math.abs(r! - 128) + Math.abs(b! - 128)).toBeLessThan(3);
});

test('a texture has its first row at the bottom; flipping turns it round', () => {
  const gl = context(2, 2);
  link(gl, 'textured');
  array(gl, 0, 2, quad);
  array(gl, 1, 2, [0, 0, 1, 0, 0, 1, 1, 1]);
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  const bytes = Uint8Array.of(255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 255);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 2, 2, 0, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  expect(pixels(gl, 0, 0, 2, 2)).toEqual([...bytes]);
  gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, true);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, { data: bytes, width: 2, height: 2 });
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  expect(pixels(gl, 0, 1, 2, 1)).toEqual([...bytes.subarray(0, 8)]);
});

test('an incomplete texture is black; mipmaps are made', () => {
  const gl = context(1, 1);
  link(gl, 'textured');
  array(gl, 0, 2, quad);
  array(gl, 1, 2, [0, 0, 1, 0, 0, 1, 1, 1]);
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  const bytes = new Uint8Array(4 * 4 * 4).fill(255);
  for (let i = 0; i < 32; i++) bytes[i] = 0;
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 4, 4, 0, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  expect(pixels(gl, 0, 0)).toEqual([0, 0, 0, 255]);
  gl.generateMipmap(gl.TEXTURE_2D);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  for (const value of pixels(gl, 0, 0)) expect(Math.abs(value - 128)).toBeLessThan(3);
});

test('point coordinates begin at the top', () => {
  const gl = context(8, 8);
  link(gl, 'points');
  array(gl, 0, 2, [0, 0]);
  gl.drawArrays(gl.POINTS, 0, 1);
  const [, top] = pixels(gl, 4, 7);
  const [, bottom] = pixels(gl, 4, 0);
  expect(top).toBeLessThan(40);
  expect(bottom).toBeGreaterThan(215);
  expect(pixels(gl, 0, 4)[0]).toBeLessThan(40);
});

test('drawing with samples is resolved', () => {
  const gl = context(8, 8, { antialias: true, alpha: false });
  expect(gl.getContextAttributes()!.antialias).toBe(true);
  const program = link(gl, 'flat');
  array(gl, 0, 2, [-1, -1, 1, -1, -1, 1]);
  gl.uniform4f(gl.getUniformLocation(program, 'color'), 1, 1, 1, 0);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  expect(pixels(gl, 0, 0)).toEqual([255, 255, 255, 255]);
  const [edge] = pixels(gl, 4, 3);
  expect(edge).toBeGreaterThan(0);
  expect(edge).toBeLessThan(255);
});

test('drawing into a texture and reading it', () => {
  const gl = context(8, 8);
  const program = link(gl, 'flat');
  array(gl, 0, 2, quad);
  const texture = gl.createTexture()!;
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, 4, 4);
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  expect(gl.checkFramebufferStatus(gl.FRAMEBUFFER)).toBe(gl.FRAMEBUFFER_COMPLETE);
  expect(pixels(gl, 0, 0)).toEqual([0, 0, 0, 0]);
  gl.viewport(0, 0, 4, 2);
  gl.uniform4f(gl.getUniformLocation(program, 'color'), 1, 0, 1, 1);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  expect(pixels(gl, 3, 1)).toEqual([255, 0, 255, 255]);
  expect(pixels(gl, 3, 2)).toEqual([0, 0, 0, 0]);
});

test('uniform blocks, instances, constant attributes', () => {
  const gl = context(4, 4);
  const program = link(gl, 'block');
  array(gl, 0, 2, [-1, -1, 0, -1, -1, 0, 0, 0]);
  array(gl, 3, 2, [0, 0, 1, 1]);
  gl.vertexAttribDivisor(3, 1);
  expect(gl.getUniformBlockIndex(program, 'Block')).toBe(0);
  gl.uniformBlockBinding(program, 0, 2);
  gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, 2);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  const buffer = gl.createBuffer();
  gl.bindBufferRange(gl.UNIFORM_BUFFER, 2, null, 0, 0);
  gl.bindBufferBase(gl.UNIFORM_BUFFER, 2, buffer);
  gl.bufferData(gl.UNIFORM_BUFFER, Float32Array.of(0, 1, 0, 1, 0, 0, 1, 1), gl.DYNAMIC_DRAW);
  gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, 2);
  expect(pixels(gl, 0, 0)).toEqual([0, 255, 0, 255]);
  expect(pixels(gl, 3, 3)).toEqual([0, 255, 0, 255]);
  expect(pixels(gl, 3, 0)).toEqual([0, 0, 0, 0]);
  gl.disableVertexAttribArray(3);
  gl.vertexAttrib4f(3, 1, 0, 0, 0);
  gl.bufferSubData(gl.UNIFORM_BUFFER, 0, Float32Array.of(1, 0, 0, 1));
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  expect(pixels(gl, 3, 0)).toEqual([255, 0, 0, 255]);
});

test('several draw buffers of different kinds', () => {
  const gl = context(4, 4);
  link(gl, 'outputs');
  array(gl, 0, 2, quad);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  expect(pixels(gl, 0, 0)).toEqual([255, 0, 0, 255]);
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  for (const [i, format] of [gl.RGBA8, gl.RGBA8UI].entries()) {
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    gl.texStorage2D(gl.TEXTURE_2D, 1, format, 4, 4);
    const texture = gl.getParameter(gl.TEXTURE_BINDING_2D) as WebGLTexture;
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0 + i, gl.TEXTURE_2D, texture, 0);
  }
  gl.bindTexture(gl.TEXTURE_2D, null);
  gl.drawBuffers([gl.COLOR_ATTACHMENT0, gl.COLOR_ATTACHMENT1]);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  expect(pixels(gl, 1, 1)).toEqual([255, 0, 0, 255]);
  gl.readBuffer(gl.COLOR_ATTACHMENT1);
  const out = new Uint32Array(4);
  gl.readPixels(1, 1, 1, 1, gl.RGBA_INTEGER, gl.UNSIGNED_INT, out);
  expect([...out]).toEqual([7, 8, 9, 10]);
  gl.clearBufferuiv(gl.COLOR, 1, [1, 2, 3, 4]);
  gl.readPixels(1, 1, 1, 1, gl.RGBA_INTEGER, gl.UNSIGNED_INT, out);
  expect([...out]).toEqual([1, 2, 3, 4]);
  gl.clear(gl.COLOR_BUFFER_BIT);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
});

test('transform feedback and queries', async () => {
  const gl = context(4, 4);
  link(gl, 'feedback');
  array(gl, 0, 2, [-1, -1, 1, -1, -1, 1]);
  const buffer = gl.createBuffer();
  gl.bindBufferBase(gl.TRANSFORM_FEEDBACK_BUFFER, 0, buffer);
  gl.bufferData(gl.TRANSFORM_FEEDBACK_BUFFER, 64, gl.STREAM_READ);
  const written = gl.createQuery()!;
  const seen = gl.createQuery()!;
  gl.beginQuery(gl.TRANSFORM_FEEDBACK_PRIMITIVES_WRITTEN, written);
  gl.beginQuery(gl.ANY_SAMPLES_PASSED, seen);
  gl.beginTransformFeedback(gl.TRIANGLES);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  expect(gl.getError()).toBe(0);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  gl.endTransformFeedback();
  gl.endQuery(gl.TRANSFORM_FEEDBACK_PRIMITIVES_WRITTEN);
  gl.endQuery(gl.ANY_SAMPLES_PASSED);
  const out = new Float32Array(12);
  gl.getBufferSubData(gl.TRANSFORM_FEEDBACK_BUFFER, 0, out);
  expect([...out]).toEqual([-2, -2, 0, 2, 2, -2, 0, 2, -2, 2, 0, 2]);
  expect(gl.getQueryParameter(written, gl.QUERY_RESULT_AVAILABLE)).toBe(false);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(gl.getQueryParameter(written, gl.QUERY_RESULT)).toBe(1);
  expect(gl.getQueryParameter(seen, gl.QUERY_RESULT)).toBe(1);
  expect(gl.getError()).toBe(0);
});

test('multisample renderbuffers, depth and stencil', () => {
  const gl = context(8, 8);
  const program = link(gl, 'flat');
  array(gl, 0, 2, [-1, -1, 1, -1, -1, 1]);
  const color = gl.getUniformLocation(program, 'color');
  const drawn = gl.createFramebuffer();
  gl.bindFramebuffer(gl.FRAMEBUFFER, drawn);
  for (const [point, format] of [
    [gl.COLOR_ATTACHMENT0, gl.RGBA8],
    [gl.DEPTH_STENCIL_ATTACHMENT, gl.DEPTH24_STENCIL8],
  ] as const) {
    const buffer = gl.createRenderbuffer();
    gl.bindRenderbuffer(gl.RENDERBUFFER, buffer);
    gl.renderbufferStorageMultisample(gl.RENDERBUFFER, 4, format, 8, 8);
    gl.framebufferRenderbuffer(gl.FRAMEBUFFER, point, gl.RENDERBUFFER, buffer);
  }
  expect(gl.checkFramebufferStatus(gl.FRAMEBUFFER)).toBe(gl.FRAMEBUFFER_COMPLETE);
  gl.clearColor(0, 0, 0, 1);
  gl.clearStencil(1);
  gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT | gl.STENCIL_BUFFER_BIT);
  gl.enable(gl.STENCIL_TEST);
  gl.stencilFunc(gl.EQUAL, 1, 255);
  gl.stencilOp(gl.KEEP, gl.KEEP, gl.INCR);
  gl.uniform4f(color, 1, 1, 1, 1);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  gl.uniform4f(color, 1, 0, 0, 1);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  gl.disable(gl.STENCIL_TEST);
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, null);
  gl.blitFramebuffer(0, 0, 8, 8, 0, 0, 8, 8, gl.COLOR_BUFFER_BIT, gl.NEAREST);
  gl.bindFramebuffer(gl.READ_FRAMEBUFFER, null);
  expect(pixels(gl, 0, 0)).toEqual([255, 255, 255, 255]);
  expect(pixels(gl, 7, 7)).toEqual([0, 0, 0, 255]);
  const [edge] = pixels(gl, 4, 3);
  expect(edge).toBeGreaterThan(0);
  expect(edge).toBeLessThan(255);
});

test('a texture that is drawn to cannot be read by the draw', () => {
  const gl = context(4, 4);
  link(gl, 'textured');
  array(gl, 0, 2, quad);
  array(gl, 1, 2, quad);
  const texture = gl.createTexture()!;
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, 4, 4);
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  gl.bindTexture(gl.TEXTURE_2D, null);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  expect(gl.getError()).toBe(0);
  gl.drawArrays(gl.TRIANGLE_STRIP, 1, 4);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
});
