/** The interface of a stage as items: a variable, or a block as a whole, with what the stages compare and where registers go. */
import type { ShaderStage } from '../options.ts';
import type { Block, Variable } from '../syntax/tree.ts';
import type { Field, Type } from '../types/type.ts';
import { slotOfField, slotsOf } from '../lower/slots.ts';
import type { MergedStage } from './merge.ts';

/** One input or output. */
export type Item = {
  /** What the stages match by. */
  readonly name: string;
  readonly block: Block | null;
  /** Without the dimension of vertices. */
  readonly type: Type;
  readonly slots: number;
  readonly patch: boolean;
  readonly location: number;
  /** Blocks whose members have locations: that of each slot. */
  readonly locations: readonly number[] | null;
  readonly component: number;
  readonly interpolation: Variable['interpolation'];
  readonly auxiliary: Variable['auxiliary'];
  readonly invariant: boolean;
  readonly stream: number;
  /** Variables and where in the item each starts. */
  readonly variables: readonly { readonly variable: Variable; readonly slot: number; readonly field: Field | null }[];
  readonly perVertex: boolean;
  /** Named by the code that main reaches. */
  readonly touched: boolean;
  readonly written: boolean;
  readonly isIndexed: boolean;
};

/** Whether inputs or outputs of a stage have a dimension of vertices. */
export const isPerVertex = (stage: ShaderStage, storage: 'in' | 'out'): boolean =>
  storage === 'in' ? stage === 'geometry' || stage === 'tess-control' || stage === 'tess-eval' : stage === 'tess-control';

/** Locations of a block's slots: a member that says none follows the one before it. */
const memberLocations = (block: Block): number[] => {
  const out: number[] = [];
  let next = Math.max(0, block.layout.location);
  for (const { type, layout } of block.type.fields) {
    if (layout !== undefined && layout.location >= 0) next = layout.location;
    for (let i = 0; i < slotsOf(type); i++) out.push(next++);
  }
  return out;
};

/** The user's inputs or outputs of a stage; built-in ones are dealt with by name. */
export const itemsOf = (stage: MergedStage, storage: 'in' | 'out'): Item[] => {
  const out: Item[] = [];
  const blocks = new Set<Block>();
  const touched = (variable: Variable): boolean =>
    [...stage.canonical].some(([from, to]) => to === variable && stage.usage.touched.has(from));
  const indexed = (variable: Variable): boolean => stage.usage.indexed.has(variable);
  for (const variable of stage.globals) {
    if (variable.storage !== storage || variable.builtin) continue;
    const block = variable.block;
    const patch = variable.auxiliary === 'patch' || block?.auxiliary === 'patch';
    const perVertex = isPerVertex(stage.stage, storage) && !patch;
    const strip = (type: Type): Type => (perVertex && type.element !== null ? type.element : type);
    if (block === null) {
      const type = strip(variable.type);
      out.push({
        name: variable.name,
        block: null,
        type,
        slots: slotsOf(type),
        patch,
        location: variable.layout.location,
        locations: null,
        component: Math.max(0, variable.layout.component),
        interpolation: variable.interpolation,
        auxiliary: variable.auxiliary,
        invariant: variable.invariant,
        stream: Math.max(0, variable.layout.stream),
        variables: [{ variable, slot: 0, field: null }],
        perVertex,
        touched: touched(variable),
        written: variable.written,
        isIndexed: indexed(variable),
      });
      continue;
    }
    if (blocks.has(block)) continue;
    blocks.add(block);
    const isInstance = block.instance !== '';
    const type = isInstance ? strip(variable.type) : block.type;
    const variables = isInstance
      ? [{ variable, slot: 0, field: null }]
      : block.variables.map((one) => ({
          variable: stage.canonical.get(one) ?? one,
          slot: slotOfField(block.type, one.member),
          field: block.type.fields[one.member] ?? null,
        }));
    const first = block.type.fields.find((field) => (field.layout?.location ?? -1) >= 0)?.layout?.location ?? -1;
    out.push({
      name: `block ${block.name}`,
      block,
      type,
      slots: slotsOf(type),
      patch,
      location: block.layout.location >= 0 ? block.layout.location : first,
      // Members that share locations have registers of their own, which both stages know by the block.
      locations: first < 0 || block.type.fields.some(({ layout }) => (layout?.component ?? 0) > 0) ? null : memberLocations(block),
      component: 0,
      interpolation: block.interpolation,
      auxiliary: block.auxiliary,
      invariant: false,
      stream: Math.max(0, block.layout.stream),
      variables,
      perVertex,
      touched: variables.some(({ variable: one }) => touched(one)),
      written: variables.some(({ variable: one }) => one.written),
      isIndexed: variables.some(({ variable: one }) => indexed(one)),
    });
  }
  return out;
};

/** What one register of an item holds. */
export type SlotField = {
  readonly type: Type;
  readonly interpolation: Variable['interpolation'];
  readonly auxiliary: Variable['auxiliary'];
};

/** Interpolation of each register of an item. */
export const slotFields = (item: Item): readonly SlotField[] => {
  const out: SlotField[] = [];
  const add = (type: Type, interpolation: Variable['interpolation'], auxiliary: Variable['auxiliary']): void => {
    if (type.kind === 'number') for (let i = 0; i < slotsOf(type); i++) out.push({ type, interpolation, auxiliary });
    else if (type.element !== null) for (let i = 0; i < Math.max(1, type.length); i++) add(type.element, interpolation, auxiliary);
    else
      for (const field of type.fields) {
        const own = field.layout;
        add(
          field.type,
          own !== undefined && own.interpolation !== '' ? own.interpolation : interpolation,
          own !== undefined && own.auxiliary !== '' ? own.auxiliary : auxiliary,
        );
      }
  };
  add(item.type, item.interpolation, item.auxiliary);
  return out;
};
