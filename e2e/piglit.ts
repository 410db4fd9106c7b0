/*
 * Runs piglit tests through our server and through the peer, chunk by chunk in turn, and prints what passes there and not here.
 * A command of its own because it takes long; `--help` tells the options.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startDisplay, startServer, type VtestServer } from '@virglass/testkit';
import { needsOnlyVertexAndFragment, type PiglitList, randomList, readPiglitList, spread } from './piglit-list.ts';
import { comparePiglit, describeComparison, piglitPage, type PiglitResults, sectionOf, withSection } from './piglit-report.ts';
import { type PiglitResult, runPiglit, succeeded } from './piglit-run.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

const help = `usage: node e2e/piglit.ts [options] [LIST ...]

Runs piglit tests through virglass and through virgl_test_server, and compares what passes. Without LIST and --random, the tests of
corpus/piglit/ci_gl.txt and ci_sh.txt.

  --all              the whole comparison: both lists and --random 3000
  --random N         N tests chosen at random, in equal parts of each profile, none of them in the lists; in place of the lists
  --seed S           which ones; default 1
  --profiles A,B     of which profiles; default quick_gl,quick_shader
  --servers A,B      virglass, peer, direct; default virglass,peer; the last one is what the first is compared with
  --stages vf|all    all (default); vf: only tests that need no more than vertex and fragment shaders
  --filter REGEX     only tests whose name matches
  --every N          only every Nth test
  --jobs N           tests at once; default 2
  --chunk N          tests per piglit run; default 60
  --test-seconds N   time limit of one test; default 30
  --retries N        how often a test that does not pass runs again, alone; default 1
  --time-limit N     stop after N seconds; --resume goes on later
  --resume           keep the results in --out and run only what is missing
  --again WHAT       with --resume, run on the first server again: all tests, or failing ones (those that did not pass)
  --out FOLDER       results as JSON lines; default out/piglit
  --report           run nothing, compare the results in --out
  --write            write the comparison to docs/piglit.md
  --list             print the selected tests and end
  --passing N        print N tests, spread evenly, that passed on the first server according to --out, and end

Examples:
  node e2e/piglit.ts --all --write                                what docs/piglit.md was made by
  node e2e/piglit.ts --random 3000 --servers peer --resume        the peer's results, once
  node e2e/piglit.ts --random 3000 --resume --again failing       after a change: what failed, on virglass alone
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    all: { type: 'boolean', default: false },
    random: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    profiles: { type: 'string', default: 'quick_gl,quick_shader' },
    servers: { type: 'string', default: 'virglass,peer' },
    stages: { type: 'string', default: 'all' },
    filter: { type: 'string', default: '' },
    every: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '2' },
    chunk: { type: 'string', default: '60' },
    'test-seconds': { type: 'string', default: '30' },
    retries: { type: 'string', default: '1' },
    'time-limit': { type: 'string', default: '0' },
    resume: { type: 'boolean', default: false },
    again: { type: 'string', default: '' },
    out: { type: 'string', default: join(root, 'out/piglit') },
    report: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    passing: { type: 'string', default: '0' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

type Target = 'virglass' | 'peer' | 'direct';

/** Tests of the whole comparison that are chosen at random. */
const RANDOM_OF_ALL = 3000;
const listFiles = ['ci_gl.txt', 'ci_sh.txt'].map((name) => join(root, 'corpus/piglit', name));

function narrowed(list: PiglitList): PiglitList {
  const filter = new RegExp(values.filter, 'i');
  const tests = list.tests
    .filter((test) => values.stages === 'all' || needsOnlyVertexAndFragment(test))
    .filter((test) => filter.test(test))
    .filter((_, index) => index % Number(values.every) === 0);
  return { ...list, tests };
}

function selectLists(): PiglitList[] {
  const random = values.all ? RANDOM_OF_ALL : Number(values.random);
  const paths = positionals.length > 0 ? positionals : values.all || random === 0 ? listFiles : [];
  const lists = paths.map(readPiglitList);
  if (random > 0) {
    const known = new Set(listFiles.flatMap((path) => readPiglitList(path).tests));
    const profiles = values.profiles.split(',');
    for (const profile of profiles) lists.push(randomList(profile, Math.ceil(random / profiles.length), Number(values.seed), known));
  }
  return lists.map(narrowed);
}

const resultFile = (target: Target, list: PiglitList): string => join(values.out, `${target}-${list.name}.jsonl`);

function readResults(target: Target, list: PiglitList): Map<string, PiglitResult> {
  const path = resultFile(target, list);
  if (!existsSync(path)) return new Map();
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return new Map(lines.map((line) => JSON.parse(line) as PiglitResult).map((result) => [result.test, result]));
}

/** Results that need not be made again. */
function keptResults(target: Target, list: PiglitList, first: boolean): PiglitResults {
  if (!values.resume) return new Map();
  const results = readResults(target, list);
  if (!first || values.again === '') return results;
  return new Map([...results].filter(([, { result }]) => values.again === 'failing' && succeeded(result)));
}

/** Keeps a server per target; one that has died is reported and started anew. */
class Servers implements AsyncDisposable {
  readonly #running = new Map<Target, VtestServer>();

  async get(target: Target): Promise<VtestServer | 'direct'> {
    if (target === 'direct') return 'direct';
    const running = this.#running.get(target);
    if (running?.alive) return running;
    if (running) say(`the ${target} server died; its last words:\n${running.log.slice(-1500)}`);
    const server = await startServer(target);
    this.#running.set(target, server);
    return server;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of this.#running.values()) await server.stop();
  }
}

async function runAll(lists: readonly PiglitList[], targets: readonly Target[]): Promise<void> {
  mkdirSync(values.out, { recursive: true });
  const started = performance.now();
  const limit = Number(values['time-limit']) * 1000 || Infinity;
  await using display = await startDisplay();
  await using servers = new Servers();
  for (const list of lists) {
    const done = new Map(targets.map((target) => [target, keptResults(target, list, target === targets[0])]));
    if (!values.resume) for (const target of targets) writeFileSync(resultFile(target, list), '');
    const size = Number(values.chunk);
    for (let at = 0; at < list.tests.length; at += size) {
      for (const target of targets) {
        if (performance.now() - started > limit) return say('time limit reached; --resume goes on from here');
        const chunk = list.tests.slice(at, at + size).filter((test) => !done.get(target)?.has(test));
        if (chunk.length === 0) continue;
        const begun = performance.now();
        const server = await servers.get(target);
        const options = {
          server,
          display: display.name,
          profile: list.profile,
          jobs: Number(values.jobs),
          retries: Number(values.retries),
        };
        const results = await runPiglit(chunk, { ...options, testSeconds: Number(values['test-seconds']) });
        appendFileSync(resultFile(target, list), results.map((result) => `${JSON.stringify(result)}\n`).join(''));
        const passed = results.filter(({ result }) => succeeded(result)).length;
        const seconds = ((performance.now() - begun) / 1000).toFixed(0);
        say(
          `${list.name} ${Math.min(at + size, list.tests.length)}/${list.tests.length} ${target}: ${passed} of ${results.length} pass, ${seconds} s`,
        );
      }
    }
  }
}

/** The line of a program's output that names its version. */
function versionOf(program: string, args: readonly string[], pattern: RegExp): string {
  try {
    return pattern.exec(execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))?.[1] ?? 'unknown';
  } catch {
    return 'unknown';
  }
}

function writePage(page: (where: readonly string[]) => string): void {
  const debian = (name: string): string => `${name} ${versionOf('dpkg-query', ['-W', '-f', '${Version}', name], /(.*)/)}`;
  const where = [
    `${new Date().toISOString().slice(0, 10)}, revision ${versionOf('git', ['-C', root, 'describe', '--always', '--dirty'], /(.*)/)}`,
    `${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown processor'}, Node ${process.versions.node}`,
    [debian('piglit'), debian('libgl1-mesa-dri'), `the peer: ${debian('libvirglrenderer1')}`].join('; '),
  ];
  const path = join(root, 'docs/piglit.md');
  const guests = existsSync(path) ? sectionOf(readFileSync(path, 'utf8')) : '';
  writeFileSync(path, guests === '' ? page(where) : withSection(page(where), guests));
  say(`written to ${path}`);
}

/** Whether all results are of this run: on the same sources, under the same load. */
const oneRun = !values.resume && !values.report;

/** Prints what passes on the reference and not on the first server. @returns how many such tests there are */
function report(lists: readonly PiglitList[], targets: readonly Target[]): number {
  const comparisons = lists.map((list) =>
    comparePiglit(
      list,
      targets,
      targets.map((target) => readResults(target, list)),
    ),
  );
  for (const comparison of comparisons) for (const line of describeComparison(comparison)) say(line);
  if (values.write && comparisons.some(({ left }) => left > 0)) say('not written: some tests have not run on all servers');
  else if (values.write)
    writePage((where) => piglitPage(comparisons, ['node e2e/piglit.ts', ...process.argv.slice(2)].join(' '), oneRun, where));
  return comparisons.reduce((sum, { missing }) => sum + missing.length, 0);
}

if (values.help) {
  process.stdout.write(help);
} else {
  const lists = selectLists();
  const targets = values.servers.split(',') as Target[];
  if (Number(values.passing) > 0) {
    for (const list of lists) {
      const passed = [...readResults(targets[0] as Target, list).values()].filter(({ result }) => result === 'pass');
      for (const { test } of spread(passed, Number(values.passing))) say(test);
    }
  } else if (values.list) {
    for (const { tests } of lists) process.stdout.write(tests.map((test) => `${test}\n`).join(''));
  } else {
    for (const { name, tests } of lists) say(`${name}: ${tests.length} tests selected`);
    if (!values.report) await runAll(lists, targets);
    if (report(lists, targets) > 0) process.exitCode = 1;
  }
}
