/* A scene of three.js by the guest driver, and by Chromium's WebGL 2. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { VtestServer } from '@virglass/testkit';
import { type Browser, chromium } from 'playwright';

/** What is drawn for how long. */
export interface SceneOptions {
  readonly width: number;
  readonly height: number;
  readonly objects: number;
  /** Seconds that are left out at the start, and seconds that count. */
  readonly warm: number;
  readonly seconds: number;
}

interface Timed {
  readonly frames: number;
  readonly seconds: number;
  readonly cpuUs?: number;
  readonly error: number;
}

/** Frames a second by the guest driver, and the microseconds of its process's CPU for each. */
export function measureNode(server: VtestServer, options: SceneOptions): { readonly fps: number; readonly cpuUs: number } {
  const numbers = [options.width, options.height, options.objects, options.warm, options.seconds].map(String);
  const args = ['-C', 'virglass-source', fileURLToPath(new URL('node.ts', import.meta.url)), server.socket, ...numbers];
  const timed = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Timed;
  if (timed.error !== 0) throw new Error(`the guest driver's scene ends with error ${timed.error}`);
  return { fps: timed.frames / timed.seconds, cpuUs: timed.cpuUs! / timed.frames };
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = `<!doctype html>
<script type="importmap">{ "imports": { "three": "/node_modules/three/build/three.module.js" } }</script>
<script type="module">
  import * as THREE from 'three';
  import { makeScene, timeFrames } from '/bench/guest-scene/scene.js';
  globalThis.measure = ({ width, height, objects, warm, seconds }) => {
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const gl = canvas.getContext('webgl2', { antialias: false, preserveDrawingBuffer: true });
    const draw = makeScene(THREE, canvas, gl, objects);
    const { frames } = timeFrames(gl, draw, 0, warm);
    return { ...timeFrames(gl, draw, frames, seconds), error: gl.getError() };
  };
  globalThis.renderer = () => {
    const gl = document.createElement('canvas').getContext('webgl2');
    return gl === null ? '' : gl.getParameter(gl.getExtension('WEBGL_debug_renderer_info').UNMASKED_RENDERER_WEBGL);
  };
</script>`;

/** Chromium on one implementation of GL. */
export class BrowserScene implements AsyncDisposable {
  readonly #server = createServer(({ url = '/' }, response) => {
    const path = normalize(decodeURIComponent(url));
    const file = join(root, path);
    if (path === '/') response.writeHead(200, { 'content-type': 'text/html' }).end(page);
    else if (!/^\/(node_modules\/three|bench\/guest-scene)\//.test(path) || !existsSync(file)) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': 'text/javascript' }).end(readFileSync(file));
  });
  #browser: Browser | null = null;
  #tab: Awaited<ReturnType<Browser['newPage']>> | null = null;

  /**
   * Starts it.
   * @param args - that choose the implementation
   * @param display - X display; null: none
   * @returns what it says that it draws with; '' where it has no WebGL 2
   */
  async start(args: readonly string[], display: string | null): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const env = {
      ...process.env,
      LIBGL_ALWAYS_SOFTWARE: '1',
      GALLIUM_DRIVER: 'llvmpipe',
      ...(display === null ? {} : { DISPLAY: display }),
    };
    this.#browser = await chromium.launch({
      executablePath: process.env['VIRGLASS_CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--ignore-gpu-blocklist', '--no-first-run', ...args],
      env,
    });
    this.#tab = await this.#browser.newPage();
    await this.#tab.goto(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`);
    await this.#tab.waitForFunction('globalThis.measure !== undefined');
    return this.#tab.evaluate<string>('renderer()');
  }

  /** Frames a second. */
  async measure(options: SceneOptions): Promise<number> {
    const timed = await this.#tab!.evaluate<Timed>(`measure(${JSON.stringify(options)})`);
    if (timed.error !== 0) throw new Error(`Chromium's scene ends with error ${timed.error}`);
    return timed.frames / timed.seconds;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser?.close();
    this.#server.close();
  }
}
