/*
 * Buffers that guests map: their storage is shared memory itself.
 *
 * A guest's program that maps a buffer persistently and coherently writes into it whenever it likes, also while a draw reads
 * it, and sees what the GPU wrote once it knows (by a fence) that this has happened. Copies at the edges of submits could not
 * keep that promise without knowing what the GPU writes. GL keeps it where a buffer can have memory of this process for its
 * storage (AMD_pinned_memory): GPU, this process, the virtual machine monitor and the guest then all have the same pages.
 *
 * Whether a host really can is found out by doing it, in both directions, before a guest hears of it.
 */
import { GL, type Gl } from '@virglass/gl';
import type { SharedMemorySource, SharedRange } from '@virglass/virtio-gpu';
import { SHARED_PAGE, SharedPool } from './shared-pool.ts';

/**
 * Makes a buffer with a range as its storage. Bindings that `GlState` knows are left as they are.
 *
 * @returns the buffer; GL's error, if any, is the caller's to ask for
 */
export function pinBuffer(gl: Gl, range: SharedRange, bytes: number): number {
  const name = gl.createBuffer();
  gl.bindBuffer(GL.EXTERNAL_VIRTUAL_MEMORY_BUFFER, name);
  gl.bufferData(GL.EXTERNAL_VIRTUAL_MEMORY_BUFFER, bytes, range.memory, range.offset, GL.STREAM_COPY);
  gl.bindBuffer(GL.EXTERNAL_VIRTUAL_MEMORY_BUFFER, 0);
  return name;
}

/** The shared memory of a device's buffers: what is given back is given out again when the GPU is done with it. */
export class SharedBuffers implements Disposable {
  readonly #gl: Gl;
  readonly #pool: SharedPool;
  /** Given back, each with a fence behind everything that may use it; oldest first. */
  readonly #retired: { readonly sync: number; readonly range: SharedRange }[] = [];

  constructor(gl: Gl, source: SharedMemorySource) {
    this.#gl = gl;
    this.#pool = new SharedPool(source);
  }

  /** Takes zeroed memory; null when there is none. */
  allocate(bytes: number): SharedRange | null {
    this.#reclaim();
    const range = this.#pool.allocate(bytes);
    if (range !== null || this.#retired.length === 0) return range;
    this.#gl.finish();
    this.#reclaim();
    return this.#pool.allocate(bytes);
  }

  /** Gives memory back whose buffer was deleted. */
  retire(range: SharedRange): void {
    this.#retired.push({ sync: this.#gl.fenceSync(GL.SYNC_GPU_COMMANDS_COMPLETE, 0), range });
    this.#reclaim();
  }

  [Symbol.dispose](): void {
    if (this.#retired.length > 0) {
      this.#gl.finish();
      this.#reclaim();
    }
    this.#pool[Symbol.dispose]();
  }

  #reclaim(): void {
    const gl = this.#gl;
    while (this.#retired.length > 0) {
      const { sync, range } = this.#retired[0]!;
      if (gl.clientWaitSync(sync, GL.SYNC_FLUSH_COMMANDS_BIT, 0) === GL.TIMEOUT_EXPIRED) return;
      gl.deleteSync(sync);
      this.#pool.free(range);
      this.#retired.shift();
    }
  }
}

/** Whether memory of this source can be the storage of buffers, so that both sides see what the other wrote. */
export function canPin(gl: Gl, source: SharedMemorySource): boolean {
  if (!gl.features.pinnedMemory || !gl.features.pixelBuffers) return false;
  const bytes = 2 * SHARED_PAGE;
  using pool = new SharedPool({ bytes: 2 * bytes, allocate: (length) => source.allocate(length) });
  const range = pool.allocate(bytes);
  if (range === null || range.memory.address === 0) return false;
  while (gl.getError() !== GL.NO_ERROR);
  const name = pinBuffer(gl, range, bytes);
  const seen = gl.memory(bytes);
  const other = gl.createBuffer();
  try {
    if (gl.getError() !== GL.NO_ERROR) return false;
    const mine = range.memory.bytes.subarray(range.offset, range.offset + bytes);
    const pattern = (i: number): number => (i * 7 + (i >> 8)) & 0xff;
    for (let i = 0; i < bytes; i++) mine[i] = pattern(i);
    gl.bindBuffer(GL.COPY_WRITE_BUFFER, other);
    gl.bufferData(GL.COPY_WRITE_BUFFER, bytes, null, 0, GL.STREAM_COPY);
    gl.bindBuffer(GL.COPY_READ_BUFFER, name);
    gl.copyBufferSubData(GL.COPY_READ_BUFFER, GL.COPY_WRITE_BUFFER, 0, 0, bytes);
    gl.getBufferSubData(GL.COPY_WRITE_BUFFER, 0, bytes, seen, 0);
    for (let i = 0; i < bytes; i++) if (seen.bytes[i] !== pattern(i)) return false;
    // Backwards, with the halves swapped: the GPU writes, and the memory is read after it has finished.
    gl.copyBufferSubData(GL.COPY_WRITE_BUFFER, GL.COPY_READ_BUFFER, 0, SHARED_PAGE, SHARED_PAGE);
    gl.copyBufferSubData(GL.COPY_WRITE_BUFFER, GL.COPY_READ_BUFFER, SHARED_PAGE, 0, SHARED_PAGE);
    gl.finish();
    for (let i = 0; i < bytes; i++) if (mine[i] !== pattern((i + SHARED_PAGE) % bytes)) return false;
    return gl.getError() === GL.NO_ERROR;
  } finally {
    gl.bindBuffer(GL.COPY_READ_BUFFER, 0);
    gl.bindBuffer(GL.COPY_WRITE_BUFFER, 0);
    gl.deleteBuffer(other);
    gl.deleteBuffer(name);
    gl.finish();
    gl.freeMemory(seen);
    while (gl.getError() !== GL.NO_ERROR);
  }
}
