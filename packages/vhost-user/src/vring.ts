import { EventFd, type Fd, findEventLoop, Ready, waitReadable, Watch } from '@virglass/host-linux';
import type { DeviceQueue, GuestMemory } from '@virglass/virtio';

/** How long a wait in place may be where nobody tells that the event loop has something to do. */
const BLIND_MICROSECONDS = 1000;

/** What ended a wait in place. */
export const Waited = {
  /** The driver's notification. */
  KICKED: 0,
  /** Something else is to be done first, by the event loop. */
  WANTED: 1,
  /** Nothing has come in time. */
  NOTHING: 2,
} as const;
export type Waited = (typeof Waited)[keyof typeof Waited];

/** A queue as the monitor sets it up: it runs when it has an address, a kick descriptor and is enabled. */
export class Vring implements Disposable {
  readonly #queue: DeviceQueue;
  readonly #memory: GuestMemory;
  readonly #kicked: () => void;
  size = 0;
  base = 0;
  descriptors = 0;
  available = 0;
  used = 0;
  #kick: EventFd | null = null;
  #watch: Watch | null = null;
  /** What the event loop sleeps on, as far as is known; undefined: looked for when a kick comes out of it. */
  #loop: Fd | null | undefined = undefined;
  #call: EventFd | null = null;
  #error: EventFd | null = null;
  #started = false;
  #enabled = false;

  constructor(queue: DeviceQueue, memory: GuestMemory, kicked: () => void) {
    this.#queue = queue;
    this.#memory = memory;
    this.#kicked = kicked;
  }

  get running(): boolean {
    return this.#started && this.#enabled && this.#queue.running;
  }

  /** Whether it has begun: it may be disabled meanwhile, and goes on when it is not any more. */
  get started(): boolean {
    return this.#started;
  }

  /** Index of the next request. */
  get position(): number {
    return this.#started ? this.#queue.next : this.base;
  }

  get enabled(): boolean {
    return this.#enabled;
  }

  set enabled(enabled: boolean) {
    this.#enabled = enabled;
    if (this.#started) this.#queue.held = !enabled;
  }

  /**
   * Sets the descriptor by which the driver notifies; null: none, the queue is looked at when a message says so.
   * @returns '' or why it is none
   */
  setKick(fd: Fd | null): string {
    this.#dropKick();
    if (fd === null) return '';
    this.#kick = new EventFd(fd);
    this.#loop = undefined;
    try {
      this.#watch = new Watch(fd, Ready.READABLE, () => {
        if (this.#loop === undefined) this.#loop = findEventLoop(fd);
        // What nobody can signal any more is ready for ever.
        if (this.#kick?.drain() === -1) this.#dropKick();
        this.#kicked();
      });
      return '';
    } catch (error) {
      this.#dropKick();
      return `a descriptor that cannot be waited for: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  /**
   * Waits in place for the driver's notification, and takes it. What the event loop has to do ends the wait; where that cannot be known,
   * it is short.
   *
   * @param other - a queue whose notification ends the wait too
   */
  awaitKick(other: Vring, microseconds: number): Waited {
    const kick = this.#kick;
    if (kick === null) return Waited.NOTHING;
    const loop = this.#loop ?? null;
    const longest = loop === null ? Math.min(microseconds, BLIND_MICROSECONDS) : microseconds;
    const ready = waitReadable(kick.fd, loop ?? other.#kick?.fd ?? kick.fd, longest);
    if ((ready & 1) === 0) return ready === 0 ? Waited.NOTHING : Waited.WANTED;
    if (kick.drain() !== -1) return Waited.KICKED;
    this.#dropKick();
    return Waited.NOTHING;
  }

  /** Whether the event loop has something to do, as far as is known. */
  get isLoopWanted(): boolean {
    const loop = this.#loop ?? null;
    return loop !== null && waitReadable(loop, loop, 0) !== 0;
  }

  setCall(fd: Fd | null): void {
    this.#call?.[Symbol.dispose]();
    this.#call = fd === null ? null : new EventFd(fd);
    // What was published before, the driver may have been told by the descriptor that was there before.
    if (this.#started) this.notify();
  }

  setError(fd: Fd | null): void {
    this.#error?.[Symbol.dispose]();
    this.#error = fd === null ? null : new EventFd(fd);
  }

  /**
   * Starts the queue when all is there.
   * @returns '' or why it cannot start
   */
  start(eventIndex: boolean): string {
    if (this.#started || !this.#enabled || this.size === 0 || this.descriptors === 0) return '';
    const places = [this.descriptors, this.available, this.used].map((address) => this.#guestAddress(address));
    if (places.includes(-1)) return 'its rings are outside guest memory';
    const error = this.#queue.start({
      size: this.size,
      descriptors: places[0]!,
      available: places[1]!,
      used: places[2]!,
      next: this.base,
      eventIndex,
    });
    this.#started = error === '';
    return error;
  }

  /** Stops the queue and remembers where it was. */
  stop(): void {
    if (this.#started) this.base = this.#queue.stop();
    this.#started = false;
  }

  /** Interrupts the driver. */
  notify(): void {
    this.#call?.signal();
  }

  /** Tells the monitor that the queue is broken. */
  fail(): void {
    this.#error?.signal();
  }

  [Symbol.dispose](): void {
    this.stop();
    this.#dropKick();
    this.setCall(null);
    this.setError(null);
  }

  #dropKick(): void {
    this.#watch?.[Symbol.dispose]();
    this.#watch = null;
    this.#kick?.[Symbol.dispose]();
    this.#kick = null;
  }

  /** The guest address of an address of the monitor, or -1. */
  #guestAddress(userAddress: number): number {
    const region = this.#memory.findUser(userAddress, 1);
    return region === null ? -1 : region.guestAddress + (userAddress - region.userAddress);
  }
}
