import type { LinkedProgram, LinkedStage, ShaderCompiler } from '../program/linked.ts';

/** A compiler that knows programs by the names that their shaders have in place of text: `vertex:NAME` and `fragment:NAME`. */
export function handCompiler(programs: Readonly<Record<string, LinkedProgram>>): ShaderCompiler {
  return {
    compile: (_stage, source) => ({ ok: source !== 'bad', log: source === 'bad' ? 'bad shader' : '', unit: source }),
    link(units) {
      const name = String(units[0]).split(':')[1] ?? '';
      const found = programs[name] ?? null;
      return { ok: found !== null, log: found === null ? `no program ${name}` : '', program: found };
    },
  };
}

/** A stage that reads nothing but constants. */
export function stage(number: number, tgsi: string, more: Partial<LinkedStage> = {}): LinkedStage {
  return {
    stage: number,
    tgsi,
    tokens: 300,
    streamOutput: null,
    constantWords: 0,
    samplers: [],
    uniformBlocks: [],
    images: [],
    storageBlocks: [],
    counterBuffers: [],
    sharedBytes: 0,
    ...more,
  };
}

/** A program with nothing declared but what is said. */
export function program(stages: readonly LinkedStage[], more: Partial<LinkedProgram> = {}): LinkedProgram {
  return {
    writesPointSize: true,
    stages,
    attributes: [],
    uniforms: [],
    builtins: [],
    uniformBlocks: [],
    feedbackVaryings: [],
    fragmentOutputs: [],
    storageBlocks: [],
    bufferVariables: [],
    counterBuffers: [],
    subroutines: [],
    outputs: [],
    workgroup: null,
    geometry: null,
    tessellation: null,
    ...more,
  };
}

const uniform = {
  size: 1,
  block: -1,
  offset: -1,
  arrayStride: -1,
  matrixStride: -1,
  rowMajor: false,
  binding: 0,
  initial: null,
  image: null,
  counterBuffer: -1,
  stages: [],
};

/** Programs of the tests. */
export const programs: Readonly<Record<string, LinkedProgram>> = {
  /** `attribute vec4 position; uniform vec4 color;` */
  flat: program(
    [
      stage(0, 'VERT\nDCL IN[0]\nDCL OUT[0], POSITION\n  0: MOV OUT[0], IN[0]\n  1: END\n'),
      stage(1, 'FRAG\nDCL OUT[0], COLOR\nDCL CONST[0][0]\n  0: MOV OUT[0], CONST[0][0]\n  1: END\n', { constantWords: 4 }),
    ],
    {
      attributes: [{ name: 'position', type: 0x8b52, size: 1, location: 0, input: 0 }],
      uniforms: [{ ...uniform, name: 'color', type: 0x8b52, location: 0, perStage: [{ stage: 1, slot: 0 }] }],
      fragmentOutputs: [{ name: 'color', location: 0, kind: 'float', index: 0, type: 0x8b52 }],
    },
  ),
  /** `attribute vec4 position; attribute vec2 uv; uniform sampler2D image;` */
  textured: program(
    [
      stage(
        0,
        'VERT\nDCL IN[0]\nDCL IN[1]\nDCL OUT[0], POSITION\nDCL OUT[1], GENERIC[0]\n  0: MOV OUT[0], IN[0]\n  1: MOV OUT[1], IN[1]\n  2: END\n',
      ),
      stage(
        1,
        'FRAG\nDCL IN[0], GENERIC[0], PERSPECTIVE\nDCL OUT[0], COLOR\nDCL SAMP[0]\nDCL SVIEW[0], 2D, FLOAT\nDCL TEMP[0]\n  0: TEX TEMP[0], IN[0], SAMP[0], 2D\n  1: MOV OUT[0], TEMP[0]\n  2: END\n',
        { samplers: [{ slot: 0, uniform: 0, element: 0 }] },
      ),
    ],
    {
      attributes: [
        { name: 'position', type: 0x8b52, size: 1, location: 0, input: 0 },
        { name: 'uv', type: 0x8b50, size: 1, location: 1, input: 1 },
      ],
      uniforms: [{ ...uniform, name: 'image', type: 0x8b5e, location: 0, perStage: [] }],
      fragmentOutputs: [{ name: 'color', location: 0, kind: 'float', index: 0, type: 0x8b52 }],
    },
  ),
  /** Points whose color is gl_PointCoord. */
  points: program(
    [
      stage(
        0,
        'VERT\nDCL IN[0]\nDCL OUT[0], POSITION\nDCL OUT[1], PSIZE\nIMM[0] FLT32 {    8.0000,     8.0000,     8.0000,     8.0000}\n  0: MOV OUT[0], IN[0]\n  1: MOV OUT[1].x, IMM[0].xxxx\n  2: END\n',
      ),
      stage(
        1,
        'FRAG\nDCL IN[0], PCOORD, PERSPECTIVE\nDCL OUT[0], COLOR\nIMM[0] FLT32 {    0.0000,     1.0000,     0.0000,     1.0000}\nDCL TEMP[0]\n  0: MOV TEMP[0], IMM[0].xxxy\n  1: MOV TEMP[0].xy, IN[0].xyyy\n  2: MOV OUT[0], TEMP[0]\n  3: END\n',
      ),
    ],
    {
      attributes: [{ name: 'position', type: 0x8b52, size: 1, location: 0, input: 0 }],
      fragmentOutputs: [{ name: 'color', location: 0, kind: 'float', index: 0, type: 0x8b52 }],
    },
  ),
  /** `layout(std140) uniform Block { vec4 color; }`, instanced offsets in `attribute vec4 shift`. */
  block: program(
    [
      stage(
        0,
        'VERT\nDCL IN[0]\nDCL IN[1]\nDCL OUT[0], POSITION\nDCL TEMP[0]\n  0: ADD TEMP[0], IN[0], IN[1]\n  1: MOV TEMP[0].w, IN[0].wwww\n  2: MOV OUT[0], TEMP[0]\n  3: END\n',
      ),
      stage(1, 'FRAG\nDCL OUT[0], COLOR\nDCL CONST[1][0]\n  0: MOV OUT[0], CONST[1][0]\n  1: END\n', {
        uniformBlocks: [{ slot: 1, block: 0 }],
      }),
    ],
    {
      attributes: [
        { name: 'position', type: 0x8b52, size: 1, location: 0, input: 0 },
        { name: 'shift', type: 0x8b52, size: 1, location: 3, input: 1 },
      ],
      uniforms: [
        {
          ...uniform,
          name: 'color',
          type: 0x8b52,
          location: -1,
          block: 0,
          offset: 0,
          arrayStride: 0,
          matrixStride: 0,
          perStage: [],
        },
      ],
      uniformBlocks: [{ name: 'Block', binding: 0, dataSize: 16, uniforms: [0], stages: [1] }],
      fragmentOutputs: [{ name: 'result', location: 0, kind: 'float', index: 0, type: 0x8b52 }],
    },
  ),
  /** Two outputs: red, and an unsigned integer 7. */
  outputs: program(
    [
      stage(0, 'VERT\nDCL IN[0]\nDCL OUT[0], POSITION\n  0: MOV OUT[0], IN[0]\n  1: END\n'),
      stage(
        1,
        'FRAG\nDCL OUT[0], COLOR\nDCL OUT[1], COLOR[1]\nIMM[0] FLT32 {    1.0000,     0.0000,     0.0000,     1.0000}\nIMM[1] UINT32 {7, 8, 9, 10}\n  0: MOV OUT[0], IMM[0]\n  1: MOV OUT[1], IMM[1]\n  2: END\n',
      ),
    ],
    {
      attributes: [{ name: 'position', type: 0x8b52, size: 1, location: 0, input: 0 }],
      fragmentOutputs: [
        { name: 'a', location: 0, kind: 'float', index: 0, type: 0x8b52 },
        { name: 'b', location: 1, kind: 'uint', index: 0, type: 0x8b52 },
      ],
    },
  ),
  /** Captures `position * 2`. */
  feedback: program(
    [
      stage(
        0,
        'VERT\nDCL IN[0]\nDCL OUT[0], POSITION\nDCL OUT[1], GENERIC[0]\n  0: MOV OUT[0], IN[0]\n  1: ADD OUT[1], IN[0], IN[0]\n  2: END\n',
        {
          streamOutput: {
            stride: [4, 0, 0, 0],
            outputs: [{ registerIndex: 1, startComponent: 0, numComponents: 4, buffer: 0, dstOffset: 0, stream: 0 }],
          },
        },
      ),
      stage(
        1,
        'FRAG\nDCL OUT[0], COLOR\nIMM[0] FLT32 {    1.0000,     1.0000,     1.0000,     1.0000}\n  0: MOV OUT[0], IMM[0]\n  1: END\n',
      ),
    ],
    {
      attributes: [{ name: 'position', type: 0x8b52, size: 1, location: 0, input: 0 }],
      feedbackVaryings: [{ name: 'twice', type: 0x8b52, size: 1 }],
      fragmentOutputs: [{ name: 'a', location: 0, kind: 'float', index: 0, type: 0x8b52 }],
    },
  ),
};
