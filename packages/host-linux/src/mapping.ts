import type { Fd } from './fd.ts';
import { detach, lastError, libc, viewMemory } from './libc.ts';

const readWrite = 3;
const shared = 1;
const adviseRemove = 9;

/**
 * Shared memory of a file descriptor (a memfd, guest memory) in this process.
 *
 * Most of it is only ever handed to GL as `address + offset`, so the view for JavaScript is made when somebody asks for
 * `bytes` and never paid for otherwise. Disposal detaches that view before it unmaps: a live view over unmapped memory would
 * be a segmentation fault, a detached one is merely empty. The descriptor may be closed while the mapping lives.
 */
export class Mapping implements Disposable {
  #address: number;
  #byteLength: number;
  #bytes: Uint8Array<ArrayBuffer> | null = null;

  /**
   * @param fd - borrowed for the call
   * @param byteLength - how much to map
   * @param offset - first byte of the file, a multiple of the page size
   * @throws {HostError} when the system refuses; the file being shorter is not noticed here, reading past its end is SIGBUS
   */
  constructor(fd: Fd, byteLength: number, offset = 0) {
    const address = libc.mmap(0, byteLength, readWrite, shared, fd, offset);
    if (address === -1) throw lastError(`mmap of ${byteLength} bytes at ${offset} of file descriptor ${fd}`);
    this.#address = address;
    this.#byteLength = byteLength;
  }

  /** Address of byte 0; 0 after disposal. */
  get address(): number {
    return this.#address;
  }

  /** Length in bytes; 0 after disposal. */
  get byteLength(): number {
    return this.#byteLength;
  }

  /** The memory for JavaScript, made on first use; empty after disposal. Another process may write it at any time. */
  get bytes(): Uint8Array<ArrayBuffer> {
    this.#bytes ??= new Uint8Array(this.#byteLength === 0 ? new ArrayBuffer(0) : viewMemory(this.#address, this.#byteLength));
    return this.#bytes;
  }

  /**
   * Frees the pages of a memfd's mapping, for everyone who has it: the bytes are zero afterwards. Memory that this process
   * touched counts as its own for as long as another process keeps the descriptor, so give it back before unmapping.
   */
  discard(): void {
    // Only memory that is no memfd refuses, and keeping it is no harm.
    if (this.#byteLength > 0) libc.madvise(this.#address, this.#byteLength, adviseRemove);
  }

  [Symbol.dispose](): void {
    if (this.#byteLength === 0) return;
    if (this.#bytes !== null) detach(this.#bytes.buffer);
    libc.munmap(this.#address, this.#byteLength);
    this.#address = 0;
    this.#byteLength = 0;
  }
}
