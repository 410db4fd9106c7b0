import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createNativeGl } from '@virglass/gl/native';
import { inProcess } from '@virglass/guest';
import { createVirglRenderer } from '@virglass/virgl';
import { findTests, is64, sampleTests } from './choose.ts';
import { invert, ortho } from './matrices.ts';
import { readOutput } from './reference.ts';
import { causes, countByFolder, table } from './report.ts';
import { runnerOver } from './runner.ts';
import { parseShaderTest } from './test-file.ts';
import { halfBits, parseDoubles, parseFloats, parseInts } from './values.ts';

const suite = '/usr/lib/x86_64-linux-gnu/piglit';
const own = join(import.meta.dirname, 'own');

const gl = createNativeGl();
const renderer = createVirglRenderer(gl);
const quota = { bytes: 2 ** 31, resources: 65536, contexts: 4, objects: 65536, gpuMilliseconds: 10_000 };
const runner = runnerOver(
  inProcess({
    open: () => renderer.openDevice(quota, { warn: () => {}, debug: () => {} }),
    capset: (id) => renderer.capset(id, 0),
    memory: (byteLength) => gl.memory(byteLength),
    free: (memory) => gl.freeMemory(memory),
  }),
);
afterAll(() => {
  renderer[Symbol.dispose]();
  gl[Symbol.dispose]();
});

describe('files of ours', () => {
  test.for(readdirSync(own))('%s', (name) => {
    expect(runner.run(parseShaderTest(readFileSync(join(own, name), 'utf8')))).toEqual({ outcome: 'pass', reason: '' });
  });

  test('what is wrong fails, with a reason', () => {
    const text = readFileSync(join(own, 'uniforms.shader_test'), 'utf8');
    const run = (from: string, to: string): string => {
      expect(text).toContain(from);
      const { outcome, reason } = runner.run(parseShaderTest(text.replace(from, to)));
      return `${outcome}: ${reason}`;
    };
    expect(run('float a 0x3f800000', 'float a 2.0')).toMatch(/^fail: line \d+: .*pixel 62 125 is 255 0 0 255, not 0 255 0 255/);
    expect(run('uniform ivec2 b -3', 'uniform ivec2 nothing -3')).toMatch(/^fail: .*there is no uniform 'nothing'/);
    expect(run('clear color', 'colour')).toMatch(/^fail: line \d+: .*the command is not known/);
    expect(run('out vec4 color;', 'out vec4 color')).toMatch(/^fail: compiling the fragment shader failed: 0:\d+/);
    expect(run('GLSL >= 3.30', 'GLSL >= 9.90')).toBe('skip: GLSL >= 9.9');
    expect(run('GLSL >= 3.30', 'GLSL >= 3.30\nGL_NV_nothing')).toBe('skip: GL_NV_nothing');
  });
});

/** Some files of each subject; those that ask for what is not offered are none. */
const folders = [
  'tests/spec/glsl-1.10/execution',
  'tests/spec/glsl-1.20/execution',
  'tests/spec/glsl-1.30/execution',
  'tests/spec/glsl-1.50/execution',
  'tests/spec/arb_gpu_shader5',
  'tests/spec/arb_tessellation_shader/execution',
  'tests/spec/arb_shader_image_load_store',
  'tests/spec/arb_compute_shader/execution',
  'tests/spec/arb_shader_storage_buffer_object/execution',
  'tests/spec/arb_arrays_of_arrays',
  'tests/spec/arb_explicit_uniform_location',
  'tests/spec/glsl-es-3.00',
  'generated_tests/spec/glsl-1.10/execution/variable-indexing',
  'generated_tests/spec/glsl-1.30/execution/built-in-functions',
  'generated_tests/spec/glsl-1.50/execution/built-in-functions',
  'generated_tests/spec/glsl-4.00/execution/built-in-functions',
  'generated_tests/spec/arb_tessellation_shader/execution',
  'generated_tests/spec/glsl-4.20/execution/vs_in',
  'generated_tests/spec/arb_gpu_shader_fp64/execution/conversion',
  'generated_tests/spec/glsl-1.30/execution/interpolation',
] as const;

describe.skipIf(!existsSync(join(suite, 'tests')))("piglit's files", () => {
  const all = existsSync(join(suite, 'tests')) ? findTests(suite) : [];

  test.for(folders)('%s', (folder) => {
    const paths = all.filter((path) => path.startsWith(folder));
    const chosen = Array.from({ length: 3 }, (_, i) => paths[Math.trunc(((i + 0.5) * paths.length) / 3)] ?? '');
    const results = chosen.map((path) => [path, runner.run(parseShaderTest(readFileSync(join(suite, path), 'latin1')))] as const);
    expect(results.filter(([, { outcome }]) => outcome === 'fail')).toEqual([]);
    expect(results.some(([, { outcome }]) => outcome === 'pass')).toBe(true);
  });

  test('a sample has every folder, more of the large ones, and is the same for a seed', () => {
    const some = all.filter((path) => !is64(path));
    const sample = sampleTests(some, 1000, 1);
    expect(sampleTests(some, 1000, 1)).toEqual(sample);
    expect(sampleTests(some, 1000, 2)).not.toEqual(sample);
    expect(sample.length).toBeGreaterThanOrEqual(1000);
    expect(sample.length).toBeLessThan(1200);
    const folder = (path: string): string => path.slice(0, path.lastIndexOf('/'));
    expect(new Set(sample.map(folder))).toEqual(new Set(some.map(folder)));
  });
});

test('a file is read in sections', () => {
  const file = parseShaderTest(
    '# note\n[require]\nGL COMPAT >= 3.2\nGLSL >= 1.50 # why\nGL_ARB_x\nSIZE 10 20\n[vertex shader passthrough]\n[geometry shader]\n#version 330\n[fragment shader spirv]\n; x\n[vertex data]\na/float/2\n[test]\n\n  clear # [x]\n[no section]\n',
  );
  expect(file.glsl).toEqual({ profile: '', operator: '>=', version: 150 });
  expect(file.gl).toEqual({ profile: 'COMPAT', operator: '>=', version: 32 });
  expect(file.size).toEqual([10, 20]);
  expect(file.shaders.map(({ stage, source }) => [stage, source.split('\n')[0]])).toEqual([
    ['vertex', '#version 150'],
    ['geometry', '#version 330'],
  ]);
  expect(file.foreign).toEqual(['fragment shader spirv']);
  expect(file.vertexData).toEqual(['a/float/2']);
  expect(file.commands.filter(({ text }) => text !== '')).toEqual([
    { line: 16, text: 'clear # [x]' },
    { line: 17, text: '[no section]' },
  ]);
});

test('numbers are decimal, or patterns', () => {
  expect([...parseFloats('(1.5, -2e1) 0x3f000000 inf', 4)]).toEqual([1.5, -20, 0.5, Infinity]);
  expect([...parseDoubles('0xbff0000000000000 2', 2)]).toEqual([-1, 2]);
  expect([...parseInts('-3 0x10 010 4294967295', 4)]).toEqual([-3, 16, 8, -1]);
  expect([0, 1, -2, 65504, 1e9, 6e-8, 0.1].map(halfBits)).toEqual([0, 0x3c00, 0xc000, 0x7bff, 0x7c00, 1, 0x2e66]);
});

test('a matrix times its inverse is nothing', () => {
  const m = ortho(0, 100, 0, 50);
  expect([...invert(invert(m))].map((value, i) => Math.abs(value - (m[i] ?? 0)) < 1e-5)).not.toContain(false);
  expect([...invert(m)].slice(12)).toEqual([50, 25, -0, 1].map((value) => expect.closeTo(value, 4)));
});

test('what piglit printed belongs to its files in order', () => {
  const line = (name: string, result: string): string => `PIGLIT: {"subtest": {"${name}" : "${result}"}}\n`;
  const paths = ['a/x.shader_test', 'b/y.shader_test', 'c/z.shader_test'];
  expect(readOutput(line('x', 'pass') + line('y', 'skip') + line('z', 'fail'), paths)).toEqual(['pass', 'skip', 'fail']);
  expect(readOutput(line('x', 'pass'), paths)).toEqual(['pass']);
  expect(readOutput(`${line('x', 'pass')}PIGLIT: {"result": "skip" }\n`, paths)).toEqual(['pass', 'skip']);
});

test('results are counted by folder beside the reference', () => {
  const ours = new Map([
    ['tests/spec/glsl-1.10/a.shader_test', { outcome: 'pass', reason: '' }],
    ['tests/spec/glsl-1.10/b.shader_test', { outcome: 'fail', reason: 'line 3: probe all rgba 1: pixel 0 0 is 1, not 0' }],
    ['generated_tests/spec/fp64/c.shader_test', { outcome: 'skip', reason: 'GLSL >= 4' }],
  ]);
  const reference = new Map([
    ['tests/spec/glsl-1.10/a.shader_test', 'pass'],
    ['tests/spec/glsl-1.10/b.shader_test', 'pass'],
  ]);
  const counts = countByFolder(ours, reference);
  expect(counts.get('spec/glsl-1.10')).toEqual({ files: 2, pass: 1, skip: 0, reference: 2, both: 1 });
  expect(table(counts)).toContain('| spec/glsl-1.10 | 2 | 1 | 0 | 1 | 2 | 1 | 50.0 % |');
  expect(causes(ours, reference)).toEqual(['    1  fail: probe all: pixels are wrong\n         tests/spec/glsl-1.10/b.shader_test']);
});
