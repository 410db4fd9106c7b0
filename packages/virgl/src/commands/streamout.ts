import { GL } from '@virglass/gl';
import { PipePrim, setStreamoutTargetsHandle, SetStreamoutTargetsMinLength } from '@virglass/protocol';
import type { VirglContext } from '../context.ts';
import { MAX_STREAMOUT_TARGETS } from '../objects/streamout-state.ts';
import type { StreamoutTarget } from '../objects/streamout-target.ts';
import { Status } from '../status.ts';
import type { SubContext } from '../sub-context.ts';

/** Pipe stages that can be the last before rasterisation. */
const VERTEX = 0;
const GEOMETRY = 2;
const TESS_EVAL = 4;

/**
 * SET_STREAMOUT_TARGETS: what the last vertex stage writes goes to these. A set of targets that was bound before goes on
 * behind what it has; see `objects/streamout-state.ts` for why the append mask is not needed for that.
 */
export function setStreamoutTargets(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < SetStreamoutTargetsMinLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const count = length - SetStreamoutTargetsMinLength;
  if (count > MAX_STREAMOUT_TARGETS) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `${count} targets, at most ${MAX_STREAMOUT_TARGETS}`);
  const { sub, host } = ctx;
  const targets: (StreamoutTarget | null)[] = [];
  let any = false;
  for (let i = 0; i < count; i++) {
    const handle = setStreamoutTargetsHandle(words, at, i);
    const target = handle === 0 ? null : sub.objects.getStreamoutTarget(handle);
    if (target === null && handle !== 0) return ctx.refuse(Status.ILLEGAL_HANDLE, `no streamout target ${handle}`);
    any ||= target !== null;
    targets.push(target);
  }
  if (!any) {
    sub.streamout.unbind(host, sub);
    return Status.OK;
  }
  if (!host.gl.features.transformFeedback2) return ctx.refuse(Status.UNSUPPORTED, 'the host has no transform feedback objects');
  sub.streamout.bind(host, sub, targets);
  return Status.OK;
}

/** What feedback writes for primitives of a draw, after the stages that make others of them. */
function feedbackMode(sub: SubContext, primitive: number): number {
  const out = sub.shaders[GEOMETRY]?.module?.tgsi.info.geometry?.outputPrimitive;
  if (out !== undefined) {
    return out === PipePrim.POINTS ? GL.POINTS : out === PipePrim.LINE_STRIP ? GL.LINES : GL.TRIANGLES;
  }
  const evaluation = sub.shaders[TESS_EVAL]?.module?.tgsi.info.tessEval;
  if (evaluation !== undefined) {
    if (evaluation.pointMode) return GL.POINTS;
    return evaluation.primitive === PipePrim.LINES ? GL.LINES : GL.TRIANGLES;
  }
  switch (primitive) {
    case PipePrim.POINTS:
      return GL.POINTS;
    case PipePrim.LINES:
    case PipePrim.LINE_LOOP:
    case PipePrim.LINE_STRIP:
    case PipePrim.LINES_ADJACENCY:
    case PipePrim.LINE_STRIP_ADJACENCY:
      return GL.LINES;
    default:
      return GL.TRIANGLES;
  }
}

/**
 * Begins or resumes transform feedback for a draw. The program is in use and must stay so until `streamoutAfterDraw`.
 *
 * @param primitive - pipe primitive of the draw
 * @returns false when there is nothing to feed back to; `streamoutAfterDraw` is then not to be called
 */
export function streamoutBeforeDraw(sub: SubContext, primitive: number): boolean {
  const set = sub.streamout.current;
  if (set === null) return false;
  const { host } = sub.ctx;
  const { gl, state, queries } = host;
  const mode = feedbackMode(sub, primitive);
  const program = sub.program!.glName;
  if (set.begun && set.program === program && set.mode === mode) {
    if (!set.counter.active) sub.queries.begin(gl, queries, set.counter, true);
    state.bindTransformFeedback(set.glName);
    gl.resumeTransformFeedback();
    return true;
  }
  const shader = sub.shaders[GEOMETRY] ?? sub.shaders[TESS_EVAL] ?? sub.shaders[VERTEX];
  if (!shader) return false;
  // GL wants a buffer for every output, and would refuse the draw without.
  for (const output of shader.streamOutput) if (!set.targets[output.buffer]) return false;
  state.bindTransformFeedback(set.glName);
  if (set.begun) {
    gl.endTransformFeedback();
    set.begun = false;
    sub.streamout.written(host, sub, set);
  }
  for (let i = 0; i < set.targets.length; i++) {
    const target = set.targets[i]!;
    if (target === null) continue;
    const skipped = set.vertices * (shader.streamStrides[i] ?? 0) * 4;
    const size = Math.floor((target.size - skipped) / 4) * 4;
    if (size <= 0) {
      state.bindTransformFeedback(0);
      return false;
    }
    state.bindBufferRange(GL.TRANSFORM_FEEDBACK_BUFFER, i, target.resource.glName, target.offset + skipped, size);
  }
  gl.beginTransformFeedback(mode);
  set.begun = true;
  set.program = program;
  set.mode = mode;
  if (gl.features.geometryShader) sub.queries.begin(gl, queries, set.counter);
  return true;
}

/**
 * Pauses transform feedback after a draw for which `streamoutBeforeDraw` answered true. The object is unbound as well: while
 * one is bound that has begun, paused or not, drivers let no program be linked that captures outputs.
 *
 * Hosts without geometry shaders end it: how much was written follows from the draw there, so that no query is needed to go
 * on behind it, and such a host may let nobody use the buffers of feedback that is only paused (WebGL).
 *
 * @param primitive - pipe primitive of the draw
 * @param vertices - number of vertices of the draw, of one instance
 */
export function streamoutAfterDraw(sub: SubContext, primitive: number, vertices: number, instances: number): void {
  const { gl, state } = sub.ctx.host;
  const set = sub.streamout.current!;
  if (gl.features.geometryShader) gl.pauseTransformFeedback();
  else {
    gl.endTransformFeedback();
    set.begun = false;
    set.vertices += verticesWritten(primitive, vertices) * Math.max(1, instances);
  }
  state.bindTransformFeedback(0);
}

/** Vertices that feedback writes for a draw: strips and loops are taken apart. */
function verticesWritten(primitive: number, vertices: number): number {
  switch (primitive) {
    case PipePrim.POINTS:
      return vertices;
    case PipePrim.LINES:
      return vertices - (vertices % 2);
    case PipePrim.LINE_LOOP:
      return vertices < 2 ? 0 : vertices * 2;
    case PipePrim.LINE_STRIP:
      return Math.max(0, vertices - 1) * 2;
    case PipePrim.TRIANGLES:
      return vertices - (vertices % 3);
    default:
      return Math.max(0, vertices - 2) * 3;
  }
}

/**
 * Number of vertices for a draw whose count comes from stream output. The wire names no target, only the size of one in
 * bytes (what Mesa's driver sends); the set bound last that has a target of this size is taken.
 *
 * @returns 0 when nothing has been written
 */
export function streamoutVertexCount(sub: SubContext, size: number): number {
  const { streamout } = sub;
  const set = streamout.lastWithSize(size);
  if (set === null) return 0;
  return streamout.written(sub.ctx.host, sub, set);
}
