/*
 * Child processes that never outlive the test run.
 *
 * Each child leads a process group of its own, so that stopping it stops what it started (servers fork per client, programs
 * run under wrappers). Groups that are still alive when this process exits are killed from the exit handler.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** How a child is started. */
export interface StartOptions {
  /** The whole environment; default: this process's. */
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Kills the child's group after so many milliseconds; 0 or absent: never. */
  readonly timeoutMs?: number;
  /** File descriptors for the child's 3, 4, ...; 'pipe' makes a readable pipe. */
  readonly extraFds?: readonly (number | 'pipe')[];
}

/** How a child ended. */
export interface Exit {
  /** Exit status; null when a signal ended it or it never started. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** True when the child was ended because of `timeoutMs`. */
  readonly timedOut: boolean;
  /** Seconds from start to exit. */
  readonly seconds: number;
}

const OUTPUT_LIMIT = 4 << 20;
const KILL_GRACE_MS = 2000;
const alive = new Set<RunningProcess>();

process.on('exit', () => {
  for (const running of alive) running.signal('SIGKILL');
});

/** A started child process with its collected output. */
export class RunningProcess implements AsyncDisposable {
  readonly command: string;
  readonly child: ChildProcess;
  /** Settles when the child has ended; never rejects. */
  readonly exit: Promise<Exit>;
  ended: Exit | null = null;
  #output = '';
  #timedOut = false;
  readonly #watchers = new Set<() => void>();

  constructor(command: string, args: readonly string[], options: StartOptions) {
    this.command = [command, ...args].join(' ');
    const started = performance.now();
    this.child = spawn(command, args, {
      env: options.env ?? process.env,
      cwd: options.cwd,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', ...(options.extraFds ?? [])],
    });
    alive.add(this);
    const collect = (chunk: Buffer): void => {
      this.#output = (this.#output + chunk.toString('latin1')).slice(-OUTPUT_LIMIT);
      this.#notify();
    };
    this.child.stdout?.on('data', collect);
    this.child.stderr?.on('data', collect);
    const timer = options.timeoutMs
      ? setTimeout(() => {
          this.#timedOut = true;
          void this.stop();
        }, options.timeoutMs)
      : undefined;
    this.exit = new Promise((resolve) => {
      const finish = (code: number | null, signal: NodeJS.Signals | null): void => {
        if (this.ended) return;
        clearTimeout(timer);
        alive.delete(this);
        this.ended = { code, signal, timedOut: this.#timedOut, seconds: (performance.now() - started) / 1000 };
        this.#notify();
        resolve(this.ended);
      };
      this.child.on('error', (error) => {
        this.#output += `${error.message}\n`;
        finish(null, null);
      });
      this.child.on('close', finish);
    });
  }

  /** Process id; 0 when it could not be started. */
  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** What the child has printed so far, both streams together (the last 4 MiB). */
  get output(): string {
    return this.#output;
  }

  /** Sends a signal to the child's group; does nothing when it is gone. */
  signal(signal: NodeJS.Signals): void {
    if (this.pid === 0) return;
    try {
      process.kill(-this.pid, signal);
    } catch {
      // The group has ended already.
    }
  }

  /** Ends the child's group: SIGTERM, then SIGKILL after two seconds. */
  async stop(): Promise<Exit> {
    if (this.ended) {
      this.signal('SIGKILL'); // children that it may have left behind
      return this.ended;
    }
    this.signal('SIGTERM');
    const timer = setTimeout(() => this.signal('SIGKILL'), KILL_GRACE_MS);
    const exit = await this.exit;
    clearTimeout(timer);
    this.signal('SIGKILL');
    return exit;
  }

  /**
   * Waits until `test` holds, asking again whenever the child prints, ends, or 50 ms have gone by.
   * @returns false when the child ended or `timeoutMs` passed before that
   */
  async until(test: () => boolean, timeoutMs: number): Promise<boolean> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      if (test()) return true;
      if (this.ended || performance.now() >= deadline) return false;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          this.#watchers.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, 50);
        this.#watchers.add(wake);
      });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  #notify(): void {
    for (const wake of Array.from(this.#watchers)) wake();
  }
}

/** Starts a child process in a group of its own. */
export function startProcess(command: string, args: readonly string[] = [], options: StartOptions = {}): RunningProcess {
  return new RunningProcess(command, args, options);
}

/** Runs a child process to its end. */
export async function runProcess(
  command: string,
  args: readonly string[] = [],
  options: StartOptions = {},
): Promise<Exit & { readonly output: string }> {
  const running = startProcess(command, args, options);
  const exit = await running.exit;
  return { ...exit, output: running.output };
}

/** Whether a program is on PATH (or, given with a slash, executable). */
export function hasProgram(name: string): boolean {
  const candidates = name.includes('/') ? [name] : (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name));
  return candidates.some((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Throws unless the program is there.
 * @param debianPackage - the package that brings it, for the message
 * @throws {Error} that names the command to install it
 */
export function requireProgram(name: string, debianPackage: string): void {
  if (!hasProgram(name)) throw new Error(`${name} is missing: apt-get install ${debianPackage}`);
}
