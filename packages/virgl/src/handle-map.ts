/** Entries of the part that is asked first; a power of two. Guests go back and forth between few of their handles. */
const SIZE = 64;

/**
 * Values by the numbers that guests give them, u32, not 0. Guests count up for as long as they live, so that an array would not do; a
 * map takes twenty nanoseconds, which most commands would spend. So the handles that were asked for lately are kept beside it, each
 * at the place that its low bits say.
 */
export class HandleMap<V> {
  readonly #map = new Map<number, V>();
  readonly #handles = new Uint32Array(SIZE);
  readonly #values: (V | null)[] = Array.from({ length: SIZE }, () => null);

  get size(): number {
    return this.#map.size;
  }

  /** The value of a handle, or null. */
  get(handle: number): V | null {
    const at = handle & (SIZE - 1);
    return this.#handles[at] === handle ? this.#values[at]! : this.#find(handle, at);
  }

  #find(handle: number, at: number): V | null {
    const value = this.#map.get(handle);
    if (value === undefined) return null;
    this.#handles[at] = handle;
    this.#values[at] = value;
    return value;
  }

  #forget(handle: number): void {
    const at = handle & (SIZE - 1);
    if (this.#handles[at] !== handle) return;
    this.#handles[at] = 0;
    this.#values[at] = null;
  }

  /** Gives a handle a value, in place of the one it has. */
  set(handle: number, value: V): void {
    this.#forget(handle);
    this.#map.set(handle, value);
  }

  /** Takes a handle's value away; false when it has none. */
  delete(handle: number): boolean {
    this.#forget(handle);
    return this.#map.delete(handle);
  }

  /** Every value, in the order of their handles' first appearance. */
  values(): MapIterator<V> {
    return this.#map.values();
  }

  /** Takes all values away. */
  clear(): void {
    this.#handles.fill(0);
    this.#values.fill(null);
    this.#map.clear();
  }
}
