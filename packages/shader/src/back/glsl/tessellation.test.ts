/** Tessellation shaders, drawn. */
import { GL } from '@virglass/gl';
import { expect, test } from 'vitest';
import { parseTgsi } from '../../front/tgsi/parse.ts';
import { type Draw, type Drawn, floats, host, parsed, words } from '../../testing/host.test.ts';
import type { StreamOutput } from './options.ts';
import { writeGlsl } from './write.ts';

const show = 'FRAG\nDCL IN[0], GENERIC[0], PERSPECTIVE\nDCL OUT[0], COLOR\nMOV OUT[0], IN[0]\nEND\n';
const vertex = 'VERT\nDCL IN[0]\nDCL IN[1]\nDCL OUT[0], POSITION\nDCL OUT[1], GENERIC[0]\nMOV OUT[0], IN[0]\nMOV OUT[1], IN[1]\nEND\n';
const first = ({ targets }: Drawn): number[] => floats(targets[0] as Uint32Array).slice(0, 4);
const draw = (what: Draw, name = 'gl450', patch = 3): Drawn => {
  const { gl } = host(name);
  gl.patchParameteri(GL.PATCH_VERTICES, patch);
  return host(name).draw({ vertex, mode: GL.PATCHES, ...what });
};
const triangle = { 0: words(-1, -1, 0, 1, 3, -1, 0, 1, -1, 3, 0, 1), 1: words(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0) };

/** Levels of 1; the colours come through the patch turned by one vertex. */
const control = `TESS_CTRL
PROPERTY TCS_VERTICES_OUT 3
DCL IN[][0], POSITION
DCL IN[][1], GENERIC[0]
DCL SV[0], INVOCATIONID
DCL OUT[][0], POSITION
DCL OUT[][1], GENERIC[0]
DCL OUT[2], TESSOUTER
DCL OUT[3].xy, TESSINNER
DCL OUT[4], PATCH
DCL ADDR[0]
DCL TEMP[0]
IMM[0] FLT32 {1.0, 0.5, 0.25, 0.125}
IMM[1] UINT32 {1, 3, 0, 0}
UARL ADDR[0].x, SV[0].xxxx
MOV OUT[ADDR[0].x][0], IN[ADDR[0].x][0]
MOV OUT[ADDR[0].x][1], IN[ADDR[0].x][1]
MOV OUT[2], IMM[0].xxxx
MOV OUT[3].x, IMM[0].xxxx
BARRIER
MOV OUT[4], OUT[1][1]
END
`;
const evaluation = (properties = 'PROPERTY TES_PRIM_MODE TRIANGLES\nPROPERTY TES_SPACING 2\n'): string => `TESS_EVAL
${properties}DCL IN[][0], POSITION
DCL IN[][1], GENERIC[0]
DCL IN[2], PATCH
DCL SV[0], TESSCOORD
DCL OUT[0], POSITION
DCL OUT[1], GENERIC[0]
DCL TEMP[0]
MUL TEMP[0], IN[0][0], SV[0].xxxx
MAD TEMP[0], IN[1][0], SV[0].yyyy, TEMP[0]
MAD OUT[0], IN[2][0], SV[0].zzzz, TEMP[0]
ADD OUT[1], IN[2][1], IN[2]
END
`;

test.for(['gl450', 'gl400', 'es320'])('a patch goes through both shaders on %s', (name) => {
  const drawn = draw({ between: [control, evaluation()], fragment: show, attributes: triangle }, name);
  expect(first(drawn)).toEqual([0, 1, 1, 0]);
});

test('without a control shader the levels are the default ones', () => {
  const text = evaluation().replace('DCL IN[2], PATCH\n', '').replace('ADD OUT[1], IN[2][1], IN[2]', 'MOV OUT[1], IN[1][1]');
  const drawn = draw({ between: [text], fragment: show, attributes: triangle });
  expect(first(drawn)).toEqual([0, 1, 0, 0]);
});

test('a geometry shader takes what tessellation makes', () => {
  const geometry = `GEOM
PROPERTY GS_INPUT_PRIMITIVE TRIANGLES
PROPERTY GS_OUTPUT_PRIMITIVE TRIANGLE_STRIP
PROPERTY GS_MAX_OUTPUT_VERTICES 3
DCL IN[][0], POSITION
DCL IN[][1], GENERIC[0]
DCL OUT[0], POSITION
DCL OUT[1], GENERIC[0]
IMM[0] UINT32 {0, 0, 0, 0}
ADD OUT[1], IN[0][1], IN[0][1]
MOV OUT[0], IN[0][0]
EMIT IMM[0].xxxx
MOV OUT[0], IN[1][0]
EMIT IMM[0].xxxx
MOV OUT[0], IN[2][0]
EMIT IMM[0].xxxx
END
`;
  expect(first(draw({ between: [control, evaluation(), geometry], fragment: show, attributes: triangle }))).toEqual([0, 2, 2, 0]);
});

test('points of isolines are captured', () => {
  const text = `TESS_EVAL
PROPERTY TES_PRIM_MODE LINES
PROPERTY TES_SPACING 2
PROPERTY TES_POINT_MODE 1
DCL IN[][0], POSITION
DCL SV[0], TESSCOORD
DCL SV[1], VERTICESIN
DCL SV[2], PRIM_ID
DCL OUT[0], GENERIC[0]
MOV OUT[0].x, SV[0].xxxx
MOV OUT[0].y, SV[1].xxxx
MOV OUT[0].z, SV[2].xxxx
END
`;
  const streamOutput: StreamOutput[] = [{ register: 0, startComponent: 0, count: 3, buffer: 0, offsetDwords: 0, stream: 0 }];
  const { feedback } = draw(
    { between: [text], fragment: show, attributes: triangle, feedback: [24], last: { streamOutput, positionYFactor: false } },
    'gl450',
    1,
  );
  const captured = feedback[0] as Uint32Array;
  expect([floats(captured.slice(0, 1))[0], captured[1], captured[2]]).toEqual([0, 1, 0]);
  expect(floats(captured.slice(3, 4))).toEqual([1]);
});

test('outputs of a vertex and of the patch are chosen by variables', () => {
  const text = `TESS_CTRL
PROPERTY TCS_VERTICES_OUT 3
DCL IN[][0], POSITION
DCL IN[][1], GENERIC[0]
DCL SV[0], INVOCATIONID
DCL OUT[][0], POSITION
DCL OUT[][1], GENERIC[0]
DCL OUT[][2], GENERIC[1]
DCL OUT[3], TESSOUTER
DCL OUT[4], TESSINNER
DCL OUT[5], PATCH
DCL OUT[6], PATCH[1]
DCL ADDR[0..1]
IMM[0] FLT32 {1.0, 2.0, 4.0, 8.0}
IMM[1] UINT32 {1, 7, 0, 0}
UARL ADDR[0].x, SV[0].xxxx
UARL ADDR[1].x, IMM[1].xxxx
MOV OUT[ADDR[0].x][0], IN[ADDR[0].x][0]
MOV OUT[ADDR[0].x][ADDR[1].x+1].xy, IMM[0].xyxx
MOV OUT[3], IMM[0].xxxx
MOV OUT[4], IMM[0].xxxx
MOV OUT[ADDR[1].x+5].zw, IMM[0].zwzw
UARL ADDR[1].x, IMM[1].yyyy
MOV OUT[ADDR[0].x][1], OUT[ADDR[0].x][ADDR[1].x+1]
MOV OUT[5], OUT[ADDR[1].x+5]
END
`;
  expect(first(draw({ between: [text, evaluation()], fragment: show, attributes: triangle }))).toEqual([1, 2, 4, 8]);
});

test('what the control shader does not write is zero', () => {
  const text = control.replace('DCL OUT[4], PATCH\n', '').replace('BARRIER\nMOV OUT[4], OUT[1][1]\n', '');
  expect(first(draw({ between: [text, evaluation()], fragment: show, attributes: triangle }))).toEqual([0, 0, 1, 0]);
});

const head = 'TESS_CTRL\nPROPERTY TCS_VERTICES_OUT 3\nDCL IN[][0], POSITION\nDCL OUT[][0], POSITION\nDCL OUT[1], PATCH\n';
test.for([
  ['a patch of 33 vertices', 'TESS_CTRL\nPROPERTY TCS_VERTICES_OUT 33\n', 'TCS_VERTICES_OUT 33 is not between 1 and 32'],
  ['polygons', 'TESS_EVAL\nPROPERTY TES_PRIM_MODE POLYGON\n', 'tessellation makes no POLYGON'],
  ['a vertex that is not there', `${head}MOV OUT[3][0], IN[0][0]\n`, 'vertex 3 of 3'],
  ['an input that is not there', `${head}MOV OUT[0][0], IN[32][0]\n`, 'vertex 32 of 32'],
  ['an input without a vertex', `${head}MOV OUT[0][0], IN[0]\n`, 'IN[0] needs a vertex'],
  ['a vertex of the patch', `${head}MOV OUT[0][1], IN[0][0]\n`, 'OUT[1] belongs to the patch'],
] as const)('%s is refused', ([, text, message]) => {
  expect(parseTgsi(`${text}END\n`)).toMatchObject({ ok: false, message });
});

test('hosts without tessellation say so', () => {
  const message = expect.stringContaining('tessellation') as string;
  expect(writeGlsl(parsed(control), { dialect: { glsl: 330 }, features: {} })).toMatchObject({ ok: false, message });
  expect(parsed(evaluation()).info.tessEval).toEqual({ primitive: 4, spacing: 'equal', clockwise: false, pointMode: false });
  expect(parsed(control).info.patchVertices).toBe(3);
});
