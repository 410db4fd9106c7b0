/*
 * Buffers. WebGL decides at the first binding whether a buffer holds indices or anything else, for good: an index buffer
 * can be bound to ELEMENT_ARRAY_BUFFER only, and nothing can be copied between the two sorts on the GPU. GL has no such
 * rule, and guests bind one buffer to both (Mesa's upload buffers hold vertices and indices).
 *
 * So each buffer here is up to two WebGL buffers: `data` for every target but one, `index` for ELEMENT_ARRAY_BUFFER. Each
 * is made when it is first needed and filled from the other by way of the CPU (a wait for the GPU, once); from then on what
 * JavaScript writes goes to both. What the GPU writes (copies, transform feedback) makes the index copy stale; the next
 * indexed draw fills it again.
 */
import { GL } from '../constants.ts';
import type { Memory } from '../memory.ts';
import { WebGl2Functions } from './generated/webgl2-functions.ts';
import { DataLocator } from './views.ts';

/** A buffer: its two copies, and which of them hold its content. */
export interface BufferEntry {
  data: WebGLBuffer | null;
  index: WebGLBuffer | null;
  dataValid: boolean;
  indexValid: boolean;
  size: number;
  usage: number;
}

/** Targets whose binding must be put back after a copy has borrowed it. */
type Bound = Map<number, number>;

/** The functions of `Gl` that concern buffers and vertex arrays. */
export class WebGl2Buffers extends WebGl2Functions {
  protected readonly locator = new DataLocator();
  private readonly buffers: (BufferEntry | null)[] = [null];
  private readonly freeBuffers: number[] = [];
  private readonly bound: Bound = new Map();
  /** Targets that have nothing bound although `bound` names a buffer; see `boundForFeedback`. */
  private readonly unbound = new Set<number>();
  private vertexArray = 0;
  /** Name of the element buffer of each vertex array. */
  private readonly elementOf = new Map<number, number>();

  createBuffer(): number {
    const name = this.freeBuffers.pop() ?? this.buffers.length;
    this.buffers[name] = { data: null, index: null, dataValid: false, indexValid: false, size: 0, usage: GL.STATIC_DRAW };
    return name;
  }

  deleteBuffer(name: number): void {
    const entry = this.buffers[name];
    if (entry === null || entry === undefined) return;
    this.gl.deleteBuffer(entry.data);
    this.gl.deleteBuffer(entry.index);
    this.buffers[name] = null;
    this.freeBuffers.push(name);
    for (const [target, bound] of this.bound) if (bound === name) this.bound.set(target, 0);
    for (const [vertexArray, element] of this.elementOf) if (element === name) this.elementOf.set(vertexArray, 0);
  }

  bindBuffer(target: number, name: number): void {
    if (target === GL.ELEMENT_ARRAY_BUFFER) {
      this.elementOf.set(this.vertexArray, name);
      this.gl.bindBuffer(target, name === 0 ? null : this.indexCopy(this.entry(name)));
      return;
    }
    this.bound.set(target, name);
    this.unbound.delete(target);
    this.gl.bindBuffer(target, name === 0 ? null : this.dataCopy(this.entry(name)));
  }

  bindBufferBase(target: number, index: number, name: number): void {
    this.bound.set(target, name);
    this.unbound.delete(target);
    this.gl.bindBufferBase(target, index, name === 0 ? null : this.dataCopy(this.entry(name)));
    if (target === GL.TRANSFORM_FEEDBACK_BUFFER) this.boundForFeedback(name);
  }

  bindBufferRange(target: number, index: number, name: number, offset: number, size: number): void {
    this.bound.set(target, name);
    this.unbound.delete(target);
    this.gl.bindBufferRange(target, index, name === 0 ? null : this.dataCopy(this.entry(name)), offset, size);
    if (target === GL.TRANSFORM_FEEDBACK_BUFFER) this.boundForFeedback(name);
  }

  createVertexArray(): number {
    return this.vertexArrays.add(this.gl.createVertexArray());
  }

  deleteVertexArray(name: number): void {
    this.gl.deleteVertexArray(this.vertexArrays.take(name));
    this.elementOf.delete(name);
    if (this.vertexArray === name) this.vertexArray = 0;
  }

  bindVertexArray(name: number): void {
    this.vertexArray = name;
    this.gl.bindVertexArray(this.vertexArrays.get(name));
  }

  bufferData(target: number, size: number, mem: Memory | null, offset: number, usage: number): void {
    const entry = this.boundEntry(target);
    this.ensureBound(target);
    entry.size = size;
    entry.usage = usage;
    const isIndex = target === GL.ELEMENT_ARRAY_BUFFER;
    entry.dataValid = !isIndex;
    entry.indexValid = isIndex;
    if (mem === null || size === 0) this.gl.bufferData(target, size, usage);
    else this.gl.bufferData(target, mem.bytes as Uint8Array<ArrayBuffer>, usage, offset, size);
  }

  bufferSubData(target: number, dstOffset: number, size: number, mem: Memory, offset: number): void {
    if (size === 0) return;
    const entry = this.boundEntry(target);
    this.ensureBound(target);
    const bytes = mem.bytes as Uint8Array<ArrayBuffer>;
    this.gl.bufferSubData(target, dstOffset, bytes, offset, size);
    if (target === GL.ELEMENT_ARRAY_BUFFER) {
      if (entry.dataValid) this.borrow(GL.COPY_WRITE_BUFFER, entry.data, (t) => this.gl.bufferSubData(t, dstOffset, bytes, offset, size));
    } else if (entry.indexValid) this.withIndex(entry, (t) => this.gl.bufferSubData(t, dstOffset, bytes, offset, size));
  }

  getBufferSubData(target: number, srcOffset: number, size: number, mem: Memory, offset: number): void {
    this.ensureBound(target);
    if (size > 0) this.gl.getBufferSubData(target, srcOffset, mem.bytes, offset, size);
  }

  copyBufferSubData(readTarget: number, writeTarget: number, readOffset: number, writeOffset: number, size: number): void {
    if (readTarget === GL.ELEMENT_ARRAY_BUFFER || writeTarget === GL.ELEMENT_ARRAY_BUFFER)
      this.missing('copyBufferSubData of ELEMENT_ARRAY_BUFFER');
    this.ensureBound(readTarget);
    this.ensureBound(writeTarget);
    this.gl.copyBufferSubData(readTarget, writeTarget, readOffset, writeOffset, size);
    this.writtenByGpu(this.bound.get(writeTarget) ?? 0);
  }

  getBufferParameter(target: number, pname: number): number {
    this.ensureBound(target);
    return Number(this.gl.getBufferParameter(target, pname));
  }

  override vertexAttribPointer(index: number, size: number, type: number, normalized: boolean, stride: number, offset: number): void {
    this.ensureBound(GL.ARRAY_BUFFER);
    super.vertexAttribPointer(index, size, type, normalized, stride, offset);
  }

  override vertexAttribIPointer(index: number, size: number, type: number, stride: number, offset: number): void {
    this.ensureBound(GL.ARRAY_BUFFER);
    super.vertexAttribIPointer(index, size, type, stride, offset);
  }

  drawElements(mode: number, count: number, type: number, offset: number): void {
    this.freshenIndices();
    this.gl.drawElements(mode, count, type, offset);
  }

  drawElementsInstanced(mode: number, count: number, type: number, offset: number, instances: number): void {
    this.freshenIndices();
    this.gl.drawElementsInstanced(mode, count, type, offset, instances);
  }

  drawRangeElements(mode: number, start: number, end: number, count: number, type: number, offset: number): void {
    this.freshenIndices();
    this.gl.drawRangeElements(mode, start, end, count, type, offset);
  }

  /** The GPU has written to the buffer: what else is known of its content is stale. */
  protected writtenByGpu(name: number): void {
    const entry = this.buffers[name];
    if (entry !== null && entry !== undefined) entry.indexValid = false;
  }

  /**
   * WebGL draws nothing while a buffer that feedback writes to is bound to any other target, whatever for. So it is unbound
   * from these, and from TRANSFORM_FEEDBACK_BUFFER itself, to which binding by index has bound it too; what calls with one of
   * these targets next binds it again (`ensureBound`).
   */
  private boundForFeedback(name: number): void {
    this.writtenByGpu(name);
    for (const [target, bound] of this.bound) {
      if (bound !== name || name === 0) continue;
      this.unbound.add(target);
      this.gl.bindBuffer(target, null);
    }
  }

  private ensureBound(target: number): void {
    if (!this.unbound.delete(target)) return;
    const name = this.bound.get(target) ?? 0;
    this.gl.bindBuffer(target, name === 0 ? null : this.dataCopy(this.entry(name)));
  }

  private entry(name: number): BufferEntry {
    const entry = this.buffers[name];
    if (entry === null || entry === undefined) throw new RangeError(`no buffer ${name}`);
    return entry;
  }

  private boundEntry(target: number): BufferEntry {
    return this.entry(target === GL.ELEMENT_ARRAY_BUFFER ? (this.elementOf.get(this.vertexArray) ?? 0) : (this.bound.get(target) ?? 0));
  }

  /** The copy for all targets but ELEMENT_ARRAY_BUFFER, with the buffer's content. */
  private dataCopy(entry: BufferEntry): WebGLBuffer | null {
    entry.data ??= this.gl.createBuffer();
    if (!entry.dataValid && entry.indexValid) {
      const bytes = new Uint8Array(entry.size);
      this.withIndex(entry, (target) => this.gl.getBufferSubData(target, 0, bytes));
      this.borrow(GL.COPY_WRITE_BUFFER, entry.data, (target) => this.gl.bufferData(target, bytes, entry.usage));
      entry.dataValid = true;
    }
    return entry.data;
  }

  /** The copy for ELEMENT_ARRAY_BUFFER, with the buffer's content. */
  private indexCopy(entry: BufferEntry): WebGLBuffer | null {
    entry.index ??= this.gl.createBuffer();
    if (!entry.indexValid && entry.dataValid) {
      const bytes = new Uint8Array(entry.size);
      this.borrow(GL.COPY_READ_BUFFER, entry.data, (target) => this.gl.getBufferSubData(target, 0, bytes));
      this.withIndex(entry, (target) => this.gl.bufferData(target, bytes, entry.usage));
      entry.indexValid = true;
    }
    return entry.index;
  }

  private freshenIndices(): void {
    const name = this.elementOf.get(this.vertexArray) ?? 0;
    if (name === 0) return;
    const entry = this.entry(name);
    if (!entry.indexValid) this.indexCopy(entry);
  }

  /** Binds a data copy to a target for the time of `action`. */
  private borrow(target: number, buffer: WebGLBuffer | null, action: (target: number) => void): void {
    this.gl.bindBuffer(target, buffer);
    action(target);
    const name = this.bound.get(target) ?? 0;
    this.gl.bindBuffer(target, name === 0 ? null : (this.buffers[name]?.data ?? null));
  }

  /** Binds an index copy to ELEMENT_ARRAY_BUFFER of the vertex array 0 for the time of `action`. */
  private withIndex(entry: BufferEntry, action: (target: number) => void): void {
    this.gl.bindVertexArray(null);
    this.gl.bindBuffer(GL.ELEMENT_ARRAY_BUFFER, entry.index);
    action(GL.ELEMENT_ARRAY_BUFFER);
    const name = this.elementOf.get(0) ?? 0;
    this.gl.bindBuffer(GL.ELEMENT_ARRAY_BUFFER, name === 0 ? null : (this.buffers[name]?.index ?? null));
    this.gl.bindVertexArray(this.vertexArrays.get(this.vertexArray));
  }
}
