/* Memory per client of a server with many clients. `--help` tells the options. */
import { parseArgs } from 'node:util';
import { proportionalBytes, type RunningClient, type ServerKind, startClient, startDisplay, startServer } from '@virglass/testkit';
import { markdownTable, recordResult } from './results.ts';

const help = `usage: node bench/density.ts [options]

Starts many glxgears on one server and prints the server's memory (PSS: shared pages divided among their users) per client, how many of
them draw and the frames a second of the slowest; then kills half of the clients in the middle of a frame and checks that the others go on.
Ends with status 1 when a client of virglass did not draw or did not go on. --clients 70 is the number that has to work.

  --clients N       default 20
  --size WxH        window size; default 128x128
  --seconds N       how long they run before memory is read; default 6
  --servers A,...   default virglass,peer
  --write           append the table to bench/RESULTS.md
`;

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '20' },
    size: { type: 'string', default: '128x128' },
    seconds: { type: 'string', default: '6' },
    servers: { type: 'string', default: 'virglass,peer' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
const pause = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** How long a client may take to its second frame while all others start too. */
const START_TIMEOUT_MS = 120_000;

/** @returns a row in the order of `header` */
async function density(kind: ServerKind, display: string): Promise<string[]> {
  const count = Number(values.clients);
  await using server = await startServer(kind);
  const empty = proportionalBytes(server.pids());
  const clients: RunningClient[] = [];
  for (let i = 0; i < count; i++) {
    clients.push(startClient(['glxgears', '-geometry', values.size], { server, display, timeoutMs: 300_000 }));
  }
  try {
    for (const client of clients)
      if (!(await client.untilFrames(2, START_TIMEOUT_MS))) console.error(`a client of ${kind} draws nothing: ${client.process.output}`);
    const frames = (): number[] => clients.map((client) => client.live.read().frames);
    const before = frames();
    await pause(Number(values.seconds));
    const rates = frames().map((now, index) => (now - (before[index] ?? 0)) / Number(values.seconds));
    const fps = rates.reduce((sum, rate) => sum + rate, 0);
    const drawing = rates.filter((rate, index) => rate > 0 && clients[index]?.process.ended === null).length;
    const full = proportionalBytes(server.pids());
    const [victims, survivors] = [clients.slice(0, count >> 1), clients.slice(count >> 1)];
    for (const victim of victims) victim.process.signal('SIGKILL');
    const marks = survivors.map((client) => client.live.read().frames);
    await pause(2);
    const going = survivors.filter((client, index) => client.live.read().frames > (marks[index] as number)).length;
    if (kind === 'virglass' && (drawing < count || going < survivors.length || !server.alive)) process.exitCode = 1;
    const memory = [mib(empty), mib(full), mib(full / count)];
    return [kind, String(count), ...memory, `${drawing}`, fps.toFixed(0), Math.min(...rates).toFixed(1), `${going} of ${survivors.length}`];
  } finally {
    for (const client of clients) await client[Symbol.asyncDispose]();
  }
}

const header: readonly string[] = ['server', 'clients', 'MiB empty', 'MiB full', 'MiB a client', 'draw', 'fps in all', 'slowest'].concat(
  'go on after SIGKILL of the rest',
);

async function main(): Promise<void> {
  await using display = await startDisplay();
  const rows: string[][] = [];
  console.log(header.join('\t'));
  for (const kind of values.servers.split(',') as ServerKind[]) {
    const row = await density(kind, display.name);
    rows.push(row);
    console.log(row.join('\t'));
  }
  if (values.write) recordResult('Memory per client', markdownTable(header, rows));
}

if (values.help) process.stdout.write(help);
else await main();
