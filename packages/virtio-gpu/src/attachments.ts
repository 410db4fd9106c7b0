/**
 * Which contexts have which resources attached. What one context does matters to the others through these alone, so they decide which
 * requests may overtake each other.
 */
export class Attachments {
  readonly #limit: number;
  readonly #resources = new Map<number, Set<number>>();
  readonly #none: ReadonlySet<number> = new Set();
  #count = 0;
  #generation = 0;

  /** @param limit - attachments of all contexts together */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Changes whenever an attachment comes or goes. */
  get generation(): number {
    return this.#generation;
  }

  /** The resources of a context. */
  of(context: number): ReadonlySet<number> {
    return this.#resources.get(context) ?? this.#none;
  }

  /** @returns false when there are too many */
  add(context: number, resource: number): boolean {
    let resources = this.#resources.get(context);
    if (resources?.has(resource) === true) return true;
    if (this.#count >= this.#limit) return false;
    if (resources === undefined) this.#resources.set(context, (resources = new Set()));
    resources.add(resource);
    this.#count++;
    this.#generation++;
    return true;
  }

  remove(context: number, resource: number): void {
    if (this.#resources.get(context)?.delete(resource) !== true) return;
    this.#count--;
    this.#generation++;
  }

  dropContext(context: number): void {
    this.#count -= this.of(context).size;
    this.#resources.delete(context);
    this.#generation++;
  }

  dropResource(resource: number): void {
    for (const context of this.#resources.keys()) this.remove(context, resource);
  }

  clear(): void {
    this.#resources.clear();
    this.#count = 0;
    this.#generation++;
  }
}
