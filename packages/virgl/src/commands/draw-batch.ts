import { GL, type Gl, type Memory } from '@virglass/gl';
import {
  drawVboCount,
  drawVboCountFromSo,
  drawVboIndexBias,
  drawVboIndexed,
  drawVboIndirectHandle,
  DrawVboIndirectLength,
  drawVboInstanceCount,
  DrawVboMinLength,
  drawVboMode,
  drawVboPrimitiveRestart,
  drawVboRestartIndex,
  drawVboStart,
  drawVboStartInstance,
} from '@virglass/protocol';
import { DRAW_WORK, MAX_BATCH, MAX_BATCH_VERTICES, MAX_FIRST_VERTEX, WORK_VERTICES_SHIFT } from '../limits.ts';
import type { Resource } from '../resources/resource.ts';
import { Dirty } from '../state/dirty.ts';
import type { SubContext } from '../sub-context.ts';
import type { TimeKeeper } from '../time-keeper.ts';

/*
 * Draws in one call.
 *
 * Guests draw the strips of a model one by one: draw, next place in the index buffer, draw. Each draw costs the host a call, the
 * driver a look at all its state, and a driver that draws on the CPU sets its vertex shader up for it. So a draw is not made at once
 * but kept, and one that differs from it in its vertices alone joins it; what is kept is drawn as one call of glMultiDraw.
 *
 * Kept draws are made before anything else happens to GL: the decode loop sees to that (`dispatch.ts`), which calls `flush` before
 * every command but those that draw or set the index buffer, and at the end of a stream. What the first draw was prepared with holds
 * for all that join. Marks in the line of time are made where they would be anyway: draws that take long must not look like one that
 * does (`TimeKeeper.countDraws`). Not kept are draws of which GL would do something else in a list: transform feedback, instances, shaders that ask
 * for the number of the draw or write memory, and conditions that are looked at for each draw.
 */

/** Size of the record of an index: its byte offset as the pointer that GL takes it for. */
const POINTER_BYTES = 8;

/** GL type of indices of 1, 2 or 4 bytes. */
export function indexType(size: number): number {
  return size === 1 ? GL.UNSIGNED_BYTE : size === 2 ? GL.UNSIGNED_SHORT : GL.UNSIGNED_INT;
}

/** Draws that are to be made in one call; see the essay above. There is one for all guests. */
export class DrawBatch implements Disposable {
  /** Draws that are kept. */
  count = 0;
  readonly #gl: Gl;
  readonly #time: TimeKeeper;
  /** Whether the host draws lists; without it nothing is ever kept. */
  readonly #able: boolean;
  /** Byte offsets of the first index (two words each), counts, first or base vertices: as `multiDrawElements` takes them. */
  readonly #lists: Memory;
  readonly #words: Uint32Array;
  #sub: SubContext | null = null;
  #mode = 0;
  #indexed = false;
  #indexBuffer: Resource | null = null;
  #indexSize = 0;
  #restarts = false;
  #restartIndex = 0;
  #vertices = 0;
  /** How many draws may be kept. */
  #most = MAX_BATCH;
  /** Whether any draw has a base vertex. */
  #biased = false;

  constructor(gl: Gl, time: TimeKeeper) {
    this.#gl = gl;
    this.#time = time;
    this.#able = gl.features.multiDraw && gl.features.baseVertex;
    this.#lists = gl.memory(MAX_BATCH * (POINTER_BYTES + 8));
    this.#words = new Uint32Array(this.#lists.bytes.buffer, this.#lists.bytes.byteOffset, MAX_BATCH * 4);
  }

  /** Whether the first draw of a batch could be this one, which GL is prepared for: of one instance, directly drawn. */
  keeps(sub: SubContext, vertices: number): boolean {
    return this.#able && vertices <= MAX_BATCH_VERTICES && sub.program!.joinsDraws && sub.renderCondition === null;
  }

  /** Keeps a draw that `keeps` allows; nothing else is kept. */
  begin(sub: SubContext, words: Uint32Array, at: number, count: number): void {
    this.#sub = sub;
    this.#mode = drawVboMode(words, at);
    this.#indexed = drawVboIndexed(words, at) !== 0;
    this.#indexBuffer = sub.indexBuffer;
    this.#indexSize = sub.indexSize;
    this.#restarts = drawVboPrimitiveRestart(words, at) !== 0;
    this.#restartIndex = drawVboRestartIndex(words, at);
    this.#vertices = 0;
    this.#most = Math.min(MAX_BATCH, this.#time.drawsLeft(sub.ctx));
    this.#biased = false;
    this.#add(sub, words, at, count);
  }

  /**
   * Keeps the draw of a DRAW_VBO if it differs from those that are kept in its vertices alone, and lies inside the index buffer.
   *
   * @returns false when it has to be made by itself, after those
   */
  join(sub: SubContext, words: Uint32Array, at: number, length: number): boolean {
    if (
      this.#sub !== sub ||
      (sub.dirty & ~Dirty.INDEX_BUFFER) !== 0 ||
      this.count >= this.#most ||
      length < DrawVboMinLength ||
      drawVboMode(words, at) !== this.#mode ||
      (drawVboIndexed(words, at) !== 0) !== this.#indexed ||
      drawVboInstanceCount(words, at) > 1 ||
      drawVboStartInstance(words, at) !== 0 ||
      drawVboCountFromSo(words, at) !== 0 ||
      (length >= DrawVboIndirectLength && drawVboIndirectHandle(words, at) !== 0)
    ) {
      return false;
    }
    const count = drawVboCount(words, at);
    if (this.#vertices + count > MAX_BATCH_VERTICES) return false;
    if (this.#indexed) {
      const restarts = drawVboPrimitiveRestart(words, at) !== 0;
      const buffer = sub.indexBuffer;
      if (
        buffer === null ||
        buffer !== this.#indexBuffer ||
        sub.indexSize !== this.#indexSize ||
        sub.indexOffset + count * sub.indexSize > buffer.args.width ||
        restarts !== this.#restarts ||
        (restarts && drawVboRestartIndex(words, at) !== this.#restartIndex)
      ) {
        return false;
      }
    } else if (drawVboStart(words, at) > MAX_FIRST_VERTEX) {
      return false;
    }
    this.#add(sub, words, at, count);
    return true;
  }

  #add(sub: SubContext, words: Uint32Array, at: number, count: number): void {
    const lists = this.#words;
    const i = this.count++;
    let first: number;
    if (this.#indexed) {
      lists[2 * i] = sub.indexOffset;
      lists[2 * i + 1] = 0;
      first = drawVboIndexBias(words, at);
      if (first !== 0) this.#biased = true;
    } else {
      first = drawVboStart(words, at);
    }
    lists[2 * MAX_BATCH + i] = count;
    lists[3 * MAX_BATCH + i] = first;
    this.#vertices += count;
    this.#time.work += DRAW_WORK + (count >> WORK_VERTICES_SHIFT);
  }

  /** Makes the draws that are kept. */
  flush(): void {
    const draws = this.count;
    if (draws === 0) return;
    this.count = 0;
    const gl = this.#gl;
    const lists = this.#words;
    const mode = this.#mode;
    if (draws === 1) {
      const count = lists[2 * MAX_BATCH]!;
      const first = lists[3 * MAX_BATCH]! | 0;
      if (!this.#indexed) gl.drawArrays(mode, first, count);
      else if (first !== 0) gl.drawElementsBaseVertex(mode, count, indexType(this.#indexSize), lists[0]!, first);
      else gl.drawElements(mode, count, indexType(this.#indexSize), lists[0]!);
    } else if (this.#indexed) {
      gl.multiDrawElements(mode, indexType(this.#indexSize), this.#lists, 0, MAX_BATCH, draws, this.#biased);
    } else {
      gl.multiDrawArrays(mode, this.#lists, 0, MAX_BATCH, draws);
    }
    this.#time.countDraws(this.#sub!.ctx, draws);
  }

  /** Forgets the draws that are kept. */
  drop(): void {
    this.count = 0;
  }

  [Symbol.dispose](): void {
    this.#gl.freeMemory(this.#lists);
  }
}
