/** Names, members, components and elements. */
import type { Place } from '../log.ts';
import type { Expr } from '../syntax/tree.ts';
import { elementOf, numberType, scalarCount, T } from '../types/type.ts';
import { inputVertices, type Context } from './context.ts';
import { constant } from './convert.ts';
import { rootOf } from './lvalue.ts';

/** A name used as a value. */
export const nameValue = (cx: Context, name: string, place: Place): Expr => {
  const symbol = cx.lookup(name);
  if (symbol === undefined) {
    // Said once for each name.
    cx.scope.names.set(name, { kind: 'variable', variable: cx.newVariable(name, T.error, 'local', place) });
    return cx.bad(place, `'${name}' is not declared`);
  }
  if (symbol.kind !== 'variable')
    return cx.bad(place, `'${name}' is ${symbol.kind === 'type' ? 'a type' : symbol.kind === 'functions' ? 'a function' : 'no variable'}`);
  const { variable } = symbol;
  if (cx.hiddenBuiltins.has(name) && variable.type.isError) return cx.bad(place, `'${name}' was left out of gl_PerVertex`);
  if (variable.constant !== null) return constant(variable.type, variable.constant, place);
  if (name === 'gl_WorkGroupSize') {
    if (!cx.layout.workgroupSet) return cx.bad(place, 'gl_WorkGroupSize needs the size of the work group to be said before');
    return constant(T.uvec3, cx.layout.workgroup, place);
  }
  variable.read = true;
  if (variable.block !== null) variable.block.read = true;
  return { op: 'var', type: variable.type, place, variable };
};

const componentSets = ['xyzw', 'rgba', 'stpq'] as const;

const swizzle = (cx: Context, base: Expr, name: string, place: Place): Expr => {
  const { type } = base;
  const set = componentSets.find((letters) => letters.includes(name[0] ?? ' '));
  const parts = [...name].map((letter) => (set === undefined ? -1 : set.indexOf(letter)));
  if (name.length > 4 || parts.includes(-1)) return cx.bad(place, `'${name.slice(0, 40)}' are no components of ${type.name}`);
  if (parts.some((part) => part >= type.rows)) return cx.bad(place, `${type.name} has no component '${name}'`);
  const result = numberType(type.base, parts.length);
  if (base.op === 'const')
    return constant(
      result,
      parts.map((part) => base.values[part] ?? 0),
      place,
    );
  if (type.isScalar && parts.length === 1) return base;
  // A swizzle of a swizzle is one of what is under it.
  if (base.op === 'swizzle')
    return { op: 'swizzle', type: result, place, base: base.base, parts: parts.map((part) => base.parts[part] ?? 0) };
  return { op: 'swizzle', type: result, place, base, parts };
};

/** `base.name`. */
export const member = (cx: Context, base: Expr, name: string, place: Place): Expr => {
  const { type } = base;
  if (type.isError) return base;
  if (type.kind === 'struct' || type.kind === 'block') {
    const field = type.fields.findIndex((one) => one.name === name);
    const found = type.fields[field];
    if (found === undefined) return cx.bad(place, `${type.name} has no member '${name}'`);
    if (base.op === 'const') {
      let from = 0;
      for (let i = 0; i < field; i++) from += scalarCount(type.fields[i]?.type ?? T.error);
      return constant(found.type, base.values.slice(from, from + scalarCount(found.type)), place);
    }
    return { op: 'field', type: found.type, place, base, field };
  }
  if (type.isVector || (type.isScalar && cx.language.has('scalarSwizzles'))) return swizzle(cx, base, name, place);
  return cx.bad(place, `${type.name} has no member '${name.slice(0, 40)}'`);
};

/** Whether ES 1.00 counts an expression as constant for indices: constants and the indices of loops. */
const constantIndex = (value: Expr): boolean => {
  switch (value.op) {
    case 'const':
      return true;
    case 'var':
      return value.variable.loopIndex;
    case 'binary':
      return constantIndex(value.a) && constantIndex(value.b);
    case 'unary':
    case 'convert':
      return constantIndex(value.a);
    case 'swizzle':
    case 'field':
      return constantIndex(value.base);
    case 'index':
      return constantIndex(value.base) && constantIndex(value.index);
    case 'select':
      return constantIndex(value.condition) && constantIndex(value.a) && constantIndex(value.b);
    case 'construct':
    case 'builtin':
      return value.args.every(constantIndex);
    default:
      return false;
  }
};

const checkDynamicIndex = (cx: Context, base: Expr, at: Expr, place: Place): void => {
  const { language } = cx;
  const inner = base.type.innermost;
  if (inner.kind === 'block') {
    const { storage } = rootOf(base) ?? { storage: 'local' };
    if ((storage === 'uniform' || storage === 'buffer') && !language.has('dynamicBlocks'))
      cx.error(place, 'arrays of blocks are indexed by constant expressions');
    // ES never lets storage blocks be indexed otherwise.
  } else if (inner.kind === 'sampler' && !language.has('dynamicSamplers')) {
    if (language.since(130, 300)) cx.error(place, `arrays of samplers are indexed by constant expressions in ${language.describe()}`);
    else if (!language.es) cx.log.warning(place, 'arrays of samplers should be indexed by constant expressions');
  } else if (inner.kind === 'image' && language.es && !language.has('dynamicSamplers')) {
    cx.error(place, 'arrays of images are indexed by constant expressions');
  }
  const root = rootOf(base);
  if (
    language.es &&
    language.version >= 300 &&
    language.stage === 'fragment' &&
    root !== null &&
    root.storage === 'out' &&
    root.type.isArray
  )
    if (language.version < 310) cx.error(place, 'arrays of fragment outputs are indexed by constant expressions');
  if (language.web && language.version === 100) {
    const uniform = root?.storage === 'uniform' && language.stage === 'vertex' && inner.kind !== 'sampler';
    if (!uniform && !constantIndex(at)) cx.error(place, 'indices must be constant or loop indices here');
  }
};

const growImplicit = (cx: Context, base: Expr, index: number, place: Place): void => {
  const root = base.op === 'var' ? base.variable : null;
  if (root !== null) {
    root.maxIndex = Math.max(root.maxIndex, index);
    const limit =
      root.name === 'gl_TexCoord'
        ? cx.limits.MaxTextureCoords
        : root.name === 'gl_ClipDistance'
          ? cx.limits.MaxClipDistances
          : root.name === 'gl_CullDistance'
            ? cx.limits.MaxCullDistances
            : 1 << 16;
    if (index >= limit) cx.error(place, `${root.name} has at most ${limit} elements`);
  } else if (base.op === 'field') {
    // A member of a block without its own size, such as gl_in[0].gl_ClipDistance.
    const field = base.base.type.fields[base.field];
    if (field !== undefined) implicitSizes.set(field, Math.max(implicitSizes.get(field) ?? 0, index + 1));
  }
};

/** Sizes that members of blocks got by being used. */
export const implicitSizes = new WeakMap<object, number>();

/** `base[at]`. */
export const indexed = (cx: Context, base: Expr, at: Expr, place: Place): Expr => {
  const { type } = base;
  if (type.isError || at.type.isError) return constant(T.error, [0], place);
  if (!type.isArray && !type.isVector && !type.isMatrix) return cx.bad(place, `${type.name} has no elements`);
  if (!at.type.isScalar || !at.type.isInteger) return cx.bad(at.place, `an index is an integer, not ${at.type.name}`);
  const element = elementOf(type);
  let size = type.isArray ? type.length : type.isMatrix ? type.cols : type.rows;
  const root = base.op === 'var' ? base.variable : null;
  if (type.isArray && size === 0 && root?.stageSized === true) {
    size = cx.language.stage === 'geometry' ? inputVertices(cx.layout.inputPrimitive) : root.storage === 'out' ? cx.layout.vertices : 0;
  }
  if (at.op === 'const') {
    const index = at.values[0] ?? 0;
    if (index < 0 || (at.type.base === 'int' && index < 0)) return cx.bad(at.place, `index ${index} is negative`);
    if (size > 0 && index >= size) return cx.bad(at.place, `index ${index} is beyond ${type.name}, which has ${size} elements`);
    if (
      index > 0 &&
      root?.builtin === true &&
      root.name === 'gl_FragData' &&
      cx.language.es &&
      !cx.language.enabled.has('EXT_draw_buffers')
    )
      return cx.bad(at.place, `gl_FragData[${index}] needs GL_EXT_draw_buffers`);
    if (type.isArray && type.length === 0) growImplicit(cx, base, index, place);
    if (base.op === 'const') {
      const count = scalarCount(element);
      return constant(element, base.values.slice(index * count, (index + 1) * count), place);
    }
    if (type.isVector)
      return base.op === 'swizzle'
        ? { ...base, type: element, place, parts: [base.parts[index] ?? 0] }
        : { op: 'swizzle', type: element, place, base, parts: [index] };
    return { op: 'index', type: element, place, base, index: at };
  }
  const inBuffer = root?.storage === 'buffer' && !cx.language.es;
  if (inBuffer && type.isArray && type.length === 0 && !runtimeSized(base))
    cx.linkFaults.push('the last array of a storage block alone may be without size');
  else if (type.isArray && type.length === 0 && root?.stageSized !== true && !runtimeSized(base))
    return cx.bad(place, 'arrays without size are indexed by constant expressions');
  checkDynamicIndex(cx, base, at, place);
  return { op: 'index', type: element, place, base, index: at };
};

/** Whether it is the last member of a storage block. */
const runtimeSized = (base: Expr): boolean => {
  if (base.op === 'var') {
    const { variable } = base;
    return variable.storage === 'buffer' && variable.block !== null && variable.member === variable.block.type.fields.length - 1;
  }
  if (base.op === 'field') return rootOf(base)?.storage === 'buffer' && base.field === base.base.type.fields.length - 1;
  return false;
};

/** Whether an expression only names something. */
const isPlain = (value: Expr): boolean => {
  let at = value;
  while (at.op === 'field' || (at.op === 'index' && at.index.op === 'const')) at = at.base;
  return at.op === 'var' || at.op === 'const';
};

/** `base.length()`. */
export const lengthOf = (cx: Context, base: Expr, place: Place): Expr => {
  const { type } = base;
  if (type.isError) return base;
  if (!type.isArray) {
    if (type.kind === 'number' && !type.isScalar && cx.language.has('vectorLength'))
      return constant(T.int, [type.isMatrix ? type.cols : type.rows], place);
    return cx.bad(place, `${type.name} has no length`);
  }
  cx.need('arrayLength', place, 'lengths of arrays');
  if (type.length > 0) {
    const size = constant(T.int, [type.length], place);
    // What the array is made of may do something.
    return isPlain(base) ? size : { op: 'comma', type: T.int, place, a: base, b: size };
  }
  if (runtimeSized(base)) return { op: 'length', type: T.int, place, base };
  const storage = rootOf(base)?.storage;
  // The array gets its size from how it is used, by the end of the shader.
  if (storage === 'buffer' || (base.op === 'var' && !base.variable.stageSized && cx.language.has('storageBlocks') && !cx.language.es))
    return { op: 'length', type: T.int, place, base };
  const root = base.op === 'var' ? base.variable : null;
  if (root?.stageSized === true) {
    const size =
      cx.language.stage === 'geometry'
        ? inputVertices(cx.layout.inputPrimitive)
        : root.storage === 'out'
          ? cx.layout.vertices
          : cx.limits.MaxPatchVertices;
    if (size > 0) return constant(T.int, [size], place);
    return cx.bad(place, `the size of '${root.name}' is not known yet`);
  }
  return cx.bad(place, 'this array has no size yet');
};
