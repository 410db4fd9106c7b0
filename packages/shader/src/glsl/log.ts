/** The info log of a compilation or a link. */
import { bounds } from './bounds.ts';

/** A place in the source: string number, line and column, from 1 (lines as `#line` says). */
export type Place = { readonly file: number; readonly line: number; readonly column: number };

/** Thrown where going on makes no sense (syntax errors, exceeded bounds); `compileShader` and `linkProgram` catch it. */
export class CompileError extends Error {}

/** Collects messages in the usual form `0:LINE(COL): error: text`. */
export class Log {
  readonly #lines: string[] = [];
  #errors = 0;

  /** Errors so far. */
  get errors(): number {
    return this.#errors;
  }

  /** Adds an error about a place in the source. */
  error(place: Place, message: string): void {
    this.#errors++;
    this.#add(`${place.file}:${place.line}(${place.column}): error: ${message}`);
    if (this.#errors > bounds.errors) throw new CompileError('too many errors');
  }

  /** Adds a warning about a place in the source. */
  warning(place: Place, message: string): void {
    this.#add(`${place.file}:${place.line}(${place.column}): warning: ${message}`);
  }

  /** Adds an error about the program as a whole. */
  linkError(message: string): void {
    this.#errors++;
    this.#add(`error: ${message}`);
    if (this.#errors > bounds.errors) throw new CompileError('too many errors');
  }

  /** Adds an error and gives up. */
  fatal(place: Place, message: string): never {
    this.#errors++;
    this.#add(`${place.file}:${place.line}(${place.column}): error: ${message}`);
    throw new CompileError(message);
  }

  /** Adds a warning about the program as a whole. */
  linkWarning(message: string): void {
    this.#add(`warning: ${message}`);
  }

  /** The text: one message per line, '' when there is none. */
  text(): string {
    return this.#lines.length === 0 ? '' : `${this.#lines.join('\n')}\n`;
  }

  #add(line: string): void {
    if (this.#lines.length < bounds.messages) this.#lines.push(line);
  }
}
