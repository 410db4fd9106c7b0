import { GL } from '../gl-constants.ts';
import { BufferObject } from '../objects/buffer.ts';
import { Dirty } from '../state/dirty.ts';
import { bytesOfSource } from './bytes.ts';
import { WebGLBuffer, type WebGLVertexArrayObject } from './objects.ts';
import { StateMethods } from './state-methods.ts';

const MAX_BUFFER_BYTES = 0x7fffffff;

/** Buffer objects. */
export class BufferMethods extends StateMethods {
  /** @internal Buffers bound to targets, as the program gave them. */
  declare bound: Map<number, WebGLBuffer | null>;
  /** @internal The current vertex array, as the program gave it; the default one's stand-in where it gave none. */
  declare vao: WebGLVertexArrayObject;

  createBuffer(): WebGLBuffer | null {
    return new WebGLBuffer(this.ownerOfNew, new BufferObject(this.core.stream));
  }

  deleteBuffer(buffer: WebGLBuffer | null): void {
    if (!this.mayDelete(buffer, WebGLBuffer, 'deleteBuffer')) return;
    for (const [target, bound] of this.bound) if (bound === buffer) this.setBound(target, null);
    if (this.vao.elementBuffer === buffer) this.setElementBuffer(null);
    const { attributes } = this.vao.object;
    this.vao.buffers.forEach((one, i) => {
      if (one !== buffer) return;
      this.vao.buffers[i] = null;
      const attribute = attributes[i]!;
      attribute.buffer?.release();
      attribute.buffer = null;
      this.vao.object.version++;
    });
    this.dropIndexed(buffer);
    buffer.object.deleted = true;
    buffer.object.release();
    this.core.dirty.mark(Dirty.VERTEX | Dirty.UNIFORM_BUFFERS);
  }

  /** @internal Takes a buffer out of indexed bindings; WebGL 2 has some. */
  dropIndexed(_buffer: WebGLBuffer): void {}

  isBuffer(buffer: WebGLBuffer | null): boolean {
    return this.exists(buffer, WebGLBuffer) && buffer.kind !== 'none';
  }

  bindBuffer(target: number, buffer: WebGLBuffer | null): void {
    if (this.isLost() || !this.mayBind(buffer, WebGLBuffer, 'bindBuffer')) return;
    if (!this.isBufferTarget(target)) return this.fail(GL.INVALID_ENUM, 'bindBuffer');
    if (!this.fitsTarget(target, buffer)) return this.fail(GL.INVALID_OPERATION, 'bindBuffer');
    if (target === GL.ELEMENT_ARRAY_BUFFER) this.setElementBuffer(buffer);
    else this.setBound(target, buffer);
  }

  /** @internal A buffer that was once for elements is for elements always, and no other is. */
  fitsTarget(target: number, buffer: WebGLBuffer | null): boolean {
    if (buffer == null) return true;
    const element = target === GL.ELEMENT_ARRAY_BUFFER;
    const neutral = target === GL.COPY_READ_BUFFER || target === GL.COPY_WRITE_BUFFER;
    if (buffer.kind === 'none') {
      if (!neutral) buffer.kind = element ? 'element' : 'other';
      else buffer.kind = 'other';
      return true;
    }
    return neutral || (buffer.kind === 'element') === element;
  }

  /** @internal */
  isBufferTarget(target: number): boolean {
    return target === GL.ELEMENT_ARRAY_BUFFER || this.bound.has(target);
  }

  /** @internal */
  setElementBuffer(buffer: WebGLBuffer | null): void {
    this.vao.elementBuffer = buffer;
    const { object } = this.vao;
    object.elementBuffer?.release();
    object.elementBuffer = buffer?.object.hold() ?? null;
  }

  /** @internal */
  setBound(target: number, buffer: WebGLBuffer | null): void {
    this.bound.set(target, buffer);
    const object = buffer?.object ?? null;
    const { buffers } = this.core;
    if (target === GL.ARRAY_BUFFER) buffers.array = object;
    else if (target === GL.PIXEL_PACK_BUFFER) buffers.pixelPack = object;
    else if (target === GL.PIXEL_UNPACK_BUFFER) buffers.pixelUnpack = object;
  }

  /** @internal The buffer at a target; null, with an error, when there is none. */
  targetBuffer(target: number, method: string): WebGLBuffer | null {
    if (this.isLost()) return null;
    if (!this.isBufferTarget(target)) {
      this.fail(GL.INVALID_ENUM, method);
      return null;
    }
    const buffer = target === GL.ELEMENT_ARRAY_BUFFER ? this.vao.elementBuffer : this.bound.get(target);
    if (buffer == null) this.fail(GL.INVALID_OPERATION, method);
    return buffer ?? null;
  }

  /** @internal Whether transform feedback has a buffer, so that nothing else may touch it by a target. */
  isFeeding(_buffer: WebGLBuffer, _target: number): boolean {
    return false;
  }

  bufferData(target: number, source: number | ArrayBufferLike | ArrayBufferView | null, usage: number): void {
    const bytes = bytesOfSource(source);
    if (source === null || source === undefined) {
      if (!this.isLost()) this.fail(GL.INVALID_VALUE, 'bufferData');
      return;
    }
    // What is no buffer is a size, as WebIDL converts it.
    const size = bytes === null ? Math.trunc(Number(source)) || 0 : bytes.length;
    this.setData(target, size, bytes, usage);
  }

  /** @internal */
  setData(target: number, size: number, bytes: Uint8Array | null, usage: number): void {
    if (this.isLost()) return;
    const legal = usage >= GL.STREAM_DRAW && usage <= GL.DYNAMIC_COPY && usage % 4 !== 3;
    const older = usage === GL.STREAM_DRAW || usage === GL.STATIC_DRAW || usage === GL.DYNAMIC_DRAW;
    if (!this.isBufferTarget(target) || !(this.version === 2 ? legal : older)) return this.fail(GL.INVALID_ENUM, 'bufferData');
    if (size < 0 || Number.isNaN(size)) return this.fail(GL.INVALID_VALUE, 'bufferData');
    const buffer = this.targetBuffer(target, 'bufferData');
    if (buffer === null) return;
    if (this.isFeeding(buffer, target)) return this.fail(GL.INVALID_OPERATION, 'bufferData');
    if (size > MAX_BUFFER_BYTES) return this.fail(GL.OUT_OF_MEMORY, 'bufferData');
    if (buffer.object.setData(target, Math.floor(size), bytes, usage)) this.core.dirty.mark(Dirty.VERTEX | Dirty.UNIFORM_BUFFERS);
  }

  bufferSubData(target: number, offset: number, source: ArrayBufferLike | ArrayBufferView): void {
    const bytes = bytesOfSource(source);
    if (bytes === null) throw new TypeError('bufferSubData: not a buffer source');
    this.setSubData(target, offset, bytes);
  }

  /** @internal */
  setSubData(target: number, offset: number, bytes: Uint8Array): void {
    const buffer = this.targetBuffer(target, 'bufferSubData');
    if (buffer === null) return;
    if (offset < 0 || offset + bytes.length > buffer.object.size) return this.fail(GL.INVALID_VALUE, 'bufferSubData');
    if (this.isFeeding(buffer, target)) return this.fail(GL.INVALID_OPERATION, 'bufferSubData');
    buffer.object.write(offset, bytes);
  }

  getBufferParameter(target: number, pname: number): number | null {
    if (this.isLost()) return null;
    if (pname !== GL.BUFFER_SIZE && pname !== GL.BUFFER_USAGE) {
      this.fail(GL.INVALID_ENUM, 'getBufferParameter');
      return null;
    }
    const buffer = this.targetBuffer(target, 'getBufferParameter');
    if (buffer === null) return null;
    return pname === GL.BUFFER_SIZE ? buffer.object.size : buffer.object.usage;
  }
}
