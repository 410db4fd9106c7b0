/*
 * Slots of storage blocks, and of images, in each stage.
 *
 * A stage's slots are its own. But virglrenderer gives those of all stages to the same binding points, where one would hide the other, so
 * what several stages use has one slot in all of them, and no two things share a slot as long as there are enough.
 */
import type { ShaderStage } from '../options.ts';

const isFree = (taken: ReadonlySet<number>, slot: number, count: number): boolean => {
  for (let i = slot; i < slot + count; i++) if (taken.has(i)) return false;
  return true;
};

/** The first `count` slots in a row that are free in all of these stages. */
const firstFree = (stages: readonly ReadonlySet<number>[], count: number): number => {
  let slot = 0;
  while (!stages.every((taken) => isFree(taken, slot, count))) slot++;
  return slot;
};

/** The slots of one kind of memory that a program takes. */
export class MemorySlots {
  readonly #taken = new Map<ShaderStage, Set<number>>();

  /**
   * Where `count` slots in a row are free in a stage.
   *
   * @param elsewhere - the slots that the same thing has in other stages
   * @param limit - slots that the stage has; where they do not do for the program, the stage counts for itself
   */
  find(stage: ShaderStage, elsewhere: Iterable<number>, count: number, limit: number): number {
    const own = this.#of(stage);
    for (const slot of elsewhere) if (isFree(own, slot, count)) return slot;
    const slot = firstFree([...this.#taken.values()], count);
    return slot + count <= limit ? slot : firstFree([own], count);
  }

  /** Takes `count` slots of a stage from `slot` on. */
  take(stage: ShaderStage, slot: number, count: number): void {
    const own = this.#of(stage);
    for (let i = slot; i < slot + count; i++) own.add(i);
  }

  /** How many slots a stage has taken. */
  count(stage: ShaderStage): number {
    return this.#of(stage).size;
  }

  /** One more than the highest slot that a stage has taken. */
  end(stage: ShaderStage): number {
    return Math.max(-1, ...this.#of(stage)) + 1;
  }

  #of(stage: ShaderStage): Set<number> {
    let own = this.#taken.get(stage);
    if (own === undefined) this.#taken.set(stage, (own = new Set()));
    return own;
  }
}
