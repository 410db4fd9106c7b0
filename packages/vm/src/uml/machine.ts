/*
 * A machine that is a process: User Mode Linux. Its kernel has the front of vhost-user in itself, so there is no monitor beside
 * it; pictures come from whoever draws them, the back end.
 */
import { Child, type ChildExit } from '../children.ts';
import type { Machine, MachineParts, MachinePlace } from '../machine.ts';
import { Qmp } from '../qmp/client.ts';
import { VmError } from '../vm-error.ts';
import { umlArguments } from './arguments.ts';

/** Where the kernel keeps what is the guest's memory: in memory. */
const MEMORY_FOLDER = '/dev/shm';

/** A running User Mode Linux. */
export class UmlMachine implements Machine {
  readonly name = 'User Mode Linux';
  readonly exit: Promise<ChildExit>;
  readonly #child: Child;
  readonly #control: Qmp | null;

  private constructor(child: Child, control: Qmp | null) {
    this.#child = child;
    this.exit = child.exit;
    this.#control = control;
  }

  /**
   * Starts a machine.
   *
   * @param kernel - path of the kernel program
   * @throws {VmError} when the back end cannot be asked for pictures
   */
  static async start(kernel: string, parts: MachineParts, place: MachinePlace): Promise<UmlMachine> {
    const control = parts.gpu === null || parts.gpu.control === null ? null : await Qmp.connect(parts.gpu.control);
    const child = new Child('User Mode Linux', [kernel, ...umlArguments({ ...parts, folder: place.file('uml') })], {
      env: { TMPDIR: MEMORY_FOLDER },
      onOutput: place.onConsole,
    });
    return new UmlMachine(child, control);
  }

  get log(): string {
    return this.#child.log;
  }

  say(text: string): void {
    this.#child.write(text);
  }

  async screenshot(path: string, screen: number): Promise<void> {
    if (this.#control === null) throw new VmError('this back end cannot be asked for a picture');
    await this.#control.execute('screendump', { filename: path, format: 'png', head: screen });
  }

  begun(): void {
    // Its reboot is the same process anew, and a panic ends it.
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Asked to end, the kernel panics; it owns nothing that would need tidying.
    await this.#child.stop('SIGKILL');
    this.#control?.[Symbol.dispose]();
  }
}
