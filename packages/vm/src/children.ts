/*
 * Programs that never outlive this process.
 *
 * Each is the leader of a process group of its own, so that what it starts (User Mode Linux is many processes) ends with it,
 * and a Ctrl-C in the terminal reaches this process alone, which then ends them in order. Groups that are alive when this
 * process exits are killed from the exit handler. Where this process is killed outright, the kernel ends them (setpriv's
 * --pdeathsig).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';

/** How a program is started. */
export interface ChildOptions {
  /** Variables beside this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** What it prints, as it comes. */
  readonly onOutput?: (bytes: Buffer) => void;
  /** What it prints to its standard error, as it comes; default: kept with the rest of the log. */
  readonly onError?: (bytes: Buffer) => void;
}

/** How a program ended. */
export interface ChildExit {
  /** Its status; 128 and the signal's number when a signal ended it; 127 when it could not be started. */
  readonly status: number;
  /** 'status 3', 'SIGKILL', or why it could not be started. */
  readonly reason: string;
}

const setpriv = '/usr/bin/setpriv';
/** How long a program has to end by itself when it is asked to. */
const GRACE_MILLISECONDS = 2000;
/** What is kept of a program's output, for when it fails. */
const LOG_CHARACTERS = 64 << 10;

const running = new Set<Child>();

process.on('exit', () => {
  for (const child of running) child.signal('SIGKILL');
});

/** A program that runs. */
export class Child implements AsyncDisposable {
  /** Its name in messages. */
  readonly name: string;
  /** Settles when it has ended; never rejects. */
  readonly exit: Promise<ChildExit>;
  #ended: ChildExit | null = null;
  #log = '';
  readonly #process: ChildProcess;
  readonly #waiters = new Set<() => void>();

  /**
   * Starts a program.
   *
   * @param name - for messages
   * @param command - program and arguments
   */
  constructor(name: string, command: readonly [string, ...string[]], options: ChildOptions = {}) {
    this.name = name;
    const guarded: typeof command = existsSync(setpriv) ? [setpriv, '--pdeathsig', 'KILL', ...command] : command;
    const [program, ...args] = guarded;
    const child = spawn(program, args, {
      env: { ...process.env, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    this.#process = child;
    running.add(this);
    child.stdout.on('data', (bytes: Buffer) => {
      this.#keep(bytes);
      options.onOutput?.(bytes);
    });
    child.stderr.on('data', (bytes: Buffer) => {
      this.#keep(bytes);
      options.onError?.(bytes);
    });
    // What is written to a program that has just ended is lost, which is no error.
    child.stdin.on('error', () => undefined);
    const { promise, resolve } = Promise.withResolvers<ChildExit>();
    this.exit = promise;
    const finish = (exit: ChildExit): void => {
      if (this.#ended !== null) return;
      // What it left behind in its group ends with it.
      this.signal('SIGKILL');
      running.delete(this);
      this.#ended = exit;
      this.#wake();
      resolve(exit);
    };
    child.on('error', (error) => finish({ status: 127, reason: error.message }));
    child.on('close', (code, signal) => {
      const status = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
      finish({ status, reason: signal ?? `status ${status}` });
    });
    // Output pipes that somebody inherited keep 'close' away; the program itself is gone.
    child.on('exit', () => this.signal('SIGKILL'));
  }

  /** Process id; 0 when it could not be started. */
  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** How it ended; null while it runs. */
  get ended(): ChildExit | null {
    return this.#ended;
  }

  /** The last of what it printed, both streams together. */
  get log(): string {
    return this.#log;
  }

  /** Writes to its standard input. */
  write(text: string): void {
    this.#process.stdin?.write(text);
  }

  /** Sends a signal to the program and all that it started; nothing when they are gone. */
  signal(name: NodeJS.Signals): void {
    if (this.pid === 0) return;
    try {
      process.kill(-this.pid, name);
    } catch {
      // The group has ended.
    }
  }

  /** Ends it: asks, and kills it after two seconds. @param first - what it is asked with */
  async stop(first: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<ChildExit> {
    if (this.#ended !== null) return this.#ended;
    this.signal(first);
    const timer = setTimeout(() => this.signal('SIGKILL'), GRACE_MILLISECONDS);
    const exit = await this.exit;
    clearTimeout(timer);
    return exit;
  }

  /**
   * Waits until a test holds, which is asked again whenever the program prints or ends, and every 20 ms.
   *
   * @returns false when the program ended or the time passed before that
   */
  async until(test: () => boolean, milliseconds: number): Promise<boolean> {
    const end = performance.now() + milliseconds;
    for (;;) {
      if (test()) return true;
      if (this.#ended !== null || performance.now() >= end) return false;
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, 20);
      this.#waiters.add(resolve);
      await promise;
      clearTimeout(timer);
      this.#waiters.delete(resolve);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  #keep(bytes: Buffer): void {
    this.#log = (this.#log + bytes.toString('latin1')).slice(-LOG_CHARACTERS);
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiters) wake();
  }
}
