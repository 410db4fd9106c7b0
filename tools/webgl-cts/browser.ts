/*
 * Runs pages in headless Chromium and counts their checks as the harness of ours does: by the object that the suite's own runner
 * gives to the pages it frames. A page is over when it says so, when a script of it throws, or when it has been silent for too long.
 */
import { createServer, type Server } from 'node:http';
import { existsSync, readFileSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { type PageResult, queryOf } from './pages.ts';

/** How the browser runs pages. */
export interface BrowserOptions {
  /** The suite's folder `sdk/tests`. */
  readonly root: string;
  readonly version: 1 | 2;
  /** How long a page may go without saying anything, in milliseconds. */
  readonly patience: number;
  /** How long a page may take in all. */
  readonly most: number;
  /** The browser's program. */
  readonly program: string;
  /** Draw with the OpenGL that our own renderer draws with, which needs an X display, in place of SwiftShader. */
  readonly hostGl?: boolean;
  /** With extensions of WebGL that are drafts. */
  readonly drafts?: boolean;
}

const kinds: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.gif': 'image/gif',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.wasm': 'application/wasm',
};

/** Runs in every page before its scripts. */
const before = `(() => {
  if (window !== window.top) return;
  const patience = PATIENCE;
  const said = { passed: 0, failed: 0, finished: false, messages: [] };
  let over = false, heard = true;
  const finish = () => {
    if (over) return;
    over = true;
    clearInterval(timer);
    window.virglassPageIsOver(said);
  };
  const note = (text) => void (said.messages.length < 12 && said.messages.push(String(text)));
  const threw = (what) => {
    if (over) return;
    said.failed++;
    note('threw: ' + what);
    finish();
  };
  const timer = setInterval(() => {
    if (!heard) note('timed out'), finish();
    heard = false;
  }, patience);
  window.webglTestHarness = {
    reportResults(path, success, message, skipped) {
      if (over) return;
      heard = true;
      if (skipped) return;
      if (success) said.passed++;
      else {
        said.failed++;
        note(message);
      }
    },
    notifyFinished() {
      said.finished = !over;
      finish();
    },
  };
  window.addEventListener('error', (event) => threw(event.message));
  window.addEventListener('unhandledrejection', (event) => threw(event.reason));
})();`;

/** A browser that runs one page after another, started anew when a page hangs it. */
export class BrowserRunner implements AsyncDisposable {
  readonly #options: BrowserOptions;
  readonly #server: Server;
  #browser: Browser | null = null;
  #page: Page | null = null;
  #over: (said: Omit<PageResult, 'page' | 'milliseconds'>) => void = () => {};
  /** The browser's name and version. */
  name = '';

  constructor(options: BrowserOptions) {
    this.#options = options;
    this.#server = createServer(({ url = '/' }, response) => {
      const path = join(options.root, normalize(decodeURIComponent(new URL(url, 'http://localhost').pathname)));
      if (!existsSync(path) || !statSync(path).isFile()) response.writeHead(404).end();
      else
        response
          .writeHead(200, { 'content-type': kinds[extname(path)] ?? 'text/plain', 'cache-control': 'max-age=3600' })
          .end(readFileSync(path));
    });
  }

  /** Runs a page. */
  async run(page: string): Promise<PageResult> {
    const started = performance.now();
    const tab = await this.#open();
    const { promise, resolve } = Promise.withResolvers<Omit<PageResult, 'page' | 'milliseconds'> | null>();
    this.#over = resolve;
    const timer = setTimeout(() => resolve(null), this.#options.most);
    const crashed = (): void => resolve(null);
    tab.once('crash', crashed);
    const { port } = this.#server.address() as AddressInfo;
    tab.goto(`http://127.0.0.1:${port}/${page}${queryOf(this.#options.version)}`, { waitUntil: 'commit' }).catch(crashed);
    const said = await promise;
    clearTimeout(timer);
    tab.off('crash', crashed);
    const milliseconds = Math.round(performance.now() - started);
    if (said !== null) return { page, ...said, milliseconds };
    await this.#close();
    return { page, passed: 0, failed: 1, finished: false, messages: ['hung or crashed'], milliseconds };
  }

  async #open(): Promise<Page> {
    if (!this.#server.listening) await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    if (this.#page !== null && this.#browser?.isConnected() === true) return this.#page;
    const { hostGl } = this.#options;
    const graphics = hostGl === true ? ['--use-gl=angle', '--use-angle=gl'] : ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
    const args = ['--no-sandbox', ...graphics, '--ignore-gpu-blocklist', '--no-first-run'];
    if (this.#options.drafts === true) args.push('--enable-webgl-draft-extensions');
    this.#browser = await chromium.launch({ executablePath: this.#options.program, args });
    this.name = `Chromium ${this.#browser.version()}, ${hostGl === true ? "the host's OpenGL" : 'SwiftShader'}`;
    const page = (this.#page = await this.#browser.newPage());
    page.on('dialog', (dialog) => void dialog.dismiss().catch(() => {}));
    await page.exposeFunction('virglassPageIsOver', (said: Omit<PageResult, 'page' | 'milliseconds'>) => this.#over(said));
    await page.addInitScript(before.replace('PATIENCE', String(this.#options.patience)));
    return page;
  }

  async #close(): Promise<void> {
    const browser = this.#browser;
    this.#browser = this.#page = null;
    await browser?.close().catch(() => {});
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
    this.#server.close();
  }
}
