import { GL } from '@virglass/gl';
import type { VirglHost } from '../host.ts';
import type { ProgramStore, StoredEntry } from './program-store.ts';

/*
 * GL programs that outlive the process.
 *
 * A host that has program binaries gives a linked program back as bytes and makes a program of them again without a
 * compiler. An entry of the store is such a binary with a description in JSON: the binary's format, and whatever the program's
 * owner must know to draw with it.
 *
 * The key begins with what the host's GL says of itself, so another driver looks for other entries. Drivers also check their
 * binaries themselves and refuse those of another build; GL has no error for that, only a program that is not linked. Such an
 * entry is removed and the program compiled as if there had been none.
 *
 * Asking a driver for a binary takes it about as long as reading one. It is done when the store asks, between turns, or when
 * the program is about to be deleted: programs of short-lived clients are kept too.
 */

/** Binaries larger than this are not kept: reading them back would hold up a draw. */
const MAX_BINARY_BYTES = 8 * 2 ** 20;

/** Bytes of binaries of deleted programs that may wait for the store to write them. */
const MAX_WAITING_BYTES = 32 * 2 ** 20;

/** Part of every key: another number whenever what is kept with a binary, or how programs are written, changes its form. */
const FORM = 2;

/** The description as it is kept. */
interface Description {
  readonly format: number;
  readonly about: unknown;
}

/** A program that the store has been offered and has not asked for yet. */
interface Waiting {
  readonly glName: number;
  readonly about: unknown;
  /** Set when the program was deleted in the meantime. */
  entry: StoredEntry | null;
}

/** A program made of an entry. */
export interface LoadedProgram {
  /** GL program, linked; owned by the caller. Uniforms and block bindings are as they are after linking. */
  readonly glName: number;
  /** What was saved with it. */
  readonly about: unknown;
}

/** Saves GL programs to a store and loads them from it. */
export class StoredPrograms {
  readonly #host: VirglHost;
  readonly #store: ProgramStore;
  readonly #identity: string;
  readonly #waiting = new Map<number, Waiting>();
  #waitingBytes = 0;
  /** Programs made of entries. */
  loaded = 0;
  /** Entries that were of no use. */
  refused = 0;

  /** Null where there is no store, or the host has no program binaries. */
  static on(host: VirglHost, store: ProgramStore | null): StoredPrograms | null {
    const usable = store !== null && host.gl.features.programBinary && host.gl.getInteger(GL.NUM_PROGRAM_BINARY_FORMATS) > 0;
    return usable ? new StoredPrograms(host, store) : null;
  }

  private constructor(host: VirglHost, store: ProgramStore) {
    this.#host = host;
    this.#store = store;
    const { vendor, renderer, versionString, quirks } = host.gl.features;
    this.#identity = JSON.stringify([FORM, vendor, renderer, versionString, [...quirks].sort()]);
  }

  /**
   * Makes the program that was saved under a key.
   *
   * @param key - everything that the program depends on besides the host's GL
   * @param usable - whether what was saved with it is what the caller expects; an entry that it refuses is removed
   */
  load(key: string, usable: (about: unknown) => boolean): LoadedProgram | null {
    const full = this.#identity + key;
    const entry = this.#store.get(full);
    if (entry === null) return null;
    const program = this.#make(entry, usable);
    if (program !== null) {
      this.loaded++;
      return program;
    }
    this.refused++;
    this.#store.remove(full);
    return null;
  }

  #make({ description, bytes }: StoredEntry, usable: (about: unknown) => boolean): LoadedProgram | null {
    let parsed: Partial<Description> | null;
    try {
      parsed = JSON.parse(description) as Description | null;
    } catch {
      return null;
    }
    const { format, about } = parsed ?? {};
    if (typeof format !== 'number' || bytes.length === 0 || bytes.length > MAX_BINARY_BYTES || !usable(about)) return null;
    const { gl } = this.#host;
    const memory = this.#host.scratch(bytes.length);
    memory.bytes.set(bytes);
    const glName = gl.createProgram();
    gl.programBinary(glName, format, memory, 0, bytes.length);
    if (gl.getProgramParameter(glName, GL.LINK_STATUS) !== 0) return { glName, about };
    // A format that the driver does not know is an error besides; it must not be found by whoever asks next.
    gl.getError();
    gl.deleteProgram(glName);
    return null;
  }

  /** To be called before a program is linked that will be saved: some drivers give back only what they were told about. */
  beforeLink(glName: number): void {
    this.#host.gl.programParameteri(glName, GL.PROGRAM_BINARY_RETRIEVABLE_HINT, 1);
  }

  /**
   * Offers a linked program to the store.
   *
   * @param about - what `load` is to give back; plain data, which is not changed any more
   */
  save(key: string, glName: number, about: unknown): void {
    const waiting: Waiting = { glName, about, entry: null };
    if (this.#store.put(this.#identity + key, () => this.#take(waiting))) this.#waiting.set(glName, waiting);
  }

  #take(waiting: Waiting): StoredEntry | null {
    if (waiting.entry !== null) {
      this.#waitingBytes -= waiting.entry.bytes.length;
      return waiting.entry;
    }
    if (this.#waiting.get(waiting.glName) !== waiting) return null;
    this.#waiting.delete(waiting.glName);
    return this.#entry(waiting);
  }

  /** To be called before a program is deleted that may have been saved. */
  forget(glName: number): void {
    const waiting = this.#waiting.get(glName);
    if (waiting === undefined) return;
    this.#waiting.delete(glName);
    if (this.#waitingBytes > MAX_WAITING_BYTES) return;
    waiting.entry = this.#entry(waiting);
    this.#waitingBytes += waiting.entry?.bytes.length ?? 0;
  }

  #entry({ glName, about }: Waiting): StoredEntry | null {
    const { gl } = this.#host;
    const length = gl.getProgramParameter(glName, GL.PROGRAM_BINARY_LENGTH);
    if (length < 1 || length > MAX_BINARY_BYTES) return null;
    const memory = this.#host.scratch(length);
    const written = gl.getProgramBinary(glName, length, memory, 0);
    if (written < 1 || written > length) {
      gl.getError();
      return null;
    }
    const description: Description = { format: gl.getProgramBinaryFormat(), about };
    return { description: JSON.stringify(description), bytes: memory.bytes.slice(0, written) };
  }
}
