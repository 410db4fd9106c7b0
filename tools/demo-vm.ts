/*
 * What ./run does once everything is installed: boots a virtual machine whose GPU is virglass, draws in it with unmodified
 * programs, once with that GPU and once as the guest would without it, and prints both side by side. Arguments go to `virglass vm`.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './lib/repository.ts';

const picture = join(root, 'out', 'screen.png');
const size = '320x240';
const seconds = 2;
const scenes = ['build:use-vbo=true', 'texture', 'shading:shading=phong'];
/** Until the picture is taken: compiling its shaders takes a while where the guest's processor is translated. */
const pictureSeconds = 6;

/** Draws off screen in both ways, then on the screen until a picture of it is taken. */
const guestScript = `
draw() {
  echo "@ $1"
  eglinfo -B -p gbm 2>/dev/null | grep -E 'renderer:|version:'
  ${scenes.map((scene) => `glmark2-es2-drm --off-screen -s ${size} -b ${scene}:duration=${seconds}.0 </dev/null 2>&1 | grep FrameTime`).join('\n  ')}
}
draw virglass
export GBM_ALWAYS_SOFTWARE=1
draw software
unset GBM_ALWAYS_SOFTWARE
glmark2-es2-drm --visual-config alpha=0 -b jellyfish:duration=100.0 </dev/null >/run/picture.log 2>&1 &
sleep ${pictureSeconds}
virglass-screenshot || cat /run/picture.log
kill $!
`;

/** What the guest said of one way of drawing. */
interface Facts {
  readonly renderer: string;
  readonly core: string;
  readonly es: string;
  /** Frames a second of each scene. */
  readonly rates: readonly number[];
}

/** Reads what the guest printed about one way of drawing. */
function factsOf(text: string): Facts {
  const first = (pattern: RegExp): string => pattern.exec(text)?.[1]?.trim() ?? '-';
  return {
    renderer: first(/^OpenGL core profile renderer: (.*)$/m),
    core: first(/^OpenGL core profile version: (\d+\.\d+)/m),
    es: first(/^OpenGL ES profile version: OpenGL ES (\d+\.\d+)/m),
    rates: [...text.matchAll(/FrameTime: (\d+\.\d+) ms/g)].map((match) => 1000 / Number(match[1])),
  };
}

/** Runs `virglass vm`, which tells its progress. @returns what the guest printed, and the status */
async function boot(args: readonly string[]): Promise<{ readonly output: string; readonly status: number }> {
  const command = [join(root, 'packages/cli/bin/virglass.js'), 'vm', '--screenshot', picture, '--run', guestScript, ...args];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const tell = (text: string): void => void (process.stderr.isTTY && process.stderr.write(`\r\x1b[K${text}`));
  let output = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text: string) => {
    output += text;
    const done = output.match(/FrameTime/g)?.length ?? 0;
    tell(done < 2 * scenes.length ? `drawing: ${done} of ${2 * scenes.length} scenes` : 'taking a picture');
  });
  const { promise, resolve } = Promise.withResolvers<number>();
  child.on('close', (code) => resolve(code ?? 1));
  const status = await promise;
  tell('');
  return { output, status };
}

/** Prints rows in columns as wide as their widest cell. */
function print(rows: readonly (readonly [name: string, ours: string, theirs: string])[]): void {
  const width = (column: 0 | 1): number => Math.max(...rows.map((row) => row[column].length));
  console.log('');
  for (const [name, ours, theirs] of rows) console.log(`${name.padEnd(width(0))}  ${ours.padEnd(width(1))}  ${theirs}`);
  console.log('');
}

/** Frames a second, with a decimal where there are few. */
function rate(value: number | undefined): string {
  return value === undefined ? '-' : `${value.toFixed(value < 10 ? 1 : 0)} fps`;
}

/** The whole show. */
async function show(args: readonly string[]): Promise<void> {
  mkdirSync(join(root, 'out'), { recursive: true });
  const started = performance.now();
  const { output, status } = await boot(args);
  const [, ours, software] = output.split(/^@ .*$/m).map(factsOf);
  if (status !== 0 || ours?.rates.length !== scenes.length || software?.rates.length !== scenes.length) {
    throw new Error(`the guest did not draw (status ${status}):\n${output.slice(-4000)}`);
  }
  print([
    ['in the guest', 'with virglass', 'by itself'],
    ['renderer', ours.renderer, software.renderer],
    ['OpenGL core', ours.core, software.core],
    ['OpenGL ES', ours.es, software.es],
    ...scenes.map((scene, i): readonly [string, string, string] => {
      const [ourRate, ownRate] = [ours.rates[i] ?? 0, software.rates[i] ?? 1];
      return [`glmark2 ${scene.split(':')[0]}`, `${rate(ourRate)} (${(ourRate / ownRate).toFixed(1)}x)`, rate(ownRate)];
    }),
  ]);
  if (!ours.renderer.startsWith('virgl')) throw new Error('programs in the guest did not draw with virglass');
  if ((statSync(picture, { throwIfNoEntry: false })?.size ?? 0) === 0) throw new Error("there is no picture of the guest's screen");
  const took = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`the guest's screen: ${relative(process.cwd(), picture) || picture} (all of it took ${took} s)`);
}

try {
  await show(process.argv.slice(2));
} catch (error) {
  console.error(`run: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
