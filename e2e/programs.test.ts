import { countColors } from '@virglass/testkit';
import { expect, test } from 'vitest';
import { drawWebGl2 } from './programs/browser.ts';
import { expectSamePicture, useDisplay, useServer } from './support.ts';

/* Programs that are small enough for every run; `programs.ts` is the command that takes all. */
const display = useDisplay();
const server = useServer();
const peer = useServer('peer');

test('Chromium draws WebGL 2 with the same pictures as through the peer', async () => {
  const [ours, peers] = [await drawWebGl2(server(), display.name), await drawWebGl2(peer(), display.name)];
  expect([...ours.keys()]).toEqual([...peers.keys()]);
  expect(ours.size).toBeGreaterThanOrEqual(8);
  for (const [scene, image] of peers) {
    expectSamePicture(`WebGL 2 ${scene}`, ours.get(scene), image);
    expect(countColors(image), scene).toBeGreaterThan(16);
  }
});
