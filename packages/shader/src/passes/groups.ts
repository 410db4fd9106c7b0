/**
 * Splits a register file into variables: registers that only constants name become variables of their own, ranges that an address
 * register may reach become arrays.
 */
import type { Destination, Instruction, Register, Source } from '../ir/instruction.ts';
import type { RegisterDecl, TgsiModule } from '../ir/module.ts';

/** One variable: registers `first` to `last`, an array when addressed by a variable. */
export type RegisterGroup = { readonly first: number; readonly last: number; readonly array: boolean };

const tempArrays = new WeakMap<TgsiModule, ReadonlyMap<number, RegisterDecl>>();

/** The declaration of a TEMP array, or of the first TEMPs for 0. */
export const tempArray = (module: TgsiModule, arrayId: number): RegisterDecl | undefined => {
  if (arrayId === 0) return module.temps[0];
  let arrays = tempArrays.get(module);
  if (arrays === undefined) {
    arrays = new Map(module.temps.map((decl) => [decl.arrayId, decl]));
    tempArrays.set(module, arrays);
  }
  return arrays.get(arrayId);
};

type RangeDecl = { readonly first: number; readonly last: number; readonly arrayId: number };

/** Calls `visit` with every register an instruction names, sources and destinations. */
export const eachRegister = (inst: Instruction, visit: (register: Source | Destination) => void): void => {
  for (const dst of inst.dst) visit(dst);
  for (const src of inst.src) visit(src);
};

/** Array ids of a file that are addressed indirectly; 0 stands for accesses that name none. */
const indirectArrays = (module: TgsiModule, file: Register['file']): Set<number> => {
  const ids = new Set<number>();
  for (const inst of module.instructions)
    eachRegister(inst, (register) => {
      if (register.file === file && register.index.indirect !== null) ids.add(register.index.indirect.arrayId);
    });
  return ids;
};

/**
 * The groups of a file, by register.
 *
 * @returns a map from each declared register to its group
 */
export const groupRegisters = (
  module: TgsiModule,
  file: 'TEMP' | 'IN' | 'OUT',
  decls: readonly RangeDecl[],
): Map<number, RegisterGroup> => {
  const ids = indirectArrays(module, file);
  let ranges: { first: number; last: number }[] = [];
  if (ids.has(0)) {
    const first = Math.min(...decls.map((decl) => decl.first));
    const last = Math.max(...decls.map((decl) => decl.last));
    ranges = [{ first, last }];
  } else {
    for (const decl of decls) if (decl.arrayId !== 0 && ids.has(decl.arrayId)) ranges.push({ first: decl.first, last: decl.last });
    // Packed arrays share registers: overlapping ranges are one variable.
    ranges.sort((a, b) => a.first - b.first);
    for (let i = 1; i < ranges.length;) {
      const before = ranges[i - 1] as { first: number; last: number };
      const range = ranges[i] as { first: number; last: number };
      if (range.first <= before.last) {
        before.last = Math.max(before.last, range.last);
        ranges.splice(i, 1);
      } else i++;
    }
  }
  const groups = new Map<number, RegisterGroup>();
  for (const { first, last } of ranges) {
    const group = { first, last, array: true };
    for (let i = first; i <= last; i++) groups.set(i, group);
  }
  for (const { first, last } of decls)
    for (let i = first; i <= last; i++) if (!groups.has(i)) groups.set(i, { first: i, last: i, array: false });
  return groups;
};
