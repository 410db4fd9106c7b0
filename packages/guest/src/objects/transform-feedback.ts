import { encodeCreateStreamoutTarget, encodeSetStreamoutTargets, ObjectType, PipeQuery } from '@virglass/protocol';
import type { Stream } from '../encoder/stream.ts';
import { GL4 } from '../gl4-constants.ts';
import type { BufferObject } from './buffer.ts';
import type { ProgramObject } from './program.ts';
import { QueryObject } from './query.ts';

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
  /** Vertices that were written since it began, for the check against the buffers' sizes and for draws of as many. */
  vertices = 0;
  /** It was begun and ended once: there is something to draw. */
  ended = false;
  /** By stream: queries of what was written, one for each time between pauses. */
  #counters: { readonly stream: number; readonly query: QueryObject }[] = [];
  #streams: readonly number[] = [];
  /** By stream: primitives that queries of the program's counted meanwhile, of which hosts have one at a time. */
  readonly #told = new Map<number, number>();
  readonly #lent = new Set<number>();
  #targets: number[] = [];

  constructor(stream: Stream, bindings: number) {
    this.stream = stream;
    this.bindings = Array.from({ length: bindings }, () => ({ buffer: null, offset: 0, size: 0 }));
  }

  /**
   * Begins writing into the first `count` bindings.
   *
   * @param streams - those whose primitives the host is to count, because nobody here can
   * @param lent - those of them that a query of the program's counts already
   */
  begin(mode: number, program: ProgramObject, count: number, streams: readonly number[] = [], lent: readonly number[] = []): void {
    const { stream } = this;
    this.forgetCounters();
    this.#streams = streams;
    for (const one of lent) this.#lent.add(one);
    this.active = true;
    this.paused = false;
    this.mode = mode;
    this.program = program;
    this.vertices = 0;
    this.#drop();
    for (let i = 0; i < count; i++) {
      const { buffer, offset, size } = this.bindings[i]!;
      // A buffer without bytes takes nothing, and draws into it are refused.
      if (buffer === null || buffer.resource === 0) {
        // Those after it keep their places.
        if (this.#streams.length > 0 || count > 1) this.#targets.push(0);
        continue;
      }
      const handle = stream.handle();
      const room = Math.max(0, buffer.size - offset);
      stream.at = encodeCreateStreamoutTarget(stream.words, stream.floats, stream.room(5), {
        handle,
        resHandle: buffer.resource,
        bufferOffset: offset,
        bufferSize: size === 0 ? room : Math.min(size, room),
      });
      this.#targets.push(handle);
    }
    this.#set(this.#targets, 0);
    this.#startCounting();
  }

  /** Vertices of a stream that were written when it ended. */
  written(stream: number): number {
    if (this.#streams.length === 0) return stream === 0 ? this.vertices : 0;
    const per = this.mode === GL4.POINTS ? 1 : this.mode === GL4.LINES ? 2 : 3;
    const told = this.#told.get(stream) ?? 0;
    return this.#counters.reduce((sum, one) => (one.stream === stream ? sum + one.query.result() : sum), told) * per;
  }

  /** A query of the program's begins to count a stream's primitives. */
  lend(stream: number): void {
    if (!this.#streams.includes(stream)) return;
    this.#lent.add(stream);
    for (const one of this.#counters) if (one.stream === stream && one.query.active) one.query.end();
  }

  /** It has ended, and counted so many; asked for only where they are wanted. */
  takeBack(stream: number, primitives: () => number): void {
    if (!this.#lent.delete(stream)) return;
    this.#told.set(stream, (this.#told.get(stream) ?? 0) + primitives());
    if (this.active && !this.paused) this.#startCounting([stream]);
  }

  /** Gives queries up. */
  forgetCounters(): void {
    for (const { query } of this.#counters) query.destroy();
    this.#counters = [];
    this.#told.clear();
    this.#lent.clear();
  }

  #startCounting(streams: readonly number[] = this.#streams): void {
    for (const stream of streams) {
      if (this.#lent.has(stream)) continue;
      const query = new QueryObject(this.stream);
      query.begin(0, PipeQuery.PRIMITIVES_EMITTED, stream);
      this.#counters.push({ stream, query });
    }
  }

  #stopCounting(): void {
    for (const { query } of this.#counters) if (query.active) query.end();
  }

  pause(): void {
    this.paused = true;
    this.#stopCounting();
    this.#set([], 0);
  }

  resume(): void {
    this.paused = false;
    this.#set(this.#targets, 2 ** this.#targets.length - 1);
    this.#startCounting();
  }

  end(): void {
    this.#stopCounting();
    this.active = false;
    this.ended = true;
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
    for (const handle of this.#targets) if (handle !== 0) this.stream.destroyObject(ObjectType.STREAMOUT_TARGET, handle);
    this.#targets = [];
  }
}
