/**
 * The system block: what Gallium state puts into shaders and GL does not.
 *
 * One std140 uniform block, the same in every stage, so the renderer keeps one small buffer per context and binds it once.
 * A shader that needs none of it does not declare it (`GlslShader.usesSystemBlock`). Where all blocks that the host's stage has are
 * the guest's, its members are plain uniforms (`GlslShader.usesSystemUniforms`).
 *
 * ```
 *    0  vec4  vg_clipPlane[8]    user clip planes
 *  128  uvec4 vg_stipple[8]      polygon stipple, 32 rows of 32 bits, row 0 first, leftmost pixel in the highest bit
 *  256  vec4  vg_raster          x: factor of clip-space y, 1 or -1 (-1 where the guest's viewport is upside down)
 *                                y: height of the framebuffer in pixels (for LOWER_LEFT fragment coordinates)
 *                                z: alpha test reference
 *                                w: point size where the shader does not say it
 *  272  ivec4 vg_draw            x: base vertex, y: base instance, z: draw id (for hosts whose GLSL lacks them)
 *                                w: 0
 *  288
 * ```
 */

/** Name of the uniform block, to be looked up with getUniformBlockIndex. */
export const systemBlockName = 'vg_system';

/** Byte offsets of the members and the block's size. */
export const SystemBlock = {
  clipPlanes: 0,
  stipple: 128,
  positionYFactor: 256,
  framebufferHeight: 260,
  alphaReference: 264,
  pointSize: 268,
  baseVertex: 272,
  baseInstance: 276,
  drawId: 280,
  size: 288,
} as const;

/** GLSL text of the block. */
export const systemBlockSource = `layout(std140) uniform ${systemBlockName} {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};`;

/** Names of the members where they are plain uniforms: not those of the block, which another stage may have. */
export const systemUniforms = {
  clipPlanes: 'vu_clipPlane',
  stipple: 'vu_stipple',
  raster: 'vu_raster',
  draw: 'vu_draw',
} as const;

/** GLSL text of the plain uniforms. */
export const systemUniformsSource = `uniform vec4 ${systemUniforms.clipPlanes}[8];
uniform uvec4 ${systemUniforms.stipple}[8];
uniform vec4 ${systemUniforms.raster};
uniform ivec4 ${systemUniforms.draw};
#define vg_clipPlane ${systemUniforms.clipPlanes}
#define vg_stipple ${systemUniforms.stipple}
#define vg_raster ${systemUniforms.raster}
#define vg_draw ${systemUniforms.draw}`;
