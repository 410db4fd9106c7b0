/*
 * Blobs in real guests: a program that maps memory of the host with the kernel's own driver, on monitors with and without a window
 * for it. The program is `guest/blob.c`; it checks itself, byte by byte.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { removeScratchFolder, scratchFolder } from '@virglass/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { machineParts, runQemu } from './qemu-support.ts';
import { root } from './support.ts';
import { BUILD_MILLISECONDS, inGuest } from './vm-support.ts';

const RUN_MILLISECONDS = 240_000;
/** The device that QEMU lends to any back end; from 11.1 on it gives guests windows into memory of the back end's. */
const device = 'vhost-user-test-device-pci,virtio-id=16,num_vqs=2,config_size=24';

/** A folder with the program in it. */
function folderWithProgram(): string {
  const folder = scratchFolder();
  onTestFinished(() => removeScratchFolder(folder));
  execFileSync('gcc', ['-static', '-O2', '-Wall', '-Werror', '-o', join(folder, 'blob'), join(root, 'e2e/guest/blob.c')]);
  return folder;
}

test('a guest maps memory of the host, and each sees what the other wrote', { timeout: BUILD_MILLISECONDS }, async () => {
  await machineParts('qemu11');
  const { status, output, log } = await runQemu({
    qemu: 'qemu11',
    device,
    share: folderWithProgram(),
    // Programs of the guest have such memory too: OpenGL maps buffers persistently.
    command: '/share/blob 30 && eglinfo -p gbm | grep -E "core profile version|GL_ARB_buffer_storage"',
    milliseconds: RUN_MILLISECONDS,
  });
  expect(output).toContain('blob 1 host_visible 1 context_init 1');
  for (const line of [
    'ok context',
    'ok guest blob',
    'ok bytes both ways',
    'ok errors',
    'ok again',
    'ok 30 mapped at once',
    'blob: all ok',
  ]) {
    expect(output).toContain(line);
  }
  expect([status, output]).toEqual([0, expect.stringMatching(/core profile version: 4\.[45] [\s\S]*GL_ARB_buffer_storage/)]);
  // What it did wrong on purpose, and nothing else.
  for (const line of log.split('\n').filter((one) => one.includes(' warn ')))
    expect(line).toMatch(/prepared nothing as|: no resource \d+$/);
});

test('where there is no window, blobs are memory of the guest alone', { timeout: BUILD_MILLISECONDS }, async () => {
  const { status, output } = await inGuest({ share: folderWithProgram(), command: '/share/blob' });
  expect(output).toContain('blob 1 host_visible 0 context_init 1');
  expect(output).toContain('ok guest blob');
  expect([status, output]).toEqual([77, expect.stringContaining('blob: the device has no host-visible window')]);
});
