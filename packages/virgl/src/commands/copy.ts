/*
 * RESOURCE_COPY_REGION: moves bits from one resource to another; formats only have to agree in the size of their texels or
 * blocks. The render condition and all other state of the context mean nothing to it.
 *
 * Textures go by glCopyImageSubData where GL's idea of the bits is the guest's. Depth formats, and hosts without that call,
 * go by a blit between equal formats. What is left (channels that GL holds in another order, copies that overlap) goes
 * through memory as a transfer out and a transfer in, which is slow and always right.
 */
import { GL } from '@virglass/gl';
import {
  resourceCopyRegionDstLevel,
  resourceCopyRegionDstResHandle,
  resourceCopyRegionDstX,
  resourceCopyRegionDstY,
  resourceCopyRegionDstZ,
  ResourceCopyRegionLength,
  resourceCopyRegionSrcD,
  resourceCopyRegionSrcH,
  resourceCopyRegionSrcLevel,
  resourceCopyRegionSrcResHandle,
  resourceCopyRegionSrcW,
  resourceCopyRegionSrcX,
  resourceCopyRegionSrcY,
  resourceCopyRegionSrcZ,
} from '@virglass/protocol';
import type { BlitRequest } from '../blitter/blit-request.ts';
import { BLIT_COLOR, BLIT_DEPTH, BLIT_STENCIL } from '../blitter/blit-request.ts';
import { isDepthStencil, rawCopyable } from '../blitter/channels.ts';
import { samplesOf } from '../blitter/choose.ts';
import { levelContains, levelHeight, levelWidth, onBlocks, overlaps } from '../blitter/geometry.ts';
import type { VirglContext } from '../context.ts';
import type { VirglHost } from '../host.ts';
import type { Resource } from '../resources/resource.ts';
import { readBox, singleRun, writeBox } from '../resources/transfer.ts';
import { Status } from '../status.ts';
import { enterRenderCondition, leaveRenderCondition } from './render-condition.ts';

/** Most bytes that a copy through memory holds at once. */
const PIECE_BYTES = 4 * 1024 * 1024;

/** One side of a copy, in texels of a level (bytes of a buffer). */
interface Side {
  resource: Resource;
  level: number;
  x: number;
  y: number;
  z: number;
  width: number;
  height: number;
}

const from = {} as Side;
const to = {} as Side;
let layers = 0;

/** RESOURCE_COPY_REGION: copies a box of one resource to a place in another. */
export function resourceCopyRegion(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < ResourceCopyRegionLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const srcId = resourceCopyRegionSrcResHandle(words, at);
  const dstId = resourceCopyRegionDstResHandle(words, at);
  const src = ctx.resource(srcId);
  const dst = ctx.resource(dstId);
  if (src === null) return ctx.refuse(Status.ILLEGAL_RESOURCE, `no resource ${srcId}`);
  if (dst === null) return ctx.refuse(Status.ILLEGAL_RESOURCE, `no resource ${dstId}`);
  if (src.isBuffer !== dst.isBuffer) return ctx.refuse(Status.ILLEGAL_RESOURCE, `a copy between buffer and texture (${srcId}, ${dstId})`);
  ctx.host.shaderWrites.settle();
  from.resource = src;
  from.level = resourceCopyRegionSrcLevel(words, at);
  from.x = resourceCopyRegionSrcX(words, at);
  from.y = resourceCopyRegionSrcY(words, at);
  from.z = resourceCopyRegionSrcZ(words, at);
  from.width = resourceCopyRegionSrcW(words, at);
  from.height = resourceCopyRegionSrcH(words, at);
  layers = resourceCopyRegionSrcD(words, at);
  to.resource = dst;
  to.level = resourceCopyRegionDstLevel(words, at);
  to.x = resourceCopyRegionDstX(words, at);
  to.y = resourceCopyRegionDstY(words, at);
  to.z = resourceCopyRegionDstZ(words, at);
  if (from.width === 0 || from.height === 0 || layers === 0) return Status.OK;
  if (src.isBuffer) return copyBuffer(ctx, src, dst, from.x, to.x, from.width);
  return copyTexture(ctx, src, dst);
}

function copyBuffer(ctx: VirglContext, src: Resource, dst: Resource, srcX: number, dstX: number, bytes: number): number {
  if (srcX + bytes > src.args.width || dstX + bytes > dst.args.width) {
    return ctx.refuse(
      Status.ILLEGAL_RANGE,
      `${bytes} bytes from byte ${srcX} of a buffer of ${src.args.width} to byte ${dstX} of one of ${dst.args.width}`,
    );
  }
  const { gl, state } = ctx.host;
  if (dst.deferred && dst.backing.length > 0) {
    // Nothing on the GPU reads the destination: its bytes are the guest's memory.
    readBox(ctx.host, src, dst.backing, { ...NO_BOX, x: srcX, width: bytes, offset: dstX });
    return Status.OK;
  }
  state.bindBuffer(GL.COPY_READ_BUFFER, src.glName);
  if (src === dst && overlaps(srcX, bytes, dstX, bytes)) {
    // GL refuses to copy onto itself; what gallium means by it is memmove.
    const staging = gl.createBuffer();
    state.bindBuffer(GL.COPY_WRITE_BUFFER, staging);
    gl.bufferData(GL.COPY_WRITE_BUFFER, bytes, null, 0, GL.STREAM_COPY);
    gl.copyBufferSubData(GL.COPY_READ_BUFFER, GL.COPY_WRITE_BUFFER, srcX, 0, bytes);
    gl.copyBufferSubData(GL.COPY_WRITE_BUFFER, GL.COPY_READ_BUFFER, 0, dstX, bytes);
    state.deleteBuffer(staging);
    return Status.OK;
  }
  state.bindBuffer(GL.COPY_WRITE_BUFFER, dst.glName);
  gl.copyBufferSubData(GL.COPY_READ_BUFFER, GL.COPY_WRITE_BUFFER, srcX, dstX, bytes);
  return Status.OK;
}

const NO_BOX = { level: 0, x: 0, y: 0, z: 0, width: 0, height: 1, depth: 1, stride: 0, layerStride: 0, offset: 0 } as const;

function sideText(side: Side): string {
  return `${side.width}x${side.height}x${layers} at ${side.x},${side.y},${side.z} of level ${side.level} of resource ${side.resource.id}`;
}

function copyTexture(ctx: VirglContext, src: Resource, dst: Resource): number {
  const { host } = ctx;
  if (!levelContains(src, from.level, from.x, from.y, from.z, from.width, from.height, layers)) {
    return ctx.refuse(Status.ILLEGAL_RANGE, sideText(from));
  }
  if (!onBlocks(src, from.level, from.x, from.y, from.width, from.height)) {
    return ctx.refuse(Status.ILLEGAL_RANGE, `${sideText(from)} is not on block borders`);
  }
  if (src.format.blockBytes !== dst.format.blockBytes) {
    return ctx.refuse(Status.ILLEGAL_FORMAT, `a copy from ${src.format.name} to ${dst.format.name}`);
  }
  if (dst.args.lastLevel < to.level) return ctx.refuse(Status.ILLEGAL_RANGE, `level ${to.level} of resource ${dst.id}`);
  to.width = scaled(from.width, src.format.blockWidth, dst.format.blockWidth, levelWidth(dst, to.level) - to.x);
  to.height = scaled(from.height, src.format.blockHeight, dst.format.blockHeight, levelHeight(dst, to.level) - to.y);
  if (!levelContains(dst, to.level, to.x, to.y, to.z, to.width, to.height, layers)) return ctx.refuse(Status.ILLEGAL_RANGE, sideText(to));
  if (!onBlocks(dst, to.level, to.x, to.y, to.width, to.height)) {
    return ctx.refuse(Status.ILLEGAL_RANGE, `${sideText(to)} is not on block borders`);
  }
  if (samplesOf(src) !== samplesOf(dst)) {
    return ctx.refuse(Status.ILLEGAL_FORMAT, `a copy from ${samplesOf(src)} samples to ${samplesOf(dst)}`);
  }
  const same = src === dst && from.level === to.level && boxesOverlap();
  if (same && from.x === to.x && from.y === to.y && from.z === to.z) return Status.OK;
  // Between compressed and plain formats GL counts whole blocks, even where a level cuts its last ones off.
  const cut = src.format.compressed !== dst.format.compressed && (hasCutBlocks(from) || hasCutBlocks(to));
  if (!same && !cut && rawCopyable(src.format, dst.format) && src.immutable === dst.immutable && host.gl.features.copyImage) {
    copyImage(host);
    return Status.OK;
  }
  if (
    !same &&
    src.format.internalFormat === dst.format.internalFormat &&
    !src.format.compressed &&
    src.format.glFormat === dst.format.glFormat
  ) {
    return copyByBlit(ctx);
  }
  if (samplesOf(src) > 1) return ctx.refuse(Status.UNSUPPORTED, `a copy of samples from ${src.format.name} to ${dst.format.name}`);
  return copyThroughMemory(ctx);
}

/**
 * A size in texels of another format with equal blocks. The last block of a level may be cut off: a size that reaches
 * beyond the level by less than a block ends with the level.
 */
function scaled(size: number, srcBlock: number, dstBlock: number, room: number): number {
  const texels = Math.ceil(size / srcBlock) * dstBlock;
  return texels > room && texels - room < dstBlock ? room : texels;
}

function hasCutBlocks(side: Side): boolean {
  const { format } = side.resource;
  return side.width % format.blockWidth !== 0 || side.height % format.blockHeight !== 0;
}

function boxesOverlap(): boolean {
  return (
    overlaps(from.x, from.width, to.x, to.width) && overlaps(from.y, from.height, to.y, to.height) && overlaps(from.z, layers, to.z, layers)
  );
}

function copyImage(host: VirglHost): void {
  const src = from.resource;
  const dst = to.resource;
  host.gl.copyImageSubData(
    src.glName,
    src.glTarget,
    from.level,
    from.x,
    from.y,
    from.z,
    dst.glName,
    dst.glTarget,
    to.level,
    to.x,
    to.y,
    to.z,
    from.width,
    from.height,
    layers,
  );
}

const request = {} as BlitRequest;

/** Copies between equal storages by a blit, looking at both as what the source is. */
function copyByBlit(ctx: VirglContext): number {
  const { host } = ctx;
  const r = request;
  r.src = from.resource;
  r.dst = to.resource;
  r.srcFormat = from.resource.format;
  // Both in the source's eyes: nothing is converted, and channels that formats with alpha have are copied whole.
  r.dstFormat = from.resource.format;
  r.srcLevel = from.level;
  r.dstLevel = to.level;
  r.srcX = from.x;
  r.srcY = from.y;
  r.srcZ = from.z;
  r.srcWidth = from.width;
  r.srcHeight = from.height;
  r.srcDepth = layers;
  r.dstX = to.x;
  r.dstY = to.y;
  r.dstZ = to.z;
  r.dstWidth = from.width;
  r.dstHeight = from.height;
  r.dstDepth = layers;
  r.mask = isDepthStencil(r.dstFormat) ? BLIT_DEPTH | BLIT_STENCIL : BLIT_COLOR;
  r.linear = false;
  r.scissor = false;
  r.alphaBlend = false;
  leaveRenderCondition(host);
  const failed = host.blitter.blit(r);
  enterRenderCondition(ctx.sub);
  if (failed === '') return Status.OK;
  return samplesOf(r.src) > 1 ? ctx.refuse(Status.UNSUPPORTED, failed) : copyThroughMemory(ctx);
}

/** Copies by reading and writing texels as they lie in the guest's memory, all of them before any is written. */
function copyThroughMemory(ctx: VirglContext): number {
  const { host } = ctx;
  const src = from.resource;
  const dst = to.resource;
  const { format } = src;
  const rowBytes = Math.ceil(from.width / format.blockWidth) * format.blockBytes;
  const rows = Math.ceil(from.height / format.blockHeight);
  const bytes = rowBytes * rows * layers;
  if (bytes > PIECE_BYTES && !(src === dst && from.level === to.level)) return copyLayerByLayer(ctx, rowBytes * rows);
  const memory = host.gl.memory(bytes);
  const refusal = move(host, layers, from.z, to.z, memory, bytes);
  host.gl.freeMemory(memory);
  return refusal === '' ? Status.OK : ctx.refuse(Status.UNSUPPORTED, refusal);
}

function copyLayerByLayer(ctx: VirglContext, bytes: number): number {
  const { host } = ctx;
  const memory = host.gl.memory(bytes);
  let refusal = '';
  for (let i = 0; i < layers && refusal === ''; i++) refusal = move(host, 1, from.z + i, to.z + i, memory, bytes);
  host.gl.freeMemory(memory);
  return refusal === '' ? Status.OK : ctx.refuse(Status.UNSUPPORTED, refusal);
}

function move(
  host: VirglHost,
  depth: number,
  srcZ: number,
  dstZ: number,
  memory: ReturnType<VirglHost['gl']['memory']>,
  bytes: number,
): string {
  const stride = bytes / depth / Math.ceil(from.height / from.resource.format.blockHeight);
  const packed = { ...NO_BOX, stride, layerStride: bytes / depth };
  const read = readBox(host, from.resource, singleRun(memory, 0, bytes), {
    ...packed,
    level: from.level,
    x: from.x,
    y: from.y,
    z: srcZ,
    width: from.width,
    height: from.height,
    depth,
  });
  if (read !== null) return read.cause;
  const written = writeBox(host, to.resource, singleRun(memory, 0, bytes), {
    ...packed,
    level: to.level,
    x: to.x,
    y: to.y,
    z: dstZ,
    width: to.width,
    height: to.height,
    depth,
  });
  return written === null ? '' : written.cause;
}
