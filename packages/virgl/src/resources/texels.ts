/*
 * Texels between memory and a texture, by the GL call that fits its target.
 *
 * Memory is described as GL sees it: rows `stride` bytes apart, layers `layerStride` bytes apart, texels in the order of the
 * format's `glFormat` and `glType`. Reading uses glGetTextureSubImage where there is one (any format, any target, one
 * call); other hosts read through a framebuffer, and desktop GL falls back to whole levels for what cannot be attached.
 */
import { GL } from '@virglass/gl';
import type { Memory } from '@virglass/gl';
import type { VirglHost } from '../host.ts';
import { attachTexture } from './attach.ts';
import { downloadDepthStencil } from './depth-download.ts';
import type { Resource } from './resource.ts';
import { levelLayers, minify } from './transfer-layout.ts';

/** A box of one level of a texture, checked against it. */
export interface TexelBox {
  level: number;
  x: number;
  y: number;
  z: number;
  width: number;
  height: number;
  depth: number;
}

/** Whether GL can be told these strides: rows in whole texels; compressed blocks without gaps. */
export function strideFits(resource: Resource, box: TexelBox, stride: number, layerStride: number): boolean {
  const { format } = resource;
  if (!format.compressed) return (stride % format.blockBytes === 0 || box.height <= 1) && rowsFit(resource, box, layerStride);
  const rowBytes = Math.ceil(box.width / format.blockWidth) * format.blockBytes;
  const rows = Math.ceil(box.height / format.blockHeight);
  return (rows <= 1 || stride === rowBytes) && (box.depth <= 1 || layerStride === rows * rowBytes);
}

/** The rows that GL sees in a 1D array are its layers. */
function rowsFit(resource: Resource, box: TexelBox, layerStride: number): boolean {
  return resource.glTarget !== GL.TEXTURE_1D_ARRAY || box.depth <= 1 || layerStride % resource.format.blockBytes === 0;
}

/** Texels from one row to the next as GL wants them: 0 for rows without gaps. */
function rowLength(resource: Resource, width: number, rows: number, stride: number): number {
  const texels = stride / resource.format.blockBytes;
  return rows <= 1 || texels === width ? 0 : texels;
}

/**
 * Copies texels from memory into a texture.
 *
 * @param box - not empty; single-sampled textures only
 * @param memory - borrowed for the call
 * @param offset - byte of the box's first texel
 * @param stride - bytes; `strideFits` must hold
 */
export function uploadTexels(
  host: VirglHost,
  resource: Resource,
  box: TexelBox,
  memory: Memory,
  offset: number,
  stride: number,
  layerStride: number,
): void {
  const target = resource.glTarget;
  host.state.bindTexture(host.scratchUnit, target, resource.glName);
  if (resource.format.compressed) {
    uploadBlocks(host, resource, box, memory, offset, layerStride);
    return;
  }
  const { gl, state } = host;
  const { glFormat, glType } = resource.format;
  const { level, x, y, z, width, height, depth } = box;
  switch (target) {
    case GL.TEXTURE_1D:
      state.pixelStoreUnpack(1, 0, 0);
      gl.texSubImage1D(target, level, x, width, glFormat, glType, memory, offset);
      return;
    case GL.TEXTURE_1D_ARRAY:
      state.pixelStoreUnpack(1, rowLength(resource, width, depth, layerStride), 0);
      gl.texSubImage2D(target, level, x, z, width, depth, glFormat, glType, memory, offset);
      return;
    case GL.TEXTURE_CUBE_MAP:
      state.pixelStoreUnpack(1, rowLength(resource, width, height, stride), 0);
      for (let i = 0; i < depth; i++) {
        const face = GL.TEXTURE_CUBE_MAP_POSITIVE_X + z + i;
        gl.texSubImage2D(face, level, x, y, width, height, glFormat, glType, memory, offset + i * layerStride);
      }
      return;
    case GL.TEXTURE_3D:
    case GL.TEXTURE_2D_ARRAY:
    case GL.TEXTURE_CUBE_MAP_ARRAY: {
      const length = rowLength(resource, width, height, stride);
      if (depth === 1 || layerStride % stride === 0) {
        state.pixelStoreUnpack(1, length, depth === 1 || layerStride === stride * height ? 0 : layerStride / stride);
        gl.texSubImage3D(target, level, x, y, z, width, height, depth, glFormat, glType, memory, offset);
        return;
      }
      state.pixelStoreUnpack(1, length, 0);
      for (let i = 0; i < depth; i++) {
        gl.texSubImage3D(target, level, x, y, z + i, width, height, 1, glFormat, glType, memory, offset + i * layerStride);
      }
      return;
    }
    default:
      state.pixelStoreUnpack(1, rowLength(resource, width, height, stride), 0);
      gl.texSubImage2D(target, level, x, y, width, height, glFormat, glType, memory, offset);
  }
}

function uploadBlocks(host: VirglHost, resource: Resource, box: TexelBox, memory: Memory, offset: number, layerStride: number): void {
  const { gl } = host;
  const { internalFormat, blockWidth, blockHeight, blockBytes } = resource.format;
  const { level, x, y, z, width, height, depth } = box;
  const layerBytes = Math.ceil(width / blockWidth) * Math.ceil(height / blockHeight) * blockBytes;
  const target = resource.glTarget;
  host.state.pixelStoreUnpack(1, 0, 0);
  if (target === GL.TEXTURE_2D) {
    gl.compressedTexSubImage2D(target, level, x, y, width, height, internalFormat, layerBytes, memory, offset);
  } else if (target === GL.TEXTURE_CUBE_MAP) {
    for (let i = 0; i < depth; i++) {
      const face = GL.TEXTURE_CUBE_MAP_POSITIVE_X + z + i;
      gl.compressedTexSubImage2D(face, level, x, y, width, height, internalFormat, layerBytes, memory, offset + i * layerStride);
    }
  } else gl.compressedTexSubImage3D(target, level, x, y, z, width, height, depth, internalFormat, layerBytes * depth, memory, offset);
}

/**
 * Copies texels from a texture into memory. Waits for what was drawn into it.
 *
 * @param box - not empty; single-sampled textures only
 * @param memory - borrowed for the call
 * @param offset - byte where the box's first texel goes
 * @param stride - bytes; `strideFits` must hold
 * @param span - bytes from the first to the end of the last texel: GL writes no further
 * @returns false when this host cannot read the format
 */
export function downloadTexels(
  host: VirglHost,
  resource: Resource,
  box: TexelBox,
  memory: Memory,
  offset: number,
  stride: number,
  layerStride: number,
  span: number,
): boolean {
  const { format } = resource;
  // Mesa takes depth of layered textures through floats here, which have fewer bits than 32-bit depth.
  const exact = !(format.hasDepth && isLayered(resource.glTarget));
  if (host.gl.features.getTextureSubImage && exact) {
    downloadSubImage(host, resource, box, memory, offset, stride, layerStride, span);
    return true;
  }
  if (host.gl.features.isGles && (format.hasDepth || format.hasStencil)) {
    return downloadDepthStencil(host, resource, box, memory, offset, stride, layerStride);
  }
  if (!format.compressed && downloadThroughFramebuffer(host, resource, box, memory, offset, stride, layerStride)) return true;
  return downloadLevel(host, resource, box, memory, offset, stride, layerStride);
}

function isLayered(target: number): boolean {
  return target !== GL.TEXTURE_1D && target !== GL.TEXTURE_2D && target !== GL.TEXTURE_RECTANGLE;
}

function downloadSubImage(
  host: VirglHost,
  resource: Resource,
  box: TexelBox,
  memory: Memory,
  offset: number,
  stride: number,
  layerStride: number,
  span: number,
): void {
  const { gl, state } = host;
  const { format, glName, glTarget } = resource;
  const { level, x, y, z, width, height, depth } = box;
  if (format.compressed) {
    state.pixelStorePack(1, 0, 0);
    gl.getCompressedTextureSubImage(glName, level, x, y, z, width, height, depth, span, memory, offset);
    return;
  }
  if (glTarget === GL.TEXTURE_1D_ARRAY) {
    state.pixelStorePack(1, rowLength(resource, width, depth, layerStride), 0);
    gl.getTextureSubImage(glName, level, x, z, 0, width, depth, 1, format.glFormat, format.glType, span, memory, offset);
    return;
  }
  const length = rowLength(resource, width, height, stride);
  if (depth === 1 || layerStride % stride === 0) {
    state.pixelStorePack(1, length, depth === 1 || layerStride === stride * height ? 0 : layerStride / stride);
    gl.getTextureSubImage(glName, level, x, y, z, width, height, depth, format.glFormat, format.glType, span, memory, offset);
    return;
  }
  state.pixelStorePack(1, length, 0);
  for (let i = 0; i < depth; i++) {
    const at = offset + i * layerStride;
    const left = span - i * layerStride;
    gl.getTextureSubImage(glName, level, x, y, z + i, width, height, 1, format.glFormat, format.glType, left, memory, at);
  }
}

/** Framebuffer object that textures are attached to for reading, one per host; made on first use. */
const readFramebuffers = new WeakMap<VirglHost, number>();

function readFramebuffer(host: VirglHost): number {
  let name = readFramebuffers.get(host);
  if (name === undefined) {
    name = host.gl.createFramebuffer();
    readFramebuffers.set(host, name);
    // Negative values of signed normalised formats would come out as zero.
    if (!host.gl.features.isGles) host.gl.clampColor(GL.CLAMP_READ_COLOR, 0);
  }
  return name;
}

function downloadThroughFramebuffer(
  host: VirglHost,
  resource: Resource,
  box: TexelBox,
  memory: Memory,
  offset: number,
  stride: number,
  layerStride: number,
): boolean {
  const { gl, state } = host;
  const { format } = resource;
  state.bindFramebuffer(GL.READ_FRAMEBUFFER, readFramebuffer(host));
  const attachment =
    format.hasDepth && format.hasStencil
      ? GL.DEPTH_STENCIL_ATTACHMENT
      : format.hasDepth
        ? GL.DEPTH_ATTACHMENT
        : format.hasStencil
          ? GL.STENCIL_ATTACHMENT
          : GL.COLOR_ATTACHMENT0;
  gl.readBuffer(attachment === GL.COLOR_ATTACHMENT0 ? GL.COLOR_ATTACHMENT0 : GL.NONE);
  state.pixelStorePack(1, rowLength(resource, box.width, box.height, stride), 0);
  let complete = true;
  for (let i = 0; i < box.depth && complete; i++) {
    const layer = box.z + i;
    attachTexture(gl, GL.READ_FRAMEBUFFER, attachment, resource, resource.glName, box.level, layer, layer);
    complete = i > 0 || gl.checkFramebufferStatus(GL.READ_FRAMEBUFFER) === GL.FRAMEBUFFER_COMPLETE;
    if (!complete) break;
    gl.readPixels(box.x, box.y, box.width, box.height, format.glFormat, format.glType, memory, offset + i * layerStride);
  }
  // A texture that stays attached would outlive its deletion.
  gl.framebufferTexture2D(GL.READ_FRAMEBUFFER, attachment, GL.TEXTURE_2D, 0, 0);
  return complete;
}

/** Reads the whole level into a staging block of its own and copies the box out. */
function downloadLevel(
  host: VirglHost,
  resource: Resource,
  box: TexelBox,
  memory: Memory,
  offset: number,
  stride: number,
  layerStride: number,
): boolean {
  const { gl, state } = host;
  const { args, format, glTarget } = resource;
  if (!gl.features.getTexImage) return false;
  const levelWidth = Math.ceil(minify(args.width, box.level) / format.blockWidth);
  const levelHeight = Math.ceil(minify(args.height, box.level) / format.blockHeight);
  const layers = levelLayers(args, box.level);
  const sourceStride = levelWidth * format.blockBytes;
  const sourceLayer = sourceStride * levelHeight;
  const cube = glTarget === GL.TEXTURE_CUBE_MAP;
  const staging = gl.memory(sourceLayer * (cube ? 1 : layers));
  state.bindTexture(host.scratchUnit, glTarget, resource.glName);
  state.pixelStorePack(1, 0, 0);
  const rowBytes = Math.ceil(box.width / format.blockWidth) * format.blockBytes;
  const rows = Math.ceil(box.height / format.blockHeight);
  const firstByte = Math.floor(box.x / format.blockWidth) * format.blockBytes;
  const firstRow = Math.floor(box.y / format.blockHeight);
  for (let i = 0; i < box.depth; i++) {
    if (cube || i === 0) {
      const target = cube ? GL.TEXTURE_CUBE_MAP_POSITIVE_X + box.z + i : glTarget;
      if (format.compressed) gl.getCompressedTexImage(target, box.level, staging, 0);
      else gl.getTexImage(target, box.level, format.glFormat, format.glType, staging, 0);
    }
    const layerAt = cube ? 0 : (box.z + i) * sourceLayer;
    for (let row = 0; row < rows; row++) {
      const from = layerAt + (firstRow + row) * sourceStride + firstByte;
      memory.bytes.set(staging.bytes.subarray(from, from + rowBytes), offset + i * layerStride + row * stride);
    }
  }
  gl.freeMemory(staging);
  return true;
}
