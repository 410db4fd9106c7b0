import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeScratchFolder, requireProgram, runClient, scratchFolder, type VtestServer } from '@virglass/testkit';

/** Outcome of one piglit test. */
export interface PiglitResult {
  readonly test: string;
  /** pass, fail, crash, skip, timeout, warn, ... as piglit says; `lost` when piglit itself reported nothing. */
  readonly result: string;
  readonly seconds: number;
  /** Subtests that did not pass. */
  readonly subtests: readonly string[];
  /** What the test complained of first, and the last lines that it printed; empty when it passed. */
  readonly output: string;
  /** Command line of the test. */
  readonly command: string;
  /** What it gave when it ran among others, where it ran again alone and gave something else. */
  readonly first?: string;
}

/** How tests are run. */
export interface PiglitOptions {
  readonly server: VtestServer | 'direct';
  readonly display: string;
  readonly profile: string;
  readonly jobs: number;
  /** Time limit of one test. */
  readonly testSeconds: number;
  /** How often a test that did not pass runs again, alone. */
  readonly retries?: number;
}

interface RawTest {
  readonly result: string;
  readonly time?: { readonly start: number; readonly end: number };
  readonly subtests?: Readonly<Record<string, string>>;
  readonly out?: string;
  readonly err?: string;
  readonly command?: string;
}

/** Characters kept of what a test printed last, and of its first complaint where that came earlier. */
const OUTPUT_KEPT = 600;
const COMPLAINT_KEPT = 300;

/** What piglit prints around a test's own words. */
const FRAME = /^(PIGLIT|ATTENTION|Returncode)/;
/** Lines in which tests say that something is not as it should be. */
const COMPLAINT =
  /^\s*(probe|expected|observed|found)\b|\b(fail(s|ed|ure)?|errors?|wrong|incorrect|mismatch(es)?|unexpected|invalid|expected)\b/i;

/** The lines that a test printed itself. */
function ownLines(output: string): string[] {
  return output.split('\n').filter((line) => line.trim() !== '' && !FRAME.test(line));
}

/** The lines of the first complaint, behind the one that names what was tested; none when there is no complaint. */
function firstComplaint(output: string): string[] {
  const lines = ownLines(output);
  const first = lines.findIndex((line) => COMPLAINT.test(line));
  if (first < 0) return [];
  let end = first + 1;
  while (end < lines.length && COMPLAINT.test(lines[end] as string)) end++;
  return lines.slice(Math.max(0, first - 1), Math.min(end, first + 3));
}

/**
 * What of a test's output is worth keeping: the end, and the first complaint where it came before that. Tests of many cases go on after the
 * one that fails.
 */
export function keptOutput(output: string): string {
  const all = output.trim();
  const end = all.slice(-OUTPUT_KEPT);
  const complaint = firstComplaint(all).join('\n').slice(0, COMPLAINT_KEPT);
  return end.includes(complaint) ? end : `${complaint}\n...\n${end}`;
}

/** What a test that did not pass complained of first, on one line; its last words where nothing looks like a complaint. */
export function tellingWords({ output }: PiglitResult): string {
  const words = firstComplaint(output);
  const lines = words.length > 0 ? words : ownLines(output).slice(-1);
  return lines.map((line) => line.trim()).join('; ');
}

/**
 * Runs some tests of one profile. Tests that neither pass nor are skipped run again, one at a time: a loaded machine makes tests fail
 * that open many windows or wait for each other, whichever server draws.
 */
export function runPiglit(tests: readonly string[], options: PiglitOptions): Promise<PiglitResult[]> {
  return withRetries(tests, options.retries ?? 0, (some, again) => runOnce(some, again ? { ...options, jobs: 1 } : options));
}

/** Runs tests, and those that neither pass nor are skipped again, up to `retries` times. */
export async function withRetries(
  tests: readonly string[],
  retries: number,
  once: (tests: readonly string[], again: boolean) => Promise<PiglitResult[]>,
): Promise<PiglitResult[]> {
  let results = await once(tests, false);
  for (let attempt = 0; attempt < retries; attempt++) {
    const bad = results.filter(({ result }) => !succeeded(result) && result !== 'skip').map(({ test }) => test);
    if (bad.length === 0) break;
    const again = new Map((await once(bad, true)).map((result) => [result.test, result]));
    results = results.map((before) => {
      const after = again.get(before.test);
      if (after === undefined) return before;
      return after.result === before.result ? after : { ...after, first: before.first ?? before.result };
    });
  }
  return results;
}

/** Runs some tests of one profile in one piglit run. */
async function runOnce(tests: readonly string[], options: PiglitOptions): Promise<PiglitResult[]> {
  requireProgram('piglit', 'piglit');
  const folder = scratchFolder();
  try {
    const list = join(folder, 'list');
    writeFileSync(list, `${tests.join('\n')}\n`);
    const { jobs, testSeconds, profile, server, display } = options;
    const results = join(folder, 'results');
    const limits = ['-j', String(jobs), '--timeout', String(testSeconds)];
    // On the surfaceless platform, tests that want a window abort with every driver: hence GLX.
    const command = ['piglit', 'run', '-p', 'glx', ...limits, '-o', '-l', 'dummy', '--test-list', list, profile, results] as const;
    const timeoutMs = 30_000 + (tests.length * testSeconds * 1000) / jobs;
    const run = await runClient([...command], { server, display, timeoutMs, env: { PIGLIT_COMPRESSION: 'none' } });
    return readPiglitResults(results, tests, run.output);
  } finally {
    removeScratchFolder(folder);
  }
}

/**
 * The results that a run of piglit left, uncompressed, in a folder; where it was cut short, every test counts as lost.
 *
 * @param printed - what piglit itself printed
 */
export function readPiglitResults(folder: string, tests: readonly string[], printed: string): PiglitResult[] {
  let raw: Record<string, RawTest> = {};
  try {
    raw = (JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')) as { tests: Record<string, RawTest> }).tests;
  } catch {
    // There is none.
  }
  return tests.map((test) => toResult(test, raw[test] ?? { result: 'lost', err: printed.slice(-OUTPUT_KEPT) }));
}

function toResult(test: string, raw: RawTest): PiglitResult {
  const passed = raw.result === 'pass';
  return {
    test,
    result: raw.result,
    seconds: raw.time ? raw.time.end - raw.time.start : 0,
    subtests: passed
      ? []
      : Object.entries(raw.subtests ?? {}).flatMap(([name, result]) =>
          result === 'pass' || name === '__type__' ? [] : [`${name}: ${result}`],
        ),
    output: passed ? '' : keptOutput(`${raw.out ?? ''}\n${raw.err ?? ''}`),
    command: raw.command ?? '',
  };
}

/** pass and warn are success for comparisons. */
export function succeeded(result: string): boolean {
  return result === 'pass' || result === 'warn';
}
