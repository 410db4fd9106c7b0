import { expect, test } from 'vitest';
import { importsOf, LayerCheck } from './check-layers.ts';

const check = new LayerCheck(
  {
    packages: {
      low: { imports: [], environment: 'neutral', parts: { native: { environment: 'node', externals: ['koffi'] } } },
      mid: { imports: ['low'], types: ['border'], environment: 'neutral' },
      border: { imports: [], environment: 'neutral' },
      top: { imports: ['mid'], environment: 'node', externals: ['commander'] },
    },
    tests: { externals: ['vitest'] },
    outside: ['bench'],
  },
  new Map([
    ['@virglass/low', new Set(['.', './native'])],
    ['@virglass/mid', new Set(['.'])],
    ['@virglass/border', new Set(['.'])],
    ['@virglass/top', new Set(['.'])],
    ['@virglass/testkit', new Set(['.'])],
  ]),
);

test.each([
  ['an allowed edge', 'packages/mid/src/a.ts', `import { a } from '@virglass/low';`],
  ['an entry of an allowed package', 'packages/mid/src/a.ts', `import { a } from '@virglass/low/native';`],
  ['types of a types-only edge', 'packages/mid/src/a.ts', `import type { A } from '@virglass/border';`],
  ['Node in a Node package', 'packages/top/src/a.ts', `import { join } from 'node:path';`],
  ['Node in a Node part', 'packages/low/src/native/a.ts', `import { join } from 'node:path';\nimport koffi from 'koffi';`],
  ['Node and testkit in a test', 'packages/mid/src/a.test.ts', `import 'node:fs';\nimport { x } from '@virglass/testkit';`],
  ['a part importing the neutral rest', 'packages/low/src/native/a.ts', `import { x } from '../x.ts';`],
  ['any public entry from a bench', 'bench/a.ts', `import { x } from '@virglass/low/native';`],
])('allows %s', (_name, path, text) => {
  expect(check.file(path, text)).toEqual([]);
});

test.each([
  ['an edge that is not listed', 'packages/low/src/a.ts', `import { a } from '@virglass/mid';`],
  ['a value from a types-only edge', 'packages/mid/src/a.ts', `import { type A } from '@virglass/border';`],
  ['Node in a neutral package', 'packages/mid/src/a.ts', `export { join } from 'node:path';`],
  ['a lazy import of Node in a neutral package', 'packages/mid/src/a.ts', `const a = await import('node:fs');`],
  ['an npm package that is not listed', 'packages/mid/src/a.ts', `import koffi from 'koffi';`],
  ['a part of a package from its neutral rest', 'packages/low/src/a.ts', `import { x } from './native/x.ts';`],
  ['a deep path', 'packages/mid/src/a.ts', `import { a } from '@virglass/low/src/a.ts';`],
  ['a relative path out of the package', 'packages/mid/src/a.ts', `import { a } from '../../low/src/a.ts';`],
  ['a relative path into a package', 'bench/a.ts', `import { a } from '../packages/low/src/a.ts';`],
  ['an unknown workspace', 'bench/a.ts', `import { a } from '@virglass/nothing';`],
  ['a test library in a product file', 'packages/mid/src/a.ts', `import { expect } from 'vitest';`],
])('refuses %s', (_name, path, text) => {
  expect(check.file(path, text)).toHaveLength(1);
});

test('finds every form of import with its line', () => {
  const text = [
    `import 'side-effect';`,
    `import {`,
    `  a,`,
    `} from 'many-lines';`,
    `export * from 'star';`,
    `export type { T } from 'types';`,
    `export const text = 'no import';`,
    `const lazy = () => import('lazy');`,
  ].join('\n');
  expect(importsOf(text)).toEqual([
    { specifier: 'side-effect', typeOnly: false, line: 1 },
    { specifier: 'many-lines', typeOnly: false, line: 2 },
    { specifier: 'star', typeOnly: false, line: 5 },
    { specifier: 'types', typeOnly: true, line: 6 },
    { specifier: 'lazy', typeOnly: false, line: 8 },
  ]);
});
