import { GL } from './constants.ts';
import type { Gl } from './gl.ts';
import { BindingState } from './state-bindings.ts';
import { BLEND_SLOT, NO_SLOT, SCISSOR_SLOT, capabilities, missingCapabilities, slotOf } from './state-slots.ts';

/** In `caps`: not known, and not there in this context. */
const UNKNOWN = -1;
const MISSING = 2;

/**
 * The part of `GlState` that has capabilities, viewports and rasteriser state. Not used by itself: see `GlState`.
 *
 * Values are kept as the doubles that were asked for (NaN: not known, equal to nothing), never as what GL made of them.
 */
export class RasterState extends BindingState {
  private readonly caps = new Int8Array(capabilities.length);
  /** Capabilities that exist more than once: one bit for each draw buffer or viewport, -1: not all known. */
  private blendBits = UNKNOWN;
  private blendKnown = 0;
  private scissorBits = UNKNOWN;
  private scissorKnown = 0;
  protected readonly drawBufferCount: number;
  private readonly viewportCount: number;
  private readonly allBuffers: number;
  private readonly allViewports: number;
  /** x, y, width, height of each viewport and scissor; near, far of each depth range. */
  private readonly viewports: Float64Array;
  private readonly scissors: Float64Array;
  private readonly depthRanges: Float64Array;
  /** All viewports, scissors, ranges hold what the first one holds. */
  private sameViewports = false;
  private sameScissors = false;
  private sameRanges = false;
  private cullMode = UNKNOWN;
  private frontMode = UNKNOWN;
  private fillMode = UNKNOWN;
  private fillModeBack = UNKNOWN;
  private stippleFactor = UNKNOWN;
  private stipplePattern = UNKNOWN;
  private offsetFactor = NaN;
  private offsetUnits = NaN;
  private offsetClamp = NaN;
  private widthOfLines = NaN;
  private sizeOfPoints = NaN;
  private spriteOrigin = UNKNOWN;
  private provoking = UNKNOWN;
  private clipOrigin = UNKNOWN;
  private clipDepth = UNKNOWN;
  private restartIndex = NaN;
  private verticesOfPatch = UNKNOWN;
  private readonly patchLevels = new Float64Array(8);

  /** @param gl - context that is current and stays so */
  constructor(gl: Gl) {
    super(gl);
    this.drawBufferCount = Math.min(gl.features.maxDrawBuffers, 30);
    this.viewportCount = Math.min(gl.features.maxViewports, 30);
    this.allBuffers = (1 << this.drawBufferCount) - 1;
    this.allViewports = (1 << this.viewportCount) - 1;
    this.viewports = new Float64Array(this.viewportCount * 4);
    this.scissors = new Float64Array(this.viewportCount * 4);
    this.depthRanges = new Float64Array(this.viewportCount * 2);
    this.caps.fill(UNKNOWN);
    for (const cap of missingCapabilities(gl.features)) this.caps[slotOf[cap] ?? 0] = MISSING;
    this.resetRaster();
  }

  /** Switches a capability on. */
  enable(cap: number): void {
    this.setEnabled(cap, true);
  }

  /** Switches a capability off. */
  disable(cap: number): void {
    this.setEnabled(cap, false);
  }

  /**
   * Switches a capability on or off; BLEND and SCISSOR_TEST for all draw buffers or viewports. A capability that this
   * context does not know is left alone.
   */
  setEnabled(cap: number, on: boolean): void {
    const slot = slotOf[cap] ?? NO_SLOT;
    if (slot === BLEND_SLOT) {
      const bits = on ? this.allBuffers : 0;
      if (this.blendKnown === this.allBuffers && this.blendBits === bits) return;
      this.blendKnown = this.allBuffers;
      this.blendBits = bits;
    } else if (slot === SCISSOR_SLOT) {
      const bits = on ? this.allViewports : 0;
      if (this.scissorKnown === this.allViewports && this.scissorBits === bits) return;
      this.scissorKnown = this.allViewports;
      this.scissorBits = bits;
    } else {
      const value = on ? 1 : 0;
      const old = this.caps[slot];
      if (old === value || old === MISSING) return;
      this.caps[slot] = value;
    }
    if (on) this.gl.enable(cap);
    else this.gl.disable(cap);
  }

  /**
   * Switches BLEND of one draw buffer or SCISSOR_TEST of one viewport. Where the context has them only for all together,
   * the first one's value is taken for all and the others are ignored.
   */
  setEnabledIndexed(cap: number, index: number, on: boolean): void {
    const bit = 1 << index;
    if (cap === GL.BLEND) {
      if (!this.gl.features.independentBlend) {
        if (index === 0) this.setEnabled(cap, on);
        return;
      }
      if ((this.allBuffers & bit) === 0) return;
      if ((this.blendKnown & bit) !== 0 && ((this.blendBits & bit) !== 0) === on) return;
      this.blendKnown |= bit;
      this.blendBits = on ? this.blendBits | bit : this.blendBits & ~bit;
    } else {
      if (!this.gl.features.viewportArray) {
        if (index === 0) this.setEnabled(cap, on);
        return;
      }
      if ((this.allViewports & bit) === 0) return;
      if ((this.scissorKnown & bit) !== 0 && ((this.scissorBits & bit) !== 0) === on) return;
      this.scissorKnown |= bit;
      this.scissorBits = on ? this.scissorBits | bit : this.scissorBits & ~bit;
    }
    if (on) this.gl.enablei(cap, index);
    else this.gl.disablei(cap, index);
  }

  /** Sets all viewports. */
  viewport(x: number, y: number, width: number, height: number): void {
    if (this.sameViewports && equal4(this.viewports, 0, x, y, width, height)) return;
    for (let at = 0; at < this.viewports.length; at += 4) set4(this.viewports, at, x, y, width, height);
    this.sameViewports = true;
    this.gl.viewport(x, y, width, height);
  }

  /** Sets one viewport, in fractions of pixels; in a context with one viewport the first is rounded, others ignored. */
  viewportIndexed(index: number, x: number, y: number, width: number, height: number): void {
    if (!this.gl.features.viewportArray) {
      if (index === 0) this.viewport(Math.round(x), Math.round(y), Math.round(width), Math.round(height));
      return;
    }
    if (index >= this.viewportCount || equal4(this.viewports, index * 4, x, y, width, height)) return;
    set4(this.viewports, index * 4, x, y, width, height);
    this.sameViewports = false;
    this.gl.viewportIndexedf(index, x, y, width, height);
  }

  /** Sets the depth range of all viewports. */
  depthRange(near: number, far: number): void {
    const ranges = this.depthRanges;
    if (this.sameRanges && ranges[0] === near && ranges[1] === far) return;
    for (let at = 0; at < ranges.length; at += 2) {
      ranges[at] = near;
      ranges[at + 1] = far;
    }
    this.sameRanges = true;
    this.gl.depthRange(near, far);
  }

  /** Sets the depth range of one viewport; in a context with one viewport others than the first are ignored. */
  depthRangeIndexed(index: number, near: number, far: number): void {
    if (!this.gl.features.viewportArray) {
      if (index === 0) this.depthRange(near, far);
      return;
    }
    const ranges = this.depthRanges;
    const at = index * 2;
    if (index >= this.viewportCount || (ranges[at] === near && ranges[at + 1] === far)) return;
    ranges[at] = near;
    ranges[at + 1] = far;
    this.sameRanges = false;
    this.gl.depthRangeIndexed(index, near, far);
  }

  /** Sets the scissor rectangle of all viewports. */
  scissor(x: number, y: number, width: number, height: number): void {
    if (this.sameScissors && equal4(this.scissors, 0, x, y, width, height)) return;
    for (let at = 0; at < this.scissors.length; at += 4) set4(this.scissors, at, x, y, width, height);
    this.sameScissors = true;
    this.gl.scissor(x, y, width, height);
  }

  /** Sets the scissor rectangle of one viewport; in a context with one viewport others than the first are ignored. */
  scissorIndexed(index: number, x: number, y: number, width: number, height: number): void {
    if (!this.gl.features.viewportArray) {
      if (index === 0) this.scissor(x, y, width, height);
      return;
    }
    if (index >= this.viewportCount || equal4(this.scissors, index * 4, x, y, width, height)) return;
    set4(this.scissors, index * 4, x, y, width, height);
    this.sameScissors = false;
    this.gl.scissorIndexed(index, x, y, width, height);
  }

  /** @param mode - FRONT, BACK or FRONT_AND_BACK */
  cullFace(mode: number): void {
    if (this.cullMode === mode) return;
    this.cullMode = mode;
    this.gl.cullFace(mode);
  }

  /** @param mode - CW or CCW */
  frontFace(mode: number): void {
    if (this.frontMode === mode) return;
    this.frontMode = mode;
    this.gl.frontFace(mode);
  }

  /**
   * Sets how polygons are drawn: POINT, LINE or FILL. Ignored where the context only fills.
   *
   * @param back - mode of back faces; only compatibility contexts take another than that of front faces
   */
  polygonMode(mode: number, back: number = mode): void {
    if ((this.fillMode === mode && this.fillModeBack === back) || !this.gl.features.polygonMode) return;
    this.fillMode = mode;
    this.fillModeBack = back;
    if (mode === back || !this.gl.features.compatibility) this.gl.polygonMode(GL.FRONT_AND_BACK, mode);
    else {
      this.gl.polygonMode(GL.FRONT, mode);
      this.gl.polygonMode(GL.BACK, back);
    }
  }

  /**
   * Sets the pattern of stippled lines. Ignored in contexts without compatibility.
   *
   * @param factor - pixels of each bit, 1 to 256
   * @param pattern - 16 bits, the lowest first
   */
  lineStipple(factor: number, pattern: number): void {
    if ((this.stippleFactor === factor && this.stipplePattern === pattern) || !this.gl.features.compatibility) return;
    this.stippleFactor = factor;
    this.stipplePattern = pattern;
    this.gl.lineStipple(factor, pattern);
  }

  /** @param clamp - bound of the offset, 0: none; ignored where the context has no clamp */
  polygonOffset(factor: number, units: number, clamp: number = 0): void {
    if (this.offsetFactor === factor && this.offsetUnits === units && this.offsetClamp === clamp) return;
    this.offsetFactor = factor;
    this.offsetUnits = units;
    this.offsetClamp = clamp;
    if (this.gl.features.polygonOffsetClamp) this.gl.polygonOffsetClamp(factor, units, clamp);
    else this.gl.polygonOffset(factor, units);
  }

  /** Sets the width of lines, in pixels. */
  lineWidth(width: number): void {
    if (this.widthOfLines === width) return;
    this.widthOfLines = width;
    this.gl.lineWidth(width);
  }

  /** Sets the size of points, in pixels. Ignored in OpenGL ES, where shaders always set it. */
  pointSize(size: number): void {
    if (this.sizeOfPoints === size || !this.gl.features.pointSize) return;
    this.sizeOfPoints = size;
    this.gl.pointSize(size);
  }

  /** Sets where gl_PointCoord is (0, 0): LOWER_LEFT or UPPER_LEFT. Ignored in OpenGL ES, where it is UPPER_LEFT. */
  pointSpriteOrigin(origin: number): void {
    if (this.spriteOrigin === origin || !this.gl.features.pointSpriteOrigin) return;
    this.spriteOrigin = origin;
    this.gl.pointParameteri(GL.POINT_SPRITE_COORD_ORIGIN, origin);
  }

  /** @param mode - FIRST_VERTEX_CONVENTION or LAST_VERTEX_CONVENTION; ignored where the context has only the latter */
  provokingVertex(mode: number): void {
    if (this.provoking === mode || !this.gl.features.provokingVertex) return;
    this.provoking = mode;
    this.gl.provokingVertex(mode);
  }

  /** Ignored where the context has only LOWER_LEFT and NEGATIVE_ONE_TO_ONE. */
  clipControl(origin: number, depth: number): void {
    if ((this.clipOrigin === origin && this.clipDepth === depth) || !this.gl.features.clipControl) return;
    this.clipOrigin = origin;
    this.clipDepth = depth;
    this.gl.clipControl(origin, depth);
  }

  /** Sets the index that restarts primitives; ignored where it is fixed. */
  primitiveRestartIndex(index: number): void {
    if (this.restartIndex === index || this.gl.features.primitiveRestart !== 'any') return;
    this.restartIndex = index;
    this.gl.primitiveRestartIndex(index);
  }

  /** Sets the number of vertices of a patch; ignored without tessellation. */
  patchVertices(count: number): void {
    if (this.verticesOfPatch === count || !this.gl.features.tessellation) return;
    this.verticesOfPatch = count;
    this.gl.patchParameteri(GL.PATCH_VERTICES, count);
  }

  /** Sets the outer tessellation levels used without a control shader; ignored where the context has none. */
  patchOuterLevels(a: number, b: number, c: number, d: number): void {
    if (equal4(this.patchLevels, 0, a, b, c, d) || !this.gl.features.tessellation || this.gl.features.isGles) return;
    set4(this.patchLevels, 0, a, b, c, d);
    this.gl.patchParameterfv(GL.PATCH_DEFAULT_OUTER_LEVEL, a, b, c, d);
  }

  /** Sets the inner tessellation levels used without a control shader; ignored where the context has none. */
  patchInnerLevels(a: number, b: number): void {
    if (equal4(this.patchLevels, 4, a, b, 0, 0) || !this.gl.features.tessellation || this.gl.features.isGles) return;
    set4(this.patchLevels, 4, a, b, 0, 0);
    this.gl.patchParameterfv(GL.PATCH_DEFAULT_INNER_LEVEL, a, b, 0, 0);
  }

  /** Forgets all of it: the next calls go to GL. */
  protected resetRaster(): void {
    for (let i = 0; i < this.caps.length; i++) if (this.caps[i] !== MISSING) this.caps[i] = UNKNOWN;
    this.blendKnown = 0;
    this.blendBits = 0;
    this.scissorKnown = 0;
    this.scissorBits = 0;
    this.viewports.fill(NaN);
    this.scissors.fill(NaN);
    this.depthRanges.fill(NaN);
    this.sameViewports = false;
    this.sameScissors = false;
    this.sameRanges = false;
    this.cullMode = UNKNOWN;
    this.frontMode = UNKNOWN;
    this.fillMode = UNKNOWN;
    this.fillModeBack = UNKNOWN;
    this.stippleFactor = UNKNOWN;
    this.stipplePattern = UNKNOWN;
    this.offsetFactor = NaN;
    this.offsetUnits = NaN;
    this.offsetClamp = NaN;
    this.widthOfLines = NaN;
    this.sizeOfPoints = NaN;
    this.spriteOrigin = UNKNOWN;
    this.provoking = UNKNOWN;
    this.clipOrigin = UNKNOWN;
    this.clipDepth = UNKNOWN;
    this.restartIndex = NaN;
    this.verticesOfPatch = UNKNOWN;
    this.patchLevels.fill(NaN);
  }
}

/** Whether four numbers stand at `at`. */
export function equal4(array: Float64Array, at: number, a: number, b: number, c: number, d: number): boolean {
  return array[at] === a && array[at + 1] === b && array[at + 2] === c && array[at + 3] === d;
}

/** Puts four numbers at `at`. */
export function set4(array: Float64Array, at: number, a: number, b: number, c: number, d: number): void {
  array[at] = a;
  array[at + 1] = b;
  array[at + 2] = c;
  array[at + 3] = d;
}
