import type { BufferObject } from './buffer.ts';
import { GL } from '../gl-constants.ts';

/** One attribute's place in memory. */
export class VertexAttribute {
  enabled = false;
  size = 4;
  type: number = GL.FLOAT;
  normalized = false;
  /** Integers reach the shader as integers. */
  integer = false;
  /** As the program said it; 0 means without gaps. */
  stride = 0;
  offset = 0;
  divisor = 0;
  buffer: BufferObject | null = null;
  /** Bytes of one element. */
  bytes = 16;
  /** Doubles reach the shader as doubles. */
  long = false;
  /** Components lie from blue to red. */
  bgra = false;
  /** A stride of 0 is one: all elements are the same. */
  exactStride = false;
  /** OpenGL: the stride as the program said it. */
  saidStride = 0;
  /** OpenGL: the binding that it takes its buffer from, and where in an element it begins. */
  binding = -1;
  relativeOffset = 0;
}

/** A buffer that several attributes may take their elements from. */
export interface VertexBinding {
  buffer: BufferObject | null;
  offset: number;
  stride: number;
  divisor: number;
}

/** A vertex buffer of a layout; without buffer: the current values. */
export interface VertexSlot {
  readonly buffer: BufferObject | null;
  readonly stride: number;
  readonly offset: number;
}

/** What is sent for a vertex array and a program. */
export interface VertexLayout {
  /** Version of the vertex array that it holds for. */
  readonly version: number;
  /** Program that it holds for. */
  readonly reader: object;
  /** Handle of the vertex elements. */
  readonly handle: number;
  readonly slots: readonly VertexSlot[];
  readonly usesCurrent: boolean;
}

/** A vertex array object. */
export class VertexArrayObject {
  readonly attributes: readonly VertexAttribute[];
  elementBuffer: BufferObject | null = null;
  /** OpenGL's; empty for WebGL, whose attributes have a buffer each. */
  readonly bindings: VertexBinding[] = [];
  deleted = false;
  /** Whether it was ever bound, which makes it an object. */
  bound = false;
  /** Counts changes, for who remembers a layout. */
  version = 0;
  /** What the last draw made of it; see `VertexLayout`. */
  layout: VertexLayout | null = null;

  constructor(attributes: number) {
    this.attributes = Array.from({ length: attributes }, () => new VertexAttribute());
  }
}
