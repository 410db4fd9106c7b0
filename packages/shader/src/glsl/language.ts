/**
 * The language that a shader is written in: version, profile, extensions; and what each of these allows.
 *
 * Everything that one version has and another lacks is a row in `features`, or a gate in one of the tables of `builtins/`. A gate
 * is the same three things everywhere: the desktop version, the ES version (0: never), and extensions that bring it earlier.
 */
import type { CompileOptions, ShaderLimits, ShaderStage } from './options.ts';
import { defaultLimits } from './options.ts';

/** When something exists: since a desktop version, since an ES version (0 for never), or by an extension. */
export type Gate = { readonly glsl: number; readonly es: number; readonly extensions: readonly string[] };

/** An extension: which languages may enable it, from which version on, and what else it turns on. */
export type ExtensionRow = {
  readonly glsl: number;
  readonly es: number;
  readonly implies: readonly string[];
};

type Row = readonly [name: string, glsl: number, es: number, implies?: string];

/* prettier-ignore */
const extensionRows: readonly Row[] = [
  ['ARB_arrays_of_arrays', 110, 0], ['ARB_compute_shader', 110, 0], ['ARB_conservative_depth', 110, 0], ['AMD_conservative_depth', 110, 0],
  ['EXT_conservative_depth', 0, 300], ['ARB_cull_distance', 110, 0], ['EXT_clip_cull_distance', 0, 300], ['ANGLE_clip_cull_distance', 0, 300], ['ARB_derivative_control', 110, 0],
  ['ARB_draw_buffers', 110, 0], ['ARB_draw_instanced', 110, 0], ['ARB_enhanced_layouts', 110, 0, 'ARB_separate_shader_objects'],
  ['ARB_explicit_attrib_location', 110, 0], ['ARB_explicit_uniform_location', 110, 0], ['ARB_fragment_coord_conventions', 110, 0],
  ['ARB_fragment_layer_viewport', 110, 0], ['ARB_gpu_shader5', 110, 0], ['ARB_gpu_shader_fp64', 110, 0], ['ARB_post_depth_coverage', 110, 0],
  ['ARB_sample_shading', 110, 0], ['ARB_separate_shader_objects', 110, 0], ['ARB_shader_atomic_counter_ops', 110, 0],
  ['ARB_shader_atomic_counters', 110, 0], ['ARB_shader_bit_encoding', 110, 0], ['ARB_shader_draw_parameters', 110, 0],
  ['ARB_shader_group_vote', 110, 0], ['ARB_shader_clock', 110, 0], ['ARB_shader_image_load_store', 110, 0], ['ARB_shader_image_size', 110, 0],
  ['ARB_shader_precision', 110, 0], ['ARB_shader_stencil_export', 110, 0], ['ARB_shader_storage_buffer_object', 110, 0],
  ['ARB_shader_subroutine', 110, 0], ['ARB_shader_texture_image_samples', 110, 0], ['ARB_shader_texture_lod', 110, 0],
  ['ARB_shader_viewport_layer_array', 110, 0], ['ARB_shading_language_420pack', 110, 0], ['ARB_shading_language_packing', 110, 0],
  ['ARB_tessellation_shader', 110, 0], ['ARB_texture_cube_map_array', 110, 0], ['ARB_texture_gather', 110, 0],
  ['ARB_texture_multisample', 110, 0], ['ARB_texture_query_levels', 110, 0], ['ARB_texture_query_lod', 110, 0],
  ['ARB_texture_rectangle', 110, 0], ['ARB_uniform_buffer_object', 110, 0], ['ARB_vertex_attrib_64bit', 110, 0], ['ARB_viewport_array', 110, 0],
  ['ARB_shader_ballot', 110, 0], ['ARB_ES3_1_compatibility', 110, 0], ['ARB_ES3_2_compatibility', 110, 0],
  ['AMD_shader_stencil_export', 110, 0], ['AMD_shader_trinary_minmax', 110, 0], ['AMD_texture_texture4', 110, 0],
  ['AMD_vertex_shader_layer', 110, 0], ['AMD_vertex_shader_viewport_index', 110, 0],
  ['EXT_draw_instanced', 110, 100], ['EXT_gpu_shader4', 110, 0], ['EXT_separate_shader_objects', 0, 100], ['EXT_shader_integer_mix', 110, 300],
  ['EXT_texture_array', 110, 0], ['EXT_texture_query_lod', 0, 300], ['EXT_texture_shadow_lod', 110, 300], ['EXT_demote_to_helper_invocation', 110, 300],
  ['MESA_shader_integer_functions', 110, 300], ['KHR_blend_equation_advanced', 110, 300], ['ARB_compatibility', 140, 0], ['ARB_bindless_texture', 0, 0],
  ['OES_standard_derivatives', 0, 100], ['EXT_shader_texture_lod', 0, 100], ['EXT_frag_depth', 0, 100], ['EXT_draw_buffers', 0, 100],
  ['OES_EGL_image_external', 0, 100], ['OES_EGL_image_external_essl3', 0, 300], ['OES_texture_3D', 0, 100], ['EXT_shadow_samplers', 0, 100],
  ['EXT_blend_func_extended', 0, 100], ['ANGLE_multi_draw', 0, 100], ['EXT_shader_framebuffer_fetch', 0, 100],
  ['EXT_shader_non_constant_global_initializers', 0, 100],
  ['OES_sample_variables', 0, 300], ['OES_shader_multisample_interpolation', 0, 300], ['OES_texture_storage_multisample_2d_array', 0, 310],
  ['OES_shader_image_atomic', 0, 310], ['NV_shader_noperspective_interpolation', 0, 300], ['NV_image_formats', 0, 310],
  ['EXT_gpu_shader5', 0, 310], ['OES_gpu_shader5', 0, 310],
  ['EXT_shader_io_blocks', 0, 310], ['OES_shader_io_blocks', 0, 310],
  ['EXT_geometry_shader', 0, 310, 'EXT_shader_io_blocks'], ['OES_geometry_shader', 0, 310, 'OES_shader_io_blocks'],
  ['EXT_geometry_point_size', 0, 310], ['OES_geometry_point_size', 0, 310],
  ['EXT_tessellation_shader', 0, 310, 'EXT_shader_io_blocks'], ['OES_tessellation_shader', 0, 310, 'OES_shader_io_blocks'],
  ['EXT_tessellation_point_size', 0, 310], ['OES_tessellation_point_size', 0, 310],
  ['EXT_texture_buffer', 0, 310], ['OES_texture_buffer', 0, 310], ['EXT_texture_cube_map_array', 0, 310], ['OES_texture_cube_map_array', 0, 310],
  ['EXT_primitive_bounding_box', 0, 310], ['OES_primitive_bounding_box', 0, 310], ['OES_viewport_array', 0, 310],
  ['ANDROID_extension_pack_es31a', 0, 310, 'KHR_blend_equation_advanced OES_sample_variables OES_shader_image_atomic OES_shader_multisample_interpolation OES_texture_storage_multisample_2d_array EXT_geometry_shader EXT_gpu_shader5 EXT_primitive_bounding_box EXT_shader_io_blocks EXT_tessellation_shader EXT_texture_buffer EXT_texture_cube_map_array'],
];

/** All extensions by name without `GL_`. */
export const extensionTable: ReadonlyMap<string, ExtensionRow> = new Map(
  extensionRows
    .filter(([, glsl, es]) => glsl !== 0 || es !== 0)
    .map(([name, glsl, es, implies]) => [name, { glsl, es, implies: implies === undefined ? [] : implies.split(' ') }]),
);

/* prettier-ignore */
/** What WebGL contexts have extensions for; others are not for the web, whatever the compiler knows. */
const webExtensions: ReadonlySet<string> = new Set([
  'OES_standard_derivatives', 'EXT_shader_texture_lod', 'EXT_frag_depth', 'EXT_draw_buffers', 'ANGLE_multi_draw', 'EXT_blend_func_extended', 'EXT_conservative_depth',
  'ANGLE_clip_cull_distance', 'NV_shader_noperspective_interpolation', 'OES_sample_variables', 'OES_shader_multisample_interpolation',
]);

/** All extensions that the compiler has, without `GL_`. */
export const shaderExtensions: readonly string[] = [...extensionTable.keys()];

const gateOf = (glsl: number, es: number, extensions = ''): Gate => ({
  glsl,
  es,
  extensions: extensions === '' ? [] : extensions.split(' '),
});

/* prettier-ignore */
/** What versions and extensions bring, apart from functions and variables. Where both versions are 0, only extensions do. */
export const features = {
  arraysOfArrays: gateOf(430, 310, 'ARB_arrays_of_arrays'),
  arrayObjects: gateOf(120, 300, 'EXT_gpu_shader4'),
  arrayConstructors: gateOf(120, 300),
  arrayLength: gateOf(120, 300),
  attributeLocation: gateOf(330, 300, 'ARB_explicit_attrib_location'),
  binding: gateOf(420, 310, 'ARB_shading_language_420pack ARB_shader_storage_buffer_object ARB_shader_image_load_store'),
  atomicBinding: gateOf(420, 310, 'ARB_shading_language_420pack ARB_shader_atomic_counters'),
  bitwise: gateOf(130, 300, 'EXT_gpu_shader4'),
  blocks: gateOf(140, 300, 'ARB_uniform_buffer_object'),
  blockMemberLayouts: gateOf(440, 0, 'ARB_enhanced_layouts'),
  blockInstances: gateOf(150, 300, 'ARB_uniform_buffer_object'),
  ioBlocks: gateOf(150, 320, 'EXT_shader_io_blocks OES_shader_io_blocks EXT_geometry_shader OES_geometry_shader'),
  storageBlocks: gateOf(430, 310, 'ARB_shader_storage_buffer_object'),
  initializerLists: gateOf(420, 0, 'ARB_shading_language_420pack'),
  implicitConversions: gateOf(120, 0),
  implicitIntToUint: gateOf(400, 0, 'ARB_gpu_shader5 MESA_shader_integer_functions'),
  betterOverloads: gateOf(400, 0, 'ARB_gpu_shader5 MESA_shader_integer_functions'),
  constantNonConstant: gateOf(420, 0, 'ARB_shading_language_420pack'),
  unsigned: gateOf(130, 300, 'EXT_gpu_shader4'),
  integers: gateOf(130, 300, 'EXT_gpu_shader4'),
  switch: gateOf(130, 300),
  doubles: gateOf(400, 0, 'ARB_gpu_shader_fp64'),
  doubleInputs: gateOf(410, 0, 'ARB_vertex_attrib_64bit'),
  doWhile: gateOf(110, 100),
  nonSquareMatrices: gateOf(120, 300),
  matrixFromMatrix: gateOf(120, 100),
  inOut: gateOf(130, 300, 'ARB_explicit_attrib_location ARB_fragment_coord_conventions ARB_separate_shader_objects AMD_conservative_depth ARB_conservative_depth ARB_geometry_shader4 EXT_gpu_shader4'),
  interpolation: gateOf(130, 300, 'EXT_gpu_shader4'),
  flatQualifier: gateOf(130, 300, 'EXT_gpu_shader4'),
  noperspective: gateOf(130, 0, 'EXT_gpu_shader4 NV_shader_noperspective_interpolation'),
  centroid: gateOf(120, 300),
  sample: gateOf(400, 320, 'ARB_gpu_shader5 OES_shader_multisample_interpolation'),
  patch: gateOf(400, 320, 'ARB_tessellation_shader EXT_tessellation_shader OES_tessellation_shader'),
  precise: gateOf(400, 320, 'ARB_gpu_shader5 EXT_gpu_shader5 OES_gpu_shader5'),
  precision: gateOf(130, 100),
  invariant: gateOf(120, 100),
  invariantFunction: gateOf(110, 100),
  uniformInitializers: gateOf(120, 0),
  uniformLocation: gateOf(430, 310, 'ARB_explicit_uniform_location'),
  varyingStructs: gateOf(150, 300),
  varyingLocation: gateOf(410, 310, 'ARB_separate_shader_objects EXT_separate_shader_objects'),
  separateStageIo: gateOf(410, 320, 'ARB_separate_shader_objects EXT_shader_io_blocks OES_shader_io_blocks'),
  fragmentIndex: gateOf(330, 0, 'ARB_explicit_attrib_location EXT_blend_func_extended'),
  coordConventions: gateOf(150, 0, 'ARB_fragment_coord_conventions'),
  depthLayout: gateOf(420, 0, 'ARB_conservative_depth AMD_conservative_depth EXT_conservative_depth'),
  earlyTests: gateOf(420, 310, 'ARB_shader_image_load_store'),
  images: gateOf(420, 310, 'ARB_shader_image_load_store'),
  atomicCounters: gateOf(420, 310, 'ARB_shader_atomic_counters'),
  subroutines: gateOf(400, 0, 'ARB_shader_subroutine'),
  streams: gateOf(400, 0, 'ARB_gpu_shader5'),
  invocations: gateOf(400, 320, 'ARB_gpu_shader5 EXT_geometry_shader OES_geometry_shader'),
  geometry: gateOf(150, 320, 'EXT_geometry_shader OES_geometry_shader ARB_geometry_shader4'),
  tessellation: gateOf(400, 320, 'ARB_tessellation_shader EXT_tessellation_shader OES_tessellation_shader'),
  compute: gateOf(430, 310, 'ARB_compute_shader'),
  componentLayout: gateOf(440, 0, 'ARB_enhanced_layouts'),
  transformLayout: gateOf(440, 0, 'ARB_enhanced_layouts'),
  constantLayoutExpressions: gateOf(440, 0, 'ARB_enhanced_layouts'),
  dynamicSamplers: gateOf(400, 320, 'ARB_gpu_shader5 EXT_gpu_shader5 OES_gpu_shader5'),
  dynamicBlocks: gateOf(400, 320, 'ARB_gpu_shader5 EXT_gpu_shader5 OES_gpu_shader5'),
  scalarSwizzles: gateOf(420, 0, 'ARB_shading_language_420pack'),
  vectorLength: gateOf(420, 0, 'ARB_shading_language_420pack'),
  qualifierOrder: gateOf(420, 310, 'ARB_shading_language_420pack'),
  std430: gateOf(430, 310, 'ARB_shader_storage_buffer_object'),
  localRedeclaration: gateOf(110, 0),
  structSpecifierInParameter: gateOf(110, 0),
  globalNonConstantInitializers: gateOf(120, 0, 'EXT_shader_non_constant_global_initializers'),
  shadowFunctions: gateOf(110, 0),
  demote: gateOf(0, 0, 'EXT_demote_to_helper_invocation'),
  perVertexRedeclaration: gateOf(150, 320, 'ARB_separate_shader_objects EXT_shader_io_blocks OES_shader_io_blocks EXT_geometry_shader OES_geometry_shader'),
  namedUniformArrays: gateOf(150, 300),
  framebufferFetch: gateOf(0, 0, 'EXT_shader_framebuffer_fetch'),
  advancedBlend: gateOf(0, 320, 'KHR_blend_equation_advanced'),
  postDepthCoverage: gateOf(0, 0, 'ARB_post_depth_coverage'),
} as const satisfies Record<string, Gate>;

/** Name of a feature. */
export type Feature = keyof typeof features;

/** The language of one shader. Made before its first token; `#version` and `#extension` change it. */
export class Language {
  readonly stage: ShaderStage;
  readonly options: CompileOptions;
  readonly limits: ShaderLimits;
  /** 100 to 320 where `es`, else 110 to 460. */
  version: number;
  es: boolean;
  /** A core profile: what was deprecated is gone. */
  core = false;
  /** Whether the shader said `compatibility`. */
  compatibility = false;
  readonly enabled = new Set<string>();
  /** Extensions whose use is to be warned of. */
  readonly warned = new Set<string>();
  /** Grows with every change, so that what was derived from the language can be made anew. */
  generation = 0;
  readonly #cache = new Map<Gate, boolean>();

  constructor(stage: ShaderStage, options: CompileOptions) {
    this.stage = stage;
    this.options = options;
    this.limits = { ...defaultLimits, ...options.limits };
    this.es = options.api !== 'opengl';
    this.version = this.es ? 100 : 110;
    // Desktop compilers have always had it on.
    if (!this.es) this.enabled.add('ARB_texture_rectangle');
  }

  /** Whether WebGL's own rules apply. */
  get web(): boolean {
    return this.options.api !== 'opengl';
  }

  /** Whether the language has what the gate guards. */
  open(gate: Gate): boolean {
    let open = this.#cache.get(gate);
    if (open === undefined) {
      const since = this.es ? gate.es : gate.glsl;
      open = (since !== 0 && this.version >= since) || gate.extensions.some((name) => this.enabled.has(name));
      this.#cache.set(gate, open);
    }
    return open;
  }

  /** Whether the language has a feature. */
  has(feature: Feature): boolean {
    return this.open(features[feature]);
  }

  /** At least a desktop version, or an ES version (0: never). */
  since(glsl: number, es: number): boolean {
    const least = this.es ? es : glsl;
    return least !== 0 && this.version >= least;
  }

  /** Turns extensions on or off; whatever they allow changes from here on. */
  setExtension(name: string, on: boolean, warn: boolean): void {
    const row = extensionTable.get(name);
    for (const one of [name, ...(row?.implies ?? [])]) {
      if (on) this.enabled.add(one);
      else this.enabled.delete(one);
      if (warn) this.warned.add(one);
      else this.warned.delete(one);
    }
    this.changed();
  }

  /** Whether `#extension` may name it here. */
  knows(name: string): boolean {
    const row = extensionTable.get(name);
    if (row === undefined) return false;
    const since = this.es ? row.es : row.glsl;
    if (since === 0 || this.version < since) return false;
    const { extensions } = this.options;
    return extensions === undefined ? !this.web || webExtensions.has(name) : extensions.includes(name);
  }

  /** Forgets what was derived. */
  changed(): void {
    this.generation++;
    this.#cache.clear();
  }

  /** As in messages: `GLSL 4.20`, `GLSL ES 3.00`. */
  describe(): string {
    return `GLSL ${this.es ? 'ES ' : ''}${Math.floor(this.version / 100)}.${String(this.version % 100).padStart(2, '0')}`;
  }

  /** What a gate asks for, for messages: `GLSL 4.20, GLSL ES 3.10 or GL_ARB_x`. */
  wants(gate: Gate): string {
    const words: string[] = [];
    const show = (version: number): string => `${Math.floor(version / 100)}.${String(version % 100).padStart(2, '0')}`;
    if (gate.glsl !== 0 && !this.es) words.push(`GLSL ${show(gate.glsl)}`);
    if (gate.es !== 0 && this.es) words.push(`GLSL ES ${show(gate.es)}`);
    for (const name of gate.extensions)
      if ((this.es ? extensionTable.get(name)?.es : extensionTable.get(name)?.glsl) !== 0) words.push(`GL_${name}`);
    return words.length === 0 ? 'another language' : words.join(' or ');
  }
}
