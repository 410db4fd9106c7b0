import { afterAll, afterEach, expect, test } from 'vitest';
import { type ContextOptions, createContext, destroyContext, endFrame } from './create-context.ts';
import { localHost } from './testing/local-host.ts';
import type { WebGL2RenderingContext } from './webgl/contexts.ts';
import type { WebGLBuffer, WebGLProgram } from './webgl/objects.ts';

/* Extensions of WebGL 2 with state or draws of their own, and what WebGL asks of bindings and frames. */

type Numbers = readonly number[];
type Extension = Readonly<Record<string, number>> & Readonly<Record<string, (...args: unknown[]) => void>>;

const host = localHost();
const made: WebGL2RenderingContext[] = [];

afterEach(() => {
  for (const gl of made.splice(0)) destroyContext(gl);
  expect(host.log.splice(0)).toEqual([]);
});
afterAll(() => host[Symbol.dispose]());

function context(options: Partial<ContextOptions> = {}): WebGL2RenderingContext {
  const gl = createContext(8, 8, { antialias: false, ...options, transport: host.transport } as ContextOptions);
  made.push(gl);
  return gl;
}

function extension(gl: WebGL2RenderingContext, name: string): Extension {
  expect(gl.getSupportedExtensions()).toContain(name);
  return gl.getExtension(name) as Extension;
}

function build(gl: WebGL2RenderingContext, vertex: string, fragment: string, varyings: readonly string[] = []): WebGLProgram {
  const program = gl.createProgram()!;
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(type)!;
    gl.shaderSource(shader, `#version 300 es\n${source}`);
    gl.compileShader(shader);
    expect(gl.getShaderInfoLog(shader)).toBe('');
    gl.attachShader(program, shader);
  }
  if (varyings.length > 0) gl.transformFeedbackVaryings(program, [...varyings], gl.SEPARATE_ATTRIBS);
  gl.bindAttribLocation(program, 0, 'p');
  gl.bindAttribLocation(program, 1, 'instance');
  gl.linkProgram(program);
  expect(gl.getProgramInfoLog(program)).toBe('');
  gl.useProgram(program);
  return program;
}

function array(gl: WebGL2RenderingContext, location: number, size: number, values: Numbers): WebGLBuffer {
  const buffer = gl.createBuffer()!;
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.bufferData(gl.ARRAY_BUFFER, Float32Array.from(values), gl.STATIC_DRAW);
  gl.enableVertexAttribArray(location);
  gl.vertexAttribPointer(location, size, gl.FLOAT, false, 0, 0);
  return buffer;
}

const whole = [-1, -1, 1, -1, -1, 1, 1, 1];
const red = 'precision mediump float; out vec4 c; void main() { c = vec4(1, 0, 0, 1); }';
const plain = 'in vec4 p; void main() { gl_Position = p; }';

function pixel(gl: WebGL2RenderingContext, x: number, y: number): Numbers {
  const bytes = new Uint8Array(4);
  gl.readPixels(x, y, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
  return [...bytes];
}

const RED = [255, 0, 0, 255];
const NOTHING = [0, 0, 0, 0];

test('distances that shaders write clip while they are on', () => {
  const gl = context();
  expect(gl.isEnabled(0x3000)).toBe(false);
  expect(gl.getError()).toBe(gl.INVALID_ENUM);
  const clip = extension(gl, 'WEBGL_clip_cull_distance');
  const declared = '#extension GL_ANGLE_clip_cull_distance : require\n';
  build(gl, `${declared}in vec4 p; void main() { gl_Position = p; gl_ClipDistance[0] = -p.x; }`, red);
  array(gl, 0, 2, whole);
  gl.enable(clip['CLIP_DISTANCE0_WEBGL']!);
  expect(gl.getParameter(clip['CLIP_DISTANCE0_WEBGL']!)).toBe(true);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  expect([pixel(gl, 1, 1), pixel(gl, 6, 6)]).toEqual([RED, NOTHING]);
  gl.disable(clip['CLIP_DISTANCE0_WEBGL']!);
  expect([gl.isEnabled(0x3000), gl.getParameter(clip['MAX_CLIP_DISTANCES_WEBGL']!), gl.getError()]).toEqual([false, 8, 0]);
});

test('clip control turns the picture over', () => {
  const gl = context();
  const control = extension(gl, 'EXT_clip_control');
  build(gl, plain, red);
  array(gl, 0, 2, [-1, -1, 1, -1, -1, 0, 1, 0]);
  control['clipControlEXT']!(control['UPPER_LEFT_EXT'], control['ZERO_TO_ONE_EXT']);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  expect([pixel(gl, 1, 1), pixel(gl, 6, 6)]).toEqual([NOTHING, RED]);
  expect(gl.getParameter(control['CLIP_ORIGIN_EXT']!)).toBe(control['UPPER_LEFT_EXT']);
  expect(gl.getParameter(control['CLIP_DEPTH_MODE_EXT']!)).toBe(control['ZERO_TO_ONE_EXT']);
  control['clipControlEXT']!(control['UPPER_LEFT_EXT'], 1);
  expect(gl.getError()).toBe(gl.INVALID_ENUM);
});

test('offsets of polygons are clamped until the next plain one, and polygons are lines', () => {
  const gl = context();
  const offset = extension(gl, 'EXT_polygon_offset_clamp');
  offset['polygonOffsetClampEXT']!(1, 2, 3);
  expect(gl.getParameter(offset['POLYGON_OFFSET_CLAMP_EXT']!)).toBe(3);
  gl.polygonOffset(1, 2);
  expect(gl.getParameter(offset['POLYGON_OFFSET_CLAMP_EXT']!)).toBe(0);
  const mode = extension(gl, 'WEBGL_polygon_mode');
  build(gl, plain, red);
  array(gl, 0, 2, [-1, -1, 3, -1, -1, 3]);
  mode['polygonModeWEBGL']!(gl.FRONT_AND_BACK, mode['LINE_WEBGL']);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  expect(pixel(gl, 4, 4)).toEqual(NOTHING);
  mode['polygonModeWEBGL']!(gl.FRONT_AND_BACK, mode['FILL_WEBGL']);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  expect(pixel(gl, 4, 4)).toEqual(RED);
});

test('time passes between timestamps', async () => {
  const gl = context();
  const timer = extension(gl, 'EXT_disjoint_timer_query_webgl2');
  const queries = [gl.createQuery()!, gl.createQuery()!];
  for (const query of queries) {
    timer['queryCounterEXT']!(query, timer['TIMESTAMP_EXT']);
    gl.clear(gl.COLOR_BUFFER_BIT);
  }
  await new Promise((resolve) => setTimeout(resolve, 1));
  const [first, second] = queries.map((query) => gl.getQueryParameter(query, gl.QUERY_RESULT) as number);
  expect(first).toBeGreaterThan(0);
  expect(second).toBeGreaterThanOrEqual(first!);
  expect(gl.getParameter(timer['TIMESTAMP_EXT']!)).toBeGreaterThanOrEqual(second!);
  expect([gl.getParameter(timer['GPU_DISJOINT_EXT']!), gl.getError()]).toEqual([false, 0]);
});

test('draws of one call are numbered', () => {
  const gl = context();
  const multi = extension(gl, 'WEBGL_multi_draw');
  const declared = '#extension GL_ANGLE_multi_draw : require\n';
  const program = build(
    gl,
    `${declared}in vec4 p; flat out int id; void main() { gl_Position = p; id = gl_DrawID; }`,
    'precision mediump float; flat in int id; out vec4 c; void main() { c = vec4(float(id) / 5.0); }',
  );
  array(gl, 0, 2, [-1, -1, 0, -1, -1, 1, 0, 1, 0, -1, 1, -1, 0, 1, 1, 1]);
  multi['multiDrawArraysWEBGL']!(gl.TRIANGLE_STRIP, [0, 4], 0, [4, 4], 0, 2);
  expect([pixel(gl, 1, 1)[0], pixel(gl, 6, 6)[0]]).toEqual([0, 51]);
  gl.drawArrays(gl.TRIANGLE_STRIP, 4, 4);
  expect([pixel(gl, 6, 6)[0], gl.getActiveUniform(program, 0), gl.getError()]).toEqual([0, null, gl.INVALID_VALUE]);
});

test('draws begin at an instance and a vertex, for contexts that ask for drafts', () => {
  const name = 'WEBGL_draw_instanced_base_vertex_base_instance';
  expect(context().getExtension(name)).toBe(null);
  const gl = context({ draftExtensions: true });
  const base = extension(gl, name);
  build(gl, 'in vec4 p; in float instance; void main() { gl_Position = vec4(p.x + instance, p.yzw); }', red);
  array(gl, 0, 2, [9, 9, 9, 9, 9, 9, -1, -1, 0, -1, -1, 1, 0, 1]);
  array(gl, 1, 1, [-9, 1]);
  gl.vertexAttribDivisor(1, 1);
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, Uint16Array.of(0, 1, 2, 3), gl.STATIC_DRAW);
  base['drawElementsInstancedBaseVertexBaseInstanceWEBGL']!(gl.TRIANGLE_STRIP, 4, gl.UNSIGNED_SHORT, 0, 1, 3, 1);
  expect([pixel(gl, 1, 1), pixel(gl, 6, 6), gl.getError()]).toEqual([NOTHING, RED, 0]);
  base['drawArraysInstancedBaseInstanceWEBGL']!(gl.TRIANGLE_STRIP, 3, 4, 1, 2);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
});

test('a frame ends with an empty drawing buffer that is not preserved, and a size that is there already keeps it', () => {
  for (const preserveDrawingBuffer of [false, true]) {
    const gl = context({ preserveDrawingBuffer });
    gl.clearColor(1, 0, 0, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const canvas = gl.canvas as { width: number };
    canvas.width = 8;
    expect(pixel(gl, 1, 1)).toEqual(RED);
    endFrame(gl);
    expect(pixel(gl, 1, 1)).toEqual(preserveDrawingBuffer ? RED : NOTHING);
  }
});

test('a copy of a drawing buffer with samples has what is drawn', () => {
  const gl = context({ antialias: true });
  gl.clearColor(1, 0, 0, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, 4, 4);
  gl.copyTexSubImage2D(gl.TEXTURE_2D, 0, 0, 0, 0, 0, 4, 4);
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  expect(pixel(gl, 1, 1)).toEqual(RED);
});

test('buffers that feedback writes are bound nowhere else', () => {
  const gl = context();
  build(gl, 'in vec4 p; out float v; void main() { gl_Position = p; v = p.x; }', red, ['v']);
  array(gl, 0, 2, whole);
  const buffer = gl.createBuffer();
  gl.bindBufferBase(gl.TRANSFORM_FEEDBACK_BUFFER, 0, buffer);
  gl.bufferData(gl.TRANSFORM_FEEDBACK_BUFFER, 64, gl.STATIC_DRAW);
  expect(gl.getError()).toBe(0);
  gl.bindBuffer(gl.COPY_READ_BUFFER, buffer);
  gl.bufferData(gl.TRANSFORM_FEEDBACK_BUFFER, 64, gl.STATIC_DRAW);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  gl.beginTransformFeedback(gl.POINTS);
  gl.drawArrays(gl.POINTS, 0, 4);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  gl.bindBuffer(gl.COPY_READ_BUFFER, null);
  gl.drawArrays(gl.POINTS, 0, 4);
  expect(gl.getError()).toBe(0);
  gl.endTransformFeedback();
});

test('objects of another type are TypeErrors, and say what they are', () => {
  const gl = context();
  expect(() => gl.isBuffer(gl.createTexture() as unknown as WebGLBuffer)).toThrow(TypeError);
  expect(() => gl.isProgram(gl.createBuffer() as unknown as WebGLProgram)).toThrow(TypeError);
  expect(Object.prototype.toString.call(gl.createTexture())).toBe('[object WebGLTexture]');
});
