/*
 * What comes out of a guest's console, taken apart.
 *
 * The console carries everything: the monitor's and the kernel's messages, the output of the command, and lines of the guest's
 * init that say where the command begins and ends. Those carry a token that is drawn for each machine, so that no output can be
 * mistaken for them; they are found anywhere in the stream, because the command's last line may lack its end. All other bytes
 * between begin and end are the command's, unchanged, and are handed on as they come: only what could be the beginning of a
 * marker is held back.
 *
 *     Booting ...                      console
 *     virglass:4f1c09:begin            \n
 *     bytes of the command             output
 *     virglass:4f1c09:screenshot a     a wish; the guest waits for an answer on its console
 *     more bytes                       output
 *     virglass:4f1c09:end 0            \n
 *     reboot: Power down               console
 */

/** Who wants to know what a guest says. */
export interface GuestListener {
  /** Bytes of the command; borrowed. */
  output(bytes: Uint8Array): void;
  /** Anything else on the console; borrowed. */
  console(bytes: Uint8Array): void;
  /** A line of the guest's init: 'begin', 'end', 'screenshot'; with what stands behind the word. */
  event(word: string, rest: string): void;
}

/** A marker's line is no longer than this. */
const LINE_BYTES = 1024;
const NEWLINE = 10;

/** Takes the console of one machine apart. */
export class GuestOutput {
  readonly #prefix: Buffer;
  readonly #listener: GuestListener;
  /** Bytes that may be the beginning of a marker, or a marker whose line has not ended. */
  #held: Buffer = Buffer.alloc(0);
  #running = false;

  /** @param token - hexadecimal digits */
  constructor(token: string, listener: GuestListener) {
    this.#prefix = Buffer.from(`virglass:${token}:`);
    this.#listener = listener;
  }

  /** Between a begin and its end. */
  get running(): boolean {
    return this.#running;
  }

  /** Takes the next bytes of the console. */
  feed(bytes: Buffer): void {
    let rest = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    for (;;) {
      const at = rest.indexOf(this.#prefix);
      if (at < 0) {
        const keep = this.#possibleStart(rest);
        this.#text(rest.subarray(0, rest.length - keep));
        this.#held = Buffer.from(rest.subarray(rest.length - keep));
        return;
      }
      this.#text(rest.subarray(0, at));
      rest = rest.subarray(at);
      const end = rest.indexOf(NEWLINE);
      if (end < 0 && rest.length < LINE_BYTES) {
        this.#held = Buffer.from(rest);
        return;
      }
      const length = end < 0 || end >= LINE_BYTES ? this.#prefix.length : end + 1;
      if (length > this.#prefix.length) this.#marker(rest.toString('latin1', this.#prefix.length, length).trimEnd());
      else this.#text(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  }

  /** The machine has gone: what was held back is no marker. */
  finish(): void {
    this.#text(this.#held);
    this.#held = Buffer.alloc(0);
    this.#running = false;
  }

  /** The machine starts anew: what follows is not the command's, until the next begin. */
  restarted(): void {
    this.finish();
  }

  #text(bytes: Buffer): void {
    if (bytes.length === 0) return;
    if (this.#running) this.#listener.output(bytes);
    else this.#listener.console(bytes);
  }

  #marker(line: string): void {
    const space = line.indexOf(' ');
    const word = space < 0 ? line : line.slice(0, space);
    if (word === 'begin') this.#running = true;
    if (word === 'end') this.#running = false;
    this.#listener.event(word, space < 0 ? '' : line.slice(space + 1));
  }

  /** How many of the last bytes could begin a marker. */
  #possibleStart(bytes: Buffer): number {
    for (let keep = Math.min(bytes.length, this.#prefix.length - 1); keep > 0; keep--) {
      if (bytes.compare(this.#prefix, 0, keep, bytes.length - keep) === 0) return keep;
    }
    return 0;
  }
}
