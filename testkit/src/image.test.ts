import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compareImages, countColors, differenceImage, type Image, readPng, writePng } from './image.ts';
import { scratchFolder } from './scratch.ts';

function gradient(width: number, height: number): Image {
  return { width, height, rgb: Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7) & 0xff) };
}

test('a picture equals itself', () => {
  const image = gradient(20, 10);
  expect(compareImages(image, image)).toEqual({ maxDelta: 0, over: 0, overShare: 0, psnr: Infinity, sizeDiffers: false });
});

test.each([
  { name: 'within the tolerance', delta: 5, tolerance: 5, over: 0 },
  { name: 'over the tolerance', delta: 6, tolerance: 5, over: 1 },
])('one channel $name', ({ delta, tolerance, over }) => {
  const image = gradient(20, 10);
  const changed = { ...image, rgb: image.rgb.slice() };
  changed.rgb[31] = (changed.rgb[31] as number) + delta;
  const difference = compareImages(image, changed, tolerance);
  expect(difference).toMatchObject({ maxDelta: delta, over, overShare: over / 200 });
  expect(difference.psnr).toBeCloseTo(10 * Math.log10((255 * 255 * 600) / (delta * delta)));
  expect(differenceImage(image, changed).rgb.findIndex((value) => value !== 255)).toBe(31);
});

test('pictures of different size are different', () => {
  expect(compareImages(gradient(4, 4), gradient(4, 5))).toMatchObject({ sizeDiffers: true, overShare: 1 });
});

test('a picture survives PNG', () => {
  const path = join(scratchFolder(), 'picture.png');
  const image = gradient(33, 7);
  writePng(path, image);
  expect(readPng(path)).toEqual(image);
});

test('colours are counted up to the limit', () => {
  expect(countColors({ width: 2, height: 1, rgb: Uint8Array.of(1, 2, 3, 1, 2, 3) })).toBe(1);
  expect(countColors(gradient(100, 100), 5)).toBe(5);
});
