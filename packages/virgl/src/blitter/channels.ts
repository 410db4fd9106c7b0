import { GL } from '@virglass/gl';
import { type ChannelSwizzle, FormatConversion, FormatKind, type Format } from '../formats/format.ts';

/*
 * Where the channels of a pipe format are in what GL stores, and which GL storages may be copied raw.
 *
 * Core profiles have no luminance, alpha or intensity formats: L8 and A8 are stored as R8, L8A8 as RG8. `Format.swizzle`
 * says how to read them; writing needs the inverse.
 */

/** Where a stored channel's value comes from: 0-3 a channel of the pipe colour, 4 nowhere (the format does not use it). */
export const NOWHERE = 4;

const IDENTITY: ChannelSwizzle = [0, 1, 2, 3];
/** Inverses by swizzle: formats share the few swizzles that there are. */
const inverses = new Map<ChannelSwizzle, ChannelSwizzle>();

/**
 * For each channel that GL stores, the pipe channel to write there: the inverse of the format's read swizzle. Where
 * several pipe channels read one stored channel (luminance), the first is written, as GL has always done.
 */
export function storageChannels(format: Format): ChannelSwizzle {
  const read = format.swizzle;
  if (read === null) return IDENTITY;
  const known = inverses.get(read);
  if (known !== undefined) return known;
  const write: [number, number, number, number] = [NOWHERE, NOWHERE, NOWHERE, NOWHERE];
  for (let channel = 3; channel >= 0; channel--) {
    const stored = read[channel]!;
    if (stored < 4) write[stored] = channel;
  }
  inverses.set(read, write);
  return write;
}

/**
 * True when copying what GL stores for `src` to what it stores for `dst`, channel by channel, gives `dst` the colours
 * that `src` has: each stored channel that `dst` uses comes from a pipe channel that `src` stores in the same place.
 */
export function channelsMatch(src: Format, dst: Format): boolean {
  if (src === dst) return true;
  const write = storageChannels(dst);
  for (let stored = 0; stored < 4; stored++) {
    const channel = write[stored]!;
    if (channel === NOWHERE) continue;
    const from = src.swizzle === null ? channel : src.swizzle[channel]!;
    if (from !== stored) return false;
  }
  return true;
}

/** True for formats with depth, stencil or both. */
export function isDepthStencil(format: Format): boolean {
  return format.hasDepth || format.hasStencil;
}

/** The attachment point of a depth or stencil format. */
export function depthStencilAttachment(format: Format): number {
  if (!format.hasDepth) return GL.STENCIL_ATTACHMENT;
  return format.hasStencil ? GL.DEPTH_STENCIL_ATTACHMENT : GL.DEPTH_ATTACHMENT;
}

/** True for colour formats whose texels shaders see as integers. */
export function isInteger(format: Format): boolean {
  return format.kind === FormatKind.UINT || format.kind === FormatKind.SINT;
}

/**
 * True when a texel lies in GL's idea of raw memory as it lies in the guest's: no channels swapped, no bits moved by the
 * transfer. Formats for which this is false keep their bits in copies to formats of the same transfer layout only.
 */
function isNatural(format: Format): boolean {
  if (format.conversion !== FormatConversion.NONE) return false;
  switch (format.glFormat) {
    case GL.BGRA:
    case GL.BGRA_INTEGER:
    case GL.BGR:
      return false;
    default:
  }
  switch (format.glType) {
    case GL.UNSIGNED_INT_8_8_8_8:
    case GL.UNSIGNED_INT_8_8_8_8_REV:
    case GL.UNSIGNED_INT_10_10_10_2:
      return false;
    default:
      return true;
  }
}

function sameTransfer(a: Format, b: Format): boolean {
  return a.glFormat === b.glFormat && a.glType === b.glType && a.conversion === b.conversion;
}

/**
 * True when glCopyImageSubData between resources of two formats gives the destination the bits of the source as the
 * guest sees them. GL wants one view class, or texels of the size of the blocks; the guest's bits also need that GL does
 * not hold the channels in another order than the guest does.
 */
export function rawCopyable(src: Format, dst: Format): boolean {
  if (src === dst) return true;
  if (src.compressed !== dst.compressed) {
    const plain = src.compressed ? dst : src;
    const packed = src.compressed ? src : dst;
    return plain.viewClass === packed.blockBytes * 8 && plain.blockBytes === packed.blockBytes && isNatural(plain);
  }
  const sameStorage = src.internalFormat === dst.internalFormat;
  if (!sameStorage && (src.viewClass === 0 || src.viewClass !== dst.viewClass)) return false;
  if (src.compressed) return true;
  return sameTransfer(src, dst) || (!sameStorage && isNatural(src) && isNatural(dst));
}
