/** What a store keeps under one key. */
export interface StoredEntry {
  /** JSON. */
  readonly description: string;
  readonly bytes: Uint8Array;
}

/**
 * Where translated and linked programs are kept between runs. The renderer knows keys and entries; files are the business of
 * whoever hands the store in.
 *
 * Keys are long (they hold whole shaders), differ whenever anything differs that the entry depends on, and come from guests:
 * a store that shortens them must do so in a way that nobody can find two keys for.
 */
export interface ProgramStore {
  /**
   * What was kept under a key. On the path of a draw: answers at once, from memory or a small file.
   *
   * @returns complete and unchanged since it was put, the caller's to keep; null when there is nothing
   */
  get(key: string): StoredEntry | null;
  /**
   * Keeps something, later: when nobody waits.
   *
   * @param make - makes the entry, called at most once, outside of any submit; null when there is nothing to keep after all
   * @returns false when the store does not want it (full, not writable, has it already); `make` is not called then
   */
  put(key: string, make: () => StoredEntry | null): boolean;
  /** Lets go of what is under a key: it has turned out to be useless. */
  remove(key: string): void;
}
