/**
 * Every arithmetic opcode, drawn and compared with what Gallium's documentation says it computes.
 *
 * Each row gives an opcode, a reference on plain numbers and the operands. A row is drawn as one shader with eight outputs, eight
 * forms of the same instruction: plain, partly masked, swizzled from temporaries, with modifiers, saturated, with its result and its
 * operands stored as bits, and with operands found through an address register.
 */
import { expect, test } from 'vitest';
import { opcodes, type ValueType } from '../../ir/opcodes.ts';
import { host } from '../../testing/host.test.ts';
import { bitsOfFloat, floatOfBits } from './literal.ts';

type Vec = readonly [number, number, number, number];
/** Per component, or for scalar and vector shapes on whole operands. */
type Each = (...values: number[]) => number;
type Whole = (...operands: Vec[]) => number | Vec;
type Row = {
  readonly op: string;
  readonly each?: Each;
  readonly whole?: Whole;
  readonly inputs: readonly Vec[];
  /** Relative tolerance for float results; 0 compares bits. */
  readonly tolerance?: number;
};

const f: readonly Vec[] = [
  [1.5, -2.25, 0.125, 3.75],
  [0.5, 4.0, -1.75, 0.75],
  [-3.0, 0.25, 2.5, -0.5],
];
const ints: readonly Vec[] = [
  [7, -123456, 0x7fffffff, 40],
  [3, 17, -5, 9],
  [-2, 1000, 65537, -7],
];
const bits: readonly Vec[] = [
  [0x12345678, 0xffffffff, 0x80000001, 0x00f00000],
  [4, 31, 1, 12],
  [8, 1, 16, 20],
];
/** A value, offsets and counts whose sums stay within a word however they are swizzled. */
const fields: readonly Vec[] = [bits[0] as Vec, [4, 16, 1, 12], [8, 1, 16, 15]];
const positive: readonly Vec[] = [
  [0.5, 2.0, 9.0, 0.01],
  [1.5, 0.25, -2.0, 3.0],
];
const one = (row: readonly Vec[]): readonly Vec[] => row.slice(0, 1);
const two = (row: readonly Vec[]): readonly Vec[] => row.slice(0, 2);
const bool = (value: boolean): number => (value ? 1 : 0);
const mask = (value: boolean): number => (value ? 0xffffffff : 0);
const dot = (a: Vec, b: Vec, n: number): number =>
  [0, 1, 2, 3].slice(0, n).reduce((sum, i) => sum + (a[i] as number) * (b[i] as number), 0);
const half = (value: number): number => {
  const at = new DataView(new ArrayBuffer(2));
  at.setFloat16(0, value);
  return at.getUint16(0);
};
const ofHalf = (value: number): number => {
  const at = new DataView(new ArrayBuffer(2));
  at.setUint16(0, value & 0xffff);
  return at.getFloat16(0);
};
const roundEven = (x: number): number => {
  const low = Math.floor(x);
  return x - low === 0.5 ? low + (low & 1) : Math.round(x);
};
const unorm = (x: number, scale: number): number => roundEven(Math.min(Math.max(x, 0), 1) * scale);
const snorm = (x: number): number => roundEven(Math.min(Math.max(x, -1), 1) * 127) & 0xff;
const reverse = (x: number): number => Number.parseInt([...(x >>> 0).toString(2).padStart(32, '0')].reverse().join(''), 2);
const count = (x: number): number => [...(x >>> 0).toString(2)].filter((c) => c === '1').length;
const highMul = (a: number, b: number): number => Number(BigInt.asIntN(64, BigInt(a) * BigInt(b)) >> 32n);
const extract = (value: number, offset: number, n: number): number => (n === 0 ? 0 : (value << (32 - n - offset)) >>> (32 - n));

const floatRows: readonly Row[] = [
  { op: 'MOV', each: (a) => a, inputs: one(f) },
  { op: 'MUL', each: (a, b) => a * b, inputs: two(f) },
  { op: 'ADD', each: (a, b) => a + b, inputs: two(f) },
  { op: 'DIV', each: (a, b) => a / b, inputs: two(f), tolerance: 1e-6 },
  { op: 'MIN', each: (a, b) => Math.min(a, b), inputs: two(f) },
  { op: 'MAX', each: (a, b) => Math.max(a, b), inputs: two(f) },
  { op: 'SLT', each: (a, b) => bool(a < b), inputs: two(f) },
  { op: 'SGE', each: (a, b) => bool(a >= b), inputs: two(f) },
  { op: 'SEQ', each: (a, b) => bool(a === b), inputs: [f[0] as Vec, [1.5, 2, 0.125, -1]] },
  { op: 'SNE', each: (a, b) => bool(a !== b), inputs: [f[0] as Vec, [1.5, 2, 0.125, -1]] },
  { op: 'SGT', each: (a, b) => bool(a > b), inputs: two(f) },
  { op: 'SLE', each: (a, b) => bool(a <= b), inputs: two(f) },
  { op: 'MAD', each: (a, b, c) => a * b + c, inputs: f, tolerance: 1e-6 },
  { op: 'FMA', each: (a, b, c) => a * b + c, inputs: f, tolerance: 1e-6 },
  { op: 'LRP', each: (a, b, c) => a * b + (1 - a) * c, inputs: f, tolerance: 1e-5 },
  { op: 'CMP', each: (a, b, c) => (a < 0 ? b : c), inputs: f },
  { op: 'FRC', each: (a) => a - Math.floor(a), inputs: one(f), tolerance: 1e-6 },
  { op: 'FLR', each: (a) => Math.floor(a), inputs: one(f) },
  { op: 'CEIL', each: (a) => Math.ceil(a), inputs: one(f) },
  { op: 'ROUND', each: (a) => roundEven(a), inputs: [[1.5, -2.25, 2.5, 3.75]] },
  { op: 'TRUNC', each: (a) => Math.trunc(a), inputs: one(f) },
  { op: 'SSG', each: (a) => Math.sign(a), inputs: [[2, -3, 0, 0.5]] },
  { op: 'LDEXP', each: (a, b) => a * 2 ** b, inputs: [f[0] as Vec, [3, -2, 0, 5]], tolerance: 1e-6 },
  { op: 'RCP', whole: (a) => 1 / a[0], inputs: one(f), tolerance: 1e-5 },
  { op: 'RSQ', whole: (a) => 1 / Math.sqrt(Math.abs(a[0])), inputs: one(positive), tolerance: 1e-4 },
  { op: 'SQRT', whole: (a) => Math.sqrt(Math.abs(a[0])), inputs: one(positive), tolerance: 1e-5 },
  { op: 'EX2', whole: (a) => 2 ** a[0], inputs: one(f), tolerance: 1e-4 },
  { op: 'LG2', whole: (a) => Math.log2(Math.abs(a[0])), inputs: one(positive), tolerance: 1e-4 },
  { op: 'POW', whole: (a, b) => Math.abs(a[0]) ** b[0], inputs: two(positive), tolerance: 1e-3 },
  { op: 'COS', whole: (a) => Math.cos(a[0]), inputs: one(f), tolerance: 1e-4 },
  { op: 'SIN', whole: (a) => Math.sin(a[0]), inputs: one(f), tolerance: 1e-4 },
  { op: 'DP2', whole: (a, b) => dot(a, b, 2), inputs: two(f), tolerance: 1e-6 },
  { op: 'DP3', whole: (a, b) => dot(a, b, 3), inputs: two(f), tolerance: 1e-6 },
  { op: 'DP4', whole: (a, b) => dot(a, b, 4), inputs: two(f), tolerance: 1e-6 },
  { op: 'DST', whole: (a, b) => [1, a[1] * b[1], a[2], b[3]], inputs: two(f) },
  {
    op: 'LIT',
    whole: (a) => [1, Math.max(a[0], 0), a[0] > 0 ? Math.max(a[1], 0) ** Math.min(Math.max(a[3], -128), 128) : 0, 1],
    inputs: [[0.5, 2.5, 7, 3.5]],
    tolerance: 1e-3,
  },
  { op: 'EXP', whole: (a) => [2 ** Math.floor(a[0]), a[0] - Math.floor(a[0]), 2 ** a[0], 1], inputs: one(f), tolerance: 1e-4 },
  {
    op: 'LOG',
    whole: (a) => {
      const e = Math.floor(Math.log2(Math.abs(a[0])));
      return [e, Math.abs(a[0]) / 2 ** e, Math.log2(Math.abs(a[0])), 1];
    },
    inputs: [[-5.5, 3, 0.3, 1.1]],
    tolerance: 1e-4,
  },
];

const integerRows: readonly Row[] = [
  { op: 'FSEQ', each: (a, b) => mask(a === b), inputs: [f[0] as Vec, [1.5, 2, 0.125, -1]] },
  { op: 'FSNE', each: (a, b) => mask(a !== b), inputs: [f[0] as Vec, [1.5, 2, 0.125, -1]] },
  { op: 'FSLT', each: (a, b) => mask(a < b), inputs: two(f) },
  { op: 'FSGE', each: (a, b) => mask(a >= b), inputs: two(f) },
  { op: 'F2I', each: (a) => Math.trunc(a), inputs: one(f) },
  { op: 'F2U', each: (a) => Math.trunc(Math.abs(a)), inputs: [[1.5, 2.25, 3e9, 3.75]] },
  { op: 'I2F', each: (a) => Math.fround(a), inputs: one(ints), tolerance: 1e-7 },
  { op: 'U2F', each: (a) => Math.fround(a), inputs: one(bits), tolerance: 1e-7 },
  { op: 'UADD', each: (a, b) => a + b, inputs: two(ints) },
  { op: 'UMUL', each: (a, b) => Math.imul(a, b), inputs: two(ints) },
  { op: 'UMAD', each: (a, b, c) => Math.imul(a, b) + c, inputs: ints },
  { op: 'IMUL_HI', each: (a, b) => highMul(a, b), inputs: [ints[0] as Vec, [0x12345678, -99999, 0x7fffffff, -1]] },
  {
    op: 'UMUL_HI',
    each: (a, b) => Number((BigInt(a) * BigInt(b)) >> 32n),
    inputs: [bits[0] as Vec, [0x87654321, 0xffffffff, 3, 0x10000]],
  },
  { op: 'IDIV', each: (a, b) => Math.trunc(a / b), inputs: two(ints) },
  {
    op: 'MOD',
    each: (a, b) => a % b,
    inputs: [
      [7, 123456, 0x7fffffff, 40],
      [3, 17, 5, 9],
    ],
  },
  {
    op: 'UDIV',
    each: (a, b) => (b === 0 ? 0xffffffff : Math.trunc(a / b)),
    inputs: [bits[0] as Vec, [3, 17, 0, 9]],
  },
  {
    op: 'UMOD',
    each: (a, b) => (b === 0 ? 0xffffffff : a % b),
    inputs: [bits[0] as Vec, [3, 17, 0, 9]],
  },
  { op: 'INEG', each: (a) => -a, inputs: one(ints) },
  { op: 'IABS', each: (a) => Math.abs(a), inputs: one(ints) },
  { op: 'ISSG', each: (a) => Math.sign(a), inputs: [[7, -9, 0, 1]] },
  { op: 'IMAX', each: (a, b) => Math.max(a, b), inputs: two(ints) },
  { op: 'IMIN', each: (a, b) => Math.min(a, b), inputs: two(ints) },
  { op: 'UMAX', each: (a, b) => Math.max(a, b), inputs: two(bits) },
  { op: 'UMIN', each: (a, b) => Math.min(a, b), inputs: two(bits) },
  { op: 'ISGE', each: (a, b) => mask(a >= b), inputs: two(ints) },
  { op: 'ISLT', each: (a, b) => mask(a < b), inputs: two(ints) },
  { op: 'USEQ', each: (a, b) => mask(a === b), inputs: [bits[0] as Vec, [0x12345678, 1, 0x80000001, 0]] },
  { op: 'USNE', each: (a, b) => mask(a !== b), inputs: [bits[0] as Vec, [0x12345678, 1, 0x80000001, 0]] },
  { op: 'USGE', each: (a, b) => mask(a >= b), inputs: two(bits) },
  { op: 'USLT', each: (a, b) => mask(a < b), inputs: two(bits) },
  {
    op: 'UCMP',
    each: (a, b, c) => (a !== 0 ? b : c),
    inputs: [[0, 1, 0x80000000, 0], bits[0] as Vec, bits[1] as Vec],
  },
  { op: 'NOT', each: (a) => ~a, inputs: one(bits) },
  { op: 'AND', each: (a, b) => a & b, inputs: two(bits) },
  { op: 'OR', each: (a, b) => a | b, inputs: two(bits) },
  { op: 'XOR', each: (a, b) => a ^ b, inputs: two(bits) },
  { op: 'SHL', each: (a, b) => a << b, inputs: [bits[0] as Vec, [4, 35, 0, 31]] },
  { op: 'ISHR', each: (a, b) => a >> b, inputs: [ints[0] as Vec, [1, 36, 31, 0]] },
  { op: 'USHR', each: (a, b) => a >>> b, inputs: [bits[0] as Vec, [4, 33, 31, 0]] },
  { op: 'UBFE', each: (a, b, c) => extract(a, b, c), inputs: fields },
  { op: 'IBFE', each: (a, b, c) => (a << (32 - c - b)) >> (32 - c), inputs: fields },
  {
    op: 'BFI',
    each: (base, insert, offset, n) => {
      const m = ((1 << n) - 1) << offset;
      return (base & ~m) | ((insert << offset) & m);
    },
    inputs: [bits[0] as Vec, [0xabc, 0xff, 0x3, 0xffff], [4, 8, 30, 12], [8, 4, 2, 9]],
  },
  { op: 'BREV', each: (a) => reverse(a), inputs: one(bits) },
  { op: 'POPC', each: (a) => count(a), inputs: one(bits) },
  {
    op: 'LSB',
    each: (a) => (a === 0 ? -1 : 31 - Math.clz32(a & -a)),
    inputs: [[0x50, 0, 0x80000000, 1]],
  },
  { op: 'UMSB', each: (a) => 31 - Math.clz32(a), inputs: [[0x50, 0, 0x80000000, 1]] },
  { op: 'IMSB', each: (a) => 31 - Math.clz32(a < 0 ? ~a : a), inputs: [[0x50, 0, -2, -1]] },
  { op: 'PK2H', whole: (a) => half(a[0]) + half(a[1]) * 65536, inputs: one(f) },
  { op: 'PK2US', whole: (a) => unorm(a[0], 65535) + unorm(a[1], 65535) * 65536, inputs: [[0.25, 1.5, 0.1, -0.2]] },
  { op: 'PK4UB', whole: (a) => a.reduce((sum, x, i) => sum + unorm(x, 255) * 256 ** i, 0), inputs: [[0.25, 1.5, 0.7, -0.2]] },
  { op: 'PK4B', whole: (a) => a.reduce((sum, x, i) => sum + snorm(x) * 256 ** i, 0), inputs: [[0.3, 1.5, 0.7, -0.2]] },
  {
    op: 'UP2H',
    whole: (a) => [ofHalf(a[0]), ofHalf(a[0] >>> 16), ofHalf(a[0]), ofHalf(a[0] >>> 16)],
    inputs: [[0x3c00b555, 0x40004000, 0x12341234, 0x33333333]],
  },
  {
    op: 'UP2US',
    whole: (a) => [a[0] & 0xffff, a[0] >>> 16, a[0] & 0xffff, a[0] >>> 16].map((x) => x / 65535) as unknown as Vec,
    inputs: one(bits),
    tolerance: 1e-6,
  },
  {
    op: 'UP4UB',
    whole: (a) => [0, 8, 16, 24].map((s) => ((a[0] >>> s) & 255) / 255) as unknown as Vec,
    inputs: one(bits),
    tolerance: 1e-6,
  },
  {
    op: 'UP4B',
    whole: (a) => [24, 16, 8, 0].map((s) => Math.max(-1, ((a[0] << s) >> 24) / 127)) as unknown as Vec,
    inputs: one(bits),
    tolerance: 1e-6,
  },
];

const toBits = (type: ValueType, value: number): number => (type === 'f' ? bitsOfFloat(value) : value >>> 0);
const ofBits = (type: ValueType, word: number): number => (type === 'f' ? floatOfBits(word) : type === 'i' ? word | 0 : word >>> 0);

/** Words the documentation promises for the four components, from operand words. */
const expected = (row: Row, operands: readonly (readonly number[])[], saturate: boolean): number[] => {
  const info = opcodes.get(row.op);
  if (info === undefined) throw new Error(row.op);
  // MOV and the values of UCMP are bits, floats under modifiers; rows use whichever fits.
  const sourceType = (i: number): ValueType =>
    info.srcTypes[i] === 'x' ? (row.op === 'MOV' ? 'f' : 'u') : (info.srcTypes[i] as ValueType);
  const resultType: ValueType = info.dstType === 'x' ? (row.op === 'MOV' ? 'f' : 'u') : info.dstType;
  const values = operands.map((words, i) => words.map((word) => ofBits(sourceType(i), word)));
  let result: number[];
  if (row.each !== undefined) result = [0, 1, 2, 3].map((c) => (row.each as Each)(...values.map((v) => v[c] as number)));
  else {
    const whole = (row.whole as Whole)(...(values as unknown as Vec[]));
    result = typeof whole === 'number' ? [whole, whole, whole, whole] : [...whole];
  }
  if (saturate) result = result.map((x) => Math.min(Math.max(x, 0), 1));
  return result.map((x) => toBits(resultType, x));
};

const close = (type: ValueType, got: number, want: number, tolerance: number): boolean => {
  if (got >>> 0 === want >>> 0) return true;
  if (type !== 'f' && type !== 'x') return false;
  const [a, b] = [floatOfBits(got), floatOfBits(want)];
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  return Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b));
};

const hex = (words: readonly number[]): string => words.map((w) => `${(w >>> 0).toString(16)}=${floatOfBits(w >>> 0)}`).join(' ');

type Form = { readonly name: string; readonly lines: readonly string[]; readonly want: readonly number[] };

/** Swizzles one list of words. */
const pick = (words: readonly number[], swizzle: string): number[] => [...swizzle].map((c) => words['xyzw'.indexOf(c)] as number);
const preset = [0x11111111, 0x22222222, 0x33333333, 0x44444444];

const formsOf = (row: Row): { readonly forms: Form[]; readonly constants: Uint32Array } => {
  const info = opcodes.get(row.op);
  if (info === undefined) throw new Error(row.op);
  const n = info.srcCount;
  const words = row.inputs.map((vec, i) =>
    vec.map((v) => toBits(info.srcTypes[i] === 'x' ? (row.op === 'MOV' ? 'f' : 'u') : (info.srcTypes[i] as ValueType), v)),
  );
  const float = (i: number): boolean => info.srcTypes[i] === 'f' || (info.srcTypes[i] === 'x' && row.op === 'MOV');
  const consts = Array.from({ length: n }, (_, i) => `CONST[${i}]`);
  const temps = Array.from({ length: n }, (_, i) => `TEMP[${i + 1}]`);
  const load = temps.map((temp, i) => `MOV ${temp}, CONST[${i}]`);
  const forms: Form[] = [];
  forms.push({ name: 'plain', lines: [`${row.op} TEMP[0], ${consts.join(', ')}`], want: expected(row, words, false) });
  const full = expected(row, words, false);
  forms.push({
    name: 'masked',
    lines: ['MOV TEMP[0], CONST[5]', `${row.op} TEMP[0].yw, ${consts.join(', ')}`],
    want: preset.map((w, c) => (c === 1 || c === 3 ? (full[c] as number) : w)),
  });
  const swizzles = ['wzyx', 'yyxz', 'xwxy', 'zxwy'];
  forms.push({
    name: 'swizzled temporaries',
    lines: [...load, `${row.op} TEMP[0], ${temps.map((t, i) => `${t}.${swizzles[i]}`).join(', ')}`],
    want: expected(
      row,
      words.map((w, i) => pick(w, swizzles[i] as string)),
      false,
    ),
  });
  // In place: the destination is the first source, masked and crossed over.
  const crossed = expected(
    row,
    words.map((w, i) => (i === 0 ? pick(w, 'yxwz') : w)),
    false,
  );
  forms.push({
    name: 'in place',
    lines: [...load, `${row.op} TEMP[1].xyz, ${temps.map((t, i) => (i === 0 ? `${t}.yxwz` : t)).join(', ')}`, 'MOV TEMP[0], TEMP[1]'],
    want: [...crossed.slice(0, 3), (words[0] as number[])[3] as number],
  });
  const signless = ['POW', 'RSQ', 'SQRT', 'LG2', 'F2U'].includes(row.op);
  const modified = words.map((w, i) => {
    if (!float(i)) return w;
    if (i === 1) return w.map((x) => (x | 0x80000000) >>> 0);
    return w.map((x) => (signless ? x & 0x7fffffff : x ^ 0x80000000));
  });
  const modifiers = consts.map((c, i) => (!float(i) ? c : i === 1 ? `-|${c}|` : signless ? `|${c}|` : `-${c}`));
  forms.push({ name: 'modified', lines: [`${row.op} TEMP[0], ${modifiers.join(', ')}`], want: expected(row, modified, false) });
  if (info.dstType === 'f')
    forms.push({ name: 'saturated', lines: [`${row.op}_SAT TEMP[0], ${consts.join(', ')}`], want: expected(row, words, true) });
  forms.push({
    name: 'as bits',
    lines: [
      ...load,
      ...temps.map((t) => `USEQ TEMP[6].x, ${t}.xxxx, ${t}.xxxx`),
      `${row.op} TEMP[0], ${temps.join(', ')}`,
      'USEQ TEMP[6].x, TEMP[0].xxxx, TEMP[0].xxxx',
    ],
    want: full,
  });
  forms.push({
    name: 'indirect',
    lines: [
      'UARL ADDR[0].x, CONST[6].xxxx',
      `${row.op} TEMP[0], ${consts
        .map((_, i) => `CONST[ADDR[0].x${i - 2 < 0 ? i - 2 : `+${i - 2}`}]`)
        .join(', ')
        .replaceAll('+0]', ']')}`,
    ],
    want: full,
  });
  const constants = new Uint32Array(28);
  words.forEach((w, i) => constants.set(w, i * 4));
  constants.set(preset, 20);
  constants.set([2, 0, 0, 0], 24);
  return { forms, constants };
};

const draw = (row: Row, hostName: string): void => {
  const { forms, constants } = formsOf(row);
  // Temporaries are shared by the forms, so each form has registers of its own.
  const lines = forms.flatMap(({ lines: text }, form) => {
    const own = text.map((line) => line.replace(/TEMP\[(\d)\]/g, (_, i: string) => `TEMP[${form * 8 + Number(i)}]`));
    return [...own, `MOV OUT[${form}], TEMP[${form * 8}]`];
  });
  const outputs = forms.map((_, i) => `DCL OUT[${i}], COLOR[${i}]`.replace('COLOR[0]', 'COLOR'));
  const fragment = ['FRAG', ...outputs, 'DCL CONST[0..6]', 'DCL TEMP[0..63]', 'DCL ADDR[0]', ...lines, 'END', ''].join('\n');
  const type = opcodes.get(row.op)?.dstType ?? 'f';
  const { targets, fragmentShader } = host(hostName).draw({
    fragment,
    targets: forms.map(() => 'u' as const),
    fsConstants: { 0: constants },
  });
  forms.forEach(({ name, want }, form) => {
    const got = [...(targets[form] as Uint32Array)];
    const masked = got.map((g, c) => (close(type, g, want[c] as number, row.tolerance ?? 0) ? (want[c] as number) : g));
    expect.soft(hex(masked), `${row.op} ${name}\n${fragmentShader.source}`).toBe(hex(want));
  });
};

const rows = [...floatRows, ...integerRows];

test.for(rows)('$op computes on desktop GL', (row) => draw(row, 'gl450'));

// What newer versions have as functions is emulated in older ones, and the other driver front end is worth a look.
const older = /^(MOV|MAD|FMA|LRP|CMP|LIT|LDEXP|I?MUL_HI|UMUL_HI|UDIV|UCMP|SHL|[IU]BFE|BFI|BREV|POPC|LSB|[IU]MSB|PK.*|UP.*)$/;
test.for(rows.filter(({ op }) => older.test(op)))('$op computes in ESSL 3.00', (row) => draw(row, 'es300'));

test('every arithmetic opcode but moves to addresses and 64-bit ones has a row', () => {
  const tested = new Set([...rows.map((row) => row.op), 'ARL', 'ARR', 'UARL']);
  const missing = [...opcodes.values()].filter(
    (info) => info.class === 'alu' && !tested.has(info.name) && ![info.dstType, ...info.srcTypes].some((t) => 'dIU'.includes(t)),
  );
  expect(missing.map((info) => info.name)).toEqual([]);
});
