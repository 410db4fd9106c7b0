/**
 * Decides how each temporary is stored: as floats or as bits.
 *
 * TGSI registers are untyped and GLSL variables are not. A host may canonicalise NaNs or flush denormals when a value moves as a
 * float, and small integers look like denormals; moves of integers are exact everywhere. So a variable is `vec4` only if nothing
 * ever treats its contents as integers, and `uvec4` otherwise, where float instructions read it through `uintBitsToFloat`.
 *
 * A register allocator reuses registers, so this looks at whole variables, not at lifetimes:
 * - a variable is bits if an integer or 64-bit operand reads or writes it;
 * - moves (MOV without modifiers, the values of UCMP) tie their temporaries together: if one is bits, all are;
 * - a move from an input or system value that is bits makes the temporary bits, a move to an output that is bits likewise;
 * - what is stored to a buffer, to shared memory or to an image that may be of integers is bits;
 * - immediates have known bits and decide nothing; a constant buffer is bits if anything reads integers from it.
 */
import type { Instruction, Register } from '../ir/instruction.ts';
import type { TgsiModule } from '../ir/module.ts';
import type { ValueType } from '../ir/opcodes.ts';
import { type RegisterGroup, tempArray } from './groups.ts';

/** Storage of a variable. */
export type Kind = 'f' | 'u';

/** What is known from outside the program: inputs, outputs and system values by register, and texture results by unit. */
export type KnownKinds = {
  readonly input: (index: number) => Kind;
  readonly output: (index: number) => Kind;
  readonly systemValue: (index: number) => Kind;
  readonly sampler: (unit: number) => Kind;
};

/** The decision: by first register of a TEMP group, and by constant slot. */
export type InferredKinds = { readonly temps: ReadonlyMap<RegisterGroup, Kind>; readonly constants: ReadonlyMap<number, Kind> };

/** Whether operand i of an instruction merely carries bits. */
const moves = (inst: Instruction, i: number): boolean => {
  const src = inst.src[i];
  if (inst.saturate || src === undefined || src.negate || src.absolute) return false;
  return inst.info.srcTypes[i] === 'x';
};

/** Whether operand i goes to memory as it is: what a buffer or an image of integers gets must not pass through a float variable. */
const storesBits = ({ op, dst, format }: Instruction, i: number): boolean =>
  op === 'STORE' && i === 1 && (dst[0]?.file !== 'IMAGE' || !/_(FLOAT|UNORM|SNORM)$/.test(format));

/** Decides for a whole module. */
export const inferKinds = (module: TgsiModule, temps: ReadonlyMap<number, RegisterGroup>, known: KnownKinds): InferredKinds => {
  const parent = new Map<RegisterGroup, RegisterGroup>();
  const bits = new Set<RegisterGroup>();
  const root = (group: RegisterGroup): RegisterGroup => {
    let top = group;
    for (let up = parent.get(top); up !== undefined; up = parent.get(top)) top = up;
    if (top !== group) parent.set(group, top);
    return top;
  };
  const tie = (a: RegisterGroup, b: RegisterGroup): void => {
    const [ra, rb] = [root(a), root(b)];
    if (ra === rb) return;
    parent.set(ra, rb);
    if (bits.has(ra)) bits.add(rb);
  };
  const groupAt = ({ file, index }: Register): RegisterGroup | undefined => {
    if (file !== 'TEMP') return undefined;
    if (index.indirect === null) return temps.get(index.offset);
    const { arrayId } = index.indirect;
    const decl = tempArray(module, arrayId);
    return decl === undefined ? undefined : temps.get(decl.first);
  };
  const mark = (register: Register): void => {
    const group = groupAt(register);
    if (group !== undefined) bits.add(root(group));
  };
  const isBits = (type: ValueType): boolean => type !== 'f' && type !== 'x';
  const constants = new Map<number, Kind>();
  const markConstant = ({ dimension }: Register): void => {
    if (dimension === null || dimension.indirect === null) constants.set(dimension?.offset ?? 0, 'u');
    else for (const { slot } of module.info.constBuffers) constants.set(slot, 'u');
  };
  const carries: { readonly to: Register; readonly from: Register }[] = [];

  for (const inst of module.instructions) {
    const { info } = inst;
    const dst = inst.dst[0];
    inst.src.forEach((src, i) => {
      const { indirect } = src.index;
      if (indirect !== null && indirect.file !== 'ADDR') {
        const address: Register = { file: indirect.file, index: { offset: indirect.index, indirect: null }, dimension: null };
        mark(address);
        if (indirect.file === 'CONST') markConstant(address);
      }
      const type = info.srcTypes[i] as ValueType;
      if (isBits(type) || storesBits(inst, i)) {
        mark(src);
        if (src.file === 'CONST') markConstant(src);
      } else if (dst !== undefined && moves(inst, i)) carries.push({ to: dst, from: src });
    });
    for (const { file, index } of inst.offsets) mark({ file, index: { offset: index, indirect: null }, dimension: null });
    for (const one of inst.dst) {
      if (isBits(info.dstType) || info.class === 'resource' || info.class === 'atomic') mark(one);
      if (info.class === 'tex' && known.sampler(inst.src.at(-1)?.index.offset ?? 0) === 'u') mark(one);
    }
  }
  for (const { to, from } of carries) {
    const [a, b] = [groupAt(to), groupAt(from)];
    if (a !== undefined && b !== undefined) tie(a, b);
    else if (a !== undefined) {
      const { offset } = from.index;
      if ((from.file === 'IN' && known.input(offset) === 'u') || (from.file === 'SV' && known.systemValue(offset) === 'u'))
        bits.add(root(a));
    } else if (b !== undefined && to.file === 'OUT' && known.output(to.index.offset) === 'u') bits.add(root(b));
  }
  // Constants only follow: what they are moved to is decided now.
  for (const { to, from } of carries) {
    if (from.file !== 'CONST') continue;
    const group = groupAt(to);
    if (group !== undefined ? bits.has(root(group)) : to.file === 'OUT' && known.output(to.index.offset) === 'u') markConstant(from);
  }
  const kinds = new Map<RegisterGroup, Kind>();
  for (const group of temps.values()) kinds.set(group, bits.has(root(group)) ? 'u' : 'f');
  return { temps: kinds, constants };
};
