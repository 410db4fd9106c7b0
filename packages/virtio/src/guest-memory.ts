/*
 * A guest's physical memory, as a device in another process sees it.
 *
 * It is some regions, each mapped somewhere in this process, that need not follow each other and come and go while the guest
 * runs (a balloon, memory hot-plug, a blob that was mapped). Guest addresses are plain numbers: 2^53 is more than any machine
 * has, and what is beyond is refused where the two halves of an address are put together.
 *
 * Who keeps views of guest memory (a queue keeps its rings) compares `generation` and looks its addresses up again when it
 * has changed: a view of a region that has gone would read memory that is no longer there.
 */

/** A block of bytes that JavaScript and native code can both reach. */
export interface MemoryBlock {
  /** Address of byte 0 in this process; 0 where there is no such thing. */
  readonly address: number;
  /** Length in bytes. */
  readonly byteLength: number;
  /** The same bytes for JavaScript; may be made on first use. */
  readonly bytes: Uint8Array;
}

/** A region of guest memory. */
export interface GuestRegion {
  /** Guest physical address of its first byte. */
  readonly guestAddress: number;
  /** Length in bytes. */
  readonly size: number;
  /** Where the process that owns the guest has it, in its own addresses: vhost-user names rings by these. */
  readonly userAddress: number;
  readonly memory: MemoryBlock;
  /** First byte of the region within `memory`. */
  readonly offset: number;
}

/** The memory map of a guest. */
export class GuestMemory {
  #regions: GuestRegion[] = [];
  /** The region that was found last: nearly every address lies where the one before did. */
  #last: GuestRegion | null = null;
  #generation = 1;

  /** Changes whenever a region comes or goes. */
  get generation(): number {
    return this.#generation;
  }

  /** The regions, in no order. */
  get regions(): readonly GuestRegion[] {
    return this.#regions;
  }

  /**
   * Adds a region.
   * @returns '' or why it cannot be
   */
  add(region: GuestRegion): string {
    const { guestAddress: start, size, offset, memory } = region;
    if (!(size > 0) || !(start >= 0) || start + size > Number.MAX_SAFE_INTEGER)
      return `a region of ${size} bytes at ${hex(start)} is no memory`;
    if (offset < 0 || offset + size > memory.byteLength) {
      return `a region of ${size} bytes at ${offset} is beyond its ${memory.byteLength} bytes of memory`;
    }
    for (const other of this.#regions) {
      if (start < other.guestAddress + other.size && other.guestAddress < start + size) {
        return `the region ${range(region)} overlaps ${range(other)}`;
      }
    }
    this.#regions.push(region);
    this.#generation++;
    return '';
  }

  /**
   * Takes a region out.
   * @returns the region, for its memory to be freed, or null when there is none with this start and size
   */
  remove(start: number, size: number): GuestRegion | null {
    const i = this.#regions.findIndex((region) => region.guestAddress === start && region.size === size);
    if (i < 0) return null;
    this.#last = null;
    this.#generation++;
    return this.#regions.splice(i, 1)[0]!;
  }

  /** Takes every region out and returns them. */
  clear(): readonly GuestRegion[] {
    const regions = this.#regions;
    this.#regions = [];
    this.#last = null;
    this.#generation++;
    return regions;
  }

  /** The region that has all of a range, or null. An empty range is nowhere. */
  find(address: number, length: number): GuestRegion | null {
    const last = this.#last;
    if (last !== null && address >= last.guestAddress && length > 0 && length <= last.size - (address - last.guestAddress)) return last;
    for (let i = 0; i < this.#regions.length; i++) {
      const region = this.#regions[i]!;
      if (address >= region.guestAddress && length > 0 && length <= region.size - (address - region.guestAddress)) {
        this.#last = region;
        return region;
      }
    }
    return null;
  }

  /** As `find`, for an address of the process that owns the guest. */
  findUser(address: number, length: number): GuestRegion | null {
    for (const region of this.#regions) {
      if (address >= region.userAddress && length > 0 && length <= region.size - (address - region.userAddress)) return region;
    }
    return null;
  }
}

/** A range for messages. */
function range(region: GuestRegion): string {
  return `${hex(region.guestAddress)}..${hex(region.guestAddress + region.size - 1)}`;
}

/** A number as C writes it. */
export function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
