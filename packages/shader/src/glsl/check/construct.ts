/** Constructors: `vec3(...)`, `float[](...)`, `S(...)`, and initializer lists. */
import { bounds } from '../bounds.ts';
import type { Place } from '../log.ts';
import type { Expr } from '../syntax/tree.ts';
import { elementOf, hasOpaque, numberType, scalarCount, T, type Type, withBase } from '../types/type.ts';
import type { Context } from './context.ts';
import { indexed } from './access.ts';
import { constant, convert, converts } from './convert.ts';

const allConstant = (args: readonly Expr[]): boolean => args.every((arg) => arg.op === 'const');

const made = (cx: Context, type: Type, args: readonly Expr[], place: Place): Expr => {
  if (!allConstant(args)) return { op: 'construct', type, place, args };
  if (scalarCount(type) > bounds.constantScalars) return cx.log.fatal(place, 'this constant is too large');
  const values: number[] = [];
  for (const arg of args) if (arg.op === 'const') for (const value of arg.values) values.push(value);
  return constant(type, values, place);
};

/** Values of a matrix made from constants. */
const constantMatrix = (type: Type, args: readonly Expr[]): number[] | null => {
  const [only] = args;
  if (args.length !== 1 || only === undefined || only.op !== 'const') return null;
  const out: number[] = [];
  if (only.type.isScalar) {
    for (let c = 0; c < type.cols; c++) for (let r = 0; r < type.rows; r++) out.push(c === r ? (only.values[0] ?? 0) : 0);
    return out;
  }
  if (!only.type.isMatrix) return null;
  for (let c = 0; c < type.cols; c++)
    for (let r = 0; r < type.rows; r++)
      out.push(c < only.type.cols && r < only.type.rows ? (only.values[c * only.type.rows + r] ?? 0) : c === r ? 1 : 0);
  return out;
};

const constructNumber = (cx: Context, type: Type, args: readonly Expr[], place: Place): Expr => {
  const parts: Expr[] = [];
  for (const arg of args) {
    if (arg.type.isError) return arg;
    if (arg.type.kind !== 'number') return cx.bad(arg.place, `${type.name} cannot be made of ${arg.type.name}`);
    if (arg.type.base === 'double' || type.base === 'double') cx.need('doubles', place, 'doubles');
    if (arg.type.isMatrix && !type.isMatrix) {
      // A matrix is its columns; a scalar takes the first of the first.
      const before = parts.reduce((sum, part) => sum + part.type.components, 0);
      for (let c = 0; c < (type.isScalar ? 1 : arg.type.cols) && before + c * arg.type.rows < type.rows; c++) {
        const column = indexed(cx, arg, constant(T.int, [c], arg.place), arg.place);
        parts.push(
          convert(
            type.isScalar ? indexed(cx, column, constant(T.int, [0], arg.place), arg.place) : column,
            numberType(type.base, type.isScalar ? 1 : arg.type.rows),
          ),
        );
      }
    } else if (type.isScalar && arg.type.isVector) parts.push(convert(indexed(cx, arg, constant(T.int, [0], arg.place), arg.place), type));
    else parts.push(convert(arg, withBase(arg.type, type.base)));
  }
  const [first] = parts;
  if (first === undefined) return cx.bad(place, `${type.name} cannot be made of nothing`);
  const wanted = type.components;
  if (type.isScalar) {
    if (args.length > 1) return cx.bad(place, `${type.name} is made of one value`);
    if (first.op === 'const') return constant(type, first.values.slice(0, 1), place);
    if (first.type === type) return { ...first, place };
    return { op: 'construct', type, place, args: parts };
  }
  if (type.isMatrix) {
    const matrix = parts.find((part) => part.type.isMatrix);
    if (matrix !== undefined) {
      if (!cx.language.has('matrixFromMatrix')) return cx.bad(place, `matrices are not made of matrices in ${cx.language.describe()}`);
      if (parts.length > 1) return cx.bad(place, 'a matrix is made of one matrix or of scalars and vectors');
    }
    const values = constantMatrix(type, parts);
    if (values !== null) return constant(type, values, place);
    if (parts.length === 1 && (first.type.isScalar || first.type.isMatrix))
      return first.type === type ? first : { op: 'construct', type, place, args: parts };
  } else if (parts.length === 1 && first.type.isScalar) {
    if (first.op === 'const')
      return constant(
        type,
        Array.from({ length: wanted }, () => first.values[0] ?? 0),
        place,
      );
    return { op: 'construct', type, place, args: parts };
  }
  let have = 0;
  for (const part of parts) {
    if (have >= wanted) return cx.bad(place, `${type.name} has ${wanted} components; this gives more`);
    have += part.type.components;
  }
  if (have < wanted) return cx.bad(place, `${type.name} has ${wanted} components; this gives ${have}`);
  if (type.isMatrix && have > wanted && !cx.language.es) return cx.bad(place, `${type.name} has ${wanted} components; this gives ${have}`);
  if (parts.length === 1 && first.type === type) return { ...first, place };
  if (!allConstant(parts)) return { op: 'construct', type, place, args: parts };
  const values: number[] = [];
  for (const part of parts) if (part.op === 'const') values.push(...part.values);
  return constant(type, values.slice(0, wanted), place);
};

/** `type(args)`. */
export const construct = (cx: Context, type: Type, args: readonly Expr[], place: Place): Expr => {
  if (args.some((arg) => arg.type.isError) || type.isError) return constant(T.error, [0], place);
  for (const arg of args) if (arg.type.kind === 'void') return cx.bad(arg.place, 'this gives no value');
  if (type.kind === 'number') return constructNumber(cx, type, args, place);
  if (type.isArray) {
    cx.need('arrayConstructors', place, 'constructors of arrays');
    if (args.length === 0) return cx.bad(place, 'an array is made of its elements');
    if (type.length !== 0 && type.length !== args.length)
      return cx.bad(place, `${type.name} has ${type.length} elements; this gives ${args.length}`);
    let element = elementOf(type);
    if (element.isArray && element.length === 0) element = args[0]?.type ?? T.error;
    const parts: Expr[] = [];
    for (const arg of args) {
      if (!converts(cx, arg.type, element)) return cx.bad(arg.place, `an element of ${type.name} cannot be ${arg.type.name}`);
      parts.push(convert(arg, element));
    }
    return made(cx, element.array(args.length), parts, place);
  }
  if (type.kind === 'struct') {
    if (hasOpaque(type)) return cx.bad(place, `${type.name} has opaque members and no constructor`);
    if (args.length !== type.fields.length)
      return cx.bad(place, `${type.name} has ${type.fields.length} members; this gives ${args.length}`);
    const parts: Expr[] = [];
    for (let i = 0; i < args.length; i++) {
      const [arg, field] = [args[i] as Expr, type.fields[i]];
      if (field === undefined || !converts(cx, arg.type, field.type))
        return cx.bad(arg.place, `member '${field?.name}' of ${type.name} is ${field?.type.name}, not ${arg.type.name}`);
      parts.push(convert(arg, field.type));
    }
    return made(cx, type, parts, place);
  }
  return cx.bad(place, `${type.name} has no constructor`);
};

/** An initializer list as it stands: expressions and lists in lists. */
export type InitializerList = { readonly place: Place; readonly items: readonly (Expr | InitializerList)[] };

/** Whether an initializer is a list. */
export const isList = (value: Expr | InitializerList): value is InitializerList => 'items' in value;

/** `{ ... }` as a value of a type. */
export const fromList = (cx: Context, type: Type, list: InitializerList): Expr => {
  const { items, place } = list;
  const part = (item: Expr | InitializerList, wanted: Type): Expr => {
    const value = isList(item) ? fromList(cx, wanted, item) : item;
    if (value.type.isError || wanted.isError) return value;
    // An element of unknown size takes that of what it is made of.
    if (wanted.isArray && wanted.length === 0 && value.type.isArray && value.type.element === wanted.element) return value;
    if (!converts(cx, value.type, wanted)) return cx.bad(value.place, `expected ${wanted.name}, not ${value.type.name}`);
    return convert(value, wanted);
  };
  if (items.length === 0) return cx.bad(place, 'this list is empty');
  if (type.isArray) {
    if (type.length !== 0 && type.length !== items.length)
      return cx.bad(place, `${type.name} has ${type.length} elements; this gives ${items.length}`);
    const element = elementOf(type);
    const parts = items.map((item) => part(item, element));
    if (parts.some(({ type: one }) => one.isError)) return constant(T.error, [0], place);
    return made(cx, (parts[0]?.type ?? element).array(items.length), parts, place);
  }
  if (type.kind === 'struct') {
    if (items.length !== type.fields.length)
      return cx.bad(place, `${type.name} has ${type.fields.length} members; this gives ${items.length}`);
    const parts = items.map((item, i) => part(item, type.fields[i]?.type ?? T.error));
    return parts.some(({ type: one }) => one.isError) ? constant(T.error, [0], place) : made(cx, type, parts, place);
  }
  if (type.kind !== 'number') return cx.bad(place, `${type.name} cannot be made of a list`);
  if (type.isScalar) {
    return cx.bad(place, `${type.name} is one value, not a list`);
  }
  const count = type.isMatrix ? type.cols : type.rows;
  if (items.length !== count) return cx.bad(place, `${type.name} takes ${count} values; this gives ${items.length}`);
  const element = elementOf(type);
  const parts = items.map((item) => part(item, element));
  return parts.some(({ type: one }) => one.isError) ? constant(T.error, [0], place) : constructNumber(cx, type, parts, place);
};
