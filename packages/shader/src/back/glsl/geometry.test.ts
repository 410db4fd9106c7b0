/** Geometry shaders, drawn. */
import { GL } from '@virglass/gl';
import { expect, test } from 'vitest';
import { parseTgsi } from '../../front/tgsi/parse.ts';
import { type Draw, type Drawn, floats, host, parsed, words } from '../../testing/host.test.ts';
import type { StreamOutput } from './options.ts';
import { SystemBlock } from './system-block.ts';
import { writeGlsl } from './write.ts';

const white = 'FRAG\nDCL OUT[0], COLOR\nIMM[0] FLT32 {1.0, 1.0, 1.0, 1.0}\nMOV OUT[0], IMM[0]\nEND\n';
const show = 'FRAG\nDCL IN[0], GENERIC[0], PERSPECTIVE\nDCL OUT[0], COLOR\nMOV OUT[0], IN[0]\nEND\n';
const vertex = 'VERT\nDCL IN[0]\nDCL IN[1]\nDCL OUT[0], POSITION\nDCL OUT[1], GENERIC[0]\nMOV OUT[0], IN[0]\nMOV OUT[1], IN[1]\nEND\n';
const draw = (what: Draw, name = 'gl450'): Drawn => host(name).draw({ vertex, ...what });
const shape = ({ targets }: Drawn, width: number): string[] => {
  const lit = [...(targets[0] as Uint32Array)].filter((_, i) => i % 4 === 0).map((word) => (word === 0x7f7f7f7f ? '.' : '#'));
  return Array.from({ length: lit.length / width }, (_, row) => lit.slice(row * width, (row + 1) * width).join(''));
};
const first = ({ targets }: Drawn): number[] => floats(targets[0] as Uint32Array).slice(0, 4);

const header = (input: string, output: string, vertices: number, invocations = 1): string =>
  `GEOM\nPROPERTY GS_INPUT_PRIMITIVE ${input}\nPROPERTY GS_OUTPUT_PRIMITIVE ${output}\nPROPERTY GS_MAX_OUTPUT_VERTICES ${vertices}
PROPERTY GS_INVOCATIONS ${invocations}\n`;

/** A point becomes the quad between it and the point plus (1, 1). */
const quad = `${header('POINTS', 'TRIANGLE_STRIP', 4)}DCL IN[][0], POSITION
DCL IN[][1], GENERIC[0]
DCL OUT[0], POSITION
DCL OUT[1], GENERIC[0]
IMM[0] FLT32 {0.0, 1.0, 0.0, 0.0}
IMM[1] UINT32 {0, 0, 0, 0}
MOV OUT[1], IN[0][1]
MOV OUT[0], IN[0][0]
EMIT IMM[1].xxxx
ADD OUT[0], IN[0][0], IMM[0].yxxx
EMIT IMM[1].xxxx
ADD OUT[0], IN[0][0], IMM[0].xyxx
EMIT IMM[1].xxxx
ADD OUT[0], IN[0][0], IMM[0].yyxx
EMIT IMM[1].xxxx
ENDPRIM IMM[1].xxxx
END
`;
const point = { 0: words(-1, -1, 0, 1), 1: words(0.25, 0.5, 0.75, 1) };
const onePoint = { mode: GL.POINTS, vertices: 1, attributes: point } as const;

test.for(['gl450', 'gl330', 'gl150', 'es320'])('a point becomes a quad on %s', (name) => {
  const drawn = draw({ between: [quad], fragment: show, width: 4, height: 4, ...onePoint }, name);
  expect(shape(drawn, 4)).toEqual(['##..', '##..', '....', '....']);
  // The output was written once, before the first vertex.
  expect(first(drawn)).toEqual([0.25, 0.5, 0.75, 1]);
});

test('the y factor is applied by the geometry shader alone', () => {
  const system = (view: DataView): void => view.setFloat32(SystemBlock.positionYFactor, -1, true);
  const drawn = draw({ between: [quad], fragment: white, width: 4, height: 4, ...onePoint, system });
  expect(shape(drawn, 4)).toEqual(['....', '....', '##..', '##..']);
  expect(drawn.vertexShader.usesSystemBlock).toBe(false);
});

test('user clip planes cut what the geometry shader makes', () => {
  const system = (view: DataView): void => {
    view.setFloat32(SystemBlock.positionYFactor, 1, true);
    [1, 0, 0, 0.5].forEach((value, i) => view.setFloat32(SystemBlock.clipPlanes + 4 * i, value, true));
  };
  const setup: Draw['setup'] = (gl) => {
    gl.enable(GL.CLIP_DISTANCE0);
    return () => gl.disable(GL.CLIP_DISTANCE0);
  };
  const drawn = draw({ between: [quad], fragment: white, width: 4, height: 4, ...onePoint, system, setup, last: { clipPlanes: 1 } });
  expect(shape(drawn, 4)).toEqual(['.#..', '.#..', '....', '....']);
  expect(drawn.betweenShaders[0]?.clipDistances).toBe(1);
});

test('vertices and registers are chosen by variables, and stay inside', () => {
  const pick = `${header('TRIANGLES', 'TRIANGLE_STRIP', 3)}DCL IN[][0], POSITION
DCL IN[][1..2], ARRAY(1), GENERIC[0]
DCL OUT[0], POSITION
DCL OUT[1], GENERIC[0]
DCL ADDR[0..1]
DCL CONST[0]
DCL TEMP[0]
IMM[0] UINT32 {0, 1, 3, 0}
UARL ADDR[1].x, CONST[0].xxxx
MOV TEMP[0].x, IMM[0].xxxx
BGNLOOP :0
USGE TEMP[0].y, TEMP[0].xxxx, IMM[0].zzzz
UIF TEMP[0].yyyy
BRK
ENDIF
UARL ADDR[0].x, TEMP[0].xxxx
MOV OUT[0], IN[ADDR[0].x][0]
MOV OUT[1], IN[ADDR[0].x+9][ADDR[1].x+1](1)
EMIT IMM[0].xxxx
UADD TEMP[0].x, TEMP[0].xxxx, IMM[0].yyyy
ENDLOOP :0
END
`;
  const vertex2 =
    'VERT\nDCL IN[0]\nDCL IN[1]\nDCL OUT[0], POSITION\nDCL OUT[1], GENERIC[0]\nDCL OUT[2], GENERIC[1]\nMOV OUT[0], IN[0]\nMOV OUT[1], IN[1]\nADD OUT[2], IN[1], IN[1]\nEND\n';
  const run = (register: number): number[] => {
    const { gl } = host('gl450');
    const constants = new Uint32Array([register, 0, 0, 0]);
    return first(
      draw({
        vertex: vertex2,
        between: [pick],
        fragment: show,
        attributes: { 0: words(-1, -1, 0, 1, 3, -1, 0, 1, -1, 3, 0, 1), 1: words(1, 1, 1, 1, 2, 2, 2, 2, 3, 4, 5, 6) },
        setup: () => {
          const memory = gl.memory(16);
          memory.bytes.set(new Uint8Array(constants.buffer));
          const buffer = gl.createBuffer();
          const program = gl.getInteger(GL.CURRENT_PROGRAM);
          gl.bindBuffer(GL.UNIFORM_BUFFER, buffer);
          gl.bufferData(GL.UNIFORM_BUFFER, 16, memory, 0, GL.STATIC_DRAW);
          gl.freeMemory(memory);
          gl.uniformBlockBinding(program, gl.getUniformBlockIndex(program, 'gs_c0'), 5);
          gl.bindBufferBase(GL.UNIFORM_BUFFER, 5, buffer);
          return () => gl.deleteBuffer(buffer);
        },
      }),
    );
  };
  expect(run(0)).toEqual([3, 4, 5, 6]);
  expect(run(1)).toEqual([6, 8, 10, 12]);
  expect(run(1000)).toEqual([6, 8, 10, 12]);
});

test('integers come through unharmed, and what the vertex shader does not write is zero', () => {
  const pass = `${header('POINTS', 'POINTS', 1)}DCL IN[][0], POSITION
DCL IN[][1], GENERIC[0]
DCL IN[][2], GENERIC[7]
DCL OUT[0], POSITION
DCL OUT[1], GENERIC[0]
DCL OUT[2], GENERIC[7]
IMM[0] UINT32 {0, 0, 0, 0}
MOV OUT[0], IN[0][0]
MOV OUT[1], IN[0][1]
MOV OUT[2], IN[0][2]
EMIT IMM[0].xxxx
END
`;
  const fragment = `FRAG
DCL IN[0], GENERIC[0], CONSTANT
DCL IN[1], GENERIC[7], CONSTANT
DCL OUT[0], COLOR
DCL TEMP[0]
UADD TEMP[0], IN[0], IN[1]
MOV OUT[0], TEMP[0]
END
`;
  const bits = new Uint32Array([1, 0x7f800001, 0xffffffff, 0x80000000]);
  const { targets } = draw({
    between: [pass],
    fragment,
    targets: ['u'],
    mode: GL.POINTS,
    vertices: 1,
    attributes: { 0: words(0, 0, 0, 1), 1: bits },
    vs: { attribKind: new Uint8Array([0, 2]) },
  });
  expect([...(targets[0] as Uint32Array)]).toEqual([...bits]);
});

test('invocations and primitive ids', () => {
  const ids = `${header('POINTS', 'POINTS', 1, 3)}DCL IN[][0], POSITION
DCL SV[0], INVOCATIONID
DCL SV[1], PRIM_ID
DCL OUT[0], GENERIC[0]
IMM[0] UINT32 {0, 0, 0, 0}
MOV OUT[0].x, SV[0].xxxx
MOV OUT[0].y, SV[1].xxxx
EMIT IMM[0].xxxx
END
`;
  const entry: StreamOutput = { register: 0, startComponent: 0, count: 2, buffer: 0, offsetDwords: 0, stream: 0 };
  const { feedback } = draw({
    between: [ids],
    fragment: white,
    mode: GL.POINTS,
    vertices: 2,
    attributes: { 0: words(0, 0, 0, 1, 0, 0, 0, 1), 1: new Uint32Array(8) },
    feedback: [48],
    last: { streamOutput: [entry] },
  });
  expect([...(feedback[0] as Uint32Array)]).toEqual([0, 0, 1, 0, 2, 0, 0, 1, 1, 1, 2, 1]);
});

test('streams are captured apart', () => {
  const streams = `${header('POINTS', 'POINTS', 3)}DCL IN[][0], GENERIC[0]
DCL OUT[0], POSITION
DCL OUT[1], GENERIC[0]
DCL OUT[2], GENERIC[1], STREAM(1, 1, 1, 1)
IMM[0] UINT32 {0, 1, 0, 0}
MOV OUT[1], IN[0][0]
MOV OUT[2], IN[0][0].wzyx
EMIT IMM[0].xxxx
ENDPRIM IMM[0].xxxx
EMIT IMM[0].yyyy
EMIT IMM[0].yyyy
ENDPRIM IMM[0].yyyy
END
`;
  const entry = (register: number, buffer: number, stream: number): StreamOutput => ({
    register,
    startComponent: 0,
    count: 2,
    buffer,
    offsetDwords: 0,
    stream,
  });
  const { feedback } = draw({
    between: [streams],
    fragment: white,
    ...onePoint,
    feedback: [8, 16],
    last: { streamOutput: [entry(1, 0, 0), entry(2, 1, 1)] },
  });
  expect(feedback.map(floats)).toEqual([
    [0.25, 0.5],
    [1, 0.75, 1, 0.75],
  ]);
});

test('layer, viewport and primitive id are written', () => {
  const text = `${header('POINTS', 'POINTS', 1)}DCL IN[][0], POSITION
DCL OUT[0], POSITION
DCL OUT[1], LAYER
DCL OUT[2], VIEWPORT_INDEX
DCL OUT[3], PRIM_ID
IMM[0] UINT32 {0, 1, 7, 0}
MOV OUT[0], IN[0][0]
MOV OUT[1].x, IMM[0].yyyy
MOV OUT[2].x, IMM[0].yyyy
MOV OUT[3].x, IMM[0].zzzz
EMIT IMM[0].xxxx
END
`;
  const fragment = `FRAG
DCL IN[0], PRIM_ID, CONSTANT
DCL IN[1], LAYER, CONSTANT
DCL IN[2], VIEWPORT_INDEX, CONSTANT
DCL OUT[0], COLOR
DCL TEMP[0]
MOV TEMP[0].x, IN[0].xxxx
MOV TEMP[0].y, IN[1].xxxx
MOV TEMP[0].zw, IN[2].xxxx
UADD TEMP[0], TEMP[0], TEMP[0]
MOV OUT[0], TEMP[0]
END
`;
  // The target has one layer: the layer is clamped only where it is drawn to.
  const { targets } = draw({
    between: [text],
    fragment,
    targets: ['u'],
    mode: GL.POINTS,
    vertices: 1,
    attributes: { 0: words(0, 0, 0, 1), 1: new Uint32Array(4) },
    setup: (gl) => {
      gl.viewportIndexedf(1, 0, 0, 1, 1);
      return () => {};
    },
  });
  expect((targets[0] as Uint32Array)[0]).toBe(14);
  expect((targets[0] as Uint32Array)[2]).toBe(2);
});

test('distances and point sizes travel from the vertex shader', () => {
  const before =
    'VERT\nDCL IN[0]\nDCL IN[1]\nDCL OUT[0], POSITION\nDCL OUT[1], PSIZE\nDCL OUT[2], CLIPDIST\nMOV OUT[0], IN[0]\nMOV OUT[1].x, IN[1].xxxx\nMOV OUT[2], IN[1]\nEND\n';
  const text = `${header('POINTS', 'POINTS', 1)}DCL IN[][0], POSITION
DCL IN[][1], PSIZE
DCL IN[][2], CLIPDIST
DCL OUT[0], POSITION
DCL OUT[1], GENERIC[0]
IMM[0] UINT32 {0, 0, 0, 0}
MOV OUT[0], IN[0][0]
MOV OUT[1].x, IN[0][1].xxxx
MOV OUT[1].yzw, IN[0][2].yyzw
EMIT IMM[0].xxxx
END
`;
  const drawn = draw({ vertex: before, between: [text], fragment: show, ...onePoint, attributes: { ...point, 0: words(0, 0, 0, 1) } });
  expect(first(drawn)).toEqual([0.25, 0.5, 0.75, 1]);
});

test.for([
  ['a quad as input', header('QUADS', 'POINTS', 1), 'geometry shaders take no QUADS'],
  ['triangles as output', header('POINTS', 'TRIANGLES', 1), 'geometry shaders make no TRIANGLES'],
  ['too many vertices', header('POINTS', 'POINTS', 100000), 'GS_MAX_OUTPUT_VERTICES 100000 is not between 0 and 4096'],
  [
    'a vertex that is not there',
    `${header('LINES', 'POINTS', 1)}DCL IN[][0], POSITION\nDCL OUT[0], POSITION\nMOV OUT[0], IN[2][0]\n`,
    'vertex 2 of LINES',
  ],
  [
    'an input without a vertex',
    `${header('LINES', 'POINTS', 1)}DCL IN[][0], POSITION\nDCL OUT[0], POSITION\nMOV OUT[0], IN[0]\n`,
    'IN[0] needs a vertex',
  ],
  ['a stream from a variable', `${header('LINES', 'POINTS', 1)}DCL TEMP[0]\nEMIT TEMP[0].xxxx\n`, 'EMIT needs a constant stream of 0 to 3'],
  [
    'stream 4',
    `${header('LINES', 'POINTS', 1)}IMM[0] UINT32 {4, 0, 0, 0}\nENDPRIM IMM[0].xxxx\n`,
    'ENDPRIM needs a constant stream of 0 to 3',
  ],
] as const)('%s is refused', ([, text, message]) => {
  expect(parseTgsi(`${text}END\n`)).toMatchObject({ ok: false, message });
});

test('hosts without geometry shaders or streams say so', () => {
  const module = parsed(quad);
  expect(writeGlsl(module, { dialect: { essl: 300 }, features: {} })).toMatchObject({
    ok: false,
    message: expect.stringContaining('geometryShader') as string,
  });
  expect(module.info.geometry).toEqual({ inputPrimitive: 0, inputVertices: 1, outputPrimitive: 5, maxVertices: 4, invocations: 1 });
});
