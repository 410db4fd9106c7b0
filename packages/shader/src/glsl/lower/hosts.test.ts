import { expect, test } from 'vitest';
import { compileShader } from '../compile.ts';
import { linkProgram } from '../link/link.ts';
import { shaderStages, type ShaderStage } from '../options.ts';
import type { Unit } from '../syntax/tree.ts';

/** TGSI of a stage of what the texts are. */
function tgsi(stage: ShaderStage, texts: Partial<Record<ShaderStage, string>>): string {
  const units = shaderStages.flatMap((name): Unit[] => {
    const text = texts[name];
    if (text === undefined) return [];
    const { log, unit } = compileShader(name, `#version 450\n${text}`, { api: 'opengl', version: 450 });
    expect(log).toBe('');
    return unit === null ? [] : [unit];
  });
  const { log, program } = linkProgram(units);
  expect(log).toBe('');
  return program!.stages[stage]!.tgsi;
}

const fragment = 'out vec4 c; void main() { c = vec4(1); }';

test('double operations have one result, and no immediates', () => {
  const text = tgsi('fragment', {
    fragment: 'uniform dvec4 a; uniform double b; out vec4 c; void main() { dvec4 x = -a.wzyx * 0.1lf; c = vec4(x + sqrt(b) * 2.5lf); }',
  });
  const doubles = text.split('\n').filter((line) => /: D(?!P)[A-Z]+ |: [A-Z]2D /.test(line));
  expect(doubles.length).toBeGreaterThan(10);
  for (const line of doubles) {
    expect(line).not.toMatch(/IMM/);
    const [, destination = '', sources = ''] = /: D\w+ (\S+), (.*)$/.exec(line) ?? [];
    expect(destination).toMatch(/\.(xy|zw|x|y|z|w)$/);
    for (const source of sources.split(', ')) expect(source).toMatch(/\.(xyxy|zwzw)$/);
  }
});

test('coordinates of samples are no immediates', () => {
  const text = tgsi('fragment', { fragment: 'uniform sampler2D s; out vec4 c; void main() { c = texture(s, vec2(0.5)); }' });
  expect(text).toMatch(/MOV TEMP\[(\d+)\], IMM\[0\].*\n.*TEX TEMP\[\d+\], TEMP\[\1\]/);
});

test('the number of a primitive is an input of geometry shaders, and a work group is read in three components', () => {
  const geometry = `layout(points) in; layout(points, max_vertices = 1) out; flat out int n;
void main() { n = gl_PrimitiveIDIn; gl_Position = gl_in[0].gl_Position; EmitVertex(); }`;
  const text = tgsi('geometry', {
    vertex: 'void main() { gl_Position = vec4(0); }',
    geometry,
    fragment: 'flat in int n; out vec4 c; void main() { c = vec4(n); }',
  });
  expect(text).toMatch(/DCL IN\[\]\[\d\], PRIM_ID/);
  expect(text).not.toMatch(/SV\[/);
  const compute = tgsi('compute', {
    compute: 'layout(local_size_x = 4) in; buffer B { uint v[]; }; void main() { v[gl_GlobalInvocationID.x] = gl_WorkGroupID.y; }',
  });
  expect(compute).toMatch(/MOV TEMP\[\d+\]\.xyz, SV\[\d\]\.xyzz/);
});

test('clip distances are written whole, and outputs by moves or floats', () => {
  const vertex = `out gl_PerVertex { vec4 gl_Position; float gl_ClipDistance[2]; }; flat out ivec2 n; uniform int u;
void main() { gl_Position = vec4(0); gl_ClipDistance[0] = 1.0; gl_ClipDistance[1] = float(u); n = ivec2(u + 1, u | 4); }`;
  const text = tgsi('vertex', { vertex, fragment: `flat in ivec2 n; ${fragment.replace('vec4(1)', 'vec4(n, n)')}` });
  const clip = /OUT\[(\d+)\], CLIPDIST/.exec(text)?.[1];
  for (const line of text.split('\n').filter((one) => /^ *\d+: .*OUT\[/.test(one))) {
    if (line.includes(`OUT[${clip}]`)) expect(line).toMatch(/OUT\[\d+\], /);
    expect(line).toMatch(/: (MOV|ADD|MUL|MAD) OUT/);
  }
});
