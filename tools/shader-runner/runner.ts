/** A host and the tests that run on it, each in a context of its own. */
import { createNativeGl } from '@virglass/gl/native';
import { createContext, destroyContext, inProcess, type Transport } from '@virglass/guest';
import { vtest } from '@virglass/guest/vtest';
import { startServer } from '@virglass/testkit';
import { createVirglRenderer } from '@virglass/virgl';
import { type Outcome, runTest } from './run-test.ts';
import type { ShaderTest } from './test-file.ts';

/** See above. */
export interface Runner {
  run(test: ShaderTest): Outcome;
}

const local = (): Transport => {
  const gl = createNativeGl();
  const renderer = createVirglRenderer(gl);
  const quota = { bytes: 2 ** 32, resources: 1 << 20, contexts: 64, objects: 1 << 20, gpuMilliseconds: 30_000 };
  return inProcess({
    open: () => renderer.openDevice(quota, { warn: () => {}, debug: () => {} }),
    capset: (id) => renderer.capset(id, 0),
    memory: (byteLength) => gl.memory(byteLength),
    free: (memory) => gl.freeMemory(memory),
  });
};

/** Runs tests over a transport. */
export function runnerOver(transport: Transport): Runner {
  return {
    run(test) {
      const [width, height] = test.size;
      const gl = createContext(width, height, { api: 'opengl', transport });
      try {
        const outcome = runTest(test, gl);
        return gl.isContextLost() && outcome.outcome !== 'skip'
          ? { outcome: 'fail', reason: `the context was lost; ${outcome.reason}` }
          : outcome;
      } finally {
        destroyContext(gl);
      }
    },
  };
}

/**
 * Makes a host.
 *
 * @param kind - 'in-process', or 'vtest': a server process of ours
 */
export async function openRunner(kind: string): Promise<Runner> {
  if (kind !== 'vtest') return runnerOver(local());
  const server = await startServer('virglass');
  return runnerOver(vtest(server.socket));
}
