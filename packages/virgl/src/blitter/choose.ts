import { FormatConversion, FormatKind, type Format } from '../formats/format.ts';
import { GL } from '@virglass/gl';
import type { Resource } from '../resources/resource.ts';
import { BLIT_COLOR, BLIT_DEPTH, BLIT_STENCIL, type BlitRequest } from './blit-request.ts';
import { channelsMatch, isDepthStencil, isInteger, rawCopyable, storageChannels } from './channels.ts';
import { levelContains, onBlocks } from './geometry.ts';

/*
 * Which way a blit goes.
 *
 * 1. COPY, glCopyImageSubData: same size, same format, whole colours, inside both levels. The cheapest, one call for all
 *    layers, no framebuffer.
 * 2. FRAMEBUFFER, glBlitFramebuffer: scales, flips, filters, scissors and converts between float and normalised formats,
 *    resolves multisampling. What it cannot do is looked up below, one test a line.
 * 3. SHADER: everything else: channels that GL stores elsewhere, part of the channels, blending, other depth formats,
 *    scaled resolves, scaling along z.
 *
 * A source or destination that turns out not to be a complete framebuffer sends FRAMEBUFFER to SHADER later.
 */

/** How to carry out a blit. */
export const BlitPath = { NOTHING: 0, COPY: 1, FRAMEBUFFER: 2, SHADER: 3, IMPOSSIBLE: 4 } as const;
export type BlitPath = (typeof BlitPath)[keyof typeof BlitPath];

/** What of the host the choice depends on. */
export interface BlitAbilities {
  readonly copyImage: boolean;
  readonly textureView: boolean;
  readonly isGles: boolean;
}

/** The part of a mask that both formats have: colour for colour formats, depth and stencil for the others. */
export function effectiveMask(mask: number, src: Format, dst: Format): number {
  if (isDepthStencil(src) !== isDepthStencil(dst)) return 0;
  if (!isDepthStencil(dst)) return mask & BLIT_COLOR;
  let has = 0;
  if (src.hasDepth && dst.hasDepth) has |= BLIT_DEPTH;
  if (src.hasStencil && dst.hasStencil) has |= BLIT_STENCIL;
  return mask & has;
}

/** True when a colour mask leaves none of the format's channels out. */
export function coversAllChannels(mask: number, format: Format): boolean {
  for (const channel of storageChannels(format)) if (channel < 4 && ((mask >>> channel) & 1) === 0) return false;
  return true;
}

/** True when red and blue are in each other's place for a format that looks at a resource of another. */
export function swapsRedBlue(resource: Resource, format: Format): boolean {
  return isBgra(resource.format) !== isBgra(format);
}

function isBgra(format: Format): boolean {
  // BGRA is stored as RGBA, with GL (or a conversion) swapping bytes in transfers; a view sees the swapped bytes.
  return format.glFormat === GL.BGRA || format.glFormat === GL.BGRA_INTEGER || format.conversion === FormatConversion.SWAP_RED_BLUE;
}

/** Samples of a resource's texels: 1 without multisampling. */
export function samplesOf(resource: Resource): number {
  return Math.max(1, resource.args.samples);
}

/**
 * Chooses the way of a blit whose formats and levels exist; boxes are still the guest's.
 *
 * @param mask - `effectiveMask` of the request
 */
export function chooseBlit(r: BlitRequest, mask: number, host: BlitAbilities): BlitPath {
  if (r.dstWidth === 0 || r.dstHeight === 0 || r.dstDepth <= 0 || r.srcDepth <= 0) return BlitPath.NOTHING;
  if (isDepthStencil(r.srcFormat) !== isDepthStencil(r.dstFormat)) return BlitPath.IMPOSSIBLE;
  if (mask === 0) return BlitPath.NOTHING;
  if (host.copyImage && isPlainCopy(r, mask)) return BlitPath.COPY;
  if (r.dstFormat.compressed) return BlitPath.IMPOSSIBLE;
  if (!showsKind(r.src, r.srcFormat, host) || !showsKind(r.dst, r.dstFormat, host)) return BlitPath.IMPOSSIBLE;
  return isFramebufferBlit(r, mask, host) ? BlitPath.FRAMEBUFFER : BlitPath.SHADER;
}

/** True when the boxes differ in size, flips aside. */
export function scales(r: BlitRequest): boolean {
  return Math.abs(r.srcWidth) !== Math.abs(r.dstWidth) || Math.abs(r.srcHeight) !== Math.abs(r.dstHeight) || r.srcDepth !== r.dstDepth;
}

/** True when both boxes have one size, in all axes and without flips. */
function sameSize(r: BlitRequest): boolean {
  return r.srcWidth === r.dstWidth && r.srcHeight === r.dstHeight && r.srcDepth === r.dstDepth;
}

function isPlainCopy(r: BlitRequest, mask: number): boolean {
  if (!sameSize(r) || r.scissor || r.alphaBlend) return false;
  if (samplesOf(r.src) !== samplesOf(r.dst)) return false;
  // One meaning of the texels, and storages whose bits may be exchanged.
  if (r.srcFormat !== r.dstFormat || !rawCopyable(r.src.format, r.dst.format)) return false;
  // A window's buffer may be kept in another order than textures of its format (`resources/create.ts`).
  if (r.src.immutable !== r.dst.immutable) return false;
  if (r.src.format.compressed !== r.dst.format.compressed) return false;
  const whole = isDepthStencil(r.dstFormat)
    ? (!r.dst.format.hasDepth || (mask & BLIT_DEPTH) !== 0) && (!r.dst.format.hasStencil || (mask & BLIT_STENCIL) !== 0)
    : coversAllChannels(mask, r.dst.format);
  return (
    whole &&
    levelContains(r.src, r.srcLevel, r.srcX, r.srcY, r.srcZ, r.srcWidth, r.srcHeight, r.srcDepth) &&
    levelContains(r.dst, r.dstLevel, r.dstX, r.dstY, r.dstZ, r.dstWidth, r.dstHeight, r.dstDepth) &&
    onBlocks(r.src, r.srcLevel, r.srcX, r.srcY, r.srcWidth, r.srcHeight) &&
    onBlocks(r.dst, r.dstLevel, r.dstX, r.dstY, r.dstWidth, r.dstHeight)
  );
}

function isFramebufferBlit(r: BlitRequest, mask: number, host: BlitAbilities): boolean {
  if (r.alphaBlend || r.srcDepth !== r.dstDepth || r.srcFormat.compressed) return false;
  const srcSamples = samplesOf(r.src);
  const dstSamples = samplesOf(r.dst);
  const flipped = !sameSize(r);
  const scaled = scales(r);
  if (srcSamples > 1 || dstSamples > 1) {
    // GL resolves or copies samples in place only, and has no conversion of one count to another.
    if (flipped) return false;
    if (dstSamples > 1 && srcSamples !== dstSamples) return false;
    if (host.isGles && (dstSamples > 1 || r.src.format !== r.dst.format || r.srcX !== r.dstX || r.srcY !== r.dstY)) return false;
  }
  // GL filters no depth; mipmaps of depth textures want it.
  if (isDepthStencil(r.dstFormat)) return r.src.format.internalFormat === r.dst.format.internalFormat && !(r.linear && scaled);
  if (!coversAllChannels(mask, r.dstFormat) || !channelsMatch(r.srcFormat, r.dstFormat)) return false;
  if (swapsRedBlue(r.src, r.srcFormat) || swapsRedBlue(r.dst, r.dstFormat)) return false;
  if (isInteger(r.srcFormat) || isInteger(r.dstFormat)) {
    if (r.srcFormat.kind !== r.dstFormat.kind) return false;
    // GL does not say which sample an integer resolve takes; the shader takes the first.
    if (srcSamples > 1 && dstSamples === 1) return false;
  }
  if (!viewable(r.src, r.srcFormat, host) || !viewable(r.dst, r.dstFormat, host)) return false;
  // ES has no blit within one level of a texture.
  return !(host.isGles && r.src === r.dst && r.srcLevel === r.dstLevel);
}

/** True when a framebuffer attachment can show the resource in this format. */
function viewable(resource: Resource, format: Format, host: BlitAbilities): boolean {
  const stored = resource.format;
  if (stored.internalFormat === format.internalFormat) return true;
  return host.textureView && resource.immutable && stored.viewClass !== 0 && stored.viewClass === format.viewClass;
}

/** True when the resource has integers where the format has: as that format, or by itself. GL mixes the two in no way. */
function showsKind(resource: Resource, format: Format, host: BlitAbilities): boolean {
  const integers = (one: Format): number => (isInteger(one) ? one.kind : -1);
  return integers(resource.format) === integers(format) || viewable(resource, format, host);
}

/** What a shader must do to a texel whose storage GL decodes, or does not decode, from sRGB by itself. */
export const SrgbFix = { NONE: 0, DECODE: 1, ENCODE: 2 } as const;
export type SrgbFix = (typeof SrgbFix)[keyof typeof SrgbFix];

/** The fix for a format wanted on a storage that has the other encoding, where no view can be made. */
export function srgbFix(stored: Format, wanted: Format, reading: boolean): SrgbFix {
  if (stored.srgb === wanted.srgb || stored.kind !== FormatKind.UNORM) return SrgbFix.NONE;
  return wanted.srgb === reading ? SrgbFix.DECODE : SrgbFix.ENCODE;
}
