import type { Features } from './features.ts';
import type { GlFunctions } from './generated/functions.ts';
import type { Memory } from './memory.ts';

/**
 * The OpenGL that the renderer calls: one context, current in the calling thread for as long as the object lives.
 *
 * Methods are the functions of OpenGL 4.6 core and OpenGL ES 3.2 without their `gl`, with these mechanical changes:
 *
 * - objects are numbers (0: none), made by `createX()` and freed by `deleteX(name)`, one at a time;
 * - in place of a pointer to data stand a memory and a byte offset; nothing is copied to make a call;
 * - with a pixel buffer bound, the variants `...FromBuffer` and `...ToBuffer` take the byte offset into that buffer;
 * - vectors of four and values that C returns through a pointer are plain numbers;
 * - `drawBuffers` and `invalidateFramebuffer` take attachments as bit masks: bit i is COLOR_ATTACHMENT0 + i.
 *
 * Functions that a context does not have throw `GlMissingError`: ask `features` first. No method validates; GL's own
 * errors stay in `getError()`.
 */
export interface Gl extends GlFunctions {
  /** What this context can do, found out once. */
  readonly features: Features;

  /**
   * Allocates host memory that GL can read and write.
   *
   * @param byteLength - size in bytes, at least 1
   * @returns owned by the caller, aligned to 64 bytes, zeroed
   */
  memory(byteLength: number): Memory;

  /**
   * Frees memory that `memory` returned. Its `bytes` are empty afterwards; no view of them may be used any more.
   */
  freeMemory(memory: Memory): void;
}

/** A call to a GL function that this context does not have; a bug in the caller, who must ask `Features` first. */
export class GlMissingError extends Error {
  override readonly name = 'GlMissingError';
  /** @param functionName - name of the method of `Gl`
   *  @param context - what GL this is, for the message */
  constructor(functionName: string, context: string) {
    super(`${functionName} is not available in ${context}`);
  }
}

/** The GL implementation could not be reached or gave up: library or driver missing, context lost, out of memory. */
export class GlHostError extends Error {
  override readonly name = 'GlHostError';
  /** Short machine-readable cause, such as `LIBRARY_MISSING`, `NO_DISPLAY`, `NO_CONTEXT`. */
  readonly code: string;
  /**
   * @param code - machine-readable cause
   * @param message - what failed and, where one is known, the Debian package that brings what is missing
   * @param cause - the error underneath, when there is one
   */
  constructor(code: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
