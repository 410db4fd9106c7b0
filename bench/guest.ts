/* What the guest driver costs a program: calls beside Mesa's driver, a scene beside Chromium, and the compiler. `--help` tells the options. */
import { parseArgs } from 'node:util';
import { vtest } from '@virglass/guest/vtest';
import { type ServerKind, startDisplay, startServer } from '@virglass/testkit';
import { callWorkloads, countCalls, measureCalls } from './guest-calls/measure.ts';
import { BrowserScene, measureNode } from './guest-scene/measure.ts';
import { timePrograms } from './guest-shaders/measure.ts';
import { threePrograms } from './guest-shaders/three-programs.ts';
import { geometricMean, median } from './measure.ts';
import { markdownTable, recordResult } from './results.ts';

const help = `usage: node -C virglass-source bench/guest.ts [options]

Measures @virglass/guest:

  calls     CPU of a program for a frame of 500 draws with something changed between them, by the guest driver (Node) and by Mesa's
            virpipe driver (a C program that makes the same calls), in turns, through the same vtest server; and the words that a frame
            sends to it. Mesa's words are counted with and without the padding that it puts into every submit (END_TRANSFERS).
  scene     frames a second of a scene of three.js, by the guest driver through a vtest server and by headless Chromium's WebGL 2, in
            turns: on SwiftShader, and on the OpenGL that the server has too
  shaders   the compiler's time on its thread for the shaders of three.js, after passes over all of them to warm up

  --only PARTS     calls,scene,shaders; default all
  --workloads LIST of the calls; default ${callWorkloads.join(',')}
  --rounds N       pairs of runs; default 3
  --frames N       frames of a run of calls, after as many that do not count; default 300
  --seconds N      of a run of the scene; default 4
  --size WxH       of the scene; default 640x360
  --objects N      of the scene; default 1000
  --server KIND    virglass or peer; default virglass
  --commands       words by command
  --write          append the tables to bench/RESULTS.md
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'calls,scene,shaders' },
    workloads: { type: 'string', default: callWorkloads.join(',') },
    rounds: { type: 'string', default: '3' },
    frames: { type: 'string', default: '300' },
    seconds: { type: 'string', default: '4' },
    size: { type: 'string', default: '640x360' },
    objects: { type: 'string', default: '1000' },
    server: { type: 'string', default: 'virglass' },
    commands: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const rounds = Number(values.rounds);

function print(row: readonly string[]): void {
  console.log(row.join('\t'));
}

function record(title: string, lines: readonly string[]): void {
  if (values.write) recordResult(title, lines);
}

async function calls(): Promise<void> {
  await using server = await startServer(values.server as ServerKind);
  const header = ['between draws', 'our us', "Mesa's us", 'cpu ratio', 'our words', "Mesa's words", 'ratio', 'without padding'];
  const rows: string[][] = [];
  const ratios: number[] = [];
  print(header);
  for (const workload of values.workloads.split(',')) {
    const pairs = Array.from({ length: rounds }, () => measureCalls(server, workload, Number(values.frames), Number(values.frames)));
    const [ours, mesas] = countCalls(server, workload);
    if (values.commands) console.log(`ours ${JSON.stringify(ours.commands)}\nMesa's ${JSON.stringify(mesas.commands)}`);
    const ratio = median(pairs.map(([a, b]) => a / b));
    ratios.push(ratio);
    const times = [0, 1].map((side) => median(pairs.map((pair) => pair[side as 0 | 1])).toFixed(0));
    const bare = mesas.words - (mesas.commands['END_TRANSFERS'] ?? 0);
    const words = [ours.words.toFixed(0), mesas.words.toFixed(0), (ours.words / mesas.words).toFixed(2), (ours.words / bare).toFixed(2)];
    const row = [workload, ...times, ratio.toFixed(2), ...words];
    rows.push(row);
    print(row);
  }
  const mean = `geometric mean over ${ratios.length} workloads: cpu ${geometricMean(ratios).toFixed(2)}`;
  console.log(mean);
  record(`A program's CPU and words for a frame of 500 draws, by the guest driver and by Mesa's`, [
    ...markdownTable(header, rows),
    '',
    mean,
  ]);
}

const browsers: readonly { readonly name: string; readonly args: readonly string[]; readonly needsDisplay: boolean }[] = [
  { name: 'SwiftShader', args: ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'], needsDisplay: false },
  { name: 'the same OpenGL', args: ['--use-gl=angle', '--use-angle=gl'], needsDisplay: true },
  { name: 'the same OpenGL ES', args: ['--use-gl=angle', '--use-angle=gl-egl'], needsDisplay: true },
];

async function scene(): Promise<void> {
  const [width = 640, height = 360] = values.size.split('x').map(Number);
  const options = { width, height, objects: Number(values.objects), warm: 2, seconds: Number(values.seconds) };
  await using server = await startServer(values.server as ServerKind);
  await using display = await startDisplay();
  const header = ['Chromium on', 'our fps', 'its fps', 'ratio', 'our us of CPU a frame'];
  const rows: string[][] = [];
  print(header);
  for (const { name, args, needsDisplay } of browsers) {
    await using browser = new BrowserScene();
    const says = await browser.start(args, needsDisplay ? display.name : null);
    if (says === '') {
      print([name, 'no WebGL 2']);
      continue;
    }
    const pairs: (readonly [ours: number, its: number, cpuUs: number])[] = [];
    for (let round = 0; round < rounds; round++) {
      const { fps, cpuUs } = measureNode(server, options);
      pairs.push([fps, await browser.measure(options), cpuUs]);
    }
    const of = (side: 0 | 1 | 2, digits: number): string => median(pairs.map((pair) => pair[side])).toFixed(digits);
    const row = [`${name} (${says})`, of(0, 1), of(1, 1), median(pairs.map(([a, b]) => a / b)).toFixed(2), of(2, 0)];
    rows.push(row);
    print(row);
  }
  record(
    `three.js, ${options.objects} objects at ${values.size}, by the guest driver and by headless Chromium`,
    markdownTable(header, rows),
  );
}

async function shaders(): Promise<void> {
  await using server = await startServer(values.server as ServerKind);
  const programs = await threePrograms(vtest(server.socket));
  const { steps, slowest } = timePrograms(programs, 4, Math.max(10, rounds));
  const header = ['step', 'number', 'median ms', '90 % ms', 'longest ms', 'over 10 ms', 'first time, median ms', 'longest'];
  const rows = steps.map(({ name, warm, cold }) => {
    const at = (times: readonly number[], part: number): string =>
      times[Math.min(times.length - 1, Math.floor(times.length * part))]!.toFixed(2);
    const over = warm.filter((time) => time > 10).length;
    return [name, String(warm.length), at(warm, 0.5), at(warm, 0.9), at(warm, 1), String(over), at(cold, 0.5), at(cold, 1)];
  });
  print(header);
  for (const row of rows) print(row);
  const longest = `longest: ${slowest.map(({ name, ms, bytes }) => `${name} ${ms.toFixed(1)} ms (${(bytes / 1024).toFixed(0)} KiB of text)`).join(', ')}`;
  console.log(longest);
  record('The compiler on the shaders of three.js', [...markdownTable(header, rows), '', longest]);
}

const parts: Readonly<Record<string, () => Promise<void>>> = { calls, scene, shaders };

if (values.help) process.stdout.write(help);
else for (const part of values.only.split(',')) await parts[part]!();
