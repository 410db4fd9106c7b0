/** Storage buffers and shared memory, dispatched on the host and compared with a reference. */
import { GL } from '@virglass/gl';
import { expect, test } from 'vitest';
import { host, parsed } from '../../testing/host.test.ts';
import { dispatch } from '../../testing/memory.test.ts';
import { writeGlsl } from './write.ts';

const header = (width: number, rest = ''): string => `COMP
PROPERTY CS_FIXED_BLOCK_WIDTH ${width}
PROPERTY CS_FIXED_BLOCK_HEIGHT 1
PROPERTY CS_FIXED_BLOCK_DEPTH 1
DCL SV[0], THREAD_ID
DCL BUFFER[0]
DCL BUFFER[1]
DCL BUFFER[2]
DCL TEMP[0..7]
DCL ADDR[0]
${rest}IMM[0] UINT32 {0, 1, 2, 3}
IMM[1] UINT32 {4, 8, 12, 16}
`;

const float = (value: number): number => new Uint32Array(new Float32Array([value]).buffer)[0] as number;
const big = 0x80000000;

/** First word, operand, second operand, and what the word becomes. */
type Case = readonly [first: number, operand: number, second: number, result: number];

const cases: Readonly<Record<string, readonly Case[]>> = {
  ATOMUADD: [
    [1, 2, 0, 3],
    [0xffffffff, 2, 0, 1],
  ],
  ATOMXCHG: [[5, 0x7fc00001, 0, 0x7fc00001]],
  ATOMCAS: [
    [5, 5, 9, 9],
    [5, 6, 9, 5],
  ],
  ATOMAND: [[0b1100, 0b1010, 0, 0b1000]],
  ATOMOR: [[0b1100, 0b1010, 0, 0b1110]],
  ATOMXOR: [[0b1100, 0b1010, 0, 0b0110]],
  ATOMUMIN: [
    [big, 3, 0, 3],
    [2, big, 0, 2],
  ],
  ATOMUMAX: [
    [big, 3, 0, big],
    [2, big, 0, big],
  ],
  ATOMIMIN: [
    [big, 3, 0, big],
    [2, 0xffffffff, 0, 0xffffffff],
  ],
  ATOMIMAX: [
    [big, 3, 0, 3],
    [2, 0xffffffff, 0, 2],
  ],
  ATOMFADD: [
    [float(1.5), float(2.25), 0, float(3.75)],
    [0, float(-1), 0, float(-1)],
  ],
  ATOMINC_WRAP: [
    [3, 5, 0, 4],
    [5, 5, 0, 0],
  ],
  ATOMDEC_WRAP: [
    [3, 5, 0, 2],
    [0, 5, 0, 5],
    [9, 5, 0, 5],
  ],
};

const hosts = ['gl450', 'es310'];

/** Thread i works on row i; `both` adds an atomic of the other signedness so that it cannot choose the words' type. */
const atomicText = (op: string, rows: number, shared: boolean, both: boolean): string => {
  const memory = shared ? 'MEMORY[0]' : 'BUFFER[0]';
  const second = op === 'ATOMCAS' ? ', TEMP[1].yyyy' : '';
  return `${header(rows, shared ? 'DCL MEMORY[0], SHARED\n' : '')}SHL TEMP[0].xy, SV[0].xxxx, IMM[0].zwzw
LOAD TEMP[1].xy, BUFFER[1], TEMP[0].yyyy
${shared ? 'LOAD TEMP[2].x, BUFFER[0], TEMP[0].xxxx\nSTORE MEMORY[0].x, TEMP[0].xxxx, TEMP[2].xxxx\nBARRIER\n' : ''}${op} TEMP[3].x, ${memory}, TEMP[0].xxxx, TEMP[1].xxxx${second}
${both ? `ATOMUMAX TEMP[4].x, ${memory}, TEMP[0].xxxx, IMM[0].xxxx\nATOMIMIN TEMP[4].x, ${memory}, TEMP[0].xxxx, TEMP[5].xxxx\n` : ''}STORE BUFFER[2].x, TEMP[0].xxxx, TEMP[3].xxxx
${shared ? 'BARRIER\nLOAD TEMP[2].x, MEMORY[0], TEMP[0].xxxx\nSTORE BUFFER[0].x, TEMP[0].xxxx, TEMP[2].xxxx\n' : ''}END
`;
};

test.for(Object.keys(cases).flatMap((op) => hosts.flatMap((name) => [false, true].map((shared) => [op, name, shared] as const))))(
  '%s on %s, shared %s',
  ([op, name, shared]) => {
    const rows = cases[op] as readonly Case[];
    const storage = {
      0: new Uint32Array(rows.map(([first]) => first)),
      1: new Uint32Array(rows.flatMap(([, operand, second]) => [operand, second])),
      2: new Uint32Array(rows.length),
    };
    dispatch(host(name), { text: atomicText(op, rows.length, shared, false), storage, options: { sharedBytes: 64 } }, (memory) => {
      expect([...memory.words(0)]).toEqual(rows.map(([, , , result]) => result));
      expect([...memory.words(2)]).toEqual(rows.map(([first]) => first));
    });
  },
);

test.for(['ATOMIMIN', 'ATOMIMAX', 'ATOMUMIN', 'ATOMUMAX'])('%s beside the other signedness', (op) => {
  const rows = cases[op] as readonly Case[];
  const storage = {
    0: new Uint32Array(rows.map(([first]) => first)),
    1: new Uint32Array(rows.flatMap(([, operand, second]) => [operand, second])),
    2: new Uint32Array(rows.length),
  };
  // The added minimum with 0 leaves what is negative.
  const after = (word: number): number => Math.min(word | 0, 0) >>> 0;
  dispatch(host('gl450'), { text: atomicText(op, rows.length, false, true), storage }, (memory) => {
    expect([...memory.words(0)]).toEqual(rows.map(([, , , result]) => after(result)));
    expect([...memory.words(2)]).toEqual(rows.map(([first]) => first));
  });
});

test.for(hosts)('loads and stores of one to four words, at fixed and variable places, on %s', (name) => {
  const text = `${header(2)}SHL TEMP[0].x, SV[0].xxxx, IMM[1].xxxx
LOAD TEMP[1], BUFFER[0], TEMP[0].xxxx
STORE BUFFER[1].xyz, TEMP[0].xxxx, TEMP[1].wzyx
LOAD TEMP[2].yw, BUFFER[0], IMM[1].xxxx
STORE BUFFER[2].yw, TEMP[0].xxxx, TEMP[2]
STORE BUFFER[2].xz, TEMP[0].xxxx, -IMM[1].wwww
END
`;
  const storage = { 0: new Uint32Array([0x7fa00000, 1, 0xffffffff, 3, 10, 11, 12, 13]), 1: new Uint32Array(8), 2: new Uint32Array(8) };
  dispatch(host(name), { text, storage }, (memory) => {
    expect([...memory.words(1)]).toEqual([3, 0xffffffff, 1, 0, 13, 12, 11, 0]);
    expect([...memory.words(2)]).toEqual([0xfffffff0, 0xffffffff, 0xfffffff0, 10, 0xfffffff0, 0xffffffff, 0xfffffff0, 10]);
  });
});

test.for(hosts)('accesses beyond a buffer, kept inside, on %s', (name) => {
  const text = `${header(1)}LOAD TEMP[0].x, BUFFER[2], IMM[0].xxxx
LOAD TEMP[1].xy, BUFFER[0], TEMP[0].xxxx
LOAD TEMP[1].z, BUFFER[0], IMM[1].wwww
STORE BUFFER[1].xyz, IMM[0].xxxx, TEMP[1]
ATOMUADD TEMP[2].x, BUFFER[0], TEMP[0].xxxx, IMM[0].wwww
STORE BUFFER[1].w, TEMP[0].xxxx, IMM[0].zzzz
END
`;
  for (const address of [100, 0x7ffffffc, 0xfffffff0]) {
    const storage = { 0: new Uint32Array([1, 7]), 1: new Uint32Array(4), 2: new Uint32Array([address]) };
    dispatch(host(name), { text, storage, options: { clampStorage: true } }, (memory) => {
      expect([...memory.words(0)]).toEqual([1, 10]);
      expect([...memory.words(1)]).toEqual([7, 7, 7, 2]);
    });
  }
});

test.for(hosts)('bits survive a way through temporaries on %s', (name) => {
  const text = `${header(1)}LOAD TEMP[0], BUFFER[0], IMM[0].xxxx
MOV TEMP[1], TEMP[0].yxwz
STORE BUFFER[1], IMM[0].xxxx, TEMP[1]
END
`;
  const storage = { 0: new Uint32Array([0x7fa00001, 0xff800001, 1, 0x80000000]), 1: new Uint32Array(4) };
  dispatch(host(name), { text, storage }, (memory) => expect([...memory.words(1)]).toEqual([0xff800001, 0x7fa00001, 0x80000000, 1]));
});

test.for(hosts)('lengths on %s', (name) => {
  const text = `${header(1)}RESQ TEMP[0].x, BUFFER[0]
RESQ TEMP[0].y, BUFFER[1]
STORE BUFFER[2].xy, IMM[0].xxxx, TEMP[0]
END
`;
  const storage = { 0: new Uint32Array(5), 1: new Uint32Array(64), 2: new Uint32Array(2) };
  dispatch(host(name), { text, storage }, (memory) => expect([...memory.words(2)]).toEqual([20, 256]));
});

test.for(hosts)('buffers chosen by a variable, on %s', (name) => {
  const text = `${header(1)}LOAD TEMP[0].xy, BUFFER[2], IMM[0].xxxx
UARL ADDR[0].x, TEMP[0].xxxx
LOAD TEMP[1].x, BUFFER[ADDR[0].x], IMM[0].xxxx
UARL ADDR[0].x, TEMP[0].yyyy
STORE BUFFER[ADDR[0].x+1].x, IMM[1].xxxx, TEMP[1].xxxx
RESQ TEMP[1].y, BUFFER[ADDR[0].x+1]
STORE BUFFER[2].x, IMM[1].yyyy, TEMP[1].yyyy
END
`;
  for (const [from, to] of [
    [0, 0],
    [1, -1],
  ] as const) {
    const storage = { 0: new Uint32Array([7, 0]), 1: new Uint32Array([8, 0, 0]), 2: new Uint32Array([from, to, 0]) };
    dispatch(host(name), { text, storage }, (memory) => {
      expect([...memory.words(from)].slice(0, 2)).toEqual([7 + from, from === 0 ? 0 : 0]);
      expect(memory.words(to + 1)[1]).toBe(7 + from);
      expect(memory.words(2)[2]).toBe(to === 0 ? 12 : 8);
    });
  }
});

test('threads of a group meet at barriers; shared memory starts as zeros and has bounds', () => {
  const text = `COMP
PROPERTY CS_FIXED_BLOCK_WIDTH 8
PROPERTY CS_FIXED_BLOCK_HEIGHT 4
PROPERTY CS_FIXED_BLOCK_DEPTH 2
DCL SV[0], THREAD_ID
DCL SV[1], BLOCK_ID
DCL SV[2], GRID_SIZE
DCL SV[3], BLOCK_SIZE
DCL BUFFER[0]
DCL MEMORY[0], SHARED
DCL TEMP[0..4]
IMM[0] UINT32 {8, 4, 2, 0}
IMM[1] UINT32 {252, 64, 1, 4294967280}
UMAD TEMP[0].x, SV[0].zzzz, IMM[0].yyyy, SV[0].yyyy
UMAD TEMP[0].x, TEMP[0].xxxx, IMM[0].xxxx, SV[0].xxxx
SHL TEMP[0].y, TEMP[0].xxxx, IMM[0].zzzz
ATOMUADD TEMP[1].x, MEMORY[0], TEMP[0].yyyy, TEMP[0].xxxx
LOAD TEMP[1].y, MEMORY[0], IMM[1].wwww
MEMBAR IMM[0].xxxx
BARRIER
UADD TEMP[0].z, IMM[1].xxxx, -TEMP[0].yyyy
LOAD TEMP[2].x, MEMORY[0], TEMP[0].zzzz
UMAD TEMP[3].x, SV[1].yyyy, SV[2].xxxx, SV[1].xxxx
UMUL TEMP[3].y, SV[3].xxxx, SV[3].yyyy
UMUL TEMP[3].y, TEMP[3].yyyy, SV[3].zzzz
UMAD TEMP[3].x, TEMP[3].xxxx, TEMP[3].yyyy, TEMP[0].xxxx
SHL TEMP[3].x, TEMP[3].xxxx, IMM[0].zzzz
UADD TEMP[2].x, TEMP[2].xxxx, TEMP[1].xxxx
STORE BUFFER[0].x, TEMP[3].xxxx, TEMP[2].xxxx
END
`;
  for (const name of hosts)
    dispatch(host(name), { text, groups: [3, 2, 1], storage: { 0: new Uint32Array(64 * 6) }, options: { sharedBytes: 256 } }, (memory) =>
      expect([...memory.words(0)]).toEqual(Array.from({ length: 64 * 6 }, (_, i) => 63 - (i % 64))),
    );
});

test.for([
  ['ATOMUADD', 1, 1000],
  ['ATOMFADD', float(1), float(1000)],
  ['ATOMINC_WRAP', 999, 0],
] as const)('%s of a thousand threads', ([op, operand, result]) => {
  const text = `${header(250)}${op} TEMP[0].x, BUFFER[0], IMM[0].xxxx, IMM[2].xxxx
END
`.replace('IMM[1]', `IMM[2] UINT32 {${operand}, 0, 0, 0}\nIMM[1]`);
  const sorted = text.replace(/(IMM\[2\].*\n)(IMM\[1\].*\n)/, '$2$1');
  for (const name of hosts)
    dispatch(host(name), { text: sorted, groups: [4, 1, 1], storage: { 0: new Uint32Array(1) } }, (memory) =>
      expect(memory.words(0)[0]).toBe(result),
    );
});

test.for([
  ['vertex', 0],
  ['fragment', 3],
] as const)('a %s shader writes a buffer', ([stage, base]) => {
  const at = host('gl450');
  const vertex = `VERT
DCL SV[0], VERTEXID
DCL OUT[0], POSITION
DCL BUFFER[0]
DCL TEMP[0]
IMM[0] UINT32 {0, 1, 7, 2}
IMM[1] FLT32 {0.0, 0.0, 0.0, 1.0}
SHL TEMP[0].x, SV[0].xxxx, IMM[0].wwww
UADD TEMP[0].y, SV[0].xxxx, IMM[0].zzzz
STORE BUFFER[0].x, TEMP[0].xxxx, TEMP[0].yyyy
MOV OUT[0], IMM[1]
END
`;
  const fragment = `FRAG
DCL BUFFER[0]
DCL TEMP[0]
IMM[0] UINT32 {0, 1, 7, 2}
ATOMUADD TEMP[0].x, BUFFER[0], IMM[0].xxxx, IMM[0].yyyy, COHERENT, RESTRICT
END
`;
  const plain = 'FRAG\nDCL OUT[0], COLOR\nIMM[0] FLT32 {0.0, 0.0, 0.0, 1.0}\nMOV OUT[0], IMM[0]\nEND\n';
  const { gl } = at;
  const buffer = gl.createBuffer();
  const zeros = gl.memory(16);
  zeros.bytes.fill(0);
  gl.bindBuffer(GL.SHADER_STORAGE_BUFFER, buffer);
  gl.bufferData(GL.SHADER_STORAGE_BUFFER, 16, zeros, 0, GL.STATIC_DRAW);
  gl.bindBufferBase(GL.SHADER_STORAGE_BUFFER, base, buffer);
  at.draw({
    ...(stage === 'vertex' ? { vertex } : {}),
    fragment: stage === 'fragment' ? fragment : plain,
    fs: { storageBase: stage === 'fragment' ? base : 0 },
    width: 4,
    height: 4,
  });
  gl.memoryBarrier(0xffffffff);
  gl.getBufferSubData(GL.SHADER_STORAGE_BUFFER, 0, 16, zeros, 0);
  const words = [...new Uint32Array(zeros.bytes.slice().buffer, 0, 4)];
  gl.freeMemory(zeros);
  gl.deleteBuffer(buffer);
  expect(words).toEqual(stage === 'vertex' ? [7, 8, 9, 0] : [16, 0, 0, 0]);
});

test('what is told about buffers', () => {
  const text = `${header(1)}DCL BUFFER[5]
LOAD TEMP[0].x, BUFFER[5], IMM[0].xxxx
STORE BUFFER[1].x, IMM[0].xxxx, TEMP[0].xxxx
END
`.replace(/(IMM[^]*)(DCL BUFFER\[5\]\n)/, '$2$1');
  const module = parsed(text);
  expect(module.info).toMatchObject({ storageSlots: 6, imageSlots: 0, writesMemory: true, workgroup: [1, 1, 1] });
  const { storageBlocks } = host('gl450').write(module, { storageBase: 2 });
  expect(storageBlocks).toEqual([
    { slot: 1, name: 'cs_b1', binding: 3, writes: true },
    { slot: 5, name: 'cs_b5', binding: 7, writes: false },
  ]);
  const old = writeGlsl(module, { dialect: { glsl: 330 }, features: {} });
  expect(old).toMatchObject({ ok: false, message: /compute/ });
});
