import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const built = new Map<string, string>();

function build(name: string): string {
  let path = built.get(name);
  if (path !== undefined) return path;
  const script = fileURLToPath(new URL('../native/build.sh', import.meta.url));
  try {
    path = execFileSync(script, [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(`cannot build ${name}: ${stderr ?? String(error)}`, { cause: error });
  }
  built.set(name, path);
  return path;
}

/**
 * Path of the library that is preloaded into Mesa programs; compiled at the first call.
 * @throws {Error} that names the Debian package when there is no C compiler
 */
export function redirectLibrary(): string {
  return build('vtest-redirect');
}

/**
 * Path of the program that prints versions, extensions and limits of OpenGL (see native/gl-facts.c); compiled at the first call.
 * @throws {Error} that names the Debian package when there is no C compiler
 */
export function glFactsProgram(): string {
  return build('gl-facts');
}

/** Counters of a running client since its start. */
export interface LiveCounters {
  /** Pictures presented to the X server. */
  readonly frames: number;
  /** DRAW_VBO commands. */
  readonly draws: number;
  /** Bytes written to the server, in so many `writes`. */
  readonly bytes: number;
  readonly writes: number;
  /** Resource readbacks (TRANSFER_GET and TRANSFER_GET2). */
  readonly readbacks: number;
  readonly submits: number;
  /** virgl commands in all submits. */
  readonly commands: number;
  readonly connections: number;
}

const LIVE_BYTES = 4096;

/** The file through which a preloaded client publishes its counters. */
export class LiveFile implements Disposable {
  readonly path: string;
  readonly #fd: number;
  readonly #words = new BigUint64Array(8);

  constructor(path: string) {
    this.path = path;
    writeFileSync(path, new Uint8Array(LIVE_BYTES));
    this.#fd = openSync(path, 'r');
  }

  /** The counters now. */
  read(): LiveCounters {
    readSync(this.#fd, this.#words, 0, this.#words.byteLength, 0);
    const [frames, draws, bytes, writes, readbacks, submits, commands, connections] = Array.from(this.#words, Number) as [
      ...[number, number, number, number, number, number, number, number],
    ];
    return { frames, draws, bytes, writes, readbacks, submits, commands, connections };
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd);
  }
}
