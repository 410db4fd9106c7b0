/*
 * Records corpus/streams: what Mesa's virpipe driver sends for a few small programs. Recorded through our own server, so that a stream
 * asks for nothing that ours does not offer. Run from the repository root: node -C virglass-source e2e/record-streams.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { runClient, scratchFolder, startDisplay, startServer, Vcmd, VtestRecording } from '@virglass/testkit';

const folder = fileURLToPath(new URL('../corpus/streams/', import.meta.url));
const hack = (name: string): [string, ...string[]] => [`/usr/libexec/xscreensaver/${name}`, '-geometry', '96x96'];

/** `protocol` 0 puts all data into the stream; with 2 it goes through shared memory and the stream holds commands alone. */
const streams: { readonly name: string; readonly command: [string, ...string[]]; readonly frames: number; readonly protocol: number }[] = [
  { name: 'glxgears', command: ['glxgears', '-geometry', '64x64'], frames: 40, protocol: 0 },
  { name: 'glxgears-shm', command: ['glxgears', '-geometry', '64x64'], frames: 40, protocol: 2 },
  { name: 'atunnel', command: hack('atunnel'), frames: 8, protocol: 0 },
  { name: 'sproingies', command: hack('sproingies'), frames: 8, protocol: 0 },
  { name: 'dangerball', command: hack('dangerball'), frames: 8, protocol: 0 },
  { name: 'stairs', command: hack('stairs'), frames: 8, protocol: 0 },
];

await using display = await startDisplay();
await using server = await startServer('virglass');
const scratch = scratchFolder();
for (const { name, command, frames, protocol } of streams) {
  const capture = join(scratch, name);
  const options = { display: display.name, lastFrame: frames, frameTimeUs: 33_333, protocol, capture, env: { HOME: scratch } };
  const result = await runClient(command, { server, ...options });
  if (result.code !== 0) throw new Error(`${name}: ${result.output}`);
  const recording = VtestRecording.read(capture);
  const packed = gzipSync(readFileSync(capture), { level: 9 });
  writeFileSync(join(folder, `${name}.vtest.gz`), packed);
  const submits = recording.messages.filter((message) => message.command === Vcmd.SUBMIT_CMD).length;
  console.log(
    `${name}: ${recording.bytes.length} bytes, ${packed.length} packed, ${recording.messages.length} messages, ${submits} submits`,
  );
}
