/** The watcher's rules on a clock that the test moves. */
import { expect, test } from 'vitest';
import { Overseer, type Surroundings } from './overseer.ts';
import { Verdict, WatchBoard } from './watch-board.ts';

const LOOK = 100;

/** A board on which sleeping moves the clock. */
class FakeBoard extends WatchBoard {
  time = 0;
  /** Times that the watcher slept until woken. */
  slept = 0;

  override sleep(_ticket: number, milliseconds: number): void {
    this.time += milliseconds;
  }

  override sleepUntilWoken(): void {
    this.slept++;
    this.time += 1_000_000;
  }
}

/** A watcher whose GL finishes marks when the test says so. */
function scene({ cpuShare = null as number | null, allowed = 1000 } = {}) {
  const board = new FakeBoard();
  const done = new Set<number>();
  const stops: string[] = [];
  let reports = 0;
  const around: Surroundings = {
    wait(sync, milliseconds) {
      if (!done.has(sync)) board.time += milliseconds;
      return done.has(sync);
    },
    stop: (slot, stopped) => void stops.push(`${slot} ${stopped}`),
    report: () => void reports++,
    now: () => board.time,
    cpu: () => (cpuShare === null ? null : board.time * cpuShare),
  };
  const overseer = new Overseer(board, around);
  const [a, b] = [board.openSlot(allowed), board.openSlot(allowed)];
  return {
    board,
    done,
    stops,
    a,
    b,
    get reports() {
      return reports;
    },
    /** Lets the watcher look for so many milliseconds. */
    run(milliseconds: number): void {
      const end = board.time + milliseconds;
      while (board.time < end) overseer.step();
    },
  };
}

test('work on the GPU that takes too long is stopped, and only that', () => {
  const s = scene();
  s.board.enter(s.a);
  s.board.push(1, s.a);
  s.board.enter(s.b);
  s.board.push(2, s.b);
  s.board.leave();
  s.run(900);
  expect(s.board.verdict(s.a)).toBe(Verdict.FINE);
  s.run(400);
  expect(s.board.verdict(s.a)).toBe(Verdict.GPU);
  expect(s.stops).toEqual([`${s.a} true`]);
  expect(s.reports).toBe(1);
  s.done.add(1);
  s.run(900);
  expect(s.board.verdict(s.b), 'its time begins when it has the GPU').toBe(Verdict.FINE);
  s.done.add(2);
  s.run(3000);
  expect(s.board.verdict(s.b)).toBe(Verdict.FINE);
});

test('a sequence of marks each of which is short is not stopped', () => {
  const s = scene();
  for (let i = 1; i <= 20; i++) s.board.push(i, s.a);
  for (let i = 1; i <= 20; i++) {
    s.run(500);
    s.done.add(i);
  }
  s.run(500);
  expect(s.board.verdict(s.a)).toBe(Verdict.FINE);
});

test('a command that ends when its loops do was a loop', () => {
  const s = scene();
  s.board.enter(s.a);
  s.run(1300);
  expect(s.stops).toEqual([`${s.a} true`]);
  s.board.beat();
  s.run(200);
  expect(s.board.verdict(s.a)).toBe(Verdict.THREAD);
  expect(s.stops.at(-1)).toBe(`${s.a} true`);
});

test('a command that goes on is let go on, but not for ever', () => {
  const s = scene();
  s.board.enter(s.a);
  s.run(1800);
  expect(s.stops).toEqual([`${s.a} true`, `${s.a} false`]);
  s.board.beat();
  s.run(900);
  expect(s.board.verdict(s.a)).toBe(Verdict.FINE);
  s.run(4000);
  expect(s.board.verdict(s.a)).toBe(Verdict.THREAD);
});

test('commands that follow one another are not one that is long', () => {
  const s = scene();
  s.board.enter(s.a);
  for (let i = 0; i < 20; i++) {
    s.run(800);
    s.board.beat();
  }
  expect(s.stops).toEqual([]);
});

test('a mark that comes after long work without one is not late at once', () => {
  const s = scene();
  s.board.enter(s.a);
  for (let i = 0; i < 20; i++) {
    s.run(800);
    s.board.beat();
  }
  s.board.push(1, s.a);
  s.run(900);
  expect(s.board.verdict(s.a)).toBe(Verdict.FINE);
  s.run(400);
  expect(s.board.verdict(s.a)).toBe(Verdict.GPU);
});

test('the owner waits in GL for one slot: the blame is that of the oldest mark', () => {
  const s = scene();
  s.board.push(1, s.a);
  s.board.enter(s.b);
  s.run(1400);
  expect(s.board.verdict(s.a)).toBe(Verdict.GPU);
  s.done.add(1);
  s.run(900);
  expect(s.board.verdict(s.b), 'what it waited for others does not count').toBe(Verdict.FINE);
});

test.each([
  [1, 1400],
  [4, 1400],
  [0.6, 2000],
  [0, 2400],
])('with %s of a CPU, time is up within %i ms', (cpuShare, within) => {
  const s = scene({ cpuShare });
  s.board.push(1, s.a);
  s.run(1000);
  expect(s.board.verdict(s.a)).toBe(Verdict.FINE);
  s.run(within - 1000);
  expect(s.board.verdict(s.a)).toBe(Verdict.GPU);
});

test('reports come for every mark up to the wanted one', () => {
  const s = scene();
  const first = s.board.push(1, s.a);
  const second = s.board.push(2, s.a);
  s.done.add(1);
  s.run(LOOK);
  expect(s.reports).toBe(0);
  s.board.want(second);
  s.done.add(2);
  s.run(LOOK);
  expect(s.reports).toBe(1);
  expect(first).toBe(1);
});

test('what the owner has retired is not asked about', () => {
  const s = scene();
  s.board.retire(s.board.push(1, s.a));
  s.board.push(2, s.b);
  s.run(1300);
  expect([s.board.verdict(s.a), s.board.verdict(s.b)]).toEqual([Verdict.FINE, Verdict.GPU]);
});

test('a watcher of nothing sleeps until it is woken, and the sleep is nobody’s', () => {
  const s = scene();
  s.run(3000);
  expect(s.board.slept).toBeGreaterThan(0);
  s.board.enter(s.a);
  s.run(800);
  expect(s.board.verdict(s.a)).toBe(Verdict.FINE);
});

test('counts wrap', () => {
  const s = scene();
  s.board.words[6] = 0x7fff_ffff;
  s.board.words[7] = 0x7fff_ffff;
  expect(s.board.push(0x1234_5678_9abc, s.a)).toBe(-0x8000_0000);
  expect(s.board.syncOf(0x7fff_ffff)).toBe(0x1234_5678_9abc);
  s.run(1300);
  expect(s.board.verdict(s.a)).toBe(Verdict.GPU);
});

test('slots are used again, and are as many as were promised', () => {
  const board = new WatchBoard();
  const slots = Array.from({ length: WatchBoard.slots }, () => board.openSlot(1));
  expect(new Set(slots).size).toBe(WatchBoard.slots);
  expect(board.openSlot(1)).toBe(0);
  const holder = board.holderOf(slots[5]!);
  expect(board.judge(slots[5]!, holder, Verdict.GPU)).toBe(true);
  expect(board.judge(slots[5]!, holder, Verdict.THREAD), 'there is a verdict').toBe(false);
  board.closeSlot(slots[5]!);
  expect(board.openSlot(1)).toBe(slots[5]);
  expect(board.verdict(slots[5]!)).toBe(Verdict.FINE);
  expect(board.judge(slots[5]!, holder, Verdict.GPU), 'that was another').toBe(false);
  expect(board.verdict(slots[5]!)).toBe(Verdict.FINE);
});

test('who takes over the slot of a guest that was being probed is not to blame', () => {
  const s = scene();
  s.board.enter(s.a);
  s.run(1300);
  expect(s.stops).toEqual([`${s.a} true`]);
  s.board.closeSlot(s.a);
  expect(s.board.openSlot(1000)).toBe(s.a);
  s.board.enter(s.a);
  s.run(500);
  expect(s.board.verdict(s.a)).toBe(Verdict.FINE);
  expect(s.stops).toEqual([`${s.a} true`]);
});
