/*
 * Screen savers use what newer programs do not: display lists, immediate mode, two-sided lighting, fog, polygon stipple, feedback of
 * bitmaps and pixels, thousands of draws a frame. They seed their random numbers from the clock and the process number, both of which
 * the preloaded library fixes, so that frame N is the same picture in every run.
 */
import { existsSync, readdirSync } from 'node:fs';
import { type ClientResult, runClient, type VtestServer } from '@virglass/testkit';
import type { Place } from './place.ts';

const FOLDER = '/usr/libexec/xscreensaver';

/** Frames whose pictures are compared. */
export const hackFrames = [5, 30] as const;

/** The screen savers of every run. */
export const chosenHacks: readonly string[] = [
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
  'molecule',
  'pipes',
  'skytentacles',
  'sproingies',
  'atlantis',
  'bouncingcow',
  'cube21',
  'endgame',
  'glknots',
  'hypertorus',
  'lavalite',
  'noof',
  'polyhedra',
  'voronoi',
];

/** These show the desktop, the net or memory that nobody wrote, and differ from run to run through the same server. */
const UNSTEADY = new Set(['carousel', 'gleidescope', 'glsnake', 'mapscroller', 'photopile', 'winduprobot', 'xscreensaver-gl-visual']);

/** Here the peer is wrong and ours shows what llvmpipe shows in the program's own process. */
const WRONG_ON_PEER = new Set(['flipscreen3d']);

/** Whether a screen saver is compared with llvmpipe in its own process. */
export function peerIsWrong(hack: string): boolean {
  return WRONG_ON_PEER.has(hack);
}

/** The screen savers that are installed and steady; throws when there are none. */
export function installedHacks(): string[] {
  if (!existsSync(`${FOLDER}/dangerball`)) throw new Error('no screen savers: apt-get install xscreensaver-gl xscreensaver-gl-extra');
  return readdirSync(FOLDER).filter((name) => !name.includes('.') && !UNSTEADY.has(name));
}

/** Runs a screen saver up to the last of its compared frames. */
export function runHack(name: string, on: VtestServer | 'direct', { display, folder }: Place): Promise<ClientResult> {
  return runClient([`${FOLDER}/${name}`, '-geometry', '256x256'], {
    server: on,
    display,
    frames: hackFrames,
    frameTimeUs: 33_333,
    timeoutMs: 60_000,
    env: { HOME: folder },
  });
}
