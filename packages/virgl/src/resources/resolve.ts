import { GL } from '@virglass/gl';
import { PipeTarget } from '@virglass/protocol';
import { enterRenderCondition, leaveRenderCondition } from '../commands/render-condition.ts';
import type { VirglHost } from '../host.ts';
import { attachTexture } from './attach.ts';
import { Resource } from './resource.ts';

/**
 * Makes a single-sampled copy of layers of a multisample texture, so that it can be read back. Guests resolve by themselves
 * before they read; this is for those that do not, and for tools.
 *
 * @param layers - number of layers from `firstLayer` on
 * @returns a resource whose GL texture the caller deletes; null when GL has no memory for it
 */
export function resolveTexture(host: VirglHost, resource: Resource, firstLayer: number, layers: number): Resource | null {
  const { gl, state } = host;
  const { args, format } = resource;
  const array = layers > 1;
  const target = array ? GL.TEXTURE_2D_ARRAY : GL.TEXTURE_2D;
  const pipeTarget = array ? PipeTarget.TEXTURE_2D_ARRAY : PipeTarget.TEXTURE_2D;
  const copy = new Resource(resource.device, { ...args, target: pipeTarget, arraySize: layers, samples: 0 }, format, false, target);
  copy.glInternalFormat = resource.glInternalFormat;
  const name = gl.createTexture();
  copy.glName = name;
  gl.getError();
  state.bindTexture(host.scratchUnit, target, name);
  if (array) gl.texStorage3D(target, 1, copy.glInternalFormat, args.width, args.height, layers);
  else gl.texStorage2D(target, 1, copy.glInternalFormat, args.width, args.height);
  if (gl.getError() !== GL.NO_ERROR) {
    state.deleteTexture(name);
    return null;
  }
  const attachment =
    format.hasDepth && format.hasStencil
      ? GL.DEPTH_STENCIL_ATTACHMENT
      : format.hasDepth
        ? GL.DEPTH_ATTACHMENT
        : format.hasStencil
          ? GL.STENCIL_ATTACHMENT
          : GL.COLOR_ATTACHMENT0;
  const color = attachment === GL.COLOR_ATTACHMENT0;
  const mask = color ? GL.COLOR_BUFFER_BIT : (format.hasDepth ? GL.DEPTH_BUFFER_BIT : 0) | (format.hasStencil ? GL.STENCIL_BUFFER_BIT : 0);
  const source = gl.createFramebuffer();
  const destination = gl.createFramebuffer();
  state.disable(GL.SCISSOR_TEST);
  // A readback happens whatever the guest's render condition says.
  leaveRenderCondition(host);
  state.bindFramebuffer(GL.READ_FRAMEBUFFER, source);
  gl.readBuffer(color ? GL.COLOR_ATTACHMENT0 : GL.NONE);
  state.bindFramebuffer(GL.DRAW_FRAMEBUFFER, destination);
  gl.drawBuffers(1, color ? 1 : 0);
  for (let i = 0; i < layers; i++) {
    attachTexture(gl, GL.READ_FRAMEBUFFER, attachment, resource, resource.glName, 0, firstLayer + i, firstLayer + i);
    attachTexture(gl, GL.DRAW_FRAMEBUFFER, attachment, copy, name, 0, i, i);
    gl.blitFramebuffer(0, 0, args.width, args.height, 0, 0, args.width, args.height, mask, GL.NEAREST);
  }
  state.deleteFramebuffer(source);
  state.deleteFramebuffer(destination);
  host.touchAll();
  if (host.current !== null) enterRenderCondition(host.current);
  return copy;
}
