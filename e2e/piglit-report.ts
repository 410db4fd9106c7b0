/* What piglit results say: counts by group, and every test that passes on the reference and not on the server under test. */
import { causeOf } from './piglit-causes.ts';
import { type PiglitList, piglitGroup } from './piglit-list.ts';
import { type PiglitResult, succeeded, tellingWords } from './piglit-run.ts';

/** One server's results of one list, by test. */
export type PiglitResults = ReadonlyMap<string, PiglitResult>;

/** A group of tests and how many passed on each server. */
export interface GroupCount {
  readonly group: string;
  readonly tests: number;
  readonly passed: readonly number[];
}

/** A list that ran on several servers, the last of which is the reference. */
export interface PiglitComparison {
  readonly list: PiglitList;
  readonly targets: readonly string[];
  readonly results: readonly PiglitResults[];
  readonly groups: readonly GroupCount[];
  /** Tests that have not run on all servers. */
  readonly left: number;
  /** Tests that pass on the reference and not on the first server. */
  readonly missing: readonly PiglitResult[];
  /** Tests that pass on the first server and not on the reference. */
  readonly ahead: readonly string[];
}

/** Compares the results of one list, of the tests that ran on all servers. */
export function comparePiglit(whole: PiglitList, targets: readonly string[], results: readonly PiglitResults[]): PiglitComparison {
  const list = { ...whole, tests: whole.tests.filter((test) => results.every((each) => each.has(test))) };
  const left = whole.tests.length - list.tests.length;
  const passes = (index: number, test: string): boolean => succeeded(results[index]?.get(test)?.result ?? 'lost');
  const groups = [...Map.groupBy(list.tests, piglitGroup)]
    .map(([group, members]) => ({
      group,
      tests: members.length,
      passed: targets.map((_, index) => members.filter((test) => passes(index, test)).length),
    }))
    .sort((a, b) => a.group.localeCompare(b.group, 'en'));
  const last = targets.length - 1;
  const differing = (good: number, bad: number): string[] =>
    last === 0 ? list.tests.filter((test) => !passes(0, test)) : list.tests.filter((test) => passes(good, test) && !passes(bad, test));
  const missing = differing(last, 0).flatMap((test) => results[0]?.get(test) ?? []);
  return { list, targets, results, groups, left, missing, ahead: last === 0 ? [] : differing(0, last) };
}

/** How many tests gave what. */
export function tally(results: Iterable<PiglitResult>): string {
  const counts = new Map<string, number>();
  for (const { result } of results) counts.set(result, (counts.get(result) ?? 0) + 1);
  return (
    [...counts]
      .sort((a, b) => b[1] - a[1])
      .map(([result, count]) => `${count} ${result}`)
      .join(', ') || 'nothing'
  );
}

/** Groups in which the first server passes fewer tests than the reference. */
export function groupsBehind({ groups }: PiglitComparison): GroupCount[] {
  return groups.filter(({ passed }) => (passed[0] as number) < (passed.at(-1) as number));
}

/** The comparison for the terminal. */
export function describeComparison(comparison: PiglitComparison): string[] {
  const { list, targets, results, left, missing, ahead } = comparison;
  const lines = [
    '',
    `${list.name} (${list.profile}), ${list.tests.length} tests${left === 0 ? '' : `; ${left} have not run on all servers`}`,
  ];
  for (const [index, target] of targets.entries()) {
    const wanted = list.tests.flatMap((test) => results[index]?.get(test) ?? []);
    const unsteady = wanted.filter(({ first }) => first !== undefined).length;
    lines.push(`  ${target}: ${tally(wanted)}${unsteady > 0 ? ` (${unsteady} gave something else when they ran alone)` : ''}`);
  }
  if (targets.length > 1) {
    const behind = groupsBehind(comparison);
    lines.push(`  groups with fewer passes than ${targets.at(-1)}: ${behind.length}`);
    for (const { group, tests, passed } of behind) lines.push(`    ${group}: ${passed.join(' / ')} of ${tests}`);
    lines.push(`  pass on ${targets[0]} and not on ${targets.at(-1)}: ${ahead.length}`);
    lines.push(`  pass on ${targets.at(-1)} and not on ${targets[0]}: ${missing.length}`);
  } else lines.push(`  do not pass: ${missing.length}`);
  const byGroup = Map.groupBy(missing, ({ test }) => piglitGroup(test));
  for (const [group, members] of [...byGroup].sort((a, b) => b[1].length - a[1].length)) {
    lines.push(`    ${group}: ${members.length}`);
    for (const one of members) {
      const subtests = one.subtests.length ? ` [${one.subtests.slice(0, 3).join('; ')}]` : '';
      const cause = causeOf(one.test);
      lines.push(
        `      ${one.result}  ${one.test}${subtests}  | ${tellingWords(one).slice(0, 200)}${cause === null ? '' : ` | cause: ${cause}`}`,
      );
    }
  }
  return lines;
}

/** Text for a cell of a markdown table. */
export const markdownCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** A row of a markdown table. */
export const markdownRow = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;

/** The line that the page's part about guests begins with; `piglit-guest.ts` writes it, and the rest of the page is not its own. */
export const GUEST_SECTION = '<!-- Written by e2e/piglit-guest.ts --write. -->';

/** The page with another part about guests. */
export function withSection(page: string, section: string): string {
  return `${page.split(GUEST_SECTION)[0]?.trimEnd()}\n\n${section}`;
}

/** What a page says about guests; empty where it says nothing. */
export function sectionOf(page: string): string {
  const at = page.indexOf(GUEST_SECTION);
  return at < 0 ? '' : page.slice(at);
}

/**
 * The comparison as a page.
 *
 * @param command - what made it
 * @param oneRun - false: results were kept from earlier runs, and the page says so
 * @param where - machine and versions, one line each
 */
export function piglitPage(comparisons: readonly PiglitComparison[], command: string, oneRun: boolean, where: readonly string[]): string {
  const targets = comparisons[0]?.targets ?? [];
  const lines = [
    '<!-- Written by e2e/piglit.ts --write. -->',
    '',
    '# Piglit beside the peer',
    '',
    'Tests of piglit through our server and through virglrenderer’s on the same machine. A test that neither passes nor is skipped runs',
    'again alone, on either server.',
    '',
    oneRun
      ? 'All results are of one run, in which the servers took turns. The command that made this page:'
      : '**Put together from several runs** at different times, during which the sources changed, and tests that had failed ran again on our side only. ' +
        '`node e2e/piglit.ts --all --write` makes the page in one run. The command that made this one:',
    '',
    '```',
    command,
    '```',
    '',
    ...where.map((line) => `- ${line}`),
    '',
    markdownRow(['list', 'tests', ...targets.map((target) => `${target} passes`), 'groups', 'groups behind', 'ahead', 'behind']),
    markdownRow(['---', '---:', ...targets.map(() => '---:'), '---:', '---:', '---:', '---:']),
  ];
  for (const comparison of comparisons) {
    const { list, groups, missing, ahead } = comparison;
    const passed = targets.map((_, index) => groups.reduce((sum, group) => sum + (group.passed[index] as number), 0));
    lines.push(
      markdownRow([list.name, list.tests.length, ...passed, groups.length, groupsBehind(comparison).length, ahead.length, missing.length]),
    );
  }
  lines.push('', `*ahead*: tests that pass here and not through the peer; *behind*: the other way round; both are named below.`);
  lines.push('', '## Behind', '');
  const missing = comparisons.flatMap((comparison) => comparison.missing);
  if (missing.length === 0) lines.push('Every test that passes through the peer passes here.');
  else {
    lines.push(markdownRow(['test', 'here', 'cause']), markdownRow(['---', '---', '---']));
    for (const one of missing)
      lines.push(
        markdownRow([
          `\`${markdownCell(one.test)}\``,
          one.result,
          markdownCell(causeOf(one.test) ?? `not found yet: ${tellingWords(one).slice(0, 200)}`),
        ]),
      );
  }
  lines.push('', '## Ahead', '');
  for (const { list, ahead } of comparisons) for (const test of ahead) lines.push(`- \`${test}\` (${list.name})`);
  for (const { list, groups } of comparisons) {
    lines.push(
      '',
      `## Groups of ${list.name}`,
      '',
      markdownRow(['group', 'tests', ...targets]),
      markdownRow(['---', '---:', ...targets.map(() => '---:')]),
    );
    for (const { group, tests, passed } of groups) lines.push(markdownRow([markdownCell(group), tests, ...passed]));
  }
  return `${lines.join('\n')}\n`;
}
