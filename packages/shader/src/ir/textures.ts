/** Facts about texture targets, one row each. */
import type { TextureTarget } from './types.ts';

/** A target's shape. */
export type TextureShape = {
  /** The same without comparison. */
  readonly base: TextureTarget;
  readonly shadow: boolean;
  /** Coordinates without layer: 1, 2 or 3. */
  readonly dimensions: number;
  readonly array: boolean;
  /** Component of the first source that holds the reference value; 4 = x of the second source, -1 none. */
  readonly reference: number;
  /** Components of a size query. */
  readonly sizes: number;
  /** GLSL sampler name after the kind prefix. */
  readonly sampler: string;
};

const shape = (
  base: TextureTarget,
  shadow: boolean,
  dimensions: number,
  array: boolean,
  reference: number,
  sizes: number,
  sampler: string,
): TextureShape => ({ base, shadow, dimensions, array, reference, sizes, sampler });

/** All targets. UNKNOWN has the shape of 2D and is refused where it matters. */
export const textureShapes: Readonly<Record<TextureTarget, TextureShape>> = {
  BUFFER: shape('BUFFER', false, 1, false, -1, 1, 'samplerBuffer'),
  '1D': shape('1D', false, 1, false, -1, 1, 'sampler1D'),
  '2D': shape('2D', false, 2, false, -1, 2, 'sampler2D'),
  '3D': shape('3D', false, 3, false, -1, 3, 'sampler3D'),
  CUBE: shape('CUBE', false, 3, false, -1, 2, 'samplerCube'),
  RECT: shape('RECT', false, 2, false, -1, 2, 'sampler2DRect'),
  SHADOW1D: shape('1D', true, 1, false, 2, 1, 'sampler1DShadow'),
  SHADOW2D: shape('2D', true, 2, false, 2, 2, 'sampler2DShadow'),
  SHADOWRECT: shape('RECT', true, 2, false, 2, 2, 'sampler2DRectShadow'),
  '1D_ARRAY': shape('1D_ARRAY', false, 1, true, -1, 2, 'sampler1DArray'),
  '2D_ARRAY': shape('2D_ARRAY', false, 2, true, -1, 3, 'sampler2DArray'),
  SHADOW1D_ARRAY: shape('1D_ARRAY', true, 1, true, 2, 2, 'sampler1DArrayShadow'),
  SHADOW2D_ARRAY: shape('2D_ARRAY', true, 2, true, 3, 3, 'sampler2DArrayShadow'),
  SHADOWCUBE: shape('CUBE', true, 3, false, 3, 2, 'samplerCubeShadow'),
  '2D_MSAA': shape('2D_MSAA', false, 2, false, -1, 2, 'sampler2DMS'),
  '2D_ARRAY_MSAA': shape('2D_ARRAY_MSAA', false, 2, true, -1, 3, 'sampler2DMSArray'),
  CUBEARRAY: shape('CUBEARRAY', false, 3, true, -1, 3, 'samplerCubeArray'),
  SHADOWCUBEARRAY: shape('CUBEARRAY', true, 3, true, 4, 3, 'samplerCubeArrayShadow'),
  UNKNOWN: shape('UNKNOWN', false, 2, false, -1, 2, 'sampler2D'),
};
