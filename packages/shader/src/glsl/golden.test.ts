/**
 * Goldens: the TGSI that real shaders become, for the eye of a reviewer. Each is parsed by our own front end and written as GLSL that
 * the host's compiler takes. See corpus/glsl/ORIGIN.md. VIRGLASS_UPDATE=1 rewrites them.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { expect, test } from 'vitest';
import { host, parsed } from '../testing/host.test.ts';
import { linkProgram } from './link/link.ts';
import type { ShaderStage } from './options.ts';
import { compiled } from './testing/draw.test.ts';

const corpus = new URL('../../../../corpus/glsl/', import.meta.url);
const stages: Readonly<Record<string, ShaderStage>> = {
  vert: 'vertex',
  frag: 'fragment',
  geom: 'geometry',
  tesc: 'tess-control',
  tese: 'tess-eval',
  comp: 'compute',
};
const files = readdirSync(new URL('in/', corpus)).sort();
const update = process.env['VIRGLASS_UPDATE'] === '1';

test.for(files)('%s', (file) => {
  const stage = stages[file.slice(file.lastIndexOf('.') + 1)] as ShaderStage;
  const source = readFileSync(new URL(`in/${file}`, corpus), 'utf8');
  const es = !source.includes('#version 420');
  const unit = compiled(stage, source, { api: es ? 'webgl2' : 'opengl' });
  const result = linkProgram([unit], { separable: stage !== 'compute' });
  if (!result.ok) throw new Error(result.log);
  const one = result.program.stages[stage];
  const text = one?.tgsi ?? '';
  const golden = new URL(`out/${file}.tgsi`, corpus);
  if (update) writeFileSync(golden, text);
  expect(text).toBe(existsSync(golden) ? readFileSync(golden, 'utf8') : 'no golden; run with VIRGLASS_UPDATE=1');
  const at = host('gl450');
  const written = at.write(parsed(text), { sharedBytes: one?.sharedBytes ?? 0 });
  at.gl.deleteShader(at.compile(stage, written.source));
});

test('no golden is left over', () => {
  const made = readdirSync(new URL('out/', corpus)).map((file) => file.replace(/\.tgsi$/, ''));
  expect(made.filter((file) => !files.includes(file))).toEqual([]);
});
