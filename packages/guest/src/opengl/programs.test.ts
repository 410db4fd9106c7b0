import { expect, test } from 'vitest';
import { coverText as cover, desktopContext, linkTexts as link, pixelOf as pixel } from '../testing/opengl.ts';
import { testContexts } from '../testing/test-contexts.ts';
import type { OpenGLContext } from './context.ts';

const { context } = testContexts(desktopContext);

function draw(gl: OpenGLContext): number[] {
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  return pixel(gl);
}

test('uniforms of every type come to the shaders', () => {
  const gl = context();
  const program = link(gl, {
    vertex: cover,
    fragment: `#version 420
uniform float f; uniform ivec2 i; uniform uvec3 u; uniform bvec4 b; uniform mat3x2 m; uniform double d; uniform dvec3 d3[2]; uniform dmat2x3 dm;
uniform float initial[2] = float[2](0.25, 0.5);
out vec4 c;
void main() {
  bool ok = f == 0.5 && i == ivec2(-1, 2) && u == uvec3(1, 4000000000u, 3) && b == bvec4(true, false, true, true);
  ok = ok && m == mat3x2(1, 2, 3, 4, 5, 6) && d == 0.1lf && d3[1] == dvec3(1.5lf, 2.25lf, -1e300lf) && dm == dmat2x3(1, 2, 3, 4, 5, 6);
  ok = ok && initial[0] == 0.25 && initial[1] == 0.5;
  c = ok ? vec4(0, 1, 0, 1) : vec4(1, 0, 0, 1);
}`,
  });
  const at = (name: string) => gl.getUniformLocation(program, name);
  gl.uniform1f(at('f'), 0.5);
  gl.uniform2i(at('i'), -1, 2);
  gl.uniform3ui(at('u'), 1, 4000000000, 3);
  gl.uniform4f(at('b'), 1, 0, 0.5, 2);
  gl.uniformMatrix3x2fv(at('m'), true, [1, 3, 5, 2, 4, 6]);
  gl.uniform1d(at('d'), 0.1);
  gl.uniform3dv(at('d3[1]'), [1.5, 2.25, -1e300]);
  gl.programUniformMatrix2x3dv(program, at('dm'), false, [1, 2, 3, 4, 5, 6]);
  expect(gl.getError()).toBe(0);
  expect(draw(gl)).toEqual([0, 255, 0, 255]);
  expect(gl.getUniform(program, at('d3[1]')!)).toEqual(Float64Array.of(1.5, 2.25, -1e300));
  expect(gl.getUniform(program, at('initial[1]')!)).toBe(0.5);
  gl.uniform1d(at('f'), 1);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  gl.uniform2f(at('f'), 1, 2);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  gl.uniformMatrix2fv(at('dm'), false, [1, 2, 3, 4]);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
});

test('subroutines are chosen by their indices, and begin anew with every use', () => {
  const gl = context();
  const program = link(gl, {
    vertex: cover,
    fragment: `#version 420
subroutine vec4 pick(); out vec4 c;
subroutine(pick) vec4 red() { return vec4(1, 0, 0, 1); }
subroutine(pick) vec4 green() { return vec4(0, 1, 0, 1); }
subroutine uniform pick chosen[2];
void main() { c = chosen[0]() + chosen[1]() * vec4(0, 0, 1, 1); }`,
  });
  const { FRAGMENT_SHADER } = gl;
  expect(gl.getProgramStageParameter(program, FRAGMENT_SHADER, gl.ACTIVE_SUBROUTINE_UNIFORM_LOCATIONS)).toBe(2);
  const green = gl.getSubroutineIndex(program, FRAGMENT_SHADER, 'green');
  const red = gl.getSubroutineIndex(program, FRAGMENT_SHADER, 'red');
  expect(gl.getSubroutineUniformLocation(program, FRAGMENT_SHADER, 'chosen[1]')).toBe(1);
  gl.uniformSubroutinesuiv(FRAGMENT_SHADER, [green, red]);
  expect(draw(gl)).toEqual([0, 255, 0, 255]);
  gl.uniformSubroutinesuiv(FRAGMENT_SHADER, [red, red]);
  expect(draw(gl)).toEqual([255, 0, 0, 255]);
  gl.uniformSubroutinesuiv(FRAGMENT_SHADER, [red]);
  expect(gl.getError()).toBe(gl.INVALID_VALUE);
  expect(gl.getUniformSubroutine(FRAGMENT_SHADER, 0)).toBe(red);
});

test('tessellation with default levels, geometry shaders and blocks', () => {
  const gl = context(8, 8);
  const program = link(gl, {
    vertex: `#version 420
void main() { gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0, 0, 1); }`,
    evaluation: `#version 420
layout(quads, equal_spacing) in;
void main() {
  vec4 low = mix(gl_in[0].gl_Position, gl_in[1].gl_Position, gl_TessCoord.x), high = mix(gl_in[2].gl_Position, gl_in[3].gl_Position, gl_TessCoord.x);
  gl_Position = mix(low, high, gl_TessCoord.y);
}`,
    geometry: `#version 420
layout(triangles) in; layout(triangle_strip, max_vertices = 3) out; flat out int number;
void main() { for (int i = 0; i < 3; i++) { gl_Position = gl_in[i].gl_Position; number = gl_PrimitiveIDIn; EmitVertex(); } }`,
    fragment: `#version 420
layout(std140, binding = 3) uniform Block { vec4 color[2]; }; flat in int number; out vec4 c;
void main() { c = number < 8 ? color[1] : vec4(1, 0, 0, 1); }`,
  });
  gl.bindBufferBase(gl.UNIFORM_BUFFER, 3, gl.createBuffer());
  gl.bufferData(gl.UNIFORM_BUFFER, Float32Array.of(0, 0, 0, 0, 0, 1, 1, 1), gl.STATIC_DRAW);
  gl.patchParameteri(gl.PATCH_VERTICES, 4);
  gl.patchParameterfv(gl.PATCH_DEFAULT_OUTER_LEVEL, [2, 2, 2, 2]);
  gl.patchParameterfv(gl.PATCH_DEFAULT_INNER_LEVEL, [2, 2]);
  gl.drawArrays(gl.PATCHES, 0, 4);
  for (const at of [0, 3, 7]) expect(pixel(gl, at, 7 - at)).toEqual([0, 255, 255, 255]);
  expect(gl.getProgramParameter(program, gl.GEOMETRY_VERTICES_OUT)).toBe(3);
  expect(gl.getProgramParameter(program, gl.TESS_GEN_MODE)).toBe(gl.QUADS);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
});

test('a control shader says levels and passes what belongs to the patch', () => {
  const gl = context();
  link(gl, {
    vertex: cover,
    control: `#version 420
layout(vertices = 3) out; patch out vec4 color; out float shade[];
void main() {
  gl_out[gl_InvocationID].gl_Position = gl_in[gl_InvocationID].gl_Position; shade[gl_InvocationID] = 0.5;
  gl_TessLevelOuter[0] = gl_TessLevelOuter[1] = gl_TessLevelOuter[2] = gl_TessLevelInner[0] = 1.0;
  color = vec4(0, 1, 0, 1);
}`,
    evaluation: `#version 420
layout(triangles) in; patch in vec4 color; in float shade[]; out vec4 tint;
void main() {
  gl_Position = gl_TessCoord.x * gl_in[0].gl_Position + gl_TessCoord.y * gl_in[1].gl_Position + gl_TessCoord.z * gl_in[2].gl_Position;
  tint = color * shade[0] * 2.0;
}`,
    fragment: '#version 420\nin vec4 tint; out vec4 c; void main() { c = tint; }',
  });
  gl.patchParameteri(gl.PATCH_VERTICES, 3);
  gl.drawArrays(gl.PATCHES, 0, 3);
  expect(pixel(gl)).toEqual([0, 255, 0, 255]);
});

test('programs are asked for what they consist of', () => {
  const gl = context();
  const program = link(
    gl,
    {
      vertex: `#version 420
in vec4 position; in dmat2 shape; void main() { gl_Position = position + vec4(shape[0], shape[1]); }`,
      fragment: `#version 420
uniform sampler2DArray image[2]; layout(binding = 5) uniform samplerCube sky; layout(rgba8, binding = 2) uniform image2D store;
layout(binding = 1, offset = 8) uniform atomic_uint counter;
out vec4 first; out uvec2 second;
void main() {
  first = texture(image[0], vec3(0)) + texture(image[1], vec3(0)) + texture(sky, vec3(1)); imageStore(store, ivec2(0), first);
  second = uvec2(atomicCounterIncrement(counter));
}`,
    },
    (one) => {
      gl.bindAttribLocation(one, 3, 'position');
      gl.bindFragDataLocation(one, 2, 'second');
    },
  );
  const active = (name: string) => {
    const count = gl.getProgramParameter(program, gl.ACTIVE_UNIFORMS) as number;
    return Array.from({ length: count }, (_, i) => gl.getActiveUniform(program, i)!).find((one) => one.name === name);
  };
  expect(active('image[0]')).toMatchObject({ size: 2, type: gl.SAMPLER_2D_ARRAY });
  expect(active('store')).toMatchObject({ size: 1, type: gl.IMAGE_2D });
  expect(active('counter')).toMatchObject({ type: gl.UNSIGNED_INT_ATOMIC_COUNTER });
  expect(gl.getUniform(program, gl.getUniformLocation(program, 'sky')!)).toBe(5);
  expect(gl.getUniform(program, gl.getUniformLocation(program, 'store')!)).toBe(2);
  expect(gl.getAttribLocation(program, 'position')).toBe(3);
  expect(gl.getActiveAttrib(program, 1)?.type === gl.DOUBLE_MAT2 || gl.getActiveAttrib(program, 0)?.type === gl.DOUBLE_MAT2).toBe(true);
  expect(gl.getFragDataLocation(program, 'second')).toBe(2);
  expect(gl.getProgramParameter(program, gl.ACTIVE_ATOMIC_COUNTER_BUFFERS)).toBe(1);
  expect(gl.getActiveAtomicCounterBufferParameter(program, 0, gl.ATOMIC_COUNTER_BUFFER_BINDING)).toBe(1);
  expect(gl.getActiveAtomicCounterBufferParameter(program, 0, gl.ATOMIC_COUNTER_BUFFER_DATA_SIZE)).toBe(12);
  const [index] = gl.getUniformIndices(program, ['counter'])!;
  expect(gl.getActiveUniforms(program, [index!], gl.UNIFORM_OFFSET)).toEqual([8]);
  expect(gl.getActiveUniforms(program, [index!], gl.UNIFORM_ATOMIC_COUNTER_BUFFER_INDEX)).toEqual([0]);
  const output = gl.getProgramResourceIndex(program, gl.PROGRAM_OUTPUT, 'second');
  expect(gl.getProgramResource(program, gl.PROGRAM_OUTPUT, output, [gl.LOCATION, gl.TYPE])).toEqual([2, gl.UNSIGNED_INT_VEC2]);
  expect(gl.getProgramInterfaceParameter(program, gl.PROGRAM_INPUT, gl.ACTIVE_RESOURCES)).toBe(2);
  expect(gl.getError()).toBe(0);
});

test('what has no vertex shader draws nothing, and what has no fragment shader draws no colors', () => {
  const gl = context();
  gl.clearColor(0, 0, 1, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  const nothing: Parameters<typeof link>[1][] = [
    { fragment: '#version 420\nout vec4 c; void main() { c = vec4(1); }' },
    { compute: '#version 430\nlayout(local_size_x = 1) in; void main() {}' },
  ];
  for (const texts of nothing) {
    link(gl, texts);
    expect(draw(gl)).toEqual([0, 0, 255, 255]);
  }
  gl.useProgram(null);
  expect(draw(gl)).toEqual([0, 0, 255, 255]);
  // What comes without a fragment shader is not defined, and no error.
  link(gl, { vertex: cover });
  draw(gl);
});

test('what does not fit is an error, and a program that does not link keeps what it had', () => {
  const gl = context();
  const program = link(gl, { vertex: cover, fragment: '#version 420\nuniform vec4 u; out vec4 c; void main() { c = u; }' });
  const [fragment] = gl.getAttachedShaders(program)!.filter((one) => gl.getShaderParameter(one, gl.SHADER_TYPE) === gl.FRAGMENT_SHADER);
  gl.uniform4f(gl.getUniformLocation(program, 'u'), 0, 1, 0, 1);
  gl.shaderSource(fragment!, '#version 420\nin vec4 missing; out vec4 c; void main() { c = nowhere; }');
  gl.compileShader(fragment!);
  expect(gl.getShaderParameter(fragment!, gl.COMPILE_STATUS)).toBe(false);
  gl.linkProgram(program);
  expect(gl.getProgramParameter(program, gl.LINK_STATUS)).toBe(false);
  expect(draw(gl)).toEqual([0, 255, 0, 255]);
  const errors: readonly (readonly [number, () => unknown])[] = [
    [gl.INVALID_ENUM, () => gl.createShader(gl.TEXTURE_2D)],
    [gl.INVALID_OPERATION, () => gl.attachShader(program, fragment!)],
    [gl.INVALID_OPERATION, () => gl.useProgram(program)],
    [gl.INVALID_OPERATION, () => gl.getUniformLocation(program, 'u')],
    [gl.INVALID_OPERATION, () => gl.bindAttribLocation(program, 0, 'gl_Vertex')],
    [gl.INVALID_VALUE, () => gl.bindAttribLocation(program, 1000, 'a')],
    [gl.INVALID_VALUE, () => gl.bindFragDataLocation(program, 99, 'a')],
    [gl.INVALID_OPERATION, () => gl.bindFragDataLocation(program, 0, 'gl_FragColor')],
    [gl.INVALID_OPERATION, () => gl.getProgramParameter(program, gl.GEOMETRY_VERTICES_OUT)],
    [gl.INVALID_ENUM, () => gl.getProgramParameter(program, gl.TEXTURE_2D)],
    [gl.INVALID_OPERATION, () => gl.getProgramBinary(program)],
    [gl.INVALID_ENUM, () => gl.patchParameteri(gl.PATCH_DEFAULT_INNER_LEVEL, 1)],
    [gl.INVALID_VALUE, () => gl.patchParameteri(gl.PATCH_VERTICES, 0)],
    [gl.INVALID_ENUM, () => gl.getProgramInterfaceParameter(program, gl.TEXTURE_2D, gl.ACTIVE_RESOURCES)],
    [gl.INVALID_OPERATION, () => gl.getProgramInterfaceParameter(program, gl.UNIFORM, gl.MAX_NUM_ACTIVE_VARIABLES)],
    [gl.INVALID_VALUE, () => gl.getProgramResource(program, gl.UNIFORM, 5, [gl.TYPE])],
    [gl.INVALID_OPERATION, () => gl.getProgramResource(program, gl.PROGRAM_OUTPUT, 0, [gl.OFFSET])],
    [gl.INVALID_VALUE, () => gl.memoryBarrier(2 ** 30)],
    [gl.INVALID_ENUM, () => gl.bindImageTexture(0, null, 0, false, 0, gl.TEXTURE_2D, gl.RGBA8)],
  ];
  for (const [error, call] of errors) {
    call();
    expect([String(call), gl.getError()]).toEqual([String(call), error]);
  }
});
