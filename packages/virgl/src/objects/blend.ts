import {
  createBlendRtAlphaDstFactor,
  createBlendRtAlphaFunc,
  createBlendRtAlphaSrcFactor,
  createBlendRtBlendEnable,
  createBlendRtColormask,
  createBlendRtRgbDstFactor,
  createBlendRtRgbFunc,
  createBlendRtRgbSrcFactor,
  createBlendAlphaToCoverage,
  createBlendAlphaToOne,
  createBlendDither,
  createBlendIndependentBlendEnable,
  createBlendLogicopEnable,
  createBlendLogicopFunc,
  ObjectType,
} from '@virglass/protocol';
import { advancedEquation, blendEquation, isBlendFactor, isDualSourceFactor } from '../state/translate.ts';
import { VirglObject } from './virgl-object.ts';

/** Number of colour attachments that a blend object speaks of (VIRGL_MAX_COLOR_BUFS). */
export const MAX_COLOR_BUFFERS = 8;

/** A blend state object: per colour buffer factors, functions and write masks, kept as the guest's (pipe) values. */
export class Blend extends VirglObject {
  readonly kind = ObjectType.BLEND;
  readonly independent: boolean;
  readonly logicOpEnable: boolean;
  readonly logicOpFunc: number;
  readonly dither: boolean;
  readonly alphaToCoverage: boolean;
  readonly alphaToOne: boolean;
  /** Bit i: blending of colour buffer i uses the second source. */
  readonly dualSourceMask: number;
  /**
   * Advanced blend equation by Mesa's number, 0 none. Guests put it where the first alpha factor of a state without blending would
   * stand; it counts only if the fragment shader allows it.
   */
  readonly advanced: number;
  readonly enable = new Uint8Array(MAX_COLOR_BUFFERS);
  readonly rgbFunc = new Uint8Array(MAX_COLOR_BUFFERS);
  readonly rgbSrc = new Uint8Array(MAX_COLOR_BUFFERS);
  readonly rgbDst = new Uint8Array(MAX_COLOR_BUFFERS);
  readonly alphaFunc = new Uint8Array(MAX_COLOR_BUFFERS);
  readonly alphaSrc = new Uint8Array(MAX_COLOR_BUFFERS);
  readonly alphaDst = new Uint8Array(MAX_COLOR_BUFFERS);
  readonly colorMask = new Uint8Array(MAX_COLOR_BUFFERS);

  constructor(handle: number, payload: Uint32Array, words: Uint32Array, at: number) {
    super(handle, payload);
    this.independent = createBlendIndependentBlendEnable(words, at) !== 0;
    this.logicOpEnable = createBlendLogicopEnable(words, at) !== 0;
    this.logicOpFunc = createBlendLogicopFunc(words, at);
    this.dither = createBlendDither(words, at) !== 0;
    this.alphaToCoverage = createBlendAlphaToCoverage(words, at) !== 0;
    this.alphaToOne = createBlendAlphaToOne(words, at) !== 0;
    for (let i = 0; i < MAX_COLOR_BUFFERS; i++) {
      this.enable[i] = createBlendRtBlendEnable(words, at, i);
      this.rgbFunc[i] = createBlendRtRgbFunc(words, at, i);
      this.rgbSrc[i] = createBlendRtRgbSrcFactor(words, at, i);
      this.rgbDst[i] = createBlendRtRgbDstFactor(words, at, i);
      this.alphaFunc[i] = createBlendRtAlphaFunc(words, at, i);
      this.alphaSrc[i] = createBlendRtAlphaSrcFactor(words, at, i);
      this.alphaDst[i] = createBlendRtAlphaDstFactor(words, at, i);
      this.colorMask[i] = createBlendRtColormask(words, at, i);
    }
    const rest = this.enable[0]! | this.rgbFunc[0]! | this.rgbSrc[0]! | this.rgbDst[0]! | this.alphaFunc[0]! | this.alphaDst[0]!;
    this.advanced = rest === 0 && advancedEquation(this.alphaSrc[0]!) !== 0 ? this.alphaSrc[0]! : 0;
    let mask = 0;
    for (let i = 0; i < MAX_COLOR_BUFFERS; i++) {
      const row = this.independent ? i : 0;
      const dual =
        isDualSourceFactor(this.rgbSrc[row]!) ||
        isDualSourceFactor(this.rgbDst[row]!) ||
        isDualSourceFactor(this.alphaSrc[row]!) ||
        isDualSourceFactor(this.alphaDst[row]!);
      if (dual && this.enable[row] !== 0) mask |= 1 << i;
    }
    this.dualSourceMask = mask;
  }

  get dualSource(): boolean {
    return this.dualSourceMask !== 0;
  }

  /** Why this state cannot be used, or '' when it can. */
  invalid(): string {
    const count = this.independent ? MAX_COLOR_BUFFERS : 1;
    for (let i = 0; i < count; i++) {
      if (this.enable[i] === 0) continue;
      if (blendEquation(this.rgbFunc[i]!) === 0) return `rt[${i}].rgb_func is ${this.rgbFunc[i]}`;
      if (blendEquation(this.alphaFunc[i]!) === 0) return `rt[${i}].alpha_func is ${this.alphaFunc[i]}`;
      if (!isBlendFactor(this.rgbSrc[i]!)) return `rt[${i}].rgb_src_factor is ${this.rgbSrc[i]}`;
      if (!isBlendFactor(this.rgbDst[i]!)) return `rt[${i}].rgb_dst_factor is ${this.rgbDst[i]}`;
      if (!isBlendFactor(this.alphaSrc[i]!)) return `rt[${i}].alpha_src_factor is ${this.alphaSrc[i]}`;
      if (!isBlendFactor(this.alphaDst[i]!)) return `rt[${i}].alpha_dst_factor is ${this.alphaDst[i]}`;
    }
    return '';
  }
}
