import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { BuildError } from '../options.ts';

/** Debian packages of the programs that builds start. */
const debianPackages: Readonly<Record<string, string>> = {
  'apt-cache': 'apt',
  'apt-config': 'apt',
  'apt-get': 'apt',
  bc: 'bc',
  bison: 'bison',
  'dpkg-deb': 'dpkg',
  flex: 'flex',
  flock: 'util-linux',
  gcc: 'gcc',
  make: 'make',
  'mkfs.erofs': 'erofs-utils',
  tar: 'tar',
  xz: 'xz-utils',
};

/** How a program is started. */
export interface ProgramOptions {
  readonly cwd?: string;
  /** Added to this process's environment. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** Given to the program's standard input. */
  readonly input?: Uint8Array;
  /** Called for each line of the program's standard output instead of collecting it. */
  readonly line?: (line: string) => void;
  /** Called for each line that the program writes to its file descriptor 3. */
  readonly status?: (line: string) => void;
}

/** Runs a program to its end and gives what it wrote to its standard output. Throws {@link BuildError} when it fails. */
export async function runProgram(file: string, args: readonly string[], options: ProgramOptions = {}): Promise<Buffer> {
  options.signal?.throwIfAborted();
  const child = spawn(file, args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    // One language for what is parsed and for messages, and one for the order of names.
    env: { ...process.env, LC_ALL: 'C.UTF-8', LANGUAGE: '', TZ: 'UTC', ...options.environment },
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', options.status === undefined ? 'ignore' : 'pipe'],
  });
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  const stdout = child.stdout as Readable;
  if (options.line === undefined) stdout.on('data', (chunk: Buffer) => output.push(chunk));
  else lines(stdout, options.line);
  (child.stderr as Readable).on('data', (chunk: Buffer) => errors.push(chunk));
  if (options.status !== undefined) lines(child.stdio[3] as Readable, options.status);
  if (options.input !== undefined) {
    // A program that does not read to the end says so by its exit status.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input);
  }
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  child.on('error', (error: NodeJS.ErrnoException) => reject(startError(file, error, options.signal)));
  child.on('close', (status, signal) => {
    if (status === 0) resolve();
    else {
      const tail = Buffer.concat(errors).toString().trim().split('\n').slice(-12).join('\n');
      reject(new BuildError(`${file} failed (${signal ?? `exit status ${status}`})${tail === '' ? '' : `:\n${tail}`}`));
    }
  });
  await promise;
  return Buffer.concat(output);
}

/** {@link runProgram} for output that is text. */
export async function programText(file: string, args: readonly string[], options: ProgramOptions = {}): Promise<string> {
  return (await runProgram(file, args, options)).toString();
}

/** Throws {@link BuildError} that names the programs which are not installed, with their Debian packages. To be asked before a download. */
export function needPrograms(...names: readonly string[]): void {
  const folders = (process.env['PATH'] ?? '').split(':');
  const missing = names.filter((name) => !folders.some((folder) => existsSync(join(folder, name))));
  if (missing.length === 0) return;
  const packages = new Set(missing.map((name) => debianPackages[name] ?? name));
  throw new BuildError(`not installed: ${missing.join(', ')} (Debian: apt-get install ${[...packages].join(' ')})`);
}

/** Why a program did not start. */
export function startError(file: string, error: NodeJS.ErrnoException, signal?: AbortSignal): Error {
  if (signal?.aborted === true) return signal.reason instanceof Error ? signal.reason : error;
  if (error.code !== 'ENOENT') return new BuildError(`${file} could not be started: ${error.message}`, { cause: error });
  const name = debianPackages[file];
  return new BuildError(`${file} is not installed${name === undefined ? '' : ` (Debian package ${name})`}`, { cause: error });
}

/** Calls `line` for each line of a stream; a last line without an end counts. */
function lines(stream: Readable, line: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) line(part);
  });
  stream.on('end', () => {
    if (rest !== '') line(rest);
  });
}
