/*
 * What a renderer is to a front.
 *
 * A front (vtest socket, virtio-gpu control queue) knows resources, contexts and capsets by number; it does not know what
 * a command stream means. A renderer knows the streams and not where they came from. This file is the border between the
 * two. One `Renderer` serves the whole process; each VM (or each vtest client) has a `RendererDevice` of its own, with its
 * own resource and context numbers, so that no guest can name another guest's objects.
 *
 * Nothing here throws because of what a guest sent. Every call answers a `Status`: 0 is success, everything else is the
 * guest's fault and is already in the log with its cause.
 */

/** Outcome of a request: 0 is success, any other value names a refusal (see `Status`). */
export type StatusCode = number;

/** A block of bytes that JavaScript and the GL implementation can both reach. */
export interface HostMemory {
  /** Address of byte 0 in this process; 0 where there is no such thing. */
  readonly address: number;
  /** Length in bytes. */
  readonly byteLength: number;
  /** The same bytes for JavaScript; may be made on first use. */
  readonly bytes: Uint8Array;
}

/** Memory of the host that another process can map as well: a virtual machine monitor, to show it to its guest. */
export interface SharedMemory extends HostMemory, Disposable {
  /** File descriptor of the memory, whose byte 0 is byte 0 here; borrowed. */
  readonly fd: number;
  /** Gives pages back to the system: they are zero afterwards, for everyone who has them mapped. Whole pages. */
  discard(offset: number, length: number): void;
}

/** A part of shared memory. */
export interface SharedRange {
  readonly memory: SharedMemory;
  /** First byte, a multiple of the page size. */
  readonly offset: number;
  /** Bytes, whole pages. */
  readonly length: number;
}

/** Where a context type gets shared memory from. */
export interface SharedMemorySource {
  /** Bytes that one guest may have of it. No page is taken before it is touched. */
  readonly bytes: number;
  /** @throws when the system has none */
  allocate(bytes: number): SharedMemory;
}

/** A picture as a DMA buffer: one plane, rows from top to bottom. */
export interface SharedPicture {
  readonly fd: number;
  /** DRM format. */
  readonly fourcc: number;
  readonly strideBytes: number;
  /** DRM modifier: how the pixels are arranged. */
  readonly modifierLow: number;
  readonly modifierHigh: number;
}

/** One run of a resource's backing. */
export interface BackingSegment {
  readonly memory: HostMemory;
  /** First byte of the run within `memory`. */
  readonly offset: number;
  /** Length of the run in bytes. */
  readonly length: number;
}

/** Parameters of a 3D resource, as in VIRTIO_GPU_CMD_RESOURCE_CREATE_3D; formats and targets are virgl numbers. */
export interface ResourceArgs {
  readonly id: number;
  readonly target: number;
  readonly format: number;
  readonly bind: number;
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly arraySize: number;
  readonly lastLevel: number;
  readonly samples: number;
  readonly flags: number;
}

/** A blob whose memory is the host's, as in VIRTIO_GPU_CMD_RESOURCE_CREATE_BLOB. */
export interface BlobArgs {
  readonly id: number;
  /** Context that has prepared it. */
  readonly contextId: number;
  /** The context's own number for what it has prepared, exact up to 2^53. */
  readonly blobId: number;
  readonly size: number;
  /** The guest wants to map it. */
  readonly mappable: boolean;
}

/** A box in texels (bytes for buffers) of one mipmap level, origin at the resource's first texel. */
export interface TransferBox {
  readonly level: number;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  /** Bytes from one row of the box to the next in the backing; 0 means the natural stride of the whole level. */
  readonly stride: number;
  /** Bytes from one layer of the box to the next in the backing; 0 means the natural stride of the whole level. */
  readonly layerStride: number;
  /** Byte of the backing where the box begins. */
  readonly offset: number;
}

/** What one VM or vtest client may take from the host. */
export interface Quota {
  /** Bytes of host GL storage, all resources together. */
  readonly bytes: number;
  readonly resources: number;
  readonly contexts: number;
  /** Objects (states, shaders, views, queries) in one context. */
  readonly objects: number;
  /**
   * Milliseconds for which its work may keep others waiting without a break: one command, or what was submitted between two fences.
   * What takes longer is stopped, and its context is in error from then on.
   */
  readonly gpuMilliseconds: number;
}

/** Where a renderer and a front report what a guest did wrong, one line each. */
export interface Logger {
  warn(message: string): void;
  debug(message: string): void;
}

/** One guest's world on a renderer. */
export interface RendererDevice extends Disposable {
  /** @param capset - kind of context; 0 or absent: the renderer's first */
  createContext(id: number, name: string, capset?: number): StatusCode;
  destroyContext(id: number): StatusCode;
  createResource(args: ResourceArgs): StatusCode;
  /**
   * Makes a resource of what a context's stream has prepared under a blob number, which is free for another afterwards.
   * Refused when there is nothing of this number, or it is smaller than the guest believes.
   */
  createBlob(args: BlobArgs): StatusCode;
  /** Where the contents of a blob lie that can be mapped; null: it cannot. Valid until the resource is destroyed. */
  blobMemory(id: number): SharedRange | null;
  /** What a resource was made with; null when there is none, or it is memory alone. */
  describe(id: number): ResourceArgs | null;
  /** A texture for whoever shows it; null where it cannot be shared. Absent: none can. */
  sharePicture?(id: number): SharedPicture | null;
  /**
   * Brings in a blob of another context type, which a context of this one is about to be attached to.
   *
   * @param memory - its contents; null where they cannot be shared, so that the resource is a mere number
   */
  importBlob(id: number, memory: SharedRange | null): StatusCode;
  destroyResource(id: number): StatusCode;
  /** Replaces the resource's backing; the segments stay mapped until `detachBacking` or `destroyResource`. */
  attachBacking(id: number, segments: readonly BackingSegment[]): StatusCode;
  detachBacking(id: number): StatusCode;
  attachResource(contextId: number, resourceId: number): StatusCode;
  detachResource(contextId: number, resourceId: number): StatusCode;
  /**
   * Executes a command stream. Both views cover the same bytes; they are borrowed, valid only during the call.
   * A command that is refused is skipped or ends the submit as the protocol says; the cause is in the log.
   *
   * @param memory - block that holds the stream
   * @param byteOffset - first byte of the stream in `memory`, a multiple of 4
   * @param lengthWords - number of 32-bit words
   * @param milliseconds - time after which the stream may be left between two commands; see `unexecuted`. Absent: never
   */
  submit(contextId: number, memory: HostMemory, byteOffset: number, lengthWords: number, milliseconds?: number): StatusCode;
  /** Words at the end of the stream that the last `submit` has left because its time was over: submit them again. Else 0. */
  readonly unexecuted: number;
  /** Copies a box from the backing (or from `memory`, when given, at its byte `box.offset`) into the resource. */
  transferToHost(contextId: number, resourceId: number, box: TransferBox, memory: HostMemory | null): StatusCode;
  /** Copies a box of the resource into the backing (or into `memory`, when given, at its byte `box.offset`). */
  transferFromHost(contextId: number, resourceId: number, box: TransferBox, memory: HostMemory | null): StatusCode;
  /** Bytes of host storage that this device holds now. */
  readonly bytesUsed: number;
  /** Makes queued work visible to the GPU without waiting for it. */
  flush(): void;
  /** Waits until everything submitted so far has finished on the GPU. */
  finish(): void;
  /**
   * Makes a fence after everything submitted so far, or after what was submitted to one ring of a context.
   *
   * @param contextId - absent: all contexts
   * @returns a fence to be asked by `fenceSignalled` and freed by `destroyFence`
   */
  createFence(contextId?: number, ring?: number): number;
  fenceSignalled(fence: number): boolean;
  /**
   * Waits for a fence, but no longer than asked.
   *
   * @returns true when the fence has signalled; false when the time was over
   */
  waitFence(fence: number, timeoutMicroseconds: number): boolean;
  /**
   * Asks for a call of the renderer's `onFences` when the fence has signalled.
   *
   * @returns false when it has signalled already, and where nobody can tell: then it must be asked again and again
   */
  watchFence(fence: number): boolean;
  destroyFence(fence: number): void;
}

/**
 * A renderer: capsets and the devices that use it. Each is a context type, or several that share contexts and resources among
 * themselves; `combineContextTypes` makes one of several that do not know each other.
 */
export interface Renderer extends Disposable {
  /** Capsets offered, each a kind of context: 1 is virgl, 2 is virgl2, 4 Venus, 5 cross-domain. */
  readonly capsets: readonly { readonly id: number; readonly maxVersion: number; readonly maxSize: number }[];
  /** The capset's bytes, little-endian as on the wire; empty when there is no such capset. */
  capset(id: number, version: number): Uint8Array;
  openDevice(quota: Quota, log: Logger): RendererDevice;
  /** Called on the event loop when fences have signalled that somebody watches; there may be fewer or more than that. */
  onFences: (() => void) | null;
}
