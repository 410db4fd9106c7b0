/*
 * Runs tests of piglit in a guest on our vhost-user back end, and over vtest, and prints where the results differ. So that only the
 * way to the renderer differs, the second half are the guest's own programs and Mesa, as processes of this machine.
 * A command of its own because it takes minutes; `--help` tells the options.
 */
import { randomInt } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type GuestImage, guestImage } from '@virglass/guest-image';
import { removeScratchFolder, scratchFolder, startDisplay, startServer, type VtestServer } from '@virglass/testkit';
import { inRoot } from './guest-root.ts';
import { compareGuest, describeGuest, guestSection, type Place, places } from './piglit-guest-report.ts';
import { chosenAtRandom, readPiglitList } from './piglit-list.ts';
import { withSection } from './piglit-report.ts';
import { type PiglitResult, readPiglitResults, runPiglit, succeeded, withRetries } from './piglit-run.ts';
import { inGuest } from './vm-support.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

const help = `usage: node -C virglass-source e2e/piglit-guest.ts [options] [LIST]

Runs tests of LIST, or of corpus/piglit/ci_gl.txt, in a User Mode Linux guest with virglass's vhost-user back end, and over vtest with
the guest's own programs and Mesa; for information also over vtest with this machine's piglit and Mesa. Exits with 1 when the
first two differ.

  --random N         N tests of the list, chosen at random; default 300; 0: all of them
  --seed S           which ones; default: another each time, which is printed
  --filter REGEX     only tests whose name matches; before the choice
  --places A,B       where: guest, vtest, peer (the guest's programs through virgl_test_server), machine; default all but peer
  --chunk N          tests per guest; default 100
  --test-seconds N   time limit of one test; default 60
  --retries N        how often a test that does not pass runs again, alone; default 1
  --out FOLDER       results as JSON lines; default out/piglit-guest
  --write            write the comparison to docs/piglit.md
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    random: { type: 'string', default: '300' },
    seed: { type: 'string', default: '' },
    filter: { type: 'string', default: '' },
    places: { type: 'string', default: 'guest,vtest,machine' },
    chunk: { type: 'string', default: '100' },
    'test-seconds': { type: 'string', default: '60' },
    retries: { type: 'string', default: '1' },
    out: { type: 'string', default: join(root, 'out/piglit-guest') },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const testSeconds = Number(values['test-seconds']);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** What the guest and its twin without a guest run, with a shared folder that has the list. */
const script = (profile: string): string => `
export PIGLIT_COMPRESSION=none
eglinfo -B -p wayland | sed -n 's/^OpenGL core profile \\(renderer\\|version\\): /@\\1 /p'
piglit run -p wayland -j1 --timeout ${testSeconds} -o -l verbose --test-list /share/list ${profile} /share/results
`;

/** Tests whose files the image leaves out. */
const leftOut = /@execution@vs_in@/;

/** What OpenGL calls itself at a place. */
const renderers = new Map<Place, string>();

/** Runs tests among the image's programs, in a guest where there is no server. */
async function amongGuestPrograms(
  place: Place,
  image: GuestImage,
  profile: string,
  tests: readonly string[],
  server: VtestServer | null,
): Promise<PiglitResult[]> {
  const share = scratchFolder();
  try {
    writeFileSync(join(share, 'list'), `${tests.join('\n')}\n`);
    const timeoutMs = 120_000 + tests.length * testSeconds * 1000;
    let printed: string;
    try {
      if (server === null) {
        const command = script(profile);
        ({ output: printed } = await inGuest({ command, image: 'tests', session: 'desktop', share, timeoutMs }));
      } else printed = await inRoot({ root: image.root, share, vtest: server.socket, script: script(profile), timeoutMs });
    } catch (error) {
      printed = error instanceof Error ? error.message : String(error);
      say(printed.slice(-4000));
    }
    const [, renderer] = /^@renderer (.*)$/m.exec(printed) ?? [];
    const [, version] = /^@version (.*)$/m.exec(printed) ?? [];
    renderers.set(place, `${renderer}, ${version}`);
    return readPiglitResults(join(share, 'results'), tests, printed);
  } finally {
    removeScratchFolder(share);
  }
}

/** Results of all places, the places taking turns. */
async function runAll(profile: string, tests: readonly string[], wanted: readonly Place[]): Promise<Map<Place, PiglitResult[]>> {
  const image = await guestImage('tests', { progress: ({ text }) => process.stderr.write(`${text}\n`) });
  await using display = await startDisplay();
  await using server = await startServer('virglass');
  await using peer = wanted.includes('peer') ? await startServer('peer') : null;
  const servers: Readonly<Record<Place, VtestServer | null>> = { guest: null, vtest: server, peer, machine: server };
  const retries = Number(values.retries);
  const results = new Map<Place, PiglitResult[]>(wanted.map((place) => [place, []]));
  const size = Number(values.chunk);
  for (let at = 0; at < tests.length; at += size) {
    const chunk = tests.slice(at, at + size);
    for (const place of wanted) {
      const begun = performance.now();
      const some =
        place === 'machine'
          ? await runPiglit(chunk, { server, display: display.name, profile, jobs: 1, testSeconds, retries })
          : await withRetries(chunk, retries, (now) => amongGuestPrograms(place, image, profile, now, servers[place]));
      results.get(place)?.push(...some);
      const passed = some.filter(({ result }) => succeeded(result)).length;
      const seconds = ((performance.now() - begun) / 1000).toFixed(0);
      say(`${Math.min(at + size, tests.length)}/${tests.length} ${place}: ${passed} of ${some.length} pass, ${seconds} s`);
    }
  }
  mkdirSync(values.out, { recursive: true });
  for (const [place, all] of results)
    writeFileSync(join(values.out, `${place}.jsonl`), all.map((one) => `${JSON.stringify(one)}\n`).join(''));
  return results;
}

/** @returns the exit status */
async function main(): Promise<number> {
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const list = readPiglitList(positionals[0] ?? join(root, 'corpus/piglit/ci_gl.txt'));
  const filter = new RegExp(values.filter, 'i');
  const matching = list.tests.filter((test) => filter.test(test) && !leftOut.test(test));
  const seed = values.seed === '' ? randomInt(1, 2 ** 31) : Number(values.seed);
  const tests = values.random === '0' ? matching : chosenAtRandom(matching, Number(values.random), seed);
  say(`${tests.length} tests of ${list.name}${values.random === '0' ? '' : `, chosen by --seed ${seed}`}`);
  const wanted = places.filter((place) => values.places.split(',').includes(place));
  const comparison = compareGuest(await runAll(list.profile, tests, wanted));
  for (const line of describeGuest(comparison)) say(line);
  if (values.write) {
    const image = await guestImage('tests');
    const version = (name: string): string => `${name} ${image.packages.find((one) => one.name === name)?.version ?? ''}`;
    const where = [
      `${new Date().toISOString().slice(0, 10)}; the guest: ${['piglit', 'libgl1-mesa-dri', 'weston'].map(version).join(', ')}`,
      ...[...renderers].map(([place, text]) => `${place}: ${text}`),
    ];
    const which = `${tests.length} tests of ${list.name}${values.random === '0' ? '' : `, chosen at random by seed ${seed}`}`;
    // The seed belongs to it, whoever chose it.
    const only = values.filter === '' ? [] : ['--filter', `'${values.filter}'`];
    const options = ['--random', values.random, ...only, ...(values.random === '0' ? [] : ['--seed', seed]), '--write', ...positionals];
    const command = ['node -C virglass-source e2e/piglit-guest.ts', ...options].join(' ');
    const page = join(root, 'docs/piglit.md');
    writeFileSync(page, withSection(readFileSync(page, 'utf8'), guestSection(comparison, command, which, where)));
    say(`written to ${page}`);
  }
  return comparison.differing.length > 0 ? 1 : 0;
}

process.exitCode = await main();
