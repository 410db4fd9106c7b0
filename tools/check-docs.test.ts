import { expect, test } from 'vitest';
import { undocumented } from './check-docs.ts';

test('a doc comment is asked of every exported declaration', () => {
  const text = [
    '/** Documented. */',
    'export const a = 1;',
    'export const b = 2;',
    '// a remark is no doc comment',
    'export function c(): void {}',
    '/* nor is a plain block */',
    'export class D {}',
    'function internal(): void {}',
  ].join('\n');
  expect(undocumented('x.ts', text)).toEqual([
    'x.ts:3: b is exported and has no doc comment',
    'x.ts:5: c is exported and has no doc comment',
    'x.ts:7: D is exported and has no doc comment',
  ]);
});

test('a const object speaks for the type of its name, the first overload for the others', () => {
  const text = [
    '/**',
    ' * Outcomes.',
    ' */',
    '// prettier-ignore',
    'export const Status = { OK: 0 } as const;',
    'export type Status = (typeof Status)[keyof typeof Status];',
    '/** Doubles. */',
    'export function twice(x: number): number;',
    'export function twice(x: string): string;',
  ].join('\n');
  expect(undocumented('x.ts', text)).toEqual([]);
});
