/** Implicit conversions and constants made of them. */
import type { Expr } from '../syntax/tree.ts';
import { type Base, type Type, withBase } from '../types/type.ts';
import type { Context } from './context.ts';
import { convertScalar } from './fold.ts';

/** Whether a base converts to another by itself. */
export const baseConverts = (cx: Context, from: Base, to: Base): boolean => {
  if (from === to) return true;
  const { language } = cx;
  if (!language.has('implicitConversions')) return false;
  switch (to) {
    case 'uint':
      return from === 'int' && language.has('implicitIntToUint');
    case 'float':
      return from === 'int' || from === 'uint';
    case 'double':
      return from !== 'bool' && language.has('doubles');
    default:
      return false;
  }
};

/** Whether a type converts to another by itself; equal types do. */
export const converts = (cx: Context, from: Type, to: Type): boolean => {
  if (from === to || from.isError || to.isError) return true;
  if (from.kind !== 'number' || to.kind !== 'number') return false;
  return from.rows === to.rows && from.cols === to.cols && baseConverts(cx, from.base, to.base);
};

/** The value as another type; its own where the type is that already. Made only where `converts` holds, or in constructors. */
export const convert = (value: Expr, to: Type): Expr => {
  if (value.type === to || value.type.isError || to.isError) return value;
  if (value.op === 'const')
    return { op: 'const', type: to, place: value.place, values: value.values.map((v) => convertScalar(v, value.type.base, to.base)) };
  return { op: 'convert', type: to, place: value.place, a: value };
};

/** Converts to what an assignment needs, or reports that it cannot. */
export const convertTo = (cx: Context, value: Expr, to: Type, what: string): Expr => {
  if (value.type === to || value.type.isError || to.isError) return value;
  if (converts(cx, value.type, to)) return convert(value, to);
  return cx.bad(value.place, `${what} is of type ${value.type.name}, not ${to.name}`);
};

/** The common base of two operands, or null. */
export const commonBase = (cx: Context, a: Base, b: Base): Base | null => {
  if (a === b) return a;
  if (baseConverts(cx, a, b)) return b;
  if (baseConverts(cx, b, a)) return a;
  return null;
};

/** Both operands brought to one base; null where there is none. */
export const unify = (cx: Context, a: Expr, b: Expr): readonly [Expr, Expr] | null => {
  if (a.type.kind !== 'number' || b.type.kind !== 'number') return a.type === b.type ? [a, b] : null;
  const base = commonBase(cx, a.type.base, b.type.base);
  if (base === null) return null;
  return [convert(a, withBase(a.type, base)), convert(b, withBase(b.type, base))];
};

/** A constant. */
export const constant = (type: Type, values: readonly number[], place: Expr['place']): Expr => ({ op: 'const', type, place, values });

/** The value of a constant integer expression, or null after an error. */
export const constantInteger = (cx: Context, value: Expr, what: string): number | null => {
  if (value.type.isError) return null;
  if (!value.type.isScalar || !value.type.isInteger) {
    cx.error(value.place, `${what} must be an integer, not ${value.type.name}`);
    return null;
  }
  if (value.op !== 'const') {
    cx.error(value.place, `${what} must be a constant expression`);
    return null;
  }
  return value.values[0] ?? 0;
};
