import { expect, test } from 'vitest';
import { cpioArchive } from './cpio.ts';

interface Read {
  readonly path: string;
  readonly mode: number;
  readonly device: readonly [number, number];
  readonly data: string;
}

/** Reads an archive back by the format's description. */
function entries(archive: Uint8Array): Read[] {
  const bytes = Buffer.from(archive);
  const read: Read[] = [];
  for (let at = 0; at < bytes.length;) {
    expect(bytes.toString('latin1', at, at + 6)).toBe('070701');
    const number = (index: number): number => Number.parseInt(bytes.toString('latin1', at + 6 + index * 8, at + 14 + index * 8), 16);
    const nameEnd = at + 110 + number(11);
    const start = (nameEnd + 3) & ~3;
    const end = start + number(6);
    const path = bytes.toString('utf8', at + 110, nameEnd - 1);
    read.push({ path, mode: number(1), device: [number(9), number(10)], data: bytes.toString('utf8', start, end) });
    at = (end + 3) & ~3;
  }
  return read;
}

test('entries come back', () => {
  const archive = cpioArchive([
    { path: 'dev', kind: 'folder' },
    { path: 'dev/console', kind: 'device', device: [5, 1] },
    { path: 'init', kind: 'file', mode: 0o755, data: '#!/bin/sh\n' },
    { path: 'größe', kind: 'file', data: new Uint8Array([0x61]) },
    { path: 'lib', kind: 'link', data: 'usr/lib' },
  ]);
  expect(archive.length % 4).toBe(0);
  expect(entries(archive)).toEqual([
    { path: 'dev', mode: 0o040755, device: [0, 0], data: '' },
    { path: 'dev/console', mode: 0o020600, device: [5, 1], data: '' },
    { path: 'init', mode: 0o100755, device: [0, 0], data: '#!/bin/sh\n' },
    { path: 'größe', mode: 0o100644, device: [0, 0], data: 'a' },
    { path: 'lib', mode: 0o120777, device: [0, 0], data: 'usr/lib' },
    { path: 'TRAILER!!!', mode: 0, device: [0, 0], data: '' },
  ]);
});
