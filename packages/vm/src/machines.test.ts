/* Programs that stand in for QEMU, KVM and kernels: what is done with what they say. Real ones run in e2e/vm*.test.ts. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startBackEnd } from './back-end.ts';
import { Child } from './children.ts';
import { findQemu, type QemuProgram } from './qemu/find.ts';
import { kvmBoots } from './qemu/kvm.ts';
import { atLeast, parseVersion } from './qemu/version.ts';
import { runVm, type VmOptions } from './run-vm.ts';

let folder = '';
const path = process.env['PATH'];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'virglass-machines-'));
});
afterEach(() => {
  process.env['PATH'] = path;
  rmSync(folder, { recursive: true, force: true });
});

/** Writes a shell script. @returns its path */
function script(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
  return file;
}

const qemu = (version: string): string => `echo 'QEMU emulator version ${version} (Debian 1:${version}+dfsg-1)'`;

test.each([
  ['QEMU emulator version 7.2.19 (Debian 1:7.2+dfsg-7+deb12u14)\nCopyright (c) 2003-2022', [7, 2, 19]],
  ['QEMU emulator version 10.0.2', [10, 0, 2]],
  ['bash: no such file', null],
])('the version in %j', (text, version) => {
  expect(parseVersion(text)).toEqual(version);
});

test('versions are compared by their numbers', () => {
  expect(atLeast([10, 0, 2], [10, 0, 0])).toBe(true);
  expect(atLeast([9, 9, 9], [10, 0, 0])).toBe(false);
  expect(atLeast([7, 2, 0], [7, 2, 0])).toBe(true);
});

/** Looks for a QEMU where one of a version is in PATH, or none. */
async function find(accelerator: 'kvm' | 'tcg', installed: string | null, named?: string): Promise<{ found: QemuProgram; why: string[] }> {
  mkdirSync(join(folder, 'bin'));
  if (installed !== null) script('bin/qemu-system-x86_64', qemu(installed));
  process.env['PATH'] = `${join(folder, 'bin')}:/usr/bin:/bin`;
  const why: string[] = [];
  const bring = async (reason: string): Promise<Pick<QemuProgram, 'command' | 'env'>> => {
    why.push(reason);
    return { command: [script('fetched', qemu('10.0.2')), '--own-library-path'], env: { QEMU_MODULE_DIR: '/x' } };
  };
  return { found: await findQemu(accelerator, { bring, ...(named === undefined ? {} : { program: named }) }), why };
}

test.skipIf(existsSync('/usr/bin/qemu-system-x86_64')).each([
  ['tcg', null, ['QEMU is not installed']],
  ['tcg', '7.2.19', ['QEMU 7.2.19 does not serve, as with TCG a GPU of its own needs QEMU 10.0.0']],
  ['kvm', '6.0.0', ['QEMU 6.0.0 does not serve, as with KVM a GPU of its own needs QEMU 7.2.0']],
  ['tcg', '10.0.0', []],
  ['kvm', '7.2.19', []],
] as const)('for %s, with %s installed', async (accelerator, installed, reasons) => {
  const { found, why } = await find(accelerator, installed);
  expect(why).toEqual(reasons);
  expect(found.version.join('.')).toBe(reasons.length === 0 ? installed : '10.0.2');
});

test('a QEMU that was named is used or refused, and nothing else is looked for', async () => {
  await expect(find('tcg', '10.0.0', script('old', qemu('8.2.0')))).rejects.toThrow(
    /old is 8\.2\.0; with TCG a GPU of its own needs QEMU 10\.0\.0/,
  );
  rmSync(join(folder, 'bin'), { recursive: true });
  await expect(find('tcg', '10.0.0', '/bin/true')).rejects.toThrow('/bin/true is no QEMU');
});

/** Tries KVM with a stand-in for QEMU. */
function tryKvm(text: string): ReturnType<typeof kvmBoots> {
  if (!existsSync(join(folder, 'vmlinuz'))) writeFileSync(join(folder, 'vmlinuz'), 'kernel');
  const program: QemuProgram = { command: [script('qemu', `echo tried >>${folder}/tries\n${text}`)], env: {}, version: [10, 0, 2] };
  const image = { kernel: join(folder, 'vmlinuz'), initrd: join(folder, 'initrd') };
  return kvmBoots({ program, image, memory: join(folder, 'cache/kvm.json'), device: '/dev/null' });
}

test.each([
  ['boots', 'echo "early message"; echo virglass:kvm:boots; sleep 100', { boots: true, why: '' }],
  ['dies', 'echo "KVM internal error. Suberror: 1" >&2; exit 1', { boots: false, why: 'KVM internal error. Suberror: 1' }],
])('a KVM that %s is remembered', async (_, text, answer) => {
  expect(await tryKvm(text)).toEqual(answer);
  expect(await tryKvm(text)).toEqual(answer);
  expect(readFileSync(join(folder, 'tries'), 'utf8')).toBe('tried\n');
});

test('where there is no KVM, nothing is tried', async () => {
  const program: QemuProgram = { command: ['/none'], env: {}, version: [10, 0, 2] };
  const image = { kernel: '/none', initrd: '/none' };
  const answer = await kvmBoots({ program, image, memory: '/none', device: join(folder, 'kvm') });
  expect(answer.boots).toBe(false);
  expect(answer.why).toMatch(/^there is no /);
});

test('a child takes what it started with it', async () => {
  const child = new Child('a program', [script('parent', `sleep 1000 & echo $! >${folder}/pid; wait`)]);
  expect(await child.until(() => existsSync(join(folder, 'pid')), 5000)).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const grandchild = Number(readFileSync(join(folder, 'pid'), 'utf8'));
  const exit = await child.stop();
  expect(exit).toEqual({ status: 143, reason: 'SIGTERM' });
  const gone = (): boolean => {
    try {
      return /\) Z /.test(readFileSync(`/proc/${grandchild}/stat`, 'latin1'));
    } catch {
      return true;
    }
  };
  for (let i = 0; i < 100 && !gone(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(gone()).toBe(true);
});

test('a child that does not want to end is killed', { timeout: 10_000 }, async () => {
  const child = new Child('a program', [script('stubborn', "trap '' TERM; echo up; while :; do sleep 0.1; done")]);
  expect(await child.until(() => child.log.includes('up'), 5000)).toBe(true);
  expect((await child.stop()).reason).toBe('SIGKILL');
});

test.each([
  ['says why', 'echo no OpenGL >&2; exit 3', /does not start: no OpenGL$/],
  ['says nothing', 'exit 3', /does not start: status 3$/],
])('a back end that does not come up and %s', async (_, text, message) => {
  const options = { command: [script('back-end', text)] as const, socket: join(folder, 'gpu') };
  await expect(startBackEnd(options, new AbortController().signal)).rejects.toThrow(message);
});

/** Runs a shell script in the place of User Mode Linux; `$token` is what marks lines. */
function machine(text: string, change: Partial<VmOptions> = {}): { run: ReturnType<typeof runVm>; output: () => string; wishes: string[] } {
  let output = '';
  const wishes: string[] = [];
  const kernel = script(
    'kernel',
    `for a; do case $a in virglass.token=*) token=\${a#*=};; virglass.run=*) run=\${a#*=};; esac; done\n${text}`,
  );
  const run = runVm({
    monitor: { machine: 'uml', kernel },
    image: { root: '/none', disk: '/none', kernel: '/none', initrd: '/none' },
    gpu: null,
    command: 'echo hello',
    session: null,
    memoryBytes: 2 ** 28,
    processors: 1,
    share: null,
    extraArguments: [],
    timeoutMilliseconds: 0,
    signal: new AbortController().signal,
    ...change,
    listener: {
      output: (bytes) => (output += Buffer.from(bytes).toString()),
      screenshot: async (_, wish) => {
        wishes.push(wish);
        if (wish === 'bad') throw new Error('no');
      },
    },
  });
  return { run, output: () => output, wishes };
}

const whole = 'echo booting; echo virglass:$token:begin; echo $run | base64 -d | sh; echo virglass:$token:end';

test('a machine runs its command, and its status is the machine', async () => {
  const { run, output } = machine(`${whole} 5`);
  expect(await run).toMatchObject({ outcome: 'done', status: 5 });
  expect(output()).toBe('hello\n');
});

test('a picture is asked for and answered', async () => {
  const ask = 'echo virglass:$token:screenshot one 1; read a; echo virglass:$token:screenshot bad; read b';
  const { run, output, wishes } = machine(`echo virglass:$token:begin; ${ask}; echo $a $b; echo virglass:$token:end 0`);
  expect((await run).status).toBe(0);
  expect(output()).toBe('ok failed\n');
  expect(wishes).toEqual(['one 1', 'bad']);
});

test.each([
  ['while it boots', 'echo "Kernel panic - not syncing"', 'User Mode Linux ended while it booted'],
  ['in its command', 'echo virglass:$token:begin; echo deep', 'User Mode Linux ended before the command did'],
])('a machine that ends %s is an error with its last words', async (_, text, message) => {
  await expect(machine(text).run).rejects.toMatchObject({ message, details: expect.stringMatching(/panic|deep/) as unknown });
});

test('time and signals end a machine', async () => {
  const forever = 'echo virglass:$token:begin; echo begun; while :; do sleep 0.1; done';
  expect(await machine(forever, { timeoutMilliseconds: 300 }).run).toMatchObject({ outcome: 'timeout', status: -1 });
  const stop = new AbortController();
  const { run } = machine(forever, { signal: stop.signal });
  setTimeout(() => stop.abort(), 300);
  expect(await run).toMatchObject({ outcome: 'aborted', status: -1 });
  expect(await machine(forever, { signal: AbortSignal.abort() }).run).toMatchObject({ outcome: 'aborted' });
});

test('a guest that says more than is asked does no harm', async () => {
  const flood =
    'i=0; while [ $i -lt 2000 ]; do echo virglass:$token:screenshot x; echo virglass:$token:begin; echo virglass:$token:nonsense; i=$((i+1)); done';
  const { run, wishes } = machine(`echo virglass:$token:begin; ${flood}; echo virglass:$token:end 99999999999999999999`);
  expect(await run).toMatchObject({ outcome: 'done', status: 1 });
  expect(wishes.length).toBeGreaterThan(0);
});
