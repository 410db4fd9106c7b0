import { PipePrim } from '@virglass/protocol';
import type { Gl } from '@virglass/gl';
import {
  DRAW_WORK,
  FIRST_INSTANCES,
  FIRST_VERTICES,
  MAX_WHOLE_INSTANCES,
  MAX_WHOLE_VERTICES,
  SLICE_MILLISECONDS,
  UNSLICED_INSTANCES,
  UNSLICED_VERTICES,
  WORK_VERTICES_SHIFT,
} from '../limits.ts';
import { Status } from '../status.ts';
import type { SubContext } from '../sub-context.ts';

/*
 * Draws of many vertices and of many instances.
 *
 * A million instances are one command of a few bytes, and if each covers the picture, minutes of work that nothing can stop: there is
 * no loop in them that could be told to end. So where the host draws on the CPU, a draw of more than a few is made in slices, each as
 * long as the ones before were quick, and given up when it has taken longer than the context may keep the host busy.
 *
 *   instances   follow by the base instance
 *   vertices    of one instance follow where a primitive ends: lists anywhere, strips with the vertices that two primitives share
 *
 * Some draws have no seam. Shaders that ask for the number of the instance (or of the base instance) would see where an instance slice
 * begins, shaders that ask for the number of the primitive where a vertex slice does; fans and loops go back to their first vertex;
 * a restart index may stand anywhere. Those draws stay whole, and are refused beyond a size that takes seconds.
 */

/** Vertices of the first slice at least, whatever shaders may make of them: they may also make none. */
const MIN_FIRST_VERTICES = 64;

/** The draw that is being made, as GL takes it: one record for all, since draws never nest. */
export const call = {
  mode: 0,
  count: 0,
  indexed: false,
  start: 0,
  type: 0,
  offset: 0,
  bias: 0,
  indexSize: 0,
  restarts: false,
  patchVertices: 3,
};

/** Vertices a primitive of a list; of the strips that can be cut, the vertices by which two slices overlap, negative. */
const CUTS = new Int8Array(16);
CUTS[PipePrim.POINTS] = 1;
CUTS[PipePrim.LINES] = 2;
CUTS[PipePrim.TRIANGLES] = 3;
CUTS[PipePrim.LINES_ADJACENCY] = 4;
CUTS[PipePrim.TRIANGLES_ADJACENCY] = 6;
CUTS[PipePrim.LINE_STRIP] = -1;
CUTS[PipePrim.TRIANGLE_STRIP] = -2;

/** Makes GL's draw call for some vertices and instances of `call`. */
function emit(gl: Gl, first: number, count: number, instances: number, base: number): void {
  const { mode } = call;
  if (!call.indexed) {
    const start = call.start + first;
    if (base !== 0) gl.drawArraysInstancedBaseInstance(mode, start, count, instances, base);
    else if (instances > 1) gl.drawArraysInstanced(mode, start, count, instances);
    else gl.drawArrays(mode, start, count);
    return;
  }
  const { type, bias } = call;
  const offset = call.offset + first * call.indexSize;
  if (base !== 0) gl.drawElementsInstancedBaseVertexBaseInstance(mode, count, type, offset, instances, bias, base);
  else if (bias !== 0) {
    if (instances > 1) gl.drawElementsInstancedBaseVertex(mode, count, type, offset, instances, bias);
    else gl.drawElementsBaseVertex(mode, count, type, offset, bias);
  } else if (instances > 1) gl.drawElementsInstanced(mode, count, type, offset, instances);
  else gl.drawElements(mode, count, type, offset);
}

/**
 * Draws the instances of `call` from a base instance on; refused when they take too long.
 *
 * @param made - vertices that shaders may make of one
 */
export function drawInstances(sub: SubContext, instances: number, base: number, made: number): number {
  const { ctx } = sub;
  const { host } = ctx;
  const some = Math.max(1, instances);
  const vertices = call.count * some * made;
  host.time.work += DRAW_WORK + (Math.min(vertices, 2 ** 30) >> WORK_VERTICES_SHIFT);
  if (!host.slicesDraws || (some <= UNSLICED_INSTANCES && vertices <= UNSLICED_VERTICES)) {
    emit(host.gl, 0, call.count, instances, base);
    host.time.countDraws(ctx, 1);
    return Status.OK;
  }
  const cut = cutOf(sub);
  const whole = call.count * made;
  if (some > 1 && !canCutInstances(sub)) {
    if (some > MAX_WHOLE_INSTANCES || vertices > MAX_WHOLE_VERTICES) {
      return ctx.refuse(Status.ILLEGAL_RANGE, `${some} numbered instances of ${whole} vertices`);
    }
    emit(host.gl, 0, call.count, instances, base);
    return Status.OK;
  }
  if (cut === 0 && whole > MAX_WHOLE_VERTICES) return ctx.refuse(Status.ILLEGAL_RANGE, `${whole} vertices in one piece`);
  return drawSlices(sub, some, base, made, cut);
}

/** Whether instances can be drawn in several calls. */
function canCutInstances(sub: SubContext): boolean {
  const info = sub.shaders[0]?.module?.tgsi.info;
  if (info === undefined || info.usesInstanceId || info.usesBaseInstance) return false;
  // A base instance is counted in elements of the attribute, instances in steps of its divisor: only where these are one is a cut exact.
  const layout = sub.vertexElements;
  if (layout !== null) for (let i = 0; i < layout.count; i++) if (layout.divisors[i]! > 1) return false;
  return true;
}

/** Where vertices can be cut, as in `CUTS`; 0: nowhere. */
function cutOf(sub: SubContext): number {
  if (call.indexed && call.restarts) return 0;
  for (const shader of sub.shaders) if (shader?.module?.tgsi.info.readsPrimitiveId === true) return 0;
  return call.mode === PipePrim.PATCHES ? call.patchVertices : CUTS[call.mode]!;
}

function drawSlices(sub: SubContext, instances: number, base: number, made: number, cut: number): number {
  const { ctx } = sub;
  const { gl, time } = ctx.host;
  const limit = time.allowed(ctx);
  const { count } = call;
  const overlap = cut < 0 ? -cut : 0;
  // A triangle strip turns with every triangle: slices begin at even ones.
  const unit = cut > 0 ? cut : 2;
  // What was drawn before is not this draw's work.
  gl.finish();
  const begin = time.clock();
  let before = Date.now();
  let slice = Math.max(unit, MIN_FIRST_VERTICES, Math.min(FIRST_VERTICES / made, FIRST_INSTANCES * count));
  let instance = 0;
  let first = 0;
  for (;;) {
    if (first === 0 && (cut === 0 || slice >= count)) {
      const some = Math.min(instances - instance, Math.max(1, Math.floor(slice / count)));
      emit(gl, 0, count, some, base + instance);
      instance += some;
    } else {
      const some = Math.min(count - first, Math.max(1, Math.floor(slice / unit)) * unit + overlap);
      emit(gl, first, some, 1, base + instance);
      first += some - overlap;
      // What is left of a strip are the vertices that the last primitive had already.
      if (count - first <= overlap) {
        first = 0;
        instance++;
      }
    }
    if (instance === instances) return Status.OK;
    gl.finish();
    if (time.isStopped(ctx)) return ctx.refuse(Status.OUT_OF_QUOTA, 'stopped');
    const taken = time.clock() - begin;
    if (taken > limit) {
      const drawn = `${instance} of ${instances} instances of ${count} vertices`;
      return ctx.refuse(Status.OUT_OF_QUOTA, `${drawn} took ${taken} ms, at most ${limit} are allowed`);
    }
    const now = Date.now();
    if (now - before < SLICE_MILLISECONDS / 4) slice *= 4;
    else if (now - before > SLICE_MILLISECONDS) slice = Math.max(unit, slice / 2);
    before = now;
  }
}
