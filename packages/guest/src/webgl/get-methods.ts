import { GL } from '../gl-constants.ts';
import type { PixelStore } from '../state/state.ts';
import { Dirty } from '../state/dirty.ts';
import { DrawMethods } from './draw-methods.ts';
import { extensionParameter } from './extension-state.ts';
import { newVertexArray } from './extension-objects.ts';
import { extensionsFor, type Extension } from './extensions.ts';
import { WebGLVertexArrayObject } from './objects.ts';

const UNPACK_ALIGNMENTS: readonly number[] = [1, 2, 4, 8];
const vendorNames = { vendor: 'WebKit', renderer: 'WebKit WebGL' } as const;

/** Queries of state, extensions, vertex arrays, pixel storage: the rest of what both versions have. */
export class GetMethods extends DrawMethods {
  /** @internal */
  declare extensionObjects: Map<string, object>;
  /** @internal Those from before the context was lost. */
  declare keptExtensions: Map<string, object>;
  declare defaultVao: WebGLVertexArrayObject;
  declare hints: Map<number, number>;

  getSupportedExtensions(): string[] | null {
    return this.isLost() ? null : extensionsFor(this.core.caps, this.version, this.drafts).map((extension) => extension.name);
  }

  getExtension(name: string): object | null {
    if (this.isLost()) return null;
    const key = name.toLowerCase();
    const known = this.extensionObjects.get(key);
    if (known !== undefined) return known;
    const extension = extensionsFor(this.core.caps, this.version, this.drafts).find((one) => one.name.toLowerCase() === key);
    if (extension === undefined) return null;
    const made = this.#enable(extension);
    return made;
  }

  #enable(extension: Extension): object {
    const key = extension.name.toLowerCase();
    const made = this.keptExtensions.get(key) ?? { ...extension.create(this) };
    this.extensionObjects.set(key, made);
    this.enabled.add(key);
    this.statuses = new WeakMap();
    if (key === 'oes_texture_float_linear') this.core.filtersFloats = true;
    for (const other of extension.implies ?? []) this.getExtension(other);
    this.core.dirty.mark(Dirty.ALL);
    return made;
  }

  override compressedFormats(): readonly number[] {
    return extensionsFor(this.core.caps, this.version, this.drafts)
      .filter((extension) => extension.formats !== undefined && this.has(extension.name.toLowerCase()))
      .flatMap((extension) => extension.formats!);
  }

  /** @internal Whether a listener has asked for restoration, by preventing the default of the loss. */
  declare restorable: boolean;

  /** @internal Brings a context that an extension has lost back to where it began. */
  restore(): void {
    if (this.lostBy !== 'extension' || !this.restorable) return this.record(GL.INVALID_OPERATION, 'restoreContext');
    this.hooks.restore?.();
  }

  hint(target: number, mode: number): void {
    const derivative = target === 0x8b8b && (this.version === 2 || this.has('oes_standard_derivatives'));
    const known = target === GL.GENERATE_MIPMAP_HINT || derivative;
    if (!known || (mode !== GL.FASTEST && mode !== GL.NICEST && mode !== GL.DONT_CARE)) return this.fail(GL.INVALID_ENUM, 'hint');
    this.hints.set(target, mode);
  }

  pixelStorei(pname: number, param: number | boolean): void {
    const value = Number(param);
    const { pack, unpack } = this.core;
    switch (pname) {
      case GL.UNPACK_FLIP_Y_WEBGL:
        this.unpackFlipY = Boolean(param);
        return;
      case GL.UNPACK_PREMULTIPLY_ALPHA_WEBGL:
        this.unpackPremultiply = Boolean(param);
        return;
      case GL.UNPACK_COLORSPACE_CONVERSION_WEBGL:
        if (value !== GL.NONE && value !== GL.BROWSER_DEFAULT_WEBGL) return this.fail(GL.INVALID_VALUE, 'pixelStorei');
        this.unpackColorspace = value;
        return;
      case GL.PACK_ALIGNMENT:
      case GL.UNPACK_ALIGNMENT:
        if (!UNPACK_ALIGNMENTS.includes(value)) return this.fail(GL.INVALID_VALUE, 'pixelStorei');
        (pname === GL.PACK_ALIGNMENT ? pack : unpack).alignment = value;
        return;
    }
    const place = this.version === 2 ? storePlace(pname) : undefined;
    if (place === undefined) return this.fail(GL.INVALID_ENUM, 'pixelStorei');
    if (value < 0) return this.fail(GL.INVALID_VALUE, 'pixelStorei');
    (place.pack ? pack : unpack)[place.name] = Math.trunc(value);
  }

  /** @internal */
  makeVertexArray(): WebGLVertexArrayObject | null {
    return newVertexArray(this.ownerOfNew, this.limits.vertexAttribs);
  }

  /** @internal */
  dropVertexArray(array: WebGLVertexArrayObject | null): void {
    if (!this.mayDelete(array, WebGLVertexArrayObject, 'deleteVertexArray')) return;
    if (this.vao === array) this.useVertexArray(null);
    array.object.deleted = true;
    for (const attribute of array.object.attributes) attribute.buffer?.release();
    array.object.elementBuffer?.release();
  }

  /** @internal */
  useVertexArray(array: WebGLVertexArrayObject | null): void {
    if (this.isLost() || !this.mayBind(array, WebGLVertexArrayObject, 'bindVertexArray')) return;
    if (array != null) array.object.bound = true;
    this.vao = array ?? this.defaultVao;
    this.core.vertexArray = this.vao.object;
    this.core.dirty.mark(Dirty.VERTEX);
  }

  /** @internal */
  setDrawBuffers(points: readonly number[], method: string): void {
    if (this.isLost()) return;
    const buffers = points.map((point) => point >>> 0);
    const { drawFramebuffer: framebuffer, dirty } = this.core;
    if (buffers.length > this.limits.drawBuffers) return this.fail(GL.INVALID_VALUE, method);
    if (framebuffer.isDefault) {
      if (buffers.length !== 1) return this.fail(GL.INVALID_OPERATION, method);
      if (buffers[0] !== GL.BACK && buffers[0] !== GL.NONE) {
        const attachment = buffers[0]! >= GL.COLOR_ATTACHMENT0 && buffers[0]! < GL.COLOR_ATTACHMENT0 + 32;
        return this.fail(attachment ? GL.INVALID_OPERATION : GL.INVALID_ENUM, method);
      }
    } else {
      for (let i = 0; i < buffers.length; i++) {
        const buffer = buffers[i]!;
        if (buffer === GL.NONE || buffer === GL.COLOR_ATTACHMENT0 + i) continue;
        const known = buffer === GL.BACK || (buffer >= GL.COLOR_ATTACHMENT0 && buffer < GL.COLOR_ATTACHMENT0 + 32);
        return this.fail(known ? GL.INVALID_OPERATION : GL.INVALID_ENUM, method);
      }
    }
    framebuffer.drawBuffers = framebuffer.drawBuffers.map((_, i) => buffers[i] ?? GL.NONE);
    framebuffer.version += 0x10000;
    dirty.mark(Dirty.FRAMEBUFFER);
  }

  getParameter(pname: number): unknown {
    if (this.isLost()) return null;
    const value = this.parameter(pname);
    if (value !== undefined) return value;
    this.fail(GL.INVALID_ENUM, 'getParameter');
    return null;
  }

  /** @internal A parameter; undefined when there is no such. */
  parameter(pname: number): unknown {
    const limit = this.limits.parameters.get(pname);
    if (limit !== undefined) return typeof limit === 'object' ? limit.slice() : limit;
    const { raster: r, core } = { raster: this.core.raster, core: this.core };
    const blend = r.blend[0]!;
    const unit = this.unitTextures[core.activeUnit]!.textures;
    switch (pname) {
      case GL.VENDOR:
        return vendorNames.vendor;
      case GL.RENDERER:
        return vendorNames.renderer;
      case GL.VERSION:
        return `WebGL ${this.version}.0 (virglass)`;
      case GL.SHADING_LANGUAGE_VERSION:
        return this.version === 1 ? 'WebGL GLSL ES 1.0 (virglass)' : 'WebGL GLSL ES 3.00 (virglass)';
      case 0x9245:
        return this.has('webgl_debug_renderer_info') ? 'virglass' : undefined;
      case 0x9246:
        return this.has('webgl_debug_renderer_info') ? `virgl (${core.caps.renderer})` : undefined;
      case GL.ACTIVE_TEXTURE:
        return GL.TEXTURE0 + core.activeUnit;
      case GL.ARRAY_BUFFER_BINDING:
        return this.bound.get(GL.ARRAY_BUFFER) ?? null;
      case GL.ELEMENT_ARRAY_BUFFER_BINDING:
        return this.vao.elementBuffer;
      case GL.BLEND:
      case GL.CULL_FACE:
      case GL.DEPTH_TEST:
      case GL.DITHER:
      case GL.POLYGON_OFFSET_FILL:
      case GL.SAMPLE_ALPHA_TO_COVERAGE:
      case GL.SAMPLE_COVERAGE:
      case GL.SCISSOR_TEST:
      case GL.STENCIL_TEST:
        return this.isEnabled(pname);
      case GL.BLEND_COLOR:
        return r.blendColor.slice();
      case GL.BLEND_DST_ALPHA:
        return blend.destinationAlpha;
      case GL.BLEND_DST_RGB:
        return blend.destinationRgb;
      case GL.BLEND_EQUATION_RGB:
        return blend.equationRgb;
      case GL.BLEND_EQUATION_ALPHA:
        return blend.equationAlpha;
      case GL.BLEND_SRC_ALPHA:
        return blend.sourceAlpha;
      case GL.BLEND_SRC_RGB:
        return blend.sourceRgb;
      case GL.COLOR_CLEAR_VALUE:
        return r.clearColor.slice();
      case GL.COLOR_WRITEMASK:
        return [1, 2, 4, 8].map((bit) => (blend.mask & bit) !== 0);
      case GL.COMPRESSED_TEXTURE_FORMATS:
        return Uint32Array.from(this.compressedFormats());
      case GL.CULL_FACE_MODE:
        return r.cullFace;
      case GL.CURRENT_PROGRAM:
        return this.currentProgram;
      case GL.DEPTH_CLEAR_VALUE:
        return r.clearDepth;
      case GL.DEPTH_FUNC:
        return r.depthFunc;
      case GL.DEPTH_RANGE:
        return Float32Array.of(r.depthNear, r.depthFar);
      case GL.DEPTH_WRITEMASK:
        return r.depthMask;
      case GL.FRAMEBUFFER_BINDING:
        return this.drawTarget;
      case GL.FRONT_FACE:
        return r.frontFace;
      case GL.GENERATE_MIPMAP_HINT:
        return this.hints.get(pname) ?? GL.DONT_CARE;
      case 0x8b8b:
        return this.version === 2 || this.has('oes_standard_derivatives') ? (this.hints.get(pname) ?? GL.DONT_CARE) : undefined;
      case GL.LINE_WIDTH:
        return r.lineWidth;
      case GL.PACK_ALIGNMENT:
        return core.pack.alignment;
      case GL.UNPACK_ALIGNMENT:
        return core.unpack.alignment;
      case GL.UNPACK_FLIP_Y_WEBGL:
        return this.unpackFlipY;
      case GL.UNPACK_PREMULTIPLY_ALPHA_WEBGL:
        return this.unpackPremultiply;
      case GL.UNPACK_COLORSPACE_CONVERSION_WEBGL:
        return this.unpackColorspace;
      case GL.POLYGON_OFFSET_FACTOR:
        return r.polygonOffsetFactor;
      case GL.POLYGON_OFFSET_UNITS:
        return r.polygonOffsetUnits;
      case GL.RENDERBUFFER_BINDING:
        return this.renderbuffer;
      case GL.SAMPLE_COVERAGE_INVERT:
        return r.sampleCoverageInvert;
      case GL.SAMPLE_COVERAGE_VALUE:
        return r.sampleCoverageValue;
      case GL.SCISSOR_BOX:
        return Int32Array.from(r.scissor);
      case GL.VIEWPORT:
        return Int32Array.from(r.viewport);
      case GL.STENCIL_BACK_FAIL:
        return r.back.fail;
      case GL.STENCIL_BACK_FUNC:
        return r.back.func;
      case GL.STENCIL_BACK_PASS_DEPTH_FAIL:
        return r.back.depthFail;
      case GL.STENCIL_BACK_PASS_DEPTH_PASS:
        return r.back.depthPass;
      case GL.STENCIL_BACK_REF:
        return r.back.ref;
      case GL.STENCIL_BACK_VALUE_MASK:
        return r.back.valueMask;
      case GL.STENCIL_BACK_WRITEMASK:
        return r.back.writeMask;
      case GL.STENCIL_CLEAR_VALUE:
        return r.clearStencil;
      case GL.STENCIL_FAIL:
        return r.front.fail;
      case GL.STENCIL_FUNC:
        return r.front.func;
      case GL.STENCIL_PASS_DEPTH_FAIL:
        return r.front.depthFail;
      case GL.STENCIL_PASS_DEPTH_PASS:
        return r.front.depthPass;
      case GL.STENCIL_REF:
        return r.front.ref;
      case GL.STENCIL_VALUE_MASK:
        return r.front.valueMask;
      case GL.STENCIL_WRITEMASK:
        return r.front.writeMask;
      case GL.TEXTURE_BINDING_2D:
        return unit.get(GL.TEXTURE_2D) ?? null;
      case GL.TEXTURE_BINDING_CUBE_MAP:
        return unit.get(GL.TEXTURE_CUBE_MAP) ?? null;
      case GL.VERTEX_ARRAY_BINDING:
        if (this.version === 1 && !this.has('oes_vertex_array_object')) return undefined;
        return this.vao === this.defaultVao ? null : this.vao;
      case 0x84ff:
        return this.has('ext_texture_filter_anisotropic') ? core.caps.maxAnisotropy : undefined;
    }
    return extensionParameter(this, pname) ?? this.#framebufferParameter(pname);
  }

  /** Parameters of what is drawn to and read from. */
  #framebufferParameter(pname: number): unknown {
    const { drawFramebuffer: framebuffer } = this.core;
    const drawBuffers = this.version === 2 || this.has('webgl_draw_buffers');
    if (drawBuffers && pname >= GL.DRAW_BUFFER0 && pname < GL.DRAW_BUFFER0 + this.limits.drawBuffers) {
      return framebuffer.drawBuffers[pname - GL.DRAW_BUFFER0] ?? GL.NONE;
    }
    if (drawBuffers && pname === GL.MAX_DRAW_BUFFERS) return this.limits.drawBuffers;
    if (drawBuffers && pname === GL.MAX_COLOR_ATTACHMENTS) return this.limits.colorAttachments;
    const color = framebuffer.colors[0];
    const storage = color == null ? null : (color.renderbuffer?.storage ?? color.texture?.image(color.face, color.level)?.storage ?? null);
    const bits = storage?.format.internal.bits;
    const depth = framebuffer.depth;
    const stencil = framebuffer.stencil;
    const depthBits = (a: typeof depth): { d: number; s: number } =>
      (a?.renderbuffer?.storage ?? a?.texture?.image(a.face, a.level)?.storage)?.format.internal.bits ?? { d: 0, s: 0 };
    const samples = color?.renderbuffer?.samples ?? depth?.renderbuffer?.samples ?? 0;
    switch (pname) {
      case GL.RED_BITS:
        return bits?.r ?? 0;
      case GL.GREEN_BITS:
        return bits?.g ?? 0;
      case GL.BLUE_BITS:
        return bits?.b ?? 0;
      case GL.ALPHA_BITS:
        return framebuffer.opaque ? 0 : (bits?.a ?? 0);
      case GL.DEPTH_BITS:
        return depthBits(depth).d;
      case GL.STENCIL_BITS:
        return depthBits(stencil).s;
      case GL.SAMPLES:
        return samples;
      case GL.SAMPLE_BUFFERS:
        return samples > 0 ? 1 : 0;
      case GL.IMPLEMENTATION_COLOR_READ_FORMAT:
      case GL.IMPLEMENTATION_COLOR_READ_TYPE: {
        const image = this.readImage('getParameter');
        if (image === null) return null;
        return this.readFormat(image)[pname === GL.IMPLEMENTATION_COLOR_READ_FORMAT ? 0 : 1];
      }
    }
    return undefined;
  }
}

/** The pixel store and field of a mode that WebGL 2 adds. */
function storePlace(pname: number): { readonly pack: boolean; readonly name: keyof PixelStore } | undefined {
  switch (pname) {
    case GL.PACK_ROW_LENGTH:
      return { pack: true, name: 'rowLength' };
    case GL.PACK_SKIP_PIXELS:
      return { pack: true, name: 'skipPixels' };
    case GL.PACK_SKIP_ROWS:
      return { pack: true, name: 'skipRows' };
    case GL.UNPACK_ROW_LENGTH:
      return { pack: false, name: 'rowLength' };
    case GL.UNPACK_IMAGE_HEIGHT:
      return { pack: false, name: 'imageHeight' };
    case GL.UNPACK_SKIP_PIXELS:
      return { pack: false, name: 'skipPixels' };
    case GL.UNPACK_SKIP_ROWS:
      return { pack: false, name: 'skipRows' };
    case GL.UNPACK_SKIP_IMAGES:
      return { pack: false, name: 'skipImages' };
    default:
      return undefined;
  }
}

/** The value of a pixel storage mode that WebGL 2 adds. */
export function pixelStoreValue(context: GetMethods, pname: number): number | undefined {
  const place = storePlace(pname);
  return place === undefined ? undefined : (place.pack ? context.core.pack : context.core.unpack)[place.name];
}
