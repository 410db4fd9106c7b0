import { GL } from '@virglass/gl';
import { type GlslImage, type GlslPlainConstants, type GlslSampler, gridUniformName, systemUniforms } from '@virglass/shader';
import type { VirglHost } from '../host.ts';
import type { ShaderVariant } from './variant.ts';

/** GL targets by the shader package's names, without what makes a sampler compare. */
const TARGETS: Readonly<Record<string, number>> = {
  BUFFER: GL.TEXTURE_BUFFER,
  '1D': GL.TEXTURE_1D,
  '2D': GL.TEXTURE_2D,
  '3D': GL.TEXTURE_3D,
  CUBE: GL.TEXTURE_CUBE_MAP,
  RECT: GL.TEXTURE_RECTANGLE,
  '1D_ARRAY': GL.TEXTURE_1D_ARRAY,
  '2D_ARRAY': GL.TEXTURE_2D_ARRAY,
  CUBEARRAY: GL.TEXTURE_CUBE_MAP_ARRAY,
  '2D_MSAA': GL.TEXTURE_2D_MULTISAMPLE,
  '2D_ARRAY_MSAA': GL.TEXTURE_2D_MULTISAMPLE_ARRAY,
};

/** The GL target that a sampler or image uniform takes; 1D and RECT may be emulated by 2D. */
function targetOf({ target, emulated }: Pick<GlslSampler | GlslImage, 'target' | 'emulated'>): number {
  const name = target.replace('SHADOW', '');
  if (emulated === '2d') return name.endsWith('ARRAY') ? GL.TEXTURE_2D_ARRAY : GL.TEXTURE_2D;
  return TARGETS[name] ?? GL.TEXTURE_2D;
}

/** Where a program has the members of the system block as plain uniforms; -1 for those it does not use. */
export interface SystemUniformLocations {
  readonly clipPlanes: number;
  readonly stipple: number;
  readonly raster: number;
  readonly draw: number;
}

/**
 * Inline constants as plain uniforms of a program, and which ones they were set to last.
 *
 * Fragment shaders have theirs so, where they are few: binding another range of a uniform buffer, which is what every other object of a
 * picture does to its vertex shader's constants, has a driver look at all stages that have a block, and one that draws on the CPU
 * keeps a copy of all that a fragment shader reads for each change that may be one (33 KiB in llvmpipe).
 */
export interface PlainConstants {
  readonly location: number;
  readonly rows: number;
  /** Whether the elements are uvec4 rather than vec4. */
  readonly bits: boolean;
  /** `InlineConstants` that they were set to, by its number and version; 0: none. */
  holder: number;
  version: number;
}

function locatePlainConstants({ gl }: VirglHost, program: number, { name, rows, kind }: GlslPlainConstants): PlainConstants | null {
  const location = gl.getUniformLocation(program, name);
  return location < 0 ? null : { location, rows, bits: kind === 'u', holder: 0, version: 0 };
}

function locateSystemUniforms({ gl }: VirglHost, program: number): SystemUniformLocations {
  return {
    clipPlanes: gl.getUniformLocation(program, systemUniforms.clipPlanes),
    stipple: gl.getUniformLocation(program, systemUniforms.stipple),
    raster: gl.getUniformLocation(program, systemUniforms.raster),
    draw: gl.getUniformLocation(program, systemUniforms.draw),
  };
}

/**
 * A GL program and what a draw with it must bind. The lists are flat typed arrays, because every draw walks them.
 */
export class LinkedProgram {
  readonly variants: readonly ShaderVariant[];
  /** GL program; 0 when linking failed (`error`). */
  readonly glName: number;
  readonly error: string;
  /** Constant slots in use: stage, slot, uniform buffer binding and the block's size in bytes. */
  readonly constantStage: Uint8Array;
  readonly constantSlot: Uint8Array;
  readonly constantBinding: Uint8Array;
  readonly constantBytes: Uint32Array;
  /** The fragment stage's inline constants where they are plain uniforms; null where they are a block or none. */
  readonly plainConstants: PlainConstants | null;
  /** Samplers in use: stage, sampler number, texture unit and the GL target that the shader samples there. */
  readonly samplerStage: Uint8Array;
  readonly samplerSlot: Uint8Array;
  readonly samplerUnit: Uint16Array;
  readonly samplerTarget: Uint32Array;
  /** 1 where the sampler compares. */
  readonly samplerCompares: Uint8Array;
  /** Images in use: stage, slot, image unit and the GL target that the shader declares. */
  readonly imageStage: Uint8Array;
  readonly imageSlot: Uint8Array;
  readonly imageUnit: Uint16Array;
  readonly imageTarget: Uint32Array;
  /** Storage buffers in use: stage, slot and storage buffer binding. */
  readonly storageStage: Uint8Array;
  readonly storageSlot: Uint8Array;
  readonly storageBinding: Uint16Array;
  /** Buffers of atomic counters in use, which are their bindings too. */
  readonly atomicBuffer: Uint8Array;
  /** Whether it uses any of images, storage buffers and atomic counters, and whether it changes any. */
  readonly usesMemory: boolean;
  readonly writesMemory: boolean;
  /** Whether its loops read the context's stop word, which must be bound then. */
  readonly guarded: boolean;
  readonly usesSystemBlock: boolean;
  /** Null where no stage has the system block as plain uniforms. */
  readonly systemUniforms: SystemUniformLocations | null;
  /** Location of the uniform that says which piece of the grid a dispatch is; -1 where there is none. */
  readonly gridLocation: number;
  /** Mask of clip distances that the last vertex stage writes. */
  readonly clipDistances: number;
  readonly hasStreamOutput: boolean;
  /** Whether draws with it that follow each other may be made as one: nothing in it tells them apart or orders them. */
  readonly joinsDraws: boolean;
  /** Whether other sampler views may need another program, because a shader applies their swizzles itself. */
  readonly dependsOnViews: boolean;
  /** Whether other images may need another program, because a shader does not say what they hold. */
  readonly dependsOnImages: boolean;
  /** Set when the GL program is gone because one of its shaders is. */
  deleted = false;
  /** Set once the reason why it does not link is in the log. */
  reported = false;

  constructor(variants: readonly ShaderVariant[], glName: number, error: string, host: VirglHost) {
    this.variants = variants;
    this.glName = glName;
    this.error = error;
    const constants: [number, number, number, number][] = [];
    const samplers: [number, number, number, number, boolean][] = [];
    const images: [number, number, number, number][] = [];
    const storage: [number, number, number][] = [];
    const atomics = new Set<number>();
    let system = false;
    let clip = 0;
    let plainConstants: PlainConstants | null = null;
    let streamOutput = false;
    for (const variant of variants) {
      const { stage } = variant.module;
      const glsl = variant.glsl;
      if (glsl === null) continue;
      system ||= glsl.usesSystemBlock;
      // Fragment shaders have none; of the others the last one in pipeline order counts, which is the last in the list.
      if (stage !== 1) clip = glsl.clipDistances;
      streamOutput ||= glsl.feedbackVaryings.length > 0;
      for (const block of glsl.uniformBlocks) constants.push([stage, block.slot, host.bindings.block(stage, block.slot), block.size]);
      if (glsl.plainConstants !== null && glName !== 0) plainConstants = locatePlainConstants(host, glName, glsl.plainConstants);
      for (const sampler of glsl.samplers) {
        const compares = sampler.target.includes('SHADOW');
        samplers.push([stage, sampler.unit, host.bindings.unit(stage, sampler.unit), targetOf(sampler), compares]);
      }
      for (const image of glsl.images) images.push([stage, image.index, image.binding, targetOf(image)]);
      for (const block of glsl.storageBlocks) storage.push([stage, block.slot, block.binding]);
      for (const counters of glsl.atomicBuffers) atomics.add(counters.buffer);
    }
    this.imageStage = Uint8Array.from(images, (m) => m[0]);
    this.imageSlot = Uint8Array.from(images, (m) => m[1]);
    this.imageUnit = Uint16Array.from(images, (m) => m[2]);
    this.imageTarget = Uint32Array.from(images, (m) => m[3]);
    this.storageStage = Uint8Array.from(storage, (b) => b[0]);
    this.storageSlot = Uint8Array.from(storage, (b) => b[1]);
    this.storageBinding = Uint16Array.from(storage, (b) => b[2]);
    this.atomicBuffer = Uint8Array.from(atomics);
    this.usesMemory = images.length > 0 || storage.length > 0 || atomics.size > 0;
    this.guarded = variants.some((variant) => variant.glsl !== null && variant.glsl.guarded);
    this.writesMemory = variants.some((variant) => variant.module.tgsi.info.writesMemory);
    this.plainConstants = plainConstants;
    this.constantStage = Uint8Array.from(constants, (c) => c[0]);
    this.constantSlot = Uint8Array.from(constants, (c) => c[1]);
    this.constantBinding = Uint8Array.from(constants, (c) => c[2]);
    this.constantBytes = Uint32Array.from(constants, (c) => c[3]);
    this.samplerStage = Uint8Array.from(samplers, (s) => s[0]);
    this.samplerSlot = Uint8Array.from(samplers, (s) => s[1]);
    this.samplerUnit = Uint16Array.from(samplers, (s) => s[2]);
    this.samplerTarget = Uint32Array.from(samplers, (s) => s[3]);
    this.samplerCompares = Uint8Array.from(samplers, (s) => (s[4] ? 1 : 0));
    this.usesSystemBlock = system;
    const usesGrid = glName !== 0 && variants.some((variant) => variant.glsl?.usesGridUniform === true);
    this.gridLocation = usesGrid ? host.gl.getUniformLocation(glName, gridUniformName) : -1;
    const plain = glName !== 0 && variants.some((variant) => variant.glsl?.usesSystemUniforms === true);
    this.systemUniforms = plain ? locateSystemUniforms(host, glName) : null;
    this.clipDistances = (1 << clip) - 1;
    this.hasStreamOutput = streamOutput;
    // Primitives are counted from the draw's first; llvmpipe counts on from one draw of a list to the next.
    const counts = variants.some(({ module: { tgsi } }) => tgsi.info.usesDrawId || tgsi.info.usesBaseVertex || tgsi.info.readsPrimitiveId);
    this.joinsDraws = !streamOutput && !this.usesMemory && !counts;
    this.dependsOnImages = variants.some((variant) => variant.module.formatlessImages.length > 0);
    this.dependsOnViews = variants.some((variant) => variant.module.swizzledUnits.length > 0);
  }
}
