import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Readback, replayRecording, Vcmd, VtestRecording } from '@virglass/testkit';
import { beforeAll, expect, test } from 'vitest';
import { root, serverUnderTest, useServer } from './support.ts';

/*
 * Streams that once ended the server, kept it busy for long, or disturbed another client: corpus/hostile, see ORIGIN.md there.
 * Each is sent as a whole; the server lives, and another client gets the very pictures that it got before.
 */
const folder = join(root, 'corpus/hostile');
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

// A quota that does not make one wait; a guest that is alone may take ten times as long.
const server = useServer(serverUnderTest, ['--max-gpu-time', '200ms']);
let healthy: VtestRecording;
let expected: Readback[];

beforeAll(async () => {
  healthy = VtestRecording.read(join(root, 'corpus/streams/glxgears.vtest.gz')).upTo(Vcmd.TRANSFER_GET, 4);
  expected = await replayRecording(server().socket, healthy);
});

test.each(names)('%s hurts nobody', async (name) => {
  const hostile = VtestRecording.read(join(folder, name, 'client.vtest.gz'));
  // Each answer is waited for, so that all is executed; a refusal ends the connection, which is an answer too.
  const outcome = await replayRecording(server().socket, hostile).catch((error: unknown) => String(error));
  expect(server().alive, `the server died:\n${server().log.slice(-4000)}`).toBe(true);
  expect(typeof outcome === 'string' ? outcome : '', 'the server must answer within half a minute').not.toContain('no answer');
  expect(server().log).not.toContain('a mistake of the renderer');
  const now = await replayRecording(server().socket, healthy);
  expect(now.map(({ bytes: picture }) => picture)).toEqual(expected.map(({ bytes: picture }) => picture));
});
