/* Time to the first frame, with shader caches empty and full, through ours and through the peer. `--help` tells the options. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cpuSeconds, removeScratchFolder, runClient, scratchFolder, type ServerKind, startDisplay, startServer } from '@virglass/testkit';
import { median } from './measure.ts';
import { markdownTable, recordResult } from './results.ts';

const help = `usage: node bench/warm.ts [options]

Starts a program and ends it at its first frame, each time through a new server, and prints for three states of the caches on the
server's side how long that took (from starting the program) and what CPU time it cost the server:

  cold       nothing is kept, neither by the server nor by the Mesa below it
  mesa       the Mesa below has kept what it compiled; virglass runs with --shader-cache off
  warm       virglass has kept its programs too

The peer has no cache of its own, so it has no third state. The program's own Mesa has kept its shaders in all of them.

  --only REGEX     programs to run; --list shows them
  --rounds N       runs per state, of which the median counts; default 3
  --write          append the table to bench/RESULTS.md
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    rounds: { type: 'string', default: '3' },
    write: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

/** Programs by name: few small shaders, many, large ones. */
const programs: readonly (readonly [name: string, ...command: [string, ...string[]]])[] = [
  ['gears', 'glxgears'],
  ...['build', 'shading:shading=phong', 'refract', 'desktop', 'ideas', 'jellyfish', 'terrain'].map(
    (scene) => [scene.split(':', 1)[0]!, 'glmark2', '--size', '128x128', '-b', scene] as const,
  ),
];

/** Folders of the caches on the server's side. */
interface Caches {
  readonly mesa: string;
  /** Of virglass; absent: off. */
  readonly own?: string;
}

/** What it took to come to the first frame. */
interface Start {
  readonly ms: number;
  readonly serverMs: number;
}

async function firstFrame(
  kind: ServerKind,
  command: [string, ...string[]],
  display: string,
  caches: Caches,
  clientMesa: string,
): Promise<Start> {
  const args = caches.own === undefined ? [] : ['--shader-cache', caches.own];
  await using server = await startServer(kind, { args, env: { MESA_SHADER_CACHE_DIR: caches.mesa } });
  const cpu = cpuSeconds(server.pids());
  const begin = performance.now();
  const result = await runClient(command, { server, display, lastFrame: 1, timeoutMs: 60_000, env: { MESA_SHADER_CACHE_DIR: clientMesa } });
  const ms = performance.now() - begin;
  if (result.timedOut || result.code !== 0) throw new Error(`${command.join(' ')} ended with ${result.code}: ${result.output.slice(-400)}`);
  return { ms, serverMs: (cpuSeconds(server.pids()) - cpu) * 1000 };
}

async function main(): Promise<void> {
  const only = new RegExp(`^(${values.only || '.*'})$`);
  const chosen = programs.filter(([name]) => only.test(name));
  if (values.list) return console.log(chosen.map(([name, ...command]) => `${name}: ${command.join(' ')}`).join('\n'));
  const header = ['program', 'cold ms', 'mesa ms', 'warm ms', 'cold cpu', 'mesa cpu', 'warm cpu', 'peer cold ms', 'peer mesa ms'];
  console.log(header.join('\t'));
  const rows: string[][] = [];
  await using display = await startDisplay();
  for (const [name, ...command] of chosen) {
    const folder = scratchFolder();
    const client = join(folder, 'client');
    const [full, peerFull] = [{ mesa: join(folder, 'mesa'), own: join(folder, 'own') }, { mesa: join(folder, 'peer-mesa') }];
    const run = (kind: ServerKind, caches: Caches): Promise<Start> => firstFrame(kind, command, display.name, caches, client);
    // Twice, for the program's Mesa makes other TGSI of shaders that it has kept.
    for (let i = 0; i < 2; i++) await run('virglass', full);
    for (let i = 0; i < 2; i++) await run('peer', peerFull);
    const samples: Start[][] = [[], [], [], [], []];
    for (let round = 0; round < Number(values.rounds); round++) {
      const empty = scratchFolder();
      samples[0]!.push(await run('virglass', { mesa: join(empty, 'mesa') }));
      samples[1]!.push(await run('virglass', { mesa: full.mesa }));
      samples[2]!.push(await run('virglass', full));
      samples[3]!.push(await run('peer', { mesa: join(empty, 'peer-mesa') }));
      samples[4]!.push(await run('peer', peerFull));
      removeScratchFolder(empty);
    }
    removeScratchFolder(folder);
    const wall = samples.map((starts) => median(starts.map(({ ms }) => ms)).toFixed(0));
    const cpu = samples.map((starts) => median(starts.map(({ serverMs }) => serverMs)).toFixed(0));
    const row = [name, ...wall.slice(0, 3), ...cpu.slice(0, 3), ...wall.slice(3)];
    rows.push(row);
    console.log(row.join('\t'));
  }
  if (values.write) recordResult('Time to the first frame, by what caches hold', markdownTable(header, rows));
}

if (values.help) process.stdout.write(help);
else await main();
