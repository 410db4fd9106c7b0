/*
 * A machine of QEMU's.
 *
 * QEMU starts with its processors stopped and connects to a monitor socket that is there already; once the monitor talks,
 * nothing that the guest does can be missed, and the processors are let run.
 */
import { Child, type ChildExit } from '../children.ts';
import type { Machine, MachineParts, MachinePlace } from '../machine.ts';
import { Qmp } from '../qmp/client.ts';
import { VmError } from '../vm-error.ts';
import { type Accelerator, qemuArguments } from './arguments.ts';
import type { QemuProgram } from './find.ts';
import { formatVersion } from './version.ts';

/** How long QEMU has to make its devices. */
const START_MILLISECONDS = 30_000;

/** A running QEMU. */
export class QemuMachine implements Machine {
  readonly name: string;
  readonly exit: Promise<ChildExit>;
  /** QEMU's monitor. */
  readonly qmp: Qmp;
  readonly #child: Child;

  private constructor(name: string, child: Child, qmp: Qmp) {
    this.name = name;
    this.#child = child;
    this.exit = child.exit;
    this.qmp = qmp;
  }

  /**
   * Starts a machine.
   *
   * @throws {VmError} when QEMU refuses to, with what it says
   */
  static async start(program: QemuProgram, accelerator: Accelerator, parts: MachineParts, place: MachinePlace): Promise<QemuMachine> {
    const name = `QEMU ${formatVersion(program.version)} with ${accelerator.toUpperCase()}`;
    const monitor = place.file('qemu.qmp');
    const giveUp = new AbortController();
    const { ready, qmp } = Qmp.listen(monitor, AbortSignal.any([place.signal, giveUp.signal]));
    await ready;
    const child = new Child('QEMU', [...program.command, ...qemuArguments({ ...parts, accelerator, monitor })], {
      env: program.env,
      onOutput: place.onConsole,
    });
    const timer = setTimeout(() => giveUp.abort(), START_MILLISECONDS);
    try {
      void child.exit.then(() => giveUp.abort());
      const connected = await qmp;
      const machine = new QemuMachine(name, child, connected);
      connected.on('RESET', ({ guest }) => {
        if (guest) place.onRestart();
      });
      await connected.execute('cont');
      return machine;
    } catch (error) {
      await child.stop();
      place.signal.throwIfAborted();
      throw new VmError(`${name} does not start: ${lastLine(child.log) || (child.ended?.reason ?? '')}`, child.log, error);
    } finally {
      clearTimeout(timer);
    }
  }

  get log(): string {
    return this.#child.log;
  }

  say(text: string): void {
    this.#child.write(text);
  }

  async screenshot(path: string, screen: number): Promise<void> {
    await this.qmp.execute('screendump', { filename: path, format: 'png', device: 'gpu0', head: screen });
  }

  begun(): void {
    // The machine may end at this very moment.
    this.qmp.execute('set-action', { reboot: 'reset' }).catch(() => undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child.stop();
    this.qmp[Symbol.dispose]();
  }
}

/** The last line of a text that is not empty. */
export function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.trim() ?? '';
}
