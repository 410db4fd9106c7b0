/** What vertex shaders take from and leave to fixed function, drawn. */
import { GL } from '@virglass/gl';
import { expect, test } from 'vitest';
import { type Draw, type Drawn, floats, host, parsed, words } from '../../testing/host.test.ts';
import type { GlslOptions, StreamOutput } from './options.ts';
import { SystemBlock } from './system-block.ts';
import { writeGlsl } from './write.ts';

const white = 'FRAG\nDCL OUT[0], COLOR\nIMM[0] FLT32 {1.0, 1.0, 1.0, 1.0}\nMOV OUT[0], IMM[0]\nEND\n';
const show = (mode: string, semantic = 'GENERIC[0]'): string =>
  `FRAG\nDCL IN[0], ${semantic}, ${mode}\nDCL OUT[0], COLOR\nMOV OUT[0], IN[0]\nEND\n`;
const triangle = words(-1, -1, 0, 1, 3, -1, 0, 1, -1, 3, 0, 1);
const plain = 'VERT\nDCL IN[0]\nDCL OUT[0], POSITION\nMOV OUT[0], IN[0]\nEND\n';
const first = ({ targets }: Drawn): number[] => floats(targets[0] as Uint32Array).slice(0, 4);
/** Which pixels were drawn: rows from the first in memory, a character per pixel. */
const shape = ({ targets }: Drawn, width: number): string[] => {
  const lit = [...(targets[0] as Uint32Array)].filter((_, i) => i % 4 === 0).map((word) => (word === 0x7f7f7f7f ? '.' : '#'));
  return Array.from({ length: lit.length / width }, (_, row) => lit.slice(row * width, (row + 1) * width).join(''));
};
/** Lower left half of the target. */
const corner = words(-1, -1, 0, 1, 1, -1, 0, 1, -1, 1, 0, 1);

test('the y factor turns the picture over', () => {
  const run = (factor: number, vs: object = {}): string[] =>
    shape(
      host('gl450').draw({
        vertex: plain,
        fragment: white,
        width: 4,
        height: 4,
        attributes: { 0: corner },
        vs,
        system: (view) => view.setFloat32(SystemBlock.positionYFactor, factor, true),
      }),
      4,
    );
  const [up, down] = [run(1), run(-1)];
  expect(up[0]?.startsWith('###')).toBe(true);
  expect([...down].reverse()).toEqual(up);
  expect(run(-1, { positionYFactor: false })).toEqual(up);
});

test('depth from 0 to 1 becomes depth from -1 to 1', () => {
  const run = (z: number, depthZeroToOne: boolean): number => {
    const positions = words(-1, -1, z, 1, 3, -1, z, 1, -1, 3, z, 1);
    const { depth } = host('gl450').draw({
      vertex: plain,
      fragment: white,
      depth: true,
      attributes: { 0: positions },
      vs: { depthZeroToOne },
      setup: (gl) => {
        gl.enable(GL.DEPTH_TEST);
        gl.depthFunc(GL.ALWAYS);
        return () => gl.disable(GL.DEPTH_TEST);
      },
    });
    return depth[0] as number;
  };
  expect(run(0.25, true)).toBeCloseTo(0.25, 5);
  expect(run(0.25, false)).toBeCloseTo(0.625, 5);
});

const planes = (draw: Partial<Draw>, enabled: number): string[] =>
  shape(
    host('gl450').draw({
      vertex: plain,
      fragment: white,
      width: 4,
      height: 4,
      attributes: { 0: triangle },
      setup: (gl) => {
        for (let i = 0; i < 8; i++) if ((enabled >> i) & 1) gl.enable(GL.CLIP_DISTANCE0 + i);
        return () => {
          for (let i = 0; i < 8; i++) gl.disable(GL.CLIP_DISTANCE0 + i);
        };
      },
      ...draw,
    }),
    4,
  );
const rightHalf = ['..##', '..##', '..##', '..##'];

test('user clip planes: from the position, from the clip vertex, forbidden', () => {
  const system = (view: DataView): void => {
    view.setFloat32(SystemBlock.positionYFactor, 1, true);
    view.setFloat32(SystemBlock.clipPlanes + 2 * 16, 1, true);
  };
  const vs: Partial<GlslOptions> = { clipPlanes: 0b100 };
  expect(planes({ vs, system }, 0b100)).toEqual(rightHalf);
  const clipVertex = `VERT
DCL IN[0]
DCL OUT[0], POSITION
DCL OUT[1], CLIPVERTEX
MOV OUT[0], IN[0]
MOV OUT[1], -IN[0]
END
`;
  expect(planes({ vs, system, vertex: clipVertex }, 0b100)).toEqual(['##..', '##..', '##..', '##..']);
  const forbidden = plain.replace('VERT\n', 'VERT\nPROPERTY VS_PROHIBIT_UCPS 1\n');
  expect(planes({ vs, system, vertex: forbidden }, 0)).toEqual(['####', '####', '####', '####']);
});

test.for([
  ['plain registers', 'DCL OUT[1], CLIPDIST\nDCL OUT[2], CLIPDIST[1]', 'MOV OUT[2].y, IN[0].xxxx'],
  ['a range', 'DCL OUT[1..2], CLIPDIST', 'MOV OUT[2].y, IN[0].xxxx'],
  [
    'an array by address',
    'DCL OUT[1..2], ARRAY(1), CLIPDIST\nDCL ADDR[0]\nIMM[0] UINT32 {1, 0, 0, 0}',
    'UARL ADDR[0].x, IMM[0].xxxx\nMOV OUT[ADDR[0].x+1](1).y, IN[0].xxxx',
  ],
] as const)('clip distances written to %s', ([, declarations, body]) => {
  const vertex = `VERT\nDCL IN[0]\nDCL OUT[0], POSITION\n${declarations}\nMOV OUT[0], IN[0]\n${body}\nEND\n`;
  expect(planes({ vertex }, 0b100000)).toEqual(rightHalf);
  // The shader's own distances win over planes.
  expect(planes({ vertex, vs: { clipPlanes: 0b1 } }, 0b100000)).toEqual(rightHalf);
});

test('NUM_CLIPDIST_ENABLED and NUM_CULLDIST_ENABLED split the distances', () => {
  const vertex = `VERT
PROPERTY NUM_CLIPDIST_ENABLED 1
PROPERTY NUM_CULLDIST_ENABLED 1
DCL IN[0]
DCL OUT[0], POSITION
DCL OUT[1].xy, CLIPDIST
DCL CONST[0]
MOV OUT[0], IN[0]
MOV OUT[1].x, IN[0].xxxx
MOV OUT[1].y, CONST[0].xxxx
END
`;
  expect(planes({ vertex, vsConstants: { 0: words(1, 0, 0, 0) } }, 1)).toEqual(rightHalf);
  expect(planes({ vertex, vsConstants: { 0: words(-1, 0, 0, 0) } }, 1)).toEqual(['....', '....', '....', '....']);
});

test('clip distances come back in the fragment shader', () => {
  const vertex = 'VERT\nDCL IN[0]\nDCL OUT[0], POSITION\nDCL OUT[1].xyz, CLIPDIST\nMOV OUT[0], IN[0]\nMOV OUT[1], IN[0].wwww\nEND\n';
  const drawn = host('gl450').draw({
    vertex,
    fragment: 'FRAG\nDCL IN[0], CLIPDIST, PERSPECTIVE\nDCL OUT[0], COLOR\nMOV OUT[0], IN[0]\nEND\n',
    attributes: { 0: triangle },
  });
  expect(first(drawn)).toEqual([1, 1, 1, 1]);
});

test("point size: the shader's, the system's, or none", () => {
  const vertex =
    'VERT\nDCL IN[0]\nDCL OUT[0], POSITION\nDCL OUT[1], PSIZE\nIMM[0] FLT32 {4.0, 0.0, 0.0, 0.0}\nMOV OUT[0], IN[0]\nMOV OUT[1].x, IMM[0].xxxx\nEND\n';
  const run = (pointSize: 'shader' | 'system'): number => {
    const drawn = host('gl450').draw({
      vertex,
      fragment: white,
      width: 8,
      height: 8,
      mode: GL.POINTS,
      vertices: 1,
      attributes: { 0: words(0, 0, 0, 1) },
      vs: { pointSize },
      system: (view) => {
        view.setFloat32(SystemBlock.positionYFactor, 1, true);
        view.setFloat32(SystemBlock.pointSize, 2, true);
      },
      setup: (gl) => {
        gl.enable(GL.PROGRAM_POINT_SIZE);
        return () => gl.disable(GL.PROGRAM_POINT_SIZE);
      },
    });
    expect(drawn.vertexShader.writesPointSize).toBe(true);
    return shape(drawn, 8).join('').replaceAll('.', '').length;
  };
  expect([run('shader'), run('system')]).toEqual([16, 4]);
  expect(host('gl450').write(parsed(vertex), { pointSize: 'none' }).source).not.toContain('gl_PointSize');
});

test('attributes: floats, ints, uints and BGRA', () => {
  const vertex = `VERT
DCL IN[0]
DCL IN[1]
DCL IN[2]
DCL IN[3]
DCL OUT[0], POSITION
DCL OUT[1], GENERIC[0]
DCL TEMP[0]
MOV OUT[0], IN[0]
I2F TEMP[0].x, IN[1].xxxx
U2F TEMP[0].y, IN[2].xxxx
MOV TEMP[0].zw, IN[3].xxxz
MOV OUT[1], TEMP[0]
END
`;
  const ints = new Uint32Array([-7 >>> 0, 0, 0, 0]);
  const three = (one: Uint32Array): Uint32Array => new Uint32Array([...one, ...one, ...one]);
  for (const name of ['gl450', 'es300']) {
    const drawn = host(name).draw({
      vertex,
      fragment: show('PERSPECTIVE'),
      attributes: { 0: triangle, 1: three(ints), 2: three(new Uint32Array([3, 0, 0, 0])), 3: three(words(0.25, 0.5, 0.75, 1)) },
      vs: { attribKind: new Uint8Array([0, 1, 2, 0]), attribSwizzleBgra: 0b1000 },
    });
    // Interpolated, so not to the last bit.
    first(drawn).forEach((value, i) => expect(value).toBeCloseTo([-7, 3, 0.75, 0.25][i] as number, 5));
  }
});

test('integer attributes reach outputs as bits when the reader is flat', () => {
  const bits = new Uint32Array([0x7fc00001, 0xffffffff, 1, 0]);
  const { targets } = host('gl450').draw({
    vertex:
      'VERT\nDCL IN[0..1]\nDCL OUT[0], POSITION\nDCL OUT[1], GENERIC[0]\nDCL TEMP[0]\nMOV OUT[0], IN[0]\nMOV TEMP[0], IN[1]\nMOV OUT[1], TEMP[0]\nEND\n',
    fragment: show('CONSTANT'),
    targets: ['i'],
    attributes: { 0: triangle, 1: new Uint32Array([...bits, ...bits, ...bits]) },
    vs: { attribKind: new Uint8Array([0, 1]) },
  });
  expect([...(targets[0] as Uint32Array)]).toEqual([...bits]);
});

test('instance and vertex ids; base vertex, base instance and draw id from GL or the system block', () => {
  const vertex = `VERT
DCL IN[0]
DCL SV[0], INSTANCEID
DCL SV[1], VERTEXID
DCL SV[2], BASEVERTEX
DCL SV[3], BASEINSTANCE
DCL SV[4], DRAWID
DCL SV[5], VERTEXID_NOBASE
DCL OUT[0], POSITION
DCL OUT[1], GENERIC[0]
DCL TEMP[0]
MOV OUT[0], IN[0]
MOV TEMP[0].x, SV[0].xxxx
MOV TEMP[0].y, SV[1].xxxx
UMAD TEMP[0].z, SV[3].xxxx, IMM[0].xxxx, SV[2].xxxx
UMAD TEMP[0].w, SV[4].xxxx, IMM[0].xxxx, SV[5].xxxx
MOV OUT[1], TEMP[0]
END
`.replace('DCL TEMP[0]\n', 'DCL TEMP[0]\nIMM[0] UINT32 {100, 0, 0, 0}\n');
  const draw = (drawParameters: boolean): number[] => {
    const { targets } = host('gl450').draw({
      vertex,
      fragment: show('CONSTANT'),
      targets: ['u'],
      instances: 3,
      attributes: { 0: triangle },
      vs: drawParameters ? {} : { features: { ...host('gl450').features, drawParameters: false } },
      system: (view) => {
        view.setFloat32(SystemBlock.positionYFactor, 1, true);
        [2, 5, 9].forEach((value, i) => view.setInt32(SystemBlock.baseVertex + i * 4, value, true));
      },
    });
    return [...(targets[0] as Uint32Array)];
  };
  expect(draw(false)).toEqual([2, 2, 502, 900]);
  if (host('gl450').features.drawParameters !== false) expect(draw(true)).toEqual([2, 2, 0, 902]);
});

const captured = (outputs: readonly StreamOutput[], feedback: readonly number[], extra: Partial<GlslOptions> = {}): number[][] => {
  const vertex = `VERT
DCL IN[0]
DCL IN[1]
DCL OUT[0], POSITION
DCL OUT[1], GENERIC[0]
DCL OUT[2], GENERIC[1]
MOV OUT[0], IN[0]
MOV OUT[1], IN[1]
ADD OUT[2], IN[1], IN[1]
END
`;
  const drawn = host('gl450').draw({
    vertex,
    fragment: show('PERSPECTIVE'),
    mode: GL.POINTS,
    vertices: 2,
    attributes: { 0: words(0, 0.5, 0, 1, 0, -0.5, 0, 1), 1: words(1, 2, 3, 4, 5, 6, 7, 8) },
    feedback,
    vs: { streamOutput: outputs, ...extra },
    system: (view) => view.setFloat32(SystemBlock.positionYFactor, -1, true),
  });
  return drawn.feedback.map(floats);
};
const out = (register: number, startComponent: number, count: number, offsetDwords: number, buffer = 0): StreamOutput => ({
  register,
  startComponent,
  count,
  buffer,
  offsetDwords,
  stream: 0,
});
const junk = floats(new Uint32Array([0xdeadbeef]))[0] as number;

test('stream output: whole registers, and the position before its y factor', () => {
  expect(captured([out(0, 0, 4, 0), out(1, 0, 4, 4)], [64])).toEqual([[0, 0.5, 0, 1, 1, 2, 3, 4, 0, -0.5, 0, 1, 5, 6, 7, 8]]);
});

test('stream output: parts, gaps, one register twice', () => {
  expect(captured([out(1, 1, 2, 1), out(1, 3, 1, 4), out(2, 0, 1, 3)], [48], { streamStrides: [6] })).toEqual([
    [junk, 2, 3, 2, 4, junk, junk, 6, 7, 10, 8, junk],
  ]);
});

test('stream output: several buffers, one of them unused', () => {
  expect(captured([out(1, 0, 2, 0), out(2, 2, 2, 0, 2)], [16, 16, 16])).toEqual([
    [1, 2, 5, 6],
    [junk, junk, junk, junk],
    [6, 8, 14, 16],
  ]);
});

test('stream output without gl_NextBuffer is separate, or refused', () => {
  const module = parsed('VERT\nDCL IN[0]\nDCL OUT[0], POSITION\nDCL OUT[1], GENERIC[0]\nMOV OUT[0], IN[0]\nMOV OUT[1], IN[0]\nEND\n');
  const write = (streamOutput: StreamOutput[]): string => {
    const result = writeGlsl(module, { dialect: { essl: 300 }, features: {}, streamOutput });
    return result.ok ? `${result.feedbackMode} ${result.feedbackVaryings.join(' ')}` : result.message;
  };
  expect(write([out(0, 0, 4, 0), out(1, 0, 4, 4)])).toBe('interleaved tf0 v_generic0');
  expect(write([out(0, 0, 4, 0), out(1, 0, 4, 0, 1)])).toBe('separate tf0 v_generic0');
  expect(write([out(0, 0, 4, 2)])).toMatch(/gaps/);
  expect(write([out(0, 0, 4, 0), out(1, 0, 4, 2)])).toMatch(/overlap/);
  expect(write([out(0, 2, 4, 0)])).toMatch(/out of range/);
  expect(write([out(9, 0, 4, 0)])).toMatch(/not declared/);
});

test('vertex colours are clamped when asked; edge flags are reported', () => {
  const vertex =
    'VERT\nDCL IN[0]\nDCL OUT[0], POSITION\nDCL OUT[1], COLOR\nDCL OUT[2], EDGEFLAG\nIMM[0] FLT32 {-1.0, 2.0, 0.5, 1.0}\nMOV OUT[0], IN[0]\nMOV OUT[1], IMM[0]\nMOV OUT[2], IMM[0]\nEND\n';
  const run = (clampVertexColor: boolean): Drawn =>
    host('gl450').draw({ vertex, fragment: show('COLOR', 'COLOR'), attributes: { 0: triangle }, vs: { clampVertexColor } });
  expect(first(run(false))).toEqual([-1, 2, 0.5, 1]);
  const clamped = run(true);
  expect(first(clamped)).toEqual([0, 1, 0.5, 1]);
  expect(clamped.vertexShader.ignored).toEqual(['edge flags']);
});

test('input and output arrays are indexed', () => {
  const vertex = `VERT
DCL IN[0]
DCL IN[1..2], ARRAY(1)
DCL OUT[0], POSITION
DCL OUT[1..3], ARRAY(1), GENERIC[4]
DCL ADDR[0]
IMM[0] UINT32 {1, 2, 0, 0}
MOV OUT[0], IN[0]
UARL ADDR[0].xy, IMM[0]
MOV OUT[ADDR[0].y+1](1), IN[ADDR[0].x+1](1)
MOV OUT[2], IN[1]
END
`;
  const fragment = `FRAG
DCL IN[0..2], ARRAY(1), GENERIC[4], PERSPECTIVE
DCL OUT[0], COLOR
DCL OUT[1], COLOR[1]
DCL OUT[2], COLOR[2]
DCL ADDR[0]
IMM[0] UINT32 {2, 1, 0, 0}
UARL ADDR[0].xy, IMM[0]
MOV OUT[0], IN[ADDR[0].x](1)
MOV OUT[1], IN[ADDR[0].y](1)
MOV OUT[2], IN[0]
END
`;
  const same = (...v: readonly [number, number, number, number]): Uint32Array => words(...v, ...v, ...v);
  const { targets } = host('gl450').draw({
    vertex,
    fragment,
    targets: ['f', 'f', 'f'],
    attributes: { 0: triangle, 1: same(1, 2, 3, 4), 2: same(5, 6, 7, 8) },
  });
  const values = targets.map((target) => floats(target).map((v) => Math.round(v * 1e4) / 1e4));
  expect(values).toEqual([
    [5, 6, 7, 8],
    [1, 2, 3, 4],
    [0, 0, 0, 0],
  ]);
});
