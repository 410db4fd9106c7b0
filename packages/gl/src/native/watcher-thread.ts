/*
 * The watcher's thread: a GL context that shares the sync objects of the other thread's, and the overseer's loop. It never returns to its
 * event loop: it sleeps on the board, or in GL, and messages that it posts travel all the same.
 */
import { parentPort, workerData } from 'node:worker_threads';
import koffi from 'koffi';
import { GL } from '../constants.ts';
import { Overseer, type Surroundings } from '../overseer.ts';
import { WatchBoard } from '../watch-board.ts';
import { functionAt } from './call.ts';
import { loadEgl } from './egl.ts';
import type { WatcherStart } from './watcher.ts';

const OPENGL_API = 0x30a2;
const OPENGL_ES_API = 0x30a0;
const NANOSECONDS = 1_000_000;

function watch(start: WatcherStart): void {
  const board = new WatchBoard(start.board);
  const egl = loadEgl(start.eglLibrary);
  egl.bindApi(start.isGles ? OPENGL_ES_API : OPENGL_API);
  if (egl.makeCurrent(start.display, start.surface, start.surface, start.context) === 0) {
    throw new Error(`eglMakeCurrent of the watcher failed: EGL error 0x${egl.getError().toString(16)}`);
  }
  const clientWaitSync = functionAt(egl.getProcAddress('glClientWaitSync'), 'uint32_t(uintptr_t,uint32_t,uint64_t)');
  board.life = 1;
  const around: Surroundings = {
    // A sync object that the other thread has deleted meanwhile has signalled: that is when it deletes them.
    wait: (sync, milliseconds) => clientWaitSync(sync, 0, milliseconds * NANOSECONDS) !== GL.TIMEOUT_EXPIRED,
    stop(slot, stopped) {
      const address = board.stopAddress(slot);
      if (address === 0) return;
      Atomics.store(new Int32Array(koffi.view(address, 4)), 0, stopped ? 1 : 0);
    },
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin
    report: () => parentPort?.postMessage(0),
    now: () => performance.now(),
    cpu: start.software ? processMilliseconds : () => null,
  };
  try {
    const overseer = new Overseer(board, around);
    while (!board.ended) overseer.step();
  } finally {
    egl.makeCurrent(start.display, 0, 0, 0);
    board.life = 2;
  }
}

function processMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

watch(workerData as WatcherStart);
