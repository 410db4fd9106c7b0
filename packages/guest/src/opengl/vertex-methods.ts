import { GL4 } from '../gl4-constants.ts';
import type { VertexAttribute, VertexBinding } from '../objects/vertex-array.ts';
import { WebGLBuffer, type WebGLVertexArrayObject } from '../webgl/objects.ts';
import { BufferMethods4 } from './buffer-methods.ts';

const typeBytes = new Map<number, number>([
  [GL4.BYTE, 1],
  [GL4.UNSIGNED_BYTE, 1],
  [GL4.SHORT, 2],
  [GL4.UNSIGNED_SHORT, 2],
  [GL4.INT, 4],
  [GL4.UNSIGNED_INT, 4],
  [GL4.HALF_FLOAT, 2],
  [GL4.FLOAT, 4],
  [GL4.DOUBLE, 8],
]);

const isPacked = (type: number): boolean => type === GL4.INT_2_10_10_10_REV || type === GL4.UNSIGNED_INT_2_10_10_10_REV;
const isInteger = (type: number): boolean => (type >= GL4.BYTE && type <= GL4.UNSIGNED_INT) || false;

/** How an attribute's elements are read. */
type Meaning = 'float' | 'integer' | 'long';
type Numbers = ArrayLike<number>;

const clampSigned = (value: number, most: number): number => Math.max(-1, value / most);

/** Vertex arrays. */
export class VertexMethods4 extends BufferMethods4 {
  /** Whether an array that is to be changed is bound: the core profile has no default one. */
  #hasArray(method: string): boolean {
    if (this.isLost()) return false;
    if (this.vao !== this.defaultVao) return true;
    this.fail(GL4.INVALID_OPERATION, method);
    return false;
  }

  override enableVertexAttribArray(index: number): void {
    if (this.#hasArray('enableVertexAttribArray')) super.enableVertexAttribArray(index);
  }

  override disableVertexAttribArray(index: number): void {
    if (this.#hasArray('disableVertexAttribArray')) super.disableVertexAttribArray(index);
  }

  override vertexAttribPointer(
    index: number,
    size: number,
    type: number,
    normalized: boolean | number,
    stride: number,
    offset: number,
  ): void {
    this.#pointer(index, size, type, Boolean(normalized), 'float', stride, offset, 'vertexAttribPointer');
  }

  override vertexAttribIPointer(index: number, size: number, type: number, stride: number, offset: number): void {
    this.#pointer(index, size, type, false, 'integer', stride, offset, 'vertexAttribIPointer');
  }

  vertexAttribLPointer(index: number, size: number, type: number, stride: number, offset: number): void {
    this.#pointer(index, size, type, false, 'long', stride, offset, 'vertexAttribLPointer');
  }

  #pointer(
    index: number,
    size: number,
    type: number,
    normalized: boolean,
    meaning: Meaning,
    stride: number,
    offset: number,
    method: string,
  ): void {
    if (this.isLost()) return;
    const bytes = this.#formatBytes(index, size, type, normalized, meaning, method);
    if (bytes === 0) return;
    if (!(stride >= 0 && offset >= 0 && stride <= this.limits.vertexStride)) return this.fail(GL4.INVALID_VALUE, method);
    const buffer = this.bound.get(GL4.ARRAY_BUFFER) ?? null;
    if (!this.#hasArray(method)) return;
    if (buffer === null && offset !== 0) return this.fail(GL4.INVALID_OPERATION, method);
    this.#setFormat(index, size, type, normalized, meaning, 0, bytes);
    const { vao } = this;
    const binding = this.#binding(vao, index);
    const attribute = vao.object.attributes[index]!;
    attribute.binding = index;
    this.#setBinding(vao, index, buffer, offset, stride);
    // What the program said, which a query gives back: without gaps is another stride than none.
    binding.stride = stride === 0 ? bytes : stride;
    attribute.saidStride = stride;
    this.#flatten(vao);
  }

  /** Bytes of an element of a format; 0, with an error, when there is no such format. */
  #formatBytes(index: number, size: number, type: number, normalized: boolean, meaning: Meaning, method: string): number {
    const fail = (error: number): 0 => {
      this.fail(error, method);
      return 0;
    };
    const bgra = size === GL4.BGRA && meaning === 'float';
    if (!(index >= 0 && index < this.limits.vertexAttribs) || !(bgra || (size >= 1 && size <= 4))) return fail(GL4.INVALID_VALUE);
    const unit = typeBytes.get(type);
    const packed = isPacked(type) || type === GL4.UNSIGNED_INT_10F_11F_11F_REV;
    const legal = meaning === 'integer' ? isInteger(type) : meaning === 'long' ? type === GL4.DOUBLE : unit !== undefined || packed;
    if (!legal) return fail(GL4.INVALID_ENUM);
    if (type === GL4.UNSIGNED_INT_10F_11F_11F_REV && (size !== 3 || this.glVersion < 44))
      return fail(this.glVersion < 44 ? GL4.INVALID_ENUM : GL4.INVALID_OPERATION);
    if (bgra && (!normalized || !(type === GL4.UNSIGNED_BYTE || isPacked(type)))) return fail(GL4.INVALID_OPERATION);
    if (isPacked(type) && size !== 4 && !bgra) return fail(GL4.INVALID_OPERATION);
    return packed ? 4 : unit! * (bgra ? 4 : size);
  }

  #setFormat(
    index: number,
    size: number,
    type: number,
    normalized: boolean,
    meaning: Meaning,
    relativeOffset: number,
    bytes: number,
  ): void {
    const a = this.vao.object.attributes[index]!;
    a.bgra = size === GL4.BGRA;
    a.size = a.bgra ? 4 : size;
    a.type = type;
    a.normalized = normalized;
    a.integer = meaning === 'integer';
    a.long = meaning === 'long';
    a.relativeOffset = relativeOffset;
    a.bytes = bytes;
  }

  /** The bindings of an array, made when the first one is needed. */
  #binding(vao: WebGLVertexArrayObject, index: number): VertexBinding {
    const { bindings, attributes } = vao.object;
    if (bindings.length === 0) {
      for (let i = 0; i < attributes.length; i++) {
        bindings.push({ buffer: null, offset: 0, stride: 16, divisor: 0 });
        attributes[i]!.binding = i;
      }
    }
    return bindings[index]!;
  }

  #setBinding(vao: WebGLVertexArrayObject, index: number, buffer: WebGLBuffer | null, offset: number, stride: number): void {
    const binding = this.#binding(vao, index);
    const object = buffer?.object ?? null;
    object?.hold();
    binding.buffer?.release();
    binding.buffer = object;
    binding.offset = offset;
    binding.stride = stride;
    bindingBuffers(vao)[index] = buffer;
  }

  /** Gives every attribute what its binding says. */
  #flatten(vao: WebGLVertexArrayObject): void {
    const { bindings, attributes } = vao.object;
    attributes.forEach((a, i) => {
      const binding = bindings[a.binding]!;
      if (a.buffer !== binding.buffer) {
        binding.buffer?.hold();
        a.buffer?.release();
        a.buffer = binding.buffer;
      }
      vao.buffers[i] = bindingBuffers(vao)[a.binding] ?? null;
      a.offset = binding.offset + a.relativeOffset;
      a.stride = binding.stride;
      a.exactStride = true;
      a.divisor = binding.divisor;
    });
    this.touchVertexArray();
  }

  override dropVertexArray(array: WebGLVertexArrayObject | null): void {
    if (array != null && this.exists(array)) {
      for (const binding of array.object.bindings.splice(0)) binding.buffer?.release();
      buffersOf.delete(array);
    }
    super.dropVertexArray(array);
  }

  override dropIndexed(buffer: WebGLBuffer): void {
    super.dropIndexed(buffer);
    const { vao } = this;
    bindingBuffers(vao).forEach((one, i) => {
      if (one !== buffer) return;
      const { offset, stride } = vao.object.bindings[i]!;
      this.#setBinding(vao, i, null, offset, stride);
      this.#flatten(vao);
    });
  }

  override vertexAttribDivisor(index: number, divisor: number): void {
    const method = 'vertexAttribDivisor';
    if (this.isLost()) return;
    if (!(index >= 0 && index < this.limits.vertexAttribs)) return this.fail(GL4.INVALID_VALUE, method);
    if (!this.#hasArray(method)) return;
    this.#binding(this.vao, index).divisor = divisor >>> 0;
    this.vao.object.attributes[index]!.binding = index;
    this.#flatten(this.vao);
  }

  bindVertexBuffer(bindingindex: number, buffer: WebGLBuffer | null, offset: number, stride: number): void {
    const method = 'bindVertexBuffer';
    if (this.isLost() || !this.mayBind(buffer, WebGLBuffer, method)) return;
    const legal =
      bindingindex >= 0 && bindingindex < this.limits.vertexAttribs && offset >= 0 && stride >= 0 && stride <= this.limits.vertexStride;
    if (!legal) return this.fail(GL4.INVALID_VALUE, method);
    if (!this.#hasArray(method)) return;
    if (buffer != null) this.fitsTarget(GL4.ARRAY_BUFFER, buffer);
    this.#setBinding(this.vao, bindingindex, buffer ?? null, offset, stride);
    this.#flatten(this.vao);
  }

  /** Binds several buffers in a row; null lets go of all. */
  bindVertexBuffers(first: number, buffers: readonly (WebGLBuffer | null)[], offsets: Numbers, strides: Numbers): void {
    buffers.forEach((buffer, i) => this.bindVertexBuffer(first + i, buffer, offsets[i] ?? 0, strides[i] ?? 16));
  }

  vertexAttribFormat(attribindex: number, size: number, type: number, normalized: boolean, relativeoffset: number): void {
    this.#format(attribindex, size, type, normalized, 'float', relativeoffset, 'vertexAttribFormat');
  }

  vertexAttribIFormat(attribindex: number, size: number, type: number, relativeoffset: number): void {
    this.#format(attribindex, size, type, false, 'integer', relativeoffset, 'vertexAttribIFormat');
  }

  vertexAttribLFormat(attribindex: number, size: number, type: number, relativeoffset: number): void {
    this.#format(attribindex, size, type, false, 'long', relativeoffset, 'vertexAttribLFormat');
  }

  #format(index: number, size: number, type: number, normalized: boolean, meaning: Meaning, relative: number, method: string): void {
    if (this.isLost()) return;
    const bytes = this.#formatBytes(index, size, type, normalized, meaning, method);
    if (bytes === 0) return;
    if (!(relative >= 0 && relative <= this.limits.relativeOffset)) return this.fail(GL4.INVALID_VALUE, method);
    if (!this.#hasArray(method)) return;
    this.#binding(this.vao, index);
    this.#setFormat(index, size, type, normalized, meaning, relative, bytes);
    this.#flatten(this.vao);
  }

  vertexAttribBinding(attribindex: number, bindingindex: number): void {
    const method = 'vertexAttribBinding';
    const most = this.limits.vertexAttribs;
    if (this.isLost()) return;
    if (!(attribindex >= 0 && attribindex < most && bindingindex >= 0 && bindingindex < most)) return this.fail(GL4.INVALID_VALUE, method);
    if (!this.#hasArray(method)) return;
    this.#binding(this.vao, bindingindex);
    this.vao.object.attributes[attribindex]!.binding = bindingindex;
    this.#flatten(this.vao);
  }

  vertexBindingDivisor(bindingindex: number, divisor: number): void {
    const method = 'vertexBindingDivisor';
    if (this.isLost()) return;
    if (!(bindingindex >= 0 && bindingindex < this.limits.vertexAttribs)) return this.fail(GL4.INVALID_VALUE, method);
    if (!this.#hasArray(method)) return;
    this.#binding(this.vao, bindingindex).divisor = divisor >>> 0;
    this.#flatten(this.vao);
  }

  vertexAttribI1i(index: number, x: number): void {
    this.vertexAttribI4i(index, x, 0, 0, 1);
  }

  vertexAttribI2i(index: number, x: number, y: number): void {
    this.vertexAttribI4i(index, x, y, 0, 1);
  }

  vertexAttribI3i(index: number, x: number, y: number, z: number): void {
    this.vertexAttribI4i(index, x, y, z, 1);
  }

  vertexAttribI1ui(index: number, x: number): void {
    this.vertexAttribI4ui(index, x, 0, 0, 1);
  }

  vertexAttribI2ui(index: number, x: number, y: number): void {
    this.vertexAttribI4ui(index, x, y, 0, 1);
  }

  vertexAttribI3ui(index: number, x: number, y: number, z: number): void {
    this.vertexAttribI4ui(index, x, y, z, 1);
  }

  vertexAttrib4Nub(index: number, x: number, y: number, z: number, w: number): void {
    this.vertexAttrib4f(index, x / 255, y / 255, z / 255, w / 255);
  }

  vertexAttrib4Nubv(index: number, v: Numbers): void {
    this.vertexAttrib4f(index, v[0]! / 255, v[1]! / 255, v[2]! / 255, v[3]! / 255);
  }

  vertexAttrib4Nusv(index: number, v: Numbers): void {
    this.vertexAttrib4f(index, v[0]! / 65535, v[1]! / 65535, v[2]! / 65535, v[3]! / 65535);
  }

  vertexAttrib4Nuiv(index: number, v: Numbers): void {
    this.vertexAttrib4f(index, v[0]! / 0xffffffff, v[1]! / 0xffffffff, v[2]! / 0xffffffff, v[3]! / 0xffffffff);
  }

  vertexAttrib4Nbv(index: number, v: Numbers): void {
    this.vertexAttrib4f(index, clampSigned(v[0]!, 127), clampSigned(v[1]!, 127), clampSigned(v[2]!, 127), clampSigned(v[3]!, 127));
  }

  vertexAttrib4Nsv(index: number, v: Numbers): void {
    const m = 32767;
    this.vertexAttrib4f(index, clampSigned(v[0]!, m), clampSigned(v[1]!, m), clampSigned(v[2]!, m), clampSigned(v[3]!, m));
  }

  vertexAttrib4Niv(index: number, v: Numbers): void {
    const m = 0x7fffffff;
    this.vertexAttrib4f(index, clampSigned(v[0]!, m), clampSigned(v[1]!, m), clampSigned(v[2]!, m), clampSigned(v[3]!, m));
  }

  vertexAttribP1ui(index: number, type: number, normalized: boolean, value: number): void {
    this.#packed(index, type, normalized, value, 1);
  }

  vertexAttribP2ui(index: number, type: number, normalized: boolean, value: number): void {
    this.#packed(index, type, normalized, value, 2);
  }

  vertexAttribP3ui(index: number, type: number, normalized: boolean, value: number): void {
    this.#packed(index, type, normalized, value, 3);
  }

  vertexAttribP4ui(index: number, type: number, normalized: boolean, value: number): void {
    this.#packed(index, type, normalized, value, 4);
  }

  #packed(index: number, type: number, normalized: boolean, value: number, count: number): void {
    if (!isPacked(type)) return this.fail(GL4.INVALID_ENUM, 'vertexAttribP');
    const signed = type === GL4.INT_2_10_10_10_REV;
    const parts = [0, 10, 20, 30].map((shift, i) => {
      const bits = i === 3 ? 2 : 10;
      const field = signed ? (value << (32 - shift - bits)) >> (32 - bits) : (value >>> shift) & (2 ** bits - 1);
      if (!normalized) return field;
      return signed ? clampSigned(field, 2 ** (bits - 1) - 1) : field / (2 ** bits - 1);
    });
    const [x = 0, y = 0, z = 0, w = 1] = parts;
    this.vertexAttrib4f(index, x, count > 1 ? y : 0, count > 2 ? z : 0, count > 3 ? w : 1);
  }

  vertexAttribL1d(index: number, x: number): void {
    this.#long(index, [x, 0, 0, 1]);
  }

  vertexAttribL2d(index: number, x: number, y: number): void {
    this.#long(index, [x, y, 0, 1]);
  }

  vertexAttribL3d(index: number, x: number, y: number, z: number): void {
    this.#long(index, [x, y, z, 1]);
  }

  vertexAttribL4d(index: number, x: number, y: number, z: number, w: number): void {
    this.#long(index, [x, y, z, w]);
  }

  vertexAttribL1dv(index: number, v: Numbers): void {
    this.#long(index, [v[0]!, 0, 0, 1]);
  }

  vertexAttribL2dv(index: number, v: Numbers): void {
    this.#long(index, [v[0]!, v[1]!, 0, 1]);
  }

  vertexAttribL3dv(index: number, v: Numbers): void {
    this.#long(index, [v[0]!, v[1]!, v[2]!, 1]);
  }

  vertexAttribL4dv(index: number, v: Numbers): void {
    this.#long(index, [v[0]!, v[1]!, v[2]!, v[3]!]);
  }

  #long(index: number, values: readonly number[]): void {
    if (!this.startCurrent(index, GL4.DOUBLE)) return;
    const { currentWords } = this.core;
    const doubles = new Float64Array(values);
    currentWords.set(new Uint32Array(doubles.buffer), this.limits.vertexAttribs * 4 + index * 8);
  }

  override getVertexAttrib(index: number, pname: number): unknown {
    const a: VertexAttribute | undefined = this.vao.object.attributes[index];
    if (a !== undefined && !this.isLost()) {
      switch (pname) {
        case GL4.VERTEX_ATTRIB_ARRAY_SIZE:
          return a.bgra ? GL4.BGRA : a.size;
        case GL4.VERTEX_ATTRIB_ARRAY_STRIDE:
          return a.saidStride;
        case GL4.VERTEX_ATTRIB_ARRAY_LONG:
          return a.long;
        case GL4.VERTEX_ATTRIB_BINDING:
          return a.binding < 0 ? index : a.binding;
        case GL4.VERTEX_ATTRIB_RELATIVE_OFFSET:
          return a.relativeOffset;
        case GL4.CURRENT_VERTEX_ATTRIB:
          if (this.core.currentAttributes[index]!.type !== GL4.DOUBLE) break;
          return new Float64Array(this.core.currentWords.slice(this.limits.vertexAttribs * 4 + index * 8).buffer, 0, 4);
      }
    }
    return super.getVertexAttrib(index, pname);
  }
}

const buffersOf = new WeakMap<WebGLVertexArrayObject, (WebGLBuffer | null)[]>();

/** Buffers of an array's bindings, as the program gave them. */
export function bindingBuffers(vao: WebGLVertexArrayObject): (WebGLBuffer | null)[] {
  let buffers = buffersOf.get(vao);
  if (buffers === undefined) buffersOf.set(vao, (buffers = []));
  return buffers;
}
