/**
 * Arrays of opaque things (images, storage blocks) and the element that an operand names.
 *
 * An index that is a variable becomes an array index where the language has that (clamped, as every index), and a ladder of ifs where
 * it has not or where the operand may reach several arrays. Hosts want one index for all threads that run together; so does TGSI.
 */
import type { Index } from '../../ir/instruction.ts';
import type { Writer } from './writer.ts';

/** One uniform or block: slots `first` to `last`, an array or a single one. */
export type Elements = { readonly name: string; readonly first: number; readonly last: number; readonly array: boolean };

const elementAt = ({ name, first, array }: Elements, slot: number): string => (array ? `${name}[${slot - first}]` : name);

/** The elements of a slot list, contiguous ones that may share a type in one array. */
export const groupSlots = (slots: readonly number[], together: (a: number, b: number) => boolean): { first: number; last: number }[] => {
  const out: { first: number; last: number }[] = [];
  for (const slot of slots) {
    const before = out.at(-1);
    if (before !== undefined && before.last + 1 === slot && together(before.last, slot)) before.last = slot;
    else out.push({ first: slot, last: slot });
  }
  return out;
};

/** Whether a variable may index arrays of images and blocks: in ESSL never (nor do all compilers where 3.20 says so). */
export const mayIndex = (w: Writer): boolean => !w.req.essl && w.req.want('gpuShader5');

/**
 * Writes what `emit` does once for each element that `index` may name, under the condition that it does.
 *
 * @param dynamic - whether the language lets a variable index such an array
 */
export const withElement = (
  w: Writer,
  among: readonly Elements[],
  index: Index,
  dynamic: boolean,
  emit: (element: Elements, text: string) => void,
): void => {
  const { indirect, offset } = index;
  if (indirect === null) {
    const one = among.find(({ first, last }) => offset >= first && offset <= last) ?? w.fail(`slot ${offset} is not declared`);
    emit(one, elementAt(one, offset));
    return;
  }
  const rungs = among.flatMap((one): { readonly one: Elements; readonly last: number; readonly text: string }[] => {
    if (dynamic && one.array)
      return [{ one, last: one.last, text: `${one.name}[${w.arrayIndex(indirect, offset, one.first, one.last - one.first + 1)}]` }];
    return Array.from({ length: one.last - one.first + 1 }, (_, i) => ({
      one,
      last: one.first + i,
      text: elementAt(one, one.first + i),
    }));
  });
  const [only] = rungs;
  if (only === undefined) w.fail('nothing to choose from');
  else if (rungs.length === 1) emit(only.one, only.text);
  else {
    w.body.open('{');
    w.body.add(`int slot = ${w.dynamicIndex(indirect, offset)};`);
    rungs.forEach(({ one, last, text }, i) => {
      if (i > 0) w.body.dedent();
      w.body.open(i === 0 ? `if (slot <= ${last}) {` : i < rungs.length - 1 ? `} else if (slot <= ${last}) {` : '} else {');
      emit(one, text);
    });
    w.body.close('}');
    w.body.close('}');
  }
};
