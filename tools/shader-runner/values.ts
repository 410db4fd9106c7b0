/** Numbers as the files write them: decimal, or hexadecimal for what lies in memory. @source piglit, tests/util/piglit-util.c */

/** Why a test does not pass. */
export class TestFailure extends Error {}

/** Why a test cannot be run. */
export class TestSkipped extends Error {}

/** An object that a context makes unless it is lost. */
export function made<T>(object: T | null): T {
  if (object === null) throw new TestFailure('the context is lost');
  return object;
}

const words = (text: string): string[] => text.split(/[\s,()]+/).filter(Boolean);

const decimal = (word: string): number => {
  if (/^[-+]?inf(inity)?$/i.test(word)) return word.startsWith('-') ? -Infinity : Infinity;
  if (/^[-+]?nan/i.test(word)) return NaN;
  const number = Number.parseFloat(word);
  if (Number.isNaN(number)) throw new TestFailure(`'${word}' is no number`);
  return number;
};

const some = (text: string, count: number): string[] => {
  const list = words(text).slice(0, count);
  if (list.length === 0) throw new TestFailure(`${count} numbers are expected in '${text}'`);
  // Files leave some out where the next line writes them.
  while (list.length < count) list.push('0');
  return list;
};

/** The first `count` numbers; `0x...` is the pattern of a float. */
export function parseFloats(text: string, count: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(count);
  const bits = new Uint32Array(out.buffer);
  some(text, count).forEach((word, i) => {
    if (/^0x/i.test(word)) bits[i] = Number(word);
    else out[i] = decimal(word);
  });
  return out;
}

/** The first `count` numbers; `0x...` is the pattern of a double. */
export function parseDoubles(text: string, count: number): Float64Array<ArrayBuffer> {
  const out = new Float64Array(count);
  const bits = new BigUint64Array(out.buffer);
  some(text, count).forEach((word, i) => {
    if (/^0x/i.test(word)) bits[i] = BigInt(word);
    else out[i] = decimal(word);
  });
  return out;
}

const integer = (word: string): number => {
  const found = /^([-+]?)(0x[0-9a-f]+|\d+)/i.exec(word);
  if (found === null) throw new TestFailure(`'${word}' is no integer`);
  const [, sign = '', digits = ''] = found;
  const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return sign === '-' ? -value : value;
};

/** The first `count` integers, decimal, octal or hexadecimal. */
export function parseInts(text: string, count: number): Int32Array<ArrayBuffer> {
  return Int32Array.from(some(text, count), (word) => integer(word) | 0);
}

/** The same, unsigned. */
export function parseUints(text: string, count: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from(some(text, count), (word) => integer(word) >>> 0);
}

/** One integer. */
export function parseInteger(word: string): number {
  return integer(word);
}

/** Compares as the files write it: `value op reference`. */
export function compareBy(operator: string, value: number, reference: number): boolean {
  switch (operator) {
    case '=':
    case '==':
      return value === reference;
    case '!=':
      return value !== reference;
    case '<':
      return value < reference;
    case '>':
      return value > reference;
    case '<=':
      return value <= reference;
    case '>=':
      return value >= reference;
    default:
      throw new TestFailure(`unknown comparison '${operator}'`);
  }
}

/** A half float's pattern. */
export function halfBits(value: number): number {
  const float = new Float32Array([value]);
  const bits = new Uint32Array(float.buffer)[0] ?? 0;
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - 112;
  const mantissa = bits & 0x7fffff;
  if (exponent >= 31) return sign | 0x7c00 | (exponent === 143 && mantissa !== 0 ? 0x200 : 0);
  if (exponent > 0) return (sign | (exponent << 10) | (mantissa >>> 13)) + ((mantissa >>> 12) & 1);
  if (exponent < -10) return sign;
  const shifted = (mantissa | 0x800000) >>> (14 - exponent);
  return sign | (((mantissa | 0x800000) >>> (13 - exponent)) & 1 ? shifted + 1 : shifted);
}
