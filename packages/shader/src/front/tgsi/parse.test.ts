/** The text front end and validation, by rows. */
import { expect, test } from 'vitest';
import { limits } from '../../limits.ts';
import type { TgsiModule } from '../../ir/module.ts';
import { parseTgsi } from './parse.ts';

const parsed = (text: string): TgsiModule => {
  const result = parseTgsi(text);
  if (!result.ok) throw new Error(`line ${result.line}: ${result.message}`);
  return result.module;
};

const frag = (body: string): string =>
  `FRAG\nDCL IN[0], COLOR, COLOR\nDCL OUT[0], COLOR\nDCL TEMP[0..3]\nDCL CONST[0..3]\nDCL ADDR[0]\nDCL SAMP[0]\nIMM[0] FLT32 {1.0, 2.0, 3.0, 4.0}\n${body}\nEND\n`;

/** Line 9 is the first of the body. */
test.for([
  ['an empty text', '', 1, /does not start with/],
  ['a header alone', 'FRAG', 1, /END is missing/],
  ['garbage', 'hello world', 1, /does not start with/],
  ['an unknown stage', 'MESH\nEND', 1, /does not start with/],
  ['an unknown opcode', frag('FROB OUT[0], IN[0]'), 9, /'FROB' is no opcode/],
  ['a missing operand', frag('ADD OUT[0], IN[0]'), 9, /expected ','/],
  ['an extra operand', frag('MOV OUT[0], IN[0], IN[0]'), 9, /is no opcode/],
  ['an unknown file', frag('MOV OUT[0], FOO[0]'), 9, /no register file/],
  ['an undeclared register', frag('MOV TEMP[4], IN[0]'), 9, /TEMP\[4\] is not declared/],
  ['an undeclared constant', frag('MOV TEMP[0], CONST[4]'), 9, /CONST\[4\] is not declared/],
  ['an undeclared constant buffer', frag('MOV TEMP[0], CONST[1][0]'), 9, /not declared/],
  ['an undeclared immediate', frag('MOV TEMP[0], IMM[1]'), 9, /IMM\[1\] is not declared/],
  ['an undeclared sampler', frag('TEX TEMP[0], IN[0], SAMP[1], 2D'), 9, /SAMP\[1\] is not declared/],
  ['an undeclared array', frag('MOV TEMP[ADDR[0].x](3), IN[0]'), 9, /array 3 is not declared/],
  ['an undeclared address', frag('MOV TEMP[ADDR[1].x], IN[0]'), 9, /ADDR\[1\] is not declared/],
  ['writing an input', frag('MOV IN[0], IN[0]'), 9, /cannot write IN/],
  ['writing an immediate', frag('MOV IMM[0], IN[0]'), 9, /cannot write IMM/],
  ['writing an address with MOV', frag('MOV ADDR[0], IN[0]'), 9, /cannot write an address/],
  ['reading an address', frag('MOV TEMP[0], ADDR[0]'), 9, /cannot be ADDR/],
  ['a sampler as a value', frag('MOV TEMP[0], SAMP[0]'), 9, /cannot be SAMP/],
  ['a value as a sampler', frag('TEX TEMP[0], IN[0], TEMP[0], 2D'), 9, /cannot be TEMP/],
  ['no texture target', frag('TEX TEMP[0], IN[0], SAMP[0]'), 9, /expected ','/],
  ['an unknown texture target', frag('TEX TEMP[0], IN[0], SAMP[0], 4D'), 9, /expected a texture target/],
  [
    'one sampler as two targets',
    frag('TEX TEMP[0], IN[0], SAMP[0], 2D\nTEX TEMP[0], IN[0], SAMP[0], SHADOW2D'),
    10,
    /sampled as 2D and as SHADOW2D/,
  ],
  ['two indices on a temporary', frag('MOV TEMP[0][1], IN[0]'), 9, /one index/],
  ['an empty write mask', frag('MOV TEMP[0]., IN[0]'), 9, /write mask/],
  ['a write mask out of order', frag('MOV TEMP[0].yx, IN[0]'), 9, /expected ','/],
  ['a short swizzle', frag('MOV TEMP[0], IN[0].xy'), 9, /component/],
  ['a long swizzle', frag('MOV TEMP[0], IN[0].xyzwx'), 9, /is no opcode/],
  ['half an absolute value', frag('MOV TEMP[0], |IN[0]'), 9, /expected '\|'/],
  ['saturated integers', frag('UADD_SAT TEMP[0], IN[0], IN[0]'), 9, /cannot saturate/],
  ['an index beyond 32 bits', frag('MOV TEMP[99999999999], IN[0]'), 9, /out of range/],
  ['a huge offset', frag('MOV TEMP[0], CONST[ADDR[0].x+999999]'), 9, /out of range/],
  ['ELSE alone', frag('ELSE'), 9, /ELSE without IF/],
  ['two ELSE', frag('IF IN[0].xxxx\nELSE\nELSE\nENDIF'), 11, /ELSE without IF/],
  ['ENDIF alone', frag('ENDIF'), 9, /ENDIF without IF/],
  ['an open IF', frag('IF IN[0].xxxx'), 10, /END inside IF/],
  ['crossed blocks', frag('BGNLOOP\nIF IN[0].xxxx\nENDLOOP\nENDIF'), 11, /ENDLOOP without/],
  ['BRK outside', frag('BRK'), 9, /BRK outside/],
  ['CONT in a switch only', frag('SWITCH IN[0].xxxx\nCASE IMM[0].xxxx\nCONT\nENDSWITCH'), 11, /CONT outside/],
  ['CASE outside', frag('CASE IMM[0].xxxx'), 9, /CASE outside/],
  ['CASE of a variable', frag('SWITCH IN[0].xxxx\nCASE TEMP[0].xxxx\nENDSWITCH'), 10, /cannot be TEMP/],
  ['CASE twice', frag('SWITCH IN[0].xxxx\nCASE IMM[0].xxxx\nCASE IMM[0].xxxx\nENDSWITCH'), 11, /twice/],
  ['statements before CASE', frag('SWITCH IN[0].xxxx\nMOV TEMP[0], IN[0]\nCASE IMM[0].xxxx\nENDSWITCH'), 10, /before the first CASE/],
  ['CAL to nowhere', frag('CAL :3'), 9, /no BGNSUB/],
  ['recursion', frag('CAL :2\nEND\nBGNSUB\nCAL :2\nENDSUB').replace(/END\n$/, ''), 12, /recursive/],
  ['instructions after END', frag('MOV TEMP[0], IN[0]\nEND\nMOV TEMP[0], IN[0]'), 11, /after END/],
  ['no END', frag('').replace('END\n', ''), 8, /END is missing/],
  ['KILL in a vertex shader', 'VERT\nKILL\nEND', 2, /KILL in a vertex shader/],
  ['TXB in a vertex shader', 'VERT\nDCL SAMP[0]\nDCL TEMP[0]\nTXB TEMP[0], TEMP[0], SAMP[0], 2D\nEND', 4, /TXB in a vertex shader/],
  ['EMIT in a fragment shader', frag('EMIT IMM[0].xxxx'), 9, /EMIT in a fragment shader/],
  ['an input without meaning', 'FRAG\nDCL IN[0]\nEND', 2, /needs a semantic/],
  ['a backwards range', 'FRAG\nDCL TEMP[3..1]\nEND', 2, /ends before it starts/],
  ['too many temporaries', `FRAG\nDCL TEMP[0..${limits.temps}]\nEND`, 2, /limit/],
  ['too many constants', `FRAG\nDCL CONST[0..${limits.constants}]\nEND`, 2, /limit/],
  ['a far constant buffer', `FRAG\nDCL CONST[${limits.constBuffers}][0]\nEND`, 2, /limit/],
  ['a far sampler', `FRAG\nDCL SAMP[${limits.samplers}]\nEND`, 2, /limit/],
  ['one register, two meanings', 'FRAG\nDCL IN[0], COLOR, COLOR\nDCL IN[0], FOG, PERSPECTIVE\nEND', 1, /two meanings/],
  ['one meaning, two registers', 'FRAG\nDCL OUT[0], COLOR\nDCL OUT[1], COLOR\nEND', 1, /are both COLOR/],
  ['immediates out of order', 'FRAG\nIMM[1] FLT32 {1, 2, 3, 4}\nEND', 2, /in order/],
  ['an immediate of no type', 'FRAG\nIMM[0] FLT16 {1, 2, 3, 4}\nEND', 2, /type of an immediate/],
  ['an immediate of words', 'FRAG\nIMM[0] FLT32 {one, 2, 3, 4}\nEND', 2, /not a number/],
  ['an immediate too large', 'FRAG\nIMM[0] UINT32 {4294967296, 2, 3, 4}\nEND', 2, /out of range/],
  ['an open immediate', 'FRAG\nIMM[0] UINT32 {1, 2, 3, 4\nEND', 2, /expected '}'/],
  ['a property without value', 'FRAG\nPROPERTY FS_COORD_ORIGIN\nEND', 2, /is no value/],
  ['control characters in the name', 'FRAG\n\u001b[31mX\nEND', 2, /is no opcode/],
] as const)('%s is refused', ([, text, line, message]) => {
  const result = parseTgsi(text);
  expect(result).toMatchObject({ ok: false, line });
  if (!result.ok) {
    expect(result.message).toMatch(message);
    expect(result.message).toMatch(/^[\x20-\x7e]*$/);
  }
});

test('nesting has a limit', () => {
  const deep = (n: number): string => frag(`${'IF IN[0].xxxx\n'.repeat(n)}${'ENDIF\n'.repeat(n)}`);
  expect(parseTgsi(deep(limits.nesting)).ok).toBe(true);
  expect(parseTgsi(deep(limits.nesting + 1))).toMatchObject({ ok: false, message: `nested deeper than ${limits.nesting}` });
});

test('calls that would explode when inlined are refused', () => {
  // Each subroutine calls the next one twice.
  const subs = Array.from({ length: 30 }, (_, i) => `BGNSUB\nCAL :${2 + (i + 1) * 4}\nCAL :${2 + (i + 1) * 4}\nENDSUB`).join('\n');
  const text = `FRAG\nCAL :2\nEND\n${subs}\nBGNSUB\nNOP\nENDSUB\n`;
  expect(parseTgsi(text)).toMatchObject({ ok: false, message: expect.stringMatching(/after inlining/) });
});

test('texts and programs have limits', () => {
  expect(parseTgsi(`FRAG\n${' '.repeat(limits.textLength)}`)).toMatchObject({ ok: false });
  expect(parseTgsi(frag('NOP\n'.repeat(limits.instructions)))).toMatchObject({ ok: false, message: 'too many instructions' });
});

test('the text ends at NUL', () => {
  expect(parsed(`${frag('')}\0rubbish`).info.instructionCount).toBe(1);
});

test('case, labels and spacing do not matter', () => {
  const a = parsed(frag('  0: ADD_SAT TEMP[ 0 ] . xy , - | IN[0] . yxwz | , IMM[0].xxxx'));
  const b = parsed(frag('add_sat temp[0].xy,-|in[0].yxwz|,imm[0].xxxx'));
  const strip = (module: TgsiModule): unknown => module.instructions.map((inst) => ({ ...inst, line: 0 }));
  expect(strip(a)).toEqual(strip(b));
  expect(a.instructions[0]).toMatchObject({
    op: 'ADD',
    saturate: true,
    dst: [{ mask: 3 }],
    src: [{ negate: true, absolute: true, swizzle: 0b10_11_00_01 }, { swizzle: 0 }],
  });
});

test('immediates keep their bits', () => {
  const { immediates } = parsed(`FRAG
IMM[0] FLT32 {0x7f800001, 0x80000000, 1.5, -inf}
IMM[1] UINT32 {4294967295, 0, 1, 2}
IMM[2] INT32 {-1, -2147483648, 2147483647, 0x10}
IMM[3] FLT64 {1.0, -2.5}
IMM[4] UINT64 {18446744073709551615, 1}
IMM[5] INT64 {-1, 4294967296}
IMM FLT32 {1e-3, .5}
END`);
  expect(immediates.map(({ bits }) => [...bits])).toEqual([
    [0x7f800001, 0x80000000, 0x3fc00000, 0xff800000],
    [0xffffffff, 0, 1, 2],
    [0xffffffff, 0x80000000, 0x7fffffff, 16],
    [0, 0x3ff00000, 0, 0xc0040000],
    [0xffffffff, 0xffffffff, 1, 0],
    [0xffffffff, 0xffffffff, 0, 1],
    [0x3a83126f, 0x3f000000, 0, 0],
  ]);
});

test('declarations', () => {
  const { info, temps, sviews } = parsed(`FRAG
DCL IN[0].xy, GENERIC[9], PERSPECTIVE, CENTROID
DCL IN[1..3], ARRAY(1), TEXCOORD[2], LINEAR, SAMPLE, INVARIANT
DCL IN[4], COLOR, COLOR
DCL SV[0], SAMPLEID
DCL OUT[0], POSITION
DCL OUT[1], COLOR[2]
DCL TEMP[0..3], LOCAL
DCL TEMP[4..9], ARRAY(2), LOCAL
DCL CONST[0..7]
DCL CONST[2][0..15]
DCL SAMP[0..1]
DCL SVIEW[0], 2D_ARRAY, SINT
DCL SVIEW[1], 2D, UNORM, UNORM, UNORM, FLOAT
DCL IMAGE[0], 2D, PIPE_FORMAT_R32_UINT, WR
DCL BUFFER[0]
DCL BUFFER[1], ATOMIC
DCL HWATOMIC[0][2..3], ARRAY(1)
DCL MEMORY[0], SHARED
END`);
  expect(
    info.inputs.map(({ first, last, semantic, semanticIndex, usageMask, interpolation, location, arrayId }) => [
      first,
      last,
      semantic,
      semanticIndex,
      usageMask,
      interpolation,
      location,
      arrayId,
    ]),
  ).toEqual([
    [0, 0, 'GENERIC', 9, 3, 'PERSPECTIVE', 'CENTROID', 0],
    [1, 3, 'TEXCOORD', 2, 15, 'LINEAR', 'SAMPLE', 1],
    [4, 4, 'COLOR', 0, 15, 'COLOR', 'CENTER', 0],
  ]);
  expect(temps).toEqual([
    { first: 0, last: 3, arrayId: 0 },
    { first: 4, last: 9, arrayId: 2 },
  ]);
  expect(sviews.map(({ returns }) => returns)).toEqual(['SINT', 'UNORM']);
  expect(info).toMatchObject({
    stage: 'fragment',
    samplerMask: 3,
    const0Size: 8,
    constBuffers: [
      { slot: 0, size: 8, indirect: false },
      { slot: 2, size: 16, indirect: false },
    ],
    images: [{ index: 0, target: '2D', format: 'PIPE_FORMAT_R32_UINT', writable: true, raw: false }],
    buffers: [
      { index: 0, atomic: false },
      { index: 1, atomic: true },
    ],
    atomics: [{ buffer: 0, first: 2, last: 3, arrayId: 1 }],
    memory: ['SHARED'],
    colorOutputs: 4,
    writesDepth: true,
    perSample: true,
  });
});

test('what a vertex shader uses', () => {
  const { info } = parsed(`VERT
PROPERTY VS_PROHIBIT_UCPS 1
PROPERTY NUM_CLIPDIST_ENABLED 3
PROPERTY NUM_CULLDIST_ENABLED 2
PROPERTY SOMETHING_NEW 7
DCL IN[0]
DCL SV[0], VERTEXID_NOBASE
DCL SV[1], INSTANCEID
DCL OUT[0], POSITION
DCL OUT[1..2], CLIPDIST
DCL OUT[3], PSIZE
DCL OUT[4], EDGEFLAG
DCL OUT[5], LAYER
DCL CONST[1][0..3]
DCL ADDR[0]
MOV OUT[0], CONST[1][ADDR[0].x+1]
MOV OUT[5].x, SV[0].xxxx
END`);
  expect(info).toMatchObject({
    usesVertexId: true,
    usesBaseVertex: true,
    usesInstanceId: true,
    clipDistances: 3,
    cullDistances: 2,
    writesPointSize: true,
    writesEdgeFlag: true,
    writesLayer: true,
    writesPosition: true,
    prohibitsUserClipPlanes: true,
    constBuffers: [{ slot: 1, size: 4, indirect: true }],
  });
  expect(info.properties.get('SOMETHING_NEW')).toBe(7);
});

test.for([
  ['', 7, 0],
  ['PROPERTY NUM_CULLDIST_ENABLED 6', 0, 6],
  ['PROPERTY NUM_CLIPDIST_ENABLED 4', 4, 0],
  ['PROPERTY NUM_CLIPDIST_ENABLED 7\nPROPERTY NUM_CULLDIST_ENABLED 5', 7, 1],
  ['PROPERTY NUM_CLIPDIST_ENABLED 99\nPROPERTY NUM_CULLDIST_ENABLED -5', 8, 0],
] as const)('distances split by %s: %d clip, %d cull', ([property, clip, cull]) => {
  const { info } = parsed(`VERT\n${property}\nDCL OUT[0], CLIPDIST\nDCL OUT[1].xyz, CLIPDIST[1]\nEND`);
  expect([info.clipDistances, info.cullDistances]).toEqual([clip, cull]);
});

test('sampler views: comparison from use, type from declaration, units by address', () => {
  const { info } = parsed(`FRAG
DCL IN[0], GENERIC[0], PERSPECTIVE
DCL SAMP[0]
DCL SAMP[1]
DCL SAMP[2]
DCL SAMP[4]
DCL SVIEW[0], 2D, UINT
DCL SVIEW[1], CUBE, FLOAT
DCL SVIEW[2], CUBE, FLOAT
DCL SVIEW[4], 2D, FLOAT
DCL TEMP[0]
DCL ADDR[0]
TXF TEMP[0], IN[0], SAMP[0], 2D
TEX TEMP[0], IN[0], SAMP[ADDR[0].x+1], SHADOWCUBE
TXQ TEMP[0], IN[0], SAMP[2], CUBE
END`);
  expect(info.samplerViews).toEqual([
    { unit: 0, target: '2D', kind: 'uint', shadow: false },
    { unit: 1, target: 'SHADOWCUBE', kind: 'float', shadow: true },
    { unit: 2, target: 'SHADOWCUBE', kind: 'float', shadow: true },
    { unit: 4, target: '2D', kind: 'float', shadow: false },
  ]);
});

test('other stages and resources parse', () => {
  const geometry = parsed(`GEOM
PROPERTY GS_INPUT_PRIMITIVE TRIANGLES
PROPERTY GS_OUTPUT_PRIMITIVE TRIANGLE_STRIP
PROPERTY GS_MAX_OUTPUT_VERTICES 3
DCL IN[][0], POSITION
DCL OUT[0], POSITION, STREAM(0, 0, 1, 0)
DCL ADDR[0]
IMM[0] UINT32 {0, 0, 0, 0}
MOV OUT[0], IN[ADDR[0].x][0]
EMIT IMM[0].xxxx
ENDPRIM IMM[0].xxxx
END`);
  expect(geometry.info.properties.get('GS_INPUT_PRIMITIVE')).toBe(4);
  expect(geometry.info.outputs[0]?.streams).toEqual([0, 0, 1, 0]);
  const compute = parsed(`COMP
PROPERTY CS_FIXED_BLOCK_WIDTH 8
DCL SV[0], THREAD_ID
DCL BUFFER[0]
DCL IMAGE[0], 2D, PIPE_FORMAT_R32_UINT, WR
DCL MEMORY[0], SHARED
DCL TEMP[0]
IMM[0] UINT32 {0, 0, 0, 0}
LOAD TEMP[0].x, BUFFER[0], IMM[0].xxxx, COHERENT, RESTRICT
ATOMUADD TEMP[0].x, IMAGE[0], IMM[0], IMM[0].xxxx, 2D, PIPE_FORMAT_R32_UINT
BARRIER
STORE BUFFER[0].x, IMM[0].xxxx, TEMP[0].xxxx
MEMBAR IMM[0].xxxx
END`);
  expect(compute.instructions.map(({ op, qualifiers, target, format }) => [op, qualifiers.length, target, format]).slice(0, 2)).toEqual([
    ['LOAD', 2, null, ''],
    ['ATOMUADD', 0, '2D', 'PIPE_FORMAT_R32_UINT'],
  ]);
});
