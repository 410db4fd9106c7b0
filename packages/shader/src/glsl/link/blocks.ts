/** Uniform and storage blocks: slots in each stage, bindings, members. */
import type { Log } from '../log.ts';
import { type ShaderStage, shaderStages } from '../options.ts';
import type { Block, Variable } from '../syntax/tree.ts';
import { arrayStride, fieldOffsets, matrixStride, type Packing } from '../types/layout.ts';
import { sameType, type Type } from '../types/type.ts';
import type { Binding, MemoryStore } from '../lower/value.ts';
import { MemorySlots } from './memory-slots.ts';
import type { MergedStage } from './merge.ts';
import type { LinkedBlock, LinkedMember } from './program.ts';

/** What the blocks of a program come to. */
export type BlockPlan = {
  readonly uniformBlocks: readonly LinkedBlock[];
  readonly storageBlocks: readonly LinkedBlock[];
  readonly bindings: ReadonlyMap<ShaderStage, ReadonlyMap<Variable, Binding>>;
  /** One more than the highest slot. */
  readonly uniformSlots: ReadonlyMap<ShaderStage, number>;
  readonly storageSlots: MemorySlots;
  /** vec4s of each constant buffer, by stage and slot. */
  readonly sizes: ReadonlyMap<ShaderStage, ReadonlyMap<number, number>>;
};

const packingOf = (block: Block): Packing => (block.layout.packing === 'std430' ? 'std430' : 'std140');

type Spot = { readonly packing: Packing; readonly rowMajor: boolean };

const membersOf = (
  name: string,
  type: Type,
  offset: number,
  spot: Spot,
  top: { readonly size: number; readonly stride: number },
  out: LinkedMember[],
): void => {
  const { packing, rowMajor } = spot;
  const add = (leaf: Type, size: number, isArray: boolean, stride: number): void => {
    out.push({
      name: isArray ? `${name}[0]` : name,
      type: leaf,
      size,
      isArray,
      offset,
      arrayStride: stride,
      matrixStride: leaf.isMatrix ? matrixStride(leaf, packing, rowMajor) : 0,
      rowMajor: leaf.isMatrix && rowMajor,
      topLevelSize: top.size,
      topLevelStride: top.stride,
    });
  };
  if (type.element !== null) {
    const stride = arrayStride(type, packing, rowMajor);
    if (type.element.kind === 'number') return add(type.element, type.length, true, stride);
    // Storage names the first element of arrays of structures alone when they end the block.
    for (let i = 0; i < Math.max(1, type.length); i++) membersOf(`${name}[${i}]`, type.element, offset + i * stride, spot, top, out);
    return;
  }
  if (type.kind === 'struct') {
    const { offsets } = fieldOffsets(type.fields, packing, rowMajor);
    type.fields.forEach((field, i) =>
      membersOf(
        `${name}.${field.name}`,
        field.type,
        offset + (offsets[i] ?? 0),
        { packing, rowMajor: field.layout?.rowMajor ?? rowMajor },
        top,
        out,
      ),
    );
    return;
  }
  add(type, 1, false, 0);
};

const describeMembers = (block: Block): LinkedMember[] => {
  const packing = packingOf(block);
  const rowMajor = block.layout.rowMajor ?? false;
  const { offsets } = fieldOffsets(block.type.fields, packing, rowMajor);
  const out: LinkedMember[] = [];
  block.type.fields.forEach((field, i) => {
    const major = field.layout?.rowMajor ?? rowMajor;
    const top =
      field.type.element === null ? { size: 1, stride: 0 } : { size: field.type.length, stride: arrayStride(field.type, packing, major) };
    const name = block.instance === '' ? field.name : `${block.name}.${field.name}`;
    membersOf(name, field.type, offsets[i] ?? 0, { packing, rowMajor: major }, top, out);
  });
  return out;
};

/** Bytes that a block needs at least: an unsized array counts as one element. */
const sizeOfBlock = (block: Block): number => {
  const packing = packingOf(block);
  const rowMajor = block.layout.rowMajor ?? false;
  const { end } = fieldOffsets(block.type.fields, packing, rowMajor);
  const last = block.type.fields.at(-1);
  const extra =
    last !== undefined && last.type.isArray && last.type.length === 0
      ? arrayStride(last.type, packing, last.layout?.rowMajor ?? rowMajor)
      : 0;
  return Math.ceil((end + extra) / 16) * 16;
};

const sameBlocks = (a: Block, b: Block, es: boolean): boolean =>
  a.layout.packing === b.layout.packing &&
  a.instanceType.flatLength === b.instanceType.flatLength &&
  (a.instance === '') === (b.instance === '') &&
  a.type.fields.length === b.type.fields.length &&
  a.type.fields.every((field, i) => {
    const other = b.type.fields[i];
    return (
      other !== undefined &&
      other.name === field.name &&
      sameType(field.type, other.type, es) &&
      (!es || field.precision === other.precision) &&
      (field.layout?.rowMajor ?? a.layout.rowMajor ?? false) === (other.layout?.rowMajor ?? b.layout.rowMajor ?? false) &&
      field.layout?.offset === other.layout?.offset
    );
  });

const instanceNames = (block: Block): string[] => {
  let names = [block.name];
  if (block.instance === '') return names;
  for (let type = block.instanceType; type.element !== null; type = type.element) {
    const { length } = type;
    names = names.flatMap((name) => Array.from({ length }, (_, i) => `${name}[${i}]`));
  }
  return names;
};

type Entry = { readonly block: Block; readonly stages: Map<ShaderStage, number>; readonly writes: boolean };

const slotCount = (block: Block): number => (block.instance === '' ? 1 : block.instanceType.flatLength);

/** Slots of the storage blocks of all stages, whether used or not. */
const storageTotal = (stages: readonly MergedStage[]): number => {
  const blocks = stages.flatMap((stage) => stage.blocks).filter(({ storage }) => storage === 'buffer');
  const counts = new Map(blocks.map((block) => [block.name, slotCount(block)]));
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
};

/** Plans the blocks of all stages. */
export const planBlocks = (log: Log, stages: readonly MergedStage[]): BlockPlan => {
  const limits = stages[0]?.units[0]?.limits;
  const bindings = new Map<ShaderStage, Map<Variable, Binding>>();
  const uniformSlots = new Map<ShaderStage, number>();
  const storageSlots = new MemorySlots(storageTotal(stages), limits?.MaxShaderStorageBlocks ?? Infinity);
  const sizes = new Map<ShaderStage, Map<number, number>>();
  const entries = new Map<string, Entry>();
  for (const stage of stages) {
    const own = new Map<Variable, Binding>();
    bindings.set(stage.stage, own);
    const stageSizes = new Map<number, number>();
    sizes.set(stage.stage, stageSizes);
    for (const block of stage.blocks) {
      if (block.storage !== 'uniform' && block.storage !== 'buffer') continue;
      const key = `${block.storage} ${block.name}`;
      const first = entries.get(key);
      if (first !== undefined && !sameBlocks(first.block, block, stage.units[0]?.es === true))
        log.linkError(`block '${block.name}' is not the same in all stages`);
      if (
        first !== undefined &&
        first.block.layout.binding >= 0 &&
        block.layout.binding >= 0 &&
        first.block.layout.binding !== block.layout.binding
      )
        log.linkError(`block '${block.name}' has two bindings`);
      const variables = stage.globals.filter((one) => one.block !== null && (stage.canonicalBlock.get(one.block) ?? one.block) === block);
      const touched = variables.some((one) => [...stage.canonical].some(([from, to]) => to === one && stage.usage.touched.has(from)));
      // std140 and std430 blocks are there whether used or not; so are shared ones, for reflection.
      if (!touched && block.layout.packing === 'packed') continue;
      const count = slotCount(block);
      const isUniform = block.storage === 'uniform';
      let slot = isUniform ? (uniformSlots.get(stage.stage) ?? 1) : 0;
      if (touched && isUniform) {
        uniformSlots.set(stage.stage, slot + count);
        for (let i = 0; i < count; i++) stageSizes.set(slot + i, sizeOfBlock(block) / 16);
      } else if (touched) slot = storageSlots.take(stage.stage, first?.stages.values().next().value, count);
      const entry = first ?? { block, stages: new Map<ShaderStage, number>(), writes: variables.some((one) => one.written) };
      if (touched) entry.stages.set(stage.stage, slot);
      entries.set(key, entry);
      const qualifiers = [
        block.memory.coherent ? ', COHERENT' : '',
        block.memory.restrict ? ', RESTRICT' : '',
        block.memory.volatile ? ', VOLATILE' : '',
      ].join('');
      const store: MemoryStore = {
        space: isUniform ? 'uniform' : 'storage',
        slot,
        offset: 0,
        packing: packingOf(block),
        rowMajor: block.layout.rowMajor ?? false,
        qualifiers: isUniform ? '' : qualifiers,
      };
      const { offsets } = fieldOffsets(block.type.fields, store.packing, store.rowMajor);
      for (const variable of variables) {
        const field = variable.member >= 0 ? block.type.fields[variable.member] : undefined;
        own.set(variable, {
          memory:
            field === undefined
              ? store
              : { ...store, offset: offsets[variable.member] ?? 0, rowMajor: field.layout?.rowMajor ?? store.rowMajor },
        });
      }
    }
  }
  const linked = (storage: 'uniform' | 'buffer'): LinkedBlock[] => {
    const out: LinkedBlock[] = [];
    for (const { block, stages: users, writes } of entries.values()) {
      if (block.storage !== storage) continue;
      const members = describeMembers(block);
      let mask = 0;
      for (const stage of users.keys()) mask |= 1 << shaderStages.indexOf(stage);
      instanceNames(block).forEach((name, i) => {
        const slots = Object.fromEntries([...users].map(([stage, slot]) => [stage, slot + i]));
        out.push({
          name,
          binding: block.layout.binding >= 0 ? block.layout.binding + i : 0,
          size: sizeOfBlock(block),
          members,
          slots,
          writes,
          stages: mask,
        });
      });
    }
    return out;
  };
  const uniformBlocks = linked('uniform');
  const storageBlocks = linked('buffer');
  if (limits !== undefined) {
    for (const [stage, slots] of uniformSlots)
      if (slots - 1 > limits.MaxUniformBlocks)
        log.linkError(`the ${stage} shader uses ${slots - 1} uniform blocks; there are ${limits.MaxUniformBlocks}`);
    for (const { stage } of stages) {
      const slots = storageSlots.count(stage);
      if (slots > limits.MaxShaderStorageBlocks)
        log.linkError(`the ${stage} shader uses ${slots} storage blocks; there are ${limits.MaxShaderStorageBlocks}`);
    }
    for (const { name, size } of uniformBlocks)
      if (size > limits.MaxUniformBlockSize) log.linkError(`block '${name}' has ${size} bytes; there are ${limits.MaxUniformBlockSize}`);
  }
  return { uniformBlocks, storageBlocks, bindings, uniformSlots, storageSlots, sizes };
};
