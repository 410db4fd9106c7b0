import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';

/** What a listener of an image is told. */
export interface ImageEvent {
  readonly type: string;
  readonly target: PageImage;
  readonly message: string;
}

type Listener = (event: ImageEvent) => void;

/** Where images come from, and who waits for them. */
export interface ImageSource {
  /** Folder that relative paths begin at. */
  readonly folder: string;
  /** Told of everything that is being loaded. */
  readonly loading: (work: Promise<void>) => void;
}

/**
 * An `<img>` of a script: PNG files, by path, `file:` or `data:`.
 *
 * Its pixels lie in `data`, which is what a context takes as an image.
 */
export class PageImage {
  width = 0;
  height = 0;
  data: Uint8Array = new Uint8Array(0);
  complete = false;
  crossOrigin: string | null = null;
  onload: Listener | null = null;
  onerror: Listener | null = null;
  readonly style: Record<string, string> = {};
  readonly #source: ImageSource;
  readonly #listeners = new Map<string, Set<Listener>>();
  #src = '';

  constructor(source: ImageSource) {
    this.#source = source;
  }

  get naturalWidth(): number {
    return this.width;
  }

  get naturalHeight(): number {
    return this.height;
  }

  get src(): string {
    return this.#src;
  }

  set src(src: string) {
    this.#src = src;
    this.complete = false;
    this.#source.loading(this.#load(src));
  }

  /** Settles when the pixels are there. */
  async decode(): Promise<void> {
    await this.#load(this.#src);
  }

  addEventListener(type: string, listener: Listener): void {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners.add(listener));
  }

  removeEventListener(type: string, listener: Listener): void {
    this.#listeners.get(type)?.delete(listener);
  }

  async #load(src: string): Promise<void> {
    try {
      const picture = PNG.sync.read(await bytesOf(src, this.#source.folder));
      this.width = picture.width;
      this.height = picture.height;
      this.data = picture.data;
      this.complete = true;
      this.#tell('load', '');
    } catch (error) {
      this.#tell('error', error instanceof Error ? error.message : String(error));
    }
  }

  #tell(type: 'load' | 'error', message: string): void {
    const event = { type, target: this, message };
    (type === 'load' ? this.onload : this.onerror)?.call(this, event);
    for (const listener of this.#listeners.get(type) ?? []) listener.call(this, event);
  }
}

async function bytesOf(src: string, folder: string): Promise<Buffer> {
  const data = /^data:image\/png;base64,(.*)$/s.exec(src);
  if (data !== null) return Buffer.from(data[1]!, 'base64');
  if (src.startsWith('file:')) return await readFile(fileURLToPath(src));
  return await readFile(isAbsolute(src) ? src : join(folder, src));
}
