/*
 * Requests that cannot be carried out yet.
 *
 * A readback waits for the GPU, and a stream that takes long is executed in slices. Neither keeps the thread: the request is parked and
 * taken up again when its fence has signalled, or in the next round. Requests behind it that have nothing to do with it are carried out
 * meanwhile. All others are parked too, for a guest relies on the order: its kernel lets one program draw into a buffer and another
 * read it without waiting in between, and takes memory back as soon as it has said so.
 *
 * What a request has to do with is its context and its resource, as far as it names them. Two contexts have to do with each other
 * through the resources that both have attached.
 */
import type { Chain } from '@virglass/virtio';
import type { Attachments } from './attachments.ts';

/** Fence of a request that waits for the next round, or for those before it. */
export const AT_ONCE = -1;

/** What a request has to do with. */
export interface Names {
  /** Context that the request names; 0: none. */
  readonly context: number;
  /** Resource that the request names; 0: none. */
  readonly resource: number;
  /** Whether it changes what is shown where: such requests stay in order. */
  readonly screens: boolean;
}

/** How far a request has come. */
interface Progress {
  /** What it waits for, or `AT_ONCE`. */
  fence: number;
  /** Whether it has waited for the GPU. */
  waited: boolean;
  /** Words of its stream that were executed. */
  executed: number;
  /** Fence after its last slice, or `AT_ONCE`. */
  pace: number;
}

/** A request that is taken up again. */
export interface ParkedRequest extends Progress {
  readonly chain: Chain;
  readonly names: Names;
}

/** How far the request being handled has come; a handler that says `AGAIN` notes here how it goes on. */
export class Turn implements Progress {
  fence = AT_ONCE;
  waited = false;
  executed = 0;
  pace = AT_ONCE;

  /** A request is handled for the first time. */
  begin(): void {
    this.fence = AT_ONCE;
    this.waited = false;
    this.executed = 0;
    this.pace = AT_ONCE;
  }

  /** A parked request is taken up again. */
  goOn({ waited, executed, pace }: Progress): void {
    this.fence = AT_ONCE;
    this.waited = waited;
    this.executed = executed;
    this.pace = pace;
  }

  /** It is parked. */
  park(chain: Chain, names: Names): ParkedRequest {
    return { chain, names, fence: this.fence, waited: this.waited, executed: this.executed, pace: this.pace };
  }

  /** It stays parked. */
  leave(request: Progress): void {
    request.fence = this.fence;
    request.waited = this.waited;
    request.executed = this.executed;
    request.pace = this.pace;
  }
}

/** What some requests have to do with. */
class Touched {
  readonly #attachments: Attachments;
  readonly #contexts = new Set<number>();
  readonly #resources = new Set<number>();
  /** What was found out about contexts, as long as nothing changes. */
  readonly #found = new Map<number, boolean>();
  #screens = false;
  #generation = 0;

  constructor(attachments: Attachments) {
    this.#attachments = attachments;
  }

  clear(): void {
    this.#screens = false;
    this.#contexts.clear();
    this.#resources.clear();
    this.#found.clear();
  }

  add({ context, resource, screens }: Names): void {
    if (screens) this.#screens = true;
    if (context !== 0) this.#contexts.add(context);
    if (resource !== 0) this.#resources.add(resource);
    this.#found.clear();
  }

  /** Whether a request has to do with them. */
  includes({ context, resource, screens }: Names): boolean {
    if (screens && this.#screens) return true;
    if (context !== 0 && this.#contexts.has(context)) return true;
    if (resource !== 0) return this.#hasResource(resource);
    return context !== 0 && this.#shares(context);
  }

  #hasResource(resource: number): boolean {
    if (this.#resources.has(resource)) return true;
    for (const context of this.#contexts) if (this.#attachments.of(context).has(resource)) return true;
    return false;
  }

  #shares(context: number): boolean {
    if (this.#generation !== this.#attachments.generation) this.#found.clear();
    this.#generation = this.#attachments.generation;
    let shares = this.#found.get(context);
    if (shares !== undefined) return shares;
    shares = false;
    for (const resource of this.#attachments.of(context)) if ((shares = this.#hasResource(resource))) break;
    this.#found.set(context, shares);
    return shares;
  }
}

/** The parked requests of a device, in the order in which they came. */
export class Parked {
  readonly #touched: Touched;
  #requests: ParkedRequest[] = [];

  constructor(attachments: Attachments) {
    this.#touched = new Touched(attachments);
  }

  get size(): number {
    return this.#requests.length;
  }

  /** Whether there is one that waits for nothing but its next turn. */
  get isReady(): boolean {
    return this.#requests.some(({ fence, executed }) => fence === AT_ONCE && executed > 0);
  }

  /** Whether a request that has come has to wait behind those that are parked. */
  holds(names: Names): boolean {
    return this.#requests.length > 0 && this.#touched.includes(names);
  }

  add(request: ParkedRequest): void {
    this.#requests.push(request);
    this.#touched.add(request.names);
  }

  /**
   * Takes up what can go on.
   *
   * @param isDone - whether a fence has signalled; then it is gone
   * @param run - carries a request out; false: it stays parked
   */
  resume(isDone: (fence: number) => boolean, run: (request: ParkedRequest) => boolean): void {
    const requests = this.#requests;
    const touched = this.#touched;
    touched.clear();
    this.#requests = [];
    for (let i = 0; i < requests.length; i++) {
      const request = requests[i]!;
      if (request.fence !== AT_ONCE && isDone(request.fence)) request.fence = AT_ONCE;
      const waits = request.fence !== AT_ONCE || touched.includes(request.names);
      if (!waits && run(request)) continue;
      this.#requests.push(request);
      touched.add(request.names);
    }
  }

  /** Forgets all of them; returns their fences. */
  clear(): number[] {
    const fences = this.#requests.flatMap(({ fence, pace }) => [fence, pace]).filter((fence) => fence !== AT_ONCE);
    this.#requests = [];
    this.#touched.clear();
    return fences;
  }
}
