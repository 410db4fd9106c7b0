import type { Features } from './features.ts';
import { RecorderFunctions } from './generated/recorder-functions.ts';
import type { Gl } from './gl.ts';
import type { Memory } from './memory.ts';
import { createNullGl } from './null.ts';

/**
 * A GL that writes down each call as a line of text, `name(arguments)` or `name(arguments) = result`, before or after
 * another GL has executed it. For golden files and tests; it allocates.
 */
export class RecorderGl extends RecorderFunctions implements Gl {
  readonly features: Features;
  private readonly inner: Gl;

  /** @param target - what executes the calls */
  constructor(target: Gl) {
    super(target);
    this.inner = target;
    this.features = target.features;
  }

  memory(byteLength: number): Memory {
    return this.inner.memory(byteLength);
  }

  freeMemory(memory: Memory): void {
    this.inner.freeMemory(memory);
  }

  /** Returns the lines so far and begins anew. */
  take(): string[] {
    return this.lines.splice(0);
  }
}

/**
 * Makes a recorder.
 *
 * @param target - what executes the calls; default: a null GL
 */
export function createRecorderGl(target: Gl = createNullGl()): RecorderGl {
  return new RecorderGl(target);
}
