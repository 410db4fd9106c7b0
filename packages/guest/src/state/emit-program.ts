/* Shaders, constants, uniform buffers, textures, images, storage and counters: what a program reads and writes. */
import {
  encodeBindShader,
  encodeSetAtomicBuffers,
  encodeSetShaderBuffers,
  encodeSetShaderImages,
  encodeSetTessState,
  encodeSetUniformBuffer,
  PipeShader,
} from '@virglass/protocol';
import { GL } from '../gl-constants.ts';
import { GL4 } from '../gl4-constants.ts';
import { createShader, type Executable } from '../objects/program.ts';
import type { SamplerParameters } from '../objects/sampler.ts';
import type { TextureObject } from '../objects/texture.ts';
import type { BufferRange } from '../objects/transform-feedback.ts';
import { samplerTarget } from '../program/types.ts';
import type { Core } from './core.ts';
import { Dirty } from './dirty.ts';
import { imageView, NO_IMAGE, sameImage, type ImageView } from './image-units.ts';

const STAGES = [PipeShader.VERTEX, PipeShader.FRAGMENT, PipeShader.GEOMETRY, PipeShader.TESS_CTRL, PipeShader.TESS_EVAL] as const;
const ALL_STAGES = [...STAGES, PipeShader.COMPUTE] as const;

/** Opcodes of commands that are written in place. */
const SET_SAMPLER_VIEWS = 10;
const SET_CONSTANT_BUFFER = 12;
const BIND_SAMPLER_STATES = 18;

/** See above. */
export class ProgramEmitter {
  readonly #core: Core;
  readonly #bound = [0, 0, 0, 0, 0, 0];
  /** By stage: views and states by slot as sent. */
  readonly #views: number[][] = ALL_STAGES.map(() => []);
  readonly #states: number[][] = ALL_STAGES.map(() => []);
  /** By stage: offset, length and resource by slot as sent. */
  readonly #uniforms: number[][] = ALL_STAGES.map(() => []);
  readonly #storage: number[][] = ALL_STAGES.map(() => []);
  readonly #images: ImageView[][] = ALL_STAGES.map(() => []);
  readonly #counters: number[] = [];
  /** Whose constants the host has: of draws, and of compute. */
  #constantsOf: Executable | null = null;
  #computeConstantsOf: Executable | null = null;
  #nothing = 0;
  #levels: readonly number[] = [];

  constructor(core: Core) {
    this.#core = core;
  }

  /** Binds a program's shaders. */
  shaders(executable: Executable): void {
    const { stream } = this.#core;
    for (const stage of STAGES) {
      let handle = executable.shaders[stage]!;
      if (handle === 0 && stage === PipeShader.FRAGMENT) handle = this.#noFragments();
      if (this.#bound[stage] === handle) continue;
      this.#bound[stage] = handle;
      stream.at = encodeBindShader(stream.words, stream.floats, stream.room(3), { handle, type: stage });
    }
  }

  /** Sends the tessellation levels that hold where no control shader sets them. */
  tessellation(executable: Executable): void {
    if (executable.shaders[PipeShader.TESS_EVAL] === 0 || executable.shaders[PipeShader.TESS_CTRL] !== 0) return;
    const { stream, patch } = this.#core;
    const levels = [...patch.outer, ...patch.inner];
    if (levels.every((level, i) => level === this.#levels[i])) return;
    this.#levels = levels;
    stream.at = encodeSetTessState(stream.words, stream.floats, stream.room(7), patch);
  }

  /** Hosts want a fragment shader even where nothing is drawn: one that does nothing. */
  #noFragments(): number {
    if (this.#nothing === 0) {
      const tgsi = 'FRAG\n  0: END\n';
      this.#nothing = createShader(this.#core.stream, { stage: PipeShader.FRAGMENT, tgsi, tokens: 300, streamOutput: null });
    }
    return this.#nothing;
  }

  /** Binds a program's compute shader. */
  computeShader(executable: Executable): void {
    const { stream } = this.#core;
    const handle = executable.shaders[PipeShader.COMPUTE]!;
    if (this.#bound[PipeShader.COMPUTE] === handle) return;
    this.#bound[PipeShader.COMPUTE] = handle;
    stream.at = encodeBindShader(stream.words, stream.floats, stream.room(3), { handle, type: PipeShader.COMPUTE });
  }

  /** Sends the constants of stages that have changed. */
  constants(executable: Executable): void {
    let stages = executable.dirtyStages;
    if (this.#constantsOf !== executable) {
      this.#constantsOf = executable;
      stages = 63;
    }
    executable.dirtyStages = 0;
    this.#sendConstants(executable, stages);
  }

  /** Likewise for a compute shader. */
  computeConstants(executable: Executable): void {
    const bit = 1 << PipeShader.COMPUTE;
    if (this.#computeConstantsOf === executable && (executable.dirtyStages & bit) === 0) return;
    this.#computeConstantsOf = executable;
    executable.dirtyStages &= ~bit;
    this.#sendConstants(executable, bit);
  }

  #sendConstants(executable: Executable, mask: number): void {
    let stages = mask;
    for (let stage = 0; stages !== 0; stage++, stages >>= 1) {
      if ((stages & 1) === 0) continue;
      const data = executable.constants[stage];
      if (data == null) continue;
      const { stream } = this.#core;
      const at = stream.room(3 + data.length);
      stream.words[at] = SET_CONSTANT_BUFFER | ((2 + data.length) << 16);
      stream.words[at + 1] = stage;
      stream.words[at + 2] = 0;
      stream.words.set(data, at + 3);
      stream.at = at + 3 + data.length;
    }
  }

  /** Somebody else bound shaders or constants. */
  forget(): void {
    this.#bound.fill(-1);
    this.#constantsOf = null;
    this.#computeConstantsOf = null;
  }

  uniformBuffers(executable: Executable): void {
    const { stream, uniformBuffers } = this.#core;
    for (const { stage, uniformBlocks } of executable.linked.stages) {
      const sent = this.#uniforms[stage]!;
      for (const { slot, block } of uniformBlocks) {
        const { buffer, offset, size } = uniformBuffers[executable.blockBindings[block]!]!;
        if (buffer === null) continue;
        const length = size === 0 ? Math.max(0, buffer.size - offset) : size;
        const at = slot * 3;
        if (sent[at] === offset && sent[at + 1] === length && sent[at + 2] === buffer.resource) continue;
        sent[at] = offset;
        sent[at + 1] = length;
        sent[at + 2] = buffer.resource;
        const args = { shaderType: stage, index: slot, offset, length, resHandle: buffer.resource };
        stream.at = encodeSetUniformBuffer(stream.words, stream.floats, stream.room(6), args);
      }
    }
  }

  /** Sends the storage buffers, counters and images that a program uses. */
  memory(executable: Executable): void {
    const core = this.#core;
    for (const { stage, storageBlocks, images, counterBuffers } of executable.linked.stages) {
      for (const { slot, block } of storageBlocks) {
        const range = core.storageBuffers[executable.storageBindings[block]!];
        this.#sendRange(range, slot, this.#storage[stage]!, (buffer) => {
          const { stream } = core;
          const args = { shaderType: stage, startSlot: slot, buffer: [buffer] };
          stream.at = encodeSetShaderBuffers(stream.words, stream.floats, stream.room(6), args);
        });
      }
      for (const binding of counterBuffers) {
        this.#sendRange(core.atomicBuffers[binding], binding, this.#counters, (buffer) => {
          const { stream } = core;
          stream.at = encodeSetAtomicBuffers(stream.words, stream.floats, stream.room(5), { startSlot: binding, buffer: [buffer] });
        });
      }
      const sent = this.#images[stage]!;
      for (const { slot, uniform, element } of images) {
        const unit = core.imageUnits[executable.units[uniform]![element]!];
        const view = unit === undefined ? NO_IMAGE : imageView(unit, executable.linked.uniforms[uniform]!);
        const before = sent[slot];
        if (before !== undefined && sameImage(before, view)) continue;
        sent[slot] = view;
        const { stream } = core;
        const args = { shaderType: stage, startSlot: slot, image: [view] };
        stream.at = encodeSetShaderImages(stream.words, stream.floats, stream.room(8), args);
      }
    }
  }

  /** Sends a range of a buffer where it is not what was sent before. */
  #sendRange(
    range: BufferRange | undefined,
    slot: number,
    sent: number[],
    send: (buffer: { readonly offset: number; readonly length: number; readonly resHandle: number }) => void,
  ): void {
    const buffer = range?.buffer ?? null;
    const room = buffer === null ? 0 : Math.max(0, buffer.size - range!.offset);
    const length = range === undefined || range.size === 0 ? room : Math.min(range.size, room);
    const resHandle = length === 0 ? 0 : buffer!.resource;
    const offset = resHandle === 0 ? 0 : range!.offset;
    const at = slot * 3;
    if (sent[at] === offset && sent[at + 1] === length && sent[at + 2] === resHandle) return;
    sent[at] = offset;
    sent[at + 1] = length;
    sent[at + 2] = resHandle;
    send({ offset, length, resHandle });
  }

  /** Sends sampler views and states of all stages. */
  textures(executable: Executable): void {
    for (const { stage, samplers } of executable.linked.stages) {
      if (samplers.length === 0) continue;
      const views = this.#nextViews;
      const states = this.#nextStates;
      views.length = states.length = 0;
      for (let i = 0; i < samplers.length; i++) {
        const { slot, uniform, element } = samplers[i]!;
        while (views.length <= slot) {
          views.push(0);
          states.push(0);
        }
        this.#choose(samplerTarget(executable.linked.uniforms[uniform]!.type), executable.units[uniform]![element]!);
        views[slot] = this.#view;
        states[slot] = this.#state;
      }
      this.#send(SET_SAMPLER_VIEWS, stage, this.#views[stage]!, views);
      this.#send(BIND_SAMPLER_STATES, stage, this.#states[stage]!, states);
    }
  }

  #view = 0;
  #state = 0;
  readonly #nextViews: number[] = [];
  readonly #nextStates: number[] = [];

  /** The view and the state that a sampler of a target gets from a unit. */
  #choose(target: number, unit: number): void {
    const core = this.#core;
    const texture = core.boundTexture(unit, target);
    const parameters = texture === null ? null : (core.units[unit]!.sampler ?? texture.parameters);
    if (texture !== null && parameters !== null && isComplete(core, texture, parameters)) {
      this.#view = texture.view();
      this.#state = core.samplerStates.of(parameters);
    } else {
      this.#view = core.black(target).view();
      this.#state = core.samplerStates.of(core.plainSampler);
    }
  }

  #send(opcode: number, stage: number, sent: number[], next: readonly number[]): void {
    let first = 0;
    let end = next.length;
    while (first < end && sent[first] === next[first]) first++;
    while (end > first && sent[end - 1] === next[end - 1]) end--;
    if (first === end) return;
    const { stream } = this.#core;
    const count = end - first;
    const at = stream.room(3 + count);
    const { words } = stream;
    words[at] = opcode | ((2 + count) << 16);
    words[at + 1] = stage;
    words[at + 2] = first;
    for (let i = 0; i < count; i++) words[at + 3 + i] = sent[first + i] = next[first + i]!;
    stream.at = at + 3 + count;
  }
}

/** Whether a texture can be sampled with these parameters. @source OpenGL ES 3.0.6, 3.8.13 */
export function isComplete(core: Core, texture: TextureObject, parameters: SamplerParameters): boolean {
  if (!(parameters.usesMipmaps ? texture.isMipComplete : texture.isBaseComplete)) return false;
  // Buffers and samples are fetched, whatever the filter says.
  if (texture.target === GL4.TEXTURE_BUFFER || (texture.storage?.shape.samples ?? 0) > 1) return true;
  const image = texture.image(0, texture.effectiveBase)!;
  const { internal } = image.format;
  if (parameters.filters) {
    if (internal.kind === 'int' || internal.kind === 'uint') return false;
    if (!core.desktop && internal.kind === 'depth' && parameters.compareMode === GL.NONE && image.internalFormat !== internal.base)
      return false;
    if (internal.filterable === 'float' && !core.filtersFloats) return false;
  }
  if (core.restrictedSizes && ((image.width & (image.width - 1)) !== 0 || (image.height & (image.height - 1)) !== 0)) {
    if (parameters.usesMipmaps) return false;
    return parameters.wrapS === GL.CLAMP_TO_EDGE && parameters.wrapT === GL.CLAMP_TO_EDGE;
  }
  return true;
}

/** State that a change of program makes dirty. */
export const programDirt = Dirty.PROGRAM | Dirty.VERTEX | Dirty.TEXTURES | Dirty.UNIFORM_BUFFERS;
