/**
 * Memory that shaders under test touch: storage buffers, counters and images, bound where the text says, read back afterwards; and
 * compute shaders, dispatched.
 */
import { GL } from '@virglass/gl';
import type { NativeGl } from '@virglass/gl/native';
import { expect, test } from 'vitest';
import type { GlslOptions, GlslShader } from '../back/glsl/options.ts';
import { type Host, host, parsed } from './host.test.ts';

/** An image of 32-bit words: what it is, and its first contents (words, as getTexImage would give them). */
export type TestImage = {
  /** GL texture target, or TEXTURE_BUFFER. */
  readonly target: number;
  /** GL internal format, of words. */
  readonly format: number;
  readonly width: number;
  readonly height?: number;
  readonly depth?: number;
  readonly samples?: number;
  readonly unit: number;
};

/** What is bound; each by binding. */
export type TestMemory = {
  readonly storage?: Readonly<Record<number, Uint32Array>>;
  readonly counters?: Readonly<Record<number, Uint32Array>>;
  readonly images?: readonly TestImage[];
};

const external: Readonly<Record<number, readonly [format: number, type: number, words: number]>> = {
  [GL.R32UI]: [GL.RED_INTEGER, GL.UNSIGNED_INT, 1],
  [GL.R32I]: [GL.RED_INTEGER, GL.INT, 1],
  [GL.R32F]: [GL.RED, GL.FLOAT, 1],
  [GL.RGBA32UI]: [GL.RGBA_INTEGER, GL.UNSIGNED_INT, 4],
  [GL.RGBA32F]: [GL.RGBA, GL.FLOAT, 4],
  [GL.RGBA8]: [GL.RGBA, GL.FLOAT, 4],
  [GL.RG16F]: [GL.RGBA, GL.FLOAT, 4],
};

/** Bound memory. */
export class BoundMemory {
  readonly #gl: NativeGl;
  readonly #buffers: { target: number; binding: number; name: number; bytes: number }[] = [];
  readonly #textures: { image: TestImage; name: number; buffer: number }[] = [];

  constructor(gl: NativeGl, memory: TestMemory) {
    this.#gl = gl;
    for (const [binding, words] of Object.entries(memory.storage ?? {})) this.#buffer(GL.SHADER_STORAGE_BUFFER, Number(binding), words);
    for (const [binding, words] of Object.entries(memory.counters ?? {})) this.#buffer(GL.ATOMIC_COUNTER_BUFFER, Number(binding), words);
    for (const image of memory.images ?? []) this.#image(image);
  }

  #buffer(target: number, binding: number, words: Uint32Array): void {
    const gl = this.#gl;
    const bytes = words.byteLength;
    const memory = gl.memory(bytes);
    memory.bytes.set(new Uint8Array(words.buffer, words.byteOffset, bytes));
    const name = gl.createBuffer();
    gl.bindBuffer(target, name);
    gl.bufferData(target, bytes, memory, 0, GL.DYNAMIC_DRAW);
    gl.freeMemory(memory);
    gl.bindBufferBase(target, binding, name);
    this.#buffers.push({ target, binding, name, bytes });
  }

  #image(image: TestImage): void {
    const gl = this.#gl;
    const { target, format, width, height = 1, depth = 1, samples = 0, unit } = image;
    const name = gl.createTexture();
    gl.bindTexture(target, name);
    let buffer = 0;
    if (target === GL.TEXTURE_BUFFER) {
      const bytes = width * 16;
      const memory = gl.memory(bytes);
      memory.bytes.fill(0);
      buffer = gl.createBuffer();
      gl.bindBuffer(target, buffer);
      gl.bufferData(target, bytes, memory, 0, GL.DYNAMIC_DRAW);
      gl.freeMemory(memory);
      gl.texBufferRange(target, format, buffer, 0, width * 4 * (external[format]?.[2] ?? 1));
    } else if (target === GL.TEXTURE_1D) gl.texStorage1D(target, 1, format, width);
    else if (target === GL.TEXTURE_2D_MULTISAMPLE) gl.texStorage2DMultisample(target, samples, format, width, height, true);
    else if (target === GL.TEXTURE_2D_MULTISAMPLE_ARRAY) gl.texStorage3DMultisample(target, samples, format, width, height, depth, true);
    else if (target === GL.TEXTURE_3D || target === GL.TEXTURE_2D_ARRAY || target === GL.TEXTURE_CUBE_MAP_ARRAY)
      gl.texStorage3D(target, 1, format, width, height, depth);
    else gl.texStorage2D(target, 1, format, width, height);
    gl.bindImageTexture(unit, name, 0, true, 0, GL.READ_WRITE, format);
    this.#textures.push({ image, name, buffer });
  }

  /** Words of a storage buffer or of counters. */
  words(binding: number, target: number = GL.SHADER_STORAGE_BUFFER): Uint32Array {
    const gl = this.#gl;
    gl.memoryBarrier(0xffffffff);
    const one = this.#buffers.find((buffer) => buffer.binding === binding && buffer.target === target);
    if (one === undefined) throw new Error('no such buffer');
    const memory = gl.memory(one.bytes);
    gl.bindBuffer(target, one.name);
    if (gl.features.isGles) {
      const pointer = gl.mapBufferRange(target, 0, one.bytes, GL.MAP_READ_BIT);
      if (pointer === null) throw new Error('no mapping');
      memory.bytes.set(pointer.bytes.subarray(0, one.bytes));
      gl.unmapBuffer(target);
    } else gl.getBufferSubData(target, 0, one.bytes, memory, 0);
    const out = new Uint32Array(memory.bytes.slice().buffer, 0, one.bytes / 4);
    gl.freeMemory(memory);
    return out;
  }

  /** Words of an image by getTexImage; `face` of a cube. Desktop alone. */
  image(unit: number, face = 0): Uint32Array {
    const gl = this.#gl;
    gl.memoryBarrier(0xffffffff);
    const one = this.#textures.find(({ image }) => image.unit === unit);
    if (one === undefined) throw new Error('no such image');
    const { target, format, width, height = 1, depth = 1 } = one.image;
    const [external0, type, words] = external[format] ?? [GL.RGBA, GL.FLOAT, 4];
    const bytes = width * height * depth * words * 4;
    const memory = gl.memory(bytes);
    if (target === GL.TEXTURE_BUFFER) {
      gl.bindBuffer(target, one.buffer);
      gl.getBufferSubData(target, 0, bytes, memory, 0);
    } else {
      gl.bindTexture(target, one.name);
      gl.getTexImage(target === GL.TEXTURE_CUBE_MAP ? GL.TEXTURE_CUBE_MAP_POSITIVE_X + face : target, 0, external0, type, memory, 0);
    }
    const out = new Uint32Array(memory.bytes.slice().buffer, 0, bytes / 4);
    gl.freeMemory(memory);
    return out;
  }

  /** Frees everything. */
  free(): void {
    const gl = this.#gl;
    for (const { target, binding, name } of this.#buffers) {
      gl.bindBufferBase(target, binding, 0);
      gl.deleteBuffer(name);
    }
    for (const { name, buffer, image } of this.#textures) {
      gl.bindImageTexture(image.unit, 0, 0, false, 0, GL.READ_ONLY, GL.R32UI);
      gl.deleteTexture(name);
      if (buffer !== 0) gl.deleteBuffer(buffer);
    }
  }
}

/** A dispatch. */
export type Dispatch = TestMemory & {
  readonly text: string;
  readonly options?: Partial<GlslOptions>;
  readonly groups?: readonly [number, number, number];
};

/** Compiles and links a compute shader. */
export const linkCompute = (at: Host, shader: GlslShader): number => {
  const { gl } = at;
  const name = at.compile('compute', shader.source);
  const program = gl.createProgram();
  gl.attachShader(program, name);
  gl.linkProgram(program);
  gl.deleteShader(name);
  if (gl.getProgramParameter(program, GL.LINK_STATUS) === 0) {
    const log = gl.getProgramInfoLog(program);
    gl.deleteProgram(program);
    throw new Error(`${log}\n${shader.source}`);
  }
  return program;
};

/** Dispatches a compute shader and hands what is bound to `look`. */
export const dispatch = <T>(
  at: Host,
  { text, options = {}, groups = [1, 1, 1], ...memory }: Dispatch,
  look: (memory: BoundMemory) => T,
): T => {
  const { gl } = at;
  const shader = at.write(parsed(text), options);
  const program = linkCompute(at, shader);
  gl.useProgram(program);
  const bound = new BoundMemory(gl, memory);
  for (const { name, unit } of shader.samplers) gl.uniform1i(gl.getUniformLocation(program, name), unit);
  gl.dispatchCompute(...groups);
  const out = look(bound);
  bound.free();
  gl.useProgram(0);
  gl.deleteProgram(program);
  const error = gl.getError();
  if (error !== 0) throw new Error(`GL error 0x${error.toString(16)}\n${shader.source}`);
  return out;
};

test('a compute shader runs', () => {
  const text = `COMP
PROPERTY CS_FIXED_BLOCK_WIDTH 4
PROPERTY CS_FIXED_BLOCK_HEIGHT 1
PROPERTY CS_FIXED_BLOCK_DEPTH 1
DCL SV[0], THREAD_ID
DCL BUFFER[0]
DCL TEMP[0]
IMM[0] UINT32 {2, 5, 0, 0}
SHL TEMP[0].x, SV[0].xxxx, IMM[0].xxxx
UMUL TEMP[0].y, SV[0].xxxx, IMM[0].yyyy
STORE BUFFER[0].x, TEMP[0].xxxx, TEMP[0].yyyy
END
`;
  for (const name of ['gl450', 'es310'])
    expect([...dispatch(host(name), { text, storage: { 0: new Uint32Array(6) } }, (memory) => memory.words(0))]).toEqual([
      0, 5, 10, 15, 0, 0,
    ]);
});
