/** The parser's last layer: statements, functions, the shader as a whole. */
import { bounds } from '../bounds.ts';
import { constantInteger, convertTo } from '../check/convert.ts';
import { Kind, type Token } from '../text/token.ts';
import { T, type Type } from '../types/type.ts';
import { checkLoop } from '../check/loops.ts';
import { DeclarationReader, type FunctionHead } from './declarations.ts';
import type { Expr, Stmt, SwitchCase, Variable } from './tree.ts';

/** Reads a shader. */
export class Parser extends DeclarationReader {
  #statements = 0;

  /** The whole text. */
  shader(): void {
    while (this.peek().kind !== Kind.end) this.#external();
  }

  #external(): void {
    const { cx } = this;
    if (this.at(';')) {
      const place = this.next();
      if (cx.language.es && cx.language.version < 300 && cx.language.web) cx.log.warning(place, 'an empty declaration');
      return;
    }
    if (this.at('precision') && this.words.classify('precision') === 'keyword') return this.precisionStatement();
    const q = this.qualifiers();
    if (this.qualifiersAlone(q)) return;
    if (this.atBlock()) return this.block(q);
    const start = this.peek();
    if (this.#functionFollows()) {
      const returns = this.typeSpecifier('a type');
      if (start.text === 'struct') cx.error(start, 'structures are not declared in what functions return');
      const head = this.functionHead(q, returns);
      if (this.take(';')) return;
      if (!head.isDefinition) this.unexpected("expected '{' or ';' after the function");
      return this.#definition(head);
    }
    this.variables(q);
  }

  /** After the qualifiers: a type, a name and `(`. */
  #functionFollows(): boolean {
    let at = this.peek().text === 'unsigned' ? 1 : 0;
    if (this.peek().kind !== Kind.identifier || this.peek().text === 'struct') return false;
    at++;
    while (this.peek(at).text === '[') {
      while (this.peek(at).text !== ']') {
        if (this.peek(at).kind === Kind.end) return false;
        at++;
      }
      at++;
    }
    return this.peek(at).kind === Kind.identifier && this.peek(at + 1).text === '(';
  }

  #definition(head: FunctionHead): void {
    const { cx } = this;
    const { symbol, parameters, name, returns } = head;
    cx.pushScope();
    cx.current = symbol;
    cx.enclosing = { loops: 0, switches: 0 };
    cx.conditions = 0;
    cx.returned = false;
    for (const parameter of parameters)
      if (parameter.name !== '') cx.declare(parameter.name, { kind: 'variable', variable: parameter }, parameter.place);
    this.insideFunction(true);
    this.expect('{', 'before the body');
    const body = this.#list();
    this.insideFunction(false);
    this.expect('}', 'after the body');
    cx.popScope();
    cx.current = null;
    if (symbol !== null) {
      symbol.body = body;
      symbol.defined = parameters;
    }
    if (returns.kind !== 'void' && !cx.returned) cx.error(name, `'${name.text}' returns ${returns.name}, but has no return statement`);
  }

  #list(): Stmt[] {
    const out: Stmt[] = [];
    while (!this.at('}') && this.peek().kind !== Kind.end) this.#statement(out);
    return out;
  }

  /** One statement in a scope of its own. */
  #scoped(): Stmt[] {
    const { cx } = this;
    cx.pushScope();
    const out: Stmt[] = [];
    if (this.at('{')) {
      this.enter();
      this.next();
      out.push(...this.#list());
      this.expect('}', 'after the block');
      this.leave();
    } else this.#statement(out);
    cx.popScope();
    return out;
  }

  #statement(out: Stmt[]): void {
    if (++this.#statements > bounds.statements) this.cx.log.fatal(this.peek(), 'too many statements');
    const token = this.peek();
    const { cx } = this;
    if (token.text === '{') {
      out.push({ kind: 'block', body: this.#scoped() });
      return;
    }
    if (token.text === ';') {
      this.next();
      return;
    }
    if (token.kind === Kind.identifier && this.words.classify(token.text) === 'keyword' && this.#keyword(token, out)) return;
    if (this.atDeclaration()) {
      this.#declaration(out);
      return;
    }
    const value = this.expression();
    this.expect(';', 'after the expression');
    if (value.op !== 'const') out.push({ kind: 'expr', value });
    if (value.type.innermost.kind === 'block') cx.error(value.place, 'a block is no value');
    if (value.type.kind === 'array' && !cx.language.has('arrayObjects') && value.op !== 'const' && value.op !== 'var')
      cx.error(value.place, 'whole arrays are no values here');
  }

  /** Statements that start with a word; false when this is none. */
  #keyword(token: Token, out: Stmt[]): boolean {
    const { cx } = this;
    switch (token.text) {
      case 'if':
        this.#if(out);
        return true;
      case 'for':
        this.#for(out);
        return true;
      case 'while':
        this.#while(out);
        return true;
      case 'do':
        this.#do(out);
        return true;
      case 'switch':
        this.#switch(out);
        return true;
      case 'case':
      case 'default':
        return this.unexpected('expected a statement; labels stand in a switch');
      case 'else':
        return this.unexpected('expected a statement');
      case 'return':
        this.#return(out);
        return true;
      case 'break':
        this.next();
        this.expect(';', "after 'break'");
        if (cx.enclosing.loops + cx.enclosing.switches === 0) cx.error(token, "'break' stands in loops and switches");
        out.push({ kind: 'break' });
        return true;
      case 'continue':
        this.next();
        this.expect(';', "after 'continue'");
        if (cx.enclosing.loops === 0) cx.error(token, "'continue' stands in loops");
        out.push({ kind: 'continue' });
        return true;
      case 'discard':
        this.next();
        this.expect(';', "after 'discard'");
        if (cx.language.stage !== 'fragment') cx.error(token, "'discard' is for fragment shaders");
        out.push({ kind: 'discard' });
        return true;
      case 'demote':
        this.next();
        this.expect(';', "after 'demote'");
        if (cx.language.stage !== 'fragment') cx.error(token, "'demote' is for fragment shaders");
        out.push({ kind: 'demote' });
        return true;
      default:
        return false;
    }
  }

  #declaration(out: Stmt[]): void {
    const { cx } = this;
    if (this.at('precision')) return this.precisionStatement();
    const q = this.qualifiers();
    if (this.qualifiersAlone(q)) return;
    if (this.atBlock() && q.any) return this.block(q);
    if (this.#functionFollows()) {
      const returns = this.typeSpecifier('a type');
      const head = this.functionHead(q, returns);
      if (head.isDefinition) cx.log.fatal(head.name, 'functions are defined outside of functions');
      this.expect(';', 'after the function');
      return;
    }
    out.push(...this.variables(q));
  }

  #condition(): Expr {
    this.expect('(', 'before the condition');
    const value = this.expression();
    this.expect(')', 'after the condition');
    return this.#bool(value);
  }

  #bool(value: Expr): Expr {
    if (value.type !== T.bool && !value.type.isError) return this.cx.bad(value.place, `a condition is a bool, not ${value.type.name}`);
    return value;
  }

  #if(out: Stmt[]): void {
    this.next();
    this.enter();
    const condition = this.#condition();
    this.cx.conditions++;
    const then = this.#scoped();
    let otherwise: Stmt[] = [];
    if (this.at('else')) {
      this.next();
      otherwise = this.#scoped();
    }
    this.cx.conditions--;
    this.leave();
    out.push({ kind: 'if', condition, whenTrue: then, whenFalse: otherwise });
  }

  /** `bool b = ...` or an expression, up to what closes it. */
  #loopCondition(before: Stmt[]): Expr {
    if (!this.atDeclaration()) return this.#bool(this.expression());
    const { cx } = this;
    const q = this.qualifiers();
    const place = this.peek();
    const type = this.typeSpecifier('a type');
    const name = this.peek();
    const list: Stmt[] = [];
    this.declarators(q, type, list);
    const [made] = list;
    if (made?.kind !== 'declare' || made.init === null || list.length > 1) {
      const symbol = cx.lookup(name.text);
      // A constant is no statement, but a value.
      if (symbol?.kind === 'variable' && symbol.variable.constant !== null)
        return this.#bool({ op: 'const', type: symbol.variable.type, place, values: symbol.variable.constant });
      return cx.bad(place, 'a condition declares one variable with a value');
    }
    before.push(made);
    return this.#bool({ op: 'var', type: made.variable.type, place: name, variable: made.variable });
  }

  #loopBody(): Stmt[] {
    const { cx } = this;
    cx.enclosing.loops++;
    const body = this.#scoped();
    cx.enclosing.loops--;
    return body;
  }

  /** A loop's body in the loop's own scope, where names of the head cannot be declared again. */
  #for(out: Stmt[]): void {
    const place = this.next();
    const { cx } = this;
    this.enter();
    cx.pushScope();
    this.expect('(', "after 'for'");
    const init: Stmt[] = [];
    if (!this.take(';')) {
      if (this.atDeclaration()) this.#declaration(init);
      else {
        const value = this.expression();
        if (value.op !== 'const') init.push({ kind: 'expr', value });
        this.expect(';', 'after the start of the loop');
      }
    }
    const before: Stmt[] = [];
    const condition = this.at(';') ? null : this.#loopCondition(before);
    this.expect(';', "after the loop's condition");
    const update = this.at(')') ? null : this.expression();
    this.expect(')', "after the loop's head");
    const index = checkLoop(cx, init, before, condition, update, place);
    const body = this.#forBody();
    if (index !== null) this.#loopIndexDone(index, place);
    cx.popScope();
    this.leave();
    out.push({
      kind: 'loop',
      init,
      before,
      condition,
      update: update === null || update.op === 'const' ? null : update,
      body,
      testFirst: true,
    });
  }

  #loopIndexDone(index: Variable, place: Token): void {
    if (index.written) this.cx.error(place, `'${index.name}' is changed inside its loop`);
  }

  #forBody(): Stmt[] {
    const { cx } = this;
    cx.enclosing.loops++;
    // The body shares the scope of the head in GLSL ES and since 1.30.
    let body: Stmt[] = [];
    if (!this.at('{')) this.#statement(body);
    else if (cx.language.since(130, 100)) {
      this.enter();
      this.next();
      body = this.#list();
      this.expect('}', "after the loop's body");
      this.leave();
    } else body = this.#scoped();
    cx.enclosing.loops--;
    return body;
  }

  #while(out: Stmt[]): void {
    const place = this.next();
    const { cx } = this;
    if (cx.language.web && cx.language.version === 100) cx.error(place, "'while' loops are not part of this language");
    this.enter();
    cx.pushScope();
    this.expect('(', "after 'while'");
    const before: Stmt[] = [];
    const condition = this.#loopCondition(before);
    this.expect(')', "after the loop's condition");
    const body = this.#forBody();
    cx.popScope();
    this.leave();
    out.push({ kind: 'loop', init: [], before, condition, update: null, body, testFirst: true });
  }

  #do(out: Stmt[]): void {
    const place = this.next();
    const { cx } = this;
    if (cx.language.web && cx.language.version === 100) cx.error(place, "'do' loops are not part of this language");
    this.enter();
    const body = this.#loopBody();
    this.expect('while', "after the loop's body");
    const condition = this.#condition();
    this.expect(';', 'after the loop');
    this.leave();
    out.push({ kind: 'loop', init: [], before: [], condition, update: null, body, testFirst: false });
  }

  #switch(out: Stmt[]): void {
    const place = this.next();
    const { cx } = this;
    this.enter();
    this.expect('(', "after 'switch'");
    const value = this.expression();
    this.expect(')', 'after the value');
    if (!value.type.isError && (!value.type.isScalar || !value.type.isInteger))
      cx.error(value.place, `a switch looks at an integer, not ${value.type.name}`);
    this.expect('{', "after 'switch'");
    cx.pushScope();
    cx.enclosing.switches++;
    cx.conditions++;
    const cases: { labels: (number | null)[]; body: Stmt[] }[] = [];
    const seen = new Set<number | null>();
    let open: Token | null = null;
    while (!this.at('}') && this.peek().kind !== Kind.end) {
      const token = this.peek();
      if (token.text === 'case' || token.text === 'default') {
        this.next();
        const label = token.text === 'default' ? null : this.#label(value.type);
        this.expect(':', 'after the label');
        if (seen.has(label)) cx.error(token, label === null ? "'default' stands twice" : `the label ${label} stands twice`);
        seen.add(label);
        const last = cases.at(-1);
        if (last !== undefined && last.body.length === 0 && open !== null) last.labels.push(label);
        else cases.push({ labels: [label], body: [] });
        open = token;
        continue;
      }
      const last = cases.at(-1);
      if (last === undefined) {
        cx.error(token, 'a switch starts with a label');
        cases.push({ labels: [null], body: [] });
        continue;
      }
      // Something that leaves no statement (`;`) ends the labels too.
      open = null;
      this.#statement(last.body);
    }
    if (open !== null) cx.error(open, 'a switch does not end with a label');
    this.expect('}', 'after the switch');
    cx.enclosing.switches--;
    cx.conditions--;
    cx.popScope();
    this.leave();
    if (cases.length === 0 && value.op !== 'const') out.push({ kind: 'expr', value });
    else out.push({ kind: 'switch', value, cases: cases satisfies SwitchCase[] });
    if (cases.length === 0) cx.log.warning(place, 'this switch is empty');
  }

  #label(type: Type): number | null {
    const { cx } = this;
    const value = this.expression();
    if (value.type.isError) return 0;
    const label = constantInteger(cx, value, 'a label');
    if (label === null) return 0;
    if (value.type !== type && !type.isError) {
      if (!(cx.language.has('implicitIntToUint') && type.isInteger))
        cx.error(value.place, `the label is ${value.type.name}, the switch looks at ${type.name}`);
      return type === T.uint ? label >>> 0 : label | 0;
    }
    return label;
  }

  #return(out: Stmt[]): void {
    const token = this.next();
    const { cx } = this;
    const value = this.at(';') ? null : this.expression();
    this.expect(';', "after 'return'");
    cx.returned = true;
    const returns = cx.current?.returns ?? T.error;
    if (value === null) {
      if (returns.kind !== 'void' && !returns.isError) cx.error(token, `this function returns ${returns.name}`);
      out.push({ kind: 'return', value: null });
      return;
    }
    if (returns.kind === 'void') {
      if (value.type.kind !== 'void' || cx.language.es || !cx.language.since(420, 0)) cx.error(token, 'this function returns nothing');
      out.push({ kind: 'expr', value }, { kind: 'return', value: null });
      return;
    }
    if (
      value.type !== returns &&
      !value.type.isError &&
      !cx.language.since(420, 0) &&
      !cx.language.has('constantNonConstant') &&
      !cx.language.es &&
      cx.language.version < 120
    ) {
      cx.error(token, `this function returns ${returns.name}, not ${value.type.name}`);
    }
    out.push({ kind: 'return', value: convertTo(cx, value, returns, 'what is returned') });
  }
}
