/*
 * One connection of a virtual machine monitor: it hands over memory, queues and descriptors, and a device works on them.
 *
 * The monitor is trusted as far as any process is that runs the machine, but not believed: what makes no sense is answered with
 * an error where an answer is due, and logged. What the guest wrote into its queues is never believed; that is the device's part.
 *
 * All of it is events of one loop. A kick makes the device handle what is there, publish it with one interrupt and wait for the
 * next; a fence that signals makes it answer what waited.
 */
import { type Fd, NativeBuffer } from '@virglass/host-linux';
import * as p from '@virglass/protocol';
import { GuestMemory } from '@virglass/virtio';
import { type Display, type Logger, noDisplay, type Quota, type Renderer, type ScreenMode, VirtioGpu } from '@virglass/virtio-gpu';
import { DisplaySocket } from './display-socket.ts';
import { FramedSocket, type Message } from './framed-socket.ts';
import { MemoryMap } from './memory-map.ts';
import { commonHigh, commonLow, maxPayload } from './limits.ts';
import { requests } from './requests.ts';
import { Vring } from './vring.ts';

/** What every session of a server has in common. */
export interface SessionOptions {
  /** Null: 2D only. */
  readonly renderer: Renderer | null;
  readonly quota: Quota;
  readonly log: Logger;
  /** Screens where the monitor has no console of its own to ask. */
  readonly screens: readonly (ScreenMode | null)[];
  /** Who shows the scanouts where the monitor has no console; default: nobody. */
  readonly display?: Display;
}

/** A monitor's connection. */
export class Session implements Disposable {
  readonly options: SessionOptions;
  readonly log: Logger;
  readonly memory = new GuestMemory();
  readonly map = new MemoryMap(this.memory);
  readonly device: VirtioGpu;
  readonly vrings: readonly Vring[];
  /** Features that the driver took. */
  featuresLow = 0;
  #display: DisplaySocket | null = null;
  #backend: FramedSocket | null = null;
  readonly #socket: FramedSocket;
  readonly #words = new Uint32Array(p.VhostUserHeaderWords + 1024);
  readonly #floats = new Float32Array(this.#words.buffer);
  readonly #closed: () => void;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /**
   * @param fd - the connection, taken over
   * @param closed - called once when the monitor has gone; dispose the session then
   */
  constructor(fd: Fd, options: SessionOptions, closed: () => void) {
    this.options = options;
    this.log = options.log;
    this.#closed = closed;
    this.device = new VirtioGpu({
      memory: this.memory,
      renderer: options.renderer,
      display: this.#shown(),
      screens: options.screens,
      quota: options.quota,
      log: options.log,
      allocate: (bytes) => NativeBuffer.allocate(bytes),
      onConfigChange: () => this.#configChanged(),
      refreshScreens: (done) => this.#refreshScreens(done),
      onAnswered: () => this.#publish(0),
    });
    this.vrings = [this.device.control, this.device.cursor].map((queue, i) => new Vring(queue, this.memory, () => this.work(i)));
    this.#socket = new FramedSocket(fd, maxPayload, {
      message: (message) => this.#message(message),
      closed: (reason) => {
        if (reason !== '') this.log.warn(`monitor: ${reason}`);
        this.#closed();
      },
    });
  }

  /** Feature bits on offer: low and high word. */
  get features(): readonly [low: number, high: number] {
    return [(this.device.features | commonLow) >>> 0, commonHigh];
  }

  /** Handles what is in a queue. */
  work(index: number): void {
    const vring = this.vrings[index]!;
    if (!vring.running) return;
    const { more } = this.device.process(index);
    this.#publish(index);
    const { broken } = this.device.queue(index)!;
    if (broken !== '') {
      this.log.warn(`queue ${index} is stopped: ${broken}`);
      vring.fail();
      return;
    }
    if (more) setImmediate(() => this.work(index));
    else if (index === 0) this.#pollFences();
  }

  /** Answers what has finished on the GPU. */
  collect(): void {
    if (this.device.collect()) this.#publish(0);
    this.#pollFences();
  }

  /** Starts the queues that have all they need. */
  startQueues(): void {
    const eventIndex = (this.featuresLow & (1 << p.VirtioFeature.EVENT_IDX)) !== 0;
    this.vrings.forEach((vring, i) => {
      const error = vring.start(eventIndex);
      if (error !== '') {
        this.log.warn(`queue ${i} cannot start: ${error}`);
        vring.fail();
      } else if (vring.running) this.work(i);
    });
  }

  /** Guest memory was mapped anew. */
  memoryChanged(): void {
    this.device.memoryChanged();
  }

  /** The device as after power-on. */
  reset(): void {
    for (const vring of this.vrings) vring.stop();
    this.device.reset();
  }

  /** Takes the socket of the monitor's console over. */
  setDisplay(fd: Fd): void {
    this.#display?.[Symbol.dispose]();
    this.#display = new DisplaySocket(fd, this.device.screenCount, this.log, () => {
      this.#display = null;
    });
    this.device.scanouts.showAgain();
  }

  /** Takes the socket for the device's own requests over. */
  setBackendSocket(fd: Fd): void {
    this.#backend?.[Symbol.dispose]();
    this.#backend = new FramedSocket(fd, maxPayload, {
      message: ({ request, words, bytes }) => {
        if (bytes >= 8 && words[p.VhostUserHeaderWords] !== 0) this.log.warn(`monitor refused request ${request}`);
      },
      closed: () => {
        this.#backend = null;
      },
    });
  }

  /** Sends an answer that an encoder writes into the words it is given. */
  reply(encode: (words: Uint32Array, floats: Float32Array) => number): void {
    this.#socket.send(this.#words, encode(this.#words, this.#floats) * 4);
  }

  [Symbol.dispose](): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (const vring of this.vrings) vring[Symbol.dispose]();
    this.device[Symbol.dispose]();
    this.#display?.[Symbol.dispose]();
    this.#backend?.[Symbol.dispose]();
    this.#socket[Symbol.dispose]();
    this.map[Symbol.dispose]();
  }

  #message(message: Message): void {
    const handler = requests.get(message.request);
    const wantsReply = (message.flags & p.VhostUserFlag.NEED_REPLY) !== 0;
    if (handler === undefined) {
      this.log.debug(`monitor: request ${message.request} is not known here`);
      if (wantsReply) this.#acknowledge(message.request, 1);
      return;
    }
    if (message.bytes < handler.minimumBytes) {
      this.log.warn(`monitor: ${handler.name} of ${message.bytes} bytes, at least ${handler.minimumBytes} are due`);
      if (wantsReply) this.#acknowledge(message.request, 1);
      return;
    }
    const error = handler.run(this, message);
    if (error !== '') this.log.warn(`monitor: ${handler.name}: ${error}`);
    if (wantsReply && !handler.replies) this.#acknowledge(message.request, error === '' ? 0 : 1);
  }

  #acknowledge(request: number, status: number): void {
    this.reply((words) => {
      words.set([request, p.VhostUserFlag.VERSION | p.VhostUserFlag.REPLY, 8, status, 0]);
      return p.VhostUserHeaderWords + 2;
    });
  }

  #publish(index: number): void {
    if (this.device.queue(index)!.publish()) this.vrings[index]!.notify();
  }

  /** Asks fences again soon where the renderer cannot tell by itself. */
  #pollFences(): void {
    if (!this.device.mustPoll || this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.collect();
    }, 1);
  }

  #configChanged(): void {
    this.#backend?.send(this.#words, p.encodeVhostUserBackendConfigChangeMsg(this.#words, this.#floats, 0) * 4);
  }

  /** Asks the monitor's console for the wished modes, where there is one. */
  #refreshScreens(done: (modes: readonly (ScreenMode | null)[] | null) => void): boolean {
    if (this.#display === null) return false;
    this.#display.askScreens(done);
    return true;
  }

  /** Shows on the monitor's console where there is one, else on the display of the options. */
  #shown(): Display {
    const now = (): Display => this.#display ?? this.options.display ?? noDisplay;
    return {
      scanout: (...args) => now().scanout(...args),
      damage: (...args) => now().damage(...args),
      cursor: (...args) => now().cursor(...args),
      moveCursor: (...args) => now().moveCursor(...args),
    };
  }
}
