import { GL, type Gl } from '@virglass/gl';
import { PipeBarrier } from '@virglass/protocol';

/*
 * Memory barriers.
 *
 * What shaders write to images and storage buffers is seen by other commands only after a memory barrier that names the
 * way in which they read. Guests' programs issue these, and their drivers pass them on as pipe barriers. But a driver does
 * not always do by the way that was named: it reads a texture back by drawing to another, copies for an upload through a
 * staging buffer, and where it says `indirect buffer` this renderer may read the buffer itself. So a barrier for updates
 * becomes a barrier for everything, and before the renderer's own copies everything that is pending is settled, once for all
 * that was written since.
 */

/** What shaders wrote and the host's other commands have not been made to see. */
export class ShaderWrites {
  /** Whether anything was written since the last barrier for everything; set by draws and dispatches. */
  pending = false;
  readonly #gl: Gl;

  constructor(gl: Gl) {
    this.#gl = gl;
  }

  /** Lets every later command see what shaders have written. */
  settle(): void {
    if (!this.pending) return;
    this.pending = false;
    this.#gl.memoryBarrier(GL.ALL_BARRIER_BITS);
  }

  /** A guest's barrier. @param flags - `PipeBarrier` bits; others mean nothing */
  barrier(flags: number): void {
    if ((flags & (PipeBarrier.UPDATE_BUFFER | PipeBarrier.UPDATE_TEXTURE | PipeBarrier.MAPPED_BUFFER)) !== 0) {
      this.pending = true;
      this.settle();
      return;
    }
    const bits = glBits(flags, this.#gl);
    if (bits !== 0) this.#gl.memoryBarrier(bits);
  }
}

function glBits(flags: number, gl: Gl): number {
  let bits = 0;
  if ((flags & PipeBarrier.VERTEX_BUFFER) !== 0) bits |= GL.VERTEX_ATTRIB_ARRAY_BARRIER_BIT;
  if ((flags & PipeBarrier.INDEX_BUFFER) !== 0) bits |= GL.ELEMENT_ARRAY_BARRIER_BIT;
  // Constants may have come by a buffer that is copied into the uniform ring.
  if ((flags & PipeBarrier.CONSTANT_BUFFER) !== 0) bits |= GL.UNIFORM_BARRIER_BIT;
  // The guest's driver names texture fetches for pixel buffers too.
  if ((flags & PipeBarrier.TEXTURE) !== 0) bits |= GL.TEXTURE_FETCH_BARRIER_BIT | GL.PIXEL_BUFFER_BARRIER_BIT;
  if ((flags & PipeBarrier.IMAGE) !== 0) bits |= GL.SHADER_IMAGE_ACCESS_BARRIER_BIT;
  if ((flags & PipeBarrier.INDIRECT_BUFFER) !== 0) bits |= GL.COMMAND_BARRIER_BIT;
  // Reading pixels may become a blit.
  if ((flags & PipeBarrier.FRAMEBUFFER) !== 0) bits |= GL.FRAMEBUFFER_BARRIER_BIT | GL.TEXTURE_FETCH_BARRIER_BIT;
  if ((flags & PipeBarrier.STREAMOUT_BUFFER) !== 0) bits |= GL.TRANSFORM_FEEDBACK_BARRIER_BIT;
  if ((flags & PipeBarrier.SHADER_BUFFER) !== 0) {
    if (gl.features.atomicCounters) bits |= GL.ATOMIC_COUNTER_BARRIER_BIT;
    if (gl.features.shaderStorage) bits |= GL.SHADER_STORAGE_BARRIER_BIT;
  }
  if ((flags & PipeBarrier.QUERY_BUFFER) !== 0 && gl.features.queryBuffer) bits |= GL.QUERY_BUFFER_BARRIER_BIT;
  return bits;
}
