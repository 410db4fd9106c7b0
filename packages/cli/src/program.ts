import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { CliError, ExitCode } from './errors.ts';
import { logLevels } from './log.ts';
import { formatSize, parseSize } from './size.ts';
import { version } from './version.ts';

/** Where the command line writes; tests give their own. */
export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Per-client host storage when nothing else is asked for. */
const DEFAULT_QUOTA_BYTES = 2 ** 31;

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
    .command('doctor')
    .summary('tell what this machine can do and what is missing')
    .description(
      'Looks for OpenGL and everything else that virglass uses, tells which GL was found, what a guest will be offered on it, ' +
        'and what is missing with the Debian package that brings it. Exit status 1 when guests could not be served.',
    )
    .option('--json', 'print the report as JSON')
    .option('--caps', 'list every field of the capability sets that guests get, and what decides it')
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
export async function run(args: readonly string[], output: Output): Promise<ExitCode> {
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
    if (!(error instanceof CliError)) throw error;
    output.err(`virglass: ${error.message}\n`);
    return error.exitCode;
  }
}

function size(text: string): number {
  const bytes = parseSize(text);
  if (bytes === null) throw new InvalidArgumentError('A size is a number with K, M, G or T, such as 512M.');
  return bytes;
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('A count is a whole number above 0.');
  return value;
}
