import { GL4 } from '../gl4-constants.ts';
import { PipeShader } from '@virglass/protocol';
import type { Executable, ProgramObject } from '../objects/program.ts';
import type { WebGLTransformFeedback, WebGLBuffer, WebGLQuery } from '../webgl/objects.ts';
import { QueryMethods4 } from './query-methods.ts';

/** Kinds of primitives that transform feedback writes, by the modes of draws. */
const written: ReadonlyMap<number, number> = new Map([
  [GL4.POINTS, GL4.POINTS],
  [GL4.LINES, GL4.LINES],
  [GL4.LINE_LOOP, GL4.LINES],
  [GL4.LINE_STRIP, GL4.LINES],
  [GL4.LINES_ADJACENCY, GL4.LINES],
  [GL4.LINE_STRIP_ADJACENCY, GL4.LINES],
  [GL4.ISOLINES, GL4.LINES],
  [GL4.TRIANGLES, GL4.TRIANGLES],
  [GL4.TRIANGLE_STRIP, GL4.TRIANGLES],
  [GL4.TRIANGLE_FAN, GL4.TRIANGLES],
  [GL4.TRIANGLES_ADJACENCY, GL4.TRIANGLES],
  [GL4.TRIANGLE_STRIP_ADJACENCY, GL4.TRIANGLES],
  [GL4.QUADS, GL4.TRIANGLES],
]);

/** Primitives that a draw of so many vertices makes. */
function primitives(mode: number, count: number): number {
  switch (mode) {
    case GL4.POINTS:
      return count;
    case GL4.LINES:
      return Math.floor(count / 2);
    case GL4.LINE_LOOP:
      return count < 2 ? 0 : count;
    case GL4.LINE_STRIP:
      return Math.max(0, count - 1);
    case GL4.TRIANGLES:
      return Math.floor(count / 3);
    case GL4.TRIANGLE_STRIP:
    case GL4.TRIANGLE_FAN:
      return Math.max(0, count - 2);
    case GL4.LINES_ADJACENCY:
      return Math.floor(count / 4);
    case GL4.LINE_STRIP_ADJACENCY:
      return Math.max(0, count - 3);
    case GL4.TRIANGLES_ADJACENCY:
      return Math.floor(count / 6);
    case GL4.TRIANGLE_STRIP_ADJACENCY:
      return Math.max(0, Math.floor((count - 4) / 2));
    default:
      return 0;
  }
}

/** Vertices of a primitive of each kind. */
const corners: ReadonlyMap<number, number> = new Map([
  [GL4.POINTS, 1],
  [GL4.LINES, 2],
  [GL4.TRIANGLES, 3],
]);

/** Transform feedback. */
export class FeedbackMethods4 extends QueryMethods4 {
  /** @internal OpenGL lets buffers be written that transform feedback has, and says that the result is undefined. */
  override isFeeding(_buffer: WebGLBuffer, _target: number): boolean {
    return false;
  }

  /** Programs of a pipeline feed it as the pipeline does. */
  override isFedBy(program: ProgramObject): boolean {
    const { active, program: fed } = this.core.feedback;
    if (!active || fed === null) return false;
    return fed === program || (this.pipeline?.object.whole === fed && this.pipeline.object.programs.includes(program));
  }

  override beginTransformFeedback(primitiveMode: number): void {
    const method = 'beginTransformFeedback';
    if (this.isLost()) return;
    if (!corners.has(primitiveMode)) return this.fail(GL4.INVALID_ENUM, method);
    const { feedback } = this.core;
    if (feedback.active || !this.programForDraw(method)) {
      if (feedback.active) this.fail(GL4.INVALID_OPERATION, method);
      return;
    }
    const { program } = this.core;
    const executable = program?.executable ?? null;
    if (program === null || executable === null || executable.linked.feedbackVaryings.length === 0)
      return this.fail(GL4.INVALID_OPERATION, method);
    const strides = stridesOf(executable);
    for (let i = 0; i < strides.length; i++) {
      if (strides[i] !== 0 && feedback.bindings[i]!.buffer === null) return this.fail(GL4.INVALID_OPERATION, method);
    }
    this.feeding.add(this.feedback);
    program.uses++;
    const streams = hasLateStages(executable) ? streamsOf(executable) : [];
    const lent = streams.filter((stream) => this.activeQuery(GL4.TRANSFORM_FEEDBACK_PRIMITIVES_WRITTEN, stream) !== null);
    feedback.begin(primitiveMode, program, strides.length, streams, lent);
  }

  // Hosts count a stream's primitives once at a time: while a query of the program's does, ours stand aside.
  override beginQueryIndexed(target: number, index: number, query: WebGLQuery): void {
    const before = this.activeQuery(target, index);
    const { feedback } = this.core;
    const counts = target === GL4.TRANSFORM_FEEDBACK_PRIMITIVES_WRITTEN && before === null && feedback.active;
    if (counts) feedback.lend(index);
    super.beginQueryIndexed(target, index, query);
    if (counts && this.activeQuery(target, index) === null) feedback.takeBack(index, () => 0);
  }

  override endQueryIndexed(target: number, index: number): void {
    const query = this.activeQuery(target, index);
    super.endQueryIndexed(target, index);
    if (target === GL4.TRANSFORM_FEEDBACK_PRIMITIVES_WRITTEN && query !== null) {
      this.core.feedback.takeBack(index, () => query.object.result());
    }
  }

  override deleteTransformFeedback(feedback: WebGLTransformFeedback | null): void {
    super.deleteTransformFeedback(feedback);
    if (feedback?.object.deleted === true) feedback.object.forgetCounters();
  }

  override resumeTransformFeedback(): void {
    if (this.isLost()) return;
    const { active, paused, program } = this.core.feedback;
    if (!active || !paused || program !== this.core.program) return this.fail(GL4.INVALID_OPERATION, 'resumeTransformFeedback');
    this.core.feedback.resume();
  }

  override feeds(mode: number, count: number, instances: number, method: string): boolean {
    const { feedback } = this.core;
    if (!feedback.active || feedback.paused) return true;
    const { executable } = feedback.program!;
    if (executable === null) return true;
    const { geometry, tessellation } = executable.linked;
    const made = geometry?.outputPrimitive ?? (tessellation === null ? mode : tessellation.pointMode ? GL4.POINTS : tessellation.mode);
    if (written.get(made) !== feedback.mode) {
      this.fail(GL4.INVALID_OPERATION, method);
      return false;
    }
    if (geometry === null && tessellation === null) this.#count(executable, primitives(mode, count) * instances);
    return true;
  }

  /** Counts the vertices of whole primitives that fit into the buffers. */
  #count(executable: Executable, more: number): void {
    const { feedback } = this.core;
    const per = corners.get(feedback.mode)!;
    let room = Infinity;
    stridesOf(executable).forEach((stride, i) => {
      const { buffer, offset, size } = feedback.bindings[i]!;
      if (buffer === null || stride === 0) return;
      const bytes = size === 0 ? buffer.size - offset : Math.min(size, buffer.size - offset);
      room = Math.min(room, Math.floor(Math.max(0, bytes) / (stride * 4 * per)));
    });
    feedback.vertices = Math.min(feedback.vertices + more * per, room * per);
  }

  drawTransformFeedback(mode: number, feedback: WebGLTransformFeedback | null): void {
    this.#draw(mode, feedback, 0, 1, 'drawTransformFeedback');
  }

  drawTransformFeedbackInstanced(mode: number, feedback: WebGLTransformFeedback | null, instanceCount: number): void {
    this.#draw(mode, feedback, 0, instanceCount, 'drawTransformFeedbackInstanced');
  }

  drawTransformFeedbackStream(mode: number, feedback: WebGLTransformFeedback | null, stream: number): void {
    this.#draw(mode, feedback, stream, 1, 'drawTransformFeedbackStream');
  }

  drawTransformFeedbackStreamInstanced(mode: number, feedback: WebGLTransformFeedback | null, stream: number, instanceCount: number): void {
    this.#draw(mode, feedback, stream, instanceCount, 'drawTransformFeedbackStreamInstanced');
  }

  #draw(mode: number, feedback: WebGLTransformFeedback | null, stream: number, instances: number, method: string): void {
    if (this.isLost()) return;
    if (feedback != null && !this.exists(feedback)) return this.fail(GL4.INVALID_VALUE, method);
    if (stream >>> 0 >= this.limits.streams || instances < 0) return this.fail(GL4.INVALID_VALUE, method);
    const { object } = feedback ?? this.defaultFeedback;
    if (!object.ended) return this.fail(GL4.INVALID_OPERATION, method);
    this.drawVertices(mode, 0, object.written(stream), instances, true, method);
  }
}

/** Words of a vertex in each buffer that a program writes. */
function stridesOf({ linked }: Executable): number[] {
  const output = linked.stages.find(({ streamOutput }) => streamOutput !== null)?.streamOutput ?? null;
  if (output === null) return [];
  const last = output.outputs.reduce((most, { buffer }) => Math.max(most, buffer), -1);
  return output.stride.slice(0, last + 1);
}

/** Streams that a program writes. */
function streamsOf({ linked }: Executable): number[] {
  const output = linked.stages.find(({ streamOutput }) => streamOutput !== null)?.streamOutput ?? null;
  return [...new Set(output?.outputs.map(({ stream }) => stream))];
}

/** Whether the number of primitives is the shaders' affair. */
function hasLateStages(executable: Executable): boolean {
  return executable.shaders[PipeShader.GEOMETRY] !== 0 || executable.shaders[PipeShader.TESS_EVAL] !== 0;
}
