import { GL } from '@virglass/gl';
import { BlendFactor, BlendFunc, LogicOp, StencilOp, TexWrap } from '@virglass/protocol';

/*
 * Gallium's enumerations as GL's. Each table is indexed by the guest's value and holds 0 where there is no such value, so
 * that one lookup both translates and validates. (GL.ZERO is 0 too: blend factors are therefore shifted by one.)
 */

function table(size: number, rows: readonly (readonly [number, number])[]): Uint32Array {
  const out = new Uint32Array(size);
  for (const [from, to] of rows) out[from] = to;
  return out;
}

const factors = table(32, [
  [BlendFactor.ONE, GL.ONE + 1],
  [BlendFactor.SRC_COLOR, GL.SRC_COLOR + 1],
  [BlendFactor.SRC_ALPHA, GL.SRC_ALPHA + 1],
  [BlendFactor.DST_ALPHA, GL.DST_ALPHA + 1],
  [BlendFactor.DST_COLOR, GL.DST_COLOR + 1],
  [BlendFactor.SRC_ALPHA_SATURATE, GL.SRC_ALPHA_SATURATE + 1],
  [BlendFactor.CONST_COLOR, GL.CONSTANT_COLOR + 1],
  [BlendFactor.CONST_ALPHA, GL.CONSTANT_ALPHA + 1],
  [BlendFactor.SRC1_COLOR, GL.SRC1_COLOR + 1],
  [BlendFactor.SRC1_ALPHA, GL.SRC1_ALPHA + 1],
  [BlendFactor.ZERO, GL.ZERO + 1],
  [BlendFactor.INV_SRC_COLOR, GL.ONE_MINUS_SRC_COLOR + 1],
  [BlendFactor.INV_SRC_ALPHA, GL.ONE_MINUS_SRC_ALPHA + 1],
  [BlendFactor.INV_DST_ALPHA, GL.ONE_MINUS_DST_ALPHA + 1],
  [BlendFactor.INV_DST_COLOR, GL.ONE_MINUS_DST_COLOR + 1],
  [BlendFactor.INV_CONST_COLOR, GL.ONE_MINUS_CONSTANT_COLOR + 1],
  [BlendFactor.INV_CONST_ALPHA, GL.ONE_MINUS_CONSTANT_ALPHA + 1],
  [BlendFactor.INV_SRC1_COLOR, GL.ONE_MINUS_SRC1_COLOR + 1],
  [BlendFactor.INV_SRC1_ALPHA, GL.ONE_MINUS_SRC1_ALPHA + 1],
]);

/** True when the value is a blend factor. */
export function isBlendFactor(value: number): boolean {
  return factors[value & 31] !== 0;
}

/** True when the factor reads the second colour output (dual-source blending). */
export function isDualSourceFactor(value: number): boolean {
  return (value & 0xf) === BlendFactor.SRC1_COLOR || (value & 0xf) === BlendFactor.SRC1_ALPHA;
}

/** A pipe blend factor (valid, see `isBlendFactor`) as a GL enum. */
export function blendFactor(value: number): number {
  return factors[value & 31]! - 1;
}

const equations = table(8, [
  [BlendFunc.ADD, GL.FUNC_ADD],
  [BlendFunc.SUBTRACT, GL.FUNC_SUBTRACT],
  [BlendFunc.REVERSE_SUBTRACT, GL.FUNC_REVERSE_SUBTRACT],
  [BlendFunc.MIN, GL.MIN],
  [BlendFunc.MAX, GL.MAX],
]);

/** A pipe blend function as a GL blend equation; 0 when there is no such function. */
export function blendEquation(value: number): number {
  return equations[value & 7]!;
}

/* prettier-ignore */
const advancedEquations = [
  0, GL.MULTIPLY, GL.SCREEN, GL.OVERLAY, GL.DARKEN, GL.LIGHTEN, GL.COLORDODGE, GL.COLORBURN, GL.HARDLIGHT, GL.SOFTLIGHT, GL.DIFFERENCE,
  GL.EXCLUSION, GL.HSL_HUE, GL.HSL_SATURATION, GL.HSL_COLOR, GL.HSL_LUMINOSITY,
] as const;

/**
 * An advanced blend equation by Mesa's number; 0 when there is none.
 * @source Mesa shader_enums.h enum gl_advanced_blend_mode
 */
export function advancedEquation(value: number): number {
  return advancedEquations[value] ?? 0;
}

const logicOps = table(16, [
  [LogicOp.CLEAR, GL.CLEAR],
  [LogicOp.NOR, GL.NOR],
  [LogicOp.AND_INVERTED, GL.AND_INVERTED],
  [LogicOp.COPY_INVERTED, GL.COPY_INVERTED],
  [LogicOp.AND_REVERSE, GL.AND_REVERSE],
  [LogicOp.INVERT, GL.INVERT],
  [LogicOp.XOR, GL.XOR],
  [LogicOp.NAND, GL.NAND],
  [LogicOp.AND, GL.AND],
  [LogicOp.EQUIV, GL.EQUIV],
  [LogicOp.NOOP, GL.NOOP],
  [LogicOp.OR_INVERTED, GL.OR_INVERTED],
  [LogicOp.COPY, GL.COPY],
  [LogicOp.OR_REVERSE, GL.OR_REVERSE],
  [LogicOp.OR, GL.OR],
  [LogicOp.SET, GL.SET],
]);

/** A pipe logic operation (0-15) as a GL enum. */
export function logicOp(value: number): number {
  return logicOps[value & 15]!;
}

/** A pipe comparison (0-7, never to always) as a GL enum; both count in the same order. */
export function compareFunc(value: number): number {
  return GL.NEVER + (value & 7);
}

const stencilOps = table(8, [
  [StencilOp.KEEP, GL.KEEP],
  [StencilOp.ZERO, GL.ZERO],
  [StencilOp.REPLACE, GL.REPLACE],
  [StencilOp.INCR, GL.INCR],
  [StencilOp.DECR, GL.DECR],
  [StencilOp.INCR_WRAP, GL.INCR_WRAP],
  [StencilOp.DECR_WRAP, GL.DECR_WRAP],
  [StencilOp.INVERT, GL.INVERT],
]);

/** A pipe stencil operation (0-7) as a GL enum. */
export function stencilOp(value: number): number {
  return stencilOps[value & 7]!;
}

const wraps = table(8, [
  [TexWrap.REPEAT, GL.REPEAT],
  [TexWrap.CLAMP, GL.CLAMP_TO_EDGE],
  [TexWrap.CLAMP_TO_EDGE, GL.CLAMP_TO_EDGE],
  [TexWrap.CLAMP_TO_BORDER, GL.CLAMP_TO_BORDER],
  [TexWrap.MIRROR_REPEAT, GL.MIRRORED_REPEAT],
  [TexWrap.MIRROR_CLAMP, GL.MIRROR_CLAMP_EXT],
  [TexWrap.MIRROR_CLAMP_TO_EDGE, GL.MIRROR_CLAMP_TO_EDGE],
  [TexWrap.MIRROR_CLAMP_TO_BORDER, GL.MIRROR_CLAMP_TO_BORDER_EXT],
]);

/**
 * A pipe wrap mode (0-7) as a GL enum. Only compatibility contexts have CLAMP. In others: with nearest filtering it never
 * reaches the border and equals CLAMP_TO_EDGE; with linear filtering it blends half a texel of border, for which
 * CLAMP_TO_BORDER is nearer.
 */
export function wrapMode(value: number, nearest: boolean, compatibility: boolean): number {
  if ((value & 7) === TexWrap.CLAMP) {
    if (compatibility) return GL.CLAMP;
    if (!nearest) return GL.CLAMP_TO_BORDER;
  }
  return wraps[value & 7]!;
}

/** Pipe minification filter and mipmap filter (0 nearest, 1 linear, 2 none) as a GL enum; 0 when there is no such mode. */
export function minFilter(image: number, mip: number): number {
  if (mip === 2) return image === 1 ? GL.LINEAR : GL.NEAREST;
  if (mip === 0) return image === 1 ? GL.LINEAR_MIPMAP_NEAREST : GL.NEAREST_MIPMAP_NEAREST;
  if (mip === 1) return image === 1 ? GL.LINEAR_MIPMAP_LINEAR : GL.NEAREST_MIPMAP_LINEAR;
  return 0;
}

/** Pipe texture swizzle (0-3 channel, 4 zero, 5 one) as a GL enum; 6 and 7 (none) read as zero. */
export function swizzle(value: number): number {
  return value < 4 ? GL.RED + value : value === 5 ? GL.ONE : GL.ZERO;
}
