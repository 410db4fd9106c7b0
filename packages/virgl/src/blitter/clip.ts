import type { BlitRequest } from './blit-request.ts';
import { levelHeight, levelWidth } from './geometry.ts';

/*
 * Clipping of blits that do not scale. GL clips too, but in floating point, which is wrong by whole texels for boxes that
 * reach far outside; and a box that lies inside, without a scissor, can go by the cheapest way.
 */

/** One axis of a blit. */
interface Axis {
  src: number;
  srcSize: number;
  dst: number;
  dstSize: number;
}

const axis: Axis = { src: 0, srcSize: 0, dst: 0, dstSize: 0 };

/**
 * Clips one axis whose sizes are equal but for their sign to both levels and a range of the destination. The destination's
 * size becomes positive; 0 when nothing is left.
 */
function clipAxis(srcLimit: number, dstMin: number, dstMax: number): void {
  if (axis.dstSize < 0) {
    axis.dst += axis.dstSize;
    axis.dstSize = -axis.dstSize;
    axis.src += axis.srcSize;
    axis.srcSize = -axis.srcSize;
  }
  const { src, dst } = axis;
  const forward = axis.srcSize > 0;
  // Destination texel d takes source texel src + (d - dst), or src - 1 - (d - dst) when flipped.
  const min = Math.max(dst, dstMin, forward ? dst - src : dst + src - srcLimit);
  const max = Math.min(dst + axis.dstSize, dstMax, forward ? dst + srcLimit - src : dst + src);
  const size = Math.max(0, max - min);
  axis.dst = min;
  axis.dstSize = size;
  axis.src = forward ? src + (min - dst) : src - (min - dst);
  axis.srcSize = forward ? size : -size;
}

/** Clips the axes of a request that are not scaled, exactly; with neither scaled the scissor is made part of the box. */
export function clipUnscaled(r: BlitRequest): void {
  const unscaledX = Math.abs(r.srcWidth) === Math.abs(r.dstWidth);
  const unscaledY = Math.abs(r.srcHeight) === Math.abs(r.dstHeight);
  const scissor = r.scissor && unscaledX && unscaledY;
  if (unscaledX) {
    axis.src = r.srcX;
    axis.srcSize = r.srcWidth;
    axis.dst = r.dstX;
    axis.dstSize = r.dstWidth;
    const width = levelWidth(r.dst, r.dstLevel);
    clipAxis(levelWidth(r.src, r.srcLevel), scissor ? r.scissorMinX : 0, scissor ? Math.min(width, r.scissorMaxX) : width);
    r.srcX = axis.src;
    r.srcWidth = axis.srcSize;
    r.dstX = axis.dst;
    r.dstWidth = axis.dstSize;
  }
  if (unscaledY) {
    axis.src = r.srcY;
    axis.srcSize = r.srcHeight;
    axis.dst = r.dstY;
    axis.dstSize = r.dstHeight;
    const height = levelHeight(r.dst, r.dstLevel);
    clipAxis(levelHeight(r.src, r.srcLevel), scissor ? r.scissorMinY : 0, scissor ? Math.min(height, r.scissorMaxY) : height);
    r.srcY = axis.src;
    r.srcHeight = axis.srcSize;
    r.dstY = axis.dst;
    r.dstHeight = axis.dstSize;
  }
  if (scissor) r.scissor = false;
}
