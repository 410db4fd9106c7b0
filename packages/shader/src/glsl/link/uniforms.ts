/**
 * Uniforms outside of blocks: one entry for each that the API names, registers and slots in each stage, locations.
 *
 * A uniform takes registers in each stage that uses it, one for each vector (two for wide doubles). Samplers are numbered
 * in each stage, images in all of them together; counters are where their bindings and offsets say.
 */
import type { Log } from '../log.ts';
import { type ShaderStage, shaderStages } from '../options.ts';
import type { Variable } from '../syntax/tree.ts';
import { contains, sameType, scalarCount, type Type } from '../types/type.ts';
import type { Binding } from '../lower/value.ts';
import { opaqueCount, slotOfField, slotsOf } from '../lower/slots.ts';
import { MemorySlots } from './memory-slots.ts';
import type { MergedStage } from './merge.ts';
import type { LinkedUniform, PerStage } from './program.ts';

/** What the uniforms of a program come to. */
export type UniformPlan = {
  readonly uniforms: readonly LinkedUniform[];
  readonly bindings: ReadonlyMap<ShaderStage, ReadonlyMap<Variable, Binding>>;
  readonly constants: ReadonlyMap<ShaderStage, number>;
  /** Register of each subroutine uniform, in constant buffer 0 of its stage. */
  readonly subroutines: ReadonlyMap<Variable, number>;
  readonly counterBuffers: { readonly binding: number; readonly size: number; readonly stages: number }[];
  /** Declarations of counters of a stage. */
  readonly counters: ReadonlyMap<ShaderStage, readonly string[]>;
};

type Leaf = {
  readonly name: string;
  readonly type: Type;
  readonly size: number;
  readonly isArray: boolean;
  readonly slot: number;
  readonly opaque: number;
  readonly scalar: number;
};

/** What the API sees of a type: structures member by member, the last dimension of arrays as one entry. */
const leaves = (name: string, type: Type, slot: number, opaque: number, scalar: number, out: Leaf[]): void => {
  if (type.element !== null) {
    const { element } = type;
    if (element.element === null && element.kind !== 'struct') {
      out.push({ name: `${name}[0]`, type: element, size: type.length, isArray: true, slot, opaque, scalar });
      return;
    }
    for (let i = 0; i < type.length; i++)
      leaves(
        `${name}[${i}]`,
        element,
        slot + i * slotsOf(element),
        opaque + i * opaqueCount(element),
        scalar + i * scalarCount(element),
        out,
      );
    return;
  }
  if (type.kind === 'struct') {
    let [before, scalars] = [0, 0];
    type.fields.forEach((field, i) => {
      leaves(`${name}.${field.name}`, field.type, slot + slotOfField(type, i), opaque + before, scalar + scalars, out);
      before += opaqueCount(field.type);
      scalars += scalarCount(field.type);
    });
    return;
  }
  out.push({ name, type, size: 1, isArray: false, slot, opaque, scalar });
};

type Entry = { readonly variable: Variable; readonly stages: Map<ShaderStage, Variable> };

const collect = (log: Log, stages: readonly MergedStage[]): Map<string, Entry> => {
  const entries = new Map<string, Entry>();
  const declared = new Map<string, { readonly variable: Variable; readonly touched: boolean }>();
  for (const stage of stages) {
    for (const variable of stage.globals) {
      if (variable.storage !== 'uniform' || variable.block !== null || variable.type.innermost.kind === 'subroutine') continue;
      const touched =
        [...stage.canonical].some(([from, to]) => to === variable && stage.usage.touched.has(from)) ||
        (variable.builtin && stage.usage.touched.has(variable)) ||
        variable.initial !== null;
      const first = declared.get(variable.name);
      if (first === undefined) declared.set(variable.name, { variable, touched });
      else if (!variable.builtin) agree(log, stage, first.variable, variable, first.touched && touched);
      if (!touched) continue;
      let entry = entries.get(variable.name);
      if (entry === undefined) {
        entry = { variable: first?.variable ?? variable, stages: new Map() };
        entries.set(variable.name, entry);
      }
      entry.stages.set(stage.stage, variable);
    }
  }
  return entries;
};

/** Uniforms of the shader's own that are declared and not read. */
const unused = (stages: readonly MergedStage[], entries: ReadonlyMap<string, Entry>): Map<string, Variable> =>
  new Map(
    stages
      .flatMap(({ globals }) => globals)
      .filter((one) => one.storage === 'uniform' && !one.builtin && one.block === null && !entries.has(one.name))
      .map((one) => [one.name, one]),
  );

/** One uniform declared in two stages. */
const agree = (log: Log, stage: MergedStage, first: Variable, other: Variable, used: boolean): void => {
  const es = stage.units[0]?.es === true;
  if (
    first.type.isArray &&
    other.type.isArray &&
    first.type.element === other.type.element &&
    first.type.length !== other.type.length &&
    !es &&
    (first.maxIndex >= 0 || other.maxIndex >= 0)
  ) {
    const longer = first.type.length >= other.type.length ? first.type : other.type;
    first.type = longer;
    other.type = longer;
    return;
  }
  if (!sameType(first.type, other.type, es))
    return log.linkError(`uniform '${first.name}' is ${first.type.name} in one shader and ${other.type.name} in another`);
  if (es && (used || (stage.units[0]?.version ?? 0) >= 300) && first.precision !== other.precision)
    log.linkError(`uniform '${first.name}' has two precisions`);
  const { layout } = first;
  if (layout.location >= 0 && other.layout.location >= 0 && layout.location !== other.layout.location)
    log.linkError(`uniform '${first.name}' has two locations`);
  if (layout.binding >= 0 && other.layout.binding >= 0 && layout.binding !== other.layout.binding)
    log.linkError(`uniform '${first.name}' has two bindings`);
  if (layout.location < 0) layout.location = other.layout.location;
  if (layout.binding < 0) layout.binding = other.layout.binding;
  if (first.initial !== null && other.initial !== null && first.initial.some((value, i) => value !== other.initial?.[i]))
    log.linkError(`uniform '${first.name}' has two initial values`);
  if (first.initial === null) first.initial = other.initial;
  if (first.layout.format !== other.layout.format) log.linkError(`image '${first.name}' has two formats`);
};

/** Whether uniforms fit by the rules of GLSL ES 1.00 appendix A.7: a matrix or array takes rows of its own columns, two-row matrices whole rows. */
const fits = (types: readonly Type[], rows: number): boolean => {
  const items: { readonly width: number; readonly rows: number }[] = [];
  const add = (type: Type, count: number): void => {
    if (type.element !== null) add(type.element, count * Math.max(1, type.length));
    else if (type.kind === 'struct') for (const field of type.fields) add(field.type, count);
    else if (type.kind === 'number') items.push({ width: type.isMatrix && type.rows === 2 ? 4 : type.rows, rows: type.cols * count });
  };
  for (const type of types) add(type, 1);
  // Widest first; each column is a stack, so only its height counts. Narrow ones go where most is left.
  const height = [0, 0, 0, 0];
  for (const item of items.sort((a, b) => b.width - a.width || b.rows - a.rows)) {
    let best = -1;
    let lowest = Infinity;
    for (let c = 0; c + item.width <= 4; c++) {
      const top = Math.max(...height.slice(c, c + item.width));
      if (top < lowest) [lowest, best] = [top, c];
    }
    if (lowest + item.rows > rows) return false;
    for (let c = best; c < best + item.width; c++) height[c] = lowest + item.rows;
  }
  return true;
};

const limitNames = {
  vertex: 'Vertex',
  'tess-control': 'TessControl',
  'tess-eval': 'TessEvaluation',
  geometry: 'Geometry',
  fragment: 'Fragment',
  compute: 'Compute',
} as const satisfies Readonly<Record<ShaderStage, string>>;

const hasImages = (type: Type): boolean => contains(type, (part) => part.kind === 'image');

/** Plans the uniforms of all stages. */
export const planUniforms = (log: Log, stages: readonly MergedStage[]): UniformPlan => {
  const entries = collect(log, stages);
  const limits = stages[0]?.units[0]?.limits;
  const bindings = new Map<ShaderStage, Map<Variable, Binding>>();
  const constants = new Map<ShaderStage, number>();
  const samplers = new Map<ShaderStage, number>();
  const imageTotal = [...entries.values()].reduce((sum, { variable: { type } }) => sum + (hasImages(type) ? opaqueCount(type) : 0), 0);
  const imageLimits = stages.map(({ stage }) => limits?.[`Max${limitNames[stage]}ImageUniforms` as const] ?? Infinity);
  const images = new MemorySlots(imageTotal, Math.min(...imageLimits));
  const counters = new Map<ShaderStage, string[]>();
  const counterSizes = new Map<number, { size: number; stages: number }>();
  for (const { stage } of stages) {
    bindings.set(stage, new Map());
    counters.set(stage, []);
  }
  const uniforms: LinkedUniform[] = [];
  const taken = new Set<number>();
  // Locations of uniforms that nobody reads are taken too.
  for (const [name, { layout, type }] of unused(stages, entries)) {
    for (let i = 0; layout.location >= 0 && i < type.flatLength; i++) {
      if (taken.has(layout.location + i)) log.linkError(`uniform '${name}' has the location of another one`);
      taken.add(layout.location + i);
    }
  }
  const automatic: { readonly index: number; readonly count: number }[] = [];
  for (const { variable, stages: users } of entries.values()) {
    const { type } = variable;
    const first: Record<string, number> = {};
    const firstOpaque: Record<string, number> = {};
    let mask = 0;
    const hasOpaque = contains(type, (part) => part.isOpaque);
    const inner = type.innermost;
    for (const [stage, own] of users) {
      mask |= 1 << shaderStages.indexOf(stage);
      const slots = slotsOf(type);
      const base = constants.get(stage) ?? 0;
      if (inner.kind === 'atomic') {
        bindings.get(stage)?.set(own, { opaque: { opaque: Math.max(0, variable.layout.offset) / 4, buffer: variable.layout.binding } });
        const from = Math.max(0, variable.layout.offset) / 4;
        const count = type.flatLength;
        counters.get(stage)?.push(`HWATOMIC[${variable.layout.binding}][${from}${count > 1 ? `..${from + count - 1}` : ''}]`);
        continue;
      }
      if (hasOpaque) {
        const count = opaqueCount(type);
        const isImage = hasImages(type);
        const opaque = isImage ? images.take(stage, Object.values(firstOpaque)[0], count) : (samplers.get(stage) ?? 0);
        if (!isImage) samplers.set(stage, opaque + count);
        firstOpaque[stage] = opaque;
        // A structure of samplers and numbers is reached as what is asked of it.
        if (inner.isOpaque) bindings.get(stage)?.set(own, { opaque: { opaque, buffer: -1 } });
        else
          bindings.get(stage)?.set(own, {
            mixed: { store: { file: 'CONST', base, buffer: -1, component: 0, perVertex: false, packed: false, array: -1 }, opaque },
          });
      } else
        bindings
          .get(stage)
          ?.set(own, { store: { file: 'CONST', base, buffer: -1, component: 0, perVertex: false, packed: false, array: -1 } });
      if (!inner.isOpaque) {
        first[stage] = base;
        constants.set(stage, base + slots);
      }
    }
    const list: Leaf[] = [];
    leaves(variable.name, type, 0, 0, 0, list);
    if (inner.kind === 'atomic') {
      const end = Math.max(0, variable.layout.offset) + 4 * type.flatLength;
      const before = counterSizes.get(variable.layout.binding) ?? { size: 0, stages: 0 };
      counterSizes.set(variable.layout.binding, { size: Math.max(before.size, end), stages: before.stages | mask });
    }
    let location = variable.layout.location;
    let opaqueSeen = 0;
    for (const leaf of list) {
      const shifted = (from: Record<string, number>, by: number): PerStage =>
        Object.fromEntries(Object.entries(from).map(([stage, base]) => [stage, base + by]));
      const isCounter = leaf.type.kind === 'atomic';
      const index = uniforms.length;
      const explicit = location >= 0 && !isCounter && !variable.builtin;
      if (explicit) {
        for (let i = 0; i < leaf.size; i++) {
          if (taken.has(location + i)) log.linkError(`uniform '${variable.name}' has the location of another one`);
          taken.add(location + i);
        }
      } else if (!isCounter && !variable.builtin) automatic.push({ index, count: leaf.size });
      const { initial } = variable;
      const scalars = scalarCount(leaf.type) * leaf.size;
      uniforms.push({
        name: leaf.name,
        type: leaf.type,
        size: leaf.size,
        isArray: leaf.isArray,
        location: explicit ? location : -1,
        constants: leaf.type.isOpaque ? {} : shifted(first, leaf.slot),
        slotsPerElement: leaf.type.isOpaque ? 0 : slotsOf(leaf.type),
        slots: leaf.type.isOpaque ? shifted(firstOpaque, leaf.opaque) : {},
        binding: leaf.type.isOpaque && !isCounter && variable.layout.binding >= 0 ? variable.layout.binding + opaqueSeen : -1,
        initial: initial === null || leaf.type.isOpaque ? null : initial.slice(leaf.scalar, leaf.scalar + scalars),
        builtin: variable.builtin,
        image:
          leaf.type.kind === 'image'
            ? { format: variable.layout.format, readonly: variable.memory.readonly, writeonly: variable.memory.writeonly }
            : null,
        counter: isCounter ? { buffer: variable.layout.binding, offset: Math.max(0, variable.layout.offset) } : null,
        stages: mask,
      });
      if (leaf.type.isOpaque) opaqueSeen += leaf.size;
      if (explicit) location += leaf.size;
    }
  }
  const subroutines = new Map<Variable, number>();
  for (const stage of stages)
    for (const variable of stage.globals) {
      if (variable.storage !== 'uniform' || variable.type.innermost.kind !== 'subroutine' || !stage.usage.touched.has(variable)) continue;
      const base = constants.get(stage.stage) ?? 0;
      constants.set(stage.stage, base + slotsOf(variable.type));
      subroutines.set(variable, base);
      bindings
        .get(stage.stage)
        ?.set(variable, { store: { file: 'CONST', base, buffer: -1, component: 0, perVertex: false, packed: false, array: -1 } });
    }
  // Locations that nobody asked for, in order, around those that were.
  let next = 0;
  for (const { index, count } of automatic) {
    while (Array.from({ length: count }, (_, i) => next + i).some((one) => taken.has(one))) next++;
    uniforms[index] = { ...(uniforms[index] as LinkedUniform), location: next };
    next += count;
  }
  if (limits !== undefined) {
    let combined = 0;
    for (const { stage } of stages) {
      const name = limitNames[stage];
      const units = samplers.get(stage) ?? 0;
      combined += units;
      const most = stage === 'fragment' ? limits.MaxTextureImageUnits : limits[`Max${name}TextureImageUnits` as keyof typeof limits];
      if (units > most) log.linkError(`the ${stage} shader uses ${units} samplers; there are ${most}`);
      const components = [...entries.values()].reduce(
        (sum, { variable, stages: users }) => sum + (users.has(stage) ? scalarCount(variable.type) : 0),
        0,
      );
      const mostComponents = limits[`Max${name}UniformComponents` as keyof typeof limits];
      if (components > mostComponents)
        log.linkError(`the ${stage} shader uses ${components} uniform components; there are ${mostComponents}`);
      const vectors = stage === 'vertex' ? limits.MaxVertexUniformVectors : stage === 'fragment' ? limits.MaxFragmentUniformVectors : 0;
      if (
        stages[0]?.units[0]?.es === true &&
        vectors > 0 &&
        !fits(
          [...entries.values()].filter(({ stages: users }) => users.has(stage)).map(({ variable }) => variable.type),
          vectors,
        )
      )
        log.linkError(`the uniforms of the ${stage} shader need more than the ${vectors} vectors that there are`);
      if (images.count(stage) > limits[`Max${name}ImageUniforms` as const]) log.linkError(`the ${stage} shader uses too many images`);
    }
    if (combined > limits.MaxCombinedTextureImageUnits)
      log.linkError(`the program uses ${combined} samplers; there are ${limits.MaxCombinedTextureImageUnits}`);
  }
  return {
    uniforms,
    bindings,
    constants,
    subroutines,
    counterBuffers: [...counterSizes].map(([binding, { size, stages: mask }]) => ({ binding, size, stages: mask })),
    counters,
  };
};
