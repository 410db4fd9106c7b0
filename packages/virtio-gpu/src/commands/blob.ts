import * as p from '@virglass/protocol';
import { isPictureFormat, PIXEL_BYTES } from '../formats.ts';
import { GpuResource, guestPicture, isWithin } from '../resource.ts';
import { checkScanout, describe } from './display.ts';
import type { Handler } from './handlers.ts';
import { checkNewResource, readBacking } from './resource.ts';
import { findResource } from './shared.ts';

const { VirtioGpuBlobMem, VirtioGpuResponse } = p;

/** RESOURCE_CREATE_BLOB: guest memory. Memory of the host is made by a context type that can, and none offered here does. */
export const createBlob: Handler = (device, words) => {
  const id = p.virtioGpuResourceCreateBlobResourceId(words, 0);
  const kind = p.virtioGpuResourceCreateBlobBlobMem(words, 0);
  const count = p.virtioGpuResourceCreateBlobNrEntries(words, 0);
  const size = p.u64Of(p.virtioGpuResourceCreateBlobSizeLo(words, 0), p.virtioGpuResourceCreateBlobSizeHi(words, 0));
  const refusal = checkNewResource(device, 'RESOURCE_CREATE_BLOB', id);
  if (refusal !== 0) return refusal;
  if (kind !== VirtioGpuBlobMem.GUEST || device.options.blobs === false) {
    return device.refuse(VirtioGpuResponse.ERR_INVALID_PARAMETER, `RESOURCE_CREATE_BLOB: blobs of kind ${kind} are not offered`);
  }
  const backing = readBacking(device, 'RESOURCE_CREATE_BLOB', count, p.VirtioGpuHeaderWords + p.VirtioGpuResourceCreateBlobMinLength);
  if (backing === null) return VirtioGpuResponse.ERR_INVALID_PARAMETER;
  if (size === 0 || size > backing.bytes) {
    return device.refuse(VirtioGpuResponse.ERR_INVALID_PARAMETER, `RESOURCE_CREATE_BLOB: ${size} bytes in ${backing.bytes} of memory`);
  }
  const resource = new GpuResource(id, 'blob', 0, 0, 0, null, size);
  resource.backing = backing;
  device.resources.set(id, resource);
  return VirtioGpuResponse.OK_NODATA;
};

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
  if (resource.kind !== 'blob') {
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
  if (stride < width * PIXEL_BYTES || offset + (height - 1) * stride + width * PIXEL_BYTES > resource.blobSize) {
    return device.refuse(
      VirtioGpuResponse.ERR_INVALID_PARAMETER,
      `SET_SCANOUT_BLOB: ${width}x${height} at ${offset} with a stride of ${stride} in ${resource.blobSize} bytes`,
    );
  }
  const picture = guestPicture(resource, device.options.memory, { width, height, format, offset, stride });
  device.scanouts.set(scanout, resource, rect, picture);
  return VirtioGpuResponse.OK_NODATA;
};

/** RESOURCE_MAP_BLOB. */
export const mapBlob: Handler = (device, words) => {
  const resource = findResource(device, 'RESOURCE_MAP_BLOB', p.virtioGpuResourceMapBlobResourceId(words, 0));
  if (resource === null) return VirtioGpuResponse.ERR_INVALID_RESOURCE_ID;
  const offset = p.u64Of(p.virtioGpuResourceMapBlobOffsetLo(words, 0), p.virtioGpuResourceMapBlobOffsetHi(words, 0));
  const { window } = device.options;
  if (window === undefined || resource.kind !== 'blob' || resource.backing !== null) {
    return device.refuse(VirtioGpuResponse.ERR_INVALID_PARAMETER, `RESOURCE_MAP_BLOB: resource ${resource.id} cannot be mapped`);
  }
  if (resource.mapped >= 0 || offset + resource.blobSize > window.size || !window.map(resource.id, offset, resource.blobSize)) {
    return device.refuse(
      VirtioGpuResponse.ERR_INVALID_PARAMETER,
      `RESOURCE_MAP_BLOB: resource ${resource.id} at ${offset} of ${window.size}`,
    );
  }
  resource.mapped = offset;
  device.response[6] = p.VirtioGpuMapCache.CACHED;
  device.response[7] = 0;
  device.responsePayload = 8;
  return VirtioGpuResponse.OK_MAP_INFO;
};

/** RESOURCE_UNMAP_BLOB. */
export const unmapBlob: Handler = (device, words) => {
  const resource = findResource(device, 'RESOURCE_UNMAP_BLOB', p.virtioGpuResourceUnmapBlobResourceId(words, 0));
  if (resource === null) return VirtioGpuResponse.ERR_INVALID_RESOURCE_ID;
  if (resource.mapped < 0) {
    return device.refuse(VirtioGpuResponse.ERR_INVALID_PARAMETER, `RESOURCE_UNMAP_BLOB: resource ${resource.id} is not mapped`);
  }
  device.options.window!.unmap(resource.id, resource.mapped, resource.blobSize);
  resource.mapped = -1;
  return VirtioGpuResponse.OK_NODATA;
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
