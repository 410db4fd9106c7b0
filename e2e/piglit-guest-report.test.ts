import { expect, test } from 'vitest';
import { compareGuest, describeGuest, guestSection, type Place } from './piglit-guest-report.ts';
import { sectionOf, withSection } from './piglit-report.ts';
import type { PiglitResult } from './piglit-run.ts';

/* What the command for guests says about results, without a guest. */

function results(outcomes: Readonly<Record<string, string>>): PiglitResult[] {
  return Object.entries(outcomes).map(([name, outcome]) => {
    const [result = '', ...subtests] = outcome.split('; ');
    return { test: name, result, seconds: 1, subtests, output: result === 'fail' ? 'Expected: 1 | 2\nPIGLIT: fail' : '', command: '' };
  });
}

const comparison = compareGuest(
  new Map<Place, PiglitResult[]>([
    ['guest', results({ same: 'pass', subtest: 'warn; a: fail', worse: 'fail', version: 'pass' })],
    ['vtest', results({ same: 'pass', subtest: 'warn; b: fail', worse: 'pass', version: 'pass' })],
    ['machine', results({ same: 'warn', subtest: 'pass', worse: 'pass', version: 'skip' })],
  ]),
);

test('the guest must give exactly what vtest gives; other versions need only agree about success', () => {
  expect(comparison.differing.map(({ test: name }) => name)).toEqual(['subtest', 'worse']);
  expect(comparison.versions.map(({ test: name }) => name)).toEqual(['version']);
  expect(describeGuest(comparison)).toContain('  worse: fail / pass  | not found yet: Expected: 1 | 2');
});

test('the page keeps what others wrote on it', () => {
  const section = guestSection(comparison, 'node it', 'four tests', ['somewhere']);
  expect(section).toContain('| `worse` | fail | pass | not found yet: Expected: 1 \\| 2 |');
  expect(section).toContain('| guest | 4 | 3 | 2 pass, 1 warn, 1 fail |');
  const page = withSection('# Piglit\n\nfirst\n', section);
  expect(page).toMatch(/^# Piglit\n\nfirst\n\n<!-- /);
  expect(sectionOf(page)).toBe(section);
  expect(withSection(page, guestSection(compareGuest(new Map()), 'node it', 'none', []))).toMatch(
    /^# Piglit\n\nfirst\n\n<!--[^]*none[^]*gives the same/,
  );
});
