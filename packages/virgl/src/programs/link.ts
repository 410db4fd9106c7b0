import { GL } from '@virglass/gl';
import { systemBlockName } from '@virglass/shader';
import type { VirglHost } from '../host.ts';
import { MAX_CONSTANT_WORDS } from '../limits.ts';
import { SYSTEM_BINDING } from './binding-layout.ts';
import { LinkedProgram } from './linked-program.ts';
import type { ShaderVariant } from './variant.ts';

/** Why variants cannot be linked, found before the host is asked; '' when they can. */
function refusal(host: VirglHost, variants: readonly ShaderVariant[]): string {
  const { maxStorageBindings, maxImageUnits } = host.gl.features;
  // The last binding tells loops to stop: no guest's block may be there too.
  const bindings = maxStorageBindings - (variants.some(({ glsl }) => glsl?.guarded === true) ? 1 : 0);
  for (const { glsl, error, module } of variants) {
    if (glsl === null) return `${module.tgsi.stage} shader: ${error}`;
    const large = glsl.uniformBlocks.find((block) => block.size > MAX_CONSTANT_WORDS * 4);
    if (large !== undefined) return `constant buffer ${large.slot} of ${large.size} bytes, at most ${MAX_CONSTANT_WORDS * 4}`;
    const block = glsl.storageBlocks.find(({ binding }) => binding >= bindings);
    if (block !== undefined) return `storage buffer ${block.slot} has no binding, the host has ${bindings} for all stages`;
    const image = glsl.images.find(({ binding }) => binding >= maxImageUnits);
    if (image !== undefined) return `image ${image.index} has no unit, the host has ${maxImageUnits} for all stages`;
  }
  return '';
}

/**
 * Has the host link variants (in pipeline order, fragment last), and does not wait for the result where the host links in
 * the background.
 *
 * @returns a GL program that `finishLink` takes, or 0 when nothing can come of it
 */
export function startLink(host: VirglHost, variants: readonly ShaderVariant[]): number {
  for (const variant of variants) variant.compile(host);
  if (refusal(host, variants) !== '') return 0;
  const { gl } = host;
  const name = gl.createProgram();
  for (const variant of variants) {
    gl.attachShader(name, variant.glName);
    const glsl = variant.glsl!;
    if (glsl.locationsInText) continue;
    for (const a of glsl.attributes) gl.bindAttribLocation(name, a.location, a.name);
    for (const o of glsl.fragmentOutputs) {
      if (host.gl.features.dualSourceBlend) gl.bindFragDataLocationIndexed(name, o.location, o.index, o.name);
      else if (!host.gl.features.isGles) gl.bindFragDataLocation(name, o.location, o.name);
    }
  }
  const capture = variants.findLast((v) => v.glsl!.feedbackVaryings.length > 0)?.glsl;
  if (capture) {
    gl.transformFeedbackVaryings(
      name,
      capture.feedbackVaryings,
      capture.feedbackMode === 'interleaved' ? GL.INTERLEAVED_ATTRIBS : GL.SEPARATE_ATTRIBS,
    );
  }
  host.programs.stored?.beforeLink(name);
  gl.linkProgram(name);
  host.programs.linked++;
  return name;
}

/**
 * Waits for a program that `startLink` began and makes it ready for drawing. A program that does not link is kept with its
 * error, so that it is not tried at every draw.
 */
export function finishLink(host: VirglHost, variants: readonly ShaderVariant[], name: number): LinkedProgram {
  if (name === 0) return new LinkedProgram(variants, 0, refusal(host, variants), host);
  const { gl } = host;
  if (gl.getProgramParameter(name, GL.LINK_STATUS) === 0) {
    const logs = variants
      .map((v) => [v.module.tgsi.stage, gl.getShaderInfoLog(v.glName).trim()] as const)
      .filter(([, log]) => log !== '')
      .map(([stage, log]) => `${stage}: ${log}`);
    const error = [gl.getProgramInfoLog(name).trim(), ...logs].join(' | ');
    gl.deleteProgram(name);
    return new LinkedProgram(variants, 0, error, host);
  }
  return connect(host, variants, name);
}

/** Tells a linked program, just made by linking or from a binary, where its blocks and samplers are. */
export function connect(host: VirglHost, variants: readonly ShaderVariant[], name: number): LinkedProgram {
  const { gl, state } = host;
  state.useProgram(name);
  for (const variant of variants) {
    const { stage } = variant.module;
    for (const block of variant.glsl!.uniformBlocks) {
      const index = gl.getUniformBlockIndex(name, block.name);
      if (index !== GL.INVALID_INDEX) gl.uniformBlockBinding(name, index, host.bindings.block(stage, block.slot));
    }
    for (const sampler of variant.glsl!.samplers) {
      const location = gl.getUniformLocation(name, sampler.name);
      if (location >= 0) gl.uniform1i(location, host.bindings.unit(stage, sampler.unit));
    }
  }
  const system = gl.getUniformBlockIndex(name, systemBlockName);
  if (system !== GL.INVALID_INDEX) gl.uniformBlockBinding(name, system, SYSTEM_BINDING);
  return new LinkedProgram(variants, name, '', host);
}
