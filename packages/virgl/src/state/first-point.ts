import { GL, type Gl, type GlState } from '@virglass/gl';

/*
 * The first point of a context.
 *
 * Mesa's vertex pipeline on the CPU (llvmpipe) decides at the first point of a context that it takes to its clipping stage how that
 * stage treats points outside the view volume, by what this point is drawn on, and never decides again: what it does for lines and
 * triangles whenever the state changes was forgotten for points. Where the first one is drawn on a window of BGRA without a depth buffer,
 * which has a guard band, all later points outside pass; those from geometry and tessellation shaders have not been brought to window
 * coordinates, and turn up in the first pixels of whatever is drawn on, of all guests, for as long as the context lives. A program of its
 * own hardly comes to see that. Where the first point is drawn on anything else, points outside are left out, everywhere.
 *
 * So the first point is ours. OpenGL ES contexts have the guard band for points on anything, so there it cannot help.
 */

const VERTEX = `#version 150
void main() {
  gl_Position = vec4(0.0, 5.0, 0.0, 1.0);
}
`;

const FRAGMENT = `#version 150
out vec4 color;
void main() {
  color = vec4(1.0);
}
`;

/**
 * Draws a point outside the view volume on a texture that has no guard band, where the host needs that; see the essay above.
 *
 * @param vertexArray - one without attributes
 */
export function drawFirstPoint(gl: Gl, state: GlState, vertexArray: number): void {
  if (!gl.features.quirks.has('first-point-decides') || gl.features.isGles) return;
  const texture = gl.createTexture();
  state.bindTexture(0, GL.TEXTURE_2D, texture);
  gl.texImage2D(GL.TEXTURE_2D, 0, GL.RGBA8, 1, 1, 0, GL.RGBA, GL.UNSIGNED_BYTE, null, 0);
  const framebuffer = gl.createFramebuffer();
  state.bindFramebuffer(GL.FRAMEBUFFER, framebuffer);
  gl.framebufferTexture2D(GL.FRAMEBUFFER, GL.COLOR_ATTACHMENT0, GL.TEXTURE_2D, texture, 0);
  const program = gl.createProgram();
  const shaders = [compile(gl, GL.VERTEX_SHADER, VERTEX), compile(gl, GL.FRAGMENT_SHADER, FRAGMENT)];
  for (const shader of shaders) gl.attachShader(program, shader);
  gl.linkProgram(program);
  for (const shader of shaders) gl.deleteShader(shader);
  state.useProgram(program);
  state.bindVertexArray(vertexArray);
  state.viewport(0, 0, 1, 1);
  gl.drawArrays(GL.POINTS, 0, 1);
  state.useProgram(0);
  state.deleteProgram(program);
  state.deleteFramebuffer(framebuffer);
  state.deleteTexture(texture);
}

function compile(gl: Gl, type: number, source: string): number {
  const shader = gl.createShader(type);
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  return shader;
}
