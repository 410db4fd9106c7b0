/** What touches memory: declares it, and finds the writer of each instruction. Barriers are here, too. */
import type { Instruction, Source } from '../../ir/instruction.ts';
import { memoryOperand, memoryUses } from '../../passes/memory-uses.ts';
import { setupCounters, writeCounter } from './counters.ts';
import { setupImages, writeImage } from './images.ts';
import { setupStorage, writeStorage } from './storage.ts';
import type { Writer } from './writer.ts';

/** Declares images, storage buffers, counters and shared memory. */
export const setupMemory = (w: Writer): void => {
  const { images, buffers, shared } = memoryUses(w.module.instructions, w.module.info);
  setupImages(w, images);
  setupStorage(w, buffers, shared);
  setupCounters(w);
};

/** Bits of MEMBAR's operand and what orders that kind of memory. */
const kinds = [
  [1, 'memoryBarrierBuffer();'],
  [2, 'memoryBarrierAtomicCounter();'],
  [4, 'memoryBarrierImage();'],
] as const;
const sharedBit = 8;
const groupBit = 16;
const outsideBits = 7;

const memoryBarrier = (w: Writer, inst: Instruction): void => {
  const flags = w.immediateBits(inst.src[0] as Source, 0) ?? outsideBits | sharedBit;
  const compute = w.module.stage === 'compute';
  // Where there is nothing that a shader could write, there is nothing to order.
  if (!compute && !w.req.has('images')) return;
  if (compute && (flags & groupBit) !== 0) {
    w.body.add('groupMemoryBarrier();');
    return;
  }
  const outside = flags & outsideBits;
  if (outside === outsideBits || (outside !== 0 && !w.req.has('memoryBarriers'))) {
    w.req.need('images', 'MEMBAR');
    w.body.add('memoryBarrier();');
    // That is shared memory, too.
    return;
  }
  for (const [bit, text] of kinds) {
    if ((outside & bit) === 0) continue;
    w.req.need('memoryBarriers', 'MEMBAR');
    w.body.add(text);
  }
  if (compute && (flags & sharedBit) !== 0) w.body.add('memoryBarrierShared();');
};

/** Writes an instruction that touches memory or waits for others; false when it does neither. */
export const writeMemory = (w: Writer, inst: Instruction): boolean => {
  if (inst.op === 'MEMBAR') {
    memoryBarrier(w, inst);
    return true;
  }
  if (inst.op === 'BARRIER' && w.module.stage === 'compute') {
    w.body.add('barrier();');
    return true;
  }
  const register = memoryOperand(inst);
  if (register === undefined) return false;
  if (register.file === 'IMAGE') writeImage(w, inst, register);
  else if (register.file === 'HWATOMIC') writeCounter(w, inst, register);
  else writeStorage(w, inst, register);
  return true;
};
