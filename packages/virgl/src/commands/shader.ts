import { LinkShaderLength, ObjectType } from '@virglass/protocol';
import type { VirglContext } from '../context.ts';
import type { ShaderObject } from '../objects/shader.ts';
import { foreseeProgram } from '../programs/select.ts';
import { Status } from '../status.ts';

/**
 * LINK_SHADER: a hint that these shaders will be drawn with. The state that their variants depend on may change until then, so
 * the program is begun ahead only where that costs nothing when the guess was wrong; the handles are checked as for binding.
 */
export function linkShader(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < LinkShaderLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const shaders: (ShaderObject | null)[] = [];
  // The handles are in the order of the pipe stages.
  for (let stage = 0; stage < LinkShaderLength; stage++) {
    const handle = words[at + 1 + stage]!;
    const shader = handle === 0 ? null : (ctx.sub.objects.get(handle, ObjectType.SHADER) as ShaderObject | null);
    if (handle !== 0 && shader === null) return ctx.refuse(Status.ILLEGAL_HANDLE, `no shader ${handle}`);
    if (shader !== null && shader.stage !== stage) return Status.OK;
    shaders.push(shader);
  }
  foreseeProgram(ctx.sub, shaders);
  return Status.OK;
}
