import { GL, type Features, type Gl } from '@virglass/gl';
import { PipeFormat } from '@virglass/protocol';
import { type FormatSupport, FormatUse } from '../formats/probe.ts';
import { MAX_CONSTANT_WORDS, MAX_IMAGES, MAX_STORAGE_BUFFERS } from '../limits.ts';
import type { BindingLayout } from '../programs/binding-layout.ts';
import { everything, type Offered } from './stages.ts';

/** Shader stages in pipe order. */
const STAGES = 6;

/** What the rows of the capability sets are worked out from. */
export interface CapsSource {
  /** The host's GL. */
  readonly f: Features;
  readonly offered: Offered;
  // Stages and abilities that both the renderer and the host have.
  readonly geometry: boolean;
  readonly tessellation: boolean;
  readonly compute: boolean;
  readonly images: boolean;
  readonly shaderBuffers: boolean;
  readonly atomics: boolean;
  /** Buffers that guests map. */
  readonly sharing: boolean;
  /** Constant buffer slots of a stage, slot 0 included. */
  readonly uniformBlocks: number;
  /** Sampler views of a stage. */
  readonly samplers: number;
  /** Bytes of inline constants of each stage; 0 for stages that are not there. */
  readonly constantBytes: readonly number[];
  readonly maxSamples: number;
  /** Sample positions in sixteenths of a pixel, packed as the capability set has them. */
  readonly sampleLocations: Uint32Array;
  readonly samplerMask: Uint32Array;
  readonly renderMask: Uint32Array;
  readonly depthStencilMask: Uint32Array;
  readonly vertexMask: Uint32Array;
  readonly readbackMask: Uint32Array;
  readonly scanoutMask: Uint32Array;
  readonly multisampleMask: Uint32Array;
  /** Whether attachments of one framebuffer may differ in format. */
  readonly mixedColorFormats: boolean;
  /** Images of each stage. */
  readonly imageSlots: readonly number[];
  /** Storage buffers of each stage. */
  readonly storageBlocks: readonly number[];
  /** A limit of each stage, 0 for stages that are not there and where the ability is not. */
  perStage(there: boolean, limits: readonly number[], most: number): number[];
  /** The smallest limit of the stages that are there, but for fragment and compute shaders. */
  leastOther(limits: readonly number[]): number;
}

/** Sample counts that guests ask for. */
const SAMPLE_COUNTS = [16, 8, 4, 2];

/** Largest count that colour and depth textures both have; a guest's window may need both. */
function commonSamples(formats: FormatSupport): number {
  const most = Math.min(
    formats.samples(PipeFormat.R8G8B8A8_UNORM),
    formats.samples(PipeFormat.B8G8R8A8_UNORM),
    formats.samples(PipeFormat.S8_UINT_Z24_UNORM),
    formats.samples(PipeFormat.Z16_UNORM),
  );
  return SAMPLE_COUNTS.find((count) => count <= most) ?? 1;
}

/** First word of each sample count's positions in the capability set. */
const LOCATION_WORD: ReadonlyMap<number, number> = new Map([
  [2, 0],
  [4, 1],
  [8, 2],
  [16, 4],
]);

/** Reads sample positions off small multisample textures. Leaves the framebuffer and texture bindings at 0. */
function readSampleLocations(gl: Gl, maxSamples: number): Uint32Array {
  const words = new Uint32Array(8);
  if (!gl.features.multisampleTextures || !gl.features.textureStorageMultisample) return words;
  for (const count of SAMPLE_COUNTS) {
    if (count > maxSamples) continue;
    const texture = gl.createTexture();
    gl.bindTexture(GL.TEXTURE_2D_MULTISAMPLE, texture);
    gl.texStorage2DMultisample(GL.TEXTURE_2D_MULTISAMPLE, count, GL.RGBA8, 4, 4, true);
    const framebuffer = gl.createFramebuffer();
    gl.bindFramebuffer(GL.FRAMEBUFFER, framebuffer);
    gl.framebufferTexture2D(GL.FRAMEBUFFER, GL.COLOR_ATTACHMENT0, GL.TEXTURE_2D_MULTISAMPLE, texture, 0);
    if (gl.checkFramebufferStatus(GL.FRAMEBUFFER) === GL.FRAMEBUFFER_COMPLETE) {
      const first = LOCATION_WORD.get(count)!;
      for (let sample = 0; sample < count; sample++) {
        const x = Math.floor(gl.getMultisamplef(GL.SAMPLE_POSITION, sample, 0) * 16) & 15;
        const y = Math.floor(gl.getMultisamplef(GL.SAMPLE_POSITION, sample, 1) * 16) & 15;
        words[first + (sample >> 2)]! |= ((x << 4) | y) << (8 * (sample & 3));
      }
    }
    gl.bindFramebuffer(GL.FRAMEBUFFER, 0);
    gl.bindTexture(GL.TEXTURE_2D_MULTISAMPLE, 0);
    gl.deleteFramebuffer(framebuffer);
    gl.deleteTexture(texture);
  }
  gl.getError();
  return words;
}

/** ETC2 and ASTC exist on desktop OpenGL by decompression in the driver; a guest that decompresses by itself is no worse off. */
const DESKTOP_EMULATED = /^(ETC|ASTC)/;

function samplerMask(formats: FormatSupport, isGles: boolean): Uint32Array {
  const mask = formats.mask(FormatUse.SAMPLER);
  if (!isGles) {
    for (const format of formats.storable()) if (DESKTOP_EMULATED.test(format.name)) mask[format.id >> 5]! &= ~(1 << (format.id & 31));
  }
  return mask;
}

function multisampleMask(formats: FormatSupport, maxSamples: number, noAttachments: boolean): Uint32Array {
  const mask = new Uint32Array(16);
  if (maxSamples < 2) return mask;
  for (const format of formats.storable()) if (formats.samples(format.id) >= maxSamples) mask[format.id >> 5]! |= 1 << (format.id & 31);
  // Framebuffers without attachments are asked for as multisample surfaces of no format.
  if (noAttachments) mask[0]! |= 1;
  return mask;
}

/** Whether a framebuffer with two different colour formats is complete. */
function mixesFormats(gl: Gl): boolean {
  const framebuffer = gl.createFramebuffer();
  gl.bindFramebuffer(GL.FRAMEBUFFER, framebuffer);
  const textures = [GL.RGBA8, GL.R8].map((internalFormat, i) => {
    const texture = gl.createTexture();
    gl.bindTexture(GL.TEXTURE_2D, texture);
    gl.texImage2D(GL.TEXTURE_2D, 0, internalFormat, 4, 4, 0, i === 0 ? GL.RGBA : GL.RED, GL.UNSIGNED_BYTE, null, 0);
    gl.framebufferTexture2D(GL.FRAMEBUFFER, GL.COLOR_ATTACHMENT0 + i, GL.TEXTURE_2D, texture, 0);
    return texture;
  });
  const complete = gl.checkFramebufferStatus(GL.FRAMEBUFFER) === GL.FRAMEBUFFER_COMPLETE;
  gl.bindFramebuffer(GL.FRAMEBUFFER, 0);
  gl.bindTexture(GL.TEXTURE_2D, 0);
  gl.deleteFramebuffer(framebuffer);
  for (const texture of textures) gl.deleteTexture(texture);
  return complete;
}

type Abilities = Pick<CapsSource, 'geometry' | 'tessellation' | 'compute' | 'images' | 'shaderBuffers' | 'atomics'>;

/** What both the renderer and the host have. */
function sharedAbilities(f: Features, offered: Offered): Abilities {
  return {
    geometry: offered.geometry && f.geometryShader,
    tessellation: offered.tessellation && f.tessellation,
    compute: offered.compute && f.computeShader,
    images: offered.images && f.shaderImages,
    shaderBuffers: offered.shaderBuffers && f.shaderStorage,
    atomics: offered.atomics && f.atomicCounters,
  };
}

/** The same host under a renderer that has been taught everything: tells what it lacks from what the renderer lacks. */
export function fullyTaught(source: CapsSource): CapsSource {
  return { ...source, offered: everything, ...sharedAbilities(source.f, everything) };
}

/**
 * Finds out what the caps rest on. Leaves the bindings of textures and framebuffers at 0.
 *
 * @param gl - the host's context
 * @param sharing - whether there are buffers that guests can map
 */
export function capsSource(gl: Gl, formats: FormatSupport, bindings: BindingLayout, offered: Offered, sharing: boolean): CapsSource {
  const f = gl.features;
  const abilities = sharedAbilities(f, offered);
  const { geometry, tessellation, compute } = abilities;
  const present = [true, true, geometry, tessellation, tessellation, compute];
  const stage = (limits: readonly number[], index: number): number => limits[index] ?? 0;
  // The smallest of the stages that are there: guests take one number for all.
  const least = (limits: readonly number[]): number => {
    let value = stage(limits, 0);
    for (let i = 1; i < STAGES; i++) if (present[i] === true) value = Math.min(value, stage(limits, i));
    return value;
  };
  const perStage = (there: boolean, limits: readonly number[], most: number): number[] =>
    present.map((exists, i) => (there && exists ? Math.max(0, Math.min(most, stage(limits, i))) : 0));
  const maxSamples = f.multisampleTextures ? commonSamples(formats) : 1;
  const constants = Math.min(MAX_CONSTANT_WORDS * 4, f.maxUniformBlockSize);
  return {
    f,
    offered,
    sharing,
    ...abilities,
    // The renderer has a block of its own, and does without where a guest's shader uses all there are.
    uniformBlocks: Math.min(bindings.blocksPerStage, least(f.maxUniformBlocks)),
    samplers: Math.min(bindings.unitsPerStage, least(f.maxSamplers)),
    constantBytes: present.map((there) => (there ? constants : 0)),
    maxSamples,
    sampleLocations: readSampleLocations(gl, maxSamples),
    samplerMask: samplerMask(formats, f.isGles),
    renderMask: formats.mask(FormatUse.RENDER),
    depthStencilMask: formats.mask(FormatUse.DEPTH_STENCIL),
    vertexMask: formats.mask(FormatUse.VERTEX),
    readbackMask: formats.mask(FormatUse.READBACK),
    scanoutMask: formats.mask(FormatUse.SCANOUT),
    multisampleMask: multisampleMask(formats, maxSamples, f.framebufferNoAttachments),
    mixedColorFormats: mixesFormats(gl),
    imageSlots: perStage(abilities.images, f.maxImages, MAX_IMAGES),
    storageBlocks: perStage(abilities.shaderBuffers, f.maxStorageBlocks, MAX_STORAGE_BUFFERS),
    perStage,
    leastOther: (limits) => Math.min(...[0, 2, 3, 4].filter((i) => present[i] === true).map((i) => stage(limits, i))),
  };
}
