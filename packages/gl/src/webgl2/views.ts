import { GL } from '../constants.ts';
import type { Memory } from '../memory.ts';

/** Typed arrays that WebGL takes texels and uniforms in. */
export type DataView2 = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array;

/** Views of all of one buffer, made when they are first needed. */
class Views {
  readonly buffer: ArrayBufferLike;
  private readonly made: (DataView2 | null)[] = [null, null, null, null, null, null, null];

  constructor(buffer: ArrayBufferLike) {
    this.buffer = buffer;
  }

  get(kind: number): DataView2 {
    return (this.made[kind] ??= makeView(kind, this.buffer));
  }
}

const U8 = 0;
const I8 = 1;
const U16 = 2;
const I16 = 3;
const U32 = 4;
const I32 = 5;
const F32 = 6;

function makeView(kind: number, buffer: ArrayBufferLike): DataView2 {
  const bytes = buffer.byteLength;
  switch (kind) {
    case I8:
      return new Int8Array(buffer);
    case U16:
      return new Uint16Array(buffer, 0, bytes >>> 1);
    case I16:
      return new Int16Array(buffer, 0, bytes >>> 1);
    case U32:
      return new Uint32Array(buffer, 0, bytes >>> 2);
    case I32:
      return new Int32Array(buffer, 0, bytes >>> 2);
    case F32:
      return new Float32Array(buffer, 0, bytes >>> 2);
    default:
      return new Uint8Array(buffer);
  }
}

/** Kind of view that WebGL demands for a texel type. */
function viewKind(type: number): number {
  switch (type) {
    case GL.UNSIGNED_BYTE:
      return U8;
    case GL.BYTE:
      return I8;
    case GL.SHORT:
      return I16;
    case GL.UNSIGNED_SHORT:
    case GL.UNSIGNED_SHORT_5_6_5:
    case GL.UNSIGNED_SHORT_4_4_4_4:
    case GL.UNSIGNED_SHORT_5_5_5_1:
    case GL.HALF_FLOAT:
      return U16;
    case GL.INT:
      return I32;
    case GL.FLOAT:
      return F32;
    default:
      return U32;
  }
}

const shifts = [0, 0, 1, 1, 2, 2, 2];

/**
 * Finds the typed array and the index in it that WebGL wants in place of (memory, offset, type). Results lie in `view` and
 * `index` until the next call. Data that is not aligned to its type is copied to an aligned place.
 */
export class DataLocator {
  view: DataView2 = new Uint8Array(0);
  /** First element of the data in `view`. */
  index = 0;
  private readonly known = new WeakMap<ArrayBufferLike, Views>();
  private last = new Views(new ArrayBuffer(0));

  /** Texels of `type`. */
  texels(memory: Memory, offset: number, type: number): void {
    this.locate(memory, offset, viewKind(type));
  }

  /** 32-bit floats. */
  floats(memory: Memory, offset: number): Float32Array<ArrayBuffer> {
    this.locate(memory, offset, F32);
    return this.view as Float32Array<ArrayBuffer>;
  }

  /** 32-bit signed integers. */
  ints(memory: Memory, offset: number): Int32Array<ArrayBuffer> {
    this.locate(memory, offset, I32);
    return this.view as Int32Array<ArrayBuffer>;
  }

  /** 32-bit unsigned integers. */
  uints(memory: Memory, offset: number): Uint32Array<ArrayBuffer> {
    this.locate(memory, offset, U32);
    return this.view as Uint32Array<ArrayBuffer>;
  }

  /** Texels to be written by WebGL; they must be aligned to their type. */
  target(memory: Memory, offset: number, type: number): void {
    const shift = shifts[viewKind(type)] ?? 0;
    if (((memory.bytes.byteOffset + offset) & ((1 << shift) - 1)) !== 0) {
      throw new RangeError(`cannot read texels to the unaligned offset ${offset}`);
    }
    this.locate(memory, offset, viewKind(type));
  }

  private locate(memory: Memory, offset: number, kind: number): void {
    const bytes = memory.bytes;
    const start = bytes.byteOffset + offset;
    const shift = shifts[kind] ?? 0;
    if ((start & ((1 << shift) - 1)) !== 0) {
      this.view = makeView(kind, bytes.slice(offset).buffer);
      this.index = 0;
      return;
    }
    if (this.last.buffer !== bytes.buffer) {
      let views = this.known.get(bytes.buffer);
      if (views === undefined) {
        views = new Views(bytes.buffer);
        this.known.set(bytes.buffer, views);
      }
      this.last = views;
    }
    this.view = this.last.get(kind);
    this.index = start >>> shift;
  }
}
