import type { Chain } from '@virglass/virtio';
import type { HostMemory } from './context-type.ts';
import { MAX_REQUEST_BYTES } from './limits.ts';

const FIRST_BYTES = 4096;

/**
 * The request being handled, as one block of words: drivers cut requests into buffers as they like, and may change them while they
 * are read. Streams are executed out of it.
 */
export class RequestBuffer implements Disposable {
  readonly #allocate: (bytes: number) => HostMemory & Partial<Disposable>;
  #memory: HostMemory & Partial<Disposable>;
  /** The words of the request, and of older ones behind it. */
  words: Uint32Array;
  /** Bytes of the request. */
  bytes = 0;

  constructor(allocate: (bytes: number) => HostMemory & Partial<Disposable>) {
    this.#allocate = allocate;
    this.#memory = allocate(FIRST_BYTES);
    this.words = wordsOf(this.#memory);
  }

  /** The block that holds the request. */
  get memory(): HostMemory {
    return this.#memory;
  }

  /**
   * Copies the readable part of a request.
   * @returns '' or why it cannot be handled
   */
  gather(chain: Chain): string {
    const bytes = chain.readable;
    this.bytes = 0;
    if (bytes > MAX_REQUEST_BYTES) return `a request of ${bytes} bytes; at most ${MAX_REQUEST_BYTES} are taken`;
    if (bytes > this.#memory.byteLength) {
      let larger: HostMemory & Partial<Disposable>;
      try {
        larger = this.#allocate(2 ** Math.ceil(Math.log2(bytes)));
      } catch {
        return `no memory for a request of ${bytes} bytes`;
      }
      this.#memory[Symbol.dispose]?.();
      this.#memory = larger;
      this.words = wordsOf(larger);
    }
    if (!chain.read(0, this.#memory.bytes, 0, bytes)) return `a request of ${bytes} bytes is no longer in guest memory`;
    this.bytes = bytes;
    return '';
  }

  [Symbol.dispose](): void {
    this.#memory[Symbol.dispose]?.();
  }
}

function wordsOf({ bytes }: HostMemory): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2);
}
