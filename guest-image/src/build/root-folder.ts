/*
 * The guest's root folder: packages unpacked, and what their maintainer scripts would have made where a guest needs it.
 *
 * Nothing of the packages is run, with one exception: the statically linked busybox is asked for the names of its commands.
 */
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BuildError, type BuildOptions } from '../options.ts';
import { programText, runProgram } from './run-program.ts';

/** Parts of packages that no guest reads: patterns of tar. */
export const unread: readonly string[] = [
  './usr/share/bug/*',
  './usr/share/doc/*',
  './usr/share/gtk-doc/*',
  './usr/share/info/*',
  './usr/share/lintian/*',
  './usr/share/locale/*',
  './usr/share/man/*',
  './usr/share/zoneinfo/*',
  './usr/lib/udev/hwdb.d/*',
  './usr/lib/x86_64-linux-gnu/gconv/*',
];

/** Packages unpacked at the same time: decompression is the slow part. */
const atOnce = 2;

/**
 * Unpacks packages over each other into the folder `root`.
 *
 * @param without - patterns of tar
 */
export async function unpackInto(root: string, files: readonly string[], options: BuildOptions, without: readonly string[]): Promise<void> {
  for (const folder of ['', 'usr/bin', 'usr/sbin', 'usr/lib', 'usr/lib64']) makeFolder(root, folder);
  // Debian's root since release 13: what was beside /usr is in it.
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) link(root, name, `usr/${name}`);
  let done = 0;
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let file = files[next++]; file !== undefined; file = files[next++]) {
      await unpack(root, file, without, options);
      options.progress?.({ text: 'unpacking packages', done: ++done, total: files.length });
    }
  };
  options.progress?.({ text: 'unpacking packages', done: 0, total: files.length });
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Unpacks one package. Owners are given up; permissions stay. */
async function unpack(root: string, file: string, without: readonly string[], options: BuildOptions): Promise<void> {
  const script =
    'set -o pipefail; file=$1; root=$2; shift 2; ' +
    'dpkg-deb --fsys-tarfile "$file" | tar --extract --directory "$root" --keep-directory-symlink --no-same-owner --preserve-permissions "$@"';
  const excludes = without.map((pattern) => `--exclude=${pattern}`);
  await runProgram('bash', ['-c', script, 'bash', file, root, ...excludes], { signal: options.signal });
}

/** A file of the root that packages do not bring. */
export interface AddedFile {
  readonly path: string;
  readonly data: Uint8Array | string;
  readonly mode?: number;
}

/** Writes files into the root over what packages brought. */
export function addFiles(root: string, files: readonly AddedFile[]): void {
  for (const { path, data, mode = 0o644 } of files) {
    const target = join(root, path);
    makeFolder(root, dirname(path));
    rmSync(target, { force: true });
    writeFileSync(target, data);
    chmodSync(target, mode);
  }
}

/** Makes a folder below the root, with the permissions that it has whatever this process's mask for new files is. */
function makeFolder(root: string, path: string): void {
  let at = root;
  for (const name of ['', ...path.split('/')]) {
    at = join(at, name);
    if (existsSync(at)) continue;
    mkdirSync(at, { recursive: true });
    chmodSync(at, 0o755);
  }
}

/** Numbers of the groups that device files and sessions go by. */
const groups: Readonly<Record<string, number>> = {
  root: 0,
  tty: 5,
  disk: 6,
  lp: 7,
  kmem: 15,
  dialout: 20,
  cdrom: 24,
  tape: 26,
  audio: 29,
  video: 44,
  input: 104,
  render: 105,
  kvm: 106,
  sgx: 107,
  clock: 108,
  nogroup: 65534,
};

/** What installing the packages would have made: users, links, folders. */
export async function finishRoot(root: string, options: BuildOptions): Promise<void> {
  const folders = [
    'dev',
    'etc',
    'mnt',
    'proc',
    'root',
    'run',
    'share',
    'sys',
    'tmp',
    'usr/local/bin',
    'var/cache/fontconfig',
    'var/lib',
    'var/log',
    'var/tmp',
  ];
  for (const folder of folders) makeFolder(root, folder);
  for (const folder of ['tmp', 'var/tmp']) chmodSync(join(root, folder), 0o1777);
  addFiles(root, [
    { path: 'etc/passwd', data: 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n' },
    {
      path: 'etc/group',
      data: Object.entries(groups)
        .map(([name, number]) => `${name}:x:${number}:\n`)
        .join(''),
    },
    { path: 'etc/hostname', data: 'virglass\n' },
    { path: 'etc/hosts', data: '127.0.0.1 localhost virglass\n' },
    { path: 'etc/machine-id', data: '76697267000000000000000067756573\n' },
  ]);
  link(root, 'usr/bin/sh', 'busybox');
  link(root, 'etc/mtab', '../proc/self/mounts');
  link(root, 'var/run', '../run');
  // mesa-utils-bin names its programs by machine; the names without are links of another package's alternatives.
  for (const name of readdirSync(join(root, 'usr/bin'))) {
    const plain = /^(.+)\.x86_64-linux-gnu$/.exec(name)?.[1];
    if (plain !== undefined) link(root, `usr/bin/${plain}`, name);
  }
  const busybox = join(root, 'usr/bin/busybox');
  if (!existsSync(busybox)) throw new BuildError('the packages of the image bring no busybox');
  const commands = await programText(busybox, ['--list'], { signal: options.signal });
  for (const name of commands.split('\n')) if (/^[\w.[-]+$/.test(name)) link(root, `usr/local/bin/${name}`, '/usr/bin/busybox');
}

/** Makes a symbolic link where nothing is. */
function link(root: string, path: string, target: string): void {
  const at = join(root, path);
  rmIfDangling(at);
  if (!existsSync(at)) symlinkSync(target, at);
}

function rmIfDangling(path: string): void {
  if (!existsSync(path)) rmSync(path, { force: true });
}
