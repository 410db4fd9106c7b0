/*
 * What the driver needs of whoever carries its words to a host.
 *
 * A transport is synchronous, because WebGL is: a call returns when its bytes have been handed over, and calls that ask for something
 * return with the answer. Everything is executed in the order of the calls. The transport chooses resource numbers: in a real guest
 * they are the kernel's.
 *
 * A transport that has lost its host says so in `lost` and swallows everything from then on: reads give what was in the array,
 * fences have passed. Nothing here throws because of what a host does; the context looks at `lost` and reports it as WebGL does.
 */

/** Shape of a resource, in the protocol's numbers (`PipeTarget`, `PipeFormat`, `PipeBind`). */
export interface ResourceShape {
  readonly target: number;
  readonly format: number;
  readonly bind: number;
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly arraySize: number;
  readonly lastLevel: number;
  readonly samples: number;
}

/** A box of a level in texels (bytes for buffers), and how its rows lie in the bytes that go with it. */
export interface TransferBox {
  readonly level: number;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  /** Bytes from one row to the next. */
  readonly stride: number;
  /** Bytes from one layer to the next. */
  readonly layerStride: number;
}

/** Memory that the host can copy from: a resource that is nothing but backing. */
export interface Staging {
  /** Number of the resource. */
  readonly resource: number;
  /** Its backing. */
  readonly bytes: Uint8Array;
}

/** A connection to a host. */
export interface Winsys extends Disposable {
  /** Capability set: `CapsV2`, or the shorter `CapsV1` of old hosts. */
  readonly capset: Uint8Array;
  /** Null: uploads go in the stream or by `write`. */
  readonly staging: Staging | null;
  /** Why there is no host any more; '' while there is one. */
  readonly lost: string;
  /** Makes a resource. @returns its number, which the stream calls it by; 0 when there is no host any more */
  createResource(shape: ResourceShape): number;
  destroyResource(id: number): void;
  /** Executes a command stream; the words may be used again afterwards. */
  submit(words: Uint32Array, length: number): void;
  /** Writes a box of a resource. */
  write(id: number, box: TransferBox, bytes: Uint8Array): void;
  /** Reads a box of a resource, after everything submitted so far. */
  read(id: number, box: TransferBox, into: Uint8Array): void;
  /** Marks a point of the stream; see `passMark`. */
  mark(): number;
  /** Waits until the host has read everything up to a mark, so that staging memory may be written again. */
  passMark(mark: number): void;
  /** Makes a fence after everything submitted so far. */
  fence(): number;
  fenceSignalled(fence: number): boolean;
  /** Waits for a fence. @returns whether it has signalled */
  waitFence(fence: number, microseconds: number): boolean;
  destroyFence(fence: number): void;
  /** Waits until the host has finished everything submitted so far. */
  finish(): void;
}

/** Makes a connection; called once for a context, and again when a lost context is restored. */
export type Transport = () => Winsys;
