import { PipeBind, PipeFormat, PipeTarget } from '@virglass/protocol';
import type { Stream } from '../encoder/stream.ts';
import { GL } from '../gl-constants.ts';
import { GL4 } from '../gl4-constants.ts';

const zeros = new Uint8Array(64 * 1024);

/** A buffer object and its resource. */
export class BufferObject {
  readonly stream: Stream;
  /** Number of the resource; 0 while there are no bytes. */
  resource = 0;
  size = 0;
  usage: number = GL.STATIC_DRAW;
  deleted = false;
  /** What a program sees of it for the time being, and how (MAP_READ_BIT and the like). */
  mapped: { readonly offset: number; readonly bytes: Uint8Array; readonly access: number } | null = null;
  /** Bindings that keep it alive after deletion are the holders' affair: its resource goes when the last of them lets go. */
  #holders = 1;

  constructor(stream: Stream) {
    this.stream = stream;
  }

  /**
   * Gives it new contents. The same size again is an upload into the same resource: the host keeps what draws in flight still read.
   *
   * @param target - what it is bound to, which tells what it will be used for
   * @param bytes - null for zeros
   * @returns whether the resource is another one than before
   */
  setData(target: number, size: number, bytes: Uint8Array | null, usage: number): boolean {
    this.usage = usage;
    const changed = size !== this.size;
    if (changed) {
      this.#destroy();
      this.size = size;
      if (size > 0) {
        this.resource = this.stream.createResource({
          target: PipeTarget.BUFFER,
          format: PipeFormat.R8_UNORM,
          bind: bindOf(target),
          width: size,
          height: 1,
          depth: 1,
          arraySize: 1,
          lastLevel: 0,
          samples: 0,
        });
      }
    }
    if (size === 0) return changed;
    if (bytes !== null) this.write(0, bytes);
    else for (let at = 0; at < size; at += zeros.length) this.write(at, zeros.subarray(0, Math.min(zeros.length, size - at)));
    return changed;
  }

  /** Replaces a part of the contents. */
  write(offset: number, bytes: Uint8Array): void {
    this.stream.uploads.buffer(this.resource, offset, bytes);
  }

  /** Reads a part of the contents back. */
  read(offset: number, into: Uint8Array): void {
    if (into.length === 0) return;
    const box = { level: 0, x: offset, y: 0, z: 0, width: into.length, height: 1, depth: 1, stride: 0, layerStride: 0 };
    this.stream.read(this.resource, box, into);
  }

  hold(): this {
    this.#holders++;
    return this;
  }

  release(): void {
    if (--this.#holders === 0) this.#destroy();
  }

  #destroy(): void {
    if (this.resource !== 0) this.stream.destroyResource(this.resource);
    this.resource = 0;
    this.size = 0;
  }
}

function bindOf(target: number): number {
  switch (target) {
    case GL.ELEMENT_ARRAY_BUFFER:
      return PipeBind.INDEX_BUFFER;
    case GL.UNIFORM_BUFFER:
      return PipeBind.CONSTANT_BUFFER;
    case GL.TRANSFORM_FEEDBACK_BUFFER:
      return PipeBind.STREAM_OUTPUT;
    case GL4.TEXTURE_BUFFER:
      return PipeBind.SAMPLER_VIEW;
    case GL4.DRAW_INDIRECT_BUFFER:
    case GL4.DISPATCH_INDIRECT_BUFFER:
      return PipeBind.COMMAND_ARGS;
    case GL4.SHADER_STORAGE_BUFFER:
    case GL4.ATOMIC_COUNTER_BUFFER:
      return PipeBind.SHADER_BUFFER;
    case GL4.QUERY_BUFFER:
      return PipeBind.QUERY_BUFFER;
    default:
      return PipeBind.VERTEX_BUFFER;
  }
}
