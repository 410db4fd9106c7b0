import { createNativeGl } from '@virglass/gl/native';
import { createVirglRenderer } from '@virglass/virgl';
import { inProcess } from '../winsys/in-process.ts';
import type { Transport } from '../winsys/winsys.ts';

/** A renderer in this process for tests. */
export interface LocalHost extends Disposable {
  readonly transport: Transport;
  /** Its capability set. */
  readonly capset: Uint8Array;
  /** What the renderer said about its guests. */
  readonly log: string[];
}

/** Makes a renderer on this machine's GL. */
export function localHost(): LocalHost {
  const gl = createNativeGl();
  const log: string[] = [];
  const renderer = createVirglRenderer(gl, { checkErrors: true });
  const note = (message: string): void => void log.push(message);
  const quota = { bytes: 2 ** 31, resources: 65536, contexts: 4, objects: 65536, gpuMilliseconds: 10_000 };
  return {
    log,
    capset: renderer.capset(2, 0),
    transport: inProcess({
      open: () => renderer.openDevice(quota, { warn: note, debug: () => {} }),
      capset: (id) => renderer.capset(id, 0),
      memory: (byteLength) => gl.memory(byteLength),
      free: (memory) => gl.freeMemory(memory),
    }),
    [Symbol.dispose]() {
      renderer[Symbol.dispose]();
      gl[Symbol.dispose]();
    },
  };
}
