/** What invocations learn of each other, of helpers and of the clock. */
import type { Destination, Instruction, Source } from '../../ir/instruction.ts';
import type { Semantic } from '../../ir/types.ts';
import { maskComponents, splat, type Stored, type Variable, vector } from './value.ts';
import type { Writer } from './writer.ts';

/** A component of a source as a bool. */
const bool = (w: Writer, inst: Instruction, c: number): string => `${w.read(inst.src[0] as Source, 'u', [c])} != 0u`;

const votes: Readonly<Record<string, string>> = { VOTE_ANY: 'anyInvocation', VOTE_ALL: 'allInvocations', VOTE_EQ: 'allInvocationsEqual' };

/** Writes an instruction of this file; false when it is none. */
export const writeLanes = (w: Writer, inst: Instruction): boolean => {
  const { op } = inst;
  const at = maskComponents(inst.dst[0]?.mask ?? 0);
  const vote = votes[op];
  if (vote !== undefined) {
    w.req.need('groupVote', op);
    const name = w.req.version >= 460 ? vote : `${vote}ARB`;
    w.assign(
      inst,
      'u',
      vector(
        'u',
        at.map((c) => `-uint(${name}(${bool(w, inst, c)}))`),
      ),
    );
    return true;
  }
  switch (op) {
    case 'BALLOT': {
      w.req.need('ballot', op);
      w.req.need('int64', op);
      const text = `unpackUint2x32(ballotARB(${bool(w, inst, 0)}))`;
      const n = at.length;
      if (n === 1) w.assign(inst, 'u', `${text}.${at[0] === 0 ? 'x' : 'y'}`);
      else w.assign(inst, 'u', n === 2 && at[0] === 0 ? text : `uvec4(${text}, 0u, 0u).${at.map((c) => 'xyzw'[c]).join('')}`);
      return true;
    }
    case 'READ_FIRST':
    case 'READ_INVOC': {
      w.req.need('ballot', op);
      const kind: Stored = w.kindOf(inst.dst[0] as Destination);
      const parts = at.map((c) => {
        const value = w.read(inst.src[0] as Source, kind, [c]);
        if (op === 'READ_FIRST') return `readFirstInvocationARB(${value})`;
        // An invocation that there is not: hosts look it up.
        return `readInvocationARB(${value}, min(${w.read(inst.src[1] as Source, 'u', [0])}, gl_SubGroupSizeARB - 1u))`;
      });
      w.assign(inst, kind, vector(kind, parts));
      return true;
    }
    case 'READ_HELPER':
      w.req.need('helperInvocation', op);
      w.assign(inst, 'u', splat('u', at.length, '-uint(gl_HelperInvocation)'));
      return true;
    case 'CLOCK':
      w.req.need('shaderClock', op);
      w.assignVec4(inst, 'u', 'uvec4(clock2x32ARB(), 0u, 0u)');
      return true;
    default:
      return false;
  }
};

const masks: Readonly<Partial<Record<Semantic, string>>> = {
  SUBGROUP_EQ_MASK: 'gl_SubGroupEqMaskARB',
  SUBGROUP_GE_MASK: 'gl_SubGroupGeMaskARB',
  SUBGROUP_GT_MASK: 'gl_SubGroupGtMaskARB',
  SUBGROUP_LE_MASK: 'gl_SubGroupLeMaskARB',
  SUBGROUP_LT_MASK: 'gl_SubGroupLtMaskARB',
};

/** A system value that says where an invocation stands in its group; undefined for any other. */
export const laneValue = (w: Writer, semantic: Semantic): Variable | undefined => {
  const mask = masks[semantic];
  if (mask === undefined && semantic !== 'SUBGROUP_SIZE' && semantic !== 'SUBGROUP_INVOCATION') return undefined;
  w.req.need('ballot', semantic);
  if (mask !== undefined) w.req.need('int64', semantic);
  if (mask !== undefined) return { text: `uvec4(unpackUint2x32(${mask}), 0u, 0u)`, kind: 'u' };
  const text = semantic === 'SUBGROUP_SIZE' ? 'gl_SubGroupSizeARB' : 'gl_SubGroupInvocationARB';
  return { text, kind: 'u', scalar: true };
};
