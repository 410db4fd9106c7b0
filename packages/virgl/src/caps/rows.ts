import * as p from '@virglass/protocol';
import type { CapsSource } from './source.ts';
import { capabilityBits, capabilityBitsV2 } from './bits.ts';
import { MAX_ATOMIC_BUFFERS, MAX_IMAGES, MAX_STORAGE_BUFFERS } from '../limits.ts';
import { glslLevel, primMask } from './levels.ts';

/** Writes one field of the capability set; arrays are written element by element. */
type Write = (view: DataView, value: number, i: number) => void;

/** One field of the capability sets. */
export interface FieldRow {
  /** Name as in the protocol's tables. */
  readonly field: string;
  readonly write: Write;
  /** What the host has, after what the renderer can do. */
  readonly value: (source: CapsSource) => number | readonly number[] | Uint32Array;
  /** What decides the value, for people: an OpenGL version or extension, or the renderer. */
  readonly reason: string;
}

function row(field: string, write: Write, value: FieldRow['value'], reason: string): FieldRow {
  return { field, write, value, reason };
}

function flag(field: string, write: Write, on: (source: CapsSource) => boolean, reason: string): FieldRow {
  return row(field, write, (s) => (on(s) ? 1 : 0), reason);
}

const always = (): boolean => true;

/** Pipe stages. */
const FRAGMENT = 1;
const COMPUTE = 5;

/** Largest number of streamout buffers a guest's driver can hold (PIPE_MAX_SO_BUFFERS). */
const MAX_STREAMOUT_BUFFERS = 4;
/** Colour buffers (PIPE_MAX_COLOR_BUFS). */
const MAX_RENDER_TARGETS = 8;
/** Viewports (PIPE_MAX_VIEWPORTS). */
const MAX_VIEWPORTS = 16;
/** Outputs of a vertex shader (PIPE_MAX_SHADER_OUTPUTS less what gallium keeps for itself). */
const MAX_VERTEX_OUTPUTS = 32;
/** Vertex attributes (PIPE_MAX_ATTRIBS). */
const MAX_VERTEX_ATTRIBS = 32;
/** Texture anisotropy that guests know what to do with. */
const MAX_ANISOTROPY = 16;

/** Fields of both capability sets. @source virgl_hw.h struct virgl_caps_v1 */
export const sharedRows: readonly FieldRow[] = [
  row('sampler', p.writeCapsV2Sampler, (s) => s.samplerMask, 'formats that a texture could be made of'),
  row('render', p.writeCapsV2Render, (s) => s.renderMask, 'formats that were complete as a colour attachment'),
  row('depthstencil', p.writeCapsV2Depthstencil, (s) => s.depthStencilMask, 'formats that were complete as a depth or stencil attachment'),
  row('vertexbuffer', p.writeCapsV2Vertexbuffer, (s) => s.vertexMask, 'formats of vertex attributes'),
  flag('indepBlendEnable', p.writeCapsV2IndepBlendEnable, (s) => s.f.independentBlend, 'enablei(BLEND)'),
  flag('indepBlendFunc', p.writeCapsV2IndepBlendFunc, (s) => s.f.independentBlendFunc, 'OpenGL 4.0 or ARB_draw_buffers_blend'),
  flag('cubeMapArray', p.writeCapsV2CubeMapArray, (s) => s.f.cubeMapArray, 'OpenGL 4.0 or ARB_texture_cube_map_array'),
  flag('shaderStencilExport', p.writeCapsV2ShaderStencilExport, (s) => s.f.has('ARB_shader_stencil_export'), 'ARB_shader_stencil_export'),
  flag('conditionalRender', p.writeCapsV2ConditionalRender, (s) => s.f.conditionalRender, 'beginConditionalRender'),
  flag('startInstance', p.writeCapsV2StartInstance, (s) => s.f.baseInstance, 'OpenGL 4.2 or ARB_base_instance'),
  flag('primitiveRestart', p.writeCapsV2PrimitiveRestart, always, 'every host restarts primitives'),
  flag('blendEqSep', p.writeCapsV2BlendEqSep, always, 'every host has separate blend equations'),
  flag('instanceid', p.writeCapsV2Instanceid, always, 'every host has instanced draws'),
  flag('vertexElementInstanceDivisor', p.writeCapsV2VertexElementInstanceDivisor, always, 'every host has attribute divisors'),
  flag('seamlessCubeMap', p.writeCapsV2SeamlessCubeMap, (s) => s.f.seamlessCube || s.f.isGles, 'filtering across cube faces'),
  flag('occlusionQuery', p.writeCapsV2OcclusionQuery, always, 'where samples cannot be counted (OpenGL ES) any counts as one'),
  flag('timerQuery', p.writeCapsV2TimerQuery, (s) => s.f.timerQuery && s.f.timerBits > 0, 'a timer with more than 0 bits'),
  flag('streamoutPauseResume', p.writeCapsV2StreamoutPauseResume, (s) => s.f.transformFeedback2, 'OpenGL 4.0 or ARB_transform_feedback2'),
  flag('textureMultisample', p.writeCapsV2TextureMultisample, (s) => s.f.multisampleTextures && s.maxSamples > 1, 'multisample textures'),
  flag('fragmentCoordConventions', p.writeCapsV2FragmentCoordConventions, (s) => !s.f.isGles, 'desktop OpenGL'),
  flag('depthClipDisable', p.writeCapsV2DepthClipDisable, (s) => s.f.depthClamp, 'DEPTH_CLAMP'),
  flag(
    'seamlessCubeMapPerTexture',
    p.writeCapsV2SeamlessCubeMapPerTexture,
    (s) => s.f.seamlessCubePerTexture,
    'ARB_seamless_cubemap_per_texture',
  ),
  flag('ubo', p.writeCapsV2Ubo, always, 'every host has uniform buffers'),
  flag('colorClamping', p.writeCapsV2ColorClamping, () => false, 'core profiles clamp no colours; guests do it in their shaders'),
  flag('polyStipple', p.writeCapsV2PolyStipple, always, 'done in the fragment shader'),
  flag('mirrorClamp', p.writeCapsV2MirrorClamp, (s) => s.f.mirrorClampToEdge, 'OpenGL 4.4 or ARB_texture_mirror_clamp_to_edge'),
  flag('textureQueryLod', p.writeCapsV2TextureQueryLod, (s) => s.f.textureQueryLod, 'OpenGL 4.0 or ARB_texture_query_lod'),
  flag('hasFp64', p.writeCapsV2HasFp64, (s) => s.offered.fp64 && s.f.gpuShaderFp64, 'the renderer, and OpenGL 4.0 or ARB_gpu_shader_fp64'),
  flag('hasTessellationShaders', p.writeCapsV2HasTessellationShaders, (s) => s.tessellation, 'the renderer, and OpenGL 4.0'),
  flag('hasIndirectDraw', p.writeCapsV2HasIndirectDraw, (s) => s.f.indirectDraw, 'OpenGL 4.0 or ARB_draw_indirect'),
  flag('hasSampleShading', p.writeCapsV2HasSampleShading, (s) => s.f.sampleShading, 'OpenGL 4.0 or ARB_sample_shading'),
  flag('hasCull', p.writeCapsV2HasCull, (s) => s.f.cullDistance, 'OpenGL 4.5 or ARB_cull_distance'),
  flag(
    'conditionalRenderInverted',
    p.writeCapsV2ConditionalRenderInverted,
    (s) => s.f.conditionalRenderInverted,
    'OpenGL 4.5 or ARB_conditional_render_inverted',
  ),
  flag('derivativeControl', p.writeCapsV2DerivativeControl, (s) => s.f.derivativeControl, 'OpenGL 4.5 or ARB_derivative_control'),
  flag('polygonOffsetClamp', p.writeCapsV2PolygonOffsetClamp, (s) => s.f.polygonOffsetClamp, 'OpenGL 4.6 or ARB_polygon_offset_clamp'),
  flag(
    'transformFeedbackOverflowQuery',
    p.writeCapsV2TransformFeedbackOverflowQuery,
    (s) => s.f.transformFeedbackOverflow,
    'OpenGL 4.6 or ARB_transform_feedback_overflow_query',
  ),
  row('glslLevel', p.writeCapsV2GlslLevel, glslLevel, "the shader stages that the renderer offers, and the host's GLSL"),
  row('maxTextureArrayLayers', p.writeCapsV2MaxTextureArrayLayers, (s) => s.f.maxArrayLayers, 'MAX_ARRAY_TEXTURE_LAYERS'),
  row(
    'maxStreamoutBuffers',
    p.writeCapsV2MaxStreamoutBuffers,
    (s) => Math.min(MAX_STREAMOUT_BUFFERS, s.f.maxTransformFeedbackBuffers),
    'MAX_TRANSFORM_FEEDBACK_BUFFERS, at most 4',
  ),
  row(
    'maxDualSourceRenderTargets',
    p.writeCapsV2MaxDualSourceRenderTargets,
    (s) => s.f.maxDualSourceDrawBuffers,
    'MAX_DUAL_SOURCE_DRAW_BUFFERS',
  ),
  row(
    'maxRenderTargets',
    p.writeCapsV2MaxRenderTargets,
    (s) => Math.min(MAX_RENDER_TARGETS, s.f.maxDrawBuffers, s.f.maxColorAttachments),
    'MAX_DRAW_BUFFERS, MAX_COLOR_ATTACHMENTS, at most 8',
  ),
  row('maxSamples', p.writeCapsV2MaxSamples, (s) => s.maxSamples, 'samples that 32-bit colour and depth textures both can have'),
  row('primMask', p.writeCapsV2PrimMask, primMask, 'quads and polygons in compatibility contexts; guests cut them up for others'),
  row('maxTboSize', p.writeCapsV2MaxTboSize, (s) => (s.f.textureBuffer ? s.f.maxTextureBufferSize : 0), 'MAX_TEXTURE_BUFFER_SIZE'),
  row('maxUniformBlocks', p.writeCapsV2MaxUniformBlocks, (s) => s.uniformBlocks, 'uniform blocks of the stage that has fewest'),
  row('maxViewports', p.writeCapsV2MaxViewports, (s) => Math.min(MAX_VIEWPORTS, s.f.maxViewports), 'MAX_VIEWPORTS, at most 16'),
  row(
    'maxTextureGatherComponents',
    p.writeCapsV2MaxTextureGatherComponents,
    (s) => (s.f.textureGather ? s.f.maxGatherComponents : 0),
    'OpenGL 4.0 or ARB_texture_gather',
  ),
];

const whenImages = (s: CapsSource, value: number): number => (s.images ? value : 0);
const whenBuffers = (s: CapsSource, value: number): number => (s.shaderBuffers ? value : 0);
const whenCompute = (s: CapsSource, value: number): number => (s.compute ? value : 0);

/** Fields of capability set 2 only. @source virgl_hw.h struct virgl_caps_v2 */
export const secondRows: readonly FieldRow[] = [
  row('minAliasedPointSize', p.writeCapsV2MinAliasedPointSize, () => 1, 'points are at least a pixel'),
  row('maxAliasedPointSize', p.writeCapsV2MaxAliasedPointSize, (s) => s.f.maxPointSize, 'ALIASED_POINT_SIZE_RANGE'),
  row('minSmoothPointSize', p.writeCapsV2MinSmoothPointSize, () => 1, 'points are at least a pixel'),
  row('maxSmoothPointSize', p.writeCapsV2MaxSmoothPointSize, (s) => s.f.maxSmoothPointSize, 'SMOOTH_POINT_SIZE_RANGE'),
  row('minAliasedLineWidth', p.writeCapsV2MinAliasedLineWidth, () => 1, 'lines are at least a pixel'),
  row('maxAliasedLineWidth', p.writeCapsV2MaxAliasedLineWidth, (s) => s.f.maxLineWidth, 'ALIASED_LINE_WIDTH_RANGE'),
  row('minSmoothLineWidth', p.writeCapsV2MinSmoothLineWidth, () => 1, 'lines are at least a pixel'),
  row('maxSmoothLineWidth', p.writeCapsV2MaxSmoothLineWidth, (s) => s.f.maxSmoothLineWidth, 'SMOOTH_LINE_WIDTH_RANGE'),
  row('maxTextureLodBias', p.writeCapsV2MaxTextureLodBias, (s) => s.f.maxTextureLodBias, 'MAX_TEXTURE_LOD_BIAS'),
  row(
    'maxGeomOutputVertices',
    p.writeCapsV2MaxGeomOutputVertices,
    (s) => (s.geometry ? s.f.maxGeometryOutputVertices : 0),
    'the renderer, and MAX_GEOMETRY_OUTPUT_VERTICES',
  ),
  row(
    'maxGeomTotalOutputComponents',
    p.writeCapsV2MaxGeomTotalOutputComponents,
    (s) => (s.geometry ? s.f.maxGeometryTotalOutputComponents : 0),
    'the renderer, and MAX_GEOMETRY_TOTAL_OUTPUT_COMPONENTS',
  ),
  row(
    'maxVertexOutputs',
    p.writeCapsV2MaxVertexOutputs,
    (s) => Math.min(MAX_VERTEX_OUTPUTS, s.f.maxVertexOutputComponents >> 2),
    'MAX_VERTEX_OUTPUT_COMPONENTS / 4, at most 32',
  ),
  row(
    'maxVertexAttribs',
    p.writeCapsV2MaxVertexAttribs,
    (s) => Math.min(MAX_VERTEX_ATTRIBS, s.f.maxVertexAttribs),
    'MAX_VERTEX_ATTRIBS, at most 32',
  ),
  row(
    'maxShaderPatchVaryings',
    p.writeCapsV2MaxShaderPatchVaryings,
    (s) => (s.tessellation ? s.f.maxTessPatchComponents >> 2 : 0),
    'the renderer, and MAX_TESS_PATCH_COMPONENTS / 4',
  ),
  row('minTexelOffset', p.writeCapsV2MinTexelOffset, (s) => s.f.minTexelOffset, 'MIN_PROGRAM_TEXEL_OFFSET'),
  row('maxTexelOffset', p.writeCapsV2MaxTexelOffset, (s) => s.f.maxTexelOffset, 'MAX_PROGRAM_TEXEL_OFFSET'),
  row('minTextureGatherOffset', p.writeCapsV2MinTextureGatherOffset, (s) => s.f.minGatherOffset, 'MIN_PROGRAM_TEXTURE_GATHER_OFFSET'),
  row('maxTextureGatherOffset', p.writeCapsV2MaxTextureGatherOffset, (s) => s.f.maxGatherOffset, 'MAX_PROGRAM_TEXTURE_GATHER_OFFSET'),
  row(
    'textureBufferOffsetAlignment',
    p.writeCapsV2TextureBufferOffsetAlignment,
    (s) => s.f.textureBufferOffsetAlignment,
    'OpenGL 4.3 or ARB_texture_buffer_range',
  ),
  row(
    'uniformBufferOffsetAlignment',
    p.writeCapsV2UniformBufferOffsetAlignment,
    (s) => s.f.uniformBufferOffsetAlignment,
    'UNIFORM_BUFFER_OFFSET_ALIGNMENT',
  ),
  row(
    'shaderBufferOffsetAlignment',
    p.writeCapsV2ShaderBufferOffsetAlignment,
    (s) => whenBuffers(s, s.f.storageBufferOffsetAlignment),
    'the renderer, and OpenGL 4.3',
  ),
  row('capabilityBits', p.writeCapsV2CapabilityBits, capabilityBits, 'see the bits'),
  row('sampleLocations', p.writeCapsV2SampleLocations, (s) => s.sampleLocations, 'SAMPLE_POSITION of textures with 2, 4, 8 and 16 samples'),
  row(
    'maxVertexAttribStride',
    p.writeCapsV2MaxVertexAttribStride,
    (s) => s.f.maxVertexStride,
    'MAX_VERTEX_ATTRIB_STRIDE, or the 2048 that every host has',
  ),
  row(
    'maxShaderBufferFragCompute',
    p.writeCapsV2MaxShaderBufferFragCompute,
    (s) => Math.min(s.storageBlocks[FRAGMENT]!, s.compute ? s.storageBlocks[COMPUTE]! : MAX_STORAGE_BUFFERS),
    'blocks of fragment and compute shaders, at most 32',
  ),
  row(
    'maxShaderBufferOtherStages',
    p.writeCapsV2MaxShaderBufferOtherStages,
    (s) => s.leastOther(s.storageBlocks),
    'blocks of the smallest of the other stages, at most 32',
  ),
  row(
    'maxShaderImageFragCompute',
    p.writeCapsV2MaxShaderImageFragCompute,
    (s) => Math.min(s.imageSlots[FRAGMENT]!, s.compute ? s.imageSlots[COMPUTE]! : MAX_IMAGES),
    'images of fragment and compute shaders, at most 32',
  ),
  row(
    'maxShaderImageOtherStages',
    p.writeCapsV2MaxShaderImageOtherStages,
    (s) => s.leastOther(s.imageSlots),
    'images of the smallest of the other stages, at most 32',
  ),
  row('maxImageSamples', p.writeCapsV2MaxImageSamples, (s) => whenImages(s, s.f.maxImageSamples), 'MAX_IMAGE_SAMPLES'),
  row(
    'maxComputeWorkGroupInvocations',
    p.writeCapsV2MaxComputeWorkGroupInvocations,
    (s) => whenCompute(s, s.f.maxComputeInvocations),
    'the renderer, and OpenGL 4.3',
  ),
  row(
    'maxComputeSharedMemorySize',
    p.writeCapsV2MaxComputeSharedMemorySize,
    (s) => whenCompute(s, s.f.maxComputeSharedBytes),
    'the renderer, and OpenGL 4.3',
  ),
  row(
    'maxComputeGridSize',
    p.writeCapsV2MaxComputeGridSize,
    (s) => (s.compute ? s.f.maxComputeGroupCount : [0, 0, 0]),
    'the renderer, and OpenGL 4.3',
  ),
  row(
    'maxComputeBlockSize',
    p.writeCapsV2MaxComputeBlockSize,
    (s) => (s.compute ? s.f.maxComputeGroupSize : [0, 0, 0]),
    'the renderer, and OpenGL 4.3',
  ),
  row('maxTexture2dSize', p.writeCapsV2MaxTexture2dSize, (s) => s.f.maxTextureSize, 'MAX_TEXTURE_SIZE'),
  row('maxTexture3dSize', p.writeCapsV2MaxTexture3dSize, (s) => s.f.max3DTextureSize, 'MAX_3D_TEXTURE_SIZE'),
  row('maxTextureCubeSize', p.writeCapsV2MaxTextureCubeSize, (s) => s.f.maxCubeMapSize, 'MAX_CUBE_MAP_TEXTURE_SIZE'),
  row(
    'maxCombinedShaderBuffers',
    p.writeCapsV2MaxCombinedShaderBuffers,
    (s) => whenBuffers(s, Math.min(s.f.maxCombinedStorageBlocks, s.f.maxStorageBindings)),
    'MAX_COMBINED_SHADER_STORAGE_BLOCKS, MAX_SHADER_STORAGE_BUFFER_BINDINGS',
  ),
  row(
    'maxAtomicCounters',
    p.writeCapsV2MaxAtomicCounters,
    (s) => s.perStage(s.atomics, s.f.maxAtomicCounters, s.f.maxCombinedAtomicCounters),
    'the renderer, and OpenGL 4.2',
  ),
  row(
    'maxAtomicCounterBuffers',
    p.writeCapsV2MaxAtomicCounterBuffers,
    (s) => s.perStage(s.atomics, s.f.maxAtomicBuffers, Math.min(MAX_ATOMIC_BUFFERS, s.f.maxAtomicBufferBindings)),
    'MAX_ATOMIC_COUNTER_BUFFERS of each stage, at most 32 and MAX_ATOMIC_COUNTER_BUFFER_BINDINGS',
  ),
  row(
    'maxCombinedAtomicCounters',
    p.writeCapsV2MaxCombinedAtomicCounters,
    (s) => (s.atomics ? s.f.maxCombinedAtomicCounters : 0),
    'the renderer, and OpenGL 4.2',
  ),
  row(
    'maxCombinedAtomicCounterBuffers',
    p.writeCapsV2MaxCombinedAtomicCounterBuffers,
    (s) => (s.atomics ? s.f.maxCombinedAtomicBuffers : 0),
    'the renderer, and OpenGL 4.2',
  ),
  row(
    'hostFeatureCheckVersion',
    p.writeCapsV2HostFeatureCheckVersion,
    () => 23,
    "the peer's version 23: every field up to maxShaderStorageBlocks is filled",
  ),
  row(
    'supportedReadbackFormats',
    p.writeCapsV2SupportedReadbackFormats,
    (s) => s.readbackMask,
    'formats whose texels the host gives back as they are',
  ),
  row('scanout', p.writeCapsV2Scanout, (s) => s.scanoutMask, 'renderable formats that displays take'),
  row('capabilityBitsV2', p.writeCapsV2CapabilityBitsV2, capabilityBitsV2, 'see the bits'),
  row(
    'maxAnisotropy',
    p.writeCapsV2MaxAnisotropy,
    (s) => (s.f.anisotropic ? Math.min(MAX_ANISOTROPY, s.f.maxAnisotropy) : 0),
    'OpenGL 4.6 or EXT_texture_filter_anisotropic',
  ),
  row('maxTextureSamplers', p.writeCapsV2MaxTextureSamplers, (s) => s.samplers, 'texture units of each stage'),
  row(
    'supportedMultisampleFormats',
    p.writeCapsV2SupportedMultisampleFormats,
    (s) => s.multisampleMask,
    'formats that have maxSamples samples',
  ),
  row(
    'maxConstBufferSize',
    p.writeCapsV2MaxConstBufferSize,
    (s) => s.constantBytes,
    'inline constants, at most a uniform block of the host',
  ),
  row('maxUniformBlockSize', p.writeCapsV2MaxUniformBlockSize, (s) => s.f.maxUniformBlockSize, 'MAX_UNIFORM_BLOCK_SIZE'),
  row('maxTcsOutputs', p.writeCapsV2MaxTcsOutputs, (s) => (s.tessellation ? MAX_VERTEX_OUTPUTS : 0), 'the renderer, and OpenGL 4.0'),
  row('maxTesOutputs', p.writeCapsV2MaxTesOutputs, (s) => (s.tessellation ? MAX_VERTEX_OUTPUTS : 0), 'the renderer, and OpenGL 4.0'),
  row('maxShaderStorageBlocks', p.writeCapsV2MaxShaderStorageBlocks, (s) => s.storageBlocks, 'blocks of each stage, at most 32'),
];
