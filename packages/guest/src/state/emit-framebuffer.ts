/*
 * The surfaces that are drawn to.
 *
 * `FramebufferEmitter.sync` looks whether the framebuffer or anything attached to it has changed, and sends the surfaces when they have.
 */
import { encodeSetFramebufferState, encodeSetFramebufferStateNoAttach, CapBit, PipeFormat } from '@virglass/protocol';
import { attachedImage, type FramebufferObject } from '../objects/framebuffer.ts';
import type { Core } from './core.ts';
import { Dirty } from './dirty.ts';
import type { FramebufferFacts } from './emit-raster.ts';

/** See above. */
export class FramebufferEmitter {
  readonly #core: Core;
  #framebuffer: FramebufferObject | null = null;
  #stamp = -1;
  #srgb = true;
  readonly #sent: number[] = [];
  #sentDepth = -1;
  #sentCount = -1;
  /** What of the framebuffer that was synced last matters to other state. */
  facts: FramebufferFacts = { opaque: 0, colors: 0, samples: 0, hasDepth: false, hasStencil: false, noLogic: false };
  width = 0;
  height = 0;
  layers = 1;

  constructor(core: Core) {
    this.#core = core;
  }

  /**
   * Sends the surfaces of a framebuffer that is complete.
   *
   * @param only - the layer of them that is to be drawn to; -1: all. Who asks for one has to `forget` afterwards
   * @returns bits of the state that depends on it and has to be looked at
   */
  sync(framebuffer: FramebufferObject, only = -1): number {
    const stamp = framebuffer.stamp();
    const { framebufferSrgb } = this.#core.raster;
    if (framebuffer === this.#framebuffer && stamp === this.#stamp && framebufferSrgb === this.#srgb) return 0;
    this.#framebuffer = framebuffer;
    this.#stamp = stamp;
    this.#srgb = framebufferSrgb;
    const surfaces: number[] = [];
    let samples = 0;
    let count = 0;
    let colors = 0;
    let width = Infinity;
    let height = Infinity;
    let noLogic = false;
    let layers = 0;
    for (const attachment of framebuffer.colors) {
      const image = attachment === null ? null : attachedImage(attachment);
      if (image === null) continue;
      samples = image.samples;
      width = Math.min(width, image.width);
      height = Math.min(height, image.height);
    }
    for (let i = 0; i < framebuffer.drawBuffers.length; i++) {
      surfaces[i] = 0;
      const attachment = framebuffer.drawn(i);
      const image = attachment === null ? null : attachedImage(attachment);
      if (image === null) continue;
      const { format } = image;
      surfaces[i] = image.storage.surface(
        image.level,
        image.layer + (only < 0 ? 0 : Math.min(only, image.layers - 1)),
        only < 0 ? image.layers : 1,
        framebufferSrgb ? format.pipe : linearFormat(format.pipe),
      );
      layers = Math.max(layers, image.layers);
      count = i + 1;
      colors++;
      const { kind, srgb } = format.internal;
      if (kind === 'float' || kind === 'snorm' || (srgb && framebufferSrgb)) noLogic = true;
    }
    const depth = framebuffer.depth ?? framebuffer.stencil;
    const depthImage = depth === null ? null : attachedImage(depth);
    let depthSurface = 0;
    if (depthImage !== null) {
      samples = depthImage.samples;
      width = Math.min(width, depthImage.width);
      height = Math.min(height, depthImage.height);
      layers = Math.max(layers, depthImage.layers);
      const at = depthImage.layer + (only < 0 ? 0 : Math.min(only, depthImage.layers - 1));
      depthSurface = depthImage.storage.surface(depthImage.level, at, only < 0 ? depthImage.layers : 1, depthImage.format.pipe);
    }
    const empty = width === Infinity;
    if (empty) samples = framebuffer.defaultSamples;
    this.width = empty ? framebuffer.defaultWidth : width;
    this.height = empty ? framebuffer.defaultHeight : height;
    this.layers = Math.max(1, empty ? framebuffer.defaultLayers : layers);
    this.#send(count, surfaces, depthSurface, samples);
    const facts = {
      opaque: framebuffer.opaque ? 1 : 0,
      colors,
      samples,
      hasDepth: framebuffer.depth !== null,
      hasStencil: framebuffer.stencil !== null,
      noLogic,
    };
    const old = this.facts;
    this.facts = facts;
    let bits = 0;
    if (old.opaque !== facts.opaque || old.colors !== facts.colors || old.noLogic !== facts.noLogic) bits |= Dirty.BLEND;
    if (old.hasDepth !== facts.hasDepth || old.hasStencil !== facts.hasStencil) bits |= Dirty.DEPTH_STENCIL;
    if (old.samples !== facts.samples) bits |= Dirty.BLEND | Dirty.RASTERIZER | Dirty.SAMPLE_MASK;
    return bits;
  }

  /** Surfaces were set by somebody else: the next sync sends them again. */
  forget(): void {
    this.#framebuffer = null;
    this.#sentCount = -1;
  }

  #send(count: number, surfaces: readonly number[], depth: number, samples: number): void {
    const bare = count === 0 && depth === 0;
    let same = this.#sentCount === count && this.#sentDepth === depth && !bare;
    for (let i = 0; i < count && same; i++) same = this.#sent[i] === surfaces[i];
    if (same) return;
    const { stream, caps } = this.#core;
    stream.at = encodeSetFramebufferState(stream.words, stream.floats, stream.room(3 + count), {
      nrCbufs: count,
      zsurfHandle: depth,
      cbufHandle: surfaces,
    });
    if (bare && caps.has(CapBit.FB_NO_ATTACH)) {
      const at = stream.room(3);
      const size = { width: this.width, height: this.height, layers: this.layers, samples };
      stream.at = encodeSetFramebufferStateNoAttach(stream.words, stream.floats, at, size);
    }
    this.#sentCount = count;
    this.#sentDepth = depth;
    for (let i = 0; i < count; i++) this.#sent[i] = surfaces[i]!;
  }
}

const linear = new Map<number, number>(
  Object.entries(PipeFormat).flatMap(([name, format]) => {
    const other = PipeFormat[name.replace('_SRGB', '_UNORM') as keyof typeof PipeFormat] as number | undefined;
    return name.endsWith('_SRGB') && other !== undefined ? [[format, other]] : [];
  }),
);

/** The format of the same texels without sRGB. */
export function linearFormat(format: number): number {
  return linear.get(format) ?? format;
}
