import { GL } from '../gl-constants.ts';
import { Dirty } from '../state/dirty.ts';
import type { StencilFace } from '../state/state.ts';
import { ContextBase } from './context-base.ts';
import { enableExtension, extensionEnabled } from './extension-state.ts';

const factors: ReadonlySet<number> = new Set<number>([
  GL.ZERO,
  GL.ONE,
  GL.SRC_COLOR,
  GL.ONE_MINUS_SRC_COLOR,
  GL.DST_COLOR,
  GL.ONE_MINUS_DST_COLOR,
  GL.SRC_ALPHA,
  GL.ONE_MINUS_SRC_ALPHA,
  GL.DST_ALPHA,
  GL.ONE_MINUS_DST_ALPHA,
  GL.CONSTANT_COLOR,
  GL.ONE_MINUS_CONSTANT_COLOR,
  GL.CONSTANT_ALPHA,
  GL.ONE_MINUS_CONSTANT_ALPHA,
  GL.SRC_ALPHA_SATURATE,
]);
const stencilOps: ReadonlySet<number> = new Set<number>([
  GL.KEEP,
  GL.ZERO,
  GL.REPLACE,
  GL.INCR,
  GL.INCR_WRAP,
  GL.DECR,
  GL.DECR_WRAP,
  GL.INVERT,
]);

const isFunc = (func: number): boolean => func >= GL.NEVER && func <= GL.ALWAYS;
const isFace = (face: number): boolean => face === GL.FRONT || face === GL.BACK || face === GL.FRONT_AND_BACK;
const clamp01 = (value: number): number => (value > 0 ? (value < 1 ? value : 1) : 0);
const isColorConstant = (f: number): boolean => f === GL.CONSTANT_COLOR || f === GL.ONE_MINUS_CONSTANT_COLOR;
const isAlphaConstant = (f: number): boolean => f === GL.CONSTANT_ALPHA || f === GL.ONE_MINUS_CONSTANT_ALPHA;

/** State of the rasterizer, the tests, blending and pixel storage. */
export class StateMethods extends ContextBase {
  enable(cap: number): void {
    this.setCapability(cap >>> 0, true, 'enable');
  }

  disable(cap: number): void {
    this.setCapability(cap >>> 0, false, 'disable');
  }

  isEnabled(cap: number): boolean {
    if (this.isLost()) return false;
    const r = this.core.raster;
    switch (cap >>> 0) {
      case GL.BLEND:
        return r.blend[0]!.enabled;
      case GL.CULL_FACE:
        return r.cullEnabled;
      case GL.DEPTH_TEST:
        return r.depthTest;
      case GL.DITHER:
        return r.dither;
      case GL.POLYGON_OFFSET_FILL:
        return r.polygonOffsetEnabled;
      case GL.SAMPLE_ALPHA_TO_COVERAGE:
        return r.alphaToCoverage;
      case GL.SAMPLE_COVERAGE:
        return r.sampleCoverage;
      case GL.SCISSOR_TEST:
        return r.scissorEnabled;
      case GL.STENCIL_TEST:
        return r.stencilTest;
      case GL.RASTERIZER_DISCARD:
        if (this.version === 2) return r.rasterizerDiscard;
    }
    const added = extensionEnabled(this, cap >>> 0);
    if (added !== undefined) return added;
    this.fail(GL.INVALID_ENUM, 'isEnabled');
    return false;
  }

  /** @internal */
  setCapability(cap: number, on: boolean, method: string): void {
    if (this.isLost()) return;
    const { raster: r, dirty } = this.core;
    switch (cap) {
      case GL.BLEND:
        for (const target of r.blend) target.enabled = on;
        return dirty.mark(Dirty.BLEND);
      case GL.CULL_FACE:
        r.cullEnabled = on;
        return dirty.mark(Dirty.RASTERIZER);
      case GL.DEPTH_TEST:
        r.depthTest = on;
        return dirty.mark(Dirty.DEPTH_STENCIL);
      case GL.DITHER:
        r.dither = on;
        return dirty.mark(Dirty.BLEND);
      case GL.POLYGON_OFFSET_FILL:
        r.polygonOffsetEnabled = on;
        return dirty.mark(Dirty.RASTERIZER);
      case GL.SAMPLE_ALPHA_TO_COVERAGE:
        r.alphaToCoverage = on;
        return dirty.mark(Dirty.BLEND);
      case GL.SAMPLE_COVERAGE:
        r.sampleCoverage = on;
        return dirty.mark(Dirty.SAMPLE_MASK);
      case GL.SCISSOR_TEST:
        r.scissorEnabled = on;
        return dirty.mark(Dirty.RASTERIZER | Dirty.SCISSOR);
      case GL.STENCIL_TEST:
        r.stencilTest = on;
        return dirty.mark(Dirty.DEPTH_STENCIL);
      case GL.RASTERIZER_DISCARD:
        if (this.version === 1) break;
        r.rasterizerDiscard = on;
        return dirty.mark(Dirty.RASTERIZER);
    }
    if (enableExtension(this, cap, on)) return;
    this.fail(GL.INVALID_ENUM, method);
  }

  blendColor(red: number, green: number, blue: number, alpha: number): void {
    const keep = this.has('ext_color_buffer_float') || this.has('webgl_color_buffer_float') || this.has('ext_color_buffer_half_float');
    [red, green, blue, alpha].forEach((value, i) => (this.core.raster.blendColor[i] = keep ? value : clamp01(value)));
    this.core.dirty.mark(Dirty.BLEND_COLOR);
  }

  blendEquation(mode: number): void {
    this.blendEquationSeparate(mode, mode);
  }

  blendEquationSeparate(modeRGB: number, modeAlpha: number): void {
    if (!this.isEquation(modeRGB) || !this.isEquation(modeAlpha)) return this.fail(GL.INVALID_ENUM, 'blendEquation');
    for (const target of this.core.raster.blend) {
      target.equationRgb = modeRGB;
      target.equationAlpha = modeAlpha;
    }
    this.core.dirty.mark(Dirty.BLEND);
  }

  blendFunc(sfactor: number, dfactor: number): void {
    this.blendFuncSeparate(sfactor, dfactor, sfactor, dfactor);
  }

  blendFuncSeparate(srcRGB: number, dstRGB: number, srcAlpha: number, dstAlpha: number): void {
    if (!this.areFactors(srcRGB, dstRGB, srcAlpha, dstAlpha, 'blendFunc')) return;
    for (const target of this.core.raster.blend) {
      target.sourceRgb = srcRGB;
      target.destinationRgb = dstRGB;
      target.sourceAlpha = srcAlpha;
      target.destinationAlpha = dstAlpha;
    }
    this.core.dirty.mark(Dirty.BLEND);
  }

  /** @internal */
  isEquation(mode: number): boolean {
    if (mode === GL.FUNC_ADD || mode === GL.FUNC_SUBTRACT || mode === GL.FUNC_REVERSE_SUBTRACT) return true;
    return (mode === GL.MIN || mode === GL.MAX) && (this.version === 2 || this.has('ext_blend_minmax'));
  }

  /** @internal */
  areFactors(srcRGB: number, dstRGB: number, srcAlpha: number, dstAlpha: number, method: string): boolean {
    const saturates = (f: number): boolean => f === GL.SRC_ALPHA_SATURATE && this.version === 1;
    if (![srcRGB, dstRGB, srcAlpha, dstAlpha].every((f) => factors.has(f)) || saturates(dstRGB) || saturates(dstAlpha)) {
      this.fail(GL.INVALID_ENUM, method);
      return false;
    }
    // WebGL forbids what Direct3D 9 could not do: constant color and constant alpha at once.
    if ((isColorConstant(srcRGB) && isAlphaConstant(dstRGB)) || (isAlphaConstant(srcRGB) && isColorConstant(dstRGB))) {
      this.fail(GL.INVALID_OPERATION, method);
      return false;
    }
    return true;
  }

  clearColor(red: number, green: number, blue: number, alpha: number): void {
    const color = this.core.raster.clearColor;
    color[0] = red;
    color[1] = green;
    color[2] = blue;
    color[3] = alpha;
  }

  clearDepth(depth: number): void {
    this.core.raster.clearDepth = clamp01(depth);
  }

  clearStencil(s: number): void {
    this.core.raster.clearStencil = s | 0;
  }

  colorMask(red: boolean, green: boolean, blue: boolean, alpha: boolean): void {
    const mask = (red ? 1 : 0) | (green ? 2 : 0) | (blue ? 4 : 0) | (alpha ? 8 : 0);
    for (const target of this.core.raster.blend) target.mask = mask;
    this.core.dirty.mark(Dirty.BLEND);
  }

  cullFace(mode: number): void {
    if (!isFace(mode)) return this.fail(GL.INVALID_ENUM, 'cullFace');
    this.core.raster.cullFace = mode;
    this.core.dirty.mark(Dirty.RASTERIZER);
  }

  depthFunc(func: number): void {
    if (!isFunc(func)) return this.fail(GL.INVALID_ENUM, 'depthFunc');
    this.core.raster.depthFunc = func;
    this.core.dirty.mark(Dirty.DEPTH_STENCIL);
  }

  depthMask(flag: boolean | number): void {
    this.core.raster.depthMask = Boolean(flag);
    this.core.dirty.mark(Dirty.DEPTH_STENCIL);
  }

  depthRange(zNear: number, zFar: number): void {
    if (zNear > zFar) return this.fail(GL.INVALID_OPERATION, 'depthRange');
    this.core.raster.depthNear = clamp01(zNear);
    this.core.raster.depthFar = clamp01(zFar);
    this.core.dirty.mark(Dirty.VIEWPORT);
  }

  frontFace(mode: number): void {
    if (mode !== GL.CW && mode !== GL.CCW) return this.fail(GL.INVALID_ENUM, 'frontFace');
    this.core.raster.frontFace = mode;
    this.core.dirty.mark(Dirty.RASTERIZER);
  }

  lineWidth(width: number): void {
    if (!(width > 0)) return this.fail(GL.INVALID_VALUE, 'lineWidth');
    this.core.raster.lineWidth = width;
    this.core.dirty.mark(Dirty.RASTERIZER);
  }

  polygonOffset(factor: number, units: number): void {
    this.core.raster.polygonOffsetFactor = factor;
    this.core.raster.polygonOffsetClamp = 0;
    this.core.raster.polygonOffsetUnits = units;
    this.core.dirty.mark(Dirty.RASTERIZER);
  }

  sampleCoverage(value: number, invert: boolean | number): void {
    this.core.raster.sampleCoverageValue = clamp01(value);
    this.core.raster.sampleCoverageInvert = Boolean(invert);
    this.core.dirty.mark(Dirty.SAMPLE_MASK);
  }

  scissor(x: number, y: number, width: number, height: number): void {
    if (width < 0 || height < 0) return this.fail(GL.INVALID_VALUE, 'scissor');
    [x | 0, y | 0, width | 0, height | 0].forEach((value, i) => (this.core.raster.scissor[i] = value));
    this.core.dirty.mark(Dirty.SCISSOR);
  }

  viewport(x: number, y: number, width: number, height: number): void {
    if (width < 0 || height < 0) return this.fail(GL.INVALID_VALUE, 'viewport');
    const most = this.limits.textureSize;
    [x | 0, y | 0, Math.min(width | 0, most), Math.min(height | 0, most)].forEach((value, i) => (this.core.raster.viewport[i] = value));
    this.core.dirty.mark(Dirty.VIEWPORT);
  }

  stencilFunc(func: number, ref: number, mask: number): void {
    this.stencilFuncSeparate(GL.FRONT_AND_BACK, func, ref, mask);
  }

  stencilFuncSeparate(face: number, func: number, ref: number, mask: number): void {
    if (!isFace(face) || !isFunc(func)) return this.fail(GL.INVALID_ENUM, 'stencilFunc');
    for (const side of this.#sides(face)) {
      side.func = func;
      side.ref = ref | 0;
      side.valueMask = mask >>> 0;
    }
    this.core.dirty.mark(Dirty.DEPTH_STENCIL | Dirty.STENCIL_REF);
  }

  stencilMask(mask: number): void {
    this.stencilMaskSeparate(GL.FRONT_AND_BACK, mask);
  }

  stencilMaskSeparate(face: number, mask: number): void {
    if (!isFace(face)) return this.fail(GL.INVALID_ENUM, 'stencilMaskSeparate');
    for (const side of this.#sides(face)) side.writeMask = mask >>> 0;
    this.core.dirty.mark(Dirty.DEPTH_STENCIL);
  }

  stencilOp(fail: number, zfail: number, zpass: number): void {
    this.stencilOpSeparate(GL.FRONT_AND_BACK, fail, zfail, zpass);
  }

  stencilOpSeparate(face: number, fail: number, zfail: number, zpass: number): void {
    if (!isFace(face) || ![fail, zfail, zpass].every((op) => stencilOps.has(op))) return this.fail(GL.INVALID_ENUM, 'stencilOp');
    for (const side of this.#sides(face)) {
      side.fail = fail;
      side.depthFail = zfail;
      side.depthPass = zpass;
    }
    this.core.dirty.mark(Dirty.DEPTH_STENCIL);
  }

  #sides(face: number): readonly StencilFace[] {
    const { front, back } = this.core.raster;
    return face === GL.FRONT ? [front] : face === GL.BACK ? [back] : [front, back];
  }

  /** @internal Whether stencil state is the same for both faces, which WebGL demands of a draw. */
  stencilFacesAgree(): boolean {
    const { front, back } = this.core.raster;
    return (
      ((front.valueMask ^ back.valueMask) & 255) === 0 &&
      ((front.writeMask ^ back.writeMask) & 255) === 0 &&
      Math.min(255, Math.max(0, front.ref)) === Math.min(255, Math.max(0, back.ref))
    );
  }
}
