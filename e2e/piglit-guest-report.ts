/* What `piglit-guest.ts` says about its results. */
import { guestCauseOf } from './piglit-causes.ts';
import { GUEST_SECTION, markdownCell, markdownRow, tally } from './piglit-report.ts';
import { type PiglitResult, succeeded, tellingWords } from './piglit-run.ts';

/**
 * Where tests run: in a guest; the guest's programs over vtest; the same through the peer; this machine's own programs over vtest, which
 * have another Mesa and another piglit. The last two are there for information.
 */
export const places = ['guest', 'vtest', 'peer', 'machine'] as const;

/** One of them. */
export type Place = (typeof places)[number];

/** One test at all places. */
export interface GuestDifference {
  readonly test: string;
  readonly at: ReadonlyMap<Place, PiglitResult>;
}

/** Results of the same tests at several places. */
export interface GuestComparison {
  readonly results: ReadonlyMap<Place, readonly PiglitResult[]>;
  /** Tests whose result, or a subtest's, is not the same in the guest as over vtest. */
  readonly differing: readonly GuestDifference[];
  /** Tests that pass here and not through the peer, or the other way round. */
  readonly peers: readonly GuestDifference[];
  /** Tests that pass over vtest in one of the two ways, and not in the other: a matter of Mesa's or piglit's version. */
  readonly versions: readonly GuestDifference[];
}

/** A result with its subtests, for comparing. */
const whole = ({ result, subtests }: PiglitResult): string => [result, ...subtests.toSorted()].join('; ');

/** Compares places; where one has no results, nothing differs. */
export function compareGuest(results: ReadonlyMap<Place, readonly PiglitResult[]>): GuestComparison {
  const byTest = new Map<string, Map<Place, PiglitResult>>();
  for (const [place, all] of results) {
    for (const one of all) {
      const at = byTest.get(one.test) ?? new Map<Place, PiglitResult>();
      byTest.set(one.test, at.set(place, one));
    }
  }
  const differ = (a: Place, b: Place, view: (result: PiglitResult) => unknown): GuestDifference[] =>
    [...byTest].flatMap(([test, at]) => {
      const [one, other] = [at.get(a), at.get(b)];
      return one !== undefined && other !== undefined && view(one) !== view(other) ? [{ test, at }] : [];
    });
  return {
    results,
    differing: differ('guest', 'vtest', whole),
    peers: differ('vtest', 'peer', ({ result }) => succeeded(result)),
    versions: differ('vtest', 'machine', ({ result }) => succeeded(result)),
  };
}

/** What a place gave, with the subtests that did not pass. */
function resultAt({ at }: GuestDifference, place: Place): string {
  const one = at.get(place);
  if (one === undefined) return '-';
  return one.subtests.length > 0 ? `${one.result} (${one.subtests.slice(0, 3).join('; ')})` : one.result;
}

/** Why they differ: known, or what the one that did not pass complained of. */
function why({ test, at }: GuestDifference): string {
  const bad = [...at.values()].find(({ result }) => !succeeded(result));
  return guestCauseOf(test) ?? (bad === undefined ? 'not found yet' : `not found yet: ${tellingWords(bad).slice(0, 200)}`);
}

/** The comparison for the terminal. */
export function describeGuest({ results, differing, peers, versions }: GuestComparison): string[] {
  const lines = ['', ...[...results].map(([place, all]) => `${place}: ${tally(all)}`)];
  const tell = (title: string, a: Place, b: Place, rows: readonly GuestDifference[]): void => {
    if (!results.has(a) || !results.has(b)) return;
    lines.push(`${title}: ${rows.length}`);
    for (const one of rows) lines.push(`  ${one.test}: ${resultAt(one, a)} / ${resultAt(one, b)}  | ${why(one)}`);
  };
  tell('not the same in the guest as over vtest', 'guest', 'vtest', differing);
  tell('not the same over vtest as through the peer', 'vtest', 'peer', peers);
  tell("not the same with this machine's Mesa and piglit", 'vtest', 'machine', versions);
  return lines;
}

/**
 * The comparison as a section of the page.
 *
 * @param command - what made it
 * @param which - which tests
 * @param where - versions, one line each
 */
export function guestSection(
  { results, differing, peers, versions }: GuestComparison,
  command: string,
  which: string,
  where: readonly string[],
): string {
  const lines = [
    GUEST_SECTION,
    '',
    '## In a guest',
    '',
    'Tests of a list, in an unmodified Debian 13 on User Mode Linux with the back end of `virglass vhost-user`, and over vtest. Programs',
    'and Mesa are the same: over vtest, the root of the guest’s image is entered by processes of this machine. *machine* is for',
    'information: this machine’s own piglit and Mesa over vtest, on GLX in place of Wayland. A test that neither passes nor is',
    'skipped runs again alone. The command that made this section:',
    '',
    '```',
    command,
    '```',
    '',
    `- ${which}`,
    ...where.map((line) => `- ${line}`),
    '',
    markdownRow(['place', 'tests', 'pass', 'all results']),
    markdownRow(['---', '---:', '---:', '---']),
    ...[...results].map(([place, all]) =>
      markdownRow([place, all.length, all.filter(({ result }) => succeeded(result)).length, tally(all)]),
    ),
    '',
  ];
  const table = (title: string, a: Place, b: Place, rows: readonly GuestDifference[]): void => {
    lines.push(title, '', markdownRow(['test', a, b, 'cause']), markdownRow(['---', '---', '---', '---']));
    for (const one of rows) {
      lines.push(markdownRow([`\`${markdownCell(one.test)}\``, resultAt(one, a), resultAt(one, b), markdownCell(why(one))]));
    }
    lines.push('');
  };
  if (differing.length === 0) lines.push('Every test, and every subtest, gives the same in the guest as over vtest.', '');
  else table('Not the same:', 'guest', 'vtest', differing);
  if (peers.length > 0) table('Through the peer:', 'vtest', 'peer', peers);
  if (versions.length > 0) table('With another Mesa and piglit:', 'vtest', 'machine', versions);
  return lines.join('\n');
}
