import type { HostMemory } from '@virglass/virtio-gpu';

/** A run of bytes of a larger block, for those who check what they are given against its length. Borrows the block. */
export class MemorySlice implements HostMemory {
  readonly address: number;
  readonly byteLength: number;
  readonly #block: HostMemory;
  readonly #offset: number;

  constructor(block: HostMemory, offset: number, byteLength: number) {
    this.address = block.address + offset;
    this.byteLength = byteLength;
    this.#block = block;
    this.#offset = offset;
  }

  get bytes(): Uint8Array {
    return this.#block.bytes.subarray(this.#offset, this.#offset + this.byteLength);
  }
}
