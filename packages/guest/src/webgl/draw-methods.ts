import { clientLayout } from '../formats/layout.ts';
import { GL } from '../gl-constants.ts';
import { attachedImage, type AttachedImage } from '../objects/framebuffer.ts';
import { copyToTexture } from '../ops/blits.ts';
import { Clearer } from '../ops/clear.ts';
import { clientImage, downloadPixels, uploadPixels } from '../ops/pixels.ts';
import { resolvedColor } from '../state/default-framebuffer.ts';
import { Dirty } from '../state/dirty.ts';
import type { DrawCall } from '../state/pipeline.ts';
import { checkArrays, checkBlocks, checkOutputs, checkTextures, hasLooseArray, leastVertices } from '../validate/draws.ts';
import { arrayTypeOf, copyFormat } from '../validate/texture-formats.ts';
import { arrayName, bytesOfRange } from './bytes.ts';
import { FramebufferMethods } from './framebuffer-methods.ts';

/** Vertices of a draw that hosts take: beyond that they would lose the context. */
const MOST_VERTICES = 2 ** 26;

const clearWords = new Uint32Array(4);
const clearFloats = new Float32Array(clearWords.buffer);

/** Clears, draws, and pixels that come back. */
export class DrawMethods extends FramebufferMethods {
  /** @internal */
  declare clearer: Clearer | null;

  clear(mask: number): void {
    if (this.isLost()) return;
    if ((mask & ~(GL.COLOR_BUFFER_BIT | GL.DEPTH_BUFFER_BIT | GL.STENCIL_BUFFER_BIT)) !== 0) return this.fail(GL.INVALID_VALUE, 'clear');
    if (!this.isComplete(true, 'clear')) return;
    const { raster, drawFramebuffer } = this.core;
    if (raster.rasterizerDiscard) return;
    let colors = 0;
    if (mask & GL.COLOR_BUFFER_BIT) {
      for (let i = 0; i < drawFramebuffer.colors.length; i++) {
        const attachment = drawFramebuffer.colors[i];
        if (attachment == null || drawFramebuffer.drawBuffers[i] === GL.NONE) continue;
        const kind = attachedImage(attachment)?.format.internal.kind;
        if (kind === 'int' || kind === 'uint') return this.fail(GL.INVALID_OPERATION, 'clear');
        colors |= 1 << i;
      }
      clearFloats.set(raster.clearColor);
    }
    this.clearBuffers(
      colors,
      clearWords,
      mask & GL.DEPTH_BUFFER_BIT ? raster.clearDepth : null,
      mask & GL.STENCIL_BUFFER_BIT ? raster.clearStencil & 255 : null,
    );
  }

  /** @internal */
  clearBuffers(colors: number, color: Uint32Array, depth: number | null, stencil: number | null): void {
    this.clearer ??= new Clearer(this.core);
    this.clearer.clear({ colors, color, depth, stencil });
  }

  /** @internal Whether the draw or read framebuffer is complete; an error otherwise. */
  isComplete(draw: boolean, method: string): boolean {
    const { core } = this;
    const status = draw ? this.statusOf(core.drawFramebuffer, this.drawTarget) : this.statusOf(core.readFramebuffer, this.readTarget);
    if (status === GL.FRAMEBUFFER_COMPLETE) return true;
    this.fail(GL.INVALID_FRAMEBUFFER_OPERATION, method);
    return false;
  }

  drawArrays(mode: number, first: number, count: number): void {
    this.drawVertices(mode, first, count, 1, false, 'drawArrays');
  }

  drawElements(mode: number, count: number, type: number, offset: number): void {
    this.drawIndices(mode, count, type, offset, 1, false, 'drawElements');
  }

  /** @internal */
  drawVertices(mode: number, first: number, count: number, instances: number, instanced: boolean, method: string, baseInstance = 0): void {
    if (this.isLost()) return;
    mode >>>= 0;
    first |= 0;
    count |= 0;
    if (!(mode >= GL.POINTS && mode <= GL.TRIANGLE_FAN)) return this.fail(GL.INVALID_ENUM, method);
    if (first < 0 || count < 0 || instances < 0) return this.fail(GL.INVALID_VALUE, method);
    if (first + count - 1 > 0x7fffffff) return this.fail(GL.INVALID_OPERATION, method);
    if (!this.mayDraw(mode, count === 0 ? 0 : first + count, instanced ? instances : 0, method, baseInstance)) return;
    if (!this.feeds(mode, count, instances, method)) return;
    if (count * Math.max(1, instances) > MOST_VERTICES || first > 0x7fffffff - MOST_VERTICES) return this.fail(GL.OUT_OF_MEMORY, method);
    if (count < leastVertices(mode) || instances === 0) return;
    this.core.pipeline.draw({
      mode,
      first,
      count,
      instances,
      indexSize: 0,
      indexOffset: 0,
      indexBuffer: null,
      baseVertex: 0,
      baseInstance,
      restart: false,
    });
  }

  /** @internal */
  drawIndices(
    mode: number,
    count: number,
    type: number,
    offset: number,
    instances: number,
    instanced: boolean,
    method: string,
    baseVertex = 0,
    baseInstance = 0,
  ): void {
    if (this.isLost()) return;
    mode >>>= 0;
    count |= 0;
    if (!(mode >= GL.POINTS && mode <= GL.TRIANGLE_FAN)) return this.fail(GL.INVALID_ENUM, method);
    const wide = type === GL.UNSIGNED_INT && (this.version === 2 || this.has('oes_element_index_uint'));
    if (type !== GL.UNSIGNED_BYTE && type !== GL.UNSIGNED_SHORT && !wide) return this.fail(GL.INVALID_ENUM, method);
    if (count < 0 || offset < 0 || instances < 0) return this.fail(GL.INVALID_VALUE, method);
    const size = type === GL.UNSIGNED_BYTE ? 1 : type === GL.UNSIGNED_SHORT ? 2 : 4;
    const buffer = this.vao.object.elementBuffer;
    if (offset % size !== 0 || buffer === null) return this.fail(GL.INVALID_OPERATION, method);
    if (count > 0 && offset + count * size > buffer.size) return this.fail(GL.INVALID_OPERATION, method);
    if (this.feedbackRuns()) return this.fail(GL.INVALID_OPERATION, method);
    if (!this.mayDraw(mode, count === 0 ? 0 : -1, instanced ? instances : 0, method, baseInstance)) return;
    if (count < leastVertices(mode) || instances === 0) return;
    if (count * instances > MOST_VERTICES) return this.fail(GL.OUT_OF_MEMORY, method);
    const call: DrawCall = {
      mode,
      first: 0,
      count,
      instances,
      indexSize: size,
      indexOffset: offset,
      indexBuffer: buffer,
      baseVertex,
      baseInstance,
      restart: this.version === 2,
    };
    this.core.pipeline.draw(call);
  }

  /** @internal Whether everything that a draw needs is there; an error otherwise. */
  mayDraw(_mode: number, vertices: number, instances: number, method: string, baseInstance = 0): boolean {
    const { core } = this;
    const executable = core.program?.executable ?? null;
    let error = 0;
    if (executable === null || !core.program!.linked || hasLooseArray(core)) error = GL.INVALID_OPERATION;
    else if (core.dirty.bits & Dirty.FRAMEBUFFER && !this.isComplete(true, method)) return false;
    else if (!this.stencilFacesAgree() && core.raster.stencilTest && core.drawFramebuffer.stencil !== null) error = GL.INVALID_OPERATION;
    else {
      // What a check depends on is dirty until a draw has passed it.
      const { bits } = core.dirty;
      error = checkArrays(core, executable, vertices, instances, baseInstance);
      if (error === 0 && bits & (Dirty.TEXTURES | Dirty.FRAMEBUFFER | Dirty.PROGRAM)) error = checkTextures(core, executable);
      if (error === 0 && executable.linked.uniformBlocks.length > 0 && bits & Dirty.UNIFORM_BUFFERS) error = checkBlocks(core, executable);
      if (error === 0 && this.version === 2 && bits & (Dirty.FRAMEBUFFER | Dirty.PROGRAM | Dirty.BLEND)) {
        error = checkOutputs(core, executable);
      }
    }
    if (error !== 0) this.fail(error, method);
    return error === 0;
  }

  /** @internal Whether transform feedback lets a draw be, and has room for it; an error otherwise. */
  feeds(_mode: number, _count: number, _instances: number, _method: string): boolean {
    return true;
  }

  flush(): void {
    if (this.isLost()) return;
    this.core.flush();
    this.checkHost();
  }

  finish(): void {
    if (this.isLost()) return;
    this.core.flush();
    this.core.winsys.finish();
    this.checkHost();
  }

  /** @internal The image that is read from, without samples; null, with an error, when there is none. */
  readImage(method: string): AttachedImage | null {
    const { core } = this;
    if (!this.isComplete(false, method)) return null;
    const attachment = core.readFramebuffer.readAttachment;
    const image = attachment === null ? null : attachedImage(attachment);
    if (image === null) {
      this.fail(GL.INVALID_OPERATION, method);
      return null;
    }
    if (core.readFramebuffer.isDefault) {
      const { color, resolved } = core.defaultFramebuffer;
      const { format } = (resolved ?? color).storage!;
      return {
        // Resolved when it is read: the call may yet find a reason to do nothing.
        get storage() {
          return resolvedColor(core, core.defaultFramebuffer);
        },
        level: 0,
        layer: 0,
        width: image.width,
        height: image.height,
        samples: 0,
        format,
        layers: 1,
      };
    }
    if (image.samples > 0) {
      this.fail(GL.INVALID_OPERATION, method);
      return null;
    }
    return image;
  }

  readPixels(
    x: number,
    y: number,
    width: number,
    height: number,
    format: number,
    type: number,
    target: ArrayBufferView | number | null,
    offset = 0,
  ): void {
    if (this.isLost()) return;
    this.checkHost();
    const method = 'readPixels';
    const { pixelPack } = this.core.buffers;
    if (pixelPack !== null ? typeof target !== 'number' : typeof target === 'number') return this.fail(GL.INVALID_OPERATION, method);
    if (target === null || target === undefined) return this.fail(GL.INVALID_VALUE, method);
    const image = this.readImage(method);
    if (image === null) return;
    if (width < 0 || height < 0) return this.fail(GL.INVALID_VALUE, method);
    const error = this.readError(image, format, type);
    if (error !== 0) return this.fail(error, method);
    const layout = clientLayout(format, type)!;
    const client = clientImage(this.core.pack, layout.bytes, width, height, 1, false);
    const { pack } = this.core;
    if (pack.skipPixels + width > (pack.rowLength > 0 ? pack.rowLength : width)) return this.fail(GL.INVALID_OPERATION, method);
    if (typeof target === 'number') {
      const bound = this.bound.get(GL.PIXEL_PACK_BUFFER);
      if (bound != null && this.isFeeding(bound, GL.PIXEL_PACK_BUFFER)) return this.fail(GL.INVALID_OPERATION, method);
      if (target < 0) return this.fail(GL.INVALID_VALUE, method);
      if (target + client.end > pixelPack!.size) return this.fail(GL.INVALID_OPERATION, method);
      const bytes = new Uint8Array(client.end);
      if (client.end > 0) pixelPack!.read(target, bytes);
      this.#read(image, x, y, width, height, format, type, bytes, client);
      pixelPack!.write(target, bytes);
      return;
    }
    if (!ArrayBuffer.isView(target)) throw new TypeError('readPixels: not an array view');
    if (!arrayTypeOf(type).includes(arrayName(target))) return this.fail(GL.INVALID_OPERATION, method);
    const bytes = bytesOfRange(target, offset, 0);
    if (bytes === null) return this.fail(GL.INVALID_VALUE, method);
    if (bytes.length < client.end) return this.fail(GL.INVALID_OPERATION, method);
    this.#read(image, x, y, width, height, format, type, bytes, client);
    this.checkHost();
  }

  /** @internal Error of a format and type to read an image as, 0 when they may. */
  readError(image: AttachedImage, format: number, type: number): number {
    const { kind } = image.format.internal;
    const [ownFormat, ownType] = this.readFormat(image);
    if (format === ownFormat && type === ownType && clientLayout(format, type) !== null) return 0;
    const known = clientLayout(format, type) !== null;
    const enums = [
      GL.RGBA,
      GL.RGB,
      GL.ALPHA,
      GL.RED,
      GL.RG,
      GL.RED_INTEGER,
      GL.RG_INTEGER,
      GL.RGB_INTEGER,
      GL.RGBA_INTEGER,
    ] as readonly number[];
    const first = [GL.ALPHA, GL.RGB, GL.RGBA] as readonly number[];
    if (!(this.version === 2 ? enums : first).includes(format)) return GL.INVALID_ENUM;
    if (arrayTypeOf(type).length === 0 || type === GL.UNSIGNED_INT_24_8) return GL.INVALID_ENUM;
    if (!known) return GL.INVALID_OPERATION;
    const legal =
      kind === 'int'
        ? format === GL.RGBA_INTEGER && type === GL.INT
        : kind === 'uint'
          ? format === GL.RGBA_INTEGER && type === GL.UNSIGNED_INT
          : kind === 'float'
            ? format === GL.RGBA && (type === GL.FLOAT || (this.version === 1 && type === GL.UNSIGNED_BYTE))
            : format === GL.RGBA && type === GL.UNSIGNED_BYTE;
    return legal ? 0 : GL.INVALID_OPERATION;
  }

  /** @internal The format and type that an image is read as most easily. */
  readFormat(image: AttachedImage): readonly [format: number, type: number] {
    const { internal } = image.format;
    const integer = internal.kind === 'int' || internal.kind === 'uint';
    const formats = integer
      ? [GL.RED_INTEGER, GL.RG_INTEGER, GL.RGBA_INTEGER, GL.RGBA_INTEGER]
      : [GL.RED, GL.RG, this.version === 1 ? GL.RGB : GL.RGBA, GL.RGBA];
    const at = internal.base === GL.RED ? 0 : internal.base === GL.RG ? 1 : internal.base === GL.RGB ? 2 : 3;
    const { r } = internal.bits;
    let type: number = GL.UNSIGNED_BYTE;
    if (internal.id === GL.RGB10_A2) type = GL.UNSIGNED_INT_2_10_10_10_REV;
    else if (internal.id === GL.RGB10_A2UI) type = GL.UNSIGNED_INT_2_10_10_10_REV;
    else if (internal.kind === 'float') type = r === 16 ? (this.version === 2 ? GL.HALF_FLOAT : 0x8d61) : GL.FLOAT;
    else if (internal.kind === 'int') type = r === 8 ? GL.BYTE : r === 16 ? GL.SHORT : GL.INT;
    else if (internal.kind === 'uint') type = r === 8 ? GL.UNSIGNED_BYTE : r === 16 ? GL.UNSIGNED_SHORT : GL.UNSIGNED_INT;
    return [formats[at]!, type];
  }

  #read(
    image: AttachedImage,
    x: number,
    y: number,
    width: number,
    height: number,
    format: number,
    type: number,
    bytes: Uint8Array,
    client: ReturnType<typeof clientImage>,
  ): void {
    const left = Math.max(0, x);
    const bottom = Math.max(0, y);
    const w = Math.min(x + width, image.width) - left;
    const h = Math.min(y + height, image.height) - bottom;
    if (w <= 0 || h <= 0) return;
    const start = client.start + (bottom - y) * client.rowStride + (left - x) * client.texelBytes;
    const box = { level: image.level, x: left, y: bottom, z: image.layer, width: w, height: h, depth: 1 };
    const { stream, readFramebuffer } = this.core;
    downloadPixels(stream, image.storage.resource, image.format, box, format, type, bytes, { ...client, start }, readFramebuffer.opaque);
  }

  copyTexImage2D(
    target: number,
    level: number,
    internalformat: number,
    x: number,
    y: number,
    width: number,
    height: number,
    border: number,
  ): void {
    if (this.isLost()) return;
    const method = 'copyTexImage2D';
    // What a program hands over may be text: numbers are wanted beyond.
    width |= 0;
    height |= 0;
    const place = this.faceOf(target, false, method);
    const texture = place === null ? null : this.targetTexture(place.bindTarget, method);
    if (place === null || texture === null) return;
    const known = this.#copyTarget(internalformat);
    if (known !== 0) return this.fail(known, method);
    if (!this.isSize(target, level, width, height, 1, method)) return;
    if (border !== 0) return this.fail(GL.INVALID_VALUE, method);
    const image = this.readImage(method);
    if (image === null) return;
    const stored = this.core.caps.stored(copyFormat(internalformat, image.format.internal));
    if (texture.object.immutableLevels > 0 || stored === null) return this.fail(GL.INVALID_OPERATION, method);
    const error = this.copyError(image, internalformat, stored.internal.id);
    if (error !== 0) return this.fail(error, method);
    if (this.#readsItself(texture.object, place.face, level, 0)) return this.fail(GL.INVALID_OPERATION, method);
    const made = texture.object.define(place.face, level, stored, internalformat, width, height, 1);
    if (made === null) return;
    if (x < 0 || y < 0 || x + width > image.width || y + height > image.height) this.clearImage(made);
    this.copyInto(image, x, y, width, height, made, 0, 0, 0);
    texture.object.touch();
  }

  copyTexSubImage2D(
    target: number,
    level: number,
    xoffset: number,
    yoffset: number,
    x: number,
    y: number,
    width: number,
    height: number,
  ): void {
    this.copySub(target, level, xoffset, yoffset, 0, x, y, width, height, false, 'copyTexSubImage2D');
  }

  /** @internal */
  copySub(
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
    if (this.isLost()) return;
    const place = this.faceOf(target, is3d, method);
    const texture = place === null ? null : this.targetTexture(place.bindTarget, method);
    if (place === null || texture === null) return;
    const to = this.subImage(texture.object, place.face, level, toX, toY, toZ, width, height, 1, method);
    if (to === null) return;
    const image = this.readImage(method);
    if (image === null) return;
    const error = this.copyError(image, to.internalFormat, to.format.internal.id);
    if (error !== 0 || to.format.internal.block !== null) return this.fail(GL.INVALID_OPERATION, method);
    if (this.#readsItself(texture.object, place.face, level, toZ)) return this.fail(GL.INVALID_OPERATION, method);
    this.copyInto(image, x, y, width, height, to, toX, toY, toZ);
  }

  #copyTarget(internalformat: number): number {
    const unsized = [GL.ALPHA, GL.LUMINANCE, GL.LUMINANCE_ALPHA, GL.RGB, GL.RGBA] as readonly number[];
    if (unsized.includes(internalformat)) return 0;
    if (this.version === 1) return GL.INVALID_ENUM;
    const internal = this.core.caps.stored(internalformat)?.internal;
    return internal === undefined || internal.kind === 'depth' || internal.block !== null ? GL.INVALID_ENUM : 0;
  }

  /** @internal Error of copying an image into a format, 0 when it may. */
  copyError(image: AttachedImage, named: number, storedAs: number): number {
    const from = image.format.internal;
    const to = this.core.caps.stored(storedAs)!.internal;
    if (to.kind === 'depth') return GL.INVALID_OPERATION;
    const alphaOfOpaque = this.core.readFramebuffer.opaque || from.base === GL.RGB;
    const has = (base: number): string =>
      ({
        [GL.RED]: 'r',
        [GL.RG]: 'rg',
        [GL.RGB]: 'rgb',
        [GL.RGBA]: 'rgba',
        [GL.LUMINANCE]: 'r',
        [GL.ALPHA]: 'a',
        [GL.LUMINANCE_ALPHA]: 'ra',
      })[base] ?? '';
    const offered = alphaOfOpaque ? 'rgb' : has(from.base);
    if (![...has(to.base)].every((c) => offered.includes(c))) return GL.INVALID_OPERATION;
    if (named === GL.RGB9_E5) return GL.INVALID_OPERATION;
    const kindOf = (kind: string): string => (kind === 'int' || kind === 'uint' || kind === 'float' ? kind : 'norm');
    if (kindOf(from.kind) !== kindOf(to.kind)) return GL.INVALID_OPERATION;
    if (this.version === 2 && from.srgb !== to.srgb) return GL.INVALID_OPERATION;
    return 0;
  }

  #readsItself(texture: object, face: number, level: number, layer: number): boolean {
    const a = this.core.readFramebuffer.readAttachment;
    return a !== null && a.texture === texture && a.level === level && a.face === face && a.layer === layer;
  }

  /** @internal Copies the part of a rectangle that lies in an image. */
  copyInto(
    image: AttachedImage,
    x: number,
    y: number,
    width: number,
    height: number,
    to: {
      readonly storage: AttachedImage['storage'];
      readonly level: number;
      readonly layer: number;
      readonly format: AttachedImage['format'];
    },
    toX: number,
    toY: number,
    toZ: number,
  ): void {
    const left = Math.max(0, x);
    const bottom = Math.max(0, y);
    const w = Math.min(x + width, image.width) - left;
    const h = Math.min(y + height, image.height) - bottom;
    if (w <= 0 || h <= 0) return;
    const { base } = to.format.internal;
    const [atX, atY, layer] = [toX + left - x, toY + bottom - y, to.layer + toZ];
    if (base !== GL.ALPHA && base !== GL.LUMINANCE_ALPHA) {
      copyToTexture(this.core, image, left, bottom, w, h, to.storage, to.level, atX, atY, layer);
      return;
    }
    // Alpha would have to move to another component, which no blit does: through memory.
    const { stream } = this.core;
    const rgba = new Uint8Array(w * h * 4);
    const tight = { texelBytes: 4, start: 0, rowStride: w * 4, layerStride: rgba.length, end: rgba.length };
    const box = { level: image.level, x: left, y: bottom, z: image.layer, width: w, height: h, depth: 1 };
    downloadPixels(
      stream,
      image.storage.resource,
      image.format,
      box,
      GL.RGBA,
      GL.UNSIGNED_BYTE,
      rgba,
      tight,
      this.core.readFramebuffer.opaque,
    );
    const count = base === GL.ALPHA ? 1 : 2;
    const bytes = new Uint8Array(w * h * count);
    for (let i = 0; i < w * h; i++) {
      if (count === 2) bytes[i * 2] = rgba[i * 4]!;
      bytes[i * count + count - 1] = rgba[i * 4 + 3]!;
    }
    const rows = { texelBytes: count, start: 0, rowStride: w * count, layerStride: bytes.length, end: bytes.length };
    const target = { level: to.level, x: atX, y: atY, z: layer, width: w, height: h, depth: 1 };
    const plain = { flipY: false, premultiply: false };
    uploadPixels(stream, to.storage.resource, to.format, target, base, GL.UNSIGNED_BYTE, bytes, rows, plain);
  }
}
