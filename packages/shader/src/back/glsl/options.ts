/** What a GLSL variant depends on, and what comes out with the text. */
import type { IoDecl } from '../../ir/module.ts';
import type { Stage, TextureTarget } from '../../ir/types.ts';
import type { GlslDialect, GlslFeatures } from './features.ts';

/** One captured range of an output register. */
export type StreamOutput = {
  /** OUT register. */
  readonly register: number;
  /** First component, 0 to 3. */
  readonly startComponent: number;
  /** Components, 1 to 4. */
  readonly count: number;
  /** Feedback buffer, 0 to 3. */
  readonly buffer: number;
  /** Place in the buffer's vertex record, in 32-bit words. */
  readonly offsetDwords: number;
  readonly stream: number;
};

/**
 * Everything that changes the text of a shader besides the shader: the variant key. All fields but dialect and features have the
 * neutral default given, so a plain vertex shader needs only those two.
 */
export type GlslOptions = {
  readonly dialect: GlslDialect;
  readonly features: GlslFeatures;

  // any stage
  /** Inputs of the following stage: outputs it reads and we do not write are written as zeros, interpolation agrees. Default: none. */
  readonly next?: readonly IoDecl[];
  /** The stage that `next` belongs to; default the fragment stage. Before another one nothing is done for the rasterizer. */
  readonly nextStage?: Stage;
  /** Outputs of the preceding stage: inputs it does not write read as zeros (colours 0,0,0,1). Default: all are there. */
  readonly previous?: readonly IoDecl[];
  /**
   * Swizzle per sampler unit, 4 entries each (pipe swizzles: 0 to 3 = xyzw, 4 = zero, 5 = one), where the texture object cannot carry
   * it: hosts without texture swizzle, and every comparing sampler whose view's swizzle is not the identity.
   */
  readonly samplerSwizzle?: Uint8Array;
  /** Bit per sampler unit whose view is sRGB stored as linear values: rgb is decoded after sampling (approximate under filtering). */
  readonly samplerDecodeSrgb?: number;
  /**
   * Every loop ends once the word `vg_stop` is not 0: the first of the std430 block `vg_guard` at this storage buffer binding, which
   * loops read where they begin and every 256 turns. The buffer must be bound at each draw and dispatch of a `guarded` shader, and the
   * word stay set until the work has ended.
   */
  readonly loopGuard?: { readonly binding: number };
  /**
   * For hosts without storage buffers in this stage: upper bound on the turns of all loops of an invocation together; 0 (default)
   * leaves loops alone. Not used with `loopGuard`.
   */
  readonly loopLimit?: number;
  /**
   * Keep values that become integers, in plain sight or inside a builtin (texture coordinates and levels, `sin`, `exp2`, depth), from
   * being known to the host's compiler: for hosts that make a constant that no integer holds undefined and use it as an address.
   */
  readonly opaqueConversions?: boolean;
  /** Uniform blocks that the host's stage has; default: as many as wanted. */
  readonly maxUniformBlocks?: number;
  /** Constant buffer 0 is an array of plain uniforms rather than a block where it has at most so many vec4. Default 0. */
  readonly plainConstants?: number;
  /** Host binding of the guest's image 0: image i is written with `layout(binding = imageBase + i)`. Default 0. */
  readonly imageBase?: number;
  /** Host binding of the guest's storage buffer 0. Default 0. */
  readonly storageBase?: number;
  /**
   * Keep accesses to storage buffers inside them (the nearest word is taken), for contexts without robust buffer access. Each block must
   * then have at least one word bound.
   */
  readonly clampStorage?: boolean;
  /**
   * What each image holds whose declaration names no format (`PIPE_FORMAT_NONE`): 0 float, 1 int, 2 uint. Default float, with which
   * hosts that convert by the texture's format alone write integers right, too.
   */
  readonly imageKinds?: Uint8Array;
  /** Compute: dispatches may be pieces of the guest's grid, which the uniform `gridUniformName` describes. */
  readonly slicedGrid?: boolean;
  /** Compute: bytes of shared memory, which TGSI does not say. */
  readonly sharedBytes?: number;

  // vertex
  /** How each vertex attribute is fed: 0 float, 1 int (ivec4), 2 uint (uvec4). */
  readonly attribKind?: Uint8Array;
  /** Bit per attribute whose data is BGRA on a host without that vertex format. */
  readonly attribSwizzleBgra?: number;

  // last stage before the rasterizer
  /** Enabled user clip planes: distances computed here unless the shader writes its own or forbids them. */
  readonly clipPlanes?: number;
  /** Multiply clip-space y by the system block's factor; default true. */
  readonly positionYFactor?: boolean;
  /** Guest depth is 0 to 1 in clip space and the host cannot be told (no clip control). */
  readonly depthZeroToOne?: boolean;
  /** Where gl_PointSize comes from: the shader's PSIZE if it has one ('shader', default), the system block ('system'), nowhere ('none'). */
  readonly pointSize?: 'shader' | 'system' | 'none';
  /** Clamp COLOR and BCOLOR outputs to 0..1. */
  readonly clampVertexColor?: boolean;
  readonly streamOutput?: readonly StreamOutput[];
  /** Size of one vertex's record in each feedback buffer, in 32-bit words; default: up to the end of its last entry. */
  readonly streamStrides?: readonly number[];

  // fragment
  /** Read BCOLOR on back faces. The stage before writes back colours for it unless it is told `false`. */
  readonly twoSide?: boolean;
  /** COLOR-interpolated inputs are flat. Give the same value to the stage before. */
  readonly flatShade?: boolean;
  /** Bit i: TEXCOORD[i] (and GENERIC[i] with spriteCoordGeneric) reads the point coordinate. 0 when no points are drawn. */
  readonly spriteCoordMask?: number;
  /** The guest's driver has no TEXCOORD semantic. Default false. */
  readonly spriteCoordGeneric?: boolean;
  /** Gallium's sprite origin (upper left = first row in memory); assumes GL_POINT_SPRITE_COORD_ORIGIN at its default, GL_UPPER_LEFT. */
  readonly spriteCoordUpperLeft?: boolean;
  /** Alpha test: pipe compare function 0 never, 1 less, 2 equal, 3 lequal, 4 greater, 5 notequal, 6 gequal, 7 always = off (default). */
  readonly alphaTest?: number;
  readonly polygonStipple?: boolean;
  /** Clamp colour outputs to 0..1. */
  readonly clampColor?: boolean;
  /** Kind of each colour buffer: 0 float or fixed point, 1 int, 2 uint. */
  readonly colorKinds?: Uint8Array;
  /** Colour buffers bound: as many outputs are written for FS_COLOR0_WRITES_ALL_CBUFS. Default 1. */
  readonly colorCount?: number;
  /** Per colour buffer, four of `rgba01`: what each stored channel takes from the colour. 'rgba' where absent; 'aaaa' for A8 kept as R8. */
  readonly colorSwizzle?: readonly (string | undefined)[];
  /** Bit per colour buffer whose values are encoded to sRGB here. */
  readonly colorEncodeSrgb?: number;
  /** COLOR[1] is the second blend source of buffer 0. */
  readonly dualSource?: boolean;
  /** Interpolate everything per sample. */
  readonly forceSampleShading?: boolean;
  /** Set alpha to 1 after alpha test (GL_ALPHA_TO_ONE where the host lacks it). */
  readonly alphaToOne?: boolean;
};

/** A sampler uniform. */
export type GlslSampler = {
  readonly unit: number;
  /** Uniform name. */
  readonly name: string;
  readonly target: TextureTarget;
  readonly kind: 'float' | 'int' | 'uint';
  readonly shadow: boolean;
  /**
   * How a target that the dialect lacks was emulated: '' not at all; '2d' a 1D or RECT texture must be bound as 2D (1D_ARRAY as
   * 2D_ARRAY) of height 1.
   */
  readonly emulated: '' | '2d';
};

/** A constant buffer's uniform block. */
export type GlslUniformBlock = {
  readonly slot: number;
  /** Block name for getUniformBlockIndex: `<stage>_c<slot>`. */
  readonly name: string;
  /** Size in bytes: the bound range must be at least as long. */
  readonly size: number;
};

/** An image uniform. */
export type GlslImage = {
  /** The guest's slot. */
  readonly index: number;
  /** Uniform name, `<stage>_i<index>`; with arrays of images the element, `<stage>_i<first>[n]`. */
  readonly name: string;
  /** The host's image unit, `imageBase + index`; it stands in the text. */
  readonly binding: number;
  /** The target as the guest declares it. */
  readonly target: TextureTarget;
  /** As for samplers: '2d' where a 1D or RECT texture must be bound as 2D (1D_ARRAY as 2D_ARRAY) of height 1. */
  readonly emulated: '' | '2d';
  readonly kind: 'float' | 'int' | 'uint';
  /** Format as declared (`PIPE_FORMAT_R32_UINT`), '' where the text has none (writes only, or reads with the host's formatted loads). */
  readonly format: string;
  readonly reads: boolean;
  readonly writes: boolean;
};

/** A storage buffer's block: unsized uints. */
export type GlslStorageBlock = {
  /** The guest's slot. */
  readonly slot: number;
  /** Block name, `<stage>_b<slot>`; with arrays of blocks the element, `<stage>_b<first>[n]`. */
  readonly name: string;
  /** The host's storage buffer binding, `storageBase + slot`; it stands in the text. */
  readonly binding: number;
  readonly writes: boolean;
};

/** Atomic counters of one buffer: the binding is the guest's buffer number, counter i stands at byte 4 * i. */
export type GlslAtomicBuffer = {
  readonly buffer: number;
  /** Bytes. */
  readonly size: number;
};

/** Constant buffer 0 as plain uniforms. */
export type GlslPlainConstants = {
  /** Uniform name, of an array. */
  readonly name: string;
  /** Elements of the array. */
  readonly rows: number;
  /** Of what four values an element has: `u` for uvec4, `f` for vec4. */
  readonly kind: 'u' | 'f';
};

/** A vertex attribute; bind `name` to `location` where the text has no layout. */
export type GlslAttribute = { readonly name: string; readonly location: number; readonly kind: number };

/** A fragment output; bind `name` to `location` and `index` where the text has no layout. */
export type GlslFragmentOutput = { readonly name: string; readonly location: number; readonly index: number; readonly kind: number };

/** A written shader. */
export type GlslShader = {
  readonly ok: true;
  readonly source: string;
  readonly uniformBlocks: readonly GlslUniformBlock[];
  /** Constant buffer 0 where it is not among the blocks; see `GlslOptions.plainConstants`. */
  readonly plainConstants: GlslPlainConstants | null;
  readonly samplers: readonly GlslSampler[];
  readonly attributes: readonly GlslAttribute[];
  readonly fragmentOutputs: readonly GlslFragmentOutput[];
  /** Whether attributes and fragment outputs carry their locations in the text. */
  readonly locationsInText: boolean;
  /** For glTransformFeedbackVaryings, in order. */
  readonly feedbackVaryings: readonly string[];
  readonly feedbackMode: 'interleaved' | 'separate';
  /** Whether the block `vg_system` is declared. */
  readonly usesSystemBlock: boolean;
  /** Whether the members of the system block are plain uniforms of the names `systemUniforms`. */
  readonly usesSystemUniforms: boolean;
  /** Compute: whether the uniform `gridUniformName` must be set. */
  readonly usesGridUniform: boolean;
  /** Clip distances written to gl_ClipDistance: enable GL_CLIP_DISTANCE0..n-1 by the guest's mask. */
  readonly clipDistances: number;
  readonly writesPointSize: boolean;
  readonly images: readonly GlslImage[];
  readonly storageBlocks: readonly GlslStorageBlock[];
  readonly atomicBuffers: readonly GlslAtomicBuffer[];
  /** Compute: the fixed size of a work group; null in other stages and where each dispatch says it. */
  readonly workgroup: readonly [number, number, number] | null;
  /** Compute: bytes of shared memory. */
  readonly sharedBytes: number;
  /** Whether the text has loops that read `vg_guard`. */
  readonly guarded: boolean;
  /** Things of the shader that GL core cannot do and that were left out, for the log. */
  readonly ignored: readonly string[];
};

/** Result of writing. */
export type GlslResult = GlslShader | { readonly ok: false; readonly message: string };
