/*
 * What a management program such as libvirt asks of a vhost-user back end before it starts one: where the program is, which a JSON
 * file tells that lies where all of them lie, and what it can do on this machine, which the program itself tells.
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openGl } from '../open-gl.ts';

/** What `--print-capabilities` says. */
export interface Capabilities {
  readonly type: 'gpu';
  readonly features: readonly ('virgl' | 'render-node')[];
}

/**
 * What the back end can do on this machine: `virgl` where there is an OpenGL, `render-node` where there is a node to choose. Who is
 * told of the latter insists on finding a node, and would not start a machine that can do without one.
 *
 * @param renderNode - GPU to try; absent: the first there is
 * @param folder - where render nodes are
 * @source QEMU docs/interop/vhost-user.json VHostUserBackendCapabilitiesGPU
 */
export async function capabilities(renderNode?: string, folder = '/dev/dri'): Promise<Capabilities> {
  const features: ('virgl' | 'render-node')[] = [];
  try {
    (await openGl({ gl: 'native', ...(renderNode === undefined ? {} : { renderNode }) }))[Symbol.dispose]();
    features.push('virgl');
  } catch {
    // Without OpenGL it is a back end for screens.
  }
  if (hasRenderNode(folder)) features.push('render-node');
  return { type: 'gpu', features };
}

function hasRenderNode(folder: string): boolean {
  try {
    return readdirSync(folder).some((name) => name.startsWith('renderD'));
  } catch {
    return false;
  }
}

/** The file by which management programs find the back end. @source QEMU docs/interop/vhost-user.json VhostUserBackend */
export interface Descriptor {
  readonly description: string;
  readonly type: 'gpu';
  /** Absolute path of a program that takes the options of `virglass vhost-user`. */
  readonly binary: string;
}

/** The descriptor of this installation. */
export function descriptor(): Descriptor {
  return {
    description: 'virglass vhost-user-gpu',
    type: 'gpu',
    binary: fileURLToPath(new URL('../../bin/virglass-vhost-user-gpu.js', import.meta.url)),
  };
}
