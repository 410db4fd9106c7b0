import { expect, test } from 'vitest';
import { bytesAt, cover, openglContext, useProgram } from '../testing/opengl-scene.ts';
import { testContexts } from '../testing/test-contexts.ts';
import type { OpenGLContext } from './context.ts';

const { context } = testContexts(openglContext);

const red = [255, 0, 0, 255];
const green = [0, 255, 0, 255];
const none = [0, 0, 0, 0];

/** A program whose points lie in the middle of pixel `int(at)` of the lowest row, with a color of an attribute. */
function points(gl: OpenGLContext, declaration: string, tint: string, version = 420) {
  return useProgram(gl, {
    [gl.VERTEX_SHADER]: `#version ${version}
      layout(location = 0) in float at;
      ${declaration}
      out vec4 shade;
      void main() { shade = ${tint}; gl_Position = vec4((at + .5) / 4. - 1., -.875, 0., 1.); }`,
    [gl.FRAGMENT_SHADER]: `#version ${version}\nin vec4 shade; out vec4 color; void main() { color = shade; }`,
  });
}

function array(gl: OpenGLContext, data: ArrayBufferView): void {
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
}

function positions(gl: OpenGLContext, values = [0, 1, 2, 3, 4, 5, 6, 7]): void {
  array(gl, Float32Array.from(values));
  gl.enableVertexAttribArray(0);
  gl.vertexAttribPointer(0, 1, gl.FLOAT, false, 0, 0);
}

/** Which pixels of the lowest row have red. */
function lit(gl: OpenGLContext): string {
  const row = bytesAt(gl, 0, 0, 8, 1);
  return Array.from({ length: 8 }, (_, i) => (row[i * 4]! > 0 ? '#' : '.')).join('');
}

test('attributes of all kinds of components', () => {
  const gl = context();
  positions(gl, [0]);
  const cases: [number, number, boolean, ArrayBufferView, number[]][] = [
    [gl.BGRA, gl.UNSIGNED_BYTE, true, Uint8Array.of(1, 2, 3, 4), [3, 2, 1, 4]],
    [4, gl.UNSIGNED_INT_2_10_10_10_REV, true, Uint32Array.of(0xc00003ff), [255, 0, 0, 255]],
    [3, gl.DOUBLE, false, Float64Array.of(1, 0.2, 0), [255, 51, 0, 255]],
    [2, gl.SHORT, true, Int16Array.of(32767, 0), [255, 0, 0, 255]],
    [4, gl.HALF_FLOAT, false, Uint16Array.of(0x3c00, 0, 0x3c00, 0x3c00), [255, 0, 255, 255]],
  ];
  points(gl, 'layout(location = 1) in vec4 tint;', 'tint');
  gl.enableVertexAttribArray(1);
  for (const [size, type, normalized, data, want] of cases) {
    array(gl, data);
    gl.vertexAttribPointer(1, size, type, normalized, 0, 0);
    gl.drawArrays(gl.POINTS, 0, 1);
    expect(bytesAt(gl, 0, 0)).toEqual(want);
  }
  gl.disableVertexAttribArray(1);
  gl.vertexAttrib4Nub(1, 5, 6, 7, 8);
  gl.drawArrays(gl.POINTS, 0, 1);
  expect(bytesAt(gl, 0, 0)).toEqual([5, 6, 7, 8]);
});

test('integer and double attributes, arrays and constants', () => {
  const gl = context();
  positions(gl, [0, 1]);
  points(gl, 'layout(location = 1) in dvec4 tint; layout(location = 3) in ivec2 more;', 'vec4(tint) + vec4(0., more, 0.) / 255.');
  array(gl, Float64Array.of(0, 0, 0, 0, 1, 0.2, 0, 1));
  gl.enableVertexAttribArray(1);
  gl.vertexAttribLPointer(1, 4, gl.DOUBLE, 0, 0);
  gl.vertexAttribI2i(3, 1, 2);
  gl.drawArrays(gl.POINTS, 0, 2);
  expect(bytesAt(gl, 1, 0)).toEqual([255, 52, 2, 255]);
  gl.disableVertexAttribArray(1);
  gl.vertexAttribL4d(1, 0, 1, 0, 1);
  gl.drawArrays(gl.POINTS, 0, 2);
  expect(bytesAt(gl, 1, 0)).toEqual([0, 255, 2, 255]);
});

test('buffers are bound apart from formats', () => {
  const gl = context();
  points(gl, 'layout(location = 1) in vec4 tint;', 'tint');
  const buffer = gl.createBuffer();
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.bufferData(gl.ARRAY_BUFFER, Float32Array.of(9, 9, 0, 1, 0, 0, 1, 1, 0, 1, 0, 1), gl.STATIC_DRAW);
  gl.bindVertexBuffer(5, buffer, 8, 20);
  for (const index of [0, 1]) {
    gl.enableVertexAttribArray(index);
    gl.vertexAttribBinding(index, 5);
  }
  gl.vertexAttribFormat(0, 1, gl.FLOAT, false, 0);
  gl.vertexAttribFormat(1, 4, gl.FLOAT, false, 4);
  gl.drawArrays(gl.POINTS, 0, 2);
  expect([bytesAt(gl, 0, 0), bytesAt(gl, 1, 0)]).toEqual([red, green]);
  expect(gl.getVertexAttrib(1, gl.VERTEX_ATTRIB_BINDING)).toBe(5);
  expect(gl.getIndexedParameter(gl.VERTEX_BINDING_STRIDE, 5)).toBe(20);
});

test('draws with base vertex, base instance, ranges, and several at once', () => {
  const gl = context();
  points(gl, 'layout(location = 1) in float offset;', 'vec4(1.)');
  positions(gl);
  array(gl, Float32Array.of(0, 10, 20));
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, Uint16Array.of(0, 2, 65535, 1), gl.STATIC_DRAW);
  gl.drawElementsBaseVertex(gl.POINTS, 2, gl.UNSIGNED_SHORT, 0, 3);
  expect(lit(gl)).toBe('...#.#..');
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.multiDrawArrays(gl.POINTS, [0, 5], [2, 1]);
  expect(lit(gl)).toBe('##...#..');
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.enable(gl.PRIMITIVE_RESTART);
  gl.primitiveRestartIndex(2);
  gl.multiDrawElementsBaseVertex(gl.POINTS, [2, 1], gl.UNSIGNED_SHORT, [0, 6], [4, 6]);
  gl.disable(gl.PRIMITIVE_RESTART);
  expect(lit(gl)).toBe('....#..#');
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.vertexAttribDivisor(0, 1);
  gl.drawArraysInstancedBaseInstance(gl.POINTS, 0, 1, 2, 6);
  expect(lit(gl)).toBe('......##');
  expect(gl.getError()).toBe(0);
});

test('the numbers of draws come from buffers', () => {
  const gl = context();
  points(gl, '', 'vec4(1.)');
  positions(gl);
  gl.bindBuffer(gl.DRAW_INDIRECT_BUFFER, gl.createBuffer());
  gl.bufferData(gl.DRAW_INDIRECT_BUFFER, Uint32Array.of(9, 2, 1, 1, 0, 9, 1, 1, 6, 0, 9), gl.STATIC_DRAW);
  gl.drawArraysIndirect(gl.POINTS, 4);
  expect(lit(gl)).toBe('.##.....');
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.multiDrawArraysIndirect(gl.POINTS, 4, 2, 20);
  expect(lit(gl)).toBe('.##...#.');
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, Uint8Array.of(0, 3), gl.STATIC_DRAW);
  gl.bufferData(gl.DRAW_INDIRECT_BUFFER, Uint32Array.of(1, 1, 1, 4, 0), gl.STATIC_DRAW);
  gl.drawElementsIndirect(gl.POINTS, gl.UNSIGNED_BYTE, 0);
  expect(lit(gl)).toBe('.......#');
  gl.drawElementsIndirect(gl.POINTS, gl.UNSIGNED_BYTE, 4);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  gl.drawArraysIndirect(gl.POINTS, 2);
  expect(gl.getError()).toBe(gl.INVALID_VALUE);
});

test('buffers are mapped, flushed, cleared and copied', () => {
  const gl = context();
  const buffer = gl.createBuffer()!;
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.bufferData(gl.ARRAY_BUFFER, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), gl.DYNAMIC_DRAW);
  const bytes = gl.mapBufferRange(gl.ARRAY_BUFFER, 2, 4, gl.MAP_READ_BIT | gl.MAP_WRITE_BIT)!;
  expect([...bytes]).toEqual([3, 4, 5, 6]);
  bytes[0] = 99;
  expect(gl.getBufferParameter(gl.ARRAY_BUFFER, gl.BUFFER_MAPPED)).toBe(1);
  gl.bufferSubData(gl.ARRAY_BUFFER, 0, new Uint8Array(1));
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  expect(gl.unmapBuffer(gl.ARRAY_BUFFER)).toBe(true);
  const flushed = gl.mapBufferRange(gl.ARRAY_BUFFER, 0, 8, gl.MAP_WRITE_BIT | gl.MAP_FLUSH_EXPLICIT_BIT)!;
  flushed.fill(50);
  gl.flushMappedBufferRange(gl.ARRAY_BUFFER, 6, 1);
  gl.unmapBuffer(gl.ARRAY_BUFFER);
  const out = new Uint8Array(8);
  gl.getBufferSubData(gl.ARRAY_BUFFER, 0, out);
  expect([...out]).toEqual([1, 2, 99, 4, 5, 6, 50, 8]);
  gl.clearBufferSubData(gl.ARRAY_BUFFER, gl.R16UI, 2, 4, gl.RED_INTEGER, gl.UNSIGNED_SHORT, Uint16Array.of(0x0201));
  gl.copyBufferSubData(gl.ARRAY_BUFFER, gl.ARRAY_BUFFER, 0, 7, 1);
  gl.getBufferSubData(gl.ARRAY_BUFFER, 0, out);
  expect([...out]).toEqual([1, 2, 1, 2, 1, 2, 50, 1]);
  expect(gl.mapBufferRange(gl.ARRAY_BUFFER, 0, 8, gl.MAP_READ_BIT | gl.MAP_INVALIDATE_RANGE_BIT)).toBe(null);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  gl.clearBufferData(gl.ARRAY_BUFFER, gl.R8, gl.RED, gl.UNSIGNED_BYTE, null);
  gl.getBufferSubData(gl.ARRAY_BUFFER, 0, out);
  expect([...out]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
});

test('queries count, tell the time and decide whether to draw', () => {
  const gl = context();
  const [samples, some, time, primitives, stamp] = [1, 2, 3, 4, 5].map(() => gl.createQuery()!);
  gl.beginQuery(gl.TIME_ELAPSED, time!);
  gl.beginQuery(gl.PRIMITIVES_GENERATED, primitives!);
  gl.beginQuery(gl.SAMPLES_PASSED, samples!);
  cover(gl, '', 'color = vec4(1., 0., 0., 1.);');
  gl.endQuery(gl.SAMPLES_PASSED);
  gl.endQuery(gl.PRIMITIVES_GENERATED);
  gl.endQuery(gl.TIME_ELAPSED);
  gl.queryCounter(stamp!, gl.TIMESTAMP);
  expect([samples, primitives].map((query) => gl.getQueryObject(query!, gl.QUERY_RESULT))).toEqual([64, 2]);
  expect(gl.getQueryObject(stamp!, gl.QUERY_RESULT)).toBeGreaterThan(0);
  expect(gl.getQueryObject(time!, gl.QUERY_RESULT)).toBeGreaterThanOrEqual(0);
  expect(gl.getInteger64(gl.TIMESTAMP)).toBeGreaterThan(0);
  gl.enable(gl.SCISSOR_TEST);
  gl.scissor(0, 0, 0, 0);
  gl.beginQuery(gl.ANY_SAMPLES_PASSED, some!);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  gl.endQuery(gl.ANY_SAMPLES_PASSED);
  gl.disable(gl.SCISSOR_TEST);
  expect(gl.getQueryObject(some!, gl.QUERY_RESULT)).toBe(0);
  gl.beginConditionalRender(some!, gl.QUERY_WAIT);
  cover(gl, '', 'color = vec4(0., 1., 0., 1.);');
  gl.endConditionalRender();
  expect(bytesAt(gl, 0, 0)).toEqual(red);
  gl.beginConditionalRender(samples!, gl.QUERY_WAIT);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  gl.endConditionalRender();
  expect(bytesAt(gl, 0, 0)).toEqual(green);
  const sync = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0)!;
  expect([gl.ALREADY_SIGNALED, gl.CONDITION_SATISFIED] as number[]).toContain(gl.clientWaitSync(sync, gl.SYNC_FLUSH_COMMANDS_BIT, 1e9));
  expect(gl.getSyncParameter(sync, gl.SYNC_STATUS)).toBe(gl.SIGNALED);
  expect(gl.getError()).toBe(0);
});

test('errors are messages; groups and labels', () => {
  const gl = context();
  gl.enable(gl.DEBUG_OUTPUT);
  gl.enable(0x1234);
  expect(gl.getError()).toBe(gl.INVALID_ENUM);
  gl.pushDebugGroup(gl.DEBUG_SOURCE_APPLICATION, 7, 'frame');
  gl.debugMessageControl(gl.DONT_CARE, gl.DONT_CARE, gl.DONT_CARE, null, false);
  gl.lineWidth(-1);
  gl.popDebugGroup();
  const messages = gl.getDebugMessageLog(10).map(({ id, message }) => [id, message]);
  expect(messages).toEqual([
    [gl.INVALID_ENUM, 'INVALID_ENUM in enable'],
    [7, 'frame'],
  ]);
  expect(gl.getError()).toBe(gl.INVALID_VALUE);
  const told: string[] = [];
  gl.debugMessageCallback((_source, _type, _id, _severity, message) => told.push(message));
  gl.debugMessageInsert(gl.DEBUG_SOURCE_APPLICATION, gl.DEBUG_TYPE_MARKER, 1, gl.DEBUG_SEVERITY_NOTIFICATION, 'here');
  expect(told).toEqual(['here']);
  gl.popDebugGroup();
  expect(gl.getError()).toBe(gl.STACK_UNDERFLOW);
  const buffer = gl.createBuffer()!;
  gl.objectLabel(buffer, 'vertices');
  expect(gl.getObjectLabel(buffer)).toBe('vertices');
});

test('core rules: no array object, patches without evaluation, wrong geometry input', () => {
  const gl = context();
  points(gl, '', 'vec4(1.)');
  gl.drawArrays(gl.PATCHES, 0, 3);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  gl.drawArrays(0x1234, 0, 3);
  expect(gl.getError()).toBe(gl.INVALID_ENUM);
  gl.drawElements(gl.POINTS, 1, gl.UNSIGNED_SHORT, 0);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  gl.bindVertexArray(null);
  gl.drawArrays(gl.POINTS, 0, 1);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  gl.vertexAttribPointer(0, 1, gl.FLOAT, false, 0, 0);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  expect(bytesAt(gl, 0, 0)).toEqual(none);
});

test('what a context says of itself', () => {
  const gl = context();
  expect(gl.getString(gl.VERSION)).toMatch(/^4\.[2-6] \(Core Profile\)/);
  expect(gl.getString(gl.SHADING_LANGUAGE_VERSION)).toMatch(/^4\.[2-6]0/);
  expect(gl.getInteger(gl.MAJOR_VERSION)).toBe(4);
  expect(gl.getStringi(gl.EXTENSIONS, 0)).toMatch(/^GL_/);
  expect(gl.getInteger(gl.MAX_VIEWPORTS)).toBe(16);
  expect(gl.getBoolean(gl.DEPTH_TEST)).toBe(false);
  expect(gl.getFloat(gl.POINT_SIZE)).toBe(1);
  expect(gl.getParameter(gl.TEXTURE_BINDING_1D)).toBe(null);
  expect(gl.getError()).toBe(0);
  expect(gl.getParameter(0x1234)).toBe(null);
  expect(gl.getError()).toBe(gl.INVALID_ENUM);
});

test('internal formats are asked for what they can do', () => {
  const gl = context();
  const ask = (format: number, pname: number, target: number = gl.TEXTURE_2D): number[] => [
    ...gl.getInternalformatParameter(target, format, pname)!,
  ];
  expect(ask(gl.RGBA8, gl.SAMPLES, gl.RENDERBUFFER)[0]).toBeGreaterThanOrEqual(4);
  expect(ask(gl.RGBA8, gl.SAMPLES)).toEqual([]);
  expect([ask(gl.RGB565, gl.INTERNALFORMAT_GREEN_SIZE), ask(gl.RG16I, gl.INTERNALFORMAT_RED_TYPE)]).toEqual([[6], [gl.INT]]);
  expect([ask(gl.SRGB8_ALPHA8, gl.COLOR_ENCODING), ask(gl.RGB9_E5, gl.COLOR_RENDERABLE)]).toEqual([[gl.SRGB], [0]]);
  expect([ask(gl.R32UI, gl.READ_PIXELS_FORMAT), ask(gl.R32UI, gl.READ_PIXELS_TYPE)]).toEqual([[gl.RED_INTEGER], [gl.UNSIGNED_INT]]);
  expect(ask(gl.COMPRESSED_RED_RGTC1, gl.TEXTURE_COMPRESSED_BLOCK_SIZE)).toEqual([64]);
  expect(ask(0x1234, gl.INTERNALFORMAT_SUPPORTED)).toEqual([0]);
  expect(gl.getInternalformatParameter(gl.TEXTURE_2D, gl.RGBA8, 0x1234)).toBe(null);
  expect(gl.getError()).toBe(gl.INVALID_ENUM);
});
