import { closeFd, type Fd } from './fd.ts';
import { detach, lastError, libc, pageBytes, viewMemory } from './libc.ts';
import { createMemfd } from './memfd.ts';

const readWrite = 3;
const shared = 1;
const fixed = 0x10;
const privateAnonymous = 0x22;
const withoutReserve = 0x4000;
const adviseRemove = 9;

/** Places of blocks that are gone, by their length. */
const places = new Map<number, number[]>();

/**
 * Memory that other processes map by its descriptor, and whose place in this process outlives it.
 *
 * GL drivers are told such places (buffers with memory of this process) and may look at one once more after they have let go of
 * it. So the place of a block that is disposed keeps memory, private zeros, and is used again by the next block of that length.
 */
export class SharedBlock implements Disposable {
  /** Descriptor of the memory, whose byte 0 is byte 0 here; borrowed. */
  readonly fd: Fd;
  readonly #address: number;
  #byteLength: number;
  #bytes: Uint8Array<ArrayBuffer> | null = null;

  private constructor(fd: Fd, address: number, byteLength: number) {
    this.fd = fd;
    this.#address = address;
    this.#byteLength = byteLength;
  }

  /**
   * Makes zeroed memory; no page is taken before it is touched.
   *
   * @param name - shown in /proc, not unique
   * @param byteLength - rounded up to whole pages
   * @throws {HostError} when the system refuses
   */
  static allocate(name: string, byteLength: number): SharedBlock {
    const length = Math.max(1, Math.ceil(byteLength / pageBytes)) * pageBytes;
    const fd = createMemfd(name, length);
    const place = places.get(length)?.pop() ?? 0;
    const address = libc.mmap(place, length, readWrite, place === 0 ? shared : shared | fixed, fd, 0);
    if (address !== -1) return new SharedBlock(fd, address, length);
    const error = lastError(`mmap of ${length} bytes`);
    closeFd(fd);
    if (place !== 0) keep(place, length);
    throw error;
  }

  /** Address of byte 0; 0 after disposal. */
  get address(): number {
    return this.#byteLength === 0 ? 0 : this.#address;
  }

  /** Length in bytes; 0 after disposal. */
  get byteLength(): number {
    return this.#byteLength;
  }

  /** The memory for JavaScript, made on first use; empty after disposal. Other processes may write it at any time. */
  get bytes(): Uint8Array<ArrayBuffer> {
    this.#bytes ??= new Uint8Array(this.#byteLength === 0 ? new ArrayBuffer(0) : viewMemory(this.#address, this.#byteLength));
    return this.#bytes;
  }

  /** Gives pages back to the system: they are zero afterwards, for everyone who has them mapped. Whole pages. */
  discard(offset: number, length: number): void {
    if (offset < 0 || length <= 0 || offset + length > this.#byteLength) return;
    libc.madvise(this.#address + offset, length, adviseRemove);
  }

  [Symbol.dispose](): void {
    const length = this.#byteLength;
    if (length === 0) return;
    if (this.#bytes !== null) detach(this.#bytes.buffer);
    this.#byteLength = 0;
    libc.madvise(this.#address, length, adviseRemove);
    libc.mmap(this.#address, length, readWrite, privateAnonymous | fixed | withoutReserve, -1, 0);
    closeFd(this.fd);
    keep(this.#address, length);
  }
}

function keep(place: number, length: number): void {
  const list = places.get(length);
  if (list === undefined) places.set(length, [place]);
  else list.push(place);
}
