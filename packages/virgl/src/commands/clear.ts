/*
 * Clears.
 *
 * Gallium's clears fill whole surfaces: no scissor, no write masks, no stencil mask, no rasterizer discard stands in their
 * way, but the render condition does. GL's heed all of them, so they are opened first; the next draw sets them back.
 *
 * Each attachment is cleared by itself (glClearBuffer*): its format decides what the four colour words mean, and where GL
 * stores the channels (alpha-only formats in red).
 */
import { GL } from '@virglass/gl';
import {
  clearBuffers,
  clearDepth,
  ClearLength,
  clearStencil,
  clearSurfaceBuffers,
  clearSurfaceDstX,
  clearSurfaceDstY,
  clearSurfaceHandle,
  clearSurfaceHeight,
  ClearSurfaceLength,
  clearSurfaceRenderCondition,
  clearSurfaceWidth,
  clearTextureD,
  clearTextureData,
  clearTextureH,
  clearTextureHandle,
  ClearTextureLength,
  clearTextureLevel,
  clearTextureW,
  clearTextureX,
  clearTextureY,
  clearTextureZ,
  PipeClear,
} from '@virglass/protocol';
import { depthStencilAttachment, isDepthStencil, storageChannels } from '../blitter/channels.ts';
import { levelContains } from '../blitter/geometry.ts';
import { swapsRedBlue } from '../blitter/choose.ts';
import type { VirglContext } from '../context.ts';
import { FormatConversion, FormatKind } from '../formats/format.ts';
import type { VirglHost } from '../host.ts';
import type { Surface } from '../objects/surface.ts';
import { attachTexture } from '../resources/attach.ts';
import type { Resource } from '../resources/resource.ts';
import { singleRun, writeBox } from '../resources/transfer.ts';
import { Dirty } from '../state/dirty.ts';
import { Status } from '../status.ts';
import { enterRenderCondition, leaveRenderCondition, renderConditionPasses } from './render-condition.ts';

/** The clear colour: the same 16 bytes as floats, signed and unsigned integers. */
const colorBytes = new ArrayBuffer(16);
const colorFloats = new Float32Array(colorBytes);
const colorInts = new Int32Array(colorBytes);
const colorWords = new Uint32Array(colorBytes);

function setColor(words: Uint32Array, at: number): void {
  for (let i = 0; i < 4; i++) colorWords[i] = words[at + i]!;
}

function openMasks(host: VirglHost, buffers: number): void {
  const { state } = host;
  state.disable(GL.RASTERIZER_DISCARD);
  let touched: number = Dirty.RASTERIZER;
  if (buffers >= PipeClear.COLOR0) {
    state.colorMask(true, true, true, true);
    touched |= Dirty.BLEND;
  }
  if ((buffers & (PipeClear.DEPTH | PipeClear.STENCIL)) !== 0) {
    state.depthMask(true);
    state.stencilMaskSeparate(GL.FRONT_AND_BACK, 0xffffffff);
    touched |= Dirty.DEPTH_STENCIL;
  }
  host.touched(touched);
}

/** Encodes a linear value as sRGB. @source OpenGL 4.6 core, 17.3.7 */
function encodeSrgb(value: number): number {
  const c = Math.min(1, Math.max(0, value));
  return c <= 0.0031308 ? c * 12.92 : 1.055 * c ** (1 / 2.4) - 0.055;
}

/** Clears draw buffer `buffer` of the bound framebuffer, which shows `surface`, to the colour. */
function clearColorBuffer(host: VirglHost, buffer: number, surface: Surface): void {
  const { gl } = host;
  const { format, resource } = surface;
  const write = storageChannels(format);
  const swap = surface.glName === resource.glName && swapsRedBlue(resource, format);
  const r = write[swap ? 2 : 0] & 3;
  const g = write[1] & 3;
  const b = write[swap ? 0 : 2] & 3;
  const a = write[3] & 3;
  if (format.kind === FormatKind.UINT) {
    gl.clearBufferuiv(GL.COLOR, buffer, colorWords[r]!, colorWords[g]!, colorWords[b]!, colorWords[a]!);
  } else if (format.kind === FormatKind.SINT) {
    gl.clearBufferiv(GL.COLOR, buffer, colorInts[r]!, colorInts[g]!, colorInts[b]!, colorInts[a]!);
  } else if (format.srgb && surface.glName === resource.glName && !resource.format.srgb) {
    // An sRGB surface of a plain texture that GL cannot view as sRGB: GL does not encode, so the colour comes encoded.
    gl.clearBufferfv(
      GL.COLOR,
      buffer,
      encodeSrgb(colorFloats[r]!),
      encodeSrgb(colorFloats[g]!),
      encodeSrgb(colorFloats[b]!),
      format.opaque ? 1 : colorFloats[a]!,
    );
  } else {
    gl.clearBufferfv(GL.COLOR, buffer, colorFloats[r]!, colorFloats[g]!, colorFloats[b]!, format.opaque ? 1 : colorFloats[a]!);
  }
}

function clearDepthStencil(host: VirglHost, buffers: number, depth: number, stencil: number): void {
  const { gl } = host;
  switch (buffers & (PipeClear.DEPTH | PipeClear.STENCIL)) {
    case PipeClear.DEPTH | PipeClear.STENCIL:
      gl.clearBufferfi(GL.DEPTH_STENCIL, 0, depth, stencil & 0xff);
      return;
    case PipeClear.DEPTH:
      gl.clearBufferfv(GL.DEPTH, 0, depth, 0, 0, 0);
      return;
    case PipeClear.STENCIL:
      gl.clearBufferiv(GL.STENCIL, 0, stencil & 0xff, 0, 0, 0);
      return;
    default:
  }
}

/** CLEAR: fills surfaces of the framebuffer. */
export function clear(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < ClearLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const { sub, host } = ctx;
  const fb = sub.framebuffer;
  const buffers = clearBuffers(words, at);
  const stencil = clearStencil(words, at);
  const depth = clearDepth(words, at);
  setColor(words, at + 2);
  if (!renderConditionPasses(sub)) return Status.OK;
  const whole = sub.syncFramebuffer();
  openMasks(host, buffers);
  host.state.disable(GL.SCISSOR_TEST);
  for (let i = 0; i < fb.colorCount; i++) {
    const surface = fb.colors[i]!;
    if (surface === null || (buffers & (PipeClear.COLOR0 << i)) === 0) continue;
    if (whole) clearColorBuffer(host, i, surface);
    else clearAlone(host, surface, PipeClear.COLOR0, 0, 0);
  }
  if (fb.depth !== null) {
    if (whole) clearDepthStencil(host, buffers & planesOf(fb.depth), depth, stencil);
    else clearAlone(host, fb.depth, buffers, depth, stencil);
  }
  return Status.OK;
}

/** The `PipeClear` bits of the planes that a depth-stencil surface has. */
function planesOf(surface: Surface): number {
  const { format } = surface.resource;
  return (format.hasDepth ? PipeClear.DEPTH : 0) | (format.hasStencil ? PipeClear.STENCIL : 0);
}

/** Clears one surface through a framebuffer of its own; false when GL cannot render to it. */
function clearAlone(host: VirglHost, surface: Surface, buffers: number, depth: number, stencil: number): boolean {
  const { gl, state } = host;
  const { resource } = surface;
  const colors = !isDepthStencil(resource.format);
  const name = gl.createFramebuffer();
  state.bindFramebuffer(GL.FRAMEBUFFER, name);
  const attachment = colors ? GL.COLOR_ATTACHMENT0 : depthStencilAttachment(resource.format);
  attachTexture(gl, GL.FRAMEBUFFER, attachment, resource, surface.glName, surface.level, surface.attachFirst, surface.attachLast);
  if (!colors) {
    gl.drawBuffers(1, 0);
    gl.readBuffer(GL.NONE);
  }
  const complete = gl.checkFramebufferStatus(GL.FRAMEBUFFER) === GL.FRAMEBUFFER_COMPLETE;
  if (complete && colors) clearColorBuffer(host, 0, surface);
  else if (complete) clearDepthStencil(host, buffers & planesOf(surface), depth, stencil);
  state.deleteFramebuffer(name);
  return complete;
}

const surfaceDepth = new Float64Array(1);
const surfaceDepthWords = new Uint32Array(surfaceDepth.buffer);

/** CLEAR_SURFACE: fills a rectangle of a surface that need not be bound. Colour, or depth (two words) and stencil. */
export function clearSurface(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < ClearSurfaceLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const { sub, host } = ctx;
  const handle = clearSurfaceHandle(words, at);
  const surface = sub.objects.getSurface(handle);
  if (surface === null) return ctx.refuse(Status.ILLEGAL_SURFACE, `no surface ${handle}`);
  const colors = !isDepthStencil(surface.resource.format);
  const buffers = clearSurfaceBuffers(words, at) & (colors ? PipeClear.COLOR0 : PipeClear.DEPTH | PipeClear.STENCIL);
  const x = clearSurfaceDstX(words, at);
  const y = clearSurfaceDstY(words, at);
  const width = clearSurfaceWidth(words, at);
  const height = clearSurfaceHeight(words, at);
  if (buffers === 0 || width === 0 || height === 0) return Status.OK;
  if (x >= surface.width || y >= surface.height) return Status.OK;
  setColor(words, at + 3);
  surfaceDepthWords[0] = colorWords[0]!;
  surfaceDepthWords[1] = colorWords[1]!;
  const conditional = clearSurfaceRenderCondition(words, at) !== 0;
  if (conditional && !renderConditionPasses(sub)) return Status.OK;
  if (!conditional) leaveRenderCondition(host);
  openMasks(host, buffers);
  host.touched(Dirty.SCISSOR);
  host.state.enable(GL.SCISSOR_TEST);
  host.state.scissor(x, y, Math.min(width, surface.width - x), Math.min(height, surface.height - y));
  const done = clearAlone(host, surface, buffers, surfaceDepth[0]!, colorWords[3]!);
  if (!conditional) enterRenderCondition(sub);
  return done ? Status.OK : ctx.refuse(Status.ILLEGAL_FORMAT, `surface ${handle} of ${surface.format.name} cannot be rendered to`);
}

/** Bytes of repeated texels that a box is filled with at a time, where GL cannot clear textures. */
const FILL_BYTES = 256 * 1024;

/**
 * CLEAR_TEXTURE: fills a box of a texture with one texel, given as it lies in the guest's memory. Nothing of the context's
 * state matters to it, the render condition neither.
 */
export function clearTexture(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < ClearTextureLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const { host } = ctx;
  const handle = clearTextureHandle(words, at);
  const resource = ctx.resource(handle);
  if (resource === null || resource.isBuffer) return ctx.refuse(Status.ILLEGAL_RESOURCE, `no texture ${handle}`);
  const level = clearTextureLevel(words, at);
  const x = clearTextureX(words, at);
  const y = clearTextureY(words, at);
  const z = clearTextureZ(words, at);
  const width = clearTextureW(words, at);
  const height = clearTextureH(words, at);
  const depth = clearTextureD(words, at);
  if (width === 0 || height === 0 || depth === 0) return Status.OK;
  if (!levelContains(resource, level, x, y, z, width, height, depth)) {
    return ctx.refuse(Status.ILLEGAL_RANGE, `${width}x${height}x${depth} at ${x},${y},${z} of level ${level} of resource ${handle}`);
  }
  const { format } = resource;
  if (format.compressed) return ctx.refuse(Status.ILLEGAL_FORMAT, `${format.name} cannot be cleared`);
  for (let i = 0; i < 4; i++) colorWords[i] = clearTextureData(words, at, i);
  const { gl } = host;
  if (gl.features.clearTexture && format.conversion === FormatConversion.NONE) {
    const memory = host.scratch(16);
    new Uint32Array(memory.bytes.buffer, memory.bytes.byteOffset, 4).set(colorWords);
    const rows = resource.glTarget === GL.TEXTURE_1D_ARRAY;
    gl.clearTexSubImage(
      resource.glName,
      level,
      x,
      rows ? z : y,
      rows ? 0 : z,
      width,
      rows ? depth : height,
      rows ? 1 : depth,
      format.glFormat,
      format.glType,
      memory,
      0,
    );
    return Status.OK;
  }
  if (resource.args.samples > 1) return ctx.refuse(Status.UNSUPPORTED, 'the host cannot clear multisample textures to a texel');
  return fillBox(ctx, resource, level, x, y, z, width, height, depth);
}

/** Fills a box with the texel in `colorWords` by writing rows of it. */
function fillBox(
  ctx: VirglContext,
  resource: Resource,
  level: number,
  x: number,
  y: number,
  z: number,
  width: number,
  height: number,
  depth: number,
): number {
  const { host } = ctx;
  const texelBytes = resource.format.blockBytes;
  const rowBytes = width * texelBytes;
  const rows = Math.max(1, Math.min(height, Math.floor(FILL_BYTES / rowBytes)));
  const memory = host.gl.memory(rows * rowBytes);
  const texel = new Uint8Array(colorBytes, 0, texelBytes);
  for (let i = 0; i < rows * width; i++) memory.bytes.set(texel, i * texelBytes);
  let refusal: ReturnType<typeof writeBox> = null;
  const box = { level, x, y, z, width, height: rows, depth: 1, stride: rowBytes, layerStride: 0, offset: 0 };
  for (let layer = z; layer < z + depth; layer++) {
    box.z = layer;
    for (let row = 0; row < height; row += rows) {
      box.y = y + row;
      box.height = Math.min(rows, height - row);
      refusal ??= writeBox(host, resource, singleRun(memory, 0, memory.byteLength), box);
    }
  }
  host.gl.freeMemory(memory);
  return refusal === null ? Status.OK : ctx.refuse(Status.UNSUPPORTED, refusal.cause);
}
