import { CapBit, CapBitV2 } from '@virglass/protocol';
import type { CapsSource } from './source.ts';

/** One bit of capability_bits or capability_bits_v2. Bits without a row are never offered. */
export interface BitRow {
  readonly name: string;
  readonly bit: number;
  readonly on: (source: CapsSource) => boolean;
  /** What decides, for people. */
  readonly reason: string;
}

const always = (): boolean => true;

/**
 * capability_bits. HOST_IS_GLES is never set: guests take it as leave to use doubles, which they expect to be faked.
 * @source virgl_hw.h VIRGL_CAP_*
 */
export const bitRows: readonly BitRow[] = [
  bit('TGSI_INVARIANT', always, 'the renderer'),
  bit('TGSI_PRECISE', always, "the renderer; without OpenGL 4.0 the host's compiler decides"),
  bit('TEXTURE_VIEW', (s) => s.f.textureView, 'OpenGL 4.3 or ARB_texture_view'),
  bit('SET_MIN_SAMPLES', (s) => s.f.sampleShading, 'OpenGL 4.0 or ARB_sample_shading'),
  bit('COPY_IMAGE', (s) => s.f.copyImage, 'OpenGL 4.3 or ARB_copy_image'),
  bit('TXQS', (s) => s.f.textureSamples, 'OpenGL 4.5 or ARB_shader_texture_image_samples'),
  bit('MEMORY_BARRIER', (s) => s.images || s.shaderBuffers || s.compute, 'the renderer, and OpenGL 4.2'),
  bit('COMPUTE_SHADER', (s) => s.compute, 'the renderer, and OpenGL 4.3'),
  bit('FB_NO_ATTACH', (s) => s.f.framebufferNoAttachments, 'OpenGL 4.3 or ARB_framebuffer_no_attachments'),
  bit('ROBUST_BUFFER_ACCESS', (s) => s.f.robustBufferAccess, 'ARB_robust_buffer_access_behavior'),
  bit(
    'TGSI_FBFETCH',
    (s) => s.offered.framebufferFetch && s.f.framebufferFetch && !s.f.blendEquationAdvanced,
    'EXT_shader_framebuffer_fetch, on hosts that cannot blend by advanced equations themselves',
  ),
  bit('SHADER_CLOCK', (s) => s.f.shaderClock, 'ARB_shader_clock'),
  bit('TEXTURE_BARRIER', (s) => s.f.textureBarrier, 'OpenGL 4.5 or ARB_texture_barrier'),
  bit('TGSI_COMPONENTS', (s) => s.offered.sharedComponents && s.f.enhancedLayouts, 'the renderer, and OpenGL 4.4'),
  bit('GUEST_MAY_INIT_LOG', always, 'the renderer'),
  bit('SRGB_WRITE_CONTROL', (s) => s.f.srgbFramebuffer, 'FRAMEBUFFER_SRGB'),
  bit('QBO', (s) => s.offered.queryBuffers && s.f.queryBuffer, 'the renderer, and OpenGL 4.4 or ARB_query_buffer_object'),
  bit('TRANSFER', (s) => s.offered.streamTransfers, 'the renderer'),
  bit('COPY_TRANSFER', (s) => s.offered.streamTransfers && s.offered.copyTransfers, 'the renderer'),
  bit('FBO_MIXED_COLOR_FORMATS', (s) => s.mixedColorFormats, 'a framebuffer with two formats was complete'),
  bit('BIND_COMMAND_ARGS', (s) => s.f.indirectDraw, 'OpenGL 4.0 or ARB_draw_indirect'),
  bit('MULTI_DRAW_INDIRECT', (s) => s.offered.multiIndirectDraw && s.f.multiIndirectDraw, 'the renderer, and OpenGL 4.3'),
  bit('INDIRECT_PARAMS', (s) => s.offered.multiIndirectDraw && s.f.indirectParameters, 'the renderer, and OpenGL 4.6'),
  bit('TRANSFORM_FEEDBACK3', (s) => s.geometry && s.f.transformFeedback3, 'geometry shaders, and OpenGL 4.0'),
  bit('ASTC_3D', (s) => s.f.isGles && s.f.has('KHR_texture_compression_astc_sliced_3d'), 'OpenGL ES with sliced 3D ASTC'),
  bit('INDIRECT_INPUT_ADDR', (s) => s.offered.indirectInputs, 'the renderer'),
  bit('CLIP_HALFZ', (s) => s.f.clipControl, 'OpenGL 4.5 or ARB_clip_control'),
  bit('ARB_BUFFER_STORAGE', (s) => s.sharing, 'AMD_pinned_memory over memory that a guest can map, tried in both directions'),
  bit('CLEAR_TEXTURE', (s) => s.f.clearTexture, 'OpenGL 4.4 or ARB_clear_texture'),
];

/** capability_bits_v2. @source virgl_hw.h VIRGL_CAP_V2_* */
export const bitRowsV2: readonly BitRow[] = [
  bit2('BLEND_EQUATION', (s) => s.offered.advancedBlend && s.f.blendEquationAdvanced, 'the renderer, and KHR_blend_equation_advanced'),
  bit2('STRING_MARKER', always, 'the renderer'),
  bit2('TEXTURE_SHADOW_LOD', (s) => s.f.textureShadowLod, 'EXT_texture_shadow_lod'),
  bit2('VS_VERTEX_LAYER', (s) => s.geometry && s.f.layerFromVertexShader, 'geometry shaders, and ARB_shader_viewport_layer_array'),
  bit2('VS_VIEWPORT_INDEX', (s) => s.geometry && s.f.viewportFromVertexShader, 'geometry shaders, and ARB_shader_viewport_layer_array'),
  bit2('PIPELINE_STATISTICS_QUERY', (s) => s.offered.pipelineStatistics && s.f.pipelineStatistics, 'the renderer, and OpenGL 4.6'),
  bit2(
    'DRAW_PARAMETERS',
    (s) => s.offered.drawParameters && s.f.drawParameters,
    'the renderer, and OpenGL 4.6 or ARB_shader_draw_parameters',
  ),
  bit2('MIRROR_CLAMP_TO_EDGE', (s) => s.f.mirrorClampToEdge, 'OpenGL 4.4 or ARB_texture_mirror_clamp_to_edge'),
  bit2('MIRROR_CLAMP', (s) => s.f.mirrorClamp, 'EXT_texture_mirror_clamp'),
];

function bit(name: keyof typeof CapBit, on: BitRow['on'], reason: string): BitRow {
  return { name, bit: CapBit[name], on, reason };
}

function bit2(name: keyof typeof CapBitV2, on: BitRow['on'], reason: string): BitRow {
  return { name, bit: CapBitV2[name], on, reason };
}

function sum(rows: readonly BitRow[], source: CapsSource): number {
  let bits = 0;
  for (const row of rows) if (row.on(source)) bits |= row.bit;
  return bits >>> 0;
}

/** capability_bits of a host. */
export function capabilityBits(source: CapsSource): number {
  return sum(bitRows, source);
}

/** capability_bits_v2 of a host. */
export function capabilityBitsV2(source: CapsSource): number {
  return sum(bitRowsV2, source);
}
