/** 64-bit integers, drawn: each opcode on two values, in both halves of a register. */
import { expect, test } from 'vitest';
import { opcodes } from '../../ir/opcodes.ts';
import { host } from '../../testing/host.test.ts';
import { bitsOfFloat } from './literal.ts';

const unsigned = (value: bigint): bigint => BigInt.asUintN(64, value);
const signed = (value: bigint): bigint => BigInt.asIntN(64, value);
const truth = (value: boolean): bigint => (value ? 0xffffffffn : 0n);

type Row = readonly [op: string, reference: (...values: bigint[]) => bigint, inputs: readonly (readonly [bigint, bigint])[]];

const a = [0x1234_5678_9abc_def0n, -5_000_000_000n] as const;
const b = [987_654_321_012n, 7n] as const;
const shifts = [36n, 1n] as const;

/* prettier-ignore */
const rows: readonly Row[] = [
  ['U64ADD', (x, y) => x + y, [a, b]], ['U64MUL', (x, y) => x * y, [a, b]], ['I64NEG', (x) => -x, [a]],
  ['I64ABS', (x) => (x < 0n ? -x : x), [a]], ['I64SSG', (x) => (x < 0n ? -1n : x > 0n ? 1n : 0n), [a]],
  ['I64MIN', (x, y) => (x < y ? x : y), [a, b]], ['I64MAX', (x, y) => (x > y ? x : y), [a, b]],
  ['U64MIN', (x, y) => (unsigned(x) < unsigned(y) ? x : y), [a, b]], ['U64MAX', (x, y) => (unsigned(x) > unsigned(y) ? x : y), [a, b]],
  ['I64DIV', (x, y) => x / y, [a, b]], ['I64MOD', (x, y) => x % y, [[a[0], 5_000_000_000n], b]],
  ['U64DIV', (x, y) => unsigned(x) / unsigned(y), [a, b]], ['U64MOD', (x, y) => unsigned(x) % unsigned(y), [a, b]],
  ['U64SHL', (x, y) => x << y, [a, shifts]], ['I64SHR', (x, y) => x >> y, [a, shifts]],
  ['U64SHR', (x, y) => unsigned(x) >> y, [a, shifts]],
  ['U64SEQ', (x, y) => truth(x === y), [a, [a[0], 1n]]], ['U64SNE', (x, y) => truth(x !== y), [a, [a[0], 1n]]],
  ['I64SLT', (x, y) => truth(x < y), [a, b]], ['I64SGE', (x, y) => truth(x >= y), [a, b]],
  ['U64SLT', (x, y) => truth(unsigned(x) < unsigned(y)), [a, b]], ['U64SGE', (x, y) => truth(unsigned(x) >= unsigned(y)), [a, b]],
  ['I642F', (x) => BigInt(bitsOfFloat(Number(x))), [b]], ['U642F', (x) => BigInt(bitsOfFloat(Number(unsigned(x)))), [b]],
];

const pair = (value: bigint): number[] => [Number(unsigned(value) & 0xffffffffn), Number(unsigned(value) >> 32n)];

test.for(rows)('%s computes', ([op, reference, inputs]) => {
  const { dstType = 'U' } = opcodes.get(op) ?? {};
  const wide = dstType === 'I' || dstType === 'U';
  const comparison = dstType === 'u';
  const fragment = `FRAG
DCL OUT[0], COLOR
DCL CONST[0..1]
DCL TEMP[0]
IMM[0] UINT32 {0, 0, 0, 0}
MOV TEMP[0], IMM[0]
${op} TEMP[0], ${inputs.map((_, i) => `CONST[${i}]`).join(', ')}
MOV OUT[0], TEMP[0]
END
`;
  const constants = new Uint32Array(8);
  inputs.forEach((values, i) => constants.set([...pair(values[0]), ...pair(values[1])], i * 4));
  const { targets } = host('gl450').draw({ fragment, targets: ['u'], fsConstants: { 0: constants } });
  const [x, y, z, w] = targets[0] as Uint32Array;
  const want = [0, 1].map((n) => reference(...inputs.map((values) => signed(values[n as 0 | 1]))));
  if (wide) expect([x, y, z, w]).toEqual([...pair(want[0] as bigint), ...pair(want[1] as bigint)]);
  else expect(comparison ? [x, z] : [x, y]).toEqual(want.map(Number));
});

test('conversions to 64 bits', () => {
  const fragment = `FRAG
DCL OUT[0..3], COLOR
DCL CONST[0]
DCL TEMP[0..3]
I2I64 OUT[0], CONST[0].xyxx
U2I64 OUT[1], CONST[0].xyxx
F2I64 OUT[2], CONST[0].zwzz
F2U64 OUT[3].xy, CONST[0].wwww
END
`;
  const constants = new Uint32Array([0xfffffffe, 7, bitsOfFloat(-8_589_934_592), bitsOfFloat(2 ** 40)]);
  const { targets } = host('gl450').draw({ fragment, targets: ['u', 'u', 'u', 'u'], fsConstants: { 0: constants } });
  expect(targets.map((target) => [...target])).toEqual([
    [...pair(-2n), ...pair(7n)],
    [...pair(0xfffffffen), ...pair(7n)],
    [...pair(-8_589_934_592n), ...pair(1n << 40n)],
    [...pair(1n << 40n), 0, 0],
  ]);
});

test('division by zero and of the lowest number comes back', () => {
  for (const op of ['IDIV', 'MOD', 'UDIV', 'UMOD', 'I64DIV', 'I64MOD', 'U64DIV', 'U64MOD']) {
    const fragment = `FRAG\nDCL OUT[0], COLOR\nDCL CONST[0..1]\n${op} OUT[0], CONST[0], CONST[1]\nEND\n`;
    const low = op.includes('64') ? [0, 0x80000000, 0, 0x80000000] : [0x80000000, 0x80000000, 5, 5];
    const constants = new Uint32Array([...low, 0xffffffff, 0xffffffff, 0, 0]);
    expect(host('gl450').draw({ fragment, targets: ['u'], fsConstants: { 0: constants } }).targets[0]).toHaveLength(4);
  }
});
