/* Runs inside a guest: its GPU goes while a context draws on it, and comes back. Prints what the context says, line by line. */
import { createContext, type HeadlessCanvas } from '@virglass/guest';
import { drm } from '@virglass/guest/drm';
import { writeFileSync } from 'node:fs';

const driver = '/sys/bus/virtio/drivers/virtio_gpu';
const gl = createContext(64, 64, { transport: drm() });
const canvas = gl.canvas as HeadlessCanvas;
const say = (...words: readonly unknown[]): void => void process.stdout.write(`${words.join(' ')}\n`);
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

function draw(red: number, green: number): string {
  gl.clearColor(red, green, 0, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  const out = new Uint8Array(4);
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, out);
  return out.join(',');
}

canvas.addEventListener('webglcontextlost', (event) => {
  say('lost', event.statusMessage);
  event.preventDefault();
});
const restored = new Promise<void>((resolve) => canvas.addEventListener('webglcontextrestored', () => resolve()));

say('draws', draw(1, 0));
// What was drawn has to be answered before: Linux does not expect answers that come while the driver goes.
await pause(500);
writeFileSync(`${driver}/unbind`, 'virtio0');
say('draws nothing', draw(0, 1));
say('says', gl.isContextLost(), gl.getError() === gl.CONTEXT_LOST_WEBGL, gl.getError());
await pause(200);
writeFileSync(`${driver}/bind`, 'virtio0');
await restored;
say('draws again', draw(0, 1), gl.getError());
process.exit(0);
