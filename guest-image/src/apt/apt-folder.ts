/*
 * An apt of our own.
 *
 * apt keeps everything it knows in folders that a configuration names, so a folder per suite gives an apt that knows nothing of
 * the packages installed on this machine and changes nothing of it: package lists, pins, hooks and caches are its own. What it
 * takes over from the machine is the way to the mirror: address, proxies, and time-outs.
 */
import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programText } from '../build/run-program.ts';
import { BuildError, type BuildOptions, type BuildStep, cacheFolder } from '../options.ts';
import { type Paragraph, parseControl } from './control-file.ts';
import { debianMirror } from './mirror.ts';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
const suiteForm = /^([a-z]+)(-backports)?$/;
/** Settings of the machine that say how an archive is reached. */
const reachSettings = /^Acquire::(?:https?|ftp|file|mirror|Retries|ForceIPv[46]|Check-Valid-Until|Check-Date|Queue-Mode|Socks|Max-)/i;

/** An apt that knows one suite. To be used by one at a time. */
export class AptFolder {
  readonly suite: string;
  readonly #folder: string;
  readonly #options: BuildOptions;
  readonly #environment: Readonly<Record<string, string>>;

  constructor(suite: string, folder: string, options: BuildOptions) {
    this.suite = suite;
    this.#folder = folder;
    this.#options = options;
    this.#environment = { APT_CONFIG: join(folder, 'apt.conf') };
  }

  /** Fetches the lists of packages. */
  async update(): Promise<void> {
    const text = `fetching the list of packages of Debian ${this.suite}`;
    this.#options.progress?.({ text });
    await this.#run('apt-get', ['-q', 'update', '--error-on=any'], (step) => this.#options.progress?.({ text, ...step }));
    utimesSync(join(this.#folder, 'lists'), new Date(), new Date());
  }

  /** Seconds since the lists were fetched; infinite when they never were. */
  listsAgeSeconds(): number {
    const lists = join(this.#folder, 'lists');
    if (!readdirSync(lists).some((name) => name.includes('_Packages'))) return Infinity;
    return (Date.now() - statSync(lists).mtimeMs) / 1000;
  }

  /** Paragraphs of all versions of these packages; what the lists do not know is left out. */
  async show(names: readonly string[]): Promise<Paragraph[]> {
    if (names.length === 0) return [];
    return parseControl(await this.#run('apt-cache', ['show', '--', ...names], null, true));
  }

  /**
   * Names and versions of these packages and all that they depend on, recommendations apart.
   *
   * @param without - packages that count as being there already, so that neither they nor what only they depend on are taken
   */
  async closure(names: readonly string[], without: readonly string[]): Promise<{ readonly name: string; readonly version: string }[]> {
    const status = join(this.#folder, 'status');
    const release = this.suite.endsWith('-backports') ? ['--target-release', this.suite] : [];
    const args = ['--simulate', '-q', '-y', '--no-install-recommends', ...release, 'install', '--', ...names];
    writeFileSync(status, installedStatus(await this.show(without)));
    try {
      return parseSimulation(await this.#run('apt-get', args));
    } finally {
      writeFileSync(status, '');
    }
  }

  /** Downloads packages, each `name=version`, into a folder. apt checks them against the signed lists. */
  async download(packages: readonly string[], folder: string, step: (step: Pick<BuildStep, 'done' | 'total'>) => void): Promise<void> {
    await this.#run('apt-get', ['-q', 'download', '--', ...packages], step, false, folder);
  }

  async #run(
    program: string,
    args: readonly string[],
    step: ((step: Pick<BuildStep, 'done' | 'total'>) => void) | null = null,
    partial = false,
    cwd = this.#folder,
  ): Promise<string> {
    const options = { environment: this.#environment, signal: this.#options.signal, cwd };
    const status = (line: string): void => {
      // dlstatus:NUMBER:PERCENT:TEXT
      const percent = /^dlstatus:\d+:([\d.]+):/.exec(line)?.[1];
      if (percent !== undefined) step?.({ done: Number(percent), total: 100 });
    };
    if (step !== null) return programText(program, ['-o', 'APT::Status-Fd=3', ...args], { ...options, status });
    if (!partial) return programText(program, args, options);
    // apt-cache fails when one of several packages is unknown, and tells of the others all the same.
    return programText('sh', ['-c', '"$@" || test $? = 100', 'sh', program, ...args], options);
  }
}

/** The packages of `apt-get --simulate install`, from its lines `Inst NAME (VERSION SUITE [ARCHITECTURE])`. */
export function parseSimulation(text: string): { readonly name: string; readonly version: string }[] {
  return Array.from(text.matchAll(/^Inst (\S+) \((\S+) /gm), ([, name = '', version = '']) => ({ name, version }));
}

/** A status file of a machine that has these packages, and on which they need nothing. */
export function installedStatus(packages: readonly Paragraph[]): string {
  const kept = ['Package', 'Version', 'Architecture', 'Multi-Arch', 'Provides'];
  const seen = new Set<string>();
  const paragraphs: string[] = [];
  for (const one of packages) {
    const name = one.get('Package') ?? '';
    if (seen.has(name)) continue;
    seen.add(name);
    const fields = kept.filter((field) => one.has(field)).map((field) => `${field}: ${one.get(field)}`);
    paragraphs.push([...fields, 'Status: install ok installed', 'Maintainer: none', 'Description: left out', ''].join('\n'));
  }
  return paragraphs.join('\n');
}

/**
 * The apt of a suite, in the cache. The caller holds the suite's lock (see `fetch.ts`).
 *
 * @param suite - codename, such as `trixie`, or backports to one: `trixie-backports`
 */
export async function openApt(suite: string, options: BuildOptions): Promise<AptFolder> {
  const [, release, backports] = suiteForm.exec(suite) ?? [];
  if (release === undefined) throw new BuildError(`${suite} is no suite of Debian that this can use`);
  if (process.arch !== 'x64') throw new BuildError(`guests are built of amd64 packages, and this machine is ${process.arch}`);
  if (!existsSync(keyring)) throw new BuildError(`${keyring} is missing (Debian package debian-archive-keyring)`);
  const folder = join(cacheFolder(options), 'apt', suite);
  for (const name of ['lists/partial', 'state', 'archives/partial', 'none']) mkdirSync(join(folder, name), { recursive: true });
  const mirror = await debianMirror(options);
  const suites = backports === undefined ? [release] : [release, suite];
  const settings = await programText('apt-config', ['dump', 'Acquire'], { signal: options.signal });
  writeFileSync(join(folder, 'status'), '');
  writeFileSync(join(folder, 'sources.list'), suites.map((name) => `deb [signed-by=${keyring}] ${mirror} ${name} main\n`).join(''));
  writeFileSync(join(folder, 'apt.conf'), configuration(folder, settings));
  return new AptFolder(suite, folder, options);
}

/**
 * Configuration of an apt that lives in `folder`.
 *
 * @param settings - the machine's own, as `apt-config dump` prints them
 */
export function configuration(folder: string, settings: string): string {
  const own: Readonly<Record<string, string>> = {
    'Dir::State': join(folder, 'state'),
    'Dir::State::Lists': join(folder, 'lists'),
    'Dir::State::status': join(folder, 'status'),
    'Dir::Cache': folder,
    'Dir::Cache::srcpkgcache': '',
    'Dir::Cache::archives': join(folder, 'archives'),
    'Dir::Etc::main': join(folder, 'none', 'main'),
    'Dir::Etc::Parts': join(folder, 'none'),
    'Dir::Etc::SourceList': join(folder, 'sources.list'),
    'Dir::Etc::SourceParts': join(folder, 'none'),
    'Dir::Etc::Preferences': join(folder, 'none', 'preferences'),
    'Dir::Etc::PreferencesParts': join(folder, 'none'),
    'APT::Architecture': 'amd64',
    'APT::Architectures::': 'amd64',
    'APT::Install-Recommends': 'false',
    'APT::Sandbox::User': '',
    'Acquire::GzipIndexes': 'true',
    'Acquire::Languages': 'none',
    'Debug::NoLocking': 'true',
  };
  const reach = settings.split('\n').filter((line) => reachSettings.test(line));
  return [...reach, ...Object.entries(own).map(([name, value]) => `${name} "${value}";`), ''].join('\n');
}
