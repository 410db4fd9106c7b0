/*
 * What the thread that owns GL and the thread that watches it tell each other, in shared words.
 *
 *   words  0-15   header, see `Word`
 *          16-    marks: a ring of 4096 times { sync object low, high, slot, unused }
 *          then   slots: 1025 times { milliseconds allowed, number of the holder times 4 + verdict }
 *
 * The owner of GL writes which slot (a guest's context) it works for, a beat that goes up with every command, and the marks: GL sync
 * objects in the order in which they will signal, each with the slot whose work it ends. The watcher writes how many marks it has seen
 * signal, and its verdicts. A number that counts (beats, marks) wraps at 2^32 and is only ever compared by difference.
 *
 * Publishing costs the owner a store per command and some atomic stores per submit. It wakes the watcher only when that sleeps with no
 * time limit, which it does when nothing has happened for a while: an idle server costs nothing, a busy one ten looks a second.
 */

const Word = {
  /** Goes up when the owner has something for the watcher; what the watcher sleeps on. */
  WAKE: 0,
  /** 1 while the watcher sleeps until it is woken. */
  ASLEEP: 1,
  /** 1 when the watcher shall end. */
  END: 2,
  /** 1 when it runs, 2 when it has ended and released its GL context. */
  LIFE: 3,
  /** Slot that the owner works for; 0: none. */
  RUNNING: 4,
  /** Commands so far. */
  BEAT: 5,
  /** Marks made. */
  MADE: 6,
  /** Marks that the owner has seen signal. */
  RETIRED: 7,
  /** Marks that the watcher has seen signal. */
  SIGNALLED: 8,
  /** The watcher reports until so many marks have signalled. */
  WANTED: 9,
  /** Address of the stop words, low and high. */
  GUARD_LOW: 10,
  GUARD_HIGH: 11,
  /** Words from one slot's stop word to the next. */
  GUARD_STRIDE: 12,
  /** The watcher's clock in milliseconds. */
  CLOCK: 13,
  /** How many times as long as its quota a slot may take, because nobody waits. */
  PATIENCE: 14,
} as const;

const HEADER_WORDS = 16;
/** Marks that can be open; a power of two. */
const RING = 4096;
const MARK_WORDS = 4;
/** Slots, counted from 1. */
const SLOTS = 1024;
const SLOT_WORDS = 2;
const SLOT_BASE = HEADER_WORDS + RING * MARK_WORDS;
/** Step from one holder of a slot to the next, and the bits below it, which are the verdict. */
const HOLDER = 4;
const VERDICT_MASK = HOLDER - 1;
const WORDS = SLOT_BASE + (SLOTS + 1) * SLOT_WORDS;

/** What the watcher found about a slot. */
export const Verdict = {
  /** Nothing. */
  FINE: 0,
  /** Its work kept the GPU for longer than it may. */
  GPU: 1,
  /** One of its commands kept the thread that owns GL for longer than it may. */
  THREAD: 2,
} as const;
export type Verdict = (typeof Verdict)[keyof typeof Verdict];

/** Both sides of the shared words. Counts are 32 bits wide and signed, as the words are. */
export class WatchBoard {
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly #freeSlots: number[] = [];
  #slots = 0;

  /** @param buffer - words of another thread's board; absent: a new one */
  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(4 * WORDS)) {
    this.words = new Int32Array(buffer);
  }

  /** Slots that a board has; the stop words must have room for one more. */
  static readonly slots = SLOTS;

  // --- the owner of GL ------------------------------------------------------------------------------------------------

  /** Takes a slot that may keep others waiting for some milliseconds at a time; 0 when there is none left. */
  openSlot(milliseconds: number): number {
    const slot = this.#freeSlots.pop() ?? (this.#slots < SLOTS ? ++this.#slots : 0);
    if (slot === 0) return 0;
    const at = SLOT_BASE + slot * SLOT_WORDS;
    // What the watcher is about to find out about the holder before must not become a verdict on this one.
    Atomics.store(this.words, at + 1, (Atomics.load(this.words, at + 1) & ~VERDICT_MASK) + HOLDER);
    Atomics.store(this.words, at, Math.max(1, Math.min(0x7fff_ffff, Math.round(milliseconds))));
    return slot;
  }

  /** Gives a slot back whose work has all finished. */
  closeSlot(slot: number): void {
    this.#freeSlots.push(slot);
  }

  /** Says for which slot the next commands are. */
  enter(slot: number): void {
    const { words } = this;
    Atomics.store(words, Word.RUNNING, slot);
    Atomics.add(words, Word.BEAT, 1);
    if (Atomics.load(words, Word.ASLEEP) !== 0) this.wake();
  }

  /** Says how many times as long as allowed anybody may take from now on: more than once where there is nobody else to wait. */
  set patience(times: number) {
    Atomics.store(this.words, Word.PATIENCE, times);
  }

  get patience(): number {
    return Math.max(1, Atomics.load(this.words, Word.PATIENCE));
  }

  /** Says that no guest's commands are being executed. */
  leave(): void {
    Atomics.store(this.words, Word.RUNNING, 0);
  }

  /** Counts a command. */
  beat(): void {
    // No atomic addition: there is one writer, and a watcher that reads the number late thinks a command is longer by that much.
    this.words[Word.BEAT]!++;
  }

  /** Whether there is room for another mark. */
  get hasRoom(): boolean {
    return ((this.words[Word.MADE]! - this.words[Word.RETIRED]!) | 0) < RING;
  }

  /** Hands a sync object over; the owner keeps it and deletes it after `retire`. Returns the number of marks. */
  push(sync: number, slot: number): number {
    const { words } = this;
    const made = words[Word.MADE]!;
    const at = HEADER_WORDS + (made & (RING - 1)) * MARK_WORDS;
    words[at] = sync | 0;
    words[at + 1] = Math.floor(sync / 0x1_0000_0000);
    words[at + 2] = slot;
    Atomics.store(words, Word.MADE, (made + 1) | 0);
    return (made + 1) | 0;
  }

  /** Says that so many marks have signalled. */
  retire(count: number): void {
    Atomics.store(this.words, Word.RETIRED, count);
  }

  /** Asks for a report when so many marks have signalled. */
  want(count: number): void {
    Atomics.store(this.words, Word.WANTED, count);
    this.wake();
  }

  /** What the watcher found about a slot. */
  verdict(slot: number): Verdict {
    return (this.words[SLOT_BASE + slot * SLOT_WORDS + 1]! & VERDICT_MASK) as Verdict;
  }

  /** Says where the stop words are: one for each slot from 0 on, a number of bytes apart, at an address of this process. */
  setGuard(address: number, strideBytes: number): void {
    const { words } = this;
    Atomics.store(words, Word.GUARD_STRIDE, 0);
    Atomics.store(words, Word.GUARD_LOW, address | 0);
    Atomics.store(words, Word.GUARD_HIGH, Math.floor(address / 0x1_0000_0000));
    Atomics.store(words, Word.GUARD_STRIDE, strideBytes >>> 2);
  }

  /** Wakes the watcher. */
  wake(): void {
    Atomics.add(this.words, Word.WAKE, 1);
    Atomics.notify(this.words, Word.WAKE);
  }

  /**
   * Ends the watcher, and waits until it has left GL alone; false when it did not within some milliseconds. One that is still being started
   * is waited for as well: a thread that is stopped while it loads native code takes the process with it.
   */
  end(milliseconds: number): boolean {
    const { words } = this;
    Atomics.store(words, Word.END, 1);
    this.wake();
    for (;;) {
      const life = Atomics.load(words, Word.LIFE);
      if (life === 2) return true;
      if (Atomics.wait(words, Word.LIFE, life, milliseconds) === 'timed-out') return false;
    }
  }

  /** The watcher's clock: milliseconds that count, as of its last look. */
  get clock(): number {
    return Atomics.load(this.words, Word.CLOCK);
  }

  // --- the watcher ----------------------------------------------------------------------------------------------------

  /** Says that the watcher runs (1) or has ended (2). */
  set life(value: number) {
    Atomics.store(this.words, Word.LIFE, value);
    Atomics.notify(this.words, Word.LIFE);
  }

  /** Whether the watcher runs. */
  get runs(): boolean {
    return Atomics.load(this.words, Word.LIFE) === 1;
  }

  /** Whether the watcher shall end. */
  get ended(): boolean {
    return Atomics.load(this.words, Word.END) !== 0;
  }

  /** Slot that the owner works for. */
  get running(): number {
    return Atomics.load(this.words, Word.RUNNING);
  }

  /** Commands so far. */
  get beats(): number {
    return Atomics.load(this.words, Word.BEAT);
  }

  /** Marks made. */
  get made(): number {
    return Atomics.load(this.words, Word.MADE);
  }

  /** Marks that the owner has seen signal. */
  get retired(): number {
    return Atomics.load(this.words, Word.RETIRED);
  }

  /** Marks until which the owner wants reports. */
  get wanted(): number {
    return Atomics.load(this.words, Word.WANTED);
  }

  /** Sync object of mark `count`, counted from 0. */
  syncOf(count: number): number {
    const at = HEADER_WORDS + (count & (RING - 1)) * MARK_WORDS;
    return (this.words[at]! >>> 0) + this.words[at + 1]! * 0x1_0000_0000;
  }

  /** Slot of mark `count`, counted from 0. */
  slotOf(count: number): number {
    return this.words[HEADER_WORDS + (count & (RING - 1)) * MARK_WORDS + 2]!;
  }

  /** Milliseconds that the slot's work may keep others waiting. */
  allowed(slot: number): number {
    return Atomics.load(this.words, SLOT_BASE + slot * SLOT_WORDS);
  }

  /** Sets the clock. */
  tell(clock: number): void {
    Atomics.store(this.words, Word.CLOCK, clock | 0);
  }

  /** What tells a slot's holder from those before. */
  holderOf(slot: number): number {
    return Atomics.load(this.words, SLOT_BASE + slot * SLOT_WORDS + 1) & ~VERDICT_MASK;
  }

  /** Says what was found about the holder of a slot; false when it has another holder now, or a verdict. */
  judge(slot: number, holder: number, verdict: Verdict): boolean {
    return Atomics.compareExchange(this.words, SLOT_BASE + slot * SLOT_WORDS + 1, holder, holder | verdict) === holder;
  }

  /** Address of a slot's stop word; 0 when there are none. */
  stopAddress(slot: number): number {
    const stride = Atomics.load(this.words, Word.GUARD_STRIDE);
    if (stride === 0) return 0;
    const low = Atomics.load(this.words, Word.GUARD_LOW) >>> 0;
    return low + Atomics.load(this.words, Word.GUARD_HIGH) * 0x1_0000_0000 + 4 * stride * slot;
  }

  /** Ticket of the next `sleep`: what happens after it was taken wakes the sleeper. */
  get ticket(): number {
    return Atomics.load(this.words, Word.WAKE);
  }

  /** Sleeps until woken, or for some milliseconds. */
  sleep(ticket: number, milliseconds: number): void {
    Atomics.wait(this.words, Word.WAKE, ticket, milliseconds);
  }

  /** Sleeps until the owner enters a slot or wakes the watcher, unless it has done so since a beat. */
  sleepUntilWoken(ticket: number, beats: number): void {
    Atomics.store(this.words, Word.ASLEEP, 1);
    if (this.beats === beats) Atomics.wait(this.words, Word.WAKE, ticket);
    Atomics.store(this.words, Word.ASLEEP, 0);
  }
}
