/** A line of the protocol is no longer than this; answers that are used here are short. */
const LINE_CHARACTERS = 16 << 20;

/** Cuts a stream of text into its lines. */
export class Lines {
  #pieces: string[] = [];
  #length = 0;

  /**
   * Takes the next piece.
   *
   * @returns the lines that ended in it, without their ends
   * @throws {RangeError} when a line does not end
   */
  feed(text: string): string[] {
    const lines = text.split('\n');
    const rest = lines.pop() ?? '';
    if (lines.length > 0) {
      this.#pieces.push(lines[0] ?? '');
      lines[0] = this.#pieces.join('');
      this.#pieces = [];
      this.#length = 0;
    }
    this.#length += rest.length;
    if (this.#length > LINE_CHARACTERS) throw new RangeError(`a line of more than ${LINE_CHARACTERS} characters`);
    if (rest !== '') this.#pieces.push(rest);
    return lines.filter((line) => line.trim() !== '');
  }
}
