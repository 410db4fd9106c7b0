/* The compiler, as contexts of OpenGL use it: versions and extensions that the host can run, and its limits. */
import * as p from '@virglass/protocol';
import { type CompileOptions, shaderExtensions, type ShaderLimits } from '@virglass/shader';
import type { HostCaps } from '../formats/host-caps.ts';
import type { OpenGLLimits } from '../opengl/limits.ts';
import { compilerWith } from './compiler.ts';
import type { ShaderCompiler } from './linked.ts';

/** What a host must have for an extension of the language; extensions that are not here need nothing. */
const needs: Readonly<Record<string, (caps: HostCaps) => boolean>> = {
  ARB_compute_shader: (caps) => caps.has(p.CapBit.COMPUTE_SHADER),
  ARB_gpu_shader5: (caps) => caps.glslLevel >= 150,
  ARB_gpu_shader_fp64: hasDoubles,
  ARB_vertex_attrib_64bit: hasDoubles,
  ARB_shader_image_load_store: hasImages,
  ARB_shader_image_size: hasImages,
  ARB_shader_storage_buffer_object: hasStorage,
  ARB_shader_atomic_counters: hasCounters,
  ARB_shader_atomic_counter_ops: hasCounters,
  ARB_tessellation_shader: (caps) => p.readCapsV2HasTessellationShaders(caps.view) !== 0,
  ARB_shader_clock: (caps) => caps.has(p.CapBit.SHADER_CLOCK),
  ARB_shader_group_vote: (caps) => (caps.bits2 & p.CapBitV2.GROUP_VOTE) !== 0,
  ARB_shader_ballot: () => false,
  ARB_shader_draw_parameters: (caps) => (caps.bits2 & p.CapBitV2.DRAW_PARAMETERS) !== 0,
  ARB_shader_texture_image_samples: (caps) => caps.has(p.CapBit.TXQS),
  EXT_texture_shadow_lod: (caps) => (caps.bits2 & p.CapBitV2.TEXTURE_SHADOW_LOD) !== 0,
  AMD_vertex_shader_layer: (caps) => (caps.bits2 & p.CapBitV2.VS_VERTEX_LAYER) !== 0,
  AMD_vertex_shader_viewport_index: (caps) => (caps.bits2 & p.CapBitV2.VS_VIEWPORT_INDEX) !== 0,
  ARB_shader_viewport_layer_array: (caps) => (caps.bits2 & p.CapBitV2.VS_VIEWPORT_INDEX) !== 0,
  KHR_blend_equation_advanced: () => false,
  EXT_shader_framebuffer_fetch: (caps) => caps.has(p.CapBit.TGSI_FBFETCH),
};

/** Whether a host's shaders have doubles. */
export function hasDoubles(caps: HostCaps): boolean {
  return p.readCapsV2HasFp64(caps.view) !== 0;
}

/** Whether a host's shaders have images. */
export function hasImages(caps: HostCaps): boolean {
  return p.readCapsV2MaxShaderImageFragCompute(caps.view) > 0;
}

/** Whether a host's shaders have storage blocks. */
export function hasStorage(caps: HostCaps): boolean {
  return p.readCapsV2MaxShaderBufferFragCompute(caps.view) > 0;
}

/** Whether a host's shaders have atomic counters. */
export function hasCounters(caps: HostCaps): boolean {
  return p.readCapsV2MaxCombinedAtomicCounterBuffers(caps.view) > 0;
}

/** Extensions of the language that a host can run, without `GL_`. */
export function languageExtensions(caps: HostCaps): string[] {
  return shaderExtensions.filter((name) => needs[name]?.(caps) ?? true);
}

/** GLSL's version of a version of OpenGL, in tens and ones. */
export function glslVersionOf(version: number): number {
  return version >= 33 ? version * 10 : version === 32 ? 150 : version === 31 ? 140 : version === 30 ? 130 : 120;
}

/**
 * A compiler for a context of OpenGL.
 *
 * @param version - tens and ones: 42 is OpenGL 4.2
 */
export function openglCompiler(version: number, caps: HostCaps, limits: OpenGLLimits): ShaderCompiler {
  const options: CompileOptions = {
    api: 'opengl',
    version: glslVersionOf(version),
    extensions: languageExtensions(caps),
    limits: shaderLimits(caps, limits),
  };
  return compilerWith(() => options);
}

/** Stages with Gallium's numbers, by the names that limits have. */
const stageNames = [
  ['Vertex', 0, ''],
  ['TessControl', 3, ''],
  ['TessEvaluation', 4, ''],
  ['Geometry', 2, ''],
  ['Fragment', 1, 'wide'],
  ['Compute', 5, 'wide'],
] as const;

function shaderLimits(caps: HostCaps, limits: OpenGLLimits): Partial<ShaderLimits> {
  const { view } = caps;
  const components = limits.varyingVectors * 4;
  const uniforms = limits.vertexUniformVectors * 4;
  const out: Partial<Record<keyof ShaderLimits, number>> = {
    MaxVertexAttribs: limits.vertexAttribs,
    MaxVertexUniformVectors: limits.vertexUniformVectors,
    MaxFragmentUniformVectors: limits.fragmentUniformVectors,
    MaxVaryingVectors: limits.varyingVectors,
    MaxVaryingComponents: components,
    MaxVaryingFloats: components,
    MaxVertexOutputVectors: limits.varyingVectors + 1,
    MaxFragmentInputVectors: limits.varyingVectors,
    MaxTextureImageUnits: limits.stageUnits,
    MaxCombinedTextureImageUnits: limits.combinedUnits,
    MaxDrawBuffers: limits.drawBuffers,
    MinProgramTexelOffset: caps.minTexelOffset,
    MaxProgramTexelOffset: caps.maxTexelOffset,
    MaxUniformBlocks: limits.uniformBlocks,
    MaxCombinedUniformBlocks: limits.uniformBlocks * 5,
    MaxUniformBufferBindings: limits.uniformBuffers,
    MaxUniformBlockSize: caps.maxUniformBlockSize,
    MaxGeometryOutputVertices: p.readCapsV2MaxGeomOutputVertices(view) || 256,
    MaxGeometryTotalOutputComponents: p.readCapsV2MaxGeomTotalOutputComponents(view) || 1024,
    MaxClipDistances: limits.clipDistances,
    MaxViewports: limits.viewports,
    MaxImageUnits: Math.max(limits.images, 1),
    MaxCombinedImageUniforms: Math.max(limits.images, 1) * 6,
    MaxCombinedShaderOutputResources: limits.images + limits.storageBlocks + limits.drawBuffers,
    MaxCombinedImageUnitsAndFragmentOutputs: limits.images + limits.drawBuffers,
    MaxShaderStorageBlocks: Math.max(limits.storageBlocks, 1),
    MaxShaderStorageBufferBindings: Math.max(limits.storageBindings, 1),
    MaxAtomicCounterBindings: Math.max(limits.atomicBindings, 1),
    MaxCombinedAtomicCounterBuffers: p.readCapsV2MaxCombinedAtomicCounterBuffers(view),
    MaxCombinedAtomicCounters: p.readCapsV2MaxCombinedAtomicCounters(view),
    MaxPatchVertices: limits.patchVertices,
    MaxTransformFeedbackBuffers: limits.feedbackBuffers,
    MaxTransformFeedbackSeparateAttribs: limits.feedbackBuffers,
    MaxDualSourceDrawBuffers: limits.dualSourceBuffers,
    MaxVertexStreams: limits.streams,
    MaxSamples: limits.samples,
    MaxComputeWorkGroupInvocations: p.readCapsV2MaxComputeWorkGroupInvocations(view),
    MaxComputeSharedMemorySize: p.readCapsV2MaxComputeSharedMemorySize(view),
  };
  (['X', 'Y', 'Z'] as const).forEach((axis, i) => {
    out[`MaxComputeWorkGroupCount${axis}`] = p.readCapsV2MaxComputeGridSize(view, i) || 65535;
    out[`MaxComputeWorkGroupSize${axis}`] = p.readCapsV2MaxComputeBlockSize(view, i) || 1024;
  });
  for (const [name, stage, wide] of stageNames) {
    out[`Max${name}UniformComponents`] = uniforms;
    out[`Max${name}ImageUniforms`] =
      wide === 'wide' ? p.readCapsV2MaxShaderImageFragCompute(view) : p.readCapsV2MaxShaderImageOtherStages(view);
    out[`Max${name}AtomicCounters`] = p.readCapsV2MaxAtomicCounters(view, stage);
    out[`Max${name}AtomicCounterBuffers`] = p.readCapsV2MaxAtomicCounterBuffers(view, stage);
    if (name === 'Fragment') out.MaxFragmentInputComponents = components;
    else out[`Max${name}TextureImageUnits`] = limits.stageUnits;
    if (name === 'Vertex') out.MaxVertexOutputComponents = components + 4;
    else if (name !== 'Fragment' && name !== 'Compute') {
      out[`Max${name}InputComponents`] = components;
      out[`Max${name}OutputComponents`] = components;
    }
  }
  return out;
}
