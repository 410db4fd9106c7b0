import { GL } from '@virglass/gl';
import type { SubContext } from '../sub-context.ts';

/**
 * Binds the guest's framebuffer for drawing and reading.
 *
 * @returns false when GL cannot render to it
 */
export function syncFramebuffer(sub: SubContext): boolean {
  const { host } = sub.ctx;
  const entry = host.framebuffers.get(sub.framebuffer);
  host.state.bindFramebuffer(GL.FRAMEBUFFER, entry.name);
  return entry.complete;
}
