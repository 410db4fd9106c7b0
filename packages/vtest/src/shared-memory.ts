/*
 * Memory that a client and the server both see: a memfd, mapped here, its descriptor sent to the client.
 *
 * Making one takes six system calls and the first touch of each page, and some programs make and drop one for every frame, so
 * memory that a client gave up serves its next resource of the same number of pages.
 *
 * Why that is safe: RESOURCE_UNREF comes when the driver's last reference is gone. Mesa sends it and unmaps right after, so
 * the client still has the old mapping for a moment, but touches it no more (virgl_hw_res_destroy); command streams that
 * name the resource were sent before, and are executed, because both travel through one socket and GL copies client memory
 * before the call returns. A client that keeps an old mapping on purpose sees bytes of its own later resources and nothing
 * else: memory never passes from one client to another. What a recycled piece contains is what this client left in it, where
 * fresh memory is zero; drivers do not read what they have not written or asked for.
 *
 * A descriptor has to stay open for that, which is bounded: only the newest live pieces keep theirs. Mappings are bounded too,
 * for all clients together, because the kernel counts them per process.
 */
import { closeFd, createMemfd, type Fd, HostError, Mapping, maxMappings, maxOpenFiles, pageBytes } from '@virglass/host-linux';
import { idleSharedMemoryBytes, idleSharedMemoryPieces, mappingShare, mappingShareOfClient, recyclableResources } from './limits.ts';

/** One piece: a mapping, and its descriptor while the piece can be used again. */
export class SharedMemory {
  readonly mapping: Mapping;
  fd: Fd | null;

  constructor(byteLength: number) {
    this.fd = createMemfd('virglass', byteLength);
    try {
      this.mapping = new Mapping(this.fd, byteLength);
    } catch (error) {
      this.closeFd();
      throw error;
    }
  }

  /** Closes the descriptor; the mapping stays. */
  closeFd(): void {
    if (this.fd !== null) closeFd(this.fd);
    this.fd = null;
  }

  /** Unmaps and closes. The pages go first, or a client that keeps its descriptor would keep them at our expense. */
  free(): void {
    this.mapping.discard();
    this.mapping[Symbol.dispose]();
    this.closeFd();
  }
}

/** What the shared memory of all clients together may take of the process, beside bytes. */
export class MappingBudget {
  /** Pieces of all clients. */
  readonly total: number;
  /** Pieces of one client. */
  readonly perClient: number;
  /** Descriptors that one client may keep open. */
  readonly fdsPerClient: number;
  used = 0;

  /** @param maxClients - who the descriptors are divided among */
  constructor(maxClients: number, mappings: number = maxMappings(), openFiles: number = maxOpenFiles()) {
    this.total = Math.floor(mappings * mappingShare);
    this.perClient = Math.max(1, Math.floor(this.total * mappingShareOfClient));
    this.fdsPerClient = Math.max(1, Math.min(recyclableResources, Math.floor(openFiles / 2 / maxClients)));
  }
}

/** All shared memory of one client. */
export class SharedMemoryPool implements Disposable {
  readonly #live = new Set<SharedMemory>();
  /** Live pieces with an open descriptor, oldest first. */
  readonly #open = new Set<SharedMemory>();
  /** Free pieces by their length in bytes. */
  readonly #idle = new Map<number, SharedMemory[]>();
  readonly #budget: MappingBudget;
  #idlePieces = 0;
  #idleBytes = 0;
  #liveBytes = 0;
  #fencePage: SharedMemory | null = null;

  constructor(budget: MappingBudget) {
    this.#budget = budget;
  }

  /** Bytes of all pieces, in use or ready. */
  get bytes(): number {
    return this.#liveBytes + this.#idleBytes;
  }

  /** Bytes of the pieces that are in use. */
  get liveBytes(): number {
    return this.#liveBytes;
  }

  /** Bytes that a piece of this length takes. */
  static footprint(byteLength: number): number {
    return Math.max(1, Math.ceil(byteLength / pageBytes)) * pageBytes;
  }

  /**
   * A piece with at least that many bytes, its descriptor open until the next `take`.
   * @throws {HostError} when the host has no memory, mappings or descriptors left
   */
  take(byteLength: number): SharedMemory {
    const length = SharedMemoryPool.footprint(byteLength);
    const piece = this.#idle.get(length)?.pop() ?? null;
    if (piece !== null) {
      this.#idlePieces--;
      this.#idleBytes -= length;
    }
    const memory = piece ?? this.#make(length);
    this.#live.add(memory);
    this.#liveBytes += length;
    if (this.#open.size >= this.#budget.fdsPerClient) {
      for (const oldest of this.#open) {
        oldest.closeFd();
        this.#open.delete(oldest);
        break;
      }
    }
    this.#open.add(memory);
    return memory;
  }

  /** Takes a piece back. */
  give(memory: SharedMemory): void {
    if (!this.#live.delete(memory)) return;
    const length = memory.mapping.byteLength;
    this.#liveBytes -= length;
    this.#open.delete(memory);
    const most = Math.min(idleSharedMemoryPieces, this.#budget.fdsPerClient);
    if (memory.fd === null || this.#idlePieces >= most || this.#idleBytes + length > idleSharedMemoryBytes) {
      this.#free(memory);
      return;
    }
    this.#idlePieces++;
    this.#idleBytes += length;
    const pieces = this.#idle.get(length);
    if (pieces === undefined) this.#idle.set(length, [memory]);
    else pieces.push(memory);
  }

  /**
   * The page that all fence resources of the client share.
   *
   * Mesa makes an 8-byte buffer for each fence (virgl_vtest_fence_create), keeps it for a second and only ever asks whether
   * it is busy: its bytes mean nothing. A piece for each would be a thousand mappings and descriptors for a page of nothing.
   */
  fencePage(): SharedMemory {
    this.#fencePage ??= this.#make(pageBytes);
    return this.#fencePage;
  }

  /** Frees the pieces that nobody uses. */
  trim(): void {
    for (const pieces of this.#idle.values()) for (const piece of pieces) this.#free(piece);
    this.#idle.clear();
    this.#idlePieces = 0;
    this.#idleBytes = 0;
  }

  [Symbol.dispose](): void {
    this.trim();
    for (const memory of this.#live) this.#free(memory);
    this.#live.clear();
    this.#open.clear();
    this.#liveBytes = 0;
    if (this.#fencePage !== null) this.#free(this.#fencePage);
    this.#fencePage = null;
  }

  #make(length: number): SharedMemory {
    const { used, total, perClient } = this.#budget;
    const mine = this.#live.size + this.#idlePieces;
    if (mine >= perClient || used >= total) {
      throw new HostError(`${mine} pieces of this client, ${used} of all: the limits are ${perClient} and ${total}`, 'ENOMEM');
    }
    const memory = new SharedMemory(length);
    this.#budget.used++;
    return memory;
  }

  #free(memory: SharedMemory): void {
    this.#budget.used--;
    memory.free();
  }
}
