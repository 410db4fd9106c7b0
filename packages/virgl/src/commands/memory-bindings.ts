import { GL } from '@virglass/gl';
import {
  ImageAccess,
  setAtomicBuffersBufferLength,
  setAtomicBuffersBufferOffset,
  setAtomicBuffersBufferResHandle,
  SetAtomicBuffersBufferStride,
  SetAtomicBuffersMinLength,
  setAtomicBuffersStartSlot,
  setShaderBuffersBufferLength,
  setShaderBuffersBufferOffset,
  setShaderBuffersBufferResHandle,
  SetShaderBuffersBufferStride,
  SetShaderBuffersMinLength,
  setShaderBuffersShaderType,
  setShaderBuffersStartSlot,
  setShaderImagesImageAccess,
  setShaderImagesImageFormat,
  setShaderImagesImageLayerOffset,
  setShaderImagesImageLevelSize,
  setShaderImagesImageResHandle,
  SetShaderImagesImageStride,
  SetShaderImagesMinLength,
  setShaderImagesShaderType,
  setShaderImagesStartSlot,
} from '@virglass/protocol';
import type { VirglContext } from '../context.ts';
import { FormatUse } from '../formats/probe.ts';
import { MAX_ATOMIC_BUFFERS, MAX_IMAGES, MAX_STORAGE_BUFFERS, STAGES } from '../limits.ts';
import type { ImageBinding } from '../objects/image-binding.ts';
import type { StorageBinding } from '../objects/memory-bindings.ts';
import type { Resource } from '../resources/resource.ts';
import { layersAt } from '../resources/texture-view.ts';
import { Dirty } from '../state/dirty.ts';
import { Status } from '../status.ts';

/*
 * Images, storage buffers and atomic counter buffers. A slot that cannot be bound as the guest says is emptied, and the
 * others of the command are bound: what was in it before was never meant for the shader that comes next.
 */

const ACCESS = [0, GL.READ_ONLY, GL.WRITE_ONLY, GL.READ_WRITE];

/** SET_SHADER_IMAGES: a run of image slots of a stage. */
export function setShaderImages(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  const count = (length - SetShaderImagesMinLength) / SetShaderImagesImageStride;
  if (!Number.isInteger(count) || count < 0) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const stage = setShaderImagesShaderType(words, at);
  const start = setShaderImagesStartSlot(words, at);
  if (stage >= STAGES || start > MAX_IMAGES || count > MAX_IMAGES - start) {
    return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `stage ${stage} slots ${start} to ${start + count - 1}`);
  }
  if (!ctx.host.gl.features.shaderImages) return ctx.refuse(Status.UNSUPPORTED, 'the host has no images');
  const images = ctx.sub.memory.images(stage);
  let status: number = Status.OK;
  for (let i = 0; i < count; i++) {
    const slot = start + i;
    const result = setImage(ctx, images[slot]!, slot, words, at, i);
    if (result !== Status.OK) status = result;
  }
  ctx.sub.dirty |= ctx.sub.program?.dependsOnImages === false ? Dirty.MEMORY : Dirty.MEMORY | Dirty.PROGRAM;
  return status;
}

function setImage(ctx: VirglContext, image: ImageBinding, slot: number, words: Uint32Array, at: number, i: number): number {
  const { host } = ctx;
  const handle = setShaderImagesImageResHandle(words, at, i);
  if (handle === 0) {
    image.unbind(host);
    return Status.OK;
  }
  const formatId = setShaderImagesImageFormat(words, at, i);
  const access = ACCESS[setShaderImagesImageAccess(words, at, i) & ImageAccess.READ_WRITE]!;
  const resource = ctx.resource(handle);
  const place = setShaderImagesImageLayerOffset(words, at, i);
  const extent = setShaderImagesImageLevelSize(words, at, i);
  const status = checkImage(ctx, slot, handle, resource, formatId, access, place, extent);
  if (status === Status.OK)
    image.bind(host, resource!, host.formats.get(formatId)!, access, place, resource!.isBuffer ? extent : extent & 0xff);
  else image.unbind(host);
  return status;
}

function checkImage(
  ctx: VirglContext,
  slot: number,
  handle: number,
  resource: Resource | null,
  formatId: number,
  access: number,
  place: number,
  extent: number,
): number {
  const { formats } = ctx.host;
  const format = formats.get(formatId);
  if (resource === null) return ctx.refuse(Status.ILLEGAL_RESOURCE, `slot ${slot}: no resource ${handle}`);
  if (access === 0) return ctx.refuse(Status.ILLEGAL_VALUE, `slot ${slot}: an image that is neither read nor written`);
  if (format === null || !formats.can(formatId, FormatUse.IMAGE)) {
    return ctx.refuse(Status.ILLEGAL_FORMAT, `slot ${slot}: images of format ${format?.name ?? formatId}`);
  }
  return resource.isBuffer
    ? checkBufferImage(ctx, slot, resource, format.blockBytes, place, extent)
    : checkTextureImage(ctx, slot, resource, format.blockBytes, place & 0xffff, place >>> 16, extent & 0xff);
}

function checkBufferImage(ctx: VirglContext, slot: number, resource: Resource, texel: number, offset: number, size: number): number {
  const { features } = ctx.host.gl;
  if (!features.textureBuffer) return ctx.refuse(Status.UNSUPPORTED, `slot ${slot}: the host has no buffer textures`);
  const width = resource.args.width;
  const aligned = offset === 0 || (features.textureBufferRange && offset % features.textureBufferOffsetAlignment === 0);
  if (!aligned || size < texel || offset + size > width) {
    return ctx.refuse(Status.ILLEGAL_RANGE, `slot ${slot}: ${size} bytes at byte ${offset} of buffer ${resource.id}, which has ${width}`);
  }
  return Status.OK;
}

function checkTextureImage(
  ctx: VirglContext,
  slot: number,
  resource: Resource,
  texel: number,
  first: number,
  last: number,
  level: number,
): number {
  const { format, args, id } = resource;
  if (format.compressed || format.blockBytes !== texel) {
    return ctx.refuse(Status.ILLEGAL_FORMAT, `slot ${slot}: texels of ${texel} bytes of resource ${id}, which has ${format.name}`);
  }
  if (level > args.lastLevel || first > last || last >= layersAt(resource, level)) {
    return ctx.refuse(
      Status.ILLEGAL_RANGE,
      `slot ${slot}: level ${level}, layers ${first} to ${last} of resource ${id}, which has ${args.lastLevel + 1} levels and ` +
        `${level > args.lastLevel ? 0 : layersAt(resource, level)} layers there`,
    );
  }
  if (args.samples > 1 && args.samples > ctx.host.gl.features.maxImageSamples) {
    return ctx.refuse(Status.UNSUPPORTED, `slot ${slot}: images of ${args.samples} samples`);
  }
  return Status.OK;
}

/** SET_SHADER_BUFFERS: a run of storage buffer slots of a stage. */
export function setShaderBuffers(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  const count = (length - SetShaderBuffersMinLength) / SetShaderBuffersBufferStride;
  if (!Number.isInteger(count) || count < 0) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const stage = setShaderBuffersShaderType(words, at);
  const start = setShaderBuffersStartSlot(words, at);
  if (stage >= STAGES || start > MAX_STORAGE_BUFFERS || count > MAX_STORAGE_BUFFERS - start) {
    return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `stage ${stage} slots ${start} to ${start + count - 1}`);
  }
  const { features } = ctx.host.gl;
  if (!features.shaderStorage) return ctx.refuse(Status.UNSUPPORTED, 'the host has no storage buffers');
  const slots = ctx.sub.memory.storage(stage);
  let status: number = Status.OK;
  for (let i = 0; i < count; i++) {
    const offset = setShaderBuffersBufferOffset(words, at, i);
    const size = setShaderBuffersBufferLength(words, at, i);
    const handle = setShaderBuffersBufferResHandle(words, at, i);
    const result = setRange(ctx, slots[start + i]!, start + i, handle, offset, size, features.storageBufferOffsetAlignment);
    if (result !== Status.OK) status = result;
  }
  ctx.sub.dirty |= Dirty.MEMORY;
  return status;
}

/** SET_ATOMIC_BUFFERS: a run of atomic counter buffers, which all stages share. */
export function setAtomicBuffers(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  const count = (length - SetAtomicBuffersMinLength) / SetAtomicBuffersBufferStride;
  if (!Number.isInteger(count) || count < 0) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const start = setAtomicBuffersStartSlot(words, at);
  if (start > MAX_ATOMIC_BUFFERS || count > MAX_ATOMIC_BUFFERS - start) {
    return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `slots ${start} to ${start + count - 1}`);
  }
  if (!ctx.host.gl.features.atomicCounters) return ctx.refuse(Status.UNSUPPORTED, 'the host has no atomic counters');
  const slots = ctx.sub.memory.atomics();
  let status: number = Status.OK;
  for (let i = 0; i < count; i++) {
    const offset = setAtomicBuffersBufferOffset(words, at, i);
    const size = setAtomicBuffersBufferLength(words, at, i);
    const handle = setAtomicBuffersBufferResHandle(words, at, i);
    const result = setRange(ctx, slots[start + i]!, start + i, handle, offset, size, 4);
    if (result !== Status.OK) status = result;
  }
  ctx.sub.dirty |= Dirty.MEMORY;
  return status;
}

/** Binds a range of a buffer to a slot; one without bytes, or outside the buffer, empties it. */
function setRange(
  ctx: VirglContext,
  binding: StorageBinding,
  slot: number,
  handle: number,
  offset: number,
  size: number,
  alignment: number,
): number {
  const resource = handle === 0 ? null : ctx.resource(handle);
  let status: number = Status.OK;
  if (handle !== 0) {
    if (resource === null || !resource.isBuffer) status = ctx.refuse(Status.ILLEGAL_RESOURCE, `slot ${slot}: no buffer ${handle}`);
    else if (offset % alignment !== 0 || offset + size > resource.args.width) {
      const what = `${size} bytes at byte ${offset} of buffer ${handle}, which has ${resource.args.width}`;
      status = ctx.refuse(Status.ILLEGAL_RANGE, `slot ${slot}: ${what}`);
    }
  }
  if (status !== Status.OK || resource === null || size === 0) {
    if (binding.resource !== null) binding.bind(ctx.host, null, 0, 0);
  } else binding.bind(ctx.host, resource, offset, size);
  return status;
}
