/*
 * The queues of a device at work.
 *
 * A kick makes the device handle what is there; what has finished on the GPU by then is answered along with it, and all of it is
 * published with one interrupt. Most of what has not finished will have in a moment. So the thread stays: it waits for the GPU in
 * place, looks between two short waits whether the driver has added something, which therefore need not kick, and answers both at
 * once. A wake-up of another thread, and of this one by it, would take longer than many frames do. Only what takes longer than
 * a millisecond is left to the renderer to tell of, or, where nobody can tell, asked again a moment later. The other events of the
 * loop get their turn after some milliseconds.
 */
import type { GuestMemory } from '@virglass/virtio';
import type { Logger, VirtioGpu } from '@virglass/virtio-gpu';
import { Vring } from './vring.ts';

/** How long one wait for the GPU in place is, and how many in a row may be in vain. */
const STAY_MICROSECONDS = 100;
const STAY_WAITS = 10;
/** How long the thread stays before other events have their turn. */
const STAY_MILLISECONDS = 4;
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

  /** @param failed - called when the device has thrown: a mistake of ours, after which it cannot go on */
  constructor(device: VirtioGpu, memory: GuestMemory, log: Logger, failed: (reason: string) => void) {
    this.#device = device;
    this.#log = log;
    this.#failed = failed;
    this.vrings = [device.control, device.cursor].map((queue, i) => new Vring(queue, memory, () => this.work(i)));
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

  /** Handles what is in a queue. */
  work(index: number): void {
    const vring = this.vrings[index]!;
    if (!vring.running) return;
    let more = this.#process(index);
    if (index === 0 && !more) more = this.#guarded(() => this.#stay()) === true;
    const { broken } = this.#device.queue(index)!;
    if (broken !== '') {
      this.#log.warn(`queue ${index} is stopped: ${broken}`);
      vring.fail();
      return;
    }
    if (more) this.#goOn(index);
    else this.#rest(index);
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
  #stay(): boolean {
    const until = Date.now() + STAY_MILLISECONDS;
    for (let waits = 0; waits < STAY_WAITS && this.#device.waiting > 0;) {
      if (this.#device.control.isFilled) {
        if (this.#process(0)) return true;
        waits = 0;
      } else if (this.#device.awaitGpu(STAY_MICROSECONDS)) {
        // What has finished may be behind what has not.
        const answered = this.#device.collect();
        if (answered) this.publish(0);
        if (this.#device.isReady) return true;
        waits = answered ? 0 : waits + 1;
      } else waits++;
      if (Date.now() >= until) return true;
    }
    return false;
  }

  /** Nothing is left to do here until something happens. */
  #rest(index: number): void {
    if (this.#guarded(() => this.#device.rest(index)) === true) this.#goOn(index);
    else this.#poll();
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
