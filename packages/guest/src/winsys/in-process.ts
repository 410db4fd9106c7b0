import { CapsetVirgl, CapsetVirgl2, PipeBind, PipeFormat, PipeTarget } from '@virglass/protocol';
import type { ResourceShape, Staging, TransferBox, Transport, Winsys } from './winsys.ts';

/*
 * A renderer in the same process: calls instead of messages.
 *
 * The driver knows the renderer by the shape of what it calls only, so that it depends on no host. What it needs of memory is that the
 * renderer can read it by address, which is why somebody has to hand in where memory comes from.
 */

/** A block of bytes that the renderer can reach; `HostMemory` of a renderer fits. */
export interface SharedBlock {
  readonly address: number;
  readonly byteLength: number;
  readonly bytes: Uint8Array;
}

/** The calls of a renderer's device that the driver makes; `RendererDevice` fits. */
export interface InProcessDevice extends Disposable {
  createContext(id: number, name: string): number;
  createResource(args: ResourceShape & { readonly id: number; readonly flags: number }): number;
  destroyResource(id: number): number;
  attachBacking(
    id: number,
    segments: readonly { readonly memory: SharedBlock; readonly offset: number; readonly length: number }[],
  ): number;
  attachResource(contextId: number, resourceId: number): number;
  submit(contextId: number, memory: SharedBlock, byteOffset: number, lengthWords: number): number;
  transferToHost(contextId: number, resourceId: number, box: TransferBox & { readonly offset: number }, memory: SharedBlock): number;
  transferFromHost(contextId: number, resourceId: number, box: TransferBox & { readonly offset: number }, memory: SharedBlock): number;
  finish(): void;
  createFence(): number;
  fenceSignalled(fence: number): boolean;
  waitFence(fence: number, timeoutMicroseconds: number): boolean;
  destroyFence(fence: number): void;
}

/** What an in-process transport is made of. */
export interface InProcessOptions {
  /** Opens the device of one context. */
  readonly open: () => InProcessDevice;
  /** A capability set of the renderer by number; empty when there is none. */
  readonly capset: (id: number) => Uint8Array;
  /** Takes memory that the renderer can read. */
  readonly memory: (byteLength: number) => SharedBlock;
  /** Gives it back. */
  readonly free: (memory: SharedBlock) => void;
  /** Bytes of staging memory; default 4 MiB. */
  readonly stagingBytes?: number;
}

const CONTEXT = 1;
const STREAM_BYTES = 512 * 1024;

/** A transport to a renderer in this process. */
export function inProcess(options: InProcessOptions): Transport {
  return () => new InProcessWinsys(options);
}

class InProcessWinsys implements Winsys {
  readonly capset: Uint8Array;
  readonly staging: Staging | null;
  lost = '';
  readonly #device: InProcessDevice;
  readonly #options: InProcessOptions;
  readonly #stagingMemory: SharedBlock;
  readonly #stream: SharedBlock;
  readonly #streamWords: Uint32Array;
  #transfer: SharedBlock;
  #nextResource = 1;

  constructor(options: InProcessOptions) {
    this.#options = options;
    const second = options.capset(CapsetVirgl2);
    this.capset = second.length > 0 ? second : options.capset(CapsetVirgl);
    this.#device = options.open();
    this.#device.createContext(CONTEXT, 'virglass guest');
    const bytes = options.stagingBytes ?? 4 * 1024 * 1024;
    this.#stagingMemory = options.memory(bytes);
    this.#stream = options.memory(STREAM_BYTES);
    this.#streamWords = new Uint32Array(this.#stream.bytes.buffer, this.#stream.bytes.byteOffset, STREAM_BYTES / 4);
    this.#transfer = options.memory(64 * 1024);
    const resource = this.createResource({
      target: PipeTarget.BUFFER,
      format: PipeFormat.R8_UNORM,
      bind: PipeBind.STAGING,
      width: bytes,
      height: 1,
      depth: 1,
      arraySize: 1,
      lastLevel: 0,
      samples: 0,
    });
    this.#device.attachBacking(resource, [{ memory: this.#stagingMemory, offset: 0, length: bytes }]);
    this.staging = this.lost === '' ? { resource, bytes: this.#stagingMemory.bytes } : null;
    this.lost = '';
  }

  createResource(shape: ResourceShape): number {
    const id = this.#nextResource++;
    if (this.#device.createResource({ ...shape, id, flags: 0 }) === 0) this.#device.attachResource(CONTEXT, id);
    return id;
  }

  destroyResource(id: number): void {
    this.#device.destroyResource(id);
  }

  submit(words: Uint32Array, length: number): void {
    if (this.lost !== '') return;
    this.#streamWords.set(words.subarray(0, length));
    if (this.#device.submit(CONTEXT, this.#stream, 0, length) !== 0) this.lost = 'the host refused a command';
  }

  write(id: number, box: TransferBox, bytes: Uint8Array): void {
    this.#room(bytes.length).bytes.set(bytes);
    this.#device.transferToHost(CONTEXT, id, { ...box, offset: 0 }, this.#transfer);
  }

  read(id: number, box: TransferBox, into: Uint8Array): void {
    const memory = this.#room(into.length);
    // Results of queries are written when their time comes, not by a transfer.
    this.#device.finish();
    if (this.#device.transferFromHost(CONTEXT, id, { ...box, offset: 0 }, memory) !== 0) return;
    into.set(memory.bytes.subarray(0, into.length));
  }

  /** Submits are executed at once, so every mark has been passed. */
  mark(): number {
    return 0;
  }

  passMark(): void {}

  fence(): number {
    return this.#device.createFence();
  }

  fenceSignalled(fence: number): boolean {
    return this.#device.fenceSignalled(fence);
  }

  waitFence(fence: number, microseconds: number): boolean {
    return this.#device.waitFence(fence, microseconds);
  }

  destroyFence(fence: number): void {
    this.#device.destroyFence(fence);
  }

  finish(): void {
    this.#device.finish();
  }

  [Symbol.dispose](): void {
    if (this.lost === 'closed') return;
    this.lost = 'closed';
    this.#device[Symbol.dispose]();
    this.#options.free(this.#stagingMemory);
    this.#options.free(this.#stream);
    this.#options.free(this.#transfer);
  }

  #room(bytes: number): SharedBlock {
    if (this.#transfer.byteLength < bytes) {
      this.#options.free(this.#transfer);
      this.#transfer = this.#options.memory(Math.max(bytes, this.#transfer.byteLength * 2));
    }
    return this.#transfer;
  }
}
