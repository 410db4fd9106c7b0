/** Calls: every function is inlined where it is called. */
import { bounds } from '../bounds.ts';
import type { Expr, FunctionSymbol, Variable } from '../syntax/tree.ts';
import { contains, T } from '../types/type.ts';
import { convertValue } from './arithmetic.ts';
import { scalar, type Src } from './code.ts';
import type { Frame, Lowering } from './context.ts';
import { load, refOf, store } from './refs.ts';
import type { Binding, Ref, Store, Value } from './value.ts';

type Copy = (L: Lowering, value: Value) => Value;

const wholeOf = (variable: Variable, held: Store): Ref => ({
  kind: 'slots',
  type: variable.type,
  store: held,
  slot: 0,
  indirect: null,
  vertex: null,
  parts: null,
  chosen: null,
});

/** Whether a value can be named by its parameter as it is, since nothing the function does changes it. */
const isStable = (L: Lowering, arg: Expr, value: Value, parameter: Variable): boolean => {
  if (parameter.written || L.indexed.has(parameter)) return false;
  if (value.slots.every(({ file, indirect }) => indirect === null && (file === 'CONST' || file === 'IMM' || file === 'SV'))) return true;
  if (value.slots.every(({ file, indirect }) => indirect === null && file === 'IN')) return true;
  // What is computed for the call alone; variables may be changed by the function.
  return arg.op === 'binary' || arg.op === 'builtin' || arg.op === 'unary' || arg.op === 'convert';
};

type Output = { readonly ref: Ref; readonly parameter: Variable; readonly held: Store; readonly type: Expr['type'] };

const bindArguments = (
  L: Lowering,
  defined: readonly Variable[],
  args: readonly Expr[],
  names: Map<Variable, Binding>,
  copy: Copy,
): Output[] => {
  const out: Output[] = [];
  args.forEach((arg, i) => {
    const parameter = defined[i] as Variable;
    if (parameter.type.innermost.isOpaque || contains(parameter.type, (part) => part.isOpaque)) {
      names.set(parameter, { alias: refOf(L, arg) });
      return;
    }
    if (parameter.direction === 'in') {
      const value = L.value(arg);
      if (isStable(L, arg, value, parameter)) {
        names.set(parameter, { alias: { kind: 'value', type: parameter.type, value } });
        return;
      }
      const held = L.registersFor(parameter.type, L.indexed.has(parameter));
      store(L, wholeOf(parameter, held), value);
      names.set(parameter, { store: held });
      return;
    }
    const ref = refOf(L, arg);
    const held = L.registersFor(parameter.type, L.indexed.has(parameter));
    if (parameter.direction === 'inout') store(L, wholeOf(parameter, held), copy(L, convertValue(L, load(L, ref), parameter.type)));
    names.set(parameter, { store: held });
    out.push({ ref, parameter, held, type: arg.type });
  });
  return out;
};

/** The value of a call, inlined. */
export const inlineCall = (L: Lowering, callee: FunctionSymbol, args: readonly Expr[], copy: Copy): Value => {
  const definition = L.definition(callee);
  if (definition === null || definition.body === null) return L.b.fail(`function '${callee.name}' is not defined`);
  const depth = L.frames.length;
  if (depth > bounds.callDepth || L.frames.some((frame) => frame.callee === definition))
    return L.b.fail(`function '${callee.name}' calls itself or is called too deep`);
  const names = new Map<Variable, Binding>();
  const outputs = bindArguments(L, definition.defined, args, names, copy);
  const result = callee.returns.kind === 'void' ? null : L.registersFor(callee.returns, false);
  const frame: Frame = { names, callee: definition, result, returned: -1, depth };
  L.frames.push(frame);
  const outer = L.surroundings.splice(0);
  L.run(definition.body);
  L.surroundings.push(...outer);
  L.frames.pop();
  for (const { ref, parameter, held, type } of outputs) store(L, ref, convertValue(L, load(L, wholeOf(parameter, held)), type));
  if (result === null) return { type: T.void, slots: [] };
  return load(L, { kind: 'slots', type: callee.returns, store: result, slot: 0, indirect: null, vertex: null, parts: null, chosen: null });
};

/** A call of a subroutine uniform: one of the functions that it can mean, by its number. */
export const subroutineCall = (L: Lowering, expr: Extract<Expr, { op: 'subroutine' }>, copy: Copy): Value => {
  const { b } = L;
  const ref = refOf(L, expr.target);
  const chosen = b.copy(scalar(load(L, ref).slots[0] as Src, 0), 1);
  const functions = L.candidates(ref.type);
  const { returns } = expr.prototype;
  const result = returns.kind === 'void' ? null : L.registersFor(returns, false);
  const place: Ref | null =
    result === null
      ? null
      : { kind: 'slots', type: returns, store: result, slot: 0, indirect: null, vertex: null, parts: null, chosen: null };
  functions.forEach((fn, i) => {
    const last = i === functions.length - 1;
    if (!last) b.emit('UIF', null, [b.op('USEQ', 1, chosen, b.ints(fn.subroutineIndex))]);
    const value = inlineCall(L, fn, expr.args, copy);
    if (place !== null) store(L, place, value);
    if (!last) b.emit('ELSE', null, []);
  });
  for (let i = 0; i < functions.length - 1; i++) b.emit('ENDIF', null, []);
  return place === null ? { type: T.void, slots: [] } : load(L, place);
};
