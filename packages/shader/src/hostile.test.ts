/** Texts that no compiler makes: refused with the reason, or written, with little work either way. */
import { expect, test } from 'vitest';
import { floats, host } from './testing/host.test.ts';
import { parseTgsi } from './front/tgsi/parse.ts';
import { glslFeatures } from './back/glsl/features.ts';
import { writeGlsl } from './back/glsl/write.ts';
import { limits } from './limits.ts';

/** Seconds of this process's own time that one text may take: many times what it does. */
const maxSeconds = 2;

const fragment = (declarations: string, body: string): string =>
  `FRAG\nDCL OUT[0], COLOR\nDCL CONST[0]\nDCL TEMP[0..3]\nDCL ADDR[0]\nIMM[0] UINT32 {0, 1, 2, 3}\n${declarations}${body}\nEND\n`;

const many = (n: number, line: (i: number) => string): string => Array.from({ length: n }, (_, i) => line(i)).join('\n');

const loopsIn = (n: number, inside: string): string => `${many(n, () => 'BGNLOOP\nBRK')}\n${inside}\n${many(n, () => 'ENDLOOP')}`;

/** Subroutines that each call the next one `times`. */
const chain = (length: number, times: number, last: string): string => {
  const size = times + 2;
  const subs = many(length, (i) => `BGNSUB\n${i + 1 < length ? many(times, () => `CAL :${2 + (i + 1) * size}`) : last}\nENDSUB`);
  return fragment('', 'CAL :2').concat(subs, '\n');
};

const refused: readonly (readonly [name: string, text: string, reason: RegExp])[] = [
  ['nothing', '', /does not start/],
  ['a NUL', '\0FRAG\nEND\n', /does not start/],
  ['no END', 'FRAG\n', /END is missing/],
  ['an open IF', fragment('', 'IF CONST[0].xxxx'), /END inside IF/],
  ['an open loop', fragment('', 'BGNLOOP'), /END inside LOOP/],
  ['an open switch', fragment('', 'SWITCH CONST[0].xxxx\nCASE IMM[0].xxxx'), /END inside SWITCH/],
  ['an open subroutine', `${fragment('', 'NOP')}BGNSUB\nNOP\n`, /SUB is not closed/],
  ['crossed blocks', fragment('', 'BGNLOOP\nUIF CONST[0].xxxx\nENDLOOP\nENDIF'), /ENDLOOP without/],
  ['a call to nowhere', fragment('', 'CAL :99999'), /no BGNSUB/],
  ['a call into the middle', chain(2, 2, 'NOP').replace('CAL :2\n', 'CAL :3\n'), /no BGNSUB/],
  ['a call without a target', fragment('', 'CAL'), /no BGNSUB/],
  ['recursion', chain(1, 0, 'CAL :2'), /recursive/],
  ['recursion of two', chain(2, 1, 'CAL :2'), /recursive/],
  ['2^60 calls', chain(60, 2, 'NOP'), /after inlining/],
  [
    'loops in calls in loops',
    chain(9, 1, loopsIn(2, 'NOP')).replaceAll(/CAL :\d+/g, (call) => `BGNLOOP\nBRK\n${call}\nENDLOOP`),
    /CAL|nested/,
  ],
  ['deep branches', fragment('', many(100, () => 'UIF CONST[0].xxxx') + many(100, () => '\nENDIF')), /nested deeper/],
  ['deep loops', fragment('', loopsIn(limits.loopNesting + 1, 'NOP')), /loops nested deeper/],
  [
    '100000 instructions',
    fragment(
      '',
      many(100_000, () => 'NOP'),
    ),
    /too many instructions|longer than/,
  ],
  ['100000 declarations', fragment(`${many(100_000, () => 'DCL CONST[0]')}\n`, 'NOP'), /too many declarations|longer than/],
  ['a megabyte of name', `FRAG\n${'A'.repeat(900_000)}\n`, /is no opcode/],
  ['a megabyte of digits', fragment('', `MOV TEMP[${'9'.repeat(900_000)}], CONST[0]`), /out of range/],
  ['the highest register', fragment('', 'MOV TEMP[4294967295], CONST[0]'), /out of range/],
  ['a register that is not declared', fragment('', 'MOV TEMP[8000], CONST[0]'), /not declared/],
  ['a declaration beyond the file', fragment('DCL TEMP[4..2147483647]\n', 'NOP'), /beyond the limit/],
  ['a range that ends before it starts', fragment('DCL TEMP[9..4]\n', 'NOP'), /ends before/],
  ['registers declared twice', fragment('DCL TEMP[2..5]\n', 'NOP'), /TEMP\[2\] is declared twice/],
  ['arrays that overlap', fragment('DCL TEMP[4..9], ARRAY(1)\nDCL TEMP[8..12], ARRAY(2)\n', 'NOP'), /declared twice/],
  ['all temporaries, thousands of times', fragment(`${many(8000, () => 'DCL TEMP[4..8191]')}\n`, 'NOP'), /declared twice/],
  ['a view declared twice', fragment('DCL SVIEW[0..127], 2D, FLOAT\nDCL SVIEW[5], 2D, FLOAT\n', 'NOP'), /declared twice/],
  ['an image declared twice', fragment('DCL IMAGE[0], 2D\nDCL IMAGE[0], 3D\n', 'NOP'), /declared twice/],
  [
    'inputs, thousands of times',
    fragment(`${many(8000, () => 'DCL IN[0..79], GENERIC[0], PERSPECTIVE')}\n`, 'NOP'),
    /too many declarations of IN/,
  ],
  ['counters, thousands of times', fragment(`${many(8000, (i) => `DCL HWATOMIC[0][${i % 4096}]`)}\n`, 'NOP'), /HWATOMIC/],
  ['two inputs of one meaning', fragment('DCL IN[0], GENERIC[1], PERSPECTIVE\nDCL IN[1], GENERIC[1], PERSPECTIVE\n', 'NOP'), /both/],
  [
    'one input of two meanings',
    fragment('DCL IN[0], GENERIC[1], PERSPECTIVE\nDCL IN[0], GENERIC[2], PERSPECTIVE\n', 'NOP'),
    /two meanings/,
  ],
  [
    'vertices without bound',
    'GEOM\nPROPERTY GS_INPUT_PRIMITIVE POINTS\nPROPERTY GS_OUTPUT_PRIMITIVE POINTS\nPROPERTY GS_MAX_OUTPUT_VERTICES 1000000000\nEND\n',
    /GS_MAX_OUTPUT_VERTICES/,
  ],
  ['a primitive that is none', 'GEOM\nPROPERTY GS_INPUT_PRIMITIVE 99\nEND\n', /geometry shaders take/],
  ['a patch of none', 'TESS_CTRL\nPROPERTY TCS_VERTICES_OUT 0\nEND\n', /TCS_VERTICES_OUT/],
  ['a patch of many', 'TESS_CTRL\nPROPERTY TCS_VERTICES_OUT 33\nEND\n', /TCS_VERTICES_OUT/],
  ['a negative patch', 'TESS_CTRL\nPROPERTY TCS_VERTICES_OUT -1\nEND\n', /TCS_VERTICES_OUT/],
  ['a domain that is none', 'TESS_EVAL\nPROPERTY TES_PRIM_MODE 1000\nEND\n', /tessellation makes/],
  ['a work group of millions', 'COMP\nPROPERTY CS_FIXED_BLOCK_WIDTH 65536\nPROPERTY CS_FIXED_BLOCK_HEIGHT 65536\nEND\n', /./],
  ['a property beyond words', 'FRAG\nPROPERTY FS_COORD_ORIGIN 99999999999\nEND\n', /out of range/],
  ['a property of another kind', 'FRAG\nPROPERTY FS_COORD_ORIGIN TEAPOT\nEND\n', /is no value/],
  [
    'thousands of indexed registers',
    fragment('DCL TEMP[4..8191]\n', 'UARL ADDR[0].x, TEMP[0].xxxx\nMOV TEMP[ADDR[0].x+7], TEMP[0]'),
    /registers in arrays/,
  ],
];

test.for(refused)('%s: refused', ([, text, reason]) => {
  const start = process.cpuUsage();
  const parsed = parseTgsi(text);
  const dialect = { glsl: 450 };
  const result = parsed.ok ? writeGlsl(parsed.module, { dialect, features: glslFeatures(dialect, () => true) }) : parsed;
  expect(result).toMatchObject({ ok: false, message: expect.stringMatching(reason) as string });
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1e6).toBeLessThan(maxSeconds);
});

const chosen = (i: number): string => `MOV TEMP[${i % 4}], IN[ADDR[0].x+${i % 70}]`;

/** Texts that are legal, of the greatest size there is in some respect. */
const large: readonly (readonly [name: string, text: string])[] = [
  ['indexed inputs, all of them', fragment('DCL IN[0..79], GENERIC[0], CONSTANT\n', many(8000, chosen))],
  ['sparse inputs', fragment(many(40, (i) => `DCL IN[${i * 2}], GENERIC[${i * 7}], CONSTANT`).concat('\n'), many(8000, chosen))],
  [
    'every immediate',
    fragment(`${many(8000, (i) => `IMM[${i + 1}] FLT32 {${i}.0, 0x7fc00000, -nan, inf}`)}\n`, 'MOV OUT[0], IMM[ADDR[0].x+1]'),
  ],
  [
    'arrays of one register',
    fragment(
      `${many(4000, (i) => `DCL TEMP[${i + 4}], ARRAY(${i + 1})`)}\n`,
      many(4000, (i) => `MOV TEMP[${i + 4}], TEMP[0]`),
    ),
  ],
  [
    'all constant buffers by a variable',
    fragment(
      `${many(31, (i) => `DCL CONST[${i + 1}][0..4095]`)}\n`,
      many(4000, (i) => `MOV TEMP[${i % 4}], CONST[ADDR[0].x][ADDR[0].y+${i}]`),
    ),
  ],
  [
    'the most instructions',
    fragment(
      '',
      many(limits.instructions - 1, (i) => `ADD TEMP[${i % 4}], TEMP[${(i + 1) % 4}], CONST[0]`),
    ),
  ],
  [
    'the most loops',
    fragment(
      '',
      many(4000, () => 'BGNLOOP\nBRK\nENDLOOP'),
    ),
  ],
  [
    'nested loops, side by side',
    fragment(
      '',
      many(300, () => loopsIn(limits.loopNesting, 'MOV TEMP[0], TEMP[1]')),
    ),
  ],
  [
    'every sampler by a variable',
    fragment(
      'DCL SAMP[0..31]\nDCL SVIEW[0..31], 2D, FLOAT\n',
      many(4000, () => 'TEX TEMP[0], TEMP[1], SAMP[ADDR[0].x], 2D'),
    ),
  ],
  [
    'patches indexed',
    `TESS_EVAL\nPROPERTY TES_PRIM_MODE 4\nDCL IN[][0..39], GENERIC[0]\nDCL IN[40..79], PATCH[0]\nDCL OUT[0], POSITION\nDCL TEMP[0..3]\nDCL ADDR[0]\n${many(4000, (i) => `MOV TEMP[${i % 4}], IN[ADDR[0].x][ADDR[0].y+${i % 40}]\nMOV TEMP[0], IN[ADDR[0].z+${40 + (i % 40)}]`)}\nMOV OUT[0], TEMP[0]\nEND\n`,
  ],
];

test.for(large)('%s: little work', ([, text]) => {
  const start = process.cpuUsage();
  const parsed = parseTgsi(text);
  if (!parsed.ok) throw new Error(`line ${parsed.line}: ${parsed.message}`);
  const dialect = { glsl: 450 };
  const written = writeGlsl(parsed.module, { dialect, features: glslFeatures(dialect, () => true), loopGuard: { binding: 7 } });
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1e6).toBeLessThan(maxSeconds);
  // Beyond the length of text that a host's compiler gets, there is none.
  if (!written.ok) expect(written.message).toMatch(/characters of GLSL/);
});

test('immediates of every kind of number draw', () => {
  const text = `FRAG
DCL OUT[0], COLOR
IMM[0] FLT32 {nan, -inf, inf, -0.0}
IMM[1] FLT32 {1e39, -1e39, 1e-46, 3.0}
IMM[2] UINT32 {4294967295, 0, 2147483648, 0}
IMM[3] INT32 {-2147483648, -1, 0, 0}
SLT OUT[0].x, IMM[0].yyyy, IMM[0].zzzz
SEQ OUT[0].y, IMM[0].wwww, IMM[1].zzzz
AND OUT[0].z, IMM[2].xxxx, IMM[3].xxxx
SGE OUT[0].w, IMM[1].xxxx, IMM[0].zzzz
END
`;
  const [x, y, , w] = floats(host('gl450').draw({ fragment: text }).targets[0] as Uint32Array);
  expect([x, y, w]).toEqual([1, 1, 1]);
});
