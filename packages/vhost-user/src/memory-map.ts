import { closeFd, type Fd, HostError, Mapping } from '@virglass/host-linux';
import type { GuestMemory } from '@virglass/virtio';
import { fstatSync } from 'node:fs';

/** A region as a message names it. */
export interface RegionArgs {
  readonly guestAddress: number;
  readonly size: number;
  readonly userAddress: number;
  readonly mmapOffset: number;
}

/** Maps guest memory that comes as descriptors; the mappings are shared with the guest, nothing is copied. */
export class MemoryMap implements Disposable {
  readonly #memory: GuestMemory;
  readonly #mappings = new Map<number, Mapping>();

  constructor(memory: GuestMemory) {
    this.#memory = memory;
  }

  /**
   * Maps a region.
   *
   * @param fd - taken over
   * @returns '' or why it cannot be
   */
  add(region: RegionArgs, fd: Fd): string {
    const { guestAddress, size, userAddress, mmapOffset } = region;
    try {
      if (!Number.isSafeInteger(size) || size <= 0 || !Number.isSafeInteger(mmapOffset + size)) return `a region of ${size} bytes`;
      // Touching a page behind the end of the file would end the process.
      const { size: fileBytes } = fstatSync(fd);
      if (mmapOffset + size > fileBytes) return `a region of ${size} bytes at ${mmapOffset} of a file of ${fileBytes}`;
      // Offsets need not be multiples of a page; mappings must.
      const skip = mmapOffset % 4096;
      const mapping = new Mapping(fd, size + skip, mmapOffset - skip);
      const error = this.#memory.add({ guestAddress, size, userAddress, memory: mapping, offset: skip });
      if (error !== '') mapping[Symbol.dispose]();
      else this.#mappings.set(guestAddress, mapping);
      return error;
    } catch (error) {
      if (error instanceof HostError || error instanceof Error) return error.message;
      throw error;
    } finally {
      closeFd(fd);
    }
  }

  /**
   * Takes a region out of the map without unmapping it: call `release` when nobody reads it any more.
   * @returns the mapping, or null when there is no such region
   */
  remove(guestAddress: number, size: number): Mapping | null {
    if (this.#memory.remove(guestAddress, size) === null) return null;
    const mapping = this.#mappings.get(guestAddress) ?? null;
    this.#mappings.delete(guestAddress);
    return mapping;
  }

  /** Takes every region out; the mappings are the caller's to dispose. */
  clear(): Mapping[] {
    this.#memory.clear();
    const mappings = [...this.#mappings.values()];
    this.#mappings.clear();
    return mappings;
  }

  [Symbol.dispose](): void {
    for (const mapping of this.clear()) mapping[Symbol.dispose]();
  }
}
