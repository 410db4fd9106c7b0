/** Control flow: nesting closes, jumps have targets, subroutines do not recurse. */
import type { Instruction } from '../ir/instruction.ts';
import type { Immediate } from '../ir/module.ts';
import type { RawModule } from '../front/tgsi/parse.ts';
import { TgsiError } from '../front/tgsi/scanner.ts';
import { limits } from '../limits.ts';

type Frame = {
  readonly kind: 'IF' | 'ELSE' | 'LOOP' | 'SWITCH' | 'SUB';
  /** SWITCH: values seen; -1 is DEFAULT. */
  readonly cases: Set<number>;
};

/** Instructions a fully inlined program may have: host compilers inline every call, so it may be no longer than one without calls. */
const maxInlined = limits.instructions;

/**
 * Checks the flow of a program.
 *
 * @throws {TgsiError} at the first instruction that breaks it
 */
export const checkStructure = ({ instructions, immediates, lastLine }: RawModule): void => {
  const stack: Frame[] = [];
  const push = (kind: Frame['kind']): void => void stack.push({ kind, cases: new Set() });
  const subs = new Map<number, { readonly end: number }>();
  let subStart = -1;
  let ended = false;
  for (let i = 0; i < instructions.length; i++) {
    const inst = instructions[i] as Instruction;
    const { op, line } = inst;
    const fail = (message: string): never => {
      throw new TgsiError(line, message);
    };
    const top = stack.at(-1);
    if (top?.kind === 'SWITCH' && top.cases.size === 0 && op !== 'CASE' && op !== 'DEFAULT' && op !== 'ENDSWITCH')
      fail(`${op} before the first CASE`);
    if (ended && subStart < 0 && op !== 'BGNSUB') fail(`${op} after END`);
    switch (op) {
      case 'IF':
      case 'UIF':
        push('IF');
        break;
      case 'ELSE':
        if (stack.pop()?.kind !== 'IF') fail('ELSE without IF');
        push('ELSE');
        break;
      case 'ENDIF': {
        const kind = stack.pop()?.kind;
        if (kind !== 'IF' && kind !== 'ELSE') fail('ENDIF without IF');
        break;
      }
      case 'BGNLOOP':
        push('LOOP');
        break;
      case 'ENDLOOP':
        if (stack.pop()?.kind !== 'LOOP') fail('ENDLOOP without BGNLOOP');
        break;
      case 'SWITCH':
        push('SWITCH');
        break;
      case 'CASE':
      case 'DEFAULT': {
        if (top?.kind !== 'SWITCH') return fail(`${op} outside SWITCH`);
        const value = op === 'DEFAULT' ? -1 : caseValue(inst, immediates);
        if (top.cases.has(value)) fail(`${op} twice with the same value`);
        top.cases.add(value);
        break;
      }
      case 'ENDSWITCH':
        if (stack.pop()?.kind !== 'SWITCH') fail('ENDSWITCH without SWITCH');
        break;
      case 'BRK':
        if (!stack.some((frame) => frame.kind === 'LOOP' || frame.kind === 'SWITCH')) fail('BRK outside a loop or switch');
        break;
      case 'CONT':
        if (!stack.some((frame) => frame.kind === 'LOOP')) fail('CONT outside a loop');
        break;
      case 'BGNSUB':
        if (stack.length > 0) fail('BGNSUB inside something');
        if (subs.size >= limits.subroutines) fail('too many subroutines');
        push('SUB');
        subStart = i;
        break;
      case 'ENDSUB':
        if (stack.pop()?.kind !== 'SUB') fail('ENDSUB without BGNSUB');
        subs.set(subStart, { end: i });
        subStart = -1;
        break;
      case 'END':
        if (stack.length > 0) fail(`END inside ${stack.at(-1)?.kind}`);
        ended = true;
        break;
      default:
    }
    if (stack.length > limits.nesting) fail(`nested deeper than ${limits.nesting}`);
  }
  if (!ended) throw new TgsiError(lastLine, 'END is missing');
  if (stack.length > 0) throw new TgsiError(lastLine, `${stack.at(-1)?.kind} is not closed`);
  checkCalls(instructions, subs);
};

/** The value of a CASE as unsigned bits (so that -1 stays free). */
const caseValue = (inst: Instruction, immediates: readonly Immediate[]): number => {
  const src = inst.src[0];
  if (src === undefined || src.index.indirect !== null || src.negate || src.absolute)
    throw new TgsiError(inst.line, 'CASE needs a plain immediate');
  return immediates[src.index.offset]?.bits[src.swizzle & 3] ?? 0;
};

/** What a part of a program comes to once calls are inlined. */
type Size = { readonly instructions: number; readonly loops: number };

/** Calls go to subroutines, never in a circle, and the whole, inlined, stays within bounds. */
const checkCalls = (instructions: readonly Instruction[], subs: ReadonlyMap<number, { readonly end: number }>): void => {
  const sizes = new Map<number, Size>();
  const active = new Set<number>();
  const measure = (start: number, end: number): Size => {
    let size = end - start;
    let depth = 0;
    let loops = 0;
    for (let i = start; i < end; i++) {
      const inst = instructions[i] as Instruction;
      if (inst.op === 'BGNLOOP') loops = Math.max(loops, ++depth);
      else if (inst.op === 'ENDLOOP') depth--;
      if (loops > limits.loopNesting) throw new TgsiError(inst.line, `loops nested deeper than ${limits.loopNesting}`);
      if (inst.op !== 'CAL') continue;
      const sub = subs.get(inst.label);
      if (sub === undefined) throw new TgsiError(inst.line, `CAL to ${inst.label}, which is no BGNSUB`);
      if (active.has(inst.label)) throw new TgsiError(inst.line, 'recursive CAL');
      let inner = sizes.get(inst.label);
      if (inner === undefined) {
        active.add(inst.label);
        inner = measure(inst.label + 1, sub.end);
        active.delete(inst.label);
        sizes.set(inst.label, inner);
      }
      size += inner.instructions;
      loops = Math.max(loops, depth + inner.loops);
      if (loops > limits.loopNesting) throw new TgsiError(inst.line, `loops nested deeper than ${limits.loopNesting}`);
      if (size > maxInlined) throw new TgsiError(inst.line, `more than ${maxInlined} instructions after inlining calls`);
    }
    return { instructions: size, loops };
  };
  for (const [start, { end }] of subs) {
    active.add(start);
    measure(start + 1, end);
    active.delete(start);
  }
  let from = 0;
  for (const [start, { end }] of [...subs].sort(([a], [b]) => a - b)) {
    measure(from, start);
    from = end + 1;
  }
  measure(from, instructions.length);
};
