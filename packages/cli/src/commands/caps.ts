import { createVirglRenderer } from '@virglass/virgl';
import { askCapset } from '../caps/ask.ts';
import { compareFacts } from '../caps/compare.ts';
import { capsFacts } from '../caps/facts.ts';
import { describeDifferences, describeFacts, describeVersions } from '../caps/print.ts';
import { offeredVersions, readCaps } from '../doctor/guest-version.ts';
import { openGl } from '../open-gl.ts';
import type { Output } from '../program.ts';

/** Options of `virglass caps`. */
export interface CapsOptions {
  readonly json?: boolean;
  /** Socket of another vtest server. */
  readonly compare?: string;
  readonly renderNode?: string;
  readonly api?: 'gl' | 'gles';
  readonly glVersion?: number;
}

/**
 * `virglass caps`: prints what guests are told that they can use, field by field, with the reason for each.
 *
 * @throws {CliError} when there is no GL, or the other server does not answer
 */
export async function caps(options: CapsOptions, output: Output): Promise<void> {
  const { json = false, compare, ...choice } = options;
  using opened = await openGl({ gl: 'native', ...choice });
  using renderer = createVirglRenderer(opened.gl);
  const capset = renderer.capset(2, 2);
  const facts = capsFacts(capset, renderer.caps.rows);
  const versions = offeredVersions(readCaps(capset));
  const { renderer: name, versionString } = opened.gl.features;
  const host = { renderer: name, version: versionString, platform: opened.platform };
  if (compare === undefined) {
    if (json) return output.out(`${JSON.stringify({ host, versions, facts }, null, 2)}\n`);
    const head = [`${name}, ${versionString}, ${opened.platform}`, `Guests get ${describeVersions(versions)}.`];
    return output.out(`${head.join('\n')}\n${describeFacts(facts)}\n`);
  }
  const other = await askCapset(compare);
  const theirs = offeredVersions(readCaps(other));
  const differences = compareFacts(facts, capsFacts(other));
  if (json) return output.out(`${JSON.stringify({ host, versions: { here: versions, there: theirs }, differences }, null, 2)}\n`);
  const head = [`here:  ${describeVersions(versions)}`, `there: ${describeVersions(theirs)}, ${compare}`];
  output.out(`${head.join('\n')}\n${describeDifferences(differences)}\n`);
}
