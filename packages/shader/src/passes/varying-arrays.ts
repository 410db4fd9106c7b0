/**
 * Inputs of tessellation shaders that a variable chooses among become arrays, which both stages must then declare alike. What is to be
 * an array is decided here, by the stage that reads, and stands in its input declarations, where the stage before finds it.
 *
 * The registers that one access may reach are its array, or without one those of one semantic round its first: a whole file would be
 * too much, since registers of vertices and of the patch are stored apart.
 */
import type { Instruction } from '../ir/instruction.ts';
import type { IoDecl } from '../ir/module.ts';

/** First and last register of a range. */
export type Reach = { first: number; last: number };

/** The registers that an indexed access of a file with these declarations may reach, or null when nothing is declared there. */
export const reachOf = (decls: readonly IoDecl[], offset: number, arrayId: number): Reach | null => {
  const inArray = (decl: IoDecl): boolean => decl.arrayId === arrayId;
  const start = decls.find((decl) => (arrayId === 0 ? offset >= decl.first && offset <= decl.last : inArray(decl)));
  if (start === undefined) return null;
  const alike = decls.filter((decl) => (arrayId === 0 ? decl.semantic === start.semantic : inArray(decl)));
  let { first, last } = start;
  for (let grown = true; grown;) {
    grown = false;
    for (const decl of alike) {
      if (decl.last < first - 1 || decl.first > last + 1 || (decl.first >= first && decl.last <= last)) continue;
      first = Math.min(first, decl.first);
      last = Math.max(last, decl.last);
      grown = true;
    }
  }
  return { first, last };
};

/** Whether a range can be one array: plain varyings of one semantic, numbered like their registers. */
const fits = (decls: readonly IoDecl[], { first, last }: Reach): boolean => {
  const inside = decls.filter((decl) => decl.first <= last && decl.last >= first);
  const start = inside.find((decl) => decl.first <= first && decl.last >= first);
  if (start === undefined || last === first || (start.semantic !== 'GENERIC' && start.semantic !== 'PATCH')) return false;
  const origin = start.semanticIndex - start.first;
  return inside.every((decl) => decl.semantic === start.semantic && decl.semanticIndex - decl.first === origin);
};

/** The declarations, with `array` on those that are elements of one. */
export const markVaryingArrays = (inputs: readonly IoDecl[], instructions: readonly Instruction[]): readonly IoDecl[] => {
  const ranges = new Map<string, Reach>();
  for (const { src } of instructions) {
    for (const { file, index } of src) {
      if (file !== 'IN' || index.indirect === null) continue;
      const key = `${index.indirect.arrayId}:${index.indirect.arrayId === 0 ? index.offset : ''}`;
      const range = ranges.has(key) ? null : reachOf(inputs, index.offset, index.indirect.arrayId);
      if (range !== null) ranges.set(key, range);
    }
  }
  if (ranges.size === 0) return inputs;
  // Ranges that overlap are one.
  const sorted = [...ranges.values()].sort((a, b) => a.first - b.first);
  const merged: Reach[] = [];
  for (const range of sorted) {
    const before = merged.at(-1);
    if (before !== undefined && range.first <= before.last) before.last = Math.max(before.last, range.last);
    else merged.push({ ...range });
  }
  const arrays = merged.filter((range) => fits(inputs, range));
  return inputs.map((decl) => {
    const range = arrays.find(({ first, last }) => decl.first >= first && decl.last <= last);
    if (range === undefined) return decl;
    return { ...decl, array: { index: decl.semanticIndex + range.first - decl.first, size: range.last - range.first + 1 } };
  });
};
