/*
 * Shader and program objects.
 *
 * A program that links gets an executable: shaders at the host, and the values of its uniforms as the host wants them, which is all
 * constants of a stage at once. Setting a uniform writes into these; the next draw sends what has changed.
 */
import { encodeCreateShader, encodeLinkShader, ObjectType, PipeShader, readCapsV2HostFeatureCheckVersion } from '@virglass/protocol';
import type { Stream } from '../encoder/stream.ts';
import type { HostCaps } from '../formats/host-caps.ts';
import { GL4 } from '../gl4-constants.ts';
import type { CompiledShader, LinkedProgram, LinkedStage, LinkedUniform } from '../program/linked.ts';
import { isImageType, isSamplerType, typeOf } from '../program/types.ts';

/** A shader object. */
export class ShaderObject {
  /** VERTEX_SHADER and so on. */
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
  /** Fragment outputs: location and index. */
  readonly outputBindings = new Map<string, readonly [location: number, index: number]>();
  /** To be linked for pipelines, and whether the last successful linking was. */
  separable = false;
  linkedSeparable = false;
  /** What `getProgramBinary` is told to prepare for. */
  retrievable = false;
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

/** Version of a host's capabilities since which it takes hints about programs. */
const LINK_HINT_VERSION = 7;

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
  /** A shader writes the number of a viewport. */
  readonly choosesViewport: boolean;
  /** Bit i: constants of stage i have changed. */
  dirtyStages = 0;
  /** By uniform: texture or image units of a sampler or image uniform's elements. */
  readonly units: (Int32Array | null)[];
  /** Binding point of each uniform block. */
  readonly blockBindings: Int32Array;
  /** Binding point of each storage block. */
  readonly storageBindings: Int32Array;
  /** By IN[i]: location of the attribute; -1: none. */
  readonly inputs: Int32Array;
  /** By IN[i]: FLOAT, DOUBLE, INT or UNSIGNED_INT. */
  readonly inputTypes: Int32Array;
  /** By IN[i]: 1 for the third and fourth double of an attribute, which have an input of their own. */
  readonly inputHalves: Uint8Array;
  readonly locations: (UniformTarget | undefined)[] = [];
  /** By stage, then location: the function of each subroutine uniform. */
  readonly subroutines: number[][] = [];
  /** It has images, storage blocks or atomic counters. */
  readonly usesMemory: boolean;

  constructor(stream: Stream, linked: LinkedProgram) {
    this.stream = stream;
    this.linked = linked;
    this.choosesViewport = linked.stages.some(({ tgsi }) => tgsi.includes('VIEWPORT_INDEX'));
    for (const stage of linked.stages) this.begin(stage);
    const { uniforms } = linked;
    this.usesMemory = linked.stages.some((s) => s.images.length + s.storageBlocks.length + s.counterBuffers.length > 0);
    this.units = uniforms.map(({ type, size, binding }) =>
      isSamplerType(type) || isImageType(type) ? Int32Array.from({ length: size }, (_, i) => (binding < 0 ? 0 : binding + i)) : null,
    );
    this.blockBindings = Int32Array.from(linked.uniformBlocks, (block) => block.binding);
    this.storageBindings = Int32Array.from(linked.storageBlocks, (block) => block.binding);
    uniforms.forEach((uniform, index) => {
      if (uniform.initial !== null) this.#setInitial(uniform, uniform.initial);
      if (uniform.location < 0) return;
      for (let element = 0; element < uniform.size; element++) this.locations[uniform.location + element] = { index, uniform, element };
    });
    const count = linked.attributes.reduce((most, a) => (a.input < 0 ? most : Math.max(most, a.input + typeOf(a.type).slots * a.size)), 0);
    this.inputs = new Int32Array(count).fill(-1);
    this.inputTypes = new Int32Array(count).fill(GL4.FLOAT);
    this.inputHalves = new Uint8Array(count);
    for (const a of linked.attributes) {
      const { columns, component, slots } = typeOf(a.type);
      const halves = slots / columns;
      for (let i = 0; i < slots * a.size && a.input >= 0; i++) {
        this.inputs[a.input + i] = a.location + Math.floor(i / halves);
        this.inputTypes[a.input + i] = component;
        this.inputHalves[a.input + i] = i % halves;
      }
    }
    this.resetSubroutines();
  }

  /** Every subroutine uniform becomes the first function that it may be. */
  resetSubroutines(): void {
    for (const { stage, uniforms } of this.linked.subroutines) {
      const chosen: number[] = (this.subroutines[stage] = []);
      for (const { location, compatible, size } of uniforms) for (let i = 0; i < size; i++) chosen[location + i] = compatible[0] ?? 0;
      this.setSubroutines(stage, chosen);
    }
  }

  /** Chooses the functions of a stage's subroutine uniforms, by location. */
  setSubroutines(stage: number, functions: ArrayLike<number>): void {
    const own = this.linked.subroutines.find((one) => one.stage === stage);
    if (own === undefined) return;
    const words = this.constants[stage];
    this.subroutines[stage] = Array.from(functions);
    for (const { location, constant, size } of own.uniforms) {
      for (let i = 0; i < size && constant >= 0 && words != null; i++) words[(constant + i) * 4] = functions[location + i] ?? 0;
    }
    this.dirtyStages |= 1 << stage;
  }

  /** Makes a stage's shader and its constants. */
  protected begin(stage: LinkedStage): void {
    this.shaders[stage.stage] = createShader(this.stream, stage);
    if (stage.constantWords === 0) return;
    const words = new Uint32Array(stage.constantWords);
    this.constants[stage.stage] = words;
    this.constantFloats[stage.stage] = new Float32Array(words.buffer);
    this.constantInts[stage.stage] = new Int32Array(words.buffer);
    this.dirtyStages |= 1 << stage.stage;
  }

  #setInitial({ type, size, perStage }: LinkedUniform, initial: readonly number[]): void {
    const { columns, rows, component, slots } = typeOf(type);
    for (const { stage, slot } of perStage) {
      let from = 0;
      for (let column = 0; column < columns * size; column++) {
        const at = (slot + (column * slots) / columns) * 4;
        for (let r = 0; r < rows; r++) this.setComponent(stage, at, r, component, initial[from++] ?? 0);
      }
    }
  }

  /** Writes a component of a uniform's column that begins at a word of a stage's constants. */
  setComponent(stage: number, at: number, row: number, component: number, value: number): void {
    const words = this.constants[stage]!;
    if (component === GL4.FLOAT) this.constantFloats[stage]![at + row] = value;
    else if (component === GL4.DOUBLE) {
      scratch[0] = value;
      words[at + row * 2] = scratchWords[0]!;
      words[at + row * 2 + 1] = scratchWords[1]!;
    } else words[at + row] = component === GL4.BOOL ? (value ? TRUE : 0) : value;
  }

  /** Reads what `setComponent` writes; booleans are 0 or 1. */
  component(stage: number, at: number, row: number, component: number): number {
    const words = this.constants[stage]!;
    if (component === GL4.FLOAT) return this.constantFloats[stage]![at + row]!;
    if (component === GL4.INT) return this.constantInts[stage]![at + row]!;
    if (component === GL4.BOOL) return words[at + row] === 0 ? 0 : 1;
    if (component === GL4.UNSIGNED_INT) return words[at + row]!;
    scratchWords[0] = words[at + row * 2]!;
    scratchWords[1] = words[at + row * 2 + 1]!;
    return scratch[0]!;
  }

  /** Writes built-in state into the constants: a number, or scalars in order. */
  setBuiltins(values: (name: string) => number | ArrayLike<number>): void {
    for (const { name, type, size, perStage } of this.linked.builtins) {
      const value = values(name);
      const { columns, rows, component } = typeOf(type);
      for (const { stage, slot } of perStage) {
        const floats = this.constantFloats[stage]!;
        const ints = this.constantInts[stage]!;
        const into = component === GL4.FLOAT ? floats : ints;
        for (let column = 0, from = 0; column < columns * size; column++) {
          for (let r = 0; r < rows; r++, from++) {
            const at = (slot + column) * 4 + r;
            const wanted = typeof value === 'number' ? value : (value[from] ?? 0);
            const next = component === GL4.FLOAT ? Math.fround(wanted) : wanted | 0;
            if (into[at] === next) continue;
            into[at] = next;
            this.dirtyStages |= 1 << stage;
          }
        }
      }
    }
  }

  /** The stage of a number, if the program has it. */
  stage(stage: number): LinkedStage | undefined {
    return this.linked.stages.find((one) => one.stage === stage);
  }

  /** Tells the host that these shaders will be used together, so that it may begin to compile. */
  foresee(caps: HostCaps): void {
    if (readCapsV2HostFeatureCheckVersion(caps.view) < LINK_HINT_VERSION) return;
    const { stream, shaders } = this;
    stream.at = encodeLinkShader(stream.words, stream.floats, stream.room(7), {
      vertexHandle: shaders[PipeShader.VERTEX]!,
      fragmentHandle: shaders[PipeShader.FRAGMENT]!,
      geometryHandle: shaders[PipeShader.GEOMETRY]!,
      tessCtrlHandle: shaders[PipeShader.TESS_CTRL]!,
      tessEvalHandle: shaders[PipeShader.TESS_EVAL]!,
      computeHandle: shaders[PipeShader.COMPUTE]!,
    });
  }

  destroy(): void {
    for (const handle of this.shaders) if (handle !== 0) this.stream.destroyObject(ObjectType.SHADER, handle);
  }
}

/** Sends a shader; its handle. */
export function createShader(
  stream: Stream,
  {
    stage,
    tgsi,
    tokens,
    streamOutput,
    sharedBytes = 0,
  }: Pick<LinkedStage, 'stage' | 'tgsi' | 'tokens' | 'streamOutput'> & Partial<LinkedStage>,
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
      // Compute shaders, which have no outputs, say there how much memory they share.
      soNumOutputs: stage === PipeShader.COMPUTE ? sharedBytes : outputs,
      text: chunk,
    };
    const so = outputs === 0 ? {} : { so: { stride: streamOutput!.stride, output: streamOutput!.outputs } };
    stream.at = encodeCreateShader(stream.words, stream.floats, stream.room(room), { ...args, ...so });
  }
  return handle;
}

/** What comparisons make in shaders, and so what `true` is. */
const TRUE = 0xffffffff;
const scratch = new Float64Array(1);
const scratchWords = new Uint32Array(scratch.buffer);

const stagesByType: ReadonlyMap<number, number> = new Map([
  [GL4.VERTEX_SHADER, PipeShader.VERTEX],
  [GL4.FRAGMENT_SHADER, PipeShader.FRAGMENT],
  [GL4.GEOMETRY_SHADER, PipeShader.GEOMETRY],
  [GL4.TESS_CONTROL_SHADER, PipeShader.TESS_CTRL],
  [GL4.TESS_EVALUATION_SHADER, PipeShader.TESS_EVAL],
  [GL4.COMPUTE_SHADER, PipeShader.COMPUTE],
]);

/** Stage of a GL shader type; -1 for what is none. */
export function stageOfType(type: number): number {
  return stagesByType.get(type) ?? -1;
}
