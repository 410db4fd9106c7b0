import type { VirglContext } from '../context.ts';
import { Status } from '../status.ts';

/** TEXTURE_BARRIER: what was rendered is seen by the texture reads that follow. */
export function textureBarrier(ctx: VirglContext, _words: Uint32Array, _floats: Float32Array, _at: number, length: number): number {
  if (length < 1) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, 'payload of 0 words');
  const { gl } = ctx.host;
  if (!gl.features.textureBarrier) return ctx.refuse(Status.UNSUPPORTED, 'the host has no texture barrier');
  gl.textureBarrier();
  return Status.OK;
}
