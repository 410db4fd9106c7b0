import * as p from '@virglass/protocol';
import type { VirglContext } from '../context.ts';
import { Status } from '../status.ts';

/**
 * LINK_SHADER: a hint that these shaders will be drawn with. The state that their variants depend on is not known yet, so
 * nothing is made ahead; the handles are checked as for binding.
 */
export function linkShader(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < p.LinkShaderLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  for (let i = 0; i < p.LinkShaderLength; i++) {
    const handle = words[at + 1 + i]!;
    if (handle !== 0 && ctx.sub.objects.get(handle, p.ObjectType.SHADER) === null) {
      return ctx.refuse(Status.ILLEGAL_HANDLE, `no shader ${handle}`);
    }
  }
  return Status.OK;
}
