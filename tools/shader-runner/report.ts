/** Results of ours beside the reference's, by folder. */
import { folderOf, is64 } from './choose.ts';
import type { Results } from './reference.ts';

/** A result of ours. */
export interface OurResult {
  readonly outcome: string;
  readonly reason: string;
}

/** Counts of a group of files. */
export interface Count {
  files: number;
  pass: number;
  skip: number;
  /** Of those that the reference passes. */
  reference: number;
  both: number;
}

/** Counts by folder; files of 64 bits are folders of their own. */
export function countByFolder(ours: ReadonlyMap<string, OurResult>, reference: Results): Map<string, Count> {
  const out = new Map<string, Count>();
  for (const [path, { outcome }] of ours) {
    const key = `${folderOf(path)}${is64(path) ? ' (64 bits)' : ''}`;
    const count = out.get(key) ?? { files: 0, pass: 0, skip: 0, reference: 0, both: 0 };
    out.set(key, count);
    count.files++;
    if (outcome === 'pass') count.pass++;
    if (outcome === 'skip') count.skip++;
    const known = reference.get(path);
    if (known !== 'pass' && known !== 'warn') continue;
    count.reference++;
    if (outcome === 'pass') count.both++;
  }
  return out;
}

const percent = (part: number, of: number): string => (of === 0 ? '' : `${((100 * part) / of).toFixed(1)} %`);

/** The counts as rows of a Markdown table, with sums of all files and of those of 64 bits. */
export function table(counts: ReadonlyMap<string, Count>): string {
  const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const sum = (match: (key: string) => boolean): Count =>
    rows
      .filter(([key]) => match(key))
      .reduce(
        (all, [, one]) => ({
          files: all.files + one.files,
          pass: all.pass + one.pass,
          skip: all.skip + one.skip,
          reference: all.reference + one.reference,
          both: all.both + one.both,
        }),
        { files: 0, pass: 0, skip: 0, reference: 0, both: 0 },
      );
  const row = (key: string, { files, pass, skip, reference, both }: Count): string =>
    `| ${key} | ${files} | ${pass} | ${skip} | ${files - pass - skip} | ${reference} | ${both} | ${percent(both, reference)} |`;
  const wide = (key: string): boolean => key.endsWith('(64 bits)');
  return [
    '| folder | files | pass | left out | fail | virpipe passes | of these pass here | |',
    '| ------ | ----: | ---: | -------: | ---: | -------------: | -----------------: | -: |',
    ...rows.map(([key, count]) => row(key, count)),
    row(
      '**all but 64 bits**',
      sum((key) => !wide(key)),
    ),
    row('**64 bits**', sum(wide)),
  ].join('\n');
}

/** Reasons without numbers and names, most frequent first, with an example of each. */
export function causes(ours: ReadonlyMap<string, OurResult>, reference: Results): string[] {
  const groups = new Map<string, string[]>();
  for (const [path, { outcome, reason }] of ours) {
    const known = reference.get(path);
    if (outcome === 'pass' || (reference.size > 0 && known !== 'pass' && known !== 'warn')) continue;
    const kind = `${outcome}: ${reason
      .replace(/^line \d+: (\w+ \w+).*?: /, '$1: ')
      .replace(/pixel \d+ \d+ is .*/, 'pixels are wrong')
      .replace(/\d+/g, 'N')
      .replace(/'[^']*'/g, 'X')
      .slice(0, 150)}`;
    groups.set(kind, [...(groups.get(kind) ?? []), path]);
  }
  return [...groups]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([kind, paths]) => `${String(paths.length).padStart(5)}  ${kind}\n         ${paths[0] ?? ''}`);
}
