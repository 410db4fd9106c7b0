/** What a texel channel means; decides the sampler and output types of shaders. */
export const FormatKind = { UNORM: 0, SNORM: 1, FLOAT: 2, UINT: 3, SINT: 4, DEPTH: 5, STENCIL: 6, DEPTH_STENCIL: 7, SCALED: 8 } as const;
export type FormatKind = (typeof FormatKind)[keyof typeof FormatKind];

/** How the guest's bytes differ from what GL reads and writes with `glFormat` and `glType`. */
export const FormatConversion = {
  /** They are the same bytes. */
  NONE: 0,
  /** 24-bit depth in the low bits of a word (guest) against a normalised 32-bit number (GL). */
  DEPTH_LOW_24: 1,
  /** 24-bit depth in the high bits of a word (guest) against a normalised 32-bit number (GL). */
  DEPTH_HIGH_24: 3,
  /** Bytes 0 and 2 of each 4-byte texel change places: BGRA on an API that has no such order. */
  SWAP_RED_BLUE: 2,
} as const;
export type FormatConversion = (typeof FormatConversion)[keyof typeof FormatConversion];

/** Where r, g, b, a come from: 0-3 a channel, 4 zero, 5 one (PIPE_SWIZZLE_*). */
export type ChannelSwizzle = readonly [number, number, number, number];

/**
 * A pipe format as the renderer sees it: how it lies in memory and how GL stores it.
 * One row a format, in `table.ts`; what the host can do with it is in `FormatSupport`.
 */
export interface Format {
  /** Number on the wire (enum virgl_formats). */
  readonly id: number;
  readonly name: string;
  readonly kind: FormatKind;
  readonly blockWidth: number;
  readonly blockHeight: number;
  /** Bytes of one block (one texel where the block is 1x1) in the guest's memory. */
  readonly blockBytes: number;
  readonly compressed: boolean;
  readonly srgb: boolean;
  /** GL storage: glTexStorage's internal format, and the format and type of transfers. 0 when GL has no such thing. */
  readonly internalFormat: number;
  readonly glFormat: number;
  readonly glType: number;
  /**
   * Where each of r, g, b, a of a sampled texel comes from in what GL returns: 0-3 a channel, 4 zero, 5 one
   * (the pipe swizzle numbers); null for the identity. L8, A8, X8 formats and the like need it on core profiles.
   */
  readonly swizzle: ChannelSwizzle | null;
  /**
   * True when the format has no alpha but its GL storage has (X8 formats): blend factors that read destination alpha must
   * read one instead.
   */
  readonly opaque: boolean;
  readonly hasDepth: boolean;
  readonly hasStencil: boolean;
  /** Format of sampler views only (the stencil part of a depth-stencil resource); no resource has it. */
  readonly viewOnly: boolean;
  readonly conversion: FormatConversion;
  /**
   * Texture view class: two formats can be views of one storage, and be copied by glCopyImageSubData, when it is equal and
   * not 0. Below 256 it is the number of bits of an uncompressed texel.
   * @source OpenGL 4.6 core, table 8.22 (TextureView compatible formats)
   */
  readonly viewClass: number;
}
