import { GL, type Features } from '@virglass/gl';
import { SrgbFix } from './choose.ts';

/*
 * Shaders of the blitter, written out per case.
 *
 * The vertex shader makes a rectangle out of gl_VertexID that fills the viewport, which is the destination box. (A triangle
 * that the scissor cuts down is one primitive less, but llvmpipe's scissor lets samples of the pixels beside it through.)
 * The fragment shader maps its own pixel to a position in the source, discards what lies outside the source level and
 * fetches texels by integer position. Filtering is done here too, with four fetches: so it works for every format and
 * target, needs no sampler object and no texture parameters, and clamps at the edge of the level as a blit must.
 *
 *   map      scale x, scale y, offset x, offset y: source position = pixel position * scale + offset, in texels
 *   size     width, height and layers of the source level, and its number among the texture's levels
 *   slice    layer to read, layer to mix in, weight of the second
 *   bit      bit of the stencil value that this draw writes (stencil without export); 0 for a draw of all pixels
 */

/** What the fragment shader writes. */
export const BlitOutput = { FLOAT: 0, SINT: 1, UINT: 2, DEPTH: 3, STENCIL: 4, STENCIL_BIT: 5 } as const;
export type BlitOutput = (typeof BlitOutput)[keyof typeof BlitOutput];

/** What the source's samplers return. */
export const BlitInput = { FLOAT: 0, SINT: 1, UINT: 2 } as const;
export type BlitInput = (typeof BlitInput)[keyof typeof BlitInput];

/** How samples of a multisample source become texels. */
export const BlitSamples = {
  /** The source has one sample. */
  SINGLE: 0,
  /** The mean of all samples. */
  RESOLVE: 1,
  /** Sample 0. */
  FIRST: 2,
  /** Sample i to sample i; the shader runs once a sample. */
  EACH: 3,
} as const;
export type BlitSamples = (typeof BlitSamples)[keyof typeof BlitSamples];

/** A case of the blit shader. */
export interface BlitShaderCase {
  /** GL texture target of the source. */
  readonly target: number;
  readonly input: BlitInput;
  readonly output: BlitOutput;
  readonly samples: BlitSamples;
  /** Number of samples of the source. */
  readonly sampleCount: number;
  readonly linear: boolean;
  /** For each stored channel of the destination: 0-3 a stored channel of the source, 4 zero, 5 one. */
  readonly swizzle: readonly [number, number, number, number];
  readonly decode: SrgbFix;
  readonly encode: SrgbFix;
}

/** A number that differs for different cases; fits 53 bits. */
export function blitShaderKey(c: BlitShaderCase): number {
  let key = targets.findIndex((t) => t.target === c.target);
  key = key * 3 + c.input;
  key = key * 6 + c.output;
  key = key * 4 + c.samples;
  key = key * 64 + c.sampleCount;
  key = key * 2 + (c.linear ? 1 : 0);
  for (const channel of c.swizzle) key = key * 6 + channel;
  return (key * 3 + c.decode) * 3 + c.encode;
}

interface TargetRow {
  readonly target: number;
  readonly sampler: string;
  /** Fetches the texel at p of layer z; `level` is an int, `s` the sample. */
  readonly fetch: string;
}

const targets: readonly TargetRow[] = [
  { target: GL.TEXTURE_2D, sampler: '2D', fetch: 'texelFetch(tex, p, level)' },
  { target: GL.TEXTURE_1D, sampler: '1D', fetch: 'texelFetch(tex, p.x, level)' },
  { target: GL.TEXTURE_RECTANGLE, sampler: '2DRect', fetch: 'texelFetch(tex, p)' },
  { target: GL.TEXTURE_1D_ARRAY, sampler: '1DArray', fetch: 'texelFetch(tex, ivec2(p.x, z), level)' },
  { target: GL.TEXTURE_2D_ARRAY, sampler: '2DArray', fetch: 'texelFetch(tex, ivec3(p, z), level)' },
  { target: GL.TEXTURE_3D, sampler: '3D', fetch: 'texelFetch(tex, ivec3(p, z), level)' },
  { target: GL.TEXTURE_CUBE_MAP, sampler: 'Cube', fetch: 'textureLod(tex, direction(p, z), float(level))' },
  {
    target: GL.TEXTURE_CUBE_MAP_ARRAY,
    sampler: 'CubeArray',
    fetch: 'textureLod(tex, vec4(direction(p, z % 6), float(z / 6)), float(level))',
  },
  { target: GL.TEXTURE_2D_MULTISAMPLE, sampler: '2DMS', fetch: 'texelFetch(tex, p, s)' },
  { target: GL.TEXTURE_2D_MULTISAMPLE_ARRAY, sampler: '2DMSArray', fetch: 'texelFetch(tex, ivec3(p, z), s)' },
];

/** True when the target cannot be fetched by integer position: it must be bound with a sampler that does not filter. */
export function isCube(target: number): boolean {
  return target === GL.TEXTURE_CUBE_MAP || target === GL.TEXTURE_CUBE_MAP_ARRAY;
}

/** The `#version` line, extensions and precisions that blit shaders need. */
function header(features: Features): string {
  const { isGles, glslVersion } = features;
  if (!isGles) {
    const version = glslVersion >= 400 ? 400 : 330;
    return (
      `#version ${version} core\n` +
      (version < 400 ? '#extension GL_ARB_sample_shading : enable\n#extension GL_ARB_texture_cube_map_array : enable\n' : '') +
      '#extension GL_ARB_shader_stencil_export : enable\n'
    );
  }
  const version = Math.min(glslVersion, 320);
  const extensions =
    version < 320 && version > 300
      ? '#extension GL_OES_sample_variables : enable\n#extension GL_EXT_texture_cube_map_array : enable\n#extension GL_OES_texture_storage_multisample_2d_array : enable\n'
      : '';
  return `#version ${version} es\n${extensions}precision highp float;\nprecision highp int;\n`;
}

/** Source of the vertex shader of all blits. */
export function blitVertexShader(features: Features): string {
  return `${header(features)}void main() {
  gl_Position = vec4((gl_VertexID & 1) == 0 ? -1.0 : 1.0, gl_VertexID < 2 ? -1.0 : 1.0, 0.0, 1.0);
}
`;
}

// Faces in GL's order +X -X +Y -Y +Z -Z. @source OpenGL 4.6 core, table 8.19 (major axis, sc, tc)
const DIRECTION = `vec3 direction(ivec2 p, int face) {
  vec2 t = (vec2(p) + 0.5) / size.xy * 2.0 - 1.0;
  if (face == 0) return vec3(1.0, -t.y, -t.x);
  if (face == 1) return vec3(-1.0, -t.y, t.x);
  if (face == 2) return vec3(t.x, 1.0, t.y);
  if (face == 3) return vec3(t.x, -1.0, -t.y);
  if (face == 4) return vec3(t.x, -t.y, 1.0);
  return vec3(-t.x, -t.y, -1.0);
}
`;

// @source OpenGL 4.6 core, 8.24 (sRGB conversion) and 17.3.7 (sRGB encoding)
const SRGB = `vec4 decodeSrgb(vec4 c) {
  vec3 low = c.rgb / 12.92;
  vec3 high = pow((max(c.rgb, vec3(0.0)) + 0.055) / 1.055, vec3(2.4));
  return vec4(mix(high, low, vec3(lessThanEqual(c.rgb, vec3(0.04045)))), c.a);
}
vec4 encodeSrgb(vec4 c) {
  vec3 k = clamp(c.rgb, 0.0, 1.0);
  vec3 low = k * 12.92;
  vec3 high = 1.055 * pow(k, vec3(1.0 / 2.4)) - 0.055;
  return vec4(mix(high, low, vec3(lessThanEqual(k, vec3(0.0031308)))), c.a);
}
`;

const TYPES: readonly string[] = ['vec4', 'ivec4', 'uvec4'];
const PREFIXES: readonly string[] = ['', 'i', 'u'];

function fixExpression(fix: SrgbFix, value: string): string {
  return fix === SrgbFix.DECODE ? `decodeSrgb(${value})` : fix === SrgbFix.ENCODE ? `encodeSrgb(${value})` : value;
}

/** The body of `vec4 at(ivec2 p, int z)`: one texel of the source level, p clamped to it. */
function atBody(c: BlitShaderCase, fetch: string, type: string): string {
  const clamped = '  p = clamp(p, ivec2(0), ivec2(size.xy) - 1);\n  int level = int(size.w);\n';
  switch (c.samples) {
    case BlitSamples.RESOLVE:
      return (
        `${clamped}  ${type} sum = ${type}(0);\n` +
        `  for (int s = 0; s < ${c.sampleCount}; s++) sum += ${fixExpression(c.decode, fetch)};\n` +
        `  return sum / ${c.sampleCount}.0;\n`
      );
    case BlitSamples.EACH:
      return `${clamped}  int s = gl_SampleID;\n  return ${fixExpression(c.decode, fetch)};\n`;
    default:
      return `${clamped}  const int s = 0;\n  return ${fixExpression(c.decode, fetch)};\n`;
  }
}

function outputDeclaration(output: BlitOutput): string {
  return output <= BlitOutput.UINT ? `layout(location = 0) out ${TYPES[output]!} color;\n` : '';
}

function outputStatement(c: BlitShaderCase, type: string): string {
  switch (c.output) {
    case BlitOutput.DEPTH:
      return '  gl_FragDepth = float(c.x);\n';
    case BlitOutput.STENCIL:
      return '  gl_FragStencilRefARB = int(c.x);\n';
    case BlitOutput.STENCIL_BIT:
      return '  if (bit != 0u && (uint(c.x) & bit) == 0u) discard;\n';
    default: {
      const scalar = type === 'vec4' ? 'float' : type === 'ivec4' ? 'int' : 'uint';
      const part = (channel: number): string => (channel < 4 ? `c.${'xyzw'[channel]!}` : `${scalar}(${channel - 4})`);
      const texel = `${type}(${c.swizzle.map(part).join(', ')})`;
      if (c.output === BlitOutput.FLOAT) return `  color = ${fixExpression(c.encode, `vec4(${texel})`)};\n`;
      // Integers of the other sign are clamped to what the destination can hold.
      if (c.output === BlitOutput.SINT && c.input === BlitInput.UINT) return `  color = ivec4(min(${texel}, uvec4(0x7fffffffu)));\n`;
      if (c.output === BlitOutput.UINT && c.input === BlitInput.SINT) return `  color = uvec4(max(${texel}, ivec4(0)));\n`;
      return `  color = ${TYPES[c.output]!}(${texel});\n`;
    }
  }
}

/** Source of the fragment shader of a case. */
export function blitFragmentShader(features: Features, c: BlitShaderCase): string {
  const row = targets.find((t) => t.target === c.target)!;
  const type = TYPES[c.input]!;
  const mixes = c.input === BlitInput.FLOAT;
  const linear = c.linear && mixes;
  const fixes = c.decode !== SrgbFix.NONE || c.encode !== SrgbFix.NONE;
  const plane = linear
    ? `${type} plane(vec2 at0, int z) {
  vec2 q = at0 - 0.5;
  vec2 f = fract(q);
  ivec2 i = ivec2(floor(q));
  return mix(mix(at(i, z), at(i + ivec2(1, 0), z), f.x), mix(at(i + ivec2(0, 1), z), at(i + ivec2(1, 1), z), f.x), f.y);
}
`
    : `${type} plane(vec2 at0, int z) {
  return at(ivec2(floor(at0)), z);
}
`;
  const slices = linear && c.target === GL.TEXTURE_3D;
  return `${header(features)}uniform highp ${PREFIXES[c.input]!}sampler${row.sampler} tex;
uniform vec4 map;
uniform vec4 size;
uniform vec4 slice;
${c.output === BlitOutput.STENCIL_BIT ? 'uniform uint bit;\n' : ''}${outputDeclaration(c.output)}${fixes ? SRGB : ''}${isCube(c.target) ? DIRECTION : ''}${type} at(ivec2 p, int z) {
${atBody(c, row.fetch, type)}}
${plane}void main() {
  vec2 source = gl_FragCoord.xy * map.xy + map.zw;
  if (any(lessThan(source, vec2(0.0))) || any(greaterThanEqual(source, size.xy))) discard;
  ${type} c = plane(source, int(slice.x));
${slices ? '  c = mix(c, plane(source, int(slice.y)), slice.z);\n' : ''}${outputStatement(c, type)}}
`;
}
