/*
 * Cost of decoding: a recorded stream through the renderer on GL functions that do nothing. `--help` tells the options.
 *
 * A device plays the whole recording once, objects and shaders included. After that the submits that make and destroy nothing, which
 * are all but a few, are played again and again and timed: whole passes, so that the clock and the collector are outside.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Vcmd, VtestRecording, type VtestMessage } from '@virglass/testkit';
import { createNullGl, type Memory } from '@virglass/gl';
import { createVirglRenderer } from '@virglass/virgl';
import type { RendererDevice } from '@virglass/virtio-gpu';
import { markdownTable, recordResult } from './results.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const help = `usage: node -C virglass-source bench/decode.ts [options] [STREAM ...]

Decodes recorded streams (default: all of corpus/streams made by Mesa) on the null GL binding and prints nanoseconds and bytes of
garbage per command after warm-up. The aim is 40 ns and 0 bytes.

  --seconds N    timed, per stream; default 2 (half of it before that warms up)
  --write        append the table to bench/RESULTS.md
`;

/** V8 settings without which the garbage could not be counted: no collection may run inside a timed round. */
const V8_FLAGS = ['--expose-gc', '--max-semi-space-size=256', '--min-semi-space-size=256'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '2' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const CONTEXT = 1;
const QUOTA = { bytes: 2 ** 31, resources: 1 << 20, contexts: 4, objects: 1 << 20, gpuMilliseconds: 4000 };

interface Stream {
  readonly recording: VtestRecording;
  /** The recording's command streams, each at `offsets[message]`, a multiple of 4; in the recording they lie anywhere. */
  readonly memory: Memory;
  readonly offsets: ReadonlyMap<VtestMessage, number>;
  /** Stands for all the guest's memory. */
  readonly shared: Memory;
}

function load(gl: ReturnType<typeof createNullGl>, recording: VtestRecording): Stream {
  const submits = recording.messages.filter(isSubmit);
  const memory = gl.memory(submits.reduce((sum, { payloadBytes }) => sum + payloadBytes, 0));
  const offsets = new Map<VtestMessage, number>();
  let end = 0;
  for (const message of submits) {
    memory.bytes.set(recording.slice(message).subarray(8), end);
    offsets.set(message, end);
    end += message.payloadBytes;
  }
  return { recording, memory, offsets, shared: gl.memory(16 << 20) };
}

/** Opcodes whose commands cannot be played twice: they make or destroy objects and sub-contexts. */
const ONCE = new Set([1, 3, 29, 30]);

/** Calls `visit` with each virgl command's opcode. */
function eachCommand(recording: VtestRecording, message: VtestMessage, visit: (opcode: number) => void): void {
  for (let at = 0; at < message.payloadBytes / 4;) {
    const header = recording.word(message, at);
    visit(header & 0xff);
    at += 1 + (header >>> 16);
  }
}

function create(device: RendererDevice, { recording, shared }: Stream, message: VtestMessage): void {
  const word = (index: number): number => recording.word(message, index);
  const id = word(0);
  device.createResource({
    id,
    target: word(1),
    format: word(2),
    bind: word(3),
    width: word(4),
    height: word(5),
    depth: word(6),
    arraySize: word(7),
    lastLevel: word(8),
    samples: word(9),
    flags: 0,
  });
  const bytes = message.command === Vcmd.RESOURCE_CREATE2 ? word(10) : 0;
  if (bytes > 0) device.attachBacking(id, [{ memory: shared, offset: 0, length: Math.min(bytes, shared.byteLength) }]);
  device.attachResource(CONTEXT, id);
}

const isCreate = ({ command }: VtestMessage): boolean => command === Vcmd.RESOURCE_CREATE || command === Vcmd.RESOURCE_CREATE2;
const isSubmit = ({ command }: VtestMessage): boolean => command === Vcmd.SUBMIT_CMD;

interface Steady {
  readonly commands: number;
  readonly words: number;
  /** Plays the repeatable submits once. @returns how many were refused */
  readonly pass: () => number;
}

/** Plays the whole recording on a device. @returns what can be played again */
function begin(device: RendererDevice, stream: Stream): Steady {
  const { recording, memory, offsets } = stream;
  device.createContext(CONTEXT, 'bench');
  const steady: { readonly at: number; readonly words: number }[] = [];
  let commands = 0;
  for (const message of recording.messages) {
    if (isCreate(message)) create(device, stream, message);
    if (!isSubmit(message)) continue;
    const submit = { at: offsets.get(message) ?? 0, words: message.payloadBytes / 4 };
    device.submit(CONTEXT, memory, submit.at, submit.words);
    let count = 0;
    let again = true;
    eachCommand(recording, message, (opcode) => {
      count++;
      if (ONCE.has(opcode)) again = false;
    });
    if (!again) continue;
    steady.push(submit);
    commands += count;
  }
  const pass = (): number => {
    let refused = 0;
    for (let i = 0; i < steady.length; i++) {
      const { at, words } = steady[i] as (typeof steady)[number];
      if (device.submit(CONTEXT, memory, at, words) !== 0) refused++;
    }
    return refused;
  };
  return { commands, words: steady.reduce((sum, { words }) => sum + words, 0), pass };
}

/** CPU time of this thread in nanoseconds: unlike the clock it does not count the time in which another process has the core. */
function threadTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) * 1000;
}

/** Plays passes for some seconds. @returns nanoseconds of the best and the mean pass */
function timed(pass: () => number, seconds: number): { readonly best: number; readonly mean: number } {
  const until = performance.now() + seconds * 1000;
  const begun = threadTime();
  let [best, passes] = [Infinity, 0];
  while (performance.now() < until) {
    const before = performance.now();
    pass();
    best = Math.min(best, performance.now() - before);
    passes++;
  }
  return { best: best * 1e6, mean: (threadTime() - begun) / passes };
}

/** Bytes of garbage that some passes leave, fewer than would start a collection. */
function garbage(pass: () => number, passes: number): number {
  (globalThis as { gc?: () => void }).gc?.();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < passes; i++) pass();
  return process.memoryUsage().heapUsed - before;
}

function main(): void {
  const named = ['glxgears-shm', 'glxgears', 'atunnel', 'sproingies', 'dangerball', 'stairs'].map((name) =>
    join(root, `corpus/streams/${name}.vtest.gz`),
  );
  const gl = createNullGl();
  const renderer = createVirglRenderer(gl);
  const seconds = Number(values.seconds);
  const header = ['stream', 'commands', 'words a command', 'ns a command', 'best pass', 'bytes a command', 'refused'];
  const rows: string[][] = [];
  console.log(header.join('\t'));
  for (const path of positionals.length > 0 ? positionals : named) {
    const recording = VtestRecording.read(path);
    const stream = load(gl, recording);
    let warnings = 0;
    using device = renderer.openDevice(QUOTA, { warn: () => void warnings++, debug: () => {} });
    const { commands, words, pass } = begin(device, stream);
    timed(pass, seconds / 2);
    // What reading the heap costs by itself goes away with the number of passes.
    const passes = Math.max(10, Math.min(1000, Math.round(200_000 / commands)));
    const bytes = garbage(pass, passes) / passes / commands;
    const { best, mean } = timed(pass, seconds);
    const name = path.replace(/.*\/|\.vtest.*$/g, '');
    const row = [name, String(commands), (words / commands).toFixed(1), (mean / commands).toFixed(1), (best / commands).toFixed(1)];
    row.push(bytes.toFixed(2), String(pass() + warnings));
    rows.push(row);
    console.log(row.join('\t'));
    gl.freeMemory(stream.memory);
    gl.freeMemory(stream.shared);
  }
  if (values.write) recordResult('Decoding on the null binding', markdownTable(header, rows));
}

if (values.help) {
  process.stdout.write(help);
} else if (!('gc' in globalThis)) {
  const own = fileURLToPath(import.meta.url);
  const { status } = spawnSync(process.execPath, [...V8_FLAGS, '-C', 'virglass-source', own, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
} else {
  main();
}
