import { expect, test } from 'vitest';
import { formatSize, parseSize } from './size.ts';

test.each([
  ['4096', 4096],
  ['512M', 512 * 2 ** 20],
  ['2GiB', 2 ** 31],
  ['1.5 g', 1.5 * 2 ** 30],
  ['3kb', 3072],
])('reads %s', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

test.each(['', '0', '-1', '2x', 'G', '1e9', '99999999T'])('refuses "%s"', (text) => {
  expect(parseSize(text)).toBeNull();
});

test.each([
  [12, '12 B'],
  [2 ** 31, '2 GiB'],
  [1.5 * 2 ** 20, '1.5 MiB'],
])('writes %d', (bytes, text) => {
  expect(formatSize(bytes)).toBe(text);
});
