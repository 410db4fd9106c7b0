import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { processTree } from './proc.ts';
import { requireProgram, type RunningProcess, startProcess } from './processes.ts';
import { removeScratchFolder, scratchFolder } from './scratch.ts';

/** Which server: ours from its sources, or virglrenderer's, the peer that ours is compared with. */
export type ServerKind = 'virglass' | 'peer';

/** How to start a server. */
export interface ServerOptions {
  /** Socket path; default: in a scratch folder. */
  readonly socket?: string;
  /** More arguments for the command. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A vtest server that accepts connections. */
export class VtestServer implements AsyncDisposable {
  readonly kind: ServerKind;
  readonly socket: string;
  readonly process: RunningProcess;
  readonly #folder: string | null;

  constructor(kind: ServerKind, socket: string, process: RunningProcess, folder: string | null) {
    this.kind = kind;
    this.socket = socket;
    this.process = process;
    this.#folder = folder;
  }

  /** False once the server process has ended. */
  get alive(): boolean {
    return this.process.ended === null;
  }

  /** What the server has printed so far. */
  get log(): string {
    return this.process.output;
  }

  /** The server process and its children (the peer forks one per client). */
  pids(): number[] {
    return this.alive ? processTree(this.process.pid) : [];
  }

  async stop(): Promise<void> {
    await this.process.stop();
    if (this.#folder !== null) removeScratchFolder(this.#folder);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const START_TIMEOUT_MS = 60_000;

/** Arguments for `node` that run our command line from its sources. */
export function virglassArguments(): string[] {
  return ['-C', 'virglass-source', join(root, 'packages/cli/src/main.ts')];
}

function serverCommand(kind: ServerKind, socket: string): [string, string[]] {
  // What earlier runs left must decide nothing; a test of the cache gives a folder of its own, and the last option counts.
  if (kind === 'virglass') return [process.execPath, [...virglassArguments(), 'vtest', '--shader-cache', 'off', '--socket', socket]];
  requireProgram('virgl_test_server', 'virgl-server');
  return ['virgl_test_server', ['--use-egl-surfaceless', `--socket-path=${socket}`]];
}

/** Whether something accepts connections on a Unix socket. */
export function accepts(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    connection.on('connect', () => {
      connection.destroy();
      resolve(true);
    });
    connection.on('error', () => resolve(false));
  });
}

/**
 * Starts a vtest server that renders on llvmpipe and waits until it accepts connections.
 * @throws {Error} with the server's output when it does not come up within a minute
 */
export async function startServer(kind: ServerKind, options: ServerOptions = {}): Promise<VtestServer> {
  const folder = options.socket === undefined ? scratchFolder() : null;
  const socket = options.socket ?? join(folder as string, 'vtest.sock');
  const [command, args] = serverCommand(kind, socket);
  // The server's own GL must not be virpipe, whatever the caller's environment says.
  const env = { ...process.env, LIBGL_ALWAYS_SOFTWARE: '1', GALLIUM_DRIVER: 'llvmpipe', ...options.env };
  const running = startProcess(command, [...args, ...(options.args ?? [])], { env });
  const deadline = performance.now() + START_TIMEOUT_MS;
  if (kind === 'virglass') await running.until(() => running.output.includes('listening on '), START_TIMEOUT_MS);
  while (!running.ended && performance.now() < deadline) {
    if (await accepts(socket)) return new VtestServer(kind, socket, running, folder);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await running.stop();
  throw new Error(`${running.command} did not start:\n${running.output}`);
}
