/*
 * Attaching a texture to a framebuffer.
 *
 * GL has four entry points for this and each fits some targets only; this file is the one place that knows which.
 * A resource's "layer" is what gallium calls it: a slice of a 3D texture, a layer of an array, a face of a cube
 * (0 is +X), or 6 * cube + face of a cube array.
 */
import { GL } from '@virglass/gl';
import type { Gl } from '@virglass/gl';
import type { Resource } from './resource.ts';

/**
 * Attaches one layer, or all layers, of one level of a texture to the framebuffer bound to `fbTarget`.
 *
 * A range of layers (`lastLayer > firstLayer`) makes a layered attachment, which in GL always has all layers of the
 * texture object: for a proper part of a resource's layers give as `glName` a view that has just these. Targets without
 * layers are attached whole, whatever the range says; hosts without layered attachments (OpenGL ES 3.0) get the first layer.
 *
 * @param fbTarget - GL.FRAMEBUFFER, GL.DRAW_FRAMEBUFFER or GL.READ_FRAMEBUFFER
 * @param attachment - GL.COLOR_ATTACHMENT0 + i, GL.DEPTH_ATTACHMENT, ...
 * @param resource - the texture resource that `glName` shows; decides the target
 * @param glName - the resource's own texture or a view of it with the same target; 0 detaches
 * @param level - mipmap level of `glName`
 * @param firstLayer - layer of `glName`, checked by the caller
 * @param lastLayer - last layer; `firstLayer` attaches that one alone
 */
export function attachTexture(
  gl: Gl,
  fbTarget: number,
  attachment: number,
  resource: Resource,
  glName: number,
  level: number,
  firstLayer: number,
  lastLayer: number,
): void {
  const target = resource.glTarget;
  if (glName === 0) {
    gl.framebufferTexture2D(fbTarget, attachment, GL.TEXTURE_2D, 0, 0);
    return;
  }
  const layered = lastLayer > firstLayer && gl.features.geometryShader;
  switch (target) {
    case GL.TEXTURE_2D:
    case GL.TEXTURE_RECTANGLE:
    case GL.TEXTURE_2D_MULTISAMPLE:
      gl.framebufferTexture2D(fbTarget, attachment, target, glName, level);
      return;
    case GL.TEXTURE_CUBE_MAP:
      if (layered) gl.framebufferTexture(fbTarget, attachment, glName, level);
      else gl.framebufferTexture2D(fbTarget, attachment, GL.TEXTURE_CUBE_MAP_POSITIVE_X + firstLayer, glName, level);
      return;
    case GL.TEXTURE_3D:
    case GL.TEXTURE_1D_ARRAY:
    case GL.TEXTURE_2D_ARRAY:
    case GL.TEXTURE_CUBE_MAP_ARRAY:
    case GL.TEXTURE_2D_MULTISAMPLE_ARRAY:
      if (layered) gl.framebufferTexture(fbTarget, attachment, glName, level);
      else gl.framebufferTextureLayer(fbTarget, attachment, glName, level, firstLayer);
      return;
    default:
      // 1D textures: the call for layered textures takes targets without layers too and needs no texture target.
      gl.framebufferTexture(fbTarget, attachment, glName, level);
  }
}
