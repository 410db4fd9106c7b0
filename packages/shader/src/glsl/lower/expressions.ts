/** Expressions to instructions. */
import type { Expr, FunctionSymbol } from '../syntax/tree.ts';
import { elementOf, numberType, T, type Type } from '../types/type.ts';
import { binaryValue, constantValue, convertValue, doubleOp, doubles, pairs, selectValue, splitVectors, unaryValue } from './arithmetic.ts';
import { destination, partOf, pick, scalar, source, type Src } from './code.ts';
import { hasEffects, type Lowering, tempStore } from './context.ts';
import { counterCall, imageCall, memoryAtomicCall } from './images.ts';
import { inlineCall, subroutineCall } from './calls.ts';
import { math, outputMath } from './math.ts';
import { load, refOf, runtimeLength, store } from './refs.ts';
import { slotsOf, slotWords } from './slots.ts';
import { textureCall } from './textures.ts';
import type { Ref, Value } from './value.ts';

/** A copy in registers that nothing else writes. */
export const copyValue = (L: Lowering, value: Value): Value => {
  const words = slotWords(value.type);
  return {
    type: value.type,
    slots: value.slots.map((src, i) => (src.file === 'IMM' || src.file === 'CONST' ? src : L.b.copy(src, words[i] ?? 4))),
  };
};

/** Values of several expressions, in order; what a later one may change is copied. */
const valuesOf = (L: Lowering, exprs: readonly Expr[]): Value[] =>
  exprs.map((expr, i) => {
    const value = L.value(expr);
    return exprs.slice(i + 1).some(hasEffects) && !(expr.op === 'const') ? copyValue(L, value) : value;
  });

/** Whether something is cheap and safe enough to be evaluated though its value may not be wanted. */
const isSimple = (expr: Expr, budget = { left: 12 }): boolean => {
  if (--budget.left < 0) return false;
  switch (expr.op) {
    case 'const':
    case 'var':
      return true;
    case 'swizzle':
    case 'field':
      return isSimple(expr.base, budget);
    case 'index':
      return expr.index.op === 'const' && isSimple(expr.base, budget);
    case 'unary':
    case 'convert':
      return isSimple(expr.a, budget);
    case 'binary':
      return isSimple(expr.a, budget) && isSimple(expr.b, budget);
    case 'construct':
      return expr.args.every((arg) => isSimple(arg, budget));
    case 'builtin':
      return (
        expr.callee.name in math &&
        !/^dFd|^fwidth|^noise/.test(expr.callee.name) &&
        !hasEffects(expr) &&
        expr.args.every((arg) => arg.type.kind === 'number' && isSimple(arg, budget))
      );
    default:
      return false;
  }
};

/** `a && b`, `a || b`, where b runs only if it must. */
const shortCircuit = (L: Lowering, expr: Extract<Expr, { op: 'binary' }>): Value => {
  const { b } = L;
  if (isSimple(expr.b)) {
    const [left, right] = valuesOf(L, [expr.a, expr.b]) as [Value, Value];
    return binaryValue(L, expr.operator, left, right, T.bool);
  }
  const register = b.temps(1);
  const result = scalar(source('TEMP', register), 0);
  b.move(destination('TEMP', register, 1), L.value(expr.a).slots[0] as Src);
  b.emit('UIF', null, [expr.operator === '&&' ? result : b.op('NOT', 1, result)]);
  b.move(destination('TEMP', register, 1), L.value(expr.b).slots[0] as Src);
  b.emit('ENDIF', null, []);
  return { type: T.bool, slots: [result] };
};

const selection = (L: Lowering, expr: Extract<Expr, { op: 'select' }>): Value => {
  const { b } = L;
  if (expr.condition.op === 'const') return L.value(expr.condition.values[0] === 0 ? expr.b : expr.a);
  if (expr.type.kind !== 'void' && isSimple(expr.a) && isSimple(expr.b)) {
    const [condition, x, y] = valuesOf(L, [expr.condition, expr.a, expr.b]) as [Value, Value, Value];
    return selectValue(L, condition.slots[0] as Src, x, y);
  }
  const condition = L.value(expr.condition).slots[0] as Src;
  const result: Ref = {
    kind: 'slots',
    type: expr.type,
    store: tempStore(b.temps(slotsOf(expr.type))),
    slot: 0,
    indirect: null,
    vertex: null,
    parts: null,
    chosen: null,
  };
  const give = (side: Expr): void => {
    const value = L.value(side);
    if (expr.type.kind !== 'void') store(L, result, value);
  };
  b.emit('UIF', null, [scalar(condition, 0)]);
  give(expr.a);
  b.emit('ELSE', null, []);
  give(expr.b);
  b.emit('ENDIF', null, []);
  return expr.type.kind === 'void' ? { type: expr.type, slots: [] } : load(L, result);
};

/** Scalars and vectors put together to a vector. */
const joinVector = (L: Lowering, type: Type, args: readonly Value[]): Src[] => {
  const { b } = L;
  if (type.base === 'double') {
    const parts: ((i: number) => Src)[] = [];
    for (const arg of args) for (let i = 0; i < arg.type.rows; i++) parts.push(() => doubles(arg)(i));
    return doubleOp(L, 'MOV', type.rows, (i) => (parts[i] as (n: number) => Src)(i));
  }
  // Components of one register are only named.
  const all: { readonly src: Src; readonly part: number }[] = [];
  for (const arg of args) for (let i = 0; i < arg.type.rows; i++) all.push({ src: arg.slots[0] as Src, part: i });
  const wanted = all.slice(0, type.rows);
  const [first] = wanted as [{ readonly src: Src; readonly part: number }];
  const same = (a: Src, c: Src): boolean =>
    a.file === c.file &&
    a.index === c.index &&
    a.negate === c.negate &&
    a.absolute === c.absolute &&
    a.dimension === c.dimension &&
    a.indirect === null &&
    c.indirect === null &&
    a.dimensionIndirect === null &&
    c.dimensionIndirect === null;
  if (wanted.every(({ src }) => same(src, first.src) && src.file !== 'TEMP')) {
    return [
      pick(
        { ...first.src, swizzle: 0b11100100 },
        wanted.map(({ src, part }) => partOf(src.swizzle, part)),
      ),
    ];
  }
  const register = b.temps(1);
  let at = 0;
  for (const arg of args) {
    const count = Math.min(arg.type.rows, type.rows - at);
    if (count <= 0) break;
    b.move(destination('TEMP', register, ((1 << count) - 1) << at), arg.slots[0] as Src);
    at += count;
  }
  return [type.rows === 4 ? source('TEMP', register) : pick(source('TEMP', register), [0, 1, 2, 3].slice(0, type.rows))];
};

const constructMatrix = (L: Lowering, type: Type, args: readonly Value[]): Src[] => {
  const column = elementOf(type);
  const element = numberType(type.base);
  const number = (value: number): Value => constantValue(L, element, [value]);
  const [only] = args as [Value];
  const slots: Src[] = [];
  if (args.length === 1 && only.type.isScalar) {
    L.b.keep();
    for (let c = 0; c < type.cols; c++)
      slots.push(
        ...joinVector(
          L,
          column,
          Array.from({ length: type.rows }, (_, r) => (r === c ? only : number(0))),
        ),
      );
    return slots;
  }
  if (args.length === 1 && only.type.isMatrix) {
    const columns = splitVectors(only);
    for (let c = 0; c < type.cols; c++) {
      const from = columns[c];
      const parts = Array.from({ length: type.rows }, (_, r): Value => {
        if (from === undefined || r >= from.type.rows) return number(c === r ? 1 : 0);
        return { type: element, slots: [type.base === 'double' ? doubles(from)(r) : scalar(from.slots[0] as Src, r)] };
      });
      if (from !== undefined && from.type.rows >= type.rows && type.base !== 'double')
        slots.push(pick(from.slots[0] as Src, [0, 1, 2, 3].slice(0, type.rows)));
      else slots.push(...joinVector(L, column, parts));
    }
    return slots;
  }
  const parts: Value[] = [];
  for (const arg of args)
    for (const vector of splitVectors(arg))
      for (let i = 0; i < vector.type.rows; i++)
        parts.push({ type: element, slots: [type.base === 'double' ? doubles(vector)(i) : scalar(vector.slots[0] as Src, i)] });
  // Whole columns stay whole.
  if (args.length === type.cols && args.every((arg) => arg.type === column)) return args.flatMap((arg) => [...arg.slots]);
  for (let c = 0; c < type.cols; c++) slots.push(...joinVector(L, column, parts.slice(c * type.rows, (c + 1) * type.rows)));
  return slots;
};

const construction = (L: Lowering, expr: Extract<Expr, { op: 'construct' }>): Value => {
  const { type } = expr;
  const args = valuesOf(L, expr.args);
  if (type.kind !== 'number') return { type, slots: args.flatMap((arg) => [...arg.slots]) };
  if (type.isMatrix) return { type, slots: constructMatrix(L, type, args) };
  const [only] = args as [Value];
  if (args.length === 1 && only.type.isScalar) {
    if (type.base === 'double') return { type, slots: doubleOp(L, 'MOV', type.rows, () => pairs(only.slots[0] as Src)) };
    return { type, slots: [scalar(only.slots[0] as Src, 0)] };
  }
  if (args.length === 1 && only.type.isVector && type.base !== 'double')
    return { type, slots: [pick(only.slots[0] as Src, [0, 1, 2, 3].slice(0, type.rows))] };
  return { type, slots: joinVector(L, type, args) };
};

const modification = (L: Lowering, expr: Extract<Expr, { op: 'modify' }>): Value => {
  const early = hasEffects(expr.value) ? null : refOf(L, expr.target);
  const value = L.value(expr.value);
  const held = early === null ? copyValue(L, value) : value;
  const ref = early ?? refOf(L, expr.target);
  const before = load(L, ref);
  const kept = expr.post ? copyValue(L, before) : before;
  const result = binaryValue(L, expr.operator, kept, held, expr.type);
  store(L, ref, result);
  return expr.post ? kept : load(L, ref);
};

/** Outputs of built-in functions: their values go where the arguments are. */
const outputs = (L: Lowering, expr: Extract<Expr, { op: 'builtin' }>): Value | null => {
  const { callee, args } = expr;
  const make = Object.hasOwn(outputMath, callee.name) ? outputMath[callee.name] : undefined;
  if (make === undefined) return null;
  const inputs: Value[] = [];
  const targets: { readonly ref: Ref; readonly type: Type; readonly own: Type }[] = [];
  args.forEach((arg, i) => {
    const parameter = callee.parameters[i];
    if (parameter?.out === true) targets.push({ ref: refOf(L, arg), type: arg.type, own: parameter.type });
    else inputs.push(L.value(arg));
  });
  const values = make(L, inputs, [callee.returns, ...targets.map(({ own }) => own)]);
  targets.forEach(({ ref, type }, i) => store(L, ref, convertValue(L, values[i + 1] as Value, type)));
  return values[0] as Value;
};

const interpolation = (L: Lowering, name: string, args: readonly Expr[], type: Type): Value => {
  const { b } = L;
  const second = args[1] === undefined ? null : (L.value(args[1]).slots[0] as Src);
  const ref = refOf(L, args[0] as Expr);
  const op = name === 'interpolateAtCentroid' ? 'INTERP_CENTROID' : name === 'interpolateAtSample' ? 'INTERP_SAMPLE' : 'INTERP_OFFSET';
  const value = load(L, ref);
  const src = value.slots[0] as Src;
  if (src.file !== 'IN') return value;
  return { type, slots: [b.op(op, type.rows, src, ...(second === null ? [] : [second]))] };
};

const stageCall = (L: Lowering, name: string, args: readonly Expr[], type: Type): Value | null => {
  const { b } = L;
  const none: Value = { type, slots: [] };
  switch (name) {
    case 'EmitVertex':
    case 'EmitStreamVertex':
    case 'EndPrimitive':
    case 'EndStreamPrimitive': {
      const [first] = args;
      const stream = first?.op === 'const' ? (first.values[0] ?? 0) : 0;
      const emit = name.startsWith('Emit');
      if (emit) L.beforeEmit(stream);
      b.emit(emit ? 'EMIT' : 'ENDPRIM', null, [b.ints(stream)]);
      return none;
    }
    case 'barrier':
      // In compute shaders it orders what is written to shared memory.
      if (L.stage === 'compute') b.emit('MEMBAR', null, [b.ints(8)]);
      b.emit('BARRIER', null, []);
      return none;
    case 'memoryBarrier':
      b.emit('MEMBAR', null, [b.ints(1 | 2 | 4 | 8)]);
      return none;
    case 'memoryBarrierAtomicCounter':
      b.emit('MEMBAR', null, [b.ints(2)]);
      return none;
    case 'memoryBarrierBuffer':
      b.emit('MEMBAR', null, [b.ints(1)]);
      return none;
    case 'memoryBarrierImage':
      b.emit('MEMBAR', null, [b.ints(4)]);
      return none;
    case 'memoryBarrierShared':
      b.emit('MEMBAR', null, [b.ints(8)]);
      return none;
    case 'groupMemoryBarrier':
      b.emit('MEMBAR', null, [b.ints(1 | 2 | 4 | 8 | 16)]);
      return none;
    default:
      return name.startsWith('interpolateAt') ? interpolation(L, name, args, type) : null;
  }
};

const builtin = (L: Lowering, expr: Extract<Expr, { op: 'builtin' }>): Value => {
  const { callee, args, type } = expr;
  const { name } = callee;
  const special =
    textureCall(L, name, args, type) ??
    imageCall(L, name, args, type) ??
    counterCall(L, name, args, type) ??
    memoryAtomicCall(L, name, args, type) ??
    stageCall(L, name, args, type) ??
    outputs(L, expr);
  if (special !== null) return special;
  const make = Object.hasOwn(math, name) ? math[name] : undefined;
  if (make === undefined) return L.b.fail(`${name} is not supported`);
  return make(L, valuesOf(L, args), type);
};

/** Calls of the shader's functions: in `calls.ts`, which needs expressions as well. */
const userCall = (L: Lowering, callee: FunctionSymbol, args: readonly Expr[]): Value => inlineCall(L, callee, args, copyValue);

/** An expression's value. */
export const lowerExpression = (L: Lowering, expr: Expr): Value => {
  switch (expr.op) {
    case 'const':
      return cachedConstant(L, expr);
    case 'var':
    case 'index':
      return load(L, refOf(L, expr));
    case 'field':
      return load(L, refOf(L, expr));
    case 'swizzle':
      return load(L, refOf(L, expr));
    case 'unary':
      return unaryValue(L, expr.operator, L.value(expr.a));
    case 'binary': {
      if (expr.operator === '&&' || expr.operator === '||') return shortCircuit(L, expr);
      const [a, b] = valuesOf(L, [expr.a, expr.b]) as [Value, Value];
      return binaryValue(L, expr.operator, a, b, expr.type);
    }
    case 'select':
      return selection(L, expr);
    case 'assign': {
      const value = hasEffects(expr.target) ? copyValue(L, L.value(expr.value)) : L.value(expr.value);
      const ref = refOf(L, expr.target);
      store(L, ref, value);
      return {
        type: expr.type,
        slots:
          ref.kind === 'slots' && ref.chosen === null && ref.indirect === null && ref.vertex === null ? load(L, ref).slots : value.slots,
      };
    }
    case 'modify':
      return modification(L, expr);
    case 'comma':
      L.value(expr.a);
      return L.value(expr.b);
    case 'construct':
      return construction(L, expr);
    case 'convert':
      return convertValue(L, L.value(expr.a), expr.type);
    case 'length':
      return { type: T.int, slots: [runtimeLength(L, expr.base)] };
    case 'builtin':
      return builtin(L, expr);
    case 'call':
      return userCall(L, expr.callee, expr.args);
    default:
      return subroutineCall(L, expr, copyValue);
  }
};

const constantValues = new WeakMap<Lowering, WeakMap<readonly number[], Value>>();

/** A constant's value; large ones are made once, so that all uses of a table share its registers. */
const cachedConstant = (L: Lowering, expr: Extract<Expr, { op: 'const' }>): Value => {
  if (expr.values.length <= 4) return constantValue(L, expr.type, expr.values);
  let known = constantValues.get(L);
  if (known === undefined) constantValues.set(L, (known = new WeakMap()));
  let value = known.get(expr.values);
  if (value === undefined || value.type !== expr.type) {
    value = constantValue(L, expr.type, expr.values);
    known.set(expr.values, value);
  }
  return value;
};
