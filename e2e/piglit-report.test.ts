import { expect, test } from 'vitest';
import { comparePiglit, describeComparison, groupsBehind, piglitPage, type PiglitResults } from './piglit-report.ts';
import { keptOutput, type PiglitResult, tellingWords } from './piglit-run.ts';

/* What the piglit command says about results, without running piglit. */

function results(outcomes: Readonly<Record<string, string>>): PiglitResults {
  return new Map(
    Object.entries(outcomes).map(([test_, result]): [string, PiglitResult] => [
      test_,
      { test: test_, result, seconds: 1, subtests: [], output: result === 'fail' ? 'Expected: 1 | 2\nPIGLIT: fail' : '', command: '' },
    ]),
  );
}

const list = { name: 'some', profile: 'quick_gl', tests: ['spec@a@x', 'spec@a@y', 'spec@b@z', 'spec@b@w', 'spec@c@late'] };
const ours = results({ 'spec@a@x': 'pass', 'spec@a@y': 'fail', 'spec@b@z': 'pass', 'spec@b@w': 'warn' });
const peers = results({ 'spec@a@x': 'warn', 'spec@a@y': 'pass', 'spec@b@z': 'crash', 'spec@b@w': 'skip', 'spec@c@late': 'pass' });
const comparison = comparePiglit(list, ['virglass', 'peer'], [ours, peers]);

test('counts groups, and names what one side alone passes', () => {
  expect(comparison.groups).toEqual([
    { group: 'spec@a', tests: 2, passed: [1, 2] },
    { group: 'spec@b', tests: 2, passed: [2, 0] },
  ]);
  expect(groupsBehind(comparison).map(({ group }) => group)).toEqual(['spec@a']);
  expect(comparison.missing.map(({ test: name }) => name)).toEqual(['spec@a@y']);
  expect(comparison.ahead).toEqual(['spec@b@z', 'spec@b@w']);
});

test('tests that have not run everywhere are left out, and counted', () => {
  expect(comparison.left).toBe(1);
  expect(describeComparison(comparison)[1]).toBe('some (quick_gl), 4 tests; 1 have not run on all servers');
});

test('the page names each test that is behind with its cause or its complaint', () => {
  const page = piglitPage([comparison], 'node e2e/piglit.ts --all', true, ['somewhere']);
  expect(page).toContain('| some | 4 | 3 | 2 | 2 | 1 | 2 | 1 |');
  expect(page).toContain('| `spec@a@y` | fail | not found yet: Expected: 1 \\| 2 |');
  expect(page).toContain('- `spec@b@w` (some)');
});

test('a page of results from several runs says so', () => {
  expect(piglitPage([comparison], 'node e2e/piglit.ts --all --report', false, [])).toContain('**Put together from several runs**');
  expect(piglitPage([comparison], 'node e2e/piglit.ts --all', true, [])).toContain('All results are of one run');
});

/** A test of many cases, of which one in the middle fails. */
const manyCases = [
  ...Array.from({ length: 30 }, (_, i) => `Case: points = ${i}`),
  'Probe at (0,1)',
  '  Expected: 0 1 0 1',
  '  Observed: 1 0 0 1',
  ...Array.from({ length: 60 }, (_, i) => `Case: instances = ${i}`),
  'PIGLIT: {"result": "fail" }',
  'ATTENTION: default value of option vblank_mode overridden by environment.',
].join('\n');

const failed = (output: string): PiglitResult => ({ test: 'spec@a@x', result: 'fail', seconds: 1, subtests: [], output, command: '' });

test('of many cases the one that failed is told, not the last one', () => {
  const told = 'Case: points = 29; Probe at (0,1); Expected: 0 1 0 1; Observed: 1 0 0 1';
  expect(tellingWords(failed(manyCases))).toBe(told);
  const kept = keptOutput(manyCases);
  expect(kept.length).toBeLessThan(manyCases.length / 2);
  expect(kept).toContain('Case: instances = 59');
  expect(tellingWords(failed(kept))).toBe(told);
});

test('without a complaint the last words are told', () => {
  expect(tellingWords(failed('one\ntwo\n\nPIGLIT: {"result": "fail" }'))).toBe('two');
  expect(tellingWords(failed(''))).toBe('');
  expect(keptOutput(' all well \n')).toBe('all well');
});
