/*
 * Which resources a guest may ask for. Everything is decided before GL is touched: a size that the host would refuse, or
 * that the guest only announces, costs nothing.
 */
import type { Features } from '@virglass/gl';
import { PipeBind, PipeTarget, ResourceFlag } from '@virglass/protocol';
import type { ResourceArgs } from '@virglass/virtio-gpu';
import type { Format } from '../formats/format.ts';
import { FormatUse, type FormatSupport } from '../formats/probe.ts';
import { Status } from '../status.ts';
import { levelLayers, minify } from './transfer-layout.ts';

/** Largest buffer in bytes: sizes and offsets of GL calls are then within 31 bits. */
const MAX_BUFFER_BYTES = 0x7fffffff;

/** What a resource's bind flags make of it where the caps do not offer the use. */
const KNOWN_FLAGS = ResourceFlag.Y_0_TOP;

/** Flags of buffers that guests map. */
export const MAP_FLAGS = ResourceFlag.MAP_PERSISTENT | ResourceFlag.MAP_COHERENT;

/** Bind flags that only buffers have. */
const BUFFER_BINDS =
  PipeBind.VERTEX_BUFFER |
  PipeBind.INDEX_BUFFER |
  PipeBind.CONSTANT_BUFFER |
  PipeBind.COMMAND_ARGS |
  PipeBind.STREAM_OUTPUT |
  PipeBind.QUERY_BUFFER |
  PipeBind.STAGING |
  PipeBind.CUSTOM;

/** Why a resource is refused: a status for the guest and a cause for the log. */
export interface Refusal {
  readonly status: Status;
  readonly cause: string;
}

function illegal(cause: string): Refusal {
  return { status: Status.ILLEGAL_VALUE, cause };
}

function unsupported(cause: string): Refusal {
  return { status: Status.UNSUPPORTED, cause };
}

/**
 * Checks a resource against what exists and what this host can do.
 *
 * @param args - numbers as the guest sent them, each a 32-bit unsigned integer
 * @param format - the format, null when the number means none that the host knows
 * @param mappable - whether there are buffers that guests can map
 * @returns null when the resource can be made
 */
export function checkResource(
  args: ResourceArgs,
  format: Format | null,
  features: Features,
  formats: FormatSupport,
  mappable: boolean,
): Refusal | null {
  const known = mappable && args.target === PipeTarget.BUFFER ? KNOWN_FLAGS | MAP_FLAGS : KNOWN_FLAGS;
  if ((args.flags & ~known) !== 0) return unsupported(`flags 0x${args.flags.toString(16)} with target ${args.target}`);
  if (args.target === PipeTarget.BUFFER) return checkBuffer(args);
  if (args.target > PipeTarget.TEXTURE_CUBE_ARRAY) return illegal(`target ${args.target}`);
  if (format === null || format.viewOnly || !formats.can(args.format, FormatUse.SAMPLER)) {
    return { status: Status.ILLEGAL_FORMAT, cause: `format ${format?.name ?? args.format} of a texture` };
  }
  if (args.bind !== 0 && (args.bind & ~BUFFER_BINDS) === 0)
    return illegal(`a texture with the bind flags of a buffer, 0x${args.bind.toString(16)}`);
  return checkShape(args, features) ?? checkFormatTarget(args, format) ?? checkSamples(args, format, features, formats);
}

function checkBuffer(args: ResourceArgs): Refusal | null {
  if (args.width > MAX_BUFFER_BYTES) return { status: Status.OUT_OF_MEMORY, cause: `a buffer of ${args.width} bytes` };
  if (args.height > 1 || args.depth > 1 || args.arraySize > 1 || args.lastLevel !== 0 || args.samples > 1) {
    return illegal(
      `a buffer of ${args.height} rows, ${args.depth} slices, ${args.arraySize} layers, ${args.lastLevel + 1} levels, ${args.samples} samples`,
    );
  }
  return null;
}

interface Shape {
  readonly name: string;
  readonly maxWidth: number;
  readonly maxHeight: number;
  readonly maxDepth: number;
  readonly minLayers: number;
  readonly maxLayers: number;
  readonly mipmaps: boolean;
  readonly available: boolean;
}

function shapeOf(target: number, f: Features): Shape {
  const size = f.maxTextureSize;
  const plain = { maxWidth: size, maxHeight: size, maxDepth: 1, minLayers: 0, maxLayers: 1, mipmaps: true, available: true };
  switch (target) {
    case PipeTarget.TEXTURE_1D:
      return { ...plain, name: '1D', maxHeight: 1 };
    case PipeTarget.TEXTURE_3D:
      return { ...plain, name: '3D', maxWidth: f.max3DTextureSize, maxHeight: f.max3DTextureSize, maxDepth: f.max3DTextureSize };
    case PipeTarget.TEXTURE_CUBE:
      return { ...plain, name: 'cube', maxWidth: f.maxCubeMapSize, maxHeight: f.maxCubeMapSize, minLayers: 6, maxLayers: 6 };
    case PipeTarget.TEXTURE_RECT:
      return { ...plain, name: 'rectangle', mipmaps: false };
    case PipeTarget.TEXTURE_1D_ARRAY:
      return { ...plain, name: '1D array', maxHeight: 1, minLayers: 1, maxLayers: f.maxArrayLayers };
    case PipeTarget.TEXTURE_2D_ARRAY:
      return { ...plain, name: '2D array', minLayers: 1, maxLayers: f.maxArrayLayers };
    case PipeTarget.TEXTURE_CUBE_ARRAY:
      return {
        ...plain,
        name: 'cube array',
        maxWidth: f.maxCubeMapSize,
        maxHeight: f.maxCubeMapSize,
        minLayers: 6,
        maxLayers: f.maxArrayLayers,
        available: f.cubeMapArray,
      };
    default:
      return { ...plain, name: '2D' };
  }
}

function checkShape(args: ResourceArgs, features: Features): Refusal | null {
  const shape = shapeOf(args.target, features);
  const { width, height, depth, arraySize, lastLevel } = args;
  if (!shape.available) return unsupported(`${shape.name} textures`);
  if (width < 1 || height < 1 || depth < 1) return illegal(`a ${shape.name} texture of ${width}x${height}x${depth}`);
  if (width > shape.maxWidth || height > shape.maxHeight || depth > shape.maxDepth) {
    return illegal(
      `a ${shape.name} texture of ${width}x${height}x${depth}, the limit is ${shape.maxWidth}x${shape.maxHeight}x${shape.maxDepth}`,
    );
  }
  if (arraySize < shape.minLayers || arraySize > shape.maxLayers) {
    return illegal(`a ${shape.name} texture of ${arraySize} layers, ${shape.minLayers} to ${shape.maxLayers} are possible`);
  }
  const cube = args.target === PipeTarget.TEXTURE_CUBE || args.target === PipeTarget.TEXTURE_CUBE_ARRAY;
  if (cube && (width !== height || arraySize % 6 !== 0)) return illegal(`a ${shape.name} of ${width}x${height} with ${arraySize} faces`);
  const largest = args.target === PipeTarget.TEXTURE_3D ? Math.max(width, height, depth) : Math.max(width, height);
  const levels = shape.mipmaps ? 32 - Math.clz32(largest) : 1;
  if (lastLevel >= levels) return illegal(`a ${shape.name} texture of ${width}x${height}x${depth} with ${lastLevel + 1} levels`);
  return null;
}

/** Compressed and depth formats do not go with every target. @source OpenGL 4.6 core, 8.5.3 and 8.7 */
function checkFormatTarget(args: ResourceArgs, format: Format): Refusal | null {
  const { target } = args;
  const refused =
    (format.compressed &&
      (target === PipeTarget.TEXTURE_1D ||
        target === PipeTarget.TEXTURE_1D_ARRAY ||
        (target === PipeTarget.TEXTURE_3D && !format.name.startsWith('BPTC') && !format.name.startsWith('ASTC')))) ||
    ((format.hasDepth || format.hasStencil) && target === PipeTarget.TEXTURE_3D);
  return refused ? { status: Status.ILLEGAL_FORMAT, cause: `format ${format.name} with target ${target}` } : null;
}

function checkSamples(args: ResourceArgs, format: Format, features: Features, formats: FormatSupport): Refusal | null {
  const { samples, target } = args;
  if (samples <= 1) return null;
  const array = target === PipeTarget.TEXTURE_2D_ARRAY;
  if ((target !== PipeTarget.TEXTURE_2D && !array) || args.lastLevel !== 0) {
    return illegal(`${samples} samples with target ${target} and ${args.lastLevel + 1} levels`);
  }
  if (!(array ? features.multisampleTextureArrays : features.multisampleTextures))
    return unsupported('multisample textures of this target');
  const most = formats.samples(format.id);
  return samples > most ? illegal(`${samples} samples of ${format.name}, the limit is ${most}`) : null;
}

/**
 * Bytes of storage of a resource, all levels, layers and samples. What drivers add (alignment, hidden planes) is not in it.
 *
 * @param args - any numbers: sizes far beyond memory come out as such
 */
export function resourceBytes(args: ResourceArgs, format: Format): number {
  if (args.target === PipeTarget.BUFFER) return args.width;
  let bytes = 0;
  for (let level = 0; level <= args.lastLevel; level++) {
    const columns = Math.ceil(minify(args.width, level) / format.blockWidth);
    const rows = Math.ceil(minify(args.height, level) / format.blockHeight);
    bytes += columns * rows * levelLayers(args, level) * format.blockBytes;
  }
  return bytes * Math.max(1, args.samples);
}
