/**
 * Atomic counters (HWATOMIC).
 *
 * Each declared range is an array at its offset, named by where it lies and how long it is: stages that share a counter must agree on
 * its name, and declare it alike because they have it from one variable.
 *
 * The language has counting up and down and reading; the rest came later. Counting down gives the value after, TGSI wants the one
 * before. The operand after the counter is its offset once more.
 */
import type { Instruction, Register, Source } from '../../ir/instruction.ts';
import type { AtomicDecl } from '../../ir/module.ts';
import type { Writer } from './writer.ts';

const nameOf = ({ buffer, first, last }: AtomicDecl): string => `vg_a${buffer}_${first}_${last - first + 1}`;

/** Declares the counters; those that nothing names, too, so that all stages declare the same. */
export const setupCounters = (w: Writer): void => {
  const { atomics } = w.module.info;
  if (atomics.length === 0) return;
  w.req.need('atomicCounters', 'atomic counters');
  const sizes = new Map<number, number>();
  for (const decl of atomics) {
    const { buffer, first, last } = decl;
    w.head.add(`layout(binding = ${buffer}, offset = ${first * 4}) uniform atomic_uint ${nameOf(decl)}[${last - first + 1}];`);
    sizes.set(buffer, Math.max(sizes.get(buffer) ?? 0, (last + 1) * 4));
  }
  for (const [buffer, size] of sizes) w.atomicBuffers.push({ buffer, size });
};

/** The range an operand lies in; an indirect one starts at its base, or at the next range above. */
const rangeOf = (w: Writer, { index, dimension }: Register): AtomicDecl => {
  const buffer = dimension?.offset ?? 0;
  const inBuffer = w.module.info.atomics.filter((decl) => decl.buffer === buffer).sort((a, b) => a.first - b.first);
  return inBuffer.find(({ last }) => index.offset <= last) ?? inBuffer.at(-1) ?? w.fail(`no counters in buffer ${buffer}`);
};

/* prettier-ignore */
const functions: Readonly<Record<string, string>> = {
  ATOMUADD: 'Add', ATOMUMIN: 'Min', ATOMIMIN: 'Min', ATOMUMAX: 'Max', ATOMIMAX: 'Max', ATOMAND: 'And', ATOMOR: 'Or', ATOMXOR: 'Xor',
  ATOMXCHG: 'Exchange', ATOMCAS: 'CompSwap',
};

/** Writes an instruction on a counter. */
export const writeCounter = (w: Writer, inst: Instruction, register: Register): void => {
  const range = rangeOf(w, register);
  const { indirect, offset } = register.index;
  const counter = `${nameOf(range)}[${w.arrayIndex(indirect, offset, range.first, range.last - range.first + 1)}]`;
  if (inst.op === 'LOAD') {
    w.assignScalar(inst, 'u', `atomicCounter(${counter})`);
    return;
  }
  const step = inst.op === 'ATOMUADD' ? w.immediateBits(inst.src[2] as Source, 0) : null;
  if (step === 1) w.assignScalar(inst, 'u', `atomicCounterIncrement(${counter})`);
  else if (step === 0xffffffff) w.assignScalar(inst, 'u', `atomicCounterDecrement(${counter}) + 1u`);
  else {
    w.req.need('atomicCounterOps', inst.op);
    const name = functions[inst.op] ?? w.fail(`${inst.op} on a counter`);
    const data = inst.src.slice(2).map((src) => w.read(src, 'u', [0]));
    const tail = !w.req.essl && w.req.version >= 460 ? '' : 'ARB';
    w.assignScalar(inst, 'u', `atomicCounter${name}${tail}(${counter}, ${data.join(', ')})`);
  }
};
