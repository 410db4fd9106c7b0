import { type Features, GL } from '@virglass/gl';
import { PipeTarget } from '@virglass/protocol';

/**
 * GL texture target for a pipe target; 0 for buffers and values that do not exist. Hosts without 1D and rectangle textures
 * have them as 2D textures (of height 1): shaders for these hosts sample them so.
 */
export function glTargetOf(pipeTarget: number, samples: number, features: Features): number {
  switch (pipeTarget) {
    case PipeTarget.TEXTURE_1D:
      return features.texture1D ? GL.TEXTURE_1D : GL.TEXTURE_2D;
    case PipeTarget.TEXTURE_2D:
      return samples > 1 ? GL.TEXTURE_2D_MULTISAMPLE : GL.TEXTURE_2D;
    case PipeTarget.TEXTURE_3D:
      return GL.TEXTURE_3D;
    case PipeTarget.TEXTURE_CUBE:
      return GL.TEXTURE_CUBE_MAP;
    case PipeTarget.TEXTURE_RECT:
      return features.textureRectangle ? GL.TEXTURE_RECTANGLE : GL.TEXTURE_2D;
    case PipeTarget.TEXTURE_1D_ARRAY:
      return features.texture1D ? GL.TEXTURE_1D_ARRAY : GL.TEXTURE_2D_ARRAY;
    case PipeTarget.TEXTURE_2D_ARRAY:
      return samples > 1 ? GL.TEXTURE_2D_MULTISAMPLE_ARRAY : GL.TEXTURE_2D_ARRAY;
    case PipeTarget.TEXTURE_CUBE_ARRAY:
      return GL.TEXTURE_CUBE_MAP_ARRAY;
    default:
      return 0;
  }
}

/**
 * GL texture target of a resource. OpenGL has no compressed rectangle textures, which guests may ask for with a generic compressed
 * format: these are 2D textures that can be written and read back, and read as zeros where a shader samples a rectangle.
 */
export function resourceTarget(pipeTarget: number, samples: number, compressed: boolean, features: Features): number {
  return compressed && pipeTarget === PipeTarget.TEXTURE_RECT ? GL.TEXTURE_2D : glTargetOf(pipeTarget, samples, features);
}
