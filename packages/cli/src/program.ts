import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { CliError, CommandStatus, ExitCode } from './errors.ts';
import { logLevels } from './log.ts';
import { addRenderCommand } from './render-program.ts';
import { formatSize, parseSize } from './size.ts';
import { version } from './version.ts';
import { addVmCommand } from './vm-program.ts';

/** Where the command line writes; tests give their own. */
export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Bytes as they are; absent: `out` gets them, each as a character. */
  readonly bytes?: (bytes: Uint8Array) => void;
}

/** The window for memory of the host: monitors place it in the guest's physical addresses whether it is used or not. */
const DEFAULT_HOST_VISIBLE_BYTES = 256 * 2 ** 20;

/** Per-client host storage when nothing else is asked for. */
const DEFAULT_QUOTA_BYTES = 2 ** 31;

/** What the shader cache may take when nothing else is asked for: some ten thousand programs. */
const DEFAULT_SHADER_CACHE_BYTES = 2 ** 28;

/** Time of one client's work without a break when nothing else is asked for; see `defaultQuota` of the server. */
const DEFAULT_GPU_MILLISECONDS = 2000;

/** Path that Mesa's vtest client connects to when it is told nothing. */
const DEFAULT_SOCKET = '/tmp/.virgl_test';

/**
 * The command line. Each command loads its machinery when it runs, so that `--help` is instant and works where no GL does.
 *
 * @param output - where help, errors and results go
 */
export function createProgram(output: Output): Command {
  const program = new Command('virglass')
    .description('A paravirtual GPU: runs the OpenGL of guests and sandboxed programs on this machine.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'explain a command')
    .helpCommand('help [command]', 'explain a command')
    .showHelpAfterError('(virglass --help explains)')
    .exitOverride()
    .configureOutput({
      writeOut: output.out,
      writeErr: output.err,
      outputError: (text, write) => write(text.replace(/^error: /, 'virglass: ')),
    })
    .addHelpText(
      'after',
      `
Examples:
  virglass doctor                  is this machine ready, and what will a guest see?
  virglass caps                    every single thing that a guest may use, and why
  virglass vm --run 'eglinfo -B'   boot a virtual machine with this GPU, run a command in it
  virglass vtest &                 serve programs on this machine ...
  GALLIUM_DRIVER=virpipe LIBGL_ALWAYS_SOFTWARE=1 glxgears
                                   ... and run any OpenGL program through it
  virglass dump capture.vtest      read a recorded stream

Exit status: 0 done, 1 could not be done (the last line says why), 2 wrong usage.`,
    );

  program
    .command('vtest')
    .summary('serve OpenGL programs over a Unix socket')
    .description(
      'Listens on a Unix socket for the vtest protocol, which Mesa speaks when GALLIUM_DRIVER=virpipe is set, executes what ' +
        "clients draw on this machine's OpenGL and hands the pixels back. Serves many clients at once; one client's death or " +
        'garbage does not touch another. Prints "listening on PATH" when ready; SIGTERM or SIGINT ends it and removes the socket.',
    )
    .option('--socket <path>', 'Unix socket to listen on', DEFAULT_SOCKET)
    .addOption(
      new Option('--gl <kind>', 'native: EGL and OpenGL of this machine; null: decode, draw nothing (to measure the decoder)')
        .choices(['native', 'null'])
        .default('native'),
    )
    .option('--render-node <path>', 'GPU to draw on, such as /dev/dri/renderD128 (default: what EGL offers first, else software)')
    .addOption(
      new Option('--quota <size>', 'host storage one client may hold, such as 512M or 4G')
        .argParser(size)
        .default(DEFAULT_QUOTA_BYTES, formatSize(DEFAULT_QUOTA_BYTES)),
    )
    .addOption(
      new Option(
        '--shader-cache <folder>',
        'where translated programs are kept for all servers of this user, or off (default: virglass/programs in ~/.cache)',
      ),
    )
    .addOption(
      new Option('--shader-cache-size <size>', 'what they may take; the least lately used go first')
        .argParser(size)
        .default(DEFAULT_SHADER_CACHE_BYTES, formatSize(DEFAULT_SHADER_CACHE_BYTES)),
    )
    .addOption(
      new Option(
        '--max-gpu-time <time>',
        "how long one client's work may keep the GPU or the server busy without a break, such as 500ms or 10s; what takes longer is stopped",
      )
        .argParser(duration)
        .default(DEFAULT_GPU_MILLISECONDS, `${DEFAULT_GPU_MILLISECONDS / 1000}s`),
    )
    .addOption(new Option('--log <level>', 'least important lines to write to stderr').choices(logLevels).default('warn'))
    .addHelpText(
      'after',
      `
Examples:
  virglass vtest
  GALLIUM_DRIVER=virpipe LIBGL_ALWAYS_SOFTWARE=1 glmark2          # in another terminal

  virglass vtest --socket ~/gpu.sock --quota 512M --log debug     # clients: VTEST_SOCKET_NAME=~/gpu.sock with a recent
                                                                  # Mesa; that of Debian 12 knows the default path only

  virglass vtest --render-node /dev/dri/renderD128                # draw on a GPU, not in software`,
    )
    .action(async (options) => {
      const { serveVtest } = await import('./commands/vtest.ts');
      await serveVtest(options, output);
    });

  program
    .command('vhost-user')
    .summary('give virtual machines a GPU (QEMU, User Mode Linux)')
    .description(
      'The GPU of a virtual machine as a vhost-user back end: the machine monitor connects over a Unix socket and shares its ' +
        "guest's memory, the guest's virtio-gpu driver sends what programs draw, this process executes it. Serves one machine at a " +
        'time, the next when it has ended. Follows the conventions of vhost-user back-end programs, so that libvirt can start it.',
    )
    .option('--socket-path <path>', 'Unix socket to listen on')
    .addOption(new Option('--fd <number>', 'a connected socket that whoever starts this has opened').argParser(count))
    .option(
      '--control <path>',
      'Unix socket that answers, in the manner of QMP, what is asked of the running back end: screendump, query-screens',
    )
    .option('--print-capabilities', 'print what this back end can do on this machine as JSON, and end')
    .option('--print-descriptor', 'print the JSON file by which libvirt finds this back end, and end')
    .option('--render-node <path>', 'GPU to draw on, such as /dev/dri/renderD128 (default: what EGL offers first, else software)')
    .addOption(
      new Option(
        '--virgl [state]',
        'off: screens only, no OpenGL is needed (default: on; with --fd off, as the conventions of such programs say)',
      )
        .choices(['on', 'off'])
        .preset('on'),
    )
    .addOption(
      new Option(
        '--dmabuf <state>',
        "on: the monitor's console gets the screens as DMA buffers where this machine's OpenGL can make them, which consoles with OpenGL show " +
          'without a copy; off: as pixels, which every console shows',
      )
        .choices(['on', 'off'])
        .default('on'),
    )
    .addOption(
      new Option('--max-mem <size>', 'host storage the machine may hold, such as 512M or 4G')
        .argParser(size)
        .default(DEFAULT_QUOTA_BYTES, formatSize(DEFAULT_QUOTA_BYTES)),
    )
    .addOption(
      new Option('--host-visible <size>', 'window in which the guest maps memory of the host, where monitor and OpenGL can; off: none')
        .argParser(windowSize)
        .default(DEFAULT_HOST_VISIBLE_BYTES, formatSize(DEFAULT_HOST_VISIBLE_BYTES)),
    )
    .addOption(
      new Option(
        '--screen <sizes>',
        'sizes of the screens, such as 1280x800 or 1920x1080,1280x1024, whatever the monitor wishes (default: what its console wishes; 1280x800 where it has none)',
      ).argParser(screens),
    )
    .addOption(
      new Option('--max-gpu-time <time>', 'how long work may keep the GPU busy without a break; what takes longer is stopped')
        .argParser(duration)
        .default(DEFAULT_GPU_MILLISECONDS, `${DEFAULT_GPU_MILLISECONDS / 1000}s`),
    )
    .addOption(new Option('--shader-cache <folder>', 'where translated programs are kept, or off (default: virglass/programs in ~/.cache)'))
    .addOption(
      new Option('--shader-cache-size <size>', 'what they may take; the least lately used go first')
        .argParser(size)
        .default(DEFAULT_SHADER_CACHE_BYTES, formatSize(DEFAULT_SHADER_CACHE_BYTES)),
    )
    .addOption(new Option('--log <level>', 'least important lines to write to stderr').choices(logLevels).default('warn'))
    .addHelpText(
      'after',
      `
Examples:
  virglass vhost-user --socket-path gpu.sock &
  qemu-system-x86_64 -m 2G -object memory-backend-memfd,id=mem,size=2G,share=on -machine q35,memory-backend=mem \\
    -chardev socket,id=gpu,path=gpu.sock -device vhost-user-gpu-pci,chardev=gpu ...

QEMU older than 10 needs KVM for this.`,
    )
    .action(async (options) => {
      const { serveVhostUser } = await import('./commands/vhost-user.ts');
      await serveVhostUser(options, output);
    });

  addVmCommand(program, output, { size, count, screens });
  addRenderCommand(program, output, { count, screens });

  program
    .command('doctor')
    .summary('tell what this machine can do and what is missing')
    .description(
      'Looks for OpenGL and everything else that virglass uses, tells which GL was found, what a guest will be offered on it, ' +
        'and what is missing with the Debian package that brings it. Exit status 1 when guests could not be served.',
    )
    .option('--json', 'print the report as JSON')
    .option('--render-node <path>', 'ask this GPU, such as /dev/dri/renderD128')
    .addHelpText(
      'after',
      `
Examples:
  virglass doctor
  virglass doctor --json | jq .offered
  virglass doctor --render-node /dev/dri/renderD128`,
    )
    .action(async (options) => {
      const { doctor } = await import('./commands/doctor.ts');
      await doctor(options, output);
    });

  program
    .command('caps')
    .summary('tell what guests may use, and why')
    .description(
      'Prints the capability set that guests are given: every field, every bit and every format, and what decides it. What is ' +
        "off is off because this machine's OpenGL lacks it (host) or because virglass does not offer it (renderer). A guest's " +
        'driver works out its OpenGL version and extensions from this set.',
    )
    .option('--json', 'print JSON')
    .option('--compare <socket>', 'ask the vtest server that listens there, and show only what differs')
    .option('--render-node <path>', 'ask this GPU, such as /dev/dri/renderD128')
    .addOption(
      new Option('--api <kind>', 'desktop OpenGL or OpenGL ES of this machine (default: desktop if there is)').choices(['gl', 'gles']),
    )
    .addOption(new Option('--gl-version <version>', 'what a host would offer that has no more than this, such as 3.3').argParser(glVersion))
    .addHelpText(
      'after',
      `
Examples:
  virglass caps | less
  virglass caps --json | jq '.facts[] | select(.lacking == "renderer") | .name'
  virglass caps --gl-version 3.3                    # what if this machine had OpenGL 3.3 only?
  virgl_test_server --use-egl-surfaceless --socket-path=other.sock & virglass caps --compare other.sock`,
    )
    .action(async (options) => {
      const { caps } = await import('./commands/caps.ts');
      await caps(options, output);
    });

  program
    .command('cache')
    .summary('tell what the shader cache holds, or empty it')
    .description(
      'Servers keep the programs that they translate and compile for guests, so that the next server has them at once. This tells ' +
        'where they are and how much room they take. Emptying the folder is never wrong, with servers running or not.',
    )
    .option('--shader-cache <folder>', 'the folder that servers were given (default: virglass/programs in ~/.cache)')
    .option('--clear', 'remove them all')
    .addHelpText(
      'after',
      `
Examples:
  virglass cache
  virglass cache --clear`,
    )
    .action(async (options) => {
      const { cache } = await import('./commands/cache.ts');
      await cache(options, output);
    });

  program
    .command('dump')
    .summary('print a recorded stream in words')
    .description(
      'Decodes a recorded stream and prints it message by message and command by command, with the names of the protocol. ' +
        'Reads what a vtest client sent (a capture of the socket), or virgl submits each after a 32-bit count of its bytes. ' +
        'A file that ends in .gz is unpacked.',
    )
    .argument('<file>', 'recorded stream; - is standard input')
    .addOption(
      new Option('--format <format>', 'what the file holds; auto looks at its first words')
        .choices(['auto', 'vtest', 'submits', 'words'])
        .default('auto'),
    )
    .option('--limit <count>', 'stop after so many lines', count)
    .option('--no-text', 'leave the text of shaders out')
    .addHelpText(
      'after',
      `
Formats:
  vtest    messages of the vtest socket, client to server: header of two words, then the payload
  submits  repeated: 32-bit length in bytes, then a virgl command stream of that length
  words    one virgl command stream

Examples:
  virglass dump --no-text corpus/streams/glxgears.vtest.gz | less
  virglass dump --format submits --limit 100 guest.bin`,
    )
    .action(async (file, options) => {
      const { dump } = await import('./commands/dump.ts');
      dump(file, options, output);
    });

  return program;
}

/**
 * Runs the command line once.
 *
 * @param args - arguments without the program's own name
 * @returns exit status; the error, if any, has been written as one line
 */
export async function run(args: readonly string[], output: Output): Promise<number> {
  try {
    const program = createProgram(output);
    if (args.length === 0) {
      program.outputHelp();
      return ExitCode.OK;
    }
    await program.parseAsync(args, { from: 'user' });
    return ExitCode.OK;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.OK : ExitCode.USAGE;
    if (error instanceof CommandStatus) return error.status;
    if (!(error instanceof CliError)) throw error;
    output.err(`virglass: ${error.message}\n`);
    return error.exitCode;
  }
}

function windowSize(text: string): number {
  const bytes = text === 'off' ? 0 : size(text);
  if (bytes !== 0 && (bytes < 4096 || 2 ** Math.round(Math.log2(bytes)) !== bytes)) {
    throw new InvalidArgumentError('A window is a power of two, such as 256M or 4G, or off.');
  }
  return bytes;
}

function size(text: string): number {
  const bytes = parseSize(text);
  if (bytes === null) throw new InvalidArgumentError('A size is a number with K, M, G or T, such as 512M.');
  return bytes;
}

function glVersion(text: string): number {
  if (!/^[1-9]\.[0-9]$/.test(text)) throw new InvalidArgumentError('A version is two digits, such as 3.3.');
  return Math.round(Number(text) * 10);
}

function duration(text: string): number {
  const match = /^(\d+(?:\.\d+)?) ?(ms|s)$/.exec(text.trim());
  const value = match === null ? 0 : Number(match[1]) * (match[2] === 's' ? 1000 : 1);
  if (value < 1 || value > 3_600_000) throw new InvalidArgumentError('A time is a number with ms or s up to an hour, such as 500ms or 2s.');
  return value;
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('A count is a whole number above 0.');
  return value;
}

/** Screens as WIDTHxHEIGHT, separated by commas. */
function screens(text: string): { width: number; height: number }[] {
  return text.split(',').map((one) => {
    const match = /^(\d{1,4})x(\d{1,4})$/.exec(one.trim());
    if (match === null) throw new InvalidArgumentError('say WIDTHxHEIGHT, such as 1280x800, several with commas.');
    return { width: Number(match[1]), height: Number(match[2]) };
  });
}
