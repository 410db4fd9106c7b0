/** Expressions of `#if` and `#elif`: integers of 32 bits, `defined`, and C's operators. */
import { bounds } from '../bounds.ts';
import type { Log } from '../log.ts';
import { Kind, type Token } from './token.ts';

/* prettier-ignore */
const levels: readonly (readonly string[])[] = [
  ['||'], ['&&'], ['|'], ['^'], ['&'], ['==', '!='], ['<', '>', '<=', '>='], ['<<', '>>'], ['+', '-'], ['*', '/', '%'],
];

/** Evaluates the tokens of one condition, macros expanded, `defined` replaced by 0 or 1. */
export class Condition {
  readonly #tokens: readonly Token[];
  readonly #log: Log;
  readonly #place: Token;
  readonly #strict: boolean;
  #at = 0;
  #depth = 0;

  /** @param strict - whether names that are not defined are errors (ES), not 0 */
  constructor(tokens: readonly Token[], place: Token, log: Log, strict: boolean) {
    this.#tokens = tokens;
    this.#place = place;
    this.#log = log;
    this.#strict = strict;
  }

  /** The value of the whole; errors go to the log and count as 0. */
  evaluate(): number {
    if (this.#tokens.length === 0) {
      this.#log.error(this.#place, '#if needs an expression');
      return 0;
    }
    const value = this.#binary(0, true);
    const rest = this.#tokens[this.#at];
    if (rest !== undefined) this.#log.error(rest, `unexpected '${rest.text.slice(0, 40)}' in the condition`);
    return value;
  }

  #binary(level: number, live: boolean): number {
    const operators = levels[level];
    if (operators === undefined) return this.#unary(live);
    let left = this.#binary(level + 1, live);
    for (;;) {
      const token = this.#tokens[this.#at];
      if (token === undefined || !operators.includes(token.text)) return left;
      this.#at++;
      // What a logical operator skips is not looked at closely.
      const needed = token.text === '&&' ? left !== 0 : token.text === '||' ? left === 0 : true;
      const right = this.#binary(level + 1, live && needed);
      left = this.#apply(token, left, right, live);
    }
  }

  #apply(token: Token, a: number, b: number, live: boolean): number {
    switch (token.text) {
      case '||':
        return a !== 0 || b !== 0 ? 1 : 0;
      case '&&':
        return a !== 0 && b !== 0 ? 1 : 0;
      case '|':
        return a | b;
      case '^':
        return a ^ b;
      case '&':
        return a & b;
      case '==':
        return a === b ? 1 : 0;
      case '!=':
        return a === b ? 0 : 1;
      case '<':
        return a < b ? 1 : 0;
      case '>':
        return a > b ? 1 : 0;
      case '<=':
        return a <= b ? 1 : 0;
      case '>=':
        return a >= b ? 1 : 0;
      case '<<':
        return a << b;
      case '>>':
        return a >> b;
      case '+':
        return (a + b) | 0;
      case '-':
        return (a - b) | 0;
      case '*':
        return Math.imul(a, b);
      default:
        if (b === 0) {
          if (live) this.#log.error(token, 'division by zero');
          return 0;
        }
        return token.text === '/' ? (a / b) | 0 : (a % b) | 0;
    }
  }

  #unary(live: boolean): number {
    const token = this.#tokens[this.#at++];
    if (token === undefined) {
      this.#log.error(this.#place, 'the condition ends too early');
      return 0;
    }
    if (++this.#depth > bounds.nesting) this.#log.fatal(token, `the condition nests deeper than ${bounds.nesting}`);
    const value = this.#operand(token, live);
    this.#depth--;
    return value;
  }

  #operand(token: Token, live: boolean): number {
    switch (token.text) {
      case '+':
        return this.#unary(live);
      case '-':
        return -this.#unary(live) | 0;
      case '~':
        return ~this.#unary(live);
      case '!':
        return this.#unary(live) === 0 ? 1 : 0;
      case '(': {
        const value = this.#binary(0, live);
        if (this.#tokens[this.#at]?.text !== ')') this.#log.error(token, "expected ')' in the condition");
        else this.#at++;
        return value;
      }
      default:
    }
    if (token.kind === Kind.number) {
      if (/^(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)[uU]?$/.test(token.text)) {
        const digits = token.text.replace(/[uU]$/, '');
        const value = /^0[0-7]+$/.test(digits) ? parseInt(digits, 8) : Number(digits);
        return value | 0;
      }
      this.#log.error(token, `'${token.text.slice(0, 40)}' is no integer`);
      return 0;
    }
    if (token.kind === Kind.identifier) {
      if (this.#strict && live) this.#log.error(token, `'${token.text}' is not defined`);
      return 0;
    }
    this.#log.error(token, `unexpected '${token.text.slice(0, 40)}' in the condition`);
    return 0;
  }
}
