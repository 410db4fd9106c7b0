/** Numbers as GLSL text that means exactly the given bits. */

const view = new DataView(new ArrayBuffer(4));

/** The float that a word encodes. */
export const floatOfBits = (bits: number): number => {
  view.setUint32(0, bits, true);
  return view.getFloat32(0, true);
};

/** The word that encodes a number rounded to float. */
export const bitsOfFloat = (value: number): number => {
  view.setFloat32(0, value, true);
  return view.getUint32(0, true);
};

/** An unsigned literal: decimal when short, hexadecimal where that says more. */
export const uintLiteral = (bits: number): string => (bits > 0xffff ? `0x${(bits >>> 0).toString(16)}u` : `${bits >>> 0}u`);

/** A signed literal; the lowest int has no decimal spelling. */
export const intLiteral = (bits: number): string => {
  const value = bits | 0;
  return value === -0x80000000 ? 'int(0x80000000u)' : `${value}`;
};

/**
 * A float literal for a word. Values that a decimal cannot carry safely through every compiler (NaN, infinities, denormals, -0)
 * go by their bits.
 */
export const floatLiteral = (bits: number): string => {
  const value = floatOfBits(bits);
  if (!Number.isFinite(value) || (Math.abs(value) < 2 ** -126 && bits !== 0)) return `uintBitsToFloat(0x${(bits >>> 0).toString(16)}u)`;
  // Nine digits identify a float; fewer are tried first, for the reader.
  for (let digits = 1; digits <= 9; digits++) {
    const text = value.toPrecision(digits);
    if (bitsOfFloat(Number(text)) !== bits >>> 0) continue;
    const short = `${Number(text)}`;
    return /[.e]/.test(short) ? short.replace('e+', 'e') : `${short}.0`;
  }
  return `uintBitsToFloat(0x${(bits >>> 0).toString(16)}u)`;
};
