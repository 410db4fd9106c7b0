import { GL, type Memory } from '@virglass/gl';
import type { VirglHost } from '../host.ts';

/*
 * The uniform ring.
 *
 * Inline constants change at almost every draw and are small. They go one after another into one buffer, and a draw
 * binds its range of it. Positions count up for ever; a range is still there as long as fewer than a ring of bytes have
 * been written since, so a constant set once and used for an hour is uploaded again only when the ring has passed it.
 *
 * With persistent mapping the words are stored straight into the buffer; the ring is cut in sections, with a fence where
 * writing left each. A range may be bound until writing is two sections short of it again, so all draws that read a
 * section were issued before the section two behind it was left: that fence is waited for before a section is entered.
 * Without mapping, glBufferSubData copies, and the buffer is
 * orphaned when the ring comes round, which lets the driver give us fresh memory instead of waiting.
 */

/** Bytes of the ring: some 8000 draws with 64 vec4 of constants. */
const RING_BYTES = 8 * 1024 * 1024;
const SECTIONS = 8;
const SECTION_BYTES = RING_BYTES / SECTIONS;
/** How long to wait for a section's fence before going on, in nanoseconds: a second is a hung GPU. */
const FENCE_TIMEOUT_NS = 1_000_000_000;

/** A ring of uniform data in one GL buffer; see the essay above. */
export class UniformRing implements Disposable {
  readonly buffer: number;
  readonly #host: VirglHost;
  readonly #alignment: number;
  readonly #mapped: Uint32Array | null;
  readonly #staging: Memory | null;
  readonly #stagingWords: Uint32Array | null;
  readonly #fences: number[] = Array.from({ length: SECTIONS }, () => 0);
  /** Bytes written since the ring was made, padding included. */
  #head = 0;
  /** Positions before this one are gone (orphaned). */
  #floor = 0;

  constructor(host: VirglHost) {
    const { gl, state } = host;
    this.#host = host;
    this.#alignment = Math.max(16, gl.features.uniformBufferOffsetAlignment);
    this.buffer = gl.createBuffer();
    state.bindBuffer(GL.COPY_WRITE_BUFFER, this.buffer);
    let mapped: Memory | null = null;
    if (gl.features.bufferStorage) {
      const flags = GL.MAP_WRITE_BIT | GL.MAP_PERSISTENT_BIT | GL.MAP_COHERENT_BIT;
      gl.bufferStorage(GL.COPY_WRITE_BUFFER, RING_BYTES, null, 0, flags);
      mapped = gl.mapBufferRange(GL.COPY_WRITE_BUFFER, 0, RING_BYTES, flags);
    } else {
      gl.bufferData(GL.COPY_WRITE_BUFFER, RING_BYTES, null, 0, GL.STREAM_DRAW);
    }
    this.#mapped = mapped === null ? null : new Uint32Array(mapped.bytes.buffer, mapped.bytes.byteOffset, RING_BYTES / 4);
    this.#staging = mapped === null ? gl.memory(64 * 1024) : null;
    this.#stagingWords = this.#staging === null ? null : new Uint32Array(this.#staging.bytes.buffer, this.#staging.bytes.byteOffset, 16 * 1024);
  }

  /** True when the bytes written at this position are still there. */
  isFresh(position: number): boolean {
    return position >= this.#floor && this.#head - position <= RING_BYTES - 2 * SECTION_BYTES;
  }

  /** Byte offset in `buffer` of a position. */
  offsetOf(position: number): number {
    return position % RING_BYTES;
  }

  /**
   * Writes words and reserves room for more behind them.
   *
   * @param words - source; at most 64 KiB of it
   * @param length - words to write
   * @param reserveBytes - bytes that the shader's block has; what is not written is undefined
   * @returns the position, for `isFresh` and `offsetOf`
   */
  write(words: Uint32Array, length: number, reserveBytes: number): number {
    const bytes = Math.max(length * 4, reserveBytes);
    const position = this.#reserve(bytes);
    const at = this.offsetOf(position);
    if (this.#mapped !== null) {
      const to = this.#mapped;
      const first = at >>> 2;
      for (let i = 0; i < length; i++) to[first + i] = words[i]!;
    } else {
      const to = this.#stagingWords!;
      for (let i = 0; i < length; i++) to[i] = words[i]!;
      this.#host.state.bindBuffer(GL.COPY_WRITE_BUFFER, this.buffer);
      this.#host.gl.bufferSubData(GL.COPY_WRITE_BUFFER, at, length * 4, this.#staging!, 0);
    }
    return position;
  }

  #reserve(bytes: number): number {
    const size = Math.ceil(bytes / this.#alignment) * this.#alignment;
    let position = this.#head;
    // A range does not wrap round the end of the buffer.
    if (this.offsetOf(position) + size > RING_BYTES) position = Math.ceil(position / RING_BYTES) * RING_BYTES;
    const before = Math.floor(this.#head / SECTION_BYTES);
    const after = Math.floor((position + size - 1) / SECTION_BYTES);
    if (after !== before) this.#enterSections(before, after);
    this.#head = position + size;
    return position;
  }

  #enterSections(before: number, after: number): void {
    const { gl, state } = this.#host;
    if (this.#mapped === null) {
      if (Math.floor(after / SECTIONS) !== Math.floor(before / SECTIONS)) {
        state.bindBuffer(GL.COPY_WRITE_BUFFER, this.buffer);
        gl.bufferData(GL.COPY_WRITE_BUFFER, RING_BYTES, null, 0, GL.STREAM_DRAW);
        this.#floor = Math.floor(after / SECTIONS) * RING_BYTES;
      }
      return;
    }
    const left = before % SECTIONS;
    if (this.#fences[left] !== 0) gl.deleteSync(this.#fences[left]!);
    this.#fences[left] = gl.fenceSync(GL.SYNC_GPU_COMMANDS_COMPLETE, 0);
    if (after < 2) return;
    const fence = this.#fences[(after - 2) % SECTIONS]!;
    if (fence !== 0) gl.clientWaitSync(fence, GL.SYNC_FLUSH_COMMANDS_BIT, FENCE_TIMEOUT_NS);
  }

  [Symbol.dispose](): void {
    for (const fence of this.#fences) if (fence !== 0) this.#host.gl.deleteSync(fence);
    this.#host.gl.deleteBuffer(this.buffer);
    if (this.#staging !== null) this.#host.gl.freeMemory(this.#staging);
  }
}
