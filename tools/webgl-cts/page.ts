/*
 * Runs one page of the conformance suite in a realm of its own.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import vm from 'node:vm';
import * as guest from '@virglass/guest';
import { type PageResult, queryOf } from './pages.ts';
import { parsePage, PageDocument, type PageElement } from './dom.ts';

/** How pages are run. */
export interface PageOptions {
  /** The suite's folder `sdk/tests`. */
  readonly root: string;
  readonly version: 1 | 2;
  readonly transport: guest.Transport;
  /** How long a page may go without saying anything, in milliseconds. */
  readonly patience: number;
  readonly verbose: boolean;
  /** Contexts have extensions that are drafts. */
  readonly drafts?: boolean;
}

const shared = [
  'ArrayBuffer', 'DataView', 'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array',
  'Uint32Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array', 'TypeError', 'Error', 'Promise', 'URL', 'URLSearchParams',
  'TextDecoder', 'TextEncoder', 'performance', 'structuredClone', 'queueMicrotask',
] as const; // prettier-ignore

const MOST_MESSAGES = 12;

/** Methods that give arrays. */
const arrayMethods = ['getActiveUniforms', 'getAttachedShaders', 'getParameter', 'getSupportedExtensions', 'getUniform'] as const;

/** Makes arrays that a context gives arrays of the page's realm: pages compare constructors. */
function adoptArrays(context: object, prototype: object): void {
  const methods = context as Record<string, (...args: unknown[]) => unknown>;
  for (const name of arrayMethods) {
    const method = methods[name];
    if (method === undefined) continue;
    const value = (...args: unknown[]): unknown => {
      const result = method.apply(context, args);
      return Array.isArray(result) ? Object.setPrototypeOf(result, prototype) : result;
    };
    Object.defineProperty(context, name, { value, configurable: true, enumerable: true, writable: true });
  }
}

/** Runs a page. */
export async function runPage(page: string, options: PageOptions): Promise<PageResult> {
  const result: PageResult = { page, passed: 0, failed: 0, finished: false, messages: [], milliseconds: 0 };
  const started = performance.now();
  const contexts: { readonly canvas: PageElement; readonly context: guest.WebGLRenderingContext | guest.WebGL2RenderingContext }[] = [];
  const note = (message: string): void => void (result.messages.length < MOST_MESSAGES && result.messages.push(message));
  const document = new PageDocument((canvas, name, attributes) => {
    if (name !== 'webgl' && name !== 'webgl2') return null;
    try {
      const context = guest.createContext(canvas.width, canvas.height, {
        ...attributes,
        api: name,
        transport: options.transport,
        draftExtensions: options.drafts === true,
        canvas,
      } as guest.ContextOptions);
      contexts.push({ canvas: canvas as unknown as PageElement, context });
      canvas.onResize = (width, height) => guest.resizeContext(context, width, height);
      adoptArrays(context, vm.runInContext('Array.prototype', window) as object);
      return context;
    } catch (error) {
      note(`no context: ${String(error)}`);
      return null;
    }
  });
  const timers = new Set<NodeJS.Timeout>();
  const { promise: done, resolve: settle } = Promise.withResolvers<void>();
  let over = false;
  const finish = (): void => {
    over = true;
    settle();
  };
  // A page reports up to millions of checks: each only leaves a mark, for which the timer looks.
  let heard = true;
  const timeout = setInterval(() => {
    if (!heard) {
      note('timed out');
      finish();
    }
    heard = false;
  }, options.patience);
  const path = join(options.root, page);
  const search = queryOf(options.version);
  const location = {
    href: `http://localhost/${page}${search}`,
    pathname: `/${page}`,
    search,
    protocol: 'http:',
    hostname: 'localhost',
    host: 'localhost',
    port: '',
    toString: () => `http://localhost/${page}${search}`,
  };
  const harness = {
    reportResults(_path: string, success: boolean, message: string, skipped?: boolean): void {
      if (over) return;
      heard = true;
      if (skipped === true) return;
      if (success) result.passed++;
      else {
        result.failed++;
        note(message);
      }
      if (options.verbose) console.log(success ? 'PASS' : 'FAIL', message);
    },
    notifyFinished(): void {
      result.finished = !over;
      finish();
    },
  };
  const guarded = (job: () => void): void => {
    try {
      job();
    } catch (error) {
      if (over) return;
      note(`threw: ${String(error instanceof Error ? (options.verbose ? error.stack : error.message) : error)}`);
      result.failed++;
      finish();
    }
  };
  const later = (job: unknown, ms = 0, ...args: unknown[]): NodeJS.Timeout => {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        guarded(() => (typeof job === 'function' ? void job(...args) : void vm.runInContext(String(job), window)));
      },
      Math.min(ms, 1000),
    );
    timers.add(timer);
    return timer;
  };
  const drop = (timer: NodeJS.Timeout | undefined): void => {
    clearTimeout(timer);
    if (timer !== undefined) timers.delete(timer);
  };
  let frames = 0;
  const frame = new Map<number, (now: number) => void>();
  const runFrame = (): void => {
    const jobs = [...frame.values()];
    frame.clear();
    for (const job of jobs) guarded(() => job(performance.now()));
    // Canvases of the page are shown, and begin again.
    for (const { canvas, context } of contexts) if (document.elements.includes(canvas)) guest.endFrame(context);
  };
  const listeners: ((event: object) => void)[] = [];
  const messages: ((event: object) => void)[] = [];
  // A plain global object: one that stands for an object of ours asks it at each use of a global name, which made pages three times slower.
  const window: vm.Context = vm.createContext(vm.constants.DONT_CONTEXTIFY);
  Object.assign(window, {
    document,
    location,
    navigator: {
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 virglass',
      platform: 'Linux x86_64',
      appVersion: '',
    },
    console: {
      log: (text: unknown) => options.verbose && console.log(text),
      error: () => {},
      warn: () => {},
      info: () => {},
      assert: () => {},
    },
    setTimeout: later,
    clearTimeout: drop,
    setInterval: (job: () => void, ms: number) => {
      const again = (): void => {
        guarded(job);
        id = later(again, ms);
      };
      let id = later(again, ms);
      return id;
    },
    clearInterval: drop,
    requestAnimationFrame: (job: (now: number) => void) => {
      if (frame.size === 0) later(runFrame, 1);
      frame.set(++frames, job);
      return frames;
    },
    cancelAnimationFrame: (id: number) => frame.delete(id),
    addEventListener: (type: string, listener: (event: object) => void) => {
      if (type === 'load') listeners.push(listener);
      if (type === 'message') messages.push(listener);
    },
    removeEventListener: () => {},
    postMessage: (data: unknown) =>
      later(() => {
        for (const listener of messages) listener({ data, source: window, stopPropagation() {}, preventDefault() {} });
      }),
    name: '',
    screen: { width: 1024, height: 768 },
    devicePixelRatio: 1,
    innerWidth: 1024,
    innerHeight: 768,
    Image: function image() {
      return document.createElement('img');
    },
    HTMLCanvasElement: guest.HeadlessCanvas,
    HTMLElement: Object,
    XMLHttpRequest: fileRequest(dirname(path), later),
    ...Object.fromEntries(shared.map((name) => [name, (globalThis as unknown as Record<string, unknown>)[name]])),
    ...Object.fromEntries(Object.entries(guest).filter(([name]) => name.startsWith('WebGL'))),
  });
  // A page that is not isolated from others has none.
  delete window['SharedArrayBuffer'];
  Object.assign(window, { window, self: window, parent: { webglTestHarness: harness }, top: window });
  const runText = (text: string, name: string): void => guarded(() => void vm.runInContext(text, window, { filename: name }));
  const runScript = (script: PageElement): void => {
    const language = script.getAttribute('language');
    const kind = script.getAttribute('type') ?? (language === null ? '' : `text/${language.toLowerCase()}`);
    if (kind !== '' && kind !== 'text/javascript' && kind !== 'application/javascript') return;
    if (script.src === '') return runText(script.textContent, `${page} script`);
    const file = script.src.startsWith('/') ? join(options.root, script.src) : resolve(dirname(path), script.src.replace(/[?#].*$/, ''));
    if (!existsSync(file)) return note(`no file ${script.src}`);
    runText(readFileSync(file, 'utf8'), file);
    script.fire('load');
  };
  const readText = (text: string): void => {
    for (const { name, attributes, content } of parsePage(text)) {
      const element = name === 'body' ? document.body : document.createElement(name);
      element.textContent = content;
      for (const [key, value] of attributes) if (!key.startsWith('on')) element.setAttribute(key, value);
      if (name === 'script' && attributes.has('type')) element.attributes.set('type', attributes.get('type')!);
      document.elements.push(element);
      if (element.id !== '' && !(element.id in window)) (window as Record<string, unknown>)[element.id] = element;
      if (name === 'script') {
        runScript(element);
        while (document.written !== '') {
          const { written } = document;
          document.written = '';
          readText(written);
        }
      }
      const onload = name === 'body' ? attributes.get('onload') : undefined;
      if (onload !== undefined) listeners.push(() => runText(onload, 'onload'));
    }
  };
  document.run = (script) => (document.readyState === 'loading' ? runScript(script) : void later(() => runScript(script)));
  const rejected = (error: unknown): void =>
    guarded(() => {
      throw error;
    });
  process.on('unhandledRejection', rejected);
  readText(readFileSync(path, 'utf8'));
  document.readyState = 'complete';
  later(() => {
    guarded(() => document.body.fire('DOMContentLoaded'));
    const { onload } = window as { onload?: (event: object) => void };
    if (typeof onload === 'function') guarded(() => onload({}));
    for (const listener of listeners) guarded(() => listener({}));
  });
  await done;
  clearInterval(timeout);
  process.off('unhandledRejection', rejected);
  for (const timer of timers) clearTimeout(timer);
  for (const { context } of contexts) guest.destroyContext(context);
  result.milliseconds = Math.round(performance.now() - started);
  return result;
}

/** A request that reads files of the suite. */
function fileRequest(folder: string, later: (job: () => void) => unknown): new () => object {
  return class {
    status = 0;
    readyState = 0;
    responseText = '';
    onload: (() => void) | null = null;
    onreadystatechange: (() => void) | null = null;
    #file = '';
    #async = true;
    overrideMimeType(): void {}
    setRequestHeader(): void {}
    open(_method: string, url: string, async = true): void {
      this.#file = resolve(folder, url.replace(/[?#].*$/, ''));
      this.#async = async;
    }
    send(): void {
      const read = (): void => {
        const there = existsSync(this.#file);
        this.status = there ? 200 : 404;
        this.readyState = 4;
        this.responseText = there ? readFileSync(this.#file, 'utf8') : '';
        this.onreadystatechange?.();
        this.onload?.();
      };
      if (this.#async) later(read);
      else read();
    }
  };
}
