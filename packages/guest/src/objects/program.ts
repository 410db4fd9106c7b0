/*
 * Shader and program objects.
 *
 * A program that links gets an executable: shaders at the host, and the values of its uniforms as the host wants them, which is all
 * constants of a stage at once. Setting a uniform writes into these; the next draw sends what has changed.
 */
import { encodeCreateShader, ObjectType, PipeShader } from '@virglass/protocol';
import type { Stream } from '../encoder/stream.ts';
import { GL } from '../gl-constants.ts';
import type { CompiledShader, LinkedProgram, LinkedStage, LinkedUniform } from '../program/linked.ts';
import { isSamplerType, typeOf } from '../program/types.ts';

/** A shader object. */
export class ShaderObject {
  /** VERTEX_SHADER or FRAGMENT_SHADER. */
  readonly type: number;
  source = '';
  /** What was compiled last. */
  compiledSource = '';
  /** What the last compilation made. */
  compiled: CompiledShader | null = null;
  deleted = false;
  /** Programs that it is attached to. */
  attached = 0;

  constructor(type: number) {
    this.type = type;
  }
}

/** A program object. */
export class ProgramObject {
  readonly shaders: ShaderObject[] = [];
  readonly attributeBindings = new Map<string, number>();
  feedbackVaryings: readonly string[] = [];
  feedbackSeparate = false;
  /** Varyings of the last successful linking. */
  linkedSeparate = false;
  linked = false;
  validated = false;
  log = '';
  deleted = false;
  /** Contexts' and feedback's uses; a deleted program lives until there are none. */
  uses = 0;
  executable: Executable | null = null;
}

/** Where a uniform location leads. */
export interface UniformTarget {
  readonly index: number;
  readonly uniform: LinkedUniform;
  readonly element: number;
}

/** Bytes of a chunk of TGSI text in one command. */
const CHUNK_BYTES = 120_000;

/** What a linked program runs as. */
export class Executable {
  readonly stream: Stream;
  readonly linked: LinkedProgram;
  /** By stage (`PipeShader`): handle of the shader, 0 for none. */
  readonly shaders: number[] = [0, 0, 0, 0, 0, 0];
  /** By stage: CONST[0], or null. */
  readonly constants: (Uint32Array | null)[] = [null, null, null, null, null, null];
  readonly constantFloats: (Float32Array | null)[] = [null, null, null, null, null, null];
  readonly constantInts: (Int32Array | null)[] = [null, null, null, null, null, null];
  /** Bit i: constants of stage i have changed. */
  dirtyStages = 0;
  /** By uniform: texture units of a sampler uniform's elements. */
  readonly units: (Int32Array | null)[];
  /** Binding point of each uniform block. */
  readonly blockBindings: Int32Array;
  /** By IN[i]: location of the attribute; -1: none. */
  readonly inputs: Int32Array;
  /** By IN[i]: FLOAT, INT or UNSIGNED_INT. */
  readonly inputTypes: Int32Array;
  readonly locations: (UniformTarget | undefined)[] = [];

  constructor(stream: Stream, linked: LinkedProgram) {
    this.stream = stream;
    this.linked = linked;
    for (const stage of linked.stages) {
      this.shaders[stage.stage] = createShader(stream, stage);
      if (stage.constantWords === 0) continue;
      const words = new Uint32Array(stage.constantWords);
      this.constants[stage.stage] = words;
      this.constantFloats[stage.stage] = new Float32Array(words.buffer);
      this.constantInts[stage.stage] = new Int32Array(words.buffer);
      this.dirtyStages |= 1 << stage.stage;
    }
    this.units = linked.uniforms.map((uniform) => (isSamplerType(uniform.type) ? new Int32Array(uniform.size) : null));
    this.blockBindings = Int32Array.from(linked.uniformBlocks, (block) => block.binding);
    linked.uniforms.forEach((uniform, index) => {
      if (uniform.location < 0) return;
      for (let element = 0; element < uniform.size; element++) this.locations[uniform.location + element] = { index, uniform, element };
    });
    const count = linked.attributes.reduce(
      (most, a) => (a.input < 0 ? most : Math.max(most, a.input + typeOf(a.type).columns * a.size)),
      0,
    );
    this.inputs = new Int32Array(count).fill(-1);
    this.inputTypes = new Int32Array(count).fill(GL.FLOAT);
    for (const a of linked.attributes) {
      const { columns, component } = typeOf(a.type);
      for (let i = 0; i < columns * a.size && a.input >= 0; i++) {
        this.inputs[a.input + i] = a.location + i;
        this.inputTypes[a.input + i] = component;
      }
    }
  }

  /** Writes built-in state into the constants. */
  setBuiltins(values: (name: string) => number): void {
    for (const { name, perStage } of this.linked.builtins) {
      const value = values(name);
      for (const { stage, slot } of perStage) {
        const floats = this.constantFloats[stage]!;
        if (floats[slot * 4] === Math.fround(value)) continue;
        floats[slot * 4] = value;
        this.dirtyStages |= 1 << stage;
      }
    }
  }

  /** The stage of a number, if the program has it. */
  stage(stage: number): LinkedStage | undefined {
    return this.linked.stages.find((one) => one.stage === stage);
  }

  destroy(): void {
    for (const handle of this.shaders) if (handle !== 0) this.stream.destroyObject(ObjectType.SHADER, handle);
  }
}

/** Sends a shader; its handle. */
export function createShader(
  stream: Stream,
  { stage, tgsi, tokens, streamOutput }: Pick<LinkedStage, 'stage' | 'tgsi' | 'tokens' | 'streamOutput'>,
): number {
  const handle = stream.handle();
  const text = `${tgsi}\0`;
  for (let at = 0; at < text.length; at += CHUNK_BYTES) {
    const chunk = text.slice(at, at + CHUNK_BYTES);
    const first = at === 0;
    const outputs = first && streamOutput !== null ? streamOutput.outputs.length : 0;
    const room = 10 + outputs * 2 + Math.ceil(chunk.length / 4);
    const args = {
      handle,
      type: stage,
      offset: first ? text.length : at,
      continuation: first ? 0 : 1,
      numTokens: tokens,
      soNumOutputs: outputs,
      text: chunk,
    };
    const so = outputs === 0 ? {} : { so: { stride: streamOutput!.stride, output: streamOutput!.outputs } };
    stream.at = encodeCreateShader(stream.words, stream.floats, stream.room(room), { ...args, ...so });
  }
  return handle;
}

/** Stage of a GL shader type. */
export function stageOfType(type: number): number {
  return type === GL.VERTEX_SHADER ? PipeShader.VERTEX : PipeShader.FRAGMENT;
}
