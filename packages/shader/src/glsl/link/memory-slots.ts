/*
 * Slots of storage blocks, and of images, in each stage.
 *
 * A stage's slots are its own. But virglrenderer gives those of all stages to the same binding points, where one would hide the other. So
 * where one stage's slots do for the whole program, what several stages use has one slot in all of them, and no two things share one.
 * Where they do not, each stage counts for itself.
 */
import type { ShaderStage } from '../options.ts';

/** The slots of one kind of memory that a program takes. */
export class MemorySlots {
  readonly #together: boolean;
  readonly #counts = new Map<ShaderStage, number>();
  readonly #ends = new Map<ShaderStage, number>();
  #next = 0;

  /**
   * @param total - slots that all stages need, what several use counted once
   * @param limit - slots of the stage that has the fewest
   */
  constructor(total: number, limit: number) {
    this.#together = total <= limit;
  }

  /**
   * Takes slots in a row of a stage.
   *
   * @param elsewhere - the first slot that the same thing has in another stage
   */
  take(stage: ShaderStage, elsewhere: number | undefined, count: number): number {
    const isNew = elsewhere === undefined;
    const slot = !this.#together ? this.end(stage) : isNew ? this.#next : elsewhere;
    if (isNew) this.#next += count;
    this.#counts.set(stage, this.count(stage) + count);
    this.#ends.set(stage, Math.max(this.end(stage), slot + count));
    return slot;
  }

  /** How many slots a stage has taken. */
  count(stage: ShaderStage): number {
    return this.#counts.get(stage) ?? 0;
  }

  /** One more than the highest slot that a stage has taken. */
  end(stage: ShaderStage): number {
    return this.#ends.get(stage) ?? 0;
  }
}
