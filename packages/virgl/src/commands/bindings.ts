import {
  bindSamplerStatesHandle,
  BindSamplerStatesMinLength,
  bindSamplerStatesShaderType,
  bindSamplerStatesStartSlot,
  ObjectType,
  setConstantBufferIndex,
  SetConstantBufferMinLength,
  setConstantBufferShaderType,
  setSamplerViewsHandle,
  SetSamplerViewsMinLength,
  setSamplerViewsShaderType,
  setSamplerViewsStartSlot,
  setUniformBufferIndex,
  SetUniformBufferLength,
  setUniformBufferLength,
  setUniformBufferOffset,
  setUniformBufferResHandle,
  setUniformBufferShaderType,
} from '@virglass/protocol';
import type { VirglContext } from '../context.ts';
import { MAX_CONSTANT_BUFFERS, MAX_CONSTANT_WORDS, MAX_SAMPLERS, STAGES } from '../limits.ts';
import type { SamplerState } from '../objects/sampler-state.ts';
import type { SamplerView } from '../objects/sampler-view.ts';
import { Dirty } from '../state/dirty.ts';
import { Status } from '../status.ts';

/** SET_CONSTANT_BUFFER: the words of slot 0 of a stage, inline. Without words it empties a slot, whichever it is. */
export function setConstantBuffer(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  const n = length - SetConstantBufferMinLength;
  if (n < 0) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const stage = setConstantBufferShaderType(words, at);
  const index = setConstantBufferIndex(words, at);
  if (stage >= STAGES || index >= MAX_CONSTANT_BUFFERS || (index !== 0 && n > 0))
    return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `stage ${stage} slot ${index}`);
  if (n > MAX_CONSTANT_WORDS) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `${n} words, at most ${MAX_CONSTANT_WORDS}`);
  if (index === 0) ctx.host.uniforms.store(ctx.sub.constants[stage]!, words, at + 1 + SetConstantBufferMinLength, n);
  const binding = ctx.sub.uniformBuffers[stage]![index]!;
  if (binding.resource !== null) {
    ctx.host.releaseResource(binding.resource);
    binding.resource = null;
    if (selectsProgram(stage, index)) ctx.sub.dirty |= Dirty.PROGRAM;
  }
  ctx.sub.dirty |= Dirty.CONSTANTS;
  return Status.OK;
}

/** Whether programs depend on where the constants of a slot are: fragment shaders have inline ones as plain uniforms. */
function selectsProgram(stage: number, index: number): boolean {
  return stage === 1 && index === 0;
}

/** SET_UNIFORM_BUFFER: a range of a resource for a stage's slot; handle 0 empties the slot. */
export function setUniformBuffer(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < SetUniformBufferLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const stage = setUniformBufferShaderType(words, at);
  const index = setUniformBufferIndex(words, at);
  if (stage >= STAGES || index >= MAX_CONSTANT_BUFFERS) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `stage ${stage} slot ${index}`);
  const handle = setUniformBufferResHandle(words, at);
  const resource = handle === 0 ? null : ctx.resource(handle);
  if (handle !== 0 && (resource === null || !resource.isBuffer)) return ctx.refuse(Status.ILLEGAL_RESOURCE, `no buffer ${handle}`);
  const binding = ctx.sub.uniformBuffers[stage]![index]!;
  binding.offset = setUniformBufferOffset(words, at);
  binding.length = setUniformBufferLength(words, at);
  const old = binding.resource;
  if (resource !== old) {
    binding.resource = resource === null ? null : resource.retain();
    if (old !== null) ctx.host.releaseResource(old);
    if (selectsProgram(stage, index) && (old === null || resource === null)) ctx.sub.dirty |= Dirty.PROGRAM;
  }
  ctx.sub.dirty |= Dirty.UNIFORM_BUFFERS;
  return Status.OK;
}

/** SET_SAMPLER_VIEWS: a run of views of a stage. Slots whose handle is wrong are emptied, as a view may be gone already. */
export function setSamplerViews(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  const count = length - SetSamplerViewsMinLength;
  if (count < 0) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const stage = setSamplerViewsShaderType(words, at);
  const start = setSamplerViewsStartSlot(words, at);
  if (stage >= STAGES || start > MAX_SAMPLERS || count > MAX_SAMPLERS - start) {
    return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `stage ${stage} slots ${start} to ${start + count - 1}`);
  }
  const views = ctx.sub.samplerViews[stage]!;
  let status: number = Status.OK;
  for (let i = 0; i < count; i++) {
    const handle = setSamplerViewsHandle(words, at, i);
    const view = handle === 0 ? null : (ctx.sub.objects.get(handle, ObjectType.SAMPLER_VIEW) as SamplerView | null);
    if (view === null && handle !== 0) status = ctx.refuse(Status.ILLEGAL_HANDLE, `slot ${start + i}: no sampler view ${handle}`);
    const old = views[start + i]!;
    if (view === old) continue;
    views[start + i] = view === null ? null : view.retain();
    if (old !== null) old.release(ctx.host);
  }
  ctx.sub.dirty |= ctx.sub.program?.dependsOnViews === false ? Dirty.TEXTURES : Dirty.TEXTURES | Dirty.PROGRAM;
  return status;
}

/** BIND_SAMPLER_STATES: a run of sampler states of a stage. */
export function bindSamplerStates(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  const count = length - BindSamplerStatesMinLength;
  if (count < 0) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const stage = bindSamplerStatesShaderType(words, at);
  const start = bindSamplerStatesStartSlot(words, at);
  if (stage >= STAGES || start > MAX_SAMPLERS || count > MAX_SAMPLERS - start) {
    return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `stage ${stage} slots ${start} to ${start + count - 1}`);
  }
  const samplers = ctx.sub.samplers[stage]!;
  let status: number = Status.OK;
  for (let i = 0; i < count; i++) {
    const handle = bindSamplerStatesHandle(words, at, i);
    const state = handle === 0 ? null : (ctx.sub.objects.get(handle, ObjectType.SAMPLER_STATE) as SamplerState | null);
    if (state === null && handle !== 0) status = ctx.refuse(Status.ILLEGAL_HANDLE, `slot ${start + i}: no sampler state ${handle}`);
    const old = samplers[start + i]!;
    if (state === old) continue;
    samplers[start + i] = state === null ? null : state.retain();
    if (old !== null) old.release(ctx.host);
  }
  ctx.sub.dirty |= Dirty.TEXTURES;
  return status;
}
