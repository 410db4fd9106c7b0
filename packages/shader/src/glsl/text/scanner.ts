/**
 * Characters to preprocessing tokens. Comments are white space; a backslash at the end of a line joins it with the next one, and
 * lines are counted as they stand in the source.
 */
import { bounds } from '../bounds.ts';
import type { Log } from '../log.ts';
import { Kind, type Token } from './token.ts';

const isLetter = (c: number): boolean => (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95;
const isDigit = (c: number): boolean => c >= 48 && c <= 57;

/* prettier-ignore */
const three = new Set(['<<=', '>>=']);
/* prettier-ignore */
const two = new Set(['++', '--', '<=', '>=', '==', '!=', '&&', '||', '^^', '<<', '>>', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '##']);
const one = new Set('()[]{}.,;:?+-*/%<>=!~&|^#');

/** Reads tokens one after another. */
export class Scanner {
  readonly #text: string;
  readonly #log: Log;
  #at = 0;
  #line = 1;
  #lineStart = 0;
  #first = true;
  /** Where a token is cut by joined lines: offsets into the joined text. */
  readonly #joins: readonly number[];
  #join = 0;
  /** String number and line offset, as `#line` says. */
  file = 0;
  lineOffset = 0;
  /** Whether any backslash joined lines. */
  readonly joined: boolean;

  constructor(source: string, log: Log) {
    this.#log = log;
    let text = source;
    const joins: number[] = [];
    if (source.includes('\\')) {
      text = '';
      let from = 0;
      const pattern = /\\(\r\n|\n\r|\n|\r)/g;
      for (let match = pattern.exec(source); match !== null; match = pattern.exec(source)) {
        text += source.slice(from, match.index);
        joins.push(text.length);
        from = match.index + match[0].length;
      }
      text += source.slice(from);
    }
    this.#text = text;
    this.#joins = joins;
    this.joined = joins.length > 0;
  }

  /** Current line as `#line` counts. */
  get line(): number {
    return this.#line + this.lineOffset;
  }

  /** Line in the source. */
  get sourceLine(): number {
    return this.#line;
  }

  #newline(): void {
    const text = this.#text;
    const c = text.charCodeAt(this.#at++);
    const d = text.charCodeAt(this.#at);
    if ((c === 13 && d === 10) || (c === 10 && d === 13)) this.#at++;
    this.#line++;
    this.#lineStart = this.#at;
  }

  #passJoins(): void {
    while (this.#join < this.#joins.length && (this.#joins[this.#join] as number) <= this.#at) {
      this.#join++;
      this.#line++;
      this.#lineStart = this.#at;
    }
  }

  /** Skips white space and comments; true when there was any. */
  #blank(): boolean {
    const text = this.#text;
    let spaced = false;
    for (;;) {
      const c = text.charCodeAt(this.#at);
      if (c === 32 || c === 9 || c === 11 || c === 12) this.#at++;
      else if (c === 10 || c === 13) {
        this.#newline();
        this.#first = true;
      } else if (c === 47 && text.charCodeAt(this.#at + 1) === 47) {
        while (this.#at < text.length && text.charCodeAt(this.#at) !== 10 && text.charCodeAt(this.#at) !== 13) this.#at++;
      } else if (c === 47 && text.charCodeAt(this.#at + 1) === 42) this.#comment();
      else return spaced;
      spaced = true;
    }
  }

  #comment(): void {
    const text = this.#text;
    const place = { file: this.file, line: this.line, column: this.#at - this.#lineStart + 1 };
    this.#at += 2;
    for (;;) {
      if (this.#at >= text.length) this.#log.fatal(place, 'this comment does not end');
      const c = text.charCodeAt(this.#at);
      if (c === 42 && text.charCodeAt(this.#at + 1) === 47) break;
      if (c === 10 || c === 13) this.#newline();
      else this.#at++;
    }
    this.#at += 2;
  }

  /** The next token; kind `end` at the end of the text, as often as asked. */
  next(): Token {
    const spaced = this.#blank();
    if (this.joined) this.#passJoins();
    const text = this.#text;
    const start = this.#at;
    const first = this.#first;
    this.#first = false;
    const c = text.charCodeAt(start);
    let kind: Kind = Kind.other;
    let at = start;
    if (start >= text.length) {
      kind = Kind.end;
      // The end counts as a line of its own, so that directives end there.
      this.#first = true;
      return { kind, text: '', file: this.file, line: this.line, column: start - this.#lineStart + 1, first: true, spaced, painted: false };
    }
    if (isLetter(c)) {
      kind = Kind.identifier;
      do at++;
      while (isLetter(text.charCodeAt(at)) || isDigit(text.charCodeAt(at)));
      if (at - start > bounds.identifier)
        this.#log.fatal(
          { file: this.file, line: this.line, column: start - this.#lineStart + 1 },
          `identifiers have at most ${bounds.identifier} characters`,
        );
    } else if (isDigit(c) || (c === 46 && isDigit(text.charCodeAt(start + 1)))) {
      kind = Kind.number;
      for (;;) {
        const d = text.charCodeAt(at);
        // `1e+5`, but `0xe+5` is a sum.
        if ((d === 43 || d === 45) && at > start && (text.charCodeAt(at - 1) | 32) === 101 && (text.charCodeAt(start + 1) | 32) !== 120)
          at++;
        else if (isLetter(d) || isDigit(d) || d === 46) at++;
        else break;
      }
    } else {
      const ch = text[start] as string;
      if (one.has(ch)) {
        kind = Kind.punctuation;
        at = start + 1;
        if (two.has(text.slice(start, start + 2))) at = three.has(text.slice(start, start + 3)) ? start + 3 : start + 2;
      } else at = start + 1;
    }
    this.#at = at;
    return {
      kind,
      text: text.slice(start, at),
      file: this.file,
      line: this.line,
      column: start - this.#lineStart + 1,
      first,
      spaced,
      painted: false,
    };
  }

  /** Skips to the end of the line without looking at it as tokens (what follows a false `#if` may be anything); comments still count. */
  skipLine(): void {
    const text = this.#text;
    for (;;) {
      const c = text.charCodeAt(this.#at);
      if (this.#at >= text.length || c === 10 || c === 13) return;
      if (c === 47 && text.charCodeAt(this.#at + 1) === 42) this.#comment();
      else if (c === 47 && text.charCodeAt(this.#at + 1) === 47) {
        while (this.#at < text.length && text.charCodeAt(this.#at) !== 10 && text.charCodeAt(this.#at) !== 13) this.#at++;
      } else this.#at++;
    }
  }
}
