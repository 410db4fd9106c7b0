import type { MachineParts } from '../machine.ts';

/** What User Mode Linux needs to know besides the machine's parts. */
export interface UmlArguments extends MachineParts {
  /** Folder for its own sockets and files. */
  readonly folder: string;
}

/** The virtio device number of a GPU. @source virtio-v1.3 5 */
const GPU_DEVICE = 16;

/**
 * The command line of a kernel that runs as a process: the root file system is a folder of the host, read only, the console is
 * standard input and output, and the GPU is the kernel's own vhost-user front.
 */
export function umlArguments(options: UmlArguments): string[] {
  const { image, gpu } = options;
  return [
    `mem=${Math.max(1, Math.floor(options.memoryBytes / 2 ** 20))}M`,
    ...['root=/dev/root', 'rootfstype=hostfs', `rootflags=${image.root}`, 'ro'],
    ...['con=null', 'con0=fd:0,fd:1', 'quiet', 'loglevel=3', 'panic=-1'],
    ...[`uml_dir=${options.folder}`, 'umid=vm'],
    ...(gpu === null ? [] : [`virtio_uml.device=${gpu.socket}:${GPU_DEVICE}`]),
    ...options.extraArguments,
    ...options.kernelArguments,
  ];
}
