/*
 * Values for the arguments of WebGL calls: mostly ones that may be right, so that calls come far, and sometimes anything at all.
 */
import * as guest from '@virglass/guest';
import type { Dice } from './dice.ts';
import type { GuestApi } from './guest-calls.ts';

const GL: Readonly<Record<string, number>> = Object.fromEntries(
  [guest.OpenGLContext, guest.WebGL2RenderingContext].flatMap((type) => Object.entries(type as unknown as Record<string, number>)),
);
const all: readonly number[] = [...new Set(Object.values(GL).filter((value) => typeof value === 'number'))];

function numbers(names: string): readonly number[] {
  return names.split(' ').map((name) => {
    const value = GL[name];
    if (value === undefined) throw new Error(`no constant ${name}`);
    return value;
  });
}

const faces = 'TEXTURE_CUBE_MAP_POSITIVE_X TEXTURE_CUBE_MAP_NEGATIVE_Z';

/** Numbers of each group of constants. */
const groups: Readonly<Record<string, readonly number[]>> = {
  any: all,
  arrayType: numbers('BYTE UNSIGNED_BYTE SHORT UNSIGNED_SHORT INT UNSIGNED_INT FLOAT HALF_FLOAT UNSIGNED_INT_2_10_10_10_REV'),
  attachment: numbers('COLOR_ATTACHMENT0 COLOR_ATTACHMENT1 COLOR_ATTACHMENT3 DEPTH_ATTACHMENT STENCIL_ATTACHMENT DEPTH_STENCIL_ATTACHMENT'),
  attachmentParameter: numbers(
    'FRAMEBUFFER_ATTACHMENT_OBJECT_TYPE FRAMEBUFFER_ATTACHMENT_OBJECT_NAME FRAMEBUFFER_ATTACHMENT_TEXTURE_LEVEL FRAMEBUFFER_ATTACHMENT_RED_SIZE FRAMEBUFFER_ATTACHMENT_COMPONENT_TYPE',
  ),
  attribParameter: numbers('VERTEX_ATTRIB_ARRAY_ENABLED VERTEX_ATTRIB_ARRAY_SIZE CURRENT_VERTEX_ATTRIB VERTEX_ATTRIB_ARRAY_POINTER'),
  blockParameter: numbers('UNIFORM_BLOCK_BINDING UNIFORM_BLOCK_DATA_SIZE UNIFORM_BLOCK_ACTIVE_UNIFORM_INDICES'),
  bufferParameter: numbers('BUFFER_SIZE BUFFER_USAGE'),
  bufferTarget: numbers(
    'ARRAY_BUFFER ELEMENT_ARRAY_BUFFER COPY_READ_BUFFER COPY_WRITE_BUFFER PIXEL_PACK_BUFFER PIXEL_UNPACK_BUFFER UNIFORM_BUFFER TRANSFORM_FEEDBACK_BUFFER',
  ),
  capability: numbers('BLEND CULL_FACE DEPTH_TEST DITHER POLYGON_OFFSET_FILL SAMPLE_COVERAGE SCISSOR_TEST STENCIL_TEST RASTERIZER_DISCARD'),
  clearBuffer: numbers('COLOR DEPTH STENCIL DEPTH_STENCIL'),
  compare: numbers('NEVER LESS EQUAL LEQUAL GREATER NOTEQUAL GEQUAL ALWAYS'),
  compressedFormat: [0x83f0, 0x83f3, 0x9274, 0x9278, 0x93b0, 0x8e8c],
  drawBuffer: numbers('NONE BACK COLOR_ATTACHMENT0 COLOR_ATTACHMENT1 COLOR_ATTACHMENT7'),
  equation: numbers('FUNC_ADD FUNC_SUBTRACT FUNC_REVERSE_SUBTRACT MIN MAX'),
  face: numbers('FRONT BACK FRONT_AND_BACK'),
  factor: numbers('ZERO ONE SRC_COLOR ONE_MINUS_SRC_ALPHA DST_ALPHA CONSTANT_COLOR CONSTANT_ALPHA SRC_ALPHA_SATURATE'),
  feedbackMode: numbers('INTERLEAVED_ATTRIBS SEPARATE_ATTRIBS'),
  feedbackTarget: numbers('TRANSFORM_FEEDBACK'),
  filter: numbers('NEAREST LINEAR'),
  format: numbers('RGBA RGB RG RED ALPHA LUMINANCE LUMINANCE_ALPHA RGBA_INTEGER RED_INTEGER DEPTH_COMPONENT DEPTH_STENCIL'),
  framebufferTarget: numbers('FRAMEBUFFER READ_FRAMEBUFFER DRAW_FRAMEBUFFER'),
  imageTarget: numbers(`TEXTURE_2D TEXTURE_2D TEXTURE_2D ${faces}`),
  indexedTarget: numbers('UNIFORM_BUFFER TRANSFORM_FEEDBACK_BUFFER'),
  indexType: numbers('UNSIGNED_BYTE UNSIGNED_SHORT UNSIGNED_INT'),
  internalFormat: numbers(
    'RGBA RGBA8 RGB8 RGB RGB565 RGBA4 R8 RG8 SRGB8_ALPHA8 RGBA16F RGBA32F R32I RGBA8UI RGB10_A2 R11F_G11F_B10F RGB9_E5 DEPTH_COMPONENT16 DEPTH_COMPONENT24 DEPTH24_STENCIL8 STENCIL_INDEX8 LUMINANCE ALPHA',
  ),
  mode: numbers('POINTS LINES LINE_LOOP LINE_STRIP TRIANGLES TRIANGLE_STRIP TRIANGLE_FAN'),
  precision: numbers('LOW_FLOAT MEDIUM_FLOAT HIGH_FLOAT LOW_INT HIGH_INT'),
  programParameter: numbers(
    'LINK_STATUS ACTIVE_ATTRIBUTES ACTIVE_UNIFORMS ACTIVE_UNIFORM_BLOCKS TRANSFORM_FEEDBACK_VARYINGS DELETE_STATUS',
  ),
  queryParameter: numbers('QUERY_RESULT QUERY_RESULT_AVAILABLE'),
  queryTarget: numbers('ANY_SAMPLES_PASSED ANY_SAMPLES_PASSED_CONSERVATIVE TRANSFORM_FEEDBACK_PRIMITIVES_WRITTEN'),
  renderbufferTarget: numbers('RENDERBUFFER'),
  shaderParameter: numbers('COMPILE_STATUS SHADER_TYPE DELETE_STATUS'),
  shaderType: numbers('VERTEX_SHADER FRAGMENT_SHADER'),
  stencilOp: numbers('KEEP ZERO REPLACE INCR DECR INVERT INCR_WRAP DECR_WRAP'),
  storeParameter: numbers(
    'PACK_ALIGNMENT UNPACK_ALIGNMENT UNPACK_FLIP_Y_WEBGL UNPACK_PREMULTIPLY_ALPHA_WEBGL PACK_ROW_LENGTH PACK_SKIP_ROWS UNPACK_ROW_LENGTH UNPACK_IMAGE_HEIGHT UNPACK_SKIP_PIXELS UNPACK_SKIP_IMAGES',
  ),
  textureParameter: numbers(
    'TEXTURE_MIN_FILTER TEXTURE_MAG_FILTER TEXTURE_WRAP_S TEXTURE_WRAP_R TEXTURE_BASE_LEVEL TEXTURE_MAX_LEVEL TEXTURE_MIN_LOD TEXTURE_COMPARE_MODE TEXTURE_COMPARE_FUNC TEXTURE_IMMUTABLE_FORMAT',
  ),
  textureTarget: numbers('TEXTURE_2D TEXTURE_2D TEXTURE_CUBE_MAP TEXTURE_3D TEXTURE_2D_ARRAY'),
  textureValue: numbers('NEAREST LINEAR LINEAR_MIPMAP_LINEAR REPEAT CLAMP_TO_EDGE COMPARE_REF_TO_TEXTURE LEQUAL ONE'),
  type: numbers(
    'UNSIGNED_BYTE UNSIGNED_BYTE FLOAT HALF_FLOAT UNSIGNED_SHORT_5_6_5 UNSIGNED_SHORT_4_4_4_4 UNSIGNED_INT UNSIGNED_SHORT INT UNSIGNED_INT_24_8 UNSIGNED_INT_2_10_10_10_REV',
  ),
  uniformParameter: numbers('UNIFORM_TYPE UNIFORM_SIZE UNIFORM_OFFSET UNIFORM_BLOCK_INDEX UNIFORM_IS_ROW_MAJOR'),
  unit: numbers('TEXTURE0 TEXTURE1 TEXTURE2'),
  usage: numbers('STATIC_DRAW DYNAMIC_DRAW STREAM_READ'),
  volumeTarget: numbers('TEXTURE_3D TEXTURE_2D_ARRAY'),
  winding: numbers('CW CCW'),
  zero: [0],
  access: numbers('READ_ONLY WRITE_ONLY READ_WRITE'),
  clampTarget: numbers('CLAMP_READ_COLOR'),
  clipDepth: numbers('NEGATIVE_ONE_TO_ONE ZERO_TO_ONE'),
  currentQuery: numbers('CURRENT_QUERY'),
  feedbackPrimitive: numbers('POINTS LINES TRIANGLES'),
  hint: [0x8192, ...numbers('FRAGMENT_SHADER_DERIVATIVE_HINT')],
  imageFormat: numbers('R32F RGBA8 RGBA32F R32UI RGBA16F'),
  origin: numbers('LOWER_LEFT UPPER_LEFT'),
  polygonMode: numbers('POINT LINE FILL'),
  programInterface: numbers('UNIFORM UNIFORM_BLOCK PROGRAM_INPUT PROGRAM_OUTPUT BUFFER_VARIABLE'),
  quality: numbers('FASTEST NICEST DONT_CARE'),
  renderbufferParameter: numbers('RENDERBUFFER_WIDTH RENDERBUFFER_SAMPLES RENDERBUFFER_RED_SIZE'),
  samples: numbers('SAMPLES'),
  syncCondition: numbers('SYNC_GPU_COMMANDS_COMPLETE'),
  syncParameter: numbers('SYNC_STATUS OBJECT_TYPE SYNC_CONDITION'),
  timeout: [-1],
};

const names = ['position', 'color', 'size', 'map', 'light', 'light[1]', 'Block', 'place', 'o', 'gl_Position', 'none', 'webgl_x', ''];
/** A vertex and a fragment shader of each language that make a program. */
export const goodShaders = {
  webgl: [
    'attribute vec4 position; attribute vec3 color; uniform float size; varying vec3 place;\nvoid main() { place = color; gl_Position = position * size; gl_PointSize = size; }',
    'precision mediump float; varying vec3 place; uniform sampler2D map; uniform vec4 light[2];\nvoid main() { gl_FragColor = texture2D(map, place.xy) * light[1] + light[0]; }',
  ],
  webgl2: [
    '#version 300 es\nlayout(location = 0) in vec4 position; in vec3 color; uniform float size; uniform mat3 turn; out vec3 place;\nvoid main() { place = turn * color; gl_Position = position * size; gl_PointSize = size; }',
    '#version 300 es\nprecision highp float; in vec3 place; uniform sampler2D map; uniform vec4 light[2]; layout(std140) uniform Block { vec4 tint; mat4 more; };\nlayout(location = 0) out vec4 o;\nvoid main() { o = texture(map, place.xy) * light[1] + tint * more; }',
  ],
  opengl: [
    '#version 330\nlayout(location = 0) in vec4 position; in vec3 color; uniform float size; uniform mat3 turn; out vec3 place;\nvoid main() { place = turn * color; gl_Position = position * size; gl_PointSize = size; }',
    '#version 330\nin vec3 place; uniform sampler2D map; uniform vec4 light[2]; layout(std140) uniform Block { vec4 tint; mat4 more; };\nlayout(location = 0) out vec4 o;\nvoid main() { o = texture(map, place.xy) * light[1] + tint * more; }',
  ],
};

/** Kinds that are arrays of some sort. */
const arrays: ReadonlySet<string> = new Set([
  'attachments',
  'buffers',
  'data',
  'dataOrSize',
  'drawBuffers',
  'floats',
  'indices',
  'integers',
  'names',
]);

const textual: ReadonlySet<string> = new Set(['name', 'source', 'extension', 'bool']);

/**
 * Whether WebIDL demands, or allows, a TypeError for some arguments: one is missing, no object of its interface, or no array where there
 * must be one. Everything else becomes the number or the text that is wanted.
 */
export function demandsTypeError(kinds: readonly string[], args: readonly unknown[]): boolean {
  return kinds.some((kind, i) => {
    const value = args[i];
    if (i >= args.length) return true;
    if (arrays.has(kind)) {
      if (kind === 'dataOrSize' && typeof value !== 'object') return false;
      return !ArrayBuffer.isView(value) || value instanceof DataView;
    }
    return /^[A-Z]/.test(kind) && kindOf(value) !== kind;
  });
}

/** What numbers that nobody expects look like. */
const odd = [-1, 0.5, NaN, Infinity, -Infinity, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53, -(2 ** 31), 1e300];

/** The kind of an object: `Buffer` of a WebGLBuffer; '' of anything else. */
function kindOf(value: unknown): string {
  const name = typeof value === 'object' && value !== null ? value.constructor.name : '';
  const kind = /^WebGL(\w+?)(Object)?$/.exec(name)?.[1] ?? '';
  return kind === 'UniformLocation' ? 'Location' : kind;
}

/** The objects of a program that calls a context. */
export class GuestWorld {
  readonly version: GuestApi;
  /** Objects by kind, `null` and a stranger's among them. */
  readonly objects = new Map<string, unknown[]>();
  readonly #dice: Dice;

  constructor(version: GuestApi, dice: Dice) {
    this.version = version;
    this.#dice = dice;
  }

  /** Remembers what a call has made. */
  keep(made: unknown): void {
    const key = kindOf(made);
    if (key === '') return;
    const list = this.objects.get(key) ?? [];
    if (list.length > 12) list.splice(this.#dice.below(list.length), 1);
    list.push(made);
    this.objects.set(key, list);
  }

  /** The arguments of a call. */
  values(kinds: readonly string[]): unknown[] {
    const dice = this.#dice;
    const made = kinds.map((kind) => (dice.chance(0.04) ? this.#anything(kind) : this.#value(kind)));
    if (this.version === 'opengl') return made;
    if (dice.chance(0.02)) made.length = dice.below(made.length + 1);
    if (dice.chance(0.02)) made.push(this.#anything(''));
    return made;
  }

  #value(kind: string): unknown {
    const dice = this.#dice;
    const group = groups[kind];
    if (group !== undefined) return dice.chance(0.04) ? dice.pick(all) : dice.pick(group);
    if (/^[A-Z]/.test(kind)) return this.#object(kind);
    switch (kind) {
      case 'attachments':
        return Array.from({ length: dice.below(4) }, () => dice.pick(groups['attachment']!));
      case 'buffers':
        return Array.from({ length: dice.below(3) }, () => this.#object('Buffer'));
      case 'bool':
        return dice.chance(0.5);
      case 'components':
        return dice.between(1, 4);
      case 'count':
        return dice.chance(0.9) ? dice.below(12) : dice.below(2000);
      case 'data':
        return this.#data();
      case 'dataOrSize':
        return dice.chance(0.5) ? this.#data() : dice.below(4096);
      case 'drawBuffers':
        return Array.from({ length: dice.below(4) }, (_, i) =>
          dice.chance(0.7) ? GL['COLOR_ATTACHMENT0']! + i : dice.pick(groups['drawBuffer']!),
        );
      case 'extension':
        return dice.pick([
          'OES_element_index_uint',
          'EXT_color_buffer_float',
          'WEBGL_compressed_texture_s3tc',
          'WEBGL_compressed_texture_etc',
          'EXT_texture_filter_anisotropic',
          'x',
          '',
        ]);
      case 'float':
        return dice.chance(0.9) ? dice.unit() * 4 - 1 : dice.pick(odd);
      case 'floats':
        return dice.chance(0.7)
          ? Float32Array.from({ length: dice.pick([1, 2, 3, 4, 9, 12, 16, 32]) }, dice.unit)
          : [dice.unit(), dice.unit(), 1, 0];
      case 'indices':
        return Array.from({ length: dice.below(4) }, () => dice.below(4));
      case 'integer':
        return dice.chance(0.9) ? dice.between(-4, 64) : dice.pick(odd);
      case 'integers':
        return new (dice.chance(0.5) ? Int32Array : Uint32Array)(Array.from({ length: dice.pick([1, 2, 3, 4, 8]) }, () => dice.below(8)));
      case 'mask':
        return dice.chance(0.9) ? dice.pick([0x4000, 0x100, 0x400, 0x4500, 0]) : dice.below(0x10000);
      case 'name':
        return dice.pick(names);
      case 'names':
        return Array.from({ length: dice.below(3) }, () => dice.pick(names));
      case 'offset':
        return dice.chance(0.6) ? 0 : dice.chance(0.8) ? dice.below(32) * 4 : dice.pick(odd);
      case 'size':
        return dice.chance(0.95) ? dice.pick([0, 1, 4, 4, 4, 8, 16, 33, 64]) : dice.pick(odd);
      case 'source':
        return this.#source();
      case 'index':
      case 'level':
      case 'small':
        return dice.chance(0.95) ? dice.below(dice.chance(0.7) ? 3 : 20) : dice.pick(odd);
      default:
        throw new Error(`no kind ${kind}`);
    }
  }

  #object(kind: string): unknown {
    const list = this.objects.get(kind);
    if (list === undefined || list.length === 0 || this.#dice.chance(0.08)) return null;
    // The newest are what a program works with.
    return this.#dice.chance(0.5) ? list.at(-1) : this.#dice.pick(list);
  }

  #data(): unknown {
    const dice = this.#dice;
    if (dice.chance(0.08)) return null;
    const bytes = dice.bytes(dice.pick([0, 4, 16, 64, 256, 1024, 16384]));
    const { buffer } = bytes.slice();
    const views = [Uint8Array, Uint8Array, Float32Array, Uint16Array, Int32Array, Uint32Array, Int16Array, Int8Array, Uint8ClampedArray];
    return dice.chance(0.05) ? buffer : dice.chance(0.05) ? new DataView(buffer) : new (dice.pick(views))(buffer);
  }

  #source(): string {
    const dice = this.#dice;
    const text = dice.pick(goodShaders[dice.chance(0.9) ? this.version : 'webgl']);
    if (dice.chance(0.6)) return text;
    const at = dice.below(text.length);
    return (
      text.slice(0, at) +
      dice.pick(['', '}', ' 1.0e', '#if', '\n#define a a b\na', 'Ω', '(', 'struct', '[1000000]']) +
      text.slice(at + dice.below(9))
    );
  }

  #anything(kind: string): unknown {
    const dice = this.#dice;
    // OpenGL's functions are typed: there are wrong numbers, and no wrong kinds of value.
    if (this.version === 'opengl')
      return /^[A-Z]/.test(kind) || arrays.has(kind) || textual.has(kind) ? this.#value(kind) : dice.pick(dice.chance(0.5) ? odd : all);
    const lists = [...this.objects.values()].filter((list) => list.length > 0);
    const made: readonly (() => unknown)[] = [
      () => dice.pick(odd),
      () => dice.pick(all),
      () => null,
      () => undefined,
      () => 'text',
      () => '3',
      () => true,
      () => ({}),
      () => [],
      () => [1, 2, 'x', null],
      () => new Float32Array(3),
      () => new ArrayBuffer(8),
      () => (lists.length === 0 ? 7 : dice.pick(dice.pick(lists))),
      () => ({ length: 1e9 }),
      () => ({ width: 2, height: 2, data: new Uint8Array(16) }),
      () => ({ valueOf: () => 1, toString: () => '2' }),
    ];
    return dice.pick(made)();
  }
}
