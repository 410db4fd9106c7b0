import { GL } from '@virglass/gl';
import type { Format } from '../formats/format.ts';
import { isImageFormat } from '../formats/probe.ts';
import type { VirglHost } from '../host.ts';
import type { Resource } from '../resources/resource.ts';
import { deleteTextureView, layersAt, makeTextureView } from '../resources/texture-view.ts';

/*
 * Images of shaders.
 *
 * Gallium's image is a level of a resource with a run of its layers, or a range of a buffer. GL's image unit takes a level
 * of a texture with all of its layers or with one of them, and which of the two a guest means shows only in its shader:
 * layer 3 of an array is a 2D image for one shader and an array of one layer for another, and the level of a
 * cube is six layers of an array where the guest made a view of it. So a binding is turned into arguments of
 * glBindImageTexture when a program that uses it is about to run, by the target that the shader declares, and a texture
 * view steps in where GL's texture has another target, other layers or a format that images do not have.
 * What does not fit at all is bound as no image, which reads zeros and drops what is written.
 */

/** Whether images of a target have layers. */
function isLayered(target: number): boolean {
  switch (target) {
    case GL.TEXTURE_3D:
    case GL.TEXTURE_CUBE_MAP:
    case GL.TEXTURE_CUBE_MAP_ARRAY:
    case GL.TEXTURE_1D_ARRAY:
    case GL.TEXTURE_2D_ARRAY:
    case GL.TEXTURE_2D_MULTISAMPLE_ARRAY:
      return true;
    default:
      return false;
  }
}

/** The target of one layer of a texture; 0 where the texture has none. */
function layerTarget(target: number): number {
  switch (target) {
    case GL.TEXTURE_3D:
    case GL.TEXTURE_CUBE_MAP:
    case GL.TEXTURE_CUBE_MAP_ARRAY:
    case GL.TEXTURE_2D_ARRAY:
      return GL.TEXTURE_2D;
    case GL.TEXTURE_1D_ARRAY:
      return GL.TEXTURE_1D;
    case GL.TEXTURE_2D_MULTISAMPLE_ARRAY:
      return GL.TEXTURE_2D_MULTISAMPLE;
    default:
      return 0;
  }
}

/** Targets that are views of each other. @source OpenGL 4.6 core, table 8.21 */
function viewFamily(target: number): number {
  switch (target) {
    case GL.TEXTURE_1D:
    case GL.TEXTURE_1D_ARRAY:
      return 1;
    case GL.TEXTURE_2D:
    case GL.TEXTURE_2D_ARRAY:
    case GL.TEXTURE_CUBE_MAP:
    case GL.TEXTURE_CUBE_MAP_ARRAY:
      return 2;
    case GL.TEXTURE_2D_MULTISAMPLE:
    case GL.TEXTURE_2D_MULTISAMPLE_ARRAY:
      return 3;
    default:
      return 0;
  }
}

function viewFits(resource: Resource, target: number, layers: number): boolean {
  if (resource.glTarget === target && target === GL.TEXTURE_3D) return true;
  const family = viewFamily(target);
  if (family === 0 ? resource.glTarget !== target : family !== viewFamily(resource.glTarget)) return false;
  if (target === GL.TEXTURE_CUBE_MAP) return layers === 6;
  return target !== GL.TEXTURE_CUBE_MAP_ARRAY || layers % 6 === 0;
}

/** Formats of buffer textures by the bytes of a texel: only the size counts for an image, whose own format says the rest. */
function bufferFormat(bytes: number): number {
  switch (bytes) {
    case 16:
      return GL.RGBA32UI;
    case 8:
      return GL.RG32UI;
    case 4:
      return GL.R32UI;
    case 2:
      return GL.R16UI;
    default:
      return GL.R8UI;
  }
}

/** An image slot of a stage: what the guest bound there, and what GL is given for it. */
export class ImageBinding {
  /** Held; null when the slot is empty. */
  resource: Resource | null = null;
  /** Format in which the shader sees the texels. */
  format: Format | null = null;
  /** GL access: READ_ONLY, WRITE_ONLY or READ_WRITE. */
  access: number = GL.READ_ONLY;
  // Textures.
  level = 0;
  firstLayer = 0;
  lastLayer = 0;
  // Buffers: bytes.
  offset = 0;
  size = 0;
  /** Layers and level, or offset and size, as the guest sent them. */
  #place = 0;
  #extent = 0;

  /** Arguments of glBindImageTexture for the target that was asked for last; name 0 is no image. */
  name = 0;
  layered = false;
  layer = 0;
  /** What they were worked out for. */
  #target = 0;
  #storage = 0;
  /** The slot's own texture: a view of the resource, or the buffer's range. */
  #own = 0;

  /**
   * Binds a part of a resource, checked by the caller.
   *
   * @param place - textures: first layer in the low half, last layer in the high half; buffers: byte offset
   * @param extent - textures: level; buffers: bytes
   */
  bind(host: VirglHost, resource: Resource, format: Format, access: number, place: number, extent: number): void {
    this.access = access;
    if (resource === this.resource && format === this.format && place === this.#place && extent === this.#extent) return;
    this.#drop(host);
    const old = this.resource;
    this.resource = resource.retain();
    if (old !== null) host.releaseResource(old);
    this.format = format;
    this.#place = place;
    this.#extent = extent;
    if (resource.isBuffer) {
      this.offset = place;
      this.size = Math.min(extent, format.blockBytes * host.gl.features.maxTextureBufferSize);
      this.level = 0;
      return;
    }
    // Images of storage whose order of channels the driver chose would see that order.
    host.makeViewable(resource);
    this.firstLayer = place & 0xffff;
    this.lastLayer = place >>> 16;
    this.level = extent;
  }

  /** Empties the slot. */
  unbind(host: VirglHost): void {
    const old = this.resource;
    if (old === null) return;
    this.#drop(host);
    this.resource = null;
    this.format = null;
    host.releaseResource(old);
  }

  #drop(host: VirglHost): void {
    if (this.#own !== 0) deleteTextureView(host, this.#own);
    this.#own = 0;
    this.#target = 0;
    this.name = 0;
  }

  /** Brings `name`, `layered` and `layer` up to date for a shader that declares this GL target. */
  resolve(host: VirglHost, target: number): void {
    const { resource } = this;
    if (resource === null) {
      this.name = 0;
      return;
    }
    const storage = resource.glName;
    if (this.#target === target && this.#storage === storage) return;
    this.#drop(host);
    if (resource.isBuffer) {
      if (target === GL.TEXTURE_BUFFER) this.name = this.#makeBufferTexture(host, resource);
    } else this.#resolveTexture(host, resource, target);
    this.#target = target;
    this.#storage = resource.glName;
  }

  #resolveTexture(host: VirglHost, resource: Resource, target: number): void {
    const { firstLayer, lastLayer } = this;
    this.layered = isLayered(target);
    this.layer = 0;
    const ownFormat = isImageFormat(resource.glInternalFormat, host.gl.features);
    if (ownFormat && !this.layered && layerTarget(resource.glTarget) === target) {
      this.name = resource.glName;
      this.layer = firstLayer;
      return;
    }
    const whole = firstLayer === 0 && lastLayer === layersAt(resource, this.level) - 1;
    if (ownFormat && resource.glTarget === target && (whole || target === GL.TEXTURE_3D)) {
      this.name = resource.glName;
      return;
    }
    const layers = resource.glTarget === GL.TEXTURE_3D || !this.layered ? 1 : lastLayer - firstLayer + 1;
    if (resource.glTarget === GL.TEXTURE_3D && target === GL.TEXTURE_2D) return this.#layerOfView(host, resource);
    if (!viewFits(resource, target, layers)) return;
    this.#own = makeTextureView(host, resource, this.format!, resource.glTarget === GL.TEXTURE_3D ? 0 : firstLayer, layers, target);
    this.name = this.#own;
  }

  /** A slice of a 3D texture whose own format images do not have. */
  #layerOfView(host: VirglHost, resource: Resource): void {
    this.#own = makeTextureView(host, resource, this.format!);
    this.name = this.#own;
    this.layer = this.firstLayer;
  }

  #makeBufferTexture(host: VirglHost, resource: Resource): number {
    const { gl, state } = host;
    const name = gl.createTexture();
    state.bindTexture(host.scratchUnit, GL.TEXTURE_BUFFER, name);
    const { offset, size } = this;
    const internalFormat = bufferFormat(this.format!.blockBytes);
    if (offset === 0 && size === resource.args.width) gl.texBuffer(GL.TEXTURE_BUFFER, internalFormat, resource.glName);
    else gl.texBufferRange(GL.TEXTURE_BUFFER, internalFormat, resource.glName, offset, size);
    this.#own = name;
    this.layered = false;
    this.layer = 0;
    return name;
  }
}
