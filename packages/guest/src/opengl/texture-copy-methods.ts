import { CapBit, encodeClearTexture, encodeResourceCopyRegion, PipeMask } from '@virglass/protocol';
import { clientLayout } from '../formats/layout.ts';
import { GL4 } from '../gl4-constants.ts';
import { attachedImage, type AttachedImage } from '../objects/framebuffer.ts';
import type { TextureImage } from '../objects/texture.ts';
import { blit, copyToTexture } from '../ops/blits.ts';
import { Dirty } from '../state/dirty.ts';
import { classOf, converts, isUnsized, pixelError, sizedFormat } from '../validate/opengl-formats.ts';
import { bytesOfRange } from '../webgl/bytes.ts';
import { WebGLRenderbuffer, type WebGLTexture } from '../webgl/objects.ts';
import { TextureReadMethods4 } from './texture-read-methods.ts';
import { layered, type TexelBox } from './texture-upload-methods.ts';

/** Targets that may show what was allocated for a target. @source OpenGL 4.3, table 8.21 */
const viewTargets = new Map<number, readonly number[]>([
  [GL4.TEXTURE_1D, [GL4.TEXTURE_1D, GL4.TEXTURE_1D_ARRAY]],
  [GL4.TEXTURE_1D_ARRAY, [GL4.TEXTURE_1D, GL4.TEXTURE_1D_ARRAY]],
  [GL4.TEXTURE_2D, [GL4.TEXTURE_2D, GL4.TEXTURE_2D_ARRAY]],
  [GL4.TEXTURE_3D, [GL4.TEXTURE_3D]],
  [GL4.TEXTURE_RECTANGLE, [GL4.TEXTURE_RECTANGLE]],
  [GL4.TEXTURE_2D_MULTISAMPLE, [GL4.TEXTURE_2D_MULTISAMPLE, GL4.TEXTURE_2D_MULTISAMPLE_ARRAY]],
  [GL4.TEXTURE_2D_MULTISAMPLE_ARRAY, [GL4.TEXTURE_2D_MULTISAMPLE, GL4.TEXTURE_2D_MULTISAMPLE_ARRAY]],
]);
const cubeTargets = [GL4.TEXTURE_2D, GL4.TEXTURE_2D_ARRAY, GL4.TEXTURE_CUBE_MAP, GL4.TEXTURE_CUBE_MAP_ARRAY];
for (const t of [GL4.TEXTURE_2D_ARRAY, GL4.TEXTURE_CUBE_MAP, GL4.TEXTURE_CUBE_MAP_ARRAY]) viewTargets.set(t, cubeTargets);

const roundUp = (size: number, step: number): number => Math.ceil(size / step) * step;

/** Copies between textures, clears of them, and views. */
export class TextureCopyMethods4 extends TextureReadMethods4 {
  copyTexImage1D(target: number, level: number, internalformat: number, x: number, y: number, width: number, border: number): void {
    this.#copyImage(target, 1, level, internalformat, x, y, width, 1, border, 'copyTexImage1D');
  }

  override copyTexImage2D(
    target: number,
    level: number,
    internalformat: number,
    x: number,
    y: number,
    width: number,
    height: number,
    border: number,
  ): void {
    this.#copyImage(target, 2, level, internalformat, x, y, width, height, border, 'copyTexImage2D');
  }

  #copyImage(
    target: number,
    dimensions: 1 | 2,
    level: number,
    internalformat: number,
    x: number,
    y: number,
    width: number,
    height: number,
    border: number,
    method: string,
  ): void {
    if (this.isLost()) return;
    const place = this.placeOf(target, dimensions, method);
    if (place === null) return;
    const stored = this.core.caps.stored(sizedFormat(internalformat, 0));
    if (stored === null || stored.internal.block !== null) return this.fail(GL4.INVALID_ENUM, method);
    if (!this.isSize(target, level, width, height, 1, method)) return;
    if (border !== 0) return this.fail(GL4.INVALID_VALUE, method);
    const kind = classOf(stored.internal);
    const image = this.imageFor(kind === 'depth' ? GL4.DEPTH_COMPONENT : kind === 'both' ? GL4.DEPTH_STENCIL : GL4.RGBA, method);
    const texture = image === null ? null : this.targetTexture(place.bindTarget, method);
    if (image === null || texture === null) return;
    const from = classOf(image.format.internal);
    const legal = kind === 'depth' ? from === 'depth' || from === 'both' : kind === from;
    if (!legal || texture.object.immutableLevels > 0) return this.fail(GL4.INVALID_OPERATION, method);
    const box = layered(target, { x: 0, y: 0, z: 0, width, height, depth: 1 });
    const named = isUnsized(internalformat) ? stored.internal.id : internalformat;
    const made = texture.object.define(place.face, level, stored, named, box.width, box.height, box.depth);
    if (made === null) return;
    if (x < 0 || y < 0 || x + width > image.width || y + height > image.height) this.clearImage(made);
    this.#copyRows(target, image, x, y, width, height, made, 0, 0, 0);
    texture.object.touch();
  }

  copyTexSubImage1D(target: number, level: number, xoffset: number, x: number, y: number, width: number): void {
    this.#copyPart(target, 1, level, xoffset, 0, 0, x, y, width, 1, 'copyTexSubImage1D');
  }

  override copySub(
    target: number,
    level: number,
    toX: number,
    toY: number,
    toZ: number,
    x: number,
    y: number,
    width: number,
    height: number,
    is3d: boolean,
    method: string,
  ): void {
    this.#copyPart(target, is3d ? 3 : 2, level, toX, toY, toZ, x, y, width, height, method);
  }

  #copyPart(
    target: number,
    dimensions: 1 | 2 | 3,
    level: number,
    toX: number,
    toY: number,
    toZ: number,
    x: number,
    y: number,
    width: number,
    height: number,
    method: string,
  ): void {
    if (this.isLost()) return;
    const place = this.placeOf(target, dimensions, method);
    const texture = place === null ? null : this.targetTexture(place.bindTarget, method);
    if (place === null || texture === null) return;
    const box = { x: toX, y: toY, z: toZ, width, height, depth: 1 };
    const to = this.partOf(texture.object, place.face, level, layered(target, box), method);
    if (to === null) return;
    const kind = classOf(to.format.internal);
    const image = this.imageFor(kind === 'depth' ? GL4.DEPTH_COMPONENT : kind === 'both' ? GL4.DEPTH_STENCIL : GL4.RGBA, method);
    if (image === null) return;
    const from = classOf(image.format.internal);
    const legal = kind === 'depth' ? from === 'depth' || from === 'both' : kind === from;
    if (!legal || to.format.internal.block !== null) return this.fail(GL4.INVALID_OPERATION, method);
    this.#copyRows(target, image, x, y, width, height, to, toX, toY, toZ);
  }

  #copyRows(
    target: number,
    image: AttachedImage,
    x: number,
    y: number,
    width: number,
    height: number,
    to: TextureImage,
    toX: number,
    toY: number,
    toZ: number,
  ): void {
    if (target !== GL4.TEXTURE_1D_ARRAY) return this.copyPixels(image, x, y, width, height, to, toX, toY, toZ);
    for (let row = 0; row < height; row++) this.copyPixels(image, x, y + row, width, 1, to, toX, 0, toY + row);
  }

  /** @internal Copies the part of a rectangle that lies in an image. */
  copyPixels(
    image: AttachedImage,
    x: number,
    y: number,
    width: number,
    height: number,
    to: TextureImage,
    toX: number,
    toY: number,
    toZ: number,
  ): void {
    const left = Math.max(0, x);
    const bottom = Math.max(0, y);
    const w = Math.min(x + width, image.width) - left;
    const h = Math.min(y + height, image.height) - bottom;
    if (w <= 0 || h <= 0) return;
    const [atX, atY, layer] = [toX + left - x, toY + bottom - y, to.layer + toZ];
    const kind = classOf(to.format.internal);
    if (kind === 'color' || kind === 'integer' || to.format.pipe === image.format.pipe) {
      return copyToTexture(this.core, image, left, bottom, w, h, to.storage, to.level, atX, atY, layer);
    }
    const { raster } = this.core;
    const { scissorEnabled } = raster;
    raster.scissorEnabled = false;
    const target = {
      storage: to.storage,
      level: to.level,
      layer,
      width: to.width,
      height: to.height,
      samples: 0,
      format: to.format,
      layers: 1,
    };
    const corners = (cx: number, cy: number): { x0: number; y0: number; x1: number; y1: number } => ({
      x0: cx,
      y0: cy,
      x1: cx + w,
      y1: cy + h,
    });
    blit(this.core, image, corners(left, bottom), target, corners(atX, atY), kind === 'depth' ? PipeMask.Z : PipeMask.ZS, false);
    raster.scissorEnabled = scissorEnabled;
  }

  /** Copies texels bit by bit between textures and renderbuffers. */
  copyImageSubData(
    source: WebGLTexture | WebGLRenderbuffer,
    srcTarget: number,
    srcLevel: number,
    srcX: number,
    srcY: number,
    srcZ: number,
    destination: WebGLTexture | WebGLRenderbuffer,
    dstTarget: number,
    dstLevel: number,
    dstX: number,
    dstY: number,
    dstZ: number,
    width: number,
    height: number,
    depth: number,
  ): void {
    const method = 'copyImageSubData';
    if (this.isLost()) return;
    const from = this.#copyEnd(source, srcTarget, srcLevel, method);
    const to = from === null ? null : this.#copyEnd(destination, dstTarget, dstLevel, method);
    if (from === null || to === null) return;
    const sameSize = from.format.bytes === to.format.bytes;
    const samples = Math.max(1, from.storage.shape.samples) === Math.max(1, to.storage.shape.samples);
    if (!sameSize || !samples) return this.fail(GL4.INVALID_OPERATION, method);
    // Blocks count as texels where the other side has texels.
    const scale = (size: number, mine: number, other: number): number => Math.ceil(size / mine) * other;
    const toWidth = scale(width, from.format.blockWidth, to.format.blockWidth);
    const toHeight = scale(height, from.format.blockHeight, to.format.blockHeight);
    const inside = (image: typeof from, x: number, y: number, z: number, w: number, h: number): boolean =>
      x >= 0 &&
      y >= 0 &&
      z >= 0 &&
      x + w <= roundUp(image.width, image.format.blockWidth) &&
      y + h <= roundUp(image.height, image.format.blockHeight) &&
      z + depth <= image.layers;
    const legal =
      width >= 0 &&
      height >= 0 &&
      depth >= 0 &&
      inside(from, srcX, srcY, srcZ, width, height) &&
      inside(to, dstX, dstY, dstZ, toWidth, toHeight);
    if (!legal) return this.fail(GL4.INVALID_VALUE, method);
    if (width === 0 || height === 0) return;
    const { stream } = this.core;
    for (let z = 0; z < depth; z++) {
      stream.at = encodeResourceCopyRegion(stream.words, stream.floats, stream.room(14), {
        dstResHandle: to.storage.resource,
        dstLevel: to.level,
        dstX,
        dstY,
        dstZ: to.layer + dstZ + z,
        srcResHandle: from.storage.resource,
        srcLevel: from.level,
        srcX,
        srcY,
        srcZ: from.layer + srcZ + z,
        srcW: width,
        srcH: height,
        srcD: 1,
      });
    }
  }

  #copyEnd(object: WebGLTexture | WebGLRenderbuffer, target: number, level: number, method: string): AttachedImage | null {
    const fail = (error: number): null => {
      this.fail(error, method);
      return null;
    };
    if (object == null || object.owner !== this.era || object.object.deleted) return fail(GL4.INVALID_VALUE);
    if (object instanceof WebGLRenderbuffer) {
      if (target !== GL4.RENDERBUFFER) return fail(GL4.INVALID_ENUM);
      if (level !== 0) return fail(GL4.INVALID_VALUE);
      return attachedImage({ renderbuffer: object.object, texture: null, face: 0, level: 0, layer: 0 }) ?? fail(GL4.INVALID_OPERATION);
    }
    const texture = object.object;
    if (texture.target !== target || target === GL4.TEXTURE_BUFFER) return fail(GL4.INVALID_ENUM);
    const image = texture.image(0, level);
    if (image === undefined) return fail(GL4.INVALID_VALUE);
    if (texture.isCube && texture.part === null) texture.gather(level, level);
    return attachedImage({ renderbuffer: null, texture, face: 0, level, layer: 0, layered: true });
  }

  /** Makes a texture, which was never bound, show a part of another one, in another format of the same size. */
  textureView(
    texture: WebGLTexture,
    target: number,
    origtexture: WebGLTexture,
    internalformat: number,
    minlevel: number,
    numlevels: number,
    minlayer: number,
    numlayers: number,
  ): void {
    const method = 'textureView';
    if (this.isLost()) return;
    if (!this.exists(texture) || !this.exists(origtexture)) return this.fail(GL4.INVALID_VALUE, method);
    const of = origtexture.object;
    const format = this.core.caps.stored(internalformat);
    if (!(viewTargets.get(of.target)?.includes(target) ?? false)) return this.fail(GL4.INVALID_OPERATION, method);
    if (of.immutableLevels === 0 || texture.object.target !== 0 || format === null) return this.fail(GL4.INVALID_OPERATION, method);
    const own = of.image(0, 0)!.format;
    const alike = own.bytes === format.bytes && (own.internal.block === null) === (format.internal.block === null);
    const fixed = classOf(own.internal) !== 'color' && classOf(own.internal) !== 'integer' && own.internal.id !== internalformat;
    if (!alike || fixed) return this.fail(GL4.INVALID_OPERATION, method);
    const allLayers = of.isCube ? 6 : of.isArray ? of.image(0, 0)!.depth : 1;
    const levels = Math.min(numlevels, of.immutableLevels - minlevel);
    const layers = Math.min(numlayers, allLayers - minlayer);
    if (minlevel < 0 || minlayer < 0 || levels < 1 || layers < 1) return this.fail(GL4.INVALID_VALUE, method);
    const single = target === GL4.TEXTURE_1D || target === GL4.TEXTURE_2D || target === GL4.TEXTURE_3D || target === GL4.TEXTURE_RECTANGLE;
    const wrong =
      (single && numlayers !== 1) ||
      (target === GL4.TEXTURE_CUBE_MAP && layers !== 6) ||
      (target === GL4.TEXTURE_CUBE_MAP_ARRAY && layers % 6 !== 0);
    if (wrong) return this.fail(GL4.INVALID_VALUE, method);
    texture.object.target = target;
    texture.object.showPart(of, format, internalformat, minlevel, levels, minlayer, layers);
  }

  /** Fills a level with a texel; null means zeros. */
  clearTexImage(texture: WebGLTexture, level: number, format: number, type: number, data: ArrayBufferView | null): void {
    this.#clearTexels(texture, level, null, format, type, data, 'clearTexImage');
  }

  clearTexSubImage(
    texture: WebGLTexture,
    level: number,
    x: number,
    y: number,
    z: number,
    width: number,
    height: number,
    depth: number,
    format: number,
    type: number,
    data: ArrayBufferView | null,
  ): void {
    this.#clearTexels(texture, level, { x, y, z, width, height, depth }, format, type, data, 'clearTexSubImage');
  }

  #clearTexels(
    texture: WebGLTexture,
    level: number,
    part: TexelBox | null,
    format: number,
    type: number,
    data: ArrayBufferView | null,
    method: string,
  ): void {
    if (this.isLost()) return;
    if (!this.exists(texture) || texture.object.target === GL4.TEXTURE_BUFFER || !this.core.caps.has(CapBit.CLEAR_TEXTURE)) {
      return this.fail(GL4.INVALID_OPERATION, method);
    }
    const { object } = texture;
    const image = object.image(0, level);
    const error = pixelError(format, type);
    if (error !== 0) return this.fail(error, method);
    const layout = image?.format.layout ?? null;
    if (image === undefined || layout === null || !converts(format, image.format.internal, false))
      return this.fail(GL4.INVALID_OPERATION, method);
    const from = clientLayout(format, type)!;
    const bytes = data === null ? null : bytesOfRange(data, 0, 0);
    if (bytes !== null && bytes.length < from.bytes) return this.fail(GL4.INVALID_OPERATION, method);
    const texel = new Uint8Array(16);
    if (bytes !== null) {
      const numbers = new Float64Array([0, 0, 0, 1]);
      from.decode(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, numbers);
      layout.encode(new DataView(texel.buffer), 0, numbers);
    }
    if (object.isCube) object.gather(level, level);
    const depth = object.isCube ? 6 : image.depth;
    const box = layered(object.target, part ?? { x: 0, y: 0, z: 0, width: image.width, height: image.height, depth });
    const whole = part === null ? { x: 0, y: 0, z: 0, width: image.width, height: image.height, depth } : box;
    const inside =
      whole.x >= 0 &&
      whole.y >= 0 &&
      whole.z >= 0 &&
      whole.x + whole.width <= image.width &&
      whole.y + whole.height <= image.height &&
      whole.z + whole.depth <= depth;
    if (!inside) return this.fail(GL4.INVALID_OPERATION, method);
    const at = object.image(0, level)!;
    const { stream } = this.core;
    stream.at = encodeClearTexture(stream.words, stream.floats, stream.room(13), {
      handle: at.storage.resource,
      level: at.level,
      x: whole.x,
      y: whole.y,
      z: at.layer + whole.z,
      w: whole.width,
      h: whole.height,
      d: whole.depth,
      data: [...new Uint32Array(texel.buffer)],
    });
    this.core.dirty.mark(Dirty.TEXTURES);
  }

  invalidateTexImage(texture: WebGLTexture, level: number): void {
    if (this.isLost()) return;
    if (!this.exists(texture) || level < 0 || level > 31) this.fail(GL4.INVALID_VALUE, 'invalidateTexImage');
  }

  invalidateTexSubImage(texture: WebGLTexture, level: number): void {
    this.invalidateTexImage(texture, level);
  }
}
