/*
 * The host-visible window over vhost-user (protocol feature SHMEM): memory of ours in the guest's address space.
 *
 * The device says how large the window is (GET_SHMEM_CONFIG), the monitor gives the guest a region of that size, and we ask the
 * monitor to map parts of our memory into it: SHMEM_MAP with a descriptor, SHMEM_UNMAP with the same numbers. Each is answered, in
 * order, when it is done; the guest's request waits for that, for it touches the memory next. Between request and answer the monitor
 * may ask us for something itself (it adds the new region to our memory map, and waits for our acknowledgement), so nothing here waits.
 *
 * Every mapping takes one of the regions of guest memory that a monitor can hand to a back end; `maxMappings` leaves some to the
 * machine's own memory.
 */
import { closeFd, duplicateFd, type Fd } from '@virglass/host-linux';
import * as p from '@virglass/protocol';
import type { HostVisibleWindow, SharedRange } from '@virglass/virtio-gpu';
import type { FramedSocket, Message } from './framed-socket.ts';
import { maxWindowMappings } from './limits.ts';

const { VhostUserBackendRequest: B, VhostUserFlag, VhostUserShmemFlag, VirtioGpuShmId } = p;

/** What GET_SHMEM_CONFIG is answered where there is no window. */
export const noShmem: p.VhostUserGetShmemConfigReplyArgs = {
  nregions: 0,
  sizes: Array.from({ length: p.VhostUserMaxShmem }, () => ({ lo: 0, hi: 0 })),
};

/** A request that the monitor has not answered. */
interface Pending {
  readonly request: number;
  /** Copy of the descriptor that goes with it. */
  readonly fd: Fd | null;
  readonly done: (done: boolean) => void;
}

/** The window of one monitor's guest. */
export class ShmemWindow implements HostVisibleWindow, Disposable {
  readonly size: number;
  readonly slots = maxWindowMappings;
  /** Whether the monitor speaks this. */
  agreed = false;
  #socket: FramedSocket | null = null;
  readonly #pending: Pending[] = [];
  readonly #words = new Uint32Array(p.VhostUserHeaderWords + p.VhostUserBackendShmemMapLength);
  readonly #floats = new Float32Array(this.#words.buffer);

  /** @param size - bytes, a power of two of at least a page */
  constructor(size: number) {
    this.size = size;
  }

  /** What GET_SHMEM_CONFIG is answered: the sizes of all regions. */
  get config(): p.VhostUserGetShmemConfigReplyArgs {
    const sizes = noShmem.sizes.slice();
    sizes[VirtioGpuShmId.HOST_VISIBLE] = { lo: this.size >>> 0, hi: Math.floor(this.size / 0x1_0000_0000) };
    return { nregions: 1, sizes };
  }

  /** Takes the socket for the device's own requests; null: it has gone, and nothing that waits for it is done any more. */
  set socket(socket: FramedSocket | null) {
    this.#socket = socket;
    for (const { fd, done } of this.#pending.splice(0)) {
      if (fd !== null) closeFd(fd);
      done(false);
    }
  }

  /**
   * Takes an answer of the monitor.
   * @returns false when nobody waits for it
   */
  answer({ request, words, bytes }: Message): boolean {
    const first = this.#pending[0];
    if (first === undefined || first.request !== request) return false;
    this.#pending.shift();
    if (first.fd !== null) closeFd(first.fd);
    first.done(bytes >= 8 && words[p.VhostUserHeaderWords] === 0 && words[p.VhostUserHeaderWords + 1] === 0);
    return true;
  }

  map(range: SharedRange, offset: number, length: number, done: (mapped: boolean) => void): void {
    if (!this.#usable) {
      done(false);
      return;
    }
    let fd: Fd;
    try {
      fd = duplicateFd(range.memory.fd as Fd);
    } catch {
      done(false);
      return;
    }
    const args = this.#arguments(range.offset, offset, length, VhostUserShmemFlag.READ_WRITE);
    this.#send(B.SHMEM_MAP, p.encodeVhostUserBackendShmemMap(this.#words, this.#floats, 0, args), fd, done);
  }

  unmap(offset: number, length: number, done: (unmapped: boolean) => void): void {
    if (!this.#usable) {
      done(false);
      return;
    }
    const args = this.#arguments(0, offset, length, 0);
    this.#send(B.SHMEM_UNMAP, p.encodeVhostUserBackendShmemUnmap(this.#words, this.#floats, 0, args), null, done);
  }

  [Symbol.dispose](): void {
    this.socket = null;
  }

  get #usable(): boolean {
    return this.agreed && this.#socket !== null && this.#socket.isOpen;
  }

  #arguments(fdOffset: number, shmOffset: number, len: number, flagsLo: number): p.VhostUserBackendShmemMapArgs {
    const high = (value: number): number => Math.floor(value / 0x1_0000_0000);
    return {
      shmid: VirtioGpuShmId.HOST_VISIBLE,
      fdOffsetLo: fdOffset >>> 0,
      fdOffsetHi: high(fdOffset),
      shmOffsetLo: shmOffset >>> 0,
      shmOffsetHi: high(shmOffset),
      lenLo: len >>> 0,
      lenHi: high(len),
      flagsLo,
      flagsHi: 0,
    };
  }

  #send(request: number, end: number, fd: Fd | null, done: (done: boolean) => void): void {
    this.#words[1] = VhostUserFlag.VERSION | VhostUserFlag.NEED_REPLY;
    // The monitor may be gone by the end of this call, which answers everything that waits.
    this.#pending.push({ request, fd, done });
    this.#socket!.send(this.#words, end * 4, fd === null ? [] : [fd]);
  }
}
