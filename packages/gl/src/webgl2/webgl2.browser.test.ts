import { beforeAll, expect, test } from 'vitest';
import { GL } from '../constants.ts';
import { glFunctionNames } from '../generated/function-names.ts';
import { GlMissingError } from '../gl.ts';
import { GlState } from '../state.ts';
import { type WebGl2Gl, createWebGl2Gl } from './webgl2.ts';

let gl: WebGl2Gl;
let state: GlState;

beforeAll(() => {
  const context = new OffscreenCanvas(1, 1).getContext('webgl2', { antialias: false, depth: false, stencil: false, alpha: false });
  if (context === null) throw new Error('this browser has no WebGL2');
  gl = createWebGl2Gl(context);
  state = new GlState(gl);
});

function makeTarget(width: number, height: number): number {
  const texture = gl.createTexture();
  state.bindTexture(0, GL.TEXTURE_2D, texture);
  gl.texStorage2D(GL.TEXTURE_2D, 1, GL.RGBA8, width, height);
  state.bindFramebuffer(GL.FRAMEBUFFER, gl.createFramebuffer());
  gl.framebufferTexture2D(GL.FRAMEBUFFER, GL.COLOR_ATTACHMENT0, GL.TEXTURE_2D, texture, 0);
  expect(gl.checkFramebufferStatus(GL.FRAMEBUFFER)).toBe(GL.FRAMEBUFFER_COMPLETE);
  return texture;
}

function makeProgram(vertex: string, fragment: string): number {
  const program = gl.createProgram();
  for (const [type, source] of [
    [GL.VERTEX_SHADER, vertex],
    [GL.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(type);
    gl.shaderSource(shader, `#version 300 es\nprecision highp float;\n${source}`);
    gl.compileShader(shader);
    expect(gl.getShaderParameter(shader, GL.COMPILE_STATUS), gl.getShaderInfoLog(shader)).toBe(1);
    gl.attachShader(program, shader);
    gl.deleteShader(shader);
  }
  gl.linkProgram(program);
  expect(gl.getProgramParameter(program, GL.LINK_STATUS), gl.getProgramInfoLog(program)).toBe(1);
  return program;
}

function firstPixel(): number[] {
  const memory = gl.memory(4);
  gl.readPixels(0, 0, 1, 1, GL.RGBA, GL.UNSIGNED_BYTE, memory, 0);
  return [...memory.bytes];
}

test('has every function of the table', () => {
  for (const name of glFunctionNames) expect(typeof gl[name], name).toBe('function');
});

test('features are those of WebGL2', () => {
  const { features } = gl;
  expect([features.isGles, features.isWebGl, features.version, features.glslVersion]).toEqual([true, true, 30, 300]);
  for (const name of ['baseVertex', 'textureBuffer', 'textureView', 'textureSwizzle', 'mapBuffer', 'bgra', 'geometryShader'] as const) {
    expect(features[name], name).toBe(false);
  }
  for (const name of ['textureStorage', 'samplerObjects', 'transformFeedback2', 'occlusionQueryBoolean'] as const) {
    expect(features[name], name).toBe(true);
  }
  expect(features.primitiveRestart).toBe('fixed');
  expect(features.maxTextureSize).toBeGreaterThanOrEqual(2048);
  expect(features.maxUniformBlocks.slice(0, 3)).toEqual([expect.any(Number), expect.any(Number), 0]);
  expect(gl.getError()).toBe(GL.NO_ERROR);
});

test('what WebGL2 cannot do throws', () => {
  expect(() => gl.getTexImage()).toThrow(GlMissingError);
  expect(() => gl.drawElementsBaseVertex()).toThrow(/drawElementsBaseVertex is not available in WebGL2/);
});

test('clears and reads pixels', () => {
  makeTarget(2, 2);
  gl.clearBufferfv(GL.COLOR, 0, 0, 0.2, 0.4, 1);
  expect(firstPixel()).toEqual([0, 51, 102, 255]);
  expect(gl.getError()).toBe(GL.NO_ERROR);
});

test('one buffer holds vertices and indices', () => {
  makeTarget(2, 2);
  const program = makeProgram(
    'in vec2 position; void main() { gl_Position = vec4(position, 0.0, 1.0); }',
    'uniform vec4 colors[2]; out vec4 color; void main() { color = colors[0] + colors[1]; }',
  );
  const memory = gl.memory(128);
  const floats = new Float32Array(memory.bytes.buffer);
  floats.set([-1, -1, 3, -1, -1, 3]);
  new Uint16Array(memory.bytes.buffer, 24).set([0, 1, 2]);
  floats.set([1, 0, 0, 0, 0, 0, 1, 1], 8);
  const buffer = gl.createBuffer();
  state.bindVertexArray(gl.createVertexArray());
  state.bindBuffer(GL.ARRAY_BUFFER, buffer);
  gl.bufferData(GL.ARRAY_BUFFER, 30, memory, 0, GL.STATIC_DRAW);
  state.bindBuffer(GL.ELEMENT_ARRAY_BUFFER, buffer);
  const location = gl.getAttribLocation(program, 'position');
  gl.enableVertexAttribArray(location);
  gl.vertexAttribPointer(location, 2, GL.FLOAT, false, 8, 0);
  state.useProgram(program);
  gl.uniform4fv(gl.getUniformLocation(program, 'colors'), 2, memory, 32);
  state.viewport(0, 0, 2, 2);
  gl.drawElements(GL.TRIANGLES, 3, GL.UNSIGNED_SHORT, 24);
  expect(firstPixel()).toEqual([255, 0, 255, 255]);

  // Indices that make the triangle vanish: written by JavaScript, then by the GPU, they reach the draw.
  const draw = (): number[] => {
    gl.clearBufferfv(GL.COLOR, 0, 0, 0, 0, 0);
    gl.drawElements(GL.TRIANGLES, 3, GL.UNSIGNED_SHORT, 24);
    return firstPixel();
  };
  const indices = gl.memory(6);
  state.bindBuffer(GL.ARRAY_BUFFER, buffer);
  gl.bufferSubData(GL.ARRAY_BUFFER, 24, 6, indices, 0);
  expect(draw()).toEqual([0, 0, 0, 0]);
  const other = gl.createBuffer();
  state.bindBuffer(GL.COPY_READ_BUFFER, other);
  gl.bufferData(GL.COPY_READ_BUFFER, 6, memory, 24, GL.STATIC_DRAW);
  gl.copyBufferSubData(GL.COPY_READ_BUFFER, GL.ARRAY_BUFFER, 0, 24, 6);
  expect(draw()).toEqual([255, 0, 255, 255]);
  const back = gl.memory(6);
  gl.getBufferSubData(GL.ARRAY_BUFFER, 24, 6, back, 0);
  expect([...new Uint16Array(back.bytes.buffer)]).toEqual([0, 1, 2]);
  expect(gl.getError()).toBe(GL.NO_ERROR);
});

test('indices that came first are there for other targets', () => {
  const memory = gl.memory(8);
  memory.bytes.set([1, 2, 3, 4, 5, 6, 7, 8]);
  state.bindVertexArray(gl.createVertexArray());
  const buffer = gl.createBuffer();
  state.bindBuffer(GL.ELEMENT_ARRAY_BUFFER, buffer);
  gl.bufferData(GL.ELEMENT_ARRAY_BUFFER, 8, memory, 0, GL.STATIC_DRAW);
  state.bindBuffer(GL.COPY_READ_BUFFER, buffer);
  const back = gl.memory(8);
  gl.getBufferSubData(GL.COPY_READ_BUFFER, 0, 8, back, 0);
  expect([...back.bytes]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  state.deleteBuffer(buffer);
  expect(gl.getError()).toBe(GL.NO_ERROR);
});

test('texels of every type, aligned or not, and from pixel buffers', () => {
  const memory = gl.memory(64);
  memory.bytes.set([9, 8, 7, 6], 1);
  makeTarget(1, 1);
  state.pixelStoreUnpack(1, 0, 0);
  state.pixelStorePack(1, 0);
  gl.texSubImage2D(GL.TEXTURE_2D, 0, 0, 0, 1, 1, GL.RGBA, GL.UNSIGNED_BYTE, memory, 1);
  expect(firstPixel()).toEqual([9, 8, 7, 6]);
  const pixels = gl.createBuffer();
  memory.bytes.set([1, 2, 3, 4], 8);
  state.bindBuffer(GL.PIXEL_UNPACK_BUFFER, pixels);
  gl.bufferData(GL.PIXEL_UNPACK_BUFFER, 4, memory, 8, GL.STREAM_DRAW);
  gl.texSubImage2DFromBuffer(GL.TEXTURE_2D, 0, 0, 0, 1, 1, GL.RGBA, GL.UNSIGNED_BYTE, 0);
  state.bindBuffer(GL.PIXEL_UNPACK_BUFFER, 0);
  expect(firstPixel()).toEqual([1, 2, 3, 4]);
  const formats: [number, number, number, number][] = [
    [GL.RGB565, GL.RGB, GL.UNSIGNED_SHORT_5_6_5, 2],
    [GL.R32F, GL.RED, GL.FLOAT, 4],
    [GL.R16F, GL.RED, GL.HALF_FLOAT, 2],
    [GL.R8I, GL.RED_INTEGER, GL.BYTE, 1],
    [GL.R16I, GL.RED_INTEGER, GL.SHORT, 2],
    [GL.R32I, GL.RED_INTEGER, GL.INT, 4],
    [GL.R32UI, GL.RED_INTEGER, GL.UNSIGNED_INT, 4],
    [GL.RGB10_A2, GL.RGBA, GL.UNSIGNED_INT_2_10_10_10_REV, 4],
    [GL.DEPTH24_STENCIL8, GL.DEPTH_STENCIL, GL.UNSIGNED_INT_24_8, 4],
  ];
  for (const [internal, format, type, size] of formats) {
    for (const offset of [0, size, 1]) {
      state.bindTexture(1, GL.TEXTURE_2D, gl.createTexture());
      gl.texImage2D(GL.TEXTURE_2D, 0, internal, 1, 1, 0, format, type, memory, offset);
      expect(gl.getError(), `format 0x${internal.toString(16)} at ${offset}`).toBe(GL.NO_ERROR);
    }
  }
});

test('texels of a type that WebGL takes from pixel buffers only', () => {
  const memory = gl.memory(24);
  new Float32Array(memory.bytes.buffer).set([0.5], 2);
  memory.bytes[12] = 7;
  state.bindTexture(1, GL.TEXTURE_2D, gl.createTexture());
  gl.texStorage2D(GL.TEXTURE_2D, 1, GL.DEPTH32F_STENCIL8, 1, 1);
  gl.texSubImage2D(GL.TEXTURE_2D, 0, 0, 0, 1, 1, GL.DEPTH_STENCIL, GL.FLOAT_32_UNSIGNED_INT_24_8_REV, memory, 8);
  expect(gl.getError()).toBe(GL.NO_ERROR);
});

test('queries, fences, samplers, state', () => {
  const query = gl.createQuery();
  gl.beginQuery(GL.ANY_SAMPLES_PASSED, query);
  gl.endQuery(GL.ANY_SAMPLES_PASSED);
  expect(gl.getQueryObject(query, GL.QUERY_RESULT_AVAILABLE)).toBeTypeOf('number');
  gl.deleteQuery(query);
  const sync = gl.fenceSync(GL.SYNC_GPU_COMMANDS_COMPLETE, 0);
  expect(gl.clientWaitSync(sync, GL.SYNC_FLUSH_COMMANDS_BIT, 1e9)).toBeGreaterThan(0);
  gl.deleteSync(sync);
  const sampler = gl.createSampler();
  gl.samplerParameteri(sampler, GL.TEXTURE_MIN_FILTER, GL.NEAREST);
  state.bindSampler(2, sampler);
  state.deleteSampler(sampler);
  for (const cap of [GL.PRIMITIVE_RESTART_FIXED_INDEX, GL.FRAMEBUFFER_SRGB, GL.MULTISAMPLE, GL.DITHER, GL.RASTERIZER_DISCARD]) {
    state.enable(cap);
    state.disable(cap);
  }
  state.setEnabledIndexed(GL.BLEND, 0, true);
  state.colorMaski(0, true, true, true, true);
  state.blendFuncSeparate(0, GL.ONE, GL.ZERO, GL.ONE, GL.ZERO);
  state.blendEquationSeparate(0, GL.FUNC_ADD, GL.FUNC_ADD);
  state.polygonMode(GL.FILL);
  state.polygonOffset(0, 0);
  state.clipControl(GL.LOWER_LEFT, GL.NEGATIVE_ONE_TO_ONE);
  state.viewportIndexed(0, 0, 0, 1, 1);
  state.provokingVertex(GL.LAST_VERTEX_CONVENTION);
  expect(gl.getGraphicsResetStatus()).toBe(GL.NO_ERROR);
  expect(gl.getError()).toBe(GL.NO_ERROR);
});
