/**
 * Hostile texts: real shaders cut short, with characters, tokens and lines changed. Whatever comes in, a log comes out: no exception,
 * no hang; and what is taken becomes TGSI that our own parser takes. VIRGLASS_FUZZ=n goes n times as far.
 */
import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { expect, test } from 'vitest';
import { parseTgsi } from '../front/tgsi/parse.ts';
import { compileShader } from './compile.ts';
import { linkProgram } from './link/link.ts';
import { type CompileOptions, type ShaderStage } from './options.ts';

const corpus = new URL('../../../../corpus/glsl/in/', import.meta.url);
const stages: Readonly<Record<string, ShaderStage>> = {
  vert: 'vertex',
  frag: 'fragment',
  geom: 'geometry',
  tesc: 'tess-control',
  tese: 'tess-eval',
  comp: 'compute',
};
const texts = readdirSync(corpus)
  .sort()
  .map((file) => ({
    stage: stages[file.slice(file.lastIndexOf('.') + 1)] as ShaderStage,
    source: readFileSync(new URL(file, corpus), 'utf8'),
  }));
const rounds = Math.max(1, Number(process.env['VIRGLASS_FUZZ'] ?? 1));

/** Numbers that repeat: mulberry32. */
const random = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

/* prettier-ignore */
const words = [
  'float', 'int', 'uint', 'bool', 'vec2', 'vec3', 'vec4', 'ivec4', 'mat4', 'mat2x3', 'double', 'dvec3', 'sampler2D', 'samplerCubeShadow', 'image2D', 'void', 'struct', 'const', 'in', 'out',
  'inout', 'uniform', 'buffer', 'shared', 'flat', 'centroid', 'patch', 'invariant', 'precise', 'layout', 'highp', 'if', 'else', 'for', 'while', 'do', 'switch', 'case', 'default', 'break',
  'continue', 'return', 'discard', 'main', 'gl_Position', 'gl_FragCoord', 'gl_in', 'texture', 'mix', 'length', 'true', '0', '1', '-1', '1.0', '1e99', '0xffffffff', '999999999', '0u', '(', ')', '[', ']',
  '{', '}', '.', ',', ';', '?', ':', '=', '+=', '==', '<', '>>', '&&', '^^', '!', '~', '++', '--', '+', '-', '*', '/', '%', '#', '##', '\n', '\n#define X X X\n', '\n#if 1\n', '\n#endif\n', '\n#version 300 es\n',
  '\n#line 3\n', '/*', '*/', '//', '\\\n', '\u0000', '\u00e9', '"', '.xyzw', '.length()', 'x', 'y[', ']]', '((((', '{{{{',
];

const pick = <T>(r: () => number, list: readonly T[]): T => list[Math.floor(r() * list.length)] as T;

/** One change somewhere. */
const mutate = (r: () => number, text: string): string => {
  const at = Math.floor(r() * text.length);
  const length = Math.floor(r() * r() * 60);
  switch (Math.floor(r() * 7)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(at + length);
    case 2:
      return text.slice(0, at) + pick(r, words) + text.slice(at);
    case 3:
      return text.slice(0, at) + String.fromCharCode(Math.floor(r() * 160)) + text.slice(at + 1);
    case 4: {
      const from = Math.floor(r() * text.length);
      return text.slice(0, at) + text.slice(from, from + length) + text.slice(at);
    }
    case 5:
      return text.replace(/\b\d+\b/g, (number) => (r() < 0.1 ? pick(r, ['0', '65536', '4294967295', '-1']) : number));
    default: {
      const names = text.match(/[a-zA-Z_]\w*/g) ?? ['x'];
      const [from, to] = [pick(r, names), pick(r, [...names, ...words])];
      let left = 1 + Math.floor(r() * 3);
      return text.replace(new RegExp(`\\b${from}\\b`, 'g'), (name) => (left-- > 0 ? to : name));
    }
  }
};

const options: readonly CompileOptions[] = [{ api: 'opengl', version: 460 }, { api: 'opengl' }, { api: 'webgl2' }, { api: 'webgl' }];
const partners: Readonly<Partial<Record<ShaderStage, string>>> = {
  vertex: '#version 420\nvoid main() { gl_Position = vec4(0.0); }',
  fragment: '#version 420\nout vec4 o; void main() { o = vec4(1.0); }',
};

test('changed shaders', { timeout: 120_000 * rounds }, () => {
  let taken = 0;
  for (let seed = 0; seed < 1500 * rounds; seed++) {
    const r = random(seed);
    const { stage, source } = pick(r, texts);
    let text = source;
    for (let i = 0, n = 1 + Math.floor(r() * r() * 4); i < n; i++) text = mutate(r, text);
    const start = performance.now();
    const result = compileShader(stage, text, pick(r, options));
    if (result.ok) {
      taken++;
      const units = [result.unit];
      const other = stage === 'vertex' ? 'fragment' : 'vertex';
      const partner = partners[other];
      if (stage !== 'compute' && partner !== undefined && !result.unit.es) {
        const compiled = compileShader(other, partner, { api: 'opengl' });
        if (compiled.ok) units.push(compiled.unit);
      }
      const linked = linkProgram(units, { separable: stage !== 'vertex' && stage !== 'fragment' });
      if (linked.ok)
        for (const one of Object.values(linked.program.stages)) expect(parsedOrLimited(one?.tgsi ?? ''), `seed ${seed}`).toBe('');
    }
    expect(performance.now() - start, `seed ${seed}`).toBeLessThan(20_000);
  }
  expect(taken).toBeGreaterThan(50);
});

/** What our parser says of a text, limits of hosts apart. */
const parsedOrLimited = (text: string): string => {
  const result = parseTgsi(text);
  if (result.ok || /limit|too many|nested deeper|more than|beyond|work group/.test(result.message)) return '';
  return `${result.line}: ${result.message}: ${text.split('\n')[result.line - 1]}`;
};

test.for([
  ['parentheses', `void main() { float x = ${'('.repeat(5000)}1.0${')'.repeat(5000)}; }`],
  ['blocks', `void main() { ${'{'.repeat(5000)}${'}'.repeat(5000)} }`],
  ['unary operators', `void main() { int x = ${'-'.repeat(20000)}1; }`],
  ['binary operators', `void main() { int x = 1${'+1'.repeat(20000)}; }`],
  ['conditions', `void main() { ${'if (true) '.repeat(5000)}; }`],
  ['else if', `void main() { ${'if (true) ; else '.repeat(5000)}; }`],
  ['indices', `int a[1]; void main() { a${'[a'.repeat(5000)}${'[0]'.repeat(5000)}; }`],
  ['selections', `void main() { int x = ${'true ? 1 : '.repeat(5000)}1; }`],
  ['assignments', `void main() { int x; x ${'= x '.repeat(5000)}; }`],
  ['large arrays', '#version 420\nvoid main() { float a[1000000]; float b[1000000]; a[int(gl_FragCoord.x)] = b[int(gl_FragCoord.y)]; }'],
  ['arrays of arrays', `#version 430\nvoid main() { float a${'[1000]'.repeat(8)}; }`],
  [
    'structures',
    `#version 420\nstruct S0 { float x[64]; };\n${Array.from({ length: 30 }, (_, i) => `struct S${i + 1} { S${i} a[8]; };`).join('\n')}\nS30 s; void main() { s.a[0] = s.a[1]; }`,
  ],
  [
    'calls that multiply',
    `float f0(float x) { return x * 2.0; }\n${Array.from({ length: 60 }, (_, i) => `float f${i + 1}(float x) { return f${i}(x) + f${i}(x + 1.0); }`).join('\n')}\nvoid main() { gl_FragColor = vec4(f60(gl_FragCoord.x)); }`,
  ],
  [
    'a long chain of calls',
    `float f0(float x) { return x; }\n${Array.from({ length: 3000 }, (_, i) => `float f${i + 1}(float x) { return f${i}(x); }`).join('\n')}\nvoid main() { gl_FragColor = vec4(f3000(1.0)); }`,
  ],
  ['long names', `void main() { float ${'x'.repeat(100000)}; }`],
  ['many variables', `void main() { ${Array.from({ length: 20000 }, (_, i) => `float v${i} = 1.0;`).join('')} }`],
  ['many loops', `void main() { ${'for (int i = 0; i < 2; i++) '.repeat(200)} gl_FragColor += vec4(1.0); }`],
  [
    'constants that grow',
    `#version 420\nconst float a[4096] = float[4096](${'1.0,'.repeat(4095)}1.0); void main() { gl_FragColor = vec4(a[int(gl_FragCoord.x)]); }`,
  ],
] as const)('%s', { timeout: 60_000 }, ([, source]) => {
  for (const api of ['opengl', 'webgl2'] as const) {
    const result = compileShader('fragment', source, { api, version: 460 });
    if (!result.ok) {
      expect(result.log).toContain('error');
      continue;
    }
    const linked = linkProgram([result.unit]);
    if (!linked.ok) expect(linked.log).toContain('error');
  }
});
