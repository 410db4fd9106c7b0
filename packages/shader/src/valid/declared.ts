/** Which registers exist. */
import type { IoDecl } from '../ir/module.ts';
import type { RawModule } from '../front/tgsi/parse.ts';
import { TgsiError } from '../front/tgsi/scanner.ts';
import { limits } from '../limits.ts';

/** Registers of one file that has semantics: the declaration of each, or null. */
export type IoTable = readonly (IoDecl | null)[];

/** All registers of a shader. */
export type Declared = {
  readonly inputs: IoTable;
  readonly outputs: IoTable;
  readonly systemValues: IoTable;
  /** 1 where a TEMP is declared. */
  readonly temps: Uint8Array;
  readonly addressCount: number;
  readonly tempArrays: ReadonlySet<number>;
  readonly inputArrays: ReadonlySet<number>;
  readonly outputArrays: ReadonlySet<number>;
  readonly raw: RawModule;
};

const ioTable = (decls: readonly IoDecl[], limit: number, file: string): IoTable => {
  const table: (IoDecl | null)[] = Array.from({ length: limit }, () => null);
  const seen = new Map<string, number>();
  for (const decl of decls) {
    for (let i = decl.first; i <= decl.last; i++) {
      const index = decl.semanticIndex + i - decl.first;
      const meaning = `${decl.semantic}[${index}]`;
      // Packed components come as several declarations of one register, which must then agree.
      const other = seen.get(meaning);
      if (other !== undefined && other !== i) throw new TgsiError(1, `${file}[${other}] and ${file}[${i}] are both ${meaning}`);
      seen.set(meaning, i);
      const before = table[i] ?? null;
      if (before === null) table[i] = decl;
      else if (before.semantic !== decl.semantic || before.semanticIndex + i - before.first !== index)
        throw new TgsiError(1, `${file}[${i}] is declared with two meanings`);
    }
  }
  return table;
};

const arrayIds = (decls: readonly { readonly arrayId: number }[]): Set<number> =>
  new Set(decls.map((decl) => decl.arrayId).filter((id) => id !== 0));

/** Builds the tables; fails where declarations contradict each other. */
export const declaredRegisters = (raw: RawModule): Declared => {
  const { inputs, outputs, systemValues, temps, addresses } = raw.declarations;
  const tempTable = new Uint8Array(limits.temps);
  const tempArrays = new Set<number>();
  for (const { first, last, arrayId } of temps) {
    if (arrayId !== 0 && tempArrays.has(arrayId)) throw new TgsiError(1, `TEMP array ${arrayId} is declared twice`);
    if (arrayId !== 0) tempArrays.add(arrayId);
    for (let i = first; i <= last; i++) {
      if (tempTable[i] !== 0) throw new TgsiError(1, `TEMP[${i}] is declared twice`);
      tempTable[i] = 1;
    }
  }
  return {
    inputs: ioTable(inputs, limits.inputs, 'IN'),
    outputs: ioTable(outputs, limits.outputs, 'OUT'),
    systemValues: ioTable(systemValues, limits.systemValues, 'SV'),
    temps: tempTable,
    addressCount: addresses.reduce((count, { last }) => Math.max(count, last + 1), 0),
    tempArrays,
    inputArrays: arrayIds(inputs),
    outputArrays: arrayIds(outputs),
    raw,
  };
};
