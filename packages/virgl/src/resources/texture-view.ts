import { GL } from '@virglass/gl';
import type { Format } from '../formats/format.ts';
import type { VirglHost } from '../host.ts';
import type { Resource } from './resource.ts';

/** Number of layers a resource's texture has for views: faces and layers together; 1 for 3D textures. */
export function viewLayers(resource: Resource): number {
  switch (resource.glTarget) {
    case GL.TEXTURE_1D_ARRAY:
    case GL.TEXTURE_2D_ARRAY:
    case GL.TEXTURE_2D_MULTISAMPLE_ARRAY:
    case GL.TEXTURE_CUBE_MAP_ARRAY:
      return resource.args.arraySize;
    case GL.TEXTURE_CUBE_MAP:
      return 6;
    default:
      return 1;
  }
}

/** Layers that a surface, view or image of a level may name: faces, array layers, or the slices of a 3D level. */
export function layersAt(resource: Resource, level: number): number {
  return resource.glTarget === GL.TEXTURE_3D ? Math.max(1, Math.floor(resource.args.depth / 2 ** level)) : viewLayers(resource);
}

/**
 * Makes a view of a resource in another format, of another target, or of some of its layers: all levels.
 *
 * @param firstLayer - first layer shown; layer 0 of the view
 * @param layers - number of layers shown
 * @param target - GL target of the view; it must go with the resource's and the number of layers
 * @returns the view's texture name; 0 when the host cannot make it, in which case the resource's own texture is nearest
 */
export function makeTextureView(
  host: VirglHost,
  resource: Resource,
  format: Format,
  firstLayer = 0,
  layers = viewLayers(resource),
  target = resource.glTarget,
): number {
  if (!host.gl.features.textureView || !resource.immutable || format.internalFormat === 0) return 0;
  const name = host.gl.createTexture();
  host.gl.textureView(name, target, resource.glName, format.internalFormat, 0, resource.args.lastLevel + 1, firstLayer, layers);
  if (host.gl.getError() !== GL.NO_ERROR) {
    host.gl.deleteTexture(name);
    return 0;
  }
  return name;
}

/** Deletes a view made by `makeTextureView`. */
export function deleteTextureView(host: VirglHost, name: number): void {
  host.state.forgetTexture(name);
  host.gl.deleteTexture(name);
}
