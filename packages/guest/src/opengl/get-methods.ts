import { readCapsV2SampleLocations } from '@virglass/protocol';
import { GL4 } from '../gl4-constants.ts';
import { Dirty } from '../state/dirty.ts';
import { sizedFormat } from '../validate/opengl-formats.ts';
import { DebugMethods4 } from './debug-methods.ts';
import { formatFact, isFormatTarget } from './internal-format-facts.ts';
import { glslVersion } from './versions.ts';

/** Bindings of textures, by the target whose they are. */
const textureBindings = new Map<number, number>([
  [GL4.TEXTURE_BINDING_1D, GL4.TEXTURE_1D],
  [GL4.TEXTURE_BINDING_1D_ARRAY, GL4.TEXTURE_1D_ARRAY],
  [GL4.TEXTURE_BINDING_RECTANGLE, GL4.TEXTURE_RECTANGLE],
  [GL4.TEXTURE_BINDING_CUBE_MAP_ARRAY, GL4.TEXTURE_CUBE_MAP_ARRAY],
  [GL4.TEXTURE_BINDING_BUFFER, GL4.TEXTURE_BUFFER],
  [GL4.TEXTURE_BINDING_2D_MULTISAMPLE, GL4.TEXTURE_2D_MULTISAMPLE],
  [GL4.TEXTURE_BINDING_2D_MULTISAMPLE_ARRAY, GL4.TEXTURE_2D_MULTISAMPLE_ARRAY],
]);

/** Bindings of buffers, likewise. */
const bufferBindings = new Map<number, number>([
  [GL4.DRAW_INDIRECT_BUFFER_BINDING, GL4.DRAW_INDIRECT_BUFFER],
  [GL4.DISPATCH_INDIRECT_BUFFER_BINDING, GL4.DISPATCH_INDIRECT_BUFFER],
  [GL4.ATOMIC_COUNTER_BUFFER_BINDING, GL4.ATOMIC_COUNTER_BUFFER],
  [GL4.SHADER_STORAGE_BUFFER_BINDING, GL4.SHADER_STORAGE_BUFFER],
  [GL4.QUERY_BUFFER_BINDING, GL4.QUERY_BUFFER],
  [GL4.TEXTURE_BUFFER, GL4.TEXTURE_BUFFER],
]);

/** Switches whose state is a parameter too. */
const switches: ReadonlySet<number> = new Set<number>([
  GL4.COLOR_LOGIC_OP, GL4.POLYGON_OFFSET_LINE, GL4.POLYGON_OFFSET_POINT, GL4.POLYGON_SMOOTH, GL4.LINE_SMOOTH, GL4.DEPTH_CLAMP, GL4.MULTISAMPLE,
  GL4.SAMPLE_ALPHA_TO_ONE, GL4.SAMPLE_MASK, GL4.SAMPLE_SHADING, GL4.PROGRAM_POINT_SIZE, GL4.PRIMITIVE_RESTART,
  GL4.PRIMITIVE_RESTART_FIXED_INDEX, GL4.FRAMEBUFFER_SRGB, GL4.TEXTURE_CUBE_MAP_SEAMLESS, GL4.DEBUG_OUTPUT, GL4.DEBUG_OUTPUT_SYNCHRONOUS,
]); // prettier-ignore

/** A value as another type has it: lists element by element. */
function as<T extends number | boolean>(value: unknown, convert: (one: number) => T): T | T[] | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return convert(Number(value));
  return typeof value === 'object' && 'length' in value ? Array.from(value as ArrayLike<number>, (one) => convert(one)) : null;
}

/** Queries of state. */
export class GetMethods4 extends DebugMethods4 {
  /** Every parameter as it is: numbers, truths, texts, objects, or arrays of numbers. `getInteger` and the like convert. */
  override getParameter(pname: number): unknown {
    return super.getParameter(pname);
  }

  getBoolean(pname: number): boolean | boolean[] | null {
    return as(this.getParameter(pname), (value) => value !== 0);
  }

  getInteger(pname: number): number | number[] | null {
    return as(this.getParameter(pname), (value) => Math.max(-0x80000000, Math.min(0xffffffff, Math.round(value))));
  }

  getInteger64(pname: number): number | number[] | null {
    return as(this.getParameter(pname), Math.round);
  }

  getFloat(pname: number): number | number[] | null {
    return as(this.getParameter(pname), Math.fround);
  }

  getDouble(pname: number): number | number[] | null {
    return as(this.getParameter(pname), Number);
  }

  getString(name: number): string | null {
    const value = name === GL4.EXTENSIONS ? null : this.getParameter(name);
    if (typeof value === 'string') return value;
    this.fail(GL4.INVALID_ENUM, 'getString');
    return null;
  }

  getStringi(name: number, index: number): string | null {
    const found = name === GL4.EXTENSIONS ? [...this.openglExtensions][index] : undefined;
    if (found !== undefined) return found;
    this.fail(name === GL4.EXTENSIONS ? GL4.INVALID_VALUE : GL4.INVALID_ENUM, 'getStringi');
    return null;
  }

  override getSupportedExtensions(): string[] | null {
    return this.isLost() ? null : [...this.openglExtensions];
  }

  /** Extensions have no objects of their own: what they add is in the context. */
  override getExtension(name: string): object | null {
    return this.openglExtensions.has(name) || this.openglExtensions.has(`GL_${name}`) ? this : null;
  }

  override hint(target: number, mode: number): void {
    const known =
      target === GL4.LINE_SMOOTH_HINT ||
      target === GL4.POLYGON_SMOOTH_HINT ||
      target === GL4.TEXTURE_COMPRESSION_HINT ||
      target === GL4.FRAGMENT_SHADER_DERIVATIVE_HINT;
    if (!known || (mode !== GL4.FASTEST && mode !== GL4.NICEST && mode !== GL4.DONT_CARE)) return this.fail(GL4.INVALID_ENUM, 'hint');
    this.hints.set(target, mode);
  }

  override pixelStorei(pname: number, param: number | boolean): void {
    if (this.isLost()) return;
    const { pack, unpack } = this.core;
    switch (pname) {
      case GL4.PACK_SWAP_BYTES:
        this.swaps.pack = Boolean(param);
        return;
      case GL4.UNPACK_SWAP_BYTES:
        this.swaps.unpack = Boolean(param);
        return;
      case GL4.PACK_LSB_FIRST:
      case GL4.UNPACK_LSB_FIRST:
        return;
      case GL4.PACK_IMAGE_HEIGHT:
      case GL4.PACK_SKIP_IMAGES:
      case GL4.UNPACK_COMPRESSED_BLOCK_WIDTH:
      case GL4.UNPACK_COMPRESSED_BLOCK_HEIGHT:
      case GL4.UNPACK_COMPRESSED_BLOCK_DEPTH:
      case GL4.UNPACK_COMPRESSED_BLOCK_SIZE:
      case GL4.PACK_COMPRESSED_BLOCK_WIDTH:
      case GL4.PACK_COMPRESSED_BLOCK_HEIGHT:
      case GL4.PACK_COMPRESSED_BLOCK_DEPTH:
      case GL4.PACK_COMPRESSED_BLOCK_SIZE: {
        const value = Number(param);
        if (value < 0) return this.fail(GL4.INVALID_VALUE, 'pixelStorei');
        if (pname === GL4.PACK_IMAGE_HEIGHT) pack.imageHeight = value;
        else if (pname === GL4.PACK_SKIP_IMAGES) pack.skipImages = value;
        else this.hints.set(pname, value);
        return;
      }
    }
    if (pname === GL4.UNPACK_IMAGE_HEIGHT && Number(param) >= 0) unpack.imageHeight = Number(param);
    else super.pixelStorei(pname, param);
  }

  pixelStoref(pname: number, param: number): void {
    this.pixelStorei(pname, Math.round(param));
  }

  override parameter(pname: number): unknown {
    const { core, glVersion } = this;
    const { raster: r } = core;
    const textureTarget = textureBindings.get(pname);
    if (textureTarget !== undefined) return this.unitTextures[core.activeUnit]!.textures.get(textureTarget) ?? null;
    const bufferTarget = bufferBindings.get(pname);
    if (bufferTarget !== undefined) return this.bound.get(bufferTarget) ?? null;
    if (switches.has(pname) || (pname >= GL4.CLIP_DISTANCE0 && pname < GL4.CLIP_DISTANCE0 + 8)) return this.isEnabled(pname);
    const hint = this.hints.get(pname);
    if (hint !== undefined) return hint;
    switch (pname) {
      case GL4.VENDOR:
        return 'virglass';
      case GL4.RENDERER:
        return `virgl (${core.caps.renderer})`;
      case GL4.VERSION:
        return `${Math.floor(glVersion / 10)}.${glVersion % 10} (Core Profile) virglass`;
      case GL4.SHADING_LANGUAGE_VERSION:
        return (glslVersion(glVersion) / 100).toFixed(2);
      case GL4.MAJOR_VERSION:
        return Math.floor(glVersion / 10);
      case GL4.MINOR_VERSION:
        return glVersion % 10;
      case GL4.NUM_EXTENSIONS:
        return this.openglExtensions.size;
      case GL4.CONTEXT_FLAGS:
        return 0;
      case GL4.CONTEXT_PROFILE_MASK:
        return GL4.CONTEXT_CORE_PROFILE_BIT;
      case GL4.RESET_NOTIFICATION_STRATEGY:
        return GL4.LOSE_CONTEXT_ON_RESET;
      case GL4.TIMESTAMP:
        return this.timestamp();
      case GL4.LOGIC_OP_MODE:
        return r.logicOp;
      case GL4.POLYGON_MODE:
        return r.polygonMode;
      case GL4.POLYGON_OFFSET_CLAMP:
        return r.polygonOffsetClamp;
      case GL4.PROVOKING_VERTEX:
        return r.provokingFirst ? GL4.FIRST_VERTEX_CONVENTION : GL4.LAST_VERTEX_CONVENTION;
      case GL4.QUADS_FOLLOW_PROVOKING_VERTEX_CONVENTION:
        return true;
      case GL4.PRIMITIVE_RESTART_INDEX:
        return r.restartIndex;
      case GL4.POINT_SIZE:
        return r.pointSize;
      case GL4.POINT_FADE_THRESHOLD_SIZE:
        return this.pointFade;
      case GL4.POINT_SPRITE_COORD_ORIGIN:
        return r.pointsLowerLeft ? GL4.LOWER_LEFT : GL4.UPPER_LEFT;
      case GL4.MIN_SAMPLE_SHADING_VALUE:
        return r.minSampleShading;
      case GL4.CLAMP_READ_COLOR:
        return this.clampReadColor;
      case GL4.CLIP_ORIGIN:
        return r.upperLeft ? GL4.UPPER_LEFT : GL4.LOWER_LEFT;
      case GL4.CLIP_DEPTH_MODE:
        return r.depthZeroToOne ? GL4.ZERO_TO_ONE : GL4.NEGATIVE_ONE_TO_ONE;
      case GL4.LAYER_PROVOKING_VERTEX:
      case GL4.VIEWPORT_INDEX_PROVOKING_VERTEX:
        return GL4.PROVOKING_VERTEX;
      case GL4.DOUBLEBUFFER:
      case GL4.STEREO:
        return false;
      case GL4.DRAW_BUFFER:
        return core.drawFramebuffer.drawBuffers[0];
      case GL4.PACK_SWAP_BYTES:
        return this.swaps.pack;
      case GL4.UNPACK_SWAP_BYTES:
        return this.swaps.unpack;
      case GL4.PACK_LSB_FIRST:
      case GL4.UNPACK_LSB_FIRST:
        return false;
      case GL4.PACK_IMAGE_HEIGHT:
        return core.pack.imageHeight;
      case GL4.PACK_SKIP_IMAGES:
        return core.pack.skipImages;
      case GL4.DEBUG_LOGGED_MESSAGES:
        return this.debug.log.length;
      case GL4.DEBUG_NEXT_LOGGED_MESSAGE_LENGTH:
        return this.debug.log.length === 0 ? 0 : this.debug.log[0]!.message.length + 1;
      case GL4.DEBUG_GROUP_STACK_DEPTH:
        return this.debug.groups.length + 1;
      case GL4.LINE_SMOOTH_HINT:
      case GL4.POLYGON_SMOOTH_HINT:
      case GL4.TEXTURE_COMPRESSION_HINT:
        return GL4.DONT_CARE;
      case GL4.SHADER_COMPILER:
        return true;
      case GL4.NUM_COMPRESSED_TEXTURE_FORMATS:
        return this.compressedFormats().length;
      case GL4.NUM_SHADING_LANGUAGE_VERSIONS:
        return 1;
      case GL4.IMPLEMENTATION_COLOR_READ_FORMAT:
        return GL4.RGBA;
      case GL4.SAMPLE_MASK_VALUE:
        return r.sampleMask;
    }
    return super.parameter(pname);
  }

  override getIndexedParameter(target: number, index: number): unknown {
    if (this.isLost()) return null;
    const found = this.#indexed(target, index);
    if (found === undefined) return super.getIndexedParameter(target, index);
    if (found !== null || target === GL4.VERTEX_BINDING_BUFFER) return found;
    this.fail(GL4.INVALID_VALUE, 'getIndexedParameter');
    return null;
  }

  /** An indexed parameter that only OpenGL has: undefined for others, null where there is no such index. */
  #indexed(target: number, index: number): unknown {
    const { core } = this;
    const buffers = this.#indexedBuffer(target, index);
    if (buffers !== undefined) return buffers;
    const binding = this.vao.object.bindings[index];
    const view = this.viewSlot(index);
    const within = (value: () => unknown): unknown => (index >= 0 && index < this.limits.vertexAttribs ? value() : null);
    switch (target) {
      case GL4.VIEWPORT:
        return view === null ? null : Float32Array.from(view.viewport);
      case GL4.SCISSOR_BOX:
        return view === null ? null : Int32Array.from(view.scissor);
      case GL4.DEPTH_RANGE:
        return view === null ? null : Float64Array.of(view.depthNear, view.depthFar);
      case GL4.SCISSOR_TEST:
        return view?.scissorEnabled ?? null;
      case GL4.BLEND:
        return core.raster.blend[index]?.enabled ?? null;
      case GL4.SAMPLE_MASK_VALUE:
        return index === 0 ? core.raster.sampleMask : null;
      case GL4.VERTEX_BINDING_OFFSET:
        return within(() => binding?.offset ?? 0);
      case GL4.VERTEX_BINDING_STRIDE:
        return within(() => binding?.stride ?? 16);
      case GL4.VERTEX_BINDING_DIVISOR:
        return within(() => binding?.divisor ?? 0);
      case GL4.MAX_COMPUTE_WORK_GROUP_COUNT:
        return this.limits.workGroupCount[index] ?? null;
      case GL4.MAX_COMPUTE_WORK_GROUP_SIZE:
        return this.limits.workGroupSize[index] ?? null;
      default:
        return undefined;
    }
  }

  #indexedBuffer(target: number, index: number): unknown {
    const { core } = this;
    const of = (kind: number, ranges: typeof core.storageBuffers, start: number, size: number): unknown => {
      const range = ranges[index];
      if (range === undefined) return null;
      if (target === start) return range.offset;
      if (target === size) return range.size;
      return this.indexedBuffers.get(kind)?.[index] ?? undefined;
    };
    switch (target) {
      case GL4.SHADER_STORAGE_BUFFER_BINDING:
      case GL4.SHADER_STORAGE_BUFFER_START:
      case GL4.SHADER_STORAGE_BUFFER_SIZE:
        return of(GL4.SHADER_STORAGE_BUFFER, core.storageBuffers, GL4.SHADER_STORAGE_BUFFER_START, GL4.SHADER_STORAGE_BUFFER_SIZE);
      case GL4.ATOMIC_COUNTER_BUFFER_BINDING:
      case GL4.ATOMIC_COUNTER_BUFFER_START:
      case GL4.ATOMIC_COUNTER_BUFFER_SIZE:
        return of(GL4.ATOMIC_COUNTER_BUFFER, core.atomicBuffers, GL4.ATOMIC_COUNTER_BUFFER_START, GL4.ATOMIC_COUNTER_BUFFER_SIZE);
      default:
        return undefined;
    }
  }

  getBooleani(target: number, index: number): boolean | boolean[] | null {
    return as(this.getIndexedParameter(target, index), (value) => value !== 0);
  }

  getIntegeri(target: number, index: number): number | number[] | null {
    return as(this.getIndexedParameter(target, index), Math.round);
  }

  getInteger64i(target: number, index: number): number | number[] | null {
    return as(this.getIndexedParameter(target, index), Math.round);
  }

  getFloati(target: number, index: number): number | number[] | null {
    return as(this.getIndexedParameter(target, index), Math.fround);
  }

  getDoublei(target: number, index: number): number | number[] | null {
    return as(this.getIndexedParameter(target, index), Number);
  }

  /** Where a sample of the draw framebuffer lies in its pixel: x and y from 0 to 1. */
  getMultisample(pname: number, index: number): Float32Array | null {
    const { core } = this;
    if (pname !== GL4.SAMPLE_POSITION) {
      this.fail(GL4.INVALID_ENUM, 'getMultisample');
      return null;
    }
    if (core.dirty.bits & Dirty.FRAMEBUFFER && this.isComplete(true, 'getMultisample')) core.pipeline.syncFramebuffer();
    const { samples } = core.pipeline.framebuffer.facts;
    if (!(index >= 0 && index < Math.max(1, samples))) {
      this.fail(GL4.INVALID_VALUE, 'getMultisample');
      return null;
    }
    if (samples <= 1) return Float32Array.of(0.5, 0.5);
    const first = samples <= 2 ? 0 : samples <= 4 ? 1 : samples <= 8 ? 2 : 4;
    const word = readCapsV2SampleLocations(core.caps.view, first + (index >> 2));
    const byte = (word >>> ((index & 3) * 8)) & 255;
    return Float32Array.of((byte >> 4) / 16, (byte & 15) / 16);
  }

  /** SAMPLES and NUM_SAMPLE_COUNTS; from 4.3 on whatever else a program may ask of an internal format. */
  override getInternalformatParameter(target: number, internalformat: number, pname: number): Int32Array | null {
    if (this.isLost()) return null;
    const samples = pname === GL4.SAMPLES || pname === GL4.NUM_SAMPLE_COUNTS;
    const stored = this.core.caps.stored(sizedFormat(internalformat, 0));
    const older = samples && isFormatTarget(target) && (this.glVersion >= 43 || stored?.renderable === true);
    const legal = older || (this.glVersion >= 43 && isFormatTarget(target));
    const fact = legal ? formatFact(target, stored, pname, this.limits) : null;
    if (fact !== null) return Int32Array.from(fact);
    this.fail(GL4.INVALID_ENUM, 'getInternalformatParameter');
    return null;
  }
}
