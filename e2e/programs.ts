/*
 * Real programs through our server and through the peer: are the pictures the same? A command of its own because the programs are large
 * and take their time; `--help` tells the options. The smaller ones are in every run as programs.test.ts and hacks.test.ts.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  compareImages,
  differenceImage,
  hasProgram,
  type Image,
  removeScratchFolder,
  scratchFolder,
  startDisplay,
  startServer,
  type VtestServer,
  writePng,
  type XDisplay,
} from '@virglass/testkit';
import { hackFrames, installedHacks, peerIsWrong, runHack } from './programs/hacks.ts';
import type { Pictures, Place } from './programs/place.ts';
import { realPrograms } from './programs/table.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

const help = `usage: node e2e/programs.ts [options] [NAME ...]

Runs real programs through virglass and through virgl_test_server and compares their pictures. Without NAME: all of the table in
e2e/programs/table.ts. A NAME takes the programs whose names begin so; a screen saver's is hack:NAME.

  --all        also every screen saver that is installed
  --keep       keep all pictures in out/e2e, not only those that differ
  --write      write the results to e2e/RESULTS.md
  --list       print the programs, and the packages that are missing

The same: at most 0.2 % of the pixels (or the share that the table states) differ by more than 8 in a channel.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    all: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A program, and how it is drawn by both servers. */
interface Job {
  readonly name: string;
  readonly how: string;
  readonly share: number;
  readonly screen?: string;
  /** @returns pictures of ours and of the peer */
  readonly run: (place: Place, ours: VtestServer, peer: VtestServer) => Promise<readonly [Pictures, Pictures]>;
}

const USUAL_SHARE = 0.002;
const CHANNEL = 8;

function programJobs(): Job[] {
  return realPrograms.map(({ name, how, share = USUAL_SHARE, screen, program, debianPackage, peerIsWrong: wrong, prepare }) => ({
    name,
    how: wrong === undefined ? how : `${how}; compared with llvmpipe itself: ${wrong}`,
    share,
    ...(screen === undefined ? {} : { screen }),
    run: async (place, ours, peer) => {
      if (!hasProgram(program)) throw new Error(`${program} is missing: apt-get install --no-install-recommends ${debianPackage}`);
      const draw = await prepare(place, peer);
      const theirs = await draw(wrong === undefined ? peer : 'direct');
      return [await draw(ours), theirs];
    },
  }));
}

function hackJobs(): Job[] {
  const pictures = async (name: string, on: VtestServer | 'direct', place: Place): Promise<Pictures> => {
    const { code, frames, output } = await runHack(name, on, place);
    if (code !== 0) throw new Error(`${name} ended with ${code}: ${output.slice(-1000)}`);
    return new Map([...frames].map(([frame, image]) => [`frame ${frame}`, image]));
  };
  return installedHacks().map((name) => ({
    name: `hack:${name}`,
    how: `frames ${hackFrames.join(' and ')} at a fixed clock${peerIsWrong(name) ? '; compared with llvmpipe itself, the peer is wrong' : ''}`,
    share: USUAL_SHARE,
    run: async (place, ours, peer) => [await pictures(name, ours, place), await pictures(name, peerIsWrong(name) ? 'direct' : peer, place)],
  }));
}

/** What came of a program. */
interface Outcome {
  readonly name: string;
  readonly how: string;
  readonly same: boolean;
  /** The first try's pictures differed. */
  readonly secondTry?: boolean;
  /** Why it was not compared. */
  readonly failure?: string;
  readonly pictures: number;
  readonly worstDelta: number;
  readonly worstShare: number;
  readonly worstPsnr: number;
}

function keep(name: string, image: Image): void {
  writePng(join(root, 'out/e2e', `${name.replace(/[^\w.-]+/g, '-')}.png`), image);
}

function compare({ name, how, share }: Job, ours: Pictures, peers: Pictures): Outcome {
  let [worstDelta, worstShare, worstPsnr, same] = [0, 0, Infinity, ours.size === peers.size && peers.size > 0];
  for (const [key, peer] of peers) {
    const image = ours.get(key);
    if (image === undefined) {
      same = false;
      continue;
    }
    const difference = compareImages(image, peer, CHANNEL);
    worstDelta = Math.max(worstDelta, difference.maxDelta);
    worstShare = Math.max(worstShare, difference.overShare);
    worstPsnr = Math.min(worstPsnr, difference.psnr);
    const differs = difference.sizeDiffers || difference.overShare > share;
    if (differs) same = false;
    if (differs || values.keep) {
      keep(`${name} ${key}.ours`, image);
      keep(`${name} ${key}.peer`, peer);
      if (!difference.sizeDiffers) keep(`${name} ${key}.diff`, differenceImage(image, peer));
    }
  }
  return { name, how, same, pictures: peers.size, worstDelta, worstShare, worstPsnr };
}

/** The two servers and the usual display, which all programs share; a server that has died is started again. */
class Stage implements AsyncDisposable {
  #servers: readonly [ours: VtestServer, peer: VtestServer] | null = null;
  #display: XDisplay | null = null;

  async servers(): Promise<readonly [ours: VtestServer, peer: VtestServer]> {
    if (this.#servers?.every(({ alive }) => alive) !== true) {
      await this.#stopServers();
      this.#servers = [await startServer('virglass'), await startServer('peer')];
    }
    return this.#servers;
  }

  async display(): Promise<XDisplay> {
    this.#display ??= await startDisplay();
    return this.#display;
  }

  async #stopServers(): Promise<void> {
    for (const server of this.#servers ?? []) await server.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stopServers();
    await this.#display?.[Symbol.asyncDispose]();
  }
}

async function runJob(job: Job, stage: Stage): Promise<Outcome> {
  const folder = scratchFolder();
  const [ours, peer] = await stage.servers();
  const own = job.screen === undefined ? null : await startDisplay(job.screen);
  const before = ours.log.length;
  try {
    const [a, b] = await job.run({ display: (own ?? (await stage.display())).name, folder }, ours, peer);
    const outcome = compare(job, a, b);
    if (!outcome.same) say(ours.log.slice(before).slice(-3000));
    return outcome;
  } catch (error) {
    const said = `${ours.alive ? 'our server says' : 'our server has died'}: ${ours.log.slice(before).slice(-1500)}`;
    const failure = `${error instanceof Error ? error.message : String(error)}\n${said}`;
    return { name: job.name, how: job.how, same: false, failure, pictures: 0, worstDelta: 0, worstShare: 0, worstPsnr: 0 };
  } finally {
    await own?.[Symbol.asyncDispose]();
    removeScratchFolder(folder);
  }
}

const psnrText = (psnr: number): string => (psnr === Infinity ? 'equal' : `${psnr.toFixed(1)} dB`);

function describe({ name, same, failure, pictures, worstDelta, worstShare, worstPsnr }: Outcome): string {
  if (failure !== undefined) return `FAILED ${name}: ${failure}`;
  const facts = `${pictures} pictures, worst: channel ${worstDelta}, ${(worstShare * 100).toFixed(3)} % of the pixels, ${psnrText(worstPsnr)}`;
  return `${same ? 'same  ' : 'DIFFER'} ${name}: ${facts}`;
}

function page(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ name, how, same, secondTry, failure, pictures, worstDelta, worstShare, worstPsnr }) =>
    failure === undefined
      ? `| ${name} | ${same ? (secondTry === true ? 'same in the second of two tries' : 'same') : '**differ**'} | ${pictures} | ${worstDelta} | ${(worstShare * 100).toFixed(3)} % | ${psnrText(worstPsnr)} | ${how} |`
      : `| ${name} | **not compared** | | | | | ${failure.split('\n', 1)[0]?.replaceAll('|', '\\|') ?? ''} |`,
  );
  return `${[
    '<!-- Written by e2e/programs.ts --write. -->',
    '',
    '# Real programs beside the peer',
    '',
    `Pictures of ${outcomes.length} programs through our server and through virglrenderer’s, on ${new Date().toISOString().slice(0, 10)}.`,
    'The command that made this page:',
    '',
    '```',
    ['node e2e/programs.ts', ...process.argv.slice(2)].join(' '),
    '```',
    '',
    `*same*: no picture has more than ${USUAL_SHARE * 100} % of its pixels that differ by more than ${CHANNEL} in a channel.`,
    '',
    '| program | pictures are | pictures | largest difference of a channel | pixels over 8, worst picture | worst PSNR | how |',
    '| --- | --- | ---: | ---: | ---: | ---: | --- |',
    ...rows,
  ].join('\n')}\n`;
}

const jobs = [...programJobs(), ...(values.all || positionals.some((name) => name.startsWith('hack:')) ? hackJobs() : [])].filter(
  ({ name }) => positionals.length === 0 || positionals.some((wanted) => name.toLowerCase().startsWith(wanted.toLowerCase())),
);
if (values.help) {
  process.stdout.write(help);
} else if (values.list) {
  for (const { name } of jobs) say(name);
  const missing = realPrograms.filter(({ program }) => !hasProgram(program)).map(({ debianPackage }) => debianPackage);
  if (missing.length > 0) say(`missing: apt-get install --no-install-recommends ${[...new Set(missing)].join(' ')}`);
} else {
  const outcomes: Outcome[] = [];
  await using stage = new Stage();
  for (const job of jobs) {
    let outcome = await runJob(job, stage);
    if (!outcome.same) {
      say(`${describe(outcome)}; once more`);
      // A program that draws lots before its first frame may draw others: told in the results, not hidden.
      outcome = { ...(await runJob(job, stage)), secondTry: true };
    }
    say(describe(outcome));
    outcomes.push(outcome);
  }
  if (values.write) writeFileSync(join(root, 'e2e/RESULTS.md'), page(outcomes));
  if (outcomes.some(({ same }) => !same)) process.exitCode = 1;
}
