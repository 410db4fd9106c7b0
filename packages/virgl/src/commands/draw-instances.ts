import type { Gl } from '@virglass/gl';
import type { VirglContext } from '../context.ts';
import { DRAW_MILLISECONDS, FIRST_INSTANCES, MAX_WHOLE_INSTANCES, SLICE_MILLISECONDS, UNSLICED_INSTANCES } from '../limits.ts';
import { Status } from '../status.ts';
import type { SubContext } from '../sub-context.ts';

/*
 * Draws of many instances.
 *
 * A million instances are one command of a few bytes, and if each covers the picture, minutes of work that nothing can stop:
 * one guest's draw would be every guest's wait. So where the host draws on the CPU, a draw of more than a few instances is made in
 * slices, each as long as the ones before were quick, and given up when it has taken seconds. Instance data follows by the base
 * instance; a shader that asks for the instance's or the base instance's number would see the seams, so its draws stay
 * whole, and are refused from a million instances on.
 */

/** The draw that is being made, as GL takes it: one record for all, since draws never nest. */
export const call = { mode: 0, count: 0, indexed: false, start: 0, type: 0, offset: 0, bias: 0 };

/** Makes GL's draw call for some instances of `call`. */
function emit(gl: Gl, instances: number, base: number): void {
  const { mode, count } = call;
  if (!call.indexed) {
    if (base !== 0) gl.drawArraysInstancedBaseInstance(mode, call.start, count, instances, base);
    else if (instances > 1) gl.drawArraysInstanced(mode, call.start, count, instances);
    else gl.drawArrays(mode, call.start, count);
    return;
  }
  const { type, offset, bias } = call;
  if (base !== 0) gl.drawElementsInstancedBaseVertexBaseInstance(mode, count, type, offset, instances, bias, base);
  else if (bias !== 0) {
    if (instances > 1) gl.drawElementsInstancedBaseVertex(mode, count, type, offset, instances, bias);
    else gl.drawElementsBaseVertex(mode, count, type, offset, bias);
  } else if (instances > 1) gl.drawElementsInstanced(mode, count, type, offset, instances);
  else gl.drawElements(mode, count, type, offset);
}

/** Draws the instances of `call` from a base instance on; refused when they take too long. */
export function drawInstances(sub: SubContext, instances: number, base: number): number {
  const { ctx } = sub;
  const { host } = ctx;
  if (instances > UNSLICED_INSTANCES && host.slicesDraws) {
    if (isSeamless(sub)) return drawSlices(ctx, instances, base);
    if (instances > MAX_WHOLE_INSTANCES) return ctx.refuse(Status.ILLEGAL_RANGE, `${instances} numbered instances`);
  }
  emit(host.gl, instances, base);
  return Status.OK;
}

function isSeamless(sub: SubContext): boolean {
  const info = sub.shaders[0]?.module?.tgsi.info;
  return info !== undefined && !info.usesInstanceId && !info.usesBaseInstance;
}

function drawSlices(ctx: VirglContext, instances: number, base: number): number {
  const { gl } = ctx.host;
  // What was drawn before is not this draw's work.
  gl.finish();
  const begin = Date.now();
  let before = begin;
  let slice = FIRST_INSTANCES;
  for (let done = 0; ;) {
    const some = Math.min(slice, instances - done);
    emit(gl, some, base + done);
    done += some;
    if (done === instances) return Status.OK;
    gl.finish();
    const now = Date.now();
    if (now - begin > DRAW_MILLISECONDS) {
      return ctx.refuse(Status.OUT_OF_QUOTA, `${done} of ${instances} instances took ${now - begin} ms`);
    }
    if (now - before < SLICE_MILLISECONDS / 4) slice *= 4;
    else if (now - before > SLICE_MILLISECONDS) slice = Math.max(1, slice >> 1);
    before = now;
  }
}
