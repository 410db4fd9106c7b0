/** The two ends of the pipeline: vertex attributes and fragment outputs. */
import type { Log } from '../log.ts';
import type { Variable } from '../syntax/tree.ts';
import { slotsOf } from '../lower/slots.ts';
import { type Item, itemsOf } from './items.ts';
import type { MergedStage } from './merge.ts';
import type { LinkedAttribute, LinkedOutput } from './program.ts';
import { ioStore, type StageIo } from './registers.ts';
import { checkOverlap } from './rules.ts';

/** Locations that an item takes: one for each vector. */
const locationsOf = (item: Item): number => item.type.flatLength * (item.type.innermost.isMatrix ? item.type.innermost.cols : 1);

const free = (taken: ReadonlyMap<number, string>, count: number, most: number): number => {
  for (let at = 0; at + count <= most; at++) if (Array.from({ length: count }, (_, i) => at + i).every((one) => !taken.has(one))) return at;
  return -1;
};

/** Where attributes of the fixed pipeline are: a compatibility profile's old numbering, in which gl_Vertex is the first. */
const fixedLocations: Readonly<Record<string, number>> = {
  gl_Vertex: 0,
  gl_Normal: 2,
  gl_Color: 3,
  gl_SecondaryColor: 4,
  gl_FogCoord: 5,
  ...Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`gl_MultiTexCoord${i}`, 8 + i])),
};

/** Attributes whose locations were said may not share them, in ES 3.00 even where they are not used. */
const checkAliases = (log: Log, items: readonly Item[], bound: ReadonlyMap<string, number>): void => {
  const taken = new Map<number, string>();
  for (const item of items) {
    const location = item.location >= 0 ? item.location : (bound.get(item.name) ?? -1);
    for (let i = location; location >= 0 && i < location + locationsOf(item); i++) {
      const other = taken.get(i);
      if (other !== undefined) log.linkError(`attributes '${other}' and '${item.name}' are both at location ${i}`);
      taken.set(i, item.name);
    }
  }
};

/** Gives attributes locations and registers. */
export const planAttributes = (log: Log, stage: MergedStage, io: StageIo, bound: ReadonlyMap<string, number>): LinkedAttribute[] => {
  const [unit] = stage.units;
  if (unit === undefined) return [];
  const most = unit.limits.MaxVertexAttribs;
  const declared = itemsOf(stage, 'in');
  if (unit.es && (unit.version >= 300 || unit.web))
    checkAliases(log, unit.version >= 300 ? declared : declared.filter(({ touched }) => touched), bound);
  const items = declared.filter(({ touched }) => touched);
  const taken = new Map<number, string>();
  const locations = new Map<Item, number>();
  const claim = (item: Item, location: number): void => {
    const count = locationsOf(item);
    if (location + count > most) log.linkError(`attribute '${item.name}' at location ${location} is beyond the ${most} that there are`);
    for (let i = location; i < location + count; i++) {
      taken.set(i, item.name);
    }
    locations.set(item, location);
  };
  for (const item of items) {
    const location = item.location >= 0 ? item.location : (bound.get(item.name) ?? -1);
    if (location >= 0) claim(item, location);
  }
  const fixed = stage.globals.filter((one) => one.storage === 'in' && one.builtin && stage.usage.touched.has(one) && !io.inputs.has(one));
  for (const { name } of fixed) taken.set(fixedLocations[name] ?? 0, name);
  for (const item of [...items].sort((a, b) => locationsOf(b) - locationsOf(a))) {
    if (locations.has(item)) continue;
    const location = free(taken, locationsOf(item), most);
    if (location < 0) {
      log.linkError(`there is no room for attribute '${item.name}'`);
      return [];
    }
    claim(item, location);
  }
  const out: LinkedAttribute[] = [];
  const add = (variable: Variable, location: number, component = 0): void => {
    const register = io.inputCount;
    const registers = slotsOf(variable.type);
    io.inputCount += registers;
    for (let i = 0; i < registers; i++) io.declarations.push(`IN[${register + i}]`);
    io.inputs.set(variable, ioStore('IN', register, { component }));
    const { element } = variable.type;
    out.push({
      name: element === null ? variable.name : `${variable.name}[0]`,
      type: element ?? variable.type,
      size: element === null ? 1 : variable.type.length,
      location,
      component,
      register,
      registers,
    });
  };
  for (const item of [...items].sort((a, b) => (locations.get(a) ?? 0) - (locations.get(b) ?? 0)))
    add((item.variables[0] as { variable: Variable }).variable, locations.get(item) ?? 0, item.component);
  for (const variable of stage.globals) {
    if (variable.storage !== 'in' || !variable.builtin || !stage.usage.touched.has(variable)) continue;
    if (io.inputs.has(variable))
      out.push({ name: variable.name, type: variable.type, size: 1, location: -1, component: 0, register: -1, registers: 0 });
    else add(variable, fixedLocations[variable.name] ?? 0);
  }
  return out;
};

/** Gives fragment outputs locations and registers. */
export const planFragmentOutputs = (
  log: Log,
  stage: MergedStage,
  io: StageIo,
  bound: ReadonlyMap<string, readonly [location: number, index: number]>,
): { readonly outputs: LinkedOutput[]; readonly colorAll: boolean } => {
  const [unit] = stage.units;
  if (unit === undefined) return { outputs: [], colorAll: false };
  const most = unit.limits.MaxDrawBuffers;
  const items = itemsOf(stage, 'out');
  const taken = [new Map<number, string>(), new Map<number, string>()];
  const spots = new Map<Item, readonly [number, number]>();
  const said = new Set(items.filter(({ location }) => location >= 0).map(({ name }) => name));
  const indexOf = (item: Item): number => Math.max(0, item.variables[0]?.variable.layout.index ?? 0);
  for (const index of [0, 1])
    checkOverlap(
      log,
      stage,
      items.filter((item) => indexOf(item) === index),
      'outputs',
    );
  const claim = (item: Item, location: number, index: number): void => {
    const count = Math.max(1, item.type.flatLength);
    for (let i = location; i < location + count; i++) {
      const other = taken[index]?.get(i);
      // Those that both said their locations may share them, in components of their own.
      if (other !== undefined && (item.location < 0 || !said.has(other)))
        log.linkError(`outputs '${other}' and '${item.name}' are both at location ${i}`);
      if (i >= most) log.linkError(`output '${item.name}' is at location ${i}; there are ${most}`);
      taken[index]?.set(i, item.name);
    }
    spots.set(item, [location, index]);
  };
  for (const item of items) {
    const [variable] = item.variables;
    const [location, index] =
      item.location >= 0 ? [item.location, Math.max(0, variable?.variable.layout.index ?? 0)] : (bound.get(item.name) ?? [-1, 0]);
    if (location >= 0) claim(item, location, index);
  }
  for (const item of items) {
    if (spots.has(item)) continue;
    const index = Math.max(0, item.variables[0]?.variable.layout.index ?? 0);
    const location = free(taken[index] ?? new Map(), Math.max(1, item.type.flatLength), most);
    if (location < 0) {
      log.linkError(`there is no room for output '${item.name}'`);
      continue;
    }
    claim(item, location, index);
  }
  const outputs: LinkedOutput[] = [];
  /** Registers by index and location; the longest first, so that others find theirs in a row. */
  const registers = new Map<string, number>();
  const ordered = [...spots].sort(([a], [b]) => slotsOf(b.type) - slotsOf(a.type));
  for (const [item, [location, index]] of ordered) {
    const variable = (item.variables[0] as { variable: Variable }).variable;
    const { element } = variable.type;
    outputs.push({
      name: element === null ? variable.name : `${variable.name}[0]`,
      type: element ?? variable.type,
      size: element === null ? 1 : variable.type.length,
      location,
      index,
      component: item.component,
    });
    if (!item.written && !item.touched) continue;
    const count = slotsOf(variable.type);
    const shared = registers.get(`${index}.${location}`);
    const base = shared ?? io.outputCount;
    // The second source of blending is the next colour.
    for (let i = 0; i < count; i++) {
      if (registers.has(`${index}.${location + i}`)) continue;
      registers.set(`${index}.${location + i}`, io.outputCount);
      io.declarations.push(`OUT[${io.outputCount}], COLOR${location + i + index === 0 ? '' : `[${location + i + index}]`}`);
      io.outputCount++;
    }
    io.outputs.set(variable, ioStore('OUT', base, { component: item.component }));
  }
  let colorAll = false;
  for (const variable of stage.globals) {
    if (!variable.builtin || variable.storage !== 'out' || !variable.written) continue;
    const { name } = variable;
    if (!/^gl_(FragColor|FragData|SecondaryFrag(Color|Data)EXT)$/.test(name)) continue;
    if (variable.type.element !== null) {
      // Only what is named counts: drawing to fewer buffers is common.
      const elements = stage.usage.elements.get(variable);
      if (elements !== null && elements !== undefined) variable.type = variable.type.element.array(Math.max(...elements) + 1);
    }
    const base = io.outputCount;
    const count = slotsOf(variable.type);
    io.outputCount += count;
    const from = name.includes('Secondary') ? 1 : 0;
    for (let i = 0; i < count; i++) io.declarations.push(`OUT[${base + i}], COLOR${from + i === 0 ? '' : `[${from + i}]`}`);
    io.outputs.set(variable, ioStore('OUT', base));
    colorAll ||= name === 'gl_FragColor';
    outputs.push({ name, type: variable.type.innermost, size: count, location: 0, index: from, component: 0 });
  }
  return { outputs, colorAll };
};
