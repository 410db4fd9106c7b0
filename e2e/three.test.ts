/*
 * three.js on the guest driver, beside headless Chromium: the same module of scenes, the same renderer, two implementations of WebGL 2.
 * Rasterizers differ (Chromium's SwiftShader, this machine's llvmpipe): at most one pixel in a hundred may differ by more than 8 of 255.
 */
import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createContext, destroyContext } from '@virglass/guest';
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { differing, localHost } from './guest-driver-support.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const [width, height] = [400, 300];
const program = process.env['VIRGLASS_CHROMIUM'] ?? '/usr/bin/chromium';
const names = ['textured', 'shadows', 'skinned', 'instanced', 'postprocessed', 'feedback'];

/** What scenes.js has; three brings no types. */
interface Scenes {
  drawScene(three: unknown, name: string, canvas: unknown, gl: unknown): { pixels: Uint8Array; error: number };
}

const page = `<!doctype html>
<script type="importmap">{ "imports": { "three": "/node_modules/three/build/three.module.js" } }</script>
<script type="module">
  import * as THREE from 'three';
  import { drawScene } from '/e2e/three/scenes.js';
  globalThis.draw = (name, width, height) => {
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const gl = canvas.getContext('webgl2', { antialias: false, preserveDrawingBuffer: true });
    const { pixels, error } = drawScene(THREE, name, canvas, gl);
    return { pixels: [...pixels], error };
  };
</script>`;

const server = createServer(({ url = '/' }, response) => {
  const path = normalize(decodeURIComponent(url));
  const file = join(root, path);
  if (path === '/') response.writeHead(200, { 'content-type': 'text/html' }).end(page);
  else if (!/^\/(node_modules\/three|e2e\/three)\//.test(path) || !existsSync(file)) response.writeHead(404).end();
  else response.writeHead(200, { 'content-type': 'text/javascript' }).end(readFileSync(file));
});

let browser: Browser | null = null;
let drawInBrowser: (name: string) => Promise<Uint8Array>;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const args = ['--no-sandbox', '--use-angle=swiftshader', '--ignore-gpu-blocklist', '--enable-unsafe-swiftshader', '--no-first-run'];
  browser = await chromium.launch({ executablePath: program, args });
  const tab = await browser.newPage();
  await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await tab.waitForFunction('globalThis.draw !== undefined');
  drawInBrowser = async (name) => {
    const drawn = await tab.evaluate<{ pixels: number[]; error: number }>(`draw('${name}', ${width}, ${height})`);
    expect(drawn.error).toBe(0);
    return Uint8Array.from(drawn.pixels);
  };
}, 60_000);

afterAll(async () => {
  await browser?.close();
  server.close();
});

test.each(names)('%s', { timeout: 60_000 }, async (name) => {
  const wanted = await drawInBrowser(name);
  const three: unknown = await import(pathToFileURL(join(root, 'node_modules/three/build/three.module.js')).href);
  const scenes = (await import(pathToFileURL(join(root, 'e2e/three/scenes.js')).href)) as Scenes;
  using host = localHost();
  const gl = createContext(width, height, { transport: host.transport, antialias: false });
  try {
    const { pixels, error } = scenes.drawScene(three, name, gl.canvas, gl);
    expect(error).toBe(0);
    expect(new Set(new Uint32Array(wanted.buffer)).size).toBeGreaterThan(1);
    expect(differing({ width, height, rgba: wanted }, { width, height, rgba: pixels }, 8)).toBeLessThanOrEqual(1);
  } finally {
    destroyContext(gl);
  }
});
