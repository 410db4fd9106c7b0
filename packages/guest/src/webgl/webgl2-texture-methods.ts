import { GL } from '../gl-constants.ts';
import { SamplerParameters } from '../objects/sampler.ts';
import { Dirty } from '../state/dirty.ts';
import { isSized } from '../validate/texture-formats.ts';
import { WebGLSampler, WebGLTexture } from './objects.ts';
import { wholeBlocks } from './texture-upload-methods.ts';
import { BufferMethods2 } from './webgl2-buffer-methods.ts';

/** Textures, samplers and formats of WebGL 2. */
export class TextureMethods2 extends BufferMethods2 {
  /** @internal By unit: samplers as the program gave them. */
  declare samplers: (WebGLSampler | null)[];

  texStorage2D(target: number, levels: number, internalformat: number, width: number, height: number): void {
    const legal = target === GL.TEXTURE_2D || target === GL.TEXTURE_CUBE_MAP;
    if (this.isLost()) return;
    if (!legal) return this.fail(GL.INVALID_ENUM, 'texStorage2D');
    this.#storage(target, levels, internalformat, width, height, 1, 'texStorage2D');
  }

  texStorage3D(target: number, levels: number, internalformat: number, width: number, height: number, depth: number): void {
    if (this.isLost()) return;
    if (target !== GL.TEXTURE_3D && target !== GL.TEXTURE_2D_ARRAY) return this.fail(GL.INVALID_ENUM, 'texStorage3D');
    this.#storage(target, levels, internalformat, width, height, depth, 'texStorage3D');
  }

  #storage(target: number, levels: number, internalformat: number, width: number, height: number, depth: number, method: string): void {
    const compressed = this.compressedFormats().includes(internalformat);
    if (!isSized(internalformat) && !compressed) return this.fail(GL.INVALID_ENUM, method);
    if (levels < 1 || width < 1 || height < 1 || depth < 1) return this.fail(GL.INVALID_VALUE, method);
    const texture = this.targetTexture(target, method);
    if (texture === null) return;
    const sized = target === GL.TEXTURE_CUBE_MAP ? GL.TEXTURE_CUBE_MAP_POSITIVE_X : target;
    if (!this.isSize(sized, 0, width, height, depth, method)) return;
    const most = Math.max(width, height, target === GL.TEXTURE_3D ? depth : 1);
    const stored = this.core.caps.stored(internalformat);
    const { object } = texture;
    if (object.immutableLevels > 0 || stored === null || levels > Math.floor(Math.log2(most)) + 1)
      return this.fail(GL.INVALID_OPERATION, method);
    if (
      target === GL.TEXTURE_3D &&
      (stored.internal.kind === 'depth' || (compressed && !(internalformat >= 0x8e8c && internalformat <= 0x8e8f)))
    ) {
      return this.fail(GL.INVALID_OPERATION, method);
    }
    if (compressed && !wholeBlocks(internalformat, 0, width, height)) return this.fail(GL.INVALID_OPERATION, method);
    object.allocate(stored, internalformat, levels, width, height, depth);
    if (stored.layout === null) return;
    for (let face = 0; face < object.faces; face++) {
      for (let level = 0; level < levels; level++) this.clearImage(object.image(face, level)!);
    }
  }

  texImage3D(
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
    offset = 0,
  ): void {
    if (this.isLost()) return;
    this.texImage(target, level, internalformat, width, height, depth, border, format, type, source, offset, true, 'texImage3D');
  }

  texSubImage3D(
    target: number,
    level: number,
    xoffset: number,
    yoffset: number,
    zoffset: number,
    width: number,
    height: number,
    depth: number,
    format: number,
    type: number,
    source: unknown,
    offset = 0,
  ): void {
    if (this.isLost()) return;
    this.texSubImage(target, level, xoffset, yoffset, zoffset, width, height, depth, format, type, source, offset, true, 'texSubImage3D');
  }

  copyTexSubImage3D(
    target: number,
    level: number,
    xoffset: number,
    yoffset: number,
    zoffset: number,
    x: number,
    y: number,
    width: number,
    height: number,
  ): void {
    this.copySub(target, level, xoffset, yoffset, zoffset, x, y, width, height, true, 'copyTexSubImage3D');
  }

  compressedTexImage3D(
    target: number,
    level: number,
    internalformat: number,
    width: number,
    height: number,
    depth: number,
    border: number,
    source: ArrayBufferView | number,
    offset = 0,
    length = 0,
  ): void {
    this.compressedImage(target, level, internalformat, width, height, depth, border, source, offset, length, true, 'compressedTexImage3D');
  }

  compressedTexSubImage3D(
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
    offset = 0,
    length = 0,
  ): void {
    this.compressedSubImage(target, level, x, y, z, width, height, depth, format, source, offset, length, true, 'compressedTexSubImage3D');
  }

  framebufferTextureLayer(target: number, attachment: number, texture: WebGLTexture | null, level: number, layer: number): void {
    const method = 'framebufferTextureLayer';
    if (this.isLost() || !this.mayBind(texture, WebGLTexture, method)) return;
    const framebuffer = this.targetFramebuffer(target, method);
    if (framebuffer === undefined || !this.isPoint(attachment, method)) return;
    if (framebuffer === null) return this.fail(GL.INVALID_OPERATION, method);
    if (texture == null) return this.attach(framebuffer, attachment, null, null);
    const { object } = texture;
    if (object.target !== GL.TEXTURE_3D && object.target !== GL.TEXTURE_2D_ARRAY) return this.fail(GL.INVALID_OPERATION, method);
    const three = object.target === GL.TEXTURE_3D;
    const most = Math.floor(Math.log2(three ? this.limits.size3d : this.limits.textureSize));
    if (level < 0 || level > most || layer < 0 || layer >= (three ? this.limits.size3d : this.limits.arrayLayers))
      return this.fail(GL.INVALID_VALUE, method);
    this.attach(framebuffer, attachment, texture, { renderbuffer: null, texture: object, face: 0, level, layer });
  }

  createSampler(): WebGLSampler | null {
    return new WebGLSampler(this.ownerOfNew, new SamplerParameters());
  }

  deleteSampler(sampler: WebGLSampler | null): void {
    if (!this.mayDelete(sampler, WebGLSampler, 'deleteSampler')) return;
    this.samplers.forEach((one, unit) => {
      if (one === sampler) this.bindSampler(unit, null);
    });
    sampler.object.deleted = true;
  }

  isSampler(sampler: WebGLSampler | null): boolean {
    return this.exists(sampler, WebGLSampler);
  }

  bindSampler(unit: number, sampler: WebGLSampler | null): void {
    if (this.isLost() || !this.mayBind(sampler, WebGLSampler, 'bindSampler')) return;
    if ((unit >>>= 0) >= this.limits.combinedUnits) return this.fail(GL.INVALID_VALUE, 'bindSampler');
    this.samplers[unit] = sampler ?? null;
    this.core.units[unit]!.sampler = sampler?.object ?? null;
    this.core.dirty.mark(Dirty.TEXTURES);
  }

  samplerParameteri(sampler: WebGLSampler, pname: number, param: number): void {
    this.#setSampler(sampler, pname, param);
  }

  samplerParameterf(sampler: WebGLSampler, pname: number, param: number): void {
    this.#setSampler(sampler, pname, param);
  }

  #setSampler(sampler: WebGLSampler, pname: number, param: number): void {
    if (this.isLost()) return;
    if (!(sampler instanceof WebGLSampler)) throw new TypeError('samplerParameter: not a WebGLSampler');
    if (sampler.owner !== this.era || sampler.object.deleted) return this.fail(GL.INVALID_OPERATION, 'samplerParameter');
    const error = this.setSampling(sampler.object, pname, param);
    if (error !== 0) this.fail(error, 'samplerParameter');
  }

  getSamplerParameter(sampler: WebGLSampler, pname: number): unknown {
    if (this.isLost()) return null;
    if (!(sampler instanceof WebGLSampler)) throw new TypeError('getSamplerParameter: not a WebGLSampler');
    if (sampler.owner !== this.era || sampler.object.deleted) {
      this.fail(GL.INVALID_OPERATION, 'getSamplerParameter');
      return null;
    }
    const value = this.getSampling(sampler.object, pname);
    if (value === null) this.fail(GL.INVALID_ENUM, 'getSamplerParameter');
    return value;
  }

  getInternalformatParameter(target: number, internalformat: number, pname: number): Int32Array | null {
    if (this.isLost()) return null;
    // Renderable, but no renderbuffer has them.
    if (target === GL.RENDERBUFFER && pname === GL.SAMPLES && (internalformat === GL.RGBA || internalformat === GL.RGB))
      return new Int32Array();
    const stored = this.core.caps.stored(internalformat);
    const { internal } = stored ?? { internal: undefined };
    const renderable =
      internal !== undefined &&
      (internal.kind === 'depth' || internal.base === GL.STENCIL_INDEX || this.colorRenderable(internal, internalformat));
    if (target !== GL.RENDERBUFFER || pname !== GL.SAMPLES || !renderable || internal === undefined) {
      this.fail(GL.INVALID_ENUM, 'getInternalformatParameter');
      return null;
    }
    const integer = internal.kind === 'int' || (internal.kind === 'uint' && internal.base !== GL.STENCIL_INDEX);
    const counts = [16, 8, 4].filter((samples) => !integer && stored!.multisample && samples <= this.limits.samples);
    return Int32Array.from(counts);
  }
}
