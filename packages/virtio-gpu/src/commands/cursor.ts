import * as p from '@virglass/protocol';
import type { VirtioGpu } from '../device.ts';
import { plainMemory } from '../options.ts';
import type { CursorPicture, Picture } from '../display.ts';
import { type GpuResource, hostPicture, renderedPicture } from '../resource.ts';
import { blobPicture } from './blob.ts';
import { toBgrx } from '../formats.ts';
import { checkScanout } from './display.ts';
import type { Handler } from './handlers.ts';
import { findResource } from './shared.ts';

const { VirtioGpuFormat, VirtioGpuResponse } = p;

/** Cursors are 64x64 (virtio 1.3 section 5.7.6.10). */
const CURSOR_SIZE = 64;

/** UPDATE_CURSOR. */
export const updateCursor: Handler = (device, words) => {
  const scanout = p.virtioGpuUpdateCursorScanoutId(words, 0);
  const refusal = checkScanout(device, 'UPDATE_CURSOR', scanout);
  if (refusal !== 0) return refusal;
  const x = p.virtioGpuUpdateCursorX(words, 0);
  const y = p.virtioGpuUpdateCursorY(words, 0);
  const id = p.virtioGpuUpdateCursorResourceId(words, 0);
  if (id === 0) {
    device.options.display.cursor(scanout, null, x, y);
    return VirtioGpuResponse.OK_NODATA;
  }
  const resource = findResource(device, 'UPDATE_CURSOR', id);
  if (resource === null) return VirtioGpuResponse.ERR_INVALID_RESOURCE_ID;
  const hotX = p.virtioGpuUpdateCursorHotX(words, 0);
  const hotY = p.virtioGpuUpdateCursorHotY(words, 0);
  const picture = cursorPicture(device, resource, hotX, hotY);
  if (picture === null) {
    return device.refuse(
      VirtioGpuResponse.ERR_INVALID_RESOURCE_ID,
      `UPDATE_CURSOR: resource ${id} (${resource.width}x${resource.height}) is no cursor; ${CURSOR_SIZE}x${CURSOR_SIZE} is one`,
    );
  }
  device.options.display.cursor(scanout, picture, x, y);
  return VirtioGpuResponse.OK_NODATA;
};

/** MOVE_CURSOR. */
export const moveCursor: Handler = (device, words) => {
  const scanout = p.virtioGpuMoveCursorScanoutId(words, 0);
  const refusal = checkScanout(device, 'MOVE_CURSOR', scanout);
  if (refusal !== 0) return refusal;
  device.options.display.moveCursor(scanout, p.virtioGpuMoveCursorX(words, 0), p.virtioGpuMoveCursorY(words, 0));
  return VirtioGpuResponse.OK_NODATA;
};

/** A resource as a cursor; a blob, which has no size or format of its own, is one when it begins with as many pixels. */
function cursorSource(device: VirtioGpu, resource: GpuResource): Picture | null {
  const layout = { width: CURSOR_SIZE, height: CURSOR_SIZE, format: VirtioGpuFormat.B8G8R8A8_UNORM, offset: 0, stride: CURSOR_SIZE * 4 };
  if (resource.isBlob) return blobPicture(device, resource, layout);
  if (resource.width !== CURSOR_SIZE || resource.height !== CURSOR_SIZE) return null;
  return resource.kind === 'picture' ? hostPicture(resource) : renderedPicture(device, resource.id, resource);
}

/** A copy of a cursor's pixels as BGRA; null when the resource is not one. */
function cursorPicture(device: VirtioGpu, resource: GpuResource, hotX: number, hotY: number): CursorPicture | null {
  const picture = cursorSource(device, resource);
  if (picture === null) return null;
  const bytes = CURSOR_SIZE * CURSOR_SIZE * 4;
  const memory = device.options.allocate?.(bytes) ?? plainMemory(bytes);
  try {
    if (!picture.read({ x: 0, y: 0, width: CURSOR_SIZE, height: CURSOR_SIZE }, memory, 0, CURSOR_SIZE * 4)) return null;
    const pixels = memory.bytes.slice(0, bytes);
    if (picture.format !== VirtioGpuFormat.B8G8R8A8_UNORM) toBgrx(pixels, picture.format);
    return { pixels, width: CURSOR_SIZE, height: CURSOR_SIZE, hotX, hotY };
  } finally {
    (memory as Partial<Disposable>)[Symbol.dispose]?.();
  }
}
