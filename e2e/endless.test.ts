import { encodeResourceCopyRegion } from '@virglass/protocol';
import {
  command,
  openDescriptors,
  RecordingGuest,
  requireProgram,
  residentBytes,
  type RunningClient,
  startClient,
  startServer,
  VtestClient,
  type VtestServer,
} from '@virglass/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endlessInputs, slowButLegal } from './endless-inputs.ts';
import { useDisplay } from './support.ts';

/*
 * Guests whose work takes minutes or for ever, against the real server, while a real program draws through it: the guest is stopped by its
 * time quota, with the reason in the log, and the program goes on.
 *
 * Times are generous, since the machine may have other things to do. What two seconds' quota means in real time depends on how much of the
 * CPU the server gets, but it is at most twice as long.
 */
const display = useDisplay();
let server: VtestServer;
let bystander: RunningClient;

/** Longest time in which the other program may draw nothing, in milliseconds: the quota twice, and what a loaded machine adds. */
const PAUSE_MS = 25_000;
const ANSWER_MS = 60_000;
const MEMORY_SLACK = 160 << 20;

beforeAll(async () => {
  requireProgram('glxgears', 'mesa-utils');
  server = await startServer('virglass', { args: ['--max-gpu-time', '2s', '--log', 'info'] });
  bystander = startClient(['glxgears'], { server, display: display.name, timeoutMs: 900_000 });
  expect(await bystander.untilFrames(5, 30_000), bystander.process.output).toBe(true);
});

afterAll(async () => {
  await bystander[Symbol.asyncDispose]();
  const { alive } = server;
  await server.stop();
  expect(alive, server.log.slice(-4000)).toBe(true);
});

/** Frames of the other program go on within the bound. */
async function expectProgress(what: string): Promise<void> {
  const { frames } = bystander.live.read();
  expect(await bystander.untilFrames(frames + 3, PAUSE_MS), `${what}: the other program stands still:\n${bystander.process.output}`).toBe(
    true,
  );
}

async function eventually(condition: () => boolean, milliseconds: number): Promise<boolean> {
  for (const end = performance.now() + milliseconds; performance.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
    if (condition()) return true;
  }
  return condition();
}

test.each(endlessInputs)('$name hurts nobody', async ({ name, cause, make }) => {
  const { bytes } = make();
  const memory = residentBytes(server.pids());
  const descriptors = openDescriptors(server.process.pid);
  const logged = server.log.length;
  {
    using client = await VtestClient.connect(server.socket);
    await client.send(bytes);
    await expectProgress(`${name}, at work`);
    await expectProgress(`${name}, still at work`);
    if (cause !== null) {
      // The picture that it asks for is its answer: whatever is in it, it comes.
      expect((await client.read(64, ANSWER_MS)).length).toBe(64);
      expect(await eventually(() => cause.test(server.log.slice(logged)), 10_000), server.log.slice(logged)).toBe(true);
    }
  }
  expect(server.alive, server.log.slice(-4000)).toBe(true);
  await expectProgress(`${name}, gone`);
  if (cause === null) expect(server.log.slice(logged)).not.toMatch(/stopped/);
  expect(await eventually(() => openDescriptors(server.process.pid) <= descriptors, 10_000)).toBe(true);
  expect(await eventually(() => residentBytes(server.pids()) - memory < MEMORY_SLACK, 10_000)).toBe(true);
});

test('a guest that goes while its shader runs takes that with it', async () => {
  const client = await VtestClient.connect(server.socket);
  await client.send(endlessInputs.find(({ name }) => name === 'endless-fragment-shader')!.make().bytes);
  client.close();
  await expectProgress('gone at once');
});

test('a shader that is slow but has an end is drawn', async () => {
  const logged = server.log.length;
  using client = await VtestClient.connect(server.socket);
  await client.send(slowButLegal(32).bytes);
  const picture = await client.read(64, ANSWER_MS);
  expect(picture.some((byte) => byte !== 0)).toBe(true);
  expect(server.log.slice(logged)).not.toMatch(/stopped/);
  await expectProgress('slow');
});

test('one guest that is stopped again and again leaves others their time', async () => {
  const { bytes } = endlessInputs.find(({ name }) => name === 'endless-fragment-shader')!.make();
  for (let i = 0; i < 3; i++) {
    using client = await VtestClient.connect(server.socket);
    await client.send(bytes);
    await client.read(64, ANSWER_MS);
  }
  await expectProgress('stopped three times');
});

test('large textures are copied again and again', async () => {
  const side = 8192;
  const guest = new RecordingGuest();
  const [from, to] = [guest.resource({ width: side, height: side }), guest.resource({ width: side, height: side })];
  const copy = command(encodeResourceCopyRegion, {
    dstResHandle: to,
    dstLevel: 0,
    dstX: 0,
    dstY: 0,
    dstZ: 0,
    srcResHandle: from,
    srcLevel: 0,
    srcX: 0,
    srcY: 0,
    srcZ: 0,
    srcW: side,
    srcH: side,
    srcD: 1,
  });
  guest.submit(...Array.from({ length: 500 }, () => copy));
  guest.read(to, 4, 4);
  using client = await VtestClient.connect(server.socket);
  await client.send(guest.bytes);
  for (let i = 0; i < 3; i++) await expectProgress('large copies');
});
