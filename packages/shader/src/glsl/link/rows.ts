/**
 * Several varyings in one register.
 *
 * Mostly each varying has registers of its own. Where shaders say components, or where there are more varyings than registers, an
 * interface is a table instead: a row is a register, and an item takes some columns of one row after another (the way that GLSL ES
 * 1.00 appendix A.7 packs them, which all programs may rely on). What shares a row must be interpolated alike.
 */
import type { Log } from '../log.ts';
import { type Item, slotFields } from './items.ts';
import type { MergedStage } from './merge.ts';
import { captureItem, declareRow, ioStore, type StageIo } from './registers.ts';

/** An output and the input that takes it; one may be missing. */
export type Pair = { readonly output: Item | null; readonly input: Item | null };

type Spot = { readonly pair: Pair; readonly row: number; readonly component: number };

const itemOf = ({ output, input }: Pair): Item => (output ?? input) as Item;

/** Columns that an item takes in each of its rows. */
const widthOf = (item: Item): number => {
  if (item.block !== null || item.type.innermost.kind !== 'number' || item.type.innermost.base === 'double') return 4;
  // The appendix gives a mat2 two whole rows.
  if (item.type.innermost.isMatrix && item.type.innermost.rows === 2) return 4;
  return Math.max(...slotFields(item).map(({ type }) => type.rows));
};

/** What must agree in a row. */
const groupOf = (pair: Pair): string => {
  const item = (pair.input ?? pair.output) as Item;
  const [first] = slotFields(item);
  const flat = first?.interpolation === 'flat' || (first !== undefined && first.type.base !== 'float');
  return `${item.patch} ${flat ? 'flat' : (first?.interpolation ?? '')} ${first?.auxiliary ?? ''} ${item.stream}`;
};

const locationOf = ({ output, input }: Pair): number => Math.max(input?.location ?? -1, output?.location ?? -1);

/** Whether an interface needs the table: locations that are shared, or more registers than there are. */
export const needsRows = (pairs: readonly Pair[], most: number): boolean => {
  const seen = new Set<string>();
  let slots = 0;
  for (const pair of pairs) {
    const item = itemOf(pair);
    if (!item.patch) slots += item.slots;
    const location = locationOf(pair);
    for (let i = 0; location >= 0 && i < item.slots; i++) {
      const key = `${item.patch} ${location + i}`;
      if (seen.has(key)) return true;
      seen.add(key);
    }
  }
  return slots > most;
};

/** Gives each pair its place. */
const place = (pairs: readonly Pair[]): Spot[] => {
  const groups: string[] = [];
  const taken: number[] = [];
  const spots: Spot[] = [];
  const claim = (pair: Pair, row: number, component: number): void => {
    const item = itemOf(pair);
    const mask = ((1 << widthOf(item)) - 1) << component;
    for (let i = row; i < row + item.slots; i++) {
      taken[i] = (taken[i] ?? 0) | mask;
      groups[i] ??= groupOf(pair);
    }
    spots.push({ pair, row, component });
  };
  for (const pair of pairs) if (locationOf(pair) >= 0) claim(pair, locationOf(pair), itemOf(pair).component);
  const rest = pairs
    .filter((pair) => locationOf(pair) < 0)
    .sort((a, b) => widthOf(itemOf(b)) - widthOf(itemOf(a)) || itemOf(b).slots - itemOf(a).slots);
  for (const pair of rest) {
    const item = itemOf(pair);
    const width = widthOf(item);
    const group = groupOf(pair);
    for (let row = 0, found = false; !found; row++) {
      for (let component = 0; component + width <= 4 && !found; component++) {
        const mask = ((1 << width) - 1) << component;
        let fits = true;
        for (let i = row; i < row + item.slots && fits; i++) fits = ((taken[i] ?? 0) & mask) === 0 && (groups[i] ?? group) === group;
        if (!fits) continue;
        claim(pair, row, component);
        found = true;
      }
    }
  }
  return spots;
};

const declareSide = (io: StageIo, stage: MergedStage, file: 'IN' | 'OUT', spots: readonly Spot[], patch: boolean): void => {
  const own = spots.filter(({ pair }) => itemOf(pair).patch === patch && (file === 'IN' ? pair.input : pair.output) !== null);
  if (own.length === 0) return;
  const first = Math.min(...own.map(({ row }) => row));
  const end = Math.max(...own.map(({ row, pair }) => row + itemOf(pair).slots));
  const base = file === 'IN' ? io.inputCount : io.outputCount;
  if (file === 'IN') io.inputCount += end - first;
  else io.outputCount += end - first;
  const declared = new Set<number>();
  for (const { pair, row, component } of own) {
    const item = (file === 'IN' ? pair.input : pair.output) as Item;
    slotFields(item).forEach((field, i) => {
      if (declared.has(row + i)) return;
      declared.add(row + i);
      declareRow(io, stage, file, item, field, base + row - first + i, row + i);
    });
    const target = file === 'IN' ? io.inputs : io.outputs;
    for (const { variable, slot } of item.variables)
      target.set(variable, ioStore(file, base + row - first + slot, { component, perVertex: item.perVertex }));
    if (file === 'OUT') captureItem(io, item, base + row - first, component);
  }
};

/** Declares an interface as a table. */
export const declareRows = (
  log: Log,
  pairs: readonly Pair[],
  from: readonly [StageIo, MergedStage] | null,
  to: readonly [StageIo, MergedStage] | null,
  most: number,
): void => {
  const spots = place(pairs);
  const rows = Math.max(0, ...spots.filter(({ pair }) => !itemOf(pair).patch).map(({ row, pair }) => row + itemOf(pair).slots));
  if (rows > most) log.linkError(`the varyings need ${rows} vectors; there are ${most}`);
  for (const patch of [false, true]) {
    if (from !== null) declareSide(from[0], from[1], 'OUT', spots, patch);
    if (to !== null) declareSide(to[0], to[1], 'IN', spots, patch);
  }
};
