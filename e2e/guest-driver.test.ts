/*
 * The guest driver draws the same on every way to a host: in process, through our vtest server, through virglrenderer's, and as a Node
 * program in a real guest through the kernel's render node, on our GPU and on QEMU's. A picture is the same when at most one pixel in a thousand differs by more
 * than 2 of 255.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { vtest } from '@virglass/guest/vtest';
import { scratchFolder, type ServerKind, startServer } from '@virglass/testkit';
import { runVm, ScratchFolder } from '@virglass/vm';
import { beforeAll, expect, test } from 'vitest';
import { differing, localHost } from './guest-driver-support.ts';
import { type Drawing, drawScenes } from './guest-driver/draw.ts';
import { bringPeerBackEnd, inSoftware, startPeerBackEnd } from './peer-back-end.ts';
import { BUILD_MILLISECONDS, guestParts, inGuest } from './vm-support.ts';

const MINUTE = 60_000;
const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
let wanted = new Map<string, Drawing>();

beforeAll(async () => {
  using host = localHost();
  wanted = await drawScenes(host.transport);
}, MINUTE);

function expectSame(found: ReadonlyMap<string, Drawing>): void {
  expect([...found.keys()]).toEqual([...wanted.keys()]);
  for (const [name, drawing] of wanted) expect(differing(drawing, found.get(name)!), name).toBeLessThanOrEqual(0.1);
}

test('scenes are no empty pictures', () => {
  for (const [name, { rgba }] of wanted) {
    const colors = new Set(new Uint32Array(rgba.buffer));
    expect(colors.size, name).toBeGreaterThan(name === 'feedback' ? 2 : 100);
  }
  // The query that saw something, and the one that saw nothing.
  const { rgba, width } = wanted.get('feedback')!;
  expect([...rgba.subarray((10 * width + 10) * 4, (10 * width + 10) * 4 + 4)]).toEqual([255, 0, 128, 255]);
});

test.each<ServerKind>(['virglass', 'peer'])('through the vtest server of %s', { timeout: MINUTE }, async (kind) => {
  await using server = await startServer(kind);
  expectSame(await drawScenes(vtest(server.socket)));
});

/** Runs a module of this tree in a guest, which sees it where it lies on the host. */
function inTree(script: string): string {
  const node = '~/tree/node_modules/node/bin/node -C virglass-source';
  return `mkdir ~/tree && mount -t hostfs -o '${root}' none ~/tree && ${node} ~/tree/e2e/guest-driver/${script} /share 2>&1`;
}
const command = inTree('in-guest.ts');

function drawnInGuest(share: string): Map<string, Drawing> {
  return new Map(
    [...wanted].map(([name, { width, height }]) => [name, { width, height, rgba: readFileSync(join(share, `${name}.rgba`)) }]),
  );
}

test('by a Node program in a Linux guest, through its render node', { timeout: BUILD_MILLISECONDS }, async () => {
  const share = scratchFolder();
  try {
    const { output, status } = await inGuest({ command, share, timeoutMs: 2 * MINUTE });
    expect(status, output).toBe(0);
    expectSame(drawnInGuest(share));
  } finally {
    rmSync(share, { recursive: true });
  }
});

test("by a Node program in a Linux guest whose GPU is QEMU's, with virglrenderer", { timeout: BUILD_MILLISECONDS }, async () => {
  const { image, kernel } = await guestParts();
  const packages = await bringPeerBackEnd();
  using folder = new ScratchFolder();
  const socket = folder.file('gpu');
  const share = scratchFolder();
  await using backEnd = await startPeerBackEnd(packages, folder, socket, inSoftware);
  let output = '';
  try {
    const { status } = await runVm({
      monitor: { machine: 'uml', kernel },
      image,
      gpu: { socket, control: null, screens: [{ width: 640, height: 480 }], gone: backEnd.exit.then(() => backEnd.log) },
      command,
      session: null,
      memoryBytes: 2 ** 30,
      processors: 1,
      share,
      extraArguments: [],
      timeoutMilliseconds: 2 * MINUTE,
      signal: new AbortController().signal,
      listener: { output: (bytes) => (output += Buffer.from(bytes).toString('latin1')) },
    });
    expect(status, output).toBe(0);
    expectSame(drawnInGuest(share));
  } finally {
    rmSync(share, { recursive: true });
  }
});

test("a guest's GPU that goes loses the context, and restores it when it comes", { timeout: 2 * MINUTE }, async () => {
  const { output, status } = await inGuest({ command: inTree('loss-in-guest.ts') });
  expect(status, output).toBe(0);
  expect(output.trim().split('\n')).toEqual([
    'draws 255,0,0,255',
    'draws nothing 0,0,0,0',
    'says true true 0',
    expect.stringMatching(/^lost \/dev\/dri\/renderD\d+: .*: ENODEV$/),
    'draws again 0,255,0,255 0',
  ]);
});
