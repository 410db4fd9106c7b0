import { GL, type Gl } from '@virglass/gl';
import { FormatKind } from './formats/format.ts';
import type { VirglHost } from './host.ts';
import { MAX_COLOR_BUFFERS } from './objects/blend.ts';
import type { Surface } from './objects/surface.ts';
import { MAX_FRAMEBUFFERS } from './limits.ts';
import type { Resource } from './resources/resource.ts';
import { attachTexture } from './resources/attach.ts';
import type { FramebufferState } from './sub-context.ts';

/** A GL framebuffer object and the surfaces it was made of. */
export interface CachedFramebuffer {
  readonly name: number;
  readonly colors: readonly (Surface | null)[];
  readonly colorCount: number;
  readonly depth: Surface | null;
  /** Size, layers and samples: they count where there are no attachments, and surfaces decide where there are. */
  readonly empty: boolean;
  readonly width: number;
  readonly height: number;
  readonly layers: number;
  readonly samples: number;
  readonly complete: boolean;
  lastUse: number;
  /** Set when the GL object is gone. */
  deleted: boolean;
}

/**
 * Framebuffer objects by the surfaces they show. Guests go back and forth between few targets, and completeness is
 * decided once; an object goes when one of its surfaces goes, or when it has not been used for longest.
 */
export class FramebufferCache {
  readonly #host: VirglHost;
  #entries: CachedFramebuffer[] = [];
  #clock = 0;

  constructor(host: VirglHost) {
    this.#host = host;
  }

  /** The framebuffer object for this state, made if it is new. Bound as GL.FRAMEBUFFER when made. */
  get(fb: FramebufferState): CachedFramebuffer {
    const entries = this.#entries;
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i]!;
      if (matches(entry, fb)) {
        entry.lastUse = ++this.#clock;
        return entry;
      }
    }
    if (entries.length >= MAX_FRAMEBUFFERS) this.#evictOldest();
    const entry = this.#make(fb);
    entries.push(entry);
    return entry;
  }

  /** Drops every framebuffer object that shows the surface. */
  forgetSurface(surface: Surface): void {
    this.#forget((shown) => shown === surface);
  }

  /** Drops every framebuffer object that shows the resource, because its texture is another now. */
  forgetResource(resource: Resource): void {
    this.#forget((shown) => shown?.resource === resource);
  }

  #forget(isMeant: (shown: Surface | null) => boolean): void {
    const kept: CachedFramebuffer[] = [];
    for (const entry of this.#entries) {
      if (isMeant(entry.depth) || entry.colors.some(isMeant)) this.#delete(entry);
      else kept.push(entry);
    }
    if (kept.length !== this.#entries.length) this.#entries = kept;
  }

  #make(fb: FramebufferState): CachedFramebuffer {
    const { gl, state } = this.#host;
    const name = gl.createFramebuffer();
    state.bindFramebuffer(GL.FRAMEBUFFER, name);
    let mask = 0;
    let surfaces = 0;
    for (let i = 0; i < fb.colorCount; i++) {
      const surface = fb.colors[i];
      if (!surface) continue;
      surfaces++;
      mask |= 1 << i;
      attach(this.#host, GL.COLOR_ATTACHMENT0 + i, surface);
    }
    const depth = fb.depth;
    if (depth !== null) {
      surfaces++;
      attach(this.#host, depthAttachment(depth), depth);
    }
    if (surfaces === 0 && gl.features.framebufferNoAttachments) describeEmpty(gl, fb);
    gl.drawBuffers(MAX_COLOR_BUFFERS, mask);
    const complete = gl.checkFramebufferStatus(GL.FRAMEBUFFER) === GL.FRAMEBUFFER_COMPLETE;
    return {
      name,
      colors: fb.colors.slice(),
      colorCount: fb.colorCount,
      depth,
      empty: surfaces === 0,
      width: fb.width,
      height: fb.height,
      layers: fb.layers,
      samples: fb.samples,
      complete,
      lastUse: ++this.#clock,
      deleted: false,
    };
  }

  #evictOldest(): void {
    let oldest = 0;
    for (let i = 1; i < this.#entries.length; i++) {
      if (this.#entries[i]!.lastUse < this.#entries[oldest]!.lastUse) oldest = i;
    }
    this.#delete(this.#entries[oldest]!);
    this.#entries.splice(oldest, 1);
  }

  #delete(entry: CachedFramebuffer): void {
    this.#host.state.forgetFramebuffer(entry.name);
    this.#host.gl.deleteFramebuffer(entry.name);
    entry.deleted = true;
  }

  /** Deletes everything. */
  clear(): void {
    for (const entry of this.#entries) this.#delete(entry);
    this.#entries = [];
  }
}

/**
 * Says how large a framebuffer without attachments is. What is beyond the host's limits is cut: the guest's words hold 16 bits,
 * and its own limits are the host's.
 */
function describeEmpty(gl: Gl, fb: FramebufferState): void {
  const { features } = gl;
  gl.framebufferParameteri(GL.FRAMEBUFFER, GL.FRAMEBUFFER_DEFAULT_WIDTH, Math.min(fb.width, features.maxFramebufferWidth));
  gl.framebufferParameteri(GL.FRAMEBUFFER, GL.FRAMEBUFFER_DEFAULT_HEIGHT, Math.min(fb.height, features.maxFramebufferHeight));
  if (features.geometryShader) {
    gl.framebufferParameteri(GL.FRAMEBUFFER, GL.FRAMEBUFFER_DEFAULT_LAYERS, Math.min(fb.layers, features.maxArrayLayers));
  }
  const samples = Math.min(fb.samples, features.maxFramebufferSamples);
  gl.framebufferParameteri(GL.FRAMEBUFFER, GL.FRAMEBUFFER_DEFAULT_SAMPLES, samples);
}

function matches(entry: CachedFramebuffer, fb: FramebufferState): boolean {
  if (entry.colorCount !== fb.colorCount || entry.depth !== fb.depth) return false;
  for (let i = 0; i < fb.colorCount; i++) if (entry.colors[i] !== fb.colors[i]) return false;
  if (!entry.empty) return true;
  return entry.width === fb.width && entry.height === fb.height && entry.layers === fb.layers && entry.samples === fb.samples;
}

function attach(host: VirglHost, attachment: number, surface: Surface): void {
  attachTexture(
    host.gl,
    GL.FRAMEBUFFER,
    attachment,
    surface.resource,
    surface.glName,
    surface.level,
    surface.attachFirst,
    surface.attachLast,
  );
}

/** The attachment point of a depth and/or stencil surface; the resource's format decides, views of it have the same planes. */
export function depthAttachment(surface: Surface): number {
  switch (surface.resource.format.kind) {
    case FormatKind.DEPTH_STENCIL:
      return GL.DEPTH_STENCIL_ATTACHMENT;
    case FormatKind.STENCIL:
      return GL.STENCIL_ATTACHMENT;
    default:
      return GL.DEPTH_ATTACHMENT;
  }
}
