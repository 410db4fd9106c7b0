import { GL } from '@virglass/gl';
import { type GlslSampler, systemBlockName } from '@virglass/shader';
import type { VirglHost } from '../host.ts';
import { MAX_CONSTANT_WORDS } from '../limits.ts';
import { SYSTEM_BINDING } from './binding-layout.ts';
import type { ShaderVariant } from './variant.ts';

/** GL targets by the shader package's names, without what makes a sampler compare. */
const TARGETS: Readonly<Record<string, number>> = {
  BUFFER: GL.TEXTURE_BUFFER,
  '1D': GL.TEXTURE_1D,
  '2D': GL.TEXTURE_2D,
  '3D': GL.TEXTURE_3D,
  CUBE: GL.TEXTURE_CUBE_MAP,
  RECT: GL.TEXTURE_RECTANGLE,
  '1D_ARRAY': GL.TEXTURE_1D_ARRAY,
  '2D_ARRAY': GL.TEXTURE_2D_ARRAY,
  CUBEARRAY: GL.TEXTURE_CUBE_MAP_ARRAY,
  '2D_MSAA': GL.TEXTURE_2D_MULTISAMPLE,
  '2D_ARRAY_MSAA': GL.TEXTURE_2D_MULTISAMPLE_ARRAY,
};

/** The GL target that a sampler uniform samples; 1D and RECT may be emulated by 2D. */
function sampledTarget({ target, emulated }: GlslSampler): number {
  const name = target.replace('SHADOW', '');
  if (emulated === '2d') return name.endsWith('ARRAY') ? GL.TEXTURE_2D_ARRAY : GL.TEXTURE_2D;
  return TARGETS[name] ?? GL.TEXTURE_2D;
}

/**
 * A GL program and what a draw with it must bind. The lists are flat typed arrays, because every draw walks them.
 */
export class LinkedProgram {
  readonly variants: readonly ShaderVariant[];
  /** GL program; 0 when linking failed (`error`). */
  readonly glName: number;
  readonly error: string;
  /** Constant slots in use: stage, slot, uniform buffer binding and the block's size in bytes. */
  readonly constantStage: Uint8Array;
  readonly constantSlot: Uint8Array;
  readonly constantBinding: Uint8Array;
  readonly constantBytes: Uint32Array;
  /** Samplers in use: stage, sampler number, texture unit and the GL target that the shader samples there. */
  readonly samplerStage: Uint8Array;
  readonly samplerSlot: Uint8Array;
  readonly samplerUnit: Uint16Array;
  readonly samplerTarget: Uint32Array;
  readonly usesSystemBlock: boolean;
  /** Mask of clip distances that the last vertex stage writes. */
  readonly clipDistances: number;
  readonly hasStreamOutput: boolean;
  /** Whether other sampler views may need another program, because a shader applies their swizzles itself. */
  readonly dependsOnViews: boolean;
  /** Set when the GL program is gone because one of its shaders is. */
  deleted = false;
  /** Set once the reason why it does not link is in the log. */
  reported = false;

  constructor(variants: readonly ShaderVariant[], glName: number, error: string, host: VirglHost) {
    this.variants = variants;
    this.glName = glName;
    this.error = error;
    const constants: [number, number, number, number][] = [];
    const samplers: [number, number, number, number][] = [];
    let system = false;
    let clip = 0;
    let streamOutput = false;
    for (const variant of variants) {
      const { stage } = variant.module;
      const glsl = variant.glsl;
      if (glsl === null) continue;
      system ||= glsl.usesSystemBlock;
      // Fragment shaders have none; of the others the last one in pipeline order counts, which is the last in the list.
      if (stage !== 1) clip = glsl.clipDistances;
      streamOutput ||= glsl.feedbackVaryings.length > 0;
      for (const block of glsl.uniformBlocks) constants.push([stage, block.slot, host.bindings.block(stage, block.slot), block.size]);
      for (const sampler of glsl.samplers) {
        samplers.push([stage, sampler.unit, host.bindings.unit(stage, sampler.unit), sampledTarget(sampler)]);
      }
    }
    this.constantStage = Uint8Array.from(constants, (c) => c[0]);
    this.constantSlot = Uint8Array.from(constants, (c) => c[1]);
    this.constantBinding = Uint8Array.from(constants, (c) => c[2]);
    this.constantBytes = Uint32Array.from(constants, (c) => c[3]);
    this.samplerStage = Uint8Array.from(samplers, (s) => s[0]);
    this.samplerSlot = Uint8Array.from(samplers, (s) => s[1]);
    this.samplerUnit = Uint16Array.from(samplers, (s) => s[2]);
    this.samplerTarget = Uint32Array.from(samplers, (s) => s[3]);
    this.usesSystemBlock = system;
    this.clipDistances = (1 << clip) - 1;
    this.hasStreamOutput = streamOutput;
    this.dependsOnViews = variants.some((variant) => variant.module.swizzledUnits.length > 0);
  }
}

/**
 * Links variants (in pipeline order, fragment last) into a program and connects its blocks and samplers.
 * A program that does not link is kept with its error, so that it is not tried at every draw.
 */
export function link(host: VirglHost, variants: readonly ShaderVariant[]): LinkedProgram {
  const broken = variants.find((v) => v.glsl === null);
  if (broken !== undefined) return new LinkedProgram(variants, 0, `${broken.module.tgsi.stage} shader: ${broken.error}`, host);
  for (const variant of variants) {
    const large = variant.glsl!.uniformBlocks.find((block) => block.size > MAX_CONSTANT_WORDS * 4);
    if (large !== undefined) {
      return new LinkedProgram(
        variants,
        0,
        `constant buffer ${large.slot} of ${large.size} bytes, at most ${MAX_CONSTANT_WORDS * 4}`,
        host,
      );
    }
  }
  const { gl, state } = host;
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
  gl.linkProgram(name);
  if (gl.getProgramParameter(name, GL.LINK_STATUS) === 0) {
    const logs = variants
      .map((v) => [v.module.tgsi.stage, gl.getShaderInfoLog(v.glName).trim()] as const)
      .filter(([, log]) => log !== '')
      .map(([stage, log]) => `${stage}: ${log}`);
    const error = [gl.getProgramInfoLog(name).trim(), ...logs].join(' | ');
    gl.deleteProgram(name);
    return new LinkedProgram(variants, 0, error, host);
  }
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
