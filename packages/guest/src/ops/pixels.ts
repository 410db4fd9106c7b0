/*
 * Texels between the program's arrays and resources.
 */
import { GL } from '../gl-constants.ts';
import type { StoredFormat } from '../formats/host-caps.ts';
import { clientLayout, type Layout } from '../formats/layout.ts';
import type { PixelStore } from '../state/state.ts';
import type { Stream } from '../encoder/stream.ts';

/** A box of a resource's level. */
export interface PixelBox {
  readonly level: number;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly width: number;
  readonly height: number;
  readonly depth: number;
}

/** How an image lies in the program's memory, in bytes. */
export interface ClientImage {
  readonly texelBytes: number;
  /** First texel that is wanted. */
  readonly start: number;
  readonly rowStride: number;
  readonly layerStride: number;
  /** Bytes from the array's beginning to the end of the last texel. */
  readonly end: number;
}

/** Where an image lies in an array, with the pixel store's modes. @source OpenGL ES 3.0.6, 3.7.2 */
export function clientImage(
  store: PixelStore,
  texelBytes: number,
  width: number,
  height: number,
  depth: number,
  is3d: boolean,
): ClientImage {
  const rowLength = store.rowLength > 0 ? store.rowLength : width;
  const imageHeight = is3d && store.imageHeight > 0 ? store.imageHeight : height;
  const { alignment } = store;
  const rowStride = Math.ceil((rowLength * texelBytes) / alignment) * alignment;
  const layerStride = rowStride * imageHeight;
  const start = (is3d ? store.skipImages * layerStride : 0) + store.skipRows * rowStride + store.skipPixels * texelBytes;
  const empty = width === 0 || height === 0 || depth === 0;
  const end = empty ? 0 : start + (depth - 1) * layerStride + (height - 1) * rowStride + width * texelBytes;
  return { texelBytes, start, rowStride, layerStride, end };
}

/** What is done to texels of WebGL on their way. */
export interface UploadModes {
  readonly flipY: boolean;
  readonly premultiply: boolean;
}

const scratch = new Float64Array(4);

/** Uploads an image of the program's texels into a box of a resource. */
export function uploadPixels(
  stream: Stream,
  resource: number,
  stored: StoredFormat,
  box: PixelBox,
  format: number,
  type: number,
  bytes: Uint8Array,
  image: ClientImage,
  modes: UploadModes,
): void {
  const from = clientLayout(format, type)!;
  const to = stored.layout!;
  const { width, height, depth } = box;
  if (width === 0 || height === 0 || depth === 0) return;
  if (from.key === to.key && !modes.flipY && !modes.premultiply) {
    const rows = bytes.subarray(image.start);
    const where = { ...box, stride: image.rowStride, layerStride: image.layerStride };
    stream.uploads.texture(resource, where, rows, width * to.bytes, height, 1);
    return;
  }
  const rowBytes = width * to.bytes;
  const out = new Uint8Array(rowBytes * height * depth);
  for (let z = 0; z < depth; z++) {
    for (let y = 0; y < height; y++) {
      const source = image.start + z * image.layerStride + y * image.rowStride;
      const target = (z * height + (modes.flipY ? height - 1 - y : y)) * rowBytes;
      convertRow(from, bytes, source, to, out, target, width, modes.premultiply ? format : 0);
    }
  }
  const where = { ...box, stride: rowBytes, layerStride: rowBytes * height };
  stream.uploads.texture(resource, where, out, rowBytes, height, 1);
}

function convertRow(
  from: Layout,
  source: Uint8Array,
  sourceAt: number,
  to: Layout,
  target: Uint8Array,
  targetAt: number,
  width: number,
  premultiplied: number,
): void {
  if (premultiplied === 0) {
    if (from.key === to.key) {
      target.set(source.subarray(sourceAt, sourceAt + width * from.bytes), targetAt);
      return;
    }
    if (from.key === 'u8n:0,1,2' && (to.key === 'u8n:0,1,2,-1' || to.key === 'u8n:0,1,2,3')) {
      for (let i = 0, s = sourceAt, t = targetAt; i < width; i++, s += 3, t += 4) {
        target[t] = source[s]!;
        target[t + 1] = source[s + 1]!;
        target[t + 2] = source[s + 2]!;
        target[t + 3] = 255;
      }
      return;
    }
  }
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  const out = new DataView(target.buffer, target.byteOffset, target.byteLength);
  for (let i = 0; i < width; i++) {
    scratch[0] = scratch[1] = scratch[2] = 0;
    scratch[3] = 1;
    from.decode(view, sourceAt + i * from.bytes, scratch);
    if (premultiplied !== 0) premultiply(premultiplied);
    to.encode(out, targetAt + i * to.bytes, scratch);
  }
}

function premultiply(format: number): void {
  if (format === GL.RGBA) {
    const alpha = scratch[3]!;
    scratch[0] = scratch[0]! * alpha;
    scratch[1] = scratch[1]! * alpha;
    scratch[2] = scratch[2]! * alpha;
  } else if (format === GL.LUMINANCE_ALPHA) scratch[0] = scratch[0]! * scratch[1]!;
}

/** Fills a box of a resource with zeros. */
export function zeroPixels(stream: Stream, resource: number, stored: StoredFormat, box: PixelBox): void {
  const columns = Math.ceil(box.width / stored.blockWidth);
  const rows = Math.ceil(box.height / stored.blockHeight);
  const rowBytes = columns * stored.bytes;
  const zeros = new Uint8Array(rowBytes * rows);
  for (let z = 0; z < box.depth; z++) {
    const where = { ...box, z: box.z + z, depth: 1, stride: rowBytes, layerStride: zeros.length };
    stream.uploads.texture(resource, where, zeros, rowBytes, rows, stored.blockHeight);
  }
}

/** Reads texels of a box of a resource into the program's array; the box must lie in the level. */
export function downloadPixels(
  stream: Stream,
  resource: number,
  stored: StoredFormat,
  box: PixelBox,
  format: number,
  type: number,
  bytes: Uint8Array,
  image: ClientImage,
  opaque: boolean,
): void {
  const from = stored.layout!;
  const to = clientLayout(format, type)!;
  const { width, height } = box;
  const rowBytes = width * from.bytes;
  const read = new Uint8Array(rowBytes * height);
  stream.read(resource, { ...box, stride: rowBytes, layerStride: read.length }, read);
  const base = stored.internal.base;
  const noAlpha = opaque || base === GL.RGB || base === GL.RG || base === GL.RED;
  const view = new DataView(read.buffer);
  const out = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const copies = from.key === to.key && !noAlpha;
  for (let y = 0; y < height; y++) {
    const source = y * rowBytes;
    const target = image.start + y * image.rowStride;
    if (copies) {
      bytes.set(read.subarray(source, source + rowBytes), target);
      continue;
    }
    for (let i = 0; i < width; i++) {
      scratch[0] = scratch[1] = scratch[2] = 0;
      scratch[3] = 1;
      from.decode(view, source + i * from.bytes, scratch);
      if (noAlpha) {
        scratch[3] = 1;
        if (base === GL.RED) scratch[1] = scratch[2] = 0;
        else if (base === GL.RG) scratch[2] = 0;
      }
      to.encode(out, target + i * to.bytes, scratch);
    }
  }
}
