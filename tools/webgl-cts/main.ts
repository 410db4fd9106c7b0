/*
 * `npm run webgl-cts -- --suite PATH [--version 2] [options] [PREFIX...]`: runs pages of the Khronos WebGL conformance suite against our guest driver on
 * a renderer in this process, and compares how many checks passed and failed with a browser's counts. PATH is a checkout of
 * github.com/KhronosGroup/WebGL; nothing of it is here.
 *
 *   --browser          run the pages in headless Chromium instead and keep its counts
 *   --counts FILE      the browser's counts; counts.json here (counts1.json with --version 1)
 *   --host-gl          with --browser: on the OpenGL that ours is on (wants an X display), kept in counts-gl.json; pages that count what each
 *                      pixel of the rasterizer is (deqp) are equal when they are as there or as with SwiftShader
 *   --missing          only pages that the counts (with --browser) or the results do not have yet
 *   --different        only pages that the results have and that are not as in the browser
 *   --out FILE         keep results there; those of other pages stay
 *   --report           run nothing: the table of what is in --out
 *   --patience MS      how long a page may be silent;  --most MS: how long it may take in all
 *   --seconds S        begin no page after so long
 *   --drafts           with extensions that are drafts, here as there: give --counts, the kept ones are without
 *   --verbose          every check, and what the host says
 *
 * Our pages run one after another in a child process, which is replaced when a page hangs or takes it down.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { byFolder, compare, type Count, type Counts, countOf, readCounts, writeCounts } from './counts.ts';
import { pagesOf, type PageResult } from './pages.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    suite: { type: 'string' },
    version: { type: 'string', default: '2' },
    browser: { type: 'boolean', default: false },
    'host-gl': { type: 'boolean', default: false },
    counts: { type: 'string' },
    missing: { type: 'boolean', default: false },
    different: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    drafts: { type: 'boolean', default: false },
    out: { type: 'string' },
    report: { type: 'boolean', default: false },
    patience: { type: 'string', default: '20000' },
    most: { type: 'string', default: '300000' },
    seconds: { type: 'string', default: 'Infinity' },
  },
});

const root = join(values.suite ?? '', 'sdk/tests');
const version = values.version === '1' ? 1 : 2;
const hostCountsFile = join(import.meta.dirname, 'counts-gl.json');
const countsFile =
  values.counts ?? (values['host-gl'] ? hostCountsFile : join(import.meta.dirname, version === 1 ? 'counts1.json' : 'counts.json'));
const childArguments = [root, String(version), values.patience, String(values.verbose), String(values.drafts)];

if (values.suite === undefined || !existsSync(root)) {
  console.error('give the path of a checkout of github.com/KhronosGroup/WebGL by --suite');
  process.exitCode = 1;
} else if (values.report) summarize([...readResults().values()]);
else if (values.browser) await runBrowser();
else await runOurs();

/**
 * Gives the pages that were asked for, one after another.
 *
 * @yields a page's path below the suite's tests
 */
function* wantedPages(known: (page: string) => boolean, different: (page: string) => boolean): Generator<string> {
  const until = performance.now() + Number(values.seconds) * 1000;
  for (const page of pagesOf(root, '00_test_list.txt', version)) {
    if (positionals.length > 0 && !positionals.some((prefix) => page.startsWith(prefix))) continue;
    if ((values.missing && known(page)) || (values.different && !different(page))) continue;
    if (performance.now() > until) {
      console.log(`time is over before ${page}`);
      return;
    }
    yield page;
  }
}

/** Asks Chromium, and keeps what it says after each page. */
async function runBrowser(): Promise<void> {
  const { BrowserRunner } = await import('./browser.ts');
  const kept = readCounts(countsFile);
  const pages = new Map<string, Count>(kept.pages);
  const program = process.env['VIRGLASS_CHROMIUM'] ?? '/usr/bin/chromium';
  await using runner = new BrowserRunner({
    root,
    version,
    patience: Number(values.patience),
    most: Number(values.most),
    program,
    drafts: values.drafts,
    hostGl: values['host-gl'],
  });
  for (const page of wantedPages(
    (name) => pages.has(name),
    () => true,
  )) {
    const result = await runner.run(page);
    // Another run may have added pages meanwhile.
    for (const [name, count] of readCounts(countsFile).pages) pages.set(name, count);
    pages.set(page, countOf(result));
    writeCounts(countsFile, { browser: runner.name, pages });
    console.log(line(result.finished ? '' : 'open', result));
  }
}

/** Runs pages on our driver. */
async function runOurs(): Promise<void> {
  const results = readResults();
  const counts = countsFor(results.values());
  const ran: PageResult[] = [];
  let child: ChildProcess | null = null;
  const open = (name: string): boolean => results.has(name) && compare(results.get(name)!, counts.pages.get(name)) !== 'equal';
  for (const page of wantedPages((name) => results.has(name), open)) {
    child ??= await start();
    const started = performance.now();
    let result = await ask(child, page);
    if (result === null) {
      child.kill('SIGKILL');
      child = null;
      const milliseconds = Math.round(performance.now() - started);
      result = { page, passed: 0, failed: 1, finished: false, messages: ['hung or crashed'], milliseconds };
    }
    ran.push(result);
    const count = countsFor([result]).pages.get(page);
    const verdict = compare(result, count);
    if (verdict !== 'equal' || values.verbose) console.log(line(verdict, result, count));
    results.set(page, result);
    if (values.out !== undefined) {
      const merged = new Map([...readResults(), ...ran.map((one) => [one.page, one] as const)]);
      writeFileSync(values.out, JSON.stringify([...merged.values()], null, 1));
    }
  }
  child?.disconnect();
  summarize(ran);
}

/** The browser's counts, for each result that of the browser which it is equal to. */
function countsFor(results: Iterable<PageResult>): Counts {
  const counts = readCounts(countsFile);
  if (version === 1) return counts;
  const onHost = readCounts(hostCountsFile).pages;
  const pages = new Map<string, Count>([...onHost, ...counts.pages]);
  for (const result of results) {
    const count = onHost.get(result.page);
    if (count !== undefined && compare(result, count) === 'equal') pages.set(result.page, count);
  }
  return { browser: counts.browser, pages };
}

function readResults(): Map<string, PageResult> {
  if (values.out === undefined || !existsSync(values.out)) return new Map();
  return new Map((JSON.parse(readFileSync(values.out, 'utf8')) as PageResult[]).map((result) => [result.page, result]));
}

function line(verdict: string, result: PageResult, count?: Count): string {
  const theirs = count === undefined ? '' : ` (browser: ${count[0]}, ${count[1]}${count[2] === 1 ? ', unfinished' : ''})`;
  const said = `${result.passed} passed, ${result.failed} failed${result.finished ? '' : ', unfinished'}${theirs}`;
  const messages = result.messages.slice(0, 4).map((message) => `\n           ${message.slice(0, 300)}`);
  return `${verdict.padEnd(10)} ${result.page}: ${said}, ${result.milliseconds} ms${messages.join('')}`;
}

/** Starts a process that runs pages; throws when it cannot. */
async function start(): Promise<ChildProcess> {
  // Pages allocate small arrays by the million.
  const execArgv = [...process.execArgv, '--max-semi-space-size=64', '--min-semi-space-size=32'];
  const child = fork(join(import.meta.dirname, 'child.ts'), childArguments, { execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ready = await new Promise<boolean>((resolve) => {
    child.once('message', () => resolve(true));
    child.once('exit', () => resolve(false));
  });
  if (!ready) throw new Error('the process that runs pages did not start');
  return child;
}

/** Has a child run a page; null when it does not come back. */
function ask(child: ChildProcess, page: string): Promise<PageResult | null> {
  return new Promise((resolve) => {
    const settle = (result: PageResult | null): void => {
      clearTimeout(timer);
      child.off('message', answered);
      child.off('exit', gone);
      resolve(result);
    };
    const answered = (result: unknown): void => settle(result as PageResult);
    const gone = (): void => settle(null);
    const timer = setTimeout(gone, Number(values.most));
    child.once('message', answered);
    child.once('exit', gone);
    child.send(page);
  });
}

function summarize(results: readonly PageResult[]): void {
  const rows = byFolder(results, countsFor(results));
  for (const row of rows)
    console.log(
      `${row.folder.padEnd(40)} ${row.equal} of ${row.pages} pages as in the browser, ${row.good} without a failure${row.open > 0 ? `, ${row.open} without a browser's count` : ''}`,
    );
  const [equal, good] = [rows.reduce((sum, row) => sum + row.equal, 0), rows.reduce((sum, row) => sum + row.good, 0)];
  console.log(`${equal} of ${results.length} pages as in the browser, ${good} without a failure`);
}
