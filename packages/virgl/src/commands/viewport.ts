import {
  SetClipStateLength,
  SetPolygonStippleLength,
  SetScissorStateMinLength,
  setScissorStateScissorMaxx,
  setScissorStateScissorMaxy,
  setScissorStateScissorMinx,
  setScissorStateScissorMiny,
  SetScissorStateScissorStride,
  setScissorStateStartSlot,
  SetViewportStateMinLength,
  setViewportStateStartSlot,
  SetViewportStateViewportStride,
} from '@virglass/protocol';
import type { VirglContext } from '../context.ts';
import { MAX_VIEWPORTS } from '../limits.ts';
import { Dirty } from '../state/dirty.ts';
import { Status } from '../status.ts';

/** SET_VIEWPORT_STATE: scale and translate of a run of viewports. */
export function setViewportState(ctx: VirglContext, words: Uint32Array, floats: Float32Array, at: number, length: number): number {
  const n = length - SetViewportStateMinLength;
  const count = n / SetViewportStateViewportStride;
  if (n < 0 || !Number.isInteger(count)) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const start = setViewportStateStartSlot(words, at);
  if (start > MAX_VIEWPORTS || count > MAX_VIEWPORTS - start) {
    return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `viewports ${start} to ${start + count - 1}, there are ${MAX_VIEWPORTS}`);
  }
  const { sub } = ctx;
  const first = at + 1 + SetViewportStateMinLength;
  for (let i = 0; i < n; i++) sub.viewports[start * 6 + i] = floats[first + i]!;
  if (start + count > sub.viewportCount) sub.viewportCount = start + count;
  if (start === 0 && count > 0) {
    const adjust = sub.viewports[1]! < 0 ? -1 : 1;
    if (adjust !== sub.adjustY) {
      sub.adjustY = adjust;
      sub.dirty |= Dirty.SYSTEM;
    }
  }
  sub.dirty |= Dirty.VIEWPORT;
  return Status.OK;
}

/** SET_SCISSOR_STATE: a run of scissor rectangles. */
export function setScissorState(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  const n = length - SetScissorStateMinLength;
  const count = n / SetScissorStateScissorStride;
  if (n < 0 || !Number.isInteger(count)) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const start = setScissorStateStartSlot(words, at);
  if (start > MAX_VIEWPORTS || count > MAX_VIEWPORTS - start) {
    return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `scissors ${start} to ${start + count - 1}, there are ${MAX_VIEWPORTS}`);
  }
  const { scissors } = ctx.sub;
  for (let i = 0; i < count; i++) {
    const to = (start + i) * 4;
    scissors[to] = setScissorStateScissorMinx(words, at, i);
    scissors[to + 1] = setScissorStateScissorMiny(words, at, i);
    scissors[to + 2] = setScissorStateScissorMaxx(words, at, i);
    scissors[to + 3] = setScissorStateScissorMaxy(words, at, i);
  }
  ctx.sub.dirty |= Dirty.SCISSOR;
  return Status.OK;
}

/** SET_CLIP_STATE: eight user clip planes. */
export function setClipState(ctx: VirglContext, _words: Uint32Array, floats: Float32Array, at: number, length: number): number {
  if (length < SetClipStateLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const { clipPlanes } = ctx.sub;
  for (let i = 0; i < clipPlanes.length; i++) clipPlanes[i] = floats[at + 1 + i]!;
  ctx.sub.dirty |= Dirty.SYSTEM;
  return Status.OK;
}

/** SET_POLYGON_STIPPLE: the 32 rows of the pattern, bit 31 leftmost. */
export function setPolygonStipple(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < SetPolygonStippleLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const { stipple } = ctx.sub;
  for (let i = 0; i < stipple.length; i++) stipple[i] = words[at + 1 + i]!;
  ctx.sub.dirty |= Dirty.SYSTEM;
  return Status.OK;
}
