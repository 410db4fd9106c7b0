import { expect } from 'vitest';
import { createContext, type ContextOptions } from '../create-context.ts';
import type { OpenGLContext } from '../opengl/context.ts';
import type { WebGLProgram } from '../webgl/objects.ts';
import type { LocalHost } from './local-host.ts';

/** Makes an OpenGL context on a host of this process, with a vertex array bound. */
export function openglContext(host: LocalHost, width = 8, height = 8, options: Partial<ContextOptions> = {}): OpenGLContext {
  const gl = createContext(width, height, { transport: host.transport, ...options, api: 'opengl' });
  gl.bindVertexArray(gl.createVertexArray());
  return gl;
}

/** Links and uses a program of texts by stage; the test fails with the log where it cannot be. */
export function useProgram(gl: OpenGLContext, texts: Readonly<Record<number, string>>): WebGLProgram {
  const program = gl.createProgram()!;
  for (const [type, text] of Object.entries(texts)) {
    const shader = gl.createShader(Number(type))!;
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    expect(gl.getShaderInfoLog(shader)).toBe('');
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  expect([gl.getProgramParameter(program, gl.LINK_STATUS), gl.getProgramInfoLog(program)]).toEqual([true, '']);
  gl.useProgram(program);
  return program;
}

/** A vertex shader that covers everything with `drawArrays(TRIANGLE_STRIP, 0, 4)` and no arrays; `uv` goes from 0 to 1. */
export const coverText = `#version 150
out vec2 uv;
void main() {
  uv = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  gl_Position = vec4(uv * 2. - 1., 0., 1.);
}`;

/** Uses a program whose fragment shader has this body, with declarations before `main`, and covers the framebuffer with it. */
export function cover(gl: OpenGLContext, declarations: string, body: string, version = 150): WebGLProgram {
  const text = `#version ${version}\nin vec2 uv;\nout vec4 color;\n${declarations}\nvoid main() {\n${body}\n}`;
  const program = useProgram(gl, { [gl.VERTEX_SHADER]: coverText, [gl.FRAGMENT_SHADER]: text });
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  return program;
}

/** RGBA bytes of a rectangle of the read framebuffer; the test fails where there is an error. */
export function bytesAt(gl: OpenGLContext, x: number, y: number, width = 1, height = 1): number[] {
  const out = new Uint8Array(width * height * 4);
  gl.readPixels(x, y, width, height, gl.RGBA, gl.UNSIGNED_BYTE, out);
  expect(gl.getError()).toBe(0);
  return [...out];
}
