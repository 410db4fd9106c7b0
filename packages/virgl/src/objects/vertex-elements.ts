import { GL } from '@virglass/gl';
import * as p from '@virglass/protocol';
import { type FormatSupport, FormatUse } from '../formats/probe.ts';
import { type VertexFormat, vertexFormat } from '../formats/table.ts';
import type { VirglHost } from '../host.ts';
import { MAX_VERTEX_BUFFERS } from '../limits.ts';
import type { Resource } from '../resources/resource.ts';
import { VirglObject } from './virgl-object.ts';

/**
 * A vertex layout.
 *
 * With ARB_vertex_attrib_binding the layout is a vertex array object whose formats are set once; drawing only binds
 * buffers to it. GL has the divisor and the buffer offset in the binding and Gallium has them in the element, so elements
 * that share a buffer but not the divisor (or whose offset GL's relative offset cannot hold) get bindings of their own.
 */
export class VertexElements extends VirglObject {
  readonly kind = p.ObjectType.VERTEX_ELEMENTS;
  readonly count: number;
  readonly offsets: Uint32Array;
  readonly divisors: Uint32Array;
  /** Divisors that the array of `plainArray` has now. */
  readonly plainDivisors: Uint32Array;
  readonly buffers: Uint8Array;
  readonly formats: readonly VertexFormat[];
  /** How the shader must declare each input: 0 float, 1 signed, 2 unsigned. */
  readonly attribKinds: Uint8Array;
  /** The same as two masks of inputs, part of the vertex shader's variant key. */
  readonly signedMask: number;
  readonly unsignedMask: number;
  /** Inputs whose bytes are in the order blue, green, red, alpha; part of the key where GL has no such format. */
  readonly bgraMask: number;

  /** Bindings: vertex buffer slot, divisor and byte offset of each; elements name them by `bindingOf`. */
  readonly bindingBuffer: number[] = [];
  readonly bindingDivisor: number[] = [];
  readonly bindingOffset: number[] = [];
  readonly bindingOf: Uint8Array;
  /** What each binding of the vertex array object holds now. */
  readonly boundResource: (Resource | null)[] = [];
  readonly boundOffset: number[] = [];
  readonly boundStride: number[] = [];
  /** Whether the vertex array object takes edge flags now. */
  hasEdgeFlags = false;
  /** Vertex array object, made on first use. */
  #vao = 0;

  /**
   * @param host - its feature set decides whether layouts are vertex array objects
   * @param formats - one per element, already looked up
   */
  constructor(host: VirglHost, handle: number, payload: Uint32Array, words: Uint32Array, at: number, formats: readonly VertexFormat[]) {
    super(handle, payload);
    const count = formats.length;
    this.count = count;
    this.formats = formats;
    this.offsets = new Uint32Array(count);
    this.divisors = new Uint32Array(count);
    this.plainDivisors = new Uint32Array(count);
    this.buffers = new Uint8Array(count);
    this.attribKinds = new Uint8Array(count);
    this.bindingOf = new Uint8Array(count);
    let signed = 0;
    let unsigned = 0;
    let bgra = 0;
    for (let i = 0; i < count; i++) {
      this.offsets[i] = p.createVertexElementsElementSrcOffset(words, at, i);
      this.divisors[i] = p.createVertexElementsElementInstanceDivisor(words, at, i);
      this.buffers[i] = p.createVertexElementsElementVertexBufferIndex(words, at, i);
      const format = formats[i]!;
      if (format.bgra) bgra |= 1 << i;
      if (format.integer) {
        this.attribKinds[i] = format.signed ? 1 : 2;
        if (format.signed) signed |= 1 << i;
        else unsigned |= 1 << i;
      }
      this.bindingOf[i] = this.#binding(i, host.gl.features.maxVertexRelativeOffset);
    }
    this.signedMask = signed;
    this.unsignedMask = unsigned;
    this.bgraMask = bgra;
  }

  #binding(element: number, maxRelative: number): number {
    const buffer = this.buffers[element]!;
    const divisor = this.divisors[element]!;
    const base = this.offsets[element]! > maxRelative ? this.offsets[element]! : 0;
    for (let b = 0; b < this.bindingBuffer.length; b++) {
      if (this.bindingBuffer[b] === buffer && this.bindingDivisor[b] === divisor && this.bindingOffset[b] === base) return b;
    }
    this.bindingBuffer.push(buffer);
    this.bindingDivisor.push(divisor);
    this.bindingOffset.push(base);
    this.boundResource.push(null);
    this.boundOffset.push(-1);
    this.boundStride.push(-1);
    return this.bindingBuffer.length - 1;
  }

  /** The vertex array object with this layout, bound. Only with ARB_vertex_attrib_binding. */
  bindArray(host: VirglHost): void {
    if (this.#vao !== 0) {
      host.state.bindVertexArray(this.#vao);
      return;
    }
    const { gl } = host;
    this.#vao = gl.createVertexArray();
    host.state.bindVertexArray(this.#vao);
    for (let i = 0; i < this.count; i++) {
      const f = this.formats[i]!;
      const binding = this.bindingOf[i]!;
      const relative = this.offsets[i]! - this.bindingOffset[binding]!;
      const size = f.bgra && gl.features.vertexArrayBgra ? GL.BGRA : f.size;
      if (f.integer) gl.vertexAttribIFormat(i, f.size, f.glType, relative);
      else gl.vertexAttribFormat(i, size, f.glType, f.normalized, relative);
      gl.vertexAttribBinding(i, binding);
      gl.enableVertexAttribArray(i);
    }
    for (let b = 0; b < this.bindingDivisor.length; b++) {
      if (this.bindingDivisor[b] !== 0) gl.vertexBindingDivisor(b, this.bindingDivisor[b]!);
    }
  }

  /** The vertex array object with attributes enabled, without formats and divisors: hosts without attribute bindings. */
  plainArray(host: VirglHost): number {
    if (this.#vao !== 0) return this.#vao;
    const { gl } = host;
    this.#vao = gl.createVertexArray();
    host.state.bindVertexArray(this.#vao);
    for (let i = 0; i < this.count; i++) gl.enableVertexAttribArray(i);
    return this.#vao;
  }

  protected override free(host: VirglHost): void {
    if (this.#vao === 0) return;
    host.state.forgetVertexArray(this.#vao);
    host.gl.deleteVertexArray(this.#vao);
  }
}

/**
 * Looks up the formats of a layout's elements.
 *
 * @returns the formats, or why the layout is refused
 */
export function vertexElementFormats(
  support: FormatSupport,
  words: Uint32Array,
  at: number,
  count: number,
): readonly VertexFormat[] | string {
  const formats: VertexFormat[] = [];
  for (let i = 0; i < count; i++) {
    const buffer = p.createVertexElementsElementVertexBufferIndex(words, at, i);
    if (buffer >= MAX_VERTEX_BUFFERS) return `element ${i}: vertex buffer ${buffer}, there are ${MAX_VERTEX_BUFFERS}`;
    const id = p.createVertexElementsElementSrcFormat(words, at, i);
    const format = vertexFormat(id);
    if (format === null || !support.can(id, FormatUse.VERTEX)) return `element ${i}: format ${id} is not a vertex format`;
    formats.push(format);
  }
  return formats;
}
