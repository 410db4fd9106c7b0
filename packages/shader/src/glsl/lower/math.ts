/** Built-in functions of numbers, written out in instructions. */
import { elementOf, numberType, T, type Type } from '../types/type.ts';
import {
  binaryValue,
  convertValue,
  doubleOp,
  doubles,
  doubleToWord,
  dotOf,
  joinScalars,
  pairs,
  reduce,
  selectValue,
  splitVectors,
  vectorOp,
} from './arithmetic.ts';
import { destination, negated, pick, scalar, source, type Src } from './code.ts';
import type { Lowering } from './context.ts';
import type { Value } from './value.ts';

type Maker = (L: Lowering, args: readonly Value[], type: Type) => Value;

const arg = (args: readonly Value[], i: number): Value => args[i] as Value;
const src = (args: readonly Value[], i: number): Src => arg(args, i).slots[0] as Src;
const isDouble = (value: Value): boolean => value.type.base === 'double';
const of = (type: Type, ...slots: Src[]): Value => ({ type, slots });

/** A float operation on each component; scalars go with vectors. */
const wide = (value: Value): Src => (value.type.isScalar ? scalar(value.slots[0] as Src, 0) : (value.slots[0] as Src));

/** `op` for floats, `d` for doubles, `i` and `u` for integers. */
const eachOp =
  (op: string, d = '', i = '', u = i): Maker =>
  (L, args, type) => {
    const first = arg(args, 0);
    const { base } = first.type;
    if (base === 'double') return { type, slots: doubleOp(L, d, type.rows, ...args.map(doubles)) };
    const name = base === 'int' ? i : base === 'uint' ? u : op;
    return of(type, L.b.op(name, type.rows, ...args.map(wide)));
  };

/** Operations that take one component at a time. */
const scalarOp =
  (op: string): Maker =>
  (L, args, type) =>
    of(type, L.b.each(op, type.rows, ...args.map(wide)));

const scaled = (L: Lowering, value: Src, n: number, by: number): Src => L.b.op('MUL', n, value, L.b.floats(by));

const clampTo = (L: Lowering, value: Src, n: number): Src => {
  const code = L.b.op('MOV', n, value);
  const last = L.b.code.at(-1);
  if (last !== undefined) last.saturate = true;
  return code;
};

/** a*x + b as constants, term by term: a polynomial from the highest power down. */
const polynomial = (L: Lowering, x: Src, n: number, terms: readonly number[]): Src => {
  const { b } = L;
  let sum = b.floats(terms[0] ?? 0);
  for (const term of terms.slice(1)) sum = b.op('MAD', n, sum, x, b.floats(term));
  return sum;
};

const abs = (value: Src): Src => ({ ...value, absolute: true, negate: false });

/** asin by its series up to one half; beyond, by that of half the other angle: asin(x) = pi/2 - 2 asin(sqrt((1 - x) / 2)). */
const arcsine = (L: Lowering, value: Src, n: number): Src => {
  const { b } = L;
  const x = b.copy(abs(value), n);
  const big = b.op('FSLT', n, b.floats(0.5), x);
  const half = b.op('MAX', n, b.op('MAD', n, x, b.floats(-0.5), b.floats(0.5)), b.floats(0));
  const square = b.op('UCMP', n, big, half, b.op('MUL', n, x, x));
  const s = b.op('UCMP', n, big, b.each('SQRT', n, half), x);
  const series = polynomial(L, square, n, [10395 / 599040, 945 / 42240, 105 / 3456, 15 / 336, 3 / 40, 1 / 6]);
  const angle = b.op('MAD', n, b.op('MUL', n, s, square), series, s);
  const whole = b.op('UCMP', n, big, b.op('MAD', n, angle, b.floats(-2), b.floats(Math.PI / 2)), angle);
  return b.op('MUL', n, b.op('SSG', n, value), whole);
};

const arctangentOfRatio = (L: Lowering, t: Src, n: number): Src => {
  const { b } = L;
  const square = b.op('MUL', n, t, t);
  const poly = polynomial(L, square, n, [-0.0121323213, 0.0536813784, -0.1173503194, 0.1938924977, -0.3326756418, 0.9999793128]);
  return b.op('MUL', n, t, poly);
};

/** atan(x): the polynomial serves up to 1; beyond, pi/2 minus that of 1/x. */
const arctangent = (L: Lowering, value: Src, n: number): Src => {
  const { b } = L;
  const x = b.copy(abs(value), n);
  const big = b.op('FSLT', n, b.floats(1), x);
  const t = b.op('UCMP', n, big, b.each('RCP', n, x), x);
  const inside = arctangentOfRatio(L, t, n);
  const outside = b.op('ADD', n, b.floats(Math.PI / 2), negated(inside));
  return b.op('MUL', n, b.op('SSG', n, value), b.op('UCMP', n, big, outside, inside));
};

/** atan(y, x) by octants. */
const arctangent2 = (L: Lowering, y: Src, x: Src, n: number): Src => {
  const { b } = L;
  const [ay, ax] = [b.copy(abs(y), n), b.copy(abs(x), n)];
  const most = b.op('MAX', n, ax, ay);
  const least = b.op('MIN', n, ax, ay);
  const safe = b.op('UCMP', n, b.op('FSEQ', n, most, b.floats(0)), b.floats(1), most);
  let angle = arctangentOfRatio(L, b.op('DIV', n, least, safe), n);
  angle = b.op('UCMP', n, b.op('FSLT', n, ax, ay), b.op('ADD', n, b.floats(Math.PI / 2), negated(angle)), angle);
  angle = b.op('UCMP', n, b.op('FSLT', n, x, b.floats(0)), b.op('ADD', n, b.floats(Math.PI), negated(angle)), angle);
  return b.op('UCMP', n, b.op('FSLT', n, y, b.floats(0)), negated(angle), angle);
};

const exponential = (L: Lowering, value: Src, n: number): Src => L.b.each('EX2', n, scaled(L, value, n, Math.LOG2E));
const logarithm = (L: Lowering, value: Src, n: number): Src => scaled(L, L.b.each('LG2', n, value), n, Math.LN2);

const hyperbolic = (L: Lowering, value: Src, n: number, sign: 1 | -1): Src => {
  const { b } = L;
  const up = exponential(L, value, n);
  const down = exponential(L, negated(value), n);
  return scaled(L, b.op('ADD', n, up, sign === 1 ? down : negated(down)), n, 0.5);
};

const sineOf = (L: Lowering, value: Src, n: number): Src => {
  const { b } = L;
  // Near 0 the difference of two exponentials loses all digits.
  const small = b.op('FSLT', n, b.copy(abs(value), n), b.floats(0.1));
  const square = b.op('MUL', n, value, value);
  const series = b.op('MUL', n, value, polynomial(L, square, n, [1 / 120, 1 / 6, 1]));
  return b.op('UCMP', n, small, series, hyperbolic(L, value, n, -1));
};

const tangentH: Maker = (L, args, type) => {
  const { b } = L;
  const n = type.rows;
  const x = b.op('MIN', n, b.op('MAX', n, src(args, 0), b.floats(-10)), b.floats(10));
  return of(type, b.op('DIV', n, sineOf(L, x, n), hyperbolic(L, x, n, 1)));
};

/** Whether a value is `test` for doubles and floats alike: comparisons of a value with a constant. */
const lengthOf = (L: Lowering, value: Value): Value => {
  const type = numberType(value.type.base);
  if (isDouble(value)) return of(type, pairs(L.b.op('DSQRT', 2, dotOf(L, value, value))));
  if (value.type.isScalar) return of(type, L.b.copy(abs(value.slots[0] as Src), 1));
  return of(type, L.b.op('SQRT', 1, dotOf(L, value, value)));
};

const subtract = (L: Lowering, a: Value, b: Value): Value => binaryValue(L, '-', a, b, a.type);

const normalized: Maker = (L, args, type) => {
  const v = arg(args, 0);
  if (isDouble(v)) {
    const scale = of(T.double, pairs(L.b.op('DRSQ', 2, dotOf(L, v, v))));
    return { type, slots: vectorOp(L, '*', v, scale, type.rows) };
  }
  if (type.rows === 1) return of(type, L.b.op('SSG', 1, src(args, 0)));
  const scale = L.b.op('RSQ', 1, dotOf(L, v, v));
  return of(type, L.b.op('MUL', type.rows, src(args, 0), scalar(scale, 0)));
};

const crossed: Maker = (L, args, type) => {
  const [a, c] = [arg(args, 0), arg(args, 1)];
  if (isDouble(a)) {
    const one = (i: number, j: number): Src => pairs(L.b.op('DMUL', 2, doubles(a)(i), doubles(c)(j)));
    const part = (i: number, j: number): Src => pairs(L.b.op('DADD', 2, one(i, j), pairs(L.b.op('DNEG', 2, one(j, i)))));
    return { type, slots: joinScalars(L, type, [part(1, 2), part(2, 0), part(0, 1)]) };
  }
  const [x, y] = [src(args, 0), src(args, 1)];
  const second = L.b.op('MUL', 3, pick(x, [2, 0, 1]), pick(y, [1, 2, 0]));
  return of(type, L.b.op('MAD', 3, pick(x, [1, 2, 0]), pick(y, [2, 0, 1]), negated(second)));
};

const scaleBy = (L: Lowering, v: Value, by: Src): Value => ({
  type: v.type,
  slots: vectorOp(L, '*', v, of(numberType(v.type.base), by), v.type.rows),
});

const reflected: Maker = (L, args, type) => {
  const [i, n] = [arg(args, 0), arg(args, 1)];
  const dot = of(numberType(type.base), dotOf(L, n, i));
  const twice = binaryValue(L, '+', dot, dot, dot.type);
  return subtract(L, i, scaleBy(L, n, twice.slots[0] as Src));
};

const constantOf = (L: Lowering, type: Type, value: number): Value =>
  convertValue(L, of(T.float, L.b.floats(value)), numberType(type.base));

const refracted: Maker = (L, args, type) => {
  const [i, n, eta] = [arg(args, 0), arg(args, 1), arg(args, 2)];
  const s = numberType(type.base);
  const times = (a: Value, b: Value): Value => binaryValue(L, '*', a, b, a.type.isScalar ? b.type : a.type);
  const dot = of(s, dotOf(L, n, i));
  const one = constantOf(L, type, 1);
  const k = subtract(L, one, times(times(eta, eta), subtract(L, one, times(dot, dot))));
  const zero = constantOf(L, type, 0);
  const safe = isDouble(i)
    ? of(s, pairs(L.b.op('DMAX', 2, doubles(k)(0), doubles(zero)(0))))
    : of(s, L.b.op('MAX', 1, k.slots[0] as Src, zero.slots[0] as Src));
  const root = isDouble(i) ? of(s, pairs(L.b.op('DSQRT', 2, doubles(safe)(0)))) : of(s, L.b.op('SQRT', 1, safe.slots[0] as Src));
  const factor = binaryValue(L, '+', times(eta, dot), root, s);
  const result = subtract(L, scaleBy(L, i, eta.slots[0] as Src), scaleBy(L, n, factor.slots[0] as Src));
  const negative = vectorOp(L, '<', k, zero, 1)[0] as Src;
  const nothing: Value = {
    type,
    slots: type.isScalar
      ? zero.slots
      : joinScalars(
          L,
          type,
          Array.from({ length: type.rows }, () => zero.slots[0] as Src),
        ),
  };
  return selectValue(L, negative, nothing, result);
};

const mixed: Maker = (L, args, type) => {
  const [x, y, t] = [arg(args, 0), arg(args, 1), arg(args, 2)];
  if (t.type.base === 'bool') {
    if (!isDouble(x)) return of(type, L.b.op('UCMP', type.rows, src(args, 2), src(args, 1), src(args, 0)));
    return {
      type,
      slots: doubleOp(L, 'MOV', type.rows, (i) => pairs(L.b.op('UCMP', 2, scalar(src(args, 2), i), doubles(y)(i), doubles(x)(i)))),
    };
  }
  if (isDouble(x)) {
    const difference = binaryValue(L, '-', y, x, type);
    return { type, slots: doubleOp(L, 'DMAD', type.rows, doubles(difference), doubles(t), doubles(x)) };
  }
  return of(type, L.b.op('LRP', type.rows, wide(t), src(args, 1), src(args, 0)));
};

const stepped: Maker = (L, args, type) => {
  const [edge, x] = [arg(args, 0), arg(args, 1)];
  const above = vectorOp(L, '>=', x, edge, type.rows)[0] as Src;
  return convertValue(L, of(numberType('bool', type.rows), above), type);
};

const smooth: Maker = (L, args, type) => {
  const [lo, hi, x] = [arg(args, 0), arg(args, 1), arg(args, 2)];
  const n = type.rows;
  if (isDouble(x)) {
    const c = (value: number): Value => constantOf(L, type, value);
    const ratio = binaryValue(L, '/', binaryValue(L, '-', x, lo, type), binaryValue(L, '-', hi, lo, hi.type), type);
    const low = of(type, ...doubleOp(L, 'DMAX', n, doubles(ratio), doubles(c(0))));
    const t = of(type, ...doubleOp(L, 'DMIN', n, doubles(low), doubles(c(1))));
    const line = binaryValue(L, '-', c(3), binaryValue(L, '*', t, c(2), type), type);
    return binaryValue(L, '*', binaryValue(L, '*', t, t, type), line, type);
  }
  const { b } = L;
  const range = b.op('ADD', n, wide(hi), negated(wide(lo)));
  const t = clampTo(L, b.op('DIV', n, b.op('ADD', n, wide(x), negated(wide(lo))), range), n);
  const line = b.op('MAD', n, t, b.floats(-2), b.floats(3));
  return of(type, b.op('MUL', n, b.op('MUL', n, t, t), line));
};

/** x - y * floor(x / y) */
const modulo: Maker = (L, args, type) => {
  const [x, y] = [arg(args, 0), arg(args, 1)];
  const n = type.rows;
  if (isDouble(x)) {
    const floor = of(type, ...doubleOp(L, 'DFLR', n, doubles(binaryValue(L, '/', x, y, type))));
    return binaryValue(L, '-', x, binaryValue(L, '*', floor, y, type), type);
  }
  const { b } = L;
  const floor = b.op('FLR', n, b.op('DIV', n, wide(x), wide(y)));
  return of(type, b.op('MAD', n, negated(wide(y)), floor, wide(x)));
};

const clamped: Maker = (L, args, type) => {
  const [x, lo, hi] = [arg(args, 0), arg(args, 1), arg(args, 2)];
  const n = type.rows;
  const { base } = type;
  if (base === 'double') {
    const low = of(type, ...doubleOp(L, 'DMAX', n, doubles(x), doubles(lo)));
    return { type, slots: doubleOp(L, 'DMIN', n, doubles(low), doubles(hi)) };
  }
  const [max, min] = base === 'float' ? ['MAX', 'MIN'] : base === 'int' ? ['IMAX', 'IMIN'] : ['UMAX', 'UMIN'];
  return of(type, L.b.op(min, n, L.b.op(max, n, wide(x), wide(lo)), wide(hi)));
};

const absolute: Maker = (L, args, type) => {
  const { base } = type;
  if (base === 'float') return of(type, L.b.copy(abs(src(args, 0)), type.rows));
  if (base === 'double') return { type, slots: doubleOp(L, 'DABS', type.rows, doubles(arg(args, 0))) };
  return of(type, L.b.op('IABS', type.rows, src(args, 0)));
};

const compare =
  (operator: '<' | '>' | '<=' | '>=' | '==' | '!='): Maker =>
  (L, args, type) => ({ type, slots: vectorOp(L, operator, arg(args, 0), arg(args, 1), type.rows) });

const faced: Maker = (L, args) => {
  const [n, i, ref] = [arg(args, 0), arg(args, 1), arg(args, 2)];
  const zero = constantOf(L, n.type, 0);
  const towards = vectorOp(L, '<', of(zero.type, dotOf(L, ref, i)), zero, 1)[0] as Src;
  const minus = isDouble(n)
    ? { type: n.type, slots: doubleOp(L, 'DNEG', n.type.rows, doubles(n)) }
    : of(n.type, negated(n.slots[0] as Src));
  return selectValue(L, towards, n, minus);
};

const transposed: Maker = (L, args, type) => {
  const columns = splitVectors(arg(args, 0));
  const column = elementOf(type);
  const slots: Src[] = [];
  for (let c = 0; c < type.cols; c++) {
    const parts = columns.map((one) => (isDouble(one) ? doubles(one)(c) : scalar(one.slots[0] as Src, c)));
    slots.push(...joinScalars(L, column, parts));
  }
  return { type, slots };
};

const outer: Maker = (L, args, type) => {
  const [c, r] = [arg(args, 0), arg(args, 1)];
  const s = numberType(type.base);
  const slots: Src[] = [];
  for (let i = 0; i < type.cols; i++)
    slots.push(...vectorOp(L, '*', c, of(s, isDouble(r) ? doubles(r)(i) : scalar(r.slots[0] as Src, i)), type.rows));
  return { type, slots };
};

/** Scalars of a matrix, by column and row. */
const scalarsOf = (value: Value): Value[][] => {
  const s = numberType(value.type.base);
  return splitVectors(value).map((column) =>
    Array.from({ length: column.type.rows }, (_, r) => of(s, isDouble(column) ? doubles(column)(r) : scalar(column.slots[0] as Src, r))),
  );
};

const minorOf = (m: readonly (readonly Value[])[], col: number, row: number): Value[][] =>
  m.filter((_, c) => c !== col).map((column) => column.filter((_, r) => r !== row));

const determinantOf = (L: Lowering, m: readonly (readonly Value[])[]): Value => {
  const [first] = m;
  const only = first?.[0] as Value;
  if (m.length === 1) return only;
  let sum: Value | null = null;
  m.forEach((column, c) => {
    const term = binaryValue(L, '*', column[0] as Value, determinantOf(L, minorOf(m, c, 0)), only.type);
    sum = sum === null ? term : binaryValue(L, c % 2 === 0 ? '+' : '-', sum, term, only.type);
  });
  return sum ?? only;
};

const inverted: Maker = (L, args, type) => {
  const m = scalarsOf(arg(args, 0));
  const n = type.rows;
  const s = numberType(type.base);
  const cofactor = (c: number, r: number): Value => determinantOf(L, minorOf(m, c, r));
  const cofactors = m.map((_, c) => Array.from({ length: n }, (__, r) => cofactor(c, r)));
  let det: Value | null = null;
  for (let c = 0; c < n; c++) {
    const term = binaryValue(L, '*', (m[c] as Value[])[0] as Value, (cofactors[c] as Value[])[0] as Value, s);
    det = det === null ? term : binaryValue(L, c % 2 === 0 ? '+' : '-', det, term, s);
  }
  const scale = binaryValue(L, '/', constantOf(L, type, 1), det as Value, s);
  const minus = binaryValue(L, '-', constantOf(L, type, 0), scale, s);
  const column = elementOf(type);
  const slots: Src[] = [];
  // Element (c, r) of the inverse is the cofactor of (r, c).
  for (let c = 0; c < n; c++) {
    const parts = Array.from(
      { length: n },
      (_, r) => binaryValue(L, '*', (cofactors[r] as Value[])[c] as Value, (c + r) % 2 === 0 ? scale : minus, s).slots[0] as Src,
    );
    slots.push(...joinScalars(L, column, parts));
  }
  return { type, slots };
};

const packed = (L: Lowering, value: Src, n: number, low: number, high: number, scale: number, width: number): Src => {
  const { b } = L;
  const limited = b.op('MIN', n, b.op('MAX', n, value, b.floats(low)), b.floats(high));
  const whole = b.op('F2I', n, b.op('ROUND', n, scaled(L, limited, n, scale)));
  const masked = b.op('AND', n, whole, b.ints(width === 16 ? 0xffff : 0xff));
  let sum = scalar(masked, 0);
  for (let i = 1; i < n; i++) sum = b.op('OR', 1, sum, b.op('SHL', 1, scalar(masked, i), b.ints(i * width)));
  return sum;
};

const unpacked = (L: Lowering, word: Src, n: number, signed: boolean, scale: number, width: number): Src => {
  const { b } = L;
  const offsets = b.ints(...Array.from({ length: n }, (_, i) => i * width));
  const fields = b.op(signed ? 'IBFE' : 'UBFE', n, scalar(word, 0), offsets, b.ints(width));
  const floats = b.op('MUL', n, b.op(signed ? 'I2F' : 'U2F', n, fields), b.floats(1 / scale));
  return signed ? b.op('MIN', n, b.op('MAX', n, floats, b.floats(-1)), b.floats(1)) : floats;
};

const pack =
  (n: number, low: number, scale: number, width: number): Maker =>
  (L, args, type) =>
    of(type, packed(L, src(args, 0), n, low, 1, scale, width));
const unpack =
  (n: number, signed: boolean, scale: number, width: number): Maker =>
  (L, args, type) =>
    of(type, unpacked(L, src(args, 0), n, signed, scale, width));

const ratio =
  (by: number): Maker =>
  (L, args, type) =>
    of(type, scaled(L, src(args, 0), type.rows, by));

const lowest: Maker = (L, args, type) => {
  const [a, b, c] = args as [Value, Value, Value];
  const min = eachOp('MIN', 'DMIN', 'IMIN', 'UMIN');
  return min(L, [min(L, [a, b], type), c], type);
};
const highest: Maker = (L, args, type) => {
  const [a, b, c] = args as [Value, Value, Value];
  const max = eachOp('MAX', 'DMAX', 'IMAX', 'UMAX');
  return max(L, [max(L, [a, b], type), c], type);
};
const middle: Maker = (L, args, type) => {
  const [a, b, c] = args as [Value, Value, Value];
  const max = eachOp('MAX', 'DMAX', 'IMAX', 'UMAX');
  const min = eachOp('MIN', 'DMIN', 'IMIN', 'UMIN');
  return max(L, [min(L, [a, b], type), min(L, [max(L, [a, b], type), c], type)], type);
};

const special =
  (exponent: boolean): Maker =>
  (L, args, type) => {
    const { b } = L;
    const value = arg(args, 0);
    const n = type.rows;
    if (isDouble(value)) {
      const infinity = b.words([0, 0x7ff00000, 0, 0x7ff00000]);
      if (!exponent)
        return of(
          type,
          joinScalars(
            L,
            type,
            Array.from({ length: n }, (_, i) => doubleIsNan(L, doubles(value)(i))),
          )[0] as Src,
        );
      return of(
        type,
        doubleToWord(
          L,
          'DSEQ',
          n,
          (i) => pairs(b.op('DABS', 2, doubles(value)(i))),
          () => infinity,
        ),
      );
    }
    if (exponent) return of(type, b.op('FSEQ', n, b.copy(abs(src(args, 0)), n), b.words([0x7f800000])));
    // By the bits: compilers take a comparison with itself for decided.
    const bits = b.op('AND', n, b.copy(src(args, 0), n), b.ints(0x7fffffff));
    return of(type, b.op('USLT', n, b.ints(0x7f800000), bits));
  };

const doubleIsNan = (L: Lowering, value: Src): Src => {
  const { b } = L;
  const words = b.copy(value, 2);
  const high = b.op('AND', 1, scalar(words, 1), b.ints(0x7fffffff));
  const low = b.op('AND', 1, b.op('USEQ', 1, high, b.ints(0x7ff00000)), b.op('USNE', 1, scalar(words, 0), b.ints(0)));
  return b.op('OR', 1, low, b.op('USLT', 1, b.ints(0x7ff00000), high));
};

const derivative =
  (x: string): Maker =>
  (L, args, type) =>
    of(type, L.b.op(x, type.rows, L.b.copy(src(args, 0), type.rows)));
const width =
  (x: string, y: string): Maker =>
  (L, args, type) => {
    const { b } = L;
    const value = b.copy(src(args, 0), type.rows);
    return of(type, b.op('ADD', type.rows, abs(b.op(x, type.rows, value)), abs(b.op(y, type.rows, value))));
  };

/** The exponent and mantissa of floats: from their bits. */
const exponentOf = (L: Lowering, value: Src, n: number): readonly [mantissa: Src, exponent: Src] => {
  const { b } = L;
  const bitsOfValue = b.copy(value, n);
  const zero = b.op('FSEQ', n, bitsOfValue, b.floats(0));
  const raw = b.op('AND', n, b.op('USHR', n, bitsOfValue, b.ints(23)), b.ints(255));
  const exponent = b.op('UCMP', n, zero, b.ints(0), b.op('UADD', n, raw, b.ints(-126)));
  const mantissa = b.op('OR', n, b.op('AND', n, bitsOfValue, b.ints(0x807fffff)), b.ints(0x3f000000));
  return [b.op('UCMP', n, zero, bitsOfValue, mantissa), exponent];
};

/** frexp, modf and other functions with results besides their value: values of the outputs after the result. */
export const outputMath: Readonly<Record<string, (L: Lowering, args: readonly Value[], types: readonly Type[]) => Value[]>> = {
  modf: (L, args, [type]) => {
    const result = type as Type;
    const x = arg(args, 0);
    if (isDouble(x)) {
      const whole = of(result, ...doubleOp(L, 'DTRUNC', result.rows, doubles(x)));
      return [subtract(L, x, whole), whole];
    }
    const whole = of(result, L.b.op('TRUNC', result.rows, src(args, 0)));
    return [subtract(L, x, whole), whole];
  },
  frexp: (L, args, [type]) => {
    const result = type as Type;
    const { b } = L;
    const x = arg(args, 0);
    if (!isDouble(x)) {
      const [mantissa, exponent] = exponentOf(L, src(args, 0), result.rows);
      return [of(result, mantissa), of(numberType('int', result.rows), exponent)];
    }
    const mantissas: Src[] = [];
    const exponents: Src[] = [];
    for (let i = 0; i < result.rows; i++) {
      const [m, e] = [b.temps(1), b.temps(1)];
      b.emit('DFRACEXP', destination('TEMP', m, 3), [doubles(x)(i)], { second: destination('TEMP', e, 1) });
      mantissas.push(pick(source('TEMP', m), [0, 1, 0, 1]));
      exponents.push(scalar(source('TEMP', e), 0));
    }
    const ints = numberType('int', result.rows);
    return [
      { type: result, slots: joinScalars(L, result, mantissas) },
      { type: ints, slots: joinScalars(L, ints, exponents) },
    ];
  },
  uaddCarry: (L, args, [type]) => {
    const n = (type as Type).rows;
    const sum = L.b.op('UADD', n, src(args, 0), src(args, 1));
    const held = L.b.copy(sum, n);
    const carry = L.b.op('AND', n, L.b.op('USLT', n, held, src(args, 0)), L.b.ints(1));
    return [of(type as Type, held), of(type as Type, carry)];
  },
  usubBorrow: (L, args, [type]) => {
    const n = (type as Type).rows;
    const borrow = L.b.op('AND', n, L.b.op('USLT', n, src(args, 0), src(args, 1)), L.b.ints(1));
    const difference = L.b.op('UADD', n, src(args, 0), L.b.op('INEG', n, src(args, 1)));
    return [of(type as Type, difference), of(type as Type, borrow)];
  },
  umulExtended: (L, args, [, high, low]) => [
    of(T.void),
    of(high as Type, L.b.op('UMUL_HI', (high as Type).rows, src(args, 0), src(args, 1))),
    of(low as Type, L.b.op('UMUL', (low as Type).rows, src(args, 0), src(args, 1))),
  ],
  imulExtended: (L, args, [, high, low]) => [
    of(T.void),
    of(high as Type, L.b.op('IMUL_HI', (high as Type).rows, src(args, 0), src(args, 1))),
    of(low as Type, L.b.op('UMUL', (low as Type).rows, src(args, 0), src(args, 1))),
  ],
};

/* prettier-ignore */
/** Functions by name. */
export const math: Readonly<Record<string, Maker>> = {
  radians: ratio(Math.PI / 180), degrees: ratio(180 / Math.PI), sin: scalarOp('SIN'), cos: scalarOp('COS'),
  tan: (L, args, type) => of(type, L.b.op('DIV', type.rows, L.b.each('SIN', type.rows, src(args, 0)), L.b.each('COS', type.rows, src(args, 0)))),
  asin: (L, args, type) => of(type, arcsine(L, src(args, 0), type.rows)),
  acos: (L, args, type) => of(type, L.b.op('ADD', type.rows, L.b.floats(Math.PI / 2), negated(arcsine(L, src(args, 0), type.rows)))),
  atan: (L, args, type) => of(type, args.length === 1 ? arctangent(L, src(args, 0), type.rows) : arctangent2(L, src(args, 0), src(args, 1), type.rows)),
  sinh: (L, args, type) => of(type, sineOf(L, src(args, 0), type.rows)), cosh: (L, args, type) => of(type, hyperbolic(L, src(args, 0), type.rows, 1)), tanh: tangentH,
  asinh: (L, args, type) => { const n = type.rows; const { b } = L; const x = b.copy(abs(src(args, 0)), n); const root = b.each('SQRT', n, b.op('MAD', n, x, x, b.floats(1))); return of(type, b.op('MUL', n, b.op('SSG', n, src(args, 0)), logarithm(L, b.op('ADD', n, x, root), n))); },
  acosh: (L, args, type) => { const n = type.rows; const { b } = L; const x = b.copy(src(args, 0), n); const root = b.each('SQRT', n, b.op('MAD', n, x, x, b.floats(-1))); return of(type, logarithm(L, b.op('ADD', n, x, root), n)); },
  atanh: (L, args, type) => { const n = type.rows; const { b } = L; const x = b.copy(src(args, 0), n); return of(type, scaled(L, logarithm(L, b.op('DIV', n, b.op('ADD', n, b.floats(1), x), b.op('ADD', n, b.floats(1), negated(x))), n), n, 0.5)); },
  pow: scalarOp('POW'), exp: (L, args, type) => of(type, exponential(L, src(args, 0), type.rows)), log: (L, args, type) => of(type, logarithm(L, src(args, 0), type.rows)),
  exp2: scalarOp('EX2'), log2: scalarOp('LG2'),
  sqrt: (L, args, type) => (type.base === 'double' ? { type, slots: doubleOp(L, 'DSQRT', type.rows, doubles(arg(args, 0))) } : scalarOp('SQRT')(L, args, type)),
  inversesqrt: (L, args, type) => (type.base === 'double' ? { type, slots: doubleOp(L, 'DRSQ', type.rows, doubles(arg(args, 0))) } : scalarOp('RSQ')(L, args, type)),
  abs: absolute, sign: eachOp('SSG', 'DSSG', 'ISSG'), floor: eachOp('FLR', 'DFLR'), ceil: eachOp('CEIL', 'DCEIL'), fract: eachOp('FRC', 'DFRAC'),
  trunc: eachOp('TRUNC', 'DTRUNC'), truncate: eachOp('TRUNC', 'DTRUNC'), round: eachOp('ROUND', 'DROUND'), roundEven: eachOp('ROUND', 'DROUND'), mod: modulo,
  min: eachOp('MIN', 'DMIN', 'IMIN', 'UMIN'), max: eachOp('MAX', 'DMAX', 'IMAX', 'UMAX'), clamp: clamped, mix: mixed, step: stepped, smoothstep: smooth,
  length: (L, args) => lengthOf(L, arg(args, 0)), distance: (L, args) => lengthOf(L, subtract(L, arg(args, 0), arg(args, 1))),
  dot: (L, args, type) => of(type, dotOf(L, arg(args, 0), arg(args, 1))), cross: crossed, normalize: normalized, faceforward: faced, reflect: reflected, refract: refracted,
  matrixCompMult: (L, args, type) => ({ type, slots: splitVectors(arg(args, 0)).flatMap((column, i) => vectorOp(L, '*', column, splitVectors(arg(args, 1))[i] as Value, column.type.rows)) }),
  transpose: transposed, outerProduct: outer, determinant: (L, args) => determinantOf(L, scalarsOf(arg(args, 0))), inverse: inverted,
  lessThan: compare('<'), lessThanEqual: compare('<='), greaterThan: compare('>'), greaterThanEqual: compare('>='), equal: compare('=='), notEqual: compare('!='),
  any: (L, args, type) => of(type, reduce(L, 'OR', src(args, 0), arg(args, 0).type.rows)), all: (L, args, type) => of(type, reduce(L, 'AND', src(args, 0), arg(args, 0).type.rows)),
  not: (L, args, type) => of(type, L.b.op('NOT', type.rows, src(args, 0))),
  isnan: special(false), isinf: special(true),
  floatBitsToInt: (L, args, type) => of(type, L.b.copy(src(args, 0), type.rows)), floatBitsToUint: (L, args, type) => of(type, L.b.copy(src(args, 0), type.rows)),
  intBitsToFloat: (_, args, type) => of(type, src(args, 0)), uintBitsToFloat: (_, args, type) => of(type, src(args, 0)),
  fma: eachOp('FMA', 'DFMA'), ldexp: (L, args, type) => (type.base === 'double' ? { type, slots: doubleOp(L, 'DLDEXP', type.rows, doubles(arg(args, 0)), (i) => scalar(src(args, 1), i)) } : of(type, L.b.op('LDEXP', type.rows, src(args, 0), src(args, 1)))),
  bitfieldExtract: (L, args, type) => of(type, L.b.op(type.base === 'int' ? 'IBFE' : 'UBFE', type.rows, src(args, 0), scalar(src(args, 1), 0), scalar(src(args, 2), 0))),
  bitfieldInsert: (L, args, type) => of(type, L.b.op('BFI', type.rows, src(args, 0), src(args, 1), scalar(src(args, 2), 0), scalar(src(args, 3), 0))),
  bitfieldReverse: eachOp('', '', 'BREV'), bitCount: eachOp('', '', 'POPC'), findLSB: eachOp('', '', 'LSB'), findMSB: eachOp('', '', 'IMSB', 'UMSB'),
  packUnorm2x16: pack(2, 0, 65535, 16), packSnorm2x16: pack(2, -1, 32767, 16), packUnorm4x8: pack(4, 0, 255, 8), packSnorm4x8: pack(4, -1, 127, 8),
  unpackUnorm2x16: unpack(2, false, 65535, 16), unpackSnorm2x16: unpack(2, true, 32767, 16), unpackUnorm4x8: unpack(4, false, 255, 8), unpackSnorm4x8: unpack(4, true, 127, 8),
  packHalf2x16: (L, args, type) => of(type, L.b.op('PK2H', 1, src(args, 0))), unpackHalf2x16: (L, args, type) => of(type, L.b.op('UP2H', 2, scalar(src(args, 0), 0))),
  packDouble2x32: (_, args, type) => of(type, pick(src(args, 0), [0, 1, 0, 1])), unpackDouble2x32: (_, args, type) => of(type, pick(doubles(arg(args, 0))(0), [0, 1])),
  min3: lowest, max3: highest, mid3: middle,
  dFdx: derivative('DDX'), dFdy: derivative('DDY'), dFdxCoarse: derivative('DDX'), dFdyCoarse: derivative('DDY'), dFdxFine: derivative('DDX_FINE'), dFdyFine: derivative('DDY_FINE'),
  fwidth: width('DDX', 'DDY'), fwidthCoarse: width('DDX', 'DDY'), fwidthFine: width('DDX_FINE', 'DDY_FINE'),
  noise1: (L, _, type) => of(type, L.b.floats(0)), noise2: (L, _, type) => of(type, L.b.floats(0)), noise3: (L, _, type) => of(type, L.b.floats(0)), noise4: (L, _, type) => of(type, L.b.floats(0)),
  anyInvocationARB: (L, args, type) => of(type, L.b.op('VOTE_ANY', 1, src(args, 0))), allInvocationsARB: (L, args, type) => of(type, L.b.op('VOTE_ALL', 1, src(args, 0))),
  allInvocationsEqualARB: (L, args, type) => of(type, L.b.op('VOTE_EQ', 1, src(args, 0))), anyInvocation: (L, args, type) => of(type, L.b.op('VOTE_ANY', 1, src(args, 0))),
  allInvocations: (L, args, type) => of(type, L.b.op('VOTE_ALL', 1, src(args, 0))), allInvocationsEqual: (L, args, type) => of(type, L.b.op('VOTE_EQ', 1, src(args, 0))),
  clock2x32ARB: (L, _, type) => of(type, L.b.op('CLOCK', 2)), helperInvocationEXT: (L, _, type) => of(type, L.b.op('READ_HELPER', 1)),
};
