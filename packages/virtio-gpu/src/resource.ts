import { PipeFormat } from '@virglass/protocol';
import type { GuestMemory } from '@virglass/virtio';
import { type Backing, copySegments } from './backing.ts';
import type { HostMemory, RendererDevice, TransferBox } from './context-type.ts';
import type { Picture, Rect } from './display.ts';
import { isPictureFormat, PIXEL_BYTES } from './formats.ts';

/** Where the truth about a resource's contents is. */
export type ResourceKind =
  /** In host memory of the device's own; a picture. */
  | 'picture'
  /** In the renderer. */
  | 'rendered'
  /** In guest memory. */
  | 'blob';

/** What the guest calls a resource. */
export class GpuResource {
  readonly id: number;
  readonly kind: ResourceKind;
  readonly width: number;
  readonly height: number;
  /** VirtioGpuFormat or PipeFormat; 0 of blobs. */
  readonly format: number;
  /** Bytes that count against the quota of the device itself. */
  readonly cost: number;
  /** Contents of a picture; null of the others. */
  readonly pixels: (HostMemory & Partial<Disposable>) | null;
  backing: Backing | null = null;
  /** Whether the renderer has a resource of this number as well. */
  inRenderer: boolean;
  /** Scanouts that show it, a bit each. */
  scanouts = 0;
  /** 16 bytes, once asked for. */
  uuid: Uint8Array | null = null;
  /** Where a blob is in the host-visible window; -1 nowhere. */
  mapped = -1;
  readonly blobSize: number;

  constructor(
    id: number,
    kind: ResourceKind,
    width: number,
    height: number,
    format: number,
    pixels: (HostMemory & Partial<Disposable>) | null,
    blobSize = 0,
  ) {
    this.id = id;
    this.kind = kind;
    this.width = width;
    this.height = height;
    this.format = format;
    this.pixels = pixels;
    this.cost = pixels === null ? 0 : pixels.byteLength;
    this.inRenderer = kind === 'rendered';
    this.blobSize = blobSize;
  }
}

/** Whether a rectangle lies within a size. All numbers are 32 bits of the guest, so sums are exact. */
export function isWithin(rect: Rect, width: number, height: number): boolean {
  return rect.x + rect.width <= width && rect.y + rect.height <= height;
}

/** Whether rows of a rectangle fit into a block. */
function fits(rect: Rect, target: HostMemory, offset: number, stride: number): boolean {
  if (rect.width === 0 || rect.height === 0) return true;
  return stride >= rect.width * PIXEL_BYTES && offset + (rect.height - 1) * stride + rect.width * PIXEL_BYTES <= target.byteLength;
}

/** The picture of a resource whose pixels the device has itself. */
export function hostPicture(resource: GpuResource): Picture {
  return {
    width: resource.width,
    height: resource.height,
    format: resource.format,
    read(rect, target, offset, stride) {
      const { pixels } = resource;
      if (pixels === null || !isWithin(rect, resource.width, resource.height) || !fits(rect, target, offset, stride)) return false;
      const rowBytes = resource.width * PIXEL_BYTES;
      const from = pixels.bytes;
      const to = target.bytes;
      for (let y = 0; y < rect.height; y++) {
        const at = (rect.y + y) * rowBytes + rect.x * PIXEL_BYTES;
        to.set(from.subarray(at, at + rect.width * PIXEL_BYTES), offset + y * stride);
      }
      return true;
    },
  };
}

/** Formats of the renderer that can be shown, as the 2D format with the same bytes. */
const shown: ReadonlyMap<number, number> = new Map([
  [PipeFormat.B8G8R8A8_SRGB, PipeFormat.B8G8R8A8_UNORM],
  [PipeFormat.B8G8R8X8_SRGB, PipeFormat.B8G8R8X8_UNORM],
  [PipeFormat.R8G8B8A8_SRGB, PipeFormat.R8G8B8A8_UNORM],
  [PipeFormat.R8G8B8X8_SRGB, PipeFormat.R8G8B8X8_UNORM],
]);

/** The picture of a resource that a renderer has; null when it is of a format that is not shown. */
export function renderedPicture(resource: GpuResource, renderer: RendererDevice): Picture | null {
  const format = shown.get(resource.format) ?? resource.format;
  if (!isPictureFormat(format)) return null;
  return {
    width: resource.width,
    height: resource.height,
    format,
    read(rect, target, offset, stride) {
      if (!isWithin(rect, resource.width, resource.height) || !fits(rect, target, offset, stride)) return false;
      const box: TransferBox = {
        level: 0,
        x: rect.x,
        y: rect.y,
        z: 0,
        width: rect.width,
        height: rect.height,
        depth: 1,
        stride,
        layerStride: 0,
        offset,
      };
      return renderer.transferFromHost(0, resource.id, box, target) === 0;
    },
  };
}

/** A picture that lies in guest memory. */
export function guestPicture(
  resource: GpuResource,
  memory: GuestMemory,
  size: { readonly width: number; readonly height: number; readonly format: number; readonly offset: number; readonly stride: number },
): Picture {
  return {
    width: size.width,
    height: size.height,
    format: size.format,
    read(rect, target, offset, stride) {
      const segments = resource.backing?.segments(memory) ?? [];
      if (!isWithin(rect, size.width, size.height) || !fits(rect, target, offset, stride)) return false;
      for (let y = 0; y < rect.height; y++) {
        const from = size.offset + (rect.y + y) * size.stride + rect.x * PIXEL_BYTES;
        if (!copySegments(segments, from, target.bytes, offset + y * stride, rect.width * PIXEL_BYTES, false)) return false;
      }
      return true;
    },
  };
}
