/** Linking: what is refused, and what reflection says. */
import { expect, test } from 'vitest';
import { parseTgsi } from '../../front/tgsi/parse.ts';
import { compileShader } from '../compile.ts';
import { compiled, linked } from '../testing/draw.test.ts';
import { linkProgram, type LinkOptions } from './link.ts';
import type { LinkedProgram } from './program.ts';

const version = '#version 420\n';
const plain = `${version}void main() { gl_Position = vec4(0.0); }\n`;
const white = `${version}out vec4 o; void main() { o = vec4(1.0); }\n`;

const log = (vertex: string, fragment: string, options: LinkOptions = {}): string => {
  const result = linkProgram([compiled('vertex', version + vertex), compiled('fragment', version + fragment)], options);
  expect(result.ok).toBe(!result.log.includes('error'));
  return result.log;
};

test.for([
  ['void main() { gl_Position = vec4(0.0); }', 'in vec4 a; out vec4 o; void main() { o = a; }', "'a' is read by the fragment shader"],
  [
    'out vec3 a; void main() { a = vec3(1.0); gl_Position = vec4(0.0); }',
    'in vec4 a; out vec4 o; void main() { o = a; }',
    "'a' is vec3 in the vertex shader and vec4",
  ],
  [
    'flat out float a; void main() { a = 1.0; gl_Position = vec4(0.0); }',
    'in float a; out vec4 o; void main() { o = vec4(a); }',
    "'a' is 'flat' in the vertex shader",
  ],
  [
    'uniform float u; void main() { gl_Position = vec4(u); }',
    'uniform vec2 u; out vec4 o; void main() { o = vec4(u, u); }',
    "uniform 'u' is float",
  ],
  [
    'float f(); void main() { gl_Position = vec4(f()); }',
    'out vec4 o; void main() { o = vec4(1.0); }',
    "function 'f' is called in the vertex shader and defined nowhere",
  ],
  [
    'uniform B { float a; }; void main() { gl_Position = vec4(a); }',
    'uniform B { vec2 a; }; out vec4 o; void main() { o = a.xyxy; }',
    "block 'B' is not the same",
  ],
  [
    'out B { float a; } b; void main() { b.a = 1.0; gl_Position = vec4(0.0); }',
    'in B { vec2 a; } b; out vec4 o; void main() { o = b.a.xyxy; }',
    "block 'B' is not the same",
  ],
  [
    'void main() { gl_Position = vec4(0.0); }',
    'layout(location = 1) out vec4 a; layout(location = 1) out vec4 b; void main() { a = b = vec4(1.0); }',
    'are both at location 1',
  ],
  ['float x; void main1() {}', 'out vec4 o; void main() { o = vec4(1.0); }', 'the vertex shader has no main()'],
] as const)('%s', ([vertex, fragment, message]) => {
  expect(log(vertex, fragment)).toContain(message);
});

test('stages that do not go together', () => {
  const result = linkProgram([
    compiled('vertex', plain),
    compiled('fragment', '#version 300 es\nprecision highp float; out vec4 o; void main() { o = vec4(1.0); }'),
  ]);
  expect(result.log).toContain('do not link');
  expect(linkProgram([]).log).toContain('no shaders');
  expect(
    linkProgram([compiled('fragment', '#version 300 es\nprecision highp float; out vec4 o; void main() { o = vec4(1.0); }')]).log,
  ).toContain('vertex shader is missing');
});

test('several shaders of a stage are one', () => {
  const a = compiled('vertex', `${version}float f(float x); uniform float u; void main() { gl_Position = vec4(f(u)); }`);
  const b = compiled('vertex', `${version}uniform float u; float f(float x) { return x * 2.0 + u; }`);
  const result = linkProgram([a, b, compiled('fragment', white)]);
  expect(result.log).toBe('');
  expect(result.ok && result.program.uniforms.map(({ name }) => name)).toEqual(['u']);
});

const reflected = (): LinkedProgram =>
  linked(
    `${version}
struct Light { vec3 color; float power[3]; };
uniform Light lights[2];
uniform mat3 m;
layout(location = 9) uniform vec4 placed;
layout(location = 3) in vec4 at;
in mat2 two;
in float unused;
out vec2 uv;
flat out ivec2 id;
void main() {
  uv = two * at.xy;
  id = ivec2(gl_VertexID, gl_InstanceID);
  gl_Position = vec4(m * lights[1].color * lights[0].power[2], 1.0) + placed;
}`.replace('layout(location = 9) uniform', '#extension GL_ARB_explicit_uniform_location : require\nlayout(location = 9) uniform'),
    `${version}
uniform sampler2D maps[2];
layout(binding = 5) uniform usampler2D integers;
layout(std140) uniform Block { float a; vec3 b; float c[2]; layout(row_major) mat3x2 d; } block[2];
layout(std140) uniform Other { vec4 tint; };
in vec2 uv;
flat in ivec2 id;
layout(location = 2) out vec4 o;
out uvec4 second;
void main() {
  o = texture(maps[1], uv) + block[1].c[id.x] * tint + vec4(block[0].d * block[0].b, 0.0, 0.0);
  second = texture(integers, uv);
}`,
  );

test('uniforms', () => {
  const { uniforms } = reflected();
  expect(uniforms.map(({ name, type, size, location }) => [name, type.name, size, location])).toEqual([
    ['lights[0].color', 'vec3', 1, 0],
    ['lights[0].power[0]', 'float', 3, 1],
    ['lights[1].color', 'vec3', 1, 4],
    ['lights[1].power[0]', 'float', 3, 5],
    ['m', 'mat3', 1, 8],
    ['placed', 'vec4', 1, 9],
    ['maps[0]', 'sampler2D', 2, 10],
    ['integers', 'usampler2D', 1, 12],
  ]);
  const find = (name: string) => uniforms.find((one) => one.name === name);
  expect(find('lights[1].power[0]')?.constants).toEqual({ vertex: 5 });
  expect(find('m')).toMatchObject({ constants: { vertex: 8 }, slotsPerElement: 3 });
  expect(find('integers')).toMatchObject({ slots: { fragment: 2 }, binding: 5 });
});

test('attributes and outputs', () => {
  const { attributes, outputs } = reflected();
  expect(attributes.map(({ name, type, location, registers }) => [name, type.name, location, registers])).toEqual([
    ['two', 'mat2', 0, 2],
    ['at', 'vec4', 3, 1],
    ['gl_VertexID', 'int', -1, 0],
    ['gl_InstanceID', 'int', -1, 0],
  ]);
  expect(outputs.map(({ name, location, index }) => [name, location, index])).toEqual([
    ['o', 2, 0],
    ['second', 0, 0],
  ]);
});

test('blocks', () => {
  const { uniformBlocks } = reflected();
  expect(uniformBlocks.map(({ name, size, slots }) => [name, size, slots])).toEqual([
    ['Block[0]', 96, { fragment: 1 }],
    ['Block[1]', 96, { fragment: 2 }],
    ['Other', 16, { fragment: 3 }],
  ]);
  expect(
    uniformBlocks[0]?.members.map(({ name, offset, arrayStride, matrixStride, rowMajor }) => [
      name,
      offset,
      arrayStride,
      matrixStride,
      rowMajor,
    ]),
  ).toEqual([
    ['Block.a', 0, 0, 0, false],
    ['Block.b', 16, 0, 0, false],
    ['Block.c[0]', 32, 16, 0, false],
    ['Block.d', 64, 0, 16, true],
  ]);
});

test('every stage is valid TGSI', () => {
  for (const stage of Object.values(reflected().stages)) expect(parseTgsi(stage?.tgsi ?? '')).toMatchObject({ ok: true });
});

test('storage blocks by std430', () => {
  const source = `#version 420
#extension GL_ARB_shader_storage_buffer_object : require
layout(std430, binding = 3) buffer Data { vec3 a; float b; float c[3]; struct_ s[]; };
out vec4 o;
void main() { o = vec4(a, b) * c[1]; s[2].x = float(s.length()); }`.replace(
    'layout(std430',
    'struct struct_ { float x; vec2 y; };\nlayout(std430',
  );
  const result = linkProgram([compiled('vertex', plain), compiled('fragment', source)]);
  if (!result.ok) throw new Error(result.log);
  const [block] = result.program.storageBlocks;
  expect(block).toMatchObject({ name: 'Data', binding: 3, slots: { fragment: 0 }, writes: true });
  expect(block?.members.map(({ name, offset, arrayStride, topLevelStride }) => [name, offset, arrayStride, topLevelStride])).toEqual([
    ['a', 0, 0, 0],
    ['b', 12, 0, 0],
    ['c[0]', 16, 4, 4],
    ['s[0].x', 32, 0, 16],
    ['s[0].y', 40, 0, 16],
  ]);
});

test("a storage block has one slot in all stages, which is no other block's while there are enough", () => {
  const head = '#version 420\n#extension GL_ARB_shader_storage_buffer_object : require\n';
  const buffer = (name: string, count = '') => `layout(std430) buffer ${name} { float v; } at${name}${count};\n`;
  const link = (vertex: string, fragment: string) => {
    const result = linkProgram([compiled('vertex', head + vertex), compiled('fragment', head + fragment)]);
    if (!result.ok) throw new Error(result.log);
    const { storageBlocks, stages } = result.program;
    return { slots: storageBlocks.map(({ name, slots }) => [name, slots]), fragment: stages.fragment! };
  };
  const vertex = `${buffer('A')}${buffer('B')}void main() { gl_Position = vec4(atA.v + atB.v); }`;
  const few = link(vertex, `out vec4 o;\n${buffer('C', '[2]')}${buffer('B')}void main() { o = vec4(atC[0].v + atC[1].v + atB.v); }`);
  expect(few.slots).toEqual([
    ['A', { vertex: 0 }],
    ['B', { vertex: 1, fragment: 1 }],
    ['C[0]', { fragment: 2 }],
    ['C[1]', { fragment: 3 }],
  ]);
  expect(few.fragment.tgsi.match(/DCL BUFFER.*/g)).toEqual(['DCL BUFFER[0]', 'DCL BUFFER[1]', 'DCL BUFFER[2]', 'DCL BUFFER[3]']);
  expect(few.fragment.storage).toBe(4);
  const many = link(vertex, `out vec4 o;\n${buffer('C', '[16]')}void main() { o = vec4(atC[0].v + atC[15].v); }`);
  expect(many.slots.at(-1)).toEqual(['C[15]', { fragment: 15 }]);
  // Each stage has enough, the program has not: no stage goes beyond its own.
  const names = ['D', 'E', 'F', 'G'];
  const two = link(
    `${names.map((name) => buffer(name)).join('')}void main() { gl_Position = vec4(${names.map((name) => `at${name}.v`).join(' + ')}); }`,
    `out vec4 o;\n${buffer('A')}${buffer('B')}${buffer('C', '[13]')}void main() { o = vec4(atA.v + atB.v + atC[0].v + atC[12].v); }`,
  );
  expect(two.fragment.storage).toBe(15);
});

test('transform feedback', () => {
  const vertex = `${version}out vec3 a[2]; out float b; out S { vec2 c; } s; void main() { a[0] = a[1] = vec3(1.0); b = 2.0; s.c = vec2(3.0); gl_Position = vec4(0.0); }`;
  const link = (names: readonly string[], separate = false) =>
    linkProgram([compiled('vertex', vertex), compiled('fragment', white)], { feedback: { names, separate } });
  const together = link(['a', 'gl_SkipComponents2', 'b', 'gl_NextBuffer', 'S.c', 'gl_Position']);
  if (!together.ok) throw new Error(together.log);
  const { entries, strides } = together.program.streamOutput;
  expect(entries.map(({ components, buffer, offset }) => [components, buffer, offset])).toEqual([
    [3, 0, 0],
    [3, 0, 3],
    [1, 0, 8],
    [2, 1, 0],
    [4, 1, 2],
  ]);
  expect(strides).toEqual([9, 6]);
  expect(link(['nothing']).log).toContain("cannot capture 'nothing'");
  expect(link(['b', 'b']).log).toContain("captures 'b' twice");
  expect(link(['a'], true).log).toContain('captures 6 components');
});

test('locations that the API bound', () => {
  const vertex = `${version}in vec4 a, b; void main() { gl_Position = a + b; }`;
  const result = linkProgram([compiled('vertex', vertex), compiled('fragment', white)], {
    attributes: new Map([
      ['b', 0],
      ['a', 5],
    ]),
    fragmentOutputs: new Map([['o', [3, 0]]]),
  });
  if (!result.ok) throw new Error(result.log);
  expect(result.program.attributes.map(({ name, location, register }) => [name, location, register])).toEqual([
    ['b', 0, 0],
    ['a', 5, 1],
  ]);
  expect(result.program.outputs).toMatchObject([{ name: 'o', location: 3 }]);
});

test('what only gives variables values that nobody reads is not active', () => {
  const vertex = `${version}in vec4 a, b, c, d;
void main() { float[] x = float[](a.x, a.y); vec4 y = b, z = y; vec4 w = c, v = d; gl_Position = vec4(x.length()) + v; }`;
  const result = linkProgram([compiled('vertex', vertex), compiled('fragment', white)]);
  if (!result.ok) throw new Error(result.log);
  expect(result.program.attributes.map(({ name }) => name)).toEqual(['d']);
});

test('what a shader says of transform feedback itself', () => {
  const vertex = (text: string): string =>
    `${version}#extension GL_ARB_enhanced_layouts : require\n${text}\nvoid main() { gl_Position = vec4(0.0); a = vec2(1.0); b = vec4(2.0); }\n`;
  const link = (text: string, names?: readonly string[]): ReturnType<typeof linkProgram> =>
    linkProgram(
      [compiled('vertex', vertex(text)), compiled('fragment', white)],
      names === undefined ? {} : { feedback: { names, separate: false } },
    );
  const text =
    'layout(xfb_buffer = 1, xfb_stride = 32) out; layout(xfb_offset = 4) out vec2 a; layout(xfb_buffer = 2, xfb_offset = 0) out vec4 b;';
  for (const names of [undefined, ['b']]) {
    const { program } = link(text, names);
    expect(program?.streamOutput.entries.map(({ buffer, offset, components }) => [buffer, offset, components])).toEqual([
      [1, 1, 2],
      [2, 0, 4],
    ]);
    expect(program?.streamOutput.strides).toEqual([0, 8, 4, 0]);
    expect(program?.feedback.map(({ name }) => name)).toEqual(['a', 'b']);
  }
  const refused = (declarations: string): string => compileShader('vertex', vertex(declarations), { api: 'opengl' }).log;
  expect(refused('layout(xfb_offset = 0) out vec2 a; layout(xfb_offset = 4) out vec4 b;')).toContain("'a' and 'b' overlap");
  expect(refused('layout(xfb_offset = 0, xfb_stride = 4) out vec2 a; out vec4 b;')).toContain('holds 4 bytes of a vertex; 8 are captured');
  expect(refused('layout(xfb_buffer = 9) out; out vec2 a; out vec4 b;')).toContain('no transform feedback buffer 9');
});

test('colours of the compatibility profile are interpolated as they are read', () => {
  const link = (vertex: string, fragment: string): string =>
    linkProgram([
      compiled('vertex', `#version 130\n${vertex} void main() { gl_Position = gl_Vertex; gl_FrontColor = gl_BackColor = gl_Color; }\n`),
      compiled('fragment', `#version 130\n${fragment} void main() { gl_FragColor = gl_Color; }\n`),
    ]).log;
  expect(link('', '')).toBe('');
  expect(link('flat out vec4 gl_FrontColor, gl_BackColor;', 'flat in vec4 gl_Color;')).toBe('');
  expect(link('flat out vec4 gl_FrontColor;', 'flat in vec4 gl_Color;')).toContain("gl_BackColor is ''");
  expect(link('', 'noperspective in vec4 gl_Color;')).toContain("gl_Color is 'noperspective'");
});

test('attributes of the fixed pipeline have the locations of old', () => {
  const { attributes } = linked(
    '#version 120\nattribute vec4 own; void main() { gl_Position = gl_Vertex + own + gl_MultiTexCoord1 + gl_Color; }\n',
    '#version 120\nvoid main() { gl_FragColor = vec4(1.0); }\n',
  );
  expect(new Map(attributes.map(({ name, location }) => [name, location]))).toEqual(
    new Map([
      ['own', 1],
      ['gl_Vertex', 0],
      ['gl_MultiTexCoord1', 9],
      ['gl_Color', 3],
    ]),
  );
});

test('outputs share a location in components of their own', () => {
  const fragment = (text: string): string => `${version}#extension GL_ARB_enhanced_layouts : require\n${text}\n`;
  const { program } = linkProgram([
    compiled('vertex', plain),
    compiled(
      'fragment',
      fragment('layout(location = 0, component = 1) out vec3 a; layout(location = 0) out float b; void main() { a = vec3(1.0); b = 2.0; }'),
    ),
  ]);
  const tgsi = program?.stages.fragment?.tgsi ?? '';
  expect(tgsi.match(/DCL OUT/g)).toHaveLength(1);
  expect(tgsi).toMatch(/OUT\[0\]\.yzw/);
  expect(tgsi).toMatch(/OUT\[0\]\.x,/);
  const clash = fragment(
    'layout(location = 0) out vec2 a; layout(location = 0, component = 1) out float b; void main() { a = vec2(1.0); b = 2.0; }',
  );
  expect(linkProgram([compiled('vertex', plain), compiled('fragment', clash)]).log).toContain('are both at location 0');
});

test('shaders of one stage agree on what globals begin with', () => {
  const link = (one: string, other: string): string =>
    linkProgram([
      compiled('vertex', `#version 110\nfloat g${one};\nvoid main() { gl_Position = vec4(g); }\n`),
      compiled('vertex', `#version 110\nfloat g${other};\nvoid f() {}\n`),
    ]).log;
  expect(link(' = 1.0', ' = 1.0')).toBe('');
  expect(link('', ' = 1.0')).toBe('');
  expect(link(' = 1.0', ' = 2.0')).toContain("'g' has two initial values");
});

test('a uniform that nobody reads keeps its location to itself', () => {
  const extension = '#extension GL_ARB_explicit_uniform_location : require\n';
  const said = (location: number): string =>
    log(
      `${extension}layout(location = 0) uniform float list[8]; void main() { gl_Position = vec4(0.0); }`,
      `${extension}layout(location = ${location}) uniform vec4 u; out vec4 o; void main() { o = u; }`,
    );
  expect(said(8)).toBe('');
  expect(said(7)).toContain('has the location of another one');
});

test('a browser captures whole arrays alone', () => {
  const units = [
    compiled('vertex', '#version 300 es\nout float a[2]; void main() { a[0] = a[1] = 1.0; gl_Position = vec4(0); }', { api: 'webgl2' }),
    compiled('fragment', '#version 300 es\nprecision highp float; out vec4 o; void main() { o = vec4(1.0); }', { api: 'webgl2' }),
  ];
  const link = (name: string): string => linkProgram(units, { feedback: { names: [name], separate: false } }).log;
  expect(link('a')).toBe('');
  expect(link('a[1]')).toContain("does not capture elements such as 'a[1]'");
});
