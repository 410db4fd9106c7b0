import { PipeFormat } from '@virglass/protocol';
import type { StoredFormat } from '../formats/host-caps.ts';
import { GL4 } from '../gl4-constants.ts';
import { isUnsized, sizedFormat } from '../validate/opengl-formats.ts';
import { WebGLBuffer } from '../webgl/objects.ts';
import { bufferFormats } from './buffer-methods.ts';
import { isBptc, layered, proxyOf, TextureUploadMethods4 } from './texture-upload-methods.ts';

/** Texels of three components lie without gaps in buffers, which no texture has. */
const threeComponents = new Map<number, number>([
  [GL4.RGB32F, PipeFormat.R32G32B32_FLOAT],
  [GL4.RGB32I, PipeFormat.R32G32B32_SINT],
  [GL4.RGB32UI, PipeFormat.R32G32B32_UINT],
]);

/** Storage of textures that is given at once: immutable, with samples, or of a buffer. */
export class TextureStorageMethods4 extends TextureUploadMethods4 {
  override texStorage2D(target: number, levels: number, internalformat: number, width: number, height: number): void {
    const cube = target === GL4.TEXTURE_CUBE_MAP || target === GL4.PROXY_TEXTURE_CUBE_MAP;
    this.#allocate(target, cube ? 0 : 2, levels, internalformat, width, height, 1, 'texStorage2D');
  }

  texStorage1D(target: number, levels: number, internalformat: number, width: number): void {
    this.#allocate(target, 1, levels, internalformat, width, 1, 1, 'texStorage1D');
  }

  override texStorage3D(target: number, levels: number, internalformat: number, width: number, height: number, depth: number): void {
    this.#allocate(target, 3, levels, internalformat, width, height, depth, 'texStorage3D');
  }

  #allocate(
    target: number,
    dimensions: 0 | 1 | 2 | 3,
    levels: number,
    internalformat: number,
    width: number,
    height: number,
    depth: number,
    method: string,
  ): void {
    if (this.isLost()) return;
    const real = proxyOf.get(target) ?? target;
    if (dimensions !== 0 && this.placeOf(real, dimensions, method) === null) return;
    const stored = isUnsized(internalformat) ? null : this.core.caps.stored(internalformat);
    if (stored === null) return this.fail(GL4.INVALID_ENUM, method);
    if (levels < 1 || width < 1 || height < 1 || depth < 1) return this.fail(GL4.INVALID_VALUE, method);
    const three = real === GL4.TEXTURE_3D;
    const fits = this.sizeFits(real, 0, width, height, depth);
    if (real !== target) {
      this.proxies.set(target, fits ? { width, height, depth, internal: stored.internal, named: internalformat } : null);
      return;
    }
    if (!fits) return this.fail(GL4.INVALID_VALUE, method);
    const texture = this.targetTexture(target, method);
    if (texture === null) return;
    const { object } = texture;
    const most = target === GL4.TEXTURE_RECTANGLE ? 1 : Math.max(width, target === GL4.TEXTURE_1D_ARRAY ? 1 : height, three ? depth : 1);
    const noLevels = levels > Math.floor(Math.log2(most)) + 1;
    const flat = three && (stored.internal.kind === 'depth' || (stored.internal.block !== null && !isBptc(internalformat)));
    if (object.immutableLevels > 0 || noLevels || flat) return this.fail(GL4.INVALID_OPERATION, method);
    const at = layered(target, { x: 0, y: 0, z: 0, width, height, depth });
    object.allocate(stored, internalformat, levels, at.width, at.height, at.depth);
    if (stored.layout === null) return;
    for (let face = 0; face < object.faces; face++) {
      for (let level = 0; level < levels; level++) this.clearImage(object.image(face, level)!);
    }
  }

  texImage2DMultisample(
    target: number,
    samples: number,
    internalformat: number,
    width: number,
    height: number,
    fixedsamplelocations: boolean,
  ): void {
    this.#samples(target, GL4.TEXTURE_2D_MULTISAMPLE, samples, internalformat, width, height, 1, fixedsamplelocations, false);
  }

  texImage3DMultisample(
    target: number,
    samples: number,
    internalformat: number,
    width: number,
    height: number,
    depth: number,
    fixedsamplelocations: boolean,
  ): void {
    this.#samples(target, GL4.TEXTURE_2D_MULTISAMPLE_ARRAY, samples, internalformat, width, height, depth, fixedsamplelocations, false);
  }

  texStorage2DMultisample(
    target: number,
    samples: number,
    internalformat: number,
    width: number,
    height: number,
    fixedsamplelocations: boolean,
  ): void {
    this.#samples(target, GL4.TEXTURE_2D_MULTISAMPLE, samples, internalformat, width, height, 1, fixedsamplelocations, true);
  }

  texStorage3DMultisample(
    target: number,
    samples: number,
    internalformat: number,
    width: number,
    height: number,
    depth: number,
    fixedsamplelocations: boolean,
  ): void {
    this.#samples(target, GL4.TEXTURE_2D_MULTISAMPLE_ARRAY, samples, internalformat, width, height, depth, fixedsamplelocations, true);
  }

  #samples(
    target: number,
    wanted: number,
    samples: number,
    internalformat: number,
    width: number,
    height: number,
    depth: number,
    fixed: boolean,
    immutable: boolean,
  ): void {
    const method = 'texImageMultisample';
    if (this.isLost()) return;
    const real = proxyOf.get(target) ?? target;
    if (real !== wanted) return this.fail(GL4.INVALID_ENUM, method);
    const stored = this.core.caps.stored(sizedFormat(internalformat, 0));
    if (stored === null || !stored.renderable) return this.fail(GL4.INVALID_ENUM, method);
    const fits = this.sizeFits(real, 0, width, height, depth);
    if (samples < 1) return this.fail(GL4.INVALID_VALUE, method);
    if (samples > this.limits.samples || !stored.multisample) return this.fail(GL4.INVALID_OPERATION, method);
    if (real !== target) {
      this.proxies.set(target, fits ? { width, height, depth, internal: stored.internal, named: internalformat } : null);
      return;
    }
    if (!fits || (immutable && (width < 1 || height < 1 || depth < 1))) return this.fail(GL4.INVALID_VALUE, method);
    const texture = this.targetTexture(target, method);
    if (texture === null) return;
    if (texture.object.immutableLevels > 0) return this.fail(GL4.INVALID_OPERATION, method);
    if (width === 0 || height === 0 || depth === 0) {
      texture.object.define(0, 0, stored, internalformat, 0, 0, 0);
      return;
    }
    texture.object.fixedSampleLocations = fixed;
    const real2 = this.realSamples(samples);
    texture.object.allocateSamples(
      stored,
      isUnsized(internalformat) ? stored.internal.id : internalformat,
      real2,
      width,
      height,
      depth,
      immutable,
    );
  }

  /** @internal Samples that the host has where a program wants so many. */
  realSamples(samples: number): number {
    const { samples: most } = this.limits;
    return samples <= 0 ? 0 : Math.min(most, samples <= 4 ? Math.min(4, most) : samples <= 8 ? Math.min(8, most) : samples);
  }

  texBuffer(target: number, internalformat: number, buffer: WebGLBuffer | null): void {
    this.#texBuffer(target, internalformat, buffer, 0, 0, 'texBuffer');
  }

  texBufferRange(target: number, internalformat: number, buffer: WebGLBuffer | null, offset: number, size: number): void {
    const method = 'texBufferRange';
    if (buffer != null) {
      const legal = offset >= 0 && size > 0 && offset + size <= buffer.object.size && offset % this.limits.bufferTextureAlignment === 0;
      if (!legal) return this.fail(GL4.INVALID_VALUE, method);
    }
    this.#texBuffer(target, internalformat, buffer, offset, size, method);
  }

  #texBuffer(target: number, internalformat: number, buffer: WebGLBuffer | null, offset: number, size: number, method: string): void {
    if (this.isLost()) return;
    if (target !== GL4.TEXTURE_BUFFER || !bufferFormats.has(internalformat)) return this.fail(GL4.INVALID_ENUM, method);
    const texture = this.targetTexture(target, method);
    if (texture === null) return;
    if (buffer != null && (!(buffer instanceof WebGLBuffer) || !this.exists(buffer))) return this.fail(GL4.INVALID_OPERATION, method);
    const format = this.#texelFormat(internalformat);
    if (format === null) return this.fail(GL4.INVALID_ENUM, method);
    texture.object.showTexels(buffer == null ? null : { buffer: buffer.object, format, internalFormat: internalformat, offset, size });
  }

  /** Texels of three components lie without gaps in buffers, which no texture has. */
  #texelFormat(internalformat: number): StoredFormat | null {
    const { caps } = this.core;
    const stored = caps.stored(internalformat);
    const pipe = threeComponents.get(internalformat);
    return stored === null || pipe === undefined ? stored : { ...stored, pipe, bytes: 12 };
  }
}
