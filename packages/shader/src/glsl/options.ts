/** What a caller may say about the API that a shader is compiled for. */

/** Stages, in pipeline order; the same words as in TGSI modules. */
export type ShaderStage = 'vertex' | 'tess-control' | 'tess-eval' | 'geometry' | 'fragment' | 'compute';

/** All stages in pipeline order. */
export const shaderStages: readonly ShaderStage[] = ['vertex', 'tess-control', 'tess-eval', 'geometry', 'fragment', 'compute'];

/** Limits of the implementation, named as the `gl_Max...` constants are. */
export type ShaderLimits = {
  readonly [name in keyof typeof defaultLimits]: number;
};

/* prettier-ignore */
/** Limits that hold where the caller says nothing. */
export const defaultLimits = {
  MaxLights: 8, MaxClipPlanes: 8, MaxTextureUnits: 8, MaxTextureCoords: 8,
  MaxVertexAttribs: 16, MaxVertexUniformComponents: 4096, MaxVaryingFloats: 128, MaxVaryingComponents: 128,
  MaxVertexTextureImageUnits: 16, MaxCombinedTextureImageUnits: 96, MaxTextureImageUnits: 16,
  MaxFragmentUniformComponents: 4096, MaxDrawBuffers: 8, MaxClipDistances: 8, MaxCullDistances: 8, MaxCombinedClipAndCullDistances: 8,
  MaxVertexUniformVectors: 1024, MaxFragmentUniformVectors: 1024, MaxVaryingVectors: 31, MaxVertexOutputVectors: 32, MaxFragmentInputVectors: 31,
  MinProgramTexelOffset: -8, MaxProgramTexelOffset: 7, MinTexelOffset: -8, MaxTexelOffset: 7, MinGatherOffset: -32, MaxGatherOffset: 31,
  MaxVertexOutputComponents: 128, MaxGeometryInputComponents: 128, MaxGeometryOutputComponents: 128, MaxFragmentInputComponents: 128,
  MaxGeometryTextureImageUnits: 16, MaxGeometryOutputVertices: 256, MaxGeometryTotalOutputComponents: 1024,
  MaxGeometryUniformComponents: 4096, MaxGeometryVaryingComponents: 128, MaxGeometryShaderInvocations: 32, MaxVertexStreams: 4,
  MaxTessControlInputComponents: 128, MaxTessControlOutputComponents: 128, MaxTessControlTextureImageUnits: 16, MaxTessControlUniformComponents: 4096,
  MaxTessControlTotalOutputComponents: 4096, MaxTessEvaluationInputComponents: 128, MaxTessEvaluationOutputComponents: 128,
  MaxTessEvaluationTextureImageUnits: 16, MaxTessEvaluationUniformComponents: 4096, MaxTessPatchComponents: 120, MaxPatchVertices: 32, MaxTessGenLevel: 64,
  MaxViewports: 16, MaxUniformBlocks: 14, MaxCombinedUniformBlocks: 84, MaxUniformBufferBindings: 84, MaxUniformBlockSize: 65536, MaxUniformLocations: 1024,
  MaxImageUnits: 8, MaxCombinedImageUnitsAndFragmentOutputs: 16, MaxCombinedShaderOutputResources: 16, MaxImageSamples: 0, MaxVertexImageUniforms: 8, MaxTessControlImageUniforms: 8,
  MaxTessEvaluationImageUniforms: 8, MaxGeometryImageUniforms: 8, MaxFragmentImageUniforms: 8, MaxCombinedImageUniforms: 48, MaxComputeImageUniforms: 8,
  MaxVertexAtomicCounters: 4096, MaxTessControlAtomicCounters: 4096, MaxTessEvaluationAtomicCounters: 4096, MaxGeometryAtomicCounters: 4096,
  MaxFragmentAtomicCounters: 4096, MaxCombinedAtomicCounters: 4096, MaxComputeAtomicCounters: 4096, MaxAtomicCounterBindings: 8,
  MaxVertexAtomicCounterBuffers: 8, MaxTessControlAtomicCounterBuffers: 8, MaxTessEvaluationAtomicCounterBuffers: 8, MaxGeometryAtomicCounterBuffers: 8,
  MaxFragmentAtomicCounterBuffers: 8, MaxCombinedAtomicCounterBuffers: 8, MaxAtomicCounterBufferSize: 16384, MaxComputeAtomicCounterBuffers: 8,
  MaxComputeWorkGroupCountX: 65535, MaxComputeWorkGroupCountY: 65535, MaxComputeWorkGroupCountZ: 65535,
  MaxComputeWorkGroupSizeX: 1024, MaxComputeWorkGroupSizeY: 1024, MaxComputeWorkGroupSizeZ: 1024, MaxComputeWorkGroupInvocations: 1024,
  MaxComputeUniformComponents: 4096, MaxComputeTextureImageUnits: 16, MaxComputeSharedMemorySize: 32768,
  MaxShaderStorageBlocks: 16, MaxShaderStorageBufferBindings: 16, MaxTransformFeedbackBuffers: 4, MaxTransformFeedbackInterleavedComponents: 128,
  MaxTransformFeedbackSeparateComponents: 4, MaxTransformFeedbackSeparateAttribs: 4, MaxDualSourceDrawBuffers: 1, MaxSamples: 8,
};

/** How to compile. */
export type CompileOptions = {
  /** `webgl` takes ESSL 1.00, `webgl2` ESSL 1.00 and 3.00, both with WebGL's own restrictions; `opengl` what `version` allows. */
  readonly api: 'webgl' | 'webgl2' | 'opengl';
  /** Highest desktop GLSL version taken, 420 unless said. */
  readonly version?: number;
  /** Highest ESSL version that `opengl` takes, 320 unless said; 0 for none. */
  readonly esVersion?: number;
  /** Extensions that `#extension` may enable, without `GL_`; unless said, all that the compiler knows, of the web's on the web. */
  readonly extensions?: readonly string[];
  readonly limits?: Partial<ShaderLimits>;
  /** `opengl`: whether GLSL without a profile, and `compatibility`, have what core profiles lack; true unless said. */
  readonly compatibility?: boolean;
};
