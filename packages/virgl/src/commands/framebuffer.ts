import {
  setFramebufferStateCbufHandle,
  SetFramebufferStateMinLength,
  setFramebufferStateNoAttachHeight,
  setFramebufferStateNoAttachLayers,
  SetFramebufferStateNoAttachLength,
  setFramebufferStateNoAttachSamples,
  setFramebufferStateNoAttachWidth,
  setFramebufferStateNrCbufs,
  setFramebufferStateZsurfHandle,
} from '@virglass/protocol';
import type { VirglContext } from '../context.ts';
import { MAX_COLOR_BUFFERS } from '../objects/blend.ts';
import type { Surface } from '../objects/surface.ts';
import { Dirty } from '../state/dirty.ts';
import { Status } from '../status.ts';

const scratch: (Surface | null)[] = Array.from({ length: MAX_COLOR_BUFFERS }, () => null);

/** SET_FRAMEBUFFER_STATE: the surfaces to draw to. Nothing changes when one of the handles is wrong. */
export function setFramebufferState(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < SetFramebufferStateMinLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const count = setFramebufferStateNrCbufs(words, at);
  if (count > MAX_COLOR_BUFFERS || count > length - SetFramebufferStateMinLength) {
    return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `${count} colour buffers in ${length} words`);
  }
  const { sub, host } = ctx;
  const depthHandle = setFramebufferStateZsurfHandle(words, at);
  const depth = depthHandle === 0 ? null : sub.objects.getSurface(depthHandle);
  if (depth === null && depthHandle !== 0) return ctx.refuse(Status.ILLEGAL_SURFACE, `no surface ${depthHandle} for depth`);
  for (let i = 0; i < count; i++) {
    const handle = setFramebufferStateCbufHandle(words, at, i);
    const surface = handle === 0 ? null : sub.objects.getSurface(handle);
    if (surface === null && handle !== 0) return ctx.refuse(Status.ILLEGAL_SURFACE, `no surface ${handle} for colour buffer ${i}`);
    scratch[i] = surface;
  }
  const fb = sub.framebuffer;
  let size: Surface | null = null;
  for (let i = 0; i < MAX_COLOR_BUFFERS; i++) {
    const surface = i < count ? scratch[i]! : null;
    const old = fb.colors[i]!;
    if (surface !== old) {
      fb.colors[i] = surface === null ? null : surface.retain();
      if (old !== null) old.release(host);
    }
    if (size === null && surface !== null) size = surface;
    scratch[i] = null;
  }
  if (fb.depth !== depth) {
    const old = fb.depth;
    fb.depth = depth === null ? null : depth.retain();
    if (old !== null) old.release(host);
  }
  fb.colorCount = count;
  size ??= depth;
  if (size !== null) {
    fb.width = size.width;
    fb.height = size.height;
    fb.samples = Math.max(size.resource.args.samples, size.samples);
    fb.hostSamples = Math.max(size.resource.hostSamples, size.samples);
    fb.layers = size.lastLayer - size.firstLayer + 1;
  }
  sub.dirty |= Dirty.FRAMEBUFFER | Dirty.BLEND | Dirty.PROGRAM | Dirty.SYSTEM;
  return Status.OK;
}

/** SET_FRAMEBUFFER_STATE_NO_ATTACH: size of a framebuffer without surfaces. */
export function setFramebufferStateNoAttach(
  ctx: VirglContext,
  words: Uint32Array,
  _floats: Float32Array,
  at: number,
  length: number,
): number {
  if (length < SetFramebufferStateNoAttachLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const fb = ctx.sub.framebuffer;
  fb.width = setFramebufferStateNoAttachWidth(words, at);
  fb.height = setFramebufferStateNoAttachHeight(words, at);
  fb.layers = setFramebufferStateNoAttachLayers(words, at);
  fb.samples = setFramebufferStateNoAttachSamples(words, at);
  // Drivers send this behind the surfaces, whose storage decides.
  if (fb.depth === null && fb.colors.every((surface) => surface === null)) fb.hostSamples = fb.samples;
  ctx.sub.dirty |= Dirty.FRAMEBUFFER;
  return Status.OK;
}
