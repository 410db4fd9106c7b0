/*
 * Records corpus/streams/webgl2: what Mesa's virpipe driver sends to a host that offers what a browser's WebGL2 has, and a picture of
 * it from the peer. Run from the repository root: node -C virglass-source e2e/record-webgl2.ts
 *
 * The capabilities come from the renderer in headless Chromium (a test writes them down); then the programs run against a server
 * that offers those and draws on this machine's OpenGL. The pictures are the peer's, so that they owe nothing to our renderer.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { createNativeGl } from '@virglass/gl/native';
import { CapsV1Size, writeCapsV2MaxVersion } from '@virglass/protocol';
import {
  replayRecording,
  runClient,
  runProcess,
  scratchFolder,
  startDisplay,
  startServer,
  VtestRecording,
  writePng,
} from '@virglass/testkit';
import { createVirglRenderer } from '@virglass/virgl';
import { createVtestServer, defaultQuota } from '@virglass/vtest';
import { pictureOf } from '../testkit/src/replay.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = join(root, 'corpus/streams/webgl2');
const scratch = scratchFolder();
const hack = (name: string): [string, ...string[]] => [`/usr/libexec/xscreensaver/${name}`, '-geometry', '96x96'];

/** Lighting and depth; a luminance texture; user clip planes. */
const programs: { readonly name: string; readonly command: [string, ...string[]]; readonly frames: number }[] = [
  { name: 'glxgears', command: ['glxgears', '-geometry', '96x96'], frames: 6 },
  { name: 'cube21', command: hack('cube21'), frames: 20 },
  { name: 'sproingies', command: hack('sproingies'), frames: 6 },
];

/** Capability set 2 as a browser's renderer makes it. */
async function browserCaps(): Promise<Uint8Array> {
  // Tests in a browser may write below the repository only.
  const file = join(root, 'out/webgl2-caps.hex');
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const { output, code } = await runProcess(
    process.execPath,
    [vitest, 'run', '--project', 'browser', 'e2e/webgl2.browser.test.ts', '-t', 'capabilities'],
    {
      cwd: root,
      env: { ...process.env, VITE_CAPS_FILE: file },
      timeoutMs: 120_000,
    },
  );
  if (code !== 0) throw new Error(output);
  return Uint8Array.from(Buffer.from(readFileSync(file, 'utf8'), 'hex'));
}

const log = { warn: (message: string) => console.error(message), debug: () => undefined };
const v2 = await browserCaps();
const v1 = v2.slice(0, CapsV1Size);
writeCapsV2MaxVersion(new DataView(v1.buffer), 1);

mkdirSync(folder, { recursive: true });
using gl = createNativeGl();
using renderer = createVirglRenderer(gl);
const socket = join(scratch, 'vtest.sock');
const server = await createVtestServer({
  socketPath: socket,
  renderer: { ...renderer, capset: (id) => (id === 1 ? v1 : v2), openDevice: renderer.openDevice, [Symbol.dispose]: () => undefined },
  quota: defaultQuota,
  log,
});
await using display = await startDisplay();
await using peer = await startServer('peer');
const client = { server: { socket }, display: display.name, env: { HOME: scratch } };
for (const api of ['gl', 'gles2']) {
  const { output } = await runClient(['wflinfo', '--platform', 'surfaceless_egl', '--api', api], client);
  console.log(/OpenGL version string: .*/.exec(output)?.[0] ?? output);
}
for (const { name, command, frames } of programs) {
  const capture = join(scratch, name);
  const result = await runClient(command, { ...client, lastFrame: frames, frameTimeUs: 33_333, protocol: 0, capture });
  if (result.code !== 0) throw new Error(`${name}: ${result.output}`);
  const recording = VtestRecording.read(capture);
  const packed = gzipSync(readFileSync(capture), { level: 9 });
  writeFileSync(join(folder, `${name}.vtest.gz`), packed);
  const last = (await replayRecording(peer.socket, recording)).at(-1)!;
  writePng(join(folder, `${name}.png`), pictureOf(last));
  console.log(`${name}: ${recording.bytes.length} bytes, ${packed.length} packed, picture of ${last.width}x${last.height}`);
}
await server.close();
