/** Declarations of variables: what each storage may hold, redeclarations, initial values. */
import type { Place } from '../log.ts';
import type { Token } from '../text/token.ts';
import { type Expr, type MemoryQualifiers, type Storage, type Stmt, type Variable } from '../syntax/tree.ts';
import { contains, hasOpaque, type Precision, type Type } from '../types/type.ts';
import { inputVertices, type Context } from './context.ts';
import { convertTo } from './convert.ts';
import { fromList, type InitializerList, isList } from './construct.ts';
import { applyLayout, imageFormatBase, type LayoutWord } from './layouts.ts';

/** Qualifiers of a declaration as read. */
export type Qualifiers = {
  readonly place: Place;
  storage: '' | 'const' | 'in' | 'out' | 'inout' | 'uniform' | 'buffer' | 'shared' | 'attribute' | 'varying';
  /** `const in` of parameters. */
  isConst: boolean;
  auxiliary: '' | 'centroid' | 'sample' | 'patch';
  interpolation: '' | 'flat' | 'smooth' | 'noperspective';
  invariant: boolean;
  precise: boolean;
  precision: Precision;
  memory: MemoryQualifiers;
  layouts: LayoutWord[];
  subroutine: boolean;
  subroutineTypes: Type[];
  any: boolean;
};

/** What is stored where, once stages are looked at. */
const storageOf = (cx: Context, q: Qualifiers, place: Place): Storage => {
  const { stage, es, version } = cx.language;
  switch (q.storage) {
    case '':
      return cx.isGlobal ? 'global' : 'local';
    case 'inout':
      cx.error(place, "'inout' is for parameters");
      return 'local';
    case 'in':
    case 'out':
      if (q.isConst) cx.error(place, `'const' does not go with '${q.storage}'`);
      if (!cx.isGlobal) cx.error(place, `'${q.storage}' is for parameters and global variables`);
      else if (!cx.language.has('inOut') && !(cx.language.has('geometry') && !es && version >= 120))
        cx.error(place, `'${q.storage}' variables need ${cx.wants('inOut')}`);
      if (stage === 'compute') cx.error(place, 'compute shaders have neither inputs nor outputs of their own');
      return q.storage;
    case 'attribute':
      if (stage !== 'vertex') cx.error(place, "'attribute' is for vertex shaders");
      if (!cx.isGlobal) cx.error(place, "'attribute' variables are global");
      return 'in';
    case 'varying':
      if (
        stage !== 'vertex' &&
        stage !== 'fragment' &&
        !(stage === 'geometry' && (cx.language.enabled.has('ARB_geometry_shader4') || !cx.language.core))
      )
        cx.error(place, "'varying' is for vertex and fragment shaders");
      if (!cx.isGlobal) cx.error(place, "'varying' variables are global");
      return stage === 'fragment' ? 'in' : 'out';
    case 'const':
      return 'const';
    default:
      if (!cx.isGlobal) cx.error(place, `'${q.storage}' variables are global`);
      return q.storage;
  }
};

/** The precision of a variable: its own or the scope's default; an error where ES wants one and has none. */
export const precisionFor = (cx: Context, q: Pick<Qualifiers, 'precision'>, type: Type, place: Place): Precision => {
  const inner = type.innermost;
  const takes =
    inner.kind === 'sampler' ||
    inner.kind === 'image' ||
    inner.kind === 'atomic' ||
    (inner.kind === 'number' && inner.base !== 'bool' && inner.base !== 'double');
  if (q.precision !== '') {
    if (!takes && inner.kind !== 'error') cx.error(place, `${inner.name} takes no precision`);
    if (inner.kind === 'atomic' && q.precision !== 'highp') cx.error(place, 'atomic counters are highp');
    return q.precision;
  }
  if (!cx.language.es || !takes) return '';
  const key = inner.kind === 'number' ? (inner.base === 'uint' ? 'int' : inner.base) : inner.name;
  for (let i = cx.scopes.length - 1; i >= 0; i--) {
    const found = cx.scopes[i]?.precisions.get(key);
    if (found !== undefined) return found;
  }
  const { stage } = cx.language;
  if (key === 'atomic_uint') return 'highp';
  if (key === 'sampler2D' || key === 'samplerCube' || key === 'samplerExternalOES') return 'lowp';
  if (key === 'int') return stage === 'fragment' ? 'mediump' : 'highp';
  if (key === 'float' && stage !== 'fragment') return 'highp';
  // ES 1.00's extensions give samplers of theirs a default.
  if (cx.language.version === 100 && inner.kind === 'sampler') return 'lowp';
  cx.error(place, `no precision is said for ${key}, neither here nor as the default`);
  return 'highp';
};

const scalarKinds = (type: Type, test: (part: Type) => boolean): boolean => contains(type, (part) => part.kind === 'number' && test(part));

/** Rules for inputs. */
const checkInput = (cx: Context, q: Qualifiers, variable: Variable, place: Place): void => {
  const { stage, es, version } = cx.language;
  const { type, name } = variable;
  const inner = type.innermost;
  const fail = (reason: string): void => cx.error(place, `input '${name}': ${reason}`);
  if (hasOpaque(type)) return fail(`${inner.name} cannot be an input`);
  if (scalarKinds(type, (part) => part.base === 'bool')) return fail('inputs cannot be bool');
  if (stage === 'vertex') {
    if (inner.kind === 'struct') return fail('vertex shaders take no structures');
    if (type.isArray && (es || version < 150 || (q.storage === 'attribute' && version < 150)))
      return fail(`vertex shaders take no arrays in ${cx.language.describe()}`);
    if (q.storage === 'attribute' && scalarKinds(type, (part) => part.isInteger) && !cx.language.has('integers'))
      return fail("'attribute' variables are floats");
    if (inner.base === 'double' && inner.kind === 'number' && !cx.language.has('doubleInputs'))
      return fail(`doubles need ${cx.wants('doubleInputs')}`);
    if (q.interpolation !== '') return fail(`'${q.interpolation}' does not belong to inputs of vertex shaders`);
    if (q.auxiliary !== '') return fail(`'${q.auxiliary}' does not belong to inputs of vertex shaders`);
    if (q.invariant) return fail("'invariant' does not belong to inputs");
    return;
  }
  if (q.auxiliary === 'patch' && stage !== 'tess-eval') return fail("'patch' inputs belong to tessellation evaluation shaders");
  if (inner.kind === 'struct' && !cx.language.has('varyingStructs')) return fail(`structures need ${cx.wants('varyingStructs')}`);
  if (stage === 'fragment') {
    if (q.storage === 'varying' && scalarKinds(type, (part) => part.isInteger) && !cx.language.has('integers'))
      return fail("'varying' variables are floats");
    if (es) {
      if (type.isArray && contains(type.element as Type, (part) => part.isArray || part.kind === 'struct'))
        return fail('arrays of arrays and of structures are no inputs');
      if (inner.kind === 'struct' && inner.fields.some((field) => field.type.isArray || field.type.kind === 'struct'))
        return fail('structures with arrays or structures are no inputs');
    }
    const flat = variable.interpolation === 'flat';
    if ((es ? version >= 300 : version >= 130) && !flat && scalarKinds(type, (part) => part.isInteger))
      return fail("integers must be 'flat'");
    if (!flat && scalarKinds(type, (part) => part.base === 'double')) return fail("doubles must be 'flat'");
    if (q.invariant && es && version >= 300) return fail("'invariant' belongs to outputs");
    return;
  }
  if (variable.auxiliary === 'patch') return;
  if (!type.isArray) return fail(`inputs of ${stage} shaders are arrays`);
  variable.stageSized = true;
  const size = stage === 'geometry' ? inputVertices(cx.layout.inputPrimitive) : cx.limits.MaxPatchVertices;
  if (type.length !== 0 && size !== 0 && type.length !== size) return fail(`it has ${type.length} elements, not ${size}`);
  if (type.length === 0 && size !== 0) variable.type = (type.element as Type).array(size);
  agreeOnSize(cx, variable, place);
};

/** Inputs of geometry shaders are of one size, even before a layout says which. */
export const agreeOnSize = (cx: Context, variable: Variable, place: Place): void => {
  const { length } = variable.type;
  if (cx.language.stage !== 'geometry' || length === 0) return;
  if (cx.geometryInputSize !== 0 && cx.geometryInputSize !== length)
    cx.error(place, `'${variable.name}' has ${length} elements, other inputs have ${cx.geometryInputSize}`);
  cx.geometryInputSize = length;
};

/** Rules for outputs. */
const checkOutput = (cx: Context, q: Qualifiers, variable: Variable, place: Place): void => {
  const { stage, es, version } = cx.language;
  const { type, name } = variable;
  const inner = type.innermost;
  const fail = (reason: string): void => cx.error(place, `output '${name}': ${reason}`);
  if (hasOpaque(type)) return fail(`${inner.name} cannot be an output`);
  if (scalarKinds(type, (part) => part.base === 'bool')) return fail('outputs cannot be bool');
  if (stage === 'fragment') {
    if (inner.kind === 'struct') return fail('fragment shaders give no structures');
    if (inner.isMatrix) return fail('fragment shaders give no matrices');
    if (inner.base === 'double') return fail('fragment shaders give no doubles');
    if (es && type.isArray && type.element?.isArray === true) return fail('arrays of arrays are no outputs');
    if (q.interpolation !== '') return fail(`'${q.interpolation}' does not belong to outputs of fragment shaders`);
    if (q.auxiliary !== '') return fail(`'${q.auxiliary}' does not belong to outputs of fragment shaders`);
    return;
  }
  if (inner.kind === 'struct' && !cx.language.has('varyingStructs')) return fail(`structures need ${cx.wants('varyingStructs')}`);
  if (q.storage === 'varying' && scalarKinds(type, (part) => part.isInteger) && !cx.language.enabled.has('EXT_gpu_shader4'))
    return fail("'varying' variables are floats");
  if (q.auxiliary === 'patch' && stage !== 'tess-control') return fail("'patch' outputs belong to tessellation control shaders");
  if (es && stage === 'vertex') {
    if (type.isArray && contains(type.element as Type, (part) => part.isArray || part.kind === 'struct'))
      return fail('arrays of arrays and of structures are no outputs');
    if (inner.kind === 'struct' && inner.fields.some((field) => field.type.isArray || field.type.kind === 'struct'))
      return fail('structures with arrays or structures are no outputs');
  }
  const flat = variable.interpolation === 'flat';
  if (es && version >= 300 && !flat && stage === 'vertex' && scalarKinds(type, (part) => part.isInteger))
    return fail("integers must be 'flat'");
  if (stage !== 'tess-control' || variable.auxiliary === 'patch') return;
  if (!type.isArray) return fail("outputs of tessellation control shaders are arrays or 'patch'");
  variable.stageSized = true;
  const size = cx.layout.vertices;
  if (type.length !== 0 && size !== 0 && type.length !== size) return fail(`it has ${type.length} elements, not ${size}`);
  if (type.length === 0 && size !== 0) variable.type = (type.element as Type).array(size);
};

const checkUniform = (cx: Context, variable: Variable, place: Place): void => {
  const inner = variable.type.innermost;
  if (variable.type.isArray && contains(variable.type, (part) => part.isArray && part.length === 0) && cx.language.es)
    cx.error(place, `uniform '${variable.name}' needs a size`);
  if (inner.kind === 'atomic') checkCounter(cx, variable, place);
  if (inner.kind === 'image') checkImage(cx, variable, place);
};

/** Counters lie in buffers, at offsets that must not meet. */
const checkCounter = (cx: Context, variable: Variable, place: Place): void => {
  const { layout, type, name } = variable;
  if (layout.binding < 0) return cx.error(place, `atomic counter '${name}' needs a binding`);
  if (layout.binding >= cx.limits.MaxAtomicCounterBindings) return cx.error(place, `there is no atomic counter binding ${layout.binding}`);
  if (layout.offset >= 0 && layout.offset % 4 !== 0) return cx.error(place, 'offsets of atomic counters are multiples of 4');
  const offset = layout.offset >= 0 ? layout.offset : (cx.counterOffsets.get(layout.binding) ?? 0);
  const end = offset + 4 * type.flatLength;
  layout.offset = offset;
  cx.counterOffsets.set(layout.binding, end);
  const ranges = cx.counterRanges.get(layout.binding) ?? [];
  if (ranges.some(([from, to]) => offset < to && from < end)) cx.error(place, `atomic counter '${name}' overlaps another one`);
  ranges.push([offset, end]);
  cx.counterRanges.set(layout.binding, ranges);
};

const checkImage = (cx: Context, variable: Variable, place: Place): void => {
  const { layout, memory, type, name } = variable;
  const { format } = layout;
  const inner = type.innermost;
  if (format !== '' && imageFormatBase(format) !== inner.base) cx.error(place, `${inner.name} '${name}' cannot have the format ${format}`);
  if (format === '' && (cx.language.es || !memory.writeonly))
    cx.error(place, `image '${name}' needs a format${cx.language.es ? '' : " or to be 'writeonly'"}`);
  if (cx.language.es && !memory.readonly && !memory.writeonly && !['r32f', 'r32i', 'r32ui'].includes(format))
    cx.error(place, `image '${name}' of this format is 'readonly' or 'writeonly'`);
};

const usesMemory = (q: Qualifiers): boolean =>
  q.memory.coherent || q.memory.volatile || q.memory.restrict || q.memory.readonly || q.memory.writeonly;

/** Rules that hold for all, and the storage's own. */
const checkVariable = (cx: Context, q: Qualifiers, variable: Variable, place: Place): void => {
  const { type, storage, name, layout } = variable;
  const { language } = cx;
  const inner = type.innermost;
  if (inner.isError) return;
  if (inner.kind === 'void') return cx.error(place, `'${name}' cannot be void`);
  if (inner.kind === 'block') return cx.error(place, `'${name}' cannot be of a block's type`);
  const interfaceVariable = storage === 'in' || storage === 'out';
  if (hasOpaque(type) && storage !== 'uniform')
    return cx.error(place, `'${name}' is or has ${inner.isOpaque ? inner.name : 'something opaque'} and must be a uniform`);
  if (q.subroutine && inner.kind !== 'subroutine') return cx.error(place, `'${name}' is no subroutine`);
  if (inner.kind === 'subroutine' && !(storage === 'uniform' && q.subroutine))
    return cx.error(place, `'${name}' must be a subroutine uniform`);
  if (q.interpolation !== '' && !interfaceVariable) cx.error(place, `'${q.interpolation}' belongs to inputs and outputs`);
  if (q.interpolation !== '' && (q.storage === 'attribute' || q.storage === 'varying') && !language.es && language.version >= 130)
    cx.error(place, `'${q.interpolation}' does not go with '${q.storage}'`);
  if (q.auxiliary !== '' && !interfaceVariable) cx.error(place, `'${q.auxiliary}' belongs to inputs and outputs`);
  if (q.invariant) {
    const allowed = storage === 'out' || (storage === 'in' && language.stage !== 'vertex' && !language.since(420, 300));
    if (!allowed) cx.error(place, `'${name}' cannot be invariant`);
  }
  if (usesMemory(q) && inner.kind !== 'image' && storage !== 'buffer' && !(storage === 'shared'))
    cx.error(place, `'${name}' is no image; it takes no memory qualifiers`);
  if (layout.format !== '' && inner.kind !== 'image') cx.error(place, `'${name}' is no image; it takes no format`);
  if (storage === 'buffer') cx.error(place, "'buffer' belongs to blocks");
  if (storage === 'in') checkInput(cx, q, variable, place);
  else if (storage === 'out') checkOutput(cx, q, variable, place);
  else if (storage === 'uniform') checkUniform(cx, variable, place);
  else if (storage === 'shared' && language.stage !== 'compute') cx.error(place, "'shared' belongs to compute shaders");
  if ((storage === 'local' || storage === 'global' || storage === 'const' || storage === 'shared') && q.layouts.length > 0)
    cx.error(place, `'${name}' takes no layout`);
  checkLocations(cx, q, variable, place);
};

const checkLocations = (cx: Context, q: Qualifiers, variable: Variable, place: Place): void => {
  const { layout, storage, type, name } = variable;
  const { language, limits } = cx;
  const { stage } = language;
  const inner = type.innermost;
  if (layout.location >= 0) {
    if ((q.storage === 'attribute' || q.storage === 'varying') && !language.es)
      cx.error(place, `'${q.storage}' variables take no location`);
    const feature =
      storage === 'uniform'
        ? 'uniformLocation'
        : (stage === 'vertex' && storage === 'in') || (stage === 'fragment' && storage === 'out')
          ? 'attributeLocation'
          : 'varyingLocation';
    if (storage !== 'in' && storage !== 'out' && storage !== 'uniform') cx.error(place, `'${name}' has no location`);
    else if (cx.need(feature, place, 'locations here') && stage === 'fragment' && storage === 'out') {
      const count = type.isArray ? Math.max(1, type.length) : 1;
      const most = layout.index === 1 ? Math.max(limits.MaxDualSourceDrawBuffers, 1) : limits.MaxDrawBuffers;
      if (layout.location + count > most) cx.error(place, `output location ${layout.location + count - 1} is beyond ${most - 1}`);
    }
    if (storage === 'uniform' && layout.location + Math.max(1, type.flatLength) > limits.MaxUniformLocations)
      cx.error(place, `uniform location ${layout.location} is too large`);
    if (storage === 'uniform' && inner.kind === 'atomic') cx.error(place, 'atomic counters have no locations');
  }
  if (layout.component >= 0) {
    if (layout.location < 0) cx.error(place, 'a component needs a location');
    else if (inner.kind !== 'number' || inner.isMatrix) cx.error(place, `${inner.name} takes no component`);
    else {
      const wide = inner.base === 'double' ? 2 : 1;
      if (wide === 2 && inner.rows > 2) cx.error(place, `${inner.name} takes no component`);
      if (wide === 2 && layout.component % 2 !== 0) cx.error(place, 'doubles start at component 0 or 2');
      if (layout.component + inner.rows * wide > 4 && !(wide === 2 && layout.component === 0))
        cx.error(place, `${inner.name} does not fit at component ${layout.component}`);
    }
  }
  if (layout.index >= 0 && (stage !== 'fragment' || storage !== 'out')) cx.error(place, 'an index belongs to outputs of fragment shaders');
  if (layout.index >= 0 && layout.location < 0 && !language.es) cx.error(place, 'an index needs a location');
  if (layout.binding >= 0) {
    if (storage !== 'uniform' || !inner.isOpaque) cx.error(place, `'${name}' takes no binding`);
    else if (inner.kind !== 'atomic') {
      cx.need('binding', place, 'bindings');
      const most = inner.kind === 'image' ? limits.MaxImageUnits : limits.MaxCombinedTextureImageUnits;
      if (layout.binding + type.flatLength > most) cx.error(place, `binding ${layout.binding + type.flatLength - 1} is beyond ${most - 1}`);
    }
  }
  if (layout.offset >= 0 && inner.kind !== 'atomic') cx.error(place, `'${name}' takes no offset`);
  if (layout.stream >= 0 && storage !== 'out') cx.error(place, 'streams belong to outputs');
  if (layout.xfbOffset >= 0 || layout.xfbStride >= 0) {
    if (storage !== 'out' || stage === 'fragment' || stage === 'compute') cx.error(place, 'transform feedback takes outputs');
  }
};

/** Declarations of names that exist: unsized arrays, built-in variables. True when it was one. */
const redeclare = (cx: Context, q: Qualifiers, type: Type, name: Token, storage: Storage): boolean => {
  const symbol = cx.isGlobal ? cx.lookup(name.text) : cx.scope.names.get(name.text);
  if (symbol?.kind !== 'variable') return false;
  const before = symbol.variable;
  if (before.builtin) return redeclareBuiltin(cx, q, type, name, storage, before);
  if (
    before.type.isArray &&
    before.type.length === 0 &&
    type.isArray &&
    type.element === before.type.element &&
    storage === before.storage
  ) {
    if (type.length <= before.maxIndex && type.length > 0) cx.error(name, `'${name.text}' was indexed by ${before.maxIndex} before`);
    before.type = type;
    return true;
  }
  return false;
};

/* prettier-ignore */
const redeclarable = new Set([
  'gl_FragCoord', 'gl_FragDepth', 'gl_ClipDistance', 'gl_CullDistance', 'gl_TexCoord', 'gl_Color', 'gl_SecondaryColor', 'gl_FogFragCoord',
  'gl_FrontColor', 'gl_BackColor', 'gl_FrontSecondaryColor', 'gl_BackSecondaryColor', 'gl_LastFragData', 'gl_SampleMask', 'gl_SampleMaskIn',
]);

const redeclareBuiltin = (cx: Context, q: Qualifiers, type: Type, name: Token, storage: Storage, before: Variable): boolean => {
  const { language } = cx;
  if (before.block?.name === 'gl_PerVertex' && cx.redeclaredPerVertex.has('out')) cx.error(name, 'gl_PerVertex is redeclared already');
  cx.redeclaredAlone ||= before.block?.name === 'gl_PerVertex';
  const separate =
    ['gl_Position', 'gl_PointSize'].includes(name.text) && language.es && language.enabled.has('EXT_separate_shader_objects');
  const perVertexArray = name.text === 'gl_in' || name.text === 'gl_out';
  if (perVertexArray) {
    cx.error(name, `'${name.text}' is redeclared as a block alone`);
    return true;
  }
  if (!redeclarable.has(name.text) && !separate) {
    cx.error(name, `'${name.text}' cannot be redeclared`);
    return true;
  }
  const varying = q.storage === 'varying' || q.storage === before.storage;
  if (name.text !== 'gl_LastFragData' && !varying && !(storage === before.storage))
    cx.error(name, `'${name.text}' is ${before.storage === 'in' ? 'an input' : 'an output'}`);
  if (before.type.isArray && type.isArray && type.element === before.type.element) {
    if (before.type.length !== 0 && type.length !== before.type.length) cx.error(name, `'${name.text}' has ${before.type.length} elements`);
    if (type.length <= before.maxIndex && type.length > 0) cx.error(name, `'${name.text}' was indexed by ${before.maxIndex} before`);
    const most =
      name.text === 'gl_TexCoord'
        ? cx.limits.MaxTextureCoords
        : name.text === 'gl_ClipDistance'
          ? cx.limits.MaxClipDistances
          : name.text === 'gl_CullDistance'
            ? cx.limits.MaxCullDistances
            : Infinity;
    if (type.length > most) cx.error(name, `'${name.text}' has at most ${most} elements`);
    before.type = type;
  } else if (type !== before.type && !type.isError) cx.error(name, `'${name.text}' is ${before.type.name}, not ${type.name}`);
  if (name.text === 'gl_FragCoord') {
    const { originUpperLeft, pixelCenterInteger } = cx.layout;
    if (q.layouts.length === 0 && language.es) cx.error(name, "'gl_FragCoord' cannot be redeclared");
    if (before.read && !cx.fragCoordRedeclared) cx.error(name, "'gl_FragCoord' is redeclared after its use");
    cx.layout.originUpperLeft = false;
    cx.layout.pixelCenterInteger = false;
    applyLayout(cx, q.layouts, 'variable', before.layout);
    if (cx.fragCoordRedeclared && (originUpperLeft !== cx.layout.originUpperLeft || pixelCenterInteger !== cx.layout.pixelCenterInteger))
      cx.error(name, "'gl_FragCoord' is redeclared otherwise than before");
    cx.fragCoordRedeclared = true;
    return true;
  }
  if (name.text === 'gl_FragDepth') {
    if (q.layouts.length > 0 && (before.read || before.written) && cx.layout.depth === '')
      cx.error(name, "'gl_FragDepth' is redeclared after its use");
  } else if (q.layouts.some((word) => ['origin_upper_left', 'pixel_center_integer'].includes(word.name)))
    cx.error(name, 'this layout belongs to gl_FragCoord');
  applyLayout(cx, q.layouts, 'variable', before.layout);
  if (q.interpolation !== '') {
    if (!/Color|FogFragCoord|TexCoord/.test(name.text)) cx.error(name, `'${name.text}' takes no interpolation`);
    before.interpolation = q.interpolation;
  }
  if (q.invariant) before.invariant = true;
  if (q.precision !== '') before.precision = q.precision;
  return true;
};

/** What old pages initialise globals with: uniforms and other globals, but neither inputs nor calls. */
const isLegacyInitializer = (value: Expr): boolean => {
  switch (value.op) {
    case 'const':
      return true;
    case 'var':
      return value.variable.storage !== 'in' && value.variable.storage !== 'out';
    case 'swizzle':
    case 'field':
      return isLegacyInitializer(value.base);
    case 'index':
      return isLegacyInitializer(value.base) && isLegacyInitializer(value.index);
    case 'unary':
    case 'convert':
      return isLegacyInitializer(value.a);
    case 'binary':
      return isLegacyInitializer(value.a) && isLegacyInitializer(value.b);
    case 'select':
      return isLegacyInitializer(value.condition) && isLegacyInitializer(value.a) && isLegacyInitializer(value.b);
    case 'construct':
    case 'builtin':
      return value.args.every(isLegacyInitializer) && !(value.op === 'builtin' && value.callee.name.startsWith('texture'));
    default:
      return false;
  }
};

/** Whether a global may be initialised with what is not constant. */
const checkGlobalInitializer = (cx: Context, init: Expr, name: Token): void => {
  const { language } = cx;
  if (init.op === 'const' || init.type.isError) return;
  if (!language.es || language.enabled.has('EXT_shader_non_constant_global_initializers')) return;
  if (language.web && language.version === 100 && isLegacyInitializer(init))
    cx.log.warning(init.place, `'${name.text}' should be initialised with a constant`);
  else cx.error(init.place, `'${name.text}' is global; its initial value must be constant`);
};

const checkInitializer = (cx: Context, q: Qualifiers, variable: Variable, init: Expr, name: Token): void => {
  const { storage } = variable;
  if (hasOpaque(variable.type)) cx.error(name, `'${name.text}' cannot have an initial value`);
  else if (storage === 'in' || storage === 'out' || storage === 'shared') cx.error(name, `'${name.text}' cannot have an initial value`);
  else if (storage === 'uniform') {
    cx.need('uniformInitializers', name, 'initial values of uniforms');
    if (init.op === 'const') variable.initial = init.values;
    else if (!init.type.isError) cx.error(init.place, `the initial value of uniform '${name.text}' must be constant`);
  } else if (q.storage === 'const') {
    if (init.op === 'const') variable.constant = init.values;
    else if (!init.type.isError && (cx.isGlobal || !cx.language.has('constantNonConstant')))
      cx.error(init.place, `the initial value of '${name.text}' must be constant`);
  } else if (cx.isGlobal) {
    variable.initialExpr = init;
    checkGlobalInitializer(cx, init, name);
  }
};

/**
 * Declares one variable.
 *
 * @param initial - reads the initial value, null where there is none; called before the name exists
 * @returns the statement that makes it, null where there is nothing to do
 */
export const declareVariable = (
  cx: Context,
  q: Qualifiers,
  type: Type,
  name: Token,
  initial: (() => Expr | InitializerList) | null,
): Stmt | null => {
  const storage = storageOf(cx, q, name);
  if (redeclare(cx, q, type, name, storage)) {
    if (initial === null) return null;
    const value = initial();
    const symbol = cx.lookup(name.text);
    const before = symbol?.kind === 'variable' ? symbol.variable : null;
    if (before === null || before.builtin || (storage !== 'global' && storage !== 'local')) {
      cx.error(name, `'${name.text}' is declared already; it takes no initial value`);
      return null;
    }
    const list = isList(value) ? fromList(cx, type, value) : value;
    if (type.isArray && type.length === 0 && list.type.isArray && list.type.element === type.element && list.type.length > before.maxIndex)
      before.type = list.type;
    const init = convertTo(cx, list, before.type, `the initial value of '${name.text}'`);
    if (!cx.isGlobal) return { kind: 'declare', variable: before, init };
    cx.startup.push({ kind: 'declare', variable: before, init });
    return null;
  }
  cx.checkName(name.text, name);
  let init: Expr | null = null;
  let actual = type;
  // The name is not in scope of its own initial value, but what is wrong with it is known.
  if (initial !== null) {
    const value = initial();
    init = isList(value) ? fromList(cx, type, value) : value;
    const openArray = type.isArray && contains(type, (part) => part.isArray && part.length === 0);
    if (openArray && init.type.isArray && init.type.innermost === type.innermost) actual = init.type;
    if (actual.isArray && !cx.language.has('arrayObjects')) cx.error(name, `arrays cannot be initialised in ${cx.language.describe()}`);
    if (init.type.kind === 'void') init = cx.bad(init.place, 'this gives no value');
    init = convertTo(cx, init, actual, `the initial value of '${name.text}'`);
  }
  const variable = cx.newVariable(name.text, actual, storage, name);
  variable.interpolation = q.interpolation;
  variable.auxiliary = q.auxiliary;
  variable.invariant = q.invariant;
  variable.precise = q.precise;
  variable.memory = { ...q.memory };
  variable.readOnly = storage === 'const' || storage === 'in' || storage === 'uniform';
  applyLayout(cx, q.layouts, 'variable', variable.layout);
  for (const word of q.layouts)
    if (['origin_upper_left', 'pixel_center_integer', 'depth_any', 'depth_greater', 'depth_less', 'depth_unchanged'].includes(word.name))
      cx.error(word.place, `layout '${word.name}' does not belong to '${name.text}'`);
  if (storage === 'out' && variable.layout.stream < 0 && cx.language.stage === 'geometry') variable.layout.stream = cx.defaults.stream;
  if (storage === 'out' && variable.layout.xfbBuffer < 0) variable.layout.xfbBuffer = cx.defaults.xfbBuffer;
  checkVariable(cx, q, variable, name);
  variable.precision = precisionFor(cx, q, actual, name);
  if (init !== null) checkInitializer(cx, q, variable, init, name);
  else if (q.storage === 'const' && !actual.isError) cx.error(name, `constant '${name.text}' needs an initial value`);
  if (
    actual.isArray &&
    contains(actual, (part) => part.isArray && part.length === 0) &&
    (cx.language.es ? !variable.stageSized : storage === 'local' || (actual.element?.length === 0 && actual.element.isArray))
  )
    if (!(variable.stageSized || (storage === 'local' && !cx.language.es && actual.length === 0)))
      cx.error(name, `array '${name.text}' needs a size`);
  if (cx.hasBuiltin(name.text) && cx.isGlobal && cx.language.es && cx.language.version >= 300)
    cx.error(name, `'${name.text}' is a built-in function`);
  if (!cx.declare(name.text, { kind: 'variable', variable }, name)) return null;
  if (cx.isGlobal) {
    cx.globals.push(variable);
    if (storage === 'global' && init !== null) cx.startup.push({ kind: 'declare', variable, init });
    if (variable.constant === null && storage === 'const' && init !== null) cx.startup.push({ kind: 'declare', variable, init });
    return null;
  }
  if (actual.isArray && actual.length === 0) cx.openLocals.push(variable);
  return variable.constant !== null ? null : { kind: 'declare', variable, init };
};

/** `invariant a, b;` and `precise a, b;` */
export const qualifyExisting = (cx: Context, word: 'invariant' | 'precise', name: Token): void => {
  const symbol = cx.lookup(name.text);
  if (symbol?.kind !== 'variable') return cx.error(name, `'${name.text}' is not declared as a variable`);
  const { variable } = symbol;
  if (word === 'precise') {
    if (!cx.isGlobal && !cx.scope.names.has(name.text)) return cx.error(name, `'${name.text}' is of an outer scope`);
    variable.precise = true;
    return;
  }
  if (!cx.isGlobal) return cx.error(name, "'invariant' stands outside of functions");
  const { language } = cx;
  const allowed =
    variable.storage === 'out' ||
    (variable.storage === 'in' && language.stage === 'fragment' && !(language.es && language.version >= 300) && !language.since(420, 0));
  if (!allowed || name.text === 'gl_FrontFacing') return cx.error(name, `'${name.text}' cannot be invariant`);
  if ((variable.read || variable.written) && language.since(120, 100)) cx.error(name, `'${name.text}' is made invariant after its use`);
  variable.invariant = true;
};

/** A default precision: `precision highp float;` */
export const defaultPrecision = (cx: Context, precision: Precision, type: Type, place: Place): void => {
  const key = type.name;
  if (!(key === 'float' || key === 'int' || type.isOpaque)) return cx.error(place, `there is no default precision of ${key}`);
  if (type.kind === 'atomic' && precision !== 'highp') return cx.error(place, 'atomic counters are highp');
  cx.scope.precisions.set(key, precision);
};
