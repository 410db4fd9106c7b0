import { clientLayout } from '../formats/layout.ts';
import { GL4 } from '../gl4-constants.ts';
import type { BufferObject } from '../objects/buffer.ts';
import type { BufferRange } from '../objects/transform-feedback.ts';
import { Dirty } from '../state/dirty.ts';
import { bytesOfSource } from '../webgl/bytes.ts';
import { WebGLBuffer } from '../webgl/objects.ts';
import { StateMethods4 } from './state-methods.ts';

/** State that names a buffer's resource. */
const BUFFER_USERS = Dirty.VERTEX | Dirty.UNIFORM_BUFFERS | Dirty.STORAGE | Dirty.ATOMICS | Dirty.IMAGES | Dirty.TEXTURES;

const MAP_BITS =
  GL4.MAP_READ_BIT |
  GL4.MAP_WRITE_BIT |
  GL4.MAP_INVALIDATE_RANGE_BIT |
  GL4.MAP_INVALIDATE_BUFFER_BIT |
  GL4.MAP_FLUSH_EXPLICIT_BIT |
  GL4.MAP_UNSYNCHRONIZED_BIT;

/** Formats that buffers can be cleared as, and buffer textures show. @source OpenGL 4.3, table 8.15 */
export const bufferFormats: ReadonlySet<number> = new Set<number>([
  GL4.R8, GL4.R16, GL4.R16F, GL4.R32F, GL4.R8I, GL4.R16I, GL4.R32I, GL4.R8UI, GL4.R16UI, GL4.R32UI,
  GL4.RG8, GL4.RG16, GL4.RG16F, GL4.RG32F, GL4.RG8I, GL4.RG16I, GL4.RG32I, GL4.RG8UI, GL4.RG16UI, GL4.RG32UI,
  GL4.RGB32F, GL4.RGB32I, GL4.RGB32UI,
  GL4.RGBA8, GL4.RGBA16, GL4.RGBA16F, GL4.RGBA32F, GL4.RGBA8I, GL4.RGBA16I, GL4.RGBA32I, GL4.RGBA8UI, GL4.RGBA16UI, GL4.RGBA32UI,
]); // prettier-ignore

const indexedTargets: ReadonlySet<number> = new Set<number>([GL4.SHADER_STORAGE_BUFFER, GL4.ATOMIC_COUNTER_BUFFER]);

/** Buffer objects. */
export class BufferMethods4 extends StateMethods4 {
  /** @internal By target and index: buffers as the program gave them. */
  declare indexedBuffers: Map<number, (WebGLBuffer | null)[]>;
  /** @internal How many buffers are mapped. */
  declare mappedCount: number;

  override fitsTarget(_target: number, buffer: WebGLBuffer | null): boolean {
    if (buffer != null) buffer.kind = 'other';
    return true;
  }

  override isFeeding(_buffer: WebGLBuffer, _target: number): boolean {
    return false;
  }

  /** @internal Whether a buffer is mapped, so that nothing may use it. */
  isMapped(buffer: BufferObject): boolean {
    return buffer.mapped !== null;
  }

  override deleteBuffer(buffer: WebGLBuffer | null): void {
    if (buffer != null) this.#unmap(buffer.object);
    super.deleteBuffer(buffer);
  }

  override dropIndexed(buffer: WebGLBuffer): void {
    super.dropIndexed(buffer);
    for (const [target, buffers] of this.indexedBuffers) {
      buffers.forEach((one, index) => {
        if (one === buffer) this.#setIndexed(target, index, null, 0, 0);
      });
    }
  }

  override bufferData(
    target: number,
    source: number | ArrayBufferLike | ArrayBufferView | null,
    usage: number,
    srcOffset?: number,
    length = 0,
  ): void {
    if (source === null) return this.setData(target, 0, null, usage);
    super.bufferData(target, source, usage, srcOffset, length);
  }

  override setData(target: number, size: number, bytes: Uint8Array | null, usage: number): void {
    const buffer = this.bound.get(target) ?? (target === GL4.ELEMENT_ARRAY_BUFFER ? this.vao.elementBuffer : null);
    const before = buffer?.object.resource;
    if (buffer != null) this.#unmap(buffer.object);
    super.setData(target, size, bytes, usage);
    if (buffer?.object.resource !== before) this.core.dirty.mark(BUFFER_USERS);
  }

  override setSubData(target: number, offset: number, bytes: Uint8Array): void {
    if (this.#refuses(target, 'bufferSubData')) return;
    super.setSubData(target, offset, bytes);
  }

  override getBufferSubData(target: number, srcByteOffset: number, dstBuffer: ArrayBufferView, dstOffset = 0, length = 0): void {
    if (!this.#refuses(target, 'getBufferSubData')) super.getBufferSubData(target, srcByteOffset, dstBuffer, dstOffset, length);
  }

  override copyBufferSubData(readTarget: number, writeTarget: number, readOffset: number, writeOffset: number, size: number): void {
    const method = 'copyBufferSubData';
    if (this.#refuses(readTarget, method) || this.#refuses(writeTarget, method)) return;
    super.copyBufferSubData(readTarget, writeTarget, readOffset, writeOffset, size);
  }

  /** Whether the buffer of a target is mapped, which is an error. */
  #refuses(target: number, method: string): boolean {
    const buffer = this.bound.get(target) ?? (target === GL4.ELEMENT_ARRAY_BUFFER ? this.vao.elementBuffer : null);
    if (buffer == null || !this.isMapped(buffer.object)) return false;
    this.fail(GL4.INVALID_OPERATION, method);
    return true;
  }

  /**
   * Maps a range of a buffer.
   *
   * @returns its bytes, which are the program's until `unmapBuffer` writes them back (where they were mapped for writing); null with an error
   */
  mapBufferRange(target: number, offset: number, length: number, access: number): Uint8Array | null {
    const method = 'mapBufferRange';
    const buffer = this.targetBuffer(target, method)?.object;
    if (buffer === undefined) return null;
    const fail = (error: number): null => {
      this.fail(error, method);
      return null;
    };
    const size = buffer.size;
    if (!(offset >= 0 && length >= 0 && offset + length <= size) || (access & ~MAP_BITS) !== 0) return fail(GL4.INVALID_VALUE);
    const read = (access & GL4.MAP_READ_BIT) !== 0;
    const write = (access & GL4.MAP_WRITE_BIT) !== 0;
    const discards = (access & (GL4.MAP_INVALIDATE_RANGE_BIT | GL4.MAP_INVALIDATE_BUFFER_BIT)) !== 0;
    const blind = discards || (access & GL4.MAP_UNSYNCHRONIZED_BIT) !== 0;
    const legal = (read || write) && !(read && blind) && (write || (access & GL4.MAP_FLUSH_EXPLICIT_BIT) === 0);
    if (length === 0 || buffer.mapped !== null || !legal) return fail(GL4.INVALID_OPERATION);
    const bytes = new Uint8Array(length);
    // What the program leaves alone keeps what it was, so it has to be known.
    if (!discards) buffer.read(offset, bytes);
    buffer.mapped = { offset, bytes, access };
    this.mappedCount++;
    return bytes;
  }

  /** Maps a whole buffer: READ_ONLY, WRITE_ONLY or READ_WRITE. */
  mapBuffer(target: number, access: number): Uint8Array | null {
    const bits = { [GL4.READ_ONLY]: 1, [GL4.WRITE_ONLY]: 2, [GL4.READ_WRITE]: 3 }[access];
    if (bits === undefined) {
      this.fail(GL4.INVALID_ENUM, 'mapBuffer');
      return null;
    }
    const buffer = this.targetBuffer(target, 'mapBuffer');
    return buffer === null ? null : this.mapBufferRange(target, 0, buffer.object.size, bits);
  }

  flushMappedBufferRange(target: number, offset: number, length: number): void {
    const method = 'flushMappedBufferRange';
    const buffer = this.targetBuffer(target, method)?.object;
    if (buffer === undefined) return;
    const { mapped } = buffer;
    if (mapped === null || (mapped.access & GL4.MAP_FLUSH_EXPLICIT_BIT) === 0) return this.fail(GL4.INVALID_OPERATION, method);
    if (!(offset >= 0 && length >= 0 && offset + length <= mapped.bytes.length)) return this.fail(GL4.INVALID_VALUE, method);
    buffer.write(mapped.offset + offset, mapped.bytes.subarray(offset, offset + length));
  }

  /** @returns whether the contents are what the program wrote: always, but with an error */
  unmapBuffer(target: number): boolean {
    const buffer = this.targetBuffer(target, 'unmapBuffer')?.object;
    if (buffer === undefined) return false;
    const { mapped } = buffer;
    if (mapped === null) {
      this.fail(GL4.INVALID_OPERATION, 'unmapBuffer');
      return false;
    }
    if ((mapped.access & GL4.MAP_WRITE_BIT) !== 0 && (mapped.access & GL4.MAP_FLUSH_EXPLICIT_BIT) === 0) {
      buffer.write(mapped.offset, mapped.bytes);
    }
    this.#unmap(buffer);
    return true;
  }

  #unmap(buffer: BufferObject): void {
    if (buffer.mapped === null) return;
    buffer.mapped = null;
    this.mappedCount--;
  }

  /** The bytes that a buffer is mapped to; null where it is not. */
  getBufferPointer(target: number, pname: number): Uint8Array | null {
    if (pname !== GL4.BUFFER_MAP_POINTER) {
      this.fail(GL4.INVALID_ENUM, 'getBufferPointer');
      return null;
    }
    return this.targetBuffer(target, 'getBufferPointer')?.object.mapped?.bytes ?? null;
  }

  override getBufferParameter(target: number, pname: number): number | null {
    const access = (): number => {
      const bits = (this.targetBuffer(target, 'getBufferParameter')?.object.mapped?.access ?? 0) & 3;
      return bits === 1 ? GL4.READ_ONLY : bits === 2 ? GL4.WRITE_ONLY : GL4.READ_WRITE;
    };
    const mapped = (): BufferObject['mapped'] => this.targetBuffer(target, 'getBufferParameter')?.object.mapped ?? null;
    switch (pname) {
      case GL4.BUFFER_ACCESS:
        return access();
      case GL4.BUFFER_ACCESS_FLAGS:
        return mapped()?.access ?? 0;
      case GL4.BUFFER_MAPPED:
        return Number(mapped() !== null);
      case GL4.BUFFER_MAP_OFFSET:
        return mapped()?.offset ?? 0;
      case GL4.BUFFER_MAP_LENGTH:
        return mapped()?.bytes.length ?? 0;
      default:
        return super.getBufferParameter(target, pname);
    }
  }

  /** Fills a buffer with a texel; null means zeros. */
  clearBufferData(target: number, internalformat: number, format: number, type: number, data: ArrayBufferView | null): void {
    const buffer = this.targetBuffer(target, 'clearBufferData');
    if (buffer !== null) this.#fill(buffer.object, internalformat, 0, buffer.object.size, format, type, data, 'clearBufferData');
  }

  clearBufferSubData(
    target: number,
    internalformat: number,
    offset: number,
    size: number,
    format: number,
    type: number,
    data: ArrayBufferView | null,
  ): void {
    const buffer = this.targetBuffer(target, 'clearBufferSubData');
    if (buffer !== null) this.#fill(buffer.object, internalformat, offset, size, format, type, data, 'clearBufferSubData');
  }

  #fill(
    buffer: BufferObject,
    internalformat: number,
    offset: number,
    size: number,
    format: number,
    type: number,
    data: ArrayBufferView | null,
    method: string,
  ): void {
    const stored = bufferFormats.has(internalformat) ? this.core.caps.stored(internalformat) : null;
    const from = clientLayout(format, type);
    if (stored?.layout == null) return this.fail(GL4.INVALID_ENUM, method);
    const { layout } = stored;
    const bad = !(offset >= 0 && size >= 0 && offset + size <= buffer.size) || offset % layout.bytes !== 0 || size % layout.bytes !== 0;
    if (bad || from === null) return this.fail(GL4.INVALID_VALUE, method);
    if (this.isMapped(buffer)) return this.fail(GL4.INVALID_OPERATION, method);
    const texel = new Uint8Array(layout.bytes);
    if (data !== null) {
      const bytes = bytesOfSource(data);
      if (bytes === null || bytes.length < from.bytes) return this.fail(GL4.INVALID_VALUE, method);
      const numbers = new Float64Array([0, 0, 0, 1]);
      from.decode(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, numbers);
      layout.encode(new DataView(texel.buffer), 0, numbers);
    }
    const out = new Uint8Array(size);
    if (size > 0) out.set(texel);
    // Each copy doubles what is there.
    for (let done = texel.length; done < size; done *= 2) out.copyWithin(done, 0, Math.min(done, size - done));
    buffer.write(offset, out);
  }

  invalidateBufferData(buffer: WebGLBuffer): void {
    if (this.isLost() || !this.owns(buffer, WebGLBuffer, 'invalidateBufferData')) return;
    if (this.isMapped(buffer.object)) this.fail(GL4.INVALID_OPERATION, 'invalidateBufferData');
  }

  invalidateBufferSubData(buffer: WebGLBuffer, offset: number, length: number): void {
    const method = 'invalidateBufferSubData';
    if (this.isLost() || !this.owns(buffer, WebGLBuffer, method)) return;
    if (!(offset >= 0 && length >= 0 && offset + length <= buffer.object.size)) return this.fail(GL4.INVALID_VALUE, method);
    if (this.isMapped(buffer.object)) this.fail(GL4.INVALID_OPERATION, method);
  }

  override bindBufferBase(target: number, index: number, buffer: WebGLBuffer | null): void {
    if (!indexedTargets.has(target)) return super.bindBufferBase(target, index, buffer);
    this.#bindIndexed(target, index, buffer, 0, 0, 'bindBufferBase');
  }

  override bindBufferRange(target: number, index: number, buffer: WebGLBuffer | null, offset: number, size: number): void {
    if (!indexedTargets.has(target)) return super.bindBufferRange(target, index, buffer, offset, size);
    const step = target === GL4.ATOMIC_COUNTER_BUFFER ? 4 : this.limits.storageAlignment;
    if (buffer != null && (offset < 0 || size <= 0 || offset % step !== 0)) return this.fail(GL4.INVALID_VALUE, 'bindBufferRange');
    this.#bindIndexed(target, index, buffer, offset, size, 'bindBufferRange');
  }

  /** Binds several buffers in a row; null lets go of all. */
  bindBuffersBase(target: number, first: number, buffers: readonly (WebGLBuffer | null)[]): void {
    const before = this.bound.get(target) ?? null;
    buffers.forEach((buffer, i) => this.bindBufferBase(target, first + i, buffer));
    this.setBound(target, before);
  }

  #bindIndexed(target: number, index: number, buffer: WebGLBuffer | null, offset: number, size: number, method: string): void {
    if (this.isLost() || !this.mayBind(buffer, WebGLBuffer, method)) return;
    if (!(index >= 0 && index < this.#ranges(target).length)) return this.fail(GL4.INVALID_VALUE, method);
    this.fitsTarget(target, buffer);
    this.setBound(target, buffer ?? null);
    this.#setIndexed(target, index, buffer ?? null, offset, size);
  }

  #ranges(target: number): readonly BufferRange[] {
    return target === GL4.SHADER_STORAGE_BUFFER ? this.core.storageBuffers : this.core.atomicBuffers;
  }

  #setIndexed(target: number, index: number, buffer: WebGLBuffer | null, offset: number, size: number): void {
    const range = this.#ranges(target)[index]!;
    buffer?.object.hold();
    range.buffer?.release();
    range.buffer = buffer?.object ?? null;
    range.offset = offset;
    range.size = size;
    const list = this.indexedBuffers.get(target) ?? [];
    list[index] = buffer;
    this.indexedBuffers.set(target, list);
    this.core.dirty.mark(target === GL4.SHADER_STORAGE_BUFFER ? Dirty.STORAGE : Dirty.ATOMICS);
  }
}
