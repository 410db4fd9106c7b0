import { encodeResourceCopyRegion } from '@virglass/protocol';
import { GL } from '../gl-constants.ts';
import type { BufferRange } from '../objects/transform-feedback.ts';
import { TransformFeedbackObject } from '../objects/transform-feedback.ts';
import { Dirty } from '../state/dirty.ts';
import { typeOf } from '../program/types.ts';
import { bytesOfRange } from './bytes.ts';
import { GetMethods } from './get-methods.ts';
import { WebGLBuffer, WebGLTransformFeedback, WebGLVertexArrayObject } from './objects.ts';

/** Buffers, vertex arrays and transform feedback of WebGL 2. */
export class BufferMethods2 extends GetMethods {
  /** @internal By index: buffers as the program gave them. */
  declare uniformBuffers: (WebGLBuffer | null)[];
  declare feedback: WebGLTransformFeedback;
  declare defaultFeedback: WebGLTransformFeedback;
  /** @internal Objects that are active, bound or not. */
  declare feeding: Set<WebGLTransformFeedback>;

  override bufferData(
    target: number,
    source: number | ArrayBufferLike | ArrayBufferView | null,
    usage: number,
    srcOffset?: number,
    length = 0,
  ): void {
    if (srcOffset === undefined || !ArrayBuffer.isView(source)) {
      return super.bufferData(target, source, usage);
    }
    const bytes = bytesOfRange(source, srcOffset, length);
    if (bytes === null) return this.fail(GL.INVALID_VALUE, 'bufferData');
    this.setData(target, bytes.length, bytes, usage);
  }

  override bufferSubData(target: number, offset: number, source: ArrayBufferLike | ArrayBufferView, srcOffset?: number, length = 0): void {
    if (srcOffset === undefined || !ArrayBuffer.isView(source)) return super.bufferSubData(target, offset, source);
    const bytes = bytesOfRange(source, srcOffset, length);
    if (bytes === null) return this.fail(GL.INVALID_VALUE, 'bufferSubData');
    this.setSubData(target, offset, bytes);
  }

  getBufferSubData(target: number, srcByteOffset: number, dstBuffer: ArrayBufferView, dstOffset = 0, length = 0): void {
    if (!ArrayBuffer.isView(dstBuffer)) throw new TypeError('getBufferSubData: not an array view');
    const buffer = this.targetBuffer(target, 'getBufferSubData');
    if (buffer === null) return;
    const bytes = bytesOfRange(dstBuffer, dstOffset, length);
    if (bytes === null || srcByteOffset < 0 || srcByteOffset + bytes.length > buffer.object.size)
      return this.fail(GL.INVALID_VALUE, 'getBufferSubData');
    if (this.isFeeding(buffer, target)) return this.fail(GL.INVALID_OPERATION, 'getBufferSubData');
    buffer.object.read(srcByteOffset, bytes);
    this.checkHost();
  }

  copyBufferSubData(readTarget: number, writeTarget: number, readOffset: number, writeOffset: number, size: number): void {
    const method = 'copyBufferSubData';
    const from = this.targetBuffer(readTarget, method);
    const to = from === null ? null : this.targetBuffer(writeTarget, method);
    if (from === null || to === null) return;
    if (readOffset < 0 || writeOffset < 0 || size < 0) return this.fail(GL.INVALID_VALUE, method);
    if (readOffset + size > from.object.size || writeOffset + size > to.object.size) return this.fail(GL.INVALID_VALUE, method);
    if (from === to && readOffset < writeOffset + size && writeOffset < readOffset + size) return this.fail(GL.INVALID_VALUE, method);
    if (this.isFeeding(from, readTarget) || this.isFeeding(to, writeTarget)) return this.fail(GL.INVALID_OPERATION, method);
    const mixed = (from.kind === 'element') !== (to.kind === 'element') && from.kind !== 'none' && to.kind !== 'none';
    if (mixed) return this.fail(GL.INVALID_OPERATION, method);
    if (size === 0) return;
    const { stream } = this.core;
    stream.at = encodeResourceCopyRegion(stream.words, stream.floats, stream.room(14), {
      dstResHandle: to.object.resource,
      dstLevel: 0,
      dstX: writeOffset,
      dstY: 0,
      dstZ: 0,
      srcResHandle: from.object.resource,
      srcLevel: 0,
      srcX: readOffset,
      srcY: 0,
      srcZ: 0,
      srcW: size,
      srcH: 1,
      srcD: 1,
    });
  }

  bindBufferBase(target: number, index: number, buffer: WebGLBuffer | null): void {
    this.#bindIndexed(target, index >>> 0, buffer, 0, 0, 'bindBufferBase');
  }

  bindBufferRange(target: number, index: number, buffer: WebGLBuffer | null, offset: number, size: number): void {
    if (this.isLost()) return;
    if (buffer != null && (offset < 0 || size <= 0)) return this.fail(GL.INVALID_VALUE, 'bindBufferRange');
    const step = target === GL.UNIFORM_BUFFER ? this.limits.uniformAlignment : 4;
    if (buffer != null && (offset % step !== 0 || (target !== GL.UNIFORM_BUFFER && size % 4 !== 0)))
      return this.fail(GL.INVALID_VALUE, 'bindBufferRange');
    this.#bindIndexed(target, index >>> 0, buffer, offset, size, 'bindBufferRange');
  }

  #bindIndexed(target: number, index: number, buffer: WebGLBuffer | null, offset: number, size: number, method: string): void {
    if (this.isLost() || !this.mayBind(buffer, WebGLBuffer, method)) return;
    const feedback = target === GL.TRANSFORM_FEEDBACK_BUFFER;
    if (!feedback && target !== GL.UNIFORM_BUFFER) return this.fail(GL.INVALID_ENUM, method);
    if (index >= (feedback ? this.limits.feedbackBuffers : this.limits.uniformBuffers)) return this.fail(GL.INVALID_VALUE, method);
    if (feedback && this.core.feedback.active) return this.fail(GL.INVALID_OPERATION, method);
    if (!this.fitsTarget(target, buffer)) return this.fail(GL.INVALID_OPERATION, method);
    this.setBound(target, buffer ?? null);
    const range = (feedback ? this.feedback.object.bindings : this.core.uniformBuffers)[index]!;
    setRange(range, buffer ?? null, offset, size);
    if (feedback) this.feedback.buffers[index] = buffer ?? null;
    else {
      this.uniformBuffers[index] = buffer ?? null;
      this.core.dirty.mark(Dirty.UNIFORM_BUFFERS);
    }
  }

  override dropIndexed(buffer: WebGLBuffer): void {
    this.uniformBuffers.forEach((one, i) => {
      if (one !== buffer) return;
      this.uniformBuffers[i] = null;
      setRange(this.core.uniformBuffers[i]!, null, 0, 0);
    });
    if (this.feedbackRuns()) return;
    this.feedback.buffers.forEach((one, i) => {
      if (one !== buffer) return;
      this.feedback.buffers[i] = null;
      setRange(this.feedback.object.bindings[i]!, null, 0, 0);
    });
  }

  createVertexArray(): WebGLVertexArrayObject | null {
    return this.makeVertexArray();
  }

  deleteVertexArray(array: WebGLVertexArrayObject | null): void {
    this.dropVertexArray(array);
  }

  isVertexArray(array: WebGLVertexArrayObject | null): boolean {
    return this.exists(array, WebGLVertexArrayObject) && array.object.bound;
  }

  bindVertexArray(array: WebGLVertexArrayObject | null): void {
    this.useVertexArray(array);
  }

  vertexAttribIPointer(index: number, size: number, type: number, stride: number, offset: number): void {
    if (this.isLost()) return;
    const known = (type >= GL.BYTE && type <= GL.UNSIGNED_SHORT) || type === GL.INT || type === GL.UNSIGNED_INT;
    if (!known) return this.fail(GL.INVALID_ENUM, 'vertexAttribIPointer');
    this.setPointer(index >>> 0, size, type, false, true, stride, offset, 'vertexAttribIPointer');
  }

  vertexAttribDivisor(index: number, divisor: number): void {
    this.setDivisor(index >>> 0, divisor, 'vertexAttribDivisor');
  }

  vertexAttribI4i(index: number, x: number, y: number, z: number, w: number): void {
    if (this.startCurrent(index, GL.INT)) this.core.currentWords.set([x, y, z, w], (index >>> 0) * 4);
  }

  vertexAttribI4iv(index: number, v: ArrayLike<number>): void {
    if (v.length < 4) return this.fail(GL.INVALID_VALUE, 'vertexAttribI4iv');
    this.vertexAttribI4i(index, v[0]!, v[1]!, v[2]!, v[3]!);
  }

  vertexAttribI4ui(index: number, x: number, y: number, z: number, w: number): void {
    if (this.startCurrent(index, GL.UNSIGNED_INT)) this.core.currentWords.set([x, y, z, w], (index >>> 0) * 4);
  }

  vertexAttribI4uiv(index: number, v: ArrayLike<number>): void {
    if (v.length < 4) return this.fail(GL.INVALID_VALUE, 'vertexAttribI4uiv');
    this.vertexAttribI4ui(index, v[0]!, v[1]!, v[2]!, v[3]!);
  }

  createTransformFeedback(): WebGLTransformFeedback | null {
    return new WebGLTransformFeedback(this.ownerOfNew, new TransformFeedbackObject(this.core.stream, this.limits.feedbackBuffers));
  }

  deleteTransformFeedback(feedback: WebGLTransformFeedback | null): void {
    if (!this.mayDelete(feedback, WebGLTransformFeedback, 'deleteTransformFeedback')) return;
    if (feedback.object.active) return this.fail(GL.INVALID_OPERATION, 'deleteTransformFeedback');
    if (this.feedback === feedback) this.#useFeedback(this.defaultFeedback);
    feedback.object.deleted = true;
    for (const range of feedback.object.bindings) setRange(range, null, 0, 0);
  }

  isTransformFeedback(feedback: WebGLTransformFeedback | null): boolean {
    return this.exists(feedback, WebGLTransformFeedback) && feedback.object.bound;
  }

  bindTransformFeedback(target: number, feedback: WebGLTransformFeedback | null): void {
    if (this.isLost() || !this.mayBind(feedback, WebGLTransformFeedback, 'bindTransformFeedback')) return;
    if (target !== GL.TRANSFORM_FEEDBACK) return this.fail(GL.INVALID_ENUM, 'bindTransformFeedback');
    if (this.feedbackRuns()) return this.fail(GL.INVALID_OPERATION, 'bindTransformFeedback');
    if (feedback != null) feedback.object.bound = true;
    this.#useFeedback(feedback ?? this.defaultFeedback);
  }

  #useFeedback(feedback: WebGLTransformFeedback): void {
    this.feedback = feedback;
    this.core.feedback = feedback.object;
  }

  override feedbackRuns(): boolean {
    const { active, paused } = this.core.feedback;
    return active && !paused;
  }

  override isFedBy(program: object): boolean {
    return this.core.feedback.active && this.core.feedback.program === program;
  }

  override isFeeding(buffer: WebGLBuffer, target: number): boolean {
    for (const feedback of this.feeding) if (feedback.buffers.includes(buffer)) return true;
    if (!this.feedback.buffers.includes(buffer)) return false;
    return target !== GL.TRANSFORM_FEEDBACK_BUFFER || this.#isBoundElsewhere(buffer);
  }

  /** Whether a buffer is bound to a point that has nothing to do with feedback. */
  #isBoundElsewhere(buffer: WebGLBuffer): boolean {
    for (const [target, bound] of this.bound) if (bound === buffer && target !== GL.TRANSFORM_FEEDBACK_BUFFER) return true;
    return false;
  }

  beginTransformFeedback(primitiveMode: number): void {
    if (this.isLost()) return;
    const method = 'beginTransformFeedback';
    if (primitiveMode !== GL.POINTS && primitiveMode !== GL.LINES && primitiveMode !== GL.TRIANGLES)
      return this.fail(GL.INVALID_ENUM, method);
    const feedback = this.core.feedback;
    const program = this.core.program;
    const varyings = program?.executable?.linked.feedbackVaryings ?? [];
    if (feedback.active || program === null || varyings.length === 0) return this.fail(GL.INVALID_OPERATION, method);
    const count = program.linkedSeparate ? varyings.length : 1;
    for (let i = 0; i < count; i++) {
      const { buffer } = feedback.bindings[i]!;
      if (buffer === null) return this.fail(GL.INVALID_OPERATION, method);
      // The same buffer twice would be written twice at once, even where the program writes to one of its places only.
      if (feedback.bindings.some((other, j) => j !== i && other.buffer === buffer)) return this.fail(GL.INVALID_OPERATION, method);
    }
    this.feeding.add(this.feedback);
    program.uses++;
    // What is captured comes from the program's shader, which has to be bound when it begins.
    feedback.begin(primitiveMode, program, count);
  }

  endTransformFeedback(): void {
    if (this.isLost()) return;
    const feedback = this.core.feedback;
    if (!feedback.active) return this.fail(GL.INVALID_OPERATION, 'endTransformFeedback');
    this.feeding.delete(this.feedback);
    feedback.program!.uses--;
    feedback.end();
  }

  pauseTransformFeedback(): void {
    if (this.isLost()) return;
    if (!this.feedbackRuns()) return this.fail(GL.INVALID_OPERATION, 'pauseTransformFeedback');
    this.core.feedback.pause();
  }

  resumeTransformFeedback(): void {
    if (this.isLost()) return;
    const { active, paused, program } = this.core.feedback;
    if (!active || !paused || program !== this.core.program) return this.fail(GL.INVALID_OPERATION, 'resumeTransformFeedback');
    this.core.feedback.resume();
  }

  override mayDraw(mode: number, vertices: number, instances: number, method: string, baseInstance = 0): boolean {
    if (this.feedback.buffers.length > 0 && this.#readsFed()) {
      this.fail(GL.INVALID_OPERATION, method);
      return false;
    }
    return super.mayDraw(mode, vertices, instances, method, baseInstance);
  }

  /** Whether the program reads a buffer that transform feedback has. */
  #readsFed(): boolean {
    const { core } = this;
    const executable = core.program?.executable ?? null;
    const fed = core.feedback.bindings.flatMap(({ buffer }) => buffer ?? []);
    if (executable === null || fed.length === 0) return false;
    const { attributes } = core.vertexArray;
    for (const location of executable.inputs) {
      const a = location < 0 ? null : attributes[location]!;
      if (a !== null && a.enabled && a.buffer !== null && fed.includes(a.buffer)) return true;
    }
    return executable.blockBindings.some((binding) => {
      const { buffer } = core.uniformBuffers[binding]!;
      return buffer !== null && fed.includes(buffer);
    });
  }

  override feeds(mode: number, count: number, instances: number, method: string): boolean {
    const { feedback } = this.core;
    if (!feedback.active || feedback.paused) return true;
    // What is written may be bound nowhere else, read or not.
    const elsewhere = this.feedback.buffers.some((buffer) => buffer != null && this.#isBoundElsewhere(buffer));
    if (mode !== feedback.mode || elsewhere) {
      this.fail(GL.INVALID_OPERATION, method);
      return false;
    }
    const per = mode === GL.POINTS ? 1 : mode === GL.LINES ? 2 : 3;
    const vertices = (count - (count % per)) * instances;
    const { feedbackVaryings: varyings } = feedback.program!.executable!.linked;
    const components = varyings.map((v) => typeOf(v.type).columns * typeOf(v.type).rows * v.size);
    const strides = feedback.program!.linkedSeparate ? components : [components.reduce((a, b) => a + b, 0)];
    for (let i = 0; i < strides.length; i++) {
      const { buffer, offset, size } = feedback.bindings[i]!;
      const room = buffer === null ? 0 : size === 0 ? buffer.size - offset : Math.min(size, buffer.size - offset);
      if ((feedback.vertices + vertices) * strides[i]! * 4 > room) {
        this.fail(GL.INVALID_OPERATION, method);
        return false;
      }
    }
    feedback.vertices += vertices;
    return true;
  }
}

function setRange(range: BufferRange, buffer: WebGLBuffer | null, offset: number, size: number): void {
  range.buffer?.release();
  range.buffer = buffer?.object.hold() ?? null;
  range.offset = offset;
  range.size = size;
}
