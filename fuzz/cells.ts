/*
 * What there is to cover, read from the protocol's tables: for every field of every command the classes of values that it must
 * have had, for every command the lengths, for every enum the members. A cell is one of these; the generator is told which
 * cells a case has to hold (`program.ts`) and marks those that it made (`coverage.ts`), so nothing is left to luck.
 */
import {
  type BitField,
  type CommandSpec,
  type Element,
  enumSpecOf,
  enumSpecs,
  type Field,
  type MessageSpec,
  virglSpecs,
  vtestSpecs,
} from '@virglass/protocol';

/** A number of a message, or something else about it that can be chosen: how many elements, whether a group is there. */
export interface Leaf {
  /** Names from the message down to the field: `rt.rgbFunc`. */
  readonly path: string;
  readonly kind: Element['kind'] | 'bits' | 'elements' | 'group' | 'text';
  /** Width of packed bits. */
  readonly width: number;
  /** Enum or flag set of the values. */
  readonly names: string | null;
  /** Kind of object that a handle names. */
  readonly of: string | null;
  /** The number says how long an array is: a lie about it is a command that contradicts itself. */
  readonly isCount: boolean;
}

/** Something that must have been sent. */
export interface Cell {
  readonly spec: MessageSpec;
  /** Null: it is about the whole message. */
  readonly leaf: Leaf | null;
  /** Class of value, or the member of an enum after `=`. */
  readonly value: string;
}

/** Classes of values by kind of leaf; 'plausible' is what an honest guest sends. */
const valueClasses: Readonly<Record<Leaf['kind'], readonly string[]>> = {
  u32: ['plausible', 'zero', 'one', 'more', 'less', 'double', 'limit', 'max', 'sign', 'random'],
  i32: ['plausible', 'zero', 'one', 'more', 'less', 'minus', 'limit', 'max', 'sign', 'random'],
  any32: ['plausible', 'zero', 'max', 'sign', 'nan', 'random'],
  u64: ['plausible', 'zero', 'max', 'sign', 'random'],
  f32: ['plausible', 'zero', 'minus', 'huge', 'tiny', 'infinite', 'nan', 'random'],
  f64: ['plausible', 'zero', 'minus', 'huge', 'tiny', 'infinite', 'nan', 'random'],
  handle: ['plausible', 'zero', 'other', 'kind', 'gone', 'unknown'],
  enum: ['plausible', 'other', 'beyond', 'max', 'random'],
  flags: ['plausible', 'zero', 'all', 'unknown', 'random'],
  bits: ['plausible', 'zero', 'max', 'random'],
  elements: ['plausible', 'none', 'one', 'many', 'beyond'],
  group: ['present', 'absent'],
  text: ['plausible', 'empty', 'long', 'binary'],
};

/** What can be wrong with a whole message. */
const messageClasses = ['exact', 'shorter', 'longer', 'empty', 'endless', 'object', 'opcode', 'flips'];

/** What a draw may lack, by the command that would have brought it; `everything` is a sub-context in which nothing was ever bound. */
export const drawParts: readonly string[] = [
  'vertex shader',
  'fragment shader',
  'CREATE_BLEND',
  'CREATE_RASTERIZER',
  'CREATE_DSA',
  'CREATE_VERTEX_ELEMENTS',
  'SET_FRAMEBUFFER_STATE',
  'SET_VIEWPORT_STATE',
  'SET_VERTEX_BUFFERS',
  'SET_INDEX_BUFFER',
  'SET_SAMPLER_VIEWS',
  'BIND_SAMPLER_STATES',
  'SET_CONSTANT_BUFFER',
  'everything',
];

/** vtest requests that cases are made of; the others belong to the connection and are damaged by `vtest-target.ts`. */
const requestNames = ['RESOURCE_CREATE2', 'RESOURCE_UNREF', 'TRANSFER_GET', 'TRANSFER_PUT', 'TRANSFER_GET2', 'TRANSFER_PUT2'];

/** The vtest requests that renderers see something of. */
export const requestSpecs: readonly MessageSpec[] = vtestSpecs.filter(({ name }) => requestNames.includes(name));

/** Every message that a case can hold. */
export const allSpecs: readonly MessageSpec[] = [...virglSpecs, ...requestSpecs];

/** Whether the message is a virgl command, not a vtest request. */
export function isCommand(spec: MessageSpec): spec is CommandSpec {
  return 'opcode' in spec;
}

function countsOf(fields: readonly Field[]): Set<string> {
  const names = new Set<string>();
  const visit = (field: Field): void => {
    if ((field.kind === 'array' || field.kind === 'records') && typeof field.count === 'object') names.add(field.count.field);
    if ('size' in field && field.size !== undefined) names.add(field.size.field);
    if (field.kind === 'when') {
      names.add(field.field);
      field.fields.forEach(visit);
    }
  };
  fields.forEach(visit);
  return names;
}

function elementLeaf(path: string, element: Element, isCount: boolean): Leaf {
  const names = element.kind === 'enum' ? element.enum : element.kind === 'flags' ? element.flags : null;
  return { path, kind: element.kind, width: 32, names, of: element.kind === 'handle' ? element.of : null, isCount };
}

function bitLeaf(path: string, bit: Exclude<BitField, { readonly skip: number }>): Leaf {
  return { path, kind: 'bits', width: bit.width, names: bit.enum ?? bit.flags ?? null, of: null, isCount: false };
}

function leavesIn(fields: readonly Field[], prefix: string, counts: ReadonlySet<string>): Leaf[] {
  return fields.flatMap((field): Leaf[] => {
    const plain = { width: 32, names: null, of: null, isCount: false };
    switch (field.kind) {
      case 'pad':
        return [];
      case 'bits':
        return field.fields.flatMap((bit) => ('skip' in bit ? [] : [bitLeaf(prefix + bit.name, bit)]));
      case 'array': {
        const path = prefix + field.name;
        const element = elementLeaf(path, field.of, false);
        return typeof field.count === 'number' ? [element] : [{ path, kind: 'elements', ...plain }, element];
      }
      case 'records': {
        const path = prefix + field.name;
        const inner = leavesIn(field.fields, `${path}.`, counts);
        return typeof field.count === 'number' ? inner : [{ path, kind: 'elements', ...plain }, ...inner];
      }
      case 'union':
        return field.variants.flatMap(({ name, fields: inner }) => leavesIn(inner, `${prefix}${name}.`, counts));
      case 'optional':
        return [{ path: prefix + field.name, kind: 'group', ...plain }, ...leavesIn(field.fields, `${prefix}${field.name}.`, counts)];
      case 'when':
        return leavesIn(field.fields, `${prefix}${field.name}.`, counts);
      case 'bytes':
      case 'text':
        return [{ path: prefix + field.name, kind: 'text', ...plain }];
      default:
        return [elementLeaf(prefix + field.name, field, counts.has(field.name))];
    }
  });
}

const leavesBySpec = new Map<MessageSpec, readonly Leaf[]>();

/** All that can be chosen about a message. */
export function leavesOf(spec: MessageSpec): readonly Leaf[] {
  let leaves = leavesBySpec.get(spec);
  if (leaves === undefined) leavesBySpec.set(spec, (leaves = leavesIn(spec.fields, '', countsOf(spec.fields))));
  return leaves;
}

/** Classes of values that a leaf must have had. */
export function classesOf(leaf: Leaf): readonly string[] {
  if (leaf.kind === 'bits' && leaf.width === 1) return ['zero', 'max'];
  return valueClasses[leaf.kind];
}

/** Name of a cell, as the coverage table counts it. */
export function cellName(spec: MessageSpec, leaf: Leaf | null, value: string): string {
  return leaf === null ? `${spec.name} ${value}` : `${spec.name} ${leaf.path} ${leaf.kind === 'elements' ? `[${value}]` : value}`;
}

function fieldCells(specs: readonly MessageSpec[]): Cell[] {
  return specs.flatMap((spec) => leavesOf(spec).flatMap((leaf) => classesOf(leaf).map((value) => ({ spec, leaf, value }))));
}

function messageCells(): Cell[] {
  const parts = drawParts.map((part) => `without ${part}`);
  return virglSpecs.flatMap((spec) =>
    [...messageClasses, ...(spec.name === 'DRAW_VBO' ? parts : [])].map((value) => ({ spec, leaf: null, value })),
  );
}

/** For each enum that a field has: every member, in some field. */
function memberCells(): Cell[] {
  const cells: Cell[] = [];
  for (const { name, values } of enumSpecs) {
    const users = allSpecs.flatMap((spec) => leavesOf(spec).flatMap((leaf) => (leaf.names === name ? [{ spec, leaf }] : [])));
    if (users.length === 0) continue;
    // Each field has each member where there are few; a long list of formats is dealt out among the fields that name one.
    const dealt = Object.keys(values).length > 32;
    for (const [index, member] of Object.keys(values).entries()) {
      const takers = dealt ? [users[index % users.length]!, users[(index * 7 + 3) % users.length]!] : users;
      for (const { spec, leaf } of takers) {
        if (fits(leaf, name, member)) cells.push({ spec, leaf, value: `=${member}` });
      }
    }
  }
  return cells;
}

/** A packed field may be too narrow for some members (the colour masks that GL knows are fewer than gallium's). */
function fits(leaf: Leaf, name: string, member: string): boolean {
  return (enumSpecOf(name).values[member] ?? 0) < 2 ** leaf.width;
}

let cells: readonly Cell[] | null = null;

/** Everything that there is to cover. */
export function allCells(): readonly Cell[] {
  if (cells === null) {
    const seen = new Set<string>();
    cells = [...fieldCells(allSpecs), ...messageCells(), ...memberCells()].filter(({ spec, leaf, value }) => {
      const name = cellName(spec, leaf, value);
      if (seen.has(name)) return false;
      seen.add(name);
      return true;
    });
  }
  return cells;
}

/** What can be wrong with a whole vtest request. */
const requestClasses = ['exact', 'shorter', 'longer', 'empty', 'endless', 'opcode', 'cut'];

let vtestCells: readonly Cell[] | null = null;

/** Everything that there is to cover of the vtest protocol itself: every field of every request, and wrong lengths. */
export function allVtestCells(): readonly Cell[] {
  vtestCells ??= [...fieldCells(vtestSpecs), ...vtestSpecs.flatMap((spec) => requestClasses.map((value) => ({ spec, leaf: null, value })))];
  return vtestCells;
}

/** Whether a cell's value ends the decoding of what follows: it goes to the end of a case. */
export function endsStream({ spec, leaf, value }: Cell): boolean {
  if (leaf === null) return value !== 'exact' && !value.startsWith('without ');
  if (leaf.isCount) return value !== 'plausible';
  if (!isCommand(spec)) return false;
  if (leaf.kind === 'elements') return value === 'none' || value === 'beyond';
  return leaf.kind === 'group' || leaf.kind === 'text';
}
