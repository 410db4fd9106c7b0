import { GL } from '@virglass/gl';
import type { VirglHost } from '../host.ts';
import { MAX_ATOMIC_BUFFERS, MAX_IMAGES, MAX_STORAGE_BUFFERS, STAGES } from '../limits.ts';
import type { Resource } from '../resources/resource.ts';
import { ImageBinding } from './image-binding.ts';

/** A range of a buffer that shaders read and write; no resource means that nothing is bound. */
export class StorageBinding {
  /** Held. */
  resource: Resource | null = null;
  offset = 0;
  size = 0;

  /** Binds a range, checked by the caller; null empties the slot. */
  bind(host: VirglHost, resource: Resource | null, offset: number, size: number): void {
    const old = this.resource;
    this.resource = resource === null ? null : resource.retain();
    this.offset = offset;
    this.size = size;
    if (old !== null) host.releaseResource(old);
  }
}

const make = <T>(count: number, one: () => T): T[] => Array.from({ length: count }, one);

/** Bytes of a `sink`. */
const SINK_BYTES = 16;

/**
 * What shaders of a sub-context may read and write besides their outputs: images and storage buffers of each stage, and the
 * buffers of atomic counters. Most guests never bind any, so the slots of a stage are made with the first that is bound.
 */
export class MemoryBindings {
  readonly #images: (ImageBinding[] | null)[] = make(STAGES, () => null);
  readonly #storage: (StorageBinding[] | null)[] = make(STAGES, () => null);
  #atomics: StorageBinding[] | null = null;
  #sink = 0;

  /** Image slots of a stage to bind to. */
  images(stage: number): readonly ImageBinding[] {
    return (this.#images[stage] ??= make(MAX_IMAGES, () => new ImageBinding()));
  }

  /** Storage buffer slots of a stage to bind to. */
  storage(stage: number): readonly StorageBinding[] {
    return (this.#storage[stage] ??= make(MAX_STORAGE_BUFFERS, () => new StorageBinding()));
  }

  /** Atomic counter buffers to bind to. */
  atomics(): readonly StorageBinding[] {
    return (this.#atomics ??= make(MAX_ATOMIC_BUFFERS, () => new StorageBinding()));
  }

  /** An image slot that is in use, or null. */
  imageAt(stage: number, slot: number): ImageBinding | null {
    const binding = this.#images[stage]?.[slot];
    return binding === undefined || binding.resource === null ? null : binding;
  }

  /** A storage buffer slot that is in use, or null. */
  storageAt(stage: number, slot: number): StorageBinding | null {
    const binding = this.#storage[stage]?.[slot];
    return binding === undefined || binding.resource === null ? null : binding;
  }

  /** An atomic counter buffer that is in use, or null. */
  atomicsAt(slot: number): StorageBinding | null {
    const binding = this.#atomics?.[slot];
    return binding === undefined || binding.resource === null ? null : binding;
  }

  /**
   * A buffer of this sub-context's own for slots without one, where shaders keep to the length of their buffers and so must have
   * a length.
   */
  sink(host: VirglHost): number {
    if (this.#sink === 0) {
      const { gl, state } = host;
      this.#sink = gl.createBuffer();
      state.bindBuffer(GL.COPY_WRITE_BUFFER, this.#sink);
      const zeros = host.scratch(SINK_BYTES);
      zeros.bytes.fill(0, 0, SINK_BYTES);
      gl.bufferData(GL.COPY_WRITE_BUFFER, SINK_BYTES, zeros, 0, GL.STREAM_DRAW);
    }
    return this.#sink;
  }

  /** Empties every slot. */
  clear(host: VirglHost): void {
    if (this.#sink !== 0) host.state.deleteBuffer(this.#sink);
    this.#sink = 0;
    for (const slots of this.#images) if (slots !== null) for (const image of slots) image.unbind(host);
    for (const slots of this.#storage) if (slots !== null) for (const buffer of slots) buffer.bind(host, null, 0, 0);
    if (this.#atomics !== null) for (const buffer of this.#atomics) buffer.bind(host, null, 0, 0);
  }
}
