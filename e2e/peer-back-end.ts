/* The back end that QEMU has: virglrenderer behind the same vhost-user socket as ours, for guests to be compared on. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, programIn, qemuPackages, unpackPackages } from '@virglass/guest-image';
import { type Child, type ScratchFolder, startBackEnd } from '@virglass/vm';
import { progress } from './vm-support.ts';

/** QEMU's back end and the OpenGL that it draws with. */
const packages = [
  'qemu-system-x86',
  'qemu-system-gui',
  'qemu-system-modules-opengl',
  'libegl-mesa0',
  'libgl1-mesa-dri',
  'libgl1',
  'libgles2',
];

/** Brings the packages of QEMU's back end into the cache. @returns their folder */
export async function bringPeerBackEnd(): Promise<string> {
  const { suite } = qemuPackages.qemu10;
  const { root } = await unpackPackages({ suite, packages, into: join(cacheFolder({}), `qemu-gl-${suite}`), progress });
  return root;
}

/** Has OpenGL draw in software, whatever the machine has. */
export const inSoftware = { LIBGL_ALWAYS_SOFTWARE: '1', GALLIUM_DRIVER: 'llvmpipe' };

/**
 * Starts QEMU's back end.
 *
 * @param root - folder of `bringPeerBackEnd`
 * @param extra - added to its environment
 */
export async function startPeerBackEnd(
  root: string,
  folder: ScratchFolder,
  socket: string,
  extra: Readonly<Record<string, string>> = {},
): Promise<Child> {
  const { command, environment } = programIn(root, 'usr/lib/qemu/vhost-user-gpu');
  const preloaded = existsSync('/dev/dri/renderD128') ? command : withoutRenderNode(command, folder);
  const env = { ...environment, ...extra };
  const [program, ...args] = preloaded;
  return await startBackEnd({ command: [program!, ...args, '--virgl'], env, socket }, new AbortController().signal);
}

/** It insists on a render node; a library that stands in for EGL's choice of a device lets it start where there is none. */
function withoutRenderNode(command: readonly string[], folder: ScratchFolder): readonly string[] {
  const library = folder.file('surfaceless.so');
  const source = fileURLToPath(new URL('../bench/vm-surfaceless.c', import.meta.url));
  execFileSync('cc', ['-O2', '-shared', '-fPIC', '-o', library, source, '-ldl']);
  const [loader, ...rest] = command;
  return [loader!, '--preload', library, ...rest];
}
