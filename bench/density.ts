/* Memory per client of a server with many clients. `--help` tells the options. */
import { parseArgs } from 'node:util';
import { proportionalBytes, type RunningClient, type ServerKind, startClient, startDisplay, startServer } from '@virglass/testkit';
import { markdownTable, recordResult } from './results.ts';

const help = `usage: node bench/density.ts [options]

Starts many glxgears on one server and prints the server's memory (PSS: shared pages divided among their users) per client; then kills
half of the clients in the middle of a frame and checks that the others go on.

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

/** @returns a row: server, clients, memory with no client, with all, per client, sum of frame rates, clients that survive the others */
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
      if (!(await client.untilFrames(2, 60_000))) throw new Error(`a client draws nothing: ${client.process.output}`);
    const frames = (): number => clients.reduce((sum, client) => sum + client.live.read().frames, 0);
    const before = frames();
    await pause(Number(values.seconds));
    const fps = (frames() - before) / Number(values.seconds);
    const full = proportionalBytes(server.pids());
    const [victims, survivors] = [clients.slice(0, count >> 1), clients.slice(count >> 1)];
    for (const victim of victims) victim.process.signal('SIGKILL');
    const marks = survivors.map((client) => client.live.read().frames);
    await pause(2);
    const going = survivors.filter((client, index) => client.live.read().frames > (marks[index] as number)).length;
    if (going < survivors.length || !server.alive) process.exitCode = 1;
    return [kind, String(count), mib(empty), mib(full), mib(full / count), fps.toFixed(0), `${going} of ${survivors.length}`];
  } finally {
    for (const client of clients) await client[Symbol.asyncDispose]();
  }
}

async function main(): Promise<void> {
  const header = ['server', 'clients', 'MiB empty', 'MiB full', 'MiB a client', 'fps in all', 'go on after SIGKILL of the rest'];
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
