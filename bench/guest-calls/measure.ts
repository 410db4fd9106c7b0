/* What the same calls cost a program by the guest driver, and by Mesa's driver. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { clientEnvironment, LiveFile, removeScratchFolder, scratchFolder, Vcmd, VtestRecording, type VtestServer } from '@virglass/testkit';
import { countStream, type WordCount } from './counting.ts';

/** What a client did between draws, by the name of its argument. */
export const callWorkloads = ['draws', 'uniforms', 'states', 'textures', 'meshes', 'programs', 'vertices', 'blocks', 'mixed'] as const;

/** What a client says. */
export interface CallSample {
  /** Microseconds of the process's CPU, all threads, for a frame of 500 draws. */
  readonly frameUs: number;
  /** Sum of the bytes of the last picture. */
  readonly sum: number;
}

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Compiles the C client, once. @throws {Error} that says which packages are missing */
function mesaClient(): string {
  const source = file('client.c');
  const folder = file('../../.cache');
  const program = join(folder, 'guest-calls-client');
  const made = statSync(program, { throwIfNoEntry: false });
  if (made !== undefined && made.mtimeMs > statSync(source).mtimeMs) return program;
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('cc', ['-O2', '-o', program, source, '-lEGL', '-lGLESv2'], { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    throw new Error(`Mesa's client does not compile: apt-get install gcc libc6-dev libegl-dev libgles-dev\n${String(error)}`, {
      cause: error,
    });
  }
  return program;
}

function runMesa(server: VtestServer, workload: string, frames: number, warm: number, folder: string, capture?: string): CallSample {
  using live = new LiveFile(join(folder, 'live'));
  const env = clientEnvironment({ server, ...(capture === undefined ? {} : { capture }) }, folder, live.path);
  const args = [workload, String(frames), String(warm)];
  return JSON.parse(execFileSync(mesaClient(), args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })) as CallSample;
}

function runOurs(server: VtestServer, workload: string, frames: number, warm: number, ...more: string[]): CallSample & WordCount {
  const args = ['-C', 'virglass-source', file('client.ts'), server.socket, workload, String(frames), String(warm), ...more];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as CallSample & WordCount;
}

/** One pair of runs. @throws {Error} when the pictures differ */
export function measureCalls(server: VtestServer, workload: string, frames: number, warm: number): readonly [ours: number, mesas: number] {
  const folder = scratchFolder();
  try {
    const ours = runOurs(server, workload, frames, warm);
    const mesas = runMesa(server, workload, frames, warm, folder);
    if (ours.sum !== mesas.sum) throw new Error(`${workload}: the pictures differ (${ours.sum} and ${mesas.sum})`);
    return [ours.frameUs, mesas.frameUs];
  } finally {
    removeScratchFolder(folder);
  }
}

const COUNTED_FRAMES = 4;

/** Words of a frame that has had others before it. */
export function countCalls(server: VtestServer, workload: string): readonly [ours: WordCount, mesas: WordCount] {
  const ours = runOurs(server, workload, COUNTED_FRAMES, 2, 'count');
  const folder = scratchFolder();
  try {
    const counts = [COUNTED_FRAMES, 2 * COUNTED_FRAMES].map((frames) => {
      const capture = join(folder, `capture-${frames}`);
      runMesa(server, workload, frames, 2, folder, capture);
      return countRecording(VtestRecording.read(capture));
    });
    const commands: Record<string, number> = {};
    for (const [name, count] of counts[1]!) commands[name] = (count - (counts[0]!.get(name) ?? 0)) / COUNTED_FRAMES;
    return [ours, { commands, words: Object.values(commands).reduce((sum, count) => sum + count, 0) }];
  } finally {
    removeScratchFolder(folder);
  }
}

const around: Readonly<Record<number, string>> = {
  [Vcmd.SUBMIT_CMD]: '(submits)',
  [Vcmd.TRANSFER_GET]: '(transfers)',
  [Vcmd.TRANSFER_PUT]: '(transfers)',
  [Vcmd.TRANSFER_GET2]: '(transfers)',
  [Vcmd.TRANSFER_PUT2]: '(transfers)',
  [Vcmd.RESOURCE_CREATE]: '(resources)',
  [Vcmd.RESOURCE_CREATE2]: '(resources)',
  [Vcmd.RESOURCE_UNREF]: '(resources)',
};

function countRecording(recording: VtestRecording): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (name: string, words: number): void => void counts.set(name, (counts.get(name) ?? 0) + words);
  for (const message of recording.messages) {
    const name = around[message.command] ?? '(waits)';
    add(name, 2);
    if (message.command !== Vcmd.SUBMIT_CMD) add(name, Math.ceil(message.payloadBytes / 4));
    else countStream(new Uint32Array(recording.slice(message).slice(8).buffer), counts);
  }
  return counts;
}
