import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ClientResult,
  removeScratchFolder,
  requireProgram,
  runClient,
  scratchFolder,
  startServer,
  type VtestServer,
} from '@virglass/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { expectSamePicture, useDisplay } from './support.ts';

/*
 * The shader cache with whole programs and servers: what a server has compiled once, the next one does not, and shows the same.
 *
 * The programs' own Mesa must not keep shaders: it translates what it kept into other TGSI than what it has just compiled, and then
 * the second run would be that of another program.
 */
const display = useDisplay();

const FRAMES = [1, 2, 10];

const programs: Readonly<Record<string, { readonly debianPackage: string; readonly command: readonly [string, ...string[]] }>> = {
  glxgears: { debianPackage: 'mesa-utils', command: ['glxgears'] },
  'glmark2 terrain': { debianPackage: 'glmark2-x11', command: ['glmark2', '-b', 'terrain', '--size', '128x128'] },
  'glmark2 desktop': { debianPackage: 'glmark2-x11', command: ['glmark2', '-b', 'desktop', '--size', '128x128'] },
};

/** What the server said at its end. */
interface Counts {
  readonly compiled: number;
  readonly linked: number;
  readonly loaded: number;
}

function folder(): string {
  const path = scratchFolder();
  onTestFinished(() => removeScratchFolder(path));
  return path;
}

const start = (cache: string): Promise<VtestServer> => startServer('virglass', { args: ['--shader-cache', cache, '--log', 'info'] });

async function end(server: VtestServer): Promise<Counts> {
  expect(server.alive, server.log).toBe(true);
  await server.stop();
  const counts = /shaders compiled: (\d+), programs linked: (\d+), from the cache: (\d+)/.exec(server.log);
  expect(counts, server.log).not.toBeNull();
  expect(server.log).not.toMatch(/ (warn|error) /);
  return { compiled: Number(counts![1]), linked: Number(counts![2]), loaded: Number(counts![3]) };
}

async function draw(server: VtestServer, name: string): Promise<ClientResult> {
  const { debianPackage, command } = programs[name]!;
  requireProgram(command[0], debianPackage);
  const env = { MESA_SHADER_CACHE_DISABLE: 'true', MESA_GLSL_CACHE_DISABLE: 'true' };
  const result = await runClient(command, { server, display: display.name, frames: FRAMES, frameTimeUs: 16_667, env });
  expect(result.code, result.output).toBe(0);
  expect([...result.frames.keys()]).toEqual(FRAMES);
  return result;
}

async function session(cache: string, name: string): Promise<{ readonly result: ClientResult; readonly counts: Counts }> {
  await using server = await start(cache);
  const result = await draw(server, name);
  return { result, counts: await end(server) };
}

function expectSameFrames(name: string, one: ClientResult, other: ClientResult): void {
  for (const frame of FRAMES) {
    expectSamePicture(`${name} frame ${frame}`, one.frames.get(frame), other.frames.get(frame), { channel: 0, share: 0 });
  }
}

const entries = (cache: string): string[] => readdirSync(cache).map((name) => join(cache, name));

test.each(Object.keys(programs))('%s: the second server compiles nothing and shows the same frames', async (name) => {
  const cache = folder();
  const cold = await session(cache, name);
  expect(cold.counts.compiled).toBeGreaterThan(2);
  expect(cold.counts.loaded).toBe(0);
  const warm = await session(cache, name);
  expect(warm.counts).toEqual({ compiled: 0, linked: 0, loaded: cold.counts.linked });
  expectSameFrames(name, warm.result, cold.result);
});

test('broken files are made anew and never shown', async () => {
  const cache = folder();
  const cold = await session(cache, 'glxgears');
  for (const [i, file] of entries(cache).entries()) {
    const content = readFileSync(file);
    if (i % 3 === 0) truncateSync(file, statSync(file).size >> 1);
    else writeFileSync(file, i % 3 === 1 ? content.fill(0x55, content.length >> 1) : content.subarray(0, 0));
  }
  const again = await session(cache, 'glxgears');
  expect(again.counts).toEqual(cold.counts);
  expectSameFrames('after broken files', again.result, cold.result);
  expect((await session(cache, 'glxgears')).counts.compiled).toBe(0);
});

test('two servers fill one cache at the same time', async () => {
  const cache = folder();
  await using one = await start(cache);
  await using other = await start(cache);
  const results = await Promise.all([one, other, one, other].map((server) => draw(server, 'glxgears')));
  for (const result of results.slice(1)) expectSameFrames('two servers', result, results[0]!);
  await Promise.all([end(one), end(other)]);
  expect((await session(cache, 'glxgears')).counts.compiled).toBe(0);
});
