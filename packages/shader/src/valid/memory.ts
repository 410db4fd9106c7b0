/** What touches memory: images, buffers, shared memory, counters, and the size of work groups. */
import type { Instruction, Register } from '../ir/instruction.ts';
import { textureShapes } from '../ir/textures.ts';
import { imageCandidates, memoryOperand } from '../passes/memory-uses.ts';
import type { RawModule } from '../front/tgsi/parse.ts';
import { TgsiError } from '../front/tgsi/scanner.ts';
import { limits } from '../limits.ts';

/** Files that each kind of instruction may name. */
const takes = ({ op, info }: Instruction, { file }: Register): boolean => {
  if (op === 'RESQ') return file === 'IMAGE' || file === 'BUFFER';
  if (op === 'STORE') return file !== 'HWATOMIC';
  if (file === 'HWATOMIC') return info.class !== 'atomic' || !/FADD|WRAP/.test(op);
  return op !== 'IMG2HND';
};

const checkInstruction = (raw: RawModule, inst: Instruction, register: Register): void => {
  const { declarations, stage } = raw;
  const fail = (message: string): never => {
    throw new TgsiError(inst.line, message);
  };
  if (!takes(inst, register)) fail(`${inst.op} of ${register.file}`);
  switch (register.file) {
    case 'MEMORY': {
      const kind = declarations.memory[register.index.offset] ?? '';
      if (kind !== 'SHARED' || stage !== 'compute') fail(`${kind} memory in a ${stage} shader`);
      if (register.index.indirect !== null) fail('memory has no index');
      return;
    }
    case 'IMAGE': {
      const candidates = imageCandidates(declarations.images, inst, register);
      if (candidates.length === 0) fail(`no image is declared as ${inst.target ?? 'BUFFER'} ${inst.format.slice(0, 40)}`);
      // Mesa leaves out the target BUFFER.
      for (const { index, target } of candidates)
        if (target !== (inst.target ?? 'BUFFER') && inst.target !== null) fail(`IMAGE[${index}] is ${target}, not ${inst.target}`);
      return;
    }
    case 'HWATOMIC':
      if (register.dimension?.indirect != null) fail('the buffer of a counter cannot be indexed');
      if (!declarations.atomics.some(({ buffer }) => buffer === (register.dimension?.offset ?? 0))) fail('no such counter buffer');
      return;
    default:
  }
};

/** The fixed size of a work group. */
const checkWorkgroup = ({ properties }: RawModule): void => {
  const width = properties.get('CS_FIXED_BLOCK_WIDTH') ?? 0;
  if (width === 0) throw new TgsiError(1, 'work groups whose size each dispatch says');
  const sizes = [width, properties.get('CS_FIXED_BLOCK_HEIGHT') ?? 1, properties.get('CS_FIXED_BLOCK_DEPTH') ?? 1];
  let threads = 1;
  for (const size of sizes) {
    if (size < 1 || size > limits.workgroupThreads) throw new TgsiError(1, `a work group of ${sizes.join(' x ')}`);
    threads *= size;
  }
  if (threads > limits.workgroupThreads) throw new TgsiError(1, `a work group of ${threads} threads`);
};

/**
 * Checks what touches memory.
 *
 * @throws {TgsiError} at the first thing that no host could do
 */
export const checkMemory = (raw: RawModule): void => {
  if (raw.stage === 'compute') checkWorkgroup(raw);
  for (const { target } of raw.declarations.images)
    if (textureShapes[target].shadow || target === 'UNKNOWN') throw new TgsiError(1, `images cannot be ${target}`);
  const atomics = [...raw.declarations.atomics].sort((a, b) => a.buffer - b.buffer || a.first - b.first);
  for (let i = 1; i < atomics.length; i++) {
    const [before, one] = [atomics[i - 1], atomics[i]];
    if (before !== undefined && one !== undefined && before.buffer === one.buffer && one.first <= before.last)
      throw new TgsiError(1, `HWATOMIC[${one.buffer}][${one.first}] is declared twice`);
  }
  for (const inst of raw.instructions) {
    const register = memoryOperand(inst);
    if (register !== undefined) checkInstruction(raw, inst, register);
  }
};
