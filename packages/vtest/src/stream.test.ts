/* A recorded session of glxgears, delivered in every way a socket can deliver it. */
import { closeFd } from '@virglass/host-linux';
import { VtestCommand, vtestRequestBytes } from '@virglass/protocol';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { pause, type TestClient } from './testing/test-client.ts';
import { startServer } from './testing/test-server.ts';

const recorded = gunzipSync(readFileSync(new URL('../../../corpus/streams/glxgears64.vtest.gz', import.meta.url)));

/** The first requests of the recording, whole. */
function beginning(requests: number): Uint8Array {
  let at = 0;
  for (let i = 0; i < requests; i++) at += vtestRequestBytes(recorded, at) ?? 0;
  return new Uint8Array(recorded.subarray(0, at));
}

/** Reads answers until the connection ends. Bytes and descriptors keep their order: a descriptor's byte is marked. */
async function answers(client: TestClient, expected: readonly number[]): Promise<string[]> {
  const got: string[] = [];
  for (const size of expected) {
    if (size === 0) {
      const fd = await client.fd();
      got.push(typeof fd === 'number' ? 'fd' : String(fd));
      if (typeof fd === 'number') closeFd(fd);
    } else {
      got.push(Buffer.from((await client.read(size)) ?? []).toString('hex'));
    }
  }
  return got;
}

/** Sizes of the answers to a session: bytes, or 0 for a descriptor. */
function expectedAnswers(session: Uint8Array): number[] {
  const sizes: number[] = [];
  for (let at = 0; at < session.length;) {
    const command = new DataView(session.buffer, session.byteOffset + at).getUint32(4, true);
    if (command === VtestCommand.PING_PROTOCOL_VERSION) sizes.push(8);
    if (command === VtestCommand.PROTOCOL_VERSION || command === VtestCommand.RESOURCE_BUSY_WAIT) sizes.push(12);
    if (command === VtestCommand.GET_CAPS) sizes.push(8 + 308);
    if (command === VtestCommand.GET_CAPS2) sizes.push(8 + 1408);
    if (command === VtestCommand.RESOURCE_CREATE2) sizes.push(0);
    at += vtestRequestBytes(session, at) ?? session.length;
  }
  return sizes;
}

async function deliver(
  session: Uint8Array,
  pieces: (at: number) => number,
  patience: boolean,
): Promise<{ calls: string; answers: string[] }> {
  await using host = await startServer();
  using client = host.connect();
  const reading = answers(client, expectedAnswers(session));
  for (let at = 0; at < session.length;) {
    const next = Math.min(session.length, at + pieces(at));
    await client.send(session.subarray(at, next));
    if (patience) await pause();
    at = next;
  }
  const got = await reading;
  expect(host.warnings).toEqual([]);
  return { calls: host.renderer.devices[0]?.transcript ?? '', answers: got };
}

describe('delivery does not matter', () => {
  const frames = beginning(32);
  const ways: [name: string, pieces: (at: number) => number, patience: boolean][] = [
    ['byte by byte', () => 1, false],
    ['byte by byte, each in a round of its own', (at) => (at < 2000 || at > frames.length - 2000 ? 1 : 4096), true],
    ['seven bytes at a time', () => 7, false],
    ['growing pieces', (at) => 1 + (at % 5003), true],
    ['header and body apart, as Mesa writes', (at) => (at === 0 ? 8 : 1021), true],
  ];
  test.for(ways)('%s', { timeout: 60_000 }, async ([, pieces, patience]) => {
    const whole = await deliver(frames, () => frames.length, false);
    expect(whole.calls.split('\n').length).toBeGreaterThan(30);
    expect(await deliver(frames, pieces, patience)).toEqual(whole);
  });
});

test('a thousand frames in one piece are what was recorded', async () => {
  const session = beginning(7000);
  const { calls, answers: got } = await deliver(session, () => session.length, false);
  const submits = calls.split('\n').filter((call) => call.startsWith('submit'));
  expect(submits.length).toBe(countOf(session, VtestCommand.SUBMIT_CMD));
  expect(got.filter((answer) => answer === 'fd').length).toBe(countOf(session, VtestCommand.RESOURCE_CREATE2));
});

function countOf(session: Uint8Array, wanted: number): number {
  let count = 0;
  for (let at = 0; at < session.length; at += vtestRequestBytes(session, at) ?? session.length) {
    if (new DataView(session.buffer, session.byteOffset + at).getUint32(4, true) === wanted) count++;
  }
  return count;
}
