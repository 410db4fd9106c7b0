/*
 * What an honest driver would send, command by command, as far as the fields have to do with each other: boxes inside of their
 * resources, formats that go together, ranges inside of buffers. Everything else is filled in from the tables (`message.ts`).
 */
import {
  BlendFactor,
  CompareFunc,
  PipeBind,
  PipeClear,
  PipeFormat,
  PipeMask,
  PipePrim,
  PipeShader,
  PipeTarget,
  TransferDirection,
  type Value,
} from '@virglass/protocol';
import type { Draft } from './message.ts';
import { type Box, boxIn, bytesOf, layersOf, newResource, type Purpose } from './resources.ts';
import { pickShader, stageKeys } from './tgsi.ts';
import type { KnownObject, KnownResource, World } from './world.ts';

/** Makes the fields of a command that depend on each other. */
type Builder = (world: World) => Draft;

const isBuffer = (resource: KnownResource): boolean => resource.target === PipeTarget.BUFFER;
const isTexture = (resource: KnownResource): boolean => !isBuffer(resource);
const isColor = (resource: KnownResource): boolean => isTexture(resource) && (resource.bind & PipeBind.RENDER_TARGET) !== 0;
const isDepth = (resource: KnownResource): boolean => isTexture(resource) && (resource.bind & PipeBind.DEPTH_STENCIL) !== 0;
const hasBind =
  (bind: number) =>
  (resource: KnownResource): boolean =>
    isBuffer(resource) && (resource.bind & bind) !== 0;

const plainTarget = {
  rgbFunc: 0,
  rgbSrcFactor: BlendFactor.ONE,
  rgbDstFactor: BlendFactor.ZERO,
  alphaFunc: 0,
  alphaSrcFactor: BlendFactor.ONE,
  alphaDstFactor: BlendFactor.ZERO,
  colormask: 0xf,
};

/** A shader stage; graphics ones twice as often as they are. */
function stage(world: World): number {
  return world.dice.pick([PipeShader.VERTEX, PipeShader.FRAGMENT, PipeShader.FRAGMENT, ...Object.values(PipeShader)]);
}

function surfaceOf(world: World): Draft {
  const { dice } = world;
  const resource = world.resource(dice.chance(0.7) ? isColor : isDepth) ?? world.resource(isTexture);
  if (resource === null) return { handle: world.newHandle() };
  const level = dice.chance(0.7) ? 0 : dice.below(resource.lastLevel + 1);
  const layers = layersOf(resource, level);
  const firstLayer = dice.chance(0.6) ? 0 : dice.below(layers);
  const lastLayer = dice.chance(0.8) ? firstLayer : dice.between(firstLayer, layers - 1);
  return { handle: world.newHandle(), resHandle: resource.id, format: resource.format, level, firstLayer, lastLayer };
}

/** Surfaces that go together: of resources with equally many samples, all layered or none. */
function attachments(world: World): Draft {
  const resourceOf = (object: KnownObject): KnownResource | undefined => world.resources.find(({ id }) => id === object.made['resHandle']);
  const first = world.object('surface', ({ made }) => made['isDepth'] !== 1);
  if (first === null) return { cbufHandle: [0], zsurfHandle: world.handleOf('surface') };
  const layered = ({ made }: KnownObject): boolean => made['firstLayer'] !== made['lastLayer'];
  const fits = (other: KnownObject): boolean =>
    world.dice.chance(0.1) || (resourceOf(other)?.nrSamples === resourceOf(first)?.nrSamples && layered(other) === layered(first));
  const more = Array.from({ length: world.dice.chance(0.7) ? 0 : 3 }, () =>
    world.object('surface', (o) => o.made['isDepth'] !== 1 && fits(o)),
  );
  const depth = world.dice.chance(0.4) ? world.object('surface', (o) => o.made['isDepth'] === 1 && fits(o)) : null;
  return { cbufHandle: [first, ...more].map((object) => object?.handle ?? 0), zsurfHandle: depth?.handle ?? 0 };
}

function samplerView(world: World): Draft {
  const { dice } = world;
  const resource = world.resource(dice.chance(0.85) ? isTexture : isBuffer) ?? world.resource();
  if (resource === null) return { handle: world.newHandle() };
  const swizzles = dice.chance(0.6) ? [0, 1, 2, 3] : [0, 1, 2, 3].map(() => dice.below(6));
  const [swizzleR, swizzleG, swizzleB, swizzleA] = swizzles as [number, number, number, number];
  const common = { handle: world.newHandle(), resHandle: resource.id, swizzleR, swizzleG, swizzleB, swizzleA };
  if (isBuffer(resource)) {
    const format = dice.pick([PipeFormat.R32_FLOAT, PipeFormat.R8G8B8A8_UNORM, PipeFormat.R32G32B32A32_UINT]);
    return { ...common, format, target: 0, buffer: { firstElement: 0, lastElement: Math.max(0, (resource.width >> 4) - 1) } };
  }
  const lastLevel = dice.below(resource.lastLevel + 1);
  const texture = { firstLayer: 0, lastLayer: layersOf(resource, 0) - 1, firstLevel: dice.below(lastLevel + 1), lastLevel };
  return { ...common, format: resource.format, target: resource.target, texture };
}

function shader(world: World): Draft {
  const type = world.dice.pick(stageKeys);
  const text = pickShader(world.dice, type);
  const draft: Draft = { handle: world.newHandle(), type, offset: text.length + 1, continuation: 0, numTokens: 300, soNumOutputs: 0, text };
  const captures = type !== PipeShader.FRAGMENT && type !== PipeShader.TESS_CTRL && type !== PipeShader.COMPUTE && world.dice.chance(0.25);
  if (captures) {
    draft['soNumOutputs'] = 1;
    const output = [{ registerIndex: 0, startComponent: 0, numComponents: 4, buffer: 0, dstOffset: 0, stream: 0 }];
    draft['so'] = { stride: [4, 0, 0, 0], output };
  }
  return draft;
}

function copyBox(world: World): { readonly from: KnownResource; readonly to: KnownResource; readonly box: Box } | null {
  const from = world.resource(world.dice.chance(0.85) ? isTexture : isBuffer) ?? world.resource();
  if (from === null) return null;
  const same = (other: KnownResource): boolean => other.format === from.format && isBuffer(other) === isBuffer(from);
  const to = world.resource(same) ?? from;
  return { from, to, box: boxIn(world, from) };
}

/** Corners of a box under other names: `dstX`, `dstW` ... */
function corners(prefix: string, box: Omit<Box, 'level'>, names: readonly ('x' | 'y' | 'z' | 'w' | 'h' | 'd')[]): Draft {
  return Object.fromEntries(names.map((name) => [`${prefix}${name.toUpperCase()}`, box[name]]));
}

function transfer(world: World): { readonly draft: Draft; readonly resource: KnownResource | null; readonly box: Box } {
  const resource = world.resource();
  const box = resource === null ? { level: 0, x: 0, y: 0, z: 0, w: 1, h: 1, d: 1 } : boxIn(world, resource);
  return { draft: { resHandle: resource?.id ?? 0, usage: 2, stride: 0, layerStride: 0, ...box }, resource, box };
}

/** Fields of a vtest transfer for a box. */
function vtestBox(world: World): Draft {
  const resource = world.resource();
  if (resource === null) return { resHandle: 1 };
  const { level, x, y, z, w, h, d } = boxIn(world, resource);
  const dataSize = bytesOf({ level, x, y, z, w, h, d }, resource);
  return { resHandle: resource.id, level, stride: 0, layerStride: 0, x, y, z, width: w, height: h, depth: d, dataSize, offset: 0 };
}

function draw(world: World): Draft {
  const { dice } = world;
  const patches = dice.chance(0.12);
  const mode = patches
    ? PipePrim.PATCHES
    : dice.pick([PipePrim.TRIANGLES, PipePrim.TRIANGLES, PipePrim.TRIANGLE_STRIP, PipePrim.POINTS, PipePrim.LINES, dice.below(14)]);
  const draft: Draft = {
    start: dice.below(3),
    count: dice.between(3, 12),
    mode,
    indexed: Number(dice.chance(0.3)),
    instanceCount: dice.pick([1, 1, 1, 2, 3]),
    indexBias: dice.chance(0.8) ? 0 : dice.below(4),
    startInstance: dice.chance(0.8) ? 0 : 1,
    primitiveRestart: Number(dice.chance(0.1)),
    restartIndex: dice.pick([0xffff, 0xffffffff, 3]),
    minIndex: 0,
    maxIndex: 0xffffffff,
    countFromSo: 0,
  };
  if (patches || dice.chance(0.1)) draft['tess'] = { verticesPerPatch: 3, drawid: dice.below(3) };
  if (dice.chance(0.08)) {
    const indirectHandle = world.resource(hasBind(PipeBind.COMMAND_ARGS))?.id ?? 0;
    const common = { indirectOffset: dice.pick([0, 16]), indirectStride: dice.pick([0, 20]), indirectDrawCount: dice.between(0, 3) };
    draft['tess'] ??= { verticesPerPatch: 3, drawid: 0 };
    draft['indirect'] = { indirectHandle, ...common, indirectDrawCountOffset: 0, indirectDrawCountHandle: 0 };
  }
  return draft;
}

/** Ranges of a buffer, for the slots of `SET_SHADER_BUFFERS` and its kin. */
function range(world: World, bind: number): Draft {
  const resource = world.resource(hasBind(bind)) ?? world.resource(isBuffer);
  if (resource === null) return { offset: 0, length: 0, resHandle: 0 };
  const offset = world.dice.pick([0, 0, 256]);
  return { offset, length: Math.max(0, resource.width - offset), resHandle: resource.id };
}

function image(world: World): Draft {
  const resource = world.resource(world.dice.chance(0.8) ? isTexture : isBuffer);
  if (resource === null) return { resHandle: 0, format: PipeFormat.R32_UINT };
  const access = world.dice.between(1, 3);
  if (isBuffer(resource)) return { format: PipeFormat.R32_UINT, access, layerOffset: 0, levelSize: resource.width, resHandle: resource.id };
  const level = world.dice.below(resource.lastLevel + 1);
  const lastLayer = layersOf(resource, level) - 1;
  return { format: resource.format, access, layerOffset: (lastLayer << 16) >>> 0, levelSize: level, resHandle: resource.id };
}

const list = (world: World, most: number, one: () => Value): Value => Array.from({ length: world.dice.between(1, most) }, one);

/** By the command's name. */
const builders: Readonly<Record<string, Builder>> = {
  CREATE_BLEND: (world) => {
    const blended = world.dice.chance(0.3);
    return {
      handle: world.newHandle(),
      independentBlendEnable: Number(world.dice.chance(0.2)),
      logicopEnable: Number(world.dice.chance(0.1)),
      alphaToOne: Number(world.dice.chance(0.1)),
      rt: Array.from({ length: 8 }, () => (blended ? { blendEnable: 1 } : { blendEnable: 0, ...plainTarget })),
    };
  },
  CREATE_RASTERIZER: (world) => ({
    handle: world.newHandle(),
    depthClip: 1,
    rasterizerDiscard: Number(world.dice.chance(0.05)),
    cullFace: world.dice.pick([0, 0, 0, 1, 2, 3]),
    scissor: Number(world.dice.chance(0.1)),
    fillFront: world.dice.pick([0, 0, 0, 1, 2]),
    fillBack: world.dice.pick([0, 0, 0, 1, 2]),
    pointSize: world.dice.between(1, 9),
    lineWidth: world.dice.pick([1, 1, 2.5]),
    clipPlaneEnable: world.dice.chance(0.8) ? 0 : world.dice.below(256),
  }),
  CREATE_DSA: (world) => ({
    handle: world.newHandle(),
    depthEnable: Number(world.dice.chance(0.5)),
    depthFunc: world.dice.pick([CompareFunc.ALWAYS, CompareFunc.LESS, CompareFunc.LEQUAL]),
    alphaEnabled: Number(world.dice.chance(0.15)),
  }),
  CREATE_SHADER: shader,
  CREATE_VERTEX_ELEMENTS: (world) => ({
    handle: world.newHandle(),
    element: list(world, 4, () => ({
      srcOffset: world.dice.below(4) * 4,
      instanceDivisor: world.dice.pick([0, 0, 0, 1, 2]),
      vertexBufferIndex: world.dice.chance(0.8) ? 0 : 1,
      srcFormat: world.dice.chance(0.7)
        ? world.dice.pick([PipeFormat.R32G32B32A32_FLOAT, PipeFormat.R8G8B8A8_UNORM, PipeFormat.R32G32_FLOAT, PipeFormat.R32G32B32A32_SINT])
        : world.dice.pick(Object.values(PipeFormat)),
    })),
  }),
  CREATE_SAMPLER_VIEW: samplerView,
  CREATE_SAMPLER_STATE: (world) => ({
    handle: world.newHandle(),
    lodBias: 0,
    minLod: 0,
    maxLod: 16,
    compareMode: Number(world.dice.chance(0.2)),
    maxAnisotropy: 0,
  }),
  CREATE_SURFACE: surfaceOf,
  CREATE_MSAA_SURFACE: (world) => ({ ...surfaceOf(world), sampleCount: world.dice.pick([0, 2, 4]) }),
  CREATE_QUERY: (world) => {
    const resource = world.resource(hasBind(PipeBind.QUERY_BUFFER)) ?? world.resource(isBuffer);
    return { handle: world.newHandle(), index: 0, offset: world.dice.below(4) * 16, resHandle: resource?.id ?? 0 };
  },
  CREATE_STREAMOUT_TARGET: (world) => {
    const resource = world.resource(hasBind(PipeBind.STREAM_OUTPUT)) ?? world.resource(isBuffer);
    return { handle: world.newHandle(), resHandle: resource?.id ?? 0, bufferOffset: 0, bufferSize: resource?.width ?? 0 };
  },
  BIND_OBJECT: (world) => {
    const objectType = world.dice.pick([1, 2, 3, 5]);
    return { objectType, handle: world.object(['', 'blend', 'rasterizer', 'dsa', '', 'vertexElements'][objectType]!)?.handle ?? 0 };
  },
  DESTROY_OBJECT: (world) => {
    const object = world.objects.length === 0 ? null : world.dice.pick(world.objects);
    return { objectType: world.dice.between(1, 10), handle: object?.handle ?? 0 };
  },
  SET_VIEWPORT_STATE: (world) => ({
    startSlot: 0,
    viewport: list(world, 2, () => ({ scale: [world.dice.pick([8, 16, 16, -16]), 16, 0.5], translate: [16, 16, 0.5] })),
  }),
  SET_FRAMEBUFFER_STATE: attachments,
  SET_VERTEX_BUFFERS: (world) => ({
    buffer: list(world, 2, () => ({
      stride: world.dice.pick([0, 16, 16, 32]),
      offset: world.dice.pick([0, 0, 16]),
      handle: (world.resource(hasBind(PipeBind.VERTEX_BUFFER)) ?? world.resource(isBuffer))?.id ?? 0,
    })),
  }),
  SET_SAMPLER_VIEWS: (world) => ({ shaderType: stage(world), startSlot: 0, handle: list(world, 4, () => world.handleOf('samplerView')) }),
  BIND_SAMPLER_STATES: (world) => ({
    shaderType: stage(world),
    startSlot: 0,
    handle: list(world, 4, () => world.handleOf('samplerState')),
  }),
  SET_INDEX_BUFFER: (world) => ({
    handle: world.resource(hasBind(PipeBind.INDEX_BUFFER))?.id ?? 0,
    buffer: { indexSize: world.dice.pick([1, 2, 2, 4]), offset: world.dice.pick([0, 0, 8]) },
  }),
  SET_CONSTANT_BUFFER: (world) => ({
    shaderType: stage(world),
    index: 0,
    data: list(world, 64, () => world.dice.pick([0, 1, 0x3f800000])),
  }),
  SET_SCISSOR_STATE: (world) => ({ startSlot: 0, scissor: list(world, 2, () => ({ minx: 0, miny: 0, maxx: 16, maxy: 16 })) }),
  SET_STREAMOUT_TARGETS: (world) => ({
    appendBitmask: world.dice.below(2),
    handle: list(world, 2, () => world.handleOf('streamoutTarget')),
  }),
  SET_UNIFORM_BUFFER: (world) => ({ shaderType: stage(world), index: world.dice.between(1, 4), ...range(world, PipeBind.CONSTANT_BUFFER) }),
  SET_RENDER_CONDITION: (world) => ({ handle: world.handleOf('query'), condition: world.dice.below(2) }),
  BIND_SHADER: (world) => {
    const object = world.object('shader');
    const type = typeof object?.made['type'] === 'number' ? object.made['type'] : world.dice.below(6);
    return { handle: object?.handle ?? 0, type };
  },
  SET_SHADER_BUFFERS: (world) => ({
    shaderType: stage(world),
    startSlot: 0,
    buffer: list(world, 2, () => range(world, PipeBind.SHADER_BUFFER)),
  }),
  SET_ATOMIC_BUFFERS: (world) => ({ startSlot: 0, buffer: list(world, 2, () => range(world, PipeBind.SHADER_BUFFER)) }),
  SET_SHADER_IMAGES: (world) => ({ shaderType: stage(world), startSlot: 0, image: list(world, 2, () => image(world)) }),
  SET_FRAMEBUFFER_STATE_NO_ATTACH: () => ({ width: 32, height: 32, layers: 0, samples: 0 }),
  LINK_SHADER: (world) => {
    const of = (type: number): number => world.object('shader', (object) => object.made['type'] === type)?.handle ?? 0;
    return { vertexHandle: of(0), fragmentHandle: of(1), geometryHandle: 0, tessCtrlHandle: 0, tessEvalHandle: 0, computeHandle: 0 };
  },
  CLEAR: (world) => ({
    buffers: world.dice.pick([PipeClear.COLOR0, 0x3fc, PipeClear.DEPTH | PipeClear.STENCIL, 0x3ff]),
    depth: 1,
    stencil: 0,
  }),
  CLEAR_SURFACE: (world) => ({
    handle: world.handleOf('surface'),
    buffers: world.dice.pick([4, 4, 1, 3]),
    dstX: 0,
    dstY: 0,
    width: 8,
    height: 8,
  }),
  CLEAR_TEXTURE: (world) => {
    const resource = world.resource(isTexture);
    return resource === null ? {} : { handle: resource.id, ...boxIn(world, resource) };
  },
  DRAW_VBO: draw,
  LAUNCH_GRID: (world) => ({
    blockX: world.dice.pick([1, 4, 8]),
    blockY: 1,
    blockZ: 1,
    gridX: world.dice.between(1, 4),
    gridY: 1,
    gridZ: 1,
    indirectHandle: world.dice.chance(0.9) ? 0 : (world.resource(hasBind(PipeBind.COMMAND_ARGS))?.id ?? 0),
    indirectOffset: 0,
  }),
  BLIT: (world) => {
    const found = copyBox(world);
    if (found === null) return {};
    const to = world.dice.chance(0.5) ? found.to : (world.resource(isTexture) ?? found.to);
    const target = boxIn(world, to);
    const mask = isDepth(found.from) ? world.dice.pick([PipeMask.Z, PipeMask.S, PipeMask.Z | PipeMask.S]) : 0xf;
    return {
      mask,
      filter: mask === 0xf ? world.dice.below(2) : 0,
      scissorEnable: Number(world.dice.chance(0.2)),
      scissorMinx: 0,
      scissorMiny: 0,
      scissorMaxx: 8,
      scissorMaxy: 8,
      dstResHandle: to.id,
      dstLevel: target.level,
      dstFormat: to.format,
      ...corners('dst', target, ['x', 'y', 'z', 'w', 'h', 'd']),
      srcResHandle: found.from.id,
      srcLevel: found.box.level,
      srcFormat: found.from.format,
      ...corners('src', found.box, ['x', 'y', 'z', 'w', 'h', 'd']),
    };
  },
  RESOURCE_COPY_REGION: (world) => {
    const found = copyBox(world);
    if (found === null) return {};
    const { from, to, box } = found;
    const at = from === to && world.dice.chance(0.5) ? { x: 0, y: 0, z: 0 } : box;
    const ends = { dstResHandle: to.id, dstLevel: Math.min(box.level, to.lastLevel), srcResHandle: from.id, srcLevel: box.level };
    return { ...ends, ...corners('dst', { ...box, ...at }, ['x', 'y', 'z']), ...corners('src', box, ['x', 'y', 'z', 'w', 'h', 'd']) };
  },
  RESOURCE_INLINE_WRITE: (world) => {
    const { draft, resource, box } = transfer(world);
    return { ...draft, data: world.dice.bytes(resource === null ? 16 : Math.min(bytesOf(box, resource), 65536)) };
  },
  TRANSFER3D: (world) => ({
    ...transfer(world).draft,
    dataOffset: world.dice.chance(0.8) ? 0 : world.dice.below(64),
    direction: world.dice.pick([TransferDirection.TO_HOST, TransferDirection.FROM_HOST]),
  }),
  COPY_TRANSFER3D: (world) => ({
    ...transfer(world).draft,
    srcResHandle: world.resource(isBuffer)?.id ?? 0,
    srcResOffset: 0,
    flags: world.dice.below(4),
  }),
  GET_QUERY_RESULT_QBO: (world) => ({
    qboHandle: world.resource(hasBind(PipeBind.QUERY_BUFFER))?.id ?? 0,
    offset: 0,
    index: world.dice.between(-1, 0),
  }),
  GET_QUERY_RESULT: (world) => ({ handle: world.handleOf('query'), wait: world.dice.below(2) }),
  PIPE_RESOURCE_CREATE: (world) => {
    const { target, format, bind, width, height, depth, arraySize, lastLevel, nrSamples } = newResource(world, 'any');
    return { target, format, bind, width, height, depth, arraySize, lastLevel, nrSamples, flags: 0, blobId: world.newHandle() };
  },
  GET_MEMORY_INFO: (world) => ({ resHandle: world.resource(isBuffer)?.id ?? 0 }),
  GET_PIPE_RESOURCE_LAYOUT: (world) => ({ outHandle: world.resource(isBuffer)?.id ?? 0, targetHandle: world.resource(isTexture)?.id ?? 0 }),
  CREATE_SUB_CTX: (world) => ({ id: world.dice.between(1, 5) }),
  SET_SUB_CTX: (world) => ({ id: world.handleOf('subContext') }),
  DESTROY_SUB_CTX: (world) => ({ id: world.dice.pick([...world.subs.keys()]) }),
  RESOURCE_CREATE2: (world) => resourceDraft(newResource(world, 'any')),
  RESOURCE_CREATE: (world) => {
    const { dataSize: _, ...draft } = resourceDraft(newResource(world, 'any'));
    return draft;
  },
  RESOURCE_UNREF: (world) => ({ resHandle: world.handleOf('resource') }),
  TRANSFER_GET: vtestBox,
  TRANSFER_PUT: (world) => {
    const draft = vtestBox(world);
    const { dataSize } = draft;
    return { ...draft, data: world.dice.bytes(typeof dataSize === 'number' ? Math.min(dataSize, 65536) : 64) };
  },
  TRANSFER_GET2: vtestBox,
  TRANSFER_PUT2: vtestBox,
};

function resourceDraft({ id, ...rest }: KnownResource): Draft {
  return { resHandle: id, ...rest };
}

/** Fields of RESOURCE_CREATE2 for a resource with a purpose. */
export function resourceFor(world: World, purpose: Purpose): Draft {
  return resourceDraft(newResource(world, purpose));
}

/** The fields of a message that depend on each other; the others are left open. */
export function build(world: World, name: string): Draft {
  return builders[name]?.(world) ?? {};
}
