import { CapBit, encodeClearTexture, PipeTarget } from '@virglass/protocol';
import type { StoredFormat } from '../formats/host-caps.ts';
import { clientLayout } from '../formats/layout.ts';
import { GL } from '../gl-constants.ts';
import type { TextureImage, TextureObject } from '../objects/texture.ts';
import { clientImage, uploadPixels, zeroPixels, type ClientImage } from '../ops/pixels.ts';
import { arrayTypeOf, combination, subCombination } from '../validate/texture-formats.ts';
import { arrayName, bytesOfRange, elementBytes } from './bytes.ts';
import { TextureMethods } from './texture-methods.ts';

/** A picture as browsers' `ImageData` has it, and as PNG readers give it: rows of RGBA bytes from the top. */
export interface ImageSource {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** Where texels come from. */
interface Source {
  readonly bytes: Uint8Array;
  readonly image: ClientImage;
  readonly format: number;
  readonly type: number;
}

/** Uploads of textures. */
export class TextureUploadMethods extends TextureMethods {
  /** @internal Modes of pixel storage that only WebGL has. */
  declare unpackFlipY: boolean;
  declare unpackPremultiply: boolean;
  declare unpackColorspace: number;

  texImage2D(target: number, level: number, internalformat: number, ...rest: unknown[]): void {
    if (this.isLost()) return;
    if (rest.length <= 3) {
      const [format, type, source] = rest as [number, number, ImageSource];
      const picture = pictureOf(source, 'texImage2D');
      this.texImage(target, level, internalformat, picture.width, picture.height, 1, 0, format, type, picture, 0, false, 'texImage2D');
      return;
    }
    const [width, height, border, format, type, source, offset] = rest as [number, number, number, number, number, unknown, number?];
    this.texImage(target, level, internalformat, width, height, 1, border, format, type, source, offset ?? 0, false, 'texImage2D');
  }

  texSubImage2D(target: number, level: number, xoffset: number, yoffset: number, ...rest: unknown[]): void {
    if (this.isLost()) return;
    if (rest.length <= 3) {
      const [format, type, source] = rest as [number, number, ImageSource];
      const picture = pictureOf(source, 'texSubImage2D');
      this.texSubImage(
        target,
        level,
        xoffset,
        yoffset,
        0,
        picture.width,
        picture.height,
        1,
        format,
        type,
        picture,
        0,
        false,
        'texSubImage2D',
      );
      return;
    }
    const [width, height, format, type, source, offset] = rest as [number, number, number, number, unknown, number?];
    this.texSubImage(target, level, xoffset, yoffset, 0, width, height, 1, format, type, source, offset ?? 0, false, 'texSubImage2D');
  }

  /** @internal The face of a target, and the target that its texture is bound to; null, with an error, for no target. */
  faceOf(target: number, is3d: boolean, method: string): { readonly face: number; readonly bindTarget: number } | null {
    if (!is3d && target === GL.TEXTURE_2D) return { face: 0, bindTarget: target };
    if (!is3d && target >= GL.TEXTURE_CUBE_MAP_POSITIVE_X && target <= GL.TEXTURE_CUBE_MAP_NEGATIVE_Z) {
      return { face: target - GL.TEXTURE_CUBE_MAP_POSITIVE_X, bindTarget: GL.TEXTURE_CUBE_MAP };
    }
    if (is3d && (target === GL.TEXTURE_3D || target === GL.TEXTURE_2D_ARRAY)) return { face: 0, bindTarget: target };
    this.fail(GL.INVALID_ENUM, method);
    return null;
  }

  /** @internal Whether a size is one that a level of a target can have; an error otherwise. */
  isSize(target: number, level: number, width: number, height: number, depth: number, method: string): boolean {
    const { textureSize, cubeSize, size3d, arrayLayers } = this.limits;
    const cube = target >= GL.TEXTURE_CUBE_MAP_POSITIVE_X && target <= GL.TEXTURE_CUBE_MAP_NEGATIVE_Z;
    const most = target === GL.TEXTURE_3D ? size3d : cube ? cubeSize : textureSize;
    const levels = Math.floor(Math.log2(most));
    const atLevel = most >> level;
    const mostDepth = target === GL.TEXTURE_3D ? atLevel : target === GL.TEXTURE_2D_ARRAY ? arrayLayers : 1;
    const legal =
      level >= 0 &&
      level <= levels &&
      width >= 0 &&
      height >= 0 &&
      depth >= 0 &&
      width <= atLevel &&
      height <= atLevel &&
      depth <= mostDepth;
    const square = !cube || width === height;
    const power = (n: number): boolean => (n & (n - 1)) === 0;
    const levelled = this.version === 2 || level === 0 || (power(width) && power(height));
    if (legal && square && levelled) return true;
    this.fail(GL.INVALID_VALUE, method);
    return false;
  }

  /** @internal */
  texImage(
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
    const place = this.faceOf(target, is3d, method);
    if (place === null) return;
    const texture = this.targetTexture(place.bindTarget, method);
    if (texture === null) return;
    const made = combination(this.version, internalformat, format, type, (name) => this.has(name));
    if (made.error !== 0) return this.fail(made.error, method);
    if (!this.isSize(target, level, width, height, depth, method)) return;
    if (border !== 0) return this.fail(GL.INVALID_VALUE, method);
    const { object } = texture;
    const stored = this.core.caps.stored(made.stored);
    const isDepth = stored?.internal.kind === 'depth';
    if (object.immutableLevels > 0 || stored === null) return this.fail(GL.INVALID_OPERATION, method);
    if (isDepth && (target === GL.TEXTURE_3D || (this.version === 1 && (target !== GL.TEXTURE_2D || level !== 0 || source != null)))) {
      return this.fail(GL.INVALID_OPERATION, method);
    }
    const from = this.#source(source, offset, format, type, width, height, depth, is3d, method);
    if (from === undefined) return;
    const image = object.define(place.face, level, stored, internalformat, width, height, depth);
    if (image === null) return;
    if (from === null) this.clearImage(image);
    else this.#upload(image, 0, 0, 0, width, height, depth, from, is3d);
    object.touch();
  }

  /** @internal */
  texSubImage(
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
    const place = this.faceOf(target, is3d, method);
    if (place === null) return;
    const texture = this.targetTexture(place.bindTarget, method);
    if (texture === null) return;
    const image = this.subImage(texture.object, place.face, level, x, y, z, width, height, depth, method);
    if (image === null) return;
    if (image.format.internal.block !== null) return this.fail(GL.INVALID_OPERATION, method);
    const { internalFormat, format: stored } = image;
    const error = subCombination(this.version, internalFormat, stored.internal.id, format, type, (name) => this.has(name));
    if (error !== 0) return this.fail(error, method);
    if (source === null || source === undefined) return this.fail(GL.INVALID_VALUE, method);
    const from = this.#source(source, offset, format, type, width, height, depth, is3d, method);
    if (from === undefined || from === null) return;
    this.#upload(image, x, y, z, width, height, depth, from, is3d);
  }

  /** @internal The image that a part of is to be replaced; null, with an error, when the part is not in it. */
  subImage(
    texture: TextureObject,
    face: number,
    level: number,
    x: number,
    y: number,
    z: number,
    width: number,
    height: number,
    depth: number,
    method: string,
  ): TextureImage | null {
    if (!(level >= 0 && level < 32) || width < 0 || height < 0 || depth < 0 || x < 0 || y < 0 || z < 0) {
      this.fail(GL.INVALID_VALUE, method);
      return null;
    }
    const image = texture.image(face, level);
    if (image === undefined) {
      this.fail(GL.INVALID_OPERATION, method);
      return null;
    }
    if (x + width > image.width || y + height > image.height || z + depth > image.depth) {
      this.fail(GL.INVALID_VALUE, method);
      return null;
    }
    return image;
  }

  /** @internal Fills a level with zeros. */
  clearImage(image: TextureImage): void {
    const { stream, caps } = this.core;
    const { storage, format, width, height, depth, level, layer } = image;
    // Virglrenderer tells GL the layers of one-dimensional arrays as those of others, which is an error.
    const lines = storage.shape.target === PipeTarget.TEXTURE_1D_ARRAY;
    if (!caps.has(CapBit.CLEAR_TEXTURE) || format.layout === null || lines) {
      zeroPixels(stream, storage.resource, format, { level, x: 0, y: 0, z: layer, width, height, depth });
      return;
    }
    stream.at = encodeClearTexture(stream.words, stream.floats, stream.room(13), {
      handle: storage.resource,
      level,
      x: 0,
      y: 0,
      z: layer,
      w: width,
      h: height,
      d: depth,
      data: [0, 0, 0, 0],
    });
  }

  #upload(
    image: TextureImage,
    x: number,
    y: number,
    z: number,
    width: number,
    height: number,
    depth: number,
    from: Source,
    is3d: boolean,
  ): void {
    const { storage, format, level, layer } = image;
    const box = { level, x, y, z: layer + z, width, height, depth };
    const modes = { flipY: this.unpackFlipY && !is3d, premultiply: this.unpackPremultiply && !is3d };
    uploadPixels(this.core.stream, storage.resource, format, box, from.format, from.type, from.bytes, from.image, modes);
  }

  /** The texels that a program hands in: null for none, undefined, with an error, when they are not there. */
  #source(
    source: unknown,
    offset: number,
    format: number,
    type: number,
    width: number,
    height: number,
    depth: number,
    is3d: boolean,
    method: string,
  ): Source | null | undefined {
    const layout = clientLayout(format, type)!;
    const { unpack, buffers } = this.core;
    if (buffers.pixelUnpack !== null) {
      const bound = this.bound.get(GL.PIXEL_UNPACK_BUFFER);
      if (typeof source !== 'number' || (bound != null && this.isFeeding(bound, GL.PIXEL_UNPACK_BUFFER))) {
        this.fail(GL.INVALID_OPERATION, method);
        return undefined;
      }
      const image = clientImage(unpack, layout.bytes, width, height, depth, is3d);
      const unit = arrayBytesOf(type);
      if (source < 0) {
        this.fail(GL.INVALID_VALUE, method);
        return undefined;
      }
      if (source % unit !== 0 || source + image.end > buffers.pixelUnpack.size) {
        this.fail(GL.INVALID_OPERATION, method);
        return undefined;
      }
      const bytes = new Uint8Array(image.end);
      buffers.pixelUnpack.read(source, bytes);
      return { bytes, image, format, type };
    }
    if (source === null || source === undefined) return null;
    if (isPicture(source)) return pictureSource(source, format, width, height);
    if (!ArrayBuffer.isView(source)) {
      // WebGL 2 takes everything that is no object for an offset into a buffer, and there is none.
      if (typeof source !== 'object' && this.version === 2) {
        this.fail(GL.INVALID_OPERATION, method);
        return undefined;
      }
      throw new TypeError(`${method}: not an array view, and no picture with data, width and height`);
    }
    if (!arrayTypeOf(type).includes(arrayName(source)) || (is3d && (this.unpackFlipY || this.unpackPremultiply))) {
      this.fail(GL.INVALID_OPERATION, method);
      return undefined;
    }
    const image = clientImage(unpack, layout.bytes, width, height, depth, is3d);
    const bytes = bytesOfRange(source, offset, 0);
    const { rowLength, skipPixels, imageHeight, skipRows } = unpack;
    const gaps = (rowLength > 0 && rowLength < skipPixels + width) || (is3d && imageHeight > 0 && imageHeight < skipRows + height);
    if (gaps || bytes === null || bytes.length < image.end) {
      this.fail(GL.INVALID_OPERATION, method);
      return undefined;
    }
    return { bytes, image, format, type };
  }

  compressedTexImage2D(
    target: number,
    level: number,
    internalformat: number,
    width: number,
    height: number,
    border: number,
    source: ArrayBufferView | number,
    offset = 0,
    length = 0,
  ): void {
    this.compressedImage(target, level, internalformat, width, height, 1, border, source, offset, length, false, 'compressedTexImage2D');
  }

  compressedTexSubImage2D(
    target: number,
    level: number,
    x: number,
    y: number,
    width: number,
    height: number,
    format: number,
    source: ArrayBufferView | number,
    offset = 0,
    length = 0,
  ): void {
    this.compressedSubImage(target, level, x, y, 0, width, height, 1, format, source, offset, length, false, 'compressedTexSubImage2D');
  }

  /** @internal Compressed formats of the extensions that are enabled. */
  compressedFormats(): readonly number[] {
    return [];
  }

  /** @internal */
  compressedImage(
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
    if (stored === null) return this.fail(GL.INVALID_ENUM, method);
    if (!this.isSize(target, level, width, height, depth, method)) return;
    if (border !== 0) return this.fail(GL.INVALID_VALUE, method);
    const bytes = this.#compressedBytes(stored, source, offset, length, width, height, depth, method);
    if (bytes === null) return;
    if (texture.object.immutableLevels > 0 || target === GL.TEXTURE_3D) return this.fail(GL.INVALID_OPERATION, method);
    if (!wholeBlocks(internalformat, level, width, height)) return this.fail(GL.INVALID_OPERATION, method);
    const image = texture.object.define(place.face, level, stored, internalformat, width, height, depth);
    if (image !== null) this.#uploadBlocks(image, 0, 0, 0, width, height, depth, bytes);
    texture.object.touch();
  }

  /** @internal */
  compressedSubImage(
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
    if (!this.compressedFormats().includes(format)) return this.fail(GL.INVALID_ENUM, method);
    const image = this.subImage(texture.object, place.face, level, x, y, z, width, height, depth, method);
    if (image === null) return;
    const stored = image.format;
    if (image.internalFormat !== format) return this.fail(GL.INVALID_OPERATION, method);
    const { blockWidth: bw, blockHeight: bh } = stored;
    const onBlocks =
      x % bw === 0 && y % bh === 0 && (width % bw === 0 || x + width === image.width) && (height % bh === 0 || y + height === image.height);
    if (!onBlocks) return this.fail(GL.INVALID_OPERATION, method);
    const bytes = this.#compressedBytes(stored, source, offset, length, width, height, depth, method);
    if (bytes !== null) this.#uploadBlocks(image, x, y, z, width, height, depth, bytes);
  }

  #compressedBytes(
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
    if (typeof source === 'number') {
      if (pixelUnpack === null) this.fail(GL.INVALID_OPERATION, method);
      else if (source !== size) this.fail(GL.INVALID_VALUE, method);
      else if (offset + size > pixelUnpack.size) this.fail(GL.INVALID_OPERATION, method);
      else {
        const bytes = new Uint8Array(size);
        pixelUnpack.read(offset, bytes);
        return bytes;
      }
      return null;
    }
    if (!ArrayBuffer.isView(source)) throw new TypeError(`${method}: not an array view`);
    if (pixelUnpack !== null) {
      this.fail(GL.INVALID_OPERATION, method);
      return null;
    }
    const bytes = bytesOfRange(source, offset, length);
    if (bytes !== null && bytes.length === size) return bytes;
    this.fail(GL.INVALID_VALUE, method);
    return null;
  }

  #uploadBlocks(
    image: TextureImage,
    x: number,
    y: number,
    z: number,
    width: number,
    height: number,
    depth: number,
    bytes: Uint8Array,
  ): void {
    const { storage, format, level, layer } = image;
    const rowBytes = Math.ceil(width / format.blockWidth) * format.bytes;
    const rows = Math.ceil(height / format.blockHeight);
    const box = { level, x, y, z: layer + z, width, height, depth, stride: rowBytes, layerStride: rowBytes * rows };
    this.core.stream.uploads.texture(storage.resource, box, bytes, rowBytes, rows, format.blockHeight);
  }
}

/** Formats of 4x4 blocks, those of ETC and ASTC apart, want base levels of whole blocks. */
export function wholeBlocks(format: number, level: number, width: number, height: number): boolean {
  const s3tc = (format >= 0x83f0 && format <= 0x83f3) || (format >= 0x8c4c && format <= 0x8c4f);
  const other = (format >= 0x8dbb && format <= 0x8dbe) || (format >= 0x8e8c && format <= 0x8e8f);
  const whole = (size: number): boolean => (size << level) % 4 === 0;
  return !(s3tc || other) || (whole(width) && whole(height));
}

/** Bytes of the array elements that texels of a type are made of. */
function arrayBytesOf(type: number): number {
  const [name = 'Uint8Array'] = arrayTypeOf(type);
  return name.includes('32') ? 4 : name.includes('16') ? 2 : 1;
}

function isPicture(source: unknown): source is ImageSource {
  return (
    typeof source === 'object' &&
    source !== null &&
    'data' in source &&
    'width' in source &&
    'height' in source &&
    ArrayBuffer.isView(source.data)
  );
}

function pictureOf(source: unknown, method: string): ImageSource {
  if (isPicture(source)) return source;
  throw new TypeError(`${method}: not a picture with data, width and height`);
}

/** A picture's RGBA bytes as texels of a format: alpha and luminance pick their components. */
function pictureSource(picture: ImageSource, format: number, width: number, height: number): Source {
  const whole = new Uint8Array(picture.data.buffer, picture.data.byteOffset, picture.data.byteLength / elementBytes(picture.data));
  const integer = format === GL.RED_INTEGER || format === GL.RG_INTEGER || format === GL.RGB_INTEGER || format === GL.RGBA_INTEGER;
  const rowStride = picture.width * 4;
  const image = { texelBytes: 4, start: 0, rowStride, layerStride: rowStride * height, end: rowStride * height };
  if (format !== GL.ALPHA && format !== GL.LUMINANCE_ALPHA) {
    return { bytes: whole, image, format: integer ? GL.RGBA_INTEGER : GL.RGBA, type: GL.UNSIGNED_BYTE };
  }
  const count = format === GL.ALPHA ? 1 : 2;
  const bytes = new Uint8Array(width * height * count);
  for (let i = 0; i < width * height; i++) {
    if (count === 2) bytes[i * 2] = whole[i * 4]!;
    bytes[i * count + count - 1] = whole[i * 4 + 3]!;
  }
  const rows = width * count;
  return {
    bytes,
    image: { texelBytes: count, start: 0, rowStride: rows, layerStride: rows * height, end: bytes.length },
    format,
    type: GL.UNSIGNED_BYTE,
  };
}
