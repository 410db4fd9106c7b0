import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { bringPackages, knownLock } from './apt/fetch.ts';
import type { Lock } from './apt/lock-file.ts';
import { packagePath, packageText } from './assets.ts';
import { cached, keyOf } from './build/cached.ts';
import { IMAGE_SECONDS } from './build/erofs.ts';
import { unpackInto } from './build/root-folder.ts';
import { needPrograms, runProgram } from './build/run-program.ts';
import { missingSettings } from './kernel-config.ts';
import { pinnedLock } from './locks.ts';
import { BuildError, type BuildOptions, cacheFolder } from './options.ts';
import { umlSource } from './recipes.ts';

const generation = '1';
/** Lines that `make` prints for this configuration, for the progress. */
const makeLines = 640;
/** Machines whose code UML's build does not read: it is an x86 of its own kind. Their settings are read all the same. */
const otherMachines =
  'alpha arc arm arm64 csky hexagon loongarch m68k microblaze mips nios2 openrisc parisc powerpc riscv s390 sh sparc xtensa';
/** Drivers that the configuration has none of. */
const otherDrivers =
  'accel clk crypto gpu/drm/amd gpu/drm/i915 gpu/drm/nouveau gpu/drm/radeon gpu/drm/xe hwmon iio infiniband media net/* pinctrl scsi staging usb';
/** Parts of the source that are not unpacked: two thirds of it. */
const leftOut: readonly string[] = [
  ...otherMachines.split(' ').flatMap((name) => [`*/arch/${name}/*.[chS]`, `*/arch/${name}/*.dts*`]),
  ...otherDrivers.split(' ').map((name) => `*/drivers/${name}/*.[ch]`),
  '*/sound/*.[ch]',
  '*/Documentation/*/*',
  '*/tools/testing',
  '*/tools/perf',
];
/** Brings the User Mode Linux kernel: its path in the cache, built when it is not there (minutes; gcc, make, flex, bison, bc). */
export async function umlKernel(options: BuildOptions = {}): Promise<string> {
  const request = { name: 'uml', wanted: umlSource, pinned: pinnedLock(umlSource) };
  const known = knownLock(request, options);
  const ready = known === null ? '' : join(cacheFolder(options), kernelPath(known), 'linux');
  if (existsSync(ready)) return ready;
  needPrograms('apt-get', 'dpkg-deb', 'flock', 'tar', 'xz', 'gcc', 'make', 'flex', 'bison', 'bc');
  const { lock, files } = await bringPackages(request, options);
  const folder = await cached(kernelPath(lock), options, (building) => build(building, files, options));
  return join(folder, 'linux');
}

/** Where the kernel of this source is in the cache: relative to it. */
export function kernelPath(lock: Lock): string {
  return `uml/${keyOf(generation, packageText('assets/uml.config'), ...lock.packages.map((one) => one.sha256))}`;
}

async function build(folder: string, files: readonly string[], options: BuildOptions): Promise<void> {
  const work = join(folder, 'work');
  await unpackInto(work, files, options, []);
  options.progress?.({ text: 'unpacking the kernel source' });
  const archives = join(work, 'usr/src');
  const archive = readdirSync(archives).find((name) => /^linux-source-.*\.tar\.xz$/.test(name));
  if (archive === undefined) throw new BuildError('the package of the kernel source holds no source');
  const excludes = leftOut.map((pattern) => `--exclude=${pattern}`);
  await runProgram('tar', ['--extract', '--file', join(archives, archive), '--directory', work, ...excludes], { signal: options.signal });
  const source = join(work, archive.replace(/\.tar\.xz$/, ''));
  const make = (...args: string[]): Promise<unknown> =>
    runProgram('make', ['ARCH=um', ...args], { cwd: source, environment, signal: options.signal });
  const environment = {
    KCONFIG_ALLCONFIG: packagePath('assets/uml.config'),
    KBUILD_BUILD_TIMESTAMP: `@${IMAGE_SECONDS}`,
    KBUILD_BUILD_USER: 'virglass',
    KBUILD_BUILD_HOST: 'virglass',
  };
  await make('allnoconfig');
  const config = readFileSync(join(source, '.config'), 'utf8');
  const missing = missingSettings(packageText('assets/uml.config'), config);
  if (missing.length > 0) throw new BuildError(`the kernel did not take these settings: ${missing.join(', ')}`);
  const text = 'building the User Mode Linux kernel (once; minutes)';
  let done = 0;
  await runProgram('make', ['ARCH=um', `-j${availableParallelism()}`, 'linux'], {
    cwd: source,
    environment,
    signal: options.signal,
    line: (line) => {
      if (/^ {2}[A-Z]/.test(line)) options.progress?.({ text, done: Math.min(++done, makeLines), total: makeLines });
    },
  });
  copyFileSync(join(source, 'linux'), join(folder, 'linux'));
  writeFileSync(join(folder, 'config'), config);
  rmSync(work, { recursive: true });
}
