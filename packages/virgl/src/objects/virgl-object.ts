import type { VirglHost } from '../host.ts';

/**
 * An object of a sub-context's table, made by CREATE_OBJECT.
 *
 * `words` keeps the payload that made it (from the handle on), so that a snapshot can emit it again. Objects that own GL
 * names are held by the table and by every binding; GL names go when the last holder lets go, because a guest may
 * destroy an object that is still bound.
 */
export abstract class VirglObject {
  /** One of `ObjectType`. */
  abstract readonly kind: number;
  readonly handle: number;
  /** Payload of CREATE_OBJECT, handle first; owned. */
  readonly words: Uint32Array;
  refs = 1;

  constructor(handle: number, words: Uint32Array) {
    this.handle = handle;
    this.words = words;
  }

  /** Adds a holder; undone by `release`. */
  retain(): this {
    this.refs++;
    return this;
  }

  /** Drops a holder; the last one frees what the object owns. */
  release(host: VirglHost): void {
    if (--this.refs === 0) this.free(host);
  }

  /** Frees GL names and lets go of resources. Called once. */
  protected free(_host: VirglHost): void {}
}
