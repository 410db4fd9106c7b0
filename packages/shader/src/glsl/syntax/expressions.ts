/** The parser's first layer: expressions and types as they stand in them. */
import { type InitializerList, construct } from '../check/construct.ts';
import { indexed, lengthOf, member, nameValue } from '../check/access.ts';
import { call, subroutineCall } from '../check/calls.ts';
import { constant, constantInteger, converts, convert } from '../check/convert.ts';
import { assignable, checkReadable } from '../check/lvalue.ts';
import { binary, compound, select, unary } from '../check/operators.ts';
import { bounds } from '../bounds.ts';
import { Kind, type Token } from '../text/token.ts';
import { numberType, scalarCount, T, type Type } from '../types/type.ts';
import { TokenReader } from './reader.ts';
import type { BinaryOperator, Expr } from './tree.ts';

/* prettier-ignore */
const precedence: Readonly<Record<string, number>> = {
  '||': 1, '^^': 2, '&&': 3, '|': 4, '^': 5, '&': 6, '==': 7, '!=': 7, '<': 8, '>': 8, '<=': 8, '>=': 8, '<<': 9, '>>': 9, '+': 10, '-': 10, '*': 11, '/': 11, '%': 11,
};
const assignments = new Set(['=', '+=', '-=', '*=', '/=', '%=', '<<=', '>>=', '&=', '^=', '|=']);

/** Reads expressions. */
export class ExpressionReader extends TokenReader {
  /** Whether a type stands here and it is not the start of a constructor. */
  atDeclaration(): boolean {
    const token = this.peek();
    if (token.kind !== Kind.identifier) return false;
    const { text } = token;
    switch (this.words.classify(text)) {
      case 'keyword':
        return (
          !/^(if|for|while|do|switch|case|default|return|break|continue|discard|demote|true|false|else)$/.test(text) || text === 'precision'
        );
      case 'type':
        return !this.#constructorFollows();
      case 'reserved':
        return text === 'unsigned' && this.cx.language.enabled.has('EXT_gpu_shader4');
      default: {
        const symbol = this.cx.lookup(text);
        if (symbol?.kind === 'type') return !this.#constructorFollows();
        // Two names in a row can only be a declaration of a type that is not there; saying so is better than a syntax error.
        return symbol === undefined && this.peek(1).kind === Kind.identifier && this.words.classify(this.peek(1).text) === 'free';
      }
    }
  }

  /** After a type's name: `(`, or array brackets and `(`. */
  #constructorFollows(): boolean {
    let at = 1;
    let depth = 0;
    if (this.peek(1).text === '(') return true;
    if (this.peek(1).text !== '[') return false;
    for (;;) {
      const token = this.peek(at);
      if (token.kind === Kind.end) return false;
      if (token.text === '[') depth++;
      else if (token.text === ']') {
        depth--;
        if (depth === 0 && this.peek(at + 1).text !== '[') return this.peek(at + 1).text === '(';
      } else if (token.text === ';' || token.text === '{') return false;
      at++;
    }
  }

  /** A whole expression, commas and all. */
  expression(): Expr {
    let value = this.assignment();
    while (this.at(',')) {
      const place = this.next();
      const next = this.assignment();
      const { language } = this.cx;
      if (value.op === 'const' && next.op === 'const' && !(language.es && language.version >= 300)) value = next;
      else {
        if (
          language.web &&
          language.version >= 300 &&
          (value.type.kind === 'void' ||
            next.type.kind === 'void' ||
            next.type.isArray ||
            value.type.isArray ||
            next.type.kind === 'struct')
        )
          this.cx.error(place, 'the comma operator takes neither nothing nor arrays nor structures');
        value = { op: 'comma', type: next.type, place, a: value, b: next };
      }
    }
    return value;
  }

  /** An expression without commas. */
  assignment(): Expr {
    this.enter();
    const target = this.#conditional();
    const operator = this.peek();
    if (operator.kind !== Kind.punctuation || !assignments.has(operator.text)) {
      this.leave();
      return target;
    }
    this.next();
    const value = this.assignment();
    this.leave();
    return this.assign(target, operator, value);
  }

  /** `target operator value`. */
  assign(target: Expr, operator: Token, value: Expr): Expr {
    const { cx } = this;
    if (!assignable(cx, target, operator, 'assignment') || value.type.isError) return constant(T.error, [0], operator);
    if (operator.text !== '=') {
      const name = operator.text.slice(0, -1) as BinaryOperator;
      const right = compound(cx, name, target, value, operator);
      if (right === null) return constant(T.error, [0], operator);
      return { op: 'modify', type: target.type, place: operator, operator: name, target, value: right, post: false };
    }
    if (!converts(cx, value.type, target.type)) return cx.bad(operator, `${value.type.name} cannot be assigned to ${target.type.name}`);
    if (target.type.isArray && target.type.length === 0) return cx.bad(operator, 'arrays without size cannot be assigned');
    return { op: 'assign', type: target.type, place: operator, target, value: convert(value, target.type) };
  }

  #conditional(): Expr {
    const condition = this.#binary(1);
    if (!this.at('?')) return condition;
    const place = this.next();
    const a = this.expression();
    this.expect(':', 'between the alternatives');
    const b = this.assignment();
    return condition.type.isError ? condition : select(this.cx, condition, a, b, place);
  }

  #binary(least: number): Expr {
    let left = this.unaryExpression();
    let count = 0;
    for (;;) {
      const token = this.peek();
      const level = token.kind === Kind.punctuation && Object.hasOwn(precedence, token.text) ? (precedence[token.text] ?? 0) : 0;
      if (level < least || level === 0) return left;
      if (++count > bounds.operators) this.cx.log.fatal(token, `more than ${bounds.operators} operators in one expression`);
      this.next();
      const right = this.#binary(level + 1);
      left =
        left.type.isError || right.type.isError
          ? constant(T.error, [0], token)
          : binary(this.cx, token.text as BinaryOperator, left, right, token);
    }
  }

  /** Prefix operators and what follows. */
  unaryExpression(): Expr {
    const token = this.peek();
    switch (token.kind === Kind.punctuation ? token.text : '') {
      case '+':
      case '-':
      case '!':
      case '~': {
        this.next();
        this.enter();
        const value = this.unaryExpression();
        this.leave();
        return unary(this.cx, token.text as '-', value, token);
      }
      case '++':
      case '--': {
        this.next();
        this.enter();
        const value = this.unaryExpression();
        this.leave();
        return this.#step(value, token, false);
      }
      default: {
        const value = this.#postfix();
        if (value.op !== 'const' && !this.at('=')) checkReadable(this.cx, value);
        return value;
      }
    }
  }

  #step(target: Expr, token: Token, post: boolean): Expr {
    const { cx } = this;
    if (!assignable(cx, target, token, token.text)) return constant(T.error, [0], token);
    const { type } = target;
    if (type.kind !== 'number' || type.base === 'bool') return cx.bad(token, `${token.text} does not take ${type.name}`);
    const one = constant(numberType(type.base), [1], token);
    return { op: 'modify', type, place: token, operator: token.text === '++' ? '+' : '-', target, value: one, post };
  }

  #postfix(): Expr {
    let value = this.#primary();
    for (;;) {
      const token = this.peek();
      if (token.kind !== Kind.punctuation) return value;
      if (token.text === '[') {
        this.next();
        this.enter();
        const at = this.expression();
        this.leave();
        this.expect(']', 'after the index');
        value = indexed(this.cx, value, at, token);
        if (value.type.kind === 'subroutine' && this.at('(')) {
          const place = this.next();
          value = subroutineCall(this.cx, value, this.args(), place);
        }
      } else if (token.text === '.') {
        this.next();
        value = this.#member(value);
      } else if (token.text === '++' || token.text === '--') {
        this.next();
        value = this.#step(value, token, true);
      } else return value;
    }
  }

  #member(base: Expr): Expr {
    const name = this.peek();
    if (name.kind !== Kind.identifier) this.unexpected("expected the name of a member after '.'");
    this.next();
    if (!this.at('(')) return member(this.cx, base, name.text, name);
    this.next();
    const args = this.args();
    if (name.text !== 'length') return this.cx.bad(name, `there is no method '${name.text.slice(0, 40)}'`);
    if (args.length > 0) return this.cx.bad(name, 'length() takes no arguments');
    return lengthOf(this.cx, base, name);
  }

  /** Arguments up to and with `)`; the `(` is taken. */
  args(): Expr[] {
    const args: Expr[] = [];
    if (this.at('void') && this.peek(1).text === ')') this.next();
    if (this.take(')')) return args;
    this.enter();
    do args.push(this.assignment());
    while (this.take(','));
    this.leave();
    this.expect(')', 'after the arguments');
    return args;
  }

  #primary(): Expr {
    const token = this.peek();
    const { cx } = this;
    if (token.kind === Kind.number) {
      this.next();
      const { type, value } = this.number(token);
      return constant(type, [value], token);
    }
    if (token.text === '(') {
      this.next();
      this.enter();
      const value = this.expression();
      this.leave();
      this.expect(')', 'after the expression');
      return value;
    }
    if (token.kind !== Kind.identifier) return this.unexpected('expected an expression');
    if (token.text === 'true' || token.text === 'false') {
      this.next();
      return constant(T.bool, [token.text === 'true' ? 1 : 0], token);
    }
    const word = this.words.classify(token.text);
    if (word === 'keyword' || word === 'reserved') return this.unexpected('expected an expression');
    const symbol = word === 'type' ? undefined : cx.lookup(token.text);
    if (word === 'type' || symbol?.kind === 'type') {
      this.next();
      let type = word === 'type' ? (this.words.typeOf(token.text) ?? T.error) : symbol?.kind === 'type' ? symbol.type : T.error;
      if (this.at('[')) type = this.arraySizes(type, true);
      if (!this.at('(')) this.unexpected(`expected '(' after the type ${type.name}`);
      this.next();
      const args = this.args();
      return construct(cx, type, args, token);
    }
    this.next();
    if (this.at('(')) {
      this.next();
      return call(cx, token.text, this.args(), token);
    }
    return nameValue(cx, token.text, token);
  }

  /** `[2][3]` after a type or a name: the type made an array. */
  arraySizes(type: Type, mayBeOpen: boolean): Type {
    const sizes: number[] = [];
    const { cx } = this;
    while (this.at('[')) {
      const place = this.next();
      if (sizes.length > 8) cx.log.fatal(place, 'too many dimensions');
      if (this.take(']')) {
        if (!mayBeOpen) cx.error(place, 'the array needs a size');
        sizes.push(0);
        continue;
      }
      const value = this.#conditional();
      this.expect(']', 'after the size of the array');
      let size = constantInteger(cx, value, 'the size of an array') ?? 1;
      if (size <= 0) {
        cx.error(place, `an array has at least one element, not ${size}`);
        size = 1;
      }
      if (size > bounds.variableSlots * 4) cx.log.fatal(place, `an array of ${size} elements is too large`);
      sizes.push(size);
    }
    if (sizes.length > 0 && type.kind === 'void') cx.error(this.peek(), 'there are no arrays of void');
    if (sizes.length + (type.isArray ? 1 : 0) > 1) cx.need('arraysOfArrays', this.peek(), 'arrays of arrays');
    let made = type;
    for (let i = sizes.length - 1; i >= 0; i--) {
      made = made.array(sizes[i] ?? 0);
      if (made.flatLength * Math.max(1, scalarCount(made.innermost)) > bounds.variableSlots * 16)
        cx.log.fatal(this.peek(), 'this array is too large');
    }
    return made;
  }

  /** `= value` of a declaration, a list or an expression; the `=` is taken. */
  initializer(): Expr | InitializerList {
    if (!this.at('{')) return this.assignment();
    const place = this.next();
    this.cx.need('initializerLists', place, 'initializer lists');
    this.enter();
    const items: (Expr | InitializerList)[] = [];
    while (!this.at('}')) {
      items.push(this.initializer());
      if (!this.take(',')) break;
    }
    this.leave();
    this.expect('}', 'after the list');
    return { place, items };
  }
}
