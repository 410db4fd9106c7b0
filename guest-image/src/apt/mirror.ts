import { readFileSync } from 'node:fs';
import { BuildError, type BuildOptions } from '../options.ts';
import { programText } from '../build/run-program.ts';
import { type Paragraph, parseControl } from './control-file.ts';

/** Environment variable that names a Debian mirror for machines whose own sources have none. */
const mirrorVariable = 'VIRGLASS_DEBIAN_MIRROR';

/**
 * Where this machine gets Debian packages from, by its own apt configuration: the address above `dists/` and `pool/`, ending
 * with a slash. Throws {@link BuildError} when its sources name no Debian archive.
 */
export async function debianMirror(options: BuildOptions): Promise<string> {
  const named = process.env[mirrorVariable];
  if (named !== undefined && named !== '') return named.endsWith('/') ? named : `${named}/`;
  const listing = await programText('apt-get', ['indextargets'], { signal: options.signal });
  const mirror = chooseMirror(parseControl(listing), systemCodename());
  if (mirror !== null) return mirror;
  throw new BuildError(
    `the apt sources of this machine name no Debian archive with the component main; name a mirror in ${mirrorVariable} (the address above dists/)`,
  );
}

/**
 * The Debian archive among the index targets of a machine.
 *
 * What says of itself that it is Debian's is taken first. A machine that has never fetched its lists knows nothing but addresses
 * and suites; there the suite of the running release is looked for. Archives of security updates lack most packages.
 *
 * @param codename - of the running release: `bookworm`
 */
export function chooseMirror(targets: readonly Paragraph[], codename: string): string | null {
  const mirrors = targets.filter(
    (target) =>
      target.get('Created-By') === 'Packages' &&
      target.get('Component') === 'main' &&
      !(target.get('Repo-URI') ?? '').includes('debian-security') &&
      !(target.get('Label') ?? '').includes('Security') &&
      /^(?:https?|file|mirror\+\w+):/.test(target.get('Repo-URI') ?? ''),
  );
  const told = mirrors.find((target) => target.get('Origin') === 'Debian' && target.get('Codename') === codename);
  const debian = told ?? mirrors.find((target) => target.get('Origin') === 'Debian');
  const found = debian ?? mirrors.find((target) => !target.has('Origin') && target.get('Release') === codename);
  const address = found?.get('Repo-URI');
  return address === undefined ? null : address.endsWith('/') ? address : `${address}/`;
}

/** Codename of the running release, '' when unknown. */
function systemCodename(): string {
  try {
    return /^VERSION_CODENAME=(\w+)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? '';
  } catch {
    return '';
  }
}
