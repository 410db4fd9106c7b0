/** A repeatable source of random numbers. */
export interface Random {
  /** A number from 0 up to, not including, `limit` (at most 2^32). */
  below(limit: number): number;
  /** Fresh random bytes. */
  bytes(length: number): Uint8Array;
}

/** Makes a generator (mulberry32) that gives the same sequence for the same seed. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
  return {
    below: (limit) => Math.floor((next() / 0x1_0000_0000) * limit),
    bytes: (length) => Uint8Array.from({ length }, () => next() >>> 24),
  };
}
