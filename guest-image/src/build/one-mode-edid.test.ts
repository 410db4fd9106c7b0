import { expect, test } from 'vitest';
import { oneModeEdid } from './one-mode-edid.ts';

test.each([
  [320, 240],
  [640, 480],
  [1280, 720],
  [1920, 1080],
])('%d x %d', (width, height) => {
  const block = oneModeEdid(width, height);
  expect(block.length).toBe(128);
  expect(block.reduce((sum, byte) => sum + byte, 0) & 0xff).toBe(0);
  const at = (index: number): number => block[index] ?? -1;
  expect(at(56) | ((at(58) & 0xf0) << 4)).toBe(width);
  expect(at(59) | ((at(61) & 0xf0) << 4)).toBe(height);
  const clock = (at(54) | (at(55) << 8)) * 10_000;
  const total = (width + at(57)) * (height + at(60));
  expect(clock / total).toBeCloseTo(60, 0);
  expect(Array.from(block.subarray(35, 38))).toEqual([0, 0, 0]);
});
