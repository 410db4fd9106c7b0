import { GL, type Features } from '@virglass/gl';
import * as p from '@virglass/protocol';
import type { VirglContext } from '../context.ts';
import type { VirglHost } from '../host.ts';
import type { Resource } from '../resources/resource.ts';
import { writeSystemBuffer } from '../resources/system-buffer.ts';
import { Status } from '../status.ts';
import type { SubContext } from '../sub-context.ts';
import { QueryCounter, QuerySlot, STATISTICS_COUNT } from './query-slots.ts';
import { VirglObject } from './virgl-object.ts';

/** Bytes of struct virgl_host_query_state: state u32, result size u32, result u64. */
export const QUERY_RESULT_BYTES = 16;

/** Ticks a second of our timestamps, what a TIMESTAMP_DISJOINT query answers. */
const NANOSECONDS = 1e9;

/** Vertex streams of stream output. */
const MAX_STREAMS = 4;

const resultBytes = new Uint8Array(QUERY_RESULT_BYTES);
const resultWords = new Uint32Array(resultBytes.buffer);

/**
 * A query: what it counts, and the buffer of the guest that its result goes to.
 *
 * Types without a slot are answered in other ways: TIMESTAMP and GPU_FINISHED by a timestamp that is taken at the end,
 * TIMESTAMP_DISJOINT by a constant.
 */
export class Query extends VirglObject {
  readonly kind = p.ObjectType.QUERY;
  /** `PipeQuery`. */
  readonly type: number;
  /** Vertex stream, or `StatisticsQuery`. */
  readonly index: number;
  readonly resource: Resource;
  /** Byte of the resource where the result goes. */
  readonly offset: number;
  readonly sub: SubContext;
  readonly counter: QueryCounter;
  /** True while the guest waits for the result. */
  pending = false;

  constructor(sub: SubContext, handle: number, payload: Uint32Array, type: number, index: number, resource: Resource, offset: number) {
    super(handle, payload);
    this.sub = sub;
    this.type = type;
    this.index = index;
    this.resource = resource.retain();
    this.offset = offset;
    this.counter = new QueryCounter(slotOf(type, index), occlusionTarget(type));
  }

  /** True for types whose end alone takes the value. */
  get isTimestamp(): boolean {
    return this.type === p.PipeQuery.TIMESTAMP || this.type === p.PipeQuery.GPU_FINISHED;
  }

  /** True for types that have no beginning and no GL query. */
  get isConstant(): boolean {
    return this.type === p.PipeQuery.TIMESTAMP_DISJOINT;
  }

  /** True when GL can condition rendering on a query of this type. */
  get canCondition(): boolean {
    return (
      this.counter.slot === QuerySlot.OCCLUSION || (this.counter.slot >= QuerySlot.OVERFLOW && this.counter.slot <= QuerySlot.OVERFLOW_ANY)
    );
  }

  /** True when the result is there; waits for it when told so. An active query has none. */
  ready(host: VirglHost, wait: boolean): boolean {
    return this.isConstant || (!this.counter.active && this.counter.ready(host.queries, wait));
  }

  /** The result as the guest wants it; right once `ready`. */
  result(host: VirglHost): number {
    const { total } = this.counter;
    switch (this.type) {
      case p.PipeQuery.OCCLUSION_COUNTER:
        return host.gl.features.occlusionQuery ? total : total * pretendedSamples(this.sub);
      case p.PipeQuery.OCCLUSION_PREDICATE:
      case p.PipeQuery.OCCLUSION_PREDICATE_CONSERVATIVE:
      case p.PipeQuery.SO_OVERFLOW_PREDICATE:
      case p.PipeQuery.SO_OVERFLOW_ANY_PREDICATE:
        return total === 0 ? 0 : 1;
      case p.PipeQuery.GPU_FINISHED:
        return 1;
      case p.PipeQuery.TIMESTAMP_DISJOINT:
        return NANOSECONDS;
      default:
        return total;
    }
  }

  /** Writes state and result where the guest looks for them. */
  writeResult(host: VirglHost): void {
    const result = this.result(host);
    resultWords[0] = p.QueryState.DONE;
    resultWords[1] = this.type === p.PipeQuery.TIMESTAMP || this.type === p.PipeQuery.TIME_ELAPSED ? 8 : 4;
    resultWords[2] = result >>> 0;
    resultWords[3] = Math.floor(result / 2 ** 32);
    writeToGuest(host, this.resource, this.offset, resultBytes);
  }

  protected override free(host: VirglHost): void {
    const { queries } = host;
    this.sub.queries.end(host.gl, queries, this.counter);
    this.counter.clear(queries);
    if (this.pending) queries.pending.splice(queries.pending.indexOf(this), 1);
    this.pending = false;
    host.releaseResource(this.resource);
  }
}

/**
 * Writes bytes into a buffer on the guest's side, and on GL's where it has one, so that no transfer brings back what was
 * there before.
 */
function writeToGuest(host: VirglHost, resource: Resource, offset: number, bytes: Uint8Array): void {
  if (resource.deferred || resource.backing.length > 0) writeSystemBuffer(resource, offset, bytes);
  if (resource.deferred) return;
  const memory = host.scratch(bytes.length);
  memory.bytes.set(bytes);
  host.state.bindBuffer(GL.COPY_WRITE_BUFFER, resource.glName);
  host.gl.bufferSubData(GL.COPY_WRITE_BUFFER, offset, bytes.length, memory, 0);
}

/**
 * What an occlusion counter says on a host that only knows whether any sample passed: a tenth of the framebuffer, so that
 * a guest which draws less for few samples draws everything.
 */
function pretendedSamples(sub: SubContext): number {
  return Math.max(1, Math.floor((sub.framebuffer.width * sub.framebuffer.height) / 10));
}

function slotOf(type: number, index: number): number {
  const { PipeQuery } = p;
  switch (type) {
    case PipeQuery.OCCLUSION_COUNTER:
    case PipeQuery.OCCLUSION_PREDICATE:
    case PipeQuery.OCCLUSION_PREDICATE_CONSERVATIVE:
      return QuerySlot.OCCLUSION;
    case PipeQuery.PRIMITIVES_GENERATED:
      return QuerySlot.PRIMITIVES_GENERATED + index;
    case PipeQuery.PRIMITIVES_EMITTED:
    case PipeQuery.SO_STATISTICS:
      return QuerySlot.PRIMITIVES_EMITTED + index;
    case PipeQuery.SO_OVERFLOW_PREDICATE:
      return QuerySlot.OVERFLOW + index;
    case PipeQuery.SO_OVERFLOW_ANY_PREDICATE:
      return QuerySlot.OVERFLOW_ANY;
    case PipeQuery.TIME_ELAPSED:
      return QuerySlot.TIME_ELAPSED;
    case PipeQuery.PIPELINE_STATISTICS:
      return QuerySlot.STATISTICS + index;
    default:
      return -1;
  }
}

function occlusionTarget(type: number): number {
  switch (type) {
    case p.PipeQuery.OCCLUSION_COUNTER:
      return GL.SAMPLES_PASSED;
    case p.PipeQuery.OCCLUSION_PREDICATE:
      return GL.ANY_SAMPLES_PASSED;
    default:
      return GL.ANY_SAMPLES_PASSED_CONSERVATIVE;
  }
}

/** '' when the host has queries of this type and index, else what is wrong. */
export function checkQueryType(features: Features, type: number, index: number): string {
  const { PipeQuery } = p;
  switch (type) {
    case PipeQuery.OCCLUSION_COUNTER:
    case PipeQuery.OCCLUSION_PREDICATE:
    case PipeQuery.OCCLUSION_PREDICATE_CONSERVATIVE:
      return features.occlusionQueryBoolean ? '' : 'the host has no occlusion queries';
    case PipeQuery.PRIMITIVES_GENERATED:
      if (!features.primitivesGenerated) return 'the host does not count primitives';
      return checkStream(features, index);
    case PipeQuery.PRIMITIVES_EMITTED:
    case PipeQuery.SO_STATISTICS:
      return checkStream(features, index);
    case PipeQuery.SO_OVERFLOW_PREDICATE:
      if (!features.transformFeedbackOverflow) return 'the host has no overflow queries';
      return checkStream(features, index);
    case PipeQuery.SO_OVERFLOW_ANY_PREDICATE:
      return features.transformFeedbackOverflow ? '' : 'the host has no overflow queries';
    case PipeQuery.TIMESTAMP:
    case PipeQuery.TIME_ELAPSED:
    case PipeQuery.GPU_FINISHED:
      return features.timerQuery ? '' : 'the host has no timer queries';
    case PipeQuery.TIMESTAMP_DISJOINT:
      return '';
    case PipeQuery.PIPELINE_STATISTICS:
      if (!features.pipelineStatistics) return 'the host has no pipeline statistics';
      return index < STATISTICS_COUNT ? '' : `statistic ${index}, there are ${STATISTICS_COUNT}`;
    default:
      return `type ${type}`;
  }
}

function checkStream(features: Features, index: number): string {
  if (index >= MAX_STREAMS) return `vertex stream ${index}, there are ${MAX_STREAMS}`;
  return index === 0 || features.transformFeedback3 ? '' : `vertex stream ${index}, the host has one`;
}

/** Creates a query from CREATE_OBJECT QUERY. */
export function createQuery(
  ctx: VirglContext,
  handle: number,
  payload: Uint32Array,
  words: Uint32Array,
  _floats: Float32Array,
  at: number,
  length: number,
): Query | number {
  if (length < p.CreateQueryLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words is too short`);
  const type = p.createQueryType(words, at);
  const index = p.createQueryIndex(words, at);
  const offset = p.createQueryOffset(words, at);
  const resourceId = p.createQueryResHandle(words, at);
  const resource = ctx.resource(resourceId);
  if (resource === null || !resource.isBuffer) return ctx.refuse(Status.ILLEGAL_RESOURCE, `query ${handle}: no buffer ${resourceId}`);
  if (offset + QUERY_RESULT_BYTES > resource.args.width) {
    return ctx.refuse(Status.ILLEGAL_RANGE, `query ${handle}: result at byte ${offset} of a buffer of ${resource.args.width}`);
  }
  const wrong = checkQueryType(ctx.host.gl.features, type, index);
  if (wrong !== '') return ctx.refuse(Status.UNSUPPORTED, `query ${handle}: ${wrong}`);
  return new Query(ctx.sub, handle, payload, type, index, resource, offset);
}
