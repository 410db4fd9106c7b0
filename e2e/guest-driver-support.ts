/* Hosts for the guest driver, and how their pictures are compared. */
import { createNativeGl } from '@virglass/gl/native';
import { inProcess, type Transport } from '@virglass/guest';
import { createVirglRenderer } from '@virglass/virgl';
import type { Drawing } from './guest-driver/draw.ts';

/** A renderer in this process. */
export interface LocalHost extends Disposable {
  readonly transport: Transport;
}

/** Makes a renderer on this machine's GL. */
export function localHost(): LocalHost {
  const gl = createNativeGl();
  const renderer = createVirglRenderer(gl);
  const quota = { bytes: 2 ** 31, resources: 65536, contexts: 4, objects: 65536, gpuMilliseconds: 60_000 };
  return {
    transport: inProcess({
      open: () => renderer.openDevice(quota, { warn: (text) => process.stderr.write(`${text}\n`), debug: () => {} }),
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

/** Per cent of the pixels of two pictures that differ by more than so much of 255 in a channel. */
export function differing(a: Drawing, b: Drawing, tolerance = 2): number {
  if (a.rgba.length !== b.rgba.length) return 100;
  let count = 0;
  for (let i = 0; i < a.rgba.length; i += 4)
    for (let channel = 0; channel < 4; channel++)
      if (Math.abs(a.rgba[i + channel]! - b.rgba[i + channel]!) > tolerance) {
        count++;
        break;
      }
  return (count * 400) / a.rgba.length;
}
