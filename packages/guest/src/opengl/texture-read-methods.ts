import { PipeMask } from '@virglass/protocol';
import { clientLayout } from '../formats/layout.ts';
import { GL4 } from '../gl4-constants.ts';
import { attachedImage, type AttachedImage } from '../objects/framebuffer.ts';
import { TextureObject, type TextureImage } from '../objects/texture.ts';
import { blit } from '../ops/blits.ts';
import { clientImage, downloadPixels, type ClientImage } from '../ops/pixels.ts';
import { resolvedColor } from '../state/default-framebuffer.ts';
import { converts, formatClass, pixelError, swapBytes, unitBytes } from '../validate/opengl-formats.ts';
import { bytesOfRange } from '../webgl/bytes.ts';
import { TextureStorageMethods4 } from './texture-storage-methods.ts';
import type { TexelBox } from './texture-upload-methods.ts';

/** Where texels go: an array and the element where they begin, or the byte of the pixel pack buffer. */
type Sink = ArrayBufferView | number | null;

/** Texels that come back. */
export class TextureReadMethods4 extends TextureStorageMethods4 {
  override readPixels(x: number, y: number, width: number, height: number, format: number, type: number, target: Sink, offset = 0): void {
    const method = 'readPixels';
    if (this.isLost()) return;
    this.checkHost();
    if (!this.isComplete(false, method)) return;
    const error = pixelError(format, type);
    if (error !== 0) return this.fail(error, method);
    if (width < 0 || height < 0) return this.fail(GL4.INVALID_VALUE, method);
    const image = this.imageFor(format, method);
    if (image === null) return;
    if (!converts(format, image.format.internal, true)) return this.fail(GL4.INVALID_OPERATION, method);
    const left = Math.max(0, x);
    const bottom = Math.max(0, y);
    const w = Math.min(x + width, image.width) - left;
    const h = Math.min(y + height, image.height) - bottom;
    const inside = w > 0 && h > 0 ? { x: left, y: bottom, z: 0, width: w, height: h, depth: 1 } : null;
    const opaque = this.core.readFramebuffer.opaque && formatClass(format) === 'color';
    this.#deliver(image, { x, y, z: 0, width, height, depth: 1 }, inside, format, type, target, offset, false, opaque, method);
    this.checkHost();
  }

  override readImage(method: string): AttachedImage | null {
    return this.imageFor(GL4.RGBA, method);
  }

  /** @internal The image of the read framebuffer that has pixels of a format's kind, without samples; null, with an error, for none. */
  imageFor(format: number, method: string): AttachedImage | null {
    const { core } = this;
    const { readFramebuffer: from } = core;
    if (!this.isComplete(false, method)) return null;
    const kind = formatClass(format);
    const attachment =
      kind === 'depth'
        ? from.depth
        : kind === 'stencil'
          ? from.stencil
          : kind === 'both'
            ? from.stencil && from.depth
            : from.readAttachment;
    const image = attachment === null ? null : attachedImage(attachment);
    const color = kind === 'color' || kind === 'integer';
    if (image !== null && from.isDefault && color) {
      return {
        ...image,
        samples: 0,
        // Resolved when it is read, not before: nothing is sent for a call that is an error.
        get storage() {
          return resolvedColor(core, core.defaultFramebuffer);
        },
      };
    }
    if (image !== null && image.samples <= 1) return image;
    this.fail(GL4.INVALID_OPERATION, method);
    return null;
  }

  /** Writes texels of a box of an image to where the program wants them; `inside` is what of the box lies in the image. */
  #deliver(
    image: Pick<AttachedImage, 'storage' | 'level' | 'layer' | 'format'>,
    box: TexelBox,
    inside: TexelBox | null,
    format: number,
    type: number,
    sink: Sink,
    offset: number,
    is3d: boolean,
    opaque: boolean,
    method: string,
  ): void {
    const layout = clientLayout(format, type)!;
    const client = clientImage(this.core.pack, layout.bytes, box.width, box.height, box.depth, is3d);
    const place = this.#place(sink, offset, client, unitBytes(type), method);
    if (place === null) return;
    if (inside !== null) {
      const { stream } = this.core;
      for (let z = 0; z < inside.depth; z++) {
        const start =
          client.start +
          (inside.z + z - box.z) * client.layerStride +
          (inside.y - box.y) * client.rowStride +
          (inside.x - box.x) * client.texelBytes;
        const part = {
          level: image.level,
          x: inside.x,
          y: inside.y,
          z: image.layer + inside.z + z,
          width: inside.width,
          height: inside.height,
          depth: 1,
        };
        downloadPixels(stream, image.storage.resource, image.format, part, format, type, place.bytes, { ...client, start }, opaque);
      }
      if (this.swaps.pack) swapBytes(place.bytes.subarray(0, client.end), unitBytes(type));
    }
    place.finish();
  }

  /** The bytes that an image is delivered to, and what is to be done when they are there; null, with an error, where they do not fit. */
  #place(
    sink: Sink,
    offset: number,
    { end }: Pick<ClientImage, 'end'>,
    unit: number,
    method: string,
  ): { bytes: Uint8Array; finish(): void } | null {
    const { pixelPack } = this.core.buffers;
    if (pixelPack !== null) {
      const at = typeof sink === 'number' ? sink : sink === null ? 0 : -1;
      if (at >= 0 && at % unit === 0 && at + end <= pixelPack.size && !this.isMapped(pixelPack)) {
        const bytes = new Uint8Array(end);
        pixelPack.read(at, bytes);
        return { bytes, finish: () => pixelPack.write(at, bytes) };
      }
    } else if (ArrayBuffer.isView(sink)) {
      const bytes = bytesOfRange(sink, offset, 0);
      if (bytes !== null && bytes.length >= end) return { bytes, finish: () => {} };
    }
    this.fail(GL4.INVALID_OPERATION, method);
    return null;
  }

  /** Reads a whole level of a texture, or of a face of one. */
  getTexImage(target: number, level: number, format: number, type: number, sink: Sink, offset = 0): void {
    const method = 'getTexImage';
    if (this.isLost()) return;
    const whole = target === GL4.TEXTURE_CUBE_MAP || target === GL4.TEXTURE_2D_MULTISAMPLE || target === GL4.TEXTURE_2D_MULTISAMPLE_ARRAY;
    if (whole || target === GL4.TEXTURE_BUFFER) return this.fail(GL4.INVALID_ENUM, method);
    const error = pixelError(format, type);
    if (error !== 0) return this.fail(error, method);
    const image = this.levelImage(target, level, method);
    if (image === undefined) return;
    if (image === null) return this.fail(GL4.INVALID_VALUE, method);
    const { format: stored } = image;
    if (!converts(format, stored.internal, true)) return this.fail(GL4.INVALID_OPERATION, method);
    // Blocks are decoded by the host, into another texture.
    const source = stored.layout === null ? this.#decoded(image) : image;
    if (source === null) return this.fail(GL4.INVALID_OPERATION, method);
    const rows = target === GL4.TEXTURE_1D_ARRAY;
    const box = { x: 0, y: 0, z: 0, width: image.width, height: rows ? image.depth : image.height, depth: rows ? 1 : image.depth };
    const is3d = target === GL4.TEXTURE_3D || target === GL4.TEXTURE_2D_ARRAY || target === GL4.TEXTURE_CUBE_MAP_ARRAY;
    if (!rows) this.#deliver(source, box, box, format, type, sink, offset, is3d, false, method);
    else this.#deliverRows(source, box, format, type, sink, offset, method);
  }

  /** The rows of a 1D array are its layers. */
  #deliverRows(image: TextureImage, box: TexelBox, format: number, type: number, sink: Sink, offset: number, method: string): void {
    const layout = clientLayout(format, type)!;
    const client = clientImage(this.core.pack, layout.bytes, box.width, box.height, 1, false);
    const place = this.#place(sink, offset, client, unitBytes(type), method);
    if (place === null) return;
    for (let row = 0; row < box.height; row++) {
      const part = { level: image.level, x: 0, y: 0, z: image.layer + row, width: box.width, height: 1, depth: 1 };
      const at = { ...client, start: client.start + row * client.rowStride };
      downloadPixels(this.core.stream, image.storage.resource, image.format, part, format, type, place.bytes, at, false);
    }
    if (this.swaps.pack) swapBytes(place.bytes.subarray(0, client.end), unitBytes(type));
    place.finish();
  }

  /** A compressed image with its texels as such, in a texture that lives for a read; null where the host cannot. */
  #decoded(image: TextureImage): TextureImage | null {
    const { core } = this;
    const { internal } = image.format;
    const id =
      internal.kind === 'float' ? GL4.RGBA16F : internal.kind === 'snorm' ? GL4.RGBA16F : internal.srgb ? GL4.SRGB8_ALPHA8 : GL4.RGBA8;
    const format = core.caps.stored(id);
    if (format === null || !format.renderable) return null;
    this.#scratch?.delete();
    const texture = (this.#scratch = new TextureObject(core.stream, core.caps, core.dirty));
    texture.target = GL4.TEXTURE_2D_ARRAY;
    texture.allocate(format, id, 1, image.width, image.height, image.depth);
    const to = texture.image(0, 0)!;
    const rect = { x0: 0, y0: 0, x1: image.width, y1: image.height };
    const { scissorEnabled } = core.raster;
    core.raster.scissorEnabled = false;
    for (let z = 0; z < image.depth; z++) {
      const at = (one: TextureImage): AttachedImage => ({ ...one, layer: one.layer + z, samples: 0, layers: 1 });
      blit(core, at(image), rect, at(to), rect, PipeMask.RGBA, false);
    }
    core.raster.scissorEnabled = scissorEnabled;
    return { ...to, format: { ...format, internal: { ...format.internal, base: internal.base } } };
  }

  #scratch: TextureObject | null = null;

  /** Reads the blocks of a level. */
  getCompressedTexImage(target: number, level: number, sink: Sink, offset = 0): void {
    const method = 'getCompressedTexImage';
    if (this.isLost()) return;
    const image = this.levelImage(target, level, method);
    if (image === undefined) return;
    if (image === null) return this.fail(GL4.INVALID_VALUE, method);
    const { format: stored, width, height, depth, storage, layer } = image;
    if (stored.layout !== null) return this.fail(GL4.INVALID_OPERATION, method);
    const rowBytes = Math.ceil(width / stored.blockWidth) * stored.bytes;
    const layerBytes = rowBytes * Math.ceil(height / stored.blockHeight);
    const place = this.#place(sink, offset, { end: layerBytes * depth }, 1, method);
    if (place === null) return;
    for (let z = 0; z < depth; z++) {
      const box = { level: image.level, x: 0, y: 0, z: layer + z, width, height, depth: 1, stride: rowBytes, layerStride: layerBytes };
      this.core.stream.read(storage.resource, box, place.bytes.subarray(z * layerBytes, (z + 1) * layerBytes));
    }
    place.finish();
  }
}
