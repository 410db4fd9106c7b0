/*
 * The surfaces that are drawn to.
 *
 * `FramebufferEmitter.sync` looks whether the framebuffer or anything attached to it has changed, and sends the surfaces when they have.
 */
import { encodeSetFramebufferState, encodeSetFramebufferStateNoAttach, CapBit } from '@virglass/protocol';
import { GL } from '../gl-constants.ts';
import { attachedImage, type FramebufferObject } from '../objects/framebuffer.ts';
import type { Core } from './core.ts';
import { Dirty } from './dirty.ts';
import type { FramebufferFacts } from './emit-raster.ts';

/** See above. */
export class FramebufferEmitter {
  readonly #core: Core;
  #framebuffer: FramebufferObject | null = null;
  #stamp = -1;
  readonly #sent: number[] = [];
  #sentDepth = -1;
  #sentCount = -1;
  /** What of the framebuffer that was synced last matters to other state. */
  facts: FramebufferFacts = { opaque: 0, colors: 0, samples: 0, hasDepth: false, hasStencil: false };
  width = 0;
  height = 0;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Sends the surfaces of a framebuffer that is complete. @returns bits of the state that depends on it and has to be looked at */
  sync(framebuffer: FramebufferObject): number {
    const stamp = framebuffer.stamp();
    if (framebuffer === this.#framebuffer && stamp === this.#stamp) return 0;
    this.#framebuffer = framebuffer;
    this.#stamp = stamp;
    const surfaces: number[] = [];
    let samples = 0;
    let count = 0;
    let colors = 0;
    let width = Infinity;
    let height = Infinity;
    framebuffer.colors.forEach((attachment, i) => {
      surfaces[i] = 0;
      if (attachment === null) return;
      const image = attachedImage(attachment);
      if (image === null) return;
      samples = image.samples;
      width = Math.min(width, image.width);
      height = Math.min(height, image.height);
      if (framebuffer.drawBuffers[i] === GL.NONE || framebuffer.drawBuffers[i] === undefined) return;
      surfaces[i] = image.storage.surface(image.level, image.layer);
      count = i + 1;
      colors++;
    });
    const depth = framebuffer.depth ?? framebuffer.stencil;
    const depthImage = depth === null ? null : attachedImage(depth);
    let depthSurface = 0;
    if (depthImage !== null) {
      samples = depthImage.samples;
      width = Math.min(width, depthImage.width);
      height = Math.min(height, depthImage.height);
      depthSurface = depthImage.storage.surface(depthImage.level, depthImage.layer);
    }
    this.width = width === Infinity ? 0 : width;
    this.height = height === Infinity ? 0 : height;
    this.#send(count, surfaces, depthSurface, samples);
    const facts = {
      opaque: framebuffer.opaque ? 1 : 0,
      colors,
      samples,
      hasDepth: framebuffer.depth !== null,
      hasStencil: framebuffer.stencil !== null,
    };
    const old = this.facts;
    this.facts = facts;
    let bits = 0;
    if (old.opaque !== facts.opaque || old.colors !== facts.colors) bits |= Dirty.BLEND;
    if (old.hasDepth !== facts.hasDepth || old.hasStencil !== facts.hasStencil) bits |= Dirty.DEPTH_STENCIL;
    if (old.samples !== facts.samples) bits |= Dirty.RASTERIZER | Dirty.SAMPLE_MASK;
    return bits;
  }

  /** Surfaces were set by somebody else: the next sync sends them again. */
  forget(): void {
    this.#framebuffer = null;
    this.#sentCount = -1;
  }

  #send(count: number, surfaces: readonly number[], depth: number, samples: number): void {
    let same = this.#sentCount === count && this.#sentDepth === depth;
    for (let i = 0; i < count && same; i++) same = this.#sent[i] === surfaces[i];
    if (same) return;
    const { stream, caps } = this.#core;
    stream.at = encodeSetFramebufferState(stream.words, stream.floats, stream.room(3 + count), {
      nrCbufs: count,
      zsurfHandle: depth,
      cbufHandle: surfaces,
    });
    if (count === 0 && depth === 0 && caps.has(CapBit.FB_NO_ATTACH)) {
      const at = stream.room(3);
      const size = { width: this.width, height: this.height, layers: 1, samples };
      stream.at = encodeSetFramebufferStateNoAttach(stream.words, stream.floats, at, size);
    }
    this.#sentCount = count;
    this.#sentDepth = depth;
    for (let i = 0; i < count; i++) this.#sent[i] = surfaces[i]!;
  }
}
