import { PipeMask } from '@virglass/protocol';
import type { InternalFormat } from '../formats/internal-formats.ts';
import { GL4 } from '../gl4-constants.ts';
import { attachedImage, type AttachedImage, type FramebufferObject } from '../objects/framebuffer.ts';
import { blit } from '../ops/blits.ts';
import { linearFormat } from '../state/emit-framebuffer.ts';
import { Dirty } from '../state/dirty.ts';
import { openglFramebufferStatus } from '../validate/opengl-framebuffers.ts';
import { sizedFormat } from '../validate/opengl-formats.ts';
import { WebGLTexture, type WebGLFramebuffer } from '../webgl/objects.ts';
import { ImageMethods4 } from './image-methods.ts';

const clearWords = new Uint32Array(4);
const clearFloats = new Float32Array(clearWords.buffer);
const clearInts = new Int32Array(clearWords.buffer);
type Kind = 'float' | 'int' | 'uint';

const clamp01 = (value: number): number => (value > 0 ? (value < 1 ? value : 1) : 0);

/** Buffers of the default framebuffer: there is one, whatever it is called. */
const isDefaultBuffer = (buffer: number): boolean =>
  (buffer >= GL4.FRONT_LEFT && buffer <= GL4.BACK_RIGHT) || (buffer >= GL4.FRONT && buffer <= GL4.FRONT_AND_BACK);
const isRight = (buffer: number): boolean => buffer === GL4.FRONT_RIGHT || buffer === GL4.BACK_RIGHT || buffer === GL4.RIGHT;

/** What a color buffer's numbers are to a program that clears or copies it. */
function kindOf(image: AttachedImage | null): Kind {
  const kind = image?.format.internal.kind;
  return kind === 'int' || kind === 'uint' ? kind : 'float';
}

/** Framebuffers and renderbuffers, clears and blits. */
export class FramebufferMethods4 extends ImageMethods4 {
  override colorRenderable(internal: InternalFormat, _named: number): boolean {
    if (internal.block !== null || internal.kind === 'depth' || internal.base === GL4.STENCIL_INDEX || internal.id === GL4.RGB9_E5)
      return false;
    return this.core.caps.stored(internal.id)?.renderable === true;
  }

  override statusOf(object: FramebufferObject, framebuffer: WebGLFramebuffer | null): number {
    if (framebuffer === null) return GL4.FRAMEBUFFER_COMPLETE;
    const stamp = object.stamp();
    const known = this.statuses.get(object);
    if (known?.stamp === stamp) return known.status;
    const bare = this.openglExtensions.has('GL_ARB_framebuffer_no_attachments');
    const status = openglFramebufferStatus(object, bare, (internal, named) => this.colorRenderable(internal, named));
    this.statuses.set(object, { stamp, status });
    return status;
  }

  override drawBuffers(buffers: Iterable<number>): void {
    const list = [...buffers];
    const { drawFramebuffer: framebuffer } = this.core;
    const method = 'drawBuffers';
    if (this.isLost()) return;
    if (list.length > this.limits.drawBuffers) return this.fail(GL4.INVALID_VALUE, method);
    const seen = new Set<number>();
    for (const buffer of list) {
      if (buffer === GL4.NONE) continue;
      const color = buffer >= GL4.COLOR_ATTACHMENT0 && buffer < GL4.COLOR_ATTACHMENT0 + 32;
      // Names that stand for several buffers are for `drawBuffer` alone.
      const single = (buffer >= GL4.FRONT_LEFT && buffer <= GL4.BACK_RIGHT) || (buffer === GL4.BACK && list.length === 1);
      if (!color && !isDefaultBuffer(buffer)) return this.fail(GL4.INVALID_ENUM, method);
      if (!color && !single) return this.fail(buffer === GL4.BACK ? GL4.INVALID_OPERATION : GL4.INVALID_ENUM, method);
      const mine = framebuffer.isDefault
        ? !color && !isRight(buffer)
        : color && buffer < GL4.COLOR_ATTACHMENT0 + this.limits.colorAttachments;
      if (!mine || seen.has(buffer)) return this.fail(GL4.INVALID_OPERATION, method);
      seen.add(buffer);
    }
    this.#setDraw(framebuffer, list);
  }

  drawBuffer(buffer: number): void {
    const { drawFramebuffer: framebuffer } = this.core;
    if (this.#isBuffer(framebuffer, buffer, 'drawBuffer')) this.#setDraw(framebuffer, [buffer]);
  }

  #setDraw(framebuffer: FramebufferObject, list: readonly number[]): void {
    framebuffer.drawBuffers = framebuffer.drawBuffers.map((_, i) => list[i] ?? GL4.NONE);
    framebuffer.version += 0x10000;
    this.core.dirty.mark(Dirty.FRAMEBUFFER);
  }

  override readBuffer(src: number): void {
    const { readFramebuffer: framebuffer } = this.core;
    if (src === GL4.FRONT_AND_BACK) return this.fail(GL4.INVALID_ENUM, 'readBuffer');
    if (this.#isBuffer(framebuffer, src, 'readBuffer')) framebuffer.readBuffer = src;
  }

  #isBuffer(framebuffer: FramebufferObject, buffer: number, method: string): boolean {
    if (this.isLost()) return false;
    const color = buffer >= GL4.COLOR_ATTACHMENT0 && buffer < GL4.COLOR_ATTACHMENT0 + 32;
    if (buffer !== GL4.NONE && !color && !isDefaultBuffer(buffer)) {
      this.fail(GL4.INVALID_ENUM, method);
      return false;
    }
    const mine =
      buffer === GL4.NONE ||
      (framebuffer.isDefault ? !color && !isRight(buffer) : color && buffer < GL4.COLOR_ATTACHMENT0 + this.limits.colorAttachments);
    if (!mine) this.fail(GL4.INVALID_OPERATION, method);
    return mine;
  }

  framebufferTexture(target: number, attachment: number, texture: WebGLTexture | null, level: number): void {
    this.#attachTexture(target, attachment, null, texture, level, 0, 'framebufferTexture');
  }

  framebufferTexture1D(target: number, attachment: number, textarget: number, texture: WebGLTexture | null, level: number): void {
    this.#attachTexture(target, attachment, [textarget], texture, level, 0, 'framebufferTexture1D');
  }

  override framebufferTexture2D(target: number, attachment: number, textarget: number, texture: WebGLTexture | null, level: number): void {
    this.#attachTexture(target, attachment, [textarget], texture, level, 0, 'framebufferTexture2D');
  }

  framebufferTexture3D(
    target: number,
    attachment: number,
    textarget: number,
    texture: WebGLTexture | null,
    level: number,
    layer: number,
  ): void {
    this.#attachTexture(target, attachment, [textarget], texture, level, layer, 'framebufferTexture3D');
  }

  override framebufferTextureLayer(target: number, attachment: number, texture: WebGLTexture | null, level: number, layer: number): void {
    this.#attachTexture(target, attachment, [], texture, level, layer, 'framebufferTextureLayer');
  }

  /** @param textargets - null: the whole level; empty: a layer of it; else the target that the program names */
  #attachTexture(
    target: number,
    attachment: number,
    textargets: readonly number[] | null,
    texture: WebGLTexture | null,
    level: number,
    layer: number,
    method: string,
  ): void {
    if (this.isLost()) return;
    const framebuffer = this.targetFramebuffer(target, method);
    if (framebuffer === undefined || !this.isPoint(attachment, method)) return;
    if (framebuffer === null) return this.fail(GL4.INVALID_OPERATION, method);
    if (texture == null) return this.attach(framebuffer, attachment, null, null);
    if (!(texture instanceof WebGLTexture) || !this.exists(texture))
      return this.fail(textargets === null ? GL4.INVALID_VALUE : GL4.INVALID_OPERATION, method);
    const { object } = texture;
    const textarget = textargets?.[0];
    let face = 0;
    let at = layer;
    if (textarget !== undefined) {
      const cube = textarget >= GL4.TEXTURE_CUBE_MAP_POSITIVE_X && textarget <= GL4.TEXTURE_CUBE_MAP_NEGATIVE_Z;
      if (cube) face = textarget - GL4.TEXTURE_CUBE_MAP_POSITIVE_X;
      if (object.target !== (cube ? GL4.TEXTURE_CUBE_MAP : textarget)) return this.fail(GL4.INVALID_OPERATION, method);
    } else if (textargets !== null) {
      const layered = object.target === GL4.TEXTURE_3D || object.isArray || (object.isCube && this.glVersion >= 45);
      if (!layered || object.target === 0) return this.fail(GL4.INVALID_OPERATION, method);
      if (layer < 0 || layer >= Math.max(this.limits.arrayLayers, this.limits.size3d)) return this.fail(GL4.INVALID_VALUE, method);
      if (object.isCube) [face, at] = [layer, 0];
    }
    if (object.target === GL4.TEXTURE_BUFFER) return this.fail(GL4.INVALID_OPERATION, method);
    if (!(level >= 0 && level <= Math.log2(this.limits.textureSize)) || (!object.hasLevels && level !== 0))
      return this.fail(GL4.INVALID_VALUE, method);
    // Layers lie in one storage: faces that were defined apart are brought together.
    if (
      textargets === null &&
      object.isCube &&
      object.immutableLevels === 0 &&
      level === object.effectiveBase &&
      object.completeLevels() !== null
    ) {
      object.gather(level, level);
    }
    const layered = textargets === null && (object.isArray || object.isCube || object.target === GL4.TEXTURE_3D);
    this.attach(framebuffer, attachment, texture, { renderbuffer: null, texture: object, face, level, layer: at, layered });
  }

  framebufferParameteri(target: number, pname: number, param: number): void {
    const method = 'framebufferParameteri';
    if (this.isLost()) return;
    const framebuffer = this.targetFramebuffer(target, method);
    if (framebuffer === undefined) return;
    if (framebuffer === null) return this.fail(GL4.INVALID_OPERATION, method);
    const { object } = framebuffer;
    const most = { [GL4.FRAMEBUFFER_DEFAULT_LAYERS]: this.limits.arrayLayers, [GL4.FRAMEBUFFER_DEFAULT_SAMPLES]: this.limits.samples }[
      pname
    ];
    if (param < 0 || param > (most ?? this.limits.textureSize)) return this.fail(GL4.INVALID_VALUE, method);
    switch (pname) {
      case GL4.FRAMEBUFFER_DEFAULT_WIDTH:
        object.defaultWidth = param;
        break;
      case GL4.FRAMEBUFFER_DEFAULT_HEIGHT:
        object.defaultHeight = param;
        break;
      case GL4.FRAMEBUFFER_DEFAULT_LAYERS:
        object.defaultLayers = param;
        break;
      case GL4.FRAMEBUFFER_DEFAULT_SAMPLES:
        object.defaultSamples = this.realSamples(param);
        break;
      case GL4.FRAMEBUFFER_DEFAULT_FIXED_SAMPLE_LOCATIONS:
        object.fixedSampleLocations = param !== 0;
        break;
      default:
        return this.fail(GL4.INVALID_ENUM, method);
    }
    object.version += 0x10000;
    this.core.dirty.mark(Dirty.FRAMEBUFFER);
  }

  getFramebufferParameter(target: number, pname: number): number | null {
    const method = 'getFramebufferParameter';
    const framebuffer = this.targetFramebuffer(target, method);
    if (framebuffer === undefined || this.isLost()) return null;
    const object = framebuffer?.object;
    if (object !== undefined) {
      switch (pname) {
        case GL4.FRAMEBUFFER_DEFAULT_WIDTH:
          return object.defaultWidth;
        case GL4.FRAMEBUFFER_DEFAULT_HEIGHT:
          return object.defaultHeight;
        case GL4.FRAMEBUFFER_DEFAULT_LAYERS:
          return object.defaultLayers;
        case GL4.FRAMEBUFFER_DEFAULT_SAMPLES:
          return object.defaultSamples;
        case GL4.FRAMEBUFFER_DEFAULT_FIXED_SAMPLE_LOCATIONS:
          return Number(object.fixedSampleLocations);
      }
    }
    this.fail(object === undefined ? GL4.INVALID_OPERATION : GL4.INVALID_ENUM, method);
    return null;
  }

  override getFramebufferAttachmentParameter(target: number, attachment: number, pname: number): unknown {
    const framebuffer = this.isLost() ? undefined : this.targetFramebuffer(target, 'getFramebufferAttachmentParameter');
    if (framebuffer != null && pname === GL4.FRAMEBUFFER_ATTACHMENT_LAYERED) {
      return framebuffer.attached.get(attachment)?.attachment.layered ?? false;
    }
    const named = isDefaultBuffer(attachment) ? GL4.BACK : attachment;
    return super.getFramebufferAttachmentParameter(target, framebuffer === null ? named : attachment, pname);
  }

  override setStorage(target: number, samples: number, internalformat: number, width: number, height: number, method: string): void {
    if (this.isLost()) return;
    if (target !== GL4.RENDERBUFFER) return this.fail(GL4.INVALID_ENUM, method);
    const { stream, caps, dirty } = this.core;
    const stored = caps.stored(sizedFormat(internalformat, 0));
    if (stored === null || !stored.renderable || stored.internal.block !== null) return this.fail(GL4.INVALID_ENUM, method);
    const most = this.limits.renderbufferSize;
    const sized = width >= 0 && height >= 0 && width <= most && height <= most;
    if (!sized || samples < 0) return this.fail(GL4.INVALID_VALUE, method);
    if (this.renderbuffer === null) return this.fail(GL4.INVALID_OPERATION, method);
    if (samples > this.limits.samples) return this.fail(GL4.INVALID_VALUE, method);
    const real = stored.multisample ? this.realSamples(samples) : 0;
    this.renderbuffer.object.allocate(stream, caps, stored, internalformat, real, width, height);
    dirty.mark(Dirty.FRAMEBUFFER);
  }

  override clear(mask: number): void {
    if (this.isLost()) return;
    if ((mask & ~(GL4.COLOR_BUFFER_BIT | GL4.DEPTH_BUFFER_BIT | GL4.STENCIL_BUFFER_BIT)) !== 0)
      return this.fail(GL4.INVALID_VALUE, 'clear');
    if (!this.isComplete(true, 'clear')) return;
    const { raster, drawFramebuffer } = this.core;
    if (raster.rasterizerDiscard) return;
    let colors = 0;
    if (mask & GL4.COLOR_BUFFER_BIT) {
      clearFloats.set(raster.clearColor);
      for (let i = 0; i < drawFramebuffer.drawBuffers.length; i++) if (drawFramebuffer.drawn(i) !== null) colors |= 1 << i;
    }
    const depth = mask & GL4.DEPTH_BUFFER_BIT ? raster.clearDepth : null;
    this.clearBuffers(colors, clearWords, depth, mask & GL4.STENCIL_BUFFER_BIT ? raster.clearStencil & 255 : null);
  }

  override clearBufferfv(buffer: number, drawbuffer: number, values: ArrayLike<number>, srcOffset = 0): void {
    const method = 'clearBufferfv';
    if (!this.#mayClear(buffer, drawbuffer, values, srcOffset, [GL4.COLOR, GL4.DEPTH], method)) return;
    if (buffer === GL4.DEPTH) return this.clearBuffers(0, clearWords, clamp01(values[srcOffset]!), null);
    for (let i = 0; i < 4; i++) clearFloats[i] = values[srcOffset + i]!;
    this.#clearOne(drawbuffer, 'float');
  }

  override clearBufferiv(buffer: number, drawbuffer: number, values: ArrayLike<number>, srcOffset = 0): void {
    const method = 'clearBufferiv';
    if (!this.#mayClear(buffer, drawbuffer, values, srcOffset, [GL4.COLOR, GL4.STENCIL], method)) return;
    if (buffer === GL4.STENCIL) return this.clearBuffers(0, clearWords, null, values[srcOffset]! & 255);
    for (let i = 0; i < 4; i++) clearInts[i] = values[srcOffset + i]!;
    this.#clearOne(drawbuffer, 'int');
  }

  override clearBufferuiv(buffer: number, drawbuffer: number, values: ArrayLike<number>, srcOffset = 0): void {
    if (!this.#mayClear(buffer, drawbuffer, values, srcOffset, [GL4.COLOR], 'clearBufferuiv')) return;
    for (let i = 0; i < 4; i++) clearWords[i] = values[srcOffset + i]!;
    this.#clearOne(drawbuffer, 'uint');
  }

  #mayClear(
    buffer: number,
    drawbuffer: number,
    values: ArrayLike<number>,
    offset: number,
    buffers: readonly number[],
    method: string,
  ): boolean {
    if (this.isLost()) return false;
    if (!buffers.includes(buffer)) {
      this.fail(GL4.INVALID_ENUM, method);
      return false;
    }
    const legal = buffer === GL4.COLOR ? drawbuffer >= 0 && drawbuffer < this.limits.drawBuffers : drawbuffer === 0;
    if (!legal || values.length - offset < (buffer === GL4.COLOR ? 4 : 1)) {
      this.fail(GL4.INVALID_VALUE, method);
      return false;
    }
    return this.isComplete(true, method) && !this.core.raster.rasterizerDiscard;
  }

  /** What a buffer of another kind becomes is not defined: it stays as it is. */
  #clearOne(drawbuffer: number, kind: Kind): void {
    const attachment = this.core.drawFramebuffer.drawn(drawbuffer);
    if (attachment === null || kindOf(attachedImage(attachment)) !== kind) return;
    this.clearBuffers(1 << drawbuffer, clearWords, null, null);
  }

  override blitFramebuffer(
    srcX0: number,
    srcY0: number,
    srcX1: number,
    srcY1: number,
    dstX0: number,
    dstY0: number,
    dstX1: number,
    dstY1: number,
    mask: number,
    filter: number,
  ): void {
    const method = 'blitFramebuffer';
    if (this.isLost()) return;
    if ((mask & ~(GL4.COLOR_BUFFER_BIT | GL4.DEPTH_BUFFER_BIT | GL4.STENCIL_BUFFER_BIT)) !== 0) return this.fail(GL4.INVALID_VALUE, method);
    if (filter !== GL4.NEAREST && filter !== GL4.LINEAR) return this.fail(GL4.INVALID_ENUM, method);
    if (filter === GL4.LINEAR && (mask & ~GL4.COLOR_BUFFER_BIT) !== 0) return this.fail(GL4.INVALID_OPERATION, method);
    if (!this.isComplete(true, method) || !this.isComplete(false, method)) return;
    const { core } = this;
    const { drawFramebuffer: to, readFramebuffer: from } = core;
    const source = { x0: srcX0, y0: srcY0, x1: srcX1, y1: srcY1 };
    const target = { x0: dstX0, y0: dstY0, x1: dstX1, y1: dstY1 };
    const samplesFrom = samplesOf(from);
    const samplesTo = samplesOf(to);
    const sameSize = Math.abs(srcX1 - srcX0) === Math.abs(dstX1 - dstX0) && Math.abs(srcY1 - srcY0) === Math.abs(dstY1 - dstY0);
    if ((samplesTo > 1 && samplesFrom !== samplesTo) || (samplesFrom > 1 && !sameSize)) return this.fail(GL4.INVALID_OPERATION, method);
    const jobs: (() => void)[] = [];
    if (mask & GL4.COLOR_BUFFER_BIT) {
      const attachment = from.readAttachment;
      const image = attachment === null ? null : attachedImage(attachment);
      const kind = kindOf(image);
      if (image !== null && filter === GL4.LINEAR && kind !== 'float') return this.fail(GL4.INVALID_OPERATION, method);
      for (let i = 0; image !== null && i < to.drawBuffers.length; i++) {
        const other = to.drawn(i);
        const into = other === null ? null : attachedImage(other);
        if (into === null) continue;
        if (kindOf(into) !== kind) return this.fail(GL4.INVALID_OPERATION, method);
        jobs.push(() => blit(core, this.#encoded(image), source, this.#encoded(into), target, PipeMask.RGBA, filter === GL4.LINEAR));
      }
    }
    for (const [bit, part, name] of [
      [GL4.DEPTH_BUFFER_BIT, PipeMask.Z, 'depth'],
      [GL4.STENCIL_BUFFER_BIT, PipeMask.S, 'stencil'],
    ] as const) {
      const image = from[name] === null ? null : attachedImage(from[name]);
      const into = to[name] === null ? null : attachedImage(to[name]);
      if ((mask & bit) === 0 || image === null || into === null) continue;
      if (image.format.pipe !== into.format.pipe) return this.fail(GL4.INVALID_OPERATION, method);
      jobs.push(() => blit(core, image, source, into, target, part, false));
    }
    for (const job of jobs) job();
    if (to.isDefault) core.defaultFramebuffer.stale = true;
  }

  /** An image as blits see it: sRGB counts where it is switched on. */
  #encoded(image: AttachedImage): AttachedImage {
    const pipe = linearFormat(image.format.pipe);
    if (this.core.raster.framebufferSrgb || pipe === image.format.pipe) return image;
    return { ...image, format: { ...image.format, pipe } };
  }
}

function samplesOf(framebuffer: FramebufferObject): number {
  for (const [, attachment] of framebuffer.points()) return attachedImage(attachment)?.samples ?? 0;
  return framebuffer.defaultSamples;
}
