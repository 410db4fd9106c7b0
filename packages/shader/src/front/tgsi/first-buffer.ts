/**
 * Numbers of storage buffers.
 *
 * Drivers bind them from slot 0 on, in the order of the program's blocks. Newer Mesa (`lower_ssbo_bindings`, on hosts that say version
 * 16 of their features) counts them in TGSI from the lowest binding of the program's blocks instead, so the first one that is declared
 * stands for slot 0. Older Mesa declares them from 0 on, where both are the same.
 */
import type { Index, Instruction, Register } from '../../ir/instruction.ts';
import { limits } from '../../limits.ts';
import type { RawModule } from './parse.ts';
import { TgsiError } from './scanner.ts';

/** The module with the numbers of its storage buffers counted from the first that it declares. */
export const fromFirstBuffer = (raw: RawModule): RawModule => {
  const { buffers } = raw.declarations;
  const first = buffers.reduce((least, { index }) => Math.min(least, index), Infinity);
  if (buffers.some(({ index }) => index - first >= limits.buffers)) {
    throw new TgsiError(raw.lastLine, `storage buffers beyond the limit of ${limits.buffers}`);
  }
  if (first === 0 || buffers.length === 0) return raw;
  const shifted = (index: Index): Index => ({ ...index, offset: index.offset - first });
  const operand = <T extends Register>(one: T): T => (one.file === 'BUFFER' ? { ...one, index: shifted(one.index) } : one);
  const instruction = (inst: Instruction): Instruction =>
    [...inst.dst, ...inst.src].some(({ file }) => file === 'BUFFER')
      ? { ...inst, dst: inst.dst.map(operand), src: inst.src.map(operand) }
      : inst;
  return {
    ...raw,
    declarations: { ...raw.declarations, buffers: buffers.map((one) => ({ ...one, index: one.index - first })) },
    instructions: raw.instructions.map(instruction),
  };
};
