/*
 * What a driver of the virtio-gpu device that behaves would send next: requests that name what it has, in its own memory.
 */
import * as p from '@virglass/protocol';
import type { Draft } from './message.ts';
import type { World } from './world.ts';

/** Guest memory that requests may name: a run of pages. */
export interface Pages {
  readonly address: number;
  readonly bytes: number;
}

/** Contexts that drivers count on. */
export const contextIds = [1, 2];
/** What is shown on as many screens. */
export const screens = 4;
const pageBytes = 4096;
const formats = Object.values(p.VirtioGpuFormat);

/** Kinds of resource by the numbers of `KnownResource.target` here. */
export const Made = { PICTURE: 0, RENDERED: 1, GUEST_BLOB: 2, HOST_BLOB: 3 } as const;

/** The guest's side of a device. */
export class GpuGuest {
  readonly world: World;
  readonly #pages: Pages;
  /** Blob numbers that streams have prepared and nobody has taken, with their context. */
  readonly prepared: { readonly id: number; readonly context: number; readonly bytes: number }[] = [];
  /** Resources with guest memory, and blobs that are mapped, as far as the guest believes. */
  readonly #backed = new Set<number>();
  readonly #mapped = new Set<number>();
  #blob = 1;

  constructor(world: World, pages: Pages) {
    this.world = world;
    this.#pages = pages;
  }

  /** Runs of memory, some of them neighbours, of so many bytes or a little more. */
  entries(bytes: number): Draft[] {
    const { dice } = this.world;
    const runs: Draft[] = [];
    for (let left = bytes; left > 0;) {
      const length = Math.min(dice.pick([pageBytes, pageBytes, 2 * pageBytes, 100, 16 * pageBytes]), Math.ceil(left / 4) * 4);
      const address = this.#pages.address + Math.floor(dice.below(this.#pages.bytes - length) / 4) * 4;
      runs.push({ addrLo: address >>> 0, addrHi: Math.floor(address / 2 ** 32), length, padding: 0 });
      left -= length;
    }
    return runs;
  }

  /** Values for a request that make sense; what is not here is filled in from the table. */
  values(name: string): Draft {
    const { world } = this;
    const { dice } = world;
    const resource = world.resource();
    // Requests about contents want memory, those that bring it want none.
    const wanted = (id: number): boolean => dice.chance(0.1) || this.#backed.has(id) === name.startsWith('TRANSFER');
    const picture = world.resource(({ id, target }) => target === Made.PICTURE && wanted(id)) ?? resource;
    const rendered = world.resource(({ id, target }) => target === Made.RENDERED && wanted(id)) ?? resource;
    const within = (size: number): [at: number, length: number] => {
      const at = dice.below(Math.max(1, size));
      return [at, dice.between(1, Math.max(1, size - at))];
    };
    const rect = (of: typeof resource): Draft => {
      const [x, width] = within(of?.width ?? 1);
      const [y, height] = within(of?.height ?? 1);
      return { x, y, width, height, resourceId: of?.id ?? 0 };
    };
    switch (name) {
      case 'RESOURCE_CREATE_2D':
        return { resourceId: world.newResource(), format: dice.pick(formats), width: dice.between(1, 64), height: dice.between(1, 64) };
      case 'RESOURCE_UNREF':
        return { resourceId: dice.chance(0.7) ? (resource?.id ?? 0) : 0 };
      case 'SET_SCANOUT':
        return { ...rect(dice.chance(0.8) ? picture : resource), scanoutId: dice.below(screens) };
      case 'RESOURCE_FLUSH':
        return rect(resource);
      case 'TRANSFER_TO_HOST_2D':
        return { ...rect(picture), offsetLo: 0, offsetHi: 0 };
      case 'RESOURCE_ATTACH_BACKING':
        return {
          resourceId: (dice.chance(0.6) ? picture : rendered)?.id ?? 0,
          entries: this.entries(dice.pick([4096, 16384, 16384, 100])),
        };
      case 'RESOURCE_DETACH_BACKING':
        return { resourceId: world.resource(({ id }) => this.#backed.has(id))?.id ?? 0 };
      case 'RESOURCE_ASSIGN_UUID':
      case 'CTX_ATTACH_RESOURCE':
      case 'CTX_DETACH_RESOURCE':
        return { resourceId: resource?.id ?? 0 };
      case 'RESOURCE_UNMAP_BLOB':
        return { resourceId: world.resource(({ id }) => this.#mapped.has(id))?.id ?? this.#hostBlob()?.id ?? 0 };
      case 'GET_CAPSET_INFO':
        return { capsetIndex: dice.below(2) };
      case 'GET_CAPSET':
        return { capsetId: dice.between(1, 2), capsetVersion: dice.below(2) };
      case 'GET_EDID':
        return { scanout: dice.below(screens) };
      case 'RESOURCE_CREATE_BLOB':
        return this.#blobValues();
      case 'SET_SCANOUT_BLOB': {
        const blob = world.resource(({ target }) => target === Made.GUEST_BLOB || target === Made.HOST_BLOB) ?? resource;
        const shape = { fbWidth: 16, fbHeight: 16, format: dice.pick(formats), strides: [64, 0, 0, 0], offsets: [0, 0, 0, 0] };
        return { x: 0, y: 0, width: 16, height: 16, scanoutId: dice.below(screens), resourceId: blob?.id ?? 0, ...shape };
      }
      case 'CTX_CREATE':
        return { nlen: 4, capsetId: dice.below(3), debugName: Array.from({ length: 16 }, () => 0x41424344) };
      case 'RESOURCE_CREATE_3D':
        return this.#renderedValues();
      case 'TRANSFER_TO_HOST_3D':
      case 'TRANSFER_FROM_HOST_3D': {
        const { x, y, width: w, height: h, resourceId } = rect(rendered);
        return {
          x: x!,
          y: y!,
          z: 0,
          w: w!,
          h: h!,
          d: 1,
          offsetLo: 0,
          offsetHi: 0,
          resourceId: resourceId!,
          level: 0,
          stride: 0,
          layerStride: 0,
        };
      }
      case 'SUBMIT_3D':
        return { size: 0, numInFences: 0 };
      case 'RESOURCE_MAP_BLOB':
        return { resourceId: this.#hostBlob()?.id ?? 0, offsetLo: dice.below(64) * pageBytes, offsetHi: 0 };
      case 'UPDATE_CURSOR':
      case 'MOVE_CURSOR':
        return {
          scanoutId: dice.below(screens),
          x: dice.below(100),
          y: dice.below(100),
          resourceId: dice.chance(0.8) ? (picture?.id ?? 0) : 0,
        };
      default:
        return {};
    }
  }

  #hostBlob(): { readonly id: number } | null {
    return this.world.resource(({ id, target }) => target === Made.HOST_BLOB && !this.#mapped.has(id)) ?? this.world.resource();
  }

  #blobValues(): Draft {
    const { dice } = this.world;
    const next = dice.chance(0.85) ? this.prepared.pop() : undefined;
    const id = { resourceId: this.world.newResource(), blobFlags: dice.pick([0, 1, 1, 1, 1, 7]) };
    if (next === undefined) {
      const size = dice.pick([4096, 16384, 65536]);
      return { ...id, blobMem: p.VirtioGpuBlobMem.GUEST, blobIdLo: 0, blobIdHi: 0, sizeLo: size, sizeHi: 0, entries: this.entries(size) };
    }
    const both = dice.chance(0.2);
    return {
      ...id,
      blobMem: both ? p.VirtioGpuBlobMem.HOST3D_GUEST : p.VirtioGpuBlobMem.HOST3D,
      blobIdLo: next.id,
      blobIdHi: 0,
      sizeLo: next.bytes,
      sizeHi: 0,
      entries: both ? this.entries(next.bytes) : [],
      // The header's, not the payload's: `GpuTarget` takes it out.
      context: next.context,
    };
  }

  #renderedValues(): Draft {
    const { dice } = this.world;
    const buffer = dice.chance(0.4);
    const shape = buffer
      ? { target: 0, format: 64, height: 1, bind: 16 }
      : { target: 2, format: dice.pick([1, 2, 67]), height: dice.between(1, 64), bind: 10 };
    return {
      resourceId: this.world.newResource(),
      ...shape,
      width: buffer ? dice.pick([16, 4096]) : dice.between(1, 64),
      depth: 1,
      arraySize: 1,
      lastLevel: 0,
      nrSamples: 0,
      flags: 0,
    };
  }

  /** A stream: prepares a blob, copies, or is noise. */
  stream(context: number): Uint8Array {
    const { dice } = this.world;
    const words: number[] = [];
    if (dice.chance(0.9)) {
      const bytes = dice.pick([4096, 16384]);
      const id = this.#blob++;
      words.push(p.commandHeader(p.Ccmd.PIPE_RESOURCE_CREATE, 0, 11), 0, 64, 16, bytes, 1, 1, 1, 0, 0, 6, id);
      this.prepared.push({ id, context, bytes });
    }
    if (dice.chance(0.3)) {
      const [to, from] = [this.world.resource()?.id ?? 0, this.world.resource()?.id ?? 0];
      words.push(p.commandHeader(p.Ccmd.RESOURCE_COPY_REGION, 0, 13), to, 0, 0, 0, 0, from, 0, 0, 0, 0, 16, 1, 1);
    }
    if (dice.chance(0.02)) for (let i = dice.between(1, 20); i > 0; i--) words.push(dice.below(2 ** 32));
    return new Uint8Array(Uint32Array.from(words).buffer);
  }

  /** Notes what the guest believes to have after a request. */
  learn(name: string, draft: Draft): void {
    const of = (field: string): number => p.numberOf(draft, field);
    const id = of('resourceId');
    const shape = { depth: 1, arraySize: 1, lastLevel: 0, nrSamples: 0, dataSize: 0, bind: 0 };
    const add = (target: number, width: number, height: number): void =>
      this.world.addResource({ ...shape, id, target, format: of('format'), width, height });
    if (id === 0) return;
    const backing = name === 'RESOURCE_ATTACH_BACKING' || (name === 'RESOURCE_CREATE_BLOB' && of('nrEntries') > 0);
    if (backing) this.#backed.add(id);
    if (name === 'RESOURCE_DETACH_BACKING') this.#backed.delete(id);
    if (name === 'RESOURCE_MAP_BLOB') this.#mapped.add(id);
    if (name === 'RESOURCE_UNMAP_BLOB') this.#mapped.delete(id);
    if (name === 'RESOURCE_CREATE_2D') add(Made.PICTURE, Math.min(of('width'), 4096), Math.min(of('height'), 4096));
    else if (name === 'RESOURCE_CREATE_3D') add(Made.RENDERED, Math.min(of('width'), 4096), Math.min(of('height'), 4096));
    else if (name === 'RESOURCE_CREATE_BLOB') {
      const mappable = of('blobMem') === p.VirtioGpuBlobMem.HOST3D && (of('blobFlags') & p.VirtioGpuBlobFlag.MAPPABLE) !== 0;
      add(mappable ? Made.HOST_BLOB : Made.GUEST_BLOB, 16, 1);
    } else if (name === 'RESOURCE_UNREF') this.world.removeResource(id);
  }
}
