/*
 * Runs piglit lists through our server and through the peer, chunk by chunk in turn, and prints what passes there and not here.
 * A command of its own because it takes long; `--help` tells the options.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startDisplay, startServer, type VtestServer } from '@virglass/testkit';
import { needsOnlyVertexAndFragment, piglitGroup, type PiglitList, readPiglitList, spread } from './piglit-list.ts';
import { type PiglitResult, runPiglit, succeeded } from './piglit-run.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

const help = `usage: node e2e/piglit.ts [options] [LIST ...]

Runs piglit test lists (default: corpus/piglit/ci_gl.txt and ci_sh.txt) through virglass and through virgl_test_server.

  --servers A,B      virglass, peer, direct; default virglass,peer; the last one is what the others are compared with
  --stages vf|all    vf (default): only tests that need no more than vertex and fragment shaders
  --filter REGEX     only tests whose name matches
  --every N          only every Nth test
  --jobs N           tests at once; default 2
  --chunk N          tests per piglit run; default 60
  --test-seconds N   time limit of one test; default 30
  --time-limit N     stop after N seconds; --resume goes on later
  --resume           keep the results in --out and run only what is missing
  --out FOLDER       results as JSON lines; default out/piglit
  --report           run nothing, compare the results in --out
  --list             print the selected tests and end
  --passing N        print N tests, spread evenly, that passed on the first server according to --out, and end
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    servers: { type: 'string', default: 'virglass,peer' },
    stages: { type: 'string', default: 'vf' },
    filter: { type: 'string', default: '' },
    every: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '2' },
    chunk: { type: 'string', default: '60' },
    'test-seconds': { type: 'string', default: '30' },
    'time-limit': { type: 'string', default: '0' },
    resume: { type: 'boolean', default: false },
    out: { type: 'string', default: join(root, 'out/piglit') },
    report: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    passing: { type: 'string', default: '0' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

type Target = 'virglass' | 'peer' | 'direct';

function select(path: string): PiglitList {
  const list = readPiglitList(path);
  const filter = new RegExp(values.filter, 'i');
  const tests = list.tests
    .filter((test) => values.stages === 'all' || needsOnlyVertexAndFragment(test))
    .filter((test) => filter.test(test))
    .filter((_, index) => index % Number(values.every) === 0);
  return { ...list, tests };
}

const resultFile = (target: Target, list: PiglitList): string => join(values.out, `${target}-${list.name}.jsonl`);

function readResults(target: Target, list: PiglitList): Map<string, PiglitResult> {
  const path = resultFile(target, list);
  if (!existsSync(path)) return new Map();
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return new Map(lines.map((line) => JSON.parse(line) as PiglitResult).map((result) => [result.test, result]));
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
    const done = new Map(targets.map((target) => [target, values.resume ? readResults(target, list) : new Map<string, PiglitResult>()]));
    if (!values.resume) for (const target of targets) writeFileSync(resultFile(target, list), '');
    const size = Number(values.chunk);
    for (let at = 0; at < list.tests.length; at += size) {
      for (const target of targets) {
        if (performance.now() - started > limit) return say('time limit reached; --resume goes on from here');
        const chunk = list.tests.slice(at, at + size).filter((test) => !done.get(target)?.has(test));
        if (chunk.length === 0) continue;
        const begun = performance.now();
        const server = await servers.get(target);
        const options = { server, display: display.name, profile: list.profile, jobs: Number(values.jobs) };
        const results = await runPiglit(chunk, { ...options, testSeconds: Number(values['test-seconds']) });
        appendFileSync(resultFile(target, list), results.map((result) => `${JSON.stringify(result)}\n`).join(''));
        const passed = results.filter(({ result }) => succeeded(result)).length;
        const seconds = ((performance.now() - begun) / 1000).toFixed(0);
        say(`${list.name} ${at + chunk.length}/${list.tests.length} ${target}: ${passed} of ${results.length} pass, ${seconds} s`);
      }
    }
  }
}

function tally(results: Iterable<PiglitResult>): string {
  const counts = new Map<string, number>();
  for (const { result } of results) counts.set(result, (counts.get(result) ?? 0) + 1);
  return [...counts].map(([result, count]) => `${count} ${result}`).join(', ') || 'nothing';
}

/** Prints what passes on the reference and not on the others. @returns how many such tests there are */
function report(lists: readonly PiglitList[], targets: readonly Target[]): number {
  const reference = targets.at(-1) as Target;
  let worse = 0;
  for (const list of lists) {
    const wanted = new Set(list.tests);
    const of = (target: Target): PiglitResult[] => [...readResults(target, list).values()].filter(({ test }) => wanted.has(test));
    const good = new Set(of(reference).flatMap(({ test, result }) => (succeeded(result) ? [test] : [])));
    say(`\n${list.name} (${list.profile}), ${list.tests.length} tests`);
    for (const target of targets) say(`  ${target}: ${tally(of(target))}`);
    for (const target of targets.length === 1 ? targets : targets.slice(0, -1)) {
      const failing = of(target).filter(({ test, result }) => !succeeded(result) && (targets.length === 1 || good.has(test)));
      worse += failing.length;
      say(targets.length === 1 ? `  do not pass: ${failing.length}` : `  pass on ${reference} and not on ${target}: ${failing.length}`);
      const groups = Map.groupBy(failing, ({ test }) => piglitGroup(test));
      for (const [group, members] of [...groups].sort((a, b) => b[1].length - a[1].length)) {
        say(`    ${group}: ${members.length}`);
        for (const { test, result, subtests, output } of members) {
          const last =
            output
              .split('\n')
              .filter((line) => line.trim() && !/^(PIGLIT|ATTENTION|Returncode)/.test(line))
              .at(-1) ?? '';
          say(`      ${result}  ${test}${subtests.length ? ` [${subtests.slice(0, 3).join('; ')}]` : ''}  | ${last.slice(0, 140)}`);
        }
      }
    }
  }
  return worse;
}

if (values.help) {
  process.stdout.write(help);
} else {
  const paths = positionals.length > 0 ? positionals : ['ci_gl.txt', 'ci_sh.txt'].map((name) => join(root, 'corpus/piglit', name));
  const lists = paths.map(select);
  const targets = values.servers.split(',') as Target[];
  if (Number(values.passing) > 0) {
    for (const list of lists) {
      const passed = [...readResults(targets[0] as Target, list).values()].filter(({ result }) => result === 'pass');
      for (const { test } of spread(passed, Number(values.passing))) say(test);
    }
  } else if (values.list) {
    for (const { tests } of lists) process.stdout.write(tests.map((test) => `${test}\n`).join(''));
  } else {
    for (const [index, { name, tests }] of lists.entries())
      say(`${basename(paths[index] as string)}: ${tests.length} tests selected (${name})`);
    if (!values.report) await runAll(lists, targets);
    if (report(lists, targets) > 0) process.exitCode = 1;
  }
}
