/*
 * Queries of many guests on one GL context.
 *
 * GL lets one query of a target be active. Guests disagree: the queries of a sub-context must count nothing while another
 * sub-context (or the blitter) draws, and a guest may overlap queries. So a guest's query is not a GL query but a sum over
 * `Segment`s, each of which is one GL query that ran from one interruption to the next, and all of a sub-context's queries
 * that count the same thing (a "slot") share the segments they have in common:
 *
 *   guest queries   A |-----------------|          B |--------------|
 *   interruptions             ####            ###
 *   segments        A |--1---|    |--2--|-3--|   |-4---|              A = 1 + 2, and B, begun before A ended, shares
 *
 * Only the slots of the current sub-context are live in GL. A query that was never interrupted has one segment, which is
 * then good for conditional rendering as well.
 */
import { GL, type Gl } from '@virglass/gl';
import type { Query } from './query.ts';

/** What a query counts; one GL query is live in each at most. */
export const QuerySlot = {
  OCCLUSION: 0,
  /** + vertex stream */
  PRIMITIVES_GENERATED: 1,
  /** + vertex stream */
  PRIMITIVES_EMITTED: 5,
  /** + vertex stream */
  OVERFLOW: 9,
  OVERFLOW_ANY: 13,
  TIME_ELAPSED: 14,
  /** + `StatisticsQuery` */
  STATISTICS: 15,
} as const;

const SLOTS = 26;

const STATISTICS_TARGETS: readonly number[] = [
  GL.VERTICES_SUBMITTED,
  GL.PRIMITIVES_SUBMITTED,
  GL.VERTEX_SHADER_INVOCATIONS,
  GL.GEOMETRY_SHADER_INVOCATIONS,
  GL.GEOMETRY_SHADER_PRIMITIVES_EMITTED,
  GL.CLIPPING_INPUT_PRIMITIVES,
  GL.CLIPPING_OUTPUT_PRIMITIVES,
  GL.FRAGMENT_SHADER_INVOCATIONS,
  GL.TESS_CONTROL_SHADER_PATCHES,
  GL.TESS_EVALUATION_SHADER_INVOCATIONS,
  GL.COMPUTE_SHADER_INVOCATIONS,
];

/** Number of pipeline statistics. */
export const STATISTICS_COUNT = STATISTICS_TARGETS.length;

/** What the blitter's draws must not be counted in: all but time and transform feedback, which is paused. */
export const DRAWING_SLOTS =
  (1 << QuerySlot.OCCLUSION) | (0xf << QuerySlot.PRIMITIVES_GENERATED) | (((1 << STATISTICS_COUNT) - 1) << QuerySlot.STATISTICS);

/** Every slot: what a switch to another sub-context interrupts. */
export const ALL_SLOTS = (1 << SLOTS) - 1;

/** Segments that a query may gather before the host waits for the oldest: bounds what a guest can pile up. */
const MAX_SEGMENTS = 64;

/** Segments after which the finished ones are added up. */
const FOLD_SEGMENTS = 8;

/** One GL query object, from begin to end; held by the queries that count it. */
export class Segment {
  readonly name: number;
  readonly target: number;
  /** Vertex stream. */
  readonly index: number;
  refs = 1;
  done = false;
  /** The result, once `done`. */
  value = 0;

  constructor(name: number, target: number, index: number) {
    this.name = name;
    this.target = target;
    this.index = index;
  }
}

/** Number of a kind of GL query: its target and its vertex stream, of which there are four. */
function kindOf(target: number, index: number): number {
  return target * 4 + index;
}

/**
 * The host's GL query objects that are not in use, the results that guests wait for, and the conditional rendering that is
 * on in GL.
 */
export class QueryPool implements Disposable {
  readonly #gl: Gl;
  readonly #free = new Map<number, number[]>();
  /** Queries whose result a guest has asked for and not got. */
  readonly pending: Query[] = [];
  /** Segment that GL's conditional rendering depends on now. */
  conditional: Segment | null = null;

  constructor(gl: Gl) {
    this.#gl = gl;
  }

  /** A GL query object of a target and vertex stream, to be begun. Mesa goes on counting the stream that it counted first. */
  take(target: number, index: number): Segment {
    const name = this.#free.get(kindOf(target, index))?.pop() ?? this.#gl.createQuery(target);
    return new Segment(name, target, index);
  }

  /** Drops a holder of the segment; its GL query is used again after the last. */
  release(segment: Segment): void {
    if (--segment.refs > 0) return;
    const kind = kindOf(segment.target, segment.index);
    const free = this.#free.get(kind);
    if (free === undefined) this.#free.set(kind, [segment.name]);
    else free.push(segment.name);
  }

  /** Reads a segment's result if it is there; waits for it when told so (which WebGL cannot). */
  read(segment: Segment, wait: boolean): boolean {
    if (segment.done) return true;
    const gl = this.#gl;
    if ((!wait || gl.features.isWebGl) && gl.getQueryObject(segment.name, GL.QUERY_RESULT_AVAILABLE) === 0) return false;
    segment.value = gl.getQueryObject(segment.name, GL.QUERY_RESULT);
    segment.done = true;
    return true;
  }

  [Symbol.dispose](): void {
    for (const names of this.#free.values()) for (const name of names) this.#gl.deleteQuery(name);
    this.#free.clear();
  }
}

/** A guest's query as a sum of segments. */
export class QueryCounter {
  readonly slot: number;
  /** In the occlusion slot: the GL target that is enough for this query. */
  readonly occlusionTarget: number;
  segments: Segment[] = [];
  /** Sum of the segments that have been let go. */
  sum = 0;
  active = false;

  constructor(slot: number, occlusionTarget = 0) {
    this.slot = slot;
    this.occlusionTarget = occlusionTarget;
  }

  /** Forgets what was counted. */
  clear(pool: QueryPool): void {
    for (const segment of this.segments) pool.release(segment);
    this.segments = [];
    this.sum = 0;
  }

  /** Takes in a segment that has ended. */
  add(pool: QueryPool, segment: Segment): void {
    segment.refs++;
    this.segments.push(segment);
    if (this.segments.length < FOLD_SEGMENTS) return;
    const mustShrink = this.segments.length >= MAX_SEGMENTS;
    let done = 0;
    while (done < this.segments.length && pool.read(this.segments[done]!, mustShrink && done === 0)) {
      this.sum += this.segments[done]!.value;
      pool.release(this.segments[done]!);
      done++;
    }
    if (done > 0) this.segments.splice(0, done);
  }

  /** True when every segment's result is there; waits for them when told so. */
  ready(pool: QueryPool, wait: boolean): boolean {
    for (const segment of this.segments) if (!pool.read(segment, wait)) return false;
    return true;
  }

  /** The sum; right once `ready`. */
  get total(): number {
    let total = this.sum;
    for (const segment of this.segments) total += segment.value;
    return total;
  }

  /** The one segment that is the whole query, or null: only such a query can condition rendering in GL. */
  get only(): Segment | null {
    return this.segments.length === 1 && this.sum === 0 && !this.active ? this.segments[0]! : null;
  }
}

/** The active queries of one sub-context. */
export class QuerySlots {
  readonly #members: (QueryCounter[] | null)[] = Array.from({ length: SLOTS }, () => null);
  readonly #segments: (Segment | null)[] = Array.from({ length: SLOTS }, () => null);
  /** Slots with members, one bit each. */
  #used = 0;
  /** Slots that may count now: none while another sub-context is current. */
  #live = 0;

  /**
   * Begins to count.
   *
   * @param more - go on from what was counted before instead of from zero
   */
  begin(gl: Gl, pool: QueryPool, counter: QueryCounter, more = false): void {
    if (counter.active) this.end(gl, pool, counter);
    if (!more) counter.clear(pool);
    const { slot } = counter;
    const members = (this.#members[slot] ??= []);
    this.#interrupt(gl, pool, slot);
    members.push(counter);
    counter.active = true;
    this.#used |= 1 << slot;
    this.#run(gl, pool, slot);
  }

  /** Ends counting; nothing happens to a counter that is not active. */
  end(gl: Gl, pool: QueryPool, counter: QueryCounter): void {
    if (!counter.active) return;
    const { slot } = counter;
    const members = this.#members[slot]!;
    this.#interrupt(gl, pool, slot);
    members.splice(members.indexOf(counter), 1);
    counter.active = false;
    if (members.length === 0) this.#used &= ~(1 << slot);
    else this.#run(gl, pool, slot);
  }

  /** Stops counting in some slots (one bit each) until `resume`. */
  suspend(gl: Gl, pool: QueryPool, slots: number): void {
    this.#live &= ~slots;
    for (let left = this.#used & slots; left !== 0; left &= left - 1) this.#interrupt(gl, pool, 31 - Math.clz32(left & -left));
  }

  /** Counts again. */
  resume(gl: Gl, pool: QueryPool, slots: number): void {
    this.#live |= slots;
    for (let left = this.#used & slots; left !== 0; left &= left - 1) this.#run(gl, pool, 31 - Math.clz32(left & -left));
  }

  #run(gl: Gl, pool: QueryPool, slot: number): void {
    if (((this.#live >>> slot) & 1) === 0 || this.#segments[slot] !== null) return;
    const index = slotIndex(slot);
    const segment = pool.take(slotTarget(gl, slot, this.#members[slot]!), index);
    if (index > 0) gl.beginQueryIndexed(segment.target, index, segment.name);
    else gl.beginQuery(segment.target, segment.name);
    this.#segments[slot] = segment;
  }

  /** Ends the live segment, which goes to all members of the slot. */
  #interrupt(gl: Gl, pool: QueryPool, slot: number): void {
    const segment = this.#segments[slot]!;
    if (segment === null) return;
    this.#segments[slot] = null;
    const index = slotIndex(slot);
    if (index > 0) gl.endQueryIndexed(segment.target, index);
    else gl.endQuery(segment.target);
    for (const counter of this.#members[slot]!) counter.add(pool, segment);
    pool.release(segment);
  }
}

/** Vertex stream of a slot. */
function slotIndex(slot: number): number {
  return slot >= QuerySlot.PRIMITIVES_GENERATED && slot < QuerySlot.OVERFLOW_ANY ? (slot - 1) & 3 : 0;
}

function slotTarget(gl: Gl, slot: number, members: readonly QueryCounter[]): number {
  if (slot === QuerySlot.OCCLUSION) {
    let target: number = GL.ANY_SAMPLES_PASSED_CONSERVATIVE;
    for (const member of members) {
      if (member.occlusionTarget === GL.SAMPLES_PASSED) target = GL.SAMPLES_PASSED;
      else if (member.occlusionTarget === GL.ANY_SAMPLES_PASSED && target !== GL.SAMPLES_PASSED) target = GL.ANY_SAMPLES_PASSED;
    }
    if (target === GL.SAMPLES_PASSED && !gl.features.occlusionQuery) return GL.ANY_SAMPLES_PASSED;
    if (target === GL.ANY_SAMPLES_PASSED_CONSERVATIVE && !gl.features.isGles && gl.features.version < 43) return GL.ANY_SAMPLES_PASSED;
    return target;
  }
  if (slot < QuerySlot.PRIMITIVES_EMITTED) return GL.PRIMITIVES_GENERATED;
  if (slot < QuerySlot.OVERFLOW) return GL.TRANSFORM_FEEDBACK_PRIMITIVES_WRITTEN;
  if (slot < QuerySlot.OVERFLOW_ANY) return GL.TRANSFORM_FEEDBACK_STREAM_OVERFLOW;
  if (slot === QuerySlot.OVERFLOW_ANY) return GL.TRANSFORM_FEEDBACK_OVERFLOW;
  if (slot === QuerySlot.TIME_ELAPSED) return GL.TIME_ELAPSED;
  return STATISTICS_TARGETS[slot - QuerySlot.STATISTICS]!;
}
