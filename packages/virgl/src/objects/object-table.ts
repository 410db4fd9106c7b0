import { ObjectType } from '@virglass/protocol';
import { HandleMap } from '../handle-map.ts';
import type { VirglHost } from '../host.ts';
import type { Query } from './query.ts';
import type { StreamoutTarget } from './streamout-target.ts';
import type { Surface } from './surface.ts';
import type { VirglObject } from './virgl-object.ts';

/**
 * Handle to object, per sub-context. Every lookup states the kind it wants, so that a handle of the wrong kind is the same as no handle.
 */
export class ObjectTable {
  readonly #host: VirglHost;
  readonly #limit: number;
  readonly #objects = new HandleMap<VirglObject>();

  constructor(host: VirglHost, limit: number) {
    this.#host = host;
    this.#limit = limit;
  }

  get size(): number {
    return this.#objects.size;
  }

  /** True when one more object may be made. */
  get hasRoom(): boolean {
    return this.#objects.size < this.#limit;
  }

  has(handle: number): boolean {
    return this.#objects.get(handle) !== null;
  }

  /** The object with this handle and kind (`ObjectType`), or null. */
  get(handle: number, kind: number): VirglObject | null {
    const object = this.#objects.get(handle);
    return object !== null && object.kind === kind ? object : null;
  }

  /** The query with this handle, or null. */
  getQuery(handle: number): Query | null {
    return this.get(handle, ObjectType.QUERY) as Query | null;
  }

  /** The stream-output target with this handle, or null. */
  getStreamoutTarget(handle: number): StreamoutTarget | null {
    return this.get(handle, ObjectType.STREAMOUT_TARGET) as StreamoutTarget | null;
  }

  /** The surface with this handle, or null. */
  getSurface(handle: number): Surface | null {
    return this.get(handle, ObjectType.SURFACE) as Surface | null;
  }

  /** Takes the object in; an older object with this handle is let go. */
  insert(object: VirglObject): void {
    const old = this.#objects.get(object.handle);
    this.#objects.set(object.handle, object);
    if (old !== null) old.release(this.#host);
  }

  /** Lets the object go; false when there is none. */
  remove(handle: number): VirglObject | null {
    const object = this.#objects.get(handle);
    if (object === null) return null;
    this.#objects.delete(handle);
    object.release(this.#host);
    return object;
  }

  /** Every object, in the order it was made. */
  values(): IterableIterator<VirglObject> {
    return this.#objects.values();
  }

  /** Lets everything go. */
  clear(): void {
    for (const object of this.#objects.values()) object.release(this.#host);
    this.#objects.clear();
  }
}
