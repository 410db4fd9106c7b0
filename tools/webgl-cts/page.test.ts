/* The harness itself, with pages of our own: it needs no suite. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createNativeGl } from '@virglass/gl/native';
import { inProcess, type Transport } from '@virglass/guest';
import { createVirglRenderer } from '@virglass/virgl';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BrowserRunner } from './browser.ts';
import { byFolder, compare, readCounts, writeCounts } from './counts.ts';
import { runPage } from './page.ts';
import { pagesOf, type PageResult } from './pages.ts';

const report = `
  const harness = window.parent.webglTestHarness;
  const check = (is, text) => harness.reportResults(location.pathname, !!is, text);
  const done = () => harness.notifyFinished(location.pathname);`;

/** Files of a suite as small as one can be. */
const suite: Readonly<Record<string, string>> = {
  '00_test_list.txt': '// lists of lists\na/00_test_list.txt\n--min-version 2.0.0 b/00_test_list.txt\n',
  'a/00_test_list.txt': 'draws.html\n--max-version 1.9.9 old.html\nthrows.html\nsilent.html\n',
  'b/00_test_list.txt': 'composited.html\n',
  'report.js': report,
  'a/draws.html': `<!doctype html><title>draws</title><canvas id="c" width="8" height="4"></canvas>
    <script id="vs" type="x-shader/x-vertex">attribute vec2 p; void main() { gl_Position = vec4(p, 0.0, 1.0); }</script>
    <script src="../report.js"></script>
    <script>
    const canvas = document.getElementById('c');
    const gl = canvas.getContext('webgl2', { antialias: false });
    check(gl instanceof WebGL2RenderingContext, 'a context');
    check(canvas.width === 8 && gl.drawingBufferHeight === 4, 'its size');
    check(new URLSearchParams(location.search).get('webglVersion') === '2', 'the version');
    check(typeof SharedArrayBuffer === 'undefined', 'a page that is not isolated');
    const program = gl.createProgram();
    for (const [type, text] of [
      [gl.VERTEX_SHADER, document.getElementById('vs').text],
      [gl.FRAGMENT_SHADER, 'precision mediump float; void main() { gl_FragColor = vec4(0, 1, 0, 1); }'],
    ]) {
      const shader = gl.createShader(type);
      gl.shaderSource(shader, text);
      gl.compileShader(shader);
      check(gl.getShaderParameter(shader, gl.COMPILE_STATUS), 'compiles');
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    gl.useProgram(program);
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-1, -1, 0, -1, -1, 3]), gl.STATIC_DRAW);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    const pixel = new Uint8Array(4);
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
    check(pixel.join() === '0,255,0,255', 'green where it was drawn');
    gl.readPixels(7, 3, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
    check(pixel.join() === '9,9,9,9', 'a check that fails everywhere');
    const flat = document.createElement('canvas').getContext('2d');
    flat.fillStyle = '#f00';
    flat.fillRect(0, 0, 8, 8);
    flat.drawImage(canvas, 0, 0);
    check(flat.getImageData(0, 3, 1, 1).data.join() === '0,255,0,255', 'in a 2D canvas');
    check(flat.getImageData(7, 0, 1, 1).data.join() === '255,0,0,255', 'transparent');
    harness.reportResults(location.pathname, true, 'skipped', true);
    setTimeout(() => { check(true, 'later'); done(); check(true, 'too late'); }, 1);
    </script>`,
  'a/throws.html': `<script src="../report.js"></script><script>check(true, 'one'); undefined.member; check(true, 'two');</script>`,
  'a/silent.html': `<script src="../report.js"></script><script>check(true, 'one');</script>`,
  'b/composited.html': `<body><script src="../report.js"></script>
    <script>
    const pixelOf = (gl) => { const p = new Uint8Array(4); gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, p); return p.join(); };
    const made = [false, true].map((preserveDrawingBuffer) => {
      const canvas = document.createElement('canvas');
      document.body.appendChild(canvas);
      const gl = canvas.getContext('webgl2', { preserveDrawingBuffer });
      gl.clearColor(1, 0, 0, 1);
      gl.clear(gl.COLOR_BUFFER_BIT);
      return gl;
    });
    let frames = 0;
    const step = () => {
      if (++frames < 6) return requestAnimationFrame(step);
      check(pixelOf(made[0]) === '0,0,0,0', 'cleared when it was shown');
      check(pixelOf(made[1]) === '255,0,0,255', 'preserved');
      done();
    };
    requestAnimationFrame(step);
    </script></body>`,
};

const program = process.env['VIRGLASS_CHROMIUM'] ?? '/usr/bin/chromium';
let root: string;
let transport: Transport;
const closing: Disposable[] = [];

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'virglass-cts-'));
  for (const [name, text] of Object.entries(suite)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  const gl = createNativeGl();
  const renderer = createVirglRenderer(gl);
  closing.push(renderer, gl);
  const quota = { bytes: 2 ** 30, resources: 4096, contexts: 8, objects: 4096, gpuMilliseconds: 30_000 };
  transport = inProcess({
    open: () => renderer.openDevice(quota, { warn: () => {}, debug: () => {} }),
    capset: (id) => renderer.capset(id, 0),
    memory: (byteLength) => gl.memory(byteLength),
    free: (memory) => gl.freeMemory(memory),
  });
});

afterAll(() => {
  for (const one of closing) one[Symbol.dispose]();
  rmSync(root, { recursive: true });
});

const ours = (page: string): Promise<PageResult> => runPage(page, { root, version: 2, transport, patience: 500, verbose: false });

test('lists name pages for a version of WebGL', () => {
  expect(pagesOf(root, '00_test_list.txt', 2)).toEqual(['a/draws.html', 'a/throws.html', 'a/silent.html', 'b/composited.html']);
  expect(pagesOf(root, '00_test_list.txt', 1)).toEqual(['a/draws.html', 'a/old.html', 'a/throws.html', 'a/silent.html']);
});

test('checks are counted until a page is over', async () => {
  expect(await ours('a/draws.html')).toMatchObject({ passed: 10, failed: 1, finished: true, messages: ['a check that fails everywhere'] });
  expect(await ours('b/composited.html')).toMatchObject({ passed: 2, failed: 0, finished: true });
});

test('a page that throws or says nothing is over too', async () => {
  expect(await ours('a/throws.html')).toMatchObject({ passed: 1, failed: 1, finished: false });
  expect(await ours('a/silent.html')).toMatchObject({ passed: 1, failed: 0, finished: false, messages: ['timed out'] });
});

test('counts are kept, and only equal ones count', () => {
  const file = join(root, 'counts.json');
  writeCounts(file, { browser: 'b', pages: new Map([['b/y.html', [1, 2]], ['a/deep/x.html', [3, 0]], ['a/z.html', [1, 0, 1]]]) }); // prettier-ignore
  const counts = readCounts(file);
  expect([...counts.pages]).toEqual([['a/deep/x.html', [3, 0]], ['a/z.html', [1, 0, 1]], ['b/y.html', [1, 2]]]); // prettier-ignore
  const result = (page: string, passed: number, failed: number, finished = true): PageResult => ({
    page,
    passed,
    failed,
    finished,
    messages: [],
    milliseconds: 1,
  });
  const results = [result('a/deep/x.html', 3, 0), result('a/z.html', 1, 0), result('b/y.html', 2, 1), result('b/new.html', 1, 0)];
  expect(results.map((one) => compare(one, counts.pages.get(one.page)))).toEqual(['equal', 'unfinished', 'different', 'unknown']);
  expect(compare(result('b/y.html', 1, 2), [1, 2])).toBe('equal');
  expect(compare(result('b/y.html', 1, 2, false), [1, 2])).toBe('unfinished');
  expect(byFolder(results, counts)).toEqual([
    { folder: 'a/deep', pages: 1, equal: 1, good: 1, open: 0 },
    { folder: 'a', pages: 1, equal: 0, good: 1, open: 1 },
    { folder: 'b', pages: 2, equal: 0, good: 1, open: 1 },
  ]);
});

test.skipIf(!existsSync(program))('a browser counts the same', { timeout: 60_000 }, async () => {
  await using runner = new BrowserRunner({ root, version: 2, patience: 3000, most: 30_000, program });
  for (const page of pagesOf(root, '00_test_list.txt', 2)) {
    const [theirs, own] = [await runner.run(page), await ours(page)];
    expect([page, theirs.passed, theirs.failed, theirs.finished]).toEqual([page, own.passed, own.failed, own.finished]);
  }
});
