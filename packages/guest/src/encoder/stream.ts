/*
 * The command stream of one context.
 *
 * Words are written in place: `room(n)` makes sure that n words fit (sending what is there when they do not) and says where they go;
 * whoever wrote them moves `at`. Handles of objects are given out here and never used twice.
 *
 * The stream is executed in order, uploads included, so nothing ever waits for the GPU before it writes to a buffer that is in use:
 * the host takes care of that. A resource that is given up lives until the commands that name it have been sent.
 */
import type { ResourceShape, TransferBox, Winsys } from '../winsys/winsys.ts';
import { Uploads } from './uploads.ts';

/** Words of a submit: what Mesa sends at most, which every server takes. */
const STREAM_WORDS = 64 * 1024; // MAX_INLINE_BYTES of uploads.ts fits

/** A command stream and where it goes; see above. */
export class Stream {
  readonly winsys: Winsys;
  readonly words = new Uint32Array(STREAM_WORDS);
  readonly floats = new Float32Array(this.words.buffer);
  /** Index of the next word. */
  at = 0;
  /** Commands sent so far, in submits; a fence of the driver's own. */
  submits = 0;
  readonly uploads: Uploads;
  /** Told that there is no host any more, when that is noticed while something is sent. */
  onLost: (() => void) | null = null;
  #nextHandle = 1;
  readonly #doomed: number[] = [];

  constructor(winsys: Winsys) {
    this.winsys = winsys;
    this.uploads = new Uploads(this);
  }

  /** Makes room for so many words (at most `MaxCommandWords`). @returns index of the first */
  room(count: number): number {
    if (this.at + count > STREAM_WORDS) this.flush();
    return this.at;
  }

  /** A number for an object. */
  handle(): number {
    return this.#nextHandle++;
  }

  /** Makes a resource; its number. */
  createResource(shape: ResourceShape): number {
    return this.winsys.createResource(shape);
  }

  /** Gives a resource up, once the commands that use it have been sent. */
  destroyResource(id: number): void {
    this.#doomed.push(id);
    if (this.#doomed.length >= 256) this.flush();
  }

  /** Sends what has been written. */
  flush(): void {
    if (this.at > 0) {
      this.winsys.submit(this.words, this.at);
      this.at = 0;
      this.submits++;
      this.uploads.sent();
      if (this.winsys.lost !== '') this.onLost?.();
    }
    for (const id of this.#doomed) this.winsys.destroyResource(id);
    this.#doomed.length = 0;
  }

  /** Reads a box of a resource, after everything before. */
  read(id: number, box: TransferBox, into: Uint8Array): void {
    this.flush();
    this.winsys.read(id, box, into);
  }

  /** Writes an object's destruction. */
  destroyObject(type: number, handle: number): void {
    const at = this.room(2);
    this.words[at] = 3 | (type << 8) | (1 << 16);
    this.words[at + 1] = handle;
    this.at = at + 2;
  }

  /** Writes what binds an object. */
  bindObject(type: number, handle: number): void {
    const at = this.room(2);
    this.words[at] = 2 | (type << 8) | (1 << 16);
    this.words[at + 1] = handle;
    this.at = at + 2;
  }
}
