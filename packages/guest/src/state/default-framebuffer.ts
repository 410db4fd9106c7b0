/*
 * The default framebuffer: what `createContext(width, height)` draws to.
 *
 * There is no window, so its first row in memory is GL's lowest, as in every framebuffer object, and nothing is ever turned round. With
 * antialiasing it is drawn with samples and resolved when it is read.
 */
import { encodeBlit, PipeMask } from '@virglass/protocol';
import { GL } from '../gl-constants.ts';
import { FramebufferObject } from '../objects/framebuffer.ts';
import { RenderbufferObject } from '../objects/renderbuffer.ts';
import type { Storage } from '../objects/storage.ts';
import type { Core } from './core.ts';
import { Dirty } from './dirty.ts';

/** What it has. */
export interface DefaultFramebufferOptions {
  readonly width: number;
  readonly height: number;
  readonly alpha: boolean;
  readonly depth: boolean;
  readonly stencil: boolean;
  readonly antialias: boolean;
}

/** See above. */
export interface DefaultFramebuffer {
  readonly framebuffer: FramebufferObject;
  readonly color: RenderbufferObject;
  /** Null where nothing has to be resolved. */
  readonly resolved: RenderbufferObject | null;
  readonly depthStencil: RenderbufferObject | null;
  readonly options: DefaultFramebufferOptions;
  readonly samples: number;
  /** Something may have been drawn since it was resolved. */
  stale: boolean;
}

/** Makes it, without clearing it. */
export function createDefaultFramebuffer(core: Core, options: DefaultFramebufferOptions): DefaultFramebuffer {
  const { caps } = core;
  const format = caps.stored(GL.RGBA8)!;
  const depthFormat = options.depth || options.stencil ? caps.stored(GL.DEPTH24_STENCIL8) : null;
  const canSample = format.multisample && (depthFormat === null || depthFormat.multisample);
  const samples = options.antialias && canSample ? Math.min(4, caps.maxSamples) : 0;
  const framebuffer = new FramebufferObject(core.limits.drawBuffers, true);
  framebuffer.opaque = !options.alpha;
  const color = new RenderbufferObject(GL.RGBA8);
  const depthStencil = depthFormat === null ? null : new RenderbufferObject(GL.DEPTH24_STENCIL8);
  const resolved = samples > 0 ? new RenderbufferObject(GL.RGBA8) : null;
  framebuffer.colors[0] = attach(color);
  if (depthStencil !== null && options.depth) framebuffer.depth = attach(depthStencil);
  if (depthStencil !== null && options.stencil) framebuffer.stencil = attach(depthStencil);
  const made: DefaultFramebuffer = { framebuffer, color, resolved, depthStencil, options, samples, stale: true };
  sizeDefaultFramebuffer(core, made, options.width, options.height);
  return made;
}

/** Bytes that all buffers may take together: a canvas may be larger than what is drawn for it. */
const MAX_BYTES = 2 ** 30;

/** Gives it another size, or a smaller one of the same shape where that is too large; its contents are undefined. */
export function sizeDefaultFramebuffer(core: Core, frame: DefaultFramebuffer, wantedWidth: number, wantedHeight: number): void {
  const scale = Math.min(1, Math.sqrt(MAX_BYTES / (wantedWidth * wantedHeight * 8 * Math.max(1, frame.samples))));
  const most = core.caps.maxTextureSize;
  const width = Math.max(1, Math.min(most, Math.floor(wantedWidth * scale)));
  const height = Math.max(1, Math.min(most, Math.floor(wantedHeight * scale)));
  const { stream, caps } = core;
  frame.color.allocate(stream, caps, caps.stored(GL.RGBA8)!, GL.RGBA8, frame.samples, width, height);
  frame.resolved?.allocate(stream, caps, caps.stored(GL.RGBA8)!, GL.RGBA8, 0, width, height);
  frame.depthStencil?.allocate(stream, caps, caps.stored(GL.DEPTH24_STENCIL8)!, GL.DEPTH24_STENCIL8, frame.samples, width, height);
  frame.stale = true;
  core.dirty.mark(Dirty.FRAMEBUFFER);
}

/** The storage that holds its color without samples, brought up to date. */
export function resolvedColor(core: Core, frame: DefaultFramebuffer): Storage {
  const from = frame.color.storage!;
  const to = frame.resolved?.storage ?? null;
  if (to === null) return from;
  if (!frame.stale) return to;
  frame.stale = false;
  const { stream } = core;
  const { width, height } = from.shape;
  const box = {
    dstX: 0,
    dstY: 0,
    dstZ: 0,
    dstW: width,
    dstH: height,
    dstD: 1,
    srcX: 0,
    srcY: 0,
    srcZ: 0,
    srcW: width,
    srcH: height,
    srcD: 1,
  };
  stream.at = encodeBlit(stream.words, stream.floats, stream.room(22), {
    mask: PipeMask.RGBA,
    filter: 0,
    scissorEnable: 0,
    renderConditionEnable: 0,
    alphaBlend: 0,
    scissorMinx: 0,
    scissorMiny: 0,
    scissorMaxx: 0,
    scissorMaxy: 0,
    dstResHandle: to.resource,
    dstLevel: 0,
    dstFormat: to.format.pipe,
    srcResHandle: from.resource,
    srcLevel: 0,
    srcFormat: from.format.pipe,
    ...box,
  });
  return to;
}

function attach(renderbuffer: RenderbufferObject): {
  renderbuffer: RenderbufferObject;
  texture: null;
  face: number;
  level: number;
  layer: number;
} {
  return { renderbuffer, texture: null, face: 0, level: 0, layer: 0 };
}
