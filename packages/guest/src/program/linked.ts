/*
 * A linked program, as the driver needs it: what goes to the host for each stage, and where the values that the API sets go.
 *
 * The compiler of `@virglass/shader` makes it (`compiler.ts` translates); tests write it by hand.
 */

/** A sampler of a stage. */
export interface StageSampler {
  /** SAMP[slot] and SVIEW[slot]. */
  readonly slot: number;
  /** Index of the uniform in `LinkedProgram.uniforms`, and the element of it. */
  readonly uniform: number;
  readonly element: number;
}

/** Stream output of the last stage before rasterization. */
export interface StreamOutput {
  /** Words of a vertex in each buffer. */
  readonly stride: readonly [number, number, number, number];
  readonly outputs: readonly {
    readonly registerIndex: number;
    readonly startComponent: number;
    readonly numComponents: number;
    readonly buffer: number;
    /** In words. */
    readonly dstOffset: number;
    readonly stream: number;
  }[];
}

/** One stage. */
export interface LinkedStage {
  /** `PipeShader`. */
  readonly stage: number;
  readonly tgsi: string;
  /** Upper bound of TGSI tokens, for hosts that allocate by it. */
  readonly tokens: number;
  readonly streamOutput: StreamOutput | null;
  /** Words of CONST[0], a multiple of 4. */
  readonly constantWords: number;
  readonly samplers: readonly StageSampler[];
  /** CONST[slot] is block `block` of `LinkedProgram.uniformBlocks`. */
  readonly uniformBlocks: readonly { readonly slot: number; readonly block: number }[];
}

/** A uniform variable or, for structures, one of their members. */
export interface LinkedUniform {
  /** As `getActiveUniform` names it: arrays end with `[0]`. */
  readonly name: string;
  /** GL type, such as FLOAT_VEC4. */
  readonly type: number;
  /** Elements; 1 for what is no array. */
  readonly size: number;
  /** Location of the first element; -1 in blocks. */
  readonly location: number;
  /** Index in `uniformBlocks`; -1 in the default block. */
  readonly block: number;
  /** Bytes in the block; -1 in the default block, as the following. */
  readonly offset: number;
  readonly arrayStride: number;
  readonly matrixStride: number;
  readonly rowMajor: boolean;
  /** In the default block: first vec4 of CONST[0] of each stage that has it; an element or a matrix column takes a vec4. */
  readonly perStage: readonly { readonly stage: number; readonly slot: number }[];
}

/** A uniform block. */
export interface LinkedBlock {
  readonly name: string;
  /** From the text; 0 unless said. */
  readonly binding: number;
  /** Bytes. */
  readonly dataSize: number;
  /** Indices of its members in `uniforms`. */
  readonly uniforms: readonly number[];
  /** Stages (`PipeShader`) that use it. */
  readonly stages: readonly number[];
}

/** A vertex attribute. */
export interface LinkedAttribute {
  readonly name: string;
  /** GL type. */
  readonly type: number;
  readonly size: number;
  readonly location: number;
  /** IN[input] of the vertex shader; a matrix takes one for each column. -1: built in. */
  readonly input: number;
}

/** A varying that transform feedback captures. */
export interface LinkedVarying {
  readonly name: string;
  readonly type: number;
  readonly size: number;
}

/** A fragment shader's output. */
export interface LinkedOutput {
  readonly name: string;
  readonly location: number;
  /** What it writes: 'none' for what is declared and never written. */
  readonly kind: 'float' | 'int' | 'uint';
}

/** See above. */
export interface LinkedProgram {
  /** The vertex shader says how large points are; else they are one pixel. */
  readonly writesPointSize: boolean;
  readonly stages: readonly LinkedStage[];
  readonly attributes: readonly LinkedAttribute[];
  readonly uniforms: readonly LinkedUniform[];
  /** State that shaders read by name, such as gl_DepthRange.near: in constants, and no uniforms to the program. */
  readonly builtins: readonly LinkedUniform[];
  readonly uniformBlocks: readonly LinkedBlock[];
  readonly feedbackVaryings: readonly LinkedVarying[];
  readonly fragmentOutputs: readonly LinkedOutput[];
}

/** What a shader text became: something that the same compiler can link. */
export interface CompiledShader {
  readonly ok: boolean;
  readonly log: string;
  readonly unit: unknown;
}

/** What a program's parts became. */
export interface LinkResult {
  readonly ok: boolean;
  readonly log: string;
  readonly program: LinkedProgram | null;
}

/** What is said to the linker. */
export interface LinkRequest {
  readonly attributeBindings: ReadonlyMap<string, number>;
  readonly feedback: { readonly varyings: readonly string[]; readonly separate: boolean } | null;
}

/** A compiler of shader texts. */
export interface ShaderCompiler {
  /** @param stage - `PipeShader` */
  compile(stage: number, source: string): CompiledShader;
  link(units: readonly unknown[], request: LinkRequest): LinkResult;
}
