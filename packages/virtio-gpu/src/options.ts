import type { GuestMemory } from '@virglass/virtio';
import type { HostMemory, Logger, Quota, Renderer, SharedRange } from './context-type.ts';
import type { Display } from './display.ts';
import type { ScreenMode } from './edid.ts';

/**
 * A window of guest address space into which memory of the host can be mapped. Whoever owns the guest does it, in its own time and
 * in the order in which it was asked; the guest's request waits for that.
 */
export interface HostVisibleWindow {
  /** Bytes, whole pages. */
  readonly size: number;
  /** Mappings that there may be at once. */
  readonly slots: number;
  /**
   * Maps memory; nothing else is mapped in that place.
   *
   * @param range - at least `length` bytes of it; may go as soon as it has been unmapped
   * @param offset - place in the window, a multiple of the page size
   * @param length - whole pages
   * @param done - called once, now or later
   */
  map(range: SharedRange, offset: number, length: number, done: (mapped: boolean) => void): void;
  /** Takes a mapping out, which was made with these numbers. */
  unmap(offset: number, length: number, done: (unmapped: boolean) => void): void;
}

/** What a device is made of. */
export interface VirtioGpuOptions {
  readonly memory: GuestMemory;
  /** Null: 2D only. */
  readonly renderer: Renderer | null;
  readonly display: Display;
  /** Screens, 1 to 16; null is one that is not plugged in. */
  readonly screens: readonly (ScreenMode | null)[];
  /**
   * Scanouts that requests may name, where a monitor tells its guest of more screens than the device itself knows of; default:
   * as many as there are screens.
   */
  readonly scanouts?: number;
  readonly quota: Quota;
  readonly log: Logger;
  /** Host memory for pictures and requests, readable by the renderer's GL; default: plain JavaScript memory. */
  readonly allocate?: (bytes: number) => HostMemory & Partial<Disposable>;
  /** Where blobs of the host can be mapped; absent: RESOURCE_MAP_BLOB is refused. */
  readonly window?: HostVisibleWindow;
  /** Blobs, in guest memory and where the renderer and the window can in the host's, and SET_SCANOUT_BLOB; default true. */
  readonly blobs?: boolean;
  /** Called when the configuration space has changed, for the front to tell the driver. */
  readonly onConfigChange?: () => void;
  /**
   * Asks somebody else for the wished modes before a guest is told them. `done` gets null when nobody answers; the device
   * then keeps what it knows. False: there is nobody to ask.
   */
  readonly refreshScreens?: (done: (modes: readonly (ScreenMode | null)[] | null) => void) => boolean;
  /**
   * Asks somebody else for the EDID of a screen. `done` gets at most 1024 bytes, or null when there is none to be had; the device then
   * makes one of the wished mode. False: there is nobody to ask.
   */
  readonly refreshEdid?: (scanout: number, done: (edid: Uint8Array | null) => void) => boolean;
  /** Called when a request of the control queue was answered outside `process` and `collect`: publish the queue. */
  readonly onAnswered?: () => void;
}

/** JavaScript memory as host memory: it has no address. */
export function plainMemory(bytes: number): HostMemory {
  return { address: 0, byteLength: bytes, bytes: new Uint8Array(bytes) };
}
