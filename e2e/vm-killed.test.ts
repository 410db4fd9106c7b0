/* Machines that end in the middle of a frame, one after the other on one back end: nothing of them is left, and the next one draws. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeScratchFolder, scratchFolder, virglassArguments } from '@virglass/testkit';
import { runVm, startBackEnd, type VmResult } from '@virglass/vm';
import { beforeAll, expect, test } from 'vitest';
import { BUILD_MILLISECONDS, guestParts } from './vm-support.ts';

const MINUTE = 60_000;
const screens = '320x240';

beforeAll(() => guestParts(), BUILD_MILLISECONDS);

/** What a process has open, and how much memory of its own it has, in MiB. */
function holdings(pid: number): { readonly descriptors: number; readonly mib: number; readonly shared: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  const mib = (label: string): number => Number(new RegExp(`^${label}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0) / 1024;
  return { descriptors: readdirSync(`/proc/${pid}/fd`).length, mib: mib('RssAnon'), shared: mib('RssShmem') };
}

test('machines that are killed in the middle of a frame leave nothing behind', { timeout: 3 * MINUTE }, async () => {
  const { image, kernel } = await guestParts();
  const folder = scratchFolder();
  const socket = join(folder, 'gpu');
  const env = { LIBGL_ALWAYS_SOFTWARE: '1', GALLIUM_DRIVER: 'llvmpipe' };
  await using backEnd = await startBackEnd(
    { command: [process.execPath, ...virglassArguments(), 'vhost-user', '--shader-cache', 'off', '--screen', screens], env, socket },
    new AbortController().signal,
  );
  const run = (command: string, signal: AbortSignal, begin: () => void): Promise<VmResult & { readonly output: string }> => {
    let output = '';
    return runVm({
      monitor: { machine: 'uml', kernel },
      image,
      gpu: { socket, control: null, screens: [{ width: 320, height: 240 }], gone: backEnd.exit.then(({ reason }) => reason) },
      command,
      session: null,
      memoryBytes: 2 ** 30,
      processors: 1,
      share: null,
      extraArguments: [],
      timeoutMilliseconds: MINUTE,
      signal,
      listener: { output: (bytes) => (output += Buffer.from(bytes).toString('latin1')), begin },
    }).then((result) => ({ ...result, output }));
  };
  try {
    let first: ReturnType<typeof holdings> | null = null;
    for (let i = 0; i < 8; i++) {
      const kill = new AbortController();
      // It draws frames by then, or makes its shaders, or has only begun.
      const begin = (): void => void setTimeout(() => kill.abort(), 150 + i * 130);
      await run('glmark2-es2-drm --off-screen -b texture -b build', kill.signal, begin).catch((error: unknown) => {
        if (!kill.signal.aborted) throw error;
      });
      await expect.poll(() => holdings(backEnd.pid).shared, { timeout: 5000 }).toBe(0);
      if (i === 1) first = holdings(backEnd.pid);
    }
    const last = holdings(backEnd.pid);
    expect(last.descriptors).toBe(first!.descriptors);
    expect(last.mib).toBeLessThan(first!.mib + 64);
    const drawn = await run('eglinfo -B -p gbm', new AbortController().signal, () => undefined);
    expect(drawn.output).toMatch(/OpenGL core profile renderer: virgl/);
    expect(backEnd.log).not.toMatch(/error|internal/i);
  } finally {
    removeScratchFolder(folder);
  }
});
