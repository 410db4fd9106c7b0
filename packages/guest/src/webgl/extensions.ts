/*
 * Extensions: which there are on a host, and what `getExtension` returns.
 */
import {
  CapBit,
  readCapsV2DepthClipDisable,
  readCapsV2HasSampleShading,
  readCapsV2MirrorClamp,
  readCapsV2PolygonOffsetClamp,
  readCapsV2StartInstance,
  readCapsV2TimerQuery,
} from '@virglass/protocol';
import type { HostCaps } from '../formats/host-caps.ts';
import { GL } from '../gl-constants.ts';
import { extensionObjects } from './extension-objects.ts';
import type { AnyContext } from './extension-objects.ts';

/** One extension. */
export interface Extension {
  /** As programs name it. */
  readonly name: string;
  /** WebGL versions that have it. */
  readonly versions: readonly (1 | 2)[];
  offered(caps: HostCaps): boolean;
  /** The object; made once for a context. */
  create(context: AnyContext): object;
  /** Compressed formats that it adds. */
  readonly formats?: readonly number[];
  /** Its specification is not finished: only contexts that ask for such have it. */
  readonly draft?: boolean;
  /** Extensions that are enabled with it. */
  readonly implies?: readonly string[];
}

const always = (): boolean => true;
const renders = (format: number) => (caps: HostCaps) => caps.stored(format)?.renderable === true;
const has = (format: number) => (caps: HostCaps) => caps.stored(format) !== null;
const plain =
  (constants: object = {}) =>
  (): object =>
    constants;

function simple(
  name: string,
  versions: readonly (1 | 2)[],
  constants: Readonly<Record<string, number>> = {},
  offered: (caps: HostCaps) => boolean = always,
  implies: readonly string[] = [],
): Extension {
  return { name, versions, offered, create: plain(constants), implies };
}

function compressed(name: string, formats: Readonly<Record<string, number>>, methods: object = {}): Extension {
  const numbers = Object.values(formats);
  return {
    name,
    versions: [1, 2],
    offered: (caps) => numbers.every((format) => has(format)(caps)),
    create: plain({ ...formats, ...methods }),
    formats: numbers,
  };
}

const s3tc = {
  COMPRESSED_RGB_S3TC_DXT1_EXT: 0x83f0,
  COMPRESSED_RGBA_S3TC_DXT1_EXT: 0x83f1,
  COMPRESSED_RGBA_S3TC_DXT3_EXT: 0x83f2,
  COMPRESSED_RGBA_S3TC_DXT5_EXT: 0x83f3,
};
const s3tcSrgb = {
  COMPRESSED_SRGB_S3TC_DXT1_EXT: 0x8c4c,
  COMPRESSED_SRGB_ALPHA_S3TC_DXT1_EXT: 0x8c4d,
  COMPRESSED_SRGB_ALPHA_S3TC_DXT3_EXT: 0x8c4e,
  COMPRESSED_SRGB_ALPHA_S3TC_DXT5_EXT: 0x8c4f,
};
const rgtc = {
  COMPRESSED_RED_RGTC1_EXT: 0x8dbb,
  COMPRESSED_SIGNED_RED_RGTC1_EXT: 0x8dbc,
  COMPRESSED_RED_GREEN_RGTC2_EXT: 0x8dbd,
  COMPRESSED_SIGNED_RED_GREEN_RGTC2_EXT: 0x8dbe,
};
const bptc = {
  COMPRESSED_RGBA_BPTC_UNORM_EXT: 0x8e8c,
  COMPRESSED_SRGB_ALPHA_BPTC_UNORM_EXT: 0x8e8d,
  COMPRESSED_RGB_BPTC_SIGNED_FLOAT_EXT: 0x8e8e,
  COMPRESSED_RGB_BPTC_UNSIGNED_FLOAT_EXT: 0x8e8f,
};
const etc = {
  COMPRESSED_R11_EAC: 0x9270,
  COMPRESSED_SIGNED_R11_EAC: 0x9271,
  COMPRESSED_RG11_EAC: 0x9272,
  COMPRESSED_SIGNED_RG11_EAC: 0x9273,
  COMPRESSED_RGB8_ETC2: 0x9274,
  COMPRESSED_SRGB8_ETC2: 0x9275,
  COMPRESSED_RGB8_PUNCHTHROUGH_ALPHA1_ETC2: 0x9276,
  COMPRESSED_SRGB8_PUNCHTHROUGH_ALPHA1_ETC2: 0x9277,
  COMPRESSED_RGBA8_ETC2_EAC: 0x9278,
  COMPRESSED_SRGB8_ALPHA8_ETC2_EAC: 0x9279,
};
const astcSizes = ['4x4', '5x4', '5x5', '6x5', '6x6', '8x5', '8x6', '8x8', '10x5', '10x6', '10x8', '10x10', '12x10', '12x12'];
const astc = Object.fromEntries(
  astcSizes.flatMap((size, i) => [
    [`COMPRESSED_RGBA_ASTC_${size}_KHR`, 0x93b0 + i],
    [`COMPRESSED_SRGB8_ALPHA8_ASTC_${size}_KHR`, 0x93d0 + i],
  ]),
);

const desktop = (caps: HostCaps): boolean => !caps.has(CapBit.HOST_IS_GLES);
/** Hosts whose OpenGL has qualifiers of depth, distances that clip and interpolation without perspective. */
const modern = (caps: HostCaps): boolean => caps.glslLevel >= 150 && desktop(caps);
const sampleShading = (caps: HostCaps): boolean => readCapsV2HasSampleShading(caps.view) !== 0 && desktop(caps);
const halfZ = (caps: HostCaps): boolean => caps.has(CapBit.CLIP_HALFZ);
const offsetClamp = (caps: HostCaps): boolean => desktop(caps) && readCapsV2PolygonOffsetClamp(caps.view) !== 0;
const mirrorClamp = (caps: HostCaps): boolean => desktop(caps) && readCapsV2MirrorClamp(caps.view) !== 0;
const startInstance = (caps: HostCaps): boolean => readCapsV2StartInstance(caps.view) !== 0;
const timers = (caps: HostCaps): boolean => readCapsV2TimerQuery(caps.view) !== 0;
const clipCullConstants = {
  MAX_CLIP_DISTANCES_WEBGL: 0x0d32,
  MAX_CULL_DISTANCES_WEBGL: 0x82f9,
  MAX_COMBINED_CLIP_AND_CULL_DISTANCES_WEBGL: 0x82fa,
  ...Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`CLIP_DISTANCE${i}_WEBGL`, 0x3000 + i])),
};

/** Every extension that this driver knows. */
export const extensions: readonly Extension[] = [
  { name: 'ANGLE_instanced_arrays', versions: [1], offered: always, create: extensionObjects.instancedArrays },
  simple('EXT_blend_minmax', [1], { MIN_EXT: GL.MIN, MAX_EXT: GL.MAX }),
  { name: 'EXT_clip_control', versions: [1, 2], offered: halfZ, create: extensionObjects.clipControl },
  simple('EXT_color_buffer_float', [2], {}, renders(GL.RGBA32F)),
  simple(
    'EXT_color_buffer_half_float',
    [1, 2],
    { RGBA16F_EXT: GL.RGBA16F, RGB16F_EXT: GL.RGB16F, FRAMEBUFFER_ATTACHMENT_COMPONENT_TYPE_EXT: 0x8211, UNSIGNED_NORMALIZED_EXT: 0x8c17 },
    renders(GL.RGBA16F),
  ),
  simple('EXT_conservative_depth', [2], {}, modern),
  simple('EXT_depth_clamp', [1, 2], { DEPTH_CLAMP_EXT: 0x864f }, (caps) => readCapsV2DepthClipDisable(caps.view) !== 0),
  { name: 'EXT_disjoint_timer_query_webgl2', versions: [2], offered: timers, create: extensionObjects.timerQuery },
  simple('EXT_float_blend', [1, 2], {}, renders(GL.RGBA32F)),
  simple('EXT_frag_depth', [1]),
  { name: 'EXT_polygon_offset_clamp', versions: [1, 2], offered: offsetClamp, create: extensionObjects.polygonOffsetClamp },
  simple('EXT_shader_texture_lod', [1]),
  simple(
    'EXT_sRGB',
    [1],
    { SRGB_EXT: 0x8c40, SRGB_ALPHA_EXT: 0x8c42, SRGB8_ALPHA8_EXT: 0x8c43, FRAMEBUFFER_ATTACHMENT_COLOR_ENCODING_EXT: 0x8210 },
    has(GL.SRGB8_ALPHA8),
  ),
  compressed('EXT_texture_compression_bptc', bptc),
  compressed('EXT_texture_compression_rgtc', rgtc),
  simple(
    'EXT_texture_filter_anisotropic',
    [1, 2],
    { TEXTURE_MAX_ANISOTROPY_EXT: 0x84fe, MAX_TEXTURE_MAX_ANISOTROPY_EXT: 0x84ff },
    (caps) => caps.maxAnisotropy >= 2,
  ),
  simple('EXT_texture_mirror_clamp_to_edge', [1, 2], { MIRROR_CLAMP_TO_EDGE_EXT: 0x8743 }, mirrorClamp),
  simple('KHR_parallel_shader_compile', [1, 2], { COMPLETION_STATUS_KHR: 0x91b1 }),
  simple('NV_shader_noperspective_interpolation', [2], {}, modern),
  { name: 'OES_draw_buffers_indexed', versions: [2], offered: always, create: extensionObjects.drawBuffersIndexed },
  simple('OES_element_index_uint', [1]),
  simple('OES_fbo_render_mipmap', [1]),
  simple('OES_sample_variables', [2], {}, sampleShading),
  simple(
    'OES_shader_multisample_interpolation',
    [2],
    {
      MIN_FRAGMENT_INTERPOLATION_OFFSET_OES: 0x8e5b,
      MAX_FRAGMENT_INTERPOLATION_OFFSET_OES: 0x8e5c,
      FRAGMENT_INTERPOLATION_OFFSET_BITS_OES: 0x8e5d,
    },
    sampleShading,
  ),
  simple('OES_standard_derivatives', [1], { FRAGMENT_SHADER_DERIVATIVE_HINT_OES: 0x8b8b }),
  simple('OES_texture_float', [1], {}, has(GL.RGBA32F), ['WEBGL_color_buffer_float', 'EXT_float_blend']),
  simple('OES_texture_float_linear', [1, 2], {}, (caps) => has(GL.RGBA32F)(caps) && !caps.has(CapBit.HOST_IS_GLES)),
  simple('OES_texture_half_float', [1], { HALF_FLOAT_OES: 0x8d61 }, has(GL.RGBA16F), ['EXT_color_buffer_half_float']),
  simple('OES_texture_half_float_linear', [1], {}, has(GL.RGBA16F)),
  { name: 'OES_vertex_array_object', versions: [1], offered: always, create: extensionObjects.vertexArrayObject },
  simple('WEBGL_clip_cull_distance', [2], clipCullConstants, modern),
  simple(
    'WEBGL_color_buffer_float',
    [1],
    { RGBA32F_EXT: GL.RGBA32F, FRAMEBUFFER_ATTACHMENT_COMPONENT_TYPE_EXT: 0x8211, UNSIGNED_NORMALIZED_EXT: 0x8c17 },
    renders(GL.RGBA32F),
  ),
  compressed('WEBGL_compressed_texture_astc', astc, { getSupportedProfiles: () => ['ldr'] }),
  compressed('WEBGL_compressed_texture_etc', etc),
  compressed('WEBGL_compressed_texture_etc1', { COMPRESSED_RGB_ETC1_WEBGL: 0x8d64 }),
  compressed('WEBGL_compressed_texture_s3tc', s3tc),
  compressed('WEBGL_compressed_texture_s3tc_srgb', s3tcSrgb),
  simple('WEBGL_debug_renderer_info', [1, 2], { UNMASKED_VENDOR_WEBGL: 0x9245, UNMASKED_RENDERER_WEBGL: 0x9246 }),
  { name: 'WEBGL_debug_shaders', versions: [1, 2], offered: always, create: extensionObjects.debugShaders },
  simple('WEBGL_depth_texture', [1], { UNSIGNED_INT_24_8_WEBGL: GL.UNSIGNED_INT_24_8 }),
  { name: 'WEBGL_draw_buffers', versions: [1], offered: (caps) => caps.maxDrawBuffers >= 4, create: extensionObjects.drawBuffers },
  {
    name: 'WEBGL_draw_instanced_base_vertex_base_instance',
    versions: [2],
    offered: startInstance,
    create: extensionObjects.baseVertexBaseInstance,
    draft: true,
  },
  { name: 'WEBGL_lose_context', versions: [1, 2], offered: always, create: extensionObjects.loseContext },
  {
    name: 'WEBGL_multi_draw',
    versions: [1, 2],
    offered: always,
    create: extensionObjects.multiDraw,
    implies: ['ANGLE_instanced_arrays'],
  },
  {
    name: 'WEBGL_multi_draw_instanced_base_vertex_base_instance',
    versions: [2],
    offered: startInstance,
    create: extensionObjects.multiDrawBaseVertexBaseInstance,
    draft: true,
  },
  { name: 'WEBGL_polygon_mode', versions: [1, 2], offered: desktop, create: extensionObjects.polygonMode },
];

/** Extensions of a version on a host. */
export function extensionsFor(caps: HostCaps, version: 1 | 2, drafts = false): readonly Extension[] {
  return extensions.filter(
    (extension) => extension.versions.includes(version) && (drafts || extension.draft !== true) && extension.offered(caps),
  );
}
