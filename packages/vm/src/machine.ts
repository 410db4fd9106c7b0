/* What all machines have in common: what they are made of, and what can be asked of them while they run. */
import type { ChildExit } from './children.ts';

/** The parts of a guest image that machines need; made by @virglass/guest-image. */
export interface VmImage {
  /** Folder with the guest's root file system; read only. */
  readonly root: string;
  /** The same as an erofs image. */
  readonly disk: string;
  /** Kernel for machines with a processor of their own. */
  readonly kernel: string;
  readonly initrd: string;
}

/** The GPU of a machine: a vhost-user back end that waits for its machine. */
export interface VmGpu {
  /** Unix socket of the back end. */
  readonly socket: string;
  /** Unix socket where it can be asked for pictures (QMP); null where it cannot. */
  readonly control: string | null;
  /** Sizes of the screens that the machine has. */
  readonly screens: readonly { readonly width: number; readonly height: number }[];
  /** Settles with a few words when the back end has ended. */
  readonly gone: Promise<string>;
}

/** What a machine is made of. */
export interface MachineParts {
  readonly image: VmImage;
  /** Null: a machine without a GPU. */
  readonly gpu: VmGpu | null;
  readonly memoryBytes: number;
  readonly processors: number;
  /** For the guest's kernel and init. */
  readonly kernelArguments: readonly string[];
  /** A folder of the host that the guest sees as /share; null: none. */
  readonly share: string | null;
  /** File with the guest's command where its arguments are too short for it; null: they are not. */
  readonly script: string | null;
  /** More arguments for the monitor (for User Mode Linux: for the kernel). */
  readonly extraArguments: readonly string[];
}

/** Where a machine lives. */
export interface MachinePlace {
  /** The path of a socket or file that lives as long as the machine. */
  readonly file: (name: string) => string;
  /** What comes out of the guest's console. */
  readonly onConsole: (bytes: Buffer) => void;
  /** The machine starts anew. */
  readonly onRestart: () => void;
  /** Ends waiting for the machine to come up. */
  readonly signal: AbortSignal;
}

/** A machine that runs. */
export interface Machine extends AsyncDisposable {
  /** 'QEMU 10.0.2 with TCG', 'User Mode Linux'. */
  readonly name: string;
  /** Settles when the machine has ended; never rejects. */
  readonly exit: Promise<ChildExit>;
  /** The last of what the monitor printed. */
  readonly log: string;
  /** Types into the guest's console. */
  say(text: string): void;
  /**
   * Writes what a screen shows as a PNG.
   * @throws {Error} when it cannot be seen, or not be written
   */
  screenshot(path: string, screen: number): Promise<void>;
  /** The guest has come as far as its command: from now on its reboots are meant. */
  begun(): void;
}
