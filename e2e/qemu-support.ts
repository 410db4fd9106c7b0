/* Machines of QEMU for tests: the image, a QEMU that serves, and our back end behind its socket. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, guestImage, type GuestImage, programIn, qemuPackages, unpackPackages } from '@virglass/guest-image';
import { type Child, findQemu, type Machine, type QemuProgram, Qmp, runVm, ScratchFolder, startBackEnd, type VmResult } from '@virglass/vm';
import { progress } from './vm-support.ts';

/** A machine's monitor, for tests that ask it themselves. */
export type QemuMachine = Machine & { readonly qmp: Qmp };

/** A QEMU of Debian's, brought once. */
async function bringQemu(which: keyof typeof qemuPackages): Promise<Pick<QemuProgram, 'command' | 'env'>> {
  const wanted = qemuPackages[which];
  const { root: folder } = await unpackPackages({ ...wanted, progress, into: join(cacheFolder({}), `qemu-${wanted.suite}`) });
  const { command, environment } = programIn(folder, 'usr/bin/qemu-system-x86_64');
  return { command, env: environment };
}

/**
 * What machines are made of; brought once.
 *
 * @param qemu - absent: whichever serves
 */
export async function machineParts(qemu?: 'qemu11'): Promise<{ readonly image: GuestImage; readonly program: QemuProgram }> {
  const image = await guestImage('mini', { progress });
  const program = qemu === undefined ? await findQemu('tcg', { bring: () => bringQemu('qemu10') }) : await newest();
  return { image, program };
}

/** QEMU 11.1, whose back ends may share memory with guests. */
async function newest(): Promise<QemuProgram> {
  return { ...(await bringQemu('qemu11')), version: [11, 1, 0] };
}

/** How a guest is run. */
export interface QemuRun {
  /** The guest's command; `virglass-screenshot NAME` in it calls `wish`. */
  readonly command: string;
  /** QEMU's device without its chardev. */
  readonly device: string;
  /** More arguments for the back end. */
  readonly backEnd?: readonly string[];
  readonly kernelArguments?: readonly string[];
  readonly extraArguments?: readonly string[];
  readonly begin?: (machine: QemuMachine) => void;
  /** The guest waits until this settles. */
  readonly wish?: (machine: QemuMachine, name: string, control: Qmp) => Promise<void>;
  readonly milliseconds?: number;
  /** Absent: whichever serves. */
  readonly qemu?: 'qemu11';
  /** A folder that the guest sees as /share. */
  readonly share?: string;
}

/** How it ended. */
export interface QemuRan extends VmResult {
  /** What the command printed. */
  readonly output: string;
  /** What the back end logged. */
  readonly log: string;
}

/** Runs a command in a guest of QEMU on our back end. */
export async function runQemu(run: QemuRun): Promise<QemuRan> {
  const parts = await machineParts(run.qemu);
  using folder = new ScratchFolder();
  const control = folder.file('control');
  await using backEnd = await startVirglass(folder.file('gpu'), ['--control', control, ...(run.backEnd ?? [])]);
  let output = '';
  // A listener's failure ends the machine, and is the test's.
  let failed: unknown = null;
  const stop = new AbortController();
  const attempt = async (work: () => Promise<void> | void): Promise<void> => {
    try {
      await work();
    } catch (error) {
      failed ??= error;
      stop.abort();
    }
  };
  const result = await runVm({
    monitor: { machine: 'qemu', program: parts.program, accelerator: 'tcg' },
    image: parts.image,
    gpu: null,
    command: run.command,
    session: null,
    memoryBytes: 1 << 30,
    processors: 2,
    share: run.share ?? null,
    kernelArguments: run.kernelArguments ?? [],
    extraArguments: [
      ...['-chardev', `socket,id=gpu,path=${folder.file('gpu')}`, '-device', `${run.device},id=gpu0,chardev=gpu`],
      ...(run.extraArguments ?? []),
    ],
    timeoutMilliseconds: run.milliseconds ?? 150_000,
    signal: stop.signal,
    listener: {
      output: (bytes) => {
        output += Buffer.from(bytes).toString('latin1');
      },
      begin: (machine) => void attempt(() => run.begin?.(machine as QemuMachine)),
      screenshot: (machine, name) =>
        attempt(async () => {
          using qmp = await Qmp.connect(control);
          await run.wish?.(machine as QemuMachine, name, qmp);
        }),
    },
  });
  if (failed !== null) throw failed;
  if (result.outcome !== 'done') throw new Error(`the guest ${result.outcome}: ${output}\n${backEnd.log}`);
  return { ...result, output, log: backEnd.log };
}

/** Starts our back end. */
export function startVirglass(socket: string, args: readonly string[], signal = new AbortController().signal): Promise<Child> {
  const program = fileURLToPath(new URL('../packages/cli/bin/virglass-vhost-user-gpu.js', import.meta.url));
  return startBackEnd({ command: [program, '--log', 'info', ...args], socket }, signal);
}
