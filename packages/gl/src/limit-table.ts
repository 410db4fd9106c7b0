/*
 * Numbers that a GL context states about itself. Each row has the enum to ask, the feature that must be there before
 * asking, and the value where it is not.
 */
import { GL } from './constants.ts';
import type { FeatureName } from './feature-table.ts';

/** One limit: enum, feature it depends on (`''`: none), value without that feature. */
export type LimitRow = readonly [pname: number, needs: FeatureName | '', otherwise: number];

/** Integer limits. Doc comments here are those of the properties of `Features`. */
export const limitTable = {
  /** Texels along a side of a 1D or 2D texture. */
  maxTextureSize: [GL.MAX_TEXTURE_SIZE, '', 2048],
  /** Texels along a side of a 3D texture. */
  max3DTextureSize: [GL.MAX_3D_TEXTURE_SIZE, '', 256],
  /** Texels along a side of a cube map. */
  maxCubeMapSize: [GL.MAX_CUBE_MAP_TEXTURE_SIZE, '', 2048],
  /** Layers of an array texture. */
  maxArrayLayers: [GL.MAX_ARRAY_TEXTURE_LAYERS, '', 256],
  /** Pixels along a side of a renderbuffer. */
  maxRenderbufferSize: [GL.MAX_RENDERBUFFER_SIZE, '', 2048],
  /** Texture image units of all stages together: units that bindTexture can name. */
  maxTextureUnits: [GL.MAX_COMBINED_TEXTURE_IMAGE_UNITS, '', 32],
  /** Texels of a buffer texture. */
  maxTextureBufferSize: [GL.MAX_TEXTURE_BUFFER_SIZE, 'textureBuffer', 0],
  /** Alignment in bytes of texBufferRange's offset. */
  textureBufferOffsetAlignment: [GL.TEXTURE_BUFFER_OFFSET_ALIGNMENT, 'textureBufferRange', 0],
  /** Smallest offset of textureOffset. */
  minTexelOffset: [GL.MIN_PROGRAM_TEXEL_OFFSET, '', -8],
  /** Largest offset of textureOffset. */
  maxTexelOffset: [GL.MAX_PROGRAM_TEXEL_OFFSET, '', 7],
  /** Smallest offset of textureGatherOffset. */
  minGatherOffset: [GL.MIN_PROGRAM_TEXTURE_GATHER_OFFSET, 'textureGather', 0],
  /** Largest offset of textureGatherOffset. */
  maxGatherOffset: [GL.MAX_PROGRAM_TEXTURE_GATHER_OFFSET, 'textureGather', 0],
  /** Indices that bindBufferRange(UNIFORM_BUFFER) can name. */
  maxUniformBindings: [GL.MAX_UNIFORM_BUFFER_BINDINGS, '', 24],
  /** Bytes of a uniform block. */
  maxUniformBlockSize: [GL.MAX_UNIFORM_BLOCK_SIZE, '', 16384],
  /** Alignment in bytes of a uniform buffer's offset. */
  uniformBufferOffsetAlignment: [GL.UNIFORM_BUFFER_OFFSET_ALIGNMENT, '', 256],
  /** Uniform blocks of all stages together. */
  maxCombinedUniformBlocks: [GL.MAX_COMBINED_UNIFORM_BLOCKS, '', 24],
  /** Indices that bindBufferRange(SHADER_STORAGE_BUFFER) can name. */
  maxStorageBindings: [GL.MAX_SHADER_STORAGE_BUFFER_BINDINGS, 'shaderStorage', 0],
  /** Bytes of a shader storage block. */
  maxStorageBlockSize: [GL.MAX_SHADER_STORAGE_BLOCK_SIZE, 'shaderStorage', 0],
  /** Shader storage blocks of all stages together. */
  maxCombinedStorageBlocks: [GL.MAX_COMBINED_SHADER_STORAGE_BLOCKS, 'shaderStorage', 0],
  /** Alignment in bytes of a shader storage buffer's offset. */
  storageBufferOffsetAlignment: [GL.SHADER_STORAGE_BUFFER_OFFSET_ALIGNMENT, 'shaderStorage', 0],
  /** Units that bindImageTexture can name. */
  maxImageUnits: [GL.MAX_IMAGE_UNITS, 'shaderImages', 0],
  /** Samples of a multisample image; 0: none. OpenGL ES has none. */
  maxImageSamples: [GL.MAX_IMAGE_SAMPLES, 'multisampleImages', 0],
  /** Images of all stages together. */
  maxCombinedImages: [GL.MAX_COMBINED_IMAGE_UNIFORMS, 'shaderImages', 0],
  /** Indices that bindBufferRange(ATOMIC_COUNTER_BUFFER) can name. */
  maxAtomicBufferBindings: [GL.MAX_ATOMIC_COUNTER_BUFFER_BINDINGS, 'atomicCounters', 0],
  /** Bytes of an atomic counter buffer. */
  maxAtomicBufferSize: [GL.MAX_ATOMIC_COUNTER_BUFFER_SIZE, 'atomicCounters', 0],
  /** Atomic counters of all stages together. */
  maxCombinedAtomicCounters: [GL.MAX_COMBINED_ATOMIC_COUNTERS, 'atomicCounters', 0],
  /** Atomic counter buffers of all stages together. */
  maxCombinedAtomicBuffers: [GL.MAX_COMBINED_ATOMIC_COUNTER_BUFFERS, 'atomicCounters', 0],
  /** Colour attachments of a framebuffer. */
  maxColorAttachments: [GL.MAX_COLOR_ATTACHMENTS, '', 4],
  /** Draw buffers. */
  maxDrawBuffers: [GL.MAX_DRAW_BUFFERS, '', 4],
  /** Draw buffers with two sources for blending. */
  maxDualSourceDrawBuffers: [GL.MAX_DUAL_SOURCE_DRAW_BUFFERS, 'dualSourceBlend', 0],
  /** Samples of a renderbuffer. */
  maxSamples: [GL.MAX_SAMPLES, '', 4],
  /** Samples of a multisample colour texture. */
  maxColorTextureSamples: [GL.MAX_COLOR_TEXTURE_SAMPLES, 'multisampleTextures', 0],
  /** Samples of a multisample depth texture. */
  maxDepthTextureSamples: [GL.MAX_DEPTH_TEXTURE_SAMPLES, 'multisampleTextures', 0],
  /** Samples of a multisample integer texture. */
  maxIntegerSamples: [GL.MAX_INTEGER_SAMPLES, 'multisampleTextures', 0],
  /** 32-bit words of the sample mask. */
  maxSampleMaskWords: [GL.MAX_SAMPLE_MASK_WORDS, 'sampleMask', 0],
  /** Pixels across a framebuffer without attachments. */
  maxFramebufferWidth: [GL.MAX_FRAMEBUFFER_WIDTH, 'framebufferNoAttachments', 0],
  /** Pixels down a framebuffer without attachments. */
  maxFramebufferHeight: [GL.MAX_FRAMEBUFFER_HEIGHT, 'framebufferNoAttachments', 0],
  /** Samples of a framebuffer without attachments. */
  maxFramebufferSamples: [GL.MAX_FRAMEBUFFER_SAMPLES, 'framebufferNoAttachments', 0],
  /** Vertex attributes. */
  maxVertexAttribs: [GL.MAX_VERTEX_ATTRIBS, '', 16],
  /** Vertex buffer bindings. */
  maxVertexBindings: [GL.MAX_VERTEX_ATTRIB_BINDINGS, 'vertexAttribBinding', 16],
  /** Largest offset in bytes of vertexAttribFormat. */
  maxVertexRelativeOffset: [GL.MAX_VERTEX_ATTRIB_RELATIVE_OFFSET, 'vertexAttribBinding', 0],
  /** Components that a vertex shader writes. */
  maxVertexOutputComponents: [GL.MAX_VERTEX_OUTPUT_COMPONENTS, '', 64],
  /** Components that a fragment shader reads. */
  maxFragmentInputComponents: [GL.MAX_FRAGMENT_INPUT_COMPONENTS, '', 60],
  /** Vertices that a geometry shader emits. */
  maxGeometryOutputVertices: [GL.MAX_GEOMETRY_OUTPUT_VERTICES, 'geometryShader', 0],
  /** Components that a geometry shader emits, all vertices together. */
  maxGeometryTotalOutputComponents: [GL.MAX_GEOMETRY_TOTAL_OUTPUT_COMPONENTS, 'geometryShader', 0],
  /** Vertices of a patch. */
  maxPatchVertices: [GL.MAX_PATCH_VERTICES, 'tessellation', 0],
  /** Components per patch. */
  maxTessPatchComponents: [GL.MAX_TESS_PATCH_COMPONENTS, 'tessellation', 0],
  /** Vertex streams of a geometry shader. */
  maxVertexStreams: [GL.MAX_VERTEX_STREAMS, 'transformFeedback3', 1],
  /** Transform feedback buffers. */
  maxTransformFeedbackBuffers: [GL.MAX_TRANSFORM_FEEDBACK_BUFFERS, 'transformFeedback3', 4],
  /** Attributes captured separately. */
  maxTransformFeedbackSeparateAttribs: [GL.MAX_TRANSFORM_FEEDBACK_SEPARATE_ATTRIBS, '', 4],
  /** Components captured interleaved. */
  maxTransformFeedbackInterleavedComponents: [GL.MAX_TRANSFORM_FEEDBACK_INTERLEAVED_COMPONENTS, '', 64],
  /** Viewports. */
  maxViewports: [GL.MAX_VIEWPORTS, 'viewportArray', 1],
  /** Clip distances. */
  maxClipDistances: [GL.MAX_CLIP_DISTANCES, 'clipDistance', 0],
  /** Cull distances. */
  maxCullDistances: [GL.MAX_CULL_DISTANCES, 'cullDistance', 0],
  /** Clip and cull distances together. */
  maxCombinedClipAndCullDistances: [GL.MAX_COMBINED_CLIP_AND_CULL_DISTANCES, 'cullDistance', 0],
  /** Invocations of a compute work group. */
  maxComputeInvocations: [GL.MAX_COMPUTE_WORK_GROUP_INVOCATIONS, 'computeShader', 0],
  /** Bytes that a compute work group shares. */
  maxComputeSharedBytes: [GL.MAX_COMPUTE_SHARED_MEMORY_SIZE, 'computeShader', 0],
} as const satisfies Record<string, LimitRow>;

/** Limits that are fractions. */
export const floatLimitTable = {
  /** Largest TEXTURE_MAX_ANISOTROPY. */
  maxAnisotropy: [GL.MAX_TEXTURE_MAX_ANISOTROPY, 'anisotropic', 1],
  /** Largest level-of-detail bias. */
  maxTextureLodBias: [GL.MAX_TEXTURE_LOD_BIAS, '', 2],
} as const satisfies Record<string, LimitRow>;

/** Shader stages in the order of virgl and Gallium; indices of the limits that each stage has for itself. */
export const StageIndex = { VERTEX: 0, FRAGMENT: 1, GEOMETRY: 2, TESS_CONTROL: 3, TESS_EVALUATION: 4, COMPUTE: 5 } as const;

/** Limits per stage: enums in the order of `StageIndex`, and the feature they depend on besides the stage's own. */
export const stageLimitTable = {
  /** Uniform blocks of each stage. */
  maxUniformBlocks: [
    '',
    GL.MAX_VERTEX_UNIFORM_BLOCKS,
    GL.MAX_FRAGMENT_UNIFORM_BLOCKS,
    GL.MAX_GEOMETRY_UNIFORM_BLOCKS,
    GL.MAX_TESS_CONTROL_UNIFORM_BLOCKS,
    GL.MAX_TESS_EVALUATION_UNIFORM_BLOCKS,
    GL.MAX_COMPUTE_UNIFORM_BLOCKS,
  ],
  /** Components of the default uniform block of each stage. */
  maxUniformComponents: [
    '',
    GL.MAX_VERTEX_UNIFORM_COMPONENTS,
    GL.MAX_FRAGMENT_UNIFORM_COMPONENTS,
    GL.MAX_GEOMETRY_UNIFORM_COMPONENTS,
    GL.MAX_TESS_CONTROL_UNIFORM_COMPONENTS,
    GL.MAX_TESS_EVALUATION_UNIFORM_COMPONENTS,
    GL.MAX_COMPUTE_UNIFORM_COMPONENTS,
  ],
  /** Samplers of each stage. */
  maxSamplers: [
    '',
    GL.MAX_VERTEX_TEXTURE_IMAGE_UNITS,
    GL.MAX_TEXTURE_IMAGE_UNITS,
    GL.MAX_GEOMETRY_TEXTURE_IMAGE_UNITS,
    GL.MAX_TESS_CONTROL_TEXTURE_IMAGE_UNITS,
    GL.MAX_TESS_EVALUATION_TEXTURE_IMAGE_UNITS,
    GL.MAX_COMPUTE_TEXTURE_IMAGE_UNITS,
  ],
  /** Shader storage blocks of each stage. */
  maxStorageBlocks: [
    'shaderStorage',
    GL.MAX_VERTEX_SHADER_STORAGE_BLOCKS,
    GL.MAX_FRAGMENT_SHADER_STORAGE_BLOCKS,
    GL.MAX_GEOMETRY_SHADER_STORAGE_BLOCKS,
    GL.MAX_TESS_CONTROL_SHADER_STORAGE_BLOCKS,
    GL.MAX_TESS_EVALUATION_SHADER_STORAGE_BLOCKS,
    GL.MAX_COMPUTE_SHADER_STORAGE_BLOCKS,
  ],
  /** Images of each stage. */
  maxImages: [
    'shaderImages',
    GL.MAX_VERTEX_IMAGE_UNIFORMS,
    GL.MAX_FRAGMENT_IMAGE_UNIFORMS,
    GL.MAX_GEOMETRY_IMAGE_UNIFORMS,
    GL.MAX_TESS_CONTROL_IMAGE_UNIFORMS,
    GL.MAX_TESS_EVALUATION_IMAGE_UNIFORMS,
    GL.MAX_COMPUTE_IMAGE_UNIFORMS,
  ],
  /** Atomic counters of each stage. */
  maxAtomicCounters: [
    'atomicCounters',
    GL.MAX_VERTEX_ATOMIC_COUNTERS,
    GL.MAX_FRAGMENT_ATOMIC_COUNTERS,
    GL.MAX_GEOMETRY_ATOMIC_COUNTERS,
    GL.MAX_TESS_CONTROL_ATOMIC_COUNTERS,
    GL.MAX_TESS_EVALUATION_ATOMIC_COUNTERS,
    GL.MAX_COMPUTE_ATOMIC_COUNTERS,
  ],
  /** Atomic counter buffers of each stage. */
  maxAtomicBuffers: [
    'atomicCounters',
    GL.MAX_VERTEX_ATOMIC_COUNTER_BUFFERS,
    GL.MAX_FRAGMENT_ATOMIC_COUNTER_BUFFERS,
    GL.MAX_GEOMETRY_ATOMIC_COUNTER_BUFFERS,
    GL.MAX_TESS_CONTROL_ATOMIC_COUNTER_BUFFERS,
    GL.MAX_TESS_EVALUATION_ATOMIC_COUNTER_BUFFERS,
    GL.MAX_COMPUTE_ATOMIC_COUNTER_BUFFERS,
  ],
} as const satisfies Record<string, readonly [FeatureName | '', number, number, number, number, number, number]>;
