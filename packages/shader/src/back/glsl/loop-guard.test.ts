import { GL } from '@virglass/gl';
import type { NativeGl } from '@virglass/gl/native';
import { expect, test } from 'vitest';
import { shortLoops } from '../../passes/short-loops.ts';
import { host, parsed } from '../../testing/host.test.ts';

const binding = 7;

/** A storage buffer whose first word stays mapped. */
const flagBuffer = (gl: NativeGl, value: number): { readonly words: Uint32Array; readonly undo: () => void } => {
  const bits = GL.MAP_WRITE_BIT | GL.MAP_PERSISTENT_BIT | GL.MAP_COHERENT_BIT;
  const buffer = gl.createBuffer();
  gl.bindBuffer(GL.SHADER_STORAGE_BUFFER, buffer);
  gl.bufferStorage(GL.SHADER_STORAGE_BUFFER, 64, null, 0, bits);
  const map = gl.mapBufferRange(GL.SHADER_STORAGE_BUFFER, 0, 64, bits);
  if (map === null) throw new Error('the flag cannot be mapped');
  const words = new Uint32Array(map.bytes.buffer, map.bytes.byteOffset, 1);
  words[0] = value;
  gl.bindBufferBase(GL.SHADER_STORAGE_BUFFER, binding, buffer);
  return { words, undo: () => gl.deleteBuffer(buffer) };
};

const declarations = `DCL OUT[0], COLOR
DCL CONST[0]
DCL TEMP[0..5]
IMM[0] UINT32 {0, 1, 1000, 3}
`;

/** Counts up to CONST[0].x in an inner and CONST[0].y in an outer loop. */
const counting = `FRAG
${declarations}MOV TEMP[0], IMM[0].xxxx
BGNLOOP
  USGE TEMP[2].x, TEMP[0].xxxx, CONST[0].yyyy
  UIF TEMP[2].xxxx
    BRK
  ENDIF
  UADD TEMP[0].x, TEMP[0].xxxx, IMM[0].yyyy
  MOV TEMP[1].x, IMM[0].xxxx
  BGNLOOP
    USGE TEMP[2].x, TEMP[1].xxxx, CONST[0].xxxx
    UIF TEMP[2].xxxx
      BRK
    ENDIF
    UADD TEMP[1].x, TEMP[1].xxxx, IMM[0].yyyy
    AND TEMP[3].x, TEMP[1].xxxx, IMM[0].yyyy
    SWITCH TEMP[3].xxxx
      CASE IMM[0].xxxx
        CONT
        BRK
      DEFAULT
        UADD TEMP[0].y, TEMP[0].yyyy, IMM[0].yyyy
        BRK
    ENDSWITCH
    UADD TEMP[0].z, TEMP[0].zzzz, IMM[0].yyyy
  ENDLOOP
ENDLOOP
MOV OUT[0], TEMP[0]
END
`;

test.for([
  [10, 3, [3, 15, 15, 0]],
  [1000, 2, [2, 1000, 1000, 0]],
  [200, 257, [257, 25700, 25700, 0]],
  [0, 700, [700, 0, 0, 0]],
])('a guarded loop of %i turns in one of %i turns counts right', ([inner, outer, want]) => {
  const fsConstants = { 0: new Uint32Array([inner as number, outer as number, 0, 0]) };
  const setup = (gl: NativeGl): (() => void) => flagBuffer(gl, 0).undo;
  const { targets, fragmentShader } = host('gl450').draw({
    fragment: counting,
    targets: ['u'],
    fsConstants,
    setup,
    fs: { loopGuard: { binding } },
  });
  expect(fragmentShader.guarded).toBe(true);
  expect([...(targets[0] as Uint32Array)]).toEqual(want);
});

test('no loop begins once the flag is set', () => {
  const fsConstants = { 0: new Uint32Array([0xffffffff, 0xffffffff, 0, 0]) };
  const setup = (gl: NativeGl): (() => void) => flagBuffer(gl, 1).undo;
  const { targets } = host('gl450').draw({ fragment: counting, targets: ['u'], fsConstants, setup, fs: { loopGuard: { binding } } });
  expect([...(targets[0] as Uint32Array)]).toEqual([0, 0, 0, 0]);
});

const endless = `FRAG
${declarations}MOV TEMP[0], IMM[0].xxxx
BGNLOOP
  UADD TEMP[0].x, TEMP[0].xxxx, IMM[0].yyyy
  CAL :10
  BGNLOOP
    UADD TEMP[0].y, TEMP[0].yyyy, IMM[0].yyyy
  ENDLOOP
ENDLOOP
MOV OUT[0], TEMP[0]
END
BGNSUB
  BGNLOOP
    UADD TEMP[0].z, TEMP[0].zzzz, IMM[0].yyyy
    BGNLOOP
      UADD TEMP[0].w, TEMP[0].wwww, IMM[0].yyyy
    ENDLOOP
  ENDLOOP
ENDSUB
`;

test('endless loops that run end when the flag is set', () => {
  const size = 256;
  const { targets } = host('gl450').draw({
    fragment: endless,
    targets: ['u'],
    width: size,
    height: size,
    fs: { loopGuard: { binding } },
    setup: (gl) => {
      const { words, undo } = flagBuffer(gl, 0);
      return () => {
        // Rasterizer threads run while this one waits.
        gl.flush();
        for (const until = performance.now() + 200; performance.now() < until;);
        words[0] = 1;
        gl.finish();
        undo();
      };
    },
  });
  // Some pixels never began; llvmpipe ends others by itself after 65535 turns; those that ran when the flag was set ended early.
  const turns = Array.from({ length: size * size }, (_, i) => (targets[0] as Uint32Array)[i * 4 + 3] as number);
  expect(turns.some((n) => n === 0)).toBe(true);
  expect(turns.some((n) => n > 0 && n < 65000)).toBe(true);
});

const loop = (start: string, limit: string, step: string, body = ''): string => `FRAG
DCL OUT[0], COLOR
DCL TEMP[0..5]
DCL TEMP[6..8], ARRAY(1)
DCL ADDR[0]
IMM[0] INT32 {0, 1, 1000, 5000}
IMM[1] INT32 {-2147483648, 2147483647, -1, 16}
MOV TEMP[0].x, ${start}
BGNLOOP
  ISGE TEMP[1].x, TEMP[0].xxxx, ${limit}
  UIF TEMP[1].xxxx
    BRK
  ENDIF
  ${body}
  UADD TEMP[0].x, TEMP[0].xxxx, ${step}
ENDLOOP
MOV OUT[0], TEMP[0]
END
`;

const inner = (limit: string): string => `MOV TEMP[2].y, IMM[0].xxxx
BGNLOOP
  ISGE TEMP[3].w, TEMP[2].yyyy, ${limit}
  UIF TEMP[3].wwww
    BRK
  ENDIF
  UADD TEMP[2].y, IMM[0].yyyy, TEMP[2].yyyy
ENDLOOP`;

test.for([
  ['a plain one', loop('IMM[0].xxxx', 'IMM[0].zzzz', 'IMM[0].yyyy'), 1],
  ['too many turns', loop('IMM[0].xxxx', 'IMM[0].wwww', 'IMM[0].yyyy'), 0],
  ['a start that is not known', loop('TEMP[3].xxxx', 'IMM[0].zzzz', 'IMM[0].yyyy'), 0],
  ['a start far off', loop('IMM[1].xxxx', 'IMM[0].zzzz', 'IMM[0].yyyy'), 0],
  ['an end that the sum jumps over', loop('IMM[0].xxxx', 'IMM[1].yyyy', 'IMM[0].yyyy'), 0],
  ['an end that is not known', loop('IMM[0].xxxx', 'TEMP[3].xxxx', 'IMM[0].yyyy'), 0],
  ['no step', loop('IMM[0].xxxx', 'IMM[0].zzzz', 'IMM[0].xxxx'), 0],
  ['a step back', loop('IMM[0].xxxx', 'IMM[0].zzzz', 'IMM[1].zzzz'), 0],
  ['CONT', loop('IMM[0].xxxx', 'IMM[0].zzzz', 'IMM[0].yyyy', 'UIF TEMP[3].xxxx\nCONT\nENDIF'), 0],
  ['another write', loop('IMM[0].xxxx', 'IMM[0].zzzz', 'IMM[0].yyyy', 'MOV TEMP[0], IMM[0].xxxx'), 0],
  ['a write beside it', loop('IMM[0].xxxx', 'IMM[0].zzzz', 'IMM[0].yyyy', 'MOV TEMP[0].yzw, IMM[0].xxxx'), 1],
  ['an indexed write', loop('IMM[0].xxxx', 'IMM[0].zzzz', 'IMM[0].yyyy', 'MOV TEMP[ADDR[0].x+6], IMM[0].xxxx'), 0],
  ['a write into an array elsewhere', loop('IMM[0].xxxx', 'IMM[0].zzzz', 'IMM[0].yyyy', 'MOV TEMP[ADDR[0].x+6](1), IMM[0].xxxx'), 1],
  ['a branch', loop('IMM[0].xxxx', 'IMM[0].zzzz', 'IMM[0].yyyy', 'UIF TEMP[3].xxxx\nMOV TEMP[4], IMM[0]\nENDIF'), 1],
  ['two short ones', loop('IMM[0].xxxx', 'IMM[1].wwww', 'IMM[0].yyyy', inner('IMM[1].wwww')), 2],
  ['two that are too long together', loop('IMM[0].xxxx', 'IMM[0].zzzz', 'IMM[0].yyyy', inner('IMM[1].wwww')), 1],
  ['a short one in a long one', loop('IMM[0].xxxx', 'IMM[0].wwww', 'IMM[0].yyyy', inner('IMM[1].wwww')), 1],
  ['a longer one in a long one', loop('IMM[0].xxxx', 'IMM[0].wwww', 'IMM[0].yyyy', inner('IMM[0].zzzz')), 0],
] as const)('%s: loops that need no guard', ([, text, want]) => {
  expect(shortLoops(parsed(text)).size).toBe(want);
});
