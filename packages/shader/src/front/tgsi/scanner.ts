/**
 * A cursor over TGSI text. TGSI's grammar needs one character of look-ahead and no token list, so the parser asks for what it expects.
 *
 * Anything unexpected throws `TgsiError`, which `parseTgsi` turns into its result; it never leaves this package.
 */
import { limits } from '../../limits.ts';

/** A fault of the text, at a line counted from 1. */
export class TgsiError extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

const newline = 10;
const isWhite = (c: number): boolean => c === 32 || (c >= 9 && c <= 13);
const isDigit = (c: number): boolean => c >= 48 && c <= 57;
const isWord = (c: number): boolean => isDigit(c) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95;

/** Strips ANSI and other control characters from guest text that goes into messages, and shortens it. */
const printable = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 40);

/** The cursor. */
export class Scanner {
  readonly text: string;
  readonly end: number;
  at = 0;
  line = 1;
  /** Line on which the current statement starts: faults are reported there. */
  statement = 1;

  constructor(text: string) {
    this.text = text;
    const zero = text.indexOf('\0');
    this.end = zero < 0 ? text.length : zero;
    if (this.end > limits.textLength) throw new TgsiError(1, `text longer than ${limits.textLength} characters`);
  }

  /** Fails at the current statement. */
  fail(message: string): never {
    throw new TgsiError(this.statement, message);
  }

  /** Skips white space; true when something is left. */
  more(): boolean {
    while (this.at < this.end) {
      const c = this.text.charCodeAt(this.at);
      if (!isWhite(c)) return true;
      if (c === newline) this.line++;
      this.at++;
    }
    return false;
  }

  /** The next character after white space, '' at the end. Does not advance past it. */
  peek(): string {
    return this.more() ? (this.text[this.at] as string) : '';
  }

  /** Takes a character if it is next. */
  take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.at++;
    return true;
  }

  /** Takes a character or fails. */
  expect(character: string): void {
    if (!this.take(character)) this.fail(`expected '${character}' before '${printable(this.rest())}'`);
  }

  /** The rest of the line, for messages. */
  rest(): string {
    const stop = this.text.indexOf('\n', this.at);
    return this.text.slice(this.at, Math.min(this.at + 40, stop < 0 ? this.end : stop));
  }

  /** A word of letters, digits and underscores, in upper case; '' when none is next. */
  word(): string {
    if (!this.more()) return '';
    const start = this.at;
    let at = start;
    while (at < this.end && isWord(this.text.charCodeAt(at))) at++;
    this.at = at;
    return this.text.slice(start, at).toUpperCase();
  }

  /** A word in its own case, for format names. */
  rawWord(): string {
    const upper = this.word();
    return this.text.slice(this.at - upper.length, this.at);
  }

  /** An unsigned decimal integer below 2^31, or fails. */
  index(what: string): number {
    if (!this.more() || !isDigit(this.text.charCodeAt(this.at))) this.fail(`expected ${what} before '${printable(this.rest())}'`);
    let value = 0;
    while (this.at < this.end) {
      const c = this.text.charCodeAt(this.at);
      if (!isDigit(c)) break;
      value = value * 10 + (c - 48);
      if (value > 0x7fffffff) this.fail(`${what} out of range`);
      this.at++;
    }
    return value;
  }

  /** A signed decimal integer whose magnitude is below 2^31. */
  signed(what: string): number {
    if (this.take('-')) return -this.index(what);
    this.take('+');
    return this.index(what);
  }

  /** The characters of one number as they stand: sign, digits, point, exponent, 0x, nan, inf. */
  number(): string {
    if (!this.more()) this.fail('expected a number');
    const start = this.at;
    let at = start;
    while (at < this.end) {
      const c = this.text.charCodeAt(at);
      const sign = c === 43 || c === 45;
      if (!isWord(c) && c !== 46 && !(sign && (at === start || /[eE]/.test(this.text[at - 1] as string)))) break;
      at++;
    }
    if (at === start || at - start > 400) this.fail(`expected a number before '${printable(this.rest())}'`);
    this.at = at;
    return this.text.slice(start, at);
  }
}
