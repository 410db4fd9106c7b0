import { countColors, scratchFolder } from '@virglass/testkit';
import { beforeAll, expect, test } from 'vitest';
import { chosenHacks, hackFrames, installedHacks, peerIsWrong, runHack } from './programs/hacks.ts';
import { expectSamePicture, useDisplay, useServer } from './support.ts';

const display = useDisplay();
const server = useServer();
const peer = useServer('peer');
const folder = scratchFolder();

beforeAll(() => void installedHacks());

/** VIRGLASS_E2E_ALL=1 takes every screen saver that is installed. */
const names = process.env['VIRGLASS_E2E_ALL'] === '1' ? installedHacks() : chosenHacks;

test.each(names.map((name) => ({ name })))('$name draws the same pictures as through the peer', async ({ name }) => {
  const place = { display: display.name, folder };
  const ours = await runHack(name, server(), place);
  const peers = await runHack(name, peerIsWrong(name) ? 'direct' : peer(), place);
  expect(ours.code, ours.output).toBe(0);
  for (const frame of hackFrames) expectSamePicture(`hack ${name} frame ${frame}`, ours.frames.get(frame), peers.frames.get(frame));
  if (chosenHacks.includes(name)) expect(countColors(ours.frames.get(30)!)).toBeGreaterThan(3);
});
