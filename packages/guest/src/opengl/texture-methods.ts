import { GL4 } from '../gl4-constants.ts';
import type { SamplerParameters } from '../objects/sampler.ts';
import type { TextureImage, TextureObject } from '../objects/texture.ts';
import { generateMipmaps } from '../ops/blits.ts';
import { Dirty } from '../state/dirty.ts';
import { classOf } from '../validate/opengl-formats.ts';
import type { WebGLSampler, WebGLTexture } from '../webgl/objects.ts';
import { PipelineMethods4 } from './pipeline-methods.ts';

type Numbers = ArrayLike<number>;

const isCubeFace = (target: number): boolean => target >= GL4.TEXTURE_CUBE_MAP_POSITIVE_X && target <= GL4.TEXTURE_CUBE_MAP_NEGATIVE_Z;
const isSamples = (target: number): boolean => target === GL4.TEXTURE_2D_MULTISAMPLE || target === GL4.TEXTURE_2D_MULTISAMPLE_ARRAY;

/** Parameters that sampler objects have too. */
const samplerNames: ReadonlySet<number> = new Set<number>([
  GL4.TEXTURE_MIN_FILTER, GL4.TEXTURE_MAG_FILTER, GL4.TEXTURE_WRAP_S, GL4.TEXTURE_WRAP_T, GL4.TEXTURE_WRAP_R, GL4.TEXTURE_MIN_LOD,
  GL4.TEXTURE_MAX_LOD, GL4.TEXTURE_LOD_BIAS, GL4.TEXTURE_COMPARE_MODE, GL4.TEXTURE_COMPARE_FUNC, GL4.TEXTURE_BORDER_COLOR,
  GL4.TEXTURE_MAX_ANISOTROPY,
]); // prettier-ignore

/** Texture objects, their parameters, and samplers. */
export class TextureMethods4 extends PipelineMethods4 {
  override bindTexture(target: number, texture: WebGLTexture | null): void {
    const first = texture?.object.target === 0;
    super.bindTexture(target, texture);
    if (!first || texture === null || target !== GL4.TEXTURE_RECTANGLE) return;
    const { parameters } = texture.object;
    parameters.minFilter = GL4.LINEAR;
    parameters.wrapS = parameters.wrapT = parameters.wrapR = GL4.CLAMP_TO_EDGE;
  }

  /** Binds several textures to units in a row, each to its own target; null lets go of all of a unit. */
  bindTextures(first: number, textures: readonly (WebGLTexture | null)[]): void {
    if (first < 0 || first + textures.length > this.limits.combinedUnits) return this.fail(GL4.INVALID_OPERATION, 'bindTextures');
    const { activeUnit } = this.core;
    textures.forEach((texture, i) => {
      this.core.activeUnit = first + i;
      if (texture !== null && texture.object.target !== 0) this.bindTexture(texture.object.target, texture);
      else if (texture !== null) this.fail(GL4.INVALID_OPERATION, 'bindTextures');
      else for (const target of this.unitTextures[first + i]!.textures.keys()) this.bindTexture(target, null);
    });
    this.core.activeUnit = activeUnit;
  }

  /** @internal The face of a target of so many dimensions, and the target that its texture is bound to; null, with an error, for no target. */
  override faceOf(target: number, is3d: boolean, method: string): { readonly face: number; readonly bindTarget: number } | null {
    return this.placeOf(target, is3d ? 3 : 2, method);
  }

  /** @internal The same for one dimension too. */
  placeOf(target: number, dimensions: 1 | 2 | 3, method: string): { readonly face: number; readonly bindTarget: number } | null {
    if (dimensions === 2 && isCubeFace(target)) {
      return { face: target - GL4.TEXTURE_CUBE_MAP_POSITIVE_X, bindTarget: GL4.TEXTURE_CUBE_MAP };
    }
    const targets: readonly number[] =
      dimensions === 1
        ? [GL4.TEXTURE_1D]
        : dimensions === 2
          ? [GL4.TEXTURE_2D, GL4.TEXTURE_1D_ARRAY, GL4.TEXTURE_RECTANGLE]
          : [GL4.TEXTURE_3D, GL4.TEXTURE_2D_ARRAY, GL4.TEXTURE_CUBE_MAP_ARRAY];
    if (targets.includes(target)) return { face: 0, bindTarget: target };
    this.fail(GL4.INVALID_ENUM, method);
    return null;
  }

  /** @internal Whether a level of a target may be so large; heights of 1D arrays are layers. */
  sizeFits(target: number, level: number, width: number, height: number, depth: number): boolean {
    const { textureSize, cubeSize, size3d, arrayLayers, rectangleSize } = this.limits;
    const cube = isCubeFace(target) || target === GL4.TEXTURE_CUBE_MAP || target === GL4.TEXTURE_CUBE_MAP_ARRAY;
    const most = target === GL4.TEXTURE_3D ? size3d : cube ? cubeSize : target === GL4.TEXTURE_RECTANGLE ? rectangleSize : textureSize;
    const lastLevel = target === GL4.TEXTURE_RECTANGLE || isSamples(target) ? 0 : Math.floor(Math.log2(most));
    if (!(level >= 0 && level <= lastLevel && width >= 0 && height >= 0 && depth >= 0)) return false;
    const edge = most >> level;
    const mostHeight = target === GL4.TEXTURE_1D_ARRAY ? arrayLayers : target === GL4.TEXTURE_1D ? 1 : edge;
    const layered = target === GL4.TEXTURE_2D_ARRAY || target === GL4.TEXTURE_CUBE_MAP_ARRAY || target === GL4.TEXTURE_2D_MULTISAMPLE_ARRAY;
    const mostDepth = target === GL4.TEXTURE_3D ? edge : layered ? arrayLayers : 1;
    if (width > edge || height > mostHeight || depth > mostDepth) return false;
    return !cube || (width === height && (target !== GL4.TEXTURE_CUBE_MAP_ARRAY || depth % 6 === 0));
  }

  override isSize(target: number, level: number, width: number, height: number, depth: number, method: string): boolean {
    if (this.sizeFits(target, level, width, height, depth)) return true;
    this.fail(GL4.INVALID_VALUE, method);
    return false;
  }

  override texParameterf(target: number, pname: number, param: number): void {
    this.#setTexture(target, pname, [param], 'float', true);
  }

  override texParameteri(target: number, pname: number, param: number): void {
    this.#setTexture(target, pname, [param], 'norm', true);
  }

  texParameterfv(target: number, pname: number, params: Numbers): void {
    this.#setTexture(target, pname, params, 'float', false);
  }

  texParameteriv(target: number, pname: number, params: Numbers): void {
    this.#setTexture(target, pname, params, 'norm', false);
  }

  texParameterIiv(target: number, pname: number, params: Numbers): void {
    this.#setTexture(target, pname, params, 'int', false);
  }

  texParameterIuiv(target: number, pname: number, params: Numbers): void {
    this.#setTexture(target, pname, params, 'uint', false);
  }

  #setTexture(target: number, pname: number, params: Numbers, as: BorderKind, scalar: boolean): void {
    const method = 'texParameter';
    if (target === GL4.TEXTURE_BUFFER) return this.fail(GL4.INVALID_ENUM, method);
    const texture = this.targetTexture(target, method);
    if (texture === null) return;
    const { object } = texture;
    const param = params[0] ?? 0;
    const fixedLevels = target === GL4.TEXTURE_RECTANGLE || isSamples(target);
    switch (pname) {
      case GL4.TEXTURE_BASE_LEVEL:
        if (param < 0) return this.fail(GL4.INVALID_VALUE, method);
        if (fixedLevels && param !== 0) return this.fail(GL4.INVALID_OPERATION, method);
        object.baseLevel = Math.trunc(param);
        return object.touch();
      case GL4.TEXTURE_MAX_LEVEL:
        if (param < 0) return this.fail(GL4.INVALID_VALUE, method);
        object.maxLevel = Math.trunc(param);
        return object.touch();
      case GL4.TEXTURE_SWIZZLE_R:
      case GL4.TEXTURE_SWIZZLE_G:
      case GL4.TEXTURE_SWIZZLE_B:
      case GL4.TEXTURE_SWIZZLE_A:
        return this.#setSwizzle(object, pname - GL4.TEXTURE_SWIZZLE_R, [param]);
      case GL4.TEXTURE_SWIZZLE_RGBA:
        if (scalar) return this.fail(GL4.INVALID_ENUM, method);
        return this.#setSwizzle(
          object,
          0,
          [0, 1, 2, 3].map((i) => params[i] ?? 0),
        );
      case GL4.DEPTH_STENCIL_TEXTURE_MODE:
        if (this.glVersion < 43 || (param !== GL4.DEPTH_COMPONENT && param !== GL4.STENCIL_INDEX))
          return this.fail(GL4.INVALID_ENUM, method);
        object.stencilMode = param === GL4.STENCIL_INDEX;
        return object.touch();
    }
    if (isSamples(target)) return this.fail(GL4.INVALID_ENUM, method);
    if (target === GL4.TEXTURE_RECTANGLE && !rectangleTakes(pname, param)) return this.fail(GL4.INVALID_ENUM, method);
    this.#setSamplerState(object.parameters, pname, params, as, scalar, method);
  }

  #setSwizzle(object: TextureObject, at: number, values: readonly number[]): void {
    const legal = values.every((v) => (v >= GL4.RED && v <= GL4.ALPHA) || v === GL4.ZERO || v === GL4.ONE);
    if (!legal) return this.fail(GL4.INVALID_ENUM, 'texParameter');
    const swizzle: [number, number, number, number] = [...(object.swizzle ?? [GL4.RED, GL4.GREEN, GL4.BLUE, GL4.ALPHA])];
    values.forEach((value, i) => (swizzle[at + i] = value));
    const plain = swizzle.every((value, i) => value === GL4.RED + i);
    object.swizzle = plain ? null : swizzle;
    object.touch();
  }

  #setSamplerState(s: SamplerParameters, pname: number, params: Numbers, as: BorderKind, scalar: boolean, method: string): void {
    if (pname === GL4.TEXTURE_BORDER_COLOR) {
      if (scalar) return this.fail(GL4.INVALID_ENUM, method);
      setBorder(s, params, as);
      s.handle = 0;
      return this.core.dirty.mark(Dirty.TEXTURES);
    }
    const error = this.setSampling(s, pname, params[0] ?? 0);
    if (error !== 0) this.fail(error, method);
  }

  override setSampling(s: SamplerParameters, pname: number, param: number): number {
    const wrap = pname === GL4.TEXTURE_WRAP_S || pname === GL4.TEXTURE_WRAP_T || pname === GL4.TEXTURE_WRAP_R;
    const mirrors = param === GL4.MIRROR_CLAMP_TO_EDGE && this.openglExtensions.has('GL_ARB_texture_mirror_clamp_to_edge');
    if (wrap && (param === GL4.CLAMP_TO_BORDER || mirrors)) {
      if (pname === GL4.TEXTURE_WRAP_S) s.wrapS = param;
      else if (pname === GL4.TEXTURE_WRAP_T) s.wrapT = param;
      else s.wrapR = param;
    } else if (pname === GL4.TEXTURE_LOD_BIAS) {
      const most = this.core.caps.maxLodBias;
      s.lodBias = Math.min(most, Math.max(-most, param));
    } else return super.setSampling(s, pname, param);
    s.handle = 0;
    this.core.dirty.mark(Dirty.TEXTURES);
    return 0;
  }

  override getSampling(s: SamplerParameters, pname: number): number | null {
    return pname === GL4.TEXTURE_LOD_BIAS ? s.lodBias : super.getSampling(s, pname);
  }

  override getTexParameter(target: number, pname: number): unknown {
    const texture = this.targetTexture(target, 'getTexParameter');
    if (texture === null) return null;
    const { object } = texture;
    const swizzle = object.swizzle ?? [GL4.RED, GL4.GREEN, GL4.BLUE, GL4.ALPHA];
    switch (pname) {
      case GL4.TEXTURE_SWIZZLE_R:
      case GL4.TEXTURE_SWIZZLE_G:
      case GL4.TEXTURE_SWIZZLE_B:
      case GL4.TEXTURE_SWIZZLE_A:
        return swizzle[pname - GL4.TEXTURE_SWIZZLE_R];
      case GL4.TEXTURE_SWIZZLE_RGBA:
        return Int32Array.from(swizzle);
      case GL4.TEXTURE_BORDER_COLOR:
        return borderOf(object.parameters, 'float');
      case GL4.DEPTH_STENCIL_TEXTURE_MODE:
        return object.stencilMode ? GL4.STENCIL_INDEX : GL4.DEPTH_COMPONENT;
      case GL4.TEXTURE_VIEW_MIN_LEVEL:
        return object.part?.level ?? 0;
      case GL4.TEXTURE_VIEW_MIN_LAYER:
        return object.part?.layer ?? 0;
      case GL4.TEXTURE_VIEW_NUM_LEVELS:
        return object.part?.levels ?? object.immutableLevels;
      case GL4.TEXTURE_VIEW_NUM_LAYERS:
        return object.part?.layers ?? (object.immutableLevels > 0 ? (object.storage?.shape.layers ?? 0) : 0);
      case GL4.IMAGE_FORMAT_COMPATIBILITY_TYPE:
        return GL4.IMAGE_FORMAT_COMPATIBILITY_BY_SIZE;
      case GL4.TEXTURE_TARGET:
        return object.target;
      default:
        return super.getTexParameter(target, pname);
    }
  }

  /** A border color as integers. */
  getTexParameterI(target: number, pname: number): unknown {
    const texture = pname === GL4.TEXTURE_BORDER_COLOR ? this.targetTexture(target, 'getTexParameterI') : null;
    return texture === null ? this.getTexParameter(target, pname) : borderOf(texture.object.parameters, 'int');
  }

  /** @internal An image that a parameter is asked of: level 0 of faces stands for those of cubes. */
  levelImage(target: number, level: number, method: string): TextureImage | null | undefined {
    const face = isCubeFace(target) ? target - GL4.TEXTURE_CUBE_MAP_POSITIVE_X : 0;
    const texture = this.targetTexture(isCubeFace(target) ? GL4.TEXTURE_CUBE_MAP : target, method);
    if (texture === null) return undefined;
    if (!(level >= 0 && level <= 31)) {
      this.fail(GL4.INVALID_VALUE, method);
      return undefined;
    }
    return texture.object.image(face, level) ?? null;
  }

  getTexLevelParameter(target: number, level: number, pname: number): number | null {
    const method = 'getTexLevelParameter';
    const proxy = this.proxies.get(target);
    if (proxy !== undefined) return levelFact(proxy, 0, false, pname);
    if (target === GL4.TEXTURE_BUFFER) return this.#texelFact(level, pname);
    const image = this.levelImage(target, level, method);
    if (image === undefined) return null;
    const { object } = this.targetTexture(isCubeFace(target) ? GL4.TEXTURE_CUBE_MAP : target, method)!;
    const rows = target === GL4.TEXTURE_1D_ARRAY;
    const shape =
      image === null
        ? null
        : {
            width: image.width,
            height: rows ? image.depth : image.height,
            depth: rows ? 1 : image.depth,
            internal: image.format.internal,
            named: image.internalFormat,
          };
    const fact = levelFact(shape, image?.storage.shape.samples ?? 0, object.fixedSampleLocations, pname);
    if (fact === null) this.fail(GL4.INVALID_ENUM, method);
    return fact;
  }

  #texelFact(level: number, pname: number): number | null {
    const texture = this.targetTexture(GL4.TEXTURE_BUFFER, 'getTexLevelParameter');
    if (texture === null) return null;
    const { texels } = texture.object;
    if (level !== 0) {
      this.fail(GL4.INVALID_VALUE, 'getTexLevelParameter');
      return null;
    }
    const size = texels === null ? 0 : texels.size === 0 ? texels.buffer.size - texels.offset : texels.size;
    if (pname === GL4.TEXTURE_BUFFER_OFFSET) return texels?.offset ?? 0;
    if (pname === GL4.TEXTURE_BUFFER_SIZE) return size;
    if (pname === GL4.TEXTURE_WIDTH) return texels === null ? 0 : Math.floor(size / texels.format.bytes);
    const shape =
      texels === null ? null : { width: 1, height: 1, depth: 1, internal: texels.format.internal, named: texels.internalFormat };
    return levelFact(shape, 0, true, pname);
  }

  /** @internal By proxy target: the last shape asked for; null where it cannot be. */
  declare proxies: Map<number, LevelShape | null>;
  /** @internal Names of the extensions of this context. */
  declare openglExtensions: ReadonlySet<string>;

  override generateMipmap(target: number): void {
    const method = 'generateMipmap';
    if (target === GL4.TEXTURE_RECTANGLE || target === GL4.TEXTURE_BUFFER || isSamples(target)) return this.fail(GL4.INVALID_ENUM, method);
    const texture = this.targetTexture(target, method);
    if (texture === null) return;
    const { object } = texture;
    const image = object.image(0, object.effectiveBase);
    // What has no base level has nothing to make levels of.
    if (image === undefined) return;
    const { internal } = image.format;
    const kind = classOf(internal);
    if (!object.isBaseComplete || internal.block !== null || kind !== 'color') {
      if (!object.isBaseComplete || kind === 'integer') this.fail(GL4.INVALID_OPERATION, method);
      return;
    }
    generateMipmaps(this.core, object);
  }

  samplerParameterfv(sampler: WebGLSampler, pname: number, params: Numbers): void {
    this.#setSamplerObject(sampler, pname, params, 'float', false);
  }

  samplerParameteriv(sampler: WebGLSampler, pname: number, params: Numbers): void {
    this.#setSamplerObject(sampler, pname, params, 'norm', false);
  }

  samplerParameterIiv(sampler: WebGLSampler, pname: number, params: Numbers): void {
    this.#setSamplerObject(sampler, pname, params, 'int', false);
  }

  samplerParameterIuiv(sampler: WebGLSampler, pname: number, params: Numbers): void {
    this.#setSamplerObject(sampler, pname, params, 'uint', false);
  }

  override samplerParameteri(sampler: WebGLSampler, pname: number, param: number): void {
    this.#setSamplerObject(sampler, pname, [param], 'norm', true);
  }

  override samplerParameterf(sampler: WebGLSampler, pname: number, param: number): void {
    this.#setSamplerObject(sampler, pname, [param], 'float', true);
  }

  #setSamplerObject(sampler: WebGLSampler, pname: number, params: Numbers, as: BorderKind, scalar: boolean): void {
    const method = 'samplerParameter';
    if (this.isLost()) return;
    if (!this.exists(sampler)) return this.fail(GL4.INVALID_OPERATION, method);
    if (!samplerNames.has(pname)) return this.fail(GL4.INVALID_ENUM, method);
    this.#setSamplerState(sampler.object, pname, params, as, scalar, method);
  }

  override getSamplerParameter(sampler: WebGLSampler, pname: number): unknown {
    if (pname === GL4.TEXTURE_BORDER_COLOR && this.exists(sampler)) return borderOf(sampler.object, 'float');
    return super.getSamplerParameter(sampler, pname);
  }

  /** A border color as integers. */
  getSamplerParameterI(sampler: WebGLSampler, pname: number): unknown {
    if (pname === GL4.TEXTURE_BORDER_COLOR && this.exists(sampler)) return borderOf(sampler.object, 'int');
    return super.getSamplerParameter(sampler, pname);
  }

  /** Binds samplers to units in a row. */
  bindSamplers(first: number, samplers: readonly (WebGLSampler | null)[]): void {
    if (first < 0 || first + samplers.length > this.limits.combinedUnits) return this.fail(GL4.INVALID_OPERATION, 'bindSamplers');
    samplers.forEach((sampler, i) => this.bindSampler(first + i, sampler));
  }
}

type BorderKind = 'float' | 'norm' | 'int' | 'uint';

/** Shape of a level, as it is asked for. */
export interface LevelShape {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly internal: TextureImage['format']['internal'];
  readonly named: number;
}

const floats = new Float32Array(1);
const words = new Uint32Array(floats.buffer);

function setBorder(s: SamplerParameters, params: Numbers, as: BorderKind): void {
  for (let i = 0; i < 4; i++) {
    const value = params[i] ?? 0;
    if (as === 'int' || as === 'uint') {
      s.border[i] = value;
      continue;
    }
    floats[0] = as === 'norm' ? (value * 2 + 1) / 0xffffffff : value;
    s.border[i] = words[0]!;
  }
  s.hasBorder = true;
}

function borderOf(s: SamplerParameters, as: 'float' | 'int'): Float32Array | Int32Array {
  const copy = s.border.slice();
  return as === 'float' ? new Float32Array(copy.buffer) : new Int32Array(copy.buffer);
}

function rectangleTakes(pname: number, param: number): boolean {
  if (pname === GL4.TEXTURE_MIN_FILTER) return param === GL4.NEAREST || param === GL4.LINEAR;
  if (pname === GL4.TEXTURE_WRAP_S || pname === GL4.TEXTURE_WRAP_T || pname === GL4.TEXTURE_WRAP_R) {
    return param === GL4.CLAMP_TO_EDGE || param === GL4.CLAMP_TO_BORDER;
  }
  return true;
}

/** A fact about a level; null when there is no such. */
function levelFact(shape: LevelShape | null, samples: number, fixed: boolean, pname: number): number | null {
  const bits = shape?.internal.bits ?? { r: 0, g: 0, b: 0, a: 0, d: 0, s: 0 };
  const kind = shape?.internal.kind;
  const typeOf = (there: number): number =>
    there === 0 || kind === undefined
      ? GL4.NONE
      : {
          unorm: GL4.UNSIGNED_NORMALIZED,
          snorm: GL4.SIGNED_NORMALIZED,
          float: GL4.FLOAT,
          int: GL4.INT,
          uint: GL4.UNSIGNED_INT,
          depth: GL4.UNSIGNED_NORMALIZED,
        }[kind];
  switch (pname) {
    case GL4.TEXTURE_WIDTH:
      return shape?.width ?? 0;
    case GL4.TEXTURE_HEIGHT:
      return shape?.height ?? 0;
    case GL4.TEXTURE_DEPTH:
      return shape?.depth ?? 0;
    case GL4.TEXTURE_INTERNAL_FORMAT:
      return shape?.named ?? GL4.RGBA;
    case GL4.TEXTURE_RED_SIZE:
      return bits.r;
    case GL4.TEXTURE_GREEN_SIZE:
      return bits.g;
    case GL4.TEXTURE_BLUE_SIZE:
      return bits.b;
    case GL4.TEXTURE_ALPHA_SIZE:
      return bits.a;
    case GL4.TEXTURE_DEPTH_SIZE:
      return bits.d;
    case GL4.TEXTURE_STENCIL_SIZE:
      return bits.s;
    case GL4.TEXTURE_SHARED_SIZE:
      return shape?.internal.id === GL4.RGB9_E5 ? 5 : 0;
    case GL4.TEXTURE_RED_TYPE:
      return typeOf(bits.r);
    case GL4.TEXTURE_GREEN_TYPE:
      return typeOf(bits.g);
    case GL4.TEXTURE_BLUE_TYPE:
      return typeOf(bits.b);
    case GL4.TEXTURE_ALPHA_TYPE:
      return typeOf(bits.a);
    case GL4.TEXTURE_DEPTH_TYPE:
      return shape?.internal.id === GL4.DEPTH_COMPONENT32F || shape?.internal.id === GL4.DEPTH32F_STENCIL8 ? GL4.FLOAT : typeOf(bits.d);
    case GL4.TEXTURE_COMPRESSED:
      return Number(shape !== null && shape.internal.block !== null);
    case GL4.TEXTURE_COMPRESSED_IMAGE_SIZE: {
      const block = shape?.internal.block ?? null;
      if (shape === null || block === null) return 0;
      return Math.ceil(shape.width / block[0]) * Math.ceil(shape.height / block[1]) * block[2] * shape.depth;
    }
    case GL4.TEXTURE_SAMPLES:
      return samples;
    case GL4.TEXTURE_FIXED_SAMPLE_LOCATIONS:
      return Number(fixed);
    default:
      return null;
  }
}
