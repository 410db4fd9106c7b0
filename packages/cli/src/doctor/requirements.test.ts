import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findRequirements } from './requirements.ts';

test('finds programs in PATH and libraries in LD_LIBRARY_PATH, and says where', () => {
  const folder = mkdtempSync(join(tmpdir(), 'virglass-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'glxgears'), '');
  chmodSync(join(folder, 'glxgears'), 0o755);
  writeFileSync(join(folder, 'glmark2'), 'not executable');
  writeFileSync(join(folder, 'libEGL.so.1'), '');
  const found = findRequirements({ PATH: folder, LD_LIBRARY_PATH: folder });
  const pathOf = (name: string): string | null | undefined => found.find((one) => one.name === name)?.path;
  expect(pathOf('glxgears')).toBe(join(folder, 'glxgears'));
  expect(pathOf('glmark2')).toBeNull();
  expect(pathOf('libEGL.so.1')).toBe(join(folder, 'libEGL.so.1'));
});
