/* Child processes that run cases, and the watchdog over them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { cpuSeconds } from '@virglass/testkit';
import type { Finding, Outcome } from './execute.ts';
import { encodeCase, type Request } from './requests.ts';

/** What is to be run: a case of a run by its number, or a case as its bytes (base64). */
export type Wish =
  | { readonly kind: 'program' | 'splice'; readonly run: number; readonly index: number; readonly twice: boolean }
  | { readonly kind: 'shader'; readonly run: number; readonly index: number }
  | { readonly kind: 'bytes'; readonly bytes: string; readonly twice: boolean };

/** What a worker is told to run. */
export interface Order {
  readonly id: number;
  readonly wish: Wish;
}

/** What a worker answers. */
export interface Report {
  readonly id: number;
  readonly outcome: Outcome;
  readonly cells: readonly string[];
  readonly residentBytes: number;
}

/** A case of the renderer: one of every four is a damaged recording, one of every eight is run twice. */
export function rendererWish(run: number, index: number): Wish {
  const splices = Math.floor((index + 1) / 4);
  const splice = index % 4 === 3;
  return { kind: splice ? 'splice' : 'program', run, index: splice ? splices - 1 : index - splices, twice: index % 8 === 0 };
}

/** A case that is at hand. */
export function bytesWish(requests: readonly Request[], twice = false): Wish {
  return { kind: 'bytes', bytes: Buffer.from(encodeCase(requests)).toString('base64'), twice };
}

const script = fileURLToPath(new URL('worker.ts', import.meta.url));

/** After so many bytes a worker is replaced: what Mesa keeps of shaders is not ours to bound. */
const residentLimit = 1.5 * 2 ** 30;

/** CPU time after which a case that is meant to take a fraction of a second hangs; on a busy machine that may be minutes. */
const hangCpuSeconds = 20;

/** Time after which it hangs without using the CPU. */
const hangMilliseconds = 300_000;

const watchMilliseconds = 500;

const tailBytes = 4000;

/** One worker, started again whenever it has ended. */
export class Worker implements Disposable {
  #child: ChildProcess | null = null;
  #next = 1;
  #trace = '';
  #errors = '';
  readonly #host: string;
  /** Cases that the process has run since it started. */
  ran = 0;

  /** @param host - kind of GL: `gles`, `gl33` ...; what VIRGLASS_TEST_GL says unless given */
  constructor(host: string = process.env['VIRGLASS_TEST_GL'] ?? '') {
    this.#host = host;
  }

  /** Runs a case. A crash or a hang comes back as an outcome with that finding. */
  run(wish: Wish, timeoutMilliseconds: number = hangMilliseconds): Promise<Omit<Report, 'id'>> {
    const child = this.#running();
    const id = this.#next++;
    this.#trace = '';
    this.#errors = '';
    this.ran++;
    return new Promise((resolve) => {
      const settle = (report: Omit<Report, 'id'>): void => {
        clearInterval(timer);
        child.removeListener('message', onMessage);
        child.removeListener('close', onClose);
        if (report.residentBytes > residentLimit) this.stop();
        resolve(report);
      };
      const onMessage = (report: Report): void => {
        if (report.id !== id) return;
        if (!report.outcome.findings.some(({ kind }) => kind === 'gl-error')) return settle(report);
        // What Mesa wrote about it may still be in the pipe.
        setTimeout(() => settle({ ...report, outcome: explained(report.outcome, this.#errors) }), pipeMilliseconds);
      };
      const onClose = (code: number | null, signal: string | null): void => {
        this.#child = null;
        const cause = signal ?? `exit status ${code}`;
        settle(broken({ kind: 'crash', key: `${this.#last()} ${cause}`, detail: `${cause} after ${this.ran} cases\n${this.#errors}` }));
      };
      const started = performance.now();
      const usedBefore = cpuSeconds([child.pid ?? 0]);
      const timer = setInterval(
        () => {
          const used = cpuSeconds([child.pid ?? 0]) - usedBefore;
          if (used < hangCpuSeconds && performance.now() - started < timeoutMilliseconds) return;
          child.removeListener('close', onClose);
          this.stop();
          const seconds = Math.round((performance.now() - started) / 1000);
          settle(broken({ kind: 'hang', key: this.#last(), detail: `no end within ${seconds} s, ${Math.round(used)} s of CPU time` }));
        },
        Math.min(watchMilliseconds, timeoutMilliseconds),
      );
      child.on('message', onMessage);
      child.on('close', onClose);
      const order: Order = { id, wish };
      child.send(order);
    });
  }

  /** The command that was executed last. */
  #last(): string {
    return this.#trace.trimEnd().split('\n').at(-1) ?? '';
  }

  #running(): ChildProcess {
    if (this.#child !== null) return this.#child;
    const env = { ...process.env, LIBGL_ALWAYS_SOFTWARE: '1', GALLIUM_DRIVER: 'llvmpipe', MESA_DEBUG: '1', VIRGLASS_TEST_GL: this.#host };
    const child = spawn(process.execPath, ['-C', 'virglass-source', script], { env, stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'ipc'] });
    child.stderr!.on('data', (chunk: Buffer) => (this.#errors = (this.#errors + chunk.toString('latin1')).slice(-tailBytes)));
    child.stdio[3]!.on('data', (chunk: Buffer) => (this.#trace = (this.#trace + chunk.toString('latin1')).slice(-200)));
    this.#child = child;
    this.ran = 0;
    return child;
  }

  /** Sends the process a signal, to see what becomes of that. */
  end(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** Ends the process; the next case starts another one. */
  stop(): void {
    const child = this.#child;
    this.#child = null;
    if (child === null) return;
    child.removeAllListeners();
    child.kill('SIGKILL');
  }

  [Symbol.dispose](): void {
    this.stop();
  }
}

/** Time for what a worker has written to come through. */
const pipeMilliseconds = 40;

/** With what Mesa says about GL errors: which function, and what of its arguments. */
function explained(outcome: Outcome, errors: string): Outcome {
  // The renderer asks GL some things that it may refuse; what was not asked for comes last.
  const said = errors.match(/GL_\w+ in gl.*/g)?.at(-1);
  if (said === undefined) return outcome;
  const short = said.replace(/0x[0-9a-f]+|\d+/g, 'N').slice(0, 60);
  const findings = outcome.findings.map((finding) =>
    finding.kind === 'gl-error' ? { ...finding, key: `${finding.key} ${short}`, detail: `${finding.detail}: ${said}` } : finding,
  );
  return { ...outcome, findings };
}

function broken(finding: Finding): Omit<Report, 'id'> {
  const outcome = { findings: [finding], accepted: {}, refused: {}, statuses: [], digest: '', milliseconds: 0, log: [] };
  return { outcome, cells: [], residentBytes: 0 };
}
