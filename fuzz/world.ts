/* What a guest that behaves would know about itself: its resources, sub-contexts and objects, so that commands can name them. */
import type { Values } from '@virglass/protocol';
import type { Dice } from './dice.ts';

/** A resource as the guest asked for it; whether the host has made it, the guest is not told. */
export interface KnownResource {
  readonly id: number;
  readonly target: number;
  readonly format: number;
  readonly bind: number;
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly arraySize: number;
  readonly lastLevel: number;
  readonly nrSamples: number;
  readonly dataSize: number;
}

/** An object and what it was made of. */
export interface KnownObject {
  readonly kind: string;
  readonly handle: number;
  readonly made: Values;
}

/** Kinds of object by the object type of the header. */
export const kindOfObject: readonly string[] = [
  'object',
  'blend',
  'rasterizer',
  'dsa',
  'shader',
  'vertexElements',
  'samplerView',
  'samplerState',
  'surface',
  'query',
  'streamoutTarget',
  'surface',
];

/** Highest handle that is given out in order; those above name nothing. */
const unknownHandles = 0x70000000;

/** Everything that the guest has. Handles are unique in the whole context, so that a wrong sub-context is a wrong handle too. */
export class World {
  readonly dice: Dice;
  resources: KnownResource[] = [];
  goneResources: number[] = [];
  /** Objects by sub-context. */
  readonly subs = new Map<number, KnownObject[]>([[0, []]]);
  sub = 0;
  goneObjects: KnownObject[] = [];
  #next = 1;
  #nextResource = 1;

  constructor(dice: Dice) {
    this.dice = dice;
  }

  /** A number for a new object. */
  newHandle(): number {
    return this.#next++;
  }

  /** A number for a new resource. */
  newResource(): number {
    return this.#nextResource++;
  }

  get objects(): KnownObject[] {
    return this.subs.get(this.sub) ?? [];
  }

  /** A living object of a kind, or null. The later ones are taken more often. */
  object(kind: string, fits: (object: KnownObject) => boolean = () => true): KnownObject | null {
    const found = this.objects.filter((object) => object.kind === kind && fits(object));
    if (found.length === 0) return null;
    return this.dice.chance(0.5) ? found.at(-1)! : this.dice.pick(found);
  }

  /** A resource that fits, or null. */
  resource(fits: (resource: KnownResource) => boolean = () => true): KnownResource | null {
    const found = this.resources.filter(fits);
    return found.length === 0 ? null : this.dice.pick(found);
  }

  /** A number that names something of this kind; 0 when there is none. */
  handleOf(kind: string): number {
    if (kind === 'resource') return this.resource()?.id ?? 0;
    if (kind === 'subContext') return this.dice.pick([...this.subs.keys()]);
    if (kind === 'object') return this.objects.length === 0 ? 0 : this.dice.pick(this.objects).handle;
    return this.object(kind)?.handle ?? 0;
  }

  /** A number that names something else. */
  handleOfOtherKind(kind: string): number {
    if (kind === 'resource' || kind === 'subContext') return 5000 + (this.objects.length === 0 ? 0 : this.dice.pick(this.objects).handle);
    const others = this.objects.filter((object) => object.kind !== kind);
    return others.length === 0 ? (this.resources[0]?.id ?? 1) : this.dice.pick(others).handle;
  }

  /** A number that named something once. */
  goneHandle(kind: string): number {
    if (kind === 'resource') return this.goneResources.length === 0 ? this.unknownHandle() : this.dice.pick(this.goneResources);
    const gone = this.goneObjects.filter((object) => object.kind === kind);
    return gone.length === 0 ? this.unknownHandle() : this.dice.pick(gone).handle;
  }

  /** A number that never named anything. */
  unknownHandle(): number {
    return this.dice.chance(0.5) ? unknownHandles + this.dice.below(100) : 0xffffffff;
  }

  /** Notes a new object; one with the same handle is gone. */
  addObject(kind: string, handle: number, made: Values): void {
    this.removeObject(handle);
    this.objects.push({ kind, handle, made });
  }

  removeObject(handle: number): void {
    const at = this.objects.findIndex((object) => object.handle === handle);
    if (at >= 0) this.goneObjects.push(...this.objects.splice(at, 1));
  }

  addResource(resource: KnownResource): void {
    this.resources.push(resource);
  }

  removeResource(id: number): void {
    this.resources = this.resources.filter((resource) => resource.id !== id);
    this.goneResources.push(id);
  }

  /** A new context has been made in place of the old one: objects are gone, resources are not. */
  revive(): void {
    for (const objects of this.subs.values()) this.goneObjects.push(...objects);
    this.subs.clear();
    this.subs.set(0, []);
    this.sub = 0;
  }
}
