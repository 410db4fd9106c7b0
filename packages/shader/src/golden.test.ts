/**
 * Goldens: what real shaders become, for the eye of a reviewer, and proof that a real compiler takes it.
 * See corpus/shaders/ORIGIN.md. VIRGLASS_UPDATE=1 rewrites the outputs.
 */
import { GL } from '@virglass/gl';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { expect, test } from 'vitest';
import { type GlslDialect, type GlslFeatures, glslFeatures } from './back/glsl/features.ts';
import type { GlslOptions, GlslShader } from './back/glsl/options.ts';
import { writeGlsl } from './back/glsl/write.ts';
import type { TgsiModule } from './ir/module.ts';
import { coverVertex, type Host, host, parsed } from './testing/host.test.ts';
import { linkCompute } from './testing/memory.test.ts';

const corpus = new URL('../../../corpus/shaders/', import.meta.url);
const names = readdirSync(new URL('in/', corpus))
  .filter((file) => file.endsWith('.tgsi'))
  .map((file) => file.slice(0, -5))
  .sort();
const update = process.env['VIRGLASS_UPDATE'] === '1';

const moduleOf = (name: string): TgsiModule => parsed(readFileSync(new URL(`in/${name}.tgsi`, corpus), 'latin1'));

type OptionFile = Omit<Partial<GlslOptions>, 'samplerSwizzle' | 'next' | 'previous'> & {
  readonly samplerSwizzle?: readonly number[];
  readonly next?: string;
  readonly previous?: string;
};

const optionFile = (name: string): OptionFile => {
  const file = new URL(`in/${name}.json`, corpus);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as OptionFile) : {};
};

const optionsOf = (name: string): Partial<GlslOptions> => {
  const { samplerSwizzle, next, previous, ...rest } = optionFile(name);
  return {
    ...rest,
    next: next === undefined ? [] : moduleOf(next).info.inputs,
    ...(previous === undefined ? {} : { previous: moduleOf(previous).info.outputs }),
    ...(samplerSwizzle === undefined ? {} : { samplerSwizzle: new Uint8Array(samplerSwizzle) }),
  };
};

/** Links with the shader that its options name, or a plain one, on the other side. */
const link = (at: Host, name: string, module: TgsiModule, shader: GlslShader): void => {
  const { previous } = optionFile(name);
  const white = 'FRAG\nDCL OUT[0], COLOR\nIMM[0] FLT32 {1.0, 1.0, 1.0, 1.0}\nMOV OUT[0], IMM[0]\nEND\n';
  const before = (): GlslShader =>
    previous === undefined
      ? at.write(parsed(coverVertex), { next: module.info.inputs })
      : at.write(moduleOf(previous), { ...optionsOf(previous), clipPlanes: 0, streamOutput: [] });
  const { stage } = module;
  // ES wants both tessellation stages.
  if (stage === 'tess-eval' && previous === undefined && 'essl' in at.dialect) {
    at.gl.deleteShader(at.compile(stage, shader.source));
    return;
  }
  if (stage === 'compute') {
    at.gl.deleteProgram(linkCompute(at, shader));
    return;
  }
  if (stage === 'geometry' || stage === 'tess-control' || stage === 'tess-eval') {
    const chain: { module: TgsiModule; shader: GlslShader }[] = [{ module, shader }];
    const partner = stage === 'tess-control' ? optionFile(name).next : stage === 'tess-eval' ? previous : undefined;
    if (partner !== undefined) {
      const other = { module: moduleOf(partner), shader: at.write(moduleOf(partner), optionsOf(partner)) };
      if (stage === 'tess-control') chain.push(other);
      else chain.unshift(other);
    }
    const first = (chain[0] as { module: TgsiModule }).module;
    const vertex = at.write(parsed(coverVertex), { next: first.info.inputs, nextStage: first.stage });
    const between = chain.map((one) => ({ stage: one.module.stage, shader: one.shader }));
    at.gl.deleteProgram(at.link(vertex, at.write(parsed(white)), between));
    return;
  }
  const program = module.stage === 'vertex' ? at.link(shader, at.write(parsed(white))) : at.link(before(), shader);
  at.gl.deleteProgram(program);
};

const extensions = new Set(['GL_ARB_shader_stencil_export', 'GL_ARB_shader_atomic_counter_ops']);

type Kind = readonly [extension: string, hostName: string, dialect: GlslDialect, features: GlslFeatures];

/** A stable set of features: desktop as the host of the goldens had them, ES without extensions. */
const desktop: Kind = ['glsl', 'gl450', { glsl: 450 }, glslFeatures({ glsl: 450 }, (name) => extensions.has(name))];
const es: Kind = ['essl', 'es300', { essl: 300 }, {}];
/** ES for what touches memory. */
const laterEs: Kind = ['essl', 'es320', { essl: 320 }, {}];

const touchesMemory = (name: string): boolean => {
  const { images, buffers, atomics, stage } = moduleOf(name).info;
  return stage === 'compute' || images.length + buffers.length + atomics.length > 0;
};

test.for(names.flatMap((name) => [desktop, touchesMemory(name) ? laterEs : es].map((kind) => [name, ...kind] as const)))(
  '%s as %s',
  ([name, extension, hostName, dialect, features]) => {
    const module = moduleOf(name);
    const result = writeGlsl(module, { dialect, features, ...optionsOf(name) });
    const text = result.ok ? result.source : `// not written: ${result.message}\n`;
    const file = new URL(`out/${name}.${extension}`, corpus);
    if (update) writeFileSync(file, text);
    expect(text).toBe(existsSync(file) ? readFileSync(file, 'utf8') : 'no golden; run with VIRGLASS_UPDATE=1');
    if (!result.ok) return;
    link(host(hostName), name, module, result);
    expect(host(hostName).gl.getError()).toBe(GL.NO_ERROR);
  },
);

test('no golden is left over', () => {
  const made = readdirSync(new URL('out/', corpus)).map((file) => file.replace(/\.\w+$/, ''));
  expect([...new Set(made)].filter((name) => !names.includes(name))).toEqual([]);
});

test('nothing is refused on desktop GL', () => {
  const refused = names.filter((name) => readFileSync(new URL(`out/${name}.glsl`, corpus), 'utf8').startsWith('// not written'));
  expect(refused).toEqual([]);
});
