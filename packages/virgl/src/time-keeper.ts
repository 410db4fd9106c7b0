import { GL, type Gl, type GlState, type GpuWatcher, type Memory, Verdict, WatchBoard } from '@virglass/gl';
import type { VirglContext } from './context.ts';
import {
  FIRST_DRAWS_TO_MARK,
  LONE_DRAWS_TO_MARK,
  LOOK_WORK,
  MARKS_AHEAD,
  MAX_LOOP_TURNS,
  MOST_DRAWS_TO_MARK,
  PATIENCE_ALONE,
  QUICK_MILLISECONDS,
  SLOW_MILLISECONDS,
} from './limits.ts';
import { Status } from './status.ts';

/*
 * Time: when work has finished, whose it was, and how one guest is kept from taking everybody's.
 *
 * GL executes in order, so time is one line with marks on it. A mark is a GL fence; mark n has passed when everything submitted before it
 * has finished, of all guests. Marks are made where a front asks for a fence, and where the thread goes over from one context to another
 * while a watcher looks on: then the work between two marks is one context's.
 *
 * The watcher, a thread of its own, is told which context the thread works for, a beat per command, and the marks. It finds the context
 * that has kept the others waiting for longer than its quota allows, says so on the board, and writes the context's stop word: the
 * loops of its shaders read that and end. Here the verdict is read once per command, and latches the context.
 *
 * What is not in a loop cannot be stopped from outside. It is cut into pieces (`commands/draw-slices.ts`), and between two commands a
 * submit can be left and taken up again: `isOver` says when. Reading a clock costs more than most commands, so commands are weighed and
 * the clock is looked at once per `LOOK_WORK`.
 */

/** How shaders are kept from running for ever: what goes into `GlslOptions`. */
export interface LoopOptions {
  readonly loopGuard?: { readonly binding: number };
  readonly loopLimit?: number;
}

/** Bytes from one stop word to the next, unless GL wants more: words in one cache line would be read by everybody's loops. */
const STOP_STRIDE = 64;

/** The line of time of all guests, and who may go on; see the essay above. */
export class TimeKeeper implements Disposable {
  readonly #gl: Gl;
  readonly #state: GlState;
  readonly #watcher: GpuWatcher | null;
  readonly #board: WatchBoard | null;
  /** Open marks: their GL sync objects, oldest first from `#finished` on. */
  readonly #syncs: number[] = [];
  /** Whose work they end, and when they were made. */
  readonly #owners: VirglContext[] = [];
  readonly #times: number[] = [];
  /** Those of marks that have passed, to be deleted when nobody waits for an answer. */
  readonly #spent: number[] = [];
  #made = 0;
  #finished = 0;
  #wanted = 0;
  /** Context that the thread works for. */
  #running: VirglContext | null = null;
  /** Context whose work no mark covers yet. */
  #unmarked: VirglContext | null = null;
  /** Draws since the last mark. */
  #drawn = 0;
  /** When marks have passed last, as far as was seen. */
  #passedAt = 0;
  /** Contexts by slot. */
  readonly #contexts = new Map<number, VirglContext>();
  /** Slots whose contexts are gone and whose work may not be. */
  readonly #leaving: { readonly slot: number; readonly mark: number }[] = [];

  /** Work since the clock was last looked at; handlers add what their command weighs. */
  work = 0;
  /** When the running submit shall be left. */
  #deadline = Number.POSITIVE_INFINITY;
  /** Called with marks that have passed: what waited for them can be done. */
  onPassed: (() => void) | null = null;
  readonly #afterMarks: () => void;

  readonly #guardBinding: number;
  readonly #guardStages: readonly number[];
  #guardBuffer = 0;
  #guardStride = 0;
  #guardWords: Int32Array | null = null;

  /**
   * @param watcher - owned from now on; null: nobody watches, and nobody is stopped
   * @param afterMarks - called when marks have passed, before anybody is told: results of queries are there
   */
  constructor(gl: Gl, state: GlState, watcher: GpuWatcher | null, afterMarks: () => void) {
    this.#gl = gl;
    this.#state = state;
    this.#watcher = watcher;
    this.#board = watcher === null ? null : watcher.board;
    this.#afterMarks = afterMarks;
    const { features } = gl;
    this.#guardBinding = features.maxStorageBindings - 1;
    this.#guardStages = features.maxStorageBlocks;
    if (watcher !== null && features.shaderStorage && features.bufferStorage) this.#makeGuard();
    if (watcher !== null) {
      watcher.onReport = () => {
        this.collect();
        this.#latchStopped();
        this.onPassed?.();
      };
    }
  }

  #makeGuard(): void {
    const gl = this.#gl;
    const stride = Math.max(STOP_STRIDE, gl.features.storageBufferOffsetAlignment);
    const bytes = stride * (WatchBoard.slots + 1);
    const buffer = gl.createBuffer();
    this.#state.bindBuffer(GL.COPY_WRITE_BUFFER, buffer);
    const access = GL.MAP_WRITE_BIT | GL.MAP_READ_BIT | GL.MAP_PERSISTENT_BIT | GL.MAP_COHERENT_BIT;
    gl.bufferStorage(GL.COPY_WRITE_BUFFER, bytes, null, 0, access);
    const memory: Memory | null = gl.mapBufferRange(GL.COPY_WRITE_BUFFER, 0, bytes, access);
    if (memory === null) {
      this.#state.forgetBuffer(buffer);
      gl.deleteBuffer(buffer);
      return;
    }
    this.#guardWords = new Int32Array(memory.bytes.buffer, memory.bytes.byteOffset, bytes >>> 2);
    this.#guardWords.fill(0);
    this.#guardBuffer = buffer;
    this.#guardStride = stride;
    this.#board?.setGuard(memory.address, stride);
  }

  /** Whether work is watched: contexts can be stopped. */
  get watched(): boolean {
    return this.#watcher !== null && this.#watcher.alive;
  }

  /**
   * How a shader of a stage is kept from running for ever.
   *
   * @param blocks - storage blocks that the shader has; where these are all of the stage's, there is none for the stop word
   */
  loopOptions(stage: number, blocks: number): LoopOptions {
    const room = this.#guardBuffer !== 0 && blocks < (this.#guardStages[stage] ?? 0);
    if (room) return { loopGuard: { binding: this.#guardBinding } };
    return this.#watcher === null ? {} : { loopLimit: MAX_LOOP_TURNS };
  }

  /** Binds the running context's stop word, before draws and dispatches of programs whose loops read it. */
  bindGuard(ctx: VirglContext): void {
    if (this.#guardBuffer === 0) return;
    this.#state.bindBufferRange(
      GL.SHADER_STORAGE_BUFFER,
      this.#guardBinding,
      this.#guardBuffer,
      ctx.timeSlot * this.#guardStride,
      this.#guardStride,
    );
  }

  // --- contexts -------------------------------------------------------------------------------------------------------

  /** Takes a new context in; false when there is no place for another. */
  open(ctx: VirglContext): boolean {
    const board = this.#board;
    if (board === null) return true;
    if (this.#leaving.length > 0) this.collect();
    const slot = board.openSlot(ctx.device.quota.gpuMilliseconds);
    if (slot === 0) return false;
    ctx.timeSlot = slot;
    this.#contexts.set(slot, ctx);
    board.patience = this.#patience;
    return true;
  }

  /** Lets a context go. What it has left behind on the GPU need not be finished: nobody will look at it. */
  close(ctx: VirglContext): void {
    const board = this.#board;
    if (this.#running === ctx) this.leave();
    if (board === null || ctx.timeSlot === 0) {
      if (this.#unmarked === ctx) this.#unmarked = null;
      return;
    }
    const slot = ctx.timeSlot;
    this.#contexts.delete(slot);
    board.patience = this.#patience;
    this.collect();
    if (this.#unmarked === ctx || this.#made > this.#finished) {
      if (this.#guardWords !== null) this.#guardWords[(slot * this.#guardStride) >>> 2] = 1;
      const mark = this.#unmarked === ctx ? this.mark() : this.#made;
      this.#leaving.push({ slot, mark });
    } else {
      this.#free(slot);
    }
  }

  /** How many times as long as its quota a context may take: the quota is for the sake of others. */
  get #patience(): number {
    return this.#contexts.size > 1 ? 1 : PATIENCE_ALONE;
  }

  /** Milliseconds for which a context's work may keep the GPU busy now. */
  allowed(ctx: VirglContext): number {
    return ctx.device.quota.gpuMilliseconds * this.#patience;
  }

  #free(slot: number): void {
    if (this.#guardWords !== null) this.#guardWords[(slot * this.#guardStride) >>> 2] = 0;
    this.#board?.closeSlot(slot);
  }

  /** The thread works for a context from now on. */
  enter(ctx: VirglContext): void {
    const board = this.#board;
    if (board !== null) {
      // When those have passed that did while the thread was idle, nobody knows.
      if (this.#syncs.length > 0) this.collect(false);
      if (this.#unmarked !== null && this.#unmarked !== ctx) this.mark();
      board.enter(ctx.timeSlot);
    }
    this.#running = ctx;
    this.#unmarked = ctx;
  }

  /** The thread works for no guest now. */
  leave(): void {
    this.#running = null;
    this.#board?.leave();
  }

  /** Whether a context's work took too long; then the context has been latched. To be asked once per command, which it also counts. */
  isStopped(ctx: VirglContext): boolean {
    const board = this.#board;
    if (board === null) return false;
    board.beat();
    if (board.verdict(ctx.timeSlot) === Verdict.FINE) return false;
    this.#latch(ctx);
    return true;
  }

  #latch(ctx: VirglContext): void {
    if (ctx.error !== 0) return;
    ctx.error = Status.OUT_OF_QUOTA;
    const what = this.#board?.verdict(ctx.timeSlot) === Verdict.GPU ? 'its work kept the GPU' : 'a command of it kept the host';
    ctx.log.warn(`context ${ctx.id}: stopped: ${what} busy for more than ${this.allowed(ctx)} ms`);
  }

  /** Milliseconds that count, as the watcher counts them; else real ones. */
  clock(): number {
    return this.#board !== null && this.watched ? this.#board.clock : Date.now();
  }

  // --- marks ----------------------------------------------------------------------------------------------------------

  /** A mark after everything submitted so far; its number. */
  mark(): number {
    const ctx = this.#unmarked;
    if (ctx === null) return this.#made;
    const gl = this.#gl;
    const board = this.#board;
    if (board !== null && !board.hasRoom) {
      this.collect();
      if (!board.hasRoom) this.finish();
    }
    const sync = gl.fenceSync(GL.SYNC_GPU_COMMANDS_COMPLETE, 0);
    gl.flush();
    // The GPU is busy now.
    while (this.#spent.length > 0) gl.deleteSync(this.#spent.pop()!);
    this.#syncs.push(sync);
    this.#owners.push(ctx);
    this.#times.push(Date.now());
    this.#made++;
    this.#drawn = 0;
    board?.push(sync, ctx.timeSlot);
    // A mark within a submit covers what came before; there may be more.
    this.#unmarked = this.#running;
    return this.#made;
  }

  /**
   * Counts draws or dispatches, after they were made. Many of them in a row get marks in between, so that a picture that takes long is not
   * taken for a draw that does: as many as make the work between two last some tens of milliseconds. A context that is some marks ahead
   * of the GPU leaves its submit, for what others submit would queue behind all of it.
   */
  countDraws(ctx: VirglContext, count: number): void {
    this.#drawn += count;
    if (this.#board === null || this.drawsLeft(ctx) > 0) return;
    this.collect();
    this.mark();
    let ahead = 0;
    for (let i = 0; i < this.#owners.length; i++) if (this.#owners[i] === ctx) ahead++;
    if (ahead <= MARKS_AHEAD || this.#deadline === Number.POSITIVE_INFINITY) return;
    this.#deadline = 0;
    this.work = LOOK_WORK;
  }

  /** Draws or dispatches that a context may make before the next mark. */
  drawsLeft(ctx: VirglContext): number {
    if (this.#board === null) return Number.POSITIVE_INFINITY;
    const careful = this.#contexts.size > 1 || ctx.drawsToMark < FIRST_DRAWS_TO_MARK;
    return (careful ? ctx.drawsToMark : Math.max(4 * ctx.drawsToMark, LONE_DRAWS_TO_MARK)) - this.#drawn;
  }

  /** Whether a mark has passed. */
  hasPassed(mark: number): boolean {
    if (this.#finished < mark) this.collect();
    return this.#finished >= mark;
  }

  /** Waits for a mark, but no longer than so many microseconds; returns as `hasPassed`. */
  wait(mark: number, microseconds: number): boolean {
    const before = mark - this.#finished;
    if (before <= 0) return true;
    const sync = this.#syncs[before - 1]!;
    if (this.#gl.clientWaitSync(sync, 0, microseconds * 1000) === GL.TIMEOUT_EXPIRED) return false;
    this.collect(true, before);
    return true;
  }

  /** Asks for a call of `onPassed` when a mark has passed; false where nobody can tell. */
  want(mark: number): boolean {
    if (this.#board === null || !this.watched) return false;
    if (mark <= this.#finished) return false;
    this.#wanted = Math.max(this.#wanted, mark);
    this.#board.want(this.#wanted | 0);
    return true;
  }

  /** Waits for everything. */
  finish(): void {
    this.#gl.finish();
    this.collect();
    this.#afterMarks();
  }

  /**
   * Takes note of marks that have passed.
   *
   * @param justNow - they have passed since the thread last looked, so that the time between tells how long their work took
   * @param known - so many are known to have passed
   */
  collect(justNow = true, known = 0): void {
    const gl = this.#gl;
    const syncs = this.#syncs;
    let passed = known;
    while (passed < syncs.length && gl.clientWaitSync(syncs[passed]!, 0, 0) !== GL.TIMEOUT_EXPIRED) passed++;
    if (passed > 0) {
      this.#finished += passed;
      // Before they are deleted: the watcher takes a deleted one for passed, but it may have become another's name.
      this.#board?.retire(this.#finished | 0);
      const now = Date.now();
      // What is only seen now has passed at even distances.
      const each = (now - Math.max(this.#times[0]!, this.#passedAt)) / passed;
      this.#passedAt = now;
      for (let i = 0; i < passed; i++) {
        this.#spent.push(syncs[i]!);
        const owner = this.#owners[i]!;
        if (!justNow) continue;
        if (each > SLOW_MILLISECONDS) owner.drawsToMark = Math.max(1, owner.drawsToMark >> 2);
        else if (each < QUICK_MILLISECONDS) owner.drawsToMark = Math.min(MOST_DRAWS_TO_MARK, owner.drawsToMark * 2);
      }
      dropFirst(syncs, passed);
      dropFirst(this.#owners, passed);
      dropFirst(this.#times, passed);
    }
    if (passed > 0) this.#afterMarks();
    if (this.#board === null) return;
    while (this.#leaving.length > 0 && this.#leaving[0]!.mark <= this.#finished) this.#free(this.#leaving.shift()!.slot);
  }

  #latchStopped(): void {
    for (const [slot, ctx] of this.#contexts) {
      if (ctx.error === 0 && this.#board !== null && this.#board.verdict(slot) !== Verdict.FINE) this.#latch(ctx);
    }
  }

  // --- turns ----------------------------------------------------------------------------------------------------------

  /** Allows the next submit so many milliseconds of the thread, between commands. */
  allow(milliseconds: number): void {
    this.#deadline = milliseconds === Number.POSITIVE_INFINITY ? milliseconds : Date.now() + milliseconds;
    this.work = 0;
  }

  /** Whether the submit's time is over; to be asked when `work` has come to `LOOK_WORK`. */
  isOver(): boolean {
    this.work = 0;
    return this.#deadline !== Number.POSITIVE_INFINITY && Date.now() >= this.#deadline;
  }

  [Symbol.dispose](): void {
    // First, so that nobody writes stop words when they are gone.
    this.#watcher?.[Symbol.dispose]();
    for (const sync of [...this.#syncs.splice(0), ...this.#spent.splice(0)]) this.#gl.deleteSync(sync);
    if (this.#guardBuffer === 0) return;
    this.#state.bindBuffer(GL.COPY_WRITE_BUFFER, this.#guardBuffer);
    this.#gl.unmapBuffer(GL.COPY_WRITE_BUFFER);
    this.#state.forgetBuffer(this.#guardBuffer);
    this.#gl.deleteBuffer(this.#guardBuffer);
    this.#guardBuffer = 0;
    this.#guardWords = null;
  }
}

/** Takes the first elements out of an array: mostly there is one, and `splice` makes an array of what it takes out. */
function dropFirst(array: unknown[], count: number): void {
  if (count === 1) array.shift();
  else array.splice(0, count);
}
