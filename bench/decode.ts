/*
 * Cost of decoding: a recorded stream through the renderer on GL functions that do nothing. `--help` tells the options.
 *
 * Each round opens a device, plays the recording's beginning (objects, shaders), then makes the resources that the rest needs, and
 * times the rest's command streams alone, one after the other. Resources that the rest gives back are given back after the timing.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Vcmd, VtestRecording, type VtestMessage } from '@virglass/testkit';
import { createNullGl, type Memory } from '@virglass/gl';
import { createVirglRenderer, type VirglRenderer } from '@virglass/virgl';
import type { RendererDevice } from '@virglass/virtio-gpu';
import { markdownTable, recordResult } from './results.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const help = `usage: node -C virglass-source bench/decode.ts [options] [STREAM ...]

Decodes recorded streams (default: all of corpus/streams made by Mesa) on the null GL binding and prints nanoseconds and bytes of
garbage per command after warm-up. The aim is 40 ns and 0 bytes.

  --rounds N     timed rounds; default 60 (the same number before them warms up)
  --begin N      submits that belong to the beginning; default 8
  --write        append the table to bench/RESULTS.md
`;

/** V8 settings without which the garbage could not be counted: no collection may run inside a timed round. */
const V8_FLAGS = ['--expose-gc', '--max-semi-space-size=256', '--min-semi-space-size=256'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '60' },
    begin: { type: 'string', default: '8' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const CONTEXT = 1;
const QUOTA = { bytes: 2 ** 31, resources: 1 << 20, contexts: 4, objects: 1 << 20 };

interface Stream {
  readonly recording: VtestRecording;
  readonly memory: Memory;
  readonly shared: Memory;
}

function commandsIn(recording: VtestRecording, message: VtestMessage): number {
  const words = message.payloadBytes / 4;
  let count = 0;
  for (let at = 0; at < words; at += 1 + (recording.word(message, at) >>> 16)) count++;
  return count;
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

/** Plays the stream once. @returns time and garbage of the steady part, and how many of its submits were refused */
function round(renderer: VirglRenderer, stream: Stream, begin: number): { ns: number; bytes: number; refused: number } {
  const { recording, memory } = stream;
  let warnings = 0;
  const log = { warn: (): void => void warnings++, debug: (): void => {} };
  using device = renderer.openDevice(QUOTA, log);
  device.createContext(CONTEXT, 'bench');
  let submits = 0;
  const steady: VtestMessage[] = [];
  for (const message of recording.messages) {
    if (isCreate(message)) create(device, stream, message);
    else if (isSubmit(message) && ++submits <= begin) device.submit(CONTEXT, memory, message.at + 8, message.payloadBytes / 4);
    else if (isSubmit(message)) steady.push(message);
  }
  warnings = 0;
  (globalThis as { gc?: () => void }).gc?.();
  const before = process.memoryUsage().heapUsed;
  const started = performance.now();
  let refused = 0;
  for (let i = 0; i < steady.length; i++) {
    const { at, payloadBytes } = steady[i] as VtestMessage;
    if (device.submit(CONTEXT, memory, at + 8, payloadBytes / 4) !== 0) refused++;
  }
  const ns = (performance.now() - started) * 1e6;
  const bytes = process.memoryUsage().heapUsed - before;
  return { ns, bytes, refused: refused + warnings };
}

function main(): void {
  const named = ['glxgears-shm', 'glxgears', 'atunnel', 'sproingies', 'dangerball', 'stairs'].map((name) =>
    join(root, `corpus/streams/${name}.vtest.gz`),
  );
  const gl = createNullGl();
  const renderer = createVirglRenderer(gl);
  // What two readings of the heap cost by themselves.
  const idle = Math.min(...Array.from({ length: 20 }, () => -process.memoryUsage().heapUsed + process.memoryUsage().heapUsed));
  const header = ['stream', 'commands', 'words a command', 'ns a command', 'best', 'bytes a command', 'refused'];
  const rows: string[][] = [];
  console.log(header.join('\t'));
  for (const path of positionals.length > 0 ? positionals : named) {
    const recording = VtestRecording.read(path);
    const memory = gl.memory(recording.bytes.length);
    memory.bytes.set(recording.bytes);
    const stream = { recording, memory, shared: gl.memory(16 << 20) };
    const begin = Number(values.begin);
    const steady = recording.messages.filter(isSubmit).slice(begin);
    const commands = steady.reduce((sum, message) => sum + commandsIn(recording, message), 0);
    const words = steady.reduce((sum, message) => sum + message.payloadBytes / 4, 0);
    for (let i = 0; i < Number(values.rounds); i++) round(renderer, stream, begin);
    const results = Array.from({ length: Number(values.rounds) }, () => round(renderer, stream, begin));
    const ns = results.map((result) => result.ns / commands).sort((a, b) => a - b);
    const bytes = results.map((result) => Math.max(0, result.bytes - idle) / commands).sort((a, b) => a - b);
    const row = [
      path.replace(/.*\/|\.vtest.*$/g, ''),
      String(commands),
      (words / commands).toFixed(1),
      (ns[ns.length >> 1] as number).toFixed(1),
    ];
    row.push((ns[0] as number).toFixed(1), (bytes[bytes.length >> 1] as number).toFixed(2), String(results[0]?.refused ?? 0));
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
