/*
 * The recordings that the browser tests draw, on this machine's OpenGL: what a browser's guest sends means the same to every host, and
 * the pictures beside the recordings are what it means.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createNativeGl, type NativeGl } from '@virglass/gl/native';
import { readPng, VtestRecording } from '@virglass/testkit';
import { createVirglRenderer, type VirglRenderer } from '@virglass/virgl';
import { defaultQuota } from '@virglass/vtest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pictureOf, replayVtest } from '../testkit/src/replay.ts';
import { expectSamePicture, root } from './support.ts';

const folder = join(root, 'corpus/streams/webgl2');
const namesWith = (ending: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length));

let gl: NativeGl;
let renderer: VirglRenderer;

beforeAll(() => {
  gl = createNativeGl();
  renderer = createVirglRenderer(gl);
});

afterAll(() => {
  renderer[Symbol.dispose]();
  gl[Symbol.dispose]();
});

function replay(name: string): ReturnType<typeof replayVtest>['readbacks'] {
  const { bytes } = VtestRecording.read(join(folder, `${name}.vtest.gz`));
  const log: string[] = [];
  using device = renderer.openDevice(defaultQuota, { warn: (message) => log.push(message), debug: () => undefined });
  const { readbacks, refusals } = replayVtest(device, bytes, { memory: (length) => gl.memory(length) });
  expect([...log, ...refusals]).toEqual([]);
  return readbacks;
}

test.each(namesWith('.png'))('%s draws what the peer draws', (name) => {
  expectSamePicture(`webgl2 ${name}`, pictureOf(replay(name).at(-1)!), readPng(join(folder, `${name}.png`)));
});

test.each(namesWith('.readbacks.gz'))('%s reads back what it does from the peer', (name) => {
  const ours = Buffer.concat(replay(name).map(({ bytes }) => bytes));
  expect(ours.equals(gunzipSync(readFileSync(join(folder, `${name}.readbacks.gz`))))).toBe(true);
});
