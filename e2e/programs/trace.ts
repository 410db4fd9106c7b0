/*
 * Programs with a clock of their own, recorded once and replayed on every server.
 *
 * A game's picture depends on when its frames were drawn, so two runs of it can never be compared. But what one run drew can be drawn
 * again, in two ways:
 *
 * - apitrace records the OpenGL calls while the program draws in its own process, and glretrace makes them again, through our server
 *   and through the peer, with a picture at the end of chosen frames.
 * - Where apitrace cannot follow (programs that leave vertex arrays enabled which point nowhere), the bytes that Mesa sends to the peer
 *   are recorded, over protocol 0, so that all data is among them. They are sent again to both servers; the pictures are what is read
 *   back. This needs a server that offers at least what the peer offers.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Image,
  readPng,
  replayRecording,
  requireProgram,
  runClient,
  scratchFolder,
  startClient,
  Vcmd,
  VtestRecording,
  type VtestServer,
} from '@virglass/testkit';
import { pictureOf } from '../../testkit/src/replay.ts';
import { type Draw, type Input, lastOnes, type Place, sendInput } from './place.ts';

const TRACERS = '/usr/lib/x86_64-linux-gnu/apitrace/wrappers';
const RECORD_TIMEOUT_MS = 300_000;
const REPLAY_TIMEOUT_MS = 400_000;

/** What to record. */
export interface Recording {
  readonly command: readonly [string, ...string[]];
  /** The program ends after it has presented so many frames. */
  readonly frames: number;
  readonly inputs?: readonly Input[];
  readonly env?: Readonly<Record<string, string>>;
  /** Pictures to compare; default 8. */
  readonly pictures?: number;
  /** Share of the recording before the first of them; default 0.4. */
  readonly from?: number;
}

/**
 * Records a program's OpenGL calls (GLX) while it draws in its own process.
 *
 * @throws {Error} with the program's output when no trace came of it
 */
export async function recordCalls({ display, folder }: Place, recording: Recording): Promise<Draw> {
  const { command, frames, inputs = [], env, pictures = 8, from } = recording;
  requireProgram('apitrace', 'apitrace');
  requireProgram('glretrace', 'apitrace');
  if (!existsSync(TRACERS)) throw new Error(`no ${TRACERS}: apt-get install apitrace-tracers`);
  if (inputs.length > 0) requireProgram('xdotool', 'xdotool');
  const trace = join(folder, 'program.trace');
  await using client = startClient(command, {
    server: 'direct',
    display,
    lastFrame: frames,
    exitHandlers: true,
    timeoutMs: RECORD_TIMEOUT_MS,
    env: { LD_PRELOAD: `${TRACERS}/glxtrace.so`, TRACE_FILE: trace, HOME: folder, ...env },
  });
  await sendInput(client, inputs, display, RECORD_TIMEOUT_MS);
  await client.process.exit;
  if (!existsSync(trace)) throw new Error(`${command[0]} left no trace:\n${client.process.output.slice(-2000)}`);
  const calls = lastOnes(frameCalls(trace), pictures, from);
  if (calls.length === 0) throw new Error(`${command[0]} showed no frame:\n${client.process.output.slice(-2000)}`);
  return async (on) => new Map((await replayCalls(trace, calls, on, display)).map((image, i) => [`call ${calls[i]}`, image]));
}

/** Numbers of the calls that end a frame. */
function frameCalls(trace: string): number[] {
  const dump = execFileSync('apitrace', ['dump', '--color=never', '--calls=*/frame', trace], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return dump.split('\n').flatMap((line) => /^(\d+) \w*[sS]wap/.exec(line)?.slice(1, 2).map(Number) ?? []);
}

async function replayCalls(trace: string, calls: readonly number[], on: VtestServer | 'direct', display: string): Promise<Image[]> {
  const folder = scratchFolder();
  const command = ['glretrace', '--headless', '-S', calls.join(','), '-s', `${folder}/`, trace] as const;
  const { output } = await runClient([...command], { server: on, display, timeoutMs: REPLAY_TIMEOUT_MS });
  // It ends after the last call that is asked for.
  const pictures = readdirSync(folder).sort();
  if (pictures.length !== calls.length) throw new Error(`${command.join(' ')}:\n${output.slice(-3000)}`);
  return pictures.map((name) => readPng(join(folder, name)));
}

/** A picture of less is a cursor or a test of the driver. */
const MIN_PIXELS = 64 * 64;

/**
 * Records what Mesa sends to the peer for a program.
 *
 * @throws {Error} with the program's output when it showed nothing
 */
export async function recordBytes({ display, folder }: Place, peer: VtestServer, recording: Recording): Promise<Draw> {
  const { command, frames, inputs = [], env, pictures = 8, from } = recording;
  if (inputs.length > 0) requireProgram('xdotool', 'xdotool');
  const capture = join(folder, 'program.vtest');
  await using client = startClient(command, {
    server: peer,
    display,
    lastFrame: frames,
    timeoutMs: RECORD_TIMEOUT_MS,
    capture,
    protocol: 0,
    env: { HOME: folder, ...env },
  });
  await sendInput(client, inputs, display, RECORD_TIMEOUT_MS);
  await client.process.exit;
  // A program may open a window more than once; the last connection drew the pictures.
  const files = readdirSync(folder).filter((name) => name.startsWith('program.vtest'));
  const bytes = files.map((name) => VtestRecording.read(join(folder, name))).sort((a, b) => b.bytes.length - a.bytes.length)[0];
  if (bytes === undefined) throw new Error(`${command[0]} did not draw:\n${client.process.output.slice(-2000)}`);
  const readbacks = bytes.messages.filter(({ command: kind }) => kind === Vcmd.TRANSFER_GET);
  const large = readbacks.flatMap((message, index) => (bytes.word(message, 7) * bytes.word(message, 8) >= MIN_PIXELS ? [index] : []));
  const wanted = new Set(lastOnes(large, pictures, from));
  return async (on) => {
    if (on === 'direct') throw new Error('bytes need a server');
    const kept = await replayRecording(on.socket, bytes, (index) => wanted.has(index));
    return new Map(kept.map((readback) => [`message ${readback.message}`, pictureOf(readback)]));
  };
}
