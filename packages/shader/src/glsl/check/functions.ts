/** Functions: prototypes, definitions, parameters. */
import type { Place } from '../log.ts';
import type { Token } from '../text/token.ts';
import { type FunctionSymbol, type Variable } from '../syntax/tree.ts';
import { contains, hasOpaque, type Type } from '../types/type.ts';
import type { Context } from './context.ts';
import { applyLayout } from './layouts.ts';
import { precisionFor, type Qualifiers } from './variables.ts';

/** Makes one parameter; an empty name for one without. */
export const makeParameter = (cx: Context, q: Qualifiers, type: Type, name: Token | null, place: Place): Variable => {
  const variable = cx.newVariable(name?.text ?? '', type, 'parameter', place);
  if (name !== null) cx.checkName(name.text, name);
  const inner = type.innermost;
  if (type.kind === 'void') cx.error(place, 'a parameter cannot be void');
  if (inner.kind === 'block') cx.error(place, "a parameter cannot be of a block's type");
  if (inner.kind === 'subroutine') cx.error(place, 'a parameter cannot be a subroutine');
  if (contains(type, (part) => part.isArray && part.length === 0)) cx.error(place, 'an array parameter needs a size');
  switch (q.storage) {
    case '':
    case 'in':
      variable.direction = 'in';
      break;
    case 'const':
      variable.direction = 'in';
      break;
    case 'out':
    case 'inout':
      variable.direction = q.storage;
      if (q.isConst) cx.error(place, `a constant parameter cannot be '${q.storage}'`);
      break;
    default:
      cx.error(place, `'${q.storage}' does not belong to parameters`);
  }
  if (variable.direction !== 'in' && hasOpaque(type)) cx.error(place, `${inner.name} is passed 'in' alone`);
  if (variable.direction !== 'in' && type.isArray && !cx.language.has('arrayObjects') && !cx.language.es)
    cx.error(place, "arrays are passed 'in' alone");
  if (q.interpolation !== '' || q.auxiliary !== '' || q.invariant)
    cx.error(place, `'${q.interpolation}${q.auxiliary}${q.invariant ? 'invariant' : ''}' does not belong to parameters`);
  const memory = q.memory.coherent || q.memory.volatile || q.memory.restrict || q.memory.readonly || q.memory.writeonly;
  if (memory && inner.kind !== 'image') cx.error(place, 'memory qualifiers belong to images');
  if (q.layouts.length > 0) {
    if (inner.kind !== 'image') cx.error(place, 'layouts do not belong to parameters');
    else applyLayout(cx, q.layouts, 'variable', variable.layout);
  }
  variable.memory = { ...q.memory };
  variable.precise = q.precise;
  variable.readOnly = q.isConst || q.storage === 'const';
  variable.precision = precisionFor(cx, q, type, place);
  return variable;
};

const sameTypes = (a: readonly Variable[], b: readonly Variable[]): boolean =>
  a.length === b.length && a.every((one, i) => one.type === b[i]?.type);

const checkMain = (cx: Context, returns: Type, parameters: readonly Variable[], place: Place): void => {
  if (returns.kind !== 'void') cx.error(place, 'main() returns nothing');
  if (parameters.length > 0) cx.error(place, 'main() takes no parameters');
};

/** Enters a prototype or the head of a definition; what was declared before under the same types is returned. */
export const declareFunction = (
  cx: Context,
  name: Token,
  returns: Type,
  parameters: readonly Variable[],
  subroutineTypes: readonly Type[],
  definition: boolean,
): FunctionSymbol | null => {
  const { language } = cx;
  if (!cx.isGlobal) {
    if (definition || language.es) cx.error(name, 'functions are declared outside of functions');
    else if (language.since(120, 300)) cx.error(name, 'functions are declared outside of functions');
  }
  cx.checkName(name.text, name);
  if (name.text === 'main') checkMain(cx, returns, parameters, name);
  if (returns.isArray && !language.has('arrayObjects')) cx.error(name, `functions return no arrays in ${language.describe()}`);
  if (contains(returns, (part) => part.isArray && part.length === 0)) cx.error(name, 'the returned array needs a size');
  if (hasOpaque(returns) || returns.kind === 'subroutine') cx.error(name, `functions cannot return ${returns.name}`);
  if (language.es && cx.hasBuiltin(name.text)) {
    const same = cx
      .builtins(name.text)
      .some((one) => one.parameters.length === parameters.length && one.parameters.every((p, i) => p.type === parameters[i]?.type));
    if (language.version >= 300 || same)
      cx.error(name, `'${name.text}' is a built-in function and cannot be ${language.version >= 300 ? 'overloaded' : 'redefined'}`);
  }
  const global = cx.scopes[1]?.names.get(name.text);
  if (
    cx.functions.some(
      (other) =>
        other.name === name.text &&
        (other.implementsTypes.length > 0 || subroutineTypes.length > 0) &&
        !sameTypes(other.parameters, parameters),
    )
  )
    cx.error(name, `subroutine function '${name.text}' cannot be overloaded`);
  if (global !== undefined && global.kind !== 'functions') {
    cx.error(name, `'${name.text}' is declared already`);
    return null;
  }
  const overloads = global?.overloads ?? [];
  const before = overloads.find((one) => sameTypes(one.parameters, parameters));
  if (before !== undefined) {
    if (before.returns !== returns) cx.error(name, `'${name.text}' returned ${before.returns.name} before`);
    before.parameters.forEach((one, i) => {
      const now = parameters[i] as Variable;
      if (one.direction !== now.direction || (one.readOnly !== now.readOnly && language.es))
        cx.error(now.place, `parameter ${i + 1} of '${name.text}' was qualified otherwise before`);
      if (one.precision !== now.precision && language.es && language.version >= 300)
        cx.error(now.place, `parameter ${i + 1} of '${name.text}' had another precision before`);
    });
    if (definition && before.body !== null) cx.error(name, `'${name.text}' is defined already`);
    if (!definition && language.es && language.version === 100 && cx.prototypes.has(before))
      cx.error(name, `'${name.text}' is declared already`);
    cx.prototypes.add(before);
    before.implementsTypes.push(...subroutineTypes.filter((type) => !before.implementsTypes.includes(type)));
    return before;
  }
  const symbol: FunctionSymbol = {
    name: name.text,
    returns,
    parameters,
    place: name,
    body: null,
    defined: parameters,
    calls: new Set(),
    called: false,
    implementsTypes: [...subroutineTypes],
    subroutineIndex: -1,
    precise: false,
  };
  if (!definition) cx.prototypes.add(symbol);
  cx.functions.push(symbol);
  if (global === undefined) cx.scopes[1]?.names.set(name.text, { kind: 'functions', overloads: [symbol] });
  else overloads.push(symbol);
  return symbol;
};

/** Whether functions that implement subroutine types have their signatures. */
export const checkSubroutine = (cx: Context, symbol: FunctionSymbol): void => {
  for (const type of symbol.implementsTypes) {
    const prototype = cx.subroutines.get(type);
    if (prototype === undefined) continue;
    if (prototype.returns !== symbol.returns || !sameTypes(prototype.parameters, symbol.parameters))
      cx.error(symbol.place, `'${symbol.name}' is not of the subroutine type ${type.name}`);
  }
};

/** Calls that come back to where they started are errors. */
export const checkRecursion = (cx: Context): void => {
  const state = new Map<FunctionSymbol, 'active' | 'done'>();
  const path: FunctionSymbol[] = [];
  // Depth first with a stack of its own, since calls may form a long chain.
  const visit = (start: FunctionSymbol): void => {
    const stack: { fn: FunctionSymbol; rest: Iterator<FunctionSymbol> }[] = [];
    const enter = (fn: FunctionSymbol): void => {
      state.set(fn, 'active');
      path.push(fn);
      stack.push({ fn, rest: fn.calls.values() });
    };
    enter(start);
    while (stack.length > 0) {
      const top = stack[stack.length - 1] as { fn: FunctionSymbol; rest: Iterator<FunctionSymbol> };
      const next = top.rest.next();
      if (next.done === true) {
        state.set(top.fn, 'done');
        stack.pop();
        path.pop();
      } else if (state.get(next.value) === 'active') {
        cx.error(next.value.place, `'${next.value.name}' calls itself, directly or not`);
        return;
      } else if (state.get(next.value) !== 'done') enter(next.value);
    }
  };
  for (const fn of cx.functions) if (!state.has(fn)) visit(fn);
};
