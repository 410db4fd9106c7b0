/**
 * Arithmetic on constants, done as the shader would do it: floats rounded to 32 bits, integers wrapped, booleans 0 and 1.
 *
 * A constant is its scalars in order; what they mean is in the type. A function that cannot be worked out returns null and its
 * call stays.
 */
import { type Base, type Type } from '../types/type.ts';
import type { BinaryOperator } from '../syntax/tree.ts';

/** A value made to fit its base. */
export const wrap = (value: number, base: Base): number => {
  switch (base) {
    case 'float':
      return Math.fround(value);
    case 'double':
      return value;
    case 'int':
      return value | 0;
    case 'uint':
      return value >>> 0;
    default:
      return value === 0 ? 0 : 1;
  }
};

/** A value of one base as one of another, as constructors convert. */
export const convertScalar = (value: number, from: Base, to: Base): number => {
  if (to === 'bool') return value === 0 ? 0 : 1;
  if (from === 'float' || from === 'double') {
    if (to === 'int')
      return Number.isNaN(value) ? 0 : value >= 2147483647 ? 2147483647 : value <= -2147483648 ? -2147483648 : Math.trunc(value);
    // Negative floats are undefined; hardware mostly goes through int.
    if (to === 'uint')
      return Number.isNaN(value)
        ? 0
        : value >= 4294967295
          ? 4294967295
          : value < 0
            ? Math.trunc(Math.max(value, -2147483648)) >>> 0
            : Math.trunc(value);
  }
  return wrap(value, to);
};

/** An operator on two scalars of one base. */
export const foldScalar = (operator: BinaryOperator, a: number, b: number, base: Base): number => {
  const integer = base === 'int' || base === 'uint';
  switch (operator) {
    case '+':
      return wrap(a + b, base);
    case '-':
      return wrap(a - b, base);
    case '*':
      return integer ? wrap(Math.imul(a, b), base) : wrap(a * b, base);
    case '/':
      if (integer) return b === 0 ? wrap(-1, base) : wrap(Math.trunc(a / b), base);
      return wrap(a / b, base);
    case '%':
      return b === 0 ? wrap(-1, base) : wrap(a % b, base);
    case '<<':
      return wrap(a << b, base);
    case '>>':
      return base === 'uint' ? a >>> b : a >> b;
    case '&':
      return wrap(a & b, base);
    case '|':
      return wrap(a | b, base);
    case '^':
      return wrap(a ^ b, base);
    case '<':
      return a < b ? 1 : 0;
    case '>':
      return a > b ? 1 : 0;
    case '<=':
      return a <= b ? 1 : 0;
    case '>=':
      return a >= b ? 1 : 0;
    case '==':
      return a === b ? 1 : 0;
    case '!=':
      return a === b ? 0 : 1;
    case '&&':
      return a !== 0 && b !== 0 ? 1 : 0;
    case '||':
      return a !== 0 || b !== 0 ? 1 : 0;
    default:
      return (a !== 0) !== (b !== 0) ? 1 : 0;
  }
};

/** Matrix products: `a` and `b` as their types say, at least one of them a matrix and both of matching sizes. */
export const foldProduct = (a: readonly number[], at: Type, b: readonly number[], bt: Type): number[] => {
  const out: number[] = [];
  const base = at.base;
  const rows = at.isMatrix ? at.rows : 1;
  const inner = at.isMatrix ? at.cols : at.rows;
  const cols = bt.isMatrix ? bt.cols : 1;
  for (let c = 0; c < cols; c++)
    for (let r = 0; r < rows; r++) {
      let sum = 0;
      for (let k = 0; k < inner; k++)
        sum = wrap(sum + wrap((a[at.isMatrix ? k * at.rows + r : k] ?? 0) * (b[c * inner + k] ?? 0), base), base);
      out.push(sum);
    }
  return out;
};

const pick = (values: readonly number[], i: number): number => (values.length === 1 ? values[0] : values[i]) ?? 0;

const roundEven = (x: number): number => {
  const floor = Math.floor(x);
  const rest = x - floor;
  return rest < 0.5 ? floor : rest > 0.5 ? floor + 1 : floor % 2 === 0 ? floor : floor + 1;
};

const view = new DataView(new ArrayBuffer(8));
const bitsOf = (x: number): number => {
  view.setFloat32(0, x);
  return view.getInt32(0);
};
const floatOf = (x: number): number => {
  view.setInt32(0, x | 0);
  return view.getFloat32(0);
};
const reverse = (x: number): number => {
  let out = 0;
  for (let i = 0; i < 32; i++) if (((x >>> i) & 1) !== 0) out |= 1 << (31 - i);
  return out;
};
const count = (x: number): number => {
  let bits = 0;
  for (let v = x >>> 0; v !== 0; v &= v - 1) bits++;
  return bits;
};
const msb = (x: number): number => 31 - Math.clz32(x);

type Fold = (...args: number[]) => number;

/* prettier-ignore */
/** Functions that work on each component alone; scalars go with every component. */
const each: Readonly<Record<string, Fold>> = {
  radians: (x) => x * (Math.PI / 180), degrees: (x) => x * (180 / Math.PI),
  sin: Math.sin, cos: Math.cos, tan: Math.tan, asin: Math.asin, acos: Math.acos,
  atan: (y, x) => (x === undefined ? Math.atan(y) : Math.atan2(y, x)),
  sinh: Math.sinh, cosh: Math.cosh, tanh: Math.tanh, asinh: Math.asinh, acosh: Math.acosh, atanh: Math.atanh,
  pow: Math.pow, exp: Math.exp, log: Math.log, exp2: (x) => 2 ** x, log2: Math.log2, sqrt: Math.sqrt, inversesqrt: (x) => 1 / Math.sqrt(x),
  dFdx: () => 0, dFdy: () => 0, fwidth: () => 0,
  abs: Math.abs, sign: (x) => (x > 0 ? 1 : x < 0 ? -1 : 0), floor: Math.floor, trunc: Math.trunc, truncate: Math.trunc, round: roundEven, roundEven, ceil: Math.ceil,
  fract: (x) => x - Math.floor(x), mod: (x, y) => x - y * Math.floor(x / y),
  min: (x, y) => (y < x ? y : x), max: (x, y) => (x < y ? y : x), clamp: (x, lo, hi) => Math.min(Math.max(x, lo), hi),
  step: (edge, x) => (x < edge ? 0 : 1),
  smoothstep: (lo, hi, x) => { const t = Math.min(Math.max((x - lo) / (hi - lo), 0), 1); return t * t * (3 - 2 * t); },
  isnan: (x) => (Number.isNaN(x) ? 1 : 0), isinf: (x) => (x === Infinity || x === -Infinity ? 1 : 0),
  lessThan: (x, y) => (x < y ? 1 : 0), lessThanEqual: (x, y) => (x <= y ? 1 : 0), greaterThan: (x, y) => (x > y ? 1 : 0),
  greaterThanEqual: (x, y) => (x >= y ? 1 : 0), equal: (x, y) => (x === y ? 1 : 0), notEqual: (x, y) => (x === y ? 0 : 1), not: (x) => (x === 0 ? 1 : 0),
  floatBitsToInt: bitsOf, floatBitsToUint: bitsOf, intBitsToFloat: floatOf, uintBitsToFloat: floatOf,
  fma: (x, y, z) => x * y + z, matrixCompMult: (x, y) => x * y, ldexp: (x, e) => { const y = x * 2 ** Math.max(-300, Math.min(300, e)); return Math.abs(y) < 2 ** -126 ? (y < 0 || Object.is(y, -0) ? -0 : 0) : y; },
  bitfieldReverse: reverse, bitCount: count, findLSB: (x) => (x === 0 ? -1 : msb(x & -x)),
  min3: (x, y, z) => Math.min(x, y, z), max3: (x, y, z) => Math.max(x, y, z),
  mid3: (x, y, z) => Math.max(Math.min(x, y), Math.min(Math.max(x, y), z)),
};

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
const byte = (x: number, scale: number): number => roundEven(Math.fround(Math.fround(x) * scale));
const limit = (x: number, lo: number, hi: number): number => Math.min(Math.max(x, lo), hi);

/** A half float's bits. */
export const halfBits = (x: number): number => {
  const f = bitsOf(x);
  const sign = (f >>> 16) & 0x8000;
  const a = Math.abs(x);
  if (Number.isNaN(x)) return sign | 0x7e00;
  if (a >= 65520) return sign | 0x7c00;
  if (a < 2 ** -14) return sign | roundEven(a * 2 ** 24);
  const exponent = Math.floor(Math.log2(a));
  const mantissa = roundEven((a / 2 ** exponent - 1) * 1024);
  return sign | (((exponent + 15) << 10) + mantissa);
};
/** The float of a half float's bits. */
export const halfValue = (h: number): number => {
  const sign = (h & 0x8000) === 0 ? 1 : -1;
  const exponent = (h >> 10) & 31;
  const mantissa = h & 1023;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa === 0 ? sign * Infinity : NaN;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
};

type FoldWhole = (args: readonly (readonly number[])[], types: readonly Type[]) => number[] | null;
const first = (args: readonly (readonly number[])[], i = 0): readonly number[] => args[i] ?? [];

/** Rows of a square matrix. */
const determinant = (m: readonly number[], n: number): number => {
  if (n === 1) return m[0] ?? 0;
  let sum = 0;
  for (let c = 0; c < n; c++) sum += (c % 2 === 0 ? 1 : -1) * (m[c * n] ?? 0) * determinant(minor(m, n, c, 0), n - 1);
  return sum;
};
const minor = (m: readonly number[], n: number, col: number, row: number): number[] => {
  const out: number[] = [];
  for (let c = 0; c < n; c++) for (let r = 0; r < n; r++) if (c !== col && r !== row) out.push(m[c * n + r] ?? 0);
  return out;
};

/* prettier-ignore */
const whole: Readonly<Record<string, FoldWhole>> = {
  length: (a) => [Math.hypot(...first(a))],
  distance: (a) => [Math.hypot(...first(a).map((x, i) => x - (first(a, 1)[i] ?? 0)))],
  dot: (a) => [dot(first(a), first(a, 1))],
  cross: (a) => { const [x = 0, y = 0, z = 0] = first(a); const [u = 0, v = 0, w = 0] = first(a, 1); return [y * w - v * z, z * u - w * x, x * v - u * y]; },
  normalize: (a) => { const n = Math.hypot(...first(a)); return first(a).map((x) => (n === 0 ? 0 : x / n)); },
  faceforward: (a) => (dot(first(a, 2), first(a, 1)) < 0 ? [...first(a)] : first(a).map((x) => -x)),
  reflect: (a) => { const d = dot(first(a, 1), first(a)); return first(a).map((x, i) => x - 2 * d * (first(a, 1)[i] ?? 0)); },
  refract: (a) => {
    const [i, n, eta = 0] = [first(a), first(a, 1), first(a, 2)[0]];
    const d = dot(n, i);
    const k = 1 - eta * eta * (1 - d * d);
    return i.map((x, j) => (k < 0 ? 0 : eta * x - (eta * d + Math.sqrt(k)) * (n[j] ?? 0)));
  },
  any: (a) => [first(a).some((x) => x !== 0) ? 1 : 0],
  all: (a) => [first(a).every((x) => x !== 0) ? 1 : 0],
  mix: (a, t) => {
    const [x, y, s] = [first(a), first(a, 1), first(a, 2)];
    if (t[2]?.base === 'bool') return x.map((v, i) => (pick(s, i) === 0 ? v : (y[i] ?? 0)));
    return x.map((v, i) => v * (1 - pick(s, i)) + (y[i] ?? 0) * pick(s, i));
  },
  transpose: (a, t) => { const [m, type] = [first(a), t[0] as Type]; const out: number[] = []; for (let r = 0; r < type.rows; r++) for (let c = 0; c < type.cols; c++) out.push(m[c * type.rows + r] ?? 0); return out; },
  outerProduct: (a) => first(a, 1).flatMap((y) => first(a).map((x) => x * y)),
  determinant: (a, t) => [determinant(first(a), (t[0] as Type).rows)],
  inverse: (a, t) => {
    const [m, n] = [first(a), (t[0] as Type).rows];
    const d = determinant(m, n);
    const out: number[] = [];
    for (let c = 0; c < n; c++) for (let r = 0; r < n; r++) out.push((((c + r) % 2 === 0 ? 1 : -1) * (n === 1 ? 1 : determinant(minor(m, n, r, c), n - 1))) / d);
    return out;
  },
  findMSB: (a, t) => first(a).map((x) => (t[0]?.base === 'int' ? msb(x < 0 ? ~x : x) : msb(x))),
  bitfieldExtract: (a, t) => {
    const [o = 0, n = 0] = [first(a, 1)[0], first(a, 2)[0]];
    if (n === 0) return first(a).map(() => 0);
    if (o < 0 || n < 0 || o + n > 32) return null;
    return first(a).map((x) => (t[0]?.base === 'int' ? (x << (32 - o - n)) >> (32 - n) : (x << (32 - o - n)) >>> (32 - n)));
  },
  bitfieldInsert: (a) => {
    const [o = 0, n = 0] = [first(a, 2)[0], first(a, 3)[0]];
    if (o < 0 || n < 0 || o + n > 32) return null;
    const mask = n === 32 ? -1 : ((1 << n) - 1) << o;
    return first(a).map((x, i) => (n === 0 ? x : (x & ~mask) | (((first(a, 1)[i] ?? 0) << o) & mask)));
  },
  packUnorm2x16: (a) => [first(a).reduce((sum, x, i) => sum | (byte(limit(x, 0, 1), 65535) << (16 * i)), 0)],
  packSnorm2x16: (a) => [first(a).reduce((sum, x, i) => sum | ((byte(limit(x, -1, 1), 32767) & 0xffff) << (16 * i)), 0)],
  packUnorm4x8: (a) => [first(a).reduce((sum, x, i) => sum | (byte(limit(x, 0, 1), 255) << (8 * i)), 0)],
  packSnorm4x8: (a) => [first(a).reduce((sum, x, i) => sum | ((byte(limit(x, -1, 1), 127) & 0xff) << (8 * i)), 0)],
  unpackUnorm2x16: (a) => { const [x = 0] = first(a); return [(x & 0xffff) / 65535, (x >>> 16) / 65535]; },
  unpackSnorm2x16: (a) => { const [x = 0] = first(a); return [limit(((x << 16) >> 16) / 32767, -1, 1), limit((x >> 16) / 32767, -1, 1)]; },
  unpackUnorm4x8: (a) => [0, 8, 16, 24].map((s) => ((first(a)[0] ?? 0) >>> s & 255) / 255),
  unpackSnorm4x8: (a) => [24, 16, 8, 0].map((s) => limit((((first(a)[0] ?? 0) << s) >> 24) / 127, -1, 1)),
  packHalf2x16: (a) => [halfBits(first(a)[0] ?? 0) | (halfBits(first(a)[1] ?? 0) << 16)],
  unpackHalf2x16: (a) => { const [x = 0] = first(a); return [halfValue(x & 0xffff), halfValue(x >>> 16)]; },
  packDouble2x32: (a) => { view.setUint32(4, first(a)[0] ?? 0); view.setUint32(0, first(a)[1] ?? 0); return [view.getFloat64(0)]; },
  unpackDouble2x32: (a) => { view.setFloat64(0, first(a)[0] ?? 0); return [view.getUint32(4), view.getUint32(0)]; },
};

/** The value of a built-in function of constants, or null when it has none that can be known here. */
export const foldBuiltin = (name: string, args: readonly (readonly number[])[], types: readonly Type[], result: Type): number[] | null => {
  let values: number[] | null = null;
  const single = each[name];
  const all = whole[name];
  if (Object.hasOwn(whole, name) && all !== undefined) values = all(args, types);
  else if (Object.hasOwn(each, name) && single !== undefined) {
    const size = Math.max(...args.map((arg) => arg.length));
    values = Array.from({ length: size }, (_, i) => single(...args.map((arg) => pick(arg, i))));
  }
  return values === null ? null : values.map((value) => wrap(value, result.base));
};
