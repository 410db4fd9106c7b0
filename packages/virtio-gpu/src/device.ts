/*
 * The virtio-gpu device (virtio 1.3 section 5.7).
 *
 * A front calls `process` when a queue was kicked, `collect` when work on the GPU may have finished, and `publish`es the queue
 * when told to. Each request is gathered into one block of words, handled by the function of its command, and answered with a
 * response of the specification; one that waits for a fence is answered by `collect`.
 *
 * The device has no idea of OpenGL. What is rendered belongs to the `Renderer` it was given, which it names by numbers; what
 * is shown belongs to the `Display`. Without a renderer it is a 2D device and never offers 3D.
 */
import * as p from '@virglass/protocol';
import { type Chain, DeviceQueue } from '@virglass/virtio';
import { handlers } from './commands/handlers.ts';
import { LATER } from './commands/shared.ts';
import type { HostMemory, RendererDevice } from './context-type.ts';
import { edid, type ScreenMode } from './edid.ts';
import { MAX_REQUEST_BYTES, PROCESS_REQUESTS } from './limits.ts';
import { plainMemory, type VirtioGpuOptions } from './options.ts';
import type { GpuResource } from './resource.ts';
import { Scanouts } from './scanouts.ts';
import { DEVICE_TIMELINE, NO_FENCE, ringTimeline, Timelines } from './timelines.ts';

const { VirtioGpuFeature, VirtioGpuResponse } = p;

/** What `process` found. */
export interface Progress {
  /** Requests were answered: publish the queue. */
  readonly answered: boolean;
  /** More requests wait: call again after the other work. */
  readonly more: boolean;
}

/** A virtio-gpu device. */
export class VirtioGpu implements Disposable {
  readonly options: VirtioGpuOptions;
  /** The guest's world on the renderer; null in a 2D device. */
  renderer: RendererDevice | null;
  readonly control: DeviceQueue;
  readonly cursor: DeviceQueue;
  readonly resources = new Map<number, GpuResource>();
  readonly contexts = new Map<number, string>();
  readonly scanouts: Scanouts;
  /** Bytes of pictures that the device itself keeps. */
  bytesUsed = 0;
  /** The request being handled: words, and how many bytes of it there are. */
  words: Uint32Array;
  requestBytes = 0;
  /** The response: its words from the header on. */
  readonly response = new Uint32Array(p.VirtioGpuHeaderWords + 1024);
  /** Bytes of the response behind its header. */
  responsePayload = 0;
  #request: HostMemory & Partial<Disposable>;
  readonly #responseBytes = new Uint8Array(this.response.buffer);
  #timelines: Timelines;
  readonly #config = new Uint32Array(5);
  readonly #screens: (ScreenMode | null)[];
  /** Type of the request being answered. */
  #type = 0;
  #mustPoll = false;

  constructor(options: VirtioGpuOptions) {
    this.options = options;
    this.renderer = options.renderer?.openDevice(options.quota, options.log) ?? null;
    this.control = new DeviceQueue(options.memory);
    this.cursor = new DeviceQueue(options.memory);
    this.#screens = options.screens.slice(0, p.VirtioGpuMaxScanouts);
    if (this.#screens.length === 0) throw new RangeError('a virtio-gpu device has 1 to 16 screens; none were given');
    this.scanouts = new Scanouts(this, this.#screens.length);
    this.#request = this.allocate(4096);
    this.words = new Uint32Array(this.#request.bytes.buffer, this.#request.bytes.byteOffset, 1024);
    this.#timelines = this.#newTimelines();
    this.#config[2] = this.#screens.length;
    this.#config[3] = options.renderer?.capsets.length ?? 0;
  }

  /** Feature bits of the device's own, as a mask: bit i is feature i. */
  get features(): number {
    const { renderer, blobs, window } = this.options;
    let mask = (1 << VirtioGpuFeature.EDID) | (1 << VirtioGpuFeature.RESOURCE_UUID);
    if (renderer !== null) mask |= (1 << VirtioGpuFeature.VIRGL) | (1 << VirtioGpuFeature.CONTEXT_INIT);
    if (blobs !== false || window !== undefined) mask |= 1 << VirtioGpuFeature.RESOURCE_BLOB;
    return mask;
  }

  /** The queue with this number: 0 control, 1 cursor. */
  queue(index: number): DeviceQueue | null {
    return index === 0 ? this.control : index === 1 ? this.cursor : null;
  }

  /** Memory for requests and pictures. */
  allocate(bytes: number): HostMemory & Partial<Disposable> {
    return (this.options.allocate ?? plainMemory)(bytes);
  }

  /** The configuration space as bytes (eventsRead, eventsClear, numScanouts, numCapsets, blobAlignment). */
  get config(): Uint8Array {
    return new Uint8Array(this.#config.buffer);
  }

  /** The driver writes a word of the configuration space; only eventsClear can be written. */
  writeConfig(offset: number, value: number): void {
    if (offset === 4) this.#config[0] = this.#config[0]! & ~value;
  }

  /** The wished mode of a screen; null when it is not plugged in. */
  screen(scanout: number): ScreenMode | null {
    return this.#screens[scanout] ?? null;
  }

  get screenCount(): number {
    return this.#screens.length;
  }

  /** Plugs a screen in or out, or wishes another mode, and tells the driver. */
  setScreen(scanout: number, mode: ScreenMode | null): void {
    if (!(scanout < this.#screens.length)) throw new RangeError(`screen ${scanout} of ${this.#screens.length}`);
    this.#screens[scanout] = mode;
    this.#config[0] = this.#config[0]! | p.VirtioGpuEvent.DISPLAY;
    this.options.onConfigChange?.();
  }

  /** The EDID of a screen, or null. */
  edid(scanout: number): Uint8Array | null {
    const mode = this.screen(scanout);
    return mode === null ? null : edid(mode, scanout);
  }

  /** Handles the requests of a queue, a bounded number of them. */
  process(index: number): Progress {
    const queue = this.queue(index);
    if (queue === null) return { answered: false, more: false };
    let answered = false;
    for (let i = 0; i < PROCESS_REQUESTS; i++) {
      const chain = queue.take();
      if (chain === null) {
        if (queue.broken !== '') return { answered, more: false };
        if (!queue.arm()) return { answered, more: false };
        continue;
      }
      if (this.#handle(queue, chain, index)) answered = true;
    }
    return { answered, more: true };
  }

  /** Requests that wait for the GPU. */
  get waiting(): number {
    return this.#timelines.waiting;
  }

  /** Answers what has finished on the GPU; true: publish the control queue. */
  collect(): boolean {
    return this.#timelines.waiting > 0 && this.#timelines.collect();
  }

  /** Everything as after power-on; queues are stopped. The front stops using what it read. */
  reset(): void {
    this.control.stop();
    this.cursor.stop();
    this.#timelines.clear();
    this.scanouts.clear();
    for (const resource of this.resources.values()) this.#free(resource);
    this.resources.clear();
    this.contexts.clear();
    this.renderer?.[Symbol.dispose]();
    this.renderer = this.options.renderer?.openDevice(this.options.quota, this.options.log) ?? null;
    this.#timelines = this.#newTimelines();
    this.bytesUsed = 0;
    this.#config[0] = 0;
  }

  /** To be called after guest memory was mapped anew or has gone: renderers get the new places. */
  memoryChanged(): void {
    for (const resource of this.resources.values()) {
      if (resource.backing !== null && resource.inRenderer) {
        this.renderer!.attachBacking(resource.id, resource.backing.segments(this.options.memory));
      }
    }
  }

  /** Drops a resource from every scanout and frees it. */
  dropResource(resource: GpuResource): void {
    this.scanouts.drop(resource);
    this.resources.delete(resource.id);
    this.#free(resource);
  }

  [Symbol.dispose](): void {
    this.#timelines.clear();
    this.scanouts.clear();
    for (const resource of this.resources.values()) this.#free(resource);
    this.resources.clear();
    this.renderer?.[Symbol.dispose]();
    this.renderer = null;
    this.#request[Symbol.dispose]?.();
  }

  #free(resource: GpuResource): void {
    if (resource.mapped >= 0) this.options.window?.unmap(resource.id, resource.mapped, resource.blobSize);
    if (resource.inRenderer) this.renderer?.destroyResource(resource.id);
    this.bytesUsed -= resource.cost;
    resource.pixels?.[Symbol.dispose]?.();
  }

  #newTimelines(): Timelines {
    return new Timelines(this.renderer, (chain) => this.control.give(chain));
  }

  /** Handles one request; true when it was given back. */
  #handle(queue: DeviceQueue, chain: Chain, index: number): boolean {
    const { response } = this;
    response.fill(0, 0, p.VirtioGpuHeaderWords);
    this.responsePayload = 0;
    if (!this.#gather(chain)) return this.#finish(queue, chain, VirtioGpuResponse.ERR_OUT_OF_MEMORY);
    if (this.requestBytes < p.VirtioGpuHeaderWords * 4) {
      this.options.log.warn(`a request of ${this.requestBytes} bytes has no header`);
      return this.#finish(queue, chain, VirtioGpuResponse.ERR_UNSPEC);
    }
    this.#keepHeader();
    const type = this.#run(this.words[0]!, chain, index);
    return type !== LATER && this.#finish(queue, chain, type);
  }

  /** Writes the response and gives the request back, or lets it wait for its fence. */
  #finish(queue: DeviceQueue, chain: Chain, type: number): boolean {
    const { response } = this;
    response[0] = type;
    const bytes = Math.min(p.VirtioGpuHeaderWords * 4 + this.responsePayload, chain.writable);
    if (bytes > 0) chain.write(0, this.#responseBytes, 0, bytes);
    if (queue === this.control && (response[1]! & p.VirtioGpuFlag.FENCE) !== 0 && this.#defer(chain)) return false;
    queue.give(chain);
    return true;
  }

  /** Takes what a fenced request's header says over into the response's. */
  #keepHeader(): void {
    const { response, words } = this;
    this.#type = words[0]!;
    const flags = p.virtioGpuCtrlHdrFlags(words, 0);
    if ((flags & p.VirtioGpuFlag.FENCE) === 0) return;
    response[1] = flags & (p.VirtioGpuFlag.FENCE | p.VirtioGpuFlag.INFO_RING_IDX);
    response[2] = words[2]!;
    response[3] = words[3]!;
    response[4] = words[4]!;
    response[5] = words[5]! & 0xff;
  }

  /** Lets a fenced request wait; false when there is nothing to wait for. */
  #defer(chain: Chain): boolean {
    const { response } = this;
    const ring = (response[1]! & p.VirtioGpuFlag.INFO_RING_IDX) !== 0;
    const timeline = ring ? ringTimeline(response[4]!, response[5]!) : DEVICE_TIMELINE;
    const onGpu = this.renderer !== null && this.#type >= p.VirtioGpuCommand.CTX_CREATE;
    if (!onGpu && !this.#timelines.isBusy(timeline)) return false;
    if (!onGpu) {
      this.#timelines.add(timeline, chain, NO_FENCE);
      return true;
    }
    const fence = this.renderer!.createFence();
    if (!this.renderer!.watchFence(fence)) this.#mustPoll = true;
    this.#timelines.add(timeline, chain, fence);
    return true;
  }

  /** Whether fences have to be asked by `collect` again and again, because nobody tells when they signal. */
  get mustPoll(): boolean {
    return this.#mustPoll && this.#timelines.waiting > 0;
  }

  /**
   * Answers a request when somebody else has said which modes are wished.
   * @returns false when there is nobody to ask
   */
  askScreens(chain: Chain, answer: (device: VirtioGpu) => number): boolean {
    const { refreshScreens } = this.options;
    if (refreshScreens === undefined) return false;
    const header = this.response.slice(0, p.VirtioGpuHeaderWords);
    const type = this.#type;
    return refreshScreens((modes) => {
      modes?.slice(0, this.#screens.length).forEach((mode, i) => {
        this.#screens[i] = mode;
      });
      this.response.set(header);
      this.responsePayload = 0;
      this.#type = type;
      if (this.#finish(this.control, chain, answer(this))) this.options.onAnswered?.();
    });
  }

  /** Copies the readable part of a request to `words`; false when it is too large. */
  #gather(chain: Chain): boolean {
    const bytes = chain.readable;
    if (bytes > MAX_REQUEST_BYTES) {
      this.options.log.warn(`a request of ${bytes} bytes; at most ${MAX_REQUEST_BYTES} are taken`);
      return false;
    }
    if (bytes > this.#request.byteLength) {
      this.#request[Symbol.dispose]?.();
      this.#request = this.allocate(2 ** Math.ceil(Math.log2(bytes)));
      const { bytes: all } = this.#request;
      this.words = new Uint32Array(all.buffer, all.byteOffset, all.length / 4);
    }
    this.requestBytes = chain.read(0, this.#request.bytes, 0, bytes) ? bytes : 0;
    return true;
  }

  /** The block that holds the request. */
  get requestMemory(): HostMemory {
    return this.#request;
  }

  #run(type: number, chain: Chain, index: number): number {
    const handler = handlers.get(type);
    if (handler === undefined || handler.spec.queue !== index) {
      this.options.log.warn(`unknown command 0x${type.toString(16)} on queue ${index}`);
      return VirtioGpuResponse.ERR_UNSPEC;
    }
    if (handler.rendered && this.renderer === null) {
      this.options.log.warn(`${handler.spec.name}: the device has no 3D`);
      return VirtioGpuResponse.ERR_UNSPEC;
    }
    if (this.requestBytes < handler.minimumBytes) {
      this.options.log.warn(`${handler.spec.name}: ${this.requestBytes} bytes of at least ${handler.minimumBytes}`);
      return VirtioGpuResponse.ERR_INVALID_PARAMETER;
    }
    return handler.run(this, this.words, chain);
  }

  /** Refuses a request: the cause goes to the log. */
  refuse(response: number, cause: string): number {
    this.options.log.warn(cause);
    return response;
  }
}
