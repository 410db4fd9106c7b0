import { GL } from '@virglass/gl';
import { BlendFactor } from '@virglass/protocol';
import type { Format } from '../formats/format.ts';
import { FormatKind } from '../formats/format.ts';
import { type Blend, MAX_COLOR_BUFFERS } from '../objects/blend.ts';
import type { SubContext } from '../sub-context.ts';
import { advancedEquation, blendEquation, blendFactor, logicOp } from './translate.ts';

/*
 * Blending meets formats that GL stores differently from what the guest sees. An alpha-only target lies in the red
 * channel: its alpha factors read the colour, its alpha write mask is that of red. A target without alpha whose storage
 * has one must blend as if the destination's alpha were one.
 */

/** True for alpha-only formats stored in the red channel. */
export function isAlphaInRed(format: Format): boolean {
  const s = format.swizzle;
  return s !== null && s[0] === 4 && s[1] === 4 && s[2] === 4 && s[3] === 0;
}

function hasNoAlpha(format: Format): boolean {
  return format.swizzle !== null && format.swizzle[3] === 5;
}

function patchFactor(factor: number, format: Format | null, alpha: boolean): number {
  if (format === null) return blendFactor(factor);
  if (isAlphaInRed(format)) {
    // Output and destination alpha are in red: both the colour and the alpha equation work on that one channel.
    if (factor === BlendFactor.DST_ALPHA) return GL.DST_COLOR;
    if (factor === BlendFactor.INV_DST_ALPHA) return GL.ONE_MINUS_DST_COLOR;
    return blendFactor(factor);
  }
  if (hasNoAlpha(format)) {
    if (factor === BlendFactor.DST_ALPHA || (alpha && factor === BlendFactor.DST_COLOR)) return GL.ONE;
    if (factor === BlendFactor.INV_DST_ALPHA || (alpha && factor === BlendFactor.INV_DST_COLOR)) return GL.ZERO;
    if (factor === BlendFactor.SRC_ALPHA_SATURATE && !alpha) return GL.ZERO;
  }
  return blendFactor(factor);
}

function emitTarget(sub: SubContext, blend: Blend, target: number, row: number, format: Format | null, enable: boolean): void {
  const { state } = sub.ctx.host;
  if (enable) {
    const red = format !== null && isAlphaInRed(format);
    // With alpha in red, the guest's alpha equation is what happens to red.
    const src = red ? blend.alphaSrc[row]! : blend.rgbSrc[row]!;
    const dst = red ? blend.alphaDst[row]! : blend.rgbDst[row]!;
    const func = red ? blend.alphaFunc[row]! : blend.rgbFunc[row]!;
    state.blendFuncSeparate(
      target,
      patchFactor(src, format, false),
      patchFactor(dst, format, false),
      patchFactor(blend.alphaSrc[row]!, format, true),
      patchFactor(blend.alphaDst[row]!, format, true),
    );
    state.blendEquationSeparate(target, blendEquation(func), blendEquation(blend.alphaFunc[row]!));
  }
}

/** Bit mask r 1, g 2, b 4, a 8 as the storage has the channels. */
function storedMask(mask: number, format: Format | null): number {
  if (format === null || !isAlphaInRed(format)) return mask;
  return (mask & 8) !== 0 ? 1 : 0;
}

/** Emits what a guest gets that has bound no blend state: no blending, all channels written. Not what another guest left. */
function syncNoBlend(sub: SubContext): void {
  const { state, gl } = sub.ctx.host;
  if (gl.features.logicOp) state.disable(GL.COLOR_LOGIC_OP);
  state.disable(GL.SAMPLE_ALPHA_TO_COVERAGE);
  if (!gl.features.isGles) state.disable(GL.SAMPLE_ALPHA_TO_ONE);
  state.disable(GL.BLEND);
  state.colorMask(true, true, true, true);
}

/** The advanced blend equation of the next draw, 0 none: the blend state's, if the fragment shader allows it and the host has it. */
function advancedMode(sub: SubContext): number {
  const mode = sub.blend?.advanced ?? 0;
  if (mode === 0 || !sub.ctx.host.gl.features.blendEquationAdvanced) return 0;
  const allowed = sub.shaders[1]?.module?.tgsi.info.advancedBlend ?? 0;
  // GL has these equations for one draw buffer that is no integer one.
  if (sub.framebuffer.colorCount > 1 || isInteger(sub.framebuffer.colors[0]?.format ?? null)) return 0;
  return (allowed >>> mode) & 1 ? mode : 0;
}

/** Emits blend state, logic operation and colour write masks for the bound framebuffer. */
export function syncBlend(sub: SubContext): void {
  const { blend } = sub;
  const { host } = sub.ctx;
  const { state, gl } = host;
  const { features } = gl;
  const dualSource = blend?.dualSource ?? false;
  if (host.dualSourceBlending && !dualSource) state.blendFuncSeparate(-1, GL.ONE, GL.ZERO, GL.ONE, GL.ZERO);
  host.dualSourceBlending = dualSource;
  const advanced = advancedMode(sub);
  // No other draw buffer may be left with such an equation.
  if (host.advancedBlending && advanced === 0) state.blendEquation(GL.FUNC_ADD);
  host.advancedBlending = advanced !== 0;
  if (blend === null) return syncNoBlend(sub);
  const { colors, colorCount } = sub.framebuffer;
  if (features.logicOp) {
    state.setEnabled(GL.COLOR_LOGIC_OP, blend.logicOpEnable);
    if (blend.logicOpEnable) state.logicOp(logicOp(blend.logicOpFunc));
  }
  state.setEnabled(GL.SAMPLE_ALPHA_TO_COVERAGE, blend.alphaToCoverage);
  if (!features.isGles) state.setEnabled(GL.SAMPLE_ALPHA_TO_ONE, blend.alphaToOne);
  if (advanced !== 0) {
    const mask = storedMask(blend.colorMask[0]!, colors[0]?.format ?? null);
    state.enable(GL.BLEND);
    state.blendEquation(advancedEquation(advanced));
    state.colorMask((mask & 1) !== 0, (mask & 2) !== 0, (mask & 4) !== 0, (mask & 8) !== 0);
    return;
  }
  const perTarget = features.independentBlend && (blend.independent || differs(sub));
  if (!perTarget) {
    const format = colors[0]?.format ?? null;
    const enable = blend.enable[0] !== 0 && !isInteger(format);
    state.setEnabled(GL.BLEND, enable);
    emitTarget(sub, blend, -1, 0, format, enable);
    const mask = storedMask(blend.colorMask[0]!, format);
    state.colorMask((mask & 1) !== 0, (mask & 2) !== 0, (mask & 4) !== 0, (mask & 8) !== 0);
    return;
  }
  const count = Math.min(MAX_COLOR_BUFFERS, features.maxDrawBuffers);
  for (let i = 0; i < count; i++) {
    const row = blend.independent ? i : 0;
    const format = i < colorCount ? (colors[i]?.format ?? null) : null;
    const enable = blend.enable[row] !== 0 && !isInteger(format);
    state.setEnabledIndexed(GL.BLEND, i, enable);
    emitTarget(sub, blend, i, row, format, enable);
    const mask = storedMask(blend.colorMask[row]!, format);
    state.colorMaski(i, (mask & 1) !== 0, (mask & 2) !== 0, (mask & 4) !== 0, (mask & 8) !== 0);
  }
}

function isInteger(format: Format | null): boolean {
  return format !== null && (format.kind === FormatKind.UINT || format.kind === FormatKind.SINT);
}

/** True when one blend row means different GL state for different targets. */
function differs(sub: SubContext): boolean {
  const { colors, colorCount } = sub.framebuffer;
  let special = 0;
  for (let i = 0; i < colorCount; i++) {
    const format = colors[i]?.format;
    if (format !== undefined && (format.swizzle !== null || isInteger(format))) special++;
  }
  return special > 0 && colorCount > 1;
}
