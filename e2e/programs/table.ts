/* The programs whose pictures are compared with the peer's, and how each comes to show the same picture twice. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readPng, runClient } from '@virglass/testkit';
import { drawWebGl2 } from './browser.ts';
import { type RealProgram, writeHome } from './place.ts';
import { recordBytes, recordCalls } from './trace.ts';

const SILENCE = { SDL_AUDIODRIVER: 'dummy' };
const ISOTROPIC = { MESA_EXTENSION_OVERRIDE: '-GL_EXT_texture_filter_anisotropic' };
const LEVEL = ['/usr/games/neverball', '-l', 'map-easy/easy.sol'] as const;
const CALLS = 'recorded OpenGL calls, replayed';
const BYTES = "recorded bytes of Mesa's driver, replayed";
const BLENDER_TIMEOUT_MS = 400_000;

const neverball = (folder: string): void => writeHome(folder, { '.neverball/neverballrc': 'fullscreen 0\nwidth 320\nheight 240\n' });

/** In the order in which they run. */
export const realPrograms: readonly RealProgram[] = [
  {
    name: 'Chromium WebGL 2',
    program: '/usr/bin/chromium',
    debianPackage: 'chromium',
    how: 'scenes without a clock, `--use-gl=angle --use-angle=gl`',
    prepare: ({ display }) => Promise.resolve((on) => drawWebGl2(on, display)),
  },
  {
    name: 'neverball, title',
    program: '/usr/games/neverball',
    debianPackage: 'neverball',
    how: `${CALLS}; without anisotropic filtering, which the peer leaves out`,
    screen: '400x300x24',
    prepare: (place) => {
      neverball(place.folder);
      return recordCalls(place, { command: ['/usr/games/neverball'], frames: 60, env: { ...SILENCE, ...ISOTROPIC } });
    },
  },
  {
    name: 'neverball, a level',
    program: '/usr/games/neverball',
    debianPackage: 'neverball',
    how: `${CALLS}; without anisotropic filtering, which the peer leaves out`,
    screen: '400x300x24',
    prepare: (place) => {
      neverball(place.folder);
      const inputs = [20, 35, 50].map((frame) => [frame, 'key Return'] as const);
      return recordCalls(place, { command: LEVEL, frames: 100, inputs, env: { ...SILENCE, ...ISOTROPIC } });
    },
  },
  {
    name: 'neverball, a level with anisotropic filtering',
    program: '/usr/games/neverball',
    debianPackage: 'neverball',
    how: CALLS,
    peerIsWrong: 'the peer leaves anisotropic filtering out',
    screen: '400x300x24',
    prepare: (place) => {
      neverball(place.folder);
      const inputs = [20, 35, 50].map((frame) => [frame, 'key Return'] as const);
      return recordCalls(place, { command: LEVEL, frames: 100, inputs, env: SILENCE });
    },
  },
  {
    name: 'Extreme Tux Racer',
    program: '/usr/games/etr',
    debianPackage: 'extremetuxracer',
    how: BYTES,
    screen: '640x480x24',
    prepare: (place, peer) => {
      const inputs = [40, 60, 80, 100, 120].map((frame) => [frame, 'key Return'] as const);
      return recordBytes(place, peer, { command: ['/usr/games/etr'], frames: 400, inputs, env: SILENCE, from: 0.2 });
    },
  },
  {
    name: 'OpenArena, a map',
    program: '/usr/games/openarena',
    debianPackage: 'openarena',
    how: CALLS,
    screen: '800x600x24',
    prepare: (place) => {
      const settings = { com_introplayed: 1, s_initsound: 0, r_mode: 3, r_fullscreen: 0, in_nograb: 1, fs_homepath: place.folder };
      const options = Object.entries(settings).flatMap(([name, value]) => ['+set', name, String(value)]);
      return recordCalls(place, { command: ['/usr/games/openarena', ...options, '+devmap', 'oa_dm1'], frames: 60, env: SILENCE });
    },
  },
  {
    name: 'Blender EEVEE',
    program: '/usr/bin/blender',
    debianPackage: 'blender',
    how: 'a scene without a clock, in the background',
    prepare: ({ display, folder }) =>
      Promise.resolve(async (on) => {
        const picture = join(folder, on === 'direct' ? 'direct.png' : `${on.kind}.png`);
        const script = fileURLToPath(new URL('eevee.py', import.meta.url));
        const command = ['blender', '-b', '--factory-startup', '-noaudio', '--python', script, '--', picture] as const;
        const { output } = await runClient([...command], { server: on, display, timeoutMs: BLENDER_TIMEOUT_MS, env: { HOME: folder } });
        if (!existsSync(picture)) throw new Error(`blender saved no picture:\n${output.slice(-3000)}`);
        return new Map([['scene', readPng(picture)]]);
      }),
  },
];
