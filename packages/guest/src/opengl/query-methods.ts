import { encodeSetRenderCondition, PipeQuery, RenderCondition, StatisticsQuery } from '@virglass/protocol';
import { GL4 } from '../gl4-constants.ts';
import { QueryObject } from '../objects/query.ts';
import { WebGLQuery, WebGLSync } from '../webgl/objects.ts';
import { FramebufferMethods4 } from './framebuffer-methods.ts';

/** What a target is at the host, and whether it is one of each vertex stream. */
type Counted = readonly [type: number, index: number, streams: boolean];

const counted = new Map<number, Counted>([
  [GL4.SAMPLES_PASSED, [PipeQuery.OCCLUSION_COUNTER, 0, false]],
  [GL4.ANY_SAMPLES_PASSED, [PipeQuery.OCCLUSION_PREDICATE, 0, false]],
  [GL4.ANY_SAMPLES_PASSED_CONSERVATIVE, [PipeQuery.OCCLUSION_PREDICATE_CONSERVATIVE, 0, false]],
  [GL4.PRIMITIVES_GENERATED, [PipeQuery.PRIMITIVES_GENERATED, 0, true]],
  [GL4.TRANSFORM_FEEDBACK_PRIMITIVES_WRITTEN, [PipeQuery.PRIMITIVES_EMITTED, 0, true]],
  [GL4.TIME_ELAPSED, [PipeQuery.TIME_ELAPSED, 0, false]],
]);

const statistics = new Map<number, Counted>([
  [GL4.VERTICES_SUBMITTED, [PipeQuery.PIPELINE_STATISTICS, StatisticsQuery.IA_VERTICES, false]],
  [GL4.PRIMITIVES_SUBMITTED, [PipeQuery.PIPELINE_STATISTICS, StatisticsQuery.IA_PRIMITIVES, false]],
  [GL4.VERTEX_SHADER_INVOCATIONS, [PipeQuery.PIPELINE_STATISTICS, StatisticsQuery.VS_INVOCATIONS, false]],
  [GL4.TESS_CONTROL_SHADER_PATCHES, [PipeQuery.PIPELINE_STATISTICS, StatisticsQuery.HS_INVOCATIONS, false]],
  [GL4.TESS_EVALUATION_SHADER_INVOCATIONS, [PipeQuery.PIPELINE_STATISTICS, StatisticsQuery.DS_INVOCATIONS, false]],
  [GL4.GEOMETRY_SHADER_INVOCATIONS, [PipeQuery.PIPELINE_STATISTICS, StatisticsQuery.GS_INVOCATIONS, false]],
  [GL4.GEOMETRY_SHADER_PRIMITIVES_EMITTED, [PipeQuery.PIPELINE_STATISTICS, StatisticsQuery.GS_PRIMITIVES, false]],
  [GL4.FRAGMENT_SHADER_INVOCATIONS, [PipeQuery.PIPELINE_STATISTICS, StatisticsQuery.PS_INVOCATIONS, false]],
  [GL4.COMPUTE_SHADER_INVOCATIONS, [PipeQuery.PIPELINE_STATISTICS, StatisticsQuery.CS_INVOCATIONS, false]],
  [GL4.CLIPPING_INPUT_PRIMITIVES, [PipeQuery.PIPELINE_STATISTICS, StatisticsQuery.C_INVOCATIONS, false]],
  [GL4.CLIPPING_OUTPUT_PRIMITIVES, [PipeQuery.PIPELINE_STATISTICS, StatisticsQuery.C_PRIMITIVES, false]],
]);

const isAny = (target: number): boolean => target === GL4.ANY_SAMPLES_PASSED || target === GL4.ANY_SAMPLES_PASSED_CONSERVATIVE;

/** Queries of occlusion exclude each other; a stream's do not those of another. */
function slotOf(target: number, index: number): number {
  return (isAny(target) ? GL4.SAMPLES_PASSED : target) + index * 0x10000;
}

const conditions = new Map<number, readonly [mode: number, inverted: number]>([
  [GL4.QUERY_WAIT, [RenderCondition.WAIT, 0]],
  [GL4.QUERY_NO_WAIT, [RenderCondition.NO_WAIT, 0]],
  [GL4.QUERY_BY_REGION_WAIT, [RenderCondition.BY_REGION_WAIT, 0]],
  [GL4.QUERY_BY_REGION_NO_WAIT, [RenderCondition.BY_REGION_NO_WAIT, 0]],
  [GL4.QUERY_WAIT_INVERTED, [RenderCondition.WAIT, 1]],
  [GL4.QUERY_NO_WAIT_INVERTED, [RenderCondition.NO_WAIT, 1]],
  [GL4.QUERY_BY_REGION_WAIT_INVERTED, [RenderCondition.BY_REGION_WAIT, 1]],
  [GL4.QUERY_BY_REGION_NO_WAIT_INVERTED, [RenderCondition.BY_REGION_NO_WAIT, 1]],
]);

/** Longest that a client waits at once, in microseconds. */
const MOST_MICROSECONDS = 2 ** 40;

/** Queries, conditional rendering and fences. */
export class QueryMethods4 extends FramebufferMethods4 {
  /** @internal The query that draws depend on. */
  declare condition: WebGLQuery | null;

  #counted(target: number): Counted | undefined {
    const known = counted.get(target);
    if (known !== undefined) return target === GL4.TIME_ELAPSED && !this.openglExtensions.has('GL_ARB_timer_query') ? undefined : known;
    return this.openglExtensions.has('GL_ARB_pipeline_statistics_query') ? statistics.get(target) : undefined;
  }

  override deleteQuery(query: WebGLQuery | null): void {
    if (query != null && this.condition === query) this.endConditionalRender();
    super.deleteQuery(query);
  }

  override beginQuery(target: number, query: WebGLQuery): void {
    this.beginQueryIndexed(target, 0, query);
  }

  beginQueryIndexed(target: number, index: number, query: WebGLQuery): void {
    const method = 'beginQuery';
    if (this.isLost()) return;
    const known = this.#counted(target);
    if (known === undefined) return this.fail(GL4.INVALID_ENUM, method);
    const [type, which, streams] = known;
    if (index < 0 || index >= (streams ? this.limits.streams : 1)) return this.fail(GL4.INVALID_VALUE, method);
    if (!this.exists(query)) return this.fail(GL4.INVALID_OPERATION, method);
    const { object } = query;
    const slot = slotOf(target, index);
    const wrong = object.active || this.queries.has(slot) || (object.target !== 0 && object.target !== target) || query === this.condition;
    if (wrong) return this.fail(GL4.INVALID_OPERATION, method);
    query.settled = true;
    object.begin(target, type, streams ? index : which);
    this.queries.set(slot, query);
  }

  /** @internal The query that counts for a target and stream. */
  activeQuery(target: number, index: number): WebGLQuery | null {
    return this.queries.get(slotOf(target, index)) ?? null;
  }

  override endQuery(target: number): void {
    this.endQueryIndexed(target, 0);
  }

  endQueryIndexed(target: number, index: number): void {
    const method = 'endQuery';
    if (this.isLost()) return;
    const known = this.#counted(target);
    if (known === undefined) return this.fail(GL4.INVALID_ENUM, method);
    if (index < 0 || index >= (known[2] ? this.limits.streams : 1)) return this.fail(GL4.INVALID_VALUE, method);
    const query = this.queries.get(slotOf(target, index));
    if (query === undefined || query.object.target !== target) return this.fail(GL4.INVALID_OPERATION, method);
    query.object.end();
    this.queries.delete(slotOf(target, index));
  }

  /** Has a query say the time when everything before it has been done. */
  queryCounter(query: WebGLQuery, target: number): void {
    const method = 'queryCounter';
    if (this.isLost()) return;
    if (target !== GL4.TIMESTAMP || !this.openglExtensions.has('GL_ARB_timer_query')) return this.fail(GL4.INVALID_ENUM, method);
    if (!this.exists(query) || query.object.active) return this.fail(GL4.INVALID_OPERATION, method);
    if (query.object.target !== 0 && query.object.target !== target) return this.fail(GL4.INVALID_OPERATION, method);
    query.settled = true;
    query.object.stamp(target);
  }

  /** @internal The host's time in nanoseconds. */
  timestamp(): number {
    const query = new QueryObject(this.core.stream);
    query.stamp(GL4.TIMESTAMP);
    const time = query.result();
    query.destroy();
    return time;
  }

  /** The query that runs (CURRENT_QUERY), or the bits of its results (QUERY_COUNTER_BITS). */
  override getQuery(target: number, pname: number): WebGLQuery | number | null {
    return this.getQueryIndexed(target, 0, pname);
  }

  getQueryIndexed(target: number, index: number, pname: number): WebGLQuery | number | null {
    const method = 'getQuery';
    if (this.isLost()) return null;
    const known = target === GL4.TIMESTAMP ? ([PipeQuery.TIMESTAMP, 0, false] as const) : this.#counted(target);
    if (known === undefined || (pname !== GL4.CURRENT_QUERY && pname !== GL4.QUERY_COUNTER_BITS)) this.fail(GL4.INVALID_ENUM, method);
    else if (index < 0 || index >= (known[2] ? this.limits.streams : 1)) this.fail(GL4.INVALID_VALUE, method);
    else if (pname === GL4.QUERY_COUNTER_BITS) return isAny(target) ? 1 : 64;
    else {
      const query = this.queries.get(slotOf(target, index));
      return query?.object.target === target ? query : null;
    }
    return null;
  }

  override getQueryParameter(query: WebGLQuery, pname: number): number | boolean | null {
    return this.getQueryObject(query, pname);
  }

  /** The result of a query (a number: 0 or 1 where it is a truth), or whether it is there. */
  getQueryObject(query: WebGLQuery, pname: number): number | boolean | null {
    const method = 'getQueryObject';
    if (this.isLost()) return pname === GL4.QUERY_RESULT_AVAILABLE ? true : null;
    if (!this.exists(query) || query.object.active || query.object.target === 0) {
      this.fail(GL4.INVALID_OPERATION, method);
      return null;
    }
    const { object } = query;
    const result = (): number => (isAny(object.target) ? Number(object.result() !== 0) : object.result());
    switch (pname) {
      case GL4.QUERY_RESULT:
        return result();
      case GL4.QUERY_RESULT_NO_WAIT:
        return object.available() ? result() : 0;
      case GL4.QUERY_RESULT_AVAILABLE:
        return object.available();
      case GL4.QUERY_TARGET:
        return object.target;
    }
    this.fail(GL4.INVALID_ENUM, method);
    return null;
  }

  beginConditionalRender(query: WebGLQuery, mode: number): void {
    const method = 'beginConditionalRender';
    if (this.isLost()) return;
    const known = conditions.get(mode);
    const inverts = this.openglExtensions.has('GL_ARB_conditional_render_inverted');
    if (known === undefined || (known[1] === 1 && !inverts)) return this.fail(GL4.INVALID_ENUM, method);
    if (!(query instanceof WebGLQuery) || !this.exists(query)) return this.fail(GL4.INVALID_VALUE, method);
    const { object } = query;
    const counts = object.target === GL4.SAMPLES_PASSED || isAny(object.target);
    if (this.condition !== null || object.active || !counts) return this.fail(GL4.INVALID_OPERATION, method);
    this.condition = query;
    this.#setCondition(object.handle, known[1], known[0]);
  }

  endConditionalRender(): void {
    if (this.isLost()) return;
    if (this.condition === null) return this.fail(GL4.INVALID_OPERATION, 'endConditionalRender');
    this.condition = null;
    this.#setCondition(0, 0, 0);
  }

  #setCondition(handle: number, condition: number, mode: number): void {
    const { stream } = this.core;
    stream.at = encodeSetRenderCondition(stream.words, stream.floats, stream.room(4), { handle, condition, mode });
  }

  override fenceSync(condition: number, flags: number): WebGLSync | null {
    const sync = super.fenceSync(condition, flags);
    if (sync !== null) sync.object.settled = true;
    return sync;
  }

  /** @param timeout - nanoseconds */
  override clientWaitSync(sync: WebGLSync, flags: number, timeout: number): number {
    const method = 'clientWaitSync';
    if (this.isLost()) return GL4.WAIT_FAILED;
    const there = sync instanceof WebGLSync && this.exists(sync);
    if (!there || (flags & ~GL4.SYNC_FLUSH_COMMANDS_BIT) !== 0 || timeout < 0) {
      this.fail(GL4.INVALID_VALUE, method);
      return GL4.WAIT_FAILED;
    }
    const { object } = sync;
    const { winsys } = this.core;
    if (object.signalled || winsys.fenceSignalled(object.fence)) {
      object.signalled = true;
      return GL4.ALREADY_SIGNALED;
    }
    if (timeout === 0) return GL4.TIMEOUT_EXPIRED;
    object.signalled = winsys.waitFence(object.fence, Math.min(MOST_MICROSECONDS, Math.ceil(timeout / 1000)));
    this.checkHost();
    return object.signalled ? GL4.CONDITION_SATISFIED : GL4.TIMEOUT_EXPIRED;
  }

  override waitSync(sync: WebGLSync, flags: number, timeout: number): void {
    if (this.isLost()) return;
    const there = sync instanceof WebGLSync && this.exists(sync);
    if (!there || flags !== 0 || timeout !== GL4.TIMEOUT_IGNORED) this.fail(GL4.INVALID_VALUE, 'waitSync');
  }
}
