/** A step of something that takes a while. */
export interface Step {
  readonly text: string;
  readonly done?: number;
  readonly total?: number;
}

/** How often a line on a terminal is written anew. */
const REDRAW_MILLISECONDS = 100;

/**
 * Tells what is being waited for: on a terminal in one line that is written over, elsewhere in a line for each step, without
 * the percents.
 */
export class Progress {
  readonly #write: (text: string) => void;
  readonly #terminal: boolean;
  #shown = '';
  #text = '';
  #at = 0;

  constructor(write: (text: string) => void, terminal: boolean) {
    this.#write = write;
    this.#terminal = terminal;
  }

  /** The next step, or the same one further on. */
  step = (step: Step): void => {
    const { text, done, total } = step;
    const isNew = text !== this.#text;
    this.#text = text;
    if (!this.#terminal) {
      if (isNew) this.#write(`${text}\n`);
      return;
    }
    const now = performance.now();
    if (!isNew && now - this.#at < REDRAW_MILLISECONDS) return;
    this.#at = now;
    const share = done === undefined || total === undefined || total === 0 ? '' : ` ${Math.floor((done / total) * 100)} %`;
    this.#draw(`${text}${share}`);
  };

  /** A line that stays. */
  line(text: string): void {
    this.end();
    this.#write(`${text}\n`);
  }

  /** Nothing is waited for any more: the line goes. */
  end(): void {
    this.#text = '';
    if (this.#shown !== '') this.#draw('');
  }

  #draw(text: string): void {
    this.#write(`\r${text}${' '.repeat(Math.max(0, this.#shown.length - text.length))}${text === '' ? '\r' : ''}`);
    this.#shown = text;
  }
}
