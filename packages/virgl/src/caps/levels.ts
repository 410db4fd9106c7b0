import { PipePrim } from '@virglass/protocol';
import type { CapsSource } from './source.ts';

/**
 * The GLSL version that guests may write, from which their drivers work out the OpenGL version (with other fields):
 * 330 needs vertex, fragment and (by the letter) geometry stages, 410 tessellation, 430 compute, images, storage buffers and
 * atomic counters.
 *
 * Without geometry shaders 330 is still offered, with a limit of 0 vertices that a geometry shader may emit: OpenGL 3.3
 * programs that have none are the rule, and one that has is refused by the guest's own compiler.
 */
export function glslLevel(s: CapsSource): number {
  const { f } = s;
  const rich = s.compute && s.images && s.shaderBuffers && s.atomics;
  const built = s.tessellation ? (rich ? 460 : 410) : 330;
  // OpenGL ES 3.0 has what GLSL 1.40 needs, ES 3.2 what 3.30 needs.
  const host = f.isGles ? (f.version >= 32 ? built : 140) : f.version >= 33 ? f.version * 10 : 140;
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
  if (s.tessellation) prims.push(PipePrim.PATCHES);
  return prims.reduce((mask, prim) => mask | (1 << prim), 0);
}
