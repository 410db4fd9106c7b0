/** Conversions between linear and sRGB values, for hosts that cannot be told to do them. */
import type { Writer } from './writer.ts';

/** The function that turns sRGB-encoded rgb into linear rgb. */
export const decodeSrgb = (w: Writer): string =>
  w.helper(
    'vg_decodeSrgb',
    `vec4 vg_decodeSrgb(vec4 c) {
  vec3 high = pow((c.rgb + 0.055) / 1.055, vec3(2.4));
  return vec4(mix(high, c.rgb / 12.92, vec3(lessThanEqual(c.rgb, vec3(0.04045)))), c.a);
}`,
  );

/** The function that turns linear rgb into sRGB-encoded rgb. */
export const encodeSrgb = (w: Writer): string =>
  w.helper(
    'vg_encodeSrgb',
    `vec4 vg_encodeSrgb(vec4 c) {
  vec3 v = clamp(c.rgb, 0.0, 1.0);
  vec3 high = 1.055 * pow(v, vec3(1.0 / 2.4)) - 0.055;
  return vec4(mix(high, v * 12.92, vec3(lessThanEqual(v, vec3(0.0031308)))), c.a);
}`,
  );
