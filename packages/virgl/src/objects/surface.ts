import { ObjectType } from '@virglass/protocol';
import type { Format } from '../formats/format.ts';
import type { VirglHost } from '../host.ts';
import type { Resource } from '../resources/resource.ts';
import { deleteTextureView, makeTextureView, viewLayers } from '../resources/texture-view.ts';
import { VirglObject } from './virgl-object.ts';

/**
 * One level and a run of layers of a resource, to be rendered to.
 *
 * `glName` is the texture to attach: the resource's own, or a view of it when the surface's format is another (an sRGB
 * surface of a UNORM resource). A layered attachment has all layers of its texture in GL, so a surface of some layers is
 * a view of just these; `attachFirst` and `attachLast` are layers of `glName`.
 */
export class Surface extends VirglObject {
  readonly kind = ObjectType.SURFACE;
  readonly resource: Resource;
  readonly format: Format;
  readonly level: number;
  readonly firstLayer: number;
  readonly lastLayer: number;
  /** Samples asked for beyond the resource's own (EXT_multisampled_render_to_texture); 0 for none. */
  readonly samples: number;
  readonly width: number;
  readonly height: number;
  /** The surface's own view of the texture; 0 where it is the resource's texture. */
  readonly #view: number;
  readonly attachFirst: number;
  readonly attachLast: number;

  constructor(
    host: VirglHost,
    handle: number,
    payload: Uint32Array,
    resource: Resource,
    format: Format,
    level: number,
    firstLayer: number,
    lastLayer: number,
    samples: number,
  ) {
    super(handle, payload);
    this.resource = resource.retain();
    this.format = format;
    this.level = level;
    this.firstLayer = firstLayer;
    this.lastLayer = lastLayer;
    this.samples = samples;
    this.width = Math.max(1, Math.floor(resource.args.width / 2 ** level));
    this.height = Math.max(1, Math.floor(resource.args.height / 2 ** level));
    const layers = lastLayer - firstLayer + 1;
    const partial = layers > 1 && layers < viewLayers(resource);
    const sameFormat = format.internalFormat === resource.glInternalFormat;
    let view = 0;
    if ((!sameFormat || partial) && host.makeViewable(resource)) {
      view = partial ? makeTextureView(host, resource, format, firstLayer, layers) : makeTextureView(host, resource, format);
    }
    this.#view = view;
    this.attachFirst = partial && view !== 0 ? 0 : firstLayer;
    this.attachLast = partial && view !== 0 ? layers - 1 : lastLayer;
  }

  /** Texture name to attach. */
  get glName(): number {
    return this.#view === 0 ? this.resource.glName : this.#view;
  }

  protected override free(host: VirglHost): void {
    host.framebuffers.forgetSurface(this);
    if (this.#view !== 0) deleteTextureView(host, this.#view);
    host.releaseResource(this.resource);
  }
}
