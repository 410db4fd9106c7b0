/*
 * One connection of a virtual machine monitor: it hands over memory, queues and descriptors, and a device works on them.
 *
 * The monitor is trusted as far as any process is that runs the machine, but not believed: what makes no sense is answered with
 * an error where an answer is due, and logged. What the guest wrote into its queues is never believed; that is the device's part.
 *
 * All of it is events of one loop; see `queues.ts` for those of the guest.
 */
import { type Fd, HostError, NativeBuffer } from '@virglass/host-linux';
import * as p from '@virglass/protocol';
import { GuestMemory } from '@virglass/virtio';
import { type Display, type Logger, noDisplay, type Quota, type Renderer, type ScreenMode, VirtioGpu } from '@virglass/virtio-gpu';
import { DisplaySocket } from './display-socket.ts';
import { FramedSocket, type Message } from './framed-socket.ts';
import { MemoryMap } from './memory-map.ts';
import { commonHigh, commonLow, maxPayload, protocolFeatures } from './limits.ts';
import { Queues } from './queues.ts';
import { requests } from './requests.ts';
import { ShmemWindow } from './shmem.ts';

/** What every session of a server has in common. */
export interface SessionOptions {
  /** Null: 2D only. */
  readonly renderer: Renderer | null;
  readonly quota: Quota;
  readonly log: Logger;
  /** Screens where the monitor has no console of its own to ask. */
  readonly screens: readonly (ScreenMode | null)[];
  /** Whether a monitor's console is asked for modes and EDIDs; false: `screens` hold whatever it wishes. Default true. */
  readonly askConsole?: boolean;
  /** Whether the monitor's console is shown DMA buffers where the renderer can make them; default true. */
  readonly dmabuf?: boolean;
  /** Who shows the scanouts beside the monitor's console; default: nobody. */
  readonly display?: Display;
  /** Bytes of the window in which a guest maps memory of the renderer's, a power of two; default 0: there is none. */
  readonly hostVisibleBytes?: number;
}

const versionMask = 3;

/** A monitor's connection. */
export class Session implements Disposable {
  readonly options: SessionOptions;
  readonly log: Logger;
  readonly memory = new GuestMemory();
  readonly map = new MemoryMap(this.memory);
  readonly device: VirtioGpu;
  readonly queues: Queues;
  /** Where memory of ours is mapped for the guest; null: nowhere. */
  readonly window: ShmemWindow | null;
  /** Features that the driver took. */
  featuresLow = 0;
  /** Protocol features that the monitor took. */
  protocolLow = 0;
  #display: DisplaySocket | null = null;
  #backend: FramedSocket | null = null;
  readonly #socket: FramedSocket;
  readonly #words = new Uint32Array(p.VhostUserHeaderWords + 1024);
  readonly #floats = new Float32Array(this.#words.buffer);
  readonly #closed: () => void;
  #ended = false;

  /**
   * @param fd - the connection, taken over
   * @param closed - called once when the monitor has gone; dispose the session then
   * @throws {HostError} when the descriptor is none that can be waited for
   */
  constructor(fd: Fd, options: SessionOptions, closed: () => void) {
    this.options = options;
    this.log = options.log;
    this.#closed = closed;
    // First: where it cannot be, nothing else has been made.
    this.#socket = new FramedSocket(fd, maxPayload, {
      message: (message) => this.#message(message),
      closed: (reason) => this.#end(reason),
    });
    this.window = (options.hostVisibleBytes ?? 0) > 0 ? new ShmemWindow(options.hostVisibleBytes!) : null;
    this.device = new VirtioGpu({
      memory: this.memory,
      renderer: options.renderer,
      display: this.#shown(),
      screens: options.screens,
      // A monitor's configuration space may announce more screens than we know of.
      scanouts: p.VirtioGpuMaxScanouts,
      quota: options.quota,
      log: options.log,
      ...(this.window === null ? {} : { window: this.window }),
      allocate: (bytes) => NativeBuffer.allocate(bytes),
      onConfigChange: () => this.#configChanged(),
      refreshScreens: (done) => this.#asked?.askScreens(done) ?? false,
      refreshEdid: (scanout, done) => this.#asked?.askEdid(scanout, done) ?? false,
      onAnswered: () => this.queues.publish(0),
    });
    this.queues = new Queues(this.device, this.memory, this.log, (reason) => this.#end(`internal error: ${reason}`));
  }

  /** Tells the owner, once, that the session is over. */
  #end(reason: string): void {
    if (reason !== '') this.log.warn(`monitor: ${reason}`);
    if (this.#ended) return;
    this.#ended = true;
    this.#closed();
  }

  /** Whether the monitor has gone, though that may not have been told yet. */
  get isLeft(): boolean {
    return this.#socket.isLeft;
  }

  /** Feature bits on offer: low and high word. */
  get features(): readonly [low: number, high: number] {
    return [(this.device.features | commonLow) >>> 0, commonHigh];
  }

  /** Protocol features on offer: the low word. */
  get protocolFeatures(): number {
    return this.window === null ? protocolFeatures : protocolFeatures | (1 << p.VhostUserProtocolFeature.SHMEM);
  }

  /** Starts the queues that have all they need. */
  startQueues(): void {
    this.queues.start((this.featuresLow & (1 << p.VirtioFeature.EVENT_IDX)) !== 0);
  }

  /**
   * Stops a queue that will go on where it was. What waits is answered first, for the driver will not ask for it again. (Disabling a
   * queue only holds it: User Mode Linux does that when its driver has let go of it, and nothing may be answered then.)
   */
  stopQueue(index: number): void {
    const vring = this.queues.vrings[index];
    if (vring === undefined) return;
    if (index === 0 && vring.started) {
      this.device.control.held = false;
      this.#display?.answerNow();
      if (this.device.drain()) this.queues.publish(0);
    }
    vring.stop();
  }

  /** Guest memory was mapped anew. */
  memoryChanged(): void {
    this.device.memoryChanged();
  }

  /** The device as after power-on. */
  reset(): void {
    this.queues.stop();
    this.device.reset();
  }

  /** Takes the socket of the monitor's console over. */
  setDisplay(fd: Fd): void {
    this.#display?.[Symbol.dispose]();
    const display = new DisplaySocket(fd, this.device.scanouts.count, this.options.dmabuf !== false, this.log, () => {
      if (this.#display === display) this.#display = null;
    });
    this.#display = display;
    this.device.scanouts.showAgain();
  }

  /** Takes the socket for the device's own requests over. */
  setBackendSocket(fd: Fd): void {
    this.#backend?.[Symbol.dispose]();
    const backend = new FramedSocket(fd, maxPayload, {
      message: (message) => {
        if (this.window?.answer(message) === true) return;
        const { request, words, bytes } = message;
        if (bytes >= 8 && words[p.VhostUserHeaderWords] !== 0) this.log.warn(`monitor refused request ${request}`);
      },
      closed: () => {
        if (this.#backend !== backend) return;
        this.#backend = null;
        if (this.window !== null) this.window.socket = null;
      },
    });
    this.#backend = backend;
    if (this.window !== null) this.window.socket = backend;
  }

  /** Sends an answer that an encoder writes into the words it is given. */
  reply(encode: (words: Uint32Array, floats: Float32Array) => number): void {
    this.#socket.send(this.#words, encode(this.#words, this.#floats) * 4);
  }

  [Symbol.dispose](): void {
    this.#ended = true;
    this.queues[Symbol.dispose]();
    this.device[Symbol.dispose]();
    this.window?.[Symbol.dispose]();
    this.#display?.[Symbol.dispose]();
    this.#backend?.[Symbol.dispose]();
    this.#socket[Symbol.dispose]();
    this.map[Symbol.dispose]();
  }

  #message(message: Message): void {
    const version = message.flags & versionMask;
    if (version !== p.VhostUserFlag.VERSION) {
      this.#end(`a message of version ${version} of the protocol`);
      return;
    }
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
    let error: string;
    try {
      error = handler.run(this, message);
    } catch (thrown) {
      // A mistake of ours ends this machine's session; what the system refuses, the monitor is refused.
      if (!(thrown instanceof HostError)) {
        this.#end(`internal error: ${handler.name}: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`);
        return;
      }
      error = thrown.message;
    }
    if (error !== '') this.log.warn(`monitor: ${handler.name}: ${error}`);
    if (wantsReply && !handler.replies) this.#acknowledge(message.request, error === '' ? 0 : 1);
  }

  #acknowledge(request: number, status: number): void {
    this.reply((words) => {
      words.set([request, p.VhostUserFlag.VERSION | p.VhostUserFlag.REPLY, 8, status, 0]);
      return p.VhostUserHeaderWords + 2;
    });
  }

  #configChanged(): void {
    this.#backend?.send(this.#words, p.encodeVhostUserBackendConfigChangeMsg(this.#words, this.#floats, 0) * 4);
  }

  /** The console that says which modes are wished; null: `screens` of the options hold. */
  get #asked(): DisplaySocket | null {
    return this.options.askConsole === false ? null : this.#display;
  }

  /** Shows on the monitor's console, where there is one, and on the display of the options. */
  #shown(): Display {
    const other = this.options.display ?? noDisplay;
    return {
      scanout: (...args) => {
        other.scanout(...args);
        this.#display?.scanout(...args);
      },
      damage: (...args) => {
        other.damage(...args);
        this.#display?.damage(...args);
      },
      cursor: (...args) => {
        other.cursor(...args);
        this.#display?.cursor(...args);
      },
      moveCursor: (...args) => {
        other.moveCursor(...args);
        this.#display?.moveCursor(...args);
      },
    };
  }
}
