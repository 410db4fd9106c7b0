/*
 * OpenGL's rules of internal formats, formats and types, which are looser than those of OpenGL ES: any format of the same kind may be
 * handed in or read back for any internal format, and the driver converts.
 *
 * @source OpenGL 4.2, 3.9.3 (texture images), 4.3.2 (reading pixels), tables 3.2, 3.3 and 3.8 to 3.15
 */
import type { InternalFormat } from '../formats/internal-formats.ts';
import { clientLayout } from '../formats/layout.ts';
import { GL4 } from '../gl4-constants.ts';

/** Kinds of formats, which are not mixed. */
export type FormatClass = 'color' | 'integer' | 'depth' | 'stencil' | 'both';

const classes = new Map<number, FormatClass>([
  [GL4.STENCIL_INDEX, 'stencil'],
  [GL4.DEPTH_COMPONENT, 'depth'],
  [GL4.DEPTH_STENCIL, 'both'],
]);
for (const f of [GL4.RED, GL4.GREEN, GL4.BLUE, GL4.RG, GL4.RGB, GL4.RGBA, GL4.BGR, GL4.BGRA]) classes.set(f, 'color');
for (const f of [GL4.RED_INTEGER, GL4.GREEN_INTEGER, GL4.BLUE_INTEGER, GL4.RG_INTEGER, GL4.RGB_INTEGER, GL4.RGBA_INTEGER, GL4.BGR_INTEGER,
  GL4.BGRA_INTEGER]) classes.set(f, 'integer'); // prettier-ignore

/** Kind of a format that pixels are handed over in; undefined for no format. */
export function formatClass(format: number): FormatClass | undefined {
  return classes.get(format);
}

const plainTypes: ReadonlySet<number> = new Set<number>([
  GL4.UNSIGNED_BYTE, GL4.BYTE, GL4.UNSIGNED_SHORT, GL4.SHORT, GL4.UNSIGNED_INT, GL4.INT, GL4.HALF_FLOAT, GL4.FLOAT,
]); // prettier-ignore

/** Packed types and the formats that they go with. */
const packed = new Map<number, readonly number[]>();
const rgb = [GL4.RGB, GL4.RGB_INTEGER];
const rgba = [GL4.RGBA, GL4.BGRA, GL4.RGBA_INTEGER, GL4.BGRA_INTEGER];
for (const t of [GL4.UNSIGNED_BYTE_3_3_2, GL4.UNSIGNED_BYTE_2_3_3_REV, GL4.UNSIGNED_SHORT_5_6_5, GL4.UNSIGNED_SHORT_5_6_5_REV])
  packed.set(t, rgb);
for (const t of [GL4.UNSIGNED_SHORT_4_4_4_4, GL4.UNSIGNED_SHORT_4_4_4_4_REV, GL4.UNSIGNED_SHORT_5_5_5_1, GL4.UNSIGNED_SHORT_1_5_5_5_REV,
  GL4.UNSIGNED_INT_8_8_8_8, GL4.UNSIGNED_INT_8_8_8_8_REV, GL4.UNSIGNED_INT_10_10_10_2, GL4.UNSIGNED_INT_2_10_10_10_REV]) packed.set(t, rgba); // prettier-ignore
packed.set(GL4.UNSIGNED_INT_10F_11F_11F_REV, [GL4.RGB]);
packed.set(GL4.UNSIGNED_INT_5_9_9_9_REV, [GL4.RGB]);
packed.set(GL4.UNSIGNED_INT_24_8, [GL4.DEPTH_STENCIL]);
packed.set(GL4.FLOAT_32_UNSIGNED_INT_24_8_REV, [GL4.DEPTH_STENCIL]);

/** Error of a format and type, whatever they are for; 0 when they go together. */
export function pixelError(format: number, type: number): number {
  const kind = classes.get(format);
  const formats = packed.get(type);
  if (kind === undefined || (formats === undefined && !plainTypes.has(type))) return GL4.INVALID_ENUM;
  if (kind === 'both' && !(formats?.includes(format) ?? false)) return GL4.INVALID_ENUM;
  if (formats !== undefined) return formats.includes(format) ? 0 : GL4.INVALID_OPERATION;
  if (kind === 'integer' && (type === GL4.FLOAT || type === GL4.HALF_FLOAT)) return GL4.INVALID_ENUM;
  return clientLayout(format, type) === null ? GL4.INVALID_OPERATION : 0;
}

/** Kind of an internal format. */
export function classOf(internal: InternalFormat): FormatClass {
  if (internal.base === GL4.DEPTH_COMPONENT) return 'depth';
  if (internal.base === GL4.DEPTH_STENCIL) return 'both';
  if (internal.base === GL4.STENCIL_INDEX) return 'stencil';
  return internal.kind === 'int' || internal.kind === 'uint' ? 'integer' : 'color';
}

/** Whether pixels of a format may become texels of an internal format, or come from them. */
export function converts(format: number, internal: InternalFormat, reading: boolean): boolean {
  const kind = classes.get(format)!;
  const own = classOf(internal);
  if (kind === own) return true;
  // The parts of a format with both are read one by one, and depth alone can be written.
  return own === 'both' && (kind === 'depth' || (kind === 'stencil' && reading));
}

/** Sized formats that stand for unsized ones and for compression of any kind. */
const sizedFor = new Map<number, number>([
  [GL4.RED, GL4.R8],
  [GL4.RG, GL4.RG8],
  [GL4.RGB, GL4.RGB8],
  [GL4.RGBA, GL4.RGBA8],
  [GL4.RED_INTEGER, GL4.R8UI],
  [GL4.SRGB, GL4.SRGB8],
  [GL4.SRGB_ALPHA, GL4.SRGB8_ALPHA8],
  [GL4.DEPTH_COMPONENT, GL4.DEPTH_COMPONENT24],
  [GL4.DEPTH_STENCIL, GL4.DEPTH24_STENCIL8],
  [GL4.STENCIL_INDEX, GL4.STENCIL_INDEX8],
  [GL4.COMPRESSED_RED, GL4.R8],
  [GL4.COMPRESSED_RG, GL4.RG8],
  [GL4.COMPRESSED_RGB, GL4.RGB8],
  [GL4.COMPRESSED_RGBA, GL4.RGBA8],
  [GL4.COMPRESSED_SRGB, GL4.SRGB8],
  [GL4.COMPRESSED_SRGB_ALPHA, GL4.SRGB8_ALPHA8],
]);

/** The format that is stored for an internal format that a program names, when its texels are not compressed. */
export function sizedFormat(internalFormat: number, type: number): number {
  if (internalFormat === GL4.DEPTH_COMPONENT && type === GL4.FLOAT) return GL4.DEPTH_COMPONENT32F;
  if (internalFormat === GL4.DEPTH_STENCIL && type === GL4.FLOAT_32_UNSIGNED_INT_24_8_REV) return GL4.DEPTH32F_STENCIL8;
  return sizedFor.get(internalFormat) ?? internalFormat;
}

/** Whether an internal format says neither bits nor kind. */
export function isUnsized(internalFormat: number): boolean {
  return sizedFor.has(internalFormat);
}

/** The format that texels which are not compressed are stored as where a compressed format is asked for: compressing is not done here. */
export function uncompressed({ base, srgb, kind, id }: InternalFormat): number {
  if (kind === 'float') return GL4.RGB16F;
  if (base === GL4.RED) return kind === 'snorm' ? GL4.R8_SNORM : GL4.R8;
  if (base === GL4.RG) return kind === 'snorm' ? GL4.RG8_SNORM : GL4.RG8;
  if (srgb) return base === GL4.RGBA ? GL4.SRGB8_ALPHA8 : GL4.SRGB8;
  return base === GL4.RGBA || id === GL4.COMPRESSED_RGBA_S3TC_DXT1_EXT ? GL4.RGBA8 : GL4.RGB8;
}

/** Bytes of the numbers that texels of a type are made of, for pixels whose bytes are swapped. */
export function unitBytes(type: number): number {
  switch (type) {
    case GL4.UNSIGNED_BYTE:
    case GL4.BYTE:
    case GL4.UNSIGNED_BYTE_3_3_2:
    case GL4.UNSIGNED_BYTE_2_3_3_REV:
      return 1;
    case GL4.UNSIGNED_SHORT:
    case GL4.SHORT:
    case GL4.HALF_FLOAT:
    case GL4.UNSIGNED_SHORT_5_6_5:
    case GL4.UNSIGNED_SHORT_5_6_5_REV:
    case GL4.UNSIGNED_SHORT_4_4_4_4:
    case GL4.UNSIGNED_SHORT_4_4_4_4_REV:
    case GL4.UNSIGNED_SHORT_5_5_5_1:
    case GL4.UNSIGNED_SHORT_1_5_5_5_REV:
      return 2;
    default:
      return 4;
  }
}

/** Turns the bytes of each number round. */
export function swapBytes(bytes: Uint8Array, unit: number): void {
  if (unit === 1) return;
  for (let at = 0; at + unit <= bytes.length; at += unit) bytes.subarray(at, at + unit).reverse();
}
