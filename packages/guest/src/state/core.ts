/*
 * The core of a context: objects, state and drawing, without the rules of an API.
 *
 * Front APIs (WebGL, OpenGL) validate what a program asks for, change the state here and mark what they have changed; a draw sends to the
 * host what has changed since the last one. Nothing in here sets GL errors.
 */
import { Stream } from '../encoder/stream.ts';
import { HostCaps } from '../formats/host-caps.ts';
import { GL } from '../gl-constants.ts';
import { GL4 } from '../gl4-constants.ts';
import type { FramebufferObject } from '../objects/framebuffer.ts';
import type { ProgramObject } from '../objects/program.ts';
import { SamplerParameters, SamplerStates } from '../objects/sampler.ts';
import { TextureObject } from '../objects/texture.ts';
import { TransformFeedbackObject, type BufferRange } from '../objects/transform-feedback.ts';
import { VertexArrayObject } from '../objects/vertex-array.ts';
import type { Winsys } from '../winsys/winsys.ts';
import { Dirty, DirtyBits } from './dirty.ts';
import { type ImageUnit, imageUnit } from './image-units.ts';
import { Pipeline } from './pipeline.ts';
import { BufferBindings, PixelStore, RasterState, type CurrentAttribute, type TextureUnit } from './state.ts';
import { createDefaultFramebuffer, type DefaultFramebuffer, type DefaultFramebufferOptions } from './default-framebuffer.ts';

/** Numbers that follow from the host's capabilities and the API. */
export interface CoreLimits {
  readonly vertexAttribs: number;
  readonly drawBuffers: number;
  readonly textureUnits: number;
  readonly uniformBuffers: number;
  readonly feedbackBuffers: number;
  /** OpenGL's formats and rules; default false. */
  readonly desktop?: boolean;
  /** Bindings; 0 unless said, as the next two. */
  readonly storageBuffers?: number;
  readonly atomicBuffers?: number;
  readonly imageUnits?: number;
}

/** See above. */
export class Core {
  readonly winsys: Winsys;
  readonly stream: Stream;
  readonly caps: HostCaps;
  readonly limits: CoreLimits;
  readonly dirty = new DirtyBits();
  readonly samplerStates: SamplerStates;
  readonly raster: RasterState;
  readonly pack = new PixelStore();
  readonly unpack = new PixelStore();
  readonly buffers = new BufferBindings();
  readonly units: readonly TextureUnit[];
  activeUnit = 0;
  readonly uniformBuffers: readonly BufferRange[];
  readonly storageBuffers: readonly BufferRange[];
  readonly atomicBuffers: readonly BufferRange[];
  readonly imageUnits: readonly ImageUnit[];
  /** Built-in state by its name in shaders, asked before what the driver knows: for tools that set a compatibility profile's. */
  readonly builtinValues = new Map<string, ArrayLike<number>>();
  readonly defaultVertexArray: VertexArrayObject;
  vertexArray: VertexArrayObject;
  /** Four words for each attribute that is not an array. */
  readonly currentWords: Uint32Array;
  readonly currentAttributes: readonly CurrentAttribute[];
  /** Attributes whose constant has changed since it was sent. */
  currentDirty = true;
  program: ProgramObject | null = null;
  readonly defaultFramebuffer: DefaultFramebuffer;
  drawFramebuffer: FramebufferObject;
  readFramebuffer: FramebufferObject;
  readonly defaultFeedback: TransformFeedbackObject;
  feedback: TransformFeedbackObject;
  readonly pipeline: Pipeline;
  /** Textures of sizes that are no powers of two cannot repeat or have levels. */
  readonly restrictedSizes: boolean;
  readonly #black = new Map<number, TextureObject>();
  readonly plainSampler = new SamplerParameters();
  /** Vertices of a patch, and the tessellation levels where no shader sets them. */
  readonly patch = { vertices: 3, outer: new Float32Array([1, 1, 1, 1]), inner: new Float32Array([1, 1]) };
  /** OpenGL's rules of what can be sampled, not those of OpenGL ES. */
  readonly desktop: boolean;
  /** 32-bit floats can be filtered. */
  filtersFloats = false;

  constructor(winsys: Winsys, limits: CoreLimits, frame: DefaultFramebufferOptions, restrictedSizes: boolean) {
    this.winsys = winsys;
    this.stream = new Stream(winsys);
    this.caps = new HostCaps(winsys.capset, limits.desktop);
    this.limits = limits;
    this.desktop = limits.desktop ?? false;
    this.restrictedSizes = restrictedSizes;
    this.samplerStates = new SamplerStates(this.stream);
    this.raster = new RasterState(limits.drawBuffers);
    this.units = Array.from({ length: limits.textureUnits }, () => ({
      texture2d: null,
      cube: null,
      texture3d: null,
      array: null,
      more: null,
      sampler: null,
    }));
    const ranges = (length: number): BufferRange[] => Array.from({ length }, () => ({ buffer: null, offset: 0, size: 0 }));
    this.uniformBuffers = ranges(limits.uniformBuffers);
    this.storageBuffers = ranges(limits.storageBuffers ?? 0);
    this.atomicBuffers = ranges(limits.atomicBuffers ?? 0);
    this.imageUnits = Array.from({ length: limits.imageUnits ?? 0 }, imageUnit);
    this.vertexArray = this.defaultVertexArray = new VertexArrayObject(limits.vertexAttribs);
    // Behind the four words of each attribute lie four doubles of each, where there are any.
    const floats = new Float32Array(limits.vertexAttribs * (this.desktop ? 12 : 4));
    for (let i = 3; i < limits.vertexAttribs * 4; i += 4) floats[i] = 1;
    this.currentWords = new Uint32Array(floats.buffer);
    this.currentAttributes = Array.from({ length: limits.vertexAttribs }, () => ({ type: GL.FLOAT }));
    this.feedback = this.defaultFeedback = new TransformFeedbackObject(this.stream, limits.feedbackBuffers);
    this.feedback.bound = true;
    this.plainSampler.minFilter = GL.NEAREST;
    this.plainSampler.magFilter = GL.NEAREST;
    this.pipeline = new Pipeline(this);
    this.defaultFramebuffer = createDefaultFramebuffer(this, frame);
    this.drawFramebuffer = this.readFramebuffer = this.defaultFramebuffer.framebuffer;
    const { width, height } = this.defaultFramebuffer.color;
    this.raster.viewport[2] = this.raster.scissor[2] = width;
    this.raster.viewport[3] = this.raster.scissor[3] = height;
  }

  /** The opaque black texture that is sampled where a texture is missing or incomplete. */
  black(target: number): TextureObject {
    let texture = this.#black.get(target);
    if (texture !== undefined) return texture;
    texture = new TextureObject(this.stream, this.caps, this.dirty);
    texture.target = target;
    if (target === GL4.TEXTURE_BUFFER || !texture.hasLevels) return texture;
    const layers = target === GL4.TEXTURE_CUBE_MAP_ARRAY ? 6 : 1;
    texture.allocate(this.caps.stored(GL.RGBA8)!, GL.RGBA8, 1, 1, 1, layers);
    for (let layer = 0; layer < texture.faces * layers; layer++) {
      const box = { level: 0, x: 0, y: 0, z: layer, width: 1, height: 1, depth: 1, stride: 4, layerStride: 4 };
      this.stream.uploads.texture(texture.storage!.resource, box, Uint8Array.of(0, 0, 0, 255), 4, 1, 1);
    }
    this.#black.set(target, texture);
    this.dirty.mark(Dirty.TEXTURES);
    return texture;
  }

  /** The texture bound to a target of a unit. */
  boundTexture(unit: number, target: number): TextureObject | null {
    const u = this.units[unit]!;
    switch (target) {
      case GL.TEXTURE_2D:
        return u.texture2d;
      case GL.TEXTURE_CUBE_MAP:
        return u.cube;
      case GL.TEXTURE_3D:
        return u.texture3d;
      case GL.TEXTURE_2D_ARRAY:
        return u.array;
      default:
        return u.more?.get(target) ?? null;
    }
  }

  bindTexture(unit: number, target: number, texture: TextureObject | null): void {
    const u = this.units[unit]!;
    if (target === GL.TEXTURE_2D) u.texture2d = texture;
    else if (target === GL.TEXTURE_CUBE_MAP) u.cube = texture;
    else if (target === GL.TEXTURE_3D) u.texture3d = texture;
    else if (target === GL.TEXTURE_2D_ARRAY) u.array = texture;
    else if (texture === null) u.more?.delete(target);
    else (u.more ??= new Map<number, TextureObject>()).set(target, texture);
    this.dirty.mark(Dirty.TEXTURES);
  }

  /** Sends everything that has been asked for. */
  flush(): void {
    this.stream.flush();
  }
}
