import { GL } from '../gl-constants.ts';
import { Dirty } from '../state/dirty.ts';
import { BufferMethods } from './buffer-methods.ts';
import type { WebGLBuffer } from './objects.ts';

const componentBytes = new Map<number, number>([
  [GL.BYTE, 1],
  [GL.UNSIGNED_BYTE, 1],
  [GL.SHORT, 2],
  [GL.UNSIGNED_SHORT, 2],
  [GL.FLOAT, 4],
  [GL.INT, 4],
  [GL.UNSIGNED_INT, 4],
  [GL.HALF_FLOAT, 2],
]);

const isPacked = (type: number): boolean => type === GL.INT_2_10_10_10_REV || type === GL.UNSIGNED_INT_2_10_10_10_REV;

/** Vertex attributes. */
export class VertexMethods extends BufferMethods {
  enableVertexAttribArray(index: number): void {
    this.#enable(index >>> 0, true, 'enableVertexAttribArray');
  }

  disableVertexAttribArray(index: number): void {
    this.#enable(index >>> 0, false, 'disableVertexAttribArray');
  }

  #enable(index: number, on: boolean, method: string): void {
    if (this.isLost()) return;
    if (index >= this.limits.vertexAttribs) return this.fail(GL.INVALID_VALUE, method);
    const attribute = this.vao.object.attributes[index]!;
    if (attribute.enabled === on) return;
    attribute.enabled = on;
    this.touchVertexArray();
  }

  /** @internal */
  touchVertexArray(): void {
    this.vao.object.version++;
    this.core.dirty.mark(Dirty.VERTEX);
  }

  vertexAttribPointer(index: number, size: number, type: number, normalized: boolean | number, stride: number, offset: number): void {
    const older = type === GL.BYTE || type === GL.UNSIGNED_BYTE || type === GL.SHORT || type === GL.UNSIGNED_SHORT || type === GL.FLOAT;
    const known = this.version === 1 ? older : componentBytes.has(type) || isPacked(type);
    if (this.isLost()) return;
    if (!known) return this.fail(GL.INVALID_ENUM, 'vertexAttribPointer');
    if (isPacked(type) && size !== 4) return this.fail(GL.INVALID_OPERATION, 'vertexAttribPointer');
    this.setPointer(index >>> 0, size, type, Boolean(normalized), false, stride, offset, 'vertexAttribPointer');
  }

  /** @internal */
  setPointer(
    index: number,
    size: number,
    type: number,
    normalized: boolean,
    integer: boolean,
    stride: number,
    offset: number,
    method: string,
  ): void {
    if (index >= this.limits.vertexAttribs || size < 1 || size > 4 || stride < 0 || stride > 255 || offset < 0) {
      return this.fail(GL.INVALID_VALUE, method);
    }
    const unit = isPacked(type) ? 4 : componentBytes.get(type)!;
    if (stride % unit !== 0 || offset % unit !== 0) return this.fail(GL.INVALID_OPERATION, method);
    const buffer = this.bound.get(GL.ARRAY_BUFFER) ?? null;
    if (buffer === null && (this.version === 1 || offset !== 0)) return this.fail(GL.INVALID_OPERATION, method);
    const a = this.vao.object.attributes[index]!;
    const bytes = isPacked(type) ? 4 : unit * size;
    if (
      this.vao.buffers[index] === buffer &&
      a.size === size &&
      a.type === type &&
      a.normalized === normalized &&
      a.integer === integer &&
      a.stride === stride &&
      a.offset === offset
    )
      return;
    a.size = size;
    a.type = type;
    a.normalized = normalized;
    a.integer = integer;
    a.stride = stride;
    a.offset = offset;
    a.bytes = bytes;
    this.#attach(index, buffer);
    this.touchVertexArray();
  }

  #attach(index: number, buffer: WebGLBuffer | null): void {
    const a = this.vao.object.attributes[index]!;
    if (this.vao.buffers[index] === buffer) return;
    a.buffer?.release();
    a.buffer = buffer?.object.hold() ?? null;
    this.vao.buffers[index] = buffer;
  }

  /** @internal */
  setDivisor(index: number, divisor: number, method: string): void {
    if (this.isLost()) return;
    if ((index >>>= 0) >= this.limits.vertexAttribs) return this.fail(GL.INVALID_VALUE, method);
    const a = this.vao.object.attributes[index]!;
    if (a.divisor === divisor >>> 0) return;
    a.divisor = divisor >>> 0;
    this.touchVertexArray();
  }

  vertexAttrib1f(index: number, x: number): void {
    this.#setCurrent(index, x, 0, 0, 1);
  }

  vertexAttrib2f(index: number, x: number, y: number): void {
    this.#setCurrent(index, x, y, 0, 1);
  }

  vertexAttrib3f(index: number, x: number, y: number, z: number): void {
    this.#setCurrent(index, x, y, z, 1);
  }

  vertexAttrib4f(index: number, x: number, y: number, z: number, w: number): void {
    this.#setCurrent(index, x, y, z, w);
  }

  vertexAttrib1fv(index: number, values: ArrayLike<number>): void {
    this.#setCurrentFrom(index, values, 1);
  }

  vertexAttrib2fv(index: number, values: ArrayLike<number>): void {
    this.#setCurrentFrom(index, values, 2);
  }

  vertexAttrib3fv(index: number, values: ArrayLike<number>): void {
    this.#setCurrentFrom(index, values, 3);
  }

  vertexAttrib4fv(index: number, values: ArrayLike<number>): void {
    this.#setCurrentFrom(index, values, 4);
  }

  #setCurrentFrom(index: number, values: ArrayLike<number>, count: number): void {
    if (values.length < count) return this.fail(GL.INVALID_VALUE, 'vertexAttrib');
    this.#setCurrent(index, values[0]!, count > 1 ? values[1]! : 0, count > 2 ? values[2]! : 0, count > 3 ? values[3]! : 1);
  }

  #setCurrent(index: number, x: number, y: number, z: number, w: number): void {
    const floats = new Float32Array(this.core.currentWords.buffer);
    if (this.startCurrent(index, GL.FLOAT)) floats.set([x, y, z, w], (index >>> 0) * 4);
  }

  /** @internal Makes ready for another constant of an attribute; false, with an error, when there is no such attribute. */
  startCurrent(index: number, type: number): boolean {
    if (this.isLost()) return false;
    if ((index >>>= 0) >= this.limits.vertexAttribs) {
      this.fail(GL.INVALID_VALUE, 'vertexAttrib');
      return false;
    }
    const current = this.core.currentAttributes[index]!;
    if (current.type !== type) {
      current.type = type;
      this.touchVertexArray();
    }
    this.core.currentDirty = true;
    return true;
  }

  getVertexAttrib(index: number, pname: number): unknown {
    if (this.isLost()) return null;
    if ((index >>>= 0) >= this.limits.vertexAttribs) {
      this.fail(GL.INVALID_VALUE, 'getVertexAttrib');
      return null;
    }
    const a = this.vao.object.attributes[index]!;
    switch (pname) {
      case GL.VERTEX_ATTRIB_ARRAY_BUFFER_BINDING:
        return this.vao.buffers[index] ?? null;
      case GL.VERTEX_ATTRIB_ARRAY_ENABLED:
        return a.enabled;
      case GL.VERTEX_ATTRIB_ARRAY_SIZE:
        return a.size;
      case GL.VERTEX_ATTRIB_ARRAY_STRIDE:
        return a.stride;
      case GL.VERTEX_ATTRIB_ARRAY_TYPE:
        return a.type;
      case GL.VERTEX_ATTRIB_ARRAY_NORMALIZED:
        return a.normalized;
      case GL.CURRENT_VERTEX_ATTRIB: {
        const { type } = this.core.currentAttributes[index]!;
        const words = this.core.currentWords.slice(index * 4, index * 4 + 4);
        return type === GL.FLOAT ? new Float32Array(words.buffer) : type === GL.INT ? new Int32Array(words.buffer) : words;
      }
      case GL.VERTEX_ATTRIB_ARRAY_DIVISOR:
        if (this.version === 2 || this.has('angle_instanced_arrays')) return a.divisor;
        break;
      case GL.VERTEX_ATTRIB_ARRAY_INTEGER:
        if (this.version === 2) return a.integer;
    }
    this.fail(GL.INVALID_ENUM, 'getVertexAttrib');
    return null;
  }

  getVertexAttribOffset(index: number, pname: number): number {
    if (this.isLost()) return 0;
    if (pname !== GL.VERTEX_ATTRIB_ARRAY_POINTER) this.fail(GL.INVALID_ENUM, 'getVertexAttribOffset');
    else if ((index >>>= 0) >= this.limits.vertexAttribs) this.fail(GL.INVALID_VALUE, 'getVertexAttribOffset');
    else return this.vao.object.attributes[index]!.offset;
    return 0;
  }
}
