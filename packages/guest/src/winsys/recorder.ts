import type { ResourceShape, TransferBox, Transport, Winsys } from './winsys.ts';

/** What a recorder has seen, in order. */
export type Recorded =
  | { readonly kind: 'create'; readonly id: number; readonly shape: ResourceShape }
  | { readonly kind: 'destroy'; readonly id: number }
  | { readonly kind: 'submit'; readonly words: Uint32Array }
  | { readonly kind: 'write'; readonly id: number; readonly box: TransferBox; readonly bytes: Uint8Array }
  | { readonly kind: 'read'; readonly id: number; readonly box: TransferBox };

/** A host that draws nothing and remembers everything: for tests of what the driver sends, and for measuring what that costs. */
export class RecorderWinsys implements Winsys {
  readonly capset: Uint8Array;
  readonly staging = null;
  lost = '';
  readonly records: Recorded[] = [];
  /** Words of all submits. */
  words = 0;
  /** How often anything was sent or asked for. */
  calls = 0;
  readonly #keep: boolean;
  #nextResource = 1;

  /**
   * @param capset - what the host is to offer
   * @param keep - false counts words only
   */
  constructor(capset: Uint8Array, keep = true) {
    this.capset = capset;
    this.#keep = keep;
  }

  createResource(shape: ResourceShape): number {
    const id = this.#nextResource++;
    this.calls++;
    if (this.#keep) this.records.push({ kind: 'create', id, shape });
    return id;
  }

  destroyResource(id: number): void {
    this.calls++;
    if (this.#keep) this.records.push({ kind: 'destroy', id });
  }

  submit(words: Uint32Array, length: number): void {
    this.words += length;
    this.calls++;
    if (this.#keep) this.records.push({ kind: 'submit', words: words.slice(0, length) });
  }

  write(id: number, box: TransferBox, bytes: Uint8Array): void {
    this.calls++;
    if (this.#keep) this.records.push({ kind: 'write', id, box, bytes: bytes.slice() });
  }

  read(id: number, box: TransferBox): void {
    this.calls++;
    if (this.#keep) this.records.push({ kind: 'read', id, box });
  }

  mark(): number {
    return 0;
  }

  passMark(): void {}

  fence(): number {
    return 1;
  }

  fenceSignalled(): boolean {
    return true;
  }

  waitFence(): boolean {
    return true;
  }

  destroyFence(): void {}

  finish(): void {}

  [Symbol.dispose](): void {}
}

/** A transport to one recorder. */
export function recording(winsys: RecorderWinsys): Transport {
  return () => winsys;
}
