/*
 * What a script finds of a page: a canvas, frames, a clock, images.
 *
 * It is as much as libraries that draw look for, and no document: there is nothing to lay out. Time is the script's own: it stands still
 * while a frame is drawn and goes on by the length of a frame in between, so that the same script gives the same pictures on every machine.
 */
import { createContext, HeadlessCanvas, type Transport, type WebGL2RenderingContext, WebGLRenderingContext } from '@virglass/guest';
import { PageImage } from './page-image.ts';

/** A context of a script. */
export type PageContext = WebGL2RenderingContext | WebGLRenderingContext;

/** What a page is made of. */
export interface PageOptions {
  readonly width: number;
  readonly height: number;
  readonly transport: Transport;
  /** Folder of the script. */
  readonly folder: string;
}

type FrameCallback = (time: number) => void;

/** A canvas that makes its context when it is asked for it. */
class PageCanvas extends HeadlessCanvas {
  readonly #page: Page;

  constructor(page: Page, width: number, height: number) {
    super(width, height);
    this.#page = page;
  }

  override getContext(name?: string, attributes: Readonly<Record<string, unknown>> = {}): object | null {
    const api = name === 'webgl2' ? 'webgl2' : name === 'webgl' || name === 'experimental-webgl' ? 'webgl' : null;
    if (api === null) return null;
    if (this.context !== null) return this.context instanceof WebGLRenderingContext === (api === 'webgl') ? this.context : null;
    const { transport } = this.#page.options;
    const choices = { ...attributes, transport, canvas: this };
    const context =
      api === 'webgl' ? createContext(this.width, this.height, { ...choices, api }) : createContext(this.width, this.height, choices);
    this.#page.contexts.push(context);
    return context;
  }
}

/** See above. */
export class Page {
  readonly options: PageOptions;
  /** The canvas that scripts find as `canvas`. */
  readonly canvas: HeadlessCanvas;
  /** Every context that was made, in order. */
  readonly contexts: PageContext[] = [];
  #time = 0;
  #nextFrame = 1;
  #callbacks = new Map<number, FrameCallback>();
  #loading: Promise<void>[] = [];

  constructor(options: PageOptions) {
    this.options = options;
    this.canvas = new PageCanvas(this, options.width, options.height);
  }

  /** The context whose picture counts: the canvas' own, or the one that was made last; null: none yet. */
  get context(): PageContext | null {
    return this.contexts.find((context) => context.canvas === this.canvas) ?? this.contexts.at(-1) ?? null;
  }

  /** Whether the script has asked for another frame. */
  get animates(): boolean {
    return this.#callbacks.size > 0;
  }

  /** Makes this page what scripts find around them. */
  install(): void {
    const { width, height, folder } = this.options;
    const images = { folder, loading: (work: Promise<void>) => void this.#loading.push(work) };
    const element = (tag: string): object =>
      tag === 'canvas' ? new PageCanvas(this, 300, 150) : tag === 'img' ? new PageImage(images) : { style: {}, appendChild: keep };
    const parent = { appendChild: keep, append: keep, style: {}, clientWidth: width, clientHeight: height };
    const globals: Record<string, unknown> = {
      canvas: this.canvas,
      document: {
        body: parent,
        documentElement: parent,
        createElement: element,
        createElementNS: (_namespace: string, tag: string) => element(tag),
        getElementById: () => this.canvas,
        querySelector: () => this.canvas,
        addEventListener: ignore,
        removeEventListener: ignore,
      },
      window: globalThis,
      self: globalThis,
      innerWidth: width,
      innerHeight: height,
      devicePixelRatio: 1,
      addEventListener: ignore,
      removeEventListener: ignore,
      Image: function () {
        return new PageImage(images);
      },
      requestAnimationFrame: (callback: FrameCallback) => {
        this.#callbacks.set(this.#nextFrame, callback);
        return this.#nextFrame++;
      },
      cancelAnimationFrame: (frame: number) => void this.#callbacks.delete(frame),
    };
    for (const [name, value] of Object.entries(globals))
      Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    Object.defineProperty(performance, 'now', { value: () => this.#time, configurable: true });
  }

  /** Waits for everything that is being loaded, and what follows from it. */
  async loaded(): Promise<void> {
    while (this.#loading.length > 0) {
      await Promise.all(this.#loading.splice(0));
      await turn();
    }
  }

  /** Draws a frame, then lets time go on. */
  async frame(milliseconds: number): Promise<void> {
    const callbacks = this.#callbacks;
    this.#callbacks = new Map();
    for (const callback of callbacks.values()) callback(this.#time);
    await turn();
    await this.loaded();
    this.#time += milliseconds;
  }
}

function ignore(): void {
  // Nothing happens on this page.
}

function keep<T>(element: T): T {
  return element;
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
