import { GL } from '@virglass/gl';
import { ObjectType } from '@virglass/protocol';
import { type Format, FormatKind } from '../formats/format.ts';
import type { VirglHost } from '../host.ts';
import type { Resource } from '../resources/resource.ts';
import { deleteTextureView, viewLayers } from '../resources/texture-view.ts';
import { swizzle } from '../state/translate.ts';
import { borderKind } from './sampler-state.ts';
import { VirglObject } from './virgl-object.ts';

/*
 * Sampler views.
 *
 * GL keeps swizzle, base level and depth/stencil mode in the texture, Gallium keeps them in the view; several views of one
 * resource may be bound at once. So a view that is not the plain picture of its resource gets a GL texture view with
 * parameters of its own, set once. A plain view (same target and format, all layers, swizzle identity) uses the
 * resource's texture itself, whose parameters nobody else touches but for the swizzle that its format needs.
 * Where the host has no texture views (GLES 3.0, WebGL2) every view uses the resource's texture and its parameters are
 * set when the view is bound; `Resource.boundView` remembers whose they are.
 */

/** What a view shows: numbers of CREATE_OBJECT SAMPLER_VIEW, validated against the resource by the caller. */
export interface SamplerViewArgs {
  /** GL target of the view. */
  readonly target: number;
  readonly firstLevel: number;
  readonly lastLevel: number;
  readonly firstLayer: number;
  readonly lastLayer: number;
  /** Pipe swizzle of r, g, b, a. */
  readonly swizzle: readonly [number, number, number, number];
  /** Buffers: bytes. */
  readonly bufferOffset: number;
  readonly bufferSize: number;
}

const IDENTITY: readonly [number, number, number, number] = [0, 1, 2, 3];

/** A sampler view: GL texture (or view of one) with its parameters set. */
export class SamplerView extends VirglObject {
  readonly kind = ObjectType.SAMPLER_VIEW;
  readonly resource: Resource;
  readonly format: Format;
  readonly args: SamplerViewArgs;
  /** GL target to bind to; TEXTURE_BUFFER for buffers. */
  readonly target: number;
  /** Sampler border colour variant (`BorderKind`). */
  readonly border: number;
  /** Swizzle as pipe values after the format's own: what the shader must apply where GL cannot (buffers). */
  readonly swizzle: readonly [number, number, number, number];
  /** The view's own texture; 0 where it is the resource's. */
  #view = 0;
  /** The view without its swizzle, for samplers that compare; 0 until one does. */
  #unswizzled = 0;
  /** True where the host has no texture views: parameters are set on the resource's texture at each bind. */
  #sharesTexture = false;

  constructor(host: VirglHost, handle: number, payload: Uint32Array, resource: Resource, format: Format, args: SamplerViewArgs) {
    super(handle, payload);
    this.resource = resource.retain();
    this.format = format;
    this.args = args;
    this.swizzle = composeSwizzle(args.swizzle, format.swizzle);
    this.border = borderKind(format, isUnfiltered(host, format));
    if (resource.isBuffer) {
      this.target = GL.TEXTURE_BUFFER;
      this.#view = this.#makeBufferTexture(host);
      return;
    }
    this.target = args.target;
    const plain = this.#isPlain();
    if (!host.gl.features.textureView || (!plain && !host.makeViewable(resource))) {
      this.#sharesTexture = true;
    } else if (!plain) {
      this.#makeView(host);
    } else if (format.swizzle !== null) {
      this.apply(host);
    }
    // The resource's own texture can be bound as what it is only.
    if (this.#view === 0) this.target = resource.glTarget;
  }

  /** Texture name to bind. */
  get glName(): number {
    return this.#view === 0 ? this.resource.glName : this.#view;
  }

  /** True when the resource's own texture shows what this view wants. */
  #isPlain(): boolean {
    const { args, resource } = this;
    const identity = args.swizzle.every((s, i) => s === i);
    return (
      identity &&
      args.target === resource.glTarget &&
      this.format.internalFormat === resource.glInternalFormat &&
      this.format.kind !== FormatKind.STENCIL &&
      args.firstLevel === 0 &&
      args.lastLevel === resource.args.lastLevel &&
      args.firstLayer === 0 &&
      (args.lastLayer === viewLayers(resource) - 1 || resource.glTarget === GL.TEXTURE_3D) &&
      sameSwizzle(this.format.swizzle, resource.format.swizzle)
    );
  }

  #makeView(host: VirglHost): void {
    const name = this.#newView(host);
    this.#sharesTexture = name === 0;
    if (name === 0) return;
    this.#view = name;
    this.#setParameters(host, name, 0, this.args.lastLevel - this.args.firstLevel, this.swizzle);
  }

  /** A texture view of what this view shows, without parameters; 0 where the host does not see the formats as compatible. */
  #newView(host: VirglHost): number {
    const { gl } = host;
    const { args, resource } = this;
    const depthStencil = resource.format.kind >= FormatKind.DEPTH && resource.format.kind <= FormatKind.DEPTH_STENCIL;
    const internalFormat = depthStencil ? resource.glInternalFormat : this.format.internalFormat;
    const name = gl.createTexture();
    const is3d = resource.glTarget === GL.TEXTURE_3D;
    gl.textureView(
      name,
      args.target,
      resource.glName,
      internalFormat === 0 ? resource.glInternalFormat : internalFormat,
      args.firstLevel,
      args.lastLevel - args.firstLevel + 1,
      is3d ? 0 : args.firstLayer,
      is3d ? 1 : args.lastLayer - args.firstLayer + 1,
    );
    if (gl.getError() !== GL.NO_ERROR) {
      // The plain texture is nearest to what was asked for then.
      gl.deleteTexture(name);
      return 0;
    }
    return name;
  }

  #makeBufferTexture(host: VirglHost): number {
    const { gl, state } = host;
    const name = gl.createTexture();
    state.bindTexture(host.scratchUnit, GL.TEXTURE_BUFFER, name);
    const { bufferOffset, bufferSize } = this.args;
    if (bufferOffset === 0 && bufferSize === this.resource.args.width) {
      gl.texBuffer(GL.TEXTURE_BUFFER, this.format.internalFormat, this.resource.glName);
    } else {
      gl.texBufferRange(GL.TEXTURE_BUFFER, this.format.internalFormat, this.resource.glName, bufferOffset, bufferSize);
    }
    return name;
  }

  /** Sets the parameters on the resource's own texture; used where this view has no texture of its own. */
  apply(host: VirglHost): void {
    this.#setParameters(host, this.glName, this.args.firstLevel, this.args.lastLevel, this.swizzle);
    this.resource.boundView = this;
  }

  /** Whether what is sampled has its channels in another order than the texture. */
  get isSwizzled(): boolean {
    const s = this.swizzle;
    return s[0] !== 0 || s[1] !== 1 || s[2] !== 2 || s[3] !== 3;
  }

  /**
   * The texture to bind where the sampler compares: the result has one channel, so it is the shader that swizzles it and
   * the texture must not.
   */
  unswizzled(host: VirglHost): number {
    if (this.#unswizzled !== 0) return this.#unswizzled;
    const { args } = this;
    const name = !this.resource.isBuffer && host.gl.features.textureView && host.makeViewable(this.resource) ? this.#newView(host) : 0;
    if (name !== 0) {
      this.#unswizzled = name;
      this.#setParameters(host, name, 0, args.lastLevel - args.firstLevel, IDENTITY);
      return name;
    }
    this.#setParameters(host, this.glName, args.firstLevel, args.lastLevel, IDENTITY);
    this.resource.boundView = null;
    return this.glName;
  }

  #setParameters(host: VirglHost, name: number, baseLevel: number, maxLevel: number, s: readonly number[]): void {
    const { gl, state } = host;
    state.bindTexture(host.scratchUnit, this.target, name);
    if (gl.features.textureSwizzle) gl.texSwizzle(this.target, swizzle(s[0]!), swizzle(s[1]!), swizzle(s[2]!), swizzle(s[3]!));
    if (this.target !== GL.TEXTURE_RECTANGLE && this.resource.args.samples <= 1) {
      gl.texParameteri(this.target, GL.TEXTURE_BASE_LEVEL, baseLevel);
      gl.texParameteri(this.target, GL.TEXTURE_MAX_LEVEL, maxLevel);
    }
    if (gl.features.stencilTexturing && this.resource.format.kind === FormatKind.DEPTH_STENCIL) {
      const mode = this.format.kind === FormatKind.STENCIL ? GL.STENCIL_INDEX : GL.DEPTH_COMPONENT;
      gl.texParameteri(this.target, GL.DEPTH_STENCIL_TEXTURE_MODE, mode);
    }
  }

  /** True when the view must call `apply` before it is sampled, because another view's parameters are on the texture. */
  get needsApply(): boolean {
    return this.#sharesTexture && this.resource.boundView !== this;
  }

  protected override free(host: VirglHost): void {
    if (this.resource.boundView === this) this.resource.boundView = null;
    if (this.#view !== 0) deleteTextureView(host, this.#view);
    if (this.#unswizzled !== 0) deleteTextureView(host, this.#unswizzled);
    host.releaseResource(this.resource);
  }
}

function composeSwizzle(
  view: readonly [number, number, number, number],
  format: readonly [number, number, number, number] | null,
): readonly [number, number, number, number] {
  if (format === null) return view;
  const pick = (s: number): number => (s < 4 ? (format[s] ?? s) : s);
  return [pick(view[0]), pick(view[1]), pick(view[2]), pick(view[3])];
}

/** Formats of 32-bit floats. */
const WIDE_FLOATS: ReadonlySet<number> = new Set([GL.R32F, GL.RG32F, GL.RGB32F, GL.RGBA32F]);

/** True where the host has no linear filtering for the format. */
function isUnfiltered(host: VirglHost, format: Format): boolean {
  const { features } = host.gl;
  return (format.hasDepth && !features.depthLinear) || (WIDE_FLOATS.has(format.internalFormat) && !features.textureFloatLinear);
}

function sameSwizzle(a: readonly number[] | null, b: readonly number[] | null): boolean {
  const x = a ?? IDENTITY;
  const y = b ?? IDENTITY;
  return x.every((s, i) => s === y[i]);
}
