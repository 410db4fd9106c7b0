/** INTERP_*: an input interpolated elsewhere than its declaration says. */
import type { Destination, Instruction, Source } from '../../ir/instruction.ts';
import { findMeaning, meaningOf } from './interface.ts';
import { maskComponents } from './value.ts';
import type { Writer } from './writer.ts';

/** Writes an interpolation instruction; false when it is none. */
export const writeInterp = (w: Writer, inst: Instruction): boolean => {
  if (inst.info.class !== 'interp') return false;
  w.req.need('sampleInterpolation', inst.op);
  const src = inst.src[0] as Source;
  if (src.index.indirect !== null) w.fail(`${inst.op} of an indexed input`);
  const variable = w.variable(src);
  const decl = w.module.info.inputs.find(({ first, last }) => src.index.offset >= first && src.index.offset <= last);
  const written =
    decl !== undefined &&
    (w.options.previous === undefined || findMeaning(w.options.previous, meaningOf(decl, src.index.offset)) !== undefined);
  const at = maskComponents((inst.dst[0] as Destination).mask);
  // Flat inputs and stand-ins are the same everywhere.
  if (variable.kind !== 'f' || !variable.text.startsWith('v_') || !written) {
    w.assign(inst, 'f', w.read(src, 'f', at));
    return true;
  }
  const where = inst.src[1];
  let call = `interpolateAtCentroid(${variable.text})`;
  if (inst.op === 'INTERP_SAMPLE' && where !== undefined) {
    // Samples that there are not are undefined in GLSL, and hosts look them up in a table.
    w.req.need('sampleVariables', inst.op);
    call = `interpolateAtSample(${variable.text}, clamp(${w.read(where, 'i', [0])}, 0, gl_NumSamples - 1))`;
  }
  if (inst.op === 'INTERP_OFFSET' && where !== undefined) call = `interpolateAtOffset(${variable.text}, ${w.read(where, 'f', [0, 1])})`;
  // The swizzle and modifiers stand on the interpolated value.
  const letters = at.map((c) => 'xyzw'[(src.swizzle >> (c * 2)) & 3]).join('');
  let text = letters === 'xyzw' ? call : `${call}.${letters}`;
  if (src.absolute) text = `abs(${text})`;
  if (src.negate) text = `-${text}`;
  w.assign(inst, 'f', text);
  return true;
};
