/**
 * Numbers and text across words. Everything here reads and writes words in the host's order, which is little-endian on
 * every machine this runs on; fronts refuse to start elsewhere.
 */
const pair = new Uint32Array(2);
const double = new Float64Array(pair.buffer);

/** The double whose low and high words these are. */
export function f64Of(lo: number, hi: number): number {
  pair[0] = lo;
  pair[1] = hi;
  return double[0] ?? 0;
}

/** Stores a double as two words, low one first. */
export function storeF64(words: Uint32Array, at: number, value: number): void {
  double[0] = value;
  words[at] = pair[0] ?? 0;
  words[at + 1] = pair[1] ?? 0;
}

/** The bytes of words [from, to), as a view; what lies outside `words` is left out, so any numbers may come. */
export function bytesOf(words: Uint32Array, from: number, to: number): Uint8Array {
  const end = Math.min(to, words.length);
  if (!(from >= 0 && from < end)) return new Uint8Array(0);
  return new Uint8Array(words.buffer, words.byteOffset + from * 4, (end - from) * 4);
}

/** Text in words [from, to): Latin-1 up to the first zero byte. */
export function textOf(words: Uint32Array, from: number, to: number): string {
  const bytes = bytesOf(words, from, to);
  const zero = bytes.indexOf(0);
  const end = zero < 0 ? bytes.length : zero;
  let text = '';
  for (let i = 0; i < end; i += 4096) text += String.fromCharCode(...bytes.subarray(i, Math.min(end, i + 4096)));
  return text;
}

/** Stores bytes from word `at` on, filled up with zeros to a word; returns the index of the next word. */
export function storeBytes(words: Uint32Array, at: number, bytes: Uint8Array): number {
  const end = at + Math.ceil(bytes.length / 4);
  if (end > at) words[end - 1] = 0;
  bytesOf(words, at, end).set(bytes);
  return end;
}

/**
 * Stores text as Latin-1 from word `at` on, filled up with zeros to a word; returns the index of the next word.
 * There is no zero byte after a text that fills its last word: end the text with '\0' where the wire wants one.
 */
export function storeText(words: Uint32Array, at: number, text: string): number {
  const end = at + Math.ceil(text.length / 4);
  if (end > at) words[end - 1] = 0;
  const bytes = bytesOf(words, at, end);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return end;
}

/** A 64-bit number from its words; exact below 2^53. */
export function u64Of(lo: number, hi: number): number {
  return hi * 0x1_0000_0000 + lo;
}

/** A 64-bit address from its words, or -1 where it is 2^53 or more: no memory can be there. */
export function addressOf(lo: number, hi: number): number {
  return hi >= 0x20_0000 ? -1 : u64Of(lo, hi);
}
