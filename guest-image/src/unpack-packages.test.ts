import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { formatLock } from './apt/lock-file.ts';
import { programIn, unpackPackages } from './unpack-packages.ts';

function tree(...files: readonly string[]): string {
  const root = mkdtempSync(join(tmpdir(), 'virglass-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), '');
  }
  return root;
}

const loader = 'usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2';
const qemu = 'usr/bin/qemu-system-x86_64';

test('a program runs with its own loader, libraries and data', () => {
  const root = tree(loader, qemu, 'usr/share/qemu/bios', 'usr/share/seabios/bios', 'usr/lib/x86_64-linux-gnu/qemu/module.so');
  expect(programIn(root, qemu)).toEqual({
    command: [
      `${root}/${loader}`,
      '--library-path',
      `${root}/usr/lib/x86_64-linux-gnu`,
      `${root}/${qemu}`,
      '-L',
      `${root}/usr/share/qemu`,
      '-L',
      `${root}/usr/share/seabios`,
    ],
    environment: { QEMU_MODULE_DIR: `${root}/usr/lib/x86_64-linux-gnu/qemu` },
  });
});

test('only a QEMU gets data folders', () => {
  const root = tree(loader, 'usr/bin/eglinfo', 'usr/share/qemu/bios');
  expect(programIn(root, 'usr/bin/eglinfo').command.at(-1)).toBe(`${root}/usr/bin/eglinfo`);
});

test('what is not there is said', () => {
  expect(() => programIn(tree(loader), qemu)).toThrow(`has no ${qemu}`);
  expect(() => programIn(tree(qemu), qemu)).toThrow('has no loader');
});

test('a folder that holds the packages is taken as it is', async () => {
  const root = tree('usr/bin/abc');
  const packages = [{ role: 'package', name: 'abc', version: '1', architecture: 'amd64', bytes: 1, sha256: '0'.repeat(64) }] as const;
  writeFileSync(join(root, '.virglass-lock'), formatLock({ suite: 'trixie', wanted: ['abc'], packages }));
  expect(await unpackPackages({ suite: 'trixie', packages: ['abc'], into: root, cache: root })).toEqual({ root, packages });
});
