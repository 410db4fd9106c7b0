/** Images of all targets, and atomic counters, on the host. */
import { GL } from '@virglass/gl';
import { expect, test } from 'vitest';
import { floats, host, parsed } from '../../testing/host.test.ts';
import { dispatch, linkCompute, type TestImage } from '../../testing/memory.test.ts';
import { glslFeatures } from './features.ts';
import { writeGlsl } from './write.ts';

const header = (size: readonly number[], decls: string): string => `COMP
PROPERTY CS_FIXED_BLOCK_WIDTH ${size[0]}
PROPERTY CS_FIXED_BLOCK_HEIGHT ${size[1]}
PROPERTY CS_FIXED_BLOCK_DEPTH ${size[2]}
DCL SV[0], THREAD_ID
${decls}DCL TEMP[0..7]
DCL ADDR[0]
IMM[0] UINT32 {0, 1, 10, 100}
IMM[1] UINT32 {4, 2, 3, 16}
`;

/** TGSI target; how a thread's id is its coordinate; the GL texture. */
type Row = readonly [target: string, size: readonly [number, number, number], image: Omit<TestImage, 'unit' | 'format'>];

const rows: readonly Row[] = [
  ['BUFFER', [8, 1, 1], { target: GL.TEXTURE_BUFFER, width: 8 }],
  ['1D', [8, 1, 1], { target: GL.TEXTURE_1D, width: 8 }],
  ['1D_ARRAY', [4, 3, 1], { target: GL.TEXTURE_1D_ARRAY, width: 4, height: 3 }],
  ['2D', [4, 3, 1], { target: GL.TEXTURE_2D, width: 4, height: 3 }],
  ['RECT', [4, 3, 1], { target: GL.TEXTURE_RECTANGLE, width: 4, height: 3 }],
  ['2D_ARRAY', [4, 3, 2], { target: GL.TEXTURE_2D_ARRAY, width: 4, height: 3, depth: 2 }],
  ['3D', [4, 3, 2], { target: GL.TEXTURE_3D, width: 4, height: 3, depth: 2 }],
  ['CUBE', [3, 3, 6], { target: GL.TEXTURE_CUBE_MAP, width: 3, height: 3 }],
  ['CUBEARRAY', [3, 3, 12], { target: GL.TEXTURE_CUBE_MAP_ARRAY, width: 3, height: 3, depth: 12 }],
];

/** `, 2D, FORMAT`: Mesa does not print BUFFER. */
const tail = (target: string, format: string): string => `${target === 'BUFFER' ? '' : `, ${target}`}, ${format}`;

test.for(rows)('loads and stores of %s', ([target, size, texture]) => {
  const format = 'PIPE_FORMAT_R32_UINT';
  const what = tail(target, format);
  const text = `${header(size, `DCL IMAGE[0], ${target}, ${format}, WR\nDCL IMAGE[1], ${target}, ${format}, WR\n`)}UMAD TEMP[0].x, SV[0].zzzz, IMM[0].wwww, SV[0].xxxx
UMAD TEMP[0].x, SV[0].yyyy, IMM[0].zzzz, TEMP[0].xxxx
UADD TEMP[0].x, TEMP[0].xxxx, IMM[0].yyyy
STORE IMAGE[0], SV[0], TEMP[0].xxxx${what}
MEMBAR IMM[1].xxxx
LOAD TEMP[1], IMAGE[0], SV[0]${what}
UMUL TEMP[1].x, TEMP[1].xxxx, IMM[1].yyyy
STORE IMAGE[1], SV[0], TEMP[1].xyzw${what}
END
`;
  const images = [0, 1].map((unit) => ({ ...texture, unit, format: GL.R32UI }));
  const faces = target === 'CUBE' ? 6 : 1;
  const expected: number[] = [];
  for (let z = 0; z < size[2]; z++)
    for (let y = 0; y < size[1]; y++) for (let x = 0; x < size[0]; x++) expected.push(z * 100 + y * 10 + x + 1);
  dispatch(host('gl450'), { text, images }, (memory) => {
    for (const unit of [0, 1]) {
      const got = Array.from({ length: faces }, (_, face) => [...memory.image(unit, face)]).flat();
      expect(got).toEqual(expected.map((word) => word * (unit + 1)));
    }
  });
});

const sizes: Readonly<Record<string, readonly number[]>> = {
  BUFFER: [8, 0, 0, 1],
  '1D': [8, 0, 0, 1],
  '1D_ARRAY': [4, 3, 0, 1],
  '2D': [4, 3, 0, 1],
  RECT: [4, 3, 0, 1],
  '2D_ARRAY': [4, 3, 2, 1],
  '3D': [4, 3, 2, 1],
  CUBE: [3, 3, 0, 1],
  CUBEARRAY: [3, 3, 2, 1],
};

test.for(rows)('the size of %s', ([target, , texture]) => {
  const format = 'PIPE_FORMAT_R32_FLOAT';
  const text = `${header([1, 1, 1], `DCL IMAGE[0], ${target}, ${format}\nDCL BUFFER[0]\n`)}RESQ TEMP[0], IMAGE[0]${tail(target, format)}
STORE BUFFER[0], IMM[0].xxxx, TEMP[0]
END
`;
  dispatch(host('gl450'), { text, images: [{ ...texture, unit: 0, format: GL.R32F }], storage: { 0: new Uint32Array(4) } }, (memory) =>
    expect([...memory.words(0)]).toEqual(sizes[target]),
  );
});

test.for([
  ['2D_MSAA', GL.TEXTURE_2D_MULTISAMPLE],
  ['2D_ARRAY_MSAA', GL.TEXTURE_2D_MULTISAMPLE_ARRAY],
] as const)('samples of %s', ([target, texture]) => {
  const format = 'PIPE_FORMAT_R32_UINT';
  const text = `${header([1, 1, 4], `DCL IMAGE[0], ${target}, ${format}, WR\nDCL BUFFER[0]\nDCL BUFFER[1]\n`)}MOV TEMP[0], IMM[0].yyyy
MOV TEMP[0].w, SV[0].zzzz
UADD TEMP[1], SV[0].zzzz, IMM[1].xxxx
STORE IMAGE[0], TEMP[0], TEMP[1], ${target}, ${format}
LOAD TEMP[2], IMAGE[0], TEMP[0], ${target}, ${format}
UMUL TEMP[3].x, SV[0].zzzz, IMM[1].xxxx
STORE BUFFER[0].x, TEMP[3].xxxx, TEMP[2].xxxx
RESQ TEMP[4], IMAGE[0], ${target}, ${format}
STORE BUFFER[1], IMM[0].xxxx, TEMP[4]
END
`;
  const images = [{ target: texture, width: 2, height: 3, depth: 2, samples: 4, unit: 0, format: GL.R32UI }];
  dispatch(host('gl450'), { text, images, storage: { 0: new Uint32Array(4), 1: new Uint32Array(4) } }, (memory) => {
    expect([...memory.words(0)]).toEqual([4, 5, 6, 7]);
    expect([...memory.words(1)]).toEqual([2, 3, target === '2D_MSAA' ? 0 : 2, 4]);
  });
});

const ops: readonly (readonly [op: string, first: number, operands: readonly number[], result: number])[] = [
  ['ATOMUADD', 7, [3], 10],
  ['ATOMXCHG', 7, [3], 3],
  ['ATOMCAS', 7, [7, 3], 3],
  ['ATOMCAS', 7, [8, 3], 7],
  ['ATOMAND', 12, [10], 8],
  ['ATOMOR', 12, [10], 14],
  ['ATOMXOR', 12, [10], 6],
  ['ATOMUMIN', 7, [3], 3],
  ['ATOMUMAX', 7, [3], 7],
  ['ATOMIMIN', 7, [0xfffffffe], 0xfffffffe],
  ['ATOMIMAX', 7, [0xfffffffe], 7],
];

test.for(ops.flatMap((row) => ['gl450', 'es320'].map((name) => [...row, name] as const)))(
  '%s of %d and %j is %d on %s',
  ([op, first, operands, result, name]) => {
    const signed = op.startsWith('ATOMI');
    const format = `PIPE_FORMAT_R32_${signed ? 'SINT' : 'UINT'}`;
    const [a = 0, b = 0] = operands;
    const text = `${header([1, 1, 1], `DCL IMAGE[0], 2D, ${format}, WR\nDCL BUFFER[0]\n`)}IMM[2] UINT32 {${first}, ${a}, ${b}, 0}
STORE IMAGE[0], IMM[0].yyyy, IMM[2].xxxx, 2D, ${format}
${op} TEMP[0].x, IMAGE[0], IMM[0].yyyy, IMM[2].yyyy${op === 'ATOMCAS' ? ', IMM[2].zzzz' : ''}, 2D, ${format}
LOAD TEMP[0].y, IMAGE[0], IMM[0].yyyy, 2D, ${format}
LOAD TEMP[1].x, IMAGE[0], IMM[0].yyyy, 2D, ${format}
STORE BUFFER[0].x, IMM[0].xxxx, TEMP[0].xxxx
STORE BUFFER[0].x, IMM[1].xxxx, TEMP[1].xxxx
END
`;
    const images = [{ target: GL.TEXTURE_2D, width: 2, height: 2, unit: 0, format: signed ? GL.R32I : GL.R32UI }];
    dispatch(host(name), { text, images, storage: { 0: new Uint32Array(2) } }, (memory) =>
      expect([...memory.words(0)]).toEqual([first, result]),
    );
  },
);

test('exchange on a float image', () => {
  const format = 'PIPE_FORMAT_R32_FLOAT';
  const text = `${header([1, 1, 1], `DCL IMAGE[0], 2D, ${format}, WR\nDCL BUFFER[0]\n`)}IMM[2] FLT32 {1.5, 2.5, 0.0, 0.0}
STORE IMAGE[0], IMM[0].xxxx, IMM[2].xxxx, 2D, ${format}
ATOMXCHG TEMP[0].x, IMAGE[0], IMM[0].xxxx, IMM[2].yyyy, 2D, ${format}
LOAD TEMP[1].x, IMAGE[0], IMM[0].xxxx, 2D, ${format}
MOV TEMP[0].y, TEMP[1].xxxx
STORE BUFFER[0].xy, IMM[0].xxxx, TEMP[0]
END
`;
  for (const name of ['gl450', 'es320'])
    dispatch(
      host(name),
      { text, images: [{ target: GL.TEXTURE_2D, width: 1, height: 1, unit: 0, format: GL.R32F }], storage: { 0: new Uint32Array(2) } },
      (memory) => expect(floats(memory.words(0))).toEqual([1.5, 2.5]),
    );
});

test('images without a format are written', () => {
  const text = `${header([1, 1, 1], 'DCL IMAGE[0], 2D, PIPE_FORMAT_NONE, WR\nDCL IMAGE[1], 2D, PIPE_FORMAT_NONE, WR\n')}IMM[2] FLT32 {0.25, 0.5, 1.0, 0.0}
STORE IMAGE[0], IMM[0].xxxx, IMM[2].xyzw, 2D
STORE IMAGE[1], IMM[0].xxxx, IMM[1], 2D
END
`;
  const images = [GL.RGBA32F, GL.RGBA32UI].map((format, unit) => ({ target: GL.TEXTURE_2D, width: 1, height: 1, unit, format }));
  for (const imageKinds of [new Uint8Array([0, 2]), undefined])
    dispatch(host('gl450'), { text, images, options: imageKinds === undefined ? {} : { imageKinds } }, (memory) => {
      expect(floats(memory.image(0))).toEqual([0.25, 0.5, 1, 0]);
      expect([...memory.image(1)]).toEqual([4, 2, 3, 16]);
    });
});

test.for(['gl450', 'es320', 'es310'])('images chosen by a variable, on %s', (name) => {
  const decls = ['2D, PIPE_FORMAT_R32_UINT', '2D, PIPE_FORMAT_R32_SINT', '2D, PIPE_FORMAT_R32_UINT', '2D, PIPE_FORMAT_R32_UINT']
    .map((what, i) => `DCL IMAGE[${i}], ${what}, WR\n`)
    .join('');
  const text = `${header([1, 1, 1], `${decls}DCL BUFFER[0]\nDCL BUFFER[1]\n`)}LOAD TEMP[0].x, BUFFER[0], IMM[0].xxxx
UARL ADDR[0].x, TEMP[0].xxxx
STORE IMAGE[ADDR[0].x+1], IMM[0].xxxx, IMM[1].yyyy, 2D, PIPE_FORMAT_R32_UINT
LOAD TEMP[1].x, IMAGE[0], IMM[0].xxxx, 2D, PIPE_FORMAT_R32_UINT
LOAD TEMP[2].x, IMAGE[2], IMM[0].xxxx, 2D, PIPE_FORMAT_R32_UINT
LOAD TEMP[3].x, IMAGE[3], IMM[0].xxxx, 2D, PIPE_FORMAT_R32_UINT
LOAD TEMP[4].x, IMAGE[1], IMM[0].xxxx, 2D, PIPE_FORMAT_R32_SINT
MOV TEMP[1].y, TEMP[4].xxxx
MOV TEMP[1].z, TEMP[2].xxxx
MOV TEMP[1].w, TEMP[3].xxxx
STORE BUFFER[1], IMM[0].xxxx, TEMP[1]
END
`;
  const images = [0, 1, 2, 3].map((i) => ({
    target: GL.TEXTURE_2D,
    width: 1,
    height: 1,
    unit: i + 2,
    format: i === 1 ? GL.R32I : GL.R32UI,
  }));
  for (const slot of [0, 2, 3])
    dispatch(
      host(name),
      { text, images, storage: { 0: new Uint32Array([slot - 1]), 1: new Uint32Array(4) }, options: { imageBase: 2 } },
      (memory) => {
        const words = [0, 0, 0, 0];
        words[slot] = 2;
        // Textures start undefined, but this host clears them.
        expect([...memory.words(1)].map((word) => (word === 2 ? 2 : 0))).toEqual(words);
      },
    );
});

test('ESSL: one unit, a uniform for reading and one for writing', () => {
  const format = 'PIPE_FORMAT_R8G8B8A8_UNORM';
  const text = `${header([1, 1, 1], `DCL IMAGE[0], 2D, ${format}, WR\nDCL BUFFER[0]\n`)}IMM[2] FLT32 {0.0, 1.0, 0.0, 1.0}
STORE IMAGE[0], IMM[0].xxxx, IMM[2], 2D, ${format}, COHERENT, RESTRICT
MEMBAR IMM[1].xxxx
LOAD TEMP[0], IMAGE[0], IMM[0].xxxx, 2D, ${format}, COHERENT, RESTRICT
STORE BUFFER[0], IMM[0].xxxx, TEMP[0]
END
`.replaceAll(/2D, PIPE_FORMAT_R8G8B8A8_UNORM, COHERENT, RESTRICT/g, 'COHERENT, RESTRICT, 2D, PIPE_FORMAT_R8G8B8A8_UNORM');
  const images = [{ target: GL.TEXTURE_2D, width: 1, height: 1, unit: 0, format: GL.RGBA8 }];
  for (const name of ['gl450', 'es310'])
    dispatch(host(name), { text, images, storage: { 0: new Uint32Array(4) } }, (memory) =>
      expect(floats(memory.words(0))).toEqual([0, 1, 0, 1]),
    );
});

const formats =
  'R32G32B32A32_FLOAT R16G16B16A16_FLOAT R32G32_FLOAT R16G16_FLOAT R11G11B10_FLOAT R32_FLOAT R16_FLOAT R16G16B16A16_UNORM R10G10B10A2_UNORM R8G8B8A8_UNORM R16G16_UNORM R8G8_UNORM R16_UNORM R8_UNORM R16G16B16A16_SNORM R8G8B8A8_SNORM R16G16_SNORM R8G8_SNORM R16_SNORM R8_SNORM R32G32B32A32_UINT R16G16B16A16_UINT R10G10B10A2_UINT R8G8B8A8_UINT R32G32_UINT R16G16_UINT R8G8_UINT R32_UINT R16_UINT R8_UINT R32G32B32A32_SINT R16G16B16A16_SINT R8G8B8A8_SINT R32G32_SINT R16G16_SINT R8G8_SINT R32_SINT R16_SINT R8_SINT'.split(
    ' ',
  );

test('every format compiles, and says what it holds', () => {
  const at = host('gl450');
  for (const name of formats) {
    const format = `PIPE_FORMAT_${name}`;
    const text = `${header([1, 1, 1], `DCL IMAGE[0], 2D, ${format}, WR\n`)}LOAD TEMP[0], IMAGE[0], IMM[0].xxxx, 2D, ${format}
STORE IMAGE[0], IMM[0].xxxx, TEMP[0], 2D, ${format}
END
`;
    const shader = at.write(parsed(text));
    at.gl.deleteProgram(linkCompute(at, shader));
    const kind = name.endsWith('UINT') ? 'uint' : name.endsWith('SINT') ? 'int' : 'float';
    expect(shader.images).toEqual([
      { index: 0, name: 'cs_i0', binding: 0, target: '2D', emulated: '', kind, format, reads: true, writes: true },
    ]);
  }
});

test('ESSL has two dimensions for one', () => {
  for (const [target, coordinate] of [
    ['1D', 'ivec2(int(threadId.x), 0)'],
    ['1D_ARRAY', 'ivec3(int(threadId.x), 0, int(threadId.y))'],
    ['RECT', 'ivec2(threadId.xy)'],
  ] as const) {
    const text = `${header([1, 1, 1], `DCL IMAGE[0], ${target}, PIPE_FORMAT_R32_UINT, WR\n`)}RESQ TEMP[1], IMAGE[0], ${target}, PIPE_FORMAT_R32_UINT
LOAD TEMP[0], IMAGE[0], SV[0], ${target}, PIPE_FORMAT_R32_UINT
STORE IMAGE[0], SV[0], TEMP[0], ${target}, PIPE_FORMAT_R32_UINT
END
`;
    const at = host('es310');
    const shader = at.write(parsed(text));
    expect(shader.images[0]?.emulated).toBe('2d');
    expect(shader.source).toContain(coordinate);
    at.gl.deleteProgram(linkCompute(at, shader));
  }
});

test.for(['gl450', 'es310'])('atomic counters on %s', (name) => {
  const text = `${header([1, 1, 1], 'DCL HWATOMIC[0][1..3]\nDCL HWATOMIC[1][0]\nDCL BUFFER[0]\nDCL BUFFER[1]\n')}IMM[2] INT32 {-1, 20, 24, 28}
LOAD TEMP[6].x, BUFFER[1], IMM[0].xxxx
UARL ADDR[0].x, TEMP[6].xxxx
ATOMUADD TEMP[0].x, HWATOMIC[0][2], IMM[0].xxxx, IMM[0].yyyy
ATOMUADD TEMP[1].x, HWATOMIC[0][ADDR[0].x+1], IMM[0].xxxx, IMM[2].xxxx
LOAD TEMP[2].x, HWATOMIC[0][ADDR[0].x+1], IMM[0].xxxx
ATOMUADD TEMP[3].x, HWATOMIC[1][0], IMM[0].xxxx, IMM[0].yyyy
MEMBAR IMM[1].yyyy
STORE BUFFER[0].x, IMM[0].xxxx, TEMP[0].xxxx
STORE BUFFER[0].x, IMM[1].xxxx, TEMP[1].xxxx
STORE BUFFER[0].x, IMM[1].wwww, TEMP[2].xxxx
STORE BUFFER[0].x, IMM[2].yyyy, TEMP[3].xxxx
END
`;
  const counters = { 0: new Uint32Array([50, 60, 70, 80]), 1: new Uint32Array([9]) };
  const at = host(name);
  dispatch(at, { text, counters, storage: { 0: new Uint32Array(6), 1: new Uint32Array([2]) } }, (memory) => {
    expect([...memory.words(0)]).toEqual([70, 80, 0, 0, 79, 9]);
    expect([...memory.words(0, GL.ATOMIC_COUNTER_BUFFER)]).toEqual([50, 60, 71, 79]);
    expect([...memory.words(1, GL.ATOMIC_COUNTER_BUFFER)]).toEqual([10]);
  });
  const shader = at.write(parsed(text));
  expect(shader.atomicBuffers).toEqual([
    { buffer: 0, size: 16 },
    { buffer: 1, size: 4 },
  ]);
});

test.for([
  ['ATOMUADD', 5, [3], 8],
  ['ATOMAND', 12, [10], 8],
  ['ATOMOR', 12, [10], 14],
  ['ATOMXOR', 12, [10], 6],
  ['ATOMIMIN', 12, [0xfffffff0], 12],
  ['ATOMIMAX', 12, [0xfffffff0], 0xfffffff0],
  ['ATOMXCHG', 12, [10], 10],
  ['ATOMCAS', 12, [12, 1], 1],
] as const)('%s on a counter', ([op, first, operands, result]) => {
  const [a = 0, b = 0] = operands;
  const text = `${header([1, 1, 1], 'DCL HWATOMIC[0][0]\nDCL BUFFER[0]\n')}IMM[2] UINT32 {${a}, ${b}, 0, 0}
${op} TEMP[0].x, HWATOMIC[0][0], IMM[0].xxxx, IMM[2].xxxx${op === 'ATOMCAS' ? ', IMM[2].yyyy' : ''}
STORE BUFFER[0].x, IMM[0].xxxx, TEMP[0].xxxx
END
`;
  for (const name of ['gl450', 'gl460']) {
    if (name === 'gl460' && host('gl450').gl.features.glslVersion < 460) continue;
    dispatch(host(name), { text, counters: { 0: new Uint32Array([first]) }, storage: { 0: new Uint32Array(1) } }, (memory) => {
      expect([...memory.words(0, GL.ATOMIC_COUNTER_BUFFER)]).toEqual([result]);
      expect([...memory.words(0)]).toEqual([first]);
    });
  }
});

test.for([
  [
    'GLSL 3.30',
    { glsl: 330 },
    'DCL IMAGE[0], 2D, PIPE_FORMAT_R32_UINT, WR',
    'LOAD TEMP[0], IMAGE[0], IMM[0], 2D, PIPE_FORMAT_R32_UINT',
    /images/,
  ],
  ['ESSL without a format', { essl: 310 }, 'DCL IMAGE[0], 2D, PIPE_FORMAT_NONE, WR', 'STORE IMAGE[0], IMM[0], IMM[0], 2D', /format/],
  [
    'reading without a format',
    { glsl: 450 },
    'DCL IMAGE[0], 2D, PIPE_FORMAT_NONE, WR',
    'LOAD TEMP[0], IMAGE[0], IMM[0], 2D',
    /imageLoadFormatted/,
  ],
  [
    'ESSL and a format it lacks',
    { essl: 310 },
    'DCL IMAGE[0], 2D, PIPE_FORMAT_R32G32_UINT, WR',
    'STORE IMAGE[0], IMM[0], IMM[0], 2D, PIPE_FORMAT_R32G32_UINT',
    /imageFormats/,
  ],
  [
    'a sum of floats',
    { glsl: 450 },
    'DCL IMAGE[0], 2D, PIPE_FORMAT_R32_FLOAT, WR',
    'ATOMFADD TEMP[0].x, IMAGE[0], IMM[0], IMM[0], 2D, PIPE_FORMAT_R32_FLOAT',
    /atomicFloat/,
  ],
] as const)('refused: %s', ([, dialect, decl, instruction, reason]) => {
  const text = `FRAG\n${decl}\nDCL TEMP[0]\nIMM[0] UINT32 {0, 0, 0, 0}\n${instruction}\nEND\n`;
  const result = writeGlsl(parsed(text), { dialect, features: glslFeatures(dialect, () => false) });
  expect(result).toMatchObject({ ok: false });
  if (!result.ok) expect(result.message).toMatch(reason);
});
