import koffi from 'koffi';
import { GlHostError } from '../gl.ts';
import type { Memory } from '../memory.ts';

/** Bytes that `allocateMemory` aligns to: a cache line, and what copies with vector instructions like. */
const ALIGNMENT = 64;

/**
 * A block of process memory. The JavaScript view is made when `bytes` is first read (2 to 4 us) and is emptied before the
 * block goes away: a view of memory that is no longer there would crash the process.
 */
export class NativeMemory implements Memory {
  readonly address: number;
  readonly byteLength: number;
  private view: Uint8Array | null = null;
  /** What `koffi.free` takes; null for memory that GL owns. */
  private allocation: unknown;

  /**
   * @param address - of the first byte
   * @param byteLength - size in bytes
   * @param allocation - pointer to free with the block, or null
   */
  constructor(address: number, byteLength: number, allocation: unknown) {
    this.address = address;
    this.byteLength = byteLength;
    this.allocation = allocation;
  }

  get bytes(): Uint8Array {
    this.view ??= this.address === 0 ? new Uint8Array(0) : new Uint8Array(koffi.view(this.address, this.byteLength));
    return this.view;
  }

  /** Empties the JavaScript view, and frees the block when it was allocated here. */
  release(): void {
    if (this.view !== null && this.view.byteLength > 0) (this.view.buffer as ArrayBuffer).transfer(0);
    this.view = new Uint8Array(0);
    if (this.allocation === null) return;
    koffi.free(this.allocation);
    this.allocation = null;
  }
}

/**
 * Allocates memory aligned to 64 bytes, zeroed (koffi.alloc is calloc: large blocks cost nothing until they are touched).
 *
 * @param byteLength - size in bytes, at least 1
 * @throws {RangeError} when the size is not a positive integer
 * @throws {GlHostError} OUT_OF_MEMORY, also for 2 GiB and more
 */
export function allocateMemory(byteLength: number): NativeMemory {
  if (!Number.isSafeInteger(byteLength) || byteLength < 1) throw new RangeError(`cannot allocate ${byteLength} bytes`);
  let pointer: unknown;
  try {
    pointer = koffi.alloc('uint8_t', byteLength + ALIGNMENT);
  } catch (cause) {
    throw new GlHostError('OUT_OF_MEMORY', `cannot allocate ${byteLength} bytes`, cause);
  }
  const start = Number(pointer);
  return new NativeMemory(start + (-start & (ALIGNMENT - 1)), byteLength, pointer);
}
