/*
 * `npm run webgl-cts -- --suite PATH [--version 2] [--verbose] [--patience MS] [--most MS] [PREFIX...]`: runs pages of the Khronos WebGL conformance suite against our
 * guest driver on a renderer in this process, and says what passed. PATH is a checkout of github.com/KhronosGroup/WebGL; nothing of it is here.
 *
 * Pages run one after another in a child process, which is replaced when a page hangs or takes it down.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { createNativeGl } from '@virglass/gl/native';
import { inProcess, type Transport } from '@virglass/guest';
import { createVirglRenderer } from '@virglass/virgl';
import { runPage, type PageResult } from './page.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    suite: { type: 'string' },
    version: { type: 'string', default: '2' },
    verbose: { type: 'boolean', default: false },
    out: { type: 'string' },
    patience: { type: 'string', default: '20000' },
    most: { type: 'string', default: '300000' },
    child: { type: 'boolean', default: false },
  },
});

/** Pages of a list file, with those of the lists that it names. */
function pagesOf(root: string, list: string): string[] {
  const path = join(root, list);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('//') && !line.startsWith('#'))
    .flatMap((line) => {
      const name = line.split(/\s+/).at(-1)!;
      const place = join(dirname(list), name);
      const least = /--min-version\s+(\S+)/.exec(line)?.[1] ?? '1';
      const most = /--max-version\s+(\S+)/.exec(line)?.[1] ?? '9';
      if (Number(values.version) < Number.parseFloat(least) || Number(values.version) > Number.parseFloat(most)) return [];
      return name.endsWith('.txt') ? pagesOf(root, place) : [place];
    });
}

/** A renderer in this process. */
function localTransport(): Transport {
  const gl = createNativeGl();
  const renderer = createVirglRenderer(gl);
  const quota = { bytes: 2 ** 32, resources: 1 << 20, contexts: 64, objects: 1 << 20, gpuMilliseconds: 30_000 };
  const warn = (message: string): void => void (values.verbose && console.log('HOST', message));
  return inProcess({
    open: () => renderer.openDevice(quota, { warn, debug: () => {} }),
    capset: (id) => renderer.capset(id, 0),
    memory: (byteLength) => gl.memory(byteLength),
    free: (memory) => gl.freeMemory(memory),
  });
}

const root = join(values.suite ?? '', 'sdk/tests');
const version = values.version === '1' ? 1 : 2;

if (values.child) {
  const transport = localTransport();
  process.on('message', (page: string) => {
    void runPage(page, { root, version, transport, patience: Number(values.patience), verbose: values.verbose }).then((result) =>
      process.send!(result),
    );
  });
} else if (values.suite === undefined || !existsSync(root)) {
  console.error('give the path of a checkout of github.com/KhronosGroup/WebGL by --suite');
  process.exitCode = 1;
} else await runAll();

async function runAll(): Promise<void> {
  const all = pagesOf(root, '00_test_list.txt');
  const wanted = all.filter((page) => positionals.length === 0 || positionals.some((prefix) => page.startsWith(prefix)));
  const results: PageResult[] = [];
  let child: ChildProcess | null = null;
  for (const page of wanted) {
    child ??= fork(import.meta.filename, [...process.argv.slice(2), '--child'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const result = await ask(child, page);
    if (result === null) {
      child.kill('SIGKILL');
      child = null;
      results.push({ page, passed: 0, failed: 1, finished: false, messages: ['hung or crashed'] });
    } else results.push(result);
    const last = results.at(-1)!;
    const good = last.finished && last.failed === 0 && last.passed > 0;
    if (!good || values.verbose)
      console.log(
        `${good ? 'ok  ' : 'FAIL'} ${page}: ${last.passed} passed, ${last.failed} failed${last.finished ? '' : ', unfinished'}\n${last.messages
          .slice(0, 4)
          .map((m) => `       ${m.slice(0, 300)}\n`)
          .join('')}`.trimEnd(),
      );
  }
  child?.disconnect();
  summarize(results);
  if (values.out !== undefined) writeFileSync(values.out, JSON.stringify(results, null, 1));
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
  const folders = new Map<string, { pages: number; good: number; passed: number; failed: number }>();
  for (const result of results) {
    const folder = dirname(result.page).split('/').slice(0, 3).join('/');
    let row = folders.get(folder);
    if (row === undefined) folders.set(folder, (row = { pages: 0, good: 0, passed: 0, failed: 0 }));
    row.pages++;
    row.good += Number(result.finished && result.failed === 0 && result.passed > 0);
    row.passed += result.passed;
    row.failed += result.failed;
  }
  for (const [folder, row] of folders)
    console.log(`${folder.padEnd(50)} ${row.good}/${row.pages} pages, ${row.passed} passed, ${row.failed} failed`);
  const good = [...folders.values()].reduce((sum, row) => sum + row.good, 0);
  console.log(`${good} of ${results.length} pages without a failure`);
}
