import { writeCapsV2GlslLevel } from '@virglass/protocol';
import { expect, test } from 'vitest';
import { HostCaps } from '../formats/host-caps.ts';
import { bytesAt, cover, openglContext, useProgram } from '../testing/opengl-scene.ts';
import { testContexts } from '../testing/test-contexts.ts';
import { openglVersion } from './versions.ts';

const { context, host } = testContexts(openglContext);

test('the version is what the host carries', () => {
  const gl = context();
  expect(gl.glVersion).toBeGreaterThanOrEqual(42);
  expect(gl.getError()).toBe(0);
});

test('clears, and a triangle with a uniform', () => {
  const gl = context();
  gl.clearColor(0, 0, 1, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  expect(bytesAt(gl, 7, 7)).toEqual([0, 0, 255, 255]);
  const program = useProgram(gl, {
    [gl.VERTEX_SHADER]: '#version 420\nin vec4 at; void main() { gl_Position = at; }',
    [gl.FRAGMENT_SHADER]: '#version 420\nuniform vec4 tint; out vec4 color; void main() { color = tint; }',
  });
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ARRAY_BUFFER, Float32Array.of(-1, -1, 1, -1, -1, 1), gl.STATIC_DRAW);
  const at = gl.getAttribLocation(program, 'at');
  gl.enableVertexAttribArray(at);
  gl.vertexAttribPointer(at, 2, gl.FLOAT, false, 0, 0);
  gl.uniform4f(gl.getUniformLocation(program, 'tint'), 0, 1, 0, 1);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  expect(bytesAt(gl, 0, 0)).toEqual([0, 255, 0, 255]);
  expect(bytesAt(gl, 7, 7)).toEqual([0, 0, 255, 255]);
});

test('a texture is drawn into a framebuffer', () => {
  const gl = context();
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 4, 4, 0, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(64).fill(128));
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  const target = gl.createTexture();
  gl.activeTexture(gl.TEXTURE1);
  gl.bindTexture(gl.TEXTURE_2D, target);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 4, 4, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, target, 0);
  expect(gl.checkFramebufferStatus(gl.FRAMEBUFFER)).toBe(gl.FRAMEBUFFER_COMPLETE);
  gl.viewport(0, 0, 4, 4);
  cover(gl, 'uniform sampler2D picture;', 'color = texture(picture, uv) * vec4(1., .5, 0., 1.);');
  expect(bytesAt(gl, 3, 3)).toEqual([128, 64, 0, 128]);
});

test('a host that carries less than is wanted says what it lacks', () => {
  expect(() => openglContext(host, 8, 8, { version: 46 })).toThrow(/the host carries OpenGL 4\.[2-5], not 4\.6/);
  const caps = new Uint8Array(host.capset);
  const older = openglVersion(new HostCaps(caps, true)).version;
  expect(older).toBeGreaterThanOrEqual(42);
  const view = new DataView(caps.buffer);
  writeCapsV2GlslLevel(view, 330);
  expect(openglVersion(new HostCaps(caps, true))).toEqual({ version: 33, missing: 'GLSL 4' });
  writeCapsV2GlslLevel(view, 120);
  expect(openglVersion(new HostCaps(caps, true)).version).toBe(0);
});
