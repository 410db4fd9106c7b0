import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Image, readPpm } from './image.ts';
import { type Exit, type RunningProcess, startProcess } from './processes.ts';
import { removeScratchFolder, scratchFolder } from './scratch.ts';
import type { VtestServer } from './server.ts';
import { LiveFile, redirectLibrary } from './shim.ts';

/** How a GL program is run. */
export interface ClientOptions {
  /** The server that it draws through; 'direct': llvmpipe in the program's own process. */
  readonly server: Pick<VtestServer, 'socket'> | 'direct';
  /** X display; absent for programs that need none. */
  readonly display?: string;
  readonly timeoutMs?: number;
  /** Presented frames to keep, counted from 1. */
  readonly frames?: readonly number[];
  /** The program is ended after this presented frame; default: the last one in `frames`. */
  readonly lastFrame?: number;
  /** Ends the program by `exit` instead of `_exit`, so that its exit handlers run. */
  readonly exitHandlers?: boolean;
  /** The program's clock stands still within a frame and advances by this much at each; makes frame N the same in every run. */
  readonly frameTimeUs?: number;
  /** File for the bytes sent to the server. */
  readonly capture?: string;
  /** Highest vtest protocol to ask for. */
  readonly protocol?: number;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A GL program that is running. */
export class RunningClient implements AsyncDisposable {
  readonly process: RunningProcess;
  /** Its counters, updated while it runs. */
  readonly live: LiveFile;
  readonly #folder: string;
  readonly #frames: readonly number[];

  constructor(process: RunningProcess, live: LiveFile, folder: string, frames: readonly number[]) {
    this.process = process;
    this.live = live;
    this.#folder = folder;
    this.#frames = frames;
  }

  /** Waits until the program has presented so many frames. @returns false when it ended or the time passed before that */
  untilFrames(count: number, timeoutMs: number): Promise<boolean> {
    return this.process.until(() => this.live.read().frames >= count, timeoutMs);
  }

  /** The kept frames that have been presented by now. */
  frames(): Map<number, Image> {
    const images = new Map<number, Image>();
    for (const number of this.#frames) {
      const path = framePath(this.#folder, number);
      if (existsSync(path)) images.set(number, readPpm(path));
    }
    return images;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.process.stop();
    this.live[Symbol.dispose]();
    removeScratchFolder(this.#folder);
  }
}

/** How a GL program ended and what it drew. */
export interface ClientResult extends Exit {
  readonly output: string;
  readonly frames: Map<number, Image>;
}

const DEFAULT_TIMEOUT_MS = 60_000;

function framePath(folder: string, number: number): string {
  return join(folder, `frame-${number}.ppm`);
}

/** Environment that makes an unmodified Mesa program draw through a vtest server (or direct on llvmpipe). */
export function clientEnvironment(options: ClientOptions, folder: string, live: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    LIBGL_ALWAYS_SOFTWARE: '1',
    GALLIUM_DRIVER: options.server === 'direct' ? 'llvmpipe' : 'virpipe',
    LD_PRELOAD: redirectLibrary(),
    VTEST_LIVE: live,
    vblank_mode: '0',
  };
  if (options.server !== 'direct') env['VTEST_SOCKET'] = options.server.socket;
  if (options.display !== undefined) env['DISPLAY'] = options.display;
  else delete env['DISPLAY'];
  if (options.frames?.length) {
    env['VTEST_FRAMES'] = options.frames.join(',');
    env['VTEST_FRAME_PREFIX'] = join(folder, 'frame-');
  }
  const lastFrame = options.lastFrame ?? (options.frames?.length ? Math.max(...options.frames) : 0);
  if (lastFrame > 0) env['VTEST_LAST_FRAME'] = String(lastFrame);
  if (options.exitHandlers) env['VTEST_LEAVE'] = 'exit';
  if (options.frameTimeUs !== undefined) env['VTEST_FRAME_TIME'] = String(options.frameTimeUs);
  if (options.capture !== undefined) env['VTEST_CAPTURE'] = options.capture;
  if (options.protocol !== undefined) env['VTEST_PROTOCOL'] = String(options.protocol);
  const { LD_PRELOAD, ...more } = options.env ?? {};
  Object.assign(env, more);
  if (LD_PRELOAD) env['LD_PRELOAD'] = `${LD_PRELOAD}:${env['LD_PRELOAD']}`;
  return env;
}

/** Starts a GL program. */
export function startClient(command: readonly [string, ...string[]], options: ClientOptions): RunningClient {
  const folder = scratchFolder();
  const live = new LiveFile(join(folder, 'live'));
  const [program, ...args] = command;
  const running = startProcess(program, args, {
    env: clientEnvironment(options, folder, live.path),
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  return new RunningClient(running, live, folder, options.frames ?? []);
}

/** Runs a GL program to its end (or to `lastFrame`, or to the time limit). */
export async function runClient(command: readonly [string, ...string[]], options: ClientOptions): Promise<ClientResult> {
  await using client = startClient(command, options);
  const exit = await client.process.exit;
  return { ...exit, output: client.process.output, frames: client.frames() };
}
