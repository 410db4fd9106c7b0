/** Doubles, drawn: each opcode on two values, in both halves of a register. */
import { expect, test } from 'vitest';
import { opcodes } from '../../ir/opcodes.ts';
import { host } from '../../testing/host.test.ts';
import { bitsOfFloat } from './literal.ts';

type Row = readonly [op: string, reference: (...values: number[]) => number, inputs: readonly (readonly [number, number])[]];

const a = [1.5, -2.75] as const;
const b = [0.3, 4.125] as const;
const c = [-7.5, 1e-9] as const;

/* prettier-ignore */
const rows: readonly Row[] = [
  ['DABS', (x) => Math.abs(x), [a]], ['DNEG', (x) => -(x), [a]],
  ['DADD', (x, y) => (x) + (y), [a, b]], ['DMUL', (x, y) => (x) * (y), [a, b]],
  ['DDIV', (x, y) => (x) / (y), [a, b]], ['DMAX', (x, y) => Math.max(x, y), [a, b]],
  ['DMIN', (x, y) => Math.min(x, y), [a, b]],
  ['DSLT', (x, y) => ((x) < (y) ? 0xffffffff : 0), [a, b]], ['DSGE', (x, y) => ((x) >= (y) ? 0xffffffff : 0), [a, b]],
  ['DSEQ', (x, y) => (x === y ? 0xffffffff : 0), [a, [1.5, 3]]], ['DSNE', (x, y) => (x !== y ? 0xffffffff : 0), [a, [1.5, 3]]],
  ['DRCP', (x) => 1 / (x), [a]], ['DSQRT', (x) => Math.sqrt(x), [[2, 0.81]]], ['DRSQ', (x) => 1 / Math.sqrt(x), [[2, 0.81]]],
  ['DMAD', (x, y, z) => (x) * (y) + (z), [a, b, c]], ['DFMA', (x, y, z) => (x) * (y) + (z), [a, b, c]],
  ['DFRAC', (x) => (x) - Math.floor(x), [a]], ['DTRUNC', (x) => Math.trunc(x), [a]], ['DCEIL', (x) => Math.ceil(x), [a]],
  ['DFLR', (x) => Math.floor(x), [a]], ['DROUND', (x) => (x === -2.75 ? -3 : 2), [a]], ['DSSG', (x) => Math.sign(x), [a]],
  ['D2F', (x) => Math.fround(x), [b]], ['D2I', (x) => Math.trunc(x), [a]], ['D2U', (x) => Math.trunc(x), [[3e9, 7.9]]],
];

const pair = (value: number): number[] => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value, true);
  return [view.getUint32(0, true), view.getUint32(4, true)];
};
const double = (words: readonly number[]): number => {
  const view = new DataView(new ArrayBuffer(8));
  words.forEach((word, i) => view.setUint32(i * 4, word >>> 0, true));
  return view.getFloat64(0, true);
};

test.for(rows)('%s computes', ([op, reference, inputs]) => {
  const info = opcodes.get(op);
  const sources = inputs.map((_, i) => `CONST[${i}]`).join(', ');
  const crossed = inputs.map((_, i) => `CONST[${i}].zwxy`).join(', ');
  const fragment = `FRAG
DCL OUT[0], COLOR
DCL OUT[1], COLOR[1]
DCL OUT[2], COLOR[2]
DCL CONST[0..3]
DCL TEMP[0..3]
${op} TEMP[0], ${sources}
MOV OUT[0], TEMP[0]
${op} TEMP[1], ${crossed}
MOV OUT[1], TEMP[1]
MOV TEMP[2], CONST[0]
${op} TEMP[2].${info?.dstType === 'd' ? 'zw' : 'z'}, ${inputs.map((_, i) => (i === 0 ? 'TEMP[2]' : `CONST[${i}]`)).join(', ')}
MOV OUT[2], TEMP[2]
END
`;
  const constants = new Uint32Array(16);
  inputs.forEach((values, i) => constants.set([...pair(values[0]), ...pair(values[1])], i * 4));
  const { targets } = host('gl450').draw({ fragment, targets: ['u', 'u', 'u'], fsConstants: { 0: constants } });
  const want = [0, 1].map((i) => reference(...inputs.map((values) => values[i] as number)));
  const out = targets.map((words) => [...words]);
  const [plain, swapped, masked] = out as [number[], number[], number[]];
  if (info?.dstType === 'd') {
    const check = (words: readonly number[], value: number): void => expect(double(words)).toBeCloseTo(value, 12);
    check(plain.slice(0, 2), want[0] as number);
    check(plain.slice(2), want[1] as number);
    check(swapped.slice(0, 2), want[1] as number);
    check(swapped.slice(2), want[0] as number);
    check(masked.slice(2), want[1] as number);
    expect(masked.slice(0, 2)).toEqual([...constants.slice(0, 2)]);
    return;
  }
  const words = want.map((value) => (info?.dstType === 'f' ? bitsOfFloat(value) : value >>> 0));
  // Comparisons answer in x and z, conversions in the first two components written.
  if (op.startsWith('DS')) {
    expect([plain[0], plain[2]]).toEqual(words);
    expect([swapped[0], swapped[2]]).toEqual([words[1], words[0]]);
    expect(masked[2]).toBe(words[1]);
  } else {
    expect(plain.slice(0, 2)).toEqual(words);
    expect(swapped.slice(0, 2)).toEqual([words[1], words[0]]);
    expect(masked[2]).toBe(words[0]);
  }
});

test('doubles are made of floats and integers, scaled and split', () => {
  const fragment = `FRAG
DCL OUT[0], COLOR
DCL OUT[1], COLOR[1]
DCL OUT[2], COLOR[2]
DCL OUT[3], COLOR[3]
DCL OUT[4], COLOR[4]
DCL OUT[5], COLOR[5]
DCL CONST[0..2]
DCL TEMP[0..7]
F2D TEMP[0], CONST[0].xyxy
I2D TEMP[1], CONST[1].xyxy
U2D TEMP[2].zw, CONST[1].yyyy
DLDEXP TEMP[3], CONST[2], CONST[1].zzww
DFRACEXP TEMP[4].xy, TEMP[5].z, CONST[2].zwzw
MOV OUT[0], TEMP[0]
MOV OUT[1], TEMP[1]
MOV OUT[2], TEMP[2]
MOV OUT[3], TEMP[3]
MOV OUT[4].xy, TEMP[4]
MOV OUT[5], TEMP[5]
END
`;
  const constants = new Uint32Array([bitsOfFloat(1.25), bitsOfFloat(-8), 0, 0, -5 >>> 0, 7, 3, -2 >>> 0, ...pair(1.5), ...pair(40)]);
  const { targets } = host('gl450').draw({ fragment, targets: ['u', 'u', 'u', 'u', 'u', 'u'], fsConstants: { 0: constants } });
  const words = targets.map((target) => [...target]) as [number[], number[], number[], number[], number[], number[]];
  expect([double(words[0].slice(0, 2)), double(words[0].slice(2))]).toEqual([1.25, -8]);
  expect([double(words[1].slice(0, 2)), double(words[1].slice(2))]).toEqual([-5, 7]);
  expect(double(words[2].slice(2))).toBe(7);
  expect([double(words[3].slice(0, 2)), double(words[3].slice(2))]).toEqual([12, 10]);
  expect(double(words[4].slice(0, 2))).toBe(0.625);
  expect(words[5][2]).toBe(6);
});

test('operands moved into xy of temporaries are read from there', () => {
  const fragment = `FRAG
DCL OUT[0], COLOR
DCL CONST[0..1]
DCL TEMP[0..3]
MOV TEMP[1].xy, CONST[0].zwzw
MOV TEMP[2].xy, CONST[1].zwzw
DADD TEMP[0].zw, TEMP[1], TEMP[2]
MOV TEMP[1].xy, CONST[0].xyxy
MOV TEMP[2].xy, CONST[1].xyxy
DSLT TEMP[3].z, TEMP[1], TEMP[2]
MOV TEMP[0].x, TEMP[3].zzzz
MOV OUT[0], TEMP[0]
END
`;
  const constants = new Uint32Array([...pair(1), ...pair(3), ...pair(2), ...pair(4)]);
  const { targets } = host('gl450').draw({ fragment, targets: ['u'], fsConstants: { 0: constants } });
  const words = [...(targets[0] as Uint32Array)];
  expect(double(words.slice(2))).toBe(7);
  expect(words[0]).toBe(0xffffffff);
});
