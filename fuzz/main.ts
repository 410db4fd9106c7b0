/* `npm run fuzz`: cases without bound, findings made small and kept. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { allCells, allVtestCells } from './cells.ts';
import { Coverage } from './coverage.ts';
import type { Finding } from './execute.ts';
import { allGpuCells } from './gpu-cells.ts';
import { gpuCasesToCoverAll, GpuTarget } from './gpu-target.ts';
import { guestCase, GuestTarget } from './guest-target.ts';
import { minimize } from './minimize.ts';
import { casesToCoverAll, makeCase, requestName } from './program.ts';
import { readCase, type Request, writeCase } from './requests.ts';
import { shaderText } from './shader-target.ts';
import { spliceCase } from './splice.ts';
import { clientsToCoverAll, VtestTarget } from './vtest-target.ts';
import { bytesWish, rendererWish, type Report, type Wish, Worker } from './workers.ts';

const help = `Sends virglass what no honest driver sends, and looks whether anybody is harmed.

  npm run fuzz -- [options]

  --target renderer   the renderer in a child process, with GL errors, leaks and a guest beside watched (default)
           vtest      a real server over its socket, with damaged vtest requests too, and a healthy client beside
           gpu        the virtio-gpu device over its queues, in this process: every field of every request
           guest      the guest driver's contexts: WebGL and OpenGL calls with any arguments, on a recorder and on the renderer
           shader     shader texts only: parser, writer, the host's GLSL compiler
  --seed N            run with this number (default 1): the same seed, the same cases
  --from N            first case of the run (default 0)
  --cases N           stop after so many cases (default: never)
  --time SECONDS      stop after so long (default: never)
  --jobs N            processes at once (default 1)
  --out FOLDER        where findings go (default out/fuzz)
  --no-minimize       keep findings as they were found
  --replay FILE       run one case: a finding, an entry of corpus/hostile, any recording of a vtest client
  --minimize FILE     make the case in FILE smaller while it shows the same finding, and write it to FILE.min.gz
  --help              this text

A run is a list of cases that follow from its seed. Each case of the renderer is a program: resources of many kinds, a whole
pipeline, draws, copies, queries, and among them fields with values from the protocol's tables that no driver sends: borders,
wrong kinds of handle, destroyed objects, wrong lengths. Every (command, field, class of value) - ${allCells().length} of them - is sent
once in ${casesToCoverAll()} programs. Every fourth case is a piece of a recorded stream, damaged. The target vtest sends every
field of its own requests once in ${clientsToCoverAll()} clients, the target gpu in ${gpuCasesToCoverAll()} devices.

Findings: crash, hang (20 s of CPU time, or five minutes of none), slow, exception or mistake (an error of the renderer's own), gl-error (OpenGL was
called wrongly), leak (GL objects or memory that outlive their guest), neighbour (another guest's picture changed), differs (the
same case twice gives different pixels). Each is saved once, as FOLDER/KIND-KEY/client.vtest.gz with a report beside; put what is
fixed into corpus/hostile, where the tests replay it.

The environment's VIRGLASS_TEST_GL=gles or gl33 gives the renderer another kind of host.

Examples:
  npm run fuzz -- --time 600                       ten minutes
  npm run fuzz -- --seed 7 --from 123 --cases 1    one case again
  npm run fuzz -- --replay out/fuzz/crash-DRAW_VBO-SIGSEGV/client.vtest.gz
`;

const { values: given } = parseArgs({
  options: {
    target: { type: 'string', default: 'renderer' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    cases: { type: 'string' },
    time: { type: 'string' },
    jobs: { type: 'string', default: '1' },
    out: { type: 'string', default: 'out/fuzz' },
    'no-minimize': { type: 'boolean', default: false },
    replay: { type: 'string' },
    minimize: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

function number(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) throw new Error(`--${name} ${text}: a number is needed`);
  return value;
}

const targets = ['renderer', 'vtest', 'gpu', 'guest', 'shader'];
const say = (line: string): void => void process.stdout.write(`${line}\n`);

function wishOf(target: string, run: number, index: number): Wish {
  return target === 'shader' ? { kind: 'shader', run, index } : rendererWish(run, index);
}

function requestsOf(wish: Wish): readonly Request[] {
  if (wish.kind === 'program') return makeCase(wish.run, wish.index).requests;
  if (wish.kind === 'splice') return spliceCase(wish.run, wish.index).requests;
  return [];
}

const shortName = (finding: Finding): string => `${finding.kind}-${finding.key}`.replace(/[^\w.]+/g, '-').slice(0, 80);

async function smaller(worker: Worker, requests: readonly Request[], finding: Finding): Promise<readonly Request[]> {
  return minimize(requests, async (some) => {
    const { outcome } = await worker.run(bytesWish(some, finding.kind === 'differs'));
    return outcome.findings.some(({ kind, key }) => kind === finding.kind && key === finding.key);
  });
}

function describe(requests: readonly Request[]): string {
  return requests.map(({ command, bytes, stream }) => `${requestName(command)} ${stream.length || bytes.length}`).join(', ');
}

class Findings {
  readonly #seen = new Map<string, number>();
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get count(): number {
    return this.#seen.size;
  }

  /** Keeps a finding that has not been seen before. */
  async take(finding: Finding, label: string, requests: readonly Request[], text: string, worker: Worker | null): Promise<void> {
    const name = shortName(finding);
    const times = (this.#seen.get(name) ?? 0) + 1;
    this.#seen.set(name, times);
    if (times > 1) return;
    say(`FOUND ${finding.kind}: ${finding.key} (${label})\n  ${finding.detail.slice(0, 1500).replaceAll('\n', '\n  ')}`);
    const folder = join(this.#folder, name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'report.txt'), `${label}\n${finding.kind}: ${finding.key}\n${finding.detail}\n`);
    if (text !== '') writeFileSync(join(folder, 'shader.tgsi'), text);
    if (requests.length === 0) return;
    writeCase(join(folder, 'original.vtest.gz'), requests);
    const made = worker === null ? requests : await smaller(worker, requests, finding);
    writeCase(join(folder, 'client.vtest.gz'), made);
    say(`  kept in ${folder}: ${describe(made)}`);
  }

  summary(): string {
    return [...this.#seen].map(([name, times]) => `  ${name}: ${times} times`).join('\n');
  }
}

async function fuzz(): Promise<number> {
  const run = number('seed', given.seed, 1);
  const last = number('from', given.from, 0) + number('cases', given.cases, Infinity);
  const deadline = performance.now() + number('time', given.time, Infinity) * 1000;
  const coverage = new Coverage(given.target === 'vtest' ? allVtestCells() : given.target === 'gpu' ? allGpuCells() : allCells());
  const findings = new Findings(given.out);
  let next = number('from', given.from, 0);
  let [done, milliseconds] = [0, 0];
  let stopped = false;
  process.once('SIGINT', () => (stopped = true));
  process.once('SIGTERM', () => (stopped = true));

  const work = async (): Promise<void> => {
    using worker = new Worker();
    using patient = new Worker();
    while (!stopped && next < last && performance.now() < deadline) {
      const index = next++;
      const wish = wishOf(given.target, run, index);
      const report = await worker.run(wish);
      note(report);
      for (const finding of report.outcome.findings) {
        const text = wish.kind === 'shader' ? shaderText(run, index) : '';
        await findings.take(finding, `seed ${run}, case ${index}`, requestsOf(wish), text, given['no-minimize'] ? null : patient);
      }
    }
  };
  const note = (report: Omit<Report, 'id'>): void => {
    coverage.sent(report.cells);
    coverage.outcome(report.outcome.accepted, report.outcome.refused);
    milliseconds += report.outcome.milliseconds;
    done++;
    if (done % 100 === 0) {
      say(`${done} cases, ${findings.count} findings, ${Math.round(milliseconds / done)} ms a case, ${report.residentBytes >> 20} MiB`);
    }
  };
  if (given.target === 'vtest') {
    await using target = await VtestTarget.start();
    for (; !stopped && next < last && performance.now() < deadline; next++) {
      for (const finding of await target.run(run, next, coverage)) {
        await findings.take(finding, `seed ${run}, case ${next}`, target.requests, '', null);
      }
      if (++done % 100 === 0) say(`${done} cases, ${findings.count} findings`);
    }
  } else if (given.target === 'gpu') {
    using rendered = new GpuTarget(true);
    using flat = new GpuTarget(false);
    for (; !stopped && next < last && performance.now() < deadline; next++) {
      // Every fourth device has no 3D.
      for (const finding of (next % 4 === 3 ? flat : rendered).run(run, next, coverage)) {
        await findings.take(finding, `seed ${run}, case ${next}`, [], '', null);
      }
      if (++done % 100 === 0) {
        say(`${done} cases, ${findings.count} findings`);
        await new Promise(setImmediate);
      }
    }
  } else if (given.target === 'guest') {
    using target = new GuestTarget();
    for (; !stopped && next < last && performance.now() < deadline; next++) {
      const { api, rendered } = guestCase(next);
      for (const finding of target.run(run, next, rendered, api)) {
        await findings.take(finding, `seed ${run}, case ${next}`, [], '', null);
      }
      if (++done % 100 === 0) {
        say(`${done} cases, ${findings.count} findings`);
        await new Promise(setImmediate);
      }
    }
    say(target.table());
  } else await Promise.all(Array.from({ length: number('jobs', given.jobs, 1) }, work));
  if (given.target !== 'shader' && given.target !== 'guest') say(coverage.table());
  say(`${done} cases, ${findings.count} kinds of finding\n${findings.summary()}`);
  return findings.count === 0 ? 0 : 1;
}

async function replay(path: string): Promise<number> {
  using worker = new Worker();
  const requests = readCase(path);
  const { outcome } = await worker.run(bytesWish(requests, true));
  say(describe(requests));
  for (const line of outcome.log) say(`  ${line}`);
  for (const { kind, key, detail } of outcome.findings) say(`${kind}: ${key}\n  ${detail.replaceAll('\n', '\n  ')}`);
  say(`${outcome.findings.length} findings, ${Math.round(outcome.milliseconds)} ms`);
  return outcome.findings.length === 0 ? 0 : 1;
}

async function shrink(path: string): Promise<number> {
  using worker = new Worker();
  const requests = readCase(path);
  const { outcome } = await worker.run(bytesWish(requests, true));
  const [finding] = outcome.findings;
  if (finding === undefined) {
    say('nothing is wrong with this case');
    return 1;
  }
  say(`${finding.kind}: ${finding.key}`);
  const made = await smaller(worker, requests, finding);
  writeCase(`${path}.min.gz`, made);
  say(`${path}.min.gz: ${describe(made)}`);
  return 0;
}

if (given.help) say(help);
else if (!targets.includes(given.target)) {
  say(`--target ${given.target}: one of ${targets.join(', ')}`);
  process.exitCode = 2;
} else {
  process.exitCode = given.replay ? await replay(given.replay) : given.minimize ? await shrink(given.minimize) : await fuzz();
}
