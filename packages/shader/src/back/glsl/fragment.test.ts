/** What fragment shaders take from and leave to fixed function, drawn. */
import { GL } from '@virglass/gl';
import { expect, test } from 'vitest';
import { type Drawn, floats, host, parsed, words } from '../../testing/host.test.ts';
import { SystemBlock } from './system-block.ts';
import { writeGlsl } from './write.ts';

/** A vertex shader with attributes 0 (position) and 1.. handed to the named outputs. */
const passVertex = (...outputs: readonly string[]): string =>
  `VERT
DCL IN[0]
${outputs.map((_, i) => `DCL IN[${i + 1}]`).join('\n')}
DCL OUT[0], POSITION
${outputs.map((name, i) => `DCL OUT[${i + 1}], ${name}`).join('\n')}
MOV OUT[0], IN[0]
${outputs.map((_, i) => `MOV OUT[${i + 1}], IN[${i + 1}]`).join('\n')}
END
`;

const triangle = words(-1, -1, 0, 1, 3, -1, 0, 1, -1, 3, 0, 1);
/** The same, wound the other way. */
const backwards = words(-1, -1, 0, 1, -1, 3, 0, 1, 3, -1, 0, 1);
const all = (...vec: readonly [number, number, number, number]): Uint32Array => words(...vec, ...vec, ...vec);
const first = (drawn: Drawn, target = 0): number[] => floats(drawn.targets[target] as Uint32Array).slice(0, 4);
const untouched = 0x7f7f7f7f;

test('colour inputs are flat when the rasterizer says so, and only those that ask', () => {
  const fragment = `FRAG
DCL IN[0], COLOR, COLOR
DCL IN[1], GENERIC[0], PERSPECTIVE
DCL OUT[0], COLOR
DCL OUT[1], COLOR[1]
MOV OUT[0], IN[0]
MOV OUT[1], IN[1]
END
`;
  const varied = words(1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1);
  const run = (flatShade: boolean): Drawn =>
    host('gl450').draw({
      vertex: passVertex('COLOR', 'GENERIC[0]'),
      fragment,
      targets: ['f', 'f'],
      attributes: { 0: triangle, 1: varied, 2: varied },
      vs: { flatShade },
      fs: { flatShade },
    });
  const flat = run(true);
  expect(first(flat)).toEqual([0, 0, 1, 1]);
  expect(first(flat, 1)[0]).toBeCloseTo(0.5, 5);
  expect(first(run(false))[0]).toBeCloseTo(0.5, 5);
});

test('CONSTANT inputs carry integers as bits', () => {
  const bits = [0x7f800001, 0xffffffff, 1, 0x80000000];
  const { targets } = host('gl450').draw({
    vertex: passVertex('GENERIC[3]'),
    fragment: 'FRAG\nDCL IN[0], GENERIC[3], CONSTANT\nDCL OUT[0], COLOR\nMOV OUT[0], IN[0]\nEND\n',
    targets: ['u'],
    attributes: { 0: triangle, 1: new Uint32Array([...bits, ...bits, ...bits]) },
    vs: { attribKind: new Uint8Array([0, 2]) },
  });
  expect([...(targets[0] as Uint32Array)]).toEqual(bits);
});

test('LINEAR inputs ignore perspective, with and without the host having noperspective', () => {
  const perspective = words(-1, -1, 0, 1, 6, -2, 0, 2, -4, 12, 0, 4);
  const varied = words(0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 0, 1);
  const run = (mode: string, name: string): number[] =>
    first(
      host(name).draw({
        vertex: passVertex('GENERIC[0]'),
        fragment: `FRAG\nDCL IN[0], GENERIC[0], ${mode}\nDCL OUT[0], COLOR\nMOV OUT[0], IN[0]\nEND\n`,
        targets: ['f'],
        attributes: { 0: perspective, 1: varied },
      }),
    );
  // The middle of the target lies a quarter of the way to each far corner on the screen.
  expect(run('LINEAR', 'gl450')[0]).toBeCloseTo(0.5, 4);
  expect(run('PERSPECTIVE', 'gl450')[0]).toBeCloseTo((0.25 / 2 + 0.25 / 4) / (0.5 + 0.25 / 2 + 0.25 / 4), 4);
  const es = host('es300');
  const vertex = parsed(passVertex('GENERIC[0]'));
  const emulated = writeGlsl(vertex, {
    dialect: { essl: 300 },
    features: {},
    next: parsed('FRAG\nDCL IN[0], GENERIC[0], LINEAR\nDCL OUT[0], COLOR\nMOV OUT[0], IN[0]\nEND').info.inputs,
  });
  expect(emulated.ok && emulated.source).toContain('v_generic0 = o_v_generic0 * position.w;');
  expect(es.features.shaderBitEncoding).toBe(true);
  const [linear] = first(
    es.draw({
      vertex: passVertex('GENERIC[0]'),
      fragment: 'FRAG\nDCL IN[0], GENERIC[0], LINEAR\nDCL OUT[0], COLOR\nMOV OUT[0], IN[0]\nEND\n',
      targets: ['f'],
      attributes: { 0: perspective, 1: varied },
      vs: { features: { ...es.features, noperspective: false } },
      fs: { features: { ...es.features, noperspective: false } },
    }),
  );
  expect(linear).toBeCloseTo(0.5, 4);
});

const faceFragment =
  'FRAG\nDCL IN[0], FACE\nDCL SV[0], FACE\nDCL OUT[0], COLOR\nDCL OUT[1], COLOR[1]\nMOV OUT[0], IN[0]\nMOV OUT[1], SV[0].xxxx\nEND\n';

test('the face is plus or minus one as input, all ones or zero as system value', () => {
  const run = (positions: Uint32Array): Drawn =>
    host('gl450').draw({ vertex: passVertex(), fragment: faceFragment, targets: ['f', 'u'], attributes: { 0: positions } });
  const [front, back] = [run(triangle), run(backwards)];
  expect([first(front), first(back)]).toEqual([
    [1, 0, 0, 1],
    [-1, 0, 0, 1],
  ]);
  expect([(front.targets[1] as Uint32Array)[0], (back.targets[1] as Uint32Array)[0]]).toEqual([0xffffffff, 0]);
});

test('two-sided colours: the back colour on back faces, the front colour where there is no back colour', () => {
  const fragment = 'FRAG\nDCL IN[0], COLOR, COLOR\nDCL OUT[0], COLOR\nMOV OUT[0], IN[0]\nEND\n';
  const run = (positions: Uint32Array, twoSide: boolean, ...outputs: string[]): number[] =>
    first(
      host('gl450').draw({
        vertex: passVertex(...outputs),
        fragment,
        attributes: { 0: positions, 1: all(1, 0, 0, 1), ...(outputs.length > 1 ? { 2: all(0, 1, 0, 1) } : {}) },
        fs: { twoSide },
      }),
    );
  expect(run(triangle, true, 'COLOR', 'BCOLOR')).toEqual([1, 0, 0, 1]);
  expect(run(backwards, true, 'COLOR', 'BCOLOR')).toEqual([0, 1, 0, 1]);
  expect(run(backwards, false, 'COLOR', 'BCOLOR')).toEqual([1, 0, 0, 1]);
  expect(run(backwards, true, 'COLOR')).toEqual([1, 0, 0, 1]);
  // Neither stage knows the other's outputs: the vertex shader makes up for it.
  const unknown = host('gl450').draw({
    vertex: passVertex('COLOR'),
    fragment,
    attributes: { 0: backwards, 1: all(1, 0, 0, 1) },
    fs: { twoSide: true, previous: parsed(passVertex('COLOR', 'BCOLOR')).info.outputs },
  });
  expect(first(unknown)).toEqual([1, 0, 0, 1]);
});

test('forced sample shading interpolates at each sample', () => {
  const draw = (forceSampleShading: boolean): number =>
    first(
      host('gl450').draw({
        vertex: passVertex('GENERIC[0]'),
        // One where the sample lies left of the pixel's middle.
        fragment:
          'FRAG\nDCL IN[0], GENERIC[0], PERSPECTIVE\nDCL OUT[0], COLOR\nIMM[0] FLT32 {0.0, 0.0, 0.0, 0.0}\nSLT OUT[0], IN[0], IMM[0]\nEND\n',
        samples: 4,
        attributes: { 0: triangle, 1: words(-1, 0, 0, 0, 3, 0, 0, 0, -1, 0, 0, 0) },
        fs: { forceSampleShading },
        setup: (gl) => {
          if (forceSampleShading) gl.enable(GL.SAMPLE_SHADING);
          return () => gl.disable(GL.SAMPLE_SHADING);
        },
      }),
    )[0] as number;
  expect(draw(true)).toBe(0.5);
  expect([0, 1]).toContain(draw(false));
});

test('inputs that nobody writes read as zero, colours as opaque black', () => {
  const fragment = `FRAG
DCL IN[0], GENERIC[5], PERSPECTIVE
DCL IN[1], COLOR, COLOR
DCL IN[2..3], GENERIC[7], CONSTANT
DCL OUT[0], COLOR
DCL OUT[1], COLOR[1]
DCL OUT[2], COLOR[2]
MOV OUT[0], IN[0]
MOV OUT[1], IN[1]
MOV OUT[2], IN[3]
END
`;
  for (const previous of [undefined, parsed(passVertex('FOG')).info.outputs]) {
    const drawn = host('gl450').draw({
      vertex: passVertex('FOG'),
      fragment,
      targets: ['f', 'f', 'u'],
      attributes: { 0: triangle, 1: all(9, 9, 9, 9) },
      // Once the vertex shader fills in, once the fragment shader knows.
      fs: previous === undefined ? { previous: parsed(fragment).info.inputs } : { previous },
    });
    expect([first(drawn), first(drawn, 1), [...(drawn.targets[2] as Uint32Array)]]).toEqual([
      [0, 0, 0, 0],
      [0, 0, 0, 1],
      [0, 0, 0, 0],
    ]);
  }
});

test.for([
  ['UPPER_LEFT', 'HALF_INTEGER', [2.5, 1.5]],
  ['LOWER_LEFT', 'HALF_INTEGER', [2.5, 6.5]],
  ['UPPER_LEFT', 'INTEGER', [2, 1]],
  ['LOWER_LEFT', 'INTEGER', [2, 6]],
] as const)('position with origin %s and centre %s', ([origin, center, want]) => {
  const fragment = `FRAG
PROPERTY FS_COORD_ORIGIN ${origin}
PROPERTY FS_COORD_PIXEL_CENTER ${center}
DCL IN[0], POSITION, LINEAR
DCL OUT[0], COLOR
MOV OUT[0], IN[0]
END
`;
  const { targets } = host('gl450').draw({
    fragment,
    width: 4,
    height: 8,
    system: (view) => view.setFloat32(SystemBlock.framebufferHeight, 8, true),
  });
  expect(floats(targets[0] as Uint32Array).slice((1 * 4 + 2) * 4, (1 * 4 + 2) * 4 + 2)).toEqual(want);
});

test.for([
  [true, [0.125, 0.125], [0.875, 0.875]],
  [false, [0.125, 0.875], [0.875, 0.125]],
] as const)('point coordinates, origin upper left %s: the first row in memory is the top', ([upper, low, high]) => {
  const fragment = `FRAG
DCL IN[0], TEXCOORD[2], PERSPECTIVE
DCL IN[1], PCOORD, PERSPECTIVE
DCL IN[2], TEXCOORD[0], PERSPECTIVE
DCL IN[3], GENERIC[2], PERSPECTIVE
DCL OUT[0], COLOR
DCL OUT[1], COLOR[1]
DCL OUT[2], COLOR[2]
DCL OUT[3], COLOR[3]
MOV OUT[0], IN[0]
MOV OUT[1], IN[1]
MOV OUT[2], IN[2]
MOV OUT[3], IN[3]
END
`;
  const drawn = host('gl450').draw({
    vertex: passVertex('PSIZE', 'TEXCOORD[0]', 'GENERIC[2]'),
    fragment,
    targets: ['f', 'f', 'f', 'f'],
    width: 4,
    height: 4,
    mode: GL.POINTS,
    vertices: 1,
    attributes: { 0: words(0, 0, 0, 1), 1: words(4, 0, 0, 0), 2: words(7, 7, 7, 7), 3: words(6, 6, 6, 6) },
    fs: { spriteCoordMask: 4, spriteCoordUpperLeft: upper },
    setup: (gl) => {
      gl.enable(GL.PROGRAM_POINT_SIZE);
      return () => gl.disable(GL.PROGRAM_POINT_SIZE);
    },
  });
  const at = (target: number, x: number, y: number): number[] =>
    floats(drawn.targets[target] as Uint32Array).slice((y * 4 + x) * 4, (y * 4 + x) * 4 + 4);
  expect(at(0, 0, 0)).toEqual([...low, 0, 1]);
  expect(at(0, 3, 3)).toEqual([...high, 0, 1]);
  expect(at(1, 0, 0)).toEqual([...low, 0, 1]);
  expect(at(2, 0, 0)).toEqual([7, 7, 7, 7]);
  expect(at(3, 0, 0)).toEqual([6, 6, 6, 6]);
});

test('the alpha test keeps what its function says', () => {
  const fragment = 'FRAG\nDCL OUT[0], COLOR\nDCL CONST[0]\nMOV OUT[0], CONST[0]\nEND\n';
  const passes = (alphaTest: number, alpha: number): boolean => {
    const { targets } = host('gl450').draw({
      fragment,
      targets: ['f'],
      fsConstants: { 0: words(1, 1, 1, alpha) },
      fs: { alphaTest },
      system: (view) => view.setFloat32(SystemBlock.alphaReference, 0.5, true),
    });
    return (targets[0] as Uint32Array)[0] !== untouched;
  };
  const table = Array.from({ length: 8 }, (_, func) => [0.25, 0.5, 0.75].map((alpha) => (passes(func, alpha) ? 1 : 0)).join(''));
  expect(table).toEqual(['000', '100', '010', '110', '001', '101', '011', '111']);
});

test('polygon stipple: row by row, the leftmost pixel in the highest bit', () => {
  const { targets } = host('gl450').draw({
    fragment: 'FRAG\nDCL OUT[0], COLOR\nIMM[0] FLT32 {1.0, 0.0, 0.0, 0.0}\nMOV OUT[0], IMM[0].xxxx\nEND\n',
    width: 40,
    height: 34,
    fs: { polygonStipple: true },
    system: (view) => {
      for (let row = 0; row < 32; row++)
        view.setUint32(SystemBlock.stipple + row * 4, row === 5 ? 0x80000001 : row === 1 ? 0x40000000 : 0, true);
    },
  });
  const set: string[] = [];
  const out = floats(targets[0] as Uint32Array);
  for (let i = 0; i < 40 * 34; i++) if (out[i * 4] === 1) set.push(`${i % 40},${Math.floor(i / 40)}`);
  expect(set).toEqual(['1,1', '33,1', '0,5', '31,5', '32,5', '1,33', '33,33']);
});

test('colours: clamped, copied to all buffers, swizzled, made opaque, kept as integers', () => {
  const fragment = 'FRAG\nPROPERTY FS_COLOR0_WRITES_ALL_CBUFS 1\nDCL OUT[0], COLOR\nDCL CONST[0]\nMOV OUT[0], CONST[0]\nEND\n';
  const run = (fs: object, value = words(-1, 0.25, 2, 0.5), kinds: readonly ('f' | 'u' | 'i')[] = ['f', 'f', 'f']): Drawn =>
    host('gl450').draw({ fragment, targets: kinds, fsConstants: { 0: value }, fs });
  const plain = run({});
  expect([0, 1, 2].map((i) => first(plain, i))).toEqual([
    [-1, 0.25, 2, 0.5],
    [-1, 0.25, 2, 0.5],
    [-1, 0.25, 2, 0.5],
  ]);
  const changed = run({ clampColor: true, colorSwizzle: [undefined, 'aaaa', 'br01'], alphaToOne: true });
  expect([0, 1, 2].map((i) => first(changed, i))).toEqual([
    [0, 0.25, 1, 1],
    [1, 1, 1, 1],
    [1, 0, 0, 1],
  ]);
  const bits = new Uint32Array([0xffffffff, 0x7f800001, 3, 4]);
  expect([...(run({ clampColor: true }, bits, ['u']).targets[0] as Uint32Array)]).toEqual([...bits]);
  expect([...(run({}, bits, ['i']).targets[0] as Uint32Array)]).toEqual([...bits]);
  const encoded = first(run({ colorEncodeSrgb: 1 }, words(0.5, 0.001, 1, 0.5)));
  expect(encoded[0]).toBeCloseTo(0.735357, 4);
  expect(encoded[1]).toBeCloseTo(0.01292, 4);
  expect(encoded[3]).toBe(0.5);
});

test('two blend sources meet in one buffer', () => {
  const drawn = host('gl450').draw({
    fragment: 'FRAG\nDCL OUT[0], COLOR\nDCL OUT[1], COLOR[1]\nDCL CONST[0..1]\nMOV OUT[0], CONST[0]\nMOV OUT[1], CONST[1]\nEND\n',
    targets: ['f'],
    clear: 0x3f800000,
    fsConstants: { 0: words(0.5, 0.5, 0.5, 1, 0.25, 0.5, 1, 0) },
    fs: { dualSource: true },
    setup: (gl) => {
      gl.enable(GL.BLEND);
      gl.blendFuncSeparate(GL.ONE, GL.SRC1_COLOR, GL.ONE, GL.ZERO);
      return () => gl.disable(GL.BLEND);
    },
  });
  expect(first(drawn)).toEqual([0.75, 1, 1.5, 1]);
});

test('depth and stencil are exported', () => {
  const drawn = host('gl450').draw({
    fragment: `FRAG
DCL OUT[0], POSITION
DCL OUT[1], STENCIL
DCL OUT[2], COLOR
DCL CONST[0..1]
MOV OUT[0].z, CONST[0].xxxx
MOV OUT[1].y, CONST[1].xxxx
MOV OUT[2], CONST[0]
END
`,
    targets: ['f'],
    depth: true,
    fsConstants: { 0: new Uint32Array([...words(0.375, 0, 0, 0), 77, 0, 0, 0]) },
    setup: (gl) => {
      gl.enable(GL.DEPTH_TEST);
      gl.depthFunc(GL.ALWAYS);
      gl.enable(GL.STENCIL_TEST);
      gl.stencilOpSeparate(GL.FRONT_AND_BACK, GL.REPLACE, GL.REPLACE, GL.REPLACE);
      return () => {
        gl.disable(GL.DEPTH_TEST);
        gl.disable(GL.STENCIL_TEST);
      };
    },
  });
  expect(drawn.depth[0]).toBeCloseTo(0.375, 6);
  expect(drawn.stencil[0]).toBe(77);
});

test('the sample mask leaves samples alone, sample ids and positions are there', () => {
  const fragment = `FRAG
DCL SV[0], SAMPLEID
DCL SV[1], SAMPLEPOS
DCL OUT[0], COLOR
DCL OUT[1], SAMPLEMASK
DCL TEMP[0]
IMM[0] UINT32 {1, 0, 0, 0}
IMM[1] FLT32 {4.0, 0.0, 0.0, 1.0}
U2F TEMP[0].x, SV[0].xxxx
MOV TEMP[0].yz, SV[1].xxyy
MOV TEMP[0].w, IMM[1].wwww
MOV OUT[0], TEMP[0]
MOV OUT[1].x, IMM[0].xxxx
END
`;
  const drawn = host('gl450').draw({ fragment, targets: ['f'], samples: 4, clear: 0 });
  // Only sample 0 is written: the resolve averages it with three cleared ones.
  const [id, x, y, w] = first(drawn) as [number, number, number, number];
  expect([id, w]).toEqual([0, 0.25]);
  expect(x * 4).toBeGreaterThan(0);
  expect(y * 4).toBeLessThan(1);
});

test('inputs are interpolated at samples and offsets', () => {
  const fragment = `FRAG
DCL IN[0], GENERIC[0], PERSPECTIVE
DCL OUT[0], COLOR
DCL TEMP[0]
IMM[0] FLT32 {0.25, -0.25, 0.0, 0.0}
INTERP_OFFSET TEMP[0].xy, IN[0].xyyy, IMM[0].xyyy
INTERP_CENTROID TEMP[0].zw, -IN[0].xxyx
MOV OUT[0], TEMP[0]
END
`;
  const drawn = host('gl450').draw({
    vertex: passVertex('GENERIC[0]'),
    fragment,
    attributes: { 0: triangle, 1: words(0, 0, 0, 1, 2, 0, 0, 1, 0, 2, 0, 1) },
  });
  const got = first(drawn);
  [0.75, 0.25, -0.5, -0.5].forEach((want, i) => expect(got[i]).toBeCloseTo(want, 4));
});

test('derivatives', () => {
  const fragment = `FRAG
DCL IN[0], POSITION, LINEAR
DCL OUT[0], COLOR
DCL TEMP[0]
MUL TEMP[0].x, IN[0].xxxx, IN[0].yyyy
DDX TEMP[0].y, IN[0].xxxx
DDY_FINE TEMP[0].z, -IN[0].yyyy
DDX_FINE TEMP[0].w, TEMP[0].xxxx
MOV OUT[0], TEMP[0]
END
`;
  for (const name of ['gl450', 'gl330', 'es300']) {
    const drawn = host(name).draw({ fragment, width: 2, height: 2 });
    expect(first(drawn)).toEqual([0.25, 1, -1, 0.5]);
  }
});

test.for([
  ['dual source on a host without', { dualSource: true }, 'DCL OUT[1], COLOR[1]\n', 'dualSource'],
  ['stencil export', {}, 'DCL OUT[1], STENCIL\n', 'stencilExport'],
  ['sample mask', {}, 'DCL OUT[1], SAMPLEMASK\n', 'sampleVariables'],
] as const)('%s fails by name', ([, options, declaration, feature]) => {
  const module = parsed(`FRAG\nDCL OUT[0], COLOR\n${declaration}DCL CONST[0]\nMOV OUT[0], CONST[0]\nMOV OUT[1], CONST[0]\nEND\n`);
  const result = writeGlsl(module, { dialect: { essl: 300 }, features: {}, ...options });
  expect(result.ok ? result.source : result.message).toContain(feature);
  expect(result.ok).toBe(false);
});
