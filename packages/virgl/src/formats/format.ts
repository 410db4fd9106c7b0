/** What a texel channel means; decides the sampler and output types of shaders. */
export const FormatKind = { UNORM: 0, SNORM: 1, FLOAT: 2, UINT: 3, SINT: 4, DEPTH: 5, STENCIL: 6, DEPTH_STENCIL: 7, SCALED: 8 } as const;
export type FormatKind = (typeof FormatKind)[keyof typeof FormatKind];

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
  readonly swizzle: readonly [number, number, number, number] | null;
}
