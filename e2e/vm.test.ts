/* Unmodified Debian guests on User Mode Linux: the kernel's virtio_gpu driver and Mesa's virgl draw with our back end. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { countColors, removeScratchFolder, scratchFolder } from '@virglass/testkit';
import { beforeAll, expect, test } from 'vitest';
import { BUILD_MILLISECONDS, guestParts, inGuest, pixel, type Shot } from './vm-support.ts';

const MINUTE = 60_000;

/** Where modetest -s finds connectors by their names. */
const connector = (name: string): string => `$(modetest -M virtio_gpu -c | sed -n 's/^\\([0-9]*\\)\\t.*${name} .*/\\1/p')`;

beforeAll(async () => {
  await guestParts();
}, BUILD_MILLISECONDS);

test('a guest has virgl: OpenGL 4.3, OpenGL ES 3.2', { timeout: MINUTE }, async () => {
  const { output, status } = await inGuest({ command: 'eglinfo -B -p gbm' });
  expect(status).toBe(0);
  expect(output).toMatch(/OpenGL core profile renderer: virgl/);
  expect(output).toMatch(/OpenGL core profile version: 4\.3 /);
  expect(output).toMatch(/OpenGL ES profile version: OpenGL ES 3\.2 /);
});

test('kmscube turns on the screen', { timeout: MINUTE }, async () => {
  const command = 'sleep 60 | kmscube >/run/cube.log 2>&1 & virglass-screenshot a; sleep 1; virglass-screenshot b';
  const { output, shots } = await inGuest({ command, screens: '640x480', ready: (_, { image }) => countColors(image) > 500 });
  const [a, b] = [shots.get('a'), shots.get('b')];
  if (a === undefined || b === undefined) throw new Error(`no pictures:\n${output}`);
  for (const { image } of [a, b]) {
    expect([image.width, image.height]).toEqual([640, 480]);
    expect(pixel(image, 5, 5)).toEqual([128, 128, 128]);
    expect(countColors(image)).toBeGreaterThan(500);
  }
  expect(Buffer.compare(a.image.rgb, b.image.rgb)).not.toBe(0);
  expect(b.screens[0]?.updates).toBeGreaterThan(a.screens[0]?.updates ?? 0);
});

/** Whether modetest's test picture is there: its first bar is grey. */
const hasBars = ({ image }: Shot): boolean => pixel(image, 0, 0)[0] === 192;

test('modes: the wished one is preferred, smaller ones are offered, and each can be set', { timeout: MINUTE }, async () => {
  const set = (mode: string): string =>
    `sleep 60 | modetest -M virtio_gpu -s ${connector('Virtual-1')}:${mode} & virglass-screenshot ${mode}; killall modetest`;
  const { output, shots } = await inGuest({
    command: `modetest -M virtio_gpu -c; ${['800x600', '640x480'].map(set).join('; ')}`,
    screens: '1152x720',
    ready: (name, shot) => `${shot.image.width}x${shot.image.height}` === name && hasBars(shot),
  });
  expect(output).toMatch(/#0 1152x720 .* type: preferred, driver/);
  for (const [width, height] of [
    [800, 600],
    [640, 480],
  ] as const) {
    expect(output).toContain(`${width}x${height} `);
    const shot = shots.get(`${width}x${height}`);
    if (shot === undefined) throw new Error(`no picture of ${width}x${height}:\n${output}`);
    expect([shot.image.width, shot.image.height]).toEqual([width, height]);
    // The first bars of modetest's test picture: grey, yellow, cyan.
    const bar = (index: number): number[] => pixel(shot.image, Math.floor(((index + 0.5) * width) / 7), 20);
    expect([bar(0), bar(1), bar(2)]).toEqual([
      [192, 192, 192],
      [192, 192, 0],
      [0, 192, 192],
    ]);
  }
});

test('two screens show two parts of one picture', { timeout: MINUTE }, async () => {
  const set = `sleep 60 | modetest -M virtio_gpu -s ${connector('Virtual-1')}:640x480 -s ${connector('Virtual-2')}:800x600 &`;
  const { output, shots } = await inGuest({
    command: `${set} virglass-screenshot one 0; virglass-screenshot two 1`,
    screens: '1280x800,800x600',
    ready: (name, { image }) => (name === 'one' ? pixel(image, 0, 0)[0] === 192 : pixel(image, 0, 0)[1] === 192),
  });
  const [one, two] = [shots.get('one')?.image, shots.get('two')?.image];
  if (one === undefined || two === undefined) throw new Error(`no pictures:\n${output}`);
  expect([one.width, one.height, two.width, two.height]).toEqual([640, 480, 800, 600]);
  // Bars of one picture of 1440 pixels: the second screen goes on where the first ends.
  expect(pixel(one, 10, 10)).toEqual([192, 192, 192]);
  expect(pixel(one, 630, 10)).toEqual([0, 192, 0]);
  expect(pixel(two, 10, 10)).toEqual([0, 192, 0]);
  expect(pixel(two, 790, 10)).toEqual([0, 0, 192]);
});

test('the cursor moves', { timeout: MINUTE }, async () => {
  const set = `sleep 60 | modetest -M virtio_gpu -s ${connector('Virtual-1')}:640x480 -C &`;
  const { output, shots } = await inGuest({
    command: `${set} virglass-screenshot cursor; sleep 1; virglass-screenshot cursor2; virglass-screenshot none`,
    screens: '640x480',
    ready: (_, shot) => shot.screens[0]?.cursor.visible === true && shot.screens[0].updates > 0 && countColors(shot.image) > 5,
  });
  const places = ['cursor', 'cursor2'].map((name) => shots.get(name)?.screens[0]?.cursor);
  if (places.includes(undefined)) throw new Error(`no pictures:\n${output}`);
  expect(places[0]).toMatchObject({ visible: true });
  expect(places[1]).not.toEqual(places[0]);
  const [withCursor, without] = [shots.get('cursor2')!.image, shots.get('none')!.image];
  const { x, y } = places[1]!;
  let different = 0;
  for (let i = 0; i < withCursor.rgb.length; i += 3) {
    const [column, row] = [(i / 3) % 640, Math.floor(i / 3 / 640)];
    if (Buffer.compare(withCursor.rgb.subarray(i, i + 3), without.rgb.subarray(i, i + 3)) === 0) continue;
    different++;
    const within = column >= x && column < x + 64 && row >= y && row < y + 64;
    expect(within, `pixel ${column},${row} differs, the cursor is at ${x},${y}`).toBe(true);
  }
  expect(different, `cursor at ${x},${y}, ${JSON.stringify(places)}`).toBeGreaterThan(500);
});

test('a guest reboots, and its GPU with it', { timeout: MINUTE }, async () => {
  const folder = scratchFolder();
  const share = join(folder, 'share');
  mkdirSync(share);
  const command =
    'glmark2-es2-drm --off-screen -b build:duration=0.5 </dev/null | grep RENDERER >>/share/log; if ! [ -e /share/again ]; then touch /share/again; reboot -f; fi; echo second life';
  try {
    const { output, status } = await inGuest({ command, share });
    expect(status).toBe(0);
    expect(output).toContain('second life');
    expect(readFileSync(join(share, 'log'), 'utf8').match(/virgl/g)).toHaveLength(2);
  } finally {
    rmSync(share, { recursive: true });
    removeScratchFolder(folder);
  }
});

test('a guest whose driver goes and comes finds its GPU as new', { timeout: MINUTE }, async () => {
  const device = '/sys/bus/virtio/drivers/virtio_gpu';
  // What the last program left has to be answered before: Linux 6.12 does not expect answers that come while the driver goes.
  const command = `look() { eglinfo -B -p gbm | grep 'core profile renderer'; }; look; sleep 0.5; echo virtio0 >${device}/unbind; ls /dev/dri 2>&1; echo virtio0 >${device}/bind; look`;
  const { output } = await inGuest({ command });
  expect(output.match(/renderer: virgl/g), output).toHaveLength(2);
});

test('without GL, a whole screen is shown thirty times a second', { timeout: MINUTE }, async () => {
  const command = `sleep 6 | modetest -M virtio_gpu -s ${connector('Virtual-1')}:1280x800 -v 2>&1; eglinfo -B -p gbm | grep 'core profile renderer'`;
  const { output } = await inGuest({ command, backEnd: ['--virgl', 'off'] });
  const rates = [...output.matchAll(/freq: (\d+\.\d+)Hz/g)].map((match) => Number(match[1]));
  expect(rates.length, output).toBeGreaterThanOrEqual(3);
  expect(Math.max(...rates)).toBeGreaterThanOrEqual(30);
  expect(output).not.toMatch(/renderer: virgl/);
});
