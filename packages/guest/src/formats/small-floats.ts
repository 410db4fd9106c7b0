/* Floats of 16, 14, 11 and 10 bits. */

const floats = new Float32Array(1);
const bits = new Uint32Array(floats.buffer);

/** A 16-bit float's value. */
export function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 31;
  const mantissa = half & 1023;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa === 0 ? sign * Infinity : NaN;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

/** The nearest 16-bit float. */
export function toHalf(value: number): number {
  floats[0] = value;
  const word = bits[0]!;
  const sign = (word >>> 16) & 0x8000;
  const magnitude = word & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude < 0x38800000) {
    floats[0] = Math.abs(floats[0]) + 0.5; // adding 0.5 leaves the wanted bits at the bottom of the mantissa, rounded
    return sign | (bits[0]! - 0x3f000000);
  }
  return sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
}

/** An unsigned float with a 5-bit exponent and a mantissa of so many bits; negative numbers become 0. */
function toSmall(value: number, mantissaBits: number): number {
  const exponentMask = 31 << mantissaBits;
  if (Number.isNaN(value)) return exponentMask | 1;
  if (value <= 0) return 0;
  const max = (2 - 2 ** -mantissaBits) * 2 ** 15;
  if (value === Infinity) return exponentMask;
  if (value >= max) return exponentMask - 1;
  const exponent = Math.max(-14, Math.floor(Math.log2(value)));
  const mantissa = Math.round((value / 2 ** exponent) * 2 ** mantissaBits);
  // A mantissa without its leading one is a denormal; one that has grown a bit carries into the exponent by itself.
  return ((exponent + 14) << mantissaBits) + mantissa;
}

function fromSmall(value: number, mantissaBits: number): number {
  const exponent = value >>> mantissaBits;
  const mantissa = value & ((1 << mantissaBits) - 1);
  if (exponent === 0) return mantissa * 2 ** (-14 - mantissaBits);
  if (exponent === 31) return mantissa === 0 ? Infinity : NaN;
  return (1 + mantissa / 2 ** mantissaBits) * 2 ** (exponent - 15);
}

/** R11F_G11F_B10F, red lowest. */
export function packR11G11B10(from: Float64Array): number {
  return toSmall(from[0]!, 6) + toSmall(from[1]!, 6) * 2048 + toSmall(from[2]!, 5) * 4194304;
}

/** See `packR11G11B10`. */
export function unpackR11G11B10(word: number, out: Float64Array): void {
  out[0] = fromSmall(word & 2047, 6);
  out[1] = fromSmall((word >>> 11) & 2047, 6);
  out[2] = fromSmall(word >>> 22, 5);
}

/** RGB9_E5: three mantissas of 9 bits and a common exponent. @source EXT_texture_shared_exponent */
export function packRgb9E5(from: Float64Array): number {
  const max = 511 * 2 ** 7;
  const [r, g, b] = [from[0]!, from[1]!, from[2]!].map((v) => (v > 0 ? Math.min(v, max) : 0)) as [number, number, number];
  const most = Math.max(r, g, b);
  let exponent = Math.max(-16, most === 0 ? -16 : Math.floor(Math.log2(most))) + 16;
  if (Math.floor(most / 2 ** (exponent - 24) + 0.5) === 512) exponent++;
  const scale = 2 ** (exponent - 24);
  const [x, y, z] = [r, g, b].map((v) => Math.floor(v / scale + 0.5)) as [number, number, number];
  return x + y * 512 + z * 262144 + exponent * 134217728;
}

/** See `packRgb9E5`. */
export function unpackRgb9E5(word: number, out: Float64Array): void {
  const scale = 2 ** ((word >>> 27) - 24);
  out[0] = (word & 511) * scale;
  out[1] = ((word >>> 9) & 511) * scale;
  out[2] = ((word >>> 18) & 511) * scale;
}
