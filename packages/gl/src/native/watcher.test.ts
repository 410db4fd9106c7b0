/** The watcher's thread on the machine's software OpenGL. */
import { expect, test } from 'vitest';
import { GL } from '../constants.ts';
import { Verdict } from '../watch-board.ts';
import { createNativeGl, type NativeGl } from './native.ts';

const until = async (condition: () => boolean, milliseconds: number): Promise<boolean> => {
  for (const end = performance.now() + milliseconds; performance.now() < end;) {
    if (condition()) return true;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return condition();
};

function fence(gl: NativeGl): number {
  const sync = gl.fenceSync(GL.SYNC_GPU_COMMANDS_COMPLETE, 0);
  gl.flush();
  return sync;
}

test.each(['gl', 'gles'] as const)('%s: marks are reported, on the event loop', async (api) => {
  using gl = createNativeGl({ api });
  using watcher = gl.createWatcher()!;
  let reports = 0;
  watcher.onReport = () => void reports++;
  const { board } = watcher;
  const slot = board.openSlot(1000);
  for (let i = 1; i <= 3; i++) {
    board.enter(slot);
    board.want(board.push(fence(gl), slot));
    board.leave();
    expect(reports).toBe(i - 1);
    expect(await until(() => reports === i, 10_000)).toBe(true);
  }
  expect(gl.getError()).toBe(GL.NO_ERROR);
  expect(watcher.alive).toBe(true);
});

test('a thread that is kept busy without GL is found out, and its stop word is written', async () => {
  using gl = createNativeGl();
  using watcher = gl.createWatcher()!;
  const { board } = watcher;
  const slot = board.openSlot(200);
  const words = gl.memory(4096);
  board.setGuard(words.address, 64);
  const view = new Int32Array(words.bytes.buffer, words.bytes.byteOffset, 1024);
  expect(await until(() => board.runs, 10_000)).toBe(true);
  board.enter(slot);
  const end = performance.now() + 20_000;
  while (Atomics.load(view, slot * 16) === 0 && performance.now() < end);
  expect(view[slot * 16]).toBe(1);
  board.beat();
  expect(await until(() => board.verdict(slot) === Verdict.THREAD, 10_000)).toBe(true);
  expect(view.filter((word) => word !== 0).length).toBe(1);
  board.setGuard(0, 0);
});

test('an idle watcher costs nothing', async () => {
  using gl = createNativeGl();
  using watcher = gl.createWatcher()!;
  expect(await until(() => watcher.board.runs, 10_000)).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const before = process.cpuUsage();
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(100);
});

test('watchers come and go with their contexts', () => {
  for (let i = 0; i < 3; i++) {
    using gl = createNativeGl();
    using watcher = gl.createWatcher()!;
    expect(watcher.alive).toBe(true);
  }
});
