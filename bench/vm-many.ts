/* Several virtual machines at once. `--help` tells the options. */
import { parseArgs } from 'node:util';
import { startProcess, virglassArguments } from '@virglass/testkit';
import { median } from './measure.ts';
import { markdownTable, recordResult } from './results.ts';

const help = `usage: node -C virglass-source bench/vm-many.ts [options]

Runs scenes of glmark2 in a User Mode Linux guest alone, in several at once, each with a back end of its own, and alone again, and prints
frames per second. Ends with status 1 when the slowest of those that ran together had less than a fifth of one alone.

  --machines N     at once; default 4
  --scenes A,...   default build,texture,jellyfish
  --seconds N      for each scene; default 6
  --cache DIR      where guest images and kernels are kept (see virglass vm --help)
  --write          append the table to bench/RESULTS.md
`;

const { values } = parseArgs({
  options: {
    machines: { type: 'string', default: '4' },
    scenes: { type: 'string', default: 'build,texture,jellyfish' },
    seconds: { type: 'string', default: '6' },
    cache: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const LEAST_SHARE = 0.2;
const TIMEOUT_MS = 180_000;
const env = { ...process.env, LIBGL_ALWAYS_SOFTWARE: '1', GALLIUM_DRIVER: 'llvmpipe' };

/**
 * Frames per second of a scene in a guest of its own; 0 when it drew nothing. The scene is drawn three times and the second counts, when all
 * who run together do run.
 */
async function framesPerSecond(scene: string, seconds: number): Promise<number> {
  const cache = values.cache === undefined ? [] : ['--cache', values.cache];
  const command = `glmark2-es2-drm --off-screen${` -b ${scene}:duration=${seconds}`.repeat(3)}`;
  const args = ['vm', '--machine', 'uml', '--screen', '320x240', ...cache, '--run', command];
  await using running = startProcess(process.execPath, [...virglassArguments(), ...args], { env, timeoutMs: TIMEOUT_MS });
  await running.exit;
  const found = [...running.output.matchAll(/FPS: (\d+)/g)].map(([, fps]) => Number(fps));
  if (found.length < 3) console.error(running.output);
  return found[1] ?? 0;
}

async function main(): Promise<void> {
  const machines = Number(values.machines);
  const seconds = Number(values.seconds);
  const header = ['scene', 'alone', `${machines} at once`, 'slowest / alone'];
  const rows: string[][] = [];
  console.log(header.join('\t'));
  for (const scene of values.scenes.split(',')) {
    const before = await framesPerSecond(scene, seconds);
    const together = await Promise.all(Array.from({ length: machines }, () => framesPerSecond(scene, seconds)));
    const alone = median([before, await framesPerSecond(scene, seconds)]);
    const share = Math.min(...together) / alone;
    if (!(share >= LEAST_SHARE)) process.exitCode = 1;
    rows.push([scene, alone.toFixed(0), together.join(', '), share.toFixed(2)]);
    console.log(rows.at(-1)!.join('\t'));
  }
  if (values.write) recordResult('Machines at once, glmark2 at 320x240 on User Mode Linux', markdownTable(header, rows));
}

if (values.help) process.stdout.write(help);
else await main();
