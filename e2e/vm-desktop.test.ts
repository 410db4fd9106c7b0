/* Weston in a guest: the compositor draws with virgl on our back end, and its clients too. */
import { compareImages, countColors, describeDifference, type Image } from '@virglass/testkit';
import { beforeAll, expect, test } from 'vitest';
import { BUILD_MILLISECONDS, guestParts, inGuest, type Shot } from './vm-support.ts';

beforeAll(async () => {
  await guestParts('desktop');
}, BUILD_MILLISECONDS);

/** Pixels that differ at all, within a rectangle. */
function differing(a: Image, b: Image, left: number, top: number, right: number, bottom: number): number {
  let count = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const at = (y * a.width + x) * 3;
      if (Buffer.compare(a.rgb.subarray(at, at + 3), b.rgb.subarray(at, at + 3)) !== 0) count++;
    }
  }
  return count;
}

/** A desktop that is drawn by Weston's GL renderer, or in software by pixman; then with a client that draws with GL. */
async function desktop(renderer: 'gl' | 'pixman'): Promise<{ readonly empty: Image; readonly window: Image; readonly output: string }> {
  const session =
    'virglass-screenshot panel; sleep 1; virglass-screenshot empty; weston-simple-egl >/run/client.log 2>&1 & virglass-screenshot window';
  // The panel's icons come after its background; a triangle has all colours.
  const ready = (name: string, { image }: Shot): boolean => countColors(image, 3000) > (name === 'window' ? 1500 : 100);
  const command = `export VIRGLASS_RENDERER=${renderer}; virglass-desktop sh -c '${session}'; grep -i 'renderer' /run/weston.log; cat /run/client.log`;
  const { output, shots } = await inGuest({ command, image: 'desktop', screens: '800x600', timeoutMs: 120_000, ready });
  const [empty, window] = [shots.get('empty')?.image, shots.get('window')?.image];
  if (empty === undefined || window === undefined) throw new Error(`no pictures:\n${output}`);
  return { empty, window, output };
}

test('the desktop drawn by virgl is the one drawn in software, and a client draws in it', { timeout: 240_000 }, async () => {
  const gl = await desktop('gl');
  const software = await desktop('pixman');
  expect(gl.output).toMatch(/GL renderer: virgl/);
  expect(software.output).toMatch(/Using Pixman renderer/);
  expect([gl.empty.width, gl.empty.height]).toEqual([800, 600]);
  expect(countColors(gl.empty)).toBeGreaterThan(20);
  // The clock in the panel's right corner goes on between the two.
  const [panel, clock] = [40, 200];
  const below = differing(gl.empty, software.empty, 0, panel, 800, 600);
  const icons = differing(gl.empty, software.empty, 0, 0, 800 - clock, panel);
  expect({ below, icons }, describeDifference(compareImages(gl.empty, software.empty))).toEqual({ below: 0, icons: 0 });
  for (const { empty, window } of [gl, software]) expect(differing(empty, window, 0, panel, 800, 600)).toBeGreaterThan(5000);
  expect(countColors(gl.window, 3000)).toBeGreaterThan(countColors(gl.empty, 3000) + 500);
});

// In windows, for glmark2 straight on a DRM device says Failure of most scenes whoever draws.
test.each([
  { program: 'glmark2-wayland', version: /GL_VERSION: +4\.3 / },
  { program: 'glmark2-es2-wayland', version: /GL_VERSION: +OpenGL ES 3\.2 / },
])('every scene of $program that can check its picture finds it right', { timeout: 240_000 }, async ({ program, version }) => {
  const command = `${program} --validate </dev/null`;
  const { output, status } = await inGuest({ command, image: 'desktop', session: 'desktop', timeoutMs: 220_000 });
  const verdicts = [...output.matchAll(/^(\[.+?\] .+?): Validation: (\w+)/gm)].map(([, scene, verdict]) => `${verdict} ${scene}`);
  expect(output).toMatch(/GL_RENDERER: +virgl/);
  expect(output).toMatch(version);
  expect(verdicts.filter((line) => line.startsWith('Success')).length, output).toBeGreaterThan(25);
  expect(verdicts.filter((line) => !/^(Success|Unknown)/.test(line))).toEqual([]);
  expect(status).toBe(0);
});
