import type { HostMemory, Logger, Quota, Renderer, RendererDevice, ResourceArgs, StatusCode, TransferBox } from '@virglass/virtio-gpu';

/** What a fake device does differently from success. */
export type FakeRules = {
  /** Answer to `submit`, by the first word of the stream. */
  submitStatus?: (firstWord: number) => StatusCode;
  /** Answer to `createResource`. */
  createStatus?: (args: ResourceArgs) => StatusCode;
  transferStatus?: StatusCode;
  /** When false, fences signal only by `signalFences` or `finish`. */
  signalAtOnce?: boolean;
  /** Called in `submit`, to throw or to take time. */
  onSubmit?: (device: FakeDevice) => void;
  /** When true the time of `waitFence` is always over before the fence signals; else the wait is long enough. */
  limitedWait?: boolean;
  /** Words of a stream that are executed before it is left, where a time is given; default: all. */
  wordsPerTurn?: number;
  /** When true, fences can be watched, and the test calls `onFences`. */
  watches?: boolean;
};

/** Capset 1 and 2 of the fake renderer: recognisable bytes of the right sizes. */
export const fakeCaps = [new Uint8Array(308).map((_, i) => i), new Uint8Array(1408).map((_, i) => i * 3)] as const;

/** A renderer that draws nothing: it writes down what it is asked, and moves recognisable bytes in transfers. */
export class FakeRenderer implements Renderer {
  readonly capsets = [
    { id: 1, maxVersion: 1, maxSize: 308 },
    { id: 2, maxVersion: 2, maxSize: 1408 },
  ];
  readonly devices: FakeDevice[] = [];
  onFences: (() => void) | null = null;
  readonly rules: FakeRules;

  constructor(rules: FakeRules = {}) {
    this.rules = rules;
  }

  capset(id: number): Uint8Array {
    return fakeCaps[id - 1] ?? new Uint8Array(0);
  }

  openDevice(quota: Quota, log: Logger): RendererDevice {
    const device = new FakeDevice(this.rules, quota, log);
    this.devices.push(device);
    return device;
  }

  /** Devices that are not disposed. */
  get open(): number {
    return this.devices.filter((device) => !device.disposed).length;
  }

  [Symbol.dispose](): void {
    for (const device of this.devices) device[Symbol.dispose]();
  }
}

/** The device of one client. `calls` holds every call as text. */
export class FakeDevice implements RendererDevice {
  readonly calls: string[] = [];
  readonly log: Logger;
  disposed = false;
  bytesUsed = 0;
  unexecuted = 0;
  /** Fences that somebody wanted to be told of. */
  readonly watched: number[] = [];
  flushes = 0;
  finishes = 0;
  waits = 0;
  submits = 0;
  readonly #rules: FakeRules;
  readonly #quota: Quota;
  readonly #sizes = new Map<number, number>();
  readonly #backing = new Map<number, { memory: HostMemory; offset: number; length: number }>();
  readonly #fences = new Map<number, boolean>();
  #lastFence = 0;

  constructor(rules: FakeRules, quota: Quota, log: Logger) {
    this.#rules = rules;
    this.#quota = quota;
    this.log = log;
  }

  /** Fences that exist. */
  get fences(): number {
    return this.#fences.size;
  }

  /** The text of all calls. */
  get transcript(): string {
    return this.calls.join('\n');
  }

  createContext(id: number, name: string): StatusCode {
    this.calls.push(`createContext ${id} ${name}`);
    return 0;
  }

  destroyContext(id: number): StatusCode {
    this.calls.push(`destroyContext ${id}`);
    return 0;
  }

  createResource(args: ResourceArgs): StatusCode {
    const { id, target, format, bind, width, height, depth, arraySize, lastLevel, samples } = args;
    this.calls.push(`createResource ${[id, target, format, bind, width, height, depth, arraySize, lastLevel, samples].join(' ')}`);
    const refused = this.#rules.createStatus?.(args) ?? 0;
    if (refused !== 0) return refused;
    const bytes = target === 0 ? width : width * height * depth * Math.max(1, arraySize) * 4;
    if (this.bytesUsed + bytes > this.#quota.bytes) return 14;
    this.#sizes.set(id, bytes);
    this.bytesUsed += bytes;
    return 0;
  }

  createBlob(): StatusCode {
    return 13;
  }

  blobMemory(): null {
    return null;
  }

  describe(): null {
    return null;
  }

  importBlob(): StatusCode {
    return 13;
  }

  destroyResource(id: number): StatusCode {
    this.calls.push(`destroyResource ${id}`);
    this.bytesUsed -= this.#sizes.get(id) ?? 0;
    this.#sizes.delete(id);
    this.#backing.delete(id);
    return 0;
  }

  attachBacking(id: number, segments: readonly { memory: HostMemory; offset: number; length: number }[]): StatusCode {
    const [segment] = segments;
    if (segment === undefined) return 1;
    this.calls.push(`attachBacking ${id} ${segment.offset} ${segment.length}`);
    this.#backing.set(id, segment);
    return 0;
  }

  detachBacking(id: number): StatusCode {
    this.calls.push(`detachBacking ${id}`);
    return 0;
  }

  attachResource(contextId: number, resourceId: number): StatusCode {
    this.calls.push(`attachResource ${contextId} ${resourceId}`);
    return 0;
  }

  detachResource(contextId: number, resourceId: number): StatusCode {
    this.calls.push(`detachResource ${contextId} ${resourceId}`);
    return 0;
  }

  submit(contextId: number, memory: HostMemory, byteOffset: number, length: number, milliseconds?: number): StatusCode {
    const lengthWords = milliseconds === undefined ? length : Math.min(length, this.#rules.wordsPerTurn ?? length);
    this.unexecuted = length - lengthWords;
    if (byteOffset % 4 !== 0) throw new Error('a stream that is not aligned');
    const words = new Uint32Array(memory.bytes.buffer, memory.bytes.byteOffset + byteOffset, lengthWords);
    let hash = 0x811c9dc5;
    for (const word of words) hash = Math.imul(hash ^ word, 0x01000193) >>> 0;
    this.calls.push(`submit ${contextId} ${lengthWords} ${hash}`);
    this.submits++;
    this.#rules.onSubmit?.(this);
    return this.#rules.submitStatus?.(words[0] ?? 0) ?? 0;
  }

  transferToHost(contextId: number, resourceId: number, box: TransferBox, memory: HostMemory | null): StatusCode {
    const inline = memory === null ? 'backing' : `${memory.byteLength} bytes from ${memory.bytes[0]} to ${memory.bytes.at(-1)}`;
    this.calls.push(`transferToHost ${contextId} ${resourceId} ${Object.values(box).join(' ')} ${inline}`);
    return this.#rules.transferStatus ?? 0;
  }

  transferFromHost(contextId: number, resourceId: number, box: TransferBox, memory: HostMemory | null): StatusCode {
    this.calls.push(
      `transferFromHost ${contextId} ${resourceId} ${Object.values(box).join(' ')} ${memory === null ? 'backing' : 'inline'}`,
    );
    const status = this.#rules.transferStatus ?? 0;
    if (status !== 0) return status;
    const backing = this.#backing.get(resourceId);
    // Every row of the box gets its number, four bytes a texel.
    const target = memory ?? backing?.memory;
    const room = memory?.byteLength ?? backing?.length ?? 0;
    for (let row = 0; row < box.height; row++) {
      const at = box.offset + row * 4 * box.width;
      target?.bytes.fill(row + 1, at, Math.min(at + 4 * box.width, room));
    }
    return 0;
  }

  flush(): void {
    this.flushes++;
  }

  finish(): void {
    this.finishes++;
    this.signalFences();
  }

  createFence(): number {
    this.#fences.set(++this.#lastFence, this.#rules.signalAtOnce ?? true);
    return this.#lastFence;
  }

  fenceSignalled(fence: number): boolean {
    return this.#fences.get(fence) ?? true;
  }

  watchFence(fence: number): boolean {
    this.watched.push(fence);
    return this.#rules.watches === true && !this.fenceSignalled(fence);
  }

  destroyFence(fence: number): void {
    this.#fences.delete(fence);
  }

  /** Lets all fences signal. */
  signalFences(): void {
    for (const fence of this.#fences.keys()) this.#fences.set(fence, true);
  }

  waitFence(fence: number): boolean {
    this.waits++;
    if (this.#rules.limitedWait !== true) this.signalFences();
    return this.fenceSignalled(fence);
  }

  [Symbol.dispose](): void {
    this.disposed = true;
    this.#fences.clear();
    this.#backing.clear();
  }
}
