/** The GLSL compiler: what others use of it. */
export { compileShader, type CompileResult } from './compile.ts';
export { shaderExtensions } from './language.ts';
export { linkProgram, type LinkOptions, type LinkResult } from './link/link.ts';
export type {
  LinkedAttribute,
  LinkedBlock,
  LinkedFeedback,
  LinkedMember,
  LinkedOutput,
  LinkedProgram,
  LinkedStage,
  LinkedUniform,
  PerStage,
  StreamOutputEntry,
} from './link/program.ts';
export { type CompileOptions, defaultLimits, type ShaderLimits, type ShaderStage, shaderStages } from './options.ts';
export type { Unit } from './syntax/tree.ts';
export type { Base, Precision, Type } from './types/type.ts';
