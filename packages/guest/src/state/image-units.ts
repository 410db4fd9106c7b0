/* Image units: textures that shaders read and write by texels, and how a host sees them. */
import { ImageAccess, PipeFormat } from '@virglass/protocol';
import { GL4 } from '../gl4-constants.ts';
import type { TextureObject } from '../objects/texture.ts';
import type { LinkedUniform } from '../program/linked.ts';
import { samplerTarget } from '../program/types.ts';

/** An image unit as `bindImageTexture` sets it. */
export interface ImageUnit {
  texture: TextureObject | null;
  level: number;
  layered: boolean;
  layer: number;
  /** READ_ONLY, WRITE_ONLY or READ_WRITE. */
  access: number;
  /** Internal format. */
  format: number;
}

/** An image unit as it is at the start. */
export function imageUnit(): ImageUnit {
  return { texture: null, level: 0, layered: false, layer: 0, access: GL4.READ_ONLY, format: GL4.R8 };
}

/** What SET_SHADER_IMAGES says of an image. */
export interface ImageView {
  readonly format: number;
  readonly access: number;
  readonly layerOffset: number;
  readonly levelSize: number;
  readonly resHandle: number;
}

/** Nothing: reads give zeros, writes do nothing. */
export const NO_IMAGE: ImageView = { format: 0, access: 0, layerOffset: 0, levelSize: 0, resHandle: 0 };

/** Formats of image units, by internal format: what the host calls it, and bytes of a texel. @source OpenGL 4.2, table 3.21 */
const formats: ReadonlyMap<number, readonly [pipe: number, bytes: number]> = new Map([
  [GL4.RGBA32F, [PipeFormat.R32G32B32A32_FLOAT, 16]],
  [GL4.RGBA16F, [PipeFormat.R16G16B16A16_FLOAT, 8]],
  [GL4.RG32F, [PipeFormat.R32G32_FLOAT, 8]],
  [GL4.RG16F, [PipeFormat.R16G16_FLOAT, 4]],
  [GL4.R11F_G11F_B10F, [PipeFormat.R11G11B10_FLOAT, 4]],
  [GL4.R32F, [PipeFormat.R32_FLOAT, 4]],
  [GL4.R16F, [PipeFormat.R16_FLOAT, 2]],
  [GL4.RGBA32UI, [PipeFormat.R32G32B32A32_UINT, 16]],
  [GL4.RGBA16UI, [PipeFormat.R16G16B16A16_UINT, 8]],
  [GL4.RGB10_A2UI, [PipeFormat.R10G10B10A2_UINT, 4]],
  [GL4.RGBA8UI, [PipeFormat.R8G8B8A8_UINT, 4]],
  [GL4.RG32UI, [PipeFormat.R32G32_UINT, 8]],
  [GL4.RG16UI, [PipeFormat.R16G16_UINT, 4]],
  [GL4.RG8UI, [PipeFormat.R8G8_UINT, 2]],
  [GL4.R32UI, [PipeFormat.R32_UINT, 4]],
  [GL4.R16UI, [PipeFormat.R16_UINT, 2]],
  [GL4.R8UI, [PipeFormat.R8_UINT, 1]],
  [GL4.RGBA32I, [PipeFormat.R32G32B32A32_SINT, 16]],
  [GL4.RGBA16I, [PipeFormat.R16G16B16A16_SINT, 8]],
  [GL4.RGBA8I, [PipeFormat.R8G8B8A8_SINT, 4]],
  [GL4.RG32I, [PipeFormat.R32G32_SINT, 8]],
  [GL4.RG16I, [PipeFormat.R16G16_SINT, 4]],
  [GL4.RG8I, [PipeFormat.R8G8_SINT, 2]],
  [GL4.R32I, [PipeFormat.R32_SINT, 4]],
  [GL4.R16I, [PipeFormat.R16_SINT, 2]],
  [GL4.R8I, [PipeFormat.R8_SINT, 1]],
  [GL4.RGBA16, [PipeFormat.R16G16B16A16_UNORM, 8]],
  [GL4.RGB10_A2, [PipeFormat.R10G10B10A2_UNORM, 4]],
  [GL4.RGBA8, [PipeFormat.R8G8B8A8_UNORM, 4]],
  [GL4.RG16, [PipeFormat.R16G16_UNORM, 4]],
  [GL4.RG8, [PipeFormat.R8G8_UNORM, 2]],
  [GL4.R16, [PipeFormat.R16_UNORM, 2]],
  [GL4.R8, [PipeFormat.R8_UNORM, 1]],
  [GL4.RGBA16_SNORM, [PipeFormat.R16G16B16A16_SNORM, 8]],
  [GL4.RGBA8_SNORM, [PipeFormat.R8G8B8A8_SNORM, 4]],
  [GL4.RG16_SNORM, [PipeFormat.R16G16_SNORM, 4]],
  [GL4.RG8_SNORM, [PipeFormat.R8G8_SNORM, 2]],
  [GL4.R16_SNORM, [PipeFormat.R16_SNORM, 2]],
  [GL4.R8_SNORM, [PipeFormat.R8_SNORM, 1]],
]);

/** Whether an internal format is one that image units take. */
export function isImageFormat(internalFormat: number): boolean {
  return formats.has(internalFormat);
}

const accesses: ReadonlyMap<number, number> = new Map([
  [GL4.READ_ONLY, ImageAccess.READ],
  [GL4.WRITE_ONLY, ImageAccess.WRITE],
  [GL4.READ_WRITE, ImageAccess.READ_WRITE],
]);

/** Whether two views are the same. */
export function sameImage(a: ImageView, b: ImageView): boolean {
  return (
    a.format === b.format &&
    a.access === b.access &&
    a.layerOffset === b.layerOffset &&
    a.levelSize === b.levelSize &&
    a.resHandle === b.resHandle
  );
}

/**
 * What a shader's image finds at a unit: nothing where texture and format do not fit together.
 *
 * @source OpenGL 4.2, 3.9.20
 */
export function imageView(unit: ImageUnit, uniform: LinkedUniform): ImageView {
  const { texture, level } = unit;
  const format = formats.get(unit.format);
  if (texture === null || format === undefined) return NO_IMAGE;
  const access = accesses.get(unit.access) ?? ImageAccess.READ_WRITE;
  if (texture.target === GL4.TEXTURE_BUFFER) {
    const { texels } = texture;
    if (texels === null || texels.format.bytes !== format[1]) return NO_IMAGE;
    const { buffer, offset, size } = texels;
    const levelSize = Math.max(0, size === 0 ? buffer.size - offset : Math.min(size, buffer.size - offset));
    return levelSize === 0 ? NO_IMAGE : { format: format[0], access, layerOffset: offset, levelSize, resHandle: buffer.resource };
  }
  if (level < texture.effectiveBase || level > texture.maxLevel) return NO_IMAGE;
  if (texture.isMipComplete) texture.view();
  const image = texture.image(0, level);
  if (image === undefined || image.format.bytes !== format[1]) return NO_IMAGE;
  const target = samplerTarget(uniform.type);
  const layers = texture.target === GL4.TEXTURE_CUBE_MAP ? 6 : image.depth;
  const isLayered = layeredTargets.has(texture.target);
  const whole = unit.layered && isLayered;
  if (whole !== layeredTargets.has(target) && isLayered) return NO_IMAGE;
  const layer = isLayered && !whole ? unit.layer : 0;
  if (layer >= layers) return NO_IMAGE;
  const last = whole ? layers - 1 : layer;
  const base = image.layer;
  return {
    format: format[0],
    access,
    layerOffset: (base + layer) | ((base + last) << 16),
    levelSize: image.level,
    resHandle: image.storage.resource,
  };
}

/** Targets of images that have all layers. */
const layeredTargets: ReadonlySet<number> = new Set([
  GL4.TEXTURE_3D,
  GL4.TEXTURE_CUBE_MAP,
  GL4.TEXTURE_1D_ARRAY,
  GL4.TEXTURE_2D_ARRAY,
  GL4.TEXTURE_CUBE_MAP_ARRAY,
  GL4.TEXTURE_2D_MULTISAMPLE_ARRAY,
]);
