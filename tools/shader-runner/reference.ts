/** What Mesa's own client passes: piglit's shader_runner over a vtest server, many files in each process. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runClient, startDisplay, startServer } from '@virglass/testkit';
import { profileOf } from './requirements.ts';
import { parseShaderTest } from './test-file.ts';

/** Results by path: piglit's words. */
export type Results = Map<string, string>;

const CHUNK = 40;
const TEST_SECONDS = 30;

/** The program of a file's kind of context. */
const programOf = (suite: string, path: string): string => {
  const test = parseShaderTest(readFileSync(join(suite, path), 'latin1'));
  if (profileOf(test) !== 'es') return 'shader_runner';
  return (test.gl?.version ?? 20) >= 30 ? 'shader_runner_gles3' : 'shader_runner_gles2';
};

/** Results that a process printed, in the order of its files; shorter where it ended early. */
export function readOutput(output: string, paths: readonly string[]): string[] {
  const out: string[] = [];
  for (const [, name = '', result = ''] of output.matchAll(/PIGLIT: \{"subtest": \{"(.*?)" : "(\w+)"\}\}/g)) {
    const path = paths[out.length];
    if (path === undefined || basename(path, '.shader_test') !== name) break;
    out.push(result);
  }
  // A test that ends the process, and one that is alone, tell of the process.
  const last = [...output.matchAll(/PIGLIT: \{"result": "(\w+)"/g)].at(-1)?.[1];
  if (out.length < paths.length && last !== undefined) out.push(last);
  return out;
}

/**
 * Runs files that have no result yet.
 *
 * @param file - JSON: where results are kept from run to run
 * @param say - tells how far it is
 */
export async function runReference(suite: string, paths: readonly string[], file: string, say: (line: string) => void): Promise<Results> {
  const results: Results = existsSync(file)
    ? new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>))
    : new Map();
  const keep = (): void =>
    writeFileSync(file, `${JSON.stringify(Object.fromEntries([...results].sort(([a], [b]) => (a < b ? -1 : 1))), null, 0)}\n`);
  const missing = paths.filter((path) => !results.has(path));
  if (missing.length === 0) return results;
  await using display = await startDisplay();
  let server = await startServer('peer');
  try {
    for (const [program, group] of Map.groupBy(missing, (path) => programOf(suite, path))) {
      let rest = group;
      while (rest.length > 0) {
        const chunk = rest.slice(0, CHUNK);
        const files = chunk.map((path) => join(suite, path));
        const command = [
          join(suite, 'bin', program),
          ...files,
          '-auto',
          '-fbo',
          ...(chunk.length > 1 ? ['-report-subtests'] : []),
        ] as const;
        const { output } = await runClient([...command] as [string, ...string[]], {
          server,
          display: display.name,
          timeoutMs: 60_000 + chunk.length * TEST_SECONDS * 100,
        });
        const seen = readOutput(output, chunk);
        seen.forEach((result, i) => results.set(chunk[i] ?? '', result));
        // Who ended the process early is the first without a result.
        if (seen.length < chunk.length) {
          results.set(chunk[seen.length] ?? '', 'crash');
          if (!server.alive) server = await startServer('peer');
        }
        rest = rest.slice(Math.min(chunk.length, seen.length + 1));
        keep();
        say(`${program}: ${group.length - rest.length} of ${group.length}`);
      }
    }
  } finally {
    await server.stop();
  }
  return results;
}
