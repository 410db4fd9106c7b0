/*
 * Machines of QEMU on our back end, and what QEMU's own console shows of them.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { compareImages, describeDifference, type Image, readPng } from '@virglass/testkit';
import { type Qmp, ScratchFolder } from '@virglass/vm';
import { expect, onTestFinished, test } from 'vitest';
import { type QemuMachine, runQemu } from './qemu-support.ts';
import { root } from './support.ts';

function scratch(): ScratchFolder {
  const folder = new ScratchFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  return folder;
}

/** What QEMU's console shows of a screen. */
async function onConsole(folder: ScratchFolder, { qmp }: QemuMachine, head: number): Promise<Image> {
  const filename = folder.file(`console-${head}.png`);
  await qmp.execute('screendump', { filename, format: 'png', device: 'gpu0', head });
  return readPng(filename);
}

/** What the device itself shows of it. */
async function onDevice(folder: ScratchFolder, control: Qmp, head: number): Promise<Image> {
  const filename = folder.file(`device-${head}.png`);
  await control.execute('screendump', { filename, head });
  return readPng(filename);
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Asks again until a picture is as it should be. */
async function until(picture: () => Promise<Image>, good: (image: Image) => boolean): Promise<Image> {
  const end = performance.now() + 20_000;
  for (;;) {
    const image = await picture();
    if (good(image) || performance.now() > end) return image;
    await pause(100);
  }
}

function pixel({ width, rgb }: Image, x: number, y: number): readonly [number, number, number] {
  const at = (Math.floor(y) * width + Math.floor(x)) * 3;
  return [rgb[at]!, rgb[at + 1]!, rgb[at + 2]!];
}

/** The colours of a test picture of the Society of Motion Picture and Television Engineers: the upper row of bars, and the one below it. */
const bars: readonly (readonly (readonly [number, number, number])[])[] = [
  [
    [192, 192, 192],
    [192, 192, 0],
    [0, 192, 192],
    [0, 192, 0],
    [192, 0, 192],
    [192, 0, 0],
    [0, 0, 192],
  ],
  [
    [0, 0, 192],
    [19, 19, 19],
    [192, 0, 192],
    [19, 19, 19],
    [0, 192, 192],
    [19, 19, 19],
    [192, 192, 192],
  ],
];

/** A framebuffer with bars, and which part of it a screen shows. */
interface Part {
  readonly x: number;
  readonly of: readonly [width: number, height: number];
}

/** Where a picture is not that part of the bars, in both rows; '' nowhere. */
function wrongBars(image: Image, { x: left, of: [width, height] }: Part): string {
  for (const [row, y] of [0.3, 0.72].map((share) => Math.floor(share * height)).entries()) {
    for (let x = 0; x < image.width; x++) {
      const wanted = bars[row]![Math.floor(((left + x) * 7) / width)]!;
      const there = pixel(image, x, y);
      if (wanted.some((value, i) => value !== there[i]))
        return `${there.join()} instead of ${wanted.join()} at ${x},${y} of ${image.width}x${image.height}`;
    }
  }
  return '';
}

/** The picture of a screen, once it is that part of the bars. */
async function showsBars(picture: () => Promise<Image>, part: Part): Promise<Image> {
  const image = await until(picture, (one) => wrongBars(one, part) === '');
  expect(wrongBars(image, part)).toBe('');
  return image;
}

/** Connector numbers of the two screens, in a and b. */
const connectors = `connector() { modetest -M virtio_gpu -c | awk -v name="$1" '$4 == name { print $1 }'; }
a=$(connector Virtual-1) b=$(connector Virtual-2)
`;

test('two screens, the EDIDs of the monitor, and a cursor', async () => {
  const folder = scratch();
  const pictures: Image[] = [];
  const { output, status, log } = await runQemu({
    device: 'vhost-user-gpu-pci,max_outputs=2,xres=1280,yres=800',
    // QEMU says of its first screen alone that it is plugged in.
    kernelArguments: ['video=Virtual-2:1024x768@60e'],
    command: `${connectors}
modetest -M virtio_gpu -c | grep -c 5120x2160
eglinfo -B | grep -m1 "OpenGL core profile version"
sleep 1000 | modetest -M virtio_gpu -s $a:1280x800 -s $b:1024x768 -F smpte -C >/dev/null 2>&1 &
virglass-screenshot bars
echo shown`,
    wish: async (machine, _, control) => {
      // modetest makes one picture for both screens.
      const parts: readonly Part[] = [0, 1280].map((x) => ({ x, of: [1280 + 1024, 800] }));
      for (const [i, part] of parts.entries()) pictures.push(await showsBars(() => onConsole(folder, machine, i), part));
      for (const [i, part] of parts.entries()) pictures.push(await showsBars(() => onDevice(folder, control, i), part));
      // modetest moves a cursor over its screens.
      const cursors = new Set<string>();
      for (let i = 0; i < 100 && cursors.size < 3; i++, await pause(50)) {
        const { screens } = await control.execute('query-screens');
        for (const { cursor } of screens) if (cursor.visible) cursors.add(`${cursor.x},${cursor.y}`);
      }
      expect(cursors.size).toBeGreaterThan(2);
    },
  });
  expect([status, output]).toEqual([0, expect.stringMatching(/^2\nOpenGL core profile version: 4\.[3-6] .*\nshown\n$/)]);
  expect(pictures.map(({ width, height }) => `${width}x${height}`)).toEqual(['1280x800', '1024x768', '1280x800', '1024x768']);
  for (const i of [0, 1]) {
    const difference = compareImages(pictures[i]!, pictures[i + 2]!, 0);
    expect(difference.over, describeDifference(difference)).toBe(0);
  }
  expect(log).not.toMatch(/ (warn|error) /);
});

test('a cube on the screen, paused and resumed, and the machine reset in mid-frame', async () => {
  const folder = scratch();
  const names: string[] = [];
  let resets = 0;
  const { output, status, log } = await runQemu({
    device: 'vhost-user-gpu-pci,xres=640,yres=480',
    kernelArguments: ['virglass.mode=640x480'],
    // kmscube ends when its standard input does.
    command: `cd /run; mkfifo keys
kmscube <keys >cube 2>&1 &
exec 3>keys
virglass-screenshot cube
exec 3>&-
wait
grep -o "user interrupted" cube
glmark2-es2-drm --validate -b build -b shading:shading=phong -b bump 2>&1 | grep -o "Validation: .*"
glmark2-es2-drm --off-screen --validate -b build 2>&1 | grep -o "Validation: .*"`,
    begin: ({ qmp }) => void qmp.on('RESET', () => resets++),
    wish: async (machine, name, control) => {
      names.push(name);
      const { qmp } = machine;
      const isCube = (image: Image): boolean => image.width === 640 && coloursOf(image) > 1000;
      const cube = await until(() => onConsole(folder, machine, 0), isCube);
      expect([cube.width, cube.height, pixel(cube, 2, 2), pixel(cube, 637, 477)]).toEqual([640, 480, [128, 128, 128], [128, 128, 128]]);
      expect(coloursOf(cube)).toBeGreaterThan(1000);
      await qmp.execute('stop');
      await pause(300);
      const paused = await onDevice(folder, control, 0);
      await pause(300);
      expect((await onDevice(folder, control, 0)).rgb).toEqual(paused.rgb);
      await qmp.execute('cont');
      // It goes on drawing.
      await until(
        () => onConsole(folder, machine, 0),
        ({ rgb }) => Buffer.compare(rgb, paused.rgb) !== 0,
      );
      // The first time, the machine is reset while the cube turns; its guest boots again and does all of it again.
      if (names.length === 1) await qmp.execute('system_reset');
    },
  });
  expect(names).toEqual(['cube', 'cube']);
  expect(resets).toBeGreaterThan(0);
  expect([status, output]).toEqual([0, expect.stringMatching(/^user interrupted\n(Validation: Success\n){4}$/)]);
  expect(log).not.toMatch(/ (warn|error) /);
});

/** How many different colours a picture has. */
function coloursOf({ rgb }: Image): number {
  const seen = new Set<number>();
  for (let i = 0; i < rgb.length; i += 3) seen.add((rgb[i]! << 16) | (rgb[i + 1]! << 8) | rgb[i + 2]!);
  return seen.size;
}

test('a card that firmware can use, without OpenGL, at 30 frames a second of the whole screen', async () => {
  const folder = scratch();
  const share = folder.file('share');
  mkdirSync(share);
  execFileSync('gcc', ['-static', '-O2', '-Wall', '-Werror', '-o', join(share, 'fill'), join(root, 'e2e/guest/fill.c')]);
  let last: Image | null = null;
  const { output, status, log } = await runQemu({
    device: 'vhost-user-vga,xres=1280,yres=800',
    backEnd: ['--virgl', 'off'],
    share,
    command: `${connectors}
dmesg | grep -o "features: .virgl"
sleep 1000 | modetest -M virtio_gpu -s $a:1280x800 -F smpte >/dev/null 2>&1 &
virglass-screenshot bars
killall modetest
cd /run; mkfifo keys; /share/fill 3 <keys >filled &
exec 3>keys
until [ -s filled ]; do sleep 0.1; done
virglass-screenshot filled
cat filled`,
    wish: async (machine, name) => {
      const picture = (): Promise<Image> => onConsole(folder, machine, 0);
      if (name === 'bars') await showsBars(picture, { x: 0, of: [1280, 800] });
      else last = await until(picture, (image) => coloursOf(image) === 1);
    },
  });
  const filled = /^features: -virgl\nfill 1280x800 ([\d.]+) fps, colour ([\da-f]{6})\n$/.exec(output);
  expect([status, filled], output).toEqual([0, expect.anything()]);
  expect(Number(filled![1])).toBeGreaterThan(30);
  const corners = [pixel(last!, 0, 0), pixel(last!, 1279, 799)].map((rgb) => Buffer.from(rgb).toString('hex'));
  expect(corners).toEqual([filled![2], filled![2]]);
  expect(log).not.toMatch(/ (warn|error) /);
});
