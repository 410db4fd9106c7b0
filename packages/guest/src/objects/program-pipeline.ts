/*
 * Program pipelines: stages of several programs that draw together.
 *
 * A pipeline has a program object of its own for the rest of the driver, whose executable is put together from those of its programs:
 * shaders, constants and units are theirs, so what is set in them holds wherever they are used. It is made anew when one of them was linked
 * again. Shaders that were linked apart fit together because the linker numbers what passes between separable programs by name.
 */
import { PipeShader } from '@virglass/protocol';
import type { Stream } from '../encoder/stream.ts';
import type { LinkedProgram, LinkedStage } from '../program/linked.ts';
import { Executable, ProgramObject } from './program.ts';

const DRAW_STAGES = [PipeShader.VERTEX, PipeShader.TESS_CTRL, PipeShader.TESS_EVAL, PipeShader.GEOMETRY, PipeShader.FRAGMENT] as const;

/** A program pipeline object. */
export class ProgramPipelineObject {
  /** By stage (`PipeShader`): the program that runs it. */
  readonly programs: (ProgramObject | null)[] = [null, null, null, null, null, null];
  readonly stream: Stream;
  /** What draws with it see. */
  readonly whole = new ProgramObject();
  deleted = false;
  /** It has been bound, so it exists. */
  bound = false;
  validated = false;
  log = '';

  constructor(stream: Stream) {
    this.stream = stream;
    this.whole.linked = true;
  }

  /**
   * Brings the executable of the whole up to date.
   *
   * @returns it; null where there is no vertex shader
   */
  update(): Executable | null {
    const { whole } = this;
    const parts = DRAW_STAGES.map((stage) => this.#part(stage));
    if (parts[0] === null) {
      whole.executable = null;
      return null;
    }
    const old = whole.executable instanceof PipelineExecutable ? whole.executable : null;
    if (old === null || old.parts.some((part, i) => part !== parts[i])) whole.executable = new PipelineExecutable(this.stream, parts);
    else old.takeBindings();
    whole.linkedSeparate = this.#feeder()?.linkedSeparate ?? false;
    return whole.executable;
  }

  /** The executable that runs a stage; null for none. */
  #part(stage: number): Executable | null {
    const executable = this.programs[stage]?.executable ?? null;
    return executable !== null && executable.shaders[stage] !== 0 ? executable : null;
  }

  /** The compute program's executable, which runs by itself. */
  compute(): Executable | null {
    return this.#part(PipeShader.COMPUTE);
  }

  /** The program whose varyings transform feedback takes: that of the last stage before the rasterizer. */
  #feeder(): ProgramObject | null {
    for (const stage of [PipeShader.GEOMETRY, PipeShader.TESS_EVAL, PipeShader.VERTEX]) {
      if (this.#part(stage) !== null) return this.programs[stage]!;
    }
    return null;
  }
}

/** See above. */
class PipelineExecutable extends Executable {
  /** By place in `DRAW_STAGES`. */
  readonly parts: readonly (Executable | null)[];
  /** Each part once, with a mask of the stages that it runs here and where its blocks begin. */
  readonly #sources: readonly { readonly part: Executable; readonly mask: number; readonly blocks: number; readonly storage: number }[];

  constructor(stream: Stream, parts: readonly (Executable | null)[]) {
    const { linked, sources } = join(parts);
    super(stream, linked);
    this.parts = parts;
    this.#sources = sources;
    parts.forEach((part, i) => {
      const stage = DRAW_STAGES[i]!;
      if (part === null) return;
      this.shaders[stage] = part.shaders[stage]!;
      this.constants[stage] = part.constants[stage]!;
      this.constantFloats[stage] = part.constantFloats[stage]!;
      this.constantInts[stage] = part.constantInts[stage]!;
    });
    let at = 0;
    for (const { part } of sources) for (const units of part.units) this.units[at++] = units;
    const dirty = {
      get: () => sources.reduce((bits, { part, mask }) => bits | (part.dirtyStages & mask), 0),
      set: (bits: number) => {
        for (const { part, mask } of sources) part.dirtyStages = (part.dirtyStages & ~mask) | (bits & mask);
      },
    };
    Object.defineProperty(this, 'dirtyStages', dirty);
    this.takeBindings();
  }

  /** Nothing is made for a stage: its program has it. */
  protected override begin(_stage: LinkedStage): void {}

  /** Choices of functions are their programs' own. */
  override resetSubroutines(): void {}

  /** Block bindings of its parts may have changed. */
  takeBindings(): void {
    for (const { part, blocks, storage } of this.#sources) {
      this.blockBindings.set(part.blockBindings, blocks);
      this.storageBindings.set(part.storageBindings, storage);
    }
  }

  /** Shaders belong to their programs. */
  override destroy(): void {}
}

/** One program of the stages of several. */
function join(parts: readonly (Executable | null)[]): {
  readonly linked: LinkedProgram;
  readonly sources: { readonly part: Executable; readonly mask: number; readonly blocks: number; readonly storage: number }[];
} {
  const sources: { part: Executable; mask: number; blocks: number; storage: number; uniforms: number }[] = [];
  const stages: LinkedStage[] = [];
  let uniforms = 0;
  let blocks = 0;
  let storage = 0;
  parts.forEach((part, i) => {
    if (part === null) return;
    const number = DRAW_STAGES[i]!;
    let source = sources.find((one) => one.part === part);
    if (source === undefined) {
      source = { part, mask: 0, blocks, storage, uniforms };
      sources.push(source);
      uniforms += part.linked.uniforms.length;
      blocks += part.linked.uniformBlocks.length;
      storage += part.linked.storageBlocks.length;
    }
    source.mask |= 1 << number;
    const { uniforms: firstUniform, blocks: firstBlock, storage: firstStorage } = source;
    const stage = part.stage(number)!;
    stages.push({
      ...stage,
      samplers: stage.samplers.map((s) => ({ ...s, uniform: s.uniform + firstUniform })),
      images: stage.images.map((s) => ({ ...s, uniform: s.uniform + firstUniform })),
      uniformBlocks: stage.uniformBlocks.map((b) => ({ ...b, block: b.block + firstBlock })),
      storageBlocks: stage.storageBlocks.map((b) => ({ ...b, block: b.block + firstStorage })),
    });
  });
  const of = (stage: number): LinkedProgram | undefined => parts[DRAW_STAGES.indexOf(stage as 0)]?.linked;
  const vertex = of(PipeShader.VERTEX)!;
  const last = of(PipeShader.GEOMETRY) ?? of(PipeShader.TESS_EVAL) ?? vertex;
  const linkeds = sources.map(({ part, mask }) => ({ linked: part.linked, mask }));
  const linked: LinkedProgram = {
    writesPointSize: last.writesPointSize,
    stages,
    attributes: vertex.attributes,
    // Values at the start have been set where they belong, and locations are asked of the programs.
    uniforms: linkeds.flatMap((one) => one.linked.uniforms.map((u) => ({ ...u, initial: null, location: -1 }))),
    builtins: linkeds.flatMap(({ linked: { builtins }, mask }) =>
      builtins.map((b) => ({ ...b, perStage: b.perStage.filter(({ stage }) => ((mask >> stage) & 1) === 1) })),
    ),
    uniformBlocks: linkeds.flatMap((one) => one.linked.uniformBlocks),
    storageBlocks: linkeds.flatMap((one) => one.linked.storageBlocks),
    bufferVariables: [],
    counterBuffers: linkeds.flatMap((one) => one.linked.counterBuffers),
    subroutines: [],
    feedbackVaryings: last.feedbackVaryings,
    fragmentOutputs: of(PipeShader.FRAGMENT)?.fragmentOutputs ?? [],
    outputs: [],
    workgroup: null,
    geometry: of(PipeShader.GEOMETRY)?.geometry ?? null,
    tessellation: of(PipeShader.TESS_EVAL)?.tessellation ?? null,
  };
  return { linked, sources };
}
