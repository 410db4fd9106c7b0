/* Hosts that go, come back, or are none. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { CapsV2Size } from '@virglass/protocol';
import { startServer } from '@virglass/testkit';
import { expect, test } from 'vitest';
import { ContextError, createContext, destroyContext } from '../create-context.ts';
import type { WebGL2RenderingContext } from '../webgl/contexts.ts';
import type { CanvasEvent, HeadlessCanvas } from '../webgl/headless-canvas.ts';
import { vtest } from './vtest.ts';

const turn = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

test('a host that goes loses the context; when it comes back, so does the context', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'virglass-'));
  const socket = join(folder, 'vtest');
  const first = await startServer('virglass', { socket });
  const gl = createContext(4, 4, { transport: vtest(socket), antialias: false });
  const canvas = gl.canvas as HeadlessCanvas;
  const events: string[] = [];
  canvas.addEventListener('webglcontextlost', (event: CanvasEvent) => {
    events.push(`lost: ${event.statusMessage}`);
    event.preventDefault();
  });
  const restored = new Promise<void>((resolve) => canvas.addEventListener('webglcontextrestored', () => resolve()));
  const old = gl.createBuffer();
  await first.stop();

  // Drawing alone is enough to notice, and does nothing from then on.
  for (let i = 0; i < 3; i++) {
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.flush();
    await turn(5);
  }
  expect(events).toEqual(['lost: the host has closed the connection']);
  expect([gl.isContextLost(), gl.getError(), gl.getError()]).toEqual([true, gl.CONTEXT_LOST_WEBGL, 0]);
  gl.readPixels(0, 0, 4, 4, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(64));
  gl.bufferData(gl.ARRAY_BUFFER, new Float32Array(1000), gl.STATIC_DRAW);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  expect(gl.getContextAttributes()).toBeNull();
  expect(gl.getError()).toBe(0);
  await turn(100);

  await using second = await startServer('virglass', { socket });
  await restored;
  expect(second.alive).toBe(true);
  expect(gl.isContextLost()).toBe(false);
  expect(gl.isBuffer(old)).toBe(false);
  gl.clearColor(0, 1, 0, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  const out = new Uint8Array(4);
  gl.readPixels(3, 3, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, out);
  expect([...out]).toEqual([0, 255, 0, 255]);
  destroyContext(gl);
  rmSync(folder, { recursive: true });
});

test('a context that is not to be restored stays lost', { timeout: 60_000 }, async () => {
  const server = await startServer('virglass');
  const gl = createContext(4, 4, { transport: vtest(server.socket) });
  let told = 0;
  (gl.canvas as HeadlessCanvas).addEventListener('webglcontextlost', () => void told++);
  await server.stop();
  gl.finish();
  expect(gl.isContextLost()).toBe(true);
  await turn(120);
  expect([told, gl.isContextLost()]).toEqual([1, true]);
  destroyContext(gl);
});

test('nobody there is said with the path', () => {
  expect(() => createContext(4, 4, { transport: vtest('/nowhere/at.all') })).toThrow(ContextError);
  expect(() => createContext(4, 4, { transport: vtest('/nowhere/at.all') })).toThrow(/\/nowhere\/at\.all/);
});

/** What a false host answers to the greeting, to the version and to the question for capabilities, in words. */
const greeting = [0, 10, 1, 7, 0];
const caps = (byte: number): Uint8Array => {
  const bytes = new Uint8Array(8 + CapsV2Size).fill(byte);
  new DataView(bytes.buffer).setUint32(0, CapsV2Size + 1, true);
  new DataView(bytes.buffer).setUint32(4, 2, true);
  return bytes;
};
// Of version 0, which needs no memory to share.
const start = new Uint8Array(Uint32Array.from([...greeting, 1, 11, 0]).buffer);
const answers: readonly (readonly [string, Uint8Array, RegExp])[] = [
  ['closes at once', new Uint8Array(0), /no capabilities|closed/],
  ['closes after the greeting', start, /no capabilities|closed/],
  [
    'offers nothing at all',
    new Uint8Array([...start, ...caps(0)]),
    /the host lacks \S+, drawn to and read from, which every context needs|the host lacks GLSL 1\.30/,
  ],
  ['sends ones', new Uint8Array(4096).fill(0xff), /no capabilities|closed/],
  ['sends numbers', Uint8Array.from({ length: 4096 }, (_, i) => (i * 73) & 255), /no capabilities|closed|lacks/],
];

// The driver waits in place, so whoever answers it lives on another thread.
const falseHost = `
  const { createServer } = require('node:net');
  const { parentPort, workerData } = require('node:worker_threads');
  const { bytes, closes, cuts } = workerData;
  let clients = 0;
  const server = createServer((client) => {
    const answer = Buffer.from(bytes).subarray(0, cuts[clients++ % cuts.length]);
    client.on('error', () => undefined);
    client.once('data', () => client[closes ? 'end' : 'write'](answer));
    client.resume();
  });
  server.listen(workerData.path, () => parentPort.postMessage('listening'));
`;

/**
 * Makes contexts on a host that gives one answer, and then closes or falls silent.
 *
 * @param cuts - how much of the answer each client gets, one after the other
 */
async function onFalseHost(
  bytes: Uint8Array,
  closes: boolean,
  work: (make: () => WebGL2RenderingContext) => void,
  cuts: readonly number[] = [bytes.length],
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'virglass-'));
  const path = join(folder, 'host');
  const worker = new Worker(falseHost, { eval: true, workerData: { path, bytes, closes, cuts } });
  try {
    await new Promise((resolve) => worker.once('message', resolve));
    work(() => createContext(64, 64, { transport: vtest(path, { timeoutMs: 1000 }) }));
  } finally {
    await worker.terminate();
    rmSync(folder, { recursive: true });
  }
}

test.each(answers)('a host that %s is refused with a reason', { timeout: 20_000 }, async (_, bytes, reason) => {
  await onFalseHost(bytes, true, (make) => expect(make).toThrow(reason));
});

test('a host that closes at each point of its answers is refused, or loses the context', { timeout: 30_000 }, async () => {
  const good = new Uint8Array([...start, ...caps(0xff)]);
  const cuts = [...Array.from({ length: start.length + 12 }, (_, i) => i), good.length - 1, good.length];
  const work = (make: () => WebGL2RenderingContext): void => {
    for (const cut of cuts.slice(0, -2)) expect(make, `after ${cut} bytes`).toThrow(/no capabilities|closed|lacks/);
    expect(make).toThrow(/closed/);
    const gl = make();
    gl.finish();
    expect(gl.isContextLost()).toBe(true);
    destroyContext(gl);
  };
  await onFalseHost(good, true, work, cuts);
});

test('a host that says yes to everything and then falls silent loses the context', { timeout: 20_000 }, async () => {
  await onFalseHost(new Uint8Array([...start, ...caps(0xff)]), false, (make) => {
    const gl = make();
    gl.clear(gl.COLOR_BUFFER_BIT);
    const out = new Uint8Array(4).fill(7);
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, out);
    expect(gl.isContextLost()).toBe(true);
    expect(gl.getError()).toBe(gl.CONTEXT_LOST_WEBGL);
    destroyContext(gl);
  });
});
