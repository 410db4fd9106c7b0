import {
  FIRST_INVOCATIONS,
  PICTURE_WORK,
  SLICE_MILLISECONDS,
  UNSLICED_GROUPS,
  UNSLICED_INVOCATIONS,
  WORK_INVOCATIONS_SHIFT,
} from '../limits.ts';
import type { LinkedProgram } from '../programs/linked-program.ts';
import { Status } from '../status.ts';
import type { SubContext } from '../sub-context.ts';

/*
 * Dispatches of many groups.
 *
 * As with draws of many vertices (see `draw-slices.ts`), a grid of 65535 groups each way is one command and years of work without
 * a loop in it. Where the host computes on the CPU it is made in pieces, each as large as the ones before were quick: whole planes of
 * the grid, rows of a plane or a part of a row. The shader takes its group's number and the grid's size from a uniform, so that
 * it sees the whole.
 */

/** The uniform's two `uvec4`: where the piece begins, and the size of the grid. */
const grid = new Uint32Array(8);
const gridBytes = new Uint8Array(grid.buffer);

/**
 * Makes a dispatch.
 *
 * @param program - in use
 * @param x - groups along x; y, z likewise, none of them 0
 * @param invocations - of one group
 * @returns Status.OK, or that it took too long
 */
export function dispatchGroups(sub: SubContext, program: LinkedProgram, x: number, y: number, z: number, invocations: number): number {
  const { gl, slicesDraws, time } = sub.ctx.host;
  const count = x * y * z;
  time.work += PICTURE_WORK + (Math.min(count * invocations, 2 ** 30) >> WORK_INVOCATIONS_SHIFT);
  if (!slicesDraws) {
    gl.dispatchCompute(x, y, z);
    return Status.OK;
  }
  if (count > UNSLICED_GROUPS || count * invocations > UNSLICED_INVOCATIONS) return dispatchSlices(sub, program, x, y, z, invocations);
  dispatchPiece(sub, program, x, y, z, 0, 0, 0, x, y, z);
  return Status.OK;
}

/** Dispatches the groups from (fromX, fromY, fromZ) on of a grid of x by y by z. */
function dispatchPiece(
  sub: SubContext,
  program: LinkedProgram,
  x: number,
  y: number,
  z: number,
  fromX: number,
  fromY: number,
  fromZ: number,
  countX: number,
  countY: number,
  countZ: number,
): void {
  const { host } = sub.ctx;
  const location = program.gridLocation;
  if (location >= 0) {
    const memory = host.scratch(32);
    grid[0] = fromX;
    grid[1] = fromY;
    grid[2] = fromZ;
    grid[4] = x;
    grid[5] = y;
    grid[6] = z;
    memory.bytes.set(gridBytes);
    host.gl.uniform4uiv(location, 2, memory, 0);
  }
  host.gl.dispatchCompute(countX, countY, countZ);
}

function dispatchSlices(sub: SubContext, program: LinkedProgram, x: number, y: number, z: number, invocations: number): number {
  const { ctx } = sub;
  const { gl, time } = ctx.host;
  const gpuMilliseconds = time.allowed(ctx);
  const plane = x * y;
  // What was asked for before is not this dispatch's work.
  gl.finish();
  const begin = Date.now();
  let before = begin;
  let slice = Math.max(1, Math.floor(FIRST_INVOCATIONS / invocations));
  let atX = 0;
  let atY = 0;
  let atZ = 0;
  for (;;) {
    if (atX === 0 && atY === 0 && slice >= plane) {
      const planes = Math.min(z - atZ, Math.floor(slice / plane));
      dispatchPiece(sub, program, x, y, z, 0, 0, atZ, x, y, planes);
      atZ += planes;
    } else if (atX === 0 && slice >= x) {
      const rows = Math.min(y - atY, Math.floor(slice / x));
      dispatchPiece(sub, program, x, y, z, 0, atY, atZ, x, rows, 1);
      atY += rows;
    } else {
      const some = Math.min(x - atX, slice);
      dispatchPiece(sub, program, x, y, z, atX, atY, atZ, some, 1, 1);
      atX += some;
    }
    if (atX === x) {
      atX = 0;
      atY++;
    }
    if (atY === y) {
      atY = 0;
      atZ++;
    }
    if (atZ === z) return Status.OK;
    gl.finish();
    if (time.isStopped(ctx)) return ctx.refuse(Status.OUT_OF_QUOTA, 'stopped');
    const now = Date.now();
    if (now - begin > gpuMilliseconds) {
      const done = (atZ * y + atY) * x + atX;
      const took = `${done} of ${plane * z} groups took ${now - begin} ms`;
      return ctx.refuse(Status.OUT_OF_QUOTA, `${took}, at most ${gpuMilliseconds} are allowed`);
    }
    if (now - before < SLICE_MILLISECONDS / 4) slice *= 4;
    else if (now - before > SLICE_MILLISECONDS) slice = Math.max(1, Math.floor(slice / 2));
    before = now;
  }
}
