import { expect, test } from 'vitest';
import { parseControl } from './control-file.ts';

test('a Packages index', () => {
  const text = [
    'Package: libc6',
    'Version: 2.41-12',
    'Description: library',
    ' first line',
    ' .',
    '\tsecond line',
    '',
    '',
    '# a comment',
    'Package: kmscube',
    'Homepage: https://example.org/a:b',
    'no field',
    ': nameless',
    '',
  ].join('\n');
  const [first, second, ...rest] = parseControl(text);
  expect(rest).toEqual([]);
  expect(Object.fromEntries(first ?? [])).toEqual({
    Package: 'libc6',
    Version: '2.41-12',
    Description: 'library\nfirst line\n.\nsecond line',
  });
  expect(Object.fromEntries(second ?? [])).toEqual({ Package: 'kmscube', Homepage: 'https://example.org/a:b' });
});

test.each(['', '\n\n', ' continuation of nothing\n', '# only a comment'])('nothing in %j', (text) => {
  expect(parseControl(text)).toEqual([]);
});
