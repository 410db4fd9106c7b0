import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { newLock } from './apt/fetch.ts';
import { formatLock } from './apt/lock-file.ts';
import { packagePath } from './assets.ts';
import { cleanCache } from './clean.ts';
import { guestImage } from './guest-image.ts';
import { BuildError, type BuildOptions } from './options.ts';
import { progressLine } from './progress-line.ts';
import { everythingLocked, type ImageName, recipes } from './recipes.ts';
import { umlKernel } from './uml-kernel.ts';

const images = Object.keys(recipes) as ImageName[];

const verbs = ['kernel', 'lock', 'clean'];

const help = `usage: guest-image WHAT... [--cache DIR]

Brings what guests are booted from into the cache and prints where it is.

${images.map((name) => `  ${name.padEnd(10)}${recipes[name].summary}`).join('\n')}
  kernel    the User Mode Linux kernel
  lock      works the lock files of all of them out anew from the mirror (for the tree's own locks/)
  clean     removes what earlier versions of these left in the cache

  --cache DIR   default: $XDG_CACHE_HOME/virglass
  --help        this text
`;

/** Runs the command line of this package. Gives the exit status: 0, 1 when a build failed, 2 when it was called wrongly. */
export async function run(args: readonly string[]): Promise<number> {
  const stop = new AbortController();
  const line = progressLine(process.stderr);
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { cache: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help === true) {
      process.stdout.write(help);
      return 0;
    }
    const unknown = positionals.find((what) => !verbs.includes(what) && !Object.hasOwn(recipes, what));
    if (unknown !== undefined || positionals.length === 0) {
      process.stderr.write(unknown === undefined ? help : `guest-image: there is no ${unknown} (see --help)\n`);
      return 2;
    }
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort(new BuildError('stopped')));
    const options: BuildOptions = { cache: values.cache, progress: line.show, signal: stop.signal };
    for (const what of positionals) await bring(what, options, line.end);
    return 0;
  } catch (error) {
    line.end();
    if (!(error instanceof Error)) throw error;
    const wrong = 'code' in error && typeof error.code === 'string' && error.code.startsWith('ERR_PARSE_ARGS');
    if (!wrong && !(error instanceof BuildError)) throw error;
    process.stderr.write(`guest-image: ${error.message}\n`);
    return wrong ? 2 : 1;
  }
}

async function bring(what: string, options: BuildOptions, end: () => void): Promise<void> {
  if (what === 'lock') {
    mkdirSync(packagePath('locks'), { recursive: true });
    for (const [name, wanted] of Object.entries(everythingLocked)) {
      const lock = await newLock(wanted, options);
      writeFileSync(packagePath(`locks/${name}.lock`), formatLock(lock));
      end();
      process.stdout.write(`locks/${name}.lock: ${lock.packages.length} packages\n`);
    }
    return;
  }
  if (what === 'clean') {
    for (const path of await cleanCache(options)) process.stdout.write(`removed ${path}\n`);
    return;
  }
  if (what === 'kernel') {
    const path = await umlKernel(options);
    end();
    process.stdout.write(`uml ${path}\n`);
    return;
  }
  const image = await guestImage(what as ImageName, options);
  end();
  for (const part of ['root', 'disk', 'kernel', 'initrd'] as const) process.stdout.write(`${part} ${image[part]}\n`);
}
