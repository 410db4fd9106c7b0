/*
 * What the host's GL can do with each format.
 *
 * The question is put to GL itself: a small texture is made in each internal format and attached to a framebuffer. Version
 * numbers and extension strings tell less (drivers differ in what is renderable) and cost as much to read. Formats that
 * share an internal format share the answer. The whole probe is some hundred GL calls, made once when a host starts.
 */
import { type FeatureName, type Features, GL, type Gl } from '@virglass/gl';
import { type Format, FormatKind } from './format.ts';
import { FORMAT_COUNT, formatTable } from './table.ts';
import { vertexFormat } from './vertex-format.ts';

/** What a format can be used for; bits of one mask. */
export const FormatUse = {
  /** Textures of it can be made and sampled. */
  SAMPLER: 1,
  /** Colour attachment. */
  RENDER: 2,
  /** Depth or stencil attachment. */
  DEPTH_STENCIL: 4,
  /** Blending into it works. */
  BLEND: 8,
  /** Multisample textures can be made. */
  MULTISAMPLE: 16,
  /** Shader images. */
  IMAGE: 32,
  /** Shown on a display. */
  SCANOUT: 64,
  /** Its texels can be read back as they are. */
  READBACK: 128,
  /** Buffer textures. */
  BUFFER_TEXTURE: 256,
  /** Vertex attributes. */
  VERTEX: 512,
} as const;
export type FormatUse = (typeof FormatUse)[keyof typeof FormatUse];

/** Formats of image units. @source OpenGL 4.6 core, table 8.26 */
const IMAGE_FORMATS: ReadonlySet<number> = new Set([
  ...[GL.RGBA32F, GL.RGBA16F, GL.RG32F, GL.RG16F, GL.R11F_G11F_B10F, GL.R32F, GL.R16F],
  ...[GL.RGBA32UI, GL.RGBA16UI, GL.RGB10_A2UI, GL.RGBA8UI, GL.RG32UI, GL.RG16UI, GL.RG8UI, GL.R32UI, GL.R16UI, GL.R8UI],
  ...[GL.RGBA32I, GL.RGBA16I, GL.RGBA8I, GL.RG32I, GL.RG16I, GL.RG8I, GL.R32I, GL.R16I, GL.R8I],
  ...[GL.RGBA16, GL.RGB10_A2, GL.RGBA8, GL.RG16, GL.RG8, GL.R16, GL.R8],
  ...[GL.RGBA16_SNORM, GL.RGBA8_SNORM, GL.RG16_SNORM, GL.RG8_SNORM, GL.R16_SNORM, GL.R8_SNORM],
]);

/** Formats of image units that OpenGL ES has. @source OpenGL ES 3.2, table 8.27 */
const ES_IMAGE_FORMATS: ReadonlySet<number> = new Set([
  ...[GL.RGBA32F, GL.RGBA16F, GL.R32F, GL.RGBA8, GL.RGBA8_SNORM],
  ...[GL.RGBA32UI, GL.RGBA16UI, GL.RGBA8UI, GL.R32UI, GL.RGBA32I, GL.RGBA16I, GL.RGBA8I, GL.R32I],
]);

/** Whether an image unit can have this internal format. */
export function isImageFormat(internalFormat: number, features: Features): boolean {
  const some = features.isGles && !features.has('NV_image_formats');
  return features.shaderImages && (some ? ES_IMAGE_FORMATS : IMAGE_FORMATS).has(internalFormat);
}

/** Formats of buffer textures. @source OpenGL 4.6 core, table 8.16 */
const BUFFER_FORMATS: ReadonlySet<number> = new Set([
  ...[GL.R8, GL.R16, GL.R16F, GL.R32F, GL.R8I, GL.R16I, GL.R32I, GL.R8UI, GL.R16UI, GL.R32UI],
  ...[GL.RG8, GL.RG16, GL.RG16F, GL.RG32F, GL.RG8I, GL.RG16I, GL.RG32I, GL.RG8UI, GL.RG16UI, GL.RG32UI],
  ...[GL.RGB32F, GL.RGB32I, GL.RGB32UI],
  ...[GL.RGBA8, GL.RGBA16, GL.RGBA16F, GL.RGBA32F, GL.RGBA8I, GL.RGBA16I, GL.RGBA32I, GL.RGBA8UI, GL.RGBA16UI, GL.RGBA32UI],
]);

/** Formats that displays take: 32 bits with and without alpha, 16 bits, 30 bits. */
const SCANOUT_FORMATS: ReadonlySet<string> = new Set([
  ...['B8G8R8A8_UNORM', 'B8G8R8X8_UNORM', 'R8G8B8A8_UNORM', 'R8G8B8X8_UNORM', 'A8R8G8B8_UNORM', 'X8R8G8B8_UNORM'],
  ...['A8B8G8R8_UNORM', 'X8B8G8R8_UNORM', 'B5G6R5_UNORM', 'R10G10B10A2_UNORM', 'B10G10R10A2_UNORM', 'B10G10R10X2_UNORM'],
  ...['B8G8R8A8_SRGB', 'B8G8R8X8_SRGB', 'R8G8B8A8_SRGB', 'R8G8B8X8_SRGB', 'R16G16B16A16_FLOAT'],
]);

/** Formats that only some hosts can name: not asked for where the feature is missing, because browsers print each refusal. */
const NAMED_BY: readonly (readonly [formats: RegExp, feature: FeatureName])[] = [
  [/^([RGBAXLI]16)+_[US]NORM$/, 'textureNorm16'],
  [/^(R8|L8)_SRGB$/, 'textureSrgbR8'],
  [/^R8G8_SRGB$/, 'textureSrgbRg8'],
  [/^DXT._SRGB/, 's3tcSrgb'],
  [/^DXT/, 's3tc'],
  [/^(RGTC|LATC)/, 'rgtc'],
  [/^BPTC/, 'bptc'],
  [/^ETC/, 'etc2'],
  [/^ASTC/, 'astc'],
  [/^S8_UINT$/, 'textureStencil8'],
];

/** Texels along the sides of the textures that are tried. */
const TRIAL_SIZE = 16;

/** What GL said about one internal format. */
interface Answer {
  readonly storage: boolean;
  readonly attachable: boolean;
  readonly samples: number;
  /** Samples that a multisample texture has at least, whatever was asked for, as far as is known. */
  readonly fewestSamples: number;
  /** What readPixels gives without conversion (OpenGL ES); 0 when not asked. */
  readonly readFormat: number;
  readonly readType: number;
}

const NOTHING: Answer = { storage: false, attachable: false, samples: 1, fewestSamples: 1, readFormat: 0, readType: 0 };

/** What a host's GL can do with each format; probed when made, never changed. */
export class FormatSupport {
  readonly #formats: readonly (Format | null)[];
  readonly #uses = new Uint16Array(FORMAT_COUNT);
  readonly #samples = new Uint8Array(FORMAT_COUNT).fill(1);
  readonly #fewestSamples = new Uint8Array(FORMAT_COUNT).fill(1);

  /**
   * Probes the context. Leaves texture unit 0 and the framebuffer bindings at 0; no other state is touched.
   *
   * @param gl - a current context without pending errors
   */
  constructor(gl: Gl) {
    this.#formats = formatTable(gl.features.isGles);
    const answers = new Map<number, Answer>();
    for (const format of this.#formats) {
      if (format === null) continue;
      const key = format.internalFormat;
      let answer = answers.get(key);
      if (answer === undefined) {
        answer = ask(gl, format);
        answers.set(key, answer);
      }
      this.#note(gl, format, answer);
    }
    for (let id = 0; id < FORMAT_COUNT; id++) if (vertexUsable(gl, id)) this.#uses[id]! |= FormatUse.VERTEX;
  }

  #note(gl: Gl, format: Format, answer: Answer): void {
    if (!answer.storage) return;
    const features = gl.features;
    if (format.viewOnly) {
      if (features.stencilTexturing) this.#uses[format.id]! |= FormatUse.SAMPLER;
      return;
    }
    let uses: number = FormatUse.SAMPLER;
    const swizzle = format.swizzle;
    // What a shader writes must land where sampling finds it: alpha kept in red or green would need another shader.
    const writable = swizzle === null || (swizzle[0] === 0 && swizzle[3] >= 3);
    const depth = format.hasDepth || format.hasStencil;
    const integer = format.kind === FormatKind.UINT || format.kind === FormatKind.SINT;
    if (answer.attachable && depth) uses |= FormatUse.DEPTH_STENCIL;
    if (answer.attachable && !depth && writable) {
      uses |= FormatUse.RENDER;
      if (!integer && (format.kind !== FormatKind.FLOAT || features.floatBlend || format.blockBytes < 4)) uses |= FormatUse.BLEND;
      if (SCANOUT_FORMATS.has(format.name)) uses |= FormatUse.SCANOUT;
    }
    if (answer.samples > 1) {
      uses |= FormatUse.MULTISAMPLE;
      this.#samples[format.id] = answer.samples;
      this.#fewestSamples[format.id] = answer.fewestSamples;
    }
    if (isImageFormat(format.internalFormat, features) && swizzle === null) uses |= FormatUse.IMAGE;
    if (features.textureBuffer && BUFFER_FORMATS.has(format.internalFormat)) uses |= FormatUse.BUFFER_TEXTURE;
    if (features.getTexImage || (answer.attachable && readableOnEs(format, answer))) uses |= FormatUse.READBACK;
    this.#uses[format.id] = uses;
  }

  /** The format with this number; null when it is unknown or this API cannot name it. */
  get(id: number): Format | null {
    return this.#formats[id] ?? null;
  }

  /** Whether the format can be used for all of these (`FormatUse` bits). */
  can(id: number, uses: number): boolean {
    return ((this.#uses[id] ?? 0) & uses) === uses;
  }

  /** Fewest samples a multisample texture of this format has, whatever was asked for: some hosts have one count only. */
  fewestSamples(id: number): number {
    return this.#fewestSamples[id] ?? 1;
  }

  /** Most samples a texture of this format can have; 1 for none. */
  samples(id: number): number {
    return this.#samples[id] ?? 1;
  }

  /** The formats that have all of these uses, 32 in each word, as the capability sets hold them. */
  mask(uses: number): Uint32Array {
    const mask = new Uint32Array(FORMAT_COUNT / 32);
    for (let id = 0; id < FORMAT_COUNT; id++) if (this.can(id, uses)) mask[id >> 5]! |= 1 << (id & 31);
    return mask;
  }

  /** All formats that textures can be made of, in the order of their numbers. */
  storable(): readonly Format[] {
    return this.#formats.filter((f): f is Format => f !== null && !f.viewOnly && this.can(f.id, FormatUse.SAMPLER));
  }
}

function vertexUsable(gl: Gl, id: number): boolean {
  const format = vertexFormat(id);
  if (format === null) return false;
  const features = gl.features;
  if (format.glType === GL.DOUBLE) return features.vertexDouble;
  // OpenGL ES has it, but Mesa's glVertexAttribFormat does not take it there.
  if (format.glType === GL.FIXED) return !features.isGles;
  if (format.glType === GL.UNSIGNED_INT_10F_11F_11F_REV) return features.vertexPacked10f11f11f;
  return true;
}

/** OpenGL ES reads back four-component formats of fixed types, and what the implementation names for the attachment. */
function readableOnEs(format: Format, answer: Answer): boolean {
  // OpenGL ES cuts negative values off.
  if (format.hasDepth || format.hasStencil || format.kind === FormatKind.SNORM) return false;
  if (format.glFormat === answer.readFormat && format.glType === answer.readType) return true;
  switch (format.internalFormat) {
    case GL.RGBA8:
      return format.glFormat === GL.RGBA && format.glType === GL.UNSIGNED_BYTE;
    case GL.RGBA32UI:
    case GL.RGBA32I:
    case GL.RGBA32F:
      return true;
    default:
      return false;
  }
}

function attachmentPoint(format: Format): number {
  if (format.hasDepth && format.hasStencil) return GL.DEPTH_STENCIL_ATTACHMENT;
  if (format.hasDepth) return GL.DEPTH_ATTACHMENT;
  return format.hasStencil ? GL.STENCIL_ATTACHMENT : GL.COLOR_ATTACHMENT0;
}

function ask(gl: Gl, format: Format): Answer {
  const features = gl.features;
  const internalFormat = format.internalFormat;
  const needed = NAMED_BY.find(([formats]) => formats.test(format.name))?.[1];
  if (internalFormat === 0 || (needed !== undefined && !features[needed])) return NOTHING;
  const texture = gl.createTexture();
  gl.bindTexture(GL.TEXTURE_2D, texture);
  if (features.textureStorage) gl.texStorage2D(GL.TEXTURE_2D, 1, internalFormat, TRIAL_SIZE, TRIAL_SIZE);
  else if (format.compressed) {
    const blocks = Math.ceil(TRIAL_SIZE / format.blockWidth) * Math.ceil(TRIAL_SIZE / format.blockHeight);
    gl.compressedTexImage2D(GL.TEXTURE_2D, 0, internalFormat, TRIAL_SIZE, TRIAL_SIZE, 0, blocks * format.blockBytes, null, 0);
  } else gl.texImage2D(GL.TEXTURE_2D, 0, internalFormat, TRIAL_SIZE, TRIAL_SIZE, 0, format.glFormat, format.glType, null, 0);
  const storage = noError(gl);
  let attachable = false;
  let readFormat = 0;
  let readType = 0;
  if (storage && !format.compressed) {
    const framebuffer = gl.createFramebuffer();
    gl.bindFramebuffer(GL.FRAMEBUFFER, framebuffer);
    gl.framebufferTexture2D(GL.FRAMEBUFFER, attachmentPoint(format), GL.TEXTURE_2D, texture, 0);
    if (format.hasDepth || format.hasStencil) {
      gl.drawBuffers(1, 0);
      gl.readBuffer(GL.NONE);
    }
    attachable = gl.checkFramebufferStatus(GL.FRAMEBUFFER) === GL.FRAMEBUFFER_COMPLETE;
    if (attachable && features.isGles && !format.hasDepth && !format.hasStencil) {
      readFormat = gl.getInteger(GL.IMPLEMENTATION_COLOR_READ_FORMAT);
      readType = gl.getInteger(GL.IMPLEMENTATION_COLOR_READ_TYPE);
    }
    noError(gl);
    gl.bindFramebuffer(GL.FRAMEBUFFER, 0);
    gl.deleteFramebuffer(framebuffer);
  }
  gl.bindTexture(GL.TEXTURE_2D, 0);
  gl.deleteTexture(texture);
  return {
    storage,
    attachable,
    ...(attachable || (storage && hasMultisampleStorage(gl, format)) ? sampleCounts(gl, internalFormat) : { samples: 1, fewestSamples: 1 }),
    readFormat,
    readType,
  };
}

/** Whether there are multisample textures of a format that cannot be attached: guests may make them all the same. */
function hasMultisampleStorage(gl: Gl, format: Format): boolean {
  if (format.compressed || gl.features.isGles || !gl.features.textureStorageMultisample) return false;
  const texture = gl.createTexture();
  gl.bindTexture(GL.TEXTURE_2D_MULTISAMPLE, texture);
  gl.texStorage2DMultisample(GL.TEXTURE_2D_MULTISAMPLE, 2, format.internalFormat, TRIAL_SIZE, TRIAL_SIZE, true);
  gl.bindTexture(GL.TEXTURE_2D_MULTISAMPLE, 0);
  gl.deleteTexture(texture);
  return noError(gl);
}

function sampleCounts(gl: Gl, internalFormat: number): Pick<Answer, 'samples' | 'fewestSamples'> {
  const features = gl.features;
  if (!features.multisampleTextures) return { samples: 1, fewestSamples: 1 };
  if (features.version >= (features.isGles ? 31 : 42) || features.has('ARB_internalformat_query')) {
    const counts = gl.getInternalformat(GL.TEXTURE_2D_MULTISAMPLE, internalFormat, GL.NUM_SAMPLE_COUNTS);
    // SAMPLES lists the counts with the largest first, and one number is read.
    const most = counts > 0 ? gl.getInternalformat(GL.TEXTURE_2D_MULTISAMPLE, internalFormat, GL.SAMPLES) : 1;
    const samples = noError(gl) ? Math.max(1, most) : 1;
    return { samples, fewestSamples: counts === 1 ? samples : 1 };
  }
  const texture = gl.createTexture();
  gl.bindTexture(GL.TEXTURE_2D_MULTISAMPLE, texture);
  let samples = gl.getInteger(GL.MAX_SAMPLES);
  for (; samples > 1; samples >>= 1) {
    gl.texImage2DMultisample(GL.TEXTURE_2D_MULTISAMPLE, samples, internalFormat, TRIAL_SIZE, TRIAL_SIZE, true);
    if (noError(gl)) break;
  }
  gl.bindTexture(GL.TEXTURE_2D_MULTISAMPLE, 0);
  gl.deleteTexture(texture);
  return { samples: Math.max(1, samples), fewestSamples: 1 };
}

/** Reads and clears GL's error flags. */
function noError(gl: Gl): boolean {
  let clean = true;
  // A lost context reports errors without end: a few reads are enough for the flags that a GL can have.
  for (let i = 0; i < 8 && gl.getError() !== GL.NO_ERROR; i++) clean = false;
  return clean;
}
