import { afterAll, afterEach, expect, test } from 'vitest';
import { createContext, destroyContext } from './create-context.ts';
import { localHost } from './testing/local-host.ts';
import type { WebGL2RenderingContext, WebGLRenderingContext } from './webgl/contexts.ts';
import type { WebGLProgram } from './webgl/objects.ts';

type Context = WebGL2RenderingContext | WebGLRenderingContext;

const host = localHost();
const made: Context[] = [];

afterEach(() => {
  for (const gl of made.splice(0)) destroyContext(gl);
  expect(host.log.splice(0)).toEqual([]);
});
afterAll(() => host[Symbol.dispose]());

function webgl2(width = 8, height = 8): WebGL2RenderingContext {
  const gl = createContext(width, height, { transport: host.transport, antialias: false });
  made.push(gl);
  return gl;
}

function webgl1(width = 8, height = 8): WebGLRenderingContext {
  const gl = createContext(width, height, { api: 'webgl', transport: host.transport, antialias: false });
  made.push(gl);
  return gl;
}

function build(gl: Context, vertex: string, fragment: string, prepare: (program: WebGLProgram) => void = () => {}): WebGLProgram {
  const program = gl.createProgram()!;
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(type)!;
    gl.shaderSource(shader, source);
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

/** Draws a rectangle over everything with attribute 0. */
function cover(gl: Context, program: WebGLProgram, reversed = false): void {
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  const corners = reversed ? [-1, -1, -1, 1, 1, -1, 1, 1] : [-1, -1, 1, -1, -1, 1, 1, 1];
  gl.bufferData(gl.ARRAY_BUFFER, Float32Array.from(corners), gl.STATIC_DRAW);
  const location = gl.getAttribLocation(program, 'position');
  gl.enableVertexAttribArray(location);
  gl.vertexAttribPointer(location, 2, gl.FLOAT, false, 0, 0);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
}

function pixel(gl: Context, x: number, y: number): number[] {
  const out = new Uint8Array(4);
  gl.readPixels(x, y, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, out);
  expect(gl.getError()).toBe(0);
  return [...out];
}

const flat = `#version 300 es
in vec4 position;
void main() { gl_Position = position; }`;

test('window coordinates begin at the lower left, as textures do', () => {
  const gl = webgl2(4, 4);
  const program = build(
    gl,
    flat,
    '#version 300 es\nprecision highp float; out vec4 c; void main() { c = vec4(gl_FragCoord.xy / 4.0, 0, 1); }',
  );
  cover(gl, program);
  expect(pixel(gl, 0, 3)).toEqual([32, 223, 0, 255]);
  expect(pixel(gl, 3, 0)).toEqual([223, 32, 0, 255]);
});

test('front faces', () => {
  const gl = webgl2();
  const program = build(
    gl,
    flat,
    '#version 300 es\nprecision highp float; out vec4 c; void main() { c = gl_FrontFacing ? vec4(0, 1, 0, 1) : vec4(1, 0, 0, 1); }',
  );
  cover(gl, program);
  expect(pixel(gl, 1, 1)).toEqual([0, 255, 0, 255]);
  cover(gl, program, true);
  expect(pixel(gl, 1, 1)).toEqual([255, 0, 0, 255]);
});

test('uniforms of every kind reach the shader and come back', () => {
  const gl = webgl2();
  const program = build(
    gl,
    flat,
    `#version 300 es
precision highp float;
struct Light { vec3 color; bool on; };
uniform Light lights[2];
uniform mat2x3 m;
uniform float weights[3];
uniform ivec2 i;
uniform uvec3 u;
out vec4 c;
void main() {
  vec3 sum = lights[1].on ? lights[1].color : vec3(0);
  c = vec4(sum + m[1] * weights[2], float(i.y + int(u.z)) / 255.0);
}`,
  );
  const at = (name: string) => gl.getUniformLocation(program, name)!;
  gl.uniform3f(at('lights[1].color'), 0.2, 0, 0);
  gl.uniform1i(at('lights[1].on'), 1);
  gl.uniformMatrix2x3fv(at('m'), false, [9, 9, 9, 0, 0.5, 0]);
  gl.uniform1fv(at('weights'), [7, 7, 2]);
  gl.uniform2i(at('i'), 5, -10);
  gl.uniform3ui(at('u'), 0, 0, 30);
  cover(gl, program);
  expect(pixel(gl, 0, 0)).toEqual([51, 255, 0, 20]);
  expect(gl.getUniform(program, at('lights[1].on'))).toBe(true);
  expect(gl.getUniform(program, at('weights[2]'))).toBe(2);
  expect(gl.getUniform(program, at('m'))).toEqual(Float32Array.of(9, 9, 9, 0, 0.5, 0));
  expect(gl.getUniform(program, at('i'))).toEqual(Int32Array.of(5, -10));
  const names = Array.from(
    { length: gl.getProgramParameter(program, gl.ACTIVE_UNIFORMS) as number },
    (_, i) => gl.getActiveUniform(program, i)!.name,
  );
  expect(names).toEqual(expect.arrayContaining(['i', 'lights[1].color', 'lights[1].on', 'm', 'u', 'weights[0]']));
  gl.uniform1f(at('i'), 1);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
});

test('uniform blocks lie as std140 says', () => {
  const gl = webgl2();
  const program = build(
    gl,
    flat,
    '#version 300 es\nprecision highp float; layout(std140) uniform B { float a; vec3 b; float c[2]; mat2 d; } block; out vec4 color; void main() { color = vec4(block.a, block.b.y, block.c[1], block.d[1][0]); }',
  );
  const index = gl.getUniformBlockIndex(program, 'B');
  const size = gl.getActiveUniformBlockParameter(program, index, gl.UNIFORM_BLOCK_DATA_SIZE) as number;
  expect(size).toBe(96);
  const names = ['B.a', 'B.b', 'B.c[0]', 'B.d'];
  const offsets = gl.getActiveUniforms(program, gl.getUniformIndices(program, names)!, gl.UNIFORM_OFFSET) as number[];
  expect(offsets).toEqual([0, 16, 32, 64]);
  const data = new Float32Array(size / 4);
  data[0] = 0.2;
  data[5] = 0.4;
  data[12] = 0.6;
  data[20] = 0.8;
  gl.bindBufferBase(gl.UNIFORM_BUFFER, 0, gl.createBuffer());
  gl.bufferData(gl.UNIFORM_BUFFER, data, gl.STATIC_DRAW);
  cover(gl, program);
  expect(pixel(gl, 0, 0)).toEqual([51, 102, 153, 204]);
});

test('textures of every target, in vertex and fragment shaders', () => {
  const gl = webgl2();
  const program = build(
    gl,
    '#version 300 es\nin vec4 position; uniform sampler2D a; out float red; void main() { gl_Position = position; red = texelFetch(a, ivec2(0), 0).r; }',
    `#version 300 es
precision highp float; precision highp sampler3D; precision highp sampler2DArray; precision highp usampler2D; precision highp sampler2DShadow;
in float red; uniform samplerCube cube; uniform sampler3D volume; uniform sampler2DArray layers; uniform usampler2D whole; uniform sampler2DShadow depth; out vec4 c;
void main() {
  c = vec4(red, texture(cube, vec3(0, 0, -1)).g + texture(volume, vec3(0.5, 0.5, 0.9)).g, texture(layers, vec3(0.5, 0.5, 1)).b, float(texture(whole, vec2(0.5)).x) / 255.0 * texture(depth, vec3(0.5, 0.5, 0.4)));
}`,
  );
  const nearest = (target: number): void => {
    gl.texParameteri(target, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(target, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  };
  const bind = (unit: number, name: string, target: number): void => {
    gl.uniform1i(gl.getUniformLocation(program, name), unit);
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.bindTexture(target, gl.createTexture());
    nearest(target);
  };
  bind(0, 'a', gl.TEXTURE_2D);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 1, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, Uint8Array.of(10, 0, 0, 0));
  bind(1, 'cube', gl.TEXTURE_CUBE_MAP);
  for (let face = 0; face < 6; face++) {
    gl.texImage2D(gl.TEXTURE_CUBE_MAP_POSITIVE_X + face, 0, gl.RGBA, 1, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, Uint8Array.of(0, face * 10, 0, 0));
  }
  bind(2, 'volume', gl.TEXTURE_3D);
  gl.texImage3D(gl.TEXTURE_3D, 0, gl.RGBA, 1, 1, 2, 0, gl.RGBA, gl.UNSIGNED_BYTE, Uint8Array.of(0, 1, 0, 0, 0, 7, 0, 0));
  bind(3, 'layers', gl.TEXTURE_2D_ARRAY);
  gl.texImage3D(gl.TEXTURE_2D_ARRAY, 0, gl.RGBA, 1, 1, 2, 0, gl.RGBA, gl.UNSIGNED_BYTE, Uint8Array.of(0, 0, 1, 0, 0, 0, 90, 0));
  bind(4, 'whole', gl.TEXTURE_2D);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8UI, 1, 1, 0, gl.RED_INTEGER, gl.UNSIGNED_BYTE, Uint8Array.of(200));
  bind(5, 'depth', gl.TEXTURE_2D);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.DEPTH_COMPONENT16, 1, 1, 0, gl.DEPTH_COMPONENT, gl.UNSIGNED_SHORT, Uint16Array.of(0x8000));
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_COMPARE_MODE, gl.COMPARE_REF_TO_TEXTURE);
  cover(gl, program);
  expect(pixel(gl, 0, 0)).toEqual([10, 57, 90, 200]);
});

test('transform feedback of a program without hand-written parts', () => {
  const gl = webgl2();
  build(
    gl,
    '#version 300 es\nflat out int square; out vec2 half_; void main() { square = gl_VertexID * gl_VertexID; half_ = vec2(gl_VertexID, 1) * 0.5; gl_Position = vec4(0); gl_PointSize = 1.0; }',
    '#version 300 es\nprecision highp float; out vec4 c; void main() { c = vec4(1); }',
    (program) => gl.transformFeedbackVaryings(program, ['square', 'half_'], gl.INTERLEAVED_ATTRIBS),
  );
  gl.bindBufferBase(gl.TRANSFORM_FEEDBACK_BUFFER, 0, gl.createBuffer());
  gl.bufferData(gl.TRANSFORM_FEEDBACK_BUFFER, 48, gl.STREAM_READ);
  gl.enable(gl.RASTERIZER_DISCARD);
  gl.beginTransformFeedback(gl.POINTS);
  gl.drawArrays(gl.POINTS, 0, 4);
  gl.endTransformFeedback();
  const out = new DataView(new ArrayBuffer(48));
  gl.getBufferSubData(gl.TRANSFORM_FEEDBACK_BUFFER, 0, out);
  expect(
    Array.from({ length: 4 }, (_, i) => [out.getInt32(i * 12, true), out.getFloat32(i * 12 + 4, true), out.getFloat32(i * 12 + 8, true)]),
  ).toEqual([
    [0, 0, 0.5],
    [1, 0.5, 0.5],
    [4, 1, 0.5],
    [9, 1.5, 0.5],
  ]);
  expect(gl.getError()).toBe(0);
});

test('WebGL 1: shaders of its language, luminance, sizes that are no powers of two', () => {
  const gl = webgl1();
  const program = build(
    gl,
    'attribute vec2 position; varying vec2 uv; void main() { uv = position * 0.5 + 0.5; gl_Position = vec4(position, 0.0, 1.0); }',
    'precision mediump float; varying vec2 uv; uniform sampler2D image; void main() { gl_FragColor = texture2D(image, uv); }',
  );
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.LUMINANCE_ALPHA, 3, 1, 0, gl.LUMINANCE_ALPHA, gl.UNSIGNED_BYTE, Uint8Array.of(1, 2, 3, 4, 5, 6));
  cover(gl, program);
  expect(pixel(gl, 7, 0)).toEqual([0, 0, 0, 255]);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  cover(gl, program);
  expect(pixel(gl, 7, 0)).toEqual([5, 5, 5, 6]);
  expect(gl.getExtension('OES_vertex_array_object')).not.toBeNull();
  expect('createVertexArray' in gl).toBe(false);
  expect(gl.getParameter(gl.VERSION)).toMatch(/^WebGL 1\.0/);
});

test('shaders that do not compile say why, and nothing is drawn', () => {
  const gl = webgl2();
  const shader = gl.createShader(gl.FRAGMENT_SHADER)!;
  gl.shaderSource(shader, '#version 300 es\nprecision highp float;\nout vec4 c;\nvoid main() { c = vec3(1); }');
  gl.compileShader(shader);
  expect(gl.getShaderParameter(shader, gl.COMPILE_STATUS)).toBe(false);
  expect(gl.getShaderInfoLog(shader)).toMatch(/0:4/);
  const program = gl.createProgram()!;
  gl.attachShader(program, shader);
  gl.linkProgram(program);
  expect(gl.getProgramParameter(program, gl.LINK_STATUS)).toBe(false);
  gl.useProgram(program);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
});
