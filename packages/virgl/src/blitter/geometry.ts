import { GL } from '@virglass/gl';
import type { Resource } from '../resources/resource.ts';

/*
 * Sizes of mipmap levels and arithmetic of boxes, as the guest sees them: x and y in texels, z a slice of a 3D texture,
 * a layer of an array (1D arrays too), a face of a cube, or 6 * cube + face.
 */

/** Size of a mipmap level along one axis, in texels. */
export function minify(size: number, level: number): number {
  return Math.max(1, Math.floor(size / 2 ** level));
}

/** Width of a level, in texels; of a buffer its length in bytes. */
export function levelWidth(resource: Resource, level: number): number {
  return minify(resource.args.width, level);
}

/** Height of a level, in texels; 1 for 1D textures, arrays of them and buffers. */
export function levelHeight(resource: Resource, level: number): number {
  return minify(resource.args.height, level);
}

/** Number of slices, layers or faces of a level. */
export function levelLayers(resource: Resource, level: number): number {
  switch (resource.glTarget) {
    case GL.TEXTURE_3D:
      return minify(resource.args.depth, level);
    case GL.TEXTURE_1D_ARRAY:
    case GL.TEXTURE_2D_ARRAY:
    case GL.TEXTURE_2D_MULTISAMPLE_ARRAY:
    case GL.TEXTURE_CUBE_MAP_ARRAY:
      return Math.max(1, resource.args.arraySize);
    case GL.TEXTURE_CUBE_MAP:
      return 6;
    default:
      return 1;
  }
}

/** True when the resource has this mipmap level. */
export function hasLevel(resource: Resource, level: number): boolean {
  return level <= resource.args.lastLevel;
}

/**
 * True when a box lies inside a level and is not empty. All numbers are unsigned 32-bit or signed integers of the guest;
 * sums are exact in doubles.
 */
export function levelContains(
  resource: Resource,
  level: number,
  x: number,
  y: number,
  z: number,
  width: number,
  height: number,
  depth: number,
): boolean {
  return (
    x >= 0 &&
    y >= 0 &&
    z >= 0 &&
    width > 0 &&
    height > 0 &&
    depth > 0 &&
    hasLevel(resource, level) &&
    x + width <= levelWidth(resource, level) &&
    y + height <= levelHeight(resource, level) &&
    z + depth <= levelLayers(resource, level)
  );
}

/**
 * True when a box is on block borders of its format: it begins at a block, and ends at one or at the level's edge.
 * Always true for uncompressed formats.
 */
export function onBlocks(resource: Resource, level: number, x: number, y: number, width: number, height: number): boolean {
  const { blockWidth, blockHeight } = resource.format;
  return (
    x % blockWidth === 0 &&
    y % blockHeight === 0 &&
    (width % blockWidth === 0 || x + width === levelWidth(resource, level)) &&
    (height % blockHeight === 0 || y + height === levelHeight(resource, level))
  );
}

/** True when the two runs [a, a + aSize) and [b, b + bSize) have something in common. */
export function overlaps(a: number, aSize: number, b: number, bSize: number): boolean {
  return a < b + bSize && b < a + aSize;
}
