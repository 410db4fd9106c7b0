import { Worker } from 'node:worker_threads';
import { WatchBoard } from '../watch-board.ts';
import type { GpuWatcher } from '../watcher.ts';
import { type EglContext, createContext, destroyContext } from './context.ts';
import type { EglDisplay, EglLibrary } from './egl.ts';

/** What the thread is told when it begins. */
export interface WatcherStart {
  readonly board: SharedArrayBuffer;
  readonly eglLibrary: string;
  readonly display: number;
  readonly context: number;
  readonly surface: number;
  readonly isGles: boolean;
  /** The CPU draws: time counts only as far as the process gets CPU. */
  readonly software: boolean;
}

/** How long the end of the thread is waited for; it looks ten times a second. */
const END_MILLISECONDS = 2000;

/** The file of the thread beside this one, as source or built. */
const threadFile = new URL(import.meta.url.endsWith('.ts') ? './watcher-thread.ts' : './watcher-thread.js', import.meta.url);

/** The watcher of a native context: a Worker with a context that shares the other's objects. */
class NativeWatcher implements GpuWatcher {
  readonly board = new WatchBoard();
  onReport: (() => void) | null = null;
  onFailure: ((cause: string) => void) | null = null;
  readonly #worker: Worker;
  readonly #release: () => void;
  #failed = false;
  #disposed = false;

  constructor(start: Omit<WatcherStart, 'board'>, release: () => void) {
    this.#release = release;
    const workerData: WatcherStart = { ...start, board: this.board.words.buffer };
    this.#worker = new Worker(threadFile, {
      workerData,
      name: 'gpu-watcher',
      // It keeps a handful of objects.
      resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 2 },
    });
    this.#worker.on('message', () => this.onReport?.());
    this.#worker.on('error', (error: unknown) => this.#fail(error instanceof Error ? error.message : String(error)));
    this.#worker.on('exit', (code) => this.#fail(`exit ${code}`));
    this.#worker.unref();
  }

  get alive(): boolean {
    return !this.#failed && !this.#disposed;
  }

  /** Whoever waits for a report asks GL from now on. */
  #fail(cause: string): void {
    if (this.#failed || this.#disposed) return;
    this.#failed = true;
    this.onFailure?.(cause);
    this.onReport?.();
  }

  [Symbol.dispose](): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.onReport = null;
    this.onFailure = null;
    const left = this.#failed || this.board.end(END_MILLISECONDS);
    void this.#worker.terminate();
    // A context that is current in a thread that hangs in GL must not be pulled away from under it.
    if (left) this.#release();
  }
}

/**
 * Starts the watcher of a context that is current in this thread.
 *
 * @param eglLibrary - name of the library that `egl` is
 * @returns null when the display has no second context to share with the first
 */
export function startWatcher(
  egl: EglLibrary,
  eglLibrary: string,
  display: EglDisplay,
  context: EglContext,
  software: boolean,
): GpuWatcher | null {
  const { isGles } = context;
  const own = createContext(egl, display, { api: isGles ? 'gles' : 'gl', version: context.askedVersion, debug: false, share: context });
  if (own === null) return null;
  const release = (): void => destroyContext(egl, display, own);
  try {
    return new NativeWatcher({ eglLibrary, display: display.handle, context: own.handle, surface: own.surface, isGles, software }, release);
  } catch {
    release();
    return null;
  }
}
