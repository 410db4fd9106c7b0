import {
  blitAlphaBlend,
  blitDstD,
  blitDstFormat,
  blitDstH,
  blitDstLevel,
  blitDstResHandle,
  blitDstW,
  blitDstX,
  blitDstY,
  blitDstZ,
  blitFilter,
  BlitLength,
  blitMask,
  blitRenderConditionEnable,
  blitScissorEnable,
  blitScissorMaxx,
  blitScissorMaxy,
  blitScissorMinx,
  blitScissorMiny,
  blitSrcD,
  blitSrcFormat,
  blitSrcH,
  blitSrcLevel,
  blitSrcResHandle,
  blitSrcW,
  blitSrcX,
  blitSrcY,
  blitSrcZ,
  TexFilter,
} from '@virglass/protocol';
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
  if (length < BlitLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const { host, sub } = ctx;
  const src = findTexture(ctx, blitSrcResHandle(words, at));
  if (src === null) return Status.ILLEGAL_RESOURCE;
  const dst = findTexture(ctx, blitDstResHandle(words, at));
  if (dst === null) return Status.ILLEGAL_RESOURCE;
  const srcFormat = findFormat(ctx, blitSrcFormat(words, at));
  if (srcFormat === null) return Status.ILLEGAL_FORMAT;
  const dstFormat = findFormat(ctx, blitDstFormat(words, at));
  if (dstFormat === null) return Status.ILLEGAL_FORMAT;
  fill(words, at, src, dst, srcFormat, dstFormat);
  const wrong = check();
  if (wrong !== '') return ctx.refuse(Status.ILLEGAL_RANGE, wrong);
  host.shaderWrites.settle();
  const conditional = blitRenderConditionEnable(words, at) !== 0;
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
  r.srcLevel = blitSrcLevel(words, at);
  r.dstLevel = blitDstLevel(words, at);
  r.srcX = blitSrcX(words, at);
  r.srcY = blitSrcY(words, at);
  r.srcZ = blitSrcZ(words, at);
  r.srcWidth = extent(r.srcX, blitSrcW(words, at));
  r.srcHeight = extent(r.srcY, blitSrcH(words, at));
  r.srcDepth = blitSrcD(words, at);
  r.dstX = blitDstX(words, at);
  r.dstY = blitDstY(words, at);
  r.dstZ = blitDstZ(words, at);
  r.dstWidth = extent(r.dstX, blitDstW(words, at));
  r.dstHeight = extent(r.dstY, blitDstH(words, at));
  r.dstDepth = blitDstD(words, at);
  r.mask = blitMask(words, at);
  r.linear = blitFilter(words, at) === TexFilter.LINEAR;
  r.scissor = blitScissorEnable(words, at) !== 0;
  r.scissorMinX = blitScissorMinx(words, at);
  r.scissorMinY = blitScissorMiny(words, at);
  r.scissorMaxX = blitScissorMaxx(words, at);
  r.scissorMaxY = blitScissorMaxy(words, at);
  r.alphaBlend = blitAlphaBlend(words, at) !== 0;
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
