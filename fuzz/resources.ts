/* Resources that a guest could ask for, and boxes that lie inside of them. */
import { PipeBind, PipeFormat, PipeTarget } from '@virglass/protocol';
import type { KnownResource, World } from './world.ts';

/** What a program needs of its resources. */
export type Purpose =
  'color' | 'depth' | 'texture' | 'multisample' | 'vertices' | 'indices' | 'constants' | 'results' | 'feedback' | 'storage' | 'any';

const colorFormats = [
  PipeFormat.R8G8B8A8_UNORM,
  PipeFormat.B8G8R8A8_UNORM,
  PipeFormat.B8G8R8X8_UNORM,
  PipeFormat.R8G8B8A8_SRGB,
  PipeFormat.R16G16B16A16_FLOAT,
  PipeFormat.R32G32B32A32_FLOAT,
  PipeFormat.R32_UINT,
  PipeFormat.R8G8B8A8_UINT,
  PipeFormat.R32G32_SINT,
  PipeFormat.R8_UNORM,
  PipeFormat.R11G11B10_FLOAT,
  PipeFormat.R10G10B10A2_UNORM,
];

const depthFormats = [
  PipeFormat.Z24_UNORM_S8_UINT,
  PipeFormat.Z32_FLOAT,
  PipeFormat.Z16_UNORM,
  PipeFormat.S8_UINT_Z24_UNORM,
  PipeFormat.Z32_FLOAT_S8X24_UINT,
  PipeFormat.S8_UINT,
];

const buffers: Readonly<Record<string, { readonly bind: number; readonly bytes: number }>> = {
  vertices: { bind: PipeBind.VERTEX_BUFFER, bytes: 4096 },
  indices: { bind: PipeBind.INDEX_BUFFER, bytes: 1024 },
  constants: { bind: PipeBind.CONSTANT_BUFFER, bytes: 4096 },
  results: { bind: PipeBind.QUERY_BUFFER | PipeBind.COMMAND_ARGS, bytes: 256 },
  feedback: { bind: PipeBind.STREAM_OUTPUT | PipeBind.VERTEX_BUFFER, bytes: 4096 },
  storage: { bind: PipeBind.SHADER_BUFFER, bytes: 4096 },
};

const textureTargets = [
  PipeTarget.TEXTURE_1D,
  PipeTarget.TEXTURE_2D,
  PipeTarget.TEXTURE_2D,
  PipeTarget.TEXTURE_2D,
  PipeTarget.TEXTURE_3D,
  PipeTarget.TEXTURE_CUBE,
  PipeTarget.TEXTURE_RECT,
  PipeTarget.TEXTURE_1D_ARRAY,
  PipeTarget.TEXTURE_2D_ARRAY,
  PipeTarget.TEXTURE_CUBE_ARRAY,
];

/** More than the largest texel has. */
const texelBytes = 16;

/** Arguments of a resource for a purpose. */
export function newResource(world: World, purpose: Purpose): KnownResource {
  const { dice } = world;
  const id = world.newResource();
  const buffer = buffers[purpose];
  if (buffer !== undefined) return bufferOf(id, buffer.bind, buffer.bytes);
  const wanted = purpose === 'any' ? dice.pick(['color', 'depth', 'texture', 'multisample', 'bytes']) : purpose;
  if (wanted === 'bytes') return bufferOf(id, dice.pick(Object.values(PipeBind)) >>> 0, dice.between(1, 5000));
  // Most surfaces of a program are of one size; GL has much to say about those that are not.
  const size = dice.chance(0.7) ? 32 : dice.pick([1, 4, 16, 31, 64]);
  const plain = { id, width: size, height: size, depth: 1, arraySize: 1, lastLevel: 0, nrSamples: 0 };
  switch (wanted) {
    case 'color': {
      const bind = PipeBind.RENDER_TARGET | PipeBind.SAMPLER_VIEW;
      return backed(world, { ...plain, target: PipeTarget.TEXTURE_2D, format: dice.pick(colorFormats), bind });
    }
    case 'depth': {
      const bind = PipeBind.DEPTH_STENCIL | PipeBind.SAMPLER_VIEW;
      return backed(world, { ...plain, target: PipeTarget.TEXTURE_2D, format: dice.pick(depthFormats), bind });
    }
    case 'multisample': {
      const format = dice.pick([...colorFormats, ...depthFormats]);
      const bind = depthFormats.includes(format as never) ? PipeBind.DEPTH_STENCIL : PipeBind.RENDER_TARGET;
      const target = dice.pick([PipeTarget.TEXTURE_2D, PipeTarget.TEXTURE_2D, PipeTarget.TEXTURE_2D_ARRAY]);
      const arraySize = target === PipeTarget.TEXTURE_2D ? 1 : 2;
      return { ...plain, target, format, bind: bind | PipeBind.SAMPLER_VIEW, arraySize, nrSamples: dice.pick([2, 4, 4]), dataSize: 0 };
    }
    default:
      return texture(world, plain);
  }
}

function bufferOf(id: number, bind: number, bytes: number): KnownResource {
  const shape = { width: bytes, height: 1, depth: 1, arraySize: 1, lastLevel: 0, nrSamples: 0 };
  return { id, target: PipeTarget.BUFFER, format: PipeFormat.R8_UNORM, bind, ...shape, dataSize: bytes };
}

type Unbacked = Omit<KnownResource, 'dataSize'>;

function texture(world: World, plain: Omit<Unbacked, 'target' | 'format' | 'bind'>): KnownResource {
  const { dice } = world;
  const target = dice.pick(textureTargets);
  const format = dice.chance(0.5) ? dice.pick(colorFormats) : dice.pick(Object.values(PipeFormat));
  const bind = PipeBind.SAMPLER_VIEW | (dice.chance(0.5) ? PipeBind.RENDER_TARGET : 0);
  const flat = target === PipeTarget.TEXTURE_1D || target === PipeTarget.TEXTURE_1D_ARRAY;
  const cube = target === PipeTarget.TEXTURE_CUBE || target === PipeTarget.TEXTURE_CUBE_ARRAY;
  const layered = target === PipeTarget.TEXTURE_1D_ARRAY || target === PipeTarget.TEXTURE_2D_ARRAY;
  const height = flat ? 1 : cube ? plain.width : dice.pick([plain.width, 16, 5]);
  const depth = target === PipeTarget.TEXTURE_3D ? dice.between(1, 8) : 1;
  const levels = target === PipeTarget.TEXTURE_RECT ? 1 : 32 - Math.clz32(Math.max(plain.width, height, depth));
  const arraySize = cube ? (target === PipeTarget.TEXTURE_CUBE ? 6 : 12) : layered ? dice.between(1, 5) : 1;
  return backed(world, { ...plain, target, format, bind, height, depth, arraySize, lastLevel: dice.below(levels) });
}

/** Most resources have backing, as large as any format could need, or a little too small. */
function backed(world: World, resource: Unbacked): KnownResource {
  const bytes = resource.width * resource.height * resource.depth * resource.arraySize * texelBytes;
  return { ...resource, dataSize: world.dice.pick([0, bytes, bytes, Math.max(1, bytes >> 3)]) };
}

/** A box of texels. */
export interface Box {
  readonly level: number;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly w: number;
  readonly h: number;
  readonly d: number;
}

/** Layers or slices of a level. */
export function layersOf(resource: KnownResource, level: number): number {
  return resource.target === PipeTarget.TEXTURE_3D ? Math.max(1, resource.depth >>> level) : resource.arraySize;
}

/** A box inside the resource: all of a level, or some of it. */
export function boxIn(world: World, resource: KnownResource): Box {
  const { dice } = world;
  if (resource.target === PipeTarget.BUFFER) {
    const x = dice.chance(0.5) ? 0 : dice.below(Math.max(1, resource.width));
    return { level: 0, x, y: 0, z: 0, w: dice.between(1, Math.max(1, Math.min(512, resource.width - x))), h: 1, d: 1 };
  }
  const level = dice.below(resource.lastLevel + 1);
  const [width, height] = [Math.max(1, resource.width >>> level), Math.max(1, resource.height >>> level)];
  const layers = layersOf(resource, level);
  if (dice.chance(0.5)) return { level, x: 0, y: 0, z: 0, w: width, h: height, d: layers };
  const [x, y, z] = [dice.below(width), dice.below(height), dice.below(layers)];
  return { level, x, y, z, w: dice.between(1, width - x), h: dice.between(1, height - y), d: dice.between(1, layers - z) };
}

/** Bytes that any format of this box fits in. */
export function bytesOf(box: Box, resource: KnownResource): number {
  return resource.target === PipeTarget.BUFFER ? box.w : box.w * box.h * box.d * texelBytes;
}
