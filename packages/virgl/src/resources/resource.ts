import { GL, type Memory } from '@virglass/gl';
import type { BackingSegment, ResourceArgs, SharedRange } from '@virglass/virtio-gpu';
import type { VirglDevice } from '../device.ts';
import type { Format } from '../formats/format.ts';
import type { SamplerView } from '../objects/sampler-view.ts';

/**
 * A guest resource and the GL object that stores it.
 *
 * `glName` is a buffer (target BUFFER) or a texture (every other target) of the one GL context. Multisample resources are
 * multisample textures. `args` is what made it, kept whole so that the resource can be emitted again.
 *
 * Guests make buffers only to have a piece of shared memory: for query results, as fences (one per frame), as staging areas.
 * Such a buffer has no GL storage until somebody asks for its `glName`; until then it lives in its backing, or, where it has
 * none, in `shadow`.
 */
export class Resource {
  /** The guest's number; 0 of what is prepared for a blob and has none yet. */
  id: number;
  readonly args: ResourceArgs;
  readonly format: Format;
  readonly isBuffer: boolean;
  /** GL binding target: GL.TEXTURE_2D, ...; for buffers the target it was first bound to. */
  readonly glTarget: number;
  /** Whose quota it counts against. */
  readonly device: VirglDevice;
  /** Internal format the storage was made with. */
  glInternalFormat = 0;
  /** True when storage is immutable (glTexStorage*, glBufferStorage), so that views can be made of it. */
  immutable = false;
  /** Samples of a texel in the host's storage, which may be more than were asked for. */
  hostSamples: number;
  /** Bytes of host storage, as accounted to the device's quota. */
  bytes = 0;
  /** The sampler view whose parameters (swizzle, levels) are on the texture; null when nobody changed them. */
  boundView: SamplerView | null = null;
  backing: readonly BackingSegment[] = [];
  /**
   * Who holds this resource: the device's table is one, each surface, sampler view, query, stream-output target and
   * vertex/index/uniform binding another. A guest may destroy a resource whose views are still to be destroyed by a command
   * that it has not flushed yet, so the GL object lives until the last holder lets go (`VirglHost.releaseResource`).
   */
  refs = 1;
  /** Texture buffer objects over a buffer resource: by internal format, made on first use. */
  bufferTextures: Map<number, number> | null = null;
  /** True while the resource is a buffer that has no GL storage yet. */
  deferred = false;
  /** The memory that is this buffer's storage, where the guest may map it; it needs no transfers then. */
  shared: SharedRange | null = null;
  /** Contents of a deferred buffer without backing; null while nothing was written. */
  shadow: Memory | null = null;
  #name = 0;

  constructor(device: VirglDevice, args: ResourceArgs, format: Format, isBuffer: boolean, glTarget: number) {
    this.device = device;
    this.id = args.id;
    this.args = args;
    this.hostSamples = args.samples;
    this.format = format;
    this.isBuffer = isBuffer;
    this.glTarget = glTarget;
  }

  /** GL buffer or texture name; 0 when there is none. Asking for a deferred buffer's name makes its storage. */
  get glName(): number {
    return this.deferred ? this.#makeDeferred() : this.#name;
  }

  set glName(name: number) {
    this.#name = name;
  }

  #makeDeferred(): number {
    const { gl, state } = this.device.host;
    this.deferred = false;
    this.#name = gl.createBuffer();
    state.bindBuffer(GL.COPY_WRITE_BUFFER, this.#name);
    gl.bufferData(GL.COPY_WRITE_BUFFER, this.args.width, null, 0, GL.STREAM_DRAW);
    let at = 0;
    for (const run of this.backing) {
      const bytes = Math.min(run.length, this.args.width - at);
      if (bytes > 0) gl.bufferSubData(GL.COPY_WRITE_BUFFER, at, bytes, run.memory, run.offset);
      at += run.length;
    }
    if (this.shadow !== null) {
      if (this.backing.length === 0) gl.bufferSubData(GL.COPY_WRITE_BUFFER, 0, this.args.width, this.shadow, 0);
      gl.freeMemory(this.shadow);
      this.shadow = null;
    }
    return this.#name;
  }

  /** Adds a holder; undone by `VirglHost.releaseResource`. */
  retain(): this {
    this.refs++;
    return this;
  }
}
