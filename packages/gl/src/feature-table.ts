/*
 * What a GL context may or may not have, and what brings it: a version of OpenGL or OpenGL ES, WebGL2, or an extension.
 * `Features` has one boolean for each row; `probe.ts` reads the rows.
 */

/** One optional ability of a GL context. */
export interface FeatureRow {
  /** First OpenGL version (times ten) that has it; absent: no version has. 33 and lower are always there. */
  readonly gl?: number;
  /** First OpenGL ES version (times ten) that has it; absent: no version has. */
  readonly es?: number;
  /** Whether WebGL2 has it, or the WebGL extension that brings it; absent: as in ES 3.0. */
  readonly web?: boolean | string;
  /** Extensions of OpenGL and OpenGL ES that bring it, without `GL_`, separated by blanks. */
  readonly ext?: string;
}

/** The rows. Doc comments here are those of the properties of `Features`. */
export const featureTable = {
  // textures

  /** Immutable storage: texStorage1D/2D/3D. */
  textureStorage: { gl: 42, es: 30, ext: 'ARB_texture_storage' },
  /** texStorage2DMultisample, texStorage3DMultisample. */
  textureStorageMultisample: { gl: 43, es: 31, ext: 'ARB_texture_storage_multisample' },
  /** textureView. */
  textureView: { gl: 43, ext: 'ARB_texture_view EXT_texture_view OES_texture_view' },
  /** TEXTURE_SWIZZLE_* parameters. */
  textureSwizzle: { gl: 33, es: 30, web: false },
  /** 1D textures and 1D arrays. */
  texture1D: { gl: 33 },
  /** TEXTURE_RECTANGLE. */
  textureRectangle: { gl: 33 },
  /** TEXTURE_2D_MULTISAMPLE; arrays of them come with ES 3.2 or desktop GL. */
  multisampleTextures: { gl: 33, es: 31 },
  /** TEXTURE_2D_MULTISAMPLE_ARRAY. */
  multisampleTextureArrays: { gl: 33, es: 32, ext: 'OES_texture_storage_multisample_2d_array' },
  /** TEXTURE_BUFFER. */
  textureBuffer: { gl: 33, es: 32, ext: 'EXT_texture_buffer OES_texture_buffer' },
  /** texBufferRange. */
  textureBufferRange: { gl: 43, es: 32, ext: 'ARB_texture_buffer_range EXT_texture_buffer OES_texture_buffer' },
  /** TEXTURE_CUBE_MAP_ARRAY. */
  cubeMapArray: { gl: 40, es: 32, ext: 'ARB_texture_cube_map_array EXT_texture_cube_map_array OES_texture_cube_map_array' },
  /** TEXTURE_CUBE_MAP_SEAMLESS can be enabled; ES filters across faces always. */
  seamlessCube: { gl: 33 },
  /** Seamless filtering as a sampler parameter. */
  seamlessCubePerTexture: { ext: 'ARB_seamless_cubemap_per_texture AMD_seamless_cubemap_per_texture' },
  /** getTexImage and getCompressedTexImage. */
  getTexImage: { gl: 33 },
  /** getTextureSubImage and getCompressedTextureSubImage. */
  getTextureSubImage: { gl: 45, ext: 'ARB_get_texture_sub_image' },
  /** copyImageSubData. */
  copyImage: { gl: 43, es: 32, ext: 'ARB_copy_image EXT_copy_image OES_copy_image' },
  /** clearTexImage, clearTexSubImage. */
  clearTexture: { gl: 44, ext: 'ARB_clear_texture EXT_clear_texture' },
  /** invalidateTexImage, invalidateBufferData. */
  invalidateData: { gl: 43, ext: 'ARB_invalidate_subdata' },
  /** textureBarrier. */
  textureBarrier: { gl: 45, ext: 'ARB_texture_barrier NV_texture_barrier' },
  /** CLAMP_TO_BORDER and border colours. */
  textureBorderClamp: { gl: 33, es: 32, ext: 'EXT_texture_border_clamp OES_texture_border_clamp' },
  /** MIRROR_CLAMP_TO_EDGE. */
  mirrorClampToEdge: {
    gl: 44,
    web: 'EXT_texture_mirror_clamp_to_edge',
    ext: 'ARB_texture_mirror_clamp_to_edge EXT_texture_mirror_clamp_to_edge EXT_texture_mirror_clamp ATI_texture_mirror_once',
  },
  /** MIRROR_CLAMP_EXT. */
  mirrorClamp: { ext: 'EXT_texture_mirror_clamp ATI_texture_mirror_once' },
  /** MIRROR_CLAMP_TO_BORDER_EXT. */
  mirrorClampToBorder: { ext: 'EXT_texture_mirror_clamp' },
  /** TEXTURE_SRGB_DECODE_EXT. */
  textureSrgbDecode: { ext: 'EXT_texture_sRGB_decode' },
  /** TEXTURE_MAX_ANISOTROPY. */
  anisotropic: { gl: 46, web: 'EXT_texture_filter_anisotropic', ext: 'ARB_texture_filter_anisotropic EXT_texture_filter_anisotropic' },
  /** TEXTURE_LOD_BIAS as a parameter. */
  textureLodBias: { gl: 33 },
  /** Textures of STENCIL_INDEX8. */
  textureStencil8: { gl: 44, es: 32, web: false, ext: 'ARB_texture_stencil8 OES_texture_stencil8' },
  /** DEPTH_STENCIL_TEXTURE_MODE. */
  stencilTexturing: { gl: 43, es: 31, web: 'WEBGL_stencil_texturing', ext: 'ARB_stencil_texturing' },
  /** Sampler objects. */
  samplerObjects: { gl: 33, es: 30 },
  /** BGRA as the format of transfers (ES: with internal format BGRA). */
  bgra: { gl: 33, web: false, ext: 'EXT_texture_format_BGRA8888' },
  /** R16 ... RGBA16 and their signed forms. */
  textureNorm16: { gl: 33, web: 'EXT_texture_norm16', ext: 'EXT_texture_norm16' },
  /** Linear filtering of depth that is not compared. */
  depthLinear: { gl: 33 },
  /** Linear filtering of 32-bit float textures. */
  textureFloatLinear: { gl: 33, web: 'OES_texture_float_linear', ext: 'OES_texture_float_linear' },
  /** Rendering to float formats. */
  colorBufferFloat: { gl: 33, es: 32, web: 'EXT_color_buffer_float', ext: 'EXT_color_buffer_float' },
  /** Blending into 32-bit float formats. */
  floatBlend: { gl: 33, web: 'EXT_float_blend', ext: 'EXT_float_blend' },
  /** SR8_EXT. */
  textureSrgbR8: { ext: 'EXT_texture_sRGB_R8' },
  /** SRG8_EXT. */
  textureSrgbRg8: { ext: 'EXT_texture_sRGB_RG8' },
  /** DXT1, DXT3, DXT5. */
  s3tc: { web: 'WEBGL_compressed_texture_s3tc', ext: 'EXT_texture_compression_s3tc' },
  /** sRGB forms of DXT1, DXT3, DXT5. */
  s3tcSrgb: { web: 'WEBGL_compressed_texture_s3tc_srgb', ext: 'EXT_texture_sRGB EXT_texture_compression_s3tc_srgb' },
  /** RGTC (BC4, BC5). */
  rgtc: { gl: 33, web: 'EXT_texture_compression_rgtc', ext: 'EXT_texture_compression_rgtc' },
  /** BPTC (BC6H, BC7). */
  bptc: { gl: 42, web: 'EXT_texture_compression_bptc', ext: 'ARB_texture_compression_bptc EXT_texture_compression_bptc' },
  /** ETC2 and EAC. */
  etc2: { gl: 43, es: 30, web: 'WEBGL_compressed_texture_etc', ext: 'ARB_ES3_compatibility' },
  /** ETC1. */
  etc1: { web: 'WEBGL_compressed_texture_etc1', ext: 'OES_compressed_ETC1_RGB8_texture' },
  /** ASTC, 2D LDR. */
  astc: { es: 32, web: 'WEBGL_compressed_texture_astc', ext: 'KHR_texture_compression_astc_ldr' },
  /** LATC (compatibility contexts). */
  latc: { ext: 'EXT_texture_compression_latc' },
  /** getInternalformat with pnames other than SAMPLES and NUM_SAMPLE_COUNTS. */
  internalformatQuery2: { gl: 43, ext: 'ARB_internalformat_query2' },

  // buffers

  /** bufferStorage with persistent mapping. */
  bufferStorage: { gl: 44, ext: 'ARB_buffer_storage EXT_buffer_storage' },
  /** EXTERNAL_VIRTUAL_MEMORY_BUFFER: buffers whose storage is memory of this process. */
  pinnedMemory: { ext: 'AMD_pinned_memory' },
  /** mapBufferRange. */
  mapBuffer: { gl: 33, es: 30, web: false },
  /** clearBufferData, clearBufferSubData. */
  clearBuffer: { gl: 43, ext: 'ARB_clear_buffer_object' },
  /** QUERY_BUFFER. */
  queryBuffer: { gl: 44, ext: 'ARB_query_buffer_object' },
  /** GL_MAP_READ of readPixels into PIXEL_PACK_BUFFER and uploads from PIXEL_UNPACK_BUFFER. */
  pixelBuffers: { gl: 33, es: 30 },

  // vertices and draws

  /** vertexAttribFormat and vertexAttribBinding. */
  vertexAttribBinding: { gl: 43, es: 31, ext: 'ARB_vertex_attrib_binding' },
  /** 64-bit vertex attributes. */
  vertexAttrib64: { gl: 41, ext: 'ARB_vertex_attrib_64bit' },
  /** BGRA as the size of a vertex attribute. */
  vertexArrayBgra: { gl: 33 },
  /** UNSIGNED_INT_10F_11F_11F_REV vertex attributes. */
  vertexPacked10f11f11f: { gl: 44, ext: 'ARB_vertex_type_10f_11f_11f_rev' },
  /** DOUBLE vertex attributes converted to float. */
  vertexDouble: { gl: 33 },
  /** drawElementsBaseVertex and its like. */
  baseVertex: { gl: 33, es: 32, web: false, ext: 'EXT_draw_elements_base_vertex OES_draw_elements_base_vertex' },
  /** drawArraysInstancedBaseInstance and its like. */
  baseInstance: { gl: 42, ext: 'ARB_base_instance EXT_base_instance' },
  /** drawArraysIndirect, drawElementsIndirect. */
  indirectDraw: { gl: 40, es: 31, ext: 'ARB_draw_indirect' },
  /** multiDrawArrays, multiDrawElements. */
  multiDraw: { gl: 33 },
  /** multiDrawArraysIndirect, multiDrawElementsIndirect. */
  multiIndirectDraw: { gl: 43, ext: 'ARB_multi_draw_indirect EXT_multi_draw_indirect' },
  /** multiDraw...IndirectCount. */
  indirectParameters: { gl: 46, ext: 'ARB_indirect_parameters' },
  /** gl_BaseVertex, gl_BaseInstance, gl_DrawID. */
  drawParameters: { gl: 46, ext: 'ARB_shader_draw_parameters' },
  /** PRIMITIVE_RESTART_FIXED_INDEX can be enabled (WebGL2: always on). */
  primitiveRestartFixed: { gl: 43, es: 30, ext: 'ARB_ES3_compatibility' },
  /** provokingVertex. */
  provokingVertex: { gl: 33, web: 'WEBGL_provoking_vertex' },
  /** bindTransformFeedback, pause and resume. */
  transformFeedback2: { gl: 40, es: 30, ext: 'ARB_transform_feedback2' },
  /** Several streams and buffers: beginQueryIndexed, gl_SkipComponents. */
  transformFeedback3: { gl: 40, ext: 'ARB_transform_feedback3' },
  /** drawTransformFeedback. */
  drawTransformFeedback: { gl: 40, ext: 'ARB_transform_feedback2' },
  /** drawTransformFeedbackInstanced. */
  transformFeedbackInstanced: { gl: 42, ext: 'ARB_transform_feedback_instanced' },

  // shaders

  /** Geometry shaders and layered framebuffers (framebufferTexture). */
  geometryShader: { gl: 33, es: 32, ext: 'EXT_geometry_shader OES_geometry_shader' },
  /** Tessellation shaders. */
  tessellation: { gl: 40, es: 32, ext: 'ARB_tessellation_shader EXT_tessellation_shader OES_tessellation_shader' },
  /** Compute shaders. */
  computeShader: { gl: 43, es: 31, ext: 'ARB_compute_shader' },
  /** Shader storage blocks. */
  shaderStorage: { gl: 43, es: 31, ext: 'ARB_shader_storage_buffer_object' },
  /** Images. */
  shaderImages: { gl: 42, es: 31, ext: 'ARB_shader_image_load_store' },
  /** Multisample images. */
  multisampleImages: { gl: 42, ext: 'ARB_shader_image_load_store' },
  /** imageSize. */
  shaderImageSize: { gl: 43, es: 31, ext: 'ARB_shader_image_size' },
  /** Atomic counters. */
  atomicCounters: { gl: 42, es: 31, ext: 'ARB_shader_atomic_counters' },
  /** gpu_shader5: dynamic sampler indexing, precise, fma, bit operations. */
  gpuShader5: { gl: 40, es: 32, ext: 'ARB_gpu_shader5 EXT_gpu_shader5 OES_gpu_shader5' },
  /** Doubles in shaders. */
  gpuShaderFp64: { gl: 40, ext: 'ARB_gpu_shader_fp64' },
  /** 64-bit integers in shaders. */
  gpuShaderInt64: { ext: 'ARB_gpu_shader_int64' },
  /** layout(offset, align, component, xfb_*). */
  enhancedLayouts: { gl: 44, ext: 'ARB_enhanced_layouts' },
  /** layout(location) on inputs and outputs between stages. */
  separateShaderObjects: { gl: 41, es: 31, ext: 'ARB_separate_shader_objects' },
  /** layout(location) on uniforms. */
  explicitUniformLocation: { gl: 43, es: 31, ext: 'ARB_explicit_uniform_location' },
  /** layout(binding) on samplers and blocks. */
  shading420pack: { gl: 42, es: 31, ext: 'ARB_shading_language_420pack' },
  /** programBinary. */
  programBinary: { gl: 41, es: 30, web: false, ext: 'ARB_get_program_binary' },
  /** floatBitsToInt and its like. */
  shaderBitEncoding: { gl: 33, es: 30 },
  /** layout(depth_greater) and its like. */
  conservativeDepth: { gl: 42, web: 'EXT_conservative_depth', ext: 'ARB_conservative_depth EXT_conservative_depth' },
  /** gl_ClipDistance. */
  clipDistance: { gl: 33, web: 'WEBGL_clip_cull_distance', ext: 'EXT_clip_cull_distance' },
  /** gl_CullDistance. */
  cullDistance: { gl: 45, web: 'WEBGL_clip_cull_distance', ext: 'ARB_cull_distance EXT_clip_cull_distance' },
  /** gl_SampleID, gl_SamplePosition, gl_SampleMask. */
  sampleVariables: { gl: 40, es: 32, web: 'OES_sample_variables', ext: 'ARB_sample_shading OES_sample_variables' },
  /** interpolateAtSample and its like. */
  interpolationFunctions: {
    gl: 40,
    es: 32,
    web: 'OES_shader_multisample_interpolation',
    ext: 'ARB_gpu_shader5 OES_shader_multisample_interpolation',
  },
  /** noperspective. */
  noperspective: { gl: 33, web: 'NV_shader_noperspective_interpolation', ext: 'NV_shader_noperspective_interpolation' },
  /** textureGather. */
  textureGather: { gl: 40, es: 31, ext: 'ARB_texture_gather' },
  /** textureQueryLod. */
  textureQueryLod: { gl: 40, ext: 'ARB_texture_query_lod EXT_texture_query_lod' },
  /** textureQueryLevels. */
  textureQueryLevels: { gl: 43, ext: 'ARB_texture_query_levels' },
  /** textureSamples, imageSamples. */
  textureSamples: { gl: 45, ext: 'ARB_shader_texture_image_samples' },
  /** textureLod on shadow samplers of arrays and cubes. */
  textureShadowLod: { ext: 'EXT_texture_shadow_lod' },
  /** dFdxFine and its like. */
  derivativeControl: { gl: 45, ext: 'ARB_derivative_control' },
  /** anyInvocation and its like. */
  shaderGroupVote: { gl: 46, ext: 'ARB_shader_group_vote' },
  /** ballotARB and its like. */
  shaderBallot: { ext: 'ARB_shader_ballot' },
  /** clock2x32ARB. */
  shaderClock: { ext: 'ARB_shader_clock' },
  /** gl_Layer and gl_ViewportIndex written by vertex and tessellation shaders. */
  layerFromVertexShader: { ext: 'ARB_shader_viewport_layer_array AMD_vertex_shader_layer NV_viewport_array2' },
  /** gl_ViewportIndex written by vertex and tessellation shaders. */
  viewportFromVertexShader: { ext: 'ARB_shader_viewport_layer_array AMD_vertex_shader_viewport_index NV_viewport_array2' },
  /** Arrays of arrays. */
  arraysOfArrays: { gl: 43, es: 31, ext: 'ARB_arrays_of_arrays' },
  /** Reading the framebuffer in the fragment shader, coherently. */
  framebufferFetch: { ext: 'EXT_shader_framebuffer_fetch' },
  /** Reading the framebuffer in the fragment shader, with barriers. */
  framebufferFetchNonCoherent: { ext: 'EXT_shader_framebuffer_fetch_non_coherent' },
  /** COMPLETION_STATUS_KHR. */
  parallelCompile: { web: 'KHR_parallel_shader_compile', ext: 'KHR_parallel_shader_compile ARB_parallel_shader_compile' },
  /** Shader float atomics (NV). */
  shaderAtomicFloat: { ext: 'NV_shader_atomic_float' },

  // rasteriser and per-fragment state

  /** viewportIndexedf and its like. */
  viewportArray: { gl: 41, ext: 'ARB_viewport_array OES_viewport_array NV_viewport_array' },
  /** DEPTH_CLAMP. */
  depthClamp: { gl: 33, web: 'EXT_depth_clamp', ext: 'ARB_depth_clamp EXT_depth_clamp' },
  /** clipControl. */
  clipControl: { gl: 45, web: 'EXT_clip_control', ext: 'ARB_clip_control EXT_clip_control' },
  /** polygonOffsetClamp. */
  polygonOffsetClamp: { gl: 46, web: 'EXT_polygon_offset_clamp', ext: 'ARB_polygon_offset_clamp EXT_polygon_offset_clamp' },
  /**
   * A compatibility context: CLAMP, LINE_STIPPLE, edge flags, polygon modes of each face. What else such contexts have,
   * nobody uses.
   */
  compatibility: { ext: 'ARB_compatibility' },
  /** polygonMode. */
  polygonMode: { gl: 33, web: 'WEBGL_polygon_mode', ext: 'NV_polygon_mode' },
  /** POLYGON_OFFSET_LINE and POLYGON_OFFSET_POINT. */
  polygonOffsetLine: { gl: 33, web: false, ext: 'NV_polygon_mode' },
  /** LINE_SMOOTH and POLYGON_SMOOTH. */
  smooth: { gl: 33 },
  /** pointSize and PROGRAM_POINT_SIZE; ES takes gl_PointSize always. */
  pointSize: { gl: 33 },
  /** POINT_SPRITE_COORD_ORIGIN. */
  pointSpriteOrigin: { gl: 33 },
  /** logicOp. */
  logicOp: { gl: 33 },
  /** SRC1_* blend factors. */
  dualSourceBlend: { gl: 33, web: 'WEBGL_blend_func_extended', ext: 'EXT_blend_func_extended' },
  /** enablei(BLEND), colorMaski. */
  independentBlend: { gl: 33, es: 32, web: 'OES_draw_buffers_indexed', ext: 'EXT_draw_buffers_indexed OES_draw_buffers_indexed' },
  /** blendFuncSeparatei, blendEquationSeparatei. */
  independentBlendFunc: {
    gl: 40,
    es: 32,
    web: 'OES_draw_buffers_indexed',
    ext: 'ARB_draw_buffers_blend EXT_draw_buffers_indexed OES_draw_buffers_indexed',
  },
  /** Advanced blend equations. */
  blendEquationAdvanced: { es: 32, ext: 'KHR_blend_equation_advanced' },
  /** BLEND_ADVANCED_COHERENT_KHR. */
  blendEquationAdvancedCoherent: { ext: 'KHR_blend_equation_advanced_coherent' },
  /** SAMPLE_MASK and sampleMaski. */
  sampleMask: { gl: 33, es: 31 },
  /** MULTISAMPLE and SAMPLE_ALPHA_TO_ONE can be disabled and enabled. */
  multisampleControl: { gl: 33, ext: 'EXT_multisample_compatibility' },
  /** minSampleShading. */
  sampleShading: { gl: 40, es: 32, ext: 'ARB_sample_shading OES_sample_shading' },
  /** FRAMEBUFFER_SRGB can be disabled and enabled; ES encodes always. */
  srgbFramebuffer: { gl: 33, ext: 'EXT_sRGB_write_control' },
  /** Framebuffers without attachments. */
  framebufferNoAttachments: { gl: 43, es: 31, ext: 'ARB_framebuffer_no_attachments' },
  /** SCALED_RESOLVE_* filters of blitFramebuffer. */
  multisampleBlitScaled: { ext: 'EXT_framebuffer_multisample_blit_scaled' },
  /** depthBoundsEXT. */
  depthBounds: { ext: 'EXT_depth_bounds_test' },

  // queries and sync

  /** SAMPLES_PASSED counts. */
  occlusionQuery: { gl: 33 },
  /** ANY_SAMPLES_PASSED. */
  occlusionQueryBoolean: { gl: 33, es: 30 },
  /** TIME_ELAPSED and TIMESTAMP. */
  timerQuery: { gl: 33, web: false, ext: 'ARB_timer_query EXT_disjoint_timer_query' },
  /** PRIMITIVES_GENERATED. */
  primitivesGenerated: { gl: 33, es: 32, ext: 'EXT_geometry_shader OES_geometry_shader' },
  /** VERTICES_SUBMITTED and its like. */
  pipelineStatistics: { gl: 46, ext: 'ARB_pipeline_statistics_query' },
  /** TRANSFORM_FEEDBACK_OVERFLOW. */
  transformFeedbackOverflow: { gl: 46, ext: 'ARB_transform_feedback_overflow_query' },
  /** beginConditionalRender. */
  conditionalRender: { gl: 33, ext: 'NV_conditional_render' },
  /** QUERY_*_INVERTED. */
  conditionalRenderInverted: { gl: 45, ext: 'ARB_conditional_render_inverted' },
  /** readnPixels, getnTexImage, getGraphicsResetStatus. */
  robustness: { gl: 45, es: 32, web: true, ext: 'ARB_robustness KHR_robustness EXT_robustness' },
  /** Out-of-bounds accesses of buffers by shaders are contained. */
  robustBufferAccess: { web: true, ext: 'ARB_robust_buffer_access_behavior KHR_robust_buffer_access_behavior' },
  /** debugMessageCallback. */
  debug: { gl: 43, es: 32, ext: 'KHR_debug' },
  /** GPU_MEMORY_INFO_*_NVX. */
  memoryInfoNvx: { ext: 'NVX_gpu_memory_info' },
  /** *_FREE_MEMORY_ATI. */
  memoryInfoAti: { ext: 'ATI_meminfo' },
} as const satisfies Record<string, FeatureRow>;

/** Names of the booleans of `Features`. */
export type FeatureName = keyof typeof featureTable;
