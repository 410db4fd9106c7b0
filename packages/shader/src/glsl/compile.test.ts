/** What is taken and what is refused, with which message. Corpora do the bulk (`tools/glslparsertest.ts`); these are one per rule. */
import { expect, test } from 'vitest';
import { compileShader } from './compile.ts';
import type { CompileOptions, ShaderStage } from './options.ts';

const log = (source: string, stage: ShaderStage = 'fragment', options: CompileOptions = { api: 'opengl' }): string => {
  const result = compileShader(stage, source, options);
  expect(result.ok).toBe(!/error:/.test(result.log));
  return result.log;
};

const body = (text: string, version = '#version 420\n'): string => `${version}out vec4 o;\nvoid main() {\n${text}\n}\n`;

test.for([
  ['x = 1;', "0:4(1): error: 'x' is not declared"],
  ['float x = vec2(1.0);', "the initial value of 'x' is of type vec2, not float"],
  ['int x = 1.5;', 'is of type float, not int'],
  ['float x = 1.0; x.y;', 'float has no component'],
  ['vec2 x; x.z;', "vec2 has no component 'z'"],
  ['vec2 x; x.xr;', "'xr' are no components of vec2"],
  ['vec2 x; x.xx = x;', 'a component stands twice'],
  ['float a[3]; a[3] = 1.0;', 'index 3 is beyond float[3]'],
  ['float a[3]; a[-1] = 1.0;', 'index -1 is negative'],
  ['float a[0];', 'at least one element'],
  ['const float c;', "constant 'c' needs an initial value"],
  ['const float c = 1.0; c = 2.0;', 'it is a constant'],
  ['1 = 2;', 'it is a constant'],
  ['if (1) ;', 'a condition is a bool, not int'],
  ['float f = true ? 1.0 : vec2(1.0);', 'the alternatives of ?: are float and vec2'],
  ['vec3 v = vec3(1.0, 2.0);', 'vec3 has 3 components; this gives 2'],
  ['vec2 v = vec2(1.0, 2.0, 3.0);', 'vec2 has 2 components; this gives more'],
  ['mat2 m = mat2(1.0) * vec3(1.0);', 'operator * does not take mat2 and vec3'],
  ['float f = sin(vec2(1.0));', 'is of type vec2, not float'],
  ['sin(1.0, 2.0);', 'no function sin(float, float); there is sin(float)'],
  ['foo(1.0);', "there is no function 'foo'"],
  ['break;', "'break' stands in loops and switches"],
  ['continue;', "'continue' stands in loops"],
  ['return 1.0;', 'this function returns nothing'],
  ['switch (1.0) { case 1: break; }', 'a switch looks at an integer'],
  ['switch (1) { case 1: case 1: break; }', 'the label 1 stands twice'],
  ['int i = 1; float f = 1.0; i %= f;', 'operator % does not take int and float'],
  ['float x; float x;', "'x' is declared already"],
  ['S s;', "'S' is no type"],
  ['int class;', "'class' is a reserved word"],
  ['int gl_foo;', 'names starting with gl_ are reserved'],
  ['float f = 1.0', "unexpected '}'"],
  ['vec4 v = texture(1.0, vec2(0.0));', 'no function texture(float, vec2)'],
  ['void f() {}', 'functions are defined outside of functions'],
] as const)('%s', ([text, message]) => {
  expect(log(body(text))).toContain(message);
});

test.for([
  ['uniform float u; void main() { u = 1.0; }', "'u' is a uniform"],
  ['in vec4 i; void main() { i = vec4(1.0); }', "'i' is an input"],
  ['in int i; void main() {}', "integers must be 'flat'"],
  ['in bool b; void main() {}', 'inputs cannot be bool'],
  ['sampler2D s; void main() {}', 'must be a uniform'],
  ['out mat2 m; void main() {}', 'give no matrices'],
  ['layout(location = 8) out vec4 o; void main() {}', 'output location 8 is beyond 7'],
  ['layout(foo) out vec4 o; void main() {}', "there is no layout 'foo'"],
  ['struct S {}; void main() {}', 'a structure has members'],
  ['struct S { float a; float a; }; void main() {}', "member 'a' twice"],
  ['uniform B { sampler2D s; }; void main() {}', 'opaque things cannot be in blocks'],
  ['void f() { f(); } void main() { f(); }', "'f' calls itself"],
  ['float f() { return 1.0; } float f() { return 2.0; } void main() {}', "'f' is defined already"],
  ['float f(); int f(); void main() {}', "'f' returned float before"],
  ['void f(out float x) {} void main() { f(1.0); }', 'argument 1 of f'],
  ['int main() { return 0; }', 'main() returns nothing'],
  ['layout(r32f) uniform iimage2D i; void main() {}', 'cannot have the format r32f'],
  ['uniform image2D i; void main() {}', 'needs a format'],
  ['uniform atomic_uint c; void main() {}', 'needs a binding'],
  [
    'layout(binding = 0, offset = 0) uniform atomic_uint a; layout(binding = 0, offset = 0) uniform atomic_uint b; void main() {}',
    'overlaps another one',
  ],
  ['uniform sampler2D s; void main() { textureOffset(s, vec2(0.0), ivec2(99)); }', 'offset 99 is not between -8 and 7'],
] as const)('%s', ([source, message]) => {
  expect(log(`#version 420\n${source}\n`)).toContain(message);
});

test('versions bring what they bring', () => {
  const needs = (source: string, stage: ShaderStage = 'fragment'): string => log(source, stage);
  expect(needs('void main() { uint x; }')).toContain('needs GLSL 1.30');
  expect(needs('void main() { int x = 1 & 2; }')).toContain('need GLSL 1.30');
  expect(needs('#version 130\nvoid main() { int x = 1 & 2; }')).toBe('');
  expect(needs('#version 330\nvoid main() { double d; }')).toContain('it needs GLSL 4.00 or GL_ARB_gpu_shader_fp64');
  expect(needs('#version 330\n#extension GL_ARB_gpu_shader_fp64 : require\nvoid main() { double d; }')).toBe('');
  expect(needs('#version 330\nvoid main() { fma(1.0, 1.0, 1.0); }')).toContain('fma needs GLSL 4.00');
  expect(needs('#version 330\nlayout(binding = 1) uniform sampler2D s; void main() {}')).toContain('needs GLSL 4.20');
  expect(needs('#version 330 core\nvoid main() { gl_Position = gl_Vertex; }', 'vertex')).toContain("'gl_Vertex' is not declared");
  expect(needs('#version 120\nvoid main() { gl_Position = gl_Vertex; }', 'vertex')).toBe('');
  expect(needs('#version 330\nvoid main() {}', 'tess-eval')).toContain('tessellation shaders need GLSL 4.00');
});

test('GLSL ES has its own rules', () => {
  const es = (text: string, stage: ShaderStage = 'fragment', api: CompileOptions['api'] = 'webgl2'): string => log(text, stage, { api });
  expect(es('#version 300 es\nout vec4 o; void main() { float f = 1.0; }')).toContain('no precision is said for float');
  expect(es('#version 300 es\nprecision mediump float; out vec4 o; void main() { float f = 1; }')).toContain('is of type int, not float');
  expect(es('#version 300 es\nprecision mediump float; float sin(float x) { return x; } void main() {}')).toContain(
    'is a built-in function',
  );
  expect(es('#version 300 es\nprecision mediump float; out vec4 a; out vec4 b; void main() {}')).toContain('each needs a location');
  expect(es('#version 300 es\nvoid main() { int[]; }')).toContain('needs a size');
  expect(es('#version 300 es\nfloat f(in const lowp float a) { return a; } void main() {}')).toContain("'const' stands before 'in'");
  expect(es('#version 300 es\nvoid main() { int image2DArrayShadow; }')).toContain('image2DArrayShadow');
  expect(es('void main() { gl_FragData[1] = vec4(1.0); }')).toContain('needs GL_EXT_draw_buffers');
  expect(es('#extension GL_EXT_draw_buffers : enable\nvoid main() { gl_FragData[1] = vec4(1.0); }', 'fragment', 'webgl')).toBe('');
  expect(es('#version 300 es\nvoid main() { inout int a; }')).toContain("'inout' is for parameters");
  expect(es('#version 300 es\nvoid main() { int[3]; }')).not.toContain('needs a size');
  expect(es('precision mediump float; void main() { while (true) {} }')).toContain("'while' loops are not part");
  expect(es('precision mediump float; uniform int n; void main() { for (int i = 0; i < n; i++) {} }')).toContain(
    'compares its index with a constant',
  );
  expect(es('precision mediump float; uniform float u[4]; uniform int n; void main() { gl_FragColor = vec4(u[n]); }')).toContain(
    'indices must be constant',
  );
  expect(es('void main() { gl_FragDepth = 1.0; }')).toContain("'gl_FragDepth' is not declared");
  expect(es('#version 330\nvoid main() {}')).toContain('version 330 is not supported');
  expect(es('#version 300 es\nvoid main() {}', 'fragment', 'webgl')).toContain('is not supported');
  expect(
    es(
      'precision mediump float; uniform sampler2D s; varying vec2 v; void main() { gl_FragColor = texture2D(s, v); }',
      'fragment',
      'webgl',
    ),
  ).toBe('');
});

test('names of other scopes are hidden, constants are folded', () => {
  expect(log(body('const int n = 2 * 3 - 1; float a[n]; { float n = 1.0; n += 1.0; } a[4] = 1.0;'))).toBe('');
  expect(log(body('float a[int(max(2.0, 3.0))]; a[2] = 0.0;'))).toBe('');
  expect(log(body('struct S { int a; float b[2]; }; const S s = S(2, float[](1.0, 2.0)); float c[s.a]; c[1] = s.b[1];'))).toBe('');
  expect(log(body('int a[] = { 1, 2, 3 }; int b[a.length()];'))).toBe('');
  expect(log(body('const ivec4 v = ivec4(3, 1, 2, 0); int a[v.zyx.y + (true ? 1 : 2)]; a[1] = 0;'))).toBe('');
});

test('all stages', () => {
  expect(
    log(
      '#version 420\nlayout(triangles) in; layout(triangle_strip, max_vertices = 3) out; in vec4 c[]; out vec4 d; void main() { for (int i = 0; i < gl_in.length(); i++) { gl_Position = gl_in[i].gl_Position; d = c[i]; EmitVertex(); } EndPrimitive(); }',
      'geometry',
    ),
  ).toBe('');
  expect(
    log(
      '#version 420\nlayout(vertices = 3) out; in vec4 c[]; out vec4 d[]; patch out float p; void main() { d[gl_InvocationID] = c[gl_InvocationID]; gl_out[gl_InvocationID].gl_Position = gl_in[0].gl_Position; barrier(); p = 1.0; gl_TessLevelOuter[0] = 1.0; }',
      'tess-control',
    ),
  ).toBe('');
  expect(log('#version 420\nlayout(vertices = 3) out; out vec4 d[]; void main() { d[0] = vec4(1.0); }', 'tess-control')).toContain(
    '[gl_InvocationID] alone',
  );
  expect(
    log(
      '#version 420\nlayout(quads, cw) in; in vec4 d[]; patch in float p; void main() { gl_Position = d[0] * gl_TessCoord.x * p; }',
      'tess-eval',
    ),
  ).toBe('');
  const compute =
    '#version 420\n#extension GL_ARB_compute_shader : require\nlayout(local_size_x = 8) in; shared float s[gl_WorkGroupSize.x]; void main() { s[gl_LocalInvocationIndex] = 1.0; barrier(); }';
  expect(log(compute, 'compute')).toBe('');
});

test('errors are bounded, and said at their place', () => {
  const many = log(body('x1; x2; '.repeat(100).replace(/x\d/g, (name) => `${name}${Math.random().toString(36).slice(2)}`)));
  expect(many.split('\n').length).toBeLessThan(70);
  expect(log('#version 420\n\n#line 50 3\nvoid main() { x; }')).toContain("3:50(15): error: 'x' is not declared");
});
