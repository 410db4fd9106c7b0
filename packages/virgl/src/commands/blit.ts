import * as p from '@virglass/protocol';
import type { BlitRequest } from '../blitter/blit-request.ts';
import { levelLayers } from '../blitter/geometry.ts';
import type { VirglContext } from '../context.ts';
import type { Format } from '../formats/format.ts';
import type { Resource } from '../resources/resource.ts';
import { Status } from '../status.ts';
import { enterRenderCondition, leaveRenderCondition, renderConditionPasses } from './render-condition.ts';

/** The request of the running command, filled anew each time. */
const request = {} as BlitRequest;

/** BLIT: copies a box with scaling, filtering and conversion. */
export function blit(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < p.BlitLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const { host, sub } = ctx;
  const src = findTexture(ctx, p.blitSrcResHandle(words, at));
  if (src === null) return Status.ILLEGAL_RESOURCE;
  const dst = findTexture(ctx, p.blitDstResHandle(words, at));
  if (dst === null) return Status.ILLEGAL_RESOURCE;
  const srcFormat = findFormat(ctx, p.blitSrcFormat(words, at));
  if (srcFormat === null) return Status.ILLEGAL_FORMAT;
  const dstFormat = findFormat(ctx, p.blitDstFormat(words, at));
  if (dstFormat === null) return Status.ILLEGAL_FORMAT;
  fill(words, at, src, dst, srcFormat, dstFormat);
  const wrong = check();
  if (wrong !== '') return ctx.refuse(Status.ILLEGAL_RANGE, wrong);
  host.shaderWrites.settle();
  const conditional = p.blitRenderConditionEnable(words, at) !== 0;
  if (conditional && !renderConditionPasses(sub)) return Status.OK;
  if (!conditional) leaveRenderCondition(host);
  const failed = host.blitter.blit(request, host.queries.conditional === null);
  if (!conditional) enterRenderCondition(sub);
  return failed === '' ? Status.OK : ctx.refuse(Status.UNSUPPORTED, failed);
}

function findTexture(ctx: VirglContext, handle: number): Resource | null {
  const resource = ctx.resource(handle);
  if (resource !== null && !resource.isBuffer) return resource;
  ctx.refuse(Status.ILLEGAL_RESOURCE, `no texture ${handle}`);
  return null;
}

function findFormat(ctx: VirglContext, id: number): Format | null {
  const format = ctx.host.formats.get(id);
  if (format !== null && format.internalFormat !== 0) return format;
  ctx.refuse(Status.ILLEGAL_FORMAT, `format ${id}`);
  return null;
}

/**
 * The size of a box such that its far side is a 32-bit integer, as GL takes it. Boxes may reach far outside of their levels,
 * and the guest's own subtraction of two sides may have wrapped around: this wraps it back.
 */
function extent(origin: number, size: number): number {
  return ((origin + size) | 0) - origin;
}

function fill(words: Uint32Array, at: number, src: Resource, dst: Resource, srcFormat: Format, dstFormat: Format): void {
  const r = request;
  r.src = src;
  r.dst = dst;
  r.srcFormat = srcFormat;
  r.dstFormat = dstFormat;
  r.srcLevel = p.blitSrcLevel(words, at);
  r.dstLevel = p.blitDstLevel(words, at);
  r.srcX = p.blitSrcX(words, at);
  r.srcY = p.blitSrcY(words, at);
  r.srcZ = p.blitSrcZ(words, at);
  r.srcWidth = extent(r.srcX, p.blitSrcW(words, at));
  r.srcHeight = extent(r.srcY, p.blitSrcH(words, at));
  r.srcDepth = p.blitSrcD(words, at);
  r.dstX = p.blitDstX(words, at);
  r.dstY = p.blitDstY(words, at);
  r.dstZ = p.blitDstZ(words, at);
  r.dstWidth = extent(r.dstX, p.blitDstW(words, at));
  r.dstHeight = extent(r.dstY, p.blitDstH(words, at));
  r.dstDepth = p.blitDstD(words, at);
  r.mask = p.blitMask(words, at);
  r.linear = p.blitFilter(words, at) === p.TexFilter.LINEAR;
  r.scissor = p.blitScissorEnable(words, at) !== 0;
  r.scissorMinX = p.blitScissorMinx(words, at);
  r.scissorMinY = p.blitScissorMiny(words, at);
  r.scissorMaxX = p.blitScissorMaxx(words, at);
  r.scissorMaxY = p.blitScissorMaxy(words, at);
  r.alphaBlend = p.blitAlphaBlend(words, at) !== 0;
}

/** '' when levels and layers exist, else what is wrong. */
function check(): string {
  const r = request;
  if (r.srcLevel > r.src.args.lastLevel) return `source level ${r.srcLevel}, the last is ${r.src.args.lastLevel}`;
  if (r.dstLevel > r.dst.args.lastLevel) return `destination level ${r.dstLevel}, the last is ${r.dst.args.lastLevel}`;
  const srcLayers = levelLayers(r.src, r.srcLevel);
  const dstLayers = levelLayers(r.dst, r.dstLevel);
  if (r.srcZ < 0 || r.srcDepth < 0 || r.srcZ + r.srcDepth > srcLayers) {
    return `layers ${r.srcZ} to ${r.srcZ + r.srcDepth} of a source with ${srcLayers}`;
  }
  if (r.dstZ < 0 || r.dstDepth < 0 || r.dstZ + r.dstDepth > dstLayers) {
    return `layers ${r.dstZ} to ${r.dstZ + r.dstDepth} of a destination with ${dstLayers}`;
  }
  return '';
}
