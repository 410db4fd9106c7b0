import { existsSync, readdirSync } from 'node:fs';
import { countColors, runClient, scratchFolder, type VtestServer } from '@virglass/testkit';
import { beforeAll, expect, test } from 'vitest';
import { expectSamePicture, useDisplay, useServer } from './support.ts';

/*
 * Screen savers use what newer programs do not: display lists, immediate mode, two-sided lighting, fog, polygon stipple, feedback of
 * bitmaps and pixels, thousands of draws a frame. They seed their random numbers from the clock and the process number, both of which
 * the preloaded library fixes, so that frame N is the same picture in every run.
 */
const FOLDER = '/usr/libexec/xscreensaver';
const FRAMES = [5, 30] as const;

const CHOSEN = [
  'antinspect',
  'atunnel',
  'blocktube',
  'cubestorm',
  'dangerball',
  'discoball',
  'engine',
  'flurry',
  'gears',
  'glplanet',
  'lament',
].concat(['molecule', 'pipes', 'skytentacles', 'sproingies']);

/** These show the desktop, the net or memory that nobody wrote, and differ from run to run through the same server. */
const UNSTEADY = new Set(['carousel', 'gleidescope', 'glsnake', 'mapscroller', 'photopile', 'winduprobot', 'xscreensaver-gl-visual']);

/** Here the peer is wrong and ours shows what llvmpipe shows in the program's own process. */
const WRONG_ON_PEER = new Set(['flipscreen3d']);

/** VIRGLASS_E2E_ALL=1 takes every screen saver that is installed. */
function names(): string[] {
  if (process.env['VIRGLASS_E2E_ALL'] !== '1' || !existsSync(FOLDER)) return CHOSEN;
  return readdirSync(FOLDER).filter((name) => !name.includes('.') && !UNSTEADY.has(name));
}

const display = useDisplay();
const server = useServer();
const peer = useServer('peer');
const home = scratchFolder();

beforeAll(() => {
  if (!existsSync(`${FOLDER}/dangerball`)) throw new Error('no screen savers: apt-get install xscreensaver-gl xscreensaver-gl-extra');
});

function hack(name: string, on: VtestServer | 'direct'): ReturnType<typeof runClient> {
  return runClient([`${FOLDER}/${name}`, '-geometry', '256x256'], {
    server: on,
    display: display.name,
    frames: FRAMES,
    frameTimeUs: 33_333,
    timeoutMs: 60_000,
    env: { HOME: home },
  });
}

test.each(names().map((name) => ({ name })))('$name draws the same pictures as through the peer', async ({ name }) => {
  const ours = await hack(name, server());
  const peers = await hack(name, WRONG_ON_PEER.has(name) ? 'direct' : peer());
  expect(ours.code, ours.output).toBe(0);
  for (const frame of FRAMES) expectSamePicture(`hack ${name} frame ${frame}`, ours.frames.get(frame), peers.frames.get(frame));
  if (CHOSEN.includes(name)) expect(countColors(ours.frames.get(30)!)).toBeGreaterThan(3);
});
