/**
 * Built-in variables and constants, one row each.
 *
 * `life`: `compat` rows are gone from core profiles, `old` ones from 4.20 core and ES 3.00. A type with `[]` is an array that the
 * shader sizes, one with `[name]` has the size of that limit.
 *
 * @source OpenGL Shading Language 4.20 and 4.60 chapter 7, ES 1.00 to 3.20 chapter 7, and the extensions named
 */
import type { Gate, Language } from '../language.ts';
import type { ShaderLimits, ShaderStage } from '../options.ts';
import type { Precision } from '../types/type.ts';

/** One built-in variable. */
export type BuiltinVariable = {
  readonly name: string;
  readonly type: string;
  readonly storage: 'in' | 'out' | 'uniform';
  readonly stages: readonly ShaderStage[];
  readonly gate: Gate;
  readonly life: '' | 'compat' | 'old';
  readonly precision: Precision;
  /** Part of the block gl_PerVertex. */
  readonly perVertex: boolean;
  readonly patch: boolean;
};

type Row = readonly [stages: string, storage: 'in' | 'out' | 'uniform', type: string, name: string, gate: string, flags?: string];

/* prettier-ignore */
const rows: readonly Row[] = [
  // What comes out before the rasterizer.
  ['vge', 'out', 'vec4', 'gl_Position', '110 100', 'vertex highp'],
  ['vge', 'out', 'float', 'gl_PointSize', '110 100', 'vertex mediump'],
  ['vge', 'out', 'float[]', 'gl_ClipDistance', '130 0 EXT_clip_cull_distance ANGLE_clip_cull_distance', 'vertex'],
  ['vge', 'out', 'float[]', 'gl_CullDistance', '450 0 ARB_cull_distance EXT_clip_cull_distance ANGLE_clip_cull_distance', 'vertex'],
  ['vge', 'out', 'vec4', 'gl_ClipVertex', '110 0', 'compat vertex'],
  ['vge', 'out', 'vec4', 'gl_FrontColor', '110 0', 'compat vertex'],
  ['vge', 'out', 'vec4', 'gl_BackColor', '110 0', 'compat vertex'],
  ['vge', 'out', 'vec4', 'gl_FrontSecondaryColor', '110 0', 'compat vertex'],
  ['vge', 'out', 'vec4', 'gl_BackSecondaryColor', '110 0', 'compat vertex'],
  ['vge', 'out', 'vec4[]', 'gl_TexCoord', '110 0', 'compat vertex'],
  ['vge', 'out', 'float', 'gl_FogFragCoord', '110 0', 'compat vertex'],
  // Vertex.
  ['v', 'in', 'int', 'gl_VertexID', '130 300 EXT_gpu_shader4', 'highp'],
  ['v', 'in', 'int', 'gl_InstanceID', '140 300 EXT_gpu_shader4 ARB_draw_instanced', 'highp'],
  ['v', 'in', 'int', 'gl_InstanceIDARB', '0 0 ARB_draw_instanced'],
  ['v', 'in', 'int', 'gl_InstanceIDEXT', '0 0 EXT_draw_instanced'],
  ['v', 'in', 'int', 'gl_BaseVertexARB', '0 0 ARB_shader_draw_parameters'],
  ['v', 'in', 'int', 'gl_BaseInstanceARB', '0 0 ARB_shader_draw_parameters'],
  ['v', 'in', 'int', 'gl_DrawIDARB', '0 0 ARB_shader_draw_parameters'],
  ['v', 'in', 'int', 'gl_BaseVertex', '460 0'],
  ['v', 'in', 'int', 'gl_BaseInstance', '460 0'],
  ['v', 'in', 'int', 'gl_DrawID', '460 0'],
  // Draws of WebGL that are several are sent one by one.
  ['v', 'uniform', 'int', 'gl_DrawID', '0 0 ANGLE_multi_draw', 'highp'],
  ['v', 'in', 'vec4', 'gl_Vertex', '110 0', 'compat'],
  ['v', 'in', 'vec3', 'gl_Normal', '110 0', 'compat'],
  ['v', 'in', 'vec4', 'gl_Color', '110 0', 'compat'],
  ['v', 'in', 'vec4', 'gl_SecondaryColor', '110 0', 'compat'],
  ['v', 'in', 'vec4', 'gl_MultiTexCoord0', '110 0', 'compat'],
  ['v', 'in', 'vec4', 'gl_MultiTexCoord1', '110 0', 'compat'],
  ['v', 'in', 'vec4', 'gl_MultiTexCoord2', '110 0', 'compat'],
  ['v', 'in', 'vec4', 'gl_MultiTexCoord3', '110 0', 'compat'],
  ['v', 'in', 'vec4', 'gl_MultiTexCoord4', '110 0', 'compat'],
  ['v', 'in', 'vec4', 'gl_MultiTexCoord5', '110 0', 'compat'],
  ['v', 'in', 'vec4', 'gl_MultiTexCoord6', '110 0', 'compat'],
  ['v', 'in', 'vec4', 'gl_MultiTexCoord7', '110 0', 'compat'],
  ['v', 'in', 'float', 'gl_FogCoord', '110 0', 'compat'],
  ['v', 'out', 'int', 'gl_Layer', '0 0 AMD_vertex_shader_layer ARB_shader_viewport_layer_array'],
  ['v', 'out', 'int', 'gl_ViewportIndex', '0 0 AMD_vertex_shader_viewport_index ARB_shader_viewport_layer_array OES_viewport_array'],
  ['e', 'out', 'int', 'gl_Layer', '0 0 ARB_shader_viewport_layer_array'],
  ['e', 'out', 'int', 'gl_ViewportIndex', '0 0 ARB_shader_viewport_layer_array'],
  // Geometry.
  ['g', 'in', 'int', 'gl_PrimitiveIDIn', '150 320 EXT_geometry_shader OES_geometry_shader', 'highp'],
  ['g', 'in', 'int', 'gl_InvocationID', '400 320 ARB_gpu_shader5 EXT_geometry_shader OES_geometry_shader', 'highp'],
  ['g', 'out', 'int', 'gl_PrimitiveID', '150 320 EXT_geometry_shader OES_geometry_shader', 'highp'],
  ['g', 'out', 'int', 'gl_Layer', '150 320 EXT_geometry_shader OES_geometry_shader', 'highp'],
  ['g', 'out', 'int', 'gl_ViewportIndex', '410 0 ARB_viewport_array OES_viewport_array'],
  // Tessellation.
  ['ce', 'in', 'int', 'gl_PatchVerticesIn', '400 320 ARB_tessellation_shader EXT_tessellation_shader OES_tessellation_shader'],
  ['ce', 'in', 'int', 'gl_PrimitiveID', '400 320 ARB_tessellation_shader EXT_tessellation_shader OES_tessellation_shader'],
  ['c', 'in', 'int', 'gl_InvocationID', '400 320 ARB_tessellation_shader EXT_tessellation_shader OES_tessellation_shader'],
  ['c', 'out', 'float[4]', 'gl_TessLevelOuter', '400 320 ARB_tessellation_shader EXT_tessellation_shader OES_tessellation_shader', 'patch'],
  ['c', 'out', 'float[2]', 'gl_TessLevelInner', '400 320 ARB_tessellation_shader EXT_tessellation_shader OES_tessellation_shader', 'patch'],
  ['e', 'in', 'vec3', 'gl_TessCoord', '400 320 ARB_tessellation_shader EXT_tessellation_shader OES_tessellation_shader'],
  ['e', 'in', 'float[4]', 'gl_TessLevelOuter', '400 320 ARB_tessellation_shader EXT_tessellation_shader OES_tessellation_shader', 'patch'],
  ['e', 'in', 'float[2]', 'gl_TessLevelInner', '400 320 ARB_tessellation_shader EXT_tessellation_shader OES_tessellation_shader', 'patch'],
  // Fragment.
  ['f', 'in', 'vec4', 'gl_FragCoord', '110 100', 'mediump'],
  ['f', 'in', 'bool', 'gl_FrontFacing', '110 100'],
  ['f', 'in', 'vec2', 'gl_PointCoord', '120 100', 'mediump'],
  ['f', 'in', 'float[]', 'gl_ClipDistance', '130 0 EXT_clip_cull_distance ANGLE_clip_cull_distance'],
  ['f', 'in', 'float[]', 'gl_CullDistance', '450 0 ARB_cull_distance EXT_clip_cull_distance ANGLE_clip_cull_distance'],
  ['f', 'in', 'int', 'gl_PrimitiveID', '150 320 EXT_gpu_shader4 EXT_geometry_shader OES_geometry_shader', 'highp'],
  ['f', 'in', 'int', 'gl_Layer', '430 320 ARB_fragment_layer_viewport EXT_geometry_shader OES_geometry_shader', 'highp'],
  ['f', 'in', 'int', 'gl_ViewportIndex', '430 0 ARB_fragment_layer_viewport OES_viewport_array'],
  ['f', 'in', 'int', 'gl_SampleID', '400 320 ARB_sample_shading OES_sample_variables', 'lowp'],
  ['f', 'in', 'vec2', 'gl_SamplePosition', '400 320 ARB_sample_shading OES_sample_variables', 'mediump'],
  ['f', 'in', 'int[1]', 'gl_SampleMaskIn', '400 320 ARB_gpu_shader5 OES_sample_variables', 'highp'],
  ['f', 'in', 'bool', 'gl_HelperInvocation', '450 310 ARB_ES3_1_compatibility'],
  ['f', 'in', 'vec4', 'gl_Color', '110 0', 'compat'],
  ['f', 'in', 'vec4', 'gl_SecondaryColor', '110 0', 'compat'],
  ['f', 'in', 'vec4[]', 'gl_TexCoord', '110 0', 'compat'],
  ['f', 'in', 'float', 'gl_FogFragCoord', '110 0', 'compat'],
  ['f', 'out', 'vec4', 'gl_FragColor', '110 100', 'old mediump'],
  ['f', 'out', 'vec4[MaxDrawBuffers]', 'gl_FragData', '110 100', 'old mediump'],
  ['f', 'out', 'float', 'gl_FragDepth', '110 300', 'highp'],
  ['f', 'out', 'float', 'gl_FragDepthEXT', '0 0 EXT_frag_depth', 'mediump'],
  ['f', 'out', 'vec4', 'gl_SecondaryFragColorEXT', '0 0 EXT_blend_func_extended', 'old mediump'],
  ['f', 'out', 'vec4[MaxDualSourceDrawBuffers]', 'gl_SecondaryFragDataEXT', '0 0 EXT_blend_func_extended', 'old mediump'],
  ['f', 'out', 'int', 'gl_FragStencilRefARB', '0 0 ARB_shader_stencil_export'],
  ['f', 'out', 'int', 'gl_FragStencilRefAMD', '0 0 AMD_shader_stencil_export'],
  ['f', 'out', 'int[1]', 'gl_SampleMask', '400 320 ARB_sample_shading OES_sample_variables', 'highp'],
  ['f', 'uniform', 'int', 'gl_NumSamples', '400 320 ARB_sample_shading OES_sample_variables', 'lowp'],
  ['f', 'in', 'vec4[MaxDrawBuffers]', 'gl_LastFragData', '0 0 EXT_shader_framebuffer_fetch', 'old mediump'],
  // Compute.
  ['p', 'in', 'uvec3', 'gl_NumWorkGroups', '430 310 ARB_compute_shader'],
  ['p', 'in', 'uvec3', 'gl_WorkGroupID', '430 310 ARB_compute_shader'],
  ['p', 'in', 'uvec3', 'gl_LocalInvocationID', '430 310 ARB_compute_shader'],
  ['p', 'in', 'uvec3', 'gl_GlobalInvocationID', '430 310 ARB_compute_shader'],
  ['p', 'in', 'uint', 'gl_LocalInvocationIndex', '430 310 ARB_compute_shader'],
  // State.
  ['vcegfp', 'uniform', 'gl_DepthRangeParameters', 'gl_DepthRange', '110 100', 'highp'],
  ['vcegf', 'uniform', 'mat4', 'gl_ModelViewMatrix', '110 0', 'compat'],
  ['vcegf', 'uniform', 'mat4', 'gl_ProjectionMatrix', '110 0', 'compat'],
  ['vcegf', 'uniform', 'mat4', 'gl_ModelViewProjectionMatrix', '110 0', 'compat'],
  ['vcegf', 'uniform', 'mat4[MaxTextureCoords]', 'gl_TextureMatrix', '110 0', 'compat'],
  ['vcegf', 'uniform', 'mat3', 'gl_NormalMatrix', '110 0', 'compat'],
  ['vcegf', 'uniform', 'mat4', 'gl_ModelViewMatrixInverse', '110 0', 'compat'],
  ['vcegf', 'uniform', 'mat4', 'gl_ProjectionMatrixInverse', '110 0', 'compat'],
  ['vcegf', 'uniform', 'mat4', 'gl_ModelViewProjectionMatrixInverse', '110 0', 'compat'],
  ['vcegf', 'uniform', 'mat4[MaxTextureCoords]', 'gl_TextureMatrixInverse', '110 0', 'compat'],
  ['vcegf', 'uniform', 'mat4', 'gl_ModelViewMatrixTranspose', '110 0', 'compat'],
  ['vcegf', 'uniform', 'mat4', 'gl_ProjectionMatrixTranspose', '110 0', 'compat'],
  ['vcegf', 'uniform', 'mat4', 'gl_ModelViewProjectionMatrixTranspose', '110 0', 'compat'],
  ['vcegf', 'uniform', 'mat4[MaxTextureCoords]', 'gl_TextureMatrixTranspose', '110 0', 'compat'],
  ['vcegf', 'uniform', 'mat4', 'gl_ModelViewMatrixInverseTranspose', '110 0', 'compat'],
  ['vcegf', 'uniform', 'mat4', 'gl_ProjectionMatrixInverseTranspose', '110 0', 'compat'],
  ['vcegf', 'uniform', 'mat4', 'gl_ModelViewProjectionMatrixInverseTranspose', '110 0', 'compat'],
  ['vcegf', 'uniform', 'mat4[MaxTextureCoords]', 'gl_TextureMatrixInverseTranspose', '110 0', 'compat'],
  ['vcegf', 'uniform', 'float', 'gl_NormalScale', '110 0', 'compat'],
  ['vcegf', 'uniform', 'vec4[MaxClipPlanes]', 'gl_ClipPlane', '110 0', 'compat'],
  ['vcegf', 'uniform', 'gl_PointParameters', 'gl_Point', '110 0', 'compat'],
  ['vcegf', 'uniform', 'gl_MaterialParameters', 'gl_FrontMaterial', '110 0', 'compat'],
  ['vcegf', 'uniform', 'gl_MaterialParameters', 'gl_BackMaterial', '110 0', 'compat'],
  ['vcegf', 'uniform', 'gl_LightSourceParameters[MaxLights]', 'gl_LightSource', '110 0', 'compat'],
  ['vcegf', 'uniform', 'gl_LightModelParameters', 'gl_LightModel', '110 0', 'compat'],
  ['vcegf', 'uniform', 'gl_LightModelProducts', 'gl_FrontLightModelProduct', '110 0', 'compat'],
  ['vcegf', 'uniform', 'gl_LightModelProducts', 'gl_BackLightModelProduct', '110 0', 'compat'],
  ['vcegf', 'uniform', 'gl_LightProducts[MaxLights]', 'gl_FrontLightProduct', '110 0', 'compat'],
  ['vcegf', 'uniform', 'gl_LightProducts[MaxLights]', 'gl_BackLightProduct', '110 0', 'compat'],
  ['vcegf', 'uniform', 'vec4[MaxTextureUnits]', 'gl_TextureEnvColor', '110 0', 'compat'],
  ['vcegf', 'uniform', 'vec4[MaxTextureCoords]', 'gl_EyePlaneS', '110 0', 'compat'],
  ['vcegf', 'uniform', 'vec4[MaxTextureCoords]', 'gl_EyePlaneT', '110 0', 'compat'],
  ['vcegf', 'uniform', 'vec4[MaxTextureCoords]', 'gl_EyePlaneR', '110 0', 'compat'],
  ['vcegf', 'uniform', 'vec4[MaxTextureCoords]', 'gl_EyePlaneQ', '110 0', 'compat'],
  ['vcegf', 'uniform', 'vec4[MaxTextureCoords]', 'gl_ObjectPlaneS', '110 0', 'compat'],
  ['vcegf', 'uniform', 'vec4[MaxTextureCoords]', 'gl_ObjectPlaneT', '110 0', 'compat'],
  ['vcegf', 'uniform', 'vec4[MaxTextureCoords]', 'gl_ObjectPlaneR', '110 0', 'compat'],
  ['vcegf', 'uniform', 'vec4[MaxTextureCoords]', 'gl_ObjectPlaneQ', '110 0', 'compat'],
  ['vcegf', 'uniform', 'gl_FogParameters', 'gl_Fog', '110 0', 'compat'],
];

/* prettier-ignore */
/** Structures that built-in uniforms have: `type member` lists. */
export const builtinStructs: Readonly<Record<string, string>> = {
  gl_DepthRangeParameters: 'float near, float far, float diff',
  gl_PointParameters: 'float size, float sizeMin, float sizeMax, float fadeThresholdSize, float distanceConstantAttenuation, float distanceLinearAttenuation, float distanceQuadraticAttenuation',
  gl_MaterialParameters: 'vec4 emission, vec4 ambient, vec4 diffuse, vec4 specular, float shininess',
  gl_LightSourceParameters: 'vec4 ambient, vec4 diffuse, vec4 specular, vec4 position, vec4 halfVector, vec3 spotDirection, float spotExponent, float spotCutoff, float spotCosCutoff, float constantAttenuation, float linearAttenuation, float quadraticAttenuation',
  gl_LightModelParameters: 'vec4 ambient',
  gl_LightModelProducts: 'vec4 sceneColor',
  gl_LightProducts: 'vec4 ambient, vec4 diffuse, vec4 specular',
  gl_FogParameters: 'vec4 color, float density, float start, float end, float scale',
};

const stageLetters: Readonly<Record<string, ShaderStage>> = {
  v: 'vertex',
  c: 'tess-control',
  e: 'tess-eval',
  g: 'geometry',
  f: 'fragment',
  p: 'compute',
};

/** A gate from `GLSL ES EXTENSION ...`. */
export const readGate = (text: string): Gate => {
  const [glsl, es, ...extensions] = text.split(' ');
  return { glsl: Number(glsl), es: Number(es), extensions };
};

/** All built-in variables. */
export const builtinVariables: readonly BuiltinVariable[] = rows.map(([stages, storage, type, name, gateText, flags = '']) => {
  const words = flags.split(' ');
  return {
    name,
    type,
    storage,
    stages: [...stages].map((letter) => stageLetters[letter] as ShaderStage),
    gate: readGate(gateText),
    life: words.includes('compat') ? 'compat' : words.includes('old') ? 'old' : '',
    precision: words.includes('highp') ? 'highp' : words.includes('mediump') ? 'mediump' : words.includes('lowp') ? 'lowp' : '',
    perVertex: words.includes('vertex'),
    patch: words.includes('patch'),
  };
});

/** Whether a language still has something that is `compat` or `old`. */
export const lives = (language: Language, life: BuiltinVariable['life']): boolean => {
  if (life === '') return true;
  if (language.es) return life === 'old' && language.version < 300;
  if (language.enabled.has('ARB_compatibility')) return true;
  return life === 'compat' ? !language.core : !language.core || language.version < 420;
};

type ConstantRow = readonly [gate: string, names: string, life?: 'compat'];

/* prettier-ignore */
const constantRows: readonly ConstantRow[] = [
  ['110 0', 'MaxLights MaxClipPlanes MaxTextureUnits MaxTextureCoords MaxVaryingFloats', 'compat'],
  ['110 0', 'MaxVertexUniformComponents MaxFragmentUniformComponents'],
  ['110 100', 'MaxVertexAttribs MaxVertexTextureImageUnits MaxCombinedTextureImageUnits MaxTextureImageUnits MaxDrawBuffers'],
  ['410 100', 'MaxVertexUniformVectors MaxFragmentUniformVectors'],
  ['130 0', 'MaxClipDistances MaxVaryingComponents'],
  ['0 0 EXT_clip_cull_distance ANGLE_clip_cull_distance', 'MaxClipDistances MaxCullDistances MaxCombinedClipAndCullDistances'],
  ['450 0 ARB_cull_distance', 'MaxCullDistances MaxCombinedClipAndCullDistances'],
  ['130 300', 'MinProgramTexelOffset MaxProgramTexelOffset'],
  ['0 300', 'MaxVertexOutputVectors MaxFragmentInputVectors'],
  ['0 0 EXT_blend_func_extended', 'MaxDualSourceDrawBuffersEXT'],
  ['150 320 EXT_geometry_shader OES_geometry_shader', 'MaxGeometryInputComponents MaxGeometryOutputComponents MaxGeometryTextureImageUnits MaxGeometryOutputVertices MaxGeometryTotalOutputComponents MaxGeometryUniformComponents'],
  ['150 0', 'MaxGeometryVaryingComponents MaxVertexOutputComponents MaxFragmentInputComponents'],
  ['400 320 ARB_tessellation_shader EXT_tessellation_shader OES_tessellation_shader', 'MaxTessControlInputComponents MaxTessControlOutputComponents MaxTessControlTextureImageUnits MaxTessControlUniformComponents MaxTessControlTotalOutputComponents MaxTessEvaluationInputComponents MaxTessEvaluationOutputComponents MaxTessEvaluationTextureImageUnits MaxTessEvaluationUniformComponents MaxTessPatchComponents MaxPatchVertices MaxTessGenLevel'],
  ['410 0 ARB_viewport_array OES_viewport_array', 'MaxViewports'],
  ['420 310 ARB_shader_image_load_store', 'MaxImageUnits MaxVertexImageUniforms MaxFragmentImageUniforms MaxCombinedImageUniforms'],
  ['420 0 ARB_shader_image_load_store', 'MaxCombinedImageUnitsAndFragmentOutputs MaxImageSamples MaxTessControlImageUniforms MaxTessEvaluationImageUniforms MaxGeometryImageUniforms'],
  ['430 310 ARB_ES3_1_compatibility', 'MaxCombinedShaderOutputResources'],
  ['420 310 ARB_shader_atomic_counters', 'MaxVertexAtomicCounters MaxFragmentAtomicCounters MaxCombinedAtomicCounters MaxAtomicCounterBindings MaxVertexAtomicCounterBuffers MaxFragmentAtomicCounterBuffers MaxCombinedAtomicCounterBuffers MaxAtomicCounterBufferSize'],
  ['420 320 ARB_shader_atomic_counters', 'MaxTessControlAtomicCounters MaxTessEvaluationAtomicCounters MaxGeometryAtomicCounters MaxTessControlAtomicCounterBuffers MaxTessEvaluationAtomicCounterBuffers MaxGeometryAtomicCounterBuffers'],
  ['430 310 ARB_compute_shader', 'MaxComputeUniformComponents MaxComputeTextureImageUnits MaxComputeImageUniforms MaxComputeAtomicCounters MaxComputeAtomicCounterBuffers'],
  ['440 0 ARB_enhanced_layouts', 'MaxTransformFeedbackBuffers MaxTransformFeedbackInterleavedComponents'],
  ['410 100', 'MaxVaryingVectors'],
  ['450 320 OES_sample_variables ARB_ES3_1_compatibility', 'MaxSamples'],
];

/** A built-in constant: an int of a limit's value, or one of the vectors of compute shaders. */
export const builtinConstant = (language: Language, name: string): readonly number[] | null => {
  if (!name.startsWith('gl_M')) return null;
  const bare = name.slice(3);
  const compute = /^MaxComputeWorkGroup(Count|Size)$/.exec(bare);
  const limit = (key: string): number => language.limits[key.replace(/EXT$/, '') as keyof ShaderLimits] ?? 0;
  if (compute !== null) return language.has('compute') ? ['X', 'Y', 'Z'].map((axis) => limit(bare + axis)) : null;
  for (const [gate, names, life] of constantRows) {
    if (!names.split(' ').includes(bare) || !language.open(readGate(gate))) continue;
    if (life === 'compat' && !lives(language, 'compat')) continue;
    // ES 3.00 counts what 1.00 had as varyings otherwise.
    if (bare === 'MaxVaryingVectors' && language.es && language.version >= 300 && language.web) continue;
    return [limit(bare)];
  }
  return null;
};
