import { PipePrim } from '@virglass/protocol';
import type { CapsSource } from './source.ts';

/**
 * The GLSL version that guests may write. Their drivers work out the OpenGL version from it and from other fields, so it may
 * be ahead of the stages: what 4.00 to 4.30 add to the stages that are there is offered as extensions of OpenGL 4.1 while
 * compute, images, storage buffers and atomic counters (4.2 and 4.3) are missing, of 3.3 where tessellation is, too.
 *
 * Without geometry shaders the limit of vertices that one may emit is 0: OpenGL 3.3 programs that have none are the rule, and
 * one that has is refused by the guest's own compiler.
 */
export function glslLevel(s: CapsSource): number {
  const { f } = s;
  const complete = s.tessellation && s.compute && s.images && s.shaderBuffers && s.atomics;
  const built = complete ? 460 : 430;
  // OpenGL ES 3.0 has what GLSL 1.40 needs, ES 3.2 what 3.30 needs.
  const host = f.isGles ? (f.version >= 32 ? 330 : 140) : f.version >= 33 ? f.version * 10 : 140;
  return Math.min(host, built);
}

/** Primitives that can be drawn, as bits by their number. */
export function primMask(s: CapsSource): number {
  const prims: number[] = [
    PipePrim.POINTS,
    PipePrim.LINES,
    PipePrim.LINE_LOOP,
    PipePrim.LINE_STRIP,
    PipePrim.TRIANGLES,
    PipePrim.TRIANGLE_STRIP,
    PipePrim.TRIANGLE_FAN,
  ];
  if (s.f.geometryShader) {
    prims.push(PipePrim.LINES_ADJACENCY, PipePrim.LINE_STRIP_ADJACENCY, PipePrim.TRIANGLES_ADJACENCY, PipePrim.TRIANGLE_STRIP_ADJACENCY);
  }
  if (s.f.compatibility) prims.push(PipePrim.QUADS, PipePrim.QUAD_STRIP, PipePrim.POLYGON);
  if (s.tessellation) prims.push(PipePrim.PATCHES);
  return prims.reduce((mask, prim) => mask | (1 << prim), 0);
}
