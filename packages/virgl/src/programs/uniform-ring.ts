import { GL, type Memory } from '@virglass/gl';
import type { VirglHost } from '../host.ts';
import type { InlineConstants } from './inline-constants.ts';

/*
 * The uniform ring.
 *
 * Inline constants change at almost every draw and are small. They go one after another into one buffer, and a draw
 * binds its range of it. A place is a byte offset and the lap round the ring in which it was written (two small integers,
 * so that keeping them allocates nothing); a range is still there as long as fewer than a ring of bytes have been written
 * since, so a constant set once and used for an hour is uploaded again only when the ring has passed it.
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
/** How long to wait for a section's fence before going on, in nanoseconds: a guest whose work is stopped takes seconds, a minute is a hung GPU. */
const FENCE_TIMEOUT_NS = 60_000_000_000;

/** A ring of uniform data in one GL buffer; see the essay above. */
export class UniformRing implements Disposable {
  readonly buffer: number;
  readonly #host: VirglHost;
  readonly #alignment: number;
  readonly #mapped: Uint32Array | null;
  readonly #view: DataView | null;
  /** The words that were stored from last, which hardly ever change their place, and a view of them. */
  #sourceWords: Uint32Array | null = null;
  #source: DataView | null = null;
  readonly #staging: Memory | null;
  readonly #stagingWords: Uint32Array | null;
  readonly #fences: number[] = Array.from({ length: SECTIONS }, () => 0);
  /** Everybody's inline constants: those that lie in the ring alone are taken out before they are written over. */
  readonly holders = new Set<InlineConstants>();
  /** The lap that is being written, counted from 0. */
  lap = 0;
  /** Where the next range begins, and the section that the last one ended in. */
  #at = 0;
  #section = 0;

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
    this.#view = mapped === null ? null : new DataView(mapped.bytes.buffer, mapped.bytes.byteOffset, RING_BYTES);
    this.#staging = mapped === null ? gl.memory(64 * 1024) : null;
    this.#stagingWords =
      this.#staging === null ? null : new Uint32Array(this.#staging.bytes.buffer, this.#staging.bytes.byteOffset, 16 * 1024);
  }

  /** True when the bytes written at this place are still there. */
  isFresh(lap: number, offset: number): boolean {
    const laps = this.lap - lap;
    if (laps > 1 || lap < 0) return false;
    // Without mapping a lap begins with fresh memory.
    if (this.#mapped === null) return laps === 0;
    return laps * RING_BYTES + this.#at - offset <= RING_BYTES - 2 * SECTION_BYTES;
  }

  /** Takes in constants that a guest sent: `length` words from `from`. */
  store(constants: InlineConstants, words: Uint32Array, from: number, length: number): void {
    const to = this.#mapped;
    constants.version = (constants.version + 1) | 0;
    if (to === null || constants.plain) {
      constants.keep(words, from, length);
      constants.lap = -1;
      return;
    }
    const bytes = Math.max(length * 4, constants.blockBytes);
    const at = this.#reserve(bytes);
    this.#copy(words, from, length, at);
    const first = at >>> 2;
    for (let i = length; i < bytes >>> 2; i++) to[first + i] = 0;
    constants.length = length;
    constants.lap = this.lap;
    constants.offset = at;
    constants.uploaded = bytes;
    constants.kept = false;
  }

  /** Copies words into the mapped ring, two at a time: with views, since an odd word does not begin an element of 64 bits. */
  #copy(words: Uint32Array, from: number, length: number, to: number): void {
    if (this.#source === null || this.#sourceWords !== words) {
      this.#sourceWords = words;
      this.#source = new DataView(words.buffer, words.byteOffset, words.byteLength);
    }
    const source = this.#source;
    const target = this.#view!;
    const end = length * 4;
    const first = from * 4;
    let i = 0;
    for (; i + 8 <= end; i += 8) target.setBigUint64(to + i, source.getBigUint64(first + i, true), true);
    if (i < end) target.setUint32(to + i, source.getUint32(first + i, true), true);
  }

  /** Puts constants at a fresh place with room for a shader's block; their `lap` and `offset` say where. */
  renew(constants: InlineConstants, blockBytes: number): void {
    this.fetch(constants);
    const at = this.write(constants.words, constants.length, blockBytes);
    constants.lap = this.lap;
    constants.offset = at;
    constants.uploaded = Math.max(constants.length * 4, blockBytes);
    constants.blockBytes = blockBytes;
  }

  /** Sees to it that `constants.words` has what the guest sent. */
  fetch(constants: InlineConstants): void {
    if (!constants.kept) constants.keep(this.#mapped!, constants.offset >>> 2, constants.length);
  }

  /**
   * Writes words, and zeros behind them as far as the shader's block goes: another guest's constants may have been there.
   *
   * @param words - source; at most 64 KiB of it
   * @param length - words to write
   * @param blockBytes - bytes of the shader's block, a multiple of 4
   * @returns the byte offset; the lap is `lap` right after the call
   */
  write(words: Uint32Array, length: number, blockBytes: number): number {
    const bytes = Math.max(length * 4, blockBytes);
    const at = this.#reserve(bytes);
    const end = bytes >>> 2;
    if (this.#mapped !== null) {
      const to = this.#mapped;
      const first = at >>> 2;
      for (let i = 0; i < length; i++) to[first + i] = words[i]!;
      for (let i = length; i < end; i++) to[first + i] = 0;
    } else {
      const to = this.#stagingWords!;
      for (let i = 0; i < length; i++) to[i] = words[i]!;
      for (let i = length; i < end; i++) to[i] = 0;
      this.#host.state.bindBuffer(GL.COPY_WRITE_BUFFER, this.buffer);
      this.#host.gl.bufferSubData(GL.COPY_WRITE_BUFFER, at, bytes, this.#staging!, 0);
    }
    return at;
  }

  #reserve(bytes: number): number {
    const mask = this.#alignment - 1;
    const size = (bytes + mask) & ~mask;
    let at = this.#at;
    // A range does not wrap round the end of the buffer.
    if (at + size > RING_BYTES) {
      at = 0;
      this.#leave(this.#section);
      this.#nextLap();
      this.#section = 0;
      this.#enter(0);
    }
    const last = Math.trunc((at + size - 1) / SECTION_BYTES);
    while (this.#section < last) {
      this.#leave(this.#section++);
      this.#enter(this.#section);
    }
    this.#at = at + size;
    return at;
  }

  #nextLap(): void {
    this.lap++;
    if (this.#mapped !== null) return;
    const { gl, state } = this.#host;
    state.bindBuffer(GL.COPY_WRITE_BUFFER, this.buffer);
    gl.bufferData(GL.COPY_WRITE_BUFFER, RING_BYTES, null, 0, GL.STREAM_DRAW);
  }

  /** Marks with a fence that a section is full. */
  #leave(section: number): void {
    if (this.#mapped === null) return;
    const { gl } = this.#host;
    if (this.#fences[section] !== 0) gl.deleteSync(this.#fences[section]!);
    this.#fences[section] = gl.fenceSync(GL.SYNC_GPU_COMMANDS_COMPLETE, 0);
  }

  /** Waits until nothing in flight reads what was in a section the lap before. */
  #enter(section: number): void {
    if (this.#mapped === null || this.lap === 0) return;
    for (const constants of this.holders) {
      const there = constants.lap >= 0 && constants.lap < this.lap && Math.trunc(constants.offset / SECTION_BYTES) === section;
      if (there) this.fetch(constants);
    }
    const fence = this.#fences[(section + SECTIONS - 2) % SECTIONS]!;
    if (fence !== 0) this.#host.gl.clientWaitSync(fence, GL.SYNC_FLUSH_COMMANDS_BIT, FENCE_TIMEOUT_NS);
  }

  [Symbol.dispose](): void {
    for (const fence of this.#fences) if (fence !== 0) this.#host.gl.deleteSync(fence);
    this.#host.gl.deleteBuffer(this.buffer);
    if (this.#staging !== null) this.#host.gl.freeMemory(this.#staging);
  }
}
