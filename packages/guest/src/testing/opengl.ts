import { expect } from 'vitest';
import type { OpenGLContext } from '../opengl/context.ts';
import type { WebGLProgram } from '../webgl/objects.ts';
import type { LocalHost } from './local-host.ts';
import { openglContext } from './opengl-scene.ts';

/** A context of sixteen pixels. */
export function desktopContext(host: LocalHost, width = 4, height = 4): OpenGLContext {
  return openglContext(host, width, height);
}

/** Texts by the names of their stages. */
export type Texts = Partial<Record<'vertex' | 'control' | 'evaluation' | 'geometry' | 'fragment' | 'compute', string>>;

/** Compiles and links texts, and makes the program current. */
export function linkTexts(gl: OpenGLContext, texts: Texts, prepare: (program: WebGLProgram) => void = () => {}): WebGLProgram {
  const types = {
    vertex: gl.VERTEX_SHADER,
    control: gl.TESS_CONTROL_SHADER,
    evaluation: gl.TESS_EVALUATION_SHADER,
    geometry: gl.GEOMETRY_SHADER,
    fragment: gl.FRAGMENT_SHADER,
    compute: gl.COMPUTE_SHADER,
  };
  const program = gl.createProgram()!;
  for (const [stage, text] of Object.entries(texts)) {
    const shader = gl.createShader(types[stage as keyof typeof types])!;
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    expect(gl.getShaderInfoLog(shader)).toBe('');
    gl.attachShader(program, shader);
  }
  prepare(program);
  gl.linkProgram(program);
  expect(gl.getProgramInfoLog(program)).toBe('');
  gl.useProgram(program);
  return program;
}

/** Covers everything with three vertices that have no attributes. */
export const coverText = `#version 420
void main() { gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0, 0, 1); }`;

/** A texel of the draw buffer. */
export function pixelOf(gl: OpenGLContext, x = 1, y = 1): number[] {
  const out = new Uint8Array(4);
  gl.readPixels(x, y, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, out);
  expect(gl.getError()).toBe(0);
  return [...out];
}

/** Words of the buffer that is bound to a target. */
export function wordsOf(gl: OpenGLContext, target: number, count: number): number[] {
  const out = new Uint32Array(count);
  gl.getBufferSubData(target, 0, out);
  expect(gl.getError()).toBe(0);
  return [...out];
}
