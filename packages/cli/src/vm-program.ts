import { type Command, InvalidArgumentError, Option } from 'commander';
import { logLevels } from './log.ts';
import type { Output } from './program.ts';

/** Memory of a machine when nothing else is asked for: enough for a desktop. */
const DEFAULT_MEMORY_BYTES = 2 ** 30;

/** How option values are read; the command line's own. */
export interface Readers {
  readonly size: (text: string) => number;
  readonly count: (text: string) => number;
  readonly screens: (text: string) => { width: number; height: number }[];
}

/** Adds `virglass vm` to the command line. */
export function addVmCommand(program: Command, output: Output, read: Readers): void {
  program
    .command('vm')
    .summary('boot a virtual machine that has this GPU, and run a command in it')
    .description(
      'Boots Debian in a virtual machine whose GPU is virglass, runs a shell command in it as root, prints what it prints and ends ' +
        'with its status. What is missing (the image, a recent QEMU) is built or fetched into the cache the first time. Nothing ' +
        'of the machine stays when it ends.',
    )
    .option('--run <command>', 'shell command for the guest')
    .option('--desktop', 'start the desktop (Weston); with --run: the command in it')
    .option('--shell', 'a shell in the guest, on this terminal')
    .addOption(
      new Option(
        '--image <name>',
        'mini: OpenGL test programs; desktop: Weston and programs with windows; tests: mini with piglit',
      ).choices(['mini', 'desktop', 'tests']),
    )
    .addOption(
      new Option('--machine <kind>', 'qemu, or uml: User Mode Linux, a kernel as a process, boots in a second')
        .choices(['qemu', 'uml'])
        .default('qemu'),
    )
    .addOption(
      new Option(
        '--accel <kind>',
        "who executes the guest with QEMU: the processor (kvm), QEMU's translator (tcg), or kvm if it boots a kernel (auto)",
      )
        .choices(['auto', 'kvm', 'tcg'])
        .default('auto'),
    )
    .addOption(new Option('--timeout <time>', 'end the machine after that time, such as 90s or 10m').argParser(timeout))
    .addOption(new Option('--memory <size>', 'memory of the guest').argParser(read.size).default(DEFAULT_MEMORY_BYTES, '1 GiB'))
    .addOption(new Option('--processors <count>', 'processors of the guest (default: 2, with uml 1)').argParser(read.count))
    .addOption(
      new Option('--screen <sizes>', 'screens of the guest, such as 1920x1080; several with commas')
        .argParser(read.screens)
        .default([{ width: 1280, height: 800 }], '1280x800'),
    )
    .option(
      '--screenshot <file>',
      "write the guest's screen there as PNG: when the guest runs virglass-screenshot, else when the command ends",
    )
    .addOption(new Option('--screenshot-every <time>', 'write it again and again, such as every 2s').argParser(timeout))
    .option('--share <folder>', 'a folder that the guest sees as /share')
    .addOption(
      new Option(
        '--backend <what>',
        "ours; none: a machine without a GPU; or another vhost-user back end's program with arguments",
      ).default('ours'),
    )
    .option('--render-node <path>', 'GPU to draw on, such as /dev/dri/renderD128 (default: what EGL offers first, else software)')
    .addOption(new Option('--virgl <state>', 'off: screens only, the guest draws by itself').choices(['on', 'off']).default('on'))
    .option('--qemu <program>', 'QEMU to use (default: the one in PATH if it is recent enough, else one is fetched)')
    .option('--cache <folder>', 'where images, kernels and a fetched QEMU are kept (default: virglass in ~/.cache)')
    .option('--console', "show the guest's console on stderr")
    .addOption(new Option('--log <level>', "least important lines of the GPU's log to write to stderr").choices(logLevels).default('warn'))
    .argument('[arguments...]', "more arguments for QEMU, after --; with uml, for the guest's kernel")
    .addHelpText(
      'after',
      `
Examples:
  virglass vm --run 'eglinfo -B'                       # which OpenGL does a guest see?
  virglass vm --run 'glmark2-es2-drm --off-screen' --machine uml
  virglass vm --screen 640x480 --screenshot cube.png --run 'sleep 9 | kmscube & sleep 3; virglass-screenshot'
  virglass vm --share . --run 'cd /share && ./my-test'
  virglass vm --desktop --screenshot desktop.png --screenshot-every 2s
  virglass vm --shell
  virglass vm --run 'ls /sys/bus/pci/devices' -- -device edu            # QEMU's own arguments come after --

Exit status: that of the command; 124 when the time was over, 125 when the machine could not be run, 128 and more for signals.`,
    )
    .action(async (args: string[], options) => {
      const { vm } = await import('./commands/vm.ts');
      await vm({ ...options, arguments: args }, output);
    });
}

/** A time as seconds, or with a unit. @returns milliseconds */
function timeout(text: string): number {
  const match = /^(\d+(?:\.\d+)?) ?(ms|s|m|h)?$/.exec(text.trim());
  const unit = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[(match?.[2] ?? 's') as 'ms' | 's' | 'm' | 'h'];
  const value = match === null ? 0 : Number(match[1]) * unit;
  if (value < 1 || value > 24 * 3_600_000)
    throw new InvalidArgumentError('A time is a number of seconds, or with ms, s, m or h, such as 90s or 10m.');
  return value;
}
