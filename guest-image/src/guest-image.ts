import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lock, LockedPackage } from './apt/lock-file.ts';
import { bringPackages, knownLock } from './apt/fetch.ts';
import { packageText } from './assets.ts';
import { cached, keyOf } from './build/cached.ts';
import { type CpioEntry, cpioArchive } from './build/cpio.ts';
import { erofsImage } from './build/erofs.ts';
import { needPrograms } from './build/run-program.ts';
import { type KernelModule, loadModules } from './build/kernel-modules.ts';
import { oneModeEdid } from './build/one-mode-edid.ts';
import { addFiles, finishRoot, unpackInto, unread } from './build/root-folder.ts';
import { pinnedLock } from './locks.ts';
import { BuildError, type BuildOptions, cacheFolder } from './options.ts';
import { bootModules, guestModules, type ImageName, type Recipe, recipes } from './recipes.ts';

/** A guest that can be booted. All paths are absolute, and nothing below them may be changed. */
export interface GuestImage {
  readonly name: ImageName;
  /** Differs whenever the contents differ. */
  readonly key: string;
  /** The root as a folder of the host, for UML's hostfs. */
  readonly root: string;
  /** The same as an erofs image, for QEMU: the first virtio-blk disk, read-only. */
  readonly disk: string;
  /** Linux for QEMU's `-kernel`. */
  readonly kernel: string;
  /** For QEMU's `-initrd`. */
  readonly initrd: string;
  /** What the image is made of. */
  readonly packages: readonly LockedPackage[];
}

/** Raised when code here makes other files of the same packages. */
const generation = '1';

/** Files of this package that guests get. */
const installed: readonly { readonly asset: string; readonly path: string; readonly mode: number }[] = [
  // Where a kernel looks when nobody names an init.
  { asset: 'init.sh', path: 'usr/sbin/init', mode: 0o755 },
  { asset: 'desktop.sh', path: 'usr/bin/virglass-desktop', mode: 0o755 },
  { asset: 'screenshot.sh', path: 'usr/bin/virglass-screenshot', mode: 0o755 },
  { asset: 'weston.ini', path: 'etc/xdg/weston/weston.ini', mode: 0o644 },
];

/** Sizes that `virglass.mode` knows: a screen that offers no other, whatever the monitor says. */
const fixedModes: readonly (readonly [width: number, height: number])[] = [
  [320, 240],
  [640, 480],
  [800, 600],
  [1024, 768],
  [1280, 720],
  [1920, 1080],
];

/** Brings an image: from the cache, or built. Minutes the first time, milliseconds after. */
export async function guestImage(name: ImageName, options: BuildOptions = {}): Promise<GuestImage> {
  const request = { name, wanted: recipes[name], pinned: pinnedLock(recipes[name]) };
  const known = knownLock(request, options);
  if (known !== null && existsSync(join(cacheFolder(options), imagePath(name, known)))) return describe(name, known, options);
  needPrograms('apt-get', 'dpkg-deb', 'flock', 'tar', 'xz', 'mkfs.erofs');
  const { lock, files } = await bringPackages(request, options);
  await cached(imagePath(name, lock), options, (folder) => build(folder, recipes[name], lock.packages, files, options));
  return describe(name, lock, options);
}

/** Everything that an image's contents depend on, in short. */
function imageKey(name: ImageName, lock: Lock): string {
  const texts = [...installed.map(({ asset }) => asset), 'initrd-init.sh'].map((asset) => packageText(`assets/${asset}`));
  const sums = lock.packages.map((one) => `${one.role} ${one.name} ${one.sha256}`);
  return keyOf(generation, JSON.stringify([recipes[name], bootModules, guestModules, fixedModes, installed]), ...sums, ...texts);
}

/** Where an image is in the cache: relative to it. */
export function imagePath(name: ImageName, lock: Lock): string {
  return `images/${name}-${imageKey(name, lock)}`;
}

function describe(name: ImageName, lock: Lock, options: BuildOptions): GuestImage {
  const folder = join(cacheFolder(options), imagePath(name, lock));
  return {
    name,
    key: imageKey(name, lock),
    root: join(folder, 'root'),
    disk: join(folder, 'root.erofs'),
    kernel: join(folder, 'vmlinuz'),
    initrd: join(folder, 'initrd.cpio'),
    packages: lock.packages,
  };
}

async function build(
  folder: string,
  recipe: Recipe,
  packages: readonly LockedPackage[],
  files: readonly string[],
  options: BuildOptions,
): Promise<void> {
  const ofRole = (role: string): string[] => files.filter((_, index) => packages[index]?.role === role);
  const root = join(folder, 'root');
  const kernel = join(folder, 'kernel');
  await unpackInto(root, ofRole('package'), options, [...unread, ...(recipe.leftOut ?? [])]);
  await finishRoot(root, options);
  await unpackInto(kernel, ofRole('kernel'), options, unread);
  const image = readdirSync(join(kernel, 'boot')).find((file) => file.startsWith('vmlinuz-'));
  if (image === undefined) throw new BuildError('the kernel package holds no kernel');
  renameSync(join(kernel, 'boot', image), join(folder, 'vmlinuz'));
  const modules = join(kernel, 'usr/lib/modules', image.slice('vmlinuz-'.length));
  await addModules(root, modules, options);
  addFiles(root, [
    ...installed.map(({ asset, path, mode }) => ({ path, data: packageText(`assets/${asset}`), mode })),
    ...fixedModes.map(([width, height]) => ({
      path: `usr/lib/firmware/edid/${width}x${height}.bin`,
      data: oneModeEdid(width, height),
    })),
  ]);
  const boot = await loadModules(modules, bootModules, options);
  writeFileSync(join(folder, 'initrd.cpio'), initrd(readFileSync(join(root, 'usr/bin/busybox')), boot));
  rmSync(kernel, { recursive: true });
  await erofsImage(join(folder, 'root.erofs'), root, options);
}

/** Puts the modules of each group into the root, with a list in the order of loading. */
async function addModules(root: string, modules: string, options: BuildOptions): Promise<void> {
  const base = 'usr/lib/virglass/modules';
  for (const [group, names] of Object.entries(guestModules)) {
    const loaded = await loadModules(modules, names, options);
    addFiles(root, [
      ...loaded.map(({ name, data }) => ({ path: `${base}/${name}.ko`, data })),
      { path: `${base}/${group}.list`, data: loaded.map(({ name }) => `${name}\n`).join('') },
    ]);
  }
}

/** The first root file system of a guest on QEMU. */
function initrd(busybox: Uint8Array, modules: readonly KernelModule[]): Uint8Array {
  const folders = ['bin', 'dev', 'lower', 'modules', 'root', 'upper'];
  const entries: CpioEntry[] = [
    ...folders.map((path) => ({ path, kind: 'folder' as const })),
    // The kernel opens it for init before anything is mounted.
    { path: 'dev/console', kind: 'device', device: [5, 1] },
    { path: 'bin/busybox', kind: 'file', mode: 0o755, data: busybox },
    { path: 'init', kind: 'file', mode: 0o755, data: packageText('assets/initrd-init.sh') },
    { path: 'modules/list', kind: 'file', data: modules.map(({ name }) => `${name}\n`).join('') },
    ...modules.map(({ name, data }) => ({ path: `modules/${name}.ko`, kind: 'file' as const, data })),
  ];
  return cpioArchive(entries);
}
