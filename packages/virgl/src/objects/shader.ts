import * as p from '@virglass/protocol';
import type { StreamOutput } from '@virglass/shader';
import type { VirglContext } from '../context.ts';
import type { VirglHost } from '../host.ts';
import { MAX_SHADER_BYTES, STAGES } from '../limits.ts';
import type { ShaderModule } from '../programs/shader-module.ts';
import { Status } from '../status.ts';
import { VirglObject } from './virgl-object.ts';

/*
 * Shader objects.
 *
 * A text that does not fit into one submit comes in chunks: the first says how long the whole is, the others where they
 * go. Nothing is set aside for the announced length; chunks are kept as they come, and each must begin where the one
 * before ended. The shader exists for binding from the first chunk on and can be drawn with when the last has come.
 */

/** The pipe stage whose shaders have shared memory where others have stream output. */
const COMPUTE = 5;

/** Bytes of a stream-output buffer's vertex are counted in 16 bits. */
const MAX_STREAM_OUTPUTS = 64;

/** A shader: its stage and, once its text is complete, the parsed module that all equal shaders share. */
export class ShaderObject extends VirglObject {
  readonly kind = p.ObjectType.SHADER;
  readonly stage: number;
  readonly streamOutput: readonly StreamOutput[];
  /** Words of a vertex in each stream-output buffer. */
  readonly streamStrides: readonly number[];
  /** Compute shaders: bytes of shared memory; 0 in other stages. */
  readonly sharedBytes: number;
  /** Null until the text is complete. */
  module: ShaderModule | null = null;
  #text = '';
  readonly #totalBytes: number;

  constructor(
    handle: number,
    payload: Uint32Array,
    stage: number,
    totalBytes: number,
    streamOutput: readonly StreamOutput[],
    streamStrides: readonly number[],
    sharedBytes: number,
  ) {
    super(handle, payload);
    this.stage = stage;
    this.streamOutput = streamOutput;
    this.streamStrides = streamStrides;
    this.sharedBytes = sharedBytes;
    this.#totalBytes = totalBytes;
  }

  /** The text so far; what a snapshot emits. */
  get text(): string {
    return this.#text;
  }

  /** True when chunks are still to come. */
  get incomplete(): boolean {
    return this.module === null && this.#text.length < this.#totalBytes;
  }

  /**
   * Adds a chunk and, with the last one, parses the text.
   *
   * @param offset - bytes before this chunk
   * @returns why the chunk or the text is refused, or ''
   */
  append(ctx: VirglContext, offset: number, chunk: string, last: boolean): string {
    if (offset !== this.#text.length) return `chunk at byte ${offset}, ${this.#text.length} bytes are there`;
    if (this.#text.length + chunk.length > this.#totalBytes) return `text is longer than the ${this.#totalBytes} bytes announced`;
    this.#text += chunk;
    if (!last && this.#text.length < this.#totalBytes - 1) return '';
    return this.#parse(ctx);
  }

  #parse(ctx: VirglContext): string {
    const module = ctx.host.programs.module(this.#text, this.stage, this.streamOutput, this.streamStrides);
    if (typeof module === 'string') return module;
    this.module = module;
    return '';
  }

  protected override free(host: VirglHost): void {
    if (this.module !== null) host.programs.releaseModule(this.module);
  }
}

/** CREATE_OBJECT SHADER: makes a shader, or adds a chunk to one. */
export function createShader(ctx: VirglContext, words: Uint32Array, at: number, length: number): number {
  if (length < p.CreateShaderMinLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words is too short`);
  const handle = p.createShaderHandle(words, at);
  const stage = p.createShaderType(words, at);
  if (stage >= STAGES) return ctx.refuse(Status.ILLEGAL_VALUE, `shader ${handle}: stage ${stage}, there are ${STAGES}`);
  const soWords = p.createShaderSoWords(words, at);
  const textOffset = p.createShaderTextOffset(words, at);
  if (soWords > length - p.CreateShaderMinLength || textOffset > length + 1) {
    return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `shader ${handle}: stream output of ${soWords} words in a payload of ${length}`);
  }
  const chunk = readText(words, at + textOffset, at + 1 + length);
  const offset = p.createShaderOffset(words, at);
  const { objects } = ctx.sub;
  if (p.createShaderContinuation(words, at) !== 0) {
    const shader = objects.get(handle, p.ObjectType.SHADER) as ShaderObject | null;
    if (shader === null || !shader.incomplete) return ctx.refuse(Status.ILLEGAL_HANDLE, `shader ${handle}: no text to continue`);
    return finish(ctx, shader, shader.append(ctx, offset, chunk.text, chunk.ended));
  }
  if (offset > MAX_SHADER_BYTES) return ctx.refuse(Status.OUT_OF_QUOTA, `shader ${handle}: ${offset} bytes, at most ${MAX_SHADER_BYTES}`);
  const sharedBytes = stage === COMPUTE ? p.createShaderSoNumOutputs(words, at) : 0;
  const { features } = ctx.host.gl;
  if (stage === COMPUTE && !features.computeShader)
    return ctx.refuse(Status.UNSUPPORTED, `shader ${handle}: the host has no compute shaders`);
  if (sharedBytes > features.maxComputeSharedBytes) {
    return ctx.refuse(
      Status.ILLEGAL_VALUE,
      `shader ${handle}: ${sharedBytes} shared bytes, the host has ${features.maxComputeSharedBytes}`,
    );
  }
  const outputs = stage === COMPUTE ? [] : streamOutputs(words, at);
  if (typeof outputs === 'string') return ctx.refuse(Status.ILLEGAL_VALUE, `shader ${handle}: ${outputs}`);
  const strides = soWords === 0 ? [0, 0, 0, 0] : [0, 1, 2, 3].map((i) => p.createShaderSoStride(words, at, i));
  const shader = new ShaderObject(handle, words.slice(at + 1, at + textOffset), stage, offset, outputs, strides, sharedBytes);
  const reason = shader.append(ctx, 0, chunk.text, chunk.ended);
  objects.insert(shader);
  return finish(ctx, shader, reason);
}

function finish(ctx: VirglContext, shader: ShaderObject, reason: string): number {
  if (reason === '') return Status.OK;
  ctx.sub.objects.remove(shader.handle);
  return ctx.refuse(Status.ILLEGAL_SHADER, `shader ${shader.handle}: ${reason}`);
}

function streamOutputs(words: Uint32Array, at: number): StreamOutput[] | string {
  if (p.createShaderSoWords(words, at) === 0) return [];
  const count = p.createShaderSoNumOutputs(words, at);
  if (count > MAX_STREAM_OUTPUTS) return `${count} stream outputs, at most ${MAX_STREAM_OUTPUTS}`;
  const outputs: StreamOutput[] = [];
  for (let i = 0; i < count; i++) {
    const output: StreamOutput = {
      register: p.createShaderSoOutputRegisterIndex(words, at, i),
      startComponent: p.createShaderSoOutputStartComponent(words, at, i),
      count: p.createShaderSoOutputNumComponents(words, at, i),
      buffer: p.createShaderSoOutputBuffer(words, at, i),
      offsetDwords: p.createShaderSoOutputDstOffset(words, at, i),
      stream: p.createShaderSoOutputStream(words, at, i),
    };
    if (output.count === 0 || output.startComponent + output.count > 4 || output.buffer > 3) {
      return `stream output ${i}: components ${output.startComponent} to ${output.startComponent + output.count - 1}, buffer ${output.buffer}`;
    }
    outputs.push(output);
  }
  return outputs;
}

/** Bytes turned into text at once. */
const TEXT_PIECE = 4096;

/** The text (Latin-1, which ASCII is part of) in a run of words up to its zero byte, and whether there was one. */
function readText(words: Uint32Array, first: number, end: number): { readonly text: string; readonly ended: boolean } {
  const bytes = new Uint8Array(words.buffer, words.byteOffset + first * 4, Math.max(0, end - first) * 4);
  const zero = bytes.indexOf(0);
  const length = zero < 0 ? bytes.length : zero;
  let text = '';
  for (let at = 0; at < length; at += TEXT_PIECE) {
    text += String.fromCharCode(...bytes.subarray(at, Math.min(length, at + TEXT_PIECE)));
  }
  return { text, ended: zero >= 0 };
}
