import { expect, test } from 'vitest';
import { coverText as cover, desktopContext, linkTexts as link, pixelOf as pixel, wordsOf } from '../testing/opengl.ts';
import { testContexts } from '../testing/test-contexts.ts';
import type { OpenGLContext } from './context.ts';

const { context } = testContexts(desktopContext);

const floats = (gl: OpenGLContext, count: number): number[] => [
  ...new Float32Array(Uint32Array.from(wordsOf(gl, gl.TRANSFORM_FEEDBACK_BUFFER, count)).buffer),
];

const feed = (gl: OpenGLContext, index: number, bytes: number) => {
  const buffer = gl.createBuffer()!;
  gl.bindBufferBase(gl.TRANSFORM_FEEDBACK_BUFFER, index, buffer);
  gl.bufferData(gl.TRANSFORM_FEEDBACK_BUFFER, bytes, gl.DYNAMIC_COPY);
  return buffer;
};

test('interleaved varyings go to several buffers, with gaps; objects pause, and are drawn', () => {
  const gl = context();
  link(
    gl,
    {
      vertex: `#version 420
out vec2 a; out float b; out vec3 n;
void main() { a = vec2(gl_VertexID, 0.5); b = 10.0 + gl_VertexID; n = vec3(7); gl_Position = vec4(0, 0, 0, 1); }`,
      fragment: '#version 420\nout vec4 c; void main() { c = vec4(1); }',
    },
    (one) => gl.transformFeedbackVaryings(one, ['a', 'gl_SkipComponents1', 'gl_NextBuffer', 'b'], gl.INTERLEAVED_ATTRIBS),
  );
  const object = gl.createTransformFeedback()!;
  gl.bindTransformFeedback(gl.TRANSFORM_FEEDBACK, object);
  const first = feed(gl, 0, 48);
  feed(gl, 1, 16);
  gl.beginTransformFeedback(gl.POINTS);
  gl.drawArrays(gl.POINTS, 0, 2);
  gl.pauseTransformFeedback();
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  gl.resumeTransformFeedback();
  gl.drawArrays(gl.POINTS, 5, 1);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  gl.endTransformFeedback();
  expect(floats(gl, 3)).toEqual([10, 11, 15]);
  gl.bindBuffer(gl.TRANSFORM_FEEDBACK_BUFFER, first);
  expect(floats(gl, 9)).toEqual([0, 0.5, 0, 1, 0.5, 0, 5, 0.5, 0]);
  expect(object.object.written(0)).toBe(3);
  // As many vertices cover everything.
  link(gl, { vertex: cover, fragment: '#version 420\nout vec4 c; void main() { c = vec4(0, 1, 0, 1); }' });
  gl.drawTransformFeedback(gl.TRIANGLES, object);
  expect(pixel(gl)).toEqual([0, 255, 0, 255]);
  gl.drawTransformFeedbackInstanced(gl.TRIANGLES, object, 2);
  gl.drawTransformFeedback(gl.TRIANGLES, gl.createTransformFeedback());
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
});

test('geometry shaders write several streams, and the host counts what each has', () => {
  const gl = context();
  link(
    gl,
    {
      vertex: '#version 420\nflat out int id; void main() { id = gl_VertexID; gl_Position = vec4(0); }',
      geometry: `#version 420
layout(points) in; layout(points, max_vertices = 8) out; flat in int id[];
layout(stream = 0) out float first; layout(stream = 1) out vec2 second;
void main() {
  first = id[0]; EmitStreamVertex(0);
  for (int i = 0; i < 2; i++) { second = vec2(id[0], i); EmitStreamVertex(1); }
}`,
      fragment: '#version 420\nout vec4 c; void main() { c = vec4(1); }',
    },
    (one) => gl.transformFeedbackVaryings(one, ['first', 'gl_NextBuffer', 'second'], gl.INTERLEAVED_ATTRIBS),
  );
  const object = gl.createTransformFeedback()!;
  gl.bindTransformFeedback(gl.TRANSFORM_FEEDBACK, object);
  feed(gl, 0, 64);
  const second = feed(gl, 1, 64);
  gl.beginTransformFeedback(gl.POINTS);
  gl.drawArrays(gl.POINTS, 0, 1);
  const query = gl.createQuery()!;
  gl.beginQueryIndexed(gl.TRANSFORM_FEEDBACK_PRIMITIVES_WRITTEN, 1, query);
  gl.drawArrays(gl.POINTS, 1, 1);
  gl.endQueryIndexed(gl.TRANSFORM_FEEDBACK_PRIMITIVES_WRITTEN, 1);
  gl.drawArrays(gl.POINTS, 2, 1);
  gl.endTransformFeedback();
  expect(gl.getQueryParameter(query, gl.QUERY_RESULT)).toBe(2);
  gl.bindBuffer(gl.TRANSFORM_FEEDBACK_BUFFER, second);
  expect(floats(gl, 12)).toEqual([0, 0, 0, 1, 1, 0, 1, 1, 2, 0, 2, 1]);
  expect([object.object.written(0), object.object.written(1)]).toEqual([3, 6]);
  link(gl, { vertex: cover, fragment: '#version 420\nout vec4 c; void main() { c = vec4(0, 0, 1, 1); }' });
  gl.drawTransformFeedbackStream(gl.TRIANGLES, object, 1);
  expect(pixel(gl)).toEqual([0, 0, 255, 255]);
  gl.drawTransformFeedbackStream(gl.TRIANGLES, object, 4);
  expect(gl.getError()).toBe(gl.INVALID_VALUE);
});

test('separate varyings, and what cannot begin', () => {
  const gl = context();
  gl.beginTransformFeedback(gl.POINTS);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  const program = link(
    gl,
    { vertex: '#version 420\nout vec4 a; out dvec2 b; void main() { a = vec4(1, 2, 3, 4); b = dvec2(0.1lf, 2.0lf); gl_Position = a; }' },
    (one) => gl.transformFeedbackVaryings(one, ['a', 'b'], gl.SEPARATE_ATTRIBS),
  );
  expect(gl.getTransformFeedbackVarying(program, 1)).toMatchObject({ name: 'b', size: 1, type: gl.DOUBLE_VEC2 });
  feed(gl, 0, 16);
  gl.beginTransformFeedback(gl.POINTS);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  feed(gl, 1, 16);
  gl.enable(gl.RASTERIZER_DISCARD);
  gl.beginTransformFeedback(gl.POINTS);
  gl.linkProgram(program);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  gl.drawArrays(gl.POINTS, 0, 1);
  gl.endTransformFeedback();
  const out = new Float64Array(2);
  gl.getBufferSubData(gl.TRANSFORM_FEEDBACK_BUFFER, 0, out);
  expect([...out]).toEqual([0.1, 2]);
  gl.transformFeedbackVaryings(program, ['a', 'gl_NextBuffer'], gl.SEPARATE_ATTRIBS);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
});
