/** The parser's second layer: qualifiers, types, declarations. */
import { declareBlock, makeStruct, type MemberSource } from '../check/blocks.ts';
import { checkSubroutine, declareFunction, makeParameter } from '../check/functions.ts';
import { defaultLayout, layoutName, type LayoutWord } from '../check/layouts.ts';
import { declareVariable, defaultPrecision, qualifyExisting, type Qualifiers } from '../check/variables.ts';
import { Kind, type Token } from '../text/token.ts';
import { T, Type } from '../types/type.ts';
import { ExpressionReader } from './expressions.ts';
import type { Expr, FunctionSymbol, Stmt, Variable } from './tree.ts';

/** Qualifiers that say nothing. */
const noQualifiers = (place: Token): Qualifiers => ({
  place,
  storage: '',
  isConst: false,
  auxiliary: '',
  interpolation: '',
  invariant: false,
  precise: false,
  precision: '',
  memory: { coherent: false, volatile: false, restrict: false, readonly: false, writeonly: false },
  layouts: [],
  subroutine: false,
  subroutineTypes: [],
  any: false,
});

/* prettier-ignore */
const order: Readonly<Record<string, number>> = {
  precise: 0, invariant: 1, flat: 2, smooth: 2, noperspective: 2, layout: 2, centroid: 3, sample: 3, patch: 3,
  const: 4, in: 4, out: 4, inout: 4, uniform: 4, buffer: 4, shared: 4, attribute: 4, varying: 4,
};

/** A function's head, read and entered. */
export type FunctionHead = {
  readonly symbol: FunctionSymbol | null;
  readonly parameters: readonly Variable[];
  readonly name: Token;
  readonly returns: Type;
  readonly isDefinition: boolean;
};

/** Reads declarations. */
export class DeclarationReader extends ExpressionReader {
  /** All qualifiers that stand here. */
  qualifiers(): Qualifiers {
    const q = noQualifiers(this.peek());
    let last = -1;
    const { cx } = this;
    const strict = !cx.language.has('qualifierOrder');
    for (;;) {
      const token = this.peek();
      if (token.kind !== Kind.identifier || this.words.classify(token.text) !== 'keyword') return q;
      const rank = Object.hasOwn(order, token.text) ? order[token.text] : undefined;
      const { storage } = q;
      if (!this.#qualifier(q, token)) return q;
      if (strict && rank !== undefined) {
        // Parameters say `const in`.
        if (rank < last && (token.text !== 'layout' || last === 4)) cx.error(token, `'${token.text}' stands too late among the qualifiers`);
        last = Math.max(last, rank);
      }
      if (strict && token.text === 'const' && storage !== '') cx.error(token, `'const' stands before '${storage}'`);
      if (strict && q.precision !== '' && rank !== undefined) cx.error(token, `'${token.text}' stands after the precision`);
    }
  }

  #qualifier(q: Qualifiers, token: Token): boolean {
    const { cx } = this;
    const { text } = token;
    const twice = (before: boolean): void => {
      if (before) cx.error(token, `'${text}' does not go with what stands before it`);
    };
    switch (text) {
      case 'const':
        twice(q.isConst);
        q.isConst = true;
        if (q.storage === '') q.storage = 'const';
        else twice(q.storage !== 'in');
        break;
      case 'in':
      case 'out':
      case 'inout':
      case 'uniform':
      case 'buffer':
      case 'shared':
      case 'attribute':
      case 'varying':
        if (
          q.storage === 'varying' &&
          (text === 'in' || text === 'out') &&
          (cx.language.enabled.has('ARB_geometry_shader4') || cx.language.enabled.has('EXT_gpu_shader4'))
        )
          q.storage = text;
        else if (q.storage === 'const' && (text === 'in' || text === 'out' || text === 'inout')) q.storage = text;
        else {
          if ((q.storage === 'in' && text === 'out') || (q.storage === 'out' && text === 'in')) twice(true);
          else twice(q.storage !== '');
          q.storage = text;
        }
        break;
      case 'centroid':
      case 'sample':
      case 'patch':
        twice(q.auxiliary !== '');
        q.auxiliary = text;
        break;
      case 'flat':
      case 'smooth':
      case 'noperspective':
        twice(q.interpolation !== '');
        q.interpolation = text;
        break;
      case 'invariant':
        twice(q.invariant);
        q.invariant = true;
        break;
      case 'precise':
        twice(q.precise);
        q.precise = true;
        break;
      case 'lowp':
      case 'mediump':
      case 'highp':
        twice(q.precision !== '');
        q.precision = text;
        break;
      case 'coherent':
      case 'volatile':
      case 'restrict':
      case 'readonly':
      case 'writeonly':
        q.memory[text] = true;
        break;
      case 'layout':
        this.next();
        if (q.layouts.length > 0 && !cx.language.has('qualifierOrder')) cx.error(token, 'layout stands twice');
        q.layouts.push(...this.#layout());
        q.any = true;
        return true;
      case 'subroutine':
        this.next();
        this.#subroutine(q);
        q.any = true;
        return true;
      default:
        return false;
    }
    q.any = true;
    this.next();
    return true;
  }

  #layout(): LayoutWord[] {
    const { cx } = this;
    const list: LayoutWord[] = [];
    this.expect('(', "after 'layout'");
    do {
      const name = this.peek();
      if (name.kind !== Kind.identifier) this.unexpected('expected the name of a layout');
      this.next();
      let value: Expr | null = null;
      if (this.take('=')) {
        if (!cx.language.has('constantLayoutExpressions')) {
          const token = this.peek();
          if (token.kind !== Kind.number || !/^[,)]$/.test(this.peek(1).text))
            cx.error(token, `the value of a layout is a number in ${cx.language.describe()}`);
        }
        value = this.assignment();
      }
      list.push({ name: layoutName(cx, name.text), value, place: name });
    } while (this.take(','));
    this.expect(')', 'after the layouts');
    return list;
  }

  #subroutine(q: Qualifiers): void {
    if (q.subroutine) this.cx.error(this.peek(), "'subroutine' stands twice");
    q.subroutine = true;
    if (!this.take('(')) return;
    do {
      const name = this.next();
      const symbol = this.cx.lookup(name.text);
      if (symbol?.kind !== 'subroutine') this.cx.error(name, `'${name.text.slice(0, 40)}' is no subroutine type`);
      else q.subroutineTypes.push(symbol.type);
    } while (this.take(','));
    this.expect(')', 'after the subroutine types');
  }

  /** A type: a name or a structure, and array sizes. */
  typeSpecifier(what: string): Type {
    const token = this.peek();
    if (token.kind !== Kind.identifier) return this.unexpected(`expected ${what}`);
    let type: Type;
    const word = this.words.classify(token.text);
    if (token.text === 'struct') type = this.#struct();
    else if (token.text === 'unsigned' && this.cx.language.enabled.has('EXT_gpu_shader4')) {
      this.next();
      this.expect('int', "after 'unsigned'");
      type = T.uint;
    } else if (word === 'type') {
      this.next();
      type = this.words.typeOf(token.text) ?? T.error;
    } else if (word === 'free') {
      const symbol = this.cx.lookup(token.text);
      const predefined = token.text.startsWith('gl_') ? this.cx.builtinStruct(token.text) : T.error;
      if (symbol?.kind === 'type' || symbol?.kind === 'subroutine') type = symbol.type;
      else if (!predefined.isError && !this.cx.language.core) type = predefined;
      else if (!predefined.isError && (this.cx.language.enabled.has('ARB_compatibility') || token.text === 'gl_DepthRangeParameters'))
        type = predefined;
      else {
        const needs = this.words.needs(token.text);
        this.cx.log.fatal(token, `'${token.text}' is no type${needs === '' ? '' : ` (it needs ${needs})`}`);
      }
      this.next();
    } else return this.unexpected(`expected ${what}`);
    if (this.at('[')) {
      const place = this.peek();
      if (!this.cx.language.since(120, this.cx.language.web ? 300 : 100))
        this.cx.error(place, `sizes stand after the name in ${this.cx.language.describe()}`);
      type = this.arraySizes(type, true);
    }
    return type;
  }

  #struct(): Type {
    const place = this.next();
    const { cx } = this;
    let name: Token | null = null;
    if (!this.at('{')) name = this.identifier('the name of the structure');
    this.expect('{', 'before the members');
    this.enter();
    const members: MemberSource[] = [];
    while (!this.at('}')) {
      if (this.at('struct') && cx.language.es) cx.error(this.peek(), 'structures are not declared inside structures');
      this.#members(members);
    }
    this.leave();
    this.expect('}', 'after the members');
    return makeStruct(cx, name, members, place);
  }

  /** One declaration inside a structure or block. */
  #members(members: MemberSource[]): void {
    const q = this.qualifiers();
    const base = this.typeSpecifier('the type of a member');
    do {
      const name = this.identifier('the name of a member');
      members.push({ q, type: this.#declaratorType(base), name });
    } while (this.take(','));
    this.expect(';', 'after the member');
  }

  #declaratorType(base: Type): Type {
    if (!this.at('[')) return base;
    if (!base.isArray) return this.arraySizes(base, true);
    // `float[2] a[3]`: three arrays of two.
    this.cx.need('arraysOfArrays', this.peek(), 'arrays of arrays');
    const outer = this.arraySizes(T.int, true);
    const sizes: number[] = [];
    for (let type: Type = outer; type.element !== null; type = type.element) sizes.push(type.length);
    let made = base;
    for (let i = sizes.length - 1; i >= 0; i--) made = made.array(sizes[i] ?? 0);
    return made;
  }

  /** A declaration that is not a function: its statements. The qualifiers are read. */
  variables(q: Qualifiers): Stmt[] {
    const out: Stmt[] = [];
    const start = this.peek();
    const base = this.typeSpecifier('a type');
    if (this.take(';')) {
      this.#nothingDeclared(q, base, start);
      return out;
    }
    // `float , a;` declares nothing, then a.
    if (this.at(',') && start.text !== ',') this.next();
    this.declarators(q, base, out);
    this.expect(';', 'after the declaration');
    return out;
  }

  /** `float;`, `struct S {...};`, `layout(...) uniform atomic_uint;` */
  #nothingDeclared(q: Qualifiers, base: Type, start: Token): void {
    const { cx } = this;
    if (base.isArray && base.length === 0 && cx.language.es) cx.error(start, 'an array that is not initialized needs a size');
    if (base.kind === 'atomic' && q.storage === 'uniform') {
      const number = (name: string): number => {
        const word = q.layouts.find((one) => one.name === name);
        return word?.value?.op === 'const' ? (word.value.values[0] ?? 0) : -1;
      };
      if (number('binding') < 0) cx.error(start, 'the default of atomic counters needs a binding');
      else if (number('binding') >= cx.limits.MaxAtomicCounterBindings)
        cx.error(start, `there is no atomic counter binding ${number('binding')}`);
      else if (number('offset') >= 0) {
        if (number('offset') % 4 !== 0) cx.error(start, 'offsets of atomic counters are multiples of 4');
        cx.counterOffsets.set(number('binding'), number('offset'));
      }
      return;
    }
    if (start.text === 'struct') {
      if (q.precision !== '') cx.error(start, 'a structure takes no precision');
      if (q.storage !== '' && q.storage !== 'const' && cx.language.es) cx.error(start, 'a structure alone takes no qualifiers');
      return;
    }
    if (q.layouts.length > 0) cx.error(start, 'nothing is declared here');
    else if (q.precision !== '' && base.kind === 'struct') cx.error(start, 'a structure takes no precision');
    else cx.log.warning(start, 'nothing is declared here');
  }

  /** Names after a type, up to the `;`, which stays. */
  declarators(q: Qualifiers, base: Type, out: Stmt[]): void {
    do {
      const name = this.identifier('a name');
      const type = this.#declaratorType(base);
      const initial = this.take('=') ? () => this.initializer() : null;
      const made = declareVariable(this.cx, q, type, name, initial);
      if (made !== null) out.push(made);
    } while (this.take(','));
  }

  /** `precision highp float;` */
  precisionStatement(): void {
    this.next();
    const precision = this.next();
    const { text } = precision;
    if (text !== 'lowp' && text !== 'mediump' && text !== 'highp') this.cx.log.fatal(precision, "expected 'lowp', 'mediump' or 'highp'");
    const place = this.peek();
    const type = this.typeSpecifier('a type');
    this.expect(';', 'after the precision');
    defaultPrecision(this.cx, text, type, place);
  }

  /** Whether the qualifiers stand alone, or with names of what exists; then they are dealt with. */
  qualifiersAlone(q: Qualifiers): boolean {
    if (!q.any) return false;
    const { cx } = this;
    if (this.at(';')) {
      const place = this.next();
      const { storage } = q;
      const others = q.interpolation !== '' || q.auxiliary !== '' || q.invariant || q.precise || q.precision !== '';
      if ((storage === 'in' || storage === 'out' || storage === 'uniform' || storage === 'buffer') && q.layouts.length > 0 && !others) {
        if (!cx.isGlobal) cx.error(place, 'default layouts are said outside of functions');
        defaultLayout(cx, q.layouts, storage);
      } else if (q.memory.coherent || q.memory.readonly || q.memory.writeonly || q.memory.restrict || q.memory.volatile)
        cx.error(place, 'nothing is declared here');
      else cx.error(place, 'nothing is declared here');
      return true;
    }
    const token = this.peek();
    const justWord = q.storage === '' && q.layouts.length === 0 && q.precision === '' && q.auxiliary === '' && q.interpolation === '';
    if ((q.invariant || q.precise) && justWord && token.kind === Kind.identifier && this.words.classify(token.text) === 'free') {
      const symbol = cx.lookup(token.text);
      if (symbol?.kind === 'type') return false;
      do {
        const name = this.identifier('the name of a variable');
        qualifyExisting(cx, q.invariant ? 'invariant' : 'precise', name);
      } while (this.take(','));
      this.expect(';', 'after the names');
      return true;
    }
    return false;
  }

  /** Whether a block follows: a name and `{`. */
  atBlock(): boolean {
    return (
      this.peek().kind === Kind.identifier &&
      this.peek(1).text === '{' &&
      this.peek().text !== 'struct' &&
      this.words.classify(this.peek().text) !== 'type'
    );
  }

  /** An interface block; the qualifiers are read. */
  block(q: Qualifiers): void {
    const name = this.peek().text === 'gl_PerVertex' ? this.next() : this.identifier('the name of the block');
    this.expect('{', 'before the members');
    const members: MemberSource[] = [];
    while (!this.at('}')) {
      const memberQualifiers = this.qualifiers();
      if (this.at('struct')) this.cx.error(this.peek(), 'structures are not declared inside blocks');
      const base = this.typeSpecifier('the type of a member');
      do {
        const member = this.identifier('the name of a member');
        members.push({ q: memberQualifiers, type: this.#declaratorType(base), name: member });
        if (this.at('=')) this.cx.error(this.peek(), 'members have no initial values');
        if (this.take('=')) this.initializer();
      } while (this.take(','));
      this.expect(';', 'after the member');
    }
    this.expect('}', 'after the members');
    let instance: Token | null = null;
    let dimensions = (type: Type): Type => type;
    if (!this.at(';')) {
      instance = this.identifier("the name of the block's instance or ';'");
      if (this.at('[')) {
        const sizes: number[] = [];
        for (let type: Type = this.arraySizes(T.int, true); type.element !== null; type = type.element) sizes.push(type.length);
        dimensions = (type) => {
          let made = type;
          for (let i = sizes.length - 1; i >= 0; i--) made = made.array(sizes[i] ?? 0);
          return made;
        };
      }
    }
    this.expect(';', 'after the block');
    declareBlock(this.cx, q, name, members, instance, dimensions);
  }

  /** Whether a function follows a type: a name and `(`. */
  atFunction(): boolean {
    return this.peek().kind === Kind.identifier && this.peek(1).text === '(';
  }

  /** A function's head; qualifiers and type are read. */
  functionHead(q: Qualifiers, returns: Type): FunctionHead {
    const { cx } = this;
    const name = this.identifier('the name of the function');
    if (
      q.storage !== '' ||
      (q.layouts.length > 0 && !(q.subroutine && q.layouts.every((word) => word.name === 'index'))) ||
      q.interpolation !== '' ||
      q.auxiliary !== '' ||
      q.invariant
    )
      cx.error(name, `what '${name.text}' returns takes no such qualifiers`);
    this.expect('(', 'before the parameters');
    const parameters: Variable[] = [];
    if (this.at('void') && this.peek(1).text === ')') this.next();
    if (!this.take(')')) {
      do parameters.push(this.#parameter());
      while (this.take(','));
      this.expect(')', 'after the parameters');
    }
    const isDefinition = this.at('{');
    if (q.subroutine && q.subroutineTypes.length === 0) {
      this.#declareSubroutineType(name, returns, parameters, isDefinition);
      return { symbol: null, parameters, name, returns, isDefinition };
    }
    if (q.subroutineTypes.length > 0 && !isDefinition) cx.error(name, 'a function that stands for subroutines is defined where it says so');
    const symbol = declareFunction(cx, name, returns, parameters, q.subroutineTypes, isDefinition);
    if (symbol !== null) {
      checkSubroutine(cx, symbol);
      if (q.precise) symbol.precise = true;
    }
    return { symbol, parameters, name, returns, isDefinition };
  }

  #declareSubroutineType(name: Token, returns: Type, parameters: readonly Variable[], isDefinition: boolean): void {
    const { cx } = this;
    if (isDefinition) cx.error(name, 'a subroutine type has no body');
    const type = new Type('subroutine', name.text);
    const prototype: FunctionSymbol = {
      name: name.text,
      returns,
      parameters,
      place: name,
      body: null,
      defined: parameters,
      calls: new Set(),
      called: false,
      implementsTypes: [],
      subroutineIndex: -1,
      precise: false,
    };
    cx.subroutines.set(type, prototype);
    cx.declare(name.text, { kind: 'subroutine', type, prototype }, name);
  }

  #parameter(): Variable {
    const q = this.qualifiers();
    const place = this.peek();
    if (this.at('struct')) this.cx.error(place, 'structures are not declared in parameters');
    const base = this.typeSpecifier('the type of a parameter');
    if (this.at(',') || this.at(')')) return makeParameter(this.cx, q, base, null, place);
    if (this.at('[')) return makeParameter(this.cx, q, this.#declaratorType(base), null, place);
    const name = this.identifier('the name of a parameter');
    const type = this.#declaratorType(base);
    if (this.at('=')) this.cx.error(this.peek(), 'parameters have no initial values');
    return makeParameter(this.cx, q, type, name, name);
  }
}
