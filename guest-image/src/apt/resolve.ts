import type { BuildOptions } from '../options.ts';
import { BuildError } from '../options.ts';
import type { AptFolder } from './apt-folder.ts';
import type { Paragraph } from './control-file.ts';
import type { Lock, LockedPackage, PackageRole } from './lock-file.ts';

/** What a build wants, before versions are known. */
export interface Wanted {
  readonly suite: string;
  /** Packages that are unpacked with all that they depend on. */
  readonly packages: readonly string[];
  /** Packages that are taken without what they depend on; a kernel's metapackage stands for the kernel that it names. */
  readonly alone?: readonly string[];
  /** Packages that are left out though others depend on them, with what only they depend on. */
  readonly without?: readonly string[];
}

/** How lock files write down what is wanted: `name`, `alone:name`, `without:name`. */
export function wantedWords(wanted: Wanted): string[] {
  const alone = (wanted.alone ?? []).map((name) => `alone:${name}`);
  return [...wanted.packages, ...alone, ...(wanted.without ?? []).map((name) => `without:${name}`)].toSorted();
}

/** Works out which packages the mirror has for this, now. */
export async function resolve(apt: AptFolder, wanted: Wanted, options: BuildOptions): Promise<Lock> {
  options.progress?.({ text: `working out packages of Debian ${apt.suite}` });
  const chosen: { role: PackageRole; name: string; version: string }[] = [];
  if (wanted.packages.length > 0) {
    const closure = await apt.closure(wanted.packages, wanted.without ?? []);
    for (const { name, version } of closure) chosen.push({ role: 'package', name, version });
  }
  for (const name of wanted.alone ?? []) {
    const [first] = await apt.show([name]);
    const kernel = kernelOf(first);
    const [paragraph] = kernel === null ? [first] : await apt.show([kernel]);
    if (paragraph === undefined) throw new BuildError(`Debian ${apt.suite} has no package ${name}`);
    const role: PackageRole = kernel === null ? 'package' : 'kernel';
    chosen.push({ role, name: paragraph.get('Package') ?? '', version: paragraph.get('Version') ?? '' });
  }
  const known = await apt.show(chosen.map(({ name }) => name));
  const packages = chosen.map(({ role, name, version }) => {
    const paragraph = known.find((one) => one.get('Package') === name && one.get('Version') === version);
    if (paragraph === undefined) throw new BuildError(`Debian ${apt.suite} does not describe ${name} ${version}`);
    return lockedPackage(role, paragraph);
  });
  return { suite: apt.suite, wanted: wantedWords(wanted), packages };
}

/** The kernel that a metapackage such as linux-image-amd64 depends on; null for another package. */
function kernelOf(paragraph: Paragraph | undefined): string | null {
  return /(?:^|[ ,])(linux-image-\d\S*)/.exec(paragraph?.get('Depends') ?? '')?.[1] ?? null;
}

/** The entry of a lock file for a package that the lists describe. */
export function lockedPackage(role: PackageRole, paragraph: Paragraph): LockedPackage {
  const field = (name: string): string => {
    const value = paragraph.get(name);
    if (value === undefined) throw new BuildError(`the mirror's list says no ${name} of ${paragraph.get('Package')}`);
    return value;
  };
  return {
    role,
    name: field('Package'),
    version: field('Version'),
    architecture: field('Architecture'),
    bytes: Number(field('Size')),
    sha256: field('SHA256').toLowerCase(),
  };
}
