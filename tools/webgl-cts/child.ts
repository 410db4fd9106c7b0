/*
 * The process that pages run in: `child.ts ROOT VERSION PATIENCE VERBOSE DRAFTS`. It is sent names of pages and sends what they said.
 */
import { createNativeGl } from '@virglass/gl/native';
import { inProcess, type Transport } from '@virglass/guest';
import { createVirglRenderer } from '@virglass/virgl';
import { runPage } from './page.ts';

const [root = '', version, patience, verbose, drafts] = process.argv.slice(2);

/** A renderer in this process. */
function localTransport(): Transport {
  const gl = createNativeGl();
  const renderer = createVirglRenderer(gl);
  const quota = { bytes: 2 ** 32, resources: 1 << 20, contexts: 64, objects: 1 << 20, gpuMilliseconds: 30_000 };
  const warn = (message: string): void => void (verbose === 'true' && console.log('HOST', message));
  return inProcess({
    open: () => renderer.openDevice(quota, { warn, debug: () => {} }),
    capset: (id) => renderer.capset(id, 0),
    memory: (byteLength) => gl.memory(byteLength),
    free: (memory) => gl.freeMemory(memory),
  });
}

const transport = localTransport();
process.on('message', (page: string) => {
  const options = {
    root,
    version: version === '1' ? 1 : 2,
    transport,
    patience: Number(patience),
    verbose: verbose === 'true',
    drafts: drafts === 'true',
  } as const;
  void runPage(page, options).then((result) => process.send!(result));
});
process.send!('ready');
