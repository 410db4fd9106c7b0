/*
 * One builder at a time, over all processes of the machine.
 *
 * The lock is the kernel's (flock on a file), held by a small child that ends when our end of its input closes. So it is given
 * back whenever this process ends, however it ends, and there is no such thing as a stale lock.
 */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { BuildError, type BuildOptions } from '../options.ts';
import { startError } from './run-program.ts';

/** A wait that is longer than this is told. */
const patienceMs = 500;

/**
 * Does `work` while no other holder of the lock file `path`, in this process or another, does its own.
 * The file is made when it is missing, and stays.
 */
export async function exclusive<T>(path: string, what: string, options: BuildOptions, work: () => Promise<T>): Promise<T> {
  options.signal?.throwIfAborted();
  mkdirSync(dirname(path), { recursive: true });
  // A group of its own, so that Ctrl-C reaches it after us: the lock must outlive our last write.
  const child = spawn('flock', ['--exclusive', path, 'sh', '-c', 'echo held; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const held = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  child.on('error', (error) => {
    held.reject(startError('flock', error));
    ended.resolve();
  });
  child.on('close', () => {
    held.reject(new BuildError(`cannot lock ${path}`));
    ended.resolve();
  });
  child.stdin.on('error', () => undefined);
  child.stdout.once('data', () => held.resolve());
  const abort = (): void => {
    child.kill();
    held.reject(options.signal?.reason);
  };
  options.signal?.addEventListener('abort', abort, { once: true });
  const waiting = setTimeout(() => options.progress?.({ text: `waiting for another process that makes ${what}` }), patienceMs);
  try {
    await held.promise;
  } finally {
    clearTimeout(waiting);
    options.signal?.removeEventListener('abort', abort);
  }
  try {
    return await work();
  } finally {
    child.stdin.end();
    await ended.promise;
  }
}
