/*
 * What ./run --programs does once everything is installed: draws with unmodified programs in two ways, in their own process and through
 * virglass, and prints what came out side by side. With arguments it runs that one program through virglass instead.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join, relative } from 'node:path';
import {
  clientEnvironment,
  compareImages,
  runClient,
  scratchFolder,
  type ServerKind,
  startClient,
  startDisplay,
  startServer,
  type VtestServer,
  writePng,
} from '@virglass/testkit';
import { root } from './lib/repository.ts';

type Target = VtestServer | 'direct';
type Row = readonly [name: string, direct: string, through: string];

const kind: ServerKind = process.env['VIRGLASS_E2E_SERVER'] === 'peer' ? 'peer' : 'virglass';
const size = '640x480';
const scenes = ['build:use-vbo=true', 'texture', 'shading:shading=phong', 'ideas'];
const sceneSeconds = 3;
const gearsSeconds = 3;
const pictured = { scene: 'shading:shading=phong', frame: 60, frameTimeUs: 16_667 } as const;

/** Asks a driver for its name and version without any window system. */
async function identity(server: Target, api: readonly string[]): Promise<{ readonly renderer: string; readonly version: string }> {
  const { output } = await runClient(['wflinfo', '--platform', 'surfaceless_egl', ...api], { server, timeoutMs: 30_000 });
  const field = (name: string): string => new RegExp(`OpenGL ${name} string: (.*)`).exec(output)?.[1] ?? '-';
  return { renderer: field('renderer'), version: /\d+\.\d+/.exec(field('version'))?.[0] ?? '-' };
}

/** Frames a second of glxgears, counted over some seconds once it runs. */
async function gears(server: Target, display: string): Promise<number> {
  await using client = startClient(['glxgears'], { server, display });
  if (!(await client.untilFrames(20, 30_000))) throw new Error(`glxgears does not draw:\n${client.process.output}`);
  const before = client.live.read().frames;
  const start = performance.now();
  await new Promise((resolve) => setTimeout(resolve, gearsSeconds * 1000));
  if (client.process.ended !== null) throw new Error(`glxgears ended early:\n${client.process.output}`);
  return ((client.live.read().frames - before) * 1000) / (performance.now() - start);
}

/** Frames a second of each glmark2 scene, by its place in `scenes`. */
async function glmark2(server: Target, display: string): Promise<number[]> {
  const benchmarks = scenes.flatMap((scene) => ['-b', `${scene}:duration=${sceneSeconds}`]);
  const result = await runClient(['glmark2', '-s', size, ...benchmarks], { server, display, timeoutMs: 120_000 });
  const rates = [...result.output.matchAll(/FPS: (\d+)/g)].map((match) => Number(match[1]));
  if (result.code !== 0 || rates.length !== scenes.length) throw new Error(`glmark2 failed:\n${result.output.slice(-4000)}`);
  return rates;
}

/** Writes one frame drawn through the server as a PNG. @returns a line that says where, and how near the direct one is */
async function picture(server: VtestServer, display: string): Promise<string> {
  const draw = async (target: Target): ReturnType<typeof runClient> =>
    runClient(['glmark2', '-s', size, '-b', pictured.scene], {
      server: target,
      display,
      frames: [pictured.frame],
      frameTimeUs: pictured.frameTimeUs,
    });
  const [through, direct] = [await draw(server), await draw('direct')];
  const [ours, theirs] = [through.frames.get(pictured.frame), direct.frames.get(pictured.frame)];
  if (ours === undefined) throw new Error(`no frame was presented:\n${through.output.slice(-4000)}`);
  const path = join(root, 'out', 'frame.png');
  writePng(path, ours);
  const psnr = theirs === undefined ? 0 : compareImages(ours, theirs).psnr;
  const near = theirs === undefined ? '' : psnr === Infinity ? ', equal to the direct one' : `, ${psnr.toFixed(1)} dB from the direct one`;
  return `frame ${pictured.frame} of glmark2 ${pictured.scene} through ${kind}: ${relative(process.cwd(), path) || path}${near}`;
}

/** The whole comparison. */
async function compare(): Promise<void> {
  await using display = await startDisplay();
  await using server = await startServer(kind);
  console.log(`serving on ${server.socket}; drawing, about ${2 * (gearsSeconds + scenes.length * sceneSeconds) + 15} seconds`);
  const rows: Row[] = [];
  const targets = ['direct', server] as const;

  const core = ['--api', 'gl', '--profile', 'core', '--version', '3.3'];
  const [directCore, throughCore] = [await identity('direct', core), await identity(server, core)];
  rows.push(['renderer', directCore.renderer, throughCore.renderer]);
  rows.push(['OpenGL core', directCore.version, throughCore.version]);
  const es = ['--api', 'gles3', '--version', '3.0'];
  rows.push(['OpenGL ES', (await identity('direct', es)).version, (await identity(server, es)).version]);

  const rate = (name: string, direct: number, through: number): Row => [
    name,
    `${direct.toFixed(0)} fps`,
    `${through.toFixed(0)} fps (${(through / direct).toFixed(2)})`,
  ];
  const [directGears, throughGears] = [await gears(targets[0], display.name), await gears(targets[1], display.name)];
  rows.push(rate('glxgears', directGears, throughGears));
  const [directScenes, throughScenes] = [await glmark2(targets[0], display.name), await glmark2(targets[1], display.name)];
  for (const [index, scene] of scenes.entries())
    rows.push(rate(`glmark2 ${scene.split(':')[0]}`, directScenes[index] ?? 0, throughScenes[index] ?? 0));
  const where = await picture(server, display.name);

  print([['', 'direct', `through ${kind}`], ...rows]);
  console.log(where);
  const name = kind === 'virglass' ? 'virglass' : 'the peer';
  if (!throughCore.renderer.startsWith('virgl')) throw new Error(`programs did not draw through ${name}`);
  if (!server.alive) throw new Error(`the server has died:\n${server.log.slice(-4000)}`);
}

/** Prints rows in columns as wide as their widest cell. */
function print(rows: readonly Row[]): void {
  const width = (column: 0 | 1): number => Math.max(...rows.map((row) => row[column].length));
  const [first, second] = [width(0), width(1)];
  console.log('');
  for (const [name, direct, through] of rows) console.log(`${name.padEnd(first)}  ${direct.padEnd(second)}  ${through}`);
  console.log('');
}

/** Runs a program of the user through virglass on the user's display. @returns its exit status */
async function runProgram(command: readonly [string, ...string[]]): Promise<number> {
  // The server draws on what this machine has; only the program is told to use virpipe.
  await using server = await startServer(kind, { env: { LIBGL_ALWAYS_SOFTWARE: process.env['LIBGL_ALWAYS_SOFTWARE'] ?? '0' } });
  const { DISPLAY: display } = process.env;
  const environment = clientEnvironment(
    { server, ...(display === undefined ? {} : { display }) },
    scratchFolder(),
    join(scratchFolder(), 'live'),
  );
  const { promise, resolve } = Promise.withResolvers<number>();
  const child = spawn(command[0], command.slice(1), { stdio: 'inherit', env: environment });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`run: ${error.message}`);
    resolve(127);
  });
  child.on('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  // Awaited here: the server must outlive the program.
  return await promise;
}

const [program, ...args] = process.argv.slice(2);
try {
  if (program === undefined) await compare();
  else process.exitCode = await runProgram([program, ...args]);
} catch (error) {
  console.error(`run: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
