import { GL } from '../gl-constants.ts';
import type { SamplerParameters } from '../objects/sampler.ts';
import { TextureObject } from '../objects/texture.ts';
import { generateMipmaps } from '../ops/blits.ts';
import { Dirty } from '../state/dirty.ts';
import { WebGLTexture } from './objects.ts';
import { UniformMethods } from './uniform-methods.ts';

const MIRROR_CLAMP_TO_EDGE = 0x8743;
const TEXTURE_MAX_ANISOTROPY = 0x84fe;

/** The textures of a unit, as the program gave them. */
export interface UnitTextures {
  readonly textures: Map<number, WebGLTexture | null>;
}

/** Texture objects and their parameters. */
export class TextureMethods extends UniformMethods {
  /** @internal */
  declare unitTextures: readonly UnitTextures[];

  createTexture(): WebGLTexture | null {
    const { core } = this;
    return new WebGLTexture(this.ownerOfNew, new TextureObject(core.stream, core.caps, core.dirty));
  }

  deleteTexture(texture: WebGLTexture | null): void {
    if (!this.mayDelete(texture, WebGLTexture, 'deleteTexture')) return;
    this.unitTextures.forEach(({ textures }, unit) => {
      for (const [target, bound] of textures) {
        if (bound !== texture) continue;
        textures.set(target, null);
        this.core.bindTexture(unit, target, null);
      }
    });
    this.detachFromFramebuffers(texture);
    texture.object.delete();
  }

  /** @internal Takes a deleted object away from the bound framebuffers. */
  detachFromFramebuffers(_object: object): void {}

  isTexture(texture: WebGLTexture | null): boolean {
    return this.exists(texture, WebGLTexture) && texture.object.target !== 0;
  }

  activeTexture(texture: number): void {
    const unit = texture - GL.TEXTURE0;
    if (!(unit >= 0 && unit < this.limits.combinedUnits)) return this.fail(GL.INVALID_ENUM, 'activeTexture');
    this.core.activeUnit = unit;
  }

  bindTexture(target: number, texture: WebGLTexture | null): void {
    if (this.isLost() || !this.mayBind(texture, WebGLTexture, 'bindTexture')) return;
    const unit = this.core.activeUnit;
    const { textures } = this.unitTextures[unit]!;
    if (!textures.has(target)) return this.fail(GL.INVALID_ENUM, 'bindTexture');
    if (texture != null) {
      if (texture.object.target === 0) texture.object.target = target;
      else if (texture.object.target !== target) return this.fail(GL.INVALID_OPERATION, 'bindTexture');
    }
    if (textures.get(target) === (texture ?? null)) return;
    textures.set(target, texture ?? null);
    this.core.bindTexture(unit, target, texture?.object ?? null);
  }

  /** @internal The texture bound to a target of the active unit; null, with an error, when there is none. */
  targetTexture(target: number, method: string): WebGLTexture | null {
    if (this.isLost()) return null;
    const bound = this.unitTextures[this.core.activeUnit]!.textures.get(target);
    if (bound === undefined) this.fail(GL.INVALID_ENUM, method);
    else if (bound === null) this.fail(GL.INVALID_OPERATION, method);
    return bound ?? null;
  }

  texParameterf(target: number, pname: number, param: number): void {
    this.#setParameter(target, pname, param);
  }

  texParameteri(target: number, pname: number, param: number): void {
    this.#setParameter(target, pname, param);
  }

  #setParameter(target: number, pname: number, param: number): void {
    const texture = this.targetTexture(target, 'texParameter');
    if (texture === null) return;
    const { object } = texture;
    if (this.version === 2 && (pname === GL.TEXTURE_BASE_LEVEL || pname === GL.TEXTURE_MAX_LEVEL)) {
      if (param < 0) return this.fail(GL.INVALID_VALUE, 'texParameter');
      // What is given as a float is rounded.
      if (pname === GL.TEXTURE_BASE_LEVEL) object.baseLevel = Math.round(param);
      else object.maxLevel = Math.round(param);
      return object.touch();
    }
    const error = this.setSampling(object.parameters, pname, param);
    if (error !== 0) this.fail(error, 'texParameter');
  }

  /** @internal Sets a sampling parameter of a texture or sampler; the error, or 0. */
  setSampling(s: SamplerParameters, pname: number, param: number): number {
    const is = (...values: number[]): boolean => values.includes(param);
    switch (pname) {
      case GL.TEXTURE_MIN_FILTER:
        if (!is(GL.NEAREST, GL.LINEAR) && !(param >= GL.NEAREST_MIPMAP_NEAREST && param <= GL.LINEAR_MIPMAP_LINEAR)) return GL.INVALID_ENUM;
        s.minFilter = param;
        break;
      case GL.TEXTURE_MAG_FILTER:
        if (!is(GL.NEAREST, GL.LINEAR)) return GL.INVALID_ENUM;
        s.magFilter = param;
        break;
      case GL.TEXTURE_WRAP_S:
      case GL.TEXTURE_WRAP_T:
      case GL.TEXTURE_WRAP_R:
        if (pname === GL.TEXTURE_WRAP_R && this.version === 1) return GL.INVALID_ENUM;
        if (
          !is(GL.REPEAT, GL.CLAMP_TO_EDGE, GL.MIRRORED_REPEAT) &&
          !(is(MIRROR_CLAMP_TO_EDGE) && this.has('ext_texture_mirror_clamp_to_edge'))
        )
          return GL.INVALID_ENUM;
        if (pname === GL.TEXTURE_WRAP_S) s.wrapS = param;
        else if (pname === GL.TEXTURE_WRAP_T) s.wrapT = param;
        else s.wrapR = param;
        break;
      case TEXTURE_MAX_ANISOTROPY:
        if (!this.has('ext_texture_filter_anisotropic')) return GL.INVALID_ENUM;
        if (!(param >= 1)) return GL.INVALID_VALUE;
        s.anisotropy = Math.min(param, this.core.caps.maxAnisotropy);
        break;
      default:
        if (this.version === 1) return GL.INVALID_ENUM;
        switch (pname) {
          case GL.TEXTURE_MIN_LOD:
            s.minLod = param;
            break;
          case GL.TEXTURE_MAX_LOD:
            s.maxLod = param;
            break;
          case GL.TEXTURE_COMPARE_MODE:
            if (!is(GL.NONE, GL.COMPARE_REF_TO_TEXTURE)) return GL.INVALID_ENUM;
            s.compareMode = param;
            break;
          case GL.TEXTURE_COMPARE_FUNC:
            if (!(param >= GL.NEVER && param <= GL.ALWAYS)) return GL.INVALID_ENUM;
            s.compareFunc = param;
            break;
          default:
            return GL.INVALID_ENUM;
        }
    }
    s.handle = 0;
    this.core.dirty.mark(Dirty.TEXTURES);
    return 0;
  }

  getTexParameter(target: number, pname: number): unknown {
    const texture = this.targetTexture(target, 'getTexParameter');
    if (texture === null) return null;
    const { object } = texture;
    if (this.version === 2) {
      switch (pname) {
        case GL.TEXTURE_BASE_LEVEL:
          return object.baseLevel;
        case GL.TEXTURE_MAX_LEVEL:
          return object.maxLevel;
        case GL.TEXTURE_IMMUTABLE_FORMAT:
          return object.immutableLevels > 0;
        case GL.TEXTURE_IMMUTABLE_LEVELS:
          return object.immutableLevels;
      }
    }
    const value = this.getSampling(object.parameters, pname);
    if (value === null) this.fail(GL.INVALID_ENUM, 'getTexParameter');
    return value;
  }

  /** @internal A sampling parameter; null when there is no such. */
  getSampling(s: SamplerParameters, pname: number): number | null {
    switch (pname) {
      case GL.TEXTURE_MIN_FILTER:
        return s.minFilter;
      case GL.TEXTURE_MAG_FILTER:
        return s.magFilter;
      case GL.TEXTURE_WRAP_S:
        return s.wrapS;
      case GL.TEXTURE_WRAP_T:
        return s.wrapT;
      case TEXTURE_MAX_ANISOTROPY:
        return this.has('ext_texture_filter_anisotropic') ? s.anisotropy : null;
    }
    if (this.version === 1) return null;
    switch (pname) {
      case GL.TEXTURE_WRAP_R:
        return s.wrapR;
      case GL.TEXTURE_MIN_LOD:
        return s.minLod;
      case GL.TEXTURE_MAX_LOD:
        return s.maxLod;
      case GL.TEXTURE_COMPARE_MODE:
        return s.compareMode;
      case GL.TEXTURE_COMPARE_FUNC:
        return s.compareFunc;
      default:
        return null;
    }
  }

  generateMipmap(target: number): void {
    const texture = this.targetTexture(target, 'generateMipmap');
    if (texture === null) return;
    const { object } = texture;
    const base = object.effectiveBase;
    const image = object.image(0, base);
    if (image === undefined) return this.fail(GL.INVALID_OPERATION, 'generateMipmap');
    const { internal } = image.format;
    if (this.version === 1) {
      const power = (n: number): boolean => (n & (n - 1)) === 0;
      if (!power(image.width) || !power(image.height)) return this.fail(GL.INVALID_OPERATION, 'generateMipmap');
      if (internal.kind === 'depth' || internal.srgb) return this.fail(GL.INVALID_OPERATION, 'generateMipmap');
    } else {
      const unsized = image.internalFormat === internal.base;
      const luminance = internal.base === GL.LUMINANCE || internal.base === GL.ALPHA || internal.base === GL.LUMINANCE_ALPHA;
      const filterable = internal.filterable === 'yes' || (internal.filterable === 'float' && this.core.filtersFloats);
      const renderable =
        internal.renderable === 'yes' ||
        ((internal.renderable === 'float' || internal.renderable === 'halfFloat') && this.has('ext_color_buffer_float')) ||
        (internal.renderable === 'halfFloat' && this.has('ext_color_buffer_half_float'));
      const may = (unsized && internal.kind === 'unorm') || luminance || (filterable && renderable);
      if (!may || internal.kind === 'depth') return this.fail(GL.INVALID_OPERATION, 'generateMipmap');
    }
    if (internal.block !== null) return this.fail(GL.INVALID_OPERATION, 'generateMipmap');
    if (!object.isBaseComplete) return this.fail(GL.INVALID_OPERATION, 'generateMipmap');
    generateMipmaps(this.core, object);
  }
}
