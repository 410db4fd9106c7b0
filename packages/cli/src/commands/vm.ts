/*
 * `virglass vm`: puts an image, a back end and a machine together, and takes all of it down again whatever happens.
 */
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, extname, join, resolve } from 'node:path';
import {
  BuildError,
  cacheFolder,
  guestImage,
  type ImageName,
  programIn,
  qemuPackages,
  umlKernel,
  unpackPackages,
} from '@virglass/guest-image';
import {
  type Accelerator,
  findQemu,
  kvmBoots,
  type Machine,
  type Monitor,
  type QemuProgram,
  runVm,
  ScratchFolder,
  startBackEnd,
  type VmGpu,
  VmError,
  type VmImage,
  type VmResult,
} from '@virglass/vm';
import { CliError, CommandStatus, ExitCode, messageOf } from '../errors.ts';
import type { LogLevel } from '../log.ts';
import type { Output } from '../program.ts';
import { Progress } from '../progress.ts';
import { signal, signalStatus } from '../ending.ts';

/** Options of `virglass vm`. */
export interface VmCommandOptions {
  readonly run?: string;
  readonly desktop?: boolean;
  readonly shell?: boolean;
  readonly image?: ImageName;
  readonly machine: 'qemu' | 'uml';
  readonly accel: 'auto' | Accelerator;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly memory: number;
  readonly processors?: number;
  readonly screen: readonly { readonly width: number; readonly height: number }[];
  readonly screenshot?: string;
  /** Milliseconds. */
  readonly screenshotEvery?: number;
  readonly share?: string;
  /** 'ours', 'none', or a program with arguments. */
  readonly backend: string;
  readonly renderNode?: string;
  readonly virgl: 'on' | 'off';
  readonly qemu?: string;
  readonly cache?: string;
  readonly console?: boolean;
  readonly log: LogLevel;
  /** For the monitor. */
  readonly arguments: readonly string[];
}

/** Statuses beside the guest's own, as timeout(1) and containers have them. */
const TIMED_OUT = 124;
const NO_MACHINE = 125;
/** What the guest says when its command has ended: a picture, if there is none. */
const LAST_WISH = '@end';
/** Lines of what a machine said last that are shown when it fails. */
const LAST_LINES = 20;

/**
 * `virglass vm`.
 *
 * @throws {CommandStatus} with the status of the guest's command
 * @throws {CliError} when there is no machine
 */
export async function vm(options: VmCommandOptions, output: Output): Promise<void> {
  check(options);
  const stop = new AbortController();
  void signal().then((name) => stop.abort(new CommandStatus(signalStatus(name))));
  const progress = new Progress(output.err, process.stderr.isTTY);
  try {
    const result = await boot(options, output, progress, stop.signal);
    progress.end();
    stop.signal.throwIfAborted();
    if (result.outcome === 'timeout') {
      throw new CliError(`the machine was ended: its time was over after ${result.seconds.toFixed(1)} s`, TIMED_OUT);
    }
    if (result.status !== 0) throw new CommandStatus(result.status);
  } catch (error) {
    progress.end();
    // Whatever failed because it was ended, failed because of the signal.
    stop.signal.throwIfAborted();
    if (error instanceof VmError) {
      const last = error.details.trimEnd().split('\n').slice(-LAST_LINES).join('\n');
      if (last !== '') output.err(`${printable(last)}\n`);
    } else if (!(error instanceof BuildError)) throw error;
    throw new CliError(messageOf(error), NO_MACHINE, error);
  }
}

function check(options: VmCommandOptions): void {
  const usage = (message: string): never => {
    throw new CliError(message, ExitCode.USAGE);
  };
  if (options.run === undefined && options.desktop !== true && options.shell !== true) {
    usage("say what to do: --run 'COMMAND', --desktop or --shell (virglass vm --help explains)");
  }
  if (options.shell === true && (options.run !== undefined || options.desktop === true)) usage('--shell goes without --run and --desktop');
  if (options.desktop === true && options.image === 'mini') usage('the image mini has no desktop');
  if (options.screenshotEvery !== undefined && options.screenshot === undefined) usage('--screenshot-every needs --screenshot FILE');
  if (options.screenshot !== undefined && options.backend === 'none') usage('a machine without a GPU has no screen for --screenshot');
  if (options.machine === 'uml' && options.accel === 'kvm') usage('User Mode Linux runs without KVM');
  if (options.share !== undefined && statSync(options.share, { throwIfNoEntry: false })?.isDirectory() !== true) {
    usage(`--share: ${options.share} is no folder`);
  }
}

/** What the guest runs. A picture at the end has to be taken before the guest switches its screens off. */
function orderOf({ run, screenshot }: VmCommandOptions): string | null {
  if (run === undefined) return null;
  return screenshot === undefined ? run : `(${run}\n)\nstatus=$?\nvirglass-screenshot ${LAST_WISH}\nexit $status`;
}

/** The machine from what has to be brought for it to its end. */
async function boot(options: VmCommandOptions, output: Output, progress: Progress, stop: AbortSignal): Promise<VmResult> {
  const brought = { ...(options.cache === undefined ? {} : { cache: resolve(options.cache) }), progress: progress.step, signal: stop };
  const image = await guestImage(options.image ?? (options.desktop === true ? 'desktop' : 'mini'), brought);
  const monitor: Monitor =
    options.machine === 'uml'
      ? { machine: 'uml', kernel: await umlKernel(brought) }
      : { machine: 'qemu', ...(await chooseQemu(options, image, brought, progress)) };
  progress.step({ text: 'booting' });
  using folder = new ScratchFolder();
  await using backEnd = options.backend === 'none' ? null : await startGpu(options, folder, output, stop);
  using camera = options.screenshot === undefined ? null : new Camera(resolve(options.screenshot), options.screenshotEvery ?? 0, output);
  using typing = options.shell === true ? new Typing() : null;
  const result = await runVm({
    monitor,
    image,
    gpu: backEnd?.gpu ?? null,
    command: orderOf(options),
    session: options.desktop === true ? 'desktop' : options.shell === true ? 'shell' : null,
    memoryBytes: options.memory,
    processors: options.processors ?? (options.machine === 'uml' ? 1 : Math.min(2, availableParallelism())),
    share: options.share === undefined ? null : resolve(options.share),
    extraArguments: options.arguments,
    timeoutMilliseconds: options.timeout ?? 0,
    signal: stop,
    listener: {
      output: (bytes) => {
        if (output.bytes === undefined) output.out(Buffer.from(bytes).toString('latin1'));
        else output.bytes(bytes);
      },
      ...(options.console === true ? { console: (bytes: Uint8Array) => output.err(printable(Buffer.from(bytes).toString('latin1'))) } : {}),
      begin: (machine, seconds) => {
        progress.end();
        if (process.stderr.isTTY) output.err(`${machine.name}: the guest is up after ${seconds.toFixed(1)} s\n`);
        camera?.begin(machine);
        typing?.begin(machine);
      },
      screenshot: async (machine, wish) => {
        if (camera === null) throw new VmError('no --screenshot was given');
        await camera.wish(machine, wish);
      },
    },
  });
  return result;
}

interface Brought {
  readonly cache?: string;
  readonly progress: Progress['step'];
  readonly signal: AbortSignal;
}

/** Which QEMU, and who executes the guest. */
async function chooseQemu(
  options: VmCommandOptions,
  image: VmImage,
  brought: Brought,
  progress: Progress,
): Promise<{ readonly program: QemuProgram; readonly accelerator: Accelerator }> {
  const cache = cacheFolder(brought);
  const search = {
    ...(options.qemu === undefined ? {} : { program: options.qemu }),
    bring: async (why: string) => {
      const { suite } = qemuPackages.qemu10;
      const into = join(cache, `qemu-${suite}`);
      if (!existsSync(into)) progress.line(`${why}; fetching one from Debian's ${suite} into ${into}`);
      const { root } = await unpackPackages({ ...qemuPackages.qemu10, ...brought, into });
      const { command, environment } = programIn(root, 'usr/bin/qemu-system-x86_64');
      return { command, env: environment };
    },
  };
  if (options.accel === 'tcg') return { program: await findQemu('tcg', search), accelerator: 'tcg' };
  // With KVM older ones serve too; without one at all, the one that is fetched is tried.
  const program = await findQemu('kvm', search);
  const { boots, why } = await kvmBoots({ program, image, memory: join(cache, 'kvm.json') });
  if (boots) return { program, accelerator: 'kvm' };
  if (options.accel === 'kvm') throw new VmError(`KVM does not boot the guest's kernel: ${why}`);
  return { program: await findQemu('tcg', search), accelerator: 'tcg' };
}

/** Starts what draws for the machine. */
async function startGpu(
  options: VmCommandOptions,
  folder: ScratchFolder,
  output: Output,
  stop: AbortSignal,
): Promise<AsyncDisposable & { readonly gpu: VmGpu }> {
  const ours = options.backend === 'ours';
  const control = folder.file('control');
  const socket = folder.file('gpu');
  const sizes = options.screen.map(({ width, height }) => `${width}x${height}`).join(',');
  const self = [process.execPath, ...process.execArgv, process.argv[1]!];
  const command = ours
    ? [
        ...[...self, 'vhost-user', '--control', control, '--screen', sizes, '--virgl', options.virgl, '--log', options.log],
        // QEMU's console has no display here that could show DMA buffers.
        ...['--dmabuf', 'off'],
        ...(options.renderNode === undefined ? [] : ['--render-node', options.renderNode]),
      ]
    : options.backend.split(' ').filter((word) => word !== '');
  const child = await startBackEnd(
    { command: command as [string, ...string[]], socket, onError: (bytes) => output.err(printable(bytes.toString())) },
    stop,
  );
  const gone = child.exit.then(({ reason }) => reason);
  return {
    gpu: { socket, control: ours ? control : null, screens: options.screen, gone },
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}

/** Takes pictures of a machine's screens. */
class Camera implements Disposable {
  readonly #path: string;
  readonly #every: number;
  readonly #output: Output;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #taken = false;

  constructor(path: string, every: number, output: Output) {
    this.#path = path;
    this.#every = every;
    this.#output = output;
    mkdirSync(dirname(path), { recursive: true });
    rmSync(path, { force: true });
  }

  begin(machine: Machine): void {
    if (this.#every > 0) this.#again(machine);
  }

  [Symbol.dispose](): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** The guest's wish: a name, and the number of a screen; both may be absent. */
  async wish(machine: Machine, wish: string): Promise<void> {
    if (wish === LAST_WISH) {
      if (!this.#taken) await this.#take(machine, this.#path, 0);
      return;
    }
    const [name = '', screen = '0'] = wish.split(' ');
    if (!/^[\w.-]{0,64}$/.test(name) || !/^\d{1,2}$/.test(screen))
      throw new VmError('the guest wished for a picture of a name that is none');
    const extension = extname(this.#path);
    const path = name === '' ? this.#path : `${this.#path.slice(0, this.#path.length - extension.length)}-${name}${extension}`;
    if (!(await this.#take(machine, path, Number(screen)))) throw new VmError('no picture');
  }

  async #take(machine: Machine, path: string, screen: number): Promise<boolean> {
    try {
      await machine.screenshot(path, screen);
      this.#taken = true;
      return true;
    } catch (error) {
      this.#output.err(`no picture of screen ${screen}: ${messageOf(error)}\n`);
      return false;
    }
  }

  #again(machine: Machine): void {
    this.#timer = setTimeout(() => {
      void this.#take(machine, this.#path, 0).then(() => {
        if (this.#timer !== null) this.#again(machine);
      });
    }, this.#every);
  }
}

/** What is typed here goes to the guest's console. */
class Typing implements Disposable {
  #machine: Machine | null = null;
  readonly #type = (bytes: Buffer): void => this.#machine?.say(bytes.toString('latin1'));

  begin(machine: Machine): void {
    this.#machine = machine;
    if (process.stdin.isTTY) process.stdin.setRawMode(true);
    process.stdin.on('data', this.#type);
  }

  [Symbol.dispose](): void {
    process.stdin.off('data', this.#type);
    if (process.stdin.isTTY) process.stdin.setRawMode(false);
    process.stdin.pause();
  }
}

/** A guest's text, safe for a terminal: lines without escape sequences. */
function printable(text: string): string {
  return text.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, (c) => (c === '\r' ? '' : `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`));
}
