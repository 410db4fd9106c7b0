import { cpuSeconds, processTree, residentBytes, type ServerKind, startClient, startServer } from '@virglass/testkit';
import type { Workload } from './workloads.ts';

/** Steady state of one program through one server. */
export interface Sample {
  /** Server CPU time per presented frame in microseconds, all threads and children. */
  readonly serverUs: number;
  /** The program's own CPU time per presented frame in microseconds. */
  readonly clientUs: number;
  readonly framesPerSecond: number;
  readonly drawsPerFrame: number;
  readonly kibPerFrame: number;
  readonly residentMiB: number;
}

/** Times of one measurement in seconds. */
export interface Timing {
  /** Left out at the beginning: compilers, caches. */
  readonly warm: number;
  readonly measured: number;
}

const FIRST_FRAME_MS = 60_000;
const pause = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/**
 * Runs the program through a fresh server and measures CPU time, not wall time: it depends far less on what else the machine does.
 * @returns null when the program drew nothing
 */
export async function measure(kind: ServerKind, workload: Workload, display: string, timing: Timing): Promise<Sample | null> {
  await using server = await startServer(kind);
  await using client = startClient(workload.command, {
    server,
    display,
    timeoutMs: FIRST_FRAME_MS + (timing.warm + timing.measured) * 2000,
  });
  if (!(await client.untilFrames(3, FIRST_FRAME_MS))) return null;
  await pause(timing.warm);
  const now = (): { at: number; server: number; client: number; frames: number; draws: number; bytes: number } => {
    const { frames, draws, bytes } = client.live.read();
    const cpu = { server: cpuSeconds(server.pids()), client: cpuSeconds(processTree(client.process.pid)) };
    return { at: performance.now(), ...cpu, frames, draws, bytes };
  };
  const begin = now();
  await pause(timing.measured);
  const end = now();
  const frames = end.frames - begin.frames;
  if (frames === 0 || !server.alive) return null;
  return {
    serverUs: ((end.server - begin.server) * 1e6) / frames,
    clientUs: ((end.client - begin.client) * 1e6) / frames,
    framesPerSecond: (frames * 1000) / (end.at - begin.at),
    drawsPerFrame: (end.draws - begin.draws) / frames,
    kibPerFrame: (end.bytes - begin.bytes) / frames / 1024,
    residentMiB: residentBytes(server.pids()) / 2 ** 20,
  };
}

/** Their sum by their number. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Median of a list that is not empty. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** Geometric mean of a list that is not empty. */
export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
