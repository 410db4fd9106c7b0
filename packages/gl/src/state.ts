import { GL } from './constants.ts';
import type { Gl } from './gl.ts';
import { RasterState, equal4, set4 } from './state-raster.ts';

/** Not known: equal to nothing that is asked for. */
const UNKNOWN = -1;
const FRONT = 1;
const BACK = 2;

/** Faces as bits. */
function faceBits(face: number): number {
  return face === GL.FRONT ? FRONT : face === GL.BACK ? BACK : FRONT | BACK;
}

/**
 * What is set in the one GL context of the process: every change of GL state goes through here, and one that changes
 * nothing makes no GL call.
 *
 * Rules:
 * - Whoever changes state by a call to `gl` itself must call `reset()` (or set the same through here) afterwards.
 * - Deleting an object unbinds it: call the `forget...` of its kind, or delete it by the `delete...` of this class.
 * - State that the context lacks is left alone without an error: a renderer that offers no more than `features` has
 *   need not ask again before each call.
 * - Contents of vertex arrays, framebuffers, samplers and textures are their owners' to remember.
 * - No call allocates.
 *
 * Bindings are in `state-bindings.ts`, capabilities and rasteriser state in `state-raster.ts`.
 */
export class GlState extends RasterState {
  /** Red, green, blue, alpha as bits 0 to 3, for each draw buffer. */
  private readonly colorMasks: Int8Array;
  /** Source and destination factors of colour and alpha, for each draw buffer. */
  private readonly blendFuncs: Float64Array;
  /** Equations of colour and alpha, for each draw buffer. */
  private readonly blendEquations: Int32Array;
  private sameBlendFuncs = false;
  private sameBlendEquations = false;
  private readonly blendColors = new Float64Array(4);
  private depthWrite = UNKNOWN;
  private depthCompare = UNKNOWN;
  /** Function, reference, mask (front, then back); fail, depth fail, pass (front, back); write masks (front, back). */
  private readonly stencilFuncs = new Float64Array(6);
  private readonly stencilOps = new Int32Array(6);
  private readonly stencilMasks = new Float64Array(2);
  private logic = UNKNOWN;
  private readonly sampleMasks = new Float64Array(4);
  private sampleShadingRate = NaN;
  private coverageValue = NaN;
  private coverageInvert = UNKNOWN;
  private unpackAlignment = UNKNOWN;
  private unpackRowLength = UNKNOWN;
  private unpackImageHeight = UNKNOWN;
  private packAlignment = UNKNOWN;
  private packRowLength = UNKNOWN;
  private packImageHeight = UNKNOWN;

  /** @param gl - context that is current and stays so */
  constructor(gl: Gl) {
    super(gl);
    this.colorMasks = new Int8Array(this.drawBufferCount);
    this.blendFuncs = new Float64Array(this.drawBufferCount * 4);
    this.blendEquations = new Int32Array(this.drawBufferCount * 2);
    this.resetFragment();
  }

  /** Sets which channels are written, for all draw buffers. */
  colorMask(r: boolean, g: boolean, b: boolean, a: boolean): void {
    const bits = (r ? 1 : 0) | (g ? 2 : 0) | (b ? 4 : 0) | (a ? 8 : 0);
    const masks = this.colorMasks;
    let same = true;
    for (let i = 0; i < masks.length; i++) {
      if (masks[i] !== bits) {
        same = false;
        masks[i] = bits;
      }
    }
    if (!same) this.gl.colorMask(r, g, b, a);
  }

  /** Sets which channels of one draw buffer are written; without independent blending the first one's are taken for all. */
  colorMaski(index: number, r: boolean, g: boolean, b: boolean, a: boolean): void {
    if (!this.gl.features.independentBlend) {
      if (index === 0) this.colorMask(r, g, b, a);
      return;
    }
    const bits = (r ? 1 : 0) | (g ? 2 : 0) | (b ? 4 : 0) | (a ? 8 : 0);
    if (index >= this.colorMasks.length || this.colorMasks[index] === bits) return;
    this.colorMasks[index] = bits;
    this.gl.colorMaski(index, r, g, b, a);
  }

  /**
   * Sets the blend factors of one draw buffer, or of all.
   *
   * @param index - draw buffer, -1: all; where the context has one for all, the first one's are taken and others ignored
   */
  blendFuncSeparate(index: number, srcRgb: number, dstRgb: number, srcAlpha: number, dstAlpha: number): void {
    const funcs = this.blendFuncs;
    if (index < 0 || !this.gl.features.independentBlendFunc) {
      if (index > 0 || (this.sameBlendFuncs && equal4(funcs, 0, srcRgb, dstRgb, srcAlpha, dstAlpha))) return;
      for (let at = 0; at < funcs.length; at += 4) set4(funcs, at, srcRgb, dstRgb, srcAlpha, dstAlpha);
      this.sameBlendFuncs = true;
      this.gl.blendFuncSeparate(srcRgb, dstRgb, srcAlpha, dstAlpha);
      return;
    }
    if (index >= this.drawBufferCount || equal4(funcs, index * 4, srcRgb, dstRgb, srcAlpha, dstAlpha)) return;
    set4(funcs, index * 4, srcRgb, dstRgb, srcAlpha, dstAlpha);
    this.sameBlendFuncs = false;
    this.gl.blendFuncSeparatei(index, srcRgb, dstRgb, srcAlpha, dstAlpha);
  }

  /**
   * Sets the blend equations of one draw buffer, or of all.
   *
   * @param index - draw buffer, -1: all; where the context has one for all, the first one's are taken and others ignored
   */
  blendEquationSeparate(index: number, rgb: number, alpha: number): void {
    const equations = this.blendEquations;
    if (index < 0 || !this.gl.features.independentBlendFunc) {
      if (index > 0 || (this.sameBlendEquations && equations[0] === rgb && equations[1] === alpha)) return;
      for (let at = 0; at < equations.length; at += 2) {
        equations[at] = rgb;
        equations[at + 1] = alpha;
      }
      this.sameBlendEquations = true;
      this.gl.blendEquationSeparate(rgb, alpha);
      return;
    }
    const at = index * 2;
    if (index >= this.drawBufferCount || (equations[at] === rgb && equations[at + 1] === alpha)) return;
    equations[at] = rgb;
    equations[at + 1] = alpha;
    this.sameBlendEquations = false;
    this.gl.blendEquationSeparatei(index, rgb, alpha);
  }

  /**
   * Sets one blend equation for colour and alpha of all draw buffers: the only way to set the advanced equations
   * (MULTIPLY and its like).
   */
  blendEquation(mode: number): void {
    const equations = this.blendEquations;
    if (this.sameBlendEquations && equations[0] === mode && equations[1] === mode) return;
    equations.fill(mode);
    this.sameBlendEquations = true;
    this.gl.blendEquation(mode);
  }

  /** Sets the constant of CONSTANT_COLOR and CONSTANT_ALPHA. */
  blendColor(r: number, g: number, b: number, a: number): void {
    if (equal4(this.blendColors, 0, r, g, b, a)) return;
    set4(this.blendColors, 0, r, g, b, a);
    this.gl.blendColor(r, g, b, a);
  }

  /** Sets whether depth is written. */
  depthMask(on: boolean): void {
    const value = on ? 1 : 0;
    if (this.depthWrite === value) return;
    this.depthWrite = value;
    this.gl.depthMask(on);
  }

  /** Sets the depth comparison. */
  depthFunc(func: number): void {
    if (this.depthCompare === func) return;
    this.depthCompare = func;
    this.gl.depthFunc(func);
  }

  /** @param face - FRONT, BACK or FRONT_AND_BACK */
  stencilFuncSeparate(face: number, func: number, ref: number, mask: number): void {
    const funcs = this.stencilFuncs;
    const bits = faceBits(face);
    let same = true;
    for (let i = 0; i < 2; i++) {
      if ((bits & (1 << i)) === 0) continue;
      const at = i * 3;
      if (funcs[at] === func && funcs[at + 1] === ref && funcs[at + 2] === mask) continue;
      same = false;
      funcs[at] = func;
      funcs[at + 1] = ref;
      funcs[at + 2] = mask;
    }
    if (!same) this.gl.stencilFuncSeparate(face, func, ref, mask);
  }

  /** @param face - FRONT, BACK or FRONT_AND_BACK */
  stencilOpSeparate(face: number, fail: number, depthFail: number, pass: number): void {
    const ops = this.stencilOps;
    const bits = faceBits(face);
    let same = true;
    for (let i = 0; i < 2; i++) {
      if ((bits & (1 << i)) === 0) continue;
      const at = i * 3;
      if (ops[at] === fail && ops[at + 1] === depthFail && ops[at + 2] === pass) continue;
      same = false;
      ops[at] = fail;
      ops[at + 1] = depthFail;
      ops[at + 2] = pass;
    }
    if (!same) this.gl.stencilOpSeparate(face, fail, depthFail, pass);
  }

  /** @param face - FRONT, BACK or FRONT_AND_BACK */
  stencilMaskSeparate(face: number, mask: number): void {
    const masks = this.stencilMasks;
    const bits = faceBits(face);
    if (((bits & FRONT) === 0 || masks[0] === mask) && ((bits & BACK) === 0 || masks[1] === mask)) return;
    if ((bits & FRONT) !== 0) masks[0] = mask;
    if ((bits & BACK) !== 0) masks[1] = mask;
    this.gl.stencilMaskSeparate(face, mask);
  }

  /** Sets the logical operation; ignored where the context has none. */
  logicOp(op: number): void {
    if (this.logic === op || !this.gl.features.logicOp) return;
    this.logic = op;
    this.gl.logicOp(op);
  }

  /** Sets 32 bits of the sample mask; ignored where the context has none. */
  sampleMask(index: number, mask: number): void {
    if (index >= this.gl.features.maxSampleMaskWords || this.sampleMasks[index] === mask) return;
    this.sampleMasks[index] = mask;
    this.gl.sampleMaski(index, mask);
  }

  /** Sets the least fraction of samples that is shaded; ignored where the context has no such thing. */
  minSampleShading(fraction: number): void {
    if (this.sampleShadingRate === fraction || !this.gl.features.sampleShading) return;
    this.sampleShadingRate = fraction;
    this.gl.minSampleShading(fraction);
  }

  /** Sets the coverage of SAMPLE_COVERAGE. */
  sampleCoverage(value: number, invert: boolean): void {
    const flag = invert ? 1 : 0;
    if (this.coverageValue === value && this.coverageInvert === flag) return;
    this.coverageValue = value;
    this.coverageInvert = flag;
    this.gl.sampleCoverage(value, invert);
  }

  /**
   * Says how rows of texels lie in memory that textures are filled from; what is skipped is always 0.
   *
   * @param alignment - 1, 2, 4 or 8 bytes
   * @param rowLength - texels from one row to the next, 0: those of the image
   * @param imageHeight - rows from one layer to the next, 0: those of the image
   */
  pixelStoreUnpack(alignment: number, rowLength: number, imageHeight: number): void {
    if (this.unpackAlignment !== alignment) {
      this.unpackAlignment = alignment;
      this.gl.pixelStorei(GL.UNPACK_ALIGNMENT, alignment);
    }
    if (this.unpackRowLength !== rowLength) {
      this.unpackRowLength = rowLength;
      this.gl.pixelStorei(GL.UNPACK_ROW_LENGTH, rowLength);
    }
    if (this.unpackImageHeight !== imageHeight) {
      this.unpackImageHeight = imageHeight;
      this.gl.pixelStorei(GL.UNPACK_IMAGE_HEIGHT, imageHeight);
    }
  }

  /**
   * Says how rows of texels lie in memory that textures are read into; what is skipped is always 0.
   *
   * @param alignment - 1, 2, 4 or 8 bytes
   * @param rowLength - texels from one row to the next, 0: those of the image
   * @param imageHeight - rows from one layer to the next, 0: those of the image; OpenGL ES has only 0
   */
  pixelStorePack(alignment: number, rowLength: number, imageHeight: number = 0): void {
    if (this.packAlignment !== alignment) {
      this.packAlignment = alignment;
      this.gl.pixelStorei(GL.PACK_ALIGNMENT, alignment);
    }
    if (this.packRowLength !== rowLength) {
      this.packRowLength = rowLength;
      this.gl.pixelStorei(GL.PACK_ROW_LENGTH, rowLength);
    }
    if (this.packImageHeight !== imageHeight && !this.gl.features.isGles) {
      this.packImageHeight = imageHeight;
      this.gl.pixelStorei(GL.PACK_IMAGE_HEIGHT, imageHeight);
    }
  }

  /** Deletes a texture and forgets it. */
  deleteTexture(name: number): void {
    this.gl.deleteTexture(name);
    this.forgetTexture(name);
  }

  /** Deletes a buffer and forgets it. */
  deleteBuffer(name: number): void {
    this.gl.deleteBuffer(name);
    this.forgetBuffer(name);
  }

  /** Deletes a sampler and forgets it. */
  deleteSampler(name: number): void {
    this.gl.deleteSampler(name);
    this.forgetSampler(name);
  }

  /** Deletes a program and forgets it. */
  deleteProgram(name: number): void {
    this.gl.deleteProgram(name);
    this.forgetProgram(name);
  }

  /** Deletes a framebuffer and forgets it. */
  deleteFramebuffer(name: number): void {
    this.gl.deleteFramebuffer(name);
    this.forgetFramebuffer(name);
  }

  /** Deletes a vertex array and forgets it. */
  deleteVertexArray(name: number): void {
    this.gl.deleteVertexArray(name);
    this.forgetVertexArray(name);
  }

  /** Forgets everything: the next call of each kind goes to GL. */
  reset(): void {
    this.resetBindings();
    this.resetRaster();
    this.resetFragment();
  }

  private resetFragment(): void {
    this.colorMasks.fill(UNKNOWN);
    this.blendFuncs.fill(NaN);
    this.blendEquations.fill(UNKNOWN);
    this.sameBlendFuncs = false;
    this.sameBlendEquations = false;
    this.blendColors.fill(NaN);
    this.depthWrite = UNKNOWN;
    this.depthCompare = UNKNOWN;
    this.stencilFuncs.fill(NaN);
    this.stencilOps.fill(UNKNOWN);
    this.stencilMasks.fill(NaN);
    this.logic = UNKNOWN;
    this.sampleMasks.fill(NaN);
    this.sampleShadingRate = NaN;
    this.coverageValue = NaN;
    this.coverageInvert = UNKNOWN;
    this.unpackAlignment = UNKNOWN;
    this.unpackRowLength = UNKNOWN;
    this.unpackImageHeight = UNKNOWN;
    this.packAlignment = UNKNOWN;
    this.packRowLength = UNKNOWN;
    this.packImageHeight = UNKNOWN;
  }
}
