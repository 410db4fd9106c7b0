/**
 * Loops that plainly end after few turns.
 *
 * The form is the one that compilers make of `for (i = start; i < end; i += step)`: a register is set to an immediate just before the
 * loop, the loop begins with a comparison with an immediate that leaves it, nothing skips to the next turn, and one UADD on the
 * loop's own level is all that changes the register. Whatever differs counts as endless: the price is a guard.
 */
import type { Destination, Instruction, Source } from '../ir/instruction.ts';
import type { TgsiModule } from '../ir/module.ts';
import { tempArray } from './groups.ts';

/** Turns that a loop may take unguarded, all loops round it multiplied. */
const maxTurns = 4096;
/** The same inside a loop that is guarded: its guard looks only every few turns. */
const maxInnerTurns = 16;

/** One component of a TEMP that constants alone name. */
type Scalar = { readonly register: number; readonly component: number };

const scalarOf = (src: Source | undefined): Scalar | null =>
  src === undefined || src.file !== 'TEMP' || src.index.indirect !== null || src.dimension !== null || src.negate || src.absolute
    ? null
    : { register: src.index.offset, component: src.swizzle & 3 };

const target = (dst: Destination | undefined): Scalar | null => {
  if (dst === undefined || dst.file !== 'TEMP' || dst.index.indirect !== null) return null;
  const component = [1, 2, 4, 8].indexOf(dst.mask);
  return component < 0 ? null : { register: dst.index.offset, component };
};

const same = (a: Scalar | null, b: Scalar | null): boolean =>
  a !== null && b !== null && a.register === b.register && a.component === b.component;

/** The component of an immediate that is read for destination component `at`, as a signed number. */
const constant = ({ immediates }: TgsiModule, src: Source | undefined, at: number): number | null => {
  if (src === undefined || src.file !== 'IMM' || src.index.indirect !== null || src.negate || src.absolute) return null;
  const bits = immediates[src.index.offset]?.bits[(src.swizzle >> (at * 2)) & 3];
  return bits === undefined ? null : bits | 0;
};

/** Whether an instruction may write the scalar; an indexed write stays in its array. */
const writes = (module: TgsiModule, inst: Instruction, { register, component }: Scalar): boolean =>
  inst.dst.some(({ file, index, mask }) => {
    if (file !== 'TEMP' || ((mask >> component) & 1) === 0) return false;
    if (index.indirect === null) return index.offset === register;
    const { arrayId } = index.indirect;
    const array = arrayId === 0 ? undefined : tempArray(module, arrayId);
    return array === undefined || (register >= array.first && register <= array.last);
  });

const opens = new Set(['IF', 'UIF', 'BGNLOOP', 'SWITCH']);
const closes = new Set(['ENDIF', 'ENDLOOP', 'ENDSWITCH']);
/** Everything that could take control elsewhere between two instructions of one block. */
const blockEnds = new Set([...opens, ...closes, 'ELSE', 'CASE', 'DEFAULT', 'BRK', 'CONT', 'CAL', 'RET', 'BGNSUB', 'ENDSUB']);

/** The value that a scalar has when control reaches `before`, if it is an immediate moved there in the same block. */
const valueBefore = (module: TgsiModule, before: number, scalar: Scalar): number | null => {
  for (let i = before - 1; i >= 0 && i > before - 64; i--) {
    const inst = module.instructions[i] as Instruction;
    if (blockEnds.has(inst.op)) return null;
    if (!writes(module, inst, scalar)) continue;
    return inst.op === 'MOV' && !inst.saturate ? constant(module, inst.src[0], scalar.component) : null;
  }
  return null;
};

/** How many times a loop turns at most; Infinity when that is not plain. */
const turnsOf = (module: TgsiModule, start: number, end: number): number => {
  const { instructions } = module;
  const [compare, branch, leave, close] = instructions.slice(start + 1, start + 5);
  if (compare?.op !== 'ISGE' || branch?.op !== 'UIF' || leave?.op !== 'BRK' || close?.op !== 'ENDIF') return Infinity;
  const result = target(compare.dst[0]);
  if (result === null || !same(result, scalarOf(branch.src[0]))) return Infinity;
  const at = result.component;
  const source = compare.src[0];
  const counter = source === undefined ? null : scalarOf({ ...source, swizzle: (source.swizzle >> (at * 2)) & 3 });
  const limit = constant(module, compare.src[1], at);
  if (counter === null || same(counter, result) || limit === null) return Infinity;
  const first = valueBefore(module, start, counter);
  if (first === null) return Infinity;

  let depth = 0;
  let step = 0;
  for (let i = start + 5; i < end; i++) {
    const inst = instructions[i] as Instruction;
    if (inst.op === 'CONT' || inst.op === 'CAL') return Infinity;
    if (opens.has(inst.op)) depth++;
    else if (closes.has(inst.op)) depth--;
    if (!writes(module, inst, counter)) continue;
    // A second change, or one that is not always made.
    if (step !== 0 || depth !== 0 || inst.op !== 'UADD' || !same(target(inst.dst[0]), counter)) return Infinity;
    const c = counter.component;
    const operands = inst.src.map((src) => ({
      isCounter: same(scalarOf({ ...src, swizzle: (src.swizzle >> (c * 2)) & 3 }), counter),
      value: constant(module, src, c),
    }));
    const added = operands.find(({ value }) => value !== null)?.value ?? 0;
    if (added < 1 || added > maxTurns || !operands.some(({ isCounter }) => isCounter)) return Infinity;
    step = added;
  }
  // Far from the ends of an int, so that the sum does not pass them.
  if (step === 0 || Math.abs(first) > 1 << 30 || Math.abs(limit) > 1 << 30) return Infinity;
  return Math.max(0, Math.ceil((limit - first) / step));
};

/**
 * The BGNLOOPs of a module that need no guard, as instruction numbers. Loops of subroutines never are among them, since who calls
 * those how often is not looked at.
 */
export const shortLoops = (module: TgsiModule): Set<number> => {
  const loops: { readonly start: number; end: number; readonly parent: number }[] = [];
  const open: number[] = [];
  let subroutine = false;
  module.instructions.forEach(({ op }, i) => {
    if (op === 'BGNSUB') subroutine = true;
    else if (op === 'ENDSUB') subroutine = false;
    else if (op === 'BGNLOOP' && !subroutine) {
      open.push(loops.push({ start: i, end: i, parent: open.at(-1) ?? -1 }) - 1);
    } else if (op === 'ENDLOOP' && !subroutine) {
      const loop = loops[open.pop() ?? -1];
      if (loop !== undefined) loop.end = i;
    }
  });
  const short = new Set<number>();
  /** For each loop the turns of the unguarded loops from the next guarded one inwards, and whether there is a guarded one. */
  const within: { readonly turns: number; readonly guarded: boolean }[] = [];
  // Outer loops stand before inner ones.
  for (const { start, end, parent } of loops) {
    const round = within[parent] ?? { turns: 1, guarded: false };
    const turns = turnsOf(module, start, end) * round.turns;
    const few = turns <= (round.guarded ? maxInnerTurns : maxTurns);
    if (few) short.add(start);
    within.push(few ? { turns, guarded: round.guarded } : { turns: 1, guarded: true });
  }
  return short;
};
