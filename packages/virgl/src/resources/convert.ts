/*
 * Texels whose bytes differ between guest and GL.
 *
 * Depth of 24 bits goes through GL as 32-bit normalised numbers, and drivers convert these by way of single precision
 * floats, cutting off what is left over. So the number given to GL is not z / (2^24 - 1) itself but a quarter of a step
 * above it where floats are finer than a step (below one half), and what comes back is rounded, not cut off: every depth
 * then survives the way in and out.
 */
import { FormatConversion } from '../formats/format.ts';

/** 24-bit steps in a step of a 32-bit normalised number. */
const STEP = 0xffffff / 0xffffffff;
const ONE_HALF = 0x800000;

/**
 * Turns texels as the guest has them into what GL takes, in place.
 *
 * @param bytes - at least `length` bytes from `at`; `at` and `length` are multiples of 4
 */
export function convertToGl(conversion: FormatConversion, bytes: Uint8Array, at: number, length: number): void {
  if (conversion === FormatConversion.SWAP_RED_BLUE) swapRedBlue(bytes, at, length);
  else if (conversion !== FormatConversion.NONE) {
    const high = conversion === FormatConversion.DEPTH_HIGH_24;
    const words = wordsOf(bytes, at, length);
    for (let i = 0; i < words.length; i++) {
      const depth = high ? words[i]! >>> 8 : words[i]! & 0xffffff;
      words[i] = (depth << 8) | ((depth >>> 16) + (depth < ONE_HALF ? 64 : 0));
    }
  }
}

/** Turns texels as GL gives them into what the guest expects, in place; the inverse of `convertToGl`. */
export function convertFromGl(conversion: FormatConversion, bytes: Uint8Array, at: number, length: number): void {
  if (conversion === FormatConversion.SWAP_RED_BLUE) swapRedBlue(bytes, at, length);
  else if (conversion !== FormatConversion.NONE) {
    const shift = conversion === FormatConversion.DEPTH_HIGH_24 ? 8 : 0;
    const words = wordsOf(bytes, at, length);
    for (let i = 0; i < words.length; i++) words[i] = Math.round(words[i]! * STEP) << shift;
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
