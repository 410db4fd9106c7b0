import type { MachineParts } from '../machine.ts';

/** Who executes the guest's instructions: the processor, or QEMU's translator. */
export type Accelerator = 'kvm' | 'tcg';

/** What QEMU needs to know besides the machine's parts. */
export interface QemuArguments extends MachineParts {
  readonly accelerator: Accelerator;
  /** Unix socket where somebody waits for QEMU's monitor. */
  readonly monitor: string;
}

/** Tag of the folder that is shared by 9p. */
export const SHARE_TAG = 'share';

/**
 * The command line of a QEMU that waits, paused, for its monitor to let it run.
 *
 * The console is a serial port on standard input and output. The memory is a memfd that the back end can map; without a GPU too,
 * so that machines with and without differ in nothing else. A guest that reboots before it has come as far as its command (that
 * is what a kernel's panic does) ends the machine.
 */
export function qemuArguments(options: QemuArguments): string[] {
  const { image, gpu, accelerator, share } = options;
  const memory = `${Math.max(1, Math.floor(options.memoryBytes / 2 ** 20))}M`;
  return [
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-S'],
    ...['-name', 'virglass'],
    ...['-machine', 'q35,memory-backend=mem,vmport=off', '-m', memory, '-smp', String(options.processors)],
    ...['-object', `memory-backend-memfd,id=mem,size=${memory},share=on`],
    ...(accelerator === 'kvm' ? ['-accel', 'kvm', '-cpu', 'host'] : ['-accel', 'tcg,thread=multi', '-cpu', 'max']),
    ...['-chardev', `socket,id=monitor,path=${escaped(options.monitor)}`, '-mon', 'chardev=monitor,mode=control'],
    ...['-chardev', 'stdio,id=console,signal=off', '-serial', 'chardev:console'],
    ...['-action', 'reboot=shutdown'],
    ...['-kernel', image.kernel, '-initrd', image.initrd],
    ...['-append', kernelCommandLine(options)],
    ...['-drive', `file=${escaped(image.disk)},format=raw,if=none,id=root,readonly=on`, '-device', 'virtio-blk-pci,drive=root'],
    ...(gpu === null
      ? []
      : [
          ...['-chardev', `socket,id=gpu,path=${escaped(gpu.socket)}`],
          ...['-device', `vhost-user-gpu-pci,id=gpu0,chardev=gpu,max_outputs=${gpu.screens.length}${preferred(gpu.screens[0])}`],
          ...['-device', 'virtio-keyboard-pci', '-device', 'virtio-tablet-pci'],
        ]),
    ...(share === null
      ? []
      : [
          ...['-fsdev', `local,id=share,path=${escaped(share)},security_model=none`],
          ...['-device', `virtio-9p-pci,fsdev=share,mount_tag=${SHARE_TAG}`],
        ]),
    ...(options.script === null ? [] : ['-fw_cfg', `name=opt/virglass/run,file=${escaped(options.script)}`]),
    ...options.extraArguments,
  ];
}

function kernelCommandLine(options: QemuArguments): string {
  // What protects processes of the guest from each other costs time, and the machine runs what its owner asks for.
  const usual = ['console=ttyS0', 'quiet', 'loglevel=3', 'panic=-1', 'mitigations=off', 'tsc=reliable'];
  return [...usual, ...options.kernelArguments].join(' ');
}

/** The size that QEMU's console wishes for. */
function preferred(screen: { readonly width: number; readonly height: number } | undefined): string {
  return screen === undefined ? '' : `,xres=${screen.width},yres=${screen.height}`;
}

/** A path within an option of QEMU's, where a comma ends a value. */
function escaped(path: string): string {
  return path.replaceAll(',', ',,');
}
