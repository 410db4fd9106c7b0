/** What shaders compute: compiled, drawn on the host's GL, one pixel compared with what JavaScript says. */
import { expect, test } from 'vitest';
import { pixel, valueOf } from '../testing/draw.test.ts';

const close = (values: readonly number[], wanted: readonly number[], digits = 4): void => {
  expect(values.length).toBe(wanted.length);
  wanted.forEach((value, i) => expect(values[i], `component ${i} of ${values.join(', ')}`).toBeCloseTo(value, digits));
};

/** Values that the compiler cannot know. */
const uniforms = {
  u: [0.5, -2, 3, 4],
  n: new Int32Array([5, -3, 7, 0]),
  k: new Uint32Array([0xf0f0, 3, 17, 1]),
  m: [1, 2, 3, 4, 5, 6, 7, 8, 10],
};
const before = 'uniform vec4 u; uniform ivec4 n; uniform uvec4 k; uniform mat3 m;\n';

test.for([
  ['u', [0.5, -2, 3, 4]],
  ['u.wzyx', [4, 3, -2, 0.5]],
  ['u.xy + 1.0, -u.zw', [1.5, -1, -3, -4]],
  ['vec4(n)', [5, -3, 7, 0]],
  ['vec4(k)', [0xf0f0, 3, 17, 1]],
  ['n.x / 2, n.x % 2, -n.y, n.x * n.z', [2, 1, 3, 35]],
  ['k.x & 0xffu, k.x >> 4, k.y << 2, ~k.w & 0xffu', [0xf0, 0xf0f, 12, 254]],
  ['n.x > 4, n.y > 4, u.x == 0.5, u != vec4(0.5)', [1, 0, 1, 1]],
  ['abs(u.y), sign(u.y), floor(u.x), ceil(u.x)', [2, -1, 0, 1]],
  ['fract(2.75 * u.x * 2.0), mod(u.w, u.z), mod(u.y, u.z), trunc(u.y * 0.9)', [0.75, 1, 1, -1]],
  ['min(u, vec4(1.0)).zy, max(u.xy, 0.0)', [1, -2, 0.5, 0]],
  ['clamp(u.xyz, 0.0, 1.0), mix(u.z, u.w, 0.25)', [0.5, 0, 1, 3.25]],
  ['step(u.x, 0.4), step(u.x, 0.5), smoothstep(0.0, 1.0, u.x), smoothstep(u.z, u.w, 9.0)', [0, 1, 0.5, 1]],
  ['sin(u.x), cos(u.y), tan(u.x), pow(u.w, u.x)', [Math.sin(0.5), Math.cos(-2), Math.tan(0.5), 2]],
  ['asin(u.x), acos(u.x), atan(u.z), atan(u.y, -u.z)', [Math.asin(0.5), Math.acos(0.5), Math.atan(3), Math.atan2(-2, -3)]],
  ['sinh(u.x), cosh(u.x), tanh(u.x), asinh(u.y)', [Math.sinh(0.5), Math.cosh(0.5), Math.tanh(0.5), Math.asinh(-2)]],
  ['exp(u.x), log(u.z), exp2(u.y), log2(u.w)', [Math.exp(0.5), Math.log(3), 0.25, 2]],
  ['sqrt(u.w), inversesqrt(u.w), radians(u.z * 60.0), degrees(u.x)', [2, 0.5, Math.PI, 90 / Math.PI]],
  ['length(u.zw), distance(u.xy, u.zw), dot(u.xyz, u.yzw), length(u.y)', [5, Math.hypot(2.5, 6), -1 - 6 + 12, 2]],
  ['cross(u.xyz, u.yzw), 0.0', [-2 * 4 - 3 * 3, 3 * -2 - 0.5 * 4, 0.5 * 3 - 4, 0]],
  ['normalize(u.zw), reflect(u.xy, vec2(0.0, 1.0))', [0.6, 0.8, 0.5, 2]],
  [
    'refract(normalize(vec2(1.0, -1.0) * u.w), vec2(0.0, 1.0), u.x), faceforward(u.xy, vec2(1.0), u.zw)',
    [Math.SQRT1_2 / 2, -Math.sqrt(1 - 0.25 * 0.5), -0.5, 2],
  ],
  ['m * u.xyz, determinant(m)', [0.5 - 8 + 21, 1 - 10 + 24, 1.5 - 12 + 30, -3]],
  ['u.xyz * m, m[1][2]', [0.5 - 4 + 9, 2 - 10 + 18, 3.5 - 16 + 30, 6]],
  ['(inverse(m) * m)[1], transpose(m)[2].x', [0, 1, 0, 3]],
  ['(m * m)[2], outerProduct(u.xy, u.zw)[1][1]', [7 + 32 + 70, 14 + 40 + 80, 21 + 48 + 100, -8]],
  ['matrixCompMult(m, m)[0], (m + m)[0].x', [1, 4, 9, 2]],
  ['mat3(mat2(u))[0], mat4(u.x)[3].w', [0.5, -2, 0, 0.5]],
  ['mat3(n.x)[1].y, mat3(n.x)[2].zy, mat4x3(sqrt(u.w))[0].x', [5, 5, 0, 2]],
  ['isnan(uintBitsToFloat(0x7fc00000u * k.w)), isinf(1.0 / (u.x - 0.5)), isnan(u.x), any(lessThan(u, vec4(0.0)))', [1, 1, 0, 1]],
  ['floatBitsToInt(u.z) == 0x40400000, intBitsToFloat(0x40400000 + n.w), uintBitsToFloat(0x3f800000u * k.w), roundEven(u.x)', [1, 3, 1, 0]],
  ['bitfieldExtract(k.x, 4, 4), bitfieldInsert(n.x, 7, 4, 4), bitCount(k.x), findMSB(k.z)', [15, 0x75, 8, 4]],
  ['findLSB(k.x), bitfieldReverse(k.w) == 0x80000000u, ldexp(u.z, n.x), fma(u.x, u.y, u.z)', [4, 1, 96, 2]],
  ['unpackUnorm4x8(packUnorm4x8(clamp(u, 0.0, 1.0)))', [128 / 255, 0, 1, 1]],
  ['unpackHalf2x16(packHalf2x16(u.xy)), unpackSnorm2x16(packSnorm2x16(u.xy))', [0.5, -2, 16384 / 32767, -1]],
  ['dvec2(u.xy) * 3.0LF, double(u.x) / 3.0LF, sqrt(double(u.w))', [1.5, -6, 0.5 / 3, 2]],
  ['n.x > 3 ? u.x : u.y, n.x > 3 && n.y > 3, n.x > 3 || n.y > 3, n.x > 3 ^^ n.y > 3', [0.5, 0, 1, 1]],
  ['u[n.w], u[n.x - 2], m[n.w + 1][1], float[](1.0, 2.0, 3.0)[n.x - 3]', [0.5, 4, 5, 3]],
] as const)('%s', ([expression, wanted]) => {
  close(valueOf(expression, uniforms, before), wanted);
});

test.for([
  [
    'constants are worked out alike',
    'sin(0.5), atan(2.0, -1.0), mod(-2.0, 3.0), inverse(mat2(1.0, 2.0, 3.0, 4.0))[1].y',
    [Math.sin(0.5), Math.atan2(2, -1), 1, -0.5],
  ],
  ['constant tables', 'vec4[](vec4(1.0), vec4(2.0), vec4(3.0))[2].xy, ivec3(7, 8, 9)[1], mat2(5.0)[1][1]', [3, 3, 8, 5]],
] as const)('%s', ([, expression, wanted]) => {
  close(valueOf(expression), wanted);
});

/** A body that writes `r`. */
const runs = (text: string, globals = ''): number[] =>
  pixel(
    `#version 420\n#extension GL_ARB_arrays_of_arrays : enable\n${before}${globals}\nout vec4 color;\nvoid main() {\n vec4 r = vec4(0.0);\n${text}\n color = r;\n}\n`,
    uniforms,
  );

test.for([
  ['for', 'for (int i = 0; i < n.x; i++) r.x += float(i);', [10, 0, 0, 0]],
  [
    'continue runs the step',
    'for (int i = 0; i < 10; i++) { if (i % 2 == 0) continue; r.x += 1.0; if (i > n.x) break; r.y += float(i); }',
    [4, 9, 0, 0],
  ],
  [
    'while and do',
    'int i = 0; while (i < n.x) { i += 2; r.x += 1.0; } do { r.y += 1.0; } while (r.y < u.w); r.z = float(i);',
    [3, 4, 6, 0],
  ],
  ['continue in do tests', 'int i = 0; do { i++; if (i < 3) continue; r.x += 1.0; } while (i < n.x); r.y = float(i);', [3, 5, 0, 0]],
  ['nested breaks', 'for (int i = 0; i < 4; i++) for (int j = 0; j < 4; j++) { if (j > i) break; r.x += 1.0; }', [10, 0, 0, 0]],
  ['a condition that declares', 'int i = 3; while (bool more = i > 0) { r.x += more ? 1.0 : 0.0; i--; }', [3, 0, 0, 0]],
  [
    'switch as a chain',
    'for (int i = 0; i < 4; i++) switch (i) { case 0: r.x += 1.0; break; case 2: r.y += 1.0; break; default: r.z += 1.0; break; }',
    [1, 1, 2, 0],
  ],
  [
    'switch that falls through',
    'for (int i = 0; i < 4; i++) switch (i) { default: r.w += 1.0; case 0: r.x += 1.0; case 1: r.y += 1.0; break; case 3: r.z += 1.0; }',
    [2, 3, 1, 1],
  ],
  [
    'continue in a switch',
    'for (int i = 0; i < 4; i++) { switch (i) { case 1: case 2: if (u.x > 0.0) continue; default: r.x += 1.0; } r.y += 1.0; }',
    [2, 2, 0, 0],
  ],
  ['short circuits', 'int c = 0; bool a = (c++ > 0) && (c++ > 0); bool b = (c++ > 0) || (c++ > 0); r = vec4(a, b, c, 0.0);', [0, 1, 2, 0]],
  ['side effects in order', 'int c = 1; r.x = float(c + (c += 2) + c++ * ++c); r.y = float(c);', [1 + 3 + 15, 5, 0, 0]],
  [
    'arrays',
    'float a[4]; for (int i = 0; i < 4; i++) a[i] = float(i * i); r = vec4(a[3], a[n.w + 1], a.length(), a[1] + a[2]);',
    [9, 1, 4, 5],
  ],
  [
    'arrays of arrays',
    'float a[2][3]; for (int i = 0; i < 2; i++) for (int j = 0; j < 3; j++) a[i][j] = float(i * 10 + j); float b[3] = a[1]; r = vec4(a[1][2], a[n.w][1], b[2], 0.0);',
    [12, 1, 12, 0],
  ],
  ['components by index', 'vec4 v = u; v[n.w + 2] = 9.0; v[1] += 1.0; r = v;', [0.5, -1, 9, 4]],
  ['columns by index', 'mat3 a = m; a[n.w + 1] = vec3(7.0); a[2][n.w] = 1.0; r = vec4(a[1].x, a[2].x, a[0].z, a[2].z);', [7, 1, 3, 10]],
  ['swaps', 'vec4 v = u; v.xy = v.yx; v.zw += v.wz; r = v;', [-2, 0.5, 7, 7]],
  [
    'structures',
    'S a = S(1.0, vec2(2.0, 3.0)); S b = a; b.v.y = 5.0; S c[2] = S[](a, b); r = vec4(c[n.w + 1].v, a == b, a != b);',
    [2, 5, 0, 1],
  ],
  ['early returns', 'r = vec4(f(0), f(1), f(2), f(9));', [10, 20, 30, 40]],
  ['a return in a loop', 'r = vec4(g(2), g(7), g(-1), 0.0);', [2, 7, -1, 0]],
  ['out and inout', 'float a = 1.0, b; h(a, b, a); r = vec4(a, b, 0.0, 0.0);', [12, 3, 0, 0]],
  ['out of other types', 'double d; o(d); r.x = float(d);', [3, 0, 0, 0]],
  ['globals', 'r = vec4(counter, bump(), bump(), counter);', [2, 3, 4, 4]],
  ['parameters are copies', 'vec2 v = vec2(1.0); r.x = change(v); r.yz = v;', [5, 1, 1, 0]],
  ['frexp and modf', 'int e; r.x = frexp(u.z, e); r.y = float(e); float w; r.z = modf(2.5 * u.x * 2.0, w); r.w = w;', [0.75, 2, 0.5, 2]],
  [
    'carries',
    'uint c; uint s = uaddCarry(0xfffffffeu, k.y, c); uint b; uint d = usubBorrow(k.y, k.z, b); r = vec4(s, c, b, d == 0xfffffff2u);',
    [1, 1, 1, 1],
  ],
  [
    'wide products',
    'uint hi, lo; umulExtended(0x80000000u * k.w, 6u, hi, lo); int a, b; imulExtended(-n.x, n.z, a, b); r = vec4(hi, lo, a, b);',
    [3, 0, -1, -35],
  ],
  [
    'doubles by component',
    'dvec4 d = dvec4(u); d.zw = d.xy; d[1] = 7.0LF; dmat2 a = dmat2(d); r = vec4(a * dvec2(1.0, 2.0), d.yw);',
    [0.5 + 1, 7 - 4, 7, -2],
  ],
  ['booleans', 'bvec3 b = bvec3(n.xyz); bvec3 c = not(b); r = vec4(all(b), any(c), b.x == c.x, b == bvec3(true));', [1, 0, 0, 1]],
] as const)('%s', ([, text, wanted]) => {
  const globals = `struct S { float a; vec2 v; };
float counter = float(n.x) - 3.0;
float bump() { return ++counter; }
float f(int i) { if (i == 0) return 10.0; else if (i == 1) { return 20.0; } if (i < 5) { float x = 30.0; return x; } return 40.0; }
float g(int i) { for (int j = 0; j < 10; j++) { for (int k = 0; k < 2; k++) if (j == i) return float(j); } return -1.0; }
void h(inout float a, out float b, in float c) { a += 10.0; b = c + 2.0; a += c; }
void o(out float x) { x = 3.0; }
float change(vec2 v) { v.x = 4.0; return v.x + v.y; }
`;
  close(runs(text, globals), wanted);
});

test('varyings of every kind', () => {
  const vertex = `#version 420
out vec2 a; flat out ivec2 b; out B { float c[2]; mat2 d; } block; out float e[3];
void main() {
  a = vec2(1.0, 2.0); b = ivec2(3, -4); block.c[0] = 5.0; block.c[1] = 6.0; block.d = mat2(7.0, 8.0, 9.0, 10.0); e[0] = 11.0; e[1] = 12.0; e[2] = 13.0;
  gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0, 0.0, 1.0);
}`;
  const fragment = `#version 420
uniform ivec4 n;
in vec2 a; flat in ivec2 b; in B { float c[2]; mat2 d; } block; in float e[3];
out vec4 color;
void main() { color = vec4(a.y + float(b.y), block.c[n.w + 1] + block.d[1].x, e[n.w + 2], block.d[n.w][1]); }`;
  close(pixel(fragment, uniforms, vertex), [-2, 15, 13, 8]);
});

test('GLSL ES 1.00 and 3.00', () => {
  const fragment = `#version 300 es
precision highp float;
uniform vec4 u[3];
out vec4 color;
vec3 tint(in vec3 c) { return c * c; }
void main() {
  vec4 sum = vec4(0.0);
  for (int i = 0; i < 3; ++i) sum += u[i];
  color = vec4(tint(sum.rgb), sum.a);
}`;
  close(pixel(fragment, { u: [1, 0, 0, 1, 0, 2, 0, 1, 0, 0, 3, 1] }), [1, 4, 9, 3]);
});
