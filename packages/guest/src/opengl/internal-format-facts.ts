/* What a program may ask of internal formats. @source OpenGL 4.3, 22.3; ARB_internalformat_query2 */
import type { StoredFormat } from '../formats/host-caps.ts';
import { GL4 } from '../gl4-constants.ts';
import { classOf } from '../validate/opengl-formats.ts';
import type { OpenGLLimits } from './limits.ts';

const targets: ReadonlySet<number> = new Set<number>([
  GL4.TEXTURE_1D, GL4.TEXTURE_1D_ARRAY, GL4.TEXTURE_2D, GL4.TEXTURE_2D_ARRAY, GL4.TEXTURE_2D_MULTISAMPLE, GL4.TEXTURE_2D_MULTISAMPLE_ARRAY,
  GL4.TEXTURE_3D, GL4.TEXTURE_BUFFER, GL4.TEXTURE_CUBE_MAP, GL4.TEXTURE_CUBE_MAP_ARRAY, GL4.TEXTURE_RECTANGLE, GL4.RENDERBUFFER,
]); // prettier-ignore

/** Whether a target is one that formats are asked for. */
export function isFormatTarget(target: number): boolean {
  return targets.has(target);
}

const hasSamples = (target: number): boolean =>
  target === GL4.RENDERBUFFER || target === GL4.TEXTURE_2D_MULTISAMPLE || target === GL4.TEXTURE_2D_MULTISAMPLE_ARRAY;

const kinds = {
  unorm: GL4.UNSIGNED_NORMALIZED,
  snorm: GL4.SIGNED_NORMALIZED,
  float: GL4.FLOAT,
  int: GL4.INT,
  uint: GL4.UNSIGNED_INT,
  depth: GL4.UNSIGNED_NORMALIZED,
} as const;

/** Sizes and kinds of components: [pname of the size, pname of the kind, component]. */
const components = [
  [GL4.INTERNALFORMAT_RED_SIZE, GL4.INTERNALFORMAT_RED_TYPE, 'r'],
  [GL4.INTERNALFORMAT_GREEN_SIZE, GL4.INTERNALFORMAT_GREEN_TYPE, 'g'],
  [GL4.INTERNALFORMAT_BLUE_SIZE, GL4.INTERNALFORMAT_BLUE_TYPE, 'b'],
  [GL4.INTERNALFORMAT_ALPHA_SIZE, GL4.INTERNALFORMAT_ALPHA_TYPE, 'a'],
  [GL4.INTERNALFORMAT_DEPTH_SIZE, GL4.INTERNALFORMAT_DEPTH_TYPE, 'd'],
  [GL4.INTERNALFORMAT_STENCIL_SIZE, GL4.INTERNALFORMAT_STENCIL_TYPE, 's'],
] as const;

const stages: ReadonlySet<number> = new Set<number>([
  GL4.VERTEX_TEXTURE, GL4.TESS_CONTROL_TEXTURE, GL4.TESS_EVALUATION_TEXTURE, GL4.GEOMETRY_TEXTURE, GL4.FRAGMENT_TEXTURE, GL4.COMPUTE_TEXTURE,
]); // prettier-ignore

/** The format that pixels of an internal format are handed over in with the least work. */
function pixelFormat({ internal }: StoredFormat): number {
  const kind = classOf(internal);
  if (kind === 'depth') return GL4.DEPTH_COMPONENT;
  if (kind === 'both') return GL4.DEPTH_STENCIL;
  if (kind === 'stencil') return GL4.STENCIL_INDEX;
  const { bits } = internal;
  const count = bits.a > 0 ? 3 : bits.b > 0 ? 2 : bits.g > 0 ? 1 : 0;
  const integers = [GL4.RED_INTEGER, GL4.RG_INTEGER, GL4.RGB_INTEGER, GL4.RGBA_INTEGER] as const;
  return kind === 'integer' ? integers[count] : [GL4.RED, GL4.RG, GL4.RGB, GL4.RGBA][count]!;
}

/** The type of its numbers. */
function pixelType({ internal }: StoredFormat): number {
  const { bits, kind } = internal;
  if (internal.id === GL4.DEPTH32F_STENCIL8) return GL4.FLOAT_32_UNSIGNED_INT_24_8_REV;
  if (classOf(internal) === 'both') return GL4.UNSIGNED_INT_24_8;
  const size = Math.max(bits.r, bits.d, bits.s);
  const signed = kind === 'int' || kind === 'snorm';
  if (kind === 'float' || internal.id === GL4.DEPTH_COMPONENT32F) return size === 16 ? GL4.HALF_FLOAT : GL4.FLOAT;
  if (size <= 8) return signed ? GL4.BYTE : GL4.UNSIGNED_BYTE;
  if (size <= 16) return signed ? GL4.SHORT : GL4.UNSIGNED_SHORT;
  return signed ? GL4.INT : GL4.UNSIGNED_INT;
}

/** Numbers of samples of a format, the largest first; none where it has none. */
export function sampleCounts(stored: StoredFormat, limits: OpenGLLimits): readonly number[] {
  return [16, 8, 4].filter((count) => stored.multisample && count <= limits.samples);
}

/**
 * The answer to a question about an internal format.
 *
 * @param stored - null where the host does not have it: most answers are 0 or NONE then
 * @returns null for what is no question
 */
export function formatFact(target: number, stored: StoredFormat | null, pname: number, limits: OpenGLLimits): readonly number[] | null {
  const counts = stored === null || !hasSamples(target) ? [] : sampleCounts(stored, limits);
  const there = stored !== null && (target !== GL4.RENDERBUFFER || stored.renderable);
  if (pname === GL4.SAMPLES) return counts;
  if (pname === GL4.NUM_SAMPLE_COUNTS) return [counts.length];
  if (pname === GL4.INTERNALFORMAT_SUPPORTED) return [Number(there)];
  if (stored === null || !there) return known(pname) ? [0] : null;
  const { internal } = stored;
  for (const [size, type, name] of components) {
    const bits = internal.bits[name];
    if (pname === size) return [bits];
    const float = name === 'd' && (internal.id === GL4.DEPTH_COMPONENT32F || internal.id === GL4.DEPTH32F_STENCIL8);
    if (pname === type) return [bits === 0 ? GL4.NONE : float ? GL4.FLOAT : name === 's' ? GL4.UNSIGNED_INT : kinds[internal.kind]];
  }
  const kind = classOf(internal);
  const color = kind === 'color' || kind === 'integer';
  const full = (yes: boolean): number[] => [yes ? GL4.FULL_SUPPORT : GL4.NONE];
  if (stages.has(pname)) return full(target !== GL4.RENDERBUFFER);
  switch (pname) {
    case GL4.INTERNALFORMAT_PREFERRED:
      return [internal.id];
    case GL4.INTERNALFORMAT_SHARED_SIZE:
      return [internal.id === GL4.RGB9_E5 ? 5 : 0];
    case GL4.MAX_WIDTH:
      return [target === GL4.TEXTURE_3D ? limits.size3d : target === GL4.TEXTURE_BUFFER ? limits.bufferTextureTexels : limits.textureSize];
    case GL4.MAX_HEIGHT:
      return [
        target === GL4.TEXTURE_1D || target === GL4.TEXTURE_BUFFER ? 0 : target === GL4.TEXTURE_3D ? limits.size3d : limits.textureSize,
      ];
    case GL4.MAX_DEPTH:
      return [target === GL4.TEXTURE_3D ? limits.size3d : 0];
    case GL4.MAX_LAYERS:
      return [
        target === GL4.TEXTURE_1D_ARRAY ||
        target === GL4.TEXTURE_2D_ARRAY ||
        target === GL4.TEXTURE_CUBE_MAP_ARRAY ||
        target === GL4.TEXTURE_2D_MULTISAMPLE_ARRAY
          ? limits.arrayLayers
          : 0,
      ];
    case GL4.COLOR_COMPONENTS:
      return [Number(color)];
    case GL4.DEPTH_COMPONENTS:
      return [Number(internal.bits.d > 0)];
    case GL4.STENCIL_COMPONENTS:
      return [Number(internal.bits.s > 0)];
    case GL4.COLOR_RENDERABLE:
      return [Number(color && stored.renderable)];
    case GL4.DEPTH_RENDERABLE:
      return [Number(internal.bits.d > 0 && stored.renderable)];
    case GL4.STENCIL_RENDERABLE:
      return [Number(internal.bits.s > 0 && stored.renderable)];
    case GL4.FRAMEBUFFER_RENDERABLE:
    case GL4.READ_PIXELS:
      return full(stored.renderable);
    case GL4.FRAMEBUFFER_RENDERABLE_LAYERED:
      return full(stored.renderable && target !== GL4.RENDERBUFFER);
    case GL4.FRAMEBUFFER_BLEND:
      return full(stored.renderable && kind === 'color');
    case GL4.MIPMAP:
    case GL4.MANUAL_GENERATE_MIPMAP:
      return pname === GL4.MIPMAP
        ? [Number(target !== GL4.RENDERBUFFER && !hasSamples(target))]
        : full(kind === 'color' && stored.renderable);
    case GL4.FILTER:
      return full(kind === 'color' || kind === 'depth');
    case GL4.TEXTURE_SHADOW:
      return full(kind === 'depth' || kind === 'both');
    case GL4.TEXTURE_GATHER:
      return full(true);
    case GL4.TEXTURE_GATHER_SHADOW:
      return full(kind === 'depth' || kind === 'both');
    case GL4.COLOR_ENCODING:
      return [color ? (internal.srgb ? GL4.SRGB : GL4.LINEAR) : GL4.NONE];
    case GL4.SRGB_READ:
      return full(internal.srgb);
    case GL4.SRGB_WRITE:
      return full(internal.srgb && stored.renderable);
    case GL4.READ_PIXELS_FORMAT:
    case GL4.TEXTURE_IMAGE_FORMAT:
    case GL4.GET_TEXTURE_IMAGE_FORMAT:
      return [pixelFormat(stored)];
    case GL4.READ_PIXELS_TYPE:
    case GL4.TEXTURE_IMAGE_TYPE:
    case GL4.GET_TEXTURE_IMAGE_TYPE:
      return [pixelType(stored)];
    case GL4.TEXTURE_COMPRESSED:
      return [Number(internal.block !== null)];
    case GL4.TEXTURE_COMPRESSED_BLOCK_WIDTH:
      return [internal.block?.[0] ?? 0];
    case GL4.TEXTURE_COMPRESSED_BLOCK_HEIGHT:
      return [internal.block?.[1] ?? 0];
    case GL4.TEXTURE_COMPRESSED_BLOCK_SIZE:
      return [(internal.block?.[2] ?? 0) * 8];
    case GL4.CLEAR_BUFFER:
      return full(target === GL4.TEXTURE_BUFFER);
    case GL4.TEXTURE_VIEW:
      return full(target !== GL4.RENDERBUFFER && target !== GL4.TEXTURE_BUFFER);
    default:
      return null;
  }
}

/** Whether a number is a question at all. */
function known(pname: number): boolean {
  return (
    (pname >= GL4.INTERNALFORMAT_SUPPORTED && pname <= GL4.VIEW_COMPATIBILITY_CLASS) ||
    pname === GL4.TEXTURE_COMPRESSED ||
    components.some(([size, type]) => size === pname || type === pname)
  );
}
