/*
 * The queues of a device at work.
 *
 * A kick makes the device handle what is there; what has finished on the GPU by then is answered along with it, and all of it is
 * published with one interrupt. Most of what has not finished will have in a moment. So the thread stays: it waits for the GPU in
 * place, looks between two short waits whether the driver has added something, which therefore need not kick, and answers both at
 * once. A wake-up of another thread, and of this one by it, would take longer than many frames do. Where the CPU draws, each time the
 * thread looks takes a core from those that do, so it looks the less often the longer it takes: whoever has added something meanwhile
 * waits at most as long again as the GPU has had work already. Only what takes longer than some milliseconds is left to the renderer to
 * tell of, or, where nobody can tell, asked again a moment later. The other events of the loop get their turn after as many milliseconds.
 *
 * A driver that waits for its frame kicks again right after the answer to it. While it does, the thread waits for that in place too: the
 * way through the event loop takes as long as many requests do.
 */
import type { GuestMemory } from '@virglass/virtio';
import type { Logger, VirtioGpu } from '@virglass/virtio-gpu';
import { Vring } from './vring.ts';

/** How long the first wait for the GPU in place is; each one in vain makes the next twice as long, up to the longest. */
const STAY_MICROSECONDS = 200;
const LONGEST_STAY_MICROSECONDS = 3200;
/** How long waits in vain are in sum before somebody else is to tell. */
const VAIN_MICROSECONDS = 2 * LONGEST_STAY_MICROSECONDS - STAY_MICROSECONDS;
/** How long the thread stays before other events have their turn. */
const STAY_MILLISECONDS = 8;
/** How soon the next kick comes of a driver that is expected to kick in a moment. */
const KICK_MICROSECONDS = 1000;
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
    if (index === 0) this.#expectsKick = performance.now() - this.#restedAt < KICK_MICROSECONDS / 1000;
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
    this.#expectsKick = this.vrings[0]!.awaitKick(this.vrings[1]!, KICK_MICROSECONDS);
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

  /** Waits in place for what the GPU has left to do and for what the driver adds meanwhile; true: there is more to do. */
  #stay(until: number): boolean {
    let wait = STAY_MICROSECONDS;
    let vain = 0;
    while (vain < VAIN_MICROSECONDS && this.#device.waiting > 0) {
      if (this.#device.control.isFilled) {
        if (this.#process(0)) return true;
        vain = 0;
        wait = STAY_MICROSECONDS;
      } else if (this.#device.awaitGpu(wait)) {
        // What has finished may be behind what has not.
        if (this.#device.collect()) {
          this.publish(0);
          vain = 0;
          wait = STAY_MICROSECONDS;
        } else vain += wait;
        if (this.#device.isReady) return true;
      } else {
        vain += wait;
        wait = Math.min(2 * wait, LONGEST_STAY_MICROSECONDS);
      }
      if (Date.now() >= until) return true;
    }
    return false;
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
