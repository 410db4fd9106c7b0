/**
 * What a shader does with each image and storage buffer: qualifiers and element types follow from it.
 *
 * A resource that an address register chooses may be any that fits: of buffers all, of images those with the instruction's target
 * and format. Mesa's instructions carry both, so the images of one array and no others are found.
 */
import type { Instruction, Register } from '../ir/instruction.ts';
import type { ImageDecl, ModuleInfo } from '../ir/module.ts';

/** Uses of one resource, or of several that are chosen from. */
export type MemoryUse = {
  reads: boolean;
  writes: boolean;
  atomics: boolean;
  /** Chosen by an address register somewhere. */
  indirect: boolean;
  coherent: boolean;
  volatile: boolean;
  /** Said by every instruction that names it. */
  restrict: boolean;
  /** Whether atomic minima and maxima of either signedness occur. */
  signedOrder: boolean;
  unsignedOrder: boolean;
};

/** Uses by index; what is declared and not used is absent. */
export type MemoryUses = {
  readonly images: ReadonlyMap<number, MemoryUse>;
  readonly buffers: ReadonlyMap<number, MemoryUse>;
  /** Of shared memory. */
  readonly shared: MemoryUse | null;
};

const noUse = (): MemoryUse => ({
  reads: false,
  writes: false,
  atomics: false,
  indirect: false,
  coherent: false,
  volatile: false,
  restrict: true,
  signedOrder: false,
  unsignedOrder: false,
});

const add = (use: MemoryUse, { op, info, qualifiers }: Instruction, indirect: boolean): void => {
  const atomic = info.class === 'atomic';
  use.reads ||= op === 'LOAD' || atomic;
  use.writes ||= op === 'STORE' || atomic;
  use.atomics ||= atomic;
  use.indirect ||= indirect;
  use.signedOrder ||= op === 'ATOMIMIN' || op === 'ATOMIMAX';
  use.unsignedOrder ||= op === 'ATOMUMIN' || op === 'ATOMUMAX';
  if (op === 'RESQ') return;
  use.coherent ||= qualifiers.includes('COHERENT');
  use.volatile ||= qualifiers.includes('VOLATILE');
  use.restrict &&= qualifiers.includes('RESTRICT');
};

/** The operand of an instruction that names memory; undefined where none does. */
export const memoryOperand = (inst: Instruction): Register | undefined => {
  if (inst.info.class !== 'resource' && inst.info.class !== 'atomic') return undefined;
  return inst.op === 'STORE' ? inst.dst[0] : inst.src[0];
};

/** The images that an instruction's operand may be, lowest first. */
export const imageCandidates = (images: readonly ImageDecl[], inst: Instruction, { index }: Register): ImageDecl[] => {
  if (index.indirect === null) return images.filter((image) => image.index === index.offset).slice(0, 1);
  const target = inst.target ?? 'BUFFER';
  return images
    .filter((image) => image.target === target && (inst.format === '' || image.format === inst.format))
    .sort((a, b) => a.index - b.index);
};

/** Finds the uses in a program. */
export const memoryUses = (
  instructions: readonly Instruction[],
  { images, buffers }: Pick<ModuleInfo, 'images' | 'buffers'>,
): MemoryUses => {
  const imageUses = new Map<number, MemoryUse>();
  const bufferUses = new Map<number, MemoryUse>();
  let shared: MemoryUse | null = null;
  const touch = (map: Map<number, MemoryUse>, index: number, inst: Instruction, indirect: boolean): void => {
    const use = map.get(index) ?? noUse();
    map.set(index, use);
    add(use, inst, indirect);
  };
  for (const inst of instructions) {
    const register = memoryOperand(inst);
    if (register === undefined) continue;
    const indirect = register.index.indirect !== null;
    if (register.file === 'IMAGE') {
      for (const { index } of imageCandidates(images, inst, register)) touch(imageUses, index, inst, indirect);
    } else if (register.file === 'BUFFER') {
      if (!indirect) touch(bufferUses, register.index.offset, inst, false);
      else for (const { index } of buffers) touch(bufferUses, index, inst, true);
    } else if (register.file === 'MEMORY') {
      shared ??= noUse();
      add(shared, inst, false);
    }
  }
  return { images: imageUses, buffers: bufferUses, shared };
};
