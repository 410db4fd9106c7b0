/* Blits: copies with scaling and conversion, mipmaps, resolves. */
import { encodeBlit, encodeResourceCopyRegion, PipeMask, TexFilter } from '@virglass/protocol';
import type { AttachedImage } from '../objects/framebuffer.ts';
import { minify, type Storage } from '../objects/storage.ts';
import type { TextureObject } from '../objects/texture.ts';
import type { Core } from '../state/core.ts';
import { Dirty } from '../state/dirty.ts';

/** A rectangle with corners; those of a mirrored one are in the other order. */
export interface BlitRect {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

const unscissored = { scissorEnable: 0, scissorMinx: 0, scissorMiny: 0, scissorMaxx: 0, scissorMaxy: 0 };

/** Pixels [first, end) of the target whose centers come from within the source, along one axis. */
function inside(from0: number, from1: number, fromSize: number, to0: number, to1: number, toSize: number): readonly [number, number] {
  if (from0 === from1 || to0 === to1) return [0, 0];
  const scale = (to1 - to0) / (from1 - from0);
  const a = to0 - from0 * scale;
  const b = to0 + (fromSize - from0) * scale;
  const low = Math.max(Math.min(a, b), Math.min(to0, to1), 0);
  const high = Math.min(Math.max(a, b), Math.max(to0, to1), toSize);
  return [Math.max(0, Math.ceil(low - 0.5)), Math.max(0, Math.ceil(high - 0.5))];
}

/** Copies a rectangle of an image to another, with the draw framebuffer's scissor when it is on. */
export function blit(
  core: Core,
  from: AttachedImage,
  source: BlitRect,
  to: AttachedImage,
  target: BlitRect,
  mask: number,
  linear: boolean,
): void {
  const { stream, raster } = core;
  const [x = 0, y = 0, w = 0, h = 0] = raster.scissor;
  // Texels that lie outside of the source are not copied: the scissor leaves out where they would go.
  const [minX, maxX] = inside(source.x0, source.x1, from.width, target.x0, target.x1, to.width);
  const [minY, maxY] = inside(source.y0, source.y1, from.height, target.y0, target.y1, to.height);
  const cut =
    raster.scissorEnabled ||
    [source.x0, source.x1].some((v) => v < 0 || v > from.width) ||
    [source.y0, source.y1].some((v) => v < 0 || v > from.height);
  const box = raster.scissorEnabled
    ? { left: Math.max(x, minX), bottom: Math.max(y, minY), right: Math.min(x + w, maxX), top: Math.min(y + h, maxY) }
    : { left: minX, bottom: minY, right: maxX, top: maxY };
  if (cut && (box.right <= box.left || box.top <= box.bottom)) return;
  const scissor = cut
    ? { scissorEnable: 1, scissorMinx: box.left, scissorMiny: box.bottom, scissorMaxx: box.right, scissorMaxy: box.top }
    : unscissored;
  const [into, out] = [to.storage, from.storage];
  stream.at = encodeBlit(stream.words, stream.floats, stream.room(22), {
    mask,
    filter: linear ? TexFilter.LINEAR : TexFilter.NEAREST,
    renderConditionEnable: 0,
    alphaBlend: 0,
    ...scissor,
    dstResHandle: into.resource,
    dstLevel: to.level,
    dstFormat: to.format.pipe,
    dstX: target.x0,
    dstY: target.y0,
    dstZ: to.layer,
    dstW: target.x1 - target.x0,
    dstH: target.y1 - target.y0,
    dstD: 1,
    srcResHandle: out.resource,
    srcLevel: from.level,
    srcFormat: from.format.pipe,
    srcX: source.x0,
    srcY: source.y0,
    srcZ: from.layer,
    srcW: source.x1 - source.x0,
    srcH: source.y1 - source.y0,
    srcD: 1,
  });
}

/** Copies a rectangle of a color image into a level of a texture, converting where formats differ. */
export function copyToTexture(
  core: Core,
  from: AttachedImage,
  x: number,
  y: number,
  width: number,
  height: number,
  storage: Storage,
  level: number,
  targetX: number,
  targetY: number,
  layer: number,
): void {
  const { stream } = core;
  if (width <= 0 || height <= 0) return;
  // Asked for first: the drawing buffer's is resolved when it is, which is a command of its own.
  const source = from.storage;
  if (from.format.pipe === storage.format.pipe && from.samples < 2) {
    stream.at = encodeResourceCopyRegion(stream.words, stream.floats, stream.room(14), {
      dstResHandle: storage.resource,
      dstLevel: level,
      dstX: targetX,
      dstY: targetY,
      dstZ: layer,
      srcResHandle: source.resource,
      srcLevel: from.level,
      srcX: x,
      srcY: y,
      srcZ: from.layer,
      srcW: width,
      srcH: height,
      srcD: 1,
    });
    return;
  }
  blitBox(core, source, from.level, x, y, from.layer, width, height, storage, level, targetX, targetY, layer, width, height, false);
}

function blitBox(
  core: Core,
  from: Storage,
  fromLevel: number,
  x: number,
  y: number,
  z: number,
  width: number,
  height: number,
  to: Storage,
  toLevel: number,
  toX: number,
  toY: number,
  toZ: number,
  toWidth: number,
  toHeight: number,
  linear: boolean,
  depth = 1,
  toDepth = 1,
): void {
  const { stream } = core;
  stream.at = encodeBlit(stream.words, stream.floats, stream.room(22), {
    mask: PipeMask.RGBA,
    filter: linear ? TexFilter.LINEAR : TexFilter.NEAREST,
    renderConditionEnable: 0,
    alphaBlend: 0,
    ...unscissored,
    dstResHandle: to.resource,
    dstLevel: toLevel,
    dstFormat: to.format.pipe,
    dstX: toX,
    dstY: toY,
    dstZ: toZ,
    dstW: toWidth,
    dstH: toHeight,
    dstD: toDepth,
    srcResHandle: from.resource,
    srcLevel: fromLevel,
    srcFormat: from.format.pipe,
    srcX: x,
    srcY: y,
    srcZ: z,
    srcW: width,
    srcH: height,
    srcD: depth,
  });
}

/** Makes the levels of a texture from its base level, each from the one before. The base level is defined, for all faces. */
export function generateMipmaps(core: Core, texture: TextureObject): void {
  const base = texture.effectiveBase;
  const image = texture.image(0, base)!;
  const three = texture.target === 0x806f;
  const count = 32 - Math.clz32(Math.max(image.width, image.height, three ? image.depth : 1));
  let last = Math.min(base + count - 1, texture.maxLevel);
  if (texture.immutableLevels > 0) last = Math.min(last, texture.immutableLevels - 1);
  if (last <= base) return;
  if (texture.immutableLevels === 0) {
    // The base alone first: whatever the other levels are now, they become levels of the storage that holds the base.
    for (let face = 0; face < texture.faces; face++) {
      for (let level = base + 1; level <= last; level++) {
        const i = level - base;
        texture.define(
          face,
          level,
          image.format,
          image.internalFormat,
          minify(image.width, i),
          minify(image.height, i),
          three ? minify(image.depth, i) : image.depth,
        );
      }
    }
  }
  if (texture.part === null) texture.gather(base, last);
  const storage = texture.storage!;
  // A view's first level and layer are some of the storage's.
  const { level: down, layer: firstLayer, layers } = texture.part ?? { level: 0, layer: 0, layers: storage.shape.layers };
  for (let level = base + 1; level <= last; level++) {
    const i = level - base;
    const [fromW, fromH] = [minify(image.width, i - 1), minify(image.height, i - 1)];
    const [toW, toH] = [minify(image.width, i), minify(image.height, i)];
    const [from, to] = [down + level - 1, down + level];
    if (three) {
      const fromD = minify(image.depth, i - 1);
      const toD = minify(image.depth, i);
      blitBox(core, storage, from, 0, 0, 0, fromW, fromH, storage, to, 0, 0, 0, toW, toH, true, fromD, toD);
      continue;
    }
    for (let layer = firstLayer; layer < firstLayer + layers; layer++) {
      blitBox(core, storage, from, 0, 0, layer, fromW, fromH, storage, to, 0, 0, layer, toW, toH, true);
    }
  }
  texture.touch();
  core.dirty.mark(Dirty.TEXTURES);
}
