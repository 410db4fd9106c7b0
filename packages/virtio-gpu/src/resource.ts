import { PipeFormat } from '@virglass/protocol';
import type { GuestMemory } from '@virglass/virtio';
import { type Backing, copyRows } from './backing.ts';
import type { BackingSegment, HostMemory, RendererDevice, TransferBox } from './context-type.ts';
import type { VirtioGpu } from './device.ts';
import type { Picture, Rect } from './display.ts';
import { isPictureFormat, PIXEL_BYTES } from './formats.ts';

/** Where the truth about a resource's contents is. */
export type ResourceKind =
  /** In host memory of the device's own; a picture. */
  | 'picture'
  /** In the renderer. */
  | 'rendered'
  /** In guest memory: a blob. */
  | 'memory';

/** What a resource is made of. */
export interface ResourceParts {
  readonly kind: ResourceKind;
  /** Pixels; 0 of blobs, which are pictures only where a scanout says so. */
  readonly width?: number;
  readonly height?: number;
  /** VirtioGpuFormat or PipeFormat; 0 of blobs. */
  readonly format?: number;
  /** Contents of a picture. */
  readonly pixels?: HostMemory & Partial<Disposable>;
  /** Bytes of a blob, as the guest asked for; 0 of everything else. */
  readonly blobSize?: number;
  /** The guest may map it. */
  readonly mappable?: boolean;
}

/** What the guest calls a resource. */
export class GpuResource {
  readonly id: number;
  readonly kind: ResourceKind;
  readonly width: number;
  readonly height: number;
  readonly format: number;
  readonly pixels: (HostMemory & Partial<Disposable>) | null;
  readonly blobSize: number;
  readonly mappable: boolean;
  backing: Backing | null = null;
  /** Scanouts that show it, a bit each. */
  scanouts = 0;
  /** 16 bytes, once asked for. */
  uuid: Uint8Array | null = null;
  /** Where it is in the host-visible window, and how much of it; null nowhere. */
  mapping: { readonly offset: number; readonly length: number } | null = null;

  constructor(id: number, parts: ResourceParts) {
    this.id = id;
    this.kind = parts.kind;
    this.width = parts.width ?? 0;
    this.height = parts.height ?? 0;
    this.format = parts.format ?? 0;
    this.pixels = parts.pixels ?? null;
    this.blobSize = parts.blobSize ?? 0;
    this.mappable = parts.mappable ?? false;
  }

  get isBlob(): boolean {
    return this.blobSize > 0;
  }

  /** Whether the renderer has a resource of this number as well. */
  get inRenderer(): boolean {
    return this.kind === 'rendered';
  }

  /** Bytes of the device's own that it takes, for the quota. */
  get cost(): number {
    return (this.pixels?.byteLength ?? 0) + (this.backing?.cost ?? 0);
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
  const { width, height, format, pixels } = resource;
  const segments = pixels === null ? [] : [{ memory: pixels, offset: 0, length: pixels.byteLength }];
  return memoryPicture(() => segments, { width, height, format, offset: 0, stride: width * PIXEL_BYTES });
}

/** Formats of the renderer that can be shown, as the 2D format with the same bytes. */
const shown: ReadonlyMap<number, number> = new Map([
  [PipeFormat.B8G8R8A8_SRGB, PipeFormat.B8G8R8A8_UNORM],
  [PipeFormat.B8G8R8X8_SRGB, PipeFormat.B8G8R8X8_UNORM],
  [PipeFormat.R8G8B8A8_SRGB, PipeFormat.R8G8B8A8_UNORM],
  [PipeFormat.R8G8B8X8_SRGB, PipeFormat.R8G8B8X8_UNORM],
]);

/** A size and a format of the renderer. */
export interface RenderedShape {
  readonly width: number;
  readonly height: number;
  readonly format: number;
}

/**
 * The picture of a resource that a renderer has; null when it is of a format that is not shown. What is read goes from the
 * renderer to where the reader wants it, and nothing but that.
 */
export function renderedPicture(device: VirtioGpu, id: number, shape: RenderedShape): Picture | null {
  const { width, height } = shape;
  const format = shown.get(shape.format) ?? shape.format;
  if (!isPictureFormat(format)) return null;
  return {
    width,
    height,
    format,
    read(rect, target, offset, stride) {
      if (!isWithin(rect, width, height) || !fits(rect, target, offset, stride)) return false;
      const box: TransferBox = { level: 0, ...rect, z: 0, depth: 1, stride, layerStride: 0, offset };
      return device.renderer?.transferFromHost(0, id, box, target) === 0;
    },
    settled: (done) => device.afterDrawing(done),
    share: () => device.renderer?.sharePicture?.(id) ?? null,
  };
}

/** How a picture lies in memory. */
export interface PictureLayout extends RenderedShape {
  /** Byte of the first pixel. */
  readonly offset: number;
  /** Bytes from one row to the next. */
  readonly stride: number;
}

/**
 * A picture that lies in memory, the guest's or the host's.
 * @param segments - where it is now; empty when it has gone
 */
export function memoryPicture(segments: () => readonly BackingSegment[], layout: PictureLayout): Picture {
  const { width, height, format } = layout;
  return {
    width,
    height,
    format,
    read(rect, target, offset, stride) {
      if (!isWithin(rect, width, height) || !fits(rect, target, offset, stride)) return false;
      const from = layout.offset + rect.y * layout.stride + rect.x * PIXEL_BYTES;
      return copyRows(segments(), from, layout.stride, target.bytes, offset, stride, rect.width * PIXEL_BYTES, rect.height);
    },
  };
}

/** Where the bytes of a blob are: guest memory, or memory of the host that the guest has or can map. Null: in a texture. */
export function blobSegments(
  resource: GpuResource,
  memory: GuestMemory,
  renderer: RendererDevice | null,
): (() => readonly BackingSegment[]) | null {
  if (resource.kind === 'memory') return () => resource.backing?.segments(memory) ?? [];
  const shared = renderer?.blobMemory(resource.id) ?? null;
  return shared === null ? null : () => (resource.blobSize <= shared.length ? [shared] : []);
}
