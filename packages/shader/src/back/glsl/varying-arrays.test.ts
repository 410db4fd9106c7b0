/** Inputs of tessellation shaders that a variable chooses among: arrays, whoever writes them. */
import { GL } from '@virglass/gl';
import { expect, test } from 'vitest';
import type { IoDecl } from '../../ir/module.ts';
import { floats, host, parsed, words } from '../../testing/host.test.ts';

const show = 'FRAG\nDCL IN[0], GENERIC[0], PERSPECTIVE\nDCL OUT[0], COLOR\nMOV OUT[0], IN[0]\nEND\n';

/** Writes 1, 2 and 3 to GENERIC[4], [5] and [6]. */
const vertex = `VERT
DCL IN[0]
DCL OUT[0], POSITION
DCL OUT[1..3], GENERIC[4]
IMM[0] FLT32 {1.0, 2.0, 3.0, 0.0}
MOV OUT[0], IN[0]
MOV OUT[1], IMM[0].xxxx
MOV OUT[2], IMM[0].yyyy
MOV OUT[3], IMM[0].zzzz
END
`;

/** Hands all on; GENERIC[5] is written through an index, the patch gets 10 and 20. */
const control = `TESS_CTRL
PROPERTY TCS_VERTICES_OUT 3
DCL IN[][0], POSITION
DCL IN[][1..3], GENERIC[4]
DCL SV[0], INVOCATIONID
DCL OUT[][0], POSITION
DCL OUT[][1..3], GENERIC[4]
DCL OUT[4], TESSOUTER
DCL OUT[5].xy, TESSINNER
DCL OUT[6..7], PATCH
DCL ADDR[0..1]
DCL TEMP[0]
IMM[0] FLT32 {1.0, 10.0, 20.0, 0.0}
IMM[1] UINT32 {1, 0, 2, 7}
UARL ADDR[0].x, SV[0].xxxx
UARL ADDR[1].x, IMM[1].xxxx
MOV OUT[ADDR[0].x][0], IN[ADDR[0].x][0]
MOV OUT[ADDR[0].x][1], IN[ADDR[0].x][1]
MOV OUT[ADDR[0].x][ADDR[1].x+1], IN[ADDR[0].x][ADDR[1].x+1]
UARL ADDR[1].x, IMM[1].wwww
MOV OUT[ADDR[0].x][3], IN[ADDR[0].x][ADDR[1].x+1]
MOV OUT[4], IMM[0].xxxx
MOV OUT[5].x, IMM[0].xxxx
MOV OUT[6], IMM[0].yyyy
MOV OUT[7], IMM[0].zzzz
END
`;

const evaluation = (patch: boolean): string => `TESS_EVAL
PROPERTY TES_PRIM_MODE TRIANGLES
PROPERTY TES_SPACING 2
DCL IN[][0], POSITION
DCL IN[][1..3], GENERIC[4]
${patch ? 'DCL IN[4..5], PATCH\n' : ''}DCL SV[0], TESSCOORD
DCL CONST[0]
DCL OUT[0], POSITION
DCL OUT[1], GENERIC[0]
DCL ADDR[0]
DCL TEMP[0]
IMM[0] UINT32 {0, 1, 2, 99}
MUL TEMP[0], IN[0][0], SV[0].xxxx
MAD TEMP[0], IN[1][0], SV[0].yyyy, TEMP[0]
MAD OUT[0], IN[2][0], SV[0].zzzz, TEMP[0]
UARL ADDR[0].xyzw, IMM[0]
MOV OUT[1].x, IN[ADDR[0].z][ADDR[0].x+1].xxxx
MOV OUT[1].y, IN[ADDR[0].y][ADDR[0].y+1].xxxx
MOV OUT[1].z, IN[ADDR[0].w][ADDR[0].w+1].xxxx
${patch ? 'MOV OUT[1].w, IN[ADDR[0].y+4].xxxx' : 'MOV OUT[1].w, IN[0][3].xxxx'}
END
`;

const draw = (name: string, between: readonly string[]): number[] => {
  host(name).gl.patchParameteri(GL.PATCH_VERTICES, 3);
  const attributes = { 0: words(-1, -1, 0, 1, 3, -1, 0, 1, -1, 3, 0, 1) };
  const { targets } = host(name).draw({ vertex, mode: GL.PATCHES, between, fragment: show, attributes });
  return floats(targets[0] as Uint32Array);
};

test.for(['gl450', 'gl400', 'es320'])('they come from a control shader on %s', (name) => {
  expect(draw(name, [control, evaluation(true)])).toEqual([1, 2, 3, 20]);
});

test.for(['gl450', 'gl400'])('they come from a vertex shader on %s', (name) => {
  expect(draw(name, [evaluation(false)])).toEqual([1, 2, 3, 3]);
});

test('the reader says what is an array', () => {
  const arrays = (inputs: readonly IoDecl[]): unknown[] => inputs.map(({ array }) => array);
  expect(arrays(parsed(evaluation(true)).info.inputs)).toEqual([undefined, { index: 4, size: 3 }, { index: 0, size: 2 }]);
  const plain = parsed(evaluation(true).replaceAll(/\[ADDR\[0\]\.[xyw]\+(\d)\]/g, '[$1]')).info.inputs;
  expect(arrays(plain)).toEqual([undefined, undefined, undefined]);
});
