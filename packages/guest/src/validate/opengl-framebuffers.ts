/* Completeness of framebuffers. @source OpenGL 4.3, 9.4.2 */
import type { InternalFormat } from '../formats/internal-formats.ts';
import { GL4 } from '../gl4-constants.ts';
import { attachedImage, type Attachment, type FramebufferObject } from '../objects/framebuffer.ts';

/** The status of a framebuffer object. @param bare - whether it may have no attachments at all */
export function openglFramebufferStatus(
  framebuffer: FramebufferObject,
  bare: boolean,
  colorRenderable: (internal: InternalFormat, named: number) => boolean,
): number {
  let count = 0;
  let samples = -1;
  let layered: boolean | null = null;
  let target = 0;
  for (const [point, attachment] of framebuffer.points()) {
    const image = attachedImage(attachment);
    const empty = image === null || image.width === 0 || image.height === 0;
    if (empty || !fits(point, image.format.internal, colorRenderable)) return GL4.FRAMEBUFFER_INCOMPLETE_ATTACHMENT;
    count++;
    if (samples >= 0 && samples !== image.samples) return GL4.FRAMEBUFFER_INCOMPLETE_MULTISAMPLE;
    samples = image.samples;
    const whole = attachment.layered === true;
    if (layered !== null && layered !== whole) return GL4.FRAMEBUFFER_INCOMPLETE_LAYER_TARGETS;
    layered = whole;
    const color = point !== GL4.DEPTH_ATTACHMENT && point !== GL4.STENCIL_ATTACHMENT;
    if (!whole || !color) continue;
    if (target !== 0 && target !== attachment.texture!.target) return GL4.FRAMEBUFFER_INCOMPLETE_LAYER_TARGETS;
    target = attachment.texture!.target;
  }
  const sized = framebuffer.defaultWidth > 0 && framebuffer.defaultHeight > 0;
  if (count === 0 && !(bare && sized)) return GL4.FRAMEBUFFER_INCOMPLETE_MISSING_ATTACHMENT;
  const { depth, stencil } = framebuffer;
  if (depth !== null && stencil !== null && !sameImage(depth, stencil)) return GL4.FRAMEBUFFER_UNSUPPORTED;
  return GL4.FRAMEBUFFER_COMPLETE;
}

function fits(point: number, internal: InternalFormat, colorRenderable: (internal: InternalFormat, named: number) => boolean): boolean {
  const { base } = internal;
  if (point === GL4.DEPTH_ATTACHMENT) return base === GL4.DEPTH_COMPONENT || base === GL4.DEPTH_STENCIL;
  if (point === GL4.STENCIL_ATTACHMENT) return base === GL4.STENCIL_INDEX || base === GL4.DEPTH_STENCIL;
  return colorRenderable(internal, internal.id);
}

function sameImage(a: Attachment, b: Attachment): boolean {
  return a.renderbuffer === b.renderbuffer && a.texture === b.texture && a.level === b.level && a.face === b.face && a.layer === b.layer;
}
