import type { Rasterizer } from '../objects/rasterizer.ts';
import type { ShaderObject } from '../objects/shader.ts';
import type { SubContext } from '../sub-context.ts';
import type { LinkedProgram } from './linked-program.ts';

/** Entries; a power of two. Guests go back and forth between few combinations within a frame. */
const SIZE = 16;

/**
 * Programs chosen lately, by the objects they were chosen for: vertex and fragment shader, rasterizer state, shape of
 * primitive. Everything else that variants are keyed on is one number, the serial, which the caller changes whenever any of
 * it does. Pipelines with other stages are not remembered.
 */
export class SelectionCache {
  readonly #vertex: (ShaderObject | null)[] = Array.from({ length: SIZE }, () => null);
  readonly #fragment: (ShaderObject | null)[] = Array.from({ length: SIZE }, () => null);
  readonly #rasterizer: (Rasterizer | null)[] = Array.from({ length: SIZE }, () => null);
  readonly #program: (LinkedProgram | null)[] = Array.from({ length: SIZE }, () => null);
  readonly #serial = new Int32Array(SIZE);
  readonly #shape = new Int8Array(SIZE);

  #slot(sub: SubContext, shape: number): number {
    const vertex = sub.shaders[0];
    const fragment = sub.shaders[1];
    const handles = (vertex?.handle ?? 0) * 5 + (fragment?.handle ?? 0) * 3 + (sub.rasterizer?.handle ?? 0) + shape;
    return handles & (SIZE - 1);
  }

  /** The program chosen for what is bound, or null when it has to be chosen. */
  find(sub: SubContext, shape: number, serial: number): LinkedProgram | null {
    if (sub.shaders[2] !== null || sub.shaders[4] !== null) return null;
    const slot = this.#slot(sub, shape);
    if (
      this.#vertex[slot] !== sub.shaders[0] ||
      this.#fragment[slot] !== sub.shaders[1] ||
      this.#rasterizer[slot] !== sub.rasterizer ||
      this.#serial[slot] !== serial ||
      this.#shape[slot] !== shape
    ) {
      return null;
    }
    const program = this.#program[slot]!;
    return program === null || program.deleted ? null : program;
  }

  /** Remembers a choice. */
  store(sub: SubContext, shape: number, serial: number, program: LinkedProgram): void {
    const slot = this.#slot(sub, shape);
    this.#vertex[slot] = sub.shaders[0]!;
    this.#fragment[slot] = sub.shaders[1]!;
    this.#rasterizer[slot] = sub.rasterizer;
    this.#serial[slot] = serial;
    this.#shape[slot] = shape;
    this.#program[slot] = program;
  }
}
