/*
 * `npm run shader-runner -- [options] [PREFIX...]`: runs piglit's .shader_test files on an OpenGL context of our guest driver, on a
 * renderer in this process.
 *
 *   --suite PATH       where `tests`, `generated_tests` and `bin` of piglit are; Debian's place unless said
 *   --sample N         N files, in shares of the folders;  --sample64 M: M of those about numbers of 64 bits (a tenth of N)
 *   --seed S           which ones; 1 unless said
 *   --transport WHAT   in-process (unless said) or vtest: a `virglass vtest` of its own
 *   --link             only compile and link, without a context
 *   --reference FILE   compare with what Mesa's virpipe client passes; what FILE does not have yet is run first
 *   --out FILE         keep results there (JSON); those of other files stay
 *   --failing          only files that --out has and that did not pass
 *   --report           run nothing: the tables of what is in --out
 *   --seconds S        begin no file after so long
 *   --list             print each file that does not pass
 *
 * PREFIX is the beginning of a path in the suite, or any part of one. The files run one after another in a child process, which is
 * replaced when a test hangs or takes it down.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findTests, is64, sampleTests } from './choose.ts';
import { linkOnly } from './link-only.ts';
import { openRunner } from './runner.ts';
import { runReference, type Results } from './reference.ts';
import { causes, countByFolder, type OurResult, table } from './report.ts';
import { parseShaderTest } from './test-file.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    suite: { type: 'string', default: '/usr/lib/x86_64-linux-gnu/piglit' },
    sample: { type: 'string' },
    sample64: { type: 'string' },
    seed: { type: 'string', default: '1' },
    transport: { type: 'string', default: 'in-process' },
    link: { type: 'boolean', default: false },
    reference: { type: 'string' },
    out: { type: 'string' },
    failing: { type: 'boolean', default: false },
    report: { type: 'boolean', default: false },
    seconds: { type: 'string', default: 'Infinity' },
    list: { type: 'boolean', default: false },
    child: { type: 'boolean', default: false },
  },
});
const { suite, transport } = values;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** How long a test may be silent. */
const PATIENCE = 30_000;
/** Tests of a child process, so that none grows for ever. */
const TESTS_OF_A_CHILD = 500;

const readTest = (path: string): ReturnType<typeof parseShaderTest> => parseShaderTest(readFileSync(join(suite, path), 'latin1'));

const kept = (): Map<string, OurResult> =>
  new Map(
    values.out !== undefined && existsSync(values.out)
      ? Object.entries(JSON.parse(readFileSync(values.out, 'utf8')) as Record<string, OurResult>)
      : [],
  );

const choose = (before: ReadonlyMap<string, OurResult>): string[] => {
  let all = findTests(suite);
  if (positionals.length > 0) all = all.filter((path) => positionals.some((prefix) => path.startsWith(prefix) || path.includes(prefix)));
  if (values.failing) all = all.filter((path) => before.has(path) && before.get(path)?.outcome !== 'pass');
  if (values.sample === undefined) return all;
  const count = Number(values.sample);
  const wide = Number(values.sample64 ?? Math.ceil(count / 10));
  const seed = Number(values.seed);
  return [
    ...sampleTests(
      all.filter((path) => !is64(path)),
      count,
      seed,
    ),
    ...(wide === 0 ? [] : sampleTests(all.filter(is64), wide, seed)),
  ];
};

/** Runs files in children. */
const runAll = async (paths: readonly string[], done: (path: string, result: OurResult) => void): Promise<void> => {
  const until = Date.now() + Number(values.seconds) * 1000;
  let child: ChildProcess | null = null;
  let used = 0;
  const start = (): ChildProcess => {
    used = 0;
    return fork(import.meta.filename, ['--child', '--suite', suite, '--transport', transport], { execArgv: process.execArgv });
  };
  for (const path of paths) {
    if (Date.now() > until) break;
    if (child === null || used >= TESTS_OF_A_CHILD) {
      child?.kill();
      child = start();
    }
    used++;
    const running: ChildProcess = child;
    const result = await new Promise<OurResult>((settle) => {
      const end = (one: OurResult): void => {
        clearTimeout(timer);
        running.removeAllListeners();
        settle(one);
      };
      const timer = setTimeout(() => {
        running.kill('SIGKILL');
        child = null;
        end({ outcome: 'fail', reason: `no answer in ${PATIENCE / 1000} s` });
      }, PATIENCE);
      running.on('message', (message) => end(message as OurResult));
      running.on('exit', (code, signal) => {
        child = null;
        end({ outcome: 'fail', reason: `the process ended: ${signal ?? code}` });
      });
      running.send(path);
    });
    done(path, result);
  }
  child?.kill();
};

const main = async (): Promise<void> => {
  if (!existsSync(join(suite, 'tests'))) {
    say(`there is no piglit in ${suite}: give its place by --suite`);
    process.exitCode = 1;
    return;
  }
  const results = kept();
  const paths = choose(results);
  const keep = (): void => {
    if (values.out !== undefined)
      writeFileSync(values.out, `${JSON.stringify(Object.fromEntries([...results].sort(([a], [b]) => (a < b ? -1 : 1))))}\n`);
  };
  const mine = new Map<string, OurResult>();
  const done = (path: string, result: OurResult): void => {
    results.set(path, result);
    mine.set(path, result);
    if (values.list && result.outcome !== 'pass') say(`${result.outcome} ${path}\n     ${result.reason}`);
    if (mine.size % 200 === 0) {
      keep();
      say(`${mine.size} of ${paths.length}`);
    }
  };
  if (values.report) for (const [path, result] of results) mine.set(path, result);
  else if (values.link) for (const path of paths) done(path, linkOnly(readTest(path)));
  else await runAll(paths, done);
  keep();
  const reference: Results =
    values.reference === undefined ? new Map() : await runReference(suite, [...mine.keys()], values.reference, (line) => say(line));
  say(table(countByFolder(mine, reference)));
  say('\nwhat does not pass, by cause:');
  for (const line of causes(mine, reference)) say(line);
};

if (values.child) {
  const runner = await openRunner(transport);
  process.on('message', (path: string) => process.send!(runner.run(readTest(path))));
  process.on('disconnect', () => process.exit());
} else await main();
