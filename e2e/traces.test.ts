import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Image, readPng, requireProgram, runClient, scratchFolder, type VtestServer } from '@virglass/testkit';
import { beforeAll, expect, test } from 'vitest';
import { expectSamePicture, useDisplay, useServer } from './support.ts';

/*
 * GL calls recorded from a program that draws in its own process, then replayed through our server and through the peer. The calls are
 * the same on both sides whatever the servers' capabilities are, which cannot be said of a program that asks and adapts.
 *
 * Traces are recorded when the test runs: they contain the programs' own models, textures and shaders.
 */
const display = useDisplay();
const server = useServer();
const peer = useServer('peer');
const folder = scratchFolder();
const TRACERS = '/usr/lib/x86_64-linux-gnu/apitrace/wrappers';

beforeAll(() => {
  requireProgram('apitrace', 'apitrace');
  requireProgram('glretrace', 'apitrace');
  requireProgram('glmark2', 'glmark2-x11');
  if (!existsSync(TRACERS)) throw new Error(`no ${TRACERS}: apt-get install apitrace-tracers`);
});

const glmark2 = (scene: string): [string, ...string[]] => ['glmark2', '--size', '256x256', '-b', scene];
const hack = (name: string): [string, ...string[]] => [`/usr/libexec/xscreensaver/${name}`, '-geometry', '256x256'];

interface Row {
  readonly name: string;
  readonly command: [string, ...string[]];
  /** How the program reaches GL; default GLX. */
  readonly api?: 'egl';
}

const rows: Row[] = [
  { name: 'glxgears', command: ['glxgears'] },
  { name: 'glmark2 build without vbo', command: glmark2('build:use-vbo=false') },
  { name: 'glmark2 texture mipmap', command: glmark2('texture:texture-filter=mipmap') },
  { name: 'glmark2 shading phong', command: glmark2('shading:shading=phong') },
  { name: 'glmark2 bump', command: glmark2('bump:bump-render=height') },
  { name: 'glmark2 effect2d', command: glmark2('effect2d') },
  { name: 'glmark2 pulsar', command: glmark2('pulsar') },
  { name: 'glmark2 desktop blur', command: glmark2('desktop:effect=blur:windows=2') },
  { name: 'glmark2 buffer subdata', command: glmark2('buffer:update-method=subdata:columns=20:rows=20') },
  { name: 'glmark2 ideas', command: glmark2('ideas') },
  { name: 'glmark2 terrain', command: glmark2('terrain') },
  { name: 'glmark2 jellyfish', command: glmark2('jellyfish') },
  { name: 'glmark2 refract', command: glmark2('refract') },
  { name: 'glmark2 shadow', command: glmark2('shadow') },
  { name: 'fliptext', command: hack('fliptext'), api: 'egl' },
  { name: 'molecule', command: hack('molecule'), api: 'egl' },
  { name: 'flurry', command: hack('flurry'), api: 'egl' },
];

const FRAMES = 4;

async function record({ name, command, api }: Row): Promise<string> {
  const trace = join(folder, `${name.replaceAll(' ', '-')}.trace`);
  const result = await runClient(command, {
    server: 'direct',
    display: display.name,
    lastFrame: FRAMES,
    exitHandlers: true,
    frameTimeUs: 33_333,
    timeoutMs: 60_000,
    env: { LD_PRELOAD: `${TRACERS}/${api ?? 'glx'}trace.so`, TRACE_FILE: trace, HOME: folder },
  });
  expect(existsSync(trace), result.output).toBe(true);
  return trace;
}

/** Replays a trace. @returns the picture at the end of each frame */
async function replay(trace: string, { api }: Row, on: VtestServer): Promise<Image[]> {
  const pictures = scratchFolder();
  const result = await runClient([api === 'egl' ? 'eglretrace' : 'glretrace', '--headless', '-S', 'frame', '-s', `${pictures}/`, trace], {
    server: on,
    display: display.name,
    timeoutMs: 90_000,
  });
  expect(result.output, result.output.slice(-4000)).toMatch(/Rendered \d+ frames/);
  return readdirSync(pictures)
    .sort()
    .map((name) => readPng(join(pictures, name)));
}

test.each(rows)('$name replays to the same pictures as through the peer', async (row) => {
  const trace = await record(row);
  const peers = await replay(trace, row, peer());
  const ours = await replay(trace, row, server());
  expect(peers.length).toBeGreaterThanOrEqual(FRAMES);
  expect(ours.length).toBe(peers.length);
  // The window grows during the first frame, whose new part nobody has drawn to: its content is undefined.
  for (let frame = 1; frame < peers.length; frame++) expectSamePicture(`trace ${row.name} frame ${frame}`, ours[frame], peers[frame]);
});
