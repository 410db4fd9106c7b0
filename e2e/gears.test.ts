import { countColors, requireProgram, runClient, type VtestServer } from '@virglass/testkit';
import { beforeAll, expect, test } from 'vitest';
import { expectSamePicture, useDisplay, useServer } from './support.ts';

const display = useDisplay();
const server = useServer();
const peer = useServer('peer');

beforeAll(() => requireProgram('glxgears', 'mesa-utils'));

const FRAMES = [1, 30, 100] as const;

function gears(on: VtestServer, more: { readonly protocol?: number } = {}): ReturnType<typeof runClient> {
  return runClient(['glxgears'], { server: on, display: display.name, frames: FRAMES, frameTimeUs: 16_667, timeoutMs: 60_000, ...more });
}

test('glxgears shows the same frames as through the peer', async () => {
  const [ours, peers] = [await gears(server()), await gears(peer())];
  expect(ours.code, ours.output).toBe(0);
  for (const frame of FRAMES) expectSamePicture(`glxgears frame ${frame}`, ours.frames.get(frame), peers.frames.get(frame));
  expect(countColors(ours.frames.get(30)!)).toBeGreaterThan(100);
});

test('glxgears over vtest protocol 0 shows the same frames as through the peer', async () => {
  const [ours, peers] = [await gears(server(), { protocol: 0 }), await gears(peer(), { protocol: 0 })];
  expect(ours.code, ours.output).toBe(0);
  for (const frame of FRAMES) expectSamePicture(`glxgears protocol 0 frame ${frame}`, ours.frames.get(frame), peers.frames.get(frame));
});

test('six programs at once each get their own picture', async () => {
  const peers = await gears(peer());
  const all = await Promise.all(Array.from({ length: 6 }, () => gears(server())));
  for (const [index, result] of all.entries()) {
    for (const frame of FRAMES)
      expectSamePicture(`glxgears ${index} of 6 frame ${frame}`, result.frames.get(frame), peers.frames.get(frame));
  }
});
