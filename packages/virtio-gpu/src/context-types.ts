/*
 * Several context types in one device.
 *
 * A driver says with each context which capability set it speaks (`context_init`), and that chooses the context type. Contexts and
 * resources have one number space for the guest, so this is where it is known which type has which. A resource belongs to the type
 * that made it; when a context of another type is attached to it, that type is told of it once, with the memory where there is some
 * that can be shared. Fences of a context are those of its type; a fence of the device is one of each.
 */
import type {
  BackingSegment,
  BlobArgs,
  HostMemory,
  Logger,
  Quota,
  Renderer,
  RendererDevice,
  ResourceArgs,
  SharedRange,
  StatusCode,
  TransferBox,
} from './context-type.ts';

/** What is answered about numbers that nobody has (`Status.ILLEGAL_RESOURCE` and `ILLEGAL_CONTEXT` of virgl). */
const NO_RESOURCE = 5;
const NO_CONTEXT = 3;

/**
 * Makes one renderer of several.
 *
 * @param types - the first has resources that are no blobs, and contexts whose capability set is 0
 * @throws {RangeError} when two of them have the same capability set
 */
export function combineContextTypes(types: readonly [Renderer, ...Renderer[]]): Renderer {
  const capsets = types.flatMap((type) => type.capsets);
  const ids = capsets.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw new RangeError(`capability set ${twice} is offered twice`);
  const indexOf = (capset: number): number => types.findIndex((type) => type.capsets.some(({ id }) => id === capset));
  let onFences: (() => void) | null = null;
  return {
    capsets,
    capset: (id, version) => types[indexOf(id)]?.capset(id, version) ?? new Uint8Array(0),
    openDevice: (quota, log) => new CombinedDevice(types, indexOf, quota, log),
    get onFences() {
      return onFences;
    },
    set onFences(listener) {
      onFences = listener;
      for (const type of types) type.onFences = listener;
    },
    [Symbol.dispose]() {
      for (const type of types) type[Symbol.dispose]();
    },
  };
}

/** A resource, and who knows of it. */
interface Owned {
  readonly owner: number;
  /** A bit for each type that has it, the owner included. */
  known: number;
}

/** One guest's world on several renderers. */
class CombinedDevice implements RendererDevice {
  readonly #devices: readonly RendererDevice[];
  readonly #indexOf: (capset: number) => number;
  readonly #contexts = new Map<number, number>();
  readonly #resources = new Map<number, Owned>();
  /** The fences of which a fence consists: types and their fences. */
  readonly #fences = new Map<number, readonly (readonly [type: number, fence: number])[]>();
  #lastFence = 0;
  unexecuted = 0;

  constructor(types: readonly Renderer[], indexOf: (capset: number) => number, quota: Quota, log: Logger) {
    this.#devices = types.map((type) => type.openDevice(quota, log));
    this.#indexOf = indexOf;
  }

  createContext(id: number, name: string, capset = 0): StatusCode {
    const type = capset === 0 ? 0 : this.#indexOf(capset);
    if (type < 0 || this.#contexts.has(id)) return NO_CONTEXT;
    const status = this.#devices[type]!.createContext(id, name, capset);
    if (status === 0) this.#contexts.set(id, type);
    return status;
  }

  destroyContext(id: number): StatusCode {
    const type = this.#contexts.get(id);
    if (type === undefined) return NO_CONTEXT;
    this.#contexts.delete(id);
    return this.#devices[type]!.destroyContext(id);
  }

  createResource(args: ResourceArgs): StatusCode {
    return this.#resources.has(args.id) ? NO_RESOURCE : this.#made(args.id, 0, this.#devices[0]!.createResource(args));
  }

  createBlob(args: BlobArgs): StatusCode {
    const type = this.#contexts.get(args.contextId);
    if (type === undefined) return NO_CONTEXT;
    return this.#resources.has(args.id) ? NO_RESOURCE : this.#made(args.id, type, this.#devices[type]!.createBlob(args));
  }

  #made(id: number, owner: number, status: StatusCode): StatusCode {
    if (status === 0) this.#resources.set(id, { owner, known: 1 << owner });
    return status;
  }

  #ownerOf(id: number): RendererDevice | null {
    const resource = this.#resources.get(id);
    return resource === undefined ? null : this.#devices[resource.owner]!;
  }

  blobMemory(id: number): SharedRange | null {
    return this.#ownerOf(id)?.blobMemory(id) ?? null;
  }

  describe(id: number): ResourceArgs | null {
    return this.#ownerOf(id)?.describe(id) ?? null;
  }

  importBlob(): StatusCode {
    return NO_RESOURCE;
  }

  destroyResource(id: number): StatusCode {
    const resource = this.#resources.get(id);
    if (resource === undefined) return NO_RESOURCE;
    this.#resources.delete(id);
    // Who only knows of it goes first: its memory is the owner's.
    this.#devices.forEach((device, type) => {
      if (type !== resource.owner && (resource.known & (1 << type)) !== 0) device.destroyResource(id);
    });
    return this.#devices[resource.owner]!.destroyResource(id);
  }

  attachBacking(id: number, segments: readonly BackingSegment[]): StatusCode {
    return this.#ownerOf(id)?.attachBacking(id, segments) ?? NO_RESOURCE;
  }

  detachBacking(id: number): StatusCode {
    return this.#ownerOf(id)?.detachBacking(id) ?? NO_RESOURCE;
  }

  attachResource(contextId: number, resourceId: number): StatusCode {
    const type = this.#contexts.get(contextId);
    const resource = this.#resources.get(resourceId);
    if (type === undefined) return NO_CONTEXT;
    if (resource === undefined) return NO_RESOURCE;
    const device = this.#devices[type]!;
    if ((resource.known & (1 << type)) === 0) {
      const status = device.importBlob(resourceId, this.blobMemory(resourceId));
      if (status !== 0) return status;
      resource.known |= 1 << type;
    }
    return device.attachResource(contextId, resourceId);
  }

  detachResource(contextId: number, resourceId: number): StatusCode {
    const type = this.#contexts.get(contextId);
    const resource = this.#resources.get(resourceId);
    if (type === undefined) return NO_CONTEXT;
    if (resource === undefined || (resource.known & (1 << type)) === 0) return NO_RESOURCE;
    return this.#devices[type]!.detachResource(contextId, resourceId);
  }

  submit(contextId: number, memory: HostMemory, byteOffset: number, lengthWords: number, milliseconds?: number): StatusCode {
    const type = this.#contexts.get(contextId);
    this.unexecuted = 0;
    if (type === undefined) return NO_CONTEXT;
    const device = this.#devices[type]!;
    const status = device.submit(contextId, memory, byteOffset, lengthWords, milliseconds);
    this.unexecuted = device.unexecuted;
    return status;
  }

  transferToHost(contextId: number, resourceId: number, box: TransferBox, memory: HostMemory | null): StatusCode {
    return this.#ownerOf(resourceId)?.transferToHost(this.#within(contextId, resourceId), resourceId, box, memory) ?? NO_RESOURCE;
  }

  transferFromHost(contextId: number, resourceId: number, box: TransferBox, memory: HostMemory | null): StatusCode {
    return this.#ownerOf(resourceId)?.transferFromHost(this.#within(contextId, resourceId), resourceId, box, memory) ?? NO_RESOURCE;
  }

  /** The context for whose sake a resource's owner copies: none of its own when the context is another type's. */
  #within(contextId: number, resourceId: number): number {
    return contextId !== 0 && this.#contexts.get(contextId) === this.#resources.get(resourceId)?.owner ? contextId : 0;
  }

  get bytesUsed(): number {
    return this.#devices.reduce((sum, device) => sum + device.bytesUsed, 0);
  }

  flush(): void {
    for (const device of this.#devices) device.flush();
  }

  finish(): void {
    for (const device of this.#devices) device.finish();
  }

  createFence(contextId?: number, ring?: number): number {
    const type = contextId === undefined ? undefined : this.#contexts.get(contextId);
    const parts =
      type === undefined
        ? this.#devices.map((device, i) => [i, device.createFence()] as const)
        : [[type, this.#devices[type]!.createFence(contextId, ring)] as const];
    this.#fences.set(++this.#lastFence, parts);
    return this.#lastFence;
  }

  fenceSignalled(fence: number): boolean {
    return (this.#fences.get(fence) ?? []).every(([type, part]) => this.#devices[type]!.fenceSignalled(part));
  }

  waitFence(fence: number, timeoutMicroseconds: number): boolean {
    return (this.#fences.get(fence) ?? []).every(([type, part]) => this.#devices[type]!.waitFence(part, timeoutMicroseconds));
  }

  watchFence(fence: number): boolean {
    // Each part that has not signalled has to be watched, and one that nobody can tell of makes the whole such a one.
    let waits = false;
    let told = true;
    for (const [type, part] of this.#fences.get(fence) ?? []) {
      const device = this.#devices[type]!;
      if (device.fenceSignalled(part)) continue;
      waits = true;
      if (!device.watchFence(part)) told = false;
    }
    return waits && told;
  }

  destroyFence(fence: number): void {
    for (const [type, part] of this.#fences.get(fence) ?? []) this.#devices[type]!.destroyFence(part);
    this.#fences.delete(fence);
  }

  [Symbol.dispose](): void {
    for (const device of this.#devices) device[Symbol.dispose]();
    this.#contexts.clear();
    this.#resources.clear();
    this.#fences.clear();
  }
}
