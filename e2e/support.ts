import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  compareImages,
  describeDifference,
  differenceImage,
  type Image,
  type ServerKind,
  startDisplay,
  startServer,
  type VtestServer,
  writePng,
  type XDisplay,
} from '@virglass/testkit';
import { afterAll, beforeAll, expect, vi } from 'vitest';

// Programs start slowly on a loaded machine; each test bounds its programs by itself.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

/** Repository root. */
export const root: string = fileURLToPath(new URL('../', import.meta.url));

/**
 * The server that these tests judge. VIRGLASS_E2E_SERVER=peer runs them against the peer instead, which shows that a test is right:
 * whatever the peer passes, ours must pass.
 */
export const serverUnderTest: ServerKind = process.env['VIRGLASS_E2E_SERVER'] === 'peer' ? 'peer' : 'virglass';

/** Starts a display for the tests of this file. */
export function useDisplay(size?: string): { readonly name: string } {
  let display: XDisplay | undefined;
  beforeAll(async () => {
    display = await startDisplay(size);
  });
  afterAll(async () => {
    await display?.[Symbol.asyncDispose]();
  });
  return {
    get name() {
      if (!display) throw new Error('the display is there from beforeAll to afterAll');
      return display.name;
    },
  };
}

/** Starts a server, ours with these arguments, for the tests of this file; it must still be running when they have ended. */
export function useServer(kind: ServerKind = serverUnderTest, args: readonly string[] = []): () => VtestServer {
  let server: VtestServer | undefined;
  beforeAll(async () => {
    server = await startServer(kind, { args: kind === 'virglass' ? args : [] });
  });
  afterAll(async () => {
    const alive = server?.alive;
    await server?.stop();
    if (server) expect(alive, `the ${kind} server has died:\n${server.log.slice(-4000)}`).toBe(true);
  });
  return () => {
    if (!server) throw new Error('the server is there from beforeAll to afterAll');
    return server;
  };
}

/** How far a picture may be from the peer's. */
export interface PictureTolerance {
  /** A channel may differ by so much. */
  readonly channel: number;
  /** Share of the pixels that may differ by more: edges, where the two shader compilers round differently. */
  readonly share: number;
}

/** What the tests ask for unless they state another tolerance. */
export const usualTolerance: PictureTolerance = { channel: 8, share: 0.002 };

/** Fails unless both pictures are there and equal within the tolerance; then leaves them and their difference in out/e2e/. */
export function expectSamePicture(
  name: string,
  ours: Image | undefined,
  peers: Image | undefined,
  tolerance: PictureTolerance = usualTolerance,
): void {
  expect(peers, `${name}: no picture from the peer`).toBeDefined();
  expect(ours, `${name}: no picture`).toBeDefined();
  if (!ours || !peers) return;
  const difference = compareImages(ours, peers, tolerance.channel);
  if (difference.sizeDiffers || difference.overShare > tolerance.share) {
    const base = join(root, 'out/e2e', name.replace(/[^\w.-]+/g, '-'));
    writePng(`${base}.ours.png`, ours);
    writePng(`${base}.peer.png`, peers);
    if (!difference.sizeDiffers) writePng(`${base}.diff.png`, differenceImage(ours, peers));
    expect.fail(`${name}: ${describeDifference(difference)}; pictures in ${base}.*.png`);
  }
}
