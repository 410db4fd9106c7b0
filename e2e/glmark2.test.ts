import { requireProgram, runClient, type VtestServer } from '@virglass/testkit';
import { beforeAll, expect, test } from 'vitest';
import { useDisplay, useServer } from './support.ts';

const display = useDisplay();
const server = useServer();

beforeAll(() => requireProgram('glmark2', 'glmark2-x11'));

/** Runs every scene's own check of its picture. @returns scene with options -> Success, Failure or Unknown (no check for it) */
async function validate(program: string, on: VtestServer | 'direct'): Promise<Map<string, string>> {
  const result = await runClient([program, '--validate', '--size', '128x128'], { server: on, display: display.name, timeoutMs: 150_000 });
  const results = new Map<string, string>();
  for (const [, scene, verdict] of result.output.matchAll(/^(\[.+?\] .+?): Validation: (\w+)/gm)) results.set(scene!, verdict!);
  expect(result.timedOut, `${program} did not end:\n${result.output.slice(-2000)}`).toBe(false);
  expect(result.code, result.output.slice(-4000)).toBe(0);
  return results;
}

test.each([{ program: 'glmark2' }, { program: 'glmark2-es2' }])(
  '$program: every scene that validates direct validates here',
  async ({ program }) => {
    const direct = await validate(program, 'direct');
    expect([...direct.values()].filter((verdict) => verdict === 'Success').length).toBeGreaterThan(20);
    const ours = await validate(program, server());
    const worse = [...direct].filter(([scene, verdict]) => ours.get(scene) !== verdict);
    expect(worse.map(([scene, verdict]) => `${scene}: ${ours.get(scene) ?? 'did not run'}, direct ${verdict}`)).toEqual([]);
  },
);
