import * as p from '@virglass/protocol';
import { internalFormat, internalFormats, type InternalFormat } from './internal-formats.ts';
import { pipeLayout, type Layout } from './layout.ts';

/** The one format without blocks that is never drawn to. */
const RGB9_E5 = 0x8c3d;

/** An internal format as this host stores it. */
export interface StoredFormat {
  readonly internal: InternalFormat;
  /** `PipeFormat` of resources, views and surfaces. */
  readonly pipe: number;
  /** Null for compressed formats. */
  readonly layout: Layout | null;
  /** Bytes of a texel or block. */
  readonly bytes: number;
  readonly blockWidth: number;
  readonly blockHeight: number;
  /** A surface of it can be drawn to. */
  readonly renderable: boolean;
  /** Samples that it can have. */
  readonly multisample: boolean;
}

/** Formats of depth and stencil. */
const depthFormats: ReadonlySet<number> = new Set([
  p.PipeFormat.Z16_UNORM,
  p.PipeFormat.Z32_UNORM,
  p.PipeFormat.Z32_FLOAT,
  p.PipeFormat.Z24_UNORM_S8_UINT,
  p.PipeFormat.S8_UINT_Z24_UNORM,
  p.PipeFormat.Z24X8_UNORM,
  p.PipeFormat.X8Z24_UNORM,
  p.PipeFormat.S8_UINT,
  p.PipeFormat.Z32_FLOAT_S8X24_UINT,
]);

/** Capabilities of a host: the fields of its capability set, with sensible numbers where old hosts say nothing. */
export class HostCaps {
  readonly view: DataView;
  readonly bits: number;
  readonly bits2: number;
  readonly glslLevel: number;
  readonly maxTextureSize: number;
  readonly maxCubeSize: number;
  readonly max3dSize: number;
  readonly maxArrayLayers: number;
  readonly maxSamples: number;
  readonly maxDrawBuffers: number;
  readonly maxVertexAttribs: number;
  readonly maxSamplers: number;
  readonly maxUniformBlocks: number;
  readonly uniformBufferAlignment: number;
  readonly maxUniformBlockSize: number;
  readonly maxConstantBytes: number;
  readonly maxVaryings: number;
  readonly maxPointSize: number;
  readonly maxLineWidth: number;
  readonly maxAnisotropy: number;
  readonly maxLodBias: number;
  readonly minTexelOffset: number;
  readonly maxTexelOffset: number;
  readonly maxStreamoutBuffers: number;
  readonly renderer: string;
  readonly #tellsDepth: boolean;
  readonly #stored = new Map<number, StoredFormat | null>();

  /** Whether formats that only OpenGL has are offered, and everything is drawn to that can be. */
  readonly desktop: boolean;

  constructor(capset: Uint8Array, desktop = false) {
    this.desktop = desktop;
    const bytes = new Uint8Array(p.CapsV2Size);
    bytes.set(capset.subarray(0, p.CapsV2Size));
    const view = (this.view = new DataView(bytes.buffer));
    this.#tellsDepth = [...depthFormats].some((format) => p.hasFormatBit(view, p.CapsV2Offset.depthstencil, format));
    this.bits = p.readCapsV2CapabilityBits(view);
    this.bits2 = p.readCapsV2CapabilityBitsV2(view);
    this.glslLevel = p.readCapsV2GlslLevel(view);
    this.maxTextureSize = p.readCapsV2MaxTexture2dSize(view) || 4096;
    this.maxCubeSize = p.readCapsV2MaxTextureCubeSize(view) || 4096;
    this.max3dSize = p.readCapsV2MaxTexture3dSize(view) || 256;
    this.maxArrayLayers = p.readCapsV2MaxTextureArrayLayers(view) || 256;
    this.maxSamples = p.readCapsV2MaxSamples(view);
    this.maxDrawBuffers = Math.min(8, p.readCapsV2MaxRenderTargets(view) || 1);
    this.maxVertexAttribs = Math.min(32, p.readCapsV2MaxVertexAttribs(view) || 16);
    this.maxSamplers = Math.min(32, p.readCapsV2MaxTextureSamplers(view) || 16);
    this.maxUniformBlocks = Math.min(15, p.readCapsV2MaxUniformBlocks(view) || 12);
    this.uniformBufferAlignment = p.readCapsV2UniformBufferOffsetAlignment(view) || 256;
    this.maxUniformBlockSize = p.readCapsV2MaxUniformBlockSize(view) || 16384;
    this.maxConstantBytes = Math.min(65536, p.readCapsV2MaxConstBufferSize(view, 0) || 16384);
    this.maxVaryings = Math.min(32, p.readCapsV2MaxVertexOutputs(view) || 16);
    this.maxPointSize = p.readCapsV2MaxAliasedPointSize(view) || 1;
    this.maxLineWidth = p.readCapsV2MaxAliasedLineWidth(view) || 1;
    this.maxAnisotropy = p.readCapsV2MaxAnisotropy(view);
    this.maxLodBias = p.readCapsV2MaxTextureLodBias(view) || 2;
    this.minTexelOffset = p.readCapsV2MinTexelOffset(view) || -8;
    this.maxTexelOffset = p.readCapsV2MaxTexelOffset(view) || 7;
    this.maxStreamoutBuffers = p.readCapsV2MaxStreamoutBuffers(view);
    this.renderer = p.readCapsV2Renderer(view);
  }

  /** Whether a bit of `CapBit` is set. */
  has(bit: number): boolean {
    return (this.bits & bit) !== 0;
  }

  canSample(format: number): boolean {
    return p.hasFormatBit(this.view, p.CapsV2Offset.sampler, format);
  }

  canRender(format: number): boolean {
    if (p.hasFormatBit(this.view, p.CapsV2Offset.render, format) || p.hasFormatBit(this.view, p.CapsV2Offset.depthstencil, format))
      return true;
    // Virglrenderer says nothing of depth: what can be sampled can be drawn to.
    return !this.#tellsDepth && depthFormats.has(format) && this.canSample(format);
  }

  canFetch(format: number): boolean {
    return p.hasFormatBit(this.view, p.CapsV2Offset.vertexbuffer, format);
  }

  canMultisample(format: number): boolean {
    if (this.maxSamples <= 1) return false;
    // Hosts before version 9 do not tell by format.
    const told = p.readCapsV2HostFeatureCheckVersion(this.view) >= 9;
    return !told || p.hasFormatBit(this.view, p.CapsV2Offset.supportedMultisampleFormats, format);
  }

  /** How an internal format is stored; null when the host has nothing for it. */
  stored(id: number): StoredFormat | null {
    let stored = this.#stored.get(id);
    if (stored === undefined) this.#stored.set(id, (stored = this.#choose(internalFormat(id))));
    return stored;
  }

  /** The internal formats that the host can sample or render to. */
  get offered(): InternalFormat[] {
    return [...internalFormats].filter((format) => this.stored(format.id) !== null);
  }

  #choose(internal: InternalFormat | undefined): StoredFormat | null {
    if (internal === undefined || (internal.desktop && !this.desktop)) return null;
    const wantsRender = internal.renderable !== 'no' || (this.desktop && internal.block === null && internal.id !== RGB9_E5);
    const usable = (pipe: number, render: boolean): boolean =>
      (this.canSample(pipe) || internal.base === 0x1901) && (!render || this.canRender(pipe));
    let pipe = wantsRender ? internal.pipes.find((one) => usable(one, true)) : undefined;
    const renderable = pipe !== undefined;
    pipe ??= internal.pipes.find((one) => usable(one, false));
    if (pipe === undefined) return null;
    const layout = internal.block === null ? pipeLayout(pipe) : null;
    const [blockWidth, blockHeight, bytes] = internal.block ?? [1, 1, layout!.bytes];
    return { internal, pipe, layout, bytes, blockWidth, blockHeight, renderable, multisample: renderable && this.canMultisample(pipe) };
  }
}
