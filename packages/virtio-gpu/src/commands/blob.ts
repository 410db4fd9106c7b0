/*
 * Blobs: resources that are memory first.
 *
 * A blob of guest memory (a dumb buffer, a Wayland client's pool) is nothing but its pages. A blob of the host was prepared by a stream
 * under a number of the context's own; if it lies in memory that can be shared, the guest maps it into its host-visible window.
 * A blob of both is a resource of the renderer with guest memory to transfer from and to.
 */
import * as p from '@virglass/protocol';
import type { VirtioGpu } from '../device.ts';
import type { Picture } from '../display.ts';
import { isPictureFormat, PIXEL_BYTES } from '../formats.ts';
import { blobSegments, GpuResource, isWithin, memoryPicture, type PictureLayout, renderedPicture } from '../resource.ts';
import { checkScanout, describe } from './display.ts';
import type { Handler } from './handlers.ts';
import { checkNewResource, readBacking } from './resource.ts';
import { findResource } from './shared.ts';

const { VirtioGpuBlobFlag, VirtioGpuBlobMem, VirtioGpuResponse } = p;

const knownFlags = VirtioGpuBlobFlag.MAPPABLE | VirtioGpuBlobFlag.SHAREABLE | VirtioGpuBlobFlag.CROSS_DEVICE;
/** What is mapped are whole pages. */
const PAGE_BYTES = 4096;

/** RESOURCE_CREATE_BLOB. */
export const createBlob: Handler = (device, words) => {
  const what = 'RESOURCE_CREATE_BLOB';
  const id = p.virtioGpuResourceCreateBlobResourceId(words, 0);
  const kind = p.virtioGpuResourceCreateBlobBlobMem(words, 0);
  const flags = p.virtioGpuResourceCreateBlobBlobFlags(words, 0);
  const count = p.virtioGpuResourceCreateBlobNrEntries(words, 0);
  const size = p.u64Of(p.virtioGpuResourceCreateBlobSizeLo(words, 0), p.virtioGpuResourceCreateBlobSizeHi(words, 0));
  const refusal = checkNewResource(device, what, id);
  if (refusal !== 0) return refusal;
  const inGuest = kind === VirtioGpuBlobMem.GUEST || kind === VirtioGpuBlobMem.HOST3D_GUEST;
  if ((!inGuest && kind !== VirtioGpuBlobMem.HOST3D) || (flags & ~knownFlags) !== 0 || size === 0 || (!inGuest && count !== 0)) {
    return device.refuse(
      VirtioGpuResponse.ERR_INVALID_PARAMETER,
      `${what}: kind ${kind}, flags 0x${flags.toString(16)}, ${size} bytes, ${count} entries`,
    );
  }
  const backing = inGuest ? readBacking(device, what, count, p.VirtioGpuHeaderWords + p.VirtioGpuResourceCreateBlobMinLength) : null;
  if (typeof backing === 'number') return backing;
  if (backing !== null && size > backing.bytes) {
    return device.refuse(VirtioGpuResponse.ERR_INVALID_PARAMETER, `${what}: ${size} bytes in ${backing.bytes} of memory`);
  }
  const mappable = (flags & VirtioGpuBlobFlag.MAPPABLE) !== 0;
  const onHost = kind !== VirtioGpuBlobMem.GUEST;
  if (onHost) {
    const refused = takeFromRenderer(device, words, id, size, mappable && !inGuest);
    if (refused !== 0) return refused;
  }
  // The guest has its own memory mapped by itself; the window is for memory that is only the host's.
  const resource = new GpuResource(id, { kind: onHost ? 'rendered' : 'memory', blobSize: size, mappable: mappable && !inGuest });
  device.addResource(resource);
  if (backing !== null) device.setBacking(resource, backing);
  return VirtioGpuResponse.OK_NODATA;
};

/** Makes a resource of the renderer's out of what a context has prepared; 0, or the refusal. */
function takeFromRenderer(device: VirtioGpu, words: Uint32Array, id: number, size: number, mappable: boolean): number {
  const what = 'RESOURCE_CREATE_BLOB';
  const contextId = p.virtioGpuCtrlHdrCtxId(words, 0);
  if (device.renderer === null) return device.refuse(VirtioGpuResponse.ERR_INVALID_PARAMETER, `${what}: the device has no 3D`);
  if (!device.contexts.has(contextId)) return device.refuse(VirtioGpuResponse.ERR_INVALID_CONTEXT_ID, `${what}: no context ${contextId}`);
  const blobId = p.u64Of(p.virtioGpuResourceCreateBlobBlobIdLo(words, 0), p.virtioGpuResourceCreateBlobBlobIdHi(words, 0));
  // The renderer has told the log why.
  const status = device.renderer.createBlob({ id, contextId, blobId, size, mappable });
  return status === 0 ? 0 : VirtioGpuResponse.ERR_INVALID_PARAMETER;
}

/** SET_SCANOUT_BLOB. */
export const setScanoutBlob: Handler = (device, words) => {
  const rect = {
    x: p.virtioGpuSetScanoutBlobX(words, 0),
    y: p.virtioGpuSetScanoutBlobY(words, 0),
    width: p.virtioGpuSetScanoutBlobWidth(words, 0),
    height: p.virtioGpuSetScanoutBlobHeight(words, 0),
  };
  const scanout = p.virtioGpuSetScanoutBlobScanoutId(words, 0);
  const id = p.virtioGpuSetScanoutBlobResourceId(words, 0);
  const refusal = checkScanout(device, 'SET_SCANOUT_BLOB', scanout);
  if (refusal !== 0) return refusal;
  if (id === 0) {
    device.scanouts.set(scanout, null, { x: 0, y: 0, width: 0, height: 0 }, null);
    return VirtioGpuResponse.OK_NODATA;
  }
  const resource = findResource(device, 'SET_SCANOUT_BLOB', id);
  if (resource === null) return VirtioGpuResponse.ERR_INVALID_RESOURCE_ID;
  if (!resource.isBlob) {
    return device.refuse(VirtioGpuResponse.ERR_INVALID_RESOURCE_ID, `SET_SCANOUT_BLOB: resource ${id} is no blob`);
  }
  const width = p.virtioGpuSetScanoutBlobFbWidth(words, 0);
  const height = p.virtioGpuSetScanoutBlobFbHeight(words, 0);
  const format = p.virtioGpuSetScanoutBlobFormat(words, 0);
  const stride = p.virtioGpuSetScanoutBlobStrides(words, 0, 0);
  const offset = p.virtioGpuSetScanoutBlobOffsets(words, 0, 0);
  if (!isPictureFormat(format) || rect.width === 0 || rect.height === 0 || !isWithin(rect, width, height)) {
    return device.refuse(
      VirtioGpuResponse.ERR_INVALID_PARAMETER,
      `SET_SCANOUT_BLOB: ${describe(rect)} of ${width}x${height}, format ${format}`,
    );
  }
  const picture = blobPicture(device, resource, { width, height, format, offset, stride });
  if (picture === null) {
    return device.refuse(
      VirtioGpuResponse.ERR_INVALID_PARAMETER,
      `SET_SCANOUT_BLOB: ${width}x${height} of format ${format} at ${offset} with a stride of ${stride} in blob ${id} of ${resource.blobSize} bytes`,
    );
  }
  device.scanouts.set(scanout, resource, rect, picture);
  return VirtioGpuResponse.OK_NODATA;
};

/** What shows a blob as a picture; null when it has not got these pixels. */
export function blobPicture(device: VirtioGpu, resource: GpuResource, layout: PictureLayout): Picture | null {
  const { width, height, format, offset, stride } = layout;
  const segments = blobSegments(resource, device.options.memory, device.renderer);
  if (segments !== null) {
    const end = offset + (height - 1) * stride + width * PIXEL_BYTES;
    return stride < width * PIXEL_BYTES || end > resource.blobSize ? null : memoryPicture(segments, layout);
  }
  // A texture lies as it likes: only its size and format can be compared with what the guest believes.
  const texture = device.renderer?.describe(resource.id) ?? null;
  if (texture === null || offset !== 0 || width > texture.width || height > texture.height) return null;
  const picture = renderedPicture(device, resource.id, { width, height, format: texture.format });
  return picture === null || picture.format !== format ? null : picture;
}

/** RESOURCE_MAP_BLOB: answered when whoever owns the guest has mapped it. */
export const mapBlob: Handler = (device, words, chain) => {
  const resource = findResource(device, 'RESOURCE_MAP_BLOB', p.virtioGpuResourceMapBlobResourceId(words, 0));
  if (resource === null) return VirtioGpuResponse.ERR_INVALID_RESOURCE_ID;
  const offset = p.u64Of(p.virtioGpuResourceMapBlobOffsetLo(words, 0), p.virtioGpuResourceMapBlobOffsetHi(words, 0));
  const { window } = device.options;
  const range = resource.mappable ? (device.renderer?.blobMemory(resource.id) ?? null) : null;
  if (window === undefined || range === null) {
    return device.refuse(VirtioGpuResponse.ERR_INVALID_PARAMETER, `RESOURCE_MAP_BLOB: resource ${resource.id} cannot be mapped`);
  }
  const length = Math.ceil(resource.blobSize / PAGE_BYTES) * PAGE_BYTES;
  if (resource.mapping !== null || length > range.length || offset % PAGE_BYTES !== 0 || offset + length > window.size) {
    const mapped = resource.mapping === null ? '' : `, mapped at ${resource.mapping.offset}`;
    return device.refuse(
      VirtioGpuResponse.ERR_INVALID_PARAMETER,
      `RESOURCE_MAP_BLOB: ${length} bytes of resource ${resource.id} (${range.length}${mapped}) at ${offset} of ${window.size}`,
    );
  }
  for (const { mapping } of device.mapped) {
    if (offset < mapping!.offset + mapping!.length && mapping!.offset < offset + length) {
      return device.refuse(
        VirtioGpuResponse.ERR_INVALID_PARAMETER,
        `RESOURCE_MAP_BLOB: ${length} bytes at ${offset} overlap ${mapping!.length} at ${mapping!.offset}`,
      );
    }
  }
  if (device.mapped.size >= window.slots) {
    return device.refuse(VirtioGpuResponse.ERR_OUT_OF_MEMORY, `RESOURCE_MAP_BLOB: ${window.slots} blobs are mapped, which is the limit`);
  }
  const mapping = { offset, length };
  resource.mapping = mapping;
  device.mapped.add(resource);
  return device.later<boolean>(
    chain,
    (done) => window.map(range, offset, length, done),
    (mapped) => {
      if (mapped) {
        device.response[6] = p.VirtioGpuMapCache.CACHED;
        device.response[7] = 0;
        device.responsePayload = 8;
        return VirtioGpuResponse.OK_MAP_INFO;
      }
      if (resource.mapping === mapping) device.forgetMapping(resource);
      return device.refuse(VirtioGpuResponse.ERR_UNSPEC, `RESOURCE_MAP_BLOB: ${length} bytes at ${offset} were not mapped`);
    },
  );
};

/** RESOURCE_UNMAP_BLOB: answered when nothing of it is mapped any more. */
export const unmapBlob: Handler = (device, words, chain) => {
  const resource = findResource(device, 'RESOURCE_UNMAP_BLOB', p.virtioGpuResourceUnmapBlobResourceId(words, 0));
  if (resource === null) return VirtioGpuResponse.ERR_INVALID_RESOURCE_ID;
  const { mapping } = resource;
  if (mapping === null) {
    return device.refuse(VirtioGpuResponse.ERR_INVALID_PARAMETER, `RESOURCE_UNMAP_BLOB: resource ${resource.id} is not mapped`);
  }
  device.forgetMapping(resource);
  return device.later<boolean>(
    chain,
    (done) => device.options.window!.unmap(mapping.offset, mapping.length, done),
    (unmapped) =>
      unmapped
        ? VirtioGpuResponse.OK_NODATA
        : device.refuse(
            VirtioGpuResponse.ERR_UNSPEC,
            `RESOURCE_UNMAP_BLOB: ${mapping.length} bytes at ${mapping.offset} were not unmapped`,
          ),
  );
};

/** RESOURCE_ASSIGN_UUID: version 4 of RFC 9562, the same each time it is asked for. */
export const assignUuid: Handler = (device, words) => {
  const resource = findResource(device, 'RESOURCE_ASSIGN_UUID', p.virtioGpuResourceAssignUuidResourceId(words, 0));
  if (resource === null) return VirtioGpuResponse.ERR_INVALID_RESOURCE_ID;
  resource.uuid ??= randomUuid();
  new Uint8Array(device.response.buffer, p.VirtioGpuHeaderWords * 4).set(resource.uuid);
  device.responsePayload = 16;
  return VirtioGpuResponse.OK_RESOURCE_UUID;
};

function randomUuid(): Uint8Array {
  const uuid = Uint8Array.from({ length: 16 }, () => Math.floor(Math.random() * 256));
  uuid[6] = (uuid[6]! & 0x0f) | 0x40;
  uuid[8] = (uuid[8]! & 0x3f) | 0x80;
  return uuid;
}
