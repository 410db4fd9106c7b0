/*
 * How requests are carried out and answered.
 *
 * Each request is gathered into one block of words, handled by the function of its command, and answered with a response of the
 * specification. Not always at once: one with a fence is answered when the GPU has got so far (`timelines.ts`), one that cannot be carried
 * out yet is parked (`parked.ts`), one that somebody else has to be asked about is answered when he has (`ask`). What is behind them goes
 * on as far as that makes no difference to the guest.
 */
import * as p from '@virglass/protocol';
import type { Chain, DeviceQueue } from '@virglass/virtio';
import { handlers } from './commands/handlers.ts';
import { AGAIN, LATER } from './commands/shared.ts';
import type { VirtioGpu } from './device.ts';
import { Fences } from './fences.ts';
import { MAX_RESPONSE_BYTES, PROCESS_MILLISECONDS, PROCESS_REQUESTS } from './limits.ts';
import { AT_ONCE, type Names, Parked, type ParkedRequest, Turn } from './parked.ts';
import { RequestBuffer } from './request-buffer.ts';
import { DEVICE_TIMELINE, NO_FENCE, ringTimeline, Timelines } from './timelines.ts';

const { VirtioGpuFeature, VirtioGpuResponse } = p;

/** What a request has to do with that names nothing. */
const nothing: Names = { context: 0, resource: 0, screens: false };

/** What `process` found. */
export interface Progress {
  /** Requests were answered: publish the queue. */
  readonly answered: boolean;
  /** More requests wait: call again after the other work. */
  readonly more: boolean;
}

/** Requests of a device, from the queue and back. */
export class Exchange implements Disposable {
  readonly request: RequestBuffer;
  /** The response to the request being handled: its words from the header on. */
  readonly response = new Uint32Array(p.VirtioGpuHeaderWords + MAX_RESPONSE_BYTES / 4);
  /** Bytes of the response behind its header. */
  responsePayload = 0;
  /** How far the request being handled has come. */
  readonly turn = new Turn();
  /** What the device waits for on the GPU. */
  fences!: Fences;
  readonly #device: VirtioGpu;
  readonly #responseBytes = new Uint8Array(this.response.buffer);
  #timelines!: Timelines;
  readonly #parked: Parked;
  /** Who waits for the end of what was drawn. */
  #settling: { readonly fence: number; readonly done: () => void }[] = [];
  /** Requests given back, and times that parked ones were taken up. */
  #given = 0;
  #steps = 0;
  /** Type of the request being answered. */
  #type = 0;
  /** Grows with each reset: what was asked in an earlier life is not answered any more. */
  #life = 0;

  constructor(device: VirtioGpu) {
    this.#device = device;
    this.request = new RequestBuffer((bytes) => device.allocate(bytes));
    this.#parked = new Parked(device.attachments);
    this.begin();
  }

  /** Begins a life of the device, with its renderer. */
  begin(): void {
    this.fences = new Fences(this.#device.renderer);
    this.#timelines = new Timelines(this.fences, (chain) => this.#give(this.#device.control, chain));
  }

  /** Ends it: what waits is forgotten. */
  end(): void {
    this.#life++;
    this.#timelines.clear();
    for (const fence of this.#parked.clear()) this.fences.drop(fence);
    for (const { fence } of this.#settling.splice(0)) this.fences.drop(fence);
  }

  [Symbol.dispose](): void {
    this.request[Symbol.dispose]();
  }

  /** See `VirtioGpu.process`. */
  process(index: number): Progress {
    const queue = this.#device.queue(index);
    if (queue === null) return { answered: false, more: false };
    const before = this.#given;
    if (index === 0) this.#resume();
    const more = this.#take(queue, index) || (index === 0 && this.#parked.isReady);
    if (index === 0) this.#collect();
    return { answered: this.#given !== before, more: more && queue.broken === '' };
  }

  /** See `VirtioGpu.rest`. */
  rest(index: number): boolean {
    this.fences.watch();
    return this.#device.queue(index)?.arm() ?? false;
  }

  /** Takes requests until there are none, or others shall have their turn; true: there are more. */
  #take(queue: DeviceQueue, index: number): boolean {
    const until = Date.now() + PROCESS_MILLISECONDS;
    for (let i = 0; i < PROCESS_REQUESTS; i++) {
      const chain = queue.take();
      if (chain === null) return false;
      this.#handle(queue, chain, index);
      if (Date.now() > until) break;
    }
    return true;
  }

  /** Requests that wait for the GPU, or for their turn. */
  get waiting(): number {
    return this.#timelines.waiting + this.#parked.size;
  }

  /** See `VirtioGpu.isIdle`. */
  get isIdle(): boolean {
    return this.waiting === 0 && this.#settling.length === 0;
  }

  /** See `VirtioGpu.collect`. */
  collect(): boolean {
    const before = this.#given;
    this.#resume();
    this.#collect();
    return this.#given !== before;
  }

  /** Whether requests wait for nothing but their turn. */
  get isReady(): boolean {
    return this.#parked.isReady;
  }

  #collect(): void {
    if (this.#settling.length > 0) this.#settle();
    if (this.#timelines.waiting > 0 && !this.#device.control.held) this.#timelines.collect();
  }

  /** Goes on with parked requests, as far as they can. */
  #resume(): void {
    if (this.#parked.size === 0 || this.#device.control.held) return;
    this.#parked.resume(
      (fence) => this.fences.isDone(fence),
      (request) => this.#again(request),
    );
  }

  /** See `VirtioGpu.afterDrawing`. */
  afterDrawing(done: () => void): void {
    if (this.#device.renderer === null) {
      done();
      return;
    }
    const fence = this.fences.make();
    if (this.fences.isDone(fence)) {
      done();
      return;
    }
    this.#settling.push({ fence, done });
    // Whoever asks need not be on the way to `rest`.
    this.fences.watch();
  }

  /** Tells who waits for the end of what was drawn; fences signal in the order in which they were made. */
  #settle(): void {
    while (this.#settling.length > 0 && this.fences.isDone(this.#settling[0]!.fence)) this.#settling.shift()!.done();
  }

  /** See `VirtioGpu.drain`. */
  drain(): boolean {
    const before = this.#given;
    for (let steps = -1; steps !== this.#steps && this.waiting + this.#settling.length > 0;) {
      steps = this.#steps;
      this.#device.renderer?.finish();
      this.collect();
    }
    return this.#given !== before;
  }

  #give(queue: DeviceQueue, chain: Chain): void {
    queue.give(chain);
    this.#given++;
  }

  /** Handles one request: it is given back, or answered later. */
  #handle(queue: DeviceQueue, chain: Chain, index: number): void {
    if (!this.#read(queue, chain)) return;
    const { turn } = this;
    turn.begin();
    const held = index === 0 && this.#parked.size > 0 && this.#parked.holds(this.#named());
    const type = held ? AGAIN : this.#run(this.request.words[0]!, chain, index);
    if (type === AGAIN) {
      this.#parked.add(turn.park(chain, this.#named()));
      if ((this.response[1]! & p.VirtioGpuFlag.FENCE) !== 0) this.#timelines.keepPlace(this.#timeline, chain);
    } else if (type !== LATER) this.#finish(queue, chain, type);
  }

  /** Takes a parked request up again; false: it stays parked. */
  #again(request: ParkedRequest): boolean {
    const { turn } = this;
    const { chain } = request;
    this.#steps++;
    turn.goOn(request);
    if (this.#device.control.isOut(chain) && this.#read(this.#device.control, chain)) {
      const type = this.#run(this.request.words[0]!, chain, 0);
      if (type === AGAIN) {
        turn.leave(request);
        return false;
      }
      if (type !== LATER) this.#finish(this.#device.control, chain, type);
    }
    if (turn.pace !== AT_ONCE) this.fences.drop(turn.pace);
    return true;
  }

  /** Gathers a request and begins its response; false when it was answered, being none. */
  #read(queue: DeviceQueue, chain: Chain): boolean {
    this.response.fill(0, 0, p.VirtioGpuHeaderWords);
    this.responsePayload = 0;
    const error = this.request.gather(chain);
    if (error !== '') this.#finish(queue, chain, this.#device.refuse(VirtioGpuResponse.ERR_OUT_OF_MEMORY, error));
    else if (this.request.bytes < p.VirtioGpuHeaderWords * 4) {
      const cause = `a request of ${this.request.bytes} bytes has no header`;
      this.#finish(queue, chain, this.#device.refuse(VirtioGpuResponse.ERR_UNSPEC, cause));
    } else {
      this.#keepHeader();
      return true;
    }
    return false;
  }

  /** What the request has to do with. */
  #named(): Names {
    const { words, bytes } = this.request;
    const handler = handlers.get(words[0]!);
    if (handler === undefined || bytes < handler.minimumBytes) return nothing;
    return {
      context: p.virtioGpuCtrlHdrCtxId(words, 0),
      resource: handler.resourceWord === 0 ? 0 : words[handler.resourceWord]!,
      screens: handler.isOfScreens,
    };
  }

  /** Writes the response and gives the request back, or lets it wait for its fence. */
  #finish(queue: DeviceQueue, chain: Chain, type: number): void {
    const { response } = this;
    response[0] = type;
    const bytes = Math.min(p.VirtioGpuHeaderWords * 4 + this.responsePayload, chain.writable);
    if (bytes > 0) chain.write(0, this.#responseBytes, 0, bytes);
    const fenced = (response[1]! & p.VirtioGpuFlag.FENCE) !== 0 || this.#timelines.hasPlace(chain);
    if (queue !== this.#device.control || !fenced || !this.#defer(chain)) this.#give(queue, chain);
  }

  /** Takes what a fenced request's header says over into the response's. */
  #keepHeader(): void {
    const { response } = this;
    const { words } = this.request;
    this.#type = words[0]!;
    const flags = p.virtioGpuCtrlHdrFlags(words, 0);
    if ((flags & p.VirtioGpuFlag.FENCE) === 0) return;
    const rings = this.#device.accepted(VirtioGpuFeature.CONTEXT_INIT) ? p.VirtioGpuFlag.INFO_RING_IDX : 0;
    response[1] = flags & (p.VirtioGpuFlag.FENCE | rings);
    response[2] = words[2]!;
    response[3] = words[3]!;
    response[4] = words[4]!;
    response[5] = words[5]! & 0xff;
  }

  /** Timeline of the request being answered. */
  get #timeline(): number {
    const { response } = this;
    return (response[1]! & p.VirtioGpuFlag.INFO_RING_IDX) === 0 ? DEVICE_TIMELINE : ringTimeline(response[4]!, response[5]!);
  }

  /** Lets a fenced request wait; false when there is nothing to wait for. */
  #defer(chain: Chain): boolean {
    const { response } = this;
    const timeline = this.#timeline;
    const onGpu = this.#device.renderer !== null && this.#type >= p.VirtioGpuCommand.CTX_CREATE;
    if (!onGpu && !this.#timelines.isBusy(timeline)) return false;
    const fence = !onGpu ? NO_FENCE : timeline === DEVICE_TIMELINE ? this.fences.make() : this.fences.make(response[4], response[5]);
    this.#timelines.add(timeline, chain, fence);
    return true;
  }

  /** Lets a request wait for somebody's answer. Other requests go on meanwhile; a reset forgets it. */
  ask<T>(chain: Chain, ask: (done: (answer: T | null) => void) => boolean, answer: (given: T | null) => number): boolean {
    const header = this.response.slice(0, p.VirtioGpuHeaderWords);
    const type = this.#type;
    const life = this.#life;
    return ask((given) => {
      if (life !== this.#life || !this.#device.control.isOut(chain)) return;
      this.response.set(header);
      this.responsePayload = 0;
      this.#type = type;
      const response = answer(given);
      if (response === LATER) return;
      this.#finish(this.#device.control, chain, response);
      this.#device.options.onAnswered?.();
    });
  }

  #run(type: number, chain: Chain, index: number): number {
    const handler = handlers.get(type);
    if (handler === undefined || handler.spec.queue !== index) {
      return this.#device.refuse(VirtioGpuResponse.ERR_UNSPEC, `unknown command 0x${type.toString(16)} on queue ${index}`);
    }
    const { name } = handler.spec;
    if (handler.rendered && this.#device.renderer === null)
      return this.#device.refuse(VirtioGpuResponse.ERR_UNSPEC, `${name}: the device has no 3D`);
    if (handler.feature >= 0 && !this.#device.accepted(handler.feature)) {
      return this.#device.refuse(VirtioGpuResponse.ERR_UNSPEC, `${name}: the driver has not taken the feature ${handler.spec.since}`);
    }
    if (this.request.bytes < handler.minimumBytes) {
      return this.#device.refuse(
        VirtioGpuResponse.ERR_INVALID_PARAMETER,
        `${name}: ${this.request.bytes} bytes of at least ${handler.minimumBytes}`,
      );
    }
    try {
      return handler.run(this.#device, this.request.words, chain);
    } catch (error) {
      // Handlers answer what is wrong; an exception is a mistake of ours or the system's trouble, and must cost no more than this request.
      const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return this.#device.refuse(VirtioGpuResponse.ERR_UNSPEC, `${name}: ${cause}`);
    }
  }
}
