/*
 * Stream output of one sub-context.
 *
 * Gallium's targets remember how far they have been written; binding a target again with offset -1 goes on from there. In
 * GL the transform feedback object remembers. So each set of targets that a guest binds gets a feedback object of its own,
 * and the same set bound again goes on with it. That is also what the guest means: Mesa makes new targets when an
 * application begins transform feedback, and binds the old ones when it resumes. (It leaves the append mask 0 either way,
 * so the mask cannot tell.)
 *
 * Feedback is bound and active in GL only during a draw, and paused in between, so that programs, framebuffers and sub-contexts can
 * change freely. GL resumes only with the program that it was begun with; when another program of the guest (or another
 * variant of the same one) takes over, feedback is ended and begun again behind what was written.
 */
import { GL } from '@virglass/gl';
import type { VirglHost } from '../host.ts';
import type { SubContext } from '../sub-context.ts';
import { QueryCounter, QuerySlot } from './query-slots.ts';
import type { StreamoutTarget } from './streamout-target.ts';

/** Targets that can be bound. */
export const MAX_STREAMOUT_TARGETS = 4;

/** Sets of targets that are remembered; the one not bound for longest goes. */
const MAX_SETS = 64;

/** Targets bound together, and their GL transform feedback object. */
export class StreamoutSet {
  readonly targets: readonly (StreamoutTarget | null)[];
  /** GL transform feedback object. */
  readonly glName: number;
  /** True from the first draw on: feedback is paused then, or active during a draw. */
  begun = false;
  /** GL program that feedback was begun with. */
  program = 0;
  /** GL primitive mode that feedback was begun with: POINTS, LINES or TRIANGLES. */
  mode = 0;
  /** Primitives written since feedback was begun (in this stretch: with this program and mode). */
  readonly counter = new QueryCounter(QuerySlot.PRIMITIVES_EMITTED);
  /** Vertices written in earlier stretches. */
  vertices = 0;

  constructor(targets: readonly (StreamoutTarget | null)[], glName: number) {
    this.targets = targets;
    this.glName = glName;
  }
}

/** Vertices of one primitive as feedback writes them. */
export function verticesPerPrimitive(mode: number): number {
  return mode === GL.TRIANGLES ? 3 : mode === GL.LINES ? 2 : 1;
}

/** The stream-output sets of a sub-context; `current` is bound. */
export class StreamoutState {
  current: StreamoutSet | null = null;
  /** In the order of last binding. */
  #sets: StreamoutSet[] = [];

  /** Binds targets; a set that was bound before goes on where it stopped. */
  bind(host: VirglHost, sub: SubContext, targets: readonly (StreamoutTarget | null)[]): void {
    this.unbind(host, sub);
    const sets = this.#sets;
    let set: StreamoutSet | null = null;
    for (let i = 0; i < sets.length; i++) {
      if (!sameTargets(sets[i]!.targets, targets)) continue;
      set = sets.splice(i, 1)[0]!;
      break;
    }
    if (set === null) {
      if (sets.length >= MAX_SETS) this.#delete(host, sub, sets.shift()!);
      set = new StreamoutSet(targets.slice(), host.gl.createTransformFeedback());
    }
    sets.push(set);
    this.current = set;
  }

  /** Binds no targets. */
  unbind(host: VirglHost, sub: SubContext): void {
    const set = this.current;
    if (set === null) return;
    this.current = null;
    this.closeCount(host, sub, set);
  }

  /** Stops counting what a set writes; what it wrote is kept. */
  closeCount(host: VirglHost, sub: SubContext, set: StreamoutSet): void {
    sub.queries.end(host.gl, host.queries, set.counter);
  }

  /** Vertices that a set has written, in all; waits for the GPU. */
  written(host: VirglHost, sub: SubContext, set: StreamoutSet): number {
    this.closeCount(host, sub, set);
    set.counter.ready(host.queries, true);
    set.vertices += set.counter.total * verticesPerPrimitive(set.mode);
    set.counter.clear(host.queries);
    return set.vertices;
  }

  /** The set that was bound last among those that have written to a target of this size; null when there is none. */
  lastWithSize(size: number): StreamoutSet | null {
    for (let i = this.#sets.length - 1; i >= 0; i--) {
      const set = this.#sets[i]!;
      if ((set.begun || set.vertices > 0) && set !== this.current && set.targets.some((target) => target?.size === size)) return set;
    }
    return null;
  }

  /** Drops the sets with a target that is going away. */
  forgetTarget(host: VirglHost, sub: SubContext, target: StreamoutTarget): void {
    for (let i = this.#sets.length - 1; i >= 0; i--) {
      if (this.#sets[i]!.targets.includes(target)) this.#delete(host, sub, this.#sets.splice(i, 1)[0]!);
    }
  }

  #delete(host: VirglHost, sub: SubContext, set: StreamoutSet): void {
    if (this.current === set) this.unbind(host, sub);
    this.closeCount(host, sub, set);
    set.counter.clear(host.queries);
    if (set.begun) {
      // GL deletes no feedback object that is active, which a paused one is.
      host.state.bindTransformFeedback(set.glName);
      host.gl.endTransformFeedback();
      host.state.bindTransformFeedback(0);
    }
    host.gl.deleteTransformFeedback(set.glName);
    host.state.forgetTransformFeedback(set.glName);
  }

  /** Drops everything. */
  clear(host: VirglHost, sub: SubContext): void {
    this.unbind(host, sub);
    for (const set of this.#sets) this.#delete(host, sub, set);
    this.#sets = [];
  }
}

function sameTargets(a: readonly (StreamoutTarget | null)[], b: readonly (StreamoutTarget | null)[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
