import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readPngBytes, redirectLibrary, type VtestServer } from '@virglass/testkit';
import { chromium } from 'playwright';
import type { Pictures } from './place.ts';

declare const describeGl: () => string;
declare const drawScene: (name: string) => string;
declare const sceneNames: readonly string[];

const LAUNCH_TIMEOUT_MS = 60_000;

/**
 * Draws the scenes of webgl2.js in Chromium, whose WebGL 2 runs on this machine's OpenGL by way of GLX, and so through virpipe. The GPU
 * shares the browser's process: in one of its own, Mesa loses the descriptor of its socket, whichever server listens.
 *
 * @throws {Error} when the browser does not draw through the server
 */
export async function drawWebGl2(on: VtestServer | 'direct', display: string): Promise<Pictures> {
  const environment: Record<string, string> = {
    ...(process.env as Record<string, string>),
    DISPLAY: display,
    LIBGL_ALWAYS_SOFTWARE: '1',
    GALLIUM_DRIVER: on === 'direct' ? 'llvmpipe' : 'virpipe',
    LD_PRELOAD: redirectLibrary(),
    ...(on === 'direct' ? {} : { VTEST_SOCKET: on.socket }),
  };
  await using browser = await chromium.launch({
    executablePath: process.env['VIRGLASS_CHROMIUM'] ?? '/usr/bin/chromium',
    headless: false,
    env: environment,
    timeout: LAUNCH_TIMEOUT_MS,
    args: [
      '--no-sandbox',
      '--in-process-gpu',
      '--use-gl=angle',
      '--use-angle=gl',
      '--ignore-gpu-blocklist',
      '--disable-gpu-watchdog',
      '--disable-background-networking',
      '--no-first-run',
    ],
  });
  const page = await browser.newPage();
  await page.addScriptTag({ content: readFileSync(fileURLToPath(new URL('webgl2.js', import.meta.url)), 'utf8') });
  const renderer = await page.evaluate(() => describeGl());
  if (renderer.includes('virgl') !== (on !== 'direct')) throw new Error(`Chromium draws with ${renderer}`);
  const pictures = new Map<string, ReturnType<typeof readPngBytes>>();
  for (const name of await page.evaluate(() => [...sceneNames])) {
    const url = await page.evaluate((scene) => drawScene(scene), name);
    pictures.set(name, readPngBytes(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')));
  }
  return pictures;
}
