/** INTERP_*: an input interpolated elsewhere than its declaration says. */
import type { Destination, Instruction, Source } from '../../ir/instruction.ts';
import { findMeaning, meaningOf } from './interface.ts';
import { convert, maskComponents } from './value.ts';
import type { Writer } from './writer.ts';

/** Whether an input is interpolated at all: flat ones and stand-ins are the same everywhere. */
const isInterpolated = (w: Writer, register: number): boolean => {
  const variable = w.inputs.get(register);
  const decl = w.module.info.inputs.find(({ first, last }) => register >= first && register <= last);
  const written =
    decl !== undefined && (w.options.previous === undefined || findMeaning(w.options.previous, meaningOf(decl, register)) !== undefined);
  return written && variable !== undefined && variable.kind === 'f' && variable.text.startsWith('v_');
};

/** Where the instruction interpolates, as GLSL's function and its second argument. */
const placeOf = (w: Writer, inst: Instruction): readonly [name: string, argument: string] => {
  const where = inst.src[1];
  if (inst.op === 'INTERP_SAMPLE' && where !== undefined) {
    // Samples that there are not are undefined in GLSL, and hosts look them up in a table.
    w.req.need('sampleVariables', inst.op);
    return ['interpolateAtSample', `, clamp(${w.read(where, 'i', [0])}, 0, gl_NumSamples - 1)`];
  }
  if (inst.op === 'INTERP_OFFSET' && where !== undefined) return ['interpolateAtOffset', `, ${w.read(where, 'f', [0, 1])}`];
  return ['interpolateAtCentroid', ''];
};

/** Writes an interpolation instruction; false when it is none. */
export const writeInterp = (w: Writer, inst: Instruction): boolean => {
  if (inst.info.class !== 'interp') return false;
  w.req.need('sampleInterpolation', inst.op);
  const src = inst.src[0] as Source;
  const at = maskComponents((inst.dst[0] as Destination).mask);
  const { indirect, offset } = src.index;
  const [name, argument] = placeOf(w, inst);
  const value = (register: number): string => {
    const input = w.inputs.get(register);
    if (input === undefined) return 'vec4(0.0)';
    if (isInterpolated(w, register)) return `${name}(${input.text}${argument})`;
    return input.scalar === true ? `vec4(${convert(input.text, input.kind, 'f', 1)})` : convert(input.text, input.kind, 'f', 4);
  };
  if (indirect === null && !isInterpolated(w, offset)) {
    w.assign(inst, 'f', w.read(src, 'f', at));
    return true;
  }
  let call: string;
  if (indirect === null) call = value(offset);
  else {
    // The function takes inputs, not copies of them: one call for each that may be meant.
    const group = w.groupOf(src, w.inputGroups);
    const index = w.arrayIndex(indirect, offset, group.first, group.last - group.first + 1);
    call = value(group.last);
    for (let i = group.last - 1; i >= group.first; i--) call = `${index} == ${i - group.first}u ? ${value(i)} : ${call}`;
    call = `(${call})`;
  }
  // The swizzle and modifiers stand on the interpolated value.
  const letters = at.map((c) => 'xyzw'[(src.swizzle >> (c * 2)) & 3]).join('');
  let text = letters === 'xyzw' ? call : `${call}.${letters}`;
  if (src.absolute) text = `abs(${text})`;
  if (src.negate) text = `-${text}`;
  w.assign(inst, 'f', text);
  return true;
};
