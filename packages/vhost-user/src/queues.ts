/*
 * The queues of a device at work.
 *
 * A kick makes the device handle what is there; what has finished on the GPU by then is answered along with it, and all of it is
 * published with one interrupt. Most of what has not finished will have in a moment. So the thread stays and waits for the GPU in
 * place: a wake-up of another thread, and of this one by it, would take longer than many frames do. Only what takes as long as a frame
 * on a screen is left to the renderer to tell of, or, where nobody can tell, asked again a moment later.
 *
 * A driver that waits for its frame adds nothing meanwhile. One that prepares the next meanwhile, or has many programs, does, and need not
 * kick: for such a driver the thread looks between two waits. Where the CPU draws, each look takes a core from those that do, and what they
 * had in their caches, so it looks the less often the longer it takes: whoever has added something waits at most as long again as the
 * GPU has had work already.
 *
 * A driver that draws one frame after another kicks again a while after the answer to it. While it does, the thread waits for that in
 * place too. The way through the event loop has hundreds of functions in it, and after a frame that the CPU has drawn none of them is in
 * its caches any more.
 *
 * Where the event loop has something to do, the thread goes back to it when a wait is over; timers, of which nobody tells, get their turn
 * after some tens of milliseconds.
 */
import type { GuestMemory } from '@virglass/virtio';
import type { Logger, VirtioGpu } from '@virglass/virtio-gpu';
import { Vring, Waited } from './vring.ts';

/** How long the thread waits for the GPU in place before it looks whether its event loop has something to do. */
const LONGEST_WAIT_MICROSECONDS = 8000;
/** How long the first wait is where the driver may add something meanwhile; each one in vain makes the next twice as long, up to a limit. */
const FIRST_LOOK_MICROSECONDS = 200;
const LONGEST_LOOK_MICROSECONDS = 3200;
/** For how many bunches of requests a driver is looked after that has added something meanwhile. */
const LOOKED_AFTER = 64;
/** How long waits in vain are in sum before somebody else is to tell. */
const VAIN_MICROSECONDS = 16_000;
/** How long the thread stays before timers have their turn. */
const STAY_MILLISECONDS = 32;
/** How soon the next kick comes of a driver that draws one frame after another. */
const KICK_MICROSECONDS = 16_000;
/** Kicks for which nobody waits in place after it was in vain again and again. */
const MOST_KICKS_SKIPPED = 64;
/** How soon fences are asked again that nobody watches. */
const POLL_MILLISECONDS = 1;

/** Control and cursor queue of a device. */
export class Queues implements Disposable {
  readonly vrings: readonly Vring[];
  readonly #device: VirtioGpu;
  readonly #log: Logger;
  readonly #failed: (reason: string) => void;
  readonly #goesOn = [false, false];
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** When there was nothing left to do, and whether kicks came soon after that of late. */
  #restedAt = 0;
  #expectsKick = false;
  /** For how many bunches of requests from now on the driver may add something while the GPU works. */
  #looks = LOOKED_AFTER;
  /** Kicks to let pass before the next wait for one, and how many it was to be after the last wait in vain. */
  #skips = 0;
  #lastSkips = 0;

  /** @param failed - called when the device has thrown: a mistake of ours, after which it cannot go on */
  constructor(device: VirtioGpu, memory: GuestMemory, log: Logger, failed: (reason: string) => void) {
    this.#device = device;
    this.#log = log;
    this.#failed = failed;
    this.vrings = [device.control, device.cursor].map((queue, i) => new Vring(queue, memory, () => this.#kicked(i)));
  }

  /** Starts the queues that have all they need, and looks into those that run. */
  start(eventIndex: boolean): void {
    this.vrings.forEach((vring, i) => {
      const error = vring.start(eventIndex);
      if (error !== '') {
        this.#log.warn(`queue ${i} cannot start: ${error}`);
        vring.fail();
      } else if (vring.running) this.work(i);
    });
  }

  #kicked(index: number): void {
    if (index === 0) {
      this.#expectsKick = this.#skips === 0 && performance.now() - this.#restedAt < KICK_MICROSECONDS / 1000;
      if (this.#skips > 0) this.#skips--;
    }
    this.work(index);
  }

  /** Handles what is in a queue, and what the driver puts there right after. */
  work(index: number): void {
    const until = Date.now() + STAY_MILLISECONDS;
    while (this.#round(index, until) && index === 0 && Date.now() < until && this.#awaitKick());
    if (index === 0) this.#restedAt = performance.now();
  }

  /** Handles what is in a queue, staying until then at most; true: there is nothing left to do until it is kicked. */
  #round(index: number, until: number): boolean {
    const vring = this.vrings[index]!;
    if (!vring.running) return false;
    let more = this.#process(index);
    if (index === 0 && !more) more = this.#guarded(() => this.#stay(until)) === true;
    const { broken } = this.#device.queue(index)!;
    if (broken !== '') {
      this.#log.warn(`queue ${index} is stopped: ${broken}`);
      vring.fail();
      return false;
    }
    if (!more) return this.#rest(index);
    this.#goOn(index);
    return false;
  }

  /** Waits in place for a kick that is expected; true: it has come. */
  #awaitKick(): boolean {
    if (!this.#expectsKick || !this.#device.isIdle) return false;
    const waited = this.vrings[0]!.awaitKick(this.vrings[1]!, KICK_MICROSECONDS);
    // In vain each time: a driver in this very process, which the wait keeps from kicking, or one that has come to rest.
    if (waited !== Waited.WANTED) this.#lastSkips = waited === Waited.KICKED ? 0 : Math.min(2 * this.#lastSkips + 1, MOST_KICKS_SKIPPED);
    this.#skips = this.#lastSkips;
    this.#expectsKick = waited === Waited.KICKED;
    return this.#expectsKick;
  }

  #process(index: number): boolean {
    return (
      this.#guarded(() => {
        const { more } = this.#device.process(index);
        this.publish(index);
        return more;
      }) === true
    );
  }

  /** Waits in place for what the GPU has left to do, and handles what the driver has added meanwhile; true: there is more to do. */
  #stay(until: number): boolean {
    let wait = this.#firstWait();
    let vain = 0;
    while (vain < VAIN_MICROSECONDS && this.#device.waiting > 0) {
      if (this.#device.control.isFilled) {
        this.#looks = LOOKED_AFTER;
        if (this.#process(0)) return true;
        vain = 0;
        wait = FIRST_LOOK_MICROSECONDS;
      } else if (this.#device.awaitGpu(wait)) {
        // What has finished may be behind what has not.
        if (this.#device.collect()) {
          this.publish(0);
          vain = 0;
          wait = this.#firstWait();
        } else vain += wait;
        if (this.#device.isReady) return true;
      } else {
        vain += wait;
        if (wait < LONGEST_LOOK_MICROSECONDS) wait = Math.min(2 * wait, LONGEST_LOOK_MICROSECONDS);
        if (this.vrings[0]!.isLoopWanted) return true;
      }
      if (Date.now() >= until) return true;
    }
    return false;
  }

  /** How long to wait for the GPU before looking at anything else. */
  #firstWait(): number {
    if (this.#looks === 0) return LONGEST_WAIT_MICROSECONDS;
    this.#looks--;
    return FIRST_LOOK_MICROSECONDS;
  }

  /** Nothing is left to do here until something happens; false: there is all the same. */
  #rest(index: number): boolean {
    if (this.#guarded(() => this.#device.rest(index)) === true) {
      this.#goOn(index);
      return false;
    }
    this.#poll();
    return true;
  }

  /** Answers what has finished on the GPU. */
  collect(): void {
    this.#guarded(() => {
      if (this.#device.collect()) this.publish(0);
    });
    if (this.#device.isReady) this.#goOn(0);
    else this.#rest(0);
  }

  /** Shows the driver what was answered. */
  publish(index: number): void {
    if (this.#device.queue(index)!.publish()) this.vrings[index]!.notify();
  }

  /** Stops all of them; each remembers where it was. */
  stop(): void {
    for (const vring of this.vrings) vring.stop();
  }

  [Symbol.dispose](): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (const vring of this.vrings) vring[Symbol.dispose]();
  }

  /** Works on after the other events of the loop. */
  #goOn(index: number): void {
    const waiting = this.#goesOn[index]!;
    this.#goesOn[index] = true;
    if (!waiting)
      setImmediate(() => {
        this.#goesOn[index] = false;
        this.work(index);
      });
  }

  #poll(): void {
    if (!this.#device.mustPoll || this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.collect();
    }, POLL_MILLISECONDS);
  }

  #guarded<T>(action: () => T): T | null {
    try {
      return action();
    } catch (error) {
      this.#failed(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return null;
    }
  }
}
