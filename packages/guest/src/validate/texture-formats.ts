/*
 * Which internal formats, formats and types go together, and what is stored for them.
 *
 * @source OpenGL ES 3.0.6, tables 3.2 and 3.3; WebGL 1.0, 5.14.8; the extensions named below
 */
import { Sized } from '../formats/internal-formats.ts';
import { GL } from '../gl-constants.ts';

/** EXT_sRGB. */
const SRGB_EXT = 0x8c40;
const SRGB_ALPHA_EXT = 0x8c42;
/** OES_texture_half_float. */
const HALF_FLOAT_OES = 0x8d61;

const U8 = GL.UNSIGNED_BYTE;
const S8 = GL.BYTE;
const U16 = GL.UNSIGNED_SHORT;
const S16 = GL.SHORT;
const U32 = GL.UNSIGNED_INT;
const S32 = GL.INT;
const F16 = GL.HALF_FLOAT;
const F32 = GL.FLOAT;

/** [internal format, format, types]. */
type Row = readonly [internalFormat: number, format: number, types: readonly number[]];

/* prettier-ignore */
const sized: readonly Row[] = [
  [GL.R8, GL.RED, [U8]], [GL.R8_SNORM, GL.RED, [S8]], [GL.R16F, GL.RED, [F16, F32]], [GL.R32F, GL.RED, [F32]],
  [GL.R8UI, GL.RED_INTEGER, [U8]], [GL.R8I, GL.RED_INTEGER, [S8]], [GL.R16UI, GL.RED_INTEGER, [U16]], [GL.R16I, GL.RED_INTEGER, [S16]],
  [GL.R32UI, GL.RED_INTEGER, [U32]], [GL.R32I, GL.RED_INTEGER, [S32]],
  [GL.RG8, GL.RG, [U8]], [GL.RG8_SNORM, GL.RG, [S8]], [GL.RG16F, GL.RG, [F16, F32]], [GL.RG32F, GL.RG, [F32]],
  [GL.RG8UI, GL.RG_INTEGER, [U8]], [GL.RG8I, GL.RG_INTEGER, [S8]], [GL.RG16UI, GL.RG_INTEGER, [U16]], [GL.RG16I, GL.RG_INTEGER, [S16]],
  [GL.RG32UI, GL.RG_INTEGER, [U32]], [GL.RG32I, GL.RG_INTEGER, [S32]],
  [GL.RGB8, GL.RGB, [U8]], [GL.SRGB8, GL.RGB, [U8]], [GL.RGB565, GL.RGB, [U8, GL.UNSIGNED_SHORT_5_6_5]], [GL.RGB8_SNORM, GL.RGB, [S8]],
  [GL.R11F_G11F_B10F, GL.RGB, [GL.UNSIGNED_INT_10F_11F_11F_REV, F16, F32]], [GL.RGB9_E5, GL.RGB, [GL.UNSIGNED_INT_5_9_9_9_REV, F16, F32]],
  [GL.RGB16F, GL.RGB, [F16, F32]], [GL.RGB32F, GL.RGB, [F32]],
  [GL.RGB8UI, GL.RGB_INTEGER, [U8]], [GL.RGB8I, GL.RGB_INTEGER, [S8]], [GL.RGB16UI, GL.RGB_INTEGER, [U16]], [GL.RGB16I, GL.RGB_INTEGER, [S16]],
  [GL.RGB32UI, GL.RGB_INTEGER, [U32]], [GL.RGB32I, GL.RGB_INTEGER, [S32]],
  [GL.RGBA8, GL.RGBA, [U8]], [GL.SRGB8_ALPHA8, GL.RGBA, [U8]], [GL.RGBA8_SNORM, GL.RGBA, [S8]],
  [GL.RGB5_A1, GL.RGBA, [U8, GL.UNSIGNED_SHORT_5_5_5_1, GL.UNSIGNED_INT_2_10_10_10_REV]], [GL.RGBA4, GL.RGBA, [U8, GL.UNSIGNED_SHORT_4_4_4_4]],
  [GL.RGB10_A2, GL.RGBA, [GL.UNSIGNED_INT_2_10_10_10_REV]], [GL.RGBA16F, GL.RGBA, [F16, F32]], [GL.RGBA32F, GL.RGBA, [F32]],
  [GL.RGBA8UI, GL.RGBA_INTEGER, [U8]], [GL.RGBA8I, GL.RGBA_INTEGER, [S8]], [GL.RGB10_A2UI, GL.RGBA_INTEGER, [GL.UNSIGNED_INT_2_10_10_10_REV]],
  [GL.RGBA16UI, GL.RGBA_INTEGER, [U16]], [GL.RGBA16I, GL.RGBA_INTEGER, [S16]], [GL.RGBA32UI, GL.RGBA_INTEGER, [U32]], [GL.RGBA32I, GL.RGBA_INTEGER, [S32]],
  [GL.DEPTH_COMPONENT16, GL.DEPTH_COMPONENT, [U16, U32]], [GL.DEPTH_COMPONENT24, GL.DEPTH_COMPONENT, [U32]],
  [GL.DEPTH_COMPONENT32F, GL.DEPTH_COMPONENT, [F32]], [GL.DEPTH24_STENCIL8, GL.DEPTH_STENCIL, [GL.UNSIGNED_INT_24_8]],
  [GL.DEPTH32F_STENCIL8, GL.DEPTH_STENCIL, [GL.FLOAT_32_UNSIGNED_INT_24_8_REV]],
];

/** Unsized formats: [format, type, what is stored, extension that WebGL 1 needs]. */
type Unsized = readonly [format: number, type: number, stored: number, extension: string];

const unsized: readonly Unsized[] = [
  [GL.RGB, U8, GL.RGB8, ''],
  [GL.RGB, GL.UNSIGNED_SHORT_5_6_5, GL.RGB565, ''],
  [GL.RGBA, U8, GL.RGBA8, ''],
  [GL.RGBA, GL.UNSIGNED_SHORT_4_4_4_4, GL.RGBA4, ''],
  [GL.RGBA, GL.UNSIGNED_SHORT_5_5_5_1, GL.RGB5_A1, ''],
  [GL.LUMINANCE, U8, Sized.LUMINANCE8, ''],
  [GL.LUMINANCE_ALPHA, U8, Sized.LUMINANCE8_ALPHA8, ''],
  [GL.ALPHA, U8, Sized.ALPHA8, ''],
  [GL.RGB, F32, GL.RGB32F, 'oes_texture_float'],
  [GL.RGBA, F32, GL.RGBA32F, 'oes_texture_float'],
  [GL.LUMINANCE, F32, Sized.LUMINANCE32F, 'oes_texture_float'],
  [GL.LUMINANCE_ALPHA, F32, Sized.LUMINANCE_ALPHA32F, 'oes_texture_float'],
  [GL.ALPHA, F32, Sized.ALPHA32F, 'oes_texture_float'],
  [GL.RGB, HALF_FLOAT_OES, GL.RGB16F, 'oes_texture_half_float'],
  [GL.RGBA, HALF_FLOAT_OES, GL.RGBA16F, 'oes_texture_half_float'],
  [GL.LUMINANCE, HALF_FLOAT_OES, Sized.LUMINANCE16F, 'oes_texture_half_float'],
  [GL.LUMINANCE_ALPHA, HALF_FLOAT_OES, Sized.LUMINANCE_ALPHA16F, 'oes_texture_half_float'],
  [GL.ALPHA, HALF_FLOAT_OES, Sized.ALPHA16F, 'oes_texture_half_float'],
  [GL.DEPTH_COMPONENT, U16, GL.DEPTH_COMPONENT16, 'webgl_depth_texture'],
  [GL.DEPTH_COMPONENT, U32, GL.DEPTH_COMPONENT24, 'webgl_depth_texture'],
  [GL.DEPTH_STENCIL, GL.UNSIGNED_INT_24_8, GL.DEPTH24_STENCIL8, 'webgl_depth_texture'],
  [SRGB_EXT, U8, GL.SRGB8, 'ext_srgb'],
  [SRGB_ALPHA_EXT, U8, GL.SRGB8_ALPHA8, 'ext_srgb'],
];

const sizedByFormat = new Map<number, Row>(sized.map((row) => [row[0], row]));
const allTypes: ReadonlySet<number> = new Set([
  ...sized.flatMap((row) => row[2]),
  ...unsized.filter((row) => row[3] === '').map((row) => row[1]),
]);
const allFormats: ReadonlySet<number> = new Set([
  ...sized.map((row) => row[1]),
  ...unsized.filter((row) => row[3] === '').map((row) => row[0]),
]);

/** What a combination is: the internal format that is stored, or the error of one that is none. */
export type Combination = { readonly stored: number; readonly error: 0 } | { readonly stored: 0; readonly error: number };

const bad = (error: number): Combination => ({ stored: 0, error });

/** Looks up the arguments of texImage. @param has - whether an extension, in lower case, is enabled */
export function combination(
  version: 1 | 2,
  internalFormat: number,
  format: number,
  type: number,
  has: (name: string) => boolean,
): Combination {
  if (version === 2) {
    if (!allFormats.has(format) || !allTypes.has(type)) return bad(GL.INVALID_ENUM);
    const row = sizedByFormat.get(internalFormat);
    if (row !== undefined)
      return row[1] === format && row[2].includes(type) ? { stored: internalFormat, error: 0 } : bad(GL.INVALID_OPERATION);
    const found = unsized.find(([f, t, , extension]) => f === internalFormat && t === type && extension === '');
    if (found !== undefined && internalFormat === format) return { stored: found[2], error: 0 };
    const known = unsized.some(([f, , , extension]) => f === internalFormat && extension === '');
    return bad(known ? GL.INVALID_OPERATION : GL.INVALID_VALUE);
  }
  const enabled = unsized.filter(([, , , extension]) => extension === '' || has(extension));
  const ofFormat = enabled.filter(([f]) => f === format);
  if (ofFormat.length === 0) return bad(GL.INVALID_ENUM);
  if (!enabled.some(([, t]) => t === type)) return bad(GL.INVALID_ENUM);
  if (!enabled.some(([f]) => f === internalFormat)) return bad(GL.INVALID_VALUE);
  if (internalFormat !== format) return bad(GL.INVALID_OPERATION);
  const found = ofFormat.find(([, t]) => t === type);
  return found === undefined ? bad(GL.INVALID_OPERATION) : { stored: found[2], error: 0 };
}

/**
 * Error of texSubImage's format and type for an image; 0 when they fit.
 *
 * @param internalFormat - as the program defined the image
 * @param stored - what is stored for it
 */
export function subCombination(
  version: 1 | 2,
  internalFormat: number,
  stored: number,
  format: number,
  type: number,
  has: (name: string) => boolean,
): number {
  const made = combination(version, version === 2 || sizedByFormat.has(internalFormat) ? internalFormat : format, format, type, has);
  if (made.error !== 0) return made.error;
  if (version === 2 && sizedByFormat.has(internalFormat)) return 0;
  return made.stored === stored && internalFormat === format ? 0 : GL.INVALID_OPERATION;
}

/** Whether an internal format is one that texStorage takes. */
export function isSized(internalFormat: number): boolean {
  return sizedByFormat.has(internalFormat);
}

/** Array type that a type's texels come in, by name; '' for none. */
export function arrayTypeOf(type: number): readonly string[] {
  switch (type) {
    case U8:
      return ['Uint8Array', 'Uint8ClampedArray'];
    case S8:
      return ['Int8Array'];
    case U16:
    case GL.UNSIGNED_SHORT_5_6_5:
    case GL.UNSIGNED_SHORT_4_4_4_4:
    case GL.UNSIGNED_SHORT_5_5_5_1:
    case F16:
    case HALF_FLOAT_OES:
      return ['Uint16Array'];
    case S16:
      return ['Int16Array'];
    case U32:
    case GL.UNSIGNED_INT_2_10_10_10_REV:
    case GL.UNSIGNED_INT_10F_11F_11F_REV:
    case GL.UNSIGNED_INT_5_9_9_9_REV:
    case GL.UNSIGNED_INT_24_8:
      return ['Uint32Array'];
    case S32:
      return ['Int32Array'];
    case F32:
      return ['Float32Array'];
    default:
      return [];
  }
}

/** Internal format that copyTexImage stores for an unsized one, from a color buffer of a base format and component sizes. */
export function copyFormat(
  internalFormat: number,
  source: { readonly base: number; readonly bits: { readonly r: number; readonly a: number }; readonly srgb: boolean; readonly id: number },
): number {
  switch (internalFormat) {
    case GL.ALPHA:
      return Sized.ALPHA8;
    case GL.LUMINANCE:
      return Sized.LUMINANCE8;
    case GL.LUMINANCE_ALPHA:
      return Sized.LUMINANCE8_ALPHA8;
    case GL.RGB:
      return source.srgb ? GL.SRGB8 : source.id === GL.RGB565 ? GL.RGB565 : GL.RGB8;
    case GL.RGBA:
      return source.srgb
        ? GL.SRGB8_ALPHA8
        : source.id === GL.RGBA4 || source.id === GL.RGB5_A1 || source.id === GL.RGB10_A2
          ? source.id
          : GL.RGBA8;
    default:
      return internalFormat;
  }
}
