import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { keyOf } from '../build/cached.ts';
import { exclusive } from '../build/exclusive.ts';
import { BuildError, type BuildOptions, cacheFolder } from '../options.ts';
import { type AptFolder, openApt } from './apt-folder.ts';
import { formatLock, type Lock, type LockedPackage, parseLock } from './lock-file.ts';
import { resolve, type Wanted, wantedWords } from './resolve.ts';

/** Lists that are older than this are fetched again before a download: the mirror drops what they name. */
const freshSeconds = 3600;

/** A build's name, what it wants, and the lock that comes with the product, if any. */
export interface PackageRequest {
  /** For people and for names in the cache. */
  readonly name: string;
  readonly wanted: Wanted;
  readonly pinned: Lock | null;
}

/** Where a package is, or will be, in the cache. */
export function packageFile(one: LockedPackage, options: BuildOptions): string {
  return join(cacheFolder(options), 'packages', `${one.name}_${one.sha256.slice(0, 16)}.deb`);
}

/**
 * The lock that a build goes by as far as it can be told without the mirror: one that had to be worked out anew before, else the
 * one that comes with the product if it is for what is wanted. null when there is neither.
 */
export function knownLock(request: PackageRequest, options: BuildOptions): Lock | null {
  const made = madeLock(request, options);
  return existsSync(made) ? parseLock(readFileSync(made, 'utf8'), made) : usablePin(request);
}

/**
 * Brings the packages of a build into the cache, by the known lock while the mirror or the cache has all of them. When it has
 * not, says so and works the packages out anew; that lock is kept in the cache.
 *
 * @returns the lock that counts, and files in its order
 */
export async function bringPackages(
  request: PackageRequest,
  options: BuildOptions,
): Promise<{ readonly lock: Lock; readonly files: readonly string[] }> {
  const { suite } = request.wanted;
  const known = knownLock(request, options);
  if (known !== null && (await missingFrom(known, options)).length === 0) return { lock: known, files: filesOf(known, options) };
  const guard = join(cacheFolder(options), 'locks', `apt-${suite}`);
  return exclusive(guard, `a download of Debian ${suite}`, options, async () => {
    const apt = await openApt(suite, options);
    if (apt.listsAgeSeconds() > freshSeconds) await apt.update();
    let lock = knownLock(request, options);
    const gone = lock === null ? [] : await goneFrom(apt, await missingFrom(lock, options));
    if (lock === null || gone.length > 0) {
      if (gone.length > 0) options.progress?.({ text: `${request.name}: ${describeGone(gone)}; working out the packages anew` });
      lock = await resolve(apt, request.wanted, options);
      const made = madeLock(request, options);
      mkdirSync(join(made, '..'), { recursive: true });
      writeFileSync(`${made}.new`, formatLock(lock));
      renameSync(`${made}.new`, made);
    }
    await download(apt, await missingFrom(lock, options), options);
    return { lock, files: filesOf(lock, options) };
  });
}

/** Works out a lock from the mirror as it is now. */
export async function newLock(wanted: Wanted, options: BuildOptions): Promise<Lock> {
  const guard = join(cacheFolder(options), 'locks', `apt-${wanted.suite}`);
  return exclusive(guard, `a download of Debian ${wanted.suite}`, options, async () => {
    const apt = await openApt(wanted.suite, options);
    if (apt.listsAgeSeconds() > freshSeconds) await apt.update();
    return resolve(apt, wanted, options);
  });
}

/** The product's lock, unless it is older than what is wanted now. */
function usablePin({ wanted, pinned }: PackageRequest): Lock | null {
  if (pinned === null || pinned.suite !== wanted.suite) return null;
  return pinned.wanted.toSorted().join(' ') === wantedWords(wanted).join(' ') ? pinned : null;
}

/** Where a lock is kept that replaces the product's. */
function madeLock(request: PackageRequest, options: BuildOptions): string {
  const pin = usablePin(request);
  const key = keyOf(request.wanted.suite, pin === null ? wantedWords(request.wanted).join(' ') : formatLock(pin));
  return join(cacheFolder(options), 'made-locks', `${request.name}-${key}.lock`);
}

function filesOf(lock: Lock, options: BuildOptions): string[] {
  return lock.packages.map((one) => packageFile(one, options));
}

/** Packages of a lock that the cache lacks. What is there is checked: a cache may be shared, or on a failing disk. */
async function missingFrom(lock: Lock, options: BuildOptions): Promise<LockedPackage[]> {
  const missing: LockedPackage[] = [];
  for (const one of lock.packages) {
    const file = packageFile(one, options);
    if (!existsSync(file) || (await sha256Of(file)) !== one.sha256) missing.push(one);
  }
  return missing;
}

/** Packages that the mirror does not have, with the version that it has instead. */
async function goneFrom(
  apt: AptFolder,
  packages: readonly LockedPackage[],
): Promise<{ readonly wanted: LockedPackage; readonly instead: string | null }[]> {
  const known = await apt.show(packages.map(({ name }) => name));
  return packages
    .filter((one) => !known.some((paragraph) => paragraph.get('Package') === one.name && paragraph.get('SHA256') === one.sha256))
    .map((one) => ({ wanted: one, instead: known.find((other) => other.get('Package') === one.name)?.get('Version') ?? null }));
}

function describeGone(gone: readonly { readonly wanted: LockedPackage; readonly instead: string | null }[]): string {
  const [first] = gone;
  if (first === undefined) return '';
  const others = gone.length === 1 ? '' : ` nor ${gone.length - 1} more of the pinned packages`;
  const instead = first.instead === null ? '' : ` (it has ${first.instead})`;
  return `the mirror no longer has ${first.wanted.name} ${first.wanted.version}${instead}${others}`;
}

async function download(apt: AptFolder, packages: readonly LockedPackage[], options: BuildOptions): Promise<void> {
  if (packages.length === 0) return;
  const store = join(cacheFolder(options), 'packages');
  const arriving = join(store, `arriving-${apt.suite}`);
  rmSync(arriving, { recursive: true, force: true });
  mkdirSync(arriving, { recursive: true });
  const bytes = packages.reduce((sum, one) => sum + one.bytes, 0);
  const text = `downloading ${packages.length === 1 ? packages[0]?.name : `${packages.length} packages`} (${Math.ceil(bytes / 1e6)} MB)`;
  options.progress?.({ text, done: 0, total: bytes });
  const names = packages.map((one) => `${one.name}=${one.version}`);
  await apt.download(names, arriving, ({ done = 0 }) => options.progress?.({ text, done: Math.round((bytes * done) / 100), total: bytes }));
  const bySum = new Map<string, string>();
  for (const name of readdirSync(arriving)) bySum.set(await sha256Of(join(arriving, name)), join(arriving, name));
  for (const one of packages) {
    const file = bySum.get(one.sha256);
    if (file === undefined) throw new BuildError(`the mirror's ${one.name} ${one.version} is not the one of the lock file`);
    renameSync(file, packageFile(one, options));
  }
  rmSync(arriving, { recursive: true, force: true });
}

/** SHA-256 of a file in hexadecimal digits. */
async function sha256Of(path: string): Promise<string> {
  const sum = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), sum);
  return sum.digest('hex');
}
