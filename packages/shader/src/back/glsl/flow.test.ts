/** Control flow, addressing and discards, drawn: each row is a program and the words it must leave in OUT[0]. */
import { expect, test } from 'vitest';
import { host, parsed, words } from '../../testing/host.test.ts';
import { bitsOfFloat } from './literal.ts';
import { writeGlsl } from './write.ts';

type Row = {
  readonly name: string;
  readonly declarations?: string;
  readonly body: string;
  readonly want: readonly number[];
};

/** CONST[0] = 1 2 3 4, CONST[1] = 10 20 30 40 as floats, CONST[2] = 0 1 2 3, CONST[3] = 7 -1 0 100 as ints. */
const constants = new Uint32Array([...words(1, 2, 3, 4, 10, 20, 30, 40), 0, 1, 2, 3, 7, 0xffffffff, 0, 100]);
const f = (...values: readonly number[]): number[] => values.map(bitsOfFloat);

const rows: readonly Row[] = [
  {
    name: 'IF and ELSE on floats: minus zero is false, denormals and NaN are what the host makes of them',
    body: `MOV TEMP[0], CONST[0]
IF CONST[2].xxxx
  MOV TEMP[0].x, CONST[1].xxxx
ELSE
  MOV TEMP[0].x, CONST[1].yyyy
ENDIF
IF CONST[0].yyyy
  MOV TEMP[0].y, CONST[1].xxxx
ENDIF
MOV OUT[0], TEMP[0]`,
    want: f(20, 10, 3, 4),
  },
  {
    name: 'UIF looks at bits',
    body: `MOV TEMP[0], CONST[0]
UIF CONST[2].yyyy
  MOV TEMP[0].x, CONST[1].xxxx
ENDIF
UIF CONST[3].zzzz
  MOV TEMP[0].y, CONST[1].xxxx
ELSE
  UIF CONST[3].yyyy
    MOV TEMP[0].z, CONST[1].wwww
  ENDIF
ENDIF
MOV OUT[0], TEMP[0]`,
    want: f(10, 2, 40, 4),
  },
  {
    name: 'a loop with BRK and CONT',
    body: `MOV TEMP[0], IMM[0].xxxx
MOV TEMP[1], IMM[0].xxxx
BGNLOOP
  UADD TEMP[0].x, TEMP[0].xxxx, IMM[0].yyyy
  USLT TEMP[2].x, CONST[3].xxxx, TEMP[0].xxxx
  UIF TEMP[2].xxxx
    BRK
  ENDIF
  AND TEMP[2].x, TEMP[0].xxxx, IMM[0].yyyy
  UIF TEMP[2].xxxx
    CONT
  ENDIF
  UADD TEMP[1].x, TEMP[1].xxxx, TEMP[0].xxxx
ENDLOOP
MOV TEMP[1].y, TEMP[0].xxxx
MOV OUT[0], TEMP[1]`,
    want: [12, 8, 0, 0],
  },
  {
    name: 'nested loops leave one at a time',
    body: `MOV TEMP[0], IMM[0].xxxx
BGNLOOP
  MOV TEMP[0].y, IMM[0].xxxx
  BGNLOOP
    UADD TEMP[0].z, TEMP[0].zzzz, IMM[0].yyyy
    UADD TEMP[0].y, TEMP[0].yyyy, IMM[0].yyyy
    USGE TEMP[1].x, TEMP[0].yyyy, IMM[0].zzzz
    UIF TEMP[1].xxxx
      BRK
    ENDIF
  ENDLOOP
  UADD TEMP[0].x, TEMP[0].xxxx, IMM[0].yyyy
  USGE TEMP[1].x, TEMP[0].xxxx, IMM[0].wwww
  UIF TEMP[1].xxxx
    BRK
  ENDIF
ENDLOOP
MOV OUT[0], TEMP[0]`,
    want: [3, 2, 6, 0],
  },
  {
    name: 'SWITCH: cases, fall through, default in the middle, CONT inside a loop',
    body: `MOV TEMP[0], IMM[0].xxxx
BGNLOOP
  UADD TEMP[0].x, TEMP[0].xxxx, IMM[0].yyyy
  SWITCH TEMP[0].xxxx
    CASE IMM[0].yyyy
      UADD TEMP[0].y, TEMP[0].yyyy, IMM[1].xxxx
      CONT
    DEFAULT
      UADD TEMP[0].y, TEMP[0].yyyy, IMM[1].yyyy
    CASE IMM[0].zzzz
      UADD TEMP[0].y, TEMP[0].yyyy, IMM[1].zzzz
      BRK
    CASE IMM[1].wwww
  ENDSWITCH
  USGE TEMP[1].x, TEMP[0].xxxx, IMM[0].wwww
  UIF TEMP[1].xxxx
    BRK
  ENDIF
ENDLOOP
MOV OUT[0], TEMP[0]`,
    want: [3, 0x0221, 0, 0],
  },
  {
    name: 'subroutines call each other and return early',
    body: `MOV TEMP[0], IMM[0].xxxx
CAL :5
CAL :9
MOV OUT[0], TEMP[0]
END
BGNSUB
  UADD TEMP[0].x, TEMP[0].xxxx, IMM[0].yyyy
  CAL :9
ENDSUB
BGNSUB
  UADD TEMP[0].y, TEMP[0].yyyy, IMM[0].zzzz
  USGE TEMP[1].x, TEMP[0].yyyy, IMM[0].wwww
  UIF TEMP[1].xxxx
    RET
  ENDIF
  UADD TEMP[0].z, TEMP[0].zzzz, IMM[0].yyyy
ENDSUB`,
    want: [1, 4, 1, 0],
  },
  {
    name: 'RET from main still hands the outputs over',
    body: `MOV OUT[0], CONST[0]
UIF CONST[2].yyyy
  RET
ENDIF
MOV OUT[0], CONST[1]`,
    want: f(1, 2, 3, 4),
  },
  {
    name: 'temporary arrays are read and written by address',
    declarations: 'DCL TEMP[8..11], ARRAY(1), LOCAL\nDCL TEMP[12..13], ARRAY(2), LOCAL',
    body: `MOV TEMP[8], CONST[0].xxxx
MOV TEMP[9], CONST[0].yyyy
MOV TEMP[10], CONST[0].zzzz
MOV TEMP[11], CONST[0].wwww
MOV TEMP[12], CONST[1]
UARL ADDR[0].x, CONST[2].wwww
MOV TEMP[ADDR[0].x+7](1).y, CONST[1].xxxx
UARL ADDR[0].y, CONST[2].zzzz
MOV TEMP[0].x, TEMP[ADDR[0].y+8](1).xxxx
MOV TEMP[0].y, TEMP[10].yyyy
UARL ADDR[0].z, CONST[2].xxxx
MOV TEMP[0].zw, TEMP[ADDR[0].z+12](2)
MOV OUT[0], TEMP[0]`,
    want: f(3, 10, 30, 40),
  },
  {
    name: 'without an array id the address reaches every temporary',
    declarations: 'DCL TEMP[8..11]',
    body: `MOV TEMP[9], CONST[0]
UARL ADDR[0].x, CONST[2].zzzz
MOV TEMP[0], TEMP[ADDR[0].x+7]
MOV OUT[0], TEMP[0]`,
    want: f(1, 2, 3, 4),
  },
  {
    name: 'addresses outside an array are held at its ends',
    declarations: 'DCL TEMP[8..9], ARRAY(1)',
    body: `MOV TEMP[8], CONST[0]
MOV TEMP[9], CONST[1]
UARL ADDR[0].x, CONST[3].wwww
MOV TEMP[0].xy, TEMP[ADDR[0].x+8](1)
UARL ADDR[0].x, CONST[3].yyyy
MOV TEMP[0].zw, TEMP[ADDR[0].x+8](1)
MOV OUT[0], TEMP[0]`,
    want: f(10, 20, 30, 40),
  },
  {
    name: 'immediates by address',
    body: `UARL ADDR[0].x, CONST[2].yyyy
MOV OUT[0], IMM[ADDR[0].x]`,
    want: [0x1, 0x20, 0x100, 77],
  },
  {
    name: 'ARL rounds down, ARR to the nearest, a temporary may be an address',
    body: `MUL TEMP[0], CONST[0].xyzw, IMM[2].xxxx
ARL ADDR[0].x, TEMP[0].yyyy
ARR ADDR[0].y, TEMP[0].yyyy
MOV TEMP[1].x, CONST[ADDR[0].x].xxxx
MOV TEMP[1].y, CONST[ADDR[0].y].xxxx
MOV TEMP[2].x, CONST[2].yyyy
MOV TEMP[1].zw, CONST[TEMP[2].x]
MOV OUT[0], TEMP[1]`,
    want: f(10, 0, 30, 40),
  },
  {
    name: 'integers survive moves, whatever float they look like',
    body: `MOV TEMP[0], IMM[3]
MOV TEMP[1], TEMP[0]
MOV TEMP[2], TEMP[1]
UCMP TEMP[3], CONST[2].yyyy, TEMP[2], CONST[0]
MOV OUT[0], TEMP[3]
USEQ TEMP[4].x, TEMP[3].xxxx, TEMP[3].xxxx`,
    want: [0x7f800001, 0xffc12345, 0x00000001, 0x807fffff],
  },
  {
    name: 'constant buffers: direct and chosen by address',
    declarations: 'DCL CONST[1][0..1]\nDCL CONST[3][0..2]',
    body: `MOV TEMP[0].x, CONST[1][1].xxxx
MOV TEMP[0].y, CONST[3][2].yyyy
UARL ADDR[0].xy, CONST[2].yzww
MOV TEMP[0].z, CONST[3][ADDR[0].x].zzzz
MOV TEMP[0].w, CONST[ADDR[0].y+1][0].wwww
MOV OUT[0], TEMP[0]`,
    want: f(105, 310, 307, 304),
  },
];

const fragmentOf = ({ declarations = '', body }: Row): string => `FRAG
DCL OUT[0], COLOR
DCL CONST[0..3]
DCL ADDR[0]
DCL TEMP[0..7]
${declarations}
IMM[0] UINT32 {0, 1, 2, 3}
IMM[1] UINT32 {1, 32, 256, 77}
IMM[2] FLT32 {0.8, 0.0, 0.0, 0.0}
IMM[3] UINT32 {2139095041, 4290847557, 1, 2155872255}
${body}
${/^END$/m.test(body) ? '' : 'END\n'}`;

const bank = (base: number): Uint32Array => words(...Array.from({ length: 12 }, (_, i) => base + 1 + i));

for (const name of ['gl450', 'gl330', 'es300'])
  test.for(rows)(`$name (${name})`, (row) => {
    const { targets, fragmentShader } = host(name).draw({
      fragment: fragmentOf(row),
      targets: ['u'],
      fsConstants: { 0: constants, 1: bank(100).slice(0, 8), 3: bank(300) },
    });
    // Unused components of what integer rows leave are zero.
    expect([...(targets[0] as Uint32Array)], fragmentShader.source).toEqual(row.want);
  });

test('loops end where the options say', () => {
  const fragment = `FRAG
DCL OUT[0], COLOR
DCL TEMP[0]
IMM[0] UINT32 {0, 1, 0, 0}
MOV TEMP[0], IMM[0].xxxx
BGNLOOP
  UADD TEMP[0].x, TEMP[0].xxxx, IMM[0].yyyy
ENDLOOP
MOV OUT[0], TEMP[0]
END
`;
  const { targets } = host('gl450').draw({ fragment, targets: ['u'], fs: { loopLimit: 1000 } });
  expect((targets[0] as Uint32Array)[0]).toBe(1000);
});

test.for([
  ['KILL_IF', '1 -1', 'KILL_IF CONST[4].xxxx', [false, true]],
  ['KILL_IF', 'any component', 'KILL_IF CONST[4].yyyx', [false, true]],
  ['KILL_IF', 'negated', 'KILL_IF -CONST[4].xxxx', [true, false]],
  ['KILL', 'in a branch', 'FSLT TEMP[0].x, CONST[4].xxxx, CONST[4].yyyy\nUIF TEMP[0].xxxx\nKILL\nENDIF', [false, true]],
] as const)('%s, %s, leaves the target alone', ([, , body, want]) => {
  const fragment = `FRAG
DCL OUT[0], COLOR
DCL CONST[0..4]
DCL TEMP[0]
MOV OUT[0], CONST[0]
${body}
END
`;
  [1, -1].forEach((value, i) => {
    const all = new Uint32Array(20);
    all.set(constants.slice(0, 16));
    all.set(words(value, 0.5, 0, 0), 16);
    const { targets } = host('gl450').draw({ fragment, targets: ['u'], fsConstants: { 0: all } });
    expect((targets[0] as Uint32Array)[0] === 0x7f7f7f7f).toBe(want[i]);
  });
});

test('storage follows use: floats stay vec4, integers are uvec4', () => {
  const fragment = `FRAG
DCL IN[0], GENERIC[0], PERSPECTIVE
DCL OUT[0], COLOR
DCL CONST[0..1]
DCL TEMP[0..3]
MUL TEMP[0], IN[0], CONST[0]
MOV TEMP[1], TEMP[0]
F2I TEMP[2], TEMP[1]
MOV TEMP[3], TEMP[2]
I2F OUT[0], TEMP[3]
END
`;
  const { source } = host('gl450').write(parsed(fragment));
  expect(source.match(/^ *u?vec4 t\d.*;/gm)?.map((line) => line.trim())).toEqual(['vec4 t0, t1;', 'uvec4 t2, t3;']);
  expect(source).toContain('uniform fs_c0 { vec4');
});

test('few constants are plain uniforms where that is asked for', () => {
  const text = (size: number): string => `FRAG
DCL OUT[0], COLOR
DCL CONST[0][0..${size - 1}]
DCL CONST[1][0..1]
DCL TEMP[0]
ADD TEMP[0], CONST[0][0], CONST[1][1]
ADD OUT[0], TEMP[0], CONST[0][${size - 1}]
END
`;
  const { dialect, features } = host('gl450');
  const written = (size: number, plainConstants?: number) =>
    writeGlsl(parsed(text(size)), { dialect, features, ...(plainConstants === undefined ? {} : { plainConstants }) });
  const few = written(8, 8);
  expect(few).toMatchObject({ ok: true, plainConstants: { name: 'fs_k0', rows: 8, kind: 'f' }, uniformBlocks: [{ slot: 1 }] });
  expect(few.ok && few.source).toContain('\nuniform vec4 fs_k0[8];\n');
  for (const more of [written(9, 8), written(8)]) {
    expect(more).toMatchObject({ ok: true, plainConstants: null, uniformBlocks: [{ slot: 0 }, { slot: 1 }] });
  }
});
