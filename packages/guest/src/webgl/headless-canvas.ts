/*
 * A canvas without a page: what libraries look for on `gl.canvas`.
 *
 * Its size is that of the drawing buffer and may be changed, as that of a page's canvas. It takes listeners, and tells them when the
 * context is lost or restored.
 */

/** What listeners are told. */
export interface CanvasEvent {
  readonly type: string;
  readonly target: HeadlessCanvas;
  readonly statusMessage: string;
  defaultPrevented: boolean;
  preventDefault(): void;
}

type Listener = ((event: CanvasEvent) => void) | { handleEvent(event: CanvasEvent): void };

/** See above. */
export class HeadlessCanvas {
  readonly style: Record<string, string> = {};
  /** @internal */
  onResize: ((width: number, height: number) => void) | null = null;
  /** @internal */
  onRead: (() => Uint8Array) | null = null;
  /** @internal */
  context: object | null = null;
  #width: number;
  #height: number;
  readonly #listeners = new Map<string, Set<Listener>>();

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
  }

  get width(): number {
    return this.#width;
  }

  set width(width: number) {
    this.#resize(width, this.#height);
  }

  get height(): number {
    return this.#height;
  }

  set height(height: number) {
    this.#resize(this.#width, height);
  }

  /** What is drawn: rows of RGBA bytes from the top, so that a canvas is a picture that textures can be made of. */
  get data(): Uint8Array {
    return this.onRead?.() ?? new Uint8Array(this.#width * this.#height * 4);
  }

  get clientWidth(): number {
    return this.#width;
  }

  get clientHeight(): number {
    return this.#height;
  }

  getContext(_name?: string): object | null {
    return this.context;
  }

  getBoundingClientRect(): {
    left: number;
    top: number;
    right: number;
    bottom: number;
    x: number;
    y: number;
    width: number;
    height: number;
  } {
    const { width, height } = this;
    return { left: 0, top: 0, x: 0, y: 0, right: width, bottom: height, width, height };
  }

  addEventListener(type: string, listener: Listener): void {
    let listeners = this.#listeners.get(type);
    if (listeners === undefined) this.#listeners.set(type, (listeners = new Set()));
    listeners.add(listener);
  }

  removeEventListener(type: string, listener: Listener): void {
    this.#listeners.get(type)?.delete(listener);
  }

  /** @internal Tells listeners. @returns whether one of them has prevented the default */
  tell(type: string, statusMessage: string): boolean {
    const event: CanvasEvent = {
      type,
      target: this,
      statusMessage,
      defaultPrevented: false,
      preventDefault() {
        this.defaultPrevented = true;
      },
    };
    for (const listener of [...(this.#listeners.get(type) ?? [])]) {
      if (typeof listener === 'function') listener(event);
      else listener.handleEvent(event);
    }
    return event.defaultPrevented;
  }

  #resize(width: number, height: number): void {
    const [before, beforeHeight] = [this.#width, this.#height];
    this.#width = Math.max(0, Math.trunc(width));
    this.#height = Math.max(0, Math.trunc(height));
    // The size that it has already keeps what is drawn, as in browsers.
    if (this.#width === before && this.#height === beforeHeight) return;
    this.onResize?.(this.#width, this.#height);
  }
}
