/**
 * Optional features of GLSL: one row says since which version a feature is in the language and which extension brings it earlier.
 *
 * The writer asks for a feature by name. If the dialect's version has it, nothing is printed; else, if the caller said that the host
 * has it, the extension is required in the text; else writing fails with the feature's name in the message.
 */

/** The language to write: desktop GLSL (140 to 460) or ESSL (300, 310, 320). */
export type GlslDialect = { readonly glsl: number } | { readonly essl: number };

type Row = {
  /** First desktop version that has it, 0 when none has. */
  readonly glsl: number;
  /** Extension for earlier desktop versions, '' when there is none. */
  readonly ext: string;
  /** First ES version that has it, 0 when none has. */
  readonly essl: number;
  /** Extensions for earlier ES versions, the preferred one first; the number before the colon is the version they need. */
  readonly esExt: string;
  readonly doc: string;
};

const row = (glsl: number, ext: string, essl: number, esExt: string, doc: string): Row => ({ glsl, ext, essl, esExt, doc });

/* prettier-ignore */
const table = {
  shaderBitEncoding: row(330, 'GL_ARB_shader_bit_encoding', 300, '', 'floatBitsToUint and its kin; nothing works without'),
  explicitAttribLocation: row(330, 'GL_ARB_explicit_attrib_location', 300, '', 'layout(location) on vertex inputs and fragment outputs'),
  gpuShader5: row(400, 'GL_ARB_gpu_shader5', 320, '310:GL_EXT_gpu_shader5 310:GL_OES_gpu_shader5', 'fma, bit field functions, gather with offsets, precise'),
  bitFunctions: row(400, 'GL_ARB_gpu_shader5', 310, '', 'bitfieldExtract, findMSB, umulExtended ...; emulated where absent'),
  textureGather: row(400, 'GL_ARB_texture_gather', 310, '', 'textureGather'),
  textureQueryLod: row(400, 'GL_ARB_texture_query_lod', 0, '300:GL_EXT_texture_query_lod', 'textureQueryLod'),
  textureQueryLevels: row(430, 'GL_ARB_texture_query_levels', 0, '', 'textureQueryLevels'),
  textureSamples: row(450, 'GL_ARB_shader_texture_image_samples', 0, '', 'textureSamples'),
  textureMultisample: row(150, 'GL_ARB_texture_multisample', 310, '', 'sampler2DMS'),
  textureMultisampleArray: row(150, 'GL_ARB_texture_multisample', 320, '310:GL_OES_texture_storage_multisample_2d_array', 'sampler2DMSArray'),
  textureBuffer: row(140, '', 320, '310:GL_EXT_texture_buffer 310:GL_OES_texture_buffer', 'samplerBuffer'),
  texture1D: row(140, '', 0, '', 'sampler1D and its kin'),
  textureRect: row(140, '', 0, '', 'sampler2DRect'),
  cubeMapArray: row(400, 'GL_ARB_texture_cube_map_array', 320, '310:GL_EXT_texture_cube_map_array 310:GL_OES_texture_cube_map_array', 'samplerCubeArray'),
  shadowLod: row(0, 'GL_EXT_texture_shadow_lod', 0, '300:GL_EXT_texture_shadow_lod', 'lod and bias on array and cube shadow samplers'),
  sampleVariables: row(400, 'GL_ARB_sample_shading', 320, '300:GL_OES_sample_variables', 'gl_SampleID, gl_SamplePosition, gl_SampleMask'),
  sampleInterpolation: row(400, 'GL_ARB_gpu_shader5', 320, '300:GL_OES_shader_multisample_interpolation', 'sample in, interpolateAt*'),
  noperspective: row(140, '', 0, '300:GL_NV_shader_noperspective_interpolation', 'noperspective; emulated where absent'),
  clipDistance: row(140, '', 0, '300:GL_EXT_clip_cull_distance 300:GL_ANGLE_clip_cull_distance', 'gl_ClipDistance'),
  cullDistance: row(450, 'GL_ARB_cull_distance', 0, '300:GL_EXT_clip_cull_distance 300:GL_ANGLE_clip_cull_distance', 'gl_CullDistance'),
  stencilExport: row(0, 'GL_ARB_shader_stencil_export', 0, '', 'gl_FragStencilRefARB'),
  dualSource: row(330, 'GL_ARB_blend_func_extended', 0, '300:GL_EXT_blend_func_extended', 'layout(index) on fragment outputs'),
  fp64: row(400, 'GL_ARB_gpu_shader_fp64', 0, '', 'double'),
  int64: row(0, 'GL_ARB_gpu_shader_int64', 0, '', 'int64_t and uint64_t'),
  derivativeControl: row(450, 'GL_ARB_derivative_control', 0, '', 'dFdxFine'),
  packHalf: row(420, 'GL_ARB_shading_language_packing', 300, '', 'packHalf2x16'),
  pack4x8: row(420, 'GL_ARB_shading_language_packing', 310, '', 'packUnorm4x8, packSnorm4x8; emulated where absent'),
  drawParameters: row(460, 'GL_ARB_shader_draw_parameters', 0, '', 'gl_BaseVertex, gl_BaseInstance, gl_DrawID; else from the system block'),
  conservativeDepth: row(420, 'GL_ARB_conservative_depth', 0, '300:GL_EXT_conservative_depth', 'layout(depth_less) and its kin'),
  earlyFragmentTests: row(420, 'GL_ARB_shader_image_load_store', 310, '', 'layout(early_fragment_tests)'),
  fragmentLayerViewport: row(430, 'GL_ARB_fragment_layer_viewport', 0, '', 'gl_Layer and gl_ViewportIndex in fragment shaders'),
  vertexLayerViewport: row(0, 'GL_ARB_shader_viewport_layer_array', 0, '', 'gl_Layer and gl_ViewportIndex in vertex shaders'),
  primitiveId: row(150, '', 320, '310:GL_EXT_geometry_shader 310:GL_OES_geometry_shader', 'gl_PrimitiveID in fragment shaders'),
  tessellation: row(400, 'GL_ARB_tessellation_shader', 320, '310:GL_EXT_tessellation_shader 310:GL_OES_tessellation_shader', 'tessellation shaders'),
  tessPointSize: row(400, 'GL_ARB_tessellation_shader', 0, '310:GL_EXT_tessellation_point_size 310:GL_OES_tessellation_point_size', 'gl_PointSize in tessellation shaders'),
  geometryShader: row(150, '', 320, '310:GL_EXT_geometry_shader 310:GL_OES_geometry_shader', 'geometry shaders'),
  geometryPointSize: row(150, '', 0, '310:GL_EXT_geometry_point_size 310:GL_OES_geometry_point_size', 'gl_PointSize in geometry shaders'),
  geometryStreams: row(400, 'GL_ARB_gpu_shader5', 0, '', 'several streams of vertices'),
  geometryInvocations: row(400, 'GL_ARB_gpu_shader5', 320, '310:GL_EXT_geometry_shader 310:GL_OES_geometry_shader', 'several invocations of a geometry shader'),
  viewportArray: row(410, 'GL_ARB_viewport_array', 0, '310:GL_OES_viewport_array 310:GL_NV_viewport_array', 'gl_ViewportIndex in geometry shaders'),
  images: row(420, 'GL_ARB_shader_image_load_store', 310, '', 'images that shaders read and write'),
  imageSize: row(430, 'GL_ARB_shader_image_size', 310, '', 'imageSize'),
  imageFormats: row(420, 'GL_ARB_shader_image_load_store', 0, '310:GL_NV_image_formats', 'images of every format'),
  imageLoadFormatted: row(0, 'GL_EXT_shader_image_load_formatted', 0, '', 'reading images whose format the shader does not say'),
  imageAtomics: row(420, 'GL_ARB_shader_image_load_store', 320, '310:GL_OES_shader_image_atomic', 'atomics on images'),
  imageFloatExchange: row(450, 'GL_ARB_ES3_1_compatibility', 320, '310:GL_OES_shader_image_atomic', 'atomic exchange on float images'),
  imageWrap: row(0, 'GL_EXT_shader_image_load_store', 0, '', 'imageAtomicIncWrap and imageAtomicDecWrap'),
  atomicFloat: row(0, 'GL_NV_shader_atomic_float', 0, '', 'atomic sums of floats'),
  atomicCounters: row(420, 'GL_ARB_shader_atomic_counters', 310, '', 'atomic counters'),
  atomicCounterOps: row(460, 'GL_ARB_shader_atomic_counter_ops', 0, '', 'more than counting on atomic counters'),
  layoutBinding: row(420, 'GL_ARB_shading_language_420pack', 310, '', 'layout(binding)'),
  compute: row(430, 'GL_ARB_compute_shader', 310, '', 'compute shaders'),
  memoryBarriers: row(430, 'GL_ARB_compute_shader', 310, '', 'barriers for one kind of memory; all kinds where absent'),
  postDepthCoverage: row(0, 'GL_ARB_post_depth_coverage', 0, '310:GL_EXT_post_depth_coverage', 'coverage after the depth test'),
  helperInvocation: row(450, '', 310, '', 'gl_HelperInvocation'),
  demote: row(0, 'GL_EXT_demote_to_helper_invocation', 0, '', 'demote; a plain discard where absent'),
  framebufferFetch: row(0, 'GL_EXT_shader_framebuffer_fetch', 0, '300:GL_EXT_shader_framebuffer_fetch', 'reading the colour buffer'),
  groupVote: row(460, 'GL_ARB_shader_group_vote', 0, '', 'anyInvocation and its kin'),
  ballot: row(0, 'GL_ARB_shader_ballot', 0, '', 'ballotARB, readInvocationARB; with 64-bit integers'),
  blendEquationAdvanced: row(0, 'GL_KHR_blend_equation_advanced', 320, '300:GL_KHR_blend_equation_advanced', 'layout(blend_support_*) on outputs'),
  shaderClock: row(0, 'GL_ARB_shader_clock', 0, '', 'clock2x32ARB'),
  storageBuffers: row(430, 'GL_ARB_shader_storage_buffer_object', 310, '', 'storage buffers'),
  feedbackSkip: row(0, 'GL_ARB_transform_feedback3', 0, '', 'gl_SkipComponentsN and gl_NextBuffer (of the API; prints nothing)'),
} as const satisfies Record<string, Row>;

/** Name of an optional feature. */
export type GlslFeature = keyof typeof table;

/** What the host's compiler has: a missing key is false; a string is the extension to require, where there are several. */
export type GlslFeatures = { readonly [K in GlslFeature]?: boolean | string };

/** All feature names. */
export const glslFeatureNames = Object.keys(table) as readonly GlslFeature[];

/** Whether a dialect is ESSL. */
export const isEssl = (dialect: GlslDialect): dialect is { readonly essl: number } => 'essl' in dialect;

/** Whether the language itself has a feature, without any extension. */
export const inLanguage = (dialect: GlslDialect, feature: GlslFeature): boolean => {
  const { glsl, essl } = table[feature];
  return isEssl(dialect) ? essl > 0 && dialect.essl >= essl : glsl > 0 && dialect.glsl >= glsl;
};

/** The extensions that bring a feature to a dialect that lacks it, the preferred one first. */
export const extensionsOf = (dialect: GlslDialect, feature: GlslFeature): string[] => {
  const { ext, esExt } = table[feature];
  if (!isEssl(dialect)) return ext === '' ? [] : [ext];
  const fitting = esExt.split(' ').filter((one) => one !== '' && dialect.essl >= Number(one.slice(0, 3)));
  return fitting.map((one) => one.slice(4));
};

/** One line on what a feature is. */
export const describeFeature = (feature: GlslFeature): string => table[feature].doc;

/**
 * The features of a host, from its language version and extensions.
 *
 * @param has - whether the context offers an extension, by full name (`GL_ARB_gpu_shader5`)
 */
export const glslFeatures = (dialect: GlslDialect, has: (extension: string) => boolean): GlslFeatures => {
  const out: { [K in GlslFeature]?: boolean | string } = {};
  for (const feature of glslFeatureNames)
    out[feature] = inLanguage(dialect, feature) || (extensionsOf(dialect, feature).find(has) ?? false);
  // The API half of a feature of desktop GL 4.0.
  if (!isEssl(dialect) && dialect.glsl >= 400) out.feedbackSkip = true;
  return out;
};
