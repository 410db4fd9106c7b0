/* GL's numbers as the protocol's. */
import { BlendFactor, BlendFunc, CullFace, LogicOp, PipeFormat, PolygonMode, StencilOp } from '@virglass/protocol';
import { GL } from '../gl-constants.ts';
import { GL4 } from '../gl4-constants.ts';

const factors = new Map<number, number>([
  [GL.ZERO, BlendFactor.ZERO],
  [GL.ONE, BlendFactor.ONE],
  [GL.SRC_COLOR, BlendFactor.SRC_COLOR],
  [GL.ONE_MINUS_SRC_COLOR, BlendFactor.INV_SRC_COLOR],
  [GL.SRC_ALPHA, BlendFactor.SRC_ALPHA],
  [GL.ONE_MINUS_SRC_ALPHA, BlendFactor.INV_SRC_ALPHA],
  [GL.DST_ALPHA, BlendFactor.DST_ALPHA],
  [GL.ONE_MINUS_DST_ALPHA, BlendFactor.INV_DST_ALPHA],
  [GL.DST_COLOR, BlendFactor.DST_COLOR],
  [GL.ONE_MINUS_DST_COLOR, BlendFactor.INV_DST_COLOR],
  [GL.SRC_ALPHA_SATURATE, BlendFactor.SRC_ALPHA_SATURATE],
  [GL.CONSTANT_COLOR, BlendFactor.CONST_COLOR],
  [GL.ONE_MINUS_CONSTANT_COLOR, BlendFactor.INV_CONST_COLOR],
  [GL.CONSTANT_ALPHA, BlendFactor.CONST_ALPHA],
  [GL.ONE_MINUS_CONSTANT_ALPHA, BlendFactor.INV_CONST_ALPHA],
  [GL4.SRC1_COLOR, BlendFactor.SRC1_COLOR],
  [GL4.ONE_MINUS_SRC1_COLOR, BlendFactor.INV_SRC1_COLOR],
  [GL4.SRC1_ALPHA, BlendFactor.SRC1_ALPHA],
  [GL4.ONE_MINUS_SRC1_ALPHA, BlendFactor.INV_SRC1_ALPHA],
]);

const equations = new Map<number, number>([
  [GL.FUNC_ADD, BlendFunc.ADD],
  [GL.FUNC_SUBTRACT, BlendFunc.SUBTRACT],
  [GL.FUNC_REVERSE_SUBTRACT, BlendFunc.REVERSE_SUBTRACT],
  [GL.MIN, BlendFunc.MIN],
  [GL.MAX, BlendFunc.MAX],
]);

const stencilOps = new Map<number, number>([
  [GL.KEEP, StencilOp.KEEP],
  [GL.ZERO, StencilOp.ZERO],
  [GL.REPLACE, StencilOp.REPLACE],
  [GL.INCR, StencilOp.INCR],
  [GL.DECR, StencilOp.DECR],
  [GL.INCR_WRAP, StencilOp.INCR_WRAP],
  [GL.DECR_WRAP, StencilOp.DECR_WRAP],
  [GL.INVERT, StencilOp.INVERT],
]);

/** `BlendFactor` of a GL factor. */
export function blendFactor(factor: number): number {
  return factors.get(factor) ?? BlendFactor.ONE;
}

/** `BlendFunc` of a GL equation. */
export function blendEquation(equation: number): number {
  return equations.get(equation) ?? BlendFunc.ADD;
}

/** `StencilOp` of a GL operation. */
export function stencilOp(op: number): number {
  return stencilOps.get(op) ?? StencilOp.KEEP;
}

/** `CullFace` of a GL face. */
export function cullFace(face: number): number {
  return face === GL.FRONT ? CullFace.FRONT : face === GL.BACK ? CullFace.BACK : CullFace.FRONT_AND_BACK;
}

/** By GL's number from CLEAR on: Gallium's numbers are the truth tables. */
const logicOps: readonly number[] = [
  LogicOp.CLEAR,
  LogicOp.AND,
  LogicOp.AND_REVERSE,
  LogicOp.COPY,
  LogicOp.AND_INVERTED,
  LogicOp.NOOP,
  LogicOp.XOR,
  LogicOp.OR,
  LogicOp.NOR,
  LogicOp.EQUIV,
  LogicOp.INVERT,
  LogicOp.OR_REVERSE,
  LogicOp.COPY_INVERTED,
  LogicOp.OR_INVERTED,
  LogicOp.NAND,
  LogicOp.SET,
];

/** `LogicOp` of a GL operation. */
export function logicOp(op: number): number {
  return logicOps[op - GL4.CLEAR] ?? LogicOp.COPY;
}

/** `PolygonMode` of a GL mode. */
export function polygonMode(mode: number): number {
  return mode === GL4.LINE ? PolygonMode.LINE : mode === GL4.POINT ? PolygonMode.POINT : PolygonMode.FILL;
}

const bitsOf = new Map<number, readonly [bits: number, signed: boolean]>([
  [GL.BYTE, [8, true]],
  [GL.UNSIGNED_BYTE, [8, false]],
  [GL.SHORT, [16, true]],
  [GL.UNSIGNED_SHORT, [16, false]],
  [GL.INT, [32, true]],
  [GL.UNSIGNED_INT, [32, false]],
]);

const vertexFormats = new Map<number, number>();

/** `PipeFormat` of a vertex attribute. */
export function vertexFormat(type: number, size: number, normalized: boolean, integer: boolean, bgra = false): number {
  if (bgra)
    return type === GL.UNSIGNED_BYTE
      ? PipeFormat.B8G8R8A8_UNORM
      : type === GL.INT_2_10_10_10_REV
        ? PipeFormat.B10G10R10A2_SNORM
        : PipeFormat.B10G10R10A2_UNORM;
  const key = type * 16 + (size - 1) * 4 + (normalized ? 2 : 0) + (integer ? 1 : 0);
  let format = vertexFormats.get(key);
  if (format === undefined) vertexFormats.set(key, (format = findVertexFormat(type, size, normalized, integer)));
  return format;
}

function findVertexFormat(type: number, size: number, normalized: boolean, integer: boolean): number {
  if (type === GL.INT_2_10_10_10_REV) return normalized ? PipeFormat.R10G10B10A2_SNORM : PipeFormat.R10G10B10A2_SSCALED;
  if (type === GL.UNSIGNED_INT_2_10_10_10_REV) return normalized ? PipeFormat.R10G10B10A2_UNORM : PipeFormat.R10G10B10A2_USCALED;
  if (type === GL4.UNSIGNED_INT_10F_11F_11F_REV) return PipeFormat.R11G11B10_FLOAT;
  if (type === GL4.DOUBLE)
    return [PipeFormat.R64_FLOAT, PipeFormat.R64G64_FLOAT, PipeFormat.R64G64B64_FLOAT, PipeFormat.R64G64B64A64_FLOAT][size - 1]!;
  const [bits, signed] = bitsOf.get(type) ?? [type === GL.HALF_FLOAT ? 16 : 32, true];
  const channels = 'RGBA'
    .slice(0, size)
    .split('')
    .map((c) => `${c}${bits}`)
    .join('');
  const meaning = !bitsOf.has(type)
    ? 'FLOAT'
    : integer
      ? signed
        ? 'SINT'
        : 'UINT'
      : `${signed ? 'S' : 'U'}${normalized ? 'NORM' : 'SCALED'}`;
  return PipeFormat[`${channels}_${meaning}` as keyof typeof PipeFormat];
}
