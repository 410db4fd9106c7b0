import { encodeClear, encodeSetFramebufferState, PipeClear } from '@virglass/protocol';
import type { InternalFormat } from '../formats/internal-formats.ts';
import { Sized } from '../formats/internal-formats.ts';
import { GL } from '../gl-constants.ts';
import { FramebufferObject, type Attachment } from '../objects/framebuffer.ts';
import { RenderbufferObject } from '../objects/renderbuffer.ts';
import { Dirty } from '../state/dirty.ts';
import { framebufferStatus } from '../validate/framebuffers.ts';
import { WebGLFramebuffer, WebGLRenderbuffer, WebGLTexture } from './objects.ts';
import { TextureUploadMethods } from './texture-upload-methods.ts';

/** Framebuffers and renderbuffers. */
export class FramebufferMethods extends TextureUploadMethods {
  /** @internal */
  declare drawTarget: WebGLFramebuffer | null;
  declare readTarget: WebGLFramebuffer | null;
  declare renderbuffer: WebGLRenderbuffer | null;
  /** @internal Status by framebuffer, with the stamp that it holds for. */
  declare statuses: WeakMap<FramebufferObject, { stamp: number; status: number }>;

  createFramebuffer(): WebGLFramebuffer | null {
    return new WebGLFramebuffer(this.ownerOfNew, new FramebufferObject(this.limits.colorAttachments));
  }

  deleteFramebuffer(framebuffer: WebGLFramebuffer | null): void {
    if (!this.mayDelete(framebuffer, WebGLFramebuffer, 'deleteFramebuffer')) return;
    if (this.drawTarget === framebuffer) this.#bind(true, false, null);
    if (this.readTarget === framebuffer) this.#bind(false, true, null);
    framebuffer.object.deleted = true;
    for (const { object } of framebuffer.attached.values()) object.object.release();
    framebuffer.attached.clear();
  }

  isFramebuffer(framebuffer: WebGLFramebuffer | null): boolean {
    return this.exists(framebuffer, WebGLFramebuffer) && framebuffer.object.bound;
  }

  bindFramebuffer(target: number, framebuffer: WebGLFramebuffer | null): void {
    if (this.isLost() || !this.mayBind(framebuffer, WebGLFramebuffer, 'bindFramebuffer')) return;
    const both = target === GL.FRAMEBUFFER;
    const draw = both || (target === GL.DRAW_FRAMEBUFFER && this.version === 2);
    const read = both || (target === GL.READ_FRAMEBUFFER && this.version === 2);
    if (!draw && !read) return this.fail(GL.INVALID_ENUM, 'bindFramebuffer');
    if (framebuffer != null) framebuffer.object.bound = true;
    this.#bind(draw, read, framebuffer ?? null);
  }

  #bind(draw: boolean, read: boolean, framebuffer: WebGLFramebuffer | null): void {
    const object = framebuffer?.object ?? this.core.defaultFramebuffer.framebuffer;
    if (draw) {
      this.drawTarget = framebuffer;
      this.core.drawFramebuffer = object;
      this.core.dirty.mark(Dirty.FRAMEBUFFER);
    }
    if (read) {
      this.readTarget = framebuffer;
      this.core.readFramebuffer = object;
    }
  }

  /** @internal The framebuffer of a target; undefined, with an error, for no target; null for the default one. */
  targetFramebuffer(target: number, method: string): WebGLFramebuffer | null | undefined {
    if (target === GL.FRAMEBUFFER || (this.version === 2 && target === GL.DRAW_FRAMEBUFFER)) return this.drawTarget;
    if (this.version === 2 && target === GL.READ_FRAMEBUFFER) return this.readTarget;
    this.fail(GL.INVALID_ENUM, method);
    return undefined;
  }

  checkFramebufferStatus(target: number): number {
    if (this.isLost()) return GL.FRAMEBUFFER_UNSUPPORTED;
    const framebuffer = this.targetFramebuffer(target, 'checkFramebufferStatus');
    if (framebuffer === undefined) return 0;
    return framebuffer === null ? GL.FRAMEBUFFER_COMPLETE : this.statusOf(framebuffer.object, framebuffer);
  }

  /** @internal */
  statusOf(object: FramebufferObject, framebuffer: WebGLFramebuffer | null): number {
    if (framebuffer === null) return GL.FRAMEBUFFER_COMPLETE;
    const stamp = object.stamp();
    const known = this.statuses.get(object);
    if (known !== undefined && known.stamp === stamp) return known.status;
    const status = framebufferStatus(object, {
      version: this.version,
      points: new Set(framebuffer.attached.keys()),
      colorRenderable: (internal, named) => this.colorRenderable(internal, named),
    });
    this.statuses.set(object, { stamp, status });
    return status;
  }

  /** @internal Whether a format can be drawn to, with the extensions that are enabled. */
  colorRenderable(internal: InternalFormat, named: number): boolean {
    const floats = this.has(this.version === 2 ? 'ext_color_buffer_float' : 'webgl_color_buffer_float');
    if (this.core.caps.stored(internal.id)?.renderable !== true) return false;
    switch (internal.renderable) {
      case 'yes':
        return internal.id !== GL.SRGB8_ALPHA8 || this.version === 2 || this.has('ext_srgb');
      case 'float':
        return floats && (internal.base !== GL.RGB || this.version === 1);
      case 'halfFloat':
        return floats || this.has('ext_color_buffer_half_float');
      default:
        // RGB16F and RGB32F textures of WebGL 1 may be drawn to where the host can.
        return this.version === 1 && floats && (internal.id === GL.RGB32F || named === GL.RGB32F);
    }
  }

  framebufferTexture2D(target: number, attachment: number, textarget: number, texture: WebGLTexture | null, level: number): void {
    if (this.isLost() || !this.mayBind(texture, WebGLTexture, 'framebufferTexture2D')) return;
    const framebuffer = this.targetFramebuffer(target, 'framebufferTexture2D');
    if (framebuffer === undefined || !this.isPoint(attachment, 'framebufferTexture2D')) return;
    if (framebuffer === null) return this.fail(GL.INVALID_OPERATION, 'framebufferTexture2D');
    if (texture == null) return this.attach(framebuffer, attachment, null, null);
    const place = this.faceOf(textarget, false, 'framebufferTexture2D');
    if (place === null) return;
    const most = Math.floor(Math.log2(place.bindTarget === GL.TEXTURE_2D ? this.limits.textureSize : this.limits.cubeSize));
    const lowest = this.version === 1 && !this.has('oes_fbo_render_mipmap');
    if (level < 0 || level > most || (lowest && level !== 0)) return this.fail(GL.INVALID_VALUE, 'framebufferTexture2D');
    if (texture.object.target !== place.bindTarget) return this.fail(GL.INVALID_OPERATION, 'framebufferTexture2D');
    this.attach(framebuffer, attachment, texture, { renderbuffer: null, texture: texture.object, face: place.face, level, layer: 0 });
  }

  framebufferRenderbuffer(target: number, attachment: number, renderbuffertarget: number, renderbuffer: WebGLRenderbuffer | null): void {
    if (this.isLost() || !this.mayBind(renderbuffer, WebGLRenderbuffer, 'framebufferRenderbuffer')) return;
    const framebuffer = this.targetFramebuffer(target, 'framebufferRenderbuffer');
    if (framebuffer === undefined || !this.isPoint(attachment, 'framebufferRenderbuffer')) return;
    if (renderbuffertarget !== GL.RENDERBUFFER) return this.fail(GL.INVALID_ENUM, 'framebufferRenderbuffer');
    if (framebuffer === null || (renderbuffer != null && !renderbuffer.bound))
      return this.fail(GL.INVALID_OPERATION, 'framebufferRenderbuffer');
    const made = renderbuffer == null ? null : { renderbuffer: renderbuffer.object, texture: null, face: 0, level: 0, layer: 0 };
    this.attach(framebuffer, attachment, renderbuffer, made);
  }

  /** @internal Whether a number is an attachment point; an error otherwise. */
  isPoint(attachment: number, method: string): boolean {
    if (attachment === GL.DEPTH_ATTACHMENT || attachment === GL.STENCIL_ATTACHMENT || attachment === GL.DEPTH_STENCIL_ATTACHMENT)
      return true;
    const index = attachment - GL.COLOR_ATTACHMENT0;
    const most = this.version === 2 || this.has('webgl_draw_buffers') ? this.limits.colorAttachments : 1;
    if (index >= 0 && index < most) return true;
    this.fail(GL.INVALID_ENUM, method);
    return false;
  }

  /** @internal */
  attach(
    framebuffer: WebGLFramebuffer,
    point: number,
    object: WebGLTexture | WebGLRenderbuffer | null,
    attachment: Attachment | null,
  ): void {
    const { attached, object: core } = framebuffer;
    const points = point === GL.DEPTH_STENCIL_ATTACHMENT && this.version === 2 ? [GL.DEPTH_ATTACHMENT, GL.STENCIL_ATTACHMENT] : [point];
    for (const one of points) {
      attached.get(one)?.object.object.release();
      if (object == null || attachment === null) attached.delete(one);
      else {
        object.object.hold();
        attached.set(one, { object, attachment });
      }
    }
    const at = (one: number): Attachment | null => attached.get(one)?.attachment ?? null;
    core.colors.forEach((_, i) => (core.colors[i] = at(GL.COLOR_ATTACHMENT0 + i)));
    core.depth = at(GL.DEPTH_ATTACHMENT) ?? at(GL.DEPTH_STENCIL_ATTACHMENT);
    core.stencil = at(GL.STENCIL_ATTACHMENT) ?? at(GL.DEPTH_STENCIL_ATTACHMENT);
    core.version += 0x10000;
    this.core.dirty.mark(Dirty.FRAMEBUFFER);
  }

  override detachFromFramebuffers(object: object): void {
    for (const framebuffer of new Set([this.drawTarget, this.readTarget])) {
      if (framebuffer === null) continue;
      for (const [point, attached] of [...framebuffer.attached]) {
        if (attached.object === object) this.attach(framebuffer, point, null, null);
      }
    }
  }

  getFramebufferAttachmentParameter(target: number, attachment: number, pname: number): unknown {
    if (this.isLost()) return null;
    const framebuffer = this.targetFramebuffer(target, 'getFramebufferAttachmentParameter');
    if (framebuffer === undefined) return null;
    if (framebuffer === null) return this.#defaultParameter(attachment, pname);
    if (!this.isPoint(attachment, 'getFramebufferAttachmentParameter')) return null;
    const combined = attachment === GL.DEPTH_STENCIL_ATTACHMENT && this.version === 2;
    const found = framebuffer.attached.get(combined ? GL.DEPTH_ATTACHMENT : attachment);
    if (combined && found?.object !== framebuffer.attached.get(GL.STENCIL_ATTACHMENT)?.object) {
      this.fail(GL.INVALID_OPERATION, 'getFramebufferAttachmentParameter');
      return null;
    }
    if (found === undefined) {
      if (pname === GL.FRAMEBUFFER_ATTACHMENT_OBJECT_TYPE) return GL.NONE;
      if (pname === GL.FRAMEBUFFER_ATTACHMENT_OBJECT_NAME && this.version === 2) return null;
      this.fail(this.version === 2 ? GL.INVALID_OPERATION : GL.INVALID_ENUM, 'getFramebufferAttachmentParameter');
      return null;
    }
    const { object, attachment: place } = found;
    const texture = object instanceof WebGLTexture;
    switch (pname) {
      case GL.FRAMEBUFFER_ATTACHMENT_OBJECT_TYPE:
        return texture ? GL.TEXTURE : GL.RENDERBUFFER;
      case GL.FRAMEBUFFER_ATTACHMENT_OBJECT_NAME:
        return object;
      case GL.FRAMEBUFFER_ATTACHMENT_TEXTURE_LEVEL:
        if (texture) return place.level;
        break;
      case GL.FRAMEBUFFER_ATTACHMENT_TEXTURE_CUBE_MAP_FACE:
        if (texture) return place.texture!.isCube ? GL.TEXTURE_CUBE_MAP_POSITIVE_X + place.face : 0;
        break;
      case GL.FRAMEBUFFER_ATTACHMENT_TEXTURE_LAYER:
        if (texture && this.version === 2) return place.layer;
        break;
    }
    if (attachment === GL.DEPTH_STENCIL_ATTACHMENT && pname === GL.FRAMEBUFFER_ATTACHMENT_COMPONENT_TYPE) {
      this.fail(GL.INVALID_OPERATION, 'getFramebufferAttachmentParameter');
      return null;
    }
    const storage = place.renderbuffer?.storage ?? place.texture?.image(place.face, place.level)?.storage ?? null;
    const value = storage === null ? this.#emptyFact(pname) : this.attachmentFact(storage.format.internal, attachment, pname);
    if (value === null) this.fail(GL.INVALID_ENUM, 'getFramebufferAttachmentParameter');
    return value;
  }

  #defaultParameter(attachment: number, pname: number): unknown {
    const fail = (error: number): null => {
      this.fail(error, 'getFramebufferAttachmentParameter');
      return null;
    };
    if (this.version === 1) return fail(GL.INVALID_OPERATION);
    const { options } = this.core.defaultFramebuffer;
    if (attachment !== GL.BACK && attachment !== GL.DEPTH && attachment !== GL.STENCIL) return fail(GL.INVALID_ENUM);
    const there = attachment === GL.BACK || (attachment === GL.DEPTH ? options.depth : options.stencil);
    if (pname === GL.FRAMEBUFFER_ATTACHMENT_OBJECT_TYPE) return there ? GL.FRAMEBUFFER_DEFAULT : GL.NONE;
    if (!there) return fail(GL.INVALID_OPERATION);
    const format = attachment === GL.BACK ? (options.alpha ? GL.RGBA8 : GL.RGB8) : GL.DEPTH24_STENCIL8;
    const internal = this.core.caps.stored(format)?.internal;
    const value = internal === undefined ? null : this.attachmentFact(internal, attachment, pname);
    return value === null ? fail(GL.INVALID_ENUM) : value;
  }

  /** What is said of an image without storage; null when there is no such fact. */
  #emptyFact(pname: number): number | null {
    if (this.version === 1) return null;
    if (pname === GL.FRAMEBUFFER_ATTACHMENT_COLOR_ENCODING) return GL.LINEAR;
    if (pname === GL.FRAMEBUFFER_ATTACHMENT_COMPONENT_TYPE) return GL.NONE;
    return pname >= GL.FRAMEBUFFER_ATTACHMENT_RED_SIZE && pname <= GL.FRAMEBUFFER_ATTACHMENT_STENCIL_SIZE ? 0 : null;
  }

  /** @internal A fact about the format of an attachment; null when there is no such. */
  attachmentFact(internal: InternalFormat, attachment: number, pname: number): number | null {
    const { bits, kind, srgb } = internal;
    const extended =
      this.version === 2 || this.has('ext_color_buffer_half_float') || this.has('webgl_color_buffer_float') || this.has('ext_srgb');
    if (!extended) return null;
    if (pname === GL.FRAMEBUFFER_ATTACHMENT_COLOR_ENCODING) return srgb ? GL.SRGB : GL.LINEAR;
    if (pname === GL.FRAMEBUFFER_ATTACHMENT_COMPONENT_TYPE) {
      if (kind === 'depth')
        return internal.id === GL.DEPTH_COMPONENT32F || internal.id === GL.DEPTH32F_STENCIL8 ? GL.FLOAT : GL.UNSIGNED_NORMALIZED;
      if (attachment === GL.STENCIL_ATTACHMENT) return GL.UNSIGNED_INT;
      return { unorm: GL.UNSIGNED_NORMALIZED, snorm: GL.SIGNED_NORMALIZED, float: GL.FLOAT, int: GL.INT, uint: GL.UNSIGNED_INT }[kind];
    }
    if (this.version === 1) return null;
    switch (pname) {
      case GL.FRAMEBUFFER_ATTACHMENT_RED_SIZE:
        return bits.r;
      case GL.FRAMEBUFFER_ATTACHMENT_GREEN_SIZE:
        return bits.g;
      case GL.FRAMEBUFFER_ATTACHMENT_BLUE_SIZE:
        return bits.b;
      case GL.FRAMEBUFFER_ATTACHMENT_ALPHA_SIZE:
        return bits.a;
      case GL.FRAMEBUFFER_ATTACHMENT_DEPTH_SIZE:
        return bits.d;
      case GL.FRAMEBUFFER_ATTACHMENT_STENCIL_SIZE:
        return bits.s;
      default:
        return null;
    }
  }

  createRenderbuffer(): WebGLRenderbuffer | null {
    return new WebGLRenderbuffer(this.ownerOfNew, new RenderbufferObject(GL.RGBA4));
  }

  deleteRenderbuffer(renderbuffer: WebGLRenderbuffer | null): void {
    if (!this.mayDelete(renderbuffer, WebGLRenderbuffer, 'deleteRenderbuffer')) return;
    if (this.renderbuffer === renderbuffer) this.renderbuffer = null;
    this.detachFromFramebuffers(renderbuffer);
    renderbuffer.object.delete();
  }

  isRenderbuffer(renderbuffer: WebGLRenderbuffer | null): boolean {
    return this.exists(renderbuffer, WebGLRenderbuffer) && renderbuffer.bound;
  }

  bindRenderbuffer(target: number, renderbuffer: WebGLRenderbuffer | null): void {
    if (this.isLost() || !this.mayBind(renderbuffer, WebGLRenderbuffer, 'bindRenderbuffer')) return;
    if (target !== GL.RENDERBUFFER) return this.fail(GL.INVALID_ENUM, 'bindRenderbuffer');
    this.renderbuffer = renderbuffer ?? null;
    if (renderbuffer != null) renderbuffer.bound = true;
  }

  renderbufferStorage(target: number, internalformat: number, width: number, height: number): void {
    this.setStorage(target, 0, internalformat, width, height, 'renderbufferStorage');
  }

  /** @internal */
  setStorage(target: number, samples: number, internalformat: number, width: number, height: number, method: string): void {
    if (this.isLost()) return;
    if (target !== GL.RENDERBUFFER) return this.fail(GL.INVALID_ENUM, method);
    const stored = this.#renderbufferFormat(internalformat);
    if (stored === null) return this.fail(GL.INVALID_ENUM, method);
    const most = this.limits.renderbufferSize;
    if (width < 0 || height < 0 || width > most || height > most || samples < 0) return this.fail(GL.INVALID_VALUE, method);
    if (this.renderbuffer === null) return this.fail(GL.INVALID_OPERATION, method);
    if (samples > 0 && internalformat === GL.DEPTH_STENCIL) return this.fail(GL.INVALID_OPERATION, method);
    const integer = stored.internal.kind === 'int' || (stored.internal.kind === 'uint' && stored.internal.base !== GL.STENCIL_INDEX);
    if (samples > (integer ? 0 : stored.multisample ? this.limits.samples : 0)) return this.fail(GL.INVALID_OPERATION, method);
    const { stream, caps } = this.core;
    const real = samples === 0 ? 0 : Math.min(this.limits.samples, samples <= 2 ? Math.min(4, this.limits.samples) : samples);
    this.renderbuffer.object.allocate(stream, caps, stored, internalformat, real, width, height);
    this.core.dirty.mark(Dirty.FRAMEBUFFER);
    this.#clear(this.renderbuffer.object);
  }

  #renderbufferFormat(internalformat: number): ReturnType<typeof this.core.caps.stored> {
    const { caps } = this.core;
    if (internalformat === GL.DEPTH_STENCIL) return caps.stored(GL.DEPTH24_STENCIL8);
    const older = [GL.RGBA4, GL.RGB565, GL.RGB5_A1, GL.DEPTH_COMPONENT16, GL.STENCIL_INDEX8] as readonly number[];
    if (older.includes(internalformat)) return caps.stored(internalformat);
    const stored = caps.stored(internalformat);
    if (stored === null || stored.internal.block !== null || (Object.values(Sized) as number[]).includes(internalformat)) return null;
    if (this.version === 1) {
      const srgb = internalformat === GL.SRGB8_ALPHA8 && this.has('ext_srgb');
      const float = internalformat === GL.RGBA32F && this.has('webgl_color_buffer_float');
      const half = (internalformat === GL.RGBA16F || internalformat === GL.RGB16F) && this.has('ext_color_buffer_half_float');
      return srgb || float || half ? stored : null;
    }
    if (stored.internal.kind === 'depth') return stored;
    return this.colorRenderable(stored.internal, internalformat) ? stored : null;
  }

  /** New renderbuffers are clear: 0, and 1 for depth. */
  #clear({ storage }: RenderbufferObject): void {
    if (storage === null) return;
    const { stream } = this.core;
    const { base } = storage.format.internal;
    const depth = base === GL.DEPTH_COMPONENT || base === GL.DEPTH_STENCIL;
    const surface = storage.surface(0, 0);
    const color = !depth && base !== GL.STENCIL_INDEX;
    stream.at = encodeSetFramebufferState(stream.words, stream.floats, stream.room(4), {
      nrCbufs: color ? 1 : 0,
      zsurfHandle: color ? 0 : surface,
      cbufHandle: [surface],
    });
    const buffers = color ? PipeClear.COLOR0 : depth ? PipeClear.DEPTHSTENCIL : PipeClear.STENCIL;
    stream.at = encodeClear(stream.words, stream.floats, stream.room(9), { buffers, color: [0, 0, 0, 0], depth: 1, stencil: 0 });
    this.core.pipeline.framebuffer.forget();
  }

  getRenderbufferParameter(target: number, pname: number): number | null {
    if (this.isLost()) return null;
    if (target !== GL.RENDERBUFFER) {
      this.fail(GL.INVALID_ENUM, 'getRenderbufferParameter');
      return null;
    }
    if (this.renderbuffer === null) {
      this.fail(GL.INVALID_OPERATION, 'getRenderbufferParameter');
      return null;
    }
    const { width, height, internalFormat, samples, storage } = this.renderbuffer.object;
    const bits = storage?.format.internal.bits ?? { r: 0, g: 0, b: 0, a: 0, d: 0, s: 0 };
    switch (pname) {
      case GL.RENDERBUFFER_WIDTH:
        return width;
      case GL.RENDERBUFFER_HEIGHT:
        return height;
      case GL.RENDERBUFFER_INTERNAL_FORMAT:
        return internalFormat;
      case GL.RENDERBUFFER_RED_SIZE:
        return bits.r;
      case GL.RENDERBUFFER_GREEN_SIZE:
        return bits.g;
      case GL.RENDERBUFFER_BLUE_SIZE:
        return bits.b;
      case GL.RENDERBUFFER_ALPHA_SIZE:
        return bits.a;
      case GL.RENDERBUFFER_DEPTH_SIZE:
        return bits.d;
      case GL.RENDERBUFFER_STENCIL_SIZE:
        return bits.s;
      case GL.RENDERBUFFER_SAMPLES:
        if (this.version === 2) return samples;
    }
    this.fail(GL.INVALID_ENUM, 'getRenderbufferParameter');
    return null;
  }
}
