/*
 * Messages of values: filling in what a command's builder left open, giving one field a value of a class, and encoding.
 */
import {
  type ArrayField,
  type BitField,
  commandHeader,
  type CommandSpec,
  type Element,
  encodeFields,
  enumSpecOf,
  type Field,
  isPresent,
  type MessageSpec,
  numberOf,
  type RecordsField,
  type Value,
  VtestCommand,
} from '@virglass/protocol';
import type { Leaf } from './cells.ts';
import type { World } from './world.ts';

/** A message that can still be changed. */
export type Draft = Record<string, Value>;

type Group = Record<string, Value>;

/** Numbers at which something ends: slots, levels, alignments, sizes of textures, 16 bits. */
const limits = [4, 8, 15, 16, 17, 31, 32, 33, 63, 64, 127, 128, 255, 256, 4095, 4096, 16383, 16384, 16385, 65535, 65536, 0x100000];

/** Elements of an array that has more than any limit of the renderer. */
const tooManyElements = 300;

/** What an honest guest could put where a builder has nothing better. */
function plausible(world: World, element: Element | Exclude<BitField, { readonly skip: number }>): Value {
  const { dice } = world;
  if (!('kind' in element)) {
    const name = element.enum ?? element.flags;
    if (name !== undefined) return dice.pick(Object.values(enumSpecOf(name).values)) & (2 ** element.width - 1);
    return element.width === 1 ? Number(dice.chance(0.3)) : dice.below(Math.min(8, 2 ** element.width));
  }
  switch (element.kind) {
    case 'f32':
    case 'f64':
      return Math.fround(dice.chance(0.5) ? dice.pick([0, 1, 0.5, -1]) : dice.unit() * 4 - 1);
    case 'u64':
      return { lo: dice.below(16), hi: 0 };
    case 'i32':
    case 'u32':
      return dice.below(4);
    case 'any32':
      return dice.pick([0, 1, 0x3f800000, 0x3f000000]);
    case 'handle':
      return 'nullable' in element && dice.chance(0.1) ? 0 : world.handleOf(element.of);
    case 'enum':
      return dice.pick(Object.values(enumSpecOf(element.enum).values));
    default:
      return dice.pick(Object.values(enumSpecOf(element.flags).values)) >>> 0;
  }
}

/** Gives every field that the builder left open a value, and every field that counts its count. */
export function complete(world: World, spec: MessageSpec, draft: Draft): Draft {
  for (const field of spec.fields) fill(world, field, draft, draft);
  settleCounts(spec, draft);
  return draft;
}

function fill(world: World, field: Field, into: Group, message: Draft): void {
  const group = (fields: readonly Field[], had: Value | undefined): Group => {
    const inner: Group = { ...groupOf(had) };
    for (const one of fields) fill(world, one, inner, message);
    return inner;
  };
  switch (field.kind) {
    case 'pad':
      return;
    case 'bits':
      for (const bit of field.fields) if (!('skip' in bit)) into[bit.name] ??= plausible(world, bit);
      return;
    case 'array':
    case 'records': {
      const had = listOf(into[field.name]);
      const count = had ?? Array.from({ length: typeof field.count === 'number' ? field.count : world.dice.between(1, 3) });
      into[field.name] = Array.from(count, (item, i) => elementOf(world, field, had?.[i] ?? (item as Value | undefined), group));
      return;
    }
    case 'union': {
      const chosen = field.variants.find(({ name }) => into[name] !== undefined) ?? field.variants.at(-1)!;
      into[chosen.name] = group(chosen.fields, into[chosen.name]);
      return;
    }
    case 'optional':
      if (into[field.name] !== undefined) into[field.name] = group(field.fields, into[field.name]);
      return;
    case 'when':
      if (isPresent(field, message)) into[field.name] = group(field.fields, into[field.name]);
      return;
    case 'bytes':
      into[field.name] ??= world.dice.bytes(64);
      return;
    case 'text':
      into[field.name] ??= world.dice.pick(['', 'a', 'virgl', '%s %n', 'x'.repeat(300)]);
      return;
    default:
      if (field.kind === 'u64') {
        into[`${field.name}Lo`] ??= world.dice.below(4096);
        into[`${field.name}Hi`] ??= 0;
      } else into[field.name] ??= plausible(world, field);
  }
}

function elementOf(
  world: World,
  field: ArrayField | RecordsField,
  had: Value | undefined,
  group: (fields: readonly Field[], had: Value | undefined) => Group,
): Value {
  return field.kind === 'records' ? group(field.fields, had) : (had ?? plausible(world, field.of));
}

function groupOf(value: Value | undefined): Group {
  return typeof value === 'object' && !Array.isArray(value) && !(value instanceof Uint8Array) ? (value as Group) : {};
}

function listOf(value: Value | undefined): readonly Value[] | null {
  return Array.isArray(value) ? (value as readonly Value[]) : null;
}

/** Makes the fields that count say what is there. */
function settleCounts(spec: MessageSpec, draft: Draft): void {
  const visit = (field: Field, group: Group): void => {
    if ((field.kind === 'array' || field.kind === 'records') && typeof field.count === 'object') {
      draft[field.count.field] = listOf(group[field.name])?.length ?? 0;
    } else if ('size' in field && field.size !== undefined) {
      const bytes = group[field.name];
      draft[field.size.field] = bytes instanceof Uint8Array ? bytes.length : 0;
    } else if (field.kind === 'when' && isPresent(field, draft)) {
      for (const inner of field.fields) visit(inner, groupOf(group[field.name]));
    }
  };
  for (const field of spec.fields) visit(field, draft);
}

/** How one value becomes another. */
type Change = (old: Value | undefined) => Value;

/**
 * Gives a leaf a value of a class. What must be there for the leaf to be there is added.
 *
 * @param value - a class of `cells.ts`, or a member of the leaf's enum after `=`
 */
export function setLeaf(world: World, spec: MessageSpec, draft: Draft, leaf: Leaf, value: string): void {
  const change: Change = (old) => valueOf(world, leaf, value, old);
  walk(world, spec.fields, draft, leaf.path.split('.'), change, draft, leaf);
  if (!leaf.isCount) settleCounts(spec, draft);
}

function walk(
  world: World,
  fields: readonly Field[],
  into: Group,
  path: readonly string[],
  change: Change,
  message: Draft,
  leaf: Leaf,
): void {
  const [name = '', ...rest] = path;
  for (const field of fields) {
    if (field.kind === 'pad') continue;
    if (field.kind === 'bits') {
      if (field.fields.some((bit) => 'name' in bit && bit.name === name)) into[name] = change(into[name]);
    } else if (field.kind === 'union') {
      const variant = field.variants.find((one) => one.name === name);
      if (variant === undefined) continue;
      for (const other of field.variants) if (other !== variant) delete into[other.name];
      const inner: Group = { ...groupOf(into[name]) };
      for (const one of variant.fields) fill(world, one, inner, message);
      walk(world, variant.fields, inner, rest, change, message, leaf);
      into[name] = inner;
    } else if (field.name !== name) continue;
    else if (field.kind === 'array' || field.kind === 'records') {
      if (leaf.kind === 'elements' && rest.length === 0)
        into[name] = resized(world, field, listOf(into[name]) ?? [], change(undefined), message);
      else changeElement(world, field, into, rest, change, message, leaf);
    } else if (field.kind === 'optional' || field.kind === 'when') {
      changeGroup(world, field, fields, into, rest, change, message, leaf);
    } else if (field.kind === 'u64') {
      into[`${name}Lo`] = change(into[`${name}Lo`]);
      into[`${name}Hi`] = change(into[`${name}Hi`]);
    } else into[name] = change(into[name]);
  }
}

function changeElement(
  world: World,
  field: ArrayField | RecordsField,
  into: Group,
  rest: readonly string[],
  change: Change,
  message: Draft,
  leaf: Leaf,
): void {
  const list = [...(listOf(into[field.name]) ?? [])];
  if (list.length === 0) fill(world, { ...field, count: 1 }, into, message);
  const filled = list.length === 0 ? [...(listOf(into[field.name]) ?? [])] : list;
  const at = world.dice.below(filled.length);
  if (field.kind === 'array') filled[at] = change(filled[at]);
  else {
    const record: Group = { ...groupOf(filled[at]) };
    walk(world, field.fields, record, rest, change, message, leaf);
    filled[at] = record;
  }
  into[field.name] = filled;
}

function changeGroup(
  world: World,
  field: Extract<Field, { readonly kind: 'optional' | 'when' }>,
  siblings: readonly Field[],
  into: Group,
  rest: readonly string[],
  change: Change,
  message: Draft,
  leaf: Leaf,
): void {
  if (leaf.kind === 'group' && rest.length === 0) {
    if (change(undefined) === 0) {
      // Groups at the end need those before them.
      for (const later of siblings.slice(siblings.indexOf(field))) if (later.kind === 'optional') delete into[later.name];
      return;
    }
    present(world, field, siblings, into, message);
    return;
  }
  present(world, field, siblings, into, message);
  const inner: Group = { ...groupOf(into[field.name]) };
  walk(world, field.fields, inner, rest, change, message, leaf);
  into[field.name] = inner;
}

function present(
  world: World,
  field: Extract<Field, { readonly kind: 'optional' | 'when' }>,
  siblings: readonly Field[],
  into: Group,
  message: Draft,
): void {
  const needed =
    field.kind === 'optional' ? siblings.slice(0, siblings.indexOf(field) + 1).filter((one) => one.kind === 'optional') : [field];
  for (const one of needed) {
    if (one.kind === 'when') {
      if (numberOf(message, one.field) === 0) message[one.field] = 1;
      if (one.unless !== undefined && message[one.unless.field] === one.unless.equals) message[one.unless.field] = 0;
    }
    const inner: Group = { ...groupOf(into[one.name]) };
    for (const part of one.fields) fill(world, part, inner, message);
    into[one.name] = inner;
  }
}

function resized(world: World, field: ArrayField | RecordsField, list: readonly Value[], count: Value, message: Draft): Value {
  const length = typeof count === 'number' ? count : 0;
  const more: Group = { [field.name]: list.slice(0, length) };
  const wanted: Value[] = [...list.slice(0, length)];
  while (wanted.length < length) {
    const one: Group = {};
    fill(world, { ...field, count: 1 }, one, message);
    wanted.push(...(listOf(one[field.name]) ?? []));
  }
  more[field.name] = wanted;
  return wanted;
}

/** A value of a class for a leaf that had another one. */
function valueOf(world: World, leaf: Leaf, value: string, old: Value | undefined): Value {
  const { dice } = world;
  if (value.startsWith('=')) return member(leaf, value.slice(1));
  const number = typeof old === 'number' ? old : 0;
  switch (leaf.kind) {
    case 'elements':
      return { none: 0, one: 1, many: dice.between(2, 8), beyond: tooManyElements, plausible: dice.between(1, 4) }[value] ?? 0;
    case 'group':
      return value === 'absent' ? 0 : 1;
    case 'text':
      return textOf(world, value, old);
    case 'handle':
      return handleOf(world, leaf.of ?? 'object', value, number);
    case 'f32':
    case 'f64':
      return floatOf(world, value, number);
    case 'bits':
      return bitsOf(world, leaf, value, number);
    case 'u64':
      return value === 'plausible' ? number : numberOfClass(world, leaf, value, number);
    default:
      return numberOfClass(world, leaf, value, number);
  }
}

function member(leaf: Leaf, name: string): number {
  return (leaf.names === null ? 0 : (enumSpecOf(leaf.names).values[name] ?? 0)) >>> 0;
}

function textOf(world: World, value: string, old: Value | undefined): Value {
  const bytes = old instanceof Uint8Array;
  if (value === 'plausible' && old !== undefined) return old;
  if (value === 'empty') return bytes ? new Uint8Array(0) : '';
  if (value === 'long') return bytes ? world.dice.bytes(20_000) : 'MOV TEMP[0], IN[0]\n'.repeat(1500);
  const noise = world.dice.bytes(64);
  return bytes ? noise : String.fromCharCode(...noise);
}

function handleOf(world: World, of: string, value: string, old: number): number {
  switch (value) {
    case 'zero':
      return 0;
    case 'other':
      return world.handleOf(of);
    case 'kind':
      return world.handleOfOtherKind(of);
    case 'gone':
      return world.goneHandle(of);
    case 'unknown':
      return world.unknownHandle();
    default:
      return old;
  }
}

function floatOf(world: World, value: string, old: number): number {
  switch (value) {
    case 'zero':
      return 0;
    case 'minus':
      return old === 0 ? -1 : -old;
    case 'huge':
      return world.dice.pick([3.4e38, -3.4e38, 1e10, 65536, -65536, 2147483648]);
    case 'tiny':
      return world.dice.pick([1e-40, -1e-40, 1e-30]);
    case 'infinite':
      return world.dice.pick([Infinity, -Infinity]);
    case 'nan':
      return NaN;
    case 'random':
      return (world.dice.unit() - 0.5) * 2 ** world.dice.below(24);
    default:
      return old;
  }
}

function bitsOf(world: World, leaf: Leaf, value: string, old: number): number {
  if (value === 'zero') return 0;
  if (value === 'max') return 2 ** leaf.width - 1;
  return value === 'random' ? world.dice.below(2 ** leaf.width) : old;
}

function numberOfClass(world: World, leaf: Leaf, value: string, old: number): number {
  const { dice } = world;
  const values = leaf.names === null ? [] : Object.values(enumSpecOf(leaf.names).values);
  const result = ((): number => {
    switch (value) {
      case 'zero':
        return 0;
      case 'one':
        return 1;
      case 'more':
        return old + 1;
      case 'less':
        return old - 1;
      case 'minus':
        return -old;
      case 'double':
        return old * 2;
      case 'limit':
        return dice.pick(limits);
      case 'max':
        return 0xffffffff;
      case 'sign':
        return dice.pick([0x80000000, 0x7fffffff]);
      case 'nan':
        return 0x7fc00000;
      case 'random':
        return dice.below(2 ** dice.between(1, 32));
      case 'other':
        return dice.pick(values);
      case 'beyond':
        return Math.max(...values) + dice.between(1, 4);
      case 'all':
        return values.reduce((all, one) => (all | one) >>> 0, 0);
      case 'unknown':
        return ~values.reduce((all, one) => all | one, 0) || 0xffffffff;
      default:
        return old;
    }
  })();
  return leaf.kind === 'i32' ? result | 0 : result >>> 0;
}

/** Words for the largest message. */
const room = new Uint32Array(0x20000);
const roomFloats = new Float32Array(room.buffer);

/** A count that contradicts the message: the draft says the truth, the words do not. */
export interface Lie {
  readonly leaf: Leaf;
  readonly value: string;
}

/**
 * Encodes a virgl command.
 *
 * @param lie - a field that counts, and the class of the value that it gets instead
 */
export function encodeDraft(world: World, spec: CommandSpec, draft: Draft, lie: Lie | null = null): Uint32Array {
  const end = Math.min(encodeFields(spec.fields, draft, room, roomFloats, 1), 0x10000);
  if (lie !== null) tellLie(world, spec, draft, lie, 1);
  const object = spec.objectInHeader === true ? numberOf(draft, 'objectType') : (spec.object ?? 0);
  room[0] = commandHeader(spec.opcode, object, end - 1);
  return room.slice(0, end);
}

/** Encodes a vtest request, header first; what TRANSFER_PUT carries ends at its last byte. */
export function encodeRequest(world: World, spec: MessageSpec, command: number, draft: Draft, lie: Lie | null = null): Uint8Array {
  const end = encodeFields(spec.fields, draft, room, roomFloats, 2);
  room[0] = end - 2;
  room[1] = command;
  let bytes = end * 4;
  if (command === VtestCommand.TRANSFER_PUT) {
    const { data } = draft;
    if (data instanceof Uint8Array) bytes -= (4 - (data.length % 4)) % 4;
  }
  if (lie !== null) tellLie(world, spec, draft, lie, 2);
  return new Uint8Array(room.buffer, 0, bytes).slice();
}

function tellLie(world: World, spec: MessageSpec, draft: Draft, { leaf, value }: Lie, first: number): void {
  const before = spec.fields.findIndex((field) => 'name' in field && field.name === leaf.path);
  if (before < 0) return;
  // Encoding the fields before it again says where it lies.
  const at = encodeFields(spec.fields.slice(0, before), draft, room, roomFloats, first);
  room[at] = numberOfClass(world, leaf, value, room[at] ?? 0);
}

/** What is wrong with a whole command (`cells.ts`, messageClasses); a copy. */
export function damage(world: World, words: Uint32Array, value: string): Uint32Array {
  const { dice } = world;
  const header = words[0] ?? 0;
  const [opcode, object, length] = [header & 0xff, (header >>> 8) & 0xff, header >>> 16];
  const withHeader = (result: Uint32Array, first: number): Uint32Array => {
    result[0] = first;
    return result;
  };
  switch (value) {
    case 'shorter': {
      const shorter = Math.max(0, length - dice.pick([1, 1, 2, 4]));
      return withHeader(words.slice(0, 1 + shorter), commandHeader(opcode, object, shorter));
    }
    case 'longer': {
      const longer = new Uint32Array(words.length + dice.pick([1, 1, 2, 4]));
      longer.set(words);
      return withHeader(longer, commandHeader(opcode, object, longer.length - 1));
    }
    case 'empty':
      return Uint32Array.of(commandHeader(opcode, object, 0));
    case 'endless':
      return withHeader(words.slice(), commandHeader(opcode, object, dice.pick([length + 1, 0xffff])));
    case 'object':
      return withHeader(words.slice(), commandHeader(opcode, dice.below(dice.chance(0.7) ? 13 : 256), length));
    case 'opcode':
      return withHeader(words.slice(), commandHeader(dice.below(256), object, length));
    case 'flips': {
      const flipped = words.slice();
      for (let n = dice.between(1, 3); n > 0 && flipped.length > 1; n--)
        flipped[dice.between(1, flipped.length - 1)]! ^= 1 << dice.below(32);
      return flipped;
    }
    default:
      return words.slice();
  }
}
