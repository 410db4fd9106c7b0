import { join } from 'node:path';
import { requireProgram } from '@virglass/testkit';
import { beforeAll, expect, test } from 'vitest';
import { readPiglitList } from './piglit-list.ts';
import { runPiglit, succeeded } from './piglit-run.ts';
import { root, useDisplay, useServer } from './support.ts';

/* A sample that must pass in every run; `e2e/piglit.ts` runs the whole lists, here and through the peer. */
const display = useDisplay();
const server = useServer();

beforeAll(() => requireProgram('piglit', 'piglit'));

test.each([{ name: 'sample_gl' }, { name: 'sample_sh' }])('all tests of $name pass', async ({ name }) => {
  const { tests, profile } = readPiglitList(join(root, `corpus/piglit/${name}.txt`));
  const results = await runPiglit(tests, { server: server(), display: display.name, profile, jobs: 2, testSeconds: 30 });
  const bad = results.filter(({ result }) => !succeeded(result));
  expect(bad.map(({ test: failed, result, output }) => `${result} ${failed}: ${output.slice(-200)}`)).toEqual([]);
});
