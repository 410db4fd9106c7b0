import { inProcess, type Transport } from '@virglass/guest';
import { createVirglRenderer } from '@virglass/virgl';
import { CliError } from '../errors.ts';
import { openGl } from '../open-gl.ts';

/** Which host a script draws on. */
export interface HostChoice {
  /** Socket of a vtest server. */
  readonly vtest?: string;
  /** The render node of a guest's virtio-gpu; true: the first one. */
  readonly drm?: string | true;
  /** The GPU of a host in this process. */
  readonly renderNode?: string;
}

/** A host that contexts can be made on. */
export interface RenderHost extends Disposable {
  readonly transport: Transport;
}

/** What one script may take: a whole machine, within reason. */
const quota = { bytes: 2 ** 32, resources: 2 ** 20, contexts: 64, objects: 2 ** 20, gpuMilliseconds: 60_000 };

/**
 * Opens a host: somebody else's, or one in this process.
 *
 * @throws {CliError} when there is no GL here
 */
export async function openHost(choice: HostChoice): Promise<RenderHost> {
  if (choice.vtest !== undefined && choice.drm !== undefined) throw new CliError('--vtest and --drm are two hosts: say one', 2);
  const borrowed = (transport: Transport): RenderHost => ({ transport, [Symbol.dispose]: () => undefined });
  if (choice.vtest !== undefined) return borrowed((await import('@virglass/guest/vtest')).vtest(choice.vtest));
  if (choice.drm !== undefined) return borrowed((await import('@virglass/guest/drm')).drm(choice.drm === true ? {} : { path: choice.drm }));
  const opened = await openGl({ gl: 'native', ...(choice.renderNode === undefined ? {} : { renderNode: choice.renderNode }) });
  const { gl } = opened;
  const renderer = createVirglRenderer(gl);
  return {
    transport: inProcess({
      open: () => renderer.openDevice(quota, { warn: (text) => process.stderr.write(`virglass: ${text}\n`), debug: () => undefined }),
      capset: (id) => renderer.capset(id, 0),
      memory: (byteLength) => gl.memory(byteLength),
      free: (memory) => gl.freeMemory(memory),
    }),
    [Symbol.dispose]() {
      renderer[Symbol.dispose]();
      opened[Symbol.dispose]();
    },
  };
}
