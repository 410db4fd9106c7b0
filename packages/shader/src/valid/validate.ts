/**
 * The invariants of a module. Writers rely on them and check nothing again:
 *
 * 1. every register named is declared, or for an indirect access something of its file (and its array) is;
 * 2. address registers are written by ARL, ARR and UARL only, and used as indices only;
 * 3. each operand is of a file that its opcode takes (samplers last in texture instructions, and so on);
 * 4. saturation stands on float results only;
 * 5. IF, loops, switches and subroutines close in order; BRK and CONT have something to leave; CASE values differ;
 * 6. calls go to subroutines and never recurse;
 * 7. opcodes of one stage are in that stage;
 * 8. declarations do not contradict each other (one meaning per register, one register per meaning);
 * 9. a tessellation shader's primitives and counts are possible, vertices of its inputs and outputs exist;
 * 10. a geometry shader's primitives and counts are possible, vertices of its inputs exist, EMIT and ENDPRIM name their stream;
 * 11. images, buffers, counters and shared memory are used by instructions that fit them, a work group's size is possible.
 */
import type { Instruction } from '../ir/instruction.ts';
import type { Stage } from '../ir/types.ts';
import type { RawModule } from '../front/tgsi/parse.ts';
import { TgsiError } from '../front/tgsi/scanner.ts';
import { declaredRegisters } from './declared.ts';
import { OperandCheck } from './operands.ts';
import { checkGeometry } from './geometry.ts';
import { checkMemory } from './memory.ts';
import { checkStructure } from './structure.ts';
import { checkTessellation } from './tessellation.ts';

/** Stages an instruction may stand in; null for all. */
const stagesOf = (inst: Instruction): readonly Stage[] | null => {
  switch (inst.info.class) {
    case 'kill':
    case 'derivative':
    case 'interp':
      return ['fragment'];
    case 'geometry':
      return ['geometry'];
    default:
      // Only fragment shaders know a level of detail that there could be a bias to.
      if (inst.op === 'TXB' || inst.op === 'TXB2') return ['fragment'];
      if (inst.op === 'FBFETCH' || inst.op === 'READ_HELPER' || inst.op === 'LODQ' || inst.op === 'LOD') return ['fragment'];
      return inst.op === 'BARRIER' ? ['compute', 'tess-control'] : null;
  }
};

/**
 * Checks all invariants.
 *
 * @throws {TgsiError} naming the first that does not hold
 */
export const validate = (raw: RawModule): void => {
  const operands = new OperandCheck(declaredRegisters(raw));
  for (const inst of raw.instructions) {
    operands.instruction(inst);
    const stages = stagesOf(inst);
    if (stages !== null && !stages.includes(raw.stage)) throw new TgsiError(inst.line, `${inst.op} in a ${raw.stage} shader`);
    if (inst.saturate && inst.info.dstType !== 'f' && inst.info.dstType !== 'x')
      throw new TgsiError(inst.line, `${inst.op} cannot saturate`);
  }
  if (raw.stage === 'geometry') checkGeometry(raw);
  if (raw.stage === 'tess-control' || raw.stage === 'tess-eval') checkTessellation(raw);
  checkMemory(raw);
  checkStructure(raw);
};
