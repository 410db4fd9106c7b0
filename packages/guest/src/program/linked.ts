/*
 * A linked program, as the driver needs it: what goes to the host for each stage, and where the values that the API sets go.
 *
 * The compiler of `@virglass/shader` makes it (`compiler.ts` translates); tests write it by hand.
 */

/** A sampler or image of a stage. */
export interface StageSampler {
  /** SAMP[slot] and SVIEW[slot], or IMAGE[slot]. */
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
  readonly uniformBlocks: readonly StageBlock[];
  /** IMAGE[slot], in the order of slots. */
  readonly images: readonly StageSampler[];
  /** BUFFER[slot] is block `block` of `LinkedProgram.storageBlocks`. */
  readonly storageBlocks: readonly StageBlock[];
  /** Bindings of the atomic counter buffers that it uses. */
  readonly counterBuffers: readonly number[];
  /** Compute: bytes that a group shares. */
  readonly sharedBytes: number;
}

/** A block of a stage. */
export interface StageBlock {
  readonly slot: number;
  readonly block: number;
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
  /** In the default block: first vec4 of CONST[0] of each stage that has it; an element takes as many as its type's `slots`. */
  readonly perStage: readonly { readonly stage: number; readonly slot: number }[];
  /** Samplers and images: the unit of `layout(binding)` of the first element; -1 for others, and where none is said: all are at unit 0. */
  readonly binding: number;
  /** Value at the start: scalars in order, or null for zeros. */
  readonly initial: readonly number[] | null;
  /** Images: `format` of the text, '' for none, and what is done to it. */
  readonly image: { readonly format: string; readonly readonly: boolean; readonly writeonly: boolean } | null;
  /** Atomic counters: index in `LinkedProgram.counterBuffers`, or -1; `offset` is where it lies. */
  readonly counterBuffer: number;
  /** Stages (`PipeShader`) that use it; of members of blocks, those that use the block. */
  readonly stages: readonly number[];
}

/** A member of a storage block. */
export interface LinkedVariable {
  readonly name: string;
  readonly type: number;
  /** 0 for what is sized by the buffer. */
  readonly size: number;
  /** Index in `storageBlocks`. */
  readonly block: number;
  readonly offset: number;
  readonly arrayStride: number;
  readonly matrixStride: number;
  readonly rowMajor: boolean;
  readonly topLevelSize: number;
  readonly topLevelStride: number;
  readonly stages: readonly number[];
}

/** A uniform or storage block. */
export interface LinkedBlock {
  readonly name: string;
  /** From the text; 0 unless said. */
  readonly binding: number;
  /** Bytes. */
  readonly dataSize: number;
  /** Indices of its members in `uniforms`, or in `bufferVariables`. */
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
  /** First component of its location; 0 unless said. */
  readonly component?: number;
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
  /** 1: the second source of blending. */
  readonly index: number;
  /** GL type. */
  readonly type: number;
}

/** An atomic counter buffer. */
export interface LinkedCounterBuffer {
  readonly binding: number;
  /** Bytes. */
  readonly size: number;
  /** Indices of its counters in `uniforms`. */
  readonly uniforms: readonly number[];
  readonly stages: readonly number[];
}

/** Subroutines of a stage. */
export interface LinkedSubroutines {
  /** `PipeShader`. */
  readonly stage: number;
  readonly uniforms: readonly LinkedSubroutineUniform[];
  /** Names of the functions, by index. */
  readonly functions: readonly string[];
}

/** A subroutine uniform. */
export interface LinkedSubroutineUniform {
  readonly name: string;
  readonly location: number;
  /** Elements; 1 for what is no array. */
  readonly size: number;
  /** First vec4 of CONST[0] that the chosen functions' numbers go to; -1: nobody reads it. */
  readonly constant: number;
  /** Indices of functions that it may be. */
  readonly compatible: readonly number[];
}

/** An input or output at the ends of a program, which is what a separable one shows. */
export interface LinkedEnd {
  readonly name: string;
  readonly type: number;
  readonly size: number;
  readonly location: number;
  readonly index: number;
  readonly component: number;
  readonly patch: boolean;
  readonly stages: readonly number[];
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
  readonly storageBlocks: readonly LinkedBlock[];
  /** Members of storage blocks. */
  readonly bufferVariables: readonly LinkedVariable[];
  readonly counterBuffers: readonly LinkedCounterBuffer[];
  readonly subroutines: readonly LinkedSubroutines[];
  /** Fragment outputs as they were declared: arrays are one. */
  readonly outputs: readonly LinkedEnd[];
  /** Invocations of a compute shader's group; null without one. */
  readonly workgroup: readonly [number, number, number] | null;
  readonly geometry: LinkedGeometry | null;
  readonly tessellation: LinkedTessellation | null;
}

/** What a geometry shader says of itself. */
export interface LinkedGeometry {
  /** POINTS, LINES, LINES_ADJACENCY, TRIANGLES or TRIANGLES_ADJACENCY. */
  readonly inputPrimitive: number;
  /** POINTS, LINE_STRIP or TRIANGLE_STRIP. */
  readonly outputPrimitive: number;
  readonly maxVertices: number;
  readonly invocations: number;
}

/** What tessellation shaders say of themselves. */
export interface LinkedTessellation {
  /** Vertices of an output patch; 0 without a control shader. */
  readonly vertices: number;
  /** TRIANGLES, QUADS or ISOLINES. */
  readonly mode: number;
  /** EQUAL, FRACTIONAL_EVEN or FRACTIONAL_ODD. */
  readonly spacing: number;
  /** CCW or CW. */
  readonly order: number;
  readonly pointMode: boolean;
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
  /** Locations and indices that the API bound to fragment outputs. */
  readonly outputBindings?: ReadonlyMap<string, readonly [location: number, index: number]>;
  readonly separable?: boolean;
}

/** A compiler of shader texts. */
export interface ShaderCompiler {
  /** @param stage - `PipeShader` */
  compile(stage: number, source: string): CompiledShader;
  link(units: readonly unknown[], request: LinkRequest): LinkResult;
}
