import type { Renderer, RendererDevice, ResourceArgs, SharedMemory, SharedRange } from '../context-type.ts';

/** Pages of one guest's memory that can be mapped. */
const SHARED_BYTES = 1 << 20;
const PAGE = 4096;

/**
 * A renderer whose fences signal when a test says so, and which writes down what it is asked. Its contexts have prepared a blob under
 * every number from 1 to 99: even ones are memory that can be mapped, of as many pages as the number, odd ones textures of 64x64.
 */
export class FenceRenderer implements Renderer {
  readonly capsets: Renderer['capsets'];
  readonly calls: string[] = [];
  /** Fences up to this one have signalled. */
  signalled = 0;
  /** Fences made and not destroyed. */
  live = 0;
  /** Words that the next submits leave, oldest first. */
  readonly leaves: number[] = [];
  /** Calls that are refused, by name. */
  readonly refused = new Set<string>();
  /** What is said to be in use. */
  bytesUsed = 0;
  /** Memory of the blobs. */
  readonly shared: SharedMemory = {
    fd: 7,
    address: 0,
    byteLength: SHARED_BYTES,
    bytes: new Uint8Array(SHARED_BYTES),
    discard: () => undefined,
    [Symbol.dispose]: () => undefined,
  };
  onFences: (() => void) | null = null;
  /** Device pixels are filled with this when they are read. */
  color = 0;
  #fences = 0;

  constructor(
    capsets: Renderer['capsets'] = [
      { id: 1, maxVersion: 1, maxSize: 308 },
      { id: 2, maxVersion: 2, maxSize: 1408 },
    ],
  ) {
    this.capsets = capsets;
  }

  capset(id: number): Uint8Array {
    return new Uint8Array(this.capsets.find((one) => one.id === id)?.maxSize ?? 0).fill(id);
  }

  openDevice(): RendererDevice {
    const say =
      (name: string) =>
      (...args: unknown[]): number => {
        this.calls.push(`${name} ${args.filter((arg) => typeof arg !== 'object').join(' ')}`.trim());
        return this.refused.has(name) ? 1 : 0;
      };
    const blobs = new Map<number, SharedRange | ResourceArgs>();
    const inUse = (): number => this.bytesUsed;
    let left = 0;
    return {
      createContext: say('createContext'),
      destroyContext: say('destroyContext'),
      createResource: ({ id }) => say('createResource')(id),
      createBlob: ({ id, contextId, blobId, size, mappable }) => {
        const status = say('createBlob')(id, contextId, blobId, size, mappable);
        if (status !== 0 || blobId < 1 || blobId > 99) return 1;
        blobs.set(id, blobId % 2 === 0 ? { memory: this.shared, offset: 0, length: blobId * PAGE } : texture(id));
        return 0;
      },
      blobMemory: (id) => {
        const blob = blobs.get(id);
        return blob !== undefined && 'memory' in blob ? blob : null;
      },
      describe: (id) => {
        const blob = blobs.get(id);
        return blob !== undefined && 'width' in blob ? blob : null;
      },
      importBlob: (id, memory) => say('importBlob')(id, memory === null ? 'without memory' : memory.length),
      destroyResource: say('destroyResource'),
      attachBacking: (id, segments) => say('attachBacking')(id, ...segments.map((segment) => segment.length)),
      detachBacking: say('detachBacking'),
      attachResource: say('attachResource'),
      detachResource: say('detachResource'),
      submit: (context, memory, offset, words) => {
        left = this.leaves.shift() ?? 0;
        return say('submit')(context, ...new Uint32Array(memory.bytes.buffer, memory.bytes.byteOffset + offset, words - left));
      },
      transferToHost: (context, resource, box) => say('transferToHost')(context, resource, box.width, box.offset),
      transferFromHost: (context, resource, box, memory) => {
        const row = (y: number): number => box.offset + y * box.stride;
        for (let y = 0; memory !== null && y < box.height; y++) memory.bytes.fill(this.color, row(y), row(y) + box.width * 4);
        return say('transferFromHost')(context, resource, box.width, box.offset);
      },
      get bytesUsed() {
        return inUse();
      },
      get unexecuted() {
        return left;
      },
      flush: () => undefined,
      finish: () => {
        this.signalled = this.#fences;
      },
      createFence: (...where) => {
        if (where.length > 0) say('createFence')(...where);
        this.live++;
        return ++this.#fences;
      },
      fenceSignalled: (fence) => fence <= this.signalled,
      waitFence: (fence) => fence <= this.signalled,
      watchFence: (fence) => fence > this.signalled,
      destroyFence: () => {
        this.live--;
      },
      [Symbol.dispose]: say('dispose'),
    };
  }

  /** What it was asked since the last time. */
  take(): string[] {
    return this.calls.splice(0);
  }

  [Symbol.dispose](): void {
    this.calls.length = 0;
  }
}

const texture = (id: number): ResourceArgs => ({
  id,
  target: 2,
  format: 2,
  bind: 2,
  width: 64,
  height: 64,
  depth: 1,
  arraySize: 1,
  lastLevel: 0,
  samples: 0,
  flags: 0,
});
