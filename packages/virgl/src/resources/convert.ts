import { FormatConversion } from '../formats/format.ts';

/**
 * Turns texels as the guest has them into what GL takes, in place.
 *
 * @param bytes - at least `length` bytes from `at`; `at` and `length` are multiples of 4
 */
export function convertToGl(conversion: FormatConversion, bytes: Uint8Array, at: number, length: number): void {
  if (conversion === FormatConversion.SWAP_RED_BLUE) swapRedBlue(bytes, at, length);
  else if (conversion === FormatConversion.DEPTH_LOW_24) {
    const words = wordsOf(bytes, at, length);
    // GL takes 32 bits for the whole range: the top bits again below, so that the largest value stays the largest.
    for (let i = 0; i < words.length; i++) {
      const depth = words[i]! & 0xffffff;
      words[i] = (depth << 8) | (depth >>> 16);
    }
  }
}

/** Turns texels as GL gives them into what the guest expects, in place; the inverse of `convertToGl`. */
export function convertFromGl(conversion: FormatConversion, bytes: Uint8Array, at: number, length: number): void {
  if (conversion === FormatConversion.SWAP_RED_BLUE) swapRedBlue(bytes, at, length);
  else if (conversion === FormatConversion.DEPTH_LOW_24) {
    const words = wordsOf(bytes, at, length);
    for (let i = 0; i < words.length; i++) words[i] = words[i]! >>> 8;
  }
}

function wordsOf(bytes: Uint8Array, at: number, length: number): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset + at, length >> 2);
}

function swapRedBlue(bytes: Uint8Array, at: number, length: number): void {
  const words = wordsOf(bytes, at, length);
  for (let i = 0; i < words.length; i++) {
    const v = words[i]!;
    words[i] = (v & 0xff00ff00) | ((v & 0xff) << 16) | ((v >>> 16) & 0xff);
  }
}
