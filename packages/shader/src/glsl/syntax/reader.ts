/** Tokens for the parser: looking ahead, expecting, and the values of numbers. */
import { bounds } from '../bounds.ts';
import type { Context } from '../check/context.ts';
import { T, type Type } from '../types/type.ts';
import { Kind, type Token } from '../text/token.ts';
import type { Preprocessor } from '../text/preprocess.ts';
import { Words } from './keywords.ts';

/** The base of the parser's layers: the stream of tokens. */
export class TokenReader {
  readonly cx: Context;
  readonly words: Words;
  readonly #preprocessor: Preprocessor;
  readonly #ahead: Token[] = [];
  #from = 0;
  #depth = 0;

  constructor(preprocessor: Preprocessor, cx: Context) {
    this.#preprocessor = preprocessor;
    this.cx = cx;
    this.words = new Words(cx.language);
  }

  /** A token without taking it; 0 is the next one. */
  peek(distance = 0): Token {
    while (this.#ahead.length - this.#from <= distance) this.#ahead.push(this.#preprocessor.next());
    return this.#ahead[this.#from + distance] as Token;
  }

  /** Takes the next token. */
  next(): Token {
    const token = this.peek();
    this.#from++;
    if (this.#from > 64) {
      this.#ahead.splice(0, this.#from);
      this.#from = 0;
    }
    return token;
  }

  /** Whether the next token is this punctuation or word. */
  at(text: string): boolean {
    const token = this.peek();
    return token.text === text && token.kind !== Kind.end;
  }

  /** Takes the next token if it is this. */
  take(text: string): boolean {
    if (!this.at(text)) return false;
    this.next();
    return true;
  }

  /** Takes this token, or gives up. */
  expect(text: string, where: string): Token {
    if (!this.at(text)) this.unexpected(`expected '${text}' ${where}`);
    return this.next();
  }

  /** Takes an identifier that is free to be used as a name, or gives up. */
  identifier(what: string): Token {
    const token = this.peek();
    if (token.kind !== Kind.identifier) this.unexpected(`expected ${what}`);
    const word = this.words.classify(token.text);
    if (word === 'reserved') this.cx.log.error(token, `'${token.text}' is a reserved word in ${this.cx.language.describe()}`);
    else if (word !== 'free') this.unexpected(`expected ${what}`);
    return this.next();
  }

  /** Syntax errors end the compilation: what follows would be guesses. */
  unexpected(expected: string): never {
    const token = this.peek();
    const found = token.kind === Kind.end ? 'the end of the shader' : `'${token.text.slice(0, 40)}'`;
    const word = token.kind === Kind.identifier ? this.words.classify(token.text) : 'free';
    let hint = '';
    if (word === 'reserved') {
      const needs = this.words.needs(token.text);
      hint = ` (a reserved word in ${this.cx.language.describe()}${needs === '' ? '' : `; it needs ${needs}`})`;
    } else if (word === 'free' && token.kind === Kind.identifier) {
      const needs = this.words.needs(token.text);
      if (needs !== '') hint = ` (it needs ${needs})`;
    }
    return this.cx.log.fatal(token, `syntax error: unexpected ${found}${hint}, ${expected}`);
  }

  /** Tells the preprocessor where it is. */
  insideFunction(inside: boolean): void {
    this.#preprocessor.insideFunction = inside;
  }

  /** Counts nesting, so that no text can overflow the stack. */
  enter(): void {
    if (++this.#depth > bounds.nesting) this.cx.log.fatal(this.peek(), `nested deeper than ${bounds.nesting}`);
  }

  /** Leaves a level. */
  leave(): void {
    this.#depth--;
  }

  /** The value and type of a number token. */
  number(token: Token): { readonly type: Type; readonly value: number } {
    const { cx } = this;
    const { text } = token;
    const { language } = cx;
    const integer = /^(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)([uU]?)$/.exec(text);
    if (integer !== null) {
      const digits = integer[1] ?? '0';
      const unsigned = integer[2] !== '';
      const value = /^0[0-7]+$/.test(digits) ? parseInt(digits, 8) : Number(digits);
      if (unsigned && !language.has('unsigned')) cx.log.error(token, `unsigned numbers need ${cx.wants('unsigned')}`);
      if (value > 0xffffffff) {
        if (language.es || language.version >= 130) cx.log.error(token, `${text.slice(0, 40)} does not fit into 32 bits`);
        else cx.log.warning(token, `${text.slice(0, 40)} does not fit into 32 bits`);
      }
      return unsigned ? { type: T.uint, value: value >>> 0 } : { type: T.int, value: value | 0 };
    }
    const float = /^((?:\d+\.\d*|\.\d+|\d+)(?:[eE][+-]?\d+)?)(f|F|lf|LF)?$/.exec(text);
    if (float !== null && /[.eE]/.test(float[1] ?? '')) {
      const suffix = float[2] ?? '';
      const value = Number(float[1]);
      if (suffix.length === 2) {
        if (!language.has('doubles')) cx.log.error(token, `double numbers need ${cx.wants('doubles')}`);
        return { type: T.double, value };
      }
      // GLSL 1.10 has none either, but drivers take it.
      if (suffix !== '' && !language.since(110, 300)) cx.log.error(token, `${language.describe()} has no suffix '${suffix}'`);
      return { type: T.float, value: Math.fround(value) };
    }
    if (float !== null && (float[2] ?? '').length === 1 && !language.es) {
      // `1f` is no number of the specification before 4.x, and every compiler takes it.
      if (!language.since(120, 300)) cx.log.error(token, `'${text.slice(0, 40)}' is no number`);
      return { type: T.float, value: Math.fround(Number(float[1])) };
    }
    cx.log.error(token, `'${text.slice(0, 40)}' is no number`);
    return { type: T.int, value: 0 };
  }
}
