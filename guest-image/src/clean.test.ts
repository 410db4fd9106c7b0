import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { packageFile } from './apt/fetch.ts';
import { cleanCache } from './clean.ts';
import { imagePath } from './guest-image.ts';
import { pinnedLock } from './locks.ts';
import { recipes } from './recipes.ts';

test('what this version uses stays, and so does what others keep beside', async () => {
  const cache = mkdtempSync(join(tmpdir(), 'virglass-'));
  onTestFinished(() => rmSync(cache, { recursive: true, force: true }));
  const lock = pinnedLock(recipes.mini);
  const [first] = lock?.packages ?? [];
  if (lock === null || first === undefined) throw new Error('mini has no lock');
  const stays = [join(cache, imagePath('mini', lock), 'root.erofs'), packageFile(first, { cache }), join(cache, 'programs/entry')];
  const goes = ['images/mini-0123/root.erofs', 'uml/0123/linux', 'packages/old_0123.deb', 'building/images-mini-0123/root/file'];
  for (const path of [...stays, ...goes.map((name) => join(cache, name))]) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '');
  }
  expect((await cleanCache({ cache })).toSorted()).toEqual([
    'building/images-mini-0123',
    'images/mini-0123',
    'packages/old_0123.deb',
    'uml/0123',
  ]);
  for (const path of stays) expect(existsSync(path)).toBe(true);
});
