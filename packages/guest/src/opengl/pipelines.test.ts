import { expect, test } from 'vitest';
import { desktopContext, pixelOf as pixel } from '../testing/opengl.ts';
import { testContexts } from '../testing/test-contexts.ts';
import type { OpenGLContext } from './context.ts';

const { context } = testContexts(desktopContext);

const stage = (gl: OpenGLContext, type: number, text: string) => {
  const program = gl.createShaderProgramv(type, [text])!;
  expect(gl.getProgramInfoLog(program)).toBe('');
  return program;
};

const vertexText = `#version 420
out gl_PerVertex { vec4 gl_Position; };
out vec3 first; out vec2 second; flat out int third;
void main() {
  gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0, 0, 1);
  first = vec3(0.2, 0.4, 0.6); second = vec2(0.8, 1.0); third = 7;
}`;

test('stages of several programs draw together, whatever the order in which they declare what passes between them', () => {
  const gl = context();
  const vertex = stage(gl, gl.VERTEX_SHADER, vertexText);
  const fragment = stage(
    gl,
    gl.FRAGMENT_SHADER,
    `#version 420
flat in int third; in vec2 second; in vec3 first; uniform vec4 scale; uniform sampler2D image; out vec4 c;
void main() { c = vec4(first.x, second.x, third == 7 ? 1.0 : 0.0, 1) * scale + texture(image, vec2(0)); }`,
  );
  const pipeline = gl.createProgramPipeline()!;
  gl.useProgramStages(pipeline, gl.VERTEX_SHADER_BIT, vertex);
  gl.useProgramStages(pipeline, gl.FRAGMENT_SHADER_BIT, fragment);
  gl.bindProgramPipeline(pipeline);
  gl.activeShaderProgram(pipeline, fragment);
  gl.uniform4f(gl.getUniformLocation(fragment, 'scale'), 1, 1, 0.5, 1);
  gl.programUniform1i(fragment, gl.getUniformLocation(fragment, 'image'), 3);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  expect(pixel(gl)).toEqual([51, 204, 128, 255]);
  gl.programUniform4f(fragment, gl.getUniformLocation(fragment, 'scale'), 0, 1, 0, 1);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  expect(pixel(gl)).toEqual([0, 204, 0, 255]);
  gl.validateProgramPipeline(pipeline);
  expect(gl.getProgramPipelineParameter(pipeline, gl.VALIDATE_STATUS)).toBe(true);
  expect(gl.getProgramPipelineParameter(pipeline, gl.FRAGMENT_SHADER)).toBe(fragment);
});

test('a program in place of a stage, geometry between, and programs that are linked again', () => {
  const gl = context();
  const vertex = stage(gl, gl.VERTEX_SHADER, vertexText);
  const geometry = stage(
    gl,
    gl.GEOMETRY_SHADER,
    `#version 420
in gl_PerVertex { vec4 gl_Position; } gl_in[]; out gl_PerVertex { vec4 gl_Position; };
layout(triangles) in; layout(triangle_strip, max_vertices = 3) out; in vec2 second[]; in vec3 first[]; flat in int third[]; out vec4 tint;
void main() { for (int i = 0; i < 3; i++) { gl_Position = gl_in[i].gl_Position; tint = vec4(second[i].y, first[i].z, 0, 1); EmitVertex(); } }`,
  );
  const fragment = gl.createProgram()!;
  gl.programParameteri(fragment, gl.PROGRAM_SEPARABLE, true);
  const shader = gl.createShader(gl.FRAGMENT_SHADER)!;
  gl.attachShader(fragment, shader);
  const relink = (text: string) => {
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.linkProgram(fragment);
    expect(gl.getProgramInfoLog(fragment)).toBe('');
  };
  relink('#version 420\nin vec4 tint; out vec4 c; void main() { c = tint; }');
  const pipeline = gl.createProgramPipeline()!;
  gl.bindProgramPipeline(pipeline);
  gl.useProgramStages(pipeline, gl.VERTEX_SHADER_BIT, vertex);
  gl.useProgramStages(pipeline, gl.GEOMETRY_SHADER_BIT, geometry);
  gl.useProgramStages(pipeline, gl.FRAGMENT_SHADER_BIT, fragment);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  expect(pixel(gl)).toEqual([255, 153, 0, 255]);
  relink('#version 420\nin vec4 tint; out vec4 c; void main() { c = 1.0 - tint; }');
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  expect(pixel(gl)).toEqual([0, 102, 255, 0]);
  gl.programParameteri(fragment, gl.PROGRAM_SEPARABLE, false);
  relink('#version 420\nin vec4 tint; out vec4 c; void main() { c = tint; }');
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
});

test('pipelines take separable programs that are linked', () => {
  const gl = context();
  const pipeline = gl.createProgramPipeline()!;
  expect(gl.isProgramPipeline(pipeline)).toBe(false);
  const program = gl.createProgram()!;
  gl.useProgramStages(pipeline, gl.VERTEX_SHADER_BIT, program);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  gl.useProgramStages(pipeline, 0x40, null);
  expect(gl.getError()).toBe(gl.INVALID_VALUE);
  gl.programParameteri(program, gl.PROGRAM_SEPARABLE, 2);
  expect(gl.getError()).toBe(gl.INVALID_VALUE);
  expect(gl.isProgramPipeline(pipeline)).toBe(false);
  gl.bindProgramPipeline(pipeline);
  expect(gl.isProgramPipeline(pipeline)).toBe(true);
  expect(gl.getParameter(gl.PROGRAM_PIPELINE_BINDING)).toBe(pipeline);
  gl.deleteProgramPipeline(pipeline);
  expect(gl.getParameter(gl.PROGRAM_PIPELINE_BINDING)).toBe(null);
});

test('subroutines, blocks and transform feedback of the programs of a pipeline', () => {
  const gl = context();
  const vertex = gl.createProgram()!;
  gl.programParameteri(vertex, gl.PROGRAM_SEPARABLE, true);
  const shader = gl.createShader(gl.VERTEX_SHADER)!;
  gl.shaderSource(shader, vertexText);
  gl.compileShader(shader);
  gl.attachShader(vertex, shader);
  gl.transformFeedbackVaryings(vertex, ['second', 'first'], gl.INTERLEAVED_ATTRIBS);
  gl.linkProgram(vertex);
  expect(gl.getProgramInfoLog(vertex)).toBe('');
  const fragment = stage(
    gl,
    gl.FRAGMENT_SHADER,
    `#version 420
in vec3 first; in vec2 second; flat in int third; out vec4 c;
layout(std140) uniform Tint { vec4 tint; };
subroutine vec4 pick(); subroutine uniform pick chosen;
subroutine(pick) vec4 plain() { return vec4(0, 0, 0, 1); }
subroutine(pick) vec4 tinted() { return tint * first.z / 0.6; }
void main() { c = chosen(); }`,
  );
  const pipeline = gl.createProgramPipeline()!;
  gl.useProgramStages(pipeline, gl.VERTEX_SHADER_BIT, vertex);
  gl.useProgramStages(pipeline, gl.FRAGMENT_SHADER_BIT, fragment);
  gl.bindProgramPipeline(pipeline);
  const { FRAGMENT_SHADER } = gl;
  gl.uniformSubroutinesuiv(FRAGMENT_SHADER, [gl.getSubroutineIndex(fragment, FRAGMENT_SHADER, 'tinted')]);
  const buffer = gl.createBuffer();
  gl.bindBuffer(gl.UNIFORM_BUFFER, buffer);
  gl.bufferData(
    gl.UNIFORM_BUFFER,
    Float32Array.from({ length: 512 }, (_, i) => [0, 1, 0, 1][i % 4]!),
    gl.STATIC_DRAW,
  );
  gl.uniformBlockBinding(fragment, gl.getUniformBlockIndex(fragment, 'Tint'), 7);
  gl.bindBufferRange(gl.UNIFORM_BUFFER, 7, buffer, 256, 16);
  gl.bindBufferBase(gl.TRANSFORM_FEEDBACK_BUFFER, 0, gl.createBuffer());
  gl.bufferData(gl.TRANSFORM_FEEDBACK_BUFFER, 60, gl.DYNAMIC_COPY);
  gl.beginTransformFeedback(gl.TRIANGLES);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  gl.linkProgram(vertex);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  gl.bindProgramPipeline(null);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  gl.endTransformFeedback();
  expect(pixel(gl)).toEqual([0, 255, 0, 255]);
  const out = new Float32Array(5);
  gl.getBufferSubData(gl.TRANSFORM_FEEDBACK_BUFFER, 40, out);
  expect([...out].map((value) => Math.round(value * 10))).toEqual([8, 10, 2, 4, 6]);
});

test('a pipeline runs compute shaders too', () => {
  const gl = context();
  const compute = stage(
    gl,
    gl.COMPUTE_SHADER,
    `#version 430
layout(local_size_x = 1) in; uniform uint add; layout(std430, binding = 1) buffer Out { uint value; };
void main() { atomicAdd(value, add); }`,
  );
  const pipeline = gl.createProgramPipeline()!;
  gl.useProgramStages(pipeline, gl.COMPUTE_SHADER_BIT, compute);
  gl.bindProgramPipeline(pipeline);
  gl.dispatchCompute(1, 1, 1);
  gl.programUniform1ui(compute, gl.getUniformLocation(compute, 'add'), 5);
  gl.bindBufferBase(gl.SHADER_STORAGE_BUFFER, 1, gl.createBuffer());
  gl.bufferData(gl.SHADER_STORAGE_BUFFER, Uint32Array.of(100), gl.STATIC_DRAW);
  gl.dispatchCompute(3, 1, 1);
  gl.memoryBarrier(gl.BUFFER_UPDATE_BARRIER_BIT);
  const out = new Uint32Array(1);
  gl.getBufferSubData(gl.SHADER_STORAGE_BUFFER, 0, out);
  expect(gl.getError()).toBe(0);
  expect(out[0]).toBe(115);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  expect(gl.getError()).toBe(0);
  gl.useProgramStages(pipeline, gl.COMPUTE_SHADER_BIT, null);
  gl.dispatchCompute(1, 1, 1);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
});
