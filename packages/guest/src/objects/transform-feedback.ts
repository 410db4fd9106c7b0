import { encodeCreateStreamoutTarget, encodeSetStreamoutTargets, ObjectType } from '@virglass/protocol';
import type { Stream } from '../encoder/stream.ts';
import type { BufferObject } from './buffer.ts';
import type { ProgramObject } from './program.ts';

/** An indexed binding of a buffer; `size` 0 means to the end. */
export interface BufferRange {
  buffer: BufferObject | null;
  offset: number;
  size: number;
}

/** A transform feedback object. */
export class TransformFeedbackObject {
  readonly stream: Stream;
  readonly bindings: readonly BufferRange[];
  active = false;
  paused = false;
  deleted = false;
  bound = false;
  /** Primitive mode that it began with, and the program whose varyings it takes. */
  mode = 0;
  program: ProgramObject | null = null;
  /** Vertices that were written since it began, for the check against the buffers' sizes. */
  vertices = 0;
  #targets: number[] = [];

  constructor(stream: Stream, bindings: number) {
    this.stream = stream;
    this.bindings = Array.from({ length: bindings }, () => ({ buffer: null, offset: 0, size: 0 }));
  }

  /** Begins writing into the first `count` bindings. */
  begin(mode: number, program: ProgramObject, count: number): void {
    const { stream } = this;
    this.active = true;
    this.paused = false;
    this.mode = mode;
    this.program = program;
    this.vertices = 0;
    this.#drop();
    for (let i = 0; i < count; i++) {
      const { buffer, offset, size } = this.bindings[i]!;
      // A buffer without bytes takes nothing, and draws into it are refused.
      if (buffer!.resource === 0) continue;
      const handle = stream.handle();
      const room = Math.max(0, buffer!.size - offset);
      stream.at = encodeCreateStreamoutTarget(stream.words, stream.floats, stream.room(5), {
        handle,
        resHandle: buffer!.resource,
        bufferOffset: offset,
        bufferSize: size === 0 ? room : Math.min(size, room),
      });
      this.#targets.push(handle);
    }
    this.#set(this.#targets, 0);
  }

  pause(): void {
    this.paused = true;
    this.#set([], 0);
  }

  resume(): void {
    this.paused = false;
    this.#set(this.#targets, 2 ** this.#targets.length - 1);
  }

  end(): void {
    this.active = false;
    this.paused = false;
    this.program = null;
    this.#set([], 0);
    this.#drop();
  }

  #set(handle: readonly number[], appendBitmask: number): void {
    const { stream } = this;
    const at = stream.room(2 + handle.length);
    stream.at = encodeSetStreamoutTargets(stream.words, stream.floats, at, { appendBitmask, handle });
  }

  #drop(): void {
    for (const handle of this.#targets) this.stream.destroyObject(ObjectType.STREAMOUT_TARGET, handle);
    this.#targets = [];
  }
}
