import { expect, test } from 'vitest';
import { packageText } from '../assets.ts';
import { everythingLocked } from '../recipes.ts';
import { formatLock, type Lock, parseLock } from './lock-file.ts';
import { wantedWords } from './resolve.ts';

const sum = 'a'.repeat(64);
const lock: Lock = {
  suite: 'trixie',
  wanted: ['alone:linux-image-amd64', 'kmscube'],
  packages: [
    {
      role: 'kernel',
      name: 'linux-image-6.12.107+deb13-amd64',
      version: '6.12.107-1',
      architecture: 'amd64',
      bytes: 107898972,
      sha256: sum,
    },
    { role: 'package', name: 'busybox-static', version: '1:1.37.0-6+b9', architecture: 'amd64', bytes: 955316, sha256: sum },
    { role: 'package', name: 'kmscube', version: '0.0.0~git20210103-1+b2', architecture: 'amd64', bytes: 79048, sha256: sum },
  ],
};

test('what is written is read', () => {
  expect(parseLock(formatLock(lock), 'x.lock')).toEqual(lock);
});

test('the order of packages does not matter', () => {
  expect(formatLock({ ...lock, packages: lock.packages.toReversed() })).toBe(formatLock(lock));
});

const head = 'suite trixie\n';
test.each([
  ['an option for a name', `${head}package --option 1 amd64 1 ${sum}`, 'x.lock:2'],
  ['a path for a version', `${head}package abc ../1 amd64 1 ${sum}`, 'x.lock:2'],
  ['a short sum', `${head}package abc 1 amd64 1 ${sum.slice(1)}`, 'x.lock:2'],
  ['a size that is none', `${head}package abc 1 amd64 -1 ${sum}`, 'x.lock:2'],
  ['a word too many', `${head}package abc 1 amd64 1 ${sum} more`, 'x.lock:2'],
  ['an unknown kind', `${head}purge abc`, 'x.lock:2'],
  ['no suite', `package abc 1 amd64 1 ${sum}`, 'no suite'],
  ['an option for a suite', `suite -x\npackage abc 1 amd64 1 ${sum}`, 'no suite'],
  ['no packages', head, 'no packages'],
])('refused: %s', (_, text, message) => {
  expect(() => parseLock(text, 'x.lock')).toThrow(message);
});

test.each(Object.entries(everythingLocked))('the lock of %s is for what is wanted', (name, wanted) => {
  const { suite, wanted: words } = parseLock(packageText(`locks/${name}.lock`), name);
  expect(suite).toBe(wanted.suite);
  expect(words).toEqual(wantedWords(wanted));
});
