import { CapBit, PipeShader } from '@virglass/protocol';
import { GL4 } from '../gl4-constants.ts';
import type { Executable } from '../objects/program.ts';
import { samplerTarget } from '../program/types.ts';
import { Dirty } from '../state/dirty.ts';
import type { DrawCall, IndirectDraw } from '../state/pipeline.ts';
import { FeedbackMethods4 } from './feedback-methods.ts';

/** Vertices of a draw that hosts take: beyond that they would lose the context. */
const MOST_VERTICES = 2 ** 26;

const isMode = (mode: number): boolean =>
  (mode >= GL4.POINTS && mode <= GL4.TRIANGLE_FAN) ||
  (mode >= GL4.LINES_ADJACENCY && mode <= GL4.TRIANGLE_STRIP_ADJACENCY) ||
  mode === GL4.PATCHES;

/** The kind of primitive that a mode makes, as geometry shaders name their input. */
function primitiveOf(mode: number): number {
  switch (mode) {
    case GL4.LINE_STRIP:
    case GL4.LINE_LOOP:
      return GL4.LINES;
    case GL4.TRIANGLE_STRIP:
    case GL4.TRIANGLE_FAN:
      return GL4.TRIANGLES;
    case GL4.LINE_STRIP_ADJACENCY:
      return GL4.LINES_ADJACENCY;
    case GL4.TRIANGLE_STRIP_ADJACENCY:
      return GL4.TRIANGLES_ADJACENCY;
    default:
      return mode;
  }
}

/** What of a draw with indices is not always there. */
interface IndexedDraw {
  readonly instances?: number;
  readonly baseVertex?: number;
  readonly baseInstance?: number;
  readonly drawId?: number;
}

/** Draws. */
export class DrawMethods4 extends FeedbackMethods4 {
  override drawVertices(mode: number, first: number, count: number, instances: number, _instanced: boolean, method: string): void {
    this.#arrays(mode, first, count, instances, 0, 0, method);
  }

  drawArraysInstancedBaseInstance(mode: number, first: number, count: number, instanceCount: number, baseInstance: number): void {
    this.#arrays(mode, first, count, instanceCount, baseInstance >>> 0, 0, 'drawArraysInstancedBaseInstance');
  }

  /** Draws a range of vertices for each of several: `firsts` and `counts` are as long as each other. */
  multiDrawArrays(mode: number, firsts: ArrayLike<number>, counts: ArrayLike<number>): void {
    const method = 'multiDrawArrays';
    if (this.isLost()) return;
    if (!isMode(mode)) return this.fail(GL4.INVALID_ENUM, method);
    if (firsts.length !== counts.length || Array.from(counts).some((count) => count < 0)) return this.fail(GL4.INVALID_VALUE, method);
    for (let i = 0; i < firsts.length; i++) this.#arrays(mode, firsts[i]!, counts[i]!, 1, 0, i, method);
  }

  #arrays(mode: number, first: number, count: number, instances: number, baseInstance: number, drawId: number, method: string): void {
    if (this.isLost()) return;
    if (!isMode(mode)) return this.fail(GL4.INVALID_ENUM, method);
    if (first < 0 || count < 0 || instances < 0) return this.fail(GL4.INVALID_VALUE, method);
    if (!this.mayDraw(mode, 0, 0, method) || !this.feeds(mode, count, instances, method)) return;
    if (count === 0 || instances === 0 || this.core.program?.executable == null) return;
    if (count * instances > MOST_VERTICES || first > 0x7fffffff - MOST_VERTICES) return this.fail(GL4.OUT_OF_MEMORY, method);
    const { restart, restartIndex } = this.#restart(0);
    const plain = { indexSize: 0, indexOffset: 0, indexBuffer: null, baseVertex: 0 };
    this.core.pipeline.draw({ mode, first, count, instances, ...plain, baseInstance, drawId, restart, restartIndex });
  }

  override drawIndices(
    mode: number,
    count: number,
    type: number,
    offset: number,
    instances: number,
    _instanced: boolean,
    method: string,
  ): void {
    this.#elements(mode, count, type, offset, { instances }, method);
  }

  drawElementsBaseVertex(mode: number, count: number, type: number, offset: number, baseVertex: number): void {
    this.#elements(mode, count, type, offset, { baseVertex }, 'drawElementsBaseVertex');
  }

  drawRangeElementsBaseVertex(
    mode: number,
    start: number,
    end: number,
    count: number,
    type: number,
    offset: number,
    baseVertex: number,
  ): void {
    if (end >>> 0 < start >>> 0) return this.fail(GL4.INVALID_VALUE, 'drawRangeElementsBaseVertex');
    this.#elements(mode, count, type, offset, { baseVertex }, 'drawRangeElementsBaseVertex');
  }

  drawElementsInstancedBaseVertex(mode: number, count: number, type: number, offset: number, instances: number, baseVertex: number): void {
    this.#elements(mode, count, type, offset, { instances, baseVertex }, 'drawElementsInstancedBaseVertex');
  }

  drawElementsInstancedBaseInstance(
    mode: number,
    count: number,
    type: number,
    offset: number,
    instances: number,
    baseInstance: number,
  ): void {
    this.#elements(mode, count, type, offset, { instances, baseInstance }, 'drawElementsInstancedBaseInstance');
  }

  drawElementsInstancedBaseVertexBaseInstance(
    mode: number,
    count: number,
    type: number,
    offset: number,
    instances: number,
    baseVertex: number,
    baseInstance: number,
  ): void {
    const draw = { instances, baseVertex, baseInstance };
    this.#elements(mode, count, type, offset, draw, 'drawElementsInstancedBaseVertexBaseInstance');
  }

  /** Draws with indices for each of several: `counts` and `offsets` are as long as each other. */
  multiDrawElements(mode: number, counts: ArrayLike<number>, type: number, offsets: ArrayLike<number>): void {
    this.#multiElements(mode, counts, type, offsets, null, 'multiDrawElements');
  }

  multiDrawElementsBaseVertex(
    mode: number,
    counts: ArrayLike<number>,
    type: number,
    offsets: ArrayLike<number>,
    baseVertices: ArrayLike<number>,
  ): void {
    this.#multiElements(mode, counts, type, offsets, baseVertices, 'multiDrawElementsBaseVertex');
  }

  #multiElements(
    mode: number,
    counts: ArrayLike<number>,
    type: number,
    offsets: ArrayLike<number>,
    baseVertices: ArrayLike<number> | null,
    method: string,
  ): void {
    if (this.isLost()) return;
    if (!isMode(mode)) return this.fail(GL4.INVALID_ENUM, method);
    const lengths = offsets.length === counts.length && (baseVertices === null || baseVertices.length === counts.length);
    if (!lengths || Array.from(counts).some((count) => count < 0)) return this.fail(GL4.INVALID_VALUE, method);
    for (let i = 0; i < counts.length; i++) {
      const draw = { baseVertex: baseVertices?.[i] ?? 0, drawId: i };
      this.#elements(mode, counts[i]!, type, offsets[i]!, draw, method);
    }
  }

  #elements(mode: number, wanted: number, type: number, offset: number, draw: IndexedDraw, method: string): void {
    if (this.isLost()) return;
    const { instances = 1, baseVertex = 0, baseInstance = 0, drawId = 0 } = draw;
    const size = indexBytes(type);
    if (!isMode(mode) || size === 0) return this.fail(GL4.INVALID_ENUM, method);
    if (wanted < 0 || instances < 0 || offset < 0) return this.fail(GL4.INVALID_VALUE, method);
    const indexBuffer = this.vao.object.elementBuffer;
    if (indexBuffer === null || this.isMapped(indexBuffer)) return this.fail(GL4.INVALID_OPERATION, method);
    if (!this.mayDraw(mode, 0, 0, method) || !this.feeds(mode, wanted, instances, method)) return;
    // Indices that are not there are not drawn.
    const count = Math.min(wanted, Math.max(0, Math.floor((indexBuffer.size - offset) / size)));
    if (count === 0 || instances === 0 || this.core.program?.executable == null) return;
    if (count * instances > MOST_VERTICES) return this.fail(GL4.OUT_OF_MEMORY, method);
    const call: DrawCall = {
      mode,
      first: 0,
      count,
      instances,
      indexSize: size,
      indexOffset: offset,
      indexBuffer,
      baseVertex: baseVertex | 0,
      baseInstance: baseInstance >>> 0,
      drawId,
      ...this.#restart(size),
    };
    this.core.pipeline.draw(call);
  }

  /** What index ends primitives, of indices with so many bytes; those of draws without have 0. */
  #restart(size: number): { readonly restart: boolean; readonly restartIndex: number } {
    const { restart, restartFixed, restartIndex } = this.core.raster;
    const largest = size === 1 ? 0xff : size === 2 ? 0xffff : 0xffffffff;
    if (size === 0) return { restart: false, restartIndex: 0 };
    if (restartFixed) return { restart: true, restartIndex: largest };
    return { restart: restart && restartIndex <= largest, restartIndex };
  }

  drawArraysIndirect(mode: number, offset: number): void {
    this.#indirect(mode, 0, offset, 1, 0, 'drawArraysIndirect');
  }

  drawElementsIndirect(mode: number, type: number, offset: number): void {
    this.#indirect(mode, type, offset, 1, 0, 'drawElementsIndirect');
  }

  multiDrawArraysIndirect(mode: number, offset: number, drawcount: number, stride: number): void {
    this.#indirect(mode, 0, offset, drawcount, stride, 'multiDrawArraysIndirect');
  }

  multiDrawElementsIndirect(mode: number, type: number, offset: number, drawcount: number, stride: number): void {
    this.#indirect(mode, type, offset, drawcount, stride, 'multiDrawElementsIndirect');
  }

  #indirect(mode: number, type: number, offset: number, count: number, stride: number, method: string): void {
    if (this.isLost()) return;
    const indexed = method.includes('Elements');
    const indexSize = indexed ? indexBytes(type) : 0;
    if (!isMode(mode) || (indexed && indexSize === 0)) return this.fail(GL4.INVALID_ENUM, method);
    if (offset < 0 || offset % 4 !== 0 || count < 0 || stride % 4 !== 0 || stride < 0) return this.fail(GL4.INVALID_VALUE, method);
    // Hosts that cannot draw so have no such target, and so nothing bound to it.
    const buffer = this.bound.get(GL4.DRAW_INDIRECT_BUFFER)?.object ?? null;
    const indexBuffer = indexed ? this.vao.object.elementBuffer : null;
    if (buffer === null || this.isMapped(buffer) || (indexed && indexBuffer === null)) return this.fail(GL4.INVALID_OPERATION, method);
    const bytes = indexed ? 20 : 16;
    const step = stride === 0 ? bytes : stride;
    if (count > 0 && offset + step * (count - 1) + bytes > buffer.size) return this.fail(GL4.INVALID_OPERATION, method);
    if (!this.mayDraw(mode, 0, 0, method) || this.feedbackIsPlain())
      return this.feedbackIsPlain() ? this.fail(GL4.INVALID_OPERATION, method) : undefined;
    if (count === 0 || this.core.program?.executable == null) return;
    const at = { mode, first: 0, count: 0, instances: 1, indexSize, indexOffset: 0, indexBuffer, baseVertex: 0, baseInstance: 0 };
    const restart = this.#restart(indexSize);
    const many = this.core.caps.has(CapBit.MULTI_DRAW_INDIRECT);
    const draw = (indirect: IndirectDraw, drawId: number): void => this.core.pipeline.draw({ ...at, ...restart, indirect, drawId });
    if (many || count === 1) return draw({ buffer, offset, stride: count === 1 ? 0 : step, count }, 0);
    for (let i = 0; i < count; i++) draw({ buffer, offset: offset + i * step, stride: 0, count: 1 }, i);
  }

  /** @internal Whether transform feedback runs that wants to know how many vertices there are; that of version 4.0 does not. */
  feedbackIsPlain(): boolean {
    return false;
  }

  override mayDraw(mode: number, _vertices: number, _instances: number, method: string): boolean {
    const { core } = this;
    if (this.vao === this.defaultVao || this.hasMappedArray() || !this.programForDraw(method)) {
      if (this.vao === this.defaultVao || this.hasMappedArray()) this.fail(GL4.INVALID_OPERATION, method);
      return false;
    }
    if (core.dirty.bits & Dirty.FRAMEBUFFER && !this.isComplete(true, method)) return false;
    const executable = core.program?.executable ?? null;
    if (executable === null) return true;
    const bad = !fitsStages(mode, executable) || (core.dirty.bits & (Dirty.TEXTURES | Dirty.PROGRAM) && mixesSamplers(executable));
    if (bad) this.fail(GL4.INVALID_OPERATION, method);
    return !bad;
  }

  /** Whether an array that is read is mapped, in a way that forbids drawing. */
  hasMappedArray(): boolean {
    if (this.mappedCount === 0) return false;
    return this.vao.object.attributes.some(({ enabled, buffer }) => enabled && buffer !== null && this.isMapped(buffer));
  }
}

function indexBytes(type: number): number {
  return type === GL4.UNSIGNED_BYTE ? 1 : type === GL4.UNSIGNED_SHORT ? 2 : type === GL4.UNSIGNED_INT ? 4 : 0;
}

/** Whether the shaders can take primitives of a mode. */
function fitsStages(mode: number, { linked }: Executable): boolean {
  const evaluates = linked.stages.some(({ stage }) => stage === PipeShader.TESS_EVAL);
  if (evaluates !== (mode === GL4.PATCHES)) return false;
  return evaluates || linked.geometry === null || linked.geometry.inputPrimitive === primitiveOf(mode);
}

/** Whether samplers of different types read one unit. */
function mixesSamplers(executable: Executable): boolean {
  const targets = new Map<number, number>();
  const { uniforms } = executable.linked;
  for (const { samplers } of executable.linked.stages) {
    for (const { uniform, element } of samplers) {
      const unit = executable.units[uniform]?.[element];
      if (unit === undefined) continue;
      const target = samplerTarget(uniforms[uniform]!.type);
      const other = targets.get(unit);
      if (other !== undefined && other !== target) return true;
      targets.set(unit, target);
    }
  }
  return false;
}
