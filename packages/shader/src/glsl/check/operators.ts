/** Operators: what types they take, what they give, and their value where the operands are constant. */
import type { Place } from '../log.ts';
import type { BinaryOperator, Expr } from '../syntax/tree.ts';
import { contains, hasOpaque, numberType, T, type Type, withBase } from '../types/type.ts';
import type { Context } from './context.ts';
import { baseConverts, convert, constant, converts, unify } from './convert.ts';
import { foldProduct, foldScalar, wrap } from './fold.ts';

const isArithmetic = (type: Type): boolean => type.kind === 'number' && type.base !== 'bool';

const mismatch = (cx: Context, place: Place, operator: string, a: Type, b: Type): Expr =>
  a.isError || b.isError ? constant(T.error, [0], place) : cx.bad(place, `operator ${operator} does not take ${a.name} and ${b.name}`);

const fold = (operator: BinaryOperator, type: Type, a: Expr, b: Expr, place: Place): Expr => {
  if (a.op === 'const' && b.op === 'const') {
    const [x, y] = [a.values, b.values];
    if (operator === '*' && (a.type.isMatrix || b.type.isMatrix) && !a.type.isScalar && !b.type.isScalar)
      return constant(type, foldProduct(x, a.type, y, b.type), place);
    const count = Math.max(x.length, y.length);
    const out: number[] = [];
    for (let i = 0; i < count; i++)
      out.push(foldScalar(operator, (x.length === 1 ? x[0] : x[i]) ?? 0, (y.length === 1 ? y[0] : y[i]) ?? 0, a.type.base));
    return constant(type, out, place);
  }
  return { op: 'binary', type, place, operator, a, b };
};

/** The type of a sum, product and so on of two types of one base; null where there is none. */
const arithmeticType = (operator: BinaryOperator, a: Type, b: Type): Type | null => {
  if (a.isScalar) return b;
  if (b.isScalar) return a;
  if (operator === '*' && (a.isMatrix || b.isMatrix)) {
    if (a.isMatrix && b.isMatrix) return a.cols === b.rows ? numberType(a.base, a.rows, b.cols) : null;
    if (a.isMatrix) return a.cols === b.rows ? numberType(a.base, a.rows) : null;
    return a.rows === b.rows ? numberType(a.base, b.cols) : null;
  }
  return a === b ? a : null;
};

const arithmetic = (cx: Context, operator: BinaryOperator, a: Expr, b: Expr, place: Place): Expr => {
  if (!isArithmetic(a.type) || !isArithmetic(b.type)) return mismatch(cx, place, operator, a.type, b.type);
  const both = unify(cx, a, b);
  const type = both === null ? null : arithmeticType(operator, both[0].type, both[1].type);
  if (both === null || type === null) return mismatch(cx, place, operator, a.type, b.type);
  if (operator === '/' && b.op === 'const' && type.isInteger && b.values.includes(0)) cx.log.warning(place, 'division by zero');
  return fold(operator, type, both[0], both[1], place);
};

const integral = (cx: Context, operator: BinaryOperator, a: Expr, b: Expr, place: Place): Expr => {
  cx.need('bitwise', place, `integer operators such as ${operator}`);
  if (!a.type.isInteger || !b.type.isInteger) return mismatch(cx, place, operator, a.type, b.type);
  const both = a.type.base === b.type.base ? ([a, b] as const) : unify(cx, a, b);
  if (both === null) return mismatch(cx, place, operator, a.type, b.type);
  const [x, y] = both;
  const type = x.type.isScalar ? y.type : y.type.isScalar ? x.type : x.type === y.type ? x.type : null;
  return type === null ? mismatch(cx, place, operator, a.type, b.type) : fold(operator, type, x, y, place);
};

const shift = (cx: Context, operator: BinaryOperator, a: Expr, b: Expr, place: Place): Expr => {
  cx.need('bitwise', place, `integer operators such as ${operator}`);
  if (!a.type.isInteger || !b.type.isInteger) return mismatch(cx, place, operator, a.type, b.type);
  // Bases may differ; the left one's counts. A scalar is not shifted by a vector.
  if (!b.type.isScalar && a.type.rows !== b.type.rows) return mismatch(cx, place, operator, a.type, b.type);
  return fold(operator, a.type, a, b, place);
};

const relational = (cx: Context, operator: BinaryOperator, a: Expr, b: Expr, place: Place): Expr => {
  if (!isArithmetic(a.type) || !isArithmetic(b.type) || !a.type.isScalar || !b.type.isScalar)
    return mismatch(cx, place, operator, a.type, b.type);
  const both = unify(cx, a, b);
  return both === null ? mismatch(cx, place, operator, a.type, b.type) : fold(operator, T.bool, both[0], both[1], place);
};

const equality = (cx: Context, operator: '==' | '!=', a: Expr, b: Expr, place: Place): Expr => {
  const { language } = cx;
  const both = unify(cx, a, b);
  if (both === null || both[0].type !== both[1].type || both[0].type.kind === 'void') return mismatch(cx, place, operator, a.type, b.type);
  const type = both[0].type;
  if (hasOpaque(type)) return cx.bad(place, `${type.name} cannot be compared`);
  if (contains(type, (part) => part.isArray) && !language.since(120, 300))
    return cx.bad(place, `arrays cannot be compared in ${language.describe()}`);
  if (contains(type, (part) => part.isArray && part.length === 0)) return cx.bad(place, 'arrays without size cannot be compared');
  const [x, y] = both;
  if (x.op === 'const' && y.op === 'const') {
    const same = x.values.every((value, i) => value === y.values[i]);
    return constant(T.bool, [same === (operator === '==') ? 1 : 0], place);
  }
  return { op: 'binary', type: T.bool, place, operator, a: x, b: y };
};

const logical = (cx: Context, operator: BinaryOperator, a: Expr, b: Expr, place: Place): Expr => {
  if (a.type !== T.bool || b.type !== T.bool) return mismatch(cx, place, operator, a.type, b.type);
  if (a.op === 'const' && (operator === '&&' || operator === '||') && b.op !== 'const') {
    // Decided by the left side, but no constant expression for it.
    return { op: 'binary', type: T.bool, place, operator, a, b };
  }
  return fold(operator, T.bool, a, b, place);
};

/** `a operator b`. */
export const binary = (cx: Context, operator: BinaryOperator, a: Expr, b: Expr, place: Place): Expr => {
  switch (operator) {
    case '+':
    case '-':
    case '*':
    case '/':
      return arithmetic(cx, operator, a, b, place);
    case '%':
    case '&':
    case '|':
    case '^':
      return integral(cx, operator, a, b, place);
    case '<<':
    case '>>':
      return shift(cx, operator, a, b, place);
    case '<':
    case '>':
    case '<=':
    case '>=':
      return relational(cx, operator, a, b, place);
    case '==':
    case '!=':
      return equality(cx, operator, a, b, place);
    default:
      return logical(cx, operator, a, b, place);
  }
};

/** `+a`, `-a`, `!a`, `~a`. */
export const unary = (cx: Context, operator: '+' | '-' | '!' | '~', a: Expr, place: Place): Expr => {
  const { type } = a;
  if (type.isError) return a;
  if (operator === '!' ? type !== T.bool : operator === '~' ? !type.isInteger : !isArithmetic(type))
    return cx.bad(place, `operator ${operator} does not take ${type.name}`);
  if (operator === '~') cx.need('bitwise', place, 'operator ~ and its like');
  if (operator === '+') return a;
  if (a.op === 'const')
    return constant(
      type,
      a.values.map((x) => (operator === '!' ? 1 - x : wrap(operator === '-' ? -x : ~x, type.base))),
      place,
    );
  return { op: 'unary', type, place, operator, a };
};

/** `condition ? a : b`. */
export const select = (cx: Context, condition: Expr, a: Expr, b: Expr, place: Place): Expr => {
  if (condition.type !== T.bool && !condition.type.isError)
    return cx.bad(condition.place, `a condition is a bool, not ${condition.type.name}`);
  const both = unify(cx, a, b);
  if (a.type.isError || b.type.isError) return constant(T.error, [0], place);
  if (both === null || both[0].type !== both[1].type) return cx.bad(place, `the alternatives of ?: are ${a.type.name} and ${b.type.name}`);
  const [x, y] = both;
  if (hasOpaque(x.type)) return cx.bad(place, `?: cannot choose between ${x.type.name}`);
  if (contains(x.type, (part) => part.isArray) && (cx.language.web || !cx.language.since(120, 300)))
    return cx.bad(place, `?: cannot choose between arrays in ${cx.language.describe()}`);
  if (x.type.kind === 'void' && cx.language.es) return cx.bad(place, '?: cannot choose between nothing and nothing');
  if (condition.op === 'const' && x.op === 'const' && y.op === 'const')
    return condition.values[0] === 0 ? { ...y, place } : { ...x, place };
  return { op: 'select', type: x.type, place, condition, a: x, b: y };
};

/** The operator of `a op= b`, its right side brought to the left side's base; null after an error. */
export const compound = (cx: Context, operator: BinaryOperator, target: Expr, value: Expr, place: Place): Expr | null => {
  // Only the right side may convert.
  let right = value;
  const isShift = operator === '<<' || operator === '>>';
  if (
    !isShift &&
    target.type.kind === 'number' &&
    value.type.kind === 'number' &&
    value.type.base !== target.type.base &&
    baseConverts(cx, value.type.base, target.type.base)
  )
    right = convert(value, withBase(value.type, target.type.base));
  // The target is no constant here: it is looked at for its type alone.
  const probe = binary(cx, operator, { ...target, op: 'convert', a: target }, right, place);
  if (probe.type.isError) return null;
  if (probe.type !== target.type || (right.type.base !== target.type.base && !isShift && !converts(cx, right.type, target.type))) {
    cx.error(place, `the result of ${operator}= is ${probe.type.name}, which does not fit into ${target.type.name}`);
    return null;
  }
  return right;
};
