import type { Format } from '../formats/format.ts';
import type { Resource } from '../resources/resource.ts';

/** Bits of `BlitRequest.mask`. @source p_defines.h PIPE_MASK_* */
export const BLIT_COLOR = 0xf;
/** Depth. */
export const BLIT_DEPTH = 0x10;
/** Stencil. */
export const BLIT_STENCIL = 0x20;

/**
 * What a BLIT asks for, with names in place of handles. One instance is filled again and again.
 *
 * Boxes are in texels of the levels; sizes along x and y may be negative, which flips. `srcFormat` and `dstFormat` are how
 * the resources are to be looked at, which need not be how they were made.
 */
export interface BlitRequest {
  src: Resource;
  dst: Resource;
  srcFormat: Format;
  dstFormat: Format;
  srcLevel: number;
  dstLevel: number;
  srcX: number;
  srcY: number;
  srcZ: number;
  srcWidth: number;
  srcHeight: number;
  srcDepth: number;
  dstX: number;
  dstY: number;
  dstZ: number;
  dstWidth: number;
  dstHeight: number;
  dstDepth: number;
  /** Channels to write: r 1, g 2, b 4, a 8, BLIT_DEPTH, BLIT_STENCIL. */
  mask: number;
  linear: boolean;
  scissor: boolean;
  scissorMinX: number;
  scissorMinY: number;
  scissorMaxX: number;
  scissorMaxY: number;
  /** Blends source over destination. */
  alphaBlend: boolean;
}
