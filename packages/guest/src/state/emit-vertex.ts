/*
 * Vertex input.
 *
 * Attributes that lie in the same buffer with the same stride, less than a stride apart, share a vertex buffer; what is left of them is
 * a layout, which is an object that is made once. So a program that draws many meshes of one kind changes vertex buffers only. Attributes
 * without an array come from a buffer with the current values, with stride 0.
 */
import { encodeCreateVertexElements, ObjectType, PipeBind, PipeFormat, PipeTarget } from '@virglass/protocol';
import { GL } from '../gl-constants.ts';
import { GL4 } from '../gl4-constants.ts';
import type { BufferObject } from '../objects/buffer.ts';
import type { Executable } from '../objects/program.ts';
import type { VertexArrayObject, VertexLayout, VertexSlot } from '../objects/vertex-array.ts';
import type { Core } from './core.ts';
import { vertexFormat } from './translate.ts';

/** Greatest offset of an element within its vertex buffer that every host has. */
const MAX_OFFSET = 2047;

interface Owner {
  buffer: BufferObject | null;
  stride: number;
  offset: number;
  divisor: number;
  own: number[];
}

/** See above. */
export class VertexEmitter {
  readonly #core: Core;
  readonly #layouts = new Map<string, number>();
  #boundLayout = 0;
  /** Stride, offset and resource of each vertex buffer as sent. */
  #sent: number[] = [];
  #currentResource = 0;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Sends the layout and the vertex buffers of a draw. */
  sync(vertexArray: VertexArrayObject, executable: Executable): void {
    let { layout } = vertexArray;
    if (layout === null || layout.version !== vertexArray.version || layout.reader !== executable) {
      layout = vertexArray.layout = this.#layOut(vertexArray, executable);
    }
    if (layout.handle !== this.#boundLayout) {
      this.#boundLayout = layout.handle;
      this.#core.stream.bindObject(ObjectType.VERTEX_ELEMENTS, layout.handle);
    }
    if (layout.usesCurrent && this.#core.currentDirty) this.#sendCurrent();
    this.#sendBuffers(layout.slots);
  }

  /** Somebody else bound a layout or buffers. */
  forget(): void {
    this.#boundLayout = 0;
    this.#sent = [-1];
  }

  #layOut(vertexArray: VertexArrayObject, executable: Executable): VertexLayout {
    const { inputs, inputHalves, inputTypes } = executable;
    const elements: { srcOffset: number; instanceDivisor: number; vertexBufferIndex: number; srcFormat: number }[] = [];
    const owners: Owner[] = [];
    // Virglrenderer takes an element's divisor for that of the vertex buffer with the same number: where there are divisors, each element
    // has a vertex buffer of its own.
    const apart = inputs.some(
      (location) => location >= 0 && vertexArray.attributes[location]!.enabled && vertexArray.attributes[location]!.divisor !== 0,
    );
    let currentSlot = -1;
    let usesCurrent = false;
    for (let i = 0; i < inputs.length; i++) {
      const location = inputs[i]!;
      const attribute = location < 0 ? null : vertexArray.attributes[location]!;
      if (attribute === null || !attribute.enabled || attribute.buffer === null) {
        if (currentSlot < 0 || apart) {
          currentSlot = owners.length;
          owners.push({ buffer: null, stride: 0, offset: 0, divisor: 0, own: [] });
        }
        usesCurrent = true;
        if (location >= 0 && inputTypes[i] === GL4.DOUBLE) {
          const srcOffset = this.#core.limits.vertexAttribs * 16 + location * 32 + inputHalves[i]! * 16;
          elements.push({ srcOffset, instanceDivisor: 0, vertexBufferIndex: currentSlot, srcFormat: PipeFormat.R32G32B32A32_UINT });
          continue;
        }
        const type = location < 0 ? GL.FLOAT : this.#core.currentAttributes[location]!.type;
        elements.push({
          srcOffset: Math.max(0, location) * 16,
          instanceDivisor: 0,
          vertexBufferIndex: currentSlot,
          srcFormat:
            type === GL.FLOAT
              ? PipeFormat.R32G32B32A32_FLOAT
              : type === GL.INT
                ? PipeFormat.R32G32B32A32_SINT
                : PipeFormat.R32G32B32A32_UINT,
        });
        continue;
      }
      const stride = attribute.stride === 0 && !attribute.exactStride ? attribute.bytes : attribute.stride;
      let at = owners.findIndex(
        (o) =>
          !apart &&
          o.buffer === attribute.buffer &&
          o.stride === stride &&
          o.divisor === attribute.divisor &&
          Math.abs(attribute.offset - o.offset) < Math.min(stride, MAX_OFFSET) &&
          o.own.every((other) => Math.abs(vertexArray.attributes[other]!.offset - attribute.offset) < Math.min(stride, MAX_OFFSET)),
      );
      if (at < 0) at = owners.push({ buffer: attribute.buffer, stride, offset: attribute.offset, divisor: attribute.divisor, own: [] }) - 1;
      owners[at]!.offset = Math.min(owners[at]!.offset, attribute.offset);
      owners[at]!.own.push(location);
      elements.push({
        srcOffset: 0,
        instanceDivisor: attribute.divisor,
        vertexBufferIndex: at,
        srcFormat:
          inputTypes[i] === GL4.DOUBLE
            ? doubleHalf(attribute.size, inputHalves[i]!)
            : vertexFormat(attribute.type, attribute.size, attribute.normalized, attribute.integer, attribute.bgra),
      });
    }
    for (let i = 0; i < elements.length; i++) {
      const element = elements[i]!;
      const owner = owners[element.vertexBufferIndex]!;
      if (owner.buffer !== null) element.srcOffset = vertexArray.attributes[inputs[i]!]!.offset - owner.offset + inputHalves[i]! * 16;
    }
    const slots = owners.map(({ buffer, stride, offset }) => ({ buffer, stride, offset }));
    return { version: vertexArray.version, reader: executable, handle: this.#elements(elements), slots, usesCurrent };
  }

  /** The vertex elements object of a layout. */
  #elements(elements: readonly { srcOffset: number; instanceDivisor: number; vertexBufferIndex: number; srcFormat: number }[]): number {
    const { stream } = this.#core;
    const key = elements.map((e) => `${e.srcOffset},${e.instanceDivisor},${e.vertexBufferIndex},${e.srcFormat}`).join(';');
    let handle = this.#layouts.get(key);
    if (handle === undefined) {
      handle = stream.handle();
      stream.at = encodeCreateVertexElements(stream.words, stream.floats, stream.room(2 + elements.length * 4), {
        handle,
        element: elements,
      });
      this.#layouts.set(key, handle);
    }
    return handle;
  }

  #sendBuffers(slots: readonly VertexSlot[]): void {
    let same = this.#sent.length === slots.length * 3;
    for (let i = 0; i < slots.length && same; i++) {
      const { buffer, stride, offset } = slots[i]!;
      const resource = buffer === null ? this.#currentResource : buffer.resource;
      same = this.#sent[i * 3] === stride && this.#sent[i * 3 + 1] === offset && this.#sent[i * 3 + 2] === resource;
    }
    if (same) return;
    const { stream } = this.#core;
    const at = stream.room(1 + slots.length * 3);
    const { words } = stream;
    words[at] = 6 | ((slots.length * 3) << 16);
    this.#sent.length = slots.length * 3;
    for (let i = 0; i < slots.length; i++) {
      const { buffer, stride, offset } = slots[i]!;
      const resource = buffer === null ? this.#currentResource : buffer.resource;
      words[at + 1 + i * 3] = this.#sent[i * 3] = stride;
      words[at + 2 + i * 3] = this.#sent[i * 3 + 1] = offset;
      words[at + 3 + i * 3] = this.#sent[i * 3 + 2] = resource;
    }
    stream.at = at + 1 + slots.length * 3;
  }

  #sendCurrent(): void {
    const core = this.#core;
    core.currentDirty = false;
    const bytes = new Uint8Array(core.currentWords.buffer);
    if (this.#currentResource === 0) {
      this.#currentResource = core.stream.createResource({
        target: PipeTarget.BUFFER,
        format: PipeFormat.R8_UNORM,
        bind: PipeBind.VERTEX_BUFFER,
        width: bytes.length,
        height: 1,
        depth: 1,
        arraySize: 1,
        lastLevel: 0,
        samples: 0,
      });
    }
    core.stream.uploads.buffer(this.#currentResource, 0, bytes);
  }
}

/** Doubles travel as pairs of words, two to an input. */
function doubleHalf(size: number, half: number): number {
  return size - half * 2 >= 2 ? PipeFormat.R32G32B32A32_UINT : PipeFormat.R32G32_UINT;
}
