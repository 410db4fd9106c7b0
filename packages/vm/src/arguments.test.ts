import { expect, test } from 'vitest';
import { fitsArguments, guestArguments } from './kernel-arguments.ts';
import type { MachineParts } from './machine.ts';
import { qemuArguments } from './qemu/arguments.ts';
import { umlArguments } from './uml/arguments.ts';

const image = { root: '/i/root', disk: '/i/root.erofs', kernel: '/i/vmlinuz', initrd: '/i/initrd.cpio' };
const gone = new Promise<string>(() => undefined);
const gpu = { socket: '/t/gpu', control: '/t/control', screens: [{ width: 640, height: 480 }], gone };
const parts: MachineParts = {
  image,
  gpu,
  memoryBytes: 512 * 2 ** 20,
  processors: 2,
  kernelArguments: ['virglass.token=ab'],
  share: null,
  script: null,
  extraArguments: [],
};
const tcg = { ...parts, accelerator: 'tcg', monitor: '/t/qmp' } as const;

/** Whether words stand one after the other in a command line. */
function has(line: readonly string[], ...words: readonly string[]): boolean {
  return line.some((_, i) => words.every((word, j) => line[i + j] === word));
}

test('QEMU starts paused, with a monitor that is waited for, shared memory, and a GPU of the size that is wished', () => {
  const line = qemuArguments(tcg);
  expect(has(line, '-S')).toBe(true);
  expect(has(line, '-chardev', 'socket,id=monitor,path=/t/qmp', '-mon', 'chardev=monitor,mode=control')).toBe(true);
  expect(has(line, '-object', 'memory-backend-memfd,id=mem,size=512M,share=on')).toBe(true);
  expect(has(line, '-accel', 'tcg,thread=multi', '-cpu', 'max')).toBe(true);
  expect(has(line, '-chardev', 'socket,id=gpu,path=/t/gpu')).toBe(true);
  expect(has(line, '-device', 'vhost-user-gpu-pci,id=gpu0,chardev=gpu,max_outputs=1,xres=640,yres=480')).toBe(true);
  expect(line[line.indexOf('-append') + 1]).toMatch(/^console=ttyS0 .* virglass\.token=ab$/);
  expect(line.join(' ')).not.toMatch(/9p|fw_cfg/);
});

test.each<[string, Partial<MachineParts>, string[]]>([
  [
    'a folder is shared by 9p',
    { share: '/a,b' },
    ['-fsdev', 'local,id=share,path=/a,,b,security_model=none', '-device', 'virtio-9p-pci,fsdev=share,mount_tag=share'],
  ],
  ['a long command comes by fw_cfg', { script: '/t/script/run' }, ['-fw_cfg', 'name=opt/virglass/run,file=/t/script/run']],
  ['what the user adds comes last', { extraArguments: ['-device', 'x'] }, ['-device', 'x']],
])('%s', (_, change, words) => {
  const line = qemuArguments({ ...tcg, ...change });
  expect(has(line, ...words)).toBe(true);
  if (change.extraArguments !== undefined) expect(line.slice(-2)).toEqual(words);
});

test('KVM uses the processor as it is', () => {
  expect(has(qemuArguments({ ...tcg, accelerator: 'kvm' }), '-accel', 'kvm', '-cpu', 'host')).toBe(true);
});

test('a machine without a GPU has none', () => {
  expect(qemuArguments({ ...tcg, gpu: null }).join(' ')).not.toMatch(/gpu/);
  expect(umlArguments({ ...parts, gpu: null, folder: '/t/uml' }).join(' ')).not.toMatch(/virtio/);
});

test('User Mode Linux has its root from a folder, its console on our pipes, and its GPU from the back end', () => {
  expect(umlArguments({ ...parts, folder: '/t/uml', extraArguments: ['debug'] })).toEqual([
    'mem=512M',
    'root=/dev/root',
    'rootfstype=hostfs',
    'rootflags=/i/root',
    'ro',
    'con=null',
    'con0=fd:0,fd:1',
    'quiet',
    'loglevel=3',
    'panic=-1',
    'uml_dir=/t/uml',
    'umid=vm',
    'virtio_uml.device=/t/gpu:16',
    'debug',
    'virglass.token=ab',
  ]);
});

const order = { command: null, session: null, token: 'ab', share: null, script: { kind: 'fw_cfg', name: '' } } as const;

test.each([
  ['nothing to do', order, ['virglass.token=ab']],
  ['a command', { ...order, command: 'echo "ä"' }, ['virglass.token=ab', 'virglass.run=ZWNobyAiw6Qi']],
  ['a desktop', { ...order, session: 'desktop' }, ['virglass.token=ab', 'virglass.session=desktop']],
  ['a folder', { ...order, share: { kind: 'hostfs', name: '/a' } }, ['virglass.token=ab', 'virglass.share=hostfs:/a']],
] as const)('the guest is told: %s', (_, what, words) => {
  expect(guestArguments(what)).toEqual(words);
});

test('a command that is too long for the arguments is brought otherwise', () => {
  const command = 'x'.repeat(901);
  expect(fitsArguments('x'.repeat(900))).toBe(true);
  expect(fitsArguments(command)).toBe(false);
  expect(guestArguments({ ...order, command })).toEqual(['virglass.token=ab', 'virglass.script=fw_cfg']);
  expect(guestArguments({ ...order, command, script: { kind: 'hostfs', name: '/t' } })).toContain('virglass.script=hostfs:/t');
});
