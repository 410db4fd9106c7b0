/*
 * Framebuffer objects, and the default framebuffer, which is one whose attachments belong to the context.
 *
 * Surfaces are found again only when an attachment or the storage behind it has changed.
 */
import { GL } from '../gl-constants.ts';
import type { RenderbufferObject } from './renderbuffer.ts';
import type { StoredFormat } from '../formats/host-caps.ts';
import type { Storage } from './storage.ts';
import type { TextureObject } from './texture.ts';

/** Something attached. */
export interface Attachment {
  readonly renderbuffer: RenderbufferObject | null;
  readonly texture: TextureObject | null;
  readonly face: number;
  readonly level: number;
  /** Layer of an array or slice of a 3D texture. */
  readonly layer: number;
  /** All layers, slices or faces, among which shaders choose. */
  readonly layered?: boolean;
}

/** Where an attachment's texels are. */
export interface AttachedImage {
  readonly storage: Storage;
  readonly level: number;
  readonly layer: number;
  readonly width: number;
  readonly height: number;
  readonly samples: number;
  readonly format: StoredFormat;
  /** How many layers from `layer` on are drawn to. */
  readonly layers: number;
}

/** The image that an attachment shows; null when there is none any more. */
export function attachedImage(attachment: Attachment): AttachedImage | null {
  const { renderbuffer, texture } = attachment;
  if (renderbuffer !== null) {
    const { storage, width, height, samples } = renderbuffer;
    return storage === null ? null : { storage, level: 0, layer: 0, width, height, samples, format: storage.format, layers: 1 };
  }
  const image = texture!.image(attachment.face, attachment.level);
  if (image === undefined || attachment.layer >= image.depth) return null;
  const { storage, width, height, format } = image;
  const layers = attachment.layered !== true ? 1 : texture!.isCube ? 6 : image.depth;
  const { samples } = storage.shape;
  return { storage, level: image.level, layer: image.layer + attachment.layer, width, height, samples, format, layers };
}

/** A framebuffer object. */
export class FramebufferObject {
  /** Color attachments by index. */
  readonly colors: (Attachment | null)[];
  depth: Attachment | null = null;
  stencil: Attachment | null = null;
  /** Was attached by DEPTH_STENCIL_ATTACHMENT; WebGL 1 keeps it apart. */
  depthStencil: Attachment | null = null;
  /** What each fragment output draws to: an attachment point, or NONE. */
  drawBuffers: number[];
  readBuffer: number;
  deleted = false;
  bound = false;
  /** The context's own. */
  readonly isDefault: boolean;
  /** No alpha is kept: it reads as 1 and is not written. */
  opaque = false;
  /** Counts changes of attachments. */
  version = 0;
  /** What it is like without attachments. */
  defaultWidth = 0;
  defaultHeight = 0;
  defaultLayers = 0;
  defaultSamples = 0;
  fixedSampleLocations = false;

  constructor(colors: number, isDefault = false) {
    this.colors = Array.from({ length: colors }, () => null);
    this.isDefault = isDefault;
    const first = isDefault ? GL.BACK : GL.COLOR_ATTACHMENT0;
    this.drawBuffers = Array.from({ length: colors }, (_, i) => (i === 0 ? first : GL.NONE));
    this.readBuffer = first;
  }

  /**
   * Every attachment point that has something.
   *
   * @yields GL's name of the point, and what is attached
   */
  *points(): Generator<readonly [point: number, attachment: Attachment]> {
    for (let i = 0; i < this.colors.length; i++) {
      const attachment = this.colors[i];
      if (attachment != null) yield [GL.COLOR_ATTACHMENT0 + i, attachment];
    }
    if (this.depth !== null) yield [GL.DEPTH_ATTACHMENT, this.depth];
    if (this.stencil !== null) yield [GL.STENCIL_ATTACHMENT, this.stencil];
  }

  /** Changes with everything that matters to surfaces. */
  stamp(): number {
    let stamp = this.version;
    for (let i = 0; i < this.colors.length; i++) {
      const a = this.colors[i];
      if (a != null) stamp += a.texture?.version ?? a.renderbuffer!.version;
    }
    if (this.depth !== null) stamp += this.depth.texture?.version ?? this.depth.renderbuffer!.version;
    if (this.stencil !== null) stamp += this.stencil.texture?.version ?? this.stencil.renderbuffer!.version;
    return stamp;
  }

  /** The attachment that fragment output `i` is drawn to; null for none. */
  drawn(i: number): Attachment | null {
    const point = this.drawBuffers[i];
    if (point === undefined || point === GL.NONE) return null;
    return this.colors[this.isDefault ? 0 : point - GL.COLOR_ATTACHMENT0] ?? null;
  }

  /** The attachment that is read from; null when there is none. */
  get readAttachment(): Attachment | null {
    if (this.readBuffer === GL.NONE) return null;
    return this.colors[this.isDefault ? 0 : this.readBuffer - GL.COLOR_ATTACHMENT0] ?? null;
  }
}
