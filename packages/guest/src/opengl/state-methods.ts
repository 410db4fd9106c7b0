import { GL4 } from '../gl4-constants.ts';
import { Dirty } from '../state/dirty.ts';
import type { RasterState, ViewSlot } from '../state/state.ts';
import { OpenGLBase } from './context-base.ts';

const sources1: ReadonlySet<number> = new Set<number>([GL4.SRC1_COLOR, GL4.ONE_MINUS_SRC1_COLOR, GL4.SRC1_ALPHA, GL4.ONE_MINUS_SRC1_ALPHA]);

/** Factors that blending takes. */
const isFactor = (f: number): boolean =>
  f === GL4.ZERO ||
  f === GL4.ONE ||
  (f >= GL4.SRC_COLOR && f <= GL4.SRC_ALPHA_SATURATE) ||
  (f >= GL4.CONSTANT_COLOR && f <= GL4.ONE_MINUS_CONSTANT_ALPHA) ||
  sources1.has(f);

const clamp01 = (value: number): number => (value > 0 ? (value < 1 ? value : 1) : 0);

/** Switches that are a field of the raster state, and what they make dirty. */
type Switch = readonly [field: keyof { [K in keyof RasterState as RasterState[K] extends boolean ? K : never]: true }, dirt: number];

const switches = new Map<number, Switch>([
  [GL4.COLOR_LOGIC_OP, ['logicOpEnabled', Dirty.BLEND]],
  [GL4.POLYGON_OFFSET_LINE, ['polygonOffsetLine', Dirty.RASTERIZER]],
  [GL4.POLYGON_OFFSET_POINT, ['polygonOffsetPoint', Dirty.RASTERIZER]],
  [GL4.POLYGON_SMOOTH, ['polygonSmooth', Dirty.RASTERIZER]],
  [GL4.LINE_SMOOTH, ['lineSmooth', Dirty.RASTERIZER]],
  [GL4.DEPTH_CLAMP, ['depthClamp', Dirty.RASTERIZER]],
  [GL4.MULTISAMPLE, ['multisample', Dirty.RASTERIZER | Dirty.BLEND | Dirty.SAMPLE_MASK]],
  [GL4.SAMPLE_ALPHA_TO_ONE, ['alphaToOne', Dirty.BLEND]],
  [GL4.SAMPLE_MASK, ['sampleMaskEnabled', Dirty.SAMPLE_MASK]],
  [GL4.SAMPLE_SHADING, ['sampleShading', Dirty.SAMPLE_MASK | Dirty.RASTERIZER]],
  [GL4.PROGRAM_POINT_SIZE, ['programPointSize', Dirty.RASTERIZER]],
  [GL4.PRIMITIVE_RESTART, ['restart', 0]],
  [GL4.PRIMITIVE_RESTART_FIXED_INDEX, ['restartFixed', 0]],
  [GL4.FRAMEBUFFER_SRGB, ['framebufferSrgb', Dirty.FRAMEBUFFER]],
]);

/** State of the rasterizer, the tests and blending. */
export class StateMethods4 extends OpenGLBase {
  override setCapability(cap: number, on: boolean, method: string): void {
    if (this.isLost()) return;
    const { raster, dirty, samplerStates } = this.core;
    const known = switches.get(cap);
    if (known !== undefined && this.hasSwitch(cap)) {
      const [field, dirt] = known;
      raster[field] = on;
      dirty.mark(dirt);
      return;
    }
    if (cap >= GL4.CLIP_DISTANCE0 && cap < GL4.CLIP_DISTANCE0 + this.limits.clipDistances) {
      const bit = 1 << (cap - GL4.CLIP_DISTANCE0);
      raster.clipDistances = on ? raster.clipDistances | bit : raster.clipDistances & ~bit;
      dirty.mark(Dirty.RASTERIZER);
      return;
    }
    if (cap === GL4.TEXTURE_CUBE_MAP_SEAMLESS) {
      samplerStates.seamless = on;
      dirty.mark(Dirty.TEXTURES);
      return;
    }
    if (cap === GL4.DEBUG_OUTPUT || cap === GL4.DEBUG_OUTPUT_SYNCHRONOUS) return this.switchDebug(cap, on);
    if (cap === GL4.SCISSOR_TEST) for (const view of raster.views) view.scissorEnabled = on;
    if (cap === GL4.DITHER && raster.dither === on) return;
    super.setCapability(cap, on, method);
    if (cap === GL4.SCISSOR_TEST) dirty.mark(Dirty.SCISSOR | Dirty.RASTERIZER);
  }

  /** @internal Debug output has switches of its own. */
  switchDebug(_cap: number, _on: boolean): void {}

  /** @internal */
  debugSwitch(_cap: number): boolean {
    return false;
  }

  /** @internal Whether a switch is one of this version. */
  hasSwitch(cap: number): boolean {
    return cap !== GL4.PRIMITIVE_RESTART_FIXED_INDEX || this.glVersion >= 43;
  }

  override isEnabled(cap: number): boolean {
    const { raster, samplerStates } = this.core;
    const known = switches.get(cap);
    if (known !== undefined && this.hasSwitch(cap)) return raster[known[0]];
    if (cap >= GL4.CLIP_DISTANCE0 && cap < GL4.CLIP_DISTANCE0 + this.limits.clipDistances) {
      return ((raster.clipDistances >> (cap - GL4.CLIP_DISTANCE0)) & 1) !== 0;
    }
    if (cap === GL4.TEXTURE_CUBE_MAP_SEAMLESS) return samplerStates.seamless;
    if (cap === GL4.DEBUG_OUTPUT || cap === GL4.DEBUG_OUTPUT_SYNCHRONOUS) return this.debugSwitch(cap);
    return super.isEnabled(cap);
  }

  enablei(cap: number, index: number): void {
    this.#switchIndexed(cap, index, true, 'enablei');
  }

  disablei(cap: number, index: number): void {
    this.#switchIndexed(cap, index, false, 'disablei');
  }

  #switchIndexed(cap: number, index: number, on: boolean, method: string): void {
    if (this.isLost()) return;
    const { raster, dirty } = this.core;
    if (cap === GL4.BLEND) {
      const target = raster.blend[index];
      if (target === undefined) return this.fail(GL4.INVALID_VALUE, method);
      target.enabled = on;
      dirty.mark(Dirty.BLEND);
    } else if (cap === GL4.SCISSOR_TEST) {
      const view = this.viewSlot(index);
      if (view === null) return this.fail(GL4.INVALID_VALUE, method);
      view.scissorEnabled = on;
      dirty.mark(Dirty.SCISSOR | Dirty.RASTERIZER);
    } else this.fail(GL4.INVALID_ENUM, method);
  }

  isEnabledi(cap: number, index: number): boolean {
    const { raster } = this.core;
    if (cap !== GL4.BLEND && cap !== GL4.SCISSOR_TEST) this.fail(GL4.INVALID_ENUM, 'isEnabledi');
    else {
      const found = cap === GL4.BLEND ? raster.blend[index]?.enabled : this.viewSlot(index)?.scissorEnabled;
      if (found !== undefined) return found;
      this.fail(GL4.INVALID_VALUE, 'isEnabledi');
    }
    return false;
  }

  /** @internal A viewport and its scissor; null when there is none with this index. */
  viewSlot(
    index: number,
  ): (Pick<ViewSlot, 'viewport' | 'scissor'> & { depthNear: number; depthFar: number; scissorEnabled: boolean }) | null {
    const at = index >>> 0;
    return at === 0 ? this.core.raster : (this.core.raster.views[at - 1] ?? null);
  }

  override areFactors(srcRGB: number, dstRGB: number, srcAlpha: number, dstAlpha: number, method: string): boolean {
    if ([srcRGB, dstRGB, srcAlpha, dstAlpha].every(isFactor)) return true;
    this.fail(GL4.INVALID_ENUM, method);
    return false;
  }

  blendEquationi(buffer: number, mode: number): void {
    this.blendEquationSeparatei(buffer, mode, mode);
  }

  blendEquationSeparatei(buffer: number, modeRGB: number, modeAlpha: number): void {
    if (this.isLost()) return;
    const target = this.core.raster.blend[buffer];
    if (target === undefined) return this.fail(GL4.INVALID_VALUE, 'blendEquationi');
    if (!this.isEquation(modeRGB) || !this.isEquation(modeAlpha)) return this.fail(GL4.INVALID_ENUM, 'blendEquationi');
    target.equationRgb = modeRGB;
    target.equationAlpha = modeAlpha;
    this.core.dirty.mark(Dirty.BLEND);
  }

  blendFunci(buffer: number, sfactor: number, dfactor: number): void {
    this.blendFuncSeparatei(buffer, sfactor, dfactor, sfactor, dfactor);
  }

  blendFuncSeparatei(buffer: number, srcRGB: number, dstRGB: number, srcAlpha: number, dstAlpha: number): void {
    if (this.isLost()) return;
    const target = this.core.raster.blend[buffer];
    if (target === undefined) return this.fail(GL4.INVALID_VALUE, 'blendFunci');
    if (!this.areFactors(srcRGB, dstRGB, srcAlpha, dstAlpha, 'blendFunci')) return;
    target.sourceRgb = srcRGB;
    target.destinationRgb = dstRGB;
    target.sourceAlpha = srcAlpha;
    target.destinationAlpha = dstAlpha;
    this.core.dirty.mark(Dirty.BLEND);
  }

  colorMaski(buffer: number, red: boolean, green: boolean, blue: boolean, alpha: boolean): void {
    if (this.isLost()) return;
    const target = this.core.raster.blend[buffer];
    if (target === undefined) return this.fail(GL4.INVALID_VALUE, 'colorMaski');
    target.mask = (red ? 1 : 0) | (green ? 2 : 0) | (blue ? 4 : 0) | (alpha ? 8 : 0);
    this.core.dirty.mark(Dirty.BLEND);
  }

  logicOp(opcode: number): void {
    if (this.isLost()) return;
    if (!(opcode >= GL4.CLEAR && opcode <= GL4.SET)) return this.fail(GL4.INVALID_ENUM, 'logicOp');
    this.core.raster.logicOp = opcode;
    this.core.dirty.mark(Dirty.BLEND);
  }

  polygonMode(face: number, mode: number): void {
    if (this.isLost()) return;
    if (face !== GL4.FRONT_AND_BACK || !(mode >= GL4.POINT && mode <= GL4.FILL)) return this.fail(GL4.INVALID_ENUM, 'polygonMode');
    this.core.raster.polygonMode = mode;
    this.core.dirty.mark(Dirty.RASTERIZER);
  }

  override polygonOffset(factor: number, units: number): void {
    this.polygonOffsetClamp(factor, units, 0);
  }

  polygonOffsetClamp(factor: number, units: number, clamp: number): void {
    if (this.isLost()) return;
    this.core.raster.polygonOffsetClamp = clamp;
    super.polygonOffset(factor, units);
  }

  provokingVertex(mode: number): void {
    if (this.isLost()) return;
    if (mode !== GL4.FIRST_VERTEX_CONVENTION && mode !== GL4.LAST_VERTEX_CONVENTION) return this.fail(GL4.INVALID_ENUM, 'provokingVertex');
    this.core.raster.provokingFirst = mode === GL4.FIRST_VERTEX_CONVENTION;
    this.core.dirty.mark(Dirty.RASTERIZER);
  }

  primitiveRestartIndex(index: number): void {
    if (!this.isLost()) this.core.raster.restartIndex = index >>> 0;
  }

  pointSize(size: number): void {
    if (this.isLost()) return;
    if (!(size > 0)) return this.fail(GL4.INVALID_VALUE, 'pointSize');
    this.core.raster.pointSize = size;
    this.core.dirty.mark(Dirty.RASTERIZER);
  }

  pointParameteri(pname: number, param: number): void {
    this.pointParameterf(pname, param);
  }

  pointParameterf(pname: number, param: number): void {
    if (this.isLost()) return;
    if (pname === GL4.POINT_FADE_THRESHOLD_SIZE) {
      if (param < 0) return this.fail(GL4.INVALID_VALUE, 'pointParameter');
      this.pointFade = param;
    } else if (pname === GL4.POINT_SPRITE_COORD_ORIGIN) {
      if (param !== GL4.LOWER_LEFT && param !== GL4.UPPER_LEFT) return this.fail(GL4.INVALID_VALUE, 'pointParameter');
      this.core.raster.pointsLowerLeft = param === GL4.LOWER_LEFT;
      this.core.dirty.mark(Dirty.RASTERIZER);
    } else this.fail(GL4.INVALID_ENUM, 'pointParameter');
  }

  /** @internal */
  declare pointFade: number;

  sampleMaski(maskNumber: number, mask: number): void {
    if (this.isLost()) return;
    if (maskNumber !== 0) return this.fail(GL4.INVALID_VALUE, 'sampleMaski');
    this.core.raster.sampleMask = mask >>> 0;
    this.core.dirty.mark(Dirty.SAMPLE_MASK);
  }

  minSampleShading(value: number): void {
    if (this.isLost()) return;
    this.core.raster.minSampleShading = clamp01(value);
    this.core.dirty.mark(Dirty.SAMPLE_MASK | Dirty.RASTERIZER);
  }

  override lineWidth(width: number): void {
    super.lineWidth(width);
  }

  override blendColor(red: number, green: number, blue: number, alpha: number): void {
    if (this.isLost()) return;
    this.core.raster.blendColor.set([red, green, blue, alpha]);
    this.core.dirty.mark(Dirty.BLEND_COLOR);
  }

  override depthRange(zNear: number, zFar: number): void {
    if (this.isLost()) return;
    for (let i = 0; i < this.limits.viewports; i++) this.#depthRange(i, zNear, zFar);
  }

  depthRangef(zNear: number, zFar: number): void {
    this.depthRange(zNear, zFar);
  }

  depthRangeIndexed(index: number, zNear: number, zFar: number): void {
    if (this.isLost()) return;
    if (!(index >= 0 && index < this.limits.viewports)) return this.fail(GL4.INVALID_VALUE, 'depthRangeIndexed');
    this.#depthRange(index, zNear, zFar);
  }

  depthRangeArrayv(first: number, values: ArrayLike<number>): void {
    if (!this.#fits(first, values.length / 2, 'depthRangeArrayv')) return;
    for (let i = 0; i * 2 < values.length; i++) this.#depthRange(first + i, values[i * 2]!, values[i * 2 + 1]!);
  }

  #depthRange(index: number, near: number, far: number): void {
    const view = this.viewSlot(index)!;
    view.depthNear = clamp01(near);
    view.depthFar = clamp01(far);
    this.core.dirty.mark(Dirty.VIEWPORT);
  }

  clearDepthf(depth: number): void {
    this.clearDepth(depth);
  }

  #fits(first: number, count: number, method: string): boolean {
    if (this.isLost()) return false;
    if (first >= 0 && first + count <= this.limits.viewports) return true;
    this.fail(GL4.INVALID_VALUE, method);
    return false;
  }

  override viewport(x: number, y: number, width: number, height: number): void {
    if (this.isLost()) return;
    if (width < 0 || height < 0) return this.fail(GL4.INVALID_VALUE, 'viewport');
    for (let i = 0; i < this.limits.viewports; i++) this.#viewport(i, Math.trunc(x), Math.trunc(y), Math.trunc(width), Math.trunc(height));
  }

  viewportIndexedf(index: number, x: number, y: number, width: number, height: number): void {
    this.viewportArrayv(index, [x, y, width, height]);
  }

  viewportIndexedfv(index: number, values: ArrayLike<number>): void {
    if (values.length < 4) return this.fail(GL4.INVALID_VALUE, 'viewportIndexedfv');
    this.viewportArrayv(index, [values[0]!, values[1]!, values[2]!, values[3]!]);
  }

  viewportArrayv(first: number, values: ArrayLike<number>): void {
    const count = Math.floor(values.length / 4);
    if (!this.#fits(first, count, 'viewportArrayv')) return;
    for (let i = 0; i < count; i++) {
      if (values[i * 4 + 2]! < 0 || values[i * 4 + 3]! < 0) return this.fail(GL4.INVALID_VALUE, 'viewportArrayv');
    }
    for (let i = 0; i < count; i++) this.#viewport(first + i, values[i * 4]!, values[i * 4 + 1]!, values[i * 4 + 2]!, values[i * 4 + 3]!);
  }

  #viewport(index: number, x: number, y: number, width: number, height: number): void {
    const most = this.limits.textureSize;
    const bound = (value: number): number => Math.min(32767, Math.max(-32768, value));
    const { viewport } = this.viewSlot(index)!;
    viewport[0] = bound(x);
    viewport[1] = bound(y);
    viewport[2] = Math.min(width, most);
    viewport[3] = Math.min(height, most);
    this.core.dirty.mark(Dirty.VIEWPORT);
  }

  override scissor(x: number, y: number, width: number, height: number): void {
    if (this.isLost()) return;
    if (width < 0 || height < 0) return this.fail(GL4.INVALID_VALUE, 'scissor');
    for (let i = 0; i < this.limits.viewports; i++) this.#scissor(i, x, y, width, height);
  }

  scissorIndexed(index: number, left: number, bottom: number, width: number, height: number): void {
    this.scissorArrayv(index, [left, bottom, width, height]);
  }

  scissorIndexedv(index: number, values: ArrayLike<number>): void {
    if (values.length < 4) return this.fail(GL4.INVALID_VALUE, 'scissorIndexedv');
    this.scissorArrayv(index, [values[0]!, values[1]!, values[2]!, values[3]!]);
  }

  scissorArrayv(first: number, values: ArrayLike<number>): void {
    const count = Math.floor(values.length / 4);
    if (!this.#fits(first, count, 'scissorArrayv')) return;
    for (let i = 0; i < count; i++) {
      if (values[i * 4 + 2]! < 0 || values[i * 4 + 3]! < 0) return this.fail(GL4.INVALID_VALUE, 'scissorArrayv');
    }
    for (let i = 0; i < count; i++) this.#scissor(first + i, values[i * 4]!, values[i * 4 + 1]!, values[i * 4 + 2]!, values[i * 4 + 3]!);
  }

  #scissor(index: number, x: number, y: number, width: number, height: number): void {
    const { scissor } = this.viewSlot(index)!;
    scissor[0] = x | 0;
    scissor[1] = y | 0;
    scissor[2] = width | 0;
    scissor[3] = height | 0;
    this.core.dirty.mark(Dirty.SCISSOR);
  }

  clampColor(target: number, clamp: number): void {
    if (this.isLost()) return;
    const known = clamp === GL4.TRUE || clamp === GL4.FALSE || clamp === GL4.FIXED_ONLY;
    if (target !== GL4.CLAMP_READ_COLOR || !known) return this.fail(GL4.INVALID_ENUM, 'clampColor');
    this.clampReadColor = clamp;
  }

  /** @internal */
  declare clampReadColor: number;

  clipControl(origin: number, depth: number): void {
    if (this.isLost()) return;
    const legal =
      (origin === GL4.LOWER_LEFT || origin === GL4.UPPER_LEFT) && (depth === GL4.NEGATIVE_ONE_TO_ONE || depth === GL4.ZERO_TO_ONE);
    if (!legal) return this.fail(GL4.INVALID_ENUM, 'clipControl');
    this.core.raster.upperLeft = origin === GL4.UPPER_LEFT;
    this.core.raster.depthZeroToOne = depth === GL4.ZERO_TO_ONE;
    this.core.dirty.mark(Dirty.VIEWPORT | Dirty.RASTERIZER);
  }
}
