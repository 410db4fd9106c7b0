import { GL } from '@virglass/gl';
import type {
  BackingSegment,
  BlobArgs,
  HostMemory,
  Logger,
  Quota,
  RendererDevice,
  ResourceArgs,
  SharedPicture,
  SharedRange,
  TransferBox,
} from '@virglass/virtio-gpu';
import { VirglContext } from './context.ts';
import { submit } from './dispatch.ts';
import type { VirglHost } from './host.ts';
import { createResource } from './resources/create.ts';
import type { Resource } from './resources/resource.ts';
import { SharedBuffers } from './resources/shared-buffer.ts';
import { transferFromHost, transferToHost } from './resources/transfer.ts';
import { Status } from './status.ts';

/** One guest's world on the host: its contexts and resources, and what they cost. */
export class VirglDevice implements RendererDevice {
  readonly host: VirglHost;
  readonly quota: Quota;
  readonly log: Logger;
  readonly contexts = new Map<number, VirglContext>();
  readonly resources = new Map<number, Resource>();
  /** Bytes of host storage of this device's resources; kept by creation and by the last release. */
  bytesUsed = 0;
  unexecuted = 0;
  /** Resources that contexts have prepared for blobs and that have no number yet. */
  prepared = 0;
  #shared: SharedBuffers | null = null;

  constructor(host: VirglHost, quota: Quota, log: Logger) {
    this.host = host;
    this.quota = quota;
    this.log = log;
  }

  #refuse(status: number, cause: string): number {
    this.log.warn(cause);
    return status;
  }

  createContext(id: number, name: string): number {
    if (this.contexts.has(id)) return this.#refuse(Status.ILLEGAL_CONTEXT, `create context: ${id} exists`);
    if (this.contexts.size >= this.quota.contexts) {
      return this.#refuse(Status.OUT_OF_QUOTA, `create context ${id}: the limit is ${this.quota.contexts} contexts`);
    }
    const context = new VirglContext(this, id, name);
    if (!this.host.time.open(context)) {
      context.destroy();
      return this.#refuse(Status.OUT_OF_QUOTA, `create context ${id}: the renderer has no place for another context`);
    }
    this.contexts.set(id, context);
    return Status.OK;
  }

  destroyContext(id: number): number {
    const context = this.contexts.get(id);
    if (context === undefined) return this.#refuse(Status.ILLEGAL_CONTEXT, `destroy context: no context ${id}`);
    this.contexts.delete(id);
    context.destroy();
    return Status.OK;
  }

  createResource(args: ResourceArgs): number {
    if (args.id === 0 || this.resources.has(args.id)) {
      return this.#refuse(Status.ILLEGAL_RESOURCE, `create resource: ${args.id} ${args.id === 0 ? 'is not a number for one' : 'exists'}`);
    }
    if (!this.hasRoom)
      return this.#refuse(Status.OUT_OF_QUOTA, `create resource ${args.id}: the limit is ${this.quota.resources} resources`);
    const made = createResource(this, args);
    if (typeof made === 'number') return made;
    this.resources.set(args.id, made);
    return Status.OK;
  }

  /** Whether another resource is within the quota. */
  get hasRoom(): boolean {
    return this.resources.size + this.prepared < this.quota.resources;
  }

  /** Memory that the guest can map; null where there is none. */
  sharedBuffers(): SharedBuffers | null {
    if (this.host.sharing !== null) this.#shared ??= new SharedBuffers(this.host.gl, this.host.sharing);
    return this.#shared;
  }

  createBlob({ id, contextId, blobId, size, mappable }: BlobArgs): number {
    if (id === 0 || this.resources.has(id)) return this.#refuse(Status.ILLEGAL_RESOURCE, `create blob: resource ${id} exists`);
    const context = this.contexts.get(contextId);
    const resource = context?.blobs.get(blobId);
    if (context === undefined || resource === undefined) {
      return this.#refuse(Status.ILLEGAL_RESOURCE, `create blob ${id}: context ${contextId} has prepared nothing as ${blobId}`);
    }
    const { shared } = resource;
    if (mappable && shared !== null && size > shared.length) {
      return this.#refuse(Status.ILLEGAL_RANGE, `create blob ${id}: ${size} bytes of memory of ${shared.length}`);
    }
    context.blobs.delete(blobId);
    this.prepared--;
    resource.id = id;
    this.resources.set(id, resource);
    return Status.OK;
  }

  blobMemory(id: number): SharedRange | null {
    return this.resources.get(id)?.shared ?? null;
  }

  describe(id: number): ResourceArgs | null {
    return this.resources.get(id)?.args ?? null;
  }

  sharePicture(id: number): SharedPicture | null {
    const resource = this.resources.get(id);
    const { exporter } = this.host;
    if (exporter === null || resource === undefined || resource.isBuffer || resource.glTarget !== GL.TEXTURE_2D) return null;
    return exporter.export(resource.glName);
  }

  importBlob(id: number): number {
    return this.#refuse(Status.UNSUPPORTED, `import blob ${id}: streams cannot say what it is`);
  }

  destroyResource(id: number): number {
    const resource = this.resources.get(id);
    if (resource === undefined) return this.#refuse(Status.ILLEGAL_RESOURCE, `destroy resource: no resource ${id}`);
    this.resources.delete(id);
    for (const context of this.contexts.values()) context.resources.delete(id);
    // The guest takes its memory back now, whoever still holds the GL object.
    resource.backing = [];
    this.host.releaseResource(resource);
    return Status.OK;
  }

  attachBacking(id: number, segments: readonly BackingSegment[]): number {
    const resource = this.resources.get(id);
    if (resource === undefined) return this.#refuse(Status.ILLEGAL_RESOURCE, `attach backing: no resource ${id}`);
    resource.backing = segments;
    return Status.OK;
  }

  detachBacking(id: number): number {
    return this.attachBacking(id, []);
  }

  attachResource(contextId: number, resourceId: number): number {
    const context = this.contexts.get(contextId);
    if (context === undefined) return this.#refuse(Status.ILLEGAL_CONTEXT, `attach resource: no context ${contextId}`);
    const resource = this.resources.get(resourceId);
    if (resource === undefined) return this.#refuse(Status.ILLEGAL_RESOURCE, `attach resource: no resource ${resourceId}`);
    context.resources.set(resourceId, resource);
    return Status.OK;
  }

  detachResource(contextId: number, resourceId: number): number {
    const context = this.contexts.get(contextId);
    if (context === undefined) return this.#refuse(Status.ILLEGAL_CONTEXT, `detach resource: no context ${contextId}`);
    context.resources.delete(resourceId);
    return Status.OK;
  }

  submit(contextId: number, memory: HostMemory, byteOffset: number, lengthWords: number, milliseconds?: number): number {
    this.unexecuted = 0;
    const context = this.contexts.get(contextId);
    if (context === undefined) return this.#refuse(Status.ILLEGAL_CONTEXT, `submit: no context ${contextId}`);
    const { time } = this.host;
    time.allow(milliseconds ?? Number.POSITIVE_INFINITY);
    time.enter(context);
    const status = submit(context, memory, byteOffset, lengthWords);
    time.leave();
    return status;
  }

  transferToHost(contextId: number, resourceId: number, box: TransferBox, memory: HostMemory | null): number {
    const resource = this.#transferTarget('transfer to host', contextId, resourceId);
    if (typeof resource === 'number') return resource;
    const status = transferToHost(this, resource, box, memory);
    this.host.time.leave();
    return status;
  }

  transferFromHost(contextId: number, resourceId: number, box: TransferBox, memory: HostMemory | null): number {
    const resource = this.#transferTarget('transfer from host', contextId, resourceId);
    if (typeof resource === 'number') return resource;
    const status = transferFromHost(this, resource, box, memory);
    // It has waited for what was drawn.
    this.host.time.collect();
    this.host.time.leave();
    return status;
  }

  #transferTarget(what: string, contextId: number, resourceId: number): Resource | number {
    const context = contextId === 0 ? undefined : this.contexts.get(contextId);
    if (contextId !== 0 && context === undefined) return this.#refuse(Status.ILLEGAL_CONTEXT, `${what}: no context ${contextId}`);
    const resource = this.resources.get(resourceId);
    if (resource === undefined) return this.#refuse(Status.ILLEGAL_RESOURCE, `${what}: no resource ${resourceId}`);
    if (context !== undefined) this.host.time.enter(context);
    return resource;
  }

  flush(): void {
    this.host.time.mark();
  }

  finish(): void {
    this.host.time.finish();
  }

  createFence(): number {
    return this.host.time.mark();
  }

  fenceSignalled(fence: number): boolean {
    return this.host.time.hasPassed(fence);
  }

  waitFence(fence: number, timeoutMicroseconds: number): boolean {
    return this.host.time.wait(fence, timeoutMicroseconds);
  }

  watchFence(fence: number): boolean {
    return this.host.time.want(fence);
  }

  destroyFence(): void {
    // Marks belong to all.
  }

  [Symbol.dispose](): void {
    for (const context of this.contexts.values()) context.destroy();
    this.contexts.clear();
    for (const resource of this.resources.values()) {
      resource.backing = [];
      this.host.releaseResource(resource);
    }
    this.resources.clear();
    this.#shared?.[Symbol.dispose]();
    this.#shared = null;
  }
}
