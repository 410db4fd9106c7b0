/*
 * `npm run check`: everything that must hold before a commit, tests apart. Steps run two at a time; the output of a step is
 * shown when it fails. `npm run check -- types lint` runs the named steps only.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from './lib/repository.ts';

const tool = (script: string, ...args: string[]): string[] => ['node', '-C', 'virglass-source', `tools/${script}.ts`, ...args];

/** Slow steps first, so that two cores are busy to the end. */
const steps: Readonly<Record<string, readonly string[]>> = {
  lint: ['oxlint', '--deny-warnings', '--report-unused-disable-directives-severity=error'],
  types: ['tsc', '-b'],
  format: ['prettier', '--check', '--cache', '--cache-location=.cache/prettier', '--log-level=warn', '.'],
  unused: ['knip', '--no-config-hints'],
  generated: tool('generate', '--check'),
  layers: tool('check-layers'),
  docs: tool('check-docs'),
  text: tool('check-text'),
};

/** Runs one step with the repository's own programs first in PATH. */
function run(command: readonly string[]): Promise<{ readonly ok: boolean; readonly output: string }> {
  const { promise, resolve } = Promise.withResolvers<{ ok: boolean; output: string }>();
  const [file = '', ...args] = command;
  const path = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env['PATH'] ?? ''}`;
  const child = spawn(file, args, { cwd: root, env: { ...process.env, PATH: path }, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.on('error', (error) => resolve({ ok: false, output: `${error.message}\n` }));
  child.on('close', (code) => resolve({ ok: code === 0, output: Buffer.concat(chunks).toString() }));
  return promise;
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in steps));
if (unknown.length > 0) {
  console.error(`no such step: ${unknown.join(', ')}. Steps: ${Object.keys(steps).join(', ')}`);
  process.exit(2);
}
const queue = Object.entries(steps).filter(([name]) => wanted.length === 0 || wanted.includes(name));
const failed: string[] = [];

/** Takes steps from the queue until it is empty. */
async function worker(): Promise<void> {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const [name, command] = next;
    const start = performance.now();
    const { ok, output } = await run(command);
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${name.padEnd(10)} ${((performance.now() - start) / 1000).toFixed(1)} s`);
    if (ok) continue;
    failed.push(name);
    process.stdout.write(output.endsWith('\n') ? output : `${output}\n`);
  }
}

await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker));
if (failed.length > 0) console.log(`check failed: ${failed.join(', ')}`);
process.exit(failed.length === 0 ? 0 : 1);
