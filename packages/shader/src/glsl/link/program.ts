/** What linking gives: text for each stage, and everything that an API must know of the program. */
import type { ShaderStage } from '../options.ts';
import type { Type } from '../types/type.ts';

/** A number for each stage that uses something; stages that do not are missing. */
export type PerStage = { readonly [stage in ShaderStage]?: number };

/** One active uniform outside of blocks, or an array of basic type. */
export type LinkedUniform = {
  /** As the API says it: `light[0].color`, `weights[0]` for arrays. */
  readonly name: string;
  /** Of one element. */
  readonly type: Type;
  /** Elements, 1 where it is no array. */
  readonly size: number;
  readonly isArray: boolean;
  /** Of the first element; -1 for built-in uniforms and counters. */
  readonly location: number;
  /** Numbers: first vec4 in constant buffer 0 of each stage; an element takes `slotsPerElement` of them. */
  readonly constants: PerStage;
  readonly slotsPerElement: number;
  /** Samplers and images: first slot in each stage. */
  readonly slots: PerStage;
  /** Unit of `layout(binding)`, that of an array's first element; -1 for numbers, and where none is said: then all elements are at unit 0. */
  readonly binding: number;
  /** Value at the start: scalars in order, or null for zeros. */
  readonly initial: readonly number[] | null;
  /** Predefined state such as gl_ModelViewMatrix, which the driver fills. */
  readonly builtin: boolean;
  /** Images: the format and what is done. */
  readonly image: { readonly format: string; readonly readonly: boolean; readonly writeonly: boolean } | null;
  /** Counters: buffer and offset in bytes. */
  readonly counter: { readonly buffer: number; readonly offset: number } | null;
  /** Stages, as a mask of bits in pipeline order. */
  readonly stages: number;
};

/** A member of a block. */
export type LinkedMember = {
  readonly name: string;
  readonly type: Type;
  readonly size: number;
  readonly isArray: boolean;
  readonly offset: number;
  readonly arrayStride: number;
  readonly matrixStride: number;
  readonly rowMajor: boolean;
  /** Storage: size and stride of the outermost array. */
  readonly topLevelSize: number;
  readonly topLevelStride: number;
};

/** A uniform or storage block; arrays of blocks are one entry for each element. */
export type LinkedBlock = {
  readonly name: string;
  readonly binding: number;
  /** Bytes that must be bound at least. */
  readonly size: number;
  readonly members: readonly LinkedMember[];
  /** Uniform blocks: constant buffer (CONST[slot]); storage: BUFFER[slot]. */
  readonly slots: PerStage;
  readonly writes: boolean;
  readonly stages: number;
};

/** A vertex attribute. */
export type LinkedAttribute = {
  readonly name: string;
  readonly type: Type;
  readonly size: number;
  /** -1 for gl_VertexID and its like. */
  readonly location: number;
  /** First component of `layout(component)`. */
  readonly component: number;
  /** First IN register of the vertex shader. */
  readonly register: number;
  /** Registers, one for each vec4 (matrices and arrays take several). */
  readonly registers: number;
};

/** An output of the fragment shader. */
export type LinkedOutput = {
  readonly name: string;
  readonly type: Type;
  readonly size: number;
  readonly location: number;
  readonly index: number;
  readonly component: number;
};

/** Something that transform feedback captures. */
export type LinkedFeedback = {
  readonly name: string;
  readonly type: Type;
  readonly size: number;
};

/** Transform feedback as Gallium's stream output: where each captured run of components comes from and goes. */
export type StreamOutputEntry = {
  /** OUT register of the last stage before the rasterizer. */
  readonly register: number;
  readonly startComponent: number;
  readonly components: number;
  readonly buffer: number;
  /** In words. */
  readonly offset: number;
  readonly stream: number;
};

/** The code of one stage. */
export type LinkedStage = {
  readonly tgsi: string;
  /** vec4s of constant buffer 0. */
  readonly constants: number;
  /** Samplers, images, storage blocks, uniform blocks that it uses: one more than the highest slot. */
  readonly samplers: number;
  readonly images: number;
  readonly storage: number;
  readonly uniformBlocks: number;
  /** Atomic counter buffers by binding. */
  readonly counterBuffers: readonly number[];
  readonly sharedBytes: number;
};

/** A linked program. */
export type LinkedProgram = {
  readonly stages: { readonly [stage in ShaderStage]?: LinkedStage };
  readonly streamOutput: { readonly entries: readonly StreamOutputEntry[]; readonly strides: readonly number[] };
  readonly feedback: readonly LinkedFeedback[];
  readonly attributes: readonly LinkedAttribute[];
  readonly uniforms: readonly LinkedUniform[];
  readonly uniformBlocks: readonly LinkedBlock[];
  readonly storageBlocks: readonly LinkedBlock[];
  readonly outputs: readonly LinkedOutput[];
  /** Bytes of each atomic counter buffer. */
  readonly counterBuffers: readonly { readonly binding: number; readonly size: number; readonly stages: number }[];
  readonly subroutines: readonly {
    readonly stage: ShaderStage;
    readonly uniforms: readonly {
      readonly name: string;
      readonly location: number;
      readonly size: number;
      readonly constant: number;
      readonly compatible: readonly number[];
    }[];
    readonly functions: readonly string[];
  }[];
  readonly workgroup: readonly [number, number, number] | null;
  readonly geometry: {
    readonly inputPrimitive: string;
    readonly outputPrimitive: string;
    readonly maxVertices: number;
    readonly invocations: number;
  } | null;
  readonly tessellation: {
    readonly vertices: number;
    readonly primitive: string;
    readonly spacing: string;
    readonly order: string;
    readonly pointMode: boolean;
  } | null;
  readonly writesPointSize: boolean;
  readonly usesDiscard: boolean;
  readonly clipDistances: number;
};
