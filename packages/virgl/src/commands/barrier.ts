import { memoryBarrierFlags, MemoryBarrierLength, TextureBarrier, textureBarrierFlags, TextureBarrierLength } from '@virglass/protocol';
import type { VirglContext } from '../context.ts';
import { Status } from '../status.ts';

/** MEMORY_BARRIER: what shaders wrote to images and buffers is seen by the commands that follow. */
export function memoryBarrier(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < MemoryBarrierLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const { shaderImages, shaderStorage } = ctx.host.gl.features;
  if (!shaderImages && !shaderStorage) return ctx.refuse(Status.UNSUPPORTED, 'the host has no memory barrier');
  ctx.host.shaderWrites.barrier(memoryBarrierFlags(words, at));
  return Status.OK;
}

/** TEXTURE_BARRIER: what was rendered is seen by the texture reads, or by the blending, that follow. */
export function textureBarrier(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < TextureBarrierLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const { gl } = ctx.host;
  const flags = textureBarrierFlags(words, at);
  if ((flags & TextureBarrier.FRAMEBUFFER) !== 0 && gl.features.blendEquationAdvanced) gl.blendBarrier();
  if ((flags & TextureBarrier.SAMPLER) === 0) return Status.OK;
  if (!gl.features.textureBarrier) return ctx.refuse(Status.UNSUPPORTED, 'the host has no texture barrier');
  gl.textureBarrier();
  return Status.OK;
}
