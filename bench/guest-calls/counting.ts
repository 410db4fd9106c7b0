/* How many words go to a host, and in which commands. */
import type { ResourceShape, Staging, TransferBox, Winsys } from '@virglass/guest';
import { Ccmd, commandLength, commandOpcode } from '@virglass/protocol';

const names = new Map(Object.entries(Ccmd).map(([name, opcode]) => [opcode as number, name]));

/** Words in all, and by what they are for: a command's name, or `(...)` for what lies around command streams. */
export interface WordCount {
  readonly words: number;
  readonly commands: Readonly<Record<string, number>>;
}

/** Adds the words of a command stream to a count. */
export function countStream(words: Uint32Array, into: Map<string, number>): void {
  for (let at = 0; at < words.length; at += 1 + commandLength(words[at]!)) {
    const name = names.get(commandOpcode(words[at]!)) ?? `(opcode ${commandOpcode(words[at]!)})`;
    into.set(name, (into.get(name) ?? 0) + 1 + commandLength(words[at]!));
  }
}

const HEADER = 2;

/** Passes everything on, and counts it as a vtest transport sends it. */
export class CountingWinsys implements Winsys {
  readonly #inner: Winsys;
  readonly #counts = new Map<string, number>();

  constructor(inner: Winsys) {
    this.#inner = inner;
  }

  clear(): void {
    this.#counts.clear();
  }

  /** Words of one frame, when so many have been drawn since `clear`. */
  perFrame(frames: number): WordCount {
    const commands = Object.fromEntries([...this.#counts].map(([name, count]) => [name, count / frames]));
    return { words: Object.values(commands).reduce((sum, count) => sum + count, 0), commands };
  }

  get capset(): Uint8Array {
    return this.#inner.capset;
  }

  get staging(): Staging | null {
    return this.#inner.staging;
  }

  get lost(): string {
    return this.#inner.lost;
  }

  createResource(shape: ResourceShape): number {
    this.#add('(resources)', HEADER + 11);
    return this.#inner.createResource(shape);
  }

  destroyResource(id: number): void {
    this.#add('(resources)', HEADER + 1);
    this.#inner.destroyResource(id);
  }

  submit(words: Uint32Array, length: number): void {
    this.#add('(submits)', HEADER);
    countStream(words.subarray(0, length), this.#counts);
    this.#inner.submit(words, length);
  }

  write(id: number, box: TransferBox, bytes: Uint8Array): void {
    this.#add('(transfers)', HEADER + 11 + Math.ceil(bytes.length / 4));
    this.#inner.write(id, box, bytes);
  }

  read(id: number, box: TransferBox, into: Uint8Array): void {
    this.#add('(transfers)', HEADER + 11);
    this.#inner.read(id, box, into);
  }

  mark(): number {
    this.#add('(waits)', HEADER + 2);
    return this.#inner.mark();
  }

  passMark(mark: number): void {
    this.#inner.passMark(mark);
  }

  fence(): number {
    return this.#inner.fence();
  }

  fenceSignalled(fence: number): boolean {
    this.#add('(waits)', HEADER + 2);
    return this.#inner.fenceSignalled(fence);
  }

  waitFence(fence: number, microseconds: number): boolean {
    this.#add('(waits)', HEADER + 2);
    return this.#inner.waitFence(fence, microseconds);
  }

  destroyFence(fence: number): void {
    this.#inner.destroyFence(fence);
  }

  finish(): void {
    this.#add('(waits)', HEADER + 2);
    this.#inner.finish();
  }

  [Symbol.dispose](): void {
    this.#inner[Symbol.dispose]();
  }

  #add(name: string, words: number): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + words);
  }
}
