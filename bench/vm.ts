/*
 * glmark2 in a guest of QEMU: on our back end, on QEMU's C back end, and on QEMU's own virtio-gpu-gl, in turns. `--help` tells the
 * options.
 *
 * All three use the OpenGL of one folder of unpacked packages, ours too: what is compared is the way from the guest to it.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { guestImage, type ProgramStart, programIn } from '@virglass/guest-image';
import { cpuSeconds, processTree, startDisplay } from '@virglass/testkit';
import { type Child, findQemu, type QemuProgram, runVm, ScratchFolder, startBackEnd } from '@virglass/vm';
import { bringPeerBackEnd, startPeerBackEnd } from '../e2e/peer-back-end.ts';
import { geometricMean, mean, median } from './measure.ts';
import { markdownTable, recordResult } from './results.ts';
import { Slices } from './slices.ts';

const help = `usage: node -C virglass-source bench/vm.ts [options]

Boots a guest for each figure, on one back end after the other (A B C C B A ...), and runs glmark2-es2-drm --off-screen in it. Prints
frames a second per scene (the median of the rounds), glmark2's score, and the processor time of the back end per second of drawing.

  --on A,B,...      default virglass,c,qemu: ours, QEMU's C vhost-user-gpu, QEMU's own virtio-gpu-gl; other: ours of another folder
  --other FOLDER    a clone of the repository with its packages installed, to see what a change does
  --rounds N        default 3
  --sizes A,B,...   default 320x240,640x480
  --only REGEX      scenes; default all: build, texture, phong, bump, effect2d, jellyfish, terrain
  --seconds N       per scene; default 10, as glmark2's own
  --slices SECONDS  the guests are all there and run by turns of so many seconds, such as 0.5, the others stopped: what else the machine
                    does hits all of them alike, and a round tells differences of a few percent; default: one guest after the other
  --write           append the table to bench/RESULTS.md

The peers need Debian's packages of QEMU 10, which are fetched into the cache, gcc for a library that lets the C back end start without
a render node, and Xvfb for QEMU's own.
`;

const { values } = parseArgs({
  options: {
    on: { type: 'string', default: 'virglass,c,qemu' },
    rounds: { type: 'string', default: '3' },
    sizes: { type: 'string', default: '320x240,640x480' },
    only: { type: 'string', default: '.*' },
    seconds: { type: 'string', default: '10' },
    other: { type: 'string', default: '' },
    slices: { type: 'string', default: '0' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

type Kind = 'virglass' | 'other' | 'c' | 'qemu';

const scenes: readonly (readonly [name: string, benchmark: string])[] = [
  ['build', 'build'],
  ['texture', 'texture'],
  ['phong', 'shading:shading=phong'],
  ['bump', 'bump'],
  ['effect2d', 'effect2d'],
  ['jellyfish', 'jellyfish'],
  ['terrain', 'terrain'],
];

/** What a round measured: frames a second by scene, and the processor time of who drew per second of all of it. */
interface Round {
  readonly fps: readonly number[];
  readonly cpu: number;
  readonly renderer: string;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const terminal = process.stderr.isTTY;

/** Programs that are fetched, each started with the libraries beside it. */
interface Peers {
  readonly qemu: QemuProgram;
  readonly folder: string;
}

/** QEMU with everything it can draw with, and its back end. */
async function bringPeers(): Promise<Peers> {
  const folder = await bringPeerBackEnd();
  const { command, environment } = programIn(folder, 'usr/bin/qemu-system-x86_64');
  // QEMU's own loader finds the right one in any case; a system's QEMU would bring another OpenGL.
  const bring = (): Promise<Pick<QemuProgram, 'command' | 'env'>> => Promise.resolve({ command, env: environment });
  const path = process.env['PATH'];
  process.env['PATH'] = '';
  const qemu = await findQemu('tcg', { bring });
  process.env['PATH'] = path;
  return { qemu, folder };
}

/** A program with the libraries of a folder, though it is not from there. */
function withLibrariesOf(folder: string, program: string, args: readonly string[]): ProgramStart {
  const like = programIn(folder, 'usr/lib/qemu/vhost-user-gpu');
  const [loader, ...rest] = like.command.slice(0, -1);
  return { command: [loader!, ...rest, program, ...args], environment: like.environment };
}

/** Starts what draws; null: QEMU does. */
async function startDrawer(kind: Kind, peers: Peers, folder: ScratchFolder, socket: string): Promise<Child | null> {
  if (kind === 'qemu') return null;
  const { signal } = new AbortController();
  if (kind === 'virglass' || kind === 'other') {
    const program = join(kind === 'other' ? resolve(values.other) : root, 'packages/cli/src/main.ts');
    const ours = withLibrariesOf(peers.folder, process.execPath, ['-C', 'virglass-source', program, 'vhost-user']);
    return startBackEnd({ command: ours.command, env: ours.environment, socket }, signal);
  }
  return startPeerBackEnd(peers.folder, folder, socket);
}

/** What all rounds have in common. */
interface Setting {
  readonly chosen: typeof scenes;
  readonly peers: Peers;
  /** Name of the X display of QEMU's own. */
  readonly display: string;
  /** Guests that share the time: as many times as long each scene takes, and as many times as fast each is. */
  readonly sharers: number;
}

/**
 * Runs the scenes once in a new guest.
 *
 * @param folder - named in the command line of each process of the round
 */
async function round(kind: Kind, size: string, setting: Setting, folder: ScratchFolder): Promise<Round> {
  const { chosen, peers, display, sharers } = setting;
  const socket = folder.file('gpu');
  await using drawer = await startDrawer(kind, peers, folder, socket);
  const [width, height] = size.split('x');
  const screen = `xres=${width},yres=${height}`;
  let output = '';
  // The C back end ends with its machine: what it has used is asked while it is there.
  const used = (): { readonly at: number; readonly cpu: number } => ({
    at: performance.now(),
    cpu: drawer === null ? NaN : cpuSeconds(processTree(drawer.pid)),
  });
  let begin = used();
  let end = begin;
  const { status } = await runVm({
    monitor: { machine: 'qemu', accelerator: 'tcg', program: kind === 'qemu' ? withDisplay(peers.qemu, display) : peers.qemu },
    image: await guestImage('mini'),
    gpu: null,
    command: `eglinfo -B | grep -m1 "core profile renderer"
glmark2-es2-drm --off-screen ${chosen.map(([, benchmark]) => `-b ${benchmark}:duration=${Number(values.seconds) * sharers}`).join(' ')}`,
    session: null,
    memoryBytes: 1 << 30,
    processors: 2,
    share: null,
    kernelArguments: [`virglass.mode=${size}`],
    extraArguments: [
      ...['-D', folder.file('qemu.log')],
      ...(kind === 'qemu'
        ? ['-display', 'sdl,gl=on', '-device', `virtio-gpu-gl-pci,${screen}`]
        : ['-chardev', `socket,id=gpu,path=${socket}`, '-device', `vhost-user-gpu-pci,chardev=gpu,${screen}`]),
    ],
    timeoutMilliseconds: 600_000 * sharers,
    signal: new AbortController().signal,
    listener: {
      output: (bytes) => {
        output += Buffer.from(bytes).toString('latin1');
        end = used();
      },
      begin: () => {
        begin = used();
      },
    },
  });
  const fps = [...output.matchAll(/FPS: (\d+)/g)].map(([, figure]) => Number(figure) * sharers);
  if (status !== 0 || fps.length !== chosen.length)
    throw new Error(`${kind}: glmark2 ended with ${status}\n${output}\n${drawer?.log ?? ''}`);
  const cpu = ((end.cpu - begin.cpu) * 1000 * sharers) / (end.at - begin.at);
  return { fps, cpu, renderer: /renderer: (.*)/.exec(output)?.[1] ?? '?' };
}

function withDisplay(program: QemuProgram, display: string): QemuProgram {
  return { ...program, env: { ...program.env, DISPLAY: display, SDL_VIDEODRIVER: 'x11' } };
}

async function main(): Promise<void> {
  const kinds = values.on.split(',') as Kind[];
  const only = new RegExp(`^(${values.only})$`);
  const chosen = scenes.filter(([name]) => only.test(name));
  process.env['LIBGL_ALWAYS_SOFTWARE'] ??= existsSync('/dev/dri/renderD128') ? '0' : '1';
  const slices = Number(values.slices);
  const peers = await bringPeers();
  await using display = await startDisplay();
  const setting: Setting = { chosen, peers, display: display.name, sharers: slices === 0 ? 1 : kinds.length };
  const header = ['', ...chosen.map(([name]) => name), 'score', 'CPU'];
  const rows: string[][] = [];
  const renderers = new Set<string>();
  const notes: string[] = [];
  console.log(header.join('\t'));
  for (const size of values.sizes.split(',')) {
    const rounds = new Map<Kind, Round[]>(kinds.map((kind) => [kind, []]));
    for (let i = 0; i < Number(values.rounds); i++) {
      const measured = async (kind: Kind, folder: ScratchFolder): Promise<void> => {
        const one = await round(kind, size, setting, folder);
        rounds.get(kind)!.push(one);
        renderers.add(one.renderer);
        if (terminal) console.error(`${kind} ${size}: ${one.fps.join(' ')}`);
      };
      // There and back again: what else the machine does, more and more or less and less, hits them alike.
      const order = i % 2 === 0 ? kinds : kinds.toReversed();
      using folders = new DisposableStack();
      const runs = order.map((kind) => [kind, folders.use(new ScratchFolder())] as const);
      if (slices === 0) for (const [kind, folder] of runs) await measured(kind, folder);
      else {
        folders.use(
          new Slices(
            runs.map(([, folder]) => folder.path),
            slices * 1000,
          ),
        );
        await Promise.all(runs.map(([kind, folder]) => measured(kind, folder)));
      }
    }
    const fps = new Map<Kind, number[]>();
    const scores = new Map<Kind, number>();
    for (const [kind, all] of rounds) {
      const medians = chosen.map((_, i) => median(all.map((one) => one.fps[i]!)));
      fps.set(kind, medians);
      const score = mean(medians);
      scores.set(kind, score);
      const cpu = median(all.map((one) => one.cpu));
      const row = [
        `${kind} ${size}`,
        ...medians.map((value) => value.toFixed(0)),
        score.toFixed(0),
        Number.isNaN(cpu) ? '' : cpu.toFixed(2),
      ];
      rows.push(row);
      console.log(row.join('\t'));
    }
    const [first, ...others] = kinds;
    for (const other of others) {
      const ratio = geometricMean(chosen.map((_, i) => fps.get(first!)![i]! / fps.get(other)![i]!));
      const scoreRatio = scores.get(first!)! / scores.get(other)!;
      notes.push(`${first} / ${other} at ${size}: score ${scoreRatio.toFixed(2)}, geometric mean over the scenes ${ratio.toFixed(2)}`);
      // Two rounds one after another have the machine in the same mood; those of one kind differ by a third.
      const pairs = rounds.get(first!)!.map((one, i) => mean(one.fps) / mean(rounds.get(other)![i]!.fps));
      const each = pairs.map((pair) => pair.toFixed(2)).join(', ');
      notes.push(`${first} / ${other} at ${size}, score in each round: ${each}; median ${median(pairs).toFixed(2)}`);
    }
  }
  if (slices > 0) notes.push(`the guests ran by turns of ${slices} s`);
  const note = [...notes, `guests draw with ${[...renderers].join(' and ')}; CPU: seconds of the back end a second`];
  console.log(note.join('\n'));
  if (values.write) {
    const lines = [...markdownTable(header, rows), '', ...note.flatMap((line) => [line, '']).slice(0, -1)];
    recordResult('glmark2 in a guest of QEMU 10 with TCG, frames a second', lines);
  }
}

if (values.help) console.log(help);
else await main();
