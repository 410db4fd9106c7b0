/** Calls: which function is meant, and what its arguments must be. */
import { type BuiltinFunction, builtinNeeds, isBuiltinName } from '../builtins/functions.ts';
import type { Place } from '../log.ts';
import type { Expr, FunctionSymbol } from '../syntax/tree.ts';
import { T, type Type } from '../types/type.ts';
import type { Context } from './context.ts';
import { constant, convert, converts } from './convert.ts';
import { nameValue } from './access.ts';
import { foldBuiltin } from './fold.ts';
import { binary } from './operators.ts';
import { assignable, rootOf } from './lvalue.ts';

type Direction = 'in' | 'out' | 'inout';
type Candidate = {
  readonly types: readonly Type[];
  readonly directions: readonly Direction[];
  readonly target: FunctionSymbol | BuiltinFunction;
};

const userCandidate = (target: FunctionSymbol): Candidate => ({
  types: target.parameters.map(({ type }) => type),
  directions: target.parameters.map(({ direction }) => direction),
  target,
});

const builtinCandidate = (target: BuiltinFunction): Candidate => ({
  types: target.parameters.map(({ type }) => type),
  directions: target.parameters.map(({ out, inout }) => (out ? 'out' : inout ? 'inout' : 'in')),
  target,
});

/** Whether arguments fit, converted in the direction in which each is passed. */
const viable = (cx: Context, { types, directions }: Candidate, args: readonly Expr[]): boolean => {
  if (types.length !== args.length) return false;
  for (let i = 0; i < args.length; i++) {
    const from = (args[i] as Expr).type;
    const to = types[i] as Type;
    const direction = directions[i];
    if (direction !== 'out' && !converts(cx, from, to)) return false;
    if (direction !== 'in' && !converts(cx, to, from)) return false;
  }
  return true;
};

const exact = ({ types }: Candidate, args: readonly Expr[]): boolean =>
  types.length === args.length && types.every((type, i) => type === args[i]?.type);

/** How good a conversion is: the specification's order, higher is better. */
const quality = (from: Type, to: Type): number => {
  if (from === to) return 3;
  if (from.base === 'float' && to.base === 'double') return 2;
  if ((from.base === 'int' || from.base === 'uint') && to.base === 'float') return 1;
  return 0;
};

const better = (a: Candidate, b: Candidate, args: readonly Expr[]): boolean => {
  let ahead = false;
  for (let i = 0; i < args.length; i++) {
    const from = (args[i] as Expr).type;
    const [x, y] = [quality(from, a.types[i] as Type), quality(from, b.types[i] as Type)];
    // int to uint is neither better nor worse than int to float.
    if (x === y) continue;
    if (x === 0 && y === 1 && (a.types[i] as Type).base === 'uint') continue;
    if (y === 0 && x === 1 && (b.types[i] as Type).base === 'uint') continue;
    if (x < y) return false;
    ahead = true;
  }
  return ahead;
};

const describe = (name: string, args: readonly Expr[]): string => `${name}(${args.map(({ type }) => type.name).join(', ')})`;

const resolve = (cx: Context, name: string, candidates: readonly Candidate[], args: readonly Expr[], place: Place): Candidate | null => {
  const same = candidates.find((one) => exact(one, args));
  if (same !== undefined) return same;
  let fitting = candidates.filter((one) => viable(cx, one, args));
  fitting = fitting.filter((one, i) => !fitting.slice(0, i).some((other) => other.types.every((type, j) => type === one.types[j])));
  if (fitting.length === 1) return fitting[0] ?? null;
  if (fitting.length > 1) {
    const best = fitting.find((one) => fitting.every((other) => other === one || better(one, other, args)));
    if (best !== undefined) return best;
    if (!cx.language.has('betterOverloads') && fitting.every(({ target }) => 'gate' in target)) return fitting[0] ?? null;
    cx.error(place, `${describe(name, args)} could be ${fitting.length} functions`);
    return null;
  }
  const wanted = candidates.slice(0, 4).map((one) => `${name}(${one.types.map((type) => type.name).join(', ')})`);
  cx.error(
    place,
    `no function ${describe(name, args)}${wanted.length > 0 ? `; there is ${wanted.join(', ')}${candidates.length > 4 ? ', ...' : ''}` : ''}`,
  );
  return null;
};

/** `name(args)` of a function, not of a constructor. */
export const call = (cx: Context, name: string, args: readonly Expr[], place: Place): Expr => {
  if (args.some((arg) => arg.type.isError)) return constant(T.error, [0], place);
  for (const arg of args) if (arg.type.kind === 'void') return cx.bad(arg.place, 'this gives no value');
  const symbol = cx.lookup(name);
  if (symbol?.kind === 'variable') {
    if (symbol.variable.type.innermost.kind === 'subroutine')
      return subroutineCall(cx, { op: 'var', type: symbol.variable.type, place, variable: symbol.variable }, args, place);
    return cx.bad(place, `'${name}' is a variable, not a function`);
  }
  const user = symbol?.kind === 'functions' ? symbol.overloads.map(userCandidate) : [];
  // In desktop GLSL a function of the shader hides the built-in ones of its name.
  const builtins = user.length > 0 && !cx.language.es ? [] : cx.builtins(name);
  if (user.length === 0 && builtins.length === 0) {
    if (isBuiltinName(name)) return cx.bad(place, `${name} needs ${builtinNeeds(cx.language, name)}`);
    return cx.bad(place, `there is no function '${name}'`);
  }
  const found = resolve(cx, name, [...user, ...builtins.map(builtinCandidate)], args, place);
  if (found === null) return constant(T.error, [0], place);
  const { target } = found;
  const passed = args.map((arg, i) => {
    const type = found.types[i] as Type;
    const direction = found.directions[i];
    if (direction !== 'in') {
      assignable(cx, arg, arg.place, `argument ${i + 1} of ${name}`);
      return arg;
    }
    return convert(arg, type);
  });
  if ('gate' in target) return builtinCall(cx, target, passed, place);
  checkOpaqueArguments(cx, target, passed);
  target.called = true;
  cx.current?.calls.add(target);
  return { op: 'call', type: target.returns, place, callee: target, args: passed };
};

/** Images may not lose qualifiers on their way into a function. */
const checkOpaqueArguments = (cx: Context, target: FunctionSymbol, args: readonly Expr[]): void => {
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as Expr;
    if (arg.type.innermost.kind !== 'image') continue;
    const root = rootOf(arg);
    const parameter = target.parameters[i];
    if (root === null || parameter === undefined) continue;
    for (const word of ['coherent', 'volatile', 'restrict', 'readonly', 'writeonly'] as const)
      if (root.memory[word] && !parameter.memory[word]) cx.error(arg.place, `'${root.name}' is ${word}, the parameter is not`);
    if (root.layout.format !== '' && parameter.layout.format !== '' && root.layout.format !== parameter.layout.format)
      cx.error(arg.place, `'${root.name}' has the format ${root.layout.format}, the parameter ${parameter.layout.format}`);
  }
};

/** A call of a subroutine uniform or of an element of an array of them. */
export const subroutineCall = (cx: Context, target: Expr, args: readonly Expr[], place: Place): Expr => {
  if (target.type.isError) return target;
  const prototype = cx.subroutines.get(target.type);
  if (prototype === undefined) return cx.bad(place, 'this cannot be called');
  if (target.op === 'var') target.variable.read = true;
  const found = resolve(cx, target.op === 'var' ? target.variable.name : target.type.name, [userCandidate(prototype)], args, place);
  if (found === null) return constant(T.error, [0], place);
  const passed = args.map((arg, i) => {
    if (found.directions[i] === 'in') return convert(arg, found.types[i] as Type);
    assignable(cx, arg, arg.place, `argument ${i + 1}`);
    return arg;
  });
  for (const fn of cx.functions) if (fn.implementsTypes.includes(target.type)) cx.current?.calls.add(fn);
  return { op: 'subroutine', type: prototype.returns, place, target, prototype, args: passed };
};

const checkOffsets = (cx: Context, name: string, arg: Expr): void => {
  if (arg.op !== 'const') return;
  const gather = name.startsWith('textureGather');
  const least = gather ? cx.limits.MinGatherOffset : cx.limits.MinProgramTexelOffset;
  const most = gather ? cx.limits.MaxGatherOffset : cx.limits.MaxProgramTexelOffset;
  for (const value of arg.values)
    if (value < least || value > most) cx.error(arg.place, `offset ${value} is not between ${least} and ${most}`);
};

const checkConstants = (cx: Context, fn: BuiltinFunction, args: readonly Expr[]): void => {
  for (let i = 0; i < args.length; i++) {
    const [arg, parameter] = [args[i] as Expr, fn.parameters[i]];
    if (parameter === undefined) continue;
    const gatherConstant =
      parameter.gatherOffset &&
      !cx.language.since(400, 320) &&
      !['ARB_gpu_shader5', 'EXT_gpu_shader5', 'OES_gpu_shader5'].some((name) => cx.language.enabled.has(name));
    if (!parameter.constant && !parameter.gatherOffset) continue;
    if (arg.op !== 'const') {
      if (parameter.constant || gatherConstant) cx.error(arg.place, `argument ${i + 1} of ${fn.name} must be a constant expression`);
    } else if (parameter.type === T.int && fn.name.startsWith('textureGather')) {
      const component = arg.values[0] ?? 0;
      if (component < 0 || component > 3) cx.error(arg.place, `component ${component} is not between 0 and 3`);
    } else checkOffsets(cx, fn.name, arg);
  }
};

const checkImage = (cx: Context, fn: BuiltinFunction, image: Expr): void => {
  const root = rootOf(image);
  if (root === null) return;
  let field: Expr = image;
  while (field.op === 'index') field = field.base;
  const store = fn.name === 'imageStore';
  if (fn.name === 'imageSize' || fn.name === 'imageSamples') return;
  if (root.memory.readonly && fn.name !== 'imageLoad') cx.error(image.place, `'${root.name}' is read-only`);
  if (root.memory.writeonly && !store) cx.error(image.place, `'${root.name}' is write-only`);
  if (fn.name.startsWith('imageAtomic')) {
    const format = root.layout.format;
    const wanted = image.type.base === 'int' ? 'r32i' : image.type.base === 'uint' ? 'r32ui' : 'r32f';
    if (format !== '' && format !== wanted) cx.error(image.place, `${fn.name} needs the format ${wanted}, not ${format}`);
  }
};

const checkInterpolant = (cx: Context, fn: BuiltinFunction, value: Expr): void => {
  const root = rootOf(value);
  let at: Expr = value;
  let swizzled = false;
  while (at.op === 'swizzle' || at.op === 'index' || at.op === 'field') {
    swizzled ||= at.op === 'swizzle';
    at = at.base;
  }
  if (root === null || root.storage !== 'in' || value.op === 'const') cx.error(value.place, `${fn.name} takes an input`);
  else if (swizzled && cx.language.es && !cx.language.since(440, 320))
    cx.error(value.place, `${fn.name} takes an input, not components of one`);
};

const builtinCall = (cx: Context, fn: BuiltinFunction, args: readonly Expr[], place: Place): Expr => {
  checkConstants(cx, fn, args);
  const [first] = args;
  const { name } = fn;
  if (name === 'ftransform')
    return binary(cx, '*', nameValue(cx, 'gl_ModelViewProjectionMatrix', place), nameValue(cx, 'gl_Vertex', place), place);
  const { stage } = cx.language;
  if (first !== undefined && first.type.kind === 'image') checkImage(cx, fn, first);
  if (first !== undefined && name.startsWith('interpolateAt')) checkInterpolant(cx, fn, first);
  if (first !== undefined && name.startsWith('atomic') && !name.startsWith('atomicCounter')) {
    const root = rootOf(first);
    if (root !== null && root.storage !== 'buffer' && root.storage !== 'shared')
      cx.error(first.place, `${name} takes a variable of a buffer or shared one`);
    else if (first.op === 'swizzle' && first.parts.length > 1) cx.error(first.place, `${name} takes one component`);
  }
  if (name === 'barrier' && stage === 'tess-control') {
    if (cx.current?.name !== 'main') cx.error(place, 'barrier() is called in main() alone');
    else if (cx.enclosing.loops + cx.enclosing.switches + cx.conditions > 0) cx.error(place, 'barrier() is not called under conditions');
    else if (cx.returned) cx.error(place, 'barrier() is not called after return');
  }
  if (name === 'EmitStreamVertex' || name === 'EndStreamPrimitive') {
    if (first?.op !== 'const') cx.error(place, `the stream of ${name} must be a constant expression`);
    else if ((first.values[0] ?? 0) < 0 || (first.values[0] ?? 0) >= cx.limits.MaxVertexStreams)
      cx.linkFaults.push(`there is no stream ${first.values[0]}`);
    else if (first.values[0] !== 0) cx.usesStreams = true;
  }
  if (args.length > 0 && args.every((arg) => arg.op === 'const') && fn.returns.kind === 'number' && cx.language.since(120, 100)) {
    const values = foldBuiltin(
      name,
      args.map((arg) => (arg.op === 'const' ? arg.values : [])),
      args.map(({ type }) => type),
      fn.returns,
    );
    if (values !== null) return constant(fn.returns, values, place);
  }
  return { op: 'builtin', type: fn.returns, place, callee: fn, args };
};
