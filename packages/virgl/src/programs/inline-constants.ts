let lastId = 0;

/**
 * Constants of one stage's slot 0, as the guest sent them inline.
 *
 * Where the uniform ring is mapped they lie only there (one copy on their way); `UniformRing` takes them out again before
 * their place is written over. Otherwise, and where programs have them as plain uniforms, `words` has them.
 */
export class InlineConstants {
  /** Unique among all, and how often the guest has sent other ones: together they say what a program's uniforms were set to. */
  readonly id = ++lastId;
  version = 0;
  /** Whether the program of the last draw had them as plain uniforms: then the next ones need no place in the ring. */
  plain = false;
  /** The words, when `kept`; grows by doubling. */
  words: Uint32Array = new Uint32Array(0);
  /** Number of words. */
  length = 0;
  /** Whether `words` has them. */
  kept = true;
  /** Where they are in the ring; a lap of -1 is nowhere. */
  lap = -1;
  offset = 0;
  /** Bytes there, the zeros behind the words included. */
  uploaded = 0;
  /** Bytes of the block that a shader read them through last: as much is reserved for the next. */
  blockBytes = 0;

  /** Copies words in. */
  keep(from: Uint32Array, first: number, length: number): void {
    if (this.words.length < length) this.words = new Uint32Array(Math.max(64, 2 ** Math.ceil(Math.log2(length))));
    const to = this.words;
    for (let i = 0; i < length; i++) to[i] = from[first + i]!;
    this.length = length;
    this.kept = true;
  }
}
