import { GL } from '@virglass/gl';
import type { Format } from '../formats/format.ts';
import type { VirglHost } from '../host.ts';
import { attachTexture } from '../resources/attach.ts';
import type { Resource } from '../resources/resource.ts';
import { makeTextureView } from '../resources/texture-view.ts';
import { depthStencilAttachment, isDepthStencil } from './channels.ts';

/** Views and framebuffer objects remembered. Blits go back and forth between few levels of few textures. */
const MAX_ENTRIES = 24;

interface View {
  readonly resource: Resource;
  readonly internalFormat: number;
  /** The view samples stencil rather than depth. */
  readonly stencil: boolean;
  /** 0: the host cannot make it. */
  readonly name: number;
}

/** A framebuffer object with one attachment. */
export interface BlitFramebuffer {
  readonly resource: Resource;
  /** The texture attached: the resource's or a view of it. */
  readonly texture: number;
  readonly level: number;
  readonly layer: number;
  readonly name: number;
  readonly complete: boolean;
}

/**
 * Texture views and framebuffer objects that blits and clears need again and again. Both are dropped with their resource
 * (`forgetResource`), or when others have pushed them out.
 */
export class ViewCache implements Disposable {
  readonly #host: VirglHost;
  #views: View[] = [];
  #framebuffers: BlitFramebuffer[] = [];

  constructor(host: VirglHost) {
    this.#host = host;
  }

  /**
   * A view of all of a resource in another format, for attaching it.
   *
   * @returns the resource's own texture when its storage has that format, or when the host cannot make the view
   */
  textureAs(resource: Resource, format: Format): number {
    if (format.internalFormat === resource.format.internalFormat) return resource.glName;
    const name = this.#view(resource, format, false);
    return name === 0 ? resource.glName : name;
  }

  /**
   * A view for sampling whose texture parameters nobody else changes.
   *
   * @param stencil - sample the stencil part of a depth-stencil texture
   * @returns 0 when the host cannot make views of this resource
   */
  samplingView(resource: Resource, format: Format, stencil: boolean): number {
    return this.#view(resource, isDepthStencil(format) ? resource.format : format, stencil);
  }

  #view(resource: Resource, format: Format, stencil: boolean): number {
    const views = this.#views;
    for (let i = views.length - 1; i >= 0; i--) {
      const view = views[i]!;
      if (view.resource !== resource || view.internalFormat !== format.internalFormat || view.stencil !== stencil) continue;
      if (i !== views.length - 1) {
        views.splice(i, 1);
        views.push(view);
      }
      return view.name;
    }
    if (views.length >= MAX_ENTRIES) this.#deleteView(views.shift()!);
    const name = makeTextureView(this.#host, resource, format);
    if (stencil && name !== 0) {
      this.#host.state.bindTexture(this.#host.scratchUnit, resource.glTarget, name);
      this.#host.gl.texParameteri(resource.glTarget, GL.DEPTH_STENCIL_TEXTURE_MODE, GL.STENCIL_INDEX);
    }
    views.push({ resource, internalFormat: format.internalFormat, stencil, name });
    return name;
  }

  /**
   * The framebuffer object that shows one layer of a level, as colour or as depth and stencil after the resource's format.
   *
   * @param texture - the resource's own texture or `textureAs` of it
   */
  framebuffer(resource: Resource, texture: number, level: number, layer: number): BlitFramebuffer {
    const entries = this.#framebuffers;
    for (let i = entries.length - 1; i >= 0; i--) {
      const entry = entries[i]!;
      if (entry.resource !== resource || entry.texture !== texture || entry.level !== level || entry.layer !== layer) continue;
      if (i !== entries.length - 1) {
        entries.splice(i, 1);
        entries.push(entry);
      }
      return entry;
    }
    if (entries.length >= MAX_ENTRIES) this.#deleteFramebuffer(entries.shift()!);
    const entry = this.#makeFramebuffer(resource, texture, level, layer);
    entries.push(entry);
    return entry;
  }

  #makeFramebuffer(resource: Resource, texture: number, level: number, layer: number): BlitFramebuffer {
    const { gl, state } = this.#host;
    const name = gl.createFramebuffer();
    state.bindFramebuffer(GL.FRAMEBUFFER, name);
    if (isDepthStencil(resource.format)) {
      attachTexture(gl, GL.FRAMEBUFFER, depthStencilAttachment(resource.format), resource, texture, level, layer, layer);
      gl.drawBuffers(1, 0);
      gl.readBuffer(GL.NONE);
    } else {
      attachTexture(gl, GL.FRAMEBUFFER, GL.COLOR_ATTACHMENT0, resource, texture, level, layer, layer);
    }
    const complete = gl.checkFramebufferStatus(GL.FRAMEBUFFER) === GL.FRAMEBUFFER_COMPLETE;
    return { resource, texture, level, layer, name, complete };
  }

  /** Drops all that shows the resource; called when its storage goes. */
  forgetResource(resource: Resource): void {
    for (let i = this.#framebuffers.length - 1; i >= 0; i--) {
      if (this.#framebuffers[i]!.resource === resource) this.#deleteFramebuffer(this.#framebuffers.splice(i, 1)[0]!);
    }
    for (let i = this.#views.length - 1; i >= 0; i--) {
      if (this.#views[i]!.resource === resource) this.#deleteView(this.#views.splice(i, 1)[0]!);
    }
  }

  #deleteView(view: View): void {
    if (view.name === 0) return;
    for (let i = this.#framebuffers.length - 1; i >= 0; i--) {
      if (this.#framebuffers[i]!.texture === view.name) this.#deleteFramebuffer(this.#framebuffers.splice(i, 1)[0]!);
    }
    this.#host.state.deleteTexture(view.name);
  }

  #deleteFramebuffer(entry: BlitFramebuffer): void {
    this.#host.state.deleteFramebuffer(entry.name);
  }

  [Symbol.dispose](): void {
    for (const entry of this.#framebuffers) this.#deleteFramebuffer(entry);
    this.#framebuffers = [];
    for (const view of this.#views) this.#deleteView(view);
    this.#views = [];
  }
}
