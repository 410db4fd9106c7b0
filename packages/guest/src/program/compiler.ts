/*
 * The compiler of `@virglass/shader`, as the driver uses it: its types become GL's numbers, its tables the driver's.
 */
import { type CompileOptions, compileShader, linkProgram, type Unit } from '@virglass/shader';
import type { HostCaps } from '../formats/host-caps.ts';
import { CLIP_DISTANCES } from '../webgl/extension-state.ts';
import type { Limits } from '../webgl/limits.ts';
import type { LinkRequest, ShaderCompiler } from './linked.ts';
import { pipeStages, stageOrder, translate } from './translate.ts';

/** Names that `#extension` takes, by the WebGL extension that brings them. */
const shaderNames: Readonly<Record<string, string>> = {
  oes_standard_derivatives: 'OES_standard_derivatives',
  ext_frag_depth: 'EXT_frag_depth',
  ext_shader_texture_lod: 'EXT_shader_texture_lod',
  webgl_draw_buffers: 'EXT_draw_buffers',
  webgl_multi_draw: 'ANGLE_multi_draw',
  webgl_multi_draw_instanced_base_vertex_base_instance: 'ANGLE_multi_draw',
  ext_conservative_depth: 'EXT_conservative_depth',
  nv_shader_noperspective_interpolation: 'NV_shader_noperspective_interpolation',
  oes_sample_variables: 'OES_sample_variables',
  oes_shader_multisample_interpolation: 'OES_shader_multisample_interpolation',
  webgl_clip_cull_distance: 'ANGLE_clip_cull_distance',
};

/**
 * The driver's own compiler for a version of WebGL on a host.
 *
 * @param enabled - extensions of the context, in lower case, at the time of the call
 */
export function shaderCompiler(version: 1 | 2, caps: HostCaps, limits: Limits, enabled: () => ReadonlySet<string>): ShaderCompiler {
  const options = (): CompileOptions => {
    const names = [...enabled()].flatMap((name) => shaderNames[name] ?? []);
    const drawBuffers = version === 2 || enabled().has('webgl_draw_buffers') ? limits.drawBuffers : 1;
    return {
      api: version === 1 ? 'webgl' : 'webgl2',
      extensions: names,
      limits: {
        MaxVertexAttribs: limits.vertexAttribs,
        MaxVertexUniformVectors: limits.vertexUniformVectors,
        MaxFragmentUniformVectors: limits.fragmentUniformVectors,
        MaxVertexUniformComponents: limits.vertexUniformVectors * 4,
        MaxFragmentUniformComponents: limits.fragmentUniformVectors * 4,
        MaxVaryingVectors: limits.varyingVectors,
        MaxVaryingComponents: limits.varyingVectors * 4,
        MaxVertexOutputVectors: limits.varyingVectors + 1,
        MaxFragmentInputVectors: limits.varyingVectors,
        MaxVertexOutputComponents: limits.varyingVectors * 4 + 4,
        MaxFragmentInputComponents: limits.varyingVectors * 4,
        MaxVertexTextureImageUnits: limits.stageUnits,
        MaxTextureImageUnits: limits.stageUnits,
        MaxCombinedTextureImageUnits: limits.combinedUnits,
        MaxDrawBuffers: drawBuffers,
        MaxClipDistances: CLIP_DISTANCES,
        MaxCullDistances: CLIP_DISTANCES,
        MaxCombinedClipAndCullDistances: CLIP_DISTANCES,
        MaxSamples: limits.samples,
        MinProgramTexelOffset: caps.minTexelOffset,
        MaxProgramTexelOffset: caps.maxTexelOffset,
        MaxUniformBlocks: limits.uniformBlocks,
        MaxCombinedUniformBlocks: limits.uniformBlocks * 2,
        MaxUniformBufferBindings: limits.uniformBuffers,
        MaxUniformBlockSize: caps.maxUniformBlockSize,
        MaxTransformFeedbackInterleavedComponents: 64,
        MaxTransformFeedbackSeparateAttribs: 4,
        MaxTransformFeedbackSeparateComponents: 4,
      },
    };
  };
  return compilerWith(options);
}

/**
 * A compiler whose options are asked for at every compilation.
 */
export function compilerWith(options: () => CompileOptions): ShaderCompiler {
  return {
    compile: (stage, source) =>
      compileShader(
        stageOrder.find((name) => pipeStages[name] === stage)!,
        source,
        options(),
      ),
    link(units, request: LinkRequest) {
      const { attributeBindings, feedback, outputBindings, separable } = request;
      const result = linkProgram(units as readonly Unit[], {
        attributes: attributeBindings,
        ...(outputBindings === undefined ? {} : { fragmentOutputs: outputBindings }),
        ...(separable === undefined ? {} : { separable }),
        ...(feedback === null ? {} : { feedback: { names: feedback.varyings, separate: feedback.separate } }),
      });
      return { ok: result.ok, log: result.log, program: result.program === null ? null : translate(result.program) };
    },
  };
}
