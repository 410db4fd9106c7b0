/*
 * The virtio-gpu device (virtio 1.3 section 5.7).
 *
 * A front calls `process` when a queue was kicked, `collect` when work on the GPU may have finished, `publish`es the queue when told
 * to, and calls `rest` before it waits for the next event. How requests are carried out is `exchange.ts`; here is what there is: resources, contexts, screens, features.
 *
 * The device has no idea of OpenGL. What is rendered belongs to the `Renderer` it was given, which it names by numbers; what
 * is shown belongs to the `Display`. Without a renderer it is a 2D device and never offers 3D.
 */
import * as p from '@virglass/protocol';
import { type Chain, DeviceQueue } from '@virglass/virtio';
import { Attachments } from './attachments.ts';
import type { Backing } from './backing.ts';
import { BoundedLog } from './bounded-log.ts';
import { LATER } from './commands/shared.ts';
import type { HostMemory, Logger, RendererDevice } from './context-type.ts';
import { edid, type ScreenMode } from './edid.ts';
import { Exchange, type Progress } from './exchange.ts';
import type { Fences } from './fences.ts';
import { MAX_ATTACHMENTS, MAX_RESPONSE_BYTES } from './limits.ts';
import { plainMemory, type VirtioGpuOptions } from './options.ts';
import type { Turn } from './parked.ts';
import type { RequestBuffer } from './request-buffer.ts';
import type { GpuResource } from './resource.ts';
import { Scanouts } from './scanouts.ts';

const { VirtioGpuFeature } = p;

/** A virtio-gpu device. */
export class VirtioGpu implements Disposable {
  readonly options: VirtioGpuOptions;
  readonly log: Logger;
  /** The guest's world on the renderer; null in a 2D device. */
  renderer: RendererDevice | null;
  readonly control: DeviceQueue;
  readonly cursor: DeviceQueue;
  readonly resources = new Map<number, GpuResource>();
  readonly contexts = new Map<number, string>();
  readonly attachments = new Attachments(MAX_ATTACHMENTS);
  readonly scanouts: Scanouts;
  /** Blobs that are in the host-visible window. */
  readonly mapped = new Set<GpuResource>();
  /** Bytes that the device itself keeps: pictures, and lists of guest memory. */
  bytesUsed = 0;
  readonly #config = new Uint32Array(5);
  readonly #screens: (ScreenMode | null)[];
  readonly #exchange: Exchange;
  /** Features that the driver took; all of them until it says so. */
  #accepted: number;

  constructor(options: VirtioGpuOptions) {
    for (const { id, maxSize } of options.renderer?.capsets ?? []) {
      if (maxSize > MAX_RESPONSE_BYTES) throw new RangeError(`capability set ${id} of ${maxSize} bytes; at most ${MAX_RESPONSE_BYTES}`);
    }
    this.options = options;
    this.log = new BoundedLog(options.log);
    this.renderer = this.#openRenderer();
    this.control = new DeviceQueue(options.memory);
    this.cursor = new DeviceQueue(options.memory);
    const screens = Math.min(options.screens.length, p.VirtioGpuMaxScanouts);
    if (screens === 0) throw new RangeError('a virtio-gpu device has 1 to 16 screens; none were given');
    const scanouts = Math.min(Math.max(options.scanouts ?? 0, screens), p.VirtioGpuMaxScanouts);
    this.#screens = Array.from({ length: scanouts }, (_, i) => options.screens[i] ?? null);
    this.scanouts = new Scanouts(this, scanouts);
    this.#accepted = this.features;
    this.#exchange = new Exchange(this);
    this.#config[2] = screens;
    this.#config[3] = options.renderer?.capsets.length ?? 0;
  }

  /** Feature bits of the device's own, as a mask: bit i is feature i. */
  get features(): number {
    const { renderer, blobs } = this.options;
    let mask = (1 << VirtioGpuFeature.EDID) | (1 << VirtioGpuFeature.RESOURCE_UUID);
    if (renderer !== null) mask |= (1 << VirtioGpuFeature.VIRGL) | (1 << VirtioGpuFeature.CONTEXT_INIT);
    if (blobs !== false) mask |= 1 << VirtioGpuFeature.RESOURCE_BLOB;
    return mask;
  }

  /** Notes the features that the driver took, bit i for feature i: what it has not taken is not there for it. */
  acceptFeatures(mask: number): void {
    this.#accepted = mask & this.features;
  }

  /** Whether the driver took a feature, by its number. */
  accepted(feature: number): boolean {
    return (this.#accepted & (1 << feature)) !== 0;
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

  /** Handles the requests of a queue, a bounded number of them, and answers what has finished meanwhile; `rest` when there are no more. */
  process(index: number): Progress {
    return this.#exchange.process(index);
  }

  /**
   * To be called before the thread goes to other work: asks the driver to kick for the next request of a queue, and the renderer to tell
   * when the GPU has got further.
   *
   * @returns true when a request is there already: `process` again
   */
  rest(index: number): boolean {
    return this.#exchange.rest(index);
  }

  /** Waits for the GPU for a moment; true: something has finished, `collect` it. */
  awaitGpu(microseconds: number): boolean {
    return this.#exchange.fences.await(microseconds);
  }

  /** Answers what has finished on the GPU, and goes on with what waited for it; true: publish the control queue. */
  collect(): boolean {
    return this.#exchange.collect();
  }

  /** Waits for everything on the GPU and answers what waited for it: before a queue is stopped that will go on where it was. */
  drain(): boolean {
    return this.#exchange.drain();
  }

  /** Requests that wait for the GPU, or for their turn. */
  get waiting(): number {
    return this.#exchange.waiting;
  }

  /** Whether nothing waits for the GPU, requests or others. */
  get isIdle(): boolean {
    return this.#exchange.isIdle;
  }

  /** Whether requests wait for nothing but their turn: `process` goes on with them. */
  get isReady(): boolean {
    return this.#exchange.isReady;
  }

  /** Whether fences have to be asked by `collect` again and again, because nobody tells when they signal. */
  get mustPoll(): boolean {
    return this.#exchange.fences.mustPoll;
  }

  /**
   * Calls back when everything submitted so far has finished on the GPU: from `collect`, or at once where there is nothing to wait for.
   * A reset forgets it.
   */
  afterDrawing(done: () => void): void {
    this.#exchange.afterDrawing(done);
  }

  /** The request being handled. */
  get request(): RequestBuffer {
    return this.#exchange.request;
  }

  /** How far the request being handled has come. */
  get turn(): Turn {
    return this.#exchange.turn;
  }

  /** Fences that requests wait for. */
  get fences(): Fences {
    return this.#exchange.fences;
  }

  /** The response to it: its words from the header on. */
  get response(): Uint32Array<ArrayBuffer> {
    return this.#exchange.response;
  }

  /** Says how many bytes the response has behind its header. */
  set responsePayload(bytes: number) {
    this.#exchange.responsePayload = bytes;
  }

  /** Everything as after power-on; queues are stopped. The front stops using what it read. */
  reset(): void {
    this.#end();
    this.renderer = this.#openRenderer();
    this.#exchange.begin();
    this.#accepted = this.features;
    this.#config[0] = 0;
  }

  /** To be called after guest memory was mapped anew, has come or has gone: renderers get the new places. */
  memoryChanged(): void {
    const { memory } = this.options;
    const regions = new Set(memory.regions);
    for (const { id, backing, inRenderer } of this.resources.values()) {
      if (backing === null || !inRenderer || backing.survives(regions)) continue;
      this.renderer!.attachBacking(id, backing.segments(memory));
    }
  }

  /** Whether the guest may take so many bytes more, what the renderer keeps for it included. */
  hasRoom(bytes: number): boolean {
    return this.bytesUsed + (this.renderer?.bytesUsed ?? 0) + bytes <= this.options.quota.bytes;
  }

  /** Adds a resource whose number is free. */
  addResource(resource: GpuResource): void {
    this.resources.set(resource.id, resource);
    this.bytesUsed += resource.cost;
  }

  /** Gives a resource its guest memory, or takes it away. */
  setBacking(resource: GpuResource, backing: Backing | null): void {
    this.bytesUsed -= resource.cost;
    resource.backing = backing;
    this.bytesUsed += resource.cost;
    if (!resource.inRenderer) return;
    if (backing === null) this.renderer!.detachBacking(resource.id);
    else this.renderer!.attachBacking(resource.id, backing.segments(this.options.memory));
  }

  /** Notes that a blob is not in the host-visible window any more. */
  forgetMapping(resource: GpuResource): void {
    resource.mapping = null;
    this.mapped.delete(resource);
  }

  /** Drops a resource from every scanout and frees it. */
  dropResource(resource: GpuResource): void {
    this.scanouts.drop(resource);
    this.resources.delete(resource.id);
    this.attachments.dropResource(resource.id);
    this.#free(resource);
  }

  [Symbol.dispose](): void {
    this.#end();
    this.#exchange[Symbol.dispose]();
  }

  /** Ends everything that the guest has made. */
  #end(): void {
    this.control.stop();
    this.cursor.stop();
    this.#exchange.end();
    this.scanouts.clear();
    for (const resource of this.resources.values()) this.#free(resource);
    this.resources.clear();
    this.contexts.clear();
    this.attachments.clear();
    this.renderer?.[Symbol.dispose]();
    this.renderer = null;
  }

  #free(resource: GpuResource): void {
    const { mapping } = resource;
    if (mapping !== null) {
      this.forgetMapping(resource);
      this.options.window?.unmap(mapping.offset, mapping.length, () => undefined);
    }
    if (resource.inRenderer) this.renderer?.destroyResource(resource.id);
    this.bytesUsed -= resource.cost;
    resource.pixels?.[Symbol.dispose]?.();
  }

  #openRenderer(): RendererDevice | null {
    return this.options.renderer?.openDevice(this.options.quota, this.log) ?? null;
  }

  /**
   * Answers a request when somebody else has said which modes are wished.
   * @returns false when there is nobody to ask
   */
  askScreens(chain: Chain, answer: (device: VirtioGpu) => number): boolean {
    const { refreshScreens } = this.options;
    if (refreshScreens === undefined) return false;
    return this.#exchange.ask(chain, refreshScreens, (modes) => {
      modes?.slice(0, this.#screens.length).forEach((mode, i) => {
        this.#screens[i] = mode;
      });
      return answer(this);
    });
  }

  /**
   * Answers a request when somebody else has said what the EDID of a screen is; `answer` gets null when nobody knows.
   * @returns false when there is nobody to ask
   */
  askEdid(chain: Chain, scanout: number, answer: (device: VirtioGpu, edid: Uint8Array | null) => number): boolean {
    const { refreshEdid } = this.options;
    if (refreshEdid === undefined) return false;
    return this.#exchange.ask<Uint8Array>(
      chain,
      (done) => refreshEdid(scanout, done),
      (given) => answer(this, given),
    );
  }

  /**
   * Lets a request wait for something that is under way.
   *
   * @param begin - begins it; what it is given is called once, now or later
   * @returns what the handler returns
   */
  later<T>(chain: Chain, begin: (done: (result: T) => void) => void, answer: (result: T) => number): number {
    this.#exchange.ask<T>(
      chain,
      (done) => {
        begin(done);
        return true;
      },
      (result) => answer(result as T),
    );
    return LATER;
  }

  /** Refuses a request: the cause goes to the log. */
  refuse(response: number, cause: string): number {
    this.log.warn(cause);
    return response;
  }
}
