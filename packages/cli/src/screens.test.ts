import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostMemory } from '@virglass/virtio-gpu';
import { Qmp, VmError } from '@virglass/vm';
import { PNG } from 'pngjs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listenForControl } from './control.ts';
import { Screens } from './screens.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'virglass-screens-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const BGRX = 2;

/** A picture whose pixel (x, y) is red x, green y, blue 7. */
const picture = {
  width: 100,
  height: 90,
  format: BGRX,
  read(rect: { x: number; y: number; width: number; height: number }, target: HostMemory, offset: number, stride: number): boolean {
    for (let y = 0; y < rect.height; y++)
      for (let x = 0; x < rect.width; x++) target.bytes.set([7, rect.y + y, rect.x + x, 0], offset + y * stride + x * 4);
    return true;
  },
};

const rect = { x: 10, y: 20, width: 30, height: 40 };

function pixel(path: string, x: number, y: number): number[] {
  const png = PNG.sync.read(readFileSync(path));
  expect([png.width, png.height]).toEqual([rect.width, rect.height]);
  return [...png.data.subarray((y * png.width + x) * 4, (y * png.width + x) * 4 + 4)];
}

test('a screenshot shows the part of the picture that is on the screen', () => {
  const screens = new Screens();
  screens.scanout(0, rect, picture);
  const path = join(folder, 'a.png');
  screens.photograph(0, path, false);
  expect(pixel(path, 0, 0)).toEqual([10, 20, 7, 255]);
  expect(pixel(path, 29, 39)).toEqual([39, 59, 7, 255]);
});

test('with the cursor, clipped, half transparent', () => {
  const screens = new Screens();
  screens.scanout(0, rect, picture);
  const pixels = new Uint8Array(64 * 64 * 4);
  for (let i = 0; i < pixels.length; i += 4) pixels.set([100, 0, 0, 128], i);
  screens.cursor(0, { pixels, width: 64, height: 64, hotX: 2, hotY: 3 }, 5, 5);
  screens.moveCursor(0, 28, 38);
  const path = join(folder, 'a.png');
  screens.photograph(0, path, true);
  expect(pixel(path, 25, 35)).toEqual([35, 55, 7, 255]);
  expect(pixel(path, 26, 35)).toEqual([18, 27, 103, 255]);
});

test('a screen that is off has no picture', () => {
  const screens = new Screens();
  screens.scanout(0, rect, picture);
  screens.scanout(0, rect, null);
  expect(() => screens.photograph(0, join(folder, 'a.png'), false)).toThrow('screen 0 shows nothing');
  expect(() => screens.photograph(7, join(folder, 'a.png'), false)).toThrow('screen 7 shows nothing');
});

test('a back end answers over its control socket', async () => {
  const screens = new Screens();
  const path = join(folder, 'control');
  using control = await listenForControl(path, screens);
  expect(control).toBeDefined();
  using qmp = await Qmp.connect(path);
  await expect(qmp.execute('screendump', { filename: join(folder, 'a.png'), head: 1 })).rejects.toThrow('screen 1 shows nothing');
  screens.scanout(1, rect, picture);
  screens.damage(1);
  await qmp.execute('screendump', { filename: join(folder, 'a.png'), head: 1, format: 'png' });
  expect(pixel(join(folder, 'a.png'), 1, 0)).toEqual([11, 20, 7, 255]);
  expect((await qmp.execute('query-screens')).screens).toMatchObject([
    { width: 0, updates: 0 },
    { width: 30, height: 40, updates: 1 },
  ]);
  await expect(qmp.execute('screendump', { filename: 'relative.png' })).rejects.toThrow('absolute');
  await expect(qmp.execute('screendump', { filename: '/x.ppm', format: 'ppm' })).rejects.toThrow('png');
  await expect(listenForControl(path, screens)).rejects.toBeInstanceOf(VmError);
});
