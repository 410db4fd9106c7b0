import { afterAll, expect, test } from 'vitest';
import type { GuestApi } from './guest-calls.ts';
import { GuestTarget } from './guest-target.ts';

/*
 * The guest driver's contexts under calls with any arguments, the same each time. VIRGLASS_FUZZ=n goes n times as far.
 */
const rounds = Math.max(1, Number(process.env['VIRGLASS_FUZZ'] ?? 1));
const PATIENCE_MS = 120_000 * rounds;

const target = new GuestTarget();
afterAll(() => target[Symbol.dispose]());

test.each<[GuestApi, boolean, number]>([
  ['webgl', false, 150],
  ['webgl2', false, 150],
  ['opengl', false, 100],
  ['webgl', true, 40],
  ['webgl2', true, 60],
  ['opengl', true, 40],
])(
  '%s (rendered: %s): what is refused sends nothing, and nothing is thrown but what must be',
  { timeout: PATIENCE_MS },
  (api, rendered, cases) => {
    for (let index = 0; index < cases * rounds; index++) expect(target.run(1, index, rendered, api), `case ${index}`).toEqual([]);
  },
);

test('nothing is refused wherever it comes from', () => {
  // Compressed images would have to be of the right size.
  const wanted = (api: GuestApi): string[] => target.neverDone(api).filter((name) => !name.startsWith('compressed'));
  expect(wanted('webgl')).toEqual([]);
  expect(wanted('webgl2')).toEqual([]);
});
