/** What the commands of a test work on. */
import type { OpenGLContext, WebGLBuffer, WebGLFramebuffer, WebGLProgram, WebGLTexture } from '@virglass/guest';
import { encodeSetClipState } from '@virglass/protocol';
import type { ShaderTest } from './test-file.ts';
import { TestFailure } from './values.ts';

/** A texture that a command made. */
export interface TestTexture {
  readonly object: WebGLTexture;
  readonly width: number;
  readonly height: number;
  readonly layers: number;
}

/** See above. */
export class TestState {
  readonly gl: OpenGLContext;
  readonly test: ShaderTest;
  /** The linked program, or why there is none. */
  program: WebGLProgram | null = null;
  linkError = '';
  /** Programs of a pipeline, by stage. */
  readonly stagePrograms = new Map<number, WebGLProgram>();
  /** The program whose uniforms are set. */
  uniformProgram: WebGLProgram | null = null;
  expectsError = false;
  clearBits = 0;
  readonly tolerance = new Float32Array([0.01, 0.01, 0.01, 0.01]);
  readonly textures = new Map<number, TestTexture>();
  readonly uniformBuffers: { buffer: WebGLBuffer; bytes: Uint8Array<ArrayBuffer> }[] = [];
  readonly atomics = new Map<number, WebGLBuffer>();
  readonly storage = new Map<number, WebGLBuffer>();
  readonly feedback = new Map<number, WebGLBuffer>();
  /** Of the next uniform of a block: which element of an array of blocks. */
  blockIndex = 0;
  drawSize: readonly [number, number];
  readSize: readonly [number, number];
  readFramebuffer: WebGLFramebuffer | null = null;
  /** Rows of `[vertex data]`. */
  rows = 0;
  /** Chosen subroutines by stage. */
  readonly subroutines = new Map<number, Uint32Array<ArrayBuffer>>();
  /** Results of queries of captured primitives. */
  readonly counted = new Map<string, number>();
  pipeline: ReturnType<OpenGLContext['createProgramPipeline']> = null;
  readonly #clipPlanes = new Float32Array(8 * 4);
  /** GL errors of commands, to explain failures. */
  readonly errors: string[] = [];

  constructor(gl: OpenGLContext, test: ShaderTest) {
    this.gl = gl;
    this.test = test;
    this.drawSize = test.size;
    this.readSize = test.size;
  }

  /** The value of `GL_NAME`. */
  enum(name: string): number {
    const value = (this.gl as unknown as Record<string, unknown>)[name.replace(/^GL_/, '').replace(/_(ARB|EXT|OES)$/, '')];
    const exact = (this.gl as unknown as Record<string, unknown>)[name.replace(/^GL_/, '')];
    const number = typeof exact === 'number' ? exact : value;
    if (typeof number !== 'number') throw new TestFailure(`${name} is not known`);
    return number;
  }

  /** The program; its absence is the test's failure. */
  linked(): WebGLProgram {
    if (this.program === null) throw new TestFailure(`linking failed: ${this.linkError}`);
    return this.program;
  }

  texture(unit: number): TestTexture {
    const found = this.textures.get(unit);
    if (found === undefined) throw new TestFailure(`there is no texture ${unit}`);
    return found;
  }

  /** Uniforms of what a compatibility profile keeps in state. */
  setBuiltin(name: string, values: ArrayLike<number>): void {
    const { core } = this.gl;
    core.builtinValues.set(name, values);
    core.dirty.mark(~0);
  }

  /** A plane of the compatibility profile, in the coordinates of gl_ClipVertex. */
  setClipPlane(plane: number, values: readonly number[]): void {
    this.#clipPlanes.set(values, plane * 4);
    this.setBuiltin('gl_ClipPlane[0]', this.#clipPlanes);
    const { stream } = this.gl.core;
    stream.at = encodeSetClipState(stream.words, stream.floats, stream.room(33), { plane: this.#clipPlanes });
  }

  /** Colours as the last vertex has them, as the compatibility profile's shade model says. */
  setFlat(flat: boolean): void {
    this.#setRaster('flatShade', flat);
  }

  /** gl_BackColor on the back of triangles. */
  setTwoSide(on: boolean): void {
    this.#setRaster('twoSide', on);
  }

  #setRaster(name: 'flatShade' | 'twoSide', on: boolean): void {
    const { raster, dirty } = this.gl.core;
    raster[name] = on;
    dirty.mark(~0);
  }
}

/** A command: what lines it takes, and what it does with the groups. */
export type Command = readonly [pattern: RegExp, run: (state: TestState, ...groups: string[]) => void];

/** A number in a pattern. */
export const number = String.raw`([-+]?(?:0x[0-9a-fA-F]+|[\d.]+(?:[eE][-+]?\d+)?|inf|nan))`;
