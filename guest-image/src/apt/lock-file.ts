/*
 * Lock files: which packages a build is made of, to the byte.
 *
 * A line each, words by blanks, sorted, so that a change is read as a diff:
 *
 *     suite trixie
 *     wanted busybox-static kmscube
 *     package libc6 2.41-12 amd64 3290772 8a6a...
 *     kernel linux-image-6.12.107+deb13-amd64 6.12.107-1 amd64 101234567 09af...
 *
 * `wanted` repeats what was asked for when the lock was made, so that a lock that is older than its recipe is found out.
 */
import { BuildError } from '../options.ts';

/** What a package is for: `package` is unpacked into the root, others as the build says. */
export type PackageRole = 'package' | 'kernel';

/** One package to the byte. */
export interface LockedPackage {
  readonly role: PackageRole;
  readonly name: string;
  readonly version: string;
  /** Debian's name: `amd64` or `all`. */
  readonly architecture: string;
  readonly bytes: number;
  /** Of the .deb file, in lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** The packages of one build. */
export interface Lock {
  readonly suite: string;
  /** What was asked for, sorted. */
  readonly wanted: readonly string[];
  /** Sorted by role and name. */
  readonly packages: readonly LockedPackage[];
}

const nameForm = /^[a-z0-9][a-z0-9+.-]+$/;
const versionForm = /^[A-Za-z0-9.+~:-]+$/;
const architectureForm = /^[a-z0-9-]+$/;

/** Reads a lock file. Throws {@link BuildError} with the line's number when it is not one: names and versions become arguments. */
export function parseLock(text: string, file: string): Lock {
  let suite = '';
  let wanted: readonly string[] = [];
  const packages: LockedPackage[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const words = line.split(/\s+/).filter((word) => word !== '');
    const [kind, ...rest] = words;
    if (kind === undefined || kind.startsWith('#')) continue;
    if (kind === 'suite' && rest.length === 1) suite = rest[0] ?? '';
    else if (kind === 'wanted') wanted = rest;
    else if ((kind === 'package' || kind === 'kernel') && rest.length === 5) {
      const [name = '', version = '', architecture = '', bytes = '', sha256 = ''] = rest;
      const good =
        nameForm.test(name) &&
        versionForm.test(version) &&
        architectureForm.test(architecture) &&
        /^\d{1,12}$/.test(bytes) &&
        /^[0-9a-f]{64}$/.test(sha256);
      if (!good) throw new BuildError(`${file}:${index + 1}: not a package line`);
      packages.push({ role: kind, name, version, architecture, bytes: Number(bytes), sha256 });
    } else throw new BuildError(`${file}:${index + 1}: cannot be read: ${line}`);
  }
  if (!/^[a-z][a-z0-9-]*$/.test(suite)) throw new BuildError(`${file}: names no suite`);
  if (packages.length === 0) throw new BuildError(`${file}: names no packages`);
  return { suite, wanted, packages: sorted(packages) };
}

/** The text of a lock file. */
export function formatLock(lock: Lock): string {
  const lines = [
    '# Made by `npm run guest-image -- lock`; do not edit.',
    `suite ${lock.suite}`,
    `wanted ${lock.wanted.toSorted().join(' ')}`,
    ...sorted(lock.packages).map((one) => `${one.role} ${one.name} ${one.version} ${one.architecture} ${one.bytes} ${one.sha256}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Packages in the order of lock files: by role, then by name. */
function sorted(packages: readonly LockedPackage[]): LockedPackage[] {
  const order = (one: LockedPackage): string => `${one.role} ${one.name} ${one.architecture}`;
  return packages.toSorted((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));
}
