/* Server CPU time per presented frame, ours against the peer's, in turns. `--help` tells the options. */
import { parseArgs } from 'node:util';
import { type ServerKind, startDisplay } from '@virglass/testkit';
import { geometricMean, measure, median, type Sample } from './measure.ts';
import { markdownTable, recordResult } from './results.ts';
import { workloads } from './workloads.ts';

const help = `usage: node bench/peer.ts [options]

Runs programs through virglass and through virgl_test_server in turns (A B A B ...), so that a change of the machine's load hits both,
and prints server CPU time per presented frame, the median of the paired ratios and their geometric mean.

  --only REGEX     workloads to run; --list shows them
  --rounds N       pairs per workload; default 2
  --warm SECONDS   left out after the first frames; default 1.5
  --measure SEC    measured; default 3
  --size WxH       glmark2 windows; default 128x128
  --servers A,B    default virglass,peer; the same one twice shows the noise (0.9 to 1.1 is usual)
  --write          append the table to bench/RESULTS.md
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    rounds: { type: 'string', default: '2' },
    warm: { type: 'string', default: '1.5' },
    measure: { type: 'string', default: '3' },
    size: { type: 'string', default: '128x128' },
    servers: { type: 'string', default: 'virglass,peer' },
    write: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

async function main(): Promise<void> {
  const [ours, peers] = values.servers.split(',') as [ServerKind, ServerKind];
  const only = new RegExp(`^(${values.only || '.*'})$`);
  const chosen = workloads(values.size).filter(({ name }) => only.test(name));
  if (values.list) return console.log(chosen.map(({ name, command }) => `${name}: ${command.join(' ')}`).join('\n'));
  const timing = { warm: Number(values.warm), measured: Number(values.measure) };
  const header = [
    'workload',
    'draws',
    'KiB',
    `${ours} us`,
    `${peers} us`,
    'cpu ratio',
    `${ours} fps`,
    `${peers} fps`,
    'fps ratio',
    'client us',
  ];
  const rows: string[][] = [];
  const ratios: number[] = [];
  const fpsRatios: number[] = [];
  await using display = await startDisplay();
  console.log(header.join('\t'));
  for (const workload of chosen) {
    const pairs: [Sample, Sample][] = [];
    for (let round = 0; round < Number(values.rounds); round++) {
      const a = await measure(ours, workload, display.name, timing);
      const b = await measure(peers, workload, display.name, timing);
      if (a && b) pairs.push([a, b]);
      else console.error(`${workload.name}: no frames from ${a ? peers : ours}`);
    }
    if (pairs.length === 0) {
      rows.push([workload.name, ...Array<string>(header.length - 1).fill('-')]);
      continue;
    }
    const ratio = median(pairs.map(([a, b]) => a.serverUs / b.serverUs));
    const fpsRatio = median(pairs.map(([a, b]) => a.framesPerSecond / b.framesPerSecond));
    ratios.push(ratio);
    fpsRatios.push(fpsRatio);
    const of = (side: 0 | 1, field: keyof Sample): string => median(pairs.map((pair) => pair[side][field])).toFixed(0);
    const row = [workload.name, of(0, 'drawsPerFrame'), of(0, 'kibPerFrame'), of(0, 'serverUs'), of(1, 'serverUs'), ratio.toFixed(2)];
    row.push(of(0, 'framesPerSecond'), of(1, 'framesPerSecond'), fpsRatio.toFixed(2), of(0, 'clientUs'));
    rows.push(row);
    console.log(row.join('\t'));
  }
  if (ratios.length === 0) {
    process.exitCode = 1;
    return;
  }
  const mean = `geometric mean over ${ratios.length} workloads: cpu ${geometricMean(ratios).toFixed(2)}, fps ${geometricMean(fpsRatios).toFixed(2)}`;
  console.log(mean);
  if (values.write) recordResult(`Server CPU per frame, ${ours} against ${peers}`, [...markdownTable(header, rows), '', mean]);
}

if (values.help) process.stdout.write(help);
else await main();
