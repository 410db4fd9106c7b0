import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { bringPackages, knownLock } from './apt/fetch.ts';
import { formatLock, type Lock, type LockedPackage, parseLock } from './apt/lock-file.ts';
import { keyOf } from './build/cached.ts';
import { exclusive } from './build/exclusive.ts';
import { unpackInto, unread } from './build/root-folder.ts';
import { pinnedLock } from './locks.ts';
import { BuildError, type BuildOptions, cacheFolder } from './options.ts';

/** Which packages are unpacked where. */
export interface UnpackRequest extends BuildOptions {
  /** Codename of a release, or backports to one: `trixie`, `bookworm-backports`. */
  readonly suite: string;
  /** Unpacked with all that they depend on. */
  readonly packages: readonly string[];
  /** Folder, relative to the cache unless absolute. What is there is replaced when it is of other packages. */
  readonly into: string;
  /** Path of a lock file; default: the one that comes with this package for the same wish, if any. */
  readonly lock?: string | undefined;
}

/** Packages that were unpacked. */
export interface UnpackedPackages {
  /** Absolute path of their root folder. */
  readonly root: string;
  readonly packages: readonly LockedPackage[];
}

const lockName = '.virglass-lock';

/**
 * Unpacks Debian packages into a folder of their own, where their programs run with {@link programIn}. Nothing of this machine's
 * apt or packages is changed, and no maintainer script runs. When the folder holds them already, nothing is done or asked for.
 */
export async function unpackPackages(request: UnpackRequest): Promise<UnpackedPackages> {
  const { suite, packages } = request;
  const root = resolve(cacheFolder(request), request.into);
  const wanted = { suite, packages };
  const pinned = request.lock === undefined ? pinnedLock(wanted) : parseLock(readFileSync(request.lock, 'utf8'), request.lock);
  const name = root.split('/').at(-1) ?? suite;
  const known = knownLock({ name, wanted, pinned }, request);
  const there = unpackedLock(root);
  if (there !== null && (known === null ? sameWish(there, suite, packages) : formatLock(known) === formatLock(there))) {
    return { root, packages: there.packages };
  }
  const guard = join(cacheFolder(request), 'locks', `unpack-${name}-${keyOf(root)}`);
  return exclusive(guard, name, request, async () => {
    const { lock, files } = await bringPackages({ name, wanted, pinned }, request);
    const now = unpackedLock(root);
    if (now !== null && formatLock(now) === formatLock(lock)) return { root, packages: lock.packages };
    if (now === null && existsSync(root)) throw new BuildError(`${root} is in the way: it holds something else`);
    const building = `${root}.building`;
    rmSync(building, { recursive: true, force: true });
    mkdirSync(dirname(building), { recursive: true });
    await unpackInto(building, files, request, unread);
    writeFileSync(join(building, lockName), formatLock(lock));
    rmSync(root, { recursive: true, force: true });
    renameSync(building, root);
    return { root, packages: lock.packages };
  });
}

/** What a folder of unpacked packages holds; null when it is no such folder. */
function unpackedLock(root: string): Lock | null {
  const path = join(root, lockName);
  return existsSync(path) ? parseLock(readFileSync(path, 'utf8'), path) : null;
}

function sameWish(lock: Lock, suite: string, packages: readonly string[]): boolean {
  return lock.suite === suite && lock.wanted.toSorted().join(' ') === packages.toSorted().join(' ');
}

/** How a program is started: `spawn(command[0], [...command.slice(1), ...args], { env: { ...process.env, ...environment } })`. */
export interface ProgramStart {
  readonly command: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
}

const libraryFolders = ['usr/lib/x86_64-linux-gnu', 'usr/lib/x86_64-linux-gnu/pulseaudio', 'usr/lib/x86_64-linux-gnu/ceph'];
const dataFolders = ['usr/share/qemu', 'usr/share/seabios', 'usr/lib/ipxe/qemu'];

/**
 * How a program of unpacked packages is started: with their own loader and libraries, as the machine's may be older, and for a
 * QEMU with its own firmware. Mesa's parts are told to be looked for there too, because they must fit the libraries.
 *
 * @param root - folder of the packages
 * @param program - relative to it, such as `usr/bin/qemu-system-x86_64`
 */
export function programIn(root: string, program: string): ProgramStart {
  const loader = join(root, 'usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2');
  const lower = join(root, 'usr/lib64/ld-linux-x86-64.so.2');
  const start = [loader, lower].find((path) => existsSync(path));
  const file = join(root, program);
  if (start === undefined || !existsSync(file)) throw new BuildError(`${root} has no ${start === undefined ? 'loader' : program}`);
  const libraries = libraryFolders.map((folder) => join(root, folder)).filter((path) => existsSync(path));
  const data = /(?:^|\/)qemu-system-/.test(program) ? dataFolders.map((folder) => join(root, folder)) : [];
  const library = join(root, 'usr/lib/x86_64-linux-gnu');
  const variables = {
    QEMU_MODULE_DIR: join(library, 'qemu'),
    __EGL_VENDOR_LIBRARY_DIRS: join(root, 'usr/share/glvnd/egl_vendor.d'),
    LIBGL_DRIVERS_PATH: join(library, 'dri'),
    GBM_BACKENDS_PATH: join(library, 'gbm'),
  };
  return {
    command: [
      start,
      '--library-path',
      libraries.join(':'),
      file,
      ...data.filter((path) => existsSync(path)).flatMap((path) => ['-L', path]),
    ],
    environment: Object.fromEntries(Object.entries(variables).filter(([, path]) => existsSync(path))),
  };
}
