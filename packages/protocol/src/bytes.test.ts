import { expect, test } from 'vitest';
import { bytesOf, f64Of, storeBytes, storeF64, storeText, textOf } from './bytes.ts';

test('text is Latin-1, padded to a word and read up to its zero byte', () => {
  const words = new Uint32Array(4).fill(0xffffffff);
  expect(storeText(words, 1, 'caf\xe9!')).toBe(3);
  expect([...words]).toEqual([0xffffffff, 0xe9666163, 0x21, 0xffffffff]);
  expect(textOf(words, 1, 3)).toBe('caf\xe9!');
  expect(storeText(words, 1, 'full')).toBe(2);
  expect(textOf(words, 1, 2)).toBe('full');
  expect(storeText(words, 1, '')).toBe(1);
});

test('long text is read whole', () => {
  const text = 'DCL TEMP[0..3]\n'.repeat(2000);
  const words = new Uint32Array(text.length / 4 + 1);
  storeText(words, 0, text);
  expect(textOf(words, 0, words.length)).toBe(text);
});

test('bytes are padded with zeros', () => {
  const words = new Uint32Array(2).fill(0xffffffff);
  expect(storeBytes(words, 0, Uint8Array.of(1, 2, 3, 4, 5))).toBe(2);
  expect([...words]).toEqual([0x04030201, 5]);
});

test.each([
  [0, 2, 8],
  [1, 2, 4],
  [1, 1, 0],
  [2, 1, 0],
  [2, 9, 0],
  [-1, 2, 0],
  [2 ** 33, 2 ** 33 + 1, 0],
  [0, 2 ** 33, 8],
  [NaN, 2, 0],
])('words [%d, %d) of two', (from, to, bytes) => {
  expect(bytesOf(new Uint32Array(2), from, to)).toHaveLength(bytes);
  expect(textOf(new Uint32Array(2), from, to)).toBe('');
});

test('bytes stay inside a view of a larger buffer', () => {
  const view = new Uint32Array(new Uint32Array(8).fill(0x41414141).buffer, 4, 2);
  expect(textOf(view, 1, 8)).toBe('AAAA');
});

test('doubles', () => {
  const words = new Uint32Array(3);
  for (const value of [0, -0, 1.5, Infinity, 1e-300]) {
    storeF64(words, 1, value);
    expect(Object.is(f64Of(words[1]!, words[2]!), value)).toBe(true);
  }
});
