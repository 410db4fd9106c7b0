import type { StoredFormat } from '../formats/host-caps.ts';
import { clientLayout } from '../formats/layout.ts';
import { GL4 } from '../gl4-constants.ts';
import type { TextureImage, TextureObject } from '../objects/texture.ts';
import { clientImage, downloadPixels, uploadPixels, type ClientImage } from '../ops/pixels.ts';
import {
  converts,
  formatClass,
  isUnsized,
  pixelError,
  sizedFormat,
  swapBytes,
  uncompressed,
  unitBytes,
} from '../validate/opengl-formats.ts';
import { bytesOfRange } from '../webgl/bytes.ts';
import type { ImageSource } from '../webgl/texture-upload-methods.ts';
import { TextureMethods4 } from './texture-methods.ts';

/** A box of a level as the program says it. */
export interface TexelBox {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly width: number;
  readonly height: number;
  readonly depth: number;
}

/** Texels of the program: an array and the element where they begin, or the byte of the pixel unpack buffer. */
type Source = ArrayBufferView | ImageSource | number | null | undefined;

/** Targets that proxies stand for. */
export const proxyOf = new Map<number, number>([
  [GL4.PROXY_TEXTURE_1D, GL4.TEXTURE_1D],
  [GL4.PROXY_TEXTURE_1D_ARRAY, GL4.TEXTURE_1D_ARRAY],
  [GL4.PROXY_TEXTURE_2D, GL4.TEXTURE_2D],
  [GL4.PROXY_TEXTURE_2D_ARRAY, GL4.TEXTURE_2D_ARRAY],
  [GL4.PROXY_TEXTURE_3D, GL4.TEXTURE_3D],
  [GL4.PROXY_TEXTURE_CUBE_MAP, GL4.TEXTURE_CUBE_MAP],
  [GL4.PROXY_TEXTURE_CUBE_MAP_ARRAY, GL4.TEXTURE_CUBE_MAP_ARRAY],
  [GL4.PROXY_TEXTURE_RECTANGLE, GL4.TEXTURE_RECTANGLE],
  [GL4.PROXY_TEXTURE_2D_MULTISAMPLE, GL4.TEXTURE_2D_MULTISAMPLE],
  [GL4.PROXY_TEXTURE_2D_MULTISAMPLE_ARRAY, GL4.TEXTURE_2D_MULTISAMPLE_ARRAY],
]);

const plain = { flipY: false, premultiply: false };

/** A box where 1D arrays have their layers where everything else has them. */
export function layered(target: number, box: TexelBox): TexelBox {
  if (target !== GL4.TEXTURE_1D_ARRAY) return box;
  return { x: box.x, y: 0, z: box.y, width: box.width, height: 1, depth: box.height };
}

/** Uploads of textures. */
export class TextureUploadMethods4 extends TextureMethods4 {
  /** @internal Whether the bytes of numbers are swapped on their way. */
  declare swaps: { pack: boolean; unpack: boolean };

  texImage1D(
    target: number,
    level: number,
    internalformat: number,
    width: number,
    border: number,
    format: number,
    type: number,
    source: Source,
    offset = 0,
  ): void {
    this.defineImage(target, 1, level, internalformat, width, 1, 1, border, format, type, source, offset, 'texImage1D');
  }

  override texImage(
    target: number,
    level: number,
    internalformat: number,
    width: number,
    height: number,
    depth: number,
    border: number,
    format: number,
    type: number,
    source: unknown,
    offset: number,
    is3d: boolean,
    method: string,
  ): void {
    this.defineImage(
      target,
      is3d ? 3 : 2,
      level,
      internalformat,
      width,
      height,
      depth,
      border,
      format,
      type,
      source as Source,
      offset,
      method,
    );
  }

  /** @internal Defines a level. */
  defineImage(
    target: number,
    dimensions: 1 | 2 | 3,
    level: number,
    internalformat: number,
    width: number,
    height: number,
    depth: number,
    border: number,
    format: number,
    type: number,
    source: Source,
    offset: number,
    method: string,
  ): void {
    if (this.isLost()) return;
    const real = proxyOf.get(target) ?? target;
    const place = this.placeOf(real, dimensions, method);
    if (place === null) return;
    const error = pixelError(format, type);
    if (error !== 0) return this.fail(error, method);
    const stored = this.#storedFor(internalformat, type);
    if (stored === null) return this.fail(GL4.INVALID_VALUE, method);
    const kind = formatClass(format)!;
    const own = stored.internal;
    if (!converts(format, own, false)) return this.fail(GL4.INVALID_OPERATION, method);
    if (border !== 0) return this.fail(GL4.INVALID_VALUE, method);
    if (real !== target) {
      const fits = this.sizeFits(real, level, width, height, depth);
      this.proxies.set(target, fits ? { width, height, depth, internal: own, named: internalformat } : null);
      return;
    }
    if (!this.isSize(target, level, width, height, depth, method)) return;
    if (target === GL4.TEXTURE_3D && kind !== 'color' && kind !== 'integer') return this.fail(GL4.INVALID_OPERATION, method);
    const texture = this.targetTexture(place.bindTarget, method);
    if (texture === null) return;
    const { object } = texture;
    if (object.immutableLevels > 0) return this.fail(GL4.INVALID_OPERATION, method);
    const box = { x: 0, y: 0, z: 0, width, height, depth };
    const from = this.#texels(source, offset, format, type, box, dimensions, method);
    if (from === undefined) return;
    const at = layered(target, box);
    const image = object.define(
      place.face,
      level,
      stored,
      isUnsized(internalformat) ? own.id : internalformat,
      at.width,
      at.height,
      at.depth,
    );
    if (image === null) return;
    if (from === null) this.clearImage(image);
    else this.#put(target, image, box, format, type, from);
    object.touch();
  }

  /** What a format is stored as: compressed ones are not compressed here. */
  #storedFor(internalformat: number, type: number): StoredFormat | null {
    const { caps } = this.core;
    const stored = caps.stored(sizedFormat(internalformat, type));
    return stored !== null && stored.internal.block !== null ? caps.stored(uncompressed(stored.internal)) : stored;
  }

  texSubImage1D(target: number, level: number, x: number, width: number, format: number, type: number, source: Source, offset = 0): void {
    const box = { x, y: 0, z: 0, width, height: 1, depth: 1 };
    this.replaceImage(target, 1, level, box, format, type, source, offset, 'texSubImage1D');
  }

  override texSubImage(
    target: number,
    level: number,
    x: number,
    y: number,
    z: number,
    width: number,
    height: number,
    depth: number,
    format: number,
    type: number,
    source: unknown,
    offset: number,
    is3d: boolean,
    method: string,
  ): void {
    this.replaceImage(target, is3d ? 3 : 2, level, { x, y, z, width, height, depth }, format, type, source as Source, offset, method);
  }

  /** @internal Replaces a part of a level. */
  replaceImage(
    target: number,
    dimensions: 1 | 2 | 3,
    level: number,
    box: TexelBox,
    format: number,
    type: number,
    source: Source,
    offset: number,
    method: string,
  ): void {
    if (this.isLost()) return;
    const place = this.placeOf(target, dimensions, method);
    if (place === null) return;
    const error = pixelError(format, type);
    if (error !== 0) return this.fail(error, method);
    const texture = this.targetTexture(place.bindTarget, method);
    if (texture === null) return;
    const image = this.partOf(texture.object, place.face, level, layered(target, box), method);
    if (image === null) return;
    if (image.format.internal.block !== null || !converts(format, image.format.internal, false))
      return this.fail(GL4.INVALID_OPERATION, method);
    const from = this.#texels(source, offset, format, type, box, dimensions, method);
    if (from === null) return this.fail(GL4.INVALID_VALUE, method);
    if (from === undefined) return;
    if (format !== GL4.DEPTH_COMPONENT || image.format.internal.base !== GL4.DEPTH_STENCIL)
      return this.#put(target, image, box, format, type, from);
    const both = this.#keepStencil(image, layered(target, box), type, from);
    this.#put(target, image, box, GL4.DEPTH_STENCIL, GL4.FLOAT_32_UNSIGNED_INT_24_8_REV, both);
  }

  /** Texels with the depth that a program hands in and the stencil that is there. */
  #keepStencil(
    image: TextureImage,
    { x, y, z, width, height, depth }: TexelBox,
    type: number,
    from: { readonly bytes: Uint8Array; readonly image: ClientImage },
  ): { readonly bytes: Uint8Array; readonly image: ClientImage } {
    const rowStride = width * 8;
    const layerStride = rowStride * height;
    const bytes = new Uint8Array(layerStride * depth);
    const tight = { texelBytes: 8, start: 0, rowStride, layerStride, end: bytes.length };
    const layout = clientLayout(GL4.DEPTH_COMPONENT, type)!;
    const source = new DataView(from.bytes.buffer, from.bytes.byteOffset, from.bytes.length);
    const target = new DataView(bytes.buffer);
    const numbers = new Float64Array(4);
    for (let layer = 0; layer < depth; layer++) {
      const part = { level: image.level, x, y, z: image.layer + z + layer, width, height, depth: 1 };
      const at = { ...tight, start: layer * layerStride };
      const as = GL4.FLOAT_32_UNSIGNED_INT_24_8_REV;
      downloadPixels(this.core.stream, image.storage.resource, image.format, part, GL4.DEPTH_STENCIL, as, bytes, at, false);
      for (let row = 0; row < height; row++) {
        const first = from.image.start + layer * from.image.layerStride + row * from.image.rowStride;
        for (let i = 0; i < width; i++) {
          layout.decode(source, first + i * layout.bytes, numbers);
          target.setFloat32(at.start + row * rowStride + i * 8, numbers[0]!, true);
        }
      }
    }
    return { bytes, image: tight };
  }

  /** @internal The image that has a box; null, with an error, where there is none. */
  partOf(texture: TextureObject, face: number, level: number, box: TexelBox, method: string): TextureImage | null {
    return this.subImage(texture, face, level, box.x, box.y, box.z, box.width, box.height, box.depth, method);
  }

  #put(
    target: number,
    image: TextureImage,
    box: TexelBox,
    format: number,
    type: number,
    from: { readonly bytes: Uint8Array; readonly image: ClientImage },
  ): void {
    const { storage, format: stored, level, layer } = image;
    const at = layered(target, box);
    const client = target === GL4.TEXTURE_1D_ARRAY ? { ...from.image, layerStride: from.image.rowStride } : from.image;
    const where = { level, x: at.x, y: at.y, z: layer + at.z, width: at.width, height: at.height, depth: at.depth };
    uploadPixels(this.core.stream, storage.resource, stored, where, format, type, from.bytes, client, plain);
  }

  /** The texels that a program hands in: null for none, undefined, with an error, where they are not there. */
  #texels(
    source: Source,
    offset: number,
    format: number,
    type: number,
    box: TexelBox,
    dimensions: 1 | 2 | 3,
    method: string,
  ): { readonly bytes: Uint8Array; readonly image: ClientImage } | null | undefined {
    const layout = clientLayout(format, type)!;
    const { pixelUnpack } = this.core.buffers;
    const image = clientImage(this.core.unpack, layout.bytes, box.width, box.height, box.depth, dimensions === 3);
    let bytes: Uint8Array | null;
    if (pixelUnpack !== null) {
      const at = typeof source === 'number' ? source : source == null ? 0 : -1;
      const legal = at >= 0 && at % unitBytes(type) === 0 && at + image.end <= pixelUnpack.size && !this.isMapped(pixelUnpack);
      bytes = legal ? new Uint8Array(image.end) : null;
      if (bytes !== null) pixelUnpack.read(at, bytes);
    } else {
      if (source === null || source === undefined) return null;
      const view = ArrayBuffer.isView(source) ? source : typeof source === 'number' ? null : source.data;
      bytes = view === null ? null : bytesOfRange(view, offset, 0);
      if (bytes !== null && bytes.length < image.end) bytes = null;
    }
    if (bytes === null) {
      this.fail(GL4.INVALID_OPERATION, method);
      return undefined;
    }
    if (this.swaps.unpack && unitBytes(type) > 1) swapBytes((bytes = bytes.slice()), unitBytes(type));
    return { bytes, image };
  }

  override compressedFormats(): readonly number[] {
    this.#compressed ??= this.core.caps.offered.filter((format) => format.block !== null).map((format) => format.id);
    return this.#compressed;
  }

  #compressed: readonly number[] | null = null;

  compressedTexImage1D(
    target: number,
    _level: number,
    _internalformat: number,
    _width: number,
    _border: number,
    _source: ArrayBufferView | number,
  ): void {
    // No format that is known has blocks of one row.
    if (this.placeOf(target, 1, 'compressedTexImage1D') !== null) this.fail(GL4.INVALID_ENUM, 'compressedTexImage1D');
  }

  override compressedImage(
    target: number,
    level: number,
    internalformat: number,
    width: number,
    height: number,
    depth: number,
    border: number,
    source: ArrayBufferView | number,
    offset: number,
    length: number,
    is3d: boolean,
    method: string,
  ): void {
    if (this.isLost()) return;
    const place = this.faceOf(target, is3d, method);
    const texture = place === null ? null : this.targetTexture(place.bindTarget, method);
    if (place === null || texture === null) return;
    const stored = this.compressedFormats().includes(internalformat) ? this.core.caps.stored(internalformat) : null;
    if (stored === null || target === GL4.TEXTURE_RECTANGLE || target === GL4.TEXTURE_1D_ARRAY) return this.fail(GL4.INVALID_ENUM, method);
    if (!this.isSize(target, level, width, height, depth, method)) return;
    if (border !== 0) return this.fail(GL4.INVALID_VALUE, method);
    if (texture.object.immutableLevels > 0 || (target === GL4.TEXTURE_3D && !isBptc(internalformat)))
      return this.fail(GL4.INVALID_OPERATION, method);
    const bytes = this.#blocks(stored, source, offset, length, width, height, depth, method);
    if (bytes === null) return;
    const image = texture.object.define(place.face, level, stored, internalformat, width, height, depth);
    if (image !== null) this.#putBlocks(image, { x: 0, y: 0, z: 0, width, height, depth }, bytes);
    texture.object.touch();
  }

  override compressedSubImage(
    target: number,
    level: number,
    x: number,
    y: number,
    z: number,
    width: number,
    height: number,
    depth: number,
    format: number,
    source: ArrayBufferView | number,
    offset: number,
    length: number,
    is3d: boolean,
    method: string,
  ): void {
    if (this.isLost()) return;
    const place = this.faceOf(target, is3d, method);
    const texture = place === null ? null : this.targetTexture(place.bindTarget, method);
    if (place === null || texture === null) return;
    if (!this.compressedFormats().includes(format)) return this.fail(GL4.INVALID_ENUM, method);
    const box = { x, y, z, width, height, depth };
    const image = this.partOf(texture.object, place.face, level, box, method);
    if (image === null) return;
    const { blockWidth: bw, blockHeight: bh } = image.format;
    const onBlocks =
      x % bw === 0 && y % bh === 0 && (width % bw === 0 || x + width === image.width) && (height % bh === 0 || y + height === image.height);
    if (image.format.internal.id !== format || !onBlocks) return this.fail(GL4.INVALID_OPERATION, method);
    const bytes = this.#blocks(image.format, source, offset, length, width, height, depth, method);
    if (bytes !== null) this.#putBlocks(image, box, bytes);
  }

  #blocks(
    stored: StoredFormat,
    source: ArrayBufferView | number,
    offset: number,
    length: number,
    width: number,
    height: number,
    depth: number,
    method: string,
  ): Uint8Array | null {
    const size = Math.ceil(width / stored.blockWidth) * Math.ceil(height / stored.blockHeight) * stored.bytes * depth;
    const { pixelUnpack } = this.core.buffers;
    if (typeof source !== 'number' && pixelUnpack === null) {
      const bytes = bytesOfRange(source, offset, length);
      if (bytes?.length === size) return bytes;
      this.fail(GL4.INVALID_VALUE, method);
      return null;
    }
    // With a pixel unpack buffer the source is the number of bytes, as WebGL has it, and `offset` says where they begin.
    if (typeof source !== 'number' || pixelUnpack === null || this.isMapped(pixelUnpack)) this.fail(GL4.INVALID_OPERATION, method);
    else if (source !== size) this.fail(GL4.INVALID_VALUE, method);
    else if (offset + size > pixelUnpack.size) this.fail(GL4.INVALID_OPERATION, method);
    else {
      const bytes = new Uint8Array(size);
      pixelUnpack.read(offset, bytes);
      return bytes;
    }
    return null;
  }

  #putBlocks(image: TextureImage, { x, y, z, width, height, depth }: TexelBox, bytes: Uint8Array): void {
    const { storage, format, level, layer } = image;
    const rowBytes = Math.ceil(width / format.blockWidth) * format.bytes;
    const rows = Math.ceil(height / format.blockHeight);
    const box = { level, x, y, z: layer + z, width, height, depth, stride: rowBytes, layerStride: rowBytes * rows };
    this.core.stream.uploads.texture(storage.resource, box, bytes, rowBytes, rows, format.blockHeight);
  }
}

/** Whether a format is one of BPTC's, which 3D textures take. */
export const isBptc = (format: number): boolean =>
  format >= GL4.COMPRESSED_RGBA_BPTC_UNORM && format <= GL4.COMPRESSED_RGB_BPTC_UNSIGNED_FLOAT;
