import type { Memory } from '@virglass/gl';
import type { Logger } from '@virglass/virtio-gpu';
import type { VirglDevice } from './device.ts';
import { HandleMap } from './handle-map.ts';
import type { VirglHost } from './host.ts';
import { FIRST_DRAWS_TO_MARK } from './limits.ts';
import type { Resource } from './resources/resource.ts';
import type { Status } from './status.ts';
import { SubContext } from './sub-context.ts';

/**
 * A guest's virgl context: the unit that a stream is submitted to.
 *
 * It owns sub-contexts (one per gallium context of the guest), each with its own objects and bindings, and sees the
 * device's resources that were attached to it.
 */
export class VirglContext {
  readonly host: VirglHost;
  readonly device: VirglDevice;
  readonly id: number;
  readonly name: string;
  readonly log: Logger;
  readonly subs = new Map<number, SubContext>();
  /** The sub-context that commands go to. */
  sub: SubContext;
  /** Resources attached to this context. */
  readonly resources = new HandleMap<Resource>();
  /** What streams have prepared for blobs, by blob number; each counts as a resource of the device. */
  readonly blobs = new Map<number, Resource>();
  /** First refusal of this context; once set, the context executes nothing more (0: healthy). */
  error: number = 0;
  /** The stream being decoded: commands with inline data hand `stream` and a byte offset to GL. Borrowed. */
  stream: Memory | null = null;
  /** Byte offset within `stream` of word 0 of the decoder's view. */
  streamOffset = 0;
  /** Place on the board of times; see `TimeKeeper`. */
  timeSlot = 0;
  /** Draws after which a mark is made in the line of time; see `TimeKeeper.countDraws`. */
  drawsToMark = FIRST_DRAWS_TO_MARK;
  /** Cause of the refusal that the running command is about to return; the dispatcher logs it. */
  cause = '';

  constructor(device: VirglDevice, id: number, name: string) {
    this.host = device.host;
    this.device = device;
    this.id = id;
    this.name = name;
    this.log = device.log;
    this.sub = new SubContext(this, 0);
    this.subs.set(0, this.sub);
  }

  /**
   * Notes why a command is refused and returns the status, so that a handler reads
   * `return ctx.refuse(Status.ILLEGAL_RESOURCE, 'vertex buffer: no resource 7')`.
   */
  refuse(status: Status, cause: string): Status {
    this.cause = cause;
    return status;
  }

  /** The attached resource with this number, or null. */
  resource(id: number): Resource | null {
    return this.resources.get(id);
  }

  /** Frees every sub-context. */
  destroy(): void {
    this.host.time.close(this);
    for (const sub of this.subs.values()) sub.destroy();
    this.subs.clear();
    this.resources.clear();
    for (const resource of this.blobs.values()) this.host.releaseResource(resource);
    this.device.prepared -= this.blobs.size;
    this.blobs.clear();
  }
}
