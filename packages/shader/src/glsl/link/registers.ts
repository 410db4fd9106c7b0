/**
 * Registers and meanings of inputs and outputs.
 *
 * A varying is GENERIC[n] (PATCH[n] for the patch's), where n is its location or the next free number; what the pipeline knows has
 * its own semantic. Outputs that nobody takes get no register.
 */
import type { Variable } from '../syntax/tree.ts';
import { contains, type Type } from '../types/type.ts';
import type { Store } from '../lower/value.ts';
import { slotsOf } from '../lower/slots.ts';
import { slotFields, type Item, type SlotField } from './items.ts';
import type { MergedStage } from './merge.ts';

/** Where the inputs and outputs of a stage are, and how they are declared. */
export type StageIo = {
  readonly inputs: Map<Variable, Store>;
  readonly outputs: Map<Variable, Store>;
  /** `IN[0], GENERIC[0], PERSPECTIVE` and so on. */
  readonly declarations: string[];
  readonly properties: string[];
  inputCount: number;
  outputCount: number;
  arrays: number;
  /** Outputs by name with their first register, for transform feedback. */
  readonly captured: Map<
    string,
    { readonly register: number; readonly component: number; readonly packed: boolean; readonly stream: number }
  >;
};

/** No inputs and outputs yet. */
export const emptyIo = (): StageIo => ({
  inputs: new Map(),
  outputs: new Map(),
  declarations: [],
  properties: [],
  inputCount: 0,
  outputCount: 0,
  arrays: 0,
  captured: new Map(),
});

/** A store of registers of a file. */
export const ioStore = (file: 'IN' | 'OUT' | 'SV', base: number, more: Partial<Store> = {}): Store => ({
  file,
  base,
  buffer: -1,
  component: 0,
  perVertex: false,
  packed: false,
  array: -1,
  ...more,
});

const interpolationOf = (type: Type, interpolation: Variable['interpolation']): string => {
  if (interpolation === 'flat' || contains(type, (part) => part.kind === 'number' && part.base !== 'float')) return 'CONSTANT';
  return interpolation === 'noperspective' ? 'LINEAR' : 'PERSPECTIVE';
};

/** Declares an item's registers as input or output of a stage, with numbers from `index` on. */
export const declareItem = (io: StageIo, stage: MergedStage, file: 'IN' | 'OUT', item: Item, index: number): void => {
  const base = file === 'IN' ? io.inputCount : io.outputCount;
  if (file === 'IN') io.inputCount += item.slots;
  else io.outputCount += item.slots;
  const array = item.isIndexed && item.slots > 1 && item.locations === null && stage.stage.startsWith('tess') ? ++io.arrays : -1;
  if (array > 0) {
    const range = `${file}${item.perVertex ? '[]' : ''}[${base}..${base + item.slots - 1}]`;
    io.declarations.push(`${range}, ARRAY(${array}), ${item.patch ? 'PATCH' : 'GENERIC'}[${index}]`);
  } else slotFields(item).forEach((field, i) => declareRow(io, stage, file, item, field, base + i, item.locations?.[i] ?? index + i));
  const target = file === 'IN' ? io.inputs : io.outputs;
  for (const { variable, slot } of item.variables) {
    target.set(variable, ioStore(file, base + slot, { component: item.component, perVertex: item.perVertex, array }));
  }
  if (file === 'OUT') captureItem(io, item, base, item.component);
};

/** Declares one register of an item. */
export const declareRow = (
  io: StageIo,
  stage: MergedStage,
  file: 'IN' | 'OUT',
  item: Item,
  field: SlotField,
  register: number,
  index: number,
): void => {
  let text = `${file}${item.perVertex ? '[]' : ''}[${register}], ${item.patch ? 'PATCH' : 'GENERIC'}[${index}]`;
  if (file === 'IN' && stage.stage === 'fragment') {
    text += `, ${interpolationOf(field.type, field.interpolation)}`;
    if (field.auxiliary === 'centroid' || field.auxiliary === 'sample') text += `, ${field.auxiliary.toUpperCase()}`;
  }
  if (file === 'OUT' && item.stream > 0) text += `, STREAM(${item.stream}, ${item.stream}, ${item.stream}, ${item.stream})`;
  io.declarations.push(text);
};

/** Notes where an output is, for transform feedback. */
export const captureItem = (io: StageIo, item: Item, base: number, component: number): void => {
  for (const { variable, slot } of item.variables)
    io.captured.set(variable.name, { register: base + slot, component, packed: false, stream: item.stream });
  if (item.block === null) return;
  let slot = 0;
  for (const field of item.block.type.fields) {
    io.captured.set(`${item.block.name}.${field.name}`, { register: base + slot, component: 0, packed: false, stream: item.stream });
    slot += slotsOf(field.type);
  }
};

type Known = { readonly semantic: string; readonly index?: number; readonly component?: number; readonly packed?: boolean };

/* prettier-ignore */
/** Built-in outputs before the rasterizer. */
const outputSemantics: Readonly<Record<string, Known>> = {
  gl_Position: { semantic: 'POSITION' }, gl_PointSize: { semantic: 'PSIZE' }, gl_ClipVertex: { semantic: 'CLIPVERTEX' }, gl_ClipDistance: { semantic: 'CLIPDIST', packed: true },
  gl_CullDistance: { semantic: 'CLIPDIST', packed: true }, gl_FrontColor: { semantic: 'COLOR' }, gl_FrontSecondaryColor: { semantic: 'COLOR', index: 1 }, gl_BackColor: { semantic: 'BCOLOR' },
  gl_BackSecondaryColor: { semantic: 'BCOLOR', index: 1 }, gl_TexCoord: { semantic: 'TEXCOORD' }, gl_FogFragCoord: { semantic: 'FOG' }, gl_Layer: { semantic: 'LAYER' },
  gl_ViewportIndex: { semantic: 'VIEWPORT_INDEX' }, gl_PrimitiveID: { semantic: 'PRIM_ID' },
};

/* prettier-ignore */
const fragmentInputs: Readonly<Record<string, Known & { readonly mode: string }>> = {
  gl_FragCoord: { semantic: 'POSITION', mode: 'LINEAR' }, gl_PointCoord: { semantic: 'PCOORD', mode: 'PERSPECTIVE' }, gl_Color: { semantic: 'COLOR', mode: 'COLOR' },
  gl_SecondaryColor: { semantic: 'COLOR', index: 1, mode: 'COLOR' }, gl_TexCoord: { semantic: 'TEXCOORD', mode: 'PERSPECTIVE' }, gl_FogFragCoord: { semantic: 'FOG', mode: 'PERSPECTIVE' },
  gl_PrimitiveID: { semantic: 'PRIM_ID', mode: 'CONSTANT' }, gl_Layer: { semantic: 'LAYER', mode: 'CONSTANT' }, gl_ViewportIndex: { semantic: 'VIEWPORT_INDEX', mode: 'CONSTANT' },
  gl_ClipDistance: { semantic: 'CLIPDIST', packed: true, mode: 'PERSPECTIVE' }, gl_CullDistance: { semantic: 'CLIPDIST', packed: true, mode: 'PERSPECTIVE' },
  gl_FrontFacing: { semantic: 'FACE', mode: 'CONSTANT' },
};

/* prettier-ignore */
const fragmentOutputs: Readonly<Record<string, Known>> = {
  gl_FragDepth: { semantic: 'POSITION', component: 2 }, gl_FragDepthEXT: { semantic: 'POSITION', component: 2 }, gl_FragStencilRefARB: { semantic: 'STENCIL', component: 1 },
  gl_FragStencilRefAMD: { semantic: 'STENCIL', component: 1 }, gl_SampleMask: { semantic: 'SAMPLEMASK' },
};

/* prettier-ignore */
/** Built-in inputs that are system values, by stage and name; the rest by name. */
export const systemSemantics: Readonly<Record<string, Known>> = {
  gl_VertexID: { semantic: 'VERTEXID' }, gl_InstanceID: { semantic: 'INSTANCEID' }, gl_InstanceIDARB: { semantic: 'INSTANCEID' }, gl_InstanceIDEXT: { semantic: 'INSTANCEID' },
  gl_BaseVertexARB: { semantic: 'BASEVERTEX' }, gl_BaseVertex: { semantic: 'BASEVERTEX' }, gl_BaseInstanceARB: { semantic: 'BASEINSTANCE' }, gl_BaseInstance: { semantic: 'BASEINSTANCE' },
  gl_DrawIDARB: { semantic: 'DRAWID' }, gl_DrawID: { semantic: 'DRAWID' }, gl_InvocationID: { semantic: 'INVOCATIONID' }, gl_PrimitiveIDIn: { semantic: 'PRIM_ID' },
  gl_PrimitiveID: { semantic: 'PRIM_ID' }, gl_PatchVerticesIn: { semantic: 'VERTICESIN' }, gl_TessCoord: { semantic: 'TESSCOORD' }, gl_TessLevelOuter: { semantic: 'TESSOUTER', packed: true },
  gl_TessLevelInner: { semantic: 'TESSINNER', packed: true }, gl_SampleID: { semantic: 'SAMPLEID' }, gl_SamplePosition: { semantic: 'SAMPLEPOS' }, gl_SampleMaskIn: { semantic: 'SAMPLEMASK' },
  gl_HelperInvocation: { semantic: 'HELPER_INVOCATION' }, gl_NumWorkGroups: { semantic: 'GRID_SIZE' }, gl_WorkGroupID: { semantic: 'BLOCK_ID' }, gl_LocalInvocationID: { semantic: 'THREAD_ID' },
};

const has = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined => (Object.hasOwn(table, name) ? table[name] : undefined);

const registersOf = (known: Known, type: Type): number => (known.packed === true ? Math.ceil(Math.max(1, type.length) / 4) : slotsOf(type));

const take = (io: StageIo, file: 'IN' | 'OUT', count: number): number => {
  const base = file === 'IN' ? io.inputCount : io.outputCount;
  if (file === 'IN') io.inputCount += count;
  else io.outputCount += count;
  return base;
};

const nameOf = (known: Known, i: number): string => {
  const index = (known.index ?? 0) + i;
  return index === 0 ? known.semantic : `${known.semantic}[${index}]`;
};

/** A block gl_PerVertex of arrays: gl_in, gl_out. */
const declarePerVertex = (io: StageIo, stage: MergedStage, variable: Variable, file: 'IN' | 'OUT'): void => {
  const { element } = variable.type;
  if (element === null) return;
  const base = take(io, file, slotsOf(element));
  let slot = 0;
  const named = stage.usage.members.get(variable);
  const present = new Set<number>();
  element.fields.forEach((field, at) => {
    const known = has(outputSemantics, field.name);
    const used = named === undefined || named === null || named.has(at);
    if (used) present.add(at);
    if (known !== undefined && used)
      for (let i = 0; i < registersOf(known, field.type); i++) io.declarations.push(`${file}[][${base + slot + i}], ${nameOf(known, i)}`);
    slot += slotsOf(field.type);
  });
  (file === 'IN' ? io.inputs : io.outputs).set(variable, ioStore(file, base, { perVertex: true, present }));
};

/** Built-in outputs that a stage writes. */
export const declareBuiltinOutputs = (io: StageIo, stage: MergedStage): void => {
  // Hosts look for the position in the first register.
  const rank = ({ name }: Variable): number => ['gl_Position', 'gl_ClipDistance'].indexOf(name) & 3;
  const globals = [...stage.globals].sort((a, b) => rank(a) - rank(b));
  const distances = (name: string): number =>
    stage.globals.find((one) => one.builtin && one.storage === 'out' && one.name === name && one.written)?.type.length ?? 0;
  let clipBase = -1;
  for (const variable of globals) {
    if (!variable.builtin || variable.storage !== 'out' || !variable.written) continue;
    if (variable.name === 'gl_out') {
      declarePerVertex(io, stage, variable, 'OUT');
      continue;
    }
    const levels = stage.stage === 'tess-control' ? has(systemSemantics, variable.name) : undefined;
    const known = stage.stage === 'fragment' ? has(fragmentOutputs, variable.name) : (levels ?? has(outputSemantics, variable.name));
    if (known === undefined) continue;
    if (known.semantic === 'CLIPDIST')
      io.properties.push(
        `${variable.name === 'gl_CullDistance' ? 'NUM_CULLDIST_ENABLED' : 'NUM_CLIPDIST_ENABLED'} ${variable.type.length}`,
      );
    // Cull distances follow the clip distances, in the same registers.
    const before = variable.name === 'gl_CullDistance' ? distances('gl_ClipDistance') : 0;
    if (before > 0) {
      io.outputs.set(variable, ioStore('OUT', clipBase + (before >> 2), { component: before & 3, packed: true }));
      io.captured.set(variable.name, { register: clipBase + (before >> 2), component: before & 3, packed: true, stream: 0 });
      continue;
    }
    const more = variable.name === 'gl_ClipDistance' ? distances('gl_CullDistance') : 0;
    const count = more > 0 ? Math.ceil((variable.type.length + more) / 4) : registersOf(known, variable.type);
    const base = take(io, 'OUT', count);
    if (variable.name === 'gl_ClipDistance') clipBase = base;
    for (let i = 0; i < count; i++) {
      let text = `OUT[${base + i}], ${nameOf(known, i)}`;
      if (variable.invariant) text += ', INVARIANT';
      io.declarations.push(text);
    }
    io.outputs.set(variable, ioStore('OUT', base, { component: known.component ?? 0, packed: known.packed ?? false }));
    io.captured.set(variable.name, { register: base, component: 0, packed: known.packed ?? false, stream: 0 });
  }
};

/** Declares the inputs of clip and cull distances of fragment shaders; the first of them. */
const clipRegisters = (io: StageIo, count: number): number => {
  const base = take(io, 'IN', count);
  for (let i = 0; i < count; i++) io.declarations.push(`IN[${base + i}], CLIPDIST${i === 0 ? '' : `[${i}]`}, PERSPECTIVE`);
  return base;
};

/**
 * Built-in inputs that a stage reads; system values get their number from `system`.
 *
 * @param clipDistances - what the stage before the rasterizer writes of them: cull distances follow
 */
export const declareBuiltinInputs = (
  io: StageIo,
  stage: MergedStage,
  system: (semantic: string) => number,
  clipDistances: number,
): void => {
  let clipBase = -1;
  for (const variable of stage.globals) {
    if (!variable.builtin || variable.storage !== 'in' || !stage.usage.touched.has(variable)) continue;
    if (variable.name === 'gl_in') {
      declarePerVertex(io, stage, variable, 'IN');
      continue;
    }
    const fragment = stage.stage === 'fragment' ? has(fragmentInputs, variable.name) : undefined;
    if (fragment !== undefined) {
      if (variable.name === 'gl_CullDistance' && clipDistances > 0) {
        const last = (clipDistances + variable.type.length - 1) >> 2;
        if (clipBase < 0) clipBase = clipRegisters(io, last + 1);
        io.inputs.set(variable, ioStore('IN', clipBase + (clipDistances >> 2), { component: clipDistances & 3, packed: true }));
        continue;
      }
      if (variable.name === 'gl_ClipDistance') {
        const cull = stage.globals.find((one) => one.builtin && one.name === 'gl_CullDistance' && stage.usage.touched.has(one));
        if (clipBase < 0)
          clipBase = clipRegisters(io, Math.ceil((Math.max(clipDistances, variable.type.length) + (cull?.type.length ?? 0)) / 4));
        io.inputs.set(variable, ioStore('IN', clipBase, { packed: true }));
        continue;
      }
      const count = registersOf(fragment, variable.type);
      const base = take(io, 'IN', count);
      for (let i = 0; i < count; i++)
        io.declarations.push(
          `IN[${base + i}], ${nameOf(fragment, i)}, ${variable.interpolation === '' ? fragment.mode : interpolationOf(variable.type.innermost, variable.interpolation)}`,
        );
      io.inputs.set(variable, ioStore('IN', base, { packed: fragment.packed ?? false }));
      continue;
    }
    const known = has(systemSemantics, variable.name);
    if (known !== undefined) io.inputs.set(variable, ioStore('SV', system(known.semantic), { packed: known.packed ?? false }));
  }
};
