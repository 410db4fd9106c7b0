/*
 * Records corpus/streams/webgl2: what Mesa's virpipe driver sends to a host that offers what a browser's WebGL2 has, and what the peer
 * makes of it. Run from the repository root: node -C virglass-source e2e/record-webgl2.ts
 *
 * The capabilities come from the renderer in headless Chromium (a test writes them down); then the programs run against a server
 * that offers those and draws on this machine's OpenGL. What is expected comes from the peer, so that it owes nothing to our renderer.
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

/** Where Debian's piglit keeps its programs. */
const PIGLIT = '/usr/lib/x86_64-linux-gnu/piglit/bin/';

/** Small programs for what WebGL2 does in other ways: all that they read back is kept, not a picture. */
const probes: { readonly name: string; readonly command: [string, ...string[]] }[] = [
  { name: 'constant-attribute', command: ['fp-abs-01'] },
  { name: 'base-vertex', command: ['oes_draw_elements_base_vertex-multidrawelements'] },
  { name: 'blit-within-texture', command: ['nv_copy_image-simple', '--rb-to-tex'] },
  { name: 'depth-of-1d-texture', command: ['fbo-depth-tex1d', 'GL_DEPTH_COMPONENT24'] },
  { name: 'feedback', command: ['ext_transform_feedback-output-type', 'mat3', '[2]'] },
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
  renderer: { ...renderer, capset: (id) => (id === 1 ? v1 : v2), [Symbol.dispose]: () => undefined },
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
async function record(name: string, command: [string, ...string[]], lastFrame?: number): Promise<VtestRecording> {
  const capture = join(scratch, name);
  const frames = lastFrame === undefined ? {} : { lastFrame, frameTimeUs: 33_333 };
  const result = await runClient(command, { ...client, ...frames, protocol: 0, capture });
  if (result.code !== 0) throw new Error(`${name}: ${result.output}`);
  const packed = gzipSync(readFileSync(capture), { level: 9 });
  writeFileSync(join(folder, `${name}.vtest.gz`), packed);
  console.log(`${name}: ${packed.length} bytes packed`);
  return VtestRecording.read(capture);
}

for (const { name, command, frames } of programs) {
  const recording = await record(name, command, frames);
  writePng(join(folder, `${name}.png`), pictureOf((await replayRecording(peer.socket, recording)).at(-1)!));
}
for (const { name, command } of probes) {
  const [program, ...args] = command;
  const recording = await record(name, [PIGLIT + program, ...args, '-auto', '-fbo']);
  const readbacks = await replayRecording(peer.socket, recording);
  writeFileSync(join(folder, `${name}.readbacks.gz`), gzipSync(Buffer.concat(readbacks.map(({ bytes }) => bytes)), { level: 9 }));
}
await server.close();
