export { parseTgsi, type ParseResult } from './front/tgsi/parse.ts';
export { writeGlsl } from './back/glsl/write.ts';
export {
  type GlslDialect,
  type GlslFeature,
  type GlslFeatures,
  describeFeature,
  extensionsOf,
  glslFeatureNames,
  glslFeatures,
  inLanguage,
  isEssl,
} from './back/glsl/features.ts';
export type {
  GlslAtomicBuffer,
  GlslAttribute,
  GlslFragmentOutput,
  GlslImage,
  GlslOptions,
  GlslResult,
  GlslSampler,
  GlslShader,
  GlslStorageBlock,
  GlslPlainConstants,
  GlslUniformBlock,
  StreamOutput,
} from './back/glsl/options.ts';
export { gridUniformName } from './back/glsl/compute.ts';
export { SystemBlock, systemBlockName, systemUniforms } from './back/glsl/system-block.ts';
export { varyingName } from './back/glsl/names.ts';
export type {
  AtomicDecl,
  BufferDecl,
  ConstBuffer,
  GeometryInfo,
  ImageDecl,
  Immediate,
  IoDecl,
  ModuleInfo,
  RegisterDecl,
  SamplerView,
  SviewDecl,
  TessEvalInfo,
  TgsiModule,
} from './ir/module.ts';
export type { Destination, Index, Indirect, Instruction, Register, Source, TexelOffset } from './ir/instruction.ts';
export { type OpcodeClass, type OpcodeInfo, type OpcodeName, type ValueType, opcodes } from './ir/opcodes.ts';
export type {
  File,
  ImmediateType,
  Interpolation,
  InterpolationLocation,
  MemoryKind,
  MemoryQualifier,
  ReturnType,
  Semantic,
  Stage,
  TextureTarget,
} from './ir/types.ts';
export { limits } from './limits.ts';
export {
  type Base,
  type CompileOptions,
  type CompileResult,
  compileShader,
  defaultLimits,
  type LinkedAttribute,
  type LinkedBlock,
  type LinkedFeedback,
  type LinkedMember,
  type LinkedOutput,
  type LinkedProgram,
  type LinkedStage,
  type LinkedUniform,
  type LinkOptions,
  linkProgram,
  type LinkResult,
  type PerStage,
  type Precision,
  shaderExtensions,
  type ShaderLimits,
  type ShaderStage,
  shaderStages,
  type StreamOutputEntry,
  type Type,
  type Unit,
} from './glsl/index.ts';
