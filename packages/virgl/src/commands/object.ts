import {
  bindShaderHandle,
  BindShaderLength,
  bindShaderType,
  CreateBlendLength,
  CreateDsaLength,
  CreateRasterizerLength,
  CreateSamplerStateLength,
  CreateVertexElementsElementStride,
  CreateVertexElementsMinLength,
  ObjectType,
  PipeShader,
} from '@virglass/protocol';
import type { VirglContext } from '../context.ts';
import { STAGES } from '../limits.ts';
import { Blend } from '../objects/blend.ts';
import { DepthStencilAlpha } from '../objects/depth-stencil-alpha.ts';
import { createQuery } from '../objects/query.ts';
import { Rasterizer } from '../objects/rasterizer.ts';
import { SamplerState } from '../objects/sampler-state.ts';
import { createShader, type ShaderObject } from '../objects/shader.ts';
import { createStreamoutTarget } from '../objects/streamout-target.ts';
import { VertexElements, vertexElementFormats } from '../objects/vertex-elements.ts';
import type { VirglObject } from '../objects/virgl-object.ts';
import { Dirty } from '../state/dirty.ts';
import { Status } from '../status.ts';
import type { SubContext } from '../sub-context.ts';
import { createSamplerView, createSurface } from './view-objects.ts';

/** Makes an object of one kind from a CREATE_OBJECT payload; `payload` is its owned copy, handle first. */
type Creator = (
  ctx: VirglContext,
  handle: number,
  payload: Uint32Array,
  words: Uint32Array,
  floats: Float32Array,
  at: number,
  length: number,
) => VirglObject | number;

function short(ctx: VirglContext, length: number): number {
  return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words is too short`);
}

function full(ctx: VirglContext): number {
  return ctx.refuse(Status.OUT_OF_QUOTA, `the limit is ${ctx.device.quota.objects} objects`);
}

const creators: (Creator | undefined)[] = [];

creators[ObjectType.BLEND] = (ctx, handle, payload, words, _floats, at, length) => {
  if (length < CreateBlendLength) return short(ctx, length);
  const blend = new Blend(handle, payload, words, at);
  const reason = blend.invalid();
  return reason === '' ? blend : ctx.refuse(Status.ILLEGAL_VALUE, reason);
};

creators[ObjectType.RASTERIZER] = (ctx, handle, payload, words, floats, at, length) =>
  length < CreateRasterizerLength ? short(ctx, length) : new Rasterizer(handle, payload, words, floats, at);

creators[ObjectType.DSA] = (ctx, handle, payload, words, floats, at, length) =>
  length < CreateDsaLength ? short(ctx, length) : new DepthStencilAlpha(handle, payload, words, floats, at);

creators[ObjectType.VERTEX_ELEMENTS] = (ctx, handle, payload, words, _floats, at, length) => {
  const count = (length - CreateVertexElementsMinLength) / CreateVertexElementsElementStride;
  if (!Number.isInteger(count) || count < 0) return short(ctx, length);
  const most = ctx.host.gl.features.maxVertexAttribs;
  if (count > most) return ctx.refuse(Status.ILLEGAL_VALUE, `${count} vertex elements, the host has ${most}`);
  const formats = vertexElementFormats(ctx.host.formats, words, at, count);
  if (typeof formats === 'string') return ctx.refuse(Status.ILLEGAL_VERTEX_FORMAT, formats);
  return new VertexElements(ctx.host, handle, payload, words, at, formats);
};

creators[ObjectType.SAMPLER_STATE] = (ctx, handle, payload, _words, _floats, _at, length) => {
  if (length < CreateSamplerStateLength) return short(ctx, length);
  const state = new SamplerState(handle, payload);
  const reason = state.invalid();
  return reason === '' ? state : ctx.refuse(Status.ILLEGAL_VALUE, reason);
};

creators[ObjectType.SAMPLER_VIEW] = createSamplerView;
creators[ObjectType.SURFACE] = createSurface;
creators[ObjectType.MSAA_SURFACE] = createSurface;
creators[ObjectType.QUERY] = createQuery;
creators[ObjectType.STREAMOUT_TARGET] = createStreamoutTarget;

/** CREATE_OBJECT: makes an object of the header's type; a handle in use gets the new object. */
export function createObject(ctx: VirglContext, words: Uint32Array, floats: Float32Array, at: number, length: number): number {
  if (length < 1) return short(ctx, length);
  const type = (words[at]! >>> 8) & 0xff;
  if (type === ObjectType.SHADER) return ctx.sub.objects.hasRoom ? createShader(ctx, words, at, length) : full(ctx);
  const create = creators[type];
  if (create === undefined) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `object type ${type}`);
  const handle = words[at + 1]!;
  if (handle === 0) return ctx.refuse(Status.ILLEGAL_HANDLE, 'handle 0');
  const { objects } = ctx.sub;
  if (!objects.hasRoom) return full(ctx);
  const made = create(ctx, handle, words.slice(at + 1, at + 1 + length), words, floats, at, length);
  if (typeof made === 'number') return made;
  objects.insert(made);
  return Status.OK;
}

/** BIND_OBJECT: makes a state object the current one of its kind; handle 0 unbinds. */
export function bindObject(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < 1) return short(ctx, length);
  const type = (words[at]! >>> 8) & 0xff;
  const handle = words[at + 1]!;
  const { sub } = ctx;
  const object = handle === 0 ? null : sub.objects.get(handle, type);
  if (object === null && handle !== 0) return ctx.refuse(Status.ILLEGAL_HANDLE, `no object ${handle} of type ${type}`);
  switch (type) {
    case ObjectType.BLEND:
      return bindBlend(sub, object as Blend | null);
    case ObjectType.RASTERIZER:
      return bindRasterizer(sub, object as Rasterizer | null);
    case ObjectType.DSA:
      return bindDepthStencilAlpha(sub, object as DepthStencilAlpha | null);
    case ObjectType.VERTEX_ELEMENTS:
      return bindVertexElements(ctx, object as VertexElements | null);
    case ObjectType.SHADER:
      return object === null ? Status.OK : bindStage(ctx, (object as ShaderObject).stage, object as ShaderObject);
    default:
      return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `objects of type ${type} are not bound this way`);
  }
}

function bindBlend(sub: SubContext, blend: Blend | null): number {
  const old = sub.blend;
  if (old === blend) return Status.OK;
  sub.blend = blend;
  sub.dirty |= Dirty.BLEND;
  if (old?.dualSource !== blend?.dualSource) sub.dirty |= Dirty.PROGRAM;
  return Status.OK;
}

function bindVertexElements(ctx: VirglContext, layout: VertexElements | null): number {
  const { sub } = ctx;
  const old = sub.vertexElements;
  if (old === layout) return Status.OK;
  sub.vertexElements = layout === null ? null : layout.retain();
  sub.dirty |= Dirty.VERTEX_ELEMENTS;
  // Integer attributes are declared as such in the vertex shader.
  if (old?.signedMask !== layout?.signedMask || old?.unsignedMask !== layout?.unsignedMask) sub.dirty |= Dirty.PROGRAM;
  if (old !== null) old.release(ctx.host);
  return Status.OK;
}

function bindRasterizer(sub: SubContext, rasterizer: Rasterizer | null): number {
  const old = sub.rasterizer;
  if (old === rasterizer) return Status.OK;
  sub.rasterizer = rasterizer;
  if (old === null || rasterizer === null || !old.sameState(rasterizer)) sub.dirty |= Dirty.RASTERIZER | Dirty.SCISSOR | Dirty.VIEWPORT;
  if (old?.pointSize !== rasterizer?.pointSize) sub.dirty |= Dirty.SYSTEM;
  if (old?.programBits !== rasterizer?.programBits || old?.spriteCoordEnable !== rasterizer?.spriteCoordEnable)
    sub.dirty |= Dirty.SELECTION;
  return Status.OK;
}

function bindDepthStencilAlpha(sub: SubContext, dsa: DepthStencilAlpha | null): number {
  const old = sub.dsa;
  if (old === dsa) return Status.OK;
  sub.dsa = dsa;
  sub.dirty |= Dirty.DEPTH_STENCIL | Dirty.STENCIL_REF;
  // The alpha test is part of the fragment shader, its reference part of the system block.
  if (old?.alphaEnable !== dsa?.alphaEnable || old?.alphaFunc !== dsa?.alphaFunc) sub.dirty |= Dirty.PROGRAM;
  if (old?.alphaRef !== dsa?.alphaRef) sub.dirty |= Dirty.SYSTEM;
  return Status.OK;
}

/**
 * BIND_SHADER: makes a shader the current one of a stage; handle 0 unbinds.
 *
 * A refused one unbinds too: what was bound before was never meant for the stages and buffers that come with the new shader,
 * so nothing is drawn until a shader that works is bound.
 */
export function bindShader(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < BindShaderLength) return short(ctx, length);
  const handle = bindShaderHandle(words, at);
  const stage = bindShaderType(words, at);
  if (stage >= STAGES) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `stage ${stage}, there are ${STAGES}`);
  const shader = handle === 0 ? null : (ctx.sub.objects.get(handle, ObjectType.SHADER) as ShaderObject | null);
  if (handle !== 0 && shader?.stage !== stage) {
    bindStage(ctx, stage, null);
    const what = shader === null ? `no shader ${handle}` : `shader ${handle} is of stage ${shader.stage}, not ${stage}`;
    return ctx.refuse(Status.ILLEGAL_HANDLE, what);
  }
  return bindStage(ctx, stage, shader);
}

function bindStage(ctx: VirglContext, stage: number, shader: ShaderObject | null): number {
  const { sub } = ctx;
  const old = sub.shaders[stage]!;
  if (old === shader) return Status.OK;
  sub.shaders[stage] = shader === null ? null : shader.retain();
  if (old !== null) old.release(ctx.host);
  sub.dirty |= Dirty.SELECTION;
  // Advanced blend equations count only where the fragment shader allows them.
  if (stage === PipeShader.FRAGMENT && (sub.blend?.advanced ?? 0) !== 0) sub.dirty |= Dirty.BLEND;
  return Status.OK;
}

/** DESTROY_OBJECT: lets an object go; what is bound stays in use until it is unbound. */
export function destroyObject(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < 1) return short(ctx, length);
  const handle = words[at + 1]!;
  const removed = ctx.sub.objects.remove(handle);
  return removed === null ? ctx.refuse(Status.ILLEGAL_HANDLE, `no object ${handle}`) : Status.OK;
}
