/*
 * Texture objects.
 *
 * GL lets a program define every level of a mutable texture by itself, in any order and of any size, and asks only at a draw whether
 * they fit together. The host wants one resource with all levels. So: the level that defines the size of the rest (level 0) allocates a
 * resource, with the whole chain of levels when the filter wants one; levels that fit into it are written there; others get a storage of
 * their own, and `gather` brings everything together when the texture is used and complete.
 */
import { encodeCreateSamplerView, encodeResourceCopyRegion, ObjectType, PipeFormat, PipeTarget, Swizzle } from '@virglass/protocol';
import type { Stream } from '../encoder/stream.ts';
import type { HostCaps, StoredFormat } from '../formats/host-caps.ts';
import { GL } from '../gl-constants.ts';
import { GL4 } from '../gl4-constants.ts';
import { Dirty, type DirtyBits } from '../state/dirty.ts';
import type { BufferObject } from './buffer.ts';
import { SamplerParameters } from './sampler.ts';
import { minify, Storage } from './storage.ts';

/** One level of one face. */
export interface TextureImage {
  readonly width: number;
  readonly height: number;
  /** Slices or layers; 1 for 2D textures and faces of cubes. */
  readonly depth: number;
  readonly format: StoredFormat;
  /** What the program called the format: sized, or an unsized base format. */
  readonly internalFormat: number;
  readonly storage: Storage;
  /** Level and first layer within the storage. */
  readonly level: number;
  readonly layer: number;
}

const pipeTargets = new Map<number, number>([
  [GL.TEXTURE_2D, PipeTarget.TEXTURE_2D],
  [GL.TEXTURE_3D, PipeTarget.TEXTURE_3D],
  [GL.TEXTURE_CUBE_MAP, PipeTarget.TEXTURE_CUBE],
  [GL.TEXTURE_2D_ARRAY, PipeTarget.TEXTURE_2D_ARRAY],
  [GL4.TEXTURE_1D, PipeTarget.TEXTURE_1D],
  [GL4.TEXTURE_1D_ARRAY, PipeTarget.TEXTURE_1D_ARRAY],
  [GL4.TEXTURE_RECTANGLE, PipeTarget.TEXTURE_RECT],
  [GL4.TEXTURE_CUBE_MAP_ARRAY, PipeTarget.TEXTURE_CUBE_ARRAY],
  [GL4.TEXTURE_2D_MULTISAMPLE, PipeTarget.TEXTURE_2D],
  [GL4.TEXTURE_2D_MULTISAMPLE_ARRAY, PipeTarget.TEXTURE_2D_ARRAY],
]);

/** Formats by which the stencil part of a format is sampled. */
const stencilFormats = new Map<number, number>([
  [PipeFormat.S8_UINT_Z24_UNORM, PipeFormat.S8X24_UINT],
  [PipeFormat.Z24_UNORM_S8_UINT, PipeFormat.X24S8_UINT],
  [PipeFormat.Z32_FLOAT_S8X24_UINT, PipeFormat.X32_S8X24_UINT],
]);

/** Bytes of a buffer that a buffer texture shows; a size of 0 goes to its end. */
export interface TexelRange {
  readonly buffer: BufferObject;
  readonly format: StoredFormat;
  readonly internalFormat: number;
  readonly offset: number;
  readonly size: number;
}

const identity = [Swizzle.X, Swizzle.Y, Swizzle.Z, Swizzle.W] as const;

/** A texture object; see above. */
export class TextureObject {
  readonly stream: Stream;
  readonly caps: HostCaps;
  readonly dirty: DirtyBits;
  /** GL's target; 0 until it is bound for the first time. */
  target = 0;
  readonly parameters = new SamplerParameters();
  baseLevel = 0;
  maxLevel = 1000;
  /** Levels of an immutable texture; 0 for a mutable one. */
  immutableLevels = 0;
  deleted = false;
  /** What each component of a sample is: RED to ALPHA, ZERO, ONE; null for what the format says. */
  swizzle: readonly [number, number, number, number] | null = null;
  /** Sampling gives the stencil part. */
  stencilMode = false;
  /** Samples are where the framebuffer without attachments would have them. */
  fixedSampleLocations = true;
  /** Buffer textures: what they show. */
  texels: TexelRange | null = null;
  /** Texture views: the level and layer of the storage that are its first, and how many it has. */
  part: { readonly level: number; readonly layer: number; readonly levels: number; readonly layers: number } | null = null;
  /** Counts changes of what is where, for those who remember surfaces and views. */
  version = 0;
  storage: Storage | null = null;
  /** By face, then level. */
  readonly images: (TextureImage | undefined)[][] = [[], [], [], [], [], []];
  #holders = 0;
  #view = 0;
  #texelKey = '';
  #viewVersion = -1;
  #mipComplete = false;
  #baseComplete = false;

  constructor(stream: Stream, caps: HostCaps, dirty: DirtyBits) {
    this.stream = stream;
    this.caps = caps;
    this.dirty = dirty;
  }

  get isCube(): boolean {
    return this.target === GL.TEXTURE_CUBE_MAP;
  }

  get isArray(): boolean {
    const { target } = this;
    return (
      target === GL.TEXTURE_2D_ARRAY ||
      target === GL4.TEXTURE_1D_ARRAY ||
      target === GL4.TEXTURE_CUBE_MAP_ARRAY ||
      target === GL4.TEXTURE_2D_MULTISAMPLE_ARRAY
    );
  }

  /** It can have levels. */
  get hasLevels(): boolean {
    const { target } = this;
    return target !== GL4.TEXTURE_RECTANGLE && target !== GL4.TEXTURE_2D_MULTISAMPLE && target !== GL4.TEXTURE_2D_MULTISAMPLE_ARRAY;
  }

  get faces(): number {
    return this.isCube ? 6 : 1;
  }

  image(face: number, level: number): TextureImage | undefined {
    return this.images[face]![level];
  }

  /** The base level in force: immutable textures clamp it. */
  get effectiveBase(): number {
    return this.immutableLevels > 0 ? Math.min(this.baseLevel, this.immutableLevels - 1) : this.baseLevel;
  }

  /** Parameters or levels have changed: the view is looked for again. */
  touch(): void {
    this.version++;
    this.dirty.mark(Dirty.TEXTURES | Dirty.FRAMEBUFFER);
  }

  /** Defines all levels at once and for good. */
  allocate(format: StoredFormat, internalFormat: number, levels: number, width: number, height: number, depth: number): void {
    this.#dropImages();
    this.#setStorage(this.#newStorage(format, width, height, depth, levels));
    for (let face = 0; face < this.faces; face++) {
      for (let level = 0; level < levels; level++) this.#place(face, level, format, internalFormat, this.storage!, level);
    }
    this.immutableLevels = levels;
    this.touch();
  }

  /** Defines the one image of a multisample texture, for good where it is to be immutable. */
  allocateSamples(
    format: StoredFormat,
    internalFormat: number,
    samples: number,
    width: number,
    height: number,
    depth: number,
    immutable: boolean,
  ): void {
    this.#dropImages();
    this.#setStorage(this.#newStorage(format, width, height, depth, 1, samples));
    this.#place(0, 0, format, internalFormat, this.storage!, 0);
    if (immutable) this.immutableLevels = 1;
    this.touch();
  }

  /** Makes it a view of another, immutable, texture. */
  showPart(
    of: TextureObject,
    format: StoredFormat,
    internalFormat: number,
    level: number,
    levels: number,
    layer: number,
    layers: number,
  ): void {
    const storage = of.storage!;
    const [firstLevel, firstLayer] = [(of.part?.level ?? 0) + level, (of.part?.layer ?? 0) + layer];
    this.#setStorage(storage);
    this.part = { level: firstLevel, layer: firstLayer, levels, layers };
    for (let face = 0; face < this.faces; face++) {
      for (let i = 0; i < levels; i++) {
        const at = firstLevel + i;
        this.#setImage(face, i, {
          width: minify(storage.shape.width, at),
          height: minify(storage.shape.height, at),
          depth: storage.is3d ? minify(storage.shape.depth, at) : this.isArray ? layers : 1,
          format,
          internalFormat,
          storage: storage.hold(),
          level: at,
          layer: firstLayer + face,
        });
      }
    }
    this.immutableLevels = levels;
    this.touch();
  }

  /** Makes it show bytes of a buffer, or nothing. */
  showTexels(texels: TexelRange | null): void {
    texels?.buffer.hold();
    this.texels?.buffer.release();
    this.texels = texels;
    this.touch();
  }

  /** Defines a level of a face; its contents are undefined. A size of 0 takes the level away. */
  define(
    face: number,
    level: number,
    format: StoredFormat,
    internalFormat: number,
    width: number,
    height: number,
    depth: number,
  ): TextureImage | null {
    this.touch();
    if (width === 0 || height === 0 || depth === 0) {
      this.#setImage(face, level, undefined);
      return null;
    }
    const own = this.storage;
    if (own !== null && fits(this, own, format, level, width, height, depth)) {
      this.#place(face, level, format, internalFormat, own, level);
    } else if (level === 0) {
      const levels =
        this.hasLevels && this.parameters.usesMipmaps ? levelCount(width, height, this.target === GL.TEXTURE_3D ? depth : 1) : 1;
      this.#setStorage(this.#newStorage(format, width, height, depth, levels));
      this.#place(face, level, format, internalFormat, this.storage!, 0);
    } else {
      const target = this.isCube ? PipeTarget.TEXTURE_2D : pipeTargets.get(this.target)!;
      const three = this.target === GL.TEXTURE_3D;
      const single = new Storage(this.stream, this.caps, format, {
        target,
        width,
        height,
        depth: three ? depth : 1,
        layers: this.isArray ? depth : 1,
        levels: 1,
        samples: 0,
      });
      this.#setImage(face, level, { width, height, depth, format, internalFormat, storage: single.hold(), level: 0, layer: 0 });
    }
    return this.images[face]![level]!;
  }

  /** Levels from the base on that fit together, at least the base: [first, last], or null when there is no base level. */
  completeLevels(): readonly [number, number] | null {
    const base = this.effectiveBase;
    const first = this.images[0]![base];
    if (first === undefined) return null;
    for (let face = 1; face < this.faces; face++) {
      const image = this.images[face]![base];
      if (image === undefined || !sameLevel(image, first, first.width, first.height, first.depth)) return null;
    }
    if (this.isCube && first.width !== first.height) return null;
    const three = this.target === GL.TEXTURE_3D;
    if (!this.hasLevels) return [base, base];
    const most = base + levelCount(first.width, first.height, three ? first.depth : 1) - 1;
    let last = base;
    const end = Math.min(most, this.maxLevel, this.immutableLevels > 0 ? this.immutableLevels - 1 : most);
    while (last < end && this.#levelFits(first, last + 1 - base, last + 1)) last++;
    return [base, last];
  }

  /** Whether mipmap filtering finds all the levels that it needs. */
  get isMipComplete(): boolean {
    this.#update();
    return this.#mipComplete;
  }

  /** Whether there is a base level, of all faces. */
  get isBaseComplete(): boolean {
    this.#update();
    return this.#baseComplete;
  }

  /** The sampler view of everything that is complete; 0 when nothing is. Brings the levels together first. */
  view(): number {
    this.#update();
    if (this.target === GL4.TEXTURE_BUFFER) return this.#texelView();
    if (this.#view !== 0 || !this.#baseComplete) return this.#view;
    const [first, last] = this.completeLevels()!;
    if (this.part === null) this.gather(first, last);
    this.#view = this.#makeView(first, last);
    this.#viewVersion = this.version;
    return this.#view;
  }

  #makeView(first: number, last: number): number {
    const storage = this.storage!;
    const { format } = this.images[0]![first]!;
    const own = format.internal.swizzle ?? identity;
    const stencil = this.stencilMode ? stencilFormats.get(format.pipe) : undefined;
    const swizzle = this.swizzle === null ? own : (this.swizzle.map((to) => swizzled(to, own)) as [number, number, number, number]);
    if (this.part === null && stencil === undefined) return storage.view(first, last, swizzle);
    const pipe = stencil ?? format.pipe;
    if (this.part === null) return storage.view(first, last, swizzle, { format: pipe });
    const { level, layer, layers } = this.part;
    const target = pipeTargets.get(this.target)!;
    return storage.view(level + first, level + last, swizzle, { format: pipe, target, firstLayer: layer, lastLayer: layer + layers - 1 });
  }

  /** The sampler view of a buffer; it is made again when the buffer has other bytes. */
  #texelView(): number {
    const { texels, stream } = this;
    if (texels === null || texels.buffer.resource === 0) return 0;
    const { buffer, offset, format } = texels;
    const end = texels.size === 0 ? buffer.size : Math.min(buffer.size, offset + texels.size);
    // Views begin at a whole texel, which offsets of texels with three components need not be.
    const count = offset % format.bytes === 0 ? Math.floor(Math.max(0, end - offset) / format.bytes) : 0;
    const key = `${buffer.resource},${offset},${count},${format.pipe},${this.swizzle?.join() ?? ''}`;
    if (key === this.#texelKey || count === 0) return count === 0 ? 0 : this.#view;
    this.#texelKey = key;
    if (this.#view !== 0) stream.destroyObject(ObjectType.SAMPLER_VIEW, this.#view);
    const own = format.internal.swizzle ?? identity;
    const [swizzleR, swizzleG, swizzleB, swizzleA] = this.swizzle === null ? own : this.swizzle.map((to) => swizzled(to, own));
    this.#view = stream.handle();
    stream.at = encodeCreateSamplerView(stream.words, stream.floats, stream.room(7), {
      handle: this.#view,
      resHandle: buffer.resource,
      format: format.pipe,
      target: PipeTarget.BUFFER,
      buffer: { firstElement: offset / format.bytes, lastElement: offset / format.bytes + count - 1 },
      swizzleR,
      swizzleG,
      swizzleB,
      swizzleA,
    });
    return this.#view;
  }

  /**
   * Brings levels into one storage that has room for them, copying what lies elsewhere. Called with levels that fit together.
   */
  gather(first: number, last: number): void {
    const base = this.images[0]![first]!;
    let storage = this.storage;
    const three = this.target === GL.TEXTURE_3D;
    if (storage === null || last >= storage.shape.levels || !fits(this, storage, base.format, first, base.width, base.height, base.depth)) {
      // Any size that becomes the base level's after so many halvings will do.
      const room = last === first && first === 0 ? 1 : last + 1;
      storage = this.#newStorage(base.format, base.width << first, base.height << first, three ? base.depth << first : base.depth, room);
      this.#setStorage(storage);
    }
    for (let face = 0; face < this.faces; face++) {
      for (let level = first; level <= last; level++) {
        const image = this.images[face]![level]!;
        if (image.storage === storage) continue;
        this.#copy(image, storage, level, face);
        this.#place(face, level, image.format, image.internalFormat, storage, level);
        this.version++;
        this.dirty.mark(Dirty.FRAMEBUFFER);
      }
    }
  }

  /** Something that outlives deletion shows it: a framebuffer that is not bound. */
  hold(): void {
    this.#holders++;
  }

  release(): void {
    if (--this.#holders === 0 && this.deleted) this.destroy();
  }

  /** Deletes it: gives everything up that nobody holds. */
  delete(): void {
    this.deleted = true;
    if (this.#holders === 0) this.destroy();
  }

  /** Gives everything up. */
  destroy(): void {
    this.showTexels(null);
    this.#dropImages();
    this.#setStorage(null);
  }

  #update(): void {
    if (this.#viewVersion === this.version) return;
    this.#viewVersion = this.version;
    if (this.target === GL4.TEXTURE_BUFFER) {
      this.#mipComplete = this.#baseComplete = this.texels !== null;
      return;
    }
    this.#view = 0;
    const levels = this.completeLevels();
    this.#baseComplete = levels !== null && this.baseLevel <= this.maxLevel;
    if (levels === null) {
      this.#mipComplete = false;
      return;
    }
    const [first, last] = levels;
    const base = this.images[0]![first]!;
    if (!this.hasLevels) {
      this.#mipComplete = this.#baseComplete;
      return;
    }
    const most = first + levelCount(base.width, base.height, this.target === GL.TEXTURE_3D ? base.depth : 1) - 1;
    const needed = this.immutableLevels > 0 ? Math.min(most, this.maxLevel, this.immutableLevels - 1) : Math.min(most, this.maxLevel);
    this.#mipComplete = this.#baseComplete && last >= needed;
  }

  #levelFits(base: TextureImage, steps: number, level: number): boolean {
    const depth = this.target === GL.TEXTURE_3D ? minify(base.depth, steps) : base.depth;
    for (let face = 0; face < this.faces; face++) {
      const image = this.images[face]![level];
      if (image === undefined || !sameLevel(image, base, minify(base.width, steps), minify(base.height, steps), depth)) return false;
    }
    return true;
  }

  #newStorage(format: StoredFormat, width: number, height: number, depth: number, levels: number, samples = 0): Storage {
    return new Storage(this.stream, this.caps, format, {
      target: pipeTargets.get(this.target)!,
      width,
      height,
      depth: this.target === GL.TEXTURE_3D ? depth : 1,
      layers: this.isCube ? 6 : this.isArray ? depth : 1,
      levels,
      samples,
    });
  }

  #setStorage(storage: Storage | null): void {
    storage?.hold();
    this.storage?.release();
    this.storage = storage;
  }

  #place(face: number, level: number, format: StoredFormat, internalFormat: number, storage: Storage, at: number): void {
    const { shape } = storage;
    this.#setImage(face, level, {
      width: minify(shape.width, at),
      height: minify(shape.height, at),
      depth: storage.is3d ? minify(shape.depth, at) : this.isArray ? shape.layers : 1,
      format,
      internalFormat,
      storage: storage.hold(),
      level: at,
      layer: this.isCube ? face : 0,
    });
  }

  #setImage(face: number, level: number, image: TextureImage | undefined): void {
    this.images[face]![level]?.storage.release();
    this.images[face]![level] = image;
  }

  #dropImages(): void {
    for (const levels of this.images) {
      for (const image of levels) image?.storage.release();
      levels.length = 0;
    }
  }

  #copy(image: TextureImage, storage: Storage, level: number, layer: number): void {
    const { stream } = this;
    stream.at = encodeResourceCopyRegion(stream.words, stream.floats, stream.room(14), {
      dstResHandle: storage.resource,
      dstLevel: level,
      dstX: 0,
      dstY: 0,
      dstZ: this.isCube ? layer : 0,
      srcResHandle: image.storage.resource,
      srcLevel: image.level,
      srcX: 0,
      srcY: 0,
      srcZ: image.layer,
      srcW: image.width,
      srcH: image.height,
      srcD: image.depth,
    });
  }
}

/** Levels of a whole chain. */
export function levelCount(width: number, height: number, depth: number): number {
  return 32 - Math.clz32(Math.max(width, height, depth));
}

function fits(
  texture: TextureObject,
  storage: Storage,
  format: StoredFormat,
  level: number,
  width: number,
  height: number,
  depth: number,
): boolean {
  const { shape } = storage;
  if (storage.format !== format || level >= shape.levels) return false;
  if (minify(shape.width, level) !== width || minify(shape.height, level) !== height) return false;
  return texture.isCube || (storage.is3d ? minify(shape.depth, level) : texture.isArray ? shape.layers : 1) === depth;
}

function sameLevel(image: TextureImage, base: TextureImage, width: number, height: number, depth: number): boolean {
  return (
    image.width === width &&
    image.height === height &&
    image.depth === depth &&
    image.format === base.format &&
    image.internalFormat === base.internalFormat
  );
}

/** What a component of a sample is, by GL's name of it and what the format's own components are. */
function swizzled(to: number, own: readonly [number, number, number, number]): number {
  return to === GL.ZERO ? Swizzle.ZERO : to === GL.ONE ? Swizzle.ONE : own[to - GL4.RED]!;
}
