/** Structures and interface blocks. */
import type { Place } from '../log.ts';
import type { Token } from '../text/token.ts';
import { type Block, noLayout, type Variable } from '../syntax/tree.ts';
import { alignOf, fieldOffsets, sizeOf } from '../types/layout.ts';
import { contains, type Field, type FieldLayout, hasOpaque, T, Type } from '../types/type.ts';
import { inputVertices, type Context } from './context.ts';
import { applyLayout } from './layouts.ts';
import { agreeOnSize, precisionFor, type Qualifiers } from './variables.ts';

/** One member as read. */
export type MemberSource = { readonly q: Qualifiers; readonly type: Type; readonly name: Token };

/** Whether any qualifier but a precision stands there. */
const qualified = (q: Qualifiers): boolean =>
  q.storage !== '' ||
  q.auxiliary !== '' ||
  q.interpolation !== '' ||
  q.invariant ||
  q.precise ||
  q.layouts.length > 0 ||
  q.memory.coherent ||
  q.memory.readonly ||
  q.memory.writeonly ||
  q.memory.volatile ||
  q.memory.restrict;

/** Makes a structure's type and enters its name; '' for one without name. */
export const makeStruct = (cx: Context, name: Token | null, members: readonly MemberSource[], place: Place): Type => {
  const fields: Field[] = [];
  for (const { q, type, name: member } of members) {
    if (qualified(q)) cx.error(member, `member '${member.text}' takes no qualifiers but a precision`);
    if (type.kind === 'void') cx.error(member, `member '${member.text}' cannot be void`);
    if (contains(type, (part) => part.isArray && part.length === 0)) cx.error(member, `array '${member.text}' needs a size`);
    if (type.innermost.kind === 'block' || type.innermost.kind === 'subroutine')
      cx.error(member, `member '${member.text}' cannot be ${type.name}`);
    if (type.innermost.kind === 'image' && cx.language.es) cx.error(member, 'images cannot be members of structures');
    cx.checkName(member.text, member);
    if (fields.some((field) => field.name === member.text)) cx.error(member, `member '${member.text}' twice`);
    const precision = precisionFor(cx, q, type, member);
    fields.push({ name: member.text, type, precision });
  }
  if (fields.length === 0) cx.error(place, 'a structure has members');
  if (depthOf(fields) > 32) cx.log.fatal(place, 'structures nest deeper than 32');
  if (cx.language.web && depthOf(fields) > 4) cx.error(place, 'structures nest deeper than 4');
  const type = new Type('struct', name?.text ?? `#anonymous${place.line}.${place.column}`, { fields });
  if (name !== null) {
    cx.checkName(name.text, name);
    cx.declare(name.text, { kind: 'type', type }, name);
  }
  return type;
};

const depthOf = (fields: readonly Field[]): number => {
  let depth = 1;
  for (const { type } of fields) if (type.innermost.kind === 'struct') depth = Math.max(depth, 1 + depthOf(type.innermost.fields));
  return depth;
};

const memberLayout = (
  cx: Context,
  { q, type, name: member }: MemberSource,
  storage: Block['storage'],
  block: Qualifiers,
  blockLayout: Block['layout'],
): FieldLayout => {
  const layout = noLayout();
  applyLayout(cx, q.layouts, 'member', layout);
  const outOrIn = storage === 'in' || storage === 'out';
  for (const word of q.layouts) {
    const belongs = ['location', 'component', 'stream', 'xfb_buffer', 'xfb_offset', 'xfb_stride'].includes(word.name) ? outOrIn : !outOrIn;
    if (!belongs) cx.error(word.place, `layout '${word.name}' does not belong to members of this block`);
  }
  if (layout.location >= 0 && outOrIn) cx.need('varyingLocation', member, 'locations here');
  if (layout.stream >= 0 && blockLayout.stream >= 0 && layout.stream !== blockLayout.stream)
    cx.error(member, `the stream of '${member.text}' is not its block's`);
  if (layout.offset >= 0 && type.innermost.kind === 'number') {
    const base = alignOf(type, blockLayout.packing === 'std430' ? 'std430' : 'std140', layout.rowMajor ?? blockLayout.rowMajor ?? false);
    if (layout.offset % base !== 0) cx.error(member, `offset ${layout.offset} of '${member.text}' is no multiple of ${base}`);
  }
  if ((layout.offset >= 0 || layout.align >= 0) && blockLayout.packing !== 'std140' && blockLayout.packing !== 'std430')
    cx.error(member, 'offsets and alignments need std140 or std430');
  if (q.interpolation !== '' && !outOrIn) cx.error(member, `'${q.interpolation}' belongs to inputs and outputs`);
  if (q.auxiliary !== '' && !outOrIn) cx.error(member, `'${q.auxiliary}' belongs to inputs and outputs`);
  if (q.invariant && storage !== 'out' && !(storage === 'in' && !cx.language.es && !cx.language.since(420, 0)))
    cx.error(member, `'${member.text}' cannot be invariant`);
  if (q.storage !== '') {
    if (q.storage !== storage) cx.error(member, `'${q.storage}' does not go with a block of '${storage}'`);
  }
  const memory = q.memory.coherent || q.memory.volatile || q.memory.restrict || q.memory.readonly || q.memory.writeonly;
  if (memory && storage !== 'buffer') cx.error(member, 'memory qualifiers belong to members of buffers');
  return {
    rowMajor: layout.rowMajor,
    offset: layout.offset,
    align: layout.align,
    location: layout.location,
    component: layout.component,
    readonly: q.memory.readonly || block.memory.readonly,
    writeonly: q.memory.writeonly || block.memory.writeonly,
    coherent: q.memory.coherent || block.memory.coherent,
    volatile: q.memory.volatile || block.memory.volatile,
    interpolation: q.interpolation !== '' ? q.interpolation : block.interpolation,
    auxiliary: q.auxiliary !== '' ? q.auxiliary : block.auxiliary,
    invariant: q.invariant,
    stream: layout.stream >= 0 ? layout.stream : blockLayout.stream,
    xfbBuffer: layout.xfbBuffer,
    xfbOffset: layout.xfbOffset,
    xfbStride: layout.xfbStride,
  };
};

const checkMember = (cx: Context, storage: Block['storage'], { type, name, q }: MemberSource, last: boolean): void => {
  const inner = type.innermost;
  const fail = (reason: string): void => cx.error(name, `member '${name.text}': ${reason}`);
  if (inner.kind === 'void') return fail('it cannot be void');
  if (hasOpaque(type)) return fail('opaque things cannot be in blocks');
  if (inner.kind === 'block' || inner.kind === 'subroutine') return fail(`it cannot be ${type.name}`);
  const open = contains(type, (part) => part.isArray && part.length === 0);
  if (open && storage === 'uniform') return fail('the array needs a size');
  if (
    open &&
    storage === 'buffer' &&
    (!last || (type.element?.isArray === true && contains(type.element, (part) => part.isArray && part.length === 0)))
  ) {
    if (!last && cx.language.es) return fail('the last member alone may be an array without size');
    if (type.element !== null && contains(type.element, (part) => part.isArray && part.length === 0))
      return fail('the outermost array alone may be without size');
  }
  if (storage === 'in' || storage === 'out') {
    if (contains(type, (part) => part.isBool)) return fail('inputs and outputs cannot be bool');
    const flat = q.interpolation === 'flat';
    if (
      storage === 'in' &&
      cx.language.stage === 'fragment' &&
      !flat &&
      contains(type, (part) => part.kind === 'number' && (part.isInteger || part.base === 'double'))
    )
      cx.pendingFlat.push(name);
  }
};

/** Default values of layouts that a block takes over. */
const inherit = (cx: Context, storage: Block['storage'], layout: Block['layout']): void => {
  if (storage === 'uniform' || storage === 'buffer') {
    const from = cx.defaults[storage];
    if (layout.packing === '') layout.packing = from.packing !== '' ? from.packing : cx.language.web ? 'std140' : 'shared';
    layout.rowMajor ??= from.rowMajor ?? false;
  } else if (storage === 'out') {
    if (layout.stream < 0) layout.stream = cx.defaults.stream;
    if (layout.xfbBuffer < 0) layout.xfbBuffer = cx.defaults.xfbBuffer;
  }
};

const checkBlockQualifiers = (cx: Context, q: Qualifiers, name: Token, layout: Block['layout']): Block['storage'] => {
  const { stage } = cx.language;
  switch (q.storage) {
    case 'uniform':
      cx.need('blocks', name, 'uniform blocks');
      break;
    case 'buffer':
      cx.need('storageBlocks', name, 'buffer blocks');
      break;
    case 'in':
    case 'out':
      cx.need('ioBlocks', name, 'blocks of inputs and outputs');
      if (stage === 'vertex' && q.storage === 'in') cx.error(name, 'vertex shaders take no blocks');
      if (stage === 'fragment' && q.storage === 'out') cx.error(name, 'fragment shaders give no blocks');
      if (stage === 'compute') cx.error(name, 'compute shaders have neither inputs nor outputs of their own');
      break;
    default:
      cx.error(name, `a block is 'uniform', 'buffer', 'in' or 'out'${q.storage === '' ? '' : `, not '${q.storage}'`}`);
      return 'uniform';
  }
  const storage = q.storage;
  if (!cx.isGlobal) cx.error(name, 'blocks are declared outside of functions');
  const io = storage === 'in' || storage === 'out';
  if ((q.interpolation !== '' || q.auxiliary !== '') && !io)
    cx.error(name, `'${q.interpolation}${q.auxiliary}' belongs to inputs and outputs`);
  if (q.auxiliary === 'patch' && !(stage === 'tess-control' && storage === 'out') && !(stage === 'tess-eval' && storage === 'in'))
    cx.error(name, "'patch' does not belong here");
  if (q.invariant && !io) cx.error(name, 'this block cannot be invariant');
  if (q.precision !== '') cx.error(name, 'blocks take no precision');
  for (const word of q.layouts) {
    const isIo = ['location', 'component', 'stream', 'xfb_buffer', 'xfb_offset', 'xfb_stride'].includes(word.name);
    if (isIo !== io) cx.error(word.place, `layout '${word.name}' does not belong to this block`);
  }
  if (layout.packing === 'std430' && storage === 'uniform') cx.error(name, 'std430 is for buffers');
  if (layout.location >= 0 && io) cx.need('varyingLocation', name, 'locations here');
  if (layout.binding >= 0) {
    if (cx.need('binding', name, 'bindings')) {
      const most = storage === 'uniform' ? cx.limits.MaxUniformBufferBindings : cx.limits.MaxShaderStorageBufferBindings;
      if (layout.binding >= most) cx.error(name, `binding ${layout.binding} is beyond ${most - 1}`);
    }
  }
  return storage;
};

/** Members with offsets follow each other. */
const checkOffsets = (cx: Context, fields: readonly Field[], layout: Block['layout'], members: readonly MemberSource[]): void => {
  if (fields.every((field) => (field.layout?.offset ?? -1) < 0)) return;
  const packing = layout.packing === 'std430' ? 'std430' : 'std140';
  let end = 0;
  fields.forEach((field, i) => {
    const offset = field.layout?.offset ?? -1;
    const rowMajor = field.layout?.rowMajor ?? layout.rowMajor ?? false;
    if (offset >= 0 && offset < end)
      cx.error((members[i] as MemberSource).name, `'${field.name}' starts at ${offset}, inside the member before it`);
    end = (fieldOffsets(fields.slice(0, i + 1), packing, layout.rowMajor ?? false).offsets[i] ?? 0) + sizeOf(field.type, packing, rowMajor);
  });
};

/** Declares a block; `dimensions` makes the instance's type of the block's. */
export const declareBlock = (
  cx: Context,
  q: Qualifiers,
  name: Token,
  members: readonly MemberSource[],
  instance: Token | null,
  dimensions: (type: Type) => Type,
): void => {
  const layout = noLayout();
  applyLayout(cx, q.layouts, 'block', layout);
  const storage = checkBlockQualifiers(cx, q, name, layout);
  inherit(cx, storage, layout);
  if (layout.align >= 0 && layout.packing !== 'std140' && layout.packing !== 'std430') cx.error(name, 'alignments need std140 or std430');
  const fields: Field[] = [];
  cx.pendingFlat = [];
  members.forEach((source, i) => {
    checkMember(cx, storage, source, i === members.length - 1);
    const { text } = source.name;
    if (name.text !== 'gl_PerVertex') cx.checkName(text, source.name);
    if (fields.some((field) => field.name === text)) cx.error(source.name, `member '${text}' twice`);
    const fieldLayout = memberLayout(cx, source, storage, q, layout);
    const precision = precisionFor(cx, source.q, source.type, source.name);
    fields.push({ name: text, type: source.type, precision, layout: fieldLayout });
  });
  checkOffsets(cx, fields, layout, members);
  const located = fields.filter((field) => (field.layout?.location ?? -1) >= 0).length;
  if (layout.location < 0 && located > 0 && located < fields.length) cx.error(name, 'either all members have a location or none');
  if (cx.pendingFlat.length > 0 && q.interpolation !== 'flat') cx.error(cx.pendingFlat[0] as Token, "integers and doubles must be 'flat'");
  if (fields.length === 0) cx.error(name, 'a block has members');
  if (instance !== null) cx.need('blockInstances', instance, 'names of block instances');
  if (name.text === 'gl_PerVertex') return redeclarePerVertex(cx, name, storage, { fields, layout }, instance, dimensions);
  cx.checkName(name.text, name);
  const type = new Type('block', name.text, { fields });
  const block: Block = {
    name: name.text,
    storage,
    type,
    instance: instance?.text ?? '',
    instanceType: type,
    layout,
    memory: { ...q.memory },
    place: name,
    builtin: false,
    read: false,
    auxiliary: q.auxiliary,
    interpolation: q.interpolation,
    variables: [],
  };
  if (cx.blocks.some((other) => other.name === name.text && other.storage === storage && !other.builtin))
    cx.error(name, `block '${name.text}' is declared already`);
  const global = cx.scopes[1]?.names.get(name.text);
  if (global !== undefined && global.kind !== 'block') cx.error(name, `'${name.text}' is declared already`);
  else if (cx.isGlobal) cx.scopes[1]?.names.set(name.text, { kind: 'block' });
  cx.blocks.push(block);
  if (instance === null) declareMembers(cx, block, members);
  else declareInstance(cx, block, instance, dimensions(type));
};

const declareMembers = (cx: Context, block: Block, members: readonly MemberSource[]): void => {
  const { stage } = cx.language;
  const arrayed =
    (block.storage === 'in' && (stage === 'geometry' || stage === 'tess-control' || stage === 'tess-eval')) ||
    (block.storage === 'out' && stage === 'tess-control');
  if (arrayed && block.auxiliary !== 'patch') cx.error(block.place, `block '${block.name}' needs an instance that is an array`);
  block.type.fields.forEach((field, i) => {
    const place = members[i]?.name ?? block.place;
    const variable = memberVariable(cx, block, field, i, place);
    if (cx.declare(field.name, { kind: 'variable', variable }, place)) cx.globals.push(variable);
    block.variables.push(variable);
  });
};

const memberVariable = (cx: Context, block: Block, field: Field, i: number, place: Place): Variable => {
  const variable = cx.newVariable(field.name, field.type, block.storage, place);
  variable.block = block;
  variable.member = i;
  variable.precision = field.precision;
  variable.readOnly = block.storage === 'in' || block.storage === 'uniform' || field.layout?.readonly === true;
  variable.interpolation = field.layout?.interpolation ?? '';
  variable.auxiliary = field.layout?.auxiliary ?? '';
  variable.invariant = field.layout?.invariant ?? false;
  variable.memory = { ...block.memory, writeonly: field.layout?.writeonly === true, readonly: field.layout?.readonly === true };
  return variable;
};

const declareInstance = (cx: Context, block: Block, instance: Token, type: Type): void => {
  const { stage } = cx.language;
  cx.checkName(instance.text, instance);
  const variable = cx.newVariable(instance.text, type, block.storage, instance);
  variable.block = block;
  variable.auxiliary = block.auxiliary;
  variable.readOnly = block.storage === 'in' || block.storage === 'uniform';
  variable.memory = { ...block.memory };
  const perVertex =
    block.auxiliary !== 'patch' &&
    ((block.storage === 'in' && (stage === 'geometry' || stage.startsWith('tess'))) ||
      (block.storage === 'out' && stage === 'tess-control'));
  if (perVertex) {
    if (!type.isArray) cx.error(instance, `block instance '${instance.text}' must be an array`);
    else {
      variable.stageSized = true;
      const size =
        block.storage === 'out'
          ? cx.layout.vertices
          : stage === 'geometry'
            ? inputVertices(cx.layout.inputPrimitive)
            : cx.limits.MaxPatchVertices;
      if (type.length !== 0 && size !== 0 && type.length !== size)
        cx.error(instance, `'${instance.text}' has ${type.length} elements, not ${size}`);
      if (type.length === 0 && size !== 0) variable.type = (type.element as Type).array(size);
      if (block.storage === 'in') agreeOnSize(cx, variable, instance);
    }
    const fields = block.type.fields;
    if (fields.some((field) => (field.layout?.location ?? -1) >= 0) && variable.type.element?.isArray === true)
      cx.error(instance, 'members of arrays of blocks take no locations');
  } else {
    if (type.isArray && type.length === 0) cx.error(instance, `array '${instance.text}' needs a size`);
    if (type.isArray && block.type.fields.some((field) => (field.layout?.location ?? -1) >= 0))
      cx.error(instance, 'members of arrays of blocks take no locations');
  }
  if (
    type.isArray &&
    cx.language.es &&
    !perVertex &&
    (block.storage === 'in' || block.storage === 'out') &&
    stage === 'vertex' &&
    block.storage === 'in'
  )
    cx.error(instance, 'this block cannot be an array');
  block.instanceType = variable.type;
  block.variables = [variable];
  if (
    block.layout.binding >= 0 &&
    block.storage === 'uniform' &&
    block.layout.binding + type.flatLength > cx.limits.MaxUniformBufferBindings
  )
    cx.error(instance, 'the bindings of this array are beyond the limit');
  if (
    block.layout.binding >= 0 &&
    block.storage === 'buffer' &&
    block.layout.binding + type.flatLength > cx.limits.MaxShaderStorageBufferBindings
  )
    cx.error(instance, 'the bindings of this array are beyond the limit');
  if (cx.declare(instance.text, { kind: 'variable', variable }, instance)) cx.globals.push(variable);
};

/** `out gl_PerVertex { ... };`: the predefined block with fewer members. */
const redeclarePerVertex = (
  cx: Context,
  name: Token,
  storage: Block['storage'],
  { fields, layout }: { readonly fields: readonly Field[]; readonly layout: Block['layout'] },
  instance: Token | null,
  dimensions: (type: Type) => Type,
): void => {
  cx.need('perVertexRedeclaration', name, 'redeclarations of gl_PerVertex');
  const { stage } = cx.language;
  const arrayed = storage === 'in' ? 'gl_in' : stage === 'tess-control' ? 'gl_out' : '';
  if (storage !== 'in' && storage !== 'out') return;
  if ((instance?.text ?? '') !== arrayed)
    return cx.error(name, arrayed === '' ? 'this gl_PerVertex has no instance' : `the instance of this gl_PerVertex is ${arrayed}`);
  if (storage === 'in' && (stage === 'vertex' || stage === 'fragment')) return cx.error(name, `${stage} shaders take no gl_PerVertex`);
  if (cx.redeclaredPerVertex.has(storage)) return cx.error(name, 'gl_PerVertex is redeclared already');
  if (storage === 'out' && cx.redeclaredAlone) cx.error(name, 'a member of gl_PerVertex is redeclared before');
  cx.redeclaredPerVertex.set(
    storage,
    fields.map((field) => field.name),
  );
  const known = cx.perVertexType();
  const inside = cx.scopes[0]?.names;
  for (const field of fields) {
    const before = known.fields.find((one) => one.name === field.name);
    if (before === undefined && (field.name === 'gl_Layer' || field.name === 'gl_ViewportIndex') && cx.lookup(field.name) !== undefined)
      continue;
    if (before === undefined) cx.error(name, `gl_PerVertex has no member '${field.name}'`);
    else if (before.type !== field.type && !(before.type.isArray && field.type.isArray && before.type.element === field.type.element))
      cx.error(name, `'${field.name}' is ${before.type.name}`);
  }
  if (arrayed !== '') {
    const before = cx.lookup(arrayed);
    if (before?.kind !== 'variable') return cx.error(name, `there is no ${arrayed} here`);
    if (before.variable.read) cx.error(name, `${arrayed} is redeclared after its use`);
    const block = before.variable.block as Block;
    block.type = new Type('block', 'gl_PerVertex', { fields });
    const type = dimensions(block.type);
    if (!type.isArray) cx.error(name, `${arrayed} is an array`);
    const size = before.variable.type.length;
    if (type.length !== 0 && size !== 0 && type.length !== size) cx.error(name, `${arrayed} has ${size} elements`);
    before.variable.type = block.type.array(Math.max(size, type.length));
    block.instanceType = before.variable.type;
    return;
  }
  // Members that are left out are gone.
  for (const { name: member } of known.fields) {
    const symbol = cx.lookup(member);
    const field = fields.find((one) => one.name === member);
    if (symbol?.kind !== 'variable') continue;
    const { variable } = symbol;
    if (variable.read || variable.written) cx.error(name, 'gl_PerVertex is redeclared after its use');
    if (field === undefined) inside?.set(member, { kind: 'variable', variable: hidden(cx, member, name) });
    else {
      variable.type = field.type;
      if (field.layout?.invariant === true) variable.invariant = true;
      variable.layout.xfbOffset = field.layout?.xfbOffset ?? -1;
      variable.layout.xfbBuffer = layout.xfbBuffer;
    }
  }
};

const hidden = (cx: Context, member: string, place: Place): Variable => {
  const variable = cx.newVariable(member, T.error, 'out', place);
  variable.builtin = true;
  cx.hiddenBuiltins.add(member);
  return variable;
};
