/* How soon a virtual machine gets its answers, and what a back end costs that has nothing to do. `--help` tells the options. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connectUnix } from '@virglass/host-linux';
import * as p from '@virglass/protocol';
import { cpuSeconds, removeScratchFolder, type RunningProcess, scratchFolder, startProcess, virglassArguments } from '@virglass/testkit';
import { REQUEST, TestMonitor } from '@virglass/vhost-user/testing';
import { median } from './measure.ts';
import { markdownTable, recordResult } from './results.ts';

const help = `usage: node -C virglass-source bench/vm-latency.ts [options]

Measures a \`virglass vhost-user\`:

  start       from the start of the process until a monitor can connect, and until its first message is answered
  exchange    from a guest's kick until it has the interrupt of the answer, for a submit that does nothing: by a driver in this process
              that waits in place, over real queues and event descriptors; without a fence, with one, and after a rest
  guest       the same as a program in a User Mode Linux guest sees it: two system calls of that guest, and what lies between
  idle        CPU while no machine is connected, and while one is that does nothing; and memory, beside that of the guest

  --rounds N       exchanges of each kind; default 5000
  --cache DIR      where guest images and kernels are kept (see virglass vm --help)
  --no-guest       without User Mode Linux
  --write          append the table to bench/RESULTS.md
`;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5000' },
    cache: { type: 'string' },
    'no-guest': { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const rounds = Number(values.rounds);
const IDLE_SECONDS = 10;
const GUEST_BYTES = 1 << 30;
const env = { ...process.env, LIBGL_ALWAYS_SOFTWARE: '1', GALLIUM_DRIVER: 'llvmpipe' };
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
const rows: string[][] = [];

function report(what: string, ...figures: string[]): void {
  rows.push([what, ...figures]);
  console.log([what, ...figures].join('\t'));
}

const quantile = (sorted: Float64Array, q: number): string => sorted[Math.floor(q * sorted.length)]!.toFixed(1);

/** A driver that waits for each answer in place. */
class Guest implements Disposable {
  readonly #monitor: TestMonitor;
  readonly #words: Uint32Array;

  constructor(monitor: TestMonitor) {
    this.#monitor = monitor;
    this.#words = new Uint32Array(monitor.ram.bytes.buffer, monitor.ram.bytes.byteOffset + REQUEST, 1024);
  }

  createContext(): void {
    const floats = new Float32Array(this.#words.buffer, this.#words.byteOffset, 1024);
    const debugName = Array.from({ length: 16 }, () => 0);
    const end = p.encodeVirtioGpuCtxCreate(this.#words, floats, 0, { nlen: 0, capsetId: 2, debugName });
    this.#words[4] = 1;
    this.#exchange(end * 4);
  }

  /** Microseconds from the kick to the answer of a submit of one command that does nothing. */
  async submits(count: number, fenced: boolean, restMilliseconds: number): Promise<Float64Array> {
    const times = new Float64Array(count);
    const words = this.#words;
    for (let i = 0; i < count; i++) {
      words.fill(0, 0, 16);
      words[0] = p.VirtioGpuCommand.SUBMIT_3D;
      words[1] = fenced ? p.VirtioGpuFlag.FENCE : 0;
      words[2] = i;
      words[4] = 1;
      words[p.VirtioGpuHeaderWords] = 4;
      if (restMilliseconds > 0) await pause(restMilliseconds);
      const begin = process.hrtime.bigint();
      this.#exchange((p.VirtioGpuHeaderWords + p.VirtioGpuSubmit3dLength + 1) * 4);
      times[i] = Number(process.hrtime.bigint() - begin) / 1000;
    }
    return times.sort();
  }

  #exchange(bytes: number): void {
    if (!this.#monitor.exchange(bytes)) throw new Error('the back end did not answer within a second');
  }

  [Symbol.dispose](): void {
    this.#monitor[Symbol.dispose]();
  }
}

interface BackEnd extends AsyncDisposable {
  readonly process: RunningProcess;
  readonly socket: string;
  /** Milliseconds until a monitor could connect. */
  readonly listening: number;
}

async function startBackEnd(): Promise<BackEnd> {
  const folder = scratchFolder();
  const socket = join(folder, 'gpu.sock');
  const begin = performance.now();
  const running = startProcess(process.execPath, [...virglassArguments(), 'vhost-user', '--shader-cache', 'off', '--socket-path', socket], {
    env,
  });
  while (!existsSync(socket) && running.ended === null) await pause(1);
  const listening = performance.now() - begin;
  const stop = async (): Promise<void> => {
    await running.stop();
    removeScratchFolder(folder);
  };
  return { process: running, socket, listening, [Symbol.asyncDispose]: stop };
}

async function measureStart(): Promise<void> {
  const listening: number[] = [];
  const answered: number[] = [];
  for (let i = 0; i < 5; i++) {
    await using backEnd = await startBackEnd();
    const begin = performance.now();
    using monitor = new TestMonitor(connectUnix(backEnd.socket));
    await monitor.ask((w, f) => p.encodeVhostUserGetFeatures(w, f, 0));
    listening.push(backEnd.listening);
    answered.push(backEnd.listening + performance.now() - begin);
  }
  report('start: can be connected to', `${median(listening).toFixed(0)} ms`);
  report('start: first answer', `${median(answered).toFixed(0)} ms`);
}

async function measureExchange(backEnd: BackEnd): Promise<void> {
  const monitor = new TestMonitor(connectUnix(backEnd.socket));
  await monitor.start();
  using guest = new Guest(monitor);
  guest.createContext();
  await guest.submits(rounds, true, 0);
  const kinds: readonly (readonly [string, number, boolean, number])[] = [
    ['exchange: submit', rounds, false, 0],
    ['exchange: submit with a fence', rounds, true, 0],
    ['exchange: submit with a fence, after 1 ms', Math.ceil(rounds / 10), true, 1],
    ['exchange: submit with a fence, after 20 ms', Math.ceil(rounds / 50), true, 20],
  ];
  for (const [what, count, fenced, rest] of kinds) {
    const times = await guest.submits(count, fenced, rest);
    report(what, `${quantile(times, 0.5)} µs`, `${quantile(times, 0.9)} µs`);
  }
}

/** Runs a command in a User Mode Linux guest; its output. */
function runGuest(share: string, command: string): string {
  const cache = values.cache === undefined ? [] : ['--cache', values.cache];
  const args = ['vm', '--machine', 'uml', ...cache, '--share', share, '--run', command];
  return execFileSync(process.execPath, [...virglassArguments(), ...args], { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'inherit'] });
}

function measureGuest(): void {
  const folder = scratchFolder();
  try {
    const source = join(import.meta.dirname, 'vm-latency.c');
    execFileSync('cc', ['-O2', '-static', '-o', join(folder, 'latency'), source], { stdio: 'inherit' });
    const times = new Map<string, readonly number[]>();
    for (const line of runGuest(folder, `/share/latency ${rounds}`).trim().split('\n')) {
      const [what = '', ...figures] = line.split(' ');
      times.set(what, figures.map(Number));
    }
    for (const [what, [half = 0, most = 0]] of times) report(`guest: ${what}`, `${half.toFixed(1)} µs`, `${most.toFixed(1)} µs`);
    const at = (what: string): number => times.get(what)?.[0] ?? Number.NaN;
    // What the wait's own system call takes is still in it.
    report('guest: from the end of the submit to the answer, at most', `${(at('submit-and-wait') - at('submit')).toFixed(1)} µs`);
  } finally {
    removeScratchFolder(folder);
  }
}

async function idle(pid: number): Promise<string> {
  const before = cpuSeconds([pid]);
  await pause(IDLE_SECONDS * 1000);
  return `${(((cpuSeconds([pid]) - before) / IDLE_SECONDS) * 100).toFixed(2)} % of a core`;
}

function memoryOf(pid: number): string {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  const mib = (label: string): string => (Number(new RegExp(`^${label}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0) / 1024).toFixed(0);
  return `${mib('RssAnon')} MiB of its own, ${mib('RssShmem')} MiB of the guest's`;
}

async function measureIdle(backEnd: BackEnd): Promise<void> {
  const { pid } = backEnd.process;
  report('idle: no machine', await idle(pid), memoryOf(pid));
  const monitor = new TestMonitor(connectUnix(backEnd.socket), GUEST_BYTES);
  await monitor.start();
  using guest = new Guest(monitor);
  guest.createContext();
  await guest.submits(100, true, 0);
  report('idle: a machine of 1 GiB', await idle(pid), memoryOf(pid));
}

async function main(): Promise<void> {
  await measureStart();
  {
    await using backEnd = await startBackEnd();
    await measureExchange(backEnd);
    await measureIdle(backEnd);
  }
  if (!values['no-guest']) measureGuest();
  if (values.write) recordResult('Latency of a virtual machine', markdownTable(['what', 'median', '90 %'], rows));
}

if (values.help) process.stdout.write(help);
else await main();
