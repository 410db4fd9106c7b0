import { expect, test } from 'vitest';
import { pieces } from './pieces.ts';

const box = { level: 1, x: 2, y: 3, z: 4, width: 8, height: 6, depth: 3, stride: 32, layerStride: 192 };

test('what fits is one piece', () => {
  expect([...pieces(box, 576, 576)]).toEqual([{ box, at: 0, length: 576 }]);
});

test('buffers are cut by bytes', () => {
  const buffer = { ...box, x: 10, y: 0, z: 0, width: 25, height: 1, depth: 1, stride: 0, layerStride: 0 };
  expect([...pieces(buffer, 25, 10)].map(({ box: { x, width }, at, length }) => [x, width, at, length])).toEqual([
    [10, 10, 0, 10],
    [20, 10, 10, 10],
    [30, 5, 20, 5],
  ]);
});

test('layers stay whole where they fit', () => {
  const found = [...pieces(box, 576, 400)].map((piece) => [piece.box.z, piece.box.depth, piece.box.y, piece.at, piece.length]);
  expect(found).toEqual([
    [4, 2, 3, 0, 384],
    [6, 1, 3, 384, 192],
  ]);
});

test('rows are cut where layers do not fit; the last row ends where the bytes do', () => {
  const flat = { ...box, depth: 1, width: 7 };
  const found = [...pieces(flat, 5 * 32 + 28, 100)].map((piece) => [piece.box.y, piece.box.height, piece.at, piece.length]);
  expect(found).toEqual([
    [3, 3, 0, 96],
    [6, 3, 96, 92],
  ]);
  expect([...pieces(box, 576, 64)]).toHaveLength(9);
});

test('rows of blocks are several texels high', () => {
  const blocks = { ...box, width: 16, height: 14, depth: 1, stride: 32, layerStride: 128 };
  const found = [...pieces(blocks, 128, 96)].map((piece) => [piece.box.y, piece.box.height, piece.length]);
  expect(found).toEqual([
    [3, 12, 96],
    [15, 2, 32],
  ]);
});
