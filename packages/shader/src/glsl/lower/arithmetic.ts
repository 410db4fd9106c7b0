/** Operators on values, register by register. */
import type { BinaryOperator } from '../syntax/tree.ts';
import { type Base, elementOf, numberType, type Type } from '../types/type.ts';
import { doubleWords, floatBits } from './builder.ts';
import { destination, negated, pick, scalar, source, type Src } from './code.ts';
import type { Lowering } from './context.ts';
import { doublePart } from './refs.ts';
import { slotTypes } from './slots.ts';
import type { Value } from './value.ts';

/** Words of one scalar of a constant. */
const wordsOf = (value: number, base: Base): readonly number[] => {
  switch (base) {
    case 'float':
      return [floatBits(value)];
    case 'double':
      return doubleWords(value);
    case 'bool':
      return [value === 0 ? 0 : 0xffffffff];
    default:
      return [value >>> 0];
  }
};

/** A constant as a value. */
export const constantValue = (L: Lowering, type: Type, values: readonly number[]): Value => {
  const slots: Src[] = [];
  let at = 0;
  for (const part of vectorsOf(type)) {
    const words: number[] = [];
    for (let i = 0; i < part.rows; i++) words.push(...wordsOf(values[at++] ?? 0, part.base));
    for (let i = 0; i < words.length; i += 4) slots.push(L.b.words(words.slice(i, i + 4)));
  }
  return { type, slots };
};

/** A type's vectors in order. */
export const vectorsOf = (type: Type, out: Type[] = []): Type[] => {
  if (type.kind === 'number') {
    const column = type.isMatrix ? elementOf(type) : type;
    for (let c = 0; c < type.cols; c++) out.push(column);
  } else if (type.element !== null) for (let i = 0; i < Math.max(1, type.length); i++) vectorsOf(type.element, out);
  else for (const field of type.fields) vectorsOf(field.type, out);
  return out;
};

/** A value split into its vectors. */
export const splitVectors = (value: Value): Value[] => {
  let at = 0;
  return vectorsOf(value.type).map((type) => {
    const count = type.base === 'double' && type.rows > 2 ? 2 : 1;
    const slots = value.slots.slice(at, at + count);
    at += count;
    return { type, slots };
  });
};

/** Doubles: an operation for each pair, results put together. */
export const doubleOp = (L: Lowering, op: string, rows: number, ...args: readonly ((i: number) => Src)[]): Src[] => {
  const { b } = L;
  const slots: Src[] = [];
  for (let i = 0; i < rows; i += 2) {
    const register = b.temps(1);
    for (let j = i; j < Math.min(rows, i + 2); j++)
      b.emit(
        op,
        destination('TEMP', register, j === i ? 3 : 12),
        args.map((arg) => arg(j)),
      );
    slots.push(source('TEMP', register));
  }
  return slots;
};

/** Reads one double of a vector or scalar, the same for all where it is a scalar. */
export const doubles =
  (value: Value): ((i: number) => Src) =>
  (i) =>
    doublePart(value, value.type.isScalar ? 0 : i);

/** Doubles to a number each of 32 bits. */
export const doubleToWord = (L: Lowering, op: string, rows: number, ...args: readonly ((i: number) => Src)[]): Src => {
  const { b } = L;
  const parts = Array.from({ length: rows }, (_, i) => b.op(op, 1, ...args.map((arg) => arg(i))));
  if (rows === 1) return parts[0] as Src;
  const register = b.temps(1);
  parts.forEach((part, i) => b.emit('MOV', destination('TEMP', register, 1 << i), [scalar(part, 0)]));
  return pick(source('TEMP', register), [0, 1, 2, 3].slice(0, rows));
};

const convertVector = (L: Lowering, value: Value, to: Base): Src[] => {
  const { b } = L;
  const { base, rows } = value.type;
  const src = value.slots[0] as Src;
  const from = doubles(value);
  if (base === to) return [...value.slots];
  if (to === 'double') {
    const op = { float: 'F2D', int: 'I2D', uint: 'U2D', bool: 'I2D', double: 'MOV' }[base];
    const plain = base === 'bool' ? b.op('AND', rows, src, b.ints(1)) : src;
    return doubleOp(L, op, rows, (i) => scalar(plain, i));
  }
  if (base === 'double') {
    if (to === 'bool') {
      const zero = b.words([0, 0, 0, 0]);
      return [doubleToWord(L, 'DSNE', rows, from, () => zero)];
    }
    return [doubleToWord(L, to === 'float' ? 'D2F' : to === 'int' ? 'D2I' : 'D2U', rows, from)];
  }
  switch (to) {
    case 'float':
      return [base === 'bool' ? b.op('AND', rows, src, b.floats(1)) : b.op(base === 'int' ? 'I2F' : 'U2F', rows, src)];
    case 'bool':
      return [base === 'float' ? b.op('FSNE', rows, src, b.floats(0)) : b.op('USNE', rows, src, b.ints(0))];
    default:
      if (base === 'bool') return [b.op('AND', rows, src, b.ints(1))];
      if (base === 'float') return [b.op(to === 'int' ? 'F2I' : 'F2U', rows, src)];
      return [src];
  }
};

/** A value as the same shape of another base. */
export const convertValue = (L: Lowering, value: Value, to: Type): Value => {
  if (value.type === to) return value;
  return { type: to, slots: splitVectors(value).flatMap((vector) => convertVector(L, vector, to.base)) };
};

const floatOps: Readonly<Record<string, string>> = {
  '+': 'ADD',
  '-': 'ADD',
  '*': 'MUL',
  '/': 'DIV',
  '<': 'FSLT',
  '>=': 'FSGE',
  '==': 'FSEQ',
  '!=': 'FSNE',
};
const doubleOps: Readonly<Record<string, string>> = {
  '+': 'DADD',
  '*': 'DMUL',
  '/': 'DDIV',
  '<': 'DSLT',
  '>=': 'DSGE',
  '==': 'DSEQ',
  '!=': 'DSNE',
};

const integerOp = (operator: BinaryOperator, signed: boolean): string => {
  switch (operator) {
    case '+':
    case '-':
      return 'UADD';
    case '*':
      return 'UMUL';
    case '/':
      return signed ? 'IDIV' : 'UDIV';
    case '%':
      return signed ? 'MOD' : 'UMOD';
    case '<<':
      return 'SHL';
    case '>>':
      return signed ? 'ISHR' : 'USHR';
    case '&':
    case '&&':
      return 'AND';
    case '|':
    case '||':
      return 'OR';
    case '^':
    case '^^':
      return 'XOR';
    case '<':
      return signed ? 'ISLT' : 'USLT';
    case '>=':
      return signed ? 'ISGE' : 'USGE';
    case '==':
      return 'USEQ';
    default:
      return 'USNE';
  }
};

/** One component for all where it is a scalar. */
const widened = (value: Value): Src => (value.type.isScalar ? scalar(value.slots[0] as Src, 0) : (value.slots[0] as Src));

/** An operator on two vectors or scalars of one base; `rows` components come out. */
export const vectorOp = (L: Lowering, operator: BinaryOperator, a: Value, b: Value, rows: number): Src[] => {
  const { b: build } = L;
  const { base } = a.type;
  if (operator === '>' || operator === '<=') return vectorOp(L, operator === '>' ? '<' : '>=', b, a, rows);
  const comparison = operator === '<' || operator === '>=' || operator === '==' || operator === '!=';
  if (base === 'double') {
    if (comparison) return [doubleToWord(L, doubleOps[operator] as string, rows, doubles(a), doubles(b))];
    if (operator === '-') return doubleOp(L, 'DADD', rows, doubles(a), (i) => pairs(build.op('DNEG', 2, doubles(b)(i))));
    return doubleOp(L, doubleOps[operator] as string, rows, doubles(a), doubles(b));
  }
  const [x, y] = [widened(a), widened(b)];
  if (base === 'float') return [build.op(floatOps[operator] as string, rows, x, operator === '-' ? negated(y) : y)];
  const op = integerOp(operator, base === 'int');
  if (operator === '-') {
    return [build.op('UADD', rows, x, build.op('INEG', rows, y))];
  }
  // Shifts by 32 and more are undefined; the operators' own 5 bits are what hardware looks at.
  return [build.op(op, rows, x, y)];
};

/** Rows of a column that a matrix has. */
const columns = (value: Value): Value[] => splitVectors(value);

/** Matrix times column vector, as a sum of columns. */
const transform = (L: Lowering, matrix: readonly Value[], vector: Value): Src[] => {
  const column = (matrix[0] as Value).type;
  const { rows, base } = column;
  const part = (i: number): Value => ({
    type: numberType(base),
    slots: base === 'double' ? [doublePart(vector, i)] : [scalar(vector.slots[0] as Src, i)],
  });
  let sum: Src[] | null = null;
  matrix.forEach((one, i) => {
    if (sum !== null && base === 'float') sum = [L.b.op('MAD', rows, one.slots[0] as Src, part(i).slots[0] as Src, sum[0] as Src)];
    else {
      const product = vectorOp(L, '*', one, part(i), rows);
      sum = sum === null ? product : vectorOp(L, '+', { type: column, slots: sum }, { type: column, slots: product }, rows);
    }
  });
  return sum ?? [];
};

/** The dot product of two vectors. */
export const dotOf = (L: Lowering, a: Value, b: Value): Src => {
  const { rows, base } = a.type;
  if (base === 'double') {
    let sum: Src | null = null;
    for (let i = 0; i < rows; i++) {
      const product = L.b.op('DMUL', 2, doublePart(a, i), doublePart(b, i));
      sum = sum === null ? product : L.b.op('DADD', 2, pairs(sum), pairs(product));
    }
    return pairs(sum as Src);
  }
  const [x, y] = [a.slots[0] as Src, b.slots[0] as Src];
  if (rows === 1) return L.b.op('MUL', 1, x, y);
  return L.b.op(`DP${rows}`, 1, x, y);
};

/** A double in x and y, so that both pairs read it. */
export const pairs = (src: Src): Src => pick(src, [0, 1, 0, 1]);

/** A matrix product, or one of a matrix and a vector. */
export const product = (L: Lowering, a: Value, b: Value, type: Type): Value => {
  if (!b.type.isMatrix) return { type, slots: transform(L, columns(a), b) };
  if (!a.type.isMatrix) {
    // Row vector times matrix: a dot product for each column.
    const dots = columns(b).map((column) => dotOf(L, a, column));
    return { type, slots: joinScalars(L, type, dots) };
  }
  const left = columns(a);
  return { type, slots: columns(b).flatMap((column) => transform(L, left, column)) };
};

/** Scalars as a vector. */
export const joinScalars = (L: Lowering, type: Type, parts: readonly Src[]): Src[] => {
  const { b } = L;
  if (parts.length === 1) return [parts[0] as Src];
  if (type.base === 'double') return doubleOp(L, 'MOV', parts.length, (i) => pairs(parts[i] as Src));
  const register = b.temps(1);
  parts.forEach((part, i) => b.move(destination('TEMP', register, 1 << i), scalar(part, 0)));
  return [pick(source('TEMP', register), [0, 1, 2, 3].slice(0, parts.length))];
};

/** Whether all components of a vector of booleans are true (AND), or any is (OR). */
export const reduce = (L: Lowering, op: 'AND' | 'OR', src: Src, rows: number): Src => {
  const { b } = L;
  if (rows === 1) return scalar(src, 0);
  let result = b.op(op, 1, scalar(src, 0), scalar(src, 1));
  for (let i = 2; i < rows; i++) result = b.op(op, 1, scalar(result, 0), scalar(src, i));
  return result;
};

/** `a == b` of anything. */
export const equalValue = (L: Lowering, a: Value, b: Value): Src => {
  const right = splitVectors(b);
  let all: Src | null = null;
  splitVectors(a).forEach((vector, i) => {
    const other = right[i] as Value;
    const same = reduce(L, 'AND', vectorOp(L, '==', vector, other, vector.type.rows)[0] as Src, vector.type.rows);
    all = all === null ? same : L.b.op('AND', 1, all, same);
  });
  return all ?? L.b.ints(-1);
};

/** An operator on two values. */
export const binaryValue = (L: Lowering, operator: BinaryOperator, a: Value, b: Value, type: Type): Value => {
  if (operator === '==' || operator === '!=') {
    const same = equalValue(L, a, b);
    return { type, slots: [operator === '==' ? same : L.b.op('NOT', 1, same)] };
  }
  if (operator === '*' && (a.type.isMatrix || b.type.isMatrix) && !a.type.isScalar && !b.type.isScalar) return product(L, a, b, type);
  if (!a.type.isMatrix && !b.type.isMatrix) return { type, slots: vectorOp(L, operator, a, b, type.rows) };
  const [left, right] = [splitVectors(a), splitVectors(b)];
  const slots: Src[] = [];
  for (let c = 0; c < type.cols; c++) {
    const x = a.type.isMatrix ? (left[c] as Value) : (left[0] as Value);
    const y = b.type.isMatrix ? (right[c] as Value) : (right[0] as Value);
    slots.push(...vectorOp(L, operator, x, y, type.rows));
  }
  return { type, slots };
};

/** Whether register i is the second of a vector of three or four doubles. */
const isSecond = (types: readonly Type[], i: number): boolean => {
  let first = i;
  while (first > 0 && types[first - 1] === types[i]) first--;
  return (i - first) % 2 === 1;
};

/** `-a`, `!a`, `~a`. */
export const unaryValue = (L: Lowering, operator: '-' | '!' | '~', a: Value): Value => {
  const types = slotTypes(a.type);
  const { b } = L;
  const slots = a.slots.map((src, i) => {
    const { base, rows } = types[i] as Type;
    if (operator !== '-') return b.op('NOT', rows, src);
    if (base === 'float') return negated(src);
    if (base === 'double') {
      const count =
        types[i - 1] === types[i] && i > 0 && rows > 2 && a.slots[i - 1] !== undefined && isSecond(types, i) ? rows - 2 : Math.min(2, rows);
      return b.op('DNEG', count * 2, src);
    }
    return b.op('INEG', rows, src);
  });
  return { type: a.type, slots };
};

/** `condition ? a : b` where both are there. */
export const selectValue = (L: Lowering, condition: Src, a: Value, b: Value): Value => {
  const left = splitVectors(a);
  const right = splitVectors(b);
  const slots = left.flatMap((vector, v) =>
    vector.slots.map((src, i) => {
      const words = vector.type.base === 'double' ? Math.min(4, vector.type.rows * 2 - 4 * i) : vector.type.rows;
      return L.b.op('UCMP', words, scalar(condition, 0), src, (right[v] as Value).slots[i] as Src);
    }),
  );
  return { type: a.type, slots };
};
