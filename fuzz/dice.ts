import { seededRandom } from '@virglass/testkit';

/** A repeatable source of decisions: the same seed makes the same ones. */
export class Dice {
  readonly #random: ReturnType<typeof seededRandom>;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  /** A whole number from 0 up to, not including, `limit` (at most 2^32). */
  below(limit: number): number {
    return this.#random.below(limit);
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + this.#random.below(most - least + 1);
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.#random.below(0x1000000) < probability * 0x1000000;
  }

  /** One of them. @throws {RangeError} when there is none */
  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new RangeError('nothing to pick from');
    return from[this.#random.below(from.length)] as T;
  }

  bytes(length: number): Uint8Array {
    return this.#random.bytes(length);
  }

  /** The same sequence as a source of numbers in [0, 1). */
  readonly unit = (): number => this.#random.below(0x1000000) / 0x1000000;
}

/** A seed made of two numbers: the run's and the case's. */
export function mixSeed(run: number, index: number): number {
  let mixed = Math.imul(run ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35);
  mixed ^= mixed >>> 15;
  return Math.imul(mixed, 0x27d4eb2f) >>> 0;
}
