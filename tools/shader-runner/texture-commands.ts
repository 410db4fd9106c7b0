/** `texture`, `texparameter`, `image texture`: textures with pictures that tests know. @source piglit, tests/util/piglit-util-gl.c */
import { type Command, number as n, type TestState } from './state.ts';
import { made, parseFloats, parseInteger, TestFailure, TestSkipped } from './values.ts';

const red = [1, 0, 0, 1] as const;
const green = [0, 1, 0, 1] as const;
const blue = [0, 0, 1, 1] as const;
const white = [1, 1, 1, 1] as const;
const wheel = [red, green, blue, white] as const;

const targets: Readonly<Record<string, string>> = {
  '1D': 'TEXTURE_1D',
  '2D': 'TEXTURE_2D',
  '3D': 'TEXTURE_3D',
  Rect: 'TEXTURE_RECTANGLE',
  Cube: 'TEXTURE_CUBE_MAP',
  '1DArray': 'TEXTURE_1D_ARRAY',
  '2DArray': 'TEXTURE_2D_ARRAY',
  CubeArray: 'TEXTURE_CUBE_MAP_ARRAY',
  '2DMS': 'TEXTURE_2D_MULTISAMPLE',
  '2DMSArray': 'TEXTURE_2D_MULTISAMPLE_ARRAY',
};

/** The texture target that a word of a command means. */
export function targetOf(state: TestState, word: string): number {
  const name = targets[word];
  if (name === undefined) throw new TestFailure(`unknown texture target '${word}'`);
  return state.enum(name);
}

/** A picture whose texels a function gives. */
const picture = (width: number, height: number, texel: (x: number, y: number) => ArrayLike<number>): Float32Array<ArrayBuffer> => {
  const out = new Float32Array(width * height * 4);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) out.set(texel(x, y), (y * width + x) * 4);
  return out;
};

const fill = (count: number, texel: ArrayLike<number>): Float32Array<ArrayBuffer> => picture(count, 1, () => texel);

/** Makes a texture of a unit, bound, with the plainest sampling. */
const make = (state: TestState, unit: number, target: number, width: number, height: number, layers: number): void => {
  const { gl } = state;
  gl.activeTexture(gl.TEXTURE0 + unit);
  const object = made(gl.createTexture());
  gl.bindTexture(target, object);
  gl.texParameteri(target, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(target, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  gl.texParameteri(target, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(target, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  state.textures.set(unit, { object, width, height, layers });
};

const rgbw = (state: TestState, unit: string, w: string, h: string, format = ''): void => {
  const { gl } = state;
  const [width, height] = [Number(w), Number(h)];
  make(state, Number(unit), gl.TEXTURE_2D, width, height, 1);
  const data = picture(width, height, (x, y) => {
    const low = y < Math.trunc(height / 2);
    const left = x < Math.trunc(width / 2);
    return low ? (left ? red : green) : left ? blue : white;
  });
  gl.texImage2D(gl.TEXTURE_2D, 0, format === '' ? gl.RGBA : state.enum(format), width, height, 0, gl.RGBA, gl.FLOAT, data);
};

const quads = (
  state: TestState,
  unit: string,
  level: string,
  w: string,
  h: string,
  sizes: readonly [number, number],
  colors: readonly Float32Array[],
): void => {
  const { gl } = state;
  const [width, height] = [Number(w), Number(h)];
  make(state, Number(unit), gl.TEXTURE_2D, width, height, 1);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_BORDER);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_BORDER);
  gl.texParameterfv(gl.TEXTURE_2D, gl.TEXTURE_BORDER_COLOR, new Float32Array(red));
  const data = picture(
    width,
    height,
    (x, y) => colors[(Math.trunc(y / Math.max(1, sizes[1])) & 1) * 2 + (Math.trunc(x / Math.max(1, sizes[0])) & 1)] ?? red,
  );
  gl.texImage2D(gl.TEXTURE_2D, Number(level), gl.RGBA, width, height, 0, gl.RGBA, gl.FLOAT, data);
};

const checkerboard = (state: TestState, unit: string, level: string, w: string, h: string, black: string, other: string): void => {
  const [a, b] = [parseFloats(black, 4), parseFloats(other, 4)];
  quads(state, unit, level, w, h, [Math.trunc(Number(w) / 2), Math.trunc(Number(h) / 2)], [a, b, b, a]);
};

/** A gradient of depth from left to right. */
const shadow = (state: TestState, kind: string, unit: string, w: string, second = '1', third = '1'): void => {
  const { gl } = state;
  const target = targetOf(state, kind);
  const [width, height, layers] = [Number(w), Number(second), Number(third)];
  make(state, Number(unit), target, width, kind === '1DArray' ? 1 : height, kind === '1DArray' ? height : layers);
  const row = Float32Array.from({ length: width * height * layers }, (_, i) => (i % width) / (width - 1));
  const [format, type] = [gl.DEPTH_COMPONENT, gl.FLOAT];
  if (kind === '1D') gl.texImage1D(target, 0, format, width, 0, format, type, row);
  else if (kind === '2DArray') gl.texImage3D(target, 0, format, width, height, layers, 0, format, type, row);
  else gl.texImage2D(target, 0, format, width, height, 0, format, type, row);
  gl.texParameteri(target, gl.TEXTURE_COMPARE_MODE, gl.COMPARE_REF_TO_TEXTURE);
  gl.texParameteri(target, gl.TEXTURE_COMPARE_FUNC, gl.GREATER);
  // Where compatibility profiles have DEPTH_TEXTURE_MODE, LUMINANCE is its start.
  if (state.test.glsl === null || state.test.glsl.version < 140) setDepthMode(state, target, 'luminance');
};

const setDepthMode = (state: TestState, target: number, mode: string): void => {
  const { gl } = state;
  const { RED, ZERO, ONE } = gl;
  const swizzles: Readonly<Record<string, readonly [number, number, number, number]>> = {
    luminance: [RED, RED, RED, ONE],
    intensity: [RED, RED, RED, RED],
    alpha: [ZERO, ZERO, ZERO, RED],
    red: [RED, ZERO, ZERO, ONE],
  };
  const [r, g, b, a] = swizzles[mode] ?? [RED, ZERO, ZERO, ONE];
  gl.texParameteri(target, gl.TEXTURE_SWIZZLE_R, r);
  gl.texParameteri(target, gl.TEXTURE_SWIZZLE_G, g);
  gl.texParameteri(target, gl.TEXTURE_SWIZZLE_B, b);
  gl.texParameteri(target, gl.TEXTURE_SWIZZLE_A, a);
};

const integerTexture = (state: TestState, unit: string, w: string, h: string, third: string, fourth: string, format: string): void => {
  const { gl } = state;
  const [width, height, b, a] = [w, h, third, fourth].map(Number) as [number, number, number, number];
  make(state, Number(unit), gl.TEXTURE_2D, width, height, 1);
  const components = ['GL_R32I', 'GL_RG32I', 'GL_RGB32I', 'GL_RGBA32I'].indexOf(format) + 1;
  if (components === 0) throw new TestFailure(`no integer texture can be ${format}`);
  const texel = (x: number, y: number): number[] => [[], [x + y * b + a], [x + b, y + a], [x, y, b + a], [x, y, b, a]][components] ?? [];
  const data = new Int32Array(width * height * components);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set(texel(x, y), (y * width + x) * components);
  gl.texStorage2D(gl.TEXTURE_2D, 1, state.enum(format), width, height);
  const layout = [gl.RED_INTEGER, gl.RG_INTEGER, gl.RGB_INTEGER, gl.RGBA_INTEGER][components - 1] ?? gl.RED_INTEGER;
  gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, width, height, layout, gl.INT, data);
};

const miptree = (state: TestState, unit: string): void => {
  const { gl } = state;
  make(state, Number(unit), gl.TEXTURE_2D, 8, 8, 1);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST_MIPMAP_NEAREST);
  for (let level = 0; level < 4; level++) {
    const size = 8 >> level;
    gl.texImage2D(gl.TEXTURE_2D, level, gl.RGBA, size, size, 0, gl.RGBA, gl.FLOAT, fill(size * size, wheel[level] ?? red));
  }
};

const arrayTexture = (state: TestState, kind: string, unit: string, width: number, height: number, layers: number): void => {
  const { gl } = state;
  const target = targetOf(state, kind);
  make(state, Number(unit), target, width, height, layers);
  const data = new Float32Array(width * height * layers * 4);
  for (let layer = 0; layer < layers; layer++) data.set(fill(width * height, wheel[layer % 4] ?? red), layer * width * height * 4);
  if (kind === '1DArray') gl.texImage2D(target, 0, gl.RGBA, width, layers, 0, gl.RGBA, gl.FLOAT, data);
  else gl.texImage3D(target, 0, gl.RGBA, width, height, layers, 0, gl.RGBA, gl.FLOAT, data);
};

const rgbw1D = (state: TestState, unit: string): void => {
  const { gl } = state;
  make(state, Number(unit), gl.TEXTURE_1D, 4, 1, 1);
  gl.texImage1D(
    gl.TEXTURE_1D,
    0,
    gl.RGBA,
    4,
    0,
    gl.RGBA,
    gl.FLOAT,
    picture(4, 1, (x) => wheel[x] ?? red),
  );
};

const rgbw3D = (state: TestState, unit: string): void => {
  const { gl } = state;
  make(state, Number(unit), gl.TEXTURE_3D, 2, 2, 2);
  gl.texParameteri(gl.TEXTURE_3D, gl.TEXTURE_WRAP_R, gl.CLAMP_TO_EDGE);
  const colors = [...wheel, [1, 1, 0, 1], [1, 0, 1, 1], [0, 1, 1, 1], [0, 0, 0, 1]];
  gl.texImage3D(
    gl.TEXTURE_3D,
    0,
    gl.RGBA,
    2,
    2,
    2,
    0,
    gl.RGBA,
    gl.FLOAT,
    picture(8, 1, (x) => colors[x] ?? red),
  );
};

const storage = (state: TestState, unit: string, kind: string, format: string, dimensions: string): void => {
  const { gl } = state;
  const target = targetOf(state, kind);
  const [levels = 1, width = 1, height, depth] = dimensions
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(Number);
  gl.activeTexture(gl.TEXTURE0 + Number(unit));
  const object = made(gl.createTexture());
  gl.bindTexture(target, object);
  const internal = state.enum(format);
  if (height === undefined) gl.texStorage1D(target, levels, internal, width);
  else if (depth === undefined) gl.texStorage2D(target, levels, internal, width, height);
  else gl.texStorage3D(target, levels, internal, width, height, depth);
  const array = kind === '1DArray';
  state.textures.set(Number(unit), { object, width, height: array ? 1 : (height ?? 1), layers: array ? (height ?? 1) : (depth ?? 1) });
};

const parameter = (state: TestState, kind: string, name: string, text: string): void => {
  const { gl } = state;
  const target = targetOf(state, kind);
  const value = text.trim().split(/\s+/)[0] ?? '';
  switch (name) {
    case 'compare_func':
      gl.texParameteri(target, gl.TEXTURE_COMPARE_FUNC, state.enum(value.toUpperCase()));
      break;
    case 'depth_mode':
      setDepthMode(state, target, value);
      break;
    case 'min':
      gl.texParameteri(target, gl.TEXTURE_MIN_FILTER, state.enum(value.toUpperCase()));
      break;
    case 'mag':
      gl.texParameteri(target, gl.TEXTURE_MAG_FILTER, state.enum(value.toUpperCase()));
      break;
    case 'wrap_s':
    case 'wrap_t':
    case 'wrap_r':
      gl.texParameteri(target, state.enum(`TEXTURE_${name.toUpperCase()}`), state.enum(value.toUpperCase()));
      break;
    case 'lod_bias':
      gl.texParameterf(target, gl.TEXTURE_LOD_BIAS, Number(value));
      break;
    case 'max_level':
    case 'base_level':
      gl.texParameteri(target, state.enum(`TEXTURE_${name.toUpperCase()}`), Number(value));
      break;
    case 'border_color':
      gl.texParameterfv(target, gl.TEXTURE_BORDER_COLOR, parseFloats(text, 4));
      break;
    case 'swizzle_r':
      gl.texParameteri(target, gl.TEXTURE_SWIZZLE_R, state.enum(value.toUpperCase()));
      break;
    default:
      throw new TestFailure(`unknown texture parameter '${name}'`);
  }
};

const bindImage = (state: TestState, unit: string, format: string): void => {
  const { gl } = state;
  gl.bindImageTexture(Number(unit), state.texture(Number(unit)).object, 0, false, 0, gl.READ_WRITE, state.enum(format));
};

const i = String.raw`\s*(\d+)\s*`;
const color = String.raw`\(([^)]*)\)`;
const floats = (texts: readonly string[]): Float32Array[] => texts.map((text) => parseFloats(text, 4));

/** See above. */
export const textureCommands: readonly Command[] = [
  [new RegExp(`^texture rgbw 1D ${i}$`), rgbw1D],
  [new RegExp(`^texture rgbw 3D ${i}$`), rgbw3D],
  [
    new RegExp(`^texture rgbw 2DArray ${i}\\(${i},${i},${i}\\)`),
    (state, unit = '', w = '', h = '', l = '') => arrayTexture(state, '2DArray', unit, Number(w), Number(h), Number(l)),
  ],
  [
    new RegExp(`^texture rgbw 1DArray ${i}\\(${i},${i}\\)`),
    (state, unit = '', w = '', l = '') => arrayTexture(state, '1DArray', unit, Number(w), 1, Number(l)),
  ],
  [new RegExp(`^texture rgbw ${i}\\(${i},${i}\\)\\s*(\\S*)`), rgbw],
  [new RegExp(`^texture integer ${i}\\(${i},${i}\\)\\s*\\(${i},${i}\\)\\s*(\\S+)`), integerTexture],
  [new RegExp(`^texture miptree ${i}`), miptree],
  [new RegExp(`^texture checkerboard ${i} ${i}\\(${i},${i}\\)\\s*${color}\\s*${color}`), checkerboard],
  [
    new RegExp(`^texture quads ${i} ${i}\\(${i},${i}\\)\\s*\\(${i},${i}\\)\\s*${color}\\s*${color}\\s*${color}\\s*${color}`),
    (state, unit = '', level = '', w = '', h = '', x = '', y = '', ...colors) =>
      quads(state, unit, level, w, h, [Number(x), Number(y)], floats(colors)),
  ],
  [
    new RegExp(`^texture junk 2DArray ${i}\\(${i},${i},${i}\\)`),
    (state, unit = '', w = '', h = '', l = '') => {
      const { gl } = state;
      make(state, Number(unit), gl.TEXTURE_2D_ARRAY, Number(w), Number(h), Number(l));
      gl.texImage3D(gl.TEXTURE_2D_ARRAY, 0, gl.RGBA, Number(w), Number(h), Number(l), 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
    },
  ],
  [/^texture storage (\d+) (\S+) (\S+) \(([^)]*)\)?/, storage],
  [new RegExp(`^texture shadow(2D|Rect) ${i}\\(${i},${i}\\)`), shadow],
  [new RegExp(`^texture shadow(1D) ${i}\\(${i}\\)`), shadow],
  [new RegExp(`^texture shadow(1DArray) ${i}\\(${i},${i}\\)`), shadow],
  [new RegExp(`^texture shadow(2DArray) ${i}\\(${i},${i},${i}\\)`), shadow],
  [/^texparameter (\S+) (\S+) (.*)$/, parameter],
  [/^image texture (\d+) (\S+)/, bindImage],
  [
    /^(?:resident|vertex attrib handle)/,
    () => {
      throw new TestSkipped('texture handles are not offered');
    },
  ],
  [
    new RegExp(`^texcoord (\\d+) \\(${n}\\s*,\\s*${n}\\s*,\\s*${n}\\s*,\\s*${n}`),
    (state, unit = '', ...values) => state.gl.vertexAttrib4fv(8 + parseInteger(unit), parseFloats(values.join(' '), 4)),
  ],
];
