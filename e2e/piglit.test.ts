import { join } from 'node:path';
import { requireProgram } from '@virglass/testkit';
import { beforeAll, expect, test } from 'vitest';
import { needsOnlyVertexAndFragment, readPiglitList, spread } from './piglit-list.ts';
import { runPiglit, succeeded } from './piglit-run.ts';
import { root, useDisplay, useServer } from './support.ts';

/* A sample of the lists, spread evenly; `e2e/piglit.ts` runs all of them. Every test in the lists passes through the peer. */
const display = useDisplay();
const server = useServer();

beforeAll(() => requireProgram('piglit', 'piglit'));

test.each([
  { name: 'ci_gl', count: 60 },
  { name: 'ci_sh', count: 40 },
])('$count tests of $name pass', async ({ name, count }) => {
  const { tests, profile } = readPiglitList(join(root, `corpus/piglit/${name}.txt`));
  const chosen = spread(
    tests.filter((candidate) => !candidate.startsWith('spec@egl') && needsOnlyVertexAndFragment(candidate)),
    count,
  );
  const results = await runPiglit(chosen, { server: server(), display: display.name, profile, jobs: 2, testSeconds: 20 });
  const bad = results.filter(({ result }) => !succeeded(result));
  expect(bad.map(({ test: failed, result, output }) => `${result} ${failed}: ${output.slice(-200)}`)).toEqual([]);
});
