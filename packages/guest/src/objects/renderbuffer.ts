import { PipeTarget } from '@virglass/protocol';
import type { Stream } from '../encoder/stream.ts';
import type { HostCaps, StoredFormat } from '../formats/host-caps.ts';
import { Storage } from './storage.ts';

/** A renderbuffer. */
export class RenderbufferObject {
  storage: Storage | null = null;
  width = 0;
  height = 0;
  /** What the program called the format. */
  internalFormat: number;
  /** Samples; 0 for none. */
  samples = 0;
  /** Counts changes of the storage. */
  version = 0;
  deleted = false;
  #holders = 0;

  /** @param internalFormat - what it says before it has storage */
  constructor(internalFormat: number) {
    this.internalFormat = internalFormat;
  }

  /** Gives it storage with undefined contents; sizes of 0 give it none. */
  allocate(
    stream: Stream,
    caps: HostCaps,
    format: StoredFormat,
    internalFormat: number,
    samples: number,
    width: number,
    height: number,
  ): void {
    this.destroy();
    this.internalFormat = internalFormat;
    this.width = width;
    this.height = height;
    this.samples = samples;
    if (width === 0 || height === 0) return;
    const shape = { target: PipeTarget.TEXTURE_2D, width, height, depth: 1, layers: 1, levels: 1, samples };
    this.storage = new Storage(stream, caps, format, shape).hold();
  }

  hold(): void {
    this.#holders++;
  }

  release(): void {
    if (--this.#holders === 0 && this.deleted) this.destroy();
  }

  /** Deletes it: gives its storage up when no framebuffer holds it. */
  delete(): void {
    this.deleted = true;
    if (this.#holders === 0) this.destroy();
  }

  destroy(): void {
    this.storage?.release();
    this.storage = null;
    this.version++;
  }
}
