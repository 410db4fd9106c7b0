/*
 * Queries: begin, end, results, and what happens to them when GL changes hands. How a guest's query becomes GL queries is
 * told in `objects/query-slots.ts`.
 *
 * A guest asks for a result with GET_QUERY_RESULT right after END_QUERY and later waits until the query's buffer is idle,
 * which is a fence. So the host never waits here: the query goes on a list, the list is gone through whenever a fence is
 * asked for, and a fence that has passed has all results of before. The `wait` flag changes nothing about that.
 */
import { GL } from '@virglass/gl';
import {
  beginQueryHandle,
  BeginQueryLength,
  endQueryHandle,
  EndQueryLength,
  getQueryResultHandle,
  GetQueryResultLength,
  getQueryResultQboHandle,
  getQueryResultQboIndex,
  GetQueryResultQboLength,
  getQueryResultQboOffset,
  getQueryResultQboQboHandle,
  getQueryResultQboResultType,
  getQueryResultQboWait,
  PipeQuery,
  QueryValueType,
} from '@virglass/protocol';
import type { VirglContext } from '../context.ts';
import type { VirglHost } from '../host.ts';
import type { Query } from '../objects/query.ts';
import { ALL_SLOTS, DRAWING_SLOTS } from '../objects/query-slots.ts';
import { Status } from '../status.ts';
import type { SubContext } from '../sub-context.ts';
import { enterRenderCondition, leaveRenderCondition } from './render-condition.ts';

function findQuery(ctx: VirglContext, handle: number): Query | null {
  const query = ctx.sub.objects.getQuery(handle);
  if (query === null) ctx.refuse(Status.ILLEGAL_HANDLE, `no query ${handle}`);
  return query;
}

/** BEGIN_QUERY: counts from zero. */
export function beginQuery(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < BeginQueryLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const query = findQuery(ctx, beginQueryHandle(words, at));
  if (query === null) return Status.ILLEGAL_HANDLE;
  const { gl, queries } = ctx.host;
  forgetPending(ctx.host, query);
  if (query.isTimestamp || query.isConstant) return Status.OK;
  ctx.sub.queries.begin(gl, queries, query.counter);
  return Status.OK;
}

/** END_QUERY: stops counting, or takes a timestamp. */
export function endQuery(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < EndQueryLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const handle = endQueryHandle(words, at);
  const query = findQuery(ctx, handle);
  if (query === null) return Status.ILLEGAL_HANDLE;
  const { gl, queries } = ctx.host;
  if (query.isTimestamp) {
    forgetPending(ctx.host, query);
    query.counter.clear(queries);
    const segment = queries.take(GL.TIMESTAMP, 0);
    gl.queryCounter(segment.name, GL.TIMESTAMP);
    query.counter.add(queries, segment);
    queries.release(segment);
    return Status.OK;
  }
  if (query.isConstant) return Status.OK;
  if (!query.counter.active) return ctx.refuse(Status.ILLEGAL_VALUE, `query ${handle} has not begun`);
  ctx.sub.queries.end(gl, queries, query.counter);
  return Status.OK;
}

/** GET_QUERY_RESULT: the result goes to the query's buffer as soon as it is there. */
export function getQueryResult(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < GetQueryResultLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const handle = getQueryResultHandle(words, at);
  const query = findQuery(ctx, handle);
  if (query === null) return Status.ILLEGAL_HANDLE;
  if (query.counter.active) return ctx.refuse(Status.ILLEGAL_VALUE, `query ${handle} has not ended`);
  if (query.pending) return Status.OK;
  if (query.ready(ctx.host, false)) {
    query.writeResult(ctx.host);
    return Status.OK;
  }
  query.pending = true;
  ctx.host.queries.pending.push(query);
  return Status.OK;
}

function forgetPending(host: VirglHost, query: Query): void {
  if (!query.pending) return;
  query.pending = false;
  const { pending } = host.queries;
  pending.splice(pending.indexOf(query), 1);
}

/**
 * Writes the results that have come since. To be called before a fence is said to have passed.
 *
 * @returns how many results guests still wait for
 */
export function pollQueries(host: VirglHost): number {
  const { pending } = host.queries;
  let kept = 0;
  for (let i = 0; i < pending.length; i++) {
    const query = pending[i]!;
    if (query.ready(host, false)) {
      query.pending = false;
      query.writeResult(host);
    } else pending[kept++] = query;
  }
  pending.length = kept;
  return kept;
}

/**
 * GET_QUERY_RESULT_QBO: writes the result, or whether it is there (index -1), into a buffer of the guest's choice.
 *
 * A query that is one GL query writes its result on the GPU, in order with everything else. One that was interrupted has to
 * be added up here: with `wait` the host does wait for it, because commands that follow may read the buffer.
 */
export function getQueryResultQbo(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < GetQueryResultQboLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const query = findQuery(ctx, getQueryResultQboHandle(words, at));
  if (query === null) return Status.ILLEGAL_HANDLE;
  const { host } = ctx;
  const { gl, state } = host;
  if (!gl.features.queryBuffer) return ctx.refuse(Status.UNSUPPORTED, 'the host has no query buffers');
  const resourceId = getQueryResultQboQboHandle(words, at);
  const resource = ctx.resource(resourceId);
  if (resource === null || !resource.isBuffer) return ctx.refuse(Status.ILLEGAL_RESOURCE, `no buffer ${resourceId}`);
  const type = getQueryResultQboResultType(words, at);
  const offset = getQueryResultQboOffset(words, at);
  const bytes = type === QueryValueType.I64 || type === QueryValueType.U64 ? 8 : 4;
  if (type > QueryValueType.U64) return ctx.refuse(Status.ILLEGAL_VALUE, `result type ${type}`);
  if (offset % bytes !== 0 || offset + bytes > resource.args.width) {
    return ctx.refuse(Status.ILLEGAL_RANGE, `${bytes} bytes at byte ${offset} of a buffer of ${resource.args.width}`);
  }
  const available = getQueryResultQboIndex(words, at) === -1;
  const wait = getQueryResultQboWait(words, at) !== 0;
  const { only } = query.counter;
  if (only !== null && (available || isPlain(query))) {
    state.bindBuffer(GL.QUERY_BUFFER, resource.glName);
    const what = available ? GL.QUERY_RESULT_AVAILABLE : wait ? GL.QUERY_RESULT : GL.QUERY_RESULT_NO_WAIT;
    if (type === QueryValueType.I32) gl.getQueryObjectiToBuffer(only.name, what, offset);
    else if (type === QueryValueType.U32) gl.getQueryObjectuiToBuffer(only.name, what, offset);
    else if (type === QueryValueType.I64) gl.getQueryObjecti64ToBuffer(only.name, what, offset);
    else gl.getQueryObjectui64ToBuffer(only.name, what, offset);
    // A bound query buffer would take the results of all later glGetQueryObject calls.
    state.bindBuffer(GL.QUERY_BUFFER, 0);
    return Status.OK;
  }
  const ready = query.ready(host, wait && !available);
  if (!available && !ready) return Status.OK;
  writeNumber(host, resource.glName, offset, available ? (ready ? 1 : 0) : query.result(host), type, bytes);
  return Status.OK;
}

/** True when the guest's result is GL's. */
function isPlain(query: Query): boolean {
  switch (query.type) {
    case PipeQuery.GPU_FINISHED:
      return false;
    case PipeQuery.OCCLUSION_PREDICATE:
    case PipeQuery.OCCLUSION_PREDICATE_CONSERVATIVE:
      // Overlapping a counter it may have counted samples.
      return query.counter.only?.target !== GL.SAMPLES_PASSED;
    case PipeQuery.OCCLUSION_COUNTER:
      return query.counter.only?.target === GL.SAMPLES_PASSED;
    default:
      return true;
  }
}

/** Writes a number into a GL buffer, clamped to its type as GL does. */
function writeNumber(host: VirglHost, buffer: number, offset: number, value: number, type: number, bytes: number): void {
  const memory = host.scratch(8);
  const view = new DataView(memory.bytes.buffer, memory.bytes.byteOffset, 8);
  if (bytes === 4) view.setUint32(0, Math.min(value, type === QueryValueType.I32 ? 0x7fffffff : 0xffffffff), true);
  else {
    view.setUint32(0, value >>> 0, true);
    view.setUint32(4, Math.floor(value / 2 ** 32), true);
  }
  host.state.bindBuffer(GL.COPY_WRITE_BUFFER, buffer);
  host.gl.bufferSubData(GL.COPY_WRITE_BUFFER, offset, bytes, memory, 0);
}

/** Stops the current sub-context's counting of what is drawn: the host is about to draw for itself. */
export function suspendQueries(host: VirglHost): void {
  host.current?.queries.suspend(host.gl, host.queries, DRAWING_SLOTS);
}

/** Undoes `suspendQueries`. */
export function resumeQueries(host: VirglHost): void {
  host.current?.queries.resume(host.gl, host.queries, DRAWING_SLOTS);
}

/**
 * Takes a sub-context's queries and conditional rendering out of GL: another's come in. Transform feedback is bound during
 * draws only.
 */
export function leaveSubContext(sub: SubContext): void {
  const { host } = sub.ctx;
  leaveRenderCondition(host);
  sub.queries.suspend(host.gl, host.queries, ALL_SLOTS);
}

/** Puts a sub-context's queries and conditional rendering into GL; transform feedback comes back with the next draw. */
export function enterSubContext(sub: SubContext): void {
  const { host } = sub.ctx;
  sub.queries.resume(host.gl, host.queries, ALL_SLOTS);
  enterRenderCondition(sub);
}
