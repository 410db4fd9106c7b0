/* How long the compiler takes. */
import { compileShader, linkProgram } from '@virglass/shader';
import type { ProgramText } from './three-programs.ts';

/** Times of one step in milliseconds of the thread's CPU, ascending. */
export interface StepTimes {
  readonly name: string;
  /** For each text the mean of the passes that count: kernels tell this time in steps of some milliseconds. */
  readonly warm: readonly number[];
  /** The first pass. */
  readonly cold: readonly number[];
}

/** A shader that took long. */
export interface SlowShader {
  readonly name: string;
  readonly ms: number;
  readonly bytes: number;
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/**
 * Compiles and links programs, over and over. A shader's time is that of its compilation and its half of the linking, which writes the
 * code of both.
 *
 * @param warm - passes that do not count
 * @param passes - passes that do
 * @throws {Error} with the log of a program that is refused
 */
export function timePrograms(
  programs: readonly ProgramText[],
  warm: number,
  passes: number,
): { readonly steps: readonly StepTimes[]; readonly slowest: readonly SlowShader[] } {
  const options = { api: 'webgl2' } as const;
  const texts = programs.flatMap(({ name, vertex, fragment }) => [
    { name: `${name} vertex`, bytes: vertex.length },
    { name: `${name} fragment`, bytes: fragment.length },
  ]);
  const compiles: number[][] = texts.map(() => []);
  const links: number[][] = programs.map(() => []);
  for (let pass = 0; pass < warm + passes; pass++) {
    programs.forEach(({ name, vertex, fragment }, i) => {
      const start = threadMs();
      const one = compileShader('vertex', vertex, options);
      const between = threadMs();
      const other = compileShader('fragment', fragment, options);
      const compiled = threadMs();
      if (one.unit === null || other.unit === null) throw new Error(`${name}: ${one.log}${other.log}`);
      const linked = linkProgram([one.unit, other.unit], {});
      const end = threadMs();
      if (!linked.ok) throw new Error(`${name}: ${linked.log}`);
      compiles[2 * i]!.push(between - start);
      compiles[2 * i + 1]!.push(compiled - between);
      links[i]!.push(end - compiled);
    });
  }
  const mean = (times: readonly number[]): number => times.slice(warm).reduce((sum, time) => sum + time, 0) / passes;
  const whole = compiles.map((times, i) => times.map((time, pass) => time + links[i >> 1]![pass]! / 2));
  const step = (name: string, all: readonly (readonly number[])[]): StepTimes => ({
    name,
    warm: all.map(mean).toSorted((a, b) => a - b),
    cold: all.map((times) => times[0]!).toSorted((a, b) => a - b),
  });
  const slowest = texts.map(({ name, bytes }, i) => ({ name, bytes, ms: mean(whole[i]!) })).toSorted((a, b) => b.ms - a.ms);
  return {
    steps: [step('compile a shader', compiles), step('link a program', links), step('a shader with half its linking', whole)],
    slowest: slowest.slice(0, 5),
  };
}
