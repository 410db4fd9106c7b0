import { expect, test } from 'vitest';
import { deadLinks, forbidden } from './check-text.ts';

test.each([
  ['a.md', 'see /home/someone/notes'],
  ['a.ts', `const path = '/tmp/fixed-name';`],
  ['a.ts', '// TODO later'],
  ['package-lock.json', '"resolved": "https://mirror.example/npm/x.tgz"'],
  ['a.test.ts', 'test.only(() => {})'],
])('%s: %s is refused', (path, text) => {
  expect(forbidden(path, `first line\n${text}\n`)).toHaveLength(1);
});

test.each([
  ['a.md', 'https://example.org/home/page and ./root/x'],
  ['a.ts', `const path = '/tmp/.virgl_test';`],
  ['a.ts', '// TODO(#12) later'],
  ['package-lock.json', '"resolved": "https://registry.npmjs.org/x/-/x-1.0.0.tgz"'],
])('%s: %s is allowed', (path, text) => {
  expect(forbidden(path, `first line\n${text}\n`)).toEqual([]);
});

test('links to files must lead somewhere', () => {
  const text = '[a](b.ts) [c](../gone.md#part) [web](https://example.org) [here](#part)';
  expect(deadLinks('docs/page.md', text, (path) => path === 'docs/b.ts')).toEqual(['docs/page.md:1: there is no gone.md']);
});
