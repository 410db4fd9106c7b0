/* GL's types of uniforms and attributes: their shape, and what samplers and images are of. */
import { GL4 } from '../gl4-constants.ts';

/** Shape of a type. */
export interface TypeShape {
  /** 1 for scalars and vectors. */
  readonly columns: number;
  /** Components of a column. */
  readonly rows: number;
  /** FLOAT, DOUBLE, INT, UNSIGNED_INT, BOOL, or 0 for what has no numbers: samplers, images, counters. */
  readonly component: number;
  /** vec4s of a constant buffer that an element takes: one for each column, two for columns of three or four doubles. */
  readonly slots: number;
}

/** What a sampler or image is of. */
export interface TextureType {
  /** GL texture target. */
  readonly target: number;
  /** What it returns. */
  readonly kind: 'float' | 'int' | 'uint' | 'shadow';
  readonly image: boolean;
}

/** A type by the words that compilers have for it. */
export interface NumberWords {
  readonly base: 'float' | 'double' | 'int' | 'uint' | 'bool';
  readonly cols: number;
  readonly rows: number;
}

const shapes = new Map<number, TypeShape>();
const numbers = new Map<string, number>();
const textures = new Map<number, TextureType>();
const textureNames = new Map<string, number>();

const components = { float: GL4.FLOAT, double: GL4.DOUBLE, int: GL4.INT, uint: GL4.UNSIGNED_INT, bool: GL4.BOOL } as const;

const addNumber = (base: NumberWords['base'], cols: number, rows: number, type: number): void => {
  shapes.set(type, { columns: cols, rows, component: components[base], slots: cols * (base === 'double' && rows > 2 ? 2 : 1) });
  numbers.set(`${base}${cols}${rows}`, type);
};

const vectors: readonly (readonly [NumberWords['base'], readonly number[]])[] = [
  ['float', [GL4.FLOAT, GL4.FLOAT_VEC2, GL4.FLOAT_VEC3, GL4.FLOAT_VEC4]],
  ['double', [GL4.DOUBLE, GL4.DOUBLE_VEC2, GL4.DOUBLE_VEC3, GL4.DOUBLE_VEC4]],
  ['int', [GL4.INT, GL4.INT_VEC2, GL4.INT_VEC3, GL4.INT_VEC4]],
  ['uint', [GL4.UNSIGNED_INT, GL4.UNSIGNED_INT_VEC2, GL4.UNSIGNED_INT_VEC3, GL4.UNSIGNED_INT_VEC4]],
  ['bool', [GL4.BOOL, GL4.BOOL_VEC2, GL4.BOOL_VEC3, GL4.BOOL_VEC4]],
];
for (const [base, types] of vectors) types.forEach((type, i) => addNumber(base, 1, i + 1, type));

/** By columns, then rows. */
const matrices: readonly (readonly [NumberWords['base'], readonly (readonly number[])[]])[] = [
  [
    'float',
    [
      [GL4.FLOAT_MAT2, GL4.FLOAT_MAT2x3, GL4.FLOAT_MAT2x4],
      [GL4.FLOAT_MAT3x2, GL4.FLOAT_MAT3, GL4.FLOAT_MAT3x4],
      [GL4.FLOAT_MAT4x2, GL4.FLOAT_MAT4x3, GL4.FLOAT_MAT4],
    ],
  ],
  [
    'double',
    [
      [GL4.DOUBLE_MAT2, GL4.DOUBLE_MAT2x3, GL4.DOUBLE_MAT2x4],
      [GL4.DOUBLE_MAT3x2, GL4.DOUBLE_MAT3, GL4.DOUBLE_MAT3x4],
      [GL4.DOUBLE_MAT4x2, GL4.DOUBLE_MAT4x3, GL4.DOUBLE_MAT4],
    ],
  ],
];
for (const [base, byColumns] of matrices)
  byColumns.forEach((byRows, c) => byRows.forEach((type, r) => addNumber(base, c + 2, r + 2, type)));

/* prettier-ignore */
/** Words for a texture's shape as compilers have them, its target, and the types of it: float, int, uint samplers, shadow sampler, images. */
const textureRows: readonly (readonly [shape: string, target: number, samplers: readonly number[], shadow: number, images: readonly number[]])[] = [
  ['1D', GL4.TEXTURE_1D, [GL4.SAMPLER_1D, GL4.INT_SAMPLER_1D, GL4.UNSIGNED_INT_SAMPLER_1D], GL4.SAMPLER_1D_SHADOW, [GL4.IMAGE_1D, GL4.INT_IMAGE_1D, GL4.UNSIGNED_INT_IMAGE_1D]],
  ['2D', GL4.TEXTURE_2D, [GL4.SAMPLER_2D, GL4.INT_SAMPLER_2D, GL4.UNSIGNED_INT_SAMPLER_2D], GL4.SAMPLER_2D_SHADOW, [GL4.IMAGE_2D, GL4.INT_IMAGE_2D, GL4.UNSIGNED_INT_IMAGE_2D]],
  ['3D', GL4.TEXTURE_3D, [GL4.SAMPLER_3D, GL4.INT_SAMPLER_3D, GL4.UNSIGNED_INT_SAMPLER_3D], 0, [GL4.IMAGE_3D, GL4.INT_IMAGE_3D, GL4.UNSIGNED_INT_IMAGE_3D]],
  ['Cube', GL4.TEXTURE_CUBE_MAP, [GL4.SAMPLER_CUBE, GL4.INT_SAMPLER_CUBE, GL4.UNSIGNED_INT_SAMPLER_CUBE], GL4.SAMPLER_CUBE_SHADOW, [GL4.IMAGE_CUBE, GL4.INT_IMAGE_CUBE, GL4.UNSIGNED_INT_IMAGE_CUBE]],
  ['2DRect', GL4.TEXTURE_RECTANGLE, [GL4.SAMPLER_2D_RECT, GL4.INT_SAMPLER_2D_RECT, GL4.UNSIGNED_INT_SAMPLER_2D_RECT], GL4.SAMPLER_2D_RECT_SHADOW, [GL4.IMAGE_2D_RECT, GL4.INT_IMAGE_2D_RECT, GL4.UNSIGNED_INT_IMAGE_2D_RECT]],
  ['Buffer', GL4.TEXTURE_BUFFER, [GL4.SAMPLER_BUFFER, GL4.INT_SAMPLER_BUFFER, GL4.UNSIGNED_INT_SAMPLER_BUFFER], 0, [GL4.IMAGE_BUFFER, GL4.INT_IMAGE_BUFFER, GL4.UNSIGNED_INT_IMAGE_BUFFER]],
  ['1DArray', GL4.TEXTURE_1D_ARRAY, [GL4.SAMPLER_1D_ARRAY, GL4.INT_SAMPLER_1D_ARRAY, GL4.UNSIGNED_INT_SAMPLER_1D_ARRAY], GL4.SAMPLER_1D_ARRAY_SHADOW, [GL4.IMAGE_1D_ARRAY, GL4.INT_IMAGE_1D_ARRAY, GL4.UNSIGNED_INT_IMAGE_1D_ARRAY]],
  ['2DArray', GL4.TEXTURE_2D_ARRAY, [GL4.SAMPLER_2D_ARRAY, GL4.INT_SAMPLER_2D_ARRAY, GL4.UNSIGNED_INT_SAMPLER_2D_ARRAY], GL4.SAMPLER_2D_ARRAY_SHADOW, [GL4.IMAGE_2D_ARRAY, GL4.INT_IMAGE_2D_ARRAY, GL4.UNSIGNED_INT_IMAGE_2D_ARRAY]],
  ['CubeArray', GL4.TEXTURE_CUBE_MAP_ARRAY, [GL4.SAMPLER_CUBE_MAP_ARRAY, GL4.INT_SAMPLER_CUBE_MAP_ARRAY, GL4.UNSIGNED_INT_SAMPLER_CUBE_MAP_ARRAY], GL4.SAMPLER_CUBE_MAP_ARRAY_SHADOW, [GL4.IMAGE_CUBE_MAP_ARRAY, GL4.INT_IMAGE_CUBE_MAP_ARRAY, GL4.UNSIGNED_INT_IMAGE_CUBE_MAP_ARRAY]],
  ['2DMS', GL4.TEXTURE_2D_MULTISAMPLE, [GL4.SAMPLER_2D_MULTISAMPLE, GL4.INT_SAMPLER_2D_MULTISAMPLE, GL4.UNSIGNED_INT_SAMPLER_2D_MULTISAMPLE], 0, [GL4.IMAGE_2D_MULTISAMPLE, GL4.INT_IMAGE_2D_MULTISAMPLE, GL4.UNSIGNED_INT_IMAGE_2D_MULTISAMPLE]],
  ['2DMSArray', GL4.TEXTURE_2D_MULTISAMPLE_ARRAY, [GL4.SAMPLER_2D_MULTISAMPLE_ARRAY, GL4.INT_SAMPLER_2D_MULTISAMPLE_ARRAY, GL4.UNSIGNED_INT_SAMPLER_2D_MULTISAMPLE_ARRAY], 0, [GL4.IMAGE_2D_MULTISAMPLE_ARRAY, GL4.INT_IMAGE_2D_MULTISAMPLE_ARRAY, GL4.UNSIGNED_INT_IMAGE_2D_MULTISAMPLE_ARRAY]],
];

const kinds = ['float', 'int', 'uint'] as const;
for (const [shape, target, samplers, shadow, images] of textureRows) {
  const add = (type: number, kind: TextureType['kind'], image: boolean): void => {
    textures.set(type, { target, kind, image });
    textureNames.set(`${image ? 'image' : 'sampler'} ${kind} ${shape}`, type);
  };
  samplers.forEach((type, i) => add(type, kinds[i]!, false));
  images.forEach((type, i) => add(type, kinds[i]!, true));
  if (shadow !== 0) add(shadow, 'shadow', false);
}

const opaque: TypeShape = { columns: 1, rows: 1, component: 0, slots: 0 };
const plain: TextureType = { target: GL4.TEXTURE_2D, kind: 'float', image: false };

/** GL's number of a scalar, vector or matrix. */
export function numberTypeOf({ base, cols, rows }: NumberWords): number {
  return numbers.get(`${base}${cols}${rows}`) ?? GL4.FLOAT;
}

/**
 * GL's number of a sampler or image.
 *
 * @param shape - such as '2DArray', or '2DMS' for multisample
 */
export function textureTypeOf(image: boolean, kind: TextureType['kind'], shape: string): number {
  return textureNames.get(`${image ? 'image' : 'sampler'} ${kind} ${shape}`) ?? (image ? GL4.IMAGE_2D : GL4.SAMPLER_2D);
}

/** Shape of a GL type; everything unknown has no numbers. */
export function typeOf(type: number): TypeShape {
  return shapes.get(type) ?? opaque;
}

/** Whether a GL type is a sampler. */
export function isSamplerType(type: number): boolean {
  return !shapes.has(type) && textures.get(type)?.image !== true && type !== GL4.UNSIGNED_INT_ATOMIC_COUNTER;
}

/** Whether a GL type is an image. */
export function isImageType(type: number): boolean {
  return textures.get(type)?.image === true;
}

/** GL texture target that a sampler type samples, or that an image type is of. */
export function samplerTarget(type: number): number {
  return (textures.get(type) ?? plain).target;
}

/** What a sampler returns: 'float', 'int', 'uint' or 'shadow'. */
export function samplerKind(type: number): TextureType['kind'] {
  return (textures.get(type) ?? plain).kind;
}
