import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { countColors, readPng, removeScratchFolder, scratchFolder, virglassArguments } from '@virglass/testkit';
import { PNG } from 'pngjs';
import { afterAll, expect, test } from 'vitest';

const folder = scratchFolder();
afterAll(() => removeScratchFolder(folder));
const example = (name: string): string => fileURLToPath(new URL(`../examples/${name}.js`, import.meta.url));

/** A page is the whole process: each script gets one of its own. */
function render(args: readonly string[], env: Readonly<Record<string, string>> = {}): { status: number | null; out: string; err: string } {
  const own = { ...process.env, LIBGL_ALWAYS_SOFTWARE: '1', GALLIUM_DRIVER: 'llvmpipe', ...env };
  const result = spawnSync(process.execPath, [...virglassArguments(), 'render', ...args], { cwd: folder, env: own, encoding: 'utf8' });
  return { status: result.status, out: result.stdout, err: result.stderr };
}

function script(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

const clear = (color: string): string => `const gl = canvas.getContext('webgl2'); gl.clearColor(${color}); gl.clear(gl.COLOR_BUFFER_BIT);`;

test.each([
  ['gears', 3],
  ['three', 3],
  ['fluid', 12],
])('the pictures of examples/%s.js are full and move', { timeout: 60_000 }, (name, frames) => {
  const { status, out, err } = render([
    example(name),
    '-o',
    `${name}-%02d.png`,
    '--size',
    '200x150',
    '--frames',
    `${frames}`,
    '--fps',
    '10',
  ]);
  expect(err).toBe('');
  expect(status).toBe(0);
  expect(out).toBe(`${name}-%02d.png: ${frames} pictures\n`);
  const [first, last] = ['00', String(frames - 1).padStart(2, '0')].map((frame) => readPng(join(folder, `${name}-${frame}.png`)));
  expect([first!.width, first!.height]).toEqual([200, 150]);
  expect(countColors(last!)).toBeGreaterThan(50);
  expect(Buffer.compare(first!.rgb, last!.rgb)).not.toBe(0);
});

test('examples/image-diff.js reads what was drawn in two ways, and finds that it is the same', { timeout: 60_000 }, () => {
  const { status, out, err } = render([example('image-diff'), '-o', 'diff.png', '--size', '320x200']);
  expect([status, err]).toEqual([0, '']);
  expect(out).toMatch(/^\d+ of 64000 pixels differ\ndiff\.png\n$/);
  expect(countColors(readPng(join(folder, 'diff.png')))).toBeGreaterThan(2);
});

test(
  'the same script gives the same picture; the highest row is first; images are loaded before the first frame',
  { timeout: 60_000 },
  () => {
    const png = new PNG({ width: 1, height: 2 });
    png.data = Buffer.from([255, 0, 0, 255, 0, 255, 0, 255]);
    writeFileSync(join(folder, 'image.png'), PNG.sync.write(png));
    const file = script(
      'image.mjs',
      `const image = new Image();
     image.onload = () => {
       const gl = document.createElement('canvas').getContext('webgl2', { antialias: false });
       gl.canvas.width = 1; gl.canvas.height = 2;
       const texture = gl.createTexture();
       gl.bindTexture(gl.TEXTURE_2D, texture);
       gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, true);
       gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, image);
       gl.bindFramebuffer(gl.READ_FRAMEBUFFER, gl.createFramebuffer());
       gl.framebufferTexture2D(gl.READ_FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
       gl.blitFramebuffer(0, 0, 1, 2, 0, 0, 1, 2, gl.COLOR_BUFFER_BIT, gl.NEAREST);
     };
     image.src = 'image.png';`,
    );
    for (const name of ['a.png', 'b.png']) {
      const { status, err } = render([file, '-o', name]);
      expect(err).toBe('');
      expect(status).toBe(0);
      const picture = readPng(join(folder, name));
      expect([picture.width, picture.height, ...picture.rgb]).toEqual([1, 2, 255, 0, 0, 0, 255, 0]);
    }
  },
);

test('colors are divided by their alpha', { timeout: 60_000 }, () => {
  const { status } = render([script('alpha.mjs', clear('0.25, 0, 0.5, 0.5')), '-o', 'alpha.png', '--size', '2x2']);
  expect(status).toBe(0);
  const [r, g, b, a] = PNG.sync.read(readFileSync(join(folder, 'alpha.png'))).data;
  expect([r, g, b, a]).toEqual([128, 0, 255, 128]);
});

test('a film goes to ffmpeg frame by frame', { timeout: 60_000 }, () => {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'ffmpeg'), '#!/bin/sh\nfor out; do :; done\ncat >"$out.raw"\necho "$@" >"$out"\n');
  chmodSync(join(bin, 'ffmpeg'), 0o755);
  const file = script('film.mjs', clear('1, 0, 0, 1'));
  const { status, out, err } = render([file, '-o', 'film.mp4', '--size', '6x4', '--frames', '5', '--fps', '25'], {
    PATH: `${bin}${delimiter}${process.env['PATH']}`,
  });
  expect(err).toBe('');
  expect([status, out]).toEqual([0, 'film.mp4: 5 frames, 0.2 s\n']);
  expect(readFileSync(join(folder, 'film.mp4'), 'utf8')).toMatch(/-f rawvideo -pix_fmt rgba -s 6x4 -r 25 -i - .* film\.mp4/);
  const raw = readFileSync(join(folder, 'film.mp4.raw'));
  expect(raw.length).toBe(5 * 6 * 4 * 4);
  expect([...raw.subarray(-4)]).toEqual([255, 0, 0, 255]);
});

test.each([
  ['a missing script', ['none.mjs', '-o', 'x.png'], /none\.mjs: no such file/],
  ['another kind of picture', [script('ok.mjs', clear('1,1,1,1')), '-o', 'x.jpg'], /x\.jpg: say \.png or \.mp4/],
  ['a script that fails', [script('bad.mjs', 'canvas.nothing();'), '-o', 'x.png'], /bad\.mjs: TypeError: .*nothing.*bad\.mjs:1:8/],
  ['a script that draws nothing', [script('idle.mjs', ''), '-o', 'x.png'], /idle\.mjs: asked for no context/],
  ['a place that is not there', ['ok.mjs', '-o', 'none/x.png'], /none\/x\.png: ENOENT/],
  ['nobody who listens', ['ok.mjs', '-o', 'x.png', '--vtest', 'none.sock'], /none\.sock/],
  ['no GPU of a guest', ['ok.mjs', '-o', 'x.png', '--drm', '/dev/null'], /\/dev\/null is no render node of virtio_gpu/],
])('%s is said in one line', { timeout: 60_000 }, (_, args, message) => {
  const { status, err } = render(args);
  expect(status).toBeGreaterThan(0);
  expect(err).toMatch(message);
  expect(err.trim().split('\n')).toHaveLength(1);
});

test('without ffmpeg, its package is named', { timeout: 60_000 }, () => {
  const { status, err } = render(['ok.mjs', '-o', 'x.mp4', '--frames', '1'], { PATH: join(folder, 'nothing') });
  expect([status, err]).toEqual([1, 'virglass: films are made by ffmpeg, which is not installed: apt install ffmpeg\n']);
  expect(existsSync(join(folder, 'x.mp4'))).toBe(false);
});
