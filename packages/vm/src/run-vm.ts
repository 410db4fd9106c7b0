/*
 * A machine from its start to its end: boots, runs one command, ends with its status.
 *
 * The machine says on its console what happens; that is taken apart here. What ends it: the command's end, after which the guest
 * powers itself off; the machine's own end before that, which is an error; time; and the caller's signal.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GuestOutput } from './guest-output.ts';
import { fitsArguments, guestArguments, type GuestOrder } from './kernel-arguments.ts';
import type { Machine, MachineParts, MachinePlace } from './machine.ts';
import type { Accelerator } from './qemu/arguments.ts';
import { SHARE_TAG } from './qemu/arguments.ts';
import type { QemuProgram } from './qemu/find.ts';
import { QemuMachine } from './qemu/machine.ts';
import { ScratchFolder } from './scratch.ts';
import { UmlMachine } from './uml/machine.ts';
import { VmError } from './vm-error.ts';

/** What runs a machine. */
export type Monitor =
  | { readonly machine: 'qemu'; readonly program: QemuProgram; readonly accelerator: Accelerator }
  | { readonly machine: 'uml'; readonly kernel: string };

/** Who watches a machine. */
export interface VmListener {
  /** Bytes that the command printed; borrowed. */
  output(bytes: Uint8Array): void;
  /** Everything else on the guest's console; borrowed. */
  console?(bytes: Uint8Array): void;
  /** The command begins. @param seconds - since the machine's start */
  begin?(machine: Machine, seconds: number): void;
  /**
   * The command asks for a picture of the screens and waits.
   * @param name - as the guest said it; hostile
   */
  screenshot?(machine: Machine, name: string): Promise<void>;
}

/** How a machine is run. */
export interface VmOptions extends Omit<MachineParts, 'kernelArguments' | 'script'> {
  readonly monitor: Monitor;
  /** Shell command for the guest; null: the session alone. */
  readonly command: string | null;
  /** What the image is to start, in which the command runs; null: the command alone. */
  readonly session: 'desktop' | 'shell' | null;
  /** More arguments for the guest's kernel and init. */
  readonly kernelArguments?: readonly string[];
  /** How long the command may take, with the boot; 0: as long as it wants. */
  readonly timeoutMilliseconds: number;
  /** Ends the machine. */
  readonly signal: AbortSignal;
  readonly listener: VmListener;
}

/** How a machine ended. */
export interface VmResult {
  /** 'done': the command ended. 'timeout' and 'aborted': it was ended. */
  readonly outcome: 'done' | 'timeout' | 'aborted';
  /** Status of the command; -1 when it was ended. */
  readonly status: number;
  /** Seconds from the machine's start to the command's, and to the end of it all. */
  readonly bootSeconds: number;
  readonly seconds: number;
}

/** A kernel under TCG on a busy machine takes some ten seconds as far as the command. */
const BOOT_MILLISECONDS = 180_000;
/** A guest that has run its command powers itself off at once. */
const POWER_OFF_MILLISECONDS = 10_000;
/** What is kept of the console for when something fails. */
const CONSOLE_CHARACTERS = 16 << 10;

/**
 * Runs a command in a new machine.
 *
 * @throws {VmError} when the machine does not come up, or ends before the command
 */
export async function runVm(options: VmOptions): Promise<VmResult> {
  using folder = new ScratchFolder();
  const run = new Run(options, folder);
  return await run.toTheEnd();
}

/** One machine's run. */
class Run {
  readonly #options: VmOptions;
  readonly #folder: ScratchFolder;
  readonly #started = performance.now();
  readonly #guest: GuestOutput;
  readonly #token = randomBytes(8).toString('hex');
  readonly #ended = Promise.withResolvers<VmResult['outcome']>();
  #machine: Machine | null = null;
  /** A picture is being taken. */
  #taking = false;
  /** What is said from now on is of no interest. */
  #over = false;
  #console = '';
  #status = -1;
  #bootSeconds = 0;

  constructor(options: VmOptions, folder: ScratchFolder) {
    this.#options = options;
    this.#folder = folder;
    this.#guest = new GuestOutput(this.#token, {
      output: (bytes) => options.listener.output(bytes),
      console: (bytes) => {
        this.#console = (this.#console + Buffer.from(bytes).toString('latin1')).slice(-CONSOLE_CHARACTERS);
        options.listener.console?.(bytes);
      },
      event: (word, rest) => this.#event(word, rest),
    });
  }

  async toTheEnd(): Promise<VmResult> {
    const { signal, timeoutMilliseconds } = this.#options;
    const abort = (): void => this.#ended.resolve('aborted');
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    const timer = timeoutMilliseconds === 0 ? null : setTimeout(() => this.#ended.resolve('timeout'), timeoutMilliseconds);
    const bootTimer = setTimeout(() => this.#bootTimeout(), BOOT_MILLISECONDS);
    try {
      await using machine = await this.#start();
      this.#machine = machine;
      if (this.#bootSeconds > 0) this.#begun(machine);
      void machine.exit.then(() => this.#machineEnded(machine));
      void this.#options.gpu?.gone.then((reason) => this.#ended.reject(new VmError(`the back end ended before the machine: ${reason}`)));
      const outcome = await this.#ended.promise;
      this.#over = true;
      if (outcome === 'done') await Promise.race([machine.exit, pause(POWER_OFF_MILLISECONDS)]);
      return { outcome, status: this.#status, bootSeconds: this.#bootSeconds, seconds: this.#seconds() };
    } catch (error) {
      if (!signal.aborted) throw error;
      return { outcome: 'aborted', status: -1, bootSeconds: this.#bootSeconds, seconds: this.#seconds() };
    } finally {
      clearTimeout(bootTimer);
      if (timer !== null) clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    }
  }

  #start(): Promise<Machine> {
    const { monitor, command, session, share, signal } = this.#options;
    const uml = monitor.machine === 'uml';
    const script = this.#folder.file('script');
    if (command !== null && !fitsArguments(command)) {
      mkdirSync(script);
      writeFileSync(join(script, 'command'), command);
    }
    const order: GuestOrder = {
      command,
      session,
      token: this.#token,
      share: share === null ? null : uml ? { kind: 'hostfs', name: this.#withoutSpaces(share) } : { kind: '9p', name: SHARE_TAG },
      script: uml ? { kind: 'hostfs', name: script } : { kind: 'fw_cfg', name: '' },
    };
    const parts: MachineParts = {
      ...this.#options,
      script: command === null || fitsArguments(command) ? null : join(script, 'command'),
      kernelArguments: [...guestArguments(order), ...(this.#options.kernelArguments ?? [])],
    };
    const place: MachinePlace = {
      file: (name) => this.#folder.file(name),
      onConsole: (bytes) => {
        if (!this.#over) this.#guest.feed(bytes);
      },
      onRestart: () => this.#guest.restarted(),
      signal,
    };
    return uml ? UmlMachine.start(monitor.kernel, parts, place) : QemuMachine.start(monitor.program, monitor.accelerator, parts, place);
  }

  /** Another path of the same folder, which can stand among a kernel's arguments. */
  #withoutSpaces(path: string): string {
    if (/^[\w./+-]+$/.test(path)) return path;
    const link = this.#folder.file('share');
    symlinkSync(path, link);
    return `${link}/`;
  }

  #event(word: string, rest: string): void {
    switch (word) {
      case 'begin':
        if (this.#bootSeconds > 0) return;
        this.#bootSeconds = this.#seconds();
        // The machine may not be known yet: its console talks while it is being started.
        if (this.#machine !== null) this.#begun(this.#machine);
        return;
      case 'end':
        this.#status = /^\d{1,3}$/.test(rest) ? Number(rest) : 1;
        this.#ended.resolve('done');
        return;
      case 'screenshot':
        void this.#screenshot(rest);
        return;
      default:
    }
  }

  #begun(machine: Machine): void {
    machine.begun();
    this.#options.listener.begin?.(machine, this.#bootSeconds);
  }

  async #screenshot(name: string): Promise<void> {
    const machine = this.#machine;
    // A guest that does not wait for its answer gets none.
    if (machine === null || this.#taking) return;
    this.#taking = true;
    try {
      await this.#options.listener.screenshot?.(machine, name);
      machine.say('ok\n');
    } catch {
      // The listener has told its user why.
      machine.say('failed\n');
    }
    this.#taking = false;
  }

  #machineEnded(machine: Machine): void {
    this.#guest.finish();
    this.#ended.reject(
      new VmError(`${machine.name} ended ${this.#bootSeconds > 0 ? 'before the command did' : 'while it booted'}`, this.#words(machine)),
    );
  }

  #bootTimeout(): void {
    const machine = this.#machine;
    if (machine === null || this.#bootSeconds > 0) return;
    this.#ended.reject(new VmError(`${machine.name} did not come up in ${BOOT_MILLISECONDS / 1000} s`, this.#words(machine)));
  }

  /** What the machine said last, without what its init says to us. */
  #words(machine: Machine): string {
    const words = this.#console === '' ? machine.log : this.#console;
    return words.replaceAll(new RegExp(`virglass:${this.#token}:.*\\n?`, 'g'), '');
  }

  #seconds(): number {
    return (performance.now() - this.#started) / 1000;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
