/*
 * Storage of textures and renderbuffers: a resource, with the surfaces and sampler views that were made of it.
 *
 * Images of several levels may share one; it is given up when nobody holds it any more. Views and surfaces are made once and kept.
 */
import { CapBit, encodeCreateSamplerView, encodeCreateSurface, ObjectType, PipeBind, PipeTarget } from '@virglass/protocol';
import type { Stream } from '../encoder/stream.ts';
import type { HostCaps, StoredFormat } from '../formats/host-caps.ts';

/** Size of a storage; `depth` counts slices of 3D textures, `layers` those of arrays and the faces of cubes. */
export interface StorageShape {
  /** `PipeTarget`. */
  readonly target: number;
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly layers: number;
  readonly levels: number;
  readonly samples: number;
}

/** What of a storage a view shows, and as what. */
export interface ViewPart {
  /** `PipeFormat`. */
  readonly format?: number;
  /** `PipeTarget`. */
  readonly target?: number;
  readonly firstLayer?: number;
  readonly lastLayer?: number;
}

/** Length of an axis at a level. */
export function minify(size: number, level: number): number {
  return Math.max(1, size >>> level);
}

/** See above. */
export class Storage {
  readonly stream: Stream;
  readonly format: StoredFormat;
  readonly shape: StorageShape;
  /** Number of the resource. */
  readonly resource: number;
  #holders = 0;
  #surfaces: Map<number, number> | null = null;
  #views: Map<string, number> | null = null;
  readonly #viewTarget: number;

  constructor(stream: Stream, caps: HostCaps, format: StoredFormat, shape: StorageShape) {
    this.stream = stream;
    this.format = format;
    this.shape = shape;
    this.#viewTarget = caps.has(CapBit.TEXTURE_VIEW) ? shape.target : 0;
    const { base } = format.internal;
    const depth = base === 0x1902 || base === 0x84f9 || base === 0x1901;
    const sampled = shape.samples <= 1 && caps.canSample(format.pipe) ? PipeBind.SAMPLER_VIEW : 0;
    const drawn = format.renderable ? (depth ? PipeBind.DEPTH_STENCIL : PipeBind.RENDER_TARGET) : 0;
    this.resource = stream.createResource({
      target: shape.target,
      format: format.pipe,
      bind: sampled | drawn,
      width: shape.width,
      height: shape.height,
      depth: shape.depth,
      arraySize: shape.layers,
      lastLevel: shape.levels - 1,
      samples: shape.samples > 1 ? shape.samples : 0,
    });
  }

  get is3d(): boolean {
    return this.shape.target === PipeTarget.TEXTURE_3D;
  }

  /** Layers of a level: slices, array layers or faces. */
  layersOf(level: number): number {
    return this.is3d ? minify(this.shape.depth, level) : this.shape.layers;
  }

  hold(): this {
    this.#holders++;
    return this;
  }

  release(): void {
    if (--this.#holders > 0) return;
    for (const handle of this.#surfaces?.values() ?? []) this.stream.destroyObject(ObjectType.SURFACE, handle);
    for (const handle of this.#views?.values() ?? []) this.stream.destroyObject(ObjectType.SAMPLER_VIEW, handle);
    this.#surfaces = null;
    this.#views = null;
    this.stream.destroyResource(this.resource);
  }

  /** A surface of layers of a level, one unless said, in a format like the storage's, or its own; its handle. */
  surface(level: number, layer: number, layers = 1, format = this.format.pipe): number {
    const key = ((level * 65536 + layer) * 2048 + layers) * 512 + format;
    this.#surfaces ??= new Map();
    let handle = this.#surfaces.get(key);
    if (handle === undefined) {
      const { stream } = this;
      handle = stream.handle();
      stream.at = encodeCreateSurface(stream.words, stream.floats, stream.room(6), {
        handle,
        resHandle: this.resource,
        format,
        level,
        firstLayer: layer,
        lastLayer: layer + layers - 1,
      });
      this.#surfaces.set(key, handle);
    }
    return handle;
  }

  /** A sampler view of levels, with all layers in the storage's own format unless `part` says otherwise; its handle. */
  view(firstLevel: number, lastLevel: number, swizzle: readonly [number, number, number, number], part: ViewPart = {}): number {
    const [swizzleR, swizzleG, swizzleB, swizzleA] = swizzle;
    const format = part.format ?? this.format.pipe;
    const target = this.#viewTarget === 0 ? 0 : (part.target ?? this.#viewTarget);
    const firstLayer = part.firstLayer ?? 0;
    const lastLayer = part.lastLayer ?? (this.is3d ? 0 : this.shape.layers - 1);
    const key = `${firstLevel},${lastLevel},${swizzleR}${swizzleG}${swizzleB}${swizzleA},${format},${target},${firstLayer},${lastLayer}`;
    this.#views ??= new Map();
    let handle = this.#views.get(key);
    if (handle === undefined) {
      const { stream } = this;
      handle = stream.handle();
      stream.at = encodeCreateSamplerView(stream.words, stream.floats, stream.room(7), {
        handle,
        resHandle: this.resource,
        format,
        target,
        texture: { firstLayer, lastLayer, firstLevel, lastLevel },
        swizzleR,
        swizzleG,
        swizzleB,
        swizzleA,
      });
      this.#views.set(key, handle);
    }
    return handle;
  }
}
