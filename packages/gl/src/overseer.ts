import { Verdict, type WatchBoard } from './watch-board.ts';

/*
 * The watcher's rules: who keeps the others waiting, and for how long.
 *
 * GL executes in order, so at any moment one slot can be at fault. While a mark is open, it is the slot of the oldest open mark, since
 * that mark became the oldest. While none is open, it is the slot whose command the owner of GL executes, since that command began or
 * the last mark signalled. (A mark is made whenever the owner goes over to another slot, so work without a mark belongs to the slot
 * that runs.) A slot that has been at fault without a break for longer than it may is stopped; where nobody else is there to wait, it may
 * for some times as long (`patience`).
 *
 * A command that takes as long may be an endless loop of a shader that the driver executes on the thread itself, or the driver that
 * compiles a large shader, which is honest. So it is probed: its loops are told to end for a moment. If the command ends, it was a loop,
 * and the slot is at fault; if not, the loops may run again, and the command gets more time, though not without end.
 *
 * The clock. Where the CPU draws, a machine with more to do than it can would make everybody slow, and slow is not guilty: there the clock
 * goes on by what this process got of the CPU, at most as fast as real time, at least half as fast. A watcher that was not scheduled itself
 * has slept through others' time too, so a step counts for at most a few looks.
 */

/** What the overseer needs from its surroundings. */
export interface Surroundings {
  /** Whether a sync object has signalled, after waiting for some milliseconds; true when it is gone. */
  wait(sync: number, milliseconds: number): boolean;
  /** Makes every guarded loop of the slot end, or lets them run. */
  stop(slot: number, stopped: boolean): void;
  /** Tells the owner that marks have signalled, or that a slot was found at fault. */
  report(): void;
  /** Milliseconds of real time. */
  now(): number;
  /** Milliseconds of CPU that the process has used, all threads; null where the CPU does not draw. */
  cpu(): number | null;
}

/** How many times as long as the GPU a command may keep the thread that owns GL. */
const THREAD_FACTOR = 3;

/** Milliseconds for which the loops of a command are told to end, to see whether it does; of CPU, where that draws. */
const PROBE = 300;
/** Least speed of the clock. */
const LEAST_SPEED = 0.5;

/** Milliseconds between two looks. */
const LOOK = 100;
/** Looks without anything new after which the watcher sleeps until it is woken. */
const IDLE_LOOKS = 10;
/** Looks for which one step counts at most. */
const STEP_LOOKS = 3;

/** Applies the rules: `step` until the board says that it is over. */
export class Overseer {
  readonly #board: WatchBoard;
  readonly #around: Surroundings;
  #clock = 0;
  #realTime: number;
  #cpuTime: number;
  /** Marks known to have signalled. */
  #front = 0;
  /** Clock when the oldest open mark became the oldest, or the last one signalled. */
  #frontSince = 0;
  /** Whether a mark was open at the last look. */
  #isOpen = false;
  #beats = -1;
  #beatSince = 0;
  #quietLooks = 0;
  /** Slot whose loops are told to end for a moment, since when, and how often its command was probed. */
  #probed = 0;
  #probedHolder = 0;
  #probedAt = 0;
  #probes = 0;

  constructor(board: WatchBoard, around: Surroundings) {
    this.#board = board;
    this.#around = around;
    this.#realTime = around.now();
    this.#cpuTime = around.cpu() ?? 0;
  }

  /** One look, and the wait until the next. */
  step(): void {
    const board = this.#board;
    const ticket = board.ticket;
    this.#tick();
    if (this.#probed !== 0) this.#endProbe();
    const made = board.made;
    this.#skipRetired();
    const reporting = (board.wanted - this.#front) | 0;
    // What was done without a mark before the first one is judged by its commands, not by the mark.
    if (!this.#isOpen && this.#front !== made) this.#frontSince = this.#clock;
    this.#isOpen = this.#front !== made;
    if (!this.#isOpen) {
      this.#watchThread();
      this.#rest(ticket);
    } else if (reporting > 0) {
      // The owner waits: so does this thread, in GL.
      if (this.#isDone(LOOK)) {
        this.#advance();
        this.#around.report();
      }
      this.#watchFront();
    } else {
      while (this.#front !== made && this.#isDone(0)) this.#advance();
      this.#watchFront();
      this.#rest(ticket);
    }
  }

  #tick(): void {
    const now = this.#around.now();
    const cpu = this.#around.cpu();
    let elapsed = Math.min(now - this.#realTime, STEP_LOOKS * LOOK);
    if (cpu !== null) {
      elapsed = Math.min(elapsed, Math.max(elapsed * LEAST_SPEED, cpu - this.#cpuTime));
      this.#cpuTime = cpu;
    }
    this.#realTime = now;
    this.#clock += Math.max(0, elapsed);
    this.#board.tell(this.#clock);
  }

  #skipRetired(): void {
    const retired = this.#board.retired;
    if (((retired - this.#front) | 0) <= 0) return;
    this.#front = retired;
    this.#frontSince = this.#clock;
  }

  #isDone(milliseconds: number): boolean {
    const { retired } = this.#board;
    return ((retired - this.#front) | 0) > 0 || this.#around.wait(this.#board.syncOf(this.#front), milliseconds);
  }

  #advance(): void {
    this.#front = (this.#front + 1) | 0;
    this.#frontSince = this.#clock;
    this.#quietLooks = 0;
  }

  #watchFront(): void {
    const board = this.#board;
    if (this.#front === board.made) return;
    this.#beats = -1;
    this.#quietLooks = 0;
    this.#judge(board.slotOf(this.#front), this.#clock - this.#frontSince, Verdict.GPU, 1);
  }

  #watchThread(): void {
    const { beats, running } = this.#board;
    if (beats !== this.#beats) {
      this.#beats = beats;
      this.#beatSince = this.#clock;
      this.#probes = 0;
      this.#quietLooks = 0;
    } else if (running !== 0) {
      this.#quietLooks = 0;
      this.#probe(running, this.#clock - Math.max(this.#beatSince, this.#frontSince));
      this.#judge(running, this.#clock - Math.max(this.#beatSince, this.#frontSince), Verdict.THREAD, THREAD_FACTOR);
    } else {
      this.#quietLooks++;
    }
  }

  #probe(slot: number, milliseconds: number): void {
    const board = this.#board;
    if (this.#probed !== 0 || board.verdict(slot) !== Verdict.FINE) return;
    if (milliseconds <= (this.#probes + 1) * board.patience * board.allowed(slot)) return;
    this.#probes++;
    this.#probed = slot;
    this.#probedHolder = board.holderOf(slot);
    this.#probedAt = this.#probeClock();
    this.#around.stop(slot, true);
  }

  /** A probe must give a command that is hardly scheduled the time to end. */
  #probeClock(): number {
    return this.#around.cpu() ?? this.#clock;
  }

  #endProbe(): void {
    const slot = this.#probed;
    if (this.#board.beats !== this.#beats) {
      // The command has ended.
      this.#condemn(slot, this.#probedHolder, Verdict.THREAD);
    } else if (this.#probeClock() - this.#probedAt <= PROBE) {
      return;
    } else if (this.#board.verdict(slot) === Verdict.FINE && this.#board.holderOf(slot) === this.#probedHolder) {
      this.#around.stop(slot, false);
    }
    this.#probed = 0;
  }

  #judge(slot: number, milliseconds: number, verdict: Verdict, factor: number): void {
    const board = this.#board;
    if (slot === 0 || board.verdict(slot) !== Verdict.FINE || milliseconds <= factor * board.patience * board.allowed(slot)) return;
    this.#condemn(slot, board.holderOf(slot), verdict);
  }

  #condemn(slot: number, holder: number, verdict: Verdict): void {
    const board = this.#board;
    if (!board.judge(slot, holder, verdict)) return;
    this.#around.stop(slot, true);
    // The holder may go at any time, and the next one is not to blame.
    if (board.holderOf(slot) !== holder) this.#around.stop(slot, false);
    this.#around.report();
  }

  #rest(ticket: number): void {
    if (this.#quietLooks < IDLE_LOOKS) {
      this.#board.sleep(ticket, LOOK);
    } else {
      this.#board.sleepUntilWoken(ticket, this.#beats);
      this.#quietLooks = 0;
      // What went by in the sleep is nobody's.
      this.#realTime = this.#around.now();
      this.#cpuTime = this.#around.cpu() ?? 0;
    }
  }
}
