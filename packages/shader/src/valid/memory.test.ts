/** Texts that touch memory in ways that no host could do. */
import { expect, test } from 'vitest';
import { parseTgsi } from '../front/tgsi/parse.ts';
import { writeGlsl } from '../back/glsl/write.ts';
import { glslFeatures } from '../back/glsl/features.ts';

const size = (width: number, height: number, depth: number): string =>
  `PROPERTY CS_FIXED_BLOCK_WIDTH ${width}\nPROPERTY CS_FIXED_BLOCK_HEIGHT ${height}\nPROPERTY CS_FIXED_BLOCK_DEPTH ${depth}\n`;

const decls = `DCL IMAGE[0], 2D, PIPE_FORMAT_R32_UINT, WR
DCL IMAGE[1], 3D, PIPE_FORMAT_R32_UINT, WR
DCL BUFFER[0]
DCL HWATOMIC[0][0..3]
DCL MEMORY[0], SHARED
DCL MEMORY[1], GLOBAL
DCL CONST[0..3]
DCL TEMP[0..3]
DCL ADDR[0]
IMM[0] UINT32 {0, 1, 2, 3}
`;

const compute = (body: string, more = ''): string => `COMP\n${size(4, 1, 1)}${more}${decls}${body}\nEND\n`;
const fragment = (body: string): string => `FRAG\n${decls}${body}\nEND\n`;

test.for([
  ['a work group of no threads', `COMP\n${size(4, 0, 1)}END\n`, /work group of 4 x 0 x 1/],
  ['a negative work group', `COMP\n${size(4, -1, 1)}END\n`, /work group of/],
  ['a huge work group', `COMP\n${size(64, 64, 64)}END\n`, /262144 threads/],
  ['a work group beyond all numbers', `COMP\n${size(2147483647, 2147483647, 2147483647)}END\n`, /work group of/],
  ['a work group of unknown size', 'COMP\nEND\n', /each dispatch says/],
  ['an undeclared image', compute('LOAD TEMP[0], IMAGE[2], IMM[0], 2D, PIPE_FORMAT_R32_UINT'), /not declared/],
  ['an image of another target', compute('LOAD TEMP[0], IMAGE[0], IMM[0], 3D, PIPE_FORMAT_R32_UINT'), /IMAGE\[0\] is 2D, not 3D/],
  ['no image of that target', compute('LOAD TEMP[0], IMAGE[ADDR[0].x], IMM[0], CUBE, PIPE_FORMAT_R32_UINT'), /no image is declared/],
  ['an image twice', compute('NOP', 'DCL IMAGE[0], 2D, PIPE_FORMAT_R32_UINT\n'), /declared twice/],
  ['a shadow image', compute('NOP', 'DCL IMAGE[2], SHADOW2D, PIPE_FORMAT_R32_UINT\n'), /cannot be SHADOW2D/],
  ['an image beyond the limit', compute('NOP', 'DCL IMAGE[64], 2D, PIPE_FORMAT_R32_UINT\n'), /beyond the limit/],
  ['a buffer beyond the limit', compute('NOP', 'DCL BUFFER[0..99999]\n'), /beyond the limit/],
  ['a buffer twice', compute('NOP', 'DCL BUFFER[0]\n'), /declared twice/],
  ['a counter twice', compute('NOP', 'DCL HWATOMIC[0][2..5]\n'), /declared twice/],
  ['a counter beyond the limit', compute('NOP', 'DCL HWATOMIC[0][99999]\n'), /beyond the limit/],
  ['counters of an undeclared buffer', compute('LOAD TEMP[0].x, HWATOMIC[1][0], IMM[0]'), /not declared/],
  ['an indexed counter buffer', compute('LOAD TEMP[0].x, HWATOMIC[ADDR[0].x][0], IMM[0]'), /./],
  ['storing a counter', compute('STORE HWATOMIC[0][0].x, IMM[0], IMM[0]'), /STORE of HWATOMIC/],
  ['a sum of floats in a counter', compute('ATOMFADD TEMP[0].x, HWATOMIC[0][0], IMM[0], IMM[0]'), /ATOMFADD of HWATOMIC/],
  ['the size of shared memory', compute('RESQ TEMP[0].x, MEMORY[0]'), /RESQ of MEMORY/],
  ['memory that is not shared', compute('LOAD TEMP[0].x, MEMORY[1], IMM[0]'), /GLOBAL memory/],
  ['indexed memory', compute('LOAD TEMP[0].x, MEMORY[ADDR[0].x], IMM[0]'), /./],
  ['shared memory in a fragment shader', fragment('LOAD TEMP[0].x, MEMORY[0], IMM[0]'), /fragment/],
  ['a barrier in a fragment shader', fragment('BARRIER'), /BARRIER in a fragment shader/],
  ['storing to a constant', compute('STORE CONST[0], IMM[0], IMM[0]'), /STORE cannot write CONST/],
  ['loading from a constant', compute('LOAD TEMP[0], CONST[0], IMM[0]'), /cannot be CONST/],
  ['an atomic of a temporary', compute('ATOMUADD TEMP[0].x, TEMP[1], IMM[0], IMM[0]'), /cannot be TEMP/],
  ['a discard in a compute shader', compute('KILL'), /KILL in a compute shader/],
] as const)('%s is refused', ([, text, message]) => {
  const result = parseTgsi(text);
  expect(result).toMatchObject({ ok: false });
  if (!result.ok) expect(result.message).toMatch(message);
});

test.for([
  [0, /0 bytes of shared memory/],
  [2 ** 31, /2147483648 bytes of shared memory/],
  [Number.NaN, /NaN bytes/],
  [-4, /-4 bytes/],
] as const)('%d bytes of shared memory are refused', ([sharedBytes, message]) => {
  const parsed = parseTgsi(compute('LOAD TEMP[0].x, MEMORY[0], IMM[0]'));
  expect(parsed).toMatchObject({ ok: true });
  if (!parsed.ok) return;
  const dialect = { glsl: 450 };
  const result = writeGlsl(parsed.module, { dialect, features: glslFeatures(dialect, () => false), sharedBytes });
  expect(result).toMatchObject({ ok: false });
  if (!result.ok) expect(result.message).toMatch(message);
});

test('what memory a shader touches', () => {
  const info = (body: string): object => {
    const result = parseTgsi(compute(body));
    if (!result.ok) throw new Error(result.message);
    const { imageSlots, storageSlots, writesMemory, workgroup } = result.module.info;
    return { imageSlots, storageSlots, writesMemory, workgroup };
  };
  const common = { imageSlots: 2, storageSlots: 1, workgroup: [4, 1, 1] };
  expect(info('LOAD TEMP[0].x, BUFFER[0], IMM[0]')).toEqual({ ...common, writesMemory: false });
  expect(info('STORE MEMORY[0].x, IMM[0], IMM[0]')).toEqual({ ...common, writesMemory: false });
  expect(info('STORE BUFFER[0].x, IMM[0], IMM[0]')).toEqual({ ...common, writesMemory: true });
  expect(info('ATOMUADD TEMP[0].x, HWATOMIC[0][1], IMM[0], IMM[0]')).toEqual({ ...common, writesMemory: true });
});
