import {
  setBlendColorColor,
  SetBlendColorLength,
  SetMinSamplesLength,
  SetSampleMaskLength,
  setSampleMaskMask,
  SetStencilRefLength,
  SetTessStateLength,
} from '@virglass/protocol';
import type { VirglContext } from '../context.ts';
import { Dirty } from '../state/dirty.ts';
import { Status } from '../status.ts';

/** SET_STENCIL_REF: reference values, front in bits 0-7, back in 8-15. */
export function setStencilRef(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < SetStencilRefLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  ctx.sub.stencilRefFront = words[at + 1]! & 0xff;
  ctx.sub.stencilRefBack = (words[at + 1]! >>> 8) & 0xff;
  ctx.sub.dirty |= Dirty.STENCIL_REF;
  return Status.OK;
}

/** SET_BLEND_COLOR: the constant colour of blending. */
export function setBlendColor(ctx: VirglContext, _words: Uint32Array, floats: Float32Array, at: number, length: number): number {
  if (length < SetBlendColorLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  for (let i = 0; i < 4; i++) ctx.sub.blendColor[i] = setBlendColorColor(floats, at, i);
  ctx.sub.dirty |= Dirty.BLEND_COLOR;
  return Status.OK;
}

/** SET_SAMPLE_MASK: which samples may be written. */
export function setSampleMask(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < SetSampleMaskLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  ctx.sub.sampleMask = setSampleMaskMask(words, at);
  ctx.sub.dirty |= Dirty.SAMPLE_MASK;
  return Status.OK;
}

/** SET_MIN_SAMPLES: the number of samples to shade separately. */
export function setMinSamples(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < SetMinSamplesLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  ctx.sub.minSamples = words[at + 1]!;
  ctx.sub.dirty |= Dirty.MIN_SAMPLES;
  return Status.OK;
}

/** SET_TESS_STATE: default tessellation levels, four outer and two inner. Without tessellation nothing reads them. */
export function setTessState(ctx: VirglContext, _words: Uint32Array, floats: Float32Array, at: number, length: number): number {
  if (length < SetTessStateLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  for (let i = 0; i < 6; i++) ctx.sub.tessLevels[i] = floats[at + 1 + i]!;
  return Status.OK;
}
