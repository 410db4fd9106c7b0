/** IMM lines. Values are kept as bits: Mesa prints floats as hexadecimal words when it talks to us. */
import type { Immediate } from '../../ir/module.ts';
import { type ImmediateType, immediateTypes } from '../../ir/types.ts';
import type { Scanner } from './scanner.ts';

const scratch = new DataView(new ArrayBuffer(8));

/** A decimal or special number as JavaScript's Number reads it. */
const parseNumber = (s: Scanner, text: string): number => {
  const bare = /^[-+]/.test(text) ? text.slice(1) : text;
  let value: number;
  if (/^(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(bare)) value = Number(bare);
  else if (/^inf(inity)?$/i.test(bare)) value = Infinity;
  else if (/^nan$/i.test(bare)) value = NaN;
  else return s.fail('not a number');
  return text.startsWith('-') ? -value : value;
};

/** Bits of one 32-bit value. */
const parseWord = (s: Scanner, type: ImmediateType): number => {
  const text = s.number();
  // Hexadecimal means bits, for floats too.
  if (/^0[xX][0-9a-fA-F]{1,8}$/.test(text)) return Number(text) >>> 0;
  if (type === 'FLT32') {
    scratch.setFloat32(0, parseNumber(s, text), true);
    return scratch.getUint32(0, true);
  }
  if (!/^[-+]?\d{1,10}$/.test(text)) s.fail('not an integer');
  const value = Number(text);
  if (value > 0xffffffff || value < -0x80000000) s.fail('integer out of range');
  return value >>> 0;
};

/** Writes the two words of one 64-bit value, low word first. */
const parsePair = (s: Scanner, type: ImmediateType, bits: Uint32Array, at: number): void => {
  const text = s.number();
  if (type === 'FLT64' && !/^0x/i.test(text)) scratch.setFloat64(0, parseNumber(s, text), true);
  else {
    if (!/^([-+]?\d{1,20}|0[xX][0-9a-fA-F]{1,16})$/.test(text)) s.fail('not an integer');
    scratch.setBigUint64(0, BigInt.asUintN(64, BigInt(text.replace(/^\+/, ''))), true);
  }
  bits[at] = scratch.getUint32(0, true);
  bits[at + 1] = scratch.getUint32(4, true);
};

/** Parses what follows `IMM`: an optional number, which must be the next one, the type and one to four values. */
export const parseImmediate = (s: Scanner, expectedIndex: number): Immediate => {
  if (s.take('[')) {
    if (s.index('an immediate index') !== expectedIndex) s.fail(`immediates must be numbered in order, expected ${expectedIndex}`);
    s.expect(']');
  }
  const word = s.word();
  const type = immediateTypes.find((name) => name === word);
  if (type === undefined) s.fail('expected the type of an immediate');
  const bits = new Uint32Array(4);
  const step = type.endsWith('64') ? 2 : 1;
  s.expect('{');
  for (let at = 0; at < 4; at += step) {
    if (step === 2) parsePair(s, type, bits, at);
    else bits[at] = parseWord(s, type);
    if (!s.take(',')) break;
  }
  s.expect('}');
  return { type, bits };
};
