/**
 * A parsed and validated TGSI shader.
 *
 * A module is immutable plain data: declarations per file, immediates as bits, a flat list of instructions whose structure
 * (IF/LOOP/SWITCH/SUB) has been checked, and `info`, a summary of what the shader uses. A module that `parseTgsi` returned is
 * valid: every register named exists, every nesting closes, every opcode has the operands it needs. Writers rely on that.
 */
import type { Instruction } from './instruction.ts';
import type {
  ImmediateType,
  Interpolation,
  InterpolationLocation,
  MemoryKind,
  ReturnType,
  Semantic,
  Stage,
  TextureTarget,
} from './types.ts';

/** One DCL of an input, output or system value: a range of registers with one meaning. */
export type IoDecl = {
  /** First register index of the range. */
  readonly first: number;
  /** Last register index of the range, inclusive. */
  readonly last: number;
  readonly semantic: Semantic;
  /** Semantic index of register `first`; register `first + i` has `semanticIndex + i`. */
  readonly semanticIndex: number;
  /** Components that may be touched, x = 1, y = 2, z = 4, w = 8. */
  readonly usageMask: number;
  /** ARRAY(n), 0 when the range is not addressed as an array. */
  readonly arrayId: number;
  /** Null where the text has none: vertex inputs, most outputs, system values. */
  readonly interpolation: Interpolation | null;
  readonly location: InterpolationLocation;
  readonly invariant: boolean;
  /** Geometry stream of each component. */
  readonly streams: readonly [number, number, number, number];
  /** Inputs of tessellation shaders: the array of varyings that the range is in, by the semantic index of its first element. */
  readonly array?: { readonly index: number; readonly size: number };
};

/** DCL TEMP or ADDR: a range, an array when `arrayId` is not 0. */
export type RegisterDecl = { readonly first: number; readonly last: number; readonly arrayId: number };

/** What is known of a sampler view from its declaration and its uses. */
export type SamplerView = {
  readonly unit: number;
  /** As the instructions sample it; the declaration's where nothing samples it. */
  readonly target: TextureTarget;
  readonly kind: 'float' | 'int' | 'uint';
  /** Whether the instructions compare. */
  readonly shadow: boolean;
};

/** One constant buffer. */
export type ConstBuffer = {
  /** Slot; 0 is the default one (plain uniforms). */
  readonly slot: number;
  /** Declared size in vec4s of 16 bytes: the smallest buffer range that may be bound. */
  readonly size: number;
  /** Whether registers in it are addressed by a variable. */
  readonly indirect: boolean;
};

/** DCL IMAGE. */
export type ImageDecl = {
  readonly index: number;
  readonly target: TextureTarget;
  /** Lower-case format name as Mesa prints it, `PIPE_FORMAT_R32_UINT` style; '' when absent. */
  readonly format: string;
  readonly writable: boolean;
  readonly raw: boolean;
};

/** DCL BUFFER (a shader storage buffer). */
export type BufferDecl = { readonly index: number; readonly atomic: boolean };

/** DCL HWATOMIC. */
export type AtomicDecl = { readonly buffer: number; readonly first: number; readonly last: number; readonly arrayId: number };

/** DCL SVIEW as written. */
export type SviewDecl = { readonly unit: number; readonly target: TextureTarget; readonly returns: ReturnType };

/** IMM: four words of bits, and how they were written. */
export type Immediate = { readonly type: ImmediateType; readonly bits: Uint32Array };

/** What a geometry shader takes and makes; primitives have Gallium's numbers, which are GL's. */
export type GeometryInfo = {
  /** POINTS, LINES, TRIANGLES, LINES_ADJACENCY or TRIANGLES_ADJACENCY. */
  readonly inputPrimitive: number;
  /** Vertices of the input primitive: the size of the first dimension of inputs. */
  readonly inputVertices: number;
  /** POINTS, LINE_STRIP or TRIANGLE_STRIP. */
  readonly outputPrimitive: number;
  /** Vertices one invocation may emit, all streams together. */
  readonly maxVertices: number;
  /** Invocations for each input primitive. */
  readonly invocations: number;
};

/** What a tessellation evaluation shader asks of the tessellator. */
export type TessEvalInfo = {
  /** LINES (isolines), TRIANGLES or QUADS, as Gallium's number. */
  readonly primitive: number;
  readonly spacing: 'fractional_odd' | 'fractional_even' | 'equal';
  readonly clockwise: boolean;
  readonly pointMode: boolean;
};

/** Summary of a module: what the renderer needs for linking, binding and choosing a variant. */
export type ModuleInfo = {
  readonly stage: Stage;
  readonly inputs: readonly IoDecl[];
  readonly outputs: readonly IoDecl[];
  readonly systemValues: readonly IoDecl[];
  /** Bit per sampler unit that is declared (units 0 to 31). */
  readonly samplerMask: number;
  readonly samplerViews: readonly SamplerView[];
  readonly constBuffers: readonly ConstBuffer[];
  /** Size in vec4s of constant slot 0, 0 when unused. */
  readonly const0Size: number;
  readonly images: readonly ImageDecl[];
  readonly buffers: readonly BufferDecl[];
  readonly atomics: readonly AtomicDecl[];
  readonly memory: readonly MemoryKind[];
  /** Highest image index that the shader can reach, plus one. */
  readonly imageSlots: number;
  /** Highest storage buffer slot that the shader can reach, plus one. */
  readonly storageSlots: number;
  /** Whether it stores to images or storage buffers, or changes atomic counters. */
  readonly writesMemory: boolean;
  /** Compute: threads of a work group; null in other stages and where each dispatch says it. */
  readonly workgroup: readonly [number, number, number] | null;
  readonly usesKill: boolean;
  readonly usesInstanceId: boolean;
  readonly usesVertexId: boolean;
  readonly usesBaseVertex: boolean;
  readonly usesBaseInstance: boolean;
  readonly usesDrawId: boolean;
  readonly usesDerivatives: boolean;
  readonly uses64bit: boolean;
  /** Whether any opcode treats bits as integers. */
  readonly usesIntegers: boolean;
  readonly usesFramebufferFetch: boolean;
  /**
   * Fragment: advanced blend equations that the shader allows, bit m = mode m of `advancedBlendModes`; 0 where it reads the
   * framebuffer, since it then blends by itself.
   */
  readonly advancedBlend: number;
  /** Fragment: writes POSITION.z, STENCIL.y, SAMPLEMASK.x. */
  readonly writesDepth: boolean;
  readonly writesStencil: boolean;
  readonly writesSampleMask: boolean;
  /** Fragment: bit i = COLOR[i] is declared as an output. */
  readonly colorOutputs: number;
  /** Fragment: PROPERTY FS_COLOR0_WRITES_ALL_CBUFS. */
  readonly writesAllColors: boolean;
  /** Whether sampling per sample is implied (SAMPLEID or SAMPLEPOS is read, or an input is SAMPLE). */
  readonly perSample: boolean;
  /** Before the rasterizer: clip and cull distances written (scalars). */
  readonly clipDistances: number;
  readonly cullDistances: number;
  readonly writesClipVertex: boolean;
  readonly writesPointSize: boolean;
  readonly writesEdgeFlag: boolean;
  /** Vertex shaders: the input that is passed on as edge flag, -1 for none. GLSL cannot write edge flags, only GL can pass them on. */
  readonly edgeFlagInput: number;
  readonly writesLayer: boolean;
  readonly writesViewportIndex: boolean;
  readonly writesPosition: boolean;
  /** Of geometry shaders alone. */
  readonly geometry?: GeometryInfo;
  /** Of tessellation control shaders alone: vertices of the patch it makes. */
  readonly patchVertices?: number;
  /** Of tessellation evaluation shaders alone. */
  readonly tessEval?: TessEvalInfo;
  /** PROPERTY VS_PROHIBIT_UCPS. */
  readonly prohibitsUserClipPlanes: boolean;
  /** PROPERTY VS_WINDOW_SPACE_POSITION. */
  readonly windowSpacePosition: boolean;
  readonly readsFace: boolean;
  readonly readsPosition: boolean;
  readonly readsPointCoord: boolean;
  readonly readsPrimitiveId: boolean;
  readonly earlyDepthTest: boolean;
  readonly postDepthCoverage: boolean;
  /** PROPERTY FS_COORD_ORIGIN; Gallium's upper left is the first row in memory. */
  readonly coordOrigin: 'UPPER_LEFT' | 'LOWER_LEFT';
  readonly pixelCenter: 'HALF_INTEGER' | 'INTEGER';
  readonly separable: boolean;
  /** All properties as numbers (enumerated ones as their index). */
  readonly properties: ReadonlyMap<string, number>;
  readonly instructionCount: number;
  readonly textLength: number;
};

/** A valid TGSI shader. */
export type TgsiModule = {
  readonly stage: Stage;
  readonly temps: readonly RegisterDecl[];
  /** Number of ADDR registers. */
  readonly addressCount: number;
  readonly sviews: readonly SviewDecl[];
  readonly immediates: readonly Immediate[];
  readonly instructions: readonly Instruction[];
  readonly info: ModuleInfo;
};
