import { type Features, GL } from '@virglass/gl';
import {
  createMsaaSurfaceSampleCount,
  createSamplerViewBufferFirstElement,
  createSamplerViewBufferLastElement,
  createSamplerViewFormat,
  CreateSamplerViewLength,
  createSamplerViewResHandle,
  createSamplerViewSwizzleA,
  createSamplerViewSwizzleB,
  createSamplerViewSwizzleG,
  createSamplerViewSwizzleR,
  createSamplerViewTarget,
  createSamplerViewTextureFirstLayer,
  createSamplerViewTextureFirstLevel,
  createSamplerViewTextureLastLayer,
  createSamplerViewTextureLastLevel,
  createSurfaceFirstLayer,
  createSurfaceFormat,
  createSurfaceLastLayer,
  CreateSurfaceLength,
  createSurfaceLevel,
  createSurfaceResHandle,
  ObjectType,
} from '@virglass/protocol';
import type { VirglContext } from '../context.ts';
import type { Format } from '../formats/format.ts';
import { FormatUse } from '../formats/probe.ts';
import { SamplerView } from '../objects/sampler-view.ts';
import { Surface } from '../objects/surface.ts';
import type { Resource } from '../resources/resource.ts';
import { resourceTarget } from '../resources/targets.ts';
import { layersAt } from '../resources/texture-view.ts';
import { Status } from '../status.ts';

/** Creates a surface from CREATE_OBJECT SURFACE or MSAA_SURFACE. */
export function createSurface(
  ctx: VirglContext,
  handle: number,
  payload: Uint32Array,
  words: Uint32Array,
  _floats: Float32Array,
  at: number,
  length: number,
): Surface | number {
  if (length < CreateSurfaceLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words is too short`);
  const resourceId = createSurfaceResHandle(words, at);
  const resource = ctx.resource(resourceId);
  if (resource === null) return ctx.refuse(Status.ILLEGAL_RESOURCE, `surface ${handle}: no resource ${resourceId}`);
  if (resource.isBuffer) return ctx.refuse(Status.ILLEGAL_RESOURCE, `surface ${handle}: resource ${resourceId} is a buffer`);
  const formatId = createSurfaceFormat(words, at);
  const format = ctx.host.formats.get(formatId);
  if (format === null || format.internalFormat === 0) {
    return ctx.refuse(Status.ILLEGAL_FORMAT, `surface ${handle}: format ${formatId} cannot be rendered to`);
  }
  const level = createSurfaceLevel(words, at);
  const firstLayer = createSurfaceFirstLayer(words, at);
  const lastLayer = createSurfaceLastLayer(words, at);
  if (level > resource.args.lastLevel || firstLayer > lastLayer || lastLayer >= layersAt(resource, level)) {
    return ctx.refuse(
      Status.ILLEGAL_SURFACE,
      `surface ${handle}: level ${level}, layers ${firstLayer} to ${lastLayer} of resource ${resourceId}, which has ` +
        `${resource.args.lastLevel + 1} levels and ${layersAt(resource, level)} layers`,
    );
  }
  const samples =
    ((words[at]! >>> 8) & 0xff) === ObjectType.MSAA_SURFACE && length > CreateSurfaceLength ? createMsaaSurfaceSampleCount(words, at) : 0;
  return new Surface(ctx.host, handle, payload, resource, format, level, firstLayer, lastLayer, samples);
}

/** Creates a sampler view from CREATE_OBJECT SAMPLER_VIEW. */
export function createSamplerView(
  ctx: VirglContext,
  handle: number,
  payload: Uint32Array,
  words: Uint32Array,
  _floats: Float32Array,
  at: number,
  length: number,
): SamplerView | number {
  if (length < CreateSamplerViewLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words is too short`);
  const resourceId = createSamplerViewResHandle(words, at);
  const resource = ctx.resource(resourceId);
  if (resource === null) return ctx.refuse(Status.ILLEGAL_RESOURCE, `sampler view ${handle}: no resource ${resourceId}`);
  const formatId = createSamplerViewFormat(words, at);
  // The target is sent by guests that know texture views; 0 (which would be a buffer) means the resource's own.
  const pipeTarget = createSamplerViewTarget(words, at);
  const format = ctx.host.formats.get(formatId);
  if (format === null || format.internalFormat === 0) {
    return ctx.refuse(Status.ILLEGAL_FORMAT, `sampler view ${handle}: format ${formatId} cannot be sampled`);
  }
  const swizzle = createSamplerViewSwizzleR;
  const channels: [number, number, number, number] = [
    swizzle(words, at),
    createSamplerViewSwizzleG(words, at),
    createSamplerViewSwizzleB(words, at),
    createSamplerViewSwizzleA(words, at),
  ];
  if (resource.isBuffer) {
    const firstElement = createSamplerViewBufferFirstElement(words, at);
    const lastElement = createSamplerViewBufferLastElement(words, at);
    return bufferView(ctx, handle, payload, resource, format, channels, firstElement, lastElement);
  }
  const { samples } = resource.args;
  const target =
    pipeTarget === 0 ? resource.glTarget : resourceTarget(pipeTarget, samples, resource.format.compressed, ctx.host.gl.features);
  const firstLayer = createSamplerViewTextureFirstLayer(words, at);
  const lastLayer = createSamplerViewTextureLastLayer(words, at);
  const firstLevel = createSamplerViewTextureFirstLevel(words, at);
  const lastLevel = createSamplerViewTextureLastLevel(words, at);
  if (target === 0 || firstLevel > lastLevel || lastLevel > resource.args.lastLevel) {
    return ctx.refuse(
      Status.ILLEGAL_RESOURCE,
      `sampler view ${handle}: target ${pipeTarget}, levels ${firstLevel} to ${lastLevel} of resource ${resourceId} with ${resource.args.lastLevel + 1}`,
    );
  }
  if (firstLayer > lastLayer || lastLayer >= layersAt(resource, 0)) {
    return ctx.refuse(
      Status.ILLEGAL_RESOURCE,
      `sampler view ${handle}: layers ${firstLayer} to ${lastLayer} of resource ${resourceId} with ${layersAt(resource, 0)}`,
    );
  }
  return new SamplerView(ctx.host, handle, payload, resource, format, {
    target,
    firstLevel,
    lastLevel,
    firstLayer,
    lastLayer,
    swizzle: channels,
    bufferOffset: 0,
    bufferSize: 0,
  });
}

function bufferView(
  ctx: VirglContext,
  handle: number,
  payload: Uint32Array,
  resource: Resource,
  format: Format,
  swizzle: [number, number, number, number],
  firstElement: number,
  lastElement: number,
): SamplerView | number {
  const { features } = ctx.host.gl;
  if (!features.textureBuffer) return ctx.refuse(Status.UNSUPPORTED, `sampler view ${handle}: the host has no buffer textures`);
  if (!ctx.host.formats.can(format.id, FormatUse.BUFFER_TEXTURE)) {
    return ctx.refuse(Status.ILLEGAL_FORMAT, `sampler view ${handle}: format ${format.name} of a buffer`);
  }
  const bytes = format.blockBytes;
  const offset = firstElement * bytes;
  const size = Math.min((lastElement + 1) * bytes, resource.args.width) - offset;
  const isPart = offset !== 0 || size !== resource.args.width;
  if (firstElement > lastElement || size < bytes || (isPart && !canBePart(features, offset))) {
    return ctx.refuse(Status.ILLEGAL_RESOURCE, `sampler view ${handle}: elements ${firstElement} to ${lastElement}`);
  }
  return new SamplerView(ctx.host, handle, payload, resource, format, {
    target: GL.TEXTURE_BUFFER,
    firstLevel: 0,
    lastLevel: 0,
    firstLayer: 0,
    lastLayer: 0,
    swizzle,
    bufferOffset: offset,
    bufferSize: size,
  });
}

/** Whether a buffer texture may begin at this byte of its buffer. */
function canBePart(features: Features, offset: number): boolean {
  return features.textureBufferRange && offset % Math.max(1, features.textureBufferOffsetAlignment) === 0;
}
