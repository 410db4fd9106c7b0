import { detach, lastError, libc, pageBytes, viewMemory } from './libc.ts';

const readWrite = 3;
const privateAnonymous = 0x22;
const mayMove = 1;

/**
 * Memory of our own with an address: what GL reads by address and JavaScript by view.
 *
 * It is an anonymous mapping, so pages cost nothing until they are written, and growing moves page tables, not bytes. An
 * instance never changes its address or its views while it lives: `moveTo` hands the memory to a new instance and leaves
 * the old one empty. Whoever keeps something per buffer can therefore key it by the instance.
 */
export class NativeBuffer implements Disposable {
  #address: number;
  #byteLength: number;
  #buffer: ArrayBuffer | null = null;
  #bytes: Uint8Array<ArrayBuffer> | null = null;
  #words: Uint32Array<ArrayBuffer> | null = null;

  private constructor(address: number, byteLength: number) {
    this.#address = address;
    this.#byteLength = byteLength;
  }

  /**
   * Takes zeroed memory from the system.
   *
   * @param byteLength - rounded up to whole pages
   * @throws {HostError} when there is no memory
   */
  static allocate(byteLength: number): NativeBuffer {
    const length = wholePages(byteLength);
    const address = libc.mmap(0, length, readWrite, privateAnonymous, -1, 0);
    if (address === -1) throw lastError(`mmap of ${length} bytes`);
    return new NativeBuffer(address, length);
  }

  /** Address of byte 0; 0 when the memory is gone. */
  get address(): number {
    return this.#address;
  }

  /** Length in bytes, a multiple of the page size; 0 when the memory is gone. */
  get byteLength(): number {
    return this.#byteLength;
  }

  /** The memory as bytes, made on first use; empty when the memory is gone. */
  get bytes(): Uint8Array<ArrayBuffer> {
    this.#bytes ??= new Uint8Array(this.#view());
    return this.#bytes;
  }

  /** The memory as 32-bit words, over the same ArrayBuffer as `bytes`. */
  get words(): Uint32Array<ArrayBuffer> {
    this.#words ??= new Uint32Array(this.#view());
    return this.#words;
  }

  /**
   * Hands the memory to a new instance of another length, keeping what fits; what is added is zero. Views of the old
   * instance are empty afterwards.
   *
   * @param byteLength - rounded up to whole pages
   * @throws {HostError} when there is no memory; the old instance then still holds what it held
   */
  moveTo(byteLength: number): NativeBuffer {
    const length = wholePages(byteLength);
    const address = libc.mremap(this.#address, this.#byteLength, length, mayMove);
    if (address === -1) throw lastError(`mremap of ${this.#byteLength} to ${length} bytes`);
    this.#forget();
    return new NativeBuffer(address, length);
  }

  [Symbol.dispose](): void {
    const address = this.#address;
    const byteLength = this.#byteLength;
    if (byteLength === 0) return;
    this.#forget();
    libc.munmap(address, byteLength);
  }

  #view(): ArrayBuffer {
    this.#buffer ??= this.#byteLength === 0 ? new ArrayBuffer(0) : viewMemory(this.#address, this.#byteLength);
    return this.#buffer;
  }

  #forget(): void {
    if (this.#buffer !== null) detach(this.#buffer);
    this.#address = 0;
    this.#byteLength = 0;
  }
}

function wholePages(byteLength: number): number {
  return Math.max(1, Math.ceil(byteLength / pageBytes)) * pageBytes;
}
