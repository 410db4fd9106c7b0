/** Compiles and links the files without drawing: faults of the compiler alone, and much faster than a run. */
import { compileShader, linkProgram, type ShaderStage, shaderExtensions, type Unit } from '@virglass/shader';
import { expectsLinkError, type ShaderTest } from './test-file.ts';

/** What became of a file. */
export interface LinkOutcome {
  readonly outcome: 'pass' | 'fail' | 'skip';
  readonly reason: string;
}

const missing = (test: ShaderTest): string => {
  const foreign = test.foreign.find((name) => !name.endsWith('spirv') && !name.endsWith('specializations'));
  if (foreign !== undefined) return `has [${foreign}]`;
  for (const line of test.require) {
    const extension = /^(!?)GL_(\w+)$/.exec(line);
    if (extension === null || /^MAX_|^NUM_/.test(extension[2] ?? '')) continue;
    const known = shaderExtensions.includes(extension[2] ?? '') || !/SHADER|shader|AMD|INTEL|NV_|GLSL/.test(extension[2] ?? '');
    if (known === (extension[1] === '!')) return `needs ${line}`;
  }
  if (test.glsl !== null && test.glsl.version > (test.glsl.profile === 'ES' ? 320 : 430)) return `needs GLSL ${test.glsl.version}`;
  return '';
};

/** Compiles and links one file. */
export function linkOnly(test: ShaderTest): LinkOutcome {
  const why = missing(test);
  if (why !== '') return { outcome: 'skip', reason: why };
  if (test.shaders.length === 0) return { outcome: 'skip', reason: 'no shaders' };
  const units: Unit[] = [];
  const fails = (reason: string): LinkOutcome => ({ outcome: 'fail', reason });
  for (const { stage, source } of test.shaders) {
    const { unit, log } = compileShader(stage, source, { api: 'opengl', version: 430 });
    if (unit === null) return fails(`${stage}: ${log.split('\n')[0] ?? ''}`);
    units.push(unit);
  }
  const error = expectsLinkError(test);
  const separate = test.require.some((line) => line.startsWith('SSO'));
  const attributes = new Map([
    ['piglit_vertex', 0],
    ['piglit_texcoord', 1],
  ]);
  const separable = separate || test.require.some((line) => line.startsWith('SEPARABLE'));
  const groups: Unit[][] = separate ? [...Map.groupBy(units, (unit): ShaderStage => unit.stage).values()] : [units];
  for (const group of groups) {
    const { ok, log } = linkProgram(group, { attributes, separable });
    if (!ok && !error) return fails(`link: ${log.split('\n')[0] ?? ''}`);
    if (!ok) return { outcome: 'pass', reason: log };
  }
  return error ? fails('linked, which should be an error') : { outcome: 'pass', reason: '' };
}
