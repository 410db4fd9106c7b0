/* Completeness of framebuffers. @source OpenGL ES 3.0.6, 4.4.4; WebGL 1.0, 6.8 */
import type { InternalFormat } from '../formats/internal-formats.ts';
import { GL } from '../gl-constants.ts';
import { attachedImage, type AttachedImage, type Attachment, type FramebufferObject } from '../objects/framebuffer.ts';

/** What the API and its extensions make of formats. */
export interface RenderRules {
  readonly version: 1 | 2;
  /** Attachment points that are in use, as the program named them. */
  readonly points: ReadonlySet<number>;
  colorRenderable(internal: InternalFormat, internalFormat: number): boolean;
}

/** The status of a framebuffer object. */
export function framebufferStatus(framebuffer: FramebufferObject, rules: RenderRules): number {
  if (framebuffer.isDefault) return GL.FRAMEBUFFER_COMPLETE;
  const { points } = rules;
  let first: AttachedImage | null = null;
  let count = 0;
  const seen: Attachment[] = [];
  if (rules.version === 1) {
    const both =
      Number(points.has(GL.DEPTH_ATTACHMENT)) + Number(points.has(GL.STENCIL_ATTACHMENT)) + Number(points.has(GL.DEPTH_STENCIL_ATTACHMENT));
    if (both > 1) return GL.FRAMEBUFFER_UNSUPPORTED;
  }
  for (const [point, attachment] of framebuffer.points()) {
    const image = attachedImage(attachment);
    if (image === null || image.width === 0 || image.height === 0) return GL.FRAMEBUFFER_INCOMPLETE_ATTACHMENT;
    const named = attachment.renderbuffer?.internalFormat ?? attachment.texture!.image(attachment.face, attachment.level)!.internalFormat;
    if (!fits(point, image.format.internal, named, rules) || !levelShows(attachment)) return GL.FRAMEBUFFER_INCOMPLETE_ATTACHMENT;
    count++;
    const color = point !== GL.DEPTH_ATTACHMENT && point !== GL.STENCIL_ATTACHMENT;
    if (color && seen.some((other) => sameImage(other, attachment))) return GL.FRAMEBUFFER_UNSUPPORTED;
    if (color) seen.push(attachment);
    if (first === null) {
      first = image;
      continue;
    }
    if (image.width !== first.width || image.height !== first.height) return GL.FRAMEBUFFER_INCOMPLETE_DIMENSIONS;
    if (image.samples !== first.samples) return 0x8d56; // FRAMEBUFFER_INCOMPLETE_MULTISAMPLE
  }
  if (count === 0) return GL.FRAMEBUFFER_INCOMPLETE_MISSING_ATTACHMENT;
  const { depth, stencil } = framebuffer;
  if (depth !== null && stencil !== null && !sameImage(depth, stencil)) return GL.FRAMEBUFFER_UNSUPPORTED;
  return GL.FRAMEBUFFER_COMPLETE;
}

function fits(point: number, internal: InternalFormat, named: number, rules: RenderRules): boolean {
  const { base } = internal;
  const both = base === GL.DEPTH_STENCIL;
  if (point === GL.DEPTH_ATTACHMENT || point === GL.STENCIL_ATTACHMENT) {
    const own = base === (point === GL.DEPTH_ATTACHMENT ? GL.DEPTH_COMPONENT : GL.STENCIL_INDEX);
    // WebGL 1 takes each format at its own point only, WebGL 2 knows no combined point.
    return rules.points.has(GL.DEPTH_STENCIL_ATTACHMENT) ? both : own || (both && rules.version === 2);
  }
  return base !== GL.DEPTH_COMPONENT && !both && base !== GL.STENCIL_INDEX && rules.colorRenderable(internal, named);
}

/** A level of a mutable texture must be one that could be sampled. */
function levelShows({ texture, level }: Attachment): boolean {
  if (texture === null) return true;
  if (texture.immutableLevels > 0) return level < texture.immutableLevels;
  const levels = texture.completeLevels();
  if (texture.isCube && levels === null) return false;
  if (level === texture.effectiveBase) return true;
  return levels !== null && level >= levels[0] && level <= levels[1];
}

function sameImage(a: Attachment, b: Attachment): boolean {
  return a.renderbuffer === b.renderbuffer && a.texture === b.texture && a.level === b.level && a.face === b.face && a.layer === b.layer;
}
