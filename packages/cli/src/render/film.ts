import { spawn } from 'node:child_process';
import { CliError } from '../errors.ts';
import type { CanvasPicture } from './picture.ts';

/** A film that is being written: pictures go to ffmpeg as they come. */
export interface Film {
  /** @throws {CliError} when ffmpeg has ended */
  add(picture: CanvasPicture): Promise<void>;
  /** Ends the film. @throws {CliError} when ffmpeg could not write it */
  close(): Promise<void>;
}

/**
 * Begins a film.
 *
 * @throws {CliError} when ffmpeg is not installed
 */
export async function startFilm(path: string, width: number, height: number, framesPerSecond: number): Promise<Film> {
  const input = ['-f', 'rawvideo', '-pix_fmt', 'rgba', '-s', `${width}x${height}`, '-r', String(framesPerSecond), '-i', '-'];
  // The usual players want even sizes and subsampled colors.
  const output = ['-vf', 'pad=ceil(iw/2)*2:ceil(ih/2)*2', '-pix_fmt', 'yuv420p', '-movflags', '+faststart', path];
  const child = spawn('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-y', ...input, ...output], { stdio: ['pipe', 'ignore', 'pipe'] });
  let words = '';
  child.stderr.on('data', (bytes: Buffer) => (words = (words + bytes.toString()).slice(-2000)));
  child.stdin.on('error', () => undefined);
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ENOENT' ? 'films are made by ffmpeg, which is not installed: apt install ffmpeg' : error.message),
    );
    child.on('close', (status) => resolve(status === 0 ? '' : `ffmpeg ended with status ${status}: ${words.trim()}`));
  });
  const started = new Promise<string>((resolve) => {
    child.on('spawn', () => resolve(''));
  });
  const trouble = await Promise.race([started, ended]);
  if (trouble !== '') throw new CliError(trouble);
  return {
    async add({ rgba }) {
      const written = new Promise<string>((resolve) => {
        child.stdin.write(rgba, () => resolve(''));
      });
      const failed = await Promise.race([written, ended]);
      if (failed !== '') throw new CliError(failed);
    },
    async close() {
      child.stdin.end();
      const failed = await ended;
      if (failed !== '') throw new CliError(failed);
    },
  };
}
