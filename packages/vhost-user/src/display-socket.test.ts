import { closeSync, fstatSync, readdirSync } from 'node:fs';
import { closeFd, createMemfd, socketPair } from '@virglass/host-linux';
import * as p from '@virglass/protocol';
import type { Picture, Rect } from '@virglass/virtio-gpu';
import { afterEach, expect, test } from 'vitest';
import { DisplaySocket } from './display-socket.ts';
import { TestConsole, type TestConsoleOptions } from './testing/test-console.ts';

const G = p.VhostUserGpuRequest;
const lines: string[] = [];
const log = { warn: (line: string) => lines.push(line), debug: () => undefined };
const cleanup: (() => void)[] = [];
afterEach(() => {
  for (const one of cleanup.splice(0).reverse()) one();
  expect(lines.splice(0)).toEqual([]);
});

/** A device's end and a function that lets a console read the other one. */
function open(): { display: DisplaySocket; read: (options?: TestConsoleOptions) => TestConsole; closed: () => boolean } {
  const [ours, theirs] = socketPair();
  let closed = false;
  const display = new DisplaySocket(ours, 2, true, log, () => (closed = true));
  let taken = false;
  cleanup.push(
    () => display[Symbol.dispose](),
    () => {
      if (!taken) closeFd(theirs);
    },
  );
  const read = (options: TestConsoleOptions = {}): TestConsole => {
    taken = true;
    const shown = new TestConsole(theirs, options);
    cleanup.push(() => shown[Symbol.dispose]());
    return shown;
  };
  return { display, read, closed: () => closed };
}

/** A picture whose pixel at x, y is `seed` + 1000 y + x. */
function picture(width: number, height: number, seed: number): Picture & { reads: Rect[] } {
  const reads: Rect[] = [];
  return {
    width,
    height,
    format: p.VirtioGpuFormat.B8G8R8X8_UNORM,
    reads,
    read(rect, target, offset, stride) {
      reads.push(rect);
      const words = new Uint32Array(target.bytes.buffer, target.bytes.byteOffset, target.byteLength >> 2);
      for (let y = 0; y < rect.height; y++)
        for (let x = 0; x < rect.width; x++) words[(offset + y * stride) / 4 + x] = seed + 1000 * (rect.y + y) + rect.x + x;
      return true;
    },
  };
}

const whole = (width: number, height: number): Rect => ({ x: 0, y: 0, width, height });
const payload = (told: { words: Uint32Array }): number[] => [...told.words.subarray(3)];
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

test('the size is told once, a picture that takes the place of another of its size is shown whole, then what changes', async () => {
  const { display, read } = open();
  const shown = read();
  display.scanout(1, whole(4, 2), picture(4, 2, 1));
  display.damage(1, { x: 1, y: 1, width: 1, height: 1 });
  expect(payload(await shown.until(G.SCANOUT))).toEqual([1, 4, 2]);
  expect(payload(await shown.until(G.UPDATE))).toEqual([1, 0, 0, 4, 2, 1, 2, 3, 4, 1001, 1002, 1003, 1004]);
  display.scanout(1, whole(4, 2), picture(4, 2, 5));
  expect(payload(await shown.until(G.UPDATE))).toEqual([1, 0, 0, 4, 2, 5, 6, 7, 8, 1005, 1006, 1007, 1008]);
  display.damage(1, { x: 1, y: 1, width: 2, height: 1 });
  expect(payload(await shown.until(G.UPDATE))).toEqual([1, 1, 1, 2, 1, 1006, 1007]);
  // A part of a larger picture.
  display.scanout(1, { x: 2, y: 1, width: 2, height: 1 }, picture(4, 2, 7));
  expect(payload(await shown.until(G.SCANOUT))).toEqual([1, 2, 1]);
  expect(payload(await shown.until(G.UPDATE))).toEqual([1, 0, 0, 2, 1, 1009, 1010]);
  display.scanout(1, whole(0, 0), null);
  expect(payload(await shown.until(G.SCANOUT))).toEqual([1, 0, 0]);
  expect(shown.names.filter((name) => name === 'SCANOUT').length).toBe(3);
});

test('a screen is updated no more often than it can show, and what changed meanwhile is joined', async () => {
  const { display, read } = open();
  const shown = read();
  const one = picture(8, 8, 0);
  display.scanout(0, whole(8, 8), one);
  const begin = performance.now();
  for (let i = 0; performance.now() - begin < 100; i++) {
    display.damage(0, { x: i % 8, y: 0, width: 1, height: 1 });
    if (i % 16 === 0) await pause(0);
  }
  await pause(40);
  const updates = shown.names.filter((name) => name === 'UPDATE').length;
  expect(updates).toBeGreaterThan(2);
  expect(updates).toBeLessThan(12);
  expect(one.reads.length).toBe(updates);
});

test('a monitor that does not read makes nothing grow, and is told the latest state when it does', async () => {
  const { display, read } = open();
  const big = picture(512, 512, 0);
  for (let i = 0; i < 3000; i++) {
    display.moveCursor(0, i, i);
    display.cursor(0, { pixels: new Uint8Array(16384).fill(i), width: 64, height: 64, hotX: i & 63, hotY: 0 }, i, i);
    display.scanout(0, whole(512, 512), i % 2 === 0 ? big : null);
    display.damage(0, whole(512, 512));
    if (i % 500 === 0) await pause(20);
  }
  display.scanout(0, whole(3, 1), picture(3, 1, 70));
  const shown = read();
  await expect.poll(() => shown.messages.some(({ words }) => words[3 + 3] === 3 && words[2] === 32)).toBe(true);
  const kinds = new Map<string, number>();
  for (const name of shown.names) kinds.set(name, (kinds.get(name) ?? 0) + 1);
  // What the kernel's buffer took before it was full, and one of each.
  expect(kinds.get('UPDATE')).toBeLessThan(12);
  expect(kinds.get('CURSOR_UPDATE')).toBeLessThan(40);
  expect(kinds.get('SCANOUT')).toBeLessThan(200);
  const last = (request: number): number[] => payload(shown.messages.findLast((message) => message.request === request)!);
  expect(last(G.UPDATE)).toEqual([0, 0, 0, 3, 1, 70, 71, 72]);
  expect(last(G.CURSOR_UPDATE).slice(0, 5)).toEqual([0, 2999, 2999, 2999 & 63, 0]);
});

test('the cursor has a picture, moves, hides, and moves unseen', async () => {
  const { display, read } = open();
  const shown = read();
  display.moveCursor(0, 1, 1);
  display.cursor(0, { pixels: new Uint8Array(16384).fill(9), width: 64, height: 64, hotX: 3, hotY: 4 }, 10, 20);
  display.moveCursor(0, 11, 21);
  const update = await shown.until(G.CURSOR_UPDATE);
  expect(payload(update).slice(0, 6)).toEqual([0, 10, 20, 3, 4, 0x09090909]);
  expect(update.bytes).toBe(20 + 16384);
  expect(payload(await shown.until(G.CURSOR_POS))).toEqual([0, 11, 21]);
  display.cursor(0, null, 12, 22);
  expect(payload(await shown.until(G.CURSOR_POS_HIDE))).toEqual([0, 12, 22]);
  display.moveCursor(0, 13, 23);
  display.cursor(0, null, 14, 24);
  expect(payload(await shown.until(G.CURSOR_POS_HIDE))).toEqual([0, 14, 24]);
  expect(shown.names.filter((name) => name === 'CURSOR_POS').length).toBe(1);
});

test('a large picture goes in parts', async () => {
  const { display, read } = open();
  const shown = read();
  const one = picture(4096, 2048, 0);
  display.scanout(0, whole(4096, 2048), one);
  display.damage(0, whole(4096, 2048));
  const first = await shown.until(G.UPDATE);
  expect([...first.words.subarray(3, 9)]).toEqual([0, 0, 0, 4096, 1024, 0]);
  const second = await shown.until(G.UPDATE);
  expect([...second.words.subarray(3, 9)]).toEqual([0, 0, 1024, 4096, 1024, 1024000]);
  expect(one.reads.length).toBe(2);
});

test('pixels are read when the GPU has drawn them; a screen that went off meanwhile stays off', async () => {
  const { display, read } = open();
  const shown = read();
  const waiting: (() => void)[] = [];
  const one = { ...picture(2, 1, 5), settled: (done: () => void) => waiting.push(done) };
  display.scanout(0, whole(2, 1), one);
  display.damage(0, whole(2, 1));
  display.damage(0, whole(1, 1));
  await pause(40);
  expect([waiting.length, one.reads.length]).toEqual([1, 0]);
  // Another picture came: it is what is shown.
  display.scanout(0, whole(2, 1), { ...picture(2, 1, 8), settled: (done: () => void) => waiting.push(done) });
  waiting.shift()!();
  expect(payload(await shown.until(G.UPDATE))).toEqual([0, 0, 0, 2, 1, 8, 9]);
  display.damage(0, whole(2, 1));
  await expect.poll(() => waiting.length).toBe(1);
  display.scanout(0, whole(0, 0), null);
  waiting.shift()!();
  expect(payload(await shown.until(G.SCANOUT))).toEqual([0, 0, 0]);
  // The next life of the screen is not held up by what the earlier one waited for.
  display.scanout(0, whole(2, 1), picture(2, 1, 3));
  expect(payload(await shown.until(G.UPDATE))).toEqual([0, 0, 0, 2, 1, 3, 4]);
});

const edid = new Uint8Array(256).map((_, i) => i);

test('modes and EDIDs are the monitor’s; what was asked before it told its features waits for that', async () => {
  const { display, read } = open();
  const asked = Promise.withResolvers<Uint8Array | null>();
  expect(display.askEdid(1, asked.resolve)).toBe(true);
  const shown = read({ modes: [[1024, 768], null, [640, 480]], edids: [edid, edid.toReversed()] });
  expect(await asked.promise).toEqual(edid.toReversed());
  expect(shown.names.slice(0, 3)).toEqual(['GET_PROTOCOL_FEATURES', 'SET_PROTOCOL_FEATURES', 'GET_EDID']);
  const modes = Promise.withResolvers<unknown>();
  expect(display.askScreens(modes.resolve)).toBe(true);
  expect(await modes.promise).toEqual([
    { width: 1024, height: 768 },
    null,
    { width: 640, height: 480 },
    ...Array.from({ length: 13 }, () => null),
  ]);
});

test('a monitor without EDIDs is not asked for them', async () => {
  const { display, read } = open();
  const asked = Promise.withResolvers<Uint8Array | null>();
  display.askEdid(0, asked.resolve);
  const shown = read({ features: 0 });
  expect(await asked.promise).toBe(null);
  expect(display.askEdid(0, () => undefined)).toBe(false);
  expect(shown.names).not.toContain('GET_EDID');
});

test('a monitor that does not answer is not waited for; what it says too late is no answer to another question', async () => {
  const { display, read } = open();
  const shown = read({ silent: true });
  const answers: unknown[] = [];
  expect(display.askScreens((modes) => answers.push(modes))).toBe(true);
  expect(display.askEdid(0, (given) => answers.push(given))).toBe(true);
  display.answerNow();
  expect(answers).toEqual([null, null]);
  const begin = performance.now();
  await new Promise((resolve) => display.askScreens(resolve));
  expect(performance.now() - begin).toBeGreaterThan(900);
  // Both questions of before are answered now, then the third.
  const third = Promise.withResolvers<unknown>();
  display.askScreens(third.resolve);
  await expect.poll(() => shown.names.filter((name) => name === 'GET_DISPLAY_INFO').length).toBe(3);
  for (const width of [1, 2, 3]) {
    shown.answer(G.GET_DISPLAY_INFO, [p.VirtioGpuResponse.OK_DISPLAY_INFO, 0, 0, 0, 0, 0, 0, 0, width, 7, 1, 0], 408);
  }
  expect(await third.promise).toMatchObject({ 0: { width: 3, height: 7 } });
  // Nor can a guest fill memory with questions.
  for (let i = 0; i < 100; i++) display.askScreens(() => undefined);
  expect(display.askScreens(() => undefined)).toBe(false);
});

test.each([
  ['too short', [p.VirtioGpuResponse.OK_EDID, 0, 0, 0, 0, 0, 128, 0], 100],
  ['another response', [p.VirtioGpuResponse.ERR_UNSPEC, 0, 0, 0, 0, 0, 128, 0], 1056],
  ['no whole block', [p.VirtioGpuResponse.OK_EDID, 0, 0, 0, 0, 0, 100, 0], 1056],
  ['larger than the message', [p.VirtioGpuResponse.OK_EDID, 0, 0, 0, 0, 0, 0x80000000, 0], 1056],
])('an EDID that is none (%s) is not handed on', async (_, words, bytes) => {
  const { display, read } = open();
  const shown = read({ edids: [] });
  await shown.until(G.SET_PROTOCOL_FEATURES);
  const asked = Promise.withResolvers<unknown>();
  display.askEdid(0, asked.resolve);
  await shown.until(G.GET_EDID);
  shown.answer(G.GET_EDID, words, bytes);
  expect(await asked.promise).toBe(null);
});

test('a monitor that goes is an answer to every question', async () => {
  const { display, read, closed } = open();
  const shown = read({ silent: true });
  const asked = Promise.withResolvers<unknown>();
  display.askScreens(asked.resolve);
  display.scanout(0, whole(2, 1), picture(2, 1, 3));
  await shown.until(G.GET_DISPLAY_INFO);
  shown[Symbol.dispose]();
  expect(await asked.promise).toBe(null);
  expect(closed()).toBe(true);
  display.damage(0, whole(2, 1));
  display.moveCursor(0, 1, 1);
  expect(display.askScreens(() => undefined)).toBe(false);
});

/** A picture that can be shared: `bytes` tells its memory from others. */
function sharedPicture(bytes: number, fourcc: string, modifierLow = 0): Picture {
  const code = [...fourcc].reduce((sum, letter, i) => sum + letter.charCodeAt(0) * 2 ** (8 * i), 0);
  return {
    ...picture(8, 4, 100),
    share: () => ({ fd: createMemfd('picture', bytes), fourcc: code, strideBytes: 64, modifierLow, modifierHigh: 0 }),
  };
}

const XR24 = 0x34325258;

/** Answers what changed in a DMA buffer as shown. */
const showed = (shown: TestConsole): void => shown.answer(G.DMABUF_UPDATE, []);
const openFds = (): number => readdirSync('/proc/self/fd').length;

test('a picture that can be shared goes as a DMA buffer, and a change when the one before was shown', async () => {
  const { display, read } = open();
  const shown = read({ features: 2 });
  await shown.until(G.SET_PROTOCOL_FEATURES);
  display.scanout(0, { x: 1, y: 2, width: 3, height: 2 }, sharedPicture(4096, 'AR24', 7));
  display.damage(0, whole(3, 2));
  const scanout = await shown.until(G.DMABUF_SCANOUT2);
  // The alpha channel is not shown; row 0 of the memory is the uppermost.
  expect(payload(scanout)).toEqual([0, 1, 2, 3, 2, 8, 4, 64, 1, XR24, 7, 0]);
  expect(scanout.fds.map((fd) => fstatSync(fd).size)).toEqual([4096]);
  closeSync(scanout.fds[0]!);
  expect(payload(await shown.until(G.DMABUF_UPDATE))).toEqual([0, 0, 0, 3, 2]);
  // Until the monitor has shown it, changes are joined.
  display.damage(0, { x: 0, y: 0, width: 1, height: 1 });
  display.damage(0, { x: 2, y: 0, width: 1, height: 2 });
  await pause(60);
  expect(shown.messages).toEqual([]);
  showed(shown);
  expect(payload(await shown.until(G.DMABUF_UPDATE))).toEqual([0, 0, 0, 3, 2]);
  showed(shown);
  // Another picture that cannot be shared is read, and its size is told.
  display.scanout(0, whole(2, 1), { ...picture(2, 1, 5), share: () => null });
  expect(payload(await shown.until(G.SCANOUT))).toEqual([0, 2, 1]);
  expect(payload(await shown.until(G.UPDATE))).toEqual([0, 0, 0, 2, 1, 5, 6]);
  display.scanout(0, whole(3, 2), sharedPicture(8192, 'XB24'));
  const again = await shown.until(G.DMABUF_SCANOUT2);
  closeSync(again.fds[0]!);
  await shown.until(G.DMABUF_UPDATE);
  // Going off does not wait for the monitor.
  display.scanout(0, whole(0, 0), null);
  expect(payload(await shown.until(G.SCANOUT))).toEqual([0, 0, 0]);
});

test('a monitor that knows no arrangements of pixels gets plain rows alone as a DMA buffer', async () => {
  const { display, read } = open();
  const shown = read({ features: 0 });
  await shown.until(G.SET_PROTOCOL_FEATURES);
  const before = openFds();
  display.scanout(0, whole(2, 1), sharedPicture(4096, 'AR24', 7));
  expect(payload(await shown.until(G.UPDATE))).toEqual([0, 0, 0, 2, 1, 100, 101]);
  expect(openFds()).toBe(before);
  display.scanout(0, whole(2, 1), sharedPicture(4096, 'XR24'));
  const scanout = await shown.until(G.DMABUF_SCANOUT);
  expect(payload(scanout)).toEqual([0, 0, 0, 2, 1, 8, 4, 64, 1, XR24]);
  closeSync(scanout.fds[0]!);
  expect(openFds()).toBe(before);
});

test('a monitor that never says that it has shown a DMA buffer is told of changes all the same', async () => {
  const { display, read } = open();
  const shown = read({ features: 2, silent: true });
  display.scanout(0, whole(2, 1), sharedPicture(4096, 'XR24'));
  closeSync((await shown.until(G.DMABUF_SCANOUT)).fds[0]!);
  for (let i = 0; i < 2; i++) {
    display.damage(0, whole(2, 1));
    await shown.until(G.DMABUF_UPDATE);
  }
});
