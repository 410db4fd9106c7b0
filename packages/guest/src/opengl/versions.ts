/*
 * Which version of OpenGL a host carries, and which extensions.
 *
 * Every version names what it needs beyond the one before; the first thing that a host lacks ends the list.
 */
import * as p from '@virglass/protocol';
import type { HostCaps } from '../formats/host-caps.ts';
import { GL4 } from '../gl4-constants.ts';

/** The highest version that is implemented. */
const HIGHEST = 43;

type Need = readonly [version: number, what: string, there: (caps: HostCaps, view: DataView) => boolean];

const bit = (number: number) => (caps: HostCaps) => caps.has(number);
const glsl = (level: number): Need => [
  level < 330 ? 30 + (level - 130) / 10 : level / 10,
  `GLSL ${level / 100}`,
  (caps) => caps.glslLevel >= level,
];
const stored =
  (...formats: readonly number[]) =>
  (caps: HostCaps): boolean =>
    formats.every((format) => caps.stored(format) !== null);

const needs: readonly Need[] = [
  glsl(130),
  [30, 'four draw buffers', (caps) => caps.maxDrawBuffers >= 4],
  [30, 'transform feedback', (caps) => caps.maxStreamoutBuffers >= 1],
  [30, 'float and integer textures', stored(GL4.RGBA32F, GL4.RGBA32UI, GL4.R11F_G11F_B10F, GL4.RGB9_E5, GL4.COMPRESSED_RED_RGTC1)],
  [30, 'conditional rendering', (_, view) => p.readCapsV2ConditionalRender(view) !== 0],
  glsl(140),
  [31, 'uniform buffers', (caps) => caps.maxUniformBlocks >= 12],
  [31, 'primitive restart', (_, view) => p.readCapsV2PrimitiveRestart(view) !== 0],
  [31, 'buffer textures', (_, view) => p.readCapsV2MaxTboSize(view) > 0],
  [31, '16 samplers', (caps) => caps.maxSamplers >= 16],
  glsl(150),
  [32, 'depth clamp', (_, view) => p.readCapsV2DepthClipDisable(view) !== 0],
  [32, 'fragment coordinate conventions', (_, view) => p.readCapsV2FragmentCoordConventions(view) !== 0],
  [32, 'seamless cube maps', (_, view) => p.readCapsV2SeamlessCubeMap(view) !== 0],
  [32, 'multisample textures', (_, view) => p.readCapsV2TextureMultisample(view) !== 0],
  glsl(330),
  [33, 'dual source blending', (_, view) => p.readCapsV2MaxDualSourceRenderTargets(view) >= 1],
  [33, 'RGB10_A2UI', stored(GL4.RGB10_A2UI)],
  glsl(400),
  [40, 'blending of each buffer', (_, view) => p.readCapsV2IndepBlendFunc(view) !== 0],
  [40, 'indirect draws', (_, view) => p.readCapsV2HasIndirectDraw(view) !== 0],
  [40, 'sample shading', (_, view) => p.readCapsV2HasSampleShading(view) !== 0],
  [40, 'tessellation', (_, view) => p.readCapsV2HasTessellationShaders(view) !== 0],
  [40, 'doubles', (caps, view) => p.readCapsV2HasFp64(view) !== 0 || caps.has(p.CapBit.HOST_IS_GLES)],
  [40, 'cube map arrays', (_, view) => p.readCapsV2CubeMapArray(view) !== 0],
  [40, 'textureQueryLod', (_, view) => p.readCapsV2TextureQueryLod(view) !== 0],
  [40, 'transform feedback that pauses', (caps, view) => p.readCapsV2StreamoutPauseResume(view) !== 0 && caps.maxStreamoutBuffers >= 4],
  glsl(410),
  [41, 'textures of 16384 texels', (caps) => caps.maxTextureSize >= 16384],
  [41, 'viewport arrays', (_, view) => p.readCapsV2MaxViewports(view) >= 16],
  glsl(420),
  [42, 'base instance', (_, view) => p.readCapsV2StartInstance(view) !== 0],
  [42, 'atomic counters', (_, view) => atomicCounters(view) || p.readCapsV2MaxShaderBufferFragCompute(view) > 0],
  [42, 'images', (_, view) => p.readCapsV2MaxShaderImageFragCompute(view) >= 8],
  [42, 'compressed textures (BPTC)', stored(GL4.COMPRESSED_RGBA_BPTC_UNORM)],
  glsl(430),
  [43, 'compute shaders', bit(p.CapBit.COMPUTE_SHADER)],
  [43, 'copies of images', bit(p.CapBit.COPY_IMAGE)],
  [43, 'framebuffers without attachments', bit(p.CapBit.FB_NO_ATTACH)],
  [43, 'robust buffer access', bit(p.CapBit.ROBUST_BUFFER_ACCESS)],
  [43, 'shader storage', (_, view) => p.readCapsV2MaxShaderBufferFragCompute(view) >= 8],
  [43, 'texture views', bit(p.CapBit.TEXTURE_VIEW)],
];

function atomicCounters(view: DataView): boolean {
  return p.readCapsV2MaxCombinedAtomicCounterBuffers(view) > 0;
}

/** The highest version that a host carries, as tens and ones (0: none), and what it lacks for the next. */
export function openglVersion(caps: HostCaps): { readonly version: number; readonly missing: string } {
  let version = 0;
  for (const [of, what, there] of needs) {
    if (!there(caps, caps.view)) return { version: Math.min(version, before(of)), missing: what };
    version = of;
  }
  return { version: HIGHEST, missing: '' };
}

/** The version before one, 0 before 3.1: there is no core profile of an older one. */
function before(version: number): number {
  const all = [31, 32, 33, 40, 41, 42, 43];
  return all.findLast((one) => one < version) ?? 0;
}

/** The version of GLSL that goes with a version of OpenGL. */
export function glslVersion(version: number): number {
  return version < 33 ? 130 + (version - 30) * 10 : version * 10;
}

/** Extensions that a context has, by what the host offers: those that programs look for although newer versions contain them, and others. */
export function openglExtensions(caps: HostCaps, version: number): string[] {
  const { view } = caps;
  const is = (name: string, there: boolean): string[] => (there ? [name] : []);
  const since = (at: number, ...names: readonly string[]): string[] => (version >= at ? [...names] : []);
  return [
    'GL_ARB_ES2_compatibility', 'GL_ARB_blend_func_extended', 'GL_ARB_copy_buffer', 'GL_ARB_depth_buffer_float', 'GL_ARB_draw_elements_base_vertex',
    'GL_ARB_explicit_attrib_location', 'GL_ARB_framebuffer_object', 'GL_ARB_framebuffer_sRGB', 'GL_ARB_half_float_vertex',
    'GL_ARB_internalformat_query', 'GL_ARB_invalidate_subdata', 'GL_ARB_map_buffer_range', 'GL_ARB_occlusion_query2', 'GL_ARB_sampler_objects',
    'GL_ARB_separate_shader_objects', 'GL_ARB_shader_bit_encoding', 'GL_ARB_shading_language_420pack', 'GL_ARB_sync', 'GL_ARB_texture_rg',
    'GL_ARB_texture_rgb10_a2ui', 'GL_ARB_texture_storage', 'GL_ARB_texture_swizzle', 'GL_ARB_uniform_buffer_object', 'GL_ARB_vertex_array_object',
    'GL_ARB_vertex_type_2_10_10_10_rev', 'GL_ARB_vertex_attrib_binding', 'GL_ARB_multi_bind', 'GL_EXT_texture_sRGB',
    'GL_KHR_debug', 'GL_ARB_explicit_uniform_location', 'GL_ARB_program_interface_query',
    ...is('GL_ARB_buffer_storage', false),
    ...is('GL_ARB_instanced_arrays', true),
    ...is('GL_ARB_timer_query', p.readCapsV2TimerQuery(view) !== 0),
    ...is('GL_EXT_texture_filter_anisotropic', caps.maxAnisotropy >= 2),
    ...is('GL_ARB_texture_filter_anisotropic', caps.maxAnisotropy >= 2),
    ...is('GL_EXT_texture_compression_s3tc', caps.stored(GL4.COMPRESSED_RGBA_S3TC_DXT5_EXT) !== null),
    ...is('GL_ARB_texture_compression_rgtc', caps.stored(GL4.COMPRESSED_RED_RGTC1) !== null),
    ...is('GL_ARB_texture_compression_bptc', caps.stored(GL4.COMPRESSED_RGBA_BPTC_UNORM) !== null),
    ...is('GL_ARB_ES3_compatibility', caps.stored(GL4.COMPRESSED_RGBA8_ETC2_EAC) !== null),
    ...is('GL_KHR_texture_compression_astc_ldr', caps.stored(0x93b0) !== null),
    ...is('GL_ARB_texture_multisample', p.readCapsV2TextureMultisample(view) !== 0),
    ...is('GL_ARB_texture_cube_map_array', p.readCapsV2CubeMapArray(view) !== 0),
    ...is('GL_ARB_texture_query_lod', p.readCapsV2TextureQueryLod(view) !== 0),
    ...is('GL_ARB_texture_gather', p.readCapsV2MaxTextureGatherComponents(view) > 0),
    ...is('GL_ARB_texture_buffer_object', p.readCapsV2MaxTboSize(view) > 0),
    ...is('GL_ARB_texture_view', caps.has(p.CapBit.TEXTURE_VIEW)),
    ...is('GL_ARB_copy_image', caps.has(p.CapBit.COPY_IMAGE)),
    ...is('GL_ARB_framebuffer_no_attachments', caps.has(p.CapBit.FB_NO_ATTACH)),
    ...is('GL_ARB_draw_indirect', p.readCapsV2HasIndirectDraw(view) !== 0),
    ...is('GL_ARB_multi_draw_indirect', p.readCapsV2HasIndirectDraw(view) !== 0),
    ...is('GL_ARB_draw_buffers_blend', p.readCapsV2IndepBlendFunc(view) !== 0),
    ...is('GL_ARB_sample_shading', p.readCapsV2HasSampleShading(view) !== 0),
    ...is('GL_ARB_tessellation_shader', p.readCapsV2HasTessellationShaders(view) !== 0),
    ...is('GL_ARB_gpu_shader_fp64', p.readCapsV2HasFp64(view) !== 0),
    ...is('GL_ARB_vertex_attrib_64bit', p.readCapsV2HasFp64(view) !== 0 && version >= 41),
    ...is('GL_ARB_gpu_shader5', version >= 40),
    ...is('GL_ARB_viewport_array', p.readCapsV2MaxViewports(view) >= 16),
    ...is('GL_ARB_base_instance', p.readCapsV2StartInstance(view) !== 0),
    ...is('GL_ARB_depth_clamp', p.readCapsV2DepthClipDisable(view) !== 0),
    ...is('GL_ARB_conservative_depth', true),
    ...is('GL_ARB_shader_atomic_counters', version >= 42),
    ...is('GL_ARB_shader_image_load_store', version >= 42),
    ...is('GL_ARB_shader_image_size', version >= 42),
    ...is('GL_ARB_shader_storage_buffer_object', p.readCapsV2MaxShaderBufferFragCompute(view) > 0),
    ...is('GL_ARB_compute_shader', caps.has(p.CapBit.COMPUTE_SHADER)),
    ...is('GL_ARB_clear_texture', caps.has(p.CapBit.CLEAR_TEXTURE)),
    ...is('GL_ARB_clip_control', caps.has(p.CapBit.CLIP_HALFZ)),
    ...is('GL_ARB_cull_distance', p.readCapsV2HasCull(view) !== 0),
    ...is('GL_ARB_derivative_control', p.readCapsV2DerivativeControl(view) !== 0),
    ...is('GL_ARB_polygon_offset_clamp', p.readCapsV2PolygonOffsetClamp(view) !== 0),
    ...is('GL_ARB_conditional_render_inverted', p.readCapsV2ConditionalRenderInverted(view) !== 0),
    ...is('GL_ARB_pipeline_statistics_query', (caps.bits2 & p.CapBitV2.PIPELINE_STATISTICS_QUERY) !== 0),
    ...is('GL_ARB_shader_draw_parameters', (caps.bits2 & p.CapBitV2.DRAW_PARAMETERS) !== 0),
    ...is('GL_ARB_texture_barrier', caps.has(p.CapBit.TEXTURE_BARRIER)),
    ...is('GL_ARB_shader_stencil_export', p.readCapsV2ShaderStencilExport(view) !== 0),
    ...is('GL_ARB_shader_texture_image_samples', caps.has(p.CapBit.TXQS)),
    ...is('GL_ARB_texture_mirror_clamp_to_edge', p.readCapsV2MirrorClamp(view) !== 0),
    ...since(32, 'GL_ARB_seamless_cube_map', 'GL_ARB_provoking_vertex', 'GL_ARB_fragment_coord_conventions'),
    ...since(40, 'GL_ARB_transform_feedback2', 'GL_ARB_transform_feedback3', 'GL_ARB_shader_subroutine', 'GL_ARB_texture_buffer_object_rgb32'),
    ...since(42, 'GL_ARB_transform_feedback_instanced', 'GL_ARB_shading_language_packing', 'GL_ARB_get_program_binary'),
    ...since(43, 'GL_ARB_arrays_of_arrays', 'GL_ARB_fragment_layer_viewport', 'GL_ARB_stencil_texturing', 'GL_ARB_texture_buffer_range',
      'GL_ARB_texture_query_levels', 'GL_ARB_clear_buffer_object', 'GL_ARB_internalformat_query2', 'GL_ARB_robust_buffer_access_behavior'),
  ].sort(); // prettier-ignore
}
