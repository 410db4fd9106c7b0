import { encodeMemoryBarrier, encodeTextureBarrier, PipeBarrier, TextureBarrier } from '@virglass/protocol';
import { GL4 } from '../gl4-constants.ts';
import { imageUnit, isImageFormat } from '../state/image-units.ts';
import { WebGLTexture } from '../webgl/objects.ts';
import { TextureCopyMethods4 } from './texture-copy-methods.ts';

/** Bits of `memoryBarrier`, and what hosts call them. */
const barriers: readonly (readonly [bit: number, pipe: number])[] = [
  [GL4.VERTEX_ATTRIB_ARRAY_BARRIER_BIT, PipeBarrier.VERTEX_BUFFER],
  [GL4.ELEMENT_ARRAY_BARRIER_BIT, PipeBarrier.INDEX_BUFFER],
  [GL4.UNIFORM_BARRIER_BIT, PipeBarrier.CONSTANT_BUFFER],
  [GL4.TEXTURE_FETCH_BARRIER_BIT, PipeBarrier.TEXTURE],
  [GL4.SHADER_IMAGE_ACCESS_BARRIER_BIT, PipeBarrier.IMAGE],
  [GL4.COMMAND_BARRIER_BIT, PipeBarrier.INDIRECT_BUFFER],
  [GL4.PIXEL_BUFFER_BARRIER_BIT, PipeBarrier.UPDATE_BUFFER | PipeBarrier.MAPPED_BUFFER],
  [GL4.TEXTURE_UPDATE_BARRIER_BIT, PipeBarrier.UPDATE_TEXTURE],
  [GL4.BUFFER_UPDATE_BARRIER_BIT, PipeBarrier.UPDATE_BUFFER],
  [GL4.FRAMEBUFFER_BARRIER_BIT, PipeBarrier.FRAMEBUFFER],
  [GL4.TRANSFORM_FEEDBACK_BARRIER_BIT, PipeBarrier.STREAMOUT_BUFFER],
  [GL4.ATOMIC_COUNTER_BARRIER_BIT, PipeBarrier.SHADER_BUFFER],
  [GL4.SHADER_STORAGE_BARRIER_BIT, PipeBarrier.SHADER_BUFFER],
  [GL4.CLIENT_MAPPED_BUFFER_BARRIER_BIT, PipeBarrier.MAPPED_BUFFER],
  [GL4.QUERY_BUFFER_BARRIER_BIT, PipeBarrier.QUERY_BUFFER],
];
const knownBarriers = barriers.reduce((bits, [bit]) => bits | bit, 0);

/** Barriers that `memoryBarrierByRegion` is for. */
const regional =
  GL4.ATOMIC_COUNTER_BARRIER_BIT |
  GL4.FRAMEBUFFER_BARRIER_BIT |
  GL4.SHADER_IMAGE_ACCESS_BARRIER_BIT |
  GL4.SHADER_STORAGE_BARRIER_BIT |
  GL4.TEXTURE_FETCH_BARRIER_BIT |
  GL4.UNIFORM_BARRIER_BIT;

/** Image units and memory barriers. */
export class ImageMethods4 extends TextureCopyMethods4 {
  /** @internal By unit: textures as they were given. */
  declare imageTextures: (WebGLTexture | null)[];

  bindImageTexture(
    unit: number,
    texture: WebGLTexture | null,
    level: number,
    layered: boolean,
    layer: number,
    access: number,
    format: number,
  ): void {
    const method = 'bindImageTexture';
    if (this.isLost()) return;
    if (texture != null && !this.owns(texture, WebGLTexture, method)) return;
    const at = unit >>> 0;
    const place = this.core.imageUnits[at];
    if (place === undefined || level < 0 || layer < 0 || !isImageFormat(format)) return this.fail(GL4.INVALID_VALUE, method);
    if (access !== GL4.READ_ONLY && access !== GL4.WRITE_ONLY && access !== GL4.READ_WRITE) return this.fail(GL4.INVALID_ENUM, method);
    this.#bind(at, texture ?? null);
    if (texture != null) Object.assign(place, { level, layered, layer, access, format });
  }

  /** Nothing in place of a texture makes a unit as it was at the start. */
  #bind(unit: number, texture: WebGLTexture | null): void {
    const place = this.core.imageUnits[unit]!;
    const old = place.texture;
    if (texture === null) Object.assign(place, imageUnit());
    else place.texture = texture.object;
    texture?.object.hold();
    old?.release();
    const all = (this.imageTextures ??= []);
    all[unit] = texture;
  }

  override deleteTexture(texture: WebGLTexture | null): void {
    if (texture != null && this.imageTextures !== undefined && this.exists(texture)) {
      this.imageTextures.forEach((bound, unit) => {
        if (bound === texture) this.#bind(unit, null);
      });
    }
    super.deleteTexture(texture);
  }

  override getIndexedParameter(target: number, index: number): unknown {
    const known = (target >= GL4.IMAGE_BINDING_NAME && target <= GL4.IMAGE_BINDING_ACCESS) || target === GL4.IMAGE_BINDING_FORMAT;
    if (!known || this.isLost()) return super.getIndexedParameter(target, index);
    const unit = this.core.imageUnits[index >>> 0];
    if (unit === undefined) {
      this.fail(GL4.INVALID_VALUE, 'getIndexedParameter');
      return null;
    }
    switch (target) {
      case GL4.IMAGE_BINDING_NAME:
        return this.imageTextures?.[index] ?? null;
      case GL4.IMAGE_BINDING_LEVEL:
        return unit.level;
      case GL4.IMAGE_BINDING_LAYERED:
        return unit.layered;
      case GL4.IMAGE_BINDING_LAYER:
        return unit.layer;
      case GL4.IMAGE_BINDING_ACCESS:
        return unit.access;
      default:
        return unit.format;
    }
  }

  memoryBarrier(bits: number): void {
    this.#barrier(bits, knownBarriers, 'memoryBarrier');
  }

  memoryBarrierByRegion(bits: number): void {
    this.#barrier(bits, regional, 'memoryBarrierByRegion');
  }

  #barrier(bits: number, known: number, method: string): void {
    if (this.isLost()) return;
    const all = bits >>> 0 === GL4.ALL_BARRIER_BITS;
    if (!all && (bits & ~known) !== 0) return this.fail(GL4.INVALID_VALUE, method);
    const wanted = all ? known : bits;
    const flags = barriers.reduce((so, [bit, pipe]) => ((wanted & bit) === 0 ? so : so | pipe), 0);
    if (flags === 0) return;
    const { stream } = this.core;
    stream.at = encodeMemoryBarrier(stream.words, stream.floats, stream.room(2), { flags });
  }

  /** Lets texels be read that draws before have written to the same texture. */
  textureBarrier(): void {
    if (this.isLost()) return;
    const { stream } = this.core;
    stream.at = encodeTextureBarrier(stream.words, stream.floats, stream.room(2), { flags: TextureBarrier.SAMPLER });
  }
}
