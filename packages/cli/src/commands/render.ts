import { destroyContext } from '@virglass/guest';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CliError, ExitCode, messageOf } from '../errors.ts';
import type { Output } from '../program.ts';
import { type Film, startFilm } from '../render/film.ts';
import { type HostChoice, openHost } from '../render/host.ts';
import { Page } from '../render/page.ts';
import { type CanvasPicture, encodePng, readCanvas } from '../render/picture.ts';

/** Options of `virglass render`. */
export interface RenderOptions extends HostChoice {
  /** Where the pictures go: `.png`, with `%d` or `%04d` one for each frame, or `.mp4`. */
  readonly output: string;
  readonly size: readonly { readonly width: number; readonly height: number }[];
  /** Default 1 for a picture, as many as 4 seconds have for a film. */
  readonly frames?: number;
  readonly fps: number;
}

/**
 * `virglass render`: runs a script that draws as in a page, and writes what its canvas shows.
 *
 * @throws {CliError} when the script fails or draws nothing, there is no host, or nothing can be written
 */
export async function render(script: string, options: RenderOptions, output: Output): Promise<void> {
  const path = resolve(script);
  if (!existsSync(path)) throw new CliError(`${script}: no such file`);
  const film = /\.mp4$/i.test(options.output);
  if (!film && !/\.png$/i.test(options.output)) throw new CliError(`${options.output}: say .png or .mp4`, ExitCode.USAGE);
  const { width, height } = options.size[0]!;
  using host = await openHost(options);
  const page = new Page({ width, height, transport: host.transport, folder: dirname(path) });
  page.install();
  try {
    await guarded(script, async () => {
      await import(pathToFileURL(path).href);
      await page.loaded();
    });
    const frames = options.frames ?? (film ? options.fps * 4 : 1);
    const files = film ? new FilmFile(options.output, options.fps) : new PngFiles(options.output, frames);
    for (let frame = 0; frame < frames; frame++) {
      await guarded(script, () => page.frame(1000 / options.fps));
      const context = page.context;
      if (context === null) throw new CliError(`${script}: asked for no context (canvas.getContext('webgl2'))`);
      if (context.isContextLost()) throw new CliError(`${script}: the host is gone: ${context.core.winsys.lost}`);
      // What nobody will see need not be read.
      if (files.wants(frame)) await files.add(readCanvas(context), frame);
    }
    output.out(`${await files.close()}\n`);
  } finally {
    for (const context of page.contexts) {
      // The end of the program is no loss that a script would want to hear of.
      context.hooks.lost = null;
      destroyContext(context);
    }
  }
}

/** Tells what a script throws as its own fault. */
async function guarded(script: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const place = error instanceof Error ? /\(?((?:file:)?[^\s(]+:\d+:\d+)\)?$/m.exec(error.stack ?? '')?.[1] : undefined;
    const name = error instanceof Error ? `${error.name}: ` : '';
    throw new CliError(`${script}: ${name}${messageOf(error)}${place === undefined ? '' : ` (${place})`}`, ExitCode.FAILED, error);
  }
}

/** Pictures: the last frame, or every one where the name has a place for a number. */
class PngFiles {
  readonly #name: string;
  readonly #frames: number;
  readonly #each: boolean;
  #written = 0;

  constructor(name: string, frames: number) {
    this.#name = name;
    this.#frames = frames;
    this.#each = /%0?\d*d/.test(name);
  }

  wants(frame: number): boolean {
    return this.#each || frame === this.#frames - 1;
  }

  add(picture: CanvasPicture, frame: number): Promise<void> {
    const name = this.#name.replace(/%0?(\d*)d/, (_, digits: string) => String(frame).padStart(Number(digits), '0'));
    try {
      writeFileSync(name, encodePng(picture));
    } catch (error) {
      throw new CliError(`${name}: ${messageOf(error)}`, ExitCode.FAILED, error);
    }
    this.#written++;
    return Promise.resolve();
  }

  close(): Promise<string> {
    return Promise.resolve(this.#each ? `${this.#name}: ${this.#written} pictures` : this.#name);
  }
}

/** A film of all frames, as large as the first. */
class FilmFile {
  readonly #name: string;
  readonly #fps: number;
  #film: Film | null = null;
  #bytes = 0;
  #frames = 0;

  constructor(name: string, fps: number) {
    this.#name = name;
    this.#fps = fps;
  }

  wants(): boolean {
    return true;
  }

  async add(picture: CanvasPicture): Promise<void> {
    this.#film ??= await startFilm(this.#name, picture.width, picture.height, this.#fps);
    this.#bytes ||= picture.rgba.length;
    if (picture.rgba.length !== this.#bytes) throw new CliError('the canvas changed its size in the middle of the film');
    await this.#film.add(picture);
    this.#frames++;
  }

  async close(): Promise<string> {
    await this.#film?.close();
    return `${this.#name}: ${this.#frames} frames, ${(this.#frames / this.#fps).toFixed(1)} s`;
  }
}
