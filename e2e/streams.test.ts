import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  countColors,
  type Image,
  type Readback,
  replayBlindly,
  replayRecording,
  residentBytes,
  seededRandom,
  Vcmd,
  VtestRecording,
} from '@virglass/testkit';
import { beforeAll, expect, test } from 'vitest';
import { expectSamePicture, root, serverUnderTest, useServer } from './support.ts';

const folder = join(root, 'corpus/streams');
const files = readdirSync(folder).filter((name) => name.endsWith('.vtest.gz'));
/** Recordings with all their data inside. */
const complete = files.filter((name) => VtestRecording.read(join(folder, name)).protocol === 0);

const server = useServer();
const peer = useServer('peer');

/** The readback as a picture; the presented surfaces are 32-bit BGRX. */
function picture({ width, height, strideBytes, bytes }: Readback): Image {
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0, o = 0; y < height; y++) {
    for (let i = y * strideBytes, end = i + width * 4; i < end; i += 4) {
      rgb[o++] = bytes[i + 2] as number;
      rgb[o++] = bytes[i + 1] as number;
      rgb[o++] = bytes[i] as number;
    }
  }
  return { width, height, rgb };
}

test.each(complete)('%s reads back the same pictures as from the peer', async (name) => {
  const recording = VtestRecording.read(join(folder, name));
  const [ours, peers] = [await replayRecording(server().socket, recording), await replayRecording(peer().socket, recording)];
  expect(peers.length).toBeGreaterThan(0);
  expect(ours.length).toBe(peers.length);
  for (const [index, readback] of peers.entries()) {
    expectSamePicture(`stream ${name} readback ${index}`, picture(ours[index]!), picture(readback));
  }
  expect(countColors(picture(ours.at(-1)!))).toBeGreaterThan(3);
});

/*
 * Damaged streams. Whatever they hold, the server must live, a healthy client must not notice, and memory must not grow with the
 * number of attempts. VIRGLASS_E2E_ROUNDS=n takes n damaged copies of each recording instead of the few that suit every run.
 */
const rounds = Number(process.env['VIRGLASS_E2E_ROUNDS'] ?? 6);
const REPLAY_MS = 20_000;
const MEMORY_SLACK = 400 << 20;
const [DRAW_VBO, DRAW_COUNT, DRAW_INSTANCES] = [8, 2, 5];

let healthy: VtestRecording;
let expected: Readback[];

beforeAll(async () => {
  healthy = VtestRecording.read(join(folder, 'glxgears.vtest.gz')).upTo(Vcmd.TRANSFER_GET, 6);
  expected = await replayRecording(server().socket, healthy);
});

/**
 * Bytes that say how much a draw is to draw, from 65536 up. A million instances are legal and only slow, on a software rasterizer
 * slower than any time limit here.
 */
function bytesOfSlowDraws(recording: VtestRecording): Set<number> {
  const bytes = new Set<number>();
  for (const message of recording.messages.filter(({ command }) => command === Vcmd.SUBMIT_CMD)) {
    for (let word = 0; word < message.payloadBytes / 4; word += 1 + (recording.word(message, word) >>> 16)) {
      if ((recording.word(message, word) & 0xff) !== DRAW_VBO) continue;
      for (const field of [DRAW_COUNT, DRAW_INSTANCES]) {
        const at = message.at + 8 + (word + field) * 4;
        bytes.add(at + 2).add(at + 3);
      }
    }
  }
  return bytes;
}

async function expectHealthy(cause: string): Promise<void> {
  expect(server().alive, `the server died of ${cause}:\n${server().log.slice(-4000)}`).toBe(true);
  const now = await replayRecording(server().socket, healthy);
  expect(now.length, `another client after ${cause}`).toBe(expected.length);
  const changed = now.filter(({ bytes }, index) => !bytes.equals(expected[index]!.bytes));
  expect(changed.length, `pictures of another client that changed after ${cause}`).toBe(0);
}

test.each(files)('%s cut short at any byte hurts nobody', async (name) => {
  const { bytes } = VtestRecording.read(join(folder, name)).upTo(Vcmd.SUBMIT_CMD, 4);
  const random = seededRandom(1);
  for (let round = 0; round < rounds; round++) {
    const length = random.below(bytes.length);
    const fate = await replayBlindly(server().socket, bytes.subarray(0, length), REPLAY_MS);
    expect(fate, `${name} cut at byte ${length}: the connection must end with the client's`).toBe('closed');
  }
  await expectHealthy(`${name} cut short`);
});

test.each(files)('%s with flipped bits hurts nobody', async (name) => {
  const recording = VtestRecording.read(join(folder, name)).upTo(Vcmd.SUBMIT_CMD, 8);
  const submits = recording.messages.filter((message) => message.command === Vcmd.SUBMIT_CMD);
  const slowDraws = bytesOfSlowDraws(recording);
  const before = residentBytes(server().pids());
  for (let round = 0; round < rounds; round++) {
    const random = seededRandom(100 + round);
    const bytes = recording.bytes.slice();
    for (let flips = 1 + random.below(8); flips > 0; flips--) {
      // Mostly inside command streams: a flipped vtest header only ends the connection.
      const target = random.below(4) > 0 ? submits[random.below(submits.length)]! : { at: -8, payloadBytes: bytes.length };
      const at = target.at + 8 + random.below(target.payloadBytes);
      if (!slowDraws.has(at)) bytes[at] = (bytes[at] as number) ^ (1 << random.below(8));
    }
    await replayBlindly(server().socket, bytes, REPLAY_MS);
    expect(server().alive, `the server died of ${name} round ${round}:\n${server().log.slice(-4000)}`).toBe(true);
  }
  await expectHealthy(`${name} with flipped bits`);
  if (serverUnderTest === 'virglass') expect(residentBytes(server().pids()) - before).toBeLessThan(MEMORY_SLACK);
});

test('a shader that is refused in a stream that goes on drawing hurts nobody', async () => {
  // Without its fragment shader the program's next draws combine shaders that do not fit, and sample at undefined coordinates.
  const { bytes } = VtestRecording.read(join(folder, 'stairs.vtest.gz'));
  const damaged = Buffer.from(bytes);
  for (let at = damaged.indexOf('FRAG\n'); at >= 0; at = damaged.indexOf('FRAG\n', at + 1)) {
    const input = damaged.indexOf('COLOR, COLOR', at);
    if (damaged.lastIndexOf('FRAG\n', input) === at) damaged.write('CONOR', input, 'latin1');
    await replayBlindly(server().socket, damaged, REPLAY_MS);
    damaged.set(bytes);
  }
  await expectHealthy('refused shaders');
});
