import { afterAll, describe, expect, test } from 'vitest';
import { GL } from '../constants.ts';
import { glFunctionNames } from '../generated/function-names.ts';
import { GlHostError, GlMissingError } from '../gl.ts';
import { GlState } from '../state.ts';
import { type NativeGl, type NativeGlOptions, createNativeGl } from './native.ts';

/** A context, or null where this machine has none of that kind. */
function open(options: NativeGlOptions): NativeGl | null {
  try {
    return createNativeGl(options);
  } catch (error) {
    if (error instanceof GlHostError) return null;
    throw error;
  }
}

const kinds: [string, NativeGlOptions][] = [
  ['auto', {}],
  ['surfaceless', { platform: 'surfaceless' }],
  ['device', { platform: 'device' }],
  ['OpenGL 3.3', { api: 'gl', version: 33 }],
  ['OpenGL ES', { api: 'gles' }],
  ['OpenGL ES 3.0', { api: 'gles', version: 30 }],
];
const contexts = kinds.map(([name, options]) => [name, open(options)] as const);
const present = contexts.filter((entry): entry is [string, NativeGl] => entry[1] !== null);

afterAll(() => {
  for (const [, gl] of present) gl[Symbol.dispose]();
});

test('a GL is found on this machine', () => {
  expect(present.map(([name]) => name)).toContain('auto');
});

/** A framebuffer with one RGBA8 texture. */
function makeTarget(gl: NativeGl, width: number, height: number): number {
  const texture = gl.createTexture();
  gl.bindTexture(GL.TEXTURE_2D, texture);
  if (gl.features.textureStorage) gl.texStorage2D(GL.TEXTURE_2D, 1, GL.RGBA8, width, height);
  else gl.texImage2D(GL.TEXTURE_2D, 0, GL.RGBA8, width, height, 0, GL.RGBA, GL.UNSIGNED_BYTE, null, 0);
  const framebuffer = gl.createFramebuffer();
  gl.bindFramebuffer(GL.FRAMEBUFFER, framebuffer);
  gl.framebufferTexture2D(GL.FRAMEBUFFER, GL.COLOR_ATTACHMENT0, GL.TEXTURE_2D, texture, 0);
  expect(gl.checkFramebufferStatus(GL.FRAMEBUFFER)).toBe(GL.FRAMEBUFFER_COMPLETE);
  return texture;
}

function makeProgram(gl: NativeGl, vertex: string, fragment: string): number {
  const program = gl.createProgram();
  const version = gl.features.isGles ? '#version 300 es\nprecision highp float;\n' : '#version 330\n';
  for (const [type, source] of [
    [GL.VERTEX_SHADER, vertex],
    [GL.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(type);
    gl.shaderSource(shader, version + source);
    gl.compileShader(shader);
    expect(gl.getShaderInfoLog(shader)).toBe('');
    expect(gl.getShaderParameter(shader, GL.COMPILE_STATUS)).toBe(1);
    gl.attachShader(program, shader);
    gl.deleteShader(shader);
  }
  gl.linkProgram(program);
  expect(gl.getProgramParameter(program, GL.LINK_STATUS), gl.getProgramInfoLog(program)).toBe(1);
  return program;
}

describe.each(present)('%s', (_name, gl) => {
  test('clears and reads pixels', () => {
    gl.makeCurrent();
    makeTarget(gl, 4, 4);
    gl.clearColor(1, 0.5, 0, 1);
    gl.clear(GL.COLOR_BUFFER_BIT);
    gl.clearBufferfv(GL.COLOR, 0, 0, 0.2, 0.4, 1);
    const memory = gl.memory(64);
    gl.readPixels(0, 0, 4, 4, GL.RGBA, GL.UNSIGNED_BYTE, memory, 0);
    expect([...memory.bytes.subarray(0, 4), ...memory.bytes.subarray(60, 64)]).toEqual([0, 51, 102, 255, 0, 51, 102, 255]);
    expect(gl.getError()).toBe(GL.NO_ERROR);
    gl.freeMemory(memory);
    expect(memory.bytes).toHaveLength(0);
  });

  test('buffers come back as they went', () => {
    gl.makeCurrent();
    const memory = gl.memory(256);
    expect(memory.address % 64).toBe(0);
    memory.bytes.forEach((_, i) => (memory.bytes[i] = i));
    const back = gl.memory(256);
    const buffer = gl.createBuffer();
    gl.bindBuffer(GL.ARRAY_BUFFER, buffer);
    gl.bufferData(GL.ARRAY_BUFFER, 256, null, 0, GL.STATIC_DRAW);
    gl.bufferSubData(GL.ARRAY_BUFFER, 16, 100, memory, 32);
    gl.getBufferSubData(GL.ARRAY_BUFFER, 16, 100, back, 8);
    expect(back.bytes.subarray(8, 108)).toEqual(memory.bytes.subarray(32, 132));
    expect(gl.getBufferParameter(GL.ARRAY_BUFFER, GL.BUFFER_SIZE)).toBe(256);
    const range = gl.mapBufferRange(GL.ARRAY_BUFFER, 16, 100, GL.MAP_READ_BIT | GL.MAP_WRITE_BIT);
    expect([...(range?.bytes.subarray(0, 3) ?? [])]).toEqual([32, 33, 34]);
    expect(gl.unmapBuffer(GL.ARRAY_BUFFER)).toBe(true);
    expect(range?.bytes).toHaveLength(0);
    gl.deleteBuffer(buffer);
    gl.freeMemory(memory);
    gl.freeMemory(back);
    expect(gl.getError()).toBe(GL.NO_ERROR);
  });

  test('draws with uniforms through the state cache', () => {
    gl.makeCurrent();
    const state = new GlState(gl);
    makeTarget(gl, 2, 2);
    const program = makeProgram(
      gl,
      'in vec2 position; void main() { gl_Position = vec4(position, 0.0, 1.0); }',
      'uniform vec4 colors[2]; out vec4 color; void main() { color = colors[0] + colors[1]; }',
    );
    const memory = gl.memory(64);
    new Float32Array(memory.bytes.buffer, memory.bytes.byteOffset, 14).set([-1, -1, 3, -1, -1, 3, 1, 0, 0, 0, 0, 0, 1, 1]);
    state.bindVertexArray(gl.createVertexArray());
    state.bindBuffer(GL.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(GL.ARRAY_BUFFER, 24, memory, 0, GL.STATIC_DRAW);
    const location = gl.getAttribLocation(program, 'position');
    gl.enableVertexAttribArray(location);
    gl.vertexAttribPointer(location, 2, GL.FLOAT, false, 8, 0);
    state.useProgram(program);
    gl.uniform4fv(gl.getUniformLocation(program, 'colors'), 2, memory, 24);
    state.viewport(0, 0, 2, 2);
    state.colorMask(true, true, true, true);
    // Every capability and all other state, as a renderer would set them; nothing may be an error here.
    for (const cap of [GL.DEPTH_TEST, GL.BLEND, GL.CULL_FACE, GL.FRAMEBUFFER_SRGB, GL.MULTISAMPLE, GL.PRIMITIVE_RESTART, GL.SAMPLE_MASK]) {
      state.setEnabled(cap, false);
    }
    state.polygonMode(GL.FILL);
    state.pointSize(1);
    state.provokingVertex(GL.LAST_VERTEX_CONVENTION);
    state.clipControl(GL.LOWER_LEFT, GL.NEGATIVE_ONE_TO_ONE);
    state.viewportIndexed(0, 0, 0, 2, 2);
    state.depthRange(0, 1);
    state.depthRangeIndexed(0, 0, 1);
    state.sampleMask(0, 0xffffffff);
    state.minSampleShading(0);
    state.logicOp(GL.COPY);
    state.polygonOffset(0, 0);
    state.patchVertices(3);
    state.patchOuterLevels(1, 1, 1, 1);
    state.setEnabledIndexed(GL.BLEND, 0, false);
    state.colorMaski(0, true, true, true, true);
    state.blendFuncSeparate(0, GL.ONE, GL.ZERO, GL.ONE, GL.ZERO);
    state.blendEquationSeparate(0, GL.FUNC_ADD, GL.FUNC_ADD);
    state.pixelStorePack(4, 0);
    state.pixelStoreUnpack(4, 0, 0);
    expect(gl.getError()).toBe(GL.NO_ERROR);
    gl.drawArrays(GL.TRIANGLES, 0, 3);
    gl.readPixels(0, 0, 2, 2, GL.RGBA, GL.UNSIGNED_BYTE, memory, 0);
    expect([...memory.bytes.subarray(0, 4)]).toEqual([255, 0, 255, 255]);
    expect(gl.getError()).toBe(GL.NO_ERROR);
    gl.freeMemory(memory);
  });

  test('has every function, and says which are missing', () => {
    for (const name of glFunctionNames) expect(typeof gl[name], name).toBe('function');
    if (gl.features.isGles) {
      expect(() => gl.getTexImage(GL.TEXTURE_2D, 0, GL.RGBA, GL.UNSIGNED_BYTE, gl.memory(4), 0)).toThrow(GlMissingError);
      expect(() => gl.getTexImage(GL.TEXTURE_2D, 0, GL.RGBA, GL.UNSIGNED_BYTE, gl.memory(4), 0)).toThrow(/getTexImage .* OpenGL ES/);
    }
  });

  test('features fit together', () => {
    const { features } = gl;
    expect(features.has('GL_KHR_debug')).toBe(features.has('KHR_debug'));
    expect(features.version).toBeGreaterThanOrEqual(features.isGles ? 30 : 33);
    expect(features.glslVersion).toBeGreaterThanOrEqual(features.isGles ? 300 : 330);
    expect(features.maxTextureSize).toBeGreaterThanOrEqual(2048);
    expect(features.maxTextureUnits).toBeGreaterThanOrEqual(32);
    expect(features.maxUniformBlocks[0]).toBeGreaterThanOrEqual(12);
    expect(features.maxDrawBuffers).toBeGreaterThanOrEqual(4);
    expect(features.uniformBufferOffsetAlignment).toBeGreaterThan(0);
    expect(features.samplerObjects).toBe(true);
    expect(features.textureSwizzle).toBe(true);
  });
});

test('OpenGL ES reads 64-bit query results where it can', () => {
  const gl = present.find(([name]) => name === 'OpenGL ES')?.[1];
  if (gl === undefined || !gl.features.timerQuery) return;
  gl.makeCurrent();
  makeTarget(gl, 64, 64);
  const query = gl.createQuery();
  gl.queryCounter(query, GL.TIMESTAMP);
  gl.finish();
  expect(gl.getQueryObject(query, GL.QUERY_RESULT_AVAILABLE)).toBe(1);
  expect(gl.getQueryObject(query, GL.QUERY_RESULT)).toBeGreaterThan(2 ** 32);
  expect(gl.getError()).toBe(GL.NO_ERROR);
});

const desktop = present.find(([, gl]) => gl.features.version >= 43 && !gl.features.isGles)?.[1];

describe.skipIf(desktop === undefined)('desktop GL', () => {
  const gl = desktop as NativeGl;

  test('small vectors, swizzles and values through pointers', () => {
    gl.makeCurrent();
    makeTarget(gl, 2, 2);
    gl.texSwizzle(GL.TEXTURE_2D, GL.BLUE, GL.GREEN, GL.RED, GL.ONE);
    expect(gl.getTexParameteri(GL.TEXTURE_2D, GL.TEXTURE_SWIZZLE_R)).toBe(GL.BLUE);
    gl.texBorderColorf(GL.TEXTURE_2D, GL.TEXTURE_BORDER_COLOR, 0, 0.5, 1, 1);
    const sampler = gl.createSampler();
    gl.bindSampler(0, sampler);
    gl.samplerBorderColorf(sampler, 0, 0.5, 1, 1);
    gl.samplerBorderColori(sampler, -1, 0, 1, 1);
    gl.samplerBorderColorui(sampler, 0xffffffff, 0, 1, 1);
    gl.drawBuffers(1, 1);
    gl.invalidateFramebuffer(GL.FRAMEBUFFER, 1, false, false);
    expect(gl.getInteger64(GL.TIMESTAMP)).toBeGreaterThan(0);
    expect(gl.getFloatComponent(GL.POINT_SIZE_RANGE, 1)).toBeGreaterThan(1);
    expect(gl.getInternalformat(GL.TEXTURE_2D_MULTISAMPLE, GL.RGBA8, GL.SAMPLES)).toBeGreaterThan(0);
    expect(gl.getError()).toBe(GL.NO_ERROR);
  });

  test('queries and fences', () => {
    gl.makeCurrent();
    const query = gl.createQuery();
    gl.beginQuery(GL.TIME_ELAPSED, query);
    gl.clear(GL.COLOR_BUFFER_BIT);
    gl.endQuery(GL.TIME_ELAPSED);
    const sync = gl.fenceSync(GL.SYNC_GPU_COMMANDS_COMPLETE, 0);
    expect([GL.ALREADY_SIGNALED, GL.CONDITION_SATISFIED]).toContain(gl.clientWaitSync(sync, GL.SYNC_FLUSH_COMMANDS_BIT, 1e10));
    expect(gl.getSyncSignaled(sync)).toBe(true);
    gl.waitSync(sync);
    gl.deleteSync(sync);
    expect(gl.getQueryObject(query, GL.QUERY_RESULT)).toBeGreaterThan(0);
    gl.deleteQuery(query);
    expect(gl.getError()).toBe(GL.NO_ERROR);
  });

  test('transform feedback captures by name', () => {
    gl.makeCurrent();
    const program = gl.createProgram();
    const shader = gl.createShader(GL.VERTEX_SHADER);
    gl.shaderSource(
      shader,
      '#version 330\nout float a; flat out int b;\nvoid main() { a = 0.5; b = gl_VertexID; gl_Position = vec4(0.0); }',
    );
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    gl.transformFeedbackVaryings(program, ['a', 'b'], GL.INTERLEAVED_ATTRIBS);
    gl.linkProgram(program);
    expect(gl.getProgramParameter(program, GL.LINK_STATUS), gl.getProgramInfoLog(program)).toBe(1);
    gl.useProgram(program);
    gl.bindVertexArray(gl.createVertexArray());
    const buffer = gl.createBuffer();
    gl.bindBufferBase(GL.TRANSFORM_FEEDBACK_BUFFER, 0, buffer);
    gl.bufferData(GL.TRANSFORM_FEEDBACK_BUFFER, 64, null, 0, GL.STATIC_READ);
    gl.beginTransformFeedback(GL.POINTS);
    gl.drawArrays(GL.POINTS, 0, 3);
    gl.endTransformFeedback();
    const memory = gl.memory(24);
    gl.getBufferSubData(GL.TRANSFORM_FEEDBACK_BUFFER, 0, 24, memory, 0);
    const view = new DataView(memory.bytes.buffer, memory.bytes.byteOffset);
    expect([view.getFloat32(16, true), view.getInt32(20, true)]).toEqual([0.5, 2]);
    gl.freeMemory(memory);
    expect(gl.getError()).toBe(GL.NO_ERROR);
  });

  test('logs of shaders that do not compile', () => {
    gl.makeCurrent();
    const shader = gl.createShader(GL.VERTEX_SHADER);
    gl.shaderSource(shader, '#version 330\nnonsense ä\n');
    gl.compileShader(shader);
    expect(gl.getShaderParameter(shader, GL.COMPILE_STATUS)).toBe(0);
    expect(gl.getShaderInfoLog(shader)).toMatch(/error/i);
  });

  test('program binaries', () => {
    gl.makeCurrent();
    const program = makeProgram(gl, 'void main() { gl_Position = vec4(0.0); }', 'out vec4 c; void main() { c = vec4(1.0); }');
    const length = gl.getProgramParameter(program, GL.PROGRAM_BINARY_LENGTH);
    if (length > 0) {
      const memory = gl.memory(length);
      expect(gl.getProgramBinary(program, length, memory, 0)).toBe(length);
      expect(gl.getProgramBinaryFormat()).toBeGreaterThan(0);
      gl.freeMemory(memory);
    }
    expect(gl.getError()).toBe(GL.NO_ERROR);
  });

  test('errors reach the debug callback', () => {
    using debug = createNativeGl({ debug: true });
    const messages: string[] = [];
    debug.debugMessageCallback((_source, type, _id, _severity, message) => {
      if (type === GL.DEBUG_TYPE_ERROR) messages.push(message);
    });
    debug.enable(GL.INVALID_ENUM);
    expect(debug.getError()).toBe(GL.INVALID_ENUM);
    debug.debugMessageCallback(null);
    expect(messages.join()).toMatch(/INVALID_ENUM/);
  });
});

test('a missing library is an error that names the Debian package', () => {
  expect(() => createNativeGl({ eglLibrary: 'libEGL-not-here.so.1' })).toThrow(/libEGL-not-here.*Debian package libegl1/);
  expect(() => createNativeGl({ platform: 'gbm', renderNode: '/dev/null', gbmLibrary: 'libgbm-not-here.so' })).toThrow(/libgbm1/);
  expect(() => createNativeGl({ platform: 'gbm', renderNode: '/dev/dri/not-here' })).toThrow(/cannot open \/dev\/dri\/not-here/);
});

test('a version that nobody has is an error', () => {
  expect(() => createNativeGl({ api: 'gl', version: 99 })).toThrow(/no context of version 9.9/);
});

test('our own client driver is set aside and put back', () => {
  const before = process.env['GALLIUM_DRIVER'];
  process.env['GALLIUM_DRIVER'] = 'virpipe';
  try {
    using gl = createNativeGl();
    expect(gl.features.renderer).not.toMatch(/virgl/i);
    expect(process.env['GALLIUM_DRIVER']).toBe('virpipe');
  } finally {
    if (before === undefined) delete process.env['GALLIUM_DRIVER'];
    else process.env['GALLIUM_DRIVER'] = before;
  }
});

test('sizes of memory are checked', () => {
  const gl = present[0]?.[1] as NativeGl;
  for (const size of [0, -1, 0.5, NaN, 2 ** 60]) expect(() => gl.memory(size)).toThrow(/cannot allocate/);
});

test('quirks can be forced', () => {
  using gl = createNativeGl({ quirks: '+no-texture-view' });
  expect(gl.features.textureView).toBe(false);
  expect(() => createNativeGl({ quirks: '+nonsense' })).toThrow(RangeError);
});
