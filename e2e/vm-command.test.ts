/* The command `virglass vm`: what it hands on, what it ends with, and that nothing of it stays. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countColors, readPng, runProcess, scratchFolder, startProcess, virglassArguments } from '@virglass/testkit';
import { beforeAll, expect, test } from 'vitest';
import { BUILD_MILLISECONDS, guestParts } from './vm-support.ts';

const MINUTE = 60_000;
const software = { LIBGL_ALWAYS_SOFTWARE: '1', GALLIUM_DRIVER: 'llvmpipe' };

beforeAll(async () => {
  await guestParts();
}, BUILD_MILLISECONDS);

/** A folder for all that a command makes in /tmp. */
function ownTmp(): { readonly folder: string; readonly env: NodeJS.ProcessEnv } {
  const folder = scratchFolder();
  return { folder, env: { ...process.env, ...software, TMPDIR: folder } };
}

/** Command lines of processes that know a path. */
function processesWith(path: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    })
    .filter((line) => line.includes(path));
}

/** Runs `virglass vm`, and sees that nothing of it is left. */
async function vm(...args: string[]): Promise<{ readonly code: number | null; readonly output: string }> {
  const { folder, env } = ownTmp();
  const result = await runProcess(process.execPath, [...virglassArguments(), 'vm', ...args], { env, timeoutMs: 3 * MINUTE });
  expect(processesWith(folder)).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
  return result;
}

test('the output of the command is handed on as it is, and its status is the status', { timeout: MINUTE }, async () => {
  const { code, output } = await vm('--machine', 'uml', '--run', "printf 'a\\r\\n\\000\\377b'; exit 42");
  expect(output).toBe('booting\na\r\n\x00\xffb');
  expect(code).toBe(42);
});

test('a long command, a shared folder with a space in its name, a picture at the end', { timeout: MINUTE }, async () => {
  const folder = scratchFolder();
  const share = join(folder, 'a folder');
  mkdirSync(share);
  writeFileSync(join(share, 'in'), 'from the host');
  const picture = join(folder, 'new', 'screen.png');
  const command = `# ${'long '.repeat(1000)}\ncat /share/in; echo from the guest >/share/out; sleep 60 | kmscube >/dev/null & sleep 5`;
  const args = ['--share', share, '--screenshot', picture, '--screen', '320x240'];
  const { code, output } = await vm('--machine', 'uml', ...args, '--run', command);
  expect({ code, output }).toEqual({ code: 0, output: 'booting\nfrom the host' });
  expect(readFileSync(join(share, 'out'), 'utf8')).toBe('from the guest\n');
  const image = readPng(picture);
  expect([image.width, image.height]).toEqual([320, 240]);
  expect(countColors(image)).toBeGreaterThan(100);
});

test('without a GPU the guest draws by itself', { timeout: MINUTE }, async () => {
  const { output } = await vm(
    '--machine',
    'uml',
    '--backend',
    'none',
    '--run',
    'ls /dev/dri; eglinfo -B -p surfaceless | grep "core profile renderer"',
  );
  expect(output).toMatch(/No such file/);
  expect(output).toMatch(/renderer: llvmpipe/);
});

test.each([
  ['its time is over', ['--timeout', '10', '--run', 'echo begun; sleep 100'], 124, /begun\n[^]*its time was over after 10\.\d s\n$/],
  ['the guest goes without a word', ['--run', 'poweroff -f'], 125, /virglass: User Mode Linux ended before the command did\n$/],
  [
    'the back end is none',
    ['--backend', '/bin/false', '--run', 'true'],
    125,
    /virglass: the back end \/bin\/false does not start: status 1\n$/,
  ],
])('%s', { timeout: MINUTE }, async (_, args, status, message) => {
  const { code, output } = await vm('--machine', 'uml', ...args);
  expect(output).toMatch(message);
  expect(code).toBe(status);
});

test.each([
  [['--machine', 'uml'], /say what to do/],
  [['--run', 'x', '--shell'], /--shell goes without/],
  [['--run', 'x', '--machine', 'uml', '--accel', 'kvm'], /without KVM/],
  [['--run', 'x', '--share', '/nowhere'], /\/nowhere is no folder/],
  [['--run', 'x', '--timeout', 'soon'], /A time is a number/],
])('wrong usage %j is told at once', async (args, message) => {
  const { code, output } = await vm(...args);
  expect(code).toBe(2);
  expect(output).toMatch(message);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGKILL', null],
] as const)('%s ends everything', { timeout: MINUTE }, async (signal, status) => {
  const { folder, env } = ownTmp();
  const args = [
    ...virglassArguments(),
    'vm',
    '--machine',
    'uml',
    '--run',
    'echo begun; glmark2-es2-drm --off-screen -b build:duration=100.0 </dev/null',
  ];
  await using running = startProcess(process.execPath, args, { env, timeoutMs: MINUTE });
  expect(await running.until(() => running.output.includes('begun'), 30_000), running.output).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(processesWith(folder).length).toBeGreaterThan(1);
  process.kill(running.pid, signal);
  expect((await running.exit).code).toBe(status);
  const deadline = performance.now() + 5000;
  while (processesWith(folder).length > 0 && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(processesWith(folder)).toEqual([]);
  if (signal !== 'SIGKILL') expect(readdirSync(folder)).toEqual([]);
});

test('QEMU without KVM: a guest draws, its reboot is its own, its screen is photographed', { timeout: 10 * MINUTE }, async () => {
  const folder = scratchFolder();
  const picture = join(folder, 'screen.png');
  const command = [
    'echo life >>/share/lives',
    '[ $(wc -l </share/lives) = 2 ] || reboot -f',
    "eglinfo -B -p gbm | grep 'core profile'",
    'sleep 100 | kmscube >/dev/null & i=0',
    // Black pictures are small.
    'until [ $i -ge 40 ] || [ $(wc -c </share/screen-$i.png) -gt 10000 ]; do sleep 1; i=$((i + 1)); virglass-screenshot $i; done',
    'virglass-screenshot',
    'exit 7',
  ].join('\n');
  const args = ['--share', folder, '--screenshot', picture, '--screen', '640x480', '--timeout', '4m'];
  const { code, output } = await vm('--accel', 'tcg', ...args, '--run', command);
  expect(output).toMatch(/renderer: virgl/);
  expect(output).toMatch(/version: 4\.3 /);
  expect(code, output).toBe(7);
  const image = readPng(picture);
  expect([image.width, image.height]).toEqual([640, 480]);
  expect(countColors(image)).toBeGreaterThan(500);
});
