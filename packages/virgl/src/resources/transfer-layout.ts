/*
 * Where the bytes of a box lie.
 *
 * A transfer names a box of texels of one level and describes the guest's side of the copy as offset, stride and layer
 * stride. Here the two are checked against each other and against the resource, before anything is read, and turned into
 * rows of bytes:
 *
 *   offset ──► row 0 ........ rowBytes │ gap │ row 1 ....
 *              ◄─────── stride ──────►
 *              ◄─────────────── layerStride ───────────────► layer 1 ...
 *
 * All sums are sums of doubles. The largest is below 2^32 * 2^32 + 2^32, the smallest that matters is below 2^53, and a
 * sum that a double cannot hold exactly is far above every limit it is compared with; so nothing can wrap around.
 * A row is a row of blocks: a compressed format has one for every `blockHeight` rows of texels.
 */
import { PipeTarget } from '@virglass/protocol';
import type { ResourceArgs, TransferBox } from '@virglass/virtio-gpu';
import type { Format } from '../formats/format.ts';

/** A box as rows of bytes; filled by `layOutBox` and used again for the next box. */
export class BoxLayout {
  /** Bytes of one row of blocks of the box. */
  rowBytes = 0;
  /** Rows of blocks of one layer of the box. */
  rows = 0;
  layers = 0;
  /** Bytes from one row to the next; at least `rowBytes` when there are several. */
  stride = 0;
  /** Bytes from one layer to the next; at least the length of a layer when there are several. */
  layerStride = 0;
  /** Bytes from the first to the end of the last one, gaps between included; 0 for an empty box. */
  span = 0;

  /** Bytes of the box when its rows lie without gaps. */
  get packedBytes(): number {
    return this.rowBytes * this.rows * this.layers;
  }
}

/** Texels along one axis of a mipmap level. */
export function minify(size: number, level: number): number {
  return Math.max(1, Math.floor(size / 2 ** level));
}

/** Layers of one level of a resource: slices of a 3D texture, layers of an array, faces of a cube; 1 for everything else. */
export function levelLayers(args: ResourceArgs, level: number): number {
  switch (args.target) {
    case PipeTarget.TEXTURE_3D:
      return minify(args.depth, level);
    case PipeTarget.TEXTURE_CUBE:
      return 6;
    case PipeTarget.TEXTURE_1D_ARRAY:
    case PipeTarget.TEXTURE_2D_ARRAY:
    case PipeTarget.TEXTURE_CUBE_ARRAY:
      return args.arraySize;
    default:
      return 1;
  }
}

/**
 * Checks a box against the resource and works out its rows.
 *
 * A stride of 0 is that of the whole level, which guests let the host infer; so is a layer stride of 0 (with the stride in
 * force). An empty box is allowed and has a span of 0.
 *
 * @param args - the resource, already validated
 * @param format - its format; one byte per texel for buffers
 * @param box - every number as the guest sent it
 * @param out - filled on success
 * @returns null, or what is wrong with the box
 */
export function layOutBox(args: ResourceArgs, format: Format, isBuffer: boolean, box: TransferBox, out: BoxLayout): string | null {
  if (isBuffer) return layOutBufferRange(args, box, out);
  const level = box.level;
  if (!(level <= args.lastLevel)) return `level ${level} of a resource with ${args.lastLevel + 1} levels`;
  const width = minify(args.width, level);
  const height = minify(args.height, level);
  const layers = levelLayers(args, level);
  if (!(box.x + box.width <= width && box.y + box.height <= height && box.z + box.depth <= layers)) {
    return `box ${describe(box)} is outside level ${level}, which is ${width}x${height}x${layers}`;
  }
  const { blockWidth, blockHeight, blockBytes } = format;
  if (blockWidth > 1 || blockHeight > 1) {
    const edgeX = box.x + box.width === width;
    const edgeY = box.y + box.height === height;
    const aligned =
      box.x % blockWidth === 0 &&
      box.y % blockHeight === 0 &&
      (edgeX || box.width % blockWidth === 0) &&
      (edgeY || box.height % blockHeight === 0);
    if (!aligned) return `box ${describe(box)} cuts ${blockWidth}x${blockHeight} blocks`;
  }
  const rowBytes = Math.ceil(box.width / blockWidth) * blockBytes;
  const rows = Math.ceil(box.height / blockHeight);
  const stride = box.stride === 0 ? Math.ceil(width / blockWidth) * blockBytes : box.stride;
  const layerStride = box.layerStride === 0 ? stride * Math.ceil(height / blockHeight) : box.layerStride;
  if (rows > 1 && stride < rowBytes) return `a stride of ${stride} bytes for rows of ${rowBytes}`;
  const layerBytes = rows === 0 ? 0 : (rows - 1) * stride + rowBytes;
  if (box.depth > 1 && layerStride < layerBytes) return `a layer stride of ${layerStride} bytes for layers of ${layerBytes}`;
  out.rowBytes = rowBytes;
  out.rows = rows;
  out.layers = box.depth;
  out.stride = stride;
  out.layerStride = layerStride;
  out.span = rowBytes === 0 || rows === 0 || box.depth === 0 ? 0 : (box.depth - 1) * layerStride + layerBytes;
  return null;
}

function layOutBufferRange(args: ResourceArgs, box: TransferBox, out: BoxLayout): string | null {
  if (!(box.level === 0 && box.y === 0 && box.z === 0 && box.height <= 1 && box.depth <= 1)) return `box ${describe(box)} of a buffer`;
  if (!(box.x + box.width <= args.width)) return `bytes ${box.x} to ${box.x + box.width} of a buffer of ${args.width}`;
  const empty = box.width === 0 || box.height === 0 || box.depth === 0;
  out.rowBytes = empty ? 0 : box.width;
  out.rows = 1;
  out.layers = 1;
  out.stride = box.width;
  out.layerStride = box.width;
  out.span = out.rowBytes;
  return null;
}

function describe(box: TransferBox): string {
  return `${box.x},${box.y},${box.z}+${box.width}x${box.height}x${box.depth}`;
}
