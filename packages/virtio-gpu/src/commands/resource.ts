import * as p from '@virglass/protocol';
import { Backing, copyRows } from '../backing.ts';
import type { ResourceArgs, TransferBox } from '../context-type.ts';
import type { VirtioGpu } from '../device.ts';
import { isPictureFormat, PIXEL_BYTES } from '../formats.ts';
import { MAX_BACKING_ENTRIES, MAX_PICTURE_SIZE, READBACK_WAIT_MICROSECONDS } from '../limits.ts';
import { GpuResource, isWithin } from '../resource.ts';
import { describe } from './display.ts';
import type { Handler } from './handlers.ts';
import { AGAIN, findResource } from './shared.ts';

const { VirtioGpuResponse } = p;

/** 0, or the refusal of a number for a new resource. */
export function checkNewResource(device: VirtioGpu, what: string, id: number): number {
  if (id === 0 || device.resources.has(id)) {
    return device.refuse(
      VirtioGpuResponse.ERR_INVALID_RESOURCE_ID,
      `${what}: resource ${id} ${id === 0 ? 'is no number for one' : 'exists'}`,
    );
  }
  if (device.resources.size >= device.options.quota.resources) {
    return device.refuse(VirtioGpuResponse.ERR_OUT_OF_MEMORY, `${what}: the limit is ${device.options.quota.resources} resources`);
  }
  return 0;
}

function outOfQuota(device: VirtioGpu, what: string, bytes: number): number {
  const used = device.bytesUsed + (device.renderer?.bytesUsed ?? 0);
  return device.refuse(
    VirtioGpuResponse.ERR_OUT_OF_MEMORY,
    `${what}: ${bytes} bytes beside ${used}; the limit is ${device.options.quota.bytes}`,
  );
}

/** RESOURCE_CREATE_2D: a picture in memory of the device's own, so that showing it needs no GPU. */
export const create2d: Handler = (device, words) => {
  const id = p.virtioGpuResourceCreate2dResourceId(words, 0);
  const format = p.virtioGpuResourceCreate2dFormat(words, 0);
  const width = p.virtioGpuResourceCreate2dWidth(words, 0);
  const height = p.virtioGpuResourceCreate2dHeight(words, 0);
  const refusal = checkNewResource(device, 'RESOURCE_CREATE_2D', id);
  if (refusal !== 0) return refusal;
  if (!isPictureFormat(format)) {
    return device.refuse(VirtioGpuResponse.ERR_INVALID_PARAMETER, `RESOURCE_CREATE_2D: format ${format} is none of a picture`);
  }
  if (width === 0 || height === 0 || width > MAX_PICTURE_SIZE || height > MAX_PICTURE_SIZE) {
    return device.refuse(
      VirtioGpuResponse.ERR_INVALID_PARAMETER,
      `RESOURCE_CREATE_2D: ${width}x${height}; at most ${MAX_PICTURE_SIZE} a side`,
    );
  }
  const bytes = width * height * PIXEL_BYTES;
  if (!device.hasRoom(bytes)) return outOfQuota(device, 'RESOURCE_CREATE_2D', bytes);
  let pixels: ReturnType<VirtioGpu['allocate']>;
  try {
    pixels = device.allocate(bytes);
  } catch {
    return device.refuse(VirtioGpuResponse.ERR_OUT_OF_MEMORY, `RESOURCE_CREATE_2D: the host has no ${bytes} bytes`);
  }
  device.addResource(new GpuResource(id, { kind: 'picture', width, height, format, pixels }));
  return VirtioGpuResponse.OK_NODATA;
};

/** RESOURCE_CREATE_3D. */
export const create3d: Handler = (device, words) => {
  const id = p.virtioGpuResourceCreate3dResourceId(words, 0);
  const refusal = checkNewResource(device, 'RESOURCE_CREATE_3D', id);
  if (refusal !== 0) return refusal;
  const args: ResourceArgs = {
    id,
    target: p.virtioGpuResourceCreate3dTarget(words, 0),
    format: p.virtioGpuResourceCreate3dFormat(words, 0),
    bind: p.virtioGpuResourceCreate3dBind(words, 0),
    width: p.virtioGpuResourceCreate3dWidth(words, 0),
    height: p.virtioGpuResourceCreate3dHeight(words, 0),
    depth: p.virtioGpuResourceCreate3dDepth(words, 0),
    arraySize: p.virtioGpuResourceCreate3dArraySize(words, 0),
    lastLevel: p.virtioGpuResourceCreate3dLastLevel(words, 0),
    samples: p.virtioGpuResourceCreate3dNrSamples(words, 0),
    flags: p.virtioGpuResourceCreate3dFlags(words, 0),
  };
  // The renderer has told the log why.
  if (device.renderer!.createResource(args) !== 0) return VirtioGpuResponse.ERR_INVALID_PARAMETER;
  // What a resource takes is known when it is there.
  if (!device.hasRoom(0)) {
    device.renderer!.destroyResource(id);
    return outOfQuota(device, 'RESOURCE_CREATE_3D', 0);
  }
  device.addResource(new GpuResource(id, { kind: 'rendered', width: args.width, height: args.height, format: args.format }));
  return VirtioGpuResponse.OK_NODATA;
};

/** RESOURCE_UNREF. */
export const unref: Handler = (device, words) => {
  const resource = findResource(device, 'RESOURCE_UNREF', p.virtioGpuResourceUnrefResourceId(words, 0));
  if (resource === null) return VirtioGpuResponse.ERR_INVALID_RESOURCE_ID;
  device.dropResource(resource);
  return VirtioGpuResponse.OK_NODATA;
};

/**
 * The memory entries of a request, or the refusal when there are too many, or fewer than announced, or one is not in guest memory.
 *
 * @param at - word of the first entry
 */
export function readBacking(device: VirtioGpu, what: string, count: number, at: number): Backing | number {
  const there = Math.floor((device.request.bytes / 4 - at) / 4);
  if (count > MAX_BACKING_ENTRIES || count > there) {
    return device.refuse(
      VirtioGpuResponse.ERR_INVALID_PARAMETER,
      `${what}: ${count} entries announced, ${Math.max(0, there)} there; at most ${MAX_BACKING_ENTRIES}`,
    );
  }
  const addresses = new Float64Array(count);
  const lengths = new Uint32Array(count);
  const { words } = device.request;
  for (let i = 0; i < count; i++) {
    addresses[i] = p.addressOf(words[at + i * 4]!, words[at + i * 4 + 1]!);
    lengths[i] = words[at + i * 4 + 2]!;
  }
  const backing = new Backing(addresses, lengths);
  if (!backing.isIn(device.options.memory)) {
    return device.refuse(VirtioGpuResponse.ERR_INVALID_PARAMETER, `${what}: a part of its ${backing.bytes} bytes is outside guest memory`);
  }
  return device.hasRoom(backing.cost) ? backing : outOfQuota(device, what, backing.cost);
}

/** RESOURCE_ATTACH_BACKING. */
export const attachBacking: Handler = (device, words) => {
  const resource = findResource(device, 'RESOURCE_ATTACH_BACKING', p.virtioGpuResourceAttachBackingResourceId(words, 0));
  if (resource === null) return VirtioGpuResponse.ERR_INVALID_RESOURCE_ID;
  if (resource.backing !== null) {
    return device.refuse(VirtioGpuResponse.ERR_UNSPEC, `RESOURCE_ATTACH_BACKING: resource ${resource.id} has a backing`);
  }
  const count = p.virtioGpuResourceAttachBackingNrEntries(words, 0);
  const backing = readBacking(device, 'RESOURCE_ATTACH_BACKING', count, p.VirtioGpuHeaderWords + p.VirtioGpuResourceAttachBackingMinLength);
  if (typeof backing === 'number') return backing;
  device.setBacking(resource, backing);
  return VirtioGpuResponse.OK_NODATA;
};

/** RESOURCE_DETACH_BACKING. */
export const detachBacking: Handler = (device, words) => {
  const resource = findResource(device, 'RESOURCE_DETACH_BACKING', p.virtioGpuResourceDetachBackingResourceId(words, 0));
  if (resource === null) return VirtioGpuResponse.ERR_INVALID_RESOURCE_ID;
  if (resource.backing === null) {
    return device.refuse(VirtioGpuResponse.ERR_UNSPEC, `RESOURCE_DETACH_BACKING: resource ${resource.id} has no backing`);
  }
  device.setBacking(resource, null);
  return VirtioGpuResponse.OK_NODATA;
};

/** TRANSFER_TO_HOST_2D: rows lie in the backing as in the whole picture, `offset` is where the rectangle's first pixel is. */
export const transfer2d: Handler = (device, words) => {
  const resource = findResource(device, 'TRANSFER_TO_HOST_2D', p.virtioGpuTransferToHost2dResourceId(words, 0));
  if (resource === null) return VirtioGpuResponse.ERR_INVALID_RESOURCE_ID;
  const rect = {
    x: p.virtioGpuTransferToHost2dX(words, 0),
    y: p.virtioGpuTransferToHost2dY(words, 0),
    width: p.virtioGpuTransferToHost2dWidth(words, 0),
    height: p.virtioGpuTransferToHost2dHeight(words, 0),
  };
  const offset = p.u64Of(p.virtioGpuTransferToHost2dOffsetLo(words, 0), p.virtioGpuTransferToHost2dOffsetHi(words, 0));
  // Drivers transfer dumb buffers whether they are blobs or not; what is shown of a blob is its memory.
  if (resource.kind === 'memory') return VirtioGpuResponse.OK_NODATA;
  if (!isWithin(rect, resource.width, resource.height)) {
    return device.refuse(VirtioGpuResponse.ERR_INVALID_PARAMETER, `TRANSFER_TO_HOST_2D: ${describe(rect)} of resource ${resource.id}`);
  }
  if (resource.backing === null) {
    return device.refuse(VirtioGpuResponse.ERR_INVALID_PARAMETER, `TRANSFER_TO_HOST_2D: resource ${resource.id} has no backing`);
  }
  if (rect.width === 0 || rect.height === 0) return VirtioGpuResponse.OK_NODATA;
  if (resource.kind === 'rendered') {
    const box: TransferBox = { level: 0, ...rect, z: 0, depth: 1, stride: 0, layerStride: 0, offset };
    const status = device.renderer!.transferToHost(0, resource.id, box, null);
    return status === 0 ? VirtioGpuResponse.OK_NODATA : VirtioGpuResponse.ERR_INVALID_PARAMETER;
  }
  return copyToPicture(device, resource, rect, offset) ? VirtioGpuResponse.OK_NODATA : VirtioGpuResponse.ERR_INVALID_PARAMETER;
};

function copyToPicture(
  device: VirtioGpu,
  resource: GpuResource,
  rect: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  offset: number,
): boolean {
  const segments = resource.backing!.segments(device.options.memory);
  const pixels = resource.pixels!.bytes;
  const stride = resource.width * PIXEL_BYTES;
  const rowBytes = rect.width * PIXEL_BYTES;
  const first = rect.y * stride + rect.x * PIXEL_BYTES;
  const span = (rect.height - 1) * stride + rowBytes;
  if (offset + span > resource.backing!.bytes) {
    device.log.warn(`TRANSFER_TO_HOST_2D: bytes ${offset} to ${offset + span} of a backing of ${resource.backing!.bytes}`);
    return false;
  }
  return copyRows(segments, offset, stride, pixels, first, stride, rowBytes, rect.height);
}

const box3d = (words: Uint32Array): TransferBox => ({
  level: p.virtioGpuTransferToHost3dLevel(words, 0),
  x: p.virtioGpuTransferToHost3dX(words, 0),
  y: p.virtioGpuTransferToHost3dY(words, 0),
  z: p.virtioGpuTransferToHost3dZ(words, 0),
  width: p.virtioGpuTransferToHost3dW(words, 0),
  height: p.virtioGpuTransferToHost3dH(words, 0),
  depth: p.virtioGpuTransferToHost3dD(words, 0),
  stride: p.virtioGpuTransferToHost3dStride(words, 0),
  layerStride: p.virtioGpuTransferToHost3dLayerStride(words, 0),
  offset: p.u64Of(p.virtioGpuTransferToHost3dOffsetLo(words, 0), p.virtioGpuTransferToHost3dOffsetHi(words, 0)),
});

/** The resource of a 3D transfer, or a refusal. */
function transferred(device: VirtioGpu, what: string, words: Uint32Array): GpuResource | number {
  const resource = findResource(device, what, p.virtioGpuTransferToHost3dResourceId(words, 0));
  if (resource === null) return VirtioGpuResponse.ERR_INVALID_RESOURCE_ID;
  if (!resource.inRenderer) {
    return device.refuse(VirtioGpuResponse.ERR_INVALID_RESOURCE_ID, `${what}: resource ${resource.id} is not one of the renderer's`);
  }
  return resource;
}

/** TRANSFER_TO_HOST_3D. */
export const transferToHost3d: Handler = (device, words) => {
  const resource = transferred(device, 'TRANSFER_TO_HOST_3D', words);
  if (typeof resource === 'number') return resource;
  const status = device.renderer!.transferToHost(p.virtioGpuCtrlHdrCtxId(words, 0), resource.id, box3d(words), null);
  return status === 0 ? VirtioGpuResponse.OK_NODATA : VirtioGpuResponse.ERR_INVALID_PARAMETER;
};

/** TRANSFER_FROM_HOST_3D. */
export const transferFromHost3d: Handler = (device, words) => {
  const resource = transferred(device, 'TRANSFER_FROM_HOST_3D', words);
  if (typeof resource === 'number') return resource;
  const { turn } = device;
  if (!turn.waited) {
    // What was drawn before is read: that is waited for without keeping the thread.
    const fence = device.fences.make();
    if (!device.fences.wait(fence, READBACK_WAIT_MICROSECONDS)) {
      turn.fence = fence;
      turn.waited = true;
      return AGAIN;
    }
  }
  const status = device.renderer!.transferFromHost(p.virtioGpuCtrlHdrCtxId(words, 0), resource.id, box3d(words), null);
  return status === 0 ? VirtioGpuResponse.OK_NODATA : VirtioGpuResponse.ERR_INVALID_PARAMETER;
};
