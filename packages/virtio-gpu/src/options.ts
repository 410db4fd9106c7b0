import type { GuestMemory } from '@virglass/virtio';
import type { HostMemory, Logger, Quota, Renderer } from './context-type.ts';
import type { Display } from './display.ts';
import type { ScreenMode } from './edid.ts';

/** A window of guest address space into which memory of the host can be mapped. */
export interface HostVisibleWindow {
  readonly size: number;
  /**
   * Maps a blob at an offset of the window; false when it cannot be.
   * @param resource - number of the blob; its memory comes from who made it
   */
  map(resource: number, offset: number, size: number): boolean;
  unmap(resource: number, offset: number, size: number): boolean;
}

/** What a device is made of. */
export interface VirtioGpuOptions {
  readonly memory: GuestMemory;
  /** Null: 2D only. */
  readonly renderer: Renderer | null;
  readonly display: Display;
  /** Screens, 1 to 16; null is one that is not plugged in. */
  readonly screens: readonly (ScreenMode | null)[];
  readonly quota: Quota;
  readonly log: Logger;
  /** Host memory for pictures and requests, readable by the renderer's GL; default: plain JavaScript memory. */
  readonly allocate?: (bytes: number) => HostMemory & Partial<Disposable>;
  /** Where host blobs can be mapped; none: RESOURCE_MAP_BLOB is refused. */
  readonly window?: HostVisibleWindow;
  /** Blobs in guest memory, and SET_SCANOUT_BLOB; default true. */
  readonly blobs?: boolean;
  /** Called when the configuration space has changed, for the front to tell the driver. */
  readonly onConfigChange?: () => void;
  /**
   * Asks somebody else for the wished modes before a guest is told them. `done` gets null when nobody answers; the device
   * then keeps what it knows. False: there is nobody to ask.
   */
  readonly refreshScreens?: (done: (modes: readonly (ScreenMode | null)[] | null) => void) => boolean;
  /** Called when a request of the control queue was answered outside `process` and `collect`: publish the queue. */
  readonly onAnswered?: () => void;
}

/** JavaScript memory as host memory: it has no address. */
export function plainMemory(bytes: number): HostMemory {
  return { address: 0, byteLength: bytes, bytes: new Uint8Array(bytes) };
}
