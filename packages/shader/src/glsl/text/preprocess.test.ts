/** The preprocessor: what tokens come out, and what is said of wrong directives. */
import { expect, test } from 'vitest';
import { Language } from '../language.ts';
import { CompileError, Log } from '../log.ts';
import type { CompileOptions } from '../options.ts';
import { Preprocessor } from './preprocess.ts';
import { Kind } from './token.ts';

const run = (
  source: string,
  options: CompileOptions = { api: 'opengl' },
): { readonly tokens: string; readonly lines: number[]; readonly log: string; readonly language: Language } => {
  const log = new Log();
  const language = new Language('fragment', options);
  const words: string[] = [];
  const lines: number[] = [];
  try {
    const preprocessor = new Preprocessor(source, language, log);
    for (let token = preprocessor.next(); token.kind !== Kind.end; token = preprocessor.next()) {
      words.push(token.text);
      lines.push(token.line);
    }
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
  }
  return { tokens: words.join(' '), lines, log: log.text(), language };
};

test.for([
  ['comments are space', 'a/* x */b // c\nd', 'a b d'],
  ['object-like', '#define A 1 + 2\nA', '1 + 2'],
  ['function-like', '#define F(x, y) (x)*(y)\nF(a + 1, (b, c))', '( a + 1 ) * ( ( b , c ) )'],
  ['without call it stays', '#define F(x) x\nF + F(1)', 'F + 1'],
  ['no parameters', '#define F() 7\nF()', '7'],
  ['expanded again', '#define A B\n#define B C\nA', 'C'],
  ['not inside itself', '#define A A + B\n#define B A\nA', 'A + A'],
  ['arguments are expanded first', '#define X 1\n#define ID(a) a\nID(ID(X))', '1'],
  ['a call across lines', '#define F(x) [x]\nF(\n  1\n)', '[ 1 ]'],
  ['the rest follows', '#define F(x) G\n#define G(y) y\nF(1)(2)', '2'],
  ['pasting', '#define CAT(a, b) a##b\nCAT(foo, 1) CAT(x, )', 'foo1 x'],
  ['pasted arguments are not expanded', '#define A 1\n#define CAT(a) a##_\nCAT(A)', 'A_'],
  ['joined lines', '#define A 1 \\\n + 2\nA', '1 + 2'],
  ['undef', '#define A 1\n#undef A\nA', 'A'],
  ['if else', '#if 1 > 2\na\n#elif 3 == 3\nb\n#else\nc\n#endif', 'b'],
  ['nested and skipped', '#if 0\n#if 1\na\n#else\nb\n#endif\n#else\nc\n#endif', 'c'],
  ['skipped text may be anything', "#if 0\n don't ` \u00e9\n#endif\na", 'a'],
  ['defined', '#define A\n#if defined(A) && !defined B\na\n#endif', 'a'],
  ['arithmetic', '#if (1 << 4) + -2 * 3 == 10 && ~0 == -1 && 7 % 4 == 3 && (5 & 6 | 1 ^ 3) == 6\na\n#endif', 'a'],
  ['what is not needed is not looked at', '#if defined(X) && X(1)\na\n#else\nb\n#endif', 'b'],
  ['version', '#version 330\n__VERSION__', '330'],
  ['line', '#line 7\n__LINE__', '8'],
  ['line in arguments', '#define B __LINE__\n#define A(a, b) B a b\nA(__LINE__,\n__LINE__\n)', '5 3 4'],
  ['a lone hash', '#\na', 'a'],
] as const)('%s', ([, source, tokens]) => {
  const result = run(source);
  if (!source.includes('X(1)')) expect(result.log.replace(/.*warning.*\n/g, '')).toBe('');
  expect(result.tokens).toBe(tokens);
});

test.for([
  ['#error something is\twrong', '0:1(1): error: #error something is wrong'],
  ['#if 1\na', '#if without #endif'],
  ['#else', '#else without #if'],
  ['#endif', '#endif without #if'],
  ['#if 1\n#else\n#else\n#endif', '#else after #else'],
  ['#define A 1\n#define A 2', 'macro A is defined differently before'],
  ['#define F(x, x) x', 'parameter x twice'],
  ['#define __LINE__ 3', 'the name __LINE__ is reserved'],
  ['#undef __VERSION__', '__VERSION__ is predefined'],
  ['#define F(x) x\nF(1, 2)', 'macro F takes 1 argument, not 2'],
  ['#define F(x) x\nF(1', 'the call of macro F does not end'],
  ['#if 1 +\n#endif', 'the condition ends too early'],
  ['#if 1 / 0\n#endif', 'division by zero'],
  ['#foo', 'unknown directive #foo'],
  ['/* never', 'this comment does not end'],
  ['a\n#version 330', '#version must come first'],
  ['#version 99', 'version 99 is not supported'],
  ['#version 430', 'version 430 is not supported'],
  ['#extension GL_FOO_bar : require', 'extension GL_FOO_bar is not available in GLSL 1.10'],
  ['#extension GL_ARB_gpu_shader5 : maybe', "'maybe' is none of require, enable, warn and disable"],
  ['#extension all : enable', 'all extensions at once cannot be enabled'],
  ['a # b', "unexpected '#'"],
  ['a ` b', 'unexpected character'],
] as const)('%s', ([source, message]) => {
  expect(run(source).log).toContain(message);
});

test('lines of tokens are those of the source, as #line says', () => {
  expect(run('a\nb /*\n*/ c\n#line 100\nd').lines).toEqual([1, 2, 3, 101]);
  expect(run('#version 330\n#line 100\nd').lines).toEqual([100]);
});

test('ES 3.00 needs names in conditions to be defined', () => {
  expect(run('#version 300 es\n#if FOO\n#endif').log).toContain("'FOO' is not defined");
  expect(run('#if FOO\n#endif').log).toBe('');
});

test('WebGL wants #version on the first line', () => {
  expect(run('\n#version 300 es\n', { api: 'webgl2' }).log).toContain('#version must come first');
  expect(run('#version 300 es\n', { api: 'webgl2' }).log).toBe('');
  expect(run('#version 300 es\n', { api: 'webgl' }).log).toContain('not supported');
});

test('extensions come and go', () => {
  const on = run('#extension GL_ARB_gpu_shader5 : enable\nGL_ARB_gpu_shader5');
  expect(on.language.enabled.has('ARB_gpu_shader5')).toBe(true);
  expect(on.tokens).toBe('1');
  const off = run('#extension GL_ARB_gpu_shader5 : enable\n#extension GL_ARB_gpu_shader5 : disable\n');
  expect(off.language.enabled.has('ARB_gpu_shader5')).toBe(false);
  expect(run('GL_ARB_gpu_shader5', { api: 'opengl', extensions: [] }).tokens).toBe('GL_ARB_gpu_shader5');
});

test('work is bounded', () => {
  const doubling = Array.from({ length: 40 }, (_, i) => `#define M${i + 1} M${i} M${i}`).join('\n');
  expect(run(`#define M0 x\n${doubling}\nM40`).log).toContain('macros make more than');
  expect(run(`#if ${'('.repeat(2000)}1${')'.repeat(2000)}\n#endif`).log).toContain('nests deeper');
  expect(run('#if 1\n'.repeat(1000)).log).toContain('nests deeper');
  const calls = `${'F('.repeat(1000)}1${')'.repeat(1000)}`;
  expect(run(`#define F(x) x\n${calls}`).log).toContain('nest deeper');
});
