import type { TransferBox } from '../winsys/winsys.ts';

/** A part of a transfer that fits into a buffer: its box, and where its bytes lie among those of the whole. */
export interface Piece {
  readonly box: TransferBox;
  readonly at: number;
  readonly length: number;
}

/**
 * Cuts a transfer into parts of at most so many bytes: runs of layers, of rows, or of bytes where it is a buffer's.
 *
 * @param length - bytes of the whole; the last row may be shorter than its stride
 * @param capacity - at least a row's bytes
 * @yields the parts, in the order of their bytes
 */
export function* pieces(box: TransferBox, length: number, capacity: number): Generator<Piece> {
  if (length <= capacity) {
    yield { box, at: 0, length };
    return;
  }
  const { stride, depth } = box;
  if (stride === 0) {
    for (let at = 0; at < length; at += capacity) {
      const size = Math.min(capacity, length - at);
      yield { box: { ...box, x: box.x + at, width: size }, at, length: size };
    }
    return;
  }
  const layerStride = depth === 1 ? length : box.layerStride;
  const rows = Math.ceil(layerStride / stride);
  // Texels that a row of bytes is high: more than one where they come in blocks.
  const rowHeight = Math.ceil(box.height / rows);
  const layersAtOnce = Math.floor(capacity / layerStride);
  const rowsAtOnce = Math.max(1, Math.floor(capacity / stride));
  for (let z = 0; z < depth; z += Math.max(1, layersAtOnce)) {
    const start = z * layerStride;
    if (layersAtOnce > 0) {
      const layers = Math.min(layersAtOnce, depth - z);
      yield { box: { ...box, z: box.z + z, depth: layers }, at: start, length: Math.min(layers * layerStride, length - start) };
      continue;
    }
    for (let row = 0; row < rows; row += rowsAtOnce) {
      const at = start + row * stride;
      const y = row * rowHeight;
      const height = Math.min(rowsAtOnce * rowHeight, box.height - y);
      const end = Math.min(length, start + layerStride);
      yield { box: { ...box, y: box.y + y, z: box.z + z, height, depth: 1 }, at, length: Math.min(rowsAtOnce * stride, end - at) };
    }
  }
}
